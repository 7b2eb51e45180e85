// Fold rules: guards. A guard vanishes when what it asks is known, and fails the trace when the contrary is.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

FoldResult Settle(Fold& f, IrRef known) {
  if (!known) return f.Next();
  return (known == kTrueRef) == (f.in.op == GUARD_T) ? f.Drop() : f.Fail();
}

constexpr FoldRule kRules[] = {
    {GUARD_T, kBoolK, kAny, "guard on a constant", [](Fold& f) { return Settle(f, f.in.a); }},
    {GUARD_F, kBoolK, kAny, "guard on a constant", [](Fold& f) { return Settle(f, f.in.a); }},
    {GUARD_T, Def(NOT), kAny, "guard !b", [](Fold& f) { return f.Change(GUARD_F, f.da().a); }},
    {GUARD_F, Def(NOT), kAny, "guard not !b", [](Fold& f) { return f.Change(GUARD_T, f.da().a); }},
    {GUARD_T, Def(AND), kAny, "guard a && b = guard a, guard b",
     [](Fold& f) {
       IrRef first = f.da().a, second = f.da().b;
       f.b.GuardTrue(first);
       return f.Change(GUARD_T, second);
     }},
    {GUARD_F, Def(OR), kAny, "guard !(a || b) = guard !a, guard !b",
     [](Fold& f) {
       IrRef first = f.da().a, second = f.da().b;
       f.b.GuardFalse(first);
       return f.Change(GUARD_F, second);
     }},
    {GUARD_T, kAny, kAny, "known", [](Fold& f) { return Settle(f, f.b.KnownBool(f.in.a)); }},
    {GUARD_F, kAny, kAny, "known", [](Fold& f) { return Settle(f, f.b.KnownBool(f.in.a)); }},
};

}  // namespace

absl::Span<const FoldRule> GuardRules() { return kRules; }

}  // namespace tusk::ir
