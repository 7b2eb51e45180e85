#pragma once
// Spelling of literals -> values: numbers, escapes, the indentation of heredocs. Values are put into the
// arena where they differ from the source text, which must live as long as the arena.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "interp/frontend/ast.h"
#include "interp/frontend/lexer.h"
#include "interp/frontend/parser.h"

namespace tusk {

// A kInt, or a kFloat where the value leaves the range of int. Null for an octal number with a digit above 7.
Ast* DecodeInteger(std::string_view spelling, uint32_t line, AstArena& arena);
Ast* DecodeFloat(std::string_view spelling, uint32_t line, AstArena& arena);

// The offset in "$a[7]": a kInt where it is the canonical spelling of one, otherwise a kString.
Ast* DecodeOffset(std::string_view spelling, bool negative, uint32_t line, AstArena& arena);

// What stands between single quotes.
std::string_view DecodeSingleQuoted(std::string_view body, AstArena& arena);

// What stands between double quotes ('"'), backticks ('`') or in a heredoc ('\0'). Adds warnings to notices.
std::expected<std::string_view, ParseError> DecodeEscapes(std::string_view body, char quote, uint32_t line,
                                                          AstArena& arena, std::vector<ParseNotice>& notices);

// One run of text of a heredoc, between variables.
struct HeredocPart {
  std::string_view text;
  uint32_t line;
  bool first;  // nothing stands before it
  bool last;   // the closing label follows; its line break is still in text
};

// Takes the closing label's indentation from every line, and the last line break.
std::expected<std::string_view, ParseError> StripHeredoc(const HeredocPart& part, const HeredocEnd& end,
                                                         AstArena& arena);

}  // namespace tusk
