// Functions about functions: arguments, calls, look-up, what runs at shutdown.
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

// The user frame that called this builtin; raises and returns null in top-level code.
Frame* CallingFunction(Args args, const char* name, const char* what) {
  Frame* f = UserFrame(args.frame->prev);
  if (!f || f->func->Is(FunctionFlags::kTopLevel)) {
    Throw(Throwable::kError, absl::StrFormat("%s() %s", name, what));
    return nullptr;
  }
  return f;
}

void FuncNumArgs(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  Frame* f = CallingFunction(args, "func_num_args", "must be called from a function context");
  if (f) Return(result, f->arg_count);
}
void FuncGetArgs(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  Frame* f = CallingFunction(args, "func_get_args", "cannot be called from the global scope");
  if (!f) return;
  Array* a = NewArray(f->arg_count);
  for (uint32_t i = 0; i < f->arg_count; ++i) {
    Value* v = PassedArgument(f, i);
    Append(a, v && !v->IsUndef() ? CopyDeref(*v) : Value::Null());
  }
  Return(result, a);
}
void FuncGetArg(Args args, Value* result) {
  if (RefusesDynamicCall(args)) return;
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  Frame* f = CallingFunction(args, "func_get_arg", "cannot be called from the global scope");
  if (!f) return;
  if (args[0].i >= f->arg_count) {
    return ArgumentValueError(
        1, "must be less than the number of the arguments passed to the currently executed function");
  }
  Value* v = PassedArgument(f, static_cast<uint32_t>(args[0].i));
  if (v && !v->IsUndef()) ReturnCopy(result, *v);
}

void FunctionExists(Args args, Value* result) { Return(result, FindFunctionByName(args.Str(0)) != nullptr); }

// The named arguments that no parameter takes, or null.
Array* ExtraNamed(Args args) {
  return args.frame->info & CallInfo::kHasNamedExtra ? args.frame->symbols : nullptr;
}

void CallUserFunc(Args args, Value* result) {
  Callable callable;
  if (!ResolveCallable(args[0], &callable)) return;
  CallResolved(callable, args.count - 1, args.values + 1, ExtraNamed(args), result);
  ReleaseCallable(&callable);
}

void CallUserFuncArray(Args args, Value* result) {
  Callable callable;
  if (!ResolveCallable(args[0], &callable)) return;
  const Array* a = args.Arr(1);
  std::vector<Value> positional;
  Value named;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    if (key.IsInt()) {
      if (named.IsArray()) {
        ThrowError("Cannot use positional argument after named argument");
        break;
      }
      positional.push_back(ValueAt(a, p));
    } else {
      if (!named.IsArray()) named = Value(NewArray());
      SetStr(named.arr, key.name, Copy(ValueAt(a, p)));
    }
  }
  if (!HasException()) {
    CallResolved(callable, static_cast<uint32_t>(positional.size()), positional.data(),
                 named.IsArray() ? named.arr : nullptr, result);
  }
  Release(named);
  ReleaseCallable(&callable);
}

void RegisterShutdownFunction(Args args, Value*) {
  AddShutdownFunction(Copy(args[0]), args.count - 1, args.values + 1);
}

void GetDefinedFunctions(Args, Value* result) {
  Array* all = NewArray();
  Array* internal = NewArray();
  Array* user = NewArray();
  for (const ExtensionTable& table : ExtensionTables()) {
    for (uint32_t i = 0; i < table.functions->count; ++i) {
      std::string_view name = table.functions->rows[i].name;
      if (!name.starts_with("tusk\\")) Append(internal, Value(Intern(name)));
    }
  }
  for (const auto& entry : UserFunctions()) {
    Retain(entry.name);
    Append(user, Value(entry.name));
  }
  SetStr(all, "internal", Value(internal));
  SetStr(all, "user", Value(user));
  Return(result, all);
}

constexpr uint16_t kFrame = Effects::kUsesFrame | Effects::kThrows;
constexpr uint16_t kCalls =
    Effects::kCallsBack | Effects::kThrows | Effects::kWarns | Effects::kReadsState | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"call_user_func", "(callable $callback, mixed ...$args): mixed", kCalls | Effects::kTakesNamed,
     CallUserFunc},
    {"call_user_func_array", "(callable $callback, array $args): mixed", kCalls, CallUserFuncArray},
    {"forward_static_call", "(callable $callback, mixed ...$args): mixed", kCalls, CallUserFunc},
    {"forward_static_call_array", "(callable $callback, array $args): mixed", kCalls, CallUserFuncArray},
    {"func_get_arg", "(int $position): mixed", kFrame, FuncGetArg},
    {"func_get_args", "(): array", kFrame, FuncGetArgs},
    {"func_num_args", "(): int", kFrame, FuncNumArgs},
    {"function_exists", "(string $function): bool", Effects::kReadsState, FunctionExists},
    {"get_defined_functions", "(bool $exclude_disabled = true): array", Effects::kReadsState,
     GetDefinedFunctions},
    {"register_shutdown_function", "(callable $callback, mixed ...$args): void",
     Effects::kWritesState | Effects::kThrows, RegisterShutdownFunction},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kFunctionFunctions(kRows);

}  // namespace tusk
