// Pauses: a builtin stops the execute loop that called it, and C++ goes on with the frames in place.
//
// Inside a builtin, vm->Pause(callback, data) puts the pause op in place of its caller's opline. So the next
// opline that is executed, in the interpreter or behind a trace, is the pause op: it takes the displaced
// opline back, calls callback(op, frame, data) with the opline and frame to go on at, and leaves the execute
// loop. Whoever started that loop has control again; vm->Resume(frame) goes on.
//
// An execute loop that knows nothing of pauses would take the pause for the end of its call. So only the loop
// that is started inside a PausableLoop can be paused, and only by its own oplines: not from below a builtin
// that calls back, a generator or a destructor, for which Pause returns false. What several lines of
// execution need besides, a VM stack each, is in context.h; tests/extension/ makes a scheduler of the two.
#pragma once

#include "interp/vm/dispatch.h"

namespace tusk {

// The next execute loop started while this lives may be paused.
class PausableLoop {
 public:
  explicit PausableLoop(Vm* vm) : vm_(vm), outer_(vm->pausable_depth) { vm->pausable_depth = vm->depth + 1; }
  ~PausableLoop() { vm_->pausable_depth = outer_; }
  PausableLoop(const PausableLoop&) = delete;
  PausableLoop& operator=(const PausableLoop&) = delete;

 private:
  Vm* vm_;
  uint32_t outer_;
};

inline bool IsPauseOp(const Op* op) { return op >= &kPauseOps[0] && op <= &kPauseOps[2]; }
// The opline that `frame`'s saved one stands for: what a pause displaced, else the saved one itself.
inline const Op* WithoutPause(const Vm* vm, const Frame* frame) {
  return IsPauseOp(frame->op) ? vm->op_before_pause + (frame->op - &kPauseOps[0]) : frame->op;
}
// Takes a pause back that was asked for and has not come yet.
void CancelPause(Vm* vm, Frame* frame);

}  // namespace tusk
