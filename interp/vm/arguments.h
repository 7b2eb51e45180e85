// Binding arguments: what SEND_* and calls from C++ share. For the VM's own files.
#pragma once

#include "interp/vm/call.h"
#include "interp/vm/frame.h"

namespace tusk {

bool NativeStackIsShort();
// False with an Error pending when the C stack is nearly used up.
bool CheckNativeStack();
void ThrowStackOverflow(Vm* vm);

// Releases a call that will not happen: its arguments, $this, closure, trampoline, frame.
void ReleasePreparedCall(Vm* vm, Frame* call);
// Runs a builtin whose arguments are bound, and releases its frame. *result is owned, kUndef after an
// exception.
void RunBuiltin(Vm* vm, Frame* call, Value* result);
void ReleaseBuiltinFrame(Vm* vm, Frame* call);

// The slot of `*call` for the argument called `name`: declared parameters, else the array of unknown ones if
// the function is variadic. Null with an Error pending. The call may move.
// The index of the parameter with this name; arg_count if there is none.
uint32_t ParameterNamed(const Function* f, const String* name);
// "f(): Argument #1 ($a)": how messages begin.
std::string ArgumentText(const Function* f, uint32_t index);
// "f(): Argument #1 ($a) must be passed by reference, value given".
TUSK_COLD void WarnValueForReference(const Function* f, uint32_t index);
Value* NamedArgument(Vm* vm, Frame** call, String* name);
// Binds the string-keyed elements of `named`, appends integer-keyed ones. False: exception pending.
bool BindNamedArray(Vm* vm, Frame** call, Array* named);
// Makes room for one more positional argument and returns its slot. The call may move.
Value* NextArgument(Vm* vm, Frame** call);
// Gives skipped parameters their defaults. False: exception pending.
bool FillUndefArguments(Vm* vm, Frame* call);

// Methods as calls see them from `scope`. Private, protected and __call are taken care of: a trampoline is
// returned where __call / __callStatic takes the call. Null with an Error pending.
Function* FindMethod(Object* object, String* name, String* lower_name, Class* scope);
Function* FindStaticMethod(Class* c, String* name, String* lower_name, Class* scope, Object* self);
// The same without errors and without trampolines; null when there is none or it is not accessible.
Function* FindAccessibleMethod(Class* c, std::string_view lower_name, Class* scope);
// The same by an interned name, for places that ask with many classes.
Function* FindKnownMethod(Class* c, String* lower_name, Class* scope);

// A trampoline stands for one call of __call or __callStatic (`target`) under the name `method`.
struct Trampoline : Builtin {
  Function* target = nullptr;
};
Function* NewTrampoline(Function* target, String* method, bool is_static);
void FreeTrampoline(Function* f);
// What a frame for a call of `callable` runs: a trampoline of its own where the callable has one, which the
// call frees.
Function* FunctionForCall(const Callable& callable);
// f(...): the closure of a prepared call, which is released. Null with an exception pending.
Object* ClosureOfCall(Vm* vm, Frame* call);

// Turns a prepared call of a trampoline into a prepared call of its target: packs the arguments. Releases
// `call`.
Frame* UnwrapTrampoline(Vm* vm, Frame* call, Frame* outer);
void CallTrampoline(Vm* vm, Frame* call, Value* result);

// TypeErrors and ArgumentCountErrors of user functions.
TUSK_COLD void ThrowMissingArgument(Vm* vm, Frame* frame);
TUSK_COLD void ThrowArgumentType(Vm* vm, Frame* frame, uint32_t number, const Value& v);
TUSK_COLD void ThrowReturnType(Frame* frame, const Value* v);

// A constant expression is replaced by its value; other values stay. False: exception pending.
bool Evaluated(Value* v, Class* scope);

// The notice about a call of a deprecated function, with what its attribute says.
void WarnDeprecated(const Function* f);
// The same for a class constant; `c` is the class that it was asked of.
void WarnDeprecated(const Class* c, String* name, const ClassConstant* constant);

}  // namespace tusk
