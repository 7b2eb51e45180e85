// The life of a trace from its start to its installation.
#include "trace/compile.h"

#include <time.h>

#include <algorithm>
#include <bit>
#include <chrono>

#include "ir/opt/pipeline.h"
#include "trace/exit.h"
#include "trace/frames.h"
#include "trace/hot.h"
#include "trace/log.h"
#include "trace/recorder.h"

namespace tusk::trace {

namespace {

// CPU time of the process.
uint64_t CpuNs() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1000000000u + static_cast<uint64_t>(t.tv_nsec);
}

uint64_t NowNs() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

// Records, then compiles; the common part of root and side traces.
const Op* RecordAndCompile(Recorder* recorder, std::unique_ptr<TraceRecord> record, Abort* aborted) {
  g_trace.recording = true;
  g_trace.recorder = recorder;
  ++g_trace.stats.started;
  uint64_t start = NowNs();
  LogStart(*record);
  const Op* raw = recorder->Run();
  if (g_trace.recorder == recorder) {  // else LeaveContext gave it up, and there may be another one
    g_trace.recording = false;
    g_trace.recorder = nullptr;
  }
  uint64_t recorded = NowNs();
  g_trace.stats.record_ns += recorded - start;
  // The program ran on meanwhile, so how long the recording itself took is estimated by what it wrote.
  constexpr uint64_t kNsPerOpline = 150, kNsPerInstruction = 200;
  g_trace.stats.spent_ns +=
      kNsPerOpline * recorder->oplines() + kNsPerInstruction * static_cast<uint64_t>(record->ir.size());
  uint64_t cpu = CpuNs();
  *aborted = recorder->aborted();
  if (*aborted == Abort::kNone) {
    TraceRecord* r = record.get();
    *aborted = Compile(std::move(record));
    g_trace.stats.compile_ns += NowNs() - recorded;
    g_trace.stats.spent_ns += CpuNs() - cpu;
    if (*aborted == Abort::kNone) r->compile_ns = NowNs() - recorded;
  }
  if (*aborted != Abort::kNone) {
    ++g_trace.stats.aborted;
    ++g_trace.stats.aborts[static_cast<int>(*aborted)];
    LogAbort(*aborted);
  }
  return raw;
}

void FlushIfFull(Vm* vm) {
  // Code that an outer execute loop may return to must stay.
  if (g_trace.flush_wanted && vm->depth <= 1) {
    g_trace.flush_wanted = false;
    FlushAll(vm);
  }
}

// Marks the exits of guards that no exception is pending.
void MarkExceptionExits(TraceRecord* record) {
  const ir::Trace& trace = record->ir;
  auto is_load = [&](ir::IrRef r) {
    return r.IsInst() && trace[r].op == ir::Opcode::FLOAD && trace[r].field() == ir::Field::kVmException;
  };
  for (ir::IrRef r(1); r < trace.end(); ++r.v) {
    const ir::Inst& inst = trace[r];
    if (inst.op != ir::Opcode::GUARD_T || !inst.a.IsInst()) continue;
    const ir::Inst& condition = trace[inst.a];
    if (condition.op == ir::Opcode::PEQ && (is_load(condition.a) || is_load(condition.b)))
      record->exits[inst.snap.v].on_exception = true;
  }
}

// What is left of the trace when its code runs and nobody wants to see it any more.
void Shrink(TraceRecord* record) {
  std::vector<int32_t> kept = record->ir.KeepExits();
  std::vector<Location> places(kept.size());
  for (size_t i = 0; i < kept.size(); ++i) places[i] = record->code->places[static_cast<size_t>(kept[i])];
  record->code->places = std::move(places);
  record->code->exits.shrink_to_fit();
}

}  // namespace

bool MaySpend(int urgency) {
  if (!g_params.share) return true;
  const Stats& s = g_trace.stats;
  uint64_t spent = s.spent_ns, free = static_cast<uint64_t>(g_params.head_start) * 1000;
  if (spent <= free) return true;
  // The time at which it would be enough: until the cheap clock says so there is no need to ask the dear one.
  uint64_t share = static_cast<uint64_t>(g_params.share * urgency);
  uint64_t needed = (spent - free) * 100 / share;
  static const uint64_t first_ns = NowNs(), first_cpu = CpuNs();
  if (NowNs() - first_ns + first_cpu < needed) return false;
  return CpuNs() >= needed;
}

int Urgency(uint32_t refused) {
  constexpr int kStep = 3, kMost = 4;  // eight times as often: once more the share
  return 1 + std::min(static_cast<int>(std::bit_width(refused)) / kStep, kMost - 1);
}

Abort Compile(std::unique_ptr<TraceRecord> record) {
  ir::Trace& trace = record->ir;
  ir::PipelineOptions options;
  options.verify = options.verify || g_params.verify;
  options.nanoseconds = &g_trace.stats.pass_ns;
  if (g_log.dump_ir || g_log.dump_passes)
    options.after = [&](std::string_view pass, const ir::Trace& t) { DumpIr(*record, pass, t); };
  ir::PassReport report = ir::Optimize(&trace, options);
  // Types that do not settle, a round that cannot follow itself: then every round begins at the trace's
  // entry.
  if (!report.ok() && trace.loop.IsNone() && record->link == LinkKind::kLoop) {
    ir::LinkToSelf(&trace);
    record->link = LinkKind::kRoot;
    record->linked_to = trace.id;
    report = ir::Optimize(&trace, options);
  }
  if (!report.ok())
    return report.status == ir::PassStatus::kContradiction ? Abort::kContradiction : Abort::kTypeUnstable;

  std::vector<int> renumbered = trace.CompactSnapshots();
  for (int* from :
       {&record->stack_guarded_from, &record->arguments_guarded_from, &record->function_guarded_from}) {
    if (*from < static_cast<int>(renumbered.size())) *from = renumbered[static_cast<size_t>(*from)];
  }
  trace.Freeze();
  CompileRequest request{.trace = &trace};
  request.random_seed = static_cast<uint64_t>(g_params.random);
  request.fail_every = g_params.stress_guards;
  request.want_listing = WantListing();
  TraceRecord* parent = trace.parent ? g_trace.tree.Get(trace.parent) : nullptr;
  std::vector<Location> inherited;
  if (parent) {
    inherited = ExitValues(parent->ir, *parent->code, trace.parent_exit);
    request.inherited = &inherited;
  }
  std::string error;
  record->code = g_trace.backend->compile(request, &error);
  if (!record->code) {
    if (error == "code area full") {
      g_trace.flush_wanted = true;
      return Abort::kCodeArea;
    }
    return error == "too many values to spill" ? Abort::kSpills : Abort::kBackend;
  }
  record->exits.resize(static_cast<size_t>(trace.num_snapshots()));
  MarkExceptionExits(record.get());
  record->last_exit = trace[ir::IrRef(trace.end().v - 1)].snap;
  if (trace.loop) record->loop_exit = trace[trace.loop].snap;
  TraceRecord* r = g_trace.tree.Add(std::move(record));
  ++g_trace.stats.compiled;
  if (parent) {
    parent->exits[trace.parent_exit.v].side_trace = trace.id;
    ++g_trace.tree.Get(r->root)->side_traces;
    g_trace.backend->link_exit(parent->code.get(), trace.parent_exit, r->code.get());
  } else {
    SiteOf(r->function, r->start)->trace = trace.id;
    const_cast<Op*>(r->start)->handler = reinterpret_cast<Handler>(const_cast<void*>(r->code->entry));
  }
  LogCompiled(*r);
  Shrink(r);
  return Abort::kNone;
}

void LeaveContext(Vm* vm) {
  Recorder* recorder = g_trace.recorder;
  if (!recorder || recorder->context() != vm->context) return;
  recorder->Fail(Abort::kContextLeft);
  g_trace.recorder = nullptr;
  g_trace.recording = false;
}

namespace {
// A closure's copy of a function may go while the trace is recorded.
OpArray* Lasting(OpArray* f) { return f->closure ? LastingCopy(f) : f; }
}  // namespace

const Op* RecordRoot(Frame* frame, const Op* op, Vm* vm) {
  if (g_trace.tree.NextNumber() > g_params.max_traces) g_trace.flush_wanted = true;
  FlushIfFull(vm);
  auto record = std::make_unique<TraceRecord>();
  record->ir.id = g_trace.tree.NextNumber();
  record->root = record->ir.id;
  record->function = Lasting(frame->op_array());
  record->start = op;
  Recorder recorder(vm, frame, vm->stack_top, op, record.get());
  TraceSite* site = SiteOf(frame->op_array(), op);
  Abort aborted;
  const Op* raw = RecordAndCompile(&recorder, std::move(record), &aborted);
  if (aborted != Abort::kNone && !site->trace) {
    // A round that yields is likely to be followed by others.
    int failures = site->failures + (aborted == Abort::kYielded ? (g_params.blacklist_root + 2) / 3 : 1);
    site->failures = static_cast<uint8_t>(std::min(failures, UINT8_MAX));
    if (AbortIsFinal(aborted) || failures >= g_params.blacklist_root) {
      site->flags |= TraceSite::kBlacklisted;
      const_cast<Op*>(op)->handler = site->original;
      LogBlacklist(frame->op_array(), op);
    }
  }
  return raw;
}

namespace {

// Whether generators of one function, each asked by the one before, are what stands between a side trace's
// frame and its root's: then there may be as many ways through them as there are nodes in a tree.
bool IsRecursion(Frame* frame, const Frame* root) {
  constexpr int kSeveral = 3;
  int levels = 0;
  const Function* f = frame->func;
  for (; frame && frame != root; frame = frame->prev) {
    if (frame->func == f && (frame->info & CallInfo::kGenerator) && ++levels == kSeveral) return true;
  }
  return false;
}

// A generator's loop that yields on many ways is the interpreter's again: an exit costs more than a round.
void LeaveToInterpreter(const TraceRecord& root) {
  TraceSite* site = SiteOf(root.function, root.start);
  if (!site || site->trace != root.ir.id) return;
  site->trace = 0;
  site->flags |= TraceSite::kBlacklisted;
  const_cast<Op*>(root.start)->handler = site->original;
  LogBlacklist(root.function, root.start);
}

// The loop is recorded again, without the bodies of the generators that it asks.
void LeaveGeneratorsOut(const TraceRecord& root) {
  TraceSite* site = SiteOf(root.function, root.start);
  if (!site || site->trace != root.ir.id) return;
  site->flags |= TraceSite::kOutside;
  site->trace = 0;
  Count(root.function, root.start);
}

}  // namespace

const Op* RecordSide(TraceRecord* parent, ir::SnapId exit, const RestoredFrames& frames, const Op* op,
                     Vm* vm) {
  if (g_trace.flush_wanted && vm->depth <= 1) {
    FlushIfFull(vm);
    return Tag(op);
  }
  TraceRecord* root = g_trace.tree.Get(parent->root);
  ExitInfo& info = parent->exits[exit.v];
  bool recursion = IsRecursion(vm->frame, frames.root);
  if (root->side_traces >= g_params.max_side_traces || root->recursions >= g_params.max_paths) {
    if (recursion) LeaveGeneratorsOut(*root);
    info.blacklisted = true;
    return Tag(op);
  }
  root->recursions += recursion;
  auto record = std::make_unique<TraceRecord>();
  record->ir.id = g_trace.tree.NextNumber();
  record->ir.parent = parent->ir.id;
  record->ir.parent_exit = exit;
  record->root = parent->root;
  record->function = Lasting(vm->frame->op_array());
  record->start = op;
  // The root frame of the tree is where the parent's frames are counted from.
  Recorder recorder(vm, frames.root, frames.stack_top, op, record.get());
  recorder.Inherit(parent, exit, frames);
  Abort aborted;
  const Op* raw = RecordAndCompile(&recorder, std::move(record), &aborted);
  constexpr int kManyYields = 4;
  if (recorder.yielded() && ++root->yields == kManyYields) LeaveToInterpreter(*root);
  if (aborted != Abort::kNone && (AbortIsFinal(aborted) || ++info.failures >= g_params.blacklist_exit)) {
    info.blacklisted = true;
  }
  return raw;
}

}  // namespace tusk::trace
