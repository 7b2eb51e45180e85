// Positions of calls from traces. Nothing is stored while a trace runs: the return address of a call leads to
// its position, and that to the opline and to the frames which exist only in snapshots. Destroying tells its
// return address; for a fatal error in any other call the C stack is unwound, which only something that
// happens once may cost.
#include "trace/position.h"

#include <unwind.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "interp/vm/execute.h"
#include "interp/vm/leave.h"
#include "trace/frames.h"
#include "trace/tree.h"

namespace tusk::trace {

namespace {

// The trace whose code holds `address`, or null. Numbers ascend as addresses do.
const TraceRecord* TraceAt(const void* address) {
  int32_t low = 1, high = g_trace.tree.NextNumber();
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    const CompiledTrace& code = *g_trace.tree.Get(middle)->code;
    if (address < code.entry) {
      high = middle;
    } else if (address >= static_cast<const char*>(code.entry) + code.code_size) {
      low = middle + 1;
    } else {
      return g_trace.tree.Get(middle);
    }
  }
  return nullptr;
}

// Makes a frame that nobody returns to: who runs, for whom, and how it was called. With `shown`, the trace
// has written what was passed and $this, which stay its own; the other variables are not to be seen.
void MakeHeader(Vm* vm, const ir::Trace& trace, const ir::InlinedFrame& inlined, bool shown, Frame* frame) {
  Frame* caller = vm->frame;
  SaveOp(caller, static_cast<const Op*>(trace.constant(inlined.call_op).p));
  Value self = shown && inlined.has_this ? frame->self : Value();
  *frame = Frame{};
  frame->self = self;
  frame->arg_count = shown ? inlined.argc : 0;
  frame->func = static_cast<Function*>(const_cast<void*>(trace.constant(inlined.func).p));
  if (inlined.self) frame->self = Value::Pointer(const_cast<void*>(trace.constant(inlined.self).p));
  frame->prev = caller;
  frame->cache = frame->op_array()->cache;
  vm->frame = frame;
}

// The same for a generator's frame, from the copy that the trace has begun. `caller` is where the variables
// are of the frame that runs it. Returns the frame itself.
Frame* CopyGeneratorFrame(Vm* vm, const ir::Trace& trace, const ir::InlinedFrame& inlined, Value* start,
                          Frame* caller) {
  GeneratorData* g = GeneratorOf(start->obj);
  const auto* op = static_cast<const Op*>(trace.constant(inlined.call_op).p);
  SaveOp(vm->frame, op);
  g->asked = IsForeach(op) ? AskedByLoop(caller, op) : start[1].obj;
  Frame* from = g->frame;
  auto* frame = reinterpret_cast<Frame*>(start);
  *frame = *from;
  frame->info = CallInfo::kGenerator | (from->info & CallInfo::kHasNamedExtra);
  frame->prev = vm->frame;
  frame->call = nullptr;
  frame->arg_count = std::min(from->arg_count, from->func->arg_count + kMostExtraShown);
  for (uint32_t i = 0, n = ShownOfGenerator(frame->func); i < n; ++i) {
    if ((inlined.in_memory >> i) & 1) frame->slots()[i] = from->slots()[i];
  }
  for (uint32_t i = FrameSlots(frame->func, 0), n = FrameSlots(frame->func, frame->arg_count); i < n; ++i)
    frame->slots()[i] = from->slots()[i];
  vm->frame = frame;
  return from;
}

// Makes the frames and saves the opline that belong to the call which returns to `from`. Nothing is to be
// made for calls that have no position: oplines that run through Step save their own.
void Show(Vm* vm, const void* from, std::vector<std::unique_ptr<Frame>>* made) {
  const TraceRecord* record = TraceAt(from);
  if (!record) return;
  const CompiledTrace& code = *record->code;
  const ir::Trace& trace = record->ir;
  auto offset = static_cast<uint32_t>(static_cast<const char*>(from) - static_cast<const char*>(code.entry));
  auto at = std::lower_bound(code.return_offsets.begin(), code.return_offsets.end(), offset);
  if (at == code.return_offsets.end() || *at != offset) return;
  const ir::Position& position =
      trace.position(code.positions[static_cast<size_t>(at - code.return_offsets.begin())]);
  Frame* on_stack = vm->frame;
  for (int i = 0; i < position.real_heap; ++i) on_stack = on_stack->prev;
  auto* root = reinterpret_cast<Frame*>(reinterpret_cast<Value*>(on_stack) - position.real_base.v);
  SlotPlaces places(root, vm->stack_top);
  Value* end = vm->stack_top;
  Frame* memory = vm->frame;
  absl::InlinedVector<const ir::InlinedFrame*, 16> inlined;
  for (uint16_t number = position.frame; number; number = inlined.back()->caller)
    inlined.push_back(&trace.inlined_frame(number));
  for (; !inlined.empty(); inlined.pop_back()) {
    const ir::InlinedFrame& next = *inlined.back();
    Value* copy = next.copy.v ? places.At(next.copy.v) : nullptr;
    if (copy && copy->IsObject() && memory) {
      memory = CopyGeneratorFrame(vm, trace, next, copy, memory);
      end = std::max(end, copy + ir::kFrameSlots + FrameSlots(vm->frame->func, vm->frame->arg_count));
    } else if (ir::IsHeapSlot(next.base.v)) {
      made->push_back(std::make_unique<Frame>());
      MakeHeader(vm, trace, next, false, made->back().get());
      memory = nullptr;
    } else {
      Value* start = places.At(next.base.v);
      MakeHeader(vm, trace, next, position.shows && !places.apart(), reinterpret_cast<Frame*>(start));
      end = std::max(end, start + ir::kFrameSlots + FrameSlots(vm->frame->func, next.argc));
      memory = vm->frame;
    }
  }
  vm->stack_top = end;
  SaveOp(vm->frame, static_cast<const Op*>(trace.constant(position.op).p));
}

_Unwind_Reason_Code Visit(_Unwind_Context* context, void* found) {
  auto* address = reinterpret_cast<const void*>(_Unwind_GetIP(context));
  if (g_trace.backend->contains(address)) {
    *static_cast<const void**>(found) = address;
    return _URC_NORMAL_STOP;
  }
  bool interpreter = reinterpret_cast<const void*>(_Unwind_GetRegionStart(context)) == ExecuteLoop();
  return interpreter ? _URC_NORMAL_STOP : _URC_NO_REASON;
}

}  // namespace

void DestroyFromTrace(RefCounted* counted, const void* from) {
  if (counted->kind() == Type::kString) return DestroyCounted(counted);
  CallFromTrace(from, nullptr, [=] { DestroyCounted(counted); });
}
void BufferRootFromTrace(RefCounted* counted, const void* from) {
  CallFromTrace(from, nullptr, [=] { BufferPossibleRoot(counted); });
}

void ForgetFrames(const NativeCall& call) {
  call.frame->info &= ~CallInfo::kInTrace;
  if (g_vm.frame == call.frame) return;
  g_vm.frame = call.frame;
  g_vm.stack_top = call.stack_top;
  if (Unwinding(&g_vm)) RedirectToException(&g_vm, call.frame);
}

void ShowFrames(Vm* vm) {
  NativeCall* call = vm->native_call;
  vm->native_call = nullptr;
  call->shown = true;
  Show(vm, call->from, &call->made);
  vm->frame->info |= CallInfo::kInTrace;
  if (!call->builtin) return;
  call->builtin->prev = vm->frame;
  vm->frame = call->builtin;
}

void FindFrames(Vm* vm) {
  if (vm->native_call) return ShowFrames(vm);
  // In the code that called innermost: what lies further out had its frames made before it ran other code.
  const void* found = nullptr;
  _Unwind_Backtrace(Visit, &found);
  static std::vector<std::unique_ptr<Frame>> made;  // nothing goes on after a fatal error
  if (found) Show(vm, found, &made);
}

}  // namespace tusk::trace
