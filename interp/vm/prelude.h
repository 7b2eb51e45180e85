// Builtins that are written in PHP: their frames look like those of builtin functions to messages and
// backtraces.
#pragma once

#include "interp/vm/frame.h"
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

// The builtin that the script has called, where `frame` is of one that prelude code calls in its turn.
inline Frame* OutermostBuiltin(Frame* frame) {
  for (Frame* caller = frame->prev; caller && caller->func; frame = caller, caller = caller->prev) {
    if (frame->func->kind == FunctionKind::kUser && !IsPrelude(frame->func)) break;
    // A builtin function's body may be a static method of a hidden class.
    bool body = IsPrelude(frame->func) && frame->func->scope &&
                frame->func->scope->name->view().starts_with("tusk\\");
    if (!IsPrelude(caller->func) && !(body && caller->func->kind == FunctionKind::kBuiltin)) break;
  }
  return frame;
}

}  // namespace tusk
