// Pushing the frame of a call, and plain calls: INIT_*, SEND_* of constants and variables, DO_*, done as one.
#pragma once

#include "interp/vm/arguments.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {

// Where the stack's top would be with a frame for `f` on the current page, or null when it does not fit: then
// pushing takes a call.
TUSK_INLINE Value* TopAfter(Vm* vm, const Function* f, uint32_t argc) {
  size_t bytes = kFrameHeaderBytes + size_t{FrameSlots(f, argc)} * sizeof(Value);
  char* top = reinterpret_cast<char*>(vm->stack_top);
  bool fits = static_cast<ptrdiff_t>(bytes) <= reinterpret_cast<char*>(vm->stack_end) - top;
  return TUSK_LIKELY(fits) ? reinterpret_cast<Value*>(top + bytes) : nullptr;
}
// As PushFrame, with what TopAfter() gave.
TUSK_INLINE void PushFitting(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self,
                             Value* top_after) {
  Value* top = vm->stack_top;
  vm->stack_top = top_after;
  auto* call = reinterpret_cast<Frame*>(top);
  call->func = f;
  call->self = self;
  call->prev = frame->call;
  call->symbols = nullptr;
  call->info = info;
  call->arg_count = op->extended;
  frame->call = call;
}

// ---- plain calls

// Whether the call that `op` prepares is nothing but that, SEND_* of constants and variables, and DO_*.
bool IsPlainCall(const Op& op);

// Takes back the first `count` arguments of a call that goes the long way after all. The variables and
// constants still hold what was sent: nothing dies.
TUSK_NOINLINE void TakeBack(const Value* values, uint32_t count);

// The argument that `send` sends.
TUSK_INLINE const Value* PlainArgument(Frame* frame, const Op* send) {
  const Value* v = send->op1_kind == kConst ? Op1<kConst>(frame, send) : Op1<kCv>(frame, send);
  return v->type == Type::kReference ? &v->ref->value : v;
}

// Template argument: how many arguments there are, kAnyCount for what INIT_* says.
inline constexpr uint32_t kAnyCount = ~0u;

// The rest of INIT_* when a plain call calls the user function `f`: sends all arguments and enters it. Where
// something is in the way, the oplines are taken one by one.
template <uint32_t Passed>
TUSK_INLINE Transfer CallPlainly(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self,
                                 Value* top) {
  constexpr uint32_t kSpecial = FunctionFlags::kAnyByReference | FunctionFlags::kAbstract |
                                FunctionFlags::kDeprecated | FunctionFlags::kTrampoline |
                                FunctionFlags::kResumesGenerator;
  uint32_t passed = Passed == kAnyCount ? op->extended : Passed;
  auto* call = reinterpret_cast<Frame*>(vm->stack_top);
  PushFitting(frame, op, vm, f, info, self, top);
  if (TUSK_UNLIKELY(f->kind != FunctionKind::kUser || (f->flags & kSpecial) || passed > f->arg_count)) {
    return {frame, op + 1};
  }
  Value* values = call->slots();
  const Op* send = op + 1;
  for (uint32_t i = 0; i < passed; ++i, ++send) {
    const Value* v = PlainArgument(frame, send);
    if (TUSK_UNLIKELY(v->type == Type::kUndef)) {
      TakeBack(values, i);
      return {frame, op + 1};
    }
    values[i] = *v;
    if (v->type >= Type::kString) ++v->rc->refcount;
  }
  SaveOp(frame, send);
  frame->call = call->prev;
  return EnterUser(frame, call, send->result_kind != kUnused ? Result(frame, send) : nullptr, vm);
}

}  // namespace tusk::handlers
