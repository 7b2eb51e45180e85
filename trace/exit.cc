// Snapshot restore: slots first (their values lie in registers, spill slots and constants, so order does not
// matter), then the frames that the trace did without, innermost last.
#include "trace/exit.h"

#include <bit>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"
#include "trace/compile.h"
#include "trace/frames.h"
#include "trace/hot.h"
#include "trace/log.h"
#include "trace/recorder.h"
#include "trace/tree.h"

namespace tusk::trace {

using ir::IrRef;

namespace {

class Restore {
 public:
  Restore(const TraceRecord& record, const ExitState& state, Frame* root)
      : record_(record), trace_(record.ir), state_(state), root_(root), places_(root, g_vm.stack_top) {}

  // Writes everything; returns the frame to go on in.
  Frame* Run(Vm* vm, ir::SnapId exit, RestoredFrames* frames) {
    frames->root = root_;
    frames->stack_top = vm->stack_top;
    for (const ir::SnapFrame& frame : trace_.frames(exit)) {
      if (!(frame.flags & ir::kFrameHeap)) continue;
      generators_.push_back({frame.base.v, GeneratorOf(ValueOf(frame.this_ref).obj)});
      frames->on_heap.push_back(generators_.back().second->frame);
    }
    for (int i = 0, n = trace_.snapshot(exit).num_entries; i < n; ++i) {
      ir::SnapEntry entry = trace_.KeptEntryAt(exit, i);
      if (entry.flags & ir::kSnapClean) continue;
      Value v = ValueOf(entry.ref);
      if (entry.flags & ir::kSnapRetain) Retain(v);
      *PlaceOf(entry.slot.v) = v;
    }
    int owner = 0;
    Frame* owner_frame = root_;
    for (const ir::SnapFrame& frame : trace_.frames(exit)) {
      if (frame.flags & ir::kFrameHeap) {
        RestoreGenerator(vm, frame, owner_frame);
      } else if (!(frame.flags & ir::kFrameMaterialised)) {
        FrameShape shape = ShapeOfSnapFrame(trace_, frame, owner);
        Value self = frame.this_ref && !shape.self_class ? ValueOf(frame.this_ref) : Value();
        if (frame.flags & ir::kFrameRetainThis) Retain(self);
        Object* closure = frame.closure ? ValueOf(frame.closure).obj : nullptr;
        if (frame.flags & ir::kFrameRetainClosure) Retain(Value(closure));
        MakeFrame(vm, places_.calls(), &shape, owner_frame, self.IsObject() ? self.obj : nullptr, closure);
      }
      if (frame.flags & ir::kFrameActive) {
        owner = frame.base.v;
        owner_frame =
            ir::IsHeapSlot(owner) ? GeneratorAt(owner)->frame : reinterpret_cast<Frame*>(places_.At(owner));
      }
    }
    return owner_frame;
  }

 private:
  GeneratorData* GeneratorAt(int base) const {
    for (auto [b, g] : generators_) {
      if (b == base) return g;
    }
    UNREACHABLE();
  }
  Value* PlaceOf(int slot) const {
    if (!ir::IsHeapSlot(slot)) return places_.At(slot);
    return PlaceInGenerator(GeneratorAt(ir::HeapBase(slot)), slot);
  }
  void RestoreGenerator(Vm* vm, const ir::SnapFrame& frame, Frame* caller) const {
    GeneratorData* g = GeneratorAt(frame.base.v);
    if (frame.flags & ir::kFrameMaterialised) return;
    const auto* op = static_cast<const Op*>(trace_.constant(frame.call_op).p);
    if (!(frame.flags & ir::kFrameActive)) {
      g->frame->op = op;
      g->state = static_cast<GeneratorState>(frame.argc);
      return;
    }
    EnterGeneratorFrame(vm, g->object, caller, op);
    if (!(frame.flags & ir::kFrameRetainThis)) --g->object->refcount;
  }

  Value ValueOf(IrRef r) const {
    if (r.IsConst()) {
      const ir::Constant& c = trace_.constant(r);
      switch (c.kind) {
        case ir::ConstKind::kUndef: return Value();
        case ir::ConstKind::kNull: return Value::Null();
        case ir::ConstKind::kFalse: return Value(false);
        case ir::ConstKind::kTrue: return Value(true);
        case ir::ConstKind::kInt: return Value(c.i);
        case ir::ConstKind::kFloat: return Value(c.f);
        case ir::ConstKind::kString: return Value(static_cast<String*>(const_cast<void*>(c.p)));
        case ir::ConstKind::kArray: return Value(static_cast<Array*>(const_cast<void*>(c.p)));
        case ir::ConstKind::kObject: return Value(static_cast<Object*>(const_cast<void*>(c.p)));
        default: UNREACHABLE();
      }
    }
    ir::Type type = trace_.KeptTypeOf(r);
    if (type == ir::Type::kUndef) return Value();
    if (type == ir::Type::kNull) return Value::Null();
    auto payload = static_cast<int64_t>(state_.Read(record_.code->places[static_cast<size_t>(r.v)]));
    if (type == ir::Type::kBool) return Value(payload != 0);
    return Value(static_cast<Type>(ir::TagOf(type)), payload);
  }

  const TraceRecord& record_;
  const ir::Trace& trace_;
  const ExitState& state_;
  Frame* root_;
  SlotPlaces places_;
  absl::InlinedVector<std::pair<int, GeneratorData*>, 4> generators_;  // by the first slot of their frames
};

// How often a guard of the tree may fail first. What does not loop is entered for all kinds of reasons, and
// pays less: real programs took 1.4 % less time with 16 than with 8, loops more.
uint32_t HotExit(const TraceRecord* root) {
  auto hot = static_cast<uint32_t>(g_params.hot_exit);
  return root->link == LinkKind::kLoop ? hot : 2 * hot - 1;
}

// At `hot` and again at each doubling.
bool IsDue(uint32_t count, uint32_t hot) { return count % hot == 0 && std::has_single_bit(count / hot); }

// The opline that the trace itself starts at would enter it again.
const Op* GoOn(const TraceRecord* record, Frame* frame, const Op* resume, const void** handler) {
  if (resume == record->start || resume == g_trace.tree.Get(record->root)->start) {
    *handler = reinterpret_cast<const void*>(OriginalHandler(frame->op_array(), resume));
  }
  return resume;
}

}  // namespace

const Op* LeaveTrace(ExitState* state, Vm* vm, const void** handler) {
  TraceRecord* record = g_trace.tree.Get(static_cast<int32_t>(state->trace));
  ir::SnapId exit(static_cast<int>(state->exit));
  auto* root = reinterpret_cast<Frame*>(state->gpr[g_trace.backend->frame_register]);
  RestoredFrames frames;
  Frame* frame = Restore(*record, *state, root).Run(vm, exit, &frames);
  const auto* resume = static_cast<const Op*>(record->ir.constant(record->ir.snapshot(exit).resume).p);
  vm->frame = frame;
  SaveOp(frame, resume);
  ++g_trace.stats.exits_taken;
  LogExit(*record, exit);
  if (vm->exception) {
    SaveOp(frame, resume - 1);  // the opline that threw
    RedirectToException(vm, frame);
    return frame->op;
  }
  // Led out at the back edge. Not (or no longer) for an interrupt: another thread was late to redirect.
  bool at_safepoint = exit == record->loop_exit;
  if (at_safepoint && !vm->attention.load()) vm->jit->settle();
  bool at_entry = record->link == LinkKind::kCall && exit == record->last_exit;
  if (((at_safepoint || at_entry) && vm->attention.load()) || vm->Unwinding()) return &kInterruptOp;
#ifdef TUSK_CHECKS
  if (std::exchange(vm->test.due, false)) return &kInterruptOp;
#endif
  // Elsewhere temporaries may wait for the opline to go on at, which an exception must not come between: the
  // interrupt is answered at the next safepoint, and the exit does not count.
  if (vm->attention.load()) return GoOn(record, frame, resume, handler);

  ExitInfo& info = record->exits[exit.v];
  TraceRecord* root_trace = g_trace.tree.Get(record->root);
  uint32_t hot = HotExit(root_trace);
  // An EXIT that leaves through here does so by design, as does a LINK that calls out of a generator.
  bool ends = record->link == LinkKind::kInterpreter || record->link == LinkKind::kCall;
  bool terminal = ends && exit == record->last_exit;
  if (!terminal && !at_safepoint && !info.blacklisted && !g_trace.recording && info.count < UINT16_MAX &&
      IsDue(++info.count, hot)) {
    // Who was refused often waits longer, and may then spend more.
    if (!MaySpend(Urgency(info.count / hot) + 1)) {
      constexpr int kPatience = 8;
      if (++root_trace->refused % kPatience == 0) Park(root_trace);
      return GoOn(record, frame, resume, handler);
    }
    info.count = 0;
    const Op* raw = RecordSide(record, exit, frames, resume, vm);
    return Untag(raw);
  }
  return GoOn(record, frame, resume, handler);
}

}  // namespace tusk::trace
