// The code generator's one export.
#pragma once

#include "trace/backend.h"

namespace tusk::jit {

extern const trace::Backend kBackend;

}  // namespace tusk::jit
