// Frames between traces and memory: how exits build the frames that a trace did without, and how a trace
// itself makes them when something is about to look.
#pragma once

#include "interp/vm/generator.h"
#include "ir/builder.h"
#include "trace/backend.h"
#include "trace/recorder.h"

namespace tusk::trace {

FrameShape ShapeOfSnapFrame(const ir::Trace& trace, const ir::SnapFrame& frame, int owner);

// For who looks at a generator's frame that a trace does without: how many arguments beyond the declared ones
// its copy has room for, and how many slots of it the trace writes.
inline constexpr uint32_t kMostExtraShown = 16;
inline uint32_t ShownOfGenerator(const Function* f) {
  return f->arg_count + (f->Is(FunctionFlags::kVariadic) ? 1 : 0);
}

// Where the frames of calls lie, counted in slots from a trace's root frame. If that is a generator's, on the
// heap, they begin where the VM stack ended before the first of them.
class SlotPlaces {
 public:
  SlotPlaces(Frame* root, Value* stack_top) : root_(reinterpret_cast<Value*>(root)), calls_(root_) {
    if (!(root->info & CallInfo::kGenerator)) return;
    own_ = ir::kFrameSlots + static_cast<int>(FrameSlots(root->func, root->arg_count));
    calls_ = stack_top - own_;
  }
  Value* At(int slot) const { return (slot < own_ ? root_ : calls_) + slot; }
  // The slot where a call's frame begins.
  ptrdiff_t SlotOf(const Frame* call) const { return reinterpret_cast<const Value*>(call) - calls_; }
  // What the slots of calls are counted from.
  Value* calls() const { return calls_; }
  bool apart() const { return calls_ != root_; }  // the root frame is on the heap
  bool InCalls(int slot) const { return slot >= own_; }

 private:
  Value* root_;
  Value* calls_;
  int own_ = INT32_MAX;  // slots of the root frame; only asked for if it is on the heap
};

// Writes the header of a frame and makes it its owner's innermost pending call, or, if active, the running
// frame. A closure brings its own copy of the function and its $this; `closure` is null for other calls.
void MakeFrame(Vm* vm, Value* root, const FrameShape* shape, Frame* owner, Object* self, Object* closure);
void EnterFrame(Vm* vm, Value* root, const FrameShape* shape, Frame* caller);  // pending -> running
void LeaveFrame(Vm* vm, Value* root, const FrameShape* shape);  // running -> gone; its slots are dead already
// pending -> gone; its arguments are dead already
void DropCall(Vm* vm, Value* root, const FrameShape* shape, Frame* owner);
// Where a slot of a generator's frame lies (ir/types.h).
Value* PlaceInGenerator(GeneratorData* g, int slot);
// Whether a generator is resumed by a loop, and not by the call of a method.
inline bool IsForeach(const Op* op) {
  return op->opcode == Opcode::kFeFetchR || op->opcode == Opcode::kFeResetR;
}
// The generator that the loop in `caller` asks at `op`. It may delegate to the one that runs.
inline Object* AskedByLoop(Frame* caller, const Op* op) {
  return caller->At(op->opcode == Opcode::kFeFetchR ? op->op1.num : op->result.num)->obj;
}
// A generator's frame becomes the running one, resumed by `caller` at `op`, or yields to it. (The generator's
// variables, what it yielded and where it stands are the others' business.)
void EnterGeneratorFrame(Vm* vm, Object* generator, Frame* caller, const Op* op);
void LeaveGeneratorFrame(Vm* vm, Object* generator);
// A generator of `shape`'s function, at `op`; retains `self`.
Object* NewGeneratorOf(const FrameShape* shape, const Op* op, Object* self);

// Emit what does the same in a trace. `owner` is a slot; `on_heap` the address of the frame that begins there
// if it lies on the heap, else none.
void EmitMakeFrame(ir::Builder* ir, const Call& call, int owner, ir::IrRef on_heap);
// A generator that would run the call's frame at opline `op`.
ir::IrRef EmitNewGenerator(ir::Builder* ir, const Call& call, int owner, ir::IrRef op);
void EmitEnterFrame(ir::Builder* ir, const Call& call, int caller, ir::IrRef on_heap);
void EmitLeaveFrame(ir::Builder* ir, const Call& call);
void EmitDropCall(ir::Builder* ir, const Call& call, int owner, ir::IrRef on_heap);

// Stands for a closure's copy of a function, and all others with its code and scope, in what outlives it:
// traces' constants.
OpArray* LastingCopy(const OpArray* f);

bool IsInitOpcode(Opcode opcode);

}  // namespace tusk::trace
