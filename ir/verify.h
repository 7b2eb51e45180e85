// Checks a trace against the invariants every pass must keep. A failure names the invariant and the
// instruction; TUSK_CHECKS builds print the dump with the line marked and abort.
//
//  V1  operands and results have the types their rows ask for; literals are in range
//  V2  an operand is defined before its user and gives a value
//  V3  guards, STEP and terminators carry a snapshot; nothing else does
//  V4  what a snapshot refers to is defined before every instruction that carries it; entries ascend by slot
//  and hold
//      PHP values; frames ascend by base; resume is an opline; flags fit (retain only on counted values)
//  V5  at most one LOOP; PHIs stand after everything else, name a left side before LOOP (each once) and have
//  one type V6  SLOAD and PLOAD stand before LOOP; PLOAD only in side traces, before everything that may
//  leave V7  a terminator is the last instruction and excludes LOOP; without an open_end, one of the two is
//  there V8  a sunk instruction is pure or an allocation, and only snapshots and sunk instructions use it V9
//  call arguments have the number and types of the call's row
// V10  ownership: at each exit, and round the loop, every counted value has exactly the references that
// slots, frames
//      and the trace account for (see ir.h)
#pragma once

#include <optional>
#include <string>

#include "ir/ir.h"

namespace tusk::ir {

struct VerifyOptions {
  bool open_end = false;  // the trace is still being recorded
  bool ownership = true;  // V10
};

struct VerifyError {
  IrRef at;  // none: the trace as a whole
  std::string message;
};

std::optional<VerifyError> Verify(const Trace& trace, VerifyOptions options = {});
// Prints the marked dump to stderr and aborts on failure. `after` says which pass ran.
void VerifyOrDie(const Trace& trace, std::string_view after, VerifyOptions options = {});

}  // namespace tusk::ir
