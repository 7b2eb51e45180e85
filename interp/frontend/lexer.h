#pragma once
// Source text -> tokens. Tokens cover the source without a gap, whitespace and comments included, which is
// what the tokenizer extension shows; for the parser these are left out and bad brackets and comments are
// errors.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interp/frontend/token.h"

namespace tusk {

struct LexerOptions {
  bool start_in_script = false;  // as after <?php
  bool short_tags = true;        // <? is an opening tag
  bool skip_shebang = false;     // a first line that starts with #! is not output
  bool for_parser = false;       // leave whitespace, comments and open tags out; report errors
  uint32_t first_line = 1;
};

// How the closing label of a heredoc stands, known once T_END_HEREDOC has been returned.
struct HeredocEnd {
  uint32_t indentation = 0;
  char blank = '\0';  // ' ' or '\t', what the indentation is made of
};

class Lexer {
 public:
  // The byte after source's last one must be readable and 0. source outlives the lexer and its tokens.
  Lexer(std::string_view source, const LexerOptions& options);

  // The next token; kEnd for ever after the last. kError when error() has been set.
  Token Next();

  // The line that the next token starts on.
  uint32_t line() const { return line_; }
  size_t offset() const { return static_cast<size_t>(cursor_ - begin_); }
  // Message of a syntax error that the lexer itself found (brackets, comments); line() is its line.
  const std::string& error() const { return error_; }
  // What the latest T_ENCAPSED_AND_WHITESPACE stood in: '"', '`', '<' for a heredoc, '\'' for a nowdoc or a
  // single quote that nothing closes.
  char part_quote() const { return part_quote_; }
  const HeredocEnd& heredoc_end() const { return heredoc_end_; }
  // The latest /** */ since the last call or closing brace; its text is part of the source.
  std::string_view TakeDocComment();
  // What follows is data: the next token is kEnd.
  void Stop() { cursor_ = end_; }

 private:
  enum class Mode : uint8_t {
    kInlineHtml,
    kScript,
    kProperty,  // after -> : a word is a name
    kDoubleQuotes,
    kBackticks,
    kHeredoc,
    kNowdoc,
    kHeredocEnd,
    kVariableName,    // after ${
    kVariableOffset,  // between [ and ] of "$a[0]"
  };
  struct Bracket {
    char character;
    uint32_t line;
  };
  struct Heredoc {
    std::string_view label;
    uint32_t indentation;
  };

  Token LexInlineHtml();
  Token LexScript();
  Token LexWord();
  Token LexNumber();
  Token LexSingleQuoted(const char* quote);
  Token LexDoubleQuoted(const char* quote);
  bool LexComment(Token* token);
  Token LexOperator();
  Token LexCloseTag();
  bool LexProperty(Token* token);
  Token LexQuotedPart();
  Token LexHeredocStart(const char* angle);
  Token LexHeredocEnd();
  bool LexVariableName(Token* token);
  Token LexVariableOffset();
  Token LexVariableInQuotes();

  bool AtHeredocStart(const char* angle) const;
  bool TryHeredocLabel(const char* line_start, uint32_t* indentation) const;
  bool TryCast(Token* token);
  bool FollowsAmpersandVariable() const;
  const char* SkipBlanksAndComments(const char* from) const;

  Token Make(TokenKind kind) {  // from start_ to cursor_, without a line break
    return {kind, line_, {start_, static_cast<size_t>(cursor_ - start_)}};
  }
  Token MakeLines(TokenKind kind);  // the same, and moves line_ on
  Token Take(TokenKind kind, int length) {
    cursor_ = start_ + length;
    return Make(kind);
  }
  Token TakeChar() { return Take(CharToken(*start_), 1); }
  Token Fail(std::string message);
  bool MixesTabsAndSpaces(const char* indentation_start, uint32_t indentation);
  void OpenBracket(char c) { brackets_.push_back({c, line_}); }
  bool CloseBracket(char c);
  bool CheckAllClosed();

  void Push(Mode mode) {
    modes_.push_back(mode_);
    mode_ = mode;
  }
  void Pop() {
    mode_ = modes_.back();
    modes_.pop_back();
  }

  const char* begin_;
  const char* end_;
  const char* cursor_;
  const char* start_;
  uint32_t line_;
  LexerOptions options_;
  Mode mode_;
  std::vector<Mode> modes_;
  std::vector<Heredoc> heredocs_;
  std::vector<Bracket> brackets_;
  HeredocEnd heredoc_end_;
  std::string_view doc_comment_;
  std::string error_;
  char part_quote_ = '\'';
  bool late_line_ = false;  // the latest token's line break is yet to be counted
};

}  // namespace tusk
