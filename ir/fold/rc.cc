// Fold rules: reference counts. String and array constants are immortal, so counting them changes nothing.
// Pairs are opt/rc.cc's matter.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

FoldResult DropImmortal(Fold& f) { return f.t.IsImmortal(f.in.a) ? f.Drop() : f.Next(); }

constexpr FoldRule kRules[] = {
    {RETAIN, kConst, kAny, "immortal constant", DropImmortal},
    {RELEASE, kConst, kAny, "immortal constant", DropImmortal},
};

}  // namespace

absl::Span<const FoldRule> RcRules() { return kRules; }

}  // namespace tusk::ir
