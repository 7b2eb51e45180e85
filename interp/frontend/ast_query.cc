// Questions about syntax that many parts of the compiler ask.
#include "interp/frontend/compiler.h"

namespace tusk {

namespace {

bool IsNamedVar(const Ast* ast, std::string_view name) {
  return ast->Is(AstKind::kVar) && (*ast)[0]->Is(AstKind::kString) && (*ast)[0]->Text() == name;
}

}  // namespace

bool IsAutoGlobal(std::string_view name) {
  return name == "_GET" || name == "_POST" || name == "_COOKIE" || name == "_SERVER" || name == "_ENV" ||
         name == "_REQUEST" || name == "_FILES" || name == "_SESSION";
}

uint32_t ClassFetchOf(std::string_view name) {
  if (EqualIgnoreCase(name, "self")) return ClassFetch::kSelf;
  if (EqualIgnoreCase(name, "parent")) return ClassFetch::kParent;
  if (EqualIgnoreCase(name, "static")) return ClassFetch::kStatic;
  return ClassFetch::kDefault;
}

bool Compiler::IsVariable(const Ast* ast) {
  switch (ast->kind) {
    case AstKind::kVar:
    case AstKind::kDim:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kStaticProp: return true;
    default: return false;
  }
}

bool Compiler::IsCall(const Ast* ast) {
  switch (ast->kind) {
    case AstKind::kCall:
    case AstKind::kMethodCall:
    case AstKind::kNullsafeMethodCall:
    case AstKind::kStaticCall: return true;
    default: return false;
  }
}

bool Compiler::IsThis(const Ast* ast) { return IsNamedVar(ast, "this"); }
bool Compiler::IsGlobals(const Ast* ast) { return IsNamedVar(ast, "GLOBALS"); }
bool Compiler::IsGlobalVar(const Ast* ast) { return ast->Is(AstKind::kDim) && IsGlobals((*ast)[0]); }

bool Compiler::RunsThroughChain(AstKind kind) {
  switch (kind) {
    case AstKind::kDim:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kStaticProp:
    case AstKind::kMethodCall:
    case AstKind::kNullsafeMethodCall:
    case AstKind::kStaticCall:
    case AstKind::kClassConst: return true;
    default: return false;
  }
}

bool Compiler::IsShortCircuited(const Ast* ast) {
  for (;;) {
    switch (ast->kind) {
      case AstKind::kNullsafeProp:
      case AstKind::kNullsafeMethodCall: return true;
      case AstKind::kDim:
      case AstKind::kProp:
      case AstKind::kStaticProp:
      case AstKind::kMethodCall:
      case AstKind::kStaticCall:
      case AstKind::kClassConst: ast = (*ast)[0]; break;
      default: return false;
    }
  }
}

bool Compiler::CanWriteTo(const Ast* ast) {
  while (ast->Is(AstKind::kDim) || ast->Is(AstKind::kProp)) ast = (*ast)[0];
  return ast->Is(AstKind::kVar) || ast->Is(AstKind::kStaticProp);
}

bool Compiler::IsAssignToSelf(const Ast* value, const Ast* target) {
  if (!value->Is(AstKind::kVar) || !(*value)[0]->Is(AstKind::kString)) return false;
  while (IsVariable(target) && !target->Is(AstKind::kVar)) target = (*target)[0];
  return target->Is(AstKind::kVar) && (*target)[0]->Is(AstKind::kString) &&
         (*target)[0]->Text() == (*value)[0]->Text();
}

}  // namespace tusk
