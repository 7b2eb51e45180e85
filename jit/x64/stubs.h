// The shared boundary code of x86-64: how traces leave, and what slow paths call. Made once per code area.
#pragma once

#include <string>

#include "jit/code_area.h"
#include "jit/debug.h"
#include "jit/stubs.h"
#include "trace/backend.h"

namespace tusk::jit::x64 {

// Bytes of a trace's stack frame: the spill area, and 8 so that calls see an aligned stack.
inline constexpr int kFrameBytes = trace::kSpillSlots * 8 + 8;

// rsp is register 7, the return address column 16; `sub rsp, imm32` is seven bytes.
inline constexpr FrameLayout kFrameLayout = {.elf_machine = 62,
                                             .stack_pointer = 7,
                                             .return_address = 16,
                                             .entry_cfa = 8,
                                             .frame_bytes = kFrameBytes,
                                             .return_address_at = -8,
                                             .saved_by_prologue = false,
                                             .allocate_end = 7,
                                             .prologue_end = 7};

// Writes a jump to `target` at `writable`, which is executed at `code` (five bytes).
void WriteJump(uint8_t* writable, const uint8_t* code, const uint8_t* target);

// leave: with {exit, trace} pushed. returned_opline: the value in rax. release_zero, buffer_root: the counted
// value in rax; all other registers are preserved.
bool MakeStubs(CodeArea* area, const trace::BackendHost& host, Stubs* stubs, std::string* error);

}  // namespace tusk::jit::x64
