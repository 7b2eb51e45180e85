// Emits instructions into a Trace. Every Emit runs fold -> CSE -> load forwarding, so what comes back may be
// a constant, an older instruction, or none at all (a guard already known to hold).
//
// For the recorder
//   * Guards, STEP and terminators need a snapshot. Set a SnapshotSource; the builder asks it when, and only
//   when,
//     an instruction that carries a snapshot is really emitted, and keeps the answer until SnapshotChanged().
//     Describe the state at the start of the opline being recorded (or after it, once it has had effects that
//     cannot be repeated): what a failing guard must put back. Call SnapshotChanged() whenever that moves on.
//   * Emission order is execution order. Memory the trace wrote is forwarded to later loads by alias class;
//     effects of calls come from calls.def.
//   * A guard that is known to fail (GUARD_T of a constant false) cannot be emitted: failed() turns true and
//   stays;
//     the recorder aborts (the recorded run contradicts itself) and the loop pass reports it.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ir/ir.h"

namespace tusk::ir {

// Describes the state at the point the trace has reached.
class SnapshotSource {
 public:
  virtual void Describe(SnapshotDesc* desc) = 0;
  // A RELEASE that may run user code comes next.
  virtual void BeforeUserCode() {}
  // The position (Trace::AddPosition) of what is emitted now; 0: memory says it.
  // `shows`: with the arguments and $this of all frames.
  virtual uint16_t CurrentPosition(bool shows) {
    (void)shows;
    return 0;
  }

 protected:
  ~SnapshotSource() = default;
};

struct BuilderOptions {
  bool fold = true;
  bool cse = true;
  bool forward = true;
};

class Builder {
 public:
  // Appends to trace, which may already hold instructions (they take part in CSE and forwarding). Not owned.
  explicit Builder(Trace* trace, BuilderOptions options = {});

  Trace& trace() { return *trace_; }
  const Trace& trace() const { return *trace_; }
  bool failed() const { return failed_; }

  // --- emission
  // -------------------------------------------------------------------------------------------------- Result
  // type from the row; for rows with result `given` use the form with a type.
  IrRef Emit(Opcode op, IrRef a = kNone, IrRef b = kNone, IrRef c = kNone);
  IrRef Emit(Opcode op, Type type, IrRef a = kNone, IrRef b = kNone, IrRef c = kNone);
  IrRef Emit(const Inst& inst);     // snap is supplied if missing
  IrRef EmitRaw(const Inst& inst);  // no folding, CSE or forwarding; still known to later CSE and forwarding

  IrRef SLoad(Slot s, Type t) { return Emit(Opcode::SLOAD, t, Lit(s.v)); }
  IrRef PLoad(int exit_value, Type t) { return Emit(Opcode::PLOAD, t, Lit(exit_value)); }
  IrRef HLoad(Slot s, IrRef base, Type t) { return Emit(Opcode::HLOAD, t, Lit(s.v), base); }
  IrRef HeapAddr(IrRef base, Slot s) { return Emit(Opcode::HEAPADDR, base, Lit(s.v)); }
  IrRef SlotAddr(Slot s) { return Emit(Opcode::SLOTADDR, Lit(s.v)); }
  IrRef ElemAddr(IrRef data, IrRef index) { return Emit(Opcode::ELEMADDR, data, index); }
  IrRef PropAddr(IrRef object, int n) { return Emit(Opcode::PROPADDR, object, Lit(n)); }
  IrRef RefAddr(IrRef ref) { return Emit(Opcode::REFADDR, ref); }
  IrRef VLoad(IrRef address, Type t) { return Emit(Opcode::VLOAD, t, address); }
  void VStore(IrRef address, IrRef value) { Emit(Opcode::VSTORE, address, value); }
  IrRef FLoad(IrRef base, Field f) { return Emit(Opcode::FLOAD, base, Lit(static_cast<int>(f))); }
  void FStore(IrRef base, Field f, IrRef v) { Emit(Opcode::FSTORE, base, Lit(static_cast<int>(f)), v); }
  IrRef Call(CallId id, std::initializer_list<IrRef> args) {
    return Call(id, absl::Span<const IrRef>(args.begin(), args.size()));
  }
  IrRef Call(CallId id, absl::Span<const IrRef> args);
  void Step(IrRef op, IrRef next, Slot frame) { Emit(Opcode::STEP, op, next, Lit(frame.v)); }
  void GuardTrue(IrRef b) { Emit(Opcode::GUARD_T, b); }
  void GuardFalse(IrRef b) { Emit(Opcode::GUARD_F, b); }
  void GuardEq(IrRef a, IrRef b);  // int or bool, float, or pointers
  void Retain(IrRef v) {
    if (IsCounted(trace_->TypeOf(v))) Emit(Opcode::RETAIN, v);
  }  // no-op on other types
  void Release(IrRef v) {
    Type type = trace_->TypeOf(v);
    if (source_ && v.IsInst() && IsCounted(type) && type != Type::kString) source_->BeforeUserCode();
    if (IsCounted(type)) Emit(Opcode::RELEASE, v);
  }  // no-op on other types
  // The recorded loop closes: state is where it goes round again (resume = the trace's start opline; entries
  // with kSnapClean for slots whose new value is already in memory). Then run the pipeline.
  void Close(SnapId state);
  void Link(int trace_id, SnapId state);
  void Exit(SnapId state);
  void Return(IrRef caller) { EmitRaw({.op = Opcode::RETURN, .a = caller}); }
  void Halt(IrRef op) { EmitRaw({.op = Opcode::HALT, .a = op}); }

  // --- constants
  // ---------------------------------------------------------------------------------------------------
  static IrRef Lit(int n) { return IrRef(n); }
  IrRef KInt(int64_t i) { return trace_->KInt(i); }
  IrRef KFloat(double f) { return trace_->KFloat(f); }
  IrRef KPtr(ConstKind kind, const void* p, std::string_view label) { return trace_->KPtr(kind, p, label); }

  // --- snapshots
  // ---------------------------------------------------------------------------------------------------
  void set_snapshot_source(SnapshotSource* source) { source_ = source, snap_ = SnapId(); }
  void SnapshotChanged() { snap_ = SnapId(), position_known_ = false; }
  void PositionChanged() { position_known_ = false; }
  void UseSnapshot(SnapId s) { snap_ = s; }
  SnapId CurrentSnapshot();  // takes one if need be

  // --- knowledge (used by fold rules and by forwarding)
  // -------------------------------------------------------------- The most recent instruction of an opcode
  // before `before` (the end if none), and the one before a given one.
  IrRef Last(Opcode op) const { return last_[static_cast<int>(op)]; }
  IrRef Previous(IrRef r) const { return previous_[static_cast<size_t>(r.v)]; }
  // The boolean r is known to have here because a guard on it (or on its negation) stands before; kNone if
  // unknown.
  IrRef KnownBool(IrRef r) const;
  // The latest point at which memory of this class may have changed: instructions after it that read the
  // class see today's content.
  IrRef LastClobber(Alias alias) const { return clobber_[static_cast<int>(alias)]; }
  // The latest point at which what `load` (an instruction with L, or a call that Reads) sees may have
  // changed.
  IrRef LoadLimit(const Inst& load) const;
  // The latest point at which the count of `v` may have changed.
  IrRef RefcountLimit(IrRef v) const;
  // Is `array` known to have one owner here?
  bool IsUnshared(IrRef array) const;
  // The latest equal instruction after `limit`, or none.
  IrRef FindEqual(const Inst& inst, IrRef limit) const;
  // While the loop pass copies the body: rules that reassociate do not look into instructions before this
  // one, or every induction variable would become a chain of PHIs.
  void set_barrier(IrRef barrier) { barrier_ = barrier; }
  IrRef barrier() const { return barrier_; }

 private:
  IrRef Finish(Inst inst);  // appends
  SnapId OwnSnapshot(SnapId snap);
  IrRef Failed();
  // opt/forward.cc: the value a load is known to give, or none; *failed if its guard cannot hold.
  IrRef Forward(const Inst& load, bool* failed) const;
  IrRef EmitSLoad(const Inst& inst);
  void Note(IrRef r);  // enters an appended instruction into the tables below

  Trace* trace_;
  BuilderOptions options_;
  SnapshotSource* source_ = nullptr;
  SnapId snap_;
  uint16_t position_ = 0;
  bool position_known_ = false;  // position_ is the source's
  SnapshotDesc desc_;            // scratch
  bool failed_ = false;
  std::array<IrRef, kNumOpcodes> last_{};
  std::vector<IrRef> previous_;
  std::array<IrRef, kNumAliases> clobber_{};
  absl::flat_hash_map<IrRef, bool> known_;
  IrRef barrier_;
};

}  // namespace tusk::ir
