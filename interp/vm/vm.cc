// What the runtime asks the VM: hooks of State.
#include "interp/vm/vm.h"

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/time_limit.h"
#include "interp/vm/arguments.h"
#include "interp/vm/backtrace.h"
#include "interp/vm/builtin.h"
#include "interp/vm/call.h"
#include "interp/vm/constant_expression.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"
#include "interp/vm/main.h"
#include "interp/vm/prelude.h"
#include "interp/vm/stack.h"

namespace tusk {

namespace {

void BeforeFatalError() {
  if (g_vm.jit) g_vm.jit->find_frames(&g_vm);
}

// After a fatal error nothing goes on: what runs then is called by nobody.
void AbandonFrames() {
  g_vm.frame = nullptr;
  g_vm.native_call = nullptr;
}

Class* RunningScope() {
  SeeFrames(&g_vm);
  for (Frame* f = g_vm.frame; f; f = f->prev) {
    if (f->func && (f->IsUser() || f->func->scope)) return f->func->scope;
  }
  return nullptr;
}
bool RunningStrict() {
  SeeFrames(&g_vm);
  // For a builtin: whether its caller is strict.
  Frame* f = UserFrame(g_vm.frame);
  return f && f->func->Is(FunctionFlags::kStrictTypes);
}
Object* RunningThis() {
  SeeFrames(&g_vm);
  return g_vm.frame ? g_vm.frame->this_object() : nullptr;
}
Function* RunningCallable() {
  SeeFrames(&g_vm);
  return g_vm.frame && g_vm.frame->func ? OutermostBuiltin(g_vm.frame)->func : nullptr;
}
String* RunningFunction() {
  Function* f = RunningCallable();
  return f && f->name ? f->name : EmptyString();
}
void Position(String** file, uint32_t* line) {
  SeeFrames(&g_vm);
  Frame* f = UserFrame(g_vm.frame);
  while (f && IsPrelude(f->func)) f = UserFrame(f->prev);
  if (!f) {
    *file = nullptr;
    *line = 0;
    return;
  }
  *file = f->op_array()->file;
  *line = LineOf(&g_vm, f);
}
void RedirectRunning() {
  // Only a user frame that runs itself: a builtin's caller is redirected when the builtin returns.
  RedirectToException(&g_vm, g_vm.frame);
}
Class* FindClassHook(String* name, bool autoload) { return FindClass(name, autoload); }
bool CallCallable(const Value& callable, uint32_t argc, const Value* argv, Value* result) {
  Callable resolved;
  *result = Value();
  if (!ResolveCallable(callable, &resolved)) return false;
  CallResolved(resolved, argc, argv, nullptr, result);
  ReleaseCallable(&resolved);
  return !Unwinding(&g_vm);
}
bool IsCallableHook(const Value& v) { return IsCallable(v); }

}  // namespace

void MakeHiddenFrames(Vm* vm) { vm->jit->show_frames(vm); }

void InitVm(Vm* vm) {
  InitStack(vm);
  g_time_is_over = TimeIsOver;
  vm->globals = NewHash(8);
  vm->call = CallFunction;
  vm->find_class = FindClassHook;
  vm->running_scope = RunningScope;
  vm->running_strict = RunningStrict;
  vm->running_function = RunningFunction;
  vm->running_callable = RunningCallable;
  vm->running_this = RunningThis;
  vm->position = Position;
  vm->before_fatal_error = BeforeFatalError;
  vm->abandon_frames = AbandonFrames;
  vm->redirect_to_exception = RedirectRunning;
  vm->stack_is_short = NativeStackIsShort;
  vm->call_callable = CallCallable;
  vm->is_callable = IsCallableHook;
  vm->backtrace = Backtrace;
  InstallClassHooks();
  InstallClassHooks();
}

Object* ClosureOfCall(Vm* vm, Frame* call) {
  Function* f = call->func;
  Object* made;
  if (call->info & CallInfo::kClosure) {
    made = f->closure;
    Retain(Value(made));
  } else if (f->flags & FunctionFlags::kTrampoline) {
    auto* t = static_cast<Trampoline*>(f);
    // The closure keeps the trampoline's name and target: a builtin row that calls on.
    made = NewClosure(t, t->scope, call->called_class(), call->this_object());
  } else {
    made = NewClosure(f, f->scope, call->called_class(), call->this_object());
    if (made) MakeFakeClosure(made, f);
  }
  ReleasePreparedCall(vm, call);
  return made;
}

}  // namespace tusk
