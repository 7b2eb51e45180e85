// Backtraces as arrays: debug_backtrace() and exceptions.
#pragma once

#include "interp/vm/vm.h"

namespace tusk {

// Skips the innermost `skip` frames; `limit` 0: all. Owned.
Value Backtrace(uint32_t skip, bool with_args, bool with_object, uint32_t limit);

// Where a generator that has not ended stands: the innermost that it delegates to first, itself last. Owned.
Value GeneratorBacktrace(Object* o, bool with_args, bool with_object);

}  // namespace tusk
