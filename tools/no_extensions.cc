// tusk has what interp/ext has.
#include "tools/extensions.h"

namespace tusk {

void AddExtensions() {}

}  // namespace tusk
