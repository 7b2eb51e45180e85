// Closure objects: the native part of class Closure embeds the function, so that a call keeps the closure
// alive by its function alone.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/op.h"

namespace tusk {

// The native part of Closure (native_size = sizeof(ClosureData), no property slots).
struct ClosureData {
  // A bitwise copy of the op array or builtin; vectors and names belong to the original, which never dies.
  // Own: scope, flags (kClosure, kFakeClosure), static_variables, cache.
  alignas(16) char function[sizeof(OpArray) > sizeof(Builtin) ? sizeof(OpArray) : sizeof(Builtin)];
  Value self;           // $this (owned), or kUndef
  Class* called_scope;  // static::, or null

  Function* func() { return reinterpret_cast<Function*>(function); }
};

extern Class* g_closure_class;  // set when class Closure is registered

inline bool IsClosure(const Object* o) { return o->cls == g_closure_class; }
inline ClosureData* ClosureOf(Object* o) { return o->native<ClosureData>(); }
// The closure object that embeds `f` (kClosure is set in f->flags).
inline Object* ClosureObject(Function* f) {
  return reinterpret_cast<Object*>(reinterpret_cast<char*>(f) - offsetof(ClosureData, function) -
                                   sizeof(Object));
}

// A closure of `f`. `self` is retained; scope may be null. Static variables are copied for user functions.
Object* NewClosure(Function* f, Class* scope, Class* called_scope, Object* self, bool fake = false);
// For class Closure's handlers.
void DestroyClosure(Object* o);
void TraceClosure(Object* o, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
