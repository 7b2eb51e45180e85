// Arrays: storage, changes of kind, the hash index, copies and destruction.
#include <algorithm>
#include <bit>

#include "interp/runtime/array_internal.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"

namespace tusk {

namespace array_internal {

namespace {

TUSK_COLD void TooLarge(uint64_t elements, size_t element_bytes) {
  FatalError(absl::StrFormat("Possible integer overflow in memory allocation (%d * %d + %d)", elements,
                             element_bytes, sizeof(Array)));
}

}  // namespace

void FreeStorage(Array* a) {
  if (a->capacity) {
    if (a->kind == ArrayKind::kHash) {
      Free(reinterpret_cast<uint32_t*>(a->buckets) - (a->hash_mask + 1),
           HashBytes(a->capacity, a->hash_mask));
    } else {
      Free(a->storage, a->capacity * ElementBytes(a->kind));
    }
  }
  a->storage = nullptr;
  a->capacity = 0;
}

void GrowDense(Array* a, uint32_t capacity) {
  if (capacity > kMaxArrayCount) TooLarge(capacity, 16);
  size_t element = ElementBytes(a->kind);
  if (a->capacity) {
    capacity = std::max(capacity, std::min(a->capacity * 2, kMaxArrayCount));
  } else {
    capacity = std::max(capacity, a->hash_mask);  // NewArray()'s hint
    a->hash_mask = 0;
  }
  // The smallest block takes 64 bytes when nobody said how many elements there will be.
  size_t bytes = capacity == 1 ? 64 : UsableSize(capacity * element);
  a->storage = a->capacity ? Reallocate(a->storage, a->capacity * element, bytes) : Allocate(bytes);
  a->capacity = static_cast<uint32_t>(bytes / element);
}

void ToValues(Array* a) {
  if (a->used == 0) {
    FreeStorage(a);
    SetKind(a, ArrayKind::kValues);
    return;
  }
  Type type = ElementType(a);
  // Growing arrays keep their room to grow, finished ones don't.
  size_t bytes = UsableSize(size_t{a->capacity} * sizeof(Value));
  auto* values = static_cast<Value*>(Reallocate(a->storage, a->capacity * sizeof(int64_t), bytes));
  auto* ints = reinterpret_cast<int64_t*>(values);
  for (uint32_t i = a->used; i-- > 0;) {
    int64_t payload = ints[i];
    values[i].i = payload;
    values[i].type = type;
  }
  a->values = values;
  a->capacity = static_cast<uint32_t>(bytes / sizeof(Value));
  SetKind(a, ArrayKind::kValues);
}

void AllocateHash(Array* a, uint32_t capacity) {
  if (capacity > kMaxArrayCount) TooLarge(capacity, sizeof(Bucket) + sizeof(uint32_t));
  capacity = std::bit_ceil(std::max(capacity, kMinHashCapacity));
  auto* block = static_cast<uint32_t*>(Allocate(HashBytes(capacity, capacity - 1)));
  a->capacity = capacity;
  a->hash_mask = capacity - 1;
  a->buckets = reinterpret_cast<Bucket*>(block + capacity);
}

void RebuildIndex(Array* a) {
  std::memset(reinterpret_cast<uint32_t*>(a->buckets) - (a->hash_mask + 1), 0xff,
              (size_t{a->hash_mask} + 1) * sizeof(uint32_t));
  for (uint32_t i = 0; i < a->used; ++i) {
    Bucket& b = a->buckets[i];
    if (b.value.IsUndef()) continue;
    uint32_t* slot = IndexSlot(a, b.name ? static_cast<uint32_t>(b.key) : HashInt(b.key));
    b.value.extra = *slot;
    *slot = i;
  }
}

void ToHash(Array* a, uint32_t min_capacity) {
  ArrayKind kind = a->kind;
  if (kind == ArrayKind::kHash) return;
  void* storage = a->storage;
  uint32_t capacity = a->capacity;
  Shape* shape = a->shape;
  uint32_t used = a->used;
  AllocateHash(a, std::max({min_capacity, used, capacity ? 0 : a->hash_mask}));
  for (uint32_t i = 0; i < used; ++i) {
    Bucket& b = a->buckets[i];
    b.name = nullptr;
    b.key = i;
    switch (kind) {
      case ArrayKind::kInts: b.value = Value(static_cast<int64_t*>(storage)[i]); break;
      case ArrayKind::kFloats: b.value = Value(static_cast<double*>(storage)[i]); break;
      case ArrayKind::kRecord:
        b.name = shape->keys[i];
        b.key = b.name->Hash();
        Retain(b.name);
        [[fallthrough]];
      default: b.value = static_cast<Value*>(storage)[i];
    }
  }
  if (capacity) Free(storage, capacity * ElementBytes(kind));
  a->shape = nullptr;
  SetKind(a, ArrayKind::kHash);
  RebuildIndex(a);
}

void GrowHash(Array* a) {
  // As many deleted buckets as make it worth the pass.
  if (a->used > a->count + (a->count >> 5)) {
    Compact(a);
    return;
  }
  Bucket* old = a->buckets;
  uint32_t old_capacity = a->capacity;
  uint32_t old_mask = a->hash_mask;
  AllocateHash(a, old_capacity * 2);
  std::memcpy(static_cast<void*>(a->buckets), old, a->used * sizeof(Bucket));
  Free(reinterpret_cast<uint32_t*>(old) - (old_mask + 1), HashBytes(old_capacity, old_mask));
  RebuildIndex(a);
}

void Compact(Array* a) {
  if (a->count == a->used) return;
  uint32_t to = 0;
  uint32_t old_position = a->position;
  bool moved = false;
  auto follow = [&](uint32_t from) {
    if (!moved && from >= old_position) {
      a->position = to;
      moved = true;
    }
    if (a->iterators) IteratorsMoved(a, from, to);
  };
  for (uint32_t i = 0; i < a->used; ++i) {
    if (a->kind == ArrayKind::kHash) {
      follow(i);
      if (a->buckets[i].value.IsUndef()) continue;
      if (i != to) std::memcpy(static_cast<void*>(&a->buckets[to]), &a->buckets[i], sizeof(Bucket));
    } else {
      follow(i);
      if (a->values[i].IsUndef()) continue;
      a->values[to] = a->values[i];
    }
    ++to;
  }
  if (!moved) a->position = to;
  a->used = to;
  if (a->iterators) IteratorsClamp(a);
  if (a->kind == ArrayKind::kHash) RebuildIndex(a);
}

void ClampPositions(Array* a) {
  if (a->position > a->used) a->position = a->used;
  if (a->iterators) IteratorsClamp(a);
}

}  // namespace array_internal

using namespace array_internal;

void Reserve(Array* a, uint32_t count) {
  if (count <= a->capacity) return;
  if (a->kind == ArrayKind::kHash) {
    Bucket* old = a->buckets;
    uint32_t old_capacity = a->capacity;
    uint32_t old_mask = a->hash_mask;
    AllocateHash(a, count);
    std::memcpy(static_cast<void*>(a->buckets), old, a->used * sizeof(Bucket));
    Free(reinterpret_cast<uint32_t*>(old) - (old_mask + 1), HashBytes(old_capacity, old_mask));
    RebuildIndex(a);
  } else {
    GrowDense(a, count);
  }
}

// --- copying ---------------------------------------------------------------------------------------------

namespace {

// The element as the copy holds it. A reference that nobody else holds is none.
TUSK_INLINE void CopyElement(Value* to, const Array* source) {
  if (!to->IsRefCounted()) return;
  if (TUSK_UNLIKELY(to->IsReference() && to->ref->refcount == 1)) {
    Value inner = to->ref->value;
    if (!(inner.IsArray() && inner.arr == source)) *to = inner;
  }
  Retain(*to);
}

}  // namespace

Array* CopyArray(const Array* a) {
  if (a->used == 0) {
    Array* copy = NewArray();
    copy->next_free = a->next_free;
    return copy;
  }
  if (a->kind == ArrayKind::kHash && !a->iterators && a->count < a->used / 2) {
    Array* copy = NewHash(a->count);
    copy->next_free = a->next_free;
    copy->position = kEnd;
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      const Bucket& b = a->buckets[p];
      if (p >= a->position && copy->position == kEnd) copy->position = copy->used;
      if (b.name) Retain(b.name);
      Value* place = AddBucket(copy, b.key, b.name, b.name ? static_cast<uint32_t>(b.key) : HashInt(b.key));
      *place = b.value;
      CopyElement(place, a);
    }
    if (copy->position == kEnd) copy->position = copy->used;
    return copy;
  }
  auto* copy = static_cast<Array*>(Allocate(sizeof(Array)));
  *copy = *a;
  copy->refcount = 1;
  copy->info = static_cast<uint32_t>(Type::kArray);
  copy->iterators = 0;
  SetKind(copy, a->kind);
  if (a->kind == ArrayKind::kHash) {
    size_t index_bytes = (size_t{a->hash_mask} + 1) * sizeof(uint32_t);
    AllocateHash(copy, a->capacity);
    std::memcpy(reinterpret_cast<char*>(copy->buckets) - index_bytes,
                reinterpret_cast<char*>(a->buckets) - index_bytes, index_bytes + a->used * sizeof(Bucket));
    for (uint32_t i = 0; i < copy->used; ++i) {
      Bucket& b = copy->buckets[i];
      if (b.name) Retain(b.name);
      CopyElement(&b.value, a);
    }
  } else {
    size_t element = ElementBytes(a->kind);
    copy->capacity = 0;
    copy->hash_mask = 0;
    GrowDense(copy, std::min(a->capacity, a->used + (a->used >> 3) + 1));
    std::memcpy(copy->storage, a->storage, a->used * element);
    if (element == sizeof(Value)) {
      for (uint32_t i = 0; i < copy->used; ++i) CopyElement(&copy->values[i], a);
    }
  }
  if (a->iterators) IteratorsCopied(a, copy);
  return copy;
}

TUSK_NOINLINE Array* SeparateSlow(Value* place) {
  Array* a = place->arr;
  if (a->refcount == 1 && !(a->info & RefCounted::kImmutable)) return a;
  Array* copy = CopyArray(a);
  place->arr = copy;
  Release(a);
  return copy;
}

// --- destruction -----------------------------------------------------------------------------------------

namespace {

// What an element some places further on holds is spread over the memory: asked for in time.
constexpr uint32_t kAhead = 4;
TUSK_INLINE void Ask(const Value& v) {
  if (v.IsRefCounted()) __builtin_prefetch(v.rc, 1);
}

void ReleaseElements(Array* a) {
  if (a->kind == ArrayKind::kHash) {
    for (uint32_t i = 0; i < a->used; ++i) {
      if (i + kAhead < a->used) Ask(a->buckets[i + kAhead].value);
      Bucket& b = a->buckets[i];
      if (b.value.IsUndef()) continue;
      if (b.name) Release(b.name);
      Release(b.value);
    }
  } else if (a->kind > ArrayKind::kFloats) {
    for (uint32_t i = 0; i < a->used; ++i) {
      if (i + kAhead < a->used) Ask(a->values[i + kAhead]);
      Release(a->values[i]);
    }
  }
}

}  // namespace

void FreeArray(Array* a) {
  if (TUSK_UNLIKELY(a->info & (RefCounted::kImmutable | RefCounted::kGcPurple))) {
    if (a->info & RefCounted::kImmutable) {
      a->refcount = RefCounted::kImmortal;
      return;
    }
    ForgetPossibleRoot(a);
  }
  if (TUSK_UNLIKELY(a->iterators)) IteratorsForget(a);
  ReleaseElements(a);
  FreeStorage(a);
  Free(a, sizeof(Array));
}

void Clear(Array* a) {
  Array old = *a;
  a->count = a->used = 0;
  a->capacity = 0;
  a->hash_mask = 0;
  a->storage = nullptr;
  a->next_free = INT64_MIN;
  a->position = 0;
  a->shape = nullptr;
  SetKind(a, ArrayKind::kInts);
  if (a->iterators) IteratorsClamp(a);
  ReleaseElements(&old);
  FreeStorage(&old);
}

// --- order -----------------------------------------------------------------------------------------------

uint32_t NormalizeSlow(const Array* a, uint32_t position) {
  if (a->kind == ArrayKind::kHash) {
    for (; position < a->used; ++position) {
      if (!a->buckets[position].value.IsUndef()) return position;
    }
  } else {
    for (; position < a->used; ++position) {
      if (!a->values[position].IsUndef()) return position;
    }
  }
  return kEnd;
}

uint32_t Last(const Array* a) { return Prev(a, a->used); }

uint32_t Prev(const Array* a, uint32_t position) {
  position = std::min(position, a->used);
  while (position-- > 0) {
    if (!ValueAt(a, position).IsUndef()) return position;
  }
  return kEnd;
}

void Renumber(Array* a) {
  a->position = 0;
  if (a->kind <= ArrayKind::kFloats) {
    a->next_free = a->used;
    return;
  }
  if (a->count == 0) {
    Clear(a);
    a->next_free = 0;
    return;
  }
  uint32_t types = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    types |= 1u << static_cast<uint32_t>(ValueAt(a, p).type);
  }
  ArrayKind kind = types == 1u << static_cast<uint32_t>(Type::kInt)     ? ArrayKind::kInts
                   : types == 1u << static_cast<uint32_t>(Type::kFloat) ? ArrayKind::kFloats
                                                                        : ArrayKind::kValues;
  if (kind == ArrayKind::kValues && a->kind == ArrayKind::kValues) {
    Compact(a);
    a->next_free = a->used;
    return;
  }
  Array old = *a;
  SetKind(a, kind);
  a->capacity = 0;
  a->hash_mask = 0;
  a->storage = nullptr;
  a->shape = nullptr;
  GrowDense(a, old.count);
  uint32_t to = 0;
  for (uint32_t p = First(&old); p != kEnd; p = Next(&old, p)) {
    Value v = ValueAt(&old, p);
    if (kind == ArrayKind::kValues) {
      a->values[to] = v;
    } else {
      a->ints[to] = v.i;
    }
    if (a->iterators) IteratorsMoved(a, p, to);
    if (old.kind == ArrayKind::kHash && old.buckets[p].name) Release(old.buckets[p].name);
    ++to;
  }
  a->count = a->used = to;
  a->next_free = to;
  FreeStorage(&old);
}

}  // namespace tusk
