// The shared boundary code of an architecture: how traces leave, and what slow paths call. Each architecture
// makes its own, once per code area; its stubs.h says which registers carry what.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tusk::jit {

struct Stubs {
  const uint8_t* leave = nullptr;            // jumped to with the exit and the trace: DESIGN's exit group
  const uint8_t* returned_opline = nullptr;  // jumped to with a raw return value (DESIGN section 4's table)
  const uint8_t* release_zero = nullptr;     // called with a counted value that nobody holds any more
  const uint8_t* buffer_root = nullptr;      // called with a possible root of a cycle
  size_t bytes = 0;                          // of all, from `leave` on
};
inline constexpr const char* kStubNames[] = {"; leave", "; returned opline", "; release at zero",
                                             "; buffer root"};  // in listings

}  // namespace tusk::jit
