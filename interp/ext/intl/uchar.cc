// IntlChar: properties of code points.
#include <cmath>

#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/intl/uchar_constants.h"
#include "interp/ext/mbstring/utf8.h"

namespace tusk {
namespace {

// A code point as a number or as its UTF-8. False, with null as the result: neither.
bool PointArgument(Args args, uint32_t i, UChar32* point, Value* result) {
  *result = Value::Null();
  ResetIntlError();
  if (args[i].IsInt()) {
    if (args[i].i >= UCHAR_MIN_VALUE && args[i].i <= UCHAR_MAX_VALUE) {
      *point = static_cast<UChar32>(args[i].i);
      return true;
    }
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "Codepoint out of range");
    return false;
  }
  std::string_view s = args.View(i);
  uint32_t c = 0;
  if (!s.empty() && ReadUtf8(s, 0, &c) == s.size() && c != kBadPoint) {
    *point = static_cast<UChar32>(c);
    return true;
  }
  SetIntlError(
      nullptr, U_ILLEGAL_ARGUMENT_ERROR,
      "Passing a UTF-8 character for codepoint requires a string which is exactly one UTF-8 codepoint "
      "long.");
  return false;
}
std::string Utf8(UChar32 c) {
  std::string s;
  WriteUtf8(&s, static_cast<uint32_t>(c));
  return s;
}
// In the form that the argument has.
void ReturnLike(Args args, UChar32 c, Value* result) {
  if (args[0].IsString()) return Return(result, std::string_view(Utf8(c)));
  Return(result, int64_t{c});
}
using Test = UBool (*Icu::*)(UChar32);
template <Test kTest>
void Is(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) Return(result, (LoadIcu().*kTest)(c) != 0);
}
using Map = UChar32 (*Icu::*)(UChar32);
template <Map kMap>
void To(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) ReturnLike(args, (LoadIcu().*kMap)(c), result);
}
template <typename F, F Icu::* kNumber>
void Number(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) Return(result, int64_t{(LoadIcu().*kNumber)(c)});
}
#define TUSK_CHAR_NUMBER(name) Number<decltype(Icu::f_##name), &Icu::f_##name>

void HasBinaryProperty(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result))
    Return(result, TUSK_ICU(u_hasBinaryProperty)(c, static_cast<UProperty>(args[1].i)) != 0);
}
void ReturnVersion(const UVersionInfo version, Value* result) {
  Array* a = NewArray();
  for (int i = 0; i < U_MAX_VERSION_LENGTH; ++i) Append(a, Value(int64_t{version[i]}));
  Return(result, a);
}
void CharAge(Args args, Value* result) {
  UChar32 c;
  UVersionInfo version;
  if (!PointArgument(args, 0, &c, result)) return;
  TUSK_ICU(u_charAge)(c, version);
  ReturnVersion(version, result);
}
void GetUnicodeVersion(Args, Value* result) {
  UVersionInfo version;
  ResetIntlError();
  TUSK_ICU(u_getUnicodeVersion)(version);
  ReturnVersion(version, result);
}
void CharFromName(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  UChar32 c = TUSK_ICU(u_charFromName)(static_cast<UCharNameChoice>(args.Int(1, U_UNICODE_CHAR_NAME)),
                                       args.Str(0)->data, &status);
  *result = Value::Null();
  if (U_FAILURE(status)) return SetIntlError(nullptr, status, "");
  Return(result, int64_t{c});
}
void CharName(Args args, Value* result) {
  UChar32 c;
  if (!PointArgument(args, 0, &c, result)) return;
  char name[256];
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = TUSK_ICU(u_charName)(c, static_cast<UCharNameChoice>(args.Int(1, U_UNICODE_CHAR_NAME)), name,
                                   sizeof name, &status);
  if (U_FAILURE(status)) return SetIntlError(nullptr, status, "Failure getting character name");
  Return(result, std::string_view(name, static_cast<size_t>(n)));
}
void Chr(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) Return(result, std::string_view(Utf8(c)));
}
void Ord(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) Return(result, int64_t{c});
}
void Digit(Args args, Value* result) {
  UChar32 c;
  if (!PointArgument(args, 0, &c, result)) return;
  int32_t v = TUSK_ICU(u_digit)(c, static_cast<int8_t>(args.Int(1, 10)));
  if (v < 0) return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "Invalid digit", result);
  Return(result, int64_t{v});
}
void ForDigit(Args args, Value* result) {
  ResetIntlError();
  Return(result, int64_t{TUSK_ICU(u_forDigit)(static_cast<int32_t>(args[0].i),
                                              static_cast<int8_t>(args.Int(1, 10)))});
}
void FoldCase(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) {
    ReturnLike(args, TUSK_ICU(u_foldCase)(c, static_cast<uint32_t>(args.Int(1, U_FOLD_CASE_DEFAULT))),
               result);
  }
}
void EnumCharNames(Args args, Value* result) {
  UChar32 from, to;
  if (!PointArgument(args, 0, &from, result) || !PointArgument(args, 1, &to, result)) return;
  Callback callback(args[2]);
  UErrorCode status = U_ZERO_ERROR;
  auto each = [](void* context, UChar32 c, UCharNameChoice choice, const char* name, int32_t n) -> UBool {
    Value argv[] = {Value(int64_t{c}), Value(int64_t{choice}),
                    Value(NewString(std::string_view(name, static_cast<size_t>(n))))};
    Value none;
    bool good = static_cast<Callback*>(context)->Call(3, argv, &none);
    Release(argv[2]);
    Release(none);
    return good;
  };
  TUSK_ICU(u_enumCharNames)
  (from, to, each, &callback, static_cast<UCharNameChoice>(args.Int(3, U_UNICODE_CHAR_NAME)), &status);
  if (HasException()) return;
  if (U_FAILURE(status)) return IntlFail(nullptr, status, "", result);
  Return(result, true);
}
void EnumCharTypes(Args args, Value*) {
  ResetIntlError();
  Callback callback(args[0]);
  auto each = [](const void* context, UChar32 from, UChar32 to, UCharCategory type) -> UBool {
    Value argv[] = {Value(int64_t{from}), Value(int64_t{to}), Value(int64_t{type})}, none;
    bool good = static_cast<const Callback*>(context)->Call(3, argv, &none);
    Release(none);
    return good;
  };
  TUSK_ICU(u_enumCharTypes)(each, &callback);
}
void GetFC_NFKC_Closure(Args args, Value* result) {
  UChar32 c;
  if (!PointArgument(args, 0, &c, result)) return;
  std::u16string out;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(u_getFC_NFKC_Closure)(c, to, size, s);
  });
  if (!good) return IntlFail(nullptr, status, "Failed getting closure", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void GetIntPropertyValue(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result))
    Return(result, int64_t{TUSK_ICU(u_getIntPropertyValue)(c, static_cast<UProperty>(args[1].i))});
}
void GetIntPropertyMaxValue(Args args, Value* result) {
  Return(result, int64_t{TUSK_ICU(u_getIntPropertyMaxValue)(static_cast<UProperty>(args[0].i))});
}
void GetIntPropertyMinValue(Args args, Value* result) {
  Return(result, int64_t{TUSK_ICU(u_getIntPropertyMinValue)(static_cast<UProperty>(args[0].i))});
}
void GetNumericValue(Args args, Value* result) {
  UChar32 c;
  if (PointArgument(args, 0, &c, result)) Return(result, TUSK_ICU(u_getNumericValue)(c));
}
void GetPropertyEnum(Args args, Value* result) {
  Return(result, int64_t{TUSK_ICU(u_getPropertyEnum)(args.Str(0)->data)});
}
void ReturnName(const char* name, Value* result) {
  if (name) return Return(result, name);
  IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "Failed to get property name", result);
}
void GetPropertyName(Args args, Value* result) {
  ResetIntlError();
  ReturnName(TUSK_ICU(u_getPropertyName)(static_cast<UProperty>(args[0].i),
                                         static_cast<UPropertyNameChoice>(args.Int(1, U_LONG_PROPERTY_NAME))),
             result);
}
void GetPropertyValueEnum(Args args, Value* result) {
  ResetIntlError();
  int32_t v = TUSK_ICU(u_getPropertyValueEnum)(static_cast<UProperty>(args[0].i), args.Str(1)->data);
  if (v == UCHAR_INVALID_CODE) SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "");
  Return(result, int64_t{v});
}
void GetPropertyValueName(Args args, Value* result) {
  ResetIntlError();
  ReturnName(
      TUSK_ICU(u_getPropertyValueName)(static_cast<UProperty>(args[0].i), static_cast<int32_t>(args[1].i),
                                       static_cast<UPropertyNameChoice>(args.Int(2, U_LONG_PROPERTY_NAME))),
      result);
}

constexpr auto CharDigitValue = TUSK_CHAR_NUMBER(u_charDigitValue);
constexpr auto CharDirection = TUSK_CHAR_NUMBER(u_charDirection);
constexpr auto CharType = TUSK_CHAR_NUMBER(u_charType);
constexpr auto GetBlockCode = TUSK_CHAR_NUMBER(ublock_getCode);
constexpr auto GetCombiningClass = TUSK_CHAR_NUMBER(u_getCombiningClass);
constexpr auto CharMirror = To<&Icu::f_u_charMirror>;
constexpr auto GetBidiPairedBracket = To<&Icu::f_u_getBidiPairedBracket>;
constexpr auto Tolower = To<&Icu::f_u_tolower>;
constexpr auto Totitle = To<&Icu::f_u_totitle>;
constexpr auto Toupper = To<&Icu::f_u_toupper>;
constexpr auto Isalnum = Is<&Icu::f_u_isalnum>;
constexpr auto Isalpha = Is<&Icu::f_u_isalpha>;
constexpr auto Isbase = Is<&Icu::f_u_isbase>;
constexpr auto Isblank = Is<&Icu::f_u_isblank>;
constexpr auto Iscntrl = Is<&Icu::f_u_iscntrl>;
constexpr auto Isdefined = Is<&Icu::f_u_isdefined>;
constexpr auto Isdigit = Is<&Icu::f_u_isdigit>;
constexpr auto Isgraph = Is<&Icu::f_u_isgraph>;
constexpr auto IsIDIgnorable = Is<&Icu::f_u_isIDIgnorable>;
constexpr auto IsIDPart = Is<&Icu::f_u_isIDPart>;
constexpr auto IsIDStart = Is<&Icu::f_u_isIDStart>;
constexpr auto IsISOControl = Is<&Icu::f_u_isISOControl>;
constexpr auto IsJavaIDPart = Is<&Icu::f_u_isJavaIDPart>;
constexpr auto IsJavaIDStart = Is<&Icu::f_u_isJavaIDStart>;
constexpr auto IsJavaSpaceChar = Is<&Icu::f_u_isJavaSpaceChar>;
constexpr auto Islower = Is<&Icu::f_u_islower>;
constexpr auto IsMirrored = Is<&Icu::f_u_isMirrored>;
constexpr auto Isprint = Is<&Icu::f_u_isprint>;
constexpr auto Ispunct = Is<&Icu::f_u_ispunct>;
constexpr auto Isspace = Is<&Icu::f_u_isspace>;
constexpr auto Istitle = Is<&Icu::f_u_istitle>;
constexpr auto IsUAlphabetic = Is<&Icu::f_u_isUAlphabetic>;
constexpr auto IsULowercase = Is<&Icu::f_u_isULowercase>;
constexpr auto Isupper = Is<&Icu::f_u_isupper>;
constexpr auto IsUUppercase = Is<&Icu::f_u_isUUppercase>;
constexpr auto IsUWhiteSpace = Is<&Icu::f_u_isUWhiteSpace>;
constexpr auto IsWhitespace = Is<&Icu::f_u_isWhitespace>;
constexpr auto Isxdigit = Is<&Icu::f_u_isxdigit>;

using F = FunctionFlags;
constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"hasBinaryProperty", "(string|int $codepoint, int $property): ?bool", kIo, HasBinaryProperty, kStatic},
    {"charAge", "(string|int $codepoint): ?array", kIo, CharAge, kStatic},
    {"charDigitValue", "(string|int $codepoint): ?int", kIo, CharDigitValue, kStatic},
    {"charDirection", "(string|int $codepoint): ?int", kIo, CharDirection, kStatic},
    {"charFromName", "(string $name, int $type = IntlChar::UNICODE_CHAR_NAME): ?int", kIo, CharFromName,
     kStatic},
    {"charMirror", "(string|int $codepoint): string|int|null", kIo, CharMirror, kStatic},
    {"charName", "(string|int $codepoint, int $type = IntlChar::UNICODE_CHAR_NAME): ?string", kIo, CharName,
     kStatic},
    {"charType", "(string|int $codepoint): ?int", kIo, CharType, kStatic},
    {"chr", "(string|int $codepoint): ?string", kIo, Chr, kStatic},
    {"digit", "(string|int $codepoint, int $base = 10): int|false|null", kIo, Digit, kStatic},
    {"enumCharNames",
     "(string|int $start, string|int $end, callable $callback, int $type = IntlChar::UNICODE_CHAR_NAME): "
     "?bool",
     kIo, EnumCharNames, kStatic},
    {"enumCharTypes", "(callable $callback): void", kIo, EnumCharTypes, kStatic},
    {"foldCase", "(string|int $codepoint, int $options = IntlChar::FOLD_CASE_DEFAULT): string|int|null", kIo,
     FoldCase, kStatic},
    {"forDigit", "(int $digit, int $base = 10): int", kIo, ForDigit, kStatic},
    {"getBidiPairedBracket", "(string|int $codepoint): string|int|null", kIo, GetBidiPairedBracket, kStatic},
    {"getBlockCode", "(string|int $codepoint): ?int", kIo, GetBlockCode, kStatic},
    {"getCombiningClass", "(string|int $codepoint): ?int", kIo, GetCombiningClass, kStatic},
    {"getFC_NFKC_Closure", "(string|int $codepoint): string|false|null", kIo, GetFC_NFKC_Closure, kStatic},
    {"getIntPropertyMaxValue", "(int $property): int", kIo, GetIntPropertyMaxValue, kStatic},
    {"getIntPropertyMinValue", "(int $property): int", kIo, GetIntPropertyMinValue, kStatic},
    {"getIntPropertyValue", "(string|int $codepoint, int $property): ?int", kIo, GetIntPropertyValue,
     kStatic},
    {"getNumericValue", "(string|int $codepoint): ?float", kIo, GetNumericValue, kStatic},
    {"getPropertyEnum", "(string $alias): int", kIo, GetPropertyEnum, kStatic},
    {"getPropertyName", "(int $property, int $type = IntlChar::LONG_PROPERTY_NAME): string|false", kIo,
     GetPropertyName, kStatic},
    {"getPropertyValueEnum", "(int $property, string $name): int", kIo, GetPropertyValueEnum, kStatic},
    {"getPropertyValueName",
     "(int $property, int $value, int $type = IntlChar::LONG_PROPERTY_NAME): string|false", kIo,
     GetPropertyValueName, kStatic},
    {"getUnicodeVersion", "(): array", kIo, GetUnicodeVersion, kStatic},
    {"isalnum", "(string|int $codepoint): ?bool", kIo, Isalnum, kStatic},
    {"isalpha", "(string|int $codepoint): ?bool", kIo, Isalpha, kStatic},
    {"isbase", "(string|int $codepoint): ?bool", kIo, Isbase, kStatic},
    {"isblank", "(string|int $codepoint): ?bool", kIo, Isblank, kStatic},
    {"iscntrl", "(string|int $codepoint): ?bool", kIo, Iscntrl, kStatic},
    {"isdefined", "(string|int $codepoint): ?bool", kIo, Isdefined, kStatic},
    {"isdigit", "(string|int $codepoint): ?bool", kIo, Isdigit, kStatic},
    {"isgraph", "(string|int $codepoint): ?bool", kIo, Isgraph, kStatic},
    {"isIDIgnorable", "(string|int $codepoint): ?bool", kIo, IsIDIgnorable, kStatic},
    {"isIDPart", "(string|int $codepoint): ?bool", kIo, IsIDPart, kStatic},
    {"isIDStart", "(string|int $codepoint): ?bool", kIo, IsIDStart, kStatic},
    {"isISOControl", "(string|int $codepoint): ?bool", kIo, IsISOControl, kStatic},
    {"isJavaIDPart", "(string|int $codepoint): ?bool", kIo, IsJavaIDPart, kStatic},
    {"isJavaIDStart", "(string|int $codepoint): ?bool", kIo, IsJavaIDStart, kStatic},
    {"isJavaSpaceChar", "(string|int $codepoint): ?bool", kIo, IsJavaSpaceChar, kStatic},
    {"islower", "(string|int $codepoint): ?bool", kIo, Islower, kStatic},
    {"isMirrored", "(string|int $codepoint): ?bool", kIo, IsMirrored, kStatic},
    {"isprint", "(string|int $codepoint): ?bool", kIo, Isprint, kStatic},
    {"ispunct", "(string|int $codepoint): ?bool", kIo, Ispunct, kStatic},
    {"isspace", "(string|int $codepoint): ?bool", kIo, Isspace, kStatic},
    {"istitle", "(string|int $codepoint): ?bool", kIo, Istitle, kStatic},
    {"isUAlphabetic", "(string|int $codepoint): ?bool", kIo, IsUAlphabetic, kStatic},
    {"isULowercase", "(string|int $codepoint): ?bool", kIo, IsULowercase, kStatic},
    {"isupper", "(string|int $codepoint): ?bool", kIo, Isupper, kStatic},
    {"isUUppercase", "(string|int $codepoint): ?bool", kIo, IsUUppercase, kStatic},
    {"isUWhiteSpace", "(string|int $codepoint): ?bool", kIo, IsUWhiteSpace, kStatic},
    {"isWhitespace", "(string|int $codepoint): ?bool", kIo, IsWhitespace, kStatic},
    {"isxdigit", "(string|int $codepoint): ?bool", kIo, Isxdigit, kStatic},
    {"ord", "(string|int $character): ?int", kIo, Ord, kStatic},
    {"tolower", "(string|int $codepoint): string|int|null", kIo, Tolower, kStatic},
    {"totitle", "(string|int $codepoint): string|int|null", kIo, Totitle, kStatic},
    {"toupper", "(string|int $codepoint): string|int|null", kIo, Toupper, kStatic},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "IntlChar", .methods = kMethods, .constants = kCharConstants, .extension = "intl"},
};

}  // namespace

const std::span<const BuiltinClassRow> kIntlCharClasses = kClassRows;

}  // namespace tusk
