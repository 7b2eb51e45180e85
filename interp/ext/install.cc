// Connects the extensions to the runtime.
#include "interp/ext/install.h"

#include "interp/ext/core/builtin_class_maker.h"
#include "interp/ext/core/enum_methods.h"
#include "interp/ext/date/zone.h"
#include "interp/ext/mbstring/settings.h"
#include "interp/ext/pcre/regex.h"
#include "interp/ext/standard/wrapper.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/state.h"
#include "interp/vm/include.h"

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

bool IsSource(std::string_view name) {
  if (UserWrapper* w = UserWrapperOf(name)) return !w->is_url && !SchemeOf(name).empty();
  if (name.starts_with("data:")) return IniBool(IniGet("allow_url_include").text);
  std::string_view scheme = SchemeOf(name);
  if (scheme.empty()) return false;
  return EqualIgnoreCase(name.substr(0, 13), "php://filter/") || EqualIgnoreCase(scheme, "compress.zlib");
}
bool ReadFromStream(const std::string& path, std::string* out, std::string* error, bool* handled) {
  *handled = UserWrapperOf(path) || IsSource(path);
  if (!*handled) return false;
  constexpr int kForInclude = 128;
  std::unique_ptr<Stream> s = OpenStream(path, "rb", error, {.context = nullptr, .options = kForInclude});
  if (!s) return false;
  *out = s->ReadAll();
  return true;
}

}  // namespace

void InstallExtensions() {
  g_ini_hooks.time_zone = AcceptTimeZone;
  g_ini_hooks.mbstring = ApplyMbstringSetting;
  g_ini_hooks.match_limits = SetMatchLimits;
  g_state->make_builtin_class = MakeBuiltinClass;
  g_include_hooks = {.is_source = IsSource, .read = ReadFromStream};
  g_link_hooks.add_enum_methods = AddEnumMethods;
}

}  // namespace tusk
