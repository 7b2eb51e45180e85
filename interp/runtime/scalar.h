// PHP's scalar semantics as pure functions, written once: handlers, slow paths, constant folding and the IR's
// evaluator all call these. Nothing here throws, warns or allocates; callers handle what a function reports.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace tusk::scalar {

inline constexpr int64_t kIntMin = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kIntMax = std::numeric_limits<int64_t>::max();

// --- wrapping and checked integer arithmetic
// -------------------------------------------------------------------------

constexpr int64_t AddWrap(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
constexpr int64_t SubWrap(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}
constexpr int64_t MulWrap(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}
// True on overflow; *result then holds the wrapped value. PHP continues with the float operation on
// (double)a, (double)b.
constexpr bool AddOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_add_overflow(a, b, result);
}
constexpr bool SubOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_sub_overflow(a, b, result);
}
constexpr bool MulOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_mul_overflow(a, b, result);
}

// Truncating division and remainder with b != 0. kIntMin / -1 wraps to kIntMin (the `/` operator goes to
// float there, intdiv() throws: ask DivOverflows first); x % -1 is 0.
constexpr bool DivOverflows(int64_t a, int64_t b) { return a == kIntMin && b == -1; }
constexpr int64_t DivTrunc(int64_t a, int64_t b) { return b == -1 ? SubWrap(0, a) : a / b; }
constexpr int64_t ModTrunc(int64_t a, int64_t b) { return b == -1 ? 0 : a % b; }
// The `/` operator on ints gives an int when the division is exact and fits.
constexpr bool DivIsInt(int64_t a, int64_t b) { return b != 0 && !DivOverflows(a, b) && a % b == 0; }

// The `**` operator on ints with exp >= 0: true with *i set, or false with the float result in *d when it
// leaves the int range (multiplied up from where that happens, as PHP does).
inline bool PowInt(int64_t base, int64_t exp, int64_t* i, double* d) {
  int64_t product = 1;
  if (exp == 0) {
    *i = 1;
    return true;
  }
  if (base == 0) {
    *i = 0;
    return true;
  }
  while (exp >= 1) {
    if (exp % 2) {
      --exp;
      int64_t next;
      if (MulOverflows(product, base, &next)) {
        *d = static_cast<double>(product) * static_cast<double>(base) *
             std::pow(static_cast<double>(base), static_cast<double>(exp));
        return false;
      }
      product = next;
      if (exp == 0) break;
    } else {
      exp /= 2;
      int64_t square;
      if (MulOverflows(base, base, &square)) {
        *d = static_cast<double>(product) *
             std::pow(static_cast<double>(base) * static_cast<double>(base), static_cast<double>(exp));
        return false;
      }
      base = square;
    }
  }
  *i = product;
  return true;
}

// --- shifts
// ----------------------------------------------------------------------------------------------------------
// PHP: counts >= 64 give 0 for <<, 0 or -1 for >>. Negative counts throw (the caller's business).
constexpr int64_t ShiftLeft(int64_t a, int64_t count) {
  return count >= 64 ? 0 : static_cast<int64_t>(static_cast<uint64_t>(a) << count);
}
constexpr int64_t ShiftRight(int64_t a, int64_t count) { return count >= 64 ? (a < 0 ? -1 : 0) : a >> count; }

// --- int and float
// ---------------------------------------------------------------------------------------------------

// Whether truncating f gives an int64: false for NaN, infinities and what is out of range.
constexpr bool FitsInt(double f) { return f >= -9223372036854775808.0 && f < 9223372036854775808.0; }
// PHP's (int)$float: truncated; modulo 2^64 when out of range; 0 for NaN and infinities.
inline int64_t FloatToInt(double f) {
  if (FitsInt(f)) [[likely]]
    return static_cast<int64_t>(f);
  if (!std::isfinite(f)) return 0;
  double m = std::fmod(std::trunc(f), 18446744073709551616.0);  // exact; |m| < 2^64
  if (m < 0) return SubWrap(0, static_cast<int64_t>(static_cast<uint64_t>(-m)));
  return static_cast<int64_t>(static_cast<uint64_t>(m));
}
// Whether f is integral and fits, so that converting it loses nothing (no deprecation notice).
constexpr bool IsExactInt(double f) {
  return FitsInt(f) && static_cast<double>(static_cast<int64_t>(f)) == f;
}
constexpr double IntToFloat(int64_t i) { return static_cast<double>(i); }

// --- comparison
// ------------------------------------------------------------------------------------------------------
// Three-way results as <=> gives them: a NaN compares as greater (1), as PHP's does.
constexpr int CompareInts(int64_t a, int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }
constexpr int CompareFloats(double a, double b) { return a == b ? 0 : a < b ? -1 : 1; }

// The IR's FMIN and FMAX.
constexpr double FloatMin(double a, double b) { return b < a ? b : a; }
constexpr double FloatMax(double a, double b) { return b > a ? b : a; }

}  // namespace tusk::scalar
