// Interrupts: what makes a running script stop for a moment, and who may ask for it.
//
// The attention word (runtime/state.h) holds what was asked for. The VM looks at it at its safepoints:
// backward jumps, entries of functions, ends of internal calls, the back edges of compiled traces. There it
// runs the callbacks, in its own thread, with every frame as the interpreter would have it, compiled code or
// not.
//
// For profilers, debuggers and schedulers:
//   * RaiseInterrupt may be called from any thread and from signal handlers, at any time after InitVm.
//   * A callback may call PHP code, throw, raise again, read the frames (RunningStack below). It may replace
//     vm->frame, and the VM goes on at that frame's saved opline, only where MaySwitchFrames says so: behind
//     an internal call it first runs inside of it, with the builtin's frame on top, where backtraces show it;
//     a callback that wants to switch raises again there and gets its chance at once, behind the call.
//   * Callbacks run in the order they were added, not while an exception is pending: then after its handling
//     has begun. They are added and removed in the VM's thread only.
//   * A thread of an extension must block all signals first (pthread_sigmask), or it may be the one that the
//     system interrupts for the script's; and it does not exist in a child that the script forks (fork.h).
//
// tests/interrupts/profiler.cc is an example.
#pragma once

#include <span>

#include "interp/vm/vm.h"

namespace tusk {

struct Function;

using InterruptCallback = void (*)(Vm* vm, void* context);
void AddInterruptCallback(InterruptCallback callback, void* context);
void RemoveInterruptCallback(InterruptCallback callback, void* context);
// Asks for the callbacks (Attention::kInterrupt), or one of the VM's own reasons.
void RaiseInterrupt(Vm* vm, uint32_t bits);
// In a callback: whether vm->frame may be replaced.
inline bool MaySwitchFrames(const Vm* vm) { return vm->frame && vm->frame->IsUser(); }

// A sentinel: dispatched in place of `resume`, saves that opline, does interrupt work and goes on there. One
// per opline, for the process.
const Op* InterruptAt(const Op* resume);

// Where a frame is. All borrowed: valid until the frame goes on.
struct StackEntry {
  const Function* function;  // name, scope; null for code outside of functions that has none
  String* file;              // null for builtins
  uint32_t line;             // 0 for builtins
};
// In a callback or a builtin: the running frames, innermost first. Returns how many there were room for.
size_t RunningStack(Vm* vm, std::span<StackEntry> into);

// max_execution_time: seconds of processor time, 0 for none. Restarts the clock.
void SetTimeLimit(Vm* vm, int64_t seconds);
// hard_timeout: seconds that a builtin gets to come to its end, 0 for any time. Then the process ends with
// status 124, whatever it is doing.
void SetHardTimeout(int64_t seconds);
// The process was forked: timers are the parent's.
void ForgetTimer();
// What CheckTimeLimit (runtime/time_limit.h) does when the time is over.
[[noreturn]] TUSK_COLD void TimeIsOver();

// The end of a builtin, in its own frame (vm->frame): runs what was asked for. An exception is only pending.
TUSK_NOINLINE void InterruptInCall(Vm* vm);

}  // namespace tusk
