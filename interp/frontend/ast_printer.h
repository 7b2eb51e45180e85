#pragma once
// Syntax tree -> PHP source: the printer behind PrintAst() (parser.h). Internal to its own files.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "interp/frontend/ast.h"

namespace tusk {

// Deeper trees than a person reads are cut, so that printing cannot exhaust the stack.
constexpr uint32_t kDeepestPrinted = 2000;

// How tightly an operator binds, and the least its operands must bind to go without parentheses.
struct Binding {
  int self;
  int left;
  int right;
};

class AstPrinter {
 public:
  explicit AstPrinter(int precision) : precision_(precision) {}

  void Expr(const Ast* node, int binding = 0);
  std::string Take() { return std::move(out_); }

 private:
  void Put(std::string_view text) { out_ += text; }
  void Put(char c) { out_ += c; }
  void Indent() { out_.append(size_t{4} * indent_, ' '); }

  void Binary(const Ast* node, std::string_view op, Binding own, int binding);
  void Prefix(std::string_view op, const Ast* value, int own, int operand, int binding);
  void Postfix(const Ast* value, std::string_view op, int binding);
  void Call(std::string_view name, const Ast* value);
  void List(const Ast* list, int binding = 0, std::string_view separator = ", ");
  void Arguments(const Ast* args);
  void Conditional(const Ast* node, int binding);
  void Yield(const Ast* node, int binding);
  void New(const Ast* node);
  void Match(const Ast* node);
  void Function(const Ast* node);
  void Parameter(const Ast* node);
  void Type(const Ast* type);
  void Attributes(const Ast* list, bool on_own_lines);

  void Name(const Ast* node);      // a kName as it was written, or an expression
  void Member(const Ast* node);    // ->a, ->$a, ->{expr}
  void Variable(const Ast* name);  // what follows the dollar
  void Identifier(const Ast* node);
  void String(std::string_view text);
  void Quoted(std::string_view text, char quote);
  void Encaps(const Ast* list, char quote);
  void Float(double value);

  void Statement(const Ast* node);
  void Block(const Ast* body);  // " {", the body, "}"
  void If(const Ast* node);
  void Switch(const Ast* node);
  void Try(const Ast* node);
  void For(const Ast* node);
  void Class(const Ast* node);
  void ClassTail(const DeclAst& decl);
  void Property(const Ast* node);
  void Hook(const Ast* node);
  void TraitUse(const Ast* node);
  void Use(const Ast* node);
  void Modifiers(uint32_t flags, uint32_t among);
  void StatementText(const Ast* node);

  std::string out_;
  size_t indent_ = 0;
  int precision_;
};

}  // namespace tusk
