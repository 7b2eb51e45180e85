// Array literals: elements are stored where the trace stands if it began the array itself.
#include "absl/functional/function_ref.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/shape.h"
#include "interp/vm/array_literal.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

// Whether all keys of the array literal before this opline are constants, so that it looks the same each
// time.
bool BuiltOfConstantKeys(Recorder& r) {
  const Op* op = r.op();
  for (const Op* earlier = op - 1; earlier >= r.function()->ops; --earlier) {
    if (earlier->result.num != op->result.num || !(earlier->result_kind & kTmp)) continue;
    bool element = earlier->opcode == Opcode::kInitArray || earlier->opcode == Opcode::kAddArrayElement;
    if (!element || (earlier->op2_kind != kConst && earlier->op2_kind != kUnused)) return false;
    if (earlier->opcode == Opcode::kInitArray) return true;
  }
  return false;
}

// The next element of a record that has room for it, under the key that `longer` has more.
void AddToRecord(Recorder& r, IrRef array, const Array* now, const Shape* longer,
                 absl::FunctionRef<IrRef()> take) {
  ir::Builder& ir = r.ir();
  r.GuardPointer(ir.FLoad(array, ir::Field::kArrayShape), ir::ConstKind::kShape, now->shape, "shape");
  GuardKind(r, array, ArrayKind::kRecord);
  ir.GuardTrue(ir.Emit(IrOp::UGT, ir.FLoad(array, ir::Field::kArrayCapacity), ir.KInt(now->used)));
  IrRef place = ir.ElemAddr(ir.FLoad(array, ir::Field::kArrayData), ir.KInt(now->used));
  ir.VStore(place, take());
  ir.FStore(place, ir::Field::kValueExtra, ir.KInt(0));
  IrRef grown = ir.KInt(now->used + 1);
  ir.FStore(array, ir::Field::kArrayCount, grown);
  ir.FStore(array, ir::Field::kArrayUsed, grown);
  ir.FStore(array, ir::Field::kArrayShape, ir.KPtr(ir::ConstKind::kShape, longer, "shape"));
}

// Whether `array` is one that this trace began for a literal and that is still as it would be without keys:
// of the kind that it began with, with elements in its first places and room for the next. `now` is of it.
bool IsPackedLiteral(Recorder& r, IrRef array, const Array* now) {
  if (!array.IsInst()) return false;
  const ir::Trace& trace = r.ir().trace();
  const ir::Inst& made = trace[array];
  if (made.op != IrOp::CALL || made.call() != ir::CallId::kArrayPacked) return false;
  auto kind = static_cast<ArrayKind>(trace.IntOf(trace.args(made)[0]));
  return kind == now->kind && now->used < trace.IntOf(trace.args(made)[1]) && now->used == now->count &&
         now->next_free == now->used;
}

// The next element of one, which is of the kind given now.
void AddToPacked(Recorder& r, IrRef array, ArrayKind kind, uint32_t position, IrRef value) {
  const Op* op = r.op();
  ir::Builder& ir = r.ir();
  ir::Type type = r.TypeOf(value);
  IrRef owned = r.TakeOwned(op->op1, op->op1_kind, value);
  IrRef data = ir.FLoad(array, ir::Field::kArrayData);
  if (kind == ArrayKind::kValues) {
    ir.VStore(ir.ElemAddr(data, ir.KInt(position)), owned);
  } else if (kind == ArrayKind::kInts && type == ir::Type::kInt) {
    ir.Emit(IrOp::ISTORE, data, ir.KInt(position), owned);
  } else if (kind == ArrayKind::kFloats && type == ir::Type::kFloat) {
    ir.Emit(IrOp::DSTORE, data, ir.KInt(position), owned);
  } else {
    ir.Call(ir::CallId::kArrayAppend, {array, owned});
    return;
  }
  IrRef grown = ir.KInt(position + 1);
  ir.FStore(array, ir::Field::kArrayCount, grown);
  ir.FStore(array, ir::Field::kArrayUsed, grown);
  ir.FStore(array, ir::Field::kArrayNextFree, grown);
}

// Puts op1 under op2 into an array literal. `now`: as it is now, null: it is empty.
Outcome AddElement(Recorder& r, const Array* now, absl::FunctionRef<IrRef()> make) {
  const Op* op = r.op();
  if ((op->extended & kArrayElementRef) || r.NowOp1()->IsUndef()) return Outcome::kGeneric;
  bool keyed = op->op2_kind != kUnused;
  const Value now_key = keyed ? *r.NowOp2() : Value();
  if (keyed && !now_key.IsInt() && !now_key.IsString()) return Outcome::kGeneric;
  if (now && !BuiltOfConstantKeys(r)) return Outcome::kGeneric;
  if (now && keyed) {
    // A key that comes twice replaces a value, which may have a destructor.
    if (op->op2_kind != kConst) return Outcome::kGeneric;
    if (Has(now, now_key.IsInt() ? ArrayKey::Int(now_key.i) : KeyFromString(now_key.str)))
      return Outcome::kGeneric;
  }
  if (now && !keyed && now->next_free == INT64_MAX) return Outcome::kGeneric;
  IrRef value = r.ReadOp1(), key = value && keyed ? r.ReadOp2() : ir::kNone;
  if (!value || (keyed && !key)) return Outcome::kGeneric;
  IrRef array = make();
  if (!array) return Outcome::kGeneric;
  if (now && keyed && now_key.IsString() && now->kind == ArrayKind::kRecord && now->used < now->capacity &&
      now_key.str->Interned()) {
    if (const Shape* longer = ShapeWithKey(now->shape, now_key.str)) {
      AddToRecord(r, array, now, longer, [&] { return r.TakeOwned(op->op1, op->op1_kind, value); });
      return Outcome::kNative;
    }
  }
  if (!keyed && now && IsPackedLiteral(r, array, now)) {
    AddToPacked(r, array, now->kind, now->used, value);
    return Outcome::kNative;
  }
  IrRef owned = r.TakeOwned(op->op1, op->op1_kind, value);
  if (!keyed) {
    r.ir().Call(ir::CallId::kArrayAppend, {array, owned});
  } else {
    r.ir().Call(now_key.IsInt() ? ir::CallId::kArraySetInt : ir::CallId::kArraySetString,
                {array, key, owned});
    r.Consume(op->op2, op->op2_kind);
  }
  return Outcome::kNative;
}

}  // namespace

RECORD(InitArray) {
  const Op* op = r.op();
  uint32_t size = op->extended >> kArraySizeShift;
  IrRef array;
  auto make = [&] { return array = r.ir().Call(ir::CallId::kArrayNew, {r.ir().KInt(size)}); };
  if (op->op1_kind == kUnused) {
    if (size == 0) return Outcome::kGeneric;
    make();
  } else if (const Value* first = r.NowOp1(); op->op2_kind == kUnused && !(op->extended & kArrayElementRef) &&
                                              first->type >= Type::kNull && first->type <= Type::kObject) {
    IrRef value = r.ReadOp1();
    if (!value) return Outcome::kGeneric;
    ArrayKind kind = LiteralKind(r.frame(), op, *first);
    array = r.ir().Call(ir::CallId::kArrayPacked, {r.ir().KInt(static_cast<int>(kind)), r.ir().KInt(size)});
    AddToPacked(r, array, kind, 0, value);
  } else if (Outcome outcome = AddElement(r, nullptr, make); outcome != Outcome::kNative) {
    return outcome;
  }
  r.SetResult(array);
  return Outcome::kNative;
}

RECORD(AddArrayElement) {
  int slot = r.SlotOf(r.op()->result);
  const Value* now = r.Memory(slot);
  if (!now->IsArray()) return Outcome::kGeneric;
  return AddElement(r, now->arr, [&] { return r.ReadSlot(slot); });
}

}  // namespace tusk::trace
