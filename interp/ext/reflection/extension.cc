// ReflectionExtension, ReflectionZendExtension and ReflectionReference.
#include <cstring>
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/class_table.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constants.h"

namespace tusk {
namespace {

using F = FunctionFlags;

// The name of an extension as it is written there; null when there is none.
const char* ExtensionNamed(std::string_view name) {
  for (const ExtensionTable& table : ExtensionTables()) {
    if (EqualIgnoreCase(table.extension, name)) return table.extension;
  }
  for (std::span<const BuiltinClassRow> table : kBuiltinClassTables) {
    if (!table.empty() && EqualIgnoreCase(table[0].extension, name)) return table[0].extension;
  }
  return nullptr;
}
std::string_view NameOf(Args args) { return args.frame->self.obj->props()[0].str->view(); }

void Construct(Args args, Value*) {
  const char* name = ExtensionNamed(args.View(0));
  if (!name) return ThrowReflectionF("Extension \"%s\" does not exist", args.View(0));
  Value* slot = args.frame->self.obj->props();
  Release(*slot);
  *slot = Value(Intern(name));
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
void GetDependencies(Args, Value* result) { Return(result, EmptyArray()); }
void IsPersistent(Args, Value* result) { Return(result, true); }
void IsTemporary(Args, Value* result) { Return(result, false); }
void ToText(Args args, Value* result) {
  std::string name(NameOf(args));
  Value version = Copy(*FindConstant("PHP_VERSION"));
  std::string out =
      MakeText("Extension [ <persistent> extension ", name, " version ", version.str->view(), " ] {\n");
  Release(version);
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
  if (!v.IsReference() || v.ref->refcount <= 1) return;
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
    {"getDependencies", "(): array", kLooks, GetDependencies},
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
    {"fromArrayElement", "(array $array, int|string $key): ?ReflectionReference", kActs, FromArrayElement,
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
