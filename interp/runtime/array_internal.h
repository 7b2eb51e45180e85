// What the array*.cc files share: storage sizes, kind changes and the hash index. Nobody else includes this
// but the cycle collector, which goes through elements.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/heap.h"

namespace tusk::array_internal {

inline constexpr uint32_t kMinHashCapacity = 8;

TUSK_INLINE uint32_t HashInt(int64_t key) {
  // Neighbours stay neighbours (the index is read in order), multiples of big powers of two are spread.
  return static_cast<uint32_t>(key) ^ static_cast<uint32_t>(static_cast<uint64_t>(key) >> 20);
}
TUSK_INLINE uint32_t* IndexSlot(const Array* a, uint32_t hash) {
  return reinterpret_cast<uint32_t*>(a->buckets) - 1 - (hash & a->hash_mask);
}
TUSK_INLINE uint32_t FindIntBucket(const Array* a, int64_t key) {
  uint32_t i = *IndexSlot(a, HashInt(key));
  while (i != kEnd) {
    const Bucket& b = a->buckets[i];
    if (b.key == key && !b.name) return i;
    i = b.value.extra;
  }
  return kEnd;
}
TUSK_INLINE uint32_t FindNameBucket(const Array* a, const String* name, uint32_t hash) {
  uint32_t i = *IndexSlot(a, hash);
  while (i != kEnd) {
    const Bucket& b = a->buckets[i];
    if (b.name == name) return i;
    if (b.key == hash && b.name && b.name->length == name->length &&
        std::memcmp(b.name->data, name->data, name->length) == 0) {
      return i;
    }
    i = b.value.extra;
  }
  return kEnd;
}

TUSK_INLINE size_t ElementBytes(ArrayKind kind) { return kind <= ArrayKind::kFloats ? 8 : 16; }
TUSK_INLINE size_t HashBytes(uint32_t capacity, uint32_t mask) {
  return (size_t{mask} + 1) * sizeof(uint32_t) + size_t{capacity} * sizeof(Bucket);
}
TUSK_INLINE Type ElementType(const Array* a) {
  return a->kind == ArrayKind::kInts ? Type::kInt : Type::kFloat;
}
TUSK_INLINE void SetKind(Array* a, ArrayKind kind) {
  a->kind = kind;
  if (kind <= ArrayKind::kFloats) {
    a->info |= RefCounted::kNotCollectable;
  } else {
    a->info &= ~RefCounted::kNotCollectable;
  }
}
TUSK_INLINE void NoteKey(Array* a, int64_t key) {
  if (key >= a->next_free) a->next_free = key == INT64_MAX ? INT64_MAX : key + 1;
}

void FreeStorage(Array* a);
// Room for `capacity` elements of the array's kind, which is not kHash.
void GrowDense(Array* a, uint32_t capacity);
// kInts or kFloats to kValues; an array without elements gives up its storage.
void ToValues(Array* a);
// Any kind to kHash, elements at the same positions.
void ToHash(Array* a, uint32_t min_capacity);
// Makes room for one more bucket: compacts, or doubles.
void GrowHash(Array* a);
void AllocateHash(Array* a, uint32_t capacity);
void RebuildIndex(Array* a);
// Moves the elements together (kValues, kHash); the pointer and iterators follow.
void Compact(Array* a);
// Positions beyond the storage come back to its end.
void ClampPositions(Array* a);

// A new bucket at the end for a key that the array lacks; its value is unset (type and payload to be written,
// extra belongs to the chain). The name is taken over.
TUSK_INLINE Value* AddBucket(Array* a, int64_t key, String* name, uint32_t hash) {
  if (TUSK_UNLIKELY(a->used == a->capacity)) GrowHash(a);
  uint32_t i = a->used++;
  ++a->count;
  Bucket& b = a->buckets[i];
  b.key = key;
  b.name = name;
  uint32_t* slot = IndexSlot(a, hash);
  b.value.extra = *slot;
  *slot = i;
  return &b.value;
}

// array_iterator.cc
void IteratorsMoved(Array* a, uint32_t from, uint32_t to);  // positions == from become to
void IteratorsClamp(Array* a);
void IteratorsCopied(const Array* from, Array* to);
void IteratorsForget(Array* a);

}  // namespace tusk::array_internal
