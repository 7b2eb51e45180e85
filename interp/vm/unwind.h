// What unwinding by exceptions (and by generators that are destroyed) shares.
#pragma once

#include "interp/vm/frame.h"

namespace tusk {

// In `extended` of FREE and FE_FREE: emitted for leaving a loop early; op2 is the distance to the loop's own
// one.
inline constexpr uint32_t kFreeOnReturn = 1;

// What a FAST_CALL leaves in its TMP: where to return to (extra), or this and the exception that waits (obj).
inline constexpr uint32_t kReturnsNowhere = UINT32_MAX;

// The class that a CATCH of the frame asks for; null before it was looked up.
inline void** CaughtClassCache(const Frame* frame, const Op* op) {
  return reinterpret_cast<void**>(reinterpret_cast<char*>(frame->cache) + (op->extended & ~kLastCatch));
}
inline const Class* CaughtClass(const Frame* frame, const Op* op) {
  return static_cast<const Class*>(*CaughtClassCache(frame, op));
}

// Frees the temporaries that are alive at opline `op_num` and not any more at `target` (0: the frame is
// left).
void CleanupLiveRanges(Frame* frame, uint32_t op_num, uint32_t target);
// The same without freeing, for the collector: what the temporaries alive at `op_num` own.
void VisitLiveRanges(Frame* frame, uint32_t op_num, void (*visit)(Value*, void*), void* context);
// Frees what FE_RESET_* made (iterate.cc).
void FreeLoopVariable(Value* v);
void VisitLoopVariable(Value* v, void (*visit)(Value*, void*), void* context);
// Leaving the finally block of a FAST_CALL's slot for good: a return value or an exception may be waiting
// there.
void DropWaiting(Frame* frame, const OpArray* f, Value* fast_call);

}  // namespace tusk
