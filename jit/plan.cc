// Roles of instructions: one backward walk for liveness, one forward walk for fusion.
#include "jit/plan.h"

namespace tusk::jit {

using ir::Inst;
using ir::IrRef;
using ir::Opcode;

namespace {

bool IsRecomputedAddress(const ir::Trace& trace, const Inst& inst) {
  switch (inst.op) {
    case Opcode::SLOTADDR:
    case Opcode::HEAPADDR:
    case Opcode::PROPADDR:
    case Opcode::REFADDR:
    case Opcode::PTRADD: return true;
    case Opcode::ELEMADDR: return trace.IsInt(inst.b);  // else it takes a shift and an add: worth a register
    default: return false;
  }
}

// Loads, guards and pure operations whose value nobody wants and that cannot leave need no code.
bool RemovableWhenUnused(const Inst& inst) {
  return !inst.Is(ir::kOpGuard | ir::kOpStore | ir::kOpEffect | ir::kOpTerminator | ir::kOpSnapshot);
}

// Equality of a field or tag with a constant that it can hold.
bool ComparesInMemory(const ir::Trace& trace, const Inst& compare) {
  bool equality = compare.op == Opcode::EQ || compare.op == Opcode::NE || compare.op == Opcode::PEQ ||
                  compare.op == Opcode::PNE;
  if (!equality || !compare.b.IsConst()) return false;
  const Inst& load = trace[compare.a];
  bool tag = load.op == Opcode::VTYPE;
  if (!tag && load.op != Opcode::FLOAD) return false;
  if (!tag && (load.type == ir::Type::kFloat || (ir::Row(load.field()).flags & ir::kFieldSigned)))
    return false;
  int width = tag ? 4 : ir::Row(load.field()).width;
  return width == 8 || (trace.IsInt(compare.b) &&
                        static_cast<uint64_t>(trace.IntOf(compare.b)) < uint64_t{1} << (8 * width - 1));
}

}  // namespace

Plan MakePlan(const ir::Trace& trace) {
  Plan plan;
  int size = trace.size();
  plan.role.assign(static_cast<size_t>(size), Role::kSkip);
  plan.uses.assign(static_cast<size_t>(size), 0);
  plan.loop = trace.loop;

  // Values that exits need, or who looks at frames, stay; everything else is counted from its users, last to
  // first.
  std::vector<bool> in_snapshot(static_cast<size_t>(size), false);
  std::vector<bool> seen(static_cast<size_t>(trace.num_snapshots()), false);
  for (int j = 1; j < size; ++j) {
    const Inst& leaving = trace[IrRef(j)];
    for (const ir::ShownSlot& s : trace.shown(leaving)) {
      if (s.ref.IsInst()) in_snapshot[static_cast<size_t>(s.ref.v)] = true;
    }
    if (leaving.op == Opcode::NOP || !leaving.snap.IsValid() || seen[leaving.snap.v]) continue;
    seen[leaving.snap.v] = true;
    for (int i = 0, n = trace.NumExitValues(leaving.snap); i < n; ++i) {
      IrRef r = trace.ExitValue(leaving.snap, i);
      if (r.IsInst()) in_snapshot[static_cast<size_t>(r.v)] = true;
    }
  }
  std::vector<bool> passed(static_cast<size_t>(size), false);
  for (int i = size - 1; i > 0; --i) {
    IrRef r(i);
    const Inst& inst = trace[r];
    auto index = static_cast<size_t>(i);
    if (inst.op == Opcode::NOP || (inst.flags & ir::kInstSunk)) continue;
    if (inst.op == Opcode::PHI) {
      if (inst.b.IsInst()) ++plan.uses[static_cast<size_t>(inst.b.v)];
      if (inst.a.IsInst()) ++plan.uses[static_cast<size_t>(inst.a.v)];
      continue;
    }
    if (RemovableWhenUnused(inst) && plan.uses[index] == 0 && !in_snapshot[index]) continue;
    plan.role[index] = IsRecomputedAddress(trace, inst) && !passed[index] ? Role::kAddress : Role::kEmit;
    // An address that a call gets as an argument needs a register, unless the frame is its base.
    if (inst.op == Opcode::CALL) {
      for (IrRef argument : trace.args(inst)) {
        if (argument.IsInst() && trace[argument].op != Opcode::SLOTADDR)
          passed[static_cast<size_t>(argument.v)] = true;
      }
    }
    // So does one that is compared.
    if (ir::IsCompare(inst.op)) {
      trace.ForEachOperand(inst, [&](IrRef operand) {
        if (operand.IsInst()) passed[static_cast<size_t>(operand.v)] = true;
      });
    }
    trace.ForEachOperand(inst, [&](IrRef operand) {
      if (operand.IsInst()) ++plan.uses[static_cast<size_t>(operand.v)];
    });
  }
  // A compare used once, by the guard directly behind it, is emitted as that guard's branch.
  for (int i = 1; i + 1 < size; ++i) {
    IrRef r(i);
    if (plan.of(r) != Role::kEmit || !ir::IsCompare(trace[r].op)) continue;
    if (plan.uses[static_cast<size_t>(i)] != 1 || in_snapshot[static_cast<size_t>(i)]) continue;
    int next = i + 1;
    while (next < size && plan.role[static_cast<size_t>(next)] == Role::kSkip) ++next;
    if (next == size) continue;
    const Inst& guard = trace[IrRef(next)];
    if ((guard.op == Opcode::GUARD_T || guard.op == Opcode::GUARD_F) && guard.a == r) {
      plan.role[static_cast<size_t>(i)] = Role::kFused;
      // A field or tag loaded just before, for this compare only, is compared where it lies.
      const Inst& compare = trace[r];
      int previous = i - 1;
      while (previous > 0 && (plan.role[static_cast<size_t>(previous)] == Role::kSkip ||
                              plan.role[static_cast<size_t>(previous)] == Role::kAddress))
        --previous;
      if (compare.a == IrRef(previous) && plan.uses[static_cast<size_t>(previous)] == 1 &&
          !in_snapshot[static_cast<size_t>(previous)] && ComparesInMemory(trace, compare)) {
        plan.role[static_cast<size_t>(previous)] = Role::kFused;
      }
    }
  }
  return plan;
}

}  // namespace tusk::jit
