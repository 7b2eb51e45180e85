// Symbol tables: variables by name. The table of a frame maps names to kIndirect values that point at its
// CVs; names that are no CV hold their value in the table. It exists once something asked for it.
#pragma once

#include "interp/vm/frame.h"
#include "interp/vm/vm.h"

namespace tusk {

// The table of the innermost user frame at or above `frame`, made if needed; null if there is none.
Array* SymbolTable(Vm* vm, Frame* frame);
// Points the table's entries at the frame's CVs, moving values there; and back into the table.
void AttachSymbolTable(Frame* frame);
void DetachSymbolTable(Frame* frame);
// The place of a variable by name in a table, following kIndirect; null when it is not set.
Value* FindVariable(Array* symbols, String* name);
// The same, made (as kNull) if needed.
Value* VariablePlace(Array* symbols, String* name);
// Sets a variable as an assignment would (through references). Takes over `v`.
void SetVariable(Array* symbols, String* name, Value v);

}  // namespace tusk
