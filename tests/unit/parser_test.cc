// Shapes of trees, wording and lines of errors, and limits.
#include "interp/frontend/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tusk {
namespace {

// The dump of a script's first statement, without lines.
std::string FirstStatement(std::string_view code) {
  ParseResult result = Parse("<?php " + std::string(code));
  if (!result) return result.error().message;
  std::string dump = DumpAst((*result->root)[0]);
  std::string without_lines;
  for (size_t i = 0; i < dump.size(); i++) {
    if (dump.compare(i, 2, " @") == 0) {
      while (dump[i] != '\n') i++;
    }
    without_lines += dump[i];
  }
  return without_lines;
}

// "message:line", or "ok".
std::string ErrorOf(std::string_view source, ParseOptions options = {}) {
  ParseResult result = Parse(source, options);
  if (result) return "ok";
  return result.error().message + ":" + std::to_string(result.error().line);
}

TEST(Parser, Precedence) {
  EXPECT_EQ(FirstStatement("$a = 1 + 2 * 3 . 'x';"),
            "Assign\n  target: Var\n    name: String \"a\"\n  value: Binary .\n    left: Binary +\n"
            "      left: Int 1\n      right: Binary *\n        left: Int 2\n        right: Int 3\n"
            "    right: String \"x\"\n");
  EXPECT_EQ(FirstStatement("-2 ** 2;"), "Unary -\n  value: Binary **\n    left: Int 2\n    right: Int 2\n");
  EXPECT_EQ(
      FirstStatement("!$a instanceof B;"),
      "Unary !\n  value: Instanceof\n    value: Var\n      name: String \"a\"\n    class: Name \"B\"\n");
  EXPECT_EQ(FirstStatement("a ?? b ?? c;"),
            "Coalesce\n  left: Const\n    name: Name \"a\"\n  right: Coalesce\n    left: Const\n"
            "      name: Name \"b\"\n    right: Const\n      name: Name \"c\"\n");
  EXPECT_EQ(FirstStatement("(1 ? 2 : 3) ? 4 : 5;").substr(0, 50),
            "Conditional\n  condition: Conditional parenthesized");
}

TEST(Parser, ElseBelongsToTheNearestIf) {
  EXPECT_EQ(FirstStatement("if (1) if (2); else;"),
            "If\n  IfBranch\n    condition: Int 1\n    body: If\n      IfBranch\n        condition: Int 2\n"
            "      IfBranch\n");
}

TEST(Parser, NewIsDereferencableWithArguments) {
  EXPECT_EQ(FirstStatement("new A()->b;"),
            "Prop\n  object: New\n    class: Name \"A\"\n    args: ArgList\n  name: String \"b\"\n");
  EXPECT_EQ(ErrorOf("<?php new A->b;"), "syntax error, unexpected token \"->\":1");
  EXPECT_EQ(ErrorOf("<?php new $a->b;"), "ok");  // the class's name is in the property
}

TEST(Parser, HooksAndVisibility) {
  EXPECT_EQ(
      FirstStatement("class A { public private(set) int $x = 1 { get; final &set => 2; } }"),
      "Class \"A\"\n  body: StatementList\n    PropertyGroup public private(set)\n      type: Name \"int\"\n"
      "      properties: PropertyList\n        Property\n          name: String \"x\"\n"
      "          default: Int 1\n          hooks: HookList\n            PropertyHook \"get\"\n"
      "            PropertyHook final returns-ref \"set\"\n              body: ShortBody\n"
      "                value: Int 2\n");
}

TEST(Parser, GeneratorsAreMarked) {
  EXPECT_EQ(FirstStatement("function f() { function() { yield; }; }").substr(0, 12), "Function \"f\"");
  EXPECT_EQ(FirstStatement("function f() { yield from []; fn() => 1; }").substr(0, 22),
            "Function generator \"f\"");
}

TEST(Parser, DocCommentsAndLines) {
  ParseResult result = Parse("<?php\n/** A */\nfinal class A {\n /** m */ function m() {\n }\n}\n");
  ASSERT_TRUE(result);
  const DeclAst* decl = (*result->root)[0]->AsDecl();
  EXPECT_EQ(decl->doc, "/** A */");
  EXPECT_EQ(decl->line, 3u);
  EXPECT_EQ(decl->end_line, 6u);
  const DeclAst* method = (*(*decl)[kClassBody])[0]->AsDecl();
  EXPECT_EQ(method->doc, "/** m */");
  EXPECT_EQ(method->end_line, 5u);
}

TEST(Parser, HaltCompilerKeepsTheOffset) {
  EXPECT_EQ(FirstStatement("__halt_compiler(); garbage '(("), "HaltCompiler\n  offset: Int 24\n");
  EXPECT_EQ(FirstStatement("__halt_compiler() ?>\nx"), "HaltCompiler\n  offset: Int 27\n");
}

TEST(Parser, SemiReservedWordsAreNames) {
  EXPECT_EQ(ErrorOf("<?php class A { const class_ = 1, LIST = 2; function for() {} static function new() {} "
                    "public $a = self::LIST; use T { for as protected switch; } } A::new(array: 1, fn: 2);"),
            "ok");
  EXPECT_EQ(ErrorOf("<?php function readonly() {} readonly(1); enum enum: string { case case = 'a'; } "
                    "namespace\\f(); a::{$b}; goto x; x: $match = match(1) { default, => 2, };"),
            "ok");
}

TEST(Printer, PutsParenthesesWherePrecedenceAsks) {
  struct {
    std::string_view source;
    std::string_view printed;
  } rows[] = {
      {"(1+2)*3", "(1 + 2) * 3"},
      {"1+(2*3)", "1 + 2 * 3"},
      {"1-(2-3)", "1 - (2 - 3)"},
      {"(-1)**2", "(-1) ** 2"},
      {"$a = $b ?? $c = 1", "$a = $b ?? ($c = 1)"},
      {"!($a && $b) || $c", "!($a && $b) || $c"},
      {"($a ? 1 : 2) ? 3 : 4", "$a ? 1 : 2 ? 3 : 4"},
      {"array(1, 'k' => &$v, ...$w)", "[1, 'k' => &$v, ...$w]"},
      {"\"a$b {$c['d']}[\\n\"", "\"a$b {$c['d']}[\\n\""},
      {"new class(1) extends \\A { use B; }", "new class(1) extends \\A {\n    use B;\n}"},
      {"static fn&(int|(A&B) ...$x): ?static => yield", "static fn&(int|(A&B) ...$x): ?static => yield "},
      {"$a->{'b c'}?->$d::E", "$a->{b c}?->$d::E"},
      {"exit", "\\exit()"},
      {"1e100 + 1.0 + 0.1 + 1.5e-7 + 123456789012345678.0",
       "1.0E+100 + 1.0 + 0.1 + 1.5E-7 + 1.2345678901235E+17"},
      {"strlen(...)", "strlen(...)"},
      {"include 'a' . 1 . $b", "include('a1' . $b)"},
  };
  for (const auto& row : rows) {
    ParseResult result = Parse("<?php " + std::string(row.source) + ";");
    ASSERT_TRUE(result) << row.source;
    EXPECT_EQ(PrintAst((*result->root)[0]), row.printed);
  }
}

TEST(ParserErrors, Wording) {
  struct {
    std::string_view source;
    std::string_view error;
  } rows[] = {
      {"<?php $a = ;", "syntax error, unexpected token \";\":1"},
      {"<?php foo bar;", "syntax error, unexpected identifier \"bar\":1"},
      {"<?php\n$a 5;", "syntax error, unexpected integer \"5\":2"},
      {"<?php $a 5.5;", "syntax error, unexpected floating-point number \"5.5\":1"},
      {"<?php $a $b", "syntax error, unexpected variable \"$b\":1"},
      {"<?php $a 'b c'", "syntax error, unexpected single-quoted string \"b c\":1"},
      {"<?php $a \"abc def ghi jkl mno pqr stu vwx yz abc\";",
       "syntax error, unexpected double-quoted string \"abc def ghi jkl mno pqr stu vw...\":1"},
      {"<?php $a \"x\ny\";", "syntax error, unexpected double-quoted string \"x\":2"},
      {"<?php $a \"x$b\";", "syntax error, unexpected double-quote mark:1"},
      {"<?php if (", "Unclosed '(':1"},
      {"<?php if ?> x", "syntax error, unexpected token \";\", expecting \"(\":1"},
      {"<?php class", "syntax error, unexpected end of file, expecting identifier:1"},
      {"<?php class A { function f }", "syntax error, unexpected token \"}\", expecting \"(\":1"},
      {"<?php $a = \\", "syntax error, unexpected token \"\\\":1"},
      {"<?php \x01", "syntax error, unexpected character 0x01, expecting end of file:1"},
      {"<?php \"abc", "syntax error, unexpected end of file, expecting variable or \"${\" or \"{$\":1"},
      {"<?php 'abc\n", "syntax error, unexpected string content \"abc\", expecting end of file:1"},
      {"<?php \"$a[ 1]\";",
       "syntax error, unexpected string content \"\", expecting \"-\" or identifier or variable or number:1"},
      {"<?php (]", "Unclosed '(' does not match ']':1"},
      {"<?php (\n]", "Unclosed '(' on line 1 does not match ']':2"},
      {"<?php )", "Unmatched ')':1"},
      {"<?php {\n", "Unclosed '{' on line 1:2"},
      {"<?php\n/* a\n", "Unterminated comment starting line 2:2"},
      {"<?php 09;", "Invalid numeric literal:1"},
      {"<?php \"\n\\u{zz}\";", "Invalid UTF-8 codepoint escape sequence:2"},
      {"<?php \"\\u{110000}\";", "Invalid UTF-8 codepoint escape sequence: Codepoint too large:1"},
      {"<?php <<<A\n  a\n b\n  A;",
       "Invalid body indentation level (expecting an indentation level of at least 2):3"},
      {"<?php <<<A\n  a\n \tA;", "Invalid indentation - tabs and spaces cannot be mixed:2"},
      {"<?php <<<A\n  $a\n\tb\n  A;", "Invalid indentation - tabs and spaces cannot be mixed:3"},
      {"<?php (real)1;", "The (real) cast has been removed, use (float) instead:1"},
      {"<?php class A { public public $a; }", "Multiple access type modifiers are not allowed:1"},
      {"<?php class A { static const B = 1; }", "Cannot use the static modifier on a class constant:1"},
      {"<?php final abstract class A {}", "Cannot use the final modifier on an abstract class:1"},
      {"<?php new abstract class {};", "Cannot use the abstract modifier on an anonymous class:1"},
      {"<?php function f(static $a) {}", "Cannot use the static modifier on a parameter:1"},
      {"<?php { __halt_compiler(); }", "__HALT_COMPILER() can only be used from the outermost scope:1"},
  };
  for (const auto& row : rows) EXPECT_EQ(ErrorOf(row.source), row.error) << row.source;
}

TEST(ParserErrors, NoticesComeWithTheTree) {
  ParseResult result = Parse("<?php\n\"${a}\\400\";\n\"${$b}\";");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->notices.size(), 3u);
  EXPECT_EQ(result->notices[0].message, "Using ${var} in strings is deprecated, use {$var} instead");
  EXPECT_EQ(result->notices[1].message, "Octal escape sequence overflow \\400 is greater than \\377");
  EXPECT_EQ(result->notices[2].message,
            "Using ${expr} (variable variables) in strings is deprecated, use {${expr}} instead");
  EXPECT_EQ(result->notices[2].line, 3u);
}

TEST(ParserLimits, DeepInputIsAnError) {
  auto repeat = [](std::string_view text, int times) {
    std::string result = "<?php ";
    for (int i = 0; i < times; i++) result += text;
    return result;
  };
  for (const char* text :
       {"(", "[", "{", "$a[", "!", "fn() => ", "if (1) ", "f(", "\"{$a[", "new class { function f() { "}) {
    std::string error = ErrorOf(repeat(text, 1'000'000));
    EXPECT_NE(error, "ok") << text;
  }
  EXPECT_EQ(ErrorOf(repeat("(", 20'000)), "memory exhausted:1");
  EXPECT_EQ(ErrorOf(repeat("$a.", 30'000) + "$b;", {.max_depth = 20'000}),
            "The script is nested too deeply (more than 20000 levels):1");
  EXPECT_EQ(ErrorOf(repeat("$a;", 100'000)), "ok");
}

TEST(ParserLimits, EveryPrefixAndZeroByte) {
  std::string source =
      "x<?php namespace A; use B\\{C, function d}; #[E(1)] final class F extends G { /** h */ public ?int $i "
      "= 1 { get => $this->i; } const J = <<<K\n  a {$b['c']} ${d} $e[0] $f->g\n  K; function &l(m|(n&o) "
      "...$p): static { yield from `q $r`; return match(1) { 2, => 3.5e1, default => [...$s, 't' => &$u] }; "
      "} "
      "} ?>\ny <?= 0x1F . 'v\\'' ?: namespace\\w(x: 1) ?> z";
  ASSERT_EQ(ErrorOf(source), "ok");
  for (size_t i = 0; i < source.size(); i++) {
    ErrorOf(source.substr(0, i));
    std::string changed = source;
    changed[i] = '\0';
    ErrorOf(changed);
    Tokenize(changed);
  }
}

}  // namespace
}  // namespace tusk
