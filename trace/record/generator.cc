// Generators: whoever wants the next value enters the generator's frame in the trace, and its YIELD goes
// back. What it yields, its variables and where it waits stay in registers from one round to the next.
#include "interp/vm/generator.h"

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

RECORD(Yield) {
  const Op* op = r.op();
  const Call* call = r.current_call();
  Frame* frame = r.frame();
  if (!call || call->heap < 0 || frame->call) return Outcome::kGeneric;
  const Op* resumed_by = call->call_op;
  if (resumed_by->opcode != Opcode::kFeFetchR) return Outcome::kGeneric;
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
  bool into_cv = resumed_by->op2_kind == kCv;
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
  r.LeaveGenerator(op);
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
