// Fold rules: float arithmetic. Only what holds for every double, signed zeros and NaN included.
#include <bit>
#include <cmath>

#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

// 1/k is exact for a power of two within the normal range, so x / k = x * (1/k).
bool HasExactInverse(double k) {
  int exponent;
  return std::abs(std::frexp(k, &exponent)) == 0.5 && exponent > -1000 && exponent < 1000;
}
bool IsMinusZero(double f) { return f == 0 && std::signbit(f); }

constexpr FoldRule kRules[] = {
    {FADD, kFlt, kFlt, "constant + constant", [](Fold& f) { return f.Float(f.fa() + f.fb()); }},
    {FADD, kAny, kFlt, "x + -0.0 = x", [](Fold& f) { return f.If(IsMinusZero(f.fb()), f.in.a); }},
    {FSUB, kFlt, kFlt, "constant - constant", [](Fold& f) { return f.Float(f.fa() - f.fb()); }},
    {FSUB, kAny, kFlt, "x - 0.0 = x",
     [](Fold& f) { return f.If(f.fb() == 0 && !std::signbit(f.fb()), f.in.a); }},
    {FMUL, kFlt, kFlt, "constant * constant", [](Fold& f) { return f.Float(f.fa() * f.fb()); }},
    {FMUL, kAny, kFlt, "x * 1.0 = x, x * 2.0 = x + x",
     [](Fold& f) { return f.fb() == 2 ? f.Change(FADD, f.in.a, f.in.a) : f.If(f.fb() == 1, f.in.a); }},
    {FDIV, kFlt, kFlt, "constant / constant", [](Fold& f) { return f.Float(f.fa() / f.fb()); }},
    {FDIV, kAny, kFlt, "x / 2^n = x * 2^-n",
     [](Fold& f) {
       if (f.fb() == 1) return f.Use(f.in.a);
       return HasExactInverse(f.fb()) ? f.Change(FMUL, f.in.a, f.t.KFloat(1 / f.fb())) : f.Next();
     }},
    {FNEG, kFlt, kAny, "- constant", [](Fold& f) { return f.Float(-f.fa()); }},
    {FNEG, Def(FNEG), kAny, "- - x = x", [](Fold& f) { return f.Use(f.da().a); }},
    {FABS, kFlt, kAny, "abs of a constant", [](Fold& f) { return f.Float(std::fabs(f.fa())); }},
    {FABS, Def(FABS), kAny, "abs(abs(x)) = abs(x)", [](Fold& f) { return f.Use(f.in.a); }},
    {FABS, Def(FNEG), kAny, "abs(-x) = abs(x)", [](Fold& f) { return f.Change(FABS, f.da().a); }},
    {FSQRT, kFlt, kAny, "sqrt of a constant", [](Fold& f) { return f.Float(std::sqrt(f.fa())); }},
    {FFLOOR, kFlt, kAny, "floor of a constant", [](Fold& f) { return f.Float(std::floor(f.fa())); }},
    {FFLOOR, Def(I2F), kAny, "floor of an integral value", [](Fold& f) { return f.Use(f.in.a); }},
    {FFLOOR, Def(FFLOOR), kAny, "floor(floor(x))", [](Fold& f) { return f.Use(f.in.a); }},
    {FFLOOR, Def(FCEIL), kAny, "floor(ceil(x))", [](Fold& f) { return f.Use(f.in.a); }},
    {FCEIL, kFlt, kAny, "ceil of a constant", [](Fold& f) { return f.Float(std::ceil(f.fa())); }},
    {FCEIL, Def(I2F), kAny, "ceil of an integral value", [](Fold& f) { return f.Use(f.in.a); }},
    {FCEIL, Def(FCEIL), kAny, "ceil(ceil(x))", [](Fold& f) { return f.Use(f.in.a); }},
    {FCEIL, Def(FFLOOR), kAny, "ceil(floor(x))", [](Fold& f) { return f.Use(f.in.a); }},
    {FMIN, kFlt, kFlt, "min of constants", [](Fold& f) { return f.Float(scalar::FloatMin(f.fa(), f.fb())); }},
    {FMIN, kAny, kAny, "min(x, x) = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
    {FMAX, kFlt, kFlt, "max of constants", [](Fold& f) { return f.Float(scalar::FloatMax(f.fa(), f.fb())); }},
    {FMAX, kAny, kAny, "max(x, x) = x", [](Fold& f) { return f.If(f.in.a == f.in.b, f.in.a); }},
};

}  // namespace

absl::Span<const FoldRule> FloatRules() { return kRules; }

}  // namespace tusk::ir
