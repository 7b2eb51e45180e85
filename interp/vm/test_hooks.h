// What builds with checks have for tests: a way to be asked at every safepoint, in interpreted and in
// compiled code alike, and user functions in the place of opcodes' handlers. Release builds have none of it.
#pragma once

#include <cstdint>

namespace tusk {

struct Vm;

// Where a safepoint is: a taken backward jump (JMPNZ: any), the entry of a user function, the end of a
// builtin.
enum class SafepointKind : uint8_t { kJump, kEntry, kCallEnd };

#ifdef TUSK_CHECKS
struct TestHooks {
  // Asked just before the attention word is tested. Compiled code (`compiled`), which need not test the word
  // there, leaves for the interrupt if the answer is true; then the function has raised one.
  bool (*safepoint)(Vm* vm, SafepointKind kind, bool compiled) = nullptr;
  bool due = false;  // that answer was given: the exit is taken for the interrupt
  // Asked when an execute loop was left. True: it goes on with vm->frame.
  bool (*loop_left)(Vm* vm) = nullptr;
};
#endif

}  // namespace tusk
