// Arguments of a call into registers: what can move at once, and what is computed into its register
// afterwards.
#pragma once

#include <vector>

#include "jit/emitter.h"

namespace tusk::jit {

struct LateArgument {
  Emitter::Argument argument;
  uint8_t reg;  // of the general or float file, by the argument's kind
};
struct CallMoves {
  std::vector<ParallelMove> moves;  // ordered
  std::vector<LateArgument> late;
};

CallMoves PlanCall(const Target& target, const Emitter::Argument* arguments, int count);

}  // namespace tusk::jit
