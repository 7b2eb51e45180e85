// Setting lines of execution aside.
#include "interp/vm/context.h"

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

void FreeContextPages(Context* context) {
  while (StackPage* previous = context->stack_page->prev) {
    FreePage(context->stack_page);
    context->stack_page = previous;
  }
}

}  // namespace tusk
