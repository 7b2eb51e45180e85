// Generators: whoever wants the next value enters the generator's frame in the trace, and its YIELD goes
// back. What it yields, its variables and where it waits stay in registers from one round to the next.
#include "interp/vm/generator.h"

#include "interp/runtime/string.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

// foreach: the loop variable is the generator, its spare word says that the value before was taken.
Outcome FetchFromGenerator(Recorder& r) {
  constexpr uint32_t kResumes = 1;
  const Op* op = r.op();
  const Value* loop = r.frame()->At(op->op1.num);
  int loop_slot = r.SlotOf(op->op1);
  // The first round of a loop shows nothing of the others.
  if (loop->extra != kResumes && op == r.start() && !r.is_side()) r.Fail(Abort::kFirstRound);
  if (loop->extra != kResumes || !CanEnter(GeneratorOf(loop->obj)) || r.IsDirty(loop_slot))
    return Outcome::kGeneric;
  IrRef object = r.ReadSlot(loop_slot);
  if (!object) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  ir.GuardEq(ir.FLoad(r.AddressOf(loop_slot), ir::Field::kValueExtra), ir.KInt(kResumes));
  int index = r.AdoptGenerator(object, loop->obj, true);
  if (index < 0) return Outcome::kGeneric;
  if (op->result_kind) r.Define(r.SlotOf(op->result), ir::kUndefRef);
  r.ResumeGenerator(index);
  return Outcome::kNative;
}

namespace {

// The prepared call of a method of Generator is over: its argument and $this.
void DropMethod(Recorder& r) {
  const Call call = *r.LastCall();
  std::vector<IrRef> args;
  for (uint32_t i = 0; i < call.argc; ++i)
    args.push_back(r.ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(i)));
  r.DropCall(args);
  if (!call.owns_this) return;
  // Where a variable holds the generator too, nothing dies.
  if (r.IsHeld(call.self)) {
    r.ir().Emit(IrOp::RELEASE, call.self);
  } else {
    r.ir().Release(call.self);
  }
}

}  // namespace

Outcome GeneratorMethod(Recorder& r, const Call& call) {
  const Op* op = r.op();
  const Object* now = call.frame->self.obj;
  std::string_view name = call.function->name->view();
  bool resumes = call.function->Is(FunctionFlags::kResumesGenerator) && !OnlyStarts(call.function);
  bool is_value = name == "current", is_key = name == "key", is_valid = name == "valid";
  if (!(resumes || is_value || is_key || is_valid) || call.varying || call.real || !call.self ||
      call.argc != call.function->arg_count)
    return Outcome::kGeneric;
  const GeneratorData* g = GeneratorOf(const_cast<Object*>(now));
  if (!CanEnter(g)) return Outcome::kGeneric;
  IrRef sent;
  int arg_slot = call.base + ir::kFrameSlots;
  if (call.argc) {
    sent = r.ReadSlot(arg_slot);
    if (!sent || r.TypeOf(sent) == ir::Type::kRef || r.TypeOf(sent) == ir::Type::kUndef)
      return Outcome::kGeneric;
  }
  int index = r.AdoptGenerator(call.self, const_cast<Object*>(now), resumes);
  if (index < 0) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  const HeapFrame& h = r.heap(index);
  int base = ir::kHeapSlots + index * ir::kHeapStride;
  if (resumes) {
    if (h.op->result_kind && call.argc) {
      int place = base + static_cast<int>(h.op->result.num / sizeof(Value));
      IrRef old = r.ReadSlot(place);  // null: nobody sent anything yet
      if (!old || ir::IsCounted(r.TypeOf(old))) return Outcome::kGeneric;
      ir.Retain(sent);
      r.Define(place, sent);
    }
    if (op->result_kind) r.SetResult(ir::kNullRef);
    r.ResumeGenerator(index);
    return Outcome::kNative;
  }
  IrRef result = is_valid ? ir::kTrueRef : r.ReadSlot(base + (is_key ? ir::kYieldedKey : ir::kYieldedValue));
  if (!result || r.TypeOf(result) == ir::Type::kRef || r.TypeOf(result) == ir::Type::kUndef)
    return Outcome::kGeneric;
  if (op->result_kind) {
    ir.Retain(result);
    DropMethod(r);
    r.SetResult(result);
  } else {
    DropMethod(r);
  }
  return Outcome::kNative;
}

RECORD(Yield) {
  const Op* op = r.op();
  const Call* call = r.current_call();
  Frame* frame = r.frame();
  if (!call || call->heap < 0 || frame->call) return Outcome::kGeneric;
  const Op* resumed_by = call->call_op;
  bool fetch = resumed_by->opcode == Opcode::kFeFetchR;
  const Call* method = fetch ? nullptr : r.ResumingCall();
  if (!fetch && !method) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  int base = r.base();
  IrRef value = ir::kNullRef, key;
  if (op->op1_kind != kUnused) {
    if (r.NowOp1()->IsUndef()) return Outcome::kGeneric;
    value = r.ReadOp1();
  }
  IrRef largest = r.ReadSlot(base + ir::kLargestKey);
  if (op->op2_kind == kUnused) {
    key = largest = ir.Emit(IrOp::ADD, largest, ir.KInt(1));
  } else {
    if (r.NowOp2()->IsUndef()) return Outcome::kGeneric;
    key = r.ReadOp2();
    if (key && r.TypeOf(key) == ir::Type::kInt) largest = ir.Emit(IrOp::MAX, largest, key);
  }
  IrRef old_value = r.ReadSlot(base + ir::kYieldedValue), old_key = r.ReadSlot(base + ir::kYieldedKey);
  int owner = r.CallerBase();
  int variable = owner + static_cast<int>(resumed_by->op2.num / sizeof(Value));
  bool into_cv = fetch && resumed_by->op2_kind == kCv;
  for (uint32_t i = 0; method && i < method->argc; ++i) {
    // DropMethod, which comes after the effects, meets no guard.
    if (!r.ReadSlot(method->base + ir::kFrameSlots + static_cast<int>(i))) return Outcome::kGeneric;
  }
  IrRef old_variable = into_cv ? r.ReadSlot(variable) : ir::kNullRef;
  if (!value || !key || !largest || !old_value || !old_key || !old_variable ||
      r.TypeOf(old_variable) == ir::Type::kRef)
    return Outcome::kGeneric;
  // Operands that are the same temporary have one count to give.
  value = r.TakeOwned(op->op1, op->op1_kind, value);
  if (op->op2_kind != kUnused) key = r.TakeOwned(op->op2, op->op2_kind, key);
  r.Define(base + ir::kYieldedValue, value);
  r.Define(base + ir::kYieldedKey, key);
  r.Define(base + ir::kLargestKey, largest);
  if (op->result_kind) r.Define(r.SlotOf(op->result), ir::kNullRef);
  // It still runs; what their destructors throw arrives at whoever resumed it.
  ir.Release(old_value);
  ir.Release(old_key);
  bool sent = method && method->argc > 0;
  r.LeaveGenerator(op);
  if (method) {
    if (sent && resumed_by->result_kind) {
      ir.Retain(value);
      r.Define(owner + static_cast<int>(resumed_by->result.num / sizeof(Value)), value);
    }
    DropMethod(r);
    return Outcome::kNative;
  }
  ir.Retain(value);
  if (resumed_by->result_kind) {
    ir.Retain(key);
    r.Define(owner + static_cast<int>(resumed_by->result.num / sizeof(Value)), key);
  }
  r.Define(variable, value);
  if (into_cv) ir.Release(old_variable);
  return Outcome::kNative;
}

// Ends the loop that asked: the way out, as far as a root trace of the loop is concerned.
RECORD(GeneratorReturn) {
  const Call* call = r.current_call();
  if (call && call->heap >= 0 && r.InLastRound()) r.Fail(Abort::kLeftLoop);
  return Outcome::kStop;
}

}  // namespace tusk::trace
