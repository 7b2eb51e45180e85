// The script heap: size classes over 2 MiB chunks with one free list each, large blocks from the system.
// Sized deallocation only. It counts what is in use so that memory_limit and memory_get_usage() work. With
// TUSK_SANITIZE every block is a malloc block, so that AddressSanitizer sees each one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interp/runtime/check.h"

namespace tusk {

struct Heap {
  static constexpr size_t kClassGranularity = 16;
  static constexpr size_t kMaxSmall = 2048;  // bytes; above it blocks come in steps of 1/8 of a power of two
  struct FreeBlock {
    FreeBlock* next;
  };
  FreeBlock* free[kMaxSmall / kClassGranularity + 1] = {};
  size_t in_use = 0;        // bytes handed out to size classes (free blocks included) and to large blocks
  size_t peak = 0;          // highest in_use so far
  size_t reserved = 0;      // bytes taken from the system; with `native` what memory_limit limits
  size_t native = 0;        // bytes of operator new: syntax trees, op arrays, tables, traces
  size_t limit = SIZE_MAX;  // memory_limit in bytes
};
extern Heap g_heap;

void* AllocateSlow(size_t bytes);  // refills a class or takes a large block; memory_limit error inside
void FreeSlow(void* block, size_t bytes);

// A block of at least `bytes` (> 0), 16-byte aligned. Exceeding memory_limit ends the script with PHP's fatal
// error.
TUSK_INLINE void* Allocate(size_t bytes) {
#ifndef TUSK_SANITIZE
  if (TUSK_LIKELY(bytes <= Heap::kMaxSmall)) {
    size_t index = (bytes + Heap::kClassGranularity - 1) / Heap::kClassGranularity;
    if (Heap::FreeBlock* block = g_heap.free[index]) {
      g_heap.free[index] = block->next;
      return block;
    }
  }
#endif
  return AllocateSlow(bytes);
}

// Returns a block; `bytes` is what Allocate was asked for (any size of the same class).
TUSK_INLINE void Free(void* block, size_t bytes) {
#ifndef TUSK_SANITIZE
  if (TUSK_LIKELY(bytes <= Heap::kMaxSmall)) {
    size_t index = (bytes + Heap::kClassGranularity - 1) / Heap::kClassGranularity;
    auto* b = static_cast<Heap::FreeBlock*>(block);
    b->next = g_heap.free[index];
    g_heap.free[index] = b;
    return;
  }
#endif
  FreeSlow(block, bytes);
}

// Grows or shrinks a block, keeping min(old, new) bytes; large blocks move by mremap where they can.
void* Reallocate(void* block, size_t old_bytes, size_t new_bytes);
// memory_get_usage(): bytes in use now, free blocks not counted (walks the free lists), and the two peaks.
size_t MemoryInUse();
inline size_t MemoryPeak() { return g_heap.peak; }
// In PHP's segments of 2 MiB, as memory_get_usage(true) shows it: at least one.
inline size_t MemoryReserved() {
  constexpr size_t kSegment = size_t{2} << 20;
  return g_heap.in_use < kSegment ? kSegment : (g_heap.in_use + kSegment - 1) / kSegment * kSegment;
}
void ResetMemoryPeak();
// memory_limit; SIZE_MAX: none. False when more than that is taken already (the
// limit is left alone).
bool SetMemoryLimit(size_t bytes);
inline size_t MemoryTaken() { return g_heap.reserved + g_heap.native; }  // what memory_limit limits
// Ends the script if `more` bytes would be too many.
void CheckMemoryLimit(size_t more);
[[noreturn]] void OutOfMemory(size_t wanted);  // the system gives no more

// The size that a request of `bytes` really gets: growable containers use all of it.
TUSK_INLINE size_t UsableSize(size_t bytes) {
#if defined(TUSK_SANITIZE) || defined(TUSK_THREAD_SANITIZE)
  return bytes;
#else
  if (TUSK_LIKELY(bytes <= Heap::kMaxSmall)) {
    return (bytes + Heap::kClassGranularity - 1) & ~(Heap::kClassGranularity - 1);
  }
  return ((bytes + 23) & ~size_t{15}) - 8;  // malloc's blocks end 8 bytes before a multiple of 16
#endif
}

}  // namespace tusk
