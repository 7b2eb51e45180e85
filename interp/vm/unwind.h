// What unwinding by exceptions (and by generators that are destroyed) shares.
#pragma once

#include "interp/vm/frame.h"

namespace tusk {

// In `extended` of FREE and FE_FREE: emitted for leaving a loop early; op2 is the distance to the loop's own
// one.
inline constexpr uint32_t kFreeOnReturn = 1;

// Frees the temporaries that are alive at opline `op_num` and not any more at `target` (0: the frame is
// left).
void CleanupLiveRanges(Frame* frame, uint32_t op_num, uint32_t target);
// Frees what FE_RESET_* made (iterate.cc).
void FreeLoopVariable(Value* v);

}  // namespace tusk
