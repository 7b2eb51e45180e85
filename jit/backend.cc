// The code generator as trace/ sees it: one code area, its stubs, compile, link, flush.
#include "jit/backend.h"

#include <cstring>

#include "interp/vm/vm.h"
#include "jit/code_area.h"
#include "jit/debug.h"
#include "jit/entry_points.h"
#include "jit/lower.h"
#include "jit/safepoints.h"
#if defined(__x86_64__)
#include "jit/x64/emitter.h"
#define TUSK_ARCH x64
#define TUSK_TARGET kX64Target
#define TUSK_EMITTER x64::X64Emitter
#elif defined(__aarch64__)
#include "jit/a64/emitter.h"
#define TUSK_ARCH a64
#define TUSK_TARGET kA64Target
#define TUSK_EMITTER a64::A64Emitter
#endif

namespace tusk::jit {

namespace {

struct State {
  CodeArea area;
  Safepoints safepoints;
  Stubs stubs;
  size_t stub_bytes = 0;
  trace::BackendHost host;
  DebugInfo debug;
} g_jit;

bool Start(const trace::BackendHost& host, size_t bytes, std::string* error) {
  g_jit.host = host;
  if (!g_jit.area.Map(bytes, error)) return false;
  if (!TUSK_ARCH::MakeStubs(&g_jit.area, host, &g_jit.stubs, error)) return false;
  g_jit.stub_bytes = g_jit.area.used();
  g_jit.debug.Start(host.perf, host.gdb, TUSK_ARCH::kFrameLayout);
  return true;
}

std::unique_ptr<trace::CompiledTrace> Compile(const trace::CompileRequest& request, std::string* error) {
  auto compiled = std::make_unique<trace::CompiledTrace>();
  TUSK_EMITTER emitter(&g_jit.area, &g_jit.stubs);
  LowerHost host{g_jit.host.address_of, g_jit.host.step_of ? g_jit.host.step_of : StepAddress,
                 g_jit.host.interrupt_at};
  if (!Lower(request, host, TUSK_TARGET, &emitter, compiled.get(), error)) return nullptr;
  g_jit.safepoints.Add(g_jit.area, compiled->safepoints,
                       [] { return (g_jit.host.vm->attention.load() & ~Attention::kUnwinding) != 0; });
  if (g_jit.debug.wanted()) {
    const ir::Trace& t = *request.trace;
    std::string name = "trace " + std::to_string(t.id) + " " + std::string(t.label(t.start));
    g_jit.debug.Add({name, static_cast<const uint8_t*>(compiled->entry), compiled->code_size, t.parent == 0});
  }
  return compiled;
}

void LinkExit(trace::CompiledTrace* from, ir::ExitId exit, const trace::CompiledTrace* to) {
  uint8_t* jump = from->exits[exit.v].jump;
  TUSK_ARCH::WriteJump(g_jit.area.Writable(jump), jump, static_cast<const uint8_t*>(to->side_entry));
  CodeArea::FlushInstructionCache(jump, 16);
}

void Flush() {
  g_jit.debug.Flush();
  g_jit.safepoints.Clear();
  g_jit.area.Reset(g_jit.stub_bytes);
}

void Ask() { g_jit.safepoints.Ask(); }
void Settle() { g_jit.safepoints.Settle(); }
bool BeforeFork() {
  g_jit.safepoints.Hold();
  bool copied = g_jit.area.CopyForChild();
  g_jit.safepoints.LetGo();
  return copied;
}
void Forked(bool child) {
  if (!child) return g_jit.area.DropCopy();
  g_jit.area.TakeCopy();
  g_jit.safepoints.Forked();
  g_jit.debug.Stop();
}

size_t CodeBytes() { return g_jit.area.used(); }
bool Contains(const void* address) { return g_jit.area.Contains(address); }

}  // namespace

const trace::Backend kBackend = {Start,      Compile, LinkExit,  Ask,      Settle,           Flush,
                                 BeforeFork, Forked,  CodeBytes, Contains, TUSK_ARCH::kFrame};

}  // namespace tusk::jit
