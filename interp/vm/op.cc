// Facts about opcodes that are derived from opcodes.def.
#include "interp/vm/op.h"

#include "interp/vm/opcode_docs.h"

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

bool BeginsCall(Opcode opcode) {
  switch (opcode) {
    case Opcode::kInitFcall:
    case Opcode::kInitFcallByName:
    case Opcode::kInitNsFcallByName:
    case Opcode::kInitDynamicCall:
    case Opcode::kInitUserCall:
    case Opcode::kInitMethodCall:
    case Opcode::kInitStaticMethodCall:
    case Opcode::kInitParentPropertyHookCall:
    case Opcode::kNew: return true;
    default: return false;
  }
}

const char* OpcodeDoc(Opcode opcode) {
  // Exhaustive on purpose: -Wswitch names the opcode that lacks its line.
  switch (opcode) {
#define OPDOC(Camel, text) \
  case Opcode::k##Camel: return text;
#include "interp/vm/opcode_docs.def"
#undef OPDOC
  }
  return "";
}

}  // namespace tusk
