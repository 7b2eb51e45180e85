// What the name of a property means, and which names an object has.
#pragma once

#include "interp/runtime/class.h"
#include "interp/runtime/object.h"

namespace tusk {

enum class Lookup : uint8_t { kSlot, kDynamic, kDenied };

// What `name` means for code of `scope`. kDenied: declared but not accessible. `silent`: no notice about
// static properties.
Lookup FindProperty(Class* c, String* name, Class* scope, PropertyInfo** out, bool silent = false);

// What a loop of `scope` over the object goes through: the keys are the names (of properties without a value
// too), in order; the values mean nothing. As for VisibleProperties, the caller has a reference.
Array* VisibleNames(Object* o, Class* scope);

// All properties, names mangled, as InitializedProperties() but with what their hooks say. May raise: what
// came before.
Array* ReadableProperties(Object* o);

// "\0A\0x" for private, "\0*\0x" for protected properties, else the name; interned.
String* MangledName(const PropertyInfo* info);

inline bool HasHooks(const PropertyInfo* info) { return info->get_hook || info->set_hook; }

}  // namespace tusk
