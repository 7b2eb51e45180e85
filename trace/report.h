// What --trace-report shows: every trace of a run with its source lines, oplines, IR, machine code and exits,
// and the recordings that came to nothing. log.cc passes on its events; report_html.cc makes a page of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trace/tree.h"

namespace tusk::trace {

struct ReportedOpline {
  std::string file;  // empty: none (code from the command line's -r has a name all the same)
  uint32_t line;
  uint32_t number;  // in its op array
  int depth;        // of inlining; 0 is the root frame
  const char* name;
  std::string function;
  bool native;
};

struct ReportedExit {
  std::string resume;  // where the interpreter goes on
  uint64_t times = 0;  // taken, before and after a side trace was tried
  int32_t side_trace = 0;
};

struct ReportedTrace {
  int32_t number = 0;
  int generation = 0;                   // flushes before it: numbers start again after each
  int32_t parent = 0, parent_exit = 0;  // of a side trace
  std::string kind, place, file, link;  // "loop", "{main}+4", "/a/b.php", "link to 2"
  uint32_t line = 0, code_size = 0, step_ops = 0;
  int32_t linked_to = 0;
  uint64_t compile_ns = 0;
  std::vector<ReportedOpline> oplines;
  std::vector<ReportedExit> exits;
  std::string ir, code;
};

struct Report {
  std::vector<ReportedTrace> traces;                               // in the order they were compiled
  std::map<std::pair<std::string, std::string>, uint64_t> aborts;  // start place and reason: how often
  std::vector<std::string> blacklisted;
  int flushes = 0;
};

// Collects one run. Events come as log.h describes them.
class Reporter {
 public:
  void Started(const TraceRecord& record, std::string kind, std::string place);
  void Recorded(const OpArray* function, const Op* op, int depth, bool native);
  void Aborted(Abort reason);
  void Compiled(const TraceRecord& record, std::string link);
  void Left(const TraceRecord& record, ir::SnapId exit);
  void Blacklisted(std::string place) { report_.blacklisted.push_back(std::move(place)); }
  void Flushed();
  // The report as of now.
  const Report& Finish();

 private:
  ReportedTrace* Find(int32_t number);
  void TakeSideTraces();

  Report report_;
  size_t generation_begin_ = 0;  // index of trace 1 since the last flush
  ReportedTrace current_;        // being recorded
};

// A page of its own: no scripts, nothing loaded. Source lines are read from the files as they are now.
std::string ReportHtml(const Report& report, const Stats& stats);

}  // namespace tusk::trace
