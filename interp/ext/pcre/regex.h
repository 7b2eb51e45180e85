// Compiled regular expressions: PHP's pattern syntax over PCRE2 with its JIT, and a cache of them.
#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <string_view>
#include <vector>

#include "interp/ext/support.h"

namespace tusk {

enum class RegexError : int {
  kNone = 0,
  kInternal = 1,
  kBacktrackLimit = 2,
  kRecursionLimit = 3,
  kBadUtf8 = 4,
  kBadUtf8Offset = 5,
  kJitStack = 6,
};
extern RegexError g_regex_error;  // preg_last_error()
const char* RegexErrorMessage(RegexError error);

// pcre.backtrack_limit and pcre.recursion_limit.
void SetMatchLimits(int64_t backtrack, int64_t recursion);

struct Regex {
  pcre2_code* code;
  uint32_t groups;             // group 0 included
  std::vector<String*> names;  // by group number, null for unnamed ones; empty if there is no name
  bool utf;
  pcre2_match_data* match;
  String* pattern;   // owned; the key in the cache
  uint32_t users;    // who match with it now: callbacks may fill the cache meanwhile
  bool jit = false;  // PCRE compiled it to machine code
};
struct EndRegexUse {
  void operator()(Regex* regex) const { --regex->users; }
};
using RegexUse = std::unique_ptr<Regex, EndRegexUse>;

// The compiled pattern, from the cache where possible. Null with a warning raised for what is no pattern.
RegexUse CompileRegex(String* pattern);

// One match at `offset`. >0: number of groups set, offsets in `ovector` (valid until the next match); 0:
// none; <0: failed, g_regex_error is set.
int MatchRegex(Regex* regex, std::string_view subject, size_t offset, uint32_t options,
               const PCRE2_SIZE** ovector);

// Walks through all matches as PHP does: after an empty match it tries again for a longer one at the same
// place, then moves on by one character.
class RegexScanner {
 public:
  RegexScanner(Regex* regex, std::string_view subject, size_t offset)
      : regex_(regex), subject_(subject), at_(offset) {}
  // As MatchRegex; start and end of the match are kept, so that callbacks may match too.
  int Next();
  size_t start() const { return start_; }
  size_t end() const { return end_; }
  const PCRE2_SIZE* ovector() const { return ovector_; }

 private:
  Regex* regex_;
  std::string_view subject_;
  size_t at_;
  size_t start_ = 0;
  size_t end_ = 0;
  uint32_t options_ = 0;
  bool checked_ = false;
  const PCRE2_SIZE* ovector_ = nullptr;
};

}  // namespace tusk
