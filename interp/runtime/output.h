// Script output: a process-level buffer to stdout below a stack of ob_start() buffers.
#pragma once

#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

struct ProcessOutput {
  static constexpr size_t kBytes = size_t{32} << 10;
  size_t used = 0;
  bool buffered_by_script = false;  // some ob_start() level is open
  bool implicit_flush = false;      // every Echo reaches the descriptor at once (terminals)
  uint64_t written = 0;             // bytes that left towards the descriptor: "headers sent"
  char bytes[kBytes];
};
extern ProcessOutput g_output;

void EchoSlow(std::string_view bytes);
// To the top buffer; output callbacks may run.
TUSK_INLINE void Echo(std::string_view bytes) {
  if (TUSK_LIKELY(!g_output.buffered_by_script && !g_output.implicit_flush &&
                  bytes.size() <= ProcessOutput::kBytes - g_output.used)) {
    __builtin_memcpy(g_output.bytes + g_output.used, bytes.data(), bytes.size());
    g_output.used += bytes.size();
    return;
  }
  EchoSlow(bytes);
}
void FlushOutput();  // process buffer to the descriptor
void EndOutput();    // flushes and pops all buffers at shutdown
// A fatal error in an output callback: its buffer goes on without it, with what the callback was given.
void LeaveOutputCallback();

// ob_* building blocks; levels count from 1. Callbacks get (contents, flags) and may replace the contents.
struct OutputBuffer {
  enum Flags : int {
    kStart = 1,  // passed to callbacks
    kClean = 2,
    kFlush = 4,
    kFinal = 8,
    kCleanable = 16,  // what the script may do with it (third argument of ob_start)
    kFlushable = 32,
    kRemovable = 64,
    kStarted = 0x1000,
    kDisabled = 0x2000,  // the callback returned false
  };
  String* contents;  // owned, grows in place
  Value callback;    // owned; kNull: none
  int64_t chunk_size;
  int flags;
};
int OutputLevel();
// Callback kNull for none; takes over, unless it returns false: after a callback has used buffers there are
// no more.
bool StartOutputBuffer(Value callback, int64_t chunk_size,
                       int flags = OutputBuffer::kCleanable | OutputBuffer::kFlushable |
                                   OutputBuffer::kRemovable);
OutputBuffer* TopOutputBuffer();          // null at level 0
OutputBuffer* OutputBufferAt(int level);  // 1 to OutputLevel()
std::string_view BufferContents(const OutputBuffer* b);
void CleanBuffer(OutputBuffer* b);  // drops the contents (a callback hears of it)
void FlushBuffer(OutputBuffer* b);  // passes the contents on to the level below
bool PopBuffer(bool flush);         // false when there is none

}  // namespace tusk
