// The end of builds with checks: steps run in no particular order, then the collector, then nothing may be
// left.
#include "interp/runtime/teardown.h"

#ifdef TUSK_CHECKS

#include <cstdio>
#include <cstdlib>

#include "interp/runtime/class.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/object.h"

namespace tusk {

namespace {
constinit TeardownStep* g_steps = nullptr;
}

TeardownStep::TeardownStep(void (*release)()) : release_(release), next_(g_steps) { g_steps = this; }

void TearDown() {
  MarkObjectsDestructed();
  for (TeardownStep* step = g_steps; step; step = step->next_) step->release_();
  while (CollectCycles() > 0) {
  }
  bool lost = false;
  for (uint32_t handle = 1; handle < ObjectHandleLimit(); ++handle) {
    Object* o = ObjectByHandle(handle);
    if (!o) continue;
    lost = true;
    std::fprintf(stderr, "lost at exit: %s#%u, %u references\n", o->cls->name->data, handle, o->refcount);
  }
  if (lost) std::abort();
}

}  // namespace tusk

#endif
