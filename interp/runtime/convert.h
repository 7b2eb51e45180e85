// Conversions between PHP types. Functions that may warn, throw or call __toString say so.
#pragma once

#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

// No user code (objects convert to true / 1 with a warning from the callers that want one).
bool ToBool(const Value& v);
int64_t ToInt(const Value& v);  // (int): strings by leading number, arrays 0/1; may warn for objects
double ToFloat(const Value& v);
// (string): arrays warn "Array to string conversion", objects call __toString; null with an exception
// pending.
String* ToString(const Value& v);  // owned
// Number for arithmetic: *v becomes int or float; warns "A non-numeric value encountered", throws TypeError
// for unsupported operands (op is "+" ...). False when it threw.
bool ToNumber(Value* v);
Array* ToArray(const Value& v);    // (array); owned
Object* ToObject(const Value& v);  // (object); owned

// Float to int as PHP does: modulo 2^64 for out-of-range values in (int) casts, 0 for NaN and infinities.
int64_t FloatToInt(double d);
bool FloatIsExactInt(double d, int64_t* out);

enum class Numeric : uint8_t { kNot, kInt, kFloat };
// The number at the start of a string. Leading whitespace is allowed; `trailing` tells whether something
// other than whitespace follows (then the string is only leading-numeric). Integers beyond 64 bits are
// floats.
Numeric ParseNumber(std::string_view s, int64_t* i, double* d, bool* trailing);
Numeric IsNumericString(std::string_view s, int64_t* i,
                        double* d);  // whole string, whitespace allowed around

// Array keys from offset values: warns/throws as the VM does ("Illegal offset type", deprecated float keys).
struct ArrayKey;
bool ToArrayKey(const Value& offset, ArrayKey* key);  // false: raised TypeError; the key borrows from offset

}  // namespace tusk
