// The native part of Closure objects.
#pragma once

#include "interp/runtime/object.h"

namespace tusk {

struct Closure {
  Function* function;  // a copy of its own (shallow: oplines, names and tables belong to the original), owned
  Value self;          // $this (owned); kPointer: the class that static means; kUndef: neither
  Object* origin;      // Closure::fromCallable of an object's method through __call etc: kept alive; or null

  Object* this_object() const { return self.IsObject() ? self.obj : nullptr; }
  Class* called_class() const {
    if (self.IsObject()) return self.obj->cls;
    return self.type == Type::kPointer ? static_cast<Class*>(self.ptr) : nullptr;
  }
};

Class* ClosureClass();
// Makes `closure`, of the named function `f`, a fake one: it is `f` itself and shares its static variables.
void MakeFakeClosure(Object* closure, Function* f);
struct Callable;  // vm/call.h
// First class callables and Closure::fromCallable: a closure that is the function itself under another name.
Object* ClosureFromCallable(const Callable& callable);
inline Closure* ClosureOf(Object* o) { return o->native<Closure>(); }
inline bool IsClosure(const Value& v) { return v.IsObject() && v.obj->cls == ClosureClass(); }

// A Closure object around a copy of `f`. scope: the class whose private members it sees, or null. self as in
// the struct; a reference of its own is taken. Static variables are copied.
Object* NewClosure(Function* f, Class* scope, Class* called_class, Object* self);

}  // namespace tusk
