// Property access through run-time caches: a class guard and a slot load, for handlers' fast paths.
//
// A cache is two words: the object's class, and what was found for it:
//   offset | flags   the byte offset of the declared slot from the object (a multiple of 16, at least 32)
//   kDynamic         nothing declared and nothing magic in the way: look into Object::dynamic
// Entries are made only where the scope of the code may access the property, so a hit needs no further check.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"

namespace tusk {

struct PropertyCache {
  static constexpr uintptr_t kGuardedWrite = 1;  // typed, readonly or with its own write visibility
  static constexpr uintptr_t kDynamic = 2;
  static constexpr uintptr_t kFlagMask = 15;
};

// The slot of `o` that the cache knows, or null. It may be kUndef.
TUSK_INLINE Value* CachedSlot(Object* o, void* const* cache) {
  auto word = reinterpret_cast<uintptr_t>(cache[1]);
  if (TUSK_UNLIKELY(cache[0] != o->cls || word < sizeof(Object))) return nullptr;
  return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + (word & ~PropertyCache::kFlagMask));
}

// The same for writing: null also when a write must be checked, except that a scalar that a plain typed
// property takes as it is passes.
TUSK_INLINE Value* CachedSlotForWrite(Object* o, void* const* cache, Type type) {
  auto word = reinterpret_cast<uintptr_t>(cache[1]);
  if (TUSK_UNLIKELY(cache[0] != o->cls || word < sizeof(Object))) return nullptr;
  uintptr_t offset = word & ~PropertyCache::kFlagMask;
  if (word & PropertyCache::kGuardedWrite) {
    const PropertyInfo* info = o->cls->slot_info[(offset - sizeof(Object)) / sizeof(Value)];
    constexpr uint32_t kChecked = PropertyFlags::kReadonly | PropertyFlags::kProtectedSet |
                                  PropertyFlags::kPrivateSet | PropertyFlags::kVirtual;
    if ((info->flags & kChecked) || info->set_hook || !info->type.Allows(type)) return nullptr;
  }
  return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + offset);
}

}  // namespace tusk
