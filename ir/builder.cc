// Emission: fold, then forward loads, then find an equal instruction, then append.
#include "ir/builder.h"

#include <utility>

#include "ir/alias.h"
#include "ir/fold/fold.h"

namespace tusk::ir {

using enum Opcode;

Builder::Builder(Trace* trace, BuilderOptions options) : trace_(trace), options_(options) {
  previous_.resize(static_cast<size_t>(trace->size()));
  for (IrRef r(1); r < trace->end(); ++r.v) Note(r);
}

IrRef Builder::Failed() {
  failed_ = true;
  return kNone;
}

SnapId Builder::CurrentSnapshot() {
  if (!snap_.IsValid() && source_) {
    desc_.Clear();
    source_->Describe(&desc_);
    snap_ = trace_->AddSnapshot(desc_);
  }
  return snap_;
}

IrRef Builder::Emit(Opcode op, IrRef a, IrRef b, IrRef c) { return Emit(op, Type::kNone, a, b, c); }

IrRef Builder::Emit(Opcode op, Type type, IrRef a, IrRef b, IrRef c) {
  Inst inst{.op = op, .type = type, .a = a, .b = b, .c = c};
  switch (Row(op).result) {
    case Result::kNone: inst.type = Type::kNone; break;
    case Result::kInt: inst.type = Type::kInt; break;
    case Result::kFloat: inst.type = Type::kFloat; break;
    case Result::kBool: inst.type = Type::kBool; break;
    case Result::kPtr: inst.type = Type::kPtr; break;
    case Result::kAsA: inst.type = trace_->TypeOf(a); break;
    case Result::kField: inst.type = Row(inst.field()).type; break;
    case Result::kCall: inst.type = Row(inst.call()).result; break;
    case Result::kGiven:
      if (op == SELECT) inst.type = trace_->TypeOf(b);
      DCHECK(inst.type != Type::kNone);
  }
  return Emit(inst);
}

IrRef Builder::Emit(const Inst& original) {
  if (failed_) return kNone;
  Inst inst = original;
  if (options_.fold) {
    Fold fold(this, inst);
    FoldResult result = ApplyRules(fold);
    if (result.kind == FoldResult::kUse) return result.ref;
    if (result.kind == FoldResult::kFail) return Failed();
    inst = fold.in;
    // A rule may have changed the operation of an instruction whose result type follows from the row.
    if (!Is(inst.op, kOpGuard)) inst.snap = Is(inst.op, kOpSnapshot) ? inst.snap : SnapId();
  }
  if (options_.forward && inst.Is(kOpLoad)) {
    if (inst.op == SLOAD || inst.op == HLOAD) return EmitSLoad(inst);
    bool failed = false;
    IrRef known = Forward(inst, &failed);
    if (failed) return Failed();
    if (known) return known;
  }
  if (options_.cse) {
    IrRef equal;
    if (inst.Is(kOpPure)) equal = FindEqual(inst, kNone);
    if (inst.op == CALL) {
      uint16_t flags = Row(inst.call()).flags;
      if (flags & kCallPure)
        equal = FindEqual(inst, kNone);
      else if ((flags & kCallReads) &&
               !(flags & (kCallOwned | kCallWrites | kCallArrays | kCallUser | kCallThrows)))
        equal = FindEqual(inst, LoadLimit(inst));
    }
    if (equal) return equal;
  }
  return Finish(inst);
}

IrRef Builder::EmitRaw(const Inst& inst) { return failed_ ? kNone : Finish(inst); }

IrRef Builder::Finish(Inst inst) {
  if (inst.Is(kOpSnapshot) && !inst.snap.IsValid()) inst.snap = CurrentSnapshot();
  if (inst.Is(kOpTerminator) && inst.snap.IsValid()) inst.snap = OwnSnapshot(inst.snap);
  if ((inst.op == CALL || inst.op == RELEASE) && !inst.position && source_) {
    if (trace_->LooksAtFrames(inst)) {
      inst.position = source_->CurrentPosition(true);  // slots change all the time
    } else {
      if (!position_known_) position_ = source_->CurrentPosition(false), position_known_ = true;
      inst.position = position_;
    }
  }
  IrRef r = trace_->Append(inst);
  previous_.resize(static_cast<size_t>(trace_->size()));
  Note(r);
  return r;
}

// Leaving at a terminator is no failure of a guard, so exits tell the two apart by their number.
SnapId Builder::OwnSnapshot(SnapId snap) {
  for (IrRef r(1); r < trace_->end(); ++r.v) {
    if ((*trace_)[r].snap == snap) return trace_->AddSnapshot(trace_->Describe(snap), false);
  }
  return snap;
}

void Builder::Note(IrRef r) {
  const Inst& inst = (*trace_)[r];
  IrRef& last = last_[static_cast<size_t>(inst.op)];
  previous_[static_cast<size_t>(r.v)] = last;
  last = r;
  if (inst.op == GUARD_T || inst.op == GUARD_F) known_[inst.a] = inst.op == GUARD_T;
  if (AliasSet set = ClobberedBy(*trace_, inst)) {
    for (int i = 0; i < kNumAliases; ++i) {
      if (set & (1u << i)) clobber_[static_cast<size_t>(i)] = r;
    }
  }
}

IrRef Builder::FindEqual(const Inst& inst, IrRef limit) const {
  // An operand is defined before its users, so the search can stop at the newest one.
  const OpRow& row = Row(inst.op);
  for (int i = 0; i < 3; ++i) {
    if (IsRefOperand(row.operand[i]) && inst.operand(i) > limit) limit = inst.operand(i);
  }
  for (IrRef r = Last(inst.op); r > limit; r = Previous(r)) {
    const Inst& other = (*trace_)[r];
    if (other.type != inst.type || other.a != inst.a) continue;
    if (inst.op == CALL) {
      if (trace_->args(other) == std::as_const(*trace_).args(inst)) return r;
    } else if (other.b == inst.b && other.c == inst.c) {
      return r;
    }
  }
  return kNone;
}

namespace {

// What a comparison of a and b leaves possible: bit 0 a < b, bit 1 a == b, bit 2 a > b.
int Outcomes(Opcode op) {
  switch (op) {
    case LT:
    case ULT: return 1;
    case EQ:
    case PEQ:
    case FEQ: return 2;
    case LE:
    case ULE: return 3;
    case GT:
    case UGT: return 4;
    case NE:
    case PNE:
    case FNE: return 5;
    default: return 6;  // GE, UGE
  }
}

}  // namespace

IrRef Builder::KnownBool(IrRef r) const {
  if (r.IsConst()) return r;
  if (auto it = known_.find(r); it != known_.end()) return BoolRef(it->second);
  const Inst& inst = (*trace_)[r];
  // Other comparisons of the same operands that were guarded narrow the outcomes. Ordered float comparisons
  // are left out: NaN is a fourth outcome.
  static constexpr Opcode kSigned[] = {EQ, NE, LT, GE, LE, GT};
  static constexpr Opcode kUnsigned[] = {EQ, NE, ULT, UGE, ULE, UGT};
  static constexpr Opcode kPointer[] = {PEQ, PNE};
  static constexpr Opcode kFloat[] = {FEQ, FNE};
  absl::Span<const Opcode> family;
  if (inst.op >= ULT && inst.op <= UGT)
    family = kUnsigned;
  else if (inst.op >= EQ && inst.op <= GT)
    family = kSigned;
  else if (inst.op == PEQ || inst.op == PNE)
    family = kPointer;
  else if (inst.op == FEQ || inst.op == FNE)
    family = kFloat;
  else
    return kNone;
  IrRef newest = std::max(inst.a, inst.b);
  int possible = 7;
  for (Opcode op : family) {
    for (IrRef o = Last(op); o && o > newest; o = Previous(o)) {
      const Inst& other = (*trace_)[o];
      bool same = other.a == inst.a && other.b == inst.b, swapped = other.a == inst.b && other.b == inst.a;
      if (!same && !swapped) continue;
      auto it = known_.find(o);
      if (it == known_.end()) continue;
      int outcomes = Outcomes(same ? op : SwapCompare(op));
      possible &= it->second ? outcomes : ~outcomes;
    }
  }
  int wanted = Outcomes(inst.op);
  if ((possible & ~wanted) == 0) return kTrueRef;
  if ((possible & wanted) == 0) return kFalseRef;
  return kNone;
}

void Builder::GuardEq(IrRef a, IrRef b) {
  Type t = trace_->TypeOf(a);
  Opcode op = t == Type::kInt || t == Type::kBool ? EQ : t == Type::kFloat ? FEQ : PEQ;
  GuardTrue(Emit(op, a, b));
}

IrRef Builder::Call(CallId id, absl::Span<const IrRef> args) {
  DCHECK(static_cast<int>(args.size()) == Signature(id).count);
  return Emit(CALL, Row(id).result, Lit(static_cast<int>(id)), trace_->AddArgs(args),
              Lit(static_cast<int>(args.size())));
}

void Builder::Close(SnapId state) { EmitRaw({.op = CLOSE, .snap = state}); }
void Builder::Link(int trace_id, SnapId state) { EmitRaw({.op = LINK, .snap = state, .a = Lit(trace_id)}); }
void Builder::Exit(SnapId state) { EmitRaw({.op = EXIT, .snap = state}); }

}  // namespace tusk::ir
