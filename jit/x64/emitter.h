// x86-64 behind jit/emitter.h.
#pragma once

#include <asmjit/x86.h>

#include <vector>

#include "jit/code_area.h"
#include "jit/emitter.h"
#include "jit/x64/registers.h"
#include "jit/x64/stubs.h"

namespace tusk::jit::x64 {

class X64Emitter final : public Emitter {
 public:
  // Without an area the code is only listed.
  X64Emitter(CodeArea* area, const Stubs* stubs);

  void Begin(const trace::CompileRequest& request, uint32_t trace_number) override;
  void EnterRoot() override;
  void EnterSide() override;
  void LoopHead(ir::SnapId asked) override;
  void LoopBack() override;
  void Leave(ir::SnapId exit) override;
  void ContinueAt(const Op* op, int32_t frame_offset, const Op* asked) override;
  void ReturnTo(Place frame) override;
  bool Finish(trace::CompiledTrace* out, std::string* error) override;
  void Comment(const std::string& text) override;

  void Move(Place to, Place from, bool is_float) override;
  void ScratchMove(Place place, bool is_float, bool save) override;

  void Int2(ir::Opcode op, Place result, Place a, Place b) override;
  void Int2Overflow(ir::Opcode op, Place result, Place a, Place b, const ExitLabel& overflow) override;
  void Float2(ir::Opcode op, Place result, Place a, Place b) override;
  void Int1(ir::Opcode op, Place result, Place a, bool is_bool) override;
  void Float1(ir::Opcode op, Place result, Place a) override;
  void IntToFloat(Place result, Place a) override;
  void FloatToInt(Place result, Place a, bool exact, const ExitLabel& exit) override;
  void Set(Place result, const Condition& c) override;
  void ExitUnless(const Condition& c, bool expected, const ExitLabel& exit) override;
  void ExitUnlessBool(Place a, bool expected, const ExitLabel& exit) override;
  void ExitUnlessField(const Address& a, int width, int64_t bits, bool equal, const ExitLabel& exit) override;
  void LoopIf(const Condition& c, bool expected) override;
  void LoopIfBool(Place a, bool expected) override;
  void LoopIfField(const Address& a, int width, int64_t bits, bool equal) override;
  void Select(Place result, Place condition, Place a, Place b, bool is_float) override;
  void ExitEvery(int every, const ExitLabel& exit) override;

  void GuardTag(const Address& a, ir::Type type, const ExitLabel& exit) override;
  void LoadPayload(Place result, const Address& a, ir::Type type) override;
  void LoadTag(Place result, const Address& a) override;
  void StoreValue(const Address& a, ir::Type type, Place value) override;
  void CopyValue(const Address& to, const Address& from) override;
  void Load(Place result, const Address& a, int width, bool is_signed, bool is_float) override;
  void Store(const Address& a, Place value, int width, bool is_float) override;
  void LoadAddress(Place result, const Address& a) override;
  void CopyWord(const Address& to, const Address& from) override;
  void CopyField(const Address& to, const Address& from, int32_t offset) override;
  void StoreAddress(const Address& a, const Address& value) override;

  void Retain(Place counted) override;
  void Release(Place counted, ir::Type type, std::vector<Shown> shown) override;

  void SetPosition(uint16_t position) override { position_ = position; }
  void Call(const void* function, const Argument* arguments, int count, Place result, ir::Type type) override;
  void Step(const void* step, const Op* op, const Op* next, const Address& frame) override;

 private:
  using Gp = asmjit::x86::Gp;
  using Xmm = asmjit::x86::Xmm;
  using Mem = asmjit::x86::Mem;

  // The place as a register: itself, or loaded into `scratch`.
  Gp GpIn(Place p, uint8_t scratch);
  Xmm XmmIn(Place p, uint8_t scratch);
  // The register to compute a result in (scratch if the place is a spill slot), and its write-back.
  Gp GpOut(Place p) const;
  Xmm XmmOut(Place p) const;
  void WriteBack(Place p, Gp from);
  void WriteBack(Place p, Xmm from);
  // An operand usable as the second source of most instructions: register, memory or imm32.
  asmjit::Operand Source(Place p, uint8_t scratch);
  asmjit::Operand FloatSource(Place p, uint8_t scratch);
  static Mem Spill(Location l);
  Mem FloatConstant(int64_t bits);
  // May use the second scratch register for the index, the first for a spilled base.
  Mem MemOf(const Address& a, int extra = 0);
  void LoadConstant(Gp to, int64_t bits);

  asmjit::Label LabelOf(const ExitLabel& exit);
  void AlignDisplacement(size_t ahead);
  void Jump(asmjit::x86::CondCode cc, asmjit::Label to);
  asmjit::x86::CondCode Compare(const Condition& c, bool* parity);
  void CompareInts(Place a, Place b);
  void Branch(const Condition& c, bool when, asmjit::Label to);
  void BranchBool(Place a, bool when, asmjit::Label to);
  void BranchField(const Address& a, int width, int64_t bits, bool when_equal, asmjit::Label to);
  void DivideByConstant(ir::Opcode op, Place result, Place a, int64_t divisor);

  CodeArea* area_;
  const Stubs& stubs_;
  trace::CompileRequest request_{};
  uint32_t trace_number_ = 0;
  asmjit::CodeHolder code_;
  asmjit::StringLogger logger_;
  asmjit::x86::Assembler a_;
  asmjit::Label loop_;
  ir::SnapId loop_asked_;           // where going back leads while the VM wants attention
  std::vector<size_t> back_edges_;  // code offsets of the words that lead to loop_
  asmjit::Label entry_;
  asmjit::Label tail_;  // adds the trace number and jumps to the leave stub
  std::vector<asmjit::Label> exits_;
  struct UndoStub {
    asmjit::Label label;
    ExitLabel exit;
  };
  std::vector<UndoStub> undos_;
  struct ColdCall {
    asmjit::Label from, back;
    Place counted;
    const uint8_t* stub;
    uint16_t position;
    std::vector<Shown> shown;
    bool destroys = false;
  };
  void EmitColdCall(const ColdCall& cold);
  std::vector<ColdCall> cold_calls_;
  void NoteReturn(uint16_t position);  // behind a call
  uint16_t position_ = 0;
  std::vector<uint32_t> return_offsets_;
  std::vector<uint16_t> return_positions_;
  struct Literal {
    int64_t bits;
    asmjit::Label label;
  };
  std::vector<Literal> literals_;
  struct LinkWord {  // a literal of its own: the opline to go on with
    asmjit::Label label;
    const Op *op, *asked;
  };
  std::vector<LinkWord> links_;
};

}  // namespace tusk::jit::x64
