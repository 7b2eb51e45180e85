// Every run is a fresh process of this program; the two sides alternate and swap places in every second pair,
// so that a machine that slows down slows both.
#include "tools/compare.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "tools/options.h"
#include "tools/statistics.h"

namespace tusk {

namespace {

constexpr int kDefaultRounds = 10;
constexpr int kMaxRounds = 1000;

constexpr char kUsage[] =
    "Usage: tusk compare [--rounds=N] [options] FILE [args...]\n\n"
    "Runs FILE in the interpreter and with the JIT, N times each (10) in fresh processes, after it has seen "
    "that\n"
    "output, errors and exit code are the same. The options are those of tusk; both sides get them. Standard "
    "input\n"
    "is read once and given to every run. To run a script named compare, write ./compare.\n";

struct Comparison {
  int (*run)(int, char**);
  int rounds = kDefaultRounds;
  std::vector<std::string> arguments;  // what both sides get
  int input = -1;                      // standard input of every run, -1: none
};

struct Outcome {
  int status = 0;  // as wait() gives it
  std::string output, errors;
  double cpu = 0, wall = 0;  // seconds
  long peak_kib = 0;
  std::map<std::string, double, std::less<>> counts;  // the rows of --trace-stats=FILE
};

int Memory(const char* name) { return memfd_create(name, 0); }

std::string ReadFromStart(int fd) {
  std::string all;
  char buffer[65536];
  off_t at = 0;
  for (ssize_t n; (n = pread(fd, buffer, sizeof(buffer), at)) > 0; at += n) all.append(buffer, n);
  return all;
}

// Null: the process could not be started; errno says why.
bool Execute(const Comparison& comparison, bool jit, Outcome* outcome) {
  int out = Memory("output"), err = Memory("errors"), stats = Memory("stats");
  if (out < 0 || err < 0 || stats < 0) return false;
  std::vector<std::string> words = {"tusk", jit ? "--jit=on" : "--jit=off"};
  if (jit) words.push_back("--trace-stats=/dev/fd/" + std::to_string(stats));
  words.insert(words.end(), comparison.arguments.begin(), comparison.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  auto start = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    // A description of its own: runs must not share a position in the input.
    std::string input =
        comparison.input < 0 ? "/dev/null" : "/proc/self/fd/" + std::to_string(comparison.input);
    int in = open(input.c_str(), O_RDONLY);
    if (in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
    execv("/proc/self/exe", argv.data());
    // Under an emulator the kernel cannot start this program. Nothing of it has run yet in this process.
    std::exit(comparison.run(static_cast<int>(words.size()), argv.data()));
  }
  rusage used;
  while (wait4(child, &outcome->status, 0, &used) < 0) {
    if (errno != EINTR) return false;
  }
  outcome->wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  outcome->cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
  outcome->peak_kib = used.ru_maxrss;
  outcome->output = ReadFromStart(out);
  outcome->errors = ReadFromStart(err);
  for (const std::string& row : std::vector<std::string>(absl::StrSplit(ReadFromStart(stats), '\n'))) {
    std::pair<std::string, std::string> cells = absl::StrSplit(row, absl::MaxSplits('\t', 1));
    double number;
    if (absl::SimpleAtod(cells.second, &number)) outcome->counts.emplace(cells.first, number);
  }
  close(out);
  close(err);
  close(stats);
  return true;
}

std::string Ending(int status) {
  if (WIFSIGNALED(status)) return std::string("killed by ") + strsignal(WTERMSIG(status));
  return "exit code " + std::to_string(WEXITSTATUS(status));
}

// Shows the first line in which the two differ.
void ShowDifference(const char* what, std::string_view a, std::string_view b) {
  size_t same = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  size_t line = std::count(a.begin(), a.begin() + same, '\n') + 1;
  size_t begin = same == 0 ? std::string_view::npos : a.rfind('\n', same - 1);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  std::printf("%s differs at byte %zu, line %zu\n", what, same, line);
  auto show = [&](const char* side, std::string_view text) {
    constexpr size_t kLongest = 160;
    if (begin >= text.size()) {
      std::printf("  %-12s (ends here)\n", side);
      return;
    }
    // A long line is shown from a little before the difference.
    size_t from = same - begin > kLongest / 2 ? same - kLongest / 2 : begin;
    std::string_view rest = text.substr(from);
    rest = rest.substr(0, std::min(rest.find('\n'), kLongest));
    std::printf("  %-12s %s%s\n", side, from == begin ? "" : "...",
                absl::CHexEscape(std::string(rest)).c_str());
  };
  show("interpreter", a);
  show("jit", b);
}

bool Agree(const Outcome& a, const Outcome& b) {
  bool agree = true;
  if (a.output != b.output) {
    ShowDifference("output", a.output, b.output);
    agree = false;
  }
  if (a.errors != b.errors) {
    ShowDifference("standard error", a.errors, b.errors);
    agree = false;
  }
  if (a.status != b.status) {
    std::printf("ending differs\n  %-12s %s\n  %-12s %s\n", "interpreter", Ending(a.status).c_str(), "jit",
                Ending(b.status).c_str());
    agree = false;
  }
  return agree;
}

double Count(const Outcome& outcome, std::string_view name) {
  auto found = outcome.counts.find(name);
  return found == outcome.counts.end() ? 0 : found->second;
}

void PrintSide(const char* name, const std::vector<double>& seconds) {
  Summary s = Summarize(seconds);
  std::printf("  %-12s %10.4f %10.4f %10.4f %10.4f\n", name, s.mean, s.median, s.deviation, s.minimum);
}

void PrintRatio(const std::vector<double>& a, const std::vector<double>& b) {
  PairedRatio r = ComparePairs(a, b);
  char p[32];
  std::snprintf(p, sizeof(p), r.p < 0.0001 ? "p < 0.0001" : "p = %.4f", r.p);
  std::printf("  jit / interpreter %.4f, 95 %% confidence %.4f to %.4f, %s\n", r.ratio, r.low, r.high, p);
}

// The work after which the time spent on recording and compiling has been won back, taking the script as
// uniform.
void PrintBreakEven(double interpreter, double jit, double cost) {
  double gain = interpreter - (jit - cost);  // what the whole script would win if traces came for nothing
  std::printf("break-even: ");
  if (cost <= 0) {
    std::printf("nothing was compiled\n");
  } else if (gain <= cost) {
    std::printf("not reached; recording and compiling take %.1f ms, running traces wins %.1f ms\n",
                cost * 1e3, std::max(gain, 0.0) * 1e3);
  } else {
    std::printf("after %.1f ms of the interpreter's work (%.1f %% of this run)\n",
                cost / gain * interpreter * 1e3, cost / gain * 100);
  }
}

void PrintTraces(const Outcome& jit) {
  std::printf("traces: %.0f started, %.0f compiled, %.0f aborted, %.0f exits taken, %.0f flushes\n",
              Count(jit, "started"), Count(jit, "compiled"), Count(jit, "aborted"), Count(jit, "exits_taken"),
              Count(jit, "flushes"));
  for (const auto& [name, number] : jit.counts) {
    constexpr std::string_view kAbort = "abort ";
    if (name.starts_with(kAbort)) std::printf("  %8.0f aborted: %s\n", number, name.c_str() + kAbort.size());
  }
  std::printf("compile time: recording %.3f ms, compiling %.3f ms, code %.0f bytes\n",
              Count(jit, "record_ns") / 1e6, Count(jit, "compile_ns") / 1e6, Count(jit, "code_bytes"));
}

int WrongUsage(const std::string& problem) {
  std::fprintf(stderr, "tusk compare: %s\n", problem.c_str());
  std::fputs(kUsage, stderr);
  return 1;
}

// 0: go on; otherwise the exit code.
int ReadArguments(int argc, char** argv, Comparison* comparison) {
  int at = 2;
  for (; at < argc; ++at) {
    std::string_view word = argv[at];
    constexpr std::string_view kRounds = "--rounds=";
    if (word == "--help" || word == "-h") {
      std::fputs(kUsage, stdout);
      return -1;
    }
    if (!word.starts_with(kRounds)) break;
    word.remove_prefix(kRounds.size());
    auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), comparison->rounds);
    if (code != std::errc() || end != word.data() + word.size() || comparison->rounds < 2 ||
        comparison->rounds > kMaxRounds) {
      return WrongUsage("--rounds takes a number from 2 to " + std::to_string(kMaxRounds));
    }
  }
  argv[at - 1] = argv[0];  // the parser skips the first word
  CommandLine line = ParseCommandLine(argc - at + 1, argv + at - 1);
  if (line.action == CommandLine::Action::kBad) return WrongUsage(line.error);
  if (line.action == CommandLine::Action::kUnsupported) return WrongUsage("not supported yet: " + line.what);
  if (line.action != CommandLine::Action::kRun || line.dump != 0)
    return WrongUsage("options that do not run a script");
  if (!line.has_code && line.file.empty()) return WrongUsage("which file?");
  if (!line.has_code && access(line.file.c_str(), R_OK) != 0) {
    std::printf("Could not open input file: %s\n", line.file.c_str());
    return 1;
  }
  comparison->arguments.assign(argv + at, argv + argc);
  for (size_t i = 0; i + line.arguments.size() < comparison->arguments.size(); ++i) {
    if (comparison->arguments[i].starts_with("--jit=")) return WrongUsage("--jit= is what is compared");
  }
  return 0;
}

// A terminal is not waited for.
bool ReadInput(int* fd) {
  if (isatty(0)) return true;
  *fd = Memory("input");
  if (*fd < 0) return false;
  char buffer[65536];
  for (ssize_t n; (n = read(0, buffer, sizeof(buffer))) > 0;) {
    if (write(*fd, buffer, n) != n) return false;
  }
  return true;
}

}  // namespace

int RunCompare(int argc, char** argv, int (*run)(int, char**)) {
  Comparison comparison{.run = run};
  if (int code = ReadArguments(argc, argv, &comparison)) return code < 0 ? 0 : code;
  auto failed = [] {
    std::fprintf(stderr, "tusk compare: cannot start a run: %s\n", std::strerror(errno));
    return 1;
  };
  if (!ReadInput(&comparison.input)) return failed();

  Outcome first[2];
  for (int jit = 0; jit < 2; ++jit) {
    if (!Execute(comparison, jit, &first[jit])) return failed();
  }
  if (!Agree(first[0], first[1])) return 1;
  std::printf("equal: %zu bytes of output, %zu of errors, %s\n", first[0].output.size(),
              first[0].errors.size(), Ending(first[0].status).c_str());

  std::vector<double> cpu[2], wall[2];
  long peak[2] = {0, 0};
  Outcome last;
  for (int round = 0; round < comparison.rounds; ++round) {
    for (int place = 0; place < 2; ++place) {
      int jit = (place + round) % 2;
      Outcome outcome;
      if (!Execute(comparison, jit, &outcome)) return failed();
      if (!(jit ? Agree(first[0], outcome) : Agree(outcome, first[1]))) {
        std::printf("(in round %d of %d)\n", round + 1, comparison.rounds);
        return 1;
      }
      // The clock of the system counts microseconds.
      cpu[jit].push_back(std::max(outcome.cpu, 1e-6));
      wall[jit].push_back(outcome.wall);
      peak[jit] = std::max(peak[jit], outcome.peak_kib);
      if (jit) last = std::move(outcome);
    }
  }
  std::printf("\n%-14s %10s %10s %10s %10s   (%d pairs)\n", "CPU seconds", "mean", "median", "deviation",
              "minimum", comparison.rounds);
  PrintSide("interpreter", cpu[0]);
  PrintSide("jit", cpu[1]);
  PrintRatio(cpu[0], cpu[1]);
  std::printf("wall seconds\n");
  PrintSide("interpreter", wall[0]);
  PrintSide("jit", wall[1]);
  PrintRatio(wall[0], wall[1]);
  std::printf("peak memory: interpreter %.1f MiB, jit %.1f MiB\n\n", static_cast<double>(peak[0]) / 1024,
              static_cast<double>(peak[1]) / 1024);
  double cost = (Count(last, "record_ns") + Count(last, "compile_ns")) / 1e9;
  PrintBreakEven(Summarize(cpu[0]).mean, Summarize(cpu[1]).mean, cost);
  PrintTraces(last);
  return 0;
}

}  // namespace tusk
