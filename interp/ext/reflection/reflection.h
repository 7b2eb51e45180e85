// What the Reflection classes share: the native part of their objects and how to make them.
#pragma once

#include <string>
#include <string_view>

#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constant_expression.h"

namespace tusk {

// What a Reflection object is about; which members are set depends on its class.
struct Reflected {
  Class* cls;               // the class, or the one through which a member was found
  Function* function;       // functions, methods, and the one that a parameter belongs to
  PropertyInfo* property;   // null for a dynamic property
  ClassConstant* constant;  // class constants and enum cases
  String* text;             // types: as written; members: their name. Owned
  Object* object;           // owned: the closure, or the object that was reflected
  uint32_t index;           // parameters: position
};

// Where the declared properties of Reflection objects lie.
inline constexpr uint32_t kReflectionName = 0;
inline constexpr uint32_t kReflectionClass = 1;

inline Object* Self(Args args) { return args.frame->self.obj; }
inline Reflected* Of(Object* o) { return o->native<Reflected>(); }
inline Reflected* Me(Args args) { return Of(Self(args)); }

extern const ObjectHandlers kReflectionHandlers;

void ThrowReflection(std::string_view message, int64_t code = 0);
void SetSlot(Object* o, uint32_t slot, std::string_view text);
Object* NewReflection(const char* class_name);
Object* ReflectClass(Class* c);
Object* ReflectFunction(Function* f, Object* closure);
Object* ReflectMethod(Class* c, Function* f);
Object* ReflectProperty(Class* c, std::string_view name, PropertyInfo* info);
Object* ReflectConstant(Class* c, String* name, ClassConstant* constant);
// Null when nothing is declared.
Value ReflectType(const TypeDecl& type);
// Class argument `i` (object or name); null with an exception pending.
Class* ClassOrThrow(const Value& v);
// Positional and named arguments of newInstanceArgs(), invokeArgs().
void CallWithArray(Function* f, Object* self, Class* called, const Array* arguments, Value* result);
void ReturnDoc(Value* result, std::string_view doc);
// The bits of getModifiers() for a member's flags.
int64_t MemberModifiers(uint32_t flags);

// Writes a static property as an assignment would; raises if the type forbids it.
void AssignStatic(const PropertyInfo* info, Value* place, const Value& value);

// The parts of a name before and after its last backslash.
inline std::string_view NamespaceOf(std::string_view name) {
  size_t at = name.rfind('\\');
  return at == std::string_view::npos ? std::string_view() : name.substr(0, at);
}
inline std::string_view ShortNameOf(std::string_view name) {
  size_t at = name.rfind('\\');
  return at == std::string_view::npos ? name : name.substr(at + 1);
}
inline bool HasNamespace(std::string_view name) { return name.rfind('\\') != std::string_view::npos; }

inline constexpr uint16_t kReflects =
    BuiltinEffects::kReadsState | BuiltinEffects::kThrows | BuiltinEffects::kCallsBack;

}  // namespace tusk
