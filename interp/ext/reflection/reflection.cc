// The native part of reflection objects, and the classes that have none: Reflection, Reflector, the
// exception.
#include "interp/ext/reflection/reflection.h"

#include "interp/ext/class_tables.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;

void ConstructNative(Object* o) { new (ReflectedOf(o)) Reflected; }
void DestroyNative(Object* o) {
  if (Object* held = ReflectedOf(o)->held) {
    ReflectedOf(o)->held = nullptr;
    Release(Value(held));
  }
}
void TraceNative(Object* o, void (*visit)(Value*, void*), void* context) {
  if (!ReflectedOf(o)->held) return;
  Value held(ReflectedOf(o)->held);
  visit(&held, context);
}

Object* NewReflected(Reflector kind, const Reflected& what, Class* declaring = nullptr) {
  Object* o = NewObjectUnchecked(ReflectorClass(kind));
  Initialize(o, what, declaring);
  return o;
}

}  // namespace

constinit const ObjectHandlers kReflectedHandlers = {.construct_native = ConstructNative,
                                                     .destroy_native = DestroyNative,
                                                     .trace_native = TraceNative,
                                                     .cloneable = false};

Class* ReflectorClass(Reflector kind) {
  static constexpr const char* kNames[] = {
      "ReflectionClass",
      "ReflectionObject",
      "ReflectionEnum",
      "ReflectionFunction",
      "ReflectionMethod",
      "ReflectionParameter",
      "ReflectionProperty",
      "ReflectionClassConstant",
      "ReflectionEnumUnitCase",
      "ReflectionEnumBackedCase",
      "ReflectionNamedType",
      "ReflectionUnionType",
      "ReflectionIntersectionType",
      "ReflectionAttribute",
      "ReflectionExtension",
      "ReflectionReference",
  };
  static Class* classes[std::size(kNames)];
  Class*& c = classes[static_cast<size_t>(kind)];
  if (!c) c = FindClass(std::string_view(kNames[static_cast<size_t>(kind)]), false);
  return c;
}
bool IsReflector(const Object* o, Reflector kind) { return InstanceOf(o->cls, ReflectorClass(kind)); }

void Initialize(Object* o, const Reflected& what, Class* declaring) {
  Reflected* to = ReflectedOf(o);
  Object* old = to->held;
  *to = what;
  if (to->held) Retain(to->held);
  if (old) Release(Value(old));
  Value* slots = o->props();
  auto set = [slots](uint32_t at, String* s) {
    Value old_value = slots[at];
    Retain(s);
    slots[at] = Value(s);
    Release(old_value);
  };
  set(0, what.name);
  if (declaring) set(1, declaring->name);
}

Object* ReflectClass(Class* c) {
  return NewReflected(c->Is(ClassFlags::kEnum) ? Reflector::kEnum : Reflector::kClass,
                      {.cls = c, .name = c->name});
}
Object* ReflectMethod(Function* f, Class* asked, Object* closure) {
  bool invoke = closure && ClosureOf(closure)->function == f;
  return NewReflected(Reflector::kMethod,
                      {.cls = asked,
                       .function = f,
                       .name = invoke ? Intern("__invoke") : f->name,
                       .held = invoke ? closure : nullptr},
                      invoke || !f->scope ? asked : f->scope);
}
Object* ReflectClosureMethod(Function* f, Class* scope, Object* closure) {
  return NewReflected(Reflector::kMethod, {.cls = scope, .function = f, .name = f->name, .held = closure},
                      scope);
}
Object* ReflectFunction(Function* f, Object* closure) {
  return NewReflected(Reflector::kFunction, {.function = f, .name = f->name, .held = closure});
}
Object* ReflectProperty(PropertyInfo* info, Class* asked) {
  return NewReflected(Reflector::kProperty, {.cls = asked, .property = info, .name = info->name},
                      info->scope);
}
Object* ReflectDynamicProperty(Object* of, String* name) {
  return NewReflected(Reflector::kProperty, {.cls = of->cls, .name = Intern(name->view())}, of->cls);
}
Object* ReflectConstant(String* name, ClassConstant* constant, Class* asked) {
  return NewReflected(Reflector::kClassConstant, {.cls = asked, .constant = constant, .name = name},
                      constant->scope);
}
Object* ReflectCase(String* name, ClassConstant* constant, Class* asked) {
  bool backed = asked->enum_info && asked->enum_info->backing != Type::kUndef;
  return NewReflected(backed ? Reflector::kEnumBackedCase : Reflector::kEnumUnitCase,
                      {.cls = asked, .constant = constant, .name = name}, constant->scope);
}
Object* ReflectParameter(const Reflected& of, uint32_t index) {
  Reflected what = of;
  what.index = index;
  what.name = of.function->args[index].name;
  if (!what.name) what.name = Intern("param");
  return NewReflected(Reflector::kParameter, what);
}

void ThrowReflection(std::string_view message, int64_t code) {
  if (g_state->exiting) return;
  Object* o = NewObject(FindClass(std::string_view("ReflectionException"), false));
  Value* place = &o->props()[ThrowableSlots::kMessage];
  Release(*place);
  *place = Value(NewString(message));
  o->props()[ThrowableSlots::kCode] = Value(code);
  ThrowObject(o);
}

std::string_view NamespaceOf(std::string_view name) {
  size_t at = name.rfind('\\');
  return at == name.npos ? std::string_view() : name.substr(0, at);
}
std::string_view ShortNameOf(std::string_view name) {
  size_t at = name.rfind('\\');
  return at == name.npos || at == 0 ? name : name.substr(at + 1);
}
void GetReflectedName(Reflected* self, Args, Value* result) { ReturnName(result, self->name); }
// Closures are in no namespace, though their names tell where they were written.
bool IsClosureName(const Reflected* self) { return self->name->view().starts_with("{closure:"); }
void ReflectedInNamespace(Reflected* self, Args, Value* result) {
  Return(result, !IsClosureName(self) && !NamespaceOf(self->name->view()).empty());
}
void ReflectedNamespaceName(Reflected* self, Args, Value* result) {
  Return(result, IsClosureName(self) ? std::string_view() : NamespaceOf(self->name->view()));
}
void ReflectedShortName(Reflected* self, Args, Value* result) {
  Return(result, IsClosureName(self) ? self->name->view() : ShortNameOf(self->name->view()));
}
void RefuseClone(Args, Value*) {}
void SetAccessible(Args, Value*) {}

Class* ClassArgument(const Value& v, const char* what) {
  if (v.IsObject()) return v.obj->cls;
  Class* c = FindClass(v.str, true);
  if (!c && !HasException())
    ThrowReflection(absl::StrFormat("%s \"%s\" does not exist", what, v.str->view()), -1);
  return c;
}

Function* MethodNamed(Class* c, Object* instance, std::string_view name) {
  if (c == ClosureClass() && instance && EqualIgnoreCase(name, "__invoke"))
    return ClosureOf(instance)->function;
  char lower[64];
  Function* const* found;
  if (name.size() <= sizeof lower) {
    for (size_t i = 0; i < name.size(); ++i)
      lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] | 0x20) : name[i];
    found = c->methods.Find(std::string_view(lower, name.size()));
  } else {
    found = c->methods.Find(InternLower(name));
  }
  return found ? *found : nullptr;
}

bool IsUserCode(const Function* f) {
  return f->kind == FunctionKind::kUser && static_cast<const OpArray*>(f)->file->view() != "[builtin]";
}

int64_t MethodModifiers(const Function* f) {
  return (f->Is(F::kPublic) ? 1 : 0) | (f->Is(F::kProtected) ? 2 : 0) | (f->Is(F::kPrivate) ? 4 : 0) |
         (f->Is(F::kStatic) ? 16 : 0) | (f->Is(F::kFinal) ? 32 : 0) | (f->Is(F::kAbstract) ? 64 : 0);
}
int64_t PropertyModifiers(const PropertyInfo* info) {
  using P = PropertyFlags;
  if (!info) return 1;
  uint32_t flags = info->flags;
  return (flags & F::kProtected ? 2
          : flags & F::kPrivate ? 4
                                : 1) |
         (flags & F::kStatic ? 16 : 0) | (FinalProperty(info) ? 32 : 0) | (flags & P::kReadonly ? 128 : 0) |
         (flags & P::kAbstractProperty ? 64 : 0) | (flags & P::kVirtual ? 512 : 0) |
         (flags & P::kProtectedSet ? 2048 : 0) | (flags & P::kPrivateSet ? 4096 : 0);
}
int64_t ConstantModifiers(const ClassConstant* constant) {
  uint32_t flags = constant->flags;
  return (flags & F::kProtected ? 2 : flags & F::kPrivate ? 4 : 1) | (flags & F::kFinal ? 32 : 0);
}
int64_t ClassModifiers(const Class* c) {
  return (c->Is(ClassFlags::kAbstract) ? 64 : 0) | (c->Is(ClassFlags::kFinal) ? 32 : 0) |
         (c->Is(ClassFlags::kReadonly) ? 65536 : 0);
}

namespace {
// In the order in which they are written. Visibility excludes each other: one of the three is named.
void EachModifier(int64_t modifiers, auto add) {
  if (modifiers & 64) add("abstract");
  if (modifiers & 32) add("final");
  if (modifiers & 512) add("virtual");
  if (modifiers & 1) {
    add("public");
  } else if (modifiers & 4) {
    add("private");
  } else if (modifiers & 2) {
    add("protected");
  }
  if (modifiers & 4096) {
    add("private(set)");
  } else if (modifiers & 2048) {
    add("protected(set)");
  }
  if (modifiers & 16) add("static");
  if (modifiers & (65536 | 128)) add("readonly");
}

void GetModifierNames(Args args, Value* result) {
  Array* names = NewArray();
  constexpr int64_t kNotNamed = 2048 | 4096;  // protected(set), private(set)
  EachModifier(args.Int(0) & ~kNotNamed, [names](const char* name) { Append(names, Value(Intern(name))); });
  Return(result, names);
}

constexpr BuiltinMethodRow kStaticMethods[] = {
    {"getModifierNames", "(int $modifiers): array", BuiltinEffects::kPure, GetModifierNames,
     F::kPublic | F::kStatic},
};
constexpr const char* kExtensionName = "Reflection";
constexpr char kPropertyHookType[] = "enum PropertyHookType: string { case Get = 'get'; case Set = 'set'; }";
constexpr BuiltinClassRow kRows[] = {
    {.name = "PropertyHookType", .extension = kExtensionName, .source = kPropertyHookType},
    {.name = "Reflection", .methods = kStaticMethods, .extension = kExtensionName},
    {.name = "ReflectionException", .parent = "Exception", .extension = kExtensionName},
    {.name = "Reflector",
     .interfaces = "Stringable",
     .flags = ClassFlags::kInterface,
     .extension = kExtensionName},
};
}  // namespace

std::string ModifierNames(int64_t modifiers, const char* separator) {
  std::string out;
  EachModifier(modifiers, [&](const char* name) { AppendText(&out, out.empty() ? "" : separator, name); });
  return out;
}

const std::span<const BuiltinClassRow> kReflectionClasses = kRows;
constinit const BuiltinTable kReflectionFunctions;

}  // namespace tusk
