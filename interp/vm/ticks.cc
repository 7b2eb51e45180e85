// Ticks.
#include "interp/vm/ticks.h"

#include <vector>

namespace tusk {

namespace {
std::vector<TickHook>& Hooks() {
  static auto* all = new std::vector<TickHook>;
  return *all;
}
uint32_t g_count = 0;
}  // namespace

void AddTickHook(TickHook hook) { Hooks().push_back(hook); }

void Tick(Vm* vm, uint32_t every) {
  if (++g_count < every) return;
  g_count = 0;
  auto& hooks = Hooks();
  ++vm->switch_blocks;
  for (size_t i = 0; i < hooks.size() && !vm->Unwinding(); ++i) hooks[i](vm);
  --vm->switch_blocks;
}

}  // namespace tusk
