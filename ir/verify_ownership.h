// V10 of the verifier: references balance at every exit and round the loop.
#pragma once

#include <optional>

#include "ir/verify.h"

namespace tusk::ir {

std::optional<VerifyError> VerifyOwnership(const Trace& trace);

}  // namespace tusk::ir
