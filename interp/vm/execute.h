// The execute loop's sentinels as Step functions, and what handlers share about entering and leaving.
#pragma once

#include "interp/vm/dispatch.h"

namespace tusk {

const Op* StepHalt(Frame* frame, const Op* op, Vm* vm);
const Op* StepLeave(Frame* frame, const Op* op, Vm* vm);
const Op* StepInterrupt(Frame* frame, const Op* op, Vm* vm);

// Body of kInterruptOp (interrupt.cc): clears the attention word, does what it asked for, goes on at
// vm->frame->op.
Transfer InterruptBody(Frame* frame, const Op* op, Vm* vm);

// The function that calls handlers, as its address.
const void* ExecuteLoop();

}  // namespace tusk
