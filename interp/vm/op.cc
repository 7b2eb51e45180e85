// Facts about opcodes that are derived from opcodes.def.
#include "interp/vm/op.h"

namespace tusk {

const char* OpcodeName(Opcode opcode) {
  switch (opcode) {
#define OP(number, NAME, Camel, ...) \
  case Opcode::k##Camel: return #NAME;
#include "interp/vm/opcodes.def"
#undef OP
  }
  return "?";
}

}  // namespace tusk
