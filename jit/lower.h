// From IR to emitter calls: one trace, in order, neutral of the architecture.
#pragma once

#include <string>

#include "jit/emitter.h"
#include "jit/plan.h"
#include "jit/regalloc.h"

namespace tusk::jit {

// Where the run time's functions are. Null: their addresses do not matter (a listing).
struct LowerHost {
  const void* (*address_of)(ir::CallId call) = nullptr;
  const void* (*step_of)(const Op* op) = nullptr;
  const Op* (*interrupt_at)(const Op* op) = nullptr;
};

// Plans, allocates and emits; fills everything of `out` but the owner's fields. False: `error` says why.
bool Lower(const trace::CompileRequest& request, const LowerHost& host, const Target& target,
           Emitter* emitter, trace::CompiledTrace* out, std::string* error);

}  // namespace tusk::jit
