// PDOStatement and PDORow, in PHP.
#pragma once

namespace tusk {

extern const char* const kPdoStatementSource;
extern const char* const kPdoRowSource;

}  // namespace tusk
