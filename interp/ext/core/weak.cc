// WeakReference and WeakMap.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "interp/ext/class_tables.h"
#include "interp/ext/tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/object_store.h"
#include "interp/vm/call.h"
#include "interp/vm/frame.h"

namespace tusk {
namespace {

using F = FunctionFlags;

struct WeakReference {
  Object* target;  // not counted; null once it died
};
struct WeakMap {
  Array* values;  // handle of the key object -> value; owned
};

// Who must hear of an object's death.
struct Watchers {
  Object* reference = nullptr;  // its WeakReference, of which there is one per object
  std::vector<Object*> maps;
};
absl::flat_hash_map<Object*, Watchers>& AllWatchers() {
  static auto* watchers = new absl::flat_hash_map<Object*, Watchers>;
  return *watchers;
}

WeakMap* MapOf(Object* o) { return o->native<WeakMap>(); }

Array* ValuesOf(Object* map) {
  WeakMap* m = MapOf(map);
  if (!m->values) m->values = NewHash(8);
  return m->values;
}

// Takes an entry out. The map alone owns its array; the collector may hold it as well while it frees garbage.
void DeleteValue(Object* map, Object* key) {
  Array* values = ValuesOf(map);
  Value old = Copy(GetInt(values, key->handle));
  uint32_t holders = values->refcount;
  values->refcount = 1;
  DeleteInt(values, key->handle);
  values->refcount = holders;
  Release(old);
}

void Forget(Object* o) {
  auto it = AllWatchers().find(o);
  if (it == AllWatchers().end()) return;
  Watchers watchers = std::move(it->second);
  AllWatchers().erase(it);
  if (watchers.reference) watchers.reference->native<WeakReference>()->target = nullptr;
  // What goes with an entry may hold the last reference to another map.
  for (Object* map : watchers.maps) Retain(map);
  for (Object* map : watchers.maps) DeleteValue(map, o);
  for (Object* map : watchers.maps) Release(Value(map));
}

Watchers& Watch(Object* o) {
  g_forget_weak_references = Forget;
  o->flags |= ObjectFlags::kWeaklyReferenced;
  return AllWatchers()[o];
}

void Unwatch(Object* o) {
  auto it = AllWatchers().find(o);
  if (it == AllWatchers().end() || it->second.reference || !it->second.maps.empty()) return;
  AllWatchers().erase(it);
  o->flags &= ~ObjectFlags::kWeaklyReferenced;
}

// --- WeakReference

void DestroyReference(Object* o) {
  Object* target = o->native<WeakReference>()->target;
  if (!target) return;
  Watch(target).reference = nullptr;
  Unwatch(target);
}
Array* DumpReference(Object* o) {
  Object* target = o->native<WeakReference>()->target;
  Array* out = NewHash(1);
  SetStr(out, "object", target ? Copy(Value(target)) : Value::Null());
  return out;
}
constexpr ObjectHandlers kReferenceHandlers = {
    .destroy_native = DestroyReference, .cloneable = false, .properties_for_dump = DumpReference};

void ReferenceConstruct(Args, Value*) {
  ThrowError("Direct instantiation of WeakReference is not allowed, use WeakReference::create instead");
}
void ReferenceCreate(Args args, Value* result) {
  Object* target = args[0].obj;
  Watchers& watchers = Watch(target);
  if (watchers.reference) {
    *result = Copy(Value(watchers.reference));
    return;
  }
  Object* o = NewObjectUnchecked(args.frame->func->scope);
  o->native<WeakReference>()->target = target;
  Watch(target).reference = o;
  *result = Value(o);
}
void ReferenceGet(Args args, Value* result) {
  Object* target = args.frame->self.obj->native<WeakReference>()->target;
  if (target) *result = Copy(Value(target));
}

// --- WeakMap

void RemoveKey(Object* map, Object* key) {
  auto it = AllWatchers().find(key);
  if (it == AllWatchers().end()) return;
  std::erase(it->second.maps, map);
  Unwatch(key);
}
void DestroyMap(Object* o) {
  Array* values = MapOf(o)->values;
  if (!values) return;
  for (uint32_t p = First(values); p != kEnd; p = Next(values, p)) {
    if (Object* key = ObjectByHandle(static_cast<uint32_t>(KeyAt(values, p).num))) RemoveKey(o, key);
  }
  MapOf(o)->values = nullptr;
  Release(Value(values));
}
void CloneMap(Object* to, Object* from) {
  Array* values = MapOf(from)->values;
  if (!values) return;
  MapOf(to)->values = CopyArray(values);
  for (uint32_t p = First(values); p != kEnd; p = Next(values, p)) {
    if (Object* key = ObjectByHandle(static_cast<uint32_t>(KeyAt(values, p).num)))
      Watch(key).maps.push_back(to);
  }
}
void TraceMap(Object* o, void (*visit)(Value*, void*), void* context) {
  Array* values = MapOf(o)->values;
  if (!values) return;
  Value v(values);
  visit(&v, context);
}
bool KeyObject(const Value* key, Object** out) {
  const Value* k = key ? Deref(key) : nullptr;
  if (!k || !k->IsObject()) {
    ThrowTypeError("WeakMap key must be an object");
    return false;
  }
  *out = k->obj;
  return true;
}
bool ReadMap(Object* o, const Value* key, bool isset, Value* result) {
  Object* k;
  if (!key || key->IsUndef()) {
    ThrowError("Cannot append to WeakMap");
    return false;
  }
  if (!KeyObject(key, &k)) return false;
  Value v = GetInt(ValuesOf(o), k->handle);
  if (v.IsUndef()) {
    if (!isset) ThrowError("Object %s#%d not contained in WeakMap", k->cls->name->data, k->handle);
    return false;
  }
  *result = CopyDeref(v);
  return true;
}
// $map[$object][] = 1 and $map[$object]++: the entry has to be there.
Value* EntryPlace(Object* o, const Value& key, bool) {
  Object* k;
  if (!KeyObject(&key, &k)) return nullptr;
  Array* values = ValuesOf(o);
  uint32_t p = PositionOf(values, ArrayKey::Int(k->handle));
  if (p != kEnd) return PlaceAt(values, p);
  ThrowError("Object %s#%d not contained in WeakMap", k->cls->name->data, k->handle);
  return nullptr;
}
bool WriteMap(Object* o, const Value* key, Value value) {
  Object* k;
  if (!key || key->IsUndef()) {
    ThrowError("Cannot append to WeakMap");
    return false;
  }
  if (!KeyObject(key, &k)) return false;
  Array* values = ValuesOf(o);
  if (GetInt(values, k->handle).IsUndef()) Watch(k).maps.push_back(o);
  SetInt(values, k->handle, value);
  return true;
}
Array* DumpMap(Object* o) {
  Array* out = NewArray();
  Array* values = ValuesOf(o);
  for (uint32_t p = First(values); p != kEnd; p = Next(values, p)) {
    Object* key = ObjectByHandle(static_cast<uint32_t>(KeyAt(values, p).num));
    if (!key) continue;
    Array* pair = NewHash(2);
    SetStr(pair, "key", Copy(Value(key)));
    SetStr(pair, "value", Copy(ValueAt(values, p)));
    Append(out, Value(pair));
  }
  return out;
}
int64_t CountMap(Object* o) { return ValuesOf(o)->count; }
constexpr ObjectHandlers kMapHandlers = {.destroy_native = DestroyMap,
                                         .clone_native = CloneMap,
                                         .trace_native = TraceMap,
                                         .read_dimension = ReadMap,
                                         .write_dimension = WriteMap,
                                         .count = CountMap,
                                         .properties_for_dump = DumpMap,
                                         .element_place = EntryPlace};

void MapGet(Args args, Value* result) { ReadMap(args.frame->self.obj, &args[0], false, result); }
void MapSet(Args args, Value*) {
  Value v = CopyDeref(args[1]);
  if (!WriteMap(args.frame->self.obj, &args[0], v)) Release(v);
}
void MapExists(Args args, Value* result) {
  Value v;
  bool found = ReadMap(args.frame->self.obj, &args[0], true, &v) && !v.IsNull();
  Release(v);
  *result = Value(found);
}
void MapUnset(Args args, Value*) {
  Object* o = args.frame->self.obj;
  Object* k;
  if (!KeyObject(&args[0], &k)) return;
  if (GetInt(ValuesOf(o), k->handle).IsUndef()) return;
  RemoveKey(o, k);
  DeleteValue(o, k);
}
void MapCount(Args args, Value* result) { *result = Value(CountMap(args.frame->self.obj)); }

// The keys of a map by their handles, and one entry by its key's: what its iterator walks by, without keeping
// the keys alive.
void MapHandles(Args args, Value* result) {
  Array* out = NewArray();
  Array* values = ValuesOf(args[0].obj);
  for (uint32_t p = First(values); p != kEnd; p = Next(values, p)) Append(out, Value(KeyAt(values, p).num));
  *result = Value(out);
}
void MapEntry(Args args, Value* result) {
  Value v = GetInt(ValuesOf(args[0].obj), args[1].i);
  Object* key = v.IsUndef() ? nullptr : ObjectByHandle(static_cast<uint32_t>(args[1].i));
  if (!key) return;
  Array* pair = NewArray();
  Append(pair, Copy(Value(key)));
  Append(pair, CopyDeref(v));
  *result = Value(pair);
}
constexpr char kMapIterator[] = R"php(
namespace tusk\weak;
final class MapIterator implements \Iterator {
    private array $handles = [];
    private int $at = 0;
    public function __construct(private \WeakMap $map) {}
    private function entry(): ?array {
        for (; isset($this->handles[$this->at]); ++$this->at) {
            $entry = \tusk\weak\entry($this->map, $this->handles[$this->at]);
            if ($entry !== null) return $entry;
        }
        // What was added meanwhile.
        $more = array_values(array_diff(\tusk\weak\handles($this->map), $this->handles));
        if (!$more) return null;
        array_push($this->handles, ...$more);
        return $this->entry();
    }
    public function rewind(): void { $this->handles = \tusk\weak\handles($this->map); $this->at = 0; }
    public function valid(): bool { return $this->entry() !== null; }
    public function current(): mixed { return $this->entry()[1] ?? null; }
    public function key(): mixed { return $this->entry()[0] ?? null; }
    public function next(): void { if ($this->entry() !== null) ++$this->at; }
    public function __debugInfo() { return []; }
}
)php";
void MapIterator(Args args, Value* result) {
  Class* c = FindClass("tusk\\weak\\MapIterator", false);
  Object* o = NewObjectUnchecked(c);
  Value map(args.frame->self.obj), none;
  CallFunction(c->constructor, o, c, 1, &map, &none);
  Release(none);
  *result = Value(o);
}

constexpr BuiltinRow kFunctionRows[] = {
    {"tusk\\weak\\entry", "(object $map, int $handle): ?array", BuiltinEffects::kReadsState, MapEntry},
    {"tusk\\weak\\handles", "(object $map): array", BuiltinEffects::kReadsState, MapHandles},
};
static_assert(SortedByName(kFunctionRows));

constexpr BuiltinMethodRow kReferenceMethods[] = {
    {"__construct", "()", BuiltinEffects::kThrows, ReferenceConstruct},
    {"create", "(object $object): WeakReference", BuiltinEffects::kWritesState, ReferenceCreate,
     F::kPublic | F::kStatic},
    {"get", "(): ?object", BuiltinEffects::kReadsState, ReferenceGet},
};
constexpr BuiltinMethodRow kMapMethods[] = {
    {"offsetGet", "($object): mixed", BuiltinEffects::kThrows, MapGet},
    {"offsetSet", "($object, mixed $value): void", BuiltinEffects::kThrows, MapSet},
    {"offsetExists", "($object): bool", BuiltinEffects::kThrows, MapExists},
    {"offsetUnset", "($object): void", BuiltinEffects::kThrows, MapUnset},
    {"count", "(): int", BuiltinEffects::kReadsState, MapCount},
    {"getIterator", "(): Iterator", BuiltinEffects::kReadsState | BuiltinEffects::kWritesState, MapIterator},
};

constexpr uint32_t kFlags =
    ClassFlags::kFinal | ClassFlags::kNoDynamicProperties | ClassFlags::kNotSerializable;
const BuiltinClassRow kRows[] = {
    {.name = "WeakReference",
     .flags = kFlags,
     .methods = kReferenceMethods,
     .handlers = &kReferenceHandlers,
     .native_size = sizeof(WeakReference)},
    {.name = "WeakMap",
     .interfaces = "ArrayAccess Countable IteratorAggregate",
     .flags = kFlags,
     .methods = kMapMethods,
     .handlers = &kMapHandlers,
     .native_size = sizeof(WeakMap)},
    {.name = "tusk\\weak\\MapIterator", .source = kMapIterator},
};

}  // namespace

const std::span<const BuiltinClassRow> kWeakClasses = kRows;
constinit const BuiltinTable kWeakFunctions(kFunctionRows);

}  // namespace tusk
