// A line of execution that may be set aside and taken up again: its frames, its VM stack, and the rest of the
// VM's state that belongs to whoever runs. {main} is one; a fiber, or a coroutine made with pauses, is
// another.
#pragma once

#include "interp/runtime/gc.h"
#include "interp/vm/vm.h"

namespace tusk {

struct Context {
  const void* id;  // tells contexts apart; null: {main}
  Frame* frame;
  Value* stack_top;
  Value* stack_end;
  StackPage* stack_page;
  const Op* op_before_exception;
  uintptr_t native_limit;  // lowest address of the C stack that nested calls may use; 0: not known yet
  size_t native_usable;    // bytes of it
  int error_reporting;
  uint32_t destroy_depth;
};

// Bytes that the first page of a VM stack takes.
inline constexpr size_t kContextPageBytes = 32 * 1024;

// A new context whose VM stack begins in `memory` (kContextPageBytes, 16-byte aligned, the caller's for good;
// later pages come from the heap) and whose innermost frame is `bottom`. It shares the C stack of the running
// context until its owner says otherwise.
void MakeContext(Vm* vm, Context* context, const void* id, void* memory, Frame* bottom);
// Sets the running context aside and goes on with `next`, as far as the VM is concerned. A pending exception
// and a running exit() belong to no context: they go along.
TUSK_INLINE void SwitchContext(Vm* vm, Context* aside, const Context& next) {
  *aside = {vm->context,      vm->frame,         vm->stack_top,
            vm->stack_end,    vm->stack_page,    vm->op_before_exception,
            vm->native_limit, vm->native_usable, vm->error_reporting,
            g_destroy_depth};
  vm->context = next.id;
  vm->frame = next.frame;
  vm->stack_top = next.stack_top;
  vm->stack_end = next.stack_end;
  vm->stack_page = next.stack_page;
  vm->op_before_exception = next.op_before_exception;
  vm->native_limit = next.native_limit;
  vm->native_usable = next.native_usable;
  vm->error_reporting = next.error_reporting;
  g_destroy_depth = next.destroy_depth;
}
// Gives back the pages behind the first one, which are there when frames were abandoned.
void FreeContextPages(Context* context);

}  // namespace tusk
