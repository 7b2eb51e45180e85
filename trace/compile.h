// From a finished recording to running code: passes, backend, installation, and what happens when one of them
// refuses.
#pragma once

#include <memory>

#include "trace/tree.h"

namespace tusk::trace {

// Optimises and compiles. On success the record is in the tree and its code installed.
Abort Compile(std::unique_ptr<TraceRecord> record);

}  // namespace tusk::trace
