// Iterating objects from C++.
#include "interp/vm/iterate.h"

#include "interp/runtime/errors.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/dispatch.h"

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
      ThrowError("Objects returned by %s::getIterator() must be traversable or implement interface Iterator",
                 c->name->view());
      Release(made);
      Release(current);
      return nullptr;
    }
    Release(current);
    current = made;
  }
}

bool ForEach(Object* o, const char* message, const std::function<bool(const Value& key, Value value)>& body) {
  Vm* vm = &g_vm;
  if (!o->cls->Is(ClassFlags::kIsIterator) && !o->cls->Is(ClassFlags::kIsIteratorAggregate)) {
    ThrowError("%s", message);
    return false;
  }
  Object* it = IteratorOf(o);
  if (!it) return false;
  Class* c = it->cls;
  Value result;
  bool ok = true;
  CallFunction(c->it_rewind, it, c, 0, nullptr, &result);
  Release(result);
  while (ok && !Unwinding(vm)) {
    CallFunction(c->it_valid, it, c, 0, nullptr, &result);
    bool valid = result.IsTrue();
    Release(result);
    if (Unwinding(vm) || !valid) break;
    Value value, key;
    CallFunction(c->it_current, it, c, 0, nullptr, &value);
    if (!Unwinding(vm)) CallFunction(c->it_key, it, c, 0, nullptr, &key);
    if (!Unwinding(vm)) ok = body(key, value);
    Release(value);
    Release(key);
    if (!ok || Unwinding(vm)) break;
    CallFunction(c->it_next, it, c, 0, nullptr, &result);
    Release(result);
  }
  Release(Value(it));
  return !Unwinding(vm);
}

}  // namespace tusk
