// Reading, writing and converting UTF-8.
#include "interp/ext/mbstring/utf8.h"

#include <locale.h>
#include <wctype.h>

#include "interp/ext/mbstring/encodings.h"
#include "interp/ext/mbstring/transfer.h"
#include "interp/runtime/string.h"

namespace tusk {

size_t ReadUtf8(std::string_view s, size_t i, uint32_t* point) {
  auto byte = [&](size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0u; };
  auto tail = [&](size_t k) { return (byte(i + k) & 0xc0) == 0x80; };
  uint32_t c = byte(i);
  *point = c;
  if (c < 0x80) return 1;
  *point = kBadPoint;
  if (c >= 0xc2 && c < 0xe0) {
    if (!tail(1)) return 1;
    *point = (c & 31) << 6 | (byte(i + 1) & 63);
    return 2;
  }
  if (c >= 0xe0 && c < 0xf0) {
    unsigned low = c == 0xe0 ? 0xa0 : 0x80;
    unsigned high = c == 0xed ? 0x9f : 0xbf;
    if (byte(i + 1) < low || byte(i + 1) > high) return 1;
    if (!tail(2)) return 2;
    *point = (c & 15) << 12 | (byte(i + 1) & 63) << 6 | (byte(i + 2) & 63);
    return 3;
  }
  if (c >= 0xf0 && c < 0xf5) {
    unsigned low = c == 0xf0 ? 0x90 : 0x80;
    unsigned high = c == 0xf4 ? 0x8f : 0xbf;
    if (byte(i + 1) < low || byte(i + 1) > high) return 1;
    if (!tail(2)) return 2;
    if (!tail(3)) return 3;
    *point = (c & 7) << 18 | (byte(i + 1) & 63) << 12 | (byte(i + 2) & 63) << 6 | (byte(i + 3) & 63);
    return 4;
  }
  return 1;
}

void WriteUtf8(std::string* out, uint32_t c) {
  if (c < 0x80) {
    *out += static_cast<char>(c);
  } else if (c < 0x800) {
    *out += static_cast<char>(0xc0 | c >> 6);
    *out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    *out += static_cast<char>(0xe0 | c >> 12);
    *out += static_cast<char>(0x80 | ((c >> 6) & 63));
    *out += static_cast<char>(0x80 | (c & 63));
  } else {
    *out += static_cast<char>(0xf0 | c >> 18);
    *out += static_cast<char>(0x80 | ((c >> 12) & 63));
    *out += static_cast<char>(0x80 | ((c >> 6) & 63));
    *out += static_cast<char>(0x80 | (c & 63));
  }
}

bool IsValidUtf8(std::string_view s) {
  uint32_t point;
  for (size_t i = 0; i < s.size(); i += ReadUtf8(s, i, &point)) {
    if (static_cast<unsigned char>(s[i]) < 0x80) continue;
    ReadUtf8(s, i, &point);
    if (point == kBadPoint) return false;
  }
  return true;
}

namespace {
// mbstring steps by the lead byte's table and does not look at what follows.
size_t StepLength(unsigned char c) { return c < 0xc2 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : 1; }
}  // namespace

size_t Utf8Length(std::string_view s) {
  size_t n = 0;
  for (size_t i = 0; i < s.size(); ++n) i += StepLength(static_cast<unsigned char>(s[i]));
  return n;
}

size_t Utf8Offset(std::string_view s, size_t index, size_t from) {
  size_t i = from;
  while (index > 0 && i < s.size()) {
    i += StepLength(static_cast<unsigned char>(s[i]));
    --index;
  }
  return i < s.size() ? i : s.size();
}

namespace {
locale_t Unicode() {
  static locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}
}  // namespace

uint32_t ToLowerPoint(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return Unicode() ? towlower_l(c, Unicode()) : c;
}
std::string& SubstituteText() {
  static auto* text = new std::string("?");
  return *text;
}

uint32_t ToUpperPoint(uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return Unicode() ? towupper_l(c, Unicode()) : c;
}

std::string Utf8Lower(std::string_view s) {
  std::string out;
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    i += ReadUtf8(s, i, &c);
    if (c == kBadPoint) {
      out += '?';
    } else if (c == 0x130) {
      out += "i\xcc\x87";
    } else {
      WriteUtf8(&out, ToLowerPoint(c));
    }
  }
  return out;
}
std::string Utf8Upper(std::string_view s) {
  std::string out;
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    i += ReadUtf8(s, i, &c);
    if (c == kBadPoint) {
      out += '?';
    } else if (c == 0xdf) {
      out += "SS";
    } else {
      WriteUtf8(&out, ToUpperPoint(c));
    }
  }
  return out;
}

std::string_view CanonicalEncoding(std::string_view name) {
  const Encoding* e = FindEncoding(name);
  return e ? std::string_view(e->name) : std::string_view();
}

namespace {
// Windows-1252 from 0x80 to 0x9f; 0: unassigned.
constexpr uint16_t kWindows1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                       0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};
// ISO-8859-15 where it differs from ISO-8859-1.
constexpr std::pair<uint8_t, uint16_t> kLatin9[] = {{0xa4, 0x20ac}, {0xa6, 0x160}, {0xa8, 0x161},
                                                    {0xb4, 0x17d},  {0xb8, 0x17e}, {0xbc, 0x152},
                                                    {0xbd, 0x153},  {0xbe, 0x178}};

// Unit size in bytes of the UTF-16 and UTF-32 family, 0 for others; *big: byte order.
int WideUnit(std::string_view encoding, bool* big) {
  *big = !encoding.ends_with("LE");
  if (encoding.starts_with("UTF-16") || encoding.starts_with("UCS-2")) return 2;
  if (encoding.starts_with("UTF-32") || encoding.starts_with("UCS-4")) return 4;
  return 0;
}
}  // namespace

bool DecodeTo8(std::string_view s, std::string_view encoding, std::string* out) {
  out->clear();
  if (encoding == "UTF-8") {
    uint32_t c;
    for (size_t i = 0; i < s.size();) {
      i += ReadUtf8(s, i, &c);
      if (c == kBadPoint) {
        *out += SubstituteText();
      } else {
        WriteUtf8(out, c);
      }
    }
    return true;
  }
  bool big;
  if (int unit = WideUnit(encoding, &big)) {
    size_t i = 0;
    if (s.size() >= 2 && (encoding == "UTF-16" || encoding == "UTF-32")) {
      if (s.starts_with("\xff\xfe")) {
        big = false;
        i = static_cast<size_t>(unit);
      } else if (s.starts_with("\xfe\xff")) {
        i = static_cast<size_t>(unit);
      }
    }
    auto read = [&](size_t at) {
      uint32_t c = 0;
      for (int k = 0; k < unit; ++k)
        c |= static_cast<uint32_t>(static_cast<unsigned char>(s[at + static_cast<size_t>(k)]))
             << (8 * (big ? unit - 1 - k : k));
      return c;
    };
    auto step = static_cast<size_t>(unit);
    for (; i + step <= s.size(); i += step) {
      uint32_t c = read(i);
      if (unit == 2 && c >= 0xd800 && c < 0xdc00 && i + 4 <= s.size() && (read(i + 2) & 0xfc00) == 0xdc00) {
        c = 0x10000 + ((c & 0x3ff) << 10) + (read(i + 2) & 0x3ff);
        i += 2;
      }
      if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = '?';
      WriteUtf8(out, c);
    }
    if (i < s.size()) *out += SubstituteText();
    return true;
  }
  if (encoding.empty()) return false;
  if (DecodeTransfer(s, encoding, out)) return true;
  for (char ch : s) {
    auto b = static_cast<unsigned char>(ch);
    uint32_t c = b;
    if ((encoding == "ASCII" || encoding == "7bit") && b >= 0x80) c = '?';
    if (encoding == "Windows-1252" && b >= 0x80 && b < 0xa0)
      c = kWindows1252[b - 0x80] ? kWindows1252[b - 0x80] : '?';
    if (encoding == "ISO-8859-15") {
      for (const auto& [from, to] : kLatin9) {
        if (b == from) c = to;
      }
    }
    WriteUtf8(out, c);
  }
  return true;
}

bool EncodeFrom8(std::string_view utf8, std::string_view encoding, std::string* out) {
  out->clear();
  if (encoding.empty()) return false;
  if (encoding == "UTF-8") {
    *out = utf8;
    return true;
  }
  if (EncodeTransfer(utf8, encoding, out)) return true;
  bool big;
  int unit = WideUnit(encoding, &big);
  auto append = [&](uint32_t v) {
    for (int k = 0; k < unit; ++k) *out += static_cast<char>(v >> (8 * (big ? unit - 1 - k : k)));
  };
  uint32_t c;
  for (size_t i = 0; i < utf8.size();) {
    i += ReadUtf8(utf8, i, &c);
    if (c == kBadPoint) c = '?';
    if (unit == 4 || (unit == 2 && c < 0x10000)) {
      append(c);
    } else if (unit == 2) {
      append(0xd800 | (c - 0x10000) >> 10);
      append(0xdc00 | ((c - 0x10000) & 0x3ff));
    } else {
      uint32_t b = c < (encoding == "ASCII" || encoding == "7bit" ? 0x80u : 0x100u) ? c : '?';
      if (encoding == "Windows-1252" && (c >= 0x100 || (c >= 0x80 && c < 0xa0))) {
        b = '?';
        for (uint32_t k = 0; k < 32; ++k) {
          if (kWindows1252[k] && kWindows1252[k] == c) b = 0x80 + k;
        }
      }
      if (encoding == "ISO-8859-15") {
        for (const auto& [to, from] : kLatin9) {
          if (c == from) b = to;
        }
      }
      *out += static_cast<char>(b);
    }
  }
  return true;
}

}  // namespace tusk
