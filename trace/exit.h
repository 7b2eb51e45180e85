// Leaving compiled code: from a snapshot and saved registers to the state the interpreter would have.
#pragma once

#include "trace/backend.h"

namespace tusk::trace {

// BackendHost::leave.
const Op* LeaveTrace(ExitState* state, Vm* vm, const void** handler);

}  // namespace tusk::trace
