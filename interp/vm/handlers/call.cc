// Making the calls that INIT_* and SEND_* prepared, and returning.
#include "interp/vm/call.h"
#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_inline.h"
#include "interp/vm/arguments.h"
#include "interp/vm/generator.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/builtin_call.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/leave.h"
#include "interp/vm/prelude.h"

namespace tusk::handlers {

namespace {

template <Used U>
TUSK_INLINE Transfer DoUcallBody(Frame* frame, const Op* op, Vm* vm) {
  Frame* call = frame->call;
  SaveOp(frame, op);
  frame->call = call->prev;
  return EnterUser(frame, call, IsUsed<U>(op) ? Result(frame, op) : nullptr, vm);
}

}  // namespace

const Op* AfterInternalSlow(Frame* frame, Value* result, bool wanted, Vm* vm) {
  if (Unwinding(vm)) {
    Value v = *result;
    SetType(result, Type::kUndef);
    Release(v);
    RedirectToException(vm, frame);
    return frame->op + 1;
  }
  if (!wanted) Release(*result);
  return HelperSafepoint(frame, frame->op + 1, vm);
}

namespace {

Transfer ResumeByCall(Frame* frame, const Op* op, Vm* vm) {
  if (!CanEnterByCall(frame->call)) return DoIcallBody(frame, op, vm);
  return EnterGeneratorByCall(frame, op, vm);
}

// A call whose function is known only now: user, builtin, trampoline, closure, method.
inline Transfer DoFcallSlow(Frame* frame, const Op* op, Vm* vm) {
  Frame* call = frame->call;
  // What runs through Step is one opline to whoever called it.
  if (call->func->flags & FunctionFlags::kResumesGenerator)
    return {frame, op, &Run<ResumeByCall>, &Step<DoIcallBody>};
  SaveOp(frame, op);
  frame->call = call->prev;
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  if (call->func->flags & FunctionFlags::kTrampoline) {
    call = UnwrapTrampoline(vm, call, nullptr);
  }
  Function* f = call->func;
  if (TUSK_UNLIKELY(f->flags & (FunctionFlags::kAbstract | FunctionFlags::kDeprecated))) {
    if (f->Is(FunctionFlags::kAbstract)) {
      ThrowError("Cannot call abstract method %s::%s()", f->scope->name->view(), f->name->view());
    } else {
      WarnDeprecated(f);
    }
    if (frame->op != op) {
      ReleasePreparedCall(vm, call);
      if (result) SetType(result, Type::kUndef);
      return Continue(frame);
    }
  }
  if (f->kind == FunctionKind::kUser) return EnterUser(frame, call, result, vm);
  Value unwanted;
  Value* place = result ? result : &unwanted;
  RunBuiltin(vm, call, place);
  return AfterInternal(frame, place, result != nullptr, vm);
}
template <Used U>
TUSK_INLINE Transfer DoFcallBody(Frame* frame, const Op* op, Vm* vm) {
  Frame* call = frame->call;
  Function* f = call->func;
  constexpr uint32_t kSpecial = FunctionFlags::kAbstract | FunctionFlags::kDeprecated |
                                FunctionFlags::kTrampoline | FunctionFlags::kResumesGenerator;
  if (TUSK_UNLIKELY(f->flags & kSpecial)) return Rest<DoFcallSlow>(frame, op);
  if (f->kind != FunctionKind::kUser) return Rest<DoIcallBody>(frame, op);
  SaveOp(frame, op);
  frame->call = call->prev;
  return EnterUser(frame, call, IsUsed<U>(op) ? Result(frame, op) : nullptr, vm);
}

// ---- return

inline Transfer LeaveSlow(Frame* frame, const Op* op, Vm* vm) { return LeaveBody(frame, op, vm); }

// Whether dropping what `slot` holds leaves nothing to do: nothing dies, and the cycle collector need not be
// told.
TUSK_INLINE bool DropsQuietly(const Value* slot) {
  constexpr uint32_t kKnown = RefCounted::kGcPurple | RefCounted::kNotCollectable;
  const RefCounted* counted = slot->rc;
  if (counted->refcount == 1) return false;
  if (counted->info & kKnown) return true;
  if (slot->type != Type::kReference) return false;
  const Value& inner = slot->ref->value;
  return inner.type < Type::kArray || (inner.rc->info & kKnown);
}
// Leaves a frame whose variables hold nothing that must be destroyed now, without a call; else LeaveSlow.
TUSK_INLINE Transfer Leave(Frame* frame, const Op* op, Vm* vm) {
  constexpr uint32_t kPlain = ~(CallInfo::kDynamic | CallInfo::kMayHaveUndef | CallInfo::kReleaseThis |
                                CallInfo::kClosure | CallInfo::kTop);
  uint32_t info = frame->info;
  if (TUSK_UNLIKELY(info & kPlain)) return Rest<LeaveSlow>(frame, op);
  Value* slot = frame->slots();
  Value* end = slot + static_cast<const OpArray*>(frame->func)->cv_count;
  for (; slot != end; ++slot) {
    if (slot->IsRefCounted()) {
      if (!DropsQuietly(slot)) return Rest<LeaveSlow>(frame, op);
      --slot->rc->refcount;
      slot->type = Type::kUndef;
    }
  }
  if (info & (CallInfo::kReleaseThis | CallInfo::kClosure)) {
    RefCounted* self = info & CallInfo::kReleaseThis ? frame->self.rc : frame->func->closure;
    if (self->refcount == 1 || !(self->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
      return Rest<LeaveSlow>(frame, op);
    }
    --self->refcount;
  }
  Frame* caller = frame->prev;
  vm->frame = caller;
  vm->stack_top = reinterpret_cast<Value*>(frame);
  if (TUSK_UNLIKELY(info & CallInfo::kTop)) return {frame, &kHaltOp};
  return {caller, caller->op + 1};
}

inline Transfer ReturnSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value v = TakeOperand(frame, op, op->op1, op->op1_kind);
  if (frame->op != op) {
    // The error handler threw: the exception is handled in this frame.
    Release(v);
    return Continue(frame);
  }
  if (frame->result) {
    *frame->result = v;
  } else {
    Release(v);
    if (frame->op != op) return Continue(frame);
  }
  return LeaveBody(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer ReturnBody(Frame* frame, const Op* op, Vm* vm) {
  Value* v = Op1<K>(frame, op);
  if (K == kAnyKind || v->type == Type::kReference || (K == kCv && v->type == Type::kUndef)) {
    return Rest<ReturnSlow>(frame, op);
  }
  Value* result = frame->result;
  if (TUSK_LIKELY(result != nullptr)) {
    *result = *v;
    if constexpr (K == kCv) {
      // The variable dies now: its reference moves (the main script's may still be seen by name).
      if (v->type >= Type::kString) {
        if (frame->info & (CallInfo::kCode | CallInfo::kHasSymbolTable)) {
          ++v->rc->refcount;
        } else {
          v->type = Type::kUndef;
        }
      }
    } else if constexpr (!kOwned<K>) {
      if (v->type >= Type::kString) ++v->rc->refcount;
    }
  } else if (kOwned<K> && v->type >= Type::kString) {
    return Rest<ReturnSlow>(frame, op);
  }
  SaveOp(frame, op);
  return Leave(frame, op, vm);
}

inline Transfer ReturnByRefBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* v = Op1(frame, op);
  Value owned;
  if (op->op1_kind & (kConst | kTmp)) {
    // A value, not a variable.
    Notice("Only variable references should be returned by reference");
    if (op->op1_kind == kConst) Retain(*v);
    owned = *v;
    if (frame->result) {
      if (!owned.IsReference()) MakeReference(&owned);
      *frame->result = owned;
    } else {
      Release(owned);
    }
    if (frame->op != op) return Continue(frame);
    return LeaveBody(frame, op, vm);
  }
  bool var = op->op1_kind == kVar;
  if (var && v->type == Type::kIndirect) {
    v = v->indirect;
    var = false;
  } else if (var) {
    if (op->extended == kReturnsFunction && v->type != Type::kReference) {
      Notice("Only variable references should be returned by reference");
      if (frame->op != op) {
        Release(*v);
        return Continue(frame);
      }
    }
    if (frame->result) {
      if (!v->IsReference()) MakeReference(v);
      *frame->result = *v;
    } else {
      Release(*v);
    }
    return LeaveBody(frame, op, vm);
  }
  if (frame->result) {
    Reference* ref = v->IsReference() ? v->ref : MakeReference(v);
    ++ref->refcount;
    *frame->result = Value(ref);
  }
  return LeaveBody(frame, op, vm);
}

// ---- return types

inline Transfer VerifyReturnSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Function* f = frame->func;
  if (op->op1_kind == kUnused) {
    ThrowReturnType(frame, nullptr);
    return Continue(frame);
  }
  Value* v = Op1(frame, op);
  if (op->op1_kind == kConst) {
    Value* result = Result(frame, op);
    *result = Copy(*v);
    v = result;
  } else if (op->op1_kind == kCv && v->IsUndef()) {
    UndefinedVariable(frame, op->op1);
    if (frame->op != op) return Continue(frame);
    v->type = Type::kNull;
  } else if (op->op1_kind == kVar && v->type == Type::kIndirect) {
    v = v->indirect;
  }
  Value* target = v;
  if (v->IsReference()) {
    target = &v->ref->value;
    // Coercion must not change the variable that the reference belongs to.
    if (!f->Is(FunctionFlags::kReturnsReference) &&
        !TypeAccepts(f->return_type, *target, f->scope, frame->called_class())) {
      Value copy = Copy(*target);
      Release(*v);
      *v = copy;
      target = v;
    }
  }
  if (TypeAccepts(f->return_type, *target, f->scope, frame->called_class())) return Continue(frame);
  if (!CoerceToType(f->return_type, target, f->scope, f->Is(FunctionFlags::kStrictTypes))) {
    if (!HasException()) ThrowReturnType(frame, target);
  }
  return Continue(frame);
}
template <uint8_t K>
TUSK_INLINE Transfer VerifyReturnTypeBody(Frame* frame, const Op* op, Vm*) {
  if (K == kConst || K == kUnused || K == kAnyKind) return Slow<VerifyReturnSlow>(frame, op);
  const Value* v = Op1<K>(frame, op);
  const TypeDecl& type = frame->func->return_type;
  if (TUSK_LIKELY(v->type != Type::kUndef && (type.Allows(v->type) || KnownToAccept(type, *v))))
    return {frame, op + 1};
  return Slow<VerifyReturnSlow>(frame, op);
}

inline Transfer VerifyNeverTypeBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  String* name = FunctionDisplayName(frame->func);
  ThrowTypeError("%s(): never-returning %s must not implicitly return", name->view(),
                 frame->func->scope ? "method" : "function");
  Release(name);
  return Continue(frame);
}

// ---- parameters

inline Transfer RecvMissing(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  ThrowMissingArgument(vm, frame);
  return Continue(frame);
}
// What null becomes when a builtin that is written in PHP gets it.
constexpr uint32_t kWeakTypes =
    TypeDecl::Bit(Type::kInt) | TypeDecl::Bit(Type::kFloat) | TypeDecl::Bit(Type::kString) | TypeDecl::kBool;
inline Transfer RecvSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Function* f = frame->func;
  uint32_t number = op->op1.num;
  const ArgInfo* arg = f->Arg(number - 1);
  Value* slot = Result(frame, op);
  Value* v = Deref(slot);
  if (!arg || !arg->type.declared || TypeAccepts(arg->type, *v, f->scope, frame->called_class())) {
    return Continue(frame);
  }
  Frame* caller = frame->prev;
  bool strict = caller && caller->func && caller->IsUser() && caller->func->Is(FunctionFlags::kStrictTypes);
  if (v->IsNull() && !strict && IsPrelude(f) && !f->Is(FunctionFlags::kClosure) &&
      (arg->type.mask & kWeakTypes)) {
    AcceptNullArgument(f, number - 1, arg->type, TypeText(arg->type), v);
    return Continue(frame);
  }
  if (!CoerceToType(arg->type, v, f->scope, strict)) {
    if (!HasException()) ThrowArgumentType(vm, frame, number, *v);
  }
  return Continue(frame);
}
// `extended` holds the mask of types that pass as they are (AssignHandlers).
inline Transfer RecvBody(Frame* frame, const Op* op, Vm*) {
  if (TUSK_UNLIKELY(op->op1.num > frame->arg_count)) return Slow<RecvMissing>(frame, op);
  const Value* v = Result(frame, op);
  if (TUSK_LIKELY((op->extended >> static_cast<uint32_t>(v->type)) & 1)) return {frame, op + 1};
  const Function* f = frame->func;
  if (TUSK_LIKELY(op->op1.num <= f->arg_count && KnownToAccept(f->args[op->op1.num - 1].type, *v))) {
    return {frame, op + 1};
  }
  return Slow<RecvSlow>(frame, op);
}

inline Transfer RecvInitDefault(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value v = Copy(*Op2<kConst>(frame, op));
  Value* slot = Result(frame, op);
  if (v.type == Type::kConstantAst) {
    slot->type = Type::kUndef;
    if (!Evaluated(&v, frame->func->scope)) return Continue(frame);
    *slot = v;
    // Evaluated defaults are checked; literals were by the compiler.
    const ArgInfo* arg = frame->func->Arg(op->op1.num - 1);
    if (arg && arg->type.declared && !arg->type.Allows(v.type)) return RecvSlow(frame, op, vm);
    return Continue(frame);
  }
  *slot = v;
  return Continue(frame);
}
inline Transfer RecvInitBody(Frame* frame, const Op* op, Vm*) {
  Value* slot = Result(frame, op);
  if (op->op1.num > frame->arg_count || slot->type == Type::kUndef) {
    const Value* v = Op2<kConst>(frame, op);
    if (v->type > Type::kFloat) return Slow<RecvInitDefault>(frame, op);
    *slot = *v;
    return {frame, op + 1};
  }
  if (TUSK_LIKELY((op->extended >> static_cast<uint32_t>(slot->type)) & 1) ||
      KnownToAccept(frame->func->args[op->op1.num - 1].type, *slot)) {
    return {frame, op + 1};
  }
  return Slow<RecvSlow>(frame, op);
}

inline Transfer RecvVariadicBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  auto* f = frame->op_array();
  uint32_t first = op->op1.num - 1;
  Value* slot = Result(frame, op);
  const ArgInfo* arg = f->Arg(first);
  Array* rest = nullptr;
  slot->type = Type::kUndef;
  Frame* caller = frame->prev;
  bool strict = caller && caller->func && caller->IsUser() && caller->func->Is(FunctionFlags::kStrictTypes);
  auto check = [&](Value* v, uint32_t number) {
    if (!arg || !arg->type.declared || arg->type.Allows(v->type)) return true;
    v = Deref(v);
    if (TypeAccepts(arg->type, *v, f->scope, frame->called_class())) return true;
    if (CoerceToType(arg->type, v, f->scope, strict)) return true;
    if (!HasException()) ThrowArgumentType(vm, frame, number, *v);
    return false;
  };
  bool ok = true;
  if (frame->arg_count > first) {
    uint32_t count = frame->arg_count - first;
    rest = NewArray(count);
    Value* extra = frame->slots() + f->cv_count + f->tmp_count;
    for (uint32_t i = 0; i < count && ok; ++i) {
      if (!check(&extra[i], first + i + 1)) {
        ok = false;
        break;
      }
      Append(rest, Copy(extra[i]));
    }
  }
  if (frame->info & CallInfo::kHasNamedExtra) {
    frame->info &= ~CallInfo::kHasNamedExtra;
    Array* named = frame->symbols;
    frame->symbols = nullptr;
    if (!rest) rest = NewArray();
    for (uint32_t p = First(named); ok && p != kEnd; p = Next(named, p)) {
      Value v = Copy(ValueAt(named, p));
      if (!check(&v, first + 1)) ok = false;
      Set(rest, KeyAt(named, p), v);
    }
    Release(Value(named));
  }
  if (!rest) rest = EmptyArray();
  *slot = Value(rest);
  return Continue(frame);
}

inline Transfer FuncNumArgsBody(Frame* frame, const Op* op, Vm*) {
  SetInt(Result(frame, op), frame->arg_count);
  return {frame, op + 1};
}
inline Transfer FuncGetArgsBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  uint32_t skip = op->op1_kind == kConst ? static_cast<uint32_t>(Op1<kConst>(frame, op)->i) : 0;
  Array* out = NewArray(frame->arg_count);
  for (uint32_t i = skip; i < frame->arg_count; ++i) {
    const Value* v = PassedArgument(frame, i);
    Append(out, v->IsUndef() ? Value::Null() : CopyDeref(*v));
  }
  *Result(frame, op) = Value(out);
  return {frame, op + 1};
}

inline Transfer CheckUndefArgsBody(Frame* frame, const Op* op, Vm* vm) {
  if (TUSK_LIKELY(!(frame->call->info & CallInfo::kMayHaveUndef))) return {frame, op + 1};
  SaveOp(frame, op);
  FillUndefArguments(vm, frame->call);
  return Continue(frame);
}

inline Transfer CallableConvertBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Frame* call = frame->call;
  frame->call = call->prev;
  Object* closure = ClosureOfCall(vm, call);
  Value* result = Result(frame, op);
  *result = closure ? Value(closure) : Value();
  return Continue(frame);
}

}  // namespace

Handler PickDoUcall(const Op& op) {
  return op.result_kind ? &Run<DoUcallBody<Used::kYes>> : &Run<DoUcallBody<Used::kNo>>;
}
const Op* StepDoUcall(Frame* frame, const Op* op, Vm* vm) {
  return Step<DoUcallBody<Used::kAny>>(frame, op, vm);
}
Handler PickDoFcall(const Op& op) {
  return op.result_kind ? &Run<DoFcallBody<Used::kYes>> : &Run<DoFcallBody<Used::kNo>>;
}
const Op* StepDoFcall(Frame* frame, const Op* op, Vm* vm) {
  return Step<DoFcallBody<Used::kAny>>(frame, op, vm);
}
Handler PickDoFcallByName(const Op& op) { return PickDoFcall(op); }
const Op* StepDoFcallByName(Frame* frame, const Op* op, Vm* vm) { return StepDoFcall(frame, op, vm); }
TUSK_OPCODE(DoIcall, DoIcallBody)

TUSK_OPCODE_1(Return, ReturnBody, (Kinds<kConst, kTmp, kVar, kCv>))
TUSK_OPCODE(ReturnByRef, ReturnByRefBody)
TUSK_OPCODE_1(VerifyReturnType, VerifyReturnTypeBody, (Kinds<kConst, kTmp, kVar, kCv, kUnused>))
TUSK_OPCODE(VerifyNeverType, VerifyNeverTypeBody)
TUSK_OPCODE(Recv, RecvBody)
TUSK_OPCODE(RecvInit, RecvInitBody)
TUSK_OPCODE(RecvVariadic, RecvVariadicBody)
TUSK_OPCODE(FuncNumArgs, FuncNumArgsBody)
TUSK_OPCODE(FuncGetArgs, FuncGetArgsBody)
TUSK_OPCODE(CheckUndefArgs, CheckUndefArgsBody)
TUSK_OPCODE(CallableConvert, CallableConvertBody)

}  // namespace tusk::handlers
