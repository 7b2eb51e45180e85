// For builtins that replace an array which a foreach by reference runs over.
#pragma once

#include "interp/runtime/value.h"

namespace tusk {

// `to` has `prepended` new elements and then those of `from`: the positions in `from` become positions in
// `to`.
void MoveIterators(Array* from, Array* to, uint32_t prepended);

}  // namespace tusk
