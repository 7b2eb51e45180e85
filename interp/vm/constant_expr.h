// Constant expressions that the compiler could not fold: kConstantAst values, whose payload is an op array
// (kConstantThunk) that returns the value.
#pragma once

#include "interp/vm/op.h"

namespace tusk {

// Replaces a kConstantAst by its value (owned), with `scope` for self and visibility; other values stay.
// False: an exception is pending and *v is unchanged. This is State::evaluate_constant.
bool EvaluateConstantThunk(Value* v, Class* scope);

}  // namespace tusk
