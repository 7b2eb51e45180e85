// GOST R 34.11-94 (RFC 5831) over the cipher GOST 28147-89, with the two sets of boxes of RFC 4357.
#include <bit>
#include <span>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

using Boxes = unsigned char[8][16];
constexpr Boxes kTestBoxes = {{4, 10, 9, 2, 13, 8, 0, 14, 6, 11, 1, 12, 7, 15, 5, 3},
                              {14, 11, 4, 12, 6, 13, 15, 10, 2, 3, 8, 1, 0, 7, 5, 9},
                              {5, 8, 1, 13, 10, 3, 4, 2, 14, 15, 12, 7, 6, 0, 9, 11},
                              {7, 13, 10, 1, 0, 8, 9, 15, 14, 4, 6, 12, 11, 2, 5, 3},
                              {6, 12, 7, 1, 5, 15, 13, 8, 4, 10, 9, 14, 0, 3, 11, 2},
                              {4, 11, 10, 0, 7, 2, 1, 13, 3, 6, 8, 5, 9, 12, 15, 14},
                              {13, 11, 4, 1, 3, 15, 5, 9, 0, 10, 14, 7, 6, 8, 2, 12},
                              {1, 15, 13, 0, 5, 7, 10, 4, 9, 2, 3, 14, 6, 11, 8, 12}};
constexpr Boxes kCryptoProBoxes = {{10, 4, 5, 6, 8, 1, 3, 7, 13, 12, 14, 0, 9, 2, 11, 15},
                                   {5, 15, 4, 0, 2, 13, 11, 9, 1, 7, 6, 3, 12, 14, 10, 8},
                                   {7, 15, 12, 14, 9, 4, 1, 0, 3, 11, 5, 2, 6, 10, 8, 13},
                                   {4, 10, 7, 12, 0, 15, 2, 8, 14, 1, 6, 5, 13, 11, 9, 3},
                                   {7, 6, 4, 11, 9, 12, 2, 10, 1, 8, 0, 14, 15, 13, 3, 5},
                                   {7, 6, 2, 4, 13, 9, 15, 0, 10, 1, 5, 11, 8, 14, 12, 3},
                                   {13, 14, 4, 1, 7, 0, 5, 10, 3, 12, 8, 15, 6, 2, 9, 11},
                                   {1, 3, 10, 9, 5, 11, 4, 15, 8, 6, 7, 14, 13, 0, 2, 12}};

struct Words {  // 256 bits, least significant word first
  uint64_t w[4] = {};
};

uint64_t Encrypt(const Boxes& boxes, const uint32_t* key, uint64_t block) {
  auto low = static_cast<uint32_t>(block), high = static_cast<uint32_t>(block >> 32);
  for (int round = 0; round < 32; ++round) {
    uint32_t t = low + key[round < 24 ? round % 8 : 31 - round], s = 0;
    for (int i = 0; i < 8; ++i) s |= uint32_t{boxes[i][t >> 4 * i & 15]} << 4 * i;
    t = high ^ std::rotl(s, 11);
    high = low;
    low = t;
  }
  return static_cast<uint64_t>(low) << 32 | high;
}

template <bool kCryptoPro>
class GostDigest : public BlockDigest<GostDigest<kCryptoPro>, 32, false> {
 public:
  void Block(const unsigned char* p) {
    Words m = Load(p);
    Compress(m);
    unsigned carry = 0;
    for (int i = 0; i < 4; ++i) {
      unsigned __int128 s = static_cast<unsigned __int128>(sum_.w[i]) + m.w[i] + carry;
      sum_.w[i] = static_cast<uint64_t>(s);
      carry = static_cast<unsigned>(s >> 64);
    }
  }
  std::string Finish() override {
    Words length;
    length.w[0] = this->total() * 8;
    if (size_t n = this->filled()) {
      std::memset(this->buffer() + n, 0, 32 - n);
      Block(this->buffer());
    }
    Compress(length);
    Compress(sum_);
    std::string out;
    for (uint64_t w : h_.w) AppendLittle64(&out, w);
    return out;
  }

 private:
  static Words Load(const unsigned char* p) {
    Words m;
    for (int i = 0; i < 4; ++i) m.w[i] = Load64Little(p + 8 * i);
    return m;
  }
  static Words Turn(const Words& y) { return {{y.w[1], y.w[2], y.w[3], y.w[0] ^ y.w[1]}}; }
  // The register of sixteen 16-bit words, shifted `times` times.
  static void Shift(uint16_t* y, int times) {
    for (; times > 0; --times) {
      auto in = static_cast<uint16_t>(y[0] ^ y[1] ^ y[2] ^ y[3] ^ y[12] ^ y[15]);
      std::memmove(y, y + 1, 15 * sizeof *y);
      y[15] = in;
    }
  }
  static void Xor(Words* a, const Words& b) {
    for (int i = 0; i < 4; ++i) a->w[i] ^= b.w[i];
  }
  void Compress(const Words& m) {
    constexpr Words kThird = {
        {0xff00ff00ff00ff00, 0x00ff00ff00ff00ff, 0xff0000ff00ffff00, 0xff00ffff000000ff}};
    Words u = h_, v = m, s;
    for (int i = 0; i < 4; ++i) {
      if (i) {
        u = Turn(u);
        if (i == 2) Xor(&u, kThird);
        v = Turn(Turn(v));
      }
      Words w = u;
      Xor(&w, v);
      uint32_t key[8] = {};
      for (int k = 0; k < 8; ++k) {
        for (int j = 0; j < 4; ++j) key[k] |= static_cast<uint32_t>(w.w[j] >> 8 * k & 255) << 8 * j;
      }
      s.w[i] = Encrypt(kCryptoPro ? kCryptoProBoxes : kTestBoxes, key, h_.w[i]);
    }
    uint16_t y[16];
    auto mix = [&](const Words& with, int times) {
      Words w;
      std::memcpy(&w, y, sizeof w);
      Xor(&w, with);
      std::memcpy(y, &w, sizeof w);
      Shift(y, times);
    };
    std::memcpy(y, &s, sizeof y);
    Shift(y, 12);
    mix(m, 1);
    mix(h_, 61);
    std::memcpy(&h_, y, sizeof h_);
  }
  Words h_, sum_;
};

}  // namespace

std::unique_ptr<Digest> MakeGost() { return std::make_unique<GostDigest<false>>(); }
std::unique_ptr<Digest> MakeGostCryptoPro() { return std::make_unique<GostDigest<true>>(); }

}  // namespace tusk
