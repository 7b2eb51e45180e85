// Encodings whose bytes mean what an earlier escape said: UTF-7, ISO-2022 (Japanese, Korean) and HZ.
#include <algorithm>
#include <array>

#include "interp/ext/mbstring/codec.h"

namespace tusk {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool IsImap(const Encoding& e) { return std::string_view(e.name) == "UTF7-IMAP"; }

// The value of a Base64 digit, -1 for none. IMAP has ',' for '/'.
int Digit(char c, bool imap) {
  if (imap && c == ',') return 63;
  if (imap && c == '/') return -1;
  size_t at = kBase64.find(c);
  return at == kBase64.npos || c == '\0' ? -1 : static_cast<int>(at);
}

// UTF-16 in pieces of six bits.
class Bits {
 public:
  explicit Bits(Points* out) : out_(out) {}
  void Add(int digit) {
    value_ = value_ << 6 | static_cast<uint32_t>(digit);
    count_ += 6;
    ++digits_;
    if (count_ < 16) return;
    count_ -= 16;
    uint32_t unit = (value_ >> count_) & 0xffff;
    value_ &= (1u << count_) - 1;
    ++units_;
    if ((unit & 0xfc00) == 0xdc00) {
      out_->push_back(high_ ? 0x10000 + ((high_ & 0x3ff) << 10) + (unit & 0x3ff) : kBadPoint);
      high_ = 0;
      return;
    }
    if (high_) out_->push_back(kBadPoint);
    high_ = (unit & 0xfc00) == 0xd800 ? unit : 0;
    if (!high_) out_->push_back(unit);
  }
  // At the end of a section: bits that are left must be padding.
  void End() {
    if (high_) {
      out_->push_back(kBadPoint);
    } else if (count_ >= 6 || value_ != 0 || units_ == 0) {
      if (digits_) out_->push_back(kBadPoint);
    }
    *this = Bits(out_);
  }
  size_t digits() const { return digits_; }

 private:
  Points* out_;
  uint32_t value_ = 0;
  int count_ = 0;
  size_t digits_ = 0, units_ = 0;
  uint32_t high_ = 0;
};

constexpr std::string_view kDirect7 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\r\n";
constexpr std::string_view kOptional7 = "!\"#$%&*;<=>@[]^_`{|}";

bool IsDirect(char c, bool imap) {
  if (imap) return c >= 0x20 && c <= 0x7e && c != '&';
  return c == '\0' || kDirect7.find(c) != kDirect7.npos;
}

void DecodeUtf7(std::string_view s, bool imap, Points* out) {
  char shift = imap ? '&' : '+';
  Bits bits(out);
  bool inside = false;
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    if (!inside) {
      if (c == shift) {
        if (i + 1 < s.size() && s[i + 1] == '-') {
          out->push_back(static_cast<uint32_t>(c));
          ++i;
        } else {
          inside = true;
          if (imap && i + 1 == s.size()) out->push_back(kBadPoint);
        }
        continue;
      }
      bool good = imap ? c >= 0x20 && c <= 0x7e : IsDirect(c, false) || kOptional7.find(c) != kOptional7.npos;
      out->push_back(good ? static_cast<uint32_t>(static_cast<unsigned char>(c)) : kBadPoint);
      continue;
    }
    int digit = Digit(c, imap);
    if (digit >= 0) {
      bits.Add(digit);
      continue;
    }
    inside = false;
    bits.End();
    if (c == '-') continue;
    if (imap) {
      out->push_back(kBadPoint);  // a section of IMAP's ends with '-' only
      continue;
    }
    bool good = IsDirect(c, false) || kOptional7.find(c) != kOptional7.npos;
    out->push_back(good ? static_cast<uint32_t>(static_cast<unsigned char>(c)) : kBadPoint);
  }
  if (inside) {
    bool any = bits.digits() > 0;
    bits.End();
    if (imap && any) out->push_back(kBadPoint);
  }
}

class Utf7Writer {
 public:
  Utf7Writer(bool imap, std::string* s) : imap_(imap), s_(s) {}
  bool Write(uint32_t c) {
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return false;
    bool direct = c < 0x80 && IsDirect(static_cast<char>(c), imap_);
    if (direct || (imap_ && c == '&')) {
      if (inside_) Leave(!imap_ && (c == '-' || Digit(static_cast<char>(c), false) >= 0));
      *s_ += static_cast<char>(c);
      if (!direct) *s_ += '-';
      return true;
    }
    if (!inside_) *s_ += imap_ ? '&' : '+';
    inside_ = true;
    if (c >= 0x10000) {
      Unit(0xd800 | (c - 0x10000) >> 10);
      Unit(0xdc00 | ((c - 0x10000) & 0x3ff));
    } else {
      Unit(c);
    }
    return true;
  }
  void Finish() {
    if (inside_) Leave(true);
  }

 private:
  void Put(uint32_t digit) { *s_ += imap_ && digit == 63 ? ',' : kBase64[digit]; }
  void Unit(uint32_t unit) {
    value_ = value_ << 16 | unit;
    count_ += 16;
    while (count_ >= 6) {
      count_ -= 6;
      Put((value_ >> count_) & 63);
    }
    value_ &= (1u << count_) - 1;
  }
  void Leave(bool dash) {
    if (count_) Put((value_ << (6 - count_)) & 63);
    count_ = 0;
    value_ = 0;
    inside_ = false;
    if (dash || imap_) *s_ += '-';
  }
  bool imap_;
  std::string* s_;
  bool inside_ = false;
  uint32_t value_ = 0;
  int count_ = 0;
};

// --- ISO-2022-JP and its kin

enum class Set : uint8_t { kAscii, kRoman, kKana, k0208, k0212 };

// What the members of the family differ in.
struct Japanese {
  bool kana;    // ESC ( I, and single bytes from 0xa1 to 0xdf
  bool shift;   // SO and SI
  bool x0212;   // ESC $ ( D
  bool vendor;  // NEC's and IBM's characters, of CP932
  bool writes_roman;
};
Japanese JapaneseOf(const Encoding& e) {
  std::string_view name = e.name;
  if (name == "JIS") return {true, true, true, false, true};
  if (name == "ISO-2022-JP") return {false, false, false, false, true};
  if (name == "ISO-2022-JP-MS") return {true, false, false, true, true};
  if (name == "ISO-2022-JP-2004") return {false, false, true, false, false};
  return {true, true, true, true, false};  // CP5022x
}
const Encoding& Known(const char* name) { return *FindEncoding(name); }
const Encoding& EucJp() {
  static const Encoding& e = Known("EUC-JP");
  return e;
}
const Encoding& Cp932() {
  static const Encoding& e = Known("CP932");
  return e;
}
bool IsJapanese(const Encoding& e) {
  std::string_view name = e.name;
  return name == "JIS" || name.starts_with("ISO-2022-JP") || name.starts_with("CP5022");
}

// Row and cell of JIS X 0208 (0x21 on) as bytes of Shift_JIS.
std::pair<uint8_t, uint8_t> ToShiftJis(uint32_t row, uint32_t cell) {
  uint32_t lead = (row - 0x21) / 2 + 0x81;
  if (lead > 0x9f) lead += 0x40;
  uint32_t trail = row % 2 ? cell + 0x1f + (cell > 0x5f) : cell + 0x7e;
  return {static_cast<uint8_t>(lead), static_cast<uint8_t>(trail)};
}
uint32_t FromShiftJis(uint32_t bytes) {
  uint32_t lead = bytes >> 8, trail = bytes & 255;
  if (lead >= 0xf0) return 0;
  uint32_t row = (lead - (lead > 0x9f ? 0xc1 : 0x81)) * 2 + 0x21;
  if (trail >= 0x9f) return (row + 1) << 8 | (trail - 0x7e);
  return row << 8 | (trail - 0x1f - (trail > 0x7f));
}

class JapaneseReader {
 public:
  JapaneseReader(const Encoding& e, std::string_view s, Points* out)
      : rules_(JapaneseOf(e)), s_(s), out_(out) {}
  Set Run() {
    for (size_t i = 0; i < s_.size();) i += Step(i);
    return set_;
  }

 private:
  unsigned At(size_t i) const { return i < s_.size() ? static_cast<unsigned char>(s_[i]) : 256u; }
  void Put(uint32_t c) { out_->push_back(c); }
  size_t Step(size_t i) {
    unsigned c = At(i);
    if (c == 0x1b) return Escape(i);
    if (rules_.shift && c == 0x0e) return set_ = Set::kKana, 1;
    if (rules_.shift && c == 0x0f) return set_ = Set::kAscii, 1;
    if (rules_.kana && c >= 0xa1 && c <= 0xdf) return Put(0xfec0 + c), 1;
    if (c >= 0x80) return Put(kBadPoint), 1;
    if (set_ == Set::kAscii || c < 0x21 || c == 0x7f) return Put(c), 1;
    if (set_ == Set::kRoman) return Put(c == 0x5c ? 0xa5 : c == 0x7e ? 0x203e : c), 1;
    if (set_ == Set::kKana) return Put(c <= 0x5f ? 0xff40 + c : kBadPoint), 1;
    unsigned trail = At(i + 1);
    if (trail == 256) return Put(kBadPoint), 1;
    if (trail < 0x21 || trail > 0x7e) return Put(kBadPoint), 2;
    if (set_ == Set::k0212) {
      char bytes[3] = {'\x8f', static_cast<char>(c | 0x80), static_cast<char>(trail | 0x80)};
      Points one;
      Decode(EucJp(), {bytes, 3}, &one);
      return Put(one.size() == 1 ? one[0] : kBadPoint), 2;
    }
    if (rules_.vendor) {
      auto [a, b] = ToShiftJis(c, trail);
      return Put(PairToPoint(Cp932(), a, b)), 2;
    }
    return Put(PairToPoint(EucJp(), static_cast<uint8_t>(c | 0x80), static_cast<uint8_t>(trail | 0x80))), 2;
  }
  size_t Escape(size_t i) {
    struct Row {
      std::string_view text;
      Set set;
      int needs;  // 0: all have it, 1: kana, 2: JIS X 0212, 3: not in ISO-2022-JP
    };
    static constexpr Row kRows[] = {
        {"\x1b(B", Set::kAscii, 0}, {"\x1b(J", Set::kRoman, 0}, {"\x1b$@", Set::k0208, 0},
        {"\x1b$B", Set::k0208, 0},  {"\x1b(I", Set::kKana, 1},  {"\x1b(H", Set::kRoman, 3},
        {"\x1b$(@", Set::k0208, 3}, {"\x1b$(B", Set::k0208, 3}, {"\x1b$(D", Set::k0212, 2},
    };
    for (const Row& row : kRows) {
      if (!s_.substr(i).starts_with(row.text)) continue;
      if ((row.needs == 1 && !rules_.kana) || (row.needs == 2 && !rules_.x0212) ||
          (row.needs == 3 && !rules_.kana))
        break;
      set_ = row.set;
      return row.text.size();
    }
    Put(kBadPoint);
    unsigned next = At(i + 1);
    // The escape alone is wrong; at the end, with what has been read of it.
    return (next == '$' || next == '(') && i + 2 >= s_.size() ? s_.size() - i : 1;
  }

  Japanese rules_;
  std::string_view s_;
  Points* out_;
  Set set_ = Set::kAscii;
};

class JapaneseWriter {
 public:
  JapaneseWriter(const Encoding& e, std::string* s) : rules_(JapaneseOf(e)), s_(s) {}
  bool Write(uint32_t c) {
    if (c < 0x80) return Put(Set::kAscii, c, 1);
    if (rules_.writes_roman && c == 0xa5) return Put(Set::kRoman, 0x5c, 1);
    if (rules_.writes_roman && rules_.x0212 && c == 0x203e) return Put(Set::kRoman, 0x7e, 1);
    if (c >= 0xff61 && c <= 0xff9f && rules_.kana) return Put(Set::kKana, c - 0xff40, 1);
    uint32_t bytes = rules_.vendor ? PointToBytes(Cp932(), c) : PointToBytes(EucJp(), c);
    if (rules_.vendor) {
      if (bytes > 0xff && bytes < 0x10000) bytes = FromShiftJis(bytes);
      if (bytes > 0xff) return Put(Set::k0208, bytes, 2);
      bytes = rules_.x0212 ? PointToBytes(EucJp(), c) : 0;
    }
    if (bytes >> 16 == 0x8f) return rules_.x0212 && Put(Set::k0212, bytes & 0x7f7f, 2);
    if (bytes <= 0xff || bytes >> 8 == 0x8e) {
      if (c == 0x203e) return Put(Set::k0208, 0x2131, 2);
      return false;
    }
    return Put(Set::k0208, bytes & 0x7f7f, 2);
  }
  void Finish() { Switch(Set::kAscii); }

 private:
  void Switch(Set set) {
    static constexpr std::string_view kEscapes[] = {"\x1b(B", "\x1b(J", "\x1b(I", "\x1b$B", "\x1b$(D"};
    if (set == set_) return;
    set_ = set;
    *s_ += kEscapes[static_cast<size_t>(set)];
  }
  bool Put(Set set, uint32_t bytes, int n) {
    Switch(set);
    if (n == 2) *s_ += static_cast<char>(bytes >> 8);
    *s_ += static_cast<char>(bytes);
    return true;
  }
  Japanese rules_;
  std::string* s_;
  Set set_ = Set::kAscii;
};

// --- ISO-2022-KR and HZ: a set of two bytes a character, switched on and off

constexpr std::string_view kKoreanHeader = "\x1b$)C";
const Encoding& EucKr() {
  static const Encoding& e = Known("EUC-KR");
  return e;
}
const Encoding& EucCn() {
  static const Encoding& e = Known("EUC-CN");
  return e;
}
bool IsKorean(const Encoding& e) { return std::string_view(e.name) == "ISO-2022-KR"; }

void DecodePair(const Encoding& set, std::string_view s, size_t* i, Points* out) {
  auto lead = static_cast<uint8_t>(s[*i]);
  if (*i + 1 == s.size()) {
    ++*i;
    return out->push_back(kBadPoint);
  }
  auto trail = static_cast<uint8_t>(s[*i + 1]);
  *i += 2;
  bool good = trail >= 0x21 && trail <= 0x7e;
  out->push_back(good ? PairToPoint(set, lead | 0x80, trail | 0x80) : kBadPoint);
}
void DecodeKorean(std::string_view s, Points* out) {
  bool korean = false;
  for (size_t i = 0; i < s.size();) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c == 0x0e || c == 0x0f) {
      korean = c == 0x0e;
      ++i;
    } else if (s.substr(i).starts_with(kKoreanHeader)) {
      i += 4;
    } else if (c == 0x1b) {
      out->push_back(kBadPoint);
      ++i;
    } else if (korean && c >= 0x21 && c <= 0x7e) {
      DecodePair(EucKr(), s, &i, out);
    } else {
      out->push_back(c < 0x80 ? c : kBadPoint);
      ++i;
    }
  }
}
void DecodeHz(std::string_view s, Points* out) {
  bool chinese = false;
  for (size_t i = 0; i < s.size();) {
    auto c = static_cast<unsigned char>(s[i]);
    if (c == '~') {
      char next = i + 1 < s.size() ? s[i + 1] : '\0';
      if (i + 1 == s.size()) {
      } else if (next == '}' && chinese) {
        chinese = false;
      } else if (next == '{' && !chinese) {
        chinese = true;
      } else if (next == '~' && !chinese) {
        out->push_back('~');
      } else if (next != '\n') {
        out->push_back(kBadPoint);
      }
      i += 2;
    } else if (chinese && c >= 0x21 && c <= 0x7d) {
      DecodePair(EucCn(), s, &i, out);
    } else {
      out->push_back(c < 0x80 ? c : kBadPoint);
      ++i;
    }
  }
}
class SwitchWriter {
 public:
  SwitchWriter(bool korean, std::string* s) : korean_(korean), s_(s) {}
  bool Write(uint32_t c) {
    if (c == kBadPoint) return false;
    if (c < 0x80) {
      Switch(false);
      if (c == '~' && !korean_) *s_ += '~';
      *s_ += static_cast<char>(c);
      return true;
    }
    uint32_t bytes = PointToBytes(korean_ ? EucKr() : EucCn(), c);
    if (bytes < 0x8080 || bytes > 0xffff) return false;
    Switch(true);
    *s_ += static_cast<char>((bytes >> 8) & 0x7f);
    *s_ += static_cast<char>(bytes & 0x7f);
    return true;
  }
  void Finish() { Switch(false); }

 private:
  void Switch(bool on) {
    if (on == on_) return;
    on_ = on;
    *s_ += korean_ ? (on ? "\x0e" : "\x0f") : (on ? "~{" : "~}");
  }
  bool korean_;
  std::string* s_;
  bool on_ = false;
};

template <typename Writer>
void WriteAll(std::span<const uint32_t> points, Writer writer) {
  auto write = [&](uint32_t c) { return writer.Write(c); };
  for (uint32_t c : points) {
    if (!write(c)) WriteSubstitute(c, write);
  }
  writer.Finish();
}

}  // namespace

void DecodeStateful(const Encoding& e, std::string_view s, Points* points) {
  if (IsJapanese(e)) {
    JapaneseReader(e, s, points).Run();
  } else if (IsKorean(e)) {
    DecodeKorean(s, points);
  } else if (std::string_view(e.name) == "HZ") {
    DecodeHz(s, points);
  } else {
    DecodeUtf7(s, IsImap(e), points);
  }
}

void EncodeStateful(const Encoding& e, std::span<const uint32_t> points, std::string* s) {
  if (IsJapanese(e)) return WriteAll(points, JapaneseWriter(e, s));
  if (IsKorean(e)) {
    if (!points.empty()) *s += kKoreanHeader;
    return WriteAll(points, SwitchWriter(true, s));
  }
  if (std::string_view(e.name) == "HZ") return WriteAll(points, SwitchWriter(false, s));
  WriteAll(points, Utf7Writer(IsImap(e), s));
}

bool StatefulEndsWell(const Encoding& e, std::string_view s) {
  Points points;
  if (IsJapanese(e)) {
    Set set = JapaneseReader(e, s, &points).Run();
    return set == Set::kAscii;
  }
  if (IsKorean(e) || std::string_view(e.name) == "HZ") return true;
  // A shift without anything behind it, in or at the end of the text.
  std::string_view shift = IsImap(e) ? "&" : "+";
  for (size_t i = s.find(shift); i != s.npos; i = s.find(shift, i + 1)) {
    size_t end = i + 1;
    while (end < s.size() && Digit(s[end], IsImap(e)) >= 0) ++end;
    if (end == i + 1 && (end == s.size() || s[end] != '-')) return false;
    i = end - 1;
  }
  return true;
}

}  // namespace tusk
