// Makes builtin classes from their rows.
#pragma once

#include <string_view>

namespace tusk {

struct Class;

// State::make_builtin_class: the class with this lowercase name, linked and entered into the class table, or
// null.
Class* MakeBuiltinClass(std::string_view lower_name);

}  // namespace tusk
