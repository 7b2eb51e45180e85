// Shapes: the ordered string keys that records (array.h) share. A shape is found by following, from the empty
// shape, one transition per key; it is never freed, so traces compare shapes by address. Keys are interned
// and none looks like an integer. Programs that would make too many shapes get hashes instead.
#pragma once

#include "interp/runtime/string.h"

namespace tusk {

struct Shape {
  static constexpr uint32_t kMaxKeys = 16;
  static constexpr uint32_t kMaxChildren = 64;
  static constexpr uint32_t kMaxShapes = 16384;
  static constexpr uint32_t kTableSize = 32;  // open addressing: slot + 1 by hash, 0 ends a probe

  String** keys;  // count entries, right behind the shape
  uint32_t count;
  uint32_t child_count;
  uint32_t child_capacity;
  Shape** children;  // shapes with one key more
  Shape* parent;     // without the last key; null for the empty shape
  uint8_t table[kTableSize];
};

inline constexpr uint32_t kNoSlot = UINT32_MAX;

// A literal ['x' => .., 'y' => ..] compiles to one shape. Keys interned, none integer-like, distinct; null
// when there are more than kMaxKeys or the limits above are hit.
Shape* ShapeOfKeys(String* const* keys, uint32_t count);
Shape* EmptyShape();
// The shape with `key` (interned, not integer-like, not in `shape`) appended; null when it must not be made.
Shape* ShapeWithKey(Shape* shape, String* key);

// The shape that ShapeWithKey() gave for this one and `key` if that was not long ago; else null.
Shape* KnownShapeWithKey(const Shape* shape, const String* key);

// The shape that ShapeWithKey() gave last for this one if it was for `key`; else null.
TUSK_INLINE Shape* LastShapeWithKey(const Shape* shape, const String* key) {
  if (shape->child_count == 0) return nullptr;
  Shape* child = shape->children[0];
  return child->keys[shape->count] == key ? child : nullptr;
}

// Slot of a key, kNoSlot when the shape lacks it. Any string: it is compared by address where both are
// interned.
TUSK_INLINE uint32_t ShapeSlot(const Shape* shape, const String* key) {
  String* const* keys = reinterpret_cast<String* const*>(shape + 1);
  uint32_t hash = const_cast<String*>(key)->Hash();
  for (uint32_t i = hash & (Shape::kTableSize - 1); shape->table[i]; i = (i + 1) & (Shape::kTableSize - 1)) {
    uint32_t slot = shape->table[i] - 1u;
    const String* k = keys[slot];
    if (k == key) return slot;
    if (!key->Interned() && k->hash == hash && Equal(k, key)) return slot;
  }
  return kNoSlot;
}

}  // namespace tusk
