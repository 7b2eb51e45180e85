// Functions about classes and objects.
#include <string>
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ascii_case.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

// The class that an object or a class name (autoloaded if `autoload`) stands for, or null.
Class* ClassOf(const Value& v, bool autoload = true) {
  if (v.IsObject()) return v.obj->cls;
  return v.IsString() ? FindClass(v.str, autoload) : nullptr;
}

void ReturnName(Value* result, const Class* c) {
  Retain(c->name);
  *result = Value(c->name);
}

void GetClass(Args args, Value* result) {
  if (args.count == 0) {
    Frame* f = UserFrame(args.frame->prev);
    Class* scope = f ? f->func->scope : nullptr;
    if (!scope) return ThrowError("get_class() without arguments must be called from within a class");
    Deprecated("Calling get_class() without arguments is deprecated");
    return ReturnName(result, scope);
  }
  ReturnName(result, args[0].obj->cls);
}

void GetParentClass(Args args, Value* result) {
  Class* c = nullptr;
  if (args.count == 0) {
    Frame* f = UserFrame(args.frame->prev);
    c = f ? f->func->scope : nullptr;
    if (c) {
      Deprecated("Calling get_parent_class() without arguments is deprecated");
      if (HasException()) return;
    }
  } else {
    c = ClassOf(args[0]);
    if (HasException()) return;
    if (!c) {
      return ArgumentTypeError(1, absl::StrFormat("must be an object or a valid class name, %s given",
                                                  ValueNameForErrors(args[0])));
    }
  }
  if (!c || !c->parent) return Return(result, false);
  ReturnName(result, c->parent);
}

void GetCalledClass(Args args, Value* result) {
  Frame* f = UserFrame(args.frame->prev);
  Class* c = f ? f->called_class() : nullptr;
  if (!c && f) c = f->func->scope;
  if (!c) return ThrowError("get_called_class() must be called from within a class");
  ReturnName(result, c);
}

// class_exists and its kin: which kinds of class count.
enum class Wanted { kClass, kInterface, kTrait, kEnum };
template <Wanted kWanted>
void Exists(Args args, Value* result) {
  Class* c = FindClass(args.Str(0), args.Bool(1, true));
  if (HasException()) return;
  bool is = false;
  if (c) {
    switch (kWanted) {
      case Wanted::kClass: is = !c->Is(ClassFlags::kInterface | ClassFlags::kTrait); break;
      case Wanted::kInterface: is = c->Is(ClassFlags::kInterface); break;
      case Wanted::kTrait: is = c->Is(ClassFlags::kTrait); break;
      case Wanted::kEnum: is = c->Is(ClassFlags::kEnum); break;
    }
  }
  Return(result, is);
}

bool IsClosureObject(const Value& v) { return v.IsObject() && v.obj->cls->lower_name->view() == "closure"; }

void MethodExists(Args args, Value* result) {
  if (!args[0].IsObject() && !args[0].IsString()) {
    return ArgumentTypeError(
        1, absl::StrFormat("must be of type object|string, %s given", ValueNameForErrors(args[0])));
  }
  Class* c = ClassOf(args[0]);
  if (!c || HasException()) return Return(result, false);
  LowerName lower(args.View(1));
  Function** f = c->methods.Find(lower.view());
  bool exists = false;
  if (f) {
    // By class name, a private method of a parent is not the child's.
    exists = args[0].IsObject() || !(*f)->Is(FunctionFlags::kPrivate) || (*f)->scope == c;
  } else {
    exists = IsClosureObject(args[0]) && lower.view() == "__invoke";
  }
  Return(result, exists);
}

void PropertyExists(Args args, Value* result) {
  if (!args[0].IsObject() && !args[0].IsString()) {
    return ArgumentTypeError(
        1, absl::StrFormat("must be of type object|string, %s given", ValueNameForErrors(args[0])));
  }
  Class* c = ClassOf(args[0]);
  if (!c || HasException()) return Return(result, false);
  PropertyInfo** info = c->properties.Find(args.Str(1));
  if (info && (!((*info)->flags & FunctionFlags::kPrivate) || (*info)->scope == c))
    return Return(result, true);
  Return(result,
         args[0].IsObject() && args[0].obj->dynamic && Has(args[0].obj->dynamic, KeyFromString(args.Str(1))));
}

void GetObjectVars(Args args, Value* result) {
  Frame* f = UserFrame(args.frame->prev);
  Return(result, VisibleProperties(args[0].obj, f ? f->func->scope : nullptr));
}
void GetMangledObjectVars(Args args, Value* result) {
  // Names as keys: "1" is the key 1.
  Array* named = PropertiesToArray(LazyInstance(args[0].obj));
  Array* out = NewArray(named->count);
  for (uint32_t p = First(named); p != kEnd; p = Next(named, p)) {
    ArrayKey key = KeyAt(named, p);
    Set(out, key.IsInt() ? key : KeyFromString(key.name), Copy(ValueAt(named, p)));
  }
  Release(Value(named));
  Return(result, out);
}

// A class's own properties, then those of its ancestors.
std::vector<const PropertyInfo*> PropertiesByClass(const Class* c) {
  std::vector<const PropertyInfo*> all;
  for (const Class* owner = c; owner; owner = owner->parent) {
    for (const auto& entry : c->properties) {
      if (entry.member->scope == owner) all.push_back(entry.member);
    }
  }
  return all;
}

void GetClassVars(Args args, Value* result) {
  Class* c = FindClass(args.Str(0), true);
  if (!c) return Return(result, false);
  if (!ResolveClassConstants(c)) return;
  Frame* f = UserFrame(args.frame->prev);
  Class* scope = f ? f->func->scope : nullptr;
  Array* a = NewArray();
  for (bool statics : {false, true}) {
    for (const PropertyInfo* info : PropertiesByClass(c)) {
      if (((info->flags & FunctionFlags::kStatic) != 0) != statics) continue;
      if (info->flags & PropertyFlags::kVirtual) continue;
      if (!PropertyAccessible(info, scope)) continue;
      Value v = statics ? info->scope->statics[info->slot] : c->defaults[info->slot];
      if (v.IsIndirect()) v = *v.indirect;
      SetStr(a, info->name, v.IsUndef() ? Value::Null() : CopyDeref(v));
    }
  }
  Return(result, a);
}

bool MethodVisible(const Function* f, const Class* scope) {
  if (f->Is(FunctionFlags::kPrivate)) return f->scope == scope;
  if (f->Is(FunctionFlags::kProtected))
    return scope && (InstanceOf(scope, f->scope) || InstanceOf(f->scope, scope));
  return true;
}

void GetClassMethods(Args args, Value* result) {
  Class* c = ClassOf(args[0]);
  if (HasException()) return;
  if (!c) {
    return ArgumentTypeError(
        1, absl::StrFormat("must be an object or a valid class name, %s given", ValueNameForErrors(args[0])));
  }
  Frame* frame = UserFrame(args.frame->prev);
  const Class* scope = frame ? frame->func->scope : nullptr;
  Array* a = NewArray();
  for (const auto& entry : c->methods) {
    const Function* f = entry.member;
    if (!MethodVisible(f, scope)) continue;
    Retain(f->name);
    Append(a, Value(f->name));
  }
  Return(result, a);
}

template <bool kProper>
void IsA(Args args, Value* result) {
  bool allow_string = args.count > 2 ? args.Bool(2) : kProper;
  Class* c = nullptr;
  if (args[0].IsObject()) {
    c = args[0].obj->cls;
  } else if (args[0].IsString() && allow_string) {
    c = FindClass(args.Str(0), true);
  }
  if (!c || HasException()) return Return(result, false);
  Class* wanted = FindClass(args.Str(1), false);
  Return(result, wanted && (!kProper || c != wanted) && InstanceOf(c, wanted));
}

void ClassAlias(Args args, Value* result) {
  Class* c = FindClass(args.Str(0), args.Bool(2, true));
  if (HasException()) return;
  if (!c) {
    Warning("Class \"%s\" not found", args.View(0));
    return Return(result, false);
  }
  std::string_view alias = args.View(1);
  if (!alias.empty() && alias[0] == '\\') alias.remove_prefix(1);
  if (alias == "_") {
    Deprecated("Using \"_\" as a class alias is deprecated since 8.4");
    if (HasException()) return;
  }
  static constexpr std::string_view kReserved[] = {"bool",   "false", "float",    "int",    "null",
                                                   "parent", "self",  "static",   "string", "true",
                                                   "void",   "never", "iterable", "object", "mixed"};
  for (std::string_view reserved : kReserved) {
    size_t slash = alias.rfind('\\');
    std::string_view last = slash == alias.npos ? alias : alias.substr(slash + 1);
    if (EqualIgnoreCase(last, reserved)) {
      FatalError(absl::StrFormat("Cannot use \"%s\" as a class alias as it is reserved", alias));
    }
  }
  if (!AddClass(InternLower(alias), c)) {
    Warning("Cannot redeclare %s %s (previously declared in %s:%d)",
            c->Is(ClassFlags::kInterface) ? "interface"
            : c->Is(ClassFlags::kTrait)   ? "trait"
                                          : "class",
            alias, c->file ? c->file->view() : "", c->line_start);
    return Return(result, false);
  }
  Return(result, true);
}

template <uint32_t kFlag>
void DeclaredClasses(Args, Value* result) {
  Array* a = NewArray();
  for (const ClassEntry& entry : AllClasses()) {
    uint32_t kind = entry.cls->flags & (ClassFlags::kInterface | ClassFlags::kTrait);
    if (kind != kFlag) continue;
    Retain(entry.cls->name);
    Append(a, Value(entry.cls->name));
  }
  Return(result, a);
}

void SplObjectId(Args args, Value* result) { Return(result, args[0].obj->handle); }
void SplObjectHash(Args args, Value* result) {
  Return(result, absl::StrFormat("%032x", args[0].obj->handle));
}

Class* ClassArgument(Args args) {
  if (!args[0].IsObject() && !args[0].IsString()) {
    ArgumentTypeError(
        1, absl::StrFormat("must be of type object|string, %s given", ValueNameForErrors(args[0])));
    return nullptr;
  }
  Class* c = ClassOf(args[0], args.Bool(1, true));
  if (!c && !HasException()) {
    FunctionWarning("Class %s does not exist%s", args.View(0),
                    args.Bool(1, true) ? " and could not be loaded" : "");
  }
  return c;
}
void AddName(Array* a, const Class* c) {
  Retain(c->name);
  SetStr(a, c->name, Value(c->name));
}
void ClassImplements(Args args, Value* result) {
  Class* c = ClassArgument(args);
  if (!c) return Return(result, false);
  Array* a = NewArray();
  for (const Class* i : c->interfaces) AddName(a, i);
  Return(result, a);
}
void ClassParents(Args args, Value* result) {
  Class* c = ClassArgument(args);
  if (!c) return Return(result, false);
  Array* a = NewArray();
  for (const Class* p = c->parent; p; p = p->parent) AddName(a, p);
  Return(result, a);
}
void ClassUses(Args args, Value* result) {
  Class* c = ClassArgument(args);
  if (!c) return Return(result, false);
  Array* a = NewArray();
  for (const Class* t : c->traits) AddName(a, t);
  Return(result, a);
}

// A callable as the list of autoloaders holds it: methods as a pair of object or class and name, functions
// without a leading backslash.
Value AutoloaderOf(const Value& callable) {
  if (callable.IsObject()) return Copy(callable);
  Callable found;
  bool method = ResolveCallable(callable, &found) && found.function && found.called_scope && !found.closure &&
                !found.function->Is(FunctionFlags::kTrampoline);
  Value loader;
  if (method) {
    Array* pair = NewArray(2);
    Append(pair, Copy(found.self ? Value(found.self) : Value(found.called_scope->name)));
    Append(pair, Copy(Value(found.function->name)));
    loader = Value(pair);
  } else if (callable.IsString() && callable.str->view().starts_with('\\')) {
    loader = Value(NewString(callable.str->view().substr(1)));
  } else {
    loader = Copy(callable);
  }
  ReleaseCallable(&found);
  return loader;
}
bool SameAutoloader(const Value& a, const Value& b) {
  if (a.IsString() && b.IsString()) return EqualIgnoreCase(a.str->view(), b.str->view());
  return Identical(a, b);
}

void SplAutoloadRegister(Args args, Value* result) {
  if (args.Has(1) && !args.Bool(1)) {
    Notice(
        "spl_autoload_register(): Argument #2 ($do_throw) has been ignored, spl_autoload_register() will "
        "always throw");
  }
  Value loader = args.IsNull(0) ? Value(Intern("spl_autoload")) : AutoloaderOf(args[0]);
  if (loader.IsString() && EqualIgnoreCase(loader.str->view(), "spl_autoload_call")) {
    Release(loader);
    return ArgumentValueError(1, "must not be the spl_autoload_call() function");
  }
  Return(result, true);
  for (const Value& known : Autoloaders()) {
    if (SameAutoloader(known, loader)) return Release(loader);
  }
  AddAutoloader(loader, args.Bool(2));
}
void SplAutoloadUnregister(Args args, Value* result) {
  Value loader = AutoloaderOf(args[0]);
  bool removed = false;
  if (loader.IsString() && EqualIgnoreCase(loader.str->view(), "spl_autoload_call")) {
    while (!Autoloaders().empty()) RemoveAutoloader(Value(Autoloaders().back()));
    removed = true;
  }
  for (const Value& known : Autoloaders()) {
    if (!SameAutoloader(known, loader)) continue;
    removed = RemoveAutoloader(Value(known));
    break;
  }
  Release(loader);
  Return(result, removed);
}
void SplAutoloadFunctions(Args, Value* result) {
  Array* a = NewArray();
  for (const Value& v : Autoloaders()) Append(a, Copy(v));
  Return(result, a);
}
void SplAutoloadCall(Args args, Value*) { Autoload(args.Str(0)); }

constexpr uint16_t kLooks =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kCallsBack | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"class_alias", "(string $class, string $alias, bool $autoload = true): bool", kLooks, ClassAlias},
    {"class_exists", "(string $class, bool $autoload = true): bool", kLooks, Exists<Wanted::kClass>},
    {"class_implements", "($object_or_class, bool $autoload = true): array|false", kLooks, ClassImplements},
    {"class_parents", "($object_or_class, bool $autoload = true): array|false", kLooks, ClassParents},
    {"class_uses", "($object_or_class, bool $autoload = true): array|false", kLooks, ClassUses},
    {"enum_exists", "(string $enum, bool $autoload = true): bool", kLooks, Exists<Wanted::kEnum>},
    {"get_called_class", "(): string", Effects::kUsesFrame | Effects::kThrows, GetCalledClass},
    {"get_class", "(object $object = UNKNOWN): string", Effects::kUsesFrame | Effects::kThrows, GetClass},
    {"get_class_methods", "($object_or_class): array", kLooks | Effects::kUsesFrame, GetClassMethods},
    {"get_class_vars", "(string $class): array", kLooks | Effects::kUsesFrame, GetClassVars},
    {"get_declared_classes", "(): array", Effects::kReadsState, DeclaredClasses<0>},
    {"get_declared_interfaces", "(): array", Effects::kReadsState, DeclaredClasses<ClassFlags::kInterface>},
    {"get_declared_traits", "(): array", Effects::kReadsState, DeclaredClasses<ClassFlags::kTrait>},
    {"get_mangled_object_vars", "(object $object): array", Effects::kReadsState, GetMangledObjectVars},
    {"get_object_vars", "(object $object): array", Effects::kUsesFrame | Effects::kReadsState, GetObjectVars},
    {"get_parent_class", "($object_or_class = UNKNOWN): string|false", kLooks | Effects::kUsesFrame,
     GetParentClass},
    {"interface_exists", "(string $interface, bool $autoload = true): bool", kLooks,
     Exists<Wanted::kInterface>},
    {"is_a", "(mixed $object_or_class, string $class, bool $allow_string = false): bool", kLooks, IsA<false>},
    {"is_subclass_of", "(mixed $object_or_class, string $class, bool $allow_string = true): bool", kLooks,
     IsA<true>},
    {"method_exists", "($object_or_class, string $method): bool", kLooks, MethodExists},
    {"property_exists", "($object_or_class, string $property): bool", kLooks, PropertyExists},
    {"spl_autoload_call", "(string $class): void", kLooks, SplAutoloadCall},
    {"spl_autoload_functions", "(): array", Effects::kReadsState, SplAutoloadFunctions},
    {"spl_autoload_register", "(?callable $callback = null, bool $throw = true, bool $prepend = false): bool",
     kLooks, SplAutoloadRegister},
    {"spl_autoload_unregister", "(callable $callback): bool", kLooks, SplAutoloadUnregister},
    {"spl_object_hash", "(object $object): string", Effects::kReadsState, SplObjectHash},
    {"spl_object_id", "(object $object): int", Effects::kReadsState, SplObjectId},
    {"trait_exists", "(string $trait, bool $autoload = true): bool", kLooks, Exists<Wanted::kTrait>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kClassFunctions(kRows);

}  // namespace tusk
