// The tables by opcode: which handler an opline starts with, and the Step functions.
#include "interp/vm/handlers.h"

#include "interp/vm/execute.h"
#include "interp/vm/user_opcode.h"

namespace tusk {

namespace {

struct PickTable {
  Handler (*pick[256])(const Op&) = {};
  constexpr PickTable() {
#define OP(number, NAME, Camel, ...) pick[number] = &handlers::Pick##Camel;
#include "interp/vm/opcodes.def"
#undef OP
  }
};
constexpr PickTable kPickTable;

}  // namespace

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc99-designator"
constinit StepHandler g_step_handlers[256] = {
#define OP(number, NAME, Camel, ...) [number] = &handlers::Step##Camel,
#include "interp/vm/opcodes.def"
#undef OP
    [static_cast<uint8_t>(kHaltOpcode)] = &StepHalt,
    [static_cast<uint8_t>(kLeaveOpcode)] = &StepLeave,
    [static_cast<uint8_t>(kInterruptOpcode)] = &StepInterrupt,
};
#pragma clang diagnostic pop

namespace {
struct Taken {
  UserOpcodeFunction function = nullptr;
  StepHandler step = nullptr;  // the opcode's own
};
Taken g_taken[256];

Transfer UserOpcodeBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  auto index = static_cast<uint8_t>(op->opcode);
  switch (g_taken[index].function(vm, frame)) {
    case UserOpcode::kContinue: return {vm->frame, vm->frame->op};
    case UserOpcode::kReturn: return {frame, &kHaltOp};
    case UserOpcode::kDispatch: break;
  }
  if (frame->op != op) return {frame, frame->op};
  return {frame, op, kPickTable.pick[index](*op), g_taken[index].step};
}
}  // namespace

void SetUserOpcode(Opcode opcode, UserOpcodeFunction function) {
  auto index = static_cast<uint8_t>(opcode);
  Taken& taken = g_taken[index];
  if (!taken.step) taken.step = g_step_handlers[index];
  taken.function = function;
  g_step_handlers[index] = function ? &Step<UserOpcodeBody> : taken.step;
}
UserOpcodeFunction UserOpcodeOf(Opcode opcode) { return g_taken[static_cast<uint8_t>(opcode)].function; }

Handler InitialHandler(const Op& op) {
  auto index = static_cast<uint8_t>(op.opcode);
  if (TUSK_UNLIKELY(g_taken[index].function != nullptr)) return &Run<UserOpcodeBody>;
  return kPickTable.pick[index](op);
}

namespace {
// What Safepoint relies on: loops are closed by JMP and JMPNZ alone.
[[maybe_unused]] bool ForwardOnly(const Op& op) {
  switch (op.opcode) {
    case Opcode::kJmpz:
    case Opcode::kJmpzEx:
    case Opcode::kJmpnzEx:
    case Opcode::kJmpSet:
    case Opcode::kJmpNull:
    case Opcode::kCoalesce: return op.op2.offset > 0;
    case Opcode::kFeFetchR:
    case Opcode::kFeFetchRw: return static_cast<int32_t>(op.extended) > 0;
    default: return true;
  }
}
}  // namespace

void AssignHandlers(OpArray* function) {
  if (function->op_count == 0 || function->ops[0].handler) return;
  for (uint32_t i = 0; i < function->op_count; ++i) {
    Op* op = &function->ops[i];
    switch (op->opcode) {
      case Opcode::kSendVal:
      case Opcode::kSendValEx:
      case Opcode::kSendVar:
      case Opcode::kSendVarEx:
      case Opcode::kSendVarNoRef:
      case Opcode::kSendVarNoRefEx:
      case Opcode::kSendRef:
      case Opcode::kSendFuncArg:
      case Opcode::kSendUser:
        // Positional arguments: the byte offset of the slot in the callee's frame.
        if (op->op2_kind == kUnused) op->result.num = SlotOffset(op->op2.num - 1);
        break;
      case Opcode::kRecv:
      case Opcode::kRecvInit: {
        // The types that the parameter takes as they are.
        const ArgInfo* arg = function->Arg(op->op1.num - 1);
        op->extended =
            arg && arg->type.declared ? arg->type.mask & TypeDecl::kMixed : ~TypeDecl::Bit(Type::kUndef);
        break;
      }
      default: break;
    }
    DCHECK(ForwardOnly(*op));
    op->handler = InitialHandler(*op);
  }
}

}  // namespace tusk
