// Arenas: blocks from operator new, which counts them, filled from the start.
#include "interp/runtime/arena.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "interp/runtime/check.h"

namespace tusk {

namespace {

constexpr size_t kAlignment = 16;
#ifdef TUSK_SANITIZE
constexpr size_t kFirstBlockBytes = 0;  // a block for each object, so that AddressSanitizer sees it
constexpr size_t kBlockBytes = 0;
#else
// Doubling: code that is eval'd or included again and again has an arena each time, mostly of a few objects.
constexpr size_t kFirstBlockBytes = 240;
constexpr size_t kBlockBytes = 4000;
#endif

}  // namespace

struct alignas(kAlignment) Arena::Block {
  Block* previous;
  size_t bytes;
};

Arena::~Arena() {
  for (; finalizers_; finalizers_ = finalizers_->previous) finalizers_->destroy(finalizers_->object);
  while (blocks_) ::operator delete(std::exchange(blocks_, blocks_->previous));
}

void* Arena::Allocate(size_t bytes) {
  bytes = (bytes + kAlignment - 1) & ~(kAlignment - 1);
  if (static_cast<size_t>(end_ - next_) >= bytes && next_) {
    char* result = next_;
    next_ += bytes;
    return result;
  }
  size_t usual = blocks_ ? std::min(2 * blocks_->bytes, kBlockBytes) : kFirstBlockBytes;
  size_t size = std::max(sizeof(Block) + bytes, usual);
  auto* block = static_cast<Block*>(::operator new(size));
  block->previous = blocks_;
  block->bytes = size;
  blocks_ = block;
  char* start = reinterpret_cast<char*>(block + 1);
  char* end = reinterpret_cast<char*>(block) + size;
  if (end - (start + bytes) >= end_ - next_) {  // the current block may have more room left
    next_ = start + bytes;
    end_ = end;
  }
  return start;
}

const char* Arena::CopyText(std::string_view text) {
  auto* copy = static_cast<char*>(Allocate(text.size() + 1));
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = 0;
  return copy;
}

Arena& PermanentArena() {
  static auto* arena = new Arena;
  return *arena;
}

}  // namespace tusk
