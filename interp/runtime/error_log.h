// Where messages are logged.
#pragma once

#include <string_view>

namespace tusk {

// Writes text, which ends its own line, where the error_log setting says: a file, with the time before it,
// the system's log, or standard error.
void LogText(std::string_view text);

// docref_root is set: with html_errors, messages of functions link to their manual.
void ShowDocReferences(bool show);
// Until the settings are read, display_startup_errors says whether messages are displayed or logged.
void StartupIsOver();

}  // namespace tusk
