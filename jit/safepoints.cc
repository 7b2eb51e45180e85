// Rewriting safepoints.
#include "jit/safepoints.h"

#include "interp/runtime/check.h"

namespace tusk::jit {

void Safepoints::Append(const CodeArea& area, const trace::CompiledSafepoint& place) {
  size_t n = count_.load(std::memory_order_relaxed);
  CHECK(n < kChunk * kMaxChunks);
  std::unique_ptr<Place[]>& chunk = chunks_[n / kChunk];
  if (!chunk) chunk = std::make_unique<Place[]>(kChunk);
  chunk[n % kChunk] = {place.code, area.Writable(place.code), place.width, place.onward, place.asked};
  count_.store(n + 1);
}

template <bool Asked>
void Safepoints::WriteAll() {
  for (size_t i = 0, n = count_.load(); i < n; ++i) {
    const Place& place = chunks_[i / kChunk][i % kChunk];
    uint64_t bits = Asked ? place.asked : place.onward;
    if (place.width == sizeof(uint32_t)) {
      __atomic_store_n(reinterpret_cast<uint32_t*>(place.writable), static_cast<uint32_t>(bits),
                       __ATOMIC_SEQ_CST);
      CodeArea::FlushInstructionCache(place.code, place.width);
    } else {
      __atomic_store_n(reinterpret_cast<uint64_t*>(place.writable), bits, __ATOMIC_SEQ_CST);
    }
  }
}

void Safepoints::Ask() {
  ++writers_;
  if (!held_) WriteAll<true>();
  redirected_ = true;
  --writers_;
}

void Safepoints::Settle() {
  if (!redirected_.load()) return;
  WriteAll<false>();
  redirected_ = false;
}

void Safepoints::Hold() {
  held_ = true;
  while (writers_ != 0) {
  }
}

void Safepoints::LetGo() {
  held_ = false;
  Ask();
}

void Safepoints::Forked() {
  held_ = false;
  writers_ = 0;
  Ask();
}

void Safepoints::Clear() {
  count_ = 0;
  while (writers_ != 0) {
  }
}

}  // namespace tusk::jit
