// C libraries that are opened when a script first needs them, so that no start pays for them. A library's
// functions are an X-macro of X(result type, name, (parameter types)).
#pragma once

#include <initializer_list>

namespace tusk {

// The first of these files that can be opened; ends the script with an error that names the extension when
// there is none. OpenOptional: null then.
void* OpenLibrary(const char* extension, std::initializer_list<const char*> files);
void* OpenOptionalLibrary(std::initializer_list<const char*> files);
void* LibrarySymbol(void* library, const char* name);  // null when it lacks it

#define TUSK_LIBRARY_MEMBER(type, name, parameters) type(*name) parameters;
#define TUSK_LIBRARY_LOAD(type, name, parameters) \
  functions.name = reinterpret_cast<type(*) parameters>(LibrarySymbol(library, #name));

}  // namespace tusk
