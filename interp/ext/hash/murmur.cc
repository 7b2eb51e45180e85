// MurmurHash3 (Appleby): 32 bits, and the 128 bits of 32-bit and of 64-bit machines.
#include <bit>

#include "interp/ext/hash/block.h"
#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

uint32_t Final(uint32_t h) {
  h = (h ^ h >> 16) * 0x85ebca6b;
  h = (h ^ h >> 13) * 0xc2b2ae35;
  return h ^ h >> 16;
}
uint64_t Final(uint64_t h) {
  h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
  h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
  return h ^ h >> 33;
}

// Lanes of Word: what enters lane i is multiplied, turned and multiplied again.
template <typename Word, int kLanes>
struct Parameters;
template <>
struct Parameters<uint32_t, 1> {
  static constexpr uint32_t kFactors[] = {0xcc9e2d51, 0x1b873593}, kAdd[] = {0xe6546b64};
  static constexpr int kTurns[] = {15}, kTurnsAfter[] = {13};
};
template <>
struct Parameters<uint32_t, 4> {
  static constexpr uint32_t kFactors[] = {0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93};
  static constexpr uint32_t kAdd[] = {0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17};
  static constexpr int kTurns[] = {15, 16, 17, 18}, kTurnsAfter[] = {19, 17, 15, 13};
};
template <>
struct Parameters<uint64_t, 2> {
  static constexpr uint64_t kFactors[] = {0x87c37b91114253d5, 0x4cf5ad432745937f};
  static constexpr uint64_t kAdd[] = {0x52dce729, 0x38495ab5};
  static constexpr int kTurns[] = {31, 33}, kTurnsAfter[] = {27, 31};
};

template <typename Word, int kLanes>
class MurmurDigest : public BlockDigest<MurmurDigest<Word, kLanes>, sizeof(Word) * kLanes, false> {
  using P = Parameters<Word, kLanes>;
  static constexpr size_t kBlock = sizeof(Word) * kLanes;

 public:
  void Seed(uint64_t seed) override {
    for (Word& w : h_) w = static_cast<uint32_t>(seed);
  }
  void Block(const unsigned char* p) {
    for (int i = 0; i < kLanes; ++i) {
      Enter(i, Load(p + sizeof(Word) * static_cast<size_t>(i)));
      h_[i] = std::rotl(h_[i], P::kTurnsAfter[i]);
      if (kLanes > 1) h_[i] += h_[(i + 1) % kLanes];
      h_[i] = h_[i] * 5 + P::kAdd[i];
    }
  }
  std::string Finish() override {
    size_t n = this->filled();
    std::memset(this->buffer() + n, 0, kBlock - n);
    for (int i = kLanes - 1; i >= 0; --i) {
      size_t at = sizeof(Word) * static_cast<size_t>(i);
      if (n > at) Enter(i, Load(this->buffer() + at));
    }
    for (Word& w : h_) w ^= static_cast<Word>(this->total());
    Spread();
    for (Word& w : h_) w = Final(w);
    Spread();
    std::string out;
    for (Word w : h_) AppendBig(&out, w);
    return out;
  }

 private:
  static Word Load(const unsigned char* p) {
    if constexpr (sizeof(Word) == 8) {
      return Load64Little(p);
    } else {
      return Load32Little(p);
    }
  }
  void Enter(int i, Word k) {
    k *= P::kFactors[i];
    k = std::rotl(k, P::kTurns[i]);
    h_[i] ^= k * P::kFactors[kLanes == 1 ? 1 : (i + 1) % kLanes];
  }
  void Spread() {
    for (int i = 1; i < kLanes; ++i) h_[0] += h_[i];
    for (int i = 1; i < kLanes; ++i) h_[i] += h_[0];
  }
  Word h_[kLanes] = {};
};

}  // namespace

std::unique_ptr<Digest> MakeMurmur3a() { return std::make_unique<MurmurDigest<uint32_t, 1>>(); }
std::unique_ptr<Digest> MakeMurmur3c() { return std::make_unique<MurmurDigest<uint32_t, 4>>(); }
std::unique_ptr<Digest> MakeMurmur3f() { return std::make_unique<MurmurDigest<uint64_t, 2>>(); }

}  // namespace tusk
