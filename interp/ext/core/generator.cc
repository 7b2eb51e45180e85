// Class Generator.
#include "interp/vm/generator.h"

#include "interp/ext/class_tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"

namespace tusk {
namespace {

Array* PropertiesForDump(Object* o) {
  Array* a = NewHash(1);
  const Function* f = GeneratorOf(o)->function;
  if (!f) return a;
  String* name = f->name;
  // (With what a name of an anonymous class has behind its zero byte.)
  if (f->scope && !f->Is(FunctionFlags::kClosure)) {
    name = Concat(f->scope->name->view(), "::", f->name->view());
  } else {
    Retain(name);
  }
  SetStr(a, "function", Value(name));
  return a;
}

constexpr ObjectHandlers kHandlers = {.destroy_native = DestroyGenerator,
                                      .trace_native = TraceGenerator,
                                      .cloneable = false,
                                      .properties_for_dump = PropertiesForDump};

void Construct(Args, Value*) {
  ThrowError("The \"Generator\" class is reserved for internal use and cannot be manually instantiated");
}
constexpr BuiltinRow kConstructor = {"", "()", BuiltinEffects::kThrows, Construct};

Object* Self(Args& args) { return args.frame->self.obj; }
Value Plain(Value v) {
  if (!v.IsReference()) return v;
  Value inner = Copy(v.ref->value);
  Release(v);
  return inner;
}

void Rewind(Args args, Value*) {
  Object* o = Self(args);
  GeneratorStart(o);
  if (HasException()) return;
  if (GeneratorOf(o)->state != GeneratorState::kFirstYield) {
    Throw(Throwable::kException, "Cannot rewind a generator that was already run");
  }
}
void Valid(Args args, Value* result) {
  GeneratorStart(Self(args));
  *result = Value(GeneratorValid(Self(args)));
}
void Current(Args args, Value* result) {
  GeneratorStart(Self(args));
  *result = Plain(GeneratorCurrent(Self(args)));
}
void Key(Args args, Value* result) {
  GeneratorStart(Self(args));
  *result = GeneratorKey(Self(args));
}
void Next(Args args, Value*) {
  Object* o = Self(args);
  GeneratorData* g = GeneratorOf(o);
  bool fresh = g->value.IsUndef() && g->from.IsUndef();
  if (fresh) {
    GeneratorStart(o);
    if (HasException()) return;
  }
  GeneratorResume(o);
}
void Send(Args args, Value* result) {
  Object* o = Self(args);
  GeneratorData* g = GeneratorOf(o);
  if (g->running()) {
    ThrowError("Cannot resume an already running generator");
    return;
  }
  GeneratorStart(o);
  if (HasException() || !g->frame) return;
  GeneratorSend(o, Copy(args[0]));
  if (!HasException()) *result = Plain(GeneratorCurrent(o));
}
void ThrowInto(Args args, Value* result) {
  Object* o = Self(args);
  GeneratorStart(o);
  if (HasException()) return;
  GeneratorThrow(o, Copy(args[0]).obj);
  if (!HasException()) *result = Plain(GeneratorCurrent(o));
}
void GetReturn(Args args, Value* result) {
  Object* o = Self(args);
  GeneratorStart(o);
  if (HasException()) return;
  const Value& v = GeneratorOf(o)->retval;
  if (v.IsUndef()) {
    Throw(Throwable::kException, "Cannot get return value of a generator that hasn't returned");
    return;
  }
  *result = Copy(v);
}

constexpr uint16_t kCalls = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows;
constexpr BuiltinMethodRow kMethods[] = {
    {"rewind", "(): void", kCalls, Rewind},
    {"valid", "(): bool", kCalls, Valid},
    {"current", "(): mixed", kCalls, Current},
    {"key", "(): mixed", kCalls, Key},
    {"next", "(): void", kCalls, Next},
    {"send", "(mixed $value): mixed", kCalls, Send},
    {"throw", "(Throwable $exception): mixed", kCalls, ThrowInto},
    {"getReturn", "(): mixed", kCalls, GetReturn},
};
constexpr BuiltinClassRow kRows[] = {
    {.name = "Generator",
     .interfaces = "Iterator",
     .flags = ClassFlags::kFinal | ClassFlags::kNoDynamicProperties | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(GeneratorData),
     .constructor = &kConstructor},
};

}  // namespace

const std::span<const BuiltinClassRow> kGeneratorClasses = kRows;

}  // namespace tusk
