// The interrupt sentinel's work, max_execution_time.
#include "interp/vm/interrupt.h"

#include <csignal>
#include <ctime>
#include <unordered_map>
#include <vector>

#include "interp/runtime/errors.h"
#include "interp/vm/execute.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"

namespace tusk {

namespace {

struct Registered {
  InterruptCallback callback;
  void* context;
};
std::vector<Registered> g_callbacks;

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
bool g_timer_made = false;
timer_t g_timer;

void OnTimer(int) { RaiseInterrupt(&g_vm, Attention::kTimeout); }

// An exception raised between two oplines: the opline that will seem to have thrown has not run, so its
// result slot holds garbage that the exception handler must not free. The results of these are live already.
void UndefineResult(Vm* vm) {
  const Op* op = vm->op_before_exception;
  Frame* frame = vm->frame;
  if (!op || !frame || frame->op != &kExceptionOps[0] || !(op->result_kind & kTmpVar)) return;
  switch (op->opcode) {
    case Opcode::kAddArrayElement:
    case Opcode::kAddArrayUnpack:
    case Opcode::kRopeInit:
    case Opcode::kRopeAdd: return;
    default: frame->At(op->result.num)->type = Type::kUndef;
  }
}

TUSK_NOINLINE void RunInterrupts(Vm* vm) {
  bool stress = vm->attention.load(std::memory_order_relaxed) & Attention::kStress;
  if (!stress) {
    vm->loop_int = Type::kInt;
    if (vm->jit) vm->jit->settle();
  }
  uint32_t bits = vm->attention.fetch_and(Attention::kStress | Attention::kUnwinding);
  if (bits & Attention::kTimeout) {
    char text[96];
    snprintf(text, sizeof text, "Maximum execution time of %lld second%s exceeded",
             static_cast<long long>(g_time_limit), g_time_limit == 1 ? "" : "s");
    FatalError(text);
  }
  if (bits & (Attention::kInterrupt | Attention::kSignal | Attention::kStress)) {
    for (size_t i = 0; i < g_callbacks.size(); ++i) g_callbacks[i].callback(vm, g_callbacks[i].context);
    if (vm->exception) {
      RedirectToException(vm, vm->frame);
      UndefineResult(vm);
    }
  }
}

}  // namespace

Transfer InterruptBody(Frame*, const Op*, Vm* vm) {
  RunInterrupts(vm);
  Frame* frame = vm->frame;
  return {frame, frame->op};
}

const Op* InterruptInHelper(Vm* vm) {
  if constexpr (kInterruptStrategy == InterruptStrategy::kSentinel) return &kInterruptOp;
  return Tag(InterruptBody(nullptr, nullptr, vm).op);
}

void AddInterruptCallback(InterruptCallback callback, void* context) {
  g_callbacks.push_back({callback, context});
}

void RaiseInterrupt(Vm* vm, uint32_t bits) {
  constexpr auto kNoType = static_cast<Type>(0xff);
  vm->attention.fetch_or(bits);
  vm->loop_int = kNoType;
  if (vm->jit) vm->jit->ask();
}

const Op* InterruptAt(const Op* resume) {
  static auto& sentinels = *new std::unordered_map<const Op*, InterruptSentinel>;
  InterruptSentinel& sentinel = sentinels[resume];
  sentinel.op = kInterruptOp;
  sentinel.op.handler = &Run<InterruptAtBody>;
  sentinel.resume = resume;
  return &sentinel.op;
}

void SetTimeLimit(Vm*, int64_t seconds) {
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
  struct itimerspec spec = {};
  spec.it_value.tv_sec = seconds > 0 ? seconds : 0;
  timer_settime(g_timer, 0, &spec, nullptr);
}

}  // namespace tusk
