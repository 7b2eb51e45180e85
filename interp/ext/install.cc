// Connects the extensions to the runtime.
#include "interp/ext/install.h"

#include "interp/ext/core/builtin_class_maker.h"
#include "interp/ext/core/enum_methods.h"
#include "interp/ext/date/zone.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/state.h"

namespace tusk {

namespace {

bool AcceptTimeZone(std::string_view name) {
  if (FindZone(name)) return true;
  // Before a script runs there is nobody to tell: UTC it is.
  if (!g_state->running_callable || !g_state->running_callable()) return true;
  RaiseFunctionMessage(
      ErrorLevel::kWarning,
      absl::StrFormat("Invalid date.timezone value '%s', using '%s' instead", name, DefaultZone()->name()));
  return false;
}

}  // namespace

void InstallExtensions() {
  g_ini_hooks.time_zone = AcceptTimeZone;
  g_state->make_builtin_class = MakeBuiltinClass;
  g_link_hooks.add_enum_methods = AddEnumMethods;
}

}  // namespace tusk
