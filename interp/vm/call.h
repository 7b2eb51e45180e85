// Calling: functions by name, callables, argument binding, calls from C++ into PHP.
#pragma once

#include <string>
#include <string_view>

#include "interp/vm/frame.h"
#include "interp/vm/vm.h"

namespace tusk {

// ---- functions by name

// A user function or a builtin by its lowercase name, or null.
Function* FindFunction(std::string_view lower_name);
// By a name as scripts write it, with any case and perhaps a backslash in front.
Function* FindFunctionByName(String* name);
// Declares a user function; false if the name is taken (the caller raises the error).
bool DeclareFunction(Vm* vm, String* lower_name, OpArray* function);
// All user functions, in order of declaration.
const MemberMap<Function*>& UserFunctions();

// ---- callables

// What a callable value stands for. Borrows from the value it came from, except `owned`.
struct Callable {
  Function* function = nullptr;
  Object* self = nullptr;         // $this of the call, or null
  Class* called_scope = nullptr;  // static:: of the call, or null
  Object* closure = nullptr;      // the closure object that holds `function`, or null
  Object* owned = nullptr;  // released by ReleaseCallable (object made while resolving, trampolines ...)
};
// Resolves strings ("f", "A::m"), [class or object, method], closures and objects with __invoke, as seen from
// the running scope. False: not callable; *error then says why as PHP does ("function \"f\" not found or
// invalid function name"), without raising anything. May autoload.
bool ResolveCallable(const Value& value, Callable* out, std::string* error = nullptr);
void ReleaseCallable(Callable* callable);
// is_callable(): no exception, *name (if not null, owned) gets the callable's printable name.
bool IsCallable(const Value& value, bool syntax_only = false, String** name = nullptr);

// ---- calls from C++ (each nests an execute loop; limited by the C stack)

// Arguments are borrowed. *result gets an owned value, kUndef when an exception is pending.
void CallFunction(Function* f, Object* self, Class* called_scope, uint32_t argc, const Value* argv,
                  Value* result);
// The same with unknown and named arguments: `named` (string keys, may be null) are bound by name.
void CallResolved(const Callable& callable, uint32_t argc, const Value* argv, Array* named, Value* result);
// Calls any callable value; throws the TypeError/Error that a call of it in PHP would. False: exception
// pending.
bool CallValue(const Value& callable, uint32_t argc, const Value* argv, Value* result);

// ---- frames (for backtraces, func_get_args, compact ...)

// Argument `i` as passed to a user frame: extra arguments lie behind the TMPs. Null when out of range.
Value* PassedArgument(Frame* frame, uint32_t i);
// The innermost user frame at or above `frame`, or null.
Frame* UserFrame(Frame* frame);
// The opline number's line in a user frame: what error messages and backtraces print.
uint32_t LineOf(Vm* vm, const Frame* frame);
// How many arguments of `call`, the innermost that was being prepared at or before opline *at, were sent when
// opline `op_number` was reached. *at moves to before the call began: where to look for the next outer one.
uint32_t SentArguments(const Op* ops, uint32_t op_number, const Frame* call, int64_t* at);
// Releases arguments sent so far and the frames of calls that `frame` was preparing when an exception came.
void CleanupUnfinishedCalls(Vm* vm, Frame* frame, uint32_t op_number);

}  // namespace tusk
