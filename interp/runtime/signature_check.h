// Compatibility of a method with the declaration that it overrides or implements.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "interp/runtime/class.h"

namespace tusk {

// `linking` is the class being linked, which is not in the class table yet. Reports a fatal error unless
// `child` may stand where `parent` is declared (contravariant parameters, covariant result).
void CheckSignature(const Function* child, const Function* parent, Class* linking);
// `error` unless `fits`. Where the answer needs classes that are not there yet, or the class that is being
// linked itself, it is put off: to CheckPending() without autoloading, when the class has all its parts, and
// with it, when the class is in the class table.
void Require(Class* linking, std::function<bool()> fits, std::function<void()> error);
// Whether the question can be answered with the classes that are there.
bool Answerable(const std::function<bool()>& fits);
bool SignatureAnswerable(const Function* child, const Function* parent, Class* linking);
// Classes whose ancestors are being looked for: types may name them.
std::vector<Class*>& ClassesBeingLinked();
void CheckPending(Class* linking, bool autoload);
// A pending exception ends the program: a class can't be linked halfway. `during` says what was going on.
[[noreturn]] void FatalUncaught(const std::string& during);
// Whether every value of type `a` (declared in class `a_scope`) is one of type `b`.
bool IsSubtype(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking);
bool SameType(const TypeDecl& a, Class* a_scope, const TypeDecl& b, Class* b_scope, Class* linking);

}  // namespace tusk
