// Lowers with an emitter that has no code area.
#include "jit/listing.h"

#include "jit/a64/emitter.h"
#include "jit/lower.h"
#include "jit/x64/emitter.h"

namespace tusk::jit {

bool ListAssembly(const ir::Trace& trace, std::string_view arch, std::string* text, std::string* error) {
  trace::CompileRequest request{.trace = &trace, .want_listing = true};
  trace::CompiledTrace out;
  bool ok = false;
  if (arch == "x64") {
    Stubs stubs;
    x64::X64Emitter emitter(nullptr, &stubs);
    ok = Lower(request, {}, kX64Target, &emitter, &out, error);
  } else if (arch == "a64") {
    Stubs stubs;
    a64::A64Emitter emitter(nullptr, &stubs);
    ok = Lower(request, {}, kA64Target, &emitter, &out, error);
  } else {
    *error = "no architecture is called " + std::string(arch) + " (there are x64 and a64)";
  }
  *text = std::move(out.listing);
  return ok;
}

}  // namespace tusk::jit
