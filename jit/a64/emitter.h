// AArch64 behind jit/emitter.h.
#pragma once

#include <asmjit/arm/a64assembler.h>
#include <asmjit/core.h>

#include <vector>

#include "jit/a64/registers.h"
#include "jit/a64/stubs.h"
#include "jit/assembling_emitter.h"

namespace tusk::jit::a64 {

class A64Emitter final : public AssemblingEmitter {
 public:
  // Without an area the code is only listed.
  A64Emitter(CodeArea* area, const Stubs* stubs);

  void EnterRoot() override;
  void LoopBack() override;
  void ContinueAt(const Op* op, int32_t frame_offset, const Op* asked) override;
  void ReturnTo(Place frame) override;

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

  void Call(const void* function, const Argument* arguments, int count, Place result, ir::Type type) override;
  void Step(const void* step, const Op* op, const Op* next, const Address& frame) override;

 protected:
  void JumpTo(Label to) override;
  void Branch(const Condition& c, bool when, Label to) override;
  void BranchBool(Place a, bool when, Label to) override;
  void BranchField(const Address& a, int width, int64_t bits, bool when_equal, Label to) override;
  void CallCold(Place counted, const uint8_t* stub) override;
  void EmitExitStub(uint32_t exit) override;
  void EmitTail() override;
  void EmitLiterals() override;
  void AddBackEdges(uint8_t* base, std::vector<trace::CompiledSafepoint>* safepoints) override;

 private:
  using Gp = asmjit::arm::Gp;
  using Vec = asmjit::arm::Vec;
  using Mem = asmjit::arm::Mem;

  // The place as a register: itself, or loaded into `scratch`.
  Gp GpIn(Place p, uint8_t scratch);
  Vec VecIn(Place p, uint8_t scratch);
  // The register to compute a result in (scratch if the place is a spill slot), and its write-back.
  Gp GpOut(Place p) const;
  Vec VecOut(Place p) const;
  void WriteBack(Place p, Gp from);
  void WriteBack(Place p, Vec from);
  static Mem Spill(Location l);
  // Memory operand of an access of 1 << log2_size bytes; may use the second scratch register.
  Mem MemOf(const Address& a, int log2_size, int extra = 0);
  Gp BaseOf(const Address& a);

  template <typename Branch>
  void GoBackBy(Branch branch);
  asmjit::arm::CondCode Compare(const Condition& c);
  void CompareInts(Place a, Place b);
  void DivideByConstant(ir::Opcode op, Place result, Place a, int64_t divisor);

  asmjit::a64::Assembler a_;
  Label back_word_;  // the literal with the address to go back to
};

}  // namespace tusk::jit::a64
