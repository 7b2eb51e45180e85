// Calls in a recording: inlined frames, links to other traces, returns.
#include "trace/recorder.h"

#include <algorithm>

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

Call* Recorder::pending_call() {
  // A call that an opline run through Step began may be unknown here: then the innermost known one is not
  // meant.
  if (calls_.empty() || calls_.back().active || calls_.back().frame != frame_->call) return nullptr;
  return &calls_.back();
}

bool Recorder::CanInline(const Function* f, uint32_t argc) {
  if (f->kind != FunctionKind::kUser) return false;
  const auto* function = static_cast<const OpArray*>(f);
  if (f->Is(FunctionFlags::kVariadic | FunctionFlags::kDynamicVariables | FunctionFlags::kTrampoline))
    return false;
  if (f->Is(FunctionFlags::kGenerator) && !CanCreateGenerator(f)) return false;
  if (!function->cache || argc > f->arg_count || argc < f->required_args) return false;
  auto same = [&](const Function* g) {
    return g->kind == FunctionKind::kUser && static_cast<const OpArray*>(g)->ops == function->ops;
  };
  // What comes after many guards is recorded again for each of their side traces: then it had better be a
  // trace of its own. A loop closes only where calls come back to.
  bool loops = !trace_.parent && (SiteOf(root_->op_array(), start_)->flags & TraceSite::kLoopHead);
  if (!loops && oplines_ >= g_params.max_straight) return false;
  int depth = 0, recursion = same(root_->func);
  for (const Call& call : calls_) {
    depth += call.active;
    recursion += call.active && same(call.function);
  }
  return depth < g_params.max_inline_depth && recursion <= g_params.max_recursion;
}

bool Recorder::LinkCall() {
  const Call& call = calls_.back();
  const auto* f = static_cast<const OpArray*>(call.function);
  constexpr uint32_t kOther = FunctionFlags::kGenerator | FunctionFlags::kTrampoline |
                              FunctionFlags::kAbstract | FunctionFlags::kDeprecated;
  if (f->kind != FunctionKind::kUser || f->Is(kOther) || !f->cache || call.argc > f->arg_count) return false;
  if (places_->apart()) return false;
  EnterCall();
  linking_call_ = true;
  return true;
}

bool Recorder::LinkReturn(Operand o, uint8_t kind, IrRef value) {
  const OpArray* f = root_->op_array();
  // What the interpreter's fast path can leave, but for frames with holes among their arguments.
  constexpr uint32_t kPlain =
      CallInfo::kReleaseThis | CallInfo::kClosure | CallInfo::kDynamic | CallInfo::kTop;
  if (root_->info & ~kPlain || f->Is(FunctionFlags::kTopLevel)) return false;
  if (root_->arg_count > f->arg_count) return false;
  ir_.GuardEq(ir_.FLoad(ir::kNone, ir::Field::kFrameInfo), ir_.KInt(root_->info));
  IrRef result = ir_.FLoad(ir::kNone, ir::Field::kFrameResult);
  IrRef unused = ir_.Emit(Opcode::PEQ, result, trace_.KNullPtr());
  if (root_->result) {
    ir_.GuardFalse(unused);
  } else {
    ir_.GuardTrue(unused);
  }
  std::vector<IrRef> dying;
  int taken = kind == kCv ? SlotOf(o) : -1;  // the variable's own count goes to the caller
  if (taken >= 0 && ReadSlot(taken) != value) taken = -1;
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    int slot = ir::kFrameSlots + static_cast<int>(i);
    IrRef variable = ReadSlot(slot);
    if (!variable) return false;
    if (slot != taken) dying.push_back(variable);
  }
  if (root_->info & CallInfo::kReleaseThis) {
    IrRef self = ThisRef();
    if (!self) return false;
    dying.push_back(self);
  }
  if (root_->info & CallInfo::kClosure) dying.push_back(ClosureOfFrame(ir_.SlotAddr(Slot(0))));
  IrRef caller = ir_.FLoad(ir::kNone, ir::Field::kFramePrev);
  if (failed()) return false;
  FlushGenerators();
  if (taken < 0) value = TakeOwned(o, kind, value);
  if (root_->result) {
    ir_.VStore(result, value);
  } else {
    dying.push_back(value);
  }
  ir_.Emit(Opcode::LEAVE, caller);
  at_ = nullptr;
  ir_.PositionChanged();
  for (IrRef v : dying) ir_.Release(v);
  if (root_->info & CallInfo::kTop) {
    ir_.Halt(ir_.KPtr(Kind::kOpline, &kHaltOp, "halt"));
  } else {
    ir_.Return(caller);
  }
  leaving_ = linking_return_ = true;
  return true;
}

// Frames that exits build lie in the slack behind the page. A frame that such an exit put there must not
// begin a trace that builds more: only the interpreter's calls go on to a new page. A side trace needs no
// guard of its own when its exit lies behind the parent's.
void Recorder::GuardStack() {
  if (stack_guarded_) return;
  stack_guarded_ = true;
  ir_.GuardTrue(ir_.Emit(Opcode::ULE, ir_.FLoad(ir::kNone, ir::Field::kVmStackTop),
                         ir_.FLoad(ir::kNone, ir::Field::kVmStackEnd)));
  record_->stack_guarded_from = trace_.num_snapshots();
  if (vm_->stack_top > vm_->stack_end) Fail(Abort::kStackPage);
}

void Recorder::BeginCall(Function* f, IrRef self, bool owns_this, IrRef closure) {
  GuardStack();
  Call call{};
  call.function = f;
  call.self = self;
  call.owns_this = owns_this;
  call.closure = closure;
  calls_.push_back(call);  // AfterStep fills in where the interpreter put it
}

void Recorder::EnterCall() {
  Call& call = calls_.back();
  call.active = true;
  call.call_op = op_;
  call.result_slot = op_->result_kind ? SlotOf(op_->result) : -1;
  entering_ = true;
  if (call.real) EmitEnterFrame(&ir_, call, base_, OnHeap(base_));
  const auto* f = static_cast<const OpArray*>(call.function);
  int first = call.base + ir::kFrameSlots;
  for (uint32_t i = call.argc; i < f->cv_count; ++i) Define(first + static_cast<int>(i), ir::kUndefRef);
}

bool Recorder::ReadVariables() {
  const Call* call = current_call();
  const auto* f = static_cast<const OpArray*>(call->function);
  int first = call->base + ir::kFrameSlots;
  for (uint32_t i = 0; i < f->cv_count && !failed(); ++i) {
    if (!ReadSlot(first + static_cast<int>(i))) return false;
  }
  return !failed();
}

// What a variable of a caller holds too does not die: no user code runs.
void Recorder::ReleaseFromFrame(IrRef value) {
  if (ir::IsCounted(TypeOf(value)) && IsHeld(value)) {
    ir_.Emit(Opcode::RELEASE, value);
  } else {
    ir_.Release(value);
  }
}

void Recorder::LeaveCall(IrRef owned_result) {
  Call call = *current_call();
  const auto* f = static_cast<const OpArray*>(call.function);
  int first = call.base + ir::kFrameSlots;
  std::vector<IrRef> dying;
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    if (IrRef value = ReadSlot(first + static_cast<int>(i))) dying.push_back(value);
  }
  if (call.real) EmitLeaveFrame(&ir_, call);
  // What only the frame held dies with it, after the caller is the running frame again.
  slots_.resize(std::min(slots_.size(), static_cast<size_t>(call.base)));
  calls_.pop_back();
  at_ = call.call_op;
  ir_.PositionChanged();
  if (call.result_slot >= 0) {
    Define(call.result_slot, owned_result);
  } else {
    dying.push_back(owned_result);
  }
  for (IrRef value : dying) ReleaseFromFrame(value);
  if (call.self && call.owns_this) ReleaseFromFrame(call.self);
  if (call.closure) ReleaseFromFrame(call.closure);
  leaving_ = true;
}

void Recorder::DropCall(absl::Span<const IrRef> args) {
  Call call = calls_.back();
  int owner = OwnerOf(calls_.size() - 1);
  if (call.real) EmitDropCall(&ir_, call, owner, OnHeap(owner));
  slots_.resize(std::min(slots_.size(), static_cast<size_t>(call.base)));
  calls_.pop_back();
  for (IrRef value : args) ir_.Release(value);
}

// The frame that the call belongs to, by its first slot.
int Recorder::OwnerOf(size_t call) const {
  for (size_t i = call; i-- > 0;) {
    if (calls_[i].active) return calls_[i].base;
  }
  return 0;
}

const OpArray* Recorder::FunctionAt(int base) const {
  for (const Call& call : calls_) {
    if (call.base == base) return static_cast<const OpArray*>(call.function);
  }
  return root_->op_array();
}

void Recorder::MakeFramesReal() {
  for (size_t i = 0; i < calls_.size(); ++i) {
    Call& call = calls_[i];
    if (call.real) continue;
    if (places_->apart() && call.heap < 0) return Fail(Abort::kStackPage);
    int owner = OwnerOf(i);
    if (call.heap >= 0) {
      ir_.Call(ir::CallId::kEnterGenerator, {heap(call.heap).object, AddressOfFrame(owner),
                                             OplineConstant(FunctionAt(owner), call.call_op)});
      heap(call.heap).op_in_memory = nullptr;  // oplines that run through Step save themselves
    } else {
      EmitMakeFrame(&ir_, call, owner, OnHeap(owner));
    }
    call.real = true;
    ir_.SnapshotChanged();
  }
}

void Recorder::FlushRange(std::vector<Known>* slots, int base, size_t begin, size_t end) {
  for (size_t i = begin; i < std::min(slots->size(), end); ++i) {
    Known& known = (*slots)[i];
    if (!known.ref || !known.dirty) continue;
    ir_.VStore(AddressOf(base + static_cast<int>(i)), known.ref);
    known.dirty = false;
  }
}

void Recorder::FlushSlots() {
  FlushRange(&slots_, 0, 0, slots_.size());
  for (size_t i = 0; i < heap_.size(); ++i) {
    std::vector<Known>* slots = &heap_[i].slots;
    if (heap_[i].known)
      FlushRange(slots, ir::kHeapSlots + static_cast<int>(i) * ir::kHeapStride, 0, slots->size());
  }
  ir_.SnapshotChanged();
}

}  // namespace tusk::trace
