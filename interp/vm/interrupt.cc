// The interrupt sentinel's work, max_execution_time.
#include "interp/vm/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <unordered_map>
#include <vector>

#include "interp/runtime/errors.h"
#include "interp/runtime/time_limit.h"
#include "interp/vm/call.h"
#include "interp/vm/execute.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"

namespace tusk {

namespace {

struct Registered {
  InterruptCallback callback;
  void* context;
};
std::vector<Registered>& Callbacks() {
  static auto* all = new std::vector<Registered>;
  return *all;
}

constexpr uint32_t kCallbackBits = Attention::kInterrupt | Attention::kSignal;

// ---- the clock

// Interrupts at a place that has not saved its opline.
struct InterruptSentinel {
  Op op;
  const Op* resume;
};
inline Transfer InterruptAtBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, reinterpret_cast<const InterruptSentinel*>(op)->resume);
  return InterruptBody(frame, op, vm);
}

int64_t g_time_limit = 0;
int64_t g_hard_timeout = 2;
bool g_timer_made = false;
timer_t g_timer;

void SetTimer(int64_t seconds) {
  struct itimerspec spec = {};
  spec.it_value.tv_sec = seconds > 0 ? seconds : 0;
  timer_settime(g_timer, 0, &spec, nullptr);
}

// In a signal handler: only what is allowed there.
[[noreturn]] void EndHard() {
  String* file = nullptr;
  uint32_t line = 0;
  if (g_vm.position) g_vm.position(&file, &line);
  char text[4400];
  int n =
      std::snprintf(text, sizeof text,
                    "\nFatal error: Maximum execution time of %lld+%lld seconds exceeded (terminated) in %s "
                    "on line %u\n",
                    static_cast<long long>(g_time_limit), static_cast<long long>(g_hard_timeout),
                    file ? file->data : "Unknown", line);
  if (write(STDERR_FILENO, text, static_cast<size_t>(n)) < 0) _exit(124);
  _exit(124);
}

void OnTimer(int) {
  if (g_vm.attention.load(std::memory_order_relaxed) & Attention::kTimeout) EndHard();
  RaiseInterrupt(&g_vm, Attention::kTimeout);
  if (g_hard_timeout > 0) SetTimer(g_hard_timeout);
}

// ---- answering

// An exception raised between two oplines: the opline that will seem to have thrown has not run, so its
// result slot holds garbage that the exception handler must not free. An array that is being built is alive
// already; of a rope, the piece that the opline would have added counts as there.
void UndefineResult(Vm* vm) {
  const Op* op = vm->op_before_exception;
  Frame* frame = vm->frame;
  if (!op || !frame || frame->op != &kExceptionOps[0] || !(op->result_kind & kTmpVar)) return;
  switch (op->opcode) {
    case Opcode::kAddArrayElement:
    case Opcode::kAddArrayUnpack: return;
    case Opcode::kRopeInit:
    case Opcode::kRopeAdd: {
      auto* pieces = reinterpret_cast<String**>(frame->At(op->result.num));
      pieces[op->opcode == Opcode::kRopeInit ? 0 : op->extended] = EmptyString();
      return;
    }
    default: frame->At(op->result.num)->type = Type::kUndef;
  }
}

// Nothing is pending.
void Answer(Vm* vm) {
  // First the code, then the word, then the work: what is raised from here on is answered the next time.
#ifdef TUSK_CHECKS
  if (!vm->test.safepoint)  // else no safepoint may be passed over
#endif
    vm->loop_int = Type::kInt;
  if (vm->jit) vm->jit->settle();
  uint32_t bits = vm->attention.fetch_and(~(Attention::kInterrupt | Attention::kSignal));
  if (bits & Attention::kTimeout) TimeIsOver();
  if (!(bits & kCallbackBits)) return;
  auto& callbacks = Callbacks();
  for (size_t i = 0; i < callbacks.size() && !vm->Unwinding(); ++i) {
    callbacks[i].callback(vm, callbacks[i].context);
  }
}

TUSK_NOINLINE void RunInterrupts(Vm* vm) {
  if (!vm->Unwinding()) {
    Answer(vm);
    if (!vm->Unwinding()) return;
    RedirectToException(vm, vm->frame);
    UndefineResult(vm);
    return;
  }
  CheckTimeLimit();
}

}  // namespace

Transfer InterruptBody(Frame*, const Op*, Vm* vm) {
  RunInterrupts(vm);
  Frame* frame = vm->frame;
  return {frame, frame->op};
}

const Op* InterruptInHelper(Vm* vm) {
  if constexpr (kInterruptStrategy == InterruptStrategy::kSentinel) return &kInterruptOp;
  return Tag(InterruptBody(vm->frame, &kInterruptOp, vm).op);
}

void InterruptInCall(Vm* vm) {
  if (vm->Unwinding()) return CheckTimeLimit();
  Answer(vm);
}

void AddInterruptCallback(InterruptCallback callback, void* context) {
  Callbacks().push_back({callback, context});
}
void RemoveInterruptCallback(InterruptCallback callback, void* context) {
  std::erase_if(Callbacks(),
                [&](const Registered& r) { return r.callback == callback && r.context == context; });
}

void RaiseInterrupt(Vm* vm, uint32_t bits) {
  constexpr auto kNoType = static_cast<Type>(0xff);
  vm->attention.fetch_or(bits);
  vm->loop_int = kNoType;
  // The script's thread may be starting traces.
  if (const JitHooks* jit = __atomic_load_n(&vm->jit, __ATOMIC_ACQUIRE)) jit->ask();
}

const Op* InterruptAt(const Op* resume) {
  static auto& sentinels = *new std::unordered_map<const Op*, InterruptSentinel>;
  InterruptSentinel& sentinel = sentinels[resume];
  sentinel.op = kInterruptOp;
  sentinel.op.handler = &Run<InterruptAtBody>;
  sentinel.resume = resume;
  return &sentinel.op;
}

size_t RunningStack(Vm* vm, std::span<StackEntry> into) {
  size_t n = 0;
  for (Frame* f = vm->frame; f && n < into.size(); f = f->prev) {
    if (!f->func) continue;
    if (f->IsUser()) {
      into[n++] = {f->func, f->op_array()->file, LineOf(vm, f)};
    } else {
      into[n++] = {f->func, nullptr, 0};
    }
  }
  return n;
}

void TimeIsOver() {
  // The rest, such as shutdown functions, has all the time it needs.
  g_vm.attention.fetch_and(~Attention::kTimeout);
  if (g_timer_made) SetTimer(0);
  char text[96];
  std::snprintf(text, sizeof text, "Maximum execution time of %lld second%s exceeded",
                static_cast<long long>(g_time_limit), g_time_limit == 1 ? "" : "s");
  FatalError(text);
}

void SetTimeLimit(Vm* vm, int64_t seconds) {
  g_time_limit = seconds;
  if (!g_timer_made) {
    if (seconds <= 0) return;
    struct sigaction action = {};
    action.sa_handler = OnTimer;
    action.sa_flags = SA_RESTART;
    sigaction(SIGPROF, &action, nullptr);
    struct sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGPROF;
    // Processor time, as PHP counts it.
    if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &g_timer) != 0) return;
    g_timer_made = true;
  }
  SetTimer(seconds);
  vm->attention.fetch_and(~Attention::kTimeout);
}

void SetHardTimeout(int64_t seconds) { g_hard_timeout = seconds; }
void ForgetTimer() { g_timer_made = false; }

}  // namespace tusk
