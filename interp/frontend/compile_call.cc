// Calls: which INIT_*, how each argument is sent, which DO_*.
#include "interp/frontend/compiler.h"

namespace tusk {

namespace {

bool MustBeReference(const Function* f, uint32_t number) {
  if (!f->Is(FunctionFlags::kAnyByReference)) return false;
  const ArgInfo* arg = f->Arg(number - 1);
  return arg && arg->by_reference && !arg->prefer_reference;
}
bool MayBeReference(const Function* f, uint32_t number) {
  if (!f->Is(FunctionFlags::kAnyByReference)) return false;
  const ArgInfo* arg = f->Arg(number - 1);
  return arg && arg->prefer_reference;
}
bool ShouldBeReference(const Function* f, uint32_t number) {
  return MustBeReference(f, number) || MayBeReference(f, number);
}

// 1-based, 0: no such parameter.
uint32_t NumberOfParameter(const Function* f, std::string_view name) {
  for (uint32_t i = 0; i < f->arg_count; ++i) {
    if (f->args[i].name && f->args[i].name->view() == name) return i + 1;
  }
  return 0;
}

uint32_t FrameBytes(const Function* f, uint32_t argc) {
  uint32_t slots = argc > f->arg_count ? argc : f->arg_count;
  if (f->kind == FunctionKind::kUser) {
    const auto* a = static_cast<const OpArray*>(f);
    slots = a->cv_count + a->tmp_count + (argc > f->arg_count ? argc - f->arg_count : 0);
  }
  return SlotOffset(slots);
}

// Functions that look at the caller's variables by name.
bool NeedsVariables(std::string_view lower) {
  return lower == "compact" || lower == "extract" || lower == "get_defined_vars" || lower == "parse_str" ||
         lower == "mb_parse_str";
}

}  // namespace

const Function* Compiler::KnownFunction(String* lower) {
  auto it = functions_.find(lower);
  if (it != functions_.end()) return it->second;
  return options_.find_function ? options_.find_function(lower) : nullptr;
}

const Class* Compiler::KnownClass(String* lower) {
  auto it = classes_.find(lower);
  if (it != classes_.end()) return it->second;
  return options_.find_class ? options_.find_class(lower) : nullptr;
}

Node Compiler::ClassRef(Ast* name, uint32_t flags) {
  if (!name->Is(AstKind::kName)) {
    Node node = Expr(name);
    if (node.IsConst()) {
      if (!node.constant.IsString()) {
        Fail("Illegal class name");
        return Node::Str(EmptyString());
      }
      uint32_t fetch = ClassFetchOf(node.constant.str->view());
      if (fetch == ClassFetch::kDefault) {
        return Node::Str(ResolveClass(node.constant.str->view(), NameKind::kFullyQualified));
      }
      CheckClassFetch(fetch);
      return Node::Unused(fetch | flags);
    }
    Node result;
    b_->Emit(&result, Code::kFetchClass, nullptr, &node).op1.num = ClassFetch::kDefault | flags;
    return result;
  }
  if (name->Attr<NameKind>() == NameKind::kFullyQualified) return Node::Str(ResolveClass(name));
  uint32_t fetch = ClassFetchOf(name->Text());
  if (fetch == ClassFetch::kDefault) return Node::Str(ResolveClass(name));
  CheckClassFetch(fetch);
  return Node::Unused(fetch | flags);
}

void Compiler::SetClassOp1(Op* op, const Node& class_node) {
  if (class_node.IsConst()) {
    uint32_t literal = ClassNameLiteral(class_node.constant.str);
    SetConstOperand(&op->op1, &op->op1_kind, literal);
  } else {
    b_->SetOperand(&op->op1, &op->op1_kind, class_node);
  }
}

// ---- arguments

uint32_t Compiler::Args(Ast* args, const Function* callee, bool* extra_named) {
  bool uses_unpack = false;
  bool uses_named = false;
  bool may_have_undef = false;
  uint32_t count = 0;  // without unpacked ones
  *extra_named = false;
  for (uint32_t i = 0; i < args->count && !failed_; ++i) {
    Ast* arg = (*args)[i];
    String* name = nullptr;
    uint32_t number = i + 1;  // 0: not known before run time
    if (arg->Is(AstKind::kUnpack)) {
      if (uses_named) {
        Fail("Cannot use argument unpacking after named arguments");
        return count;
      }
      may_have_undef = true;
      if (!callee || callee->Is(FunctionFlags::kVariadic)) *extra_named = true;
      uses_unpack = true;
      callee = nullptr;
      Node value = Expr((*arg)[0]);
      Op& op = b_->Emit(nullptr, Code::kSendUnpack, &value);
      op.op2.num = count;
      op.result.num = count ? SlotOffset(count - 1) : 0;
      continue;
    }
    if (arg->Is(AstKind::kNamedArg)) {
      uses_named = true;
      name = Intern((*arg)[0]->Text());
      arg = (*arg)[1];
      if (callee && !uses_unpack) {
        number = NumberOfParameter(callee, name->view());
        if (number == count + 1 && !may_have_undef) {
          name = nullptr;  // in its place anyway
          ++count;
        } else {
          may_have_undef = true;
          if (number == 0 && callee->Is(FunctionFlags::kVariadic)) *extra_named = true;
        }
      } else {
        number = 0;
        may_have_undef = true;
        *extra_named = true;
      }
    } else {
      if (uses_unpack) {
        Fail("Cannot use positional argument after argument unpacking");
        return count;
      }
      if (uses_named) {
        Fail("Cannot use positional argument after named argument");
        return count;
      }
      ++count;
    }

    Node value;
    Code code;
    const Function* known = number ? callee : nullptr;
    auto for_result = [&] {  // something that may be passed by reference only if it is one
      if (!known) return Code::kSendVarNoRefEx;
      if (MustBeReference(known, number)) return Code::kSendVarNoRef;
      return MayBeReference(known, number) ? Code::kSendVal : Code::kSendVar;
    };
    auto for_value = [&] {
      return !known || MustBeReference(known, number) ? Code::kSendValEx : Code::kSendVal;
    };
    if (IsCall(arg) || IsGlobals(arg)) {
      Var(&value, arg, Fetch::kRead, false);
      code = value.kind & (kConst | kTmp) ? for_value() : for_result();
    } else if (IsVariable(arg) && !IsShortCircuited(arg)) {
      if (known) {
        if (ShouldBeReference(known, number)) {
          Var(&value, arg, Fetch::kWrite, true);
          code = Code::kSendRef;
        } else {
          Var(&value, arg, Fetch::kRead, false);
          code = value.kind == kTmp ? Code::kSendVal : Code::kSendVar;
        }
      } else {
        code = Code::kSendVarEx;
        bool done = false;
        if (arg->Is(AstKind::kVar)) {
          if (IsThis(arg)) {
            b_->Emit(&value, Code::kFetchThis);
            b_->fn->flags |= FunctionFlags::kUsesThis;
            done = true;
          } else {
            done = TryCv(&value, arg);
          }
        }
        if (!done) {
          Op& check = b_->Emit(nullptr, Code::kCheckFuncArg);
          if (name) {
            SetConstOperand(&check.op2, &check.op2_kind, b_->Literal(Value(name)));
            check.result.num = b_->CacheSlots(2);
          } else {
            check.op2.num = number;
          }
          Var(&value, arg, Fetch::kFuncArg, true);
          code = Code::kSendFuncArg;
        }
      }
    } else {
      value = Expr(arg);
      code = value.kind == kVar ? for_result() : value.kind == kCv ? Code::kSendVarEx : for_value();
    }

    Op& op = b_->Emit(nullptr, code, &value);
    if (name) {
      SetConstOperand(&op.op2, &op.op2_kind, b_->Literal(Value(name)));
      op.result.num = b_->CacheSlots(2);
    } else {
      op.op2.num = number;
      op.result.num = SlotOffset(number - 1);
    }
  }
  if (may_have_undef) b_->Emit(nullptr, Code::kCheckUndefArgs);
  return count;
}

Node Compiler::CallCommon(Ast* args, const Function* callee, uint32_t line, bool* is_convert) {
  const uint32_t init = b_->Here() - 1;
  Node result;
  if (args->Is(AstKind::kCallableConvert)) {
    Op& op = b_->ops[init];
    op.extended = 0;
    if (op.opcode == Code::kNew) Fail("Cannot create Closure for new expression");
    if (op.opcode == Code::kInitFcall) op.op1.num = FrameBytes(callee, 0);
    b_->EmitTmp(&result, Code::kCallableConvert);
    if (is_convert) *is_convert = true;
    return result;
  }
  bool extra_named = false;
  uint32_t count = Args(args, callee, &extra_named);
  Op& op = b_->ops[init];
  op.extended = count;
  Code code = Code::kDoFcall;
  if (op.opcode == Code::kInitFcall) {
    op.op1.num = FrameBytes(callee, count);
    if (callee->Is(FunctionFlags::kDeprecated)) {
      code = Code::kDoFcallByName;
    } else {
      code = callee->kind == FunctionKind::kBuiltin ? Code::kDoIcall : Code::kDoUcall;
    }
  } else if (callee && callee->kind == FunctionKind::kUser &&
             !callee->Is(FunctionFlags::kDeprecated | FunctionFlags::kAbstract)) {
    code = Code::kDoUcall;
  } else if (op.opcode == Code::kInitFcallByName || op.opcode == Code::kInitNsFcallByName) {
    code = Code::kDoFcallByName;
  }
  Op& call = b_->Emit(&result, code);
  if (extra_named) call.extended = kExtraNamedArgs;
  call.line = line;
  return result;
}

// ---- functions

Node Compiler::NsCall(String* name, Ast* args, uint32_t line) {
  Op& op = b_->Emit(nullptr, Code::kInitNsFcallByName);
  SetConstOperand(&op.op2, &op.op2_kind, NsFunctionNameLiteral(name));
  op.result.num = b_->CacheSlots(1);
  return CallCommon(args, nullptr, line);
}

Node Compiler::DynamicCall(const Node& callee, Ast* args, uint32_t line) {
  if (callee.IsString()) {
    std::string_view text = callee.constant.str->view();
    size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && colon > 0 && text[colon - 1] == ':') {
      Op& op = b_->Emit(nullptr, Code::kInitStaticMethodCall);
      SetConstOperand(&op.op1, &op.op1_kind, ClassNameLiteral(Intern(text.substr(0, colon - 1))));
      SetConstOperand(&op.op2, &op.op2_kind, FunctionNameLiteral(Intern(text.substr(colon + 1))));
      op.result.num = b_->CacheSlots(2);
    } else {
      String* name = callee.constant.str;
      if (text.starts_with('\\')) name = Intern(text.substr(1));
      Op& op = b_->Emit(nullptr, Code::kInitFcallByName);
      SetConstOperand(&op.op2, &op.op2_kind, FunctionNameLiteral(name));
      op.result.num = b_->CacheSlots(1);
    }
  } else {
    b_->Emit(nullptr, Code::kInitDynamicCall, nullptr, &callee);
  }
  return CallCommon(args, nullptr, line);
}

Node Compiler::Call(Ast* ast) {
  Ast* callee = (*ast)[0];
  Ast* args = (*ast)[1];
  uint32_t line = ast->line;
  if (!callee->Is(AstKind::kName)) {
    Node node = Expr(callee);
    return DynamicCall(node, args, line);
  }
  bool qualified;
  String* name = ResolveFunction(callee->Text(), callee->Attr<NameKind>(), &qualified);
  bool convert = args->Is(AstKind::kCallableConvert);
  if (NeedsVariables(InternLower(callee->Text())->view())) {
    b_->fn->flags |= FunctionFlags::kDynamicVariables;
  }
  if (!qualified && scope_.ns) {
    if (EqualIgnoreCase(callee->Text(), "assert") && !convert) return AssertCall(args, name, nullptr, line);
    return NsCall(name, args, line);
  }
  String* lower = InternLower(name->view());
  const Function* function = KnownFunction(lower);
  if (lower->view() == "assert" && !convert) return AssertCall(args, lower, function, line);
  if (!function) {
    // \strlen would otherwise lose its leading position in messages: names are kept without it.
    return DynamicCall(Node::Str(name), args, line);
  }
  Node result;
  if (SpecialCall(&result, lower->view(), args, function, line)) return result;
  Node name_node = Node::Str(lower);
  b_->Emit(nullptr, Code::kInitFcall, nullptr, &name_node).result.num = b_->CacheSlots(1);
  return CallCommon(args, function, line);
}

// ---- methods

Node Compiler::MethodCall(Ast* ast) {
  Ast* object = (*ast)[0];
  Ast* method = (*ast)[1];
  Ast* args = (*ast)[2];
  bool nullsafe = ast->Is(AstKind::kNullsafeMethodCall);
  size_t chain = chain_jumps_.size();
  Node object_node;
  if (IsThis(object)) {
    if (!ThisExists()) b_->Emit(&object_node, Code::kFetchThis);
    b_->fn->flags |= FunctionFlags::kUsesThis;
  } else {
    MarkInner(object);
    object_node = Expr(object);
    if (nullsafe) EmitJmpNull(object_node, Fetch::kRead);
  }
  Node name = Expr(method);
  Op& op = b_->Emit(nullptr, Code::kInitMethodCall, &object_node);
  const Function* known = nullptr;
  if (name.IsConst()) {
    if (!name.constant.IsString()) {
      Fail("Method name must be a string");
      return Node::Null();
    }
    SetConstOperand(&op.op2, &op.op2_kind, FunctionNameLiteral(name.constant.str));
    op.result.num = b_->CacheSlots(2);
    // $this->m(): known if nothing can override it.
    if (op.op1_kind == kUnused && class_ && IsScopeKnown()) {
      Function** found = class_->cls->methods.Find(InternLower(name.constant.str->view())->view());
      if (found && (*found)->Is(FunctionFlags::kPrivate | FunctionFlags::kFinal)) known = *found;
    }
  } else {
    b_->SetOperand(&op.op2, &op.op2_kind, name);
  }
  bool converted = false;
  Node result = CallCommon(args, known, method->line, &converted);
  if (converted && (nullsafe || chain_jumps_.size() > chain)) {
    Fail("Cannot combine nullsafe operator with Closure creation");
  }
  return result;
}

Node Compiler::StaticCall(Ast* ast) {
  Ast* class_ast = (*ast)[0];
  Ast* method = (*ast)[1];
  Ast* args = (*ast)[2];
  Node hook_result;
  if (ParentHookCall(&hook_result, ast)) return hook_result;
  MarkInner(class_ast);
  Node class_node = ClassRef(class_ast, ClassFetch::kException);
  Node name = Expr(method);
  if (name.IsConst()) {
    if (!name.constant.IsString()) {
      Fail("Method name must be a string");
      return Node::Null();
    }
    if (EqualIgnoreCase(name.constant.str->view(), "__construct")) name = Node::Unused();
  }
  Op& op = b_->Emit(nullptr, Code::kInitStaticMethodCall);
  SetClassOp1(&op, class_node);
  if (name.IsConst()) {
    SetConstOperand(&op.op2, &op.op2_kind, FunctionNameLiteral(name.constant.str));
    op.result.num = b_->CacheSlots(2);
  } else {
    if (op.op1_kind == kConst) op.result.num = b_->CacheSlots(1);
    b_->SetOperand(&op.op2, &op.op2_kind, name);
  }
  const Function* known = nullptr;
  if (name.IsConst()) {
    const Class* cls = nullptr;
    if (class_node.IsConst()) {
      String* lower = InternLower(class_node.constant.str->view());
      cls = KnownClass(lower);
      if (!cls && class_ && class_->cls->lower_name == lower) cls = class_->cls;
    } else if (class_node.kind == kUnused && (class_node.var & ClassFetch::kMask) == ClassFetch::kSelf &&
               IsScopeKnown() && class_) {
      cls = class_->cls;
    }
    if (cls) {
      Function* const* found = cls->methods.Find(InternLower(name.constant.str->view())->view());
      // A public method, or one of this very class: else visibility decides at run time.
      if (found && ((*found)->Is(FunctionFlags::kPublic) || (class_ && (*found)->scope == class_->cls))) {
        known = *found;
      }
    }
  }
  return CallCommon(args, known, method->line);
}

// parent::$property::get() and ::set($value) inside a hook of the same property.
bool Compiler::ParentHookCall(Node* result, Ast* ast) {
  Ast* class_ast = (*ast)[0];
  Ast* method = (*ast)[1];
  if (!class_ast->Is(AstKind::kStaticProp) || !method->Is(AstKind::kString)) return false;
  Ast* outer = (*class_ast)[0];
  Ast* property = (*class_ast)[1];
  if (!outer->Is(AstKind::kName) || !property->Is(AstKind::kString) ||
      ClassFetchOf(outer->Text()) != ClassFetch::kParent) {
    return false;
  }
  std::string_view hook = method->Text();
  bool is_get = EqualIgnoreCase(hook, "get");
  bool is_set = EqualIgnoreCase(hook, "set");
  if (!is_get && !is_set) return false;
  if (!class_) {
    Fail("Cannot use \"parent\" when no class scope is active");
    return true;
  }
  if (!hook_property_) {
    Fail("Must not use parent::$%s::%s() outside a property hook", property->Text(), hook);
    return true;
  }
  if (hook_property_->view() != property->Text()) {
    Fail("Must not use parent::$%s::%s() in a different property ($%s)", property->Text(), hook,
         hook_property_->view());
    return true;
  }
  if (!EqualIgnoreCase(hook_name_, hook)) {
    Fail("Must not use parent::$%s::%s() in a different property hook (%s)", property->Text(), hook,
         hook_name_);
    return true;
  }
  if ((*ast)[2]->Is(AstKind::kCallableConvert)) {
    Fail("Cannot create Closure for parent property hook call");
    return true;
  }
  Node name = Node::Str(Intern(property->Text()));
  b_->Emit(nullptr, Code::kInitParentPropertyHookCall, &name).op2.num = is_get ? 0 : 1;
  *result = CallCommon((*ast)[2], nullptr, method->line);
  return true;
}

Node Compiler::New(Ast* ast) {
  Ast* class_ast = (*ast)[0];
  Node class_node = class_ast->Is(AstKind::kClass) ? ClassDeclaration(class_ast, false)
                                                   : ClassRef(class_ast, ClassFetch::kException);
  if (failed_) return Node::Null();
  Node result;
  Op& op = b_->Emit(&result, Code::kNew);
  if (class_node.IsConst()) {
    SetConstOperand(&op.op1, &op.op1_kind, ClassNameLiteral(class_node.constant.str));
    op.op2.num = b_->CacheSlots(1);
  } else {
    b_->SetOperand(&op.op1, &op.op1_kind, class_node);
  }
  Free(CallCommon((*ast)[1], nullptr, ast->line));
  return result;
}

Node Compiler::AssertCall(Ast* args, String* name, const Function* callee, uint32_t line) {
  if (options_.assertions < 0) return Node::Constant(Value(true));
  uint32_t check = b_->Here();
  b_->Emit(nullptr, Code::kAssertCheck);
  if (callee) {
    Node name_node = Node::Str(name);
    b_->Emit(nullptr, Code::kInitFcall, nullptr, &name_node).result.num = b_->CacheSlots(1);
  } else {
    Op& op = b_->Emit(nullptr, Code::kInitNsFcallByName);
    SetConstOperand(&op.op2, &op.op2_kind, NsFunctionNameLiteral(name));
    op.result.num = b_->CacheSlots(1);
  }
  if (args->count == 1 && !(*args)[0]->Is(AstKind::kUnpack) && !(*args)[0]->Is(AstKind::kNamedArg)) {
    // The text of the assertion is its message.
    std::string text = "assert(" + PrintAst((*args)[0]) + ")";
    args = arena_->List(AstKind::kArgList, 0, args->line,
                        {(*args)[0], arena_->Text(AstKind::kString, text, args->line)});
  }
  Node result = CallCommon(args, callee, line);
  Op& op = b_->ops[check];
  op.op2.num = b_->Here();
  b_->SetOperand(&op.result, &op.result_kind, result);
  b_->assert_op = check;
  return result;
}

}  // namespace tusk
