// Rounding as round() and number_format() do it.
#pragma once

#include <cstdint>

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

// `value` rounded to `precision` decimals (negative: before the point).
double RoundTo(double value, int64_t precision, RoundMode mode = RoundMode::kHalfUp);

}  // namespace tusk
