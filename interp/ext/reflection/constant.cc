// ReflectionClassConstant, the cases of enums, and ReflectionConstant of global constants.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/vm/constants.h"

namespace tusk {
namespace {

using F = FunctionFlags;

// False: an exception is pending.
bool ConstructConstant(Args args) {
  Class* c = ClassArgument(args[0]);
  if (!c) return false;
  ClassConstant* const* found = c->constants.Find(args.Str(1));
  if (!found || Hidden(c, (*found)->flags, (*found)->scope)) {
    ThrowReflectionF("Constant %s::%s does not exist", c->name->view(), args.View(1));
    return false;
  }
  Initialize(args.frame->self.obj, {.cls = c, .constant = *found, .name = Intern(args.View(1))},
             (*found)->scope);
  return true;
}
void Construct(Args args, Value*) { ConstructConstant(args); }

void GetValue(Reflected* self, Args, Value* result) {
  Value v = ConstantValueOf(self->name, self->constant);
  if (!HasException()) *result = v;
}
void IsPublic(Reflected* self, Args, Value* result) {
  Return(result, !(self->constant->flags & (F::kProtected | F::kPrivate)));
}
template <uint32_t kFlags>
void Is(Reflected* self, Args, Value* result) {
  Return(result, (self->constant->flags & kFlags) != 0);
}
void GetModifiers(Reflected* self, Args, Value* result) { Return(result, ConstantModifiers(self->constant)); }
void GetDeclaringClass(Reflected* self, Args, Value* result) {
  *result = Value(ReflectClass(self->constant->scope));
}
void GetDocComment(Reflected* self, Args, Value* result) { ReturnDoc(result, self->constant->doc_comment); }
void HasType(Reflected* self, Args, Value* result) { Return(result, self->constant->type.declared); }
void GetType(Reflected* self, Args, Value* result) { ReturnType(result, self->constant->type); }
void GetAttributes(Reflected* self, Args args, Value* result) {
  constexpr int64_t kTargetClassConstant = 16;
  ReturnAttributes(self->constant->attributes, self->constant->scope, kTargetClassConstant, args, result);
}
// Scripts may unset $name, or change it.
String* NameProperty(Args args) {
  Value name = Deref(args.frame->self.obj->props()[0]);
  if (name.IsString()) return name.str;
  ThrowError("Typed property ReflectionClassConstant::$name must not be accessed before initialization");
  return nullptr;
}
void GetName(Reflected*, Args args, Value* result) {
  if (String* name = NameProperty(args)) ReturnName(result, name);
}
void ToText(Reflected* self, Args args, Value* result) {
  if (!NameProperty(args)) return;
  std::string text = ConstantText(self->name, self->constant);
  if (!HasException()) Return(result, std::string_view(text));
}

// --- cases

void ConstructCase(Args args, Value*) {
  if (!ConstructConstant(args)) return;
  const Reflected* self = ReflectedOf(args.frame->self.obj);
  if (!(self->constant->flags & kEnumCase)) {
    ThrowReflectionF("Constant %s::%s is not a case", self->constant->scope->name->view(),
                     self->name->view());
  }
}
void ConstructBackedCase(Args args, Value* result) {
  ConstructCase(args, result);
  if (HasException()) return;
  const Reflected* self = ReflectedOf(args.frame->self.obj);
  const EnumInfo* info = self->constant->scope->enum_info;
  if (!info || info->backing == Type::kUndef) {
    ThrowReflectionF("Enum case %s::%s is not a backed case", self->constant->scope->name->view(),
                     self->name->view());
  }
}
void GetEnum(Reflected* self, Args, Value* result) {
  Class* c = self->constant->scope;
  Object* o = NewObject(ReflectorClass(Reflector::kEnum));
  Initialize(o, {.cls = c, .name = c->name});
  *result = Value(o);
}
void GetBackingValue(Reflected* self, Args, Value* result) {
  Value v = ConstantValueOf(self->name, self->constant);
  if (HasException()) return;
  *result = Copy(v.obj->props()[1]);  // name, value
  Release(v);
}

// --- global constants

struct ReflectedGlobal {
  Value value;
};
ReflectedGlobal* GlobalOf(Args args) { return args.frame->self.obj->native<ReflectedGlobal>(); }
String* GlobalName(Args args) { return args.frame->self.obj->props()[0].str; }
constexpr ObjectHandlers kGlobalHandlers = {
    .construct_native = [](Object* o) { new (o->native<ReflectedGlobal>()) ReflectedGlobal; },
    .destroy_native = [](Object* o) { Release(o->native<ReflectedGlobal>()->value); },
    .trace_native = [](Object* o, void (*visit)(Value*, void*),
                       void* context) { visit(&o->native<ReflectedGlobal>()->value, context); },
    .cloneable = false};

void ConstructGlobal(Args args, Value*) {
  std::string_view name = args.View(0);
  if (name.starts_with('\\')) name.remove_prefix(1);
  const Value* v = FindConstant(name);
  if (!v) return ThrowReflectionF("Constant \"%s\" does not exist", args.View(0));
  Value* slot = args.frame->self.obj->props();
  Value old_name = *slot, old_value = GlobalOf(args)->value;
  *slot = Value(NewString(name));
  GlobalOf(args)->value = Copy(*v);
  Release(old_name);
  Release(old_value);
}
void GlobalGetName(Args args, Value* result) { ReturnName(result, GlobalName(args)); }
void GlobalNamespaceName(Args args, Value* result) { Return(result, NamespaceOf(GlobalName(args)->view())); }
void GlobalShortName(Args args, Value* result) { Return(result, ShortNameOf(GlobalName(args)->view())); }
void GlobalValue(Args args, Value* result) { *result = CopyDeref(GlobalOf(args)->value); }
bool DeprecatedGlobal(std::string_view name) {
  return name == "E_STRICT" || name == "SUNFUNCS_RET_TIMESTAMP" || name == "SUNFUNCS_RET_STRING" ||
         name == "SUNFUNCS_RET_DOUBLE";
}
void GlobalIsDeprecated(Args args, Value* result) {
  Return(result, DeprecatedGlobal(GlobalName(args)->view()));
}
void GlobalToText(Args args, Value* result) {
  std::string_view name = GlobalName(args)->view();
  const char* mark = "";
  if (FindFoldableConstant(name))
    mark = DeprecatedGlobal(name) ? "<persistent, deprecated> " : "<persistent> ";
  Return(result, std::string_view(GlobalConstantText(name, GlobalOf(args)->value, mark)));
}

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(object|string $class, string $constant)", kActs, Construct},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"getName", "(): string", kLooks, Of<GetName>},
    {"getValue", "(): mixed", kActs, Of<GetValue>},
    {"isPublic", "(): bool", kLooks, Of<IsPublic>},
    {"isPrivate", "(): bool", kLooks, Of<Is<F::kPrivate>>},
    {"isProtected", "(): bool", kLooks, Of<Is<F::kProtected>>},
    {"isFinal", "(): bool", kLooks, Of<Is<F::kFinal>>},
    {"getModifiers", "(): int", kLooks, Of<GetModifiers>},
    {"getDeclaringClass", "(): ReflectionClass", kActs, Of<GetDeclaringClass>},
    {"getDocComment", "(): string|false", kLooks, Of<GetDocComment>},
    {"getAttributes", "(?string $name = null, int $flags = 0): array", kActs, Of<GetAttributes>},
    {"isEnumCase", "(): bool", kLooks, Of<Is<kEnumCase>>},
    {"isDeprecated", "(): bool", kLooks, Of<Is<F::kDeprecated>>},
    {"hasType", "(): bool", kLooks, Of<HasType>},
    {"getType", "(): ?ReflectionType", kActs, Of<GetType>},
};
constexpr BuiltinMethodRow kUnitCaseMethods[] = {
    {"__construct", "(object|string $class, string $constant)", kActs, ConstructCase},
    {"getEnum", "(): ReflectionEnum", kActs, Of<GetEnum>},
    {"getValue", "(): UnitEnum", kActs, Of<GetValue>},
};
constexpr BuiltinMethodRow kBackedCaseMethods[] = {
    {"__construct", "(object|string $class, string $constant)", kActs, ConstructBackedCase},
    {"getBackingValue", "(): int|string", kActs, Of<GetBackingValue>},
};
constexpr BuiltinMethodRow kGlobalMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(string $name)", kActs, ConstructGlobal},
    {"getName", "(): string", kLooks, GlobalGetName},
    {"getNamespaceName", "(): string", kLooks, GlobalNamespaceName},
    {"getShortName", "(): string", kLooks, GlobalShortName},
    {"getValue", "(): mixed", kLooks, GlobalValue},
    {"isDeprecated", "(): bool", kLooks, GlobalIsDeprecated},
    {"__toString", "(): string", kActs, GlobalToText},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IS_PUBLIC", 1}, {"IS_PROTECTED", 2}, {"IS_PRIVATE", 4}, {"IS_FINAL", 32}};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}, {"class", "string", ""}};
constexpr BuiltinPropertyRow kGlobalProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionClassConstant",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionEnumUnitCase",
     .parent = "ReflectionClassConstant",
     .methods = kUnitCaseMethods,
     .extension = "Reflection"},
    {.name = "ReflectionEnumBackedCase",
     .parent = "ReflectionEnumUnitCase",
     .methods = kBackedCaseMethods,
     .extension = "Reflection"},
    {.name = "ReflectionConstant",
     .interfaces = "Reflector",
     .flags = ClassFlags::kFinal | ClassFlags::kNotSerializable,
     .methods = kGlobalMethods,
     .properties = kGlobalProperties,
     .handlers = &kGlobalHandlers,
     .native_size = sizeof(ReflectedGlobal),
     .extension = "Reflection"},
};

}  // namespace

std::string GlobalConstantText(std::string_view name, const Value& v, std::string_view mark) {
  std::string type = v.IsObject() ? std::string(v.obj->cls->name->view()) : PlainTypeName(v);
  String* text = v.IsArray()    ? NewString(std::string_view("Array"))
                 : v.IsObject() ? NewString(std::string_view("Object"))
                                : ToString(v);
  std::string out = MakeText("Constant [ ", mark, type, " ", name, " ] { ", text->view(), " }\n");
  Release(text);
  return out;
}
Value ConstantValueOf(String* name, ClassConstant* constant) {
  if (!constant->scope->Is(ClassFlags::kTrait)) {
    const Value* v = FindClassConstant(constant->scope, name, constant->scope);
    return v ? CopyDeref(*v) : Value();
  }
  Value v = Copy(constant->value);
  return Evaluated(&v, constant->scope) ? v : Value();
}

const std::span<const BuiltinClassRow> kReflectionConstantClasses = kRows;

}  // namespace tusk
