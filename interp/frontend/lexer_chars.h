#pragma once
// Classes of source bytes, for the lexer's own files. Bytes from 0x80 are letters to PHP.

#include <array>
#include <cstdint>

namespace tusk {

enum CharClass : uint8_t {
  kCharWordStart = 1,
  kCharWord = 2,
  kCharDigit = 4,
  kCharHex = 8,
  kCharOctal = 16,
  kCharSpace = 32,  // space, tab, line breaks
  kCharUnderscore = 64,
  kCharBinary = 128,
};

inline constexpr std::array<uint8_t, 256> kCharClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (int c = 0; c < 256; c++) {
    uint8_t bits = 0;
    bool digit = c >= '0' && c <= '9';
    bool hex_letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    if (letter) bits |= kCharWordStart;
    if (letter || digit) bits |= kCharWord;
    if (digit) bits |= kCharDigit;
    if (digit || hex_letter) bits |= kCharHex;
    if (c >= '0' && c <= '7') bits |= kCharOctal;
    if (c == '0' || c == '1') bits |= kCharBinary;
    if (c == '_') bits |= kCharUnderscore;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') bits |= kCharSpace;
    classes[static_cast<size_t>(c)] = bits;
  }
  return classes;
}();

inline bool CharIs(char c, uint8_t classes) { return kCharClasses[static_cast<unsigned char>(c)] & classes; }

// The first byte from p on that is no part of a word. A 0 byte ends every source.
inline const char* SkipWord(const char* p) {
  while (CharIs(*p, kCharWord)) p++;
  return p;
}

// The same for digits of a class, which single underscores may separate.
inline const char* SkipDigits(const char* p, uint8_t digits) {
  while (CharIs(*p, digits) || (*p == '_' && CharIs(p[1], digits))) p++;
  return p;
}

// The same for an integer literal: 0x1f, 0o17, 0b1 or decimal digits.
inline const char* SkipInteger(const char* p) {
  if (*p == '0') {
    char base = p[1] | 0x20;
    if (base == 'x' && CharIs(p[2], kCharHex)) return SkipDigits(p + 2, kCharHex);
    if (base == 'o' && CharIs(p[2], kCharOctal)) return SkipDigits(p + 2, kCharOctal);
    if (base == 'b' && CharIs(p[2], kCharBinary)) return SkipDigits(p + 2, kCharBinary);
  }
  return SkipDigits(p, kCharDigit);
}

// Line breaks are \n, \r\n and \r. The byte at end is looked at.
inline uint32_t CountLines(const char* p, const char* end) {
  uint32_t lines = 0;
  for (; p != end; p++) lines += *p == '\n' || (*p == '\r' && p[1] != '\n');
  return lines;
}

}  // namespace tusk
