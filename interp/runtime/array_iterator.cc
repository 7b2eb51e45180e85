// Positions of foreach by reference. Each is registered with its array (counted in Array::iterators), so that
// the rare operations that move elements can correct it. When an array with positions is copied, the copy
// gets shadows of them: whichever of the two arrays the loop finds in its variable next is the one that the
// position follows, and the other loses its shadow.
#include "interp/runtime/array_iterator.h"

#include <vector>

#include "interp/runtime/array_internal.h"

namespace tusk {

using namespace array_internal;

namespace {

struct Position {
  Array* array;  // null: the entry is free, or its array died
  uint32_t position;
  uint32_t next_copy;  // ring of shadows; itself when there are none
  bool in_use;
};

// Loops nest a few deep at most, so entries are scanned.
std::vector<Position>& Positions() {
  static auto* positions = new std::vector<Position>;
  return *positions;
}

uint32_t NewEntry(Array* a, uint32_t position) {
  auto& all = Positions();
  uint32_t i = 0;
  while (i < all.size() && all[i].in_use) ++i;
  if (i == all.size()) all.emplace_back();
  all[i] = {a, position, i, true};
  ++a->iterators;
  return i;
}

void Detach(Position* p) {
  if (p->array) --p->array->iterators;
  p->array = nullptr;
}

void FreeShadows(uint32_t iterator) {
  auto& all = Positions();
  for (uint32_t i = all[iterator].next_copy; i != iterator;) {
    uint32_t next = all[i].next_copy;
    Detach(&all[i]);
    all[i].in_use = false;
    i = next;
  }
  all[iterator].next_copy = iterator;
}

}  // namespace

namespace array_internal {

void IteratorsMoved(Array* a, uint32_t from, uint32_t to) {
  for (Position& p : Positions()) {
    if (p.array == a && p.position == from) p.position = to;
  }
}

void IteratorsClamp(Array* a) {
  for (Position& p : Positions()) {
    if (p.array == a && p.position > a->used) p.position = a->used;
  }
}

void IteratorsCopied(const Array* from, Array* to) {
  auto& all = Positions();
  for (uint32_t i = 0, n = static_cast<uint32_t>(all.size()); i < n; ++i) {
    if (all[i].array != from) continue;
    uint32_t shadow = NewEntry(to, all[i].position);
    all[shadow].next_copy = all[i].next_copy;
    all[i].next_copy = shadow;
  }
}

void IteratorsForget(Array* a) {
  for (Position& p : Positions()) {
    if (p.array == a) p.array = nullptr;
  }
  a->iterators = 0;
}

}  // namespace array_internal

void MoveIterators(Array* from, Array* to, uint32_t prepended) {
  if (from->iterators == 0) return;
  for (Position& p : Positions()) {
    if (p.array != from) continue;
    uint32_t before = 0;
    for (uint32_t at = First(from); at != kEnd && at < p.position; at = Next(from, at)) ++before;
    p.array = to;
    p.position = prepended + before;
    --from->iterators;
    ++to->iterators;
  }
}

uint32_t NewIterator(Array* a, uint32_t position) { return NewEntry(a, position); }

uint32_t IteratorPosition(uint32_t iterator, Array* a) {
  auto& all = Positions();
  Position* self = &all[iterator];
  if (TUSK_LIKELY(self->array == a)) return self->position;
  uint32_t position = a->position;
  for (uint32_t i = self->next_copy; i != iterator; i = all[i].next_copy) {
    if (all[i].array == a) position = all[i].position;
  }
  FreeShadows(iterator);
  Detach(self);
  self->array = a;
  self->position = position;
  ++a->iterators;
  return position;
}

bool IteratorAtEnd(uint32_t iterator, const Array* a) {
  const Position& self = Positions()[iterator];
  return self.array == a && Normalize(a, self.position) == kEnd;
}

void SetIteratorPosition(uint32_t iterator, uint32_t position) { Positions()[iterator].position = position; }

void FreeIterator(uint32_t iterator) {
  auto& all = Positions();
  FreeShadows(iterator);
  Detach(&all[iterator]);
  all[iterator].in_use = false;
}

}  // namespace tusk
