// HAVAL (Zheng, Pieprzyk, Seberry), 3 to 5 passes, 128 to 256 bits. Its constants are the fraction of pi.
#include <array>
#include <bit>
#include <vector>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

constexpr size_t kConstants = 8 + 4 * 32;

// The first words of pi's fraction: 16 atan(1/5) - 4 atan(1/239), in fixed point, most significant word
// first.
std::array<uint32_t, kConstants> FractionOfPi() {
  constexpr size_t kWords = kConstants + 3;  // one before the point, two to round in
  using Number = std::vector<uint32_t>;
  auto divide = [](Number* n, uint32_t by) {
    uint64_t rest = 0;
    for (uint32_t& w : *n) {
      uint64_t t = rest << 32 | w;
      w = static_cast<uint32_t>(t / by);
      rest = t % by;
    }
  };
  auto add = [](Number* to, const Number& n, bool subtract) {
    int64_t carry = 0;
    for (size_t i = kWords; i-- > 0;) {
      int64_t t = int64_t{(*to)[i]} + (subtract ? -int64_t{n[i]} : int64_t{n[i]}) + carry;
      (*to)[i] = static_cast<uint32_t>(t);
      carry = t >> 32;
    }
  };
  Number pi(kWords);
  for (auto [factor, inverse, minus] : {std::array{16u, 5u, 0u}, std::array{4u, 239u, 1u}}) {
    Number power(kWords);
    power[0] = factor;
    divide(&power, inverse);
    for (uint32_t k = 0; std::any_of(power.begin(), power.end(), [](uint32_t w) { return w != 0; }); ++k) {
      Number term = power;
      divide(&term, 2 * k + 1);
      add(&pi, term, (k % 2 != 0) != (minus != 0));
      divide(&power, inverse * inverse);
    }
  }
  std::array<uint32_t, kConstants> words;
  std::copy_n(pi.begin() + 1, kConstants, words.begin());
  return words;
}
const std::array<uint32_t, kConstants>& Pi() {
  static const std::array<uint32_t, kConstants> kWords = FractionOfPi();
  return kWords;
}

constexpr unsigned char kOrder[4][32] = {{5,  14, 26, 18, 11, 28, 7,  16, 0,  23, 20, 22, 1, 10, 4,  8,
                                          30, 3,  21, 9,  17, 24, 29, 6,  19, 12, 15, 13, 2, 25, 31, 27},
                                         {19, 9,  4, 20, 28, 17, 8,  22, 29, 14, 25, 12, 24, 30, 16, 26,
                                          31, 15, 7, 3,  1,  0,  18, 27, 13, 6,  21, 10, 23, 11, 5,  2},
                                         {24, 4,  0,  14, 2, 7,  28, 23, 26, 6,  30, 20, 18, 25, 19, 3,
                                          22, 11, 31, 21, 8, 27, 12, 9,  1,  29, 5,  15, 17, 10, 16, 13},
                                         {27, 3, 21, 26, 17, 11, 20, 29, 19, 0,  12, 7,  13, 8, 31, 10,
                                          5,  9, 14, 30, 18, 6,  28, 24, 2,  23, 16, 22, 4,  1, 25, 15}};
// By passes and pass: which of the words 0 to 6 stand for x6 ... x0 of the function.
constexpr unsigned char kRoles[3][5][7] = {
    {{1, 0, 3, 5, 6, 2, 4}, {4, 2, 1, 0, 5, 3, 6}, {6, 1, 2, 3, 4, 5, 0}, {}, {}},
    {{2, 6, 1, 4, 5, 3, 0}, {3, 5, 2, 0, 1, 6, 4}, {1, 4, 3, 6, 0, 2, 5}, {6, 4, 0, 5, 2, 1, 3}, {}},
    {{3, 4, 1, 0, 5, 2, 6},
     {6, 2, 1, 0, 3, 4, 5},
     {2, 6, 0, 4, 3, 1, 5},
     {1, 5, 3, 2, 0, 4, 6},
     {2, 5, 0, 6, 4, 3, 1}}};

uint32_t Boolean(int pass, uint32_t x6, uint32_t x5, uint32_t x4, uint32_t x3, uint32_t x2, uint32_t x1,
                 uint32_t x0) {
  switch (pass) {
    case 0: return (x1 & x4) ^ (x2 & x5) ^ (x3 & x6) ^ (x0 & x1) ^ x0;
    case 1:
      return (x1 & x2 & x3) ^ (x2 & x4 & x5) ^ (x1 & x2) ^ (x1 & x4) ^ (x2 & x6) ^ (x3 & x5) ^ (x4 & x5) ^
             (x0 & x2) ^ x0;
    case 2: return (x1 & x2 & x3) ^ (x1 & x4) ^ (x2 & x5) ^ (x3 & x6) ^ (x0 & x3) ^ x0;
    case 3:
      return (x1 & x2 & x3) ^ (x2 & x4 & x5) ^ (x3 & x4 & x6) ^ (x1 & x4) ^ (x2 & x6) ^ (x3 & x4) ^
             (x3 & x5) ^ (x3 & x6) ^ (x4 & x5) ^ (x4 & x6) ^ (x0 & x4) ^ x0;
    default: return (x1 & x4) ^ (x2 & x5) ^ (x3 & x6) ^ (x0 & x1 & x2 & x3) ^ (x0 & x5) ^ x0;
  }
}

template <int kBits, int kPasses>
class HavalDigest : public BlockDigest<HavalDigest<kBits, kPasses>, 128, false> {
 public:
  HavalDigest() { std::copy_n(Pi().begin(), 8, h_); }
  void Block(const unsigned char* p) {
    uint32_t m[32], t[8];
    for (int i = 0; i < 32; ++i) m[i] = Load32Little(p + 4 * i);
    std::memcpy(t, h_, sizeof t);
    for (int pass = 0; pass < kPasses; ++pass) {
      const unsigned char* roles = kRoles[kPasses - 3][pass];
      for (unsigned i = 0; i < 32; ++i) {
        auto x = [&](int k) { return t[(roles[k] - i) & 7]; };
        uint32_t f = Boolean(pass, x(0), x(1), x(2), x(3), x(4), x(5), x(6));
        uint32_t& changed = t[(7 - i) & 7];
        changed = std::rotr(f, 7) + std::rotr(changed, 11) + m[pass ? kOrder[pass - 1][i] : i] +
                  (pass ? Pi()[8 + 32 * static_cast<size_t>(pass - 1) + i] : 0);
      }
    }
    for (int i = 0; i < 8; ++i) h_[i] += t[i];
  }
  std::string Finish() override {
    uint64_t bits = this->total() * 8;
    std::string end(1, '\1');
    end.resize((this->filled() < 118 ? 118 : 246) - this->filled());
    end += static_cast<char>((kBits & 3) << 6 | kPasses << 3 | 1);
    end += static_cast<char>(kBits >> 2);
    AppendLittle64(&end, bits);
    this->Update(end);
    Fold();
    std::string out;
    for (int i = 0; i < kBits / 32; ++i) AppendLittle(&out, h_[i]);
    return out;
  }

 private:
  // Adds what a shorter digest leaves out to what it keeps.
  void Fold() {
    uint32_t* h = h_;
    if constexpr (kBits == 128) {
      auto pick = [&](int a) {  // byte a of h7, a - 1 of h6, a - 2 of h5, a - 3 of h4
        uint32_t t = 0;
        for (int i = 0; i < 4; ++i) t |= h[7 - i] & 255u << 8 * ((a - i) & 3);
        return t;
      };
      h[0] += std::rotr(pick(0), 8);
      h[1] += std::rotr(pick(1), 16);
      h[2] += std::rotr(pick(2), 24);
      h[3] += pick(3);
    } else if constexpr (kBits == 160) {
      constexpr uint32_t kField[5] = {0x3f, 0x3f << 6, 0x7f << 12, 0x3f << 19, 0x7fu << 25};
      auto pick = [&](int a) {
        return (h[7] & kField[a]) | (h[6] & kField[(a + 4) % 5]) | (h[5] & kField[(a + 3) % 5]);
      };
      h[0] += std::rotr(pick(0), 19);
      h[1] += std::rotr(pick(1), 25);
      h[2] += pick(2);
      h[3] += pick(3) >> 6;
      h[4] += pick(4) >> 12;
    } else if constexpr (kBits == 192) {
      constexpr uint32_t kField[6] = {0x1f, 0x1f << 5, 0x3f << 10, 0x1f << 16, 0x1f << 21, 0x3fu << 26};
      constexpr int kShift[6] = {0, 0, 5, 10, 16, 21};
      for (int i = 0; i < 6; ++i) {
        uint32_t t = (h[7] & kField[i]) | (h[6] & kField[(i + 5) % 6]);
        h[i] += i ? t >> kShift[i] : std::rotr(t, 26);
      }
    } else if constexpr (kBits == 224) {
      constexpr int kShift[7] = {27, 22, 18, 13, 9, 4, 0};
      constexpr uint32_t kMask[7] = {31, 31, 15, 31, 15, 31, 15};
      for (int i = 0; i < 7; ++i) h[i] += h[7] >> kShift[i] & kMask[i];
    }
  }
  uint32_t h_[8];
};

}  // namespace

template <int kBits, int kPasses>
std::unique_ptr<Digest> MakeHaval() {
  return std::make_unique<HavalDigest<kBits, kPasses>>();
}
#define TUSK_HAVAL(bits, passes) template std::unique_ptr<Digest> MakeHaval<bits, passes>();
TUSK_HAVAL_VARIANTS(TUSK_HAVAL)

}  // namespace tusk
