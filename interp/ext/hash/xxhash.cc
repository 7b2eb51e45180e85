// The xxHash family, by its own header.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "interp/ext/hash/digest.h"

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
  std::string Finish() override {
    if constexpr (kKind == Kind::k32) {
      XXH32_canonical_t c;
      XXH32_canonicalFromHash(&c, XXH32(data_.data(), data_.size(), 0));
      return Bytes(c);
    } else if constexpr (kKind == Kind::k128) {
      XXH128_canonical_t c;
      XXH128_canonicalFromHash(&c, XXH3_128bits(data_.data(), data_.size()));
      return Bytes(c);
    } else {
      XXH64_canonical_t c;
      XXH64_canonicalFromHash(&c, kKind == Kind::k64 ? XXH64(data_.data(), data_.size(), 0)
                                                     : XXH3_64bits(data_.data(), data_.size()));
      return Bytes(c);
    }
  }
  std::unique_ptr<Digest> Copy() const override { return std::make_unique<XxDigest>(*this); }

 private:
  std::string data_;
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
