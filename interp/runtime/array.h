// PHP arrays: one interface, five storage kinds. Nothing outside array*.cc (and jit/layout.h) looks at the
// storage.
//
//   kInts     keys 0..count-1, all ints, 8 bytes each
//   kFloats   keys 0..count-1, all floats, 8 bytes each
//   kValues   keys 0..count-1, any values
//   kRecord   string keys known to a Shape, values inline in the shape's order
//   kHash     any keys in insertion order: buckets and an index
//
// The packed kinds are dense: a hole, an unusual key or a reference to an element (kInts, kFloats) moves the
// array to a more general kind, never back, except that an array emptied by Clear() starts anew.
//
// Arrays are values: whoever wants to write first calls Separate() on the place that holds the array. The
// functions below that take an `Array*` for writing require refcount 1 and not immutable (DCHECKed).
#pragma once

#include <string_view>

#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

enum class ArrayKind : uint8_t { kInts = 0, kFloats = 1, kValues = 2, kRecord = 3, kHash = 4 };

struct Shape;  // shape.h: the keys of records, shared by all arrays that have them

struct Bucket {
  Value value;   // extra: index of the next bucket in the chain; kUndef: deleted
  int64_t key;   // integer key, or the key string's hash
  String* name;  // null for integer keys; owned
};
static_assert(sizeof(Bucket) == 32);

struct Array : RefCounted {
  uint32_t count;  // elements
  ArrayKind kind;
  uint8_t flags;
  uint16_t iterators;  // registered positions of foreach by reference
  uint32_t capacity;   // elements (buckets) that fit
  uint32_t used;       // packed and record kinds: == count; kHash: buckets in use, deleted ones included
  union {
    int64_t* ints;
    double* floats;
    Value* values;
    Bucket* buckets;
    void* storage;
  };
  int64_t next_free;   // key that the next append gets (INT64_MIN: none was used yet, so 0)
  uint32_t position;   // current(), next(), reset(): index into the storage
  uint32_t hash_mask;  // kHash: index entries - 1; the uint32_t index lies directly below `buckets`
  Shape* shape;        // kRecord
};
static_assert(sizeof(Array) == 56 || sizeof(Array) == 64);

// A key after PHP's key conversion: name == null means the integer `num`.
struct ArrayKey {
  String* name;
  int64_t num;
  static ArrayKey Int(int64_t n) { return {nullptr, n}; }
  static ArrayKey Str(String* s) { return {s, 0}; }  // not normalised: use KeyFromString for user strings
  bool IsInt() const { return name == nullptr; }
};
ArrayKey KeyFromString(String* s);  // "12" becomes the integer 12

Array* EmptyArray();                          // immortal, immutable, shared
Array* NewArray(uint32_t capacity_hint = 0);  // grows into the kind of what is stored first
Array* NewPacked(ArrayKind kind, uint32_t count,
                 uint32_t capacity);  // kInts/kFloats/kValues; content unset: fill at once
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
  if (a->kind <= ArrayKind::kValues) {
    if (static_cast<uint64_t>(key) >= a->count) return Value();
    if (a->kind == ArrayKind::kValues) return a->values[key];
    return Value(a->kind == ArrayKind::kInts ? Type::kInt : Type::kFloat, a->ints[key]);
  }
  return GetIntSlow(a, key);
}
Value GetStr(const Array* a, String* key);  // exact string key, not normalised ("12" finds nothing)
Value GetStr(const Array* a, std::string_view key);
Value Get(const Array* a, ArrayKey key);
inline bool Has(const Array* a, ArrayKey key) { return !Get(a, key).IsUndef(); }

// Writing; all take over the caller's reference to `v` and release a replaced value (which may run user code:
// the old value is released last, after the array is consistent).
void SetInt(Array* a, int64_t key, Value v);
void SetStr(Array* a, String* key, Value v);  // exact; the key is retained
void SetStr(Array* a, std::string_view key, Value v);
void Set(Array* a, ArrayKey key, Value v);
TUSK_NOINLINE bool AppendSlow(Array* a, Value v);
// False (and v not taken over) when the next key would pass PHP_INT_MAX.
TUSK_INLINE bool Append(Array* a, Value v) {
  if (a->kind == ArrayKind::kInts && v.IsInt() && a->count < a->capacity && a->next_free == a->count) {
    a->ints[a->count] = v.i;
    a->used = ++a->count;
    ++a->next_free;
    return true;
  }
  return AppendSlow(a, v);
}
bool DeleteInt(Array* a, int64_t key);
bool DeleteStr(Array* a, String* key);
bool Delete(Array* a, ArrayKey key);
void Clear(Array* a);

// The address of an element for in-place work; generalises kInts and kFloats to kValues. Null when there is
// none. Valid until the array is changed in any other way.
Value* Find(Array* a, ArrayKey key);
Value* FindOrInsert(Array* a, ArrayKey key);  // a new element is kNull
Value* AppendPlace(Array* a);  // a new kNull element at the end; null when there is no next key

// Iteration by position: for (p = First(a); p != kEnd; p = Next(a, p)). Positions stay valid while elements
// are deleted; see ArrayIterator for foreach by reference, which survives everything.
inline constexpr uint32_t kEnd = UINT32_MAX;
uint32_t First(const Array* a);
uint32_t Last(const Array* a);
uint32_t Next(const Array* a, uint32_t position);
uint32_t Prev(const Array* a, uint32_t position);
// The first valid position at or after `position` (which may be stale), kEnd past the last.
uint32_t Normalize(const Array* a, uint32_t position);
Value ValueAt(const Array* a, uint32_t position);     // borrowed
Value* PlaceAt(Array* a, uint32_t position);          // generalises as Find()
ArrayKey KeyAt(const Array* a, uint32_t position);    // borrowed
void SetAt(Array* a, uint32_t position, Value v);     // keeps the key
Value KeyValueAt(const Array* a, uint32_t position);  // as a Value with a reference of its own
uint32_t PositionOf(const Array* a, ArrayKey key);    // kEnd when there is none

// The key that `a[] =` would get.
int64_t NextKey(const Array* a);
// Keys become 0..n-1 in order (after sort(), array_shift() ...); picks the best packed kind.
void Renumber(Array* a);
// Sorts elements in place by a three-way comparison of positions' contents; stable. `renumber` drops the
// keys.
struct SortEntry {
  Value value;
  ArrayKey key;
  uint32_t order;
};
using SortCompare = int (*)(const SortEntry& a, const SortEntry& b, void* context);
void Sort(Array* a, SortCompare compare, void* context, bool renumber);

// foreach by reference: a position registered with its array, so that insertion, deletion, copying and growth
// keep it right. Owned by the foreach variable; see array_iterator.cc.
uint32_t NewIterator(Array* a, uint32_t position);
uint32_t IteratorPosition(uint32_t iterator, Array* a);  // follows the array when it was separated
void SetIteratorPosition(uint32_t iterator, uint32_t position);
void FreeIterator(uint32_t iterator);

// Shapes (records). A literal ['x' => .., 'y' => ..] compiles to one shape; `values` are taken over.
Shape* ShapeOfKeys(String* const* keys,
                   uint32_t count);  // interned keys, none integer-like, distinct; never freed
Array* NewRecord(Shape* shape);      // values kNull, count set
uint32_t ShapeSlot(const Shape* shape, const String* key);  // kEnd when the shape lacks the key

}  // namespace tusk
