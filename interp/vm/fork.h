// Going on in a second process.
#pragma once

#include <sys/types.h>

namespace tusk {

struct Vm;

// As fork(): the child goes on with a copy of everything, traces and their code included. Output that waits
// in the process is written first, or it would be twice. Without the time limit and the threads of the
// parent, as the system has it. -1 with errno set when the system refuses.
pid_t ForkProcess(Vm* vm);

// What a part does about memory that both processes would share, and about threads that the child lacks. Null
// for nothing.
struct ForkHook {
  bool (*before)();     // in the parent; false with errno set: then there is no fork
  void (*in_parent)();  // whether or not there is a child; not when `before` failed
  void (*in_child)();
};
void AddForkHook(const ForkHook& hook);

}  // namespace tusk
