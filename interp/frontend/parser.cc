// Tokens into the grammar, errors out of it, and the entry points.
#include "interp/frontend/parser.h"

#include <cstring>
#include <utility>

#include "interp/frontend/grammar.h"
#include "interp/frontend/lexer.h"
#include "interp/frontend/parser_context.h"

namespace tusk {
namespace {

constexpr size_t kLargestSource = 0x7fffff00;
constexpr size_t kShownText = 30;

// 'x' as bison calls a token that is always written the same way.
// How token.def calls the second of two tokens that are both written &.
constexpr std::string_view kSecondAmpersand = "amp";

bool IsLiteralName(std::string_view name) {
  if (name == kSecondAmpersand) return true;
  return name.size() >= 3 && name.front() == '\'' && name.back() == '\'';
}

std::string LiteralName(std::string_view name) {
  if (name == kSecondAmpersand) return "\"&\"";
  if (name == "'\"'") return "double-quote mark";
  return "\"" + std::string(name.substr(1, name.size() - 2)) + "\"";
}

// The token's text as messages show it: one line, without quotes, not too long.
std::string ShownText(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && (text.front() == '\'' || text.front() == '"')) {
    char quote = text.front();
    text.remove_prefix(1);
    if (!text.empty() && text.back() == quote) text.remove_suffix(1);
  }
  bool too_long = text.size() > kShownText + 3;
  if (too_long) text = text.substr(0, kShownText);
  // PHP prints a C string here: a 0 byte ends it.
  return std::string(text.substr(0, text.find('\0'))) + (too_long ? "..." : "");
}

std::string FoundName(std::string_view name, const Token& token) {
  if (token.kind == TokenKind::kEnd) return "end of file";
  if (token.kind == TokenKind::T_BAD_CHARACTER) {
    char text[32];
    std::snprintf(text, sizeof text, "character 0x%02X", static_cast<unsigned char>(token.text[0]));
    return text;
  }
  if (IsLiteralName(name)) {
    std::string literal = LiteralName(name);
    return literal[0] == '"' ? "token " + literal : literal;
  }
  std::string shown = " \"" + ShownText(token.text) + "\"";
  if (token.kind == TokenKind::T_CONSTANT_ENCAPSED_STRING) {
    if (token.text[0] == '"') return "double-quoted string" + shown;
    if (token.text[0] == '\'') return "single-quoted string" + shown;
  }
  return std::string(name) + shown;
}

// Shorter integers are never too large for an int: 0x8000000000000000 is the shortest that is.
constexpr size_t kShortestOverflow = 18;

bool IsTrivia(TokenKind kind) {
  return kind == TokenKind::T_WHITESPACE || kind == TokenKind::T_COMMENT ||
         kind == TokenKind::T_DOC_COMMENT || kind == TokenKind::T_OPEN_TAG;
}

LexerOptions ForParser(const ParseOptions& options) {
  return {.start_in_script = options.start_in_script,
          .short_tags = options.short_tags,
          .skip_shebang = options.skip_shebang,
          .for_parser = true,
          .first_line = options.first_line};
}

}  // namespace

ParserContext::ParserContext(std::string_view source, const ParseOptions& options, ParsedFile& file)
    : file_(file), arena_(file.arena), lexer_(source, ForParser(options)) {}

void ParserContext::SyntaxError(std::string message) {
  Report({ParseError::Kind::kSyntax, std::move(message), lexer_.line()});
}

void ParserContext::Fatal(std::string message) {
  Report({ParseError::Kind::kFatal, std::move(message), lexer_.line()});
}

void ParserContext::UnexpectedToken(const char* found, std::span<const char* const> expected) {
  std::string message = "syntax error";
  if (found) message += ", unexpected " + FoundName(found, token_);
  const char* separator = ", expecting ";
  for (std::string_view name : expected) {
    message += separator;
    // The second & goes by its odd name here, as in PHP.
    message += IsLiteralName(name) && name != kSecondAmpersand ? LiteralName(name) : std::string(name);
    separator = " or ";
  }
  SyntaxError(std::move(message));
}

int ParserContext::NextToken(TUSK_YYSTYPE* value) {
  token_ = lexer_.Next();
  switch (token_.kind) {
    case TokenKind::kEnd: return 0;
    case TokenKind::kError: SyntaxError(lexer_.error()); return TUSK_YYerror;
    case TokenKind::T_CLOSE_TAG: token_.text = ";"; return ';';
    case TokenKind::T_OPEN_TAG_WITH_ECHO: token_.kind = TokenKind::T_ECHO; break;
    case TokenKind::T_LNUMBER:
    case TokenKind::T_DNUMBER:
    case TokenKind::T_NUM_STRING:
    case TokenKind::T_CONSTANT_ENCAPSED_STRING:
    case TokenKind::T_ENCAPSED_AND_WHITESPACE:
    case TokenKind::T_INLINE_HTML: return Literal(token_, value);
    default: break;
  }
  value->text = {token_.text.data(), static_cast<uint32_t>(token_.text.size()), token_.line};
  return static_cast<int>(token_.kind);
}

int ParserContext::Literal(const Token& token, TUSK_YYSTYPE* value) {
  Ast* node = nullptr;
  switch (token.kind) {
    case TokenKind::T_LNUMBER:
      node = DecodeInteger(token.text, token.line, arena_);
      if (!node) SyntaxError("Invalid numeric literal");
      // Too large for an int: the grammar and its messages see a floating-point number.
      if (node && node->Is(AstKind::kFloat)) token_.kind = TokenKind::T_DNUMBER;
      break;
    case TokenKind::T_DNUMBER: node = DecodeFloat(token.text, token.line, arena_); break;
    case TokenKind::T_NUM_STRING: node = DecodeOffset(token.text, false, token.line, arena_); break;
    case TokenKind::T_CONSTANT_ENCAPSED_STRING: node = QuotedString(token); break;
    case TokenKind::T_ENCAPSED_AND_WHITESPACE: node = StringPart(token); break;
    default: node = arena_.TextNoCopy(AstKind::kString, token.text, token.line); break;
  }
  if (!node) return TUSK_YYerror;
  value->ast = node;
  return static_cast<int>(token_.kind);
}

Ast* ParserContext::QuotedString(const Token& token) {
  size_t prefix = token.text[0] == '\'' || token.text[0] == '"' ? 1 : 2;
  std::string_view body = token.text.substr(prefix, token.text.size() - prefix - 1);
  if (token.text[prefix - 1] == '\'') {
    return arena_.TextNoCopy(AstKind::kString, DecodeSingleQuoted(body, arena_), token.line);
  }
  auto text = DecodeEscapes(body, '"', token.line, arena_, file_.notices);
  if (text) return arena_.TextNoCopy(AstKind::kString, *text, token.line);
  Report(std::move(text.error()));
  return nullptr;
}

Ast* ParserContext::StringPart(const Token& token) {
  char quote = lexer_.part_quote();
  // A heredoc's part is finished when the closing label is known; attr says how.
  if (quote == '<' || quote == '\'') {
    return arena_.TextNoCopy(AstKind::kString, token.text, token.line, static_cast<uint16_t>(quote));
  }
  auto text = DecodeEscapes(token.text, quote, token.line, arena_, file_.notices);
  if (text) return arena_.TextNoCopy(AstKind::kString, *text, token.line);
  Report(std::move(text.error()));
  return nullptr;
}

namespace {
const ParserContext* g_parser = nullptr;
}

uint32_t ParsingLine() { return g_parser ? g_parser->line() : 0; }

ParseResult Parse(std::string_view source, const ParseOptions& options) {
  if (source.size() > kLargestSource) {
    return std::unexpected(ParseError{ParseError::Kind::kFatal, "The script is too large", 0});
  }
  ParsedFile file;
  // Literals and names point into this copy, and a 0 byte after it ends every scan.
  auto* copy = static_cast<char*>(file.arena.Allocate(source.size() + 8));
  std::memcpy(copy, source.data(), source.size());
  std::memset(copy + source.size(), 0, 8);
  ParserContext context({copy, source.size()}, options, file);
  g_parser = &context;
  int status = tusk_yyparse(&context);
  g_parser = nullptr;
  if (context.error()) return std::unexpected(*context.error());
  if (status != 0) return std::unexpected(ParseError{ParseError::Kind::kSyntax, "syntax error", 0});
  if (file.root->depth > options.max_depth) {
    return std::unexpected(ParseError{
        ParseError::Kind::kFatal,
        "The script is nested too deeply (more than " + std::to_string(options.max_depth) + " levels)",
        file.root->line});
  }
  return file;
}

TokenizedSource Tokenize(std::string_view source, const ParseOptions& options) {
  TokenizedSource result;
  result.source = std::make_unique<char[]>(source.size() + 8);  // ends in zeros
  std::memcpy(result.source.get(), source.data(), source.size());
  LexerOptions lexer_options = ForParser(options);
  lexer_options.for_parser = false;
  Lexer lexer({result.source.get(), source.size()}, lexer_options);
  AstArena scratch;
  int until_data = -1;  // significant tokens left of __halt_compiler ( ) ;
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    if (token.kind == TokenKind::T_LNUMBER && token.text.size() >= kShortestOverflow) {
      const Ast* value = DecodeInteger(token.text, token.line, scratch);
      if (value && value->Is(AstKind::kFloat)) token.kind = TokenKind::T_DNUMBER;
    }
    result.tokens.push_back(token);
    if (token.kind == TokenKind::T_HALT_COMPILER) {
      until_data = 3;
    } else if (until_data > 0 && !IsTrivia(token.kind) && --until_data == 0) {
      std::string_view rest = std::string_view(result.source.get(), source.size()).substr(lexer.offset());
      if (!rest.empty()) result.tokens.push_back({TokenKind::T_INLINE_HTML, lexer.line(), rest});
      break;
    }
  }
  return result;
}

}  // namespace tusk
