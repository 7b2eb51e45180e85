// Pending exceptions: making, chaining, reporting; the text of backtraces.
#include <string>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"

#include <algorithm>

#include "interp/runtime/ini.h"
#include "interp/runtime/object.h"

namespace tusk {

// errors.cc
void DisplayError(int level, std::string_view message, String* file, uint32_t line);
Value TakeExceptionHandler();
bool PutBackExceptionHandler(Value handler);

namespace {

constexpr const char* kThrowableNames[] = {
    "Exception",
    "ErrorException",
    "Error",
    "TypeError",
    "ValueError",
    "ArithmeticError",
    "DivisionByZeroError",
    "ArgumentCountError",
    "UnhandledMatchError",
    "AssertionError",
    "JsonException",
    "CompileError",
    "ParseError",
    "UnexpectedValueException",
    "OutOfBoundsException",
    "RuntimeException",
    "InvalidArgumentException",
    "LogicException",
    "BadMethodCallException",
    "OutOfRangeException",
    "DomainException",
    "LengthException",
    "RangeException",
    "UnderflowException",
    "OverflowException",
    "BadFunctionCallException",
    "Random\\RandomException",
    "FiberError",
    "ClosedGeneratorException",
};
constexpr size_t kThrowableCount = std::size(kThrowableNames);
static_assert(kThrowableCount == static_cast<size_t>(Throwable::kClosedGeneratorException) + 1);

void SetSlot(Object* o, uint32_t slot, Value v) {
  Value* place = &o->props()[slot];
  Value old = *place;
  *place = v;
  place->extra = 0;
  Release(old);
}

Object*& PreviousOf(Object* o) { return o->props()[ThrowableSlots::kPrevious].obj; }
bool HasPrevious(Object* o) { return o->props()[ThrowableSlots::kPrevious].IsObject(); }

// The characters of a string as an argument in a trace shows them.
void AppendEscaped(std::string* out, std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (char raw : text) {
    auto c = static_cast<unsigned char>(raw);
    switch (c) {
      case '\n': *out += "\\n"; break;
      case '\r': *out += "\\r"; break;
      case '\t': *out += "\\t"; break;
      case '\f': *out += "\\f"; break;
      case '\v': *out += "\\v"; break;
      case '\\': *out += "\\\\"; break;
      case 0x1b: *out += "\\e"; break;
      default:
        if (c >= 32 && c <= 126) {
          *out += raw;
        } else {
          *out += "\\x";
          *out += kHex[c >> 4];
          *out += kHex[c & 15];
        }
    }
  }
}

}  // namespace

void AppendArgument(std::string* out, const Value& arg) {
  const Value& v = *Deref(&arg);
  switch (v.type) {
    case Type::kUndef:
    case Type::kNull: *out += "NULL"; break;
    case Type::kFalse: *out += "false"; break;
    case Type::kTrue: *out += "true"; break;
    case Type::kInt: {
      char buffer[24];
      out->append(buffer, FormatInt(v.i, buffer));
      break;
    }
    case Type::kFloat: {
      char buffer[64];
      out->append(buffer, FormatFloat(v.d, g_precision, buffer, sizeof(buffer), true));
      break;
    }
    case Type::kString: {
      int64_t most =
          std::clamp<int64_t>(IniQuantity(IniGet("zend.exception_string_param_max_len").text), 0, 1000000);
      auto shown = static_cast<size_t>(most);
      *out += '\'';
      AppendEscaped(out, v.str->view().substr(0, shown));
      *out += v.str->length > shown ? "...'" : "'";
      break;
    }
    case Type::kArray: *out += "Array"; break;
    case Type::kObject:
      if (v.obj->cls->Is(ClassFlags::kEnum)) {
        *out += v.obj->cls->name->view();
        *out += "::";
        *out += v.obj->props()[0].str->view();
        break;
      }
      *out += "Object(";
      // The name of an anonymous class ends where its hidden part begins.
      *out += v.obj->cls->name->data;
      *out += ')';
      break;
    case Type::kResource:
      *out += "Resource id #";
      *out += std::to_string(reinterpret_cast<const int64_t*>(v.res)[1]);
      break;
    default: break;
  }
}

namespace {

std::string_view TextOf(const Array* entry, std::string_view key) {
  Value v = GetStr(entry, key);
  v = *Deref(&v);
  return v.IsString() ? v.str->view() : std::string_view();
}

}  // namespace

Class* ThrowableClass(Throwable kind) {
  static Class* classes[kThrowableCount];
  Class*& c = classes[static_cast<size_t>(kind)];
  if (!c) {
    String* name = Intern(kThrowableNames[static_cast<size_t>(kind)]);
    c = g_state->find_class(name, false);
    CHECK(c != nullptr);
  }
  return c;
}

void SetPreviousException(Object* exception, Object* previous) {
  if (exception == previous || !previous) {
    if (previous) Release(previous);
    return;
  }
  // What unwinds a fiber that is destroyed is no Throwable: it takes no part in chains.
  if (!exception->cls->Is(ClassFlags::kIsThrowable) || !previous->cls->Is(ClassFlags::kIsThrowable)) {
    Release(previous);
    return;
  }
  for (Object* last = exception; last != previous; last = PreviousOf(last)) {
    // What stands behind `last` already would make a ring.
    for (Object* o = previous; HasPrevious(o);) {
      o = PreviousOf(o);
      if (o == last) return Release(previous);
    }
    if (!HasPrevious(last)) return SetSlot(last, ThrowableSlots::kPrevious, Value(previous));
  }
  Release(previous);
}

void ThrowObject(Object* exception) {
  if (g_state->exiting) {
    Release(exception);
    return;
  }
  Object* pending = g_state->exception;
  g_state->SetException(exception);
  if (pending) {
    SetPreviousException(exception, pending);
    return;
  }
  if (g_state->redirect_to_exception) g_state->redirect_to_exception();
}

void Throw(Throwable kind, std::string_view message, int64_t code) {
  if (g_state->exiting) return;
  Object* o = NewObject(ThrowableClass(kind));
  SetSlot(o, ThrowableSlots::kMessage, Value(NewString(message)));
  if (code) SetSlot(o, ThrowableSlots::kCode, Value(code));
  ThrowObject(o);
}

void ThrowParseError(std::string_view message, String* file, uint32_t line) {
  if (g_state->exiting) return;
  Object* o = NewObject(ThrowableClass(Throwable::kParseError));
  SetSlot(o, ThrowableSlots::kMessage, Value(NewString(message)));
  SetSlot(o, ThrowableSlots::kFile, Value(NewString(file->view())));
  SetSlot(o, ThrowableSlots::kLine, Value(static_cast<int64_t>(line)));
  ThrowObject(o);
}

void ArgumentTypeError(uint32_t index, std::string_view message) {
  Function* f = g_state->running_callable ? g_state->running_callable() : nullptr;
  const ArgInfo* arg = f ? f->Arg(index - 1) : nullptr;
  String* name = f ? FunctionDisplayName(f) : NewString("main");
  if (arg && arg->name && !arg->variadic) {
    ThrowTypeError("%s(): Argument #%u ($%s) %s", name->view(), index, arg->name->view(), message);
  } else {
    ThrowTypeError("%s(): Argument #%u %s", name->view(), index, message);
  }
  Release(name);
}

void ArgumentValueError(uint32_t index, std::string_view message) {
  Function* f = g_state->running_callable ? g_state->running_callable() : nullptr;
  const ArgInfo* arg = f ? f->Arg(index - 1) : nullptr;
  String* name = f ? FunctionDisplayName(f) : NewString("main");
  if (arg && arg->name && !arg->variadic) {
    ThrowValueError("%s(): Argument #%u ($%s) %s", name->view(), index, arg->name->view(), message);
  } else {
    ThrowValueError("%s(): Argument #%u %s", name->view(), index, message);
  }
  Release(name);
}

String* FunctionDisplayName(const Function* f) {
  if (!f->name) return NewString("main");
  if (f->scope && !f->Is(FunctionFlags::kClosure)) return Concat(f->scope->name->data, "::", f->name->view());
  Retain(f->name);
  return f->name;
}

void ClearException() {
  Object* o = g_state->exception;
  g_state->SetException(nullptr);
  if (o) Release(Value(o));
}

PendingAside::PendingAside() : exception_(g_state->exception), exiting_(g_state->exiting) {
  g_state->SetException(nullptr);
}
PendingAside::~PendingAside() {
  if (exiting_) {
    ClearException();
    g_state->SetExiting(true);
  }
  if (!exception_) return;
  if (g_state->exception) {
    SetPreviousException(g_state->exception, exception_);
  } else {
    g_state->SetException(exception_);
  }
}

void StartExit(int status) {
  ClearException();
  g_state->exit_status = status;
  g_state->SetExiting(true);
  if (g_state->redirect_to_exception) g_state->redirect_to_exception();
}

String* TraceToString(const Array* trace) {
  std::string out;
  int64_t number = 0;
  for (uint32_t p = First(trace); p != kEnd; p = Next(trace, p)) {
    Value element = ValueAt(trace, p);
    const Value entry = *Deref(&element);
    if (!entry.IsArray()) continue;
    out += absl::StrFormat("#%d ", number++);
    std::string_view file = TextOf(entry.arr, "file");
    if (!file.empty()) {
      Value line = GetStr(entry.arr, "line");
      out += absl::StrFormat("%s(%d): ", file, line.IsInt() ? line.i : 0);
    } else {
      out += "[internal function]: ";
    }
    if (Value cls = GetStr(entry.arr, "class"); cls.IsString()) {
      out += cls.str->data;
      out += TextOf(entry.arr, "type");
    }
    out += TextOf(entry.arr, "function");
    out += '(';
    if (Value args = GetStr(entry.arr, "args"); args.IsArray()) {
      bool first = true;
      for (uint32_t a = First(args.arr); a != kEnd; a = Next(args.arr, a)) {
        if (!first) out += ", ";
        first = false;
        ArrayKey key = KeyAt(args.arr, a);
        if (!key.IsInt()) {
          out += key.name->view();
          out += ": ";
        }
        AppendArgument(&out, ValueAt(args.arr, a));
      }
    }
    out += ")\n";
  }
  out += absl::StrFormat("#%d {main}", number);
  return NewString(out);
}

void ReportUncaught() {
  if (!g_state->exception) return;
  Object* o = g_state->exception;
  g_state->SetException(nullptr);
  // A handler that throws hands over to the one that it has set, if any.
  while (g_state->call_callable) {
    Value handler = TakeExceptionHandler();
    if (handler.IsNullOrUndef()) break;
    Value arg(o);
    Value result;
    g_state->call_callable(handler, 1, &arg, &result);
    Release(result);
    Release(arg);
    bool another = PutBackExceptionHandler(handler);
    if (!g_state->exception) return;  // handled: no failure
    o = g_state->exception;
    g_state->SetException(nullptr);
    if (!another) break;
  }
  g_state->exit_status = 255;
  Value* props = o->props();
  if (InstanceOf(o->cls, ThrowableClass(Throwable::kParseError)) ||
      InstanceOf(o->cls, ThrowableClass(Throwable::kCompileError))) {
    String* message = ToString(props[ThrowableSlots::kMessage]);
    const Value file = props[ThrowableSlots::kFile];
    DisplayError(
        InstanceOf(o->cls, ThrowableClass(Throwable::kParseError)) ? ErrorLevel::kParse : ErrorLevel::kError,
        message->view(), file.IsString() ? file.str : nullptr,
        static_cast<uint32_t>(props[ThrowableSlots::kLine].i));
    Release(message);
    Release(Value(o));
    return;
  }
  String* text = ToString(Value(o));
  if (!text) {
    // What __toString itself threw is what there is to say.
    Release(Value(o));
    return ReportUncaught();
  }
  props = o->props();
  const Value file = props[ThrowableSlots::kFile];
  const Value line = props[ThrowableSlots::kLine];
  DisplayError(ErrorLevel::kError, absl::StrFormat("Uncaught %s\n  thrown", text->view()),
               file.IsString() && file.str->length ? file.str : nullptr,
               line.IsInt() ? static_cast<uint32_t>(line.i) : 0);
  Release(text);
  Release(Value(o));
}

}  // namespace tusk
