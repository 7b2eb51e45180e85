// Removes instructions that nothing needs: effects, guards and the snapshots of live instructions are the
// roots. A PHI is needed when the body needs its left side.
#include <vector>

#include "ir/opt/pass.h"

namespace tusk::ir {

using enum Opcode;

namespace {

class Marker {
 public:
  explicit Marker(Trace* trace)
      : t_(*trace), live_(static_cast<size_t>(trace->size())), in_body_(static_cast<size_t>(trace->size())) {
    for (std::vector<bool>& seen : seen_) seen.resize(static_cast<size_t>(trace->num_snapshots()));
  }

  void Run() {
    std::vector<IrRef> phi_of(static_cast<size_t>(t_.size()));
    for (IrRef r(1); r < t_.end(); ++r.v) {
      const Inst& inst = t_[r];
      if (inst.op == PHI)
        phi_of[static_cast<size_t>(inst.a.v)] = r;
      else if (IsRoot(inst))
        MarkLive(r);
    }
    while (!work_.empty()) {
      IrRef r = work_.back();
      work_.pop_back();
      if (t_[r].op == PHI) {
        // The left side's first value is computed before the loop; the right side is read at the body's end.
        MarkLive(t_[r].a);
        UseInBody(t_[r].b, phi_of);
        continue;
      }
      bool body = t_.loop && r >= t_.loop;
      auto use = [&](IrRef o) { body ? UseInBody(o, phi_of) : MarkLive(o); };
      t_.ForEachOperand(std::as_const(t_)[r], use);
      for (const ShownSlot& s : std::as_const(t_).shown(t_[r])) use(s.ref);
      if (SnapId s = t_[r].snap; s.IsValid() && !seen_[body][s.v]) {
        seen_[body][s.v] = true;
        t_.ForEachSnapRef(s, use);
      }
    }
    for (IrRef r(1); r < t_.end(); ++r.v) {
      if (!live_[static_cast<size_t>(r.v)]) t_.Nop(r);
    }
  }

 private:
  static bool IsRoot(const Inst& inst) {
    if (inst.op == NOP || inst.op == PHI) return false;
    if (inst.op == CALL) return (Row(inst.call()).flags & ~(kCallPure | kCallReads | kCallImmortal)) != 0;
    return inst.Is(kOpGuard | kOpStore | kOpEffect);
  }

  void MarkLive(IrRef r) {
    if (!r.IsInst() || live_[static_cast<size_t>(r.v)]) return;
    live_[static_cast<size_t>(r.v)] = true;
    work_.push_back(r);
  }

  void UseInBody(IrRef r, const std::vector<IrRef>& phi_of) {
    MarkLive(r);
    if (!r.IsInst() || in_body_[static_cast<size_t>(r.v)]) return;
    in_body_[static_cast<size_t>(r.v)] = true;
    MarkLive(phi_of[static_cast<size_t>(r.v)]);
  }

  Trace& t_;
  std::vector<bool> live_, in_body_;
  std::vector<bool> seen_[2];  // snapshots whose values are marked: before the loop, in its body
  std::vector<IrRef> work_;
};

}  // namespace

PassReport RunDce(Trace* trace) {
  Marker(trace).Run();
  return {};
}

}  // namespace tusk::ir
