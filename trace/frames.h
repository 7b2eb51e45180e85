// Frames between traces and memory: how exits build the frames that a trace did without, and how a trace
// itself makes them when something is about to look.
#pragma once

#include "ir/builder.h"
#include "trace/backend.h"
#include "trace/recorder.h"

namespace tusk::trace {

FrameShape ShapeOfSnapFrame(const ir::Trace& trace, const ir::SnapFrame& frame, int owner);

// Writes the header of a frame and makes it its owner's innermost pending call, or, if active, the running
// frame. A closure brings its own copy of the function and its $this; `closure` is null for other calls.
void MakeFrame(Vm* vm, Value* root, const FrameShape* shape, Object* self, Object* closure);
void EnterFrame(Vm* vm, Value* root, const FrameShape* shape);  // pending -> running
void LeaveFrame(Vm* vm, Value* root, const FrameShape* shape);  // running -> gone; its slots are dead already
void DropCall(Vm* vm, Value* root,
              const FrameShape* shape);  // pending -> gone; its arguments are dead already

// Emit what does the same in a trace.
void EmitMakeFrame(ir::Builder* ir, const Call& call, int owner);
void EmitEnterFrame(ir::Builder* ir, const Call& call, int caller);
void EmitLeaveFrame(ir::Builder* ir, const Call& call);
void EmitDropCall(ir::Builder* ir, const Call& call, int owner);

// Stands for a closure's copy of a function, and all others with its code and scope, in what outlives it:
// traces' constants.
OpArray* LastingCopy(const OpArray* f);

bool IsInitOpcode(Opcode opcode);

}  // namespace tusk::trace
