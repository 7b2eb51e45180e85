#pragma once
// Source text -> syntax tree. The parser knows nothing of the runtime: name resolution, constant folding and
// every check that PHP makes after parsing are the compiler's.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interp/frontend/ast.h"
#include "interp/frontend/token.h"

namespace tusk {

struct ParseOptions {
  bool start_in_script = false;  // eval() and -r: no opening tag is needed
  bool short_tags = true;        // <? opens PHP (php.ini: short_open_tag)
  bool skip_shebang = false;     // a first line that starts with #! is no output
  uint32_t first_line = 1;
  uint32_t max_depth = 20'000;  // deeper trees are a ParseError: whoever walks a tree may recurse this deep
};

// What went wrong, worded as PHP words it, without the "PHP Parse error:  " prefix and the " in F on line N"
// suffix.
struct ParseError {
  enum class Kind : uint8_t {
    kSyntax,  // PHP throws ParseError; on the command line "Parse error: "
    kFatal,   // PHP raises a compile error; "Fatal error: "
  };
  Kind kind = Kind::kSyntax;
  std::string message;
  uint32_t line = 0;
};

// A warning or deprecation that PHP raises while it reads the source.
struct ParseNotice {
  enum class Kind : uint8_t { kWarning, kDeprecated };
  Kind kind;
  std::string message;
  uint32_t line;
};

// Owns the tree. root is a kStatementList.
struct ParsedFile {
  AstArena arena;
  Ast* root = nullptr;
  std::vector<ParseNotice> notices;
};

using ParseResult = std::expected<ParsedFile, ParseError>;

ParseResult Parse(std::string_view source, const ParseOptions& options = {});
// The line that the parser has come to; 0 while it does not run.
uint32_t ParsingLine();

// The tokens of a source, whitespace and comments included, which together cover it. Nothing is an error: a
// byte that starts no token is a T_BAD_CHARACTER. Texts point into the copy of the source that comes along.
struct TokenizedSource {
  std::unique_ptr<char[]> source;
  std::vector<Token> tokens;
};

TokenizedSource Tokenize(std::string_view source, const ParseOptions& options = {});

// One token per line: line number, name, text quoted as in JSON (bytes from 0x80 as they are).
std::string DumpTokens(std::string_view source, const ParseOptions& options = {});

// One node per line, indented by depth: role in its parent, kind, attr, payload, line.
std::string DumpAst(const Ast* root);

// PHP source for an expression or statement as assert() words it in its message: "assert(" +
// PrintAst(argument) + ")". precision: significant digits of floats (php.ini: precision).
std::string PrintAst(const Ast* node, int precision = 14);

}  // namespace tusk
