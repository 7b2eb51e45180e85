// Compiling and matching regular expressions.
#include "interp/ext/pcre/regex.h"
#include "interp/runtime/ini.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "absl/container/flat_hash_map.h"

namespace tusk {

RegexError g_regex_error = RegexError::kNone;

const char* RegexErrorMessage(RegexError error) {
  switch (error) {
    case RegexError::kNone: return "No error";
    case RegexError::kInternal: return "Internal error";
    case RegexError::kBacktrackLimit: return "Backtrack limit exhausted";
    case RegexError::kRecursionLimit: return "Recursion limit exhausted";
    case RegexError::kBadUtf8: return "Malformed UTF-8 characters, possibly incorrectly encoded";
    case RegexError::kBadUtf8Offset:
      return "The offset did not correspond to the beginning of a valid UTF-8 code point";
    case RegexError::kJitStack: return "JIT stack exhausted";
  }
  return "Unknown error";
}

namespace {

// pcre.backtrack_limit, pcre.recursion_limit
uint32_t g_backtrack_limit = 1'000'000;
uint32_t g_recursion_limit = 100'000;
bool g_limits_changed = false;
constexpr size_t kMaxCached = 4096;

pcre2_match_context* MatchContext() {
  static pcre2_match_context* context = [] {
    pcre2_match_context* c = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(c, g_backtrack_limit);
    pcre2_set_depth_limit(c, g_recursion_limit);
    pcre2_jit_stack_assign(c, nullptr, pcre2_jit_stack_create(32 << 10, 192 << 10, nullptr));
    return c;
  }();
  if (TUSK_UNLIKELY(g_limits_changed)) {
    pcre2_set_match_limit(context, g_backtrack_limit);
    pcre2_set_depth_limit(context, g_recursion_limit);
    g_limits_changed = false;
  }
  return context;
}

// Keys are the patterns that the entries own.
absl::flat_hash_map<std::string_view, Regex*>& Cache() {
  static auto* cache = new absl::flat_hash_map<std::string_view, Regex*>;
  return *cache;
}

// The last regex seen with a hash, and the literal that stood for it: these are interned, so the address says
// it all.
struct Recent {
  String* literal;
  Regex* regex;
};
constexpr size_t kRecent = 512;
constinit Recent g_recent[kRecent] = {};

// Makes room in a full cache: an eighth of what nobody uses goes.
void Evict() {
  auto& cache = Cache();
  size_t wanted = kMaxCached / 8;
  for (auto it = cache.begin(); it != cache.end() && wanted > 0;) {
    Regex* regex = it->second;
    if (regex->users) {
      ++it;
      continue;
    }
    cache.erase(it++);
    --wanted;
    pcre2_match_data_free(regex->match);
    pcre2_code_free(regex->code);
    Release(regex->pattern);
    delete regex;
  }
  std::fill_n(g_recent, kRecent, Recent{});
}

RegexUse Use(Regex* regex) {
  ++regex->users;
  return RegexUse(regex);
}

RegexUse Fail() {
  g_regex_error = RegexError::kInternal;
  return nullptr;
}

// Cuts a pattern into its body and options; false with a warning raised.
bool ParsePattern(std::string_view text, std::string_view* body, uint32_t* options, uint32_t* extra) {
  size_t i = 0;
  while (i < text.size() && std::isspace(static_cast<unsigned char>(text[i]))) ++i;
  if (i == text.size()) {
    FunctionWarning("Empty regular expression");
    return false;
  }
  char open = text[i++];
  if (std::isalnum(static_cast<unsigned char>(open)) || open == '\\' || open == '\0') {
    FunctionWarning("Delimiter must not be alphanumeric, backslash, or NUL byte");
    return false;
  }
  static constexpr std::string_view kOpen = "([{<";
  static constexpr std::string_view kClose = ")]}>";
  size_t bracket = kOpen.find(open);
  char close = bracket == kOpen.npos ? open : kClose[bracket];
  size_t start = i;
  int depth = 1;
  for (; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
    } else if (text[i] == close && --depth <= 0) {
      break;
    } else if (bracket != kOpen.npos && text[i] == open) {
      ++depth;
    }
  }
  if (i >= text.size()) {
    if (bracket == kOpen.npos) {
      FunctionWarning("No ending delimiter '%c' found", close);
    } else {
      FunctionWarning("No ending matching delimiter '%c' found", close);
    }
    return false;
  }
  *body = text.substr(start, i - start);
  *options = 0;
  *extra = PCRE2_EXTRA_BAD_ESCAPE_IS_LITERAL;
  for (++i; i < text.size(); ++i) {
    switch (text[i]) {
      case 'i': *options |= PCRE2_CASELESS; break;
      case 'm': *options |= PCRE2_MULTILINE; break;
      case 's': *options |= PCRE2_DOTALL; break;
      case 'x': *options |= PCRE2_EXTENDED; break;
      case 'n': *options |= PCRE2_NO_AUTO_CAPTURE; break;
      case 'A': *options |= PCRE2_ANCHORED; break;
      case 'D': *options |= PCRE2_DOLLAR_ENDONLY; break;
      case 'S': break;
      case 'X': *extra &= ~static_cast<uint32_t>(PCRE2_EXTRA_BAD_ESCAPE_IS_LITERAL); break;
      case 'U': *options |= PCRE2_UNGREEDY; break;
      case 'u': *options |= PCRE2_UTF | PCRE2_UCP; break;
      case 'J': *options |= PCRE2_DUPNAMES; break;
      case ' ':
      case '\n':
      case '\r': break;
      case '\0': FunctionWarning("NUL byte is not a valid modifier"); return false;
      default: FunctionWarning("Unknown modifier '%c'", text[i]); return false;
    }
  }
  return true;
}

void ReadNames(Regex* regex) {
  uint32_t count = 0;
  pcre2_pattern_info(regex->code, PCRE2_INFO_NAMECOUNT, &count);
  if (count == 0) return;
  uint32_t size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(regex->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
  regex->names.resize(regex->groups);
  for (uint32_t i = 0; i < count; ++i, table += size) {
    uint32_t group = static_cast<uint32_t>(table[0] << 8 | table[1]);
    regex->names[group] = Intern(reinterpret_cast<const char*>(table + 2));
  }
}

void SetError(int rc) {
  switch (rc) {
    case PCRE2_ERROR_MATCHLIMIT: g_regex_error = RegexError::kBacktrackLimit; break;
    case PCRE2_ERROR_RECURSIONLIMIT: g_regex_error = RegexError::kRecursionLimit; break;
    case PCRE2_ERROR_BADUTFOFFSET: g_regex_error = RegexError::kBadUtf8Offset; break;
    case PCRE2_ERROR_JIT_STACKLIMIT: g_regex_error = RegexError::kJitStack; break;
    default:
      g_regex_error = rc <= PCRE2_ERROR_UTF8_ERR1 && rc >= PCRE2_ERROR_UTF8_ERR21 ? RegexError::kBadUtf8
                                                                                  : RegexError::kInternal;
  }
}

}  // namespace

RegexUse CompileRegex(String* pattern) {
  Recent& recent = g_recent[pattern->Hash() % kRecent];
  if (recent.literal == pattern) return Use(recent.regex);
  String* literal = pattern->Interned() ? pattern : nullptr;
  if (recent.regex && recent.regex->pattern->Hash() == pattern->Hash() &&
      Equal(recent.regex->pattern, pattern)) {
    if (literal) recent.literal = literal;
    return Use(recent.regex);
  }
  auto& cache = Cache();
  auto it = cache.find(pattern->view());
  if (it != cache.end()) {
    recent = {literal, it->second};
    return Use(it->second);
  }
  std::string_view body;
  uint32_t options;
  uint32_t extra;
  if (!ParsePattern(pattern->view(), &body, &options, &extra)) return Fail();
  static pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_compile_extra_options(context, extra);
  int error;
  PCRE2_SIZE offset;
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(body.data()), body.size(), options, &error,
                                   &offset, context);
  if (!code) {
    unsigned char message[256];
    pcre2_get_error_message(error, message, sizeof message);
    FunctionWarning("Compilation failed: %s at offset %d", reinterpret_cast<const char*>(message), offset);
    return Fail();
  }
  // Patterns may forbid it, which is no error.
  size_t jit_bytes = 0;
  bool jit = IniBool(IniGet("pcre.jit").text) && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0 &&
             pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &jit_bytes) == 0 && jit_bytes > 0;
  if (cache.size() >= kMaxCached) Evict();
  auto* regex = new Regex{code,
                          0,
                          {},
                          (options & PCRE2_UTF) != 0,
                          pcre2_match_data_create_from_pattern(code, nullptr),
                          NewString(pattern->view()),
                          0};
  regex->jit = jit;
  pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
  ++regex->groups;
  ReadNames(regex);
  cache.emplace(regex->pattern->view(), regex);
  return Use(regex);
}

int MatchRegex(Regex* regex, std::string_view subject, size_t offset, uint32_t options,
               const PCRE2_SIZE** ovector) {
  auto bytes = reinterpret_cast<PCRE2_SPTR>(subject.data());
  // What pcre2_match() would look at first is known here: the pattern was compiled, the subject needs no
  // check.
  int rc;
  if (regex->jit && options == PCRE2_NO_UTF_CHECK) {
    rc = pcre2_jit_match(regex->code, bytes, subject.size(), offset, 0, regex->match, MatchContext());
  } else {
    rc = pcre2_match(regex->code, bytes, subject.size(), offset, options, regex->match, MatchContext());
  }
  if (rc == PCRE2_ERROR_NOMATCH) return 0;
  if (rc < 0) {
    SetError(rc);
    return rc;
  }
  *ovector = pcre2_get_ovector_pointer(regex->match);
  return rc;
}

int RegexScanner::Next() {
  for (;;) {
    if (at_ > subject_.size()) return 0;
    uint32_t options = options_ | (checked_ || !regex_->utf ? PCRE2_NO_UTF_CHECK : 0);
    int rc = MatchRegex(regex_, subject_, at_, options, &ovector_);
    if (rc < 0) return rc;
    checked_ = true;
    if (rc == 0) {
      if (options_ == 0 || at_ >= subject_.size()) return 0;
      // No longer match at the place of an empty one: on by a character.
      ++at_;
      if (regex_->utf) {
        while (at_ < subject_.size() && (static_cast<unsigned char>(subject_[at_]) & 0xc0) == 0x80) ++at_;
      }
      options_ = 0;
      continue;
    }
    start_ = ovector_[0];
    end_ = ovector_[1];
    if (end_ < start_) {
      FunctionWarning("Get subpatterns list failed");
      return 0;
    }
    options_ = start_ == end_ ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
    at_ = end_;
    return rc;
  }
}

void SetMatchLimits(int64_t backtrack, int64_t recursion) {
  auto limit = [](int64_t n) { return static_cast<uint32_t>(std::clamp<int64_t>(n, 0, UINT32_MAX)); };
  g_backtrack_limit = limit(backtrack);
  g_recursion_limit = limit(recursion);
  g_limits_changed = true;
}

}  // namespace tusk
