// Functions, methods, closures: parameters, captured variables, generators.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/attribute_targets.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/object.h"

namespace tusk {

OpArray* Compiler::NewOpArray(const DeclAst* decl) {
  auto* fn = unit_->memory.Make<OpArray>();
  fn->file = file_;
  fn->line_start = decl->line;
  fn->line_end = decl->end_line;
  if (!decl->doc.empty()) fn->doc_comment = Intern(decl->doc)->view();
  if (scope_.strict_types) fn->flags |= FunctionFlags::kStrictTypes;
  if (decl->flags & kFnReturnsRef) fn->flags |= FunctionFlags::kReturnsReference;
  if (decl->flags & kFnHasYield) fn->flags |= FunctionFlags::kGenerator;
  Ast* attributes = (*decl)[kFnAttributes];
  if (HasAttribute(attributes, "deprecated")) fn->flags |= FunctionFlags::kDeprecated;
  if (HasAttribute(attributes, "returntypewillchange")) fn->flags |= FunctionFlags::kReturnTypeWillChange;
  if (HasAttribute(attributes, "override")) fn->flags |= FunctionFlags::kOverride;
  bool method = decl->Is(AstKind::kMethod) || decl->Is(AstKind::kPropertyHook);
  fn->attributes = KeepAttributes(attributes, method ? AttributeTarget::kMethod : AttributeTarget::kFunction);
  unit_->all.push_back(fn);
  return fn;
}

void Compiler::FinishFunction() {
  if (failed_) return;
  std::string error;
  uint32_t line = 0;
  if (!b_->Finish(&error, &line)) {
    FailAt(line, error);
    return;
  }
  if (options_.finish) options_.finish(b_->fn);
}

// {closure:f():12}: where it was written.
String* Compiler::ClosureName(uint32_t line) {
  std::string text = "{closure:";
  const OpArray* outer = b_->fn;
  if (!outer->name) {
    if (class_ && !outer->scope) {
      text += class_->cls->name->view();
      text += "::";
    } else {
      text += file_->view();
    }
  } else {
    if (!outer->Is(FunctionFlags::kClosure) && class_) {
      text += class_->cls->name->view();
      text += "::";
    }
    text += outer->name->view();
    if (!outer->Is(FunctionFlags::kClosure)) text += "()";
  }
  text += ":" + std::to_string(line) + "}";
  return Intern(text);
}

namespace {

bool IsMagicVariable(std::string_view name) {
  return name == "this" || name == "GLOBALS" || IsAutoGlobal(name);
}

// Variables that an arrow function reads: the closure takes them by value when it is made.
void CollectVariables(const Ast* ast, std::vector<String*>* names) {
  if (!ast) return;
  if (ast->Is(AstKind::kVar)) {
    const Ast* name = (*ast)[0];
    if (name->Is(AstKind::kString)) {
      if (IsMagicVariable(name->Text())) return;
      String* s = Intern(name->Text());
      for (String* other : *names) {
        if (other == s) return;
      }
      names->push_back(s);
    } else {
      CollectVariables(name, names);
    }
    return;
  }
  switch (ast->kind) {
    case AstKind::kClosure:
      if (Ast* uses = (*ast)[kFnUses]) {
        for (Ast* use : uses->Children()) {
          if (IsMagicVariable(use->Text())) continue;
          String* s = Intern(use->Text());
          bool known = false;
          for (String* other : *names) known = known || other == s;
          if (!known) names->push_back(s);
        }
      }
      return;
    case AstKind::kArrowFunction: CollectVariables((*ast)[kFnBody], names); return;
    case AstKind::kFunction:
    case AstKind::kClass:
    case AstKind::kInt:
    case AstKind::kFloat:
    case AstKind::kString:
    case AstKind::kName:
    case AstKind::kMagicConst:
    case AstKind::kBuiltinType:
    case AstKind::kCallableConvert:
    case AstKind::kClosureUse: return;
    default:
      if (ast->kind == kCompiledNode) return;
      for (const Ast* child : ast->Children()) CollectVariables(child, names);
  }
}

}  // namespace

void Compiler::FindImplicitUses(const DeclAst* decl, std::vector<String*>* uses) {
  std::vector<String*> found;
  CollectVariables((*decl)[kFnBody], &found);
  for (String* name : found) {
    bool is_param = false;
    for (Ast* param : (*decl)[kFnParams]->Children())
      is_param = is_param || (*param)[1]->Text() == name->view();
    if (!is_param) uses->push_back(name);
  }
}

Node Compiler::FunctionDecl(Ast* ast, bool top_level) {
  const DeclAst* decl = ast->AsDecl();
  OpArray* fn = NewOpArray(decl);
  Node result;
  std::vector<String*> implicit_uses;
  String* lower = nullptr;
  bool is_closure = !ast->Is(AstKind::kFunction);
  if (is_closure) {
    fn->flags |= FunctionFlags::kClosure;
    if (decl->flags & kModStatic) fn->flags |= FunctionFlags::kStatic;
    fn->name = ClosureName(decl->line);
    uint32_t index = static_cast<uint32_t>(b_->fn->dynamic_functions.size());
    b_->fn->dynamic_functions.push_back(fn);
    b_->EmitTmp(&result, Code::kDeclareLambdaFunction).op2.num = index;
    if (ast->Is(AstKind::kArrowFunction)) {
      fn->flags |= FunctionFlags::kArrow;
      FindImplicitUses(decl, &implicit_uses);
      uint32_t position = 0;
      for (String* name : implicit_uses) {
        Node cv = Node::Cv(b_->Cv(name));
        b_->Emit(nullptr, Code::kBindLexical, &result, &cv).extended =
            (position++ << BindFlags::kShift) | BindFlags::kImplicit;
      }
    } else if (Ast* uses = (*ast)[kFnUses]) {
      ClosureBindings(result, fn, uses);
    }
  } else {
    std::string_view text = decl->name;
    fn->name = WithNamespace(text);
    lower = InternLower(fn->name->view());
    auto import = scope_.functions.find(InternLower(text));
    if (import != scope_.functions.end() && !EqualIgnoreCase(import->second->view(), fn->name->view())) {
      Fail("Cannot redeclare function %s() (previously declared as local import)", fn->name->view());
      return result;
    }
    if (lower->view() == "__autoload") {
      Fail("__autoload() is no longer supported, use spl_autoload_register() instead");
      return result;
    }
    if (EqualIgnoreCase(text, "assert")) {
      Fail("Defining a custom assert() function is not allowed, as the function has special semantics");
      return result;
    }
    SeeSymbol(SymbolKind::kFunction, lower);
    if (!top_level) {
      uint32_t index = static_cast<uint32_t>(b_->fn->dynamic_functions.size());
      b_->fn->dynamic_functions.push_back(fn);
      Node key = Node::Str(lower);
      b_->Emit(nullptr, Code::kDeclareFunction, &key).op2.num = index;
    }
  }

  BodyScope body_scope(this, fn, decl->line);
  if (!is_closure) {  // a free function has no class, wherever it stands
    class_ = nullptr;
    hook_property_ = nullptr;
  }
  Params((*ast)[kFnParams], (*ast)[kFnReturnType], false);
  if (fn->Is(FunctionFlags::kGenerator)) b_->Emit(nullptr, Code::kGeneratorCreate);
  if (ast->Is(AstKind::kArrowFunction)) {
    if (!implicit_uses.empty()) {
      fn->static_variables = NewHash(static_cast<uint32_t>(implicit_uses.size()));
      uint32_t position = 0;
      for (String* name : implicit_uses) {
        SetStr(fn->static_variables, name, Value::Null());
        b_->static_names.push_back(name);
        Node cv = Node::Cv(b_->Cv(name));
        b_->Emit(nullptr, Code::kBindStatic, &cv).extended =
            (position++ << BindFlags::kShift) | BindFlags::kImplicit;
      }
    }
  } else if (is_closure && (*ast)[kFnUses]) {
    ClosureUses((*ast)[kFnUses]);
  }
  Ast* body = (*ast)[kFnBody];
  if (ast->Is(AstKind::kArrowFunction) && body->Is(AstKind::kReturn) &&
      (fn->return_type.mask & TypeDecl::kNever) && fn->return_type.mask != TypeDecl::kMixed) {
    body = (*body)[0];  // fn(): never => throw ...: returns nothing
  }
  Statement(body);
  if (top_level && !failed_) {
    const Function* existing = KnownFunction(lower);
    if (existing) {
      b_->line = decl->line;
      if (existing->kind == FunctionKind::kUser) {
        const auto* user = static_cast<const OpArray*>(existing);
        Fail("Cannot redeclare function %s() (previously declared in %s:%d)", fn->name->view(),
             user->file->view(), user->line_start);
      } else {
        Fail("Cannot redeclare function %s()", fn->name->view());
      }
    }
  }
  b_->line = decl->end_line;
  FinalReturn(false);
  FinishFunction();
  if (top_level && !failed_) {
    fn->flags |= FunctionFlags::kEarlyBound;
    functions_.emplace(lower, fn);
    unit_->functions.push_back(fn);
  }
  return result;
}

// In the function that makes the closure: hands variables over.
void Compiler::ClosureBindings(const Node& closure, OpArray* fn, Ast* uses) {
  uint32_t position = 0;
  fn->static_variables = NewHash(uses->count);
  std::vector<String*> seen;
  for (Ast* use : uses->Children()) {
    String* name = Intern(use->Text());
    bool by_ref = use->Attr<ReferenceFlag>() == ReferenceFlag::kByReference;
    for (String* other : seen) {
      if (other == name) {
        Fail("Cannot use variable $%s twice", name->view());
        return;
      }
    }
    seen.push_back(name);
    SetStr(fn->static_variables, name, Value::Null());
    Node cv = Node::Cv(b_->Cv(name));
    b_->Emit(nullptr, Code::kBindLexical, &closure, &cv).extended =
        (position++ << BindFlags::kShift) | BindFlags::kExplicit | (by_ref ? BindFlags::kRef : 0u);
  }
}

// In the closure: they arrive as static variables.
void Compiler::ClosureUses(Ast* uses) {
  uint32_t position = 0;
  for (Ast* use : uses->Children()) {
    std::string_view text = use->Text();
    if (text == "this") {
      Fail("Cannot use $this as lexical variable");
      return;
    }
    if (IsMagicVariable(text)) {
      Fail("Cannot use auto-global as lexical variable");
      return;
    }
    String* name = Intern(text);
    for (uint32_t i = 0; i < b_->fn->arg_count + (b_->fn->Is(FunctionFlags::kVariadic) ? 1 : 0); ++i) {
      if (b_->fn->args[i].name == name) {
        Fail("Cannot use lexical variable $%s as a parameter name", text);
        return;
      }
    }
    bool by_ref = use->Attr<ReferenceFlag>() == ReferenceFlag::kByReference;
    b_->static_names.push_back(name);
    Node cv = Node::Cv(b_->Cv(name));
    b_->Emit(nullptr, Code::kBindStatic, &cv).extended =
        (position++ << BindFlags::kShift) | BindFlags::kExplicit | (by_ref ? BindFlags::kRef : 0u);
  }
}

// ---- parameters

namespace {

std::string FunctionTitle(const OpArray* fn) {
  std::string title;
  if (fn->scope) {
    title += fn->scope->name->view();
    title += "::";
  }
  title += fn->name ? fn->name->view() : std::string_view("");
  return title;
}

// Whether a default may stand for a parameter of this type; an int for a float is made one.
bool AcceptsDefault(const TypeDecl& type, Value* v) {
  if (type.Allows(v->type)) return true;
  if (v->IsInt() && type.Allows(Type::kFloat)) {
    *v = Value(static_cast<double>(v->i));
    return true;
  }
  return false;
}

const char* TypeWord(const Value& v) {
  switch (v.type) {
    case Type::kNull: return "null";
    case Type::kFalse:
    case Type::kTrue: return "bool";
    case Type::kInt: return "int";
    case Type::kFloat: return "float";
    case Type::kString: return "string";
    default: return "array";
  }
}

}  // namespace

void Compiler::Params(Ast* params, Ast* return_type, bool is_tostring) {
  OpArray* fn = b_->fn;
  if (return_type) {
    fn->return_type = CompileType(return_type);
    fn->flags |= FunctionFlags::kReturnTypeDeclared;
    if (!failed_ && fn->Is(FunctionFlags::kGenerator)) CheckGeneratorType(fn->return_type);
    if ((fn->return_type.mask & TypeDecl::kVoid) && fn->Is(FunctionFlags::kReturnsReference)) {
      Warn(ParseNotice::Kind::kDeprecated, "%s(): Returning by reference from a void function is deprecated",
           FunctionTitle(fn));
    }
  } else if (is_tostring) {
    fn->return_type.declared = true;
    fn->return_type.mask = TypeDecl::Bit(Type::kString);
    fn->flags |= FunctionFlags::kReturnTypeDeclared;
  }
  uint32_t count = params ? params->count : 0;
  if (count == 0) return;
  fn->args = unit_->memory.MakeSpan<ArgInfo>(count).data();
  // Optional parameters before a required one are required as well.
  uint32_t last_required = UINT32_MAX;
  for (uint32_t i = 0; i < count; ++i) {
    Ast* param = (*params)[i];
    if (!(*param)[2] && !(param->attr & kParamVariadic)) last_required = i;
  }
  for (uint32_t i = 0; i < count && !failed_; ++i) {
    Ast* param = (*params)[i];
    Ast* type_ast = (*param)[0];
    std::string_view text = (*param)[1]->Text();
    bool variadic = param->attr & kParamVariadic;
    uint32_t promotion =
        param->attr & (kModVisibilityMask | kModSetVisibilityMask | kModReadonly | kModFinal);
    bool promoted = promotion != 0 || (*param)[5];
    String* name = Intern(text);
    ArgInfo& arg = fn->args[i];
    if (IsMagicVariable(text) && text != "this") {
      Fail("Cannot re-assign auto-global variable %s", text);
      return;
    }
    uint32_t cv = b_->Cv(name);
    if (cv != i) {
      Fail("Redefinition of parameter $%s", text);
      return;
    }
    if (text == "this") {
      Fail("Cannot use $this as parameter");
      return;
    }
    if (fn->Is(FunctionFlags::kVariadic)) {
      Fail("Only the last parameter can be variadic");
      return;
    }
    arg.name = name;
    arg.by_reference = param->attr & kParamByRef;
    arg.variadic = variadic;
    arg.promoted = promoted;
    if (arg.by_reference) fn->flags |= FunctionFlags::kAnyByReference;
    arg.attributes = KeepAttributes(
        (*param)[3], AttributeTarget::kParameter | (promoted ? AttributeTarget::kProperty : 0u));

    Code code = Code::kRecv;
    Node default_node;
    if (variadic) {
      code = Code::kRecvVariadic;
      fn->flags |= FunctionFlags::kVariadic;
      if ((*param)[2]) {
        Fail("Variadic parameter cannot have a default value");
        return;
      }
    } else if ((*param)[2]) {
      code = Code::kRecvInit;
      Ast* written = param->kids[2];
      bool names_constant = written->Is(AstKind::kConst) || written->Is(AstKind::kClassConst);
      default_node = Node::Constant(ConstExpr(&param->kids[2], "parameter"));
      if (failed_) return;
      const Value& v = default_node.constant;
      if (names_constant && v.type != Type::kConstantAst && !v.IsNull() && !v.IsBool()) {
        arg.default_text = Intern(PrintAst(written))->data;
      }
      arg.optional = true;
    }
    bool null_default = default_node.IsConst() && default_node.constant.IsNull();
    bool implicitly_nullable = false;
    if (type_ast) {
      fn->flags |= FunctionFlags::kHasTypedArgs;
      arg.type = CompileType(type_ast);
      if (failed_) return;
      if (arg.type.mask & TypeDecl::kVoid) {
        Fail("void cannot be used as a parameter type");
        return;
      }
      if (arg.type.mask & TypeDecl::kNever) {
        Fail("never cannot be used as a parameter type");
        return;
      }
      if (null_default && !promoted && !arg.type.Allows(Type::kNull)) {
        implicitly_nullable = true;
        arg.type.mask |= TypeDecl::Bit(Type::kNull);
        Warn(ParseNotice::Kind::kDeprecated,
             "%s(): Implicitly marking parameter $%s as nullable is deprecated, the explicit nullable type "
             "must "
             "be used instead",
             FunctionTitle(fn), text);
      }
      if (default_node.IsConst() && default_node.constant.type != Type::kConstantAst &&
          !AcceptsDefault(arg.type, &default_node.constant)) {
        Fail("Cannot use %s as default value for parameter $%s of type %s", TypeWord(default_node.constant),
             text, TypeText(arg.type));
        return;
      }
    }
    if (code == Code::kRecvInit && last_required != UINT32_MAX && i < last_required) {
      if (!implicitly_nullable) {
        Ast* required = (*params)[last_required];
        Warn(ParseNotice::Kind::kDeprecated,
             "%s(): Optional parameter $%s declared before required parameter $%s is implicitly treated as a "
             "required parameter",
             FunctionTitle(fn), text, (*required)[1]->Text());
      }
      code = Code::kRecv;
      default_node = Node();
      arg.optional = false;
    }
    if (!variadic) fn->arg_count = i + 1;
    if (code == Code::kRecv) fn->required_args = i + 1;

    Op& op = b_->Emit(nullptr, code, nullptr, &default_node);
    op.result_kind = kCv;
    op.result.num = cv;
    op.op1.num = i + 1;
    if (type_ast) {
      uint32_t names = 0;
      for (const auto& c : arg.type.classes) names += static_cast<uint32_t>(c.names.size());
      op.extended = b_->CacheSlots(names);
    }
    if (promoted) {
      Promote(param, name, arg.type, null_default);
      if (failed_) return;
      (*class_->cls->properties.Find(name))->attributes = arg.attributes;
    }
  }
  if (failed_) return;
  for (uint32_t i = 0; i < count; ++i) {
    if (!fn->args[i].promoted) continue;
    Node name = Node::Str(fn->args[i].name);
    Node self;
    Code code = fn->args[i].by_reference ? Code::kAssignObjRef : Code::kAssignObj;
    b_->Emit(nullptr, code, &self, &name).extended = b_->CacheSlots(3);
    b_->EmitData(Node::Cv(i));
  }
}

void Compiler::CheckGeneratorType(const TypeDecl& type) {
  if (type.Allows(Type::kObject) && !(type.mask & TypeDecl::kNever)) return;
  for (const auto& c : type.classes) {
    if (c.names.size() != 1) continue;
    std::string_view name = c.lower_names[0]->view();
    if (name == "traversable" || name == "iterator" || name == "generator") return;
  }
  Fail("Generator return type must be a supertype of Generator, %s given", TypeText(type));
}

void Compiler::Promote(Ast* param, String* name, const TypeDecl& type, bool null_default) {
  uint32_t modifiers = param->attr & (kModVisibilityMask | kModSetVisibilityMask | kModReadonly | kModFinal);
  OpArray* fn = b_->fn;
  bool is_constructor = class_ && fn->scope && EqualIgnoreCase(fn->name->view(), "__construct");
  if (!is_constructor) {
    Fail("Cannot declare promoted property outside a constructor");
    return;
  }
  if (fn->Is(FunctionFlags::kAbstract) || class_->is_interface) {
    Fail("Cannot declare promoted property in an abstract constructor");
    return;
  }
  if (param->attr & kParamVariadic) {
    Fail("Cannot declare variadic promoted property");
    return;
  }
  if (class_->cls->properties.Find(name->view())) {
    Fail("Cannot redeclare %s::$%s", class_->cls->name->view(), name->view());
    return;
  }
  if (type.mask & TypeDecl::kCallable) {
    Fail("Property %s::$%s cannot have type %s", class_->cls->name->view(), name->view(), TypeText(type));
    return;
  }
  if (null_default && type.declared && !type.Allows(Type::kNull)) {
    Fail("Cannot use null as default value for parameter $%s of type %s", name->view(), TypeText(type));
    return;
  }
  if (!(modifiers & kModVisibilityMask)) modifiers |= kModPublic;
  if (class_->cls->Is(ClassFlags::kReadonly)) modifiers |= kModReadonly;
  if ((modifiers & kModReadonly) && !type.declared) {
    Fail("Readonly property %s::$%s must have type", class_->cls->name->view(), name->view());
    return;
  }
  CheckAsymmetry(name, modifiers, type);
  if (failed_) return;
  if ((modifiers & kModReadonly) && (*param)[5]) {
    Fail("Hooked properties cannot be readonly");
    return;
  }
  Value initial = type.declared ? Value() : Value::Null();
  std::string_view doc = (*param)[4] ? (*param)[4]->Text() : std::string_view();
  PropertyInfo* info = AddProperty(name, modifiers, initial, type, doc);
  if (!info) return;
  info->flags |= PropertyFlags::kPromoted;
  if ((*param)[5]) PropertyHooks(info, (*param)[5], (*param)[0]);
}

}  // namespace tusk
