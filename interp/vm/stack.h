// The VM stack: linked pages of 256 KiB that call frames are bump-allocated on. A frame that does not fit
// starts a new page and is marked kPageStart; leaving it gives the page back (one spare page is kept).
#pragma once

#include "interp/vm/frame.h"
#include "interp/vm/vm.h"

namespace tusk {

inline constexpr size_t kStackPageBytes = 256 * 1024;
// Kept free behind stack_end on every page: traces inline calls without asking for room (trace/frames.h). So
// stack_top may lie beyond stack_end; compare their difference as signed.
inline constexpr ptrdiff_t kStackSlackSlots = 1024;

struct StackPage {
  StackPage* prev;
  Value* end;        // one past the last slot
  Value* saved_top;  // stack_top of the previous page when this one was opened
  uint64_t pad;
  Value* slots() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(sizeof(StackPage) % sizeof(Value) == 0);

void InitStack(Vm* vm);
void FreeStack(Vm* vm);
// Room for `slots` on a new page; *page_start is set.
TUSK_NOINLINE Value* PushPage(Vm* vm, size_t slots);
TUSK_NOINLINE void PopPage(Vm* vm);
void FreePage(StackPage* page);  // one that PushPage made
// Makes room for `extra` more slots behind the innermost prepared call, which may move. Returns it.
Frame* ExtendCall(Vm* vm, Frame* call, uint32_t extra);

// A frame for a call of `f` with `argc` arguments announced. Sets what INIT_* knows; slots are not
// initialised. `self` is the $this (retained by the caller if kReleaseThis is given) or class of the call.
TUSK_INLINE Frame* PushFrame(Vm* vm, Function* f, uint32_t argc, uint32_t info, Value self, Frame* outer) {
  size_t slots = kFrameHeaderBytes / sizeof(Value) + FrameSlots(f, argc);
  Value* top = vm->stack_top;
  if (TUSK_UNLIKELY(static_cast<ptrdiff_t>(slots) > vm->stack_end - top)) {
    top = PushPage(vm, slots);
    info |= CallInfo::kPageStart;
  }
  vm->stack_top = top + slots;
  auto* frame = reinterpret_cast<Frame*>(top);
  frame->func = f;
  frame->self = self;
  frame->prev = outer;
  frame->symbols = nullptr;
  frame->info = info;
  frame->arg_count = argc;
  return frame;
}
TUSK_INLINE void PopFrame(Vm* vm, Frame* frame, uint32_t info) {
  if (TUSK_UNLIKELY(info & CallInfo::kPageStart)) {
    PopPage(vm);
  } else {
    vm->stack_top = reinterpret_cast<Value*>(frame);
  }
}

}  // namespace tusk
