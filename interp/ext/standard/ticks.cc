// register_tick_function(): what a script has run every N statements under declare(ticks=N).
#include "interp/vm/ticks.h"

#include <memory>
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/vm/main.h"

namespace tusk {
namespace {

struct TickFunction {
  Value callable;
  std::vector<Value> args;
  Callable resolved;
  bool running = false;

  ~TickFunction() {
    ReleaseCallable(&resolved);
    Release(callable);
    for (const Value& v : args) Release(v);
  }
};
using List = std::vector<std::shared_ptr<TickFunction>>;
List& Functions() {
  static auto* all = new List;
  return *all;
}

void RunTickFunctions(Vm* vm) {
  // One that runs may register and unregister others.
  List now = Functions();
  for (const auto& f : now) {
    if (f->running) continue;
    f->running = true;
    Value result;
    CallResolved(f->resolved, static_cast<uint32_t>(f->args.size()), f->args.data(), nullptr, &result);
    Release(result);
    f->running = false;
    if (vm->Unwinding()) return;
  }
}

void Forget(Vm*) { Functions().clear(); }

void RegisterTickFunction(Args args, Value* result) {
  auto f = std::make_shared<TickFunction>();
  f->callable = Copy(args[0]);
  if (!ResolveCallable(f->callable, &f->resolved)) return;
  for (uint32_t i = 1; i < args.count; ++i) f->args.push_back(CopyDeref(args[i]));
  static bool hooked = false;
  if (!hooked) {
    AddTickHook(RunTickFunctions);
    AtShutdown(Forget);
    hooked = true;
  }
  Functions().push_back(f);
  Return(result, true);
}

void UnregisterTickFunction(Args args, Value*) {
  Callable wanted;
  if (!ResolveCallable(args[0], &wanted)) return;
  List& all = Functions();
  std::shared_ptr<TickFunction> found;
  for (size_t i = 0; i < all.size() && !found; ++i) {
    const Callable& c = all[i]->resolved;
    if (c.function != wanted.function || c.self != wanted.self || c.called_scope != wanted.called_scope)
      continue;
    if (all[i]->running) {
      FunctionWarning("Registered tick function cannot be unregistered while it is being executed");
      break;
    }
    found = all[i];  // its destructors run below, when the list is whole again
    all.erase(all.begin() + static_cast<long>(i));
  }
  ReleaseCallable(&wanted);
}

constexpr uint16_t kKeeps = Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"register_tick_function", "(callable $callback, mixed ...$args): bool", kKeeps, RegisterTickFunction},
    {"unregister_tick_function", "(callable $callback): void", kKeeps, UnregisterTickFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kTickFunctions(kRows);

}  // namespace tusk
