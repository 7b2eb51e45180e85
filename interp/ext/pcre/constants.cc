// Constants of the pcre extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"PCRE_JIT_SUPPORT", true},
    {"PCRE_VERSION_MAJOR", int64_t{10}},
    {"PCRE_VERSION_MINOR", int64_t{42}},
    {"PREG_BACKTRACK_LIMIT_ERROR", int64_t{2}},
    {"PREG_BAD_UTF8_ERROR", int64_t{4}},
    {"PREG_BAD_UTF8_OFFSET_ERROR", int64_t{5}},
    {"PREG_GREP_INVERT", int64_t{1}},
    {"PREG_INTERNAL_ERROR", int64_t{1}},
    {"PREG_JIT_STACKLIMIT_ERROR", int64_t{6}},
    {"PREG_NO_ERROR", int64_t{0}},
    {"PREG_OFFSET_CAPTURE", int64_t{256}},
    {"PREG_PATTERN_ORDER", int64_t{1}},
    {"PREG_RECURSION_LIMIT_ERROR", int64_t{3}},
    {"PREG_SET_ORDER", int64_t{2}},
    {"PREG_SPLIT_DELIM_CAPTURE", int64_t{2}},
    {"PREG_SPLIT_NO_EMPTY", int64_t{1}},
    {"PREG_SPLIT_OFFSET_CAPTURE", int64_t{4}},
    {"PREG_UNMATCHED_AS_NULL", int64_t{512}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kPcreConstants = kRows;

}  // namespace tusk
