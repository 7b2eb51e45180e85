// Tokens of every mode of the lexer, and values of literals.
#include "interp/frontend/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "interp/frontend/ast.h"
#include "interp/frontend/parser.h"

namespace tusk {
namespace {

using ::testing::ElementsAre;

// "T_VARIABLE $a" for each token; single characters by themselves.
std::vector<std::string> Lex(std::string_view source, ParseOptions options = {.start_in_script = true}) {
  std::vector<std::string> names;
  TokenizedSource tokenized = Tokenize(source, options);
  for (const Token& token : tokenized.tokens) {
    if (token.kind == TokenKind::T_WHITESPACE) continue;
    std::string name(TokenName(token.kind));
    if (name != token.text) name.append(" ").append(token.text);
    names.push_back(name);
  }
  return names;
}

// The literal that a script's only expression is.
const Ast* OnlyExpression(ParseResult& result) {
  if (!result) ADD_FAILURE() << result.error().message;
  return result ? (*result->root)[0] : nullptr;
}

TEST(Lexer, TokensCoverTheSource) {
  std::string source =
      "a<?php \r\n/* c */ $x='\\'' . \"y$z[0]\" ?>\n<b><?= <<<E\n  t {$u}\n  E; `ls`\x01 # end";
  TokenizedSource tokenized = Tokenize(source);
  std::string joined;
  for (const Token& token : tokenized.tokens) joined += token.text;
  EXPECT_EQ(joined, source);
}

TEST(Lexer, OpensAndClosesPhp) {
  EXPECT_THAT(Lex("a <?php b ?>\nc<?=1?>", {}),
              ElementsAre("T_INLINE_HTML a ", "T_OPEN_TAG <?php ", "T_STRING b", "T_CLOSE_TAG ?>\n",
                          "T_INLINE_HTML c", "T_OPEN_TAG_WITH_ECHO <?=", "T_LNUMBER 1", "T_CLOSE_TAG ?>"));
  EXPECT_THAT(Lex("<?a", {}), ElementsAre("T_OPEN_TAG <?", "T_STRING a"));
  EXPECT_THAT(Lex("<?a", {.short_tags = false}), ElementsAre("T_INLINE_HTML <?a"));
  EXPECT_THAT(Lex("<?phpx", {.short_tags = false}), ElementsAre("T_INLINE_HTML <?phpx"));
  EXPECT_THAT(Lex("<?php", {}), ElementsAre("T_OPEN_TAG <?php"));
  EXPECT_THAT(Lex("#!/bin/php\n<?php", {.skip_shebang = true}), ElementsAre("T_OPEN_TAG <?php"));
}

TEST(Lexer, KeywordsInAnyCase) {
  EXPECT_THAT(Lex("FUNCTION Die Exit __HALT_compiler insteadOf"),
              ElementsAre("T_FUNCTION FUNCTION", "T_EXIT Die", "T_EXIT Exit",
                          "T_HALT_COMPILER __HALT_compiler", "T_INSTEADOF insteadOf"));
  EXPECT_THAT(Lex("functions die_ x"), ElementsAre("T_STRING functions", "T_STRING die_", "T_STRING x"));
}

TEST(Lexer, WordsThatAreSometimesKeywords) {
  EXPECT_THAT(Lex("enum A"), ElementsAre("T_ENUM enum", "T_STRING A"));
  EXPECT_THAT(Lex("enum /* c */ A"), ElementsAre("T_ENUM enum", "T_COMMENT /* c */", "T_STRING A"));
  EXPECT_THAT(Lex("enum extends"), ElementsAre("T_STRING enum", "T_EXTENDS extends"));
  EXPECT_THAT(Lex("enum("), ElementsAre("T_STRING enum", "("));
  EXPECT_THAT(Lex("yield\nfrom yield fromage"),
              ElementsAre("T_YIELD_FROM yield\nfrom", "T_YIELD yield", "T_STRING fromage"));
  EXPECT_THAT(Lex("public(set) public (set)"),
              ElementsAre("T_PUBLIC_SET public(set)", "T_PUBLIC public", "(", "T_STRING set", ")"));
  EXPECT_THAT(Lex("$a->class?->fn"), ElementsAre("T_VARIABLE $a", "T_OBJECT_OPERATOR ->", "T_STRING class",
                                                 "T_NULLSAFE_OBJECT_OPERATOR ?->", "T_STRING fn"));
  EXPECT_THAT(Lex("-> /* c */ class"),
              ElementsAre("T_OBJECT_OPERATOR ->", "T_COMMENT /* c */", "T_STRING class"));
}

TEST(Lexer, Names) {
  EXPECT_THAT(
      Lex("a\\b \\c\\d namespace\\e \\ a\\"),
      ElementsAre("T_NAME_QUALIFIED a\\b", "T_NAME_FULLY_QUALIFIED \\c\\d", "T_NAME_RELATIVE namespace\\e",
                  "T_NS_SEPARATOR \\", "T_STRING a", "T_NS_SEPARATOR \\"));
}

TEST(Lexer, Numbers) {
  EXPECT_THAT(Lex("1_000 .5 1. 1e5 1e 0x1F 0b12 0o17 1..2"),
              ElementsAre("T_LNUMBER 1_000", "T_DNUMBER .5", "T_DNUMBER 1.", "T_DNUMBER 1e5", "T_LNUMBER 1",
                          "T_STRING e", "T_LNUMBER 0x1F", "T_LNUMBER 0b1", "T_LNUMBER 2", "T_LNUMBER 0o17",
                          "T_DNUMBER 1.", "T_DNUMBER .2"));
  EXPECT_THAT(Lex("1__0 0x 0x_1"), ElementsAre("T_LNUMBER 1", "T_STRING __0", "T_LNUMBER 0", "T_STRING x",
                                               "T_LNUMBER 0", "T_STRING x_1"));
}

TEST(Lexer, CastsAndAmpersands) {
  EXPECT_THAT(Lex("( INT\t)(int )1"), ElementsAre("T_INT_CAST ( INT\t)", "T_INT_CAST (int )", "T_LNUMBER 1"));
  EXPECT_THAT(Lex("(\nint)"), ElementsAre("(", "T_STRING int", ")"));
  EXPECT_THAT(Lex("& $a & b &/**/..."),
              ElementsAre("T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG &", "T_VARIABLE $a",
                          "T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG &", "T_STRING b",
                          "T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG &", "T_COMMENT /**/", "T_ELLIPSIS ..."));
}

TEST(Lexer, CommentsEndBeforeTheClosingTag) {
  EXPECT_THAT(Lex("# a ?>b"), ElementsAre("T_COMMENT # a ", "T_CLOSE_TAG ?>", "T_INLINE_HTML b"));
  EXPECT_THAT(Lex("#[A] /** d */ /***/ /* x"),
              ElementsAre("T_ATTRIBUTE #[", "T_STRING A", "]", "T_DOC_COMMENT /** d */", "T_COMMENT /***/",
                          "T_COMMENT /* x"));
}

TEST(Lexer, VariablesInQuotes) {
  EXPECT_THAT(
      Lex(R"("a$b[0] $c->d ${e} ${e[1]} {$f} $ {x")"),
      ElementsAre("\"", "T_ENCAPSED_AND_WHITESPACE a", "T_VARIABLE $b", "[", "T_NUM_STRING 0", "]",
                  "T_ENCAPSED_AND_WHITESPACE  ", "T_VARIABLE $c", "T_OBJECT_OPERATOR ->", "T_STRING d",
                  "T_ENCAPSED_AND_WHITESPACE  ", "T_DOLLAR_OPEN_CURLY_BRACES ${", "T_STRING_VARNAME e", "}",
                  "T_ENCAPSED_AND_WHITESPACE  ", "T_DOLLAR_OPEN_CURLY_BRACES ${", "T_STRING_VARNAME e", "[",
                  "T_LNUMBER 1", "]", "}", "T_ENCAPSED_AND_WHITESPACE  ", "T_CURLY_OPEN {", "T_VARIABLE $f",
                  "}", "T_ENCAPSED_AND_WHITESPACE  $ {x", "\""));
  EXPECT_THAT(Lex(R"("$a[-1]$a[0x1F]$a[b]$a[$i]$a->1")"),
              ElementsAre("\"", "T_VARIABLE $a", "[", "-", "T_NUM_STRING 1", "]", "T_VARIABLE $a", "[",
                          "T_NUM_STRING 0x1F", "]", "T_VARIABLE $a", "[", "T_STRING b", "]", "T_VARIABLE $a",
                          "[", "T_VARIABLE $i", "]", "T_VARIABLE $a", "T_ENCAPSED_AND_WHITESPACE ->1", "\""));
}

TEST(Lexer, Heredocs) {
  EXPECT_THAT(Lex("<<<A\n  x $y\n  A1\n  A;"),
              ElementsAre("T_START_HEREDOC <<<A\n", "T_ENCAPSED_AND_WHITESPACE   x ", "T_VARIABLE $y",
                          "T_ENCAPSED_AND_WHITESPACE \n  A1\n", "T_END_HEREDOC   A", ";"));
  EXPECT_THAT(Lex("<<<'A'\n$x\nA . b<<< \"B\"\r\n B"),
              ElementsAre("T_START_HEREDOC <<<'A'\n", "T_ENCAPSED_AND_WHITESPACE $x\n", "T_END_HEREDOC A",
                          ".", "T_START_HEREDOC b<<< \"B\"\r\n", "T_END_HEREDOC  B"));
  EXPECT_THAT(Lex("<<<A"), ElementsAre("T_SL <<", "<", "T_STRING A"));
}

TEST(Lexer, LinesOfTokens) {
  TokenizedSource tokenized = Tokenize("<?php\n\"a\nb\"\r\n/*\n*/ x\ry ?>\n<b>");
  std::vector<uint32_t> lines;
  for (const Token& token : tokenized.tokens) {
    if (token.kind != TokenKind::T_WHITESPACE) lines.push_back(token.line);
  }
  EXPECT_THAT(lines, ElementsAre(1, 2, 4, 5, 6, 6, 7));
}

TEST(Literals, Integers) {
  struct {
    const char* spelling;
    int64_t value;
  } rows[] = {{"0", 0},
              {"1_000", 1000},
              {"0x7fffffffffffffff", INT64_MAX},
              {"0b101", 5},
              {"017", 15},
              {"0O17", 15},
              {"0_1", 1},
              {"9223372036854775807", INT64_MAX},
              {"0xdead_BEEF", 0xdeadbeef}};
  for (const auto& row : rows) {
    ParseResult result = Parse("<?php " + std::string(row.spelling) + ";");
    const Ast* literal = OnlyExpression(result);
    ASSERT_TRUE(literal && literal->Is(AstKind::kInt)) << row.spelling;
    EXPECT_EQ(literal->IntValue(), row.value) << row.spelling;
  }
}

TEST(Literals, Floats) {
  struct {
    const char* spelling;
    double value;
  } rows[] = {{"1.5", 1.5},
              {"1e3", 1000},
              {".5e-1_0", 0.5e-10},
              {"9223372036854775808", 9223372036854775808.0},
              {"0x8000000000000000", 9223372036854775808.0},
              {"0xfffffffffffffc01fffff", 0x1.fffffffffffff8p83},
              {"01777777777777777777777", 18446744073709551615.0},
              {"1e999", HUGE_VAL},
              {"1e-999", 0}};
  for (const auto& row : rows) {
    ParseResult result = Parse("<?php " + std::string(row.spelling) + ";");
    const Ast* literal = OnlyExpression(result);
    ASSERT_TRUE(literal && literal->Is(AstKind::kFloat)) << row.spelling;
    EXPECT_EQ(literal->FloatValue(), row.value) << row.spelling;
  }
}

TEST(Literals, Strings) {
  struct {
    const char* spelling;
    std::string_view value;
  } rows[] = {
      {R"('a\'b\\c\n')", R"(a'b\c\n)"},
      {R"("\n\t\r\v\e\f\\\$\"")", "\n\t\r\v\x1b\f\\$\""},
      {R"("\x41\X4\xg\101\0\u{1F600}\u{0}\u")", {"A\x04\\xgA\0\xF0\x9F\x98\x80\0\\u", 14}},
      {R"(b"\400\q\`")", {"\0\\q\\`", 5}},
      {"<<<A\n    a\n      b\n\n    A", "a\n  b\n"},
      {"<<<A\n\ta\\tb\n\tA", "a\tb"},
      {"<<<'A'\n  a\\tb$c\n  A", "a\\tb$c"},
      {"<<<A\n\\\"\\x41\r\nA", "\\\"A"},
      {"<<<A\nA", ""},
  };
  for (const auto& row : rows) {
    ParseResult result = Parse("<?php " + std::string(row.spelling) + ";");
    const Ast* literal = OnlyExpression(result);
    ASSERT_TRUE(literal && literal->Is(AstKind::kString)) << row.spelling;
    EXPECT_EQ(literal->Text(), row.value) << row.spelling;
  }
}

}  // namespace
}  // namespace tusk
