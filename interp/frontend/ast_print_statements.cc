// The statements and declarations of the printer of PHP source.
#include <cstdint>
#include <string>

#include "interp/frontend/ast.h"
#include "interp/frontend/ast_names.h"
#include "interp/frontend/ast_printer.h"

namespace tusk {

void AstPrinter::Block(const Ast* body) {
  Put(" {\n");
  indent_++;
  Statement(body);
  indent_--;
  Indent();
  Put('}');
}

void AstPrinter::Statement(const Ast* node) {
  if (!node) return;
  if (node->depth > kDeepestPrinted) {
    Indent();
    return Put("...\n");
  }
  if (node->Is(AstKind::kStatementList) || node->Is(AstKind::kTraitAdaptationList) ||
      node->Is(AstKind::kHookList)) {
    for (const Ast* statement : node->Children()) Statement(statement);
    return;
  }
  Indent();
  Expr(node);
  switch (node->kind) {
    case AstKind::kLabel:
    case AstKind::kIf:
    case AstKind::kSwitch:
    case AstKind::kWhile:
    case AstKind::kTry:
    case AstKind::kFor:
    case AstKind::kForeach:
    case AstKind::kFunction:
    case AstKind::kMethod:
    case AstKind::kPropertyHook:
    case AstKind::kClass:
    case AstKind::kTraitUse:
    case AstKind::kNamespace:
    case AstKind::kDeclare: break;
    case AstKind::kPropertyGroup:
      // Hooks end in a brace.
      if (!(*(*(*node)[1])[0])[3]) Put(';');
      break;
    default: Put(';');
  }
  Put('\n');
}

void AstPrinter::If(const Ast* node) {
  for (uint32_t i = 0; i < node->count; i++) {
    const Ast* branch = (*node)[i];
    if ((*branch)[0]) {
      Put(i == 0 ? "if (" : "} elseif (");
      Expr((*branch)[0]);
      Put(") {\n");
    } else if ((*branch)[1] && (*branch)[1]->Is(AstKind::kIf)) {
      Put("} else ");
      return If((*branch)[1]);
    } else {
      Put("} else {\n");
    }
    indent_++;
    Statement((*branch)[1]);
    indent_--;
    Indent();
  }
  Put('}');
}

void AstPrinter::Switch(const Ast* node) {
  Put("switch (");
  Expr((*node)[0]);
  Put(") {\n");
  indent_++;
  for (const Ast* item : (*node)[1]->Children()) {
    Indent();
    if ((*item)[0]) {
      Put("case ");
      Expr((*item)[0]);
      Put(":\n");
    } else {
      Put("default:\n");
    }
    indent_++;
    Statement((*item)[1]);
    indent_--;
  }
  indent_--;
  Indent();
  Put('}');
}

void AstPrinter::Try(const Ast* node) {
  Put("try");
  Block((*node)[0]);
  for (const Ast* item : (*node)[1]->Children()) {
    Put(" catch (");
    List((*item)[0], 0, " | ");
    if ((*item)[1]) {
      Put(" $");
      Put((*item)[1]->Text());
    }
    Put(')');
    Block((*item)[2]);
  }
  if ((*node)[2]) {
    Put(" finally");
    Block((*node)[2]);
  }
}

void AstPrinter::For(const Ast* node) {
  Put("for (");
  Expr((*node)[0]);
  Put(';');
  for (size_t i : {1, 2}) {
    if ((*node)[i]) {
      Put(' ');
      Expr((*node)[i]);
    }
    Put(i == 1 ? ";" : ")");
  }
  Block((*node)[3]);
}

void AstPrinter::ClassTail(const DeclAst& decl) {
  if (decl[kClassBackingType]) {
    Put(": ");
    Type(decl[kClassBackingType]);
  }
  if (decl[kClassExtends]) {
    Put(" extends ");
    Name(decl[kClassExtends]);
  }
  if (decl[kClassImplements]) {
    Put(decl.flags & kClassInterface ? " extends " : " implements ");
    List(decl[kClassImplements]);
  }
  Block(decl[kClassBody]);
}

void AstPrinter::Class(const Ast* node) {
  const DeclAst& decl = *node->AsDecl();
  if (decl[kClassAttributes]) Attributes(decl[kClassAttributes], true);
  if (decl.flags & kClassInterface) {
    Put("interface ");
  } else if (decl.flags & kClassTrait) {
    Put("trait ");
  } else if (decl.flags & kClassEnum) {
    Put("enum ");
  } else {
    Modifiers(decl.flags, kModAbstract);
    Modifiers(decl.flags, kModFinal);
    Modifiers(decl.flags, kModReadonly);
    Put("class ");
  }
  Put(decl.name);
  ClassTail(decl);
  Put('\n');
}

void AstPrinter::Property(const Ast* node) {
  Put('$');
  Put((*node)[0]->Text());
  if ((*node)[1]) {
    Put(" = ");
    Expr((*node)[1]);
  }
  if ((*node)[3]) Block((*node)[3]);
}

void AstPrinter::Hook(const Ast* node) {
  const DeclAst& decl = *node->AsDecl();
  if (decl[kFnAttributes]) Attributes(decl[kFnAttributes], true);
  Modifiers(decl.flags, kModFinal);
  if (decl.flags & kFnReturnsRef) Put('&');
  Put(decl.name);
  if (decl[kFnParams]) {
    Put('(');
    List(decl[kFnParams]);
    Put(')');
  }
  const Ast* body = decl[kFnBody];
  if (!body) {
    Put(';');
  } else if (body->Is(AstKind::kShortBody)) {
    Put(" => ");
    Expr((*body)[0]);
    Put(';');
  } else {
    Block(body);
  }
}

void AstPrinter::TraitUse(const Ast* node) {
  Put("use ");
  List((*node)[0]);
  if ((*node)[1]) {
    Block((*node)[1]);
  } else {
    Put(';');
  }
}

void AstPrinter::Use(const Ast* node) {
  Put("use ");
  SymbolKind kind = node->Attr<SymbolKind>();
  if (kind == SymbolKind::kFunction) Put("function ");
  if (kind == SymbolKind::kConst) Put("const ");
  if (node->Is(AstKind::kUse)) return List(node);
  Name((*node)[0]);
  Put("\\{");
  const Ast* items = (*node)[1];
  for (uint32_t i = 0; i < items->count; i++) {
    if (i) Put(", ");
    SymbolKind item = (*items)[i]->Attr<SymbolKind>();
    if (item == SymbolKind::kFunction) Put("function ");
    if (item == SymbolKind::kConst) Put("const ");
    Expr((*items)[i]);
  }
  Put('}');
}

void AstPrinter::StatementText(const Ast* node) {
  const Ast& n = *node;
  auto word = [&](std::string_view name, const Ast* value) {
    Put(name);
    if (!value) return;
    Put(' ');
    Expr(value);
  };
  switch (node->kind) {
    case AstKind::kStatementList: Statement(node); break;
    case AstKind::kEcho: word("echo", n[0]); break;
    case AstKind::kIf: If(node); break;
    case AstKind::kWhile:
      Call("while ", n[0]);
      Block(n[1]);
      break;
    case AstKind::kDoWhile:
      Put("do");
      Block(n[0]);
      Call(" while ", n[1]);
      break;
    case AstKind::kFor: For(node); break;
    case AstKind::kForeach:
      Put("foreach (");
      Expr(n[0]);
      Put(" as ");
      if (n[2]) {
        Expr(n[2]);
        Put(" => ");
      }
      Expr(n[1]);
      Put(')');
      Block(n[3]);
      break;
    case AstKind::kSwitch: Switch(node); break;
    case AstKind::kBreak: word("break", n[0]); break;
    case AstKind::kContinue: word("continue", n[0]); break;
    case AstKind::kReturn: word("return", n[0]); break;
    case AstKind::kGoto:
      Put("goto ");
      Put(n[0]->Text());
      break;
    case AstKind::kLabel:
      Put(n[0]->Text());
      Put(':');
      break;
    case AstKind::kTry: Try(node); break;
    case AstKind::kUnset: Call("unset", n[0]); break;
    case AstKind::kGlobal: word("global", n[0]); break;
    case AstKind::kStaticVar:
      Put("static $");
      Put(n[0]->Text());
      if (n[1]) {
        Put(" = ");
        Expr(n[1]);
      }
      break;
    case AstKind::kHaltCompiler: Put("__HALT_COMPILER()"); break;
    case AstKind::kDeclare:
      Put("declare(");
      List(n[0]);
      Put(')');
      if (n[1]) {
        Block(n[1]);
      } else {
        Put(';');
      }
      break;
    case AstKind::kNamespace:
      Put("namespace");
      if (n[0]) {
        Put(' ');
        Name(n[0]);
      }
      if (n[1]) {
        Block(n[1]);
        Put('\n');
      } else {
        Put(';');
      }
      break;
    case AstKind::kUse:
    case AstKind::kGroupUse: Use(node); break;
    case AstKind::kConstDecl: word("const", nullptr), Put(' '), List(node); break;
    case AstKind::kClass: Class(node); break;
    case AstKind::kPropertyGroup:
      if (n[2]) Attributes(n[2], true);
      Modifiers(n.attr, kModVisibilityMask);
      Modifiers(n.attr, kModSetVisibilityMask);
      Modifiers(n.attr, kModStatic);
      Modifiers(n.attr, kModAbstract);
      Modifiers(n.attr, kModFinal);
      Modifiers(n.attr, kModReadonly);
      if (n[0]) {
        Type(n[0]);
        Put(' ');
      }
      List(n[1]);
      break;
    case AstKind::kClassConstGroup:
      if (n[1]) Attributes(n[1], true);
      Modifiers(n.attr, kModVisibilityMask);
      Modifiers(n.attr, kModFinal);
      Put("const ");
      if (n[2]) {
        Type(n[2]);
        Put(' ');
      }
      List(n[0]);
      break;
    case AstKind::kEnumCase:
      if (n[3]) Attributes(n[3], true);
      Put("case ");
      Put(n[0]->Text());
      if (n[1]) {
        Put(" = ");
        Expr(n[1]);
      }
      break;
    case AstKind::kTraitUse: TraitUse(node); break;
    case AstKind::kTraitPrecedence:
      Expr(n[0]);
      Put(" insteadof ");
      List(n[1]);
      break;
    case AstKind::kTraitAlias:
      Expr(n[0]);
      Put(" as");
      if (n.attr) Put(" " + FlagsText(n.attr));
      if (n[1]) {
        Put(' ');
        Put(n[1]->Text());
      }
      break;
    default: List(node); break;
  }
}

}  // namespace tusk
