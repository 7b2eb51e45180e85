// Lazy objects: making, initialising, cloning, forgetting them.
#include "interp/runtime/lazy.h"

#include <vector>

#include "absl/container/node_hash_map.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/errors.h"

namespace tusk {
namespace {

struct Lazy {
  Value initializer;           // owned; kUndef once it has run
  Object* instance = nullptr;  // owned; of an initialised proxy
  bool proxy = false;
  bool running = false;
  int64_t options = 0;
};

// By address: lazy objects are few, and an entry goes with its object.
absl::node_hash_map<const Object*, Lazy>& All() {
  static auto* all = new absl::node_hash_map<const Object*, Lazy>;
  return *all;
}
Lazy* Find(const Object* o) {
  auto found = All().find(o);
  return found == All().end() ? nullptr : &found->second;
}

// The declared property that has slot `i` of its own, or null.
const PropertyInfo* StoredProperty(const Class* c, uint32_t i) {
  const PropertyInfo* info = c->slot_info[i];
  return info && !(info->flags & PropertyFlags::kVirtual) ? info : nullptr;
}

void ClearSlot(Object* o, uint32_t i, uint32_t extra) {
  Value* slot = &o->props()[i];
  Value old = *slot;
  slot->type = Type::kUndef;
  slot->extra = extra;
  if (old.IsReference() && old.ref->constraints) ForgetConstraint(old.ref, o->cls->slot_info[i]);
  Release(old);
}

void FillDefault(Object* o, uint32_t i) {
  Value* slot = &o->props()[i];
  const Value& value = o->cls->defaults[i];
  *slot = Copy(value);
  slot->extra = value.extra;
}

void Forget(Object* o) {
  auto found = All().find(o);
  if (found == All().end()) return;
  Lazy lazy = found->second;
  All().erase(found);
  o->flags &= ~(ObjectFlags::kLazy | ObjectFlags::kLazyProxy);
  Release(lazy.initializer);
  if (lazy.instance) Release(Value(lazy.instance));
}

// What an object holds, to be put back when its initialiser fails.
struct Snapshot {
  std::vector<Value> slots;
  Array* dynamic = nullptr;
};

Snapshot Take(Object* o) {
  Snapshot s;
  for (uint32_t i = 0; i < o->cls->slot_count; ++i) {
    Value v = Copy(o->props()[i]);
    v.extra = o->props()[i].extra;
    s.slots.push_back(v);
  }
  if (o->dynamic) s.dynamic = CopyArray(o->dynamic);
  return s;
}
void Drop(Snapshot* s) {
  for (Value& v : s->slots) Release(v);
  if (s->dynamic) Release(s->dynamic);
}
void PutBack(Object* o, Snapshot* s) {
  for (uint32_t i = 0; i < s->slots.size(); ++i) {
    const PropertyInfo* info = o->cls->slot_info[i];
    ClearSlot(o, i, 0);
    o->props()[i] = s->slots[i];
    o->props()[i].extra = s->slots[i].extra;
    if (s->slots[i].IsReference() && info && info->type.declared) AddConstraint(s->slots[i].ref, info);
  }
  if (o->dynamic) Release(o->dynamic);
  o->dynamic = s->dynamic;
}

bool InitializeGhost(Object* o, Lazy* lazy) {
  Snapshot before = Take(o);
  for (uint32_t i = 0; i < o->cls->slot_count; ++i) {
    if (o->props()[i].IsUndef() && (o->props()[i].extra & kSlotLazy)) FillDefault(o, i);
  }
  o->flags &= ~ObjectFlags::kLazy;
  o->info &= ~RefCounted::kDestructed;
  lazy->running = true;
  Value argument(o), result;
  Retain(o);
  g_state->call_callable(lazy->initializer, 1, &argument, &result);
  lazy->running = false;
  bool ok = !HasException() && !g_state->exiting;
  if (ok && !result.IsNullOrUndef()) {
    ThrowTypeError("Lazy object initializer must return NULL or no value");
    ok = false;
  }
  Release(result);
  if (!ok) {
    PutBack(o, &before);
    o->flags |= ObjectFlags::kLazy;
    o->info |= RefCounted::kDestructed;
  } else {
    Drop(&before);
    Forget(o);
  }
  if (o->refcount == 1) {
    if (!HasException()) ThrowError("Lazy object was released during initialization");
    ok = false;
  }
  Release(Value(o));
  return ok;
}

// Whether a proxy of class `c` may stand for an object of class `real`.
bool Compatible(const Class* real, const Class* c) {
  if (real == c) return true;
  return InstanceOf(c, real) && real->slot_count == c->slot_count && real->destructor == c->destructor &&
         real->clone == c->clone;
}

bool InitializeProxy(Object* o, Lazy* lazy) {
  o->flags &= ~ObjectFlags::kLazy;
  lazy->running = true;
  Value argument(o), result;
  Retain(o);
  g_state->call_callable(lazy->initializer, 1, &argument, &result);
  lazy->running = false;
  bool ok = !HasException() && !g_state->exiting;
  if (ok && !result.IsObject()) {
    ThrowTypeError("Lazy proxy factory must return an instance of a class compatible with %s, %s returned",
                   o->cls->name->data, TypeNameForErrors(result));
    ok = false;
  } else if (ok && !Compatible(result.obj->cls, o->cls)) {
    ThrowTypeError(
        "The real instance class %s is not compatible with the proxy class %s. The proxy must be a instance "
        "of the "
        "same class as the real instance, or a sub-class with no additional properties, and no overrides of "
        "the "
        "__destructor or __clone methods.",
        result.obj->cls->name->data, o->cls->name->data);
    ok = false;
  } else if (ok && (result.obj == o || (result.obj->flags & ObjectFlags::kLazy) ||
                    (result.obj->flags & ObjectFlags::kLazyProxy))) {
    ThrowError("Lazy proxy factory must return a non-lazy object");
    ok = false;
  }
  if (!ok) {
    Release(result);
    o->flags |= ObjectFlags::kLazy;
  } else {
    Value initializer = lazy->initializer;
    lazy->initializer = Value();
    lazy->instance = result.obj;
    o->flags |= ObjectFlags::kLazyProxy;
    // Every access goes to the instance from now on.
    for (uint32_t i = 0; i < o->cls->slot_count; ++i) {
      if (StoredProperty(o->cls, i)) ClearSlot(o, i, kSlotLazy);
    }
    if (Array* dynamic = o->dynamic) {
      o->dynamic = nullptr;
      Release(dynamic);
    }
    Release(initializer);
  }
  if (o->refcount == 1) {
    if (!HasException()) ThrowError("Lazy object was released during initialization");
    ok = false;
  }
  Release(Value(o));
  return ok;
}

}  // namespace

bool IsProxy(const Object* o) {
  const Lazy* lazy = Find(o);
  return lazy && lazy->proxy;
}

Object* LazyTarget(Object* o) {
  while (IsLazy(o)) {
    Lazy* lazy = Find(o);
    if (o->flags & ObjectFlags::kLazy) {
      if (!lazy->proxy) return InitializeGhost(o, lazy) ? o : nullptr;
      if (!InitializeProxy(o, lazy)) return nullptr;
    }
    o = lazy->instance;
  }
  return o;
}

Object* LazyInstance(Object* o) {
  while (o->flags & ObjectFlags::kLazyProxy) o = Find(o)->instance;
  return o;
}

Object* ProxiedObject(Object* o) { return Find(o)->instance; }

Object* MakeLazy(Class* c, Object* o, const Value& initializer, bool proxy, int64_t options) {
  for (const Class* p = c; p; p = p->parent) {
    if (!p->Is(ClassFlags::kBuiltin) || p->lower_name->view() == "stdclass") continue;
    if (p == c) {
      ThrowError("Cannot make instance of internal class lazy: %s is internal", p->name->data);
    } else {
      ThrowError("Cannot make instance of internal class lazy: %s inherits internal class %s", c->name->data,
                 p->name->data);
    }
    return nullptr;
  }
  bool any = false;
  if (!o) {
    o = NewObject(c);
    if (!o) return nullptr;
    for (uint32_t i = 0; i < c->slot_count; ++i) {
      if (!StoredProperty(c, i)) continue;
      ClearSlot(o, i, kSlotLazy);
      any = true;
    }
  } else {
    Retain(o);
    if (Lazy* lazy = Find(o); lazy && lazy->running) {
      ThrowError("Can not reset an object while it is being initialized");
    } else if (IsLazy(o)) {
      Forget(o);
    } else if (!(options & kLazySkipDestructor) && o->cls->destructor &&
               !(o->info & RefCounted::kDestructed)) {
      DestructObject(o);
    }
    if (HasException()) {
      Release(Value(o));
      return nullptr;
    }
    o->info &= ~RefCounted::kDestructed;
    if (Array* dynamic = o->dynamic) {
      o->dynamic = nullptr;
      Release(dynamic);
    }
    for (uint32_t i = 0; i < c->slot_count; ++i) {
      const PropertyInfo* info = StoredProperty(o->cls, i);
      if (!info) continue;
      bool final = o->cls->Is(ClassFlags::kFinal) || (info->flags & FunctionFlags::kFinal);
      if ((info->flags & PropertyFlags::kReadonly) && !o->props()[i].IsUndef() && final) continue;
      ClearSlot(o, i, kSlotLazy);
      any = true;
    }
    o->refcount--;
  }
  if (!any) return o;
  Lazy& lazy = All()[o];
  lazy.initializer = Copy(initializer);
  lazy.proxy = proxy;
  lazy.options = options;
  o->flags |= ObjectFlags::kLazy;
  o->info |= RefCounted::kDestructed;  // a destructor is for what was initialised
  return o;
}

void MarkInitialized(Object* o) {
  for (uint32_t i = 0; i < o->cls->slot_count; ++i) {
    if (o->props()[i].IsUndef() && (o->props()[i].extra & kSlotLazy)) FillDefault(o, i);
  }
  o->info &= ~RefCounted::kDestructed;
  Forget(o);
}

void SkipLazyProperty(Object* o, const PropertyInfo* info) {
  Value* slot = &o->props()[info->slot];
  if (!(o->flags & ObjectFlags::kLazy) || !slot->IsUndef() || !(slot->extra & kSlotLazy)) return;
  FillDefault(o, info->slot);
  for (uint32_t i = 0; i < o->cls->slot_count; ++i) {
    if (o->props()[i].IsUndef() && (o->props()[i].extra & kSlotLazy)) return;
  }
  o->info &= ~RefCounted::kDestructed;
  Forget(o);
}

const Value* LazyInitializer(const Object* o) {
  const Lazy* lazy = o->flags & ObjectFlags::kLazy ? Find(o) : nullptr;
  return lazy ? &lazy->initializer : nullptr;
}

int64_t LazyOptions(const Object* o) {
  const Lazy* lazy = Find(o);
  return lazy ? lazy->options : 0;
}

Object* CloneLazy(Object* o) {
  Retain(o);
  Object* target = LazyTarget(o);
  Object* copy = nullptr;
  if (target && target == o) {
    copy = CloneObject(o);
  } else if (target) {
    Class* c = o->cls;
    if (Object* instance = CloneObject(LazyInstance(o))) {
      copy = NewObjectUnchecked(c);
      for (uint32_t i = 0; i < c->slot_count; ++i) {
        if (StoredProperty(c, i)) ClearSlot(copy, i, kSlotLazy);
      }
      Lazy& lazy = All()[copy];
      lazy.proxy = true;
      lazy.options = LazyOptions(o);
      lazy.instance = instance;
      copy->flags |= ObjectFlags::kLazyProxy;
      copy->info |= RefCounted::kDestructed;
    }
  }
  Release(Value(o));
  return copy;
}

void ForgetLazy(Object* o) { Forget(o); }

void TraceLazy(Object* o, void (*visit)(Value*, void*), void* context) {
  Lazy* lazy = Find(o);
  if (!lazy) return;
  visit(&lazy->initializer, context);
  if (lazy->instance) {
    Value instance(lazy->instance);
    visit(&instance, context);
  }
}

}  // namespace tusk
