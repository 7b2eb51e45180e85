// Assignment building blocks that several families use.
#pragma once

#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

// The operand's value, dereferenced, with a reference of its own: TMP and VAR are consumed, others copied. An
// undefined variable warns and gives null. SaveOp first.
Value TakeOperand(Frame* frame, const Op* op, Operand operand, uint8_t kind);
// place = v, through references and their type constraints; takes over v. *result (if not null) gets a copy.
// The old value is released last: user code may run.
void AssignTo(Frame* frame, Value* place, Value v, Value* result);
// place op= b, through references and their type constraints. False: an exception is pending.
bool ApplyAssignOp(Frame* frame, Value* place, uint8_t opcode, const Value& b);

}  // namespace tusk::handlers
