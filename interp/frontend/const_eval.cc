// Constant expressions: what can be computed while compiling, and op arrays for what cannot.
//
// Only what neither warns nor throws is folded; anything else is left to the running program.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/scalar.h"
#include "interp/runtime/shape.h"
#include "interp/vm/constant_expression.h"

namespace tusk {

namespace {

// The number that an operand is in arithmetic, if reading it raises nothing.
bool QuietNumber(const Value& v, bool* is_float, double* real, int64_t* integer) {
  *is_float = false;
  switch (v.type) {
    case Type::kNull:
    case Type::kFalse: *integer = 0; return true;
    case Type::kTrue: *integer = 1; return true;
    case Type::kInt: *integer = v.i; return true;
    case Type::kFloat:
      *is_float = true;
      *real = v.d;
      return true;
    case Type::kString: {
      Numeric n = IsNumericString(v.str->view(), integer, real);
      *is_float = n == Numeric::kFloat;
      return n != Numeric::kNot;
    }
    default: return false;
  }
}

bool QuietInt(const Value& v, int64_t* out) {
  bool is_float;
  double real;
  if (!QuietNumber(v, &is_float, &real, out)) return false;
  if (!is_float) return true;
  return FloatIsExactInt(real, out);
}

bool IsComparison(BinaryOp op) {
  switch (op) {
    case BinaryOp::kIdentical:
    case BinaryOp::kNotIdentical:
    case BinaryOp::kEqual:
    case BinaryOp::kNotEqual:
    case BinaryOp::kSmaller:
    case BinaryOp::kSmallerOrEqual:
    case BinaryOp::kGreater:
    case BinaryOp::kGreaterOrEqual:
    case BinaryOp::kSpaceship:
    case BinaryOp::kBoolXor: return true;
    default: return false;
  }
}

}  // namespace

bool Compiler::ConstOf(Ast* ast, Value* out) const {
  switch (ast->kind) {
    case AstKind::kInt: *out = Value(ast->IntValue()); return true;
    case AstKind::kFloat: *out = Value(ast->FloatValue()); return true;
    case AstKind::kString: *out = Value(Intern(ast->Text())); return true;
    case kCompiledNode: {
      const Node& node = static_cast<NodeAst*>(ast)->node;
      if (!node.IsConst() || node.constant.type == Type::kConstantAst) return false;
      *out = node.constant;
      return true;
    }
    default: return false;
  }
}

bool Compiler::FoldBinary(BinaryOp op, const Value& a, const Value& b, Value* out) {
  if (IsComparison(op)) {
    switch (op) {
      case BinaryOp::kIdentical: *out = Value(Identical(a, b)); return true;
      case BinaryOp::kNotIdentical: *out = Value(!Identical(a, b)); return true;
      case BinaryOp::kEqual: *out = Value(LooseEqual(a, b)); return true;
      case BinaryOp::kNotEqual: *out = Value(!LooseEqual(a, b)); return true;
      case BinaryOp::kSmaller: *out = Value(Compare(a, b) < 0); return true;
      case BinaryOp::kSmallerOrEqual: *out = Value(Compare(a, b) <= 0); return true;
      case BinaryOp::kGreater: *out = Value(Compare(b, a) < 0); return true;
      case BinaryOp::kGreaterOrEqual: *out = Value(Compare(b, a) <= 0); return true;
      case BinaryOp::kBoolXor: *out = Value(ToBool(a) != ToBool(b)); return true;
      default: {
        int order = Compare(a, b);
        *out = Value(static_cast<int64_t>(order < 0 ? -1 : order > 0 ? 1 : 0));
        return true;
      }
    }
  }
  int64_t x, y;
  double dx, dy;
  bool fx, fy;
  switch (op) {
    case BinaryOp::kConcat:
      if (a.IsArray() || b.IsArray()) return false;
      break;
    case BinaryOp::kAdd:
      if (a.IsArray() && b.IsArray()) break;
      [[fallthrough]];
    case BinaryOp::kSub:
    case BinaryOp::kMul:
      if (!QuietNumber(a, &fx, &dx, &x) || !QuietNumber(b, &fy, &dy, &y)) return false;
      break;
    case BinaryOp::kDiv:
      if (!QuietNumber(a, &fx, &dx, &x) || !QuietNumber(b, &fy, &dy, &y)) return false;
      if (fy ? dy == 0 : y == 0) return false;
      break;
    case BinaryOp::kPow:
      if (!QuietNumber(a, &fx, &dx, &x) || !QuietNumber(b, &fy, &dy, &y)) return false;
      if ((fx ? dx == 0 : x == 0) && (fy ? dy < 0 : y < 0)) return false;
      break;
    case BinaryOp::kMod:
      if (!QuietInt(a, &x) || !QuietInt(b, &y) || y == 0) return false;
      break;
    case BinaryOp::kShiftLeft:
    case BinaryOp::kShiftRight:
      if (!QuietInt(a, &x) || !QuietInt(b, &y) || y < 0) return false;
      break;
    case BinaryOp::kBitAnd:
    case BinaryOp::kBitOr:
    case BinaryOp::kBitXor:
      if (a.IsString() && b.IsString()) break;
      if (!QuietInt(a, &x) || !QuietInt(b, &y)) return false;
      break;
    default: return false;
  }
  Value result;
  if (!BinaryOperatorFor(static_cast<uint8_t>(op))(a, b, &result)) return false;
  *out = Literalize(result);
  return true;
}

bool Compiler::FoldUnary(UnaryOp op, const Value& a, Value* out) {
  switch (op) {
    case UnaryOp::kBoolNot: *out = Value(!ToBool(a)); return true;
    case UnaryOp::kBitNot: {
      int64_t i;
      if (!a.IsInt() && !a.IsString() && !(a.IsFloat() && FloatIsExactInt(a.d, &i))) return false;
      Value result;
      if (!BitNot(a, &result)) return false;
      *out = Literalize(result);
      return true;
    }
    default:
      return FoldBinary(BinaryOp::kMul, a, Value(static_cast<int64_t>(op == UnaryOp::kPlus ? 1 : -1)), out);
  }
}

bool Compiler::FoldArray(Ast* ast, Value* out) {
  bool constant = true;
  for (Ast* item : ast->Children()) {
    if (!item) {
      Fail("Cannot use empty array elements in arrays");
      return false;
    }
    Value v;
    FoldConst(&item->kids[0]);
    if (item->Is(AstKind::kUnpack)) {
      bool known = ConstOf((*item)[0], &v);
      if (!known || !v.IsArray()) constant = false;
      if (known && !v.IsArray()) {
        Fail("Only arrays and Traversables can be unpacked, %s given", TypeNameForErrors(v));
      }
      continue;
    }
    if (item->attr) constant = false;
    if ((*item)[1]) {
      FoldConst(&item->kids[1]);
      if (!ConstOf((*item)[1], &v) || v.IsArray()) constant = false;
      int64_t exact;
      if (v.IsFloat() && !FloatIsExactInt(v.d, &exact)) constant = false;
      if (v.IsNull()) constant = false;
    }
    if (!ConstOf((*item)[0], &v)) constant = false;
  }
  if (!constant) return false;
  if (ast->count == 0) {
    *out = Value(EmptyArray());
    return true;
  }

  // Names only: a record, whose keys are shared by every array with the same ones.
  std::vector<String*> keys;
  bool record = ast->count <= Shape::kMaxKeys;
  for (uint32_t i = 0; record && i < ast->count; ++i) {
    Ast* item = (*ast)[i];
    Value key;
    int64_t number;
    record = item->Is(AstKind::kArrayItem) && (*item)[1] && ConstOf((*item)[1], &key) && key.IsString() &&
             !IsIntKey(key.str->view(), &number);
    for (String* other : keys) record = record && other != key.str;
    if (record) keys.push_back(key.str);
  }
  Value v;
  Shape* shape = record ? ShapeOfKeys(keys.data(), ast->count) : nullptr;
  if (shape) {
    Array* array = NewRecord(shape);
    for (uint32_t i = 0; i < ast->count; ++i) {
      ConstOf((*(*ast)[i])[0], &v);
      SetAt(array, i, Literalize(v));
    }
    *out = Literalize(Value(array));
    return true;
  }

  Array* array = NewArray(ast->count);
  for (Ast* item : ast->Children()) {
    if (item->Is(AstKind::kUnpack)) {
      ConstOf((*item)[0], &v);
      const Array* source = v.arr;
      for (uint32_t p = First(source); p != kEnd; p = Next(source, p)) {
        ArrayKey key = KeyAt(source, p);
        Value element = Literalize(Copy(ValueAt(source, p)));
        if (key.IsInt()) {
          Append(array, element);
        } else {
          Set(array, key, element);
        }
      }
      continue;
    }
    ConstOf((*item)[0], &v);
    Value value = Literalize(v);
    if (!(*item)[1]) {
      if (!Append(array, value)) {  // no next key: an Error when it runs
        Literalize(Value(array));
        return false;
      }
      continue;
    }
    Value key;
    ConstOf((*item)[1], &key);
    switch (key.type) {
      case Type::kString: Set(array, KeyFromString(key.str), value); break;
      case Type::kInt: SetInt(array, key.i, value); break;
      case Type::kFloat: SetInt(array, scalar::FloatToInt(key.d), value); break;
      default: SetInt(array, key.IsTrue() ? 1 : 0, value); break;
    }
  }
  *out = Literalize(Value(array));
  return true;
}

bool Compiler::FoldConstant(Ast* ast, Value* out) {
  Ast* name = (*ast)[0];
  std::string_view text = name->Text();
  NameKind kind = name->Attr<NameKind>();
  bool qualified;
  String* resolved = ResolveConst(text, kind, &qualified);
  // true, false and null mean the same in every namespace.
  std::string_view special = qualified ? resolved->view() : text;
  if (EqualIgnoreCase(special, "true")) {
    *out = Value(true);
    return true;
  }
  if (EqualIgnoreCase(special, "false")) {
    *out = Value(false);
    return true;
  }
  if (EqualIgnoreCase(special, "null")) {
    *out = Value::Null();
    return true;
  }
  if (special == "__COMPILER_HALT_OFFSET__" && halt_offset_ >= 0) {
    *out = Value(halt_offset_);
    return true;
  }
  if (!options_.find_constant) return false;
  if (const Value* v = options_.find_constant(resolved)) {
    if (v->type == Type::kConstantAst || v->type == Type::kObject || v->type == Type::kResource) {
      return false;
    }
    *out = Literalize(Copy(*v));
    return true;
  }
  return false;
}

bool Compiler::FoldClassConstant(String* class_name, String* name, Value* out) {
  const Class* cls = nullptr;
  uint32_t fetch = ClassFetchOf(class_name->view());
  if (fetch == ClassFetch::kSelf) {
    if (class_ && IsScopeKnown()) cls = class_->cls;
  } else if (fetch == ClassFetch::kDefault) {
    String* lower = InternLower(class_name->view());
    if (class_ && class_->cls->lower_name == lower && IsScopeKnown()) {
      cls = class_->cls;
    } else {
      cls = KnownClass(lower);
      if (cls && cls->Is(ClassFlags::kTrait)) cls = nullptr;
    }
  }
  if (!cls) return false;
  ClassConstant* const* found = cls->constants.Find(name->view());
  if (!found) return false;
  const ClassConstant* c = *found;
  if (c->flags & (kEnumCase | FunctionFlags::kDeprecated)) return false;
  bool own = class_ && c->scope == class_->cls;
  if (cls->Is(ClassFlags::kTrait) && !own) return false;
  if (!own && !(c->flags & FunctionFlags::kPublic)) return false;
  if (c->value.type == Type::kConstantAst || c->value.type == Type::kObject) return false;
  // Evaluated when the program ran, it may hold objects; nobody would give back what the code here takes.
  if (c->value.IsArray() && !c->value.arr->Immortal()) return false;
  *out = c->value;
  return true;
}

bool Compiler::FoldClassName(Ast* class_ast, Value* out) {
  if (!class_ast->Is(AstKind::kName)) return false;
  uint32_t fetch = class_ast->Attr<NameKind>() == NameKind::kFullyQualified
                       ? static_cast<uint32_t>(ClassFetch::kDefault)
                       : ClassFetchOf(class_ast->Text());
  CheckClassFetch(fetch);
  switch (fetch) {
    case ClassFetch::kSelf:
      if (!class_ || !IsScopeKnown()) return false;
      *out = Value(class_->cls->name);
      return true;
    case ClassFetch::kParent:
      if (!class_ || !class_->cls->parent_name || !IsScopeKnown()) return false;
      *out = Value(class_->cls->parent_name);
      return true;
    case ClassFetch::kStatic: return false;
    default: *out = Value(ResolveClass(class_ast)); return true;
  }
}

bool Compiler::FoldMagic(Ast* ast, Value* out) {
  const OpArray* fn = b_->fn;
  String* empty = EmptyString();
  switch (ast->Attr<MagicConst>()) {
    case MagicConst::kLine: *out = Value(static_cast<int64_t>(ast->line)); return true;
    case MagicConst::kFile: *out = Value(Intern(file_->view())); return true;
    case MagicConst::kDir: {
      std::string_view path = file_->view();
      size_t slash = path.rfind('/');
      std::string_view dir = slash == std::string_view::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
      *out = Value(Intern(dir));
      return true;
    }
    case MagicConst::kNamespace: *out = Value(scope_.ns ? scope_.ns : empty); return true;
    case MagicConst::kTrait:
      *out = Value(class_ && class_->is_trait ? class_->cls->name : empty);
      return true;
    case MagicConst::kProperty: {
      // Not in closures within a hook.
      bool in_hook = hook_property_ && !fn->Is(FunctionFlags::kClosure);
      *out = Value(in_hook ? hook_property_ : empty);
      return true;
    }
    case MagicConst::kClass:
      if (!IsScopeKnown()) {
        if (!class_ && !fn->Is(FunctionFlags::kClosure)) {
          *out = Value(empty);
          return true;
        }
        return false;
      }
      *out = Value(class_ ? class_->cls->name : empty);
      return true;
    case MagicConst::kFunction:
    case MagicConst::kMethod: {
      // Directly in a class body (a constant, say) there is no function.
      if (class_ && !fn->scope && !fn->Is(FunctionFlags::kClosure)) fn = nullptr;
      if (!fn || !fn->name) {
        *out = Value(empty);
        return true;
      }
      if (ast->Attr<MagicConst>() == MagicConst::kMethod && fn->scope) {
        *out = Value(Intern(std::string(fn->scope->name->view()) + "::" + std::string(fn->name->view())));
      } else {
        *out = Value(fn->name);
      }
      return true;
    }
  }
  return false;
}

bool Compiler::FoldConst(Ast** slot) {
  Ast* ast = *slot;
  if (!ast || failed_) return false;
  b_->line = ast->line;
  Value a, b, v;
  if (ConstOf(ast, &v)) return true;
  bool done = false;
  switch (ast->kind) {
    case AstKind::kBinary:
      FoldConst(&ast->kids[0]);
      FoldConst(&ast->kids[1]);
      done = ConstOf((*ast)[0], &a) && ConstOf((*ast)[1], &b) && FoldBinary(ast->Attr<BinaryOp>(), a, b, &v);
      break;
    case AstKind::kAnd:
    case AstKind::kOr: {
      FoldConst(&ast->kids[0]);
      FoldConst(&ast->kids[1]);
      if (!ConstOf((*ast)[0], &a)) break;
      bool left = ToBool(a);
      if (left != ast->Is(AstKind::kAnd)) {
        v = Value(left);
        done = true;
      } else if (ConstOf((*ast)[1], &b)) {
        v = Value(ToBool(b));
        done = true;
      }
      break;
    }
    case AstKind::kUnary:
      FoldConst(&ast->kids[0]);
      done = ConstOf((*ast)[0], &a) && FoldUnary(ast->Attr<UnaryOp>(), a, &v);
      break;
    case AstKind::kConditional: {
      FoldConst(&ast->kids[0]);
      if (!ConstOf((*ast)[0], &a)) break;
      if (ToBool(a)) {
        if (!(*ast)[1]) {
          v = a;
          done = true;
          break;
        }
        FoldConst(&ast->kids[1]);
        done = ConstOf((*ast)[1], &v);
      } else {
        FoldConst(&ast->kids[2]);
        done = ConstOf((*ast)[2], &v);
      }
      break;
    }
    case AstKind::kCoalesce:
      FoldConst(&ast->kids[0]);
      if (!ConstOf((*ast)[0], &a)) {
        FoldConst(&ast->kids[1]);
        break;
      }
      if (!a.IsNull()) {
        v = a;
        done = true;
      } else {
        FoldConst(&ast->kids[1]);
        done = ConstOf((*ast)[1], &v);
      }
      break;
    case AstKind::kArray: done = FoldArray(ast, &v); break;
    case AstKind::kMagicConst: done = FoldMagic(ast, &v); break;
    case AstKind::kConst: done = FoldConstant(ast, &v); break;
    case AstKind::kClassConst:
      FoldConst(&ast->kids[1]);
      if ((*ast)[0]->Is(AstKind::kName) && ConstOf((*ast)[1], &b) && b.IsString()) {
        done = FoldClassConstant(ResolveClass((*ast)[0]), b.str, &v);
      }
      break;
    case AstKind::kClassName: done = FoldClassName((*ast)[0], &v); break;
    case AstKind::kDim: {
      if (!(*ast)[1]) {
        Fail("Cannot use [] for reading");
        break;
      }
      FoldConst(&ast->kids[0]);
      FoldConst(&ast->kids[1]);
      if (!ConstOf((*ast)[0], &a) || !ConstOf((*ast)[1], &b)) break;
      if (a.IsArray() && (b.IsInt() || b.IsString())) {
        v = b.IsInt() ? GetInt(a.arr, b.i) : Get(a.arr, KeyFromString(b.str));
        done = !v.IsUndef();
      } else if (a.IsString() && b.IsInt()) {
        int64_t length = static_cast<int64_t>(a.str->length);
        int64_t index = b.i < 0 ? b.i + length : b.i;
        if (index >= 0 && index < length) {
          v = Value(CharString(static_cast<unsigned char>(a.str->data[index])));
          done = true;
        }
      }
      break;
    }
    default: break;
  }
  if (done) *slot = NodeExpr(Node::Constant(v), ast->line);
  return done;
}

namespace {

bool HasNew(const Ast* ast) {
  if (!ast || ast->kind == kCompiledNode) return false;
  if (ast->Is(AstKind::kNew)) return true;
  for (const Ast* child : ast->Children()) {
    if (HasNew(child)) return true;
  }
  return false;
}

}  // namespace

// Whether an expression may stand where PHP wants a constant expression.
bool Compiler::AllowedInConstExpr(Ast* ast, std::string* offence) {
  if (!ast) return true;
  switch (ast->kind) {
    case AstKind::kInt:
    case AstKind::kFloat:
    case AstKind::kString:
    case AstKind::kName:
    case AstKind::kConst:
    case AstKind::kMagicConst:
    case kCompiledNode: return true;
    case AstKind::kClassConst:
    case AstKind::kClassName: {
      Ast* cls = (*ast)[0];
      if (!cls->Is(AstKind::kName)) {
        *offence = ast->Is(AstKind::kClassName) ? "(expression)::class cannot be used in constant expressions"
                                                : "Dynamic class names are not allowed in compile-time class "
                                                  "constant references";
        return false;
      }
      if (ClassFetchOf(cls->Text()) == ClassFetch::kStatic &&
          cls->Attr<NameKind>() != NameKind::kFullyQualified) {
        *offence = ast->Is(AstKind::kClassName)
                       ? "static::class cannot be used for compile-time class name resolution"
                       : "\"static::\" is not allowed in compile-time constants";
        return false;
      }
      return ast->Is(AstKind::kClassName) || AllowedInConstExpr((*ast)[1], offence);
    }
    case AstKind::kNew: {
      Ast* cls = (*ast)[0];
      if (cls->Is(AstKind::kClass)) {
        *offence = "Cannot use anonymous class in constant expression";
        return false;
      }
      if (!cls->Is(AstKind::kName)) {
        *offence = "Cannot use dynamic class name in constant expression";
        return false;
      }
      if (ClassFetchOf(cls->Text()) == ClassFetch::kStatic) {
        *offence = "\"static\" is not allowed in compile-time constants";
        return false;
      }
      for (Ast* arg : (*ast)[1]->Children()) {
        if (arg->Is(AstKind::kUnpack)) {
          *offence = "Argument unpacking in constant expressions is not supported";
          return false;
        }
        if (!AllowedInConstExpr(arg->Is(AstKind::kNamedArg) ? (*arg)[1] : arg, offence)) return false;
      }
      return true;
    }
    case AstKind::kBinary:
    case AstKind::kAnd:
    case AstKind::kOr:
    case AstKind::kUnary:
    case AstKind::kConditional:
    case AstKind::kCoalesce:
    case AstKind::kDim:
    case AstKind::kProp:
    case AstKind::kNullsafeProp:
    case AstKind::kArray:
    case AstKind::kArrayItem:
    case AstKind::kUnpack:
      for (Ast* child : ast->Children()) {
        if (!AllowedInConstExpr(child, offence)) return false;
      }
      return true;
    default: *offence = "Constant expression contains invalid operations"; return false;
  }
}

Value Compiler::ConstExpr(Ast** slot, std::string_view what) {
  if (what == "parameter" || what == "attribute") QualifyNames(*slot);
  FoldConst(slot);
  Value v;
  if (failed_) return Value::Null();
  if (ConstOf(*slot, &v)) return Literalize(v);
  std::string offence;
  if ((what == "constant" || what == "property") && HasNew(*slot)) {
    Fail("New expressions are not supported in this context");
    return Value::Null();
  }
  if (!AllowedInConstExpr(*slot, &offence)) {
    b_->line = (*slot)->line;
    Fail("%s", offence);
    return Value::Null();
  }
  return ConstantThunk(*slot, what);
}

void Compiler::QualifyNames(Ast* ast) {
  if (!ast || ast->kind == kCompiledNode) return;
  bool is_new = ast->Is(AstKind::kNew);
  if (is_new || ast->Is(AstKind::kClassConst) || ast->Is(AstKind::kClassName) || ast->Is(AstKind::kConst)) {
    Ast* name = ast->kids[0];
    if (name->Is(AstKind::kName) && name->Attr<NameKind>() != NameKind::kFullyQualified) {
      String* full = nullptr;
      if (ast->Is(AstKind::kConst)) {
        bool qualified = false;
        String* resolved = ResolveConst(name->Text(), name->Attr<NameKind>(), &qualified);
        if (qualified) full = resolved;
      } else if (ClassFetchOf(name->Text()) == ClassFetch::kDefault) {
        full = ResolveClass(name);
        if (!is_new && full->view() == name->Text()) full = nullptr;
      }
      if (full) {
        ast->kids[0] = arena_->Text(AstKind::kName, full->view(), name->line);
        ast->kids[0]->attr = static_cast<uint16_t>(NameKind::kFullyQualified);
      }
    }
  }
  for (Ast* child : ast->Children()) QualifyNames(child);
}

Value Compiler::ConstantThunk(Ast* expr, std::string_view what) {
  auto* fn = unit_->memory.Make<OpArray>();
  fn->file = file_;
  fn->line_start = fn->line_end = expr->line;
  // While it is compiled it passes for the function that it stands in: magic constants and self look there.
  fn->name = b_->fn->name;
  fn->scope = class_ ? class_->cls : b_->fn->scope;
  if (class_ && !b_->fn->scope) fn->name = nullptr;
  fn->flags =
      (b_->fn->flags & (FunctionFlags::kClosure | FunctionFlags::kStrictTypes)) | FunctionFlags::kStatic;
  {
    BodyScope body_scope(this, fn, expr->line);
    in_const_expr_ = true;  // self and parent are checked when it runs
    Node value = Expr(expr);
    b_->Emit(nullptr, Code::kReturn, &value);
    b_->CacheSlots(kKnownConstantWords);
    FinishFunction();
  }
  // For messages and reflection.
  if (what == "parameter" || what == "attribute") fn->doc_comment = Intern(PrintAst(expr))->view();
  fn->name = Intern("[constant expression]");
  fn->flags = (fn->flags & ~FunctionFlags::kClosure) | FunctionFlags::kConstantThunk;
  Value v;
  v.type = Type::kConstantAst;
  v.ptr = fn;
  return v;
}

}  // namespace tusk
