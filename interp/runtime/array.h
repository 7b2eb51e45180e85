// PHP arrays: one interface, five storage kinds. Nothing outside array*.cc (and jit/layout.h) looks at the
// storage.
//
//   kInts     keys 0..used-1, all ints, 8 bytes each
//   kFloats   keys 0..used-1, all floats, 8 bytes each
//   kValues   keys 0..used-1, any values; kUndef marks a hole (then count < used)
//   kRecord   string keys known to a Shape, values inline in the shape's order
//   kHash     any keys in insertion order: buckets and an index
//
// kInts, kFloats and kRecord have no holes: count == used. Whoever checks an index of a packed kind compares
// it with `used`. An unusual key, a value of another type or a reference to an element moves an array to a
// more general kind, never back, except that an array without elements starts anew.
//
// Arrays are values: whoever wants to write first calls Separate() on the place that holds the array. The
// functions below that take an `Array*` for writing require refcount 1 and not immutable (DCHECKed).
#pragma once

#include <string_view>

#include "interp/runtime/shape.h"
#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

enum class ArrayKind : uint8_t { kInts = 0, kFloats = 1, kValues = 2, kRecord = 3, kHash = 4 };

struct Bucket {
  Value value;   // extra: index of the next bucket in the chain; kUndef: deleted
  int64_t key;   // integer key, or the key string's hash
  String* name;  // null for integer keys; owned
};
static_assert(sizeof(Bucket) == 32);

struct Array : RefCounted {
  uint32_t count;  // elements
  ArrayKind kind;
  uint8_t flags;       // unused
  uint16_t iterators;  // registered positions of foreach by reference
  uint32_t capacity;   // elements (buckets) that fit
  uint32_t used;       // elements in the storage, holes and deleted ones included
  union {
    int64_t* ints;
    double* floats;
    Value* values;
    Bucket* buckets;
    void* storage;  // null while capacity is 0
  };
  int64_t next_free;   // key that the next append gets (INT64_MIN: none was used yet, so 0)
  uint32_t position;   // current(), next(), reset(): index into the storage
  uint32_t hash_mask;  // kHash: index entries - 1; entry i is the uint32_t number -1 - i before `buckets`.
                       // Without storage: how many elements NewArray() was told to expect
  Shape* shape;        // kRecord
};
static_assert(sizeof(Array) == 56);

inline constexpr uint32_t kMaxArrayCount = 1u << 30;

// A key after PHP's key conversion: name == null means the integer `num`.
struct ArrayKey {
  String* name;
  int64_t num;
  static ArrayKey Int(int64_t n) { return {nullptr, n}; }
  static ArrayKey Str(String* s) { return {s, 0}; }  // not normalised: use KeyFromString for user strings
  bool IsInt() const { return name == nullptr; }
};
// "12" becomes the integer 12.
TUSK_INLINE ArrayKey KeyFromString(String* s) {
  int64_t n;
  return TUSK_UNLIKELY(IsIntKey(s->view(), &n)) ? ArrayKey::Int(n) : ArrayKey::Str(s);
}

extern Array g_empty_array;
TUSK_INLINE Array* EmptyArray() {  // immortal, immutable, shared; as owned or borrowed as you like
  g_empty_array.refcount = RefCounted::kImmortal;
  return &g_empty_array;
}
Array* NewArray(uint32_t capacity_hint = 0);  // grows into the kind of what is stored first
// kInts/kFloats/kValues with `count` elements; content unset: fill at once. next_free == count.
Array* NewPacked(ArrayKind kind, uint32_t count, uint32_t capacity);
Array* NewHash(uint32_t capacity_hint);
Array* CopyArray(const Array* a);  // shallow, one reference; elements retained, lone references unwrapped
void FreeArray(Array* a);          // count is zero: releases elements and storage; may run user code

// Makes the array in *place (kArray, not a reference) writable: copies it if shared or immutable. Returns it.
TUSK_NOINLINE Array* SeparateSlow(Value* place);
TUSK_INLINE Array* Separate(Value* place) {
  Array* a = place->arr;
  return TUSK_LIKELY(a->refcount == 1) ? a : SeparateSlow(place);
}

// Reading. The value is borrowed (valid until the array changes); kUndef when there is none; may be a
// reference.
Value GetIntSlow(const Array* a, int64_t key);
TUSK_INLINE Value GetInt(const Array* a, int64_t key) {
  if (TUSK_LIKELY(a->kind <= ArrayKind::kValues)) {
    if (TUSK_UNLIKELY(static_cast<uint64_t>(key) >= a->used)) return Value();
    if (a->kind == ArrayKind::kValues) return a->values[key];
    return Value(a->kind == ArrayKind::kInts ? Type::kInt : Type::kFloat, a->ints[key]);
  }
  return GetIntSlow(a, key);
}
Value GetStr(const Array* a, String* key);  // exact string key, not normalised ("12" finds nothing)
Value GetStr(const Array* a, std::string_view key);
TUSK_INLINE Value Get(const Array* a, ArrayKey key) {
  return key.IsInt() ? GetInt(a, key.num) : GetStr(a, key.name);
}
// The address of an element for reading only (the array may be shared); null when there is none. Not for
// kInts and kFloats.
const Value* Peek(const Array* a, ArrayKey key);
inline bool Has(const Array* a, ArrayKey key) { return !Get(a, key).IsUndef(); }

// Writing; all take over the caller's reference to `v` and release a replaced value (which may run user code:
// the old value is released last, after the array is consistent). A replaced element that is a reference is
// replaced itself; assign through Find() to keep it.
void SetIntSlow(Array* a, int64_t key, Value v);
TUSK_INLINE void SetInt(Array* a, int64_t key, Value v) {
  if (TUSK_LIKELY(static_cast<uint64_t>(key) < a->used && a->kind == ArrayKind::kInts && v.IsInt())) {
    a->ints[key] = v.i;
  } else {
    SetIntSlow(a, key, v);
  }
}
void SetStr(Array* a, String* key, Value v);           // exact; the key is retained
void SetStr(Array* a, std::string_view key, Value v);  // the key is interned if it is short: for fixed names
TUSK_INLINE void Set(Array* a, ArrayKey key, Value v) {
  if (key.IsInt()) {
    SetInt(a, key.num, v);
  } else {
    SetStr(a, key.name, v);
  }
}
// Whether the array is one of ints (floats) and the type is int (float).
TUSK_INLINE bool IsElementType(const Array* a, Type type) {
  return type <= Type::kFloat &&
         static_cast<uint32_t>(type) == static_cast<uint32_t>(Type::kInt) + static_cast<uint32_t>(a->kind);
}
TUSK_NOINLINE bool AppendSlow(Array* a, Value v);
// False (and v not taken over) when the next key would pass PHP_INT_MAX.
TUSK_INLINE bool Append(Array* a, Value v) {
  if (TUSK_LIKELY(a->used < a->capacity && a->next_free == a->used)) {
    if (a->kind == ArrayKind::kValues) {
      a->values[a->used] = v;
    } else if (IsElementType(a, v.type)) {
      a->ints[a->used] = v.i;  // an int to kInts, a float to kFloats
    } else {
      return AppendSlow(a, v);
    }
    ++a->used;
    ++a->count;
    ++a->next_free;
    return true;
  }
  return AppendSlow(a, v);
}
// Appends all elements of an array of ints (floats) to one that is that too, or empty. False: they are not
// such.
bool AppendNumbers(Array* a, const Array* from);
bool DeleteInt(Array* a, int64_t key);
bool DeleteStr(Array* a, String* key);
TUSK_INLINE bool Delete(Array* a, ArrayKey key) {
  return key.IsInt() ? DeleteInt(a, key.num) : DeleteStr(a, key.name);
}
void Clear(Array* a);

// The address of an element for in-place work; generalises kInts and kFloats to kValues. Null when there is
// none. Valid until the array is changed in any other way.
Value* Find(Array* a, ArrayKey key);
Value* FindOrInsert(Array* a, ArrayKey key);  // a new element is kNull
Value* AppendPlace(Array* a);  // a new kNull element at the end; null when there is no next key

// Iteration by position: for (p = First(a); p != kEnd; p = Next(a, p)). Positions stay valid while elements
// are deleted; see ArrayIterator for foreach by reference, which survives everything.
inline constexpr uint32_t kEnd = UINT32_MAX;
uint32_t NormalizeSlow(const Array* a, uint32_t position);
// The first valid position at or after `position` (which may be stale), kEnd past the last.
TUSK_INLINE uint32_t Normalize(const Array* a, uint32_t position) {
  if (position >= a->used) return kEnd;
  return TUSK_LIKELY(a->count == a->used) ? position : NormalizeSlow(a, position);
}
TUSK_INLINE uint32_t First(const Array* a) { return Normalize(a, 0); }
TUSK_INLINE uint32_t Next(const Array* a, uint32_t position) { return Normalize(a, position + 1); }
uint32_t Last(const Array* a);
uint32_t Prev(const Array* a, uint32_t position);
TUSK_INLINE Value ValueAt(const Array* a, uint32_t position) {  // borrowed
  switch (a->kind) {
    case ArrayKind::kInts: return Value(Type::kInt, a->ints[position]);
    case ArrayKind::kFloats: return Value(Type::kFloat, a->ints[position]);
    case ArrayKind::kHash: return a->buckets[position].value;
    default: return a->values[position];
  }
}
TUSK_INLINE ArrayKey KeyAt(const Array* a, uint32_t position) {  // borrowed
  if (a->kind <= ArrayKind::kValues) return ArrayKey::Int(position);
  if (a->kind == ArrayKind::kRecord) return ArrayKey::Str(a->shape->keys[position]);
  const Bucket& b = a->buckets[position];
  return b.name ? ArrayKey::Str(b.name) : ArrayKey::Int(b.key);
}
TUSK_INLINE Value KeyValueAt(const Array* a, uint32_t position) {  // as a Value with a reference of its own
  ArrayKey key = KeyAt(a, position);
  if (key.IsInt()) return Value(key.num);
  Retain(key.name);
  return Value(key.name);
}
Value* PlaceAt(Array* a, uint32_t position);        // generalises as Find()
void SetAt(Array* a, uint32_t position, Value v);   // keeps the key; takes over v, releases the old value
uint32_t PositionOf(const Array* a, ArrayKey key);  // kEnd when there is none
void DeleteAt(Array* a, uint32_t position);

// The key that `a[] =` would get; false when there is none left.
bool NextKey(const Array* a, int64_t* key);
// Keys become 0..n-1 in order (after sort() ...), string keys included; picks the best packed kind.
void Renumber(Array* a);
// array_pop, array_shift: the value with a reference of its own, kUndef when empty. Pop sets the next key
// back; Shift renumbers integer keys; both reset the internal pointer.
Value Pop(Array* a);
Value Shift(Array* a);
void MergeMissing(Array* a, const Array* from);  // a += from: adds the elements whose keys `a` lacks
void Reserve(Array* a, uint32_t count);          // room for `count` elements of the kind that the array has

// Sorts elements in place, stable, by a three-way comparison. `renumber` drops the keys. The comparison may
// run user code and may be inconsistent; the array must not be reachable by it (keep it in a variable of its
// own).
struct SortEntry {
  Value value;
  ArrayKey key;
  uint32_t place;  // before sorting: what decides between equals
};
using SortCompare = int (*)(const SortEntry& a, const SortEntry& b, void* context);
void Sort(Array* a, SortCompare compare, void* context, bool renumber);
// sort() and rsort() of arrays that hold ints only, floats (no NaN) only or strings only, without a callback
// per comparison; renumbers. False when the array is none of these (nothing was changed).
enum class ScalarOrder : uint8_t {
  kRegular,  // strings only if none can be a number
  kNumeric,  // no strings
  kBytes,    // strings only
};
bool SortScalars(Array* a, bool descending, ScalarOrder order);

// foreach by reference: a position registered with its array, so that insertion, deletion, copying and growth
// keep it right. Owned by the foreach variable; see array_iterator.cc.
uint32_t NewIterator(Array* a, uint32_t position);
uint32_t IteratorPosition(uint32_t iterator, Array* a);  // follows the array when it was separated
bool IteratorAtEnd(uint32_t iterator, const Array* a);   // of the array that it was last on
void SetIteratorPosition(uint32_t iterator, uint32_t position);
void FreeIterator(uint32_t iterator);

Array* NewRecord(Shape* shape);  // values kNull, count set

}  // namespace tusk
