// What the implementations of hash algorithms share: byte order, digests as plain bytes, digests of blocks.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "interp/ext/hash/digest.h"

namespace tusk {

inline uint32_t Load32Little(const unsigned char* p) {
  return static_cast<uint32_t>(p[0]) | static_cast<uint32_t>(p[1]) << 8 | static_cast<uint32_t>(p[2]) << 16 |
         static_cast<uint32_t>(p[3]) << 24;
}
template <typename Word>
Word LoadBig(const unsigned char* p) {
  Word w = 0;
  for (size_t i = 0; i < sizeof(Word); ++i) w = static_cast<Word>(w << 8 | p[i]);
  return w;
}
template <typename Word>
void AppendBig(std::string* out, Word w) {
  char bytes[sizeof(Word)];
  for (size_t i = 0; i < sizeof(Word); ++i) bytes[i] = static_cast<char>(w >> (8 * (sizeof(Word) - 1 - i)));
  out->append(bytes, sizeof bytes);
}
inline void AppendLittle(std::string* out, uint32_t w) {
  char bytes[4];
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<char>(w >> (8 * i));
  out->append(bytes, sizeof bytes);
}

inline uint64_t Load64Little(const unsigned char* p) {
  return Load32Little(p) | static_cast<uint64_t>(Load32Little(p + 4)) << 32;
}
inline void AppendLittle64(std::string* out, uint64_t w) {
  AppendLittle(out, static_cast<uint32_t>(w));
  AppendLittle(out, static_cast<uint32_t>(w >> 32));
}

// A digest whose members are plain bytes: copied and saved as they are.
template <typename Derived>
class PlainDigest : public Digest {
 public:
  std::unique_ptr<Digest> Copy() const override {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
  // The members stand behind the pointer to the virtual functions.
  std::string Save() const override {
    return {reinterpret_cast<const char*>(this) + sizeof(Digest), MemberBytes()};
  }
  bool Load(std::string_view saved) override {
    if (saved.size() != MemberBytes()) return false;
    std::memcpy(reinterpret_cast<char*>(this) + sizeof(Digest), saved.data(), saved.size());
    return static_cast<const Derived*>(this)->IsSound();
  }
  // Whether counts that came from outside are possible.
  bool IsSound() const { return true; }

 private:
  static constexpr size_t MemberBytes() { return sizeof(Derived) - sizeof(Digest); }
};

// What md5 and the sha family share: blocks, and padding with the length in bits. Derived has Block(bytes).
template <typename Derived, size_t kBlock, bool kBigLength>
class BlockDigest : public PlainDigest<Derived> {
 public:
  void Update(std::string_view bytes) override {
    total_ += bytes.size();
    const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
    size_t n = bytes.size();
    if (filled_) {
      size_t take = std::min(n, kBlock - filled_);
      std::memcpy(buffer_ + filled_, p, take);
      filled_ += take;
      p += take;
      n -= take;
      if (filled_ < kBlock) return;
      self().Block(buffer_);
      filled_ = 0;
    }
    for (; n >= kBlock; p += kBlock, n -= kBlock) self().Block(p);
    std::memcpy(buffer_, p, n);
    filled_ = n;
  }
  bool IsSound() const { return filled_ < kBlock; }

 protected:
  size_t filled() const { return filled_; }
  unsigned char* buffer() { return buffer_; }
  uint64_t total() const { return total_; }
  // kFirst: the byte after the data. kLengthBytes: room for the length, of which 8 bytes are used.
  template <unsigned char kFirst = 0x80, size_t kLengthBytes = kBlock / 8>
  void Pad() {
    uint64_t bits = total_ * 8;
    unsigned char pad[2 * kBlock] = {kFirst};
    size_t n = (filled_ < kBlock - kLengthBytes ? kBlock : 2 * kBlock) - filled_;
    for (size_t i = 0; i < 8; ++i)
      pad[kBigLength ? n - 1 - i : n - 8 + i] = static_cast<unsigned char>(bits >> (8 * i));
    Update({reinterpret_cast<char*>(pad), n});
  }

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
  unsigned char buffer_[kBlock];
  size_t filled_ = 0;
  uint64_t total_ = 0;
};

}  // namespace tusk
