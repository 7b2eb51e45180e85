// Constants of the hash extension.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ConstantRow kRows[] = {
    {"HASH_HMAC", int64_t{1}},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kHashConstants = kRows;

}  // namespace tusk
