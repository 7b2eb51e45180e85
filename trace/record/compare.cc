// Comparisons. Between values whose types decide the answer the result is a constant: the types are guarded
// already.
#include "interp/runtime/class_table.h"
#include "interp/runtime/operators.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

enum class Relation : uint8_t { kEqual, kSmaller, kSmallerOrEqual };

IrOp IntOp(Relation relation) {
  return relation == Relation::kEqual ? IrOp::EQ : relation == Relation::kSmaller ? IrOp::LT : IrOp::LE;
}
IrOp FloatOp(Relation relation) {
  return relation == Relation::kEqual ? IrOp::FEQ : relation == Relation::kSmaller ? IrOp::FLT : IrOp::FLE;
}

// Negative, 0 or positive; kNone where comparing them may do more than that.
IrRef OrderOfArrays(Recorder& r, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  if (OrderOfArrays(now_a.arr, now_b.arr) == kOrderNeedsCode) return ir::kNone;
  ir::Builder& ir = r.ir();
  IrRef order = ir.Call(ir::CallId::kArrayOrder, {a, b});
  ir.GuardFalse(ir.Emit(IrOp::EQ, order, ir.KInt(kOrderNeedsCode)));
  return order;
}

// a == b, a < b, a <= b by PHP's loose rules, for operands where that is simple.
IrRef Loose(Recorder& r, Relation relation, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  ir::Builder& ir = r.ir();
  ir::Type type_a = r.TypeOf(a), type_b = r.TypeOf(b);
  if (type_a == ir::Type::kInt && type_b == ir::Type::kInt) return ir.Emit(IntOp(relation), a, b);
  if (IsNumber(type_a) && IsNumber(type_b)) return ir.Emit(FloatOp(relation), ToFloat(r, a), ToFloat(r, b));
  auto truthy = [](ir::Type t) { return t == ir::Type::kBool || t == ir::Type::kNull; };
  if (relation == Relation::kEqual && (truthy(type_a) || truthy(type_b))) {
    // null == "" compares strings; all else with null or bool compares truth.
    bool with_string = (type_a == ir::Type::kNull && type_b == ir::Type::kString) ||
                       (type_b == ir::Type::kNull && type_a == ir::Type::kString);
    if (with_string) {
      IrRef s = type_a == ir::Type::kString ? a : b;
      return ir.Emit(IrOp::EQ, ir.FLoad(s, ir::Field::kStringLength), ir.KInt(0));
    }
    IrRef left = Truth(r, a, now_a), right = left ? Truth(r, b, now_b) : ir::kNone;
    return right ? ir.Emit(IrOp::EQ, left, right) : ir::kNone;
  }
  if (type_a == ir::Type::kString && type_b == ir::Type::kString) {
    // Of one byte each: digits compare as numbers, which is the order of their bytes.
    IrRef byte_a = ByteOf(r, a), byte_b = byte_a ? ByteOf(r, b) : ir::kNone;
    if (byte_b) return ir.Emit(IntOp(relation), byte_a, byte_b);
    if (relation == Relation::kEqual) return ir.Call(ir::CallId::kStringLooseEqual, {a, b});
    return ir.Emit(IntOp(relation), ir.Call(ir::CallId::kStringLooseCompare, {a, b}), ir.KInt(0));
  }
  if (type_a == ir::Type::kArray && type_b == ir::Type::kArray) {
    IrRef order = OrderOfArrays(r, a, b, now_a, now_b);
    return order ? ir.Emit(IntOp(relation), order, ir.KInt(0)) : ir::kNone;
  }
  return ir::kNone;
}

IrRef Strict(Recorder& r, IrRef a, IrRef b, const Value& now_a, const Value& now_b) {
  ir::Builder& ir = r.ir();
  ir::Type type_a = r.TypeOf(a), type_b = r.TypeOf(b);
  if (type_a != type_b) return ir::kFalseRef;
  switch (type_a) {
    case ir::Type::kUndef:
    case ir::Type::kNull: return ir::kTrueRef;
    case ir::Type::kBool:
    case ir::Type::kInt: return ir.Emit(IrOp::EQ, a, b);
    case ir::Type::kFloat: return ir.Emit(IrOp::FEQ, a, b);
    case ir::Type::kString: return StringsEqual(r, a, b);
    case ir::Type::kArray: {
      if (IdentityOfArrays(now_a.arr, now_b.arr) == kOrderNeedsCode) return ir::kNone;
      IrRef same = ir.Call(ir::CallId::kArrayIdentity, {a, b});
      ir.GuardFalse(ir.Emit(IrOp::EQ, same, ir.KInt(kOrderNeedsCode)));
      return ir.Emit(IrOp::EQ, same, ir.KInt(1));
    }
    case ir::Type::kObject: return ir.Emit(IrOp::PEQ, a, b);
    default: return ir::kNone;
  }
}

}  // namespace

Outcome Finish(Recorder& r, IrRef condition, bool now) {
  if (!condition) return Outcome::kGeneric;
  const Op* op = r.op();
  // The guard of a fused branch resumes before the opline, so operands die only behind it.
  if (op->result_kind & (kSmartJmpz | kSmartJmpnz)) {
    r.Branch(condition, now);
    r.Consume(op->op1, op->op1_kind);
    r.Consume(op->op2, op->op2_kind);
    return Outcome::kNative;
  }
  r.Consume(op->op1, op->op1_kind);
  r.Consume(op->op2, op->op2_kind);
  return r.Branch(condition, now);
}

namespace {

Outcome RecordLoose(Recorder& r, Relation relation, bool negate) {
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  if (!b) return Outcome::kGeneric;
  IrRef condition = Loose(r, relation, a, b, now_a, now_b);
  if (!condition) return Outcome::kGeneric;
  bool now;
  if (relation == Relation::kEqual) {
    now = LooseEqual(now_a, now_b) != negate;
    if (negate) condition = r.ir().Emit(IrOp::NOT, condition);
  } else {
    int order = Compare(now_a, now_b);
    bool numbers = now_a.IsNumber() && now_b.IsNumber();
    bool alike = (now_a.IsString() && now_b.IsString()) || (now_a.IsArray() && now_b.IsArray());
    if (!numbers && !alike) return Outcome::kGeneric;
    if (!numbers || (now_a.IsInt() && now_b.IsInt())) {
      now = relation == Relation::kSmaller ? order < 0 : order <= 0;
    } else {
      double x = now_a.IsInt() ? static_cast<double>(now_a.i) : now_a.d;
      double y = now_b.IsInt() ? static_cast<double>(now_b.i) : now_b.d;
      now = relation == Relation::kSmaller ? x < y : x <= y;
    }
  }
  return Finish(r, condition, now);
}

Outcome RecordStrict(Recorder& r, bool negate) {
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  IrRef condition = b ? Strict(r, a, b, now_a, now_b) : ir::kNone;
  if (!condition) return Outcome::kGeneric;
  if (negate) condition = r.ir().Emit(IrOp::NOT, condition);
  return Finish(r, condition, Identical(now_a, now_b) != negate);
}

}  // namespace

RECORD(IsSmaller) { return RecordLoose(r, Relation::kSmaller, false); }
RECORD(IsSmallerOrEqual) { return RecordLoose(r, Relation::kSmallerOrEqual, false); }
RECORD(IsEqual) { return RecordLoose(r, Relation::kEqual, false); }
RECORD(IsNotEqual) { return RecordLoose(r, Relation::kEqual, true); }
RECORD(IsIdentical) { return RecordStrict(r, false); }
RECORD(IsNotIdentical) { return RecordStrict(r, true); }

// Of two numbers, strings or arrays.
RECORD(Spaceship) {
  const Op* op = r.op();
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  if (!b) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  IrRef zero = ir.KInt(0), less, more;
  bool floats = IsNumber(r.TypeOf(a)) && IsNumber(r.TypeOf(b)) &&
                (r.TypeOf(a) == ir::Type::kFloat || r.TypeOf(b) == ir::Type::kFloat);
  if (!floats && r.TypeOf(a) != r.TypeOf(b)) return Outcome::kGeneric;
  switch (floats ? ir::Type::kFloat : r.TypeOf(a)) {
    case ir::Type::kFloat:
      // What has no order is greater.
      a = ToFloat(r, a), b = ToFloat(r, b);
      less = ir.Emit(IrOp::FLT, a, b), more = ir.Emit(IrOp::NOT, ir.Emit(IrOp::FLE, a, b));
      break;
    case ir::Type::kInt: less = ir.Emit(IrOp::LT, a, b), more = ir.Emit(IrOp::LT, b, a); break;
    case ir::Type::kString: {
      IrRef order = ir.Call(ir::CallId::kStringLooseCompare, {a, b});
      less = ir.Emit(IrOp::LT, order, zero), more = ir.Emit(IrOp::LT, zero, order);
      break;
    }
    case ir::Type::kArray: {
      IrRef order = OrderOfArrays(r, a, b, now_a, now_b);
      if (!order) return Outcome::kGeneric;
      less = ir.Emit(IrOp::LT, order, zero), more = ir.Emit(IrOp::LT, zero, order);
      break;
    }
    default: return Outcome::kGeneric;
  }
  IrRef result = ir.Emit(IrOp::SUB, ir.Emit(IrOp::B2I, more), ir.Emit(IrOp::B2I, less));
  r.Consume(op->op1, op->op1_kind);
  r.Consume(op->op2, op->op2_kind);
  r.SetResult(result);
  return Outcome::kNative;
}

// CASE and CASE_STRICT leave their first operand alive for the next case.
RECORD(Case) {
  const Op* op = r.op();
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  IrRef condition = b ? Loose(r, Relation::kEqual, a, b, now_a, now_b) : ir::kNone;
  if (!condition) return Outcome::kGeneric;
  r.Branch(condition, LooseEqual(now_a, now_b));
  r.Consume(op->op2, op->op2_kind);
  return Outcome::kNative;
}
RECORD(CaseStrict) {
  const Op* op = r.op();
  const Value now_a = *r.NowOp1(), now_b = *r.NowOp2();
  if (now_a.IsUndef() || now_b.IsUndef()) return Outcome::kGeneric;
  IrRef a = r.ReadOp1(), b = a ? r.ReadOp2() : ir::kNone;
  IrRef condition = b ? Strict(r, a, b, now_a, now_b) : ir::kNone;
  if (!condition) return Outcome::kGeneric;
  r.Branch(condition, Identical(now_a, now_b));
  r.Consume(op->op2, op->op2_kind);
  return Outcome::kNative;
}

RECORD(Instanceof) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return Outcome::kGeneric;
  bool is = false;
  if (now.IsObject() && op->op2_kind == kConst &&
      !*reinterpret_cast<void**>(reinterpret_cast<char*>(r.frame()->cache) + op->extended)) {
    // A class that is not known yet may come to be.
    String* name = op->Literal(op->op2)->str;
    const Class* c = FindClass(name, false);
    IrRef value = r.ReadOp1();
    if (!value) return Outcome::kGeneric;
    is = c && InstanceOf(now.obj->cls, c);
    return Finish(r, r.ir().Call(ir::CallId::kInstanceOfName, {value, r.ConstantOf(Value(name))}), is);
  }
  if (now.IsObject()) {
    const Class* c = nullptr;
    if (op->op2_kind == kConst) {
      c = static_cast<Class*>(
          *reinterpret_cast<void**>(reinterpret_cast<char*>(r.frame()->cache) + op->extended));
    } else if (op->op2_kind == kUnused) {
      uint32_t fetch = op->op2.num & ClassFetch::kMask;
      const Class* scope = r.function()->scope;
      c = !scope                         ? nullptr
          : fetch == ClassFetch::kSelf   ? scope
          : fetch == ClassFetch::kParent ? scope->parent
                                         : nullptr;
    }
    if (!c) return Outcome::kGeneric;
    IrRef object = r.ReadOp1();
    if (!object) return Outcome::kGeneric;
    return Finish(r, IsInstance(r, object, now.obj, c), InstanceOf(now.obj->cls, c));
  }
  if (!r.ReadOp1()) return Outcome::kGeneric;
  return Finish(r, ir::kFalseRef, false);
}

RECORD(TypeCheck) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  if (now.IsUndef() || now.IsResource()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  bool is = op->extended >> static_cast<uint32_t>(now.type) & 1;
  IrRef condition = ir::BoolRef(is);
  if (r.TypeOf(value) == ir::Type::kBool) {
    uint32_t both = op->extended & TypeDecl::kBool;
    if (both != 0 && both != TypeDecl::kBool) {
      condition = both == TypeDecl::Bit(Type::kTrue) ? value : r.ir().Emit(IrOp::NOT, value);
    }
  }
  return Finish(r, condition, is);
}

RECORD(Cast) {
  const Op* op = r.op();
  const Value now = *r.NowOp1();
  if (now.IsUndef()) return Outcome::kGeneric;
  IrRef value = r.ReadOp1();
  if (!value) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  ir::Type type = r.TypeOf(value);
  IrRef result;
  switch (static_cast<Type>(op->extended)) {
    case Type::kInt:
      if (type == ir::Type::kInt) result = value;
      if (type == ir::Type::kBool) result = ir.Emit(IrOp::B2I, value);
      if (type == ir::Type::kNull) result = ir.KInt(0);
      if (type == ir::Type::kString) result = ir.Call(ir::CallId::kStringToInt, {value});
      if (type == ir::Type::kFloat && now.d > -9e18 && now.d < 9e18) result = ir.Emit(IrOp::F2I, value);
      break;
    case Type::kFloat:
      if (IsNumber(type)) result = ToFloat(r, value);
      break;
    case Type::kString: result = ToOwnedString(r, value); break;
    default: break;
  }
  if (!result) return Outcome::kGeneric;
  r.Consume(op->op1, op->op1_kind);
  r.SetResult(result);
  return Outcome::kNative;
}

}  // namespace tusk::trace
