// Constants of the random extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"MT_RAND_MT19937", int64_t{0}},
    {"MT_RAND_PHP", int64_t{1}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kRandomConstants = kRows;

}  // namespace tusk
