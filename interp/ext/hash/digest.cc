// The hash algorithms.
#include "interp/ext/hash/digest.h"

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <utility>

#include "interp/runtime/check.h"

namespace tusk {
namespace {

class Md5Digest : public BlockDigest<Md5Digest, 64, false> {
 public:
  void Block(const unsigned char* p) {
    static const std::array<uint32_t, 64> kSines = [] {
      std::array<uint32_t, 64> t;
      for (int i = 0; i < 64; ++i)
        t[static_cast<size_t>(i)] =
            static_cast<uint32_t>(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
      return t;
    }();
    uint32_t m[16];
    for (int i = 0; i < 16; ++i) m[i] = Load32Little(p + 4 * i);
    uint32_t s[4] = {h_[0], h_[1], h_[2], h_[3]};
    const uint32_t* sines = kSines.data();
    [&]<unsigned... kSteps>(std::integer_sequence<unsigned, kSteps...>) {
      (Round<kSteps>(s, m, sines), ...);
    }(std::make_integer_sequence<unsigned, 64>{});
    for (int i = 0; i < 4; ++i) h_[i] += s[i];
  }
  std::string Finish() override {
    Pad();
    std::string out;
    out.reserve(sizeof h_);
    for (uint32_t w : h_) AppendLittle(&out, w);
    return out;
  }

 private:
  // One of the 64 steps. The four words change roles from step to step instead of being moved.
  template <unsigned i>
  TUSK_INLINE static void Round(uint32_t* s, const uint32_t* m, const uint32_t* sines) {
    constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    constexpr unsigned kWord = (i < 16 ? i : i < 32 ? 5 * i + 1 : i < 48 ? 3 * i + 5 : 7 * i) % 16;
    uint32_t b = s[(1 - i) % 4];
    uint32_t c = s[(2 - i) % 4];
    uint32_t d = s[(3 - i) % 4];
    uint32_t& a = s[(0 - i) % 4];
    // b comes last, so as little as possible waits for it.
    uint32_t sum = a + sines[i] + m[kWord];
    if constexpr (i >= 16 && i < 32) sum += c & ~d;
    uint32_t f = i < 16 ? d ^ (b & (c ^ d)) : i < 32 ? b & d : i < 48 ? b ^ (c ^ d) : c ^ (b | ~d);
    a = b + std::rotl(f + sum, kShifts[i / 16][i % 4]);
  }

  uint32_t h_[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
};

class Sha1Digest : public BlockDigest<Sha1Digest, 64, true> {
 public:
  void Block(const unsigned char* p) {
    uint32_t w[16];
    for (int i = 0; i < 16; ++i) w[i] = LoadBig<uint32_t>(p + 4 * i);
    uint32_t s[5];
    std::memcpy(s, h_, sizeof s);
    [&]<unsigned... kSteps>(std::integer_sequence<unsigned, kSteps...>) {
      (Round<kSteps>(s, w), ...);
    }(std::make_integer_sequence<unsigned, 80>{});
    for (int i = 0; i < 5; ++i) h_[i] += s[i];
  }
  std::string Finish() override {
    Pad();
    std::string out;
    out.reserve(sizeof h_);
    for (uint32_t w : h_) AppendBig(&out, w);
    return out;
  }

 private:
  // One of the 80 steps, with words that change roles as MD5's do; of w the last 16 words are kept.
  template <unsigned i>
  TUSK_INLINE static void Round(uint32_t* s, uint32_t* w) {
    constexpr uint32_t kConstants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    if constexpr (i >= 16) {
      w[i % 16] = std::rotl(w[(i - 3) % 16] ^ w[(i - 8) % 16] ^ w[(i - 14) % 16] ^ w[i % 16], 1);
    }
    uint32_t a = s[(80 - i) % 5];
    uint32_t& b = s[(81 - i) % 5];
    uint32_t c = s[(82 - i) % 5];
    uint32_t d = s[(83 - i) % 5];
    uint32_t f = i < 20 ? d ^ (b & (c ^ d)) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (d & (b | c));
    s[(84 - i) % 5] += std::rotl(a, 5) + f + kConstants[i / 20] + w[i % 16];
    b = std::rotl(b, 30);
  }

  uint32_t h_[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
};

// The constants of SHA-2 are the first bits of the fractional parts of roots of primes: computed with
// integers.
constexpr int kPrimes[80] = {2,   3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,  47,  53,
                             59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103, 107, 109, 113, 127, 131,
                             137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223,
                             227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311,
                             313, 317, 331, 337, 347, 349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409};
// 64 bits of the fractional part of the cube root of n: the largest x with x^3 <= n * 2^192, less its whole
// part.
uint64_t CubeRootFraction(int n) {
  using Wide = unsigned __int128;
  // Binary search over x of 3 + 64 bits; x^3 against n * 2^192 in four 64-bit limbs.
  auto at_most = [n](Wide x) {
    uint64_t limb[2] = {static_cast<uint64_t>(x), static_cast<uint64_t>(x >> 64)};
    uint64_t square[4] = {};
    uint64_t cube[6] = {};
    auto multiply = [](const uint64_t* a, int na, const uint64_t* b, int nb, uint64_t* out) {
      for (int i = 0; i < na; ++i) {
        Wide carry = 0;
        for (int j = 0; j < nb; ++j) {
          Wide t = static_cast<Wide>(a[i]) * b[j] + out[i + j] + carry;
          out[i + j] = static_cast<uint64_t>(t);
          carry = t >> 64;
        }
        out[i + nb] += static_cast<uint64_t>(carry);
      }
    };
    multiply(limb, 2, limb, 2, square);
    multiply(square, 4, limb, 2, cube);
    // n * 2^192 has n in limb 3.
    if (cube[5] || cube[4]) return false;
    if (cube[3] != static_cast<uint64_t>(n)) return cube[3] < static_cast<uint64_t>(n);
    return cube[2] == 0 && cube[1] == 0 && cube[0] == 0;
  };
  Wide low = 0;
  Wide high = static_cast<Wide>(8) << 64;
  while (high - low > 1) {
    Wide middle = low + (high - low) / 2;
    (at_most(middle) ? low : high) = middle;
  }
  return static_cast<uint64_t>(low);
}
const std::array<uint64_t, 80>& Sha2Constants() {
  static const std::array<uint64_t, 80> kConstants = [] {
    std::array<uint64_t, 80> t;
    for (size_t i = 0; i < 80; ++i) t[i] = CubeRootFraction(kPrimes[i]);
    return t;
  }();
  return kConstants;
}

struct Sha2Initial {
  uint64_t h[8];
};
constexpr Sha2Initial kSha256Start = {
    {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
constexpr Sha2Initial kSha224Start = {
    {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4}};
constexpr Sha2Initial kSha512Start = {{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                       0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                       0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};
constexpr Sha2Initial kSha384Start = {{0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                       0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                       0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}};

template <typename Word, const Sha2Initial& kStart, size_t kBytes>
class Sha2Digest : public BlockDigest<Sha2Digest<Word, kStart, kBytes>, 16 * sizeof(Word), true> {
 public:
  Sha2Digest() {
    for (int i = 0; i < 8; ++i) h_[i] = static_cast<Word>(kStart.h[i]);
  }
  void Block(const unsigned char* p) {
    constexpr int kRounds = kLong ? 80 : 64;
    const uint64_t* k = Sha2Constants().data();
    Word w[16];
    for (int i = 0; i < 16; ++i) w[i] = LoadBig<Word>(p + sizeof(Word) * static_cast<size_t>(i));
    Word s[8];
    std::memcpy(s, h_, sizeof s);
    [&]<unsigned... kSteps>(std::integer_sequence<unsigned, kSteps...>) {
      (Round<kSteps>(s, w, k), ...);
    }(std::make_integer_sequence<unsigned, kRounds>{});
    for (int i = 0; i < 8; ++i) h_[i] += s[i];
  }
  std::string Finish() override {
    this->Pad();
    std::string out;
    for (Word w : h_) AppendBig(&out, w);
    return out.substr(0, kBytes);
  }

 protected:
  void SetStart(const Word* words) { std::copy_n(words, 8, h_); }

 private:
  static constexpr bool kLong = sizeof(Word) == 8;
  // One step, with words that change roles; of w the last 16 words are kept.
  template <unsigned i>
  TUSK_INLINE static void Round(Word* s, Word* w, const uint64_t* k) {
    if constexpr (i >= 16) {
      Word x = w[(i - 15) % 16];
      Word y = w[(i - 2) % 16];
      Word s0 = kLong ? std::rotr(x, 1) ^ std::rotr(x, 8) ^ (x >> 7)
                      : std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3);
      Word s1 = kLong ? std::rotr(y, 19) ^ std::rotr(y, 61) ^ (y >> 6)
                      : std::rotr(y, 17) ^ std::rotr(y, 19) ^ (y >> 10);
      w[i % 16] += s0 + w[(i - 7) % 16] + s1;
    }
    Word a = s[(80 - i) % 8];
    Word b = s[(81 - i) % 8];
    Word c = s[(82 - i) % 8];
    Word e = s[(84 - i) % 8];
    Word f = s[(85 - i) % 8];
    Word g = s[(86 - i) % 8];
    Word s1 = kLong ? std::rotr(e, 14) ^ std::rotr(e, 18) ^ std::rotr(e, 41)
                    : std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    Word s0 = kLong ? std::rotr(a, 28) ^ std::rotr(a, 34) ^ std::rotr(a, 39)
                    : std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    Word constant = static_cast<Word>(kLong ? k[i] : k[i] >> 32);
    Word t = s[(87 - i) % 8] + s1 + (g ^ (e & (f ^ g))) + constant + w[i % 16];
    s[(83 - i) % 8] += t;
    s[(87 - i) % 8] = t + s0 + ((a & b) | (c & (a | b)));
  }
  Word h_[8];
};

// Reflected CRC-32; `kBig`: the result's bytes from the top (crc32b, crc32c).
// Table k tells what a byte does that k bytes follow: eight bytes are looked up at once ("slicing by 8",
// Kounavis and Berry).
using CrcTables = std::array<std::array<uint32_t, 256>, 8>;
template <uint32_t kPolynomial>
constexpr CrcTables MakeCrcTables() {
  CrcTables t = {};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c >> 1) ^ (c & 1 ? kPolynomial : 0);
    t[0][i] = c;
  }
  for (size_t k = 1; k < 8; ++k) {
    for (size_t i = 0; i < 256; ++i) t[k][i] = (t[k - 1][i] >> 8) ^ t[0][t[k - 1][i] & 255];
  }
  return t;
}
template <uint32_t kPolynomial>
uint32_t UpdateCrc(uint32_t state, std::string_view bytes) {
  static constexpr CrcTables kTables = MakeCrcTables<kPolynomial>();
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t n = bytes.size();
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t x = Load64Little(p) ^ state;
    state = 0;
    for (size_t k = 0; k < 8; ++k) state ^= kTables[7 - k][(x >> (8 * k)) & 255];
  }
  for (; n > 0; ++p, --n) state = (state >> 8) ^ kTables[0][(state ^ *p) & 255];
  return state;
}
template <uint32_t kPolynomial>
class CrcDigest : public PlainDigest<CrcDigest<kPolynomial>> {
 public:
  void Update(std::string_view bytes) override { state_ = UpdateCrc<kPolynomial>(state_, bytes); }
  std::string Finish() override {
    std::string out;
    AppendBig(&out, ~state_);
    return out;
  }

 private:
  uint32_t state_ = ~0u;
};
// "crc32" of hash(): the bzip2 polynomial from the top bit, bytes of the result reversed.
class Bzip2CrcDigest : public PlainDigest<Bzip2CrcDigest> {
 public:
  void Update(std::string_view bytes) override {
    static const std::array<uint32_t, 256> kTable = [] {
      std::array<uint32_t, 256> t;
      for (uint32_t i = 0; i < 256; ++i) {
        uint32_t c = i << 24;
        for (int k = 0; k < 8; ++k) c = (c << 1) ^ (c & 0x80000000u ? 0x04c11db7u : 0);
        t[i] = c;
      }
      return t;
    }();
    for (char c : bytes) state_ = (state_ << 8) ^ kTable[(state_ >> 24) ^ static_cast<unsigned char>(c)];
  }
  std::string Finish() override {
    std::string out;
    AppendLittle(&out, ~state_);
    return out;
  }

 private:
  uint32_t state_ = ~0u;
};

class Adler32Digest : public PlainDigest<Adler32Digest> {
 public:
  void Update(std::string_view bytes) override {
    for (char c : bytes) {
      a_ = (a_ + static_cast<unsigned char>(c)) % 65521;
      b_ = (b_ + a_) % 65521;
    }
  }
  std::string Finish() override {
    std::string out;
    AppendBig(&out, b_ << 16 | a_);
    return out;
  }

 private:
  uint32_t a_ = 1;
  uint32_t b_ = 0;
};

template <typename Word, bool kXorFirst>
class FnvDigest : public PlainDigest<FnvDigest<Word, kXorFirst>> {
 public:
  void Update(std::string_view bytes) override {
    constexpr Word kPrime =
        sizeof(Word) == 4 ? static_cast<Word>(0x01000193) : static_cast<Word>(0x100000001b3);
    for (char c : bytes) {
      if (kXorFirst) state_ ^= static_cast<unsigned char>(c);
      state_ *= kPrime;
      if (!kXorFirst) state_ ^= static_cast<unsigned char>(c);
    }
  }
  std::string Finish() override {
    std::string out;
    AppendBig(&out, state_);
    return out;
  }

 private:
  Word state_ = sizeof(Word) == 4 ? static_cast<Word>(0x811c9dc5) : static_cast<Word>(0xcbf29ce484222325);
};

class JoaatDigest : public PlainDigest<JoaatDigest> {
 public:
  void Update(std::string_view bytes) override {
    for (char c : bytes) {
      state_ += static_cast<unsigned char>(c);
      state_ += state_ << 10;
      state_ ^= state_ >> 6;
    }
  }
  std::string Finish() override {
    state_ += state_ << 3;
    state_ ^= state_ >> 11;
    state_ += state_ << 15;
    std::string out;
    AppendBig(&out, state_);
    return out;
  }

 private:
  uint32_t state_ = 0;
};

template <typename T>
std::unique_ptr<Digest> Make() {
  return std::make_unique<T>();
}

// The first 512 bits of SHA-512 with another start, which FIPS 180-4 (5.3.6) makes from the name.
constexpr Sha2Initial Turned(Sha2Initial start) {
  for (uint64_t& w : start.h) w ^= 0xa5a5a5a5a5a5a5a5;
  return start;
}
constexpr Sha2Initial kSha512tStart = Turned(kSha512Start);
template <size_t kBits>
class Sha512tDigest : public Sha2Digest<uint64_t, kSha512Start, kBits / 8> {
 public:
  Sha512tDigest() {
    static const std::array<uint64_t, 8> kStart = [] {
      Sha2Digest<uint64_t, kSha512tStart, 64> d;
      d.Update("SHA-512/" + std::to_string(kBits));
      std::string bytes = d.Finish();
      std::array<uint64_t, 8> words;
      for (size_t i = 0; i < 8; ++i)
        words[i] = LoadBig<uint64_t>(reinterpret_cast<const unsigned char*>(bytes.data()) + 8 * i);
      return words;
    }();
    this->SetStart(kStart.data());
  }
};

// In the order of hash_algos().
constexpr HashAlgorithm kAlgorithms[] = {{"md2", 16, MakeMd2},
                                         {"md4", 64, MakeMd4},
                                         {"md5", 64, Make<Md5Digest>},
                                         {"sha1", 64, Make<Sha1Digest>},
                                         {"sha224", 64, Make<Sha2Digest<uint32_t, kSha224Start, 28>>},
                                         {"sha256", 64, Make<Sha2Digest<uint32_t, kSha256Start, 32>>},
                                         {"sha384", 128, Make<Sha2Digest<uint64_t, kSha384Start, 48>>},
                                         {"sha512/224", 128, Make<Sha512tDigest<224>>},
                                         {"sha512/256", 128, Make<Sha512tDigest<256>>},
                                         {"sha512", 128, Make<Sha2Digest<uint64_t, kSha512Start, 64>>},
                                         {"sha3-224", 144, MakeSha3_224},
                                         {"sha3-256", 136, MakeSha3_256},
                                         {"sha3-384", 104, MakeSha3_384},
                                         {"sha3-512", 72, MakeSha3_512},
                                         {"ripemd128", 64, MakeRipemd128},
                                         {"ripemd160", 64, MakeRipemd160},
                                         {"ripemd256", 64, MakeRipemd256},
                                         {"ripemd320", 64, MakeRipemd320},
                                         {"whirlpool", 64, MakeWhirlpool},
                                         {"tiger128,3", 64, MakeTiger128_3},
                                         {"tiger160,3", 64, MakeTiger160_3},
                                         {"tiger192,3", 64, MakeTiger192_3},
                                         {"tiger128,4", 64, MakeTiger128_4},
                                         {"tiger160,4", 64, MakeTiger160_4},
                                         {"tiger192,4", 64, MakeTiger192_4},
                                         {"snefru", 32, MakeSnefru, HasSnefru},
                                         {"snefru256", 32, MakeSnefru, HasSnefru},
                                         {"gost", 32, MakeGost},
                                         {"gost-crypto", 32, MakeGostCryptoPro},
                                         {"adler32", 0, Make<Adler32Digest>},
                                         {"crc32", 0, Make<Bzip2CrcDigest>},
                                         {"crc32b", 0, Make<CrcDigest<0xedb88320>>},
                                         {"crc32c", 0, Make<CrcDigest<0x82f63b78>>},
                                         {"fnv132", 0, Make<FnvDigest<uint32_t, false>>},
                                         {"fnv1a32", 0, Make<FnvDigest<uint32_t, true>>},
                                         {"fnv164", 0, Make<FnvDigest<uint64_t, false>>},
                                         {"fnv1a64", 0, Make<FnvDigest<uint64_t, true>>},
                                         {"joaat", 0, Make<JoaatDigest>},
                                         {"murmur3a", 0, MakeMurmur3a},
                                         {"murmur3c", 0, MakeMurmur3c},
                                         {"murmur3f", 0, MakeMurmur3f},
                                         {"xxh32", 0, MakeXxh32},
                                         {"xxh64", 0, MakeXxh64},
                                         {"xxh3", 0, MakeXxh3},
                                         {"xxh128", 0, MakeXxh128},
#define TUSK_HAVAL(bits, passes) {"haval" #bits "," #passes, 128, MakeHaval<bits, passes>},
                                         TUSK_HAVAL_VARIANTS(TUSK_HAVAL)
#undef TUSK_HAVAL
};

}  // namespace

const HashAlgorithm* FindHashAlgorithm(std::string_view name) {
  for (const HashAlgorithm& a : kAlgorithms) {
    if (name == a.name) return &a;
  }
  return nullptr;
}
const HashAlgorithm* AllHashAlgorithms(size_t* count) {
  *count = std::size(kAlgorithms);
  return kAlgorithms;
}

std::string Md5(std::string_view bytes) {
  Md5Digest d;
  d.Update(bytes);
  return d.Finish();
}
std::string Sha1(std::string_view bytes) {
  Sha1Digest d;
  d.Update(bytes);
  return d.Finish();
}
uint32_t Crc32(std::string_view bytes) { return ~UpdateCrc<0xedb88320>(~0u, bytes); }

void ToHex(std::string_view bytes, char* to) {
  for (char c : bytes) {
    *to++ = "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    *to++ = "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
}
std::string ToHex(std::string_view bytes) {
  std::string out(bytes.size() * 2, 0);
  ToHex(bytes, out.data());
  return out;
}

}  // namespace tusk
