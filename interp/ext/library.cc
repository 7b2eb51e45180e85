// Opens libraries.
#include "interp/ext/library.h"

#include <dlfcn.h>

#include "interp/runtime/errors.h"

namespace tusk {

void* OpenOptionalLibrary(std::initializer_list<const char*> files) {
  for (const char* file : files) {
    if (void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

void* OpenLibrary(const char* extension, std::initializer_list<const char*> files) {
  if (void* library = OpenOptionalLibrary(files)) return library;
  FatalError(absl::StrFormat("The %s extension needs the library %s", extension, *files.begin()));
}

void* LibrarySymbol(void* library, const char* name) { return dlsym(library, name); }

}  // namespace tusk
