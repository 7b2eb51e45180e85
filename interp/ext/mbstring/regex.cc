// mb_ereg*(): regular expressions of Oniguruma, which is opened when a script first needs it. The
// declarations are those of Oniguruma 6.9.
#include <cstring>
#include <map>
#include <optional>
#include <string>

#include "interp/ext/library.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/mbstring/settings.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

using Byte = const unsigned char;
struct OnigRegion {
  int allocated, count;
  int* begin;
  int* end;
  void* history;
};
struct OnigErrorInfo {
  void* encoding;
  unsigned char* from;
  unsigned char* to;
};
using NameCallback = int (*)(Byte*, Byte*, int, int*, void* regex, void* context);

// X(result, name, (parameters))
#define TUSK_ONIG_FUNCTIONS(X)                                                                             \
  X(int, onig_new, (void**, Byte*, Byte*, unsigned, void* encoding, void* syntax, OnigErrorInfo*))         \
  X(void, onig_free, (void*))                                                                              \
  X(int, onig_search_with_param, (void*, Byte*, Byte*, Byte*, Byte*, OnigRegion*, unsigned, void* limits)) \
  X(int, onig_match_with_param, (void*, Byte*, Byte*, Byte*, OnigRegion*, unsigned, void* limits))         \
  X(OnigRegion*, onig_region_new, ())                                                                      \
  X(void, onig_region_free, (OnigRegion*, int))                                                            \
  X(int, onig_foreach_name, (void*, NameCallback, void*))                                                  \
  X(int, onig_number_of_names, (void*))                                                                    \
  X(int, onig_name_to_backref_number, (void*, Byte*, Byte*, OnigRegion*))                                  \
  X(int, onig_error_code_to_str, (unsigned char*, int, ...))                                               \
  X(void*, onig_new_match_param, ())                                                                       \
  X(int, onig_set_match_stack_limit_size_of_match_param, (void*, unsigned))                                \
  X(int, onig_set_retry_limit_in_match_of_match_param, (void*, unsigned long))

struct OnigLibrary {
  TUSK_ONIG_FUNCTIONS(TUSK_LIBRARY_MEMBER)
  void* library;
};
const OnigLibrary& Onig() {
  static const OnigLibrary loaded = [] {
    void* library = OpenLibrary("mbstring", {"libonig.so.5"});
    OnigLibrary functions;
    TUSK_ONIG_FUNCTIONS(TUSK_LIBRARY_LOAD)
    functions.library = library;
    return functions;
  }();
  return loaded;
}

constexpr unsigned kIgnoreCase = 1, kExtend = 2, kMultiline = 4, kSingleline = 8, kLongest = 16,
                   kNotEmpty = 32;
constexpr int kMismatch = -1;

struct RegexEncoding {
  const char* names;   // separated by spaces, the first is the one that is told
  const char* symbol;  // of the library
};
constexpr RegexEncoding kRegexEncodings[] = {
    {"EUC-JP EUC_JP EUCJP X-EUC-JP UJIS EUCJP-WIN", "OnigEncodingEUC_JP"},
    {"UTF-8 UTF8", "OnigEncodingUTF8"},
    {"UTF-16 UTF-16BE", "OnigEncodingUTF16_BE"},
    {"UTF-16LE", "OnigEncodingUTF16_LE"},
    {"UCS-4 UTF-32 UTF-32BE", "OnigEncodingUTF32_BE"},
    {"UCS-4LE UTF-32LE", "OnigEncodingUTF32_LE"},
    {"SJIS CP932 MS932 SHIFT_JIS SJIS-WIN WINDOWS-31J", "OnigEncodingSJIS"},
    {"BIG5 BIG-5 BIGFIVE CN-BIG5 BIG-FIVE", "OnigEncodingBIG5"},
    {"EUC-CN EUCCN EUC_CN GB-2312 GB2312", "OnigEncodingEUC_CN"},
    {"EUC-TW EUCTW EUC_TW", "OnigEncodingEUC_TW"},
    {"EUC-KR EUCKR EUC_KR", "OnigEncodingEUC_KR"},
    {"KOI8R KOI8-R KOI-8R", "OnigEncodingKOI8_R"},
    {"ISO-8859-1 ISO8859-1", "OnigEncodingISO_8859_1"},
    {"ISO-8859-2 ISO8859-2", "OnigEncodingISO_8859_2"},
    {"ISO-8859-3 ISO8859-3", "OnigEncodingISO_8859_3"},
    {"ISO-8859-4 ISO8859-4", "OnigEncodingISO_8859_4"},
    {"ISO-8859-5 ISO8859-5", "OnigEncodingISO_8859_5"},
    {"ISO-8859-6 ISO8859-6", "OnigEncodingISO_8859_6"},
    {"ISO-8859-7 ISO8859-7", "OnigEncodingISO_8859_7"},
    {"ISO-8859-8 ISO8859-8", "OnigEncodingISO_8859_8"},
    {"ISO-8859-9 ISO8859-9", "OnigEncodingISO_8859_9"},
    {"ISO-8859-10 ISO8859-10", "OnigEncodingISO_8859_10"},
    {"ISO-8859-13 ISO8859-13", "OnigEncodingISO_8859_13"},
    {"ISO-8859-14 ISO8859-14", "OnigEncodingISO_8859_14"},
    {"ISO-8859-15 ISO8859-15", "OnigEncodingISO_8859_15"},
    {"ISO-8859-16 ISO8859-16", "OnigEncodingISO_8859_16"},
    {"ASCII US-ASCII US_ASCII ISO646", "OnigEncodingASCII"},
};
std::string_view FirstName(const RegexEncoding& e) {
  std::string_view names = e.names;
  return names.substr(0, names.find(' '));
}
const RegexEncoding* FindRegexEncoding(std::string_view name) {
  for (const RegexEncoding& e : kRegexEncodings) {
    std::string_view rest = e.names;
    while (!rest.empty()) {
      size_t n = std::min(rest.find(' '), rest.size());
      if (EqualIgnoreCase(rest.substr(0, n), name)) return &e;
      rest.remove_prefix(std::min(n + 1, rest.size()));
    }
  }
  return nullptr;
}

struct Syntax {
  char letter;
  const char* symbol;
};
constexpr Syntax kSyntaxes[] = {
    {'r', "OnigSyntaxRuby"},       {'j', "OnigSyntaxJava"},          {'u', "OnigSyntaxGnuRegex"},
    {'g', "OnigSyntaxGrep"},       {'c', "OnigSyntaxEmacs"},         {'z', "OnigSyntaxPerl"},
    {'b', "OnigSyntaxPosixBasic"}, {'d', "OnigSyntaxPosixExtended"},
};

struct Options {
  unsigned bits = kMultiline | kSingleline;
  const Syntax* syntax = &kSyntaxes[0];
};
std::string OptionText(const Options& o) {
  std::string s;
  if (o.bits & kIgnoreCase) s += 'i';
  if (o.bits & kExtend) s += 'x';
  if ((o.bits & (kMultiline | kSingleline)) == (kMultiline | kSingleline)) {
    s += 'p';
  } else {
    if (o.bits & kMultiline) s += 'm';
    if (o.bits & kSingleline) s += 's';
  }
  if (o.bits & kLongest) s += 'l';
  if (o.bits & kNotEmpty) s += 'n';
  return s += o.syntax->letter;
}
bool ReadOptions(std::string_view text, Options* o) {
  *o = {.bits = 0};
  for (char c : text) {
    static constexpr std::pair<char, unsigned> kBits[] = {{'i', kIgnoreCase},
                                                          {'x', kExtend},
                                                          {'m', kMultiline},
                                                          {'s', kSingleline},
                                                          {'p', kMultiline | kSingleline},
                                                          {'l', kLongest},
                                                          {'n', kNotEmpty}};
    bool known = false;
    for (const auto& [letter, bits] : kBits) {
      if (c == letter) o->bits |= bits, known = true;
    }
    for (const Syntax& s : kSyntaxes) {
      if (c == s.letter) o->syntax = &s, known = true;
    }
    if (known) continue;
    ThrowValueError("Option \"%c\" is not supported", c);
    return false;
  }
  return true;
}

const RegexEncoding* g_encoding = nullptr;
Options g_options;
// mb_ereg_search().
struct Search {
  std::string text;
  bool has_text = false;
  void* regex = nullptr;  // of the cache
  size_t position = 0;
  OnigRegion* groups = nullptr;
} g_search;

const RegexEncoding& CurrentEncoding() {
  if (!g_encoding) g_encoding = FindRegexEncoding(InternalEncoding().name);
  if (!g_encoding) g_encoding = FindRegexEncoding("UTF-8");
  return *g_encoding;
}
bool IsValid(std::string_view s) {
  const Encoding* e = FindEncoding(FirstName(CurrentEncoding()));
  return !e || IsValidText(*e, s);
}
std::string Message(int code, OnigErrorInfo* info = nullptr) {
  unsigned char text[90 + 1] = {};
  Onig().onig_error_code_to_str(text, code, info);
  return reinterpret_cast<char*>(text);
}

// Compiled once; null: said why.
void* Compile(std::string_view pattern, const Options& options) {
  static auto* cache = new std::map<std::string, void*>;
  const RegexEncoding& encoding = CurrentEncoding();
  if (!IsValid(pattern)) {
    FunctionWarning("Pattern is not valid under %s encoding", FirstName(encoding));
    return nullptr;
  }
  std::string key = std::string(encoding.symbol) + '\n' + OptionText(options) + '\n' + std::string(pattern);
  auto found = cache->find(key);
  if (found != cache->end()) return found->second;
  const OnigLibrary& lib = Onig();
  void* regex = nullptr;
  OnigErrorInfo info{};
  auto* from = reinterpret_cast<Byte*>(pattern.data());
  int status = lib.onig_new(&regex, from, from + pattern.size(), options.bits,
                            LibrarySymbol(lib.library, encoding.symbol),
                            LibrarySymbol(lib.library, options.syntax->symbol), &info);
  if (status) {
    FunctionWarning("mbregex compile err: %s", Message(status, &info));
    return nullptr;
  }
  constexpr size_t kMostPatterns = 4096;
  if (cache->size() >= kMostPatterns) {
    for (auto& [text, old] : *cache) {
      if (old != g_search.regex) lib.onig_free(old);
    }
    cache->clear();
  }
  return (*cache)[key] = regex;
}

class Groups {
 public:
  Groups() : region_(Onig().onig_region_new()) {}
  ~Groups() {
    if (region_) Onig().onig_region_free(region_, 1);
  }
  Groups(const Groups&) = delete;
  Groups& operator=(const Groups&) = delete;
  OnigRegion* operator->() const { return region_; }
  operator OnigRegion*() const { return region_; }
  OnigRegion* Take() { return std::exchange(region_, nullptr); }

 private:
  OnigRegion* region_;
};
void* Limits() {
  static void* limits = Onig().onig_new_match_param();
  auto limit = [](const char* name) { return static_cast<unsigned>(IniQuantity(IniGet(name).text)); };
  Onig().onig_set_match_stack_limit_size_of_match_param(limits, limit("mbstring.regex_stack_limit"));
  Onig().onig_set_retry_limit_in_match_of_match_param(limits, limit("mbstring.regex_retry_limit"));
  return limits;
}
int Find(void* regex, std::string_view s, size_t from, OnigRegion* groups) {
  auto* begin = reinterpret_cast<Byte*>(s.data());
  return Onig().onig_search_with_param(regex, begin, begin + s.size(), begin + from, begin + s.size(), groups,
                                       0, Limits());
}

// --- results

struct Naming {
  Array* to;
  std::string_view text;
  OnigRegion* groups;
  bool empty_counts;
};
Value GroupValue(const Naming& n, int i) {
  int begin = n.groups->begin[i], end = n.groups->end[i];
  bool there = begin >= 0 && (n.empty_counts ? begin <= end : begin < end);
  if (!there) return Value(false);
  return Value(NewString(n.text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin))));
}
int AddNamed(Byte* name, Byte* end, int, int*, void* regex, void* context) {
  auto* n = static_cast<Naming*>(context);
  int i = Onig().onig_name_to_backref_number(regex, name, end, n->groups);
  String* key = NewString({reinterpret_cast<const char*>(name), static_cast<size_t>(end - name)});
  SetStr(n->to, key, GroupValue(*n, i));
  Release(key);
  return 0;
}
Array* GroupArray(void* regex, std::string_view text, OnigRegion* groups, bool empty_counts) {
  Naming n{NewArray(), text, groups, empty_counts};
  for (int i = 0; i < groups->count; ++i) Append(n.to, GroupValue(n, i));
  if (Onig().onig_number_of_names(regex) > 0) Onig().onig_foreach_name(regex, AddNamed, &n);
  return n.to;
}

// --- functions

template <bool kFoldsCase>
void MbEreg(Args args, Value* result) {
  std::string_view text = args.View(1);
  auto none = [&] {
    if (args.Has(2)) AssignArgument(args, 2, Value(NewArray()));
    Return(result, false);
  };
  if (!IsValid(text)) return none();
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  Options options = g_options;
  if (kFoldsCase) options.bits |= kIgnoreCase;
  void* regex = Compile(args.View(0), options);
  if (!regex) return HasException() ? void() : none();
  Groups groups;
  int at = Find(regex, text, 0, groups);
  if (at < 0) return none();
  if (args.Has(2)) AssignArgument(args, 2, Value(GroupArray(regex, text, groups, false)));
  Return(result, true);
}

// Appends the replacement: \1, \k<name>, \k'name'.
void Expand(std::string_view replacement, void* regex, std::string_view text, OnigRegion* groups,
            std::string* out) {
  auto append = [&](int i) {
    if (i < 0 || i >= groups->count || groups->begin[i] < 0) return;
    out->append(text.substr(static_cast<size_t>(groups->begin[i]),
                            static_cast<size_t>(groups->end[i] - groups->begin[i])));
  };
  const bool named = Onig().onig_number_of_names(regex) > 0;
  for (size_t i = 0; i < replacement.size(); ++i) {
    char c = replacement[i];
    char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (c != '\\') {
      *out += c;
    } else if (next >= '0' && next <= '9') {
      // A group that the pattern lacks is text, and so are numbers where groups have names.
      if (next - '0' < groups->count && (next == '0' || !named)) {
        append(next - '0');
      } else {
        *out += c;
        *out += next;
      }
      ++i;
    } else if (next == 'k' && i + 2 < replacement.size() &&
               (replacement[i + 2] == '<' || replacement[i + 2] == '\'')) {
      char close = replacement[i + 2] == '<' ? '>' : '\'';
      size_t end = replacement.find(close, i + 3);
      std::string_view name =
          end == replacement.npos ? std::string_view() : replacement.substr(i + 3, end - i - 3);
      int number = -1;
      if (!name.empty() && name.find_first_not_of("0123456789") == name.npos) {
        // No leading zeros.
        number = name.size() < 6 && (name == "0" || name[0] != '0') ? std::stoi(std::string(name)) : -1;
        if (number >= groups->count) number = -1;
      } else if (!name.empty()) {
        auto* from = reinterpret_cast<Byte*>(name.data());
        number = Onig().onig_name_to_backref_number(regex, from, from + name.size(), groups);
      }
      if (number < 0) {
        *out += c;
        continue;
      }
      append(number);
      i = end;
    } else {
      *out += c;
    }
  }
}

enum class With : uint8_t { kText, kTextFolded, kCallback };
template <With kWith>
void MbReplace(Args args, Value* result) {
  Options options = g_options;
  if (!args.IsNull(3) && !ReadOptions(args.View(3), &options)) return;
  if (kWith == With::kTextFolded) options.bits |= kIgnoreCase;
  std::string_view text = args.View(2);
  if (!IsValid(text)) return;
  void* regex = Compile(args.View(0), options);
  if (!regex) return HasException() ? void() : Return(result, false);
  std::optional<Callback> callback;
  if (kWith == With::kCallback) callback.emplace(args[1]);
  std::string out;
  size_t at = 0;
  for (;;) {
    Groups groups;
    int found = Find(regex, text, at, groups);
    if (found <= -2) {
      FunctionWarning("mbregex search failure in php_mbereg_replace_exec(): %s", Message(found));
      return HasException() ? void() : Return(result, false);
    }
    if (found == kMismatch) break;
    auto begin = static_cast<size_t>(groups->begin[0]), end = static_cast<size_t>(groups->end[0]);
    out.append(text.substr(at, begin - at));
    if (kWith == With::kCallback) {
      Value argument(GroupArray(regex, text, groups, true)), answer;
      bool called = callback->Call(1, &argument, &answer);
      Release(argument);
      String* s = called ? ToString(answer) : nullptr;
      Release(answer);
      if (!s || HasException()) return s ? Release(s) : void();
      out.append(s->view());
      Release(s);
    } else {
      Expand(args.View(1), regex, text, groups, &out);
    }
    if (at < end) {
      at = end;
    } else {
      if (at < text.size()) out += text[at];
      if (++at > text.size()) break;
    }
  }
  if (at < text.size()) out.append(text.substr(at));
  Return(result, std::string_view(out));
}

void MbSplit(Args args, Value* result) {
  std::string_view text = args.View(1);
  if (!IsValid(text)) return Return(result, false);
  void* regex = Compile(args.View(0), g_options);
  if (!regex) return HasException() ? void() : Return(result, false);
  int64_t count = args.Int(2, -1);
  if (count > 0) --count;
  Array* parts = NewArray();
  size_t at = 0, part = 0;
  int found = 0;
  while (count != 0 && at < text.size()) {
    Groups groups;
    found = Find(regex, text, at, groups);
    if (found < 0) break;
    auto begin = static_cast<size_t>(groups->begin[0]), end = static_cast<size_t>(groups->end[0]);
    if (at >= end) {
      ++at;
      continue;
    }
    Append(parts, Value(NewString(text.substr(part, begin - part))));
    --count;
    part = at = end;
  }
  if (found <= -2) {
    FunctionWarning("mbregex search failure in mbsplit(): %s", Message(found));
    Release(Value(parts));
    return HasException() ? void() : Return(result, false);
  }
  Append(parts, Value(NewString(text.substr(part))));
  Return(result, parts);
}

void MbMatch(Args args, Value* result) {
  Options options = g_options;
  if (!args.IsNull(2) && !ReadOptions(args.View(2), &options)) return;
  std::string_view text = args.View(1);
  if (!IsValid(text)) return Return(result, false);
  void* regex = Compile(args.View(0), options);
  if (!regex) return HasException() ? void() : Return(result, false);
  auto* begin = reinterpret_cast<Byte*>(text.data());
  Return(result,
         Onig().onig_match_with_param(regex, begin, begin + text.size(), begin, nullptr, 0, Limits()) >= 0);
}

// --- mb_ereg_search()

void SetSearchGroups(OnigRegion* groups) {
  if (g_search.groups) Onig().onig_region_free(g_search.groups, 1);
  g_search.groups = groups;
}
void SearchInit(Args args, Value* result) {
  if (!args.IsNull(1) && args.View(1).empty()) return ArgumentValueError(2, "must not be empty");
  Options options = g_options;
  if (!args.IsNull(2) && !ReadOptions(args.View(2), &options)) return;
  if (!args.IsNull(1)) {
    g_search.regex = Compile(args.View(1), options);
    if (!g_search.regex) return HasException() ? void() : Return(result, false);
  }
  g_search.text = args.View(0);
  g_search.has_text = true;
  bool valid = IsValid(g_search.text);
  g_search.position = valid ? 0 : g_search.text.size();
  SetSearchGroups(nullptr);
  Return(result, valid);
}
enum class Tell : uint8_t { kWhether, kWhere, kGroups };
template <Tell kTell>
void SearchNext(Args args, Value* result) {
  Options options = g_options;
  if (!args.IsNull(1) && !ReadOptions(args.View(1), &options)) return;
  SetSearchGroups(nullptr);
  if (!args.IsNull(0)) {
    g_search.regex = Compile(args.View(0), options);
    if (!g_search.regex) return HasException() ? void() : Return(result, false);
  }
  if (!g_search.regex) return ThrowError("No pattern was provided");
  if (!g_search.has_text) return ThrowError("No string was provided");
  Groups groups;
  int found = Find(g_search.regex, g_search.text, g_search.position, groups);
  if (found < 0) {
    if (found == kMismatch) {
      g_search.position = g_search.text.size();
    } else {
      FunctionWarning("mbregex search failure in mbregex_search(): %s", Message(found));
    }
    return HasException() ? void() : Return(result, false);
  }
  g_search.position = static_cast<size_t>(groups->end[0]);
  if (kTell == Tell::kWhether) {
    Return(result, true);
  } else if (kTell == Tell::kWhere) {
    Array* a = NewArray();
    Append(a, Value(int64_t{groups->begin[0]}));
    Append(a, Value(int64_t{groups->end[0] - groups->begin[0]}));
    Return(result, a);
  } else {
    Return(result, GroupArray(g_search.regex, g_search.text, groups, true));
  }
  SetSearchGroups(groups.Take());
}
void SearchGetRegs(Args, Value* result) {
  if (!g_search.groups || !g_search.has_text) return Return(result, false);
  Return(result, GroupArray(g_search.regex, g_search.text, g_search.groups, true));
}
void SearchGetPos(Args, Value* result) { Return(result, static_cast<int64_t>(g_search.position)); }
void SearchSetPos(Args args, Value* result) {
  int64_t position = args[0].i;
  auto size = static_cast<int64_t>(g_search.text.size());
  if (position < 0 && g_search.has_text) position += size;
  if (position < 0 || (g_search.has_text && position > size)) {
    return ArgumentValueError(1, "is out of range");
  }
  g_search.position = static_cast<size_t>(position);
  Return(result, true);
}

void RegexEncodingFunction(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, FirstName(CurrentEncoding()));
  const RegexEncoding* e = FindRegexEncoding(args.View(0));
  if (!e)
    return ArgumentValueError(1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(0)));
  g_encoding = e;
  Return(result, true);
}
void RegexSetOptions(Args args, Value* result) {
  std::string before = OptionText(g_options);
  if (!args.IsNull(0)) {
    Options options;
    if (!ReadOptions(args.View(0), &options)) return;
    g_options = options;
  }
  Return(result, std::string_view(before));
}

constexpr uint16_t kRuns = Effects::kThrows | Effects::kReadsState | Effects::kWarns | Effects::kWritesState;
constexpr uint16_t kRunsArgs = kRuns | Effects::kWritesArgs | Effects::kCallsBack;
constexpr char kNext[] = "(?string $pattern = null, ?string $options = null): bool";
constexpr char kNextArray[] = "(?string $pattern = null, ?string $options = null): array|false";
constexpr char kReplace[] =
    "(string $pattern, string $replacement, string $string, ?string $options = null): string|false|null";
constexpr BuiltinRow kRows[] = {
    {"mb_ereg", "(string $pattern, string $string, &$matches = null): bool", kRunsArgs, MbEreg<false>},
    {"mb_ereg_match", "(string $pattern, string $string, ?string $options = null): bool", kRuns, MbMatch},
    {"mb_ereg_replace", kReplace, kRuns, MbReplace<With::kText>},
    {"mb_ereg_replace_callback",
     "(string $pattern, callable $callback, string $string, ?string $options = null): string|false|null",
     kRunsArgs, MbReplace<With::kCallback>},
    {"mb_ereg_search", kNext, kRuns, SearchNext<Tell::kWhether>},
    {"mb_ereg_search_getpos", "(): int", kRuns, SearchGetPos},
    {"mb_ereg_search_getregs", "(): array|false", kRuns, SearchGetRegs},
    {"mb_ereg_search_init", "(string $string, ?string $pattern = null, ?string $options = null): bool", kRuns,
     SearchInit},
    {"mb_ereg_search_pos", kNextArray, kRuns, SearchNext<Tell::kWhere>},
    {"mb_ereg_search_regs", kNextArray, kRuns, SearchNext<Tell::kGroups>},
    {"mb_ereg_search_setpos", "(int $offset): bool", kRuns, SearchSetPos},
    {"mb_eregi", "(string $pattern, string $string, &$matches = null): bool", kRunsArgs, MbEreg<true>},
    {"mb_eregi_replace", kReplace, kRuns, MbReplace<With::kTextFolded>},
    {"mb_regex_encoding", "(?string $encoding = null): string|bool", kRuns, RegexEncodingFunction},
    {"mb_regex_set_options", "(?string $options = null): string", kRuns, RegexSetOptions},
    {"mb_split", "(string $pattern, string $string, int $limit = -1): array|false", kRuns, MbSplit},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kMbstringRegexFunctions(kRows);

}  // namespace tusk
