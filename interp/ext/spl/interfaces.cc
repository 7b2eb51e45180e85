// Interfaces of SPL.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr BuiltinMethodRow kSeekableMethods[] = {{"seek", "(int $offset): void"}};
constexpr BuiltinMethodRow kRecursiveMethods[] = {{"hasChildren", "(): bool"},
                                                  {"getChildren", "(): ?RecursiveIterator"}};
constexpr BuiltinMethodRow kOuterMethods[] = {{"getInnerIterator", "(): ?Iterator"}};
constexpr BuiltinMethodRow kObserverMethods[] = {{"update", "(SplSubject $subject): void"}};
constexpr BuiltinMethodRow kSubjectMethods[] = {{"attach", "(SplObserver $observer): void"},
                                                {"detach", "(SplObserver $observer): void"},
                                                {"notify", "(): void"}};

using C = ClassFlags;
const BuiltinClassRow kRows[] = {
    {.name = "SeekableIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kSeekableMethods,
     .extension = "SPL"},
    {.name = "RecursiveIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kRecursiveMethods,
     .extension = "SPL"},
    {.name = "OuterIterator",
     .interfaces = "Iterator",
     .flags = C::kInterface,
     .methods = kOuterMethods,
     .extension = "SPL"},
    {.name = "SplObserver", .flags = C::kInterface, .methods = kObserverMethods, .extension = "SPL"},
    {.name = "SplSubject", .flags = C::kInterface, .methods = kSubjectMethods, .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kSplArrayClasses = kRows;

}  // namespace tusk
