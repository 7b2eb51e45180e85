// ReflectionAttribute, and the filter that all getAttributes() methods share.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/class.h"
#include "interp/runtime/attribute_targets.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

using F = FunctionFlags;

struct ReflectedAttribute {
  const Attribute* attribute;
  Class* scope;  // that its arguments are evaluated in
  int64_t target;
  bool repeated;
};
ReflectedAttribute* SelfOf(Args args) { return args.frame->self.obj->native<ReflectedAttribute>(); }
// A body that needs the object to be one that getAttributes() made.
template <BuiltinBody kBody>
void Made(Args args, Value* result) {
  if (SelfOf(args)->attribute) return kBody(args, result);
  ThrowError("Internal error: Failed to retrieve the reflection object");
}
constexpr ObjectHandlers kHandlers = {
    .construct_native = [](Object* o) { new (o->native<ReflectedAttribute>()) ReflectedAttribute{}; },
    .cloneable = false};

constexpr int64_t kTargetAll = AttributeTarget::kAll, kRepeatable = AttributeTarget::kRepeatable;

// The flags of #[Attribute] on a class; 0 when it is no attribute, negative with an exception pending.
int64_t AttributeFlags(const Class* c) {
  if (int64_t targets = c->Is(ClassFlags::kBuiltin) ? BuiltinAttributeTargets(c->name->view()) : 0)
    return targets;
  if (!c->attributes) return 0;
  for (const Attribute& a : *c->attributes) {
    if (!EqualIgnoreCase(a.name->view(), "Attribute")) continue;
    if (a.arguments.empty()) return kTargetAll;
    Value v = Copy(a.arguments[0].value);
    if (!Evaluated(&v, const_cast<Class*>(c))) return -1;
    if (!v.IsInt()) {
      ThrowTypeError("Attribute::__construct(): Argument #1 ($flags) must be of type int, %s given",
                     TypeNameForErrors(v));
      Release(v);
      return -1;
    }
    if (v.i & ~(kTargetAll | kRepeatable)) {
      ThrowError("Invalid attribute flags specified");
      return -1;
    }
    return v.i;
  }
  return 0;
}

void GetName(Args args, Value* result) { ReturnName(result, SelfOf(args)->attribute->name); }
void GetTarget(Args args, Value* result) { Return(result, SelfOf(args)->target); }
void IsRepeated(Args args, Value* result) { Return(result, SelfOf(args)->repeated); }

// Positional and named arguments, evaluated. False: an exception is pending.
bool Arguments(const ReflectedAttribute* self, Array* out) {
  for (const Attribute::Argument& argument : self->attribute->arguments) {
    Value v = Copy(argument.value);
    if (!Evaluated(&v, self->scope)) return false;
    if (argument.name) {
      SetStr(out, argument.name, v);
    } else {
      Append(out, v);
    }
  }
  return true;
}
void GetArguments(Args args, Value* result) {
  Array* out = NewArray();
  if (!Arguments(SelfOf(args), out)) return Release(Value(out));
  Return(result, out);
}
void NewInstance(Args args, Value* result) {
  const ReflectedAttribute* self = SelfOf(args);
  String* name = self->attribute->name;
  Class* c = FindClass(name, true);
  if (!c) {
    if (!HasException()) ThrowError("Attribute class \"%s\" not found", name->view());
    return;
  }
  int64_t flags = AttributeFlags(c);
  if (flags < 0) return;
  if (flags == 0 && !c->Is(ClassFlags::kBuiltin))
    return ThrowError("Attempting to use non-attribute class \"%s\" as attribute", name->view());
  if (flags && !(flags & self->target)) {
    return ThrowError("Attribute \"%s\" cannot target %s (allowed targets: %s)", name->view(),
                      AttributeTargetNames(static_cast<uint32_t>(self->target)),
                      AttributeTargetNames(static_cast<uint32_t>(flags)));
  }
  if (flags && self->repeated && !(flags & kRepeatable))
    return ThrowError("Attribute \"%s\" must not be repeated", name->view());
  Array* all = NewArray();
  if (Arguments(self, all)) {
    if (c->constructor && !c->constructor->Is(F::kPublic)) {
      ThrowError("Attribute constructor of class %s must be public", c->name->view());
    } else if (ArrayKey first; !c->constructor && all->count && !(first = KeyAt(all, First(all))).IsInt()) {
      ThrowError("Unknown named parameter $%s", first.name->view());
    } else if (!c->constructor && all->count) {
      ThrowError("Attribute class %s does not have a constructor, cannot pass arguments", c->name->view());
    } else if (Object* o = NewWithArguments(c, all)) {
      *result = Value(o);
    }
  }
  Release(Value(all));
}
void ToText(Args args, Value* result) {
  const ReflectedAttribute* self = SelfOf(args);
  std::string out = MakeText("Attribute [ ", self->attribute->name->view(), " ]");
  if (self->attribute->arguments.empty()) return Return(result, std::string_view(out + "\n"));
  AppendText(&out, " {\n  - Arguments [", self->attribute->arguments.size(), "] {\n");
  int64_t at = 0;
  for (const Attribute::Argument& argument : self->attribute->arguments) {
    AppendText(&out, "    Argument #", at++, " [ ");
    if (argument.name) AppendText(&out, argument.name->view(), " = ");
    AppendText(&out, DefaultValueText(argument.value), " ]\n");
  }
  Return(result, std::string_view(out + "  }\n}\n"));
}
void Construct(Args, Value*) { ThrowReflection("Cannot directly instantiate ReflectionAttribute"); }

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"getName", "(): string", kLooks, Made<GetName>},
    {"getTarget", "(): int", kLooks, Made<GetTarget>},
    {"isRepeated", "(): bool", kLooks, Made<IsRepeated>},
    {"getArguments", "(): array", kActs, Made<GetArguments>},
    {"newInstance", "(): object", kActs, Made<NewInstance>},
    {"__toString", "(): string", kActs, Made<ToText>},
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(mixed ...$args)", kLooks, Construct, F::kPrivate},
};
constexpr BuiltinClassConstantRow kConstants[] = {{"IS_INSTANCEOF", 2}};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionAttribute",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .handlers = &kHandlers,
     .native_size = sizeof(ReflectedAttribute),
     .extension = "Reflection"},
};

}  // namespace

void ReturnAttributes(const AttributeList* list, Class* scope, int64_t target, Args args, Value* result) {
  constexpr int64_t kIsInstanceOf = 2;
  int64_t flags = args.Int(1, 0);
  if (flags & ~kIsInstanceOf) return ArgumentValueError(2, "must be a valid attribute filter flag");
  std::string_view wanted = args.IsNull(0) ? std::string_view() : args.View(0);
  Class* base = nullptr;
  if (!args.IsNull(0) && (flags & kIsInstanceOf)) {
    base = FindClass(args.Str(0), true);
    if (!base) {
      if (!HasException()) ThrowError("Class \"%s\" not found", wanted);
      return;
    }
  }
  if (wanted.starts_with('\\')) wanted.remove_prefix(1);
  if (!list) return Return(result, EmptyArray());
  Array* out = NewArray();
  for (const Attribute& a : *list) {
    if (base) {
      Class* c = FindClass(a.name, true);
      if (HasException()) return Release(Value(out));
      if (!c || !InstanceOf(c, base)) continue;
    } else if (!args.IsNull(0) && !EqualIgnoreCase(wanted, a.name->view())) {
      continue;
    }
    int same = 0;
    for (const Attribute& other : *list) same += EqualIgnoreCase(other.name->view(), a.name->view());
    Object* o = NewObjectUnchecked(ReflectorClass(Reflector::kAttribute));
    Retain(a.name);
    o->props()[0] = Value(a.name);
    *o->native<ReflectedAttribute>() = {&a, scope, target, same > 1};
    Append(out, Value(o));
  }
  Return(result, out);
}

const std::span<const BuiltinClassRow> kReflectionAttributeClasses = kRows;

}  // namespace tusk
