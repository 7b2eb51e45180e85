// The shared boundary code of AArch64: how traces leave, and what slow paths call. Made once per code area.
#pragma once

#include <string>

#include "jit/code_area.h"
#include "jit/debug.h"
#include "jit/stubs.h"
#include "trace/backend.h"

namespace tusk::jit::a64 {

// A trace's stack frame: the spill area, then the saved x30 (and eight bytes of padding).
inline constexpr int kSavedLinkOffset = trace::kSpillSlots * 8;
inline constexpr int kFrameBytes = kSavedLinkOffset + 16;

inline constexpr FrameLayout kFrameLayout = {.elf_machine = 183,
                                             .stack_pointer = 31,
                                             .return_address = 30,
                                             .entry_cfa = 0,
                                             .frame_bytes = kFrameBytes,
                                             .return_address_at = kSavedLinkOffset - kFrameBytes,
                                             .saved_by_prologue = true,
                                             .allocate_end = 4,
                                             .prologue_end = 8};

// leave: exit in w16, trace in w17. returned_opline: the value in x0. release_zero, buffer_root: the counted
// value in x16; all but x16, x17, x30 are preserved.
bool MakeStubs(CodeArea* area, const trace::BackendHost& host, Stubs* stubs, std::string* error);
// Writes a jump to `target` at `writable`, which is executed at `code` (four bytes, reach 128 MiB).
void WriteJump(uint8_t* writable, const uint8_t* code, const uint8_t* target);

}  // namespace tusk::jit::a64
