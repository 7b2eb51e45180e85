// ASCII letters in lower and upper case, eight bytes at a time, and names in lower case for look-ups.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tusk {

namespace ascii_case {

// Bit 0x20 for each byte of `x` that is a letter from `first` to `first` + 25.
inline uint64_t Letters(uint64_t x, unsigned char first) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x80 * kOnes;
  uint64_t low = x & ~kHigh;
  uint64_t from = low + (0x80u - first) * kOnes;
  uint64_t past = low + (0x80u - first - 26u) * kOnes;
  return ((from ^ past) & ~x & kHigh) >> 2;
}

template <typename Word>
inline uint64_t Load(const char* p) {
  Word word;
  std::memcpy(&word, p, sizeof word);
  return word;
}
template <typename Word>
inline void Toggle(char* to, const char* from, unsigned char first) {
  uint64_t x = Load<Word>(from);
  Word word = static_cast<Word>(x ^ Letters(x, first));
  std::memcpy(to, &word, sizeof word);
}

// Copies with the case of the letters from `first` on changed. The two either do not overlap or are one.
inline void Change(char* to, const char* from, size_t n, unsigned char first) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) Toggle<uint64_t>(to + i, from + i, first);
  if (n & 4) {
    Toggle<uint32_t>(to + i, from + i, first);
    i += 4;
  }
  for (; i < n; ++i) {
    unsigned char c = static_cast<unsigned char>(from[i]);
    to[i] = static_cast<char>(static_cast<unsigned char>(c - first) < 26 ? c ^ 0x20 : c);
  }
}

// Whether a letter from `first` on is among them.
inline bool Has(std::string_view s, unsigned char first) {
  const char* p = s.data();
  const char* end = p + s.size();
  for (; end - p >= 8; p += 8) {
    if (Letters(Load<uint64_t>(p), first)) return true;
  }
  for (; p != end; ++p) {
    if (static_cast<unsigned char>(static_cast<unsigned char>(*p) - first) < 26) return true;
  }
  return false;
}

}  // namespace ascii_case

inline void LowerBytes(char* to, std::string_view s) { ascii_case::Change(to, s.data(), s.size(), 'A'); }
inline void UpperBytes(char* to, std::string_view s) { ascii_case::Change(to, s.data(), s.size(), 'a'); }
inline bool HasUpperCase(std::string_view s) { return ascii_case::Has(s, 'A'); }
inline bool HasLowerCase(std::string_view s) { return ascii_case::Has(s, 'a'); }

// A name in lower case, for one look-up; short ones need no memory.
class LowerName {
 public:
  explicit LowerName(std::string_view name) {
    char* to = buffer_;
    if (name.size() > sizeof buffer_) {
      long_.resize(name.size());
      to = long_.data();
    }
    LowerBytes(to, name);
    view_ = {to, name.size()};
  }
  LowerName(const LowerName&) = delete;
  LowerName& operator=(const LowerName&) = delete;
  std::string_view view() const { return view_; }

 private:
  char buffer_[96];
  std::string long_;
  std::string_view view_;
};

}  // namespace tusk
