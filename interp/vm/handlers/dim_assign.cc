// Elements, written: $a[$i] = $v and $a[$i] op= $v.
#include <utility>

#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/arith.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/dim.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {

namespace {

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
      gone_ = held_.rc->refcount == 1;
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
  // Whether the message about false was enough for a handler to drop the place.
  bool gone() const { return gone_; }
  void Drop() { Release(std::exchange(held_, Value())); }

 private:
  Value* place_;
  Value held_;
  bool gone_ = false;
};

// $a[..][$i] = $v where $i or $v is not defined.
TUSK_NOINLINE Transfer AssignDimHeld(Frame* frame, const Op* op, Vm* vm) {
  const Op* data = op + 1;
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  HeldPlace held(op->op1_kind == kCv ? Deref(Op1(frame, op)) : Op1(frame, op)->indirect);
  const Value* dim = frame->op != op ? nullptr : held.gone() ? &kNullValue : Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  Value v = held.gone() && data->op1_kind == kCv ? Value::Null()
                                                 : TakeOperand(frame, data, data->op1, data->op1_kind);
  bool string = held.IsString();
  Value* container = held.Settle();
  if (!container && string && dim_copy.IsNull() && frame->op == op) Warning("String offset cast occurred");
  if (container && frame->op == op) {
    AssignDimension(container, dim ? DimGiven(frame, op, &dim_copy) : nullptr, v, IsStrict(frame), result);
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
          (op->op1_kind == kCv || (op->op1_kind == kVar && Op1(frame, op)->type == Type::kIndirect)) &&
          (IsUndefinedCv(frame, op->op2, op->op2_kind) || IsUndefinedCv(frame, data->op1, data->op1_kind)))) {
    return AssignDimHeld(frame, op, vm);
  }
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  const Value* dim = Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  if (data->op1_kind == kCv && IsSamePlace(frame, op)) {
    AssignToOwnElement(Deref(Op1(frame, data)), dim ? DimGiven(frame, op, &dim_copy) : nullptr, result);
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
  AssignDimension(container, dim ? DimGiven(frame, op, &dim_copy) : nullptr, v, IsStrict(frame), result);
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
  ArrayKey simple;
  if (Value* storage = f ? ArrayBehind(o, f) : nullptr;
      storage && op->op2_kind != kUnused && SimpleKey(dim, &simple)) {
    Array* a = Separate(storage);
    uint32_t position = PositionOf(a, simple);
    if (position != kEnd && ValueAt(a, position).type < Type::kReference) {
      SaveOp(frame, data);  // goes on behind OP_DATA
      Value owned = *v;
      if (!(data->op1_kind & kTmpVar)) Retain(owned);
      FreeSimpleKey(frame, op);
      SetAt(a, position, owned);
      return Continue(frame);
    }
  }
  bool plain = PlainMethod(o->cls, f, 2);
  if (!plain && !o->cls->handlers->has_dimension) return AssignDimSlow(frame, op, vm);
  SaveOp(frame, data);
  Value key = *AsWritten(dim);
  if (!(op->op2_kind & kTmpVar)) Retain(key);
  Value value = *v;
  if (!(data->op1_kind & kTmpVar)) Retain(value);
  ++o->refcount;
  if (!plain) {
    const Value* given = op->op2_kind == kUnused ? nullptr : &key;
    bool done = o->cls->handlers->write_dimension(o, given, value);
    if (done || !(op->op2_kind & kTmpVar)) Release(key);
    if (!done && !(data->op1_kind & kTmpVar)) Release(value);
    Release(Value(o));
    return done ? Continue(frame) : AssignDimSlow(frame, op, vm);
  }
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
  if (IsUndefinedCv(frame, op->op1, op->op1_kind)) {
    UndefinedVariable(frame, op->op1);
    if (Value* variable = Op1(frame, op); variable->IsUndef()) *variable = Value::Null();
  }
  const Value* dim = Dim(frame, op);
  Value dim_copy = dim ? Copy(*dim) : Value();
  Value v = TakeOperand(frame, data, data->op1, data->op1_kind);
  Value* container = Container(frame, op, true);
  if (frame->op != op || !container || (op->op1_kind == kVar && container->IsUndef() && Unwinding(vm))) {
    if (result) SetType(result, Type::kUndef);
  } else {
    AssignDimensionOp(container, dim ? DimGiven(frame, op, &dim_copy) : nullptr,
                      static_cast<uint8_t>(op->extended), v, IsStrict(frame), result);
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

template <uint8_t K1, uint8_t K2>
Handler PickAssignDimData(uint8_t kind) {
  return PickKind(kind, Kinds<kConst, kTmp, kVar, kCv>{},
                  []<uint8_t KD>() { return &Run<AssignDimBody<K1, K2, KD>>; });
}

}  // namespace

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

}  // namespace tusk::handlers
