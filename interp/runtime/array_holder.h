// Objects that hold an array beside their properties: ArrayObject and ArrayIterator.
#pragma once

#include "interp/runtime/object.h"

namespace tusk {

// PropertiesToArray(), and behind it what such an object holds; owned.
Array* DumpedProperties(Object* o);

}  // namespace tusk
