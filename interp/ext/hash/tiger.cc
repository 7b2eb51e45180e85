// Tiger (Anderson, Biham: Tiger, a fast new hash function). Its tables are made as the authors made theirs:
// by shuffling with the function itself.
#include <array>
#include <utility>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

using Tables = std::array<uint64_t, 1024>;

void Pass(const Tables& t, uint64_t& a, uint64_t& b, uint64_t& c, const uint64_t* x, uint64_t factor) {
  uint64_t* s[3] = {&a, &b, &c};
  for (int i = 0; i < 8; ++i) {
    uint64_t &u = *s[i % 3], &v = *s[(i + 1) % 3], &w = *s[(i + 2) % 3];
    w ^= x[i];
    auto byte = [&](int k) { return w >> 8 * k & 255; };
    u -= t[byte(0)] ^ t[256 + byte(2)] ^ t[512 + byte(4)] ^ t[768 + byte(6)];
    v += t[768 + byte(1)] ^ t[512 + byte(3)] ^ t[256 + byte(5)] ^ t[byte(7)];
    v *= factor;
  }
}
void Schedule(uint64_t* x) {
  x[0] -= x[7] ^ 0xa5a5a5a5a5a5a5a5;
  x[1] ^= x[0];
  x[2] += x[1];
  x[3] -= x[2] ^ (~x[1] << 19);
  x[4] ^= x[3];
  x[5] += x[4];
  x[6] -= x[5] ^ (~x[4] >> 23);
  x[7] ^= x[6];
  x[0] += x[7];
  x[1] -= x[0] ^ (~x[7] << 19);
  x[2] ^= x[1];
  x[3] += x[2];
  x[4] -= x[3] ^ (~x[2] >> 23);
  x[5] ^= x[4];
  x[6] += x[5];
  x[7] -= x[6] ^ 0x0123456789abcdef;
}
void Compress(const Tables& t, uint64_t* h, const unsigned char* block, int passes) {
  uint64_t x[8], a = h[0], b = h[1], c = h[2];
  for (int i = 0; i < 8; ++i) x[i] = Load64Little(block + 8 * i);
  for (int pass = 0; pass < passes; ++pass) {
    if (pass) Schedule(x);
    Pass(t, a, b, c, x, pass == 0 ? 5 : pass == 1 ? 7 : 9);
    uint64_t old = a;
    a = c;
    c = b;
    b = old;
  }
  h[0] ^= a;
  h[1] = b - h[1];
  h[2] += c;
}
const Tables& SBoxes() {
  static const Tables kMade = [] {
    constexpr char kSeed[] = "Tiger - A Fast New Hash Function, by Ross Anderson and Eli Biham";
    Tables t;
    for (size_t i = 0; i < t.size(); ++i) t[i] = (i & 255) * 0x0101010101010101;
    uint64_t state[3] = {0x0123456789abcdef, 0xfedcba9876543210, 0xf096a5b4c3b2e187};
    int word = 2;
    for (int pass = 0; pass < 5; ++pass) {
      for (size_t step = 0; step < t.size(); ++step) {
        size_t i = step % 4 * 256 + step / 4;
        if (++word == 3) {
          word = 0;
          Compress(t, state, reinterpret_cast<const unsigned char*>(kSeed), 3);
        }
        for (int column = 0; column < 64; column += 8) {
          // Exchanges one byte of two entries.
          uint64_t& other = t[(i & ~size_t{255}) + (state[word] >> column & 255)];
          uint64_t difference = (t[i] ^ other) & uint64_t{255} << column;
          t[i] ^= difference;
          if (&other != &t[i]) other ^= difference;
        }
      }
    }
    return t;
  }();
  return kMade;
}

template <size_t kBytes, int kPasses>
class TigerDigest : public BlockDigest<TigerDigest<kBytes, kPasses>, 64, false> {
 public:
  void Block(const unsigned char* p) { Compress(SBoxes(), h_, p, kPasses); }
  std::string Finish() override {
    this->template Pad<0x01>();
    std::string out;
    for (uint64_t w : h_) AppendLittle64(&out, w);
    return out.substr(0, kBytes);
  }

 private:
  uint64_t h_[3] = {0x0123456789abcdef, 0xfedcba9876543210, 0xf096a5b4c3b2e187};
};

}  // namespace

std::unique_ptr<Digest> MakeTiger128_3() { return std::make_unique<TigerDigest<16, 3>>(); }
std::unique_ptr<Digest> MakeTiger160_3() { return std::make_unique<TigerDigest<20, 3>>(); }
std::unique_ptr<Digest> MakeTiger192_3() { return std::make_unique<TigerDigest<24, 3>>(); }
std::unique_ptr<Digest> MakeTiger128_4() { return std::make_unique<TigerDigest<16, 4>>(); }
std::unique_ptr<Digest> MakeTiger160_4() { return std::make_unique<TigerDigest<20, 4>>(); }
std::unique_ptr<Digest> MakeTiger192_4() { return std::make_unique<TigerDigest<24, 4>>(); }

}  // namespace tusk
