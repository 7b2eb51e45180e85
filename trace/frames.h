// Frames between traces and memory: emitting the calls that make, enter and leave real frames, and doing the same at
// exits.
#pragma once

#include "ir/builder.h"
#include "trace/recorder.h"

namespace tusk::trace {

// Slots behind the stack's end that pages keep free, so that frames inlined into a trace always fit behind its root
// frame (stack.cc).
inline constexpr int kStackSlackSlots = 1024;

// What the run-time functions below need to know of a frame; owned by the process (traces hold its address).
struct FrameShape {
  Function* function;
  const Op* call_op;    // active frames: the caller's DO_*
  uint32_t info;
  uint32_t argc;
  int32_t base;         // slots, from the root frame
  int32_t owner;        // of the frame that made the call
  int32_t result_slot;  // of the root frame's numbering; -1: unused
  bool active;
};

// Builds the header of a frame in memory and makes it the pending call of its owner, or the running frame. `self` is
// the object or class, or null.
void MakeFrame(Vm* vm, Value* root, const FrameShape* shape, void* self);

// Emit what does that in a trace.
void EmitMakeFrame(Recorder* recorder, ir::Builder* ir, const Call& call, int owner_base);
void EmitEnterFrame(Recorder* recorder, ir::Builder* ir, const Call& call, int caller_base);  // real pending -> running
void EmitLeaveFrame(Recorder* recorder, ir::Builder* ir, const Call& call);                   // real running -> gone
void EmitDropCall(Recorder* recorder, ir::Builder* ir, const Call& call);                     // real pending -> gone

bool IsInitOpcode(tusk::Opcode opcode);

}  // namespace tusk::trace
