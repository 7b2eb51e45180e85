// The beginning of a script's output.
#include "interp/runtime/response.h"

#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/state.h"

namespace tusk {

Response g_response;

void BeginResponse() {
  if (g_response.begun) return;
  if (!g_response.callback.IsUndef() && g_state->call_callable) {
    Value callback = g_response.callback, result;
    g_response.callback = Value();
    g_state->call_callable(callback, 0, nullptr, &result);
    Release(result);
    Release(callback);
    if (g_response.begun) return;  // it has output of its own
  }
  g_response.begun = true;
  if (g_state->position) g_state->position(&g_response.file, &g_response.line);
  if (g_response.send) g_response.send();
}

}  // namespace tusk
