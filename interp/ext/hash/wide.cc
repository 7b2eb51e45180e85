// SHA-3 (FIPS 202) and Whirlpool (Barreto, Rijmen; ISO/IEC 10118-3).
#include <array>
#include <bit>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

template <size_t kBits>
class Sha3Digest : public PlainDigest<Sha3Digest<kBits>> {
  static constexpr size_t kRate = 200 - kBits / 4;

 public:
  void Update(std::string_view bytes) override {
    for (char c : bytes) {
      Absorb(static_cast<unsigned char>(c));
      if (++filled_ == kRate) {
        Permute();
        filled_ = 0;
      }
    }
  }
  std::string Finish() override {
    Absorb(0x06);
    filled_ = kRate - 1;
    Absorb(0x80);
    Permute();
    std::string out;
    for (uint64_t lane : a_) AppendLittle64(&out, lane);
    return out.substr(0, kBits / 8);
  }
  bool IsSound() const { return filled_ < kRate; }

 private:
  void Absorb(unsigned char c) { a_[filled_ / 8] ^= uint64_t{c} << filled_ % 8 * 8; }
  void Permute() {
    unsigned char lfsr = 1;
    for (int round = 0; round < 24; ++round) {
      uint64_t column[5];
      for (int x = 0; x < 5; ++x) column[x] = a_[x] ^ a_[x + 5] ^ a_[x + 10] ^ a_[x + 15] ^ a_[x + 20];
      for (int i = 0; i < 25; ++i) a_[i] ^= column[(i + 4) % 5] ^ std::rotl(column[(i + 1) % 5], 1);
      // Each lane turns and moves to (y, 2x + 3y).
      int x = 1, y = 0;
      uint64_t lane = a_[1];
      for (int t = 0; t < 24; ++t) {
        int next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
        std::swap(lane, a_[x + 5 * y]);
        a_[x + 5 * y] = std::rotl(a_[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
      }
      for (int row = 0; row < 25; row += 5) {
        uint64_t b[5];
        std::memcpy(b, a_ + row, sizeof b);
        for (int i = 0; i < 5; ++i) a_[row + i] = b[i] ^ (~b[(i + 1) % 5] & b[(i + 2) % 5]);
      }
      for (int j = 0; j < 7; ++j) {
        if (lfsr & 1) a_[0] ^= uint64_t{1} << ((1 << j) - 1);
        lfsr = static_cast<unsigned char>(lfsr << 1 ^ (lfsr & 0x80 ? 0x71 : 0));
      }
    }
  }
  uint64_t a_[25] = {};
  size_t filled_ = 0;
};

struct WhirlpoolTables {
  unsigned char box[256];
  uint64_t rows[256];  // the column of the box's value in the matrix; the others are its rotations
  WhirlpoolTables() {
    static constexpr unsigned char kE[16] = {1, 11, 9, 12, 13, 6, 15, 3, 14, 8, 7, 4, 10, 2, 5, 0};
    static constexpr unsigned char kR[16] = {7, 12, 11, 13, 14, 4, 9, 15, 6, 3, 8, 10, 2, 5, 1, 0};
    unsigned char inverse[16];
    for (unsigned char i = 0; i < 16; ++i) inverse[kE[i]] = i;
    for (int x = 0; x < 256; ++x) {
      unsigned char high = kE[x >> 4], low = inverse[x & 15], mid = kR[high ^ low];
      box[x] = static_cast<unsigned char>(kE[high ^ mid] << 4 | inverse[low ^ mid]);
      static constexpr unsigned char kMatrix[8] = {1, 1, 4, 1, 8, 5, 2, 9};
      rows[x] = 0;
      for (unsigned char factor : kMatrix) rows[x] = rows[x] << 8 | Times(box[x], factor);
    }
  }
  static unsigned Times(unsigned a, unsigned b) {
    unsigned product = 0;
    for (; b; b >>= 1, a = a << 1 ^ (a & 0x80 ? 0x11d : 0)) product ^= b & 1 ? a : 0;
    return product & 255;
  }
};

class WhirlpoolDigest : public BlockDigest<WhirlpoolDigest, 64, true> {
 public:
  void Block(const unsigned char* p) {
    static const WhirlpoolTables kTables;
    uint64_t m[8], key[8], state[8];
    for (int i = 0; i < 8; ++i) {
      m[i] = LoadBig<uint64_t>(p + 8 * i);
      key[i] = h_[i];
      state[i] = m[i] ^ key[i];
    }
    auto mix = [&](uint64_t* s) {
      uint64_t out[8] = {};
      for (int i = 0; i < 8; ++i) {
        for (int t = 0; t < 8; ++t)
          out[i] ^= std::rotr(kTables.rows[s[(i - t) & 7] >> (56 - 8 * t) & 255], 8 * t);
      }
      std::memcpy(s, out, sizeof out);
    };
    for (int round = 0; round < 10; ++round) {
      mix(key);
      key[0] ^= LoadBig<uint64_t>(kTables.box + 8 * round);
      mix(state);
      for (int i = 0; i < 8; ++i) state[i] ^= key[i];
    }
    for (int i = 0; i < 8; ++i) h_[i] ^= state[i] ^ m[i];
  }
  std::string Finish() override {
    Pad<0x80, 32>();
    std::string out;
    for (uint64_t w : h_) AppendBig(&out, w);
    return out;
  }

 private:
  uint64_t h_[8] = {};
};

}  // namespace

std::unique_ptr<Digest> MakeSha3_224() { return std::make_unique<Sha3Digest<224>>(); }
std::unique_ptr<Digest> MakeSha3_256() { return std::make_unique<Sha3Digest<256>>(); }
std::unique_ptr<Digest> MakeSha3_384() { return std::make_unique<Sha3Digest<384>>(); }
std::unique_ptr<Digest> MakeSha3_512() { return std::make_unique<Sha3Digest<512>>(); }
std::unique_ptr<Digest> MakeWhirlpool() { return std::make_unique<WhirlpoolDigest>(); }

}  // namespace tusk
