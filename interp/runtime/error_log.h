// Where messages are logged.
#pragma once

#include <string_view>

namespace tusk {

// Writes text, which ends its own line, where the error_log setting says: a file, with the time before it,
// the system's log, or standard error.
void LogText(std::string_view text);

}  // namespace tusk
