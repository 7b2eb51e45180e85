// irc: reads a trace's text, runs passes, prints or evaluates it.
//
//   irc FILE.ir [--pass=fold,loop,...] [--all] [--dump-after[=pass,...]] [--eval[=FUEL]] [--check-eval]
//   [--emit=x64|a64] [--list]
//
// Without --eval and --emit the resulting trace is printed. --check-eval evaluates before and after the
// passes and fails when the worlds differ. Exit codes: 0, 1 for bad text or a failed pass or verifier, 2 for
// bad usage.
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "ir/eval_text.h"
#include "ir/opt/pipeline.h"
#include "ir/parse.h"
#include "ir/print.h"
#include "ir/text.h"
#include "ir/verify.h"
#include "jit/listing.h"

namespace tusk::ir {
namespace {

struct Options {
  std::string file;
  std::vector<PassId> passes;
  bool all = false;
  bool dump_all = false;
  std::vector<std::string> dump_after;
  std::optional<uint64_t> eval;
  bool check_eval = false;
  std::string emit;  // architecture
};

constexpr const char* kUsage =
    "usage: irc FILE.ir [--pass=a,b] [--all] [--dump-after[=a]] [--eval[=FUEL]] [--check-eval] "
    "[--emit=x64|a64] [--list]";

[[noreturn]] void Fail(int code, const std::string& message) {
  std::fprintf(stderr, "irc: %s\n", message.c_str());
  std::exit(code);
}

std::vector<std::string> Split(std::string_view s) {
  std::vector<std::string> out;
  while (!s.empty()) {
    size_t n = s.find(',');
    out.emplace_back(s.substr(0, n));
    s = n == std::string_view::npos ? std::string_view() : s.substr(n + 1);
  }
  return out;
}

PassId FindPass(const std::string& name) {
  for (int i = 0; i < kNumPasses; ++i) {
    if (Row(static_cast<PassId>(i)).name == name) return static_cast<PassId>(i);
  }
  Fail(2, Cat("no pass is called '", name, "' (irc --list shows them)"));
}

Options ParseCommandLine(int argc, char** argv) {
  Options o;
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    size_t eq = arg.find('=');
    std::string_view name = arg.substr(0, eq), value = eq == std::string_view::npos ? "" : arg.substr(eq + 1);
    if (!arg.starts_with("--") && o.file.empty()) {
      o.file = arg;
    } else if (name == "--pass" || name == "--passes") {
      for (const std::string& p : Split(value)) o.passes.push_back(FindPass(p));
    } else if (name == "--all") {
      o.all = true;
    } else if (name == "--dump-after") {
      o.dump_after = Split(value);
      o.dump_all = o.dump_after.empty();
      for (const std::string& p : o.dump_after) FindPass(p);
    } else if (name == "--eval") {
      o.eval = 1'000'000;
      if (eq != std::string_view::npos) {
        uint64_t fuel;
        auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), fuel);
        if (error != std::errc() || end != value.data() + value.size()) {
          Fail(2, Cat("--eval takes a number of instructions, not '", value, "'"));
        }
        o.eval = fuel;
      }
    } else if (name == "--check-eval") {
      o.check_eval = true;
    } else if (name == "--emit") {
      o.emit = value;
      if (value != "x64" && value != "a64") Fail(2, Cat("--emit takes x64 or a64, not '", value, "'"));
    } else if (arg == "--help" || arg == "-h") {
      std::printf("%s\n", kUsage);
      std::exit(0);
    } else if (name == "--list") {
      for (int p = 0; p < kNumPasses; ++p) {
        const PassRow& row = Row(static_cast<PassId>(p));
        std::printf("%-10s %s%s\n", std::string(row.name).c_str(), row.in_pipeline ? "" : "(not in --all) ",
                    std::string(row.doc).c_str());
      }
      std::exit(0);
    } else {
      Fail(2, Cat("unknown option '", arg, "'"));
    }
  }
  if (o.file.empty()) Fail(2, kUsage);
  return o;
}

std::string ReadFile(const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  struct stat info;
  if (stat(file.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
    Fail(1, Cat("cannot read ", file, ": it is a folder"));
  std::ifstream in(file, std::ios::binary);
  if (!in) Fail(1, Cat("cannot read ", file, ": ", std::strerror(errno)));
  text << in.rdbuf();
  return text.str();
}

void CheckTrace(const Trace& trace, std::string_view when) {
  auto error = Verify(trace);
  if (!error) return;
  std::fputs(PrintMarked(trace, error->at, error->message).c_str(), stderr);
  Fail(1, Cat("the verifier failed ", when));
}

// What the evaluator cannot run in the small world of text.
void CheckEvaluable(const Trace& trace, const std::string& file) {
  auto check_slot = [&](Slot slot, IrRef at) {
    if (slot.v < kTextFrameSlots) return;
    std::fputs(PrintMarked(trace, at, Cat("slot ", slot.v, " is beyond the frame")).c_str(), stderr);
    Fail(1, Cat(file, ": the evaluator's frame has ", kTextFrameSlots, " slots"));
  };
  for (IrRef r(1); r < trace.end(); ++r.v) {
    const Inst& inst = trace[r];
    if (inst.op == Opcode::PLOAD) {
      std::fputs(PrintMarked(trace, r, "there is no parent to take a value from").c_str(), stderr);
      Fail(1, Cat(file, ": side traces cannot be evaluated alone"));
    }
    if (inst.op == Opcode::SLOAD || inst.op == Opcode::SLOTADDR) check_slot(inst.slot(), r);
    if (inst.snap.IsValid()) {
      for (const SnapEntry& e : trace.entries(inst.snap)) check_slot(e.slot, r);
      for (const SnapFrame& f : trace.frames(inst.snap)) check_slot(f.base, r);
    }
  }
}

// The evaluator works on memory: a trace may point it anywhere.
const char* g_evaluated = "";
void ReportWildAccess(int) {
  for (std::string_view part : {std::string_view("irc: "), std::string_view(g_evaluated),
                                std::string_view(": evaluation left the memory of its world\n")}) {
    if (write(STDERR_FILENO, part.data(), part.size()) < 0) break;
  }
  _exit(1);
}
void CatchWildAccess(const std::string& file) {
  g_evaluated = file.c_str();
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) std::signal(signal, ReportWildAccess);
}

// The world after running the trace: where it left, and what memory holds.
std::string Run(const Trace& trace, const ParsedFile& file, const Options& o, bool with_counts) {
  CheckEvaluable(trace, o.file);
  CatchWildAccess(o.file);
  auto host = TextHost::Make(file.host);
  if (!host) Fail(1, Cat(o.file, ":", host.error()));
  EvalResult result = Evaluate(trace, host->get(), {.fuel = o.eval.value_or(1'000'000)});
  std::string out;
  constexpr std::string_view kKinds[] = {"exit", "end", "step", "fuel"};
  Append(&out, "left by ", kKinds[result.kind]);
  if (result.exit.IsValid()) {
    Append(&out, " at ", PrintRef(trace, trace.snapshot(result.exit).resume));
    if (with_counts) Append(&out, " !", result.exit.v);
  }
  if (with_counts) Append(&out, " rounds ", result.rounds);
  return out + "\n" + (*host)->Dump();
}

int Main(int argc, char** argv) {
  Options o = ParseCommandLine(argc, argv);
  auto parsed = Parse(ReadFile(o.file));
  if (!parsed) Fail(1, Cat(o.file, ":", parsed.error()));
  for (Trace& trace : parsed->traces) {
    CheckTrace(trace, "on the input");
    std::string before;
    if (o.check_eval) before = Run(trace, *parsed, o, false);
    PipelineOptions options;
    options.verify = false;
    options.after = [&](std::string_view pass, const Trace& t) {
      bool asked = o.dump_all;
      for (const std::string& p : o.dump_after) asked |= p == pass;
      if (asked) std::printf("; after %s\n%s", std::string(pass).c_str(), Print(t).c_str());
      CheckTrace(t, Cat("after ", pass));
    };
    auto check = [&](PassReport report, std::string_view pass) {
      if (!report.ok()) Fail(1, Cat(pass, ": ", report.message));
    };
    for (PassId pass : o.passes) check(RunPass(pass, &trace, options), Row(pass).name);
    if (o.all) check(Optimize(&trace, options), "pipeline");
    if (o.check_eval) {
      std::string after = Run(trace, *parsed, o, false);
      if (before != after) {
        std::fputs(Print(trace).c_str(), stderr);
        Fail(1, Cat("evaluation differs\n--- before\n", before, "--- after\n", after));
      }
    }
    if (!o.emit.empty()) {
      std::string text, error;
      if (!jit::ListAssembly(trace, o.emit, &text, &error)) Fail(1, error);
      std::fputs(text.c_str(), stdout);
    } else if (o.eval)
      std::fputs(Run(trace, *parsed, o, true).c_str(), stdout);
    else if (o.dump_after.empty() && !o.dump_all)
      std::fputs(Print(trace).c_str(), stdout);
  }
  return 0;
}

}  // namespace
}  // namespace tusk::ir

int main(int argc, char** argv) { return tusk::ir::Main(argc, argv); }
