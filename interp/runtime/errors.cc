// Diagnostics: levels, display and log formats, user error handlers, fatal errors, shutdown functions.
#include "interp/runtime/errors.h"
#include "interp/runtime/error_log.h"

#include <syslog.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "interp/runtime/class.h"
#include "interp/runtime/function.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"
#include "interp/runtime/output.h"
#include "interp/runtime/teardown.h"
#include "interp/runtime/time_limit.h"

namespace tusk {

void (*g_time_is_over)() = nullptr;
namespace {

struct ErrorHandler {
  Value callable = Value::Null();
  int mask = 0;
};

struct ShutdownCall {
  Value callable;
  std::vector<Value> args;
};

// All of the script's error state beside State; process lifetime.
struct ErrorState {
  ErrorHandler handler;
  std::vector<ErrorHandler> handler_stack;
  Value exception_handler = Value::Null();
  std::vector<Value> exception_handler_stack;
  std::vector<ShutdownCall> shutdown;
  size_t shutdown_done = 0;
  bool shutdown_ended = false;  // by exit() in one of them
  LastError last{};
  bool in_fatal = false;
};

ErrorState& Errors() {
  static ErrorState* state = new ErrorState;
  return *state;
}

#ifdef TUSK_CHECKS
const TeardownStep kRelease([] {
  ErrorState state = std::exchange(Errors(), {});
  Release(state.handler.callable);
  for (const ErrorHandler& handler : state.handler_stack) Release(handler.callable);
  Release(state.exception_handler);
  for (const Value& handler : state.exception_handler_stack) Release(handler);
  for (; state.shutdown_done < state.shutdown.size(); ++state.shutdown_done) {
    const ShutdownCall& call = state.shutdown[state.shutdown_done];
    for (const Value& v : call.args) Release(v);
    Release(call.callable);
  }
  if (state.last.message) {
    Release(state.last.message);
    Release(state.last.file);
  }
});
#endif

// Levels that no user handler sees: the engine is in no state to run code.
constexpr int kUnhandleable =
    ErrorLevel::kError | ErrorLevel::kParse | ErrorLevel::kCoreError | 32 | ErrorLevel::kCompileError | 128;
// Levels that end the script when nobody handled them.
constexpr int kFatalLevels = ErrorLevel::kError | ErrorLevel::kCoreError | ErrorLevel::kCompileError |
                             ErrorLevel::kUserError | ErrorLevel::kRecoverable | ErrorLevel::kParse;

String* UnknownFile() {
  static String* s = Intern("Unknown");
  return s;
}

void Position(String** file, uint32_t* line) {
  *file = nullptr;
  *line = 0;
  if (g_state && g_state->position) g_state->position(file, line);
  if (!*file) *file = UnknownFile();
}

void Remember(int level, std::string_view message, String* file, uint32_t line) {
  LastError& last = Errors().last;
  String* text = NewString(message);
  Retain(file);
  if (last.message) {
    Release(last.message);
    Release(last.file);
  }
  last = {level, text, file, line};
}

// The same message as the last one, from the same place unless ignore_repeated_source is on.
bool IsRepeated(std::string_view message, String* file, uint32_t line) {
  const LastError& last = Errors().last;
  return last.message && IniBool(IniGet("ignore_repeated_errors").text) && last.message->view() == message &&
         (IniBool(IniGet("ignore_repeated_source").text) ||
          (last.file->view() == file->view() && last.line == line));
}

std::string EscapeHtml(std::string_view text) {
  return absl::StrReplaceAll(
      absl::string_view(text.data(), text.size()),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#039;"}});
}

bool g_doc_references = false;
bool g_starting = true;

// "function(argument): text" with a link to the function's page in the manual.
std::string WithDocReference(std::string_view message) {
  Function* f = g_state->running_callable ? g_state->running_callable() : nullptr;
  size_t colon = message.find("): ");
  if (!f || !f->name || colon == message.npos || !message.starts_with(f->name->view()) ||
      !IniBool(IniGet("html_errors").text)) {
    return std::string(message);
  }
  std::string page = "function." + std::string(f->name->view()) + std::string(IniGet("docref_ext").text);
  std::replace(page.begin(), page.end(), '_', '-');
  return absl::StrFormat("%s [<a href='%s%s'>%s</a>]%s", message.substr(0, colon + 1),
                         IniGet("docref_root").text, page, page, message.substr(colon + 1));
}

void Display(int level, std::string_view message, String* file, uint32_t line) {
  const char* name = ErrorLevelName(level);
  bool hidden = g_starting && g_state->display_errors && !IniBool(IniGet("display_startup_errors").text);
  if (g_state->log_errors || hidden) {
    LogText(absl::StrFormat("PHP %s:  %s in %s on line %u\n", name, message, file->view(), line));
  }
  if (hidden) return;
  if (g_state->display_errors_on_stderr) {
    FlushOutput();
    std::string text = absl::StrFormat("%s: %s in %s on line %u\n", name, message, file->view(), line);
    if (write(STDERR_FILENO, text.data(), text.size()) < 0) return;
  } else if (g_state->display_errors) {
    std::string before(IniGet("error_prepend_string").text), after(IniGet("error_append_string").text);
    if (IniBool(IniGet("html_errors").text)) {
      bool escaped = level == ErrorLevel::kError || level == ErrorLevel::kParse;
      Echo(absl::StrFormat("%s<br />\n<b>%s</b>:  %s in <b>%s</b> on line <b>%u</b><br />\n%s", before, name,
                           escaped ? EscapeHtml(message) : std::string(message), file->view(), line, after));
    } else {
      Echo(absl::StrFormat("%s\n%s: %s in %s on line %u\n%s", before, name, message, file->view(), line,
                           after));
    }
  }
}

// True when a user handler took the message.
bool CallUserHandler(int level, std::string_view message, String* file, uint32_t line) {
  ErrorState& state = Errors();
  if (state.handler.callable.IsNull() || (level & kUnhandleable) || !(state.handler.mask & level))
    return false;
  if (!g_state->call_callable) return false;
  // The handler is off while it runs, so that its own errors are reported plainly.
  ErrorHandler running = state.handler;
  state.handler = {};
  Value args[4] = {Value(static_cast<int64_t>(level)), Value(NewString(message)), Value(file),
                   Value(static_cast<int64_t>(line))};
  Retain(file);
  bool handled;
  {
    PendingAside aside;  // a warning may be raised while unwinding
    Value result;
    bool called = g_state->call_callable(running.callable, 4, args, &result);
    handled = !called || !result.IsFalse();
    Release(result);
    Release(args[1]);
    Release(args[2]);
  }
  if (state.handler.callable.IsNull()) {
    state.handler = running;
  } else {
    Release(running.callable);  // the handler installed another one
  }
  return handled;
}

[[noreturn]] void Die() {
  ErrorState& state = Errors();
  g_state->exit_status = 255;
  if (!state.in_fatal) {
    state.in_fatal = true;
    ClearException();
    MarkObjectsDestructed();
    if (g_state->abandon_contexts) g_state->abandon_contexts();
    if (g_state->abandon_frames) g_state->abandon_frames();
    RunShutdownFunctions();
    if (g_state->exception) ReportUncaught();
  }
  EndOutput();
  FlushOutput();
  std::fflush(nullptr);
  _exit(255);
}

}  // namespace

void LogText(std::string_view text) {
  IniValue place = IniGet("error_log");
  if (place.text.empty()) {
    FlushOutput();
    if (write(STDERR_FILENO, text.data(), text.size()) < 0) return;
    return;
  }
  if (place.text == "syslog") {
    syslog(LOG_NOTICE, "%.*s", static_cast<int>(text.size()), text.data());
    return;
  }
  std::FILE* f = std::fopen(std::string(place.text).c_str(), "ab");
  if (!f) return;
  std::time_t now = std::time(nullptr);
  std::tm utc;
  char stamp[64];
  std::strftime(stamp, sizeof stamp, "[%d-%b-%Y %H:%M:%S UTC] ", gmtime_r(&now, &utc));
  std::fputs(stamp, f);
  std::fwrite(text.data(), 1, text.size(), f);
  std::fclose(f);
}

const char* ErrorLevelName(int level) {
  switch (level) {
    case ErrorLevel::kError:
    case ErrorLevel::kCoreError:
    case ErrorLevel::kCompileError:
    case ErrorLevel::kUserError: return "Fatal error";
    case ErrorLevel::kRecoverable: return "Recoverable fatal error";
    case ErrorLevel::kWarning:
    case 32:   // core
    case 128:  // compile
    case ErrorLevel::kUserWarning: return "Warning";
    case ErrorLevel::kParse: return "Parse error";
    case ErrorLevel::kNotice:
    case ErrorLevel::kUserNotice: return "Notice";
    case ErrorLevel::kStrict: return "Strict Standards";
    case ErrorLevel::kDeprecated:
    case ErrorLevel::kUserDeprecated: return "Deprecated";
  }
  return "Unknown error";
}

void RaiseMessageAt(int level, std::string_view message, String* file, uint32_t line) {
  if (!file) file = UnknownFile();
  if (CallUserHandler(level, message, file, line)) return;
  if (HasException() && !(level & kFatalLevels)) {
    // The handler threw: nothing more to say.
    if (!Errors().handler.callable.IsNull()) return;
  }
  bool repeated = IsRepeated(message, file, line);
  Remember(level, message, file, line);
  if (level & kFatalLevels) LeaveOutputCallback();
  if ((g_state->error_reporting & level) && !repeated) Display(level, message, file, line);
  if (level & kFatalLevels) Die();
}

void ShowDocReferences(bool show) { g_doc_references = show; }
void StartupIsOver() { g_starting = false; }

void RaiseMessage(int level, std::string_view message) {
  std::string linked;
  if (TUSK_UNLIKELY(g_doc_references)) message = linked = WithDocReference(message);
  String* file;
  uint32_t line;
  Position(&file, &line);
  RaiseMessageAt(level, message, file, line);
}

void RaiseFunctionMessage(int level, std::string_view message) {
  Function* f = g_state->running_callable ? g_state->running_callable() : nullptr;
  if (!f || !f->name) return RaiseMessage(level, message);
  String* name = FunctionDisplayName(f);
  RaiseMessage(level, absl::StrFormat("%s(): %s", name->view(), message));
  Release(name);
}

void FatalErrorAt(std::string_view message, String* file, uint32_t line, int level) {
  if (!file) file = UnknownFile();
  Remember(level, message, file, line);
  LeaveOutputCallback();
  if (g_state->error_reporting & level) Display(level, message, file, line);
  Die();
}

void FatalError(std::string_view message) {
  if (g_state->before_fatal_error) g_state->before_fatal_error();
  String* file;
  uint32_t line;
  Position(&file, &line);
  FatalErrorAt(message, file, line);
}

void DisplayError(int level, std::string_view message, String* file, uint32_t line) {
  if (!file) file = UnknownFile();
  Remember(level, message, file, line);
  if (g_state->error_reporting & level) Display(level, message, file, line);
}

Value SetErrorHandler(Value callable, int mask) {
  ErrorState& state = Errors();
  state.handler_stack.push_back(state.handler);
  Value previous = Copy(state.handler.callable);
  state.handler = {callable, mask};
  return previous;
}

void RestoreErrorHandler() {
  ErrorState& state = Errors();
  Value old = state.handler.callable;
  if (state.handler_stack.empty()) {
    state.handler = {};
  } else {
    state.handler = state.handler_stack.back();
    state.handler_stack.pop_back();
  }
  Release(old);
}

Value SetExceptionHandler(Value callable) {
  ErrorState& state = Errors();
  state.exception_handler_stack.push_back(state.exception_handler);
  Value previous = Copy(state.exception_handler);
  state.exception_handler = callable;
  return previous;
}

void RestoreExceptionHandler() {
  ErrorState& state = Errors();
  Value old = state.exception_handler;
  state.exception_handler = Value::Null();
  if (!state.exception_handler_stack.empty()) {
    state.exception_handler = state.exception_handler_stack.back();
    state.exception_handler_stack.pop_back();
  }
  Release(old);
}

// While it runs, a handler waits on the stack, and none is set.
Value TakeExceptionHandler() {
  ErrorState& state = Errors();
  Value handler = state.exception_handler;
  if (handler.IsNullOrUndef()) return handler;
  state.exception_handler_stack.push_back(Copy(handler));
  state.exception_handler = Value::Null();
  return handler;
}
bool PutBackExceptionHandler(Value handler) {  // true: it has set another one
  ErrorState& state = Errors();
  Release(handler);
  if (!state.exception_handler.IsNullOrUndef()) return true;
  if (!state.exception_handler_stack.empty()) {
    state.exception_handler = state.exception_handler_stack.back();
    state.exception_handler_stack.pop_back();
  }
  return false;
}

void AddShutdownFunction(Value callable, uint32_t argc, const Value* argv) {
  ShutdownCall call;
  call.callable = callable;
  for (uint32_t i = 0; i < argc; ++i) call.args.push_back(CopyDeref(argv[i]));
  Errors().shutdown.push_back(std::move(call));
}

void RunShutdownFunctions() {
  ErrorState& state = Errors();
  while (!state.shutdown_ended && state.shutdown_done < state.shutdown.size()) {
    g_state->SetExiting(false);
    ShutdownCall call = std::move(state.shutdown[state.shutdown_done++]);
    Value result;
    if (g_state->call_callable) {
      g_state->call_callable(call.callable, static_cast<uint32_t>(call.args.size()), call.args.data(),
                             &result);
    }
    Release(result);
    for (const Value& v : call.args) Release(v);
    Release(call.callable);
    if (g_state->exception) ReportUncaught();
    state.shutdown_ended = g_state->exiting;
  }
}

const LastError& GetLastError() { return Errors().last; }

void EndScript() { Die(); }

void ClearLastError() {
  LastError& last = Errors().last;
  if (last.message) {
    Release(last.message);
    Release(last.file);
  }
  last = {};
}

}  // namespace tusk
