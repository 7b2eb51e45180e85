// From a finished recording to running code: passes, backend, installation, and what happens when one of them
// refuses.
#pragma once

#include <memory>

#include "trace/tree.h"

namespace tusk::trace {

// Whether CPU time may be spent on another trace now: recording and compiling take no more than their share
// of the process's time, so that a short program does not pay for traces that it never gets to use. `urgency`
// multiplies the share: exits that stay hot cost more than code that is only interpreted.
bool MaySpend(int urgency);
// Of something that was met, and refused, this often.
int Urgency(uint32_t refused);
// JitHooks::leave_context: a recorder of the running context would see what other contexts did meanwhile.
void LeaveContext(Vm* vm);
// Optimises and compiles. On success the record is in the tree and its code installed.
Abort Compile(std::unique_ptr<TraceRecord> record);

}  // namespace tusk::trace
