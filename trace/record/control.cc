// Branches: the direction taken now becomes a guard.
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

IrRef Truth(Recorder& r, IrRef value, const Value& now) {
  ir::Builder& ir = r.ir();
  switch (r.TypeOf(value)) {
    case ir::Type::kUndef:
    case ir::Type::kNull: return ir::kFalseRef;
    case ir::Type::kBool: return value;
    case ir::Type::kInt: return ir.Emit(IrOp::NE, value, ir.KInt(0));
    case ir::Type::kFloat: return ir.Emit(IrOp::FNE, value, ir.KFloat(0.0));
    case ir::Type::kArray: return ir.Emit(IrOp::NE, ir.FLoad(value, ir::Field::kArrayCount), ir.KInt(0));
    case ir::Type::kString: {
      // False are "" and "0": only strings of one byte are looked into.
      IrRef length = ir.FLoad(value, ir::Field::kStringLength);
      if (now.str->length > 1) return ir.GuardTrue(ir.Emit(IrOp::UGT, length, ir.KInt(1))), ir::kTrueRef;
      if (now.str->length == 0) return ir.GuardTrue(ir.Emit(IrOp::EQ, length, ir.KInt(0))), ir::kFalseRef;
      ir.GuardTrue(ir.Emit(IrOp::EQ, length, ir.KInt(1)));
      return ir.Emit(IrOp::NE, ir.Emit(IrOp::BLOAD, value, ir.KInt(0)), ir.KInt('0'));
    }
    case ir::Type::kObject: {
      const Class* c = now.obj->cls;
      if (c->handlers && c->handlers->cast) return ir::kNone;  // such may cast themselves
      r.GuardPointer(ir.FLoad(value, ir::Field::kObjectClass), ir::ConstKind::kClass, c, c->name->view());
      return ir::kTrueRef;
    }
    default: return ir::kNone;
  }
}

namespace {

bool IsTrueNow(const Value& v) {
  switch (v.type) {
    case Type::kTrue: return true;
    case Type::kInt: return v.i != 0;
    case Type::kFloat: return v.d != 0;
    case Type::kString: return v.str->length > 1 || (v.str->length == 1 && v.str->data[0] != '0');
    case Type::kArray: return v.arr->count != 0;
    case Type::kObject: return true;  // (others are not recorded natively)
    default: return false;
  }
}

// The condition of a jump, guarded to be what it is now. The value stays alive until Consume.
bool GuardCondition(Recorder& r) {
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return false;  // warns
  IrRef value = r.ReadOp1();
  if (!value) return false;
  IrRef condition = Truth(r, value, now);
  if (!condition) return false;
  if (IsTrueNow(now)) {
    r.ir().GuardTrue(condition);
  } else {
    r.ir().GuardFalse(condition);
  }
  return true;
}

Outcome ConditionalJump(Recorder& r) {
  if (!GuardCondition(r)) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  return Outcome::kNative;
}

Outcome ConditionalJumpWithResult(Recorder& r) {
  bool now = IsTrueNow(*r.NowOp1());
  if (!GuardCondition(r)) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(ir::BoolRef(now));
  return Outcome::kNative;
}

}  // namespace

RECORD(Nop) { return Outcome::kNative; }
RECORD(Jmp) { return Outcome::kNative; }
RECORD(Jmpz) { return ConditionalJump(r); }
RECORD(Jmpnz) { return ConditionalJump(r); }
RECORD(JmpzEx) { return ConditionalJumpWithResult(r); }
RECORD(JmpnzEx) { return ConditionalJumpWithResult(r); }

RECORD(Bool) {
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  IrRef truth = value ? Truth(r, value, now) : ir::kNone;
  if (!truth) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(truth);
  return Outcome::kNative;
}

RECORD(BoolNot) {
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  IrRef truth = value ? Truth(r, value, now) : ir::kNone;
  if (!truth) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(r.ir().Emit(IrOp::NOT, truth));
  return Outcome::kNative;
}

namespace {

bool HoldsFor(Recorder& r, IrRef value, const Value& now, bool int_keys, bool string_keys) {
  ir::Builder& ir = r.ir();
  const Op* op = r.op();
  if (!(now.IsInt() && int_keys) && !(now.IsString() && string_keys))
    return true;  // the type, guarded, decides
  const Array* table = op->Literal(op->op2)->arr;
  ArrayKey key = now.IsInt() ? ArrayKey::Int(now.i) : ArrayKey::Str(now.str);
  auto equals = [&](const ArrayKey& k) {
    return k.name ? StringsEqual(r, value, r.ConstantOf(Value(k.name)))
                  : ir.Emit(IrOp::EQ, value, ir.KInt(k.num));
  };
  if (!Get(table, key).IsUndef()) {
    // The key as the table has it, which is immortal.
    for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
      ArrayKey k = KeyAt(table, p);
      bool same = key.name ? k.name && k.name->view() == key.name->view() : !k.name && k.num == key.num;
      if (same) return ir.GuardTrue(equals(k)), true;
    }
  }
  // None of them: a few are asked one by one.
  constexpr uint32_t kFew = 8;
  if (table->count > kFew) return false;
  for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
    ArrayKey k = KeyAt(table, p);
    if ((k.name != nullptr) == now.IsString()) ir.GuardFalse(equals(k));
  }
  return true;
}

// A jump table leads where it leads now. The subject stays alive.
Outcome Table(Recorder& r, bool int_keys, bool string_keys) {
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  return value && HoldsFor(r, value, now, int_keys, string_keys) ? Outcome::kNative : Outcome::kGeneric;
}

}  // namespace

RECORD(SwitchLong) { return Table(r, true, false); }
RECORD(SwitchString) { return Table(r, false, true); }
RECORD(Match) { return Table(r, true, true); }

RECORD(JmpSet) {
  const Op* op = r.op();
  bool now = IsTrueNow(*r.NowOp1());
  if (!GuardCondition(r)) return Outcome::kGeneric;
  if (now) {
    r.SetResult(r.TakeOwned(op->op1, op->op1_kind, r.ReadOp1()));
  } else {
    r.Consume(op->op1, op->op1_kind);
  }
  return Outcome::kNative;
}

RECORD(Coalesce) {
  const Op* op = r.op();
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  ir::Type type = r.TypeOf(value);
  if (type == ir::Type::kNull || type == ir::Type::kUndef) {
    r.Consume(op->op1, op->op1_kind);
    return Outcome::kNative;
  }
  r.SetResult(r.TakeOwned(op->op1, op->op1_kind, value));
  return Outcome::kNative;
}

}  // namespace tusk::trace
