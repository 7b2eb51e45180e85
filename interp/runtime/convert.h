// Conversions between PHP types. Functions that may warn, throw or call __toString say so.
#pragma once

#include "interp/runtime/scalar.h"
#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

bool ToBoolSlow(const Value& v);
// No user code.
TUSK_INLINE bool ToBool(const Value& v) {
  if (v.type <= Type::kTrue) return v.type == Type::kTrue;
  if (v.type == Type::kInt) return v.i != 0;
  return ToBoolSlow(v);
}
int64_t ToIntSlow(const Value& v);
// (int): strings by leading number, arrays 0/1; objects give 1 and warn.
TUSK_INLINE int64_t ToInt(const Value& v) { return v.IsInt() ? v.i : ToIntSlow(v); }
double ToFloatSlow(const Value& v);
TUSK_INLINE double ToFloat(const Value& v) { return v.IsFloat() ? v.d : ToFloatSlow(v); }
String* ToStringSlow(const Value& v);
// (string): arrays warn "Array to string conversion", objects call __toString; null with an exception
// pending. Owned.
TUSK_INLINE String* ToString(const Value& v) {
  if (v.IsString()) {
    Retain(v.str);
    return v.str;
  }
  return ToStringSlow(v);
}
// Number for arithmetic: *v becomes int or float (owned operand released); warns "A non-numeric value
// encountered", throws TypeError for operands that are no numbers. False when it threw.
bool ToNumber(Value* v);
Array* ToArray(const Value& v);    // (array); owned
Object* ToObject(const Value& v);  // (object); owned

// Float to int as PHP does: modulo 2^64 for out-of-range values in (int) casts, 0 for NaN and infinities.
inline int64_t FloatToInt(double d) { return scalar::FloatToInt(d); }
inline bool FloatIsExactInt(double d, int64_t* out) {
  if (!scalar::IsExactInt(d)) return false;
  *out = static_cast<int64_t>(d);
  return true;
}
// Strings that are floats saturate where floats wrap.
int64_t FloatToIntSaturating(double d);

enum class Numeric : uint8_t { kNot, kInt, kFloat };
// The number at the start of a string. Leading whitespace is allowed; `trailing` tells whether something
// other than whitespace follows (then the string is only leading-numeric). Integers beyond 64 bits are
// floats; *overflow then is their sign (else 0).
Numeric ParseNumber(std::string_view s, int64_t* i, double* d, bool* trailing, int* overflow = nullptr);
// Whole string, whitespace allowed around.
Numeric IsNumericString(std::string_view s, int64_t* i, double* d);
// As strtod(): the longest float at the start, no whitespace; *used gets its length (0: none).
double ParseFloat(std::string_view s, size_t* used);

// Array keys from offset values, with what the VM reports for them (deprecated float keys, resources). The
// key borrows from the offset. False: raised the TypeError for `use`.
enum class OffsetUse : uint8_t { kAccess, kIsset, kUnset };
struct ArrayKey;
bool ToArrayKey(const Value& offset, ArrayKey* key, OffsetUse use = OffsetUse::kAccess);

// "Implicit conversion from float 1.5 to int loses precision".
void DeprecatedFloatToInt(double d);

}  // namespace tusk
