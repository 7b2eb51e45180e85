// Exceptions in a recording: one that is thrown and caught in the same trace is a jump. Frames between the
// two are left as by a return, and the exception travels in a register: the VM never has it as pending.
// Between THROW and the end of CATCH no exit could say so, hence all that is guarded is guarded before the
// first effect, and what may run user code on the way ends the trace.
#include <algorithm>

#include "interp/vm/execute.h"
#include "interp/vm/handlers.h"
#include "interp/vm/unwind.h"
#include "trace/frames.h"
#include "trace/recorder.h"

namespace tusk::trace {

using ir::IrRef;

namespace {

// The CATCH that takes an exception of class `c`, of those that begin at `op`; null: none, or not known yet.
const Op* MatchingCatch(const Frame* frame, const Op* op, const Class* c) {
  for (;;) {
    const Class* wanted = CaughtClass(frame, op);
    if (!wanted) return nullptr;
    if (InstanceOf(c, wanted)) return op;
    if (op->extended & kLastCatch) return nullptr;
    op = op->Target(op->op2);
  }
}

// The innermost try that `op_num` is in; -1: none.
int InnermostTry(const OpArray* f, uint32_t op_num) {
  int innermost = -1;
  for (size_t i = 0; i < f->try_ranges.size() && f->try_ranges[i].try_op <= op_num; ++i) {
    const TryRange& range = f->try_ranges[i];
    if (op_num < range.catch_op || op_num < range.finally_end) innermost = static_cast<int>(i);
  }
  return innermost;
}

// Whether unwinding from `op_num` to `target` (0: out of the frame) has temporaries to free.
bool FreesTemporaries(const OpArray* f, uint32_t op_num, uint32_t target) {
  for (const LiveRange& range : f->live_ranges) {
    if (range.start > op_num) break;
    if (op_num < range.end && (target == 0 || target >= range.end)) return true;
  }
  return false;
}

}  // namespace

bool Recorder::DiesQuietly(IrRef value, IrRef exception, size_t call) const {
  ir::Type type = TypeOf(value);
  if (!ir::IsCounted(type) || type == ir::Type::kString || value.IsConst() || value == exception) return true;
  return IsHeld(value, call);
}

bool Recorder::PlanUnwinding(IrRef exception, const Class* c, size_t* remaining) {
  const Op* op = op_;
  for (size_t i = calls_.size();; --i) {
    const Frame* frame = i ? calls_[i - 1].frame : root_;
    if (frame->call || (i && !calls_[i - 1].active)) return false;
    const OpArray* f = frame->op_array();
    uint32_t op_num = f->IndexOf(op);
    if (int index = InnermostTry(f, op_num); index >= 0) {
      const TryRange& range = f->try_ranges[static_cast<size_t>(index)];
      if (op_num >= range.catch_op || FreesTemporaries(f, op_num, range.catch_op)) return false;
      caught_at_ = MatchingCatch(frame, f->ops + range.catch_op, c);
      if (!caught_at_) return false;
      int base = i ? calls_[i - 1].base : 0;
      if (caught_at_->result_kind == kCv) {
        IrRef old = ReadSlot(base + static_cast<int>(caught_at_->result.num / sizeof(Value)));
        if (!old || TypeOf(old) == ir::Type::kRef) return false;
      }
      *remaining = i;
      return true;
    }
    if (i == 0 || FreesTemporaries(f, op_num, 0)) return false;
    const Call& call = calls_[i - 1];
    constexpr uint32_t kPlain = CallInfo::kReleaseThis | CallInfo::kDynamic;
    if (call.heap >= 0 || call.closure || (call.info & ~kPlain)) return false;
    if (call.self && call.owns_this && !IsHeld(call.self, i - 1)) return false;
    for (uint32_t v = 0; v < f->cv_count; ++v) {
      IrRef value = ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(v));
      if (!value || !DiesQuietly(value, exception, i - 1)) return false;
    }
    op = call.call_op;
  }
}

Outcome Recorder::Throw(IrRef exception, const Class* c) {
  size_t remaining;
  if (!PlanUnwinding(exception, c, &remaining) || failed()) return Outcome::kStop;
  thrown_ = TakeOwned(op_->op1, op_->op1_kind, exception);
  unwinding_ = true;
  while (calls_.size() > remaining) {
    Call call = calls_.back();
    const auto* f = static_cast<const OpArray*>(call.function);
    std::vector<IrRef> dying;
    for (uint32_t v = 0; v < f->cv_count; ++v)
      dying.push_back(ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(v)));
    if (call.real) EmitLeaveFrame(&ir_, call);
    slots_.resize(std::min(slots_.size(), static_cast<size_t>(call.base)));
    calls_.pop_back();
    at_ = call.call_op;
    ir_.PositionChanged();
    // All of them are held elsewhere, or strings: nothing runs.
    for (IrRef value : dying) {
      if (ir::IsCounted(TypeOf(value))) ir_.Emit(ir::Opcode::RELEASE, value);
    }
    if (call.self && call.owns_this) ir_.Emit(ir::Opcode::RELEASE, call.self);
    if (call.result_slot >= 0) Forget(call.result_slot);
    leaving_ = true;
  }
  return Outcome::kNative;
}

// The interpreter unwinds as the trace does; what it comes to, raw.
const Op* Recorder::FollowUnwinding(const Op* raw) {
  for (;;) {
    const Op* op = Untag(raw);
    if (op == &kLeaveOp) {
      raw = StepLeave(vm_->frame, op, vm_);
    } else if (op && op->opcode == tusk::Opcode::kHandleException) {
      raw = g_step_handlers[static_cast<uint8_t>(op->opcode)](vm_->frame, op, vm_);
    } else {
      break;
    }
  }
  return leaving_ ? Tag(Untag(raw)) : raw;
}

}  // namespace tusk::trace
