// Constants of the intl extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"GRAPHEME_EXTR_COUNT", int64_t{0}},
    {"GRAPHEME_EXTR_MAXBYTES", int64_t{1}},
    {"GRAPHEME_EXTR_MAXCHARS", int64_t{2}},
    {"IDNA_ALLOW_UNASSIGNED", int64_t{1}},
    {"IDNA_CHECK_BIDI", int64_t{4}},
    {"IDNA_CHECK_CONTEXTJ", int64_t{8}},
    {"IDNA_DEFAULT", int64_t{0}},
    {"IDNA_ERROR_BIDI", int64_t{2048}},
    {"IDNA_ERROR_CONTEXTJ", int64_t{4096}},
    {"IDNA_ERROR_DISALLOWED", int64_t{128}},
    {"IDNA_ERROR_DOMAIN_NAME_TOO_LONG", int64_t{4}},
    {"IDNA_ERROR_EMPTY_LABEL", int64_t{1}},
    {"IDNA_ERROR_HYPHEN_3_4", int64_t{32}},
    {"IDNA_ERROR_INVALID_ACE_LABEL", int64_t{1024}},
    {"IDNA_ERROR_LABEL_HAS_DOT", int64_t{512}},
    {"IDNA_ERROR_LABEL_TOO_LONG", int64_t{2}},
    {"IDNA_ERROR_LEADING_COMBINING_MARK", int64_t{64}},
    {"IDNA_ERROR_LEADING_HYPHEN", int64_t{8}},
    {"IDNA_ERROR_PUNYCODE", int64_t{256}},
    {"IDNA_ERROR_TRAILING_HYPHEN", int64_t{16}},
    {"IDNA_NONTRANSITIONAL_TO_ASCII", int64_t{16}},
    {"IDNA_NONTRANSITIONAL_TO_UNICODE", int64_t{32}},
    {"IDNA_USE_STD3_RULES", int64_t{2}},
    {"INTL_ICU_DATA_VERSION", "72.1"},
    {"INTL_ICU_VERSION", "72.1"},
    {"INTL_IDNA_VARIANT_UTS46", int64_t{1}},
    {"INTL_MAX_LOCALE_LEN", int64_t{156}},
    {"ULOC_ACTUAL_LOCALE", int64_t{0}},
    {"ULOC_VALID_LOCALE", int64_t{1}},
    {"U_BUFFER_OVERFLOW_ERROR", int64_t{15}},
    {"U_ILLEGAL_ARGUMENT_ERROR", int64_t{1}},
    {"U_ILLEGAL_CHARACTER", int64_t{65567}},
    {"U_ILLEGAL_CHAR_FOUND", int64_t{12}},
    {"U_ILLEGAL_CHAR_IN_SEGMENT", int64_t{65564}},
    {"U_INDEX_OUTOFBOUNDS_ERROR", int64_t{8}},
    {"U_INTERNAL_PROGRAM_ERROR", int64_t{5}},
    {"U_INVALID_CHAR_FOUND", int64_t{10}},
    {"U_INVALID_ID", int64_t{65569}},
    {"U_MEMORY_ALLOCATION_ERROR", int64_t{7}},
    {"U_MISSING_OPERATOR", int64_t{65547}},
    {"U_MISSING_RESOURCE_ERROR", int64_t{2}},
    {"U_MISSING_SEGMENT_CLOSE", int64_t{65548}},
    {"U_PARSE_ERROR", int64_t{9}},
    {"U_UNSUPPORTED_ERROR", int64_t{16}},
    {"U_USING_DEFAULT_WARNING", int64_t{-127}},
    {"U_USING_FALLBACK_WARNING", int64_t{-128}},
    {"U_ZERO_ERROR", int64_t{0}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kIntlConstants = kRows;

}  // namespace tusk
