// What the name of a property means, for property.cc and property_list.cc.
#pragma once

#include "interp/runtime/class.h"

namespace tusk {

enum class Lookup : uint8_t { kSlot, kDynamic, kDenied };

// What `name` means for code of `scope`. kDenied: declared but not accessible. `silent`: no notice about
// static properties.
Lookup FindProperty(Class* c, String* name, Class* scope, PropertyInfo** out, bool silent = false);

inline bool HasHooks(const PropertyInfo* info) { return info->get_hook || info->set_hook; }

}  // namespace tusk
