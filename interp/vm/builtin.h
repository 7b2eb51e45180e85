// Builtin functions: constexpr tables of rows, looked up by name; a Function object is made when a name is
// first found. Calling one checks and coerces the arguments with PHP's rules and messages.
//
// Tables and constants are collected in interp/ext/registry.cc; nothing is registered when the process
// starts.
#pragma once

#include <span>
#include <string_view>

#include "interp/runtime/function.h"
#include "interp/vm/frame.h"

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
  void (*start)() = nullptr;  // settings are known, no script is compiled yet
};
extern const std::span<const ExtensionTable> kExtensionTables;  // interp/ext/registry.cc
// Those, then the ones that the program has added.
std::span<const ExtensionTable> ExtensionTables();
// For extensions outside interp/ext, which a program links besides: before the script starts.
void AddExtension(const ExtensionTable& table);

// The builtin with this lowercase name, or null. The object is made at first look-up and lives on.
Builtin* FindBuiltin(std::string_view lower_name);
// Whether disable_functions names it.
bool IsDisabled(std::string_view lower_name);
// The row alone, without making the function. `extension`, if given, gets the extension's name.
const BuiltinRow* FindBuiltinRow(std::string_view lower_name, const char** extension = nullptr);

// A builtin function or, with a scope, method, from its row: parses the signature.
Builtin* MakeBuiltin(const BuiltinRow& row, Class* scope = nullptr, uint32_t flags = FunctionFlags::kPublic);

// Fills in defaults and coerces what ArgumentsFit() did not accept (strict mode is that of the calling user
// code). False: an exception is pending.
bool PrepareArguments(const Builtin* f, Frame* call);

// Whether all arguments passed are there and have types that the body takes as they are.
TUSK_INLINE bool ArgumentsFit(const Builtin* f, const Frame* call, const Value* values, uint32_t passed) {
  uint32_t declared = f->arg_count;
  if (TUSK_UNLIKELY(passed < f->required_args)) return false;
  if (TUSK_UNLIKELY(passed > declared && !(f->flags & FunctionFlags::kVariadic))) return false;
  const uint32_t* fitting = f->fitting;
  for (uint32_t i = 0; i < passed; ++i) {
    const Value& v = values[i];
    uint32_t parameter = i < declared ? i : declared;
    if (TUSK_LIKELY((fitting[parameter] >> static_cast<uint32_t>(v.type)) & 1)) continue;
    const ArgInfo& arg = f->args[parameter];
    if (!v.IsReference() || !arg.by_reference || !arg.type.Allows(v.ref->value.type)) return false;
  }
  return !TUSK_UNLIKELY(call->info & CallInfo::kHasNamedExtra);
}

// The arguments that were left out, of a call whose others fit.
TUSK_INLINE void FillDefaults(const Builtin* f, Value* values, uint32_t passed) {
  const Value* defaults = f->defaults;
#pragma clang loop unroll(disable) vectorize(disable)
  for (uint32_t i = passed, n = f->arg_count; i < n; ++i) values[i] = defaults[i];
}

TUSK_INLINE void RunBody(Vm* vm, const Builtin* f, Frame* call, Value* values, uint32_t passed,
                         Value* result) {
  // Args goes over the stack: written in halves of 16 bytes, because the copy reads it so, and narrower
  // stores would not be forwarded (a fifth of a short builtin's time).
  typedef uint64_t Half __attribute__((vector_size(16)));
  Half halves[2] = {{reinterpret_cast<uint64_t>(vm), reinterpret_cast<uint64_t>(call)},
                    {reinterpret_cast<uint64_t>(values), passed}};
  static_assert(sizeof(halves) == sizeof(Args));
  Args args;
  __builtin_memcpy(static_cast<void*>(&args), halves, sizeof args);
  f->body(args, result);
}

// Calls the builtin in `call`, whose slots hold the arguments passed (call->arg_count) and which is already
// the running frame (vm->frame == call). Fills in defaults, coerces, runs the body. *result becomes an owned
// value; when an exception is pending afterwards, whatever it is must be released. The caller releases the
// first call->arg_count slots.
TUSK_INLINE void CallBuiltin(Vm* vm, Frame* call, Value* result) {
  const auto* f = static_cast<const Builtin*>(call->func);
  Value* values = call->slots();
  uint32_t passed = call->arg_count;
  result->type = Type::kNull;
  if (TUSK_LIKELY(ArgumentsFit(f, call, values, passed))) {
    FillDefaults(f, values, passed);
  } else if (!PrepareArguments(f, call)) {
    result->type = Type::kUndef;
    return;
  }
  RunBody(vm, f, call, values, passed, result);
}

// The default of parameter `index`, owned; false when it has none that a constant expression gives.
bool BuiltinDefault(const Builtin* f, uint32_t index, Value* value);

// "f() expects exactly 1 argument, 2 given" as ArgumentCountError.
TUSK_COLD void ThrowArgumentCount(const Function* f, uint32_t given);
// A null for a scalar parameter of a builtin that is not nullable: says that it is deprecated and coerces.
// False: an exception is pending.
TUSK_COLD bool AcceptNullArgument(const Function* f, uint32_t index, const TypeDecl& type,
                                  std::string_view text, Value* v);

// Functions that look at their caller's variables can't be called by name: true with an Error pending.
TUSK_COLD bool RefusesDynamicCall(Args args);

// What messages say was given: "int", "true", a class name; valid while v lives.
const char* ValueNameForErrors(const Value& v);

// Coerces *v (owned, replaced in place) to the declared type of parameter `index` (0-based) of `f`; raises
// PHP's error and returns false if it can't. `strict` as above.
bool CoerceArgument(const Builtin* f, uint32_t index, Value* v, bool strict);

}  // namespace tusk
