// Variables: fetch modes, delayed oplines, nullsafe chains, assignments, destructuring.
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
  b_->literals[literal].extra = kLiteralHasText;
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

// ---- assignment

// $a[0] = $a: the right $a is evaluated first.
Node Compiler::AssignedExpr(Ast* value, Ast* target) {
  if (!IsAssignToSelf(value, target) || IsThis(value)) return Expr(value);
  Node node, cv;
  if (TryCv(&cv, value)) {
    b_->EmitTmp(&node, Code::kQmAssign, &cv);
  } else {
    SimpleVarNoCv(&node, value, Fetch::kRead, false);
  }
  return node;
}

Node Compiler::Assign(Ast* ast) {
  Ast* target = (*ast)[0];
  Ast* value = (*ast)[1];
  if (IsThis(target)) {
    Fail("Cannot re-assign $this");
    return Node::Null();
  }
  EnsureWritable(target);
  if (failed_) return Node::Null();
  Node result;
  AstKind kind = IsGlobalVar(target) ? AstKind::kVar : target->kind;
  size_t mark = b_->BeginDelayed();
  switch (kind) {
    case AstKind::kVar: {
      Node place;
      DelayedVar(&place, target, Fetch::kWrite, false);
      Node node = Expr(value);
      b_->EndDelayed(mark);
      b_->line = target->line;
      b_->EmitTmp(&result, Code::kAssign, &place, &node);
      return result;
    }
    case AstKind::kStaticProp:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kDim: {
      DelayedVar(&result, target, Fetch::kWrite, false);
      Node node = kind == AstKind::kDim ? AssignedExpr(value, target) : Expr(value);
      Op* op = b_->EndDelayed(mark);
      if (!op) return Node::Null();
      op->opcode = kind == AstKind::kDim          ? Code::kAssignDim
                   : kind == AstKind::kStaticProp ? Code::kAssignStaticProp
                                                  : Code::kAssignObj;
      if (kind == AstKind::kDim) op->extended = 0;
      MakeTmp(op, &result);
      b_->EmitData(node);
      return result;
    }
    case AstKind::kArray: {
      Node node;
      if (PropagateListRefs(target)) {
        if (!IsVariableOrCall(value)) {
          Fail("Cannot assign reference to non referenceable value");
          return Node::Null();
        }
        if (IsShortCircuited(value)) Fail("Cannot take reference of a nullsafe chain");
        Var(&node, value, Fetch::kWrite, true);
        // Also for a CV: the pattern may assign to the very variable.
        b_->Emit(&node, Code::kMakeRef, &node);
      } else if (value->Is(AstKind::kVar)) {
        // list($a, $b) = $a takes the old $a apart.
        Node cv;
        if (!IsThis(value) && TryCv(&cv, value)) {
          b_->EmitTmp(&node, Code::kQmAssign, &cv);
        } else {
          node = Expr(value);
        }
      } else {
        node = Expr(value);
      }
      ListAssign(&result, target, node, target->Attr<ArraySyntax>());
      return result;
    }
    default: Fail("Cannot use temporary expression in write context"); return Node::Null();
  }
}

void Compiler::AssignNode(Ast* target, const Node& value) {
  Ast* ast = arena_->Node(AstKind::kAssign, 0, target->line, {target, NodeExpr(value, target->line)});
  Free(Expr(ast));
}

void Compiler::AssignRefNode(Ast* target, const Node& value) {
  Ast* ast = arena_->Node(AstKind::kAssignRef, 0, target->line, {target, NodeExpr(value, target->line)});
  Free(Expr(ast));
}

Node Compiler::AssignRef(Ast* ast) {
  Ast* target = (*ast)[0];
  Ast* source = (*ast)[1];
  if (IsThis(target)) {
    Fail("Cannot re-assign $this");
    return Node::Null();
  }
  EnsureWritable(target);
  if (IsShortCircuited(source)) Fail("Cannot take reference of a nullsafe chain");
  if (IsGlobals(source)) Fail("Cannot acquire reference to $GLOBALS");
  if (failed_) return Node::Null();
  size_t mark = b_->BeginDelayed();
  Node place, node;
  DelayedVar(&place, target, Fetch::kWrite, true);
  Var(&node, source, Fetch::kWrite, true);
  bool plain_target = target->Is(AstKind::kVar) && (*target)[0]->Is(AstKind::kString);
  if (!plain_target && source->kind != kCompiledNode && node.kind != kCv) {
    // Both sides may change the same array: make the source a reference before the target is fetched.
    b_->Emit(&node, Code::kMakeRef, &node);
  }
  Op* op = b_->EndDelayed(mark);
  if (node.kind != kVar && IsCall(source)) Fail("Cannot use result of built-in function in write context");
  uint32_t flags = IsCall(source) ? kReturnsFunction : 0;
  if (op && op->opcode == Code::kFetchObjW) {
    op->opcode = Code::kAssignObjRef;
    op->extended = (op->extended & ~kFetchRef) | flags;
    b_->EmitData(node);
    return place;
  }
  if (op && op->opcode == Code::kFetchStaticPropW) {
    op->opcode = Code::kAssignStaticPropRef;
    op->extended = (op->extended & ~kFetchRef) | flags;
    b_->EmitData(node);
    return place;
  }
  Node result;
  b_->Emit(&result, Code::kAssignRef, &place, &node).extended = flags;
  return result;
}

Node Compiler::AssignOp(Ast* ast) {
  Ast* target = (*ast)[0];
  Ast* value = (*ast)[1];
  uint32_t opcode = ast->attr;
  EnsureWritable(target);
  if (failed_) return Node::Null();
  Node result;
  AstKind kind = IsGlobalVar(target) ? AstKind::kVar : target->kind;
  size_t mark = b_->BeginDelayed();
  switch (kind) {
    case AstKind::kVar: {
      if (IsThis(target)) {
        Fail("Cannot re-assign $this");
        return Node::Null();
      }
      Node place;
      DelayedVar(&place, target, Fetch::kReadWrite, false);
      Node node = Expr(value);
      b_->EndDelayed(mark);
      b_->line = ast->line;
      b_->EmitTmp(&result, Code::kAssignOp, &place, &node).extended = opcode;
      return result;
    }
    case AstKind::kDim: {
      DelayedDim(&result, target, Fetch::kReadWrite, false);
      Node node = AssignedExpr(value, target);
      Op* op = b_->EndDelayed(mark);
      if (!op) return Node::Null();
      op->opcode = Code::kAssignDimOp;
      op->extended = opcode;
      MakeTmp(op, &result);
      b_->EmitData(node);
      return result;
    }
    case AstKind::kStaticProp:
    case AstKind::kProp:
    case AstKind::kNullsafeProp: {
      DelayedVar(&result, target, Fetch::kReadWrite, false);
      Node node = Expr(value);
      Op* op = b_->EndDelayed(mark);
      if (!op) return Node::Null();
      uint32_t cache_slot = op->extended;
      op->opcode = kind == AstKind::kStaticProp ? Code::kAssignStaticPropOp : Code::kAssignObjOp;
      op->extended = opcode;
      MakeTmp(op, &result);
      b_->EmitData(node).extended = cache_slot;
      return result;
    }
    default: Fail("Cannot use temporary expression in write context"); return Node::Null();
  }
}

Node Compiler::Memoized(Ast* ast, Fetch type) {
  if (memoize_ == Memoize::kFetch) {
    for (const auto& [expr, node] : memoized_) {
      if (expr == ast) return node;
    }
    return Node::Null();
  }
  memoize_ = Memoize::kNo;
  Node result;
  Var(&result, ast, type == Fetch::kIsset ? Fetch::kRead : type, false);
  memoize_ = Memoize::kCompile;
  Node copy = result;
  if (result.kind == kVar) {
    b_->Emit(&copy, Code::kCopyTmp, &result);
  } else if (result.kind == kTmp) {
    b_->EmitTmp(&copy, Code::kCopyTmp, &result);
  }
  memoized_.emplace_back(ast, copy);
  return result;
}

Node Compiler::AssignCoalesce(Ast* ast) {
  Ast* target = (*ast)[0];
  Ast* value = (*ast)[1];
  if (IsThis(target)) {
    Fail("Cannot re-assign $this");
    return Node::Null();
  }
  EnsureWritable(target);
  if (failed_) return Node::Null();
  auto outer = std::move(memoized_);
  memoized_.clear();
  Memoize outer_mode = memoize_;

  memoize_ = Memoize::kCompile;
  Node present, result;
  Var(&present, target, Fetch::kIsset, false);
  uint32_t coalesce = b_->Here();
  b_->EmitTmp(&result, Code::kCoalesce, &present);

  memoize_ = Memoize::kNo;
  Node node = target->Is(AstKind::kDim) ? AssignedExpr(value, target) : Expr(value);

  memoize_ = Memoize::kFetch;
  Node place, assigned;
  Var(&place, target, Fetch::kWrite, false);
  AstKind kind = IsGlobalVar(target) ? AstKind::kVar : target->kind;
  switch (kind) {
    case AstKind::kVar: b_->EmitTmp(&assigned, Code::kAssign, &place, &node); break;
    case AstKind::kDim:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kStaticProp: {
      Op& op = b_->Last();
      op.opcode = kind == AstKind::kDim          ? Code::kAssignDim
                  : kind == AstKind::kStaticProp ? Code::kAssignStaticProp
                                                 : Code::kAssignObj;
      if (kind == AstKind::kDim) op.extended = 0;
      MakeTmp(&op, &place);
      b_->EmitData(node);
      assigned = place;
      break;
    }
    default: Fail("Cannot use temporary expression in write context"); return Node::Null();
  }
  Op& keep = b_->Emit(nullptr, Code::kQmAssign, &assigned);
  b_->SetOperand(&keep.result, &keep.result_kind, result);

  bool frees = false;
  for (const auto& entry : memoized_) frees |= (entry.second.kind & kTmpVar) != 0;
  if (frees) {
    uint32_t jump = b_->EmitJump();
    b_->SetTargetHere(coalesce);
    for (const auto& [expr, copy] : memoized_) {
      if (copy.kind & kTmpVar) b_->Emit(nullptr, Code::kFree, &copy);
    }
    b_->SetTargetHere(jump);
  } else {
    b_->SetTargetHere(coalesce);
  }
  memoized_ = std::move(outer);
  memoize_ = outer_mode;
  return result;
}

// ---- destructuring

// An element taken by reference makes everything around it writable.
bool Compiler::PropagateListRefs(Ast* list) {
  bool has_refs = false;
  for (Ast* item : list->Children()) {
    if (!item || !item->Is(AstKind::kArrayItem)) continue;
    if ((*item)[0]->Is(AstKind::kArray)) {
      item->attr = PropagateListRefs((*item)[0]) ? 1 : 0;
    }
    has_refs |= item->attr != 0;
  }
  return has_refs;
}

void Compiler::ListAssign(Node* result, Ast* list, Node value, ArraySyntax syntax) {
  bool has_elements = false;
  bool keyed = list->count > 0 && (*list)[0] && (*list)[0]->Is(AstKind::kArrayItem) && (*(*list)[0])[1];
  for (uint32_t i = 0; i < list->count && !failed_; ++i) {
    Ast* item = (*list)[i];
    if (!item) {
      if (keyed) Fail("Cannot use empty array entries in keyed array assignment");
      continue;
    }
    if (item->Is(AstKind::kUnpack)) {
      Fail("Spread operator is not supported in assignments");
      return;
    }
    Ast* target = (*item)[0];
    Ast* key = (*item)[1];
    bool by_ref = item->attr != 0;
    has_elements = true;
    if (keyed != (key != nullptr)) {
      Fail("Cannot mix keyed and unkeyed array entries in assignments");
      return;
    }
    Node dim = key ? Expr(key) : Node::Int(i);
    if (target->Is(AstKind::kArray)) {
      if (target->Attr<ArraySyntax>() == ArraySyntax::kLong) {
        Fail("Cannot assign to array(), use [] instead");
        return;
      }
      if (target->Attr<ArraySyntax>() != syntax) {
        Fail("Cannot mix [] and list()");
        return;
      }
    } else if (!CanWriteTo(target)) {
      EnsureWritable(target);
      Fail("Assignments can only happen to writable values");
      return;
    }
    Node element;
    Code code = !by_ref ? Code::kFetchListR : value.kind == kCv ? Code::kFetchDimW : Code::kFetchListW;
    Op& op = b_->Emit(&element, code, &value, &dim);
    if (dim.IsConst()) NumericDim(&op, dim);
    if (by_ref) b_->Emit(&element, Code::kMakeRef, &element);
    if (target->Is(AstKind::kArray)) {
      ListAssign(nullptr, target, element, target->Attr<ArraySyntax>());
    } else if (by_ref) {
      AssignRefNode(target, element);
    } else {
      AssignNode(target, element);
    }
  }
  if (!has_elements) Fail("Cannot use empty list");
  if (result) {
    *result = value;
  } else {
    Free(value);
  }
}

// ---- ++ and --

Node Compiler::PreIncDec(Ast* ast) {
  Ast* target = (*ast)[0];
  bool inc = ast->Is(AstKind::kPreInc);
  EnsureWritable(target);
  if (failed_) return Node::Null();
  Node result;
  if (target->Is(AstKind::kProp) || target->Is(AstKind::kNullsafeProp)) {
    Op* op = Prop(&result, target, Fetch::kReadWrite, false);
    if (!op) return Node::Null();
    op->opcode = inc ? Code::kPreIncObj : Code::kPreDecObj;
    MakeTmp(op, &result);
  } else if (target->Is(AstKind::kStaticProp)) {
    Op* op = StaticProp(&result, target, Fetch::kReadWrite, false, false);
    op->opcode = inc ? Code::kPreIncStaticProp : Code::kPreDecStaticProp;
    MakeTmp(op, &result);
  } else {
    Node place;
    Op* op = Var(&place, target, Fetch::kReadWrite, false);
    if (op && op->opcode == Code::kFetchDimRw) op->extended = kFetchForIncDec;
    b_->EmitTmp(&result, inc ? Code::kPreInc : Code::kPreDec, &place);
  }
  return result;
}

Node Compiler::PostIncDec(Ast* ast) {
  Ast* target = (*ast)[0];
  bool inc = ast->Is(AstKind::kPostInc);
  EnsureWritable(target);
  if (failed_) return Node::Null();
  Node result;
  Op* op = nullptr;
  if (target->Is(AstKind::kProp) || target->Is(AstKind::kNullsafeProp)) {
    op = Prop(nullptr, target, Fetch::kReadWrite, false);
    if (!op) return Node::Null();
    op->opcode = inc ? Code::kPostIncObj : Code::kPostDecObj;
  } else if (target->Is(AstKind::kStaticProp)) {
    op = StaticProp(nullptr, target, Fetch::kReadWrite, false, false);
    op->opcode = inc ? Code::kPostIncStaticProp : Code::kPostDecStaticProp;
  } else {
    Node place;
    op = Var(&place, target, Fetch::kReadWrite, false);
    if (op && op->opcode == Code::kFetchDimRw) op->extended = kFetchForIncDec;
    b_->EmitTmp(&result, inc ? Code::kPostInc : Code::kPostDec, &place);
    return result;
  }
  op->result_kind = kTmp;
  op->result.num = b_->NewTmp();
  return FunctionBuilder::ResultOf(*op);
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
