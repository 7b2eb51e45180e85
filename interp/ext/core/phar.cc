// The class Phar as far as a runtime goes that runs no archives: whether a script runs from one, and the
// numbers of formats, which programs keep in tables.
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
constexpr BuiltinClassConstantRow kConstants[] = {
    {"BZ2", 0x2000},
    {"GZ", 0x1000},
    {"NONE", 0},
    {"PHAR", 1},
    {"TAR", 2},
    {"ZIP", 3},
    {"COMPRESSED", 0xf000},
    {"PHP", 0},
    {"PHPS", 1},
    {"MD5", 1},
    {"OPENSSL", 16},
    {"OPENSSL_SHA256", 17},
    {"OPENSSL_SHA512", 18},
    {"SHA1", 2},
    {"SHA256", 3},
    {"SHA512", 4},
};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "Phar", .methods = kMethods, .constants = kConstants, .extension = "Phar"}};

}  // namespace

constinit const std::span<const BuiltinClassRow> kPharClasses = kClasses;

}  // namespace tusk
