// Targets of attributes.
#include "interp/runtime/attribute_targets.h"

#include "interp/runtime/string.h"

namespace tusk {

uint32_t BuiltinAttributeTargets(std::string_view name) {
  using T = AttributeTarget;
  struct Row {
    std::string_view name;
    uint32_t targets;
  };
  static constexpr Row kRows[] = {{"Attribute", T::kClass},
                                  {"AllowDynamicProperties", T::kClass},
                                  {"ReturnTypeWillChange", T::kMethod},
                                  {"SensitiveParameter", T::kParameter},
                                  {"Override", T::kMethod},
                                  {"Deprecated", T::kFunction | T::kMethod | T::kClassConstant}};
  for (const Row& row : kRows) {
    if (EqualIgnoreCase(row.name, name)) return row.targets;
  }
  return 0;
}

std::string AttributeTargetNames(uint32_t targets) {
  static constexpr const char* kNames[] = {"class",    "function",       "method",
                                           "property", "class constant", "parameter"};
  std::string out;
  for (int i = 0; i < 6; ++i) {
    if (!(targets & (1u << i))) continue;
    if (!out.empty()) out += ", ";
    out += kNames[i];
  }
  return out;
}

}  // namespace tusk
