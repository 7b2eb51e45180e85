// Fold rules: reference counts. String and array constants and one-byte strings are immortal: nobody counts
// them. Pairs are opt/rc.cc's matter.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

FoldResult DropImmortal(Fold& f) { return f.t.IsImmortal(f.in.a) ? f.Drop() : f.Next(); }

constexpr FoldRule kRules[] = {
    {RETAIN, kAny, kAny, "immortal value", DropImmortal},
    {RELEASE, kAny, kAny, "immortal value", DropImmortal},
};

}  // namespace

absl::Span<const FoldRule> RcRules() { return kRules; }

}  // namespace tusk::ir
