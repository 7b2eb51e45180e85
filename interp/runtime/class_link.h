// Linking a declaration into a class: inheritance, interfaces, traits, and all checks that need other
// classes.
//
// What the compiler leaves in ClassDecl::prototype (which becomes the class itself):
//   name, lower_name, flags (kAbstract, kFinal, kInterface, kTrait, kEnum, kReadonly, kAnonymous,
//   kAllowDynamicProperties), parent_name, interface_names, trait_names, file, lines, enum_info
//   methods     own ones, scope = the prototype; the names say which are magic
//   properties  own ones in order. Instance: `slot` counts up from 0 and indexes `defaults`, of which there
//   are
//               slot_count; static: `slot` indexes `statics`. A typed one without default is kUndef
//   constants   own ones; enum cases (kEnumCase) hold their backing value, or kNull for pure enums
// Values may be kConstantAst anywhere.
#pragma once

#include <string_view>

#include <span>
#include <string>

#include "interp/runtime/class.h"

namespace tusk {

// What linking needs from above; the VM fills it in.
struct LinkHooks {
  Function* (*copy_function)(const Function* f) =
      nullptr;  // for trait methods: shallow, with a cache of its own
  uint32_t (*function_line)(const Function* f) = nullptr;             // first line, 0 for builtins
  bool (*same_code)(const Function* a, const Function* b) = nullptr;  // copies of one function
  void (*add_enum_methods)(Class* c) = nullptr;                       // cases, from, tryFrom
};
extern LinkHooks g_link_hooks;

// Resolves parent, interfaces and traits (autoloading), links `c` in place and enters it into the class table
// under lower_name, unless that is null (anonymous classes are entered by their name anyway). False: an
// exception is pending and `c` is untouched, so linking may be tried again. Violated rules are fatal errors.
bool LinkClass(Class* c, std::span<const ClassTraitRule> rules);
// Only if everything it needs exists already, without autoloading; else returns false and raises nothing.
bool TryLinkClass(Class* c, std::span<const ClassTraitRule> rules);

// Fills in what is derived from members: magic methods, flags. For linked user and builtin classes alike.
void FinishClass(Class* c);
// Evaluates constants and defaults that are expressions. False: an exception is pending.
bool ResolveClassConstants(Class* c);
// The constant's value, evaluated at first use (enum cases become objects); borrowed. Null and an Error
// pending when there is none, it is not visible from `scope` or can't be evaluated.
// `written`: the expression of another constant asks, and writes the class so; a constant that needs itself
// is found there.
Value* FindClassConstant(Class* c, String* name, Class* scope, std::string_view written = {});

// Static properties. Null and an Error pending when missing or not accessible (silent: without the error).
Value* FindStaticProperty(Class* c, String* name, Class* scope, PropertyInfo** info, bool silent = false);

// "B::f(int $a, ...$rest): string": how PHP writes a method in messages; owned.
std::string MethodDeclaration(const Function* f);

}  // namespace tusk
