// The safepoints of compiled code: places that lead on (back to a loop head, to the entry of a trace or
// function) and that test nothing. When the VM wants attention they are rewritten to lead out of the trace,
// and back afterwards; code that is not interrupted pays nothing.
//
// Each place is an aligned word that is written whole: on x86-64 a branch's displacement (as HotSpot patches
// calls under running threads), else a literal that code loads.
//
// Ask may run in a signal handler or on another thread at any time. Whoever asks sets the attention word
// first and redirects second; the VM settles first and clears the word second. So a redirection may be left
// over, and leaves the trace for nothing once, but none is lost.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>

#include "jit/code_area.h"
#include "trace/backend.h"

namespace tusk::jit {

class Safepoints {
 public:
  // The VM's thread, before the code that they are in can run. `asked`: whether attention is wanted now, read
  // after the places are known to Ask.
  template <typename Asked>
  void Add(const CodeArea& area, std::span<const trace::CompiledSafepoint> places, Asked asked) {
    for (const trace::CompiledSafepoint& place : places) Append(area, place);
    if (asked()) Ask();
  }
  // Redirects every place.
  void Ask();
  // Lets every place lead on again. The VM's thread.
  void Settle();
  // Around the copying of code for a forked child: nobody writes in between, and what was asked for meanwhile
  // is written afterwards. The VM's thread.
  void Hold();
  void LetGo();
  // In a forked child, whose code was copied at another moment than its attention word, and whose other
  // threads are gone: redirects every place once.
  void Forked();
  // Forgets all places; waits until nobody writes them any more. The VM's thread, before their code goes.
  void Clear();

 private:
  struct Place {
    const uint8_t* code;  // executable view
    uint8_t* writable;
    uint8_t width;  // bytes
    uint64_t onward, asked;
  };
  static constexpr size_t kChunk = 512, kMaxChunks = 4096;

  void Append(const CodeArea& area, const trace::CompiledSafepoint& place);
  template <bool Asked>
  void WriteAll();

  std::array<std::unique_ptr<Place[]>, kMaxChunks> chunks_;
  std::atomic<size_t> count_{0};
  std::atomic<bool> redirected_{false};
  std::atomic<bool> held_{false};
  std::atomic<int> writers_{0};
};

}  // namespace tusk::jit
