// Builtin functions: constexpr tables of rows, looked up by name; a Function object is made when a name is
// first found. Calling one checks and coerces the arguments with PHP's rules and messages.
//
// Tables and constants are collected in interp/ext/registry.cc; nothing is registered when the process
// starts.
#pragma once

#include <span>
#include <string_view>

#include "interp/runtime/function.h"

namespace tusk {

// The functions of one file: rows sorted by name (lowercase), which the table's owner static_asserts.
struct BuiltinTable {
  const BuiltinRow* rows = nullptr;
  uint32_t count = 0;
  uint32_t initials = 0;  // bit i: a row begins with letter 'a' + i

  template <size_t N>
  constexpr BuiltinTable(const BuiltinRow (&table)[N]) : rows(table), count(N) {
    for (const BuiltinRow& row : table) initials |= 1u << (row.name[0] - 'a');
  }
  constexpr BuiltinTable() = default;
};

template <size_t N>
constexpr bool SortedByName(const BuiltinRow (&rows)[N]) {
  for (size_t i = 1; i < N; ++i) {
    if (!(std::string_view(rows[i - 1].name) < std::string_view(rows[i].name))) return false;
  }
  return true;
}

// A PHP extension as extension_loaded() and get_extension_funcs() see it; several tables may have one name.
struct ExtensionTable {
  const char* extension;  // "standard"
  const BuiltinTable* functions;
};
extern const std::span<const ExtensionTable> kExtensionTables;  // interp/ext/registry.cc

// The builtin with this lowercase name, or null. The object is made at first look-up and lives on.
Builtin* FindBuiltin(std::string_view lower_name);
// The row alone, without making the function. `extension`, if given, gets the extension's name.
const BuiltinRow* FindBuiltinRow(std::string_view lower_name, const char** extension = nullptr);

// A builtin function or, with a scope, method, from its row: parses the signature.
Builtin* MakeBuiltin(const BuiltinRow& row, Class* scope = nullptr, uint32_t flags = FunctionFlags::kPublic);

// Calls the builtin in `call`, whose slots hold the arguments passed (call->arg_count) and which is already
// the running frame (vm->frame == call). Fills in defaults, coerces (strict mode is that of the calling user
// code), runs the body. *result becomes an owned value, kUndef when an exception is pending. The caller
// releases the first call->arg_count slots.
void CallBuiltin(Vm* vm, Frame* call, Value* result);

// The default of parameter `index`, owned; false when it has none that a constant expression gives.
bool BuiltinDefault(const Builtin* f, uint32_t index, Value* value);

// What messages say was given: "int", "true", a class name; valid while v lives.
const char* ValueNameForErrors(const Value& v);

// Coerces *v (owned, replaced in place) to the declared type of parameter `index` (0-based) of `f`; raises
// PHP's error and returns false if it can't. `strict` as above.
bool CoerceArgument(const Builtin* f, uint32_t index, Value* v, bool strict);

}  // namespace tusk
