// Opens ICU; strings between UTF-8 and ICU's UTF-16.
#include "interp/ext/intl/icu.h"

#include <dlfcn.h>
#include <unicode/uvernum.h>

#include "interp/ext/mbstring/utf8.h"
#include "interp/runtime/errors.h"

namespace tusk {
namespace {

void* OpenLibrary(const char* name) {
  std::string file = std::string("lib") + name + ".so." + U_ICU_VERSION_SHORT;
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) FatalError(absl::StrFormat("The intl extension needs the library %s", file));
  return library;
}

Icu Open() {
  Icu icu;
  void* common = OpenLibrary("icuuc");
  void* i18n = OpenLibrary("icui18n");
  // ICU's headers rename each function to one with the version at its end.
#define TUSK_ICU_NAME(name) #name
#define TUSK_ICU_RENAMED(name) TUSK_ICU_NAME(name)
#define TUSK_ICU_LOAD_COMMON(name) \
  icu.f_##name = reinterpret_cast<decltype(&::name)>(dlsym(common, TUSK_ICU_RENAMED(name)));
#define TUSK_ICU_LOAD_I18N(name) \
  icu.f_##name = reinterpret_cast<decltype(&::name)>(dlsym(i18n, TUSK_ICU_RENAMED(name)));
  TUSK_ICU_COMMON(TUSK_ICU_LOAD_COMMON)
  TUSK_ICU_I18N(TUSK_ICU_LOAD_I18N)
  return icu;
}

}  // namespace

const Icu& LoadIcu() {
  static const Icu icu = Open();
  return icu;
}

bool ToUtf16(std::string_view utf8, std::u16string* out) {
  out->clear();
  out->reserve(utf8.size());
  uint32_t c;
  for (size_t i = 0; i < utf8.size();) {
    i += ReadUtf8(utf8, i, &c);
    if (c == kBadPoint) return false;
    if (c < 0x10000) {
      *out += static_cast<char16_t>(c);
    } else {
      *out += static_cast<char16_t>(0xd7c0 + (c >> 10));
      *out += static_cast<char16_t>(0xdc00 | (c & 0x3ff));
    }
  }
  return true;
}

std::string FromUtf16(std::u16string_view s) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    uint32_t c = s[i];
    if ((c & 0xfc00) == 0xd800 && i + 1 < s.size() && (s[i + 1] & 0xfc00) == 0xdc00) {
      c = 0x10000 + ((c & 0x3ff) << 10) + (s[++i] & 0x3ffu);
    } else if ((c & 0xf800) == 0xd800) {
      c = 0xfffd;
    }
    WriteUtf8(&out, c);
  }
  return out;
}

IntlError& LastIntlError() {
  static auto* error = new IntlError;
  return *error;
}

}  // namespace tusk
