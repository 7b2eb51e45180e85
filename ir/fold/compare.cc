// Fold rules: comparisons. Constants stand on the right.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

FoldResult FoldInts(Fold& f) {
  int64_t a = f.ia(), b = f.ib();
  uint64_t ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
  switch (f.in.op) {
    case EQ: return f.Bool(a == b);
    case NE: return f.Bool(a != b);
    case LT: return f.Bool(a < b);
    case GE: return f.Bool(a >= b);
    case LE: return f.Bool(a <= b);
    case GT: return f.Bool(a > b);
    case ULT: return f.Bool(ua < ub);
    case UGE: return f.Bool(ua >= ub);
    case ULE: return f.Bool(ua <= ub);
    default: return f.Bool(ua > ub);
  }
}

FoldResult FoldFloats(Fold& f) {
  double a = f.fa(), b = f.fb();
  switch (f.in.op) {
    case FEQ: return f.Bool(a == b);
    case FNE: return f.Bool(a != b);
    case FLT: return f.Bool(a < b);
    case FGE: return f.Bool(a >= b);
    case FLE: return f.Bool(a <= b);
    default: return f.Bool(a > b);
  }
}

// x op x.
FoldResult SameTrue(Fold& f) { return f.If(f.in.a == f.in.b, kTrueRef); }
FoldResult SameFalse(Fold& f) { return f.If(f.in.a == f.in.b, kFalseRef); }

// (x + k1) == k2 is x == k2 - k1: wrapping addition is a bijection.
FoldResult MoveAddend(Fold& f) {
  if (!f.CanLookThrough(f.in.a) || !f.t.IsInt(f.da().b)) return f.Next();
  return f.Change(f.in.op, f.da().a, f.t.KInt(scalar::SubWrap(f.ib(), f.t.IntOf(f.da().b))));
}

// Two pointer constants are the same object exactly when they are the same constant.
FoldResult PointerConstants(Fold& f) { return f.Bool((f.in.a == f.in.b) == (f.in.op == PEQ)); }

constexpr FoldRule kRules[] = {
    {EQ, kInt, kInt, "constants", FoldInts},
    {NE, kInt, kInt, "constants", FoldInts},
    {LT, kInt, kInt, "constants", FoldInts},
    {GE, kInt, kInt, "constants", FoldInts},
    {LE, kInt, kInt, "constants", FoldInts},
    {GT, kInt, kInt, "constants", FoldInts},
    {ULT, kInt, kInt, "constants", FoldInts},
    {UGE, kInt, kInt, "constants", FoldInts},
    {ULE, kInt, kInt, "constants", FoldInts},
    {UGT, kInt, kInt, "constants", FoldInts},
    {FEQ, kFlt, kFlt, "constants", FoldFloats},
    {FNE, kFlt, kFlt, "constants", FoldFloats},
    {FLT, kFlt, kFlt, "constants", FoldFloats},
    {FGE, kFlt, kFlt, "constants", FoldFloats},
    {FLE, kFlt, kFlt, "constants", FoldFloats},
    {FGT, kFlt, kFlt, "constants", FoldFloats},

    {EQ, kAny, kAny, "x == x", SameTrue},
    {GE, kAny, kAny, "x >= x", SameTrue},
    {LE, kAny, kAny, "x <= x", SameTrue},
    {UGE, kAny, kAny, "x >= x", SameTrue},
    {ULE, kAny, kAny, "x <= x", SameTrue},
    {PEQ, kAny, kAny, "p == p", SameTrue},
    {NE, kAny, kAny, "x != x", SameFalse},
    {LT, kAny, kAny, "x < x", SameFalse},
    {GT, kAny, kAny, "x > x", SameFalse},
    {ULT, kAny, kAny, "x < x", SameFalse},
    {UGT, kAny, kAny, "x > x", SameFalse},
    {FLT, kAny, kAny, "x < x, NaN too", SameFalse},
    {FGT, kAny, kAny, "x > x, NaN too", SameFalse},
    {PNE, kAny, kAny, "p != p", SameFalse},

    {EQ, kAny, kBoolK, "b == true = b",
     [](Fold& f) { return f.in.b == kTrueRef ? f.Use(f.in.a) : f.Change(NOT, f.in.a); }},
    {NE, kAny, kBoolK, "b != false = b",
     [](Fold& f) { return f.in.b == kFalseRef ? f.Use(f.in.a) : f.Change(NOT, f.in.a); }},
    {EQ, Def(ADD), kInt, "x + k1 == k2", MoveAddend},
    {NE, Def(ADD), kInt, "x + k1 != k2", MoveAddend},
    {EQ, Def(B2I), kInt, "(int)b == 0 or 1",
     [](Fold& f) {
       IrRef b = f.da().a;
       return f.ib() == 1 ? f.Use(b) : f.ib() == 0 ? f.Change(NOT, b) : f.Bool(false);
     }},
    {NE, Def(B2I), kInt, "(int)b != 0 or 1",
     [](Fold& f) {
       IrRef b = f.da().a;
       return f.ib() == 0 ? f.Use(b) : f.ib() == 1 ? f.Change(NOT, b) : f.Bool(true);
     }},
    {ULT, kAny, kInt, "x < 0 unsigned", [](Fold& f) { return f.If(f.ib() == 0, kFalseRef); }},
    {UGE, kAny, kInt, "x >= 0 unsigned", [](Fold& f) { return f.If(f.ib() == 0, kTrueRef); }},
    {LT, kAny, kInt, "x < min", [](Fold& f) { return f.If(f.ib() == scalar::kIntMin, kFalseRef); }},
    {GE, kAny, kInt, "x >= min", [](Fold& f) { return f.If(f.ib() == scalar::kIntMin, kTrueRef); }},
    {GT, kAny, kInt, "x > max", [](Fold& f) { return f.If(f.ib() == scalar::kIntMax, kFalseRef); }},
    {LE, kAny, kInt, "x <= max", [](Fold& f) { return f.If(f.ib() == scalar::kIntMax, kTrueRef); }},
    {PEQ, kConst, kConst, "pointer constants", PointerConstants},
    {PNE, kConst, kConst, "pointer constants", PointerConstants},

    {NOT, Def(EQ), kAny, "!(a == b)", [](Fold& f) { return f.Change(NE, f.da().a, f.da().b); }},
    {NOT, Def(NE), kAny, "!(a != b)", [](Fold& f) { return f.Change(EQ, f.da().a, f.da().b); }},
    {NOT, Def(LT), kAny, "!(a < b)", [](Fold& f) { return f.Change(GE, f.da().a, f.da().b); }},
    {NOT, Def(GE), kAny, "!(a >= b)", [](Fold& f) { return f.Change(LT, f.da().a, f.da().b); }},
    {NOT, Def(LE), kAny, "!(a <= b)", [](Fold& f) { return f.Change(GT, f.da().a, f.da().b); }},
    {NOT, Def(GT), kAny, "!(a > b)", [](Fold& f) { return f.Change(LE, f.da().a, f.da().b); }},
    {NOT, Def(FEQ), kAny, "!(a == b), NaN too", [](Fold& f) { return f.Change(FNE, f.da().a, f.da().b); }},
    {NOT, Def(FNE), kAny, "!(a != b), NaN too", [](Fold& f) { return f.Change(FEQ, f.da().a, f.da().b); }},
    {NOT, Def(PEQ), kAny, "!(p == q)", [](Fold& f) { return f.Change(PNE, f.da().a, f.da().b); }},
    {NOT, Def(PNE), kAny, "!(p != q)", [](Fold& f) { return f.Change(PEQ, f.da().a, f.da().b); }},
};

}  // namespace

absl::Span<const FoldRule> CompareRules() { return kRules; }

}  // namespace tusk::ir
