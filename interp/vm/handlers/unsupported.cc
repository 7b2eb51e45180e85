// Opcodes that nothing runs yet: a script that reaches one ends with "not supported yet: NAME", exit status
// 255. Whoever writes a body deletes the row here.
#include "interp/runtime/errors.h"
#include "interp/vm/handlers.h"

namespace tusk::handlers {

namespace {

[[noreturn]] void NotSupported(Vm* vm, Frame* frame, const Op* op) {
  frame->op = op;
  FatalError(std::string("not supported yet: ") + OpcodeName(op->opcode));
}
inline Transfer NotSupportedBody(Frame* frame, const Op* op, Vm* vm) { NotSupported(vm, frame, op); }

}  // namespace

// clang-format off
#define NOT_YET(Camel) TUSK_OPCODE(Camel, NotSupportedBody)
NOT_YET(UserOpcode)  // control
NOT_YET(CallTrampoline)  // call
NOT_YET(FramelessIcall0)  // call
NOT_YET(FramelessIcall1)  // call
NOT_YET(FramelessIcall2)  // call
NOT_YET(FramelessIcall3)  // call
NOT_YET(JmpFrameless)  // call
#undef NOT_YET
// clang-format on

}  // namespace tusk::handlers
