// PHP callables: "function", "A::method", [$object or "A", "method"], closures and objects with __invoke.
#pragma once

#include <string>

#include "interp/runtime/function.h"
#include "interp/runtime/value.h"

namespace tusk {

struct Callable {
  Function* function = nullptr;
  Object* self = nullptr;         // $this; borrowed from the value
  Class* called_class = nullptr;  // what static:: means
  Object* closure = nullptr;      // the closure object that holds `function`; borrowed
  explicit operator bool() const { return function != nullptr; }
};

// Resolves `v` as a callable from the running code's scope; may autoload. On failure returns false and, if
// `error` is given, says why in PHP's words (`function "f" not found or invalid function name`). Raises
// nothing itself; an autoloader may (check HasException()). A function made for __call is a trampoline:
// FreeCallable() it if unused.
bool ResolveCallable(const Value& v, Callable* out, std::string* error = nullptr);
void FreeCallable(Callable* callable);
// Only whether `v` has the shape of a callable.
bool LooksCallable(const Value& v);
// "strlen", "A::f", "Closure::__invoke": the callable's name as is_callable() gives it; owned.
String* CallableName(const Value& v);

// Calls it: arguments are borrowed, *result gets an owned value (kUndef with an exception pending). True when
// nothing was thrown. `named`, if given, holds named arguments by name.
bool CallCallable(const Callable& callable, uint32_t argc, const Value* argv, Value* result,
                  Array* named = nullptr);

}  // namespace tusk
