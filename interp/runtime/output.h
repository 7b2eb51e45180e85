// Script output: a process-level buffer to stdout below a stack of ob_start() buffers.
#pragma once

#include <string_view>

#include "interp/runtime/value.h"

namespace tusk {

void Echo(std::string_view bytes);  // to the top buffer; output callbacks may run
void FlushOutput();                 // process buffer to the descriptor
void EndOutput();                   // flushes and pops all buffers at shutdown

// ob_* building blocks; levels count from 1.
int OutputLevel();
bool StartOutputBuffer(Value callback, int64_t chunk_size);  // callback kNull for none; takes over
struct OutputBuffer;
OutputBuffer* TopOutputBuffer();  // null at level 0
std::string_view BufferContents(const OutputBuffer* b);
void CleanBuffer(OutputBuffer* b);
bool PopBuffer(bool flush);  // false when there is none

}  // namespace tusk
