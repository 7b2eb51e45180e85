// The part of an emitter that is the same for every architecture asmjit assembles for: labels of exits, code
// away from the hot path, positions of calls, and the way from labels to a compiled trace.
#pragma once

#include <asmjit/core.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "jit/code_area.h"
#include "jit/emitter.h"
#include "jit/stubs.h"

namespace tusk::jit {

class AssemblingEmitter : public Emitter {
 public:
  void Begin(const trace::CompileRequest& request, uint32_t trace_number) final;
  void EnterSide() final {}
  void LoopHead(ir::SnapId asked) final;
  void Leave(ir::SnapId exit) final { JumpTo(exits_[exit.v]); }
  bool Finish(trace::CompiledTrace* out, std::string* error) final;
  void Comment(const std::string& text) final;

  void ExitUnless(const Condition& c, bool expected, const ExitLabel& exit) final;
  void ExitUnlessBool(Place a, bool expected, const ExitLabel& exit) final;
  void ExitUnlessField(const Address& a, int width, int64_t bits, bool equal, const ExitLabel& exit) final;
  void SetPosition(uint16_t position) final { position_ = position; }

 protected:
  using Label = asmjit::Label;

  // `assembler` belongs to the derived class. Without an area the code is only listed.
  AssemblingEmitter(asmjit::Arch arch, asmjit::BaseAssembler* assembler, CodeArea* area, const Stubs& stubs);

  // --- what an architecture adds
  virtual void JumpTo(Label to) = 0;
  // Jump when (the condition holds) == when.
  virtual void Branch(const Condition& c, bool when, Label to) = 0;
  virtual void BranchBool(Place a, bool when, Label to) = 0;
  virtual void BranchField(const Address& a, int width, int64_t bits, bool when_equal, Label to) = 0;
  virtual void CallCold(Place counted, const uint8_t* stub) = 0;
  // An exit's stub is as long as the jump that a side trace writes over it; `tail_` follows the last one.
  virtual void EmitExitStub(uint32_t exit) = 0;
  virtual void EmitTail() = 0;
  virtual void EmitLiterals() = 0;
  // The words that lead back to the loop's head, in code that lies at `base` now.
  virtual void AddBackEdges(uint8_t* base, std::vector<trace::CompiledSafepoint>* safepoints) = 0;

  // --- what it uses
  Label LabelOf(const ExitLabel& exit);
  void NoteReturn();  // behind a call
  // The label of a literal that holds `op`, or `asked` while the VM wants attention.
  Label LinkTo(const Op* op, const Op* asked);
  uint64_t OffsetOf(Label label) const { return code_.labelOffset(label); }
  // Code of a release that found nobody else, or of one that left a possible root; goes on at `back`.
  struct ColdCall {
    Label from, back;
    Place counted;
    const uint8_t* stub;
    uint16_t position;
    std::vector<Shown> shown;
    bool destroys = false;
  };

  CodeArea* const area_;
  const Stubs stubs_;
  uint32_t trace_number_ = 0;
  Label loop_;
  ir::SnapId loop_asked_;  // where going back leads while the VM wants attention
  Label tail_;             // adds the trace number and jumps to the leave stub
  std::vector<Label> exits_;
  std::vector<ColdCall> cold_calls_;
  uint16_t position_ = 0;

 private:
  void EmitColdCall(const ColdCall& cold);

  trace::CompileRequest request_{};
  asmjit::CodeHolder code_;
  asmjit::StringLogger logger_;
  asmjit::BaseAssembler& assembler_;
  Label entry_;
  struct UndoStub {
    Label label;
    ExitLabel exit;
  };
  std::vector<UndoStub> undos_;
  struct LinkWord {
    Label label;
    const Op *op, *asked;
  };
  std::vector<LinkWord> links_;
  std::vector<uint32_t> return_offsets_;
  std::vector<uint16_t> return_positions_;
};

}  // namespace tusk::jit
