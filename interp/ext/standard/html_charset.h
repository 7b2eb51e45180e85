// The charsets that htmlentities() and its family know: finding them, stepping over their characters, and
// their code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tusk {

class HtmlCharset {
 public:
  enum class Kind : uint8_t { kUtf8, kSingle, kBig5, kGb2312, kSjis, kEucJp };
  // By any name that PHP takes, in any case; null when there is none.
  static const HtmlCharset* Find(std::string_view name);
  static const HtmlCharset& Utf8();

  Kind kind() const { return kind_; }
  bool is_utf8() const { return kind_ == Kind::kUtf8; }
  // Whether characters have code points here: those of several bytes do not, except in UTF-8.
  bool has_points() const { return kind_ <= Kind::kSingle; }
  // The length of the character at s[i] and its code point (0 when the charset has none for it); length 0: it
  // is malformed, and *skip bytes of it are to be dropped.
  size_t Step(std::string_view s, size_t i, uint32_t* point, size_t* skip) const;
  // The byte for a code point, for kSingle; -1 when there is none.
  int ByteOf(uint32_t point) const;

 private:
  friend struct HtmlCharsets;
  constexpr HtmlCharset(Kind kind, const char* iconv) : kind_(kind), iconv_(iconv) {}
  const uint32_t* Points() const;
  Kind kind_;
  const char* iconv_;  // kSingle: what iconv(3) calls it
};

}  // namespace tusk
