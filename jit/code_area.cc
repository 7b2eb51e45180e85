// Dual mapping through a memfd, so that no address is ever writable and executable.
#include "jit/code_area.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "interp/runtime/check.h"

namespace tusk::jit {

namespace {

void FillWithTraps(uint8_t* at, size_t bytes) {
#if defined(__x86_64__)
  std::memset(at, 0xcc, bytes);  // int3
#else
  std::memset(at, 0, bytes);  // udf #0
#endif
}

}  // namespace

CodeArea::~CodeArea() {
  if (executable_) munmap(executable_, size_);
  if (writable_) munmap(writable_, size_);
  if (fd_ >= 0) close(fd_);
}

bool CodeArea::Map(size_t bytes, std::string* error) {
  int fd = memfd_create("tusk-code", MFD_CLOEXEC);
  if (fd < 0 || ftruncate(fd, static_cast<off_t>(bytes)) != 0) {
    *error = std::string("cannot make the code area: ") + std::strerror(errno);
    if (fd >= 0) close(fd);
    return false;
  }
  void* writable = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  void* executable = mmap(nullptr, bytes, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  int reason = errno;
  if (writable == MAP_FAILED || executable == MAP_FAILED) {
    if (writable != MAP_FAILED) munmap(writable, bytes);
    if (executable != MAP_FAILED) munmap(executable, bytes);
    close(fd);
    *error = std::string("cannot map the code area: ") + std::strerror(reason);
    return false;
  }
  fd_ = fd;
  writable_ = static_cast<uint8_t*>(writable);
  executable_ = static_cast<uint8_t*>(executable);
  size_ = bytes;
  used_ = let_go_ = 0;
  return true;
}

uint8_t* CodeArea::Reserve(size_t bytes) {
  // Traps are laid as the area is first used: touching all of it at start would cost every short script.
  size_t start = (used_ + 31) & ~size_t{31};
  size_t end = (start + bytes + 31) & ~size_t{31};
  if (start + bytes > size_ || end > size_) return nullptr;
  LetGoOfWritten();
  FillWithTraps(writable_ + used_, end - used_);
  used_ = end;
  return executable_ + start;
}

void CodeArea::LetGoOfWritten() {
  constexpr size_t kPiece = 64 << 10;
  if (used_ < let_go_ + kPiece) return;
  size_t until = used_ & ~(kPiece - 1);
  // From the beginning: exits that were linked since have brought pages back.
  madvise(writable_, until, MADV_DONTNEED);
  let_go_ = until;
}

void CodeArea::FlushInstructionCache(const uint8_t* code, size_t bytes) {
  char* start = reinterpret_cast<char*>(const_cast<uint8_t*>(code));
  __builtin___clear_cache(start, start + bytes);
#if defined(__aarch64__) && defined(TUSK_CHECKS)
  // The builds that tests run under an emulator: qemu before 8.1 keeps its translation of code that is
  // written through another mapping, as if no instruction told it to look again, until the page's protection
  // changes.
  constexpr uintptr_t kCodePage = 4096;
  auto begin = reinterpret_cast<uintptr_t>(start) & ~(kCodePage - 1);
  size_t pages = (reinterpret_cast<uintptr_t>(start) + bytes - begin + kCodePage - 1) & ~(kCodePage - 1);
  mprotect(reinterpret_cast<void*>(begin), pages, PROT_READ);
  mprotect(reinterpret_cast<void*>(begin), pages, PROT_READ | PROT_EXEC);
#endif
}

bool CodeArea::CopyForChild() {
  if (!mapped()) return true;
  copy_ = memfd_create("tusk-code", MFD_CLOEXEC);
  if (copy_ < 0) return false;
  size_t written = 0;
  while (written < used_) {
    ssize_t n = pwrite(copy_, writable_ + written, used_ - written, static_cast<off_t>(written));
    if (n <= 0) break;
    written += static_cast<size_t>(n);
  }
  if (written == used_ && ftruncate(copy_, static_cast<off_t>(size_)) == 0) return true;
  int error = errno;
  DropCopy();
  errno = error;
  return false;
}

void CodeArea::TakeCopy() {
  if (copy_ < 0) return;
  CHECK(mmap(executable_, size_, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, copy_, 0) == executable_);
  CHECK(mmap(writable_, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, copy_, 0) == writable_);
  close(fd_);
  fd_ = copy_;
  copy_ = -1;
}

void CodeArea::DropCopy() {
  if (copy_ >= 0) close(copy_);
  copy_ = -1;
}

void CodeArea::Reset(size_t keep) {
  if (keep >= used_) return;
  FillWithTraps(writable_ + keep, used_ - keep);
  // Emulators that keep translations of what ran here notice a new mapping, but not writes through the other
  // one.
  void* again = mmap(executable_, size_, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd_, 0);
  CHECK(again == executable_);
  FlushInstructionCache(executable_ + keep, used_ - keep);
  used_ = keep;
  let_go_ = 0;
}

}  // namespace tusk::jit
