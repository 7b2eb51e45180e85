// The formatter behind printf(), for other writers too.
#pragma once

#include <string_view>

#include "interp/ext/support.h"

namespace tusk {

// Formats `values` by `format`. False: raised. `first_argument` is how many arguments of the function come
// before the values (for the message about missing ones), negative when the values came as an array.
bool FormatPrintf(std::string_view format, uint32_t count, const Value* values, int64_t first_argument,
                  StringBuilder* out);

String* NumberFormat(double v, int64_t decimals, std::string_view point, std::string_view thousands);

}  // namespace tusk
