// The x86-64 register files, as register allocation sees them.
#include "jit/x64/registers.h"

namespace tusk::jit {

using namespace x64;

namespace {
constexpr uint8_t kArgumentGprs[] = {kRdi, kRsi, kRdx, kRcx, kR8, kR9};
constexpr uint8_t kArgumentFprs[] = {0, 1, 2, 3, 4, 5, 6, 7};
}  // namespace

constinit const Target kX64Target = {
    .name = "x64",
    .gpr = {.allocatable = Bit(kRdx) | Bit(kRbx) | Bit(kRsi) | Bit(kRdi) | Bit(kR8) | Bit(kR9) | Bit(kR10) |
                           Bit(kR11) | Bit(kR13) | Bit(kR15),
            .callee_saved = Bit(kRbx) | Bit(kR13) | Bit(kR15)},
    .fpr = {.allocatable = 0x3fff, .callee_saved = 0},
    .argument_gprs = kArgumentGprs,
    .argument_gpr_count = 6,
    .argument_fprs = kArgumentFprs,
    .argument_fpr_count = 8,
    .result_gpr = kRax,
    .result_fpr = 0,
    .division_clobbers = Bit(kRdx),
    .shift_clobbers = 0,
};

}  // namespace tusk::jit
