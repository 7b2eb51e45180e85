// Fold rules: address arithmetic and loads whose answer does not depend on memory. Forwarding is in
// opt/forward.cc.
#include "ir/fold/fold.h"

namespace tusk::ir {

namespace {

using enum Opcode;

constexpr FoldRule kRules[] = {
    {PTRADD, kAny, kAny, "p + 0, slot and nested offsets",
     [](Fold& f) {
       if (f.in.b.v == 0) return f.Use(f.in.a);
       if (!f.in.a.IsInst()) return f.Next();
       const Inst& d = f.da();
       if (d.op == PTRADD) return f.Change(PTRADD, d.a, IrRef(d.b.v + f.in.b.v));
       if (d.op == SLOTADDR && f.in.b.v % kValueSize == 0)
         return f.Change(SLOTADDR, IrRef(d.a.v + f.in.b.v / kValueSize));
       return f.Next();
     }},
};

}  // namespace

absl::Span<const FoldRule> MemoryRules() { return kRules; }

}  // namespace tusk::ir
