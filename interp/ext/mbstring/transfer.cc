// Base64, quoted-printable, uuencode and HTML entities: encodings whose characters are bytes, or names.
#include <array>
#include <cstdlib>

#include "absl/strings/str_format.h"
#include "interp/ext/mbstring/codec.h"
#include "interp/ext/standard/html_entities.h"

namespace tusk {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr size_t kLine = 76;     // characters of a line of Base64
constexpr int kSoftBreak = 72;   // of quoted-printable
constexpr size_t kUuBytes = 45;  // bytes of a line of uuencode

void DecodeBase64(std::string_view s, Points* out) {
  uint32_t value = 0;
  int bits = 0;
  for (char c : s) {
    if (c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '=') continue;
    size_t digit = kDigits.find(c);
    if (digit == kDigits.npos || c == '\0') {
      out->push_back(kBadPoint);
      continue;
    }
    value = value << 6 | static_cast<uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out->push_back((value >> bits) & 255);
    }
  }
}
void EncodeBase64(std::string_view s, std::string* out) {
  size_t column = 0;
  for (size_t i = 0; i < s.size(); i += 3) {
    if (column == kLine) {
      *out += "\r\n";
      column = 0;
    }
    uint32_t v = 0;
    for (size_t k = 0; k < 3; ++k)
      v = v << 8 | (i + k < s.size() ? static_cast<unsigned char>(s[i + k]) : 0u);
    for (size_t k = 0; k < 4; ++k) *out += i + k > s.size() ? '=' : kDigits[(v >> (18 - 6 * k)) & 63];
    column += 4;
  }
}

int Hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
void DecodeQuoted(std::string_view s, Points* out) {
  for (size_t i = 0; i < s.size(); ++i) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c != '=' || i + 1 >= s.size()) {
      out->push_back(c);
      continue;
    }
    if (s[i + 1] == '\r' || s[i + 1] == '\n') {
      i += s[i + 1] == '\r' && i + 2 < s.size() && s[i + 2] == '\n' ? 2 : 1;
      continue;
    }
    int high = Hex(s[i + 1]), low = i + 2 < s.size() ? Hex(s[i + 2]) : -1;
    if (high < 0 || low < 0) {
      out->push_back(c);
      continue;
    }
    out->push_back(static_cast<uint32_t>(high * 16 + low));
    i += 2;
  }
}
void EncodeQuoted(std::string_view s, std::string* out) {
  int column = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c == '\0') {
      *out += '\0';
      column = 0;
      continue;
    }
    if (c == '\n' || (c == '\r' && (i + 1 >= s.size() || s[i + 1] != '\n'))) {
      *out += "\r\n";
      column = 0;
      continue;
    }
    if (c == '\r') continue;
    if (column >= kSoftBreak) {
      *out += "=\r\n";
      column = 0;
    }
    if (c >= 0x80 || c == '=') {
      *out += absl::StrFormat("=%02X", c);
      column += 3;
    } else {
      *out += static_cast<char>(c);
      ++column;
    }
  }
}

void DecodeUu(std::string_view s, Points* out) {
  // Behind the line that begins with "begin ".
  size_t i = 0;
  for (;;) {
    if (s.substr(i).starts_with("begin ")) break;
    i = s.find('\n', i);
    if (i == s.npos) return;
    ++i;
  }
  i = s.find('\n', i);
  while (i != s.npos && ++i < s.size()) {
    int left = (s[i] - 32) & 63;
    ++i;
    for (; left > 0 && i < s.size(); left -= 3, i += 4) {
      uint32_t v = 0;
      for (size_t k = 0; k < 4; ++k)
        v = v << 6 | (i + k < s.size() ? static_cast<uint32_t>(s[i + k] - 32) & 63 : 0u);
      for (int k = 0; k < 3 && k < left; ++k) out->push_back((v >> (16 - 8 * k)) & 255);
    }
    i = s.find('\n', std::min(i, s.size()));
  }
}
void EncodeUu(std::string_view s, std::string* out) {
  if (s.empty()) return;
  *out += "begin 0644 filename\n";
  auto put = [&](uint32_t v) { *out += v ? static_cast<char>(v + 32) : '`'; };
  for (size_t i = 0; i < s.size(); i += kUuBytes) {
    std::string_view line = s.substr(i, kUuBytes);
    put(static_cast<uint32_t>(line.size()));
    for (size_t at = 0; at < line.size(); at += 3) {
      uint32_t v = 0;
      for (size_t k = 0; k < 3; ++k)
        v = v << 8 | (at + k < line.size() ? static_cast<unsigned char>(line[at + k]) : 0u);
      for (int shift = 18; shift >= 0; shift -= 6) put((v >> shift) & 63);
    }
    *out += '\n';
  }
}

void EncodeEntities(std::span<const uint32_t> points, std::string* out) {
  for (uint32_t c : points) {
    if (c == kBadPoint) {
      WriteSubstitute(c, [&](uint32_t p) {
        WriteUtf8(out, p);
        return true;
      });
      continue;
    }
    if (c < 0x80) {
      *out += static_cast<char>(c);
      continue;
    }
    const char* name = nullptr;
    for (const HtmlEntity& e : kHtmlEntities) {
      if (e.point == c) name = e.name;
    }
    *out += name ? absl::StrFormat("&%s;", name) : absl::StrFormat("&#%d;", c);
  }
}

// Tries to read what stands from s[i], which is '&', as an entity: its length, 0 when it is none.
size_t ReadEntity(std::string_view s, size_t i, uint32_t* point) {
  size_t end = s.find_first_of(";&", i + 1);
  if (end == s.npos || s[end] != ';') return 0;
  std::string_view name = s.substr(i + 1, end - i - 1);
  if (name.size() > 1 && name[0] == '#') {
    bool hex = name[1] == 'x' || name[1] == 'X';
    std::string digits(name.substr(hex ? 2 : 1));
    if (digits.empty() || digits.size() > 10) return 0;
    uint64_t n = 0;
    for (char c : digits) {
      int d = Hex(c);
      if (d < 0 || (!hex && d > 9)) return 0;
      n = n * (hex ? 16 : 10) + static_cast<uint64_t>(d);
    }
    if (n > 0x10ffff) return 0;
    *point = static_cast<uint32_t>(n);
    return end + 1 - i;
  }
  constexpr std::pair<std::string_view, char> kBasic[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}};
  for (const auto& [basic, c] : kBasic) {
    if (name == basic) return *point = static_cast<uint32_t>(c), end + 1 - i;
  }
  for (const HtmlEntity& e : kHtmlEntities) {
    if (name == e.name) return *point = e.point, end + 1 - i;
  }
  return 0;
}
void DecodeEntities(std::string_view s, Points* out) {
  for (size_t i = 0; i < s.size();) {
    uint32_t point = static_cast<unsigned char>(s[i]);
    size_t n = s[i] == '&' ? ReadEntity(s, i, &point) : 0;
    out->push_back(point);
    i += n ? n : 1;
  }
}

struct Transfer {
  std::string_view name;
  void (*decode)(std::string_view, Points*);
  void (*encode)(std::string_view, std::string*);
};
constexpr Transfer kTransfers[] = {{"BASE64", DecodeBase64, EncodeBase64},
                                   {"Quoted-Printable", DecodeQuoted, EncodeQuoted},
                                   {"UUENCODE", DecodeUu, EncodeUu}};

}  // namespace

void DecodeTransfer(const Encoding& e, std::string_view s, Points* points) {
  for (const Transfer& t : kTransfers) {
    if (t.name == e.name) return t.decode(s, points);
  }
  DecodeEntities(s, points);
}

void EncodeTransfer(const Encoding& e, std::span<const uint32_t> points, std::string* s) {
  for (const Transfer& t : kTransfers) {
    if (t.name != e.name) continue;
    std::string bytes;
    for (uint32_t c : points) bytes += static_cast<char>(c);
    return t.encode(bytes, s);
  }
  EncodeEntities(points, s);
}

}  // namespace tusk
