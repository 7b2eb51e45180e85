// ReflectionClass, ReflectionObject and ReflectionEnum.
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/array.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using C = ClassFlags;

Class* Reflecting(Args args) { return Me(args)->cls; }
std::string_view Name(Args args) { return Reflecting(args)->name->view(); }

void Construct(Args args, Value*) {
  Object* o = Self(args);
  Class* c = ClassOrThrow(args[0]);
  if (!c) return;
  Of(o)->cls = c;
  if (args[0].IsObject()) {
    Retain(args[0].obj);
    Of(o)->object = args[0].obj;
  }
  SetSlot(o, kReflectionName, c->name->view());
}
void ConstructEnum(Args args, Value* result) {
  Construct(args, result);
  if (!HasException() && !Reflecting(args)->Is(C::kEnum)) {
    ThrowReflection(absl::StrFormat("Class \"%s\" is not an enum", Name(args)), -1);
  }
}

template <uint32_t kFlag>
void Flag(Args args, Value* result) {
  Return(result, Reflecting(args)->Is(kFlag));
}
void GetName(Args args, Value* result) { Return(result, Name(args)); }
void InNamespace(Args args, Value* result) { Return(result, HasNamespace(Name(args))); }
void GetNamespaceName(Args args, Value* result) { Return(result, NamespaceOf(Name(args))); }
void GetShortName(Args args, Value* result) { Return(result, ShortNameOf(Name(args))); }
void IsUserDefined(Args args, Value* result) { Return(result, !Reflecting(args)->Is(C::kBuiltin)); }
void IsAbstract(Args args, Value* result) {
  bool is = Reflecting(args)->Is(C::kAbstract | C::kImplicitAbstract);
  for (const auto& entry : Reflecting(args)->methods) is |= entry.member->Is(F::kAbstract);
  Return(result, is);
}
bool Instantiable(const Class* c) {
  if (c->Is(C::kAbstract | C::kImplicitAbstract | C::kInterface | C::kTrait | C::kEnum)) return false;
  return !c->constructor || c->constructor->Is(F::kPublic);
}
void IsInstantiable(Args args, Value* result) { Return(result, Instantiable(Reflecting(args))); }
void IsCloneable(Args args, Value* result) {
  const Class* c = Reflecting(args);
  bool is = !c->Is(C::kAbstract | C::kImplicitAbstract | C::kInterface | C::kTrait | C::kEnum) &&
            (!c->handlers || c->handlers->cloneable) && (!c->clone || c->clone->Is(F::kPublic));
  Return(result, is);
}
void IsIterable(Args args, Value* result) {
  const Class* c = Reflecting(args);
  Return(result, !c->Is(C::kAbstract | C::kImplicitAbstract | C::kInterface | C::kTrait) &&
                     InstanceOf(c, FindClass("Traversable", false)));
}
void GetFileName(Args args, Value* result) {
  const Class* c = Reflecting(args);
  if (c->Is(C::kBuiltin) || !c->file) return Return(result, false);
  Return(result, c->file->view());
}
template <bool kEnd>
void GetLine(Args args, Value* result) {
  const Class* c = Reflecting(args);
  if (c->Is(C::kBuiltin)) return Return(result, false);
  Return(result, kEnd ? c->line_end : c->line_start);
}
void GetDocComment(Args args, Value* result) { ReturnDoc(result, Reflecting(args)->doc_comment); }
void GetExtensionName(Args args, Value* result) {
  const BuiltinClassRow* row = Reflecting(args)->Is(C::kBuiltin) ? FindBuiltinClassRow(Name(args)) : nullptr;
  if (!row) return Return(result, false);
  Return(result, row->extension);
}
void GetModifiers(Args args, Value* result) {
  const Class* c = Reflecting(args);
  Return(result, (c->Is(C::kAbstract) && !c->Is(C::kInterface | C::kTrait) ? 64 : 0) |
                     (c->Is(C::kFinal) ? 32 : 0) | (c->Is(C::kReadonly) ? 65536 : 0));
}

// --- members

void GetConstructor(Args args, Value* result) {
  Class* c = Reflecting(args);
  if (c->constructor) *result = Value(ReflectMethod(c, c->constructor));
}
Function** FindMethod(Args args) {
  String* lower = ToLowerAscii(args.View(0));
  Function** found = Reflecting(args)->methods.Find(lower->view());
  Release(lower);
  return found;
}
void HasMethod(Args args, Value* result) { Return(result, FindMethod(args) != nullptr); }
void GetMethod(Args args, Value* result) {
  Function** found = FindMethod(args);
  if (!found) {
    return ThrowReflection(absl::StrFormat("Method %s::%s() does not exist", Name(args), args.View(0)));
  }
  *result = Value(ReflectMethod(Reflecting(args), *found));
}
void GetMethods(Args args, Value* result) {
  Array* out = NewArray();
  for (const auto& entry : Reflecting(args)->methods) {
    if (!args.IsNull(0) && !(MemberModifiers(entry.member->flags) & args[0].i)) continue;
    Append(out, Value(ReflectMethod(Reflecting(args), entry.member)));
  }
  Return(result, out);
}
PropertyInfo* FindProperty(Args args, bool* dynamic) {
  Reflected* r = Me(args);
  PropertyInfo** found = r->cls->properties.Find(args.View(0));
  *dynamic = false;
  if (found && (!((*found)->flags & F::kPrivate) || (*found)->scope == r->cls)) return *found;
  *dynamic = r->object && r->object->dynamic && Has(r->object->dynamic, KeyFromString(args.Str(0)));
  return nullptr;
}
void HasReflectedProperty(Args args, Value* result) {
  bool dynamic;
  Return(result, FindProperty(args, &dynamic) != nullptr || dynamic);
}
void GetProperty(Args args, Value* result) {
  bool dynamic;
  PropertyInfo* info = FindProperty(args, &dynamic);
  if (!info && !dynamic) {
    return ThrowReflection(absl::StrFormat("Property %s::$%s does not exist", Name(args), args.View(0)));
  }
  *result = Value(ReflectProperty(Reflecting(args), args.View(0), info));
}
void GetProperties(Args args, Value* result) {
  Reflected* r = Me(args);
  Array* out = NewArray();
  for (const auto& entry : r->cls->properties) {
    PropertyInfo* info = entry.member;
    if ((info->flags & F::kPrivate) && info->scope != r->cls) continue;
    int64_t bits = MemberModifiers(info->flags) | (info->flags & PropertyFlags::kReadonly ? 128 : 0);
    if (!args.IsNull(0) && !(bits & args[0].i)) continue;
    Append(out, Value(ReflectProperty(r->cls, entry.name->view(), info)));
  }
  if (r->object && r->object->dynamic && (args.IsNull(0) || (args[0].i & 1))) {
    const Array* dynamic = r->object->dynamic;
    for (uint32_t p = First(dynamic); p != kEnd; p = Next(dynamic, p)) {
      Value key = KeyValueAt(dynamic, p);
      String* name = ToString(key);
      Append(out, Value(ReflectProperty(r->cls, name->view(), nullptr)));
      Release(name);
      Release(key);
    }
  }
  Return(result, out);
}
void GetDefaultProperties(Args args, Value* result) {
  Class* c = Reflecting(args);
  if (!ResolveClassConstants(c)) return;
  Array* out = NewArray();
  for (bool statics : {true, false}) {
    for (const auto& entry : c->properties) {
      const PropertyInfo* info = entry.member;
      if (((info->flags & F::kStatic) != 0) != statics) continue;
      if ((info->flags & F::kPrivate) && info->scope != c) continue;
      if (info->flags & PropertyFlags::kVirtual) continue;
      Value v = statics ? info->scope->statics[info->slot] : c->defaults[info->slot];
      if (v.IsIndirect()) v = *v.indirect;
      if (!v.IsUndef()) SetStr(out, entry.name, CopyDeref(v));
    }
  }
  Return(result, out);
}
void GetStaticProperties(Args args, Value* result) {
  Class* c = Reflecting(args);
  if (!ResolveClassConstants(c)) return;
  Array* out = NewArray();
  for (const auto& entry : c->properties) {
    const PropertyInfo* info = entry.member;
    if (!(info->flags & F::kStatic) || ((info->flags & F::kPrivate) && info->scope != c)) continue;
    Value v = info->scope->statics[info->slot];
    if (v.IsIndirect()) v = *v.indirect;
    if (!v.IsUndef()) SetStr(out, entry.name, CopyDeref(v));
  }
  Return(result, out);
}
void GetStaticPropertyValue(Args args, Value* result) {
  Class* c = Reflecting(args);
  if (!ResolveClassConstants(c)) return;
  PropertyInfo* info;
  Value* place = FindStaticProperty(c, args.Str(0), c, &info, true);
  if (HasException()) return;
  if (place && !place->IsUndef()) {
    *result = CopyDeref(*place);
  } else if (args.count > 1) {
    *result = CopyDeref(args[1]);
  } else {
    ThrowReflection(absl::StrFormat("Property %s::$%s does not exist", c->name->view(), args.View(0)));
  }
}
void SetStaticPropertyValue(Args args, Value*) {
  Class* c = Reflecting(args);
  if (!ResolveClassConstants(c)) return;
  PropertyInfo* info;
  Value* place = FindStaticProperty(c, args.Str(0), c, &info, true);
  if (HasException()) return;
  if (!place) {
    return ThrowReflection(
        absl::StrFormat("Class %s does not have a property named %s", c->name->view(), args.View(0)));
  }
  AssignStatic(info, place, args[1]);
}

template <bool kObjects>
void GetConstants(Args args, Value* result) {
  Class* c = Reflecting(args);
  Array* out = NewArray();
  for (auto& entry : c->constants) {
    ClassConstant* constant = entry.member;
    if ((constant->flags & F::kPrivate) && constant->scope != c) continue;
    if (!args.IsNull(0) && !(MemberModifiers(constant->flags & 0xff) & args[0].i)) continue;
    if (kObjects) {
      Append(out, Value(ReflectConstant(c, entry.name, constant)));
      continue;
    }
    Value* v = FindClassConstant(c, entry.name, constant->scope);
    if (!v) return Release(Value(out));
    SetStr(out, entry.name, CopyDeref(*v));
  }
  Return(result, out);
}
ClassConstant* FindConstant(Args args) {
  ClassConstant** found = Reflecting(args)->constants.Find(args.View(0));
  return found ? *found : nullptr;
}
void HasConstant(Args args, Value* result) { Return(result, FindConstant(args) != nullptr); }
void GetConstant(Args args, Value* result) {
  ClassConstant* constant = FindConstant(args);
  if (!constant) return Return(result, false);
  if (Value* v = FindClassConstant(Reflecting(args), Intern(args.View(0)), constant->scope)) {
    *result = CopyDeref(*v);
  }
}
void GetReflectionConstant(Args args, Value* result) {
  ClassConstant* constant = FindConstant(args);
  if (!constant) return Return(result, false);
  *result = Value(ReflectConstant(Reflecting(args), Intern(args.View(0)), constant));
}

// --- relations

template <bool kObjects>
Array* ListClasses(const std::vector<Class*>& classes) {
  Array* out = NewArray();
  for (Class* c : classes) {
    if (kObjects) {
      SetStr(out, c->name, Value(ReflectClass(c)));
    } else {
      Append(out, Copy(Value(c->name)));
    }
  }
  return out;
}
template <bool kObjects>
void GetInterfaces(Args args, Value* result) {
  Return(result, ListClasses<kObjects>(Reflecting(args)->interfaces));
}
template <bool kObjects>
void GetTraits(Args args, Value* result) {
  Return(result, ListClasses<kObjects>(Reflecting(args)->traits));
}
void GetParentClass(Args args, Value* result) {
  Class* parent = Reflecting(args)->parent;
  if (!parent) return Return(result, false);
  *result = Value(ReflectClass(parent));
}
void IsInstance(Args args, Value* result) { Return(result, InstanceOf(args[0].obj->cls, Reflecting(args))); }
// The class in argument 0: a name or a ReflectionClass.
Class* OtherClass(Args args, const char* what) {
  if (args[0].IsObject()) return Of(args[0].obj)->cls;
  Class* c = FindClass(args.Str(0), true);
  if (!c && !HasException())
    ThrowReflection(absl::StrFormat("%s \"%s\" does not exist", what, args.View(0)), -1);
  return HasException() ? nullptr : c;
}
void IsSubclassOf(Args args, Value* result) {
  Class* other = OtherClass(args, "Class");
  if (other) Return(result, Reflecting(args) != other && InstanceOf(Reflecting(args), other));
}
void ImplementsInterface(Args args, Value* result) {
  Class* other = OtherClass(args, "Interface");
  if (!other) return;
  if (!other->Is(C::kInterface)) {
    return ThrowReflection(absl::StrFormat("%s is not an interface", other->name->view()));
  }
  Return(result, InstanceOf(Reflecting(args), other));
}

// --- instances

// A new object, if the constructor may be called with `count` arguments.
Object* Instantiate(Args args, uint32_t count) {
  Class* c = Reflecting(args);
  if (!c->Is(C::kAbstract | C::kImplicitAbstract | C::kInterface | C::kTrait | C::kEnum)) {
    if (c->constructor && !c->constructor->Is(F::kPublic)) {
      ThrowReflection(absl::StrFormat("Access to non-public constructor of class %s", c->name->view()));
      return nullptr;
    }
    if (!c->constructor && count) {
      ThrowReflection(absl::StrFormat(
          "Class %s does not have a constructor, so you cannot pass any constructor arguments",
          c->name->view()));
      return nullptr;
    }
  }
  return NewObject(c);
}
// Hands the object out, unless its constructor threw.
void Finish(Object* o, Value constructed, Value* result) {
  Release(constructed);
  if (HasException()) {
    o->info |= RefCounted::kDestructed;
    Release(o);
    return;
  }
  *result = Value(o);
}
void NewInstance(Args args, Value* result) {
  const Array* named = args.frame->info & CallInfo::kHasNamedExtra ? args.frame->symbols : nullptr;
  Object* o = Instantiate(args, args.count + (named ? named->count : 0));
  if (!o) return;
  Value constructed;
  if (o->cls->constructor) {
    Callable callable;
    callable.function = o->cls->constructor;
    callable.self = o;
    callable.called_scope = o->cls;
    CallResolved(callable, args.count, args.values, const_cast<Array*>(named), &constructed);
  }
  Finish(o, constructed, result);
}
void NewInstanceArgs(Args args, Value* result) {
  const Array* arguments = args.Has(0) ? args.Arr(0) : EmptyArray();
  Object* o = Instantiate(args, arguments->count);
  if (!o) return;
  Value constructed;
  if (o->cls->constructor) CallWithArray(o->cls->constructor, o, o->cls, arguments, &constructed);
  Finish(o, constructed, result);
}
void NewInstanceWithoutConstructor(Args args, Value* result) {
  Class* c = Reflecting(args);
  if (c->Is(C::kBuiltin) && c->Is(C::kFinal)) {
    return ThrowReflection(
        absl::StrFormat("Class %s is an internal class marked as final that cannot be "
                        "instantiated without invoking its constructor",
                        c->name->view()));
  }
  if (Object* o = NewObject(c)) *result = Value(o);
}

// --- enums

void IsBacked(Args args, Value* result) {
  Return(result, Reflecting(args)->enum_info->backing != Type::kUndef);
}
void GetBackingType(Args args, Value* result) {
  Type backing = Reflecting(args)->enum_info->backing;
  if (backing == Type::kUndef) return;
  TypeDecl type;
  type.mask = TypeDecl::Bit(backing);
  type.declared = true;
  *result = ReflectType(type);
}
void GetCases(Args args, Value* result) {
  Array* out = NewArray();
  for (auto& entry : Reflecting(args)->constants) {
    if (entry.member->flags & kEnumCase) {
      Append(out, Value(ReflectConstant(Reflecting(args), entry.name, entry.member)));
    }
  }
  Return(result, out);
}
void HasCase(Args args, Value* result) {
  ClassConstant* constant = FindConstant(args);
  Return(result, constant && (constant->flags & kEnumCase));
}
void GetCase(Args args, Value* result) {
  ClassConstant* constant = FindConstant(args);
  if (!constant) {
    return ThrowReflection(absl::StrFormat("Case %s::%s does not exist", Name(args), args.View(0)));
  }
  if (!(constant->flags & kEnumCase)) {
    return ThrowReflection(absl::StrFormat("%s::%s is not a case", Name(args), args.View(0)));
  }
  *result = Value(ReflectConstant(Reflecting(args), Intern(args.View(0)), constant));
}

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(object|string $objectOrClass)", kReflects, Construct},
    {"getName", "(): string", kReflects, GetName},
    {"isInternal", "(): bool", kReflects, Flag<C::kBuiltin>},
    {"isUserDefined", "(): bool", kReflects, IsUserDefined},
    {"isAnonymous", "(): bool", kReflects, Flag<C::kAnonymous>},
    {"isInstantiable", "(): bool", kReflects, IsInstantiable},
    {"isCloneable", "(): bool", kReflects, IsCloneable},
    {"getFileName", "(): string|false", kReflects, GetFileName},
    {"getStartLine", "(): int|false", kReflects, GetLine<false>},
    {"getEndLine", "(): int|false", kReflects, GetLine<true>},
    {"getDocComment", "(): string|false", kReflects, GetDocComment},
    {"getConstructor", "(): ?ReflectionMethod", kReflects, GetConstructor},
    {"hasMethod", "(string $name): bool", kReflects, HasMethod},
    {"getMethod", "(string $name): ReflectionMethod", kReflects, GetMethod},
    {"getMethods", "(?int $filter = null): array", kReflects, GetMethods},
    {"hasProperty", "(string $name): bool", kReflects, HasReflectedProperty},
    {"getProperty", "(string $name): ReflectionProperty", kReflects, GetProperty},
    {"getProperties", "(?int $filter = null): array", kReflects, GetProperties},
    {"hasConstant", "(string $name): bool", kReflects, HasConstant},
    {"getConstants", "(?int $filter = null): array", kReflects, GetConstants<false>},
    {"getReflectionConstants", "(?int $filter = null): array", kReflects, GetConstants<true>},
    {"getConstant", "(string $name): mixed", kReflects, GetConstant},
    {"getReflectionConstant", "(string $name): ReflectionClassConstant|false", kReflects,
     GetReflectionConstant},
    {"getInterfaces", "(): array", kReflects, GetInterfaces<true>},
    {"getInterfaceNames", "(): array", kReflects, GetInterfaces<false>},
    {"isInterface", "(): bool", kReflects, Flag<C::kInterface>},
    {"getTraits", "(): array", kReflects, GetTraits<true>},
    {"getTraitNames", "(): array", kReflects, GetTraits<false>},
    {"isTrait", "(): bool", kReflects, Flag<C::kTrait>},
    {"isEnum", "(): bool", kReflects, Flag<C::kEnum>},
    {"isAbstract", "(): bool", kReflects, IsAbstract},
    {"isFinal", "(): bool", kReflects, Flag<C::kFinal>},
    {"isReadOnly", "(): bool", kReflects, Flag<C::kReadonly>},
    {"getModifiers", "(): int", kReflects, GetModifiers},
    {"isInstance", "(object $object): bool", kReflects, IsInstance},
    {"newInstance", "(mixed ...$args): object", kReflects | BuiltinEffects::kTakesNamed, NewInstance},
    {"newInstanceWithoutConstructor", "(): object", kReflects, NewInstanceWithoutConstructor},
    {"newInstanceArgs", "(array $args = []): ?object", kReflects, NewInstanceArgs},
    {"getParentClass", "(): ReflectionClass|false", kReflects, GetParentClass},
    {"isSubclassOf", "(ReflectionClass|string $class): bool", kReflects, IsSubclassOf},
    {"getStaticProperties", "(): ?array", kReflects, GetStaticProperties},
    {"getStaticPropertyValue", "(string $name, mixed $default = UNKNOWN): mixed", kReflects,
     GetStaticPropertyValue},
    {"setStaticPropertyValue", "(string $name, mixed $value): void", kReflects, SetStaticPropertyValue},
    {"getDefaultProperties", "(): array", kReflects, GetDefaultProperties},
    {"isIterable", "(): bool", kReflects, IsIterable},
    {"isIterateable", "(): bool", kReflects, IsIterable},
    {"implementsInterface", "(ReflectionClass|string $interface): bool", kReflects, ImplementsInterface},
    {"getExtensionName", "(): string|false", kReflects, GetExtensionName},
    {"inNamespace", "(): bool", kReflects, InNamespace},
    {"getNamespaceName", "(): string", kReflects, GetNamespaceName},
    {"getShortName", "(): string", kReflects, GetShortName},
};
constexpr BuiltinMethodRow kObjectMethods[] = {{"__construct", "(object $object)", kReflects, Construct}};
constexpr BuiltinMethodRow kEnumMethods[] = {
    {"__construct", "(object|string $objectOrClass)", kReflects, ConstructEnum},
    {"hasCase", "(string $name): bool", kReflects, HasCase},
    {"getCase", "(string $name): ReflectionEnumUnitCase", kReflects, GetCase},
    {"getCases", "(): array", kReflects, GetCases},
    {"isBacked", "(): bool", kReflects, IsBacked},
    {"getBackingType", "(): ?ReflectionNamedType", kReflects, GetBackingType},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IS_IMPLICIT_ABSTRACT", 16}, {"IS_EXPLICIT_ABSTRACT", 64}, {"IS_FINAL", 32}, {"IS_READONLY", 65536}};
constexpr BuiltinPropertyRow kName[] = {{"name", "string", Type::kUndef}};

const BuiltinClassRow kRows[] = {
    {.name = "ReflectionClass",
     .flags = C::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .properties = kName,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionObject",
     .parent = "ReflectionClass",
     .flags = C::kNotSerializable,
     .methods = kObjectMethods,
     .extension = "Reflection"},
    {.name = "ReflectionEnum",
     .parent = "ReflectionClass",
     .flags = C::kNotSerializable,
     .methods = kEnumMethods,
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionClassClasses = kRows;

}  // namespace tusk
