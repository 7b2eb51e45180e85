// ReflectionClass and ReflectionObject: what is known of the class itself, and the table of methods.
#include "interp/ext/reflection/class.h"

#include "interp/ext/class_tables.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using C = ClassFlags;

constexpr uint32_t kNoInstances = C::kAbstract | C::kInterface | C::kTrait | C::kEnum | C::kImplicitAbstract;

void Construct(Args args, Value*) {
  Class* c = ClassArgument(args[0]);
  if (!c) return;
  Object* o = args.frame->self.obj;
  bool keep = args[0].IsObject() && (c == ClosureClass() || IsReflector(o, Reflector::kObject));
  Initialize(o, {.cls = c, .name = c->name, .held = keep ? args[0].obj : nullptr});
}

template <uint32_t kFlags>
void Is(Reflected* self, Args, Value* result) {
  Return(result, self->cls->Is(kFlags));
}
void IsUserDefined(Reflected* self, Args, Value* result) { Return(result, !self->cls->Is(C::kBuiltin)); }
void IsAbstract(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  if (c->Is(C::kAbstract | C::kImplicitAbstract)) return Return(result, true);
  bool abstract = false;
  if (c->Is(C::kInterface | C::kTrait)) {
    for (const auto& entry : c->methods) abstract = abstract || entry.member->Is(F::kAbstract);
  }
  Return(result, abstract);
}
void IsInstantiable(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  Return(result, !c->Is(kNoInstances) && (!c->constructor || c->constructor->Is(F::kPublic)));
}
void IsCloneable(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  Return(result, !c->Is(kNoInstances) && c->handlers->cloneable && (!c->clone || c->clone->Is(F::kPublic)));
}
void IsIterable(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  Return(result, !c->Is(C::kAbstract | C::kInterface | C::kTrait | C::kImplicitAbstract) &&
                     c->Is(C::kIsIterator | C::kIsIteratorAggregate));
}
void IsInstance(Reflected* self, Args args, Value* result) {
  Return(result, InstanceOf(args[0].obj->cls, self->cls));
}
// A class that is given as a ReflectionClass or by its name. Null with an exception pending.
Class* OtherClass(const Value& v, const char* what) {
  if (!v.IsObject()) return ClassArgument(v, what);
  Reflected* other = ReflectedOf(v.obj);
  if (!other->cls && !HasException())
    ThrowError("Internal error: Failed to retrieve the argument's reflection object");
  return other->cls;
}
void IsSubclassOf(Reflected* self, Args args, Value* result) {
  Class* other = OtherClass(args[0], "Class");
  if (other) Return(result, self->cls != other && InstanceOf(self->cls, other));
}
void ImplementsInterface(Reflected* self, Args args, Value* result) {
  Class* other = OtherClass(args[0], "Interface");
  if (!other) return;
  if (!other->Is(C::kInterface)) return ThrowReflectionF("%s is not an interface", other->name->view());
  Return(result, InstanceOf(self->cls, other));
}

void GetFileName(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  if (c->Is(C::kBuiltin) || !c->file) return Return(result, false);
  ReturnName(result, c->file);
}
void GetStartLine(Reflected* self, Args, Value* result) {
  if (self->cls->Is(C::kBuiltin)) return Return(result, false);
  Return(result, self->cls->line_start);
}
void GetEndLine(Reflected* self, Args, Value* result) {
  if (self->cls->Is(C::kBuiltin)) return Return(result, false);
  Return(result, self->cls->line_end);
}
void GetDocComment(Reflected* self, Args, Value* result) { ReturnDoc(result, self->cls->doc_comment); }
void GetModifiers(Reflected* self, Args, Value* result) { Return(result, ClassModifiers(self->cls)); }

void GetParentClass(Reflected* self, Args, Value* result) {
  if (!self->cls->parent) return Return(result, false);
  *result = Value(ReflectClass(self->cls->parent));
}
template <std::vector<Class*> Class::* kList>
void GetNames(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  for (const Class* c : self->cls->*kList) {
    Retain(c->name);
    Append(out, Value(c->name));
  }
  Return(result, out);
}
template <std::vector<Class*> Class::* kList>
void GetClasses(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  for (Class* c : self->cls->*kList) SetStr(out, c->name, Value(ReflectClass(c)));
  Return(result, out);
}
// Of the trait rules only the names that are new: "alias" => "Trait::method".
void GetTraitAliases(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  if (const auto* decl = static_cast<const ClassDecl*>(self->cls->declaration)) {
    for (const ClassTraitRule& rule : decl->trait_rules) {
      if (!rule.alias) continue;
      std::string_view trait = rule.trait ? rule.trait->view() : std::string_view();
      for (const Class* t : self->cls->traits) {
        if (trait.empty() && t->methods.Find(InternLower(rule.method->view()))) trait = t->name->view();
      }
      SetStr(out, rule.alias, Value(NewString(MakeText(trait, "::", rule.method->view()))));
    }
  }
  Return(result, out);
}
void GetExtension(Reflected* self, Args, Value* result) {
  std::string_view name = ExtensionOf(self->cls);
  if (!name.empty()) *result = Value(ReflectExtension(name));
}
void GetExtensionName(Reflected* self, Args, Value* result) {
  std::string_view name = ExtensionOf(self->cls);
  if (name.empty()) return Return(result, false);
  Return(result, name);
}
void GetAttributes(Reflected* self, Args args, Value* result) {
  constexpr int64_t kTargetClass = 1;
  ReturnAttributes(self->cls->attributes, self->cls, kTargetClass, args, result);
}
void ToText(Reflected* self, Args, Value* result) {
  std::string text = ClassText(self->cls, self->held);
  if (!HasException()) Return(result, std::string_view(text));
}

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(object|string $objectOrClass)", kActs, Construct},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"getName", "(): string", kLooks, Of<GetReflectedName>},
    {"isInternal", "(): bool", kLooks, Of<Is<C::kBuiltin>>},
    {"isUserDefined", "(): bool", kLooks, Of<IsUserDefined>},
    {"isAnonymous", "(): bool", kLooks, Of<Is<C::kAnonymous>>},
    {"isInstantiable", "(): bool", kLooks, Of<IsInstantiable>},
    {"isCloneable", "(): bool", kLooks, Of<IsCloneable>},
    {"getFileName", "(): string|false", kLooks, Of<GetFileName>},
    {"getStartLine", "(): int|false", kLooks, Of<GetStartLine>},
    {"getEndLine", "(): int|false", kLooks, Of<GetEndLine>},
    {"getDocComment", "(): string|false", kLooks, Of<GetDocComment>},
    {"getConstructor", "(): ?ReflectionMethod", kActs, Of<ClassGetConstructor>},
    {"hasMethod", "(string $name): bool", kLooks, Of<ClassHasMethod>},
    {"getMethod", "(string $name): ReflectionMethod", kActs, Of<ClassGetMethod>},
    {"getMethods", "(?int $filter = null): array", kActs, Of<ClassGetMethods>},
    {"hasProperty", "(string $name): bool", kActs, Of<ClassHasProperty>},
    {"getProperty", "(string $name): ReflectionProperty", kActs, Of<ClassGetProperty>},
    {"getProperties", "(?int $filter = null): array", kActs, Of<ClassGetProperties>},
    {"hasConstant", "(string $name): bool", kLooks, Of<ClassHasConstant>},
    {"getConstants", "(?int $filter = null): array", kActs, Of<ClassGetConstants>},
    {"getReflectionConstants", "(?int $filter = null): array", kActs, Of<ClassGetReflectionConstants>},
    {"getConstant", "(string $name): mixed", kActs, Of<ClassGetConstant>},
    {"getReflectionConstant", "(string $name): ReflectionClassConstant|false", kActs,
     Of<ClassGetReflectionConstant>},
    {"getInterfaces", "(): array", kActs, Of<GetClasses<&Class::interfaces>>},
    {"getInterfaceNames", "(): array", kActs, Of<GetNames<&Class::interfaces>>},
    {"isInterface", "(): bool", kLooks, Of<Is<C::kInterface>>},
    {"getTraits", "(): array", kActs, Of<GetClasses<&Class::traits>>},
    {"getTraitNames", "(): array", kActs, Of<GetNames<&Class::traits>>},
    {"getTraitAliases", "(): array", kActs, Of<GetTraitAliases>},
    {"isTrait", "(): bool", kLooks, Of<Is<C::kTrait>>},
    {"isEnum", "(): bool", kLooks, Of<Is<C::kEnum>>},
    {"isAbstract", "(): bool", kLooks, Of<IsAbstract>},
    {"isFinal", "(): bool", kLooks, Of<Is<C::kFinal>>},
    {"isReadOnly", "(): bool", kLooks, Of<Is<C::kReadonly>>},
    {"getModifiers", "(): int", kLooks, Of<GetModifiers>},
    {"isInstance", "(object $object): bool", kLooks, Of<IsInstance>},
    {"newInstance", "(mixed ...$args): object", kActs | Effects::kTakesNamed, Of<ClassNewInstance>},
    {"newInstanceWithoutConstructor", "(): object", kActs, Of<ClassNewInstanceWithoutConstructor>},
    {"newInstanceArgs", "(array $args = []): ?object", kActs, Of<ClassNewInstanceArgs>},
    {"newLazyGhost", "(callable $initializer, int $options = 0): object", kActs, Of<ClassNewLazyGhost>},
    {"newLazyProxy", "(callable $factory, int $options = 0): object", kActs, Of<ClassNewLazyProxy>},
    {"resetAsLazyGhost", "(object $object, callable $initializer, int $options = 0): void", kActs,
     Of<ClassResetAsLazyGhost>},
    {"resetAsLazyProxy", "(object $object, callable $factory, int $options = 0): void", kActs,
     Of<ClassResetAsLazyProxy>},
    {"initializeLazyObject", "(object $object): object", kActs, Of<ClassInitializeLazyObject>},
    {"isUninitializedLazyObject", "(object $object): bool", kLooks, Of<ClassIsUninitializedLazyObject>},
    {"markLazyObjectAsInitialized", "(object $object): object", kActs, Of<ClassMarkLazyObjectAsInitialized>},
    {"getLazyInitializer", "(object $object): ?callable", kActs, Of<ClassGetLazyInitializer>},
    {"getParentClass", "(): ReflectionClass|false", kActs, Of<GetParentClass>},
    {"isSubclassOf", "(ReflectionClass|string $class): bool", kActs, Of<IsSubclassOf>},
    {"getStaticProperties", "(): ?array", kActs, Of<ClassGetStaticProperties>},
    {"getStaticPropertyValue", "(string $name, mixed $default = UNKNOWN): mixed", kActs,
     Of<ClassGetStaticPropertyValue>},
    {"setStaticPropertyValue", "(string $name, mixed $value): void", kActs, Of<ClassSetStaticPropertyValue>},
    {"getDefaultProperties", "(): array", kActs, Of<ClassGetDefaultProperties>},
    {"isIterable", "(): bool", kLooks, Of<IsIterable>},
    {"isIterateable", "(): bool", kLooks, Of<IsIterable>},
    {"implementsInterface", "(ReflectionClass|string $interface): bool", kActs, Of<ImplementsInterface>},
    {"getExtension", "(): ?ReflectionExtension", kActs, Of<GetExtension>},
    {"getExtensionName", "(): string|false", kLooks, Of<GetExtensionName>},
    {"inNamespace", "(): bool", kLooks, Of<ReflectedInNamespace>},
    {"getNamespaceName", "(): string", kLooks, Of<ReflectedNamespaceName>},
    {"getShortName", "(): string", kLooks, Of<ReflectedShortName>},
    {"getAttributes", "(?string $name = null, int $flags = 0): array", kActs, Of<GetAttributes>},
};
constexpr BuiltinMethodRow kObjectMethods[] = {
    {"__construct", "(object $object)", kActs, Construct},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IS_IMPLICIT_ABSTRACT", 16},
    {"IS_EXPLICIT_ABSTRACT", 64},
    {"IS_FINAL", 32},
    {"IS_READONLY", 65536},
    {"SKIP_INITIALIZATION_ON_SERIALIZE", 8},
    {"SKIP_DESTRUCTOR", 16},
};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionClass",
     .interfaces = "Reflector",
     .flags = C::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionObject",
     .parent = "ReflectionClass",
     .methods = kObjectMethods,
     .extension = "Reflection"},
};

}  // namespace

std::string_view ExtensionOf(const Class* c) {
  if (!c->Is(C::kBuiltin)) return {};
  const BuiltinClassRow* row = FindBuiltinClassRow(c->name->view());
  return row ? row->extension : std::string_view();
}

const std::span<const BuiltinClassRow> kReflectionClassClasses = kRows;

}  // namespace tusk
