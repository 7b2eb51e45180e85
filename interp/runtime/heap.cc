// The script heap: size classes are refilled in runs cut from chunks; everything above kMaxSmall comes from
// malloc, whose realloc moves big blocks by remapping pages.
#include "interp/runtime/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "interp/runtime/errors.h"

namespace tusk {

constinit Heap g_heap = {.limit = size_t{128} << 20};  // the default of memory_limit

namespace {

// Called before `more` bytes are taken from the system; `wanted` is what the script asked for.
TUSK_INLINE void CheckLimit(size_t more, size_t wanted) {
  if (TUSK_LIKELY(more <= g_heap.limit && MemoryTaken() <= g_heap.limit - more)) return;
  size_t limit = g_heap.limit;
  // Reporting and shutdown functions need memory too, but not without end.
  constexpr size_t kForShutdown = size_t{16} << 20;
  g_heap.limit = std::max(limit, MemoryTaken() + kForShutdown);
  FatalError(absl::StrFormat("Allowed memory size of %d bytes exhausted (tried to allocate %d bytes)", limit,
                             wanted));
}

TUSK_INLINE void CountInUse(size_t bytes) {
  g_heap.in_use += bytes;
  if (g_heap.in_use > g_heap.peak) g_heap.peak = g_heap.in_use;
}

constexpr size_t kMapped = size_t{2} << 20;  // blocks from here on have a mapping of their own

constinit bool g_malloc_is_tuned = false;
TUSK_COLD void TuneMalloc() {
  g_malloc_is_tuned = true;
  mallopt(M_MMAP_THRESHOLD, kMapped);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

// Mapped blocks that were freed last: those that come and go in a loop must not be given back to the system
// and faulted in again each time.
class KeptBlocks {
 public:
  // A block of at least `bytes` and not many more, or null.
  void* Take(size_t bytes) {
    for (Block& b : blocks_) {
      if (b.bytes < bytes || b.bytes - bytes > bytes / 4) continue;
      total_ -= b.bytes;
      return std::exchange(b, {}).start;
    }
    return nullptr;
  }
  // False: not kept.
  bool Keep(void* block, size_t bytes) {
    if (bytes > kMost) return false;
    do {
      oldest_ = (oldest_ + 1) % kBlocks;
      Drop(&blocks_[oldest_]);
    } while (total_ + bytes > kMost);
    blocks_[oldest_] = {block, bytes};
    total_ += bytes;
    return true;
  }
  void DropAll() {
    for (Block& b : blocks_) Drop(&b);
  }

 private:
  struct Block {
    void* start = nullptr;
    size_t bytes = 0;
  };
  static constexpr size_t kBlocks = 4;
  static constexpr size_t kMost = size_t{16} << 20;  // bytes in all

  void Drop(Block* b) {
    total_ -= b->bytes;
    std::free(b->start);
    *b = {};
  }

  Block blocks_[kBlocks];
  size_t oldest_ = 0;
  size_t total_ = 0;
};
constinit KeptBlocks g_kept;

void* AllocateLarge(size_t bytes) {
  CheckLimit(bytes, bytes);
  if (TUSK_UNLIKELY(!g_malloc_is_tuned)) TuneMalloc();
  void* block = bytes >= kMapped ? g_kept.Take(UsableSize(bytes)) : nullptr;
  if (!block) block = std::malloc(bytes);
  if (!block) {
    g_kept.DropAll();
    block = std::malloc(bytes);
    if (!block) OutOfMemory(bytes);
  }
  size_t real = malloc_usable_size(block);
  g_heap.reserved += real;
  CountInUse(real);
  return block;
}

void FreeLarge(void* block) {
  size_t real = malloc_usable_size(block);
  g_heap.reserved -= real;
  g_heap.in_use -= real;
#ifndef TUSK_SANITIZE  // which watches freed blocks
  if (real >= kMapped && g_kept.Keep(block, real)) return;
#endif
  std::free(block);
}

#ifndef TUSK_SANITIZE
constexpr size_t kChunkBytes = size_t{2} << 20;
// Small scripts live in this part of the program's own zero pages and never ask the system for memory.
constexpr size_t kFirstChunkBytes = size_t{256} << 10;

alignas(4096) constinit char g_first_chunk[kFirstChunkBytes] = {};
constinit char* g_bump = g_first_chunk;
constinit char* g_bump_end = g_first_chunk + kFirstChunkBytes;

TUSK_COLD void NewChunk(size_t wanted) {
  // What is left of the old chunk still serves requests of its size.
  size_t left = static_cast<size_t>(g_bump_end - g_bump);
  while (left >= Heap::kClassGranularity) {
    size_t part = std::min(left, Heap::kMaxSmall);
    auto* block = reinterpret_cast<Heap::FreeBlock*>(g_bump);
    size_t index = part / Heap::kClassGranularity;
    block->next = g_heap.free[index];
    g_heap.free[index] = block;
    CountInUse(index * Heap::kClassGranularity);
    g_bump += part;
    left -= part;
  }
  CheckLimit(kChunkBytes, wanted);
  // Huge pages don't pay: on a virtual machine filling 64 MiB took 156 ms with them, 35 ms without.
  void* map =
      mmap(nullptr, kChunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (map == MAP_FAILED) OutOfMemory(wanted);
  g_heap.reserved += kChunkBytes;
  g_bump = static_cast<char*>(map);
  g_bump_end = g_bump + kChunkBytes;
}

// Cuts a run of blocks of class `index` and returns the first; the rest is the new free list, in address
// order.
void* Refill(size_t index) {
  size_t size = index * Heap::kClassGranularity;
  size_t count = std::max<size_t>(4096 / size, 4);
  if (static_cast<size_t>(g_bump_end - g_bump) < size) NewChunk(size);
  count = std::min(count, static_cast<size_t>(g_bump_end - g_bump) / size);
  char* run = g_bump;
  g_bump += count * size;
  CountInUse(count * size);
  Heap::FreeBlock* list = g_heap.free[index];
  for (size_t i = count; --i > 0;) {
    auto* block = reinterpret_cast<Heap::FreeBlock*>(run + i * size);
    block->next = list;
    list = block;
  }
  g_heap.free[index] = list;
  return run;
}
#endif

}  // namespace

// The system gives no more. Nothing is left to run shutdown functions with if even the message finds none.
void OutOfMemory(size_t wanted) {
  static bool again = false;
  if (again) _exit(255);
  again = true;
  FatalError(absl::StrFormat("Out of memory (allocated %d bytes) (tried to allocate %d bytes)", MemoryTaken(),
                             wanted));
}

void* AllocateSlow(size_t bytes) {
#ifndef TUSK_SANITIZE
  if (bytes <= Heap::kMaxSmall) {
    return Refill((bytes + Heap::kClassGranularity - 1) / Heap::kClassGranularity);
  }
#endif
  return AllocateLarge(bytes);
}

void FreeSlow(void* block, size_t bytes) { FreeLarge(block); }

void* Reallocate(void* block, size_t old_bytes, size_t new_bytes) {
#ifdef TUSK_SANITIZE
  constexpr bool was_large = true;
  constexpr bool is_large = true;
#else
  bool was_large = old_bytes > Heap::kMaxSmall;
  bool is_large = new_bytes > Heap::kMaxSmall;
  if (!was_large && !is_large &&
      (old_bytes + Heap::kClassGranularity - 1) / Heap::kClassGranularity ==
          (new_bytes + Heap::kClassGranularity - 1) / Heap::kClassGranularity) {
    return block;
  }
#endif
  if (was_large && is_large) {
    size_t before = malloc_usable_size(block);
    size_t wanted = UsableSize(new_bytes);  // realloc() makes room for that much
    if (wanted > before) CheckLimit(wanted - before, new_bytes);
    void* moved = std::realloc(block, new_bytes);
    if (!moved) OutOfMemory(new_bytes);
    size_t after = malloc_usable_size(moved);
    g_heap.reserved += after - before;
    g_heap.in_use -= before;
    CountInUse(after);
    return moved;
  }
  void* moved = Allocate(new_bytes);
  std::memcpy(moved, block, std::min(old_bytes, new_bytes));
  Free(block, old_bytes);
  return moved;
}

size_t MemoryInUse() {
  size_t unused = 0;
  for (size_t index = 1; index < std::size(g_heap.free); ++index) {
    size_t blocks = 0;
    for (Heap::FreeBlock* block = g_heap.free[index]; block; block = block->next) ++blocks;
    unused += blocks * index * Heap::kClassGranularity;
  }
  return g_heap.in_use - unused;
}

void ResetMemoryPeak() { g_heap.peak = g_heap.in_use; }

bool SetMemoryLimit(size_t bytes) {
  if (bytes < MemoryReserved() || bytes < MemoryTaken()) return false;
  g_heap.limit = bytes;
  return true;
}

void CheckMemoryLimit(size_t more) { CheckLimit(more, more); }

}  // namespace tusk
