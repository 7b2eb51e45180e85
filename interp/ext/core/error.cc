// Errors: raising and handling them, backtraces.
#include <cstdio>

#include <string>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/error_log.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

void TriggerError(Args args, Value* result) {
  int64_t level = args[1].i;
  if (level != ErrorLevel::kUserError && level != ErrorLevel::kUserWarning &&
      level != ErrorLevel::kUserNotice && level != ErrorLevel::kUserDeprecated) {
    return ArgumentValueError(
        2, "must be one of E_USER_ERROR, E_USER_WARNING, E_USER_NOTICE, or E_USER_DEPRECATED");
  }
  if (level == ErrorLevel::kUserError) {
    Deprecated(
        "Passing E_USER_ERROR to trigger_error() is deprecated since 8.4, throw an exception or call exit "
        "with a "
        "string message instead");
    if (HasException()) return;
  }
  RaiseMessage(static_cast<int>(level), args.View(0));
  Return(result, true);
}

void SetErrorHandlerFunction(Args args, Value* result) {
  *result = SetErrorHandler(args.IsNull(0) ? Value::Null() : Copy(args[0]), static_cast<int>(args[1].i));
}
void RestoreErrorHandlerFunction(Args, Value* result) {
  RestoreErrorHandler();
  Return(result, true);
}
void SetExceptionHandlerFunction(Args args, Value* result) {
  *result = SetExceptionHandler(args.IsNull(0) ? Value::Null() : Copy(args[0]));
}
void RestoreExceptionHandlerFunction(Args, Value* result) {
  RestoreExceptionHandler();
  Return(result, true);
}

void ErrorReporting(Args args, Value* result) {
  Return(result, g_state->error_reporting);
  if (!args.IsNull(0)) IniSet("error_reporting", std::to_string(args[0].i));
}

void ErrorGetLast(Args, Value* result) {
  const LastError& last = GetLastError();
  if (!last.message) return;
  Array* a = NewArray();
  SetStr(a, "type", Value(static_cast<int64_t>(last.level)));
  Retain(last.message);
  SetStr(a, "message", Value(last.message));
  if (last.file) Retain(last.file);
  SetStr(a, "file", last.file ? Value(last.file) : Value(EmptyString()));
  SetStr(a, "line", Value(static_cast<int64_t>(last.line)));
  Return(result, a);
}
void ErrorClearLast(Args, Value*) { ClearLastError(); }

void DebugBacktrace(Args args, Value* result) {
  int64_t options = args[0].i;
  int64_t limit = args[1].i;
  *result = g_state->backtrace(1, !(options & 2), options & 1, limit > 0 ? static_cast<uint32_t>(limit) : 0);
}

void DebugPrintBacktrace(Args args, Value*) {
  int64_t limit = args[1].i;
  Value trace = g_state->backtrace(1, !(args[0].i & 2), false, limit > 0 ? static_cast<uint32_t>(limit) : 0);
  if (!trace.IsArray()) return;
  String* text = TraceToString(trace.arr);
  std::string_view lines = text->view();
  size_t main = lines.rfind('#');
  if (main != lines.npos) Echo(lines.substr(0, main));
  Release(text);
  Release(trace);
}

void ErrorLog(Args args, Value* result) {
  constexpr int64_t kMail = 1, kTcp = 2, kFile = 3, kServer = 4;
  std::string_view text = args.View(0);
  switch (args[1].i) {
    case kMail: FunctionWarning("not supported yet: messages by mail"); return Return(result, false);
    case kTcp: return ThrowValueError("TCP/IP option is not available for error logging");
    case kFile: {
      std::string_view file = args.IsNull(2) ? std::string_view() : args.View(2);
      if (file.empty()) return ThrowValueError("Path must not be empty");
      std::unique_ptr<Stream> s = OpenStreamOrWarn(file, "a");
      return Return(result, s && s->Write(text) == static_cast<int64_t>(text.size()));
    }
    case kServer:
      FlushOutput();
      std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
      break;
    default: LogText(std::string(text.substr(0, text.find('\0'))) + "\n");
  }
  Return(result, true);
}

constexpr uint16_t kRaises = Effects::kWarns | Effects::kThrows | Effects::kCallsBack | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"debug_backtrace", "(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT, int $limit = 0): array",
     Effects::kUsesFrame | Effects::kReadsState, DebugBacktrace},
    {"debug_print_backtrace", "(int $options = 0, int $limit = 0): void",
     Effects::kUsesFrame | Effects::kReadsState | Effects::kWritesState, DebugPrintBacktrace},
    {"error_clear_last", "(): void", Effects::kWritesState, ErrorClearLast},
    {"error_get_last", "(): ?array", Effects::kReadsState, ErrorGetLast},
    {"error_log",
     "(string $message, int $message_type = 0, ?string $destination = null, ?string $additional_headers = "
     "null): bool",
     Effects::kWritesState, ErrorLog},
    {"error_reporting", "(?int $error_level = null): int", Effects::kReadsState | Effects::kWritesState,
     ErrorReporting},
    {"restore_error_handler", "(): true", Effects::kWritesState, RestoreErrorHandlerFunction},
    {"restore_exception_handler", "(): true", Effects::kWritesState, RestoreExceptionHandlerFunction},
    {"set_error_handler", "(?callable $callback, int $error_levels = E_ALL): mixed",
     Effects::kWritesState | Effects::kThrows, SetErrorHandlerFunction},
    {"set_exception_handler", "(?callable $callback): mixed", Effects::kWritesState | Effects::kThrows,
     SetExceptionHandlerFunction},
    {"trigger_error", "(string $message, int $error_level = E_USER_NOTICE): bool", kRaises, TriggerError},
    {"user_error", "(string $message, int $error_level = E_USER_NOTICE): bool", kRaises, TriggerError},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kErrorFunctions(kRows);

}  // namespace tusk
