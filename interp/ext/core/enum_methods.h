// The methods that every enum has.
#pragma once

namespace tusk {

struct Class;

// LinkHooks::add_enum_methods: cases(), and for backed enums from() and tryFrom().
void AddEnumMethods(Class* c);

}  // namespace tusk
