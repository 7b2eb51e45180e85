// ReflectionExtension, ReflectionZendExtension and ReflectionReference.
#include <cstring>
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/output.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constants.h"
#include "interp/vm/extensions.h"

namespace tusk {
namespace {

using F = FunctionFlags;

// Where an extension stands among those that are loaded; their number if it is none of them.
size_t ExtensionNumber(std::string_view name) {
  const std::vector<std::string_view>& all = LoadedExtensions();
  size_t i = 0;
  while (i < all.size() && !EqualIgnoreCase(all[i], name)) ++i;
  return i;
}
std::string_view NameOf(Args args) { return args.frame->self.obj->props()[0].str->view(); }

void Construct(Args args, Value*) {
  size_t number = ExtensionNumber(args.View(0));
  if (number == LoadedExtensions().size())
    return ThrowReflectionF("Extension \"%s\" does not exist", args.View(0));
  Value* slot = args.frame->self.obj->props();
  Release(*slot);
  *slot = Value(Intern(LoadedExtensions()[number]));
}
void GetName(Args args, Value* result) { Return(result, NameOf(args)); }
void GetVersion(Args, Value* result) { *result = Copy(*FindConstant("PHP_VERSION")); }

// Calls `each` for every function of an extension, in the order of tables.
void EachFunction(std::string_view extension, auto each) {
  for (const ExtensionTable& table : ExtensionTables()) {
    if (extension != table.extension) continue;
    for (uint32_t i = 0; i < table.functions->count; ++i) {
      const BuiltinRow& row = table.functions->rows[i];
      if (!std::strchr(row.name, '\\')) each(FindBuiltin(row.name));
    }
  }
}
void EachClass(std::string_view extension, auto each) {
  for (std::span<const BuiltinClassRow> table : kBuiltinClassTables) {
    for (const BuiltinClassRow& row : table) {
      if (extension == row.extension && !std::strchr(row.name, '\\'))
        each(FindClass(std::string_view(row.name), false));
    }
  }
}
void GetFunctions(Args args, Value* result) {
  Array* out = NewArray();
  EachFunction(NameOf(args), [out](Function* f) { SetStr(out, f->name, Value(ReflectFunction(f))); });
  Return(result, out);
}
void GetClasses(Args args, Value* result) {
  Array* out = NewArray();
  EachClass(NameOf(args), [out](Class* c) { SetStr(out, c->name, Value(ReflectClass(c))); });
  Return(result, out);
}
void GetClassNames(Args args, Value* result) {
  Array* out = NewArray();
  EachClass(NameOf(args), [out](Class* c) {
    Retain(c->name);
    Append(out, Value(c->name));
  });
  Return(result, out);
}
// What a builtin function returns.
Value Ask(std::string_view function, std::initializer_list<Value> arguments) {
  Value answer;
  CallFunction(FindBuiltin(function), nullptr, nullptr, static_cast<uint32_t>(arguments.size()),
               arguments.begin(), &answer);
  return answer;
}
// The constants of an extension by name; owned.
Value ConstantsOf(std::string_view extension) {
  Value all = Ask("get_defined_constants", {Value(true)});
  Value found = all.IsArray() ? CopyDeref(GetStr(all.arr, extension)) : Value();
  Release(all);
  return found.IsArray() ? found : Value(EmptyArray());
}
// Its settings: values, or with `details` arrays; owned.
Value SettingsOf(std::string_view extension, bool details) {
  Value name(NewString(extension));
  Value found = Ask("ini_get_all", {name, Value(details)});
  Release(name);
  if (found.IsArray()) return found;
  Release(found);
  return Value(EmptyArray());
}
void GetConstants(Args args, Value* result) { *result = ConstantsOf(NameOf(args)); }
void GetIniEntries(Args args, Value* result) { *result = SettingsOf(NameOf(args), false); }
void GetDependencies(Args args, Value* result) {
  static constexpr std::string_view kOnLibxml[] = {"dom", "SimpleXML", "xmlwriter", "xml", "xmlreader"};
  std::string_view name = NameOf(args);
  Array* out = NewArray();
  for (std::string_view one : kOnLibxml) {
    if (one == name) SetStr(out, "libxml", Value(Intern("Required")));
  }
  if (name == "dom") SetStr(out, "domxml", Value(Intern("Conflicts")));
  if (name == "standard") SetStr(out, "session", Value(Intern("Optional")));
  Return(result, out);
}
void Info(Args args, Value*) {
  std::string_view name = NameOf(args);
  Echo(MakeText("\n", name, "\n\n", name, " support => enabled\n\n"));
}
void IsPersistent(Args, Value* result) { Return(result, true); }
void IsTemporary(Args, Value* result) { Return(result, false); }
std::string Text(const Array* of, std::string_view key) {
  Value v = Deref(GetStr(of, key));
  return v.IsString() ? std::string(v.str->view()) : std::string();
}
void AppendSettings(std::string* out, std::string_view extension) {
  Value settings = SettingsOf(extension, true);
  if (settings.arr->count) *out += "\n  - INI {\n";
  for (uint32_t p = First(settings.arr); p != kEnd; p = Next(settings.arr, p)) {
    const Array* one = Deref(ValueAt(settings.arr, p)).arr;
    int64_t access = Deref(GetStr(one, "access")).i;
    const char* who = access == 7 ? "ALL" : access == 4 ? "SYSTEM" : access & 2 ? "PERDIR,SYSTEM" : "USER";
    std::string local = Text(one, "local_value"), global = Text(one, "global_value");
    AppendText(out, "    Entry [ ", KeyAt(settings.arr, p).name->view(), " <", who, "> ]\n      Current = '",
               local, "'\n");
    if (local != global) AppendText(out, "      Default = '", global, "'\n");
    *out += "    }\n";
  }
  if (settings.arr->count) *out += "  }\n";
  Release(settings);
}
void ToText(Args args, Value* result) {
  std::string name(NameOf(args));
  Value version = Copy(*FindConstant("PHP_VERSION"));
  std::string out = MakeText("Extension [ <persistent> extension #", ExtensionNumber(name), " ", name,
                             " version ", version.str->view(), " ] {\n");
  Release(version);
  AppendSettings(&out, name);
  Value constants = ConstantsOf(name);
  if (constants.arr->count) {
    AppendText(&out, "\n  - Constants [", constants.arr->count, "] {\n");
    for (uint32_t p = First(constants.arr); p != kEnd; p = Next(constants.arr, p)) {
      AppendText(&out, "    ",
                 GlobalConstantText(KeyAt(constants.arr, p).name->view(), ValueAt(constants.arr, p), ""));
    }
    out += "  }\n";
  }
  Release(constants);
  std::string functions, classes;
  size_t count = 0;
  EachFunction(name,
               [&](Function* f) { functions += FunctionText({.function = f, .name = f->name}, "    "); });
  if (!functions.empty()) AppendText(&out, "\n  - Functions {\n", functions, "  }\n");
  EachClass(name, [&](Class* c) {
    ++count;
    AppendText(&classes, "\n", ClassText(c, nullptr, "    "));
  });
  if (count) AppendText(&out, "\n  - Classes [", count, "] {", classes, "  }\n");
  Return(result, std::string_view(out + "}\n"));
}

void ConstructZend(Args args, Value*) {
  ThrowReflectionF("Zend Extension \"%s\" does not exist", args.View(0));
}

// --- ReflectionReference

struct ReflectedReference {
  uint64_t id;
};
constexpr ObjectHandlers kReferenceHandlers = {
    .construct_native = [](Object* o) { o->native<ReflectedReference>()->id = 0; }, .cloneable = false};

// What tells a reference from all others while it lives: not its address, which is nobody's business.
uint64_t Mixed(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ x >> 33;
}
void FromArrayElement(Args args, Value* result) {
  Array* a = args.Arr(0);
  ArrayKey key = args[1].IsInt() ? ArrayKey::Int(args[1].i) : KeyFromString(args.Str(1));
  if (!Has(a, key)) return ThrowReflection("Array key not found");
  Value v = Get(a, key);
  if (!v.IsReference()) return;
  // One that nothing else holds is none, but for an array that holds itself.
  bool itself = v.ref->value.IsArray() && v.ref->value.arr == a;
  if (v.ref->refcount <= 1 && !itself) return;
  Object* o = NewObjectUnchecked(ReflectorClass(Reflector::kReference));
  o->native<ReflectedReference>()->id = reinterpret_cast<uintptr_t>(v.ref);
  *result = Value(o);
}
void GetId(Args args, Value* result) {
  static const uint64_t kSalt = Mixed(reinterpret_cast<uintptr_t>(&kReferenceHandlers) ^
                                      static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&args)));
  uint64_t id = args.frame->self.obj->native<ReflectedReference>()->id;
  uint64_t words[3] = {Mixed(id ^ kSalt), Mixed(id + kSalt), Mixed(id * 2 + 1 + kSalt)};
  constexpr size_t kIdBytes = 20;
  Return(result, std::string_view(reinterpret_cast<const char*>(words), kIdBytes));
}
void ConstructReference(Args, Value*) {}

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(string $name)", kActs, Construct},
    {"__toString", "(): string", kActs, ToText},
    {"getName", "(): string", kLooks, GetName},
    {"getVersion", "(): ?string", kLooks, GetVersion},
    {"getFunctions", "(): array", kActs, GetFunctions},
    {"getClasses", "(): array", kActs, GetClasses},
    {"getClassNames", "(): array", kActs, GetClassNames},
    {"getConstants", "(): array", kActs, GetConstants},
    {"getINIEntries", "(): array", kActs, GetIniEntries},
    {"info", "(): void", kActs, Info},
    {"getDependencies", "(): array", kActs, GetDependencies},
    {"isPersistent", "(): bool", kLooks, IsPersistent},
    {"isTemporary", "(): bool", kLooks, IsTemporary},
};
constexpr BuiltinMethodRow kZendMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "(string $name)", kActs, ConstructZend},
    {"__toString", "(): string", kLooks, GetName},
    {"getName", "(): string", kLooks, GetName},
};
constexpr BuiltinMethodRow kReferenceMethods[] = {
    {"fromArrayElement", "(array $array, string|int $key): ?ReflectionReference", kActs, FromArrayElement,
     F::kPublic | F::kStatic},
    {"getId", "(): string", kLooks, GetId},
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"__construct", "()", kLooks, ConstructReference, F::kPrivate},
};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionExtension",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .properties = kProperties,
     .extension = "Reflection"},
    {.name = "ReflectionZendExtension",
     .interfaces = "Reflector",
     .flags = ClassFlags::kNotSerializable,
     .methods = kZendMethods,
     .properties = kProperties,
     .extension = "Reflection"},
    {.name = "ReflectionReference",
     .flags = ClassFlags::kFinal | ClassFlags::kNotSerializable,
     .methods = kReferenceMethods,
     .handlers = &kReferenceHandlers,
     .native_size = sizeof(ReflectedReference),
     .extension = "Reflection"},
};

}  // namespace

Object* ReflectExtension(std::string_view name) {
  Object* o = NewObjectUnchecked(ReflectorClass(Reflector::kExtension));
  Value* slot = o->props();
  Release(*slot);
  *slot = Value(Intern(name));
  return o;
}

const std::span<const BuiltinClassRow> kReflectionExtensionClasses = kRows;

}  // namespace tusk
