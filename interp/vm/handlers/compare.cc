// Comparison, boolean operators, type tests and casts.
#include <cmath>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/resource.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

namespace {

bool CompareBy(Opcode opcode, const Value& a, const Value& b) {
  switch (opcode) {
    case Opcode::kIsEqual:
    case Opcode::kCase: return LooseEqual(a, b);
    case Opcode::kIsNotEqual: return !LooseEqual(a, b);
    case Opcode::kIsSmaller: return Compare(a, b) < 0;
    case Opcode::kIsSmallerOrEqual: return Compare(a, b) <= 0;
    case Opcode::kIsIdentical:
    case Opcode::kCaseStrict: return Identical(a, b);
    default: return !Identical(a, b);
  }
}

inline Transfer CompareSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value a = Copy(*ReadOp1(frame, op));
  Value b = Copy(*ReadOp2(frame, op));
  bool v = CompareBy(op->opcode, a, b);
  Release(a);
  Release(b);
  if (op->opcode != Opcode::kCase && op->opcode != Opcode::kCaseStrict) FreeOp1(frame, op);
  FreeOp2(frame, op);
  return BranchAfter(frame, op, vm, v);
}

// Strings mostly differ in the first byte, which empty ones have too (a terminator).
template <bool Strict>
TUSK_INLINE bool SameText(const String* a, const String* b) {
  char x = a->data[0];
  char y = b->data[0];
  if constexpr (Strict) return x == y && tusk::Equal(a, b);
  if (x != y && (static_cast<unsigned char>(x) > '9' || static_cast<unsigned char>(y) > '9')) return false;
  if (a->length == 1 && b->length == 1) return x == y;
  return SmartStringEqual(a, b);
}

// Two strings, not the same one: == and ===.
template <bool Strict, bool Equal>
inline Transfer CompareStringsSlow(Frame* frame, const Op* op, Vm* vm) {
  String* a = Op1(frame, op)->str;
  String* b = Op2(frame, op)->str;
  bool same = SameText<Strict>(a, b);
  if (op->op1_kind & kTmpVar) Release(a);
  if (op->op2_kind & kTmpVar) Release(b);
  return BranchOn<kAnyBranch>(frame, op, vm, same == Equal);
}

// Two strings: < and <=.
template <bool OrEqual>
inline Transfer OrderStringsSlow(Frame* frame, const Op* op, Vm* vm) {
  String* a = Op1(frame, op)->str;
  String* b = Op2(frame, op)->str;
  int order = CompareStrings(a, b);
  if (op->op1_kind & kTmpVar) Release(a);
  if (op->op2_kind & kTmpVar) Release(b);
  return BranchOn<kAnyBranch>(frame, op, vm, OrEqual ? order <= 0 : order < 0);
}

struct Less {
  template <typename T>
  static constexpr bool On(T a, T b) {
    return a < b;
  }
};
struct LessOrEqual {
  template <typename T>
  static constexpr bool On(T a, T b) {
    return a <= b;
  }
};
struct Same {
  template <typename T>
  static constexpr bool On(T a, T b) {
    return a == b;
  }
};
struct Different {
  template <typename T>
  static constexpr bool On(T a, T b) {
    return a != b;
  }
};

template <typename Relation, uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer Numbers(Frame* frame, const Op* op, Vm* vm) {
  const Value* a = Op1<K1>(frame, op);
  const Value* b = Op2<K2>(frame, op);
  if constexpr (B == kSmartJmpnz) {
    if (TUSK_LIKELY(a->type == LoopInt(vm) && b->type == Type::kInt))
      return LoopOn(frame, op, Relation::On(a->i, b->i));
    if (TUSK_UNLIKELY(NeedsAttention(vm))) return Slow<CompareSlow>(frame, op);
  }
  if (TUSK_LIKELY(a->type == Type::kInt)) {
    if (TUSK_LIKELY(b->type == Type::kInt)) return BranchOn<B>(frame, op, vm, Relation::On(a->i, b->i));
    if (b->type == Type::kFloat) {
      return BranchOn<B>(frame, op, vm, Relation::On(static_cast<double>(a->i), b->d));
    }
  } else if (a->type == Type::kFloat) {
    if (TUSK_LIKELY(b->type == Type::kFloat)) return BranchOn<B>(frame, op, vm, Relation::On(a->d, b->d));
    if (b->type == Type::kInt)
      return BranchOn<B>(frame, op, vm, Relation::On(a->d, static_cast<double>(b->i)));
  } else if constexpr (std::is_same_v<Relation, Same> || std::is_same_v<Relation, Different>) {
    constexpr bool kBorrowed = K1 != kAnyKind && K2 != kAnyKind && !kOwned<K1> && !kOwned<K2>;
    if (K1 != kAnyKind && K2 != kAnyKind && a->type == Type::kString && b->type == Type::kString) {
      if (kBorrowed && a->str == b->str) return BranchOn<B>(frame, op, vm, Relation::On(0, 0));
      return Slow<CompareStringsSlow<false, std::is_same_v<Relation, Same>>>(frame, op);
    }
  } else if (K1 != kAnyKind && K2 != kAnyKind && a->type == Type::kString && b->type == Type::kString) {
    return Slow<OrderStringsSlow<std::is_same_v<Relation, LessOrEqual>>>(frame, op);
  }
  return Slow<CompareSlow>(frame, op);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsSmallerBody(Frame* frame, const Op* op, Vm* vm) {
  return Numbers<Less, K1, K2, B>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsSmallerOrEqualBody(Frame* frame, const Op* op, Vm* vm) {
  return Numbers<LessOrEqual, K1, K2, B>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsEqualBody(Frame* frame, const Op* op, Vm* vm) {
  return Numbers<Same, K1, K2, B>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsNotEqualBody(Frame* frame, const Op* op, Vm* vm) {
  return Numbers<Different, K1, K2, B>(frame, op, vm);
}

template <bool Equal, uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IdentityTest(Frame* frame, const Op* op, Vm* vm) {
  const Value* a = Op1<K1>(frame, op);
  const Value* b = Op2<K2>(frame, op);
  if (K1 == kAnyKind || K2 == kAnyKind) return Slow<CompareSlow>(frame, op);
  // Scalars: nothing to release, no warnings.
  bool a_plain = a->type > Type::kUndef && a->type <= Type::kFloat;
  bool b_plain = b->type > Type::kUndef && b->type <= Type::kFloat;
  if (a_plain && b_plain) {
    bool same =
        a->type == b->type && (a->type < Type::kInt || (a->type == Type::kInt ? a->i == b->i : a->d == b->d));
    return BranchOn<B>(frame, op, vm, same == Equal);
  }
  if constexpr (K1 != kAnyKind && K2 != kAnyKind && (kOwned<K1> || kOwned<K2>)) {
    if (a->type == Type::kString && b->type == Type::kString) {
      String* x = a->str;
      String* y = b->str;
      if ((kOwned<K1> && x->refcount == 1) || (kOwned<K2> && y->refcount <= 2) ||
          (x != y && x->length == y->length)) {
        return Slow<CompareStringsSlow<true, Equal>>(frame, op);
      }
      if (kOwned<K1>) --x->refcount;
      if (kOwned<K2>) --y->refcount;
      return BranchOn<B>(frame, op, vm, (x == y) == Equal);
    }
  }
  if constexpr (K1 != kAnyKind && K2 != kAnyKind && !kOwned<K1> && !kOwned<K2>) {
    if (a->type == Type::kString && b->type == Type::kString) {
      if (a->str == b->str) return BranchOn<B>(frame, op, vm, Equal);
      if (a->str->length != b->str->length) return BranchOn<B>(frame, op, vm, !Equal);
      return Slow<CompareStringsSlow<true, Equal>>(frame, op);
    }
    // A counted value against a scalar (the usual === null).
    if ((a_plain && b->type > Type::kFloat && b->type < Type::kReference) ||
        (b_plain && a->type > Type::kFloat && a->type < Type::kReference)) {
      return BranchOn<B>(frame, op, vm, !Equal);
    }
  }
  return Slow<CompareSlow>(frame, op);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsIdenticalBody(Frame* frame, const Op* op, Vm* vm) {
  return IdentityTest<true, K1, K2, B>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer IsNotIdenticalBody(Frame* frame, const Op* op, Vm* vm) {
  return IdentityTest<false, K1, K2, B>(frame, op, vm);
}

inline Transfer SpaceshipSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value a = Copy(*ReadOp1(frame, op));
  Value b = Copy(*ReadOp2(frame, op));
  int order = Compare(a, b);
  Release(a);
  Release(b);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  SetInt(Result(frame, op), order == 0 ? 0 : order < 0 ? -1 : 1);
  return Continue(frame);
}
inline Transfer SpaceshipBody(Frame* frame, const Op* op, Vm*) {
  const Value* a = Op1(frame, op);
  const Value* b = Op2(frame, op);
  if (a->type == Type::kInt && b->type == Type::kInt) {
    int64_t x = a->i, y = b->i;
    SetInt(Result(frame, op), (x > y) - (x < y));
    return {frame, op + 1};
  }
  return Slow<SpaceshipSlow>(frame, op);
}

template <bool Negate>
inline Transfer ToBoolSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  bool b = ToBool(*ReadOp1(frame, op));
  FreeOp1(frame, op);
  SetBool(Result(frame, op), b != Negate);
  return Continue(frame);
}
template <bool Negate>
inline Transfer ToBoolBody(Frame* frame, const Op* op, Vm*) {
  const Value* v = Op1(frame, op);
  bool b;
  if (v->type == Type::kTrue) {
    b = true;
  } else if (v->type == Type::kFalse || v->type == Type::kNull) {
    b = false;
  } else {
    return Slow<ToBoolSlow<Negate>>(frame, op);
  }
  SetBool(Result(frame, op), b != Negate);
  return {frame, op + 1};
}

inline Transfer BoolXorBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  bool a = ToBool(*ReadOp1(frame, op));
  bool b = ToBool(*ReadOp2(frame, op));
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  SetBool(Result(frame, op), a != b);
  return Continue(frame);
}

inline Transfer CastBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  Value out;
  switch (op->extended) {
    case static_cast<uint32_t>(Type::kInt): out = Value(ToInt(*v)); break;
    case static_cast<uint32_t>(Type::kFloat): out = Value(ToFloat(*v)); break;
    case static_cast<uint32_t>(Type::kString): {
      String* s;
      if (v->IsString()) {
        s = v->str;
        Retain(s);
      } else {
        s = ToString(*v);
      }
      if (s) out = Value(s);
      break;
    }
    case static_cast<uint32_t>(Type::kArray):
      if (v->IsArray()) {
        out = Copy(*v);
      } else {
        Array* a = ToArray(*v);
        if (a) out = Value(a);
      }
      break;
    case static_cast<uint32_t>(Type::kObject):
      if (v->IsObject()) {
        out = Copy(*v);
      } else {
        Object* o = ToObject(*v);
        if (o) out = Value(o);
      }
      break;
    case static_cast<uint32_t>(Type::kNull): out = Value::Null(); break;
    default: out = Value(ToBool(*v));
  }
  FreeOp1(frame, op);
  *Result(frame, op) = out;
  return Continue(frame);
}

template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer TypeCheckBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Op1<K1>(frame, op);
  bool owned = K1 == kAnyKind ? (op->op1_kind & kTmpVar) != 0 : kOwned<K1>;
  if (v->type == Type::kReference) v = &v->ref->value;
  if (v->type == Type::kUndef && op->op1_kind == kCv) {
    SaveOp(frame, op);
    UndefinedVariable(frame, op->op1);
    return BranchAfter(frame, op, vm, (op->extended >> static_cast<uint32_t>(Type::kNull)) & 1);
  }
  bool b = (op->extended >> static_cast<uint32_t>(v->type)) & 1;
  if (b && v->type == Type::kResource && op->extended == 1u << static_cast<uint32_t>(Type::kResource)) {
    b = v->res->type_name != nullptr;  // is_resource() of a closed one
  }
  if (owned && Op1<K1>(frame, op)->IsRefCounted()) {
    SaveOp(frame, op);
    FreeOp1(frame, op);
    return BranchAfter(frame, op, vm, b);
  }
  return BranchOn<B>(frame, op, vm, b);
}

inline Transfer InstanceofSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  bool b = false;
  if (v->IsObject()) {
    Class* c = nullptr;
    if (op->op2_kind == kConst) {
      void** cache = reinterpret_cast<void**>(reinterpret_cast<char*>(frame->cache) + op->extended);
      c = static_cast<Class*>(*cache);
      if (!c) {
        c = FindClass(Op2<kConst>(frame, op)->str, false);
        *cache = c;
      }
    } else if (op->op2_kind == kUnused) {
      c = FetchScopeClass(frame, op->op2.num);
    } else {
      c = static_cast<Class*>(Op2(frame, op)->ptr);
    }
    b = c && InstanceOf(v->obj->cls, c);
  }
  FreeOp1(frame, op);
  return BranchAfter(frame, op, vm, b);
}

template <uint8_t K1, uint8_t K2, uint8_t B>
TUSK_INLINE Transfer InstanceofBody(Frame* frame, const Op* op, Vm* vm) {
  if constexpr (K1 == kCv && K2 == kConst) {
    const Value* v = Op1<K1>(frame, op);
    const auto* c = static_cast<const Class*>(*CacheAt(frame, op->extended));
    if (v->type == Type::kReference) v = &v->ref->value;
    if (TUSK_LIKELY(v->IsObject() && c)) return BranchOn<B>(frame, op, vm, InstanceOf(v->obj->cls, c));
  }
  return Slow<InstanceofSlow>(frame, op);
}

inline Transfer GetTypeBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  const char* name = TypeNameForGettype(v->type);
  if (v->IsResource() && !v->res->type_name) name = "resource (closed)";
  String* s = Intern(name);
  FreeOp1(frame, op);
  *Result(frame, op) = Value(s);
  return Continue(frame);
}

}  // namespace

TUSK_OPCODE_SMART(IsSmaller, IsSmallerBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_SMART(IsSmallerOrEqual, IsSmallerOrEqualBody, (Kinds<kConst, kTmpVar, kCv>),
                  (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_SMART(IsEqual, IsEqualBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_SMART(IsNotEqual, IsNotEqualBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_SMART(IsIdentical, IsIdenticalBody, (Kinds<kConst, kTmpVar, kCv>), (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE_SMART(IsNotIdentical, IsNotIdenticalBody, (Kinds<kConst, kTmpVar, kCv>),
                  (Kinds<kConst, kTmpVar, kCv>))
TUSK_OPCODE(Case, CompareSlow)
TUSK_OPCODE(CaseStrict, CompareSlow)
TUSK_OPCODE(Spaceship, SpaceshipBody)
TUSK_OPCODE(BoolNot, ToBoolBody<true>)
TUSK_OPCODE(Bool, ToBoolBody<false>)
TUSK_OPCODE(BoolXor, BoolXorBody)
TUSK_OPCODE(Cast, CastBody)
TUSK_OPCODE_SMART(TypeCheck, TypeCheckBody, (Kinds<kTmpVar, kCv>), (Kinds<>))
TUSK_OPCODE_SMART(Instanceof, InstanceofBody, (Kinds<kCv>), (Kinds<kConst>))
TUSK_OPCODE(GetType, GetTypeBody)

}  // namespace tusk::handlers
