// The ICU library, opened when a script first needs it: start-up does not pay for it.
#pragma once

#include <unicode/ubrk.h>
#include <unicode/ucol.h>
#include <unicode/uenum.h>
#include <unicode/uidna.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/utext.h>
#include <unicode/utrans.h>

#include <string>
#include <string_view>

namespace tusk {

// The functions of ICU that are used, by library: X(name).
// clang-format off
#define TUSK_ICU_COMMON(X)                                                                                  \
  X(u_errorName) X(ubrk_close) X(ubrk_next) X(ubrk_open) X(ubrk_setUText) X(uenum_close) X(uenum_unext)     \
  X(uidna_close) X(uidna_nameToASCII_UTF8) X(uidna_nameToUnicodeUTF8) X(uidna_openUTS46)                    \
  X(uloc_canonicalize) X(uloc_getCountry) X(uloc_getDefault) X(uloc_getDisplayCountry)                      \
  X(uloc_getDisplayLanguage) X(uloc_getDisplayName) X(uloc_getDisplayScript) X(uloc_getDisplayVariant)      \
  X(uloc_getLanguage) X(uloc_getScript) X(uloc_getVariant) X(uloc_setDefault) X(unorm2_getNFCInstance)      \
  X(unorm2_getNFDInstance) X(unorm2_getNFKCCasefoldInstance) X(unorm2_getNFKCInstance)                      \
  X(unorm2_getNFKDInstance) X(unorm2_getRawDecomposition) X(unorm2_isNormalized) X(unorm2_normalize)        \
  X(utext_close) X(utext_openUTF8)
#define TUSK_ICU_I18N(X)                                                                                    \
  X(ucol_close) X(ucol_getAttribute) X(ucol_getLocaleByType) X(ucol_getSortKey) X(ucol_getStrength)         \
  X(ucol_open) X(ucol_setAttribute) X(ucol_setStrength) X(ucol_strcoll) X(unum_applyPattern)                \
  X(unum_close) X(unum_formatDouble) X(unum_formatDoubleCurrency) X(unum_formatInt64)                       \
  X(unum_getAttribute) X(unum_getDoubleAttribute) X(unum_getLocaleByType) X(unum_getSymbol)                 \
  X(unum_getTextAttribute) X(unum_open) X(unum_parse) X(unum_parseDouble) X(unum_parseInt64)                \
  X(unum_setAttribute) X(unum_setDoubleAttribute) X(unum_setSymbol) X(unum_setTextAttribute)                \
  X(unum_toPattern) X(utrans_close) X(utrans_getUnicodeID) X(utrans_openIDs) X(utrans_openInverse)          \
  X(utrans_openU) X(utrans_transUChars)
// clang-format on

struct Icu {
#define TUSK_ICU_MEMBER(name) decltype(&::name) f_##name;
  TUSK_ICU_COMMON(TUSK_ICU_MEMBER)
  TUSK_ICU_I18N(TUSK_ICU_MEMBER)
#undef TUSK_ICU_MEMBER
};
// Ends the script with an error when the library is not installed.
const Icu& LoadIcu();
#define TUSK_ICU(name) (LoadIcu().f_##name)

// False: not valid UTF-8.
bool ToUtf16(std::string_view utf8, std::u16string* out);
std::string FromUtf16(std::u16string_view s);

// What intl_get_error_code() tells.
struct IntlError {
  int code = 0;
  std::string message;
};
IntlError& LastIntlError();

}  // namespace tusk
