// Character sets of one to four bytes a character. The C library has their tables, which are read through
// iconv(3) when a set is first used; where PHP's differ, a row here says so.
#include <iconv.h>
#include <algorithm>
#include <array>

#include <memory>
#include <unordered_map>

#include "interp/ext/mbstring/codec.h"

namespace tusk {
namespace {

// Characters that PHP has otherwise than the C library: bytes (big endian), point (kBadPoint: none).
struct Difference {
  std::string_view encoding;
  uint32_t bytes;
  uint32_t point;
};
constexpr Difference kDifferences[] = {
    {"Windows-1252", 0x81, 0x81}, {"Windows-1252", 0x8d, 0x8d}, {"Windows-1252", 0x8f, 0x8f},
    {"Windows-1252", 0x90, 0x90}, {"Windows-1252", 0x9d, 0x9d}, {"EUC-CN", 0xa1a4, 0xb7},
};
// Points that are written as the same bytes as another.
struct Alias {
  std::string_view encoding;
  uint32_t point;
  uint32_t bytes;
};
constexpr Alias kAliases[] = {
    {"CP932", 0xa5, 0x5c},      {"CP932", 0x203e, 0x7e},    {"SJIS-win", 0xa5, 0x5c},
    {"SJIS-win", 0x203e, 0x7e}, {"SJIS", 0xff3c, 0x815f},   {"EUC-JP", 0xff3c, 0xa1c0},
    {"SJIS", 0xff5e, 0x8160},   {"EUC-JP", 0xff5e, 0xa1c1}, {"SJIS", 0x2225, 0x8161},
    {"EUC-JP", 0x2225, 0xa1c2}, {"SJIS", 0xff0d, 0x817c},   {"EUC-JP", 0xff0d, 0xa1dd},
    {"SJIS", 0xffe0, 0x8191},   {"EUC-JP", 0xffe0, 0xa1f1}, {"SJIS", 0xffe1, 0x8192},
    {"EUC-JP", 0xffe1, 0xa1f2}, {"SJIS", 0xffe2, 0x81ca},   {"EUC-JP", 0xffe2, 0xa2cc},
};

enum class Shape : uint8_t { kByte, kEuc, kEucJp, kEucTw, kShiftJis, kHighLead, kGb18030 };
Shape ShapeOf(std::string_view name) {
  if (name == "EUC-JP" || name == "eucJP-win" || name == "EUC-JP-2004" || name == "CP51932")
    return Shape::kEucJp;
  if (name == "EUC-TW") return Shape::kEucTw;
  if (name.starts_with("EUC-")) return Shape::kEuc;
  if (name.starts_with("SJIS") || name == "CP932") return Shape::kShiftJis;
  if (name == "BIG-5" || name == "CP950" || name == "CP936" || name == "UHC") return Shape::kHighLead;
  if (name == "GB18030") return Shape::kGb18030;
  return Shape::kByte;
}

// The last byte that begins a character of two.
uint8_t LastLeadOf(std::string_view name) {
  constexpr std::pair<std::string_view, uint8_t> kLast[] = {
      {"EUC-CN", 0xf7}, {"EUC-KR", 0xfd}, {"UHC", 0xfd}, {"SJIS", 0xef}, {"BIG-5", 0xf9}};
  for (const auto& [set, last] : kLast) {
    if (set == name) return last;
  }
  return ShapeOf(name) == Shape::kShiftJis ? 0xfc : 0xfe;
}

class Charset {
 public:
  explicit Charset(const Encoding& e) : encoding_(e), shape_(ShapeOf(e.name)) {
    to_points_ = iconv_open("UTF-32LE", e.iconv);
    from_points_ = iconv_open(e.iconv, "UTF-32LE");
    for (uint32_t b = 0; b < 256; ++b) {
      char c = static_cast<char>(b);
      bytes_[b] = b < 0x80 ? b : Read({&c, 1});
    }
    last_lead_ = LastLeadOf(e.name);
    if (shape_ == Shape::kEucJp) std::fill(bytes_ + 0x80, bytes_ + 0x100, kBadPoint);
    if (shape_ == Shape::kShiftJis) bytes_[0x80] = bytes_[0xa0] = kBadPoint;
    for (const Difference& d : kDifferences) {
      if (d.encoding == e.name && d.bytes < 256 && d.bytes) bytes_[d.bytes] = d.point;
    }
    if (shape_ == Shape::kByte) {
      for (uint32_t b = 0; b < 256; ++b) {
        if (bytes_[b] != kBadPoint) single_.try_emplace(bytes_[b], b);
      }
    }
  }
  Charset(const Charset&) = delete;
  Charset& operator=(const Charset&) = delete;

  // How many bytes the character that begins with this byte has.
  size_t Length(uint8_t lead, uint8_t second) const {
    if (lead < 0x80) return 1;
    switch (shape_) {
      case Shape::kByte: return 1;
      case Shape::kEuc: return lead >= 0xa1 && lead <= last_lead_ ? 2 : 1;
      case Shape::kEucJp: return lead == 0x8f ? 3 : lead == 0x8e || (lead >= 0xa1 && lead <= 0xfe) ? 2 : 1;
      case Shape::kEucTw: return lead == 0x8e ? 4 : lead >= 0xa1 && lead <= 0xfe ? 2 : 1;
      case Shape::kShiftJis:
        return (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= last_lead_) ? 2 : 1;
      case Shape::kHighLead: return lead > 0x80 && lead <= last_lead_ ? 2 : 1;
      case Shape::kGb18030:
        return lead == 0x80 || lead == 0xff ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;
    }
    return 1;
  }
  uint32_t Byte(uint8_t b) const { return bytes_[b]; }
  uint32_t Pair(uint8_t lead, uint8_t trail) {
    if (!pairs_) FillPairs();
    return (*pairs_)[static_cast<size_t>(lead) << 8 | trail];
  }
  uint32_t Longer(std::string_view s) {
    uint32_t key = 0;
    for (char c : s) key = key << 8 | static_cast<unsigned char>(c);
    auto [place, fresh] = longer_.try_emplace(key, kBadPoint);
    if (fresh) place->second = Read(s);
    return place->second;
  }
  // The bytes as a number, 0 for none (and for U+0000).
  uint32_t Write(uint32_t point) {
    if (point < 0x80) return point;
    if (shape_ == Shape::kByte) {
      auto found = single_.find(point);
      return found == single_.end() ? 0 : found->second;
    }
    auto [place, fresh] = written_.try_emplace(point, 0);
    if (fresh) place->second = Find(point);
    return place->second;
  }

 private:
  uint32_t Read(std::string_view s) const {
    char* in = const_cast<char*>(s.data());
    size_t left = s.size();
    uint32_t out[4] = {};
    char* to = reinterpret_cast<char*>(out);
    size_t room = sizeof out;
    iconv(to_points_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(to_points_, &in, &left, &to, &room) == static_cast<size_t>(-1) || left) return kBadPoint;
    iconv(to_points_, nullptr, nullptr, &to, &room);
    return room == sizeof out - 4 ? out[0] : kBadPoint;
  }
  void FillPairs() {
    pairs_ = std::make_unique<std::array<uint32_t, 65536>>();
    pairs_->fill(kBadPoint);
    for (uint32_t lead = 0x81; lead < 0xff; ++lead) {
      if (Length(static_cast<uint8_t>(lead), 0) != 2) continue;
      for (uint32_t trail = 0x40; trail < 0xff; ++trail) {
        char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
        (*pairs_)[lead << 8 | trail] = Read({bytes, 2});
      }
    }
    for (const Difference& d : kDifferences) {
      if (d.encoding == encoding_.name && d.bytes > 255 && d.bytes < 65536) (*pairs_)[d.bytes] = d.point;
    }
  }
  uint32_t Find(uint32_t point) {
    for (const Alias& a : kAliases) {
      if (a.point == point && a.encoding == encoding_.name) return a.bytes;
    }
    char* in = reinterpret_cast<char*>(&point);
    size_t left = 4;
    unsigned char out[8];
    char* to = reinterpret_cast<char*>(out);
    size_t room = sizeof out;
    iconv(from_points_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(from_points_, &in, &left, &to, &room) != 0) return 0;
    iconv(from_points_, nullptr, nullptr, &to, &room);
    size_t n = sizeof out - room;
    if (n > 4) return 0;
    uint32_t bytes = 0;
    for (size_t i = 0; i < n; ++i) bytes = bytes << 8 | out[i];
    return bytes;
  }

  const Encoding& encoding_;
  Shape shape_;
  uint8_t last_lead_;
  iconv_t to_points_, from_points_;
  uint32_t bytes_[256];
  std::unordered_map<uint32_t, uint32_t> single_;
  std::unique_ptr<std::array<uint32_t, 65536>> pairs_;
  std::unordered_map<uint32_t, uint32_t> longer_;
  std::unordered_map<uint32_t, uint32_t> written_;
};

Charset& CharsetOf(const Encoding& e) {
  static auto* all = new std::unordered_map<const Encoding*, std::unique_ptr<Charset>>;
  static const Encoding* last;
  static Charset* last_set;
  if (last == &e) return *last_set;
  auto& place = (*all)[&e];
  if (!place) place = std::make_unique<Charset>(e);
  last = &e;
  return *(last_set = place.get());
}

}  // namespace

void DecodeCharset(const Encoding& e, std::string_view s, Points* points) {
  Charset& set = CharsetOf(e);
  for (size_t i = 0; i < s.size();) {
    auto lead = static_cast<uint8_t>(s[i]);
    auto second = static_cast<uint8_t>(i + 1 < s.size() ? s[i + 1] : 0);
    size_t n = set.Length(lead, second);
    if (n == 1) {
      points->push_back(set.Byte(lead));
    } else if (i + n > s.size()) {
      points->push_back(kBadPoint);
      n = s.size() - i;
    } else {
      points->push_back(n == 2 ? set.Pair(lead, second) : set.Longer(s.substr(i, n)));
    }
    i += n;
  }
}

bool EncodeCharset(const Encoding& e, uint32_t point, std::string* s) {
  if (point == 0) {
    *s += '\0';
    return true;
  }
  if (point == kBadPoint) return false;
  uint32_t bytes = CharsetOf(e).Write(point);
  if (!bytes) return false;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (bytes >> shift) *s += static_cast<char>(bytes >> shift);
  }
  return true;
}

uint32_t PairToPoint(const Encoding& e, uint8_t lead, uint8_t trail) {
  return CharsetOf(e).Pair(lead, trail);
}
uint32_t PointToBytes(const Encoding& e, uint32_t point) { return CharsetOf(e).Write(point); }

}  // namespace tusk
