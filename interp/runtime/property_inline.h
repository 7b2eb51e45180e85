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

// Whether what the cache knows (a slot) holds for class `c` too: its own class, or one that has the very same
// declaration in that slot. A redeclared property has a PropertyInfo of its own, and a private one is only
// ever cached for its own scope, so the same declaration means the same property.
TUSK_INLINE bool CacheHoldsFor(const Class* c, void* const* cache) {
  const auto* known = static_cast<const Class*>(cache[0]);
  if (TUSK_LIKELY(known == c)) return true;
  size_t index =
      ((reinterpret_cast<uintptr_t>(cache[1]) & ~PropertyCache::kFlagMask) - sizeof(Object)) / sizeof(Value);
  return index < c->slot_count && c->slot_info[index] == known->slot_info[index];
}

// Classes that were accepted by a list of class names, whatever the scope: for types that many classes pass.
// Class lists and classes are never freed.
struct AcceptedClass {
  const void* names = nullptr;  // TypeDecl::classes
  const Class* cls = nullptr;
};
inline constexpr uint32_t kAcceptedBits = 9;
extern AcceptedClass g_accepted[1u << kAcceptedBits];
TUSK_INLINE AcceptedClass& AcceptedEntry(const void* names, const Class* c) {
  uint64_t mixed =
      (reinterpret_cast<uintptr_t>(names) ^ (reinterpret_cast<uintptr_t>(c) << 1)) * 0x9E3779B97F4A7C15u;
  return g_accepted[mixed >> (64 - kAcceptedBits)];
}

// Whether `type` is known to accept the class of the object `v`: the answer of TypeAccepts without a search.
TUSK_INLINE bool KnownToAccept(const TypeDecl& type, const Value& v) {
  if (!v.IsObject()) return false;
  const Class* c = v.obj->cls;
  if (TUSK_LIKELY(type.accepted == c)) return true;
  const AcceptedClass& known = AcceptedEntry(type.classes.data(), c);
  return known.cls == c && known.names == type.classes.data();
}

// The slot of `o` that the cache knows, or null. It may be kUndef.
TUSK_INLINE Value* CachedSlot(Object* o, void* const* cache) {
  auto word = reinterpret_cast<uintptr_t>(cache[1]);
  if (TUSK_UNLIKELY(word < sizeof(Object) || !CacheHoldsFor(o->cls, cache))) return nullptr;
  return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + (word & ~PropertyCache::kFlagMask));
}

// The same for writing `v`: null also when the write must be checked, except that what a plain typed property
// takes as it is passes.
TUSK_INLINE Value* CachedSlotForWrite(Object* o, void* const* cache, const Value& v) {
  auto word = reinterpret_cast<uintptr_t>(cache[1]);
  if (TUSK_UNLIKELY(word < sizeof(Object) || !CacheHoldsFor(o->cls, cache))) return nullptr;
  uintptr_t offset = word & ~PropertyCache::kFlagMask;
  if (word & PropertyCache::kGuardedWrite) {
    const PropertyInfo* info = o->cls->slot_info[(offset - sizeof(Object)) / sizeof(Value)];
    constexpr uint32_t kChecked = PropertyFlags::kReadonly | PropertyFlags::kProtectedSet |
                                  PropertyFlags::kPrivateSet | PropertyFlags::kVirtual;
    if ((info->flags & kChecked) || info->set_hook) return nullptr;
    if (!info->type.Allows(v.type) && !KnownToAccept(info->type, v)) return nullptr;
  }
  return reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + offset);
}

}  // namespace tusk
