// Variables: fetch modes, delayed oplines, nullsafe chains, isset and empty.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"

namespace tusk {

namespace {

constexpr Opcode Plus(Opcode base, int n) { return static_cast<Opcode>(static_cast<int>(base) + n); }

void MakeTmp(Op* op, Node* result) {
  op->result_kind = kTmp;
  if (result) result->kind = kTmp;
}

}  // namespace

Ast* Compiler::NodeExpr(const Node& node, uint32_t line) {
  void* memory = arena_->Allocate(sizeof(NodeAst));
  auto* ast = new (memory) NodeAst();
  ast->kind = kCompiledNode;
  ast->attr = 0;
  ast->line = line;
  ast->count = 0;
  ast->depth = 1;
  ast->node = node;
  return ast;
}

// READ, WRITE ... of a family lie three opcodes apart, those of static properties one.
void Compiler::AdjustFetch(Op* op, Node* result, Fetch type) {
  int step = op->opcode == Code::kFetchStaticPropR ? 1 : 3;
  op->opcode = Plus(op->opcode, step * static_cast<int>(type));
  if ((type == Fetch::kRead || type == Fetch::kIsset) && op->result_kind) MakeTmp(op, result);
}

bool Compiler::TryCv(Node* result, Ast* ast) {
  Ast* name = (*ast)[0];
  if (!name->Is(AstKind::kString)) return false;
  std::string_view text = name->Text();
  if (IsAutoGlobal(text) || text == "GLOBALS") return false;
  *result = Node::Cv(b_->Cv(Intern(text)));
  return true;
}

Op* Compiler::SimpleVarNoCv(Node* result, Ast* ast, Fetch type, bool delayed) {
  Node name = ConstString(Expr((*ast)[0]));
  Op* op = delayed ? &b_->EmitDelayed(result, Code::kFetchR, &name) : &b_->Emit(result, Code::kFetchR, &name);
  if (name.IsString() && IsAutoGlobal(name.constant.str->view())) {
    if (options_.auto_global) options_.auto_global(name.constant.str->view());
    op->extended = FetchScope::kGlobal;
  } else {
    op->extended = FetchScope::kLocal;
    b_->fn->flags |= FunctionFlags::kDynamicVariables;
  }
  AdjustFetch(op, result, type);
  return op;
}

Op* Compiler::SimpleVar(Node* result, Ast* ast, Fetch type, bool delayed) {
  if (IsThis(ast)) {
    b_->fn->flags |= FunctionFlags::kUsesThis;
    Op* op = &b_->Emit(result, Code::kFetchThis);
    if (type == Fetch::kRead || type == Fetch::kIsset) MakeTmp(op, result);
    return op;
  }
  if (IsGlobals(ast)) {
    Op* op = &b_->Emit(result, Code::kFetchGlobals);
    if (type == Fetch::kRead || type == Fetch::kIsset) MakeTmp(op, result);
    return op;
  }
  Node cv;
  if (TryCv(&cv, ast)) {
    if (result) *result = cv;
    return nullptr;
  }
  return SimpleVarNoCv(result, ast, type, delayed);
}

void Compiler::SeparateCall(Node* node, Ast* ast, Fetch type) {
  if (type == Fetch::kRead || type == Fetch::kIsset || type == Fetch::kFuncArg || !IsCall(ast)) return;
  if (node->kind != kVar) {
    Fail("Cannot use result of built-in function in write context");
    return;
  }
  Op& op = b_->Emit(nullptr, Code::kSeparate, node);
  op.result_kind = kVar;
  op.result = op.op1;
}

// A literal key such as "5" is the integer 5; the text follows it for ArrayAccess objects.
void Compiler::NumericDim(Op* op, const Node& dim) {
  if (!dim.IsString()) return;
  int64_t number;
  if (!IsIntKey(dim.constant.str->view(), &number)) return;
  uint32_t literal = b_->Literal(Value(number));
  b_->literals_with_text.push_back(literal);
  b_->Literal(dim.constant);
  op->op2.num = literal;
}

Node Compiler::NumericKey(Node key) {
  int64_t number;
  if (key.IsString() && IsIntKey(key.constant.str->view(), &number)) return Node::Int(number);
  return key;
}

Op* Compiler::DelayedDim(Node* result, Ast* ast, Fetch type, bool by_ref) {
  Ast* base = (*ast)[0];
  Ast* index = (*ast)[1];
  Op* op;
  if (IsGlobals(base)) {
    if (!index) {
      Fail("Cannot append to $GLOBALS");
      return nullptr;
    }
    Node name = ConstString(Expr(index));
    op = &b_->EmitDelayed(result, Code::kFetchR, &name);
    op->extended = FetchScope::kGlobal;
    AdjustFetch(op, result, type);
    return op;
  }
  MarkInner(base);
  Node base_node;
  op = DelayedVar(&base_node, base, type, false);
  if (op && type == Fetch::kWrite &&
      (op->opcode == Code::kFetchStaticPropW || op->opcode == Code::kFetchObjW)) {
    op->extended |= kFetchDimWrite;
  } else if (op && (op->opcode == Code::kFetchDimW || op->opcode == Code::kFetchDimRw ||
                    op->opcode == Code::kFetchDimFuncArg || op->opcode == Code::kFetchDimUnset)) {
    op->extended = kFetchForDim;
  }
  SeparateCall(&base_node, base, type);
  Node dim;
  if (!index) {
    if (type == Fetch::kRead || type == Fetch::kIsset) Fail("Cannot use [] for reading");
    if (type == Fetch::kUnset) Fail("Cannot use [] for unsetting");
  } else {
    dim = Expr(index);
  }
  op = &b_->EmitDelayed(result, Code::kFetchDimR, &base_node, &dim);
  AdjustFetch(op, result, type);
  if (by_ref) op->extended = kFetchForRef;
  if (dim.IsConst()) NumericDim(op, dim);
  return op;
}

Op* Compiler::Dim(Node* result, Ast* ast, Fetch type, bool by_ref) {
  size_t mark = b_->BeginDelayed();
  DelayedDim(result, ast, type, by_ref);
  return b_->EndDelayed(mark);
}

// Emits what was delayed for the object of a nullsafe access: the null test comes before the rest.
void Compiler::FlushDelayedChain(const Node& object) {
  auto& delayed = b_->delayed;
  uint32_t var = object.var;
  size_t i = delayed.size();
  while (i > 0 && delayed[i - 1].result_kind == kTmp && delayed[i - 1].result.num == var) {
    --i;
    if (delayed[i].op1_kind != kTmp) break;
    var = delayed[i].op1.num;
  }
  for (; i < delayed.size(); ++i) {
    if (delayed[i].opcode == Code::kNop) continue;
    b_->ops.push_back(delayed[i]);
    delayed[i].opcode = Code::kNop;
  }
}

void Compiler::EmitJmpNull(const Node& object, Fetch type) {
  chain_jumps_.push_back(b_->Here());
  Op& op = b_->Emit(nullptr, Code::kJmpNull, &object);
  if (type == Fetch::kIsset) op.extended |= JmpNull::kQuiet;
}

void Compiler::MarkInner(Ast* ast) {
  if (RunsThroughChain(ast->kind)) ast->attr |= kInnerOfChain;
}

void Compiler::CommitChain(size_t checkpoint, Node* result, Ast* ast) {
  if (chain_jumps_.size() == checkpoint) return;
  bool ends = RunsThroughChain(ast->kind) || ast->Is(AstKind::kIsset) || ast->Is(AstKind::kEmpty);
  if (!ends || (RunsThroughChain(ast->kind) && (ast->attr & kInnerOfChain))) return;
  while (chain_jumps_.size() > checkpoint) {
    Op& op = b_->ops[chain_jumps_.back()];
    chain_jumps_.pop_back();
    op.op2.num = b_->Here();
    if (result) b_->SetOperand(&op.result, &op.result_kind, *result);
    if (op.result_kind == kConst) op.result_kind = kUnused;
    op.extended |= ast->Is(AstKind::kIsset)   ? JmpNull::kIsset
                   : ast->Is(AstKind::kEmpty) ? JmpNull::kEmpty
                                              : JmpNull::kExpression;
  }
}

Op* Compiler::DelayedProp(Node* result, Ast* ast, Fetch type) {
  Ast* object = (*ast)[0];
  Node object_node;
  if (IsThis(object)) {
    // A missing $this throws, so that ?-> needs no null test.
    if (!ThisExists()) b_->Emit(&object_node, Code::kFetchThis);
    b_->fn->flags |= FunctionFlags::kUsesThis;
  } else {
    MarkInner(object);
    Op* op = DelayedVar(&object_node, object, type, false);
    if (op && (op->opcode == Code::kFetchDimW || op->opcode == Code::kFetchDimRw ||
               op->opcode == Code::kFetchDimFuncArg || op->opcode == Code::kFetchDimUnset)) {
      op->extended = kFetchForObject;
    }
    SeparateCall(&object_node, object, type);
    if (ast->Is(AstKind::kNullsafeProp)) {
      if (object_node.kind == kTmp) FlushDelayedChain(object_node);
      EmitJmpNull(object_node, type);
    }
  }
  Node name = ConstString(Expr((*ast)[1]));
  if (name.IsConst() && !name.IsString()) {
    // An array: it becomes a string, with a warning, when the property is fetched.
    Node literal = name;
    b_->EmitTmp(&name, Code::kQmAssign, &literal);
  }
  Op* op = &b_->EmitDelayed(result, Code::kFetchObjR, &object_node, &name);
  if (name.IsConst()) op->extended = b_->CacheSlots(3);
  AdjustFetch(op, result, type);
  return op;
}

Op* Compiler::Prop(Node* result, Ast* ast, Fetch type, bool by_ref) {
  size_t mark = b_->BeginDelayed();
  Op* op = DelayedProp(result, ast, type);
  if (op && by_ref) op->extended |= kFetchRef;
  return b_->EndDelayed(mark);
}

Op* Compiler::StaticProp(Node* result, Ast* ast, Fetch type, bool by_ref, bool delayed) {
  MarkInner((*ast)[0]);
  Node class_node = ClassRef((*ast)[0], ClassFetch::kException);
  Node name = ConstString(Expr((*ast)[1]));
  Op* op = delayed ? &b_->EmitDelayed(result, Code::kFetchStaticPropR, &name)
                   : &b_->Emit(result, Code::kFetchStaticPropR, &name);
  if (name.IsConst()) op->extended = b_->CacheSlots(3);
  if (class_node.IsConst()) {
    SetConstOperand(&op->op2, &op->op2_kind, ClassNameLiteral(class_node.constant.str));
    if (!name.IsConst()) op->extended = b_->CacheSlots(1);
  } else {
    b_->SetOperand(&op->op2, &op->op2_kind, class_node);
  }
  if (by_ref && (type == Fetch::kWrite || type == Fetch::kFuncArg)) op->extended |= kFetchRef;
  AdjustFetch(op, result, type);
  return op;
}

Op* Compiler::VarInner(Node* result, Ast* ast, Fetch type, bool by_ref) {
  b_->line = ast->line;
  if (memoize_ != Memoize::kNo && IsCall(ast)) {
    Node node = Memoized(ast, type);
    if (result) *result = node;
    return nullptr;
  }
  switch (ast->kind) {
    case AstKind::kVar: return SimpleVar(result, ast, type, false);
    case AstKind::kDim: return Dim(result, ast, type, by_ref);
    case AstKind::kProp:
    case AstKind::kNullsafeProp: return Prop(result, ast, type, by_ref);
    case AstKind::kStaticProp: return StaticProp(result, ast, type, by_ref, false);
    case AstKind::kCall:
    case AstKind::kMethodCall:
    case AstKind::kNullsafeMethodCall:
    case AstKind::kStaticCall: {
      Node node = ast->Is(AstKind::kCall)         ? Call(ast)
                  : ast->Is(AstKind::kStaticCall) ? StaticCall(ast)
                                                  : MethodCall(ast);
      if (result) *result = node;
      return nullptr;
    }
    case kCompiledNode:
      if (result) *result = static_cast<NodeAst*>(ast)->node;
      return nullptr;
    default: {
      if (type == Fetch::kWrite || type == Fetch::kReadWrite || type == Fetch::kUnset) {
        Fail("Cannot use temporary expression in write context");
      }
      Node node = Expr(ast);
      if (result) *result = node;
      return nullptr;
    }
  }
}

Op* Compiler::Var(Node* result, Ast* ast, Fetch type, bool by_ref) {
  size_t checkpoint = chain_jumps_.size();
  Op* op = VarInner(result, ast, type, by_ref);
  CommitChain(checkpoint, result, ast);
  return op;
}

Op* Compiler::DelayedVar(Node* result, Ast* ast, Fetch type, bool by_ref) {
  switch (ast->kind) {
    case AstKind::kVar: return SimpleVar(result, ast, type, true);
    case AstKind::kDim: return DelayedDim(result, ast, type, by_ref);
    case AstKind::kProp:
    case AstKind::kNullsafeProp: {
      Op* op = DelayedProp(result, ast, type);
      if (op && by_ref) op->extended |= kFetchRef;
      return op;
    }
    case AstKind::kStaticProp: return StaticProp(result, ast, type, by_ref, true);
    default: Var(result, ast, type, false); return nullptr;
  }
}

void Compiler::EnsureWritable(Ast* ast) {
  if (ast->Is(AstKind::kCall)) {
    Fail("Can't use function return value in write context");
  } else if (IsCall(ast)) {
    Fail("Can't use method return value in write context");
  } else if (IsShortCircuited(ast)) {
    Fail("Can't use nullsafe operator in write context");
  } else if (IsGlobals(ast)) {
    Fail("$GLOBALS can only be modified using the $GLOBALS[$name] = $value syntax");
  }
}

// ---- isset and empty

Node Compiler::IssetEmpty(Ast* ast) {
  Ast* target = (*ast)[0];
  bool is_empty = ast->Is(AstKind::kEmpty);
  Node result;
  if (!IsVariable(target)) {
    if (is_empty) {
      return Expr(
          arena_->Node(AstKind::kUnary, static_cast<uint16_t>(UnaryOp::kBoolNot), ast->line, {target}));
    }
    Fail("Cannot use isset() on the result of an expression (you can use \"null !== expression\" instead)");
    return Node::Null();
  }
  uint32_t flag = is_empty ? kIsEmpty : 0;
  if (IsGlobals(target)) {
    if (!is_empty) return Node::Constant(Value(true));
    return Expr(arena_->Node(AstKind::kUnary, static_cast<uint16_t>(UnaryOp::kBoolNot), ast->line, {target}));
  }
  if (IsGlobalVar(target)) {
    if (!(*target)[1]) {
      Fail("Cannot use [] for reading");
      return Node::Null();
    }
    Node name = ConstString(Expr((*target)[1]));
    b_->EmitTmp(&result, Code::kIssetIsemptyVar, &name).extended = FetchScope::kGlobal | flag;
    return result;
  }
  MarkInner(target);
  Op* op = nullptr;
  switch (target->kind) {
    case AstKind::kVar: {
      Node cv;
      if (IsThis(target)) {
        b_->fn->flags |= FunctionFlags::kUsesThis;
        op = &b_->Emit(&result, Code::kIssetIsemptyThis);
      } else if (TryCv(&cv, target)) {
        op = &b_->Emit(&result, Code::kIssetIsemptyCv, &cv);
      } else {
        op = SimpleVarNoCv(&result, target, Fetch::kIsset, false);
        op->opcode = Code::kIssetIsemptyVar;
      }
      break;
    }
    case AstKind::kDim:
      op = Dim(&result, target, Fetch::kIsset, false);
      if (op) op->opcode = op->opcode == Code::kFetchIs ? Code::kIssetIsemptyVar : Code::kIssetIsemptyDimObj;
      break;
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
      op = Prop(&result, target, Fetch::kIsset, false);
      if (op) op->opcode = Code::kIssetIsemptyPropObj;
      break;
    default:
      op = StaticProp(&result, target, Fetch::kIsset, false, false);
      op->opcode = Code::kIssetIsemptyStaticProp;
      break;
  }
  if (!op) return Node::Null();
  MakeTmp(op, &result);
  op->extended |= flag;
  return result;
}

}  // namespace tusk
