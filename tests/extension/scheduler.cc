// A cooperative scheduler, as an extension outside the core.
//
//   task_spawn(callable $task, mixed ...$args): int   makes a task; it starts in task_run()
//   task_yield(mixed $value = null): mixed            lets the other tasks run; returns $value
//   task_run(): int                                   runs all tasks in turn until they end; returns how
//   often one ran
//
// A task has a VM stack of its own and shares the C stack: task_yield() pauses the execute loop, and
// task_run(), which started it, goes on with the next task. That works from any depth of PHP calls, but not
// from below a builtin that calls back, a generator or a destructor, whose C frames would be lost: there
// task_yield() throws.
#include <cstdlib>
#include <deque>
#include <memory>
#include <vector>

#include "interp/ext/support.h"
#include "interp/vm/context.h"
#include "interp/vm/pause.h"
#include "tools/extensions.h"

namespace tusk {
namespace {

struct Task {
  Value callable;
  std::vector<Value> args;
  Value result;
  Context context;
  Frame bottom{};
  Frame* at = nullptr;  // where it goes on; null: it has not begun, or has ended
  bool begun = false;
  void* vm_page = nullptr;
};

std::deque<std::unique_ptr<Task>> g_queue;
Task* g_task = nullptr;  // the running one
int64_t g_tasks_made = 0;

const BuiltinRow kBottomRow = {"task_run", "(): int", BuiltinEffects::kCallsBack, nullptr};

// The pause op calls this with what the task is to go on with.
void OnPause(const Op* op, Frame* frame, void* data) {
  auto* task = static_cast<Task*>(data);
  CHECK(frame->op == op);
  task->at = frame;
}

void Begin(Vm* vm, Task* task) {
  static Function* bottom = MakeBuiltin(kBottomRow);
  task->begun = true;
  task->vm_page = std::aligned_alloc(64, kContextPageBytes);
  task->bottom.func = bottom;
  task->bottom.info = CallInfo::kInternal;
  task->bottom.prev = vm->frame;
  MakeContext(vm, &task->context, task, task->vm_page, &task->bottom);
}

// Runs the task until it pauses (true) or ends.
bool RunTask(Vm* vm, Task* task) {
  bool fresh = !task->begun;
  if (fresh) Begin(vm, task);
  task->bottom.prev = vm->frame;
  Frame* at = task->at;
  task->at = nullptr;
  Context mine;
  SwitchContext(vm, &mine, task->context);
  g_task = task;
  {
    PausableLoop pausable(vm);
    if (fresh) {
      Callable callable;
      if (ResolveCallable(task->callable, &callable)) {
        CallResolved(callable, static_cast<uint32_t>(task->args.size()), task->args.data(), nullptr,
                     &task->result);
        ReleaseCallable(&callable);
      }
    } else {
      vm->Resume(at);
    }
  }
  g_task = nullptr;
  SwitchContext(vm, &task->context, mine);
  return task->at != nullptr;
}

void Drop(Task* task) {
  Release(task->callable);
  for (const Value& v : task->args) Release(v);
  Release(task->result);
  std::free(task->vm_page);
}

void Spawn(Args args, Value* result) {
  auto task = std::make_unique<Task>();
  task->callable = Copy(args[0]);
  for (uint32_t i = 1; i < args.count; ++i) task->args.push_back(CopyDeref(args[i]));
  g_queue.push_back(std::move(task));
  Return(result, ++g_tasks_made);
}

void Yield(Args args, Value* result) {
  if (!g_task) return ThrowError("task_yield() outside of a task");
  if (!args.vm->Pause(OnPause, g_task)) return ThrowError("task_yield() below an internal call");
  ReturnCopy(result, args[0]);
}

void Run(Args args, Value* result) {
  if (g_task) return ThrowError("task_run() inside a task");
  int64_t runs = 0;
  while (!g_queue.empty() && !HasException() && !args.vm->exiting) {
    std::unique_ptr<Task> task = std::move(g_queue.front());
    g_queue.pop_front();
    ++runs;
    if (RunTask(args.vm, task.get())) {
      g_queue.push_back(std::move(task));
    } else {
      Drop(task.get());
    }
  }
  Return(result, runs);
}

constexpr uint16_t kEffects = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows |
                              BuiltinEffects::kReadsState | BuiltinEffects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"task_run", "(): int", kEffects, Run},
    {"task_spawn", "(callable $task, mixed ...$args): int", kEffects, Spawn},
    {"task_yield", "(mixed $value = null): mixed", kEffects | BuiltinEffects::kMayPause, Yield},
};
static_assert(SortedByName(kRows));
constexpr BuiltinTable kFunctions = kRows;

}  // namespace

void AddExtensions() { AddExtension({"scheduler", &kFunctions}); }

}  // namespace tusk
