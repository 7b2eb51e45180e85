// Ropes: the parts of a string that is interpolated, before they are joined.
#pragma once

#include "interp/runtime/string.h"

namespace tusk {

// The parts as one string, owned; takes over the references to them.
String* JoinRope(String** parts, uint32_t count);

}  // namespace tusk
