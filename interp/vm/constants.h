// Global constants: declared by scripts, and builtin ones from constexpr tables.
#pragma once

#include <span>
#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

struct Vm;

// Rows of a table are sorted by name (byte order).
struct ConstantRow {
  const char* name;
  Type type;
  union {
    int64_t i;
    double d;
    const char* s;
    Value (*make)();  // type kPointer: computed at first use; an immortal value
  };
  constexpr ConstantRow(const char* n, int64_t v) : name(n), type(Type::kInt), i(v) {}
  constexpr ConstantRow(const char* n, int v) : name(n), type(Type::kInt), i(v) {}
  constexpr ConstantRow(const char* n, bool v) : name(n), type(v ? Type::kTrue : Type::kFalse), i(0) {}
  constexpr ConstantRow(const char* n, double v) : name(n), type(Type::kFloat), d(v) {}
  constexpr ConstantRow(const char* n, const char* v) : name(n), type(Type::kString), s(v) {}
  constexpr ConstantRow(const char* n, Value (*v)()) : name(n), type(Type::kPointer), make(v) {}
};

template <size_t N>
constexpr bool SortedByName(const ConstantRow (&rows)[N]) {
  for (size_t i = 1; i < N; ++i) {
    if (!(std::string_view(rows[i - 1].name) < std::string_view(rows[i].name))) return false;
  }
  return true;
}

extern const std::span<const std::span<const ConstantRow>> kConstantTables;  // interp/ext/registry.cc
extern const std::span<const char* const> kConstantExtensions;  // whose they are, one for each table

// The value of a constant (borrowed), or null. Names are case-sensitive except their namespace.
const Value* FindConstant(std::string_view name);
// A builtin constant that is the same in every run (PHP_INT_MAX, PHP_EOL; not STDIN): the compiler may fold
// it. Null for others.
const Value* FindFoldableConstant(std::string_view name);
// A builtin constant that a notice goes with wherever it is used.
bool IsDeprecatedConstant(std::string_view name);
// Declares a constant; takes over `v`. False (v released): it exists already; the caller warns.
bool DeclareConstant(std::string_view name, Value v);
// User constants in order of declaration: array, owned (get_defined_constants).
Array* UserConstants();
// Builtin ones, likewise.
Array* BuiltinConstants();
// The same in an array for each extension.
Array* BuiltinConstantsByExtension();
// Makes a builtin constant unknown to the script (STDIN when that is where the program comes from).
void HideConstant(std::string_view name);
void FreeConstants();

}  // namespace tusk
