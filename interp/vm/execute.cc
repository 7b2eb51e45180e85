// The execute loop and the sentinels.
#include "interp/vm/execute.h"

#include "interp/vm/handlers.h"
#include "interp/vm/leave.h"

namespace tusk {

constinit Vm g_vm;
State* g_state = &g_vm;

namespace {

TUSK_HANDLER_CC const Op* RunHalt(Frame*, const Op*, Vm*) { return Tag(nullptr); }

// The only function that calls handlers. No stack objects: see dispatch.h.
TUSK_CALLS_HANDLERS void RunLoop(Vm* vm) {
  Frame* frame = vm->frame;
  const Op* op = frame->op;
  for (;;) {
    const Op* next = op->handler(frame, op, vm);
    frame = vm->frame;
    op = Untag(next);
    if (op == nullptr) return;
  }
}

}  // namespace

const Op* StepHalt(Frame*, const Op*, Vm*) { return Tag(nullptr); }
const Op* StepLeave(Frame* frame, const Op* op, Vm* vm) { return Step<LeaveBody>(frame, op, vm); }
const Op* StepInterrupt(Frame* frame, const Op* op, Vm* vm) { return Step<InterruptBody>(frame, op, vm); }

#define SENTINEL(run, code) {run, {0}, {0}, {0}, 0, 0, code, kUnused, kUnused, kUnused}
const Op kHaltOp = SENTINEL(&RunHalt, kHaltOpcode);
const Op kLeaveOp = SENTINEL(&Run<LeaveBody>, kLeaveOpcode);
const Op kInterruptOp = SENTINEL(&Run<InterruptBody>, kInterruptOpcode);
#undef SENTINEL

namespace {
Op ExceptionOp() {
  Op op = {nullptr, {0}, {0}, {0}, 0, 0, Opcode::kHandleException, kUnused, kUnused, kUnused};
  op.handler = handlers::PickHandleException(op);
  return op;
}
}  // namespace
const Op kExceptionOps[3] = {ExceptionOp(), ExceptionOp(), ExceptionOp()};

const void* ExecuteLoop() { return reinterpret_cast<const void*>(&RunLoop); }

void Execute(Vm* vm) {
  ++vm->depth;
  ++vm->executions;
  if (NeedsAttention(vm)) InterruptBody(vm->frame, &kInterruptOp, vm);
  RunLoop(vm);
#ifdef TUSK_CHECKS
  while (vm->test.loop_left && vm->test.loop_left(vm)) RunLoop(vm);
#endif
  --vm->depth;
}

}  // namespace tusk
