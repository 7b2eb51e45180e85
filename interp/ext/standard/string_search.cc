// Strings: finding, counting, comparing, replacing, measuring likeness.
#include <algorithm>
#include <clocale>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/ext/standard/strings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ascii_case.h"

namespace tusk {

namespace {

// Looks for the first and the last byte of the needle at sixteen places at a time, and compares what lies
// between where both are right (W. Mula's "generic SIMD").
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint64_t Halves __attribute__((vector_size(16)));

Bytes LoadBytes(const char* p) {
  Bytes bytes;
  std::memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

}  // namespace

size_t FindBytes(std::string_view s, std::string_view needle, size_t from) {
  size_t n = needle.size();
  if (from > s.size() || s.size() - from < n) return s.npos;
  const char* p = s.data() + from;
  size_t places = s.size() - from - n + 1;
  auto first = static_cast<uint8_t>(needle[0]);
  const char* end = p + places;
  p = static_cast<const char*>(std::memchr(p, first, places));
  if (!p) return s.npos;
  if (n == 1) return static_cast<size_t>(p - s.data());
  const char* middle = needle.data() + 1;
  auto last = static_cast<uint8_t>(needle[n - 1]);
  Bytes firsts = {};
  firsts += first;
  Bytes lasts = {};
  lasts += last;
  for (; end - p >= 16; p += 16) {
    auto both = reinterpret_cast<Halves>((LoadBytes(p) == firsts) & (LoadBytes(p + n - 1) == lasts));
    if (TUSK_LIKELY((both[0] | both[1]) == 0)) continue;
    for (int half = 0; half < 2; ++half) {
      for (uint64_t bits = both[half] & 0x8080808080808080; bits; bits &= bits - 1) {
        const char* at = p + half * 8 + __builtin_ctzll(bits) / 8;
        if (n == 2 || std::memcmp(at + 1, middle, n - 2) == 0) return static_cast<size_t>(at - s.data());
      }
    }
  }
  for (; p != end; ++p) {
    if (static_cast<uint8_t>(*p) != first || static_cast<uint8_t>(p[n - 1]) != last) continue;
    if (n == 2 || std::memcmp(p + 1, middle, n - 2) == 0) return static_cast<size_t>(p - s.data());
  }
  return s.npos;
}

namespace {

int64_t CountByte(std::string_view s, char c) {
  Bytes wanted = {};
  wanted += static_cast<uint8_t>(c);
  const char* p = s.data();
  const char* end = p + s.size();
  int64_t count = 0;
  while (end - p >= 16) {
    Bytes sums = {};
    // A sum of bytes holds 255.
    for (int i = 0; i < 255 && end - p >= 16; ++i, p += 16) sums -= LoadBytes(p) == wanted;
    for (int i = 0; i < 16; ++i) count += sums[i];
  }
  return count + std::count(p, end, c);
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string LowerCopy(std::string_view s) {
  std::string out(s.size(), 0);
  LowerBytes(out.data(), s);
  return out;
}

size_t FindLast(std::string_view s, std::string_view needle, size_t from, size_t last) {
  if (needle.size() > s.size() || last < from) return s.npos;
  size_t at = s.rfind(needle, last);
  return at == s.npos || at < from ? s.npos : at;
}

template <bool kIgnoreCase>
void Strpos(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string_view needle = args.View(1);
  int64_t offset = args[2].i;
  int64_t n = static_cast<int64_t>(s.size());
  if (offset < 0) offset += n;
  if (offset < 0 || offset > n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
  size_t at;
  if (needle.empty()) {
    at = static_cast<size_t>(offset);
  } else if (kIgnoreCase) {
    at = FindBytes(LowerName(s).view(), LowerName(needle).view(), static_cast<size_t>(offset));
  } else if (needle.size() == 1) {
    const void* p = std::memchr(s.data() + offset, needle[0], s.size() - static_cast<size_t>(offset));
    at = p ? static_cast<size_t>(static_cast<const char*>(p) - s.data()) : s.npos;
  } else {
    at = FindBytes(s, needle, static_cast<size_t>(offset));
  }
  if (at == s.npos) return Return(result, false);
  Return(result, static_cast<int64_t>(at));
}

template <bool kIgnoreCase>
void Strrpos(Args args, Value* result) {
  std::string lower_s;
  std::string lower_needle;
  std::string_view s = args.View(0);
  std::string_view needle = args.View(1);
  if (kIgnoreCase) {
    s = lower_s = LowerCopy(s);
    needle = lower_needle = LowerCopy(needle);
  }
  int64_t offset = args[2].i;
  int64_t n = static_cast<int64_t>(s.size());
  int64_t length = static_cast<int64_t>(needle.size());
  int64_t from = 0;
  int64_t last = n - length;
  if (offset >= 0) {
    if (offset > n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
    from = offset;
  } else {
    if (offset < -n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
    if (-offset >= length) last = n + offset;
  }
  if (last < 0) return Return(result, false);
  size_t at = FindLast(s, needle, static_cast<size_t>(from), static_cast<size_t>(last));
  if (at == s.npos) return Return(result, false);
  Return(result, static_cast<int64_t>(at));
}

template <bool kIgnoreCase>
void Strstr(Args args, Value* result) {
  std::string_view s = args.View(0);
  size_t at = args.View(1).empty() ? 0
              : kIgnoreCase        ? FindBytes(LowerName(s).view(), LowerName(args.View(1)).view(), 0)
                                   : FindBytes(s, args.View(1), 0);
  if (at == s.npos) return Return(result, false);
  Return(result, args.Bool(2) ? s.substr(0, at) : s.substr(at));
}

void Strrchr(Args args, Value* result) {
  std::string_view s = args.View(0);
  char c = args.Str(1)->length ? args.Str(1)->data[0] : '\0';
  size_t at = s.rfind(c);
  if (at == s.npos) return Return(result, false);
  Return(result, args.Bool(2) ? s.substr(0, at) : s.substr(at));
}

void StrContains(Args args, Value* result) {
  Return(result, args.View(1).empty() || FindBytes(args.View(0), args.View(1), 0) != std::string_view::npos);
}
void StrStartsWith(Args args, Value* result) { Return(result, args.View(0).starts_with(args.View(1))); }
void StrEndsWith(Args args, Value* result) { Return(result, args.View(0).ends_with(args.View(1))); }

void SubstrCount(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string_view needle = args.View(1);
  if (needle.empty()) return ArgumentValueError(2, "must not be empty");
  int64_t n = static_cast<int64_t>(s.size());
  int64_t offset = args[2].i;
  if (offset < 0) offset += n;
  if (offset < 0 || offset > n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
  s.remove_prefix(static_cast<size_t>(offset));
  if (!args.IsNull(3)) {
    int64_t length = args[3].i;
    n = static_cast<int64_t>(s.size());
    if (length < 0) length += n;
    if (length < 0 || length > n)
      return ArgumentValueError(4, "must be contained in argument #1 ($haystack)");
    s = s.substr(0, static_cast<size_t>(length));
  }
  int64_t count = 0;
  if (needle.size() == 1) {
    count = CountByte(s, needle[0]);
  } else {
    for (size_t at = 0; (at = FindBytes(s, needle, at)) != s.npos; at += needle.size()) ++count;
  }
  Return(result, count);
}

template <bool kIn>
void Span(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string_view chars = args.View(1);
  int64_t n = static_cast<int64_t>(s.size());
  int64_t from = args[2].i;
  if (from < 0) {
    from = from + n < 0 ? 0 : from + n;
  } else if (from > n) {
    from = n;
  }
  int64_t length = n - from;
  if (!args.IsNull(3)) {
    int64_t l = args[3].i;
    if (l < 0) {
      length = length + l < 0 ? 0 : length + l;
    } else if (l < length) {
      length = l;
    }
  }
  s = s.substr(static_cast<size_t>(from), static_cast<size_t>(length));
  // The same literal comes again and again.
  static const String* recent = nullptr;
  static bool in[256];
  if (!recent || recent != args.Str(1)) {
    std::fill_n(in, 256, false);
    for (char c : chars) in[static_cast<unsigned char>(c)] = true;
    recent = args.Str(1)->Interned() ? args.Str(1) : nullptr;
  }
  size_t i = 0;
  while (i < s.size() && in[static_cast<unsigned char>(s[i])] == kIn) ++i;
  Return(result, static_cast<int64_t>(i));
}

void Strpbrk(Args args, Value* result) {
  if (args.View(1).empty()) return ArgumentValueError(2, "must be a non-empty string");
  size_t at = args.View(0).find_first_of(args.View(1));
  if (at == std::string_view::npos) return Return(result, false);
  Return(result, args.View(0).substr(at));
}

int Sign(int64_t v) { return v < 0 ? -1 : v > 0 ? 1 : 0; }

// The difference of the first bytes that differ, else the order of the lengths: php's functions give out the
// number.
int CompareBytes(std::string_view a, std::string_view b) {
  size_t n = std::min(a.size(), b.size());
  size_t same = static_cast<size_t>(std::mismatch(a.begin(), a.begin() + n, b.begin()).first - a.begin());
  if (same < n) return static_cast<unsigned char>(a[same]) - static_cast<unsigned char>(b[same]);
  return Sign(static_cast<int64_t>(a.size()) - static_cast<int64_t>(b.size()));
}
int CompareCase(std::string_view a, std::string_view b) {
  size_t n = std::min(a.size(), b.size());
  for (size_t i = 0; i < n; ++i) {
    int x = static_cast<unsigned char>(Lower(a[i]));
    int y = static_cast<unsigned char>(Lower(b[i]));
    if (x != y) return x - y;
  }
  return Sign(static_cast<int64_t>(a.size()) - static_cast<int64_t>(b.size()));
}

void Strcmp(Args args, Value* result) { Return(result, CompareBytes(args.View(0), args.View(1))); }
void Strcasecmp(Args args, Value* result) { Return(result, CompareCase(args.View(0), args.View(1))); }

template <bool kIgnoreCase>
void Strncmp(Args args, Value* result) {
  if (args[2].i < 0) return ArgumentValueError(3, "must be greater than or equal to 0");
  size_t n = static_cast<size_t>(args[2].i);
  std::string_view a = args.View(0).substr(0, n);
  std::string_view b = args.View(1).substr(0, n);
  Return(result, kIgnoreCase ? CompareCase(a, b) : CompareBytes(a, b));
}

void SubstrCompare(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string_view other = args.View(1);
  int64_t offset = args[2].i;
  int64_t n = static_cast<int64_t>(s.size());
  if (!args.IsNull(3)) {
    if (args[3].i == 0) return Return(result, int64_t{0});
    if (args[3].i < 0) return ArgumentValueError(4, "must be greater than or equal to 0");
  }
  if (offset < 0) offset = offset + n < 0 ? 0 : offset + n;
  if (offset > n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
  std::string_view a = s.substr(static_cast<size_t>(offset));
  size_t limit = args.IsNull(3) ? std::max(other.size(), a.size()) : static_cast<size_t>(args[3].i);
  a = a.substr(0, limit);
  other = other.substr(0, limit);
  Return(result, args.Bool(4) ? CompareCase(a, other) : CompareBytes(a, other));
}

template <bool kIgnoreCase>
void Strnatcmp(Args args, Value* result) {
  Return(result, CompareNatural(args.View(0), args.View(1), kIgnoreCase));
}

int CompareTerminated(const char* a, const char* b) {
  while (*a && *a == *b) ++a, ++b;
  return static_cast<unsigned char>(*a) - static_cast<unsigned char>(*b);
}

void Strcoll(Args args, Value* result) {
  const char* a = args.Str(0)->data;
  const char* b = args.Str(1)->data;
  // C libraries give different numbers for the same order.
  bool plain = std::string_view(std::setlocale(LC_COLLATE, nullptr)) == "C";
  Return(result, int64_t{plain ? CompareTerminated(a, b) : std::strcoll(a, b)});
}

// ---- replacing

// `s` with every `needle` replaced; null when there is none. Counts into *count.
String* ReplaceAll(std::string_view s, std::string_view needle, std::string_view with, bool ignore_case,
                   int64_t* count) {
  if (needle.empty() || needle.size() > s.size()) return nullptr;
  std::string lower_s;
  std::string lower_needle;
  std::string_view where = s;
  if (ignore_case) {
    where = lower_s = LowerCopy(s);
    needle = lower_needle = LowerCopy(needle);
  }
  auto find = [&](size_t from) -> size_t {
    if (needle.size() > 1) return FindBytes(where, needle, from);
    const void* p = std::memchr(where.data() + from, needle[0], where.size() - from);
    return p ? static_cast<size_t>(static_cast<const char*>(p) - where.data()) : where.npos;
  };
  size_t at = find(0);
  if (at == s.npos) return nullptr;
  StringBuilder out(s.size() + (with.size() > needle.size() ? 4 * with.size() : 0));
  size_t done = 0;
  while (at != s.npos) {
    out.Append(s.substr(done, at - done));
    out.Append(with);
    done = at + needle.size();
    ++*count;
    at = done <= s.size() ? find(done) : s.npos;
  }
  out.Append(s.substr(done));
  return out.Finish();
}

// One subject through all searches; owned.
String* ReplaceIn(String* subject, const Value& search, const Value& replace, bool ignore_case,
                  int64_t* count) {
  Retain(subject);
  if (search.IsString()) {
    String* out = ReplaceAll(subject->view(), search.str->view(), replace.str->view(), ignore_case, count);
    if (!out) return subject;
    Release(subject);
    return out;
  }
  String* current = subject;
  uint32_t pr = replace.IsArray() ? First(replace.arr) : 0;
  for (uint32_t p = First(search.arr); p != kEnd; p = Next(search.arr, p)) {
    String* needle = ToString(Deref(ValueAt(search.arr, p)));
    if (!needle || HasException()) break;
    String* with = nullptr;
    if (replace.IsString()) {
      with = replace.str;
      Retain(with);
    } else if (pr != kEnd) {
      with = ToString(Deref(ValueAt(replace.arr, pr)));
      pr = Next(replace.arr, pr);
      if (!with) {
        Release(needle);
        break;
      }
    } else {
      with = EmptyString();
    }
    if (String* out = ReplaceAll(current->view(), needle->view(), with->view(), ignore_case, count)) {
      Release(current);
      current = out;
    }
    Release(needle);
    Release(with);
    if (current->length == 0) break;
  }
  return current;
}

template <bool kIgnoreCase>
void StrReplace(Args args, Value* result) {
  if (args[0].IsString() && args[1].IsArray()) {
    return ArgumentTypeError(
        2, absl::StrFormat("must be of type %s when argument #1 ($search) is %s", "string", "a string"));
  }
  int64_t count = 0;
  if (args[2].IsString()) {
    Return(result, ReplaceIn(args.Str(2), args[0], args[1], kIgnoreCase, &count));
  } else {
    const Array* subjects = args.Arr(2);
    Array* out = NewArray(subjects->count);
    for (uint32_t p = First(subjects); p != kEnd; p = Next(subjects, p)) {
      Value v = Deref(ValueAt(subjects, p));
      String* s = ToString(v);
      if (!s) break;
      Set(out, KeyAt(subjects, p), Value(ReplaceIn(s, args[0], args[1], kIgnoreCase, &count)));
      Release(s);
    }
    Return(result, out);
  }
  if (args.Has(3)) AssignArgument(args, 3, Value(count));
}

// The value of a pair, by the key's text.
Value PairFor(const Array* pairs, std::string_view text, bool with_ints) {
  Value v = GetStr(pairs, text);
  int64_t number;
  if (v.IsUndef() && with_ints && IsIntKey(text, &number)) v = GetInt(pairs, number);
  return Deref(v);
}

// What the keys of strtr()'s pairs look like.
struct PairKeys {
  const Array* pairs = nullptr;
  size_t longest = 0;
  size_t shortest = SIZE_MAX;
  uint64_t lengths = 0;  // bit n: one of n bytes; bit 63: of 63 or more
  CharSet starts;
  bool with_ints = false;

  static constexpr size_t kLongBit = 63;
  void Note(std::string_view key) {
    longest = std::max(longest, key.size());
    shortest = std::min(shortest, key.size());
    lengths |= uint64_t{1} << std::min(key.size(), kLongBit);
    starts.set(static_cast<unsigned char>(key[0]));
  }
  bool Has(size_t length) const { return (lengths >> std::min(length, kLongBit)) & 1; }
};

// False: an exception is pending. Literals, which never change, are looked at once.
bool LookAtKeys(const Array* pairs, PairKeys* keys) {
  static PairKeys recent[16];
  PairKeys& known = recent[reinterpret_cast<uintptr_t>(pairs) / 64 % std::size(recent)];
  if (known.pairs == pairs) {
    *keys = known;
    return true;
  }
  bool empty_keys = false;
  for (uint32_t p = First(pairs); p != kEnd; p = Next(pairs, p)) {
    ArrayKey key = KeyAt(pairs, p);
    if (key.IsInt()) {
      char text[24];
      keys->with_ints = true;
      keys->Note(std::string_view(text, FormatInt(key.num, text)));
    } else if (key.name->length == 0) {
      empty_keys = true;
      FunctionWarning("Ignoring replacement of empty string");
      if (HasException()) return false;
    } else {
      keys->Note(key.name->view());
    }
  }
  if ((pairs->info & RefCounted::kImmutable) && !empty_keys) {
    keys->pairs = pairs;
    known = *keys;
  }
  return true;
}

// strtr() with pairs: the longest key that matches at each position wins. The array itself is what is looked
// in.
void TranslatePairs(Args args, Value* result) {
  std::string_view s = args.View(0);
  const Array* pairs = args.Arr(1);
  if (pairs->count == 0 || s.empty()) return ReturnCopy(result, args[0]);
  PairKeys keys;
  if (!LookAtKeys(pairs, &keys)) return;
  if (keys.longest == 0) return ReturnCopy(result, args[0]);
  std::optional<StringBuilder> out;
  size_t done = 0;
  for (size_t i = 0; i < s.size();) {
    size_t found = 0;
    if (keys.starts[static_cast<unsigned char>(s[i])]) {
      for (size_t n = std::min(keys.longest, s.size() - i); n >= keys.shortest && n > 0; --n) {
        if (!keys.Has(n)) continue;
        Value value = PairFor(pairs, s.substr(i, n), keys.with_ints);
        if (value.IsUndef()) continue;
        String* with = ToString(value);
        if (!with) return;
        if (!out) out.emplace(s.size() + 32);
        out->Append(s.substr(done, i - done));
        out->Append(with->view());
        Release(with);
        found = n;
        break;
      }
    }
    i += found ? found : 1;
    if (found) done = i;
  }
  if (!out) return ReturnCopy(result, args[0]);
  out->Append(s.substr(done));
  Return(result, out->Finish());
}

void Strtr(Args args, Value* result) {
  if (args.IsNull(2)) {
    if (!args[1].IsArray()) return ArgumentTypeError(2, "must be of type array, string given");
    return TranslatePairs(args, result);
  }
  if (!args[1].IsString())
    return ArgumentTypeError(
        2, absl::StrFormat("must be of type string, %s given", ValueNameForErrors(args[1])));
  std::string_view from = args.View(1);
  std::string_view to = args.View(2);
  size_t n = std::min(from.size(), to.size());
  if (n == 0) return ReturnCopy(result, args[0]);
  unsigned char map[256];
  for (int i = 0; i < 256; ++i) map[i] = static_cast<unsigned char>(i);
  for (size_t i = 0; i < n; ++i) map[static_cast<unsigned char>(from[i])] = static_cast<unsigned char>(to[i]);
  String* s = args.Str(0);
  String* out = NewString(s->length);
  for (size_t i = 0; i < s->length; ++i)
    out->data[i] = static_cast<char>(map[static_cast<unsigned char>(s->data[i])]);
  Return(result, out);
}

// ---- likeness

int64_t Similar(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return 0;
  size_t best = 0;
  size_t at_a = 0;
  size_t at_b = 0;
  for (size_t i = 0; i + best < a.size(); ++i) {
    for (size_t j = 0; j + best < b.size(); ++j) {
      size_t n = 0;
      while (i + n < a.size() && j + n < b.size() && a[i + n] == b[j + n]) ++n;
      if (n > best) {
        best = n;
        at_a = i;
        at_b = j;
      }
    }
  }
  if (best == 0) return 0;
  return static_cast<int64_t>(best) + Similar(a.substr(0, at_a), b.substr(0, at_b)) +
         Similar(a.substr(at_a + best), b.substr(at_b + best));
}

void SimilarText(Args args, Value* result) {
  std::string_view a = args.View(0);
  std::string_view b = args.View(1);
  int64_t n = Similar(a, b);
  if (args.Has(2)) {
    double percent = a.size() + b.size() == 0
                         ? 0.0
                         : static_cast<double>(n) * 2.0 * 100.0 / static_cast<double>(a.size() + b.size());
    AssignArgument(args, 2, Value(percent));
  }
  Return(result, n);
}

void Levenshtein(Args args, Value* result) {
  std::string_view a = args.View(0);
  std::string_view b = args.View(1);
  int64_t insert = args[2].i;
  int64_t replace = args[3].i;
  int64_t remove = args[4].i;
  if (a.empty()) return Return(result, static_cast<int64_t>(b.size()) * insert);
  if (b.empty()) return Return(result, static_cast<int64_t>(a.size()) * remove);
  std::vector<int64_t> previous(b.size() + 1);
  std::vector<int64_t> current(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = static_cast<int64_t>(j) * insert;
  for (size_t i = 0; i < a.size(); ++i) {
    current[0] = previous[0] + remove;
    for (size_t j = 0; j < b.size(); ++j) {
      int64_t cost = previous[j] + (a[i] == b[j] ? 0 : replace);
      cost = std::min(cost, previous[j + 1] + remove);
      current[j + 1] = std::min(cost, current[j] + insert);
    }
    std::swap(previous, current);
  }
  Return(result, previous[b.size()]);
}

void Soundex(Args args, Value* result) {
  //                                A  B  C  D  E  F  G  H  I  J  K  L  M  N  O  P  Q  R  S  T  U  V  W  X  Y
  //                                Z
  static constexpr char kCodes[] = "01230120022455012623010202";
  char out[5] = "0000";
  int n = 0;
  char last = 0;
  for (char ch : args.View(0)) {
    char c = ch >= 'a' && ch <= 'z' ? static_cast<char>(ch - 32) : ch;
    if (c < 'A' || c > 'Z') continue;
    char code = kCodes[c - 'A'];
    if (n == 0) {
      out[n++] = c;
      last = code;
    } else if (code != last) {
      if (c != 'H' && c != 'W') last = code;
      if (code != '0') out[n++] = code;
    }
    if (n == 4) break;
  }
  Return(result, std::string_view(out, 4));
}

}  // namespace

// Digit runs compare as numbers (those with leading zeros as fractions), spaces are skipped.
int CompareNatural(std::string_view a, std::string_view b, bool ignore_case) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  if (a.empty() || b.empty()) return a.size() == b.size() ? 0 : a.size() > b.size() ? 1 : -1;
  size_t i = 0;
  size_t j = 0;
  auto at = [](std::string_view s, size_t k) { return k < s.size() ? s[k] : '\0'; };
  // Leading zeros of the whole strings don't count.
  while (at(a, i) == '0' && digit(at(a, i + 1))) ++i;
  while (at(b, j) == '0' && digit(at(b, j + 1))) ++j;
  for (;;) {
    while (i < a.size() && space(a[i])) ++i;
    while (j < b.size() && space(b[j])) ++j;
    char x = at(a, i);
    char y = at(b, j);
    if (i < a.size() && j < b.size() && digit(x) && digit(y)) {
      bool fraction = x == '0' || y == '0';
      if (fraction) {
        for (;; ++i, ++j) {
          bool dx = digit(at(a, i));
          bool dy = digit(at(b, j));
          if (!dx && !dy) break;
          if (!dx) return -1;
          if (!dy) return 1;
          if (a[i] != b[j]) return a[i] < b[j] ? -1 : 1;
        }
      } else {
        int bias = 0;
        for (;; ++i, ++j) {
          bool dx = digit(at(a, i));
          bool dy = digit(at(b, j));
          if (!dx && !dy) break;
          if (!dx) return -1;
          if (!dy) return 1;
          if (bias == 0 && a[i] != b[j]) bias = a[i] < b[j] ? -1 : 1;
        }
        if (bias) return bias;
      }
      if (i >= a.size() && j >= b.size()) return 0;
      if (i >= a.size()) return -1;
      if (j >= b.size()) return 1;
      continue;
    }
    if (ignore_case) {
      x = Lower(x);
      y = Lower(y);
    }
    if (x != y) return static_cast<unsigned char>(x) < static_cast<unsigned char>(y) ? -1 : 1;
    ++i;
    ++j;
    if (i >= a.size() && j >= b.size()) return 0;
    if (i >= a.size()) return -1;
    if (j >= b.size()) return 1;
  }
}

namespace {

constexpr uint16_t kPure = Effects::kPure;
constexpr uint16_t kThrows = Effects::kThrows;
constexpr uint16_t kReplaces =
    Effects::kThrows | Effects::kWarns | Effects::kCallsBack | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"levenshtein",
     "(string $string1, string $string2, int $insertion_cost = 1, int $replacement_cost = 1, int "
     "$deletion_cost = 1): int",
     kPure, Levenshtein},
    {"similar_text", "(string $string1, string $string2, &$percent = null): int", Effects::kWritesArgs,
     SimilarText},
    {"soundex", "(string $string): string", kPure, Soundex},
    {"str_contains", "(string $haystack, string $needle): bool", kPure, StrContains},
    {"str_ends_with", "(string $haystack, string $needle): bool", kPure, StrEndsWith},
    {"str_ireplace",
     "(array|string $search, array|string $replace, array|string $subject, &$count = null): array|string",
     kReplaces, StrReplace<true>},
    {"str_replace",
     "(array|string $search, array|string $replace, array|string $subject, &$count = null): array|string",
     kReplaces, StrReplace<false>},
    {"str_starts_with", "(string $haystack, string $needle): bool", kPure, StrStartsWith},
    {"strcasecmp", "(string $string1, string $string2): int", kPure, Strcasecmp},
    {"strchr", "(string $haystack, string $needle, bool $before_needle = false): string|false", kPure,
     Strstr<false>},
    {"strcmp", "(string $string1, string $string2): int", kPure, Strcmp},
    {"strcoll", "(string $string1, string $string2): int", kPure, Strcoll},
    {"strcspn", "(string $string, string $characters, int $offset = 0, ?int $length = null): int", kPure,
     Span<false>},
    {"stripos", "(string $haystack, string $needle, int $offset = 0): int|false", kThrows, Strpos<true>},
    {"stristr", "(string $haystack, string $needle, bool $before_needle = false): string|false", kPure,
     Strstr<true>},
    {"strnatcasecmp", "(string $string1, string $string2): int", kPure, Strnatcmp<true>},
    {"strnatcmp", "(string $string1, string $string2): int", kPure, Strnatcmp<false>},
    {"strncasecmp", "(string $string1, string $string2, int $length): int", kThrows, Strncmp<true>},
    {"strncmp", "(string $string1, string $string2, int $length): int", kThrows, Strncmp<false>},
    {"strpbrk", "(string $string, string $characters): string|false", kThrows, Strpbrk},
    {"strpos", "(string $haystack, string $needle, int $offset = 0): int|false", kThrows, Strpos<false>},
    {"strrchr", "(string $haystack, string $needle, bool $before_needle = false): string|false", kPure,
     Strrchr},
    {"strripos", "(string $haystack, string $needle, int $offset = 0): int|false", kThrows, Strrpos<true>},
    {"strrpos", "(string $haystack, string $needle, int $offset = 0): int|false", kThrows, Strrpos<false>},
    {"strspn", "(string $string, string $characters, int $offset = 0, ?int $length = null): int", kPure,
     Span<true>},
    {"strstr", "(string $haystack, string $needle, bool $before_needle = false): string|false", kPure,
     Strstr<false>},
    {"strtr", "(string $string, array|string $from, ?string $to = null): string",
     kThrows | Effects::kWarns | Effects::kCallsBack, Strtr},
    {"substr_compare",
     "(string $haystack, string $needle, int $offset, ?int $length = null, bool $case_insensitive = false): "
     "int",
     kThrows, SubstrCompare},
    {"substr_count", "(string $haystack, string $needle, int $offset = 0, ?int $length = null): int", kThrows,
     SubstrCount},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kStringSearchFunctions(kRows);

}  // namespace tusk
