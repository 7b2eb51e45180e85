// All properties of an object at once: for dumps, casts, get_object_vars().
#include <iterator>
#include <string>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_lookup.h"

namespace tusk {

// Made once for most: the names of a program's properties come again and again.
String* MangledName(const PropertyInfo* info) {
  constexpr uint32_t kVisibility = FunctionFlags::kPrivate | FunctionFlags::kProtected;
  if (!(info->flags & kVisibility)) return info->name;
  struct Recent {
    const PropertyInfo* info;
    String* name;
  };
  static constinit Recent recent[512] = {};
  Recent& known = recent[reinterpret_cast<uintptr_t>(info) / 16 % std::size(recent)];
  if (known.info == info) return known.name;
  std::string name(1, '\0');
  name += info->flags & FunctionFlags::kPrivate ? info->scope->name->view() : "*";
  name += '\0';
  name += info->name->view();
  known = {info, Intern(name)};
  return known.name;
}

namespace {

Value ForArray(const Value& v) {
  if (v.IsReference() && v.ref->refcount == 1) return CopyDeref(v);
  return Copy(v);
}

void AddDynamic(Array* out, Object* o, bool keys_as_in_arrays) {
  if (!o->dynamic) return;
  for (uint32_t p = First(o->dynamic); p != kEnd; p = Next(o->dynamic, p)) {
    ArrayKey key = KeyAt(o->dynamic, p);
    Value v = ForArray(ValueAt(o->dynamic, p));
    if (!key.IsInt() && keys_as_in_arrays) key = KeyFromString(key.name);
    Set(out, key, v);
  }
}

// The table of dynamic properties itself, with a reference, where it may be shared as the array of all
// properties: writers of properties separate it. Null where something would differ.
Array* SharedDynamic(Object* o) {
  Array* a = o->dynamic;
  if (!a || o->cls->slot_count != 0 || a->iterators != 0 || a->position != 0) return nullptr;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    Value v = ValueAt(a, p);
    int64_t number;
    if (v.IsReference() || v.IsIndirect() || key.IsInt() || IsIntKey(key.name->view(), &number))
      return nullptr;
  }
  Retain(a);
  return a;
}

// What stands for the properties of such an object. Null: they do themselves.
Array* InsteadOfProperties(Object* o) {
  auto cast = o->cls->handlers->cast_to_array;
  return cast ? cast(o) : nullptr;
}

Array* AllProperties(Object* o, bool keys_as_in_arrays, bool run_hooks = false) {
  Class* c = o->cls;
  if (c->slot_count == 0 && !o->dynamic) return NewArray(0);
  Array* out = NewHash(c->slot_count + (o->dynamic ? o->dynamic->count : 0));
  for (uint32_t i = 0; i < c->slot_count; ++i) {
    const PropertyInfo* info = c->slot_info[i];
    if (!info) continue;
    bool hooked = run_hooks && info->get_hook;
    const Value& v = o->props()[i];
    if (v.IsUndef() && !hooked) continue;
    Value shown = hooked ? ReadProperty(o, info->name, info->scope, nullptr) : ForArray(v);
    if (hooked && HasException()) {
      Release(shown);
      break;
    }
    SetStr(out, MangledName(info), shown);
  }
  AddDynamic(out, o, keys_as_in_arrays);
  return out;
}
}  // namespace

Array* PropertiesToArray(Object* o) { return AllProperties(o, false); }
Array* InitializedProperties(Object* o) {
  if (TUSK_UNLIKELY(IsLazy(o))) o = LazyTarget(o);
  if (!o) return NewArray(0);
  Array* instead = InsteadOfProperties(o);
  return instead ? instead : AllProperties(o, false);
}
Array* ReadableProperties(Object* o) {
  if (TUSK_LIKELY(!o->cls->Is(ClassFlags::kHasHooks))) return InitializedProperties(o);
  if (TUSK_UNLIKELY(IsLazy(o))) o = LazyTarget(o);
  if (!o) return NewArray(0);
  Array* instead = InsteadOfProperties(o);
  return instead ? instead : AllProperties(o, false, true);
}
Array* ObjectToArray(Object* o) {
  o = LazyInstance(o);
  if (Array* instead = InsteadOfProperties(o)) return instead;
  const ObjectHandlers* handlers = o->cls->handlers;
  if (handlers && handlers->dump_is_array) return handlers->properties_for_dump(o);
  if (Array* shared = SharedDynamic(o)) return shared;
  return AllProperties(o, true);
}

namespace {
// What code of `scope` sees; with `names_only` null stands for every value, and no hook runs.
Array* Visible(Object* o, Class* scope, bool names_only) {
  if (TUSK_UNLIKELY(IsLazy(o))) {
    o = LazyTarget(o);
    if (!o) return NewArray(0);
  }
  Class* c = o->cls;
  if (c->slot_count == 0 && !o->dynamic) return NewArray(0);
  if (Array* shared = SharedDynamic(o)) return shared;
  Array* out = NewHash(c->slot_count + (o->dynamic ? o->dynamic->count : 0));
  for (uint32_t i = 0; i < c->slot_count; ++i) {
    const PropertyInfo* info = c->slot_info[i];
    if (!info) continue;
    // Of two properties of one name, the scope's own private one wins.
    PropertyInfo* visible = nullptr;
    if (FindProperty(c, info->name, scope, &visible) != Lookup::kSlot || visible->slot != i) continue;
    const Value& v = o->props()[i];
    if (!info->get_hook && v.IsUndef() && (!names_only || HasHooks(info))) continue;
    if (names_only) {
      SetStr(out, info->name, Value::Null());
    } else if (HasHooks(info)) {
      Value read = ReadProperty(o, info->name, scope, nullptr);
      if (HasException()) {
        Release(read);
        break;
      }
      SetStr(out, info->name, read);
    } else {
      SetStr(out, info->name, ForArray(v));
    }
  }
  if (!o->dynamic) return out;
  for (uint32_t p = First(o->dynamic); p != kEnd; p = Next(o->dynamic, p)) {
    ArrayKey key = KeyAt(o->dynamic, p);
    if (!key.IsInt()) key = KeyFromString(key.name);
    if (!Has(out, key)) Set(out, key, names_only ? Value::Null() : ForArray(ValueAt(o->dynamic, p)));
  }
  return out;
}
}  // namespace

Array* VisibleProperties(Object* o, Class* scope) { return Visible(o, scope, false); }
Array* VisibleNames(Object* o, Class* scope) { return Visible(o, scope, true); }

}  // namespace tusk
