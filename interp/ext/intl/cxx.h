// The few things of ICU that only its C++ interface has: functions by their mangled names, virtual ones by
// their objects' tables.
#pragma once

#include <unicode/unistr.h>

#include <string_view>

#include "interp/ext/intl/icu.h"

namespace tusk {

// An icu::UnicodeString that is made and destroyed by the library.
class IcuString {
 public:
  explicit IcuString(std::u16string_view s = {});
  ~IcuString();
  IcuString(const IcuString&) = delete;
  IcuString& operator=(const IcuString&) = delete;
  std::u16string_view view() const { return {get()->getBuffer(), static_cast<size_t>(get()->length())}; }
  const icu::UnicodeString* get() const { return reinterpret_cast<const icu::UnicodeString*>(bytes_); }
  icu::UnicodeString* get() { return reinterpret_cast<icu::UnicodeString*>(bytes_); }

 private:
  alignas(icu::UnicodeString) char bytes_[sizeof(icu::UnicodeString)];
};

// The function with this name, where "@" stands for ICU's namespace ("6icu_72"); ends the script when the
// library lacks it.
void* IcuCxxSymbol(const char* library, std::string_view mangled);
template <typename F>
F* IcuCxx(const char* library, std::string_view mangled) {
  return reinterpret_cast<F*>(IcuCxxSymbol(library, mangled));
}

}  // namespace tusk
