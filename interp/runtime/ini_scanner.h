// Tokens of INI text, and what the parser of INI text keeps between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interp/runtime/ini_parser.h"

namespace tusk {

using IniIndex = uint32_t;  // an item of IniScanner::items

class IniScanner {
 public:
  IniScanner(std::string_view text, IniMode mode, IniReader& reader)
      : reader(reader), text_(text), mode_(mode) {}

  // A token's number for the parser, 0 at the end; *value is its item where it has one.
  int Next(IniIndex* value);

  IniIndex New(std::string text) { return New(IniItem{.text = std::move(text)}); }
  IniIndex New(IniItem item);
  const std::string& Text(IniIndex i) const { return items[i].text; }
  IniIndex Join(IniIndex a, IniIndex b);
  IniIndex Constant(IniIndex name);
  IniIndex Variable(IniIndex name, const IniIndex* fallback);
  // '|', '&', '^', '~' and '!' on what the texts begin with; `b` is left out for the last two.
  IniIndex Operate(char operation, IniIndex a, IniIndex b = 0);

  IniReader& reader;
  std::vector<IniItem> items;
  int line = 1;
  std::string error;

 private:
  enum class State : uint8_t {
    kInitial,
    kOffset,
    kSection,
    kRawSection,
    kValue,
    kRaw,
    kQuotes,
    kVariable,
    kFallback
  };

  bool AtEnd(size_t at) const { return at >= text_.size(); }
  char At(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  size_t SkipBlanks(size_t at) const;
  // The length of a newline at a place, 0 for none.
  size_t Newline(size_t at) const;
  // Behind blanks and a newline, or blanks, a comment and a newline: 0 for neither.
  size_t EndOfLine(size_t at) const;
  size_t WordEnd(size_t at, std::string_view word) const;
  int Keyword(size_t longest, IniIndex* value);
  int Token(int token, size_t begin, size_t end, IniIndex* value);
  void CountLines(size_t begin, size_t end);
  int Push(State state, int token);
  void Pop();
  size_t PieceEnd(size_t at, std::string_view stop) const;
  bool Quoted(IniIndex* value);
  int EndLine(size_t end);

  int Initial(IniIndex* value);
  int Offset(IniIndex* value);
  int Section(IniIndex* value);
  int RawSection(IniIndex* value);
  int InValue(IniIndex* value);
  int RawValue(IniIndex* value);
  int InQuotes(IniIndex* value);
  int InVariable(IniIndex* value);

  std::string_view text_;
  IniMode mode_;
  size_t at_ = 0;
  State state_ = State::kInitial;
  std::vector<State> outer_;
};

}  // namespace tusk
