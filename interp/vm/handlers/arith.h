// The inline cases of the binary operators: what ADD and `+=` share. Apply() is false when the operands need
// the complete operator (operators.h); the result may lie in an operand's slot.
#pragma once

#include "interp/runtime/scalar.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

#define TUSK_FAST_ARITH(Camel, overflows, sign)                                       \
  struct Fast##Camel {                                                                \
    TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) {    \
      if (TUSK_LIKELY(a.type == Type::kInt)) {                                        \
        if (TUSK_LIKELY(b.type == Type::kInt)) {                                      \
          int64_t out;                                                                \
          if (TUSK_UNLIKELY(scalar::overflows(a.i, b.i, &out))) {                     \
            SetFloat(result, static_cast<double>(a.i) sign static_cast<double>(b.i)); \
          } else {                                                                    \
            SetInt(result, out);                                                      \
          }                                                                           \
          return true;                                                                \
        }                                                                             \
        if (b.type != Type::kFloat) return false;                                     \
        SetFloat(result, static_cast<double>(a.i) sign b.d);                          \
        return true;                                                                  \
      }                                                                               \
      if (a.type != Type::kFloat) return false;                                       \
      if (TUSK_LIKELY(b.type == Type::kFloat)) {                                      \
        SetFloat(result, a.d sign b.d);                                               \
        return true;                                                                  \
      }                                                                               \
      if (b.type != Type::kInt) return false;                                         \
      SetFloat(result, a.d sign static_cast<double>(b.i));                            \
      return true;                                                                    \
    }                                                                                 \
  };
TUSK_FAST_ARITH(Add, AddOverflows, +)
TUSK_FAST_ARITH(Sub, SubOverflows, -)
TUSK_FAST_ARITH(Mul, MulOverflows, *)
#undef TUSK_FAST_ARITH

struct FastDiv {
  TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) {
    if (!a.IsNumber() || !b.IsNumber()) return false;
    if (a.type == Type::kInt && b.type == Type::kInt) {
      if (b.i == 0 || scalar::DivOverflows(a.i, b.i)) return false;
      int64_t x = a.i, y = b.i;
      if (x % y == 0) {
        SetInt(result, x / y);
      } else {
        SetFloat(result, static_cast<double>(x) / static_cast<double>(y));
      }
      return true;
    }
    double y = b.type == Type::kInt ? static_cast<double>(b.i) : b.d;
    if (y == 0) return false;
    SetFloat(result, (a.type == Type::kInt ? static_cast<double>(a.i) : a.d) / y);
    return true;
  }
};
struct FastMod {
  TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) {
    if (a.type != Type::kInt || b.type != Type::kInt || b.i == 0) return false;
    SetInt(result, scalar::ModTrunc(a.i, b.i));
    return true;
  }
};
struct FastSl {
  TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) {
    if (a.type != Type::kInt || b.type != Type::kInt || static_cast<uint64_t>(b.i) >= 64) return false;
    SetInt(result, static_cast<int64_t>(static_cast<uint64_t>(a.i) << b.i));
    return true;
  }
};
struct FastSr {
  TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) {
    if (a.type != Type::kInt || b.type != Type::kInt || static_cast<uint64_t>(b.i) >= 64) return false;
    SetInt(result, a.i >> b.i);
    return true;
  }
};
#define TUSK_FAST_BITS(Camel, sign)                                                \
  struct Fast##Camel {                                                             \
    TUSK_INLINE static bool Apply(const Value& a, const Value& b, Value* result) { \
      if (a.type != Type::kInt || b.type != Type::kInt) return false;              \
      SetInt(result, a.i sign b.i);                                                \
      return true;                                                                 \
    }                                                                              \
  };
TUSK_FAST_BITS(BwOr, |)
TUSK_FAST_BITS(BwAnd, &)
TUSK_FAST_BITS(BwXor, ^)
#undef TUSK_FAST_BITS

// ++ or -- on a reference that typed properties are bound to: checks the result's type.
void StepTypedReference(Reference* ref, bool up);

}  // namespace tusk::handlers
