// foreach over arrays by value. The position lies in the loop variable's spare word, in memory at all
// times.
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

RECORD(FeResetR) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  if (now.IsObject() && IsGenerator(now.obj)) return ResetGenerator(r);
  if (!now.IsArray()) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  IrRef array = r.ReadOp1();
  if (!array) return Outcome::kGeneric;
  IrRef filled = ir.Emit(IrOp::NE, ir.FLoad(array, ir::Field::kArrayCount), ir.KInt(0));
  if (now.arr->count) {
    ir.GuardTrue(filled);
  } else {
    ir.GuardFalse(filled);
  }
  int slot = r.SlotOf(op->result);
  r.DefineInMemory(slot, r.TakeOwned(op->op1, op->op1_kind, array));
  ir.FStore(r.AddressOf(slot), ir::Field::kValueExtra, ir.KInt(0));
  return Outcome::kNative;
}

RECORD(FeFree) {
  const Op* op = r.op();
  const Value* loop = r.frame()->At(op->op1.num);
  if (!loop->IsArray() && !loop->IsObject()) return Outcome::kGeneric;
  if (!r.ReadOp1()) return Outcome::kGeneric;
  r.Consume(op->op1, op->op1_kind);
  return Outcome::kNative;
}

ArrayStep NextElement(Recorder& r, IrRef array, const Array* now, IrRef position, uint32_t now_position) {
  bool may_have_holes = now->kind == ArrayKind::kValues || now->kind == ArrayKind::kHash;
  bool holes = now->used != now->count;
  ir::Builder& ir = r.ir();
  ir.GuardTrue(
      ir.Emit(IrOp::EQ, ir.FLoad(array, ir::Field::kArrayKind), ir.KInt(static_cast<int64_t>(now->kind))));
  IrRef end = ir.FLoad(array, holes ? ir::Field::kArrayUsed : ir::Field::kArrayCount);
  if (holes) {
    position = ir.Call(ir::CallId::kArrayNext, {array, position});
  } else if (may_have_holes) {
    ir.GuardEq(ir.FLoad(array, ir::Field::kArrayUsed), end);
  }
  ArrayStep element{position, ir::kNone, Normalize(now, now_position)};
  if (element.now_position == kEnd) {
    ir.GuardTrue(ir.Emit(IrOp::UGE, position, end));
    return element;
  }
  ir.GuardTrue(ir.Emit(IrOp::ULT, position, end));
  IrRef data = ir.FLoad(array, ir::Field::kArrayData);
  if (now->kind == ArrayKind::kInts || now->kind == ArrayKind::kFloats) {
    element.value = ir.Emit(now->kind == ArrayKind::kInts ? IrOp::ILOAD : IrOp::DLOAD, data, position);
  } else {
    // A bucket of a hash is as long as two values, and begins with one.
    static_assert(sizeof(Bucket) == 2 * sizeof(Value) && offsetof(Bucket, value) == 0);
    IrRef index = now->kind == ArrayKind::kHash ? ir.Emit(IrOp::SHL, position, ir.KInt(1)) : position;
    const Value value = ValueAt(now, element.now_position);
    element.value = r.LoadValue(ir.ElemAddr(data, index), value);
    if (element.value && value.IsReference())
      element.value = r.LoadValue(ir.RefAddr(element.value), value.ref->value);
    if (!element.value) element.position = ir::kNone;
  }
  return element;
}

IrRef KeyOfElement(Recorder& r, IrRef array, const Array* now, const ArrayStep& element) {
  if (now->kind <= ArrayKind::kValues) return element.position;
  ir::Builder& ir = r.ir();
  bool named = !KeyAt(now, element.now_position).IsInt();
  if (now->kind == ArrayKind::kHash) {
    IrRef has_name = ir.Call(ir::CallId::kArrayHasName, {array, element.position});
    if (named) {
      ir.GuardTrue(has_name);
    } else {
      ir.GuardFalse(has_name);
    }
  }
  return ir.Call(named ? ir::CallId::kArrayName : ir::CallId::kArrayNumber, {array, element.position});
}

RECORD(FeFetchR) {
  const Op* op = r.op();
  Value* loop = r.frame()->At(op->op1.num);
  bool into_cv = op->op2_kind == kCv;
  if (loop->IsObject()) return FetchFromGenerator(r);
  if (!loop->IsArray()) return Outcome::kGeneric;
  const Array* now = loop->arr;
  ir::Builder& ir = r.ir();
  int loop_slot = r.SlotOf(op->op1), var_slot = r.SlotOf(op->op2);
  if (r.IsDirty(loop_slot)) return Outcome::kGeneric;
  IrRef array = r.ReadSlot(loop_slot);
  if (!array) return Outcome::kGeneric;
  if (into_cv) {
    if (!r.ReadSlot(var_slot)) return Outcome::kGeneric;
  }
  IrRef address = r.AddressOf(loop_slot);
  ArrayStep element = NextElement(r, array, now, ir.FLoad(address, ir::Field::kValueExtra), loop->extra);
  if (!element.position) return Outcome::kGeneric;
  IrRef value = element.value;
  if (!value) return Outcome::kNative;
  if (into_cv && !r.AssignCv(var_slot, value, true)) return Outcome::kGeneric;
  IrRef key = op->result_kind ? KeyOfElement(r, array, now, element) : ir::kNone;
  ir.Retain(value);
  ir.FStore(address, ir::Field::kValueExtra, ir.Emit(IrOp::ADD, element.position, ir.KInt(1)));
  if (op->result_kind) r.SetResult(key);
  if (into_cv) {
    r.AssignCv(var_slot, value);
  } else {
    r.Define(var_slot, value);
  }
  return Outcome::kNative;
}

}  // namespace tusk::trace
