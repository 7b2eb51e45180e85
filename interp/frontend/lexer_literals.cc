// Values of number and string literals.
#include "interp/frontend/lexer_literals.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "interp/frontend/lexer_chars.h"

namespace tusk {
namespace {

int DigitValue(char c) {
  if (c <= '9') return c - '0';
  return (c | 0x20) - 'a' + 10;
}

ParseError SyntaxError(std::string message, uint32_t line) {
  return {ParseError::Kind::kSyntax, std::move(message), line};
}

std::string WithoutUnderscores(std::string_view spelling) {
  std::string digits;
  digits.reserve(spelling.size());
  for (char c : spelling) {
    if (c != '_') digits.push_back(c);
  }
  return digits;
}

double DecimalValue(std::string_view spelling) {
  std::string digits = WithoutUnderscores(spelling);
  double value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  // Out of range: the C library says whether to infinity or to zero.
  if (error == std::errc::result_out_of_range) value = std::strtod(digits.c_str(), nullptr);
  return value;
}

// The value of digits in a base that is a power of two, rounded to nearest, ties to even.
double PowerOfTwoValue(std::string_view digits, int bits_per_digit) {
  uint64_t mantissa = 0;
  int64_t exponent = 0;
  bool sticky = false;
  for (char c : digits) {
    if (c == '_') continue;
    if (mantissa >> (64 - bits_per_digit)) {
      sticky |= DigitValue(c) != 0;
      exponent += bits_per_digit;
    } else {
      mantissa = mantissa << bits_per_digit | static_cast<uint64_t>(DigitValue(c));
    }
  }
  if (exponent > 2000) return HUGE_VAL;
  return std::ldexp(static_cast<double>(mantissa | (sticky ? 1 : 0)), static_cast<int>(exponent));
}

void AppendUtf8(char*& out, uint32_t code) {
  auto put = [&](uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

}  // namespace

Ast* DecodeInteger(std::string_view spelling, uint32_t line, AstArena& arena) {
  int base = 10;
  std::string_view digits = spelling;
  if (spelling.size() > 1 && spelling[0] == '0') {
    char prefix = spelling[1] | 0x20;
    base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
    digits.remove_prefix(base == 8 && prefix != 'o' ? 1 : 2);
  }
  uint64_t value = 0;
  bool overflow = false;
  for (char c : digits) {
    if (c == '_') continue;
    int digit = DigitValue(c);
    if (digit >= base) return nullptr;
    overflow |= __builtin_mul_overflow(value, static_cast<uint64_t>(base), &value) ||
                __builtin_add_overflow(value, static_cast<uint64_t>(digit), &value);
  }
  if (!overflow && value <= INT64_MAX) return arena.Int(static_cast<int64_t>(value), line);
  if (base == 10) return arena.Float(DecimalValue(spelling), line);
  return arena.Float(PowerOfTwoValue(digits, base == 16 ? 4 : base == 8 ? 3 : 1), line);
}

Ast* DecodeFloat(std::string_view spelling, uint32_t line, AstArena& arena) {
  return arena.Float(DecimalValue(spelling), line);
}

Ast* DecodeOffset(std::string_view spelling, bool negative, uint32_t line, AstArena& arena) {
  bool canonical = spelling == "0" ? !negative : spelling[0] != '0';
  int64_t value = 0;
  if (canonical) {
    auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
    canonical = error == std::errc() && end == spelling.data() + spelling.size();
  }
  if (canonical) return arena.Int(negative ? -value : value, line);
  if (!negative) return arena.TextNoCopy(AstKind::kString, spelling, line);
  return arena.Text(AstKind::kString, "-" + std::string(spelling), line);
}

std::string_view DecodeSingleQuoted(std::string_view body, AstArena& arena) {
  if (body.find('\\') == std::string_view::npos) return body;
  auto* start = static_cast<char*>(arena.Allocate(body.size()));
  char* out = start;
  for (size_t i = 0; i < body.size(); i++) {
    if (body[i] == '\\' && i + 1 < body.size() && (body[i + 1] == '\\' || body[i + 1] == '\'')) i++;
    *out++ = body[i];
  }
  size_t length = static_cast<size_t>(out - start);
  arena.Trim(start, body.size(), length);
  return {start, length};
}

std::expected<std::string_view, ParseError> DecodeEscapes(std::string_view body, char quote, uint32_t line,
                                                          AstArena& arena,
                                                          std::vector<ParseNotice>& notices) {
  if (body.find('\\') == std::string_view::npos) return body;
  auto* start = static_cast<char*>(arena.Allocate(body.size()));
  char* out = start;
  const char* p = body.data();
  const char* end = p + body.size();
  auto current_line = [&] { return line + CountLines(body.data(), p); };
  while (p != end) {
    if (*p != '\\' || p + 1 == end) {
      *out++ = *p++;
      continue;
    }
    char c = p[1];
    p += 2;
    switch (c) {
      case 'n': *out++ = '\n'; break;
      case 't': *out++ = '\t'; break;
      case 'r': *out++ = '\r'; break;
      case 'f': *out++ = '\f'; break;
      case 'e': *out++ = '\x1b'; break;
      case 'v': *out++ = '\v'; break;
      case '\\':
      case '$': *out++ = c; break;
      case '"':
      case '`':
        if (c != quote) *out++ = '\\';
        *out++ = c;
        break;
      case 'x':
      case 'X': {
        if (p == end || !CharIs(*p, kCharHex)) {
          *out++ = '\\';
          *out++ = c;
          break;
        }
        int value = DigitValue(*p++);
        if (p != end && CharIs(*p, kCharHex)) value = value * 16 + DigitValue(*p++);
        *out++ = static_cast<char>(value);
        break;
      }
      case 'u': {
        if (p == end || *p != '{') {
          // "\u$" and the like stay as they are.
          *out++ = '\\';
          *out++ = 'u';
          break;
        }
        uint64_t code = 0;
        const char* digit = p + 1;
        for (; digit != end && CharIs(*digit, kCharHex); digit++) {
          code = std::min<uint64_t>(code * 16 + static_cast<uint64_t>(DigitValue(*digit)), 0x110000);
        }
        if (digit == p + 1 || digit == end || *digit != '}') {
          return std::unexpected(SyntaxError("Invalid UTF-8 codepoint escape sequence", current_line()));
        }
        if (code > 0x10ffff) {
          return std::unexpected(
              SyntaxError("Invalid UTF-8 codepoint escape sequence: Codepoint too large", current_line()));
        }
        AppendUtf8(out, static_cast<uint32_t>(code));
        p = digit + 1;
        break;
      }
      default: {
        if (!CharIs(c, kCharOctal)) {
          *out++ = '\\';
          *out++ = c;
          break;
        }
        const char* digits = p - 1;
        int value = DigitValue(c);
        for (int more = 0; more < 2 && p != end && CharIs(*p, kCharOctal); more++) {
          value = value * 8 + DigitValue(*p++);
        }
        if (value > 255) {
          std::string spelling(digits, p);
          notices.push_back({ParseNotice::Kind::kWarning,
                             "Octal escape sequence overflow \\" + spelling + " is greater than \\377",
                             current_line()});
        }
        *out++ = static_cast<char>(value);
        break;
      }
    }
  }
  size_t length = static_cast<size_t>(out - start);
  arena.Trim(start, body.size(), length);
  return std::string_view(start, length);
}

std::expected<std::string_view, ParseError> StripHeredoc(const HeredocPart& part, const HeredocEnd& end,
                                                         AstArena& arena) {
  std::string_view text = part.text;
  if (part.last) {
    if (text.ends_with("\r\n")) {
      text.remove_suffix(2);
    } else {
      text.remove_suffix(1);
    }
  }
  if (end.indentation == 0) return text;
  auto* start = static_cast<char*>(arena.Allocate(text.size()));
  char* out = start;
  const char* p = text.data();
  const char* limit = p + text.size();
  uint32_t line = part.line;
  bool at_line_start = part.first;
  while (p != limit || at_line_start) {
    if (at_line_start) {
      uint32_t skipped = 0;
      bool mixed = false;
      while (p != limit && skipped < end.indentation && (*p == ' ' || *p == '\t')) {
        mixed |= *p != end.blank;
        p++;
        skipped++;
      }
      bool blank = p == limit ? part.last : *p == '\n' || *p == '\r';
      if (mixed) {
        return std::unexpected(SyntaxError("Invalid indentation - tabs and spaces cannot be mixed", line));
      }
      if (skipped < end.indentation && !blank) {
        return std::unexpected(
            SyntaxError("Invalid body indentation level (expecting an indentation level of at least " +
                            std::to_string(end.indentation) + ")",
                        line));
      }
      at_line_start = false;
      continue;
    }
    char c = *p++;
    *out++ = c;
    if (c == '\n' || (c == '\r' && (p == limit || *p != '\n'))) {
      line++;
      // The text after a final line break is the next part's, or a variable at the line's start.
      at_line_start = true;
    }
  }
  size_t length = static_cast<size_t>(out - start);
  arena.Trim(start, text.size(), length);
  return std::string_view(start, length);
}

}  // namespace tusk
