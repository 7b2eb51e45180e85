// Iterating objects from C++.
#include "interp/vm/iterate.h"

#include "interp/runtime/errors.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/generator.h"

namespace tusk {

Object* IteratorOf(Object* o) {
  Value current(o);
  Retain(current);
  // One aggregate behind the other without end recurses in PHP.
  constexpr uint32_t kMostAggregates = 50000;
  for (uint32_t n = 0;; ++n) {
    Object* object = current.obj;
    Class* c = object->cls;
    if (c->Is(ClassFlags::kIsIterator)) return object;
    if (!c->Is(ClassFlags::kIsIteratorAggregate) || !c->get_iterator) {
      Release(current);
      return nullptr;
    }
    if (n == kMostAggregates) ThrowStackOverflow(&g_vm);
    Value made;
    if (!Unwinding(&g_vm)) CallFunction(c->get_iterator, object, c, 0, nullptr, &made);
    if (Unwinding(&g_vm)) {
      Release(made);
      Release(current);
      return nullptr;
    }
    if (!made.IsObject() || !(made.obj->cls->Is(ClassFlags::kIsIterator) ||
                              made.obj->cls->Is(ClassFlags::kIsIteratorAggregate))) {
      Throw(
          Throwable::kException,
          absl::StrFormat("Objects returned by %s::getIterator() must be traversable or implement interface "
                          "Iterator",
                          c->name->view()));
      Release(made);
      Release(current);
      return nullptr;
    }
    Release(current);
    current = made;
  }
}

namespace {

// A generator, started or about to be: its steps need no calls.
void ForEachYielded(Vm* vm, Object* generator, Keys keys, const ForEachBody& body) {
  SeeFrames(vm);
  while (!Unwinding(vm) && GeneratorValid(generator)) {
    Value value = GeneratorCurrent(generator), key;
    if (keys == Keys::kWanted && !Unwinding(vm)) key = GeneratorKey(generator);
    bool more = !Unwinding(vm) && body(key, value);
    Release(value);
    Release(key);
    if (!more || Unwinding(vm)) return;
    GeneratorResume(generator);
  }
}

void ForEachNative(Vm* vm, Object* it, const NativeIteration* native, Keys keys, const ForEachBody& body) {
  Value value, key;
  void* cursor = nullptr;
  for (bool more = native->rewind(it, &cursor) && !Unwinding(vm), first = true; more; first = false) {
    key = Value();
    if (!native->fetch(it, &cursor, !first, &value, keys == Keys::kWanted ? &key : nullptr)) break;
    more = body(key, value);
    Release(value);
    Release(key);
    more = more && !Unwinding(vm);
  }
  if (cursor) native->end(it, cursor);
}

void ForEachCalled(Vm* vm, Object* it, Keys keys, const ForEachBody& body) {
  Class* c = it->cls;
  Value result;
  while (!Unwinding(vm)) {
    CallFunction(c->it_valid, it, c, 0, nullptr, &result);
    bool valid = result.IsTrue();
    Release(result);
    if (Unwinding(vm) || !valid) return;
    Value value, key;
    CallFunction(c->it_current, it, c, 0, nullptr, &value);
    if (keys == Keys::kWanted && !Unwinding(vm)) CallFunction(c->it_key, it, c, 0, nullptr, &key);
    bool more = !Unwinding(vm) && body(key, value);
    Release(value);
    Release(key);
    if (!more || Unwinding(vm)) return;
    CallFunction(c->it_next, it, c, 0, nullptr, &result);
    Release(result);
  }
}

}  // namespace

bool ForEach(Object* o, const char* message, Keys keys, const ForEachBody& body) {
  Vm* vm = &g_vm;
  if (!o->cls->Is(ClassFlags::kIsIterator) && !o->cls->Is(ClassFlags::kIsIteratorAggregate)) {
    ThrowError("%s", message);
    return false;
  }
  Object* it = IteratorOf(o);
  if (!it) return false;
  if (IsGenerator(it) && !GeneratorValid(it)) {
    Throw(Throwable::kException, "Cannot traverse an already closed generator");
    Release(Value(it));
    return false;
  }
  if (const NativeIteration* native = IterationOf(it->cls)) {
    ForEachNative(vm, it, native, keys, body);
  } else {
    Value result;
    CallFunction(it->cls->it_rewind, it, it->cls, 0, nullptr, &result);
    Release(result);
    if (IsGenerator(it)) {
      ForEachYielded(vm, it, keys, body);
    } else {
      ForEachCalled(vm, it, keys, body);
    }
  }
  Release(Value(it));
  return !Unwinding(vm);
}

}  // namespace tusk
