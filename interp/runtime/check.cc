// The one way a broken invariant ends the process.
#include "interp/runtime/check.h"

#include <cstdio>
#include <cstdlib>

namespace tusk {

void CheckFailed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, expression);
  std::abort();
}

}  // namespace tusk
