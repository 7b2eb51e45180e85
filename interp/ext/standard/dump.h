// The text forms of values: var_dump, print_r, var_export, and what they share with other writers.
#pragma once

#include "interp/ext/support.h"

namespace tusk {

void VarDump(const Value& v, int indent, StringBuilder* out);
void PrintR(const Value& v, int indent, StringBuilder* out);
void VarExport(const Value& v, int level, StringBuilder* out);

// A property's key as arrays of properties have it ("\0*\0name", "\0Class\0name", "name").
struct PropertyKey {
  std::string_view class_name;  // "" public, "*" protected
  std::string_view name;
};
PropertyKey Unmangle(std::string_view key);
// What dumps show of an object: __debugInfo, the class's own idea, or all properties. One reference; null
// when something was thrown.
Array* PropertiesForDump(Object* o);
// Marks an array or object while it is being walked; false when it is already.
bool EnterRecursion(RefCounted* counted);
void LeaveRecursion(RefCounted* counted);

}  // namespace tusk
