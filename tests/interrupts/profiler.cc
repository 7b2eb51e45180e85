// A sampling profiler, as an extension outside the core: what interp/vm/interrupt.h is for.
//
//   profile_start(int $microseconds, bool $by_signal = false): void   interrupts the script that often, at
//   random
//       intervals around it: from a thread of its own, or from a signal handler that a timer calls
//   profile_stop(): array    'lines' => ["function file:line" => samples], 'samples' => int, 'latencies' =>
//   list of
//       nanoseconds from each request to its callback, ascending
//
// With TUSK_SOAK=SEED in the environment any script is interrupted about 20000 times a second from the start
// on, by both ways at once; the number of interrupts answered is appended to the file $TUSK_SOAK_LOG.
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "interp/ext/support.h"
#include "interp/runtime/errors.h"
#include "interp/vm/fork.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/main.h"
#include "tools/extensions.h"

namespace tusk {
namespace {

int64_t Now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
}

// What the threads share.
std::atomic<bool> g_running{false};
std::atomic<int64_t> g_asked_at{0};  // 0: nothing is asked for

// What only the script's thread knows.
std::map<std::string, int64_t>& Lines() {
  static auto* lines = new std::map<std::string, int64_t>;
  return *lines;
}
std::vector<int64_t>& Latencies() {
  static auto* latencies = new std::vector<int64_t>;
  return *latencies;
}
std::thread* g_thread = nullptr;
timer_t g_timer;
bool g_timer_made = false;
bool g_soaking = false;
int64_t g_answered = 0;

void Ask() {
  int64_t nothing = 0;
  g_asked_at.compare_exchange_strong(nothing, Now());
  RaiseInterrupt(&g_vm, Attention::kInterrupt);
}

// The thread. It must not be the one whose signals the script waits for: SIGPROF and the like.
void AskOften(int64_t microseconds, uint64_t seed) {
  std::mt19937_64 random(seed);
  while (g_running.load(std::memory_order_relaxed)) {
    auto pause = static_cast<int64_t>(random() % static_cast<uint64_t>(2 * microseconds + 1));
    std::this_thread::sleep_for(std::chrono::microseconds(pause));
    Ask();
  }
}

void OnTimer(int) { Ask(); }

void Sample(Vm* vm, void*) {
  ++g_answered;
  int64_t asked = g_asked_at.exchange(0);
  StackEntry stack[64];
  size_t n = RunningStack(vm, stack);
  if (g_soaking) return;
  if (asked) Latencies().push_back(Now() - asked);
  for (size_t i = 0; i < n; ++i) {
    if (!stack[i].file) continue;
    std::string_view file = stack[i].file->view();
    String* name = FunctionDisplayName(stack[i].function);
    std::string key = name && name->length ? std::string(name->view()) : "{main}";
    if (name) Release(name);
    key += " ";
    key += file.substr(file.rfind('/') + 1);
    ++Lines()[key + ":" + std::to_string(stack[i].line)];
    break;
  }
}

void StartThread(int64_t microseconds, uint64_t seed) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  g_running = true;
  g_thread = new std::thread(AskOften, microseconds, seed);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void StartTimer(int64_t microseconds) {
  struct sigaction action = {};
  action.sa_handler = OnTimer;
  action.sa_flags = SA_RESTART;
  sigaction(SIGRTMIN + 3, &action, nullptr);
  struct sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGRTMIN + 3;
  if (timer_create(CLOCK_MONOTONIC, &event, &g_timer) != 0) return;
  g_timer_made = true;
  itimerspec spec = {};
  spec.it_value.tv_sec = spec.it_interval.tv_sec = microseconds / 1000000;
  spec.it_value.tv_nsec = spec.it_interval.tv_nsec = microseconds % 1000000 * 1000;
  timer_settime(g_timer, 0, &spec, nullptr);
}

void Stop() {
  g_running = false;
  if (g_thread) {
    g_thread->join();
    delete g_thread;
    g_thread = nullptr;
  }
  if (g_timer_made) timer_delete(g_timer);
  g_timer_made = false;
}

// A forked child has neither the thread nor the timer.
void InChild() {
  g_thread = nullptr;  // not deleted: it cannot be joined
  g_timer_made = false;
  g_running = false;
  g_asked_at = 0;
}

void Begin() {
  static bool added = false;
  if (added) return;
  added = true;
  AddInterruptCallback(Sample, nullptr);
  AddForkHook({.before = nullptr, .in_parent = nullptr, .in_child = InChild});
  AtShutdown([](Vm*) { Stop(); });
}

void ProfileStart(Args args, Value*) {
  if (args[0].i < 1) return ArgumentValueError(1, "must be greater than 0");
  if (g_thread || g_timer_made) return ThrowError("Profiling already");
  Begin();
  Lines().clear();
  Latencies().clear();
  g_asked_at = 0;
  if (args.Bool(1)) {
    StartTimer(args[0].i);
  } else {
    StartThread(args[0].i, 1);
  }
}

void ProfileStop(Args, Value* result) {
  Stop();
  Array* a = NewArray();
  Array* lines = NewArray();
  int64_t samples = 0;
  for (const auto& [name, count] : Lines()) {
    SetStr(lines, name, Value(count));
    samples += count;
  }
  std::sort(Latencies().begin(), Latencies().end());
  Array* latencies = NewArray();
  for (int64_t ns : Latencies()) Append(latencies, Value(ns));
  SetStr(a, "samples", Value(samples));
  SetStr(a, "lines", Value(lines));
  SetStr(a, "latencies", Value(latencies));
  Return(result, a);
}

void LogSoak() {
  Stop();
  const char* path = std::getenv("TUSK_SOAK_LOG");
  std::FILE* log = path ? std::fopen(path, "a") : nullptr;
  if (!log) return;
  std::fprintf(log, "%lld\n", static_cast<long long>(g_answered));
  std::fclose(log);
}

constexpr uint16_t kActs = Effects::kReadsState | Effects::kWritesState | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"profile_start", "(int $microseconds, bool $by_signal = false): void", kActs, ProfileStart},
    {"profile_stop", "(): array", kActs, ProfileStop},
};
static_assert(SortedByName(kRows));
constexpr BuiltinTable kFunctions = kRows;

}  // namespace

void AddExtensions() {
  AddExtension({"profiler", &kFunctions});
  const char* seed = std::getenv("TUSK_SOAK");
  if (!seed) return;
  g_soaking = true;
  Begin();
  std::atexit(LogSoak);
  StartThread(50, std::strtoull(seed, nullptr, 10));
  StartTimer(97);
}

}  // namespace tusk
