// Runs a trace's IR without machine code. Memory is real memory: the host says where things are (offsets, the
// frame), so the same evaluator serves the run time (its structs) and irc (eval_text.h's own small world). A
// wrong result of compiled code can thus be pinned on the recorder, a pass or the backend.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "ir/ir.h"

namespace tusk::ir {

// Bits of a value: int, float (bit pattern), bool (0/1), pointers. Undef and null have none.
using Bits = uint64_t;

class EvalHost {
 public:
  virtual ~EvalHost() = default;

  // --- layout, in bytes ---
  virtual char* Frame() = 0;  // the root frame; slot n is at + 16 * n
  virtual char* VmBase() = 0;
  virtual int FieldOffset(Field field) = 0;
  virtual int PropertyOffset(int n) = 0;  // of declared property n in an object
  virtual int ReferenceOffset() = 0;      // of the Value in a reference
  virtual int StringDataOffset() = 0;
  // Address behind a pointer constant. Constants with an address need no help.
  virtual Bits Pointer(const Trace& trace, IrRef constant) = 0;

  // --- effects ---
  virtual void Retain(Type type, Bits value) = 0;
  virtual void Release(Type type, Bits value) = 0;
  // Arguments as in the IR; types as in the trace.
  virtual Bits Call(CallId id, absl::Span<const Type> types, absl::Span<const Bits> args) = 0;
  // Whether the VM wants attention at this safepoint (LOOP, CLOSE, LINK to the own id).
  virtual bool WantsAttention() { return false; }
  // Runs an opline's Step handler in the frame at slot `frame`; true if it returned `next`.
  virtual bool Step(const Trace& trace, IrRef op, IrRef next, Slot frame) = 0;
  // An exit builds this frame's header (this and closure already retained if asked).
  virtual void BuildFrame(const Trace& trace, const SnapFrame& frame, Bits this_bits, Bits closure) = 0;
};

struct EvalResult {
  enum Kind : uint8_t {
    kGuard,       // left by a guard, or at a safepoint
    kTerminator,  // reached LINK (to another trace), EXIT, RETURN or HALT (which apply no snapshot)
    kStep,        // STEP did not return the recorded successor: state is in memory, no snapshot applied
    kOutOfFuel,   // fuel used up; state applied at a loop head
  } kind = kGuard;
  IrRef at;  // the instruction that left
  SnapId exit;
  uint64_t rounds = 0;  // times the loop came round
};

struct EvalOptions {
  uint64_t fuel = 1'000'000;  // instructions
  // Side traces: bits of the parent's exit values, by number.
  absl::Span<const Bits> inherited = {};
  bool apply_exit = true;  // write the snapshot's state to memory when leaving
};

// Evaluates from the trace's start until it leaves. CLOSE and LINK to the own id write their state to memory
// and start again from the top.
EvalResult Evaluate(const Trace& trace, EvalHost* host, const EvalOptions& options = {});

// Writes a snapshot's state to memory, as an exit does. bits[r] is the value of instruction r.
void ApplySnapshot(const Trace& trace, SnapId snap, absl::Span<const Bits> bits, EvalHost* host);

}  // namespace tusk::ir
