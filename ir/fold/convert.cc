// Fold rules: conversions between int, float and bool, and SELECT.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

constexpr FoldRule kRules[] = {
    {I2F, kInt, kAny, "constant", [](Fold& f) { return f.Float(scalar::IntToFloat(f.ia())); }},
    {F2I, kFlt, kAny, "constant that fits",
     [](Fold& f) { return scalar::FitsInt(f.fa()) ? f.Int(static_cast<int64_t>(f.fa())) : f.Fail(); }},
    {F2IX, kFlt, kAny, "integral constant",
     [](Fold& f) { return scalar::IsExactInt(f.fa()) ? f.Int(static_cast<int64_t>(f.fa())) : f.Fail(); }},
    // Going through a double loses bits from 2^53 on, so only narrow sources come back unchanged.
    {F2I, Def(I2F), kAny, "(int)(float)b = (int)b",
     [](Fold& f) { return f.If(f.da().a.IsInst() && f.t[f.da().a].op == B2I, f.da().a); }},
    {B2I, kBoolK, kAny, "constant", [](Fold& f) { return f.Int(f.in.a == kTrueRef); }},
    {SELECT, kBoolK, kAny, "constant condition",
     [](Fold& f) { return f.Use(f.in.a == kTrueRef ? f.in.b : f.in.c); }},
    {SELECT, kAny, kAny, "c ? x : x, c ? true : false, known c",
     [](Fold& f) {
       if (f.in.b == f.in.c) return f.Use(f.in.b);
       if (f.in.b == kTrueRef && f.in.c == kFalseRef) return f.Use(f.in.a);
       IrRef known = f.b.KnownBool(f.in.a);
       return known ? f.Use(known == kTrueRef ? f.in.b : f.in.c) : f.Next();
     }},
    // A comparison of two converted ints: exact below 2^53 only, so nothing is folded for I2F on both sides.
};

}  // namespace

absl::Span<const FoldRule> ConvertRules() { return kRules; }

}  // namespace tusk::ir
