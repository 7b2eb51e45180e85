// Where temporary files go.
#pragma once

#include <string>

namespace tusk {

// sys_temp_dir, else $TMPDIR, else /tmp; without a slash at the end.
std::string TemporaryFolder();

}  // namespace tusk
