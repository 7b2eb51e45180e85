// Global constants: constexpr rows of the builtin ones, and those that define() and const make.
#pragma once

#include <span>
#include <string_view>

#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

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

// The constant's value, borrowed; kUndef when there is none. `name` without a leading backslash; the
// namespace part is compared without regard to case.
Value FindConstant(std::string_view name);
// True for constants that are the same in every run and on every machine (PHP_INT_MAX, not PHP_OS or STDIN):
// the compiler may fold these.
bool FindFoldableConstant(std::string_view name, Value* value);
// Defines a constant and takes over `v`; false (v not taken) when the name is taken.
bool DefineConstant(String* name, Value v);
// Calls `visit` for all constants: builtin ones first, then the script's in order of definition.
void ForEachConstant(void (*visit)(std::string_view name, const Value& v, bool user, void* context),
                     void* context);
// Releases the script's constants at the end of the script.
void ReleaseUserConstants();

}  // namespace tusk
