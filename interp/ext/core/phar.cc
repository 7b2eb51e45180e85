// The class Phar as far as a runtime goes that runs no archives: whether a script runs from one.
#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

// No script does.
void Running(Args, Value* result) { Return(result, ""); }

constexpr BuiltinMethodRow kMethods[] = {
    {"running", "(bool $returnPhar = true): string", Effects::kPure, Running,
     FunctionFlags::kPublic | FunctionFlags::kStatic | FunctionFlags::kFinal},
};
constexpr BuiltinClassRow kClasses[] = {{.name = "Phar", .methods = kMethods, .extension = "Phar"}};

}  // namespace

constinit const std::span<const BuiltinClassRow> kPharClasses = kClasses;

}  // namespace tusk
