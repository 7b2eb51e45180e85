// What each opcode does, in one line.
#pragma once

#include "interp/vm/op.h"

namespace tusk {

const char* OpcodeDoc(Opcode opcode);

}  // namespace tusk
