// Finds functions of ICU's C++ interface by their mangled names.
#include "interp/ext/intl/cxx.h"

#include <dlfcn.h>
#include <unicode/uvernum.h>

#include "interp/runtime/errors.h"

namespace tusk {

void* IcuCxxSymbol(const char* library, std::string_view mangled) {
  LoadIcu();
  std::string file = std::string("lib") + library + ".so." + U_ICU_VERSION_SHORT;
  std::string name(mangled);
  size_t at = name.find('@');
  name.replace(at, 1, std::string("6icu_") + U_ICU_VERSION_SHORT);
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD);
  void* symbol = handle ? dlsym(handle, name.c_str()) : nullptr;
  if (!symbol) FatalError(absl::StrFormat("The intl extension finds no %s in %s", name, file));
  dlclose(handle);
  return symbol;
}

IcuString::IcuString(std::u16string_view s) {
  static auto* make = IcuCxx<void(void*, const char16_t*, int32_t)>("icuuc", "_ZN@13UnicodeStringC1EPKDsi");
  make(bytes_, s.data() ? s.data() : u"", static_cast<int32_t>(s.size()));
}
IcuString::~IcuString() {
  static auto* destroy = IcuCxx<void(void*)>("icuuc", "_ZN@13UnicodeStringD1Ev");
  destroy(bytes_);
}

}  // namespace tusk
