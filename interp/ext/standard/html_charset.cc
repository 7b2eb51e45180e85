// Charsets of the HTML functions: names, and tables of single bytes as iconv(3) has them.
#include "interp/ext/standard/html_charset.h"

#include <iconv.h>

#include <array>
#include <map>

#include "interp/runtime/string.h"

namespace tusk {

struct HtmlCharsets {
  using Kind = HtmlCharset::Kind;
  static constexpr HtmlCharset kUtf8{Kind::kUtf8, ""}, kLatin1{Kind::kSingle, "ISO-8859-1"},
      kLatin9{Kind::kSingle, "ISO-8859-15"}, kCyrillic{Kind::kSingle, "ISO-8859-5"},
      kWestern{Kind::kSingle, "CP1252"}, kWindowsCyrillic{Kind::kSingle, "CP1251"},
      kDosCyrillic{Kind::kSingle, "CP866"}, kKoi8{Kind::kSingle, "KOI8-R"},
      kMacintosh{Kind::kSingle, "MACINTOSH"}, kBig5{Kind::kBig5, ""}, kGb2312{Kind::kGb2312, ""},
      kSjis{Kind::kSjis, ""}, kEucJp{Kind::kEucJp, ""};
  struct Name {
    const char* name;
    const HtmlCharset* charset;
  };
  static constexpr Name kNames[] = {
      {"utf-8", &kUtf8},
      {"utf8", &kUtf8},
      {"iso-8859-1", &kLatin1},
      {"iso8859-1", &kLatin1},
      {"iso-8859-15", &kLatin9},
      {"iso8859-15", &kLatin9},
      {"iso-8859-5", &kCyrillic},
      {"iso8859-5", &kCyrillic},
      {"windows-1252", &kWestern},
      {"cp1252", &kWestern},
      {"1252", &kWestern},
      {"big5", &kBig5},
      {"950", &kBig5},
      {"big5-hkscs", &kBig5},
      {"gb2312", &kGb2312},
      {"936", &kGb2312},
      {"shift_jis", &kSjis},
      {"sjis", &kSjis},
      {"sjis-win", &kSjis},
      {"cp932", &kSjis},
      {"932", &kSjis},
      {"eucjp", &kEucJp},
      {"euc-jp", &kEucJp},
      {"eucjp-win", &kEucJp},
      {"koi8-r", &kKoi8},
      {"koi8-ru", &kKoi8},
      {"koi8r", &kKoi8},
      {"cp1251", &kWindowsCyrillic},
      {"windows-1251", &kWindowsCyrillic},
      {"win-1251", &kWindowsCyrillic},
      {"cp866", &kDosCyrillic},
      {"866", &kDosCyrillic},
      {"ibm866", &kDosCyrillic},
      {"macroman", &kMacintosh},
  };
};

const HtmlCharset& HtmlCharset::Utf8() { return HtmlCharsets::kUtf8; }
const HtmlCharset* HtmlCharset::Find(std::string_view name) {
  for (const auto& row : HtmlCharsets::kNames) {
    if (EqualIgnoreCase(name, row.name)) return row.charset;
  }
  return nullptr;
}

// Code points of the bytes from 0x80; 0 where there is none.
const uint32_t* HtmlCharset::Points() const {
  static auto* tables = new std::map<const HtmlCharset*, std::array<uint32_t, 128>>;
  auto [it, fresh] = tables->try_emplace(this);
  if (!fresh) return it->second.data();
  iconv_t converter = iconv_open("UCS-4LE", iconv_);
  for (uint32_t i = 0; i < 128; ++i) {
    char byte = static_cast<char>(0x80 + i);
    uint32_t point = 0;
    char* in = &byte;
    char* out = reinterpret_cast<char*>(&point);
    size_t in_left = 1, out_left = sizeof point;
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &in, &in_left, &out, &out_left) == static_cast<size_t>(-1)) point = 0;
    it->second[i] = point;
  }
  iconv_close(converter);
  if (this == &HtmlCharsets::kMacintosh) it->second[0x46] = 0x2206;  // there iconv has a letter
  return it->second.data();
}
int HtmlCharset::ByteOf(uint32_t point) const {
  if (point < 0x80) return static_cast<int>(point);
  const uint32_t* points = Points();
  for (int i = 0; i < 128; ++i) {
    if (points[i] == point) return 0x80 + i;
  }
  return -1;
}

size_t HtmlCharset::Step(std::string_view s, size_t i, uint32_t* point, size_t* skip) const {
  auto byte = [&](size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  auto in = [&](size_t k, unsigned from, unsigned to) { return byte(k) >= from && byte(k) <= to; };
  unsigned c = byte(i);
  *skip = 1;
  *point = c;
  if (c < 0x80) return 1;
  *point = 0;
  switch (kind_) {
    case Kind::kSingle: *point = Points()[c - 0x80]; return 1;
    case Kind::kUtf8: {
      auto tail = [&](size_t k) { return (byte(i + k) & 0xc0) == 0x80; };
      if (c >= 0xc2 && c < 0xe0) {
        if (!tail(1)) return 0;
        *point = (c & 31) << 6 | (byte(i + 1) & 63);
        return 2;
      }
      // What can still begin a character is left alone.
      auto part = [&](size_t most) {
        size_t n = 1;
        while (n < most && tail(n)) ++n;
        return n;
      };
      if (c >= 0xe0 && c < 0xf0) {
        *point = (c & 15) << 12 | (byte(i + 1) & 63) << 6 | (byte(i + 2) & 63);
        if (tail(1) && tail(2) && *point >= 0x800 && (*point < 0xd800 || *point > 0xdfff)) return 3;
        *skip = tail(1) && tail(2) ? 1 : part(3);
        return 0;
      }
      if (c >= 0xf0 && c < 0xf5) {
        *point = (c & 7) << 18 | (byte(i + 1) & 63) << 12 | (byte(i + 2) & 63) << 6 | (byte(i + 3) & 63);
        if (tail(1) && tail(2) && tail(3) && *point >= 0x10000 && *point <= 0x10ffff) return 4;
        *skip = tail(1) && tail(2) && tail(3) ? 1 : part(4);
      }
      return 0;
    }
    case Kind::kBig5:
      if (c == 0x80 || c == 0xff) return 1;
      return in(i + 1, 0x40, 0x7e) || in(i + 1, 0xa1, 0xfe) ? 2 : 0;
    case Kind::kGb2312:
      if (c < 0xa1 || c == 0xff) return c == 0x8e || c == 0x8f || c == 0xa0 || c == 0xff ? 0 : 1;
      return in(i + 1, 0xa1, 0xfe) ? 2 : 0;
    case Kind::kSjis:
      if (c >= 0xa1 && c <= 0xdf) return 1;
      if (c == 0x80 || c == 0xa0 || c > 0xfc) return 0;
      return in(i + 1, 0x40, 0x7e) || in(i + 1, 0x80, 0xfc) ? 2 : 0;
    case Kind::kEucJp:
      if (c == 0x8e) return in(i + 1, 0xa1, 0xdf) ? 2 : 0;
      if (c == 0x8f) return in(i + 1, 0xa1, 0xfe) && in(i + 2, 0xa1, 0xfe) ? 3 : 0;
      if (c >= 0xa1 && c <= 0xfe) return in(i + 1, 0xa1, 0xfe) ? 2 : 0;
      return c == 0xa0 || c == 0xff ? 0 : 1;
  }
  return 0;
}

}  // namespace tusk
