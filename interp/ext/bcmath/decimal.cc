// Arithmetic of decimal numbers. Long division is Knuth's algorithm D (The Art of Computer
// Programming 4.3.1), the square root Newton's iteration from above.
#include "interp/ext/bcmath/decimal.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "interp/runtime/check.h"

namespace tusk {
namespace {

constexpr uint32_t kBase = 1000000000;
constexpr size_t kLimbDigits = 9;
constexpr uint32_t kPowers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

void Trim(std::vector<uint32_t>* limbs) {
  while (!limbs->empty() && limbs->back() == 0) limbs->pop_back();
}

}  // namespace

Natural::Natural(std::vector<uint32_t> limbs) : limbs_(std::move(limbs)) { Trim(&limbs_); }
Natural::Natural(uint64_t v) {
  for (; v; v /= kBase) limbs_.push_back(static_cast<uint32_t>(v % kBase));
}

Natural Natural::FromDigits(std::string_view digits) {
  std::vector<uint32_t> limbs;
  limbs.reserve(digits.size() / kLimbDigits + 1);
  for (size_t end = digits.size(); end > 0;) {
    size_t begin = end > kLimbDigits ? end - kLimbDigits : 0;
    uint32_t limb = 0;
    for (size_t i = begin; i < end; ++i) limb = limb * 10 + static_cast<uint32_t>(digits[i] - '0');
    limbs.push_back(limb);
    end = begin;
  }
  return Natural(std::move(limbs));
}
std::string Natural::ToDigits() const {
  if (limbs_.empty()) return "0";
  std::string out(limbs_.size() * kLimbDigits, '0');
  for (size_t i = 0; i < limbs_.size(); ++i) {
    uint32_t limb = limbs_[i];
    size_t end = out.size() - i * kLimbDigits;
    for (size_t k = 1; limb; ++k, limb /= 10) out[end - k] = static_cast<char>('0' + limb % 10);
  }
  return out.substr(out.find_first_not_of('0'));
}

int Natural::Compare(const Natural& o) const {
  if (limbs_.size() != o.limbs_.size()) return limbs_.size() < o.limbs_.size() ? -1 : 1;
  for (size_t i = limbs_.size(); i-- > 0;) {
    if (limbs_[i] != o.limbs_[i]) return limbs_[i] < o.limbs_[i] ? -1 : 1;
  }
  return 0;
}

Natural Natural::Add(const Natural& o) const {
  const std::vector<uint32_t>& longer = limbs_.size() >= o.limbs_.size() ? limbs_ : o.limbs_;
  const std::vector<uint32_t>& shorter = &longer == &limbs_ ? o.limbs_ : limbs_;
  std::vector<uint32_t> sum(longer.size() + 1);
  uint32_t carry = 0;
  for (size_t i = 0; i < longer.size(); ++i) {
    uint32_t s = longer[i] + carry + (i < shorter.size() ? shorter[i] : 0);
    carry = s >= kBase;
    sum[i] = carry ? s - kBase : s;
  }
  sum[longer.size()] = carry;
  return Natural(std::move(sum));
}
Natural Natural::Subtract(const Natural& o) const {
  DCHECK(Compare(o) >= 0);
  std::vector<uint32_t> difference(limbs_.size());
  uint32_t borrow = 0;
  for (size_t i = 0; i < limbs_.size(); ++i) {
    uint32_t taken = borrow + (i < o.limbs_.size() ? o.limbs_[i] : 0);
    borrow = limbs_[i] < taken;
    difference[i] = borrow ? limbs_[i] + kBase - taken : limbs_[i] - taken;
  }
  return Natural(std::move(difference));
}
Natural Natural::Multiply(const Natural& o) const {
  if (IsZero() || o.IsZero()) return {};
  std::vector<uint32_t> product(limbs_.size() + o.limbs_.size());
  for (size_t i = 0; i < limbs_.size(); ++i) {
    uint64_t carry = 0;
    uint64_t limb = limbs_[i];
    for (size_t k = 0; k < o.limbs_.size(); ++k) {
      uint64_t t = limb * o.limbs_[k] + product[i + k] + carry;
      carry = t / kBase;
      product[i + k] = static_cast<uint32_t>(t - carry * kBase);
    }
    product[i + o.limbs_.size()] = static_cast<uint32_t>(carry);
  }
  return Natural(std::move(product));
}

uint32_t Natural::DivideSmall(std::vector<uint32_t>* limbs, uint32_t by) {
  uint64_t rest = 0;
  for (size_t i = limbs->size(); i-- > 0;) {
    uint64_t t = rest * kBase + (*limbs)[i];
    (*limbs)[i] = static_cast<uint32_t>(t / by);
    rest = t % by;
  }
  return static_cast<uint32_t>(rest);
}
Natural Natural::Divide(const Natural& divisor, Natural* remainder) const {
  CHECK(!divisor.IsZero());
  if (Compare(divisor) < 0) {
    if (remainder) *remainder = *this;
    return {};
  }
  size_t n = divisor.limbs_.size();
  if (n == 1) {
    std::vector<uint32_t> quotient = limbs_;
    uint32_t rest = DivideSmall(&quotient, divisor.limbs_[0]);
    if (remainder) *remainder = Natural(uint64_t{rest});
    return Natural(std::move(quotient));
  }
  // Scaled so that the divisor's first limb is at least half the base: guesses are then off by 2 at most.
  uint32_t factor = kBase / (divisor.limbs_[n - 1] + 1);
  std::vector<uint32_t> u = Multiply(Natural(uint64_t{factor})).limbs_;
  std::vector<uint32_t> v = divisor.Multiply(Natural(uint64_t{factor})).limbs_;
  u.resize(limbs_.size() + 1);
  size_t m = u.size() - n - 1;
  std::vector<uint32_t> quotient(m + 1);
  for (size_t j = m + 1; j-- > 0;) {
    uint64_t top = uint64_t{u[j + n]} * kBase + u[j + n - 1];
    uint64_t guess = top / v[n - 1];
    uint64_t rest = top % v[n - 1];
    while (guess >= kBase || guess * v[n - 2] > rest * kBase + u[j + n - 2]) {
      --guess;
      rest += v[n - 1];
      if (rest >= kBase) break;
    }
    int64_t borrow = 0;
    uint64_t carry = 0;
    for (size_t i = 0; i < n; ++i) {
      uint64_t p = guess * v[i] + carry;
      carry = p / kBase;
      int64_t t = static_cast<int64_t>(u[i + j]) - borrow - static_cast<int64_t>(p - carry * kBase);
      borrow = t < 0;
      u[i + j] = static_cast<uint32_t>(borrow ? t + kBase : t);
    }
    int64_t t = static_cast<int64_t>(u[j + n]) - borrow - static_cast<int64_t>(carry);
    bool too_much = t < 0;
    u[j + n] = static_cast<uint32_t>(too_much ? t + kBase : t);
    if (too_much) {
      --guess;
      uint32_t add_carry = 0;
      for (size_t i = 0; i < n; ++i) {
        uint32_t s = u[i + j] + v[i] + add_carry;
        add_carry = s >= kBase;
        u[i + j] = add_carry ? s - kBase : s;
      }
      u[j + n] = (u[j + n] + add_carry) % kBase;
    }
    quotient[j] = static_cast<uint32_t>(guess);
  }
  if (remainder) {
    u.resize(n);
    DivideSmall(&u, factor);
    *remainder = Natural(std::move(u));
  }
  return Natural(std::move(quotient));
}

Natural Natural::TimesPower(size_t digits) const {
  if (IsZero() || digits == 0) return *this;
  Natural scaled = digits % kLimbDigits ? Multiply(Natural(uint64_t{kPowers[digits % kLimbDigits]})) : *this;
  scaled.limbs_.insert(scaled.limbs_.begin(), digits / kLimbDigits, 0);
  return scaled;
}
Natural Natural::OverPower(size_t digits, Natural* remainder) const {
  if (digits == 0) {
    if (remainder) *remainder = {};
    return *this;
  }
  size_t whole = digits / kLimbDigits;
  if (whole >= limbs_.size()) {
    if (remainder) *remainder = *this;
    return {};
  }
  std::vector<uint32_t> rest(limbs_.begin() + static_cast<ptrdiff_t>(whole), limbs_.end());
  if (digits % kLimbDigits) DivideSmall(&rest, kPowers[digits % kLimbDigits]);
  Natural quotient(std::move(rest));
  if (remainder) *remainder = Subtract(quotient.TimesPower(digits));
  return quotient;
}
Natural Natural::Root() const {
  if (IsZero()) return {};
  // Any start that is not below the root: each step comes closer from above.
  Natural x = Natural(uint64_t{1}).TimesPower((ToDigits().size() + 1) / 2);
  for (;;) {
    Natural next = x.Add(Divide(x)).Divide(Natural(uint64_t{2}));
    if (next.Compare(x) >= 0) return x;
    x = std::move(next);
  }
}

// --- Decimal

bool Decimal::Parse(std::string_view text, Decimal* out) {
  *out = {};
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    out->negative = text[0] == '-';
    text.remove_prefix(1);
  }
  size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (point != std::string_view::npos) {
    digits += text.substr(point + 1);
    out->scale = text.size() - point - 1;
  }
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  out->magnitude = Natural::FromDigits(digits);
  if (out->IsZero()) out->negative = false;
  return true;
}
Decimal Decimal::FromInt(int64_t v) {
  uint64_t u = v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  return {Natural(u), 0, v < 0};
}
std::string Decimal::ToText(size_t digits) const {
  Decimal d = digits == scale ? *this : WithScale(digits);
  std::string text = d.magnitude.ToDigits();
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  if (digits) text.insert(text.size() - digits, 1, '.');
  if (negative && !d.IsZero()) text.insert(0, 1, '-');
  return text;
}
bool Decimal::HasFraction() const {
  Natural rest;
  magnitude.OverPower(scale, &rest);
  return !rest.IsZero();
}
Decimal Decimal::WithScale(size_t digits) const {
  return {digits >= scale ? magnitude.TimesPower(digits - scale) : magnitude.OverPower(scale - digits),
          digits, negative};
}
Decimal Decimal::WithoutTrailingZeros(size_t least_scale) const {
  std::string digits = magnitude.ToDigits();
  size_t last = digits.find_last_not_of('0');
  size_t zeros = last == std::string::npos ? scale : digits.size() - 1 - last;
  size_t wanted = std::max(least_scale, scale - std::min(zeros, scale));
  return wanted < scale ? WithScale(wanted) : *this;
}
int Decimal::Compare(const Decimal& o) const {
  bool minus = negative && !IsZero(), other_minus = o.negative && !o.IsZero();
  if (minus != other_minus) return minus ? -1 : 1;
  size_t s = std::max(scale, o.scale);
  int order = WithScale(s).magnitude.Compare(o.WithScale(s).magnitude);
  return minus ? -order : order;
}
bool Decimal::ToInt(int64_t* out) const {
  std::string digits = magnitude.OverPower(scale).ToDigits();
  if (digits.size() > 19) return false;
  uint64_t v = 0;
  for (char c : digits) v = v * 10 + static_cast<uint64_t>(c - '0');
  if (v > uint64_t{INT64_MAX} + (negative ? 1 : 0)) return false;
  *out = static_cast<int64_t>(negative ? 0 - v : v);
  return true;
}

Decimal Decimal::Add(const Decimal& o) const {
  size_t s = std::max(scale, o.scale);
  Natural a = WithScale(s).magnitude, b = o.WithScale(s).magnitude;
  if (negative == o.negative) return {a.Add(b), s, negative};
  return a.Compare(b) >= 0 ? Decimal{a.Subtract(b), s, negative} : Decimal{b.Subtract(a), s, o.negative};
}
Decimal Decimal::Multiply(const Decimal& o) const {
  return {magnitude.Multiply(o.magnitude), scale + o.scale, negative != o.negative};
}
Decimal Decimal::Divide(const Decimal& o, size_t digits) const {
  // a / 10^s : b / 10^t to d digits is a * 10^(d + t - s) / b.
  size_t up = digits + o.scale;
  Natural dividend = up >= scale ? magnitude.TimesPower(up - scale) : magnitude;
  Natural divisor = up >= scale ? o.magnitude : o.magnitude.TimesPower(scale - up);
  return {dividend.Divide(divisor), digits, negative != o.negative};
}
Decimal Decimal::DivideWhole(const Decimal& o, Decimal* remainder) const {
  size_t s = std::max(scale, o.scale);
  Natural rest;
  Natural quotient = WithScale(s).magnitude.Divide(o.WithScale(s).magnitude, &rest);
  *remainder = {std::move(rest), s, negative};
  return {std::move(quotient), 0, negative != o.negative};
}
Decimal Decimal::Power(uint64_t exponent) const {
  Decimal result{Natural(uint64_t{1}), 0, false}, square = *this;
  for (; exponent; exponent >>= 1) {
    if (exponent & 1) result = result.Multiply(square);
    if (exponent > 1) square = square.Multiply(square);
  }
  return result;
}
Decimal Decimal::PowerModulo(const Decimal& exponent, const Decimal& modulus) const {
  const Natural m = modulus.WithScale(0).magnitude;
  const Natural two(uint64_t{2});
  auto reduced = [&](const Natural& n) {
    Natural rest;
    n.Divide(m, &rest);
    return rest;
  };
  Natural result = reduced(Natural(uint64_t{1})), square = reduced(WithScale(0).magnitude);
  Natural left = exponent.WithScale(0).magnitude;
  bool minus = negative && left.IsOdd();
  while (!left.IsZero()) {
    if (left.IsOdd()) result = reduced(result.Multiply(square));
    left = left.Divide(two);
    if (!left.IsZero()) square = reduced(square.Multiply(square));
  }
  return {std::move(result), 0, minus};
}
Decimal Decimal::Root(size_t digits) const {
  // sqrt(a / 10^s) to d digits is the whole root of a * 10^(2 d - s).
  size_t up = 2 * digits;
  Natural n = up >= scale ? magnitude.TimesPower(up - scale) : magnitude.OverPower(scale - up);
  return {n.Root(), digits, false};
}
Decimal Decimal::Round(int64_t digits, RoundMode mode) const {
  if (digits >= 0 && static_cast<size_t>(digits) >= scale) return *this;
  auto cut = static_cast<size_t>(static_cast<int64_t>(scale) - digits);
  Natural rest;
  Natural whole = magnitude.OverPower(cut, &rest);
  Natural unit = Natural(uint64_t{1}).TimesPower(cut);
  int half = rest.Add(rest).Compare(unit);
  bool up = false;
  switch (mode) {
    case RoundMode::kHalfUp: up = half >= 0; break;
    case RoundMode::kHalfDown: up = half > 0; break;
    case RoundMode::kHalfEven: up = half > 0 || (half == 0 && whole.IsOdd()); break;
    case RoundMode::kHalfOdd: up = half > 0 || (half == 0 && !whole.IsOdd()); break;
    case RoundMode::kCeiling: up = !rest.IsZero() && !negative; break;
    case RoundMode::kFloor: up = !rest.IsZero() && negative; break;
    case RoundMode::kTowardZero: break;
    case RoundMode::kAwayFromZero: up = !rest.IsZero(); break;
  }
  if (up) whole = whole.Add(Natural(uint64_t{1}));
  size_t kept = digits > 0 ? static_cast<size_t>(digits) : 0;
  size_t zeros = digits < 0 ? static_cast<size_t>(-digits) : 0;
  return {whole.TimesPower(zeros), kept, negative};
}

}  // namespace tusk
