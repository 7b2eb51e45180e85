// C stacks for fibers, and the switch from one to another: boost.context's assembly, with the address
// sanitizer told.
#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

#include "interp/runtime/check.h"

#ifdef TUSK_SANITIZE
#include <sanitizer/common_interface_defs.h>
#endif

namespace tusk {

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

// A mapping: a guard page, the C stack, then the first page of the fiber's VM stack. Memory is the system's
// and is taken page by page when touched.
struct NativeStack {
  char* low = nullptr;  // of the mapping; null: none
  size_t mapped = 0;    // bytes
  char* stack_low = nullptr;
  size_t stack_bytes = 0;
  char* vm_page() const { return stack_low + stack_bytes; }
};

// A stack of `bytes` or a little more, with `vm_bytes` behind it. False with errno set when there is no
// memory. Freed ones of the usual size are kept for the next.
bool NewNativeStack(NativeStack* stack, size_t bytes, size_t vm_bytes);
void FreeNativeStack(NativeStack* stack);
size_t NativePageBytes();

// One side of a switch: where the other goes on when it is switched to.
struct NativeContext {
  fcontext_t resume_point = nullptr;
  const void* stack_low = nullptr;  // of the C stack that it runs on; for the sanitizer
  size_t stack_bytes = 0;
  void* start = nullptr;  // until the first switch: what to begin with
};

// Makes `context` begin with entry(argument) on `stack`. `entry` never returns: it ends in
// SwitchNativeForGood.
void MakeNativeContext(NativeContext* context, const NativeStack& stack, void (*entry)(void* argument),
                       void* argument);
// Goes on where `other` left off, until that switches back; *other is then where it left off this time.
TUSK_INLINE void SwitchNative(NativeContext* other);
[[noreturn]] void SwitchNativeForGood(NativeContext* other);

// The other side left: from where, and (the sanitizer knows) on which stack.
inline void Arrived(NativeContext* other, const transfer_t& from) {
  other->resume_point = from.fctx;
#ifdef TUSK_SANITIZE
  __sanitizer_finish_switch_fiber(nullptr, &other->stack_low, &other->stack_bytes);
#endif
}

// Inlined, as all that leads to a switch should be: each C frame on the way is one more return that the
// processor foresees wrongly, which is most of what a switch costs.
TUSK_INLINE void SwitchNative(NativeContext* other) {
  void* data = other->start;
  other->start = nullptr;
#ifdef TUSK_SANITIZE
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, other->stack_low, other->stack_bytes);
#endif
  transfer_t from = jump_fcontext(other->resume_point, data);
  Arrived(other, from);
}

}  // namespace tusk
