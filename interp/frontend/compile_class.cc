// Classes, interfaces, traits, enums: members are collected into a prototype that linking completes.
#include <algorithm>

#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/attribute_targets.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {

namespace {

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

void Compiler::CheckTargets(const AttributeList& list, uint32_t targets) {
  for (const Attribute& attribute : list) {
    std::string_view name = attribute.name->view();
    uint32_t allowed = BuiltinAttributeTargets(name);
    if (!allowed || failed_) continue;
    if (!(allowed & targets)) {
      Fail("Attribute \"%s\" cannot target %s (allowed targets: %s)", name,
           AttributeTargetNames(targets & (0u - targets)), AttributeTargetNames(allowed));
    } else if (std::ranges::count_if(list, [=](const Attribute& other) {
                 return EqualIgnoreCase(other.name->view(), name);
               }) > 1) {
      Fail("Attribute \"%s\" must not be repeated", name);
    }
  }
}

const AttributeList* Compiler::KeepAttributes(Ast* attributes, uint32_t targets) {
  if (!attributes) return nullptr;
  auto* list = unit_->memory.Make<AttributeList>();
  for (Ast* group : attributes->Children()) {
    for (Ast* node : group->Children()) {
      Attribute attribute{ResolveClass((*node)[0]), {}};
      if (Ast* args = (*node)[1]) {
        if (args->Is(AstKind::kCallableConvert)) {
          b_->line = node->line;
          Fail("Cannot create Closure as attribute argument");
          return list;
        }
        bool have_named = false;
        for (uint32_t i = 0; i < args->Children().size(); ++i) {
          Ast*& arg = args->kids[i];
          if (arg->kind == AstKind::kUnpack) {
            b_->line = arg->line;
            Fail("Cannot use unpacking in attribute argument list");
            return list;
          }
          bool named = arg->kind == AstKind::kNamedArg;
          String* name = named ? Intern((*arg)[0]->Text()) : nullptr;
          if (have_named && !named) {
            b_->line = arg->line;
            Fail("Cannot use positional argument after named argument");
            return list;
          }
          have_named = named;
          auto same = [name](const Attribute::Argument& other) { return name && other.name == name; };
          if (std::ranges::any_of(attribute.arguments, same)) {
            b_->line = arg->line;
            Fail("Duplicate named parameter $%s", name->view());
            return list;
          }
          attribute.arguments.push_back({name, ConstExpr(named ? &arg->kids[1] : &arg, "attribute")});
        }
      }
      list->push_back(std::move(attribute));
    }
  }
  CheckTargets(*list, targets);
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
  if (class_ && !anonymous) {
    Fail("Class declarations may not be nested");
    return Node::Null();
  }
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
  cls->attributes = KeepAttributes(attributes, AttributeTarget::kClass);
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
          Fail("Cannot redeclare %s %s", KindWord(existing), existing->name->view());
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
    constant->attributes = KeepAttributes((*ast)[1], AttributeTarget::kClassConstant);
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
  auto* constant = unit_->memory.Make<ClassConstant>();
  constant->value = value;
  constant->flags = FunctionFlags::kPublic | kEnumCase;
  if (HasAttribute((*ast)[3], "deprecated")) constant->flags |= FunctionFlags::kDeprecated;
  constant->scope = cls;
  if ((*ast)[2]) constant->doc_comment = Intern((*ast)[2]->Text())->view();
  constant->attributes = KeepAttributes((*ast)[3], AttributeTarget::kClassConstant);
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
    if ((*method)[0] && EqualIgnoreCase((*method)[0]->Text(), "static")) {
      Fail("Cannot use \"static\" as trait name, as it is reserved");
      return;
    }
    if ((*method)[0]) rule.trait = ResolveClass((*method)[0]);
    rule.method = Intern((*method)[1]->Text());
    if (rule_ast->Is(AstKind::kTraitPrecedence)) {
      for (Ast* excluded : (*rule_ast)[1]->Children()) {
        if (EqualIgnoreCase(excluded->Text(), "static")) {
          Fail("Cannot use \"static\" as trait name, as it is reserved");
          return;
        }
        rule.instead_of.push_back(ResolveClass(excluded));
      }
    } else {
      uint32_t modifiers = rule_ast->attr;
      if (modifiers & (kModStatic | kModAbstract)) {
        Fail("Cannot use \"%s\" as method modifier in trait alias",
             modifiers & kModStatic ? "static" : "abstract");
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
