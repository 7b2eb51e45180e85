// The text form of traces. It has no addresses, its numbers are the instructions' positions, and parse.h
// reads it back to a trace that prints the same.
//
//   trace 2 @op:main+4 side 1:3          id, first opline, and for side traces parent:exit
//     !0 @op:main+4 [5=%1 6=null]        a snapshot, before the first instruction that carries it: resume,
//     entries
//        {20 @fn:f active ...}            ... and one {..} per frame, on the same line
//     %1 int SLOAD #5 !0                  number, type (omitted if none), operation, operands, snapshot
//
// Operands: %n instruction, 12 int, 1.5 float, null true false undef, @kind:label pointer constant, #n
// literal, - none, and the names of fields and calls. Entry flags: ^ the exit retains, ~ memory already holds
// it.
#pragma once

#include <string>

#include "ir/ir.h"

namespace tusk::ir {

std::string Print(const Trace& trace);
// With a marker and message under one instruction (or at the end when none).
std::string PrintMarked(const Trace& trace, IrRef marked, std::string_view message);
std::string PrintRef(const Trace& trace, IrRef r);
std::string PrintInst(const Trace& trace, IrRef r);       // without line end
std::string PrintSnapshot(const Trace& trace, SnapId s);  // without line end
std::string PrintFloat(double f);

}  // namespace tusk::ir
