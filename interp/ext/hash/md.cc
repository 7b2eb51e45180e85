// MD2 (RFC 1319), MD4 (RFC 1320) and the RIPEMD family (Dobbertin, Bosselaers, Preneel).
#include <bit>
#include <utility>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

// A permutation made from the digits of pi.
constexpr unsigned char kPi[256] = {
    41,  46,  67,  201, 162, 216, 124, 1,   61,  54,  84,  161, 236, 240, 6,   19,  98,  167, 5,   243,
    192, 199, 115, 140, 152, 147, 43,  217, 188, 76,  130, 202, 30,  155, 87,  60,  253, 212, 224, 22,
    103, 66,  111, 24,  138, 23,  229, 18,  190, 78,  196, 214, 218, 158, 222, 73,  160, 251, 245, 142,
    187, 47,  238, 122, 169, 104, 121, 145, 21,  178, 7,   63,  148, 194, 16,  137, 11,  34,  95,  33,
    128, 127, 93,  154, 90,  144, 50,  39,  53,  62,  204, 231, 191, 247, 151, 3,   255, 25,  48,  179,
    72,  165, 181, 209, 215, 94,  146, 42,  172, 86,  170, 198, 79,  184, 56,  210, 150, 164, 125, 182,
    118, 252, 107, 226, 156, 116, 4,   241, 69,  157, 112, 89,  100, 113, 135, 32,  134, 91,  207, 101,
    230, 45,  168, 2,   27,  96,  37,  173, 174, 176, 185, 246, 28,  70,  97,  105, 52,  64,  126, 15,
    85,  71,  163, 35,  221, 81,  175, 58,  195, 92,  249, 206, 186, 197, 234, 38,  44,  83,  13,  110,
    133, 40,  132, 9,   211, 223, 205, 244, 65,  129, 77,  82,  106, 220, 55,  200, 108, 193, 171, 250,
    36,  225, 123, 8,   12,  189, 177, 74,  120, 136, 149, 139, 227, 99,  232, 109, 233, 203, 213, 254,
    59,  0,   29,  57,  242, 239, 183, 14,  102, 88,  208, 228, 166, 119, 114, 248, 235, 117, 75,  10,
    49,  68,  80,  180, 143, 237, 31,  26,  219, 153, 141, 51,  159, 17,  131, 20};

class Md2Digest : public BlockDigest<Md2Digest, 16, false> {
 public:
  void Block(const unsigned char* p) {
    Mix(p);
    unsigned char last = checksum_[15];
    for (int i = 0; i < 16; ++i) last = checksum_[i] ^= kPi[p[i] ^ last];
  }
  std::string Finish() override {
    auto n = static_cast<char>(16 - filled());
    Update(std::string(static_cast<size_t>(n), n));
    unsigned char checksum[16];
    std::memcpy(checksum, checksum_, sizeof checksum);
    Mix(checksum);
    return {reinterpret_cast<char*>(state_), 16};
  }

 private:
  void Mix(const unsigned char* p) {
    for (int i = 0; i < 16; ++i) {
      state_[16 + i] = p[i];
      state_[32 + i] = static_cast<unsigned char>(p[i] ^ state_[i]);
    }
    unsigned char t = 0;
    for (int round = 0; round < 18; ++round) {
      for (unsigned char& c : state_) t = c ^= kPi[t];
      t = static_cast<unsigned char>(t + round);
    }
  }
  unsigned char state_[48] = {}, checksum_[16] = {};
};

class Md4Digest : public BlockDigest<Md4Digest, 64, false> {
 public:
  void Block(const unsigned char* p) {
    static constexpr int kShifts[3][4] = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    static constexpr unsigned char kThird[16] = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
    uint32_t m[16], a = h_[0], b = h_[1], c = h_[2], d = h_[3];
    for (int i = 0; i < 16; ++i) m[i] = Load32Little(p + 4 * i);
    for (int i = 0; i < 48; ++i) {
      int k = i % 16;
      uint32_t t = i < 16   ? a + (d ^ (b & (c ^ d))) + m[k]
                   : i < 32 ? a + ((b & c) | (b & d) | (c & d)) + m[k % 4 * 4 + k / 4] + 0x5a827999
                            : a + (b ^ c ^ d) + m[kThird[k]] + 0x6ed9eba1;
      a = std::exchange(d, std::exchange(c, std::exchange(b, std::rotl(t, kShifts[i / 16][i % 4]))));
    }
    h_[0] += a;
    h_[1] += b;
    h_[2] += c;
    h_[3] += d;
  }
  std::string Finish() override {
    Pad();
    std::string out;
    for (uint32_t w : h_) AppendLittle(&out, w);
    return out;
  }

 private:
  uint32_t h_[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
};

// Two lines of rounds side by side; the double-width variants keep both and swap a word after each round.
template <int kBits>
class RipemdDigest : public BlockDigest<RipemdDigest<kBits>, 64, false> {
  static constexpr bool kDouble = kBits == 256 || kBits == 320;
  static constexpr int kWords = kBits == 128 || kBits == 256 ? 4 : 5, kRounds = kWords;

 public:
  void Block(const unsigned char* p) {
    uint32_t m[16], left[5], right[5];
    for (int i = 0; i < 16; ++i) m[i] = Load32Little(p + 4 * i);
    std::memcpy(left, h_, sizeof left);
    std::memcpy(right, kDouble ? h_ + kWords : h_, sizeof right);
    static constexpr unsigned char kRho[16] = {7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8};
    unsigned char order[16], other[16];
    for (unsigned char i = 0; i < 16; ++i) {
      order[i] = i;
      other[i] = static_cast<unsigned char>((9 * i + 5) % 16);
    }
    for (int round = 0; round < kRounds; ++round) {
      static constexpr uint32_t kLeft[5] = {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e};
      static constexpr uint32_t kRight[5] = {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0};
      for (int i = 0; i < 16; ++i) {
        Step(left, round, round, m[order[i]] + kLeft[round], order[i]);
        Step(right, kRounds - 1 - round, round, m[other[i]] + (round == kRounds - 1 ? 0 : kRight[round]),
             other[i]);
      }
      if (kDouble) {
        static constexpr int kSwapped[5] = {1, 3, 0, 2, 4};
        int i = kBits == 256 ? round : kSwapped[round];
        std::swap(left[i], right[i]);
      }
      for (unsigned char& i : order) i = kRho[i];
      for (unsigned char& i : other) i = kRho[i];
    }
    if (kDouble) {
      for (int i = 0; i < kWords; ++i) {
        h_[i] += left[i];
        h_[kWords + i] += right[i];
      }
      return;
    }
    uint32_t before[5];
    std::memcpy(before, h_, sizeof before);
    for (int i = 0; i < kWords; ++i)
      h_[i] = before[(i + 1) % kWords] + left[(i + 2) % kWords] + right[(i + 3) % kWords];
  }
  std::string Finish() override {
    this->Pad();
    std::string out;
    for (int i = 0; i < kBits / 32; ++i) AppendLittle(&out, h_[i]);
    return out;
  }

 private:
  static void Step(uint32_t* s, int function, int round, uint32_t add, int word) {
    static constexpr unsigned char kShifts[5][16] = {
        {11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8},
        {12, 13, 11, 15, 6, 9, 9, 7, 12, 15, 11, 13, 7, 8, 7, 7},
        {13, 15, 14, 11, 7, 7, 6, 8, 13, 14, 13, 12, 5, 5, 6, 9},
        {14, 11, 12, 14, 8, 6, 5, 5, 15, 12, 15, 14, 9, 9, 8, 6},
        {15, 12, 13, 13, 9, 5, 8, 6, 14, 11, 12, 11, 8, 6, 5, 5}};
    uint32_t x = s[1], y = s[2], z = s[3], f = 0;
    switch (function) {
      case 0: f = x ^ y ^ z; break;
      case 1: f = (x & y) | (~x & z); break;
      case 2: f = (x | ~y) ^ z; break;
      case 3: f = (x & z) | (y & ~z); break;
      default: f = x ^ (y | ~z); break;
    }
    uint32_t t = std::rotl(s[0] + f + add, kShifts[round][word]);
    if (kWords == 5) {
      t += s[4];
      s[0] = s[4];
      s[4] = s[3];
      s[3] = std::rotl(s[2], 10);
    } else {
      s[0] = s[3];
      s[3] = s[2];
    }
    s[2] = s[1];
    s[1] = t;
  }
  static constexpr uint32_t kStart[10] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
                                          0x76543210, 0xfedcba98, 0x89abcdef, 0x01234567, 0x3c2d1e0f};
  uint32_t h_[10] = {kStart[0],
                     kStart[1],
                     kStart[2],
                     kStart[3],
                     kStart[kBits == 256 ? 5 : 4],
                     kStart[kBits == 256 ? 6 : 5],
                     kStart[kBits == 256 ? 7 : 6],
                     kStart[kBits == 256 ? 8 : 7],
                     kStart[8],
                     kStart[9]};
};

}  // namespace

std::unique_ptr<Digest> MakeMd2() { return std::make_unique<Md2Digest>(); }
std::unique_ptr<Digest> MakeMd4() { return std::make_unique<Md4Digest>(); }
std::unique_ptr<Digest> MakeRipemd128() { return std::make_unique<RipemdDigest<128>>(); }
std::unique_ptr<Digest> MakeRipemd160() { return std::make_unique<RipemdDigest<160>>(); }
std::unique_ptr<Digest> MakeRipemd256() { return std::make_unique<RipemdDigest<256>>(); }
std::unique_ptr<Digest> MakeRipemd320() { return std::make_unique<RipemdDigest<320>>(); }

}  // namespace tusk
