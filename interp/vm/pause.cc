// The pause op.
#include "interp/vm/pause.h"

#include "interp/vm/execute.h"
#include "interp/vm/handlers.h"
#include "interp/vm/leave.h"

namespace tusk {

namespace {

inline Transfer PauseBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  PauseRequest request = vm->pause;
  CancelPause(vm, frame);
  request.callback(frame->op, frame, request.data);
  return {frame, &kHaltOp};
}

bool MakesCall(Opcode opcode) {
  return opcode == Opcode::kDoIcall || opcode == Opcode::kDoFcall || opcode == Opcode::kDoFcallByName;
}

#define PAUSE_OP {&Run<PauseBody>, {0}, {0}, {0}, 0, 0, kHaltOpcode, kUnused, kUnused, kUnused}

}  // namespace

// The handler of the call goes on at frame->op + 1: the displaced opline is told from how far it went.
const Op kPauseOps[3] = {PAUSE_OP, PAUSE_OP, PAUSE_OP};

void CancelPause(Vm* vm, Frame* frame) {
  frame->op = WithoutPause(vm, frame);
  vm->op_before_pause = nullptr;
  vm->pause = {};
}

bool Vm::Pause(PauseCallback callback, void* data) {
  Frame* caller = frame->IsUser() ? frame : frame->prev;
  if (depth != pausable_depth || op_before_pause || exception || exiting) return false;
  if (!caller || !caller->IsUser() || !MakesCall(caller->op->opcode)) return false;
  op_before_pause = caller->op;
  pause = {callback, data};
  caller->op = &kPauseOps[0];
  return true;
}

void Vm::Resume(Frame* at) {
  Frame* caller = frame;
  const Op* before = op_before_exception;
  frame = at;
  if (Unwinding()) RedirectToException(this, at);
  Execute(this);
  frame = caller;
  op_before_exception = before;
  if (Unwinding()) RedirectToException(this, caller);
}

}  // namespace tusk
