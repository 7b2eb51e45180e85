// Syntax tree -> PHP source, laid out as PHP does it in the messages of assert(): parentheses where
// precedence asks for them, whatever the source had. Text that a program can see, so every space counts.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "interp/frontend/ast.h"
#include "interp/frontend/ast_names.h"
#include "interp/frontend/ast_printer.h"
#include "interp/frontend/lexer_chars.h"
#include "interp/frontend/parser.h"

namespace tusk {
namespace {

constexpr int kPrintBinding = 60;
constexpr int kYieldBinding = 70;
constexpr int kElement = 80;
constexpr int kConditionalBinding = 100;
constexpr int kPrefixBinding = 240;
constexpr int kPostfixBinding = 260;
constexpr Binding kAssignBinding = {90, 91, 90};

Binding BindingOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::kBoolXor: return {40, 40, 41};
    case BinaryOp::kBitOr: return {140, 140, 141};
    case BinaryOp::kBitXor: return {150, 150, 151};
    case BinaryOp::kBitAnd: return {160, 160, 161};
    case BinaryOp::kIdentical:
    case BinaryOp::kNotIdentical:
    case BinaryOp::kEqual:
    case BinaryOp::kNotEqual: return {170, 171, 171};
    case BinaryOp::kSmaller:
    case BinaryOp::kSmallerOrEqual:
    case BinaryOp::kGreater:
    case BinaryOp::kGreaterOrEqual:
    case BinaryOp::kSpaceship: return {180, 181, 181};
    case BinaryOp::kConcat: return {185, 185, 186};
    case BinaryOp::kShiftLeft:
    case BinaryOp::kShiftRight: return {190, 190, 191};
    case BinaryOp::kAdd:
    case BinaryOp::kSub: return {200, 200, 201};
    case BinaryOp::kMul:
    case BinaryOp::kDiv:
    case BinaryOp::kMod: return {210, 210, 211};
    case BinaryOp::kPow: return {250, 251, 250};
  }
  return {};
}

bool IsVariableName(std::string_view name) {
  if (name.empty() || !CharIs(name[0], kCharWordStart)) return false;
  for (char c : name) {
    if (!CharIs(c, kCharWord)) return false;
  }
  return true;
}

}  // namespace

void AstPrinter::Binary(const Ast* node, std::string_view op, Binding own, int binding) {
  if (binding > own.self) Put('(');
  Expr((*node)[0], own.left);
  Put(op);
  Expr((*node)[1], own.right);
  if (binding > own.self) Put(')');
}

void AstPrinter::Prefix(std::string_view op, const Ast* value, int own, int operand, int binding) {
  if (binding > own) Put('(');
  Put(op);
  Expr(value, operand);
  if (binding > own) Put(')');
}

void AstPrinter::Postfix(const Ast* value, std::string_view op, int binding) {
  if (binding > kPostfixBinding) Put('(');
  Expr(value, kPrefixBinding + 1);
  Put(op);
  if (binding > kPostfixBinding) Put(')');
}

void AstPrinter::Call(std::string_view name, const Ast* value) {
  Put(name);
  Put('(');
  Expr(value);
  Put(')');
}

void AstPrinter::List(const Ast* list, int binding, std::string_view separator) {
  for (uint32_t i = 0; i < list->count; i++) {
    if (i) Put(separator);
    Expr((*list)[i], binding);
  }
}

void AstPrinter::Arguments(const Ast* args) {
  Put('(');
  if (args->Is(AstKind::kCallableConvert)) {
    Put("...");
  } else {
    List(args);
  }
  Put(')');
}

void AstPrinter::Conditional(const Ast* node, int binding) {
  if (binding > kConditionalBinding) Put('(');
  Expr((*node)[0], kConditionalBinding);
  if ((*node)[1]) {
    Put(" ? ");
    Expr((*node)[1], kConditionalBinding + 1);
    Put(" : ");
  } else {
    Put(" ?: ");
  }
  Expr((*node)[2], kConditionalBinding + 1);
  if (binding > kConditionalBinding) Put(')');
}

void AstPrinter::Yield(const Ast* node, int binding) {
  if (binding > kYieldBinding) Put('(');
  Put("yield ");
  if (const Ast* value = (*node)[0]) {
    if (const Ast* key = (*node)[1]) {
      Expr(key, kYieldBinding);
      Put(" => ");
    }
    Expr(value, kYieldBinding);
  }
  if (binding > kYieldBinding) Put(')');
}

void AstPrinter::New(const Ast* node) {
  Put("new ");
  const Ast* args = (*node)[1];
  if ((*node)[0]->Is(AstKind::kClass)) {
    const DeclAst& decl = *(*node)[0]->AsDecl();
    if (decl[kClassAttributes]) Attributes(decl[kClassAttributes], false);
    Modifiers(decl.flags, kModReadonly);
    Put("class");
    if (args->Is(AstKind::kCallableConvert) || args->count) Arguments(args);
    ClassTail(decl);
    return;
  }
  Name((*node)[0]);
  Arguments(args);
}

void AstPrinter::Match(const Ast* node) {
  Put("match (");
  Expr((*node)[0]);
  Put(") {\n");
  indent_++;
  for (const Ast* arm : (*node)[1]->Children()) {
    Indent();
    if ((*arm)[0]) {
      List((*arm)[0]);
      Put(" => ");
    } else {
      Put("default => ");
    }
    Expr((*arm)[1]);
    Put(",\n");
  }
  indent_--;
  Indent();
  Put('}');
}

void AstPrinter::Attributes(const Ast* list, bool on_own_lines) {
  for (const Ast* group : list->Children()) {
    Put("#[");
    for (uint32_t i = 0; i < group->count; i++) {
      if (i) Put(", ");
      const Ast* attribute = (*group)[i];
      Name((*attribute)[0]);
      if ((*attribute)[1]) Arguments((*attribute)[1]);
    }
    Put(']');
    if (on_own_lines) {
      Put('\n');
      Indent();
    } else {
      Put(' ');
    }
  }
}

void AstPrinter::Modifiers(uint32_t flags, uint32_t among) {
  std::string text = FlagsText(flags & among);
  if (!text.empty()) Put(text + " ");
}

void AstPrinter::Type(const Ast* type) {
  switch (type->kind) {
    case AstKind::kNullableType:
      Put('?');
      Type((*type)[0]);
      break;
    case AstKind::kUnionType:
    case AstKind::kIntersectionType:
      for (uint32_t i = 0; i < type->count; i++) {
        if (i) Put(type->Is(AstKind::kUnionType) ? '|' : '&');
        bool nested = (*type)[i]->Is(AstKind::kIntersectionType);
        if (nested) Put('(');
        Type((*type)[i]);
        if (nested) Put(')');
      }
      break;
    case AstKind::kBuiltinType: Put(BuiltinTypeText(type->Attr<BuiltinType>())); break;
    default: Name(type);
  }
}

void AstPrinter::Parameter(const Ast* node) {
  if ((*node)[3]) Attributes((*node)[3], false);
  Modifiers(node->attr, kModVisibilityMask | kModSetVisibilityMask | kModReadonly);
  if ((*node)[0]) {
    Type((*node)[0]);
    Put(' ');
  }
  if (node->attr & kParamByRef) Put('&');
  if (node->attr & kParamVariadic) Put("...");
  Put('$');
  Put((*node)[1]->Text());
  if ((*node)[2]) {
    Put(" = ");
    Expr((*node)[2]);
  }
  if ((*node)[5]) Block((*node)[5]);
}

void AstPrinter::Function(const Ast* node) {
  const DeclAst& decl = *node->AsDecl();
  bool is_arrow = node->Is(AstKind::kArrowFunction);
  bool is_closure = node->Is(AstKind::kClosure) || is_arrow;
  if (decl[kFnAttributes]) Attributes(decl[kFnAttributes], !is_closure);
  Modifiers(decl.flags, kModVisibilityMask);
  Modifiers(decl.flags, kModStatic);
  Modifiers(decl.flags, kModAbstract);
  Modifiers(decl.flags, kModFinal);
  Put(is_arrow ? "fn" : "function ");
  if (decl.flags & kFnReturnsRef) Put('&');
  if (!is_closure) Put(decl.name);
  Put('(');
  List(decl[kFnParams]);
  Put(')');
  if (const Ast* uses = decl[kFnUses]) {
    Put(" use(");
    List(uses);
    Put(')');
  }
  if (decl[kFnReturnType]) {
    Put(": ");
    Type(decl[kFnReturnType]);
  }
  if (is_arrow) {
    Put(" => ");
    Expr((*decl[kFnBody])[0]);
    return;
  }
  if (!decl[kFnBody]) {
    Put(";\n");
    return;
  }
  Block(decl[kFnBody]);
  if (!is_closure) Put('\n');
}

void AstPrinter::Name(const Ast* node) {
  if (!node->Is(AstKind::kName)) return Expr(node);
  switch (node->Attr<NameKind>()) {
    case NameKind::kFullyQualified: Put('\\'); break;
    case NameKind::kRelative: Put("namespace\\"); break;
    case NameKind::kUnqualified: break;
  }
  Put(node->Text());
}

void AstPrinter::Identifier(const Ast* node) {
  if (node->Is(AstKind::kString)) {
    Put(node->Text());
  } else {
    Expr(node);
  }
}

void AstPrinter::Variable(const Ast* name) {
  if (name->Is(AstKind::kString) && IsVariableName(name->Text())) return Put(name->Text());
  if (name->Is(AstKind::kVar)) return Expr(name);
  Put('{');
  Identifier(name);
  Put('}');
}

void AstPrinter::Member(const Ast* node) {
  if (node->Is(AstKind::kVar)) return Expr(node);
  bool plain = node->Is(AstKind::kString) && IsVariableName(node->Text());
  if (!plain) Put('{');
  Identifier(node);
  if (!plain) Put('}');
}

void AstPrinter::String(std::string_view text) {
  Put('\'');
  for (char c : text) {
    if (c == '\'' || c == '\\') Put('\\');
    Put(c);
  }
  Put('\'');
}

void AstPrinter::Quoted(std::string_view text, char quote) {
  static constexpr std::string_view kControls = "\n\r\t\f\v\x1b";
  static constexpr std::string_view kLetters = "nrtfve";
  for (char c : text) {
    if (static_cast<unsigned char>(c) < ' ') {
      Put('\\');
      size_t control = kControls.find(c);
      if (control != std::string_view::npos) {
        Put(kLetters[control]);
      } else {
        Put('0');
        Put(static_cast<char>('0' + c / 8));
        Put(static_cast<char>('0' + c % 8));
      }
      continue;
    }
    if (c == quote || c == '$' || c == '\\') Put('\\');
    Put(c);
  }
}

void AstPrinter::Encaps(const Ast* list, char quote) {
  for (uint32_t i = 0; i < list->count; i++) {
    const Ast* part = (*list)[i];
    if (part->Is(AstKind::kString)) {
      Quoted(part->Text(), quote);
      continue;
    }
    bool plain = part->Is(AstKind::kVar) && (*part)[0]->Is(AstKind::kString);
    if (plain && i + 1 < list->count && (*list)[i + 1]->Is(AstKind::kString)) {
      std::string_view next = (*list)[i + 1]->Text();
      plain = next.empty() || !(next[0] == '[' || CharIs(next[0], kCharWord));
    }
    if (!plain) Put('{');
    Expr(part);
    if (!plain) Put('}');
  }
}

// As echo prints a float, with ".0" where it looks like an int.
void AstPrinter::Float(double value) {
  if (value != value) return Put("NAN");
  if (value > 1.7976931348623157e308) return Put("INF");
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.*e", precision_ - 1, value);
  std::string_view text(digits);
  size_t e = text.find('e');
  int exponent = std::atoi(digits + e + 1);
  std::string mantissa(text.substr(0, e));
  if (mantissa.find('.') != std::string::npos) {
    while (mantissa.back() == '0') mantissa.pop_back();
    if (mantissa.back() == '.') mantissa.pop_back();
  }
  if (exponent < -4 || exponent >= precision_) {
    if (mantissa.size() == 1) mantissa += ".0";
    Put(mantissa + "E" + (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent)));
    return;
  }
  int decimals = mantissa.size() > 1 ? static_cast<int>(mantissa.size()) - 2 : 0;
  std::snprintf(digits, sizeof digits, "%.*f", std::max(0, decimals - exponent), value);
  std::string plain(digits);
  if (plain.find('.') == std::string::npos) plain += ".0";
  Put(plain);
}

void AstPrinter::Expr(const Ast* node, int binding) {
  if (!node) return;
  if (node->depth > kDeepestPrinted) return Put("...");
  const Ast& n = *node;
  switch (node->kind) {
    case AstKind::kInt: return Put(std::to_string(n.IntValue()));
    case AstKind::kFloat: return Float(n.FloatValue());
    case AstKind::kString: return String(n.Text());
    case AstKind::kName: return Name(node);
    case AstKind::kMagicConst: return Put(MagicConstText(n.Attr<MagicConst>()));
    case AstKind::kBuiltinType: return Type(node);
    case AstKind::kCallableConvert: return Put("...");
    case AstKind::kClosureUse:
      if (n.Attr<ReferenceFlag>() == ReferenceFlag::kByReference) Put('&');
      Put('$');
      return Put(n.Text());
    case AstKind::kVar: Put('$'); return Variable(n[0]);
    case AstKind::kConst: return Name(n[0]);
    case AstKind::kDim:
      Expr(n[0], kPostfixBinding);
      Put('[');
      Expr(n[1]);
      return Put(']');
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
      Expr(n[0]);
      Put(n.Is(AstKind::kProp) ? "->" : "?->");
      return Member(n[1]);
    case AstKind::kStaticProp:
      Name(n[0]);
      Put("::$");
      return Variable(n[1]);
    case AstKind::kClassConst:
      Name(n[0]);
      Put("::");
      return Member(n[1]);
    case AstKind::kClassName: Name(n[0]); return Put("::class");
    case AstKind::kCall: Name(n[0]); return Arguments(n[1]);
    case AstKind::kMethodCall:
    case AstKind::kNullsafeMethodCall:
      Expr(n[0]);
      Put(n.Is(AstKind::kMethodCall) ? "->" : "?->");
      Member(n[1]);
      return Arguments(n[2]);
    case AstKind::kStaticCall:
      Name(n[0]);
      Put("::");
      Member(n[1]);
      return Arguments(n[2]);
    case AstKind::kNew: return New(node);
    case AstKind::kNamedArg:
      Put(n[0]->Text());
      Put(": ");
      return Expr(n[1]);
    case AstKind::kUnpack: Put("..."); return Expr(n[0]);
    case AstKind::kRef: Put('&'); return Expr(n[0]);
    case AstKind::kAssign: return Binary(node, " = ", kAssignBinding, binding);
    case AstKind::kAssignRef: return Binary(node, " =& ", kAssignBinding, binding);
    case AstKind::kAssignCoalesce: return Binary(node, " \?\?= ", kAssignBinding, binding);
    case AstKind::kAssignOp:
      return Binary(node, " " + std::string(BinaryOpText(n.Attr<BinaryOp>())) + "= ", kAssignBinding,
                    binding);
    case AstKind::kBinary:
      return Binary(node, " " + std::string(BinaryOpText(n.Attr<BinaryOp>())) + " ",
                    BindingOf(n.Attr<BinaryOp>()), binding);
    case AstKind::kAnd: return Binary(node, " && ", {130, 130, 131}, binding);
    case AstKind::kOr: return Binary(node, " || ", {120, 120, 121}, binding);
    case AstKind::kCoalesce: return Binary(node, " ?? ", {110, 111, 110}, binding);
    case AstKind::kConditional: return Conditional(node, binding);
    case AstKind::kUnary:
      return Prefix(UnaryOpText(n.Attr<UnaryOp>()), n[0], kPrefixBinding, kPrefixBinding + 1, binding);
    case AstKind::kCast:
      return Prefix(CastTypeText(n.Attr<CastType>()), n[0], kPrefixBinding, kPrefixBinding + 1, binding);
    case AstKind::kSilence: return Prefix("@", n[0], kPrefixBinding, kPrefixBinding + 1, binding);
    case AstKind::kPreInc: return Prefix("++", n[0], kPrefixBinding, 230, binding);
    case AstKind::kPreDec: return Prefix("--", n[0], kPrefixBinding, 230, binding);
    case AstKind::kPostInc: return Postfix(n[0], "++", binding);
    case AstKind::kPostDec: return Postfix(n[0], "--", binding);
    case AstKind::kClone: return Prefix("clone ", n[0], 270, 271, binding);
    case AstKind::kPrint: return Prefix("print ", n[0], kPrintBinding, kPrintBinding + 1, binding);
    case AstKind::kYieldFrom: return Prefix("yield from ", n[0], 85, 86, binding);
    case AstKind::kYield: return Yield(node, binding);
    case AstKind::kThrow: Put("throw "); return Expr(n[0]);
    case AstKind::kIsset: return Call("isset", n[0]);
    case AstKind::kEmpty: return Call("empty", n[0]);
    case AstKind::kIncludeOrEval: return Call(IncludeKindText(n.Attr<IncludeKind>()), n[0]);
    case AstKind::kShellExec:
      Put('`');
      if (n[0]->Is(AstKind::kString)) {
        Quoted(n[0]->Text(), '`');
      } else {
        Encaps(n[0], '`');
      }
      return Put('`');
    case AstKind::kInstanceof:
      Expr(n[0]);
      Put(" instanceof ");
      return Name(n[1]);
    case AstKind::kEncapsList:
      Put('"');
      Encaps(node, '"');
      return Put('"');
    case AstKind::kArray:
      Put('[');
      List(node, kElement);
      return Put(']');
    case AstKind::kArrayItem:
      if (n[1]) {
        Expr(n[1], kElement);
        Put(" => ");
      }
      if (n.Attr<ReferenceFlag>() == ReferenceFlag::kByReference) Put('&');
      return Expr(n[0], kElement);
    case AstKind::kMatch: return Match(node);
    case AstKind::kClosure:
    case AstKind::kArrowFunction:
    case AstKind::kFunction:
    case AstKind::kMethod: return Function(node);
    case AstKind::kPropertyHook: return Hook(node);
    case AstKind::kParam: return Parameter(node);
    case AstKind::kProperty: return Property(node);
    case AstKind::kConstItem:
      Put(n[0]->Text());
      Put(" = ");
      return Expr(n[1]);
    case AstKind::kNullableType:
    case AstKind::kUnionType:
    case AstKind::kIntersectionType: return Type(node);
    case AstKind::kUseItem:
      Name(n[0]);
      if (n[1]) {
        Put(" as ");
        Put(n[1]->Text());
      }
      return;
    case AstKind::kMethodReference:
      if (n[0]) {
        Name(n[0]);
        Put("::");
      }
      return Put(n[1]->Text());
    case AstKind::kNameList:
    case AstKind::kExprList:
    case AstKind::kArgList:
    case AstKind::kParamList: return List(node);
    default: StatementText(node);
  }
}

std::string PrintAst(const Ast* node, int precision) {
  AstPrinter printer(precision);
  printer.Expr(node);
  return printer.Take();
}

}  // namespace tusk
