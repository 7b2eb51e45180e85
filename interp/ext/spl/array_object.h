// What array_holder.cc must know of the classes ArrayObject and ArrayIterator.
#pragma once

#include "interp/runtime/class.h"

namespace tusk {

extern const ObjectHandlers kArrayObjectHandlers;
extern const ObjectHandlers kArrayIteratorHandlers;
extern const ObjectHandlers kFixedIteratorHandlers;

}  // namespace tusk
