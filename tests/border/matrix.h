// The border matrix: what may come back at a border between code and the VM (DESIGN section 4), through which
// border, and what must follow. Rows and columns are added here; a cell without an entry does not compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tusk::border {

enum class Return : uint8_t {
  kPlain,
  kLate,
  kJump,
  kEnter,
  kLeft,
  kNull,
  kHalt,
  kLeave,
  kInterrupt,
  kInterruptThrows,
  kInterruptSwitches,
  kInterruptSuspends,
  kException,
  kPause,
};

// What a program must have done in the end, beside the rounds that it always does. "Once" means: neither
// twice nor not at all.
struct Follows {
  bool skips = false;         // the statement behind the border does not run in that round
  bool visits = false;        // the function visitor() runs once
  bool answers = false;       // the interrupt callback runs once
  bool catches = false;       // an exception is caught once: in the round, or by the caller (Column::between)
  bool leaves = false;        // the function is left in that round, its caller goes on
  bool stops = false;         // the execute loop is left once, and taken up again behind the border
  bool suspends = false;      // the fiber is suspended once
  std::string_view in_words;  // for the table
};

struct ReturnRow {
  Return id;
  std::string_view name;
  std::string_view raw;  // as DESIGN section 4 writes it
  Follows follows;
};
inline constexpr ReturnRow kReturns[] = {
    {Return::kPlain, "plain", "op: the next one", {.in_words = "the next opline, same frame"}},
    {Return::kLate, "late", "op: the next one", {.in_words = "out of the code once, and back into it"}},
    {Return::kJump, "jump", "op: another one", {.skips = true, .in_words = "that opline, same frame"}},
    {Return::kEnter,
     "enter",
     "op | ENTER",
     {.visits = true, .in_words = "first opline of the function entered, frame reloaded"}},
    {Return::kLeft,
     "left",
     "op | ENTER",
     {.leaves = true, .in_words = "behind the call in the caller, frame reloaded"}},
    {Return::kNull, "null", "null | ENTER", {.stops = true, .in_words = "the execute loop is left"}},
    {Return::kHalt, "halt", "halt_op", {.stops = true, .in_words = "the execute loop is left"}},
    {Return::kLeave,
     "leave",
     "leave_op",
     {.leaves = true, .in_words = "frame freed, behind the call in the caller"}},
    {Return::kInterrupt,
     "interrupt",
     "interrupt_op",
     {.answers = true, .in_words = "callback, then where it was going"}},
    {Return::kInterruptThrows,
     "interrupt throws",
     "interrupt_op",
     {.skips = true, .answers = true, .catches = true, .in_words = "callback, then the catch block"}},
    {Return::kInterruptSwitches,
     "interrupt switches",
     "interrupt_op",
     {.visits = true, .answers = true, .in_words = "callback, the frame it chose, then where it was going"}},
    {Return::kInterruptSuspends,
     "interrupt suspends",
     "interrupt_op",
     {.answers = true, .suspends = true, .in_words = "callback, another fiber, then where it was going"}},
    {Return::kException,
     "exception",
     "exception_op",
     {.skips = true, .catches = true, .in_words = "the catch block"}},
    {Return::kPause, "pause", "pause_op", {.stops = true, .in_words = "callback, the execute loop is left"}},
};
inline constexpr size_t kReturnCount = std::size(kReturns);

// Who has the border in the program below (kPrograms).
enum class Border : uint8_t {
  kStep,
  kBuiltin,
  kBareBuiltin,
  kRelease,
  kBackEdge,
  kFirstRound,
  kSideTrace,
  kExit,
  kRecorder,
  kSideRecorder,
  kCompare,
  kCallee,
  kCall,
  kLoopEntry,
  kUserOpcode,
  kWarning,
};
struct BorderRow {
  Border id;
  std::string_view name;
  std::string_view what;
  // Interrupts come between two rounds, outside of the round's try block: the caller catches what they throw,
  // and nothing is skipped.
  bool between_rounds;
};
inline constexpr BorderRow kBorders[] = {
    {Border::kStep, "step", "an opline without native recording, through its Step handler", false},
    {Border::kBuiltin, "builtin", "DO_ICALL through Step", false},
    {Border::kBareBuiltin, "bare builtin", "a builtin that code calls without a frame", true},
    {Border::kRelease, "release", "what code lets go of: a destructor, a native destructor", true},
    {Border::kBackEdge, "back edge", "the end of a round", true},
    {Border::kFirstRound, "first round", "the end of the round that a trace runs before its loop", true},
    {Border::kSideTrace, "side trace", "an opline through Step, in a trace that an exit was linked to",
     false},
    {Border::kExit, "exit", "the opline that a failed guard goes on at, run by the interpreter", false},
    {Border::kRecorder, "recorder", "an opline while it is recorded", false},
    {Border::kSideRecorder, "side recorder", "an opline recorded from a hot exit; back by the exit's stub",
     false},
    {Border::kCompare, "compare", "a compare of objects that ends the round, with its branch", true},
    {Border::kCallee, "callee", "an opline just before a callee's return; the callee is part of the code",
     false},
    {Border::kCall, "call", "the entry of a function that code goes on to", false},
    {Border::kLoopEntry, "loop entry", "the entry of an execute loop that a builtin starts", false},
    {Border::kUserOpcode, "user opcode", "an opcode that an extension has taken over", true},
    {Border::kWarning, "warning", "an error handler, called by a builtin that code calls without a frame",
     false},
};
inline constexpr size_t kBorderCount = std::size(kBorders);

// What the frame is that has the border's loop: every cell happens in each, where it can.
enum class Place : uint8_t { kFunction, kFiber, kGenerator, kYields };
struct PlaceRow {
  Place id;
  std::string_view name;
  std::string_view what;
};
inline constexpr PlaceRow kPlaces[] = {
    {Place::kFunction, "", "a function's"},
    {Place::kFiber, "fiber",
     "a function's, in a fiber that the outer program started: no return leaves the loop"},
    {Place::kGenerator, "generator",
     "a generator's, which runs all rounds between two yields: no return is one of a function, and no trace "
     "has "
     "its calls of builtin, callee and loop entry, as it lies apart from their frames"},
    {Place::kYields, "yields", "a generator's, which yields in each round; the same"},
};

// One character per cell, in the order of kBorders: 'x' happens, any other is a reason (kReasons).
struct CellRow {
  std::string_view cells;
  Return id;
};
// clang-format off
inline constexpr CellRow kCells[] = {
    //  step
    //  |builtin
    //  ||bare builtin
    //  |||release
    //  ||||back edge
    //  |||||first round
    //  ||||||side trace
    //  |||||||exit
    //  ||||||||recorder
    //  |||||||||side recorder
    //  ||||||||||compare
    //  |||||||||||callee
    //  ||||||||||||call
    //  |||||||||||||loop entry
    //  ||||||||||||||user opcode
    //  |||||||||||||||warning
    {"xxxxxxxxxxxxxxxx", Return::kPlain},
    {"llllxxllllllllll", Return::kLate},
    {"xbbreexxxxrjenxb", Return::kJump},
    {"xbbreexxxxrxenxb", Return::kEnter},
    {"xbbreexxxxrjenxb", Return::kLeft},
    {"xbbreexxxxrxenub", Return::kNull},
    {"xbbreexxxxrxenxb", Return::kHalt},
    {"xbbreexxxxrjenub", Return::kLeave},
    {"xxxxxxxxxxxxxxxx", Return::kInterrupt},
    {"xxxxxxxxxxxxxxxx", Return::kInterruptThrows},
    {"xxxxxxxxxxxxxxxx", Return::kInterruptSwitches},
    {"xxxxxxxxxxxxxxxx", Return::kInterruptSuspends},
    {"xxtxeexxxxxxenxx", Return::kException},
    {"xxppeexxxxpxenxp", Return::kPause},
};
// clang-format on
struct Reason {
  char mark;
  std::string_view text;
};
inline constexpr Reason kReasons[] = {
    {'l',
     "only safepoints of code are led out of by another thread that comes late, when nothing waits any more"},
    {'b', "a builtin's call goes on behind itself, or where an exception or a pause leads (rule 4)"},
    {'r', "releases and compares are part of an opline, which goes on by itself (rule 5)"},
    {'e', "ends of rounds and entries run no opline: only what waits in the attention word leads elsewhere"},
    {'j', "leaves the callee, or goes on inside of it, as it does anyway"},
    {'n',
     "the builtin that starts the loop is not left before the loop is; what comes out of it is its own "
     "return"},
    {'u', "UserOpcode has no word for it: kReturn is halt, kContinue goes on in a frame"},
    {'t', "a builtin that may throw is called with a frame, or warns (the last column)"},
    {'p',
     "only an opline that makes a call, in the loop that may be paused, is paused behind (else Vm::Pause "
     "returns false)"},
};

// --- nothing is missing

consteval bool Complete() {
  if (std::size(kCells) != kReturnCount) return false;
  for (size_t r = 0; r < kReturnCount; ++r) {
    if (kReturns[r].id != static_cast<Return>(r) || kCells[r].id != static_cast<Return>(r)) return false;
    if (kCells[r].cells.size() != kBorderCount) return false;
    for (char mark : kCells[r].cells) {
      bool known = mark == 'x';
      for (const Reason& reason : kReasons) known |= mark == reason.mark;
      if (!known) return false;
    }
  }
  for (size_t b = 0; b < kBorderCount; ++b) {
    if (kBorders[b].id != static_cast<Border>(b)) return false;
  }
  return static_cast<size_t>(Return::kPause) + 1 == kReturnCount &&
         static_cast<size_t>(Border::kWarning) + 1 == kBorderCount;
}
static_assert(Complete(),
              "every return kind needs its row and every cell its entry, in the order of the enums");

constexpr const ReturnRow& RowOf(Return r) { return kReturns[static_cast<size_t>(r)]; }
constexpr const BorderRow& RowOf(Border b) { return kBorders[static_cast<size_t>(b)]; }
constexpr char CellOf(Border b, Return r) {
  return kCells[static_cast<size_t>(r)].cells[static_cast<size_t>(b)];
}
constexpr bool Happens(Border b, Return r) { return CellOf(b, r) == 'x'; }
// A generator's own loop lies apart from the frames of calls, which its code does not reach: no trace has
// such a loop with an opline that must find them in memory.
constexpr bool CodeHas(Place place, Border b) {
  return place != Place::kGenerator ||
         (b != Border::kBuiltin && b != Border::kCallee && b != Border::kLoopEntry);
}
constexpr bool HappensIn(Place place, Return r) {
  const Follows& follows = RowOf(r).follows;
  switch (place) {
    case Place::kFunction: return true;
    case Place::kFiber: return !follows.stops;
    case Place::kGenerator:
    case Place::kYields: return !follows.leaves;
  }
  return false;
}
constexpr bool IsInterrupt(Return r) { return RowOf(r).follows.answers; }

}  // namespace tusk::border
