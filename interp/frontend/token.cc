// Token names and the keyword table, both built at compile time from token.def.
#include "interp/frontend/token.h"

#include <array>
#include <cstring>
#include <iterator>

namespace tusk {
namespace {

struct TokenRow {
  TokenKind kind;
  std::string_view name;
  std::string_view display;
};

constexpr TokenRow kRows[] = {
#define TOKEN(name, number, display, value) {TokenKind::name, #name, display},
#include "interp/frontend/token.def"
#undef TOKEN
};

constexpr int kFirstNumber = static_cast<int>(kRows[0].kind);
static_assert(static_cast<int>(std::end(kRows)[-1].kind) - kFirstNumber + 1 == std::ssize(kRows),
              "numbers have no gaps");

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr bool IsKeyword(std::string_view display) {
  if (display.size() < 3 || display.front() != '\'') return false;
  for (char c : display.substr(1, display.size() - 2)) {
    if (!(Lower(c) >= 'a' && Lower(c) <= 'z') && c != '_') return false;
  }
  return true;
}

constexpr size_t kLongestKeyword = 15;
constexpr size_t kShortestKeyword = 2;
constexpr size_t kSlots = 512;

// word is lower case, and at least kShortestKeyword long.
constexpr size_t Hash(const char* word, size_t length) {
  auto at = [&](size_t i) { return static_cast<size_t>(static_cast<unsigned char>(word[i])); };
  return (at(0) * 31 + at(1) * 7 + at(length - 1) * 131 + at(length / 2) * 17 + length * 61) % kSlots;
}

struct Keyword {
  char word[kLongestKeyword + 1];
  uint8_t length;
  TokenKind kind;
};

struct KeywordTable {
  std::array<Keyword, kSlots> slots{};

  constexpr void Insert(std::string_view word, TokenKind kind) {
    Keyword keyword{};
    for (size_t i = 0; i < word.size(); i++) keyword.word[i] = Lower(word[i]);
    keyword.length = static_cast<uint8_t>(word.size());
    keyword.kind = kind;
    size_t slot = Hash(keyword.word, word.size());
    while (slots[slot].length) slot = (slot + 1) % kSlots;
    slots[slot] = keyword;
  }
};

constexpr KeywordTable MakeKeywords() {
  KeywordTable table;
  for (const TokenRow& row : kRows) {
    if (IsKeyword(row.display)) table.Insert(row.display.substr(1, row.display.size() - 2), row.kind);
  }
  table.Insert("die", TokenKind::T_EXIT);
  return table;
}

constexpr KeywordTable kKeywords = MakeKeywords();

constexpr std::array<char, 256> MakeCharacters() {
  std::array<char, 256> characters{};
  for (size_t i = 0; i < 256; i++) characters[i] = static_cast<char>(i);
  return characters;
}
constexpr std::array<char, 256> kCharacters = MakeCharacters();

}  // namespace

std::string_view TokenName(TokenKind kind) {
  int number = static_cast<int>(kind);
  if (number >= kFirstNumber) return kRows[number - kFirstNumber].name;
  if (kind == TokenKind::kEnd) return "END";
  if (kind == TokenKind::kError) return "ERROR";
  return {&kCharacters[static_cast<size_t>(number) & 255], 1};
}

TokenKind LookUpKeyword(std::string_view word) {
  if (word.size() < kShortestKeyword || word.size() > kLongestKeyword) return TokenKind::T_STRING;
  char lower[kLongestKeyword + 1];
  for (size_t i = 0; i < word.size(); i++) lower[i] = Lower(word[i]);
  for (size_t slot = Hash(lower, word.size()); kKeywords.slots[slot].length; slot = (slot + 1) % kSlots) {
    const Keyword& keyword = kKeywords.slots[slot];
    if (keyword.length == word.size() && std::memcmp(keyword.word, lower, word.size()) == 0)
      return keyword.kind;
  }
  return TokenKind::T_STRING;
}

}  // namespace tusk
