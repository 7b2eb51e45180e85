// The table of live objects by handle.
#pragma once

#include <cstdint>

#include "interp/runtime/object.h"

namespace tusk {

struct ObjectStore {
  Object** table = nullptr;  // by handle; a free entry holds (next free handle << 1) | 1
  uint32_t used = 0;         // entries ever used, the unused entry 0 included
  uint32_t capacity = 0;
  uint32_t free_head = 0;  // 0: none
  bool ending = false;     // handles are not used again: the last destructors run in their order
};
extern ObjectStore g_objects;

// Set by the extension that makes the first weak reference; called when a flagged object dies.
extern void (*g_forget_weak_references)(Object* o);

}  // namespace tusk
