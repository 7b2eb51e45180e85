// SplFixedArray. Its elements lie in a packed array without holes, so that what knows arrays (the VM, traces,
// the collector) knows them too.
#include <utility>
#include <vector>

#include "interp/ext/spl/array_holder.h"
#include "interp/ext/spl/native.h"
#include "interp/ext/standard/serialize.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

using namespace spl;

struct FixedArray {
  Value items;     // kArray
  Value busy;      // kInt 0 (these two: array_is_native)
  int64_t wanted;  // the size that a destructor asked for while elements went; else -1
  bool resizing;
};
FixedArray* Fixed(Object* o) { return o->native<FixedArray>(); }
Array* Items(Object* o) { return Fixed(o)->items.arr; }
int64_t Size(Object* o) { return Items(o)->count; }

// ---- elements

// The index that a key means. False: raised.
bool IndexOf(const Value& key, int64_t* index) {
  const Value v = Deref(key);
  ArrayKey number;
  if (v.IsInt()) {
    *index = v.i;
    return true;
  }
  if (v.IsString() ? IsIntKey(v.str->view(), index) : (v.IsBool() || v.IsFloat() || v.IsResource())) {
    if (v.IsString()) return true;
    if (!ToArrayKey(v, &number)) return false;
    *index = number.num;
    return !HasException();
  }
  ThrowTypeError("Cannot access offset of type %s on SplFixedArray", ValueNameForErrors(v));
  return false;
}
bool Inside(Object* o, int64_t index) { return static_cast<uint64_t>(index) < Items(o)->count; }
// The position of an element. False: raised.
bool PlaceOf(Object* o, const Value& key, uint32_t* at) {
  int64_t index;
  if (!IndexOf(key, &index)) return false;
  if (!Inside(o, index)) {
    Throw(Throwable::kOutOfBoundsException, "Index invalid or out of range");
    return false;
  }
  *at = static_cast<uint32_t>(index);
  return true;
}

void Get(Object* o, const Value& key, Value* result) {
  uint32_t at;
  if (PlaceOf(o, key, &at)) *result = CopyDeref(ValueAt(Items(o), at));
}
// Takes over `v`.
void Set(Object* o, const Value& key, Value v) {
  uint32_t at;
  if (!PlaceOf(o, key, &at)) return Release(v);
  SetAt(Separate(&Fixed(o)->items), at, v);
}
bool Has(Object* o, const Value& key, bool check_empty) {
  int64_t index;
  if (!IndexOf(key, &index) || !Inside(o, index)) return false;
  Value v = ValueAt(Items(o), static_cast<uint32_t>(index));
  return check_empty ? ToBool(v) : !v.IsNull();
}
void NoAppending() { ThrowError("[] operator not supported for SplFixedArray"); }

void OffsetGet(Args args, Value* result) { Get(Self(args), args[0], result); }
void OffsetSet(Args args, Value*) { Set(Self(args), args[0], CopyDeref(args[1])); }
void OffsetUnset(Args args, Value*) { Set(Self(args), args[0], Value::Null()); }
void OffsetExists(Args args, Value* result) {
  bool has = Has(Self(args), args[0], false);
  if (!HasException()) Return(result, has);
}

// What [] does without calling these methods, unless a class has its own.
bool ReadDimension(Object* o, const Value* key, bool isset, Value* result) {
  if (Override(o->cls->offset_get) || (isset && Override(o->cls->offset_exists))) return false;
  if (!key) return NoAppending(), false;
  if (isset && !Has(o, *key, false)) return !HasException();
  Get(o, *key, result);
  return !HasException();
}
bool WriteDimension(Object* o, const Value* key, Value v) {
  if (Override(o->cls->offset_set)) return false;
  if (key) {
    Set(o, *key, v);
  } else {
    Release(v);
    NoAppending();
  }
  return true;
}
// An overridden offsetExists() has the last word, for empty() too.
bool HasDimension(Object* o, const Value& key, bool check_empty, bool* found) {
  if (Function* f = Override(o->cls->offset_exists)) {
    Value answer;
    CallFunction(f, o, o->cls, 1, &key, &answer);
    *found = ToBool(answer);
    Release(answer);
  } else {
    *found = Has(o, key, check_empty);
  }
  return !HasException();
}
bool UnsetDimension(Object* o, const Value& key) {
  if (Override(o->cls->offset_unset)) return false;
  Set(o, key, Value::Null());
  return !HasException();
}

Value* ArrayBehind(Object* o) { return &Fixed(o)->items; }

// ---- the size

bool CheckSize(Args args) {
  if (args.Int(0, 0) >= 0) return true;
  ArgumentValueError(1, "must be greater than or equal to 0");
  return false;
}
void CheckMemory(int64_t size) {
  constexpr int64_t kBytes = sizeof(Value);
  if (size > INT64_MAX / kBytes) {
    FatalError(absl::StrFormat("Possible integer overflow in memory allocation (%d * %d + 0)", size, kBytes));
  }
  CheckMemoryLimit(static_cast<size_t>(size) * kBytes);
  if (size > int64_t{kMaxArrayCount}) OutOfMemory(static_cast<size_t>(size) * kBytes);
}
Array* Nulls(int64_t size) {
  if (size == 0) return EmptyArray();
  CheckMemory(size);
  auto n = static_cast<uint32_t>(size);
  Array* a = NewPacked(ArrayKind::kValues, n, n);
  for (uint32_t i = 0; i < n; ++i) new (&a->values[i]) Value(Value::Null());
  return a;
}

void Cut(Object* o, int64_t size) {
  std::vector<Value> gone;
  Array* a = Separate(&Fixed(o)->items);
  for (int64_t n = a->count; n > size; --n) gone.push_back(Pop(a));
  for (auto v = gone.rbegin(); v != gone.rend(); ++v) Release(*v);
}
void Grow(Object* o, int64_t size) {
  CheckMemory(size);
  Array* a = Separate(&Fixed(o)->items);
  if (a->count == 0) return Release(std::exchange(Fixed(o)->items, Value(Nulls(size))));
  for (int64_t n = a->count; n < size; ++n) Append(a, Value::Null());
}
void Resize(Object* o, int64_t size) {
  FixedArray* f = Fixed(o);
  if (f->resizing) {
    f->wanted = size;
    return;
  }
  f->resizing = true;
  for (; size >= 0; size = std::exchange(f->wanted, -1)) {
    if (size < Size(o)) {
      Cut(o, size);
    } else if (size > Size(o)) {
      Grow(o, size);
    }
  }
  f->resizing = false;
}

void Construct(Args args, Value*) {
  if (!CheckSize(args) || Size(Self(args)) > 0) return;
  Fixed(Self(args))->items = Value(Nulls(args.Int(0, 0)));
}
void SetSize(Args args, Value* result) {
  if (!CheckSize(args)) return;
  Resize(Self(args), args.Int(0));
  Return(result, true);
}
void Count(Args args, Value* result) { Return(result, Size(Self(args))); }

// ---- to and from arrays

void ToArray(Args args, Value* result) { *result = Copy(Fixed(Self(args))->items); }

void FromArray(Args args, Value* result) {
  const Array* from = args.Arr(0);
  bool keep = args.Bool(1, true);
  int64_t size = from->count;
  for (uint32_t p = keep ? First(from) : kEnd; p != kEnd; p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    if (!key.IsInt() || key.num < 0) {
      return Throw(Throwable::kInvalidArgumentException, "array must contain only positive integer keys");
    }
    if (key.num == INT64_MAX) return Throw(Throwable::kInvalidArgumentException, "integer overflow detected");
    size = std::max(size, key.num + 1);
  }
  Array* items = Nulls(size);
  int64_t next = 0;
  for (uint32_t p = First(from); p != kEnd; p = Next(from, p))
    SetInt(items, keep ? KeyAt(from, p).num : next++, CopyDeref(ValueAt(from, p)));
  Object* o = NewObject(args.frame->func->scope);
  Fixed(o)->items = Value(items);
  *result = Value(o);
}

// Elements, then the properties: under their names, or as (array) has them.
Array* Everything(Object* o, bool as_array) {
  Array* members = PropertiesToArray(o);
  Value all(Items(o));
  if (members->count == 0) {
    Release(Value(members));
    return Copy(all).arr;
  }
  Array* out = NewHash(Items(o)->count + members->count);
  for (uint32_t i = 0; i < Items(o)->count; ++i) SetInt(out, i, Copy(ValueAt(Items(o), i)));
  for (uint32_t p = First(members); p != kEnd; p = Next(members, p)) {
    ArrayKey key = KeyAt(members, p);
    if (!key.IsInt() && as_array) key = KeyFromString(key.name);
    tusk::Set(out, key, Copy(ValueAt(members, p)));
  }
  Release(Value(members));
  return out;
}
Array* Dump(Object* o) { return Everything(o, false); }
Array* Cast(Object* o) { return Everything(o, true); }

void Serialize(Args args, Value* result) { Return(result, Dump(Self(args))); }
void Unserialize(Args args, Value*) {
  Object* o = Self(args);
  if (Size(o) > 0) return;
  Value items(NewArray()), members(NewArray());
  const Array* data = args.Arr(0);
  for (uint32_t p = First(data); p != kEnd; p = Next(data, p)) {
    ArrayKey key = KeyAt(data, p);
    if (key.IsInt()) {
      Append(items.arr, CopyDeref(ValueAt(data, p)));
    } else {
      SetStr(members.arr, key.name, Copy(ValueAt(data, p)));
    }
  }
  Release(std::exchange(Fixed(o)->items, items));
  RestoreProperties(o, members.arr, "");
  Release(members);
}
// Old texts hold the elements as properties.
void Wakeup(Args args, Value*) {
  Object* o = Self(args);
  if (Size(o) > 0) return;
  Array* members = PropertiesToArray(o);
  Value items(NewArray());
  for (uint32_t p = First(members); p != kEnd; p = Next(members, p))
    Append(items.arr, CopyDeref(ValueAt(members, p)));
  Release(Value(members));
  Release(std::exchange(Fixed(o)->items, items));
  if (Array* dynamic = std::exchange(o->dynamic, nullptr)) Release(Value(dynamic));
}

void GetIterator(Args args, Value* result) {
  Object* it = NewObjectUnchecked(FindClass("tusk\\spl\\FixedArrayIterator", false));
  Hold(it, Copy(Value(Self(args))));
  *result = Value(it);
}

// ---- life

void Begin(Object* o) { *Fixed(o) = {Value(EmptyArray()), Value(int64_t{0}), -1, false}; }
void End(Object* o) { Release(std::exchange(Fixed(o)->items, Value(EmptyArray()))); }
void Clone(Object* to, Object* from) {
  *Fixed(to) = {Copy(Fixed(from)->items), Value(int64_t{0}), -1, false};
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) { visit(&Fixed(o)->items, context); }

constexpr ObjectHandlers kHandlers = {.construct_native = Begin,
                                      .destroy_native = End,
                                      .clone_native = Clone,
                                      .trace_native = Trace,
                                      .read_dimension = ReadDimension,
                                      .write_dimension = WriteDimension,
                                      .has_dimension = HasDimension,
                                      .unset_dimension = UnsetDimension,
                                      .count = CountForCount<Size>,
                                      .properties_for_dump = Dump,
                                      .cast_to_array = Cast,
                                      .array_behind = ArrayBehind,
                                      .array_is_native = true};

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(int $size = 0)", kWrites, Construct},
    {"__wakeup", "(): void", kWrites, Wakeup},
    {"__serialize", "(): array", kReads, Serialize},
    {"__unserialize", "(array $data): void", kWrites, Unserialize},
    {"count", "(): int", kReads, Count},
    {"toArray", "(): array", kReads, ToArray},
    {"fromArray", "(array $array, bool $preserveKeys = true): SplFixedArray", kReads, FromArray,
     FunctionFlags::kPublic | FunctionFlags::kStatic},
    {"getSize", "(): int", kReads, Count},
    {"setSize", "(int $size): true", kWrites, SetSize},
    {"offsetExists", "($index): bool", kReads, OffsetExists},
    {"offsetGet", "($index): mixed", kReads, OffsetGet},
    {"offsetSet", "($index, mixed $value): void", kWrites, OffsetSet},
    {"offsetUnset", "($index): void", kWrites, OffsetUnset},
    {"getIterator", "(): Iterator", kReads, GetIterator},
    {"jsonSerialize", "(): array", kReads, ToArray},
};

const BuiltinClassRow kRows[] = {
    {.name = "SplFixedArray",
     .interfaces = "IteratorAggregate ArrayAccess Countable JsonSerializable",
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(FixedArray),
     .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kFixedArrayClasses = kRows;

}  // namespace tusk
