// What register allocation and lowering must know about an architecture: register files and clobbers.
#pragma once

#include <cstdint>

namespace tusk::jit {

using RegMask = uint32_t;
inline constexpr RegMask Bit(int reg) { return RegMask{1} << reg; }

struct RegisterFile {
  RegMask allocatable;
  RegMask callee_saved;  // the part of `allocatable` that C functions preserve
};

struct Target {
  const char* name;
  RegisterFile gpr;
  RegisterFile fpr;
  const uint8_t* argument_gprs;  // in order of the C convention
  int argument_gpr_count;
  const uint8_t* argument_fprs;
  int argument_fpr_count;
  uint8_t result_gpr;
  uint8_t result_fpr;
  // Registers that integer DIV and MOD destroy, and that a shift by a variable does.
  RegMask division_clobbers;
  RegMask shift_clobbers;
};

extern const Target kX64Target;
extern const Target kA64Target;

}  // namespace tusk::jit
