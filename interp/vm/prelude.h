// Builtins that are written in PHP: their frames look like those of builtin functions to messages and
// backtraces.
#pragma once

#include "interp/vm/op.h"

namespace tusk {

// What OpArray::file is for such code.
inline String* PreludeFile() {
  static String* file = Intern("[builtin]");
  return file;
}
inline bool IsPrelude(const Function* f) {
  return f->kind == FunctionKind::kUser && static_cast<const OpArray*>(f)->file == PreludeFile();
}

}  // namespace tusk
