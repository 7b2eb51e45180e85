// The AArch64 register plan of trace code.
//
//   x20 frame   x22 vm   (as preserve_none handlers get them; x21, the opline, is free inside a trace)
//   x16 x17, d30 d31   scratch of the emitter
//   x18 x29   left alone      x30   saved in the trace's stack frame
//   x19 x21 x23..x28, d8..d15   survive C calls
#pragma once

#include "jit/target.h"

namespace tusk::jit::a64 {

inline constexpr uint8_t kFrame = 20;
inline constexpr uint8_t kVm = 22;
inline constexpr uint8_t kScratch = 16;
inline constexpr uint8_t kScratch2 = 17;
inline constexpr uint8_t kFloatScratch = 31;
inline constexpr uint8_t kFloatScratch2 = 30;

}  // namespace tusk::jit::a64
