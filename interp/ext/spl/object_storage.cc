// SplObjectStorage: entries in order of arrival, found by the object's number or by what an overridden
// getHash() says.
#include <algorithm>
#include <utility>
#include <vector>

#include "interp/ext/spl/native.h"
#include "interp/ext/standard/serialize.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

using namespace spl;

// What an entry is found by.
struct Key {
  uint32_t hash = 0;
  String* name = nullptr;  // by getHash(), owned; null: by the object itself
};

struct Entry {
  Object* object;  // owned; null: was removed
  Key key;
  uint32_t next;  // in the chain; kEnd
  Value info;
};

struct Storage {
  Entry* entries;
  uint32_t* chains;  // capacity of them, by hash
  uint32_t capacity;
  uint32_t used;
  uint32_t count;
  uint32_t position;
  int64_t index;       // key()
  Function* get_hash;  // overridden, or null
};
Storage* StorageOf(Object* o) { return o->native<Storage>(); }

// ---- the table

void FreeTable(Entry* entries, uint32_t* chains, uint32_t capacity) {
  if (!entries) return;
  Free(entries, capacity * sizeof(Entry));
  Free(chains, capacity * sizeof(uint32_t));
}
void Chain(Storage* s, uint32_t at) {
  uint32_t* head = &s->chains[s->entries[at].key.hash & (s->capacity - 1)];
  s->entries[at].next = std::exchange(*head, at);
}
// Makes room, closing the gaps.
void Rebuild(Storage* s) {
  uint32_t before = s->capacity;
  while (s->capacity < 8 || s->count >= s->capacity - s->capacity / 4)
    s->capacity = s->capacity ? s->capacity * 2 : 8;
  Entry* old = s->entries;
  s->entries = static_cast<Entry*>(Allocate(s->capacity * sizeof(Entry)));
  uint32_t* old_chains = s->chains;
  s->chains = static_cast<uint32_t*>(Allocate(s->capacity * sizeof(uint32_t)));
  std::fill(s->chains, s->chains + s->capacity, kEnd);
  uint32_t n = 0, position = kEnd;
  for (uint32_t i = 0; i < s->used; ++i) {
    if (!old[i].object) continue;
    if (i >= s->position && position == kEnd) position = n;
    new (&s->entries[n]) Entry(old[i]);
    Chain(s, n++);
  }
  s->used = n;
  s->position = position == kEnd ? n : position;
  FreeTable(old, old_chains, before);
}

TUSK_INLINE uint32_t FindByNumber(const Storage* s, const Object* object) {
  if (s->count == 0) return kEnd;
  uint32_t at = s->chains[object->handle & (s->capacity - 1)];
  while (at != kEnd && s->entries[at].object != object) at = s->entries[at].next;
  return at;
}
uint32_t Find(const Storage* s, const Object* object, const Key& key) {
  if (!key.name) return FindByNumber(s, object);
  if (s->count == 0) return kEnd;
  uint32_t at = s->chains[key.hash & (s->capacity - 1)];
  for (; at != kEnd; at = s->entries[at].next) {
    const Entry& e = s->entries[at];
    if (e.key.name && Equal(e.key.name, key.name)) break;
  }
  return at;
}
// Takes over `key` and `info`, not the object.
void Put(Storage* s, Object* object, Key key, Value info) {
  if (uint32_t at = Find(s, object, key); at != kEnd) {
    if (key.name) Release(Value(key.name));
    return Release(std::exchange(s->entries[at].info, info));
  }
  if (s->used == s->capacity) Rebuild(s);
  Retain(object);
  new (&s->entries[s->used]) Entry{object, key, kEnd, info};
  Chain(s, s->used++);
  ++s->count;
}
void RemoveAt(Storage* s, uint32_t at) {
  Entry& e = s->entries[at];
  uint32_t* link = &s->chains[e.key.hash & (s->capacity - 1)];
  while (*link != at) link = &s->entries[*link].next;
  *link = e.next;
  Object* object = std::exchange(e.object, nullptr);
  String* name = e.key.name;
  Value info = e.info;
  --s->count;
  while (s->used > 0 && !s->entries[s->used - 1].object) --s->used;
  if (name) Release(Value(name));
  Release(Value(object));
  Release(info);
}

uint32_t Skip(const Storage* s, uint32_t at) {
  while (at < s->used && !s->entries[at].object) ++at;
  return at < s->used ? at : kEnd;
}

// What the object is found by in `o`. False: raised.
bool KeyOf(Object* o, Object* object, Key* key) {
  Function* f = StorageOf(o)->get_hash;
  if (!f) {
    key->hash = object->handle;
    return true;
  }
  Value argument(object), name;
  CallFunction(f, o, o->cls, 1, &argument, &name);
  if (!HasException() && !name.IsString()) {
    ThrowTypeError("%s::getHash(): Return value must be of type string, %s returned", o->cls->name->view(),
                   ValueNameForErrors(name));
  }
  if (HasException()) {
    Release(name);
    return false;
  }
  *key = {name.str->Hash(), name.str};
  return true;
}
// Where the object is; kEnd: nowhere, or raised.
TUSK_NOINLINE uint32_t PlaceByHash(Object* o, Object* object) {
  Key key;
  if (!KeyOf(o, object, &key)) return kEnd;
  uint32_t at = Find(StorageOf(o), object, key);
  if (key.name) Release(Value(key.name));
  return at;
}
TUSK_INLINE uint32_t Place(Object* o, Object* object) {
  return StorageOf(o)->get_hash ? PlaceByHash(o, object) : FindByNumber(StorageOf(o), object);
}
// Takes over `info`.
void Attach(Object* o, Object* object, Value info) {
  Key key;
  Storage* s = StorageOf(o);
  if (uint32_t at = s->get_hash ? kEnd : FindByNumber(s, object); at != kEnd)
    return Release(std::exchange(s->entries[at].info, info));
  if (!KeyOf(o, object, &key)) return Release(info);
  Put(StorageOf(o), object, key, info);
}
void Detach(Object* o, Object* object) {
  if (uint32_t at = Place(o, object); at != kEnd) RemoveAt(StorageOf(o), at);
}

// The entries of now, held while code of the program runs.
class Entries {
 public:
  explicit Entries(Object* o) {
    const Storage* s = StorageOf(o);
    for (uint32_t at = Skip(s, 0); at != kEnd; at = Skip(s, at + 1)) {
      Retain(s->entries[at].object);
      all_.push_back({s->entries[at].object, Copy(s->entries[at].info)});
    }
  }
  ~Entries() {
    for (auto& [object, info] : all_) {
      Release(Value(object));
      Release(info);
    }
  }
  Entries(const Entries&) = delete;
  Entries& operator=(const Entries&) = delete;
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }

 private:
  std::vector<std::pair<Object*, Value>> all_;
};

// ---- methods

// Argument 1, an object. Null: raised.
Object* ObjectArgument(Args args) {
  const Value v = Deref(args[0]);
  if (v.IsObject()) return v.obj;
  ArgumentTypeError(1, absl::StrFormat("must be of type object, %s given", ValueNameForErrors(v)));
  return nullptr;
}
void BeginAnew(Storage* s) {
  s->position = 0;
  s->index = 0;
}
void CallAttach(Args args, Value*) {
  if (Object* object = ObjectArgument(args))
    Attach(Self(args), object, args.Has(1) ? CopyDeref(args[1]) : Value::Null());
}
void CallDetach(Args args, Value*) {
  Object* object = ObjectArgument(args);
  if (!object) return;
  Detach(Self(args), object);
  BeginAnew(StorageOf(Self(args)));
}
void Contains(Args args, Value* result) {
  Object* object = ObjectArgument(args);
  if (!object) return;
  bool there = Place(Self(args), object) != kEnd;
  if (!HasException()) Return(result, there);
}
void Get(Object* o, Object* object, Value* result) {
  uint32_t at = Place(o, object);
  if (HasException()) return;
  if (at == kEnd) return Throw(Throwable::kUnexpectedValueException, "Object not found");
  *result = CopyDeref(StorageOf(o)->entries[at].info);
}
void OffsetGet(Args args, Value* result) {
  if (Object* object = ObjectArgument(args)) Get(Self(args), object, result);
}
int64_t Size(Object* o) { return StorageOf(o)->count; }
void Count(Args args, Value* result) { Return(result, Size(Self(args))); }

void AddAll(Args args, Value* result) {
  for (const auto& [object, info] : Entries(args[0].obj)) {
    if (HasException()) return;
    Attach(Self(args), object, Copy(info));
  }
  Return(result, Size(Self(args)));
}
void RemoveAll(Args args, Value* result) {
  for (const auto& [object, info] : Entries(args[0].obj)) {
    if (HasException()) return;
    Detach(Self(args), object);
  }
  BeginAnew(StorageOf(Self(args)));
  Return(result, Size(Self(args)));
}
void RemoveAllExcept(Args args, Value* result) {
  for (const auto& [object, info] : Entries(Self(args))) {
    if (HasException()) return;
    if (Place(args[0].obj, object) == kEnd && !HasException()) Detach(Self(args), object);
  }
  BeginAnew(StorageOf(Self(args)));
  Return(result, Size(Self(args)));
}
void GetHash(Args args, Value* result) {
  CallFunction(FindFunction("spl_object_hash"), nullptr, nullptr, 1, args.values, result);
}

// ---- the position

Entry* CurrentEntry(Object* o) {
  Storage* s = StorageOf(o);
  uint32_t at = Skip(s, s->position);
  return at == kEnd ? nullptr : &s->entries[at];
}
void Advance(Object* o) {
  Storage* s = StorageOf(o);
  uint32_t at = Skip(s, s->position);
  if (at == kEnd) return;
  s->position = at + 1;
  ++s->index;
}
void Rewind(Args args, Value*) { BeginAnew(StorageOf(Self(args))); }
void Valid(Args args, Value* result) { Return(result, CurrentEntry(Self(args)) != nullptr); }
void CallKey(Args args, Value* result) { Return(result, StorageOf(Self(args))->index); }
void Next(Args args, Value*) { Advance(Self(args)); }
void Current(Args args, Value* result) {
  const Entry* e = CurrentEntry(Self(args));
  if (!e) return Throw(Throwable::kRuntimeException, "Called current() on invalid iterator");
  *result = Copy(Value(e->object));
}
void GetInfo(Args args, Value* result) {
  if (const Entry* e = CurrentEntry(Self(args))) ReturnCopy(result, e->info);
}
void SetInfo(Args args, Value*) {
  if (Entry* e = CurrentEntry(Self(args))) Release(std::exchange(e->info, CopyDeref(args[0])));
}
void Seek(Args args, Value*) {
  int64_t offset = args.Int(0);
  if (offset < 0 || offset >= Size(Self(args))) {
    return Throw(Throwable::kOutOfBoundsException,
                 absl::StrFormat("Seek position %d is out of range", offset));
  }
  BeginAnew(StorageOf(Self(args)));
  while (offset-- > 0) Advance(Self(args));
}

bool BeginLoop(Object* o, void**) {
  BeginAnew(StorageOf(o));
  return CurrentEntry(o) != nullptr;
}
bool Fetch(Object* o, void**, bool advance, Value* value, Value* key) {
  if (advance) Advance(o);
  const Entry* e = CurrentEntry(o);
  if (!e) return false;
  if (key) *key = Value(StorageOf(o)->index);
  *value = Copy(Value(e->object));
  return true;
}
constexpr NativeIteration kIteration = {BeginLoop, Fetch};

// ---- [] without calling methods, unless a class has its own or the key is no object

bool ReadDimension(Object* o, const Value* key, bool isset, Value* result) {
  if (!key || !Deref(*key).IsObject() || Override(o->cls->offset_get)) return false;
  if (!isset) return Get(o, Deref(*key).obj, result), !HasException();
  if (Override(o->cls->offset_exists)) return false;
  uint32_t at = Place(o, Deref(*key).obj);
  if (at != kEnd) *result = CopyDeref(StorageOf(o)->entries[at].info);
  return !HasException();
}
bool WriteDimension(Object* o, const Value* key, Value v) {
  if (!key || !Deref(*key).IsObject() || Override(o->cls->offset_set)) return false;
  Attach(o, Deref(*key).obj, v);
  return true;
}
bool HasDimension(Object* o, const Value& key, bool check_empty, bool* found) {
  if (!Deref(key).IsObject() || Override(o->cls->offset_exists)) return false;
  if (check_empty && Override(o->cls->offset_get)) return false;
  uint32_t at = Place(o, Deref(key).obj);
  *found = at != kEnd && (!check_empty || ToBool(Deref(StorageOf(o)->entries[at].info)));
  return !HasException();
}
bool UnsetDimension(Object* o, const Value& key) {
  if (!Deref(key).IsObject() || Override(o->cls->offset_unset)) return false;
  Detach(o, Deref(key).obj);
  return !HasException();
}

// ---- texts and dumps

Array* Members(Object* o) { return PropertiesToArray(o); }
Array* Dump(Object* o) {
  static String *const kObject = Intern("obj"), *const kInfo = Intern("inf");
  const Storage* s = StorageOf(o);
  Array* list = NewArray(s->count);
  for (uint32_t at = Skip(s, 0); at != kEnd; at = Skip(s, at + 1)) {
    Array* pair = NewHash(2);
    SetStr(pair, kObject, Copy(Value(s->entries[at].object)));
    SetStr(pair, kInfo, Copy(s->entries[at].info));
    Append(list, Value(pair));
  }
  Value all(Members(o));
  AddHidden(&all, std::string_view("\0SplObjectStorage\0storage", 25), Value(list));
  return all.arr;
}
void DebugInfo(Args args, Value* result) { Return(result, Dump(Self(args))); }

void SerializeToArray(Args args, Value* result) {
  const Storage* s = StorageOf(Self(args));
  Array *flat = NewArray(2 * s->count), *out = NewArray(2);
  for (uint32_t at = Skip(s, 0); at != kEnd; at = Skip(s, at + 1)) {
    Append(flat, Copy(Value(s->entries[at].object)));
    Append(flat, Copy(s->entries[at].info));
  }
  Append(out, Value(flat));
  Append(out, Value(Members(Self(args))));
  Return(result, out);
}
void UnserializeFromArray(Args args, Value*) {
  Object* o = Self(args);
  Value flat = Deref(GetInt(args.Arr(0), 0)), members = Deref(GetInt(args.Arr(0), 1));
  if (args.Arr(0)->count != 2 || !flat.IsArray() || !members.IsArray()) return BadData();
  if (flat.arr->count % 2) return Throw(Throwable::kUnexpectedValueException, "Odd number of elements");
  for (uint32_t p = First(flat.arr); p != kEnd && !HasException(); p = tusk::Next(flat.arr, p)) {
    Value object = Deref(ValueAt(flat.arr, p));
    if (!object.IsObject()) return Throw(Throwable::kUnexpectedValueException, "Non-object key");
    p = tusk::Next(flat.arr, p);
    Attach(o, object.obj, CopyDeref(ValueAt(flat.arr, p)));
  }
  if (!HasException()) RestoreProperties(o, members.arr, "");
}

// "x:i:COUNT;", "OBJECT,INFO;" for each, "m:MEMBERS".
void Serialize(Args args, Value* result) {
  Object* o = Self(args);
  StringBuilder out;
  ValueWriter writer(&out);
  out.Append("x:");
  bool ok = writer.Write(Value(Size(o)));
  for (const auto& [object, info] : Entries(o)) {
    ok = ok && writer.Write(Value(object));
    out.Append(',');
    ok = ok && writer.Write(info);
    out.Append(';');
  }
  out.Append("m:");
  Value members(Members(o));
  ok = ok && writer.Write(members);
  Release(members);
  if (ok) Return(result, out.Finish());
}
bool ReadEntries(Object* o, ValueReader* reader) {
  if (!reader->Take('x') || !reader->Take(':')) return false;
  const Value* count = reader->Read();
  if (!count || !count->IsInt()) return false;
  reader->StepBack();  // each entry begins with the semicolon before it
  for (int64_t left = count->i; left != 0; --left) {
    if (left < 0 || !reader->Take(';')) return false;
    if (!reader->Sees("OCr")) return false;
    const Value* object = reader->Read();
    if (!object) return false;
    const Value* info = nullptr;
    if (reader->Take(',') && !(info = reader->Read())) return false;
    if (!Deref(object)->IsObject()) return false;
    Attach(o, Deref(object)->obj, info ? CopyDeref(*info) : Value::Null());
    if (HasException()) return false;
  }
  if (!reader->Take(';') || !reader->Take('m') || !reader->Take(':')) return false;
  const Value* members = reader->Read();
  if (!members || !members->IsArray()) return false;
  RestoreProperties(o, members->arr, "");
  return true;
}
void Unserialize(Args args, Value*) {
  if (args.View(0).empty()) return;
  ValueReader reader(args.View(0));
  bool ok = ReadEntries(Self(args), &reader);
  reader.Finish(ok);
}

// Equal where both have the same objects with equal infos, and equal properties.
int CompareStorages(const Value& a, const Value& b) {
  if (!b.IsObject() || !a.IsObject() || a.obj->cls->handlers != b.obj->cls->handlers) return kUncomparable;
  const Storage *left = StorageOf(a.obj), *right = StorageOf(b.obj);
  if (left->count != right->count) return kUncomparable;
  for (uint32_t at = Skip(left, 0); at != kEnd; at = Skip(left, at + 1)) {
    uint32_t other = Find(right, left->entries[at].object, left->entries[at].key);
    if (other == kEnd || Compare(left->entries[at].info, right->entries[other].info) != 0)
      return kUncomparable;
  }
  if (a.obj->cls != b.obj->cls) return kUncomparable;
  Value mine(Members(a.obj)), theirs(Members(b.obj));
  int order = Compare(mine, theirs);
  Release(mine);
  Release(theirs);
  return order;
}

// ---- life

void Begin(Object* o) {
  static String* const kGetHash = Intern("gethash");
  *StorageOf(o) = {};
  StorageOf(o)->get_hash = Override(o, kGetHash);
}
void End(Object* o) {
  Storage s = *StorageOf(o);
  *StorageOf(o) = {};
  for (uint32_t at = Skip(&s, 0); at != kEnd; at = Skip(&s, at + 1)) {
    if (s.entries[at].key.name) Release(Value(s.entries[at].key.name));
    Release(Value(s.entries[at].object));
    Release(s.entries[at].info);
  }
  FreeTable(s.entries, s.chains, s.capacity);
}
void Clone(Object* to, Object* from) {
  Begin(to);
  const Storage* s = StorageOf(from);
  for (uint32_t at = Skip(s, 0); at != kEnd; at = Skip(s, at + 1)) {
    Key key = s->entries[at].key;
    if (key.name) Retain(key.name);
    Put(StorageOf(to), s->entries[at].object, key, Copy(s->entries[at].info));
  }
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  const Storage* s = StorageOf(o);
  for (uint32_t at = Skip(s, 0); at != kEnd; at = Skip(s, at + 1)) {
    Value object(s->entries[at].object);
    visit(&object, context);
    visit(&s->entries[at].info, context);
  }
}

constexpr ObjectHandlers kHandlers = {.construct_native = Begin,
                                      .destroy_native = End,
                                      .clone_native = Clone,
                                      .trace_native = Trace,
                                      .read_dimension = ReadDimension,
                                      .write_dimension = WriteDimension,
                                      .has_dimension = HasDimension,
                                      .unset_dimension = UnsetDimension,
                                      .compare = CompareStorages,
                                      .count = CountForCount<Size>,
                                      .properties_for_dump = Dump,
                                      .cast_to_array = Members,
                                      .iteration = &kIteration};

constexpr BuiltinMethodRow kMethods[] = {
    {"attach", "(object $object, mixed $info = null): void", kWrites, CallAttach},
    {"detach", "(object $object): void", kWrites, CallDetach},
    {"contains", "(object $object): bool", kWrites, Contains},
    {"addAll", "(SplObjectStorage $storage): int", kWrites, AddAll},
    {"removeAll", "(SplObjectStorage $storage): int", kWrites, RemoveAll},
    {"removeAllExcept", "(SplObjectStorage $storage): int", kWrites, RemoveAllExcept},
    {"getInfo", "(): mixed", kReads, GetInfo},
    {"setInfo", "(mixed $info): void", kWrites, SetInfo},
    {"count", "(int $mode = COUNT_NORMAL): int", kReads, Count},
    {"rewind", "(): void", kWrites, Rewind},
    {"valid", "(): bool", kReads, Valid},
    {"key", "(): int", kReads, CallKey},
    {"current", "(): object", kReads, Current},
    {"next", "(): void", kWrites, Next},
    {"unserialize", "(string $data): void", kWrites, Unserialize},
    {"serialize", "(): string", kWrites, Serialize},
    {"offsetExists", "($object): bool", kWrites, Contains},
    {"offsetGet", "($object): mixed", kWrites, OffsetGet},
    {"offsetSet", "(mixed $object = null, mixed $info = null): void", kWrites, CallAttach},
    {"offsetUnset", "($object): void", kWrites, CallDetach},
    {"getHash", "(object $object): string", kReads, GetHash},
    {"seek", "(int $offset): void", kWrites, Seek},
    {"__serialize", "(): array", kReads, SerializeToArray},
    {"__unserialize", "(array $data): void", kWrites, UnserializeFromArray},
    {"__debugInfo", "(): array", kReads, DebugInfo},
};

const BuiltinClassRow kRows[] = {
    {.name = "SplObjectStorage",
     .interfaces = "Countable SeekableIterator Serializable ArrayAccess",
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(Storage),
     .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kObjectStorageClasses = kRows;

}  // namespace tusk
