// One step from asmjit's code holder to bytes in the code area.
#pragma once

#include <asmjit/core.h>

#include <string>

#include "jit/code_area.h"

namespace tusk::jit {

// Places the code; null with `error` when the area is full or asmjit objects.
inline uint8_t* PlaceCode(asmjit::CodeHolder* code, CodeArea* area, std::string* error) {
  if (code->flatten() != asmjit::kErrorOk || code->resolveUnresolvedLinks() != asmjit::kErrorOk) {
    *error = "unresolved link in generated code";
    return nullptr;
  }
  size_t size = code->codeSize();
  uint8_t* at = area->Reserve(size);
  if (!at) {
    *error = "code area full";
    return nullptr;
  }
  if (code->relocateToBase(reinterpret_cast<uint64_t>(at)) != asmjit::kErrorOk ||
      code->copyFlattenedData(area->Writable(at), size) != asmjit::kErrorOk) {
    *error = "generated code cannot be relocated";
    return nullptr;
  }
  CodeArea::FlushInstructionCache(at, size);
  return at;
}

}  // namespace tusk::jit
