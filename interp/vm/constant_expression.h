// Constant expressions (class constants, defaults, enum cases) and the texts of parameter defaults.
#pragma once

#include "interp/vm/op.h"

namespace tusk {

// State::evaluate_constant: *v is a kConstantAst whose payload is a function without parameters. Replaces it
// by the value, computed in class `scope`. False: an exception is pending and *v is as it was.
bool EvaluateConstant(Value* v, Class* scope);
// The value that a kConstantAst had in class `scope` when it was last evaluated, if it will have that each
// time and nobody need count it; else null. It lies in the last words of the expression's run-time cache.
inline constexpr uint32_t kKnownConstantWords = sizeof(Value) / sizeof(void*);
const Value* KnownConstant(const Value& expression, const Class* scope);
// State::default_text: how PHP writes a user function's default in messages; owned, or null if there is none.
String* DefaultText(const Function* f, uint32_t index);
// Links a unit's early-bound class if all it needs is there. To be called in order before the unit runs.
void BindEarly(ClassDecl* decl);
// Fills in the hooks of this folder that classes need (LinkHooks, evaluate_constant, default_text).
void InstallClassHooks();

}  // namespace tusk
