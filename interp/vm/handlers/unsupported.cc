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
NOT_YET(Ticks)  // control
NOT_YET(UserOpcode)  // control
NOT_YET(UnsetVar)  // variable
NOT_YET(FetchR)  // variable
NOT_YET(FetchW)  // variable
NOT_YET(FetchRw)  // variable
NOT_YET(FetchIs)  // variable
NOT_YET(FetchFuncArg)  // variable
NOT_YET(FetchUnset)  // variable
NOT_YET(FetchConstant)  // variable
NOT_YET(IssetIsemptyVar)  // variable
NOT_YET(Defined)  // variable
NOT_YET(DeclareConst)  // variable
NOT_YET(BindGlobal)  // variable
NOT_YET(BindLexical)  // variable
NOT_YET(BindStatic)  // variable
NOT_YET(FetchGlobals)  // variable
NOT_YET(BindInitStaticOrJmp)  // variable
NOT_YET(AssignDim)  // array
NOT_YET(AssignDimOp)  // array
NOT_YET(InitArray)  // array
NOT_YET(AddArrayElement)  // array
NOT_YET(UnsetDim)  // array
NOT_YET(FetchDimR)  // array
NOT_YET(FetchDimW)  // array
NOT_YET(FetchDimRw)  // array
NOT_YET(FetchDimIs)  // array
NOT_YET(FetchDimFuncArg)  // array
NOT_YET(FetchDimUnset)  // array
NOT_YET(FetchListR)  // array
NOT_YET(IssetIsemptyDimObj)  // array
NOT_YET(AddArrayUnpack)  // array
NOT_YET(FetchListW)  // array
NOT_YET(InArray)  // array
NOT_YET(Count)  // array
NOT_YET(ArrayKeyExists)  // array
NOT_YET(CallTrampoline)  // call
NOT_YET(FramelessIcall0)  // call
NOT_YET(FramelessIcall1)  // call
NOT_YET(FramelessIcall2)  // call
NOT_YET(FramelessIcall3)  // call
NOT_YET(JmpFrameless)  // call
NOT_YET(InitParentPropertyHookCall)  // call
NOT_YET(IncludeOrEval)  // declare
NOT_YET(GeneratorCreate)  // generator
NOT_YET(Yield)  // generator
NOT_YET(GeneratorReturn)  // generator
NOT_YET(YieldFrom)  // generator
#undef NOT_YET
// clang-format on

}  // namespace tusk::handlers
