// Elements: reading, writing, building, testing.
#include <utility>

#include "interp/runtime/array.h"

#include <algorithm>
#include <iterator>

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/call.h"
#include "interp/vm/dimension.h"
#include "interp/vm/handlers/arith.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {

namespace {

// ---- reading

template <DimMode Mode>
inline Transfer FetchReadSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  // Copies: a warning's handler may change the variables.
  Value container = Copy(Mode == DimMode::kIsset ? *Deref(Op1(frame, op)) : *ReadOp1(frame, op));
  Value dim = Copy(*ReadOp2(frame, op));
  Value result;
  if (frame->op == op) result = ReadDimension(container, dim, Mode);
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

// Releases a TMP that SimpleKey() took: an int or a string, so no user code runs.
TUSK_INLINE void FreeSimpleKey(Frame* frame, const Op* op) {
  if (op->op2_kind & kTmpVar) ReleaseTemporary(*frame->At(op->op2.num));
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

// Whether an opline may call this offsetGet() or offsetSet() as DO_FCALL calls functions.
TUSK_INLINE bool PlainMethod(const Class* c, const Function* f, uint32_t argc) {
  constexpr uint32_t kSpecial = FunctionFlags::kAbstract | FunctionFlags::kDeprecated |
                                FunctionFlags::kReturnsReference | FunctionFlags::kGenerator |
                                FunctionFlags::kTrampoline | FunctionFlags::kAnyByReference;
  return f && f->kind == FunctionKind::kUser && !(f->flags & kSpecial) && f->arg_count >= argc &&
         !c->handlers->read_dimension && !c->handlers->write_dimension;
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
  if (!PlainMethod(o->cls, f, 1)) return FetchReadSlow<Mode>(frame, op, vm);
  SaveOp(frame, op);
  ArrayKey simple;
  if (const Value* storage = ArrayBehind(o, f); storage && SimpleKey(dim, &simple)) {
    Value v = Get(storage->arr, simple);
    if (v.IsReference()) v = v.ref->value;
    if (!v.IsUndef() && !v.IsIndirect()) {
      Retain(v);
      FreeSimpleKey(frame, op);
      *Result(frame, op) = v;  // may be the slot of the container
      if (moved) Release(Value(o));
      return Continue(frame);
    }
  }
  Value key = *dim;
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

// ---- places

// The container that a VAR or CV operand names, for writing; null after a failed fetch.
Value* Container(Frame* frame, const Op* op, bool warns) {
  Value* v = Op1(frame, op);
  if (op->op1_kind == kVar) {
    if (v->type == Type::kIndirect) return v->indirect;
    if (v->type == Type::kElement) return Find(v->arr, ArrayKey::Int(v->extra));
    return v;  // an object, a reference, or what a failed fetch left
  }
  if (v->IsUndef() && warns) {
    UndefinedVariable(frame, op->op1);
    if (frame->op != op) return nullptr;
    if (v->IsUndef()) SetType(v, Type::kNull);
  }
  return v;
}
// The offset, or null for []. An undefined variable warns.
const Value* Dim(Frame* frame, const Op* op) {
  return op->op2_kind == kUnused ? nullptr : ReadOp2(frame, op);
}

// A VAR operand that holds a value of its own (an object from a fetch) is consumed.
void FreeContainer(Frame* frame, const Op* op) {
  if (op->op1_kind == kVar) Release(*Op1(frame, op));
}

template <DimMode Mode>
inline Transfer FetchPlaceSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* result = Result(frame, op);
  const Value* dim = Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  Value* container = Container(frame, op, Mode != DimMode::kWrite);
  if (!container || frame->op != op || (op->op1_kind == kVar && container->IsUndef() && Unwinding(vm))) {
    Release(dim_copy);
    FreeOp2(frame, op);
    FreeContainer(frame, op);
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Value value;
  Value* place = DimensionPlace(container, dim ? &dim_copy : nullptr, Mode, &value);
  Release(dim_copy);
  FreeOp2(frame, op);
  if (place) {
    Value* operand = Op1(frame, op);
    if (op->op1_kind == kVar && operand->IsRefCounted() && operand->rc->refcount == 1) {
      // The container dies with the operand: what it holds goes on as a value.
      Value element = Copy(*place);
      FreeContainer(frame, op);
      *result = element;
      return Continue(frame);
    }
    FreeContainer(frame, op);
    *result = Value::Indirect(place);
  } else {
    FreeContainer(frame, op);
    *result = value;
  }
  return Continue(frame);
}

// The variable or place that op1 names, dereferenced, or null when a fetch gave something else.
TUSK_INLINE Value* SimplePlace(Frame* frame, const Op* op) {
  Value* container = Op1(frame, op);
  if (op->op1_kind == kVar) {
    if (container->type != Type::kIndirect) return nullptr;
    container = container->indirect;
  }
  return Deref(container);
}

// An element of packed ints or floats that the next opline counts up or down where it lies: no place is made
// of it.
TUSK_INLINE bool FetchNumber(Frame* frame, const Op* op, Array* a, int64_t index) {
  auto next = static_cast<uint8_t>(op[1].opcode);
  if (a->kind > ArrayKind::kFloats || static_cast<uint64_t>(index) >= a->used ||
      static_cast<uint8_t>(next - static_cast<uint8_t>(Opcode::kPreInc)) > 3) {
    return false;
  }
  Value* result = Result(frame, op);
  result->arr = a;
  result->extra = static_cast<uint32_t>(index);
  result->type = Type::kElement;
  return true;
}

// Elements of any array by ints and strings, which are there or (kWrite) are made.
template <DimMode Mode>
inline Transfer FetchPlaceSimple(Frame* frame, const Op* op, Vm* vm) {
  Value* container = SimplePlace(frame, op);
  ArrayKey key;
  if (!container || container->type != Type::kArray || op->op2_kind == kUnused ||
      !SimpleKey(Op2(frame, op), &key)) {
    return FetchPlaceSlow<Mode>(frame, op, vm);
  }
  SaveOp(frame, op);
  Array* a = Separate(container);
  if (Mode == DimMode::kReadWrite && !key.name && FetchNumber(frame, op, a, key.num)) return {frame, op + 1};
  Value* place = Mode == DimMode::kWrite ? FindOrInsert(a, key) : Find(a, key);
  if (!place || place->type == Type::kIndirect) return FetchPlaceSlow<Mode>(frame, op, vm);
  FreeSimpleKey(frame, op);
  *Result(frame, op) = Value::Indirect(place);
  return {frame, op + 1};
}

// An element that is there, of a keyed array of our own; the key needs no releasing. Else FetchPlaceSlow.
template <DimMode Mode>
inline Transfer FetchPlaceByKey(Frame* frame, const Op* op, Vm* vm) {
  Value* container = Op1(frame, op);
  if (container->type == Type::kIndirect) container = container->indirect;
  container = Deref(container);
  const Value* dim = Op2(frame, op);
  ArrayKey key = dim->IsInt() ? ArrayKey::Int(dim->i) : KeyFromString(dim->str);
  Value* place = Find(container->arr, key);
  if (TUSK_UNLIKELY(!place || place->IsIndirect())) return FetchPlaceSlow<Mode>(frame, op, vm);
  *Result(frame, op) = Value::Indirect(place);
  return {frame, op + 1};
}
template <uint8_t K2>
TUSK_INLINE bool PlainKey(const Array* a, const Value* dim) {
  return !kOwned<K2> && a->refcount == 1 && a->kind >= ArrayKind::kRecord &&
         (dim->type == Type::kString || dim->type == Type::kInt);
}

template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchDimWBody(Frame* frame, const Op* op, Vm*) {
  if (K1 == kAnyKind || K2 == kAnyKind) return Slow<FetchPlaceSimple<DimMode::kWrite>>(frame, op);
  Value* container = Op1<K1>(frame, op);
  if (K1 == kVar) {
    if (container->type != Type::kIndirect) return Slow<FetchPlaceSimple<DimMode::kWrite>>(frame, op);
    container = container->indirect;
  }
  if (container->type == Type::kReference) container = &container->ref->value;
  const Value* dim = Op2<K2>(frame, op);
  // An element that is there, of an array of our own.
  if (TUSK_LIKELY(container->type == Type::kArray && dim->type == Type::kInt)) {
    Array* a = container->arr;
    if (TUSK_LIKELY(a->refcount == 1 && a->kind == ArrayKind::kValues &&
                    static_cast<uint64_t>(dim->i) < a->used && a->values[dim->i].type != Type::kUndef)) {
      Value* place = &a->values[dim->i];
      Value* result = Result(frame, op);
      result->indirect = place;
      result->type = Type::kIndirect;
      return {frame, op + 1};
    }
  }
  if (container->type == Type::kArray && PlainKey<K2>(container->arr, dim)) {
    return Slow<FetchPlaceByKey<DimMode::kWrite>>(frame, op);
  }
  return Slow<FetchPlaceSimple<DimMode::kWrite>>(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchDimRwBody(Frame* frame, const Op* op, Vm*) {
  if (K1 == kAnyKind || K2 == kAnyKind) return Slow<FetchPlaceSimple<DimMode::kReadWrite>>(frame, op);
  Value* container = Op1<K1>(frame, op);
  if (K1 == kVar) {
    if (container->type != Type::kIndirect) return Slow<FetchPlaceSimple<DimMode::kReadWrite>>(frame, op);
    container = container->indirect;
  }
  if (container->type == Type::kReference) container = &container->ref->value;
  const Value* dim = Op2<K2>(frame, op);
  if (TUSK_LIKELY(container->type == Type::kArray && dim->type == Type::kInt)) {
    Array* a = container->arr;
    if (TUSK_LIKELY(a->refcount == 1 && static_cast<uint64_t>(dim->i) < a->used)) {
      Value* result = Result(frame, op);
      if (a->kind == ArrayKind::kValues && a->values[dim->i].type != Type::kUndef) {
        result->indirect = &a->values[dim->i];
        result->type = Type::kIndirect;
        return {frame, op + 1};
      }
      if (FetchNumber(frame, op, a, dim->i)) return {frame, op + 1};
    }
  }
  if (container->type == Type::kArray && PlainKey<K2>(container->arr, dim)) {
    return Slow<FetchPlaceByKey<DimMode::kReadWrite>>(frame, op);
  }
  return Slow<FetchPlaceSimple<DimMode::kReadWrite>>(frame, op);
}

inline Transfer FetchDimUnsetBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchPlaceSimple<DimMode::kUnset>(frame, op, vm);
}

inline Transfer FetchDimFuncArgPlace(Frame* frame, const Op* op, Vm* vm) {
  if (op->op1_kind & (kConst | kTmp)) {
    SaveOp(frame, op);
    ThrowError("Cannot use temporary expression in write context");
    FreeOp1(frame, op);
    FreeOp2(frame, op);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  return FetchPlaceSlow<DimMode::kWrite>(frame, op, vm);
}
inline Transfer FetchDimFuncArgBody(Frame* frame, const Op* op, Vm* vm) {
  if (frame->call->info & CallInfo::kSendRefs) return Slow<FetchDimFuncArgPlace>(frame, op);
  if (op->op2_kind == kUnused) {
    SaveOp(frame, op);
    ThrowError("Cannot use [] for reading");
    FreeOp1(frame, op);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  return Slow<FetchReadSimple<DimMode::kRead>>(frame, op);
}

// list() with references: op1 stays.
inline Transfer FetchListWBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* v = Op1(frame, op);
  Value* result = Result(frame, op);
  const Value* dim = Dim(frame, op);
  Value* container = v->type == Type::kIndirect ? v->indirect : v;
  Value value;
  Value* place = nullptr;
  if (frame->op == op) {
    if (v->type != Type::kIndirect && !v->IsReference() && !v->IsObject()) {
      if (!Unwinding(&g_vm)) Notice("Attempting to set reference to non referenceable value");
      value = ReadDimension(*v, *dim, DimMode::kList);
    } else {
      place = DimensionPlace(container, dim, DimMode::kWrite, &value);
    }
  }
  FreeOp2(frame, op);
  *result = place ? Value::Indirect(place) : value;
  return Continue(frame);
}

// ---- $a[$i] = $v

bool IsUndefinedCv(Frame* frame, Operand operand, uint8_t kind) {
  return kind == kCv && frame->At(operand.num)->IsUndef();
}

// A place that a fetch found is valid for one opline only, and a handler that is told of an undefined
// variable may drop whatever the place lies in. What the place holds is held here meanwhile: when nothing
// else holds it afterwards, the place is gone.
class HeldPlace {
 public:
  explicit HeldPlace(Value* place) : place_(place) {
    if (place->IsFalse()) {
      *place = Value(NewArray());
      held_ = Copy(*place);
      Deprecated("Automatic conversion of false to array is deprecated");
      return;
    }
    if (place->IsNullOrUndef()) *place = Value(NewArray());
    if (place->IsArray()) Separate(place);  // counts are kept for what is not shared by all
    if (place->IsString() && place->str->length > 0) place->str = Separate(place->str);
    held_ = Copy(*place);
  }
  // Where to assign to: the place, or something that does as well. Null: the place is gone.
  Value* Settle() {
    switch (held_.type) {
      case Type::kArray:
      case Type::kString:
        if (held_.rc->refcount == 1) {
          Drop();
          return nullptr;
        }
        Drop();
        return place_;
      default: return &held_;
    }
  }
  bool IsString() const { return held_.IsString(); }
  void Drop() { Release(std::exchange(held_, Value())); }

 private:
  Value* place_;
  Value held_;
};

// $a[..][$i] = $v where $i or $v is not defined.
TUSK_NOINLINE Transfer AssignDimHeld(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  HeldPlace held(Op1(frame, op)->indirect);
  const Value* dim = frame->op == op ? Dim(frame, op) : nullptr;
  Value dim_copy = dim ? Copy(*dim) : Value();
  Value v = TakeOperand(frame, data, data->op1, data->op1_kind);
  bool string = held.IsString();
  Value* container = held.Settle();
  if (!container && string && dim_copy.IsNull() && frame->op == op) Warning("String offset cast occurred");
  if (container && frame->op == op) {
    AssignDimension(container, dim ? &dim_copy : nullptr, v, frame->func->Is(FunctionFlags::kStrictTypes),
                    result);
  } else {
    Release(v);
    if (result) SetType(result, frame->op == op ? Type::kNull : Type::kUndef);
  }
  held.Drop();
  Release(dim_copy);
  FreeOp2(frame, op);
  return {frame, frame->op + 2};
}

// $p[..] = $q where $p and $q are one variable.
bool IsSamePlace(Frame* frame, const Op* op) {
  const Value* container = Op1(frame, op);
  if (container->type == Type::kIndirect) container = container->indirect;
  container = Deref(container);
  return container == Deref(Op1(frame, op + 1)) &&
         (container->IsArray() || container->IsNullOrUndef() || container->IsFalse());
}

inline Transfer AssignDimSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  if (TUSK_UNLIKELY(
          op->op1_kind == kVar && Op1(frame, op)->type == Type::kIndirect &&
          (IsUndefinedCv(frame, op->op2, op->op2_kind) || IsUndefinedCv(frame, data->op1, data->op1_kind)))) {
    return AssignDimHeld(frame, op, vm);
  }
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  const Value* dim = Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  if (data->op1_kind == kCv && IsSamePlace(frame, op)) {
    AssignToOwnElement(Deref(Op1(frame, data)), dim ? &dim_copy : nullptr, result);
    Release(dim_copy);
    FreeOp2(frame, op);
    FreeContainer(frame, op);
    return {frame, frame->op + 2};
  }
  Value v = TakeOperand(frame, data, data->op1, data->op1_kind);
  Value* container = Container(frame, op, false);
  if (frame->op != op || !container || (op->op1_kind == kVar && container->IsUndef() && Unwinding(vm))) {
    Release(v);
    Release(dim_copy);
    FreeOp2(frame, op);
    FreeContainer(frame, op);
    if (result) SetType(result, Type::kUndef);
    return {frame, frame->op + 2};
  }
  AssignDimension(container, dim ? &dim_copy : nullptr, v, frame->func->Is(FunctionFlags::kStrictTypes),
                  result);
  Release(dim_copy);
  FreeOp2(frame, op);
  FreeContainer(frame, op);
  return {frame, frame->op + 2};
}

// Any array of our own, an int or a string as key, a plain value.
inline Transfer AssignDimSimple(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  Value* container = SimplePlace(frame, op);
  const Value* v = Op1(frame, data);
  ArrayKey key;
  if (!container || container->type != Type::kArray || container->arr->refcount != 1 ||
      v->type == Type::kReference || v->type == Type::kUndef || op->op2_kind == kUnused ||
      !SimpleKey(Op2(frame, op), &key)) {
    return AssignDimSlow(frame, op, vm);
  }
  SaveOp(frame, op);
  Array* a = container->arr;
  Value owned = *v;
  uint32_t position = PositionOf(a, key);
  if (position != kEnd) {
    Type old = ValueAt(a, position).type;
    if (old == Type::kReference || old == Type::kIndirect) return AssignDimSlow(frame, op, vm);
  }
  if (!(data->op1_kind & kTmpVar)) Retain(owned);
  if (op->result_kind) *Result(frame, op) = Copy(owned);
  Value key_slot = op->op2_kind & kTmpVar ? *frame->At(op->op2.num) : Value();
  if (position != kEnd) {
    SetAt(a, position, owned);  // may run the destructor of what was there
  } else {
    Set(a, key, owned);
  }
  Release(key_slot);
  return {frame, frame->op + 2};
}

// Growing an array of our own by one: the call that AssignDimBody must not make.
inline Transfer AppendDim(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  Value* container = Deref(op->op1_kind == kVar ? Op1(frame, op)->indirect : Op1(frame, op));
  const Value* v = Op1(frame, data);
  SaveOp(frame, op);
  if (!AppendSlow(container->arr, *v)) return AssignDimSlow(frame, op, vm);
  if (!(data->op1_kind & kTmpVar)) Retain(*v);
  return {frame, op + 2};
}

// A key of an array of our own; neither key nor value need more than a count, nobody wants the result.
template <uint8_t K2>
inline Transfer AssignDimByKey(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  Value* container = Deref(op->op1_kind == kVar ? Op1(frame, op)->indirect : Op1(frame, op));
  const Value* dim = Op2(frame, op);
  Array* a = container->arr;
  Value v = *Op1(frame, data);
  ArrayKey key = dim->IsInt()   ? ArrayKey::Int(dim->i)
                 : K2 == kConst ? ArrayKey::Str(dim->str)
                                : KeyFromString(dim->str);
  Value* place = FindOrInsert(a, key);
  if (TUSK_UNLIKELY(place->type > Type::kFloat)) return AssignDimSimple(frame, op, vm);
  if (!(data->op1_kind & kTmpVar)) Retain(v);
  *place = v;
  return {frame, op + 2};
}

// $object[$dim] = $v by a frame for offsetSet(), as FetchByMethod.
inline Transfer AssignByMethod(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  const Value* container = Op1(frame, op);
  if (container->type == Type::kIndirect) container = container->indirect;
  container = Deref(container);
  const Value* v = Op1(frame, data);
  const Value* dim = op->op2_kind == kUnused ? &kNullValue : Op2(frame, op);
  if (op->op1_kind != kCv || op->result_kind || dim->IsUndef() || dim->IsReference() || v->IsUndef() ||
      v->IsReference()) {
    return AssignDimSlow(frame, op, vm);
  }
  Object* o = container->obj;
  Function* f = o->cls->offset_set;
  if (!PlainMethod(o->cls, f, 2)) return AssignDimSlow(frame, op, vm);
  SaveOp(frame, data);  // goes on behind OP_DATA
  ArrayKey simple;
  if (Value* storage = ArrayBehind(o, f); storage && op->op2_kind != kUnused && SimpleKey(dim, &simple)) {
    Array* a = Separate(storage);
    uint32_t position = PositionOf(a, simple);
    if (position != kEnd && ValueAt(a, position).type < Type::kReference) {
      Value owned = *v;
      if (!(data->op1_kind & kTmpVar)) Retain(owned);
      FreeSimpleKey(frame, op);
      SetAt(a, position, owned);
      return Continue(frame);
    }
  }
  Value key = *dim;
  if (!(op->op2_kind & kTmpVar)) Retain(key);
  Value value = *v;
  if (!(data->op1_kind & kTmpVar)) Retain(value);
  ++o->refcount;
  Frame* call = PushFrame(vm, f, 2, CallInfo::kReleaseThis, Value(o), nullptr);
  call->slots()[0] = key;
  call->slots()[1] = value;
  return EnterUser(frame, call, nullptr, vm);
}

template <uint8_t K1, uint8_t K2, uint8_t KD>
TUSK_INLINE Transfer AssignDimBody(Frame* frame, const Op* op, Vm*) {
  if (K1 == kAnyKind || K2 == kAnyKind || KD == kAnyKind) return Slow<AssignDimSimple>(frame, op);
  Value* container = Op1<K1>(frame, op);
  if (K1 == kVar) {
    if (container->type != Type::kIndirect) return Slow<AssignDimSimple>(frame, op);
    container = container->indirect;
  }
  if (container->type == Type::kReference) container = &container->ref->value;
  if (TUSK_UNLIKELY(container->type != Type::kArray)) {
    if (container->type == Type::kObject) {
      return {frame, op, &Run<AssignByMethod>, &Step<AssignDimSlow>};
    }
    return Slow<AssignDimSimple>(frame, op);
  }
  Array* a = container->arr;
  const Value* v = Op1<KD>(frame, op + 1);
  if (TUSK_UNLIKELY(a->refcount != 1 || v->type == Type::kReference || v->type == Type::kUndef)) {
    return Slow<AssignDimSimple>(frame, op);
  }
  if constexpr (K2 == kUnused) {
    if (op->result_kind) return Slow<AssignDimSimple>(frame, op);
    if (TUSK_LIKELY(a->used < a->capacity && a->next_free == a->used)) {
      if (a->kind == ArrayKind::kValues) {
        a->values[a->used] = *v;
        if (!kOwned<KD> && v->type >= Type::kString) ++v->rc->refcount;
      } else if (IsElementType(a, v->type)) {
        a->ints[a->used] = v->i;
      } else {
        return Slow<AppendDim>(frame, op);
      }
      ++a->used;
      ++a->count;
      ++a->next_free;
      return {frame, op + 2};
    }
    return Slow<AppendDim>(frame, op);
  }
  const Value* dim = Op2<K2>(frame, op);
  if (TUSK_LIKELY(dim->type == Type::kInt && static_cast<uint64_t>(dim->i) < a->used)) {
    if (IsElementType(a, v->type)) {
      a->ints[dim->i] = v->i;
    } else if (a->kind == ArrayKind::kValues) {
      Value* place = &a->values[dim->i];
      if (place->type > Type::kFloat || place->type == Type::kUndef) return Slow<AssignDimSimple>(frame, op);
      *place = *v;
      if (!kOwned<KD> && v->type >= Type::kString) ++v->rc->refcount;
    } else {
      return Slow<AssignDimSimple>(frame, op);
    }
    if (op->result_kind) {
      Value* result = Result(frame, op);
      *result = *v;
      if (v->type >= Type::kString) ++v->rc->refcount;
    }
    return {frame, op + 2};
  }
  if (!kOwned<K2> && !op->result_kind && a->kind >= ArrayKind::kRecord &&
      (dim->type == Type::kInt || dim->type == Type::kString)) {
    return Slow<AssignDimByKey<K2>>(frame, op);
  }
  return Slow<AssignDimSimple>(frame, op);
}

// ---- $a[$i] op= $v

inline Transfer AssignDimOpSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  const Value* dim = Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  Value v = TakeOperand(frame, data, data->op1, data->op1_kind);
  Value* container = Container(frame, op, true);
  if (frame->op != op || !container || (op->op1_kind == kVar && container->IsUndef() && Unwinding(vm))) {
    if (result) SetType(result, Type::kUndef);
  } else {
    AssignDimensionOp(container, dim ? &dim_copy : nullptr, static_cast<uint8_t>(op->extended), v,
                      frame->func->Is(FunctionFlags::kStrictTypes), result);
  }
  Release(v);
  Release(dim_copy);
  FreeOp2(frame, op);
  FreeContainer(frame, op);
  return {frame, frame->op + 2};
}
// Elements of any array of our own by ints and strings.
template <typename Operator>
inline Transfer AssignDimOpSimple(Frame* frame, const Op* op, Vm* vm) {
  Value* container = SimplePlace(frame, op);
  ArrayKey key;
  if (container && container->type == Type::kArray && container->arr->refcount == 1 &&
      container->arr->kind > ArrayKind::kFloats && SimpleKey(Op2(frame, op), &key)) {
    Value* place = const_cast<Value*>(Peek(container->arr, key));
    if (place && Operator::Apply(*place, *Op1(frame, op + 1), place)) {
      FreeSimpleKey(frame, op);
      if (op->result_kind) *Result(frame, op) = *place;
      return {frame, op + 2};
    }
  }
  return AssignDimOpSlow(frame, op, vm);
}
// Numbers in a packed array of our own.
template <typename Operator>
inline Transfer AssignDimOpFast(Frame* frame, const Op* op, Vm*) {
  Value* container = Op1(frame, op);
  if (container->type == Type::kIndirect) container = container->indirect;
  if (container->type == Type::kReference) container = &container->ref->value;
  const Value* dim = Op2(frame, op);
  if (TUSK_LIKELY(container->type == Type::kArray && dim->type == Type::kInt)) {
    Array* a = container->arr;
    if (TUSK_LIKELY(a->refcount == 1 && static_cast<uint64_t>(dim->i) < a->used &&
                    a->kind <= ArrayKind::kValues)) {
      const Value* v = Op1(frame, op + 1);
      Value* result = op->result_kind ? Result(frame, op) : nullptr;
      if (a->kind == ArrayKind::kValues) {
        Value* place = &a->values[dim->i];
        if (TUSK_LIKELY(Operator::Apply(*place, *v, place))) {
          if (result) *result = *place;
          return {frame, op + 2};
        }
      } else {
        Type type = a->kind == ArrayKind::kInts ? Type::kInt : Type::kFloat;
        Value element(type, a->ints[dim->i]);
        if (TUSK_LIKELY(Operator::Apply(element, *v, &element) && element.type == type)) {
          a->ints[dim->i] = element.i;
          if (result) *result = element;
          return {frame, op + 2};
        }
      }
    }
  }
  return Slow<AssignDimOpSimple<Operator>>(frame, op);
}

// $a[$k] .= $v, the element a string.
inline Transfer AssignDimConcat(Frame* frame, const Op* op, Vm* vm) {
  Value* container = SimplePlace(frame, op);
  const Op* data = op + 1;
  const Value* v = Op1(frame, data);
  ArrayKey key;
  if (container && container->type == Type::kArray && container->arr->refcount == 1 && !op->result_kind &&
      container->arr->kind > ArrayKind::kFloats && v->type == Type::kString &&
      SimpleKey(Op2(frame, op), &key)) {
    SaveOp(frame, op);
    Value* place = const_cast<Value*>(Peek(container->arr, key));
    if (place && place->type == Type::kString) {
      place->str = AppendInPlace(place->str, v->str->view());
      if (data->op1_kind & kTmpVar) Release(*v);
      FreeSimpleKey(frame, op);
      return {frame, op + 2};
    }
  }
  return AssignDimOpSlow(frame, op, vm);
}

// ---- unset, isset

inline Transfer UnsetDimBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* simple = SimplePlace(frame, op);
  ArrayKey key;
  if (simple && simple->type == Type::kArray && simple->arr->refcount == 1 &&
      SimpleKey(Op2(frame, op), &key)) {
    uint32_t position = PositionOf(simple->arr, key);
    if (position != kEnd && ValueAt(simple->arr, position).type != Type::kIndirect) {
      Value key_slot = op->op2_kind & kTmpVar ? *frame->At(op->op2.num) : Value();
      DeleteAt(simple->arr, position);
      Release(key_slot);
      return Continue(frame);
    }
  }
  Value dim = Copy(*ReadOp2(frame, op));
  Value* container = Container(frame, op, true);
  if (container && frame->op == op) UnsetDimension(container, dim);
  Release(dim);
  FreeOp2(frame, op);
  FreeContainer(frame, op);
  return Continue(frame);
}

inline Transfer IssetDimSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value container = Copy(*Deref(Op1(frame, op)));
  Value dim = Copy(*ReadOp2(frame, op));
  bool empty = (op->extended & kIsEmpty) != 0;
  bool found = frame->op == op && HasDimension(container, dim, empty);
  ReleaseTemporary(container);
  ReleaseTemporary(dim);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  return BranchAfter(frame, op, vm, found != empty);
}
// Elements of arrays by ints and strings, and bytes of strings: nothing that warns or runs code.
inline Transfer IssetSimple(Frame* frame, const Op* op, Vm* vm) {
  const Value* slot = Op1(frame, op);
  const Value* container = Deref(slot);
  const Value* dim = Op2(frame, op);
  bool is_empty = (op->extended & kIsEmpty) != 0;
  bool answer;
  if (container->type == Type::kArray) {
    ArrayKey key;
    if (!SimpleKey(dim, &key)) return IssetDimSlow(frame, op, vm);
    Value v = Get(container->arr, key);
    if (v.type == Type::kReference) v = v.ref->value;
    if (v.IsIndirect() || (is_empty && v.IsObject())) return IssetDimSlow(frame, op, vm);
    answer = is_empty ? v.IsUndef() || !ToBool(v) : v.type > Type::kNull;
  } else if (container->type == Type::kString && Deref(dim)->type == Type::kInt && !is_empty) {
    int64_t at = Deref(dim)->i;
    auto length = static_cast<int64_t>(container->str->length);
    answer = at < length && at >= -length;
  } else {
    return IssetDimSlow(frame, op, vm);
  }
  FreeSimpleKey(frame, op);
  if (op->op1_kind & kTmpVar) {
    if (TUSK_LIKELY(!slot->IsRefCounted() || slot->rc->refcount > 1)) {
      if (slot->IsRefCounted()) --slot->rc->refcount;
      return BranchOn<kAnyBranch>(frame, op, vm, answer);
    }
    SaveOp(frame, op);
    Release(*slot);
    return BranchAfter(frame, op, vm, answer);
  }
  return BranchOn<kAnyBranch>(frame, op, vm, answer);
}
template <uint8_t K2, bool Owned>
inline Transfer IssetByKey(Frame* frame, const Op* op, Vm* vm) {
  const Value* container = Deref(Op1(frame, op));
  const Value* dim = Op2(frame, op);
  Value v = dim->IsInt()   ? GetInt(container->arr, dim->i)
            : K2 == kConst ? GetStr(container->arr, dim->str)
                           : Get(container->arr, KeyFromString(dim->str));
  if (v.type == Type::kReference) v = v.ref->value;
  if (v.IsIndirect()) return IssetDimSlow(frame, op, vm);
  if (Owned) --container->arr->refcount;
  return BranchOn<kAnyBranch>(frame, op, vm, v.type > Type::kNull);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IssetIsemptyDimObjBody(Frame* frame, const Op* op, Vm* vm) {
  if (K1 == kAnyKind || K2 == kAnyKind || (op->extended & kIsEmpty)) return Slow<IssetSimple>(frame, op);
  const Value* container = Op1<K1>(frame, op);
  if (!kOwned<K1> && container->type == Type::kReference) container = &container->ref->value;
  if (container->type != Type::kArray) return Slow<IssetSimple>(frame, op);
  Array* a = container->arr;
  const Value* dim = Op2<K2>(frame, op);
  if (kOwned<K1>) {
    // A temporary that somebody else holds too.
    if (a->refcount == 1 || kOwned<K2> || (dim->type != Type::kString && dim->type != Type::kInt))
      return Slow<IssetSimple>(frame, op);
    return Slow<IssetByKey<K2, true>>(frame, op);
  }
  if (dim->type == Type::kInt && a->kind <= ArrayKind::kValues) {
    if (static_cast<uint64_t>(dim->i) >= a->used) return BranchOn<B>(frame, op, vm, false);
    if (a->kind != ArrayKind::kValues) return BranchOn<B>(frame, op, vm, true);
    const Value* v = Deref(&a->values[dim->i]);
    return BranchOn<B>(frame, op, vm, v->type > Type::kNull);
  }
  if (!kOwned<K2> && (dim->type == Type::kString || dim->type == Type::kInt))
    return Slow<IssetByKey<K2, false>>(frame, op);
  return Slow<IssetSimple>(frame, op);
}

// ---- literals

// Adds op1 under op2 to the array in the result slot.
Transfer AddElement(Frame* frame, const Op* op) {
  Array* a = Result(frame, op)->arr;
  Value v;
  if (op->extended & kArrayElementRef) {
    Value* place = Op1(frame, op);
    if (place->type == Type::kIndirect) place = place->indirect;
    if (op->op1_kind == kVar && place == Op1(frame, op)) {
      if (!place->IsReference()) MakeReference(place);
      v = *place;
    } else {
      Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
      ++ref->refcount;
      v = Value(ref);
    }
  } else {
    v = TakeOperand(frame, op, op->op1, op->op1_kind);
  }
  if (op->op2_kind == kUnused) {
    if (!Append(a, v)) {
      ThrowError("Cannot add element to the array as the next element is already occupied");
      Release(v);
    }
    return Continue(frame);
  }
  const Value* dim = ReadOp2(frame, op);
  ArrayKey key;
  if (op->op2_kind == kConst && dim->IsString()) {
    Set(a, ArrayKey::Str(dim->str), v);
  } else if (frame->op == op && ToArrayKey(*dim, &key)) {
    Set(a, key, v);
  } else {
    Release(v);
  }
  FreeOp2(frame, op);
  return Continue(frame);
}
// Whether the element after the first one is seen to have another type: the array will not be of ints or
// floats.
bool NextElementDiffers(Frame* frame, const Op* op) {
  const Op* next = op + 1;
  return next->opcode == Opcode::kAddArrayElement && next->op2_kind == kUnused &&
         (next->op1_kind & (kConst | kCv)) && Op1(frame, next)->type != Op1(frame, op)->type;
}
inline Transfer InitArrayBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  uint32_t size = op->extended >> kArraySizeShift;
  Value* result = Result(frame, op);
  if (op->op1_kind == kUnused) {
    *result = Value(size ? NewArray(size) : EmptyArray());
    return {frame, op + 1};
  }
  const Value* v = Op1(frame, op);
  if (TUSK_LIKELY(op->op2_kind == kUnused && !(op->extended & kArrayElementRef) && v->type >= Type::kNull &&
                  v->type <= Type::kObject)) {
    ArrayKind kind = ArrayKind::kValues;
    if (v->IsNumber() && !NextElementDiffers(frame, op)) {
      kind = v->IsInt() ? ArrayKind::kInts : ArrayKind::kFloats;
    }
    Array* a = NewPacked(kind, 1, size);
    if (kind == ArrayKind::kValues) {
      if (!(op->op1_kind & kTmpVar)) Retain(*v);
      a->values[0] = *v;
    } else {
      a->ints[0] = v->i;
    }
    *result = Value(a);
    return {frame, op + 1};
  }
  *result = Value(NewArray(size));
  return AddElement(frame, op);
}
// A name that the literal's earlier elements were followed by before.
inline Transfer AddArrayElementSlow(Frame* frame, const Op* op, Vm*) {
  Array* a = Result(frame, op)->arr;
  if (op->op2_kind == kConst && a->kind == ArrayKind::kRecord && a->used < a->capacity &&
      !(op->extended & kArrayElementRef)) {
    const Value* key = Op2<kConst>(frame, op);
    const Value* v = Op1(frame, op);
    Shape* shape = key->IsString() ? KnownShapeWithKey(a->shape, key->str) : nullptr;
    if (shape && v->type >= Type::kNull && v->type <= Type::kObject) {
      if (!(op->op1_kind & kTmpVar)) Retain(*v);
      a->values[a->used++] = *v;
      ++a->count;
      a->shape = shape;
      return {frame, op + 1};
    }
  }
  SaveOp(frame, op);
  return AddElement(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer AddArrayElementBody(Frame* frame, const Op* op, Vm*) {
  if (K1 == kAnyKind || K2 != kUnused) return Slow<AddArrayElementSlow>(frame, op);
  const Value* v = Op1<K1>(frame, op);
  Array* a = Result(frame, op)->arr;
  if (v->type == Type::kReference || v->type == Type::kUndef || (op->extended & kArrayElementRef) ||
      a->used >= a->capacity || a->next_free != a->used) {
    return Slow<AddArrayElementSlow>(frame, op);
  }
  if (a->kind == ArrayKind::kValues) {
    a->values[a->used] = *v;
    if (!kOwned<K1> && v->type >= Type::kString) ++v->rc->refcount;
  } else if (IsElementType(a, v->type)) {
    a->ints[a->used] = v->i;
  } else {
    return Slow<AddArrayElementSlow>(frame, op);
  }
  ++a->used;
  ++a->count;
  ++a->next_free;
  return {frame, op + 1};
}

inline Transfer AddArrayUnpackBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value* result = Result(frame, op);
  if (result->IsArray()) Separate(result);
  Array* a = result->arr;
  if (v->IsArray()) {
    Array* from = v->arr;
    for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
      Value element = CopyDeref(ValueAt(from, p));
      ArrayKey key = KeyAt(from, p);
      if (key.IsInt()) {
        if (!Append(a, element)) {
          Release(element);
          ThrowError("Cannot add element to the array as the next element is already occupied");
          break;
        }
      } else {
        Set(a, key, element);
      }
    }
  } else if (v->IsObject() && IsTraversable(v->obj->cls)) {
    ForEach(v->obj, "", Keys::kWanted, [&](const Value& key, Value value) {
      value = CopyDeref(value);
      ArrayKey name = key.IsString() ? KeyFromString(key.str) : ArrayKey::Int(0);
      if (!name.IsInt()) {
        Set(a, name, value);
        return true;
      }
      if (!key.IsInt() && !key.IsString()) {
        Release(value);
        ThrowError("Keys must be of type int|string during array unpacking");
        return false;
      }
      if (Append(a, value)) return true;
      Release(value);
      ThrowError("Cannot add element to the array as the next element is already occupied");
      return false;
    });
  } else if (frame->op == op) {
    ThrowTypeError("Only arrays and Traversables can be unpacked, %s given", TypeNameForErrors(*v));
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

// ---- builtins that the compiler turns into oplines

// op2: the values as keys of an array.
inline Transfer InArrayBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Array* keys = Op2<kConst>(frame, op)->arr;
  bool strict = op->extended != 0;
  bool found = false;
  if (v->IsString()) {
    found = !GetStr(keys, v->str).IsUndef();
  } else if (strict) {
    found = v->IsInt() && !GetInt(keys, v->i).IsUndef();
  } else if (v->type <= Type::kFalse) {
    found = !GetStr(keys, EmptyString()).IsUndef();
  } else {
    Value needle = Copy(*v);
    for (uint32_t p = First(keys); p != kEnd && !found; p = Next(keys, p)) {
      Value key = KeyValueAt(keys, p);
      found = LooseEqual(needle, key);
      Release(key);
    }
    Release(needle);
  }
  FreeOp1(frame, op);
  return BranchAfter(frame, op, vm, found);
}

inline Transfer CountSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value result;
  if (frame->op != op) {
  } else if (v->IsArray()) {
    result = Value(static_cast<int64_t>(v->arr->count));
  } else {
    bool counted = false;
    if (v->IsObject()) {
      Object* o = v->obj;
      if (o->cls->handlers->count) {
        int64_t n = o->cls->handlers->count(o);
        if (n >= 0) {
          result = Value(n);
          counted = true;
        }
      }
      static String* countable = Intern("countable");
      Class* interface = counted ? nullptr : g_state->find_class(countable, false);
      if (interface && InstanceOf(o->cls, interface)) {
        counted = true;
        Function** f = o->cls->methods.Find("count");
        Value n;
        CallFunction(*f, o, o->cls, 0, nullptr, &n);
        if (!n.IsUndef()) result = Value(ToInt(n));
        Release(n);
      }
    }
    if (!counted && !HasException()) {
      ThrowTypeError("%s(): Argument #1 ($value) must be of type Countable|array, %s given",
                     op->extended ? "sizeof" : "count", TypeNameForErrors(*v));
    }
  }
  FreeOp1(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}
inline Transfer CountBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1(frame, op);
  if ((op->op1_kind & kTmpVar) || v->type != Type::kArray) return Slow<CountSlow>(frame, op);
  SetInt(Result(frame, op), v->arr->count);
  return {frame, op + 1};
}

inline Transfer ArrayKeyExistsBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* subject = ReadOp2(frame, op);
  const Value* dim = ReadOp1(frame, op);
  bool found = false;
  if (frame->op != op) {
  } else if (!subject->IsArray()) {
    ThrowTypeError("array_key_exists(): Argument #2 ($array) must be of type array, %s given",
                   TypeNameForErrors(*subject));
  } else {
    ArrayKey key;
    if (dim->IsNull()) {
      found = !GetStr(subject->arr, EmptyString()).IsUndef();
    } else if (dim->type >= Type::kArray && dim->type != Type::kResource) {
      ThrowTypeError("Cannot access offset of type %s on array", TypeNameForErrors(*dim));
    } else if (ToArrayKey(*dim, &key)) {
      Value v = Get(subject->arr, key);
      found = v.IsIndirect() ? !v.indirect->IsUndef() : !v.IsUndef();
    }
  }
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  return BranchAfter(frame, op, vm, found);
}

template <uint8_t K1, uint8_t K2>
Handler PickAssignDimData(uint8_t kind) {
  return PickKind(kind, Kinds<kConst, kTmp, kVar, kCv>{},
                  []<uint8_t KD>() { return &Run<AssignDimBody<K1, K2, KD>>; });
}

}  // namespace

TUSK_OPCODE_2(FetchDimR, FetchDimRBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchDimIs, FetchDimIsBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchListR, FetchListRBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst>))
TUSK_OPCODE_2(FetchDimW, FetchDimWBody, (Kinds<kVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchDimRw, FetchDimRwBody, (Kinds<kVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(FetchDimUnset, FetchDimUnsetBody)
TUSK_OPCODE(FetchDimFuncArg, FetchDimFuncArgBody)
TUSK_OPCODE(FetchListW, FetchListWBody)

Handler PickAssignDim(const Op& op) {
  uint8_t data = (&op)[1].op1_kind;
  return PickKind(op.op1_kind, Kinds<kVar, kCv>{}, [&]<uint8_t K1>() {
    return PickKind(op.op2_kind, Kinds<kConst, kTmpVar, kCv, kUnused>{},
                    [&]<uint8_t K2>() { return PickAssignDimData<K1, K2>(data); });
  });
}
const Op* StepAssignDim(Frame* frame, const Op* op, Vm* vm) { return Step<AssignDimSlow>(frame, op, vm); }

Handler PickAssignDimOp(const Op& op) {
  if (op.op2_kind == kUnused) return &Run<AssignDimOpSlow>;
  switch (static_cast<Opcode>(op.extended)) {
    case Opcode::kAdd: return &Run<AssignDimOpFast<FastAdd>>;
    case Opcode::kSub: return &Run<AssignDimOpFast<FastSub>>;
    case Opcode::kMul: return &Run<AssignDimOpFast<FastMul>>;
    case Opcode::kDiv: return &Run<AssignDimOpFast<FastDiv>>;
    case Opcode::kMod: return &Run<AssignDimOpFast<FastMod>>;
    case Opcode::kBwXor: return &Run<AssignDimOpFast<FastBwXor>>;
    case Opcode::kBwOr: return &Run<AssignDimOpFast<FastBwOr>>;
    case Opcode::kBwAnd: return &Run<AssignDimOpFast<FastBwAnd>>;
    case Opcode::kConcat: return &Run<AssignDimConcat>;
    default: return &Run<AssignDimOpSlow>;
  }
}
const Op* StepAssignDimOp(Frame* frame, const Op* op, Vm* vm) { return Step<AssignDimOpSlow>(frame, op, vm); }

TUSK_OPCODE(UnsetDim, UnsetDimBody)
TUSK_OPCODE_SMART(IssetIsemptyDimObj, IssetIsemptyDimObjBody, (Kinds<kTmpVar, kCv>),
                  (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(InitArray, InitArrayBody)
TUSK_OPCODE_2(AddArrayElement, AddArrayElementBody, (Kinds<kConst, kTmp, kVar, kCv>), (Kinds<kUnused>))
TUSK_OPCODE(AddArrayUnpack, AddArrayUnpackBody)
TUSK_OPCODE(InArray, InArrayBody)
TUSK_OPCODE(Count, CountBody)
TUSK_OPCODE(ArrayKeyExists, ArrayKeyExistsBody)

}  // namespace tusk::handlers
