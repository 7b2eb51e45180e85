// Strings: conversion for concatenation, length.
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;

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

RECORD(Strlen) {
  IrRef value = r.ReadOp1();
  if (!value || r.TypeOf(value) != ir::Type::kString) return Outcome::kGeneric;
  IrRef length = r.ir().FLoad(value, ir::Field::kStringLength);
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(length);
  return Outcome::kNative;
}

}  // namespace tusk::trace
