// Class ReflectionFiber: where a fiber stands.
#include "interp/ext/class_tables.h"
#include "interp/ext/fiber/fiber.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

Value* FiberOf(Object* o) { return o->native<Value>(); }
FiberData* Self(Args& args) { return FiberOf(args.frame->self.obj)->obj->native<FiberData>(); }

// The innermost frame of a fiber that has begun and not ended. Null: an Error is pending.
Frame* TopFrame(FiberData* f) {
  if (f->status == FiberStatus::kSuspended) return f->context.frame;
  if (f->status != FiberStatus::kRunning) {
    ThrowError("Cannot fetch information from a fiber that has not been started or is terminated");
    return nullptr;
  }
  // It runs, or has resumed a fiber that does.
  Frame* top = g_vm.frame;
  for (FiberData* running = RunningFiber(); running != f; running = running->previous)
    top = running->bottom.prev;
  return top;
}

// The PHP code that called the builtin which the fiber is in, or null.
Frame* ExecutingFrame(Frame* top) {
  Frame* caller = top->IsUser() ? top : top->prev;
  return caller && caller->IsUser() ? caller : nullptr;
}

void Construct(Args args, Value*) {
  Value* place = FiberOf(args.frame->self.obj);
  Value old = *place;
  *place = CopyDeref(args[0]);
  Release(old);
}
void GetFiber(Args args, Value* result) { *result = Copy(*FiberOf(args.frame->self.obj)); }
void GetExecutingFile(Args args, Value* result) {
  Frame* top = TopFrame(Self(args));
  if (!top) return;
  if (Frame* frame = ExecutingFrame(top)) *result = Copy(Value(frame->op_array()->file));
}
void GetExecutingLine(Args args, Value* result) {
  Frame* top = TopFrame(Self(args));
  if (!top) return;
  if (Frame* frame = ExecutingFrame(top)) Return(result, LineOf(args.vm, frame));
}
void GetTrace(Args args, Value* result) {
  constexpr int64_t kWithObject = 1, kWithoutArgs = 2;
  FiberData* f = Self(args);
  Frame* top = TopFrame(f);
  if (!top) return;
  // A backtrace is of the running frame, up to whoever began it all: here, up to the fiber's bottom.
  Frame* running = args.vm->frame;
  Frame* resumer = f->bottom.prev;
  args.vm->frame = top;
  f->bottom.prev = nullptr;
  *result = g_state->backtrace(0, !(args[0].i & kWithoutArgs), args[0].i & kWithObject, 0);
  f->bottom.prev = resumer;
  args.vm->frame = running;
}
void GetCallable(Args args, Value* result) {
  FiberData* f = Self(args);
  if (f->status == FiberStatus::kTerminated)
    return ThrowError("Cannot fetch the callable from a fiber that has terminated");
  *result = Copy(f->callable);
}

constexpr ObjectHandlers kHandlers = {.construct_native = [](Object* o) { *FiberOf(o) = Value(); },
                                      .destroy_native = [](Object* o) { Release(*FiberOf(o)); },
                                      .trace_native = [](Object* o, void (*visit)(Value*, void*),
                                                         void* context) { visit(FiberOf(o), context); },
                                      .cloneable = false};

constexpr uint16_t kReads = BuiltinEffects::kReadsState | BuiltinEffects::kThrows;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(Fiber $fiber)", BuiltinEffects::kThrows, Construct},
    {"getFiber", "(): Fiber", kReads, GetFiber},
    {"getExecutingLine", "(): ?int", kReads, GetExecutingLine},
    {"getExecutingFile", "(): ?string", kReads, GetExecutingFile},
    {"getTrace", "(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT): array", kReads, GetTrace},
    {"getCallable", "(): callable", kReads, GetCallable},
};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionFiber",
     .flags = ClassFlags::kFinal | ClassFlags::kNoDynamicProperties | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(Value),
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionFiberClasses = kRows;

}  // namespace tusk
