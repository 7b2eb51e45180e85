// Assembly text of a trace for any architecture on any host; nothing is placed or run.
#pragma once

#include <string>
#include <string_view>

#include "ir/ir.h"

namespace tusk::jit {

// `arch`: "x64" or "a64". False with `error` for another name or a trace that cannot be compiled. Addresses
// of the run time's functions show as 0.
bool ListAssembly(const ir::Trace& trace, std::string_view arch, std::string* text, std::string* error);

}  // namespace tusk::jit
