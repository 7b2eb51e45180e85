// What the reflection classes share: the native part of their objects, how those are made, errors.
// Nothing is described ahead of a question: an object points at the class or member that it is about.
#pragma once

#include <string>
#include <string_view>

#include "interp/ext/support.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/frame.h"

namespace tusk {

// The native part of ReflectionClass, of the classes of members, functions, parameters and their subclasses.
struct Reflected {
  Class* cls = nullptr;  // the class; of a member the one that it was asked of; null for functions
  Function* function = nullptr;
  PropertyInfo* property = nullptr;  // null for dynamic properties
  ClassConstant* constant = nullptr;
  String* name = nullptr;  // immortal, as is $name; null until the constructor ran
  Object* held =
      nullptr;         // owned: the closure that `function` belongs to, or the object of a ReflectionObject
  uint32_t index = 0;  // of a parameter
};
inline Reflected* ReflectedOf(Object* o) { return o->native<Reflected>(); }
extern const ObjectHandlers kReflectedHandlers;

enum class Reflector : uint8_t {
  kClass,
  kObject,
  kEnum,
  kFunction,
  kMethod,
  kParameter,
  kProperty,
  kClassConstant,
  kEnumUnitCase,
  kEnumBackedCase,
  kNamedType,
  kUnionType,
  kIntersectionType,
  kAttribute,
  kExtension,
  kReference,
};
Class* ReflectorClass(Reflector kind);
bool IsReflector(const Object* o, Reflector kind);

// Fills in an object: $name, and $class of members.
void Initialize(Object* o, const Reflected& what, Class* declaring = nullptr);
// New ones; owned.
Object* ReflectClass(Class* c);
Object* ReflectMethod(Function* f, Class* asked, Object* closure = nullptr);
// A closure that is bound to a class, as a method of that.
Object* ReflectClosureMethod(Function* f, Class* scope, Object* closure);
Object* ReflectFunction(Function* f, Object* closure = nullptr);
Object* ReflectProperty(PropertyInfo* info, Class* asked);
Object* ReflectDynamicProperty(Object* of, String* name);
Object* ReflectConstant(String* name, ClassConstant* constant, Class* asked);
Object* ReflectCase(String* name, ClassConstant* constant, Class* asked);
Object* ReflectParameter(const Reflected& of, uint32_t index);
Object* ReflectExtension(std::string_view name);
// A type as it is declared; null (the value) when there is none.
Value ReflectType(const TypeDecl& type);
// "iterable" where TypeText() says what that stands for.
std::string ReflectedTypeText(const TypeDecl& type);

// The body of getAttributes() for what carries `list`; `target` is one of Attribute's TARGET_*.
void ReturnAttributes(const AttributeList* list, Class* scope, int64_t target, Args args, Value* result);

// A pending ReflectionException.
void ThrowReflection(std::string_view message, int64_t code = 0);
template <typename... A>
TUSK_COLD void ThrowReflectionF(const absl::FormatSpec<A...>& format, const A&... args) {
  ThrowReflection(absl::StrFormat(format, args...));
}

// A body that needs the object to be initialised.
using ReflectedBody = void (*)(Reflected* self, Args args, Value* result);
template <ReflectedBody kBody>
void Of(Args args, Value* result) {
  Reflected* self = ReflectedOf(args.frame->self.obj);
  if (TUSK_UNLIKELY(!self->name)) {
    if (!HasException()) ThrowError("Internal error: Failed to retrieve the reflection object");
    return;
  }
  kBody(self, args, result);
}

// Parts of a name.
std::string_view NamespaceOf(std::string_view name);
std::string_view ShortNameOf(std::string_view name);
void GetReflectedName(Reflected* self, Args args, Value* result);
void ReflectedInNamespace(Reflected* self, Args args, Value* result);
void ReflectedNamespaceName(Reflected* self, Args args, Value* result);
void ReflectedShortName(Reflected* self, Args args, Value* result);
// private __clone()
void RefuseClone(Args args, Value* result);
// public setAccessible(): does nothing since PHP 8.1
void SetAccessible(Args args, Value* result);

inline void ReturnName(Value* result, String* s) {
  Retain(s);
  *result = Value(s);
}
inline void ReturnDoc(Value* result, std::string_view doc) {
  if (doc.empty()) return Return(result, false);
  Return(result, doc);
}
inline void ReturnType(Value* result, const TypeDecl& type) { *result = ReflectType(type); }

// The class that an argument names or that an object has. Null with a ReflectionException pending
// ("Class "X" does not exist").
Class* ClassArgument(const Value& v, const char* what = "Class");
// A method by its name in any case, the __invoke of a closure included (`instance`, may be null). Null when
// there is none.
Function* MethodNamed(Class* c, Object* instance, std::string_view name);
bool IsUserCode(const Function* f);
// The extension that declares it; empty for user code.
std::string_view ExtensionOf(const Class* c);
std::string_view ExtensionOf(const Function* f);

// Text from parts: strings and integers.
template <typename T>
void AppendPart(std::string* out, const T& part) {
  if constexpr (std::is_integral_v<T>) {
    *out += std::to_string(part);
  } else {
    *out += part;
  }
}
template <typename... Parts>
void AppendText(std::string* out, const Parts&... parts) {
  (AppendPart(out, parts), ...);
}
template <typename... Parts>
std::string MakeText(const Parts&... parts) {
  std::string out;
  AppendText(&out, parts...);
  return out;
}

// Whether members of an ancestor are hidden from reflection of `c`.
inline bool Hidden(const Class* c, uint32_t flags, const Class* scope) {
  return (flags & FunctionFlags::kPrivate) && scope != c;
}

// Whether `c` itself shows a property of this name.
inline bool Declared(Class* c, String* name) {
  PropertyInfo* const* found = c->properties.Find(name);
  return found && !Hidden(c, (*found)->flags, (*found)->scope);
}

// Whether a return type is one that subclasses may still leave out.
bool TentativeReturn(const Function* f);
// Declared so, or because nobody else may write it.
inline bool FinalProperty(const PropertyInfo* info) {
  bool private_set = (info->flags & PropertyFlags::kPrivateSet) && !(info->flags & FunctionFlags::kPrivate);
  return (info->flags & FunctionFlags::kFinal) || private_set;
}

// Modifiers as reflection numbers them.
int64_t MethodModifiers(const Function* f);
int64_t PropertyModifiers(const PropertyInfo* info);  // null: a dynamic one
int64_t ConstantModifiers(const ClassConstant* constant);
int64_t ClassModifiers(const Class* c);
// "abstract public static"
std::string ModifierNames(int64_t modifiers, const char* separator = " ");

// Assigns to a static property, converted to its type. False: an exception is pending.
bool SetStaticProperty(const PropertyInfo* info, Value* place, const Value& v);

// The evaluated value of a class constant; owned. kUndef with an exception pending.
Value ConstantValueOf(String* name, ClassConstant* constant);
// The stored default of a property, owned; kUndef when there is none. Constants must be resolved.
Value PropertyDefault(const PropertyInfo* info, Class* c);

bool ParameterHasDefault(const Function* f, uint32_t index);
// A default as error messages write it; null if there is none. Owned.
String* ParameterDefaultText(const Function* f, uint32_t index);
// The same as it was written: constant expressions have their source.
String* ParameterDefaultSource(const Function* f, uint32_t index);
inline uint32_t ParameterCount(const Function* f) {
  return f->arg_count + (f->Is(FunctionFlags::kVariadic) ? 1 : 0);
}

// __toString()
std::string ClassText(Class* c, Object* instance, const std::string& indent = {});
std::string FunctionText(const Reflected& f, const std::string& indent = {});
std::string ParameterText(const Function* f, uint32_t index);
std::string PropertyText(const PropertyInfo* info, String* name, Class* c, const std::string& indent = {});
std::string ConstantText(String* name, ClassConstant* constant, const std::string& indent = {});
// `mark` is what stands before the type.
std::string GlobalConstantText(std::string_view name, const Value& v, std::string_view mark);
std::string DefaultValueText(const Value& v);  // of an evaluated default: 'text', NULL, [1, 2]

// Effects of bodies that only look, and of those that may do anything.
inline constexpr uint16_t kReflectionLooks = Effects::kReadsState | Effects::kThrows;
inline constexpr uint16_t kReflectionActs =
    Effects::kReadsState | Effects::kThrows | Effects::kCallsBack | Effects::kWarns | Effects::kWritesState;

}  // namespace tusk
