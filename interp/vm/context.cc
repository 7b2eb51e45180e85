// Setting lines of execution aside.
#include "interp/vm/context.h"

#include "interp/runtime/gc.h"
#include "interp/vm/stack.h"

namespace tusk {

void MakeContext(Vm* vm, Context* context, const void* id, void* memory, Frame* bottom) {
  auto* page = static_cast<StackPage*>(memory);
  page->prev = nullptr;
  page->saved_top = nullptr;
  page->end = reinterpret_cast<Value*>(static_cast<char*>(memory) + kContextPageBytes);
  *context = {};
  context->id = id;
  context->frame = bottom;
  context->stack_page = page;
  context->stack_top = page->slots();
  context->stack_end = page->end - kStackSlackSlots;
  context->native_limit = vm->native_limit;
  context->native_usable = vm->native_usable;
  context->error_reporting = vm->error_reporting;
}
static_assert(kContextPageBytes > sizeof(StackPage) + 2 * kStackSlackSlots * sizeof(Value) - 1024);

void SwitchContext(Vm* vm, Context* aside, const Context& next) {
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

void FreeContextPages(Context* context) {
  while (StackPage* previous = context->stack_page->prev) {
    FreePage(context->stack_page);
    context->stack_page = previous;
  }
}

}  // namespace tusk
