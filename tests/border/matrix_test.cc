// The border matrix with compiled traces: every cell in the interpreter and in code, and the matrix as a
// table
// (--table).

#include <sys/mman.h>

#include "jit/backend.h"
#include "tests/border/run_matrix.h"

namespace {

using tusk::jit::kBackend;

// An emulator that translates code (qemu before 8.1) does not see what is written through another mapping of
// it, as a processor does. It looks again at pages whose protection changes.
[[maybe_unused]] void LinkExitForEmulator(tusk::trace::CompiledTrace* from, tusk::ir::ExitId exit,
                                          const tusk::trace::CompiledTrace* to) {
  kBackend.link_exit(from, exit, to);
  constexpr uintptr_t kPage = 4096;
  auto* page = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(from->exits[exit.v].jump) & ~(kPage - 1));
  mprotect(page, 2 * kPage, PROT_READ);
  mprotect(page, 2 * kPage, PROT_READ | PROT_EXEC);
}

}  // namespace

int main(int argc, char** argv) {
  tusk::trace::Backend backend = kBackend;
#ifdef __aarch64__
  backend.link_exit = LinkExitForEmulator;
#endif
  return tusk::border::RunMatrix(argc, argv, {backend});
}
