// mb_*: strings as sequences of UTF-8 characters; other encodings by conversion.
#include <wchar.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interp/ext/mbstring/transfer.h"
#include "interp/ext/mbstring/utf8.h"
#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

std::string& InternalEncoding() {
  static auto* name = new std::string("UTF-8");
  return *name;
}

// The encoding that argument `i` names (default: the internal one); "" with the ValueError raised if unknown.
std::string_view EncodingArgument(Args args, uint32_t i) {
  if (args.IsNull(i)) return InternalEncoding();
  std::string_view name = CanonicalEncoding(args.View(i));
  if (name.empty())
    ArgumentValueError(i + 1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(i)));
  return name;
}

// A string argument as UTF-8, whatever its encoding.
struct Text {
  std::string converted;
  std::string_view utf8;
  std::string_view encoding;

  Text(std::string_view s, std::string_view e) : encoding(e) {
    if (encoding == "UTF-8") {
      utf8 = s;
    } else {
      DecodeTo8(s, encoding, &converted);
      utf8 = converted;
    }
  }
  String* Back(std::string_view s) const {
    if (encoding == "UTF-8") return NewString(s);
    std::string out;
    EncodeFrom8(s, encoding, &out);
    return NewString(out);
  }
};

void MbStrlen(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
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
  std::string_view e = EncodingArgument(args, 3);
  if (e.empty()) return;
  Text t(args.View(0), e);
  Return(result, t.Back(Slice(t.utf8, args[1].i, !args.IsNull(2), args.Int(2, 0))));
}

enum class Case { kUpper, kLower, kTitle, kFold };
std::string ConvertCase(std::string_view s, Case kind) {
  switch (kind) {
    case Case::kUpper: return Utf8Upper(s);
    case Case::kLower: return Utf8Lower(s);
    case Case::kFold: {
      std::string out;
      uint32_t c;
      for (size_t i = 0; i < s.size();) {
        i += ReadUtf8(s, i, &c);
        if (c == 0xdf) {
          out += "ss";
        } else {
          WriteUtf8(&out, c == kBadPoint ? '?' : ToLowerPoint(c));
        }
      }
      return out;
    }
    case Case::kTitle: break;
  }
  std::string out;
  uint32_t c;
  bool in_word = false;
  for (size_t i = 0; i < s.size();) {
    i += ReadUtf8(s, i, &c);
    if (c == kBadPoint) c = '?';
    bool cased = ToLowerPoint(c) != c || ToUpperPoint(c) != c;
    WriteUtf8(&out, in_word ? ToLowerPoint(c) : ToUpperPoint(c));
    // Digits, apostrophes and the like neither begin nor end a word.
    if (cased || (c >= 0x80 && !cased && c > 0x2ff)) {
      in_word = true;
    } else if (!(c == '\'' || c == 0x2019 || c == '.' || c == ':' || (c >= 0x300 && c < 0x370))) {
      in_word = false;
    }
  }
  return out;
}
template <Case kCase>
void MbCase(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  Text t(args.View(0), e);
  Return(result, t.Back(ConvertCase(t.utf8, kCase)));
}
void MbConvertCase(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 2);
  if (e.empty()) return;
  if (args[1].i < 0 || args[1].i > 7) return ArgumentValueError(2, "must be one of the MB_CASE_* constants");
  Text t(args.View(0), e);
  Return(result, t.Back(ConvertCase(t.utf8, static_cast<Case>(args[1].i & 3))));
}
template <bool kUpper>
void MbFirst(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  Text t(args.View(0), e);
  size_t first = Utf8Offset(t.utf8, 1);
  std::string out = ConvertCase(t.utf8.substr(0, first), kUpper ? Case::kTitle : Case::kLower);
  Return(result, t.Back(out.append(t.utf8.substr(first))));
}

template <bool kLast, bool kIgnoreCase>
void MbPosition(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 3);
  if (e.empty()) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  std::string folded_a;
  std::string folded_b;
  std::string_view s = a.utf8;
  std::string_view needle = b.utf8;
  if (kIgnoreCase) {
    s = folded_a = ConvertCase(s, Case::kFold);
    needle = folded_b = ConvertCase(needle, Case::kFold);
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
  std::string_view e = EncodingArgument(args, 3);
  if (e.empty()) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  std::string folded_a = kIgnoreCase ? ConvertCase(a.utf8, Case::kFold) : std::string(a.utf8);
  std::string folded_b = kIgnoreCase ? ConvertCase(b.utf8, Case::kFold) : std::string(b.utf8);
  size_t at = kLast ? folded_a.rfind(folded_b) : folded_a.find(folded_b);
  if (at == folded_a.npos) return Return(result, false);
  if (kIgnoreCase) at = Utf8Offset(a.utf8, Utf8Length(std::string_view(folded_a).substr(0, at)));
  Return(result, a.Back(args.Bool(2) ? a.utf8.substr(0, at) : a.utf8.substr(at)));
}

void MbSubstrCount(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 2);
  if (e.empty()) return;
  Text a(args.View(0), e);
  Text b(args.View(1), e);
  if (b.utf8.empty()) return ArgumentValueError(2, "must not be empty");
  int64_t n = 0;
  for (size_t at = 0; (at = FindBytes(a.utf8, b.utf8, at)) != std::string_view::npos; at += b.utf8.size())
    ++n;
  Return(result, n);
}

void MbStrSplit(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 2);
  if (e.empty()) return;
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

void MbInternalEncoding(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, NewString(InternalEncoding()));
  std::string_view e = EncodingArgument(args, 0);
  if (e.empty()) return;
  InternalEncoding() = e;
  Return(result, true);
}

bool ValidIn(std::string_view s, std::string_view encoding) {
  if (encoding == "UTF-8") return IsValidUtf8(s);
  if (encoding == "ASCII")
    return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (encoding.starts_with("UTF-16")) return s.size() % 2 == 0;
  if (encoding.starts_with("UTF-32")) return s.size() % 4 == 0;
  bool known;
  bool valid = ValidByIconv(s, encoding, &known);
  return !known || valid;
}
bool AllValid(const Value& value, std::string_view encoding) {
  const Value v = Deref(value);
  if (v.IsString()) return ValidIn(v.str->view(), encoding);
  if (!v.IsArray()) return !v.IsObject() && !v.IsResource();
  if (!CheckNativeStack()) return false;
  Walk walk(v.rc);
  if (walk.recursive()) {
    FunctionWarning("Cannot not handle circular references");
    return false;
  }
  for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
    ArrayKey key = KeyAt(v.arr, p);
    if (!key.IsInt() && !ValidIn(key.name->view(), encoding)) return false;
    if (!AllValid(ValueAt(v.arr, p), encoding)) return false;
  }
  return true;
}
void MbCheckEncoding(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  bool valid = AllValid(args[0], e);
  if (!HasException()) Return(result, valid);
}
void MbScrub(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  std::string utf8;
  DecodeTo8(args.View(0), e, &utf8);
  std::string out;
  EncodeFrom8(utf8, e, &out);
  Return(result, NewString(out));
}

std::vector<std::string_view>& DetectOrder() {
  static auto* order = new std::vector<std::string_view>{"ASCII", "UTF-8"};
  return *order;
}

// "UTF-8, ISO-8859-1" or an array of names; "auto" is ASCII and UTF-8.
bool EncodingList(Args args, uint32_t i, std::vector<std::string_view>* list) {
  auto add = [&](std::string_view name) {
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (EqualIgnoreCase(name, "auto")) {
      list->push_back("ASCII");
      list->push_back("UTF-8");
      return true;
    }
    std::string_view e = CanonicalEncoding(name);
    if (e.empty()) {
      ArgumentValueError(i + 1, args[i].IsArray() || args.View(i).find(',') != std::string_view::npos
                                    ? absl::StrFormat("contains invalid encoding \"%s\"", name)
                                    : absl::StrFormat("must specify a valid encoding"));
      return false;
    }
    list->push_back(e);
    return true;
  };
  if (args.IsNull(i)) {
    *list = DetectOrder();
    return true;
  }
  if (args[i].IsArray()) {
    for (uint32_t p = First(args.Arr(i)); p != kEnd; p = Next(args.Arr(i), p)) {
      Value v = Deref(ValueAt(args.Arr(i), p));
      if (v.IsString() && !add(v.str->view())) return false;
    }
    return true;
  }
  std::string_view rest = args.View(i);
  for (;;) {
    size_t comma = rest.find(',');
    if (!add(rest.substr(0, comma))) return false;
    if (comma == rest.npos) return true;
    rest = rest.substr(comma + 1);
  }
}

void MbDetectEncoding(Args args, Value* result) {
  std::vector<std::string_view> list;
  if (!EncodingList(args, 1, &list)) return;
  for (std::string_view e : list) {
    if (ValidIn(args.View(0), e)) return Return(result, Intern(e));
  }
  if (args.Bool(2) || list.empty()) return Return(result, false);
  Return(result, Intern(list[0]));
}

// Keys and values; what lies within itself ends in an empty array.
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
    Value converted = v.IsString()  ? Value(convert(v.str->view()))
                      : v.IsArray() ? Value(ConvertAll(v.arr, convert))
                                    : v;
    ArrayKey key = KeyAt(a, p);
    String* name = key.IsInt() ? nullptr : convert(key.name->view());
    Set(out, name ? KeyFromString(name) : key, converted);
    if (name) Release(name);
  }
  return out;
}

void MbConvertEncoding(Args args, Value* result) {
  std::string_view to = CanonicalEncoding(args.View(1));
  if (to.empty())
    return ArgumentValueError(2, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(1)));
  std::vector<std::string_view> from;
  if (args.IsNull(2)) {
    from.push_back(InternalEncoding());
  } else if (!EncodingList(args, 2, &from)) {
    return;
  }
  if (from.empty()) return ArgumentValueError(3, "must specify at least one encoding");
  auto convert = [&](std::string_view s) {
    std::string_view source = from[0];
    for (std::string_view e : from) {
      if (from.size() > 1 && ValidIn(s, e)) {
        source = e;
        break;
      }
    }
    std::string utf8;
    std::string out;
    DecodeTo8(s, source, &utf8);
    EncodeFrom8(utf8, to, &out);
    return NewString(out);
  };
  if (args[0].IsString()) return Return(result, convert(args.View(0)));
  Return(result, ConvertAll(args.Arr(0), convert));
}

void MbOrd(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  Text t(args.View(0), e);
  uint32_t point;
  ReadUtf8(t.utf8, 0, &point);
  if (point == kBadPoint) return Return(result, false);
  Return(result, int64_t{point});
}
void MbChr(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 1);
  if (e.empty()) return;
  int64_t c = args[0].i;
  if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return Return(result, false);
  std::string utf8;
  WriteUtf8(&utf8, static_cast<uint32_t>(c));
  std::string out;
  EncodeFrom8(utf8, e, &out);
  Return(result, NewString(out));
}

// East Asian wide and full-width characters take two columns.
int Columns(uint32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0x303e) || (c >= 0x3041 && c <= 0xa4cf) ||
                 (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7a3) ||
                 (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) ||
                 (c >= 0xff00 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) ||
                 (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) ||
                 (c >= 0x20000 && c <= 0x3fffd)
             ? 2
             : 1;
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
  std::string_view e = EncodingArgument(args, 1);
  if (!e.empty()) Return(result, Width(Text(args.View(0), e).utf8));
}
void MbStrimwidth(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 4);
  if (e.empty()) return;
  Text t(args.View(0), e);
  Text marker(args.View(3), e);
  int64_t from = args[1].i;
  int64_t width = args[2].i;
  int64_t total = Width(t.utf8);
  if (from < 0) from += total;
  if (from < 0 || from > static_cast<int64_t>(Utf8Length(t.utf8)))
    return ArgumentValueError(2, "is out of range");
  std::string_view s = t.utf8.substr(Utf8Offset(t.utf8, static_cast<size_t>(from)));
  if (width < 0) width += total - from;
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
  std::string_view e = EncodingArgument(args, 3);
  if (e.empty()) return;
  std::string_view s = args.View(0);
  auto n = static_cast<int64_t>(s.size());
  int64_t from = args[1].i;
  int64_t length = args.IsNull(2) ? n : args[2].i;
  if (from < 0) from = std::max<int64_t>(0, from + n);
  if (length < 0) length = std::max<int64_t>(0, n - from + length);
  if (from > n) return Return(result, EmptyString());
  int64_t end = std::min(n, from + length);
  auto inside = [&](int64_t i) {
    return e == "UTF-8" && i < n && (static_cast<unsigned char>(s[static_cast<size_t>(i)]) & 0xc0) == 0x80;
  };
  while (from > 0 && inside(from)) --from;
  while (end > from && inside(end)) --end;
  Return(result, s.substr(static_cast<size_t>(from), static_cast<size_t>(end - from)));
}

void MbStrPad(Args args, Value* result) {
  std::string_view e = EncodingArgument(args, 4);
  if (e.empty()) return;
  Text t(args.View(0), e);
  Text pad(args.View(2), e);
  if (pad.utf8.empty()) return ArgumentValueError(3, "must be a non-empty string");
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
  std::string_view e = EncodingArgument(args, 2);
  if (e.empty()) return;
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

void MbSubstituteCharacter(Args args, Value* result) {
  std::string& text = SubstituteText();
  if (args.IsNull(0)) {
    if (text.empty()) return Return(result, "none");
    uint32_t c;
    ReadUtf8(text, 0, &c);
    return Return(result, static_cast<int64_t>(c));
  }
  if (args[0].IsInt()) {
    int64_t c = args[0].i;
    if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
      return ThrowValueError(
          "mb_substitute_character(): Argument #1 ($substitute_character) is not a valid codepoint");
    text.clear();
    WriteUtf8(&text, static_cast<uint32_t>(c));
    return Return(result, true);
  }
  std::string_view name = args.View(0);
  if (EqualIgnoreCase(name, "none")) {
    text.clear();
    return Return(result, true);
  }
  if (EqualIgnoreCase(name, "long") || EqualIgnoreCase(name, "entity"))
    return ThrowError("not supported yet: mb_substitute_character(\"%s\")", name);
  ThrowValueError(
      "mb_substitute_character(): Argument #1 ($substitute_character) must be \"none\", \"long\", \"entity\" "
      "or a "
      "valid codepoint");
}
void MbLanguage(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, Intern("neutral"));
  Return(result, EqualIgnoreCase(args.View(0), "neutral") || EqualIgnoreCase(args.View(0), "uni"));
}
void MbDetectOrder(Args args, Value* result) {
  if (!args.IsNull(0)) {
    std::vector<std::string_view> list;
    if (!EncodingList(args, 0, &list)) return;
    if (list.empty()) return ArgumentValueError(1, "must specify at least one encoding");
    DetectOrder() = list;
    return Return(result, true);
  }
  Array* a = NewArray();
  for (std::string_view e : DetectOrder()) Append(a, Value(Intern(e)));
  Return(result, a);
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
    {"mb_detect_order", "(array|string|null $encoding = null): array|bool", kText, MbDetectOrder},
    {"mb_internal_encoding", "(?string $encoding = null): string|bool", kText | Effects::kWritesState,
     MbInternalEncoding},
    {"mb_language", "(?string $language = null): string|bool", kText, MbLanguage},
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
    {"mb_substitute_character", "(string|int|null $substitute_character = null): string|int|bool", kText,
     MbSubstituteCharacter},
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
