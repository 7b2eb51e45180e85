#pragma once
// Token kinds: single characters are themselves, the others are rows of token.def.

#include <cstdint>
#include <string_view>

namespace tusk {

enum class TokenKind : int {
  kEnd = 0,
  kError = 256,  // the lexer has met something it reports itself
#define TOKEN(name, number, display, value) name = number,
#include "interp/frontend/token.def"
#undef TOKEN
};

constexpr TokenKind CharToken(char c) { return static_cast<TokenKind>(static_cast<unsigned char>(c)); }

// "T_VARIABLE"; for a single character the character itself. Static storage.
std::string_view TokenName(TokenKind kind);

// The keyword that a word of source text spells in any case, or T_STRING.
TokenKind LookUpKeyword(std::string_view word);

struct Token {
  TokenKind kind;
  uint32_t line;  // of its first character
  std::string_view text;
};

}  // namespace tusk
