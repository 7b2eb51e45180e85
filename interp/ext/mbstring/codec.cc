// Decodes and encodes: the Unicode forms here, other families in their own files.
#include "interp/ext/mbstring/codec.h"

#include <algorithm>

namespace tusk {

Substitute g_substitute;
int64_t g_illegal_characters = 0;

namespace {

bool IsSurrogate(uint32_t c) { return c >= 0xd800 && c <= 0xdfff; }

// UCS-2, UCS-4, UTF-16 and UTF-32: units of two or four bytes.
struct Wide {
  size_t unit;
  bool utf;        // surrogates mean pairs, or are wrong
  bool little;     // by name
  bool with_mark;  // the first unit may say the byte order
};
Wide WideOf(const Encoding& e) {
  std::string_view name = e.name;
  return {.unit = name.starts_with("UTF-16") || name.starts_with("UCS-2") ? size_t{2} : size_t{4},
          .utf = name.starts_with("UTF"),
          .little = name.ends_with("LE"),
          .with_mark = !name.ends_with("E")};
}
uint32_t ReadUnit(std::string_view s, size_t at, size_t unit, bool little) {
  uint32_t c = 0;
  for (size_t k = 0; k < unit; ++k)
    c |= static_cast<uint32_t>(static_cast<unsigned char>(s[at + k])) << (8 * (little ? k : unit - 1 - k));
  return c;
}
void DecodeWide(const Encoding& e, std::string_view s, Points* out) {
  Wide w = WideOf(e);
  size_t i = 0;
  if (w.with_mark && s.size() >= w.unit) {
    uint32_t first = ReadUnit(s, 0, w.unit, false);
    if (first == (w.unit == 2 ? 0xfffeu : 0xfffe0000u)) {
      w.little = true;
      i = w.unit;
    } else if (first == 0xfeff) {
      i = w.unit;
    }
  }
  for (; i + w.unit <= s.size(); i += w.unit) {
    uint32_t c = ReadUnit(s, i, w.unit, w.little);
    if (!w.utf) {
      out->push_back(c);
      continue;
    }
    if (w.unit == 4) {
      out->push_back(c > 0x10ffff || IsSurrogate(c) ? kBadPoint : c);
      continue;
    }
    if (!IsSurrogate(c)) {
      out->push_back(c);
      continue;
    }
    if (c >= 0xdc00 || i + 4 > s.size()) {
      out->push_back(kBadPoint);
      if (c < 0xdc00 && i + 2 < s.size()) return;  // half of a unit behind a high surrogate is part of it
      continue;
    }
    uint32_t low = ReadUnit(s, i + 2, 2, w.little);
    if ((low & 0xfc00) == 0xdc00) {
      out->push_back(0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff));
      i += 2;
    } else {
      out->push_back(kBadPoint);
    }
  }
  if (i < s.size()) out->push_back(kBadPoint);
}
bool EncodeWide(const Wide& w, uint32_t c, std::string* s) {
  auto append = [&](uint32_t v) {
    for (size_t k = 0; k < w.unit; ++k) *s += static_cast<char>(v >> (8 * (w.little ? k : w.unit - 1 - k)));
  };
  if (c == kBadPoint) return false;
  if (!w.utf) {
    if (w.unit == 2 && c > 0xffff) return false;
    append(c);
    return true;
  }
  if (c > 0x10ffff || IsSurrogate(c)) return false;
  if (w.unit == 4 || c < 0x10000) {
    append(c);
  } else {
    append(0xd800 | (c - 0x10000) >> 10);
    append(0xdc00 | ((c - 0x10000) & 0x3ff));
  }
  return true;
}

void DecodeUtf8(std::string_view s, Points* out) {
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    i += ReadUtf8(s, i, &c);
    out->push_back(c);
  }
}

template <typename Write>
void EncodeEach(std::span<const uint32_t> points, Write write) {
  for (uint32_t c : points) {
    if (!write(c)) WriteSubstitute(c, write);
  }
}

}  // namespace

void Decode(const Encoding& e, std::string_view s, Points* points) {
  points->reserve(points->size() + s.size());
  switch (e.family) {
    case Family::kUtf8: return DecodeUtf8(s, points);
    case Family::kWide: return DecodeWide(e, s, points);
    case Family::kAscii:
      for (char ch : s) {
        auto c = static_cast<unsigned char>(ch);
        points->push_back(c < 0x80 ? c : kBadPoint);
      }
      return;
    case Family::kBytes:
      for (char c : s) points->push_back(static_cast<unsigned char>(c));
      return;
    case Family::kCharset: return DecodeCharset(e, s, points);
    case Family::kStateful: return DecodeStateful(e, s, points);
    case Family::kTransfer: return DecodeTransfer(e, s, points);
  }
}

void Encode(const Encoding& e, std::span<const uint32_t> points, std::string* s) {
  s->reserve(s->size() + points.size());
  switch (e.family) {
    case Family::kUtf8:
      return EncodeEach(points, [&](uint32_t c) {
        if (c > 0x10ffff || IsSurrogate(c)) return false;
        WriteUtf8(s, c);
        return true;
      });
    case Family::kWide: {
      Wide w = WideOf(e);
      return EncodeEach(points, [&](uint32_t c) { return EncodeWide(w, c, s); });
    }
    case Family::kAscii:
    case Family::kBytes: {
      uint32_t limit = e.family == Family::kAscii ? 0x80 : 0x100;
      return EncodeEach(points, [&](uint32_t c) {
        if (c >= limit) return false;
        *s += static_cast<char>(c);
        return true;
      });
    }
    case Family::kCharset: return EncodeEach(points, [&](uint32_t c) { return EncodeCharset(e, c, s); });
    case Family::kStateful: return EncodeStateful(e, points, s);
    case Family::kTransfer: return EncodeTransfer(e, points, s);
  }
}

bool IsValidText(const Encoding& e, std::string_view s) {
  if (e.family == Family::kUtf8) return IsValidUtf8(s);
  Points points;
  Decode(e, s, &points);
  if (std::find(points.begin(), points.end(), kBadPoint) != points.end()) return false;
  return e.family != Family::kStateful || StatefulEndsWell(e, s);
}

}  // namespace tusk
