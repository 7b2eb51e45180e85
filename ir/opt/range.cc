// Range analysis: an interval per int, and for pairs of ints which of < = > are possible, from guards. It
// turns guarded arithmetic that cannot overflow into plain arithmetic and removes comparisons guards that
// must hold, such as the bounds check that the loop's condition implies.
//
// A trace is straight, so facts are simply refined from guard to guard. Round the loop they must be
// inductive: a fact about a PHI's left side holds in the body if it holds when the loop is entered and again
// for the right side when it comes round. That is found by assuming what holds at entry, running over the
// body, and weakening what did not come round (intervals are widened, then narrowed once) until nothing
// changes. Only then is anything rewritten.
#include <bit>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ir/opt/interval.h"
#include "ir/opt/pass.h"

namespace tusk::ir {

using enum Opcode;

namespace {

// Which order of (a, b) is possible, signed.
enum : uint8_t { kLess = 1, kEqual = 2, kGreater = 4, kAnyOrder = 7 };
uint8_t Mirror(uint8_t order) {
  return static_cast<uint8_t>((order & kEqual) | (order & kLess ? kGreater : 0) |
                              (order & kGreater ? kLess : 0));
}
uint8_t OrderOf(Opcode op) {
  switch (op) {
    case EQ: return kEqual;
    case NE: return kLess | kGreater;
    case LT: return kLess;
    case GE: return kGreater | kEqual;
    case LE: return kLess | kEqual;
    default: return kGreater;  // GT
  }
}

struct Facts {
  std::vector<Interval> intervals;                                   // by instruction
  absl::flat_hash_map<std::pair<int32_t, int32_t>, uint8_t> orders;  // (a, b) with a < b
};

class Ranges {
 public:
  explicit Ranges(Trace* trace) : t_(*trace) { facts_.intervals.resize(static_cast<size_t>(t_.size())); }

  void Run() {
    IrRef pre_roll_end = t_.loop ? t_.loop : t_.end();
    Walk(IrRef(1), pre_roll_end, true);
    if (!t_.loop) return;
    for (IrRef r = t_.loop; r < t_.end(); ++r.v) {
      if (t_[r].op == PHI) phis_.push_back({t_[r].a, t_[r].b});
    }
    phi_of_.assign(static_cast<size_t>(t_.size()), -1);
    for (size_t i = 0; i < phis_.size(); ++i)
      phi_of_[static_cast<size_t>(phis_[i].left.v)] = static_cast<int>(i);
    if (FindInvariant()) Walk(t_.loop, t_.end(), true);
  }

 private:
  struct Phi {
    IrRef left, right;
  };

  // --- facts ---
  Interval Of(IrRef r) const {
    if (r.IsInst()) return facts_.intervals[static_cast<size_t>(r.v)];
    return t_.IsInt(r) ? Interval::Exactly(t_.IntOf(r)) : Interval{};
  }

  uint8_t Order(IrRef a, IrRef b) const {
    if (a == b) return kEqual;
    Interval x = Of(a), y = Of(b);
    uint8_t order = kAnyOrder;
    if (x.lo >= y.hi) order &= ~(x.lo > y.hi ? kLess | kEqual : kLess);
    if (x.hi <= y.lo) order &= ~(x.hi < y.lo ? kGreater | kEqual : kGreater);
    bool swapped = b < a;
    auto it = facts_.orders.find(swapped ? std::pair(b.v, a.v) : std::pair(a.v, b.v));
    if (it != facts_.orders.end()) order &= swapped ? Mirror(it->second) : it->second;
    return order;
  }

  void Learn(IrRef a, IrRef b, uint8_t order) {
    if (a == b) return;
    if (b < a) std::swap(a, b), order = Mirror(order);
    auto [it, added] = facts_.orders.try_emplace({a.v, b.v}, order);
    if (!added) it->second &= order;
  }

  void Refine(IrRef r, Interval i) {
    if (!r.IsInst() || t_.TypeOf(r) != Type::kInt) return;
    Interval& mine = facts_.intervals[static_cast<size_t>(r.v)];
    Interval now = Meet(mine, i);
    if (now == mine) return;
    mine = now;
    // r = x + k without overflow tells about x as well.
    const Inst& inst = t_[r];
    if ((inst.op == ADDOV || (inst.op == ADD && Add(Of(inst.a), Of(inst.b)).Fits())) && t_.IsInt(inst.b)) {
      if (CurrentlyRelated(r)) Refine(inst.a, Sub(now, Of(inst.b)).Clamp());
    }
  }

  // In the body, a pre-roll sum is the sum of this round's operand only if both have PHIs or neither has:
  // they all stand for the same moment then (see loop.cc), so it is safe when the definition lies in the same
  // part.
  bool CurrentlyRelated(IrRef r) const { return !in_body_ || r > t_.loop; }

  // a op b is true from here on.
  void Assume(Opcode op, IrRef a, IrRef b) {
    if (t_.TypeOf(a) != Type::kInt) return;
    Interval x = Of(a), y = Of(b);
    switch (op) {
      case ULT:
      case ULE:
        if (y.lo < 0) return;  // b may be huge as unsigned
        Refine(a, {0, scalar::kIntMax});
        return Assume(op == ULT ? LT : LE, a, b);
      case UGT: return Assume(ULT, b, a);
      case UGE: return Assume(ULE, b, a);
      case LT:
        Learn(a, b, kLess);
        if (y.hi > scalar::kIntMin) Refine(a, {scalar::kIntMin, y.hi - 1});
        if (x.lo < scalar::kIntMax) Refine(b, {x.lo + 1, scalar::kIntMax});
        return LearnAddend(a, b);
      case LE:
        Learn(a, b, kLess | kEqual);
        Refine(a, {scalar::kIntMin, y.hi});
        Refine(b, {x.lo, scalar::kIntMax});
        return LearnAddend(a, b);
      case GT: return Assume(LT, b, a);
      case GE: return Assume(LE, b, a);
      case EQ:
        Learn(a, b, kEqual);
        Refine(a, y);
        return Refine(b, x);
      case NE:
        Learn(a, b, kLess | kGreater);
        if (y.IsExact() && y.lo == x.lo && x.lo < x.hi) Refine(a, {x.lo + 1, x.hi});
        if (y.IsExact() && y.lo == x.hi && x.lo < x.hi) Refine(a, {x.lo, x.hi - 1});
        return;
      default: return;
    }
  }

  // x + k <= b with k > 0 and no overflow: x < b.
  void LearnAddend(IrRef a, IrRef b) {
    if (!a.IsInst() || !CurrentlyRelated(a)) return;
    const Inst& inst = t_[a];
    bool exact = inst.op == ADDOV || (inst.op == ADD && Add(Of(inst.a), Of(inst.b)).Fits());
    if (exact && t_.IsInt(inst.b) && t_.IntOf(inst.b) > 0) Learn(inst.a, b, kLess);
  }

  // What is known about a comparison.
  std::optional<bool> Decide(const Inst& inst) const {
    if (!IsIntCompare(inst.op) || t_.TypeOf(inst.a) != Type::kInt) return std::nullopt;
    Opcode op = inst.op;
    if (op >= ULT && op <= UGT) {
      // With both not negative, unsigned is signed.
      Interval x = Of(inst.a), y = Of(inst.b);
      if (x.lo < 0 || y.lo < 0) {
        // b > a >= 0 follows from the order alone.
        bool less = x.lo >= 0 && !(Order(inst.a, inst.b) & ~kLess);
        return less && (op == ULT || op == ULE) ? std::optional(true) : std::nullopt;
      }
      op = static_cast<Opcode>(static_cast<int>(op) - static_cast<int>(ULT) + static_cast<int>(LT));
    }
    uint8_t possible = Order(inst.a, inst.b), wanted = OrderOf(op);
    if (!(possible & ~wanted)) return true;
    if (!(possible & wanted)) return false;
    return std::nullopt;
  }

  // --- one instruction ---
  Interval Result(const Inst& inst) const {
    auto a = [&] { return Of(inst.a); };
    auto b = [&] { return Of(inst.b); };
    switch (inst.op) {
      case ADD: return Add(a(), b()).OrAny();
      case SUB: return Sub(a(), b()).OrAny();
      case MUL: return Mul(a(), b()).OrAny();
      case ADDOV: return Add(a(), b()).Clamp();
      case SUBOV: return Sub(a(), b()).Clamp();
      case MULOV: return Mul(a(), b()).Clamp();
      case NEG: return Sub(Interval::Exactly(0), a()).OrAny();
      case AND:
        // With a value that is not negative, the result is between 0 and it.
        if (a().lo >= 0 && b().lo >= 0) return {0, std::min(a().hi, b().hi)};
        if (b().lo >= 0) return {0, b().hi};
        return a().lo >= 0 ? Interval{0, a().hi} : Interval{};
      case OR:
      case XOR: {
        if (a().lo < 0 || b().lo < 0) return {};
        uint64_t top = static_cast<uint64_t>(std::max(a().hi, b().hi));
        return {0, static_cast<int64_t>(top == 0 ? 0 : ~uint64_t{0} >> std::countl_zero(top))};
      }
      case MOD: {
        if (!b().IsExact() || b().lo == scalar::kIntMin || b().lo == 0) return {};
        int64_t m = (b().lo < 0 ? -b().lo : b().lo) - 1;
        return {a().lo >= 0 ? 0 : std::max(-m, a().lo), a().hi <= 0 ? 0 : std::min(m, a().hi)};
      }
      case DIV:
        if (b().IsExact() && b().lo > 0) return {a().lo / b().lo, a().hi / b().lo};
        return {};
      case SHR:
        if (b().IsExact() && (b().lo & 63) != 0) {
          return {0, static_cast<int64_t>(~uint64_t{0} >> (b().lo & 63))};
        }
        return {};
      case SAR:
        if (b().IsExact()) return {a().lo >> (b().lo & 63), a().hi >> (b().lo & 63)};
        return {};
      case SHL:
        if (b().IsExact() && (b().lo & 63) < 62) {
          return Mul(a(), Interval::Exactly(int64_t{1} << (b().lo & 63))).OrAny();
        }
        return {};
      case MIN: return {std::min(a().lo, b().lo), std::min(a().hi, b().hi)};
      case MAX: return {std::max(a().lo, b().lo), std::max(a().hi, b().hi)};
      case SELECT: return Hull(Of(inst.b), Of(inst.c));
      case B2I: return {0, 1};
      case BLOAD: return {0, 255};
      case VTYPE: return {0, kTagRef};
      case FLOAD: {
        const FieldRow& row = Row(inst.field());
        if (row.width < 8 && !(row.flags & kFieldSigned)) return {0, (int64_t{1} << (8 * row.width)) - 1};
        // No string is longer than memory.
        return inst.field() == Field::kStringLength ? Interval{0, int64_t{1} << 47} : Interval{};
      }
      default: return {};
    }
  }

  static Opcode Unguarded(Opcode op) { return op == ADDOV ? ADD : op == SUBOV ? SUB : MUL; }

  void Step(IrRef r, bool rewrite) {
    Inst& inst = t_[r];
    if (inst.type == Type::kInt) {
      if (rewrite && (inst.op == ADDOV || inst.op == SUBOV || inst.op == MULOV)) {
        WideInterval w = inst.op == ADDOV   ? Add(Of(inst.a), Of(inst.b))
                         : inst.op == SUBOV ? Sub(Of(inst.a), Of(inst.b))
                                            : Mul(Of(inst.a), Of(inst.b));
        if (w.Fits()) inst.op = Unguarded(inst.op), inst.snap = SnapId();
      }
      if (rewrite) ReduceStrength(inst);
      facts_.intervals[static_cast<size_t>(r.v)] = Result(inst);
      // x + k, k > 0, without overflow: x < x + k.
      if ((inst.op == ADDOV || (inst.op == ADD && Add(Of(inst.a), Of(inst.b)).Fits())) && t_.IsInt(inst.b)) {
        if (t_.IntOf(inst.b) > 0) Learn(inst.a, r, kLess);
        if (t_.IntOf(inst.b) < 0) Learn(inst.a, r, kGreater);
      }
      return;
    }
    if (inst.op != GUARD_T && inst.op != GUARD_F) return;
    if (!inst.a.IsInst()) return;
    const Inst& compare = t_[inst.a];
    // In the body, a pre-roll comparison is this round's only if its operands moved with it.
    if (!IsIntCompare(compare.op) || (in_body_ && inst.a < t_.loop)) return;
    bool want = inst.op == GUARD_T;
    std::optional<bool> known = Decide(compare);
    if (rewrite && known && *known == want) {
      t_.Nop(r);
      return;
    }
    Assume(want ? compare.op : NegateCompare(compare.op), compare.a, compare.b);
  }

  // Division by powers of two of what is not negative.
  void ReduceStrength(Inst& inst) {
    if ((inst.op != MOD && inst.op != DIV) || !t_.IsInt(inst.b) || Of(inst.a).lo < 0) return;
    int64_t k = t_.IntOf(inst.b);
    if (k <= 0 || !std::has_single_bit(static_cast<uint64_t>(k))) return;
    bool mod = inst.op == MOD;
    inst.op = mod ? AND : SAR;
    inst.b = t_.KInt(mod ? k - 1 : std::countr_zero(static_cast<uint64_t>(k)));
  }

  void Walk(IrRef from, IrRef to, bool rewrite) {
    for (IrRef r = from; r < to; ++r.v) {
      if (r == t_.loop) in_body_ = true;
      if (t_[r].op != NOP && t_[r].op != PHI) Step(r, rewrite);
    }
  }

  // --- the loop ---
  bool IsLeft(int32_t ref) const { return ref > 0 && phi_of_[static_cast<size_t>(ref)] >= 0; }
  IrRef RightOf(int32_t ref) const {
    return IsLeft(ref) ? phis_[static_cast<size_t>(phi_of_[static_cast<size_t>(ref)])].right : IrRef(ref);
  }

  // Leaves in facts_ what holds at the start of every round; false if that was not found in a few rounds.
  bool FindInvariant() {
    const Facts entry = facts_;
    Facts assumed = entry;
    constexpr int kMaxRounds = 12;
    int narrowed = 0;
    std::optional<Facts> stable;
    for (int round = 0; round < kMaxRounds; ++round) {
      facts_ = assumed;
      Walk(t_.loop, t_.end(), false);
      bool holds = true;
      Facts next = assumed;
      for (const Phi& phi : phis_) {
        if (t_.TypeOf(phi.left) != Type::kInt) continue;
        Interval& mine = next.intervals[static_cast<size_t>(phi.left.v)];
        Interval back = Of(phi.right);
        if (mine.Contains(back)) continue;
        holds = false;
        if (back.lo < mine.lo) mine.lo = scalar::kIntMin;
        if (back.hi > mine.hi) mine.hi = scalar::kIntMax;
      }
      for (auto it = next.orders.begin(); it != next.orders.end();) {
        auto [a, b] = it->first;
        if (!IsLeft(a) && !IsLeft(b)) {
          ++it;
          continue;
        }
        uint8_t back = Order(RightOf(a), RightOf(b));
        if (back & ~it->second) holds = false, it->second |= back;
        if (it->second == kAnyOrder)
          next.orders.erase(it++);
        else
          ++it;
      }
      if (!holds) {
        if (stable) break;  // narrowing went too far
        assumed = std::move(next);
        continue;
      }
      stable = assumed;
      if (narrowed++ == 2) break;
      // Narrow: what came round, together with the entry, instead of the widened bounds.
      for (const Phi& phi : phis_) {
        if (t_.TypeOf(phi.left) != Type::kInt) continue;
        size_t left = static_cast<size_t>(phi.left.v);
        assumed.intervals[left] = Hull(entry.intervals[left], Of(phi.right));
      }
      if (assumed.intervals == stable->intervals) break;
    }
    if (!stable) return false;
    facts_ = *std::move(stable);
    return true;
  }

  Trace& t_;
  Facts facts_;
  std::vector<Phi> phis_;
  std::vector<int> phi_of_;
  bool in_body_ = false;
};

}  // namespace

PassReport RunRange(Trace* trace) {
  Ranges(trace).Run();
  return {};
}

}  // namespace tusk::ir
