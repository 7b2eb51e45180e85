// assert().
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// The compiler passes the source of the condition as description when the script gives none.
void Assert(Args args, Value* result) {
  if (!IniBool(IniGet("assert.active").text) || ToBool(args[0])) return Return(result, true);
  const Value& description = args[1];
  if (description.IsObject()) {
    Retain(description);
    return ThrowObject(description.obj);
  }
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
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kAssertFunctions(kRows);

}  // namespace tusk
