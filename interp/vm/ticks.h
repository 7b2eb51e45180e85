// declare(ticks=N): what runs every N statements.
#pragma once

#include "interp/vm/vm.h"

namespace tusk {

// Called in the order added, until one leaves an exception pending. Stay for good.
using TickHook = void (*)(Vm* vm);
void AddTickHook(TickHook hook);
// The TICKS opline's work.
void Tick(Vm* vm, uint32_t every);

}  // namespace tusk
