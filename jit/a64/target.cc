// The AArch64 register files, as register allocation sees them.
#include "jit/a64/registers.h"

namespace tusk::jit {

using namespace a64;

namespace {
constexpr uint8_t kArguments[] = {0, 1, 2, 3, 4, 5, 6, 7};
constexpr RegMask kSavedGprs = Bit(19) | Bit(21) | 0x1f80'0000;  // x19 x21 x23..x28
}  // namespace

constinit const Target kA64Target = {
    .name = "a64",
    .gpr = {.allocatable = 0xffff | kSavedGprs, .callee_saved = kSavedGprs},
    .fpr = {.allocatable = 0x3fff'ffff, .callee_saved = 0xff00},
    .argument_gprs = kArguments,
    .argument_gpr_count = 8,
    .argument_fprs = kArguments,
    .argument_fpr_count = 8,
    .result_gpr = 0,
    .result_fpr = 0,
    .division_clobbers = 0,
    .shift_clobbers = 0,
};

}  // namespace tusk::jit
