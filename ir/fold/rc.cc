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
    {CALL, kAny, kAny, "separating an array that has one owner",
     [](Fold& f) {
       if (f.in.call() != CallId::kArraySeparate) return f.Next();
       IrRef array = f.t.args(f.in)[0];
       return f.If(f.b.IsUnshared(array), array);
     }},
};

}  // namespace

absl::Span<const FoldRule> RcRules() { return kRules; }

}  // namespace tusk::ir
