// The script's classes by name: look-up with autoloading, declaration, aliases.
#pragma once

#include <string_view>
#include <vector>

#include "interp/runtime/class.h"
#include "interp/runtime/string.h"

namespace tusk {

struct ClassDecl;

// The class of this name (any case, a leading backslash is ignored), or null. With `autoload` the autoloaders
// run; they may leave an exception pending. Builtin classes are made when first asked for.
Class* FindClass(String* name, bool autoload = true);
Class* FindClass(std::string_view name, bool autoload);
// As the VM's FETCH_CLASS does: raises `Class "X" not found` (or Interface, Trait, Enum) and returns null.
Class* FindClassOrThrow(String* name, const char* what = "Class");

// Enters a linked class under its own name or, for class_alias(), another one (lowercase). False: taken.
bool AddClass(String* lower_name, Class* c);
// In order of declaration, builtin classes that were made included; aliases appear under their own names.
struct ClassEntry {
  String* lower_name;
  Class* cls;
};
const std::vector<ClassEntry>& AllClasses();

// Autoloaders of spl_autoload_register(). The callables are owned by the table.
bool AddAutoloader(Value callable, bool prepend);  // takes over; false: was registered already
bool RemoveAutoloader(const Value& callable);
const std::vector<Value>& Autoloaders();

// Runs the autoloaders for `name` until the class exists. Null if none made it.
Class* Autoload(String* name);

}  // namespace tusk
