#pragma once
// What the grammar's actions work with: the lexer, the arena, and the builders that are longer than a line.
// Internal to the parser; parser.h is the way in.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "interp/frontend/ast.h"
#include "interp/frontend/lexer.h"
#include "interp/frontend/lexer_literals.h"
#include "interp/frontend/parser.h"

union TUSK_YYSTYPE;

namespace tusk {

// A token's spelling; points into the source.
struct SourceText {
  const char* data;
  uint32_t length;
  uint32_t line;

  std::string_view view() const { return {data, length}; }
};

// Modifiers as written: the first word in the highest used four bits. Which of them are allowed depends on
// what they stand before, and is known only later.
enum ModifierWord : uint64_t {
  kPublicWord = 1,
  kProtectedWord,
  kPrivateWord,
  kPublicSetWord,
  kProtectedSetWord,
  kPrivateSetWord,
  kStaticWord,
  kAbstractWord,
  kFinalWord,
  kReadonlyWord,
};
// Past 16 words some have been repeated, which is an error whatever follows.
inline uint64_t AddModifier(uint64_t words, uint64_t word) { return words >> 60 ? words : words << 4 | word; }

enum class ModifierTarget : uint8_t { kMethod, kProperty, kConstant, kParameter, kHook };

class ParserContext {
 public:
  ParserContext(std::string_view source, const ParseOptions& options, ParsedFile& file);

  // The lexer's side.
  int NextToken(TUSK_YYSTYPE* value);
  void SyntaxError(std::string message);
  // Names as bison has them; null: found nothing.
  void UnexpectedToken(const char* found, std::span<const char* const> expected);
  void Fatal(std::string message);
  const std::optional<ParseError>& error() const { return error_; }

  uint32_t line() const { return lexer_.line(); }
  void set_root(Ast* root) { file_.root = root; }

  // Plain nodes. The line is the first child's, or the lexer's where there is none.
  Ast* Node(AstKind kind, std::initializer_list<Ast*> kids, uint64_t attr = 0);
  Ast* List(AstKind kind, std::initializer_list<Ast*> kids = {});
  Ast* Append(Ast* list, Ast* item) {
    arena_.Append(list, item);
    return list;
  }
  template <typename E>
  Ast* Leaf(AstKind kind, E attr) {
    return arena_.Leaf(kind, static_cast<uint16_t>(attr), lexer_.line());
  }
  Ast* Binary(BinaryOp op, Ast* left, Ast* right) {
    return Node(AstKind::kBinary, {left, right}, static_cast<uint64_t>(op));
  }
  Ast* Unary(UnaryOp op, Ast* value) { return Node(AstKind::kUnary, {value}, static_cast<uint64_t>(op)); }
  Ast* Include(IncludeKind kind, Ast* value) {
    return Node(AstKind::kIncludeOrEval, {value}, static_cast<uint64_t>(kind));
  }

  // Names.
  Ast* String(SourceText text) { return arena_.TextNoCopy(AstKind::kString, text.view(), text.line); }
  Ast* EmptyString() { return arena_.TextNoCopy(AstKind::kString, {}, lexer_.line()); }
  Ast* Name(SourceText text, NameKind kind);
  Ast* StaticName(SourceText keyword) { return Name({"static", 6, keyword.line}, NameKind::kUnqualified); }
  Ast* VariableName(SourceText variable);  // without the dollar
  Ast* Variable(SourceText variable) { return Node(AstKind::kVar, {VariableName(variable)}); }
  bool CheckIdentifier(SourceText text);

  // Documentation.
  SourceText TakeDoc();
  void ForgetDoc() { lexer_.TakeDocComment(); }
  Ast* Doc(SourceText doc) { return doc.length ? String(doc) : nullptr; }

  // Modifiers. False: reported.
  bool ToFlags(uint64_t words, ModifierTarget target, uint64_t* flags);
  bool AddClassModifier(uint64_t flags, uint64_t added, uint64_t* result);
  bool AddAnonymousModifier(uint64_t flags, uint64_t added, uint64_t* result);

  // Declarations.
  uint64_t EnterBody();  // the outer body's flags, for Function()
  SourceText ClosureName() const { return {"{closure}", 9, 0}; }
  Ast* Function(AstKind kind, SourceText start, uint64_t flags, SourceText name, SourceText doc, Ast* params,
                Ast* uses, Ast* body, Ast* return_type, uint64_t outer_body);
  Ast* Parameter(uint64_t flags, uint64_t by_ref, uint64_t variadic, Ast* type, SourceText name,
                 Ast* default_value, SourceText doc, Ast* hooks);
  Ast* Class(SourceText start, uint64_t flags, SourceText name, SourceText doc, Ast* parent, Ast* interfaces,
             Ast* members, Ast* backing_type);
  Ast* AnonymousClass(SourceText start, uint64_t flags, SourceText doc, Ast* arguments, Ast* parent,
                      Ast* interfaces, Ast* members);
  Ast* ClosureUse(SourceText variable, ReferenceFlag flag);
  Ast* WithAttributes(Ast* node, Ast* attributes);
  Ast* AddFlags(Ast* declaration, uint32_t flags);

  // Expressions.
  Ast* Concat(Ast* left, Ast* right);
  Ast* Call(Ast* callee, Ast* arguments);
  Ast* Exit(Ast* arguments);
  Ast* Yield(Ast* value, Ast* key);
  Ast* YieldFrom(Ast* value);
  Ast* Parenthesized(Ast* expr);
  Ast* ClassConstant(Ast* class_name, Ast* name);
  Ast* WithSyntax(Ast* array, ArraySyntax syntax);
  Ast* TrimArray(Ast* array);  // drops the hole after a trailing comma
  Ast* NegativeOffset(Ast* offset);
  Ast* Heredoc(Ast* parts);  // a part or a list; null: reported
  void NoteDollarBrace(bool expression);
  Ast* HaltCompiler();

 private:
  int Literal(const Token& token, TUSK_YYSTYPE* value);
  Ast* QuotedString(const Token& token);
  Ast* StringPart(const Token& token);
  bool HeredocPartText(Ast* part, bool first, bool last);
  void Report(ParseError error) {
    if (!error_) error_ = std::move(error);
  }

  ParsedFile& file_;
  AstArena& arena_;
  Lexer lexer_;
  Token token_{};  // the lookahead, for messages
  uint32_t body_flags_ = 0;
  std::optional<ParseError> error_;
};

}  // namespace tusk
