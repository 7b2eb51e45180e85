// Arrays: creation, reading and writing by key. Kinds and storage are in array_storage.cc.
#include "interp/runtime/array.h"

#include <algorithm>

#include "interp/runtime/array_internal.h"
#include "interp/runtime/gc.h"

namespace tusk {

using namespace array_internal;

namespace {

constexpr uint32_t kNewInfo = static_cast<uint32_t>(Type::kArray) | RefCounted::kNotCollectable;

constexpr Array MakeEmptyArray() {
  Array a{};
  a.refcount = RefCounted::kImmortal;
  a.info = kNewInfo | RefCounted::kImmutable;
  a.next_free = INT64_MIN;
  return a;
}

TUSK_INLINE Array* AllocateArray() {
  auto* a = static_cast<Array*>(Allocate(sizeof(Array)));
  a->refcount = 1;
  a->info = kNewInfo;
  a->count = 0;
  a->kind = ArrayKind::kInts;
  a->flags = 0;
  a->iterators = 0;
  a->capacity = 0;
  a->used = 0;
  a->storage = nullptr;
  a->next_free = INT64_MIN;
  a->position = 0;
  a->hash_mask = 0;
  a->shape = nullptr;
  return a;
}

TUSK_INLINE void CheckWritable(const Array* a) {
  DCHECK(a->refcount == 1 && !(a->info & RefCounted::kImmutable));
}

// Whether a packed array may have `key` >= used without wasting more than it would as a hash.
TUSK_INLINE bool DenseEnough(const Array* a, int64_t key) {
  auto k = static_cast<uint64_t>(key);
  if (k < a->used) return false;  // a hole: the new element comes last in order all the same
  uint64_t capacity = std::max<uint32_t>(a->capacity, 8);
  return k < capacity || (k < 2 * capacity && a->count > capacity / 2);
}

// Makes `a`, whose storage holds nothing, the kind that suits a first value of type `type` at `key`.
void StartPacked(Array* a, Type type) {
  ArrayKind kind = type == Type::kInt     ? ArrayKind::kInts
                   : type == Type::kFloat ? ArrayKind::kFloats
                                          : ArrayKind::kValues;
  if (kind == a->kind) return;
  if (ElementBytes(kind) != ElementBytes(a->kind)) {
    uint32_t hint = a->capacity;
    FreeStorage(a);
    SetKind(a, kind);
    if (hint) GrowDense(a, hint);
  }
  SetKind(a, kind);
  a->shape = nullptr;
}

// Makes the dense array `a` the kind that can hold values of `type` at `key` (>= used); false: now a hash.
bool PrepareInsert(Array* a, int64_t key, Type type) {
  if (a->kind == ArrayKind::kHash) return false;
  if (a->used == 0) {
    if (static_cast<uint64_t>(key) < std::max<uint32_t>(a->capacity, 8)) {
      StartPacked(a, key == 0 ? type : Type::kUndef);
      return true;
    }
    ToHash(a, 0);
    return false;
  }
  if (a->kind == ArrayKind::kRecord || !DenseEnough(a, key)) {
    ToHash(a, a->used + 1);
    return false;
  }
  if (a->kind != ArrayKind::kValues && (static_cast<uint64_t>(key) != a->used || type != ElementType(a))) {
    ToValues(a);
  }
  return true;
}

// The place of a new element with an integer key that the array lacks, for a value of `type`, which decides
// between kInts, kFloats and kValues. For kInts and kFloats only the payload may be written.
Value* NewIntPlace(Array* a, int64_t key, Type type) {
  if (!PrepareInsert(a, key, type)) {
    NoteKey(a, key);
    return AddBucket(a, key, nullptr, HashInt(key));
  }
  auto index = static_cast<uint32_t>(key);
  if (index >= a->capacity) GrowDense(a, index + 1);
  if (a->kind == ArrayKind::kValues) {
    for (uint32_t i = a->used; i < index; ++i) a->values[i].type = Type::kUndef;
  }
  a->used = index + 1;
  ++a->count;
  a->next_free =
      key + 1;  // even if elements behind it were deleted: a packed array appends where its storage ends
  return a->kind == ArrayKind::kValues ? &a->values[index] : reinterpret_cast<Value*>(&a->ints[index]);
}

void StoreNewInt(Array* a, int64_t key, Value v) {
  Value* place = NewIntPlace(a, key, v.type);
  if (a->kind <= ArrayKind::kFloats) {
    place->i = v.i;
  } else {
    *place = v;
  }
}

// The place of a new element with a string key that the array lacks.
Value* NewNamePlace(Array* a, String* name) {
  if (a->kind == ArrayKind::kRecord || (a->used == 0 && a->kind != ArrayKind::kHash)) {
    Shape* shape = a->kind == ArrayKind::kRecord ? a->shape : EmptyShape();
    if (name->Interned() && (shape = ShapeWithKey(shape, name))) {
      if (a->kind != ArrayKind::kRecord) {
        StartPacked(a, Type::kUndef);
        SetKind(a, ArrayKind::kRecord);
      }
      if (a->used == a->capacity) GrowDense(a, a->used + 1);
      a->shape = shape;
      ++a->count;
      return &a->values[a->used++];
    }
  }
  if (a->kind != ArrayKind::kHash) ToHash(a, a->used + 1);
  Retain(name);
  uint32_t hash = name->Hash();
  return AddBucket(a, hash, name, hash);
}

// Position of a string key, kEnd when there is none.
TUSK_INLINE uint32_t FindName(const Array* a, String* name) {
  if (a->kind == ArrayKind::kHash) return FindNameBucket(a, name, name->Hash());
  if (a->kind == ArrayKind::kRecord) return ShapeSlot(a->shape, name);
  return kEnd;
}
TUSK_INLINE uint32_t FindNum(const Array* a, int64_t key) {
  if (a->kind <= ArrayKind::kValues) {
    if (static_cast<uint64_t>(key) >= a->used) return kEnd;
    auto i = static_cast<uint32_t>(key);
    return a->kind == ArrayKind::kValues && a->values[i].IsUndef() ? kEnd : i;
  }
  return a->kind == ArrayKind::kHash ? FindIntBucket(a, key) : kEnd;
}
// For kinds whose elements are Values.
TUSK_INLINE Value* PlaceOf(Array* a, uint32_t position) {
  return a->kind == ArrayKind::kHash ? &a->buckets[position].value : &a->values[position];
}

}  // namespace

constinit Array g_empty_array = MakeEmptyArray();

Array* NewArray(uint32_t capacity_hint) {
  Array* a = AllocateArray();
  a->hash_mask = capacity_hint;  // storage is taken when the first element tells its kind
  return a;
}

Array* NewPacked(ArrayKind kind, uint32_t count, uint32_t capacity) {
  Array* a = AllocateArray();
  SetKind(a, kind);
  capacity = std::max(count, capacity);
  if (capacity) GrowDense(a, capacity);
  a->count = a->used = count;
  if (count) a->next_free = count;
  return a;
}

Array* NewHash(uint32_t capacity_hint) {
  Array* a = AllocateArray();
  ToHash(a, capacity_hint);
  return a;
}

Array* NewRecord(Shape* shape) {
  Array* a = AllocateArray();
  SetKind(a, ArrayKind::kRecord);
  a->shape = shape;
  if (shape->count) {
    GrowDense(a, shape->count);
    for (uint32_t i = 0; i < shape->count; ++i) a->values[i] = Value::Null();
  }
  a->count = a->used = shape->count;
  return a;
}

// --- reading ---------------------------------------------------------------------------------------------

Value GetIntSlow(const Array* a, int64_t key) {
  if (a->kind != ArrayKind::kHash) return Value();
  uint32_t i = FindIntBucket(a, key);
  return i == kEnd ? Value() : a->buckets[i].value;
}

Value GetStr(const Array* a, String* key) {
  uint32_t i = FindName(a, key);
  if (i == kEnd) return Value();
  return a->kind == ArrayKind::kHash ? a->buckets[i].value : a->values[i];
}

Value GetStr(const Array* a, std::string_view key) {
  if (a->kind == ArrayKind::kRecord) {
    for (uint32_t i = 0; i < a->used; ++i) {
      if (a->shape->keys[i]->view() == key) return a->values[i];
    }
    return Value();
  }
  if (a->kind != ArrayKind::kHash) return Value();
  uint32_t hash = String::ComputeHash(key.data(), key.size());
  for (uint32_t i = *IndexSlot(a, hash); i != kEnd; i = a->buckets[i].value.extra) {
    const Bucket& b = a->buckets[i];
    if (b.key == hash && b.name && b.name->view() == key) return b.value;
  }
  return Value();
}

uint32_t PositionOf(const Array* a, ArrayKey key) {
  return key.IsInt() ? FindNum(a, key.num) : FindName(a, key.name);
}

const Value* Peek(const Array* a, ArrayKey key) {
  DCHECK(a->kind > ArrayKind::kFloats);
  uint32_t i = PositionOf(a, key);
  return i == kEnd ? nullptr : PlaceOf(const_cast<Array*>(a), i);
}

bool NextKey(const Array* a, int64_t* key) {
  *key = a->next_free == INT64_MIN ? 0 : a->next_free;
  return *key != INT64_MAX || FindNum(a, INT64_MAX) == kEnd;
}

// --- writing ---------------------------------------------------------------------------------------------

void SetIntSlow(Array* a, int64_t key, Value v) {
  CheckWritable(a);
  uint32_t i = FindNum(a, key);
  if (i == kEnd) {
    StoreNewInt(a, key, v);
    return;
  }
  SetAt(a, i, v);
}

void SetAt(Array* a, uint32_t position, Value v) {
  if (a->kind <= ArrayKind::kFloats) {
    if (v.type == ElementType(a)) {
      a->ints[position] = v.i;
      return;
    }
    ToValues(a);
    a->values[position] = v;
    return;
  }
  Value* place = PlaceOf(a, position);
  Value old = *place;
  *place = v;
  Release(old);
}

void SetStr(Array* a, String* key, Value v) {
  CheckWritable(a);
  if (a->kind == ArrayKind::kRecord && a->used < a->capacity) {
    if (Shape* next = LastShapeWithKey(a->shape, key)) {  // a key that the shape lacks
      a->shape = next;
      a->values[a->used++] = v;
      ++a->count;
      return;
    }
  }
  uint32_t i = FindName(a, key);
  if (i == kEnd) {
    *NewNamePlace(a, key) = v;
    return;
  }
  Value* place = PlaceOf(a, i);
  Value old = *place;
  *place = v;
  Release(old);
}

void SetStr(Array* a, std::string_view key, Value v) {
  if (key.size() <= 32) {
    SetStr(a, Intern(key), v);
    return;
  }
  String* name = NewString(key);
  SetStr(a, name, v);
  Release(name);
}

bool AppendSlow(Array* a, Value v) {
  CheckWritable(a);
  int64_t key;
  if (!NextKey(a, &key)) return false;
  StoreNewInt(a, key, v);
  return true;
}

Value* AppendPlace(Array* a) {
  CheckWritable(a);
  int64_t key;
  if (!NextKey(a, &key)) return nullptr;
  if (a->kind <= ArrayKind::kFloats && a->used) ToValues(a);
  Value* place = NewIntPlace(a, key, Type::kNull);
  *place = Value::Null();
  return place;
}

Value* Find(Array* a, ArrayKey key) {
  CheckWritable(a);
  uint32_t i = PositionOf(a, key);
  return i == kEnd ? nullptr : PlaceAt(a, i);
}

Value* PlaceAt(Array* a, uint32_t position) {
  if (a->kind <= ArrayKind::kFloats) ToValues(a);
  return PlaceOf(a, position);
}

Value* FindOrInsert(Array* a, ArrayKey key) {
  CheckWritable(a);
  uint32_t i = PositionOf(a, key);
  if (i != kEnd) return PlaceAt(a, i);
  Value* place;
  if (!key.IsInt()) {
    place = NewNamePlace(a, key.name);
  } else {
    place = NewIntPlace(a, key.num, Type::kNull);
  }
  *place = Value::Null();
  return place;
}

void MergeMissing(Array* a, const Array* from) {
  for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    if (PositionOf(a, key) != kEnd) continue;
    Value v = ValueAt(from, p);
    if (v.IsReference() && v.ref->refcount == 1) v = v.ref->value;
    Retain(v);
    Set(a, key, v);
  }
}

// --- deleting --------------------------------------------------------------------------------------------

namespace {

// Drops holes at the end of the storage.
void TrimEnd(Array* a) {
  if (a->kind == ArrayKind::kHash) {
    while (a->used && a->buckets[a->used - 1].value.IsUndef()) --a->used;
  } else if (a->kind == ArrayKind::kValues) {
    while (a->used && a->values[a->used - 1].IsUndef()) --a->used;
  }
  ClampPositions(a);
}

void DeleteBucket(Array* a, uint32_t position) {
  Bucket& b = a->buckets[position];
  uint32_t* link = IndexSlot(a, b.name ? static_cast<uint32_t>(b.key) : HashInt(b.key));
  while (*link != position) link = &a->buckets[*link].value.extra;
  *link = b.value.extra;
  Value old = b.value;
  String* name = b.name;
  b.value.type = Type::kUndef;
  b.name = nullptr;
  --a->count;
  if (position == a->used - 1) TrimEnd(a);
  if (name) Release(name);
  Release(old);
}

}  // namespace

void DeleteAt(Array* a, uint32_t position) {
  CheckWritable(a);
  bool last = position == a->used - 1;
  switch (a->kind) {
    case ArrayKind::kInts:
    case ArrayKind::kFloats:
      if (last) {
        --a->used;
        --a->count;
        ClampPositions(a);
        return;
      }
      ToValues(a);
      [[fallthrough]];
    case ArrayKind::kValues: {
      Value old = a->values[position];
      a->values[position].type = Type::kUndef;
      --a->count;
      if (last) TrimEnd(a);
      Release(old);
      return;
    }
    case ArrayKind::kRecord:
      if (last) {
        Value old = a->values[position];
        --a->used;
        --a->count;
        a->shape = a->shape->parent;
        ClampPositions(a);
        Release(old);
        return;
      }
      ToHash(a, a->used);
      [[fallthrough]];
    case ArrayKind::kHash: DeleteBucket(a, position); return;
  }
}

bool AppendNumbers(Array* a, const Array* from) {
  CheckWritable(a);
  if (from->kind > ArrayKind::kFloats) return false;
  if (from->used == 0) return true;
  if (a->used == 0) {
    if (a->next_free > 0) return false;
    StartPacked(a, from->kind == ArrayKind::kInts ? Type::kInt : Type::kFloat);
    a->next_free = 0;
  }
  if (a->kind != from->kind || a->next_free != a->used) return false;
  uint32_t used = a->used + from->used;
  if (used > a->capacity) GrowDense(a, used);
  std::memcpy(a->ints + a->used, from->ints, size_t{from->used} * sizeof(int64_t));
  a->used = a->count = used;
  a->next_free = used;
  return true;
}

bool DeleteInt(Array* a, int64_t key) {
  uint32_t i = FindNum(a, key);
  if (i == kEnd) return false;
  DeleteAt(a, i);
  return true;
}

bool DeleteStr(Array* a, String* key) {
  uint32_t i = FindName(a, key);
  if (i == kEnd) return false;
  DeleteAt(a, i);
  return true;
}

namespace {
// What an owned value refers to, owned. Only now: it may be the very array that the element was taken out of.
Value WithoutReference(Value v) {
  if (!v.IsReference()) return v;
  Value inner = CopyDeref(v);
  Release(v);
  return inner;
}
}  // namespace

Value Pop(Array* a) {
  CheckWritable(a);
  uint32_t p = Last(a);
  if (p == kEnd) return Value();
  Value v = Copy(ValueAt(a, p));
  ArrayKey key = KeyAt(a, p);
  if (key.IsInt() && key.num != INT64_MAX && key.num == a->next_free - 1) --a->next_free;
  DeleteAt(a, p);
  a->position = 0;
  return WithoutReference(v);
}

Value Shift(Array* a) {
  CheckWritable(a);
  uint32_t p = First(a);
  if (p == kEnd) return Value();
  Value v = Copy(ValueAt(a, p));
  if (a->kind <= ArrayKind::kFloats) {
    std::memmove(a->ints, a->ints + 1, (a->used - 1) * sizeof(int64_t));
    --a->used;
    --a->count;
    a->next_free = a->used;
    for (uint32_t i = 0; a->iterators && i <= a->used; ++i) IteratorsMoved(a, i + 1, i);
  } else {
    DeleteAt(a, p);
    if (a->kind == ArrayKind::kValues) {
      Compact(a);
      a->next_free = a->used;
    } else if (a->kind == ArrayKind::kHash) {
      Compact(a);
      int64_t next = 0;
      for (uint32_t i = 0; i < a->used; ++i) {
        if (!a->buckets[i].name) a->buckets[i].key = next++;
      }
      a->next_free = next;
      RebuildIndex(a);
    } else {
      a->next_free = 0;
    }
  }
  a->position = 0;
  return WithoutReference(v);
}

}  // namespace tusk
