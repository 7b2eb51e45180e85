// The x86-64 register plan of trace code.
//
//   r12 frame   r14 vm   (as preserve_none handlers get them; r13, the opline, is free inside a trace)
//   rax rcx, xmm14 xmm15   scratch of the emitter
//   rbp    left alone: handlers preserve it
//   rbx r13 r15   survive C calls
#pragma once

#include "jit/target.h"

namespace tusk::jit::x64 {

enum Gpr : uint8_t {
  kRax,
  kRcx,
  kRdx,
  kRbx,
  kRsp,
  kRbp,
  kRsi,
  kRdi,
  kR8,
  kR9,
  kR10,
  kR11,
  kR12,
  kR13,
  kR14,
  kR15
};

inline constexpr uint8_t kFrame = kR12;
inline constexpr uint8_t kVm = kR14;
inline constexpr uint8_t kScratch = kRax;
inline constexpr uint8_t kScratch2 = kRcx;
inline constexpr uint8_t kFloatScratch = 15;
inline constexpr uint8_t kFloatScratch2 = 14;

}  // namespace tusk::jit::x64
