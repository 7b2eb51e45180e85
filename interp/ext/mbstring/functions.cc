// mb_*: strings as sequences of UTF-8 characters; other encodings by conversion.
#include <wchar.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interp/ext/mbstring/case.h"
#include "interp/ext/mbstring/detect.h"
#include "interp/ext/mbstring/settings.h"
#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/runtime/ini.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

// A string argument as UTF-8, whatever its encoding.
struct Text {
  std::string converted;
  std::string_view utf8;
  const Encoding& encoding;

  Text(std::string_view s, const Encoding* e) : encoding(*e) {
    if (encoding.family == Family::kUtf8) {
      utf8 = s;
    } else {
      DecodeTo8(s, encoding.name, &converted);
      utf8 = converted;
    }
  }
  String* Back(std::string_view s) const {
    if (encoding.family == Family::kUtf8) return NewString(s);
    std::string out;
    EncodeFrom8(s, encoding.name, &out);
    return NewString(out);
  }
};

void MbStrlen(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 1);
  if (!e) return;
  Return(result, static_cast<int64_t>(Utf8Length(Text(args.View(0), e).utf8)));
}

// Characters [from, from + length) with PHP's negative offsets.
std::string_view Slice(std::string_view s, int64_t from, bool has_length, int64_t length) {
  if (from < 0 || (has_length && length < 0)) {
    auto n = static_cast<int64_t>(Utf8Length(s));
    if (from < 0) from = std::max<int64_t>(0, n + from);
    if (from > n) from = n;
    if (has_length && length < 0) length = std::max<int64_t>(0, n - from + length);
  }
  size_t start = Utf8Offset(s, static_cast<size_t>(from));
  size_t end = has_length ? Utf8Offset(s, static_cast<size_t>(length), start) : s.size();
  return s.substr(start, end - start);
}
void MbSubstr(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 3);
  if (!e) return;
  for (uint32_t i : {1u, 2u}) {
    if (!args.IsNull(i) && args.Int(i, 0) == INT64_MIN)
      return ArgumentValueError(i + 1,
                                absl::StrFormat("must be between %d and %d", INT64_MIN + 1, INT64_MAX));
  }
  Text t(args.View(0), e);
  Return(result, t.Back(Slice(t.utf8, args[1].i, !args.IsNull(2), args.Int(2, 0))));
}

String* ConvertedCase(std::string_view s, const Encoding& e, Case to) {
  Points points;
  Decode(e, s, &points);
  std::string out;
  Encode(e, ConvertCase(points, to, std::string_view(e.name) == "ISO-8859-9"), &out);
  return NewString(out);
}
template <Case kCase>
void MbCase(Args args, Value* result) {
  if (const Encoding* e = EncodingArgument(args, 1)) Return(result, ConvertedCase(args.View(0), *e, kCase));
}
void MbConvertCase(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 2);
  if (!e) return;
  if (args[1].i < 0 || args[1].i > 7) return ArgumentValueError(2, "must be one of the MB_CASE_* constants");
  Return(result, ConvertedCase(args.View(0), *e, static_cast<Case>(args[1].i)));
}
template <bool kUpper>
void MbFirst(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 1);
  if (!e) return;
  Points points;
  Decode(*e, args.View(0), &points);
  if (points.empty()) return ReturnCopy(result, args[0]);
  Points first = ConvertCase(std::span(points).first(1), kUpper ? Case::kTitle : Case::kLower);
  if (first.size() == 1 && first[0] == points[0]) return ReturnCopy(result, args[0]);
  points.erase(points.begin());
  points.insert(points.begin(), first.begin(), first.end());
  std::string out;
  Encode(*e, points, &out);
  Return(result, std::string_view(out));
}

template <bool kLast, bool kIgnoreCase>
void MbPosition(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 3);
  if (!e) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  std::string folded_a;
  std::string folded_b;
  std::string_view s = a.utf8;
  std::string_view needle = b.utf8;
  if (kIgnoreCase) {
    s = folded_a = Utf8Folded(s);
    needle = folded_b = Utf8Folded(needle);
  }
  int64_t offset = args[2].i;
  auto n = static_cast<int64_t>(Utf8Length(s));
  if (offset > n || offset < -n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
  size_t at;
  if (!kLast) {
    size_t start = Utf8Offset(s, static_cast<size_t>(offset < 0 ? offset + n : offset));
    at = needle.empty() ? start : FindBytes(s, needle, start);
  } else if (offset >= 0) {
    size_t start = Utf8Offset(s, static_cast<size_t>(offset));
    at = s.rfind(needle);
    if (at != s.npos && at < start) at = s.npos;
  } else {
    auto needle_length = static_cast<int64_t>(Utf8Length(needle));
    size_t last = -offset > needle_length ? Utf8Offset(s, static_cast<size_t>(n + offset)) : s.size();
    at = s.rfind(needle, last);
  }
  if (at == s.npos) return Return(result, false);
  Return(result, static_cast<int64_t>(Utf8Length(s.substr(0, at))));
}

template <bool kLast, bool kIgnoreCase>
void MbPart(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 3);
  if (!e) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  std::string folded_a = kIgnoreCase ? Utf8Folded(a.utf8) : std::string(a.utf8);
  std::string folded_b = kIgnoreCase ? Utf8Folded(b.utf8) : std::string(b.utf8);
  size_t at = kLast ? folded_a.rfind(folded_b) : folded_a.find(folded_b);
  if (at == folded_a.npos) return Return(result, false);
  if (kIgnoreCase) at = Utf8Offset(a.utf8, Utf8Length(std::string_view(folded_a).substr(0, at)));
  Return(result, a.Back(args.Bool(2) ? a.utf8.substr(0, at) : a.utf8.substr(at)));
}

void MbSubstrCount(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 2);
  if (!e) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  if (b.utf8.empty()) return ArgumentValueError(2, "must not be empty");
  int64_t n = 0;
  for (size_t at = 0; (at = FindBytes(a.utf8, b.utf8, at)) != std::string_view::npos; at += b.utf8.size())
    ++n;
  Return(result, n);
}

void MbStrSplit(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 2);
  if (!e) return;
  if (args[1].i <= 0) return ArgumentValueError(2, "must be greater than 0");
  Text t(args.View(0), e);
  Array* a = NewArray();
  for (size_t i = 0; i < t.utf8.size();) {
    size_t end = Utf8Offset(t.utf8, static_cast<size_t>(args[1].i), i);
    Append(a, Value(t.Back(t.utf8.substr(i, end - i))));
    i = end;
  }
  Return(result, a);
}

bool AllValid(const Value& value, const Encoding& encoding) {
  const Value v = Deref(value);
  if (v.IsString()) return IsValidText(encoding, v.str->view());
  if (!v.IsArray()) return !v.IsObject() && !v.IsResource();
  if (!CheckNativeStack()) return false;
  Walk walk(v.rc);
  if (walk.recursive()) {
    FunctionWarning("Cannot not handle circular references");
    return false;
  }
  for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
    ArrayKey key = KeyAt(v.arr, p);
    if (!key.IsInt() && !IsValidText(encoding, key.name->view())) return false;
    if (!AllValid(ValueAt(v.arr, p), encoding)) return false;
  }
  return true;
}
void MbCheckEncoding(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 1);
  if (!e) return;
  if (args.IsNull(0)) {
    RaiseFunctionMessage(ErrorLevel::kDeprecated,
                         "Calling mb_check_encoding() without argument is deprecated");
    return HasException() ? void() : Return(result, true);
  }
  bool valid = AllValid(args[0], *e);
  if (!HasException()) Return(result, valid);
}

String* Converted(std::string_view s, const Encoding& from, const Encoding& to) {
  Points points;
  Decode(from, s, &points);
  std::string out;
  Encode(to, points, &out);
  return NewString(out);
}
void MbScrub(Args args, Value* result) {
  if (const Encoding* e = EncodingArgument(args, 1)) Return(result, Converted(args.View(0), *e, *e));
}

bool IsStrict(Args args, uint32_t i) {
  return args.Has(i) ? args.Bool(i) : IniBool(IniGet("mbstring.strict_detection").text);
}
void MbDetectEncoding(Args args, Value* result) {
  std::vector<const Encoding*> list;
  if (args.IsNull(1)) {
    list = DetectOrder();
  } else if (!EncodingListArgument(args, 1, &list)) {
    return;
  }
  if (list.empty()) return ArgumentValueError(2, "must specify at least one encoding");
  std::string_view text = args.View(0);
  const Encoding* e = DetectEncoding({&text, 1}, list, IsStrict(args, 2));
  if (!e) return Return(result, false);
  Return(result, Intern(e->name));
}

// Keys and values; what lies within itself ends in an empty array, what `convert` gives null for is left out.
Array* ConvertAll(Array* a, absl::FunctionRef<String*(std::string_view)> convert) {
  Array* out = NewArray(a->count);
  if (!CheckNativeStack()) return out;
  Walk walk(a);
  if (walk.recursive()) {
    FunctionWarning("Cannot convert recursively referenced values");
    return out;
  }
  for (uint32_t p = First(a); p != kEnd && !HasException(); p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsObject() || v.IsResource()) {
      FunctionWarning("Object is not supported");
      continue;
    }
    ArrayKey key = KeyAt(a, p);
    String* name = key.IsInt() ? nullptr : convert(key.name->view());
    if (!key.IsInt() && !name) continue;
    String* text = v.IsString() ? convert(v.str->view()) : nullptr;
    if (v.IsString() && !text) {
      if (name) Release(name);
      continue;
    }
    Value converted = text ? Value(text) : v.IsArray() ? Value(ConvertAll(v.arr, convert)) : v;
    Set(out, name ? KeyFromString(name) : key, converted);
    if (name) Release(name);
  }
  return out;
}

void MbConvertEncoding(Args args, Value* result) {
  const Encoding* to = EncodingArgument(args, 1);
  if (!to) return;
  std::vector<const Encoding*> from;
  if (args.IsNull(2)) {
    from.push_back(&InternalEncoding());
  } else if (!EncodingListArgument(args, 2, &from)) {
    return;
  }
  if (from.empty()) return ArgumentValueError(3, "must specify at least one encoding");
  auto convert = [&](std::string_view s) {
    const Encoding* source = from[0];
    if (from.size() > 1)
      source = DetectEncoding({&s, 1}, from, IniBool(IniGet("mbstring.strict_detection").text));
    if (!source) {
      FunctionWarning("Unable to detect character encoding");
      return static_cast<String*>(nullptr);
    }
    // Bytes are what these stand for.
    const Encoding* target = to;
    static const Encoding* bytes = FindEncoding("8bit");
    if (IsOfBytes(*target)) source = IsOfBytes(*source) ? source : bytes;
    if (IsOfBytes(*source)) target = bytes;
    return Converted(s, *source, *target);
  };
  if (args[0].IsString()) {
    String* s = convert(args.View(0));
    if (s) return Return(result, s);
    return HasException() ? void() : Return(result, false);
  }
  Return(result, ConvertAll(args.Arr(0), convert));
}

// Encodings that have no characters of their own, or none that can be told apart.
bool RefusesEncoding(const char* function, const Encoding& e) {
  bool refused = e.family == Family::kTransfer || (e.family == Family::kStateful) ||
                 std::string_view(e.name) == "7bit" || std::string_view(e.name) == "8bit";
  if (refused) ThrowValueError("%s() does not support the \"%s\" encoding", function, e.name);
  return refused;
}
void MbOrd(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  const Encoding* e = EncodingArgument(args, 1);
  if (!e || RefusesEncoding("mb_ord", *e)) return;
  Points points;
  constexpr size_t kLongest = 8;
  Decode(*e, args.View(0).substr(0, kLongest), &points);
  if (points.empty() || points[0] == kBadPoint) return Return(result, false);
  Return(result, int64_t{points[0]});
}
void MbChr(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 1);
  if (!e || RefusesEncoding("mb_chr", *e)) return;
  int64_t c = args[0].i;
  if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return Return(result, false);
  auto point = static_cast<uint32_t>(c);
  std::string out;
  int64_t illegal = g_illegal_characters;
  Encode(*e, {&point, 1}, &out);
  if (std::exchange(g_illegal_characters, illegal) != illegal) return Return(result, false);
  Return(result, std::string_view(out));
}

int64_t Width(std::string_view s) {
  int64_t n = 0;
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    i += ReadUtf8(s, i, &c);
    n += Columns(c);
  }
  return n;
}
void MbStrwidth(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 1);
  if (e) Return(result, Width(Text(args.View(0), e).utf8));
}
void MbStrimwidth(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 4);
  if (!e) return;
  Text t(args.View(0), e);
  Text marker(args.View(3), e);
  int64_t from = args[1].i;
  int64_t width = args[2].i;
  int64_t total = Width(t.utf8);
  if (from < 0) from += static_cast<int64_t>(Utf8Length(t.utf8));
  if (from < 0) return ArgumentValueError(2, "is out of range");
  std::string_view s = t.utf8.substr(Utf8Offset(t.utf8, static_cast<size_t>(from)));
  if (width < 0) {
    RaiseFunctionMessage(ErrorLevel::kDeprecated,
                         "passing a negative integer to argument #3 ($width) is deprecated");
    if (HasException()) return;
    width += total - from;
  }
  if (width < 0) return ArgumentValueError(3, "is out of range");
  if (Width(s) <= width) return Return(result, t.Back(s));
  int64_t room = width - Width(marker.utf8);
  std::string out;
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    size_t n = ReadUtf8(s, i, &c);
    room -= Columns(c);
    if (room < 0) break;
    out.append(s.substr(i, n));
    i += n;
  }
  Return(result, t.Back(out.append(marker.utf8)));
}

void MbStrcut(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 3);
  if (!e) return;
  std::string_view s = args.View(0);
  auto n = static_cast<int64_t>(s.size());
  int64_t from = args[1].i;
  int64_t length = args.IsNull(2) ? n : args[2].i;
  if (from < 0) from = std::max<int64_t>(0, from + n);
  if (length < 0) length = std::max<int64_t>(0, n - from + length);
  if (from > n) return Return(result, EmptyString());
  int64_t end = std::min(n, from + length);
  auto inside = [&](int64_t i) {
    return e->family == Family::kUtf8 && i < n &&
           (static_cast<unsigned char>(s[static_cast<size_t>(i)]) & 0xc0) == 0x80;
  };
  while (from > 0 && inside(from)) --from;
  while (end > from && inside(end)) --end;
  Return(result, s.substr(static_cast<size_t>(from), static_cast<size_t>(end - from)));
}

void MbStrPad(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 4);
  if (!e) return;
  Text t(args.View(0), e);
  Text pad(args.View(2), e);
  if (pad.utf8.empty()) return ArgumentValueError(3, "must not be empty");
  int64_t type = args[3].i;
  if (type < 0 || type > 2)
    return ArgumentValueError(4, "must be STR_PAD_LEFT, STR_PAD_RIGHT, or STR_PAD_BOTH");
  int64_t missing = args[1].i - static_cast<int64_t>(Utf8Length(t.utf8));
  if (missing <= 0) return ReturnCopy(result, args[0]);
  Release(NewString(static_cast<size_t>(missing)));  // too long for the memory limit: it ends here
  auto filler = [&](int64_t n) {
    std::string out;
    size_t at = 0;
    for (; n > 0; --n) {
      size_t end = Utf8Offset(pad.utf8, 1, at);
      out.append(pad.utf8.substr(at, end - at));
      at = end >= pad.utf8.size() ? 0 : end;
    }
    return out;
  };
  int64_t left = type == 0 ? missing : type == 1 ? 0 : missing / 2;
  Return(result, t.Back(filler(left).append(t.utf8).append(filler(missing - left))));
}

bool IsTrimmed(uint32_t c, const std::vector<uint32_t>& chars) {
  return std::find(chars.begin(), chars.end(), c) != chars.end();
}
template <bool kLeft, bool kRight>
void MbTrim(Args args, Value* result) {
  const Encoding* e = EncodingArgument(args, 2);
  if (!e) return;
  Text t(args.View(0), e);
  std::vector<uint32_t> chars = {' ',    '\f',   '\n',   '\r',   '\t',   '\v',   0,      0xa0,   0x1680,
                                 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                                 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0x85,   0x180e};
  uint32_t c;
  if (!args.IsNull(1)) {
    chars.clear();
    Text set(args.View(1), e);
    for (size_t i = 0; i < set.utf8.size();) {
      i += ReadUtf8(set.utf8, i, &c);
      chars.push_back(c);
    }
  }
  std::string_view s = t.utf8;
  while (kLeft && !s.empty()) {
    size_t n = ReadUtf8(s, 0, &c);
    if (!IsTrimmed(c, chars)) break;
    s.remove_prefix(n);
  }
  while (kRight && !s.empty()) {
    size_t i = s.size() - 1;
    while (i > 0 && (static_cast<unsigned char>(s[i]) & 0xc0) == 0x80) --i;
    ReadUtf8(s, i, &c);
    if (!IsTrimmed(c, chars)) break;
    s = s.substr(0, i);
  }
  Return(result, t.Back(s));
}

constexpr uint16_t kText = Effects::kThrows | Effects::kReadsState;
constexpr BuiltinRow kRows[] = {
    {"mb_check_encoding", "(array|string|null $value = null, ?string $encoding = null): bool", kText,
     MbCheckEncoding},
    {"mb_chr", "(int $codepoint, ?string $encoding = null): string|false", kText, MbChr},
    {"mb_convert_case", "(string $string, int $mode, ?string $encoding = null): string", kText,
     MbConvertCase},
    {"mb_convert_encoding",
     "(array|string $string, string $to_encoding, array|string|null $from_encoding = null): "
     "array|string|false",
     kText, MbConvertEncoding},
    {"mb_detect_encoding",
     "(string $string, array|string|null $encodings = null, bool $strict = false): string|false", kText,
     MbDetectEncoding},
    {"mb_lcfirst", "(string $string, ?string $encoding = null): string", kText, MbFirst<false>},
    {"mb_ltrim", "(string $string, ?string $characters = null, ?string $encoding = null): string", kText,
     MbTrim<true, false>},
    {"mb_ord", "(string $string, ?string $encoding = null): int|false", kText, MbOrd},
    {"mb_rtrim", "(string $string, ?string $characters = null, ?string $encoding = null): string", kText,
     MbTrim<false, true>},
    {"mb_scrub", "(string $string, ?string $encoding = null): string", kText, MbScrub},
    {"mb_str_pad",
     "(string $string, int $length, string $pad_string = ' ', int $pad_type = STR_PAD_RIGHT, ?string "
     "$encoding = null): string",
     kText, MbStrPad},
    {"mb_str_split", "(string $string, int $length = 1, ?string $encoding = null): array", kText, MbStrSplit},
    {"mb_strcut", "(string $string, int $start, ?int $length = null, ?string $encoding = null): string",
     kText, MbStrcut},
    {"mb_strimwidth",
     "(string $string, int $start, int $width, string $trim_marker = '', ?string $encoding = null): string",
     kText, MbStrimwidth},
    {"mb_stripos", "(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false",
     kText, MbPosition<false, true>},
    {"mb_stristr",
     "(string $haystack, string $needle, bool $before_needle = false, ?string $encoding = null): "
     "string|false",
     kText, MbPart<false, true>},
    {"mb_strlen", "(string $string, ?string $encoding = null): int", kText, MbStrlen},
    {"mb_strpos", "(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false",
     kText, MbPosition<false, false>},
    {"mb_strrchr",
     "(string $haystack, string $needle, bool $before_needle = false, ?string $encoding = null): "
     "string|false",
     kText, MbPart<true, false>},
    {"mb_strrichr",
     "(string $haystack, string $needle, bool $before_needle = false, ?string $encoding = null): "
     "string|false",
     kText, MbPart<true, true>},
    {"mb_strripos",
     "(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false", kText,
     MbPosition<true, true>},
    {"mb_strrpos", "(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false",
     kText, MbPosition<true, false>},
    {"mb_strstr",
     "(string $haystack, string $needle, bool $before_needle = false, ?string $encoding = null): "
     "string|false",
     kText, MbPart<false, false>},
    {"mb_strtolower", "(string $string, ?string $encoding = null): string", kText, MbCase<Case::kLower>},
    {"mb_strtoupper", "(string $string, ?string $encoding = null): string", kText, MbCase<Case::kUpper>},
    {"mb_strwidth", "(string $string, ?string $encoding = null): int", kText, MbStrwidth},
    {"mb_substr", "(string $string, int $start, ?int $length = null, ?string $encoding = null): string",
     kText, MbSubstr},
    {"mb_substr_count", "(string $haystack, string $needle, ?string $encoding = null): int", kText,
     MbSubstrCount},
    {"mb_trim", "(string $string, ?string $characters = null, ?string $encoding = null): string", kText,
     MbTrim<true, true>},
    {"mb_ucfirst", "(string $string, ?string $encoding = null): string", kText, MbFirst<true>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kMbstringFunctions(kRows);

}  // namespace tusk
