// What the parts of class linking share (class_link.cc, class_traits.cc, class_constant.cc).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interp/runtime/class.h"

namespace tusk {

[[noreturn]] void LinkError(const Class* c, const std::string& message);
// Adds the traits' methods, properties and constants to `c`, whose own ones are in place.
void BindTraits(Class* c, std::span<const ClassTraitRule> rules);
// The trait that a method which was copied from one was declared in; null for others. Messages name it.
Class* TraitOrigin(const Function* f);
void RememberTraitOrigin(const Function* f, Class* trait);
// Makes `child` (declared in or for `c`) override `parent`: checks, prototype.
void CheckOverride(Class* c, Function* child, Function* parent);
inline const char* VisibilityWord(uint32_t flags) {
  return flags & FunctionFlags::kPrivate     ? "private"
         : flags & FunctionFlags::kProtected ? "protected"
                                             : "public";
}
inline int VisibilityRank(uint32_t flags) {
  return flags & FunctionFlags::kPrivate ? 2 : flags & FunctionFlags::kProtected ? 1 : 0;
}

// "class A (previously declared in f.php:3)": what messages say about a name that is taken.
std::string DeclaredBefore(const Class* c);

}  // namespace tusk
