// Shapes: the tree of key sequences.
#include "interp/runtime/shape.h"

#include <utility>

#include <cstdlib>
#include <new>

namespace tusk {

namespace {

constinit Shape g_empty_shape = {};
constinit uint32_t g_shape_count = 0;

Shape* AddChild(Shape* shape, String* key) {
  if (shape->child_count == shape->child_capacity) {
    uint32_t capacity = shape->child_capacity ? shape->child_capacity * 2 : 2;
    shape->children = static_cast<Shape**>(std::realloc(shape->children, capacity * sizeof(Shape*)));
    CHECK(shape->children);
    shape->child_capacity = capacity;
  }
  ++g_shape_count;
  auto* child = static_cast<Shape*>(std::calloc(1, sizeof(Shape) + (shape->count + 1) * sizeof(String*)));
  CHECK(child);
  child->keys = reinterpret_cast<String**>(child + 1);
  child->count = shape->count + 1;
  child->parent = shape;
  for (uint32_t i = 0; i < shape->count; ++i) child->keys[i] = shape->keys[i];
  child->keys[shape->count] = key;
  for (uint32_t slot = 0; slot < child->count; ++slot) {
    uint32_t i = child->keys[slot]->Hash() & (Shape::kTableSize - 1);
    while (child->table[i]) i = (i + 1) & (Shape::kTableSize - 1);
    child->table[i] = static_cast<uint8_t>(slot + 1);
  }
  shape->children[shape->child_count++] = shape->children[0];
  shape->children[0] = child;
  return child;
}

// The transitions taken last: shapes with many children, the empty one above all, are not searched each time.
struct Transition {
  const Shape* from;
  const String* key;
  Shape* to;
};
constexpr size_t kTransitions = 1024;
constinit Transition g_transitions[kTransitions] = {};

TUSK_INLINE Transition* TransitionFor(const Shape* shape, const String* key) {
  return &g_transitions[(reinterpret_cast<uintptr_t>(shape) >> 5 ^ key->hash) % kTransitions];
}

}  // namespace

Shape* KnownShapeWithKey(const Shape* shape, const String* key) {
  const Transition* t = TransitionFor(shape, key);
  return t->from == shape && t->key == key ? t->to : nullptr;
}

Shape* EmptyShape() { return &g_empty_shape; }

Shape* ShapeWithKey(Shape* shape, String* key) {
  DCHECK(key->Interned());
  key->Hash();
  Transition* transition = TransitionFor(shape, key);
  if (TUSK_LIKELY(transition->from == shape && transition->key == key)) return transition->to;
  for (uint32_t i = 0; i < shape->child_count; ++i) {
    Shape* child = shape->children[i];
    if (child->keys[shape->count] != key) continue;
    // What is used moves forward.
    if (i > 0) std::swap(shape->children[i], shape->children[i / 2]);
    *transition = {shape, key, child};
    return child;
  }
  if (shape->count >= Shape::kMaxKeys || g_shape_count >= Shape::kMaxShapes) return nullptr;
  // The empty shape is the parent of every record's first key; further down many children mean a map.
  if (shape->child_count >= (shape->count == 0 ? 16 * Shape::kMaxChildren : Shape::kMaxChildren))
    return nullptr;
  *transition = {shape, key, AddChild(shape, key)};
  return transition->to;
}

Shape* ShapeOfKeys(String* const* keys, uint32_t count) {
  Shape* shape = &g_empty_shape;
  for (uint32_t i = 0; shape && i < count; ++i) shape = ShapeWithKey(shape, keys[i]);
  return shape;
}

}  // namespace tusk
