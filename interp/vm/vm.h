// The VM: execution state, calls from C++ into PHP, the execute loop.
#pragma once

#include <string_view>

#include "interp/runtime/state.h"
#include "interp/vm/frame.h"

namespace tusk {

struct StackPage;  // stack.h
struct JitHooks;   // jit_hooks.h

struct Vm : State {
  Frame* frame = nullptr;      // the running frame
  Value* stack_top = nullptr;  // free part of the current stack page
  Value* stack_end = nullptr;
  StackPage* stack_page = nullptr;
  const Op* op_before_exception = nullptr;  // displaced by exception_op; null: before the first opline
  const Op* op_before_pause = nullptr;
  const JitHooks* jit = nullptr;  // null with --jit=off
  Array* globals = nullptr;       // symbol table of the main script
  uint32_t depth = 0;             // nesting of execute loops, those of contexts set aside included
  const void* context = nullptr;  // the running context's id (context.h); null: {main}
  uintptr_t native_limit = 0;     // lowest address of the C stack for nested calls; 0: not known yet
  size_t native_usable = 0;       // bytes of it
};

extern Vm g_vm;            // the one VM; g_state points at it
extern bool g_assertions;  // zend.assertions > 0: assert() is tested

// Runs frames from vm->frame->op until the frame marked CallInfo::kTop is left.
void Execute(Vm* vm);

}  // namespace tusk
