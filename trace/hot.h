// Finding what is hot: counters in place of the handlers of loop heads and function entries.
#pragma once

#include "interp/vm/jit_hooks.h"
#include "trace/tree.h"

namespace tusk::trace {

// Turns traces on for this process: maps the code area and installs the VM's hooks. False with a message when
// code memory is refused; the interpreter then goes on alone.
bool Start(Vm* vm, const Backend& backend, std::string* error);
// Counts rounds of a loop (entries of a function ...) at its site, whatever was installed there.
void Count(OpArray* function, const Op* op);
// Takes a root trace out of the program's way until there is time for side traces: what leaves a trace all
// the time is slower than the interpreter. Its site counts again and puts it back.
void Park(TraceRecord* root);
// Drops all traces and counters start anew.
void FlushAll(Vm* vm);

}  // namespace tusk::trace
