// pack() and unpack(), uuencode.
#include <algorithm>
#include <climits>
#include <cstring>
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// Bytes of a number format, 0 for others; *big: most significant first.
int NumberSize(char code, bool* big) {
  *big = code == 'n' || code == 'N' || code == 'J' || code == 'G' || code == 'E';
  switch (code) {
    case 'c':
    case 'C': return 1;
    case 's':
    case 'S':
    case 'n':
    case 'v': return 2;
    case 'l':
    case 'L':
    case 'N':
    case 'V':
    case 'i':
    case 'I':
    case 'f':
    case 'g':
    case 'G': return 4;
    case 'q':
    case 'Q':
    case 'J':
    case 'P':
    case 'd':
    case 'e':
    case 'E': return 8;
    default: return 0;
  }
}
bool IsFloatCode(char code) {
  return code == 'f' || code == 'g' || code == 'G' || code == 'd' || code == 'e' || code == 'E';
}

void AppendNumber(std::string* out, uint64_t bits, int size, bool big) {
  for (int i = 0; i < size; ++i) *out += static_cast<char>(bits >> (8 * (big ? size - 1 - i : i)));
}
uint64_t FloatBits(double d, int size) {
  uint64_t bits = 0;
  if (size == 4) {
    auto f = static_cast<float>(d);
    std::memcpy(&bits, &f, 4);
  } else {
    std::memcpy(&bits, &d, 8);
  }
  return bits;
}

constexpr int64_t kAll = -1;

// A repeater after a format code: a number, * (kAll), or nothing (kNone).
constexpr int64_t kNone = -2;
int64_t ReadRepeater(std::string_view f, size_t* i) {
  if (*i < f.size() && f[*i] == '*') {
    ++*i;
    return kAll;
  }
  if (*i >= f.size() || f[*i] < '0' || f[*i] > '9') return kNone;
  int64_t n = 0;
  while (*i < f.size() && f[*i] >= '0' && f[*i] <= '9' && n < INT_MAX) n = n * 10 + (f[(*i)++] - '0');
  return n;
}

void Pack(Args args, Value* result) {
  std::string_view f = args.View(0);
  std::string out;
  uint32_t next = 1;
  for (size_t i = 0; i < f.size();) {
    char code = f[i++];
    int64_t n = ReadRepeater(f, &i);
    bool big;
    int size = NumberSize(code, &big);
    switch (code) {
      case 'a':
      case 'A':
      case 'Z':
      case 'h':
      case 'H': {
        if (next >= args.count) return ThrowValueError("Type %c: not enough arguments", code);
        String* s = ToString(Deref(args[next++]));
        if (!s) return;
        std::string_view text = s->view();
        if (code == 'h' || code == 'H') {
          size_t nibbles = n == kAll ? text.size() : n == kNone ? 1 : static_cast<size_t>(n);
          if (nibbles > text.size()) {
            FunctionWarning("Type %c: not enough characters in string", code);
            nibbles = text.size();
          }
          for (size_t k = 0; k < nibbles; ++k) {
            char c = static_cast<char>(text[k] | 0x20);
            int v = text[k] >= '0' && text[k] <= '9' ? text[k] - '0'
                    : c >= 'a' && c <= 'f'           ? c - 'a' + 10
                                                     : -1;
            if (v < 0) {
              FunctionWarning("Type %c: illegal hex digit %c", code, text[k]);
              v = 0;
            }
            bool high = (code == 'H') == (k % 2 == 0);
            if (k % 2 == 0) out += '\0';
            out.back() = static_cast<char>(out.back() | (high ? v << 4 : v));
          }
        } else {
          size_t width = n == kAll    ? text.size() + (code == 'Z' ? 1 : 0)
                         : n == kNone ? 1
                                      : static_cast<size_t>(n);
          size_t take = std::min(text.size(), code == 'Z' ? (width ? width - 1 : 0) : width);
          out.append(text.substr(0, take));
          out.append(width - take, code == 'A' ? ' ' : '\0');
        }
        Release(s);
        break;
      }
      case 'x':
      case 'X':
      case '@': {
        if (n == kAll) {
          FunctionWarning("Type %c: '*' ignored", code);
          n = 1;
        }
        size_t count = n == kNone ? 1 : static_cast<size_t>(n);
        if (code == 'x') out.append(count, '\0');
        if (code == 'X') {
          if (count > out.size()) {
            FunctionWarning("Type %c: outside of string", code);
            count = out.size();
          }
          out.resize(out.size() - count);
        }
        if (code == '@') out.resize(count);
        break;
      }
      default: {
        if (size == 0) return ThrowValueError("Type %c: unknown format code", code);
        int64_t count = n == kNone ? 1 : n == kAll ? static_cast<int64_t>(args.count) - next : n;
        if (count > static_cast<int64_t>(args.count) - next)
          return ThrowValueError("Type %c: too few arguments", code);
        for (int64_t k = 0; k < count; ++k) {
          const Value v = Deref(args[next++]);
          AppendNumber(&out,
                       IsFloatCode(code) ? FloatBits(ToFloat(v), size) : static_cast<uint64_t>(ToInt(v)),
                       size, big);
          if (HasException()) return;
        }
      }
    }
  }
  if (next < args.count) FunctionWarning("%d arguments unused", args.count - next);
  Return(result, NewString(out));
}

Value ReadNumber(std::string_view s, char code, int size, bool big) {
  uint64_t bits = 0;
  for (int i = 0; i < size; ++i) {
    bits |= static_cast<uint64_t>(static_cast<unsigned char>(s[static_cast<size_t>(i)]))
            << (8 * (big ? size - 1 - i : i));
  }
  if (IsFloatCode(code)) {
    if (size == 4) {
      float f;
      std::memcpy(&f, &bits, 4);
      return Value(static_cast<double>(f));
    }
    double d;
    std::memcpy(&d, &bits, 8);
    return Value(d);
  }
  switch (code) {
    case 'c': return Value(int64_t{static_cast<int8_t>(bits)});
    case 's': return Value(int64_t{static_cast<int16_t>(bits)});
    case 'l':
    case 'i': return Value(int64_t{static_cast<int32_t>(bits)});
    default: return Value(static_cast<int64_t>(bits));
  }
}

void Unpack(Args args, Value* result) {
  std::string_view f = args.View(0);
  std::string_view s = args.View(1);
  if (args[2].i < 0 || static_cast<size_t>(args[2].i) > s.size()) {
    return ArgumentValueError(3, "must be contained in argument #2 ($data)");
  }
  s.remove_prefix(static_cast<size_t>(args[2].i));
  size_t at = 0;
  Array* a = NewArray();
  auto set = [&](const std::string& name, Value v) {
    String* key = NewString(name);
    Set(a, KeyFromString(key), v);
    Release(key);
  };
  for (size_t i = 0; i < f.size();) {
    char code = f[i++];
    int64_t n = ReadRepeater(f, &i);
    size_t slash = std::min(f.find('/', i), f.size());
    std::string name(f.substr(i, slash - i));
    i = slash + 1;
    bool big;
    int size = NumberSize(code, &big);
    size_t left = s.size() - at;
    auto short_of = [&](size_t need) {
      FunctionWarning("Type %c: not enough input values, need %d values but only %d %s provided", code, need,
                      left, left == 1 ? "was" : "were");
      Release(Value(a));
      Return(result, false);
    };
    switch (code) {
      case 'a':
      case 'A':
      case 'Z':
      case 'h':
      case 'H': {
        bool hex = code == 'h' || code == 'H';
        size_t bytes = n == kAll    ? left
                       : n == kNone ? 1
                       : hex        ? (static_cast<size_t>(n) + 1) / 2
                                    : static_cast<size_t>(n);
        if (bytes > left) return short_of(bytes);
        std::string_view text = s.substr(at, bytes);
        at += bytes;
        if (hex) {
          size_t nibbles = n == kAll ? bytes * 2 : n == kNone ? 1 : static_cast<size_t>(n);
          std::string out;
          for (size_t k = 0; k < nibbles; ++k) {
            auto c = static_cast<unsigned char>(text[k / 2]);
            bool high = (code == 'H') == (k % 2 == 0);
            out += "0123456789abcdef"[high ? c >> 4 : c & 15];
          }
          set(name.empty() ? "1" : name, Value(NewString(out)));
          break;
        }
        if (code == 'A') {
          while (!text.empty() &&
                 std::string_view(" \t\r\n\0", 5).find(text.back()) != std::string_view::npos)
            text.remove_suffix(1);
        }
        if (code == 'Z') text = text.substr(0, text.find('\0'));
        set(name.empty() ? "1" : name, Value(NewString(text)));
        break;
      }
      case 'x':
      case 'X':
      case '@': {
        size_t count = n < 0 ? (n == kNone ? 1 : 0) : static_cast<size_t>(n);
        if (code == 'X') {
          at -= std::min(at, count);
        } else if (code == 'x') {
          if (count > left) return short_of(count);
          at += count;
        } else {
          at = std::min(count, s.size());
        }
        break;
      }
      default: {
        if (size == 0) {
          Release(Value(a));
          return ThrowValueError("Invalid format type %c", code);
        }
        auto width = static_cast<size_t>(size);
        int64_t count = n == kNone ? 1 : n == kAll ? static_cast<int64_t>(left / width) : n;
        for (int64_t k = 0; k < count; ++k) {
          left = s.size() - at;
          if (left < width) return short_of(width);
          std::string key = n == kNone ? (name.empty() ? "1" : name) : name + std::to_string(k + 1);
          set(key, ReadNumber(s.substr(at), code, size, big));
          at += width;
        }
      }
    }
  }
  Return(result, a);
}

void ConvertUuencode(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string out;
  auto encode = [](int v) { return static_cast<char>(v ? v + 32 : '`'); };
  for (size_t i = 0; i < s.size(); i += 45) {
    std::string_view line = s.substr(i, 45);
    out += encode(static_cast<int>(line.size()));
    for (size_t k = 0; k < line.size(); k += 3) {
      auto at = [&](size_t j) { return k + j < line.size() ? static_cast<unsigned char>(line[k + j]) : 0; };
      out += encode(at(0) >> 2);
      out += encode((at(0) & 3) << 4 | at(1) >> 4);
      out += encode((at(1) & 15) << 2 | at(2) >> 6);
      out += encode(at(2) & 63);
    }
    out += '\n';
  }
  out += "`\n";
  Return(result, NewString(out));
}
void ConvertUudecode(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string out;
  size_t i = 0;
  auto bad = [&] {
    FunctionWarning("Argument #1 ($data) is not a valid uuencoded string");
    Return(result, false);
  };
  while (i < s.size()) {
    int length = (s[i++] - 32) & 63;
    if (length == 0) break;
    size_t groups = static_cast<size_t>((length + 2) / 3);
    if (i + groups * 4 > s.size()) return bad();
    std::string line;
    for (size_t g = 0; g < groups; ++g, i += 4) {
      auto at = [&](size_t j) { return (s[i + j] - 32) & 63; };
      line += static_cast<char>(at(0) << 2 | at(1) >> 4);
      line += static_cast<char>(at(1) << 4 | at(2) >> 2);
      line += static_cast<char>(at(2) << 6 | at(3));
    }
    out += line.substr(0, static_cast<size_t>(length));
    if (i < s.size() && s[i] == '\r') ++i;
    if (i < s.size() && s[i] == '\n') ++i;
  }
  Return(result, NewString(out));
}

constexpr uint16_t kPacks = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"convert_uudecode", "(string $string): string|false", Effects::kWarns, ConvertUudecode},
    {"convert_uuencode", "(string $string): string", Effects::kPure, ConvertUuencode},
    {"pack", "(string $format, mixed ...$values): string", kPacks, Pack},
    {"unpack", "(string $format, string $string, int $offset = 0): array|false", kPacks, Unpack},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPackFunctions(kRows);

}  // namespace tusk
