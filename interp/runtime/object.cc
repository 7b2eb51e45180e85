// Objects' life: allocation, cloning, destruction, the table of handles.
#include "interp/runtime/object.h"

#include <cstring>

#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object_store.h"

namespace tusk {

ObjectStore g_objects;
void (*g_forget_weak_references)(Object* o) = nullptr;

namespace {

size_t ObjectBytes(const Class* c) { return sizeof(Object) + c->slot_count * sizeof(Value) + c->native_size; }

uint32_t NewHandle(Object* o) {
  ObjectStore& store = g_objects;
  if (store.free_head) {
    uint32_t handle = store.free_head;
    store.free_head = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(store.table[handle]) >> 1);
    store.table[handle] = o;
    return handle;
  }
  if (store.used == store.capacity) {
    uint32_t capacity = store.capacity ? store.capacity * 2 : 1024;
    size_t old_bytes = store.capacity * sizeof(Object*);
    store.table =
        static_cast<Object**>(old_bytes ? Reallocate(store.table, old_bytes, capacity * sizeof(Object*))
                                        : Allocate(capacity * sizeof(Object*)));
    store.capacity = capacity;
    if (store.used == 0) store.used = 1;  // handles start at 1
  }
  store.table[store.used] = o;
  return store.used++;
}

void FreeHandle(uint32_t handle) {
  ObjectStore& store = g_objects;
  store.table[handle] = reinterpret_cast<Object*>((static_cast<uintptr_t>(store.free_head) << 1) | 1);
  if (!store.ending) store.free_head = handle;
}

TUSK_COLD void ThrowNotInstantiable(Class* c) {
  const char* what = c->Is(ClassFlags::kInterface) ? "interface"
                     : c->Is(ClassFlags::kTrait)   ? "trait"
                     : c->Is(ClassFlags::kEnum)    ? "enum"
                                                   : "abstract class";
  ThrowError("Cannot instantiate %s %s", what, c->name->data);
}

Object* AllocateObject(Class* c) {
  auto* o = static_cast<Object*>(Allocate(ObjectBytes(c)));
  o->refcount = 1;
  o->info = static_cast<uint32_t>(Type::kObject);
  o->cls = c;
  o->flags = 0;
  o->dynamic = nullptr;
  o->handle = NewHandle(o);
  if (c->native_size) std::memset(o->native<char>(), 0, c->native_size);
  return o;
}

// A private or protected destructor may only run where it could be called.
bool DestructorAllowed(Object* o) {
  Function* f = o->cls->destructor;
  if (!f->Is(FunctionFlags::kPrivate | FunctionFlags::kProtected)) return true;
  Class* scope = g_state->running_scope ? g_state->running_scope() : nullptr;
  bool allowed = f->Is(FunctionFlags::kPrivate)
                     ? scope == f->scope
                     : scope && (InstanceOf(scope, f->scope) || InstanceOf(f->scope, scope));
  if (allowed) return true;
  const char* visibility = f->Is(FunctionFlags::kPrivate) ? "private" : "protected";
  if (g_state->running_callable && g_state->running_callable()) {
    ThrowError("Call to %s %s::__destruct() from %s%s", visibility, o->cls->name->data,
               scope ? "scope " : "global scope", scope ? scope->name->data : "");
  } else {
    Warning("Call to %s %s::__destruct() from global scope during shutdown ignored", visibility,
            o->cls->name->data);
  }
  return false;
}

void ReleaseContents(Object* o) {
  Class* c = o->cls;
  if (TUSK_UNLIKELY(IsLazy(o))) ForgetLazy(o);
  if (c->handlers && c->handlers->destroy_native) c->handlers->destroy_native(o);
  Value* props = o->props();
  for (uint32_t i = 0; i < c->slot_count; ++i) {
    Value v = props[i];
    props[i].type = Type::kUndef;
    if (v.IsReference() && v.ref->constraints) ForgetConstraint(v.ref, c->slot_info[i]);
    Release(v);
  }
  if (Array* dynamic = o->dynamic) {
    o->dynamic = nullptr;
    Release(dynamic);
  }
}

}  // namespace

Object* NewObject(Class* c) {
  constexpr uint32_t kNotInstantiable = ClassFlags::kAbstract | ClassFlags::kImplicitAbstract |
                                        ClassFlags::kInterface | ClassFlags::kTrait | ClassFlags::kEnum;
  if (TUSK_UNLIKELY(c->flags & kNotInstantiable)) {
    ThrowNotInstantiable(c);
    return nullptr;
  }
  return NewObjectUnchecked(c);
}

Object* NewObjectUnchecked(Class* c) {
  if (TUSK_UNLIKELY(!c->Is(ClassFlags::kConstantsResolved)) && !ResolveClassConstants(c)) return nullptr;
  Object* o = AllocateObject(c);
  const Value* from = c->defaults;
  Value* to = o->props();
  for (uint32_t i = 0, n = c->slot_count; i < n; ++i) {
    to[i].i = from[i].i;
    to[i].type = from[i].type;
    to[i].extra = from[i].extra;
    Retain(to[i]);
  }
  if (c->handlers && c->handlers->construct_native) c->handlers->construct_native(o);
  return o;
}

Object* CloneObject(Object* old) {
  if (TUSK_UNLIKELY(IsLazy(old))) return CloneLazy(old);
  Class* c = old->cls;
  Object* o = AllocateObject(c);
  Value* to = o->props();
  Value* from = old->props();
  for (uint32_t i = 0, n = c->slot_count; i < n; ++i) {
    Value v = from[i];
    to[i].extra = from[i].extra;
    // A reference that nobody else holds is a plain value.
    if (v.IsReference() && v.ref->refcount == 1) v = v.ref->value;
    Retain(v);
    to[i] = v;
    if (v.IsReference() && c->slot_info[i] && c->slot_info[i]->type.declared)
      AddConstraint(v.ref, c->slot_info[i]);
  }
  if (old->dynamic) o->dynamic = CopyArray(old->dynamic);
  if (c->handlers && c->handlers->clone_native) c->handlers->clone_native(o, old);
  if (c->clone) {
    // __clone may write each readonly property once more.
    bool readonly = c->Is(ClassFlags::kHasReadonlyProperties);
    if (readonly) {
      for (uint32_t i = 0; i < c->slot_count; ++i) {
        if (c->slot_info[i] && (c->slot_info[i]->flags & PropertyFlags::kReadonly))
          to[i].extra |= kSlotReinit;
      }
    }
    Retain(o);
    Value result;
    g_state->call(c->clone, o, c, 0, nullptr, &result);
    Release(result);
    if (readonly) {
      for (uint32_t i = 0; i < c->slot_count; ++i) o->props()[i].extra &= ~kSlotReinit;
    }
    Release(Value(o));
    if (HasException()) {
      Release(Value(o));
      return nullptr;
    }
  }
  return o;
}

void DestructObject(Object* o) {
  o->info |= RefCounted::kDestructed;
  Function* f = o->cls->destructor;
  if (!f || !DestructorAllowed(o)) return;
  if (g_state->exception == o) return;
  PendingAside aside;
  g_state->SetExiting(false);
  uint32_t depth = g_destroy_depth;
  g_destroy_depth = 0;
  Value result;
  g_state->call(f, o, o->cls, 0, nullptr, &result);
  Release(result);
  g_destroy_depth = depth;
}

namespace {
void FreeMemory(Object* o) {
  if (o->info & RefCounted::kGcPurple) ForgetPossibleRoot(o);
  FreeHandle(o->handle);
  Free(o, ObjectBytes(o->cls));
}
}  // namespace

void TearDownObject(Object* o) {
  if (o->info & RefCounted::kFreed) return;
  o->info |= RefCounted::kFreed;
  if ((o->flags & ObjectFlags::kWeaklyReferenced) && g_forget_weak_references) g_forget_weak_references(o);
  ReleaseContents(o);
  o->flags |= ObjectFlags::kTornDown;
}

void FreeObjectStorage(Object* o) {
  if (o->info & RefCounted::kFreed) return;
  o->info |= RefCounted::kFreed;
  if ((o->flags & ObjectFlags::kWeaklyReferenced) && g_forget_weak_references) g_forget_weak_references(o);
  o->refcount = 1;  // contents may retain and release it while they go
  ReleaseContents(o);
  FreeMemory(o);
}

void FreeObject(Object* o) {
  if (o->info & RefCounted::kFreed) {
    if (o->flags & ObjectFlags::kTornDown) FreeMemory(o);
    return;
  }
  if (o->cls->destructor && !(o->info & RefCounted::kDestructed)) {
    o->refcount = 1;
    DestructObject(o);
    if (--o->refcount > 0) return;  // stored somewhere by its destructor
  }
  FreeObjectStorage(o);
}

void DestroyAllObjects() {
  // Destructors may make objects: those get their turn as well, behind the others.
  g_objects.ending = true;
  g_objects.free_head = 0;
  for (uint32_t i = 1; i < g_objects.used; ++i) {
    Object* o = ObjectByHandle(i);
    if (!o || (o->info & (RefCounted::kDestructed | RefCounted::kFreed))) continue;
    Retain(o);
    FinishObject(o);
    if (o->cls->destructor) DestructObject(o);
    if (HasException()) ReportUncaught();
    Release(o);
  }
}

void MarkObjectsDestructed() {
  for (uint32_t i = 1; i < g_objects.used; ++i) {
    if (Object* o = ObjectByHandle(i)) o->info |= RefCounted::kDestructed;
  }
}

void ReleaseAllObjects() {
  MarkObjectsDestructed();
  for (uint32_t i = 1; i < g_objects.used; ++i) {
    Object* o = ObjectByHandle(i);
    if (!o || (o->info & RefCounted::kFreed)) continue;
    Retain(o);
    if (IsLazy(o)) ForgetLazy(o);
    Value* props = o->props();
    for (uint32_t s = 0; s < o->cls->slot_count; ++s) {
      Value v = props[s];
      props[s].type = Type::kUndef;
      Release(v);
    }
    if (Array* dynamic = o->dynamic) {
      o->dynamic = nullptr;
      Release(dynamic);
    }
    Release(o);
  }
}

Object* ObjectByHandle(uint32_t handle) {
  if (handle == 0 || handle >= g_objects.used) return nullptr;
  Object* o = g_objects.table[handle];
  return reinterpret_cast<uintptr_t>(o) & 1 ? nullptr : o;
}

uint32_t ObjectHandleLimit() { return g_objects.used; }

}  // namespace tusk
