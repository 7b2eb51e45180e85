// Copies of functions: for class Closure's handlers and for trait methods.
#pragma once

#include <utility>

#include "interp/runtime/array.h"
#include "interp/runtime/closure.h"
#include "interp/vm/op.h"

namespace tusk {

void DestroyClosure(Object* o);
void TraceClosure(Object* o, void (*visit)(Value*, void*), void* context);
void CloneClosure(Object* to, Object* from);
// LinkHooks: a copy of a trait's method with a run-time cache of its own, and a function's first line.
Function* CopyFunctionForTrait(const Function* f);
// At exit. Fake closures in the table, which share it, keep it otherwise.
inline void ReleaseStatics(OpArray* f) {
  Array* table = std::exchange(f->static_variables, nullptr);
  if (!table) return;
  if (table->refcount > 1 && !table->Immortal()) Clear(table);
  Release(Value(table));
}
uint32_t FunctionLine(const Function* f);
bool SameCode(const Function* a, const Function* b);

}  // namespace tusk
