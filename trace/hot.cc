// Counting handlers: each counts its site down, then runs the opline itself or starts a recorder.
#include "trace/hot.h"

#include <algorithm>

#include "interp/vm/fork.h"
#include "interp/vm/handlers.h"
#include "interp/vm/interrupt.h"
#include "trace/compile.h"
#include "trace/exit.h"
#include "trace/log.h"
#include "trace/position.h"
#include "trace/recorder.h"
#include "trace/runtime_calls.h"
#include "trace/tree.h"

namespace tusk::trace {

namespace {

uint16_t Threshold(int base) {
  if (!g_params.random) return static_cast<uint16_t>(base);
  static uint64_t state = static_cast<uint64_t>(g_params.random);
  state = state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<uint16_t>(1 + (state >> 33) % static_cast<uint64_t>(base * 2));
}

// A place where recordings failed waits a little longer each time: a loop that always runs the same number of
// rounds would meet the recorder in the same round again.
uint16_t ThresholdOf(const TraceSite& site, int failures) {
  constexpr int kLonger = 7, kGeneratorsLater = 8;
  int base = site.flags & TraceSite::kLoopHead ? g_params.hot_loop
             : site.flags & TraceSite::kEntry  ? g_params.hot_func
                                               : g_params.hot_return;
  // (At once stays at once.)
  if (site.flags & TraceSite::kGenerators) base += (base - 1) * (kGeneratorsLater - 1);
  return static_cast<uint16_t>(std::min(Threshold(base) + kLonger * failures, UINT16_MAX));
}

void MarkSite(OpArray* function, uint32_t index, uint8_t flag);

// Where the function's calls return to is counted from when the function itself is known to be hot: there are
// many such places, and counting in all of them is felt.
void CountReturns(OpArray* function) {
  if (function->trace_info->counts_returns || function->Is(FunctionFlags::kGenerator)) return;
  function->trace_info->counts_returns = true;
  for (uint32_t i = 0; i + 1 < function->op_count; ++i) {
    Opcode opcode = function->ops[i].opcode;
    if (opcode == Opcode::kDoUcall || opcode == Opcode::kDoFcall || opcode == Opcode::kDoFcallByName)
      MarkSite(function, i + 1, TraceSite::kReturn);
  }
}

// Records from here, running the program all the while; what comes back goes to the execute loop.
TUSK_NOINLINE const Op* Trigger(Frame* frame, const Op* op, Vm* vm) {
  TraceSite* site = SiteOf(frame->op_array(), op);
  site->counter = ThresholdOf(*site, site->failures + 1);  // for the next time, should this recording fail
  if (g_trace.recording) return nullptr;
  if (!MaySpend(Urgency(site->refused))) {
    site->refused += site->refused < UINT8_MAX;
    return nullptr;
  }
  site->refused = 0;
  CountReturns(frame->op_array());
  site = SiteOf(frame->op_array(), op);
  if (site->trace) {  // parked
    const_cast<Op*>(op)->handler =
        reinterpret_cast<Handler>(const_cast<void*>(g_trace.tree.Get(site->trace)->code->entry));
    return nullptr;
  }
  SaveOp(frame, op);
  return RecordRoot(frame, op, vm);
}

TUSK_HANDLER_CC const Op* HotTrigger(Frame* frame, const Op* op, Vm* vm) {
  if (const Op* raw = Trigger(frame, op, vm)) return raw;
  Handler original = SiteOf(frame->op_array(), op)->original;
  [[clang::musttail]] return original(frame, op, vm);
}

TUSK_HANDLER_CC const Op* CountSite(Frame* frame, const Op* op, Vm* vm) {
  auto* function = static_cast<OpArray*>(frame->func);
  TraceSite* site = function->trace_info->Site(static_cast<size_t>(op - function->ops));
  if (TUSK_LIKELY(--site->counter != 0)) {
    Handler original = site->original;
    [[clang::musttail]] return original(frame, op, vm);
  }
  [[clang::musttail]] return HotTrigger(frame, op, vm);
}

void MarkSite(OpArray* function, uint32_t index, uint8_t flag) {
  TraceInfo* info = function->trace_info;
  Op* op = &function->ops[index];
  if (!info->site_of[index]) {
    if (info->sites.size() >= UINT16_MAX) return;
    info->sites.push_back({.original = op->handler});
    info->oplines.push_back(index);
    info->site_of[index] = static_cast<uint16_t>(info->sites.size());
    op->handler = CountSite;
  }
  TraceSite& site = *info->Site(index);
  site.flags |= flag;
  site.counter = ThresholdOf(site, site.failures);
}

// Whether a generator may be left between two of its oplines.
bool Yields(const OpArray* function, uint32_t from, uint32_t to) {
  return std::any_of(function->ops + from, function->ops + to, [](const Op& op) {
    return op.opcode == Opcode::kYield || op.opcode == Opcode::kYieldFrom;
  });
}

// Targets of backward jumps, and where execution of the function begins (behind what RECV handles).
void Prepare(Vm*, OpArray* function) {
  if (function->trace_info) return;
  bool generator = function->Is(FunctionFlags::kGenerator);
  // Closures and methods of traits are copies that share their oplines, and so what is known about them.
  TraceInfo*& shared = g_trace.by_oplines[function->ops];
  if (shared) {
    function->trace_info = shared;
    return;
  }
  auto* info = new TraceInfo{.ops = function->ops, .site_of = std::vector<uint16_t>(function->op_count)};
  function->trace_info = shared = info;
  g_trace.infos.push_back(info);
  uint32_t first = 0;
  while (first < function->op_count &&
         (function->ops[first].opcode == Opcode::kRecv || function->ops[first].opcode == Opcode::kRecvInit))
    ++first;
  for (uint32_t i = 0; i < function->op_count; ++i) {
    const Op& op = function->ops[i];
    const Op* target = nullptr;
    switch (op.opcode) {
      case Opcode::kJmp: target = op.Target(op.op1); break;
      case Opcode::kJmpz:
      case Opcode::kJmpnz:
      case Opcode::kJmpzEx:
      case Opcode::kJmpnzEx: target = op.Target(op.op2); break;
      default: continue;
    }
    if (target > &op) continue;
    uint32_t head = function->IndexOf(target);
    uint8_t flags = TraceSite::kLoopHead;
    if (generator) flags |= TraceSite::kGenerators;
    if (generator && Yields(function, head, i)) flags |= TraceSite::kYields;
    MarkSite(function, head, flags);
    if (TraceSite* site = info->Site(head)) site->last = i;
  }
  if (!generator && !function->Is(FunctionFlags::kTopLevel) && first < function->op_count)
    MarkSite(function, first, TraceSite::kEntry);
}

void Ask() { g_trace.backend->ask(); }
void Settle() { g_trace.backend->settle(); }

bool Forget(OpArray* function) {
  TraceInfo* info = function->trace_info;
  if (!info) return true;
  if (g_trace.recording) return false;
  for (const TraceSite& site : info->sites) {
    if (site.trace) return false;
  }
  g_trace.by_oplines.erase(function->ops);
  auto found = std::find(g_trace.infos.rbegin(), g_trace.infos.rend(), info);
  *found = g_trace.infos.back();
  g_trace.infos.pop_back();
  function->trace_info = nullptr;
  delete info;
  return true;
}

constexpr JitHooks kHooks = {Prepare, LeaveContext, Forget, Ask, Settle, ShowFrames, FindFrames};

}  // namespace

bool Start(Vm* vm, const Backend& backend, std::string* error) {
  BackendHost host{vm,          AddressOfCall, LeaveTrace,       g_params.perf,      g_params.gdb != 0,
                   InterruptAt, StepCounter(), DestroyFromTrace, BufferRootFromTrace};
  std::string stubs;
  if (g_log.dump_asm) host.stubs_listing = &stubs;
  if (!backend.start(host, static_cast<size_t>(g_params.buffer_kib) * 1024, error)) return false;
  AddForkHook({.before = [] { return g_trace.backend->before_fork(); },
               .in_parent = [] { g_trace.backend->forked(false); },
               .in_child = [] { g_trace.backend->forked(true); }});
  g_trace.backend = &backend;
  if (g_log.dump_asm) LogStubs(stubs);
  g_log.labels = g_log.log || g_log.exits || g_log.dump_ir || g_log.dump_passes || g_log.dump_asm ||
                 g_log.report || g_params.verify || g_params.perf || g_params.gdb;
#ifdef TUSK_CHECKS
  g_log.labels = true;
#endif
  // Other threads may be raising interrupts already.
  __atomic_store_n(&vm->jit, &kHooks, __ATOMIC_RELEASE);
  return true;
}

void Count(OpArray* function, const Op* op) {
  TraceSite* site = SiteOf(function, op);
  const_cast<Op*>(op)->handler = CountSite;
  site->counter = ThresholdOf(*site, site->failures);
}

void Park(TraceRecord* root) {
  TraceSite* site = SiteOf(root->function, root->start);
  if (site && site->trace) Count(root->function, root->start);
}

void FlushAll(Vm*) {
  if (g_trace.tree.NextNumber() == 1) return;
  for (TraceInfo* info : g_trace.infos) {
    for (uint32_t i = 0; i < info->sites.size(); ++i) {
      TraceSite& site = info->sites[i];
      site.trace = 0;
      site.counter = ThresholdOf(site, site.failures);
      info->ops[info->oplines[i]].handler = site.flags & TraceSite::kBlacklisted ? site.original : CountSite;
    }
  }
  g_trace.tree.Clear();
  g_trace.backend->flush();
  ++g_trace.stats.flushes;
  LogFlush();
}

}  // namespace tusk::trace
