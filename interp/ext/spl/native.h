// What the native classes of SPL share.
#pragma once

#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/runtime/object.h"

namespace tusk::spl {

inline Object* Self(Args args) { return args.frame->self.obj; }

// The method where it is a class's own instead of ours; else null.
inline Function* Override(Function* method) {
  return method->scope->Is(ClassFlags::kBuiltin) ? nullptr : method;
}
inline Function* Override(const Object* o, String* lower_name) {
  return Override(*o->cls->methods.Find(lower_name));
}

// The handler `count`, of `kCount`.
template <int64_t (*kCount)(Object*)>
int64_t CountForCount(Object* o) {
  static String* const kName = Intern("count");
  return Override(o, kName) ? -1 : kCount(o);
}

// The properties, and one private to a builtin class ("\0Class\0name") of this value; takes over `v`.
inline void AddHidden(Value* properties, std::string_view name, Value v) {
  SetStr(Separate(properties), name, v);
}

inline void BadData() {
  Throw(Throwable::kUnexpectedValueException, "Incomplete or ill-typed serialization data");
}

inline constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
inline constexpr uint16_t kWrites = kReads | Effects::kWritesState | Effects::kCallsBack;

}  // namespace tusk::spl
