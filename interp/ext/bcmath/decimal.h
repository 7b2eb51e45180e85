// Decimal numbers of any size, as bcmath calculates with them: exact sums and products, quotients, roots and
// powers cut off after so many digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/standard/math.h"

namespace tusk {

// A natural number, base 10^9, least significant limb first, no leading zero limbs: zero is empty.
class Natural {
 public:
  Natural() = default;
  explicit Natural(uint64_t v);
  static Natural FromDigits(std::string_view digits);
  std::string ToDigits() const;  // "0" for zero

  bool IsZero() const { return limbs_.empty(); }
  bool IsOdd() const { return !limbs_.empty() && (limbs_[0] & 1); }
  int Compare(const Natural& o) const;  // -1, 0, 1
  size_t size() const { return limbs_.size(); }

  Natural Add(const Natural& o) const;
  Natural Subtract(const Natural& o) const;  // o is not greater
  Natural Multiply(const Natural& o) const;
  // Quotient; the divisor is not zero.
  Natural Divide(const Natural& divisor, Natural* remainder = nullptr) const;
  Natural TimesPower(size_t digits) const;                               // * 10^digits
  Natural OverPower(size_t digits, Natural* remainder = nullptr) const;  // / 10^digits, cut off
  Natural Root() const;                                                  // square root, cut off

 private:
  explicit Natural(std::vector<uint32_t> limbs);
  static uint32_t DivideSmall(std::vector<uint32_t>* limbs, uint32_t by);  // answers the remainder
  std::vector<uint32_t> limbs_;
};

// (-1)^negative * magnitude / 10^scale.
struct Decimal {
  Natural magnitude;
  size_t scale = 0;
  bool negative = false;

  // A sign, digits, a point, digits: each part may be missing. False: something else.
  static bool Parse(std::string_view text, Decimal* out);
  static Decimal FromInt(int64_t v);
  // With exactly `digits` decimals, cut off or filled with zeros; no "-0".
  std::string ToText(size_t digits) const;
  std::string ToText() const { return ToText(scale); }

  bool IsZero() const { return magnitude.IsZero(); }
  bool HasFraction() const;
  Decimal WithScale(size_t digits) const;  // cut off or filled
  Decimal WithoutTrailingZeros(size_t least_scale) const;
  int Compare(const Decimal& o) const;
  // Whether it is an int; cut-off fractions do not count.
  bool ToInt(int64_t* out) const;

  Decimal Negated() const { return {magnitude, scale, !negative}; }
  Decimal Add(const Decimal& o) const;
  Decimal Subtract(const Decimal& o) const { return Add(o.Negated()); }
  Decimal Multiply(const Decimal& o) const;
  Decimal Divide(const Decimal& o, size_t digits) const;  // o is not zero
  // The quotient without decimals, and what is left (with the dividend's sign).
  Decimal DivideWhole(const Decimal& o, Decimal* remainder) const;
  Decimal Power(uint64_t exponent) const;                                      // exact
  Decimal PowerModulo(const Decimal& exponent, const Decimal& modulus) const;  // of whole numbers
  Decimal Root(size_t digits) const;                                           // not of a negative number
  Decimal Round(int64_t digits, RoundMode mode) const;                         // negative: before the point
};

}  // namespace tusk
