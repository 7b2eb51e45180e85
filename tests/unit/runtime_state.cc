// The script state that the runtime reports through, for tests without a VM.
#include "interp/runtime/state.h"

namespace tusk {
namespace {
State g_test_state;
}
State* g_state = &g_test_state;
}  // namespace tusk
