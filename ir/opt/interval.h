// Sets of int64 values between two bounds, with the arithmetic that range analysis needs.
#pragma once

#include <algorithm>
#include <cstdint>

#include "interp/runtime/scalar.h"

namespace tusk::ir {

struct Interval {
  int64_t lo = scalar::kIntMin, hi = scalar::kIntMax;

  static constexpr Interval Exactly(int64_t i) { return {i, i}; }
  constexpr bool IsExact() const { return lo == hi; }
  constexpr bool IsEmpty() const { return lo > hi; }
  constexpr bool Contains(const Interval& o) const { return lo <= o.lo && o.hi <= hi; }
  constexpr bool operator==(const Interval&) const = default;
};

constexpr Interval Hull(Interval a, Interval b) { return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)}; }
// Of contradictory facts (dead code) the older stands.
constexpr Interval Meet(Interval a, Interval b) {
  Interval m{std::max(a.lo, b.lo), std::min(a.hi, b.hi)};
  return m.IsEmpty() ? a : m;
}

// The result of an operation on two intervals, computed in 128 bits.
struct WideInterval {
  __int128 lo, hi;
  constexpr bool Fits() const { return lo >= scalar::kIntMin && hi <= scalar::kIntMax; }
  // What remains when a result outside int64 leaves the trace.
  constexpr Interval Clamp() const {
    auto clamp = [](__int128 v) {
      return static_cast<int64_t>(std::clamp<__int128>(v, scalar::kIntMin, scalar::kIntMax));
    };
    return {clamp(lo), clamp(hi)};
  }
  // Of a wrapping operation: anything, unless it fits.
  constexpr Interval OrAny() const { return Fits() ? Clamp() : Interval{}; }
};

constexpr WideInterval Add(Interval a, Interval b) {
  return {static_cast<__int128>(a.lo) + b.lo, static_cast<__int128>(a.hi) + b.hi};
}
constexpr WideInterval Sub(Interval a, Interval b) {
  return {static_cast<__int128>(a.lo) - b.hi, static_cast<__int128>(a.hi) - b.lo};
}
constexpr WideInterval Mul(Interval a, Interval b) {
  __int128 p[] = {static_cast<__int128>(a.lo) * b.lo, static_cast<__int128>(a.lo) * b.hi,
                  static_cast<__int128>(a.hi) * b.lo, static_cast<__int128>(a.hi) * b.hi};
  return {*std::min_element(p, p + 4), *std::max_element(p, p + 4)};
}

}  // namespace tusk::ir
