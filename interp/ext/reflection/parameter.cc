// ReflectionParameter.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constant_expression.h"

namespace tusk {
namespace {

using F = FunctionFlags;

const ArgInfo& InfoOf(const Reflected* self) { return self->function->args[self->index]; }

// The RECV_INIT of parameter `index` of a user function, or null.
const Op* DefaultOf(const Function* f, uint32_t index) {
  const auto* code = static_cast<const OpArray*>(f);
  for (uint32_t i = 0; i < code->op_count; ++i) {
    const Op& op = code->ops[i];
    if (op.opcode == Opcode::kRecvInit && op.op1.num == index + 1) return &op;
    if (op.opcode != Opcode::kRecv && op.opcode != Opcode::kRecvInit && op.opcode != Opcode::kNop) break;
  }
  return nullptr;
}

// The function that the constructor's first argument means. False: an exception is pending.
bool ResolveFunction(Value v, Reflected* out) {
  if (v.IsString()) {
    std::string_view name = v.str->view();
    if (name.starts_with('\\')) name.remove_prefix(1);
    out->function = FindFunction(InternLower(name)->view());
    if (!out->function) ThrowReflectionF("Function %s() does not exist", name);
    return out->function != nullptr;
  }
  if (IsClosure(v)) {
    out->function = ClosureOf(v.obj)->function;
    out->held = v.obj;
    return true;
  }
  if (v.IsObject()) {
    out->cls = v.obj->cls;
    out->function = MethodNamed(out->cls, nullptr, "__invoke");
    if (!out->function) ThrowReflectionF("Method %s::__invoke() does not exist", out->cls->name->view());
    return out->function != nullptr;
  }
  if (!v.IsArray()) {
    ThrowReflectionF(
        "ReflectionParameter::__construct(): Argument #1 ($function) must be a string, an array(class, "
        "method), "
        "or a callable object, %s given",
        ValueNameForErrors(v));
    return false;
  }
  Value holder = Deref(GetInt(v.arr, 0)), method = Deref(GetInt(v.arr, 1));
  if (holder.IsUndef() || method.IsUndef()) {
    ThrowReflection("Expected array($object, $method) or array($classname, $method)");
    return false;
  }
  String* class_name = holder.IsObject() ? nullptr : ToString(holder);
  if (!class_name && !holder.IsObject()) return false;
  out->cls = ClassArgument(class_name ? Value(class_name) : holder);
  if (class_name) Release(class_name);
  if (!out->cls) return false;
  String* name = ToString(method);
  if (!name) return false;
  Object* closure = holder.IsObject() && out->cls == ClosureClass() ? holder.obj : nullptr;
  out->function = MethodNamed(out->cls, closure, name->view());
  if (!out->function) {
    ThrowReflectionF("Method %s::%s() does not exist", out->cls->name->view(), name->view());
  } else if (closure && ClosureOf(closure)->function == out->function) {
    out->held = closure;
  }
  Release(name);
  return out->function != nullptr;
}

void Construct(Args args, Value*) {
  Reflected what;
  if (!ResolveFunction(args[0], &what)) return;
  uint32_t count = ParameterCount(what.function);
  if (args[1].IsInt()) {
    int64_t position = args[1].i;
    if (position < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
    if (position >= count) return ThrowReflection("The parameter specified by its offset could not be found");
    what.index = static_cast<uint32_t>(position);
  } else {
    while (what.index < count && !(what.function->args[what.index].name &&
                                   Equal(what.function->args[what.index].name, args.Str(1))))
      ++what.index;
    if (what.index == count) return ThrowReflection("The parameter specified by its name could not be found");
  }
  what.name = what.function->args[what.index].name;
  if (!what.name) what.name = Intern("param");
  Initialize(args.frame->self.obj, what);
}

void GetPosition(Reflected* self, Args, Value* result) { Return(result, self->index); }
void IsPassedByReference(Reflected* self, Args, Value* result) {
  Return(result, InfoOf(self).by_reference || InfoOf(self).prefer_reference);
}
void CanBePassedByValue(Reflected* self, Args, Value* result) { Return(result, !InfoOf(self).by_reference); }
void GetDeclaringFunction(Reflected* self, Args, Value* result) {
  Function* f = self->function;
  Class* c = self->cls ? self->cls : f->scope;
  if (!c) {
    *result = Value(ReflectFunction(f, self->held));
  } else {
    *result = Value(self->cls ? ReflectMethod(f, c, self->held) : ReflectClosureMethod(f, c, self->held));
  }
}
Class* DeclaringClass(const Reflected* self) {
  return self->held && self->cls ? self->cls : self->function->scope;
}
void GetDeclaringClass(Reflected* self, Args, Value* result) {
  if (Class* c = DeclaringClass(self)) *result = Value(ReflectClass(c));
}
void SayTypeInstead(const char* method) {
  Deprecated(
      "Method ReflectionParameter::%s() is deprecated since 8.0, use ReflectionParameter::getType() instead",
      method);
}
void GetClass(Reflected* self, Args, Value* result) {
  SayTypeInstead("getClass");
  if (HasException()) return;
  const TypeDecl& type = InfoOf(self).type;
  if (!type.declared || type.classes.empty()) return;
  String* name = type.classes[0].names[0];
  Class* scope = self->function->scope;
  if (EqualIgnoreCase(name->view(), "self")) {
    if (!scope) return ThrowReflection("Parameter uses \"self\" as type but function is not a class member");
    *result = Value(ReflectClass(scope));
  } else if (EqualIgnoreCase(name->view(), "parent")) {
    if (!scope)
      return ThrowReflection("Parameter uses \"parent\" as type but function is not a class member");
    if (!scope->parent)
      return ThrowReflection("Parameter uses \"parent\" as type although class does not have a parent");
    *result = Value(ReflectClass(scope->parent));
  } else if (Class* c = ClassArgument(Value(name))) {
    *result = Value(ReflectClass(c));
  }
}
void HasType(Reflected* self, Args, Value* result) { Return(result, InfoOf(self).type.declared); }
void GetType(Reflected* self, Args, Value* result) { ReturnType(result, InfoOf(self).type); }
bool OnlyAllows(const TypeDecl& type, uint32_t mask) {
  return type.declared && type.classes.empty() && (type.mask & ~TypeDecl::Bit(Type::kNull)) == mask;
}
void IsArray(Reflected* self, Args, Value* result) {
  SayTypeInstead("isArray");
  Return(result, OnlyAllows(InfoOf(self).type, TypeDecl::Bit(Type::kArray)));
}
void IsCallableParameter(Reflected* self, Args, Value* result) {
  SayTypeInstead("isCallable");
  Return(result, OnlyAllows(InfoOf(self).type, TypeDecl::kCallable));
}
void AllowsNull(Reflected* self, Args, Value* result) {
  const TypeDecl& type = InfoOf(self).type;
  Return(result, !type.declared || type.Allows(Type::kNull));
}
void IsOptional(Reflected* self, Args, Value* result) {
  Return(result, self->index >= self->function->required_args);
}
void IsVariadic(Reflected* self, Args, Value* result) {
  Return(result, InfoOf(self).variadic || self->index >= self->function->arg_count);
}
void IsPromoted(Reflected* self, Args, Value* result) { Return(result, InfoOf(self).promoted); }

// False with an exception pending when there is no default.
bool CheckDefault(const Reflected* self) {
  if (ParameterHasDefault(self->function, self->index)) return true;
  ThrowReflection("Internal error: Failed to retrieve the default value");
  return false;
}
void IsDefaultValueAvailable(Reflected* self, Args, Value* result) {
  Return(result, ParameterHasDefault(self->function, self->index));
}
void GetDefaultValue(Reflected* self, Args, Value* result) {
  if (!CheckDefault(self)) return;
  Value v;
  if (self->function->kind == FunctionKind::kBuiltin) {
    if (BuiltinDefault(static_cast<Builtin*>(self->function), self->index, &v)) *result = v;
    return;
  }
  const Op* op = DefaultOf(self->function, self->index);
  v = Copy(*op->Literal(op->op2));
  if (Evaluated(&v, self->function->scope)) *result = v;
}

// "X", "N\X" or "A::X".
bool IsConstantName(std::string_view text) {
  if (EqualIgnoreCase(text, "null") || EqualIgnoreCase(text, "true") || EqualIgnoreCase(text, "false"))
    return false;
  auto letter = [](unsigned char c) { return (c | 0x20) - 'a' < 26u || c == '_' || c >= 0x80; };
  size_t scope = text.find("::");
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (i == scope || (scope != text.npos && i == scope + 1)) continue;
    bool digit = c - '0' < 10u && i > 0;
    bool backslash = c == '\\' && (scope == text.npos || i < scope);
    if (!letter(c) && !digit && !backslash) return false;
  }
  return !text.empty() && scope != 0;
}
String* ConstantNameOf(const Reflected* self) {
  String* text = ParameterDefaultText(self->function, self->index);
  if (!text) return nullptr;
  std::string_view name = text->view();
  if (name.starts_with('\\')) name.remove_prefix(1);
  String* found = IsConstantName(name) ? NewString(name) : nullptr;
  Release(text);
  return found;
}
void IsDefaultValueConstant(Reflected* self, Args, Value* result) {
  if (!CheckDefault(self)) return;
  String* name = ConstantNameOf(self);
  Return(result, name != nullptr);
  if (name) Release(name);
}
void GetDefaultValueConstantName(Reflected* self, Args, Value* result) {
  if (!CheckDefault(self)) return;
  if (String* name = ConstantNameOf(self)) *result = Value(name);
}

void GetAttributes(Reflected* self, Args args, Value* result) {
  constexpr int64_t kTargetParameter = 32;
  ReturnAttributes(InfoOf(self).attributes, self->function->scope, kTargetParameter, args, result);
}
void ToText(Reflected* self, Args, Value* result) {
  Return(result, std::string_view(ParameterText(self->function, self->index)));
}

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "($function, string|int $param)", kActs, Construct},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"getName", "(): string", kLooks, Of<GetReflectedName>},
    {"isPassedByReference", "(): bool", kLooks, Of<IsPassedByReference>},
    {"canBePassedByValue", "(): bool", kLooks, Of<CanBePassedByValue>},
    {"getDeclaringFunction", "(): ReflectionFunctionAbstract", kActs, Of<GetDeclaringFunction>},
    {"getDeclaringClass", "(): ?ReflectionClass", kActs, Of<GetDeclaringClass>},
    {"getClass", "(): ?ReflectionClass", kActs, Of<GetClass>},
    {"hasType", "(): bool", kLooks, Of<HasType>},
    {"getType", "(): ?ReflectionType", kActs, Of<GetType>},
    {"isArray", "(): bool", kActs, Of<IsArray>},
    {"isCallable", "(): bool", kActs, Of<IsCallableParameter>},
    {"allowsNull", "(): bool", kLooks, Of<AllowsNull>},
    {"getPosition", "(): int", kLooks, Of<GetPosition>},
    {"isOptional", "(): bool", kLooks, Of<IsOptional>},
    {"isDefaultValueAvailable", "(): bool", kLooks, Of<IsDefaultValueAvailable>},
    {"getDefaultValue", "(): mixed", kActs, Of<GetDefaultValue>},
    {"isDefaultValueConstant", "(): bool", kActs, Of<IsDefaultValueConstant>},
    {"getDefaultValueConstantName", "(): ?string", kActs, Of<GetDefaultValueConstantName>},
    {"isVariadic", "(): bool", kLooks, Of<IsVariadic>},
    {"isPromoted", "(): bool", kLooks, Of<IsPromoted>},
    {"getAttributes", "(?string $name = null, int $flags = 0): array", kActs, Of<GetAttributes>},
};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionParameter",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .properties = kProperties,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
};

}  // namespace

bool ParameterHasDefault(const Function* f, uint32_t index) {
  if (f->kind == FunctionKind::kUser) return index < f->arg_count && DefaultOf(f, index);
  return f->args[index].default_text != nullptr;
}
String* ParameterDefaultText(const Function* f, uint32_t index) {
  if (index >= f->arg_count) return nullptr;
  if (const char* text = f->args[index].default_text) return NewString(std::string_view(text));
  return f->kind == FunctionKind::kUser ? DefaultText(f, index) : nullptr;
}
String* ParameterDefaultSource(const Function* f, uint32_t index) {
  if (!IsUserCode(f)) return ParameterDefaultText(f, index);
  const Op* op = index < f->arg_count ? DefaultOf(f, index) : nullptr;
  if (!op) return nullptr;
  if (const char* text = f->args[index].default_text) return NewString(std::string_view(text));
  const Value& v = *op->Literal(op->op2);
  if (v.type != Type::kConstantAst) return NewString(DefaultValueText(v));
  return NewString(static_cast<const OpArray*>(v.ptr)->doc_comment);
}

const std::span<const BuiltinClassRow> kReflectionParameterClasses = kRows;

}  // namespace tusk
