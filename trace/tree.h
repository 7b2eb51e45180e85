// The traces in existence: what is known per opline (counters, entries), per trace and per exit.
#pragma once

#include <array>
#include <climits>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/vm/dispatch.h"
#include "ir/ir.h"
#include "ir/opt/pipeline.h"
#include "trace/backend.h"
#include "trace/params.h"

namespace tusk {

// What the trace system keeps per opline that can start a trace.
struct TraceSite {
  // kOutside: generators that the trace resumes run outside of it, in an execute loop of their own.
  // kYields: the head of a generator's loop in which it may yield. Whoever asks comes first: it takes such
  // loops in. kGenerators: the head of any loop of a generator. Whoever asks comes first, too: it takes in
  // rounds of loops that are not compiled, and has to leave where there is a trace.
  enum Flags : uint8_t {
    kLoopHead = 1,
    kEntry = 2,
    kBlacklisted = 4,
    kReturn = 8,
    kOutside = 16,
    kYields = 32,
    kGenerators = 64
  };
  Handler original = nullptr;  // runs the opline itself; null: no site here
  uint16_t counter = 0;        // counts down to a recording
  uint8_t flags = 0;
  uint8_t failures = 0;
  uint8_t refused = 0;  // times that there was no time to spend on it
  int32_t trace = 0;    // number of the compiled root trace that starts here, or 0
  uint32_t last = 0;    // of a loop head: number of the last opline that jumps back to it
};
struct TraceInfo {
  Op* ops;                        // of the function and all its copies; never freed
  std::vector<uint16_t> site_of;  // by opline number: index into sites + 1; 0: none
  std::vector<TraceSite> sites;
  std::vector<uint32_t> oplines;  // by site
  bool counts_returns = false;

  TraceSite* Site(size_t opline) {
    uint16_t index = site_of[opline];
    return index ? &sites[index - size_t{1}] : nullptr;
  }
};

namespace trace {

class Recorder;

struct ExitInfo {
  int32_t side_trace = 0;
  uint16_t count = 0;  // times left through, while no side trace is attached
  uint8_t failures = 0;
  bool blacklisted : 1 = false;
  bool on_exception : 1 = false;  // where a guard leaves that no exception is pending
};
static_assert(sizeof(ExitInfo) == 8);

// How a trace ends: in a loop of its own, in a root trace, at the beginning of a function, in whatever called
// its root frame, in the interpreter. Calls and returns go on through oplines' handlers: in compiled code if
// there is some.
enum class LinkKind : uint8_t { kNone, kLoop, kRoot, kCall, kReturn, kInterpreter };

// One compiled trace. Never freed singly: a flush drops them all.
struct TraceRecord {
  ir::Trace ir;  // once compiled, only what its exits need (ir::Trace::KeepExits)
  std::unique_ptr<CompiledTrace> code;
  OpArray* function = nullptr;  // that runs when the trace starts, or stands for it
  const Op* start = nullptr;
  int32_t root = 0;         // the root trace of its tree (itself for roots)
  int32_t side_traces = 0;  // of a root: how many
  int32_t recursions = 0;   // of them begun in generators that recurse
  int32_t yields = 0;       // of them ended by a yield of the root frame
  uint16_t refused = 0;  // of a root: hot exits in its tree that got no side trace because time had run out
  LinkKind link = LinkKind::kNone;
  int32_t linked_to = 0;
  std::vector<ExitInfo> exits;
  ir::SnapId last_exit;  // of the LINK or EXIT at its end; invalid for loops
  ir::SnapId loop_exit;  // of the LOOP: where the back edge leads while the VM wants attention; else invalid
  // At exits from these on, the root frame is known to lie in its page, how many arguments it got, and which
  // function it runs.
  int stack_guarded_from = INT_MAX, arguments_guarded_from = INT_MAX, function_guarded_from = INT_MAX;
  uint64_t compile_ns = 0;
  uint32_t oplines = 0;   // recorded
  uint32_t step_ops = 0;  // of them run through Step
};

struct Stats {
  uint64_t started = 0, compiled = 0, aborted = 0, exits_taken = 0, flushes = 0;
  uint64_t record_ns = 0, compile_ns = 0;  // wall clock
  uint64_t spent_ns = 0;                   // CPU time that traces took, for MaySpend
  uint64_t aborts[64] = {};
  std::array<uint64_t, ir::kNumPasses> pass_ns{};
};

class TraceTree {
 public:
  int32_t NextNumber() const { return static_cast<int32_t>(traces_.size()); }
  // Number 0 is nobody.
  TraceRecord* Get(int32_t number) { return traces_[static_cast<size_t>(number)].get(); }
  TraceRecord* Add(std::unique_ptr<TraceRecord> record);
  void Clear();
  template <typename F>
  void ForEach(F f) {
    for (size_t i = 1; i < traces_.size(); ++i) f(*traces_[i]);
  }

 private:
  std::vector<std::unique_ptr<TraceRecord>> traces_ = std::vector<std::unique_ptr<TraceRecord>>(1);
};

// Everything the trace system knows; one per process, empty with --jit=off.
struct TraceState {
  const Backend* backend = nullptr;
  TraceTree tree;
  Stats stats;
  std::vector<TraceInfo*> infos;  // of all prepared op arrays
  absl::flat_hash_map<const Op*, TraceInfo*> by_oplines;
  bool recording = false;  // a recorder is at work: counters do not fire
  Recorder* recorder = nullptr;
  bool flush_wanted = false;  // code area full: flush when no trace runs
};
extern TraceState g_trace;

inline TraceSite* SiteOf(OpArray* function, const Op* op) {
  if (!function->trace_info) return nullptr;
  return function->trace_info->Site(function->IndexOf(op));
}
// The handler that runs the opline itself, whatever trace or counter is installed there.
inline Handler OriginalHandler(OpArray* function, const Op* op) {
  TraceSite* site = SiteOf(function, op);
  return site ? site->original : op->handler;
}

// "f:12", "{main}:3": where a trace starts, for logs and constants' labels.
std::string PlaceName(const OpArray* function, const Op* op);

}  // namespace trace
}  // namespace tusk
