// Class relations and the table of classes with autoloading.
#include "interp/runtime/class.h"

#include <cstring>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/ascii_case.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/name_cache.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/teardown.h"

namespace tusk {

bool InstanceOf(const Class* c, const Class* ancestor) {
  if (c == ancestor) return true;
  if (ancestor->Is(ClassFlags::kInterface)) {
    for (const Class* i : c->interfaces) {
      if (i == ancestor) return true;
    }
    return false;
  }
  for (const Class* p = c->parent; p; p = p->parent) {
    if (p == ancestor) return true;
  }
  return false;
}

namespace {

struct ClassTable {
  absl::flat_hash_map<std::string_view, Class*> by_name;  // keys are interned
  std::vector<ClassEntry> entries;
  std::vector<Value> autoloaders;
  std::vector<String*> loading;  // names whose autoloading is under way
};

ClassTable& Table() {
  static ClassTable* table = new ClassTable;
  return *table;
}

constinit NameCache<Class> g_recent;

#ifdef TUSK_CHECKS
const TeardownStep kRelease([] {
  ClassTable& table = Table();
  for (const Value& autoloader : table.autoloaders) Release(autoloader);
  table.autoloaders.clear();
  for (const ClassEntry& entry : table.entries) {
    Class* c = entry.cls;
    for (Value& v : c->statics) {
      if (!v.IsIndirect()) Release(v);
      v = Value();
    }
    for (auto& constant : c->constants) {
      if (constant.member->scope != c) continue;
      Release(constant.member->value);
      constant.member->value = Value();
    }
    if (c->enum_info && c->enum_info->cases_by_value) {
      Release(Value(std::exchange(c->enum_info->cases_by_value, nullptr)));
    }
    if (!c->defaults) continue;  // seen already, under another name
    for (uint32_t i = 0; i < c->slot_count; ++i) Release(c->defaults[i]);
    Free(c->defaults, c->slot_count * sizeof(Value));
    c->defaults = nullptr;
  }
});
#endif

bool ValidClassName(std::string_view name) {
  for (unsigned char c : name) {
    if (!(c >= 0x80 || c == '_' || c == '\\' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
          (c >= 'A' && c <= 'Z'))) {
      return false;
    }
  }
  return !name.empty();
}

}  // namespace

bool AddClass(String* lower_name, Class* c) {
  ClassTable& table = Table();
  String* key = lower_name->Interned() ? lower_name : Intern(lower_name->view());
  auto [it, inserted] = table.by_name.try_emplace(key->view(), c);
  if (!inserted) return false;
  table.entries.push_back({key, c});
  return true;
}

const std::vector<ClassEntry>& AllClasses() { return Table().entries; }

Class* FindClass(String* name, bool autoload) {
  ClassTable& table = Table();
  if (Class* c = g_recent.Find(name)) return c;
  std::string_view view = name->view();
  if (!view.empty() && view[0] == '\\') view.remove_prefix(1);
  LowerName lower(view);
  auto it = table.by_name.find(lower.view());
  if (it != table.by_name.end()) {
    g_recent.Put(name, it->second);
    return it->second;
  }
  if (g_state->make_builtin_class) {
    if (Class* c = g_state->make_builtin_class(lower.view())) return c;
  }
  if (!autoload || table.autoloaders.empty() || HasException() || !ValidClassName(view)) return nullptr;
  if (view.size() != name->length) {
    String* plain = NewString(view);
    Class* c = Autoload(plain);
    Release(plain);
    return c;
  }
  return Autoload(name);
}

Class* FindClass(std::string_view name, bool autoload) {
  String* s = NewString(name);
  Class* c = FindClass(s, autoload);
  Release(s);
  return c;
}

Class* FindClassOrThrow(String* name, const char* what) {
  Class* c = FindClass(name, true);
  if (!c && !HasException()) {
    std::string_view view = name->view();
    if (!view.empty() && view[0] == '\\') view.remove_prefix(1);
    ThrowError("%s \"%s\" not found", what, view);
  }
  return c;
}

Class* Autoload(String* name) {
  ClassTable& table = Table();
  String* lower = InternLower(name->view());
  for (String* s : table.loading) {
    if (s == lower) return nullptr;  // an autoloader needs the class it is loading
  }
  table.loading.push_back(lower);
  Class* found = nullptr;
  for (size_t i = 0; i < table.autoloaders.size() && !found; ++i) {
    Value loader = Copy(table.autoloaders[i]);
    Value arg(name);
    Value result;
    Retain(name);
    g_state->call_callable(loader, 1, &arg, &result);
    Release(result);
    Release(arg);
    Release(loader);
    if (HasException()) break;
    auto it = table.by_name.find(lower->view());
    if (it != table.by_name.end()) found = it->second;
  }
  std::erase(table.loading, lower);
  return found;
}

bool AddAutoloader(Value callable, bool prepend) {
  ClassTable& table = Table();
  for (const Value& v : table.autoloaders) {
    if (v.type == callable.type && Identical(v, callable)) {
      Release(callable);
      return false;
    }
  }
  table.autoloaders.insert(prepend ? table.autoloaders.begin() : table.autoloaders.end(), callable);
  return true;
}

bool RemoveAutoloader(const Value& callable) {
  ClassTable& table = Table();
  for (size_t i = 0; i < table.autoloaders.size(); ++i) {
    if (table.autoloaders[i].type == callable.type && Identical(table.autoloaders[i], callable)) {
      Value old = table.autoloaders[i];
      table.autoloaders.erase(table.autoloaders.begin() + static_cast<ptrdiff_t>(i));
      Release(old);
      return true;
    }
  }
  return false;
}

const std::vector<Value>& Autoloaders() { return Table().autoloaders; }

}  // namespace tusk
