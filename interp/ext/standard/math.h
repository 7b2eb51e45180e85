// Rounding as round() and number_format() do it.
#pragma once

#include <cstdint>

#include "interp/runtime/value.h"

namespace tusk {

// The numbers are those of PHP_ROUND_HALF_UP ..., then the other cases of the RoundingMode enum.
enum class RoundMode {
  kHalfUp = 1,
  kHalfDown = 2,
  kHalfEven = 3,
  kHalfOdd = 4,
  kCeiling = 5,
  kFloor = 6,
  kTowardZero = 7,
  kAwayFromZero = 8,
};

// The mode that a case of the RoundingMode enum stands for.
RoundMode RoundModeOf(const Value& enum_case);
// `value` rounded to `precision` decimals (negative: before the point).
double RoundTo(double value, int64_t precision, RoundMode mode = RoundMode::kHalfUp);

}  // namespace tusk
