// The ICU library, opened when a script first needs it: start-up does not pay for it.
#pragma once

#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uformattable.h>
#include <unicode/uidna.h>
#include <unicode/uloc.h>
#include <unicode/umsg.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/ures.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>
#include <unicode/utext.h>
#include <unicode/utrans.h>

#include <string>
#include <string_view>

namespace tusk {

// The functions of ICU that are used, by library: X(name).
// clang-format off
#define TUSK_ICU_COMMON(X)                                                                                  \
  X(u_charAge) X(u_charDigitValue) X(u_charDirection) X(u_charFromName) X(u_charMirror) X(u_charName)       \
  X(u_charType) X(u_digit) X(u_enumCharNames) X(u_enumCharTypes) X(u_errorName) X(u_foldCase)               \
  X(u_forDigit) X(u_getBidiPairedBracket) X(u_getCombiningClass) X(u_getFC_NFKC_Closure)                    \
  X(u_getIntPropertyMaxValue) X(u_getIntPropertyMinValue) X(u_getIntPropertyValue) X(u_getNumericValue)     \
  X(u_getPropertyEnum) X(u_getPropertyName) X(u_getPropertyValueEnum) X(u_getPropertyValueName)             \
  X(u_getUnicodeVersion) X(u_hasBinaryProperty) X(u_isIDIgnorable) X(u_isIDPart) X(u_isIDStart)             \
  X(u_isISOControl) X(u_isJavaIDPart) X(u_isJavaIDStart) X(u_isJavaSpaceChar) X(u_isMirrored)               \
  X(u_isUAlphabetic) X(u_isULowercase) X(u_isUUppercase) X(u_isUWhiteSpace) X(u_isWhitespace)               \
  X(u_isalnum) X(u_isalpha) X(u_isbase) X(u_isblank) X(u_iscntrl) X(u_isdefined) X(u_isdigit)               \
  X(u_isgraph) X(u_islower) X(u_isprint) X(u_ispunct) X(u_isspace) X(u_istitle) X(u_isupper)                \
  X(u_isxdigit) X(u_tolower) X(u_totitle) X(u_toupper) X(u_versionToString) X(ublock_getCode)               \
  X(ubrk_clone) X(ubrk_close) X(ubrk_current) X(ubrk_first) X(ubrk_following) X(ubrk_getBinaryRules)        \
  X(ubrk_getLocaleByType) X(ubrk_getRuleStatus) X(ubrk_getRuleStatusVec) X(ubrk_isBoundary) X(ubrk_last)    \
  X(ubrk_next) X(ubrk_open) X(ubrk_openBinaryRules) X(ubrk_openRules) X(ubrk_preceding) X(ubrk_previous)    \
  X(ubrk_setUText) X(ucnv_cbFromUWriteBytes) X(ucnv_cbToUWriteUChars) X(ucnv_close) X(ucnv_countAliases)    \
  X(ucnv_countAvailable) X(ucnv_countStandards) X(ucnv_fromUChars) X(ucnv_getAlias)                         \
  X(ucnv_getAvailableName) X(ucnv_getName) X(ucnv_getStandard) X(ucnv_getSubstChars) X(ucnv_getType)        \
  X(ucnv_open) X(ucnv_reset) X(ucnv_setFromUCallBack) X(ucnv_setSubstChars)               \
  X(ucnv_setToUCallBack) X(ucnv_toUChars) X(uenum_close) X(uenum_count) X(uenum_next) X(uenum_reset)        \
  X(uenum_unext) X(uidna_close) X(uidna_nameToASCII_UTF8) X(uidna_nameToUnicodeUTF8) X(uidna_openUTS46)     \
  X(uloc_acceptLanguageFromHTTP) X(uloc_canonicalize) X(uloc_countAvailable) X(uloc_getAvailable)           \
  X(uloc_getCountry) X(uloc_getDefault) X(uloc_getDisplayCountry) X(uloc_getDisplayLanguage)                \
  X(uloc_getDisplayName) X(uloc_getDisplayScript) X(uloc_getDisplayVariant) X(uloc_getISO3Language)         \
  X(uloc_getLanguage) X(uloc_getScript) X(uloc_getVariant) X(unorm2_getNFCInstance)      \
  X(unorm2_getNFDInstance) X(unorm2_getNFKCCasefoldInstance) X(unorm2_getNFKCInstance)                      \
  X(unorm2_getNFKDInstance) X(unorm2_getRawDecomposition) X(unorm2_isNormalized) X(unorm2_normalize)        \
  X(ures_close) X(ures_getBinary) X(ures_getByIndex) X(ures_getByKey) X(ures_getInt) X(ures_getIntVector)   \
  X(ures_getKey) X(ures_getLocaleByType) X(ures_getNextResource) X(ures_getSize) X(ures_getString)          \
  X(ures_getType) X(ures_hasNext) X(ures_open) X(ures_openAvailableLocales) X(ures_openDirect)              \
  X(ures_resetIterator) X(uset_close) X(uset_openPatternOptions) X(utext_close) X(utext_openUTF8)
#define TUSK_ICU_I18N(X)                                                                                    \
  X(ucal_add) X(ucal_clear) X(ucal_clearField) X(ucal_clone) X(ucal_close) X(ucal_countAvailable)           \
  X(ucal_equivalentTo) X(ucal_get) X(ucal_getAttribute) X(ucal_getAvailable)                                \
  X(ucal_getCanonicalTimeZoneID) X(ucal_getDayOfWeekType) X(ucal_getFieldDifference)                        \
  X(ucal_getGregorianChange) X(ucal_getKeywordValuesForLocale) X(ucal_getLimit) X(ucal_getLocaleByType)     \
  X(ucal_getMillis) X(ucal_getNow) X(ucal_getTZDataVersion) X(ucal_getTimeZoneDisplayName)                  \
  X(ucal_getTimeZoneID) X(ucal_getTimeZoneIDForWindowsID) X(ucal_getType) X(ucal_getWeekendTransition)      \
  X(ucal_getWindowsTimeZoneID) X(ucal_inDaylightTime) X(ucal_isSet) X(ucal_isWeekend) X(ucal_open)          \
  X(ucal_openCountryTimeZones) X(ucal_openTimeZoneIDEnumeration) X(ucal_openTimeZones) X(ucal_roll)         \
  X(ucal_set) X(ucal_setAttribute) X(ucal_setDate) X(ucal_setDateTime) X(ucal_setGregorianChange)           \
  X(ucal_setMillis) X(ucal_setTimeZone) X(ucol_close) X(ucol_getAttribute) X(ucol_getLocaleByType)          \
  X(ucol_getSortKey) X(ucol_getStrength) X(ucol_open) X(ucol_clone) X(ucol_setAttribute)                \
  X(ucol_setStrength) X(ucol_strcoll) X(udat_applyPattern) X(udat_clone) X(udat_close) X(udat_format)       \
  X(udat_getCalendar) X(udat_getLocaleByType) X(udat_isLenient) X(udat_open) X(udat_parse)                  \
  X(udat_parseCalendar) X(udat_setCalendar) X(udat_setLenient) X(udat_toPattern) X(udatpg_clone)            \
  X(udatpg_close) X(udatpg_getBestPattern) X(udatpg_open) X(ufmt_getDate) X(ufmt_getDouble)                 \
  X(ufmt_getInt64) X(ufmt_getLong) X(ufmt_getType) X(ufmt_getUChars) X(umsg_applyPattern) X(umsg_clone)     \
  X(umsg_close) X(umsg_getLocale) X(umsg_open) X(umsg_toPattern) X(unum_applyPattern) X(unum_clone)         \
  X(unum_close) X(unum_formatDouble) X(unum_formatDoubleCurrency) X(unum_formatInt64)                       \
  X(unum_getAttribute) X(unum_getDoubleAttribute) X(unum_getLocaleByType) X(unum_getSymbol)                 \
  X(unum_getTextAttribute) X(unum_open) X(unum_parse) X(unum_parseDouble) X(unum_parseDoubleCurrency)       \
  X(unum_parseInt64) X(unum_setAttribute) X(unum_setDoubleAttribute) X(unum_setSymbol)                      \
  X(unum_setTextAttribute) X(unum_toPattern) X(uspoof_areConfusable) X(uspoof_check2) X(uspoof_clone)       \
  X(uspoof_close) X(uspoof_closeCheckResult) X(uspoof_getCheckResultChecks) X(uspoof_getChecks)             \
  X(uspoof_open) X(uspoof_openCheckResult) X(uspoof_setAllowedChars) X(uspoof_setAllowedLocales)            \
  X(uspoof_setChecks) X(uspoof_setRestrictionLevel) X(utrans_clone) X(utrans_close)                         \
  X(utrans_getUnicodeID) X(utrans_openIDs) X(utrans_openInverse) X(utrans_openU) X(utrans_transUChars)
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
