// Assignment to variables and temporaries.
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;

RECORD(Assign) {
  const Op* op = r.op();
  if (op->op1_kind != kCv || r.NowOp2()->IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp2();
  int slot = r.SlotOf(op->op1);
  if (!value || !r.AssignCv(slot, value, true)) return Outcome::kGeneric;
  IrRef owned = r.TakeOwned(op->op2, op->op2_kind, value);
  if (op->result_kind) {
    r.ir().Retain(owned);
    r.SetResult(owned);
  }
  r.AssignCv(slot, owned);
  return Outcome::kNative;
}

RECORD(AssignOp) {
  const Op* op = r.op();
  if (op->op1_kind != kCv) return Outcome::kGeneric;
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  int slot = r.SlotOf(op->op1);
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  if (!b || !r.AssignCv(slot, a, true)) return Outcome::kGeneric;
  auto opcode = static_cast<Opcode>(op->extended);
  if (opcode == Opcode::kConcat && r.TypeOf(a) == ir::Type::kString) {
    // A string in a reference is only borrowed from it: joining would copy all of it each time, and the
    // interpreter appends in place.
    if (r.ReadSlot(slot) != a) return Outcome::kGeneric;
    // Appends in place: the string moves out of the variable and comes back, grown.
    IrRef tail = ToOwnedString(r, b);
    if (!tail) return Outcome::kGeneric;
    IrRef grown = r.ir().Call(ir::CallId::kAppend, {a, tail});
    r.ir().Release(tail);
    r.Consume(op->op2, op->op2_kind);
    r.Define(slot, grown);
    if (op->result_kind) {
      r.ir().Retain(grown);
      r.SetResult(grown);
    }
    return Outcome::kNative;
  }
  IrRef result = Arithmetic(r, opcode, a, b, now_a, now_b);
  if (!result) return Outcome::kGeneric;
  // A reference that op2 holds goes last: its release would make the assignment look at the variable again,
  // with guards whose exits repeat the opline.
  r.AssignCv(slot, result);
  if (op->result_kind) {
    r.ir().Retain(result);
    r.SetResult(result);
  }
  r.Consume(op->op2, op->op2_kind);
  return Outcome::kNative;
}

RECORD(QmAssign) {
  const Op* op = r.op();
  if (r.NowOp1()->IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  r.SetResult(r.TakeOwned(op->op1, op->op1_kind, value));
  return Outcome::kNative;
}

RECORD(CopyTmp) {
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  r.ir().Retain(value);
  r.SetResult(value);
  return Outcome::kNative;
}

RECORD(Free) {
  if (!r.ReadOp1()) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  return Outcome::kNative;
}

RECORD(IssetIsemptyCv) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  if (op->extended & kIsEmpty) {
    IrRef truth = Truth(r, value, now);
    if (!truth || (now.type >= Type::kString && !now.IsArray())) return Outcome::kGeneric;
    bool empty = now.IsArray() ? now.arr->count == 0
                               : now.type <= Type::kFalse || (now.IsInt() && now.i == 0) ||
                                     (now.IsFloat() && now.d == 0);
    return r.Branch(r.ir().Emit(ir::Opcode::NOT, truth), empty);
  }
  ir::Type type = r.TypeOf(value);
  bool set = type != ir::Type::kNull && type != ir::Type::kUndef;
  return r.Branch(ir::BoolRef(set), set);
}

}  // namespace tusk::trace
