// Strings: case, trimming, cutting, joining, padding, escaping.
#include <algorithm>
#include <bitset>

#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ascii_case.h"

namespace tusk {

CharSet ParseCharMask(std::string_view chars) {
  CharSet set;
  for (size_t i = 0; i < chars.size(); ++i) {
    auto c = static_cast<unsigned char>(chars[i]);
    if (i + 3 < chars.size() && chars[i + 1] == '.' && chars[i + 2] == '.' &&
        static_cast<unsigned char>(chars[i + 3]) >= c) {
      for (unsigned k = c; k <= static_cast<unsigned char>(chars[i + 3]); ++k) set.set(k);
      i += 3;
      continue;
    }
    if (i + 1 < chars.size() && chars[i] == '.' && chars[i + 1] == '.') {
      if (i == 0) {
        FunctionWarning("Invalid '..'-range, no character to the left of '..'");
      } else if (i + 2 >= chars.size()) {
        FunctionWarning("Invalid '..'-range, no character to the right of '..'");
      } else if (static_cast<unsigned char>(chars[i - 1]) > static_cast<unsigned char>(chars[i + 2])) {
        FunctionWarning("Invalid '..'-range, '..'-range needs to be incrementing");
      } else {
        FunctionWarning("Invalid '..'-range");
      }
      continue;
    }
    set.set(c);
  }
  return set;
}

namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

void Strlen(Args args, Value* result) { Return(result, static_cast<int64_t>(args.Str(0)->length)); }
void Strtolower(Args args, Value* result) {
  if (!HasUpperCase(args.View(0))) return ReturnCopy(result, args[0]);
  Return(result, ToLowerAscii(args.View(0)));
}
void Strtoupper(Args args, Value* result) {
  if (!HasLowerCase(args.View(0))) return ReturnCopy(result, args[0]);
  Return(result, ToUpperAscii(args.View(0)));
}

template <char (*kConvert)(char)>
void FirstLetter(Args args, Value* result) {
  String* s = args.Str(0);
  if (s->length == 0 || kConvert(s->data[0]) == s->data[0]) return ReturnCopy(result, args[0]);
  String* copy = NewString(s->length);
  std::memcpy(copy->data, s->data, s->length);
  copy->data[0] = kConvert(copy->data[0]);
  Return(result, copy);
}

void Ucwords(Args args, Value* result) {
  CharSet delimiters = ParseCharMask(args.View(1));
  String* s = args.Str(0);
  String* copy = NewString(s->length);
  std::memcpy(copy->data, s->data, s->length);
  bool start = true;
  for (size_t i = 0; i < copy->length; ++i) {
    if (start) copy->data[i] = Upper(copy->data[i]);
    start = delimiters[static_cast<unsigned char>(s->data[i])];
  }
  Return(result, copy);
}

constexpr std::string_view kDefaultTrim(" \n\r\t\v\0", 6);

template <bool kLeft, bool kRight>
void Trim(Args args, Value* result) {
  std::string_view s = args.View(0);
  size_t begin = 0;
  size_t end = s.size();
  auto cut = [&](auto&& in) {
    if (kLeft) {
      while (begin < end && in(s[begin])) ++begin;
    }
    if (kRight) {
      while (end > begin && in(s[end - 1])) --end;
    }
  };
  std::string_view chars = args.View(1);
  if (chars == kDefaultTrim) {
    cut([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\0'; });
  } else if (chars.size() == 1) {
    cut([c = chars[0]](char x) { return x == c; });
  } else {
    CharSet set = ParseCharMask(chars);
    cut([&](char c) { return set[static_cast<unsigned char>(c)]; });
  }
  if (begin == 0 && end == s.size()) return ReturnCopy(result, args[0]);
  Return(result, s.substr(begin, end - begin));
}

void Substr(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t length = static_cast<int64_t>(s.size());
  int64_t from = args[1].i;
  if (from > length) return Return(result, EmptyString());
  if (from < 0) from = from < -length ? 0 : length + from;
  int64_t count = length - from;
  if (!args.IsNull(2)) {
    int64_t l = args[2].i;
    if (l < 0) {
      count = l < -count ? 0 : count + l;
    } else if (l < count) {
      count = l;
    }
  }
  if (count == length) return ReturnCopy(result, args[0]);
  Return(result, s.substr(static_cast<size_t>(from), static_cast<size_t>(count)));
}

void StrRepeat(Args args, Value* result) {
  int64_t times = args[1].i;
  if (times < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  std::string_view s = args.View(0);
  if (s.empty() || times == 0) return Return(result, EmptyString());
  if (times == 1) return ReturnCopy(result, args[0]);
  size_t total;
  if (__builtin_mul_overflow(s.size(), static_cast<size_t>(times), &total) || total > SIZE_MAX - 4096) {
    FatalError("Possible integer overflow in memory allocation");
  }
  String* out = NewString(total);
  if (s.size() == 1) {
    std::memset(out->data, s[0], total);
  } else {
    std::memcpy(out->data, s.data(), s.size());
    for (size_t done = s.size(); done < total;) {
      size_t n = std::min(done, total - done);
      std::memcpy(out->data + done, out->data, n);
      done += n;
    }
  }
  Return(result, out);
}

void Strrev(Args args, Value* result) {
  String* s = args.Str(0);
  String* out = NewString(s->length);
  for (size_t i = 0; i < s->length; ++i) out->data[i] = s->data[s->length - 1 - i];
  Return(result, out);
}

void StrPad(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t length = args[1].i;
  std::string_view pad = args.View(2);
  if (length < 0 || static_cast<size_t>(length) <= s.size()) return ReturnCopy(result, args[0]);
  if (pad.empty()) return ArgumentValueError(3, "must not be empty");
  int64_t type = args[3].i;
  if (type < 0 || type > 2)
    return ArgumentValueError(4, "must be STR_PAD_LEFT, STR_PAD_RIGHT, or STR_PAD_BOTH");
  size_t total = static_cast<size_t>(length) - s.size();
  size_t left = type == 0 ? total : type == 1 ? 0 : total / 2;
  String* out = NewString(static_cast<size_t>(length));
  char* p = out->data;
  for (size_t i = 0; i < left; ++i) *p++ = pad[i % pad.size()];
  std::memcpy(p, s.data(), s.size());
  p += s.size();
  for (size_t i = 0; i < total - left; ++i) *p++ = pad[i % pad.size()];
  Return(result, out);
}

// Of strings and ints alone: their length is known first. Null when there is anything else.
String* ImplodePlain(std::string_view glue, const Array* a) {
  constexpr uint32_t kMostInts = 64;
  char digits[kMostInts * 20];
  uint8_t lengths[kMostInts];
  uint32_t ints = 0;
  char* end = digits;
  size_t total = glue.size() * (a->count - 1);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsString()) {
      total += v.str->length;
    } else if (v.IsInt() && ints < kMostInts) {
      size_t n = FormatInt(v.i, end);
      lengths[ints++] = static_cast<uint8_t>(n);
      end += n;
      total += n;
    } else {
      return nullptr;
    }
  }
  if (total <= 1) return nullptr;
  String* s = NewString(total);
  char* to = s->data;
  const char* text = digits;
  const uint8_t* length = lengths;
  auto add = [&](const char* from, size_t n) {
    if (n == 1) {
      *to++ = *from;
    } else {
      std::memcpy(to, from, n);
      to += n;
    }
  };
  bool first = true;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    if (!first) add(glue.data(), glue.size());
    first = false;
    Value v = Deref(ValueAt(a, p));
    if (v.IsString()) {
      add(v.str->data, v.str->length);
    } else {
      add(text, *length);
      text += *length++;
    }
  }
  return s;
}

}  // namespace

String* Implode(std::string_view glue, Array* a) {
  if (a->count == 0) return EmptyString();
  if (a->count == 1) return ToString(Deref(ValueAt(a, First(a))));
  if (String* s = ImplodePlain(glue, a)) return s;
  StringBuilder out(a->count * (glue.size() + 8));
  bool first = true;
  Retain(a);  // __toString may drop what holds it
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    if (!first) out.Append(glue);
    first = false;
    Value v = Deref(ValueAt(a, p));
    if (v.IsString()) {
      out.Append(v.str->view());
    } else if (v.IsInt()) {
      out.AppendInt(v.i);
    } else {
      String* s = ToString(v);
      if (!s || HasException()) {
        Release(Value(a));
        return nullptr;
      }
      out.Append(s->view());
      Release(s);
    }
  }
  Release(Value(a));
  return out.Finish();
}

namespace {

void ImplodeFunction(Args args, Value* result) {
  String* s = nullptr;
  if (args.IsNull(1)) {
    if (args[0].IsString() && args.count < 3) {
      return ThrowTypeError(
          "%s(): If argument #1 ($separator) is of type string, argument #2 ($array) must be of "
          "type array, null given",
          g_state->running_function()->view());
    }
    if (!args[0].IsArray())
      return ArgumentTypeError(
          1, absl::StrFormat("must be of type array, %s given", ValueNameForErrors(args[0])));
    s = Implode("", args.Arr(0));
  } else {
    if (!args[0].IsString())
      return ArgumentTypeError(
          1, absl::StrFormat("must be of type string, %s given", ValueNameForErrors(args[0])));
    s = Implode(args.View(0), args.Arr(1));
  }
  if (s) Return(result, s);
}

void Explode(Args args, Value* result) {
  std::string_view separator = args.View(0);
  std::string_view s = args.View(1);
  int64_t limit = args[2].i;
  if (separator.empty()) return ArgumentValueError(1, "must not be empty");
  Array* a = NewPacked(ArrayKind::kValues, 0, 8);
  if (s.empty()) {
    if (limit >= 0) Append(a, Value(EmptyString()));
    return Return(result, a);
  }
  if (limit == 0) limit = 1;
  size_t start = 0;
  auto find = [&](size_t from) -> size_t {
    if (separator.size() == 1) {
      const void* p = std::memchr(s.data() + from, separator[0], s.size() - from);
      return p ? static_cast<size_t>(static_cast<const char*>(p) - s.data()) : s.npos;
    }
    return FindBytes(s, separator, from);
  };
  if (limit > 0) {
    int64_t left = limit;
    size_t at;
    while (--left > 0 && (at = find(start)) != s.npos) {
      Append(a, Value(NewString(s.substr(start, at - start))));
      start = at + separator.size();
    }
    if (start == 0) {
      Append(a, Copy(args[1]));
    } else {
      Append(a, Value(NewString(s.substr(start))));
    }
    return Return(result, a);
  }
  // A negative limit drops that many pieces from the end.
  std::vector<std::string_view> pieces;
  for (size_t at; (at = find(start)) != s.npos; start = at + separator.size())
    pieces.push_back(s.substr(start, at - start));
  pieces.push_back(s.substr(start));
  int64_t keep = static_cast<int64_t>(pieces.size()) + limit;
  for (int64_t i = 0; i < keep; ++i) Append(a, Value(NewString(pieces[static_cast<size_t>(i)])));
  Return(result, a);
}

void StrSplit(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t length = args[1].i;
  if (length <= 0) return ArgumentValueError(2, "must be greater than 0");
  size_t step = static_cast<size_t>(length);
  Array* a = NewPacked(ArrayKind::kValues, 0, static_cast<uint32_t>(s.size() / step + 1));
  for (size_t i = 0; i < s.size(); i += std::min(step, s.size() - i))
    Append(a, Value(NewString(s.substr(i, step))));
  Return(result, a);
}

void ChunkSplit(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t length = args[1].i;
  std::string_view end = args.View(2);
  if (length < 1) return ArgumentValueError(2, "must be greater than 0");
  size_t step = static_cast<size_t>(length);
  StringBuilder out(s.size() + end.size() * (s.size() / step + 1));
  if (s.empty() || step > s.size()) {
    out.Append(s);
    out.Append(end);
    return Return(result, out.Finish());
  }
  for (size_t i = 0; i < s.size(); i += step) {
    out.Append(s.substr(i, step));
    out.Append(end);
  }
  Return(result, out.Finish());
}

void Nl2br(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string_view tag = args.Bool(1, true) ? "<br />" : "<br>";
  if (s.find_first_of("\r\n") == s.npos) return ReturnCopy(result, args[0]);
  StringBuilder out(s.size() + 64);
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    if (c == '\n' || c == '\r') {
      out.Append(tag);
      out.Append(c);
      if (i + 1 < s.size() && (s[i + 1] == '\n' || s[i + 1] == '\r') && s[i + 1] != c) out.Append(s[++i]);
    } else {
      out.Append(c);
    }
  }
  Return(result, out.Finish());
}

void Addslashes(Args args, Value* result) {
  std::string_view s = args.View(0);
  auto plain = [](char c) { return c != '\'' && c != '"' && c != '\\' && c != '\0'; };
  const char* end = s.data() + s.size();
  const char* p = s.data();
  while (p != end && plain(*p)) ++p;
  if (p == end) return ReturnCopy(result, args[0]);
  StringBuilder out(s.size() + 16);
  const char* done = s.data();
  for (; p != end; ++p) {
    if (plain(*p)) continue;
    out.Append(std::string_view(done, p));
    out.Append('\\');
    done = p;
    if (*p == '\0') {
      out.Append('0');
      ++done;
    }
  }
  out.Append(std::string_view(done, end));
  Return(result, out.Finish());
}

void Stripslashes(Args args, Value* result) {
  std::string_view s = args.View(0);
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\') {
      out.Append(s[i]);
    } else if (++i < s.size()) {
      out.Append(s[i] == '0' ? '\0' : s[i]);
    }
  }
  Return(result, out.Finish());
}

void Addcslashes(Args args, Value* result) {
  std::string_view s = args.View(0);
  if (s.empty() || args.View(1).empty()) return ReturnCopy(result, args[0]);
  CharSet set = ParseCharMask(args.View(1));
  StringBuilder out(s.size() * 2);
  for (char ch : s) {
    auto c = static_cast<unsigned char>(ch);
    if (!set[c]) {
      out.Append(ch);
      continue;
    }
    out.Append('\\');
    if (c >= 32 && c < 127) {
      out.Append(ch);
      continue;
    }
    switch (c) {
      case '\n': out.Append('n'); break;
      case '\t': out.Append('t'); break;
      case '\r': out.Append('r'); break;
      case '\a': out.Append('a'); break;
      case '\v': out.Append('v'); break;
      case '\b': out.Append('b'); break;
      case '\f': out.Append('f'); break;
      default:
        out.Append(static_cast<char>('0' + (c >> 6)));
        out.Append(static_cast<char>('0' + ((c >> 3) & 7)));
        out.Append(static_cast<char>('0' + (c & 7)));
    }
  }
  Return(result, out.Finish());
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = Lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void Stripcslashes(Args args, Value* result) {
  std::string_view s = args.View(0);
  StringBuilder out(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\' || i + 1 >= s.size()) {
      if (s[i] != '\\') out.Append(s[i]);
      continue;
    }
    char c = s[++i];
    switch (c) {
      case 'n': out.Append('\n'); break;
      case 't': out.Append('\t'); break;
      case 'r': out.Append('\r'); break;
      case 'a': out.Append('\a'); break;
      case 'v': out.Append('\v'); break;
      case 'b': out.Append('\b'); break;
      case 'f': out.Append('\f'); break;
      case 'x':
        if (i + 1 < s.size() && HexDigit(s[i + 1]) >= 0) {
          int n = HexDigit(s[++i]);
          if (i + 1 < s.size() && HexDigit(s[i + 1]) >= 0) n = n * 16 + HexDigit(s[++i]);
          out.Append(static_cast<char>(n));
          break;
        }
        out.Append('x');
        break;
      default: {
        if (c < '0' || c > '7') {
          out.Append(c);
          break;
        }
        int n = 0;
        int digits = 0;
        while (digits < 3 && i < s.size() && s[i] >= '0' && s[i] <= '7') {
          n = n * 8 + (s[i] - '0');
          ++i;
          ++digits;
        }
        --i;
        out.Append(static_cast<char>(n));
      }
    }
  }
  Return(result, out.Finish());
}

void Quotemeta(Args args, Value* result) {
  std::string_view s = args.View(0);
  StringBuilder out(s.size() * 2);
  for (char c : s) {
    if (std::string_view(".\\+*?[^]$()").find(c) != std::string_view::npos) out.Append('\\');
    out.Append(c);
  }
  Return(result, out.Finish());
}

void Ord(Args args, Value* result) {
  Return(result, int64_t{args.Str(0)->length ? static_cast<unsigned char>(args.Str(0)->data[0]) : 0});
}
void Chr(Args args, Value* result) {
  Return(result, CharString(static_cast<unsigned char>(args[0].i & 255)));
}

void Wordwrap(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t width = args[1].i;
  std::string_view brk = args.View(2);
  bool cut = args.Bool(3);
  if (s.empty()) return Return(result, EmptyString());
  if (brk.empty()) return ArgumentValueError(3, "must not be empty");
  if (width == 0 && cut) return ArgumentValueError(4, "cannot be true when argument #2 ($width) is 0");
  StringBuilder out(s.size() + s.size() / 16 + 16);
  int64_t last_start = 0;
  int64_t last_space = 0;
  int64_t n = static_cast<int64_t>(s.size());
  auto take = [&](int64_t from, int64_t to) {
    out.Append(s.substr(static_cast<size_t>(from), static_cast<size_t>(to - from)));
  };
  for (int64_t i = 0; i < n; ++i) {
    char c = s[static_cast<size_t>(i)];
    if (c == brk[0] && i + static_cast<int64_t>(brk.size()) < n &&
        s.substr(static_cast<size_t>(i), brk.size()) == brk) {
      take(last_start, i + static_cast<int64_t>(brk.size()));
      i += static_cast<int64_t>(brk.size()) - 1;
      last_start = last_space = i + 1;
    } else if (c == ' ') {
      if (i - last_start >= width) {
        take(last_start, i);
        out.Append(brk);
        last_start = i + 1;
      }
      last_space = i;
    } else if (i - last_start >= width && cut && last_start >= last_space) {
      take(last_start, i);
      out.Append(brk);
      last_start = last_space = i;
    } else if (i - last_start >= width && last_start < last_space) {
      take(last_start, last_space);
      out.Append(brk);
      last_start = last_space = last_space + 1;
    }
  }
  if (last_start != n) take(last_start, n);
  Return(result, out.Finish());
}

void SubstrReplaceOne(std::string_view s, std::string_view with, int64_t from, int64_t length,
                      StringBuilder* out) {
  int64_t n = static_cast<int64_t>(s.size());
  if (from < 0) {
    from = from + n < 0 ? 0 : from + n;
  } else if (from > n) {
    from = n;
  }
  if (length < 0) {
    length = n - from + length;
    if (length < 0) length = 0;
  }
  if (length > n - from) length = n - from;
  out->Append(s.substr(0, static_cast<size_t>(from)));
  out->Append(with);
  out->Append(s.substr(static_cast<size_t>(from + length)));
}

// The element at or after position *p of an array argument, moving *p on; or the scalar itself.
bool NextOf(const Value& v, uint32_t* p, Value* element) {
  if (!v.IsArray()) {
    *element = v;
    return true;
  }
  if (*p == kEnd) return false;
  *element = Deref(ValueAt(v.arr, *p));
  *p = Next(v.arr, *p);
  return true;
}

void SubstrReplace(Args args, Value* result) {
  const Value& subject = args[0];
  if (subject.IsString()) {
    if (args[2].IsArray() || args[3].IsArray()) {
      if (args[2].IsArray() != args[3].IsArray() && !args.IsNull(3)) {
        return Throw(
            Throwable::kTypeError,
            args[2].IsArray()
                ? "substr_replace(): Argument #3 ($offset) cannot be an array when working on a single string"
                : "substr_replace(): Argument #4 ($length) cannot be an array when working on a single "
                  "string");
      }
      return ArgumentTypeError(3, "cannot be an array when working on a single string");
    }
    std::string_view with;
    String* owned = nullptr;
    if (args[1].IsArray()) {
      if (args.Arr(1)->count != 0) {
        owned = ToString(Deref(ValueAt(args.Arr(1), First(args.Arr(1)))));
        if (!owned) return;
        with = owned->view();
      }
    } else {
      with = args.View(1);
    }
    StringBuilder out(subject.str->length + with.size());
    int64_t length = args.IsNull(3) ? static_cast<int64_t>(subject.str->length) : args[3].i;
    SubstrReplaceOne(subject.str->view(), with, args[2].i, length, &out);
    if (owned) Release(owned);
    return Return(result, out.Finish());
  }
  Array* a = NewArray(subject.arr->count);
  uint32_t pw = args[1].IsArray() ? First(args.Arr(1)) : 0;
  uint32_t po = args[2].IsArray() ? First(args.Arr(2)) : 0;
  uint32_t pl = args[3].IsArray() ? First(args.Arr(3)) : 0;
  for (uint32_t p = First(subject.arr); p != kEnd; p = Next(subject.arr, p)) {
    String* s = ToString(Deref(ValueAt(subject.arr, p)));
    if (!s) break;
    Value v;
    String* with = NextOf(args[1], &pw, &v) ? ToString(v) : EmptyString();
    int64_t from = NextOf(args[2], &po, &v) ? ToInt(v) : 0;
    int64_t length = static_cast<int64_t>(s->length);
    if (args[3].IsArray()) {
      if (NextOf(args[3], &pl, &v)) length = ToInt(v);
    } else if (!args.IsNull(3)) {
      length = args[3].i;
    }
    if (with) {
      StringBuilder out(s->length + with->length);
      SubstrReplaceOne(s->view(), with->view(), from, length, &out);
      Set(a, KeyAt(subject.arr, p), Value(out.Finish()));
      Release(with);
    }
    Release(s);
  }
  Return(result, a);
}

void Strtok(Args args, Value* result) {
  static String* text = nullptr;
  static size_t at = 0;
  std::string_view tokens;
  if (args.IsNull(1)) {
    tokens = args.View(0);
  } else {
    if (text) Release(text);
    text = args.Str(0);
    Retain(text);
    at = 0;
    tokens = args.View(1);
  }
  if (!text) {
    FunctionWarning("Both arguments must be provided when starting tokenization");
    return Return(result, false);
  }
  CharSet set;
  for (char c : tokens) set.set(static_cast<unsigned char>(c));
  std::string_view s = text->view();
  if (at >= s.size()) return Return(result, false);
  while (at < s.size() && set[static_cast<unsigned char>(s[at])]) ++at;
  if (at >= s.size()) {  // nothing but what separates: the text is forgotten
    Release(text);
    text = nullptr;
    return Return(result, false);
  }
  size_t end = at;
  while (end < s.size() && !set[static_cast<unsigned char>(s[end])]) ++end;
  Return(result, s.substr(at, end - at));
  at = end + 1;
}

void StrWordCount(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t format = args[1].i;
  CharSet extra = args.IsNull(2) ? CharSet() : ParseCharMask(args.View(2));
  if (format < 0 || format > 2) return ArgumentValueError(2, "must be a valid format value");
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  size_t p = 0;
  size_t e = s.size();
  auto has = [&](char c) { return extra[static_cast<unsigned char>(c)]; };
  while (p < e && ((s[p] == '\'' && !has('\'')) || (s[p] == '-' && !has('-')))) ++p;
  if (e > p && s[e - 1] == '-' && !has('-')) --e;
  int64_t count = 0;
  Array* a = format == 0 ? nullptr : NewArray();
  while (p < e) {
    size_t start = p;
    while (p < e && (letter(s[p]) || has(s[p]) || s[p] == '\'' || s[p] == '-')) ++p;
    if (p > start) {
      ++count;
      Value word = a ? Value(NewString(s.substr(start, p - start))) : Value();
      if (format == 1) Append(a, word);
      if (format == 2) SetInt(a, static_cast<int64_t>(start), word);
    } else {
      ++p;
    }
  }
  if (a) return Return(result, a);
  Return(result, count);
}

void CountChars(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t mode = args[1].i;
  if (mode < 0 || mode > 4) return ArgumentValueError(2, "must be between 0 and 4 (inclusive)");
  int64_t counts[256] = {};
  for (char c : s) ++counts[static_cast<unsigned char>(c)];
  if (mode >= 3) {
    StringBuilder out;
    for (int c = 0; c < 256; ++c) {
      if ((counts[c] != 0) == (mode == 3)) out.Append(static_cast<char>(c));
    }
    return Return(result, out.Finish());
  }
  Array* a = NewArray();
  for (int c = 0; c < 256; ++c) {
    if (mode == 0 || (counts[c] != 0) == (mode == 1)) SetInt(a, c, Value(counts[c]));
  }
  Return(result, a);
}

void StrIncrement(Args args, Value* result) {
  std::string s(args.View(0));
  auto alnum = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (s.empty()) return ArgumentValueError(1, "must not be empty");
  if (!std::all_of(s.begin(), s.end(), alnum))
    return ArgumentValueError(1, "must be composed only of alphanumeric ASCII characters");
  size_t i = s.size();
  while (i-- > 0) {
    char& c = s[i];
    if (c == 'z' || c == 'Z' || c == '9') {
      c = c == 'z' ? 'a' : c == 'Z' ? 'A' : '0';
      if (i == 0) s.insert(s.begin(), c == '0' ? '1' : c);
      continue;
    }
    ++c;
    break;
  }
  Return(result, NewString(s));
}

void StrDecrement(Args args, Value* result) {
  std::string s(args.View(0));
  auto alnum = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (s.empty()) return ArgumentValueError(1, "must not be empty");
  if (!std::all_of(s.begin(), s.end(), alnum))
    return ArgumentValueError(1, "must be composed only of alphanumeric ASCII characters");
  auto range = [&] {
    ArgumentValueError(1, absl::StrFormat("\"%s\" is out of decrement range", args.View(0)));
  };
  if (s[0] == '0') return range();
  size_t i = s.size();
  bool carry = true;
  while (carry && i-- > 0) {
    char& c = s[i];
    carry = c == 'a' || c == 'A' || c == '0';
    c = c == 'a' ? 'z' : c == 'A' ? 'Z' : c == '0' ? '9' : static_cast<char>(c - 1);
  }
  if (carry || (s[0] == '0' && s.size() > 1)) {
    if (s.size() == 1) return range();
    s.erase(0, 1);
  }
  Return(result, NewString(s));
}

constexpr uint16_t kThrows = Effects::kThrows;
constexpr uint16_t kMask = Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"addcslashes", "(string $string, string $characters): string", kMask, Addcslashes},
    {"addslashes", "(string $string): string", Effects::kPure, Addslashes},
    {"chop", "(string $string, string $characters = \" \\n\\r\\t\\v\\0\"): string", kMask, Trim<false, true>},
    {"chr", "(int $codepoint): string", Effects::kPure, Chr},
    {"chunk_split", "(string $string, int $length = 76, string $separator = \"\\r\\n\"): string", kThrows,
     ChunkSplit},
    {"count_chars", "(string $string, int $mode = 0): array|string", kThrows, CountChars},
    {"explode", "(string $separator, string $string, int $limit = PHP_INT_MAX): array", kThrows, Explode},
    {"implode", "(array|string $separator, ?array $array = null): string",
     kThrows | Effects::kWarns | Effects::kCallsBack, ImplodeFunction},
    {"join", "(array|string $separator, ?array $array = null): string",
     kThrows | Effects::kWarns | Effects::kCallsBack, ImplodeFunction},
    {"lcfirst", "(string $string): string", Effects::kPure, FirstLetter<Lower>},
    {"ltrim", "(string $string, string $characters = \" \\n\\r\\t\\v\\0\"): string", kMask,
     Trim<true, false>},
    {"nl2br", "(string $string, bool $use_xhtml = true): string", Effects::kPure, Nl2br},
    {"ord", "(string $character): int", Effects::kPure, Ord},
    {"quotemeta", "(string $string): string", Effects::kPure, Quotemeta},
    {"rtrim", "(string $string, string $characters = \" \\n\\r\\t\\v\\0\"): string", kMask,
     Trim<false, true>},
    {"str_decrement", "(string $string): string", kThrows, StrDecrement},
    {"str_increment", "(string $string): string", kThrows, StrIncrement},
    {"str_pad",
     "(string $string, int $length, string $pad_string = \" \", int $pad_type = STR_PAD_RIGHT): string",
     kThrows, StrPad},
    {"str_repeat", "(string $string, int $times): string", kThrows, StrRepeat},
    {"str_split", "(string $string, int $length = 1): array", kThrows, StrSplit},
    {"str_word_count", "(string $string, int $format = 0, ?string $characters = null): array|int",
     kThrows | kMask, StrWordCount},
    {"stripcslashes", "(string $string): string", Effects::kPure, Stripcslashes},
    {"stripslashes", "(string $string): string", Effects::kPure, Stripslashes},
    {"strlen", "(string $string): int", Effects::kPure, Strlen},
    {"strrev", "(string $string): string", Effects::kPure, Strrev},
    {"strtok", "(string $string, ?string $token = null): string|false",
     Effects::kReadsState | Effects::kWritesState, Strtok},
    {"strtolower", "(string $string): string", Effects::kPure, Strtolower},
    {"strtoupper", "(string $string): string", Effects::kPure, Strtoupper},
    {"substr", "(string $string, int $offset, ?int $length = null): string", Effects::kPure, Substr},
    {"substr_replace",
     "(array|string $string, array|string $replace, array|int $offset, array|int|null $length = null): "
     "array|string",
     kThrows | Effects::kWarns | Effects::kCallsBack, SubstrReplace},
    {"trim", "(string $string, string $characters = \" \\n\\r\\t\\v\\0\"): string", kMask, Trim<true, true>},
    {"ucfirst", "(string $string): string", Effects::kPure, FirstLetter<Upper>},
    {"ucwords", "(string $string, string $separators = \" \\t\\r\\n\\f\\v\"): string", kMask, Ucwords},
    {"wordwrap",
     "(string $string, int $width = 75, string $break = \"\\n\", bool $cut_long_words = false): string",
     kThrows, Wordwrap},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kStringFunctions(kRows);

}  // namespace tusk
