// Proves that references balance, by walking the trace with a count per counted value.
//
// count(v) = references to v that frame slots and the trace hold together. A value read from a slot comes
// with the slot's reference; what is borrowed from the heap comes with none. At an exit, the slots and frames
// that the snapshot writes take one each (none where the exit retains), and slots left alone in memory may
// keep theirs: they may also be dead temporaries, whose reference the trace consumed, so each of those counts
// zero or one.
//
// A slot on the heap is a slot of one frame: the number names another frame's a round later.
#include "ir/verify_ownership.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ir/alias.h"
#include "ir/print.h"
#include "ir/text.h"

namespace tusk::ir {

using enum Opcode;

namespace {

class Balance {
 public:
  explicit Balance(const Trace& trace) : t_(trace), count_(static_cast<size_t>(trace.size())) {}

  std::optional<VerifyError> Run() {
    for (IrRef r(1); r < t_.end() && !error_; ++r.v) {
      at_ = r;
      if (t_[r].op == PHI) return Phis(), std::move(error_);
      Step(r, t_[r]);
    }
    // A loop without PHIs still comes round.
    if (!error_ && t_.loop) Phis();
    return std::move(error_);
  }

 private:
  static constexpr int kUntracked = 1 << 20;  // count of values that others may own too, unseen

  void Error(std::string message) {
    if (!error_) error_ = VerifyError{at_, std::move(message)};
  }
  bool Tracked(IrRef r) const {
    return r.IsInst() && IsCounted(t_.TypeOf(r)) && !t_.IsImmortal(r) &&
           count_[static_cast<size_t>(r.v)] < kUntracked / 2;
  }
  void Add(IrRef r, int n) {
    if (!r.IsInst() || !Tracked(r)) return;
    int& count = count_[static_cast<size_t>(r.v)];
    count += n;
    if (count < 0) Error(Cat("V10: ", PrintRef(t_, r), " is given up once more than it is owned"));
  }

  void Step(IrRef r, const Inst& inst) {
    if (inst.op == LOOP) at_loop_ = count_, memory_at_loop_ = memory_;
    if (inst.Is(kOpSnapshot)) Exit(inst.snap);
    switch (inst.op) {
      case SLOAD: Load({inst.a.v, kNone}, r); break;
      case HLOAD: Load({inst.a.v, inst.b}, r); break;
      case PLOAD: count_[static_cast<size_t>(r.v)] = kUntracked; break;
      case VLOAD:
      case VLOADU: {
        Address a = Decode(t_, inst.a);
        if (a.alias == Alias::kSlot && headers_.contains(a.literal - kSelfSlot))
          Untrack(r);
        else if (a.IsSlot())
          Load(SlotOf(a), r);
        else
          heap_[Place(inst.a)] = r;
        break;
      }
      case FLOAD:
        if (Row(inst.field()).base == Base::kFrame && inst.a.IsInst() && t_[inst.a].op == SLOTADDR)
          headers_.insert(t_[inst.a].a.v);
        // What owns it is not a Value: a frame in memory its closure, a closure its $this ...
        if (IsCounted(t_.TypeOf(r))) Untrack(r);
        break;
      case VSTORE: Store(inst); break;
      case RETAIN: Add(inst.a, 1); break;
      case RELEASE: Add(inst.a, -1); break;
      case CALL: Call(r, inst); break;
      case STEP:
      case STEPAT: Forget(); break;
      case RETURN:
      case HALT: Gone(); break;
      default: break;
    }
  }

  // Two address instructions may name one place.
  using PlaceKey = std::tuple<Alias, int32_t, int32_t, int>;
  PlaceKey Place(IrRef address) const {
    Address a = Decode(t_, address);
    return {a.alias, a.base.v, a.index.v, a.literal};
  }

  // A slot, and of those on the heap, whose: the generator or its frame.
  using SlotKey = std::pair<int, IrRef>;
  static SlotKey SlotOf(const Address& a) {
    return {a.literal, a.alias == Alias::kHeapSlot ? a.base : kNone};
  }
  SlotKey SlotOf(const SnapEntry& e, SnapId s) const {
    int slot = e.slot.v;
    if (!IsHeapSlot(slot)) return {slot, kNone};
    for (const SnapFrame& f : t_.frames(s)) {
      if (f.base.v == HeapBase(slot)) return {slot, InGenerator(slot) ? f.this_ref : f.closure};
    }
    return {slot, kNone};
  }

  void Load(SlotKey slot, IrRef r) {
    if (!IsCounted(t_.TypeOf(r))) return;
    // A slot is only read again when code in between may have changed it: what was known of it is gone, or is
    // r.
    if (auto it = memory_.find(slot); it != memory_.end()) Untrack(it->second);
    count_[static_cast<size_t>(r.v)] = 1;
    memory_[slot] = r;
  }

  void Store(const Inst& inst) {
    Address a = Decode(t_, inst.a);
    if (a.IsSlot()) {
      // Moves within the count: from the trace's knowledge of the slot into the slot.
      if (Tracked(inst.b))
        memory_[SlotOf(a)] = inst.b;
      else
        memory_.erase(SlotOf(a));
      return;
    }
    // The trace takes over what it knows to be there.
    auto place = Place(inst.a);
    if (auto it = heap_.find(place); it != heap_.end()) Add(it->second, 1);
    heap_[place] = inst.b;
    Add(inst.b, -1);
  }

  void Call(IrRef r, const Inst& inst) {
    CallSignature s = Signature(inst.call());
    auto args = t_.args(inst);
    for (size_t i = 0; i < args.size(); ++i) {
      if (!s.arg[i].consumed) continue;
      // What a frame in memory owns comes back to the trace when the frame is left.
      if (inst.call() == CallId::kGiveToFrame)
        Untrack(args[i]);
      else
        Add(args[i], -1);
    }
    if ((Row(inst.call()).flags & kCallOwned) && IsCounted(inst.type)) count_[static_cast<size_t>(r.v)] = 1;
    if (Row(inst.call()).flags & kCallUser) Forget();
  }

  // User code may have replaced what slots in memory hold, or left it alone: those values are not followed
  // any more.
  void Forget() {
    for (auto [slot, r] : memory_) Untrack(r);
    memory_.clear();
    heap_.clear();
  }
  void Untrack(IrRef r) {
    if (r.IsInst()) count_[static_cast<size_t>(r.v)] = kUntracked;
  }

  // References the state of a snapshot accounts for, by value: at least, and at most.
  struct Held {
    int least = 0, most = 0;
  };

  void Exit(SnapId s) {
    absl::flat_hash_map<IrRef, Held> held;
    auto add = [&](IrRef r, bool retain) {
      if (r && Tracked(r) && !retain) ++held[r].least, ++held[r].most;
    };
    auto rest = memory_;
    for (const SnapEntry& e : t_.entries(s)) {
      if (e.flags & kSnapClean) continue;
      add(e.ref, e.flags & kSnapRetain);
      rest.erase(SlotOf(e, s));
    }
    for (const SnapFrame& f : t_.frames(s)) {
      add(f.this_ref, f.flags & (kFrameRetainThis | kFrameBorrowThis | kFrameMaterialised));
      add(f.closure, f.flags & (kFrameRetainClosure | kFrameMaterialised));
      if (f.flags & kFrameBorrowThis) borrowed_.insert(f.this_ref);
    }
    for (auto [slot, r] : rest) ++held[r].most;
    for (IrRef r(1); r < at_; ++r.v) {
      if (!Tracked(r)) continue;
      int have = count_[static_cast<size_t>(r.v)];
      auto it = held.find(r);
      Held h = it == held.end() ? Held{} : it->second;
      if (have < h.least) {
        return Error(Cat("V10: exit !", s.v, " hands out ", h.least, " references to %", r.v, " but ", have,
                         " are owned"));
      }
      if (have > h.most) {
        return Error(Cat("V10: exit !", s.v, " loses a reference to %", r.v, ": ", have, " owned, ", h.most,
                         " placed"));
      }
    }
  }

  // The frame is left: nothing that the trace knows of may be left in it but what user code put there. Its
  // $this is the caller's: traces do not return from frames that own theirs.
  void Gone() {
    auto self = memory_.find({kSelfSlot, kNone});
    for (IrRef r(1); r < at_; ++r.v) {
      int allowed = (self != memory_.end() && self->second == r) || borrowed_.contains(r);
      // (Frames on the heap stay.)
      for (auto [slot, v] : memory_) allowed += IsHeapSlot(slot.first) && v == r;
      if (Tracked(r) && count_[static_cast<size_t>(r.v)] > allowed) {
        return Error(Cat("V10: ", PrintRef(t_, r), " is lost with its frame"));
      }
    }
  }

  // Round the loop: what a PHI's right side owns at the end, its left side owned at the start.
  void Phis() {
    if (!t_.loop) return;
    std::vector<int> wanted(static_cast<size_t>(t_.size()));
    absl::flat_hash_map<IrRef, bool> is_left;
    for (IrRef r = at_; r < t_.end(); ++r.v) {
      if (t_[r].op == PHI) is_left[t_[r].a] = true;
    }
    for (IrRef r(1); r < t_.loop; ++r.v) {
      if (!is_left.contains(r)) wanted[static_cast<size_t>(r.v)] += at_loop_[static_cast<size_t>(r.v)];
    }
    for (IrRef r = at_; r < t_.end(); ++r.v) {
      if (t_[r].op != PHI || !t_[r].b.IsInst()) continue;
      int& want = wanted[static_cast<size_t>(t_[r].b.v)];
      want = std::min(want + at_loop_[static_cast<size_t>(t_[r].a.v)], kUntracked);
    }
    for (IrRef r(1); r < t_.end(); ++r.v) {
      if (!Tracked(r) || wanted[static_cast<size_t>(r.v)] >= kUntracked / 2) continue;
      // What slots in memory hold is theirs to keep, or to lose to a STEP.
      int slack = 0;
      for (auto [slot, v] : memory_) slack += v == r;
      for (auto [slot, v] : memory_at_loop_) slack += v == r;
      int have = count_[static_cast<size_t>(r.v)], want = wanted[static_cast<size_t>(r.v)];
      if (have > want + slack || have + slack < want) {
        return Error(
            Cat("V10: %", r.v, " comes round the loop with ", have, " references instead of ", want));
      }
    }
  }

  const Trace& t_;
  std::optional<VerifyError> error_;
  IrRef at_;
  std::vector<int> count_, at_loop_;
  std::set<IrRef> borrowed_;  // $this of frames that do not own it
  std::set<int> headers_;     // slots of frames in memory, which say themselves whether they own their $this
  std::map<SlotKey, IrRef> memory_at_loop_;
  std::map<SlotKey, IrRef> memory_;  // slot -> value known to be in memory
  std::map<PlaceKey, IrRef> heap_;   // value known to be at a place of the heap
};

}  // namespace

std::optional<VerifyError> VerifyOwnership(const Trace& trace) { return Balance(trace).Run(); }

}  // namespace tusk::ir
