// What suspended frames own, for the cycle collector: a fiber that nobody can resume any more is garbage
// together with what its frames hold.
#pragma once

#include "interp/vm/vm.h"

namespace tusk {

// Calls visit for values that the frames from `top` up to `bottom` (exclusive) own: variables, temporaries
// that are alive, arguments sent so far, $this, closures. What builtins hold is left out, and so are frames
// of which the VM stack may not tell the truth because compiled code runs them: all that only keeps things
// alive.
void VisitFrames(Vm* vm, Frame* top, const Frame* bottom, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
