// From IR to emitter calls: one trace, in order, neutral of the architecture.
#pragma once

#include <string>

#include "jit/emitter.h"
#include "jit/plan.h"
#include "jit/regalloc.h"

namespace tusk::jit {

// Plans, allocates and emits; fills everything of `out` but the owner's fields. False: `error` says why.
bool Lower(const trace::CompileRequest& request, const trace::BackendHost& host, const Target& target,
           Emitter* emitter, trace::CompiledTrace* out, std::string* error);

}  // namespace tusk::jit
