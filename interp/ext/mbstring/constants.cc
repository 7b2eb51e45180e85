// Constants of the mbstring extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"MB_CASE_FOLD", int64_t{3}},  {"MB_CASE_FOLD_SIMPLE", int64_t{7}},
    {"MB_CASE_LOWER", int64_t{1}}, {"MB_CASE_LOWER_SIMPLE", int64_t{5}},
    {"MB_CASE_TITLE", int64_t{2}}, {"MB_CASE_TITLE_SIMPLE", int64_t{6}},
    {"MB_CASE_UPPER", int64_t{0}}, {"MB_CASE_UPPER_SIMPLE", int64_t{4}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kMbstringConstants = kRows;

}  // namespace tusk
