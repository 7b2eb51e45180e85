// Leaving compiled code: from a snapshot and saved registers to the state the interpreter would have.
#pragma once

#include <vector>

#include "trace/backend.h"

namespace tusk {
struct Frame;
struct Value;
}  // namespace tusk

namespace tusk::trace {

// Where an exit's frames lie, for a side trace.
struct RestoredFrames {
  Frame* root;
  Value* stack_top;             // before frames were made
  std::vector<Frame*> on_heap;  // in the order of the snapshot
};

// BackendHost::leave.
const Op* LeaveTrace(ExitState* state, Vm* vm, const void** handler);

}  // namespace tusk::trace
