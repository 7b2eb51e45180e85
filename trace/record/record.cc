// The table of record functions.
#include "interp/vm/user_opcode.h"
#include "trace/record/common.h"

namespace tusk::trace {

namespace {

struct Table {
  RecordFunction functions[256] = {};
  constexpr Table() {
#define NATIVE(Camel) functions[static_cast<uint8_t>(Opcode::k##Camel)] = Record##Camel;
#include "trace/record/native.def"
#undef NATIVE
  }
};
constexpr Table kTable;

}  // namespace

RecordFunction RecordFunctionOf(Opcode opcode) {
  if (UserOpcodeOf(opcode)) return nullptr;
  return kTable.functions[static_cast<uint8_t>(opcode)];
}

bool IsNumber(ir::Type t) { return t == ir::Type::kInt || t == ir::Type::kFloat; }

ir::IrRef ToFloat(Recorder& r, ir::IrRef value) {
  return r.TypeOf(value) == ir::Type::kInt ? r.ir().Emit(ir::Opcode::I2F, value) : value;
}

}  // namespace tusk::trace
