// Objects: a header, the declared properties at fixed slots, then the native part of builtin classes.
#pragma once

#include <string>

#include "interp/runtime/class.h"
#include "interp/runtime/value.h"

namespace tusk {

struct Object : RefCounted {
  Class* cls;
  uint32_t
      handle;  // spl_object_id(); reused after death, lowest free first as PHP does (a stack of free ones)
  uint32_t flags;
  Array* dynamic;  // properties that no class declares, in order; null until needed; owned

  Value* props() { return reinterpret_cast<Value*>(this + 1); }
  const Value* props() const { return reinterpret_cast<const Value*>(this + 1); }
  template <typename T>
  T* native() {
    return reinterpret_cast<T*>(props() + cls->slot_count);
  }
};
static_assert(sizeof(Object) == 32);
struct ObjectFlags {
  enum : uint32_t {
    kGuarded = 1u << 0,           // some magic accessor of it is running (property.cc knows which)
    kWeaklyReferenced = 1u << 1,  // a WeakReference or WeakMap must hear of its death
    kTornDown = 1u << 2,          // the collector took its contents; memory goes with the last reference
    kLazy = 1u << 3,              // not initialised yet: lazy.h
    kLazyProxy = 1u << 4,         // an initialised lazy proxy
  };
};

// An instance with default property values and one reference; no constructor is called. Null with an
// exception raised for abstract classes, interfaces and enums.
Object* NewObject(Class* c);
Object* NewObjectUnchecked(Class* c);  // also for enums and the engine's own classes
Object* CloneObject(Object* o);        // copies, then calls __clone; null with an exception pending
void FreeObject(Object* o);            // count is zero: destructor, then properties, then storage
// The two halves of FreeObject, for the cycle collector: calls the destructor (the caller holds a reference)
// and marks the object destructed; tears down contents and memory.
void DestructObject(Object* o);
void FreeObjectStorage(Object* o);
// Releases the contents of garbage that the caller still holds; no destructor.
void TearDownObject(Object* o);
// At the end of a script: destructors of what is still alive, in creation order.
void DestroyAllObjects();
void MarkObjectsDestructed();  // after a fatal error: no destructor runs any more
void ReleaseAllObjects();      // after the destructors: lets go of what closes cycles
// The live object with this handle, or null.
Object* ObjectByHandle(uint32_t handle);
uint32_t ObjectHandleLimit();  // handles in use are 1 .. limit - 1

// What `extra` of a property slot says.
inline constexpr uint32_t kSlotUninit =
    1;                                    // typed and never written: __get is not asked, unlike after unset()
inline constexpr uint32_t kSlotLazy = 4;  // kUndef, and a look at it initialises the object (lazy.h)
inline constexpr uint32_t kSlotReinit = 2;  // readonly and writable once more, inside __clone

// Property access with visibility, types, magic methods, hooks. `scope` is the class of the running code or
// null. cache: two words of run-time cache {class, slot or encoded kind}, or null.
enum class AccessKind { kRead, kIsset, kWrite, kReadWrite, kUnset };
Value ReadProperty(Object* o, String* name, Class* scope, void** cache,
                   AccessKind kind = AccessKind::kRead);  // owned
bool WriteProperty(Object* o, String* name, Value v, Class* scope, void** cache,
                   bool strict);  // takes over v; false: raised
// Address for in-place change, or null when only read/write can do it (magic, hooks) or an error was raised.
Value* PropertyPlace(Object* o, String* name, Class* scope, void** cache, AccessKind kind);
bool HasProperty(Object* o, String* name, Class* scope, void** cache, bool check_empty);
void UnsetProperty(Object* o, String* name, Class* scope, void** cache);
// All properties as an array in order (mangled names for private and protected ones): for dumps, where all
// keys are strings, and for (array), where "12" becomes the key 12.
Array* PropertiesToArray(Object* o);
Array* InitializedProperties(Object* o);  // the same; a lazy object is initialised first
Array* ObjectToArray(Object* o);
Array* VisibleProperties(Object* o, Class* scope);  // get_object_vars
bool PropertyAccessible(const PropertyInfo* info, const Class* scope);

// References to typed properties: each typed property that holds the reference adds itself, so that whoever
// writes through the reference can check. AssignToReference coerces and assigns (takes over v); false:
// raised.
void AddConstraint(Reference* ref, const PropertyInfo* info);
void ForgetConstraint(Reference* ref, const PropertyInfo* info);
bool AssignToTypedReference(Reference* ref, Value v, bool strict);
// The property of a constrained reference whose type forbids ++ / -- to leave the int range, or null.
const PropertyInfo* ConstraintForbiddingFloat(const Reference* ref);

// Coerces *v to the declared type (weak or strict mode); false if it can't be. No error is raised.
bool CoerceToType(const TypeDecl& type, Value* v, Class* scope, bool strict);
// Whether a value passes as it is, without coercion. `called` is what static means, or null.
bool TypeAccepts(const TypeDecl& type, const Value& v, Class* scope, Class* called);
// The type as PHP writes it in messages ("?int", "A|B").
std::string TypeText(const TypeDecl& type);
String* TypeToString(const TypeDecl& type);  // owned

}  // namespace tusk
