// The cycle collector's side of values: possible roots are buffered when a count drops to above zero, and a
// collection runs when the buffer holds `threshold` of them.
#pragma once

#include "interp/runtime/value.h"

namespace tusk {

struct Class;
struct Object;

// Must be called by whoever frees something whose info has kGcPurple set.
TUSK_NOINLINE void ForgetPossibleRoot(RefCounted* counted);

// Frees what only cycles keep alive; destructors run. Returns how many containers were freed.
int64_t CollectCycles();

struct GcStatus {
  uint32_t runs;
  uint64_t collected;
  uint32_t threshold;
  uint32_t roots;
  bool running;
  bool enabled;
};
GcStatus GetGcStatus();
void EnableGc(bool on);
inline constexpr uint32_t kGcDefaultThreshold = 10001;

// Garbage of this class is torn down before all other garbage: generators, whose frames need the code of
// closures that they hold, and whose finally blocks may look at anything.
// `finish` runs those blocks.
void TearDownFirst(const Class* c, void (*finish)(Object*));
// At the end of a script: runs them if the object is of that class.
void FinishObject(Object* o);

// How deeply the destruction of containers is nested (value.cc). Code that runs in between, a destructor,
// starts at 0: what it destroys must not wait for the destruction it was called from, or a destructor that
// makes an object with a destructor would go on for ever instead of running out of stack.
extern constinit uint32_t g_destroy_depth;

}  // namespace tusk
