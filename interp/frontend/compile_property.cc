// Properties and their hooks.
#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/attribute_targets.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {

namespace {

bool IsIntersection(const TypeDecl& type) {
  return !type.classes.empty() && type.classes[0].names.size() > 1;
}

}  // namespace

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
    info->attributes = KeepAttributes((*ast)[2], AttributeTarget::kProperty);
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
    case AstKind::kClosureUse:
    case AstKind::kFunction:
    case AstKind::kClosure:
    case AstKind::kArrowFunction:
    case AstKind::kClass: return false;
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

    BodyScope body_scope(this, fn, decl->line);
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
  }
  auto is_abstract = [](const Function* hook) { return hook && hook->Is(FunctionFlags::kAbstract); };
  if (abstract_property && !is_abstract(property->get_hook) && !is_abstract(property->set_hook)) {
    Fail("Abstract property %s::$%s must specify at least one abstract hook", class_name, name);
  }
}

}  // namespace tusk
