// assert().
#include <string>
#include <utility>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"
#include "interp/runtime/teardown.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

// What assert_options() set, which holds until the setting changes.
Value g_callback;
std::string* g_setting_then = nullptr;

#ifdef TUSK_CHECKS
const TeardownStep kRelease([] { Release(std::exchange(g_callback, Value())); });
#endif

Value CurrentCallback() {  // owned
  std::string_view setting = IniGet("assert.callback").text;
  if (!g_callback.IsUndef() && setting == *g_setting_then) return Copy(g_callback);
  return setting.empty() ? Value::Null() : Value(NewString(setting));
}
void CallBack(const Value& description) {
  Value callback = CurrentCallback();
  if (!g_state->is_callable(callback)) return Release(callback);
  String* file = nullptr;
  uint32_t line = 0;
  g_state->position(&file, &line);
  if (!file) file = EmptyString();
  Value argv[] = {Copy(Value(file)), Value(static_cast<int64_t>(line)), Value::Null(), description}, ignored;
  Callback(callback).Call(description.IsString() ? 4 : 3, argv, &ignored);
  Release(ignored);
  Release(argv[0]);
  Release(callback);
}
// The callback so far; with an argument, that is the next one.
void AssertCallback(Args args, Value* result) {
  *result = CurrentCallback();
  if (args.count == 0) return;
  if (!g_setting_then) g_setting_then = new std::string;
  *g_setting_then = IniGet("assert.callback").text;
  Release(std::exchange(g_callback, CopyDeref(args[0])));
}

// The compiler passes the source of the condition as description when the script gives none.
void Assert(Args args, Value* result) {
  if (!IniBool(IniGet("assert.active").text) || ToBool(args[0])) return Return(result, true);
  const Value& description = args[1];
  if (description.IsObject()) {
    Retain(description);
    return ThrowObject(description.obj);
  }
  CallBack(description);
  if (HasException()) return;
  if (IniBool(IniGet("assert.exception").text)) {
    return Throw(Throwable::kAssertionError, args.IsNull(1) ? "" : args.View(1));
  }
  if (IniBool(IniGet("assert.warning").text)) {
    if (args.IsNull(1)) {
      FunctionWarning("Assertion failed");
    } else {
      FunctionWarning("%s failed", args.View(1));
    }
  }
  if (IniBool(IniGet("assert.bail").text)) return StartExit(0);
  Return(result, false);
}

constexpr BuiltinRow kRows[] = {
    {"assert", "(mixed $assertion, Throwable|string|null $description = null): bool",
     Effects::kThrows | Effects::kWarns | Effects::kReadsState | Effects::kCallsBack, Assert},
    {"tusk\\assert_callback", "(mixed $callback = null): mixed", Effects::kReadsState | Effects::kWritesState,
     AssertCallback},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kAssertFunctions(kRows);

}  // namespace tusk
