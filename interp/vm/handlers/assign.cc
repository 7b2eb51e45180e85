// Assignment to variables, references, temporaries.
#include "interp/vm/handlers/assign.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/handlers/arith.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

Value TakeOperand(Frame* frame, const Op* op, Operand operand, uint8_t kind) {
  Value* slot = Place<kAnyKind>(frame, op, operand, kind);
  if (kind & kTmpVar) {
    if (slot->type == Type::kReference) {
      Value v = Copy(slot->ref->value);
      Release(*slot);
      return v;
    }
    return *slot;
  }
  if (slot->type == Type::kUndef && kind == kCv) {
    UndefinedVariable(frame, operand);
    return Value::Null();
  }
  return CopyDeref(*slot);
}

void AssignTo(Frame* frame, Value* place, Value v, Value* result) {
  if (place->type == Type::kReference) {
    Reference* ref = place->ref;
    if (TUSK_UNLIKELY(ref->constraints != nullptr)) {
      ++ref->refcount;
      Value old = Copy(ref->value);  // dies after the result is known
      bool ok = AssignToTypedReference(ref, v, IsStrict(frame));
      if (result) *result = ok ? Copy(ref->value) : Value::Null();
      Release(old);
      Release(Value(ref));
      return;
    }
    place = &ref->value;
  }
  Value old = *place;
  *place = v;
  if (result) *result = Copy(v);
  Release(old);
}

namespace {

inline Transfer AssignSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value v = TakeOperand(frame, op, op->op2, op->op2_kind);
  Value* place = Op1(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  if (op->op1_kind == kVar) {
    if (place->type != Type::kIndirect) {
      // The fetch failed: there is nothing to assign to.
      Release(v);
      Release(*place);
      if (result) SetType(result, Type::kNull);
      return Continue(frame);
    }
    place = place->indirect;
  }
  AssignTo(frame, place, v, result);
  return Continue(frame);
}

template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer AssignBody(Frame* frame, const Op* op, Vm*) {
  if (K1 != kCv || K2 == kAnyKind) return Slow<AssignSlow>(frame, op);
  Value* var = Op1<K1>(frame, op);
  const Value* v = Op2<K2>(frame, op);
  if (TUSK_UNLIKELY(var->type > Type::kFloat)) {
    // A reference, or something to release. Dropping one of several references needs no more than this.
    if (var->type == Type::kReference) return Slow<AssignSlow>(frame, op);
    RefCounted* counted = var->rc;
    if (counted->refcount == 1 || !(counted->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
      return Slow<AssignSlow>(frame, op);
    }
    if (v->type == Type::kReference || v->type == Type::kUndef) return Slow<AssignSlow>(frame, op);
    --counted->refcount;
  } else if (K2 == kCv || (K2 & kVar)) {
    if (v->type == Type::kReference || (K2 == kCv && v->type == Type::kUndef))
      return Slow<AssignSlow>(frame, op);
  }
  *var = *v;
  if (!kOwned<K2> && v->type >= Type::kString) ++v->rc->refcount;
  if (IsUsed<U>(op)) {
    Value* result = Result(frame, op);
    *result = *v;
    if (v->type >= Type::kString) ++v->rc->refcount;
  }
  return {frame, op + 1};
}

// $a op= $b.
inline Transfer AssignOpSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = Op1(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  Value b = TakeOperand(frame, op, op->op2, op->op2_kind);
  if (op->op1_kind == kVar) {
    if (place->type != Type::kIndirect) {
      Release(b);
      Release(*place);
      if (result) SetType(result, Type::kNull);
      return Continue(frame);
    }
    place = place->indirect;
  } else if (place->type == Type::kUndef) {
    UndefinedVariable(frame, op->op1);
    if (place->type == Type::kUndef) SetType(place, Type::kNull);
  }
  if (frame->op != op) {
    Release(b);
    if (result) SetType(result, Type::kUndef);
    return Continue(frame);
  }
  bool ok = ApplyAssignOp(frame, place, static_cast<uint8_t>(op->extended), b);
  if (result) {
    if (ok) {
      *result = CopyDeref(*place);
    } else {
      SetType(result, Type::kUndef);
    }
  }
  Release(b);
  return Continue(frame);
}

template <typename Operator, uint8_t K2>
TUSK_INLINE Transfer AssignOpCv(Frame* frame, const Op* op, Vm*) {
  Value* var = Op1<kCv>(frame, op);
  const Value* b = Op2<K2>(frame, op);
  if (TUSK_UNLIKELY(!Operator::Apply(*var, *b, var))) return Slow<AssignOpSlow>(frame, op);
  if (op->result_kind) *Result(frame, op) = *var;
  return {frame, op + 1};
}
// A string appended to a string where nobody wants the result.
inline Transfer AppendStringSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* var = Op1<kCv>(frame, op);
  String* s = Op2(frame, op)->str;
  var->str = AppendInPlace(var->str, s->view());
  if (op->op2_kind & kTmpVar) Release(s);
  return {frame, op + 1};
}
template <uint8_t K2>
TUSK_INLINE Transfer AssignConcatCv(Frame* frame, const Op* op, Vm*) {
  Value* var = Op1<kCv>(frame, op);
  const Value* b = Op2<K2>(frame, op);
  if (var->type != Type::kString || b->type != Type::kString || op->result_kind) {
    return Slow<AssignOpSlow>(frame, op);
  }
  String* s = b->str;
  String* a = var->str;
  // Room in a string of our own: no call at all.
  size_t length = a->length + s->length;
  if (TUSK_LIKELY(!kOwned<K2> && a != s && a->MutableInPlace() && length <= a->capacity && s->length <= 16)) {
    char* to = a->data + a->length;
    for (size_t i = 0; i < s->length; ++i) to[i] = s->data[i];
    a->data[length] = 0;
    a->length = length;
    a->hash = 0;
    return {frame, op + 1};
  }
  return Slow<AppendStringSlow>(frame, op);
}

template <uint8_t K2>
Handler AssignOpHandler(uint8_t opcode) {
  switch (static_cast<Opcode>(opcode)) {
    case Opcode::kAdd: return &Run<AssignOpCv<FastAdd, K2>>;
    case Opcode::kSub: return &Run<AssignOpCv<FastSub, K2>>;
    case Opcode::kMul: return &Run<AssignOpCv<FastMul, K2>>;
    case Opcode::kDiv: return &Run<AssignOpCv<FastDiv, K2>>;
    case Opcode::kMod: return &Run<AssignOpCv<FastMod, K2>>;
    case Opcode::kSl: return &Run<AssignOpCv<FastSl, K2>>;
    case Opcode::kSr: return &Run<AssignOpCv<FastSr, K2>>;
    case Opcode::kBwOr: return &Run<AssignOpCv<FastBwOr, K2>>;
    case Opcode::kBwAnd: return &Run<AssignOpCv<FastBwAnd, K2>>;
    case Opcode::kBwXor: return &Run<AssignOpCv<FastBwXor, K2>>;
    case Opcode::kConcat: return &Run<AssignConcatCv<K2>>;
    default: return &Run<AssignOpSlow>;
  }
}

inline Transfer AssignRefBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* source = Op2(frame, op);
  Value* place = Op1(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  Value owned;  // what op2 held, if it is no place
  if (op->op2_kind == kVar) {
    if (source->type == Type::kIndirect) {
      source = source->indirect;
    } else {
      owned = *source;
      source = &owned;
    }
  }
  if (op->op1_kind == kVar) {
    if (place->type != Type::kIndirect) {
      if (!Unwinding(&g_vm) && place->type != Type::kUndef) {
        ThrowError("Cannot assign by reference to an array dimension of an object");
      }
      Release(owned);
      if (result) SetType(result, Type::kNull);
      return Continue(frame);
    }
    place = place->indirect;
  }
  if (frame->op != op) {
    Release(owned);
    if (result) SetType(result, Type::kNull);
    return Continue(frame);
  }
  if ((op->extended & kReturnsFunction) && source == &owned && source->type != Type::kReference) {
    // f() does not return by reference: a notice, then a plain assignment.
    Notice("Only variables should be assigned by reference");
    if (frame->op != op) {
      Release(owned);
      if (result) SetType(result, Type::kUndef);
      return Continue(frame);
    }
    AssignTo(frame, place, owned, result);
    return Continue(frame);
  }
  if (place == source ||
      (place->type == Type::kReference && source->type == Type::kReference && place->ref == source->ref)) {
    if (place->type != Type::kReference) MakeReference(place);
    Release(owned);
    if (result) *result = Copy(*place);
    return Continue(frame);
  }
  Reference* ref = source->type == Type::kReference ? source->ref : MakeReference(source);
  ref->refcount += 2;
  Value old = *place;
  *place = Value(ref);
  Release(owned);
  Release(old);
  if (result) {
    *result = Value(ref);  // a reference, which by-reference parameters take
  } else {
    Release(Value(ref));
  }
  return Continue(frame);
}

template <uint8_t K>
inline Transfer QmAssignSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  *Result(frame, op) = TakeOperand(frame, op, op->op1, op->op1_kind);
  return Continue(frame);
}
template <uint8_t K>
TUSK_INLINE Transfer QmAssignBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1<K>(frame, op);
  if (K == kAnyKind || v->type == Type::kReference || (K == kCv && v->type == Type::kUndef)) {
    return Slow<QmAssignSlow<K>>(frame, op);
  }
  *Result(frame, op) = *v;
  if (!kOwned<K> && v->type >= Type::kString) ++v->rc->refcount;
  return {frame, op + 1};
}

inline Transfer CheckVarBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1<kCv>(frame, op);
  if (v->type != Type::kUndef) return {frame, op + 1};
  SaveOp(frame, op);
  UndefinedVariable(frame, op->op1);
  return Continue(frame);
}

inline Transfer FreeSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Release(*Op1<kTmp>(frame, op));
  return Continue(frame);
}
inline Transfer FreeBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1<kTmp>(frame, op);
  if (v->IsRefCounted()) {
    RefCounted* counted = v->rc;
    if (counted->refcount == 1 || !(counted->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
      return Slow<FreeSlow>(frame, op);
    }
    --counted->refcount;
  }
  return {frame, op + 1};
}

inline Transfer MakeRefBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* v = Op1(frame, op);
  if (op->op1_kind == kVar && v->type != Type::kIndirect) {
    *Result(frame, op) = *v;  // what a function returned: the assignment looks whether it is a reference
    return {frame, op + 1};
  }
  if (op->op1_kind == kVar) v = v->indirect;
  Reference* ref = v->type == Type::kReference ? v->ref : MakeReference(v);
  ++ref->refcount;
  *Result(frame, op) = Value(ref);
  return {frame, op + 1};
}

inline Transfer UnsetCvSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* v = Op1<kCv>(frame, op);
  Value old = *v;
  SetType(v, Type::kUndef);
  Release(old);
  return Continue(frame);
}
inline Transfer UnsetCvBody(Frame* frame, const Op* op, Vm*) {
  Value* v = Op1<kCv>(frame, op);
  if (v->IsRefCounted()) return Slow<UnsetCvSlow>(frame, op);
  SetType(v, Type::kUndef);
  return {frame, op + 1};
}

inline Transfer IssetCvSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool b = !ToBool(*Deref(Op1<kCv>(frame, op)));
  return BranchAfter(frame, op, vm, b);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IssetIsemptyCvBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Op1<kCv>(frame, op);
  if (!(op->extended & kIsEmpty)) {
    if (v->type == Type::kReference) v = &v->ref->value;
    return BranchOn<B>(frame, op, vm, v->type > Type::kNull);
  }
  if (v->type == Type::kTrue) return BranchOn<B>(frame, op, vm, false);
  if (v->type < Type::kTrue) return BranchOn<B>(frame, op, vm, true);
  return Slow<IssetCvSlow>(frame, op);
}

// A VAR that is about to be changed in place (list() with references): its value must not be shared.
inline Transfer SeparateBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* v = Op1<kVar>(frame, op);
  if (v->type == Type::kIndirect) v = v->indirect;
  v = Deref(v);
  if (v->type == Type::kArray) Separate(v);
  return Continue(frame);
}

inline Transfer CopyTmpBody(Frame* frame, const Op* op, Vm*) {
  *Result(frame, op) = Copy(*Op1<kTmp>(frame, op));
  return {frame, op + 1};
}

}  // namespace

bool ApplyAssignOp(Frame* frame, Value* place, uint8_t opcode, const Value& b) {
  Reference* ref = place->type == Type::kReference ? place->ref : nullptr;
  if (ref) place = &ref->value;
  if (TUSK_UNLIKELY(ref && ref->constraints)) {
    ++ref->refcount;
    Value a = Copy(*place);
    Value out;
    bool ok = BinaryOperatorFor(opcode)(a, b, &out);
    Release(a);
    if (ok) ok = AssignToTypedReference(ref, out, IsStrict(frame));
    Release(Value(ref));
    return ok;
  }
  if (opcode == static_cast<uint8_t>(Opcode::kConcat)) return ConcatAssign(place, b);
  if (place->type == Type::kArray && b.type == Type::kArray && opcode == static_cast<uint8_t>(Opcode::kAdd)) {
    // Union: in place where the left array has one owner.
    Array* from = b.arr;
    if (place->arr == from || from->count == 0) return true;
    Array* a = Separate(place);
    for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
      ArrayKey key = KeyAt(from, p);
      if (!Has(a, key)) Set(a, key, CopyDeref(ValueAt(from, p)));
    }
    return true;
  }
  // The operator may run user code that changes the variable: it works on copies.
  if (ref) ++ref->refcount;
  Value a = Copy(*place);
  Value out;
  bool ok = BinaryOperatorFor(opcode)(a, b, &out);
  Release(a);
  if (ok) {
    Value old = *place;
    *place = out;
    Release(old);
  }
  if (ref) Release(Value(ref));
  return ok;
}

Handler PickAssign(const Op& op) {
  bool used = op.result_kind != kUnused;
  if (op.op1_kind != kCv) return &Run<AssignSlow>;
  return PickKind(op.op2_kind, Kinds<kConst, kTmp, kVar, kCv>{}, [used]<uint8_t K2>() {
    return used ? &Run<AssignBody<kCv, K2, Used::kYes>> : &Run<AssignBody<kCv, K2, Used::kNo>>;
  });
}
const Op* StepAssign(Frame* frame, const Op* op, Vm* vm) { return Step<AssignSlow>(frame, op, vm); }

Handler PickAssignOp(const Op& op) {
  if (op.op1_kind != kCv) return &Run<AssignOpSlow>;
  auto opcode = static_cast<uint8_t>(op.extended);
  if (op.op2_kind == kConst) return AssignOpHandler<kConst>(opcode);
  if (op.op2_kind == kCv) return AssignOpHandler<kCv>(opcode);
  return AssignOpHandler<kTmpVar>(opcode);
}
const Op* StepAssignOp(Frame* frame, const Op* op, Vm* vm) { return Step<AssignOpSlow>(frame, op, vm); }

TUSK_OPCODE(AssignRef, AssignRefBody)
TUSK_OPCODE_1(QmAssign, QmAssignBody, (Kinds<kConst, kTmp, kVar, kCv>))
TUSK_OPCODE(CheckVar, CheckVarBody)
TUSK_OPCODE(Free, FreeBody)
TUSK_OPCODE(MakeRef, MakeRefBody)
TUSK_OPCODE(UnsetCv, UnsetCvBody)
TUSK_OPCODE_SMART(IssetIsemptyCv, IssetIsemptyCvBody, (Kinds<>), (Kinds<>))
TUSK_OPCODE(Separate, SeparateBody)
TUSK_OPCODE(CopyTmp, CopyTmpBody)

}  // namespace tusk::handlers
