// Flags derive from params.def; this file only knows their spelling.
#include "tools/trace_options.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_format.h"
#include "interp/vm/vm.h"
#include "jit/backend.h"
#include "trace/hot.h"
#include "trace/log.h"
#include "trace/params.h"
#include "trace/report.h"

namespace tusk {

namespace {

bool g_enabled = true;
bool g_stats = false;
std::string g_stats_file;
std::string g_report_file;
std::FILE* g_report = nullptr;
trace::Reporter g_reporter;

}  // namespace

OptionResult ParseTraceOption(std::string_view argument, std::string* error) {
  if (!argument.starts_with("--")) return OptionResult::kNotMine;
  size_t equals = argument.find('=');
  std::string_view name = argument.substr(2, equals == std::string_view::npos ? equals : equals - 2);
  std::string_view value =
      equals == std::string_view::npos ? std::string_view() : argument.substr(equals + 1);
  if (name == "jit") {
    if (value != "on" && value != "off") {
      *error = "--jit takes on or off";
      return OptionResult::kBad;
    }
    g_enabled = value == "on";
    return OptionResult::kTaken;
  }
  if (name == "trace-log") {
    trace::g_log.log = true;
    if (value == "exits") {
      trace::g_log.exits = true;
    } else if (!value.empty()) {
      *error = "--trace-log takes nothing or exits";
      return OptionResult::kBad;
    }
    return OptionResult::kTaken;
  }
  if (name == "trace-stats") {
    g_stats = value.empty();
    g_stats_file = value;
    trace::g_log.stats = g_stats;
    return OptionResult::kTaken;
  }
  if (name == "trace-report") {
    if (value.empty()) {
      *error = "--trace-report takes the name of the HTML file to write";
      return OptionResult::kBad;
    }
    g_report_file = value;
    g_report = std::fopen(g_report_file.c_str(), "w");
    if (!g_report) {
      *error = absl::StrFormat("--trace-report: cannot write %s: %s", g_report_file, std::strerror(errno));
      return OptionResult::kBad;
    }
    trace::g_log.report = &g_reporter;
    return OptionResult::kTaken;
  }
  if (!name.starts_with("jit-")) return OptionResult::kNotMine;
  name.remove_prefix(4);
  for (const trace::ParamRow& row : trace::kParamRows) {
    if (row.flag != name) continue;
    int32_t number = 0;
    auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (code != std::errc() || end != value.data() + value.size() || number < row.minimum ||
        number > row.maximum) {
      *error = absl::StrFormat("--jit-%s takes a number from %d to %d", std::string(name), row.minimum,
                               row.maximum);
      return OptionResult::kBad;
    }
    trace::g_params.*row.field = number;
    return OptionResult::kTaken;
  }
  *error = absl::StrFormat("unknown option --jit-%s", std::string(name));
  return OptionResult::kBad;
}

bool EnableTraceDump(std::string_view kind) {
  if (kind == "trace") {
    trace::g_log.dump_trace = true;
  } else if (kind == "ir") {
    trace::g_log.dump_ir = true;
  } else if (kind == "passes") {
    trace::g_log.dump_passes = true;
  } else if (kind == "asm") {
    trace::g_log.dump_asm = true;
  } else {
    return false;
  }
  return true;
}

bool StartTraces(std::string* error) {
  if (!g_enabled) return true;
  return trace::Start(&g_vm, jit::kBackend, error);
}

void FinishTraces() {
  if (g_report) {
    std::string page = trace::ReportHtml(g_reporter.Finish(), trace::g_trace.stats);
    bool written = std::fwrite(page.data(), 1, page.size(), g_report) == page.size();
    if ((std::fclose(g_report) != 0) | !written)
      std::fprintf(stderr, "tusk: --trace-report: cannot write %s: %s\n", g_report_file.c_str(),
                   std::strerror(errno));
    g_report = nullptr;
  }
  if (g_stats) trace::PrintStats();
  if (g_stats_file.empty()) return;
  std::FILE* f = std::fopen(g_stats_file.c_str(), "w");
  if (!f) {
    std::fprintf(stderr, "tusk: --trace-stats: cannot write %s: %s\n", g_stats_file.c_str(),
                 std::strerror(errno));
    return;
  }
  trace::WriteStats(f);
  std::fclose(f);
}

std::string TraceOptionHelp() {
  std::string out;
  absl::StrAppendFormat(&out, "  --jit=on|off           compile hot loops and functions (on)\n");
  absl::StrAppendFormat(
      &out, "  --trace-log[=exits]    one line per trace started, compiled, aborted (and exit taken)\n");
  absl::StrAppendFormat(
      &out,
      "  --trace-stats[=FILE]   totals at the end, on stderr (for programs to FILE: name, tab, number)\n");
  absl::StrAppendFormat(
      &out, "  --trace-report=FILE    a page (HTML) of all traces, with source, IR and machine code\n");
  absl::StrAppendFormat(&out, "  --dump=KIND,...        tokens, ast, oplines, trace, ir, passes, asm\n");
  for (const trace::ParamRow& row : trace::kParamRows) {
    absl::StrAppendFormat(&out, "  --jit-%-16s %s (%d)\n", std::string(row.flag) + "=N", std::string(row.doc),
                          row.default_value);
  }
  return out;
}

}  // namespace tusk
