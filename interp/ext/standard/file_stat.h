// What stat() tells, as PHP's arrays have it.
#pragma once

#include <sys/stat.h>

#include "interp/runtime/array.h"

namespace tusk {

Array* StatArray(const struct stat& s);

}  // namespace tusk
