// Division by constants as multiplication. Hacker's Delight (Warren, 2nd edition), section 10-1.
#pragma once

#include <cstdint>

namespace tusk::jit {

// a / d is the upper half of a * multiplier (plus a if d > 0 > multiplier, minus a if d < 0 < multiplier),
// shifted right by `shift`, plus its own sign bit.
struct DivisionMagic {
  int64_t multiplier;
  int shift;
};

// |d| >= 2 and not the smallest integer.
constexpr DivisionMagic MagicOf(int64_t d) {
  constexpr uint64_t kHalf = uint64_t{1} << 63;
  uint64_t magnitude = d < 0 ? uint64_t{0} - static_cast<uint64_t>(d) : static_cast<uint64_t>(d);
  uint64_t t = kHalf + (static_cast<uint64_t>(d) >> 63);
  uint64_t nc = t - 1 - t % magnitude;
  int p = 63;
  uint64_t q1 = kHalf / nc, r1 = kHalf - q1 * nc;
  uint64_t q2 = kHalf / magnitude, r2 = kHalf - q2 * magnitude;
  uint64_t delta;
  do {
    ++p;
    q1 *= 2, r1 *= 2;
    if (r1 >= nc) ++q1, r1 -= nc;
    q2 *= 2, r2 *= 2;
    if (r2 >= magnitude) ++q2, r2 -= magnitude;
    delta = magnitude - r2;
  } while (q1 < delta || (q1 == delta && r1 == 0));
  uint64_t multiplier = q2 + 1;
  if (d < 0) multiplier = uint64_t{0} - multiplier;
  return {static_cast<int64_t>(multiplier), p - 64};
}
static_assert(MagicOf(3).multiplier == 0x5555'5555'5555'5556 && MagicOf(3).shift == 0);
static_assert(MagicOf(7).multiplier == 0x4924'9249'2492'4925 && MagicOf(7).shift == 1);

// log2 of |d| when that is a power of two, else -1.
constexpr int PowerOfTwo(int64_t d) {
  uint64_t magnitude = d < 0 ? uint64_t{0} - static_cast<uint64_t>(d) : static_cast<uint64_t>(d);
  return magnitude && (magnitude & (magnitude - 1)) == 0 ? __builtin_ctzll(magnitude) : -1;
}

}  // namespace tusk::jit
