// The lexer within quotes: strings with variables, heredocs, backticks.
#include <cstring>

#include "interp/frontend/lexer.h"
#include "interp/frontend/lexer_chars.h"

namespace tusk {
namespace {

// Whether a variable starts at p, a $ or { within quotes.
bool StartsVariable(const char* p) {
  if (*p == '$') return CharIs(p[1], kCharWordStart) || p[1] == '{';
  return *p == '{' && p[1] == '$';
}

}  // namespace

// quote: the opening quote, which start_ may precede by a b.
Token Lexer::LexSingleQuoted(const char* quote) {
  for (const char* p = quote + 1; p < end_; p++) {
    if (*p == '\'') {
      cursor_ = p + 1;
      return MakeLines(TokenKind::T_CONSTANT_ENCAPSED_STRING);
    }
    if (*p == '\\') p++;
  }
  // Nothing closes it: the error is the line's where it starts.
  cursor_ = end_;
  part_quote_ = '\'';
  return Make(TokenKind::T_ENCAPSED_AND_WHITESPACE);
}

Token Lexer::LexDoubleQuoted(const char* quote) {
  for (const char* p = quote + 1; p < end_; p++) {
    if (*p == '"') {
      cursor_ = p + 1;
      return MakeLines(TokenKind::T_CONSTANT_ENCAPSED_STRING);
    }
    if (*p == '\\') {
      p++;
    } else if (StartsVariable(p)) {
      break;
    }
  }
  cursor_ = quote + 1;
  mode_ = Mode::kDoubleQuotes;
  return Make(CharToken('"'));
}

Token Lexer::LexVariableInQuotes() {
  cursor_ = SkipWord(start_ + 1);
  const char* p = cursor_;
  if (*p == '[') {
    Push(Mode::kVariableOffset);
  } else if ((p[0] == '-' && p[1] == '>' && CharIs(p[2], kCharWordStart)) ||
             (p[0] == '?' && p[1] == '-' && p[2] == '>' && CharIs(p[3], kCharWordStart))) {
    Push(Mode::kProperty);
  }
  return Make(TokenKind::T_VARIABLE);
}

Token Lexer::LexQuotedPart() {
  if (start_ == end_) return Make(CheckAllClosed() ? TokenKind::kEnd : TokenKind::kError);
  char quote = mode_ == Mode::kDoubleQuotes ? '"' : mode_ == Mode::kBackticks ? '`' : '\0';
  bool has_variables = mode_ != Mode::kNowdoc;
  part_quote_ = quote ? quote : has_variables ? '<' : '\'';
  if (quote && *start_ == quote) {
    mode_ = Mode::kScript;
    return TakeChar();
  }
  if (has_variables && StartsVariable(start_)) {
    if (*start_ == '{') {
      OpenBracket('{');
      Push(Mode::kScript);
      return Take(TokenKind::T_CURLY_OPEN, 1);
    }
    if (start_[1] == '{') {
      OpenBracket('{');
      Push(Mode::kVariableName);
      return Take(TokenKind::T_DOLLAR_OPEN_CURLY_BRACES, 2);
    }
    return LexVariableInQuotes();
  }
  const char* p = start_;
  for (; p < end_; p++) {
    char c = *p;
    if (quote) {
      if (c == quote) break;
    } else if (c == '\n' || c == '\r') {
      const char* line_start = p + (c == '\r' && p[1] == '\n' ? 2 : 1);
      uint32_t indentation;
      if (TryHeredocLabel(line_start, &indentation)) {
        heredocs_.back().indentation = indentation;
        mode_ = Mode::kHeredocEnd;
        p = line_start;
        if (MixesTabsAndSpaces(p, indentation)) return Make(TokenKind::kError);
        break;
      }
      p = line_start - 1;
      continue;
    }
    if (!has_variables) continue;
    if (c == '\\') {
      if (quote || (p[1] != '\n' && p[1] != '\r')) p++;
    } else if (StartsVariable(p)) {
      break;
    }
  }
  cursor_ = p < end_ ? p : end_;
  return MakeLines(TokenKind::T_ENCAPSED_AND_WHITESPACE);
}

// angle: the first < of what may be <<<LABEL, <<<"LABEL" or <<<'LABEL' and a line break.
bool Lexer::AtHeredocStart(const char* angle) const {
  if (angle[1] != '<' || angle[2] != '<') return false;
  const char* p = angle + 3;
  while (*p == ' ' || *p == '\t') p++;
  char quote = *p == '\'' || *p == '"' ? *p++ : '\0';
  if (!CharIs(*p, kCharWordStart)) return false;
  p = SkipWord(p);
  if (quote && *p++ != quote) return false;
  return *p == '\n' || *p == '\r';
}

Token Lexer::LexHeredocStart(const char* angle) {
  const char* p = angle + 3;
  while (*p == ' ' || *p == '\t') p++;
  char quote = *p == '\'' || *p == '"' ? *p++ : '\0';
  const char* label_end = SkipWord(p);
  heredocs_.push_back({{p, static_cast<size_t>(label_end - p)}, 0});
  p = label_end + (quote ? 1 : 0);
  cursor_ = p + (*p == '\r' && p[1] == '\n' ? 2 : 1);
  uint32_t indentation;
  if (TryHeredocLabel(cursor_, &indentation)) {
    heredocs_.back().indentation = indentation;
    mode_ = Mode::kHeredocEnd;
    if (MixesTabsAndSpaces(cursor_, indentation)) return Make(TokenKind::kError);
  } else {
    mode_ = quote == '\'' ? Mode::kNowdoc : Mode::kHeredoc;
  }
  return MakeLines(TokenKind::T_START_HEREDOC);
}

bool Lexer::TryHeredocLabel(const char* line_start, uint32_t* indentation) const {
  const char* p = line_start;
  while (*p == ' ' || *p == '\t') p++;
  std::string_view label = heredocs_.back().label;
  if (static_cast<size_t>(end_ - p) < label.size() || std::memcmp(p, label.data(), label.size()) != 0)
    return false;
  *indentation = static_cast<uint32_t>(p - line_start);
  return !CharIs(p[label.size()], kCharWord);
}

bool Lexer::MixesTabsAndSpaces(const char* indentation_start, uint32_t indentation) {
  if (!options_.for_parser || indentation == 0) return false;
  char other = *indentation_start == ' ' ? '\t' : ' ';
  if (!std::memchr(indentation_start, other, indentation)) return false;
  error_ = "Invalid indentation - tabs and spaces cannot be mixed";
  return true;
}

Token Lexer::LexHeredocEnd() {
  const Heredoc& heredoc = heredocs_.back();
  cursor_ = start_ + heredoc.indentation + heredoc.label.size();
  heredoc_end_ = {heredoc.indentation, heredoc.indentation ? *start_ : '\0'};
  heredocs_.pop_back();
  mode_ = Mode::kScript;
  return Make(TokenKind::T_END_HEREDOC);
}

// After ${ a word before } or [ is the variable's name; otherwise an expression follows, and this returns
// false.
bool Lexer::LexVariableName(Token* token) {
  mode_ = Mode::kScript;
  if (!CharIs(*start_, kCharWordStart)) return false;
  const char* word_end = SkipWord(start_);
  if (*word_end != '}' && *word_end != '[') return false;
  cursor_ = word_end;
  *token = Make(TokenKind::T_STRING_VARNAME);
  return true;
}

Token Lexer::LexVariableOffset() {
  if (start_ == end_) return Make(CheckAllClosed() ? TokenKind::kEnd : TokenKind::kError);
  char c = *start_;
  if (CharIs(c, kCharDigit)) {
    cursor_ = SkipInteger(start_);
    return Make(TokenKind::T_NUM_STRING);
  }
  if (c == '$' && CharIs(start_[1], kCharWordStart)) {
    cursor_ = SkipWord(start_ + 1);
    return Make(TokenKind::T_VARIABLE);
  }
  if (CharIs(c, kCharWordStart)) {
    cursor_ = SkipWord(start_);
    return Make(TokenKind::T_STRING);
  }
  if (c == ']') {
    Pop();
    return TakeChar();
  }
  if (CharIs(c, kCharSpace) || c == '\\' || c == '\'' || c == '#') {
    Pop();
    return Make(TokenKind::T_ENCAPSED_AND_WHITESPACE);
  }
  if (c > ' ' && c < 0x7f) return TakeChar();
  return Take(TokenKind::T_BAD_CHARACTER, 1);
}

}  // namespace tusk
