// Calls through reflection: ReflectionFunction, ReflectionMethod, new instances.
#pragma once

#include <vector>

#include "interp/ext/reflection/reflection.h"

namespace tusk {

// The array of invokeArgs() and the like as positional and named arguments. An exception may be pending
// afterwards. The array must live as long.
class GivenArguments {
 public:
  GivenArguments(const Function* f, const Array* given);
  ~GivenArguments();
  GivenArguments(const GivenArguments&) = delete;
  GivenArguments& operator=(const GivenArguments&) = delete;
  uint32_t count() const { return static_cast<uint32_t>(values_.size()); }
  const Value* values() const { return values_.data(); }
  Array* named() const { return named_; }

 private:
  std::vector<Value> values_;  // borrowed
  Array* named_ = nullptr;     // owned
};

// What f(...$args) got by name beyond its parameters, or null.
inline Array* ExtraNamed(Args args) {
  return args.frame->info & CallInfo::kHasNamedExtra ? args.frame->symbols : nullptr;
}
void DerefResult(Value* result);

}  // namespace tusk
