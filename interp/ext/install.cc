// Connects the extensions to the runtime.
#include "interp/ext/install.h"

#include "interp/ext/core/builtin_class_maker.h"
#include "interp/ext/core/enum_methods.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/state.h"

namespace tusk {

void InstallExtensions() {
  g_state->make_builtin_class = MakeBuiltinClass;
  g_link_hooks.add_enum_methods = AddEnumMethods;
}

}  // namespace tusk
