// What call sites with objects of many classes found last: methods by class, name and scope.
#pragma once

#include "interp/runtime/class.h"
#include "interp/runtime/function.h"

namespace tusk {

// Classes, their methods and interned names live on, so that entries hold for good.
struct FoundMethod {
  const Class* cls;
  const Class* scope;
  const String* lower_name;
  Function* function;
};
inline constexpr size_t kFoundMethods = 1024;
extern FoundMethod g_found_methods[kFoundMethods];  // callable.cc

TUSK_INLINE FoundMethod* FoundMethodFor(const Class* c, const String* lower_name, const Class* scope) {
  uintptr_t bits = reinterpret_cast<uintptr_t>(c) ^ (reinterpret_cast<uintptr_t>(lower_name) >> 3) ^
                   (reinterpret_cast<uintptr_t>(scope) >> 1);
  return &g_found_methods[(bits >> 4 ^ bits >> 14) % kFoundMethods];
}
// The method that FindMethod() would give, or null when that has to be called.
TUSK_INLINE Function* KnownMethod(const Class* c, const String* lower_name, const Class* scope) {
  const FoundMethod* found = FoundMethodFor(c, lower_name, scope);
  bool holds = found->cls == c && found->scope == scope && found->lower_name == lower_name;
  return holds ? found->function : nullptr;
}

}  // namespace tusk
