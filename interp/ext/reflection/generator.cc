// ReflectionGenerator: where a generator stands and what it runs.
#include "interp/vm/generator.h"
#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/closure.h"
#include "interp/vm/backtrace.h"

namespace tusk {
namespace {

void Construct(Args args, Value*) {
  Reflected* self = ReflectedOf(args.frame->self.obj);
  Object* old = self->held;
  self->held = args[0].obj;
  self->name = EmptyString();
  Retain(self->held);
  if (old) Release(Value(old));
}

// A body about a generator that has not ended.
using OpenBody = void (*)(Object* generator, Frame* frame, Args args, Value* result);
template <OpenBody kBody>
void Open(Reflected* self, Args args, Value* result) {
  Frame* frame = GeneratorOf(self->held)->frame;
  if (!frame) return ThrowReflection("Cannot fetch information from a closed Generator");
  kBody(self->held, frame, args, result);
}
void GetExecutingLine(Object*, Frame* frame, Args args, Value* result) {
  SeeFrames(args.vm);
  Return(result, LineOf(args.vm, frame));
}
void GetExecutingFile(Object*, Frame* frame, Args, Value* result) {
  ReturnName(result, frame->op_array()->file);
}
void GetTrace(Object* generator, Frame*, Args args, Value* result) {
  constexpr int64_t kWithObject = 1, kWithoutArgs = 2;
  *result = GeneratorBacktrace(generator, !(args[0].i & kWithoutArgs), args[0].i & kWithObject);
}
void GetThis(Object*, Frame* frame, Args, Value* result) {
  if (Object* self = frame->this_object()) *result = Copy(Value(self));
}
void GetExecutingGenerator(Object* generator, Frame*, Args, Value* result) {
  *result = Copy(Value(InnermostGenerator(generator)));
}

void GetFunction(Reflected* self, Args, Value* result) {
  const GeneratorData* g = GeneratorOf(self->held);
  Function* f = g->function;
  if (f->Is(FunctionFlags::kClosure)) {
    Object* closure = g->frame                ? g->frame->op_array()->closure
                      : g->closure.IsObject() ? g->closure.obj
                                              : nullptr;
    *result = Value(ReflectFunction(f, closure));
  } else {
    *result = Value(f->scope ? ReflectMethod(f, f->scope) : ReflectFunction(f));
  }
}
void IsClosed(Reflected* self, Args, Value* result) { Return(result, !GeneratorOf(self->held)->frame); }

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(Generator $generator)", kReflectionLooks, Construct},
    {"getExecutingLine", "(): int", kReflectionLooks, Of<Open<GetExecutingLine>>},
    {"getExecutingFile", "(): string", kReflectionLooks, Of<Open<GetExecutingFile>>},
    {"getTrace", "(int $options = DEBUG_BACKTRACE_PROVIDE_OBJECT): array", kReflectionLooks,
     Of<Open<GetTrace>>},
    {"getFunction", "(): ReflectionFunctionAbstract", kReflectionActs, Of<GetFunction>},
    {"getThis", "(): ?object", kReflectionLooks, Of<Open<GetThis>>},
    {"getExecutingGenerator", "(): Generator", kReflectionLooks, Of<Open<GetExecutingGenerator>>},
    {"isClosed", "(): bool", kReflectionLooks, Of<IsClosed>},
};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionGenerator",
     .flags = ClassFlags::kFinal | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionGeneratorClasses = kRows;

}  // namespace tusk
