// Opcodes taken over by an extension: a function of its own runs before or instead of the opcode's handler.
// Traces run such oplines through Step, so the function sees each of them, compiled code or not.
#pragma once

#include "interp/vm/dispatch.h"

namespace tusk {

enum class UserOpcode : uint8_t {
  kDispatch,  // now do what the opcode does (or handle the exception that the function threw)
  kContinue,  // done: go on at vm->frame->op, in whatever frame that is now
  kReturn,    // leave the execute loop
};
// The opline is frame->op, and vm->frame is `frame`. May call PHP code, throw, and raise interrupts, which
// are answered at the next safepoint.
using UserOpcodeFunction = UserOpcode (*)(Vm* vm, Frame* frame);

// Before the first script is compiled. Null gives the opcode back.
void SetUserOpcode(Opcode opcode, UserOpcodeFunction function);
// The function that has taken the opcode over, or null.
UserOpcodeFunction UserOpcodeOf(Opcode opcode);

}  // namespace tusk
