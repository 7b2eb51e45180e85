// Expressions other than variables and calls.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"

namespace tusk {

namespace {

constexpr uint32_t kAnyTypeMask = 0x3fe;  // every type from null to resource

bool IsBoolConst(const Node& node, bool* value) {
  if (!node.IsConst() || !node.constant.IsBool()) return false;
  *value = node.constant.IsTrue();
  return true;
}

bool IsTruthy(const Value& v) { return ToBool(v); }

}  // namespace

// A constant that is used as a name or a piece of text becomes a string.
Node Compiler::ConstString(Node node) {
  if (!node.IsConst() || node.constant.IsString() || node.constant.IsArray()) return node;
  String* s = ToString(node.constant);
  return s ? Node::Constant(Literalize(Value(s))) : node;
}

Node Compiler::Expr(Ast* ast) {
  size_t checkpoint = chain_jumps_.size();
  Node result = ExprInner(ast);
  CommitChain(checkpoint, &result, ast);
  return result;
}

Node Compiler::ExprInner(Ast* ast) {
  b_->line = ast->line;
  if (memoize_ != Memoize::kNo && ast->kind != kCompiledNode) return Memoized(ast, Fetch::kRead);
  if (failed_) return Node::Null();
  switch (ast->kind) {
    case AstKind::kInt: return Node::Int(ast->IntValue());
    case AstKind::kFloat: return Node::Constant(Value(ast->FloatValue()));
    case AstKind::kString: return Node::Str(Intern(ast->Text()));
    case kCompiledNode: return static_cast<NodeAst*>(ast)->node;
    case AstKind::kVar:
    case AstKind::kDim:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kStaticProp:
    case AstKind::kCall:
    case AstKind::kMethodCall:
    case AstKind::kNullsafeMethodCall:
    case AstKind::kStaticCall: {
      Node result;
      VarInner(&result, ast, Fetch::kRead, false);
      return result;
    }
    case AstKind::kAssign: return Assign(ast);
    case AstKind::kAssignRef: return AssignRef(ast);
    case AstKind::kAssignOp: return AssignOp(ast);
    case AstKind::kAssignCoalesce: return AssignCoalesce(ast);
    case AstKind::kPreInc:
    case AstKind::kPreDec: return PreIncDec(ast);
    case AstKind::kPostInc:
    case AstKind::kPostDec: return PostIncDec(ast);
    case AstKind::kIsset:
    case AstKind::kEmpty: return IssetEmpty(ast);
    case AstKind::kBinary: return Binary(ast);
    case AstKind::kUnary: return Unary(ast);
    case AstKind::kAnd:
    case AstKind::kOr: return AndOr(ast);
    case AstKind::kConditional: return Conditional(ast);
    case AstKind::kCoalesce: return Coalesce(ast);
    case AstKind::kCast: return Cast(ast);
    case AstKind::kSilence: return Silence(ast);
    case AstKind::kShellExec: return ShellExec(ast);
    case AstKind::kIncludeOrEval: return IncludeOrEval(ast);
    case AstKind::kInstanceof: return Instanceof(ast);
    case AstKind::kPrint: return Print(ast);
    case AstKind::kThrow: return Throw(ast);
    case AstKind::kClone: {
      Node object = Expr((*ast)[0]);
      Node result;
      b_->EmitTmp(&result, Code::kClone, &object);
      return result;
    }
    case AstKind::kArray:
      if (ast->Attr<ArraySyntax>() == ArraySyntax::kList) {
        Fail("Cannot use list() as standalone expression");
        return Node::Null();
      }
      return ArrayLiteral(ast);
    case AstKind::kEncapsList: return Encaps(ast);
    case AstKind::kConst: return ConstFetch(ast);
    case AstKind::kClassConst: return ClassConstFetch(ast);
    case AstKind::kClassName: return ClassNameFetch(ast);
    case AstKind::kMagicConst: return MagicConstant(ast);
    case AstKind::kNew: return New(ast);
    case AstKind::kMatch: return Match(ast);
    case AstKind::kYield: return Yield(ast);
    case AstKind::kYieldFrom: return YieldFrom(ast);
    case AstKind::kClosure:
    case AstKind::kArrowFunction: return FunctionDecl(ast, false);
    case AstKind::kName: return Node::Str(Intern(ast->Text()));
    case AstKind::kExprList: {
      Node last = Node::Null();
      for (Ast* e : ast->Children()) {
        Free(last);
        last = Expr(e);
      }
      return last;
    }
    default: Fail("not supported yet: expression %s", GetAstKindInfo(ast->kind).name); return Node::Null();
  }
}

// ---- operators

Node Compiler::Binary(Ast* ast) {
  BinaryOp op = ast->Attr<BinaryOp>();
  Node left = Expr((*ast)[0]);
  Node right = Expr((*ast)[1]);
  if (left.IsConst() && right.IsConst()) {
    Value v;
    if (FoldBinary(op, left.constant, right.constant, &v)) return Node::Constant(v);
  }
  return EmitBinary(op, left, right);
}

Node Compiler::EmitBinary(BinaryOp op, Node left, Node right) {
  Node result;
  switch (op) {
    case BinaryOp::kGreater: b_->EmitTmp(&result, Code::kIsSmaller, &right, &left); return result;
    case BinaryOp::kGreaterOrEqual:
      b_->EmitTmp(&result, Code::kIsSmallerOrEqual, &right, &left);
      return result;
    case BinaryOp::kEqual:
    case BinaryOp::kNotEqual: {
      bool b;
      const Node* other = IsBoolConst(left, &b) ? &right : IsBoolConst(right, &b) ? &left : nullptr;
      if (other) {
        bool keeps = b == (op == BinaryOp::kEqual);
        b_->EmitTmp(&result, keeps ? Code::kBool : Code::kBoolNot, other);
        return result;
      }
      break;
    }
    case BinaryOp::kIdentical:
    case BinaryOp::kNotIdentical: {
      auto is_singleton = [](const Node& n) {
        return n.IsConst() && n.constant.type >= Type::kNull && n.constant.type <= Type::kTrue;
      };
      const Node* constant = is_singleton(left) ? &left : is_singleton(right) ? &right : nullptr;
      if (constant) {
        const Node* other = constant == &left ? &right : &left;
        uint32_t bit = TypeDecl::Bit(constant->constant.type);
        b_->EmitTmp(&result, Code::kTypeCheck, other).extended =
            op == BinaryOp::kIdentical ? bit : kAnyTypeMask & ~bit;
        return result;
      }
      break;
    }
    case BinaryOp::kConcat: {
      for (Node* side : {&left, &right}) {
        if (!side->IsConst()) continue;
        if (side->constant.IsArray()) {
          b_->EmitTmp(side, Code::kCast, side).extended = static_cast<uint32_t>(Type::kString);
        } else {
          *side = ConstString(*side);
        }
      }
      if (left.IsConst() && right.IsConst()) {
        b_->EmitTmp(&result, Code::kFastConcat, &left, &right);
        return result;
      }
      break;
    }
    default: break;
  }
  b_->EmitTmp(&result, static_cast<Opcode>(op), &left, &right);
  return result;
}

Node Compiler::Unary(Ast* ast) {
  UnaryOp op = ast->Attr<UnaryOp>();
  Node value = Expr((*ast)[0]);
  if (value.IsConst()) {
    Value v;
    if (FoldUnary(op, value.constant, &v)) return Node::Constant(v);
  }
  Node result;
  if (op == UnaryOp::kPlus || op == UnaryOp::kMinus) {
    Node factor = Node::Int(op == UnaryOp::kPlus ? 1 : -1);
    b_->EmitTmp(&result, Code::kMul, &value, &factor);
  } else {
    b_->EmitTmp(&result, static_cast<Opcode>(op), &value);
  }
  return result;
}

Node Compiler::AndOr(Ast* ast) {
  bool is_and = ast->Is(AstKind::kAnd);
  Node left = Expr((*ast)[0]);
  if (left.IsConst()) {
    bool value = IsTruthy(left.constant);
    if (value != is_and) return Node::Constant(Value(value));
    Node right = Expr((*ast)[1]);
    if (right.IsConst()) return Node::Constant(Value(IsTruthy(right.constant)));
    Node result;
    b_->EmitTmp(&result, Code::kBool, &right);
    return result;
  }
  uint32_t jump = b_->Here();
  Op& op = b_->Emit(nullptr, is_and ? Code::kJmpzEx : Code::kJmpnzEx, &left);
  op.result_kind = kTmp;
  op.result.num = left.kind == kTmp ? left.var : b_->NewTmp();
  Node result = FunctionBuilder::ResultOf(op);
  b_->line = (*ast)[1]->line;
  Node right = Expr((*ast)[1]);
  Op& to_bool = b_->Emit(nullptr, Code::kBool, &right);
  b_->SetOperand(&to_bool.result, &to_bool.result_kind, result);
  b_->SetTargetHere(jump);
  return result;
}

Node Compiler::Conditional(Ast* ast) {
  Ast* condition = (*ast)[0];
  Ast* then = (*ast)[1];
  Ast* otherwise = (*ast)[2];
  if (condition->Is(AstKind::kConditional) &&
      condition->Attr<ParenthesizedFlag>() != ParenthesizedFlag::kYes) {
    bool inner_full = (*condition)[1] != nullptr;
    if (inner_full && then) {
      Fail(
          "Unparenthesized `a ? b : c ? d : e` is not supported. Use either `(a ? b : c) ? d : e` or "
          "`a ? b : (c ? d : e)`");
    } else if (inner_full) {
      Fail(
          "Unparenthesized `a ? b : c ?: d` is not supported. Use either `(a ? b : c) ?: d` or "
          "`a ? b : (c ?: d)`");
    } else if (then) {
      Fail(
          "Unparenthesized `a ?: b ? c : d` is not supported. Use either `(a ?: b) ? c : d` or "
          "`a ?: (b ? c : d)`");
    }
  }
  Node cond = Expr(condition);
  Node result;
  if (!then) {
    uint32_t jump = b_->Here();
    b_->EmitTmp(&result, Code::kJmpSet, &cond);
    Node other = Expr(otherwise);
    Op& keep = b_->Emit(nullptr, Code::kQmAssign, &other);
    b_->SetOperand(&keep.result, &keep.result_kind, result);
    b_->SetTargetHere(jump);
    return result;
  }
  uint32_t to_else = b_->EmitCondJump(Code::kJmpz, cond);
  Node value = Expr(then);
  b_->EmitTmp(&result, Code::kQmAssign, &value);
  uint32_t to_end = b_->EmitJump();
  b_->SetTargetHere(to_else);
  Node other = Expr(otherwise);
  Op& keep = b_->Emit(nullptr, Code::kQmAssign, &other);
  b_->SetOperand(&keep.result, &keep.result_kind, result);
  b_->SetTargetHere(to_end);
  return result;
}

Node Compiler::Coalesce(Ast* ast) {
  Node value, result;
  Var(&value, (*ast)[0], Fetch::kIsset, false);
  uint32_t jump = b_->Here();
  b_->EmitTmp(&result, Code::kCoalesce, &value);
  Node other = Expr((*ast)[1]);
  Op& keep = b_->Emit(nullptr, Code::kQmAssign, &other);
  b_->SetOperand(&keep.result, &keep.result_kind, result);
  b_->SetTargetHere(jump);
  return result;
}

Node Compiler::Cast(Ast* ast) {
  Node value = Expr((*ast)[0]);
  CastType type = ast->Attr<CastType>();
  Node result;
  if (type == CastType::kNull) {
    Fail("The (unset) cast is no longer supported");
    return Node::Null();
  }
  if (type == CastType::kBool) {
    b_->EmitTmp(&result, Code::kBool, &value);
  } else {
    b_->EmitTmp(&result, Code::kCast, &value).extended = static_cast<uint32_t>(type);
  }
  return result;
}

// ---- text

Node Compiler::Encaps(Ast* ast) {
  // Neighbouring constants are joined, empty ones dropped. A constant's opline is reserved where it is met,
  // so that it comes before those of the next expression.
  Node pending;  // constant text not emitted yet
  uint32_t reserved = 0;
  std::vector<uint32_t> piece_ops;
  auto place = [&](uint32_t number, const Node& node) {
    Op& op = b_->ops[number];
    op.opcode = piece_ops.empty() ? Code::kRopeInit : Code::kRopeAdd;
    b_->SetOperand(&op.op2, &op.op2_kind, node);
    op.extended = static_cast<uint32_t>(piece_ops.size());
    piece_ops.push_back(number);
  };
  for (Ast* child : ast->Children()) {
    Node node = Expr(child);
    if (node.IsConst() && !node.constant.IsArray()) {
      node = ConstString(node);
      if (node.constant.str->length == 0) continue;
      if (pending.IsConst()) {
        std::string joined(pending.constant.str->view());
        joined += node.constant.str->view();
        pending = Node::Str(Intern(joined));
      } else {
        pending = node;
        reserved = b_->Here();
        b_->Emit(nullptr, Code::kNop);
      }
      continue;
    }
    if (pending.IsConst()) {
      place(reserved, pending);
      pending = Node();
    }
    uint32_t number = b_->Here();
    b_->Emit(nullptr, Code::kNop);
    place(number, node);
  }
  if (piece_ops.empty()) {
    if (!pending.IsConst()) return Node::Str(EmptyString());
    b_->ops.pop_back();  // the reserved one: nothing else was emitted
    return pending;
  }
  if (pending.IsConst()) place(reserved, pending);
  const uint32_t first = piece_ops[0];
  const uint32_t pieces = static_cast<uint32_t>(piece_ops.size());

  Node result;
  if (pieces == 1) {
    Op& op = b_->ops[first];
    op.opcode = Code::kCast;
    op.extended = static_cast<uint32_t>(Type::kString);
    op.op1 = op.op2;
    op.op1_kind = op.op2_kind;
    op.op2_kind = kUnused;
    op.op2.num = 0;
    op.result_kind = kTmp;
    op.result.num = b_->NewTmp();
    return FunctionBuilder::ResultOf(op);
  }
  Op& last = b_->ops[piece_ops.back()];
  if (pieces == 2) {
    Op& init = b_->ops[first];
    last.opcode = Code::kFastConcat;
    last.extended = 0;
    last.op1 = init.op2;
    last.op1_kind = init.op2_kind;
    last.result_kind = kTmp;
    last.result.num = b_->NewTmp();
    init = Op{};
    init.opcode = Code::kNop;
    init.line = last.line;
    return FunctionBuilder::ResultOf(last);
  }
  last.opcode = Code::kRopeEnd;
  last.result_kind = kTmp;
  last.result.num = b_->NewTmp();
  result = FunctionBuilder::ResultOf(last);
  uint32_t rope = b_->NewTmp();
  // The rope's strings are pointers, two to a slot.
  for (uint32_t slots = (pieces * 8 + 15) / 16; slots > 1; --slots) b_->NewTmp();
  for (uint32_t number : piece_ops) {
    Op& op = b_->ops[number];
    if (op.opcode != Code::kRopeInit) {
      op.op1_kind = kTmp;
      op.op1.num = rope;
    } else {
      op.extended = pieces;
    }
    if (op.opcode != Code::kRopeEnd) {
      op.result_kind = kTmp;
      op.result.num = rope;
    }
  }
  return result;
}

Node Compiler::ShellExec(Ast* ast) {
  Ast* name =
      arena_->Text(AstKind::kName, "shell_exec", ast->line, static_cast<uint16_t>(NameKind::kFullyQualified));
  Ast* args = arena_->List(AstKind::kArgList, 0, ast->line, {(*ast)[0]});
  return Expr(arena_->Node(AstKind::kCall, 0, ast->line, {name, args}));
}

Node Compiler::Print(Ast* ast) {
  Node value = Expr((*ast)[0]);
  b_->Emit(nullptr, Code::kEcho, &value).extended = 1;
  return Node::Int(1);
}

// ---- arrays

Node Compiler::ArrayLiteral(Ast* ast) {
  Value folded;
  if (FoldArray(ast, &folded)) return Node::Constant(folded);
  Node result;
  uint32_t init = UINT32_MAX;
  bool packed = true;
  for (uint32_t i = 0; i < ast->count; ++i) {
    Ast* item = (*ast)[i];
    if (!item) {
      Fail("Cannot use empty array elements in arrays");
      return Node::Null();
    }
    if (item->Is(AstKind::kUnpack)) {
      Node value = Expr((*item)[0]);
      if (i == 0) {
        init = b_->Here();
        b_->EmitTmp(&result, Code::kInitArray);
      }
      Op& op = b_->Emit(nullptr, Code::kAddArrayUnpack, &value);
      b_->SetOperand(&op.result, &op.result_kind, result);
      continue;
    }
    Ast* key = (*item)[1];
    bool by_ref = item->attr != 0;
    Node key_node, value;
    if (key) key_node = NumericKey(Expr(key));
    if (by_ref) {
      EnsureWritable((*item)[0]);
      Var(&value, (*item)[0], Fetch::kWrite, true);
    } else {
      value = Expr((*item)[0]);
    }
    Op* op;
    if (i == 0) {
      init = b_->Here();
      op = &b_->EmitTmp(&result, Code::kInitArray, &value, key ? &key_node : nullptr);
      op->extended = ast->count << kArraySizeShift;
    } else {
      op = &b_->Emit(nullptr, Code::kAddArrayElement, &value, key ? &key_node : nullptr);
      b_->SetOperand(&op->result, &op->result_kind, result);
    }
    if (by_ref) op->extended |= kArrayElementRef;
    if (key && key_node.IsString()) packed = false;
  }
  if (!packed && init != UINT32_MAX) b_->ops[init].extended |= kArrayNotPacked;
  return result;
}

// ---- constants

Node Compiler::ConstFetch(Ast* ast) {
  Ast* name = (*ast)[0];
  bool qualified;
  String* resolved = ResolveConst(name->Text(), name->Attr<NameKind>(), &qualified);
  Value v;
  if (FoldConstant(ast, &v)) return Node::Constant(v);
  Node result;
  Op& op = b_->EmitTmp(&result, Code::kFetchConstant);
  bool fallback = !qualified && scope_.ns;
  op.op1.num = fallback ? kUnqualifiedInNamespace : 0;
  SetConstOperand(&op.op2, &op.op2_kind, ConstNameLiteral(resolved, fallback));
  op.extended = b_->CacheSlots(1);
  return result;
}

Node Compiler::ClassConstFetch(Ast* ast) {
  Ast* class_ast = (*ast)[0];
  Ast* name = (*ast)[1];
  if (class_ast->Is(AstKind::kName) && name->Is(AstKind::kString)) {
    Value v;
    if (FoldClassConstant(ResolveClass(class_ast), Intern(name->Text()), &v)) return Node::Constant(v);
  }
  MarkInner(class_ast);
  Node class_node = ClassRef(class_ast, ClassFetch::kException);
  Node name_node = Expr(name);
  Node result;
  Op& op = b_->EmitTmp(&result, Code::kFetchClassConstant, nullptr, &name_node);
  SetClassOp1(&op, class_node);
  if (class_node.IsConst() || name_node.IsConst()) op.extended = b_->CacheSlots(2);
  return result;
}

Node Compiler::ClassNameFetch(Ast* ast) {
  Ast* class_ast = (*ast)[0];
  Value v;
  if (FoldClassName(class_ast, &v)) return Node::Constant(v);
  Node result;
  if (class_ast->Is(AstKind::kName)) {
    b_->EmitTmp(&result, Code::kFetchClassName).op1.num = ClassFetchOf(class_ast->Text());
    return result;
  }
  Node value = Expr(class_ast);
  if (class_ast->Is(AstKind::kInt) || class_ast->Is(AstKind::kFloat)) {
    Fail("Illegal class name");
    return Node::Null();
  }
  if (value.IsConst()) {
    Fail("Cannot use \"::class\" on %s", TypeNameForErrors(value.constant));
    return Node::Null();
  }
  b_->EmitTmp(&result, Code::kFetchClassName, &value);
  return result;
}

Node Compiler::MagicConstant(Ast* ast) {
  Value v;
  if (FoldMagic(ast, &v)) return Node::Constant(v);
  // __CLASS__ where the class is not known yet: closures, traits.
  Node result;
  b_->EmitTmp(&result, Code::kFetchClassName).op1.num = ClassFetch::kSelf;
  return result;
}

// ---- the rest

Node Compiler::Silence(Ast* ast) {
  Node silence, result;
  b_->EmitTmp(&silence, Code::kBeginSilence);
  Ast* value = (*ast)[0];
  if (value->Is(AstKind::kVar) && !IsThis(value)) {
    // A CV would be read behind the silenced part.
    SimpleVarNoCv(&result, value, Fetch::kRead, false);
  } else {
    result = Expr(value);
  }
  b_->Emit(nullptr, Code::kEndSilence, &silence);
  return result;
}

Node Compiler::IncludeOrEval(Ast* ast) {
  Node path = Expr((*ast)[0]);
  b_->fn->flags |= FunctionFlags::kDynamicVariables;
  Node result;
  b_->Emit(&result, Code::kIncludeOrEval, &path).extended = ast->attr;
  return result;
}

Node Compiler::Instanceof(Ast* ast) {
  Node object = Expr((*ast)[0]);
  if (object.IsConst()) return Node::Constant(Value(false));
  Node class_node =
      ClassRef((*ast)[1], ClassFetch::kNoAutoload | ClassFetch::kException | ClassFetch::kSilent);
  Node result;
  Op& op = b_->EmitTmp(&result, Code::kInstanceof, &object);
  if (class_node.IsConst()) {
    SetConstOperand(&op.op2, &op.op2_kind, ClassNameLiteral(class_node.constant.str));
    op.extended = b_->CacheSlots(1);
  } else {
    b_->SetOperand(&op.op2, &op.op2_kind, class_node);
  }
  return result;
}

Node Compiler::Throw(Ast* ast) {
  Node value = Expr((*ast)[0]);
  b_->Emit(nullptr, Code::kThrow, &value).extended = kThrowIsExpression;
  return Node::Constant(Value(true));
}

Node Compiler::Yield(Ast* ast) {
  Ast* value = (*ast)[0];
  Ast* key = (*ast)[1];
  if (!b_->fn->name || !b_->fn->Is(FunctionFlags::kGenerator)) {
    Fail("The \"yield\" expression can only be used inside a function");
    return Node::Null();
  }
  bool by_ref = b_->fn->Is(FunctionFlags::kReturnsReference);
  Node key_node, value_node;
  if (key) key_node = Expr(key);
  if (value) {
    if (by_ref && IsVariable(value)) {
      if (IsShortCircuited(value)) Fail("Cannot take reference of a nullsafe chain");
      Var(&value_node, value, Fetch::kWrite, true);
    } else {
      value_node = Expr(value);
    }
  }
  Node result;
  Op& op = b_->Emit(&result, Code::kYield, value ? &value_node : nullptr, key ? &key_node : nullptr);
  if (value && by_ref && IsCall(value)) op.extended = kReturnsFunction;
  return result;
}

Node Compiler::YieldFrom(Ast* ast) {
  if (!b_->fn->name || !b_->fn->Is(FunctionFlags::kGenerator)) {
    Fail("The \"yield from\" expression can only be used inside a function");
    return Node::Null();
  }
  if (b_->fn->Is(FunctionFlags::kReturnsReference)) {
    Fail("Cannot use \"yield from\" inside a by-reference generator");
    return Node::Null();
  }
  Node value = Expr((*ast)[0]);
  Node result;
  b_->EmitTmp(&result, Code::kYieldFrom, &value);
  return result;
}

}  // namespace tusk
