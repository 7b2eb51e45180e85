// Class Fiber.
//
// A fiber's function runs in an execute loop of its own on a C stack of its own, so that it may be suspended
// wherever a builtin can be called: below usort(), in a destructor, in a generator. To whoever resumes it a
// fiber looks like a builtin that takes its time; to the fiber, suspend() does.
#include "interp/ext/fiber/fiber.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "interp/ext/class_tables.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/vm/builtin.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/roots.h"
#include "interp/vm/stack.h"

namespace tusk {
namespace {

// PHP's default. Address space only: a fiber that calls little touches a few pages.
#ifdef TUSK_SANITIZE
constexpr size_t kDefaultStackBytes = 8 << 20;
#else
constexpr size_t kDefaultStackBytes = 2 << 20;
#endif
constexpr size_t kLeastStackBytes = 256 << 10;  // whatever fiber.stack_size says
// What functions that do not look at the limit, and the sanitizers' larger frames, may use beyond it.
constexpr size_t kReservedDivisor = 8;

FiberData* g_running = nullptr;
Class* g_fiber_class = nullptr;

FiberData* DataOf(Object* o) { return o->native<FiberData>(); }
FiberData* Self(Args& args) { return DataOf(args.frame->self.obj); }

template <typename... A>
TUSK_COLD void ThrowFiberError(const absl::FormatSpec<A...>& format, const A&... args) {
  Throw(Throwable::kFiberError, absl::StrFormat(format, args...));
}

constexpr BuiltinRow kBottomRow = {"", "(): void", BuiltinEffects::kCallsBack, nullptr};
constexpr BuiltinRow kCollectorRow = {"gc_destructor_fiber", "(): void", BuiltinEffects::kCallsBack, nullptr};
Function* BottomFunction(bool of_collector) {
  static Function* bottom = MakeBuiltin(kBottomRow);
  static Function* collector = MakeBuiltin(kCollectorRow);
  return of_collector ? collector : bottom;
}

// What unwinds a fiber whose object goes away: catch blocks do not know its class, finally blocks run.
Class* GracefulExit() {
  static Class* c = nullptr;
  if (!c) {
    c = new Class;
    c->name = c->lower_name = Intern("graceful exit");
    c->flags = ClassFlags::kBuiltin | ClassFlags::kFinal;
    CHECK(LinkClass(c, {}));
  }
  return c;
}

void AbandonFibers() {
  for (FiberData* f = g_running; f; f = f->previous) {
    f->status = FiberStatus::kTerminated;
    f->died = true;
  }
  g_running = nullptr;
  g_vm.frame = nullptr;
}

// ---- the fiber's side

// Everything the fiber runs, on its stack.
void RunFiber(void* argument) {
  auto* f = static_cast<FiberData*>(argument);
  Vm* vm = &g_vm;
  Value result;
  if (f->step) {
    // Once suspended, others do the rest.
    while (f->step(f->step_argument) && !f->was_suspended) {
    }
  } else {
    CallResolved(f->function, f->argc, f->argv, f->named, &result);
  }
  if (Unwinding(vm)) {
    Release(result);
    if (vm->exception && vm->exception->cls == GracefulExit()) {
      ClearException();
    } else {
      f->threw = true;
    }
  } else {
    f->result = result;
  }
  f->status = FiberStatus::kTerminated;
  SwitchNativeForGood(&f->native);
}

// Switches back to whoever resumed the running fiber, until it is resumed again.
TUSK_INLINE void SwitchOut(FiberData* f) {
  if (g_vm.jit) g_vm.jit->leave_context(&g_vm);
  f->status = FiberStatus::kSuspended;
  f->was_suspended = true;
  SwitchNative(&f->native);
}

// ---- the other side

// Runs the fiber until it suspends or ends. True: *result got what it suspended with; else an exception is
// pending or it has ended.
TUSK_INLINE void SwitchInto(FiberData* f, Value* result) {
  Vm* vm = &g_vm;
  Value object(f->object());
  Retain(object);
  f->previous = g_running;
  f->bottom.prev = vm->frame;
  f->status = FiberStatus::kRunning;
  g_running = f;
  Context mine;
  SwitchContext(vm, &mine, f->context);
  SwitchNative(&f->native);
  SwitchContext(vm, &f->context, mine);
  g_running = f->previous;
  f->previous = nullptr;
  f->bottom.prev = nullptr;
  if (f->status == FiberStatus::kTerminated) {
    FreeNativeStack(&f->stack);
    Callable function = f->function;
    f->function = {};
    ReleaseCallable(&function);
  } else if (result) {
    *result = f->transfer;
    f->transfer = Value();
  }
  Release(object);
}

void RunApart(bool (*step)(void* argument), void* argument);

bool MakeStack(FiberData* f) {
  Vm* vm = &g_vm;
  size_t bytes = kDefaultStackBytes;
  IniValue setting = IniGet("fiber.stack_size");
  if (setting.known && !setting.is_null) {
    bytes = static_cast<size_t>(IniQuantity(setting.text));
    size_t least = 2 * NativePageBytes();
    if (bytes < least) {
      Throw(Throwable::kException,
            absl::StrFormat("Fiber stack size is too small, it needs to be at least %d bytes", least));
      return false;
    }
    bytes = std::max(bytes, kLeastStackBytes);
  }
  if (!NewNativeStack(&f->stack, bytes, kContextPageBytes)) {
    Throw(Throwable::kException,
          absl::StrFormat("Fiber stack allocate failed: %s (%d)", strerror(errno), errno));
    return false;
  }
  f->bottom.func = BottomFunction(f->step != nullptr);
  f->bottom.info = CallInfo::kInternal | CallInfo::kTop;
  MakeContext(vm, &f->context, f, f->stack.vm_page(), &f->bottom);
  size_t reserve = f->stack.stack_bytes / kReservedDivisor;
  f->context.native_limit = reinterpret_cast<uintptr_t>(f->stack.stack_low) + reserve;
  f->context.native_usable = f->stack.stack_bytes - reserve;
  // Not what an @ in the caller made of it.
  IniValue reporting = IniGet("error_reporting");
  f->context.error_reporting =
      reporting.text.empty() ? ErrorLevel::kAll : static_cast<int>(IniQuantity(reporting.text));
  MakeNativeContext(&f->native, f->stack, RunFiber, f);
  g_state->abandon_contexts = AbandonFibers;
  g_state->run_apart = RunApart;
  return true;
}

// Destructors of what the collector found in a fiber.
void RunApart(bool (*step)(void* argument), void* argument) {
  if (!g_running) {
    while (step(argument)) {
    }
    return;
  }
  Object* o = NewObjectUnchecked(FiberClass());
  FiberData* f = DataOf(o);
  f->callable = Value::Null();
  f->step = step;
  f->step_argument = argument;
  Value suspended_with;
  if (MakeStack(f)) {
    SwitchInto(f, &suspended_with);
  } else {
    ClearException();  // no memory for a stack: then on this one
    while (step(argument)) {
    }
  }
  Release(suspended_with);
  Release(Value(o));
}

// ---- methods

// Signal handlers and tick functions run to their end.
bool SwitchesBlocked() {
  if (TUSK_LIKELY(g_vm.switch_blocks == 0)) return false;
  ThrowFiberError("Cannot switch fibers in current execution context");
  return true;
}

void Construct(Args args, Value*) {
  FiberData* f = Self(args);
  if (!f->callable.IsUndef()) return ThrowFiberError("Cannot call constructor twice");
  f->callable = Copy(args[0]);
  if (!ResolveCallable(f->callable, &f->function) && !HasException()) ThrowError("Value not callable");
}

void Start(Args args, Value* result) {
  FiberData* f = Self(args);
  if (SwitchesBlocked()) return;
  if (f->status != FiberStatus::kInit || f->callable.IsUndef())
    return ThrowFiberError("Cannot start a fiber that has already been started");
  if (!MakeStack(f)) return;
  f->argc = args.count;
  f->argv = args.values;
  f->named = args.frame->info & CallInfo::kHasNamedExtra ? args.frame->symbols : nullptr;
  SwitchInto(f, result);
}

void Resume(Args args, Value* result) {
  FiberData* f = Self(args);
  if (SwitchesBlocked()) return;
  if (f->status != FiberStatus::kSuspended)
    return ThrowFiberError("Cannot resume a fiber that is not suspended");
  f->transfer = CopyDeref(args[0]);
  SwitchInto(f, result);
}

void ThrowInto(Args args, Value* result) {
  FiberData* f = Self(args);
  if (SwitchesBlocked()) return;
  if (f->status != FiberStatus::kSuspended)
    return ThrowFiberError("Cannot resume a fiber that is not suspended");
  f->error = CopyDeref(args[0]).obj;
  SwitchInto(f, result);
}

void Suspend(Args args, Value* result) {
  FiberData* f = g_running;
  if (!f) return ThrowFiberError("Cannot suspend outside of a fiber");
  if (f->destroying) return ThrowFiberError("Cannot suspend in a force-closed fiber");
  if (SwitchesBlocked()) return;
  f->transfer = CopyDeref(args[0]);
  SwitchOut(f);
  if (Object* error = f->error) {
    f->error = nullptr;
    ThrowObject(error);
    return;
  }
  *result = f->transfer;
  f->transfer = Value();
}

void GetReturn(Args args, Value* result) {
  FiberData* f = Self(args);
  const char* why = f->status == FiberStatus::kInit         ? "The fiber has not been started"
                    : f->status != FiberStatus::kTerminated ? "The fiber has not returned"
                    : f->died                               ? "The fiber exited with a fatal error"
                    : f->threw                              ? "The fiber threw an exception"
                                                            : nullptr;
  if (why) return ThrowFiberError("Cannot get fiber return value: %s", why);
  if (!f->result.IsUndef()) *result = CopyDeref(f->result);
}

void IsStarted(Args args, Value* result) { *result = Value(Self(args)->status != FiberStatus::kInit); }
void IsSuspended(Args args, Value* result) { *result = Value(Self(args)->status == FiberStatus::kSuspended); }
void IsRunning(Args args, Value* result) { *result = Value(Self(args)->status == FiberStatus::kRunning); }
void IsTerminated(Args args, Value* result) {
  *result = Value(Self(args)->status == FiberStatus::kTerminated);
}

void GetCurrent(Args, Value* result) {
  if (!g_running) return;
  *result = Value(g_running->object());
  Retain(*result);
}

// ---- the object

// Where a destructor would run: a suspended fiber unwinds, and only its finally blocks still run.
void Destruct(Args args, Value*) {
  FiberData* f = Self(args);
  if (f->status != FiberStatus::kSuspended) return;
  f->destroying = true;
  Release(f->transfer);
  f->transfer = Value();
  f->error = NewObjectUnchecked(GracefulExit());
  SwitchInto(f, nullptr);
}
constexpr BuiltinRow kDestructorRow = {"", "(): void", BuiltinEffects::kCallsBack | BuiltinEffects::kThrows,
                                       Destruct};

void ConstructNative(Object* o) { new (DataOf(o)) FiberData(); }

void DestroyNative(Object* o) {
  FiberData* f = DataOf(o);
  // Suspended still: after a fatal error, when nothing runs any more. What its frames hold is lost.
  Callable function = f->function;
  f->function = {};
  ReleaseCallable(&function);
  Release(f->callable);
  Release(f->transfer);
  Release(f->result);
  if (f->error) Release(f->error);
  f->~FiberData();
}

void TraceNative(Object* o, void (*visit)(Value*, void*), void* context) {
  FiberData* f = DataOf(o);
  visit(&f->callable, context);
  visit(&f->transfer, context);
  visit(&f->result, context);
  if (f->status == FiberStatus::kSuspended) VisitFrames(&g_vm, f->context.frame, &f->bottom, visit, context);
}

void ConstructError(Args args, Value*) {
  ThrowError("The \"%s\" class is reserved for internal use and cannot be manually instantiated",
             args.frame->self.obj->cls->name->view());
}

constexpr ObjectHandlers kHandlers = {.construct_native = ConstructNative,
                                      .destroy_native = DestroyNative,
                                      .trace_native = TraceNative,
                                      .cloneable = false};

constexpr uint16_t kCalls = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows |
                            BuiltinEffects::kReadsState | BuiltinEffects::kWritesState;
constexpr uint32_t kStatic = FunctionFlags::kPublic | FunctionFlags::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(callable $callback)", kCalls, Construct},
    {"start", "(mixed ...$args): mixed", kCalls | BuiltinEffects::kTakesNamed, Start},
    {"resume", "(mixed $value = null): mixed", kCalls, Resume},
    {"throw", "(Throwable $exception): mixed", kCalls, ThrowInto},
    {"isStarted", "(): bool", BuiltinEffects::kReadsState, IsStarted},
    {"isSuspended", "(): bool", BuiltinEffects::kReadsState, IsSuspended},
    {"isRunning", "(): bool", BuiltinEffects::kReadsState, IsRunning},
    {"isTerminated", "(): bool", BuiltinEffects::kReadsState, IsTerminated},
    {"getReturn", "(): mixed", kCalls, GetReturn},
    {"suspend", "(mixed $value = null): mixed", kCalls | BuiltinEffects::kMayPause, Suspend, kStatic},
    {"getCurrent", "(): ?Fiber", BuiltinEffects::kReadsState, GetCurrent, kStatic},
};
constexpr BuiltinMethodRow kErrorMethods[] = {
    {"__construct", "()", BuiltinEffects::kThrows, ConstructError},
};

constexpr BuiltinClassRow kRows[] = {
    {.name = "Fiber",
     .flags = ClassFlags::kFinal | ClassFlags::kNoDynamicProperties | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(FiberData),
     .destructor = &kDestructorRow},
    {.name = "FiberError", .parent = "Error", .flags = ClassFlags::kFinal, .methods = kErrorMethods},
};

}  // namespace

Object* FiberData::object() {
  return reinterpret_cast<Object*>(reinterpret_cast<char*>(this) - sizeof(Object));
}
Class* FiberClass() {
  if (!g_fiber_class) g_fiber_class = FindClass("Fiber", false);
  return g_fiber_class;
}
FiberData* RunningFiber() { return g_running; }

const std::span<const BuiltinClassRow> kFiberClasses = kRows;

}  // namespace tusk
