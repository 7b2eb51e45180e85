// The list of all builtin functions and constants: a table is known to scripts when it stands here.
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr ExtensionTable kFunctionTables[] = {
    {"standard", &kMathFunctions},
};

}  // namespace

const std::span<const ExtensionTable> kExtensionTables = kFunctionTables;

namespace {
const std::span<const ConstantRow> kAllConstants[] = {
    kCoreConstants, kStandardConstants, kJsonConstants, kPcreConstants, kRandomConstants,
};
}  // namespace

const std::span<const std::span<const ConstantRow>> kConstantTables = kAllConstants;

}  // namespace tusk
