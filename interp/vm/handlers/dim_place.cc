// Elements as places: $a[$i] to be written below, sent by reference, unset below or destructured into.
#include "interp/runtime/errors.h"
#include "interp/vm/handlers/dim.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {

namespace {

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
  Value* place = DimensionPlace(container, dim ? DimGiven(frame, op, &dim_copy) : nullptr, Mode, &value);
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
  return Slow<FetchDimension>(frame, op);
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

}  // namespace

TUSK_OPCODE_2(FetchDimW, FetchDimWBody, (Kinds<kVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(FetchDimRw, FetchDimRwBody, (Kinds<kVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(FetchDimUnset, FetchDimUnsetBody)
TUSK_OPCODE(FetchDimFuncArg, FetchDimFuncArgBody)
TUSK_OPCODE(FetchListW, FetchListWBody)

}  // namespace tusk::handlers
