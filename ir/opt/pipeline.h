// Runs passes over a finished recording. Each runs in a scope that times it, hands out its result, and in
// checked builds verifies it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "ir/opt/pass.h"

namespace tusk::ir {

enum class PassId : uint8_t {
#define IR_PASS(name, ...) name,
#include "ir/opt/passes.def"
#undef IR_PASS
};
#define IR_PASS(...) +1
inline constexpr int kNumPasses = 0
#include "ir/opt/passes.def"
    ;
#undef IR_PASS

struct PassRow {
  std::string_view name;
  PassReport (*run)(Trace*);
  bool in_pipeline;
  std::string_view doc;
};
const PassRow& Row(PassId pass);

struct PipelineOptions {
  // Called after every pass, and once before the first with the name "record". May be empty.
  std::function<void(std::string_view pass, const Trace& trace)> after;
  std::array<uint64_t, kNumPasses>* nanoseconds = nullptr;  // added to, by pass
  uint32_t skip = 0;                                        // bit per PassId: passes switched off by flag
#ifdef TUSK_CHECKS
  bool verify = true;
#else
  bool verify = false;
#endif
};

// The whole pipeline. Stops at the first pass that is not ok; the trace is then as before that pass.
PassReport Optimize(Trace* trace, const PipelineOptions& options = {});
PassReport RunPass(PassId pass, Trace* trace, const PipelineOptions& options = {});

// Turns a final CLOSE into a LINK of the trace to itself (a loop whose types do not settle).
void LinkToSelf(Trace* trace);

}  // namespace tusk::ir
