// exit and die: functions since PHP 8.4.
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

void ExitFunction(Args args, Value*) {
  if (args.Has(0) && args[0].IsString()) {
    Echo(args.View(0));
    StartExit(0);
    return;
  }
  StartExit(static_cast<int>(args.Int(0, 0) & 0xff));
}

constexpr BuiltinRow kRows[] = {
    {"die", "(string|int $status = 0): never", BuiltinEffects::kThrows | BuiltinEffects::kWritesState,
     ExitFunction},
    {"exit", "(string|int $status = 0): never", BuiltinEffects::kThrows | BuiltinEffects::kWritesState,
     ExitFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

const BuiltinTable kExitFunctions = kRows;

}  // namespace tusk
