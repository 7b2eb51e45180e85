// Assignments: plain, by reference, compound, coalescing, destructuring, ++ and --.
#include "interp/frontend/compiler.h"

namespace tusk {

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
      op->result_kind = result.kind = kTmp;
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
      op->result_kind = result.kind = kTmp;
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
      op->result_kind = result.kind = kTmp;
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
      op.result_kind = place.kind = kTmp;
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
      bool named = keyed || std::ranges::any_of(list->Children(), [](const Ast* other) {
                     return other && other->Is(AstKind::kArrayItem) && (*other)[1];
                   });
      if (named) Fail("Cannot use empty array entries in keyed array assignment");
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
    op->result_kind = result.kind = kTmp;
  } else if (target->Is(AstKind::kStaticProp)) {
    Op* op = StaticProp(&result, target, Fetch::kReadWrite, false, false);
    op->opcode = inc ? Code::kPreIncStaticProp : Code::kPreDecStaticProp;
    op->result_kind = result.kind = kTmp;
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

}  // namespace tusk
