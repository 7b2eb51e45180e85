// Iterating objects: Iterator and IteratorAggregate from C++, and the loop variable of foreach over objects.
#pragma once

#include <functional>

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"

namespace tusk {

// The Iterator behind a Traversable (getIterator() as often as needed), with a reference; null with an
// exception pending.
Object* IteratorOf(Object* o);

// Whether foreach gets elements of its objects by methods.
inline bool IsTraversable(const Class* c) {
  return c->Is(ClassFlags::kIsIterator | ClassFlags::kIsIteratorAggregate);
}
// How loops go over the objects of a builtin class without calling methods. Null: by the methods, for there
// is no such way or the class overrides one of them.
inline const NativeIteration* IterationOf(const Class* c) {
  const NativeIteration* native = c->handlers->iteration;
  if (!native) return nullptr;
  for (const Function* f : {c->it_rewind, c->it_valid, c->it_current, c->it_key, c->it_next}) {
    if (!f->scope->Is(ClassFlags::kBuiltin)) return nullptr;
  }
  return native;
}
enum class Keys : uint8_t { kWanted, kIgnored };  // ignored: key() is not called
using ForEachBody = std::function<bool(const Value& key, Value value)>;
// Calls `body` with key and value (borrowed) of each element of a Traversable until it returns false. Not
// Traversable: throws Error with `message`. False: an exception is pending.
bool ForEach(Object* o, const char* message, Keys keys, const ForEachBody& body);

// The loop variable of foreach over an object is a kResource that holds this. (Arrays: the array itself, its
// position in the slot's `extra`; by reference: the reference, `extra` the iterator's number. Generators: the
// generator, `extra` says whether it must be resumed before the next element.)
struct LoopState {
  Object* object;                 // owned: the Iterator, or the object whose properties are visited
  Array* names;                   // owned: what is visited of a plain object; null for an Iterator
  uint32_t next;                  // position in `names`
  bool started;                   // Iterator: next() must be called before the next element
  void* cursor;                   // of the native iteration
  const NativeIteration* native;  // or null
};

}  // namespace tusk
