// The lexer outside of strings: modes, inline HTML, script text, brackets.
#include "interp/frontend/lexer.h"

#include <cstring>
#include <utility>

#include "interp/frontend/lexer_chars.h"

namespace tusk {
namespace {

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c |= 0x20;
    if (c != lower[i]) return false;
  }
  return true;
}

std::string OnLine(uint32_t line, uint32_t current) {
  return line == current ? "" : " on line " + std::to_string(line);
}

struct CastName {
  std::string_view word;
  TokenKind kind;
};

constexpr CastName kCasts[] = {
    {"int", TokenKind::T_INT_CAST},       {"integer", TokenKind::T_INT_CAST},
    {"float", TokenKind::T_DOUBLE_CAST},  {"double", TokenKind::T_DOUBLE_CAST},
    {"real", TokenKind::T_DOUBLE_CAST},   {"string", TokenKind::T_STRING_CAST},
    {"binary", TokenKind::T_STRING_CAST}, {"array", TokenKind::T_ARRAY_CAST},
    {"object", TokenKind::T_OBJECT_CAST}, {"bool", TokenKind::T_BOOL_CAST},
    {"boolean", TokenKind::T_BOOL_CAST},  {"unset", TokenKind::T_UNSET_CAST},
};

}  // namespace

Lexer::Lexer(std::string_view source, const LexerOptions& options)
    : begin_(source.data()),
      end_(source.data() + source.size()),
      cursor_(begin_),
      start_(begin_),
      line_(options.first_line),
      options_(options),
      mode_(options.start_in_script ? Mode::kScript : Mode::kInlineHtml) {
  if (options.skip_shebang && source.starts_with("#!")) {
    while (cursor_ != end_ && *cursor_ != '\n' && *cursor_ != '\r') cursor_++;
    if (*cursor_ == '\r' && cursor_[1] == '\n') cursor_++;
    if (cursor_ != end_) {
      cursor_++;
      line_++;
    }
  }
}

Token Lexer::MakeLines(TokenKind kind) {
  Token token = Make(kind);
  line_ += CountLines(start_, cursor_);
  return token;
}

Token Lexer::Fail(std::string message) {
  error_ = std::move(message);
  return Make(TokenKind::kError);
}

std::string_view Lexer::TakeDocComment() { return std::exchange(doc_comment_, {}); }

bool Lexer::CloseBracket(char c) {
  if (!options_.for_parser) return true;
  if (brackets_.empty()) {
    error_ = std::string("Unmatched '") + c + "'";
    return false;
  }
  Bracket open = brackets_.back();
  char closing = open.character == '(' ? ')' : open.character == '[' ? ']' : '}';
  if (c != closing) {
    error_ = std::string("Unclosed '") + open.character + "'" + OnLine(open.line, line_) +
             " does not match '" + c + "'";
    return false;
  }
  brackets_.pop_back();
  return true;
}

bool Lexer::CheckAllClosed() {
  if (!options_.for_parser || brackets_.empty()) return true;
  Bracket open = brackets_.back();
  error_ = std::string("Unclosed '") + open.character + "'" + OnLine(open.line, line_);
  return false;
}

Token Lexer::Next() {
  line_ += late_line_;
  late_line_ = false;
  for (;;) {
    start_ = cursor_;
    Token token;
    switch (mode_) {
      case Mode::kScript: return LexScript();
      case Mode::kInlineHtml:
        token = LexInlineHtml();
        if (options_.for_parser && token.kind == TokenKind::T_OPEN_TAG) continue;
        return token;
      case Mode::kProperty:
        if (LexProperty(&token)) return token;
        continue;
      case Mode::kDoubleQuotes:
      case Mode::kBackticks:
      case Mode::kHeredoc:
      case Mode::kNowdoc: return LexQuotedPart();
      case Mode::kHeredocEnd: return LexHeredocEnd();
      case Mode::kVariableName:
        if (LexVariableName(&token)) return token;
        continue;
      case Mode::kVariableOffset: return LexVariableOffset();
    }
  }
}

Token Lexer::LexInlineHtml() {
  if (cursor_ == end_) return CheckAllClosed() ? Make(TokenKind::kEnd) : Make(TokenKind::kError);
  // The length of the opening tag at p, or 0.
  auto tag_length = [&](const char* p) -> int {
    if (p[1] != '?') return 0;
    if (p[2] == '=') return 3;
    if (end_ - p >= 5 && EqualsIgnoringCase({p + 2, 3}, "php")) {
      if (p + 5 == end_) return 5;
      if (p[5] == '\r' && p[6] == '\n') return 7;
      if (CharIs(p[5], kCharSpace)) return 6;
    }
    return options_.short_tags ? 2 : 0;
  };
  for (const char* p = cursor_;; p++) {
    p = static_cast<const char*>(std::memchr(p, '<', static_cast<size_t>(end_ - p)));
    if (!p) {
      cursor_ = end_;
      return MakeLines(TokenKind::T_INLINE_HTML);
    }
    int length = tag_length(p);
    if (length == 0) continue;
    if (p != start_) {
      cursor_ = p;
      return MakeLines(TokenKind::T_INLINE_HTML);
    }
    mode_ = Mode::kScript;
    cursor_ = p + length;
    return MakeLines(length == 3 ? TokenKind::T_OPEN_TAG_WITH_ECHO : TokenKind::T_OPEN_TAG);
  }
}

Token Lexer::LexScript() {
  for (;;) {
    start_ = cursor_;
    char c = *cursor_;
    if (CharIs(c, kCharWordStart)) return LexWord();
    if (CharIs(c, kCharSpace)) {
      uint32_t line = line_;
      do {
        line_ += c == '\n' || (c == '\r' && cursor_[1] != '\n');
        c = *++cursor_;
      } while (CharIs(c, kCharSpace));
      if (options_.for_parser) continue;
      Token token = Make(TokenKind::T_WHITESPACE);
      token.line = line;
      return token;
    }
    if (c == '$') {
      if (!CharIs(cursor_[1], kCharWordStart)) return TakeChar();
      cursor_ = SkipWord(cursor_ + 1);
      return Make(TokenKind::T_VARIABLE);
    }
    if (CharIs(c, kCharDigit)) return LexNumber();
    if (c == '#' && cursor_[1] == '[') {
      OpenBracket('[');
      return Take(TokenKind::T_ATTRIBUTE, 2);
    }
    if (c == '#' || (c == '/' && (cursor_[1] == '/' || cursor_[1] == '*'))) {
      Token token;
      if (LexComment(&token)) return token;
      continue;
    }
    return LexOperator();
  }
}

// False when the comment is to be left out.
bool Lexer::LexComment(Token* token) {
  if (start_[0] == '/' && start_[1] == '*') {
    bool is_doc = start_[2] == '*' && CharIs(start_[3], kCharSpace);
    const char* p = start_ + 2;
    for (;; p++) {
      p = static_cast<const char*>(std::memchr(p, '*', static_cast<size_t>(end_ - p)));
      if (!p || p[1] == '/') break;
    }
    cursor_ = p ? p + 2 : end_;
    if (!p && options_.for_parser) {
      *token = Fail("Unterminated comment starting line " + std::to_string(line_));
      return true;
    }
    *token = MakeLines(is_doc ? TokenKind::T_DOC_COMMENT : TokenKind::T_COMMENT);
    if (is_doc) doc_comment_ = token->text;
    return !options_.for_parser;
  }
  const char* p = start_ + 1;
  while (p != end_ && *p != '\n' && *p != '\r' && !(*p == '?' && p[1] == '>')) p++;
  cursor_ = p;
  *token = Make(TokenKind::T_COMMENT);
  return !options_.for_parser;
}

const char* Lexer::SkipBlanksAndComments(const char* p) const {
  for (;;) {
    if (CharIs(*p, kCharSpace)) {
      p++;
    } else if (*p == '/' && p[1] == '*') {
      for (p += 2; p != end_ && !(*p == '*' && p[1] == '/'); p++) {
      }
      if (p == end_) return p;
      p += 2;
    } else if ((*p == '#' && p[1] != '[') || (*p == '/' && p[1] == '/')) {
      while (p != end_ && *p != '\n' && *p != '\r' && !(*p == '?' && p[1] == '>')) p++;
    } else {
      return p;
    }
  }
}

Token Lexer::LexWord() {
  char c = *start_;
  if ((c | 0x20) == 'b') {
    const char* next = start_ + 1;
    if (*next == '\'') return LexSingleQuoted(next);
    if (*next == '"') return LexDoubleQuoted(next);
    if (*next == '<' && AtHeredocStart(next)) return LexHeredocStart(next);
  }
  cursor_ = SkipWord(start_ + 1);
  std::string_view word{start_, static_cast<size_t>(cursor_ - start_)};
  if (*cursor_ == '\\' && CharIs(cursor_[1], kCharWordStart)) {
    while (*cursor_ == '\\' && CharIs(cursor_[1], kCharWordStart)) cursor_ = SkipWord(cursor_ + 1);
    return Make(EqualsIgnoringCase(word, "namespace") ? TokenKind::T_NAME_RELATIVE
                                                      : TokenKind::T_NAME_QUALIFIED);
  }
  TokenKind kind = LookUpKeyword(word);
  switch (kind) {
    case TokenKind::T_YIELD: {
      const char* next = SkipBlanksAndComments(cursor_);
      if (next != cursor_ && end_ - next >= 4 && EqualsIgnoringCase({next, 4}, "from") &&
          !CharIs(next[4], kCharWord)) {
        cursor_ = next + 4;
        return MakeLines(TokenKind::T_YIELD_FROM);
      }
      break;
    }
    case TokenKind::T_ENUM: {
      // A keyword only before the name of an enum.
      const char* next = SkipBlanksAndComments(cursor_);
      const char* word_end = SkipWord(next);
      std::string_view following{next, static_cast<size_t>(word_end - next)};
      if (next == cursor_ || !CharIs(*next, kCharWordStart) || EqualsIgnoringCase(following, "extends") ||
          EqualsIgnoringCase(following, "implements")) {
        kind = TokenKind::T_STRING;
      }
      break;
    }
    case TokenKind::T_PUBLIC:
    case TokenKind::T_PROTECTED:
    case TokenKind::T_PRIVATE:
      if (*cursor_ == '(' && end_ - cursor_ >= 5 && EqualsIgnoringCase({cursor_, 5}, "(set)")) {
        cursor_ += 5;
        kind = kind == TokenKind::T_PUBLIC      ? TokenKind::T_PUBLIC_SET
               : kind == TokenKind::T_PROTECTED ? TokenKind::T_PROTECTED_SET
                                                : TokenKind::T_PRIVATE_SET;
      }
      break;
    default: break;
  }
  return Make(kind);
}

Token Lexer::LexNumber() {
  const char* p = SkipInteger(start_);
  TokenKind kind = TokenKind::T_LNUMBER;
  bool decimal = *start_ != '0' || p == start_ + 1 || CharIs(start_[1], kCharDigit | kCharUnderscore);
  if (decimal && *p == '.') {
    kind = TokenKind::T_DNUMBER;
    p++;
    if (CharIs(*p, kCharDigit)) p = SkipDigits(p, kCharDigit);
  }
  if (decimal && (*p | 0x20) == 'e') {
    const char* exponent = p + 1 + (p[1] == '+' || p[1] == '-');
    if (CharIs(*exponent, kCharDigit)) {
      kind = TokenKind::T_DNUMBER;
      p = SkipDigits(exponent, kCharDigit);
    }
  }
  cursor_ = p;
  return Make(kind);
}

bool Lexer::TryCast(Token* token) {
  auto skip_blanks = [](const char* p) {
    while (*p == ' ' || *p == '\t') p++;
    return p;
  };
  const char* word = skip_blanks(start_ + 1);
  if (!CharIs(*word, kCharWordStart)) return false;
  const char* word_end = SkipWord(word);
  const char* close = skip_blanks(word_end);
  if (*close != ')') return false;
  std::string_view text{word, static_cast<size_t>(word_end - word)};
  for (const CastName& cast : kCasts) {
    if (!EqualsIgnoringCase(text, cast.word)) continue;
    cursor_ = close + 1;
    *token = Make(cast.kind);
    if (options_.for_parser && cast.word == "real") {
      *token = Fail("The (real) cast has been removed, use (float) instead");
    }
    return true;
  }
  return false;
}

bool Lexer::FollowsAmpersandVariable() const {
  const char* p = SkipBlanksAndComments(start_ + 1);
  return *p == '$' || (p[0] == '.' && p[1] == '.' && p[2] == '.');
}

Token Lexer::LexCloseTag() {
  cursor_ = start_ + 2;
  // The line break after ?> belongs to the tag, but an error at the tag is on the tag's line.
  late_line_ = *cursor_ == '\n' || *cursor_ == '\r';
  if (*cursor_ == '\r' && cursor_[1] == '\n') cursor_++;
  if (late_line_) cursor_++;
  mode_ = Mode::kInlineHtml;
  return Make(TokenKind::T_CLOSE_TAG);
}

Token Lexer::LexOperator() {
  const char* p = start_;
  auto assign = [&](TokenKind kind) { return p[1] == '=' ? Take(kind, 2) : TakeChar(); };
  switch (*p) {
    case '(': {
      Token token;
      if (TryCast(&token)) return token;
      OpenBracket('(');
      return TakeChar();
    }
    case '[': OpenBracket('['); return TakeChar();
    case '{':
      OpenBracket('{');
      Push(Mode::kScript);
      return TakeChar();
    case ')':
    case ']': cursor_ = start_ + 1; return Make(CloseBracket(*p) ? CharToken(*p) : TokenKind::kError);
    case '}':
      doc_comment_ = {};
      cursor_ = start_ + 1;
      if (!CloseBracket('}')) return Make(TokenKind::kError);
      if (!modes_.empty()) Pop();
      return Make(CharToken('}'));
    case ';':
    case ',':
    case '@':
    case '~': return TakeChar();
    case '\'': return LexSingleQuoted(p);
    case '"': return LexDoubleQuoted(p);
    case '`': mode_ = Mode::kBackticks; return TakeChar();
    case '-':
      if (p[1] == '>') {
        Push(Mode::kProperty);
        return Take(TokenKind::T_OBJECT_OPERATOR, 2);
      }
      if (p[1] == '-') return Take(TokenKind::T_DEC, 2);
      return assign(TokenKind::T_MINUS_EQUAL);
    case '+':
      if (p[1] == '+') return Take(TokenKind::T_INC, 2);
      return assign(TokenKind::T_PLUS_EQUAL);
    case '*':
      if (p[1] == '*') return p[2] == '=' ? Take(TokenKind::T_POW_EQUAL, 3) : Take(TokenKind::T_POW, 2);
      return assign(TokenKind::T_MUL_EQUAL);
    case '/': return assign(TokenKind::T_DIV_EQUAL);
    case '%': return assign(TokenKind::T_MOD_EQUAL);
    case '^': return assign(TokenKind::T_XOR_EQUAL);
    case '.':
      if (CharIs(p[1], kCharDigit)) return LexNumber();
      if (p[1] == '.' && p[2] == '.') return Take(TokenKind::T_ELLIPSIS, 3);
      return assign(TokenKind::T_CONCAT_EQUAL);
    case '=':
      if (p[1] == '=') {
        return p[2] == '=' ? Take(TokenKind::T_IS_IDENTICAL, 3) : Take(TokenKind::T_IS_EQUAL, 2);
      }
      return p[1] == '>' ? Take(TokenKind::T_DOUBLE_ARROW, 2) : TakeChar();
    case '!':
      if (p[1] != '=') return TakeChar();
      return p[2] == '=' ? Take(TokenKind::T_IS_NOT_IDENTICAL, 3) : Take(TokenKind::T_IS_NOT_EQUAL, 2);
    case '<':
      if (p[1] == '=') {
        return p[2] == '>' ? Take(TokenKind::T_SPACESHIP, 3) : Take(TokenKind::T_IS_SMALLER_OR_EQUAL, 2);
      }
      if (p[1] == '>') return Take(TokenKind::T_IS_NOT_EQUAL, 2);
      if (p[1] != '<') return TakeChar();
      if (p[2] == '=') return Take(TokenKind::T_SL_EQUAL, 3);
      if (AtHeredocStart(p)) return LexHeredocStart(p);
      return Take(TokenKind::T_SL, 2);
    case '>':
      if (p[1] == '=') return Take(TokenKind::T_IS_GREATER_OR_EQUAL, 2);
      if (p[1] != '>') return TakeChar();
      return p[2] == '=' ? Take(TokenKind::T_SR_EQUAL, 3) : Take(TokenKind::T_SR, 2);
    case '&':
      if (p[1] == '&') return Take(TokenKind::T_BOOLEAN_AND, 2);
      if (p[1] == '=') return Take(TokenKind::T_AND_EQUAL, 2);
      return Take(FollowsAmpersandVariable() ? TokenKind::T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG
                                             : TokenKind::T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG,
                  1);
    case '|':
      if (p[1] == '|') return Take(TokenKind::T_BOOLEAN_OR, 2);
      return assign(TokenKind::T_OR_EQUAL);
    case ':': return p[1] == ':' ? Take(TokenKind::T_PAAMAYIM_NEKUDOTAYIM, 2) : TakeChar();
    case '?':
      if (p[1] == '>') return LexCloseTag();
      if (p[1] == '?') {
        return p[2] == '=' ? Take(TokenKind::T_COALESCE_EQUAL, 3) : Take(TokenKind::T_COALESCE, 2);
      }
      if (p[1] == '-' && p[2] == '>') {
        Push(Mode::kProperty);
        return Take(TokenKind::T_NULLSAFE_OBJECT_OPERATOR, 3);
      }
      return TakeChar();
    case '\\':
      if (!CharIs(p[1], kCharWordStart)) return Take(TokenKind::T_NS_SEPARATOR, 1);
      cursor_ = p;
      while (*cursor_ == '\\' && CharIs(cursor_[1], kCharWordStart)) cursor_ = SkipWord(cursor_ + 1);
      return Make(TokenKind::T_NAME_FULLY_QUALIFIED);
    case '\0':
      if (p == end_) return Make(CheckAllClosed() ? TokenKind::kEnd : TokenKind::kError);
      return Take(TokenKind::T_BAD_CHARACTER, 1);
    default: return Take(TokenKind::T_BAD_CHARACTER, 1);
  }
}

// After -> a word is a name, whatever it spells. False: what follows is ordinary script text.
bool Lexer::LexProperty(Token* token) {
  if (CharIs(*start_, kCharSpace)) {
    while (CharIs(*cursor_, kCharSpace)) cursor_++;
    *token = MakeLines(TokenKind::T_WHITESPACE);
    return !options_.for_parser;
  }
  if (start_[0] == '-' && start_[1] == '>') {
    *token = Take(TokenKind::T_OBJECT_OPERATOR, 2);
    return true;
  }
  if (start_[0] == '?' && start_[1] == '-' && start_[2] == '>') {
    *token = Take(TokenKind::T_NULLSAFE_OBJECT_OPERATOR, 3);
    return true;
  }
  // Attributes cannot stand here: #[ starts a comment like any #.
  if (*start_ == '#' || (*start_ == '/' && (start_[1] == '/' || start_[1] == '*'))) {
    return LexComment(token);
  }
  Pop();
  if (!CharIs(*start_, kCharWordStart)) return false;
  cursor_ = SkipWord(start_);
  *token = Make(TokenKind::T_STRING);
  return true;
}

}  // namespace tusk
