// Reading, writing and converting UTF-8.
#include "interp/ext/mbstring/utf8.h"

#include <locale.h>
#include <wctype.h>

#include "interp/ext/mbstring/codec.h"
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
uint32_t ToUpperPoint(uint32_t c) {
  if (c == 0x19b) return 0xa7dc;  // since Unicode 16
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return Unicode() ? towupper_l(c, Unicode()) : c;
}

std::string_view CanonicalEncoding(std::string_view name) {
  const Encoding* e = FindEncoding(name);
  return e ? std::string_view(e->name) : std::string_view();
}

bool DecodeTo8(std::string_view s, std::string_view encoding, std::string* out) {
  out->clear();
  const Encoding* e = FindEncoding(encoding);
  if (!e) return false;
  Points points;
  Decode(*e, s, &points);
  Encode(*FindEncoding("UTF-8"), points, out);
  return true;
}

bool EncodeFrom8(std::string_view utf8, std::string_view encoding, std::string* out) {
  out->clear();
  const Encoding* e = FindEncoding(encoding);
  if (!e) return false;
  if (e->family == Family::kUtf8) {
    *out = utf8;
    return true;
  }
  Points points;
  Decode(*FindEncoding("UTF-8"), utf8, &points);
  Encode(*e, points, out);
  return true;
}

}  // namespace tusk
