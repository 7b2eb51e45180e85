// What suspended frames own, for the cycle collector: a fiber that nobody can resume any more is garbage
// together with what its frames hold.
#pragma once

#include <span>

#include "interp/vm/vm.h"

namespace tusk {

// Calls visit for values that a user frame which does not run owns: variables, temporaries that are alive,
// arguments sent so far (`calls`: prepared calls besides those in frame->call, outermost first), $this, the
// closure. What it leaves out only keeps things alive.
void VisitFrame(Vm* vm, Frame* frame, std::span<Frame* const> calls, void (*visit)(Value*, void*),
                void* context);
// The same for all frames, those of builtins too, from `top` up to `bottom` (exclusive), but for those of
// which the VM stack may not tell the truth because compiled code runs them.
void VisitFrames(Vm* vm, Frame* top, const Frame* bottom, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
