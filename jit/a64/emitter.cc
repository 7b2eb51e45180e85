// Trace structure, operands, arithmetic and conditions for AArch64; memory and calls are in
// emitter_memory.cc.
#include "jit/a64/emitter.h"

#include <cstring>
#include <deque>

#include "jit/a64/operands.h"
#include "jit/division.h"
#include "jit/layout.h"

namespace tusk::jit::a64 {

using namespace asmjit;
using arm::CondCode;
using ir::Opcode;
namespace reg = asmjit::a64;

A64Emitter::A64Emitter(CodeArea* area, const Stubs* stubs)
    : AssemblingEmitter(Arch::kAArch64, &a_, area, *stubs) {}

// --- structure

void A64Emitter::EnterRoot() {
  a_.sub(reg::sp, reg::sp, kFrameBytes);
  a_.str(reg::x30, Mem(reg::sp, kSavedLinkOffset));
}

void A64Emitter::LoopBack() {
  if (!loop_asked_.IsValid()) {
    a_.b(loop_);
    return;
  }
  // By a word that is data: instructions that others write meanwhile are seen late, and by emulators never.
  if (!back_word_.isValid()) back_word_ = a_.newLabel();
  a_.ldr(reg::x16, Mem(back_word_));
  a_.br(reg::x16);
}

// Goes back when the condition holds. `branch(when, to)` jumps when it does or does not.
template <typename Branch>
void A64Emitter::GoBackBy(Branch branch) {
  if (!loop_asked_.IsValid()) {
    branch(true, loop_);
    return;
  }
  Label stay = a_.newLabel();
  branch(false, stay);
  LoopBack();
  a_.bind(stay);
}

void A64Emitter::ContinueAt(const Op* op, int32_t frame_offset, const Op* asked) {
  if (frame_offset)
    LoadAddress({{Location::kGpr, kFrame}}, {.base = Address::kFrame, .offset = frame_offset});
  a_.ldr(reg::x30, Mem(reg::sp, kSavedLinkOffset));
  a_.add(reg::sp, reg::sp, kFrameBytes);
  if (asked) {
    a_.ldr(reg::x21, Mem(LinkTo(op, asked)));
  } else {
    LoadImmediate(&a_, reg::x21, reinterpret_cast<uint64_t>(op));
  }
  a_.ldr(reg::x16, Mem(reg::x21, kOpHandler));
  a_.br(reg::x16);
}

void A64Emitter::ReturnTo(Place frame) {
  Gp caller = GpIn(frame, kFrame);
  if (caller.id() != kFrame) a_.mov(reg::x(kFrame), caller);
  a_.ldr(reg::x30, Mem(reg::sp, kSavedLinkOffset));
  a_.add(reg::sp, reg::sp, kFrameBytes);
  a_.ldr(reg::x21, Mem(reg::x(kFrame), kFrameOp));
  a_.add(reg::x21, reg::x21, static_cast<int>(sizeof(Op)));
  a_.ldr(reg::x16, Mem(reg::x21, kOpHandler));
  a_.br(reg::x16);
}

void A64Emitter::JumpTo(Label to) { a_.b(to); }

void A64Emitter::CallCold(Place place, const uint8_t* stub) {
  Gp counted = GpIn(place, kScratch);
  if (counted.id() != kScratch) a_.mov(reg::x16, counted);
  LoadImmediate(&a_, reg::x17, reinterpret_cast<uint64_t>(stub));
  a_.blr(reg::x17);
}

void A64Emitter::EmitExitStub(uint32_t exit) {
  a_.movz(reg::w16, exit);  // a side trace puts its jump here
  a_.b(tail_);
}

void A64Emitter::EmitTail() {
  a_.movz(reg::w17, trace_number_ & 0xffff);
  a_.movk(reg::w17, trace_number_ >> 16, 16);
  // The stub's address in a register that no exit needs: x30 is in the stack frame.
  LoadImmediate(&a_, reg::x30, reinterpret_cast<uint64_t>(stubs_.leave));
  a_.br(reg::x30);
}

void A64Emitter::EmitLiterals() {
  if (!back_word_.isValid()) return;
  a_.bind(back_word_);
  a_.embedUInt64(0);  // known when the code has its place
}

void A64Emitter::AddBackEdges(uint8_t* base, std::vector<trace::CompiledSafepoint>* safepoints) {
  if (!back_word_.isValid()) return;
  uint8_t* word = base + OffsetOf(back_word_);
  auto address = [&](Label to) { return reinterpret_cast<uint64_t>(base + OffsetOf(to)); };
  safepoints->push_back({word, 8, address(loop_), address(exits_[loop_asked_.v])});
  std::memcpy(area_->Writable(word), &safepoints->back().onward, sizeof(uint64_t));
}

// --- operands

arm::Mem A64Emitter::Spill(Location l) { return Mem(reg::sp, 8 * l.index); }

A64Emitter::Gp A64Emitter::GpIn(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kGpr) return reg::x(p.at.index);
  Gp to = reg::x(scratch);
  if (p.IsConst()) {
    LoadImmediate(&a_, to, static_cast<uint64_t>(p.bits));
  } else if (p.at.kind == Location::kFpr) {
    a_.fmov(to, reg::d(p.at.index));
  } else {
    a_.ldr(to, Spill(p.at));
  }
  return to;
}

A64Emitter::Vec A64Emitter::VecIn(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kFpr) return reg::d(p.at.index);
  Vec to = reg::d(scratch);
  if (p.IsConst()) {
    if (p.bits == 0) {
      a_.fmov(to, reg::xzr);
    } else {
      LoadImmediate(&a_, reg::x(kScratch2), static_cast<uint64_t>(p.bits));
      a_.fmov(to, reg::x(kScratch2));
    }
  } else {
    a_.ldr(to, Spill(p.at));
  }
  return to;
}

A64Emitter::Gp A64Emitter::GpOut(Place p) const {
  return reg::x(p.at.kind == Location::kGpr ? p.at.index : kScratch);
}
A64Emitter::Vec A64Emitter::VecOut(Place p) const {
  return reg::d(p.at.kind == Location::kFpr ? p.at.index : kFloatScratch);
}
void A64Emitter::WriteBack(Place p, Gp from) {
  if (p.at.kind == Location::kSpill) a_.str(from, Spill(p.at));
}
void A64Emitter::WriteBack(Place p, Vec from) {
  if (p.at.kind == Location::kSpill) a_.str(from, Spill(p.at));
}

// --- moves

void A64Emitter::Move(Place to, Place from, bool is_float) {
  if (to == from) return;
  if (is_float) {
    if (to.at.kind == Location::kFpr) {
      Vec loaded = VecIn(from, static_cast<uint8_t>(to.at.index));
      if (loaded.id() != to.at.index) a_.fmov(reg::d(to.at.index), loaded);
      return;
    }
    if (from.at.kind == Location::kFpr) {
      a_.str(reg::d(from.at.index), Spill(to.at));
      return;
    }
  }
  if (to.at.kind == Location::kGpr) {
    Gp loaded = GpIn(from, static_cast<uint8_t>(to.at.index));
    if (loaded.id() != to.at.index) a_.mov(reg::x(to.at.index), loaded);
  } else {
    a_.str(GpIn(from, kScratch2), Spill(to.at));
  }
}

void A64Emitter::ScratchMove(Place place, bool is_float, bool save) {
  if (is_float) {
    if (save) {
      Vec from = VecIn(place, kFloatScratch);
      if (from.id() != kFloatScratch) a_.fmov(reg::d(kFloatScratch), from);
    } else if (place.at.kind == Location::kFpr) {
      a_.fmov(reg::d(place.at.index), reg::d(kFloatScratch));
    } else {
      a_.str(reg::d(kFloatScratch), Spill(place.at));
    }
    return;
  }
  if (save) {
    Gp from = GpIn(place, kScratch);
    if (from.id() != kScratch) a_.mov(reg::x16, from);
  } else if (place.at.kind == Location::kGpr) {
    a_.mov(reg::x(place.at.index), reg::x16);
  } else {
    a_.str(reg::x16, Spill(place.at));
  }
}

// --- integers

void A64Emitter::Int2(Opcode op, Place result, Place a, Place b) {
  if ((op == Opcode::DIV || op == Opcode::MOD) && b.IsConst() && b.bits != INT64_MIN && b.bits != 0 &&
      b.bits != 1 && b.bits != -1) {
    DivideByConstant(op, result, a, b.bits);
    return;
  }
  if (ir::Is(op, ir::kOpCommutative) && a.IsConst()) std::swap(a, b);
  Gp out = GpOut(result);
  Gp left = GpIn(a, kScratch);
  bool small = b.IsConst() && b.bits >= 0 && b.bits < 4096;
  if (small && op == Opcode::ADD) {
    a_.add(out, left, b.bits);
  } else if (small && op == Opcode::SUB) {
    a_.sub(out, left, b.bits);
  } else if (b.IsConst() && op == Opcode::SHL) {
    a_.lsl(out, left, b.bits & 63);
  } else if (b.IsConst() && op == Opcode::SHR) {
    a_.lsr(out, left, b.bits & 63);
  } else if (b.IsConst() && op == Opcode::SAR) {
    a_.asr(out, left, b.bits & 63);
  } else {
    Gp right = GpIn(b, kScratch2);
    switch (op) {
      case Opcode::ADD: a_.add(out, left, right); break;
      case Opcode::SUB: a_.sub(out, left, right); break;
      case Opcode::MUL: a_.mul(out, left, right); break;
      case Opcode::DIV: a_.sdiv(out, left, right); break;  // INT_MIN / -1 wraps
      case Opcode::MOD: {
        // The quotient in x30, which the stack frame keeps: both operands are still needed.
        a_.sdiv(reg::x30, left, right);
        a_.msub(out, reg::x30, right, left);
        break;
      }
      case Opcode::AND: a_.and_(out, left, right); break;
      case Opcode::OR: a_.orr(out, left, right); break;
      case Opcode::XOR: a_.eor(out, left, right); break;
      case Opcode::SHL: a_.lsl(out, left, right); break;
      case Opcode::SHR: a_.lsr(out, left, right); break;
      case Opcode::SAR: a_.asr(out, left, right); break;
      case Opcode::MIN:
      case Opcode::MAX:
        a_.cmp(left, right);
        a_.csel(out, left, right, op == Opcode::MIN ? CondCode::kLT : CondCode::kGT);
        break;
      default: UNREACHABLE();
    }
  }
  WriteBack(result, out);
}

// The quotient is computed in x30, which the stack frame keeps.
void A64Emitter::DivideByConstant(Opcode op, Place result, Place a, int64_t divisor) {
  Gp left = GpIn(a, kScratch2), out = GpOut(result);
  if (int log2 = PowerOfTwo(divisor); log2 > 0) {
    // Rounds toward zero: negative dividends get divisor - 1 added first.
    a_.asr(reg::x30, left, 63);
    a_.add(reg::x30, left, reg::x30, arm::lsr(static_cast<uint32_t>(64 - log2)));
    a_.asr(reg::x30, reg::x30, log2);
    if (op == Opcode::MOD) {
      a_.sub(out, left, reg::x30, arm::lsl(static_cast<uint32_t>(log2)));
    } else if (divisor < 0) {
      a_.neg(out, reg::x30);
    } else {
      a_.mov(out, reg::x30);
    }
    WriteBack(result, out);
    return;
  }
  DivisionMagic magic = MagicOf(divisor);
  LoadImmediate(&a_, reg::x16, static_cast<uint64_t>(magic.multiplier));
  a_.smulh(reg::x30, left, reg::x16);
  if (divisor > 0 && magic.multiplier < 0) a_.add(reg::x30, reg::x30, left);
  if (divisor < 0 && magic.multiplier > 0) a_.sub(reg::x30, reg::x30, left);
  if (magic.shift) a_.asr(reg::x30, reg::x30, magic.shift);
  Gp quotient = op == Opcode::DIV ? out : Gp(reg::x30);
  a_.add(quotient, reg::x30, reg::x30, arm::lsr(63));
  if (op == Opcode::MOD) {
    LoadImmediate(&a_, reg::x16, static_cast<uint64_t>(divisor));
    a_.msub(out, reg::x30, reg::x16, left);
  }
  WriteBack(result, out);
}

void A64Emitter::Int2Overflow(Opcode op, Place result, Place a, Place b, const ExitLabel& overflow) {
  bool commutes = op != Opcode::SUBOV;
  if (commutes && a.IsConst()) std::swap(a, b);
  ExitLabel exit = overflow;
  if (result.at.kind == Location::kSpill) exit.undo = 0;  // written only after the check
  Gp out = GpOut(result);
  Gp left = GpIn(a, kScratch);
  bool small = b.IsConst() && b.bits >= 0 && b.bits < 4096;
  if (op == Opcode::MULOV) {
    Gp right = GpIn(b, kScratch2);
    a_.smulh(reg::x30, left, right);
    a_.mul(reg::x16, left, right);
    a_.cmp(reg::x30, reg::x16, arm::asr(63));
    a_.b_ne(LabelOf(exit));
    a_.mov(out, reg::x16);
  } else {
    if (op == Opcode::ADDOV) {
      if (small) {
        a_.adds(out, left, b.bits);
      } else {
        a_.adds(out, left, GpIn(b, kScratch2));
      }
    } else if (small) {
      a_.subs(out, left, b.bits);
    } else {
      a_.subs(out, left, GpIn(b, kScratch2));
    }
    a_.b_vs(LabelOf(exit));
  }
  WriteBack(result, out);
}

void A64Emitter::Int1(Opcode op, Place result, Place a, bool is_bool) {
  Gp out = GpOut(result);
  Gp from = GpIn(a, kScratch);
  if (op == Opcode::NEG) {
    a_.neg(out, from);
  } else if (is_bool) {
    a_.eor(out, from, 1);
  } else {
    a_.mvn(out, from);
  }
  WriteBack(result, out);
}

// --- floats

void A64Emitter::Float2(Opcode op, Place result, Place a, Place b) {
  Vec out = VecOut(result);
  Vec left = VecIn(a, kFloatScratch), right = VecIn(b, kFloatScratch2);
  switch (op) {
    case Opcode::FADD: a_.fadd(out, left, right); break;
    case Opcode::FSUB: a_.fsub(out, left, right); break;
    case Opcode::FMUL: a_.fmul(out, left, right); break;
    case Opcode::FDIV: a_.fdiv(out, left, right); break;
    case Opcode::FMIN:  // b < a ? b : a
      a_.fcmp(right, left);
      a_.fcsel(out, right, left, CondCode::kMI);
      break;
    case Opcode::FMAX:  // b > a ? b : a
      a_.fcmp(right, left);
      a_.fcsel(out, right, left, CondCode::kGT);
      break;
    default: UNREACHABLE();
  }
  WriteBack(result, out);
}

void A64Emitter::Float1(Opcode op, Place result, Place a) {
  Vec out = VecOut(result);
  Vec from = VecIn(a, kFloatScratch);
  switch (op) {
    case Opcode::FNEG: a_.fneg(out, from); break;
    case Opcode::FABS: a_.fabs(out, from); break;
    case Opcode::FSQRT: a_.fsqrt(out, from); break;
    case Opcode::FFLOOR: a_.frintm(out, from); break;
    case Opcode::FCEIL: a_.frintp(out, from); break;
    default: UNREACHABLE();
  }
  WriteBack(result, out);
}

void A64Emitter::IntToFloat(Place result, Place a) {
  Vec out = VecOut(result);
  a_.scvtf(out, GpIn(a, kScratch));
  WriteBack(result, out);
}

void A64Emitter::FloatToInt(Place result, Place a, bool exact, const ExitLabel& exit) {
  Vec from = VecIn(a, kFloatScratch2);
  Label leave = LabelOf(exit);
  a_.fcvtzs(reg::x16, from);
  // Saturates: INT_MAX is out of range in any case, and converts back to 2^63, as if it were equal.
  a_.adds(reg::x17, reg::x16, 1);
  a_.b_vs(leave);
  if (!exact) {
    a_.frintz(reg::d(kFloatScratch2), from);
    from = reg::d(kFloatScratch2);
  }
  a_.scvtf(reg::d(kFloatScratch), reg::x16);
  a_.fcmp(reg::d(kFloatScratch), from);
  a_.b_ne(leave);  // NaN too: it converts to 0
  if (result.at.kind == Location::kGpr) {
    a_.mov(reg::x(result.at.index), reg::x16);
  } else {
    a_.str(reg::x16, Spill(result.at));
  }
}

// --- conditions

void A64Emitter::CompareInts(Place a, Place b) {
  Gp left = GpIn(a, kScratch);
  if (b.IsConst() && b.bits >= 0 && b.bits < 4096) {
    a_.cmp(left, b.bits);
  } else {
    a_.cmp(left, GpIn(b, kScratch2));
  }
}

// The float conditions are those that are false, and whose negations are true, for unordered operands.
CondCode A64Emitter::Compare(const Condition& c) {
  if (ir::IsFloatCompare(c.compare)) {
    Vec left = VecIn(c.a, kFloatScratch);
    if (c.b.IsConst() && c.b.bits == 0) {
      a_.fcmp(left, 0.0);
    } else {
      a_.fcmp(left, VecIn(c.b, kFloatScratch2));
    }
    switch (c.compare) {
      case Opcode::FEQ: return CondCode::kEQ;
      case Opcode::FNE: return CondCode::kNE;
      case Opcode::FLT: return CondCode::kMI;
      case Opcode::FLE: return CondCode::kLS;
      case Opcode::FGT: return CondCode::kGT;
      default: return CondCode::kGE;
    }
  }
  CompareInts(c.a, c.b);
  switch (c.compare) {
    case Opcode::EQ:
    case Opcode::PEQ: return CondCode::kEQ;
    case Opcode::NE:
    case Opcode::PNE: return CondCode::kNE;
    case Opcode::LT: return CondCode::kLT;
    case Opcode::GE: return CondCode::kGE;
    case Opcode::LE: return CondCode::kLE;
    case Opcode::GT: return CondCode::kGT;
    case Opcode::ULT: return CondCode::kLO;
    case Opcode::UGE: return CondCode::kHS;
    case Opcode::ULE: return CondCode::kLS;
    case Opcode::UGT: return CondCode::kHI;
    default: UNREACHABLE();
  }
}

void A64Emitter::Set(Place result, const Condition& c) {
  CondCode cc = Compare(c);
  Gp out = GpOut(result);
  a_.cset(out, cc);
  WriteBack(result, out);
}

// Jumps when (the condition holds) == when.
void A64Emitter::Branch(const Condition& c, bool when, Label to) {
  CondCode cc = Compare(c);
  a_.b(when ? cc : arm::negateCond(cc), to);
}

void A64Emitter::BranchBool(Place a, bool when, Label to) {
  Gp value = GpIn(a, kScratch);
  if (when) {
    a_.cbnz(value, to);
  } else {
    a_.cbz(value, to);
  }
}

void A64Emitter::BranchField(const Address& a, int width, int64_t bits, bool when_equal, Label to) {
  Load({{Location::kGpr, kScratch}}, a, width, false, false);
  if (bits == 0) {
    BranchBool({{Location::kGpr, kScratch}}, !when_equal, to);
    return;
  }
  if (bits > 0 && bits < 4096) {
    a_.cmp(reg::x16, bits);
  } else {
    LoadImmediate(&a_, reg::x17, static_cast<uint64_t>(bits));
    a_.cmp(reg::x16, reg::x17);
  }
  a_.b(when_equal ? CondCode::kEQ : CondCode::kNE, to);
}

void A64Emitter::LoopIf(const Condition& c, bool expected) {
  GoBackBy([&](bool when, Label to) { Branch(c, expected == when, to); });
}
void A64Emitter::LoopIfBool(Place a, bool expected) {
  GoBackBy([&](bool when, Label to) { BranchBool(a, expected == when, to); });
}
void A64Emitter::LoopIfField(const Address& a, int width, int64_t bits, bool equal) {
  GoBackBy([&](bool when, Label to) { BranchField(a, width, bits, equal == when, to); });
}

void A64Emitter::Select(Place result, Place condition, Place a, Place b, bool is_float) {
  Label other = a_.newLabel(), done = a_.newLabel();
  a_.cbz(GpIn(condition, kScratch), other);
  Move(result, a, is_float);
  a_.b(done);
  a_.bind(other);
  Move(result, b, is_float);
  a_.bind(done);
}

void A64Emitter::ExitEvery(int every, const ExitLabel& exit) {
  // The countdown lives outside the code, which is never written while it runs, and as long as the process.
  static std::deque<int64_t> cells;
  cells.push_back(every);
  LoadImmediate(&a_, reg::x16, reinterpret_cast<uint64_t>(&cells.back()));
  a_.ldr(reg::x17, Mem(reg::x16));
  a_.sub(reg::x17, reg::x17, 1);
  a_.str(reg::x17, Mem(reg::x16));
  Label stay = a_.newLabel();
  a_.cbnz(reg::x17, stay);
  LoadImmediate(&a_, reg::x17, static_cast<uint64_t>(every));
  a_.str(reg::x17, Mem(reg::x16));
  a_.b(LabelOf(exit));
  a_.bind(stay);
}

}  // namespace tusk::jit::a64
