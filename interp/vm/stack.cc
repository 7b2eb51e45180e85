// VM stack pages.
#include "interp/vm/stack.h"

#include <cstdlib>
#include <cstring>

#include "interp/runtime/heap.h"

namespace tusk {

namespace {

StackPage* g_spare = nullptr;  // one standard page, so that a call at a page's edge does not thrash

size_t PageBytes(const StackPage* page) {
  return reinterpret_cast<const char*>(page->end) - reinterpret_cast<const char*>(page);
}

StackPage* NewPage(size_t slots) {
  size_t bytes = kStackPageBytes;
  size_t needed = sizeof(StackPage) + (slots + kStackSlackSlots) * sizeof(Value);
  if (needed > bytes) bytes = (needed + kStackPageBytes - 1) / kStackPageBytes * kStackPageBytes;
  StackPage* page;
  if (g_spare && bytes == kStackPageBytes) {
    page = g_spare;
    g_spare = nullptr;
  } else {
    page = static_cast<StackPage*>(Allocate(bytes));
  }
  page->end = reinterpret_cast<Value*>(reinterpret_cast<char*>(page) + bytes);
  return page;
}

}  // namespace

void InitStack(Vm* vm) {
  // The first page is the system's, so that an empty script does not touch the heap.
  auto* page = static_cast<StackPage*>(std::malloc(kStackPageBytes));
  page->prev = nullptr;
  page->saved_top = nullptr;
  page->end = reinterpret_cast<Value*>(reinterpret_cast<char*>(page) + kStackPageBytes);
  vm->stack_page = page;
  vm->stack_top = page->slots();
  vm->stack_end = page->end - kStackSlackSlots;
}

void FreeStack(Vm* vm) {
  while (vm->stack_page->prev) PopPage(vm);
  std::free(vm->stack_page);
  vm->stack_page = nullptr;
  if (g_spare) Free(g_spare, PageBytes(g_spare));
  g_spare = nullptr;
}

Value* PushPage(Vm* vm, size_t slots) {
  StackPage* page = NewPage(slots);
  page->prev = vm->stack_page;
  page->saved_top = vm->stack_top;
  vm->stack_page = page;
  vm->stack_end = page->end - kStackSlackSlots;
  return page->slots();
}

void PopPage(Vm* vm) {
  StackPage* page = vm->stack_page;
  vm->stack_top = page->saved_top;
  vm->stack_page = page->prev;
  vm->stack_end = page->prev->end - kStackSlackSlots;
  FreePage(page);
}

void FreePage(StackPage* page) {
  if (!g_spare && PageBytes(page) == kStackPageBytes) {
    g_spare = page;
  } else {
    Free(page, PageBytes(page));
  }
}

Frame* ExtendCall(Vm* vm, Frame* call, uint32_t extra) {
  if (static_cast<ptrdiff_t>(extra) <= vm->stack_end - vm->stack_top) {
    vm->stack_top += extra;
    return call;
  }
  // The call is the last thing on its page: move it to a new one, with room to grow further.
  size_t used = vm->stack_top - reinterpret_cast<Value*>(call);
  uint32_t info = call->info;
  Value* place = PushPage(vm, used + extra + used / 2);
  vm->stack_top = place + used + extra;
  std::memcpy(static_cast<void*>(place), call, used * sizeof(Value));
  auto* moved = reinterpret_cast<Frame*>(place);
  if (info & CallInfo::kPageStart) {
    // The old page held nothing but this call: take it out of the chain.
    StackPage* page = vm->stack_page;
    StackPage* old = page->prev;
    page->prev = old->prev;
    page->saved_top = old->saved_top;
    Free(old, PageBytes(old));
  } else {
    vm->stack_page->saved_top = reinterpret_cast<Value*>(call);
  }
  moved->info |= CallInfo::kPageStart;
  return moved;
}

}  // namespace tusk
