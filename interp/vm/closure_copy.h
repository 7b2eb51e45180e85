// Copies of functions: for class Closure's handlers and for trait methods.
#pragma once

#include "interp/runtime/closure.h"

namespace tusk {

void DestroyClosure(Object* o);
void TraceClosure(Object* o, void (*visit)(Value*, void*), void* context);
void CloneClosure(Object* to, Object* from);
// LinkHooks: a copy of a trait's method with a run-time cache of its own, and a function's first line.
Function* CopyFunctionForTrait(const Function* f);
uint32_t FunctionLine(const Function* f);
bool SameCode(const Function* a, const Function* b);

}  // namespace tusk
