// The one function of the trace tests that calls a handler. Handlers preserve no register: a caller must not
// keep anything in one, nor have stack objects that need a base pointer.
#pragma once

#include "interp/vm/dispatch.h"

namespace tusk {

TUSK_CALLS_HANDLERS inline const Op* EnterTrace(Handler handler, Frame* frame, const Op* op, Vm* vm) {
  const Op* raw = handler(frame, op, vm);
#if defined(__x86_64__)
  asm volatile("" ::: "rbx", "r12", "r13", "r14", "r15", "memory");
#else
  asm volatile("" ::
                   : "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "d8", "d9", "d10",
                     "d11", "d12", "d13", "d14", "d15", "memory");
#endif
  return raw;
}

}  // namespace tusk
