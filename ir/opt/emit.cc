// Re-emits a trace through a Builder with parts of it switched on: what the builder does while a trace is
// recorded, as passes on text.
#include <vector>

#include "ir/builder.h"
#include "ir/opt/pass.h"

namespace tusk::ir {

namespace {

// Copies snapshots of the old trace with references mapped to the new one.
class Emitter : public SnapshotSource {
 public:
  Emitter(const Trace& old, Trace* fresh, BuilderOptions options)
      : old_(old),
        fresh_(*fresh),
        builder_(fresh, options),
        map_(static_cast<size_t>(old.size())),
        constants_(static_cast<size_t>(old.num_constants()) + 1) {
    builder_.set_snapshot_source(this);
  }

  PassReport Run() {
    fresh_.id = old_.id, fresh_.parent = old_.parent, fresh_.parent_exit = old_.parent_exit;
    fresh_.apart = old_.apart;
    fresh_.start = Map(old_.start);
    for (IrRef r(1); r < old_.end(); ++r.v) {
      Inst inst = old_[r];
      if (inst.op == Opcode::NOP) continue;
      const OpRow& row = Row(inst.op);
      for (int i = 0; i < 3; ++i) {
        if (IsRefOperand(row.operand[i])) inst.operand(i) = Map(inst.operand(i));
      }
      if (inst.op == Opcode::CALL) {
        std::vector<IrRef> args;
        for (IrRef arg : old_.args(inst)) args.push_back(Map(arg));
        inst.b = fresh_.AddArgs(args);
      }
      if (inst.snap.IsValid() && inst.snap != snap_) snap_ = inst.snap, builder_.SnapshotChanged();
      inst.snap = SnapId();
      inst.position = copied_ = MapPosition(inst.position);
      builder_.PositionChanged();
      map_[static_cast<size_t>(r.v)] = builder_.Emit(inst);
      if (builder_.failed()) return {PassStatus::kContradiction, r, "guard that can never hold"};
    }
    return {};
  }

  void Describe(SnapshotDesc* desc) override {
    absl::Span<const SnapEntry> entries = old_.entries(snap_);
    absl::Span<const SnapFrame> frames = old_.frames(snap_);
    desc->entries.assign(entries.begin(), entries.end());
    desc->frames.assign(frames.begin(), frames.end());
    desc->resume = Map(old_.snapshot(snap_).resume);
    desc->alone = old_.snapshot(snap_).alone;
    for (SnapEntry& e : desc->entries) e.ref = Map(e.ref);
    for (SnapFrame& f : desc->frames) {
      f.func = Map(f.func), f.this_ref = Map(f.this_ref), f.closure = Map(f.closure),
      f.call_op = Map(f.call_op);
    }
  }

  // Of what folding puts in the place of a copied instruction.
  uint16_t CurrentPosition(bool) override { return copied_; }

 private:
  uint16_t MapPosition(uint16_t number) {
    if (!number) return 0;
    if (positions_.size() < number) positions_.resize(number);
    uint16_t& known = positions_[number - size_t{1}];
    if (known) return known;
    Position position = old_.position(number);
    position.op = Map(position.op);
    position.frame = MapInlinedFrame(position.frame);
    std::vector<ShownSlot> shown;
    for (ShownSlot s : old_.shown(position)) shown.push_back({s.slot, Map(s.ref)});
    return known = fresh_.AddPosition(position, shown);
  }

  uint16_t MapInlinedFrame(uint16_t number) {
    if (!number) return 0;
    InlinedFrame inlined = old_.inlined_frame(number);
    inlined.func = Map(inlined.func), inlined.call_op = Map(inlined.call_op),
    inlined.self = Map(inlined.self);
    inlined.caller = MapInlinedFrame(inlined.caller);
    return fresh_.AddInlinedFrame(inlined);
  }

  IrRef Map(IrRef r) {
    if (r.IsInst()) return map_[static_cast<size_t>(r.v)];
    if (r.IsNone() || r >= kTrueRef) return r;
    IrRef& known = constants_[static_cast<size_t>(-r.v)];
    if (known) return known;
    const Constant& c = old_.constant(r);
    if (c.kind == ConstKind::kInt) return known = fresh_.KInt(c.i);
    if (c.kind == ConstKind::kFloat) return known = fresh_.KFloat(c.f);
    return known = fresh_.KPtr(c.kind, c.p, old_.label(r));
  }

  const Trace& old_;
  Trace& fresh_;
  Builder builder_;
  SnapId snap_;
  uint16_t copied_ = 0;
  std::vector<uint16_t> positions_;  // by old number - 1: the new one
  std::vector<IrRef> map_;
  std::vector<IrRef> constants_;  // by old constant: the new one
};

PassReport ReEmit(Trace* trace, BuilderOptions options) {
  if (trace->loop) return {PassStatus::kUnsuitable, trace->loop, "the trace has a LOOP already"};
  Trace fresh;
  PassReport report = Emitter(*trace, &fresh, options).Run();
  if (report.ok()) *trace = std::move(fresh);
  return report;
}

}  // namespace

PassReport RunFold(Trace* trace) { return ReEmit(trace, {.fold = true, .cse = false, .forward = false}); }
PassReport RunCse(Trace* trace) { return ReEmit(trace, {.fold = false, .cse = true, .forward = false}); }
PassReport RunForward(Trace* trace) { return ReEmit(trace, {.fold = false, .cse = false, .forward = true}); }
PassReport RunEmit(Trace* trace) { return ReEmit(trace, {}); }

}  // namespace tusk::ir
