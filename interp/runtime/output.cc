// Output: bytes go to the innermost ob_start() buffer or to the process buffer, and from there to stdout.
#include "interp/runtime/output.h"

#include <errno.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/response.h"
#include "interp/runtime/state.h"
#include "interp/runtime/string.h"

namespace tusk {

// The first Echo() goes the slow way: it is where a response begins.
constinit ProcessOutput g_output = {.buffered_by_script = true};

namespace {

std::vector<OutputBuffer*>& Stack() {
  static auto* stack = new std::vector<OutputBuffer*>;
  return *stack;
}
constinit OutputBuffer* g_running = nullptr;     // its callback is running
constinit String* g_running_contents = nullptr;  // what it was given
constinit bool g_buffering_ended = false;        // by a callback that used buffers itself

constinit bool g_lost = false;  // writing failed once

void WriteToDescriptor(const char* bytes, size_t count) {
  g_output.written += count;
  if (g_lost) return;
  while (count > 0) {
    ssize_t n = write(STDOUT_FILENO, bytes, count);
    if (n < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      // Nobody reads: shutdown functions run, what they print is lost, and the exit status is 255. What is
      // printed is lost alone where ignore_user_abort says so.
      if (!g_lost) {
        g_lost = true;
        g_output.used = 0;
        if (!IniBool(IniGet("ignore_user_abort").text)) EndScript();
      }
      return;
    }
    bytes += n;
    count -= static_cast<size_t>(n);
  }
}

void NoteBuffering() { g_output.buffered_by_script = !Stack().empty() || !g_response.begun; }

void EchoToProcess(std::string_view bytes) {
  if (TUSK_UNLIKELY(!g_response.begun)) {
    if (bytes.empty()) return;
    BeginResponse();
    NoteBuffering();
  }
  if (bytes.size() > ProcessOutput::kBytes - g_output.used) FlushOutput();
  if (bytes.size() > ProcessOutput::kBytes) {
    WriteToDescriptor(bytes.data(), bytes.size());
    return;
  }
  std::memcpy(g_output.bytes + g_output.used, bytes.data(), bytes.size());
  g_output.used += bytes.size();
  if (g_output.implicit_flush) FlushOutput();
}

// Gives bytes to the buffer at `level` (0: the process).
void EchoTo(size_t level, std::string_view bytes) {
  if (level == 0) {
    EchoToProcess(bytes);
    return;
  }
  OutputBuffer* b = Stack()[level - 1];
  b->contents = AppendInPlace(b->contents, bytes);
  if (b->chunk_size > 0 && b->contents->length >= static_cast<size_t>(b->chunk_size)) FlushBuffer(b);
}

size_t LevelOf(const OutputBuffer* b) {
  auto& stack = Stack();
  for (size_t i = stack.size(); i-- > 0;) {
    if (stack[i] == b) return i + 1;
  }
  return 0;
}

// A callback may not use buffers: all of them are dropped, so that the message and what shutdown functions
// print are seen.
[[noreturn]] void RefuseInCallback() {
  g_running = nullptr;
  g_buffering_ended = true;
  Stack().clear();
  NoteBuffering();
  RaiseFunctionMessage(ErrorLevel::kError,
                       "Cannot use output buffering in output buffering display handlers");
  CHECK(false);
}

// Takes the contents through the callback. The result is owned.
String* Filter(OutputBuffer* b, int phase) {
  if (g_running) RefuseInCallback();
  String* contents = b->contents;
  b->contents = EmptyString();
  if (b->callback.IsNull() || (b->flags & OutputBuffer::kDisabled)) return contents;
  if (!(b->flags & OutputBuffer::kStarted)) {
    phase |= OutputBuffer::kStart;
    b->flags |= OutputBuffer::kStarted;
  }
  Value argv[2] = {Value(contents), Value(static_cast<int64_t>(phase))};
  Value result;
  g_running = b;
  g_running_contents = contents;
  bool called = g_state->call_callable && g_state->call_callable(b->callback, 2, argv, &result);
  g_running = nullptr;
  if (!called || result.IsFalse()) {
    if (called) b->flags |= OutputBuffer::kDisabled;
    return contents;
  }
  String* text = result.IsString() ? result.str : ToString(result);
  if (!result.IsString()) Release(result);
  Release(contents);
  return text ? text : EmptyString();
}

}  // namespace

void EchoSlow(std::string_view bytes) {
  if (g_running) return;  // what a callback prints is lost
  EchoTo(Stack().size(), bytes);
}

void FlushOutput() {
  size_t used = g_output.used;
  g_output.used = 0;
  if (used) WriteToDescriptor(g_output.bytes, used);
}

void EndOutput() {
  while (PopBuffer(true)) {
  }
  BeginResponse();
  NoteBuffering();
  FlushOutput();
}

void LeaveOutputCallback() {
  if (!g_running) return;
  OutputBuffer* b = std::exchange(g_running, nullptr);
  b->flags |= OutputBuffer::kDisabled;
  Retain(g_running_contents);
  b->contents = AppendInPlace(g_running_contents, b->contents->view());
}

int OutputLevel() { return static_cast<int>(Stack().size()); }

bool StartOutputBuffer(Value callback, int64_t chunk_size, int flags) {
  if (g_running) RefuseInCallback();
  if (g_buffering_ended) return false;
  Stack().push_back(new OutputBuffer{EmptyString(), callback, chunk_size, flags});
  g_output.buffered_by_script = true;
  return true;
}

OutputBuffer* TopOutputBuffer() { return Stack().empty() ? nullptr : Stack().back(); }
OutputBuffer* OutputBufferAt(int level) { return Stack()[static_cast<size_t>(level) - 1]; }
std::string_view BufferContents(const OutputBuffer* b) { return b->contents->view(); }

void CleanBuffer(OutputBuffer* b) { Release(Filter(b, OutputBuffer::kClean)); }

void FlushBuffer(OutputBuffer* b) {
  size_t level = LevelOf(b);
  String* text = Filter(b, OutputBuffer::kFlush);
  EchoTo(level - 1, text->view());
  Release(text);
}

bool PopBuffer(bool flush) {
  auto& stack = Stack();
  if (stack.empty()) return false;
  OutputBuffer* b = stack.back();
  String* text = Filter(b, flush ? OutputBuffer::kFinal : OutputBuffer::kFinal | OutputBuffer::kClean);
  stack.pop_back();
  NoteBuffering();
  if (flush) EchoTo(stack.size(), text->view());
  Release(text);
  Release(b->contents);
  Release(b->callback);
  delete b;
  return true;
}

}  // namespace tusk
