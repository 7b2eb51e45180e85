// Finds the rules for an instruction and runs them to a fixed point.
#include "ir/fold/fold.h"

#include <array>
#include <vector>

namespace tusk::ir {

namespace {

using RuleIndex = std::array<std::vector<const FoldRule*>, kNumOpcodes>;

// Rules by operation, built when the first trace is compiled.
const RuleIndex& Index() {
  static const RuleIndex* index = [] {
    auto* built = new RuleIndex;
    for (auto rules :
         {IntRules(), FloatRules(), CompareRules(), ConvertRules(), MemoryRules(), GuardRules(), RcRules()}) {
      for (const FoldRule& rule : rules) (*built)[static_cast<size_t>(rule.op)].push_back(&rule);
    }
    return built;
  }();
  return *index;
}

bool Matches(const Trace& t, Pattern p, IrRef r) {
  if (p == kAny) return true;
  if (!r.IsConst()) return p >= 0 && r.IsInst() && t[r].op == static_cast<Opcode>(p);
  switch (p) {
    case kInt: return t.constant(r).kind == ConstKind::kInt;
    case kFlt: return t.constant(r).kind == ConstKind::kFloat;
    case kBoolK: return r == kTrueRef || r == kFalseRef;
    case kConst: return true;
    default: return false;
  }
}

// Operands a and b of a row that are literals must not be read as references.
bool OperandMatches(const Trace& t, const Inst& inst, int i, Pattern p) {
  return p == kAny || (IsRefOperand(Row(inst.op).operand[i]) && Matches(t, p, inst.operand(i)));
}

// Constants to the right; a commutative operation's older operand to the left.
void Canonicalise(Inst* inst) {
  bool commutes = inst->Is(kOpCommutative);
  if (inst->b.IsConst() || (!commutes && !IsCompare(inst->op))) return;
  if (inst->a.IsConst() || (commutes && inst->a > inst->b)) {
    std::swap(inst->a, inst->b);
    if (IsCompare(inst->op)) inst->op = SwapCompare(inst->op);
  }
}

}  // namespace

FoldResult ApplyRules(Fold& f) {
  constexpr int kMaxSteps = 32;  // rules only ever simplify; a cycle among them is a bug
  for (int step = 0; step < kMaxSteps; ++step) {
    Canonicalise(&f.in);
    FoldResult result = Fold::Next();
    for (const FoldRule* rule : Index()[static_cast<size_t>(f.in.op)]) {
      if (!OperandMatches(f.t, f.in, 0, rule->a) || !OperandMatches(f.t, f.in, 1, rule->b)) continue;
      result = rule->apply(f);
      if (result.kind != FoldResult::kNext) break;
    }
    if (result.kind != FoldResult::kRetry) return result;
  }
  UNREACHABLE();
}

}  // namespace tusk::ir
