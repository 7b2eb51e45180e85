// Constants of the json extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"JSON_BIGINT_AS_STRING", int64_t{2}},
    {"JSON_ERROR_CTRL_CHAR", int64_t{3}},
    {"JSON_ERROR_DEPTH", int64_t{1}},
    {"JSON_ERROR_INF_OR_NAN", int64_t{7}},
    {"JSON_ERROR_INVALID_PROPERTY_NAME", int64_t{9}},
    {"JSON_ERROR_NONE", int64_t{0}},
    {"JSON_ERROR_NON_BACKED_ENUM", int64_t{11}},
    {"JSON_ERROR_RECURSION", int64_t{6}},
    {"JSON_ERROR_STATE_MISMATCH", int64_t{2}},
    {"JSON_ERROR_SYNTAX", int64_t{4}},
    {"JSON_ERROR_UNSUPPORTED_TYPE", int64_t{8}},
    {"JSON_ERROR_UTF16", int64_t{10}},
    {"JSON_ERROR_UTF8", int64_t{5}},
    {"JSON_FORCE_OBJECT", int64_t{16}},
    {"JSON_HEX_AMP", int64_t{2}},
    {"JSON_HEX_APOS", int64_t{4}},
    {"JSON_HEX_QUOT", int64_t{8}},
    {"JSON_HEX_TAG", int64_t{1}},
    {"JSON_INVALID_UTF8_IGNORE", int64_t{1048576}},
    {"JSON_INVALID_UTF8_SUBSTITUTE", int64_t{2097152}},
    {"JSON_NUMERIC_CHECK", int64_t{32}},
    {"JSON_OBJECT_AS_ARRAY", int64_t{1}},
    {"JSON_PARTIAL_OUTPUT_ON_ERROR", int64_t{512}},
    {"JSON_PRESERVE_ZERO_FRACTION", int64_t{1024}},
    {"JSON_PRETTY_PRINT", int64_t{128}},
    {"JSON_THROW_ON_ERROR", int64_t{4194304}},
    {"JSON_UNESCAPED_LINE_TERMINATORS", int64_t{2048}},
    {"JSON_UNESCAPED_SLASHES", int64_t{64}},
    {"JSON_UNESCAPED_UNICODE", int64_t{256}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kJsonConstants = kRows;

}  // namespace tusk
