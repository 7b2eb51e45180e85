// Every candidate gets demerits for the characters that it would make of the text: unusual ones count more.
#include "interp/ext/mbstring/detect.h"

#include <wctype.h>

#include <algorithm>

namespace tusk {
namespace {

// What a character counts against a candidate; earlier candidates are preferred by up to kOrderWeight.
constexpr double kUsual = 1, kPunctuation = 6, kRare = 30, kAstral = 40, kOrderWeight = 0.3;

// Ideographs that Chinese or Japanese schools teach: the first levels of the national sets.
bool IsCommonIdeograph(uint32_t c) {
  struct Level {
    const char* set;
    uint32_t first, last;
  };
  static constexpr Level kLevels[] = {
      {"EUC-CN", 0xb0a1, 0xd7f9}, {"SJIS", 0x889f, 0x9872}, {"BIG-5", 0xa440, 0xc67e}};
  for (const Level& level : kLevels) {
    uint32_t bytes = PointToBytes(*FindEncoding(level.set), c);
    if (bytes >= level.first && bytes <= level.last) return true;
  }
  return false;
}
bool IsRare(uint32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  if (c < 0x7f) return false;
  if (c < 0xa0) return true;
  if (c < 0x180) return c == 0xa4 || c == 0xa6 || c == 0xac || c == 0xaf || c == 0xb8 || c == 0xad;
  if (c < 0x370) return true;  // Latin of few languages, phonetics, combining
  if (c < 0x400) return c < 0x386 || c > 0x3ce;
  if (c < 0x460) return false;  // Cyrillic
  if (c < 0x5d0) return c < 0x531 || c > 0x587;
  if (c < 0x700) return c > 0x5ea && c < 0x60c;
  if (c < 0x900) return true;
  if (c < 0x10d0) return false;
  if (c < 0x1e00) return !(c <= 0x11ff || (c >= 0x1780 && c <= 0x17e9));
  if (c < 0x2000) return c < 0x1ea0 || c > 0x1ef9;
  if (c < 0x2070) return !(c >= 0x2013 && c <= 0x2022) && c != 0x2026 && c != 0x2030;
  if (c < 0x3000) return c != 0x20ac && c != 0x2116 && c != 0x2122;
  if (c < 0x3100) return c > 0x3020 && c < 0x3041;
  if (c < 0x4e00) return true;
  if (c < 0xa000) return !IsCommonIdeograph(c);
  if (c < 0xac00) return true;
  if (c < 0xd7a4) return false;
  return !(c >= 0xff01 && c <= 0xff9f);  // private, compatibility
}

struct Candidate {
  const Encoding* encoding;
  double weight;
  int64_t illegal = 0;
  double demerits = 0;
};

// Any text would do for these.
bool IsNoCharset(const Encoding& e) {
  return e.family == Family::kTransfer || e.family == Family::kBytes || std::string_view(e.name) == "7bit";
}

void Count(std::string_view text, Candidate* candidate) {
  Points points;
  Decode(*candidate->encoding, text, &points);
  for (uint32_t c : points) {
    if (c == kBadPoint) {
      ++candidate->illegal;
    } else if (c > 0xffff) {
      candidate->demerits += kAstral;
    } else if (c >= 0x21 && c <= 0x2f) {
      candidate->demerits += kPunctuation;
    } else {
      candidate->demerits += IsRare(c) ? kRare : kUsual;
    }
  }
  if (candidate->encoding->family == Family::kStateful && !IsValidText(*candidate->encoding, text) &&
      !candidate->illegal)
    ++candidate->illegal;
}

}  // namespace

const Encoding* DetectEncoding(std::span<const std::string_view> texts,
                               const std::vector<const Encoding*>& list, bool strict) {
  bool all = list.size() == kEncodings.size();  // mb_list_encodings(): an order without meaning
  std::vector<Candidate> candidates;
  for (size_t i = 0; i < list.size(); ++i) {
    if (IsNoCharset(*list[i])) continue;
    double place = static_cast<double>(i) / static_cast<double>(list.size());
    candidates.push_back({list[i], all ? 1 : 1 + kOrderWeight * place});
  }
  const Candidate* best = nullptr;
  for (Candidate& c : candidates) {
    for (std::string_view text : texts) {
      if (!(strict && c.illegal)) Count(text, &c);
    }
    c.demerits *= c.weight;
    if (strict && c.illegal) continue;
    if (!best || c.illegal < best->illegal || (c.illegal == best->illegal && c.demerits < best->demerits))
      best = &c;
  }
  return best ? best->encoding : nullptr;
}

}  // namespace tusk
