// Addresses of the functions that traces call.
#include "jit/entry_points.h"

#include "interp/vm/dispatch.h"

namespace tusk::jit {

const void* DestroyAddress() { return reinterpret_cast<const void*>(&DestroyCounted); }
const void* BufferRootAddress() { return reinterpret_cast<const void*>(&BufferPossibleRoot); }
const void* StepAddress(const Op* op) {
  return reinterpret_cast<const void*>(g_step_handlers[static_cast<uint8_t>(op->opcode)]);
}

}  // namespace tusk::jit
