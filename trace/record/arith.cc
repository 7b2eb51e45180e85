// Arithmetic on ints and floats. Overflow of an int operation is a guard; a run that overflows now, a zero
// divisor and operands of other types go through Step.
#include <cmath>

#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

bool BothInt(Recorder& r, IrRef a, IrRef b) {
  return r.TypeOf(a) == ir::Type::kInt && r.TypeOf(b) == ir::Type::kInt;
}

// Guards that divisor b is neither 0 nor -1 (whose quotient may overflow).
void GuardDivisor(ir::Builder& ir, IrRef b) {
  ir.GuardTrue(ir.Emit(IrOp::NE, b, ir.KInt(0)));
  ir.GuardTrue(ir.Emit(IrOp::NE, b, ir.KInt(-1)));
}

IrRef Divide(Recorder& r, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  ir::Builder& ir = r.ir();
  if (BothInt(r, a, b)) {
    if (now_b.i == 0 || now_b.i == -1) return ir::kNone;
    GuardDivisor(ir, b);
    IrRef remainder = ir.Emit(IrOp::MOD, a, b);
    if (now_a.i % now_b.i == 0) {
      ir.GuardTrue(ir.Emit(IrOp::EQ, remainder, ir.KInt(0)));
      return ir.Emit(IrOp::DIV, a, b);
    }
    ir.GuardTrue(ir.Emit(IrOp::NE, remainder, ir.KInt(0)));
    return ir.Emit(IrOp::FDIV, ToFloat(r, a), ToFloat(r, b));
  }
  if ((now_b.IsFloat() && now_b.d == 0) || (now_b.IsInt() && now_b.i == 0)) return ir::kNone;
  IrRef divisor = ToFloat(r, b);
  ir.GuardTrue(ir.Emit(IrOp::FNE, divisor, ir.KFloat(0.0)));
  return ir.Emit(IrOp::FDIV, ToFloat(r, a), divisor);
}

bool Overflows(Opcode op, int64_t a, int64_t b) {
  int64_t out;
  switch (op) {
    case Opcode::kAdd: return __builtin_add_overflow(a, b, &out);
    case Opcode::kSub: return __builtin_sub_overflow(a, b, &out);
    default: return __builtin_mul_overflow(a, b, &out);
  }
}

IrRef Power(Recorder& r, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  ir::Builder& ir = r.ir();
  if (BothInt(r, a, b)) {  // int or float by size
    bool square = ir.trace().IsInt(b) && ir.trace().IntOf(b) == 2;
    return square && !Overflows(Opcode::kMul, now_a.i, now_a.i) ? ir.Emit(IrOp::MULOV, a, a) : ir::kNone;
  }
  // Floats are the C library's pow: x * x rounds other than pow(x, 2) for some x.
  // Zero to a negative power is deprecated, which only Step says.
  double base = now_a.IsInt() ? static_cast<double>(now_a.i) : now_a.d;
  double exponent = now_b.IsInt() ? static_cast<double>(now_b.i) : now_b.d;
  IrRef x = ToFloat(r, a), y = ToFloat(r, b);
  if (exponent >= 0) {
    ir.GuardTrue(ir.Emit(IrOp::FGE, y, ir.KFloat(0.0)));
  } else if (base != 0) {
    ir.GuardTrue(ir.Emit(IrOp::FNE, x, ir.KFloat(0.0)));
  } else {
    return ir::kNone;
  }
  return ir.Call(ir::CallId::kPow, {x, y});
}

}  // namespace

IrRef Arithmetic(Recorder& r, Opcode op, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  ir::Builder& ir = r.ir();
  if (op == Opcode::kConcat) {
    IrRef left = ToOwnedString(r, a), right = left ? ToOwnedString(r, b) : ir::kNone;
    if (!right) {
      if (left) ir.Release(left);
      return ir::kNone;
    }
    IrRef joined = ir.Call(ir::CallId::kConcat, {left, right});
    ir.Release(left);
    ir.Release(right);
    return joined;
  }
  if (!IsNumber(r.TypeOf(a)) || !IsNumber(r.TypeOf(b))) return ir::kNone;
  bool ints = BothInt(r, a, b);
  switch (op) {
    case Opcode::kAdd:
    case Opcode::kSub:
    case Opcode::kMul: {
      if (ints) {
        if (Overflows(op, now_a.i, now_b.i)) return ir::kNone;
        IrOp checked = op == Opcode::kAdd ? IrOp::ADDOV : op == Opcode::kSub ? IrOp::SUBOV : IrOp::MULOV;
        return ir.Emit(checked, a, b);
      }
      IrOp plain = op == Opcode::kAdd ? IrOp::FADD : op == Opcode::kSub ? IrOp::FSUB : IrOp::FMUL;
      return ir.Emit(plain, ToFloat(r, a), ToFloat(r, b));
    }
    case Opcode::kDiv: return Divide(r, a, b, now_a, now_b);
    case Opcode::kPow: return Power(r, a, b, now_a, now_b);
    default: break;
  }
  if (!ints) return ir::kNone;
  switch (op) {
    case Opcode::kMod:
      if (now_b.i == 0 || now_b.i == -1) return ir::kNone;
      GuardDivisor(ir, b);
      return ir.Emit(IrOp::MOD, a, b);
    case Opcode::kSl:
    case Opcode::kSr:
      if (static_cast<uint64_t>(now_b.i) >= 64) return ir::kNone;
      ir.GuardTrue(ir.Emit(IrOp::ULT, b, ir.KInt(64)));
      return ir.Emit(op == Opcode::kSl ? IrOp::SHL : IrOp::SAR, a, b);
    case Opcode::kBwAnd: return ir.Emit(IrOp::AND, a, b);
    case Opcode::kBwOr: return ir.Emit(IrOp::OR, a, b);
    case Opcode::kBwXor: return ir.Emit(IrOp::XOR, a, b);
    default: return ir::kNone;
  }
}

IrRef CountUpOrDown(Recorder& r, IrRef x, const Value& now, bool increment) {
  ir::Builder& ir = r.ir();
  if (r.TypeOf(x) == ir::Type::kInt) {
    if (now.i == (increment ? INT64_MAX : INT64_MIN)) return ir::kNone;
    return ir.Emit(increment ? IrOp::ADDOV : IrOp::SUBOV, x, ir.KInt(1));
  }
  if (r.TypeOf(x) == ir::Type::kFloat) return ir.Emit(increment ? IrOp::FADD : IrOp::FSUB, x, ir.KFloat(1.0));
  return ir::kNone;
}

namespace {

Outcome Binary(Recorder& r, Opcode opcode) {
  const Op* op = r.op();
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  if (!b) return Outcome::kGeneric;
  IrRef result = Arithmetic(r, opcode, a, b, now_a, now_b);
  if (!result) return Outcome::kGeneric;
  r.Consume(op->op1, op->op1_kind);
  r.Consume(op->op2, op->op2_kind);
  r.SetResult(result);
  return Outcome::kNative;
}

Outcome CountPlace(Recorder& r, const Place& at, bool increment, bool result_is_old) {
  const Place place = at;
  const Value now = place.now ? *place.now : Get(place.now_array, ArrayKey::Int(place.now_index));
  IrRef old = LoadPlace(r, place);
  IrRef changed = old ? CountUpOrDown(r, old, now, increment) : ir::kNone;
  if (!changed) return Outcome::kGeneric;
  if (place.address) {
    r.ir().VStore(place.address, changed);
  } else {
    bool ints = r.TypeOf(changed) == ir::Type::kInt;
    IrRef data = r.ir().FLoad(place.array, ir::Field::kArrayData);
    r.ir().Emit(ints ? IrOp::ISTORE : IrOp::DSTORE, data, place.index, changed);
  }
  r.EndDelayed();
  r.SetResult(result_is_old ? old : changed);
  return Outcome::kNative;
}

// ++ and -- on a variable or a place. Strings, null and a run that overflows now go through Step.
Outcome Count(Recorder& r, bool increment, bool result_is_old) {
  const Op* op = r.op();
  if (const Place* place = r.PlaceOfOp1()) return CountPlace(r, *place, increment, result_is_old);
  if (op->op1_kind != kCv) return Outcome::kGeneric;
  const Value now = *r.NowOp1();
  IrRef old = r.ReadOp1();
  if (!old) return Outcome::kGeneric;
  IrRef changed = CountUpOrDown(r, old, now, increment);
  if (!changed || !r.AssignCv(r.SlotOf(op->op1), changed)) return Outcome::kGeneric;
  r.SetResult(result_is_old ? old : changed);
  return Outcome::kNative;
}

}  // namespace

RECORD(Add) { return Binary(r, Opcode::kAdd); }
RECORD(Sub) { return Binary(r, Opcode::kSub); }
RECORD(Mul) { return Binary(r, Opcode::kMul); }
RECORD(Div) { return Binary(r, Opcode::kDiv); }
RECORD(Mod) { return Binary(r, Opcode::kMod); }
RECORD(Sl) { return Binary(r, Opcode::kSl); }
RECORD(Sr) { return Binary(r, Opcode::kSr); }
RECORD(Pow) { return Binary(r, Opcode::kPow); }
RECORD(BwOr) { return Binary(r, Opcode::kBwOr); }
RECORD(BwAnd) { return Binary(r, Opcode::kBwAnd); }
RECORD(BwXor) { return Binary(r, Opcode::kBwXor); }
RECORD(Concat) { return Binary(r, Opcode::kConcat); }
RECORD(FastConcat) { return Binary(r, Opcode::kConcat); }

RECORD(BwNot) {
  IrRef a = r.ReadOp1();
  if (!a || r.TypeOf(a) != ir::Type::kInt) return Outcome::kGeneric;
  r.Consume(r.op()->op1, r.op()->op1_kind);
  r.SetResult(r.ir().Emit(IrOp::NOT, a));
  return Outcome::kNative;
}

RECORD(PreInc) { return Count(r, true, false); }
RECORD(PreDec) { return Count(r, false, false); }
RECORD(PostInc) { return Count(r, true, true); }
RECORD(PostDec) { return Count(r, false, true); }

}  // namespace tusk::trace
