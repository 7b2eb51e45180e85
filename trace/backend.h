// The seam between traces and the code generator: data that both know, and the functions that a code
// generator offers. jit/ fills the Backend; trace/ never includes jit/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ir/ir.h"

namespace tusk {

struct Function;
struct Op;
struct RefCounted;
struct Vm;

namespace trace {

// Where a value of a trace is while its code runs. One place for its whole life (jit/regalloc.h).
struct Location {
  enum Kind : uint8_t { kNowhere, kGpr, kFpr, kSpill, kConstant };
  Kind kind = kNowhere;
  uint16_t index = 0;  // register number, or 8-byte spill slot
  bool operator==(const Location&) const = default;
};

inline constexpr int kSpillSlots =
    128;  // of 8 bytes; every trace has the same stack frame, so that traces link

// What an exit stub saves, as it lies on the stack: lowest address first.
struct ExitState {
  uint64_t fpr[32];
  uint64_t gpr[32];
  uint32_t exit;   // SnapId
  uint32_t trace;  // trace number
  uint64_t spill[kSpillSlots];

  uint64_t Read(Location l) const {
    switch (l.kind) {
      case Location::kGpr: return gpr[l.index];
      case Location::kFpr: return fpr[l.index];
      case Location::kSpill: return spill[l.index];
      default: return 0;
    }
  }
};

struct CompiledExit {
  uint8_t* jump = nullptr;  // the exit's patchable jump, in the executable view
};

// A word of a trace's code that leads on to a loop head or to the entry of a trace or function, and that is
// rewritten to lead out while the VM wants attention (jit/safepoints.h).
struct CompiledSafepoint {
  const uint8_t* code;  // executable view; aligned so that it is written whole
  uint8_t width;        // 4: the displacement of a branch; 8: a literal
  uint64_t onward, asked;
};

// Code of one trace. Owned by the trace tree; its memory by the code area.
struct CompiledTrace {
  const void* entry = nullptr;  // handler-convention entry: frame, op, vm in their fixed registers
  const void* side_entry =
      nullptr;             // side traces: entered by a parent's exit, trace stack frame already there
  uint32_t code_size = 0;  // bytes
  std::vector<CompiledExit> exits;  // by SnapId
  std::vector<CompiledSafepoint> safepoints;
  std::vector<Location> places;  // by instruction: where exits find its value
  // Where calls return to, ascending, in bytes from the entry, and where the program is during them
  // (ir::Trace::position).
  std::vector<uint32_t> return_offsets;
  std::vector<uint16_t> positions;
  std::string listing;  // assembly text, when asked for
};

// What the calls of ir/calls.def that make, enter and leave frames know of one. Slots are numbered from the
// root frame.
struct FrameShape {
  Function* function;
  const Op* call_op;  // active frames: the caller's DO_*
  void* self_class;   // called class of a static call
  uint32_t info;
  uint32_t argc;
  int32_t base;
  int32_t owner;        // the frame that made the call
  int32_t result_slot;  // -1: the result is not wanted
  bool active;
  bool plain;  // `function` is what runs, not one of several copies
};

// Where the values of an exit are, by number (ir::Trace::ExitValue); kConstant: look at the trace.
inline std::vector<Location> ExitValues(const ir::Trace& trace, const CompiledTrace& code, ir::SnapId exit) {
  std::vector<Location> values(static_cast<size_t>(trace.NumExitValues(exit)));
  for (size_t i = 0; i < values.size(); ++i) {
    ir::IrRef r = trace.ExitValue(exit, static_cast<int>(i));
    values[i] = r.IsInst()    ? code.places[static_cast<size_t>(r.v)]
                : r.IsConst() ? Location{Location::kConstant, 0}
                              : Location();
  }
  return values;
}

struct CompileRequest {
  const ir::Trace* trace;
  // Side traces: where value i of the parent's exit is. Null for root traces.
  const std::vector<Location>* inherited = nullptr;
  uint64_t random_seed = 0;  // not 0: register choices are random but repeatable (stress mode)
  int fail_every = 0;        // n > 0: every n-th execution of a guard fails (stress mode)
  bool want_listing = false;
};

// What the trace system does when code leaves.
struct BackendHost {
  Vm* vm;
  // The C function behind a row of ir/calls.def.
  const void* (*address_of)(ir::CallId call);
  // A guard failed, or a LINK or EXIT whose frames exist only in its snapshot was reached: restores the
  // interpreter's state from the snapshot. Returns the opline to go on with (frame in vm->frame), never
  // tagged; null: leave the execute loop. `*handler`, when set, is entered instead of the opline's own (an
  // exit at a trace's own first opline runs the original handler).
  const Op* (*leave)(ExitState* state, Vm* vm, const void** handler);
  // Who is told of code: perf (1 by /tmp/perf-PID.map, 2 by a jitdump file), gdb.
  int perf = 0;
  bool gdb = false;
  // The sentinel that interrupts before `op` when it is dispatched instead. Null: its address does not
  // matter.
  const Op* (*interrupt_at)(const Op* op) = nullptr;
  // What STEP calls for an opline, when it is not the opline's Step handler (statistics).
  const void* (*step_of)(const Op* op) = nullptr;
  // What RELEASE calls at zero, and for the possible root of a cycle, with the address in the trace that it
  // returns to; null: the run time's own.
  void (*destroy)(RefCounted* counted, const void* from) = nullptr;
  void (*buffer_root)(RefCounted* counted, const void* from) = nullptr;
  // Takes the assembly text of the stubs that traces leave by, when somebody wants it.
  std::string* stubs_listing = nullptr;
};

struct Backend {
  // Maps a code area of `bytes` (units of 64 KiB). False with a message when the system refuses.
  bool (*start)(const BackendHost& host, size_t bytes, std::string* error);
  // Null with `error` set when the trace cannot be compiled; "code area full" asks for flush().
  std::unique_ptr<CompiledTrace> (*compile)(const CompileRequest& request, std::string* error);
  // Makes an exit of `from` go straight to a side trace's code.
  void (*link_exit)(CompiledTrace* from, ir::ExitId exit, const CompiledTrace* to);
  // The VM wants attention: all safepoints of code lead out. Safe from signal handlers and other threads.
  void (*ask)();
  // All safepoints lead on again.
  void (*settle)();
  // Forgets all code. No trace may be running.
  void (*flush)();
  // Around a fork, so that parent and child do not share code: false with errno set when that cannot be; then
  // in the parent and in the child, before anything is compiled or run there.
  bool (*before_fork)();
  void (*forked)(bool child);
  size_t (*code_bytes)();
  bool (*contains)(const void* address);  // is it in the code area?
  int frame_register;                     // index in ExitState::gpr of the root frame
};

}  // namespace trace
}  // namespace tusk
