// What profilers and debuggers are told about generated code: a perf map or jitdump file, and gdb's JIT
// interface (an ELF image per trace in memory, with a name and the unwinding of its stack frame).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tusk::jit {

// How a trace's stack frame is unwound, in the numbering of the architecture's DWARF.
struct FrameLayout {
  uint16_t elf_machine;
  uint8_t stack_pointer;   // DWARF register
  uint8_t return_address;  // DWARF register, or column
  int entry_cfa;           // distance of the canonical frame address from the stack pointer at a root's entry
  int frame_bytes;         // what the prologue takes
  int return_address_at;   // from the canonical frame address, once saved
  bool saved_by_prologue;  // the return address is in its register at entry, in memory after the prologue
  int allocate_end;        // bytes of code until the frame is taken
  int prologue_end;        // and until the return address is saved
};

struct CodeUnit {
  std::string name;
  const uint8_t* code;
  size_t size;
  bool makes_frame;  // starts with the prologue; else the frame is there from its first byte
};

class DebugInfo {
 public:
  // perf: 0 off, 1 /tmp/perf-PID.map, 2 jit-PID.dump in the working folder (`perf record -k 1`, `perf inject
  // --jit`).
  void Start(int perf, bool gdb, const FrameLayout& layout);
  void Add(const CodeUnit& unit);
  // Tells nobody any more: a forked child's files would be its parent's.
  void Stop() { perf_ = 0; }
  void Flush();  // the code is gone
  bool wanted() const { return perf_ || gdb_; }

 private:
  void AddToMap(const CodeUnit& unit);
  void AddToDump(const CodeUnit& unit);
  void AddToGdb(const CodeUnit& unit);

  int perf_ = 0;
  bool gdb_ = false;
  FrameLayout layout_{};
  int file_ = -1;
  uint64_t count_ = 0;
};

}  // namespace tusk::jit
