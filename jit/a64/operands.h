// Immediates on AArch64.
#pragma once

#include <asmjit/arm/a64assembler.h>

#include <cstdint>

namespace tusk::jit::a64 {

// Any 64-bit value into a register: one MOVZ and up to three MOVK.
void LoadImmediate(asmjit::a64::Assembler* a, asmjit::arm::Gp to, uint64_t bits);

}  // namespace tusk::jit::a64
