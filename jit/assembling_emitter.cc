#include "jit/assembling_emitter.h"

#include "jit/assemble.h"

namespace tusk::jit {

using asmjit::Label;
using ir::Opcode;

AssemblingEmitter::AssemblingEmitter(asmjit::Arch arch, asmjit::BaseAssembler* assembler, CodeArea* area,
                                     const Stubs& stubs)
    : area_(area), stubs_(stubs), assembler_(*assembler) {
  code_.init(asmjit::Environment(arch));
}

void AssemblingEmitter::Begin(const trace::CompileRequest& request, uint32_t trace_number) {
  code_.attach(&assembler_);
  request_ = request;
  trace_number_ = trace_number;
  if (request.want_listing) code_.setLogger(&logger_);
  entry_ = assembler_.newLabel();
  tail_ = assembler_.newLabel();
  for (int i = 0; i < request.trace->num_snapshots(); ++i) exits_.push_back(assembler_.newLabel());
  assembler_.bind(entry_);
}

void AssemblingEmitter::LoopHead(ir::SnapId asked) {
  loop_asked_ = asked;
  loop_ = assembler_.newLabel();
  if (asked.IsValid()) LoopBack();  // the round before the loop ends as all others do
  assembler_.align(asmjit::AlignMode::kCode, 16);
  assembler_.bind(loop_);
}

void AssemblingEmitter::Comment(const std::string& text) {
  if (request_.want_listing) assembler_.comment(text.c_str());
}

void AssemblingEmitter::ExitUnless(const Condition& c, bool expected, const ExitLabel& exit) {
  Branch(c, !expected, LabelOf(exit));
}
void AssemblingEmitter::ExitUnlessBool(Place a, bool expected, const ExitLabel& exit) {
  BranchBool(a, !expected, LabelOf(exit));
}
void AssemblingEmitter::ExitUnlessField(const Address& a, int width, int64_t bits, bool equal,
                                        const ExitLabel& exit) {
  BranchField(a, width, bits, !equal, LabelOf(exit));
}

Label AssemblingEmitter::LabelOf(const ExitLabel& exit) {
  if (!exit.undo) return exits_[exit.exit.v];
  undos_.push_back({assembler_.newLabel(), exit});
  return undos_.back().label;
}

void AssemblingEmitter::NoteReturn() {
  if (!position_) return;
  return_offsets_.push_back(static_cast<uint32_t>(assembler_.offset()));
  return_positions_.push_back(position_);
}

Label AssemblingEmitter::LinkTo(const Op* op, const Op* asked) {
  links_.push_back({assembler_.newLabel(), op, asked});
  return links_.back().label;
}

void AssemblingEmitter::EmitColdCall(const ColdCall& cold) {
  assembler_.bind(cold.from);
  for (const Shown& s : cold.shown) {
    Address slot;
    slot.base = Address::kFrame;
    slot.offset = s.frame_offset;
    bool dying = cold.destroys && s.value.at == cold.counted.at && !s.value.IsConst();
    StoreValue(slot, dying ? ir::Type::kUndef : s.type, dying ? Place() : s.value);
  }
  position_ = cold.position;
  CallCold(cold.counted, cold.stub);
  NoteReturn();
  JumpTo(cold.back);
}

bool AssemblingEmitter::Finish(trace::CompiledTrace* out, std::string* error) {
  for (const ColdCall& cold : cold_calls_) EmitColdCall(cold);
  for (const UndoStub& undo : undos_) {
    assembler_.bind(undo.label);
    Int2(undo.exit.undo == 1 ? Opcode::SUB : Opcode::ADD, undo.exit.undo_place, undo.exit.undo_place,
         undo.exit.undo_amount);
    JumpTo(exits_[undo.exit.exit.v]);
  }
  for (size_t i = 0; i < exits_.size(); ++i) {
    assembler_.bind(exits_[i]);
    EmitExitStub(static_cast<uint32_t>(i));
  }
  assembler_.bind(tail_);
  EmitTail();
  assembler_.align(asmjit::AlignMode::kData, 8);
  for (const LinkWord& link : links_) {
    assembler_.bind(link.label);
    assembler_.embedUInt64(reinterpret_cast<uint64_t>(link.op));
  }
  EmitLiterals();

  out->exits.resize(exits_.size());
  out->return_offsets = return_offsets_;
  out->positions = return_positions_;
  if (request_.want_listing) out->listing = std::string(logger_.data(), logger_.dataSize());
  if (!area_) return true;
  uint8_t* base = PlaceCode(&code_, area_, error);
  if (!base) return false;
  out->entry = base + OffsetOf(entry_);
  out->side_entry = out->entry;
  out->code_size = static_cast<uint32_t>(code_.codeSize());
  for (size_t i = 0; i < exits_.size(); ++i) out->exits[i].jump = base + OffsetOf(exits_[i]);
  AddBackEdges(base, &out->safepoints);
  for (const LinkWord& link : links_) {
    out->safepoints.push_back({base + OffsetOf(link.label), 8, reinterpret_cast<uint64_t>(link.op),
                               reinterpret_cast<uint64_t>(link.asked)});
  }
  return true;
}

}  // namespace tusk::jit
