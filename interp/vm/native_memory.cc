// operator new and delete of the whole program: syntax trees, op arrays, tables and traces count towards
// memory_limit as the script heap does.
//
// Small blocks are counted without asking, so that no container is interrupted in each of its steps; blocks
// that matter alone ask the limit at once, and so does the compiler for each unit.
#include <malloc.h>

#include <cstdlib>
#include <new>

#include "interp/runtime/heap.h"

#ifndef TUSK_SANITIZE  // which finds blocks that are freed in another way than they were made

namespace {

constexpr size_t kAsksLimit = size_t{64} << 10;

TUSK_INLINE void* Counted(size_t bytes, void* block) {
  if (TUSK_UNLIKELY(!block)) tusk::OutOfMemory(bytes);
  tusk::g_heap.native += malloc_usable_size(block);
  return block;
}

TUSK_INLINE void FreeCounted(void* block) {
  if (!block) return;
  tusk::g_heap.native -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

void* operator new(size_t bytes) {
  if (TUSK_UNLIKELY(bytes >= kAsksLimit)) tusk::CheckMemoryLimit(bytes);
  return Counted(bytes, std::malloc(bytes ? bytes : 1));
}
void* operator new(size_t bytes, std::align_val_t alignment) {
  if (TUSK_UNLIKELY(bytes >= kAsksLimit)) tusk::CheckMemoryLimit(bytes);
  auto to = static_cast<size_t>(alignment);
  return Counted(bytes, std::aligned_alloc(to, (bytes + to) & ~(to - 1)));
}
void operator delete(void* block) noexcept { FreeCounted(block); }
void operator delete(void* block, size_t) noexcept { FreeCounted(block); }
void operator delete(void* block, std::align_val_t) noexcept { FreeCounted(block); }
void operator delete(void* block, size_t, std::align_val_t) noexcept { FreeCounted(block); }

#endif
