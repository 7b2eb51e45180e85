// Statements that are not control flow, and what all statements share.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/ini.h"

namespace tusk {

void Compiler::TopStatement(Ast* ast) {
  if (!ast || failed_) return;
  if (ast->Is(AstKind::kStatementList)) {
    for (Ast* child : ast->Children()) TopStatement(child);
    return;
  }
  if (ast->Is(AstKind::kFunction)) {
    b_->line = ast->line;
    FunctionDecl(ast, true);
    b_->line = ast->AsDecl()->end_line;
  } else if (ast->Is(AstKind::kClass)) {
    b_->line = ast->line;
    ClassDeclaration(ast, true);
    b_->line = ast->AsDecl()->end_line;
  } else {
    Statement(ast);
  }
  if (!ast->Is(AstKind::kNamespace) && !ast->Is(AstKind::kHaltCompiler) && !ast->Is(AstKind::kDeclare)) {
    bool inline_html = ast->Is(AstKind::kEcho) && (*ast)[0]->Is(AstKind::kString);
    has_namespace_statement_ = true;
    if (scope_.any_namespace && scope_.bracketed && !scope_.in_namespace && !inline_html) {
      Fail("No code may exist outside of namespace {}");
    }
  }
}

void Compiler::StatementList(Ast* ast) {
  for (Ast* child : ast->Children()) Statement(child);
}

void Compiler::EmitTick() {
  if (!b_->ops.empty() && b_->Last().opcode == Code::kTicks) return;
  b_->Emit(nullptr, Code::kTicks).extended = static_cast<uint32_t>(scope_.ticks);
}

void Compiler::Statement(Ast* ast) {
  if (!ast || failed_) return;
  b_->line = ast->line;
  switch (ast->kind) {
    case AstKind::kStatementList: StatementList(ast); break;
    case AstKind::kEcho: Echo(ast); break;
    case AstKind::kIf: If(ast); break;
    case AstKind::kWhile: While(ast); break;
    case AstKind::kDoWhile: DoWhile(ast); break;
    case AstKind::kFor: For(ast); break;
    case AstKind::kForeach: Foreach(ast); break;
    case AstKind::kSwitch: Switch(ast); break;
    case AstKind::kBreak:
    case AstKind::kContinue: BreakContinue(ast); break;
    case AstKind::kReturn: Return(ast); break;
    case AstKind::kGoto: Goto(ast); break;
    case AstKind::kLabel: LabelStatement(ast); break;
    case AstKind::kTry: Try(ast); break;
    case AstKind::kUnset: Unset(ast); break;
    case AstKind::kGlobal: Global(ast); break;
    case AstKind::kStaticVar: StaticVar(ast); break;
    case AstKind::kHaltCompiler: HaltCompiler(ast); break;
    case AstKind::kDeclare: Declare(ast); break;
    case AstKind::kNamespace: Namespace(ast); break;
    case AstKind::kUse: Use(ast); break;
    case AstKind::kGroupUse: GroupUse(ast); break;
    case AstKind::kConstDecl: ConstDecl(ast); break;
    case AstKind::kFunction: FunctionDecl(ast, false); break;
    case AstKind::kClass: ClassDeclaration(ast, false); break;
    case AstKind::kThrow: {
      // As a statement: nothing needs the value that the expression pretends to have.
      Node value = Expr((*ast)[0]);
      b_->Emit(nullptr, Code::kThrow, &value).extended = kThrowIsExpression;
      break;
    }
    default: Free(Expr(ast)); break;
  }
  if (scope_.ticks && !ast->Is(AstKind::kStatementList) && !ast->Is(AstKind::kLabel) &&
      !ast->Is(AstKind::kNamespace) && !ast->Is(AstKind::kUse)) {
    EmitTick();
  }
}

// Drops a value: unused results are not made in the first place where the opline knows how.
void Compiler::Free(const Node& node) {
  if (failed_ || b_->ops.empty()) return;
  size_t i = b_->ops.size() - 1;
  if (node.kind == kTmp) {
    while (i > 0 && (b_->ops[i].opcode == Code::kEndSilence || b_->ops[i].opcode == Code::kOpData)) --i;
    Op& op = b_->ops[i];
    if ((op.result_kind & 0xf) == kTmp && op.result.num == node.var) {
      switch (op.opcode) {
        case Code::kPostInc:
        case Code::kPostDec:
        case Code::kPostIncObj:
        case Code::kPostDecObj:
        case Code::kPostIncStaticProp:
        case Code::kPostDecStaticProp:
          // $i++ as a statement is ++$i.
          op.opcode = static_cast<Opcode>(static_cast<int>(op.opcode) - 2);
          op.result_kind = kUnused;
          return;
        case Code::kAssign:
        case Code::kAssignDim:
        case Code::kAssignObj:
        case Code::kAssignStaticProp:
        case Code::kAssignOp:
        case Code::kAssignDimOp:
        case Code::kAssignObjOp:
        case Code::kAssignStaticPropOp:
        case Code::kPreInc:
        case Code::kPreDec:
        case Code::kPreIncObj:
        case Code::kPreDecObj:
        case Code::kPreIncStaticProp:
        case Code::kPreDecStaticProp: op.result_kind = kUnused; return;
        case Code::kBool:
        case Code::kBoolNot: return;  // nothing to release
        default: break;
      }
    }
    b_->Emit(nullptr, Code::kFree, &node);
    return;
  }
  if (node.kind != kVar) return;
  while (i > 0 && (b_->ops[i].opcode == Code::kEndSilence || b_->ops[i].opcode == Code::kExtFcallEnd ||
                   b_->ops[i].opcode == Code::kOpData)) {
    --i;
  }
  Op& op = b_->ops[i];
  if (op.result_kind == kVar && op.result.num == node.var) {
    if (op.opcode == Code::kFetchThis) op.opcode = Code::kNop;
    op.result_kind = kUnused;
    if (b_->assert_op < b_->ops.size()) {
      Op& check = b_->ops[b_->assert_op];
      if (check.result_kind == kVar && check.result.num == node.var) check.result_kind = kUnused;
    }
    return;
  }
  for (;; --i) {
    const Op& at = b_->ops[i];
    if ((at.opcode == Code::kFetchListR || at.opcode == Code::kFetchListW) && at.op1_kind == kVar &&
        at.op1.num == node.var) {
      b_->Emit(nullptr, Code::kFree, &node);
      return;
    }
    if (at.result_kind == kVar && at.result.num == node.var) {
      if (at.opcode == Code::kNew) b_->Emit(nullptr, Code::kFree, &node);
      return;
    }
    if (i == 0) return;
  }
}

void Compiler::Echo(Ast* ast) {
  Node value = Expr((*ast)[0]);
  b_->Emit(nullptr, Code::kEcho, &value);
}

void Compiler::Unset(Ast* ast) {
  Ast* target = (*ast)[0];
  EnsureWritable(target);
  if (failed_) return;
  if (IsGlobalVar(target)) {
    if (!(*target)[1]) {
      Fail("Cannot use [] for unsetting");
      return;
    }
    Node name = ConstString(Expr((*target)[1]));
    b_->Emit(nullptr, Code::kUnsetVar, &name).extended = FetchScope::kGlobal;
    return;
  }
  switch (target->kind) {
    case AstKind::kVar: {
      Node cv;
      if (IsThis(target)) {
        Fail("Cannot unset $this");
      } else if (TryCv(&cv, target)) {
        b_->Emit(nullptr, Code::kUnsetCv, &cv);
      } else {
        SimpleVarNoCv(nullptr, target, Fetch::kUnset, false)->opcode = Code::kUnsetVar;
      }
      break;
    }
    case AstKind::kDim:
      if (Op* op = Dim(nullptr, target, Fetch::kUnset, false)) {
        op->opcode = Code::kUnsetDim;
        op->extended = 0;
      }
      break;
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
      if (Op* op = Prop(nullptr, target, Fetch::kUnset, false)) op->opcode = Code::kUnsetObj;
      break;
    case AstKind::kStaticProp:
      StaticProp(nullptr, target, Fetch::kUnset, false, false)->opcode = Code::kUnsetStaticProp;
      break;
    default: Fail("Cannot unset an expression"); break;
  }
}

void Compiler::Global(Ast* ast) {
  Ast* var = (*ast)[0];
  Ast* name_ast = (*var)[0];
  Node name = ConstString(Expr(name_ast));
  if (name.IsString() && IsAutoGlobal(name.constant.str->view())) {
    Fail("Cannot use auto-global as global variable");
    return;
  }
  if (IsThis(var)) {
    Fail("Cannot use $this as global variable");
    return;
  }
  Node cv;
  if (TryCv(&cv, var)) {
    b_->Emit(nullptr, Code::kBindGlobal, &cv, &name).extended = b_->CacheSlots(1);
    return;
  }
  Node place;
  b_->Emit(&place, Code::kFetchW, &name).extended = FetchScope::kGlobalLock;
  AssignRefNode(arena_->Node(AstKind::kVar, 0, ast->line, {NodeExpr(name, ast->line)}), place);
}

void Compiler::StaticVar(Ast* ast) {
  std::string_view text = (*ast)[0]->Text();
  if (text == "this") {
    Fail("Cannot use $this as static variable");
    return;
  }
  String* name = Intern(text);
  for (String* other : b_->static_names) {
    if (other == name) {
      Fail("Duplicate declaration of static variable $%s", text);
      return;
    }
  }
  if (!b_->fn->static_variables) b_->fn->static_variables = NewHash(8);
  uint32_t position = static_cast<uint32_t>(b_->static_names.size());
  b_->static_names.push_back(name);
  uint32_t extended = position << BindFlags::kShift;
  Value initial = Value::Null();
  bool constant = true;
  if ((*ast)[1]) {
    FoldConst(&ast->kids[1]);
    constant = ConstOf((*ast)[1], &initial);
  }
  if (constant) {
    SetStr(b_->fn->static_variables, name, Literalize(initial));
    Node cv = Node::Cv(b_->Cv(name));
    b_->Emit(nullptr, Code::kBindStatic, &cv).extended = extended | BindFlags::kRef;
    return;
  }
  SetStr(b_->fn->static_variables, name, Value::Null());
  Node cv = Node::Cv(b_->Cv(name));
  uint32_t jump = b_->Here();
  b_->Emit(nullptr, Code::kBindInitStaticOrJmp, &cv).extended = extended;
  Node value = Expr((*ast)[1]);
  b_->Emit(nullptr, Code::kBindStatic, &cv, &value).extended = extended | BindFlags::kRef;
  b_->SetTargetHere(jump);
}

void Compiler::ConstDecl(Ast* ast) {
  for (Ast* item : ast->Children()) {
    b_->line = item->line;
    std::string_view text = (*item)[0]->Text();
    Value v;
    FoldConst(&item->kids[1]);
    std::string offence;
    if (!AllowedInConstExpr((*item)[1], &offence)) {
      Fail("%s", offence);
      return;
    }
    if (EqualIgnoreCase(text, "true") || EqualIgnoreCase(text, "false") || EqualIgnoreCase(text, "null") ||
        text == "__COMPILER_HALT_OFFSET__") {
      Fail("Cannot redeclare constant '%s'", text);
      return;
    }
    String* name = WithNamespace(text);
    auto it = scope_.constants.find(Intern(text));
    if (it != scope_.constants.end() && it->second != name) {
      Fail("Cannot declare const %s because the name is already in use", name->view());
      return;
    }
    Node name_node = Node::Str(name);
    Node value;
    if (ConstOf((*item)[1], &v)) {
      value = Node::Constant(v);
    } else {
      value = Node::Constant(ConstantThunk((*item)[1], "constant"));
    }
    b_->Emit(nullptr, Code::kDeclareConst, &name_node, &value);
    SeeSymbol(SymbolKind::kConst, name);
  }
}

void Compiler::HaltCompiler(Ast* ast) {
  if (scope_.bracketed && scope_.in_namespace) {
    Fail("__HALT_COMPILER() can only be used from the outermost scope");
    return;
  }
  // The offset was noted before compilation began; at run time the statement just ends the script.
  Node one = Node::Int(1);
  b_->Emit(nullptr, Code::kReturn, &one);
}

void Compiler::Declare(Ast* ast) {
  for (Ast* item : (*ast)[0]->Children()) {
    std::string_view name = (*item)[0]->Text();
    Value v;
    FoldConst(&item->kids[1]);
    if (!ConstOf((*item)[1], &v)) {
      Fail("declare(%s) value must be a literal", name);
      return;
    }
    if (EqualIgnoreCase(name, "ticks")) {
      scope_.ticks = v.IsInt() ? v.i : 1;
    } else if (EqualIgnoreCase(name, "encoding")) {
      if (!v.IsString()) {
        Fail("Encoding must be a literal");
        return;
      }
      if (has_namespace_statement_ || scope_.any_namespace || !b_->ops.empty()) {
        Fail("Encoding declaration pragma must be the very first statement in the script");
        return;
      }
      const IniConfiguredValue* multibyte = IniConfigured("zend.multibyte");
      if (!multibyte || !IniBool(multibyte->text)) {
        Warn(ParseNotice::Kind::kWarning,
             "declare(encoding=...) ignored because Zend multibyte feature is turned off by settings");
      } else if (!EqualIgnoreCase(v.str->view(), "UTF-8")) {
        Fail("not supported yet: declare(encoding='%s')", v.str->view());
      }
    } else if (EqualIgnoreCase(name, "strict_types")) {
      if (has_namespace_statement_ || scope_.any_namespace || !b_->ops.empty()) {
        Fail("strict_types declaration must be the very first statement in the script");
        return;
      }
      if ((*ast)[1]) {
        Fail("strict_types declaration must not use block mode");
        return;
      }
      if (!v.IsInt() || (v.i != 0 && v.i != 1)) {
        Fail("strict_types declaration must have 0 or 1 as its value");
        return;
      }
      scope_.strict_types = v.i == 1;
      if (v.i == 1) b_->fn->flags |= FunctionFlags::kStrictTypes;
    } else {
      Warn(ParseNotice::Kind::kWarning, "Unsupported declare '%s'", name);
    }
  }
  if ((*ast)[1]) {
    int64_t ticks = scope_.ticks;
    Statement((*ast)[1]);
    scope_.ticks = ticks == scope_.ticks ? 0 : scope_.ticks;
  }
}

}  // namespace tusk
