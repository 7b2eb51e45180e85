// Strings: conversion for concatenation, length, bytes written, strings of one byte (which `$s[$i]` gives,
// and which are shared: the byte is all that need be looked at).
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

IrRef ToOwnedString(Recorder& r, IrRef value) {
  ir::Builder& ir = r.ir();
  switch (r.TypeOf(value)) {
    case ir::Type::kString: ir.Retain(value); return value;
    case ir::Type::kInt: return ir.Call(ir::CallId::kIntToString, {value});
    case ir::Type::kFloat: return ir.Call(ir::CallId::kFloatToString, {value});
    case ir::Type::kNull: return r.ConstantOf(Value(EmptyString()));
    case ir::Type::kBool: return ir.Call(ir::CallId::kBoolToString, {value});
    default: return ir::kNone;
  }
}

IrRef AppendToPlace(Recorder& r, IrRef address, IrRef old, IrRef value) {
  ir::Builder& ir = r.ir();
  IrRef tail = ToOwnedString(r, value);
  if (!tail) return ir::kNone;
  ir.VStore(address, ir::kNullRef);  // its reference becomes the trace's, which gives it to the call
  IrRef grown = ir.Call(ir::CallId::kAppend, {old, tail});
  ir.VStore(address, grown);
  ir.Release(tail);
  return grown;
}

IrRef ByteOf(Recorder& r, IrRef string) {
  const ir::Trace& trace = r.ir().trace();
  if (string.IsConst()) {
    const auto* s = static_cast<const String*>(trace.constant(string).p);
    return s->length == 1 ? r.ir().KInt(static_cast<unsigned char>(s->data[0])) : ir::kNone;
  }
  const ir::Inst& def = trace[string];
  if (def.op != IrOp::CALL || def.call() != ir::CallId::kChr) return ir::kNone;
  IrRef code = trace.args(def)[0];
  bool is_byte = code.IsInst() && trace[code].op == IrOp::BLOAD;
  return is_byte ? code : r.ir().Emit(IrOp::AND, code, r.ir().KInt(0xff));
}

IrRef StringOfByte(Recorder& r, IrRef byte) { return r.ir().Call(ir::CallId::kChr, {byte}); }

IrRef StringsEqual(Recorder& r, IrRef a, IrRef b) {
  IrRef byte_a = ByteOf(r, a), byte_b = byte_a ? ByteOf(r, b) : ir::kNone;
  if (byte_b) return r.ir().Emit(IrOp::EQ, byte_a, byte_b);
  return r.ir().Call(ir::CallId::kStringEqual, {a, b});
}

namespace {

// Adds op2 to the rope that begins in slot `rope`. Ropes are arrays of pointers in their frame, which has to
// be there.
bool AddToRope(Recorder& r, int rope, uint32_t index) {
  const Op* op = r.op();
  if (r.NowOp2()->IsUndef()) return false;
  IrRef value = r.ReadOp2(), part = value ? ToOwnedString(r, value) : ir::kNone;
  if (!part) return false;
  if (!r.FrameIsInMemory()) r.MakeFramesReal();
  r.Consume(op->op2, op->op2_kind);
  r.ir().Call(ir::CallId::kRopeSet, {r.AddressOf(rope), r.ir().KInt(index), part});
  return true;
}

}  // namespace

RECORD(RopeInit) {
  int rope = r.SlotOf(r.op()->result);
  if (!AddToRope(r, rope, 0)) return Outcome::kGeneric;
  r.Forget(rope);
  return Outcome::kNative;
}
RECORD(RopeAdd) {
  const Op* op = r.op();
  return AddToRope(r, r.SlotOf(op->op1), op->extended) ? Outcome::kNative : Outcome::kGeneric;
}
RECORD(RopeEnd) {
  const Op* op = r.op();
  int rope = r.SlotOf(op->op1);
  if (!AddToRope(r, rope, op->extended)) return Outcome::kGeneric;
  r.SetResult(r.ir().Call(ir::CallId::kRopeJoin, {r.AddressOf(rope), r.ir().KInt(op->extended + 1)}));
  return Outcome::kNative;
}

RECORD(Echo) {
  const Op* op = r.op();
  if (r.NowOp1()->IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1(), text = value ? ToOwnedString(r, value) : ir::kNone;
  if (!text) return Outcome::kGeneric;
  r.BeforeUserCode();
  r.ir().Call(ir::CallId::kEcho, {text});
  r.ir().Release(text);
  r.Consume(op->op1, op->op1_kind);
  return Outcome::kNative;
}

RECORD(Strlen) {
  IrRef value = r.ReadOp1();
  if (!value || r.TypeOf(value) != ir::Type::kString) return Outcome::kGeneric;
  IrRef length = r.ir().FLoad(value, ir::Field::kStringLength);
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(length);
  return Outcome::kNative;
}

Outcome AssignByte(Recorder& r, const Value& now_value) {
  const Op* op = r.op();
  const Op* data = op + 1;
  const Place* place = r.PlaceOfOp1();
  const Value* now = place ? place->now : r.NowOp1();
  const Value now_key = *r.NowOp2();
  if (!now_key.IsInt() || static_cast<uint64_t>(now_key.i) >= now->str->length || !now_value.IsString() ||
      now_value.str->length != 1) {
    return Outcome::kGeneric;
  }
  ir::Builder& ir = r.ir();
  int slot = r.SlotOf(op->op1);
  IrRef address, string;
  if (place) {
    address = place->address;
    string = LoadPlace(r, *place);
  } else {
    string = r.ReadSlot(slot);
    if (string && r.TypeOf(string) == ir::Type::kRef) {
      address = ir.RefAddr(string);
      string = r.LoadValue(address, *now);
    }
  }
  IrRef key = string && !string.IsConst() ? r.ReadOp2() : ir::kNone,
        value = key ? r.ReadData(data) : ir::kNone;
  if (!value) return Outcome::kGeneric;
  ir.GuardTrue(ir.Emit(IrOp::ULT, key, ir.FLoad(string, ir::Field::kStringLength)));
  IrRef byte = ByteOf(r, value);
  if (!byte) {
    ir.GuardTrue(ir.Emit(IrOp::EQ, ir.FLoad(value, ir::Field::kStringLength), ir.KInt(1)));
    byte = ir.Emit(IrOp::BLOAD, value, ir.KInt(0));
  }
  r.EndDelayed();
  if (address)
    ir.VStore(address, ir::kNullRef);  // its reference becomes the trace's, which gives it to the call
  IrRef changed = ir.Call(ir::CallId::kStringPut, {string, key, byte});
  if (address) {
    ir.VStore(address, changed);
  } else {
    r.Define(slot, changed);
  }
  r.Consume(op->op2, op->op2_kind);
  r.Consume(data->op1, data->op1_kind);
  if (op->result_kind) r.SetResult(StringOfByte(r, byte));
  return Outcome::kNative;
}

}  // namespace tusk::trace
