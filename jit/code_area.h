// Executable memory: one area mapped twice, writable at one address and executable at another, filled with
// traps. Units of code are bumped off; when the area is full everything is forgotten at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tusk::jit {

class CodeArea {
 public:
  ~CodeArea();
  // Nothing is mapped before this. False with a message when the system refuses.
  bool Map(size_t bytes, std::string* error);
  // Space for `bytes` at a 32-byte boundary; null when full.
  uint8_t* Reserve(size_t bytes);  // executable address
  // Where to write what is executed at `code`.
  uint8_t* Writable(const uint8_t* code) const { return writable_ + (code - executable_); }
  // Makes written code visible to instruction fetch.
  static void FlushInstructionCache(const uint8_t* code, size_t bytes);
  // Forgets what was reserved after the first `keep` bytes and fills it with traps.
  void Reset(size_t keep);
  // A forked child would share the area with its parent, which may write as soon as both run. So the parent
  // makes a copy first (false with errno set when the system refuses), which the child takes in place of the
  // area, at the same addresses; the parent drops it.
  bool CopyForChild();
  void TakeCopy();
  void DropCopy();
  size_t used() const { return used_; }
  bool Contains(const void* address) const {
    auto at = static_cast<const uint8_t*>(address);
    return executable_ && at >= executable_ && at < executable_ + used_;
  }
  bool mapped() const { return executable_ != nullptr; }

 private:
  // Unmaps pages of the writable view that are full: they would count as memory twice. Writing to them again,
  // which patches of exits do, brings them back.
  void LetGoOfWritten();

  uint8_t* executable_ = nullptr;
  uint8_t* writable_ = nullptr;
  int fd_ = -1;
  size_t size_ = 0;
  size_t used_ = 0;
  size_t let_go_ = 0;  // the writable view's pages before this were unmapped
  int copy_ = -1;      // between CopyForChild and what follows it
};

}  // namespace tusk::jit
