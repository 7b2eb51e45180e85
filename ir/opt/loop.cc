// Loop optimisation by copy-substitution, as in LuaJIT's lj_opt_loop.c (the idea; see Mike Pall's description
// of it).
//
// The recorded iteration stays as the pre-roll and runs once. Its instructions are then emitted a second
// time, with every reference replaced by what it is one iteration later: a SLOAD by the value its slot has
// when the recording closes. Everything that does not change folds into the pre-roll's instructions, guards
// included, which is loop- invariant code motion by mere CSE. What remains is the body.
//
// Naming. In the body, a pre-roll reference r stands for "r's value as of the start of this iteration". Its
// value for the next iteration is subst(r). Where the two differ and the body uses r, PHI(r, subst(r)) at the
// end carries it over. Substitution maps every relation that holds in the pre-roll to one that holds a round
// later, so facts that folding used (y = x + 1, a guard passed, a store forwarded) are preserved by
// induction.
//
// Snapshots. A body snapshot holds the substituted entries of the original, and for all other slots that the
// iteration changes, what CLOSE's snapshot says: their value at the start of this iteration. CLOSE's snapshot
// itself, read that way, is the state at LOOP: the safepoint of the loop leaves with it.
#include <algorithm>
#include <vector>

#include "ir/alias.h"
#include "ir/builder.h"
#include "ir/opt/pass.h"
#include "ir/print.h"
#include "ir/text.h"

namespace tusk::ir {

using enum Opcode;

namespace {

class Unroller : public SnapshotSource {
 public:
  Unroller(Trace* trace, SnapId close) : t_(*trace), builder_(trace), close_(trace->Describe(close)) {}

  PassReport Run() {
    FlushCarried();
    Inst head = {.op = LOOP};
#ifndef TUSK_NO_INTERRUPT_CHECKS
    head.snap = t_.AddSnapshot(Safepoint(), false);
#endif
    loop_ = t_.loop = builder_.EmitRaw(head);
    subst_.resize(static_cast<size_t>(loop_.v));  // the stores above count too
    builder_.set_barrier(loop_);
    builder_.set_snapshot_source(this);
    for (IrRef r(1); r < loop_; ++r.v) {
      PassReport report = Copy(r);
      if (!report.ok()) return report;
    }
    EmitPhis();
    return {};
  }

  void Describe(SnapshotDesc* desc) override {
    SnapshotDesc original = t_.Describe(snap_);  // (a copy: the pools may grow)
    desc->resume = original.resume;
    desc->alone = original.alone;
    auto carried = close_.entries.begin();
    auto carry = [&](const SnapEntry& e) {
      if (!(e.flags & kSnapClean)) desc->entries.push_back(e);
    };
    for (SnapEntry e : original.entries) {
      while (carried != close_.entries.end() && carried->slot < e.slot) carry(*carried++);
      if (carried != close_.entries.end() && carried->slot == e.slot) ++carried;
      e.ref = Subst(e.ref);
      desc->entries.push_back(e);
    }
    while (carried != close_.entries.end()) carry(*carried++);
    // Generators that the round goes on with later are still suspended as the one before left them.
    auto known = [&](const SnapFrame& f) {
      return std::any_of(original.frames.begin(), original.frames.end(),
                         [&](const SnapFrame& o) { return o.base == f.base; });
    };
    for (const SnapFrame& f : close_.frames) {
      if (!known(f)) desc->frames.push_back(f);
    }
    size_t carried_frames = desc->frames.size();
    desc->frames.insert(desc->frames.end(), original.frames.begin(), original.frames.end());
    for (SnapFrame& f : absl::MakeSpan(desc->frames).subspan(carried_frames))
      f.this_ref = Subst(f.this_ref), f.closure = Subst(f.closure);
  }

  // Of what folding puts in the place of a copied instruction.
  uint16_t CurrentPosition(bool) override { return copied_; }

 private:
  IrRef Subst(IrRef r) const { return r.IsInst() ? subst_[static_cast<size_t>(r.v)] : r; }

  // The position of an instruction one iteration later.
  uint16_t PositionLater(uint16_t number) {
    if (!number) return 0;
    if (later_.size() < number) later_.resize(number);
    uint16_t& known = later_[number - size_t{1}];
    if (known) return known;
    Position position = t_.position(number);
    if (!position.num_shown) return known = number;
    std::vector<ShownSlot> shown;
    for (ShownSlot s : t_.shown(position)) {
      const SnapEntry* carried = s.ref ? nullptr : CloseEntry(s.slot);
      bool changed = carried && !(carried->flags & kSnapClean);
      shown.push_back({s.slot, changed ? carried->ref : Subst(s.ref)});
    }
    return known = t_.AddPosition(position, shown);
  }

  // What is in memory already would be kept in registers all round the loop for nobody.
  SnapshotDesc Safepoint() const {
    SnapshotDesc desc = close_;
    std::erase_if(desc.entries, [](const SnapEntry& e) { return (e.flags & kSnapClean) != 0; });
    return desc;
  }

  const SnapEntry* CloseEntry(Slot slot) const {
    auto it = std::lower_bound(close_.entries.begin(), close_.entries.end(), slot,
                               [](const SnapEntry& e, Slot s) { return e.slot < s; });
    return it != close_.entries.end() && it->slot == slot ? &*it : nullptr;
  }

  // Oplines that run through STEP (and user code) read and write slots in memory. A slot that one round
  // assigns must then be in memory when the next begins: the round ends with stores, which are copied with
  // it. So must one whose address the round takes: it is read where it lies.
  bool CloseHas(Slot slot) const {
    return std::any_of(close_.frames.begin(), close_.frames.end(),
                       [&](const SnapFrame& f) { return f.base.v == HeapBase(slot.v); });
  }

  void FlushCarried() {
    bool all = !builder_.LastClobber(Alias::kSlot).IsNone();
    bool all_on_heap = !builder_.LastClobber(Alias::kHeapSlot).IsNone();
    std::vector<int> addressed;
    for (IrRef r(1); r < t_.end(); ++r.v) {
      if (t_[r].op == SLOTADDR) addressed.push_back(t_[r].a.v);
      if (t_[r].op == HEAPADDR) addressed.push_back(t_[r].b.v);
    }
    for (SnapEntry& e : close_.entries) {
      if (e.flags & kSnapClean) continue;
      if (!(IsHeapSlot(e.slot.v) ? all_on_heap : all) &&
          std::find(addressed.begin(), addressed.end(), e.slot.v) == addressed.end())
        continue;
      if (e.flags & kSnapRetain) builder_.Retain(e.ref);
      builder_.VStore(AddressOf(e.slot), e.ref);
      e.flags = kSnapClean;
    }
  }

  IrRef AddressOf(Slot slot) {
    if (!IsHeapSlot(slot.v)) return builder_.SlotAddr(slot);
    for (const SnapFrame& f : close_.frames) {
      if (f.base.v == HeapBase(slot.v))
        return builder_.HeapAddr(InGenerator(slot.v) ? f.this_ref : f.closure, slot);
    }
    UNREACHABLE();
  }

  PassReport Copy(IrRef r) {
    Inst inst = t_[r];
    IrRef& result = subst_[static_cast<size_t>(r.v)];
    inst.position = copied_ = PositionLater(inst.position);
    builder_.PositionChanged();
    switch (inst.op) {
      case NOP: return {};
      case PLOAD: result = r; return {};
      case SLOAD:
      case HLOAD: {
        const SnapEntry* e = CloseEntry(inst.slot());
        bool other_frame = inst.op == HLOAD && Subst(inst.b) != inst.b;
        if (other_frame && CloseHas(inst.slot()))
          return {PassStatus::kTypeUnstable, r, "another generator one iteration later"};
        if (e && e->ref) {
          result = e->ref;
        } else if (other_frame) {
          UseSnapshotOf(inst);
          result = builder_.VLoad(builder_.HeapAddr(Subst(inst.b), inst.slot()), inst.type);
        } else {
          // Unchanged, or, once the round has changed slots in memory in ways not known, read again.
          UseSnapshotOf(inst);
          result = inst.op == SLOAD ? builder_.SLoad(inst.slot(), inst.type)
                                    : builder_.HLoad(inst.slot(), inst.b, inst.type);
        }
        break;
      }
      default: {
        const OpRow& row = Row(inst.op);
        for (int i = 0; i < 3; ++i) {
          if (IsRefOperand(row.operand[i])) inst.operand(i) = Subst(inst.operand(i));
        }
        if (inst.op == CALL) {
          std::vector<IrRef> args;
          for (IrRef arg : std::as_const(t_).args(inst)) args.push_back(Subst(arg));
          inst.b = t_.AddArgs(args);
        }
        UseSnapshotOf(inst);
        inst.snap = SnapId();
        result = builder_.Emit(inst);
      }
    }
    if (builder_.failed()) {
      return {PassStatus::kContradiction, r, Cat("guard %", r.v, " cannot hold in the second iteration")};
    }
    Type was = t_[r].type, now = t_.TypeOf(result);
    if (was != now) {
      std::string what = inst.op == SLOAD || inst.op == HLOAD ? Cat("slot ", inst.a.v) : PrintRef(t_, r);
      return {PassStatus::kTypeUnstable, r,
              Cat(what, " is ", Name(was), ", and ", Name(now), " one iteration later")};
    }
    return {};
  }

  // Snapshots are made when a guard is really emitted; until then only remember which one.
  void UseSnapshotOf(const Inst& inst) {
    if (inst.snap.IsValid() && inst.snap != snap_) snap_ = inst.snap, builder_.SnapshotChanged();
  }

  void EmitPhis() {
    IrRef body_end = t_.end();
    std::vector<IrRef> work;
    std::vector<bool> seen(static_cast<size_t>(loop_.v));
    auto use = [&](IrRef r) {
      if (!r.IsInst() || r >= loop_ || seen[static_cast<size_t>(r.v)]) return;
      seen[static_cast<size_t>(r.v)] = true;
      if (Subst(r) != r) work.push_back(r);
    };
    for (IrRef r = loop_; r < body_end; ++r.v) {
      const Inst& inst = t_[r];
      t_.ForEachOperand(inst, use);
      if (inst.snap.IsValid()) t_.ForEachSnapRef(inst.snap, use);
      for (const ShownSlot& s : std::as_const(t_).shown(inst)) use(s.ref);
    }
    // A PHI's right side may be a pre-roll value too (two variables that swap).
    for (size_t i = 0; i < work.size(); ++i) use(Subst(work[i]));
    std::sort(work.begin(), work.end());
    for (IrRef r : work) {
      builder_.EmitRaw({.op = PHI, .type = t_.TypeOf(r), .a = r, .b = Subst(r)});
    }
  }

  Trace& t_;
  Builder builder_;
  SnapshotDesc close_;
  SnapId snap_;  // the original snapshot in force
  uint16_t copied_ = 0;
  IrRef loop_;
  std::vector<IrRef> subst_;
  std::vector<uint16_t> later_;  // by position number - 1
};

}  // namespace

PassReport RunLoop(Trace* trace) {
  IrRef last(trace->end().v - 1);
  while (last && (*trace)[last].op == NOP) --last.v;
  if (!last || (*trace)[last].op != CLOSE) return {};  // ends in LINK or EXIT, or loops already
  Inst close = (*trace)[last];
  trace->Truncate(last);
  int snapshots = trace->num_snapshots();
  PassReport report = Unroller(trace, close.snap).Run();
  if (!report.ok()) {
    trace->Truncate(last);
    trace->TruncateSnapshots(snapshots);
    trace->Append(close);
    trace->loop = kNone;
  }
  return report;
}

}  // namespace tusk::ir
