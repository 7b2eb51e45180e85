// Makes builtin classes from their rows when they are first looked up.
#include "interp/runtime/builtin_class.h"
#include "interp/runtime/errors.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/core/builtin_class_maker.h"
#include "interp/runtime/arena.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/vm/builtin.h"
#include "interp/vm/main.h"
#include "interp/vm/prelude.h"
#include "interp/vm/signature.h"
#include "interp/vm/symbols.h"

namespace tusk {
namespace {

Value InitValue(const BuiltinInit& init) {
  switch (init.type) {
    case Type::kInt: return Value(init.i);
    case Type::kFloat: return Value(std::bit_cast<double>(init.i));
    case Type::kString: return Value(Intern(init.s));
    case Type::kArray: return Value(EmptyArray());
    default: return Value(init.type, 0);
  }
}

// Types are read by the reader of signatures.
TypeDecl ParseType(const char* text) {
  if (!text || !*text) return {};
  std::string signature = std::string("(): ") + text;
  BuiltinRow row{"type", signature.c_str(), 0, nullptr};
  Builtin f;
  f.row = &row;
  ParseSignature(&f);
  return f.return_type;
}

void AddMethods(Class* c, const BuiltinClassRow& row) {
  for (const BuiltinMethodRow& m : row.methods) {
    uint32_t flags = m.flags;
    if (!(flags & (FunctionFlags::kPublic | FunctionFlags::kProtected | FunctionFlags::kPrivate))) {
      flags |= FunctionFlags::kPublic;
    }
    Builtin* f = MakeBuiltin(m.function, c, flags);
    c->methods.Put(InternLower(m.function.name), f);
  }
}

void AddProperties(Class* c, const BuiltinClassRow& row) {
  std::vector<Value> defaults;
  for (const BuiltinPropertyRow& p : row.properties) {
    auto* info = PermanentArena().Make<PropertyInfo>();
    info->name = Intern(p.name);
    info->flags = p.flags;
    if (!(info->flags & (FunctionFlags::kPublic | FunctionFlags::kProtected | FunctionFlags::kPrivate))) {
      info->flags |= FunctionFlags::kPublic;
    }
    info->scope = c;
    info->type = ParseType(p.type);
    if (info->flags & FunctionFlags::kStatic) {
      info->slot = static_cast<uint32_t>(c->statics.size());
      c->statics.push_back(InitValue(p.value));
    } else {
      info->slot = static_cast<uint32_t>(defaults.size());
      defaults.push_back(InitValue(p.value));
    }
    c->properties.Put(info->name, info);
  }
  c->slot_count = static_cast<uint32_t>(defaults.size());
  if (c->slot_count) {
    c->defaults = static_cast<Value*>(Allocate(c->slot_count * sizeof(Value)));
    for (uint32_t i = 0; i < c->slot_count; ++i) new (&c->defaults[i]) Value(defaults[i]);
  }
}

Class* CompileClass(const BuiltinClassRow& row) {
  static std::vector<const BuiltinClassRow*> under_way;
  for (const BuiltinClassRow* other : under_way) {
    if (other == &row) return nullptr;  // asked for by its own declaration
  }
  under_way.push_back(&row);
  PendingAside aside;
  OpArray* code = g_compile(row.source, PreludeFile(), true);
  CHECK(code != nullptr);
  Array* variables = NewHash(0);
  Value result;
  RunCode(&g_vm, code, variables, Value(), &result);
  Release(result);
  Release(Value(variables));
  CHECK(!HasException());
  std::erase(under_way, &row);
  Class* c = FindClass(std::string_view(row.name), false);
  CHECK(c != nullptr);
  c->flags |= ClassFlags::kBuiltin | row.flags;
  if (row.handlers) c->handlers = row.handlers;
  return c;
}

// What a dump shows of an object whose class is written in PHP: not the private properties of builtin
// classes.
Array* VisibleForDump(Object* o) {
  Array* all = PropertiesToArray(o);
  Array* shown = NewArray();
  for (uint32_t p = First(all); p != kEnd; p = Next(all, p)) {
    ArrayKey key = KeyAt(all, p);
    std::string_view name = key.IsInt() ? std::string_view() : key.name->view();
    if (name.size() > 1 && name[0] == 0 && name[1] != '*') {
      std::string_view owner = name.substr(1, name.find('\0', 1) - 1);
      if (FindBuiltinClassRow(owner)) continue;
    }
    Set(shown, key, Copy(ValueAt(all, p)));
  }
  Release(all);
  return shown;
}

}  // namespace

const ObjectHandlers kOpaqueHandlers = {.properties_for_dump = VisibleForDump, .dump_is_array = true};
const ObjectHandlers kOpaqueUncloneableHandlers = {
    .cloneable = false, .properties_for_dump = VisibleForDump, .dump_is_array = true};

namespace {

// The rows by length and first letter: programs ask for classes that do not exist yet all the time.
class RowIndex {
 public:
  RowIndex() {
    for (std::span<const BuiltinClassRow> table : kBuiltinClassTables) {
      for (const BuiltinClassRow& row : table) buckets_[Bucket(row.name)].push_back(&row);
    }
  }
  const BuiltinClassRow* Find(std::string_view name) const {
    for (const BuiltinClassRow* row : buckets_[Bucket(name)]) {
      if (EqualIgnoreCase(row->name, name)) return row;
    }
    return nullptr;
  }

 private:
  static size_t Bucket(std::string_view name) {
    if (name.empty()) return 0;
    return (name.size() * 32 + (static_cast<unsigned char>(name[0]) & 31)) % kBuckets;
  }
  static constexpr size_t kBuckets = 1024;
  std::array<std::vector<const BuiltinClassRow*>, kBuckets> buckets_;
};

}  // namespace

const BuiltinClassRow* FindBuiltinClassRow(std::string_view name) {
  static const auto* index = new RowIndex;
  return index->Find(name);
}

Class* MakeBuiltinClass(std::string_view lower_name) {
  const BuiltinClassRow* row = FindBuiltinClassRow(lower_name);
  if (!row) return nullptr;
  if (row->source) return CompileClass(*row);
  auto* c = PermanentArena().Make<Class>();
  c->name = Intern(row->name);
  c->lower_name = InternLower(row->name);
  c->flags = row->flags | ClassFlags::kBuiltin;
  c->handlers = row->handlers;
  c->native_size = row->native_size;
  if (row->parent) c->parent_name = Intern(row->parent);
  std::string_view names = row->interfaces;
  while (!names.empty()) {
    size_t end = names.find(' ');
    c->interface_names.push_back(Intern(names.substr(0, end)));
    names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
  }
  AddMethods(c, *row);
  AddProperties(c, *row);
  CHECK(LinkClass(c, {}));
  // Behind inherited ones.
  for (const BuiltinClassConstantRow& k : row->constants) {
    auto* constant = PermanentArena().Make<ClassConstant>();
    constant->value = InitValue(k.value);
    constant->flags = FunctionFlags::kPublic;
    constant->scope = c;
    c->constants.Put(Intern(k.name), constant);
  }
  if (row->constructor) c->constructor = MakeBuiltin(*row->constructor, nullptr, FunctionFlags::kPublic);
  if (row->destructor) c->destructor = MakeBuiltin(*row->destructor, nullptr, FunctionFlags::kPublic);
  return c;
}

}  // namespace tusk
