// Reference-count elimination: a RETAIN and the RELEASE that undoes it vanish together when, in between,
// somebody else keeps the value alive and nobody looks at the count. Where a guard in between would have
// handed the extra reference to a slot or frame, its exit adds one instead (kSnapRetain): the reference
// exists only where the trace is left.
//
// This is what makes passing arguments, calling methods and reading elements free of counting. It runs before
// the loop pass: a RELEASE counts as running destructors and clobbers memory, so the earlier it goes the more
// is shared.
#include <algorithm>
#include <map>
#include <vector>

#include "ir/alias.h"
#include "ir/opt/pass.h"

namespace tusk::ir {

using enum Opcode;

namespace {

class Eliminator {
 public:
  explicit Eliminator(Trace* trace) : t_(*trace) {}

  bool Run() {
    bool any = false;
    // A pair that goes may have stood in another's way, so again until nothing changes; inner pairs first.
    constexpr int kMaxRounds = 4;
    for (int round = 0; round < kMaxRounds; ++round) {
      bool changed = false;
      for (IrRef r(t_.end().v - 1); r; --r.v) {
        if (t_[r].op == RETAIN && t_[r].a.IsInst()) changed |= TryRemove(r);
      }
      if (!changed) break;
      any = true;
    }
    if (any) RewriteSnapshots();
    return any;
  }

 private:
  bool TryRemove(IrRef retain) {
    IrRef v = t_[retain].a;
    // With the most lasting of owners first: most that fail, fail soon, and who the owner is takes longer to
    // find out.
    IrRef release = FindRelease(retain, v, {Owner::kTrace, kNone});
    if (!release) return false;
    Owner owner = OwnerOf(v, retain);
    if (owner.kind != Owner::kTrace && !FindRelease(retain, v, owner)) return false;
    for (IrRef r(retain.v + 1); r < release; ++r.v) {
      if (t_[r].Is(kOpSnapshot) && !CanRetainAtExit(r, v)) return false;
    }
    for (IrRef r(retain.v + 1); r < release; ++r.v) {
      if (t_[r].Is(kOpSnapshot)) retained_[r].push_back(v);
    }
    t_.Nop(retain), t_.Nop(release);
    return true;
  }

  // Who keeps v alive while the trace holds the extra reference.
  struct Owner {
    enum Kind {
      kTrace,    // a slot or the trace itself
      kPlace,    // one place in memory
      kHeap,     // some place there
      kAnywhere  // that, or a slot which the trace may yet load and release under another name
    } kind;
    IrRef place;
  };

  // The RELEASE that undoes a RETAIN of v, if what stands in between is harmless.
  IrRef FindRelease(IrRef retain, IrRef v, Owner owner) const {
    for (IrRef r(retain.v + 1); r < t_.end(); ++r.v) {
      const Inst& inst = t_[r];
      if (inst.op == RELEASE && inst.a == v) return r;
      if (!Harmless(inst, v, owner)) return kNone;
    }
    return kNone;
  }

  Owner OwnerOf(IrRef v, IrRef at) const {
    int count = 0;          // references that slots and the trace hold, as the verifier counts them
    bool in_place = false;  // v is still where it was loaded from
    const Inst& def = t_[v];
    switch (def.op) {
      case SLOAD:
      case HLOAD: count = 1; break;
      case CALL: count = Row(def.call()).flags & kCallOwned ? 1 : 0; break;
      case VLOAD:
      case VLOADU:
        if (Decode(t_, def.a).IsSlot())
          count = 1;
        else
          in_place = true;
        break;
      default: break;
    }
    for (IrRef r(v.v + 1); r < at; ++r.v) {
      const Inst& inst = t_[r];
      switch (inst.op) {
        case RETAIN: count += inst.a == v; break;
        case RELEASE:
          count -= inst.a == v;
          in_place &= t_.TypeOf(inst.a) == Type::kString;
          break;
        case VSTORE:
          if (Decode(t_, inst.a).IsSlot()) break;
          count -= inst.b == v;
          in_place = in_place && Compare(t_, inst.a, def.a) == Overlap::kNo;
          break;
        case VCOPY: in_place = false; break;
        case STEP:
        case STEPAT:
        case LOOP: count = 0, in_place = false; break;
        case CALL: {
          CallSignature s = Signature(inst.call());
          auto args = t_.args(inst);
          for (size_t i = 0; i < args.size(); ++i) count -= s.arg[i].consumed && args[i] == v;
          in_place &= !(Row(inst.call()).flags & (kCallUser | kCallWrites | kCallArrays));
          if (Row(inst.call()).flags & kCallUser) count = 0;
          break;
        }
        default: break;
      }
    }
    if (count > 0) return {Owner::kTrace, kNone};
    if (in_place) return {Owner::kPlace, def.a};
    return {def.op == PLOAD ? Owner::kAnywhere : Owner::kHeap, kNone};
  }

  // Does the instruction leave the other owner of v in peace, and not look at v's count?
  bool Harmless(const Inst& inst, IrRef v, Owner owner) const {
    Type type = t_.TypeOf(v);
    switch (inst.op) {
      case LOOP:
      case PHI:
      case STEP:
      case STEPAT: return false;
      case RELEASE:
        // A string's release frees at most that string. Anything else may destroy what holds v.
        return t_.TypeOf(inst.a) == Type::kString && inst.a != v && owner.kind != Owner::kAnywhere;
      case FLOAD: return inst.field() != Field::kRefcount || t_.TypeOf(inst.a) != type;
      case FSTORE: return inst.c != v;
      case VSTORE:
        if (inst.b == v) return false;  // the reference moves into memory
        if (owner.kind == Owner::kTrace || Decode(t_, inst.a).IsSlot()) return true;
        return owner.kind == Owner::kPlace && Compare(t_, inst.a, owner.place) == Overlap::kNo;
      case VCOPY: return owner.kind == Owner::kTrace;
      case CALL: {
        const CallRow& row = Row(inst.call());
        if (row.flags & (kCallUser | kCallWrites | kCallArrays)) return false;
        CallSignature s = Signature(inst.call());
        auto args = t_.args(inst);
        for (size_t i = 0; i < args.size(); ++i) {
          // What is taken over may be destroyed, or changed in place if nobody else holds it.
          if (s.arg[i].consumed && (t_.TypeOf(args[i]) == type || t_.TypeOf(args[i]) != Type::kString))
            return false;
        }
        return true;
      }
      default: return !inst.Is(kOpTerminator);
    }
  }

  // Is there a slot or frame that this exit hands a reference to v to, and that does not retain yet?
  bool CanRetainAtExit(IrRef at, IrRef v) const {
    int places = 0;
    SnapId s = t_[at].snap;
    for (const SnapEntry& e : std::as_const(t_).entries(s)) {
      places += e.ref == v && !(e.flags & (kSnapRetain | kSnapClean));
    }
    for (const SnapFrame& f : std::as_const(t_).frames(s)) {
      if (f.flags & kFrameMaterialised) continue;
      places += f.this_ref == v && !(f.flags & (kFrameRetainThis | kFrameBorrowThis));
      places += f.closure == v && !(f.flags & kFrameRetainClosure);
    }
    if (auto it = retained_.find(at); it != retained_.end()) {
      places -= static_cast<int>(std::count(it->second.begin(), it->second.end(), v));
    }
    return places > 0;
  }

  // Instructions that share a snapshot may need different flags: new snapshots, shared again where equal.
  void RewriteSnapshots() {
    std::map<std::pair<uint16_t, std::vector<IrRef>>, SnapId> made;
    for (auto& [at, values] : retained_) {
      if (t_[at].op == NOP) continue;
      std::sort(values.begin(), values.end());
      SnapId& s = made[{t_[at].snap.v, values}];
      if (!s.IsValid()) s = WithRetains(t_[at].snap, values);
      t_[at].snap = s;
    }
  }

  SnapId WithRetains(SnapId old, const std::vector<IrRef>& values) {
    SnapshotDesc d = t_.Describe(old);
    for (IrRef v : values) {
      // The innermost place: arguments and temporaries rather than variables.
      auto entry = std::find_if(d.entries.rbegin(), d.entries.rend(), [&](const SnapEntry& e) {
        return e.ref == v && !(e.flags & (kSnapRetain | kSnapClean));
      });
      if (entry != d.entries.rend()) {
        entry->flags |= kSnapRetain;
        continue;
      }
      for (auto f = d.frames.rbegin(); f != d.frames.rend(); ++f) {
        if (f->flags & kFrameMaterialised) continue;
        if (f->this_ref == v && !(f->flags & (kFrameRetainThis | kFrameBorrowThis))) {
          f->flags |= kFrameRetainThis;
          break;
        }
        if (f->closure == v && !(f->flags & kFrameRetainClosure)) {
          f->flags |= kFrameRetainClosure;
          break;
        }
      }
    }
    return t_.AddSnapshot(d);
  }

  Trace& t_;
  std::map<IrRef, std::vector<IrRef>> retained_;  // instruction -> values its exit must retain, once for each
};

}  // namespace

PassReport RunRc(Trace* trace) {
  // What is left is emitted again: fewer releases clobber less.
  if (Eliminator(trace).Run() && !trace->loop) return RunEmit(trace);
  return {};
}

}  // namespace tusk::ir
