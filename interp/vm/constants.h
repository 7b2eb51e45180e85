// Global constants: declared by scripts, and builtin ones from constexpr tables.
#pragma once

#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

struct Vm;

// The value of a constant (borrowed), or null. Names are case-sensitive except their namespace.
const Value* FindConstant(std::string_view name);
// Declares a constant; takes over `v`. False (v released): it exists already; the caller warns.
bool DeclareConstant(std::string_view name, Value v);
// User constants in order of declaration: array, owned (get_defined_constants).
Array* UserConstants();
void FreeConstants();

}  // namespace tusk
