// Control flow: branches, loops, switch and match, leaving (break, return, goto), exceptions.
#include "interp/frontend/compiler.h"

namespace tusk {

void Compiler::If(Ast* ast) {
  std::vector<uint32_t> to_end;
  for (uint32_t i = 0; i < ast->count; ++i) {
    Ast* branch = (*ast)[i];
    Ast* condition = (*branch)[0];
    uint32_t to_next = 0;
    if (condition) {
      to_next = b_->EmitCondJump(Code::kJmpz, Expr(condition));
    }
    Statement((*branch)[1]);
    if (i + 1 != ast->count) to_end.push_back(b_->EmitJump());
    if (condition) b_->SetTargetHere(to_next);
  }
  for (uint32_t jump : to_end) b_->SetTargetHere(jump);
}

void Compiler::While(Ast* ast) {
  uint32_t to_condition = b_->EmitJump();
  b_->BeginLoop(Code::kNop, nullptr, false);
  uint32_t start = b_->Here();
  Statement((*ast)[1]);
  uint32_t condition = b_->Here();
  b_->SetTarget(to_condition, condition);
  b_->EmitCondJump(Code::kJmpnz, Expr((*ast)[0]), start);
  b_->EndLoop(condition);
}

void Compiler::DoWhile(Ast* ast) {
  b_->BeginLoop(Code::kNop, nullptr, false);
  uint32_t start = b_->Here();
  Statement((*ast)[0]);
  uint32_t condition = b_->Here();
  b_->EmitCondJump(Code::kJmpnz, Expr((*ast)[1]), start);
  b_->EndLoop(condition);
}

// All but the last are dropped; nothing at all means true.
Node Compiler::ForExpressions(Ast* list) {
  Node result = Node::Constant(Value(true));
  if (!list) return result;
  for (Ast* expr : list->Children()) {
    Free(result);
    result = Expr(expr);
  }
  return result;
}

void Compiler::For(Ast* ast) {
  Free(ForExpressions((*ast)[0]));
  uint32_t to_condition = b_->EmitJump();
  b_->BeginLoop(Code::kNop, nullptr, false);
  uint32_t start = b_->Here();
  Statement((*ast)[3]);
  uint32_t step = b_->Here();
  Free(ForExpressions((*ast)[2]));
  b_->SetTargetHere(to_condition);
  b_->EmitCondJump(Code::kJmpnz, ForExpressions((*ast)[1]), start);
  b_->EndLoop(step);
}

void Compiler::Foreach(Ast* ast) {
  Ast* subject = (*ast)[0];
  Ast* value = (*ast)[1];
  Ast* key = (*ast)[2];
  bool by_ref = value->Is(AstKind::kRef);
  bool is_variable = IsVariable(subject) && CanWriteTo(subject);
  if (key) {
    if (key->Is(AstKind::kRef)) {
      Fail("Key element cannot be a reference");
      return;
    }
    if (key->Is(AstKind::kArray)) {
      Fail("Cannot use list as key element");
      return;
    }
  }
  if (by_ref) value = (*value)[0];
  if (value->Is(AstKind::kArray) && PropagateListRefs(value)) by_ref = true;

  Node iterated;
  if (by_ref && is_variable) {
    Var(&iterated, subject, Fetch::kWrite, true);
  } else {
    iterated = Expr(subject);
  }
  if (by_ref) SeparateCall(&iterated, subject, Fetch::kWrite);

  uint32_t reset = b_->Here();
  Node iterator;
  b_->Emit(&iterator, by_ref ? Code::kFeResetRw : Code::kFeResetR, &iterated);
  b_->BeginLoop(Code::kFeFree, &iterator, false);

  uint32_t fetch = b_->Here();
  b_->Emit(nullptr, by_ref ? Code::kFeFetchRw : Code::kFeFetchR, &iterator);
  Node element;
  if (IsThis(value)) {
    Fail("Cannot re-assign $this");
  } else if (value->Is(AstKind::kVar) && TryCv(&element, value)) {
    Op& op = b_->ops[fetch];
    b_->SetOperand(&op.op2, &op.op2_kind, element);
  } else {
    Op& op = b_->ops[fetch];
    op.op2_kind = kVar;
    op.op2.num = b_->NewTmp();
    element.kind = kVar;
    element.var = op.op2.num;
    if (value->Is(AstKind::kArray)) {
      ListAssign(nullptr, value, element, value->Attr<ArraySyntax>());
    } else if (by_ref) {
      AssignRefNode(value, element);
    } else {
      AssignNode(value, element);
    }
  }
  if (key) {
    Op& op = b_->ops[fetch];
    op.result_kind = kTmp;
    op.result.num = b_->NewTmp();
    Node key_node = FunctionBuilder::ResultOf(op);
    AssignNode(key, key_node);
  }
  Statement((*ast)[3]);
  b_->line = ast->line;  // the jump back belongs to the line of the foreach
  b_->EmitJump(fetch);
  b_->SetTargetHere(reset);
  b_->SetTargetHere(fetch);
  b_->EndLoop(fetch);
  b_->Emit(nullptr, Code::kFeFree, &iterator);
}

// ---- switch and match

namespace {

bool IsNumeric(std::string_view s) {
  // A string that compares as a number can't be looked up by its bytes.
  size_t i = 0;
  while (i < s.size() && (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r'))) ++i;
  if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
  if (i < s.size() && s[i] == '.') ++i;
  if (i >= s.size() || s[i] < '0' || s[i] > '9') return false;
  return true;  // leading-numeric is close enough: such a switch is compared case by case
}

}  // namespace

void Compiler::Switch(Ast* ast) {
  Ast* cases = (*ast)[1];
  Node subject = Expr((*ast)[0]);
  b_->BeginLoop(Code::kFree, &subject, true);
  Node matched;
  matched.kind = kTmp;
  matched.var = b_->NewTmp();

  // A jump table: all cases are integers, or all are strings that are no numbers.
  Type table_type = Type::kUndef;
  for (uint32_t i = 0; i < cases->count; ++i) {
    Ast* item = (*cases)[i];
    if (!(*item)[0]) continue;
    FoldConst(&item->kids[0]);
    Value v;
    bool usable = ConstOf((*item)[0], &v) && (v.IsInt() || (v.IsString() && !IsNumeric(v.str->view()))) &&
                  (table_type == Type::kUndef || table_type == v.type);
    if (!usable) {
      table_type = Type::kNull;
      break;
    }
    table_type = v.type;
  }
  bool use_table =
      (table_type == Type::kInt && cases->count >= 5) || (table_type == Type::kString && cases->count >= 2);
  uint32_t table_op = 0;
  PendingSwitch table;
  if (use_table) {
    table_op = table.op = b_->Here();
    Node placeholder = Node::Null();
    b_->Emit(nullptr, table_type == Type::kInt ? Code::kSwitchLong : Code::kSwitchString, &subject,
             &placeholder);
  }

  std::vector<uint32_t> jumps(cases->count);
  bool has_default = false;
  bool constant_bool = subject.IsConst() && subject.constant.IsBool();
  for (uint32_t i = 0; i < cases->count; ++i) {
    Ast* item = (*cases)[i];
    if (!(*item)[0]) {
      if (has_default) {
        b_->line = item->line;
        Fail("Switch statements may only contain one default clause");
        return;
      }
      has_default = true;
      continue;
    }
    Node condition = Expr((*item)[0]);
    if (constant_bool) {
      jumps[i] = b_->EmitCondJump(subject.constant.IsTrue() ? Code::kJmpnz : Code::kJmpz, condition);
      continue;
    }
    Op& op = b_->Emit(nullptr, (subject.kind & kTmpVar) ? Code::kCase : Code::kIsEqual, &subject, &condition);
    b_->SetOperand(&op.result, &op.result_kind, matched);
    jumps[i] = b_->EmitCondJump(Code::kJmpnz, matched);
  }
  uint32_t default_jump = b_->EmitJump();

  for (uint32_t i = 0; i < cases->count; ++i) {
    Ast* item = (*cases)[i];
    if ((*item)[0]) {
      b_->SetTargetHere(jumps[i]);
      Value v;
      if (use_table && ConstOf((*item)[0], &v)) table.cases.emplace_back(v, b_->Here());
    } else {
      b_->SetTargetHere(default_jump);
      if (use_table) b_->SetTargetHere(table_op);
    }
    Statement((*item)[1]);
  }
  if (!has_default) {
    b_->SetTargetHere(default_jump);
    if (use_table) b_->SetTargetHere(table_op);
  }
  if (use_table) b_->switches.push_back(std::move(table));
  b_->EndLoop(b_->Here());
  if (subject.kind & kTmpVar) b_->Emit(nullptr, Code::kFree, &subject).extended = kFreeSwitch;
}

Node Compiler::Match(Ast* ast) {
  Ast* arms = (*ast)[1];
  Node subject = Expr((*ast)[0]);
  Node matched;
  matched.kind = kTmp;
  matched.var = b_->NewTmp();

  bool has_default = false;
  uint32_t condition_count = 0;
  bool all_constant = true;
  for (Ast* arm : arms->Children()) {
    Ast* conditions = (*arm)[0];
    if (!conditions) {
      if (has_default) {
        b_->line = arm->line;
        Fail("Match expressions may only contain one default arm");
        return Node::Null();
      }
      has_default = true;
      continue;
    }
    condition_count += conditions->count;
    for (uint32_t i = 0; i < conditions->count && all_constant; ++i) {
      FoldConst(&conditions->kids[i]);
      Value v;
      all_constant = ConstOf((*conditions)[i], &v) && (v.IsInt() || v.IsString());
    }
  }
  bool use_table = all_constant && condition_count >= 2;
  PendingSwitch table;
  std::vector<uint32_t> jumps;
  uint32_t default_jump = 0;
  if (use_table) {
    table.op = b_->Here();
    Node placeholder = Node::Null();
    b_->Emit(nullptr, Code::kMatch, &subject, &placeholder);
  } else {
    for (Ast* arm : arms->Children()) {
      if (!(*arm)[0]) continue;
      for (Ast* condition : (*arm)[0]->Children()) {
        Node node = Expr(condition);
        Op& op = b_->Emit(nullptr, (subject.kind & kTmpVar) ? Code::kCaseStrict : Code::kIsIdentical,
                          &subject, &node);
        b_->SetOperand(&op.result, &op.result_kind, matched);
        jumps.push_back(b_->EmitCondJump(Code::kJmpnz, matched));
      }
    }
    default_jump = b_->EmitJump();
  }

  auto default_here = [&] { b_->SetTargetHere(use_table ? table.op : default_jump); };
  // First, so that the result's live range does not reach over it.
  if (!has_default) {
    default_here();
    Op& op = b_->Emit(nullptr, Code::kMatchError, &subject);
    if (arms->count == 0) op.extended = kThrowIsExpression;
  }
  Node result = Node::Null();
  std::vector<uint32_t> to_end;
  size_t next_jump = 0;
  bool first = true;
  for (Ast* arm : arms->Children()) {
    if ((*arm)[0]) {
      for (Ast* condition : (*arm)[0]->Children()) {
        Value v;
        if (use_table) {
          if (ConstOf(condition, &v)) table.cases.emplace_back(v, b_->Here());
        } else {
          b_->SetTargetHere(jumps[next_jump++]);
        }
      }
    } else {
      default_here();
    }
    Node body = Expr((*arm)[1]);
    if (first) {
      b_->EmitTmp(&result, Code::kQmAssign, &body);
      first = false;
    } else {
      Op& op = b_->Emit(nullptr, Code::kQmAssign, &body);
      b_->SetOperand(&op.result, &op.result_kind, result);
    }
    to_end.push_back(b_->EmitJump());
  }
  for (uint32_t jump : to_end) b_->SetTargetHere(jump);
  if (use_table) b_->switches.push_back(std::move(table));
  if (subject.kind & kTmpVar) b_->Emit(nullptr, Code::kFree, &subject).extended = kFreeSwitch;
  return result;
}

// ---- leaving

// Emits what leaving `depth` levels needs: finally blocks, frees of loop variables. The innermost loop's own
// variable is left to the code behind the loop. False: there are not that many levels.
bool Compiler::Unwind(uint32_t depth, const Node* return_value) {
  for (size_t i = b_->unwind.size(); i-- > 0;) {
    const UnwindEntry entry = b_->unwind[i];
    switch (entry.kind) {
      case UnwindEntry::kFinally: {
        Op& op = b_->Emit(nullptr, Code::kFastCall);
        op.result_kind = kTmp;
        op.result.num = entry.var;
        if (return_value) b_->SetOperand(&op.op2, &op.op2_kind, *return_value);
        op.op1.num = entry.try_index;
        break;
      }
      case UnwindEntry::kDiscardException: {
        Op& op = b_->Emit(nullptr, Code::kDiscardException);
        op.op1_kind = kTmp;
        op.op1.num = entry.var;
        break;
      }
      case UnwindEntry::kFunctionStart: return depth == 0;
      default:
        if (depth <= 1) return true;
        if (entry.kind == UnwindEntry::kLoopVariable) {
          Op& op = b_->Emit(nullptr, entry.free_with);
          op.op1_kind = entry.var_kind;
          op.op1.num = entry.var;
          op.extended = kFreeOnReturn;
        }
        --depth;
        break;
    }
  }
  return true;
}

bool Compiler::InsideFinally() const {
  for (size_t i = b_->unwind.size(); i-- > 0;) {
    if (b_->unwind[i].kind == UnwindEntry::kFinally) return true;
  }
  return false;
}

void Compiler::BreakContinue(Ast* ast) {
  bool is_continue = ast->Is(AstKind::kContinue);
  const char* word = is_continue ? "continue" : "break";
  int64_t depth = 1;
  if (Ast* depth_ast = (*ast)[0]) {
    if (!depth_ast->Is(AstKind::kInt) && !depth_ast->Is(AstKind::kString) &&
        !depth_ast->Is(AstKind::kFloat)) {
      Fail("'%s' operator with non-integer operand is no longer supported", word);
      return;
    }
    if (!depth_ast->Is(AstKind::kInt) || depth_ast->IntValue() < 1) {
      Fail("'%s' operator accepts only positive integers", word);
      return;
    }
    depth = depth_ast->IntValue();
  }
  if (b_->loop == -1) {
    Fail("'%s' not in the 'loop' or 'switch' context", word);
    return;
  }
  int64_t available = 0;
  for (int32_t at = b_->loop; at != -1; at = b_->loops[at].parent) ++available;
  if (depth > available) {
    Fail("Cannot '%s' %d level%s", word, depth, depth == 1 ? "" : "s");
    return;
  }
  Unwind(static_cast<uint32_t>(depth), nullptr);
  if (is_continue) {
    int32_t at = b_->loop;
    for (int64_t d = 1; d < depth; ++d) at = b_->loops[at].parent;
    if (b_->loops[at].is_switch) {
      bool has_outer = b_->loops[at].parent != -1;
      if (depth == 1) {
        if (has_outer) {
          Warn(ParseNotice::Kind::kWarning,
               "\"continue\" targeting switch is equivalent to \"break\". Did you mean to use \"continue "
               "%d\"?",
               depth + 1);
        } else {
          Warn(ParseNotice::Kind::kWarning, "\"continue\" targeting switch is equivalent to \"break\"");
        }
      } else if (has_outer) {
        Warn(ParseNotice::Kind::kWarning,
             "\"continue %d\" targeting switch is equivalent to \"break %d\". Did you mean to use \"continue "
             "%d\"?",
             depth, depth, depth + 1);
      } else {
        Warn(ParseNotice::Kind::kWarning, "\"continue %d\" targeting switch is equivalent to \"break %d\"",
             depth, depth);
      }
    }
  }
  uint32_t number = b_->EmitJump();
  b_->breaks.push_back({number, b_->loop, static_cast<uint32_t>(depth), is_continue});
}

void Compiler::Goto(Ast* ast) {
  uint32_t start = b_->Here();
  Unwind(UINT32_MAX, nullptr);
  uint32_t number = b_->EmitJump();
  b_->gotos.push_back({number, number - start, b_->loop, Intern((*ast)[0]->Text()), ast->line});
}

void Compiler::LabelStatement(Ast* ast) {
  String* name = Intern((*ast)[0]->Text());
  for (const auto& entry : b_->labels) {
    if (entry.first == name) {
      Fail("Label '%s' already defined", name->view());
      return;
    }
  }
  b_->labels.push_back({name, Label{b_->loop, b_->Here()}});
}

// ---- return

void Compiler::CheckReturnType(Node* value, bool implicit) {
  const TypeDecl& type = b_->fn->return_type;
  if (!type.declared) return;
  if (type.mask & TypeDecl::kVoid) {
    if (value) {
      if (value->IsConst() && value->constant.IsNull()) {
        Fail("A void %s must not return a value (did you mean \"return;\" instead of \"return null;\"?)",
             class_ && b_->fn->scope ? "method" : "function");
      } else {
        Fail("A void %s must not return a value", class_ && b_->fn->scope ? "method" : "function");
      }
    }
    return;
  }
  if (type.mask & TypeDecl::kNever) {
    if (!implicit) {
      Fail("A never-returning %s must not return", class_ && b_->fn->scope ? "method" : "function");
    }
    return;
  }
  if (!value && !implicit) {
    const char* what = class_ && b_->fn->scope ? "method" : "function";
    if (type.Allows(Type::kNull)) {
      Fail(
          "A %s with return type must return a value (did you mean \"return null;\" instead of \"return;\"?)",
          what);
    } else {
      Fail("A %s with return type must return a value", what);
    }
    return;
  }
  if (value && type.classes.empty() && (type.mask & TypeDecl::kMixed) == TypeDecl::kMixed) return;
  if (value && value->IsConst() && TypeAllows(type, value->constant)) return;
  Op& op = b_->Emit(nullptr, Code::kVerifyReturnType, value);
  if (value && value->IsConst()) {
    op.result_kind = kTmp;
    op.result.num = b_->NewTmp();
    *value = FunctionBuilder::ResultOf(op);
  }
  uint32_t names = 0;
  for (const auto& c : type.classes) names += static_cast<uint32_t>(c.names.size());
  op.op2.num = b_->CacheSlots(names);
}

void Compiler::Return(Ast* ast) {
  Ast* expr = (*ast)[0];
  bool is_generator = b_->fn->Is(FunctionFlags::kGenerator);
  bool by_ref = b_->fn->Is(FunctionFlags::kReturnsReference) && !is_generator;
  Node value = Node::Null();
  if (expr) {
    if (by_ref && IsVariable(expr)) {
      if (IsShortCircuited(expr)) Fail("Cannot take reference of a nullsafe chain");
      Var(&value, expr, Fetch::kWrite, true);
    } else {
      value = Expr(expr);
    }
  }
  if (failed_) return;
  if (b_->fn->Is(FunctionFlags::kHasFinally) && (value.kind == kCv || (by_ref && value.kind == kVar)) &&
      InsideFinally()) {
    // The finally block must not change what is returned.
    if (by_ref) {
      b_->Emit(&value, Code::kMakeRef, &value);
    } else {
      b_->EmitTmp(&value, Code::kQmAssign, &value);
    }
  }
  if (!is_generator && b_->fn->Is(FunctionFlags::kReturnTypeDeclared)) {
    CheckReturnType(expr ? &value : nullptr, false);
  }
  Unwind(UINT32_MAX, (value.kind & kTmpVar) ? &value : nullptr);
  Op& op = b_->Emit(nullptr, by_ref ? Code::kReturnByRef : Code::kReturn, &value);
  if (expr) {
    if (IsCall(expr)) {
      op.extended = kReturnsFunction;
    } else if (by_ref && !IsVariable(expr)) {
      op.extended = kReturnsValue;
    }
  }
}

void Compiler::FinalReturn(bool one) {
  bool by_ref = b_->fn->Is(FunctionFlags::kReturnsReference);
  if (b_->fn->Is(FunctionFlags::kReturnTypeDeclared) && !b_->fn->Is(FunctionFlags::kGenerator)) {
    if (b_->fn->return_type.mask & TypeDecl::kNever) {
      b_->Emit(nullptr, Code::kVerifyNeverType);
      return;
    }
    CheckReturnType(nullptr, true);
  }
  Node value = one ? Node::Int(1) : Node::Null();
  b_->Emit(nullptr, by_ref ? Code::kReturnByRef : Code::kReturn, &value).extended = UINT32_MAX;
}

// ---- exceptions

void Compiler::Try(Ast* ast) {
  Ast* body = (*ast)[0];
  Ast* catches = (*ast)[1];
  Ast* finally = (*ast)[2];
  uint32_t catch_count = catches ? catches->count : 0;
  if (catch_count == 0 && !finally) {
    Fail("Cannot use try without catch or finally");
    return;
  }
  // label: try {} must differ from try { label: }
  if (!b_->labels.empty() && b_->labels.back().second.op == b_->Here()) b_->Emit(nullptr, Code::kNop);

  uint32_t outer_fast_call = b_->fast_call_var;
  uint32_t outer_try = b_->try_index;
  uint32_t index = b_->AddTry(b_->Here());
  if (finally) {
    b_->fn->flags |= FunctionFlags::kHasFinally;
    b_->fast_call_var = b_->NewTmp();
    UnwindEntry entry{UnwindEntry::kFinally};
    entry.var = b_->fast_call_var;
    entry.var_kind = kTmp;
    entry.try_index = index;
    b_->unwind.push_back(entry);
  }
  b_->try_index = index;
  Statement(body);

  std::vector<uint32_t> to_end;
  if (catch_count) to_end.push_back(b_->EmitJump());
  for (uint32_t i = 0; i < catch_count && !failed_; ++i) {
    Ast* clause = (*catches)[i];
    Ast* classes = (*clause)[0];
    Ast* variable = (*clause)[1];
    bool last_catch = i + 1 == catch_count;
    b_->line = clause->line;
    std::vector<uint32_t> to_body;
    uint32_t catch_op = 0;
    for (uint32_t j = 0; j < classes->count; ++j) {
      Ast* class_name = (*classes)[j];
      bool last_class = j + 1 == classes->count;
      if (class_name->Attr<NameKind>() != NameKind::kFullyQualified &&
          ClassFetchOf(class_name->Text()) != ClassFetch::kDefault) {
        Fail("Bad class name in the catch statement");
        return;
      }
      catch_op = b_->Here();
      if (i == 0 && j == 0) b_->fn->try_ranges[index].catch_op = catch_op;
      String* resolved = ResolveClass(class_name);
      Op& op = b_->Emit(nullptr, Code::kCatch);
      SetConstOperand(&op.op1, &op.op1_kind, ClassNameLiteral(resolved));
      op.extended = b_->CacheSlots(1);
      if (variable) {
        if (variable->Text() == "this") {
          Fail("Cannot re-assign $this");
          return;
        }
        op.result_kind = kCv;
        op.result.num = b_->Cv(Intern(variable->Text()));
      }
      if (last_catch && last_class) op.extended |= kLastCatch;
      if (!last_class) {
        to_body.push_back(b_->EmitJump());
        b_->SetTarget(catch_op, b_->Here());
      }
    }
    for (uint32_t jump : to_body) b_->SetTargetHere(jump);
    Statement((*clause)[2]);
    if (!last_catch) {
      to_end.push_back(b_->EmitJump());
      b_->SetTarget(catch_op, b_->Here());
    }
  }
  for (uint32_t jump : to_end) b_->SetTargetHere(jump);

  if (finally) {
    uint32_t over = b_->Here() + 1;
    b_->unwind.pop_back();
    UnwindEntry entry{UnwindEntry::kDiscardException};
    entry.var = b_->fast_call_var;
    entry.var_kind = kTmp;
    b_->unwind.push_back(entry);
    b_->line = finally->line;
    Op& call = b_->Emit(nullptr, Code::kFastCall);
    call.op1.num = index;
    call.result_kind = kTmp;
    call.result.num = b_->fast_call_var;
    b_->EmitJump();
    Statement(finally);
    b_->fn->try_ranges[index].finally_op = over + 1;
    b_->fn->try_ranges[index].finally_end = b_->Here();
    Op& ret = b_->Emit(nullptr, Code::kFastRet);
    ret.op1_kind = kTmp;
    ret.op1.num = b_->fast_call_var;
    ret.op2.num = outer_try;
    b_->SetTargetHere(over);
    b_->fast_call_var = outer_fast_call;
    b_->unwind.pop_back();
  }
  b_->try_index = outer_try;
}

}  // namespace tusk
