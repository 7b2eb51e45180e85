// Finding the class that an opline names: by literal, by self / parent / static, or by a value in a VAR.
#pragma once

#include <string>

#include "interp/runtime/class.h"
#include "interp/vm/frame.h"

namespace tusk {

// The word of run-time cache at a byte offset.
TUSK_INLINE void** CacheAt(Frame* frame, uint32_t byte_offset) {
  return reinterpret_cast<void**>(reinterpret_cast<char*>(frame->cache) + byte_offset);
}

// self, parent or static (ClassFetch) for code that runs in `frame`. Null with an Error pending.
Class* FetchScopeClass(Frame* frame, uint32_t fetch);
// The class that operand op1 (or op2) of a NEW, static property, class constant ... stands for. `cache` is a
// word for CONST operands, or null. Null with an exception pending.
Class* FetchOperandClass(Frame* frame, const Op* op, Operand operand, uint8_t kind, void** cache);
// "scope B" or "global scope", as messages about visibility end.
std::string ScopeText(const Class* scope);

}  // namespace tusk
