// Running a builtin from an opline, and going on behind it.
#pragma once

#include "interp/vm/arguments.h"
#include "interp/vm/builtin.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {

// After a builtin: an exception, a pause or an interrupt takes effect before the next opline.
const Op* AfterInternalSlow(Frame* frame, Value* result, bool wanted, Vm* vm);
TUSK_INLINE Transfer AfterInternal(Frame* frame, Value* result, bool wanted, Vm* vm) {
  if (TUSK_UNLIKELY(NeedsAttention(vm))) {
    return Helped(frame, AfterInternalSlow(frame, result, wanted, vm));
  }
  if (!wanted) Release(*result);
  return Continue(frame);
}

// What follows the return of a builtin's body: its frame, which is the topmost, goes.
TUSK_INLINE Transfer LeaveBuiltin(Frame* frame, Frame* call, Value* result, bool wanted, Vm* vm) {
  TellTests(vm, SafepointKind::kCallEnd);
  if (TUSK_UNLIKELY(NeedsAttention(vm))) InterruptInCall(vm);
  vm->frame = frame;
  if (TUSK_LIKELY(call->info == CallInfo::kInternal)) {
    Value* slot = call->slots();
    for (Value* end = slot + call->arg_count; slot != end; ++slot) ReleaseTemporary(*slot);
    vm->stack_top = reinterpret_cast<Value*>(call);
  } else {
    ReleaseBuiltinFrame(vm, call);
  }
  return AfterInternal(frame, result, wanted, vm);
}

// Inlined whole: after a builtin that switched C stacks, each C frame to return through is a jump that the
// processor foresees wrongly.
TUSK_INLINE Transfer DoIcallBody(Frame* frame, const Op* op, Vm* vm) {
  Frame* call = frame->call;
  SaveOp(frame, op);
  frame->call = call->prev;
  call->prev = frame;
  call->info |= CallInfo::kInternal;
  call->op = nullptr;
  call->call = nullptr;
  vm->frame = call;
  Value unwanted;
  Value* result = op->result_kind ? Result(frame, op) : &unwanted;
  CallBuiltin(vm, call, result);
  return LeaveBuiltin(frame, call, result, op->result_kind != kUnused, vm);
}

}  // namespace tusk::handlers
