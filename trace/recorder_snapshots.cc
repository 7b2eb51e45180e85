// Snapshots: describing the state for exits, and taking it over in side traces.
#include "trace/recorder.h"

#include <algorithm>
#include <bit>

#include "interp/runtime/array.h"
#include "interp/vm/stack.h"
#include "ir/alias.h"
#include "trace/exit.h"
#include "trace/frames.h"
#include "trace/log.h"

namespace tusk::trace {

using ir::IrRef;
using ir::Opcode;
using ir::Slot;
using Kind = ir::ConstKind;

namespace {
constexpr uint32_t kVaryingArgc = 0xffff;  // in snapshots: of a frame in memory, which says itself
constexpr int64_t kRuns = static_cast<int64_t>(GeneratorState::kRunning);
}  // namespace

ir::SnapFrame Recorder::DescribeSuspended(const HeapFrame& h, int index) const {
  auto* self = const_cast<Recorder*>(this);
  ir::SnapFrame f;
  f.func = self->FunctionConstant(h.frame->func->closure ? LastingCopy(h.frame->op_array()) : h.frame->func);
  f.base = Slot(ir::kHeapSlots + index * ir::kHeapStride);
  f.flags = ir::kFrameHeap | ir::kFrameBorrowThis;
  f.this_ref = h.object;
  f.closure = h.address;
  f.call_op = self->OplineConstant(h.frame->op_array(), h.op);
  f.argc = static_cast<uint16_t>(h.StateWhenLeft());
  return f;
}

ir::SnapFrame Recorder::DescribeCall(const Call& call) const {
  ir::SnapFrame f;
  f.func = const_cast<Recorder*>(this)->FunctionConstant(call.function);
  f.base = Slot(call.base);
  f.flags = static_cast<uint8_t>((call.active ? ir::kFrameActive : ir::kFramePending) |
                                 (call.real ? ir::kFrameMaterialised : 0) |
                                 (call.self && !call.owns_this ? ir::kFrameBorrowThis : 0));
  f.argc = static_cast<uint16_t>(call.varying ? kVaryingArgc : call.argc);
  f.info = call.info;
  f.this_ref = call.self;
  f.closure = call.closure;
  if (call.heap >= 0) {
    const HeapFrame& h = heap_[static_cast<size_t>(call.heap)];
    f.flags |= ir::kFrameHeap | (call.owns_this || call.real ? 0 : ir::kFrameRetainThis);
    f.this_ref = h.object;
    f.closure = h.address;
  }
  if (call.call_op) {
    OpArray* caller = root_->op_array();
    for (const Call& c : calls_) {
      if (&c == &call) break;
      if (c.active) caller = static_cast<OpArray*>(c.function);
    }
    f.call_op = const_cast<Recorder*>(this)->OplineConstant(caller, call.call_op);
  }
  f.result = Slot(call.result_slot);
  return f;
}

void Recorder::DescribeState(ir::SnapshotDesc* desc, bool with_clean) {
  desc->Clear();
  desc->resume = OplineConstant(function(), resume_);
  auto add = [&](const Known& known, int slot) {
    if (!known.ref) return;
    if (known.dirty) {
      desc->entries.push_back({Slot(slot), known.ref, 0});
    } else if (with_clean) {
      desc->entries.push_back({Slot(slot), known.ref, ir::kSnapClean});
    }
  };
  for (size_t word = 0; word < used_slots_.size(); ++word) {
    for (uint64_t left = used_slots_[word]; left; left &= left - 1) {
      size_t i = word * 64 + static_cast<size_t>(std::countr_zero(left));
      if (i < slots_.size()) add(slots_[i], static_cast<int>(i));
    }
  }
  for (size_t k = 0; k < heap_.size(); ++k) {
    const HeapFrame& h = heap_[k];
    if (!h.known) continue;
    int base = ir::kHeapSlots + static_cast<int>(k) * ir::kHeapStride;
    for (size_t i = 0; i < h.slots.size(); ++i) add(h.slots[i], base + static_cast<int>(i));
    if (!h.active) desc->frames.push_back(DescribeSuspended(h, static_cast<int>(k)));
  }
  for (const Call& call : calls_) desc->frames.push_back(DescribeCall(call));
}

void Recorder::Describe(ir::SnapshotDesc* desc) {
  DescribeState(desc, false);
  desc->alone = testing_;
}

// The slots of what was passed to a frame, as its memory must be where somebody may look.
void Recorder::ShowArguments(const Function* f, int base, uint32_t argc) {
  auto show = [&](int slot) {
    auto index = static_cast<size_t>(slot);
    IrRef now = index < slots_.size() && slots_[index].dirty ? slots_[index].ref : ir::kNone;
    shown_.push_back({Slot(slot), now});
  };
  int first = base + ir::kFrameSlots;
  uint32_t declared = std::min(argc, f->arg_count);
  for (uint32_t i = 0; i < declared; ++i) show(first + static_cast<int>(i));
  const auto* code = static_cast<const OpArray*>(f);
  int extra = first + static_cast<int>(code->cv_count + code->tmp_count);
  for (uint32_t i = declared; i < argc; ++i) show(extra + static_cast<int>(i - declared));
}

// The first slot behind all frames on the stack. None is known (0) where code does not reach, or a call says
// only when it runs how long its frame is.
int Recorder::EndOfCalls() const {
  if (trace_.apart) return 0;
  int end = ir::kFrameSlots + static_cast<int>(FrameSlots(root_->func, root_->arg_count));
  for (const Call& call : calls_) {
    if (call.heap >= 0) continue;
    if (call.varying) return 0;
    end = std::max(end, call.base + ir::kFrameSlots + static_cast<int>(FrameSlots(call.function, call.argc)));
  }
  return end;
}

// The same as ShowArguments for a generator's frame, in a copy at slot *free, which goes behind that.
void Recorder::ShowGenerator(const Call& call, int* free, ir::InlinedFrame* inlined) {
  const HeapFrame& h = heap_[static_cast<size_t>(call.heap)];
  const Function* f = h.frame->func;
  int copy = *free;
  int size = ir::kFrameSlots + static_cast<int>(FrameSlots(f, f->arg_count + kMostExtraShown));
  int own = ir::kFrameSlots + static_cast<int>(FrameSlots(root_->func, root_->arg_count));
  uint32_t count = ShownOfGenerator(f);
  if (!copy || copy + size > own + kStackSlackSlots || count > 64) return;
  *free += size;
  inlined->copy = Slot(copy);
  shown_.push_back({Slot(copy), h.object});
  if (!IsForeach(call.call_op)) shown_.push_back({Slot(copy + 1), (&call - 1)->self});
  for (uint32_t i = 0; i < count; ++i) {
    auto index = static_cast<size_t>(ir::kFrameSlots) + i;
    if (index < h.slots.size() && h.slots[index].dirty) {
      shown_.push_back({Slot(copy + static_cast<int>(index)), h.slots[index].ref});
    } else {
      inlined->in_memory |= uint64_t{1} << i;
    }
  }
}

uint16_t Recorder::CurrentPosition(bool shows) {
  if (!at_) return 0;
  ir::Position position;
  position.shows = shows;
  shown_.clear();
  // Calls from a generator's frame lie apart from it, where the code of traces does not write.
  if (shows) ShowArguments(root_->func, 0, std::min(root_->arg_count, root_->func->arg_count));
  const OpArray* running = root_->op_array();
  int free = shows ? EndOfCalls() : 0;
  for (const Call& call : calls_) {
    if (!call.active) continue;
    bool lies_near = shows && call.heap < 0 && !trace_.apart;
    if (lies_near)
      ShowArguments(call.function, call.base, call.varying ? call.function->arg_count : call.argc);
    if (call.real) {
      if (call.heap >= 0) {
        ++position.real_heap;
      } else {
        position.real_base = Slot(call.base), position.real_heap = 0;
      }
    } else {
      bool is_class = call.self.IsConst() && trace_.constant(call.self).kind == Kind::kClass;
      bool has_this = lies_near && call.self && TypeOf(call.self) == ir::Type::kObject;
      if (has_this) shown_.push_back({Slot(call.base + ir::kSelfSlot), call.self});
      bool closure = call.heap >= 0 && call.function->closure;
      ir::InlinedFrame inlined{
          .func =
              FunctionConstant(closure ? LastingCopy(static_cast<OpArray*>(call.function)) : call.function),
          .call_op = OplineConstant(running, call.call_op),
          .self = is_class ? call.self : ir::kNone,
          .has_this = has_this,
          .base = Slot(call.base),
          .copy = Slot(0),
          .argc = static_cast<uint16_t>(call.argc),
          .caller = position.frame};
      if (shows && call.heap >= 0) ShowGenerator(call, &free, &inlined);
      position.frame = trace_.AddInlinedFrame(inlined);
      if (!position.frame) return 0;
    }
    running = static_cast<const OpArray*>(call.function);
  }
  position.op = OplineConstant(running, at_);
  return trace_.AddPosition(position, shown_);
}

// A side trace starts in the state that its parent's exit describes, with the frames still unmade.
void Recorder::Inherit(TraceRecord* parent, ir::SnapId exit, const RestoredFrames& frames) {
  const ir::Trace& from = parent->ir;
  if (exit.v >= parent->arguments_guarded_from) {
    arguments_guarded_ = true;
    record_->arguments_guarded_from = 0;
  }
  if (exit.v >= parent->function_guarded_from) {
    function_guarded_ = true;
    record_->function_guarded_from = 0;
  }
  if (exit.v >= parent->stack_guarded_from) {
    stack_guarded_ = true;
    record_->stack_guarded_from = 0;
  }
  // What is one value in the parent is one here: a generator in a variable is the one whose frame is known.
  absl::flat_hash_map<IrRef, IrRef> loaded;
  auto value = [&](int number, IrRef ref) -> IrRef {
    if (!ref.IsConst()) {
      IrRef& load = loaded[ref];
      if (!load) load = ir_.PLoad(number, from.KeptTypeOf(ref));
      return load;
    }
    const ir::Constant& c = from.constant(ref);
    switch (c.kind) {
      case Kind::kInt: return ir_.KInt(c.i);
      case Kind::kFloat: return ir_.KFloat(c.f);
      case Kind::kUndef: return ir::kUndefRef;
      case Kind::kNull: return ir::kNullRef;
      case Kind::kFalse: return ir::kFalseRef;
      case Kind::kTrue: return ir::kTrueRef;
      default: return ir_.KPtr(c.kind, c.p, from.label(ref));
    }
  };
  auto on_heap = frames.on_heap.begin();
  int entries = from.snapshot(exit).num_entries, number = entries;
  for (const ir::SnapFrame& frame : from.frames(exit)) {
    if (frame.flags & ir::kFrameHeap) {
      size_t index = static_cast<size_t>(ir::HeapFrameOf(frame.base.v));
      if (heap_.size() <= index) heap_.resize(index + 1);
      HeapFrame& h = heap_[index];
      h.object = value(number, frame.this_ref);
      h.address = value(number + 1, frame.closure);
      h.frame = *on_heap++;
      h.generator = GeneratorOfFrame(h.frame)->object;
      h.known = true;
      h.adopted = IrRef(1);
      h.active = frame.flags & ir::kFrameActive;
      if (!h.active) {
        h.op = static_cast<const Op*>(from.constant(frame.call_op).p);
        h.at_first_yield = frame.argc == static_cast<uint16_t>(GeneratorState::kFirstYield);
      }
    }
    number += 2;
  }
  number = 0;
  std::vector<IrRef> retained;
  for (int i = 0; i < entries; ++i) {
    ir::SnapEntry entry = from.KeptEntryAt(exit, i);
    IrRef ref = value(number++, entry.ref);
    At(entry.slot.v) = Known{ref, !(entry.flags & ir::kSnapClean), true};
    if (entry.flags & ir::kSnapRetain) retained.push_back(ref);
  }
  for (const ir::SnapFrame& frame : from.frames(exit)) {
    if ((frame.flags & ir::kFrameHeap) && !(frame.flags & ir::kFrameActive)) {
      number += 2;
      continue;
    }
    Call call{};
    call.base = frame.base.v;
    if (frame.flags & ir::kFrameHeap) {
      call.heap = ir::HeapFrameOf(call.base);
      call.frame = heap(call.heap).frame;
      call.function = call.frame->func;
      call.active = true;
      call.real = frame.flags & ir::kFrameMaterialised;
      call.owns_this = !(frame.flags & ir::kFrameRetainThis) && !call.real;
      call.call_op = static_cast<const Op*>(from.constant(frame.call_op).p);
      calls_.push_back(call);
      active_ = static_cast<int>(calls_.size()) - 1;
      frame_ = call.frame;
      base_ = call.base;
      number += 2;
      continue;
    }
    call.frame = reinterpret_cast<Frame*>(Memory(call.base));
    call.active = frame.flags & ir::kFrameActive;
    call.real = frame.flags & ir::kFrameMaterialised;
    // The constant may name a closure that is gone; the frame knows which it runs now.
    call.function =
        call.real ? call.frame->func : static_cast<Function*>(const_cast<void*>(from.constant(frame.func).p));
    call.info = frame.info;
    call.owns_this = frame.info & CallInfo::kReleaseThis;
    call.argc = frame.argc;
    call.varying = frame.argc == kVaryingArgc;
    if (frame.this_ref) call.self = value(number, frame.this_ref);
    if (frame.closure) call.closure = value(number + 1, frame.closure);
    number += 2;
    if (frame.flags & ir::kFrameRetainThis) retained.push_back(call.self);
    if (frame.flags & ir::kFrameRetainClosure) retained.push_back(call.closure);
    if (frame.call_op) call.call_op = static_cast<const Op*>(from.constant(frame.call_op).p);
    call.result_slot = frame.result.v;
    calls_.push_back(call);
    if (call.active) {
      active_ = static_cast<int>(calls_.size()) - 1;
      frame_ = call.frame;
      base_ = call.base;
    }
  }
  for (IrRef r : retained) ir_.Retain(r);
  // At some exits memory says that the generator is suspended.
  for (const HeapFrame& h : heap_) {
    if (h.known) ir_.FStore(h.object, ir::Field::kGeneratorState, ir_.KInt(kRuns));
  }
  // An exception reaches its handler through LeaveTrace, not through the code that continues an exit.
  if (parent->exits[exit.v].on_exception) GuardException(start_);
}

}  // namespace tusk::trace
