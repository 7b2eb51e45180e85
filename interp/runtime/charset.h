// The default_charset setting.
#pragma once

namespace tusk {

// Whether it was ever changed: without that it is UTF-8, and nobody needs to look.
extern bool g_default_charset_is_set;

}  // namespace tusk
