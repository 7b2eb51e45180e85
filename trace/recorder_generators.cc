// Generators in a recording: frames on the heap that are entered and left again.
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

namespace {
constexpr int64_t kRuns = static_cast<int64_t>(GeneratorState::kRunning);
constexpr size_t kMost = 12;  // heap frames of one trace

// Functions whose frames traces leave alone.
bool IsOdd(const Function* f) {
  return f->Is(FunctionFlags::kReturnsReference | FunctionFlags::kDynamicVariables) ||
         FrameSlots(f, f->arg_count) + ir::kFrameSlots > ir::kHeapStride;
}
}  // namespace

bool Recorder::CanCreateGenerator(const Function* f) const {
  if (IsOdd(f) || heap_.size() >= kMost || calls_.back().closure || calls_.back().varying) return false;
  const Op* start = trace_.parent ? g_trace.tree.Get(record_->root)->start : start_;
  return !(SiteOf(root_->op_array(), start)->flags & TraceSite::kOutside);
}

bool Recorder::CreateGenerator() {
  if (!ReadVariables()) return false;
  const Call call = calls_.back();
  if (heap_.size() >= kMost || call.result_slot < 0) return false;
  const auto* f = static_cast<const OpArray*>(call.function);
  creating_ = static_cast<int>(heap_.size());
  created_in_ = call.result_slot;
  HeapFrame& h = heap_.emplace_back();
  h.object = EmitNewGenerator(&ir_, call, OwnerOf(calls_.size() - 1), OplineConstant(f, op_));
  h.address = ir_.FLoad(h.object, ir::Field::kGeneratorFrame);
  ir_.FStore(h.object, ir::Field::kGeneratorState, ir_.KInt(kRuns));
  h.adopted = trace_.end();
  h.known = h.created = true;
  h.op = h.op_in_memory = op_;
  h.slots.resize(ir::kFrameSlots + f->cv_count);
  h.slots[ir::kYieldedValue] = h.slots[ir::kYieldedKey] = Known{ir::kUndefRef, false, true};
  h.slots[ir::kLargestKey] = Known{ir_.KInt(-1), false, true};
  if (call.self && TypeOf(call.self) == ir::Type::kObject)
    h.slots[ir::kSelfSlot] = Known{call.self, false, true};
  for (uint32_t i = 0; i < f->cv_count; ++i) {
    IrRef value = ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(i));
    h.slots[ir::kFrameSlots + i] = Known{value, value != ir::kUndefRef, true};
  }
  if (call.real) EmitLeaveFrame(&ir_, call);
  slots_.resize(std::min(slots_.size(), static_cast<size_t>(call.base)));
  calls_.pop_back();
  at_ = call.call_op;
  ir_.PositionChanged();
  Define(call.result_slot, h.object);
  if (call.self && call.owns_this) ir_.Emit(Opcode::RELEASE, call.self);  // it has its own
  leaving_ = true;
  return true;
}

void Recorder::EndGenerator(IrRef owned_result, bool at_first_yield) {
  Call call = calls_.back();
  HeapFrame& h = heap(call.heap);
  std::vector<IrRef> dying;
  const auto* f = static_cast<const OpArray*>(call.function);
  for (int place : {ir::kYieldedValue, ir::kYieldedKey}) dying.push_back(ReadSlot(call.base + place));
  for (uint32_t i = 0; i < f->cv_count; ++i)
    dying.push_back(ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(i)));
  if (frame_->info & CallInfo::kReleaseThis) dying.push_back(ThisRef());
  ir_.VStore(AddressOf(call.base + ir::kReturnedValue), owned_result);
  if (call.real) ir_.Call(ir::CallId::kLeaveGenerator, {h.object});
  h.at_first_yield = at_first_yield;
  ir_.Call(ir::CallId::kEndGenerator, {h.object, ir_.KInt(static_cast<int64_t>(h.StateWhenLeft()))});
  calls_.pop_back();
  h.active = h.known = false;
  h.slots.clear();
  leaving_ = true;
  at_ = call.call_op;
  ir_.PositionChanged();
  ir_.SnapshotChanged();
  for (IrRef value : dying) ir_.Release(value);
}

int Recorder::AdoptGenerator(IrRef object, Object* now, bool resumes, Waits waits) {
  if (!trace_.apart) GuardStack();  // copies of frames lie on it (ShowGenerator)
  GeneratorData* g = GeneratorOf(now);
  int index = -1;
  for (size_t i = 0; i < heap_.size(); ++i) {
    if (heap_[i].object == object) index = static_cast<int>(i);
  }
  if (index >= 0 && heap(index).known) return heap(index).active ? -1 : index;
  const Op* start = trace_.parent ? g_trace.tree.Get(record_->root)->start : start_;
  if (SiteOf(root_->op_array(), start)->flags & TraceSite::kOutside) return -1;
  if (!(waits == Waits::kAtYield ? CanEnter(g) : CanReturnTo(g)) || IsOdd(g->frame->func) ||
      (g->frame->info & (CallInfo::kHasSymbolTable | CallInfo::kHasExtraArgs)))
    return -1;
  if (waits == Waits::kAtYield && g->frame->op->opcode != tusk::Opcode::kYield && !(resumes && IsNew(g)))
    return -1;
  for (size_t i = 0; i < heap_.size() && index < 0; ++i) {
    // Loaded from memory again.
    if (heap_[i].generator != now) continue;
    if (heap_[i].active) return -1;
    index = static_cast<int>(i);
    ir_.GuardTrue(ir_.Emit(Opcode::PEQ, object, heap_[i].object));
    object = heap_[i].object;
    if (heap_[i].known) return index;
  }
  if (index < 0) {
    if (heap_.size() == kMost) return -1;
    index = static_cast<int>(heap_.size());
    for (const HeapFrame& other : heap_) {
      if (other.object) ir_.GuardTrue(ir_.Emit(Opcode::PNE, object, other.object));
    }
    heap_.emplace_back();
  }
  HeapFrame& h = heap(index);
  h.frame = g->frame;
  h.generator = now;
  h.object = object;
  h.slots.clear();
  h.op = h.op_in_memory = g->frame->op;
  h.adopted = trace_.end();
  h.address = ir_.FLoad(object, ir::Field::kGeneratorFrame);
  ir_.GuardFalse(ir_.Emit(Opcode::PEQ, h.address, trace_.KNullPtr()));
  IrRef state = ir_.FLoad(object, ir::Field::kGeneratorState);
  if (resumes) {
    ir_.GuardTrue(ir_.Emit(Opcode::NE, state, ir_.KInt(kRuns)));
  } else {
    ir_.GuardEq(state, ir_.KInt(static_cast<int64_t>(g->state)));
  }
  GuardFunction(h.address, h.frame->func);
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(h.address, ir::Field::kFrameOp),
                         OplineConstant(h.frame->op_array(), h.op)));
  ir_.FStore(object, ir::Field::kGeneratorState, ir_.KInt(kRuns));
  h.known = true;
  h.created = false;
  h.passing |= waits == Waits::kForReturn;
  h.at_first_yield = g->state == GeneratorState::kFirstYield;
  ir_.SnapshotChanged();
  return index;
}

void Recorder::ResumeGenerator(int index, Object* asked) {
  HeapFrame& h = heap(index);
  RunGenerator(index, op_);
  resuming_ = GeneratorOf(h.generator);
  asked_ = asked;
}

void Recorder::RunGenerator(int index, const Op* resumed_by) {
  HeapFrame& h = heap(index);
  Call call{};
  call.frame = h.frame;
  call.function = h.frame->func;
  call.base = ir::kHeapSlots + index * ir::kHeapStride;
  call.active = true;
  call.call_op = resumed_by;
  call.heap = index;
  calls_.push_back(call);
  h.active = true;
  entering_ = true;
}

IrRef Recorder::AskedRef() {
  const Op* op = calls_.back().call_op;
  if (const Call* method = ResumingCall();
      method && op->opcode != tusk::Opcode::kFeFetchR && op->opcode != tusk::Opcode::kFeResetR)
    return method->self;
  Operand loop = op->opcode == tusk::Opcode::kFeFetchR ? op->op1 : op->result;
  return ReadSlot(CallerBase() + static_cast<int>(loop.num / sizeof(Value)));
}

void Recorder::BeginDelegate(int index, IrRef owned_object) {
  IrRef asked = AskedRef();
  Call call = calls_.back();
  HeapFrame& h = heap(call.heap);
  ir_.Call(ir::CallId::kDelegate, {h.object, owned_object, asked});
  calls_.pop_back();
  h.active = false;
  h.op = op_;
  h.at_first_yield = false;
  if (call.real) ir_.Call(ir::CallId::kLeaveGenerator, {h.object});
  // It waits in memory: chains may be long.
  FlushGenerator(&h);
  RunGenerator(index, call.call_op);
}

void Recorder::FinishArray(int index, Object* asked) {
  const HeapFrame& h = heap(index);
  IrRef array = ir_.Call(ir::CallId::kTakeArray, {h.object});
  const Op* waiting = h.op;
  ResumeGenerator(index, asked);
  if (waiting->result_kind)
    Define(calls_.back().base + static_cast<int>(waiting->result.num / sizeof(Value)), ir::kNullRef);
  leaving_ = true;
  at_ = waiting;
  ir_.PositionChanged();
  ir_.SnapshotChanged();
  ir_.Release(array);
}

void Recorder::ReturnToOuter(int outer, IrRef owned_result) {
  IrRef asked = AskedRef();
  Call call = calls_.back();
  HeapFrame& h = heap(call.heap);
  std::vector<IrRef> dying;
  const auto* f = static_cast<const OpArray*>(call.function);
  for (uint32_t i = 0; i < f->cv_count; ++i)
    dying.push_back(ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(i)));
  if (frame_->info & CallInfo::kReleaseThis) dying.push_back(ThisRef());
  auto has_no_destructor = [&](IrRef value) {
    ir::Type type = TypeOf(value);
    return !ir::IsCounted(type) || type == ir::Type::kString;
  };
  bool plain = has_no_destructor(owned_result) &&
               has_no_destructor(ReadSlot(call.base + ir::kYieldedValue)) &&
               has_no_destructor(ReadSlot(call.base + ir::kYieldedKey)) && !f->closure;
  // What it has yielded last stays with it.
  FlushRange(&h.slots, call.base, ir::kYieldedValue, ir::kYieldedKey + 1);
  const Op* waiting = heap(outer).op;
  if (waiting->result_kind) ir_.Retain(owned_result);
  ir_.VStore(AddressOf(call.base + ir::kReturnedValue), owned_result);
  if (call.real) ir_.Call(ir::CallId::kLeaveGenerator, {h.object});
  IrRef ended = ir_.Call(ir::CallId::kEndDelegate, {h.object, heap(outer).object, asked});
  calls_.pop_back();
  h.active = h.known = false;
  h.slots.clear();
  RunGenerator(outer, call.call_op);
  if (waiting->result_kind) {
    int base = calls_.back().base;
    Define(base + static_cast<int>(waiting->result.num / sizeof(Value)), owned_result);
  }
  leaving_ = true;
  at_ = waiting;
  ir_.PositionChanged();
  ir_.SnapshotChanged();
  for (IrRef value : dying) ir_.Release(value);
  if (plain) {
    ir_.Call(ir::CallId::kDropEnded, {ended});
  } else {
    ir_.Release(ended);
  }
}

const Call* Recorder::ResumingCall() const {
  if (active_ < 1) return nullptr;
  const Call& call = calls_[static_cast<size_t>(active_) - 1];
  return call.active || call.function->kind != FunctionKind::kBuiltin ? nullptr : &call;
}

bool Recorder::IsHeld(IrRef value, size_t calls) const {
  // (Temporaries are above the variables: what they hold they may lose.)
  auto holds = [&](const std::vector<Known>& slots, int base, const Function* f) {
    auto first = static_cast<size_t>(base + ir::kFrameSlots);
    size_t end = std::min(slots.size(), first + static_cast<const OpArray*>(f)->cv_count);
    for (size_t i = first; i < end; ++i) {
      if (slots[i].ref == value) return true;
    }
    return false;
  };
  if (holds(slots_, 0, root_->func)) return true;
  for (size_t i = 0; i < std::min(calls, calls_.size()); ++i) {
    const Call& call = calls_[i];
    if (!call.active) continue;
    bool on_heap = call.heap >= 0;
    const std::vector<Known>& slots = on_heap ? heap_[static_cast<size_t>(call.heap)].slots : slots_;
    if (holds(slots, on_heap ? 0 : call.base, call.function)) return true;
  }
  return false;
}

Outcome Recorder::LeaveChainsAlone() {
  if (!trace_.parent) {
    SiteOf(root_->op_array(), start_)->flags |= TraceSite::kOutside;
    Fail(Abort::kFrameChange);
  }
  return Outcome::kStop;
}

void Recorder::LeaveGenerator(const Op* yield, bool at_first_yield) {
  Call call = calls_.back();
  HeapFrame& h = heap(call.heap);
  calls_.pop_back();
  h.active = false;
  h.op = yield;
  h.at_first_yield = at_first_yield;
  leaving_ = true;
  at_ = call.call_op;
  ir_.PositionChanged();
  if (!call.real) return;
  ir_.Call(ir::CallId::kLeaveGenerator, {h.object});
  FlushGenerator(&h);
}

void Recorder::WriteState(HeapFrame* h) {
  if (h->op_in_memory != h->op)
    ir_.FStore(h->address, ir::Field::kFrameOp, OplineConstant(h->frame->op_array(), h->op));
  ir_.FStore(h->object, ir::Field::kGeneratorState, ir_.KInt(static_cast<int64_t>(h->StateWhenLeft())));
  h->op_in_memory = h->op;
}

void Recorder::FlushGenerator(HeapFrame* h) {
  int base = ir::kHeapSlots + static_cast<int>(h - heap_.data()) * ir::kHeapStride;
  for (size_t i = 0; i < h->slots.size(); ++i) {
    Known& known = h->slots[i];
    if (known.ref && known.dirty) ir_.VStore(AddressOf(base + static_cast<int>(i)), known.ref);
  }
  WriteState(h);
  h->known = false;
  h->passing = true;
  h->slots.clear();
  ir_.SnapshotChanged();
}

void Recorder::FlushGenerators() {
  for (HeapFrame& h : heap_) {
    if (h.known && !h.active) FlushGenerator(&h);
  }
}

// The end of a round: the next one adopts again what it finds as if in memory; only the slots stay where they
// are. User code that runs in a round before that must find all in memory.
void Recorder::CloseGenerators() {
  for (HeapFrame& h : heap_) {
    if (!h.known) continue;
    bool seen = h.created || h.passing;  // (another one in the next round)
    for (IrRef r(1); r < h.adopted && !seen; ++r.v) seen = ir::MayRunUserCode(trace_, trace_[r]);
    if (seen) {
      FlushGenerator(&h);
    } else {
      WriteState(&h);
    }
  }
}

}  // namespace tusk::trace
