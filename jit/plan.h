// What lowering decides before registers are given out: which instructions are emitted on their own, which
// are part of another (a compare of the guard behind it, an address of its load), and how often each value is
// used.
#pragma once

#include <vector>

#include "ir/ir.h"
#include "trace/backend.h"

namespace tusk::jit {

enum class Role : uint8_t {
  kSkip,     // dead, sunk, a PHI, or folded into its users for good
  kEmit,     // emitted where it stands
  kFused,    // a compare emitted by the guard that follows, or a field that such a compare reads in memory
  kAddress,  // an address recomputed by each user from its operands (no register of its own)
};

struct Plan {
  std::vector<Role> role;      // by position
  std::vector<uint32_t> uses;  // operand uses by emitted instructions (snapshot uses not counted)
  ir::IrRef loop;              // LOOP, none for straight traces

  Role of(ir::IrRef r) const { return role[static_cast<size_t>(r.v)]; }
};

// The shape of a frame that this call makes, enters or leaves, when that is a few stores; else null.
inline const trace::FrameShape* InlineFrame(const ir::Trace& trace, const ir::Inst& call) {
  switch (call.call()) {
    case ir::CallId::kMakeFrame:
    case ir::CallId::kMakeFrameThis:
    case ir::CallId::kEnterFrame:
    case ir::CallId::kLeaveFrame: break;
    default: return nullptr;
  }
  ir::IrRef constant = trace.args(call)[1];
  if (!constant.IsConst()) return nullptr;
  const auto* shape = static_cast<const trace::FrameShape*>(trace.constant(constant).p);
  return shape && shape->plain ? shape : nullptr;
}
// Calls that only tell who owns what.
inline bool IsNoCode(const ir::Inst& call) {
  return call.call() == ir::CallId::kGiveToFrame || call.call() == ir::CallId::kVariablesChanged;
}

Plan MakePlan(const ir::Trace& trace);

// The field load or tag that a fused compare reads in memory: its compare is with a constant and for
// equality.
inline bool IsMemoryCompare(const ir::Trace& trace, const Plan& plan, const ir::Inst& compare) {
  return compare.a.IsInst() && plan.of(compare.a) == Role::kFused && !ir::IsCompare(trace[compare.a].op);
}

// Calls f(ref) for each instruction-valued reference that emitting `r` reads in registers: operands, looking
// through fused compares and recomputed addresses.
template <typename F>
void ForEachRead(const ir::Trace& trace, const Plan& plan, ir::IrRef r, F f) {
  trace.ForEachOperand(trace[r], [&](ir::IrRef operand) {
    if (!operand.IsInst()) return;
    Role role = plan.of(operand);
    if (role == Role::kFused || role == Role::kAddress) {
      ForEachRead(trace, plan, operand, f);
    } else {
      f(operand);
    }
  });
}

}  // namespace tusk::jit
