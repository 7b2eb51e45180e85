// ReflectionProperty.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/lazy.h"
#include "interp/vm/builtin.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using P = PropertyFlags;

void Construct(Args args, Value*) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Object* o = args.frame->self.obj;
  PropertyInfo* const* found = c->properties.Find(args.Str(1));
  if (found && !Hidden(c, (*found)->flags, (*found)->scope)) {
    return Initialize(o, {.cls = c, .property = *found, .name = (*found)->name}, (*found)->scope);
  }
  if (args[0].IsObject() && args[0].obj->dynamic && Has(args[0].obj->dynamic, KeyFromString(args.Str(1)))) {
    return Initialize(o, {.cls = c, .name = Intern(args.View(1))}, c);
  }
  ThrowReflectionF("Property %s::$%s does not exist", c->name->view(), args.View(1));
}

// The class that $class names.
Class* DeclaringClass(const Reflected* self) { return self->property ? self->property->scope : self->cls; }

template <uint32_t kFlags>
void Is(Reflected* self, Args, Value* result) {
  Return(result, self->property && (self->property->flags & kFlags));
}
void IsPublic(Reflected* self, Args, Value* result) {
  Return(result, !self->property || (self->property->flags & F::kPublic));
}
void IsFinal(Reflected* self, Args, Value* result) {
  Return(result, self->property && FinalProperty(self->property));
}
void IsDefault(Reflected* self, Args, Value* result) { Return(result, self->property != nullptr); }
void IsDynamic(Reflected* self, Args, Value* result) { Return(result, self->property == nullptr); }
void GetModifiers(Reflected* self, Args, Value* result) { Return(result, PropertyModifiers(self->property)); }
void GetDeclaringClass(Reflected* self, Args, Value* result) {
  *result = Value(ReflectClass(DeclaringClass(self)));
}
void GetDocComment(Reflected* self, Args, Value* result) {
  ReturnDoc(result, self->property ? self->property->doc_comment : std::string_view());
}
void HasType(Reflected* self, Args, Value* result) {
  Return(result, self->property && self->property->type.declared);
}
void GetType(Reflected* self, Args, Value* result) {
  if (self->property) ReturnType(result, self->property->type);
}
// A set hook may take more than the property gives.
void GetSettableType(Reflected* self, Args, Value* result) {
  const PropertyInfo* info = self->property;
  if (!info) return;
  if (info->set_hook && info->set_hook->arg_count) return ReturnType(result, info->set_hook->args[0].type);
  if ((info->flags & P::kVirtual) && !info->set_hook) {
    TypeDecl never;
    never.mask = TypeDecl::kNever;
    never.declared = true;
    return ReturnType(result, never);
  }
  ReturnType(result, info->type);
}
void HasDefaultValue(Reflected* self, Args, Value* result) {
  if (!self->property) return Return(result, false);
  if (!ResolveClassConstants(self->cls)) return;
  Value v = PropertyDefault(self->property, self->cls);
  Return(result, !v.IsUndef());
  Release(v);
}
void GetDefaultValue(Reflected* self, Args, Value* result) {
  if (!self->property || !ResolveClassConstants(self->cls)) return;
  Value v = PropertyDefault(self->property, self->cls);
  if (!v.IsUndef()) *result = v;
}

// --- values

bool CheckObject(const Reflected* self, const Object* o) {
  if (InstanceOf(o->cls, DeclaringClass(self))) return true;
  ThrowReflection("Given object is not an instance of the class this property was declared in");
  return false;
}
// The object argument of getValue() and isInitialized(); null with an exception pending.
Object* Instance(const Reflected* self, Args args, const char* method) {
  if (args.IsNull(0)) {
    ThrowTypeError("ReflectionProperty::%s(): Argument #1 ($object) must be provided for instance properties",
                   method);
    return nullptr;
  }
  return CheckObject(self, args[0].obj) ? args[0].obj : nullptr;
}
bool IsStatic(const Reflected* self) { return self->property && (self->property->flags & F::kStatic); }
// Null with an exception pending.
Value* StaticPlace(const Reflected* self) {
  const PropertyInfo* info = self->property;
  if (!ResolveClassConstants(info->scope)) return nullptr;
  // Of a class that inherits it without redeclaring: the one that is shared.
  Value* v = &info->scope->statics[info->slot];
  return v->IsIndirect() ? v->indirect : v;
}

void GetValue(Reflected* self, Args args, Value* result) {
  if (IsStatic(self)) {
    Value* place = StaticPlace(self);
    if (!place) return;
    if (Deref(place)->IsUndef()) {
      return ThrowError("Typed static property %s::$%s must not be accessed before initialization",
                        self->property->scope->name->view(), self->name->view());
    }
    *result = CopyDeref(*place);
    return;
  }
  Object* o = Instance(self, args, "getValue");
  if (o) *result = ReadProperty(o, self->name, DeclaringClass(self), nullptr);
}
void SetValue(Reflected* self, Args args, Value*) {
  if (IsStatic(self)) {
    if (args.count < 2) {
      Deprecated("Calling ReflectionProperty::setValue() with a single argument is deprecated");
    } else if (!args[0].IsNullOrUndef() && !args[0].IsObject()) {
      Deprecated(
          "Calling ReflectionProperty::setValue() with a 1st argument which is not null or an object is "
          "deprecated");
    }
    Value* place = HasException() ? nullptr : StaticPlace(self);
    if (place) SetStaticProperty(self->property, place, args[args.count > 1 ? 1 : 0]);
    return;
  }
  if (!args[0].IsObject()) {
    return ThrowTypeError(
        "ReflectionProperty::setValue(): Argument #1 ($objectOrValue) must be of type object, %s given",
        ValueNameForErrors(args[0]));
  }
  WriteProperty(args[0].obj, self->name, args.Has(1) ? CopyDeref(args[1]) : Value::Null(),
                DeclaringClass(self), nullptr, false);
}
void IsInitialized(Reflected* self, Args args, Value* result) {
  if (IsStatic(self)) {
    Value* place = StaticPlace(self);
    if (place) Return(result, !Deref(place)->IsUndef());
    return;
  }
  Object* o = Instance(self, args, "isInitialized");
  if (!o) return;
  const PropertyInfo* info = self->property;
  bool stored = info && !(info->flags & P::kVirtual);
  if (IsLazy(o) && (!stored || (o->props()[info->slot].extra & kSlotLazy))) {
    o = LazyTarget(o);
    if (!o) return;
  }
  if (stored) return Return(result, !Deref(o->props()[info->slot]).IsUndef());
  Return(result, info != nullptr || (o->dynamic && Has(o->dynamic, KeyFromString(self->name))));
}

// --- past hooks and laziness

// The declared property, if instances store it.
PropertyInfo* Stored(const Reflected* self) {
  constexpr uint32_t kNoSlot = uint32_t{F::kStatic} | P::kVirtual;
  return self->property && !(self->property->flags & kNoSlot) ? self->property : nullptr;
}
// Whether `method` makes sense for the property; false with an exception pending.
bool CheckUnlazy(const Reflected* self, const Object* o, const char* method) {
  if (!CheckObject(self, o)) return false;
  if (Stored(self)) return true;
  const char* kind = !self->property ? "dynamic" : IsStatic(self) ? "static" : "virtual";
  ThrowReflectionF("Can not use %s on %s property %s::$%s", method, kind, DeclaringClass(self)->name->view(),
                   self->name->view());
  return false;
}
// The same for raw values.
bool CheckRaw(const Reflected* self, const Object* o, const char* method, const char* verb) {
  if (IsStatic(self)) {
    ThrowReflectionF("May not use %s on static properties", method);
    return false;
  }
  if (self->property && (self->property->flags & P::kVirtual)) {
    ThrowError("Must not %s virtual property %s::$%s", verb, DeclaringClass(self)->name->view(),
               self->name->view());
    return false;
  }
  return CheckObject(self, o);
}
// Sets what the property stores, past hooks; a lazy object is initialised unless `apart`.
void SetStored(const Reflected* self, Object* o, const Value& value, bool apart) {
  PropertyInfo* info = Stored(self);
  o = LazyInstance(o);
  if (!info) {
    WriteProperty(o, self->name, Copy(value), DeclaringClass(self), nullptr, false);
    return;
  }
  if (IsLazy(o) && !apart && (o->props()[info->slot].extra & kSlotLazy)) {
    o = LazyTarget(o);
    if (!o) return;
  }
  Value v = CopyDeref(value);
  Retain(o);
  Value* slot = &o->props()[info->slot];
  bool ok = true;
  if ((info->flags & P::kReadonly) && !slot->IsUndef()) {
    ThrowError("Cannot modify readonly property %s::$%s", info->scope->name->view(), info->name->view());
    ok = false;
  } else if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    if (!HasException()) {
      ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(v),
                     info->scope->name->view(), info->name->view(), TypeText(info->type));
    }
    ok = false;
  }
  if (!ok) {
    Release(v);
  } else if (slot->IsReference()) {
    AssignToTypedReference(slot->ref, v, false);
  } else {
    if (slot->IsUndef() && (slot->extra & kSlotLazy) && apart) SkipLazyProperty(o, info);
    Value old = *slot;
    *slot = v;
    slot->extra = 0;
    Release(old);
  }
  Release(Value(o));
}
void SetRawValue(Reflected* self, Args args, Value*) {
  if (CheckRaw(self, args[0].obj, "setRawValue", "write to")) SetStored(self, args[0].obj, args[1], false);
}
void SetRawValueWithoutLazyInitialization(Reflected* self, Args args, Value*) {
  if (CheckUnlazy(self, args[0].obj, "setRawValueWithoutLazyInitialization"))
    SetStored(self, args[0].obj, args[1], true);
}
void GetRawValue(Reflected* self, Args args, Value* result) {
  Object* o = args[0].obj;
  if (!CheckRaw(self, o, "getRawValue", "read from")) return;
  PropertyInfo* info = Stored(self);
  if (IsLazy(o) && (!info || (o->props()[info->slot].extra & kSlotLazy))) {
    o = LazyTarget(o);
    if (!o) return;
  }
  if (!info || o->props()[info->slot].IsUndef()) {
    *result = ReadProperty(o, self->name, DeclaringClass(self), nullptr);
  } else {
    *result = CopyDeref(o->props()[info->slot]);
  }
}
void SkipLazyInitialization(Reflected* self, Args args, Value*) {
  if (CheckUnlazy(self, args[0].obj, "skipLazyInitialization"))
    SkipLazyProperty(LazyInstance(args[0].obj), self->property);
}
void IsLazyProperty(Reflected* self, Args args, Value* result) {
  if (!CheckObject(self, args[0].obj)) return;
  PropertyInfo* info = Stored(self);
  Object* o = LazyInstance(args[0].obj);
  Return(result, info && (o->flags & ObjectFlags::kLazy) && o->props()[info->slot].IsUndef() &&
                     (o->props()[info->slot].extra & kSlotLazy));
}

// --- hooks

Object* ReflectHook(const Reflected* self, Function* hook) {
  return ReflectMethod(hook, hook->scope ? hook->scope : self->cls);
}
void HasHooks(Reflected* self, Args, Value* result) {
  Return(result, self->property && (self->property->get_hook || self->property->set_hook));
}
void GetHooks(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  if (const PropertyInfo* info = self->property) {
    if (info->get_hook) SetStr(out, "get", Value(ReflectHook(self, info->get_hook)));
    if (info->set_hook) SetStr(out, "set", Value(ReflectHook(self, info->set_hook)));
  }
  Return(result, out);
}
// The hook that a PropertyHookType means, or null.
Function* HookOf(const Reflected* self, Args args) {
  if (!self->property) return nullptr;
  // Slots of cases: name, value.
  bool get = args[0].obj->props()[1].str->view() == "get";
  return get ? self->property->get_hook : self->property->set_hook;
}
void HasHook(Reflected* self, Args args, Value* result) { Return(result, HookOf(self, args) != nullptr); }
void GetHook(Reflected* self, Args args, Value* result) {
  if (Function* hook = HookOf(self, args)) *result = Value(ReflectHook(self, hook));
}

void GetAttributes(Reflected* self, Args args, Value* result) {
  constexpr int64_t kTargetProperty = 8;
  ReturnAttributes(self->property ? self->property->attributes : nullptr, DeclaringClass(self),
                   kTargetProperty, args, result);
}
void ToText(Reflected* self, Args, Value* result) {
  std::string text = PropertyText(self->property, self->name, self->cls);
  if (!HasException()) Return(result, std::string_view(text));
}

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(object|string $class, string $property)", kActs, Construct},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"getName", "(): string", kLooks, Of<GetReflectedName>},
    {"getValue", "(?object $object = null): mixed", kActs, Of<GetValue>},
    {"setValue", "(mixed $objectOrValue = UNKNOWN, mixed $value = UNKNOWN): void", kActs, Of<SetValue>},
    {"getRawValue", "(object $object): mixed", kActs, Of<GetRawValue>},
    {"setRawValue", "(object $object, mixed $value): void", kActs, Of<SetRawValue>},
    {"setRawValueWithoutLazyInitialization", "(object $object, mixed $value): void", kActs,
     Of<SetRawValueWithoutLazyInitialization>},
    {"skipLazyInitialization", "(object $object): void", kActs, Of<SkipLazyInitialization>},
    {"isLazy", "(object $object): bool", kLooks, Of<IsLazyProperty>},
    {"isInitialized", "(?object $object = null): bool", kActs, Of<IsInitialized>},
    {"isPublic", "(): bool", kLooks, Of<IsPublic>},
    {"isPrivate", "(): bool", kLooks, Of<Is<F::kPrivate>>},
    {"isProtected", "(): bool", kLooks, Of<Is<F::kProtected>>},
    {"isPrivateSet", "(): bool", kLooks, Of<Is<P::kPrivateSet>>},
    {"isProtectedSet", "(): bool", kLooks, Of<Is<P::kProtectedSet>>},
    {"isStatic", "(): bool", kLooks, Of<Is<F::kStatic>>},
    {"isReadOnly", "(): bool", kLooks, Of<Is<P::kReadonly>>},
    {"isDefault", "(): bool", kLooks, Of<IsDefault>},
    {"isDynamic", "(): bool", kLooks, Of<IsDynamic>},
    {"isAbstract", "(): bool", kLooks, Of<Is<P::kAbstractProperty>>},
    {"isVirtual", "(): bool", kLooks, Of<Is<P::kVirtual>>},
    {"isPromoted", "(): bool", kLooks, Of<Is<P::kPromoted>>},
    {"getModifiers", "(): int", kLooks, Of<GetModifiers>},
    {"getDeclaringClass", "(): ReflectionClass", kActs, Of<GetDeclaringClass>},
    {"getDocComment", "(): string|false", kLooks, Of<GetDocComment>},
    {"setAccessible", "(bool $accessible): void", kLooks, SetAccessible},
    {"getType", "(): ?ReflectionType", kActs, Of<GetType>},
    {"getSettableType", "(): ?ReflectionType", kActs, Of<GetSettableType>},
    {"hasType", "(): bool", kLooks, Of<HasType>},
    {"hasDefaultValue", "(): bool", kActs, Of<HasDefaultValue>},
    {"getDefaultValue", "(): mixed", kActs, Of<GetDefaultValue>},
    {"getAttributes", "(?string $name = null, int $flags = 0): array", kActs, Of<GetAttributes>},
    {"hasHooks", "(): bool", kLooks, Of<HasHooks>},
    {"getHooks", "(): array", kActs, Of<GetHooks>},
    {"hasHook", "(PropertyHookType $type): bool", kLooks, Of<HasHook>},
    {"getHook", "(PropertyHookType $type): ?ReflectionMethod", kActs, Of<GetHook>},
    {"isFinal", "(): bool", kLooks, Of<IsFinal>},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IS_STATIC", 16},   {"IS_READONLY", 128}, {"IS_PUBLIC", 1},           {"IS_PROTECTED", 2},
    {"IS_PRIVATE", 4},   {"IS_ABSTRACT", 64},  {"IS_PROTECTED_SET", 2048}, {"IS_PRIVATE_SET", 4096},
    {"IS_VIRTUAL", 512}, {"IS_FINAL", 32},
};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}, {"class", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionProperty",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
};

}  // namespace

Value PropertyDefault(const PropertyInfo* info, Class* c) {
  if (info->flags & P::kVirtual) return {};
  Value v = info->flags & F::kStatic ? info->scope->statics[info->slot] : c->defaults[info->slot];
  if (v.IsIndirect()) v = *v.indirect;
  return CopyDeref(v);
}
bool SetStaticProperty(const PropertyInfo* info, Value* place, const Value& value) {
  Value v = CopyDeref(value);
  if (place->IsReference() && place->ref->constraints) return AssignToTypedReference(place->ref, v, false);
  if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    if (!HasException()) {
      ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", ValueNameForErrors(v),
                     info->scope->name->view(), info->name->view(), TypeText(info->type));
    }
    Release(v);
    return false;
  }
  place = Deref(place);
  Value old = *place;
  *place = v;
  Release(old);
  return true;
}

const std::span<const BuiltinClassRow> kReflectionPropertyClasses = kRows;

}  // namespace tusk
