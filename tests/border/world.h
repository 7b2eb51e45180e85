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
  int64_t made = 0, destroyed = 0;  // objects with destructors
  int64_t answered = 0, stopped = 0;
  bool pending = false;  // an exception, or a pause, was left over
  bool operator==(const Outcome&) const = default;
};
std::string TextOf(const Outcome& outcome);

enum class Mode { kInterpreter, kTraces };

// Once per process, before anything else: engine and traces with this backend.
bool StartWorld(const trace::Backend& backend, std::string* error);
// Ends it: shutdown functions, destructors.
void EndWorld();

inline constexpr int kRounds = 60;
// The round in which the return happens in the interpreter, and at an exit.
inline constexpr int kRound = 41;

// Runs the cell's program. `fired` is 0 when the border was never passed.
Outcome RunCell(Border border, Return r, Mode mode);
// What must have been, given the round.
Outcome Expected(Border border, Return r, Mode mode, int64_t round);

// For hand-assembled traces: makes the cell's return happen, if it is due at a border of this kind, else says
// where the opline goes on. Raw. What a helper may return (rule 5) if the cell's is one.
const Op* BorderStep(Frame* frame, const Op* op, Vm* vm);
// The border whose cell runs now.
Border RunningBorder();

}  // namespace tusk::border
