// Runs the cells of the matrix: a PHP program per border, in which the return of a cell happens once, and
// what the program did in the end.
#pragma once

#include <cstdint>
#include <string>

#include "interp/vm/dispatch.h"
#include "tests/border/matrix.h"
#include "trace/backend.h"

namespace tusk::border {

// Opcode of the opline that stands for any without native recording.
inline constexpr Opcode kBorderOpcode = static_cast<Opcode>(250);

// What a program did. Counts; `round` is the one in which the return happened, from 1.
struct Outcome {
  int64_t fired = 0, round = 0;
  int64_t before = 0, behind = 0, caught = 0, outer = 0, ended = 0, returned = 0, visits = 0, suspended = 0;
  int64_t made = 0, destroyed = 0;                     // objects with destructors
  int64_t answered = 0, answered_in = 0, stopped = 0;  // answered_in: the round
  bool pending = false;                                // an exception, a pause or an interrupt was left over
  bool operator==(const Outcome&) const = default;
};
std::string TextOf(const Outcome& outcome);

enum class Mode { kInterpreter, kTraces };

// Where a matrix's traces come from.
struct Traces {
  const trace::Backend& backend;
  // Which borders they have; null: all.
  bool (*have)(Border border) = nullptr;
  // Whether an address lies in a trace that an exit leads to; null: as the trace tree says.
  bool (*in_side_trace)(const void* address) = nullptr;
};

// Once per process, before anything else: engine and traces.
bool StartWorld(const Traces& traces, std::string* error);
// Ends it: shutdown functions, destructors.
void EndWorld();

inline constexpr int kRounds = 60;
// The round in which the return happens in the interpreter, and at an exit.
inline constexpr int kRound = 41;

// Runs the cell's program. `fired` is 0 when the border was never passed.
Outcome RunCell(Border border, Return r, Mode mode, Place place);
// What must have been, given the round.
Outcome Expected(Border border, Return r, Mode mode, int64_t round);

// For hand-assembled traces: what the cell that runs now is about, and the function that has the loop.
Border RunningBorder();
const OpArray* RunningFunction();

}  // namespace tusk::border
