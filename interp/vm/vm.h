// The VM: execution state, calls from C++ into PHP, the execute loop.
#pragma once

#include <string_view>

#include "interp/runtime/state.h"
#include "interp/vm/frame.h"
#include "interp/vm/test_hooks.h"

namespace tusk {

struct StackPage;  // stack.h
struct JitHooks;   // jit_hooks.h
struct NativeCall;

// Called by the pause op (pause.h) with the opline and frame to go on at.
using PauseCallback = void (*)(const Op* op, Frame* frame, void* data);
struct PauseRequest {
  PauseCallback callback = nullptr;
  void* data = nullptr;
};

struct Vm : State {
  Frame* frame = nullptr;      // the running frame
  Value* stack_top = nullptr;  // free part of the current stack page
  Value* stack_end = nullptr;
  StackPage* stack_page = nullptr;
  const Op* op_before_exception = nullptr;  // displaced by exception_op; null: before the first opline
  const Op* op_before_pause = nullptr;      // displaced by pause_op; null: no pause was asked for
  PauseRequest pause;
  uint32_t pausable_depth = 0;    // nesting of the execute loop that may be paused (pause.h); 0: none
  const JitHooks* jit = nullptr;  // null with --jit=off
  // What compiled code called, as long as the frames that it does without were not made; else null.
  NativeCall* native_call = nullptr;
  Array* globals = nullptr;       // symbol table of the main script
  uint32_t switch_blocks = 0;     // reasons why no other context may be switched to: signal handlers, ticks
  uint32_t depth = 0;             // nesting of execute loops, those of contexts set aside included
  uint64_t executions = 0;        // execute loops started so far
  const void* context = nullptr;  // the running context's id (context.h); null: {main}
  uintptr_t native_limit = 0;     // lowest address of the C stack for nested calls; 0: not known yet
  size_t native_usable = 0;       // bytes of it

#ifdef TUSK_CHECKS
  TestHooks test;
#endif

  // Inside a builtin: pauses the execute loop behind its call. False, and no pause, where that cannot be:
  // pause.h.
  bool Pause(PauseCallback callback, void* data);
  // Goes on at frame->op of a frame that was paused, until its loop ends or is paused again. An exception
  // made pending before is thrown there; one that comes out is pending afterwards.
  void Resume(Frame* frame);
};

extern Vm g_vm;            // the one VM; g_state points at it
extern bool g_assertions;  // zend.assertions > 0: assert() is tested

// Whoever is called from compiled code does this before it looks at frames or runs user code.
TUSK_COLD void MakeHiddenFrames(Vm* vm);
TUSK_INLINE void SeeFrames(Vm* vm) {
  if (TUSK_UNLIKELY(vm->native_call)) MakeHiddenFrames(vm);
}

// Runs frames from vm->frame->op until the frame marked CallInfo::kTop is left.
void Execute(Vm* vm);

}  // namespace tusk
