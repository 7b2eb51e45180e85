// Exceptions: throwing, unwinding to catch and finally, silence.
#include <utility>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/leave.h"
#include "interp/vm/unwind.h"

namespace tusk {

namespace {

constexpr int kFatalOnly = ErrorLevel::kError | ErrorLevel::kCoreError | ErrorLevel::kCompileError |
                           ErrorLevel::kUserError | ErrorLevel::kRecoverable | ErrorLevel::kParse;

void RestoreErrorReporting(const Value& saved) {
  bool silenced = (g_state->error_reporting & ~kFatalOnly) == 0;
  if (silenced && (saved.i & ~kFatalOnly) != 0) g_state->error_reporting = static_cast<int>(saved.i);
}

bool FreedOnReturn(const Op& op) {
  return (op.opcode == Opcode::kFree || op.opcode == Opcode::kFeFree) && (op.extended & kFreeOnReturn);
}

void FreeRope(Frame* frame, const OpArray* f, uint32_t op_num, uint32_t slot) {
  const Op* last = f->ops + op_num;
  while ((last->opcode != Opcode::kRopeAdd && last->opcode != Opcode::kRopeInit) || last->result.num != slot)
    --last;
  auto* pieces = reinterpret_cast<String**>(frame->At(slot));
  // ROPE_INIT's own number is how many pieces there will be.
  uint32_t index = last->opcode == Opcode::kRopeInit ? 0 : last->extended;
  for (uint32_t i = 0; i <= index; ++i) Release(pieces[i]);
}

void FreeIncompleteReturn(Frame* frame, const OpArray* f, const Value* fast_call) {
  if (fast_call->extra == kReturnsNowhere) return;
  const Op& call = f->ops[fast_call->extra];
  if (call.op2_kind & kTmpVar) Release(*frame->At(call.op2.num));
}

}  // namespace

void CleanupLiveRanges(Frame* frame, uint32_t op_num, uint32_t target) {
  OpArray* f = frame->op_array();
  for (const LiveRange& range : f->live_ranges) {
    if (range.start > op_num) break;
    if (op_num >= range.end) continue;
    if (target != 0 && target < range.end) continue;
    if (target != 0) {
      // The range of a loop variable is split where a return or break frees it early.
      const Op& last = f->ops[range.end];
      if (FreedOnReturn(last) && target < range.end + last.op2.num) continue;
    }
    Value* v = frame->At(range.slot);
    switch (range.kind) {
      case LiveRange::kTmpVarRange: Release(*v); break;
      case LiveRange::kNew:
        v->obj->info |= RefCounted::kDestructed;  // its constructor did not succeed
        Release(*v);
        break;
      case LiveRange::kLoop: FreeLoopVariable(v); break;
      case LiveRange::kRope: FreeRope(frame, f, op_num, range.slot); break;
      case LiveRange::kSilence: RestoreErrorReporting(*v); break;
    }
  }
}

void VisitLiveRanges(Frame* frame, uint32_t op_num, void (*visit)(Value*, void*), void* context) {
  for (const LiveRange& range : frame->op_array()->live_ranges) {
    if (range.start > op_num) break;
    if (op_num >= range.end) continue;
    Value* v = frame->At(range.slot);
    switch (range.kind) {
      case LiveRange::kTmpVarRange:
      case LiveRange::kNew: visit(v, context); break;
      case LiveRange::kLoop: VisitLoopVariable(v, visit, context); break;
      case LiveRange::kRope:
      case LiveRange::kSilence: break;
    }
  }
}

void DropWaiting(Frame* frame, const OpArray* f, Value* fast_call) {
  FreeIncompleteReturn(frame, f, fast_call);
  fast_call->extra = kReturnsNowhere;
  if (Object* waiting = std::exchange(fast_call->obj, nullptr)) Release(Value(waiting));
}

namespace handlers {
namespace {

// Goes up from try range `index` (-1: none) to whatever handles the pending exception (or the exit) that
// arose at opline `op_num`.
Transfer DispatchTry(Frame* frame, Vm* vm, uint32_t index, uint32_t op_num) {
  OpArray* f = frame->op_array();
  Object* exception = vm->exception;
  for (; index != UINT32_MAX; --index) {
    const TryRange& range = f->try_ranges[index];
    if (op_num < range.catch_op && exception && !vm->exiting) {
      CleanupLiveRanges(frame, op_num, range.catch_op);
      return {frame, f->ops + range.catch_op};
    }
    if (op_num < range.finally_op) {
      if (vm->exiting) continue;
      CleanupLiveRanges(frame, op_num, range.finally_op);
      Value* fast_call = frame->At(f->ops[range.finally_end].op1.num);
      fast_call->type = Type::kPointer;
      fast_call->obj = vm->exception;
      fast_call->extra = kReturnsNowhere;
      vm->SetException(nullptr);
      return {frame, f->ops + range.finally_op};
    }
    if (op_num < range.finally_end) {
      // The exception comes from inside a finally block: what that was for is given up.
      Value* fast_call = frame->At(f->ops[range.finally_end].op1.num);
      FreeIncompleteReturn(frame, f, fast_call);
      fast_call->extra = kReturnsNowhere;
      if (Object* waiting = fast_call->obj) {
        fast_call->obj = nullptr;
        if (vm->exiting) {
          Release(Value(waiting));
        } else if (exception) {
          SetPreviousException(exception, waiting);
        } else {
          vm->SetException(exception = waiting);
        }
      }
    }
  }
  CleanupLiveRanges(frame, op_num, 0);
  if (frame->result && !(frame->info & CallInfo::kGenerator)) frame->result->type = Type::kUndef;
  return {frame, &kLeaveOp};
}

Transfer HandleExceptionBody(Frame* frame, const Op*, Vm* vm) {
  OpArray* f = frame->op_array();
  const Op* thrower = vm->op_before_exception;
  uint32_t op_num = thrower ? f->IndexOf(thrower) : 0;
  if (thrower == nullptr) {  // before the first opline: nothing is alive
    if (frame->result) frame->result->type = Type::kUndef;
    return {frame, &kLeaveOp};
  }
  if (FreedOnReturn(*thrower)) {
    // Leaving a loop early destroys its variable; logically that happens where the loop ends.
    uint32_t logical = op_num + thrower->op2.num;
    CleanupLiveRanges(frame, op_num, logical);
    op_num = logical;
  }
  uint32_t innermost = UINT32_MAX;
  for (uint32_t i = 0; i < f->try_ranges.size(); ++i) {
    const TryRange& range = f->try_ranges[i];
    if (range.try_op > op_num) break;
    if (op_num < range.catch_op || op_num < range.finally_end) innermost = i;
  }
  CleanupUnfinishedCalls(vm, frame, op_num);
  if (thrower->result_kind & kTmpVar) {
    switch (thrower->opcode) {
      case Opcode::kAddArrayElement:
      case Opcode::kAddArrayUnpack:
      case Opcode::kRopeInit:
      case Opcode::kRopeAdd:  // in their live range
      case Opcode::kFetchClass:
      case Opcode::kDeclareAnonClass: break;
      default:
        if (thrower->result_kind & (kSmartJmpz | kSmartJmpnz)) break;
        Release(*frame->At(thrower->result.num));
    }
  }
  return DispatchTry(frame, vm, innermost, op_num);
}

Transfer ThrowBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  if (frame->op != op) {
    // The warning about an undefined variable became an exception.
  } else if (!v->IsObject()) {
    ThrowError("Can only throw objects");
  } else if (!v->obj->cls->Is(ClassFlags::kIsThrowable)) {
    ThrowError("Cannot throw objects that do not implement Throwable");
  } else {
    Retain(v->obj);
    ThrowObject(v->obj);
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

Transfer CatchBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Object* exception = vm->exception;
  if (!exception) return {frame, op->Target(op->op2)};
  void** cache = CaughtClassCache(frame, op);
  auto* wanted = static_cast<Class*>(*cache);
  if (!wanted) {
    // A class that does not exist catches nothing, and is not autoloaded.
    PendingAside aside;
    wanted = FindClass(op->Literal(op->op1)->str, false);
    *cache = wanted;
  }
  if (!wanted || !InstanceOf(exception->cls, wanted)) {
    if (op->extended & kLastCatch) {
      RedirectToException(vm, frame);
      return Continue(frame);
    }
    return {frame, op->Target(op->op2)};
  }
  vm->SetException(nullptr);
  if (op->result_kind == kCv) {
    Value* place = frame->At(op->result.num);
    if (place->IsReference()) {
      AssignToTypedReference(place->ref, Value(exception), true);
    } else {
      Value old = *place;
      *place = Value(exception);
      Release(old);
    }
  } else {
    Release(Value(exception));
  }
  return Continue(frame);
}

Transfer DiscardExceptionBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* fast_call = Op1(frame, op);
  FreeIncompleteReturn(frame, frame->op_array(), fast_call);
  fast_call->extra = kReturnsNowhere;
  if (Object* waiting = fast_call->obj) {
    fast_call->obj = nullptr;
    Release(Value(waiting));
  }
  return Continue(frame);
}

Transfer FastCallBody(Frame* frame, const Op* op, Vm* vm) {
  Value* fast_call = Result(frame, op);
  fast_call->type = Type::kPointer;
  fast_call->obj = nullptr;
  fast_call->extra = frame->op_array()->IndexOf(op);
  return {frame, op->Target(op->op1)};
}

Transfer FastRetBody(Frame* frame, const Op* op, Vm* vm) {
  Value* fast_call = Op1(frame, op);
  OpArray* f = frame->op_array();
  if (fast_call->extra != kReturnsNowhere) return {frame, f->ops + fast_call->extra + 1};
  // Entered by an exception: it goes on from the enclosing try.
  SaveOp(frame, op);
  vm->SetException(fast_call->obj);
  fast_call->obj = nullptr;
  if (vm->exception == nullptr && !vm->exiting && !(frame->info & CallInfo::kGenerator))
    return Continue(frame);
  vm->op_before_exception = op;
  frame->op = &kExceptionOps[0];
  return DispatchTry(frame, vm, op->op2.num, f->IndexOf(op));
}

Transfer BeginSilenceBody(Frame* frame, const Op* op, Vm* vm) {
  SetInt(Result(frame, op), vm->error_reporting);
  if (vm->error_reporting & ~kFatalOnly) vm->error_reporting &= kFatalOnly;
  return {frame, op + 1};
}

Transfer EndSilenceBody(Frame* frame, const Op* op, Vm*) {
  RestoreErrorReporting(*Op1(frame, op));
  return {frame, op + 1};
}

}  // namespace

TUSK_OPCODE(HandleException, HandleExceptionBody)
TUSK_OPCODE(Throw, ThrowBody)
TUSK_OPCODE(Catch, CatchBody)
TUSK_OPCODE(DiscardException, DiscardExceptionBody)
TUSK_OPCODE(FastCall, FastCallBody)
TUSK_OPCODE(FastRet, FastRetBody)
TUSK_OPCODE(BeginSilence, BeginSilenceBody)
TUSK_OPCODE(EndSilence, EndSilenceBody)

}  // namespace handlers
}  // namespace tusk
