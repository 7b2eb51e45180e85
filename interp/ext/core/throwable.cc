// Throwable, Exception, Error and their families.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/frame.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using S = ThrowableSlots;

Object* Self(Args args) { return args.frame->self.obj; }

void SetSlot(Object* o, uint32_t slot, Value v) {
  Value* place = &o->props()[slot];
  Value old = *place;
  *place = v;
  place->extra = 0;
  Release(old);
}

// A new throwable remembers where it was made.
void ConstructThrowable(Object* o) {
  String* file = nullptr;
  uint32_t line = 0;
  if (g_state->position) g_state->position(&file, &line);
  static String* no_file = Intern("[no active file]");
  if (!file) file = no_file;
  Retain(file);
  SetSlot(o, S::kFile, Value(file));
  SetSlot(o, S::kLine, Value(static_cast<int64_t>(line)));
  if (g_state->backtrace) {
    Value trace = g_state->backtrace(0, !g_state->ignore_exception_args, false, 0);
    if (trace.IsArray()) SetSlot(o, S::kTrace, trace);
  }
}

constexpr ObjectHandlers kThrowableHandlers = {.construct_native = ConstructThrowable, .cloneable = false};

void Construct(Args args, Value*) {
  Object* o = Self(args);
  if (args.Has(0)) SetSlot(o, S::kMessage, Copy(args[0]));
  if (args.Has(1)) SetSlot(o, S::kCode, args[1]);
  if (args.Has(2) && args[2].IsObject()) SetSlot(o, S::kPrevious, Copy(args[2]));
}

void ConstructErrorException(Args args, Value*) {
  Object* o = Self(args);
  if (args.Has(0)) SetSlot(o, S::kMessage, Copy(args[0]));
  if (args.Has(1)) SetSlot(o, S::kCode, args[1]);
  SetSlot(o, S::kSeverity, Value(args.Int(2, ErrorLevel::kError)));
  if (args.Has(3) && args[3].IsString()) {
    SetSlot(o, S::kFile, Copy(args[3]));
    if (!(args.Has(4) && args[4].IsInt())) SetSlot(o, S::kLine, Value(int64_t{0}));
  }
  if (args.Has(4) && args[4].IsInt()) SetSlot(o, S::kLine, args[4]);
  if (args.Has(5) && args[5].IsObject()) SetSlot(o, S::kPrevious, Copy(args[5]));
}

template <uint32_t Slot>
void Get(Args args, Value* result) {
  *result = CopyDeref(Self(args)->props()[Slot]);
}

void GetTraceAsString(Args args, Value* result) {
  Value trace = Self(args)->props()[S::kTrace];
  if (!trace.IsArray()) {
    *result = Value(NewString("#0 {main}"));
    return;
  }
  *result = Value(TraceToString(trace.arr));
}

void ToStringMethod(Args args, Value* result) {
  std::string text;
  Object* o = Self(args);
  Value holder = Copy(Value(o));
  for (;;) {
    Value* props = o->props();
    String* message = ToString(*Deref(&props[S::kMessage]));
    String* file = ToString(*Deref(&props[S::kFile]));
    int64_t line = ToInt(*Deref(&props[S::kLine]));
    if (!message || !file) {
      if (message) Release(message);
      if (file) Release(file);
      break;
    }
    Value trace_value = *Deref(&props[S::kTrace]);
    String* trace = trace_value.IsArray() ? TraceToString(trace_value.arr) : NewString("#0 {main}");
    std::string shown(message->view());
    // A TypeError about a user function's argument tells where the call was and where the function is.
    if ((InstanceOf(o->cls, ThrowableClass(Throwable::kTypeError))) &&
        shown.find(", called in ") != std::string::npos) {
      shown += " and defined";
    }
    std::string part = o->cls->name->data;
    if (!shown.empty()) part += ": " + shown;
    part += absl::StrFormat(" in %s:%d\nStack trace:\n%s", file->view(), line, trace->view());
    if (!text.empty()) part += "\n\nNext " + text;
    text = std::move(part);
    Release(message);
    Release(file);
    Release(trace);
    Value previous = *Deref(&o->props()[S::kPrevious]);
    if (!previous.IsObject() || (previous.obj->info & RefCounted::kProtected)) break;
    o->info |= RefCounted::kProtected;
    o = previous.obj;
  }
  for (Object* p = holder.obj; p && (p->info & RefCounted::kProtected);) {
    p->info &= ~RefCounted::kProtected;
    Value previous = *Deref(&p->props()[S::kPrevious]);
    p = previous.IsObject() ? previous.obj : nullptr;
  }
  Release(holder);
  if (HasException()) return;
  String* whole = NewString(text);
  Retain(whole);
  SetSlot(Self(args), S::kString, Value(whole));
  *result = Value(whole);
}

void Wakeup(Args, Value*) {}

constexpr uint32_t kFinalPublic = F::kPublic | F::kFinal;

constexpr BuiltinMethodRow kThrowableMethods[] = {
    {"getMessage", "(): string"},       {"getCode", "()"},
    {"getFile", "(): string"},          {"getLine", "(): int"},
    {"getTrace", "(): array"},          {"getPrevious", "(): ?Throwable"},
    {"getTraceAsString", "(): string"},
};

void CloneMethod(Args, Value*) {}

constexpr BuiltinMethodRow kBaseMethods[] = {
    {"__clone", "(): void", BuiltinEffects::kPure, CloneMethod, F::kPrivate},
    {"__construct", "(string $message = \"\", int $code = 0, ?Throwable $previous = null)",
     BuiltinEffects::kWritesState, Construct},
    {"__wakeup", "()", BuiltinEffects::kPure, Wakeup},
    {"getMessage", "(): string", BuiltinEffects::kReadsState, Get<S::kMessage>, kFinalPublic},
    {"getCode", "()", BuiltinEffects::kReadsState, Get<S::kCode>, kFinalPublic},
    {"getFile", "(): string", BuiltinEffects::kReadsState, Get<S::kFile>, kFinalPublic},
    {"getLine", "(): int", BuiltinEffects::kReadsState, Get<S::kLine>, kFinalPublic},
    {"getTrace", "(): array", BuiltinEffects::kReadsState, Get<S::kTrace>, kFinalPublic},
    {"getPrevious", "(): ?Throwable", BuiltinEffects::kReadsState, Get<S::kPrevious>, kFinalPublic},
    {"getTraceAsString", "(): string", BuiltinEffects::kReadsState, GetTraceAsString, kFinalPublic},
    {"__toString", "(): string", BuiltinEffects::kReadsState | BuiltinEffects::kThrows, ToStringMethod},
};

constexpr BuiltinPropertyRow kBaseProperties[] = {
    {"message", "", "", F::kProtected},
    {"string", "string", "", F::kPrivate},
    {"code", "", 0, F::kProtected},
    {"file", "string", "", F::kProtected},
    {"line", "int", 0, F::kProtected},
    {"trace", "array", Type::kArray, F::kPrivate},
    {"previous", "?Throwable", Type::kNull, F::kPrivate},
};

constexpr BuiltinMethodRow kErrorExceptionMethods[] = {
    {"__construct",
     "(string $message = \"\", int $code = 0, int $severity = 1, ?string $filename = null, ?int $line = "
     "null, "
     "?Throwable $previous = null)",
     BuiltinEffects::kWritesState, ConstructErrorException},
    {"getSeverity", "(): int", BuiltinEffects::kReadsState, Get<S::kSeverity>, kFinalPublic},
};
constexpr BuiltinPropertyRow kErrorExceptionProperties[] = {
    {"severity", "int", ErrorLevel::kError, F::kProtected},
};

const BuiltinClassRow kRows[] = {
    {.name = "Throwable",
     .interfaces = "Stringable",
     .flags = ClassFlags::kInterface,
     .methods = kThrowableMethods},
    {.name = "Exception",
     .interfaces = "Throwable",
     .methods = kBaseMethods,
     .properties = kBaseProperties,
     .handlers = &kThrowableHandlers},
    {.name = "Error",
     .interfaces = "Throwable",
     .methods = kBaseMethods,
     .properties = kBaseProperties,
     .handlers = &kThrowableHandlers},
    {.name = "ErrorException",
     .parent = "Exception",
     .methods = kErrorExceptionMethods,
     .properties = kErrorExceptionProperties},
    {.name = "CompileError", .parent = "Error"},
    {.name = "ParseError", .parent = "CompileError"},
    {.name = "TypeError", .parent = "Error"},
    {.name = "ArgumentCountError", .parent = "TypeError"},
    {.name = "ValueError", .parent = "Error"},
    {.name = "ArithmeticError", .parent = "Error"},
    {.name = "DivisionByZeroError", .parent = "ArithmeticError"},
    {.name = "UnhandledMatchError", .parent = "Error"},
    {.name = "RequestParseBodyException", .parent = "Exception"},
    {.name = "ClosedGeneratorException", .parent = "Exception"},
    {.name = "AssertionError", .parent = "Error", .extension = "standard"},
    {.name = "JsonException", .parent = "Exception", .extension = "json"},
    {.name = "Random\\RandomError", .parent = "Error", .extension = "random"},
    {.name = "Random\\BrokenRandomEngineError", .parent = "Random\\RandomError", .extension = "random"},
    {.name = "Random\\RandomException", .parent = "Exception", .extension = "random"},
    {.name = "LogicException", .parent = "Exception", .extension = "SPL"},
    {.name = "BadFunctionCallException", .parent = "LogicException", .extension = "SPL"},
    {.name = "BadMethodCallException", .parent = "BadFunctionCallException", .extension = "SPL"},
    {.name = "DomainException", .parent = "LogicException", .extension = "SPL"},
    {.name = "InvalidArgumentException", .parent = "LogicException", .extension = "SPL"},
    {.name = "LengthException", .parent = "LogicException", .extension = "SPL"},
    {.name = "OutOfRangeException", .parent = "LogicException", .extension = "SPL"},
    {.name = "RuntimeException", .parent = "Exception", .extension = "SPL"},
    {.name = "OutOfBoundsException", .parent = "RuntimeException", .extension = "SPL"},
    {.name = "OverflowException", .parent = "RuntimeException", .extension = "SPL"},
    {.name = "RangeException", .parent = "RuntimeException", .extension = "SPL"},
    {.name = "UnderflowException", .parent = "RuntimeException", .extension = "SPL"},
    {.name = "UnexpectedValueException", .parent = "RuntimeException", .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kThrowableClasses = kRows;

}  // namespace tusk
