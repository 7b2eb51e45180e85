// Op arrays as text, in the layout of opcache's opt_debug_level=0x10000.
#pragma once

#include <string>

#include "interp/vm/op.h"

namespace tusk {

// One op array: heading, oplines, live ranges, exception table.
std::string DumpOpArray(const OpArray* function);
// One opline without its number: "T2 = ADD CV0($a) int(1)".
std::string DumpOp(const OpArray* function, const Op* op);
// All functions of a unit: main, functions, methods, closures.
std::string DumpUnit(const CompiledUnit* unit);

}  // namespace tusk
