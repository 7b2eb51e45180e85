// What a user can see of traces: --trace-log lines, statistics, IR and assembly dumps, all on stderr, and the
// report.
#pragma once

#include <cstdio>

#include "trace/tree.h"

namespace tusk::trace {

class Reporter;

struct LogOptions {
  bool log = false;            // --trace-log: starts, stops, aborts, blacklisting, flushes
  bool exits = false;          // --trace-log=exits: every exit as well
  bool dump_trace = false;     // --dump=trace: the recorded oplines
  bool dump_ir = false;        // --dump=ir: IR as recorded and as compiled
  bool dump_passes = false;    // --dump=passes: IR after every pass
  bool dump_asm = false;       // --dump=asm
  bool labels = false;         // constants have names: somebody will see them
  bool stats = false;          // --trace-stats: count what runs through Step
  Reporter* report = nullptr;  // --trace-report: hears of everything
};
extern LogOptions g_log;

void LogStart(const TraceRecord& record);
void LogOpline(const OpArray* function, const Op* op, int depth, bool native);
void LogAbort(Abort reason);
void LogCompiled(const TraceRecord& record);
void LogStubs(std::string_view listing);  // the code that all traces leave by
void LogExit(const TraceRecord& record, ir::SnapId exit);
void LogBlacklist(const OpArray* function, const Op* op);
void LogFlush();
void DumpIr(const TraceRecord& record, std::string_view pass, const ir::Trace& trace);
inline bool WantListing() { return g_log.dump_asm || g_log.report; }
// Null, or, with g_log.stats, what counts oplines that traces run through Step (BackendHost::step_of).
const void* (*StepCounter())(const Op*);
void PrintStats();                 // --trace-stats
void WriteStats(std::FILE* file);  // --trace-stats=FILE: `name TAB number` lines

}  // namespace tusk::trace
