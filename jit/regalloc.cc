// Register allocation: intervals from reads, snapshots and the loop; then one scan in order of their starts.
#include "jit/regalloc.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace tusk::jit {

using ir::Inst;
using ir::IrRef;
using ir::Opcode;
using ir::Type;

namespace {

struct Interval {
  IrRef ref;
  int start = 0;  // half steps
  int end = 0;
  float weight = 0;
  bool is_float = false;
  RegMask forbidden = 0;
  int hint = -1;    // register
  IrRef hint_from;  // or wherever this one went
  Location place;
};

struct Clobber {
  int position;  // half steps: values that live across it
  RegMask gpr;
  RegMask fpr;
};

class Allocator {
 public:
  Allocator(const AllocationRequest& request, Allocation* out)
      : request_(request),
        trace_(*request.trace),
        plan_(*request.plan),
        target_(*request.target),
        out_(*out) {}

  bool Run(std::string* error) {
    size_t size = static_cast<size_t>(trace_.size());
    out_.place.assign(size, Location());
    out_.undo.assign(size, false);
    interval_of_.assign(size, -1);
    BuildIntervals();
    CoalescePhis();
    FindClobbers();
    Scan();
    for (size_t i = 1; i < size; ++i) {
      if (interval_of_[i] >= 0) out_.place[i] = intervals_[static_cast<size_t>(interval_of_[i])].place;
    }
    out_.spill_slots = spill_count_;
    if (spill_count_ > trace::kSpillSlots) {
      *error = "too many values to spill";
      return false;
    }
    return true;
  }

 private:
  static bool HasPlace(const Inst& inst) { return inst.type != Type::kNone && !ir::IsUnit(inst.type); }
  Interval& Of(IrRef r) { return intervals_[static_cast<size_t>(interval_of_[static_cast<size_t>(r.v)])]; }

  // Notes that `r` is needed at half step `at`.
  void Use(IrRef r, int at, float weight) {
    if (!r.IsInst() || interval_of_[static_cast<size_t>(r.v)] < 0) return;
    Interval& interval = Of(r);
    bool crosses_loop = plan_.loop && r < plan_.loop && at > 2 * plan_.loop.v;
    interval.end = std::max(interval.end, crosses_loop ? 2 * trace_.size() : at);
    interval.weight += weight;
    if (crosses_loop)
      last_body_use_[static_cast<size_t>(r.v)] = std::max(last_body_use_[static_cast<size_t>(r.v)], at);
  }

  void BuildIntervals() {
    last_body_use_.assign(static_cast<size_t>(trace_.size()), 0);
    // Of the guards that share a snapshot only the last matters.
    std::vector<int> last_leaving(static_cast<size_t>(trace_.num_snapshots()), 0);
    for (int i = 1; i < trace_.size(); ++i) {
      const Inst& inst = trace_[IrRef(i)];
      if (plan_.of(IrRef(i)) == Role::kEmit && inst.Is(ir::kOpSnapshot) && inst.snap.IsValid())
        last_leaving[inst.snap.v] = i;
    }
    for (int i = 1; i < trace_.size(); ++i) {
      IrRef r(i);
      const Inst& inst = trace_[r];
      if (plan_.of(r) == Role::kEmit && HasPlace(inst)) {
        Interval interval;
        interval.ref = r;
        // Inherited values are all there from the beginning.
        interval.start = inst.op == Opcode::PLOAD ? 1 : 2 * i + 1;
        interval.end = interval.start;
        interval.is_float = inst.type == Type::kFloat;
        interval_of_[static_cast<size_t>(i)] = static_cast<int>(intervals_.size());
        intervals_.push_back(interval);
        Hint(inst, &intervals_.back());
      }
      if (plan_.of(r) != Role::kEmit) continue;
      float weight = plan_.loop && r > plan_.loop ? 10.0f : 1.0f;
      ForEachRead(trace_, plan_, r, [&](IrRef operand) { Use(operand, 2 * i, weight); });
      for (const ir::ShownSlot& s : trace_.shown(inst)) {
        if (s.ref.IsInst()) UseAtExit(s.ref, 2 * i);
      }
      if (inst.Is(ir::kOpSnapshot) && inst.snap.IsValid() && last_leaving[inst.snap.v] == i) {
        for (int v = 0, n = trace_.NumExitValues(inst.snap); v < n; ++v) {
          IrRef value = trace_.ExitValue(inst.snap, v);
          if (value.IsInst()) UseAtExit(value, 2 * i + 1);
        }
      }
    }
  }

  // An exit needs the value, or what it is rebuilt from when it was sunk.
  void UseAtExit(IrRef r, int at) {
    if (trace_[r].flags & ir::kInstSunk) {
      trace_.ForEachOperand(trace_[r], [&](IrRef operand) {
        if (operand.IsInst()) UseAtExit(operand, at);
      });
      return;
    }
    if (plan_.of(r) == Role::kAddress || plan_.of(r) == Role::kFused) return;
    Use(r, at, 0.01f);
  }

  void Hint(const Inst& inst, Interval* interval) {
    if (inst.op == Opcode::PLOAD && request_.inherited) {
      Location l = (*request_.inherited)[static_cast<size_t>(inst.a.v)];
      if (l.kind == Location::kGpr || l.kind == Location::kFpr) interval->hint = l.index;
      return;
    }
    if (inst.op == Opcode::CALL) {
      interval->hint = interval->is_float ? target_.result_fpr : target_.result_gpr;
      return;
    }
    if (inst.a.IsInst() && ir::IsRefOperand(ir::Row(inst.op).operand[0])) interval->hint_from = inst.a;
  }

  // A loop variable and its next value share a place when the old value is dead once the new one is there.
  void CoalescePhis() {
    if (!plan_.loop) return;
    // A variable whose old value goes to another one (rotation) is read at the back edge.
    for (int i = plan_.loop.v + 1; i < trace_.size(); ++i) {
      const Inst& phi = trace_[IrRef(i)];
      if (phi.op == Opcode::PHI && phi.b.IsInst() && phi.b < plan_.loop)
        last_body_use_[static_cast<size_t>(phi.b.v)] = 2 * trace_.size();
    }
    for (int i = plan_.loop.v + 1; i < trace_.size(); ++i) {
      const Inst& phi = trace_[IrRef(i)];
      if (phi.op != Opcode::PHI || !phi.a.IsInst() || interval_of_[static_cast<size_t>(phi.a.v)] < 0)
        continue;
      Interval& old_value = Of(phi.a);
      old_value.end = 2 * trace_.size();
      old_value.weight += 10;
      if (!phi.b.IsInst() || interval_of_[static_cast<size_t>(phi.b.v)] < 0) continue;
      int new_index = interval_of_[static_cast<size_t>(phi.b.v)];
      if (phi.b <= plan_.loop ||
          phi.b == phi.a) {  // an older value or another variable: it outlives the back edge
        Of(phi.b).end = 2 * trace_.size();
        continue;
      }
      Interval& new_value = intervals_[static_cast<size_t>(new_index)];
      new_value.end = 2 * trace_.size();
      int last_use = last_body_use_[static_cast<size_t>(phi.a.v)];
      const Inst& def = trace_[phi.b];
      bool undone = (def.op == Opcode::ADDOV || def.op == Opcode::SUBOV) && def.a == phi.a &&
                    def.b != phi.a && last_use == new_value.start;
      if (new_value.ref != phi.b || merged_.count(new_index) || (last_use >= new_value.start && !undone))
        continue;
      out_.undo[static_cast<size_t>(phi.b.v)] = undone;
      old_value.weight += new_value.weight;
      merged_.insert(new_index);
      interval_of_[static_cast<size_t>(phi.b.v)] = interval_of_[static_cast<size_t>(phi.a.v)];
    }
  }

  void FindClobbers() {
    for (int i = 1; i < trace_.size(); ++i) {
      IrRef r(i);
      if (plan_.of(r) != Role::kEmit) continue;
      switch (trace_[r].op) {
        case Opcode::CALL:
          if (IsNoCode(trace_[r]) || InlineFrame(trace_, trace_[r])) break;
          [[fallthrough]];
        case Opcode::STEP:
        case Opcode::STEPAT:
          clobbers_.push_back({2 * i, target_.gpr.allocatable & ~target_.gpr.callee_saved,
                               target_.fpr.allocatable & ~target_.fpr.callee_saved});
          break;
        case Opcode::DIV:
        case Opcode::MOD:
          if (target_.division_clobbers) clobbers_.push_back({2 * i - 1, target_.division_clobbers, 0});
          break;
        case Opcode::SHL:
        case Opcode::SHR:
        case Opcode::SAR:
          if (target_.shift_clobbers && !trace_[r].b.IsConst())
            clobbers_.push_back({2 * i - 1, target_.shift_clobbers, 0});
          break;
        default: break;
      }
    }
    for (Interval& interval : intervals_) {
      auto it = std::lower_bound(clobbers_.begin(), clobbers_.end(), interval.start,
                                 [](const Clobber& c, int start) { return c.position < start; });
      for (; it != clobbers_.end() && it->position < interval.end; ++it) {
        interval.forbidden |= interval.is_float ? it->fpr : it->gpr;
      }
    }
  }

  void Scan() {
    std::vector<int> order;
    for (size_t i = 0; i < intervals_.size(); ++i) {
      if (!merged_.count(static_cast<int>(i))) order.push_back(static_cast<int>(i));
    }
    std::sort(order.begin(), order.end(), [&](int a, int b) {
      int start_a = intervals_[static_cast<size_t>(a)].start,
          start_b = intervals_[static_cast<size_t>(b)].start;
      return start_a != start_b ? start_a < start_b : a < b;
    });
    for (int index : order) {
      Interval& interval = intervals_[static_cast<size_t>(index)];
      if (interval.end == interval.start) interval.end = interval.start + 1;
      Expire(interval.start);
      Place(index);
    }
  }

  void Expire(int now) {
    std::erase_if(active_, [&](int index) {
      const Interval& i = intervals_[static_cast<size_t>(index)];
      if (i.end >= now) return false;
      Mask(i.is_float) &= ~Bit(i.place.index);
      return true;
    });
    std::erase_if(spilled_, [&](int index) {
      const Interval& i = intervals_[static_cast<size_t>(index)];
      if (i.end >= now) return false;
      free_spills_.push_back(i.place.index);
      return true;
    });
  }

  RegMask& Mask(bool is_float) { return is_float ? used_fprs_ : used_gprs_; }

  void Place(int index) {
    Interval& interval = intervals_[static_cast<size_t>(index)];
    const RegisterFile& file = interval.is_float ? target_.fpr : target_.gpr;
    RegMask allowed = file.allocatable & ~interval.forbidden;
    RegMask free = allowed & ~Mask(interval.is_float);
    if (free) {
      Take(index, Choose(interval, free, file));
      return;
    }
    // Give the register to whoever uses it most.
    int victim = -1;
    float lowest = interval.weight / static_cast<float>(interval.end - interval.start);
    for (int other : active_) {
      const Interval& o = intervals_[static_cast<size_t>(other)];
      if (o.is_float != interval.is_float || !(allowed & Bit(o.place.index))) continue;
      float density = o.weight / static_cast<float>(o.end - o.start);
      if (density < lowest) lowest = density, victim = other;
    }
    if (victim < 0) {
      Spill(index);
      return;
    }
    int reg = intervals_[static_cast<size_t>(victim)].place.index;
    std::erase(active_, victim);
    Mask(interval.is_float) &= ~Bit(reg);
    Spill(victim);
    Take(index, reg);
  }

  int Choose(const Interval& interval, RegMask free, const RegisterFile& file) {
    if (request_.random_seed) {
      random_ = random_ * 6364136223846793005u + request_.random_seed + 1442695040888963407u;
      int n = static_cast<int>((random_ >> 33) % static_cast<uint64_t>(std::popcount(free)));
      while (n--) free &= free - 1;
      return std::countr_zero(free);
    }
    if (interval.hint >= 0 && (free & Bit(interval.hint))) return interval.hint;
    if (interval.hint_from && interval_of_[static_cast<size_t>(interval.hint_from.v)] >= 0) {
      Location l = Of(interval.hint_from).place;
      if ((l.kind == Location::kGpr || l.kind == Location::kFpr) &&
          (l.kind == Location::kFpr) == interval.is_float && (free & Bit(l.index)))
        return l.index;
    }
    // Keep callee-saved registers for values that live across calls.
    if (RegMask cheap = free & ~file.callee_saved) return std::countr_zero(cheap);
    return std::countr_zero(free);
  }

  void Take(int index, int reg) {
    Interval& interval = intervals_[static_cast<size_t>(index)];
    interval.place = {interval.is_float ? Location::kFpr : Location::kGpr, static_cast<uint16_t>(reg)};
    Mask(interval.is_float) |= Bit(reg);
    active_.push_back(index);
  }

  void Spill(int index) {
    // A victim's slot must be free from the victim's own start, so slots freed since then are not reused for
    // it.
    Interval& interval = intervals_[static_cast<size_t>(index)];
    int slot = -1;
    if (interval.place.kind == Location::kNowhere && !free_spills_.empty()) {
      slot = free_spills_.back();
      free_spills_.pop_back();
    }
    if (slot < 0) slot = spill_count_++;
    interval.place = {Location::kSpill, static_cast<uint16_t>(slot)};
    spilled_.push_back(index);
  }

  const AllocationRequest& request_;
  const ir::Trace& trace_;
  const Plan& plan_;
  const Target& target_;
  Allocation& out_;
  std::vector<Interval> intervals_;
  std::vector<int> interval_of_;    // by position: index into intervals_, or -1
  std::vector<int> last_body_use_;  // by position, of values defined before LOOP
  struct IntSet {
    std::vector<int> items;
    bool count(int i) const { return std::find(items.begin(), items.end(), i) != items.end(); }
    void insert(int i) { items.push_back(i); }
  } merged_;
  std::vector<Clobber> clobbers_;
  std::vector<int> active_;
  std::vector<int> spilled_;
  std::vector<uint16_t> free_spills_;
  RegMask used_gprs_ = 0;
  RegMask used_fprs_ = 0;
  int spill_count_ = 0;
  uint64_t random_ = 0x9e3779b97f4a7c15u;
};

}  // namespace

bool Allocate(const AllocationRequest& request, Allocation* out, std::string* error) {
  return Allocator(request, out).Run(error);
}

std::vector<ParallelMove> OrderMoves(std::vector<ParallelMove> moves) {
  std::vector<ParallelMove> ordered;
  std::erase_if(moves, [](const ParallelMove& m) { return m.from == m.to; });
  while (!moves.empty()) {
    // A move whose target nobody else still reads is safe.
    auto safe = std::find_if(moves.begin(), moves.end(), [&](const ParallelMove& m) {
      return std::none_of(moves.begin(), moves.end(),
                          [&](const ParallelMove& other) { return &other != &m && other.from == m.to; });
    });
    if (safe != moves.end()) {
      ordered.push_back(*safe);
      moves.erase(safe);
      continue;
    }
    // Only cycles are left: park one source in the scratch register. A spill slot's content travels through
    // the general scratch register whatever its class.
    ParallelMove& first = moves.front();
    Location parked;
    ordered.push_back({first.from, parked, first.is_float});
    Location old = first.from;
    for (ParallelMove& m : moves) {
      if (m.from == old) m.from = parked;
    }
  }
  return ordered;
}

}  // namespace tusk::jit
