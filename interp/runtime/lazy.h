// Lazy objects: declared properties without values until something looks at them. A ghost is then filled in
// place by its initialiser; a proxy hands every access on to the object that its factory made.
//
// An object that is not initialised yet has ObjectFlags::kLazy, an initialised proxy kLazyProxy. Slots that
// wait have kSlotLazy in `extra` and are kUndef: fast paths leave those to property.cc, which asks
// LazyTarget().
#pragma once

#include "interp/runtime/object.h"

namespace tusk {

// Options, as ReflectionClass has them.
inline constexpr int64_t kLazySkipInitOnSerialize = 8;
inline constexpr int64_t kLazySkipDestructor = 16;

inline bool IsLazy(const Object* o) { return o->flags & (ObjectFlags::kLazy | ObjectFlags::kLazyProxy); }
// Whether it is a proxy, initialised or not (o must be IsLazy).
bool IsProxy(const Object* o);
// The object that accesses to a lazy one are meant for, initialised now if need be; null with an exception
// pending.
Object* LazyTarget(Object* o);
// The object that an initialised proxy stands for; `o` itself for all others.
Object* LazyInstance(Object* o);

Object* ProxiedObject(Object* o);  // the next of a chain of proxies

// A new lazy object of `c`, or `o` made lazy again as a `c`; null with an exception pending. The initialiser
// is retained.
Object* MakeLazy(Class* c, Object* o, const Value& initializer, bool proxy, int64_t options);
// Ends laziness without the initialiser: properties that wait get their defaults.
void MarkInitialized(Object* o);
// One property gets its default, without initialising the object. An object in which nothing waits is no
// longer lazy.
void SkipLazyProperty(Object* o, const PropertyInfo* info);
const Value* LazyInitializer(const Object* o);
int64_t LazyOptions(const Object* o);

Object* CloneLazy(Object* o);  // of IsLazy objects
void ForgetLazy(Object* o);    // the object goes
void TraceLazy(Object* o, void (*visit)(Value*, void*), void* context);

}  // namespace tusk
