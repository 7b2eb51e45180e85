// Values that are in registers or spill slots move in parallel; constants, tags and addresses need no source
// register and come later.
#include "jit/call_moves.h"

namespace tusk::jit {

CallMoves PlanCall(const Target& target, const Emitter::Argument* arguments, int count) {
  using Argument = Emitter::Argument;
  CallMoves plan;
  int gprs = 0, fprs = 0;
  bool float_payload = false;
  for (int i = 0; i < count; ++i) {
    const Argument& argument = arguments[i];
    bool constant = argument.place.IsConst();
    if (argument.kind == Argument::kFloat) {
      CHECK(fprs < target.argument_fpr_count);
      uint8_t reg = target.argument_fprs[fprs++];
      if (constant) {
        plan.late.push_back({argument, reg});
      } else {
        plan.moves.push_back({argument.place.at, {Location::kFpr, reg}, true});
      }
      continue;
    }
    CHECK(gprs < target.argument_gpr_count);
    uint8_t reg = target.argument_gprs[gprs++];
    // A bool's tag is computed from its value in the same register.
    bool copies = !constant && argument.place.at.kind != Location::kNowhere &&
                  (argument.kind == Argument::kInt ||
                   (argument.kind == Argument::kTag && argument.type == ir::Type::kBool));
    if (copies && argument.place.at.kind == Location::kFpr) {
      plan.late.push_back({argument, reg});  // the payload of a float
      float_payload = true;
    } else if (copies) {
      plan.moves.push_back({argument.place.at, {Location::kGpr, reg}, false});
      if (argument.kind == Argument::kTag) plan.late.push_back({argument, reg});
    } else {
      plan.late.push_back({argument, reg});
    }
  }
  CHECK(!float_payload || fprs == 0);  // float arguments would overwrite the payload's register
  plan.moves = OrderMoves(std::move(plan.moves));
  return plan;
}

}  // namespace tusk::jit
