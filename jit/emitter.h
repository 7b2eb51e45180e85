// The contract between lowering, which knows IR, and an architecture, which knows encodings: operations
// grouped by the shape of their operands. Everything that is not in here is neutral.
//
// Operands are Places: a register, a spill slot or a constant. An emitter accepts any kind in any position
// and uses its own scratch registers; results go to registers or spill slots. Conditional exits name an
// ExitLabel; the code behind it (the stub) is emitted by Finish, away from the hot path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "ir/ir.h"
#include "jit/regalloc.h"
#include "trace/backend.h"

namespace tusk::jit {

struct Place {
  Location at;       // kConstant: `bits`
  int64_t bits = 0;  // integer, pointer, or the bit pattern of a float
  bool IsConst() const { return at.kind == Location::kConstant; }
  bool operator==(const Place&) const = default;
};

// Where a Value or a raw element lies.
struct Address {
  enum Base : uint8_t { kFrame, kVm, kRegister } base = kRegister;
  Place base_place;     // kRegister
  Place index;          // kNowhere: none
  int scale_shift = 0;  // index << scale_shift
  int32_t offset = 0;
};

struct ExitLabel {
  ir::SnapId exit;
  // Undo of an ADDOV / SUBOV that overwrote its operand: applied before the stub (0 none, 1 subtract, 2 add).
  uint8_t undo = 0;
  Place undo_place;
  Place undo_amount;
};

// Condition of a branch or set: the IR's comparison opcodes, plus truth of a bool.
struct Condition {
  ir::Opcode compare;
  Place a, b;
};

class Emitter {
 public:
  virtual ~Emitter() = default;

  // --- trace structure
  virtual void Begin(const trace::CompileRequest& request, uint32_t trace_number) = 0;
  virtual void EnterRoot() = 0;  // handler entry: makes the trace's stack frame
  virtual void EnterSide() = 0;  // entered by a parent's exit: the stack frame is there
  // Aligned target of what goes back. Getting there is a safepoint, from above and going back: it leads to
  // `asked` instead while the VM wants attention (never, if that is not valid).
  virtual void LoopHead(ir::SnapId asked) = 0;
  virtual void LoopBack() = 0;
  virtual void Leave(ir::SnapId exit) = 0;  // unconditional exit
  // State is in memory: drops the trace's stack frame and goes on through the opline's handler, in the frame
  // at byte `frame_offset` of the root frame. With `asked` it is a safepoint: goes on with that opline while
  // the VM wants attention.
  virtual void ContinueAt(const Op* op, int32_t frame_offset, const Op* asked) = 0;
  // The same in `frame`, behind the opline that it saved.
  virtual void ReturnTo(Place frame) = 0;
  // Code of all exits; assembles, copies into the code area and fills `out`. False: `error`.
  virtual bool Finish(trace::CompiledTrace* out, std::string* error) = 0;
  virtual void Comment(const std::string& text) = 0;  // listing only

  // --- moves
  virtual void Move(Place to, Place from, bool is_float) = 0;
  virtual void ScratchMove(Place place, bool is_float,
                           bool save) = 0;  // place <-> the scratch kept for cycles

  // --- result = a op b (ADD SUB MUL AND OR XOR SHL SHR SAR MIN MAX DIV MOD; FADD FSUB FMUL FDIV FMIN FMAX)
  virtual void Int2(ir::Opcode op, Place result, Place a, Place b) = 0;
  virtual void Int2Overflow(ir::Opcode op, Place result, Place a, Place b, const ExitLabel& overflow) = 0;
  virtual void Float2(ir::Opcode op, Place result, Place a, Place b) = 0;
  // --- result = op a (NEG NOT, bool NOT; FNEG FABS FSQRT FFLOOR FCEIL; I2F)
  virtual void Int1(ir::Opcode op, Place result, Place a, bool is_bool) = 0;
  virtual void Float1(ir::Opcode op, Place result, Place a) = 0;
  virtual void IntToFloat(Place result, Place a) = 0;
  virtual void FloatToInt(Place result, Place a, bool exact, const ExitLabel& exit) = 0;  // F2I, F2IX
  // --- conditions
  virtual void Set(Place result, const Condition& c) = 0;
  virtual void ExitUnless(const Condition& c, bool expected, const ExitLabel& exit) = 0;
  virtual void ExitUnlessBool(Place a, bool expected, const ExitLabel& exit) = 0;
  // Leaves unless (the unsigned field of `width` bytes == bits) == equal.
  virtual void ExitUnlessField(const Address& a, int width, int64_t bits, bool equal,
                               const ExitLabel& exit) = 0;
  // To the loop head when the condition is as expected: a guard that ends the loop's body.
  virtual void LoopIf(const Condition& c, bool expected) = 0;
  virtual void LoopIfBool(Place a, bool expected) = 0;
  virtual void LoopIfField(const Address& a, int width, int64_t bits, bool equal) = 0;
  virtual void Select(Place result, Place condition, Place a, Place b, bool is_float) = 0;
  // Stress mode: counts down a cell and leaves when it reaches zero (the cell restarts at `every`).
  virtual void ExitEvery(int every, const ExitLabel& exit) = 0;

  // --- Values in memory (16 bytes)
  virtual void GuardTag(const Address& a, ir::Type type, const ExitLabel& exit) = 0;
  virtual void LoadPayload(Place result, const Address& a, ir::Type type) = 0;  // kBool reads the tag: 0 or 1
  virtual void LoadTag(Place result, const Address& a) = 0;
  virtual void StoreValue(const Address& a, ir::Type type, Place value) = 0;  // payload and tag
  virtual void CopyValue(const Address& to, const Address& from) = 0;         // 12 bytes: payload and tag
  // --- raw memory
  virtual void Load(Place result, const Address& a, int width, bool is_signed, bool is_float) = 0;
  virtual void Store(const Address& a, Place value, int width, bool is_float) = 0;
  virtual void LoadAddress(Place result, const Address& a) = 0;
  virtual void CopyWord(const Address& to, const Address& from) = 0;  // 8 bytes
  // 8 bytes that lie at `offset` in what the pointer in `from` points to.
  virtual void CopyField(const Address& to, const Address& from, int32_t offset) = 0;
  virtual void StoreAddress(const Address& a,
                            const Address& value) = 0;  // stores the address itself, 8 bytes

  // --- reference counts
  virtual void Retain(Place counted) = 0;
  // A value to be seen in a frame.
  struct Shown {
    int32_t frame_offset;  // of its slot, in bytes from the root frame
    ir::Type type;
    Place value;
  };
  // At zero (and, for what may be part of a cycle, at other counts) calls out; all registers survive. `shown`
  // is written before it calls; what is destroyed is not to be seen any more.
  virtual void Release(Place counted, ir::Type type, std::vector<Shown> shown) = 0;

  // --- calls
  // Where the program is in the calls and releases from here on (CompiledTrace::positions); 0: nobody asks.
  virtual void SetPosition(uint16_t position) = 0;
  struct Argument {
    Place place;
    enum Kind : uint8_t { kInt, kFloat, kVm, kTag, kFrameAddress } kind;
    ir::Type type;             // kTag: the tag to pass is that of this type; a bool's place decides the tag
    int32_t frame_offset = 0;  // kFrameAddress: the address of a slot, in bytes from the root frame
  };
  virtual void Call(const void* function, const Argument* arguments, int count, Place result,
                    ir::Type type) = 0;
  // Runs `step`, the Step handler of `op`, with the frame at `frame`; leaves through the returned-opline stub
  // unless it returns `next`.
  virtual void Step(const void* step, const Op* op, const Op* next, const Address& frame) = 0;
};

}  // namespace tusk::jit
