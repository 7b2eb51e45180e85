// SEND_*: putting arguments into the frame that INIT_* pushed.
#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/iterate.h"

namespace tusk::handlers {

namespace {

// The argument's slot. AssignHandlers has put its byte offset into `result`.
TUSK_INLINE Value* Slot(Frame* frame, const Op* op) { return frame->call->At(op->result.num); }

// Binds a named argument's slot, or finds the positional one. Null: an Error is pending.
Value* SlotFor(Frame* frame, const Op* op, Vm* vm) {
  if (op->op2_kind != kConst) return Slot(frame, op);
  return NamedArgument(vm, &frame->call, Op2<kConst>(frame, op)->str);
}
// By number where it decides how to send: named arguments are looked up without binding.
bool WantsReference(Frame* frame, const Op* op, bool* prefers = nullptr) {
  const Function* f = frame->call->func;
  if (prefers) *prefers = false;
  if (!(f->flags & FunctionFlags::kAnyByReference)) return false;
  const ArgInfo* arg = nullptr;
  if (op->op2_kind != kConst) {
    arg = f->Arg(op->op2.num - 1);
  } else {
    String* name = Op2<kConst>(frame, op)->str;
    for (uint32_t i = 0; i < f->arg_count && !arg; ++i) {
      if (f->args[i].name && Equal(f->args[i].name, name)) arg = &f->args[i];
    }
    if (!arg) arg = f->Arg(f->arg_count);
  }
  if (!arg) return false;
  if (prefers) *prefers = arg->prefer_reference;
  return arg->by_reference || arg->prefer_reference;
}

Transfer SendValue(Frame* frame, const Op* op, Vm* vm) {
  Value* slot = SlotFor(frame, op, vm);
  if (!slot) {
    FreeOp1(frame, op);
    return Continue(frame);
  }
  Value v = TakeOperand(frame, op, op->op1, op->op1_kind);
  *slot = v;
  if (frame->op != op && op->op2_kind != kConst) {
    // The error handler threw: the argument does not count as sent.
    slot->type = Type::kUndef;
    Release(v);
  }
  return Continue(frame);
}
Transfer SendReference(Frame* frame, const Op* op, Vm* vm) {
  Value* slot = SlotFor(frame, op, vm);
  if (!slot) {
    FreeOp1(frame, op);
    return Continue(frame);
  }
  Value* v = Op1(frame, op);
  if (op->op1_kind == kVar && v->type != Type::kIndirect) {
    // A value, or the reference that a function returned.
    if (v->IsUndef()) v->type = Type::kNull;
    if (!v->IsReference()) MakeReference(v);
    *slot = *v;
    return Continue(frame);
  }
  if (v->type == Type::kIndirect) v = v->indirect;
  Reference* ref = v->IsReference() ? v->ref : MakeReference(v);
  ++ref->refcount;
  *slot = Value(ref);
  return Continue(frame);
}
// The value that a call (VAR) returned, for a by-reference parameter.
Transfer SendVarNoRefValue(Frame* frame, const Op* op, Vm* vm) {
  Value* slot = SlotFor(frame, op, vm);
  Value* v = Op1(frame, op);
  if (!slot) {
    FreeOp1(frame, op);
    return Continue(frame);
  }
  if (v->IsReference()) {
    *slot = *v;
    return Continue(frame);
  }
  *slot = *v;
  MakeReference(slot);
  Notice("Only variables should be passed by reference");
  if (frame->op != op && op->op2_kind != kConst) {
    Value sent = *slot;
    slot->type = Type::kUndef;
    Release(sent);
  }
  return Continue(frame);
}

inline Transfer SendValSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  return SendValue(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer SendValBody(Frame* frame, const Op* op, Vm*) {
  if (K == kAnyKind) return Slow<SendValSlow>(frame, op);
  const Value* v = Op1<K>(frame, op);
  Value* slot = Slot(frame, op);
  *slot = *v;
  if (!kOwned<K> && v->type >= Type::kString) ++v->rc->refcount;
  return {frame, op + 1};
}
template <uint8_t K>
TUSK_INLINE Transfer SendVarBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1<K>(frame, op);
  if (K == kCv && v->type == Type::kReference) v = &v->ref->value;
  if (K == kAnyKind || v->type == Type::kReference || v->type == Type::kUndef || v->type == Type::kIndirect) {
    return Slow<SendValSlow>(frame, op);
  }
  Value* slot = Slot(frame, op);
  *slot = *v;
  if (!kOwned<K> && v->type >= Type::kString) ++v->rc->refcount;
  return {frame, op + 1};
}

// A positional argument from a variable or a place.
TUSK_INLINE bool SendPlace(Frame* frame, const Op* op) {
  Value* v = Op1(frame, op);
  if (op->op2_kind == kConst) return false;
  if (op->op1_kind == kVar) {
    if (v->type != Type::kIndirect) return false;
    v = v->indirect;
  }
  Reference* ref = v->IsReference() ? v->ref : MakeReference(v);
  ++ref->refcount;
  Value* slot = Slot(frame, op);
  slot->ref = ref;
  slot->type = Type::kReference;
  return true;
}
inline Transfer SendRefBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  if (TUSK_LIKELY(SendPlace(frame, op))) return {frame, op + 1};
  return SendReference(frame, op, vm);
}
inline Transfer SendVarExSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  if (!WantsReference(frame, op)) return SendValue(frame, op, vm);
  if (SendPlace(frame, op)) return {frame, op + 1};
  return SendReference(frame, op, vm);
}
// Whether the function called might want a reference for a positional argument.
TUSK_INLINE bool MayWantReference(Frame* frame, const Op* op) {
  const Function* f = frame->call->func;
  if (TUSK_LIKELY(!(f->flags & FunctionFlags::kAnyByReference))) return false;
  if (op->op2.num > f->arg_count) return true;
  const ArgInfo& arg = f->args[op->op2.num - 1];
  return arg.by_reference || arg.prefer_reference;
}
template <uint8_t K>
TUSK_INLINE Transfer SendVarExBody(Frame* frame, const Op* op, Vm* vm) {
  if (K == kAnyKind || MayWantReference(frame, op)) return Slow<SendVarExSlow>(frame, op);
  return SendVarBody<K>(frame, op, vm);
}
inline Transfer SendValExSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool prefers;
  if (WantsReference(frame, op, &prefers) && !prefers) {
    const Function* f = frame->call->func;
    bool named = op->op2_kind == kConst;
    uint32_t index = named ? ParameterNamed(f, op->Literal(op->op2)->str) : op->op2.num - 1;
    ThrowError("%s could not be passed by reference", ArgumentText(f, index));
    FreeOp1(frame, op);
    if (op->op2_kind != kConst) Slot(frame, op)->type = Type::kUndef;
    return Continue(frame);
  }
  return SendValue(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer SendValExBody(Frame* frame, const Op* op, Vm* vm) {
  if (K == kAnyKind || MayWantReference(frame, op)) return Slow<SendValExSlow>(frame, op);
  return SendValBody<K>(frame, op, vm);
}
inline Transfer SendVarNoRefBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  return SendVarNoRefValue(frame, op, vm);
}
inline Transfer SendVarNoRefExBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool prefers;
  if (!WantsReference(frame, op, &prefers)) return SendValue(frame, op, vm);
  if (prefers && !Op1(frame, op)->IsReference()) return SendValue(frame, op, vm);
  return SendVarNoRefValue(frame, op, vm);
}

inline Transfer CheckFuncArgSlow(Frame* frame, const Op* op, Vm*) {
  if (WantsReference(frame, op)) frame->call->info |= CallInfo::kSendRefs;
  return {frame, op + 1};
}
inline Transfer CheckFuncArgBody(Frame* frame, const Op* op, Vm*) {
  Frame* call = frame->call;
  call->info &= ~CallInfo::kSendRefs;
  if (call->func->flags & FunctionFlags::kAnyByReference) return Slow<CheckFuncArgSlow>(frame, op);
  return {frame, op + 1};
}
inline Transfer SendFuncArgSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  return frame->call->info & CallInfo::kSendRefs ? SendReference(frame, op, vm) : SendValue(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer SendFuncArgBody(Frame* frame, const Op* op, Vm* vm) {
  if (K == kAnyKind || (frame->call->info & CallInfo::kSendRefs)) return Slow<SendFuncArgSlow>(frame, op);
  return SendVarBody<K>(frame, op, vm);
}

// ---- unpacking

struct Unpacker {
  Frame* frame;
  Vm* vm;
  const char* where = " during unpacking";
  bool have_named = false;

  // `element` is copied, for by-reference parameters bound by reference to its `place`, if it has one.
  bool Send(ArrayKey key, Value* place, const Value& element) {
    Value* slot;
    uint32_t index;
    if (key.IsInt()) {
      if (have_named) {
        ThrowError("Cannot use positional argument after named argument%s", where);
        return false;
      }
      index = frame->call->arg_count;
      slot = NextArgument(vm, &frame->call);
      slot->type = Type::kUndef;
    } else {
      have_named = true;
      slot = NamedArgument(vm, &frame->call, key.name);
      if (!slot) return false;
      index = static_cast<uint32_t>(slot - frame->call->slots());
    }
    if (frame->call->func->ArgByReference(index)) {
      if (place) {
        Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
        ++ref->refcount;
        *slot = Value(ref);
      } else if (element.IsReference()) {
        *slot = Copy(element);
      } else {
        *slot = CopyDeref(element);
        MakeReference(slot);
      }
    } else {
      *slot = CopyDeref(element);
    }
    return true;
  }
};

// What an iterator yields has no place that a by-reference parameter could share. False: an exception is
// pending.
bool WarnReferenceByUnpacking(const Frame* call, const Value& key) {
  const Function* f = call->func;
  if (!(f->flags & FunctionFlags::kAnyByReference)) return true;
  uint32_t index = key.IsString() ? ParameterNamed(f, key.str) : call->arg_count;
  const ArgInfo* arg = f->Arg(index);
  if (!arg || !arg->by_reference) return true;
  String* name = FunctionDisplayName(f);
  Warning("Cannot pass by-reference argument %d of %s() by unpacking a Traversable, passing by-value instead",
          index + 1, name->view());
  Release(name);
  return !HasException();
}

inline Transfer SendUnpackBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* place = Op1(frame, op);
  Value* target = Deref(place);
  Unpacker unpack{frame, vm};
  if (target->IsArray()) {
    Array* a = target->arr;
    const Function* f = frame->call->func;
    bool by_reference = false;
    if (f->flags & FunctionFlags::kAnyByReference) {
      for (uint32_t i = 0; i < a->count && !by_reference; ++i)
        by_reference = f->ArgByReference(frame->call->arg_count + i);
    }
    if (by_reference && op->op1_kind == kCv) {
      a = Separate(target);
      for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
        Value* element = PlaceAt(a, p);
        if (!unpack.Send(KeyAt(a, p), element, *element)) break;
      }
    } else {
      Retain(Value(a));
      for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
        if (!unpack.Send(KeyAt(a, p), nullptr, ValueAt(a, p))) break;
      }
      Release(Value(a));
    }
  } else if (target->IsObject() && IsTraversable(target->obj->cls)) {
    ForEach(target->obj, "", Keys::kWanted, [&](const Value& key, Value value) {
      bool ok = false;
      if (!WarnReferenceByUnpacking(frame->call, key)) return false;
      if (key.IsInt()) {
        ok = unpack.Send(ArrayKey::Int(0), nullptr, value);
      } else if (key.IsString()) {
        ok = unpack.Send(ArrayKey::Str(key.str), nullptr, value);
      } else {
        ThrowError("Keys must be of type int|string during argument unpacking");
      }
      return ok;
    });
  } else {
    if (op->op1_kind == kCv && target->IsUndef()) UndefinedVariable(frame, op->op1);
    if (frame->op == op) {
      ThrowTypeError("Only arrays and Traversables can be unpacked, %s given", TypeNameForErrors(*target));
    }
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

// call_user_func_array($f, $args).
inline Transfer SendArrayBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  if (!v->IsArray()) {
    if (frame->op == op) {
      ThrowTypeError("call_user_func_array(): Argument #2 ($args) must be of type array, %s given",
                     TypeNameForErrors(*v));
    }
    FreeOp1(frame, op);
    return Continue(frame);
  }
  Array* a = v->arr;
  Retain(Value(a));
  Unpacker unpack{frame, vm, ""};
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    Value element = ValueAt(a, p);
    const Function* f = frame->call->func;
    if (f->Is(FunctionFlags::kAnyByReference) && !element.IsReference()) {
      uint32_t index = key.IsInt() ? frame->call->arg_count : ParameterNamed(f, key.name);
      const ArgInfo* arg = f->Arg(index);
      if (arg && arg->by_reference && !arg->prefer_reference) {
        WarnValueForReference(f, index);
        if (frame->op != op) break;
      }
    }
    if (!unpack.Send(key, nullptr, element)) break;
  }
  Release(Value(a));
  FreeOp1(frame, op);
  return Continue(frame);
}

// call_user_func($f, $argument).
inline Transfer SendUserBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const ArgInfo* arg = frame->call->func->Arg(op->op2.num - 1);
  bool by_reference = arg && arg->by_reference;
  if (by_reference) WarnValueForReference(frame->call->func, op->op2.num - 1);
  Value* slot = Slot(frame, op);
  *slot = TakeOperand(frame, op, op->op1, op->op1_kind);
  if (by_reference) MakeReference(slot);
  return Continue(frame);
}

}  // namespace

#define SEND(Camel, Body, kinds)                                                                   \
  Handler Pick##Camel(const Op& op) {                                                              \
    if (op.op2_kind == kConst) return &Run<Body<kAnyKind>>;                                        \
    return PickKind(op.op1_kind, TUSK_UNPAREN kinds{}, []<uint8_t K>() { return &Run<Body<K>>; }); \
  }                                                                                                \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) { return Step<Body<kAnyKind>>(frame, op, vm); }
SEND(SendVal, SendValBody, (Kinds<kConst, kTmp>))
SEND(SendValEx, SendValExBody, (Kinds<kConst, kTmp>))
SEND(SendVar, SendVarBody, (Kinds<kCv, kVar>))
SEND(SendVarEx, SendVarExBody, (Kinds<kCv, kVar>))
SEND(SendFuncArg, SendFuncArgBody, (Kinds<kTmp, kVar>))
#undef SEND
TUSK_OPCODE(SendRef, SendRefBody)
TUSK_OPCODE(SendVarNoRef, SendVarNoRefBody)
TUSK_OPCODE(SendVarNoRefEx, SendVarNoRefExBody)
TUSK_OPCODE(CheckFuncArg, CheckFuncArgBody)
TUSK_OPCODE(SendUnpack, SendUnpackBody)
TUSK_OPCODE(SendArray, SendArrayBody)
TUSK_OPCODE(SendUser, SendUserBody)

}  // namespace tusk::handlers
