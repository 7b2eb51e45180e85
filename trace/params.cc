// The tables behind params.h.
#include "trace/params.h"

namespace tusk::trace {

constinit Params g_params;

namespace {

enum class AbortClass : uint8_t { Retry, Never };
struct AbortRow {
  std::string_view text;
  AbortClass abort_class;
};
constexpr AbortRow kAbortRows[] = {
    {"no reason", AbortClass::Retry},
#define ABORT(id, cls, text) {text, AbortClass::cls},
#include "trace/aborts.def"
#undef ABORT
};

}  // namespace

std::string_view AbortText(Abort reason) { return kAbortRows[static_cast<int>(reason)].text; }
bool AbortIsFinal(Abort reason) {
  return kAbortRows[static_cast<int>(reason)].abort_class == AbortClass::Never;
}

}  // namespace tusk::trace
