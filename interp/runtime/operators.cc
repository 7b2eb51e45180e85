// Arithmetic, bitwise and string operators, complete: conversions, diagnostics, overflow to float.
#include "interp/runtime/operators.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/scalar.h"

namespace tusk {

namespace {

// Asks the classes of the operands, then says that the operator does not know them.
TUSK_COLD bool Unsupported(const char* op, const Value& a, const Value& b, Value* result) {
  for (const Value* v : {&a, &b}) {
    if (HasException()) return false;
    if (v->IsObject() && v->obj->cls->handlers && v->obj->cls->handlers->operate &&
        v->obj->cls->handlers->operate(op, a, b, result)) {
      return true;
    }
  }
  if (!HasException()) {
    // Class names are fetched one after the other: both stay valid while the operands live.
    ThrowTypeError("Unsupported operand types: %s %s %s", PlainTypeName(a), op, PlainTypeName(b));
  }
  return false;
}

// The operand as an int or a float. False: it is none (nothing raised yet) or a warning was made an
// exception.
bool ArithmeticOperand(const Value& v, Value* out) {
  switch (v.type) {
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse: *out = Value(int64_t{0}); return true;
    case Type::kTrue: *out = Value(int64_t{1}); return true;
    case Type::kInt:
    case Type::kFloat: *out = v; return true;
    case Type::kString: {
      int64_t i = 0;
      double d = 0;
      bool trailing;
      Numeric kind = ParseNumber(v.str->view(), &i, &d, &trailing);
      if (kind == Numeric::kNot) return false;
      if (TUSK_UNLIKELY(trailing)) {
        Warning("A non-numeric value encountered");
        if (HasException()) return false;
      }
      *out = kind == Numeric::kInt ? Value(i) : Value(d);
      return true;
    }
    case Type::kObject: {
      const ObjectHandlers* handlers = v.obj->cls->handlers;
      Value result;
      if (!handlers || handlers->operate || !handlers->cast) return false;
      if (!handlers->cast(v.obj, Type::kInt, &result)) return false;
      if (result.IsNumber()) {
        *out = result;
        return true;
      }
      Release(result);
      return false;
    }
    case Type::kReference: return ArithmeticOperand(v.ref->value, out);
    default: return false;
  }
}

// The operand of an integer operator. As above.
bool IntegerOperand(const Value& v, int64_t* out) {
  switch (v.type) {
    case Type::kInt: *out = v.i; return true;
    case Type::kFloat:
      *out = FloatToInt(v.d);
      if (TUSK_UNLIKELY(!scalar::IsExactInt(v.d))) {
        DeprecatedFloatToInt(v.d);
        return !HasException();
      }
      return true;
    case Type::kString: {
      int64_t i = 0;
      double d = 0;
      bool trailing;
      Numeric kind = ParseNumber(v.str->view(), &i, &d, &trailing);
      if (kind == Numeric::kNot) return false;
      if (trailing) {
        Warning("A non-numeric value encountered");
        if (HasException()) return false;
      }
      if (kind == Numeric::kInt) {
        *out = i;
        return true;
      }
      // Saturating: as integer strings convert.
      *out = FloatToIntSaturating(d);
      if (static_cast<double>(*out) != d) {
        Deprecated("Implicit conversion from float-string \"%s\" to int loses precision", v.str->view());
        return !HasException();
      }
      return true;
    }
    case Type::kReference: return IntegerOperand(v.ref->value, out);
    default: {
      Value number;
      if (!ArithmeticOperand(v, &number)) return false;
      *out = number.IsInt() ? number.i : FloatToInt(number.d);
      return true;
    }
  }
}

// Both operands as numbers, then Op::Ints or Op::Floats.
template <typename Op>
TUSK_INLINE bool Arithmetic(const Value& a, const Value& b, Value* result) {
  Value x;
  Value y;
  if (TUSK_UNLIKELY(!ArithmeticOperand(a, &x) || !ArithmeticOperand(b, &y))) {
    *result = Value();
    return Unsupported(Op::kText, Deref(a), Deref(b), result);
  }
  if (x.IsInt() && y.IsInt()) return Op::Ints(x.i, y.i, result);
  return Op::Floats(x.IsInt() ? static_cast<double>(x.i) : x.d, y.IsInt() ? static_cast<double>(y.i) : y.d,
                    result);
}

struct AddOp {
  static constexpr const char* kText = "+";
  static bool Ints(int64_t a, int64_t b, Value* result) {
    int64_t r;
    *result = TUSK_UNLIKELY(scalar::AddOverflows(a, b, &r))
                  ? Value(static_cast<double>(a) + static_cast<double>(b))
                  : Value(r);
    return true;
  }
  static bool Floats(double a, double b, Value* result) {
    *result = Value(a + b);
    return true;
  }
};
struct SubOp {
  static constexpr const char* kText = "-";
  static bool Ints(int64_t a, int64_t b, Value* result) {
    int64_t r;
    *result = TUSK_UNLIKELY(scalar::SubOverflows(a, b, &r))
                  ? Value(static_cast<double>(a) - static_cast<double>(b))
                  : Value(r);
    return true;
  }
  static bool Floats(double a, double b, Value* result) {
    *result = Value(a - b);
    return true;
  }
};
struct MulOp {
  static constexpr const char* kText = "*";
  static bool Ints(int64_t a, int64_t b, Value* result) {
    int64_t r;
    *result = TUSK_UNLIKELY(scalar::MulOverflows(a, b, &r))
                  ? Value(static_cast<double>(a) * static_cast<double>(b))
                  : Value(r);
    return true;
  }
  static bool Floats(double a, double b, Value* result) {
    *result = Value(a * b);
    return true;
  }
};

TUSK_COLD bool DivisionByZero(Value* result, const char* message) {
  *result = Value();
  Throw(Throwable::kDivisionByZeroError, message);
  return false;
}

struct DivOp {
  static constexpr const char* kText = "/";
  static bool Ints(int64_t a, int64_t b, Value* result) {
    if (TUSK_UNLIKELY(b == 0)) return DivisionByZero(result, "Division by zero");
    *result = scalar::DivIsInt(a, b) ? Value(scalar::DivTrunc(a, b))
                                     : Value(static_cast<double>(a) / static_cast<double>(b));
    return true;
  }
  static bool Floats(double a, double b, Value* result) {
    if (TUSK_UNLIKELY(b == 0)) return DivisionByZero(result, "Division by zero");
    *result = Value(a / b);
    return true;
  }
};
struct PowOp {
  static constexpr const char* kText = "**";
  static bool ZeroToNegative(Value* result) {
    Deprecated("Power of base 0 and negative exponent is deprecated");
    *result = HasException() ? Value() : Value(std::numeric_limits<double>::infinity());
    return !HasException();
  }
  static bool Ints(int64_t a, int64_t b, Value* result) {
    if (b < 0) {
      if (a == 0) return ZeroToNegative(result);
      *result = Value(std::pow(static_cast<double>(a), static_cast<double>(b)));
      return true;
    }
    int64_t i;
    double d;
    *result = scalar::PowInt(a, b, &i, &d) ? Value(i) : Value(d);
    return true;
  }
  static bool Floats(double a, double b, Value* result) {
    if (a == 0 && b < 0) {
      Deprecated("Power of base 0 and negative exponent is deprecated");
      if (HasException()) {
        *result = Value();
        return false;
      }
    }
    *result = Value(std::pow(a, b));
    return true;
  }
};

bool AddArrays(const Value& a, const Value& b, Value* result) {
  if (b.arr->count == 0 || a.arr == b.arr) {
    *result = Copy(a);
    return true;
  }
  if (a.arr->count == 0 && a.arr->next_free == INT64_MIN) {
    *result = Copy(b);
    return true;
  }
  Array* sum = CopyArray(a.arr);
  MergeMissing(sum, b.arr);
  *result = Value(sum);
  return true;
}

// Both operands as integers, then `apply`, which may raise.
template <typename F>
TUSK_INLINE bool Integers(const char* text, const Value& a, const Value& b, Value* result, F apply) {
  int64_t x;
  int64_t y;
  if (TUSK_UNLIKELY(!IntegerOperand(a, &x) || !IntegerOperand(b, &y))) {
    *result = Value();
    return Unsupported(text, Deref(a), Deref(b), result);
  }
  return apply(x, y, result);
}

TUSK_COLD bool NegativeShift(Value* result) {
  *result = Value();
  Throw(Throwable::kArithmeticError, "Bit shift by negative number");
  return false;
}

// | & ^ of two strings work on their bytes.
template <typename F>
TUSK_INLINE bool Bitwise(const char* text, const Value& va, const Value& vb, Value* result, F apply) {
  const Value& a = *Deref(&va);
  const Value& b = *Deref(&vb);
  if (a.IsString() && b.IsString()) {
    const String* longer = a.str->length >= b.str->length ? a.str : b.str;
    const String* shorter = longer == a.str ? b.str : a.str;
    bool keep_rest = apply(uint64_t{1}, uint64_t{0}) && apply(uint64_t{1}, uint64_t{1});  // | only
    String* s = NewString(keep_rest ? longer->length : shorter->length);
    for (size_t i = 0; i < shorter->length; ++i) {
      s->data[i] = static_cast<char>(
          apply(static_cast<unsigned char>(longer->data[i]), static_cast<unsigned char>(shorter->data[i])));
    }
    if (keep_rest) {
      std::memcpy(s->data + shorter->length, longer->data + shorter->length,
                  longer->length - shorter->length);
    }
    *result = Value(s);
    return true;
  }
  return Integers(text, a, b, result, [&](int64_t x, int64_t y, Value* r) {
    *r = Value(static_cast<int64_t>(apply(static_cast<uint64_t>(x), static_cast<uint64_t>(y))));
    return true;
  });
}

}  // namespace

bool Add(const Value& a, const Value& b, Value* result) {
  const Value& x = *Deref(&a);
  const Value& y = *Deref(&b);
  if (x.IsArray() && y.IsArray()) return AddArrays(x, y, result);
  return Arithmetic<AddOp>(x, y, result);
}
bool Sub(const Value& a, const Value& b, Value* result) { return Arithmetic<SubOp>(a, b, result); }
bool Mul(const Value& a, const Value& b, Value* result) { return Arithmetic<MulOp>(a, b, result); }
bool Div(const Value& a, const Value& b, Value* result) { return Arithmetic<DivOp>(a, b, result); }
bool Pow(const Value& a, const Value& b, Value* result) { return Arithmetic<PowOp>(a, b, result); }

bool Mod(const Value& a, const Value& b, Value* result) {
  return Integers("%", a, b, result, [](int64_t x, int64_t y, Value* r) {
    if (TUSK_UNLIKELY(y == 0)) return DivisionByZero(r, "Modulo by zero");
    *r = Value(scalar::ModTrunc(x, y));
    return true;
  });
}
bool ShiftLeft(const Value& a, const Value& b, Value* result) {
  return Integers("<<", a, b, result, [](int64_t x, int64_t y, Value* r) {
    if (TUSK_UNLIKELY(y < 0)) return NegativeShift(r);
    *r = Value(scalar::ShiftLeft(x, y));
    return true;
  });
}
bool ShiftRight(const Value& a, const Value& b, Value* result) {
  return Integers(">>", a, b, result, [](int64_t x, int64_t y, Value* r) {
    if (TUSK_UNLIKELY(y < 0)) return NegativeShift(r);
    *r = Value(scalar::ShiftRight(x, y));
    return true;
  });
}
bool BitOr(const Value& a, const Value& b, Value* result) {
  return Bitwise("|", a, b, result, [](uint64_t x, uint64_t y) { return x | y; });
}
bool BitAnd(const Value& a, const Value& b, Value* result) {
  return Bitwise("&", a, b, result, [](uint64_t x, uint64_t y) { return x & y; });
}
bool BitXor(const Value& a, const Value& b, Value* result) {
  return Bitwise("^", a, b, result, [](uint64_t x, uint64_t y) { return x ^ y; });
}

bool BitNot(const Value& a, Value* result) {
  const Value& v = *Deref(&a);
  switch (v.type) {
    case Type::kInt: *result = Value(~v.i); return true;
    case Type::kFloat: {
      int64_t i = FloatToInt(v.d);
      if (!scalar::IsExactInt(v.d)) {
        DeprecatedFloatToInt(v.d);
        if (HasException()) {
          *result = Value();
          return false;
        }
      }
      *result = Value(~i);
      return true;
    }
    case Type::kString: {
      const String* from = v.str;
      String* s = NewString(from->length);
      for (size_t i = 0; i < from->length; ++i) s->data[i] = static_cast<char>(~from->data[i]);
      *result = Value(s);
      return true;
    }
    default:
      if (v.IsObject() && v.obj->cls->handlers && v.obj->cls->handlers->operate &&
          v.obj->cls->handlers->operate("~", v, Value(), result)) {
        return true;
      }
      *result = Value();
      if (HasException()) return false;
      ThrowTypeError("Cannot perform bitwise not on %s", TypeNameForErrors(v));
      return false;
  }
}

bool BoolXor(const Value& a, const Value& b, Value* result) {
  *result = Value(ToBool(a) != ToBool(b));
  return true;
}

// --- strings ---------------------------------------------------------------------------------------------

namespace {

// An operand of `.` as bytes, without an allocation for numbers.
struct ConcatOperand {
  std::string_view bytes;
  String* owned = nullptr;
  char number[512];

  // False: conversion raised an exception.
  bool Set(const Value& v) {
    switch (v.type) {
      case Type::kString: bytes = v.str->view(); return true;
      case Type::kInt: bytes = {number, FormatInt(v.i, number)}; return true;
      case Type::kFloat:
        bytes = {number, FormatFloat(v.d, std::min(g_precision, 400), number, sizeof(number))};
        return true;
      case Type::kTrue: bytes = "1"; return true;
      case Type::kUndef:
      case Type::kNull:
      case Type::kFalse: bytes = {}; return true;
      default:
        owned = ToString(v);
        if (!owned) return false;
        bytes = owned->view();
        return true;
    }
  }
  ~ConcatOperand() {
    if (owned) Release(owned);
  }
};

}  // namespace

bool ConcatValues(const Value& a, const Value& b, Value* result) {
  const Value& va = *Deref(&a);
  const Value& vb = *Deref(&b);
  ConcatOperand x;
  ConcatOperand y;
  if (TUSK_UNLIKELY(!x.Set(va) || !y.Set(vb))) {
    *result = Value();
    return false;
  }
  if (y.bytes.empty() && va.IsString()) {
    *result = Copy(va);
  } else if (x.bytes.empty() && vb.IsString()) {
    *result = Copy(vb);
  } else {
    *result = Value(Concat(x.bytes, y.bytes));
  }
  return true;
}

bool ConcatAssign(Value* a, const Value& b) {
  Value* place = Deref(a);
  const Value& vb = *Deref(&b);
  ConcatOperand right;
  if (TUSK_LIKELY(place->IsString())) {
    if (TUSK_UNLIKELY(!right.Set(vb))) return false;
    place = Deref(a);  // __toString may have changed the variable
    if (TUSK_LIKELY(place->IsString())) {
      place->str = AppendInPlace(place->str, right.bytes);
      return true;
    }
  }
  Value result;
  if (!ConcatValues(*place, vb, &result)) return false;
  place = Deref(a);
  Value old = *place;
  *place = result;
  Release(old);
  return true;
}

// --- ++ and -- -------------------------------------------------------------------------------------------

namespace {

bool IsAlphanumeric(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

// "a" -> "b", "Az" -> "Ba", "zZ9" -> "aaA0": each place carries to the one on its left; other bytes stop it.
String* IncrementString(String* from) {
  String* s = Separate(from);
  size_t i = s->length;
  char carry = 0;  // the digit that grows the string when the leftmost place overflows
  while (i-- > 0) {
    char& c = s->data[i];
    if (c == 'z') {
      c = 'a';
      carry = 'a';
    } else if (c == 'Z') {
      c = 'A';
      carry = 'A';
    } else if (c == '9') {
      c = '0';
      carry = '1';
    } else {
      if ((c >= 'a' && c < 'z') || (c >= 'A' && c < 'Z') || (c >= '0' && c < '9')) ++c;
      return s;
    }
  }
  String* longer = Concat({&carry, 1}, s->view());
  Release(s);
  return longer;
}

// Raises `warn` and tells whether to go on.
TUSK_COLD bool Notify(int level, const char* message) {
  RaiseMessage(level, message);
  return !HasException();
}

}  // namespace

namespace {

// ++ or -- of an object: what its class makes of `op` 1 (*operates), or the number that it stands for, which
// is then in its place and still to be changed. False: neither; with *operates, raised.
bool StepObject(Value* place, const char* op, bool* operates) {
  const ObjectHandlers* handlers = place->obj->cls->handlers;
  if (!handlers) return false;
  Value after;
  *operates = handlers->operate != nullptr;
  bool ok = *operates ? handlers->operate(op, *place, Value(int64_t{1}), &after)
                      : handlers->cast && handlers->cast(place->obj, Type::kInt, &after) && after.IsNumber();
  if (!ok) return false;
  Release(std::exchange(*place, after));
  return true;
}

}  // namespace

bool Increment(Value* v) {
  Value* place = Deref(v);
  switch (place->type) {
    case Type::kInt: {
      int64_t r;
      *place = scalar::AddOverflows(place->i, 1, &r) ? Value(static_cast<double>(place->i) + 1.0) : Value(r);
      return true;
    }
    case Type::kFloat: *place = Value(place->d + 1.0); return true;
    case Type::kUndef:
    case Type::kNull: *place = Value(int64_t{1}); return true;
    case Type::kFalse:
    case Type::kTrue:
      return Notify(
          ErrorLevel::kWarning,
          "Increment on type bool has no effect, this will change in the next major version of PHP");
    case Type::kString: {
      String* s = place->str;
      int64_t i;
      double d;
      switch (s->length ? IsNumericString(s->view(), &i, &d) : Numeric::kNot) {
        case Numeric::kInt:
          *place = Value(i);
          Release(s);
          return Increment(place);
        case Numeric::kFloat:
          *place = Value(d + 1.0);
          Release(s);
          return true;
        default: break;
      }
      if (s->length == 0) {
        if (!Notify(ErrorLevel::kDeprecated, "Increment on non-alphanumeric string is deprecated"))
          return false;
        place = Deref(v);
        Value old = *place;
        *place = Value(CharString('1'));
        Release(old);
        return true;
      }
      if (!IsAlphanumeric(s->view())) {
        // What is incremented is the string that was there, whatever an error handler puts in its place.
        Retain(s);
        if (!Notify(ErrorLevel::kDeprecated, "Increment on non-alphanumeric string is deprecated")) {
          Release(s);
          return false;
        }
        place = Deref(v);
        Value old = *place;
        *place = Value(s);
        Release(old);
        place = Deref(v);
        if (!place->IsString()) return true;
      }
      place->str = IncrementString(place->str);
      return true;
    }
    case Type::kObject: {
      bool operates = false;
      if (StepObject(place, "+", &operates)) return operates || Increment(place);
      if (operates) return false;
      [[fallthrough]];
    }
    default: ThrowTypeError("Cannot increment %s", TypeNameForErrors(*place)); return false;
  }
}

bool Decrement(Value* v) {
  Value* place = Deref(v);
  switch (place->type) {
    case Type::kInt: {
      int64_t r;
      *place = scalar::SubOverflows(place->i, 1, &r) ? Value(static_cast<double>(place->i) - 1.0) : Value(r);
      return true;
    }
    case Type::kFloat: *place = Value(place->d - 1.0); return true;
    case Type::kUndef:
    case Type::kNull:
      *place = Value::Null();
      return Notify(
          ErrorLevel::kWarning,
          "Decrement on type null has no effect, this will change in the next major version of PHP");
    case Type::kFalse:
    case Type::kTrue:
      return Notify(
          ErrorLevel::kWarning,
          "Decrement on type bool has no effect, this will change in the next major version of PHP");
    case Type::kString: {
      String* s = place->str;
      int64_t i;
      double d;
      if (s->length == 0) {
        if (!Notify(ErrorLevel::kDeprecated, "Decrement on empty string is deprecated as non-numeric")) {
          return false;
        }
        place = Deref(v);
        Value old = *place;
        *place = Value(int64_t{-1});
        Release(old);
        return true;
      }
      switch (IsNumericString(s->view(), &i, &d)) {
        case Numeric::kInt:
          *place = Value(i);
          Release(s);
          return Decrement(place);
        case Numeric::kFloat:
          *place = Value(d - 1.0);
          Release(s);
          return true;
        default:
          return Notify(ErrorLevel::kDeprecated,
                        "Decrement on non-numeric string has no effect and is deprecated");
      }
    }
    case Type::kObject: {
      bool operates = false;
      if (StepObject(place, "-", &operates)) return operates || Decrement(place);
      if (operates) return false;
      [[fallthrough]];
    }
    default: ThrowTypeError("Cannot decrement %s", TypeNameForErrors(*place)); return false;
  }
}

// --- by opcode -------------------------------------------------------------------------------------------

BinaryOperator BinaryOperatorFor(uint8_t opcode) {
  // Zend's numbers, from ADD (1) to POW (12), and BOOL_XOR (15).
  static constexpr BinaryOperator kOperators[] = {nullptr,   Add,        Sub,          Mul,    Div,    Mod,
                                                  ShiftLeft, ShiftRight, ConcatValues, BitOr,  BitAnd, BitXor,
                                                  Pow,       nullptr,    nullptr,      BoolXor};
  return opcode < std::size(kOperators) ? kOperators[opcode] : nullptr;
}

}  // namespace tusk
