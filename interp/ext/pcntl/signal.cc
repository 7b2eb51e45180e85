// Signals: handlers, dispatching, masks, waiting for them.
//
// The system's handler notes a signal in a ring and, if asynchronous, raises an interrupt. The script's
// handlers run at the next safepoint (interp/vm/interrupt.h), at a tick or in pcntl_signal_dispatch().
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "interp/ext/pcntl/pcntl.h"
#include "interp/ext/tables.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/main.h"
#include "interp/vm/ticks.h"

namespace tusk {

namespace pcntl {

int g_last_error = 0;

Array* DescribeSignal(const siginfo_t& info) {
  Array* a = NewArray();
  auto set = [a](const char* name, int64_t v) { SetStr(a, name, Value(v)); };
  set("signo", info.si_signo);
  set("errno", info.si_errno);
  set("code", info.si_code);
  switch (info.si_signo) {
    case SIGCHLD:
      set("status", info.si_status);
      SetStr(a, "utime", Value(static_cast<double>(info.si_utime)));
      SetStr(a, "stime", Value(static_cast<double>(info.si_stime)));
      set("pid", info.si_pid);
      set("uid", info.si_uid);
      break;
    case SIGUSR1:
    case SIGUSR2:
      set("pid", info.si_pid);
      set("uid", info.si_uid);
      break;
    case SIGILL:
    case SIGFPE:
    case SIGSEGV:
    case SIGBUS:
      SetStr(a, "addr", Value(static_cast<double>(reinterpret_cast<intptr_t>(info.si_addr))));
      break;
    case SIGPOLL:
      set("band", info.si_band);
      set("fd", info.si_fd);
      break;
    default:
      if (info.si_signo >= SIGRTMIN && info.si_signo <= SIGRTMAX) {
        set("pid", info.si_pid);
        set("uid", info.si_uid);
      }
  }
  return a;
}

bool SignalSet(Args args, uint32_t i, bool may_be_empty, sigset_t* set) {
  sigemptyset(set);
  const Array* signals = args.Arr(i);
  if (signals->count == 0 && !may_be_empty) {
    ArgumentValueError(i + 1, "must not be empty");
    return false;
  }
  for (uint32_t p = First(signals); p != kEnd; p = Next(signals, p)) {
    const Value* v = Deref(PlaceAt(const_cast<Array*>(signals), p));
    int64_t signal = 0;
    double d;
    bool known = v->IsInt();
    if (known) {
      signal = v->i;
    } else if (v->IsString()) {
      known = IsNumericString(v->str->view(), &signal, &d) == Numeric::kInt;
    }
    if (!known) {
      ArgumentTypeError(i + 1,
                        absl::StrFormat("signals must be of type int, %s given", ValueNameForErrors(*v)));
      return false;
    }
    if (signal < 1 || signal >= kSignals || sigaddset(set, static_cast<int>(signal)) != 0) {
      ArgumentValueError(i + 1, absl::StrFormat("signals must be between 1 and %d", kSignals - 1));
      return false;
    }
  }
  return true;
}

}  // namespace pcntl

namespace {

using pcntl::g_last_error;
using pcntl::kSignals;

// ---- from the system's handler to the script's

// Signals that came and were not told yet. Written by signal handlers, maybe of several threads; read by the
// script's thread.
class PendingSignals {
 public:
  // False: full, the signal is lost.
  bool Push(const siginfo_t& info) {
    uint32_t at = end_.load(std::memory_order_relaxed);
    do {
      if (at - begin_.load(std::memory_order_acquire) >= kRoom) return false;
    } while (!end_.compare_exchange_weak(at, at + 1, std::memory_order_relaxed));
    Entry& entry = entries_[at % kRoom];
    std::memcpy(static_cast<void*>(&entry.info), &info, sizeof info);
    entry.filled.store(true, std::memory_order_release);
    return true;
  }
  bool Pop(siginfo_t* info) {
    uint32_t at = begin_.load(std::memory_order_relaxed);
    Entry& entry = entries_[at % kRoom];
    if (!entry.filled.load(std::memory_order_acquire)) return false;
    *info = entry.info;
    entry.filled.store(false, std::memory_order_relaxed);
    begin_.store(at + 1, std::memory_order_release);
    return true;
  }
  bool Any() const {
    return entries_[begin_.load(std::memory_order_relaxed) % kRoom].filled.load(std::memory_order_acquire);
  }
  void Clear() {
    siginfo_t dropped;
    while (Pop(&dropped)) {
    }
  }

 private:
  static constexpr uint32_t kRoom = 128;
  struct Entry {
    siginfo_t info;
    std::atomic<bool> filled{false};
  };
  Entry entries_[kRoom];
  std::atomic<uint32_t> begin_{0}, end_{0};
};

PendingSignals g_pending;
std::atomic<bool> g_async{false};
bool g_dispatching = false;
bool g_installed = false;
// kUndef: the script never set one; else SIG_DFL, SIG_IGN or a callable. Owned.
Value g_handlers[kSignals];

void OnSignal(int, siginfo_t* info, void*) {
  int before = errno;
  if (g_pending.Push(*info) && g_async.load(std::memory_order_relaxed)) {
    RaiseInterrupt(&g_vm, Attention::kSignal);
  }
  errno = before;
}

// Keeps signals from coming while the script's handlers run, but for what ends a script.
class Held {
 public:
  Held() {
    sigset_t all;
    sigfillset(&all);
    sigdelset(&all, SIGPROF);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~Held() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

 private:
  sigset_t before_;
};

// Calls the handlers of what came. An exception ends it: what came besides is dropped, as PHP does.
void Dispatch(Vm* vm) {
  if (g_dispatching || !g_pending.Any()) return;
  g_dispatching = true;
  ++vm->switch_blocks;
  {
    Held held;
    siginfo_t info;
    while (!vm->Unwinding() && g_pending.Pop(&info)) {
      const Value& handler = g_handlers[info.si_signo];
      if (handler.IsUndef() || handler.IsInt()) continue;
      Value callable = Copy(handler);  // it may set another one
      Value argv[2] = {Value(static_cast<int64_t>(info.si_signo)), Value(pcntl::DescribeSignal(info))};
      Value result;
      CallValue(callable, 2, argv, &result);
      Release(result);
      Release(argv[1]);
      Release(callable);
    }
    if (vm->Unwinding()) g_pending.Clear();
  }
  --vm->switch_blocks;
  g_dispatching = false;
}

void OnInterrupt(Vm* vm, void*) {
  if (g_async.load(std::memory_order_relaxed)) Dispatch(vm);
}

void Forget(Vm*) {
  for (int i = 1; i < kSignals; ++i) {
    Value& handler = g_handlers[i];
    if (handler.IsUndef()) continue;
    if (!handler.IsInt()) signal(i, SIG_DFL);
    Release(handler);
    handler = Value();
  }
}

void Install() {
  if (g_installed) return;
  g_installed = true;
  AddInterruptCallback(OnInterrupt, nullptr);
  AddTickHook(Dispatch);
  AtShutdown(Forget);
}

bool SetSystemHandler(int signal, void (*simple)(int), bool restart) {
  struct sigaction action = {};
  if (simple) {
    action.sa_handler = simple;
  } else {
    action.sa_sigaction = OnSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  }
  // An alarm is there to end waiting.
  if (restart && signal != SIGALRM) action.sa_flags |= SA_RESTART;
  sigfillset(&action.sa_mask);
  if (sigaction(signal, &action, nullptr) == 0) return true;
  g_last_error = errno;
  FunctionWarning("Error assigning signal");
  return false;
}

// ---- functions

void AsyncSignals(Args args, Value* result) {
  bool before = g_async.load(std::memory_order_relaxed);
  if (!args.IsNull(0)) {
    Install();
    g_async.store(args.Bool(0), std::memory_order_relaxed);
    if (g_pending.Any() && args.Bool(0)) RaiseInterrupt(args.vm, Attention::kSignal);
  }
  Return(result, before);
}

void Signal(Args args, Value* result) {
  int64_t signal = args[0].i;
  if (signal < 1) return ArgumentValueError(1, "must be greater than or equal to 1");
  if (signal >= kSignals) return ArgumentValueError(1, absl::StrFormat("must be less than %d", kSignals));
  auto number = static_cast<int>(signal);
  const Value& handler = args[1];
  void (*simple)(int) = nullptr;
  if (handler.IsInt()) {
    auto ignore = reinterpret_cast<intptr_t>(SIG_IGN), standard = reinterpret_cast<intptr_t>(SIG_DFL);
    if (handler.i != ignore && handler.i != standard) {
      return ArgumentValueError(2, "must be either SIG_DFL or SIG_IGN when an integer value is given");
    }
    simple = handler.i == ignore ? SIG_IGN : SIG_DFL;
    if (!SetSystemHandler(number, simple, args.Bool(2, true))) return Return(result, false);
  } else {
    if (!IsCallable(handler)) {
      if (HasException()) return;
      return ArgumentTypeError(
          2, absl::StrFormat("must be of type callable|int, %s given", ValueNameForErrors(handler)));
    }
    Install();
  }
  Value before = g_handlers[number];
  g_handlers[number] = Copy(handler);
  if (!handler.IsInt() && !SetSystemHandler(number, nullptr, args.Bool(2, true))) {
    Release(g_handlers[number]);
    g_handlers[number] = before;
    return Return(result, false);
  }
  if (handler.IsInt()) Install();
  Release(before);
  Return(result, true);
}

void SignalGetHandler(Args args, Value* result) {
  int64_t signal = args[0].i;
  if (signal < 1 || signal >= kSignals) {
    return ArgumentValueError(1, absl::StrFormat("must be between 1 and %d", kSignals - 1));
  }
  const Value& handler = g_handlers[signal];
  if (handler.IsUndef()) return Return(result, int64_t{0});
  *result = Copy(handler);
}

void SignalDispatch(Args args, Value* result) {
  Dispatch(args.vm);
  if (!HasException()) Return(result, true);
}

void Sigprocmask(Args args, Value* result) {
  int64_t mode = args[0].i;
  if (mode != SIG_BLOCK && mode != SIG_UNBLOCK && mode != SIG_SETMASK) {
    return ArgumentValueError(1, "must be one of SIG_BLOCK, SIG_UNBLOCK, or SIG_SETMASK");
  }
  sigset_t set, before;
  if (!pcntl::SignalSet(args, 1, mode == SIG_SETMASK, &set)) return;
  int error = pthread_sigmask(static_cast<int>(mode), &set, &before);
  if (error) {
    g_last_error = error;
    FunctionWarning("%s", strerror(error));
    return Return(result, false);
  }
  if (args.Has(2)) {
    Array* a = NewArray();
    for (int i = 1; i < kSignals; ++i) {
      if (sigismember(&before, i) == 1) Append(a, Value(static_cast<int64_t>(i)));
    }
    AssignArgument(args, 2, Value(a));
  }
  Return(result, true);
}

void ReturnWaited(Args args, int signal, const siginfo_t& info, Value* result) {
  if (signal < 0) {
    g_last_error = errno;
    if (errno != EAGAIN) FunctionWarning("%s", strerror(errno));
    return Return(result, false);
  }
  if (args.Has(1)) AssignArgument(args, 1, Value(pcntl::DescribeSignal(info)));
  Return(result, signal);
}

void Sigwaitinfo(Args args, Value* result) {
  sigset_t set;
  if (!pcntl::SignalSet(args, 0, false, &set)) return;
  siginfo_t info;
  int signal = sigwaitinfo(&set, &info);
  ReturnWaited(args, signal, info, result);
}

void Sigtimedwait(Args args, Value* result) {
  sigset_t set;
  if (!pcntl::SignalSet(args, 0, false, &set)) return;
  int64_t seconds = args[2].i, nanoseconds = args[3].i;
  if (seconds < 0) return ArgumentValueError(3, "must be greater than or equal to 0");
  if (nanoseconds < 0 || nanoseconds >= 1000000000) {
    return ArgumentValueError(4, "must be between 0 and 1e9");
  }
  if (seconds == 0 && nanoseconds == 0) {
    return ThrowValueError(
        "pcntl_sigtimedwait(): At least one of argument #3 ($seconds) or argument #4 ($nanoseconds) must be "
        "greater than 0");
  }
  timespec limit = {seconds, nanoseconds};
  siginfo_t info;
  int signal = sigtimedwait(&set, &info, &limit);
  ReturnWaited(args, signal, info, result);
}

void Alarm(Args args, Value* result) {
  if (args[0].i < 0) return ArgumentValueError(1, "must be greater than or equal to 0");
  Return(result, static_cast<int64_t>(alarm(static_cast<unsigned>(args[0].i))));
}

constexpr uint16_t kActs = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kWrites = kActs | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"pcntl_alarm", "(int $seconds): int", kActs, Alarm},
    {"pcntl_async_signals", "(?bool $enable = null): bool", kActs, AsyncSignals},
    {"pcntl_signal", "(int $signal, $handler, bool $restart_syscalls = true): bool",
     kActs | Effects::kCallsBack, Signal},
    {"pcntl_signal_dispatch", "(): bool", kActs | Effects::kCallsBack, SignalDispatch},
    {"pcntl_signal_get_handler", "(int $signal)", kActs, SignalGetHandler},
    {"pcntl_sigprocmask", "(int $mode, array $signals, &$old_signals = null): bool", kWrites, Sigprocmask},
    {"pcntl_sigtimedwait", "(array $signals, &$info = [], int $seconds = 0, int $nanoseconds = 0): int|false",
     kWrites, Sigtimedwait},
    {"pcntl_sigwaitinfo", "(array $signals, &$info = []): int|false", kWrites, Sigwaitinfo},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPcntlSignalFunctions(kRows);

}  // namespace tusk
