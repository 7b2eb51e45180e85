// What the files of the session extension share: its classes in PHP, and the bodies of functions for them.
#pragma once

#include "interp/ext/support.h"

namespace tusk::session {

// handlers.cc: sources of the interfaces, of SessionHandler and of the handler of files.
extern const char kSaveHandlerInterface[], kSessionIdInterface[], kTimestampInterface[];
extern const char kHandlerClass[], kFilesClass[];
// formats.cc: the class that reads and writes the data, and what it asks for.
extern const char kFormatsClass[];
void Renumbered(Args args, Value* result);
void SerializedSizeFunction(Args args, Value* result);

}  // namespace tusk::session
