// Throwing and catching within a trace (recorder_exceptions.cc), and finally blocks that no exception enters.
#include "interp/vm/unwind.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;

RECORD(Throw) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  if (!now.IsObject() || !now.obj->cls->Is(ClassFlags::kIsThrowable)) return Outcome::kStop;
  IrRef exception = r.ReadOp1();
  if (!exception || ((op->op1_kind & (kTmp | kVar)) && r.ReadSlot(r.SlotOf(op->op1)) != exception))
    return Outcome::kStop;
  r.GuardPointer(r.ir().FLoad(exception, ir::Field::kObjectClass), ir::ConstKind::kClass, now.obj->cls,
                 now.obj->cls->name->view());
  return r.Throw(exception, now.obj->cls);
}

RECORD(Catch) {
  const Op* op = r.op();
  if (!r.thrown()) return Outcome::kStop;
  if (op != r.caught_at()) return Outcome::kNative;  // goes on to the next one
  IrRef exception = r.TakeThrown();
  if (op->result_kind != kCv) {
    r.ir().Release(exception);
    return Outcome::kNative;
  }
  int slot = r.SlotOf(op->result);
  IrRef old = r.ReadSlot(slot);
  r.Define(slot, exception);
  r.ir().Release(old);
  return Outcome::kNative;
}

// FAST_CALL's slot says where FAST_RET goes back to. It is no value that traces hold: memory has it.
RECORD(FastCall) {
  if (!r.FrameIsInMemory()) return Outcome::kGeneric;
  static const Value kNothingWaits = Value::Pointer(nullptr);
  const Op* op = r.op();
  int slot = r.SlotOf(op->result);
  ir::Builder& ir = r.ir();
  IrRef place = r.AddressOf(slot);
  ir.Emit(ir::Opcode::VCOPY, place, ir.KPtr(ir::ConstKind::kPointer, &kNothingWaits, "nothing waits"));
  ir.FStore(place, ir::Field::kValueExtra, ir.KInt(r.function()->IndexOf(op)));
  r.Forget(slot);
  return Outcome::kNative;
}

RECORD(FastRet) {
  const Op* op = r.op();
  const Value* now = r.frame()->At(op->op1.num);
  if (now->extra == kReturnsNowhere) return Outcome::kStop;  // an exception goes on
  if (!r.FrameIsInMemory()) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  ir.GuardEq(ir.FLoad(r.AddressOf(r.SlotOf(op->op1)), ir::Field::kValueExtra), ir.KInt(now->extra));
  return Outcome::kNative;
}

}  // namespace tusk::trace
