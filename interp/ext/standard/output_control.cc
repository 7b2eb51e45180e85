// ob_* functions.
#include "interp/runtime/output.h"

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

void ObStart(Args args, Value* result) {
  if (!args.IsNull(0)) {
    Callable callable;
    std::string why;
    if (!ResolveCallable(args[0], &callable, &why)) {
      if (HasException()) return;
      FunctionWarning("%s", why);
      Notice("ob_start(): Failed to create buffer");
      return Return(result, false);
    }
    ReleaseCallable(&callable);
  }
  int64_t chunk = args[1].i < 0 ? 0 : args[1].i;
  Value callback = args.IsNull(0) ? Value::Null() : Copy(args[0]);
  bool ok = StartOutputBuffer(callback, chunk, static_cast<int>(args[2].i));
  if (!ok) {
    Release(callback);
    Notice("ob_start(): Failed to create buffer");
  }
  Return(result, ok);
}

std::string HandlerName(const OutputBuffer* b) {
  if (b->callback.IsNullOrUndef()) return "default output handler";
  String* name = nullptr;
  IsCallable(b->callback, true, &name);
  std::string text(name ? name->view() : "");
  if (name) Release(name);
  return text;
}

// The top buffer if the script may do this with it; notices say why not.
OutputBuffer* TopFor(const char* verb, const char* what, int flag, const char* failing = nullptr) {
  OutputBuffer* top = TopOutputBuffer();
  if (!top) {
    RaiseFunctionMessage(ErrorLevel::kNotice,
                         absl::StrFormat("Failed to %s buffer. No buffer to %s", verb, what));
    return nullptr;
  }
  if (flag && !(top->flags & flag)) {
    RaiseFunctionMessage(ErrorLevel::kNotice,
                         absl::StrFormat("Failed to %s buffer of %s (%d)", failing ? failing : verb,
                                         HandlerName(top), OutputLevel() - 1));
    return nullptr;
  }
  return top;
}

void ObClean(Args, Value* result) {
  OutputBuffer* top = TopFor("delete", "delete", OutputBuffer::kCleanable);
  if (top) CleanBuffer(top);
  Return(result, top != nullptr);
}
void ObFlush(Args, Value* result) {
  OutputBuffer* top = TopFor("flush", "flush", OutputBuffer::kFlushable);
  if (top) FlushBuffer(top);
  Return(result, top != nullptr);
}
void ObEndClean(Args, Value* result) {
  Return(result, TopFor("delete", "delete", OutputBuffer::kRemovable, "discard") && PopBuffer(false));
}
void ObEndFlush(Args, Value* result) {
  Return(result,
         TopFor("delete and flush", "delete or flush", OutputBuffer::kRemovable, "send") && PopBuffer(true));
}
void ObGetContents(Args, Value* result) {
  OutputBuffer* top = TopOutputBuffer();
  if (!top) return Return(result, false);
  Return(result, BufferContents(top));
}
void ObGetClean(Args, Value* result) {
  OutputBuffer* top = TopOutputBuffer();
  if (!top) return Return(result, false);
  Return(result, BufferContents(top));
  if (TopFor("delete", "delete", OutputBuffer::kRemovable, "discard")) PopBuffer(false);
}
void ObGetFlush(Args, Value* result) {
  OutputBuffer* top = TopFor("delete and flush", "delete or flush", 0);
  if (!top) return Return(result, false);
  Return(result, BufferContents(top));
  if (TopFor("delete and flush", "delete or flush", OutputBuffer::kRemovable, "send")) PopBuffer(true);
}
void ObGetLevel(Args, Value* result) { Return(result, OutputLevel()); }
void ObGetLength(Args, Value* result) {
  OutputBuffer* top = TopOutputBuffer();
  if (!top) return Return(result, false);
  Return(result, static_cast<int64_t>(BufferContents(top).size()));
}
void ObImplicitFlush(Args args, Value*) { g_output.implicit_flush = args.Bool(0, true); }
void Flush(Args, Value*) { FlushOutput(); }

void ObListHandlers(Args, Value* result) {
  Array* a = NewArray();
  for (int i = 1; i <= OutputLevel(); ++i) Append(a, Value(NewString(HandlerName(OutputBufferAt(i)))));
  Return(result, a);
}

Array* Status(int level) {
  OutputBuffer* b = OutputBufferAt(level);
  Array* a = NewArray();
  SetStr(a, "name", Value(NewString(HandlerName(b))));
  SetStr(a, "type", Value(static_cast<int64_t>(b->callback.IsNullOrUndef() ? 0 : 1)));
  SetStr(a, "flags", Value(static_cast<int64_t>(b->flags | (b->callback.IsNullOrUndef() ? 0 : 1))));
  SetStr(a, "level", Value(static_cast<int64_t>(level - 1)));
  SetStr(a, "chunk_size", Value(b->chunk_size));
  SetStr(a, "buffer_size", Value(int64_t{16384}));
  SetStr(a, "buffer_used", Value(static_cast<int64_t>(BufferContents(b).size())));
  return a;
}
void ObGetStatus(Args args, Value* result) {
  if (!args.Bool(0)) {
    return Return(result, OutputLevel() ? Status(OutputLevel()) : NewArray());
  }
  Array* all = NewArray();
  for (int i = 1; i <= OutputLevel(); ++i) Append(all, Value(Status(i)));
  Return(result, all);
}

constexpr uint16_t kWrites =
    Effects::kReadsState | Effects::kWritesState | Effects::kCallsBack | Effects::kWarns | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"flush", "(): void", kWrites, Flush},
    {"ob_clean", "(): bool", kWrites, ObClean},
    {"ob_end_clean", "(): bool", kWrites, ObEndClean},
    {"ob_end_flush", "(): bool", kWrites, ObEndFlush},
    {"ob_flush", "(): bool", kWrites, ObFlush},
    {"ob_get_clean", "(): string|false", kWrites, ObGetClean},
    {"ob_get_contents", "(): string|false", Effects::kReadsState, ObGetContents},
    {"ob_get_flush", "(): string|false", kWrites, ObGetFlush},
    {"ob_get_length", "(): int|false", Effects::kReadsState, ObGetLength},
    {"ob_get_level", "(): int", Effects::kReadsState, ObGetLevel},
    {"ob_get_status", "(bool $full_status = false): array", Effects::kReadsState, ObGetStatus},
    {"ob_implicit_flush", "(bool $enable = true): void", kWrites, ObImplicitFlush},
    {"ob_list_handlers", "(): array", Effects::kReadsState, ObListHandlers},
    {"ob_start", "($callback = null, int $chunk_size = 0, int $flags = PHP_OUTPUT_HANDLER_STDFLAGS): bool",
     kWrites, ObStart},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kOutputFunctions(kRows);

}  // namespace tusk
