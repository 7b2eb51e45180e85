// Where the program is while code that a trace called runs: traces keep neither the running opline nor
// inlined frames in memory. Who looks at frames from in there (error messages, destructors' backtraces) has
// them made.
#pragma once

#include "interp/vm/vm.h"

namespace tusk::trace {

// BackendHost::destroy and buffer_root: what a RELEASE in a trace calls, which may run destructors.
void DestroyFromTrace(RefCounted* counted, const void* from);
void BufferRootFromTrace(RefCounted* counted, const void* from);
// JitHooks::show_frames and find_frames.
void ShowFrames(Vm* vm);
void FindFrames(Vm* vm);

}  // namespace tusk::trace
