// preg_*.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "interp/ext/pcre/regex.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr int64_t kPatternOrder = 1;
constexpr int64_t kSetOrder = 2;
constexpr int64_t kOffsetCapture = 256;
constexpr int64_t kUnmatchedAsNull = 512;

Value GroupValue(std::string_view subject, const PCRE2_SIZE* ovector, uint32_t group, uint32_t matched,
                 int64_t flags) {
  bool set = group < matched && ovector[2 * group] != PCRE2_UNSET;
  Value v;
  if (set) {
    v = Value(NewString(subject.substr(ovector[2 * group], ovector[2 * group + 1] - ovector[2 * group])));
  } else {
    v = (flags & kUnmatchedAsNull) ? Value::Null() : Value(EmptyString());
  }
  if (!(flags & kOffsetCapture)) return v;
  Array* pair = NewPacked(ArrayKind::kValues, 0, 2);
  Append(pair, v);
  Append(pair, Value(set ? static_cast<int64_t>(ovector[2 * group]) : int64_t{-1}));
  return Value(pair);
}

// The array of one match: groups by number, named ones by name too.
Array* GroupsArray(const Regex* regex, std::string_view subject, const PCRE2_SIZE* ovector, int rc,
                   int64_t flags, bool all = false) {
  auto matched = static_cast<uint32_t>(rc);
  uint32_t count = all || (flags & kUnmatchedAsNull) ? regex->groups : matched;
  Array* a;
  if (regex->names.empty()) {
    a = NewPacked(ArrayKind::kValues, count, count);
    for (uint32_t i = 0; i < count; ++i) a->values[i] = GroupValue(subject, ovector, i, matched, flags);
  } else {
    a = NewArray(count * 2);
    for (uint32_t i = 0; i < count; ++i) {
      Value v = GroupValue(subject, ovector, i, matched, flags);
      if (regex->names[i]) SetStr(a, regex->names[i], Copy(v));
      SetInt(a, i, v);
    }
  }
  if (PCRE2_SPTR mark = pcre2_get_mark(regex->match)) {
    SetStr(a, "MARK", Value(NewString(std::string_view(reinterpret_cast<const char*>(mark)))));
  }
  return a;
}

// Start offset of preg_match*: negative ones count from the end. False when it lies past the end.
bool StartOffset(int64_t offset, size_t length, size_t* start) {
  if (offset < 0) {
    size_t back = 0 - static_cast<size_t>(offset);
    *start = back > length ? 0 : length - back;
    return true;
  }
  *start = static_cast<size_t>(offset);
  return *start <= length;
}

void PregMatch(Args args, Value* result) {
  RegexUse use = CompileRegex(args.Str(0));
  Regex* regex = use.get();
  if (!regex) return HasException() ? void() : Return(result, false);
  int64_t flags = args[3].i;
  std::string_view subject = args.View(1);
  if (flags & ~(kOffsetCapture | kUnmatchedAsNull | 0xff))
    return ArgumentValueError(4, "must be a PREG_* constant");
  size_t start;
  g_regex_error = RegexError::kNone;
  if (!StartOffset(args[4].i, subject.size(), &start)) {
    if (args.Has(2)) AssignArgument(args, 2, Value(NewArray()));
    g_regex_error = RegexError::kInternal;
    return Return(result, false);
  }
  const PCRE2_SIZE* ovector;
  int rc = MatchRegex(regex, subject, start, regex->utf ? 0 : PCRE2_NO_UTF_CHECK, &ovector);
  if (args.Has(2))
    AssignArgument(args, 2, Value(rc > 0 ? GroupsArray(regex, subject, ovector, rc, flags) : NewArray()));
  if (rc < 0) return Return(result, false);
  Return(result, int64_t{rc > 0});
}

void PregMatchAll(Args args, Value* result) {
  RegexUse use = CompileRegex(args.Str(0));
  Regex* regex = use.get();
  if (!regex) return HasException() ? void() : Return(result, false);
  int64_t flags = args[3].i;
  int64_t order = flags & 0xff;
  if (order == 0) order = kPatternOrder;
  if (order != kPatternOrder && order != kSetOrder) return ArgumentValueError(4, "must be a PREG_* constant");
  std::string_view subject = args.View(1);
  size_t start;
  g_regex_error = RegexError::kNone;
  bool wanted = args.Has(2);
  if (!StartOffset(args[4].i, subject.size(), &start)) {
    if (wanted) AssignArgument(args, 2, Value(NewArray()));
    g_regex_error = RegexError::kInternal;
    return Return(result, false);
  }
  Array* all = wanted ? NewArray() : nullptr;
  std::vector<Array*> groups;
  if (wanted && order == kPatternOrder) {
    for (uint32_t i = 0; i < regex->groups; ++i) groups.push_back(NewArray());
  }
  RegexScanner scanner(regex, subject, start);
  int64_t count = 0;
  int rc;
  Array* marks = nullptr;  // of (*MARK:name), by number of the match
  while ((rc = scanner.Next()) > 0) {
    ++count;
    if (!wanted) continue;
    PCRE2_SPTR mark = order == kPatternOrder ? pcre2_get_mark(regex->match) : nullptr;
    if (mark) {
      if (!marks) marks = NewArray();
      SetInt(marks, count - 1, Value(NewString(std::string_view(reinterpret_cast<const char*>(mark)))));
    }
    if (order == kSetOrder) {
      Append(all, Value(GroupsArray(regex, subject, scanner.ovector(), rc, flags)));
    } else {
      for (uint32_t i = 0; i < regex->groups; ++i) {
        Append(groups[i], GroupValue(subject, scanner.ovector(), i, static_cast<uint32_t>(rc), flags));
      }
    }
  }
  for (uint32_t i = 0; i < groups.size(); ++i) {
    if (!regex->names.empty() && regex->names[i]) {
      Retain(groups[i]);
      SetStr(all, regex->names[i], Value(groups[i]));
    }
    SetInt(all, i, Value(groups[i]));
  }
  if (marks) SetStr(all, "MARK", Value(marks));
  if (wanted) AssignArgument(args, 2, Value(all));
  if (rc < 0) return Return(result, false);
  Return(result, count);
}

// ---- replacing

// A replacement text cut into literal pieces and group references.
struct Template {
  struct Piece {
    std::string_view literal;
    int group;  // -1: none after the literal
  };
  std::vector<Piece> pieces;

  explicit Template(std::string_view text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.size();) {
      int group;
      size_t length;
      if ((text[i] == '\\' || text[i] == '$') && Reference(text, i, &group, &length)) {
        pieces.push_back({text.substr(plain, i - plain), group});
        i += length;
        plain = i;
      } else if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') {
        pieces.push_back({text.substr(plain, i + 1 - plain), -1});
        i += 2;
        plain = i;
      } else {
        ++i;
      }
    }
    pieces.push_back({text.substr(plain), -1});
  }

  static bool Reference(std::string_view t, size_t i, int* group, size_t* length) {
    auto digit = [&](size_t k) { return k < t.size() && t[k] >= '0' && t[k] <= '9'; };
    size_t k = i + 1;
    bool brace = t[i] == '$' && k < t.size() && t[k] == '{';
    if (brace) ++k;
    if (!digit(k)) return false;
    *group = t[k++] - '0';
    if (digit(k)) *group = *group * 10 + (t[k++] - '0');
    if (brace) {
      if (k >= t.size() || t[k] != '}') return false;
      ++k;
    }
    *length = k - i;
    return true;
  }

  void Expand(std::string_view subject, const PCRE2_SIZE* ovector, int rc, StringBuilder* out) const {
    for (const Piece& piece : pieces) {
      out->Append(piece.literal);
      if (piece.group >= 0 && piece.group < rc && ovector[2 * piece.group] != PCRE2_UNSET) {
        out->Append(subject.substr(ovector[2 * piece.group],
                                   ovector[2 * piece.group + 1] - ovector[2 * piece.group]));
      }
    }
  }
};

// `append` writes the replacement of a match; false: something was thrown. The result is owned, null on
// error.
template <typename AppendReplacement>
String* ReplaceMatches(Regex* regex, String* subject, int64_t limit, int64_t* count,
                       AppendReplacement append) {
  std::string_view s = subject->view();
  RegexScanner scanner(regex, s, 0);
  int rc = scanner.Next();
  if (rc == 0) {
    Retain(subject);
    return subject;
  }
  StringBuilder out(s.size() + 32);
  size_t done = 0;
  for (; rc > 0 && limit != 0; rc = limit == 0 ? 0 : scanner.Next()) {
    if (limit > 0) --limit;
    ++*count;
    size_t end = scanner.end();
    out.Append(s.substr(done, scanner.start() - done));
    if (!append(scanner, rc, &out)) return nullptr;
    done = end;
  }
  if (rc < 0) return nullptr;
  out.Append(s.substr(done));
  return out.Finish();
}

String* ReplaceOne(String* pattern, String* subject, std::string_view with, int64_t limit, int64_t* count) {
  RegexUse use = CompileRegex(pattern);
  Regex* regex = use.get();
  if (!regex) return nullptr;
  std::optional<Template> replacement;  // mostly, nothing matches
  return ReplaceMatches(regex, subject, limit, count,
                        [&](const RegexScanner& match, int rc, StringBuilder* out) {
                          if (!replacement) replacement.emplace(with);
                          replacement->Expand(subject->view(), match.ovector(), rc, out);
                          return true;
                        });
}

String* ReplaceByCallback(String* pattern, String* subject, const Callback& callback, int64_t limit,
                          int64_t flags, int64_t* count) {
  RegexUse use = CompileRegex(pattern);
  Regex* regex = use.get();
  if (!regex) return nullptr;
  return ReplaceMatches(regex, subject, limit, count,
                        [&](const RegexScanner& match, int rc, StringBuilder* out) {
                          Value groups(GroupsArray(regex, subject->view(), match.ovector(), rc, flags));
                          Value answer;
                          bool ok = callback.Call(1, &groups, &answer);
                          Release(groups);
                          if (!ok) return false;
                          String* text = ToString(answer);
                          Release(answer);
                          if (!text || HasException()) return false;
                          out->Append(text->view());
                          Release(text);
                          return true;
                        });
}

// `replace(pattern, subject, index of the pattern)` for every pattern in turn; owned, null on error.
template <typename Replace>
String* ThroughPatterns(const Value& patterns, String* subject, Replace replace) {
  if (patterns.IsString()) return replace(patterns.str, subject, 0u);
  Retain(subject);
  String* current = subject;
  uint32_t index = 0;
  for (uint32_t p = First(patterns.arr); p != kEnd; p = Next(patterns.arr, p), ++index) {
    String* pattern = ToString(Deref(ValueAt(patterns.arr, p)));
    String* next = pattern ? replace(pattern, current, index) : nullptr;
    if (pattern) Release(pattern);
    Release(current);
    if (!next) return nullptr;
    current = next;
  }
  return current;
}

// Runs `replace` over one subject or all of an array; with `filter` only what changed is kept.
template <typename Replace>
void OverSubjects(const Value& subjects, bool filter, int64_t* count, Value* result, Replace replace) {
  if (subjects.IsString()) {
    int64_t before = *count;
    String* out = replace(subjects.str);
    if (!out) return;
    if (filter && *count == before) return Release(out);
    return Return(result, out);
  }
  Array* a = NewArray();
  for (uint32_t p = First(subjects.arr); p != kEnd && !HasException(); p = Next(subjects.arr, p)) {
    String* subject = ToString(Deref(ValueAt(subjects.arr, p)));
    if (!subject) break;
    int64_t before = *count;
    String* out = replace(subject);
    Release(subject);
    if (!out) continue;
    if (filter && *count == before) {
      Release(out);
    } else {
      Set(a, KeyAt(subjects.arr, p), Value(out));
    }
  }
  Return(result, a);
}

template <bool kFilter>
void PregReplace(Args args, Value* result) {
  if (args[0].IsString() && args[1].IsArray()) {
    return ArgumentTypeError(
        1, "must be of type array when argument #2 ($replacement) is an array, string given");
  }
  g_regex_error = RegexError::kNone;
  int64_t count = 0;
  int64_t limit = args[3].i;
  std::vector<String*> replacements;
  if (args[1].IsArray()) {
    for (uint32_t p = First(args.Arr(1)); p != kEnd; p = Next(args.Arr(1), p)) {
      String* s = ToString(Deref(ValueAt(args.Arr(1), p)));
      if (!s) return;
      replacements.push_back(s);
    }
  }
  OverSubjects(args[2], kFilter, &count, result, [&](String* subject) {
    return ThroughPatterns(args[0], subject, [&](String* pattern, String* text, uint32_t index) {
      std::string_view with;
      if (args[1].IsString()) {
        with = args.View(1);
      } else if (index < replacements.size()) {
        with = replacements[index]->view();
      }
      return ReplaceOne(pattern, text, with, limit, &count);
    });
  });
  for (String* s : replacements) Release(s);
  if (args.Has(4)) AssignArgument(args, 4, Value(count));
}

void PregReplaceCallback(Args args, Value* result) {
  g_regex_error = RegexError::kNone;
  Callback callback(args[1]);
  int64_t count = 0;
  OverSubjects(args[2], false, &count, result, [&](String* subject) {
    return ThroughPatterns(args[0], subject, [&](String* pattern, String* text, uint32_t) {
      return ReplaceByCallback(pattern, text, callback, args[3].i, args[5].i, &count);
    });
  });
  if (args.Has(4)) AssignArgument(args, 4, Value(count));
}

void PregReplaceCallbackArray(Args args, Value* result) {
  g_regex_error = RegexError::kNone;
  int64_t count = 0;
  const Array* map = args.Arr(0);
  Value current = Copy(args[1]);
  for (uint32_t p = First(map); p != kEnd; p = Next(map, p)) {
    ArrayKey key = KeyAt(map, p);
    if (key.IsInt()) {
      Release(current);
      return ArgumentTypeError(1, "must contain only string patterns as keys");
    }
    Value v = Deref(ValueAt(map, p));
    if (!IsCallable(v)) {
      Release(current);
      return Throw(Throwable::kTypeError,
                   "preg_replace_callback_array(): Argument #1 ($pattern) must contain only valid callbacks");
    }
    Callback callback(v);
    Value next = Value::Null();
    OverSubjects(current, false, &count, &next, [&](String* subject) {
      return ReplaceByCallback(key.name, subject, callback, args[2].i, args[4].i, &count);
    });
    Release(current);
    current = next;
    if (HasException()) return Release(current);
    if (current.IsNull()) break;
  }
  *result = current;
  if (args.Has(3)) AssignArgument(args, 3, Value(count));
}

void PregSplit(Args args, Value* result) {
  RegexUse use = CompileRegex(args.Str(0));
  Regex* regex = use.get();
  if (!regex) return HasException() ? void() : Return(result, false);
  std::string_view s = args.View(1);
  int64_t limit = args.IsNull(2) ? -1 : args[2].i;
  if (limit == 0) limit = -1;
  bool no_empty = args[3].i & 1;
  bool delimiters = args[3].i & 2;
  bool offsets = args[3].i & 4;
  g_regex_error = RegexError::kNone;
  Array* a = NewPacked(ArrayKind::kValues, 0, 4);
  auto add = [&](size_t start, size_t end) {
    Value piece(start == 0 && end == s.size() ? CopyDeref(args[1]).str
                                              : NewString(s.substr(start, end - start)));
    if (offsets) {
      Array* pair = NewPacked(ArrayKind::kValues, 0, 2);
      Append(pair, piece);
      Append(pair, Value(static_cast<int64_t>(start)));
      piece = Value(pair);
    }
    Append(a, piece);
  };
  size_t last = 0;
  size_t at = 0;
  uint32_t options = 0;
  int rc = 0;
  // After an empty match the place is tried again for a longer one, then it goes on a character later.
  for (;;) {
    if (limit != -1 && limit <= 1) break;
    if (at > s.size()) break;
    const PCRE2_SIZE* ovector;
    rc = MatchRegex(regex, s, at, options | (at || !regex->utf ? PCRE2_NO_UTF_CHECK : 0), &ovector);
    if (rc < 0) break;
    if (rc == 0) {
      if (options == 0 || at >= s.size()) break;
      ++at;
      if (regex->utf) {
        while (at < s.size() && (static_cast<unsigned char>(s[at]) & 0xc0) == 0x80) ++at;
      }
      options = 0;
      continue;
    }
    size_t start = ovector[0];
    size_t end = ovector[1];
    if (!no_empty || start != last) {
      add(last, start);
      if (limit != -1) --limit;
    }
    if (delimiters) {
      for (int i = 1; i < rc; ++i) {
        if (ovector[2 * i] == PCRE2_UNSET) {
          if (!no_empty) add(last, last);
          continue;
        }
        if (!no_empty || ovector[2 * i] != ovector[2 * i + 1]) add(ovector[2 * i], ovector[2 * i + 1]);
      }
    }
    last = at = end;
    if (start == end && at >= s.size()) break;
    options = start == end ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
  }
  if (rc < 0) {
    Release(Value(a));
    return Return(result, false);
  }
  if (!no_empty || last < s.size()) add(last, s.size());
  Return(result, a);
}

void PregQuote(Args args, Value* result) {
  std::string_view s = args.View(0);
  char delimiter = args.IsNull(1) || args.Str(1)->length == 0 ? '\0' : args.View(1)[0];
  static constexpr auto kSpecial = [] {
    std::array<bool, 256> special = {};
    for (char c : std::string_view(".\\+*?[^]$(){}=!<>|:-#\0", 22))
      special[static_cast<unsigned char>(c)] = true;
    return special;
  }();
  auto special = [&](char c) {
    return kSpecial[static_cast<unsigned char>(c)] || (delimiter && c == delimiter);
  };
  size_t done = 0;
  while (done < s.size() && !special(s[done])) ++done;
  if (done == s.size()) return ReturnCopy(result, args[0]);
  StringBuilder out(s.size() + 16);
  for (size_t at = 0; at < s.size(); at = done) {
    done = at;
    while (done < s.size() && !special(s[done])) ++done;
    out.Append(s.substr(at, done - at));
    if (done == s.size()) break;
    out.Append(s[done] == '\0' ? std::string_view("\\00") : std::string_view("\\"));
    out.Append(s[done] == '\0' ? '0' : s[done]);
    ++done;
  }
  Return(result, out.Finish());
}

void PregGrep(Args args, Value* result) {
  RegexUse use = CompileRegex(args.Str(0));
  Regex* regex = use.get();
  if (!regex) return HasException() ? void() : Return(result, false);
  bool invert = args[2].i & 1;
  g_regex_error = RegexError::kNone;
  const Array* a = args.Arr(1);
  Array* out = NewArray();
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    String* s = ToString(Deref(ValueAt(a, p)));
    if (!s) break;
    const PCRE2_SIZE* ovector;
    int rc = MatchRegex(regex, s->view(), 0, regex->utf ? 0 : PCRE2_NO_UTF_CHECK, &ovector);
    Release(s);
    if (rc < 0) break;
    if ((rc > 0) != invert) Set(out, KeyAt(a, p), CopyDeref(ValueAt(a, p)));
  }
  Return(result, out);
}

void PregLastError(Args, Value* result) { Return(result, static_cast<int>(g_regex_error)); }
void PregLastErrorMsg(Args, Value* result) { Return(result, RegexErrorMessage(g_regex_error)); }

constexpr uint16_t kMatches =
    Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kWritesArgs;
constexpr uint16_t kCalls = kMatches | Effects::kCallsBack | Effects::kReadsState;
constexpr BuiltinRow kRows[] = {
    {"preg_filter",
     "(array|string $pattern, array|string $replacement, array|string $subject, int $limit = -1, &$count = "
     "null): array|string|null",
     kCalls, PregReplace<true>},
    {"preg_grep", "(string $pattern, array $array, int $flags = 0): array|false", kCalls, PregGrep},
    {"preg_last_error", "(): int", Effects::kReadsState, PregLastError},
    {"preg_last_error_msg", "(): string", Effects::kReadsState, PregLastErrorMsg},
    {"preg_match",
     "(string $pattern, string $subject, &$matches = null, int $flags = 0, int $offset = 0): int|false",
     kMatches, PregMatch},
    {"preg_match_all",
     "(string $pattern, string $subject, &$matches = null, int $flags = 0, int $offset = 0): int|false",
     kMatches, PregMatchAll},
    {"preg_quote", "(string $str, ?string $delimiter = null): string", Effects::kPure, PregQuote},
    {"preg_replace",
     "(array|string $pattern, array|string $replacement, array|string $subject, int $limit = -1, &$count = "
     "null): array|string|null",
     kCalls, PregReplace<false>},
    {"preg_replace_callback",
     "(array|string $pattern, callable $callback, array|string $subject, int $limit = -1, &$count = null, "
     "int $flags = 0): array|string|null",
     kCalls, PregReplaceCallback},
    {"preg_replace_callback_array",
     "(array $pattern, array|string $subject, int $limit = -1, &$count = null, int $flags = 0): "
     "array|string|null",
     kCalls, PregReplaceCallbackArray},
    {"preg_split", "(string $pattern, string $subject, int $limit = -1, int $flags = 0): array|false",
     kMatches, PregSplit},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPcreFunctions(kRows);

}  // namespace tusk
