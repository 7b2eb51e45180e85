// token_get_all(), token_name(), PhpToken and the T_ constants: the front end's own lexer, shown to scripts.
#include <algorithm>
#include <array>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/frontend/lexer.h"
#include "interp/frontend/parser.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

// Integer literals that do not fit are T_DNUMBER to scripts: the parser finds out later.
TokenKind KindShown(const Token& token) {
  if (token.kind != TokenKind::T_LNUMBER) return token.kind;
  std::string digits;
  for (char c : token.text) {
    if (c != '_') digits += c;
  }
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    char letter = static_cast<char>(digits[1] | 32);
    base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    digits.erase(0, letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
  }
  errno = 0;
  strtoll(digits.c_str(), nullptr, base);
  return errno == ERANGE ? TokenKind::T_DNUMBER : token.kind;
}

constexpr int64_t kTokenParse = 1;

struct Placed {
  Token token;
  size_t offset;
};

// What only the parser knows: keywords that are names where they stand. The source is known to parse.
class NamesInContext {
 public:
  explicit NamesInContext(std::vector<Placed>* all) {
    for (Placed& one : *all) {
      if (one.token.kind != TokenKind::T_WHITESPACE && one.token.kind != TokenKind::T_COMMENT &&
          one.token.kind != TokenKind::T_DOC_COMMENT) {
        tokens_.push_back(&one.token);
      }
    }
  }
  void Run() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (Kind(i) == TokenKind::T_CONST) in_const_ = true;
      if (Is(i, ';')) in_const_ = false;
      if (IsKeyword(*tokens_[i]) && IsName(i)) tokens_[i]->kind = TokenKind::T_STRING;
    }
  }

 private:
  static bool IsKeyword(const Token& token) {
    if (static_cast<int>(token.kind) < 256 || token.kind == TokenKind::T_INLINE_HTML) return false;
    return std::all_of(token.text.begin(), token.text.end(),
                       [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? true : c == '_'; });
  }
  TokenKind Kind(size_t i) const { return i < tokens_.size() ? tokens_[i]->kind : TokenKind::kEnd; }
  bool Is(size_t i, char c) const {
    return i < tokens_.size() && tokens_[i]->text == std::string_view(&c, 1);
  }
  static bool IsModifier(TokenKind k) {
    return k == TokenKind::T_PUBLIC || k == TokenKind::T_PROTECTED || k == TokenKind::T_PRIVATE;
  }
  bool IsName(size_t i) const {
    if (i == 0) return false;
    TokenKind before = Kind(i - 1);
    switch (before) {
      case TokenKind::T_OBJECT_OPERATOR:
      case TokenKind::T_NULLSAFE_OBJECT_OPERATOR:
      case TokenKind::T_PAAMAYIM_NEKUDOTAYIM: return true;
      case TokenKind::T_FUNCTION: return Is(i + 1, '(');
      case TokenKind::T_CASE: return Is(i + 1, ';') || Is(i + 1, '=');
      case TokenKind::T_AS: return Is(i + 1, ';') && !IsModifier(Kind(i));
      default: break;
    }
    if (Is(i - 1, '&') && i > 1 && Kind(i - 2) == TokenKind::T_FUNCTION) return Is(i + 1, '(');
    if (in_const_ && Is(i + 1, '=')) return true;
    if (IsModifier(before) && i > 1 && Kind(i - 2) == TokenKind::T_AS) return true;
    // The rules of a trait, and names of arguments.
    if ((Is(i - 1, '{') || Is(i - 1, ';')) && Kind(i + 1) == TokenKind::T_AS) return true;
    return (Is(i - 1, '(') || Is(i - 1, ',')) && Is(i + 1, ':');
  }

  std::vector<Token*> tokens_;
  bool in_const_ = false;
};

bool ShortTags() { return IniBool(IniGet("short_open_tag").text); }

// Calls f(token, offset) for every token of the source; `parsed` as with TOKEN_PARSE.
template <typename F>
void ForEachToken(std::string_view source, bool parsed, F f) {
  std::string text(source);  // the lexer looks at the byte behind the end
  LexerOptions options;
  options.short_tags = ShortTags();
  Lexer lexer(text, options);
  std::vector<Placed> all;
  int until_data = 0;
  for (;;) {
    size_t offset = lexer.offset();
    Token token = lexer.Next();
    if (token.kind == TokenKind::kEnd || token.kind == TokenKind::kError) {
      // What the lexer will not take is one piece of unknown text.
      if (token.kind == TokenKind::kError && offset < text.size()) {
        all.push_back(
            {{TokenKind::T_BAD_CHARACTER, token.line, std::string_view(text).substr(offset, 1)}, offset});
      }
      if (token.kind == TokenKind::kEnd || lexer.offset() == offset) break;
      continue;
    }
    all.push_back({token, offset});
    // What follows "__halt_compiler();" is data, whatever these three tokens are.
    bool significant = token.kind != TokenKind::T_WHITESPACE && token.kind != TokenKind::T_OPEN_TAG &&
                       token.kind != TokenKind::T_COMMENT && token.kind != TokenKind::T_DOC_COMMENT;
    if (token.kind == TokenKind::T_HALT_COMPILER) {
      until_data = 3;
    } else if (until_data && significant && --until_data == 0) {
      size_t end = lexer.offset();
      auto line = token.line + static_cast<uint32_t>(std::count(token.text.begin(), token.text.end(), '\n'));
      if (end < text.size())
        all.push_back({{TokenKind::T_INLINE_HTML, line, std::string_view(text).substr(end)}, end});
      break;
    }
  }
  if (parsed) NamesInContext(&all).Run();
  for (const Placed& one : all) f(one.token, one.offset);
}

bool IsCharacter(TokenKind kind) { return static_cast<int>(kind) < 256; }

// False with an error raised: a wrong flag, or a source that does not parse, which TOKEN_PARSE asks for.
bool TokenFlags(std::string_view source, int64_t flags, const char* function) {
  if (flags & ~kTokenParse)
    return ThrowValueError("%s(): Argument #2 ($flags) is not a valid flag", function), false;
  if (!flags) return true;
  ParseOptions options;
  options.short_tags = ShortTags();
  ParseResult parsed = Parse(source, options);
  if (parsed) return true;
  const ParseError& error = parsed.error();
  if (error.kind == ParseError::Kind::kFatal) FatalError(error.message);
  ThrowParseError(error.message, EmptyString(), error.line);
  return false;
}

void TokenGetAll(Args args, Value* result) {
  int64_t flags = args.Int(1, 0);
  if (!TokenFlags(args.View(0), flags, "token_get_all")) return;
  Array* out = NewArray();
  ForEachToken(args.View(0), flags != 0, [&](const Token& token, size_t) {
    if (IsCharacter(KindShown(token))) return Append(out, Value(NewString(token.text))), void();
    Array* a = NewArray();
    Append(a, Value(static_cast<int64_t>(KindShown(token))));
    Append(a, Value(NewString(token.text)));
    Append(a, Value(static_cast<int64_t>(token.line)));
    Append(out, Value(a));
  });
  Return(result, out);
}
// [id, text, line, offset] of each, for PhpToken.
void Tokens(Args args, Value* result) {
  int64_t flags = args.Int(1);
  if (!TokenFlags(args.View(0), flags, "PhpToken::tokenize")) return;
  Array* out = NewArray();
  ForEachToken(args.View(0), flags != 0, [&](const Token& token, size_t offset) {
    Array* a = NewArray();
    Append(a, Value(static_cast<int64_t>(KindShown(token))));
    Append(a, Value(NewString(token.text)));
    Append(a, Value(static_cast<int64_t>(token.line)));
    Append(a, Value(static_cast<int64_t>(offset)));
    Append(out, Value(a));
  });
  Return(result, out);
}

struct NamedToken {
  int number;
  const char* name;
};
constexpr NamedToken kTokens[] = {
#define TOKEN(name, number, display, value) {number, #name},
#include "interp/frontend/token.def"
#undef TOKEN
};
void NameOfToken(Args args, Value* result) {
  for (const NamedToken& token : kTokens) {
    if (token.number != args.Int(0)) continue;
    std::string_view name = token.name;
    return Return(result, name == "T_PAAMAYIM_NEKUDOTAYIM" ? std::string_view("T_DOUBLE_COLON") : name);
  }
  Return(result, "UNKNOWN");
}

constexpr BuiltinRow kRows[] = {
    {"token_get_all", "(string $code, int $flags = 0): array", Effects::kThrows | Effects::kReadsState,
     TokenGetAll},
    {"token_name", "(int $id): string", Effects::kPure, NameOfToken},
    {"tusk\\tokenizer\\tokens", "(string $code, int $flags): array", Effects::kThrows | Effects::kReadsState,
     Tokens},
};
static_assert(SortedByName(kRows));

constexpr size_t kExtra = 2;
constexpr auto MakeConstants() {
  std::array<NamedToken, std::size(kTokens) + kExtra> out{};
  std::copy(std::begin(kTokens), std::end(kTokens), out.begin());
  out[std::size(kTokens)] = {static_cast<int>(TokenKind::T_PAAMAYIM_NEKUDOTAYIM), "T_DOUBLE_COLON"};
  out[std::size(kTokens) + 1] = {static_cast<int>(kTokenParse), "TOKEN_PARSE"};
  std::sort(out.begin(), out.end(), [](const NamedToken& a, const NamedToken& b) {
    return std::string_view(a.name) < std::string_view(b.name);
  });
  return out;
}
constexpr auto kSorted = MakeConstants();
template <size_t... I>
constexpr auto MakeRows(std::index_sequence<I...>) {
  return std::array{ConstantRow(kSorted[I].name, kSorted[I].number)...};
}
constexpr auto kConstants = MakeRows(std::make_index_sequence<kSorted.size()>());

constexpr char kPhpToken[] = R"php(
class PhpToken implements Stringable {
    public int $id;
    public string $text;
    public int $line;
    public int $pos;
    final public function __construct(int $id, string $text, int $line = -1, int $pos = -1) {
        $this->id = $id;
        $this->text = $text;
        $this->line = $line;
        $this->pos = $pos;
    }
    public static function tokenize(string $code, int $flags = 0): array {
        $out = [];
        foreach (tusk\tokenizer\tokens($code, $flags) as $token) $out[] = new static(...$token);
        return $out;
    }
    public function is($kind): bool {
        if (is_array($kind)) {
            foreach ($kind as $one) {
                if (!is_int($one) && !is_string($one)) throw new TypeError('PhpToken::is(): Argument #1 ($kind) must only have elements of type string|int, ' . get_debug_type($one) . ' given');
                if ($this->is($one)) return true;
            }
            return false;
        }
        if (is_string($kind)) return $this->text === $kind;
        if (is_int($kind)) return $this->id === $kind;
        throw new TypeError('PhpToken::is(): Argument #1 ($kind) must be of type string|int|array, ' . get_debug_type($kind) . ' given');
    }
    public function isIgnorable(): bool { return in_array($this->id, [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT, T_OPEN_TAG], true); }
    public function getTokenName(): ?string {
        if ($this->id < 256) return chr($this->id);
        $name = token_name($this->id);
        return $name === 'UNKNOWN' ? null : $name;
    }
    public function __toString(): string { return $this->text; }
}
)php";
constexpr BuiltinClassRow kClasses[] = {{.name = "PhpToken", .extension = "tokenizer", .source = kPhpToken}};

}  // namespace

constinit const BuiltinTable kTokenizerFunctions(kRows);
const std::span<const ConstantRow> kTokenizerConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kTokenizerClasses = kClasses;

}  // namespace tusk
