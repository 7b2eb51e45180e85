// ReflectionProperty, ReflectionClassConstant and the cases of enums.
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/array.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using P = PropertyFlags;

// --- properties

void ConstructProperty(Args args, Value*) {
  Object* o = Self(args);
  Class* c = ClassOrThrow(args[0]);
  if (!c) return;
  PropertyInfo** found = c->properties.Find(args.View(1));
  PropertyInfo* info = found ? *found : nullptr;
  if (info && (info->flags & F::kPrivate) && info->scope != c) info = nullptr;
  if (!info && !(args[0].IsObject() && args[0].obj->dynamic &&
                 Has(args[0].obj->dynamic, KeyFromString(args.Str(1))))) {
    return ThrowReflection(absl::StrFormat("Property %s::$%s does not exist", c->name->view(), args.View(1)));
  }
  Of(o)->cls = c;
  Of(o)->property = info;
  Of(o)->text = NewString(args.View(1));
  SetSlot(o, kReflectionName, args.View(1));
  SetSlot(o, kReflectionClass, (info ? info->scope : c)->name->view());
}

uint32_t Flags(Args args) { return Me(args)->property ? Me(args)->property->flags : uint32_t{F::kPublic}; }
template <uint32_t kFlag>
void Flag(Args args, Value* result) {
  Return(result, (Flags(args) & kFlag) != 0);
}
void GetMemberName(Args args, Value* result) { Return(result, Me(args)->text->view()); }
void IsDefault(Args args, Value* result) { Return(result, Me(args)->property != nullptr); }
void GetModifiers(Args args, Value* result) {
  uint32_t flags = Flags(args);
  Return(result, MemberModifiers(flags) | (flags & P::kReadonly ? 128 : 0) | (flags & P::kVirtual ? 512 : 0) |
                     (flags & P::kAbstractProperty ? 64 : 0) | (flags & P::kProtectedSet ? 2048 : 0) |
                     (flags & P::kPrivateSet ? 4096 : 0));
}
Class* DeclaringScope(Reflected* r) { return r->property ? r->property->scope : r->cls; }
void GetDeclaringClass(Args args, Value* result) { *result = Value(ReflectClass(DeclaringScope(Me(args)))); }
void GetDocComment(Args args, Value* result) {
  ReturnDoc(result, Me(args)->property ? Me(args)->property->doc_comment : std::string_view());
}
void IsDynamic(Args args, Value* result) { Return(result, Me(args)->property == nullptr); }
void SetAccessible(Args, Value*) {}
void HasType(Args args, Value* result) {
  Return(result, Me(args)->property && Me(args)->property->type.declared);
}
void GetType(Args args, Value* result) {
  if (Me(args)->property) *result = ReflectType(Me(args)->property->type);
}

// The place of a static property; null with an exception pending.
Value* StaticPlace(Reflected* r, PropertyInfo** info) {
  return FindStaticProperty(r->cls, r->property->name, r->property->scope, info);
}
// The object in argument 0, which must have the property; null with an exception pending.
Object* Target(Args args) {
  Reflected* r = Me(args);
  if (args.IsNull(0) || !args[0].IsObject()) {
    ThrowTypeError("ReflectionProperty::%s(): Argument #1 ($object) must be provided for instance properties",
                   args.frame->func->name->view());
    return nullptr;
  }
  if (r->property && !InstanceOf(args[0].obj->cls, r->property->scope)) {
    ThrowReflection("Given object is not an instance of the class this property was declared in");
    return nullptr;
  }
  return args[0].obj;
}
void GetValue(Args args, Value* result) {
  Reflected* r = Me(args);
  if (Flags(args) & F::kStatic) {
    PropertyInfo* info;
    if (!ResolveClassConstants(r->cls)) return;
    if (Value* place = StaticPlace(r, &info)) *result = CopyDeref(*place);
    return;
  }
  if (Object* o = Target(args)) *result = ReadProperty(o, r->text, DeclaringScope(r), nullptr);
}
void SetValue(Args args, Value*) {
  Reflected* r = Me(args);
  if (Flags(args) & F::kStatic) {
    PropertyInfo* info;
    if (!ResolveClassConstants(r->cls)) return;
    Value* place = StaticPlace(r, &info);
    if (!place) return;
    return AssignStatic(info, place, args[args.count > 1 ? 1 : 0]);
  }
  if (Object* o = Target(args)) {
    Value v = args.Has(1) ? CopyDeref(args[1]) : Value::Null();
    WriteProperty(o, r->text, v, DeclaringScope(r), nullptr, false);
  }
}
void IsInitialized(Args args, Value* result) {
  Reflected* r = Me(args);
  if (Flags(args) & F::kStatic) {
    PropertyInfo* info;
    Value* place = FindStaticProperty(r->cls, r->property->name, r->property->scope, &info, true);
    return Return(result, place && !place->IsUndef());
  }
  Object* o = Target(args);
  if (!o) return;
  if (!r->property) return Return(result, o->dynamic && Has(o->dynamic, KeyFromString(r->text)));
  if (r->property->flags & P::kVirtual) return Return(result, true);
  Return(result, !o->props()[r->property->slot].IsUndef());
}
// The declared default, borrowed; kUndef when there is none.
Value DefaultOf(Reflected* r) {
  const PropertyInfo* info = r->property;
  if (!info || (info->flags & (P::kPromoted | P::kVirtual))) return Value();
  Value v = info->flags & F::kStatic ? info->scope->statics[info->slot] : r->cls->defaults[info->slot];
  return v.IsIndirect() ? *v.indirect : v;
}
void HasDefault(Args args, Value* result) { Return(result, !DefaultOf(Me(args)).IsUndef()); }
void GetDefault(Args args, Value* result) {
  if (!ResolveClassConstants(Me(args)->cls)) return;
  Value v = DefaultOf(Me(args));
  if (!v.IsUndef()) *result = CopyDeref(v);
}

// --- constants

void ConstructConstant(Args args, Value*) {
  Object* o = Self(args);
  Class* c = ClassOrThrow(args[0]);
  if (!c) return;
  ClassConstant** found = c->constants.Find(args.View(1));
  if (!found) {
    return ThrowReflection(absl::StrFormat("Constant %s::%s does not exist", c->name->view(), args.View(1)));
  }
  Of(o)->cls = c;
  Of(o)->constant = *found;
  Of(o)->text = NewString(args.View(1));
  SetSlot(o, kReflectionName, args.View(1));
  SetSlot(o, kReflectionClass, (*found)->scope->name->view());
}
void ConstructCase(Args args, Value* result) {
  ConstructConstant(args, result);
  if (HasException()) return;
  const Reflected* r = Me(args);
  if (!(r->constant->flags & kEnumCase)) {
    return ThrowReflection(
        absl::StrFormat("Constant %s::%s is not a case", r->cls->name->view(), r->text->view()));
  }
}
void ConstructBackedCase(Args args, Value* result) {
  ConstructCase(args, result);
  if (HasException()) return;
  const Reflected* r = Me(args);
  if (r->cls->enum_info->backing == Type::kUndef) {
    return ThrowReflection(
        absl::StrFormat("Enum case %s::%s is not a backed case", r->cls->name->view(), r->text->view()));
  }
}
template <uint32_t kFlag>
void ConstantFlag(Args args, Value* result) {
  Return(result, (Me(args)->constant->flags & kFlag) != 0);
}
Value* ConstantValue(Args args) {
  Reflected* r = Me(args);
  String* name = Intern(r->text->view());
  return FindClassConstant(r->constant->scope, name, r->constant->scope);
}
void GetConstantValue(Args args, Value* result) {
  if (Value* v = ConstantValue(args)) *result = CopyDeref(*v);
}
void GetBackingValue(Args args, Value* result) {
  Value* v = ConstantValue(args);
  if (v && v->IsObject()) *result = CopyDeref(v->obj->props()[1]);
}
void ConstantClass(Args args, Value* result) { *result = Value(ReflectClass(Me(args)->constant->scope)); }
void ConstantDoc(Args args, Value* result) { ReturnDoc(result, Me(args)->constant->doc_comment); }
void ConstantModifiers(Args args, Value* result) {
  Return(result,
         MemberModifiers(Me(args)->constant->flags & (F::kPublic | F::kProtected | F::kPrivate | F::kFinal)));
}
void ConstantHasType(Args args, Value* result) { Return(result, Me(args)->constant->type.declared); }
void ConstantType(Args args, Value* result) { *result = ReflectType(Me(args)->constant->type); }

constexpr BuiltinMethodRow kPropertyMethods[] = {
    {"__construct", "(object|string $class, string $property)", kReflects, ConstructProperty},
    {"getName", "(): string", kReflects, GetMemberName},
    {"getValue", "(?object $object = null): mixed", kReflects, GetValue},
    {"setValue", "(mixed $objectOrValue = UNKNOWN, mixed $value = UNKNOWN): void", kReflects, SetValue},
    {"isInitialized", "(?object $object = null): bool", kReflects, IsInitialized},
    {"isPublic", "(): bool", kReflects, Flag<F::kPublic>},
    {"isPrivate", "(): bool", kReflects, Flag<F::kPrivate>},
    {"isProtected", "(): bool", kReflects, Flag<F::kProtected>},
    {"isStatic", "(): bool", kReflects, Flag<F::kStatic>},
    {"isReadOnly", "(): bool", kReflects, Flag<P::kReadonly>},
    {"isFinal", "(): bool", kReflects, Flag<F::kFinal>},
    {"isAbstract", "(): bool", kReflects, Flag<P::kAbstractProperty>},
    {"isVirtual", "(): bool", kReflects, Flag<P::kVirtual>},
    {"isPromoted", "(): bool", kReflects, Flag<P::kPromoted>},
    {"isPrivateSet", "(): bool", kReflects, Flag<P::kPrivateSet>},
    {"isProtectedSet", "(): bool", kReflects, Flag<P::kProtectedSet>},
    {"isDefault", "(): bool", kReflects, IsDefault},
    {"isDynamic", "(): bool", kReflects, IsDynamic},
    {"getModifiers", "(): int", kReflects, GetModifiers},
    {"getDeclaringClass", "(): ReflectionClass", kReflects, GetDeclaringClass},
    {"getDocComment", "(): string|false", kReflects, GetDocComment},
    {"setAccessible", "(bool $accessible): void", kReflects, SetAccessible},
    {"getType", "(): ?ReflectionType", kReflects, GetType},
    {"hasType", "(): bool", kReflects, HasType},
    {"hasDefaultValue", "(): bool", kReflects, HasDefault},
    {"getDefaultValue", "(): mixed", kReflects, GetDefault},
};
constexpr BuiltinMethodRow kConstantMethods[] = {
    {"__construct", "(object|string $class, string $constant)", kReflects, ConstructConstant},
    {"getName", "(): string", kReflects, GetMemberName},
    {"getValue", "(): mixed", kReflects, GetConstantValue},
    {"isPublic", "(): bool", kReflects, ConstantFlag<F::kPublic>},
    {"isPrivate", "(): bool", kReflects, ConstantFlag<F::kPrivate>},
    {"isProtected", "(): bool", kReflects, ConstantFlag<F::kProtected>},
    {"isFinal", "(): bool", kReflects, ConstantFlag<F::kFinal>},
    {"isDeprecated", "(): bool", kReflects, ConstantFlag<F::kDeprecated>},
    {"isEnumCase", "(): bool", kReflects, ConstantFlag<kEnumCase>},
    {"getModifiers", "(): int", kReflects, ConstantModifiers},
    {"getDeclaringClass", "(): ReflectionClass", kReflects, ConstantClass},
    {"getDocComment", "(): string|false", kReflects, ConstantDoc},
    {"hasType", "(): bool", kReflects, ConstantHasType},
    {"getType", "(): ?ReflectionType", kReflects, ConstantType},
};
constexpr BuiltinMethodRow kUnitCaseMethods[] = {
    {"__construct", "(object|string $class, string $constant)", kReflects, ConstructCase},
    {"getEnum", "(): ReflectionEnum", kReflects, ConstantClass},
    {"getValue", "(): UnitEnum", kReflects, GetConstantValue},
};
constexpr BuiltinMethodRow kBackedCaseMethods[] = {
    {"__construct", "(object|string $class, string $constant)", kReflects, ConstructBackedCase},
    {"getBackingValue", "(): int|string", kReflects, GetBackingValue},
};
constexpr BuiltinClassConstantRow kPropertyConstants[] = {
    {"IS_STATIC", 16},        {"IS_READONLY", 128}, {"IS_PUBLIC", 1}, {"IS_PROTECTED", 2},
    {"IS_PRIVATE", 4},        {"IS_ABSTRACT", 64},  {"IS_FINAL", 32}, {"IS_PROTECTED_SET", 2048},
    {"IS_PRIVATE_SET", 4096}, {"IS_VIRTUAL", 512}};
constexpr BuiltinClassConstantRow kConstantConstants[] = {
    {"IS_PUBLIC", 1}, {"IS_PROTECTED", 2}, {"IS_PRIVATE", 4}, {"IS_FINAL", 32}};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", Type::kUndef},
                                              {"class", "string", Type::kUndef}};

const BuiltinClassRow kRows[] = {
    {.name = "ReflectionProperty",
     .flags = ClassFlags::kNotSerializable,
     .methods = kPropertyMethods,
     .constants = kPropertyConstants,
     .properties = kProperties,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionClassConstant",
     .flags = ClassFlags::kNotSerializable,
     .methods = kConstantMethods,
     .constants = kConstantConstants,
     .properties = kProperties,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionEnumUnitCase",
     .parent = "ReflectionClassConstant",
     .flags = ClassFlags::kNotSerializable,
     .methods = kUnitCaseMethods,
     .extension = "Reflection"},
    {.name = "ReflectionEnumBackedCase",
     .parent = "ReflectionEnumUnitCase",
     .flags = ClassFlags::kNotSerializable,
     .methods = kBackedCaseMethods,
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionMemberClasses = kRows;

void AssignStatic(const PropertyInfo* info, Value* place, const Value& value) {
  Value v = CopyDeref(value);
  if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    String* type = TypeToString(info->type);
    ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(v),
                   info->scope->name->view(), info->name->view(), type->view());
    Release(type);
    return Release(v);
  }
  if (place->IsReference()) place = &place->ref->value;
  Value old = *place;
  *place = v;
  Release(old);
}

}  // namespace tusk
