// The xxHash family, by its own header.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>

#include "interp/ext/hash/makers.h"

namespace tusk {
namespace {

template <typename Canonical>
std::string Bytes(const Canonical& c) {
  return {reinterpret_cast<const char*>(&c), sizeof c};
}

enum class Kind { k32, k64, k3, k128 };

// Collects its input: the one-shot functions are the fastest that the library has.
template <Kind kKind>
class XxDigest : public Digest {
 public:
  void Update(std::string_view bytes) override { data_.append(bytes); }
  void Seed(uint64_t seed) override { seed_ = seed; }
  bool SetSecret(std::string_view secret) override {
    secret_ = secret;
    return kKind == Kind::k3 || kKind == Kind::k128;
  }
  std::string Finish() override {
    const char* p = data_.data();
    size_t n = data_.size();
    if constexpr (kKind == Kind::k32) {
      XXH32_canonical_t c;
      XXH32_canonicalFromHash(&c, XXH32(p, n, static_cast<uint32_t>(seed_)));
      return Bytes(c);
    } else if constexpr (kKind == Kind::k128) {
      XXH128_canonical_t c;
      XXH128_canonicalFromHash(&c, secret_.empty()
                                       ? XXH3_128bits_withSeed(p, n, seed_)
                                       : XXH3_128bits_withSecret(p, n, secret_.data(), secret_.size()));
      return Bytes(c);
    } else {
      XXH64_canonical_t c;
      XXH64_canonicalFromHash(&c, kKind == Kind::k64 ? XXH64(p, n, seed_)
                                  : secret_.empty()
                                      ? XXH3_64bits_withSeed(p, n, seed_)
                                      : XXH3_64bits_withSecret(p, n, secret_.data(), secret_.size()));
      return Bytes(c);
    }
  }
  std::unique_ptr<Digest> Copy() const override { return std::make_unique<XxDigest>(*this); }

  std::string Save() const override {
    if (!secret_.empty()) return {};
    return std::string(reinterpret_cast<const char*>(&seed_), sizeof seed_) + data_;
  }
  bool Load(std::string_view saved) override {
    if (saved.size() < sizeof seed_) return false;
    std::memcpy(&seed_, saved.data(), sizeof seed_);
    data_ = saved.substr(sizeof seed_);
    return true;
  }

 private:
  std::string data_, secret_;
  uint64_t seed_ = 0;
};

template <Kind kKind>
std::unique_ptr<Digest> Make() {
  return std::make_unique<XxDigest<kKind>>();
}

}  // namespace

std::unique_ptr<Digest> MakeXxh32() { return Make<Kind::k32>(); }
std::unique_ptr<Digest> MakeXxh64() { return Make<Kind::k64>(); }
std::unique_ptr<Digest> MakeXxh3() { return Make<Kind::k3>(); }
std::unique_ptr<Digest> MakeXxh128() { return Make<Kind::k128>(); }

}  // namespace tusk
