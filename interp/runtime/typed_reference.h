// References that typed properties hold (object.h has what assigns through them).
#pragma once

#include "interp/runtime/value.h"

namespace tusk {

struct PropertyInfo;

// Whether the property may hold `ref`: converts what it refers to if nothing else constrains it. False: an
// exception is pending.
bool MayHoldReference(const PropertyInfo* info, Reference* ref, bool strict);
// Whether null (or false) behind `ref` may become an array. False: an exception is pending.
bool MayBecomeArray(const Reference* ref);

}  // namespace tusk
