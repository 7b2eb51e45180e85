// Where the program is while code that a trace called runs: traces keep neither the running opline nor
// inlined frames in memory. Who looks at frames from in there (error messages, destructors' backtraces) has
// them made.
#pragma once

#include <memory>
#include <vector>

#include "interp/vm/frame.h"
#include "interp/vm/vm.h"

namespace tusk {

// A call from a trace that may run user code.
struct NativeCall {
  const void* from;  // the address that it returns to
  Frame* frame;      // what the VM had when it began
  Value* stack_top;
  Frame* builtin = nullptr;                  // the call is one of this builtin's
  bool shown = false;                        // frames above `frame` were made, if it has any
  std::vector<std::unique_ptr<Frame>> made;  // of them, those for generators
};

}  // namespace tusk

namespace tusk::trace {

// BackendHost::destroy and buffer_root: what a RELEASE in a trace calls, which may run destructors.
void DestroyFromTrace(RefCounted* counted, const void* from);
void BufferRootFromTrace(RefCounted* counted, const void* from);
// The rest of CallFromTrace() after a call in which frames were shown.
void ForgetFrames(const NativeCall& call);
// Runs `function` in a C function that returns to `from` in a trace. With `builtin`, the frame of one whose
// body it is, which whoever looks at frames finds on top of them.
template <typename Function>
TUSK_INLINE void CallFromTrace(const void* from, Frame* builtin, Function function) {
  NativeCall call{from, g_vm.frame, g_vm.stack_top, builtin, false, {}};
  g_vm.native_call = &call;
  function();
  g_vm.native_call = nullptr;
  if (TUSK_UNLIKELY(call.shown)) ForgetFrames(call);
}
// JitHooks::show_frames and find_frames.
void ShowFrames(Vm* vm);
void FindFrames(Vm* vm);

}  // namespace tusk::trace
