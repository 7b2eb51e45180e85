// Elements, read: $a[$i] as a value.
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/dim.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {

namespace {

template <DimMode Mode>
inline Transfer FetchReadSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  // Copies: a warning's handler may change the variables.
  Value container = Copy(Mode == DimMode::kIsset ? *Deref(Op1(frame, op)) : *ReadOp1(frame, op));
  Value dim = Copy(*ReadOp2(frame, op));
  Value result;
  if (frame->op == op) {
    if (TUSK_UNLIKELY(container.IsObject() && frame->func->Is(FunctionFlags::kConstantThunk))) {
      ThrowError("Cannot use [] on objects in constant expression");
    } else {
      result = ReadDimension(container, *DimGiven(frame, op, &dim), Mode);
    }
  }
  ReleaseTemporary(container);
  ReleaseTemporary(dim);
  if (Mode != DimMode::kList) FreeOp1(frame, op);
  FreeOp2(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

// An array that somebody else holds too, a string key that is no number: nothing dies, maybe no warning.
// `Owned`: the container is a temporary.
template <uint8_t K2, DimMode Mode, bool Owned>
inline Transfer FetchReadByName(Frame* frame, const Op* op, Vm* vm) {
  const Value* container = Deref(Op1(frame, op));
  String* name = Op2(frame, op)->str;
  // Literals are normalised by the compiler.
  Value v = K2 == kConst ? GetStr(container->arr, name) : Get(container->arr, KeyFromString(name));
  if (v.type == Type::kReference) v = v.ref->value;
  if (Mode == DimMode::kIsset && v.IsUndef()) v.type = Type::kNull;
  if (TUSK_UNLIKELY(v.IsUndef() || v.IsIndirect())) return FetchReadSlow<Mode>(frame, op, vm);
  Retain(v);
  if (Owned) --container->arr->refcount;
  *Result(frame, op) = v;
  return {frame, op + 1};
}

// The same with an integer key of an array that is not packed.
template <DimMode Mode, bool Owned>
inline Transfer FetchReadByNumber(Frame* frame, const Op* op, Vm* vm) {
  const Value* container = Deref(Op1(frame, op));
  Value v = GetInt(container->arr, Op2(frame, op)->i);
  if (v.type == Type::kReference) v = v.ref->value;
  if (Mode == DimMode::kIsset && v.IsUndef()) v.type = Type::kNull;
  if (TUSK_UNLIKELY(v.IsUndef() || v.IsIndirect())) return FetchReadSlow<Mode>(frame, op, vm);
  Retain(v);
  if (Owned) --container->arr->refcount;
  *Result(frame, op) = v;
  return {frame, op + 1};
}
// A byte of a string held by a variable or literal.
inline Transfer FetchByte(Frame* frame, const Op* op, Vm*) {
  const String* s = Deref(Op1(frame, op))->str;
  *Result(frame, op) = Value(CharString(static_cast<unsigned char>(s->data[Op2(frame, op)->i])));
  return {frame, op + 1};
}

// Elements of any kind of array by ints and strings, and bytes of strings: nothing that warns or runs code.
template <DimMode Mode>
inline Transfer FetchReadSimple(Frame* frame, const Op* op, Vm* vm) {
  const Value* slot = Op1(frame, op);
  const Value* container = Deref(slot);
  const Value* dim = Op2(frame, op);
  Value v;
  if (container->type == Type::kArray) {
    ArrayKey key;
    if (!SimpleKey(dim, &key)) return FetchReadSlow<Mode>(frame, op, vm);
    v = Get(container->arr, key);
    if (v.type == Type::kReference) v = v.ref->value;
    if (Mode == DimMode::kIsset && v.IsUndef()) v.type = Type::kNull;
    if (TUSK_UNLIKELY(v.IsUndef() || v.IsIndirect())) return FetchReadSlow<Mode>(frame, op, vm);
    Retain(v);
  } else if (container->type == Type::kString && Deref(dim)->type == Type::kInt && Mode != DimMode::kList) {
    int64_t at = Deref(dim)->i;
    const String* s = container->str;
    if (static_cast<uint64_t>(at) >= s->length) return FetchReadSlow<Mode>(frame, op, vm);
    v = Value(CharString(static_cast<unsigned char>(s->data[at])));
  } else {
    return FetchReadSlow<Mode>(frame, op, vm);
  }
  FreeSimpleKey(frame, op);
  if (Mode != DimMode::kList && (op->op1_kind & kTmpVar)) {
    SaveOp(frame, op);
    Value owned = *slot;
    *Result(frame, op) = v;  // may be the slot of the container
    ReleaseTemporary(owned);
    return Continue(frame);
  }
  *Result(frame, op) = v;
  return {frame, op + 1};
}

// $object[$dim] by a frame for offsetGet(), entered from here: its return value is the opline's result.
// Traces and the recorder go through FetchReadSlow, which calls from C++.
template <DimMode Mode>
inline Transfer FetchByMethod(Frame* frame, const Op* op, Vm* vm) {
  const Value* slot = Op1(frame, op);
  bool moved = Mode != DimMode::kList && (op->op1_kind & kTmpVar);
  const Value* container = moved ? slot : Deref(slot);
  const Value* dim = Op2(frame, op);
  if (!container->IsObject() || dim->IsUndef() || dim->IsReference())
    return FetchReadSlow<Mode>(frame, op, vm);
  Object* o = container->obj;
  Function* f = o->cls->offset_get;
  ArrayKey simple;
  if (const Value* storage = f ? ArrayBehind(o, f) : nullptr; storage && SimpleKey(dim, &simple)) {
    Value v = Get(storage->arr, simple);
    if (v.IsReference()) v = v.ref->value;
    if (!v.IsUndef() && !v.IsIndirect()) {
      SaveOp(frame, op);
      Retain(v);
      FreeSimpleKey(frame, op);
      *Result(frame, op) = v;  // may be the slot of the container
      if (moved) Release(Value(o));
      return Continue(frame);
    }
  }
  if (frame->func->Is(FunctionFlags::kConstantThunk)) return FetchReadSlow<Mode>(frame, op, vm);
  if (!PlainMethod(o->cls, f, 1)) {
    if (!o->cls->handlers->has_dimension) return FetchReadSlow<Mode>(frame, op, vm);
    SaveOp(frame, op);
    bool temporary = op->op2_kind & kTmpVar;
    Value key = *dim, result;
    if (!temporary) Retain(key);
    ++o->refcount;
    bool done = o->cls->handlers->read_dimension(o, &key, false, &result) || Unwinding(vm);
    if (done || !temporary) Release(key);
    Release(Value(o));
    if (!done) return FetchReadSlow<Mode>(frame, op, vm);
    *Result(frame, op) = result;  // may be the slot of the container
    if (moved) Release(Value(o));
    return Continue(frame);
  }
  SaveOp(frame, op);
  Value key = *AsWritten(dim);
  if (!(op->op2_kind & kTmpVar)) Retain(key);
  if (!moved) ++o->refcount;
  Frame* call = PushFrame(vm, f, 1, CallInfo::kReleaseThis, Value(o), nullptr);
  call->slots()[0] = key;
  return EnterUser(frame, call, Result(frame, op), vm);
}

template <DimMode Mode, uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchRead(Frame* frame, const Op* op, Vm* vm) {
  if (K1 == kAnyKind || K2 == kAnyKind) return Slow<FetchReadSimple<Mode>>(frame, op);
  const Value* container = Op1<K1>(frame, op);
  const Value* dim = Op2<K2>(frame, op);
  bool owned = kOwned<K1> && Mode != DimMode::kList;
  if (K1 == kCv && container->type == Type::kReference) container = &container->ref->value;
  if (TUSK_UNLIKELY(container->type != Type::kArray)) {
    if (Mode != DimMode::kList && !kOwned<K1> && container->type == Type::kString &&
        dim->type == Type::kInt && static_cast<uint64_t>(dim->i) < container->str->length) {
      return Slow<FetchByte>(frame, op);
    }
    if (Mode != DimMode::kIsset && container->type == Type::kObject) {
      return {frame, op, &Run<FetchByMethod<Mode>>, &Step<FetchReadSlow<Mode>>};
    }
    return Slow<FetchReadSimple<Mode>>(frame, op);
  }
  Array* a = container->arr;
  if (owned && a->refcount == 1) return Slow<FetchReadSimple<Mode>>(frame, op);
  if (TUSK_LIKELY(dim->type == Type::kInt)) {
    Value v;
    if (TUSK_LIKELY(static_cast<uint64_t>(dim->i) < a->used && a->kind <= ArrayKind::kValues)) {
      switch (a->kind) {
        case ArrayKind::kInts: v = Value(Type::kInt, a->ints[dim->i]); break;
        case ArrayKind::kFloats: v = Value(Type::kFloat, a->ints[dim->i]); break;
        default: v = a->values[dim->i];
      }
    } else {
      return Slow<FetchReadByNumber<Mode, kOwned<K1> && Mode != DimMode::kList>>(frame, op);
    }
    if (TUSK_UNLIKELY(v.type == Type::kReference || v.type == Type::kUndef)) {
      return Slow<FetchReadSimple<Mode>>(frame, op);
    }
    if (owned) --a->refcount;
    if (v.type >= Type::kString) ++v.rc->refcount;
    *Result(frame, op) = v;
    return {frame, op + 1};
  }
  if (!kOwned<K2> && dim->type == Type::kString) {
    return Slow<FetchReadByName<K2, Mode, kOwned<K1> && Mode != DimMode::kList>>(frame, op);
  }
  return Slow<FetchReadSimple<Mode>>(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchDimRBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchRead<DimMode::kRead, K1, K2>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchDimIsBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchRead<DimMode::kIsset, K1, K2>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchListRBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchRead<DimMode::kList, K1, K2>(frame, op, vm);
}

}  // namespace

Transfer FetchDimension(Frame* frame, const Op* op, Vm* vm) {
  return FetchReadSimple<DimMode::kRead>(frame, op, vm);
}

TUSK_OPCODE_2(FetchDimR, FetchDimRBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchDimIs, FetchDimIsBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchListR, FetchListRBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst>))

}  // namespace tusk::handlers
