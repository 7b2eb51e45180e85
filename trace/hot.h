// Finding what is hot: counters in place of the handlers of loop heads and function entries.
#pragma once

#include "interp/vm/jit_hooks.h"
#include "trace/backend.h"

namespace tusk::trace {

// Turns traces on for this process: maps the code area and installs the VM's hooks. False with a message when
// code memory is refused; the interpreter then goes on alone.
bool Start(Vm* vm, const Backend& backend, std::string* error);
// Drops all traces and counters start anew.
void FlushAll(Vm* vm);

}  // namespace tusk::trace
