// Diagnostics and exceptions, with PHP's levels, texts and places.
#pragma once

#include <string_view>

#include "absl/strings/str_format.h"
#include "interp/runtime/state.h"
#include "interp/runtime/string.h"

namespace tusk {

struct ErrorLevel {
  enum : int {
    kError = 1,
    kWarning = 2,
    kParse = 4,
    kNotice = 8,
    kCoreError = 16,
    kCompileError = 64,
    kUserError = 256,
    kUserWarning = 512,
    kUserNotice = 1024,
    kStrict = 2048,
    kRecoverable = 4096,
    kDeprecated = 8192,
    kUserDeprecated = 16384,
    kAll = 32767,
  };
};

// Shows and logs a diagnostic without asking the error handler.
void DisplayError(int level, std::string_view message, String* file, uint32_t line);

// Reports at the running position: error handler, error_reporting, display_errors, log_errors. User code may
// run.
void RaiseMessage(int level, std::string_view message);
void RaiseMessageAt(int level, std::string_view message, String* file, uint32_t line);
// The same for builtins: "name(): message".
void RaiseFunctionMessage(int level, std::string_view message);

template <typename... A>
TUSK_COLD void Warning(const absl::FormatSpec<A...>& format, const A&... args) {
  RaiseMessage(ErrorLevel::kWarning, absl::StrFormat(format, args...));
}
template <typename... A>
TUSK_COLD void Deprecated(const absl::FormatSpec<A...>& format, const A&... args) {
  RaiseMessage(ErrorLevel::kDeprecated, absl::StrFormat(format, args...));
}
template <typename... A>
TUSK_COLD void Notice(const absl::FormatSpec<A...>& format, const A&... args) {
  RaiseMessage(ErrorLevel::kNotice, absl::StrFormat(format, args...));
}
template <typename... A>
TUSK_COLD void FunctionWarning(const absl::FormatSpec<A...>& format, const A&... args) {
  RaiseFunctionMessage(ErrorLevel::kWarning, absl::StrFormat(format, args...));
}

// Prints "Fatal error: ..." (and the log line), runs shutdown, ends the process with status 255.
[[noreturn]] void FatalError(std::string_view message);
// Ends as after a fatal error, but says nothing.
[[noreturn]] void EndScript();
[[noreturn]] void FatalErrorAt(std::string_view message, String* file, uint32_t line,
                               int level = ErrorLevel::kError);

// Builtin exception classes that the engine throws.
enum class Throwable : uint8_t {
  kException,
  kErrorException,
  kError,
  kTypeError,
  kValueError,
  kArithmeticError,
  kDivisionByZeroError,
  kArgumentCountError,
  kUnhandledMatchError,
  kAssertionError,
  kJsonException,
  kCompileError,
  kParseError,
  kUnexpectedValueException,
  kOutOfBoundsException,
  kRuntimeException,
  kInvalidArgumentException,
  kLogicException,
  kBadMethodCallException,
  kOutOfRangeException,
  kDomainException,
  kLengthException,
  kRangeException,
  kUnderflowException,
  kOverflowException,
  kBadFunctionCallException,
  kRandomException,
  kFiberError,
  kClosedGeneratorException,
};
// Makes the exception pending, with file, line and backtrace of the running position. A pending one becomes
// previous.
void Throw(Throwable kind, std::string_view message, int64_t code = 0);
void ThrowObject(Object* exception);  // takes over the reference
// ParseError of include and eval: its place is in the code that was read.
void ThrowParseError(std::string_view message, String* file, uint32_t line);
template <typename... A>
TUSK_COLD void ThrowError(const absl::FormatSpec<A...>& format, const A&... args) {
  Throw(Throwable::kError, absl::StrFormat(format, args...));
}
template <typename... A>
TUSK_COLD void ThrowTypeError(const absl::FormatSpec<A...>& format, const A&... args) {
  Throw(Throwable::kTypeError, absl::StrFormat(format, args...));
}
template <typename... A>
TUSK_COLD void ThrowValueError(const absl::FormatSpec<A...>& format, const A&... args) {
  Throw(Throwable::kValueError, absl::StrFormat(format, args...));
}
// "name(): Argument #i ($x) <message>" as TypeError or ValueError; index is 1-based.
TUSK_COLD void ArgumentTypeError(uint32_t index, std::string_view message);
TUSK_COLD void ArgumentValueError(uint32_t index, std::string_view message);

// Drops the pending exception.
void ClearException();
// Lays aside what is pending while other code runs (destructors, error handlers). An exception of that code
// gets the one laid aside as its previous one; an exit() laid aside outlives it.
class PendingAside {
 public:
  PendingAside();
  ~PendingAside();
  PendingAside(const PendingAside&) = delete;
  PendingAside& operator=(const PendingAside&) = delete;

 private:
  Object* exception_;
  bool exiting_;
};
// What PHP does with an exception that nobody caught: the user's exception handler, else "Fatal error:
// Uncaught ..." and exit status 255. Nothing is pending afterwards unless the handler threw (then that one
// was reported).
void ReportUncaught();
// Starts unwinding for exit(): no catch, no finally; functions return as with an exception pending.
void StartExit(int status);

// What set_error_handler() and its kin keep. A kNull callable means none. Values returned are owned.
Value SetErrorHandler(Value callable, int mask);  // takes over; returns the previous one
void RestoreErrorHandler();
Value SetExceptionHandler(Value callable);
void RestoreExceptionHandler();
void AddShutdownFunction(Value callable, uint32_t argc,
                         const Value* argv);  // takes over callable, copies argv
void RunShutdownFunctions();                  // each once, in order; they may add more

// error_get_last(): message is null when there is none. Borrowed.
struct LastError {
  int level;
  String* message;
  String* file;
  uint32_t line;
};
const LastError& GetLastError();
void ClearLastError();
const char* ErrorLevelName(int level);  // "Warning", "Fatal error" ...

// The class of a builtin throwable. Slots of Exception and Error, which share their layout.
Class* ThrowableClass(Throwable kind);
// A value as the arguments of a backtrace's text show it.
void AppendArgument(std::string* out, const Value& arg);
struct ThrowableSlots {
  enum : uint32_t { kMessage, kString, kCode, kFile, kLine, kTrace, kPrevious, kSeverity };
};
// "#0 f.php(3): f(1)\n#1 {main}" from the array that State::backtrace makes; owned.
String* TraceToString(const Array* trace);
// "A::f", "strlen", "{closure}": how messages name a function; owned.
String* FunctionDisplayName(const Function* f);
// Appends `previous` (taken over) to the end of the chain of `exception`.
void SetPreviousException(Object* exception, Object* previous);

}  // namespace tusk
