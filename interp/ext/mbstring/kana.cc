// mb_convert_kana(): between half and full width, hiragana and katakana.
#include <algorithm>
#include <string_view>

#include "interp/ext/library_tables.h"
#include "interp/ext/mbstring/settings.h"

namespace tusk {
namespace {

constexpr std::string_view kLetters = "ARNSKHCMVarnskhcm";

// Letters that exclude each other, in the order in which they are told.
constexpr const char* kExclusive[] = {"Aa", "Ar", "An", "Ra", "Na", "Rr", "Nn", "Ss",
                                      "HK", "Cc", "Mm", "hC", "hc", "kC", "kc"};

// What U+FF61 to U+FF9F are in full width.
constexpr char16_t kFullKana[] =
    u"。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
    u"ヤユヨラリルレロワン゛゜";
static_assert(std::size(kFullKana) == 0xff9f - 0xff61 + 2);
constexpr uint32_t kFirstHalf = 0xff61, kLastHalf = 0xff9f, kVoiced = 0xff9e, kHalfVoiced = 0xff9f;

// Symbols: half width, full width. The first that fits.
struct Symbol {
  uint32_t half, full;
};
constexpr Symbol kSymbols[] = {{0x5c, 0xffe5},   {0xa5, 0xffe5}, {0x7e, 0xffe3},
                               {0x203e, 0xffe3}, {0x27, 0x2019}, {0x22, 0x201d}};
constexpr Symbol kFromSymbols[] = {{0x5c, 0xffe5}, {0x5c, 0xff3c}, {0x7e, 0xffe3}, {0x7e, 0x203e},
                                   {0x27, 0x2018}, {0x27, 0x2019}, {0x22, 0x201c}, {0x22, 0x201d}};

bool IsKatakana(uint32_t c) { return c >= 0x30a1 && c <= 0x30f3; }
bool IsHiragana(uint32_t c) { return c >= 0x3041 && c <= 0x3093; }
bool In(uint32_t c, char first, char last) {
  return c >= static_cast<uint32_t>(first) && c <= static_cast<uint32_t>(last);
}

// Which mark makes the half-width kana another: bit 0 voiced, bit 1 half voiced.
int Marks(uint32_t half) {
  if (half >= 0xff8a && half <= 0xff8e) return 3;
  return half >= 0xff76 && half <= 0xff84 ? 1 : 0;
}

class KanaConverter {
 public:
  explicit KanaConverter(std::string_view letters) : letters_(letters) {}
  Points Run(const Points& in) {
    for (size_t i = 0; i < in.size(); ++i) {
      uint32_t next = i + 1 < in.size() ? in[i + 1] : 0;
      i += One(in[i], next);
    }
    return std::move(out_);
  }

 private:
  bool Has(char letter) const { return letters_.find(letter) != letters_.npos; }
  void Put(uint32_t c) { out_.push_back(c); }
  // The number of characters taken besides c.
  size_t One(uint32_t c, uint32_t next) {
    if (c == 0 || c == kBadPoint) return Put(c), 0;
    if (size_t taken; ToFull(c, next, &taken)) return taken;
    if (!ToHalf(c)) Put(Kind(c));
    return 0;
  }
  bool ToFull(uint32_t c, uint32_t next, size_t* taken) {
    *taken = 0;
    constexpr uint32_t kWide = 0xfee0;
    bool letter = In(c, 'A', 'Z') || In(c, 'a', 'z'), digit = In(c, '0', '9');
    if ((Has('A') && In(c, '!', '}') && c != '"' && c != '\'' && c != '\\') || (Has('R') && letter) ||
        (Has('N') && digit))
      return Put(c + kWide), true;
    if (Has('S') && c == ' ') return Put(0x3000), true;
    if (Has('M')) {
      for (const Symbol& s : kSymbols) {
        if (s.half == c) return Put(s.full), true;
      }
    }
    bool hiragana = Has('H');
    if ((!Has('K') && !hiragana) || c < kFirstHalf || c > kLastHalf) return false;
    uint32_t full = kFullKana[c - kFirstHalf];
    if (Has('V')) {
      int marks = Marks(c);
      if (next == kVoiced && marks & 1) {
        full += 1;
        *taken = 1;
      } else if (next == kHalfVoiced && marks & 2) {
        full += 2;
        *taken = 1;
      } else if (next == kVoiced && c == 0xff73 && !hiragana) {
        full = 0x30f4;
        *taken = 1;
      }
    }
    if (hiragana && IsKatakana(full)) full -= 0x60;
    return Put(full), true;
  }
  bool ToHalf(uint32_t c) {
    constexpr uint32_t kWide = 0xfee0;
    uint32_t narrow = c >= 0xff01 && c <= 0xff5d ? c - kWide : 0;
    bool letter = narrow && (In(narrow, 'A', 'Z') || In(narrow, 'a', 'z'));
    if ((Has('a') && narrow && narrow != '"' && narrow != '\'' && narrow != '\\') || (Has('r') && letter) ||
        (Has('n') && In(narrow, '0', '9')))
      return Put(narrow), true;
    if (Has('a') && c == 0x2212) return Put('-'), true;
    if (Has('s') && c == 0x3000) return Put(' '), true;
    if (Has('m')) {
      for (const Symbol& s : kFromSymbols) {
        if (s.full == c) return Put(s.half), true;
      }
    }
    bool katakana = Has('k') && (IsKatakana(c) || c == 0x30f4);
    bool hiragana = Has('h') && IsHiragana(c);
    uint32_t kana = hiragana ? c + 0x60 : c;
    bool mark = (Has('k') || Has('h')) && (c == 0x3001 || c == 0x3002 || c == 0x300c || c == 0x300d ||
                                           c == 0x309b || c == 0x309c || c == 0x30fb || c == 0x30fc);
    if (!katakana && !hiragana && !mark) return false;
    if (kana == 0x30f4) return Put(0xff73), Put(kVoiced), true;
    // Small and old ones that half width lacks.
    if (kana == 0x30ee) kana = 0x30ef;
    if (kana == 0x30f0) kana = 0x30a4;
    if (kana == 0x30f1) kana = 0x30a8;
    for (uint32_t i = 0; i + 1 < std::size(kFullKana); ++i) {
      uint32_t half = kFirstHalf + i;
      if (kFullKana[i] == kana) return Put(half), true;
      int marks = Marks(half);
      if (marks & 1 && kFullKana[i] + 1u == kana) return Put(half), Put(kVoiced), true;
      if (marks & 2 && kFullKana[i] + 2u == kana) return Put(half), Put(kHalfVoiced), true;
    }
    return false;
  }
  uint32_t Kind(uint32_t c) const {
    if (Has('C') && (IsHiragana(c) || c == 0x309d || c == 0x309e)) return c + 0x60;
    if (Has('c') && (IsKatakana(c) || c == 0x30fd || c == 0x30fe)) return c - 0x60;
    return c;
  }

  std::string_view letters_;
  Points out_;
};

void MbConvertKana(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 2);
  if (!e) return;
  std::string_view letters = args.View(1);
  for (char c : letters) {
    if (kLetters.find(c) == kLetters.npos)
      return ArgumentValueError(2, absl::StrFormat("contains invalid flag: '%c'", c));
  }
  for (const char* pair : kExclusive) {
    if (letters.find(pair[0]) != letters.npos && letters.find(pair[1]) != letters.npos) {
      return ArgumentValueError(2, absl::StrFormat("must not combine '%c' and '%c' flags", pair[0], pair[1]));
    }
  }
  Points in;
  Decode(*e, args.View(0), &in);
  std::string out;
  Encode(*e, KanaConverter(letters).Run(in), &out);
  Return(result, std::string_view(out));
}

constexpr BuiltinRow kRows[] = {
    {"mb_convert_kana", "(string $string, string $mode = \"KV\", ?string $encoding = null): string",
     Effects::kThrows | Effects::kReadsState, MbConvertKana},
};

}  // namespace

constinit const BuiltinTable kMbstringKanaFunctions(kRows);

}  // namespace tusk
