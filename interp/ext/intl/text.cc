// Normalizer, grapheme_*(), IDNs and the error functions of intl.
#include <algorithm>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/mbstring/case.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

void Fail(int code, std::string message, Value* result) {
  IntlFail(nullptr, code, std::move(message), result);
}
bool IsAscii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

// --- Normalizer

enum Form : int64_t { kFormD = 4, kFormKd = 8, kFormC = 16, kFormKc = 32, kFormKcFold = 48 };

const UNormalizer2* FormArgument(Args args, uint32_t i) {
  UErrorCode status = U_ZERO_ERROR;
  switch (args.Int(i, kFormC)) {
    case kFormD: return TUSK_ICU(unorm2_getNFDInstance)(&status);
    case kFormKd: return TUSK_ICU(unorm2_getNFKDInstance)(&status);
    case kFormC: return TUSK_ICU(unorm2_getNFCInstance)(&status);
    case kFormKc: return TUSK_ICU(unorm2_getNFKCInstance)(&status);
    case kFormKcFold: return TUSK_ICU(unorm2_getNFKCCasefoldInstance)(&status);
    default: ArgumentValueError(i + 1, "must be a a valid normalization form"); return nullptr;
  }
}

void Normalize(Args args, Value* result) {
  LastIntlError() = {};
  if (IsAscii(args.View(0)) && args.Int(1, kFormC) != kFormKcFold) return ReturnCopy(result, args[0]);
  const UNormalizer2* form = FormArgument(args, 1);
  std::u16string in;
  if (!form) return;
  if (!ToUtf16(args.View(0), &in))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16", result);
  std::u16string out(in.size() * 2 + 16, u'\0');
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = TUSK_ICU(unorm2_normalize)(form, in.data(), static_cast<int32_t>(in.size()), out.data(),
                                           static_cast<int32_t>(out.size()), &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      out.resize(static_cast<size_t>(n) + 1);
      continue;
    }
    if (U_FAILURE(status)) return Fail(status, "Error normalizing string", result);
    out.resize(static_cast<size_t>(n));
    return Return(result, std::string_view(FromUtf16(out)));
  }
}
void IsNormalized(Args args, Value* result) {
  LastIntlError() = {};
  if (IsAscii(args.View(0)) && args.Int(1, kFormC) != kFormKcFold) return Return(result, true);
  const UNormalizer2* form = FormArgument(args, 1);
  std::u16string in;
  if (!form) return;
  if (!ToUtf16(args.View(0), &in))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting string to UTF-16.", result);
  UErrorCode status = U_ZERO_ERROR;
  bool yes = TUSK_ICU(unorm2_isNormalized)(form, in.data(), static_cast<int32_t>(in.size()), &status);
  Return(result, yes && U_SUCCESS(status));
}
void RawDecomposition(Args args, Value* result) {
  const UNormalizer2* form = FormArgument(args, 1);
  uint32_t point = 0;
  if (!form) return;
  if (args.View(0).empty() || ReadUtf8(args.View(0), 0, &point) != args.View(0).size() ||
      point == kBadPoint) {
    LastIntlError() = {U_ILLEGAL_ARGUMENT_ERROR,
                       "Input string must be exactly one UTF-8 encoded code point long."};
    *result = Value::Null();
    return;
  }
  char16_t out[64];
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = TUSK_ICU(unorm2_getRawDecomposition)(form, static_cast<UChar32>(point), out, 64, &status);
  if (n < 0 || U_FAILURE(status)) {
    *result = Value::Null();
    return;
  }
  Return(result, std::string_view(FromUtf16(std::u16string_view(out, static_cast<size_t>(n)))));
}

// --- graphemes

// Byte offsets where the graphemes of s begin, and its end. False: not UTF-8.
bool Boundaries(std::string_view s, std::vector<size_t>* at) {
  at->clear();
  if (IsAscii(s) && s.find('\r') == s.npos) {
    at->reserve(s.size() + 1);
    for (size_t i = 0; i <= s.size(); ++i) at->push_back(i);
    return true;
  }
  if (!IsValidUtf8(s)) return false;
  at->push_back(0);
  static UBreakIterator* breaks = nullptr;
  UErrorCode status = U_ZERO_ERROR;
  if (!breaks) breaks = TUSK_ICU(ubrk_open)(UBRK_CHARACTER, nullptr, nullptr, 0, &status);
  UText* text = TUSK_ICU(utext_openUTF8)(nullptr, s.data(), static_cast<int64_t>(s.size()), &status);
  TUSK_ICU(ubrk_setUText)(breaks, text, &status);
  for (int32_t i; U_SUCCESS(status) && (i = TUSK_ICU(ubrk_next)(breaks)) != UBRK_DONE;)
    at->push_back(static_cast<size_t>(i));
  TUSK_ICU(utext_close)(text);
  return U_SUCCESS(status);
}

void GraphemeStrlen(Args args, Value* result) {
  std::vector<size_t> at;
  if (Boundaries(args.View(0), &at)) return Return(result, static_cast<int64_t>(at.size() - 1));
  LastIntlError() = {U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16"};
  *result = Value::Null();
}

void GraphemeSubstr(Args args, Value* result) {
  std::vector<size_t> at;
  std::string_view s = args.View(0);
  if (!Boundaries(s, &at))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16", result);
  auto n = static_cast<int64_t>(at.size() - 1);
  int64_t from = args[1].i;
  if (from < 0) from = std::max<int64_t>(0, from + n);
  from = std::min(from, n);
  int64_t length = args.IsNull(2) ? n : args[2].i;
  int64_t end = length < 0 ? n + length : std::min(n, from + std::min(length, n));
  end = std::max(end, from);
  auto a = at[static_cast<size_t>(from)];
  Return(result, s.substr(a, at[static_cast<size_t>(end)] - a));
}

std::string Folded(std::string_view s) { return Utf8Folded(s); }

// Where needle begins, as a grapheme number; -1: nowhere. *byte is its offset.
int64_t FindGrapheme(std::string_view s, std::string_view needle, int64_t offset, bool last,
                     const std::vector<size_t>& at, size_t* byte) {
  auto n = static_cast<int64_t>(at.size() - 1);
  auto matches = [&](int64_t i) {
    size_t b = at[static_cast<size_t>(i)];
    return s.substr(b, needle.size()) == needle &&
           std::binary_search(at.begin(), at.end(), b + needle.size());
  };
  int64_t low = 0, high = n;
  if (offset >= 0) {
    low = offset;
  } else if (last) {
    high = n + offset;
  } else {
    low = n + offset;
  }
  for (int64_t k = 0; k <= high - low; ++k) {
    int64_t i = last ? high - k : low + k;
    if (!matches(i)) continue;
    *byte = at[static_cast<size_t>(i)];
    return i;
  }
  return -1;
}

template <bool kLast, bool kFold>
void GraphemePosition(Args args, Value* result) {
  std::string_view s = args.View(0), needle = args.View(1);
  std::string folded_s, folded_needle;
  if (kFold) {
    s = folded_s = Folded(s);
    needle = folded_needle = Folded(needle);
  }
  std::vector<size_t> at;
  if (!Boundaries(s, &at))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16", result);
  auto n = static_cast<int64_t>(at.size() - 1);
  int64_t offset = args.Int(2, 0);
  if (offset < -n || offset > n) return ArgumentValueError(3, "must be contained in argument #1 ($haystack)");
  size_t byte;
  int64_t i = FindGrapheme(s, needle, offset, kLast, at, &byte);
  if (i < 0) return Return(result, false);
  Return(result, i);
}

template <bool kFold>
void GraphemePart(Args args, Value* result) {
  std::string_view s = args.View(0), needle = args.View(1);
  std::string folded_s, folded_needle;
  if (kFold) {
    s = folded_s = Folded(s);
    needle = folded_needle = Folded(needle);
  }
  std::vector<size_t> at;
  if (!Boundaries(s, &at))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16", result);
  size_t byte;
  int64_t i = FindGrapheme(s, needle, 0, false, at, &byte);
  if (i < 0) return Return(result, false);
  if (kFold) {
    Boundaries(args.View(0), &at);
    byte = at[std::min(static_cast<size_t>(i), at.size() - 1)];
  }
  Return(result, args.Bool(2) ? args.View(0).substr(0, byte) : args.View(0).substr(byte));
}

void GraphemeExtract(Args args, Value* result) {
  std::string_view s = args.View(0);
  int64_t size = args[1].i, type = args.Int(2, 0), offset = args.Int(3, 0);
  auto length = static_cast<int64_t>(s.size());
  if (offset < 0) offset += length;
  if (args.Has(4)) AssignArgument(args, 4, Value(offset));
  if (type < 0 || type > 2)
    return ArgumentValueError(
        3, "must be one of GRAPHEME_EXTR_COUNT, GRAPHEME_EXTR_MAXBYTES, or GRAPHEME_EXTR_MAXCHARS");
  if (offset < 0 || offset >= length)
    return Fail(U_ILLEGAL_ARGUMENT_ERROR, "start not contained in string", result);
  if (size < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  if (size == 0) return Return(result, EmptyString());
  auto start = static_cast<size_t>(offset);
  while (start < s.size() && (static_cast<unsigned char>(s[start]) & 0xc0) == 0x80) ++start;
  s = s.substr(start);
  std::vector<size_t> at;
  if (!Boundaries(s, &at)) return Fail(U_INVALID_CHAR_FOUND, "Error opening UTF-8 text", result);
  size_t end = 0;
  int64_t points = 0;
  for (size_t i = 1; i < at.size(); ++i) {
    if (type == 0 && static_cast<int64_t>(i) > size) break;
    if (type == 1 && static_cast<int64_t>(at[i]) > size) break;
    points += static_cast<int64_t>(Utf8Length(s.substr(at[i - 1], at[i] - at[i - 1])));
    if (type == 2 && points > size) break;
    end = at[i];
  }
  if (args.Has(4)) AssignArgument(args, 4, Value(static_cast<int64_t>(start + end)));
  Return(result, s.substr(0, end));
}

void GraphemeStrSplit(Args args, Value* result) {
  if (args.Int(1, 1) < 1 || args.Int(1, 1) > 1073741823)
    return ArgumentValueError(2, "must be greater than 0 and less than or equal to 1073741823");
  std::vector<size_t> at;
  std::string_view s = args.View(0);
  if (!Boundaries(s, &at))
    return Fail(U_INVALID_CHAR_FOUND, "Error converting input string to UTF-16", result);
  auto step = static_cast<size_t>(args.Int(1, 1));
  Array* out = NewArray();
  for (size_t i = 0; i + 1 < at.size(); i += step) {
    size_t end = at[std::min(i + step, at.size() - 1)];
    Append(out, Value(NewString(s.substr(at[i], end - at[i]))));
  }
  Return(result, out);
}

// --- IDNs

template <bool kToAscii>
void Idn(Args args, Value* result) {
  LastIntlError() = {};
  if (args.View(0).empty()) return ArgumentValueError(1, "cannot be empty");
  if (args.Int(2, 1) != 1) return ArgumentValueError(2, "must be INTL_IDNA_VARIANT_UTS46");
  UErrorCode status = U_ZERO_ERROR;
  UIDNA* idna = TUSK_ICU(uidna_openUTS46)(static_cast<uint32_t>(args.Int(1, 0)), &status);
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  char out[256];
  auto convert = kToAscii ? TUSK_ICU(uidna_nameToASCII_UTF8) : TUSK_ICU(uidna_nameToUnicodeUTF8);
  int32_t n = convert(idna, args.View(0).data(), static_cast<int32_t>(args.View(0).size()), out,
                      sizeof out - 1, &info, &status);
  if (idna) TUSK_ICU(uidna_close)(idna);
  if (U_FAILURE(status) || n > 255) return Fail(status, "failed to convert name", result);
  std::string_view text(out, static_cast<size_t>(n));
  if (args.Has(3)) {
    Array* a = NewArray();
    SetStr(a, "result", Value(NewString(text)));
    SetStr(a, "isTransitionalDifferent", Value(static_cast<bool>(info.isTransitionalDifferent)));
    SetStr(a, "errors", Value(static_cast<int64_t>(info.errors)));
    AssignArgument(args, 3, Value(a));
  }
  if (info.errors) return Return(result, false);
  Return(result, text);
}

// --- errors

void ErrorCode(Args, Value* result) { Return(result, LastIntlError().code); }
void ErrorMessage(Args, Value* result) {
  const IntlError& e = LastIntlError();
  if (e.message.empty())
    return Return(result, e.code ? TUSK_ICU(u_errorName)(static_cast<UErrorCode>(e.code)) : "U_ZERO_ERROR");
  Return(result, std::string_view(e.message + ": " + TUSK_ICU(u_errorName)(static_cast<UErrorCode>(e.code))));
}
void IsFailure(Args args, Value* result) { Return(result, args[0].i > 0); }
void ErrorName(Args args, Value* result) {
  Return(result, TUSK_ICU(u_errorName)(static_cast<UErrorCode>(args[0].i)));
}

constexpr uint16_t kText = Effects::kReadsState | Effects::kWritesState | Effects::kThrows;
constexpr char kNormalizeText[] = "(string $string, int $form = Normalizer::FORM_C): string|false";
constexpr char kPosition[] = "(string $haystack, string $needle, int $offset = 0): int|false";
constexpr char kPart[] = "(string $haystack, string $needle, bool $beforeNeedle = false): string|false";
constexpr char kIdn[] =
    "(string $domain, int $flags = IDNA_DEFAULT, int $variant = INTL_IDNA_VARIANT_UTS46, &$idna_info = "
    "null): "
    "string|false";
constexpr BuiltinRow kRows[] = {
    {"grapheme_extract",
     "(string $haystack, int $size, int $type = GRAPHEME_EXTR_COUNT, int $offset = 0, &$next = null): "
     "string|false",
     kText | Effects::kWritesArgs, GraphemeExtract},
    {"grapheme_str_split", "(string $string, int $length = 1): array|false", kText, GraphemeStrSplit},
    {"grapheme_stripos", kPosition, kText, GraphemePosition<false, true>},
    {"grapheme_stristr", kPart, kText, GraphemePart<true>},
    {"grapheme_strlen", "(string $string): int|false|null", kText, GraphemeStrlen},
    {"grapheme_strpos", kPosition, kText, GraphemePosition<false, false>},
    {"grapheme_strripos", kPosition, kText, GraphemePosition<true, true>},
    {"grapheme_strrpos", kPosition, kText, GraphemePosition<true, false>},
    {"grapheme_strstr", kPart, kText, GraphemePart<false>},
    {"grapheme_substr", "(string $string, int $offset, ?int $length = null): string|false", kText,
     GraphemeSubstr},
    {"idn_to_ascii", kIdn, kText | Effects::kWritesArgs, Idn<true>},
    {"idn_to_utf8", kIdn, kText | Effects::kWritesArgs, Idn<false>},
    {"intl_error_name", "(int $errorCode): string", kText, ErrorName},
    {"intl_get_error_code", "(): int", kText, ErrorCode},
    {"intl_get_error_message", "(): string", kText, ErrorMessage},
    {"intl_is_failure", "(int $errorCode): bool", kText, IsFailure},
    {"normalizer_get_raw_decomposition", "(string $string, int $form = Normalizer::FORM_C): ?string", kText,
     RawDecomposition},
    {"normalizer_is_normalized", "(string $string, int $form = Normalizer::FORM_C): bool", kText,
     IsNormalized},
    {"normalizer_normalize", kNormalizeText, kText, Normalize},
};
static_assert(SortedByName(kRows));

using F = FunctionFlags;
constexpr BuiltinMethodRow kNormalizerMethods[] = {
    {"normalize", kNormalizeText, kText, Normalize, F::kPublic | F::kStatic},
    {"isNormalized", "(string $string, int $form = Normalizer::FORM_C): bool", kText, IsNormalized,
     F::kPublic | F::kStatic},
    {"getRawDecomposition", "(string $string, int $form = Normalizer::FORM_C): ?string", kText,
     RawDecomposition, F::kPublic | F::kStatic},
};
constexpr BuiltinClassConstantRow kNormalizerConstants[] = {
    {"FORM_D", 4}, {"NFD", 4},      {"FORM_KD", 8}, {"NFKD", 8},        {"FORM_C", 16},
    {"NFC", 16},   {"FORM_KC", 32}, {"NFKC", 32},   {"FORM_KC_CF", 48}, {"NFKC_CF", 48},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "Normalizer",
     .methods = kNormalizerMethods,
     .constants = kNormalizerConstants,
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlTextFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlTextClasses = kClassRows;

}  // namespace tusk
