// Compatibility of a method with the declaration that it overrides or implements.
#pragma once

#include "interp/runtime/class.h"

namespace tusk {

// `linking` is the class being linked, which is not in the class table yet. Reports a fatal error unless
// `child` may stand where `parent` is declared (contravariant parameters, covariant result).
void CheckSignature(const Function* child, const Function* parent, Class* linking);
// Whether every value of type `a` (declared in class `a_scope`) is one of type `b`.
bool IsSubtype(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking);
bool SameType(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking);

}  // namespace tusk
