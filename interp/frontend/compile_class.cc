// Classes, interfaces, traits, enums: members are collected into a prototype that linking completes.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {

namespace {

// As C strings show it: the unique part of an anonymous class's name, behind a NUL, stays out.
std::string_view ShownName(const Class* cls) {
  std::string_view name = cls->name->view();
  return name.substr(0, name.find('\0'));
}

bool IsIntersection(const TypeDecl& type) {
  return !type.classes.empty() && type.classes[0].names.size() > 1;
}

// Methods that an enum may not have.
bool IsForbiddenInEnum(std::string_view lower) {
  static constexpr std::string_view kNames[] = {
      "__construct", "__destruct", "__clone", "__sleep",    "__wakeup",    "__set_state", "__get",
      "__set",       "__unset",    "__isset", "__tostring", "__debuginfo", "__serialize", "__unserialize"};
  for (std::string_view name : kNames) {
    if (name == lower) return true;
  }
  return false;
}

const char* KindWord(const Class* c) {
  if (c->Is(ClassFlags::kInterface)) return "interface";
  if (c->Is(ClassFlags::kTrait)) return "trait";
  if (c->Is(ClassFlags::kEnum)) return "enum";
  return "class";
}

}  // namespace

bool Compiler::HasAttribute(Ast* attributes, std::string_view lower_name) {
  if (!attributes) return false;
  for (Ast* group : attributes->Children()) {
    for (Ast* attribute : group->Children()) {
      if (EqualIgnoreCase(ResolveClass((*attribute)[0])->view(), lower_name)) return true;
    }
  }
  return false;
}

const AttributeList* Compiler::KeepAttributes(Ast* attributes) {
  if (!attributes) return nullptr;
  auto* list = unit_->memory.Make<AttributeList>();
  for (Ast* group : attributes->Children()) {
    for (Ast* node : group->Children()) {
      Attribute attribute{ResolveClass((*node)[0]), {}};
      if (Ast* args = (*node)[1]) {
        for (uint32_t i = 0; i < args->Children().size(); ++i) {
          Ast*& arg = args->kids[i];
          if (arg->kind == AstKind::kUnpack) {
            b_->line = arg->line;
            Fail("Cannot use unpacking in attribute argument list");
            return list;
          }
          bool named = arg->kind == AstKind::kNamedArg;
          String* name = named ? Intern((*arg)[0]->Text()) : nullptr;
          attribute.arguments.push_back({name, ConstExpr(named ? &arg->kids[1] : &arg, "attribute")});
        }
      }
      list->push_back(std::move(attribute));
    }
  }
  return list;
}

uint32_t Compiler::MemberFlags(uint32_t modifiers) {
  uint32_t flags = modifiers & (kModPublic | kModProtected | kModPrivate);
  if (flags == 0) flags = FunctionFlags::kPublic;
  if (modifiers & kModStatic) flags |= FunctionFlags::kStatic;
  if (modifiers & kModFinal) flags |= FunctionFlags::kFinal;
  if (modifiers & kModAbstract) flags |= FunctionFlags::kAbstract;
  return flags;
}

Node Compiler::ClassDeclaration(Ast* ast, bool top_level) {
  const DeclAst* decl = ast->AsDecl();
  auto* cls = unit_->memory.Make<Class>();
  auto* out = unit_->memory.Make<ClassDecl>();
  out->prototype = cls;
  cls->declaration = out;
  cls->file = file_;
  cls->line_start = decl->line;
  cls->line_end = decl->end_line;
  if (!decl->doc.empty()) cls->doc_comment = Intern(decl->doc)->view();
  bool anonymous = decl->flags & kClassAnonymous;
  if (decl->flags & kModAbstract) cls->flags |= ClassFlags::kAbstract;
  if (decl->flags & kModFinal) cls->flags |= ClassFlags::kFinal;
  if (decl->flags & kModReadonly) cls->flags |= ClassFlags::kReadonly;
  if (decl->flags & kClassInterface) cls->flags |= ClassFlags::kInterface;
  if (decl->flags & kClassTrait) cls->flags |= ClassFlags::kTrait;
  if (decl->flags & kClassEnum) cls->flags |= ClassFlags::kEnum | ClassFlags::kFinal;
  if (anonymous) cls->flags |= ClassFlags::kAnonymous;
  Ast* extends = (*ast)[kClassExtends];
  Ast* implements = (*ast)[kClassImplements];
  Ast* attributes = (*ast)[kClassAttributes];
  if (HasAttribute(attributes, "allowdynamicproperties")) {
    if (cls->flags & (ClassFlags::kInterface | ClassFlags::kTrait | ClassFlags::kEnum)) {
      b_->line = decl->line;
      Fail("Cannot apply #[AllowDynamicProperties] to %s %s", KindWord(cls), decl->name);
    } else if (cls->Is(ClassFlags::kReadonly)) {
      Fail("Cannot apply #[AllowDynamicProperties] to readonly class %s",
           anonymous ? "class@anonymous" : decl->name);
    }
    cls->flags |= ClassFlags::kAllowDynamicProperties;
  }

  if (extends) {
    if (extends->Attr<NameKind>() == NameKind::kFullyQualified
            ? false
            : ClassFetchOf(extends->Text()) != ClassFetch::kDefault) {
      Fail("Cannot use \"%s\" as class name, as it is reserved", extends->Text());
      return Node::Null();
    }
    cls->parent_name = ResolveClass(extends);
  }
  if (anonymous) {
    // class@anonymous, or the parent's or first interface's name, then bytes that make it unique.
    std::string name = cls->parent_name                  ? std::string(cls->parent_name->view())
                       : implements && implements->count ? std::string(ResolveClass((*implements)[0])->view())
                                                         : std::string("class");
    name += "@anonymous";
    name += '\0';
    name += file_->view();
    char suffix[48];
    snprintf(suffix, sizeof(suffix), ":%u$%x", decl->line, anonymous_count_++);
    name += suffix;
    cls->name = Intern(name);
  } else {
    CheckClassName(decl->name, KindWord(cls));
    if (std::string_view(decl->name) == "_") {
      bool vowel = cls->flags & (ClassFlags::kEnum | ClassFlags::kInterface);
      Warn(ParseNotice::Kind::kDeprecated, "Using \"_\" as %s %s name is deprecated since 8.4",
           vowel ? "an" : "a", KindWord(cls));
    }
    if (ClassFetchOf(decl->name) != ClassFetch::kDefault || failed_) {
      return Node::Null();
    }
    cls->name = WithNamespace(decl->name);
  }
  cls->lower_name = InternLower(cls->name->view());
  out->key = cls->lower_name;
  if (!anonymous) {
    auto import = scope_.classes.find(InternLower(decl->name));
    if (import != scope_.classes.end() && !EqualIgnoreCase(import->second->view(), cls->name->view())) {
      Fail("Cannot redeclare %s %s (previously declared as local import)", KindWord(cls), cls->name->view());
      return Node::Null();
    }
    SeeSymbol(SymbolKind::kClass, cls->lower_name);
  }
  if (cls->parent_name && EqualIgnoreCase(cls->parent_name->view(), cls->name->view())) {
    Fail("Cannot use '%s' as class name as it is reserved", cls->name->view());
  }

  ClassContext context;
  context.cls = cls;
  context.decl = out;
  context.is_trait = cls->Is(ClassFlags::kTrait);
  context.is_enum = cls->Is(ClassFlags::kEnum);
  context.is_interface = cls->Is(ClassFlags::kInterface);
  ClassContext* outer_class = class_;
  class_ = &context;
  cls->attributes = KeepAttributes(attributes);
  String* outer_hook = hook_property_;
  hook_property_ = nullptr;

  if (implements) {
    for (Ast* name : implements->Children()) {
      if (ClassFetchOf(name->Text()) != ClassFetch::kDefault &&
          name->Attr<NameKind>() != NameKind::kFullyQualified) {
        Fail("Cannot use \"%s\" as interface name, as it is reserved", name->Text());
        break;
      }
      cls->interface_names.push_back(ResolveClass(name));
    }
  }
  if (context.is_enum) {
    cls->enum_info = unit_->memory.Make<EnumInfo>();
    if (Ast* backing = (*ast)[kClassBackingType]) {
      TypeDecl type = CompileType(backing);
      if (!failed_ && type.mask != TypeDecl::Bit(Type::kInt) && type.mask != TypeDecl::Bit(Type::kString)) {
        Fail("Enum backing type must be int or string, %s given", TypeText(type));
      }
      cls->enum_info->backing = type.mask == TypeDecl::Bit(Type::kInt) ? Type::kInt : Type::kString;
    }
  }

  // Members evaluate their constant expressions as if they stood outside of any function.
  ClassBody((*ast)[kClassBody]);
  class_ = outer_class;
  hook_property_ = outer_hook;
  b_->line = decl->line;
  if (failed_) return Node::Null();

  uint32_t index = static_cast<uint32_t>(b_->fn->class_declarations.size());
  bool simple = cls->interface_names.empty() && cls->trait_names.empty() && !context.is_enum &&
                !cls->methods.Find("__tostring");
  if (anonymous) {
    b_->fn->class_declarations.push_back(out);
    Node result;
    Op& op = b_->Emit(&result, Code::kDeclareAnonClass);
    SetConstOperand(&op.op1, &op.op1_kind, b_->Literal(Value(cls->lower_name)));
    if (cls->parent_name) {
      SetConstOperand(&op.op2, &op.op2_kind, b_->Literal(Value(InternLower(cls->parent_name->view()))));
    }
    op.extended = index;
    return result;
  }
  if (top_level && simple) {
    if (!cls->parent_name) {
      const Class* existing = KnownClass(cls->lower_name);
      if (existing) {
        if (existing->file) {
          Fail("Cannot redeclare %s %s (previously declared in %s:%d)", KindWord(existing), cls->name->view(),
               existing->file->view(), existing->line_start);
        } else {
          Fail("Cannot redeclare %s %s", KindWord(existing), cls->name->view());
        }
        return Node::Null();
      }
      classes_.emplace(cls->lower_name, cls);
      unit_->classes.push_back(out);
      return Node::Null();
    }
    if (KnownClass(InternLower(cls->parent_name->view())) && !KnownClass(cls->lower_name)) {
      classes_.emplace(cls->lower_name, cls);
      unit_->classes.push_back(out);
    }
  }
  b_->fn->class_declarations.push_back(out);
  Op& op = b_->Emit(nullptr, Code::kDeclareClass);
  SetConstOperand(&op.op1, &op.op1_kind, b_->Literal(Value(cls->lower_name)));
  if (cls->parent_name) {
    SetConstOperand(&op.op2, &op.op2_kind, b_->Literal(Value(InternLower(cls->parent_name->view()))));
  }
  op.extended = index;
  return Node::Null();
}

void Compiler::ClassBody(Ast* body) {
  if (!body) return;
  for (Ast* member : body->Children()) {
    if (failed_) return;
    b_->line = member->line;
    switch (member->kind) {
      case AstKind::kMethod: Method(member); break;
      case AstKind::kPropertyGroup: PropertyGroup(member); break;
      case AstKind::kClassConstGroup: ClassConstGroup(member); break;
      case AstKind::kEnumCase: EnumCase(member); break;
      case AstKind::kTraitUse: TraitUse(member); break;
      default: Fail("not supported yet: class member %s", GetAstKindInfo(member->kind).name); break;
    }
  }
}

// ---- methods

void Compiler::Method(Ast* ast) {
  const DeclAst* decl = ast->AsDecl();
  Class* cls = class_->cls;
  const uint32_t modifiers = decl->flags;
  Ast* body = (*ast)[kFnBody];
  OpArray* fn = NewOpArray(decl);
  fn->name = Intern(decl->name);
  fn->scope = cls;
  fn->flags |= MemberFlags(modifiers);
  std::string_view class_name = ShownName(cls);
  std::string_view name = decl->name;
  bool in_interface = class_->is_interface;
  if ((modifiers & kModPrivate) && (modifiers & kModAbstract) && !class_->is_trait) {
    Fail("%s function %s::%s() cannot be declared private", in_interface ? "Interface" : "Abstract",
         class_name, name);
    return;
  }
  if ((modifiers & kModPrivate) && (modifiers & kModFinal) && !EqualIgnoreCase(name, "__construct")) {
    Warn(ParseNotice::Kind::kWarning,
         "Private methods cannot be final as they are never overridden by other classes");
  }
  if (in_interface) {
    if (modifiers & (kModProtected | kModPrivate)) {
      Fail("Access type for interface method %s::%s() must be public", class_name, name);
      return;
    }
    if (modifiers & kModFinal) {
      Fail("Interface method %s::%s() must not be final", class_name, name);
      return;
    }
    if (modifiers & kModAbstract) {
      Fail("Interface method %s::%s() must not be abstract", class_name, name);
      return;
    }
    fn->flags |= FunctionFlags::kAbstract;
  }
  if (fn->Is(FunctionFlags::kAbstract)) {
    if (class_->is_enum) {
      Fail("Enum method %s::%s() must not be abstract", class_name, name);
      return;
    }
    if (body) {
      Fail("%s function %s::%s() cannot contain body", in_interface ? "Interface" : "Abstract", class_name,
           name);
      return;
    }
    cls->flags |= ClassFlags::kImplicitAbstract;
  } else if (!body) {
    Fail("Non-abstract method %s::%s() must contain body", class_name, name);
    return;
  }
  String* lower = InternLower(name);
  if (class_->is_enum && IsForbiddenInEnum(lower->view())) {
    Fail("Enum %s cannot include magic method %s", class_name, name);
    return;
  }
  if (cls->methods.Find(lower->view())) {
    Fail("Cannot redeclare %s::%s()", class_name, name);
    return;
  }
  if (lower->view() == "__construct") fn->flags |= FunctionFlags::kConstructor;
  cls->methods.Put(lower, fn);

  FunctionBuilder builder(fn);
  builder.line = decl->line;
  FunctionBuilder* outer = b_;
  auto outer_memo = std::move(memoized_);
  memoized_.clear();
  Memoize outer_mode = memoize_;
  memoize_ = Memoize::kNo;
  b_ = &builder;
  b_->unwind.push_back({UnwindEntry::kFunctionStart});
  Params((*ast)[kFnParams], (*ast)[kFnReturnType], lower->view() == "__tostring");
  if (fn->Is(FunctionFlags::kGenerator)) b_->Emit(nullptr, Code::kGeneratorCreate);
  Statement(body);
  b_->line = decl->line;
  CheckMagicMethod(fn, lower->view());
  b_->line = decl->end_line;
  FinalReturn(false);
  FinishFunction();
  b_ = outer;
  memoized_ = std::move(outer_memo);
  memoize_ = outer_mode;
}

// Signatures that the engine relies on.
void Compiler::CheckMagicMethod(OpArray* fn, std::string_view lower) {
  if (!lower.starts_with("__") || failed_) return;
  struct MagicRow {
    std::string_view name;
    int args;  // -1: any number
    bool must_be_static;
    bool must_not_be_static;
    bool must_be_public;
    uint32_t first_arg;  // type mask or 0
    uint32_t second_arg;
    uint32_t result;  // type mask or 0
  };
  constexpr uint32_t kS = TypeDecl::Bit(Type::kString), kA = TypeDecl::Bit(Type::kArray),
                     kB = TypeDecl::kBool, kV = TypeDecl::kVoid, kM = TypeDecl::kMixed,
                     kO = TypeDecl::Bit(Type::kObject), kN = TypeDecl::Bit(Type::kNull);
  static constexpr MagicRow kRows[] = {
      {"__construct", -1, false, true, false, 0, 0, 0},     {"__destruct", 0, false, true, false, 0, 0, 0},
      {"__clone", 0, false, true, false, 0, 0, kV},         {"__get", 1, false, true, true, kS, 0, 0},
      {"__set", 2, false, true, true, kS, 0, kV},           {"__unset", 1, false, true, true, kS, 0, kV},
      {"__isset", 1, false, true, true, kS, 0, kB},         {"__call", 2, false, true, true, kS, kA, 0},
      {"__callstatic", 2, true, false, true, kS, kA, 0},    {"__tostring", 0, false, true, true, 0, 0, kS},
      {"__debuginfo", 0, false, true, true, 0, 0, kA | kN}, {"__serialize", 0, false, true, true, 0, 0, kA},
      {"__unserialize", 1, false, true, true, kA, 0, kV},   {"__set_state", 1, true, false, true, kA, 0, kO},
      {"__invoke", -1, false, true, true, 0, 0, 0},         {"__sleep", 0, false, true, true, 0, 0, kA},
      {"__wakeup", 0, false, true, true, 0, 0, kV},
  };
  const Class* cls = class_->cls;
  std::string_view class_name = ShownName(cls);
  std::string_view name = fn->name->view();
  for (const MagicRow& row : kRows) {
    if (row.name != lower) continue;
    if (row.args >= 0 && static_cast<int>(fn->arg_count) != row.args) {
      if (row.args == 0) {
        Fail("Method %s::%s() cannot take arguments", class_name, name);
      } else {
        Fail("Method %s::%s() must take exactly %d argument%s", class_name, name, row.args,
             row.args == 1 ? "" : "s");
      }
      return;
    }
    if (row.args > 0) {
      for (int i = 0; i < row.args; ++i) {
        if (fn->args[i].by_reference) {
          Fail("Method %s::%s() cannot take arguments by reference", class_name, name);
          return;
        }
      }
    }
    if (row.must_not_be_static && fn->Is(FunctionFlags::kStatic)) {
      Fail("Method %s::%s() cannot be static", class_name, name);
      return;
    }
    if (row.must_be_static && !fn->Is(FunctionFlags::kStatic)) {
      Fail("Method %s::%s() must be static", class_name, name);
      return;
    }
    if (row.must_be_public && !fn->Is(FunctionFlags::kPublic)) {
      Warn(ParseNotice::Kind::kWarning, "The magic method %s::%s() must have public visibility", class_name,
           name);
    }
    const uint32_t wanted[] = {row.first_arg, row.second_arg};
    for (int i = 0; i < row.args && i < 2; ++i) {
      const TypeDecl& type = fn->args[i].type;
      if (!wanted[i] || !type.declared) continue;
      if ((type.mask & wanted[i]) != wanted[i]) {
        TypeDecl expected;
        expected.mask = wanted[i];
        expected.declared = true;
        Fail("%s::%s(): Parameter #%d ($%s) must be of type %s when declared", class_name, name, i + 1,
             fn->args[i].name->view(), TypeText(expected));
        return;
      }
    }
    const TypeDecl& type = fn->return_type;
    if (type.declared && (row.name == "__construct" || row.name == "__destruct")) {
      Fail("Method %s::%s() cannot declare a return type", class_name, name);
      return;
    }
    if (row.result && type.declared && !(type.mask & TypeDecl::kNever)) {
      bool is_object = row.result == kO && (!type.classes.empty() || (type.mask & TypeDecl::kStatic));
      bool fits = is_object || ((type.mask & ~row.result) == 0 && type.classes.empty());
      if (!fits && !(row.result == kV && type.mask == kM && false)) {
        TypeDecl expected;
        expected.mask = row.result;
        expected.declared = true;
        Fail("%s::%s(): Return type must be %s when declared", class_name, name, TypeText(expected));
        return;
      }
    }
    return;
  }
}

// ---- properties

PropertyInfo* Compiler::AddProperty(String* name, uint32_t modifiers, Value value, const TypeDecl& type,
                                    std::string_view doc) {
  Class* cls = class_->cls;
  auto* info = unit_->memory.Make<PropertyInfo>();
  info->name = name;
  info->flags = MemberFlags(modifiers & ~kModAbstract);
  if (modifiers & kModReadonly) info->flags |= PropertyFlags::kReadonly;
  if (modifiers & kModProtectedSet) info->flags |= PropertyFlags::kProtectedSet;
  if (modifiers & kModPrivateSet) info->flags |= PropertyFlags::kPrivateSet;
  if (modifiers & kModAbstract) info->flags |= PropertyFlags::kAbstractProperty;
  info->scope = cls;
  info->type = type;
  if (!doc.empty()) info->doc_comment = Intern(doc)->view();
  if (type.declared) cls->flags |= ClassFlags::kHasTypedProperties;
  if (modifiers & kModStatic) {
    info->slot = static_cast<uint32_t>(cls->statics.size());
    cls->statics.push_back(value);
  } else {
    size_t bytes = cls->slot_count * sizeof(Value);
    cls->defaults = static_cast<Value*>(
        cls->defaults ? Reallocate(cls->defaults, bytes, bytes + sizeof(Value)) : Allocate(sizeof(Value)));
    new (&cls->defaults[cls->slot_count]) Value();
    info->slot = cls->slot_count;
    cls->defaults[cls->slot_count++] = value;
  }
  cls->properties.Put(name, info);
  return info;
}

void Compiler::PropertyGroup(Ast* ast) {
  Class* cls = class_->cls;
  Ast* type_ast = (*ast)[0];
  uint32_t modifiers = ast->attr;
  std::string_view class_name = ShownName(cls);
  if (class_->is_enum) {
    Fail("Enum %s cannot include properties", class_name);
    return;
  }
  if (cls->Is(ClassFlags::kReadonly)) modifiers |= kModReadonly;
  for (Ast* item : (*ast)[1]->Children()) {
    b_->line = item->line;
    std::string_view text = (*item)[0]->Text();
    String* name = Intern(text);
    Ast* hooks = (*item)[3];
    uint32_t flags = modifiers;
    if (class_->is_interface) {
      if (!hooks) {
        Fail("Interfaces may only include hooked properties");
        return;
      }
      if (flags & (kModProtected | kModPrivate)) {
        Fail("Property in interface cannot be protected or private");
        return;
      }
      if (flags & kModFinal) {
        Fail("Property in interface cannot be final");
        return;
      }
      if (flags & kModAbstract) {
        Fail(
            "Property in interface cannot be explicitly abstract. All interface members are implicitly "
            "abstract");
        return;
      }
      flags |= kModAbstract;
    }
    TypeDecl type;
    if (type_ast) {
      type = CompileType(type_ast);
      if (failed_) return;
      if (type.mask & (TypeDecl::kVoid | TypeDecl::kNever | TypeDecl::kCallable)) {
        Fail("Property %s::$%s cannot have type %s", class_name, text, TypeText(type));
        return;
      }
    }
    if ((flags & kModAbstract) && !hooks) {
      Fail("Only hooked properties may be declared abstract");
      return;
    }
    if ((flags & kModFinal) && (flags & kModPrivate)) {
      Fail("Property cannot be both final and private");
      return;
    }
    if (cls->properties.Find(text)) {
      Fail("Cannot redeclare %s::$%s", class_name, text);
      return;
    }
    if (flags & kModReadonly) {
      if (!type.declared) {
        Fail("Readonly property %s::$%s must have type", class_name, text);
        return;
      }
      if (flags & kModStatic) {
        Fail("Static property %s::$%s cannot be readonly", class_name, text);
        return;
      }
    }
    CheckAsymmetry(name, flags, type);
    if (failed_) return;
    Value initial = type.declared ? Value() : Value::Null();
    if ((*item)[1]) {
      initial = ConstExpr(&item->kids[1], "property");
      if (failed_) return;
      if (flags & kModReadonly) {
        Fail("Readonly property %s::$%s cannot have default value", class_name, text);
        return;
      }
      if (type.declared && initial.type != Type::kConstantAst && !type.Allows(initial.type)) {
        if (initial.IsInt() && type.Allows(Type::kFloat)) {
          initial = Value(static_cast<double>(initial.i));
        } else if (initial.IsNull() && !IsIntersection(type)) {
          TypeDecl nullable = type;
          nullable.mask |= TypeDecl::Bit(Type::kNull);
          Fail(
              "Default value for property of type %s may not be null. Use the nullable type %s to allow null "
              "default value",
              TypeText(type), TypeText(nullable));
          return;
        } else {
          const char* word = initial.IsBool()     ? "bool"
                             : initial.IsInt()    ? "int"
                             : initial.IsFloat()  ? "float"
                             : initial.IsString() ? "string"
                             : initial.IsNull()   ? "null"
                                                  : "array";
          Fail("Cannot use %s as default value for property %s::$%s of type %s", word, class_name, text,
               TypeText(type));
          return;
        }
      }
    }
    std::string_view doc = (*item)[2] ? (*item)[2]->Text() : std::string_view();
    PropertyInfo* info = AddProperty(name, flags, initial, type, doc);
    info->attributes = KeepAttributes((*ast)[2]);
    if (hooks) {
      if (flags & kModStatic) {
        Fail("Cannot declare hooks for static property");
        return;
      }
      if (flags & kModReadonly) {
        Fail("Hooked properties cannot be readonly");
        return;
      }
      PropertyHooks(info, hooks, type_ast);
      if (!failed_ && (*item)[1] && (info->flags & PropertyFlags::kVirtual)) {
        if (cls->parent_name) {
          info->flags |= PropertyFlags::kHasDefault;
        } else {
          Fail("Cannot specify default value for virtual hooked property %s::$%s", class_name, text);
        }
      }
    }
  }
}

// public private(set): what may be combined.
void Compiler::CheckAsymmetry(String* name, uint32_t modifiers, const TypeDecl& type) {
  uint32_t set = modifiers & kModSetVisibilityMask;
  if (!set) return;
  std::string_view class_name = ShownName(class_->cls);
  if (!type.declared) {
    Fail("Property with asymmetric visibility %s::$%s must have type", class_name, name->view());
    return;
  }
  if (modifiers & kModStatic) {
    Fail("Static property may not have asymmetric visibility");
    return;
  }
  // Greater is narrower in both masks.
  uint32_t get = modifiers & kModVisibilityMask ? modifiers & kModVisibilityMask : kModPublic;
  uint32_t set_as_get = set >> 10;
  if (set_as_get < get) {
    Fail("Visibility of property %s::$%s must not be weaker than set visibility", class_name, name->view());
  }
}

namespace {

// Whether a hook reads or writes the property it belongs to: then it has storage.
bool UsesProperty(const Ast* ast, std::string_view name) {
  if (!ast) return false;
  switch (ast->kind) {
    case AstKind::kProp:
    case AstKind::kNullsafeProp: {
      const Ast* object = (*ast)[0];
      const Ast* property = (*ast)[1];
      if (object->Is(AstKind::kVar) && (*object)[0]->Is(AstKind::kString) && (*object)[0]->Text() == "this" &&
          property->Is(AstKind::kString) && property->Text() == name) {
        return true;
      }
      break;
    }
    case AstKind::kInt:
    case AstKind::kFloat:
    case AstKind::kString:
    case AstKind::kName:
    case AstKind::kMagicConst:
    case AstKind::kBuiltinType:
    case AstKind::kCallableConvert:
    case AstKind::kClosureUse: return false;
    default: break;
  }
  if (ast->kind == kCompiledNode) return false;
  for (const Ast* child : ast->Children()) {
    if (UsesProperty(child, name)) return true;
  }
  return false;
}

}  // namespace

void Compiler::PropertyHooks(PropertyInfo* property, Ast* hooks, Ast* type_ast) {
  Class* cls = class_->cls;
  std::string_view class_name = ShownName(cls);
  std::string_view name = property->name->view();
  cls->flags |= ClassFlags::kHasHooks;
  if (hooks->count == 0) {
    Fail("Property hook list must not be empty");
    return;
  }
  bool uses_storage = false;
  for (Ast* hook : hooks->Children()) uses_storage = uses_storage || UsesProperty((*hook)[kFnBody], name);
  bool virtual_property = !uses_storage;
  for (Ast* hook : hooks->Children()) {
    const DeclAst* decl = hook->AsDecl();
    // A short set hook stores what it computes.
    if (EqualIgnoreCase(decl->name, "set") && (*hook)[kFnBody] && (*hook)[kFnBody]->Is(AstKind::kShortBody)) {
      virtual_property = false;
    }
  }
  bool abstract_property = property->flags & PropertyFlags::kAbstractProperty;
  if (virtual_property && !abstract_property) property->flags |= PropertyFlags::kVirtual;
  if (abstract_property) property->flags |= PropertyFlags::kVirtual;

  for (Ast* hook : hooks->Children()) {
    if (failed_) return;
    const DeclAst* decl = hook->AsDecl();
    b_->line = decl->line;
    bool is_get = EqualIgnoreCase(decl->name, "get");
    bool is_set = EqualIgnoreCase(decl->name, "set");
    if (!is_get && !is_set) {
      Fail("Unknown hook \"%s\" for property %s::$%s, expected \"get\" or \"set\"", decl->name, class_name,
           name);
      return;
    }
    Function*& place = is_get ? property->get_hook : property->set_hook;
    if (place) {
      Fail("Cannot redeclare property hook \"%s\"", decl->name);
      return;
    }
    bool is_private = property->flags & FunctionFlags::kPrivate;
    if ((decl->flags & kModFinal) && is_private) {
      Fail("Property hook cannot be both final and private");
      return;
    }
    if (!(*hook)[kFnBody] && abstract_property) {
      if (is_private) {
        Fail("Property hook cannot be both abstract and private");
        return;
      }
      if (decl->flags & kModFinal) {
        Fail("Property hook cannot be both abstract and final");
        return;
      }
    }
    OpArray* fn = NewOpArray(decl);
    fn->scope = cls;
    fn->name = Intern("$" + std::string(name) + "::" + std::string(is_get ? "get" : "set"));
    fn->flags |=
        property->flags & (FunctionFlags::kPublic | FunctionFlags::kProtected | FunctionFlags::kPrivate);
    if (decl->flags & kModFinal) fn->flags |= FunctionFlags::kFinal;
    Ast* body = (*hook)[kFnBody];
    if (!body) {
      if (!abstract_property) {
        Fail("Non-abstract property hook must have a body");
        return;
      }
      fn->flags |= FunctionFlags::kAbstract;
      cls->flags |= ClassFlags::kImplicitAbstract;
    }
    place = fn;

    FunctionBuilder builder(fn);
    builder.line = decl->line;
    FunctionBuilder* outer = b_;
    b_ = &builder;
    b_->unwind.push_back({UnwindEntry::kFunctionStart});
    String* outer_property = hook_property_;
    std::string_view outer_name = hook_name_;
    hook_property_ = property->name;
    hook_name_ = is_get ? "get" : "set";
    Ast* params = (*hook)[kFnParams];
    if (is_get) {
      if (params) {
        Fail("get hook of property %s::$%s must not have a parameter list", class_name, name);
      }
      Params(nullptr, type_ast, false);
    } else {
      if (!params) {
        Ast* value_name = arena_->Text(AstKind::kString, "value", decl->line);
        Ast* param = arena_->Node(AstKind::kParam, 0, decl->line,
                                  {type_ast, value_name, nullptr, nullptr, nullptr, nullptr});
        params = arena_->List(AstKind::kParamList, 0, decl->line, {param});
      }
      if (params->count != 1) {
        Fail("set hook of property %s::$%s must accept exactly one parameters", class_name, name);
      } else {
        Ast* param = (*params)[0];
        const char* problem = param->attr & kParamByRef      ? "not be pass-by-reference"
                              : param->attr & kParamVariadic ? "not be variadic"
                              : (*param)[2]                  ? "not have a default value"
                                                             : nullptr;
        if (problem) {
          Fail("Parameter $%s of set hook %s::$%s must %s", (*param)[1]->Text(), class_name, name, problem);
        }
      }
      Params(params, arena_->Text(AstKind::kName, "void", decl->line), false);
    }
    if (fn->Is(FunctionFlags::kGenerator)) b_->Emit(nullptr, Code::kGeneratorCreate);
    if (body && !failed_) {
      if (body->Is(AstKind::kShortBody)) {
        Ast* value = (*body)[0];
        if (is_get) {
          Statement(arena_->Node(AstKind::kReturn, 0, value->line, {value}));
        } else {
          Ast* self = arena_->Node(AstKind::kVar, 0, value->line,
                                   {arena_->Text(AstKind::kString, "this", value->line)});
          Ast* target = arena_->Node(AstKind::kProp, 0, value->line,
                                     {self, arena_->Text(AstKind::kString, name, value->line)});
          Statement(arena_->Node(AstKind::kAssign, 0, value->line, {target, value}));
        }
      } else {
        Statement(body);
      }
    }
    b_->line = decl->end_line;
    FinalReturn(false);
    FinishFunction();
    b_ = outer;
    hook_property_ = outer_property;
    hook_name_ = outer_name;
  }
}

// ---- constants and cases

void Compiler::ClassConstGroup(Ast* ast) {
  Class* cls = class_->cls;
  uint32_t modifiers = ast->attr;
  Ast* type_ast = (*ast)[2];
  if (modifiers & (kModStatic | kModAbstract | kModReadonly)) {
    Fail("Cannot use '%s' as constant modifier", modifiers & kModStatic     ? "static"
                                                 : modifiers & kModAbstract ? "abstract"
                                                                            : "readonly");
    return;
  }
  for (Ast* item : (*ast)[0]->Children()) {
    b_->line = item->line;
    std::string_view text = (*item)[0]->Text();
    if ((modifiers & kModPrivate) && (modifiers & kModFinal)) {
      Fail("Private constant %s::%s cannot be final as it is not visible to other classes", cls->name->view(),
           text);
      return;
    }
    if (class_->is_interface && (modifiers & (kModProtected | kModPrivate))) {
      Fail("Access type for interface constant %s::%s must be public", ShownName(cls), text);
      return;
    }
    if (EqualIgnoreCase(text, "class")) {
      Fail("A class constant must not be called 'class'; it is reserved for class name fetching");
      return;
    }
    TypeDecl type;
    if (type_ast) {
      type = CompileType(type_ast);
      if (failed_) return;
      if (type.mask & (TypeDecl::kVoid | TypeDecl::kNever | TypeDecl::kCallable)) {
        Fail("Class constant %s::%s cannot have type %s", ShownName(cls), text, TypeText(type));
        return;
      }
    }
    if (cls->constants.Find(text)) {
      Fail("Cannot redefine class constant %s::%s", ShownName(cls), text);
      return;
    }
    Value value = ConstExpr(&item->kids[1], "constant");
    if (failed_) return;
    if (type.declared && value.type != Type::kConstantAst && !type.Allows(value.type)) {
      if (value.IsInt() && type.Allows(Type::kFloat)) {
        value = Value(static_cast<double>(value.i));
      } else {
        Fail("Cannot use %s as value for class constant %s::%s of type %s",
             value.IsBool() ? "bool" : TypeNameForErrors(value), ShownName(cls), text, TypeText(type));
        return;
      }
    }
    auto* constant = unit_->memory.Make<ClassConstant>();
    constant->value = value;
    constant->flags = MemberFlags(modifiers);
    if (HasAttribute((*ast)[1], "deprecated")) constant->flags |= FunctionFlags::kDeprecated;
    constant->scope = cls;
    constant->type = type;
    if ((*item)[2]) constant->doc_comment = Intern((*item)[2]->Text())->view();
    constant->attributes = KeepAttributes((*ast)[1]);
    cls->constants.Put(Intern(text), constant);
  }
}

void Compiler::EnumCase(Ast* ast) {
  Class* cls = class_->cls;
  std::string_view text = (*ast)[0]->Text();
  std::string_view class_name = ShownName(cls);
  if (!class_->is_enum) {
    Fail("Case can only be used in enums");
    return;
  }
  Ast* value_ast = (*ast)[1];
  Value value = Value::Null();
  bool backed = cls->enum_info->backing != Type::kUndef;
  if (!value_ast && backed) {
    Fail("Case %s of backed enum %s must have a value", text, class_name);
    return;
  }
  if (value_ast && !backed) {
    Fail("Case %s of non-backed enum %s must not have a value", text, class_name);
    return;
  }
  if (EqualIgnoreCase(text, "class")) {
    Fail("A class constant must not be called 'class'; it is reserved for class name fetching");
    return;
  }
  if (value_ast) {
    value = ConstExpr(&ast->kids[1], "enum case");
    if (failed_) return;
  }
  if (cls->constants.Find(text)) {
    Fail("Cannot redefine class constant %s::%s", class_name, text);
    return;
  }
  if (value_ast && (value.IsInt() || value.IsString())) {
    std::string_view first = value.IsInt()
                                 ? class_->int_cases.try_emplace(value.i, text).first->second
                                 : class_->string_cases.try_emplace(value.str->view(), text).first->second;
    if (first != text) {
      Fail("Duplicate value in enum %s for cases %s and %s", class_name, first, text);
      return;
    }
  }
  auto* constant = unit_->memory.Make<ClassConstant>();
  constant->value = value;
  constant->flags = FunctionFlags::kPublic | kEnumCase;
  constant->scope = cls;
  if ((*ast)[2]) constant->doc_comment = Intern((*ast)[2]->Text())->view();
  constant->attributes = KeepAttributes((*ast)[3]);
  cls->constants.Put(Intern(text), constant);
}

// ---- traits

void Compiler::TraitUse(Ast* ast) {
  Class* cls = class_->cls;
  for (Ast* name : (*ast)[0]->Children()) {
    if (class_->is_interface) {
      Fail("Cannot use traits inside of interfaces. %s is used in %s", ResolveClass(name)->view(),
           cls->name->view());
      return;
    }
    if (ClassFetchOf(name->Text()) != ClassFetch::kDefault &&
        name->Attr<NameKind>() != NameKind::kFullyQualified) {
      Fail("Cannot use \"%s\" as trait name, as it is reserved", name->Text());
      return;
    }
    cls->trait_names.push_back(ResolveClass(name));
  }
  Ast* adaptations = (*ast)[1];
  if (!adaptations) return;
  for (Ast* rule_ast : adaptations->Children()) {
    ClassTraitRule rule;
    Ast* method = (*rule_ast)[0];
    if ((*method)[0]) rule.trait = ResolveClass((*method)[0]);
    rule.method = Intern((*method)[1]->Text());
    if (rule_ast->Is(AstKind::kTraitPrecedence)) {
      for (Ast* excluded : (*rule_ast)[1]->Children()) rule.instead_of.push_back(ResolveClass(excluded));
    } else {
      uint32_t modifiers = rule_ast->attr;
      if (modifiers & (kModStatic | kModAbstract)) {
        Fail("Cannot use \"%s\" as method modifier", modifiers & kModStatic ? "static" : "abstract");
        return;
      }
      rule.flags = modifiers & (kModPublic | kModProtected | kModPrivate);
      if (modifiers & kModFinal) rule.flags |= FunctionFlags::kFinal;
      if ((*rule_ast)[1]) rule.alias = Intern((*rule_ast)[1]->Text());
    }
    class_->decl->trait_rules.push_back(std::move(rule));
  }
}

}  // namespace tusk
