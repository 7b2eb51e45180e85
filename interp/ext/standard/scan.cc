// sscanf and fscanf's reading of a line: the format is checked as a whole before anything is read.
#include <bitset>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

using CharSet = std::bitset<256>;

// One step of a format.
struct Step {
  enum Kind : uint8_t { kSpace, kLiteral, kConversion } kind;
  char letter;           // the literal byte, or d i o x u f s c [ n
  bool dropped = false;  // %*
  size_t width = 0;      // 0: any
  int64_t slot = -1;     // of the result
  CharSet set = {};
};

struct Format {
  std::vector<Step> steps;
  int64_t slots = 0;
};

uint64_t ReadNumber(std::string_view f, size_t* i) {
  uint64_t n = 0;
  for (; *i < f.size() && IsDigit(f[*i]); ++*i) n = n > (uint64_t{1} << 40) ? n : n * 10 + (f[*i] - '0');
  return n;
}

void BadConversion(std::string_view f, size_t i) {
  // At the end of the format the byte is a NUL, which ends the message.
  if (i >= f.size()) return ThrowValueError("Bad scan conversion character \"");
  ThrowValueError("Bad scan conversion character \"%c\"", f[i]);
}

// The set between brackets; *i stands behind the opening one. False: it is not closed.
bool ReadSet(std::string_view f, size_t* i, CharSet* set) {
  bool inverted = *i < f.size() && f[*i] == '^';
  if (inverted) ++*i;
  size_t start = *i;
  for (; *i < f.size() && (f[*i] != ']' || *i == start); ++*i) {
    auto low = static_cast<unsigned char>(f[*i]);
    unsigned char high = low;
    if (*i + 2 < f.size() && f[*i + 1] == '-' && f[*i + 2] != ']') {
      high = static_cast<unsigned char>(f[*i += 2]);
      if (high < low) std::swap(low, high);
    }
    for (unsigned c = low; c <= high; ++c) set->set(c);
  }
  if (*i >= f.size()) return false;
  ++*i;
  if (inverted) set->flip();
  return true;
}

// False: an exception is pending. `variables` is how many the caller passed.
bool ParseFormat(std::string_view f, int64_t variables, Format* out) {
  bool numbered = false;
  bool plain = false;
  std::vector<int> assigned;
  for (size_t i = 0; i < f.size();) {
    if (IsSpace(f[i])) {
      out->steps.push_back({Step::kSpace, ' '});
      ++i;
      continue;
    }
    if (f[i] != '%' || (i + 1 < f.size() && f[i + 1] == '%')) {
      if (f[i] == '%') ++i;
      out->steps.push_back({Step::kLiteral, f[i++]});
      continue;
    }
    Step step{Step::kConversion, 0};
    ++i;
    if (i < f.size() && f[i] == '*') {
      step.dropped = true;
      ++i;
    } else if (i < f.size() && IsDigit(f[i])) {
      size_t at = i;
      uint64_t n = ReadNumber(f, &at);
      if (at < f.size() && f[at] == '$') {
        i = at + 1;
        numbered = true;
        if (plain) return ThrowValueError("cannot mix \"%%\" and \"%%n$\" conversion specifiers"), false;
        if (n == 0 || n > 0x7fffffff || (variables && n > static_cast<uint64_t>(variables)))
          return ThrowValueError("\"%%n$\" argument index out of range"), false;
        step.slot = static_cast<int64_t>(n) - 1;
      }
    }
    if (step.slot < 0 && !step.dropped) {
      plain = true;
      if (numbered) return ThrowValueError("cannot mix \"%%\" and \"%%n$\" conversion specifiers"), false;
    }
    step.width = ReadNumber(f, &i);
    if (i < f.size() && (f[i] == 'h' || f[i] == 'l' || f[i] == 'L')) ++i;
    if (i >= f.size()) return BadConversion(f, i), false;
    step.letter = f[i];
    switch (f[i++]) {
      case 'n':
      case 'd':
      case 'i':
      case 'o':
      case 'x':
      case 'u':
      case 'f':
      case 's': break;
      case 'X': step.letter = 'x'; break;
      case 'D': step.letter = 'd'; break;
      case 'e':
      case 'E':
      case 'g': step.letter = 'f'; break;
      case 'c':
        if (step.width == 0) step.width = 1;
        break;
      case '[':
        if (!ReadSet(f, &i, &step.set)) return ThrowValueError("Unmatched [ in format string"), false;
        break;
      default: return BadConversion(f, i - 1), false;
    }
    if (!step.dropped) {
      if (step.slot < 0) step.slot = out->slots;
      if (variables && step.slot >= variables)
        return ThrowValueError("Different numbers of variable names and field specifiers"), false;
      out->slots = std::max(out->slots, step.slot + 1);
      if (assigned.size() < static_cast<size_t>(out->slots)) assigned.resize(static_cast<size_t>(out->slots));
      if (++assigned[static_cast<size_t>(step.slot)] > 1 && numbered)
        return ThrowValueError("Variable is assigned by multiple \"%%n$\" conversion specifiers"), false;
    }
    out->steps.push_back(step);
  }
  if (variables > out->slots)
    return ThrowValueError("Variable is not assigned by any conversion specifiers"), false;
  for (int times : assigned) {
    if (variables && times == 0)
      return ThrowValueError("Variable is not assigned by any conversion specifiers"), false;
  }
  return true;
}

// The end of the integer that begins at `at`, or `at`.
size_t IntegerEnd(std::string_view s, size_t at, size_t limit, char letter, int* base) {
  *base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'i' ? 0 : 10;
  size_t end = at;
  if (end < limit && (s[end] == '-' || s[end] == '+')) ++end;
  if (end < limit && s[end] == '0' && (*base == 0 || *base == 16)) {
    if (end + 1 < limit && (s[end + 1] | 0x20) == 'x') {
      size_t digits = end + 2;
      if (digits < limit && std::isxdigit(static_cast<unsigned char>(s[digits]))) {
        *base = 16;
        end = digits;
      }
    } else if (*base == 0) {
      *base = 8;
    }
  }
  if (*base == 0) *base = 10;
  size_t first = end;
  for (; end < limit; ++end) {
    char c = static_cast<char>(s[end] | 0x20);
    int digit = IsDigit(s[end]) ? s[end] - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
    if (digit >= *base) break;
  }
  return end == first ? at : end;
}

// What a conversion reads at *at; kUndef when nothing there fits.
Value ReadConversion(std::string_view s, const Step& step, size_t* at) {
  size_t start = *at;
  size_t limit = step.width ? std::min(s.size(), start + step.width) : s.size();
  size_t end = start;
  Value value;
  switch (step.letter) {
    case 's':
    case 'c':
      while (end < limit && !IsSpace(s[end])) ++end;
      value = Value(NewString(s.substr(start, end - start)));
      break;
    case '[':
      while (end < limit && step.set[static_cast<unsigned char>(s[end])]) ++end;
      if (end == start) return value;
      value = Value(NewString(s.substr(start, end - start)));
      break;
    case 'f': {
      std::string text(s.substr(start, limit - start));
      char* stop;
      double d = std::strtod(text.c_str(), &stop);
      end += static_cast<size_t>(stop - text.c_str());
      if (end == start) return value;
      value = Value(d);
      break;
    }
    default: {
      int base;
      end = IntegerEnd(s, start, limit, step.letter, &base);
      if (end == start) return value;
      std::string text(s.substr(start, end - start));
      if (step.letter == 'u') {
        uint64_t n = std::strtoull(text.c_str(), nullptr, base);
        value = n > INT64_MAX ? Value(NewString(std::to_string(n))) : Value(static_cast<int64_t>(n));
      } else {
        value = Value(static_cast<int64_t>(std::strtoll(text.c_str(), nullptr, base)));
      }
    }
  }
  *at = end;
  return value;
}

void Sscanf(Args args, Value* result) {
  // As for C, a NUL byte ends the text.
  std::string_view s = args.View(0).substr(0, args.View(0).find('\0'));
  int64_t variables = args.count > 2 ? args.count - 2 : 0;
  Format format;
  if (!ParseFormat(args.View(1), variables, &format)) return;

  std::vector<Value> found(static_cast<size_t>(format.slots), Value::Null());
  int64_t conversions = 0;
  bool underflow = false;
  size_t at = 0;
  for (const Step& step : format.steps) {
    if (step.kind == Step::kSpace) {
      while (at < s.size() && IsSpace(s[at])) ++at;
      continue;
    }
    if (step.kind == Step::kLiteral) {
      underflow = at >= s.size();
      if (underflow || s[at] != step.letter) break;
      ++at;
      continue;
    }
    if (step.letter == 'n') {
      if (!step.dropped) found[static_cast<size_t>(step.slot)] = Value(static_cast<int64_t>(at));
      ++conversions;
      continue;
    }
    if (at < s.size() && step.letter != 'c' && step.letter != '[') {
      while (at < s.size() && IsSpace(s[at])) ++at;
    }
    underflow = at >= s.size();
    if (underflow) break;
    Value value = ReadConversion(s, step, &at);
    if (value.IsUndef()) {
      // A sign with nothing behind it counts as read.
      bool number = step.letter != '[';
      underflow = number && at + 1 == s.size() && (s[at] == '-' || s[at] == '+');
      break;
    }
    ++conversions;
    if (step.dropped) {
      Release(value);
    } else {
      found[static_cast<size_t>(step.slot)] = value;
    }
  }

  if (variables == 0) {
    if (underflow && conversions == 0) return;  // null
    Array* a = NewArray();
    for (const Value& v : found) Append(a, v);
    return Return(result, a);
  }
  for (uint32_t i = 0; i < variables; ++i) {
    if (!found[i].IsNull()) AssignArgument(args, i + 2, found[i]);
  }
  if (HasException()) return;
  Return(result, underflow && conversions == 0 ? int64_t{-1} : conversions);
}

constexpr BuiltinRow kRows[] = {
    {"sscanf", "(string $string, string $format, mixed &...$vars): array|int|null",
     Effects::kWarns | Effects::kThrows | Effects::kCallsBack | Effects::kWritesArgs, Sscanf},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kScanFunctions(kRows);

}  // namespace tusk
