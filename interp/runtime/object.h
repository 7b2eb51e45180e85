// Objects: a header, the declared properties at fixed slots, then the native part of builtin classes.
#pragma once

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
// flags: bit i of the guard nibble is set while __get/__set/__isset/__unset runs (see property.cc).

// An instance with default property values and one reference; no constructor is called. Null with an
// exception raised for abstract classes, interfaces and enums.
Object* NewObject(Class* c);
Object* CloneObject(Object* o);  // copies, then calls __clone
void FreeObject(Object* o);      // count is zero: destructor, then properties, then storage
// At the end of a script: destructors of what is still alive, in creation order.
void DestroyAllObjects();
void MarkObjectsDestructed();  // after a fatal error: no destructor runs any more
// The live object with this handle, or null.
Object* ObjectByHandle(uint32_t handle);
uint32_t ObjectHandleLimit();  // handles in use are 1 .. limit - 1

// What `extra` of a property slot says.
inline constexpr uint32_t kSlotUninit =
    1;  // typed and never written: __get is not asked, unlike after unset()
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
// All properties as an array in order (mangled names for private and protected ones): (array) casts, foreach,
// dumps.
Array* PropertiesToArray(Object* o);
Array* VisibleProperties(Object* o, Class* scope);  // get_object_vars
bool PropertyAccessible(const PropertyInfo* info, const Class* scope);

// Coerces *v to the declared type (weak or strict mode); false if it can't be. No error is raised.
bool CoerceToType(const TypeDecl& type, Value* v, Class* scope, bool strict);
// The type as PHP writes it in messages ("?int", "A|B").
String* TypeToString(const TypeDecl& type);

}  // namespace tusk
