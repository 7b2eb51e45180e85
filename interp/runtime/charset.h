// The charset of texts that functions are not told about: internal_encoding, or else default_charset.
#pragma once

#include <string_view>

namespace tusk {

std::string_view DefaultCharset();
// Whether one of the settings was ever changed: without that it is UTF-8, and nobody needs to look.
extern bool g_default_charset_is_set;

}  // namespace tusk
