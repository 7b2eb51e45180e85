// For loops in the runtime and in builtins that may run for seconds: an end when the script's time is over.
#pragma once

#include "interp/runtime/state.h"

namespace tusk {

// Ends the script with PHP's message. The VM fills it in.
extern void (*g_time_is_over)();

// Costs one load. Everything a shutdown function might look at must be whole.
inline void CheckTimeLimit() {
  if (TUSK_UNLIKELY(g_state->attention.load(std::memory_order_relaxed) & Attention::kTimeout))
    g_time_is_over();
}

}  // namespace tusk
