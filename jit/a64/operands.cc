// Immediates on AArch64.
#include "jit/a64/operands.h"

namespace tusk::jit::a64 {

using namespace asmjit;

void LoadImmediate(asmjit::a64::Assembler* a, arm::Gp to, uint64_t bits) {
  a->movz(to, bits & 0xffff);
  for (uint32_t shift = 16; shift < 64; shift += 16) {
    if (uint64_t part = bits >> shift & 0xffff) a->movk(to, part, shift);
  }
}

}  // namespace tusk::jit::a64
