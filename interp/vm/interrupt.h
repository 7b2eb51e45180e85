// Interrupts: what the attention word asks for.
#pragma once

#include "interp/vm/vm.h"

namespace tusk {

// Run at the next safepoint, in the VM's thread, with everything saved. May change vm->frame.
using InterruptCallback = void (*)(Vm* vm, void* context);
void AddInterruptCallback(InterruptCallback callback, void* context);
// Asks for the callbacks. Safe from signal handlers and other threads.
void RaiseInterrupt(Vm* vm, uint32_t bits);

// A sentinel: dispatched in place of `resume`, saves that opline, does interrupt work and goes on there. One
// per opline, for the process.
const Op* InterruptAt(const Op* resume);

// max_execution_time: 0 for none. Restarts the clock.
void SetTimeLimit(Vm* vm, int64_t seconds);

}  // namespace tusk
