// Entering and leaving user frames.
#pragma once

#include "interp/runtime/property_inline.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/stack.h"

namespace tusk {

// Makes handlers, run-time cache and trace hooks of an op array that was never entered.
TUSK_COLD void PrepareOpArray(Vm* vm, OpArray* function);
// Makes `frame` (a user frame that is about to go on) continue at HANDLE_EXCEPTION; keeps the displaced
// opline.
void RedirectToException(Vm* vm, Frame* frame);
// Frees what a user frame owns, and the frame. vm->frame must be its caller already. May run user code.
TUSK_NOINLINE void DestroyFrame(Vm* vm, Frame* frame);
// The same for a generator, whose frame lies on the heap; goes on where it was resumed.
TUSK_NOINLINE Transfer LeaveGenerator(Vm* vm, Frame* frame);
// Moves arguments beyond the declared ones behind the TMPs.
TUSK_NOINLINE void MoveExtraArgs(Frame* frame, OpArray* function);
// Builtins that are written in PHP count their arguments as all builtins do: true with an error pending.
TUSK_NOINLINE bool RefusesExtraArgs(Frame* frame);

// The first opline of `f` that has something to do: behind the RECV and RECV_INIT oplines of passed arguments
// that their parameters take as they are.
TUSK_INLINE const Op* BehindFitting(const OpArray* f, const Value* slots, uint32_t argc) {
  const Op* op = f->ops;
  if (!(f->flags & FunctionFlags::kHasTypedArgs)) return op + argc;
  for (uint32_t i = 0; i < argc; ++i, ++op) {
    if (!((op->extended >> static_cast<uint32_t>(slots[i].type)) & 1) &&
        !KnownToAccept(f->args[i].type, slots[i])) {
      break;
    }
  }
  return op;
}

// The rest of EnterUser for first calls, extra arguments and such.
inline Transfer EnterUserSlow(Frame* frame, const Op* op, Vm* vm) {
  auto* f = static_cast<OpArray*>(frame->func);
  if (f->cache == nullptr) {
    PrepareOpArray(vm, f);
  }
  frame->cache = f->cache;
  uint32_t argc = frame->arg_count;
  if (argc > f->arg_count) {
    MoveExtraArgs(frame, f);
    argc = f->arg_count;
  }
  Value* slots = frame->slots();
  op = BehindFitting(f, slots, argc);
  for (uint32_t i = argc; i < f->cv_count; ++i) slots[i].type = Type::kUndef;
  if (TUSK_UNLIKELY(frame->arg_count > f->arg_count && RefusesExtraArgs(frame))) return Continue(frame);
  return Safepoint(frame, op, vm, SafepointKind::kEntry);
}

// Enters `call`, whose arguments are sent: binds result and caller, starts behind the RECVs that have nothing
// to do.
TUSK_INLINE Transfer EnterUser(Frame* caller, Frame* call, Value* result, Vm* vm) {
  auto* f = static_cast<OpArray*>(call->func);
  const Op* op = f->ops;
  call->op = op;
  call->call = nullptr;
  call->result = result;
  call->prev = caller;
  vm->frame = call;
  uint32_t argc = call->arg_count;
  if (TUSK_UNLIKELY(argc > f->arg_count || f->cache == nullptr)) return Rest<EnterUserSlow>(call, op);
  call->cache = f->cache;
  Value* slots = call->slots();
  op = BehindFitting(f, slots, argc);
  for (uint32_t i = argc, n = f->cv_count; i < n; ++i) slots[i].type = Type::kUndef;
  return Safepoint(call, op, vm, SafepointKind::kEntry);
}

// Body of kLeaveOp: leaves `frame`, whose return value is stored.
inline Transfer LeaveBody(Frame* frame, const Op*, Vm* vm) {
  Frame* caller = frame->prev;
  uint32_t info = frame->info;
  if (TUSK_UNLIKELY(info & CallInfo::kGenerator)) return LeaveGenerator(vm, frame);
  vm->frame = caller;
  DestroyFrame(vm, frame);
  if (info & CallInfo::kTop) return {frame, &kHaltOp};
  if (TUSK_UNLIKELY(Unwinding(vm))) RedirectToException(vm, caller);
  return Continue(caller);
}

}  // namespace tusk
