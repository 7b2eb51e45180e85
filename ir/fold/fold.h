// Peephole rules over an instruction about to be emitted and the definitions of its operands.
//
// Contract of a rule. It sees canonical input (a commutative operation's or comparison's constant stands in
// b) and answers with one of
//   Next()      not applicable: the following rules are tried, then CSE
//   Use(ref)    that value instead; nothing is emitted (kNone: nothing needed, for guards and stores)
//   Retry()     in was changed (use Change), fold it again
//   Fail()      the instruction is a guard that can never hold
// Rules must not lose a guard: an operation with G may be replaced only where it is known to hold. New
// instructions a rule needs are made with f.b.Emit, operands first. The first rule that matches wins; order
// within a file matters.
#pragma once

#include "absl/types/span.h"
#include "interp/runtime/scalar.h"
#include "ir/builder.h"

namespace tusk::ir {

// What an operand must be: anything, a constant of a kind, or an instruction with an opcode (>= 0).
using Pattern = int16_t;
inline constexpr Pattern kAny = -1, kInt = -2, kFlt = -3, kBoolK = -4, kConst = -5;
constexpr Pattern Def(Opcode op) { return static_cast<Pattern>(op); }

struct FoldResult {
  enum Kind { kNext, kUse, kRetry, kFail } kind;
  IrRef ref;
};

class Fold {
 public:
  Fold(Builder* builder, const Inst& inst) : b(*builder), t(builder->trace()), in(inst) {}

  Builder& b;
  Trace& t;
  Inst in;

  static FoldResult Next() { return {FoldResult::kNext, kNone}; }
  static FoldResult Use(IrRef r) { return {FoldResult::kUse, r}; }
  static FoldResult Drop() { return Use(kNone); }
  static FoldResult Retry() { return {FoldResult::kRetry, kNone}; }
  static FoldResult Fail() { return {FoldResult::kFail, kNone}; }
  FoldResult Int(int64_t i) { return Use(t.KInt(i)); }
  FoldResult Float(double f) { return Use(t.KFloat(f)); }
  static FoldResult Bool(bool v) { return Use(BoolRef(v)); }
  FoldResult If(bool condition, IrRef r) { return condition ? Use(r) : Next(); }
  // The same instruction with another operation or other operands; the snapshot stays.
  FoldResult Change(Opcode op, IrRef a, IrRef b2 = kNone) {
    in.op = op, in.a = a, in.b = b2;
    return Retry();
  }

  // Constants of a and b, where the pattern says there is one.
  int64_t ia() const { return t.IntOf(in.a); }
  int64_t ib() const { return t.IntOf(in.b); }
  double fa() const { return t.FloatOf(in.a); }
  double fb() const { return t.FloatOf(in.b); }
  // Definitions of a and b, where the pattern says there is one.
  const Inst& da() const { return t[in.a]; }
  const Inst& db() const { return t[in.b]; }
  // May a rule that reassociates use operands of a's definition?
  bool CanLookThrough(IrRef r) const { return !r.IsInst() || r >= b.barrier() || b.barrier().IsNone(); }
};

struct FoldRule {
  Opcode op;
  Pattern a, b;
  std::string_view text;  // what it says, for the documentation and --trace-fold
  FoldResult (*apply)(Fold& f);
};

// One table per domain.
absl::Span<const FoldRule> IntRules();
absl::Span<const FoldRule> FloatRules();
absl::Span<const FoldRule> CompareRules();
absl::Span<const FoldRule> ConvertRules();
absl::Span<const FoldRule> MemoryRules();
absl::Span<const FoldRule> GuardRules();
absl::Span<const FoldRule> RcRules();

// Brings constants to the right and applies rules until none matches. f.in is what remains to be emitted.
FoldResult ApplyRules(Fold& f);

}  // namespace tusk::ir
