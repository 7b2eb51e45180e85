// The tokens of INI text. Which one stands at a place depends on where that is: before a '=', behind it, in
// brackets, in quotes or in ${}. The longest match counts, as in PHP.
#include "interp/runtime/ini_scanner.h"

#include <cctype>
#include <charconv>
#include <cstdlib>

#include "interp/runtime/ini_grammar.h"
#include "interp/runtime/string.h"

namespace tusk {

namespace {

bool Blank(char c) { return c == ' ' || c == '\t'; }
bool Digit(char c) { return c >= '0' && c <= '9'; }
bool NameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool NameChar(char c) { return NameStart(c) || Digit(c); }
bool In(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

// NUL ends the text wherever it stands.
constexpr std::string_view kNotInLabel("=\n\r\t;&|^$~(){}!\"[\0", 19);
constexpr std::string_view kNotInValue("$= \t\n\r;&|^~()!\"'\0", 18);
constexpr std::string_view kNotInBrackets("$\n\r;\"']\\\0", 9);
constexpr std::string_view kOperators = "&|^~()!";

std::string_view TrimBlanks(std::string_view s) {
  while (!s.empty() && Blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && Blank(s.back())) s.remove_suffix(1);
  return s;
}

// [-]123 | 1.5: a sign goes with whole numbers only.
size_t NumberLength(std::string_view s) {
  size_t n = 0;
  while (n < s.size() && Digit(s[n])) ++n;
  size_t whole = n;
  if (n < s.size() && s[n] == '.') {
    size_t m = n + 1;
    while (m < s.size() && Digit(s[m])) ++m;
    if (whole > 0 || m > n + 1) return m;
  }
  if (whole > 0 || s.empty() || s[0] != '-') return whole;
  n = 1;
  while (n < s.size() && Digit(s[n])) ++n;
  return n > 1 ? n : 0;
}

IniItem Typed(int token, std::string_view text) {
  IniItem item{.text = std::string(text)};
  switch (token) {
    case BOOL_TRUE: item.kind = IniItem::Kind::kTrue; break;
    case BOOL_FALSE: item.kind = IniItem::Kind::kFalse; break;
    case NULL_NULL: item.kind = IniItem::Kind::kNull; break;
    case TC_NUMBER: {
      if (text.find('.') == std::string_view::npos) {
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), item.integer);
        if (error == std::errc() && end == text.data() + text.size()) item.kind = IniItem::Kind::kInt;
      } else {
        item.number = std::strtod(item.text.c_str(), nullptr);
        item.kind = IniItem::Kind::kFloat;
      }
      break;
    }
    default: break;
  }
  return item;
}

}  // namespace

IniIndex IniScanner::New(IniItem item) {
  items.push_back(std::move(item));
  return static_cast<IniIndex>(items.size() - 1);
}

IniIndex IniScanner::Join(IniIndex a, IniIndex b) {
  items[a].kind = IniItem::Kind::kText;
  items[a].text += items[b].text;
  return a;
}

IniIndex IniScanner::Constant(IniIndex name) {
  if (std::optional<std::string> text = reader.Constant(items[name].text))
    items[name].text = std::move(*text);
  return name;
}

IniIndex IniScanner::Variable(IniIndex name, const IniIndex* fallback) {
  return New(reader.Variable(items[name].text, fallback ? &items[*fallback].text : nullptr));
}

IniIndex IniScanner::Operate(char operation, IniIndex a, IniIndex b) {
  auto number = [&](IniIndex i) {
    return static_cast<int>(static_cast<uint64_t>(std::strtoll(items[i].text.c_str(), nullptr, 10)));
  };
  int x = number(a), y = number(b);
  switch (operation) {
    case '|': x |= y; break;
    case '&': x &= y; break;
    case '^': x ^= y; break;
    case '~': x = ~x; break;
    default: x = !x;
  }
  IniItem item{.text = std::to_string(x)};
  if (mode_ == IniMode::kTyped) item.kind = IniItem::Kind::kInt, item.integer = x;
  return New(std::move(item));
}

size_t IniScanner::SkipBlanks(size_t at) const {
  while (!AtEnd(at) && Blank(text_[at])) ++at;
  return at;
}

size_t IniScanner::Newline(size_t at) const {
  if (AtEnd(at)) return 0;
  if (text_[at] == '\n') return 1;
  if (text_[at] != '\r') return 0;
  return At(at + 1) == '\n' ? 2 : 1;
}

size_t IniScanner::EndOfLine(size_t at) const {
  at = SkipBlanks(at);
  if (At(at) == ';') {
    while (!AtEnd(at) && text_[at] != '\n' && text_[at] != '\r') ++at;
    if (AtEnd(at)) return at;
  }
  size_t length = Newline(at);
  return length ? at + length : 0;
}

size_t IniScanner::WordEnd(size_t at, std::string_view word) const {
  if (!EqualIgnoreCase(text_.substr(at, word.size()), word)) return 0;
  return SkipBlanks(at + word.size());
}

// on, off and null, with the blanks behind them, unless something longer begins here.
int IniScanner::Keyword(size_t longest, IniIndex* value) {
  struct Row {
    std::string_view word;
    int token;
  };
  static constexpr Row kRows[] = {{"true", BOOL_TRUE},   {"on", BOOL_TRUE},   {"yes", BOOL_TRUE},
                                  {"false", BOOL_FALSE}, {"off", BOOL_FALSE}, {"no", BOOL_FALSE},
                                  {"none", BOOL_FALSE},  {"null", NULL_NULL}};
  for (const Row& row : kRows) {
    size_t end = WordEnd(at_, row.word);
    if (end == 0 || end < longest) continue;
    at_ = end;
    std::string_view text = row.token == BOOL_TRUE ? "1" : "";
    *value = New(mode_ == IniMode::kTyped && state_ == State::kValue ? Typed(row.token, text)
                                                                     : IniItem{.text = std::string(text)});
    return row.token;
  }
  return 0;
}

int IniScanner::Token(int token, size_t begin, size_t end, IniIndex* value) {
  std::string_view text = text_.substr(begin, end - begin);
  bool typed = mode_ == IniMode::kTyped && (state_ == State::kValue || state_ == State::kRaw);
  *value = New(typed ? Typed(token, text) : IniItem{.text = std::string(text)});
  return token;
}

void IniScanner::CountLines(size_t begin, size_t end) {
  while (begin < end) {
    size_t length = Newline(begin);
    if (length) ++line;
    begin += length ? length : 1;
  }
}

int IniScanner::Push(State state, int token) {
  outer_.push_back(state_);
  state_ = state;
  return token;
}

void IniScanner::Pop() {
  state_ = outer_.back();
  outer_.pop_back();
}

// Behind characters that are not in `stop`; a dollar sign goes with what follows it unless that is '{', and
// so does a backslash where it is in `stop`.
size_t IniScanner::PieceEnd(size_t at, std::string_view stop) const {
  while (!AtEnd(at)) {
    char c = text_[at];
    if (!In(stop, c)) {
      ++at;
    } else if (c == '$' && !AtEnd(at + 1) && text_[at + 1] != '{' && text_[at + 1] != '\0') {
      at += text_[at + 1] == '\\' && !AtEnd(at + 2) ? 3 : 2;
    } else if (c == '\\' && !AtEnd(at + 1)) {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

// 'text'.
bool IniScanner::Quoted(IniIndex* value) {
  size_t end = at_ + 1;
  while (!AtEnd(end) && text_[end] != '\'' && text_[end] != '\0') ++end;
  if (At(end) != '\'') return false;
  *value = New(std::string(text_.substr(at_ + 1, end - at_ - 1)));
  at_ = end + 1;  // PHP does not count lines in here
  return true;
}

int IniScanner::EndLine(size_t end) {
  // A comment may end with the text.
  if (end > 0 && Newline(end - 1)) ++line;
  at_ = end;
  state_ = State::kInitial;
  return END_OF_LINE;
}

int IniScanner::Next(IniIndex* value) {
  switch (state_) {
    case State::kInitial: return Initial(value);
    case State::kOffset: return Offset(value);
    case State::kSection: return Section(value);
    case State::kRawSection: return RawSection(value);
    case State::kValue: return InValue(value);
    case State::kRaw: return RawValue(value);
    case State::kQuotes: return InQuotes(value);
    case State::kVariable:
    case State::kFallback: return InVariable(value);
  }
  return END;
}

int IniScanner::Initial(IniIndex* value) {
  for (;;) {
    if (AtEnd(at_)) return END;
    if (size_t end = EndOfLine(at_)) return EndLine(end);
    size_t blanks = SkipBlanks(at_);
    if (At(blanks) == '=') {
      at_ = SkipBlanks(blanks + 1);
      state_ = mode_ == IniMode::kRaw ? State::kRaw : State::kValue;
      return '=';
    }
    size_t label = at_;
    while (!AtEnd(label) && !In(kNotInLabel, text_[label])) ++label;
    if (label > at_ && At(label) == '[') {
      std::string_view name = TrimBlanks(text_.substr(at_, label - at_));
      *value = New(std::string(name));
      at_ = SkipBlanks(label + 1);
      state_ = State::kOffset;
      return TC_OFFSET;
    }
    if (int token = Keyword(label, value)) return token;
    if (label > at_ && label >= blanks) {
      *value = New(std::string(TrimBlanks(text_.substr(at_, label - at_))));
      at_ = label;
      return TC_LABEL;
    }
    if (blanks == at_) break;
    at_ = blanks;
  }
  char c = text_[at_];
  if (c == '[') {
    ++at_;
    state_ = mode_ == IniMode::kRaw ? State::kRawSection : State::kSection;
    return TC_SECTION;
  }
  return In("&|^$~(){}!\"", c) ? c : static_cast<int>(END);
}

int IniScanner::Offset(IniIndex* value) {
  size_t blanks = SkipBlanks(at_);
  if (At(blanks) == ']') {
    at_ = blanks + 1;
    state_ = State::kInitial;
    return ']';
  }
  size_t end = PieceEnd(at_, kNotInBrackets);
  if (end > at_) {
    size_t begin = at_, name = at_;
    at_ = end;
    while (name < end && NameChar(text_[name])) ++name;
    bool constant = name == end && NameStart(text_[begin]);
    // A constant or number and blanks are tokens of their own, but not parts of something longer.
    return Token(constant ? TC_CONSTANT : TC_STRING, begin, end, value);
  }
  char c = At(at_);
  if (c == '\'') return Quoted(value) ? TC_RAW : static_cast<int>(END);
  if (c == '"') return ++at_, Push(State::kQuotes, '"');
  if (c == '$' && At(at_ + 1) == '{') return at_ += 2, Push(State::kVariable, TC_DOLLAR_CURLY);
  return END;
}

int IniScanner::Section(IniIndex* value) {
  if (At(at_) == ']') {
    at_ = SkipBlanks(at_ + 1);
    if (size_t length = Newline(at_)) {
      at_ += length;
      ++line;
    }
    state_ = State::kInitial;
    return ']';
  }
  size_t end = PieceEnd(at_, kNotInBrackets);
  if (end > at_) {
    size_t begin = at_;
    at_ = end;
    return Token(TC_STRING, begin, end, value);
  }
  char c = At(at_);
  if (c == '\'') return Quoted(value) ? TC_RAW : static_cast<int>(END);
  if (c == '"') return ++at_, Push(State::kQuotes, '"');
  if (c == '$' && At(at_ + 1) == '{') return at_ += 2, Push(State::kVariable, TC_DOLLAR_CURLY);
  return END;
}

int IniScanner::RawSection(IniIndex* value) {
  if (At(at_) == ']') return Section(value);
  size_t begin = at_;
  while (!AtEnd(at_) && !In(std::string_view("]\n\r\0", 4), text_[at_])) ++at_;
  return at_ > begin ? Token(TC_RAW, begin, at_, value) : static_cast<int>(END);
}

int IniScanner::InValue(IniIndex* value) {
  if (AtEnd(at_) || text_[at_] == '\0') {
    state_ = State::kInitial;
    return END_OF_LINE;
  }
  if (size_t end = EndOfLine(at_)) return EndLine(end);
  size_t blanks = SkipBlanks(at_);
  char c = At(blanks);
  if (In(kOperators, c)) {
    at_ = SkipBlanks(blanks + 1);
    return c;
  }
  if (c == '=') {
    at_ = SkipBlanks(blanks + 1);
    return c;
  }
  if (c == '"') {
    at_ = blanks + 1;
    return Push(State::kQuotes, '"');
  }
  if (blanks > at_) {
    size_t begin = at_;
    at_ = blanks;
    return Token(TC_WHITESPACE, begin, blanks, value);
  }
  size_t end = PieceEnd(at_, kNotInValue);
  if (int token = Keyword(end, value)) return token;
  if (end > at_) {
    size_t begin = at_, name = at_;
    at_ = end;
    if (NumberLength(text_.substr(begin, end - begin)) == end - begin)
      return Token(TC_NUMBER, begin, end, value);
    while (name < end && NameChar(text_[name])) ++name;
    return Token(name == end && NameStart(text_[begin]) ? TC_CONSTANT : TC_STRING, begin, end, value);
  }
  if (c == '\'') return Quoted(value) ? TC_RAW : static_cast<int>(END);
  if (c == '$' && At(at_ + 1) == '{') {
    at_ += 2;
    return Push(State::kVariable, TC_DOLLAR_CURLY);
  }
  // A dollar sign with nothing behind it.
  return END;
}

int IniScanner::RawValue(IniIndex* value) {
  if (AtEnd(at_) || text_[at_] == '\0') {
    state_ = State::kInitial;
    return END_OF_LINE;
  }
  if (size_t end = EndOfLine(at_)) return EndLine(end);
  at_ = SkipBlanks(at_);
  size_t begin = at_, comment = 0;
  bool quoted = text_[begin] == '"';
  for (; !AtEnd(at_) && !In(std::string_view("\n\r\0", 3), text_[at_]); ++at_) {
    if (text_[at_] == ';' && comment == 0) comment = at_;
    if (text_[at_] == '"' && quoted) comment = 0;
  }
  std::string_view text = TrimBlanks(text_.substr(begin, (comment ? comment : at_) - begin));
  if (quoted && text.size() > 1 && text.back() == '"') text = text.substr(1, text.size() - 2);
  *value = New(std::string(text));
  return TC_RAW;
}

int IniScanner::InQuotes(IniIndex* value) {
  if (At(at_) == '"') {
    Pop();
    at_ = SkipBlanks(at_ + 1);
    return '"';
  }
  if (At(at_) == '$' && At(at_ + 1) == '{') {
    at_ += 2;
    return Push(State::kVariable, TC_DOLLAR_CURLY);
  }
  std::string text;
  size_t begin = at_;
  for (; !AtEnd(at_) && text_[at_] != '\0'; ++at_) {
    char c = text_[at_], next = At(at_ + 1);
    if (c == '"' || (c == '$' && next == '{')) break;
    // A quote behind a backslash ends the text nevertheless where the line ends: paths of Windows.
    if (c == '\\' && next == '"' && Newline(at_ + 2) == 0 && !AtEnd(at_ + 2)) {
      text += '"';
      ++at_;
    } else if (c == '\\' && (next == '\\' || (next == '$' && At(at_ + 2) == '{'))) {
      text += next;
      ++at_;
    } else {
      text += c;
    }
  }
  if (at_ == begin) return END;
  CountLines(begin, at_);
  *value = New(std::move(text));
  return TC_QUOTED_STRING;
}

int IniScanner::InVariable(IniIndex* value) {
  char c = At(at_);
  if (c == '}') {
    ++at_;
    Pop();
    return '}';
  }
  if (state_ == State::kFallback) {
    size_t end = at_;
    while (!AtEnd(end) && !In(std::string_view("$\n\r}\"\0", 6), text_[end])) ++end;
    if (end > at_) {
      size_t begin = at_;
      at_ = end;
      bool name = NameStart(text_[begin]);
      for (size_t i = begin; i < end; ++i) name = name && NameChar(text_[i]);
      return Token(name ? TC_CONSTANT : TC_STRING, begin, end, value);
    }
    if (c == '"') return ++at_, Push(State::kQuotes, '"');
    if (c == '$' && At(at_ + 1) == '{') return at_ += 2, Push(State::kVariable, TC_DOLLAR_CURLY);
    return END;
  }
  if (c == ':' && At(at_ + 1) == '-') {
    at_ += 2;
    state_ = State::kFallback;
    return TC_FALLBACK;
  }
  size_t end = at_;
  while (!AtEnd(end) && !In(kNotInLabel, text_[end]) && text_.substr(end, 2) != ":-") ++end;
  if (end == at_) return END;
  *value = New(std::string(TrimBlanks(text_.substr(at_, end - at_))));
  at_ = end;
  return TC_VARNAME;
}

}  // namespace tusk
