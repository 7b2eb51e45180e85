// What attributes may be put on: the targets of #[Attribute] and those of the engine's own attributes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tusk {

// The values of Attribute::TARGET_* and IS_REPEATABLE.
struct AttributeTarget {
  enum : uint32_t {
    kClass = 1,
    kFunction = 2,
    kMethod = 4,
    kProperty = 8,
    kClassConstant = 16,
    kParameter = 32,
    kAll = 63,
    kRepeatable = 64,
  };
};

// Of an attribute class of the engine; 0 for other names. Any case.
uint32_t BuiltinAttributeTargets(std::string_view name);
// "class, function": as messages list them.
std::string AttributeTargetNames(uint32_t targets);

}  // namespace tusk
