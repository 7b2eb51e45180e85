// Strings: conversion for concatenation, length, strings of one byte (which `$s[$i]` gives, and which are
// shared: the byte is all that need be looked at).
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

RECORD(Strlen) {
  IrRef value = r.ReadOp1();
  if (!value || r.TypeOf(value) != ir::Type::kString) return Outcome::kGeneric;
  IrRef length = r.ir().FLoad(value, ir::Field::kStringLength);
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(length);
  return Outcome::kNative;
}

}  // namespace tusk::trace
