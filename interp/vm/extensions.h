// The names of extensions, as extension_loaded() and `tusk -m` know them.
#pragma once

#include <string_view>
#include <vector>

namespace tusk {

// In the order in which they are registered: what declares a function or a class and has enough of it.
const std::vector<std::string_view>& LoadedExtensions();

}  // namespace tusk
