// Arithmetic and bit operators, ++ and --.
#include "interp/vm/handlers/arith.h"
#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/scalar.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

namespace {

// Any binary operator with any operands, by opcode.
inline Transfer BinarySlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  // Copies: an error handler may change the variables.
  Value a = Copy(*ReadOp1(frame, op));
  Value b = Copy(*ReadOp2(frame, op));
  Value result;
  if (frame->op == op) BinaryOperatorFor(static_cast<uint8_t>(op->opcode))(a, b, &result);
  Release(a);
  Release(b);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

template <typename Operator, uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer Binary(Frame* frame, const Op* op, Vm*) {
  const Value* a = Op1<K1>(frame, op);
  const Value* b = Op2<K2>(frame, op);
  Value* result = Result(frame, op);
  if (TUSK_LIKELY(Operator::Apply(*a, *b, result))) return {frame, op + 1};
  return Slow<BinarySlow>(frame, op);
}

#define BINARY(Camel)                                                    \
  template <uint8_t K1, uint8_t K2>                                      \
  TUSK_INLINE Transfer Camel##Body(Frame* frame, const Op* op, Vm* vm) { \
    return Binary<Fast##Camel, K1, K2>(frame, op, vm);                   \
  }
BINARY(Add)
BINARY(Sub)
BINARY(Mul)
BINARY(Div)
BINARY(Mod)
BINARY(Sl)
BINARY(Sr)
BINARY(BwOr)
BINARY(BwAnd)
BINARY(BwXor)
#undef BINARY

inline Transfer BwNotSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value result;
  if (frame->op == op) BitNot(*v, &result);
  FreeOp1(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}
inline Transfer BwNotBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1(frame, op);
  if (!v->IsInt()) return Slow<BwNotSlow>(frame, op);
  SetInt(Result(frame, op), ~v->i);
  return {frame, op + 1};
}

// ++ and -- on any place. Kept in one function: the fast paths are in the bodies.
template <bool Up, bool Post>
Transfer StepSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* place = Op1(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  if (place->type == Type::kElement) {
    // An element of a packed array of ints or floats that FETCH_DIM_RW made writable.
    Array* a = place->arr;
    uint32_t index = place->extra;
    Value v = a->kind == ArrayKind::kInts     ? Value(a->ints[index])
              : a->kind == ArrayKind::kFloats ? Value(a->floats[index])
                                              : a->values[index];
    if (v.IsInt() && a->kind == ArrayKind::kInts) {
      int64_t stepped;
      bool overflow = Up ? scalar::AddOverflows(v.i, 1, &stepped) : scalar::SubOverflows(v.i, 1, &stepped);
      if (!overflow) {
        a->ints[index] = stepped;
        if (result) *result = Post ? v : Value(stepped);
        return {frame, op + 1};
      }
    } else if (v.IsFloat() && a->kind == ArrayKind::kFloats) {
      double stepped = Up ? v.d + 1 : v.d - 1;
      a->floats[index] = stepped;
      if (result) *result = Post ? v : Value(stepped);
      return {frame, op + 1};
    }
    place = Find(a, ArrayKey::Int(index));
  } else if (place->type == Type::kIndirect) {
    place = place->indirect;
  }
  if (op->op1_kind == kVar && place->IsUndef()) {
    // The fetch raised an error and gave no place.
    if (result) SetType(result, Type::kNull);
    return Continue(frame);
  }
  if (place->IsUndef()) {
    UndefinedVariable(frame, op->op1);
    SetType(place, Type::kNull);
    if (frame->op != op) {
      if (result) SetType(result, Type::kUndef);
      return Continue(frame);
    }
  }
  bool owned = op->op1_kind == kVar && place == Op1(frame, op);  // ++$this: no place, and an error
  Reference* ref = place->IsReference() ? place->ref : nullptr;
  if (ref) {
    place = &ref->value;
    ++ref->refcount;
  }
  if (Post && result) *result = Copy(*place);
  Value now;  // a copy: who is told of what happens may unset the variable
  if (ref && ref->constraints) {
    StepTypedReference(ref, Up);
    now = Copy(*place);
  } else {
    now = Copy(*place);
    if (Up ? Increment(&now) : Decrement(&now)) {
      Value old = *place;
      *place = Copy(now);
      Release(old);
    }
  }
  bool shown = !Post && result && frame->op == op;
  if (!shown) Release(now);
  if (!Post && result) {
    *result = shown ? now : Value();
  } else if (Post && result && frame->op != op) {
    Value old = *result;
    SetType(result, Type::kUndef);
    Release(old);
  }
  if (ref) Release(Value(ref));
  if (owned) Release(*Op1(frame, op));
  return Continue(frame);
}

template <uint8_t K, Used U, bool Up, bool Post>
TUSK_INLINE Transfer StepBody(Frame* frame, const Op* op, Vm*) {
  Value* v = Op1<K>(frame, op);
  if constexpr (K == kVar) {
    if (v->type == Type::kIndirect) v = v->indirect;
    if (v->type == Type::kElement && v->arr->kind == ArrayKind::kInts) {
      int64_t* place = &v->arr->ints[v->extra];
      int64_t stepped;
      bool overflow =
          Up ? scalar::AddOverflows(*place, 1, &stepped) : scalar::SubOverflows(*place, 1, &stepped);
      if (TUSK_LIKELY(!overflow)) {
        if (IsUsed<U>(op)) SetInt(Result(frame, op), Post ? *place : stepped);
        *place = stepped;
        return {frame, op + 1};
      }
    }
  }
  if (TUSK_LIKELY(v->type == Type::kInt)) {
    int64_t stepped;
    bool overflow = Up ? scalar::AddOverflows(v->i, 1, &stepped) : scalar::SubOverflows(v->i, 1, &stepped);
    if (TUSK_LIKELY(!overflow)) {
      if (IsUsed<U>(op)) SetInt(Result(frame, op), Post ? v->i : stepped);
      v->i = stepped;
      return {frame, op + 1};
    }
  }
  return Slow<StepSlow<Up, Post>>(frame, op);
}
template <uint8_t K, Used U>
TUSK_INLINE Transfer PreIncBody(Frame* frame, const Op* op, Vm* vm) {
  return StepBody<K, U, true, false>(frame, op, vm);
}
template <uint8_t K, Used U>
TUSK_INLINE Transfer PreDecBody(Frame* frame, const Op* op, Vm* vm) {
  return StepBody<K, U, false, false>(frame, op, vm);
}
template <uint8_t K, Used U>
TUSK_INLINE Transfer PostIncBody(Frame* frame, const Op* op, Vm* vm) {
  return StepBody<K, U, true, true>(frame, op, vm);
}
template <uint8_t K, Used U>
TUSK_INLINE Transfer PostDecBody(Frame* frame, const Op* op, Vm* vm) {
  return StepBody<K, U, false, true>(frame, op, vm);
}

}  // namespace

void StepTypedReference(Reference* ref, bool up) {
  bool edge = ref->value.IsInt() && ref->value.i == (up ? scalar::kIntMax : scalar::kIntMin);
  if (edge) {
    if (const PropertyInfo* info = ConstraintForbiddingFloat(ref)) {
      String* type = TypeToString(info->type);
      ThrowTypeError("Cannot %s a reference held by property %s::$%s of type %s past its %simal value",
                     up ? "increment" : "decrement", info->scope->name->data, info->name->view(),
                     type->view(), up ? "max" : "min");
      Release(type);
      return;
    }
  }
  Value v = Copy(ref->value);
  if (!(up ? Increment(&v) : Decrement(&v))) {
    Release(v);
    return;
  }
  AssignToTypedReference(ref, v, g_state->running_strict());
}

TUSK_OPCODE_2(Add, AddBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Sub, SubBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Mul, MulBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Div, DivBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Mod, ModBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Sl, SlBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(Sr, SrBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(BwOr, BwOrBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(BwAnd, BwAndBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_2(BwXor, BwXorBody, (Kinds<kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(Pow, BinarySlow)
TUSK_OPCODE(BwNot, BwNotBody)
TUSK_OPCODE_1R(PreInc, PreIncBody, (Kinds<kCv, kVar>))
TUSK_OPCODE_1R(PreDec, PreDecBody, (Kinds<kCv, kVar>))
TUSK_OPCODE_1R(PostInc, PostIncBody, (Kinds<kCv, kVar>))
TUSK_OPCODE_1R(PostDec, PostDecBody, (Kinds<kCv, kVar>))

}  // namespace tusk::handlers
