// token_get_all(), token_name(), PhpToken and the T_ constants: the front end's own lexer, shown to scripts.
#include <algorithm>
#include <array>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/frontend/lexer.h"
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

// Calls f(token, offset) for every token of the source.
template <typename F>
void ForEachToken(std::string_view source, F f) {
  std::string text(source);  // the lexer looks at the byte behind the end
  LexerOptions options;
  options.short_tags = IniBool(IniGet("short_open_tag").text);
  Lexer lexer(text, options);
  for (;;) {
    size_t offset = lexer.offset();
    Token token = lexer.Next();
    if (token.kind == TokenKind::kEnd || token.kind == TokenKind::kError) {
      // What the lexer will not take is one piece of unknown text.
      if (token.kind == TokenKind::kError && offset < text.size())
        f(Token{TokenKind::T_BAD_CHARACTER, token.line, std::string_view(text).substr(offset, 1)}, offset);
      if (token.kind == TokenKind::kEnd || lexer.offset() == offset) break;
      continue;
    }
    f(token, offset);
  }
}

bool IsCharacter(TokenKind kind) { return static_cast<int>(kind) < 256; }

// False with an error raised: TOKEN_PARSE asks the parser, which names in context are keywords.
bool TokenFlags(int64_t flags, const char* function) {
  if (flags & ~kTokenParse)
    return ThrowValueError("%s(): Argument #2 ($flags) is not a valid flag", function), false;
  if (flags) return ThrowError("not supported yet: TOKEN_PARSE"), false;
  return true;
}

void TokenGetAll(Args args, Value* result) {
  if (!TokenFlags(args.Int(1, 0), "token_get_all")) return;
  Array* out = NewArray();
  ForEachToken(args.View(0), [&](const Token& token, size_t) {
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
  if (!TokenFlags(args.Int(1), "PhpToken::tokenize")) return;
  Array* out = NewArray();
  ForEachToken(args.View(0), [&](const Token& token, size_t offset) {
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
            foreach ($kind as $one) if ($this->is($one)) return true;
            return false;
        }
        return is_string($kind) ? $this->text === $kind : $this->id === $kind;
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
