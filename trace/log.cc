// Text of logs and dumps.
#include "trace/log.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <map>

#include "interp/vm/op.h"
#include "ir/print.h"
#include "trace/report.h"

namespace tusk::trace {

LogOptions g_log;

namespace {

std::string Where(const OpArray* function, const Op* op) {
  std::string out = PlaceName(function, op);
  out += " ";
  out += function->file ? std::string(function->file->view()) : std::string("-");
  out += ":" + std::to_string(op->line);
  return out;
}

void PutText(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

// Why a trace was begun.
std::string StartText(const TraceRecord& record) {
  if (record.ir.parent)
    return "side trace " + std::to_string(record.ir.parent) + "/" + std::to_string(record.ir.parent_exit.v);
  TraceSite* site = SiteOf(record.function, record.start);
  return !site                                ? ""
         : site->flags & TraceSite::kLoopHead ? "loop"
         : site->flags & TraceSite::kEntry    ? "enter"
                                              : "return";
}
// What it ends in.
std::string LinkText(const TraceRecord& record) {
  constexpr const char* kNames[] = {"", "loop", "link", "call", "return", "interpreter"};
  if (record.link == LinkKind::kRoot) return "link to " + std::to_string(record.linked_to);
  return kNames[static_cast<int>(record.link)];
}

}  // namespace

void LogStart(const TraceRecord& record) {
  if (g_log.report)
    g_log.report->Started(record, StartText(record), PlaceName(record.function, record.start));
  if (!g_log.log && !g_log.dump_trace) return;
  std::fprintf(stderr, "---- TRACE %d start (%s) %s\n", record.ir.id, StartText(record).c_str(),
               Where(record.function, record.start).c_str());
}

void LogOpline(const OpArray* function, const Op* op, int depth, bool native) {
  if (g_log.report) g_log.report->Recorded(function, op, depth, native);
  if (!g_log.dump_trace) return;
  std::fprintf(stderr, "%*s%04u %s%s\n", depth * 2, "", function->IndexOf(op), OpcodeName(op->opcode),
               native ? "" : " ; step");
}

void LogAbort(Abort reason) {
  if (g_log.report) g_log.report->Aborted(reason);
  if (!g_log.log) return;
  std::fprintf(stderr, "---- TRACE abort (%.*s)\n", static_cast<int>(AbortText(reason).size()),
               AbortText(reason).data());
}

void LogCompiled(const TraceRecord& record) {
  if (g_log.report) g_log.report->Compiled(record, LinkText(record));
  if (g_log.dump_ir) {
    std::fprintf(stderr, "---- TRACE %d IR compiled\n", record.ir.id);
    PutText(ir::Print(record.ir));
  }
  if (g_log.dump_asm) {
    std::fprintf(stderr, "---- TRACE %d code %u bytes\n", record.ir.id, record.code->code_size);
    PutText(record.code->listing);
  }
  if (!g_log.log) return;
  std::fprintf(stderr, "---- TRACE %d stop (%s), %u oplines, %u through Step, %u bytes\n", record.ir.id,
               LinkText(record).c_str(), record.oplines, record.step_ops, record.code->code_size);
}

void LogStubs(std::string_view listing) {
  std::fprintf(stderr, "---- STUBS code\n");
  PutText(listing);
}

void LogExit(const TraceRecord& record, ir::SnapId exit) {
  if (g_log.report) g_log.report->Left(record, exit);
  if (!g_log.exits) return;
  ir::IrRef resume = record.ir.snapshot(exit).resume;
  std::fprintf(stderr, "     TRACE %d exit %d %s\n", record.ir.id, exit.v,
               std::string(record.ir.label(resume)).c_str());
}

void LogBlacklist(const OpArray* function, const Op* op) {
  if (g_log.report) g_log.report->Blacklisted(Where(function, op));
  if (g_log.log) std::fprintf(stderr, "---- blacklisted %s\n", Where(function, op).c_str());
}

void LogFlush() {
  if (g_log.report) g_log.report->Flushed();
  if (g_log.log) std::fprintf(stderr, "---- flush of all traces\n");
}

void DumpIr(const TraceRecord& record, std::string_view pass, const ir::Trace& trace) {
  bool wanted = g_log.dump_passes || (g_log.dump_ir && pass == "record");
  if (!wanted) return;
  std::fprintf(stderr, "---- TRACE %d IR after %.*s\n", record.ir.id, static_cast<int>(pass.size()),
               pass.data());
  PutText(ir::Print(trace));
}

namespace {

absl::flat_hash_map<std::string, uint64_t> g_steps;  // opcode, with what is called

const Op* CountStep(Frame* frame, const Op* op, Vm* vm) {
  std::string key(OpcodeName(op->opcode));
  const Function* called = nullptr;
  switch (op->opcode) {
    case Opcode::kDoIcall:
    case Opcode::kDoUcall:
    case Opcode::kDoFcall:
    case Opcode::kDoFcallByName: called = frame->call->func; break;
    default: break;
  }
  if (called && called->name) {
    key += " ";
    if (called->scope) key += std::string(called->scope->name->view()) + "::";
    key += std::string(called->name->view());
  }
  ++g_steps[key];
  return g_step_handlers[static_cast<uint8_t>(op->opcode)](frame, op, vm);
}

const void* CountStepOf(const Op*) { return reinterpret_cast<const void*>(&CountStep); }

void PrintSteps() {
  std::vector<std::pair<std::string, uint64_t>> rows(g_steps.begin(), g_steps.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  constexpr size_t kRows = 40;
  if (!rows.empty()) std::fprintf(stderr, "oplines that traces ran through Step\n");
  for (size_t i = 0; i < rows.size() && i < kRows; ++i)
    std::fprintf(stderr, "  %8" PRIu64 " %s\n", rows[i].second, rows[i].first.c_str());
}

}  // namespace

const void* (*StepCounter())(const Op*) { return g_log.stats ? CountStepOf : nullptr; }

void PrintStats() {
  const Stats& s = g_trace.stats;
  std::fprintf(stderr, "traces started %" PRIu64 ", compiled %" PRIu64 ", aborted %" PRIu64 "\n", s.started,
               s.compiled, s.aborted);
  for (int i = 0; i < 64; ++i) {
    if (s.aborts[i]) {
      std::string_view text = AbortText(static_cast<Abort>(i));
      std::fprintf(stderr, "  %8" PRIu64 " %.*s\n", s.aborts[i], static_cast<int>(text.size()), text.data());
    }
  }
  std::fprintf(stderr, "exits taken %" PRIu64 ", flushes %" PRIu64 "\n", s.exits_taken, s.flushes);
  std::fprintf(stderr, "recording %.3f ms, compiling %.3f ms, code %zu bytes, CPU %.3f ms\n",
               static_cast<double>(s.record_ns) / 1e6, static_cast<double>(s.compile_ns) / 1e6,
               g_trace.backend ? g_trace.backend->code_bytes() : size_t{0},
               static_cast<double>(s.spent_ns) / 1e6);
  uint64_t other = s.compile_ns;
  for (int i = 0; i < ir::kNumPasses; ++i) {
    uint64_t ns = s.pass_ns[static_cast<size_t>(i)];
    other -= std::min(other, ns);
    if (ns)
      std::fprintf(stderr, "  %8.3f ms %s\n", static_cast<double>(ns) / 1e6,
                   std::string(ir::Row(static_cast<ir::PassId>(i)).name).c_str());
  }
  std::fprintf(stderr, "  %8.3f ms code generation\n", static_cast<double>(other) / 1e6);
  PrintSteps();
}

void WriteStats(std::FILE* file) {
  const Stats& s = g_trace.stats;
  auto row = [file](const char* name, uint64_t number) {
    std::fprintf(file, "%s\t%" PRIu64 "\n", name, number);
  };
  row("started", s.started);
  row("compiled", s.compiled);
  row("aborted", s.aborted);
  for (int i = 0; i < 64; ++i) {
    if (s.aborts[i]) row(("abort " + std::string(AbortText(static_cast<Abort>(i)))).c_str(), s.aborts[i]);
  }
  row("exits_taken", s.exits_taken);
  row("flushes", s.flushes);
  row("record_ns", s.record_ns);
  row("compile_ns", s.compile_ns);
  row("code_bytes", g_trace.backend ? g_trace.backend->code_bytes() : 0);
}

}  // namespace tusk::trace
