// Trace structure, operands, arithmetic and conditions for x86-64; memory and calls are in emitter_memory.cc.
#include "jit/x64/emitter.h"

#include <bit>
#include <deque>

#include "jit/division.h"
#include "jit/layout.h"

namespace tusk::jit::x64 {

using namespace asmjit;
using ir::Opcode;
using x86::CondCode;
using x86::ptr;

X64Emitter::X64Emitter(CodeArea* area, const Stubs* stubs)
    : AssemblingEmitter(Arch::kX64, &a_, area, *stubs) {}

// --- structure

void X64Emitter::EnterRoot() { a_.sub(x86::rsp, kFrameBytes); }

void X64Emitter::LoopBack() {
  if (!loop_asked_.IsValid()) {
    a_.jmp(loop_);
    return;
  }
  AlignDisplacement(1);
  a_.long_().jmp(loop_);
  back_edges_.push_back(a_.offset() - 4);
}

// A displacement `ahead` bytes from here will be rewritten under running code: the processor stores what lies
// in eight aligned bytes whole. (A prefix that means nothing to a branch keeps it one instruction.)
void X64Emitter::AlignDisplacement(size_t ahead) {
  while ((a_.offset() + ahead) % 8 > 4) a_.db(0x3e);
}

void X64Emitter::Jump(CondCode cc, Label to) {
  if (to.id() != loop_.id() || !loop_asked_.IsValid()) {
    a_.j(cc, to);
    return;
  }
  AlignDisplacement(2);
  a_.long_().j(cc, to);
  back_edges_.push_back(a_.offset() - 4);
}

void X64Emitter::ContinueAt(const Op* op, int32_t frame_offset, const Op* asked) {
  a_.add(x86::rsp, kFrameBytes);
  if (frame_offset) a_.add(x86::gpq(kFrame), frame_offset);
  if (asked) {
    a_.mov(x86::r13, ptr(LinkTo(op, asked)));
  } else {
    LoadConstant(x86::r13, reinterpret_cast<int64_t>(op));
  }
  a_.jmp(ptr(x86::r13, kOpHandler));
}

void X64Emitter::ReturnTo(Place frame) {
  Gp caller = GpIn(frame, kFrame);
  if (caller.id() != kFrame) a_.mov(x86::gpq(kFrame), caller);
  a_.add(x86::rsp, kFrameBytes);
  a_.mov(x86::r13, ptr(x86::gpq(kFrame), kFrameOp));
  a_.add(x86::r13, static_cast<int>(sizeof(Op)));
  a_.jmp(ptr(x86::r13, kOpHandler));
}

void X64Emitter::JumpTo(Label to) { a_.jmp(to); }

void X64Emitter::CallCold(Place place, const uint8_t* stub) {
  Gp counted = GpIn(place, kScratch);
  if (counted != x86::rax) a_.mov(x86::rax, counted);
  a_.call(imm(reinterpret_cast<uint64_t>(stub)));
}

void X64Emitter::EmitExitStub(uint32_t exit) {
  // push imm32, five bytes: as long as the jump that a side trace puts in its place.
  a_.db(0x68);
  a_.dd(exit);
  a_.jmp(tail_);
}

void X64Emitter::EmitTail() {
  a_.mov(x86::dword_ptr(x86::rsp, 4), trace_number_);
  a_.jmp(imm(reinterpret_cast<uint64_t>(stubs_.leave)));
}

void X64Emitter::EmitLiterals() {
  for (const Literal& literal : literals_) {
    a_.bind(literal.label);
    a_.dq(static_cast<uint64_t>(literal.bits));
  }
  if (literals_.size() % 2) a_.dq(0);  // andpd and xorpd read sixteen bytes
  a_.dq(0);
}

void X64Emitter::AddBackEdges(uint8_t* base, std::vector<trace::CompiledSafepoint>* safepoints) {
  for (size_t at : back_edges_) {
    auto distance = [&](Label to) { return static_cast<uint32_t>(OffsetOf(to) - at - 4); };
    safepoints->push_back({base + at, 4, distance(loop_), distance(exits_[loop_asked_.v])});
  }
}

// --- operands

x86::Mem X64Emitter::Spill(Location l) { return ptr(x86::rsp, 8 * l.index, 8); }

void X64Emitter::LoadConstant(Gp to, int64_t bits) {
  if (bits == 0) {
    a_.xor_(to.r32(), to.r32());
  } else if (bits == static_cast<int64_t>(static_cast<uint32_t>(bits))) {
    a_.mov(to.r32(), imm(bits));  // clears the upper half, and is shorter
  } else {
    a_.mov(to, imm(bits));
  }
}

X64Emitter::Gp X64Emitter::GpIn(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kGpr) return x86::gpq(p.at.index);
  Gp reg = x86::gpq(scratch);
  if (p.IsConst()) {
    LoadConstant(reg, p.bits);
  } else if (p.at.kind == Location::kFpr) {
    a_.movq(reg, x86::xmm(p.at.index));
  } else {
    a_.mov(reg, Spill(p.at));
  }
  return reg;
}

X64Emitter::Xmm X64Emitter::XmmIn(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kFpr) return x86::xmm(p.at.index);
  Xmm reg = x86::xmm(scratch);
  if (p.IsConst()) {
    if (p.bits == 0) {
      a_.xorps(reg, reg);
    } else {
      a_.movsd(reg, FloatConstant(p.bits));
    }
  } else {
    a_.movsd(reg, Spill(p.at));
  }
  return reg;
}

X64Emitter::Gp X64Emitter::GpOut(Place p) const {
  return x86::gpq(p.at.kind == Location::kGpr ? p.at.index : kScratch);
}
X64Emitter::Xmm X64Emitter::XmmOut(Place p) const {
  return x86::xmm(p.at.kind == Location::kFpr ? p.at.index : kFloatScratch);
}
void X64Emitter::WriteBack(Place p, Gp from) {
  if (p.at.kind == Location::kSpill) a_.mov(Spill(p.at), from);
}
void X64Emitter::WriteBack(Place p, Xmm from) {
  if (p.at.kind == Location::kSpill) a_.movsd(Spill(p.at), from);
}

asmjit::Operand X64Emitter::Source(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kSpill) return Spill(p.at);
  if (p.IsConst() && p.bits == static_cast<int32_t>(p.bits)) return imm(p.bits);
  return GpIn(p, scratch);
}

asmjit::Operand X64Emitter::FloatSource(Place p, uint8_t scratch) {
  if (p.at.kind == Location::kSpill) return Spill(p.at);
  if (p.IsConst()) return FloatConstant(p.bits);
  return XmmIn(p, scratch);
}

x86::Mem X64Emitter::FloatConstant(int64_t bits) {
  for (const Literal& literal : literals_) {
    if (literal.bits == bits) return ptr(literal.label, 0, 8);
  }
  literals_.push_back({bits, a_.newLabel()});
  return ptr(literals_.back().label, 0, 8);
}

// --- moves

void X64Emitter::Move(Place to, Place from, bool is_float) {
  if (to == from) return;
  if (is_float) {
    if (to.at.kind == Location::kFpr) {
      Xmm reg = x86::xmm(to.at.index);
      if (from.at.kind == Location::kFpr) {
        a_.movaps(reg, x86::xmm(from.at.index));
      } else {
        XmmIn(from, static_cast<uint8_t>(to.at.index));
      }
      return;
    }
    if (from.at.kind == Location::kFpr) {
      a_.movsd(Spill(to.at), x86::xmm(from.at.index));
      return;
    }
  }
  if (to.at.kind == Location::kGpr) {
    Gp reg = x86::gpq(to.at.index);
    Gp loaded = GpIn(from, static_cast<uint8_t>(to.at.index));
    if (loaded != reg) a_.mov(reg, loaded);
  } else {
    a_.mov(Spill(to.at), GpIn(from, kScratch2));
  }
}

void X64Emitter::ScratchMove(Place place, bool is_float, bool save) {
  bool xmm = is_float && place.at.kind == Location::kFpr;
  // A float may go in from a register and out to a spill slot: its scratch is xmm15, the integers' is rax.
  if (is_float) {
    Xmm scratch = x86::xmm(kFloatScratch);
    if (save) {
      if (xmm) {
        a_.movaps(scratch, x86::xmm(place.at.index));
      } else {
        a_.movsd(scratch, Spill(place.at));
      }
    } else if (xmm) {
      a_.movaps(x86::xmm(place.at.index), scratch);
    } else {
      a_.movsd(Spill(place.at), scratch);
    }
    return;
  }
  if (save) {
    Gp from = GpIn(place, kScratch);
    if (from != x86::rax) a_.mov(x86::rax, from);
  } else if (place.at.kind == Location::kGpr) {
    a_.mov(x86::gpq(place.at.index), x86::rax);
  } else {
    a_.mov(Spill(place.at), x86::rax);
  }
}

// --- integers

void X64Emitter::Int2(Opcode op, Place result, Place a, Place b) {
  if (op == Opcode::DIV || op == Opcode::MOD) {
    if (b.IsConst() && b.bits != INT64_MIN && b.bits != 0 && b.bits != 1 && b.bits != -1) {
      DivideByConstant(op, result, a, b.bits);
      return;
    }
    // INT_MIN / -1 traps on x86: a divisor of -1 is a negation, or a remainder of 0.
    Gp divisor = GpIn(b, kScratch2);
    if (divisor == x86::rdx) a_.mov(x86::rcx, x86::rdx), divisor = x86::rcx;
    a_.mov(x86::rax, GpIn(a, kScratch));
    Label minus_one = a_.newLabel(), done = a_.newLabel();
    bool may_be_minus_one = !b.IsConst() || b.bits == -1;
    if (may_be_minus_one) {
      a_.cmp(divisor, -1);
      a_.je(minus_one);
    }
    a_.cqo();
    a_.idiv(divisor);
    if (may_be_minus_one) {
      a_.jmp(done);
      a_.bind(minus_one);
      if (op == Opcode::DIV) {
        a_.neg(x86::rax);
      } else {
        a_.xor_(x86::edx, x86::edx);
      }
      a_.bind(done);
    }
    Gp from = op == Opcode::DIV ? x86::rax : x86::rdx;
    if (result.at.kind == Location::kGpr) {
      if (x86::gpq(result.at.index) != from) a_.mov(x86::gpq(result.at.index), from);
    } else {
      a_.mov(Spill(result.at), from);
    }
    return;
  }
  bool commutes = ir::Is(op, ir::kOpCommutative);
  if (commutes && (a.IsConst() || (!b.IsConst() && b.at == result.at))) std::swap(a, b);
  Gp out = GpOut(result);
  if (op == Opcode::SHL || op == Opcode::SHR || op == Opcode::SAR) {
    // Compute in rax when the count lies where the result goes.
    if (!b.IsConst()) {
      a_.mov(x86::rcx, GpIn(b, kScratch2));
      if (b.at == result.at) out = x86::rax;
    }
    Gp from = GpIn(a, static_cast<uint8_t>(out.id()));
    if (from != out) a_.mov(out, from);
    InstId id = op == Opcode::SHL   ? x86::Inst::kIdShl
                : op == Opcode::SHR ? x86::Inst::kIdShr
                                    : x86::Inst::kIdSar;
    if (b.IsConst()) {
      a_.emit(id, out, imm(b.bits & 63));
    } else {
      a_.emit(id, out, x86::cl);
    }
    if (result.at.kind == Location::kGpr && x86::gpq(result.at.index) != out)
      a_.mov(x86::gpq(result.at.index), out);
    WriteBack(result, out);
    return;
  }
  if (op == Opcode::ADD && a.at.kind == Location::kGpr && result.at.kind == Location::kGpr &&
      a.at != result.at) {
    if (b.IsConst() && b.bits == static_cast<int32_t>(b.bits)) {
      a_.lea(out, ptr(x86::gpq(a.at.index), static_cast<int32_t>(b.bits)));
      return;
    }
    if (b.at.kind == Location::kGpr) {
      a_.lea(out, ptr(x86::gpq(a.at.index), x86::gpq(b.at.index)));
      return;
    }
  }
  if (op == Opcode::MUL && b.IsConst() && (b.bits == 3 || b.bits == 5 || b.bits == 9)) {
    Gp factor = GpIn(a, kScratch);
    a_.lea(out, ptr(factor, factor, b.bits == 3 ? 1 : b.bits == 5 ? 2 : 3));
    WriteBack(result, out);
    return;
  }
  if (op == Opcode::MUL && b.IsConst() && b.bits == static_cast<int32_t>(b.bits)) {
    a_.imul(out, GpIn(a, kScratch), static_cast<int32_t>(b.bits));
    WriteBack(result, out);
    return;
  }
  // out = a, then op with b; b must survive the copy.
  asmjit::Operand source = Source(b, kScratch2);
  if (source.isReg() && source.as<Gp>() == out && !(a == b)) {
    a_.mov(x86::rcx, out);
    source = x86::rcx;
  }
  Gp from = GpIn(a, static_cast<uint8_t>(out.id()));
  if (from != out) a_.mov(out, from);
  switch (op) {
    case Opcode::ADD: a_.emit(x86::Inst::kIdAdd, out, source); break;
    case Opcode::SUB: a_.emit(x86::Inst::kIdSub, out, source); break;
    case Opcode::MUL:
      if (source.isImm()) source = GpIn(b, kScratch2);
      a_.emit(x86::Inst::kIdImul, out, source);
      break;
    case Opcode::AND: a_.emit(x86::Inst::kIdAnd, out, source); break;
    case Opcode::OR: a_.emit(x86::Inst::kIdOr, out, source); break;
    case Opcode::XOR: a_.emit(x86::Inst::kIdXor, out, source); break;
    case Opcode::MIN:
    case Opcode::MAX:
      if (source.isImm()) source = GpIn(b, kScratch2);
      a_.emit(x86::Inst::kIdCmp, out, source);
      a_.emit(op == Opcode::MIN ? x86::Inst::kIdCmovg : x86::Inst::kIdCmovl, out, source);
      break;
    default: UNREACHABLE();
  }
  WriteBack(result, out);
}

// rax, rcx and rdx are free here.
void X64Emitter::DivideByConstant(Opcode op, Place result, Place a, int64_t divisor) {
  Gp left = GpIn(a, kScratch2);
  Gp quotient = x86::rdx;
  if (int log2 = PowerOfTwo(divisor); log2 > 0) {
    // Rounds toward zero: negative dividends get divisor - 1 added first.
    a_.mov(x86::rdx, left);
    if (log2 > 1) a_.sar(x86::rdx, 63);
    a_.shr(x86::rdx, 64 - log2);
    a_.add(x86::rdx, left);
    a_.sar(x86::rdx, log2);
    if (op == Opcode::MOD) {
      a_.shl(x86::rdx, log2);
    } else if (divisor < 0) {
      a_.neg(x86::rdx);
    }
  } else {
    DivisionMagic magic = MagicOf(divisor);
    LoadConstant(x86::rax, magic.multiplier);
    a_.imul(left);
    if (divisor > 0 && magic.multiplier < 0) a_.add(x86::rdx, left);
    if (divisor < 0 && magic.multiplier > 0) a_.sub(x86::rdx, left);
    if (magic.shift) a_.sar(x86::rdx, magic.shift);
    a_.mov(x86::rax, x86::rdx);
    a_.shr(x86::rax, 63);
    a_.add(x86::rdx, x86::rax);
    if (op == Opcode::MOD) {
      if (divisor == static_cast<int32_t>(divisor)) {
        a_.imul(x86::rdx, x86::rdx, static_cast<int32_t>(divisor));
      } else {
        LoadConstant(x86::rax, divisor);
        a_.imul(x86::rdx, x86::rax);
      }
    }
  }
  if (op == Opcode::MOD) {
    a_.mov(x86::rax, left);
    a_.sub(x86::rax, x86::rdx);
    quotient = x86::rax;
  }
  if (result.at.kind == Location::kGpr) {
    if (x86::gpq(result.at.index) != quotient) a_.mov(x86::gpq(result.at.index), quotient);
  } else {
    a_.mov(Spill(result.at), quotient);
  }
}

void X64Emitter::Int2Overflow(Opcode op, Place result, Place a, Place b, const ExitLabel& overflow) {
  Opcode plain = op == Opcode::ADDOV ? Opcode::ADD : op == Opcode::SUBOV ? Opcode::SUB : Opcode::MUL;
  bool commutes = plain != Opcode::SUB;
  if (commutes && (a.IsConst() || (!b.IsConst() && b.at == result.at && !overflow.undo))) std::swap(a, b);
  Gp out = GpOut(result);
  // The result must not destroy what the exit needs, unless the exit undoes it: then a is result already.
  if (plain == Opcode::MUL && b.IsConst() && b.bits == static_cast<int32_t>(b.bits)) {
    a_.imul(out, GpIn(a, kScratch), static_cast<int32_t>(b.bits));
  } else {
    asmjit::Operand source = Source(b, kScratch2);
    if (source.isReg() && source.as<Gp>() == out && !(a == b)) {
      a_.mov(x86::rcx, out);
      source = x86::rcx;
    }
    if (plain == Opcode::MUL && source.isImm()) source = GpIn(b, kScratch2);
    Gp from = GpIn(a, static_cast<uint8_t>(out.id()));
    if (from != out) a_.mov(out, from);
    InstId id = plain == Opcode::ADD   ? x86::Inst::kIdAdd
                : plain == Opcode::SUB ? x86::Inst::kIdSub
                                       : x86::Inst::kIdImul;
    a_.emit(id, out, source);
  }
  if (result.at.kind == Location::kSpill) {
    // The slot may still hold what the exit needs.
    ExitLabel exit = overflow;
    exit.undo = 0;
    a_.jo(LabelOf(exit));
    WriteBack(result, out);
  } else {
    a_.jo(LabelOf(overflow));
  }
}

void X64Emitter::Int1(Opcode op, Place result, Place a, bool is_bool) {
  Gp out = GpOut(result);
  Gp from = GpIn(a, static_cast<uint8_t>(out.id()));
  if (from != out) a_.mov(out, from);
  if (op == Opcode::NEG) {
    a_.neg(out);
  } else if (is_bool) {
    a_.xor_(out, 1);
  } else {
    a_.not_(out);
  }
  WriteBack(result, out);
}

// --- floats

void X64Emitter::Float2(Opcode op, Place result, Place a, Place b) {
  Xmm out = XmmOut(result);
  InstId id = 0;
  switch (op) {
    case Opcode::FADD: id = x86::Inst::kIdAddsd; break;
    case Opcode::FSUB: id = x86::Inst::kIdSubsd; break;
    case Opcode::FMUL: id = x86::Inst::kIdMulsd; break;
    case Opcode::FDIV: id = x86::Inst::kIdDivsd; break;
    // minsd x, y is x < y ? x : y. The row wants b < a ? b : a: so x = b, y = a.
    case Opcode::FMIN: id = x86::Inst::kIdMinsd, std::swap(a, b); break;
    case Opcode::FMAX: id = x86::Inst::kIdMaxsd, std::swap(a, b); break;
    default: UNREACHABLE();
  }
  if (ir::Is(op, ir::kOpCommutative) && !b.IsConst() && b.at == result.at) std::swap(a, b);
  asmjit::Operand source = FloatSource(b, kFloatScratch2);
  if (source.isReg() && source.as<Xmm>() == out && !(a == b)) {
    a_.movaps(x86::xmm(kFloatScratch2), out);
    source = x86::xmm(kFloatScratch2);
  }
  Xmm from = XmmIn(a, static_cast<uint8_t>(out.id()));
  if (from != out) a_.movaps(out, from);
  a_.emit(id, out, source);
  WriteBack(result, out);
}

void X64Emitter::Float1(Opcode op, Place result, Place a) {
  Xmm out = XmmOut(result);
  switch (op) {
    case Opcode::FSQRT: a_.sqrtsd(out, XmmIn(a, kFloatScratch2)); break;
    case Opcode::FFLOOR: a_.roundsd(out, XmmIn(a, kFloatScratch2), 9); break;
    case Opcode::FCEIL: a_.roundsd(out, XmmIn(a, kFloatScratch2), 10); break;
    case Opcode::FNEG:
    case Opcode::FABS: {
      // Through the second scratch register: the sign mask is built there without a 16-byte literal.
      Xmm mask = x86::xmm(kFloatScratch2);
      Xmm from = XmmIn(a, static_cast<uint8_t>(out.id()));
      if (from != out) a_.movaps(out, from);
      a_.pcmpeqd(mask, mask);
      if (op == Opcode::FNEG) {
        a_.psllq(mask, 63);
        a_.xorpd(out, mask);
      } else {
        a_.psrlq(mask, 1);
        a_.andpd(out, mask);
      }
      break;
    }
    default: UNREACHABLE();
  }
  WriteBack(result, out);
}

void X64Emitter::IntToFloat(Place result, Place a) {
  Xmm out = XmmOut(result);
  a_.xorps(out, out);  // cvtsi2sd keeps the upper half: without this it waits for the register's old value
  if (a.at.kind == Location::kSpill) {
    a_.cvtsi2sd(out, Spill(a.at));
  } else {
    a_.cvtsi2sd(out, GpIn(a, kScratch));
  }
  WriteBack(result, out);
}

void X64Emitter::FloatToInt(Place result, Place a, bool exact, const ExitLabel& exit) {
  Xmm from = XmmIn(a, kFloatScratch2);
  Label leave = LabelOf(exit);
  a_.cvttsd2si(x86::rax, from);
  if (exact) {
    Xmm back = x86::xmm(kFloatScratch);
    a_.xorps(back, back);
    a_.cvtsi2sd(back, x86::rax);
    a_.ucomisd(back, from);
    a_.jp(leave);
    a_.jne(leave);
    // 2^63 converts to INT_MIN and back to -2^63: unequal, so nothing more to test.
  } else {
    // The result for everything that does not fit is INT_MIN (1 less overflows); -2^63 itself fits.
    Label fits = a_.newLabel();
    a_.cmp(x86::rax, 1);
    a_.jno(fits);
    a_.ucomisd(from, FloatConstant(std::bit_cast<int64_t>(-0x1p63)));
    a_.jp(leave);
    a_.jne(leave);
    a_.bind(fits);
  }
  if (result.at.kind == Location::kGpr) {
    a_.mov(x86::gpq(result.at.index), x86::rax);
  } else {
    a_.mov(Spill(result.at), x86::rax);
  }
}

// --- conditions

void X64Emitter::CompareInts(Place a, Place b) {
  if (b.IsConst() && b.bits == 0 && a.at.kind == Location::kGpr) {
    a_.test(x86::gpq(a.at.index), x86::gpq(a.at.index));
    return;
  }
  asmjit::Operand source = Source(b, kScratch2);
  if (a.at.kind == Location::kSpill && !source.isMem()) {
    a_.emit(x86::Inst::kIdCmp, Spill(a.at), source);
  } else {
    a_.emit(x86::Inst::kIdCmp, GpIn(a, kScratch), source);
  }
}

// Emits the comparison. *parity: the condition is kE or kNE of floats, and unordered counts as not equal.
CondCode X64Emitter::Compare(const Condition& c, bool* parity) {
  *parity = false;
  Place a = c.a, b = c.b;
  switch (c.compare) {
    case Opcode::FLT:
    case Opcode::FLE:
      std::swap(a, b);  // b > a: "above" is false for unordered, as the row wants
      [[fallthrough]];
    case Opcode::FGT:
    case Opcode::FGE:
    case Opcode::FEQ:
    case Opcode::FNE: {
      Xmm left = XmmIn(a, kFloatScratch);
      a_.emit(x86::Inst::kIdUcomisd, left, FloatSource(b, kFloatScratch2));
      switch (c.compare) {
        case Opcode::FLT:
        case Opcode::FGT: return CondCode::kA;
        case Opcode::FLE:
        case Opcode::FGE: return CondCode::kAE;
        case Opcode::FEQ: *parity = true; return CondCode::kE;
        default: *parity = true; return CondCode::kNE;
      }
    }
    default: break;
  }
  CompareInts(a, b);
  switch (c.compare) {
    case Opcode::EQ:
    case Opcode::PEQ: return CondCode::kE;
    case Opcode::NE:
    case Opcode::PNE: return CondCode::kNE;
    case Opcode::LT: return CondCode::kL;
    case Opcode::GE: return CondCode::kGE;
    case Opcode::LE: return CondCode::kLE;
    case Opcode::GT: return CondCode::kG;
    case Opcode::ULT: return CondCode::kB;
    case Opcode::UGE: return CondCode::kAE;
    case Opcode::ULE: return CondCode::kBE;
    case Opcode::UGT: return CondCode::kA;
    default: UNREACHABLE();
  }
}

void X64Emitter::Set(Place result, const Condition& c) {
  bool parity;
  CondCode cc = Compare(c, &parity);
  a_.emit(x86::Inst::setccFromCond(cc), x86::al);
  if (parity) {
    if (cc == CondCode::kE) {
      a_.setnp(x86::cl);
      a_.and_(x86::al, x86::cl);
    } else {
      a_.setp(x86::cl);
      a_.or_(x86::al, x86::cl);
    }
  }
  Gp out = GpOut(result);
  a_.movzx(out.r32(), x86::al);
  WriteBack(result, out);
}

// Jumps when (the condition holds) == when.
void X64Emitter::Branch(const Condition& c, bool when, Label to) {
  bool parity;
  CondCode cc = Compare(c, &parity);
  if (!parity) {
    Jump(when ? cc : x86::negateCond(cc), to);
    return;
  }
  if ((cc == CondCode::kE) != when) {
    Jump(CondCode::kP, to);
    Jump(CondCode::kNE, to);
  } else {
    Label stay = a_.newLabel();
    a_.jp(stay);  // unordered counts as not equal
    Jump(CondCode::kE, to);
    a_.bind(stay);
  }
}

void X64Emitter::BranchBool(Place a, bool when, Label to) {
  if (a.at.kind == Location::kSpill) {
    a_.cmp(Spill(a.at), 0);
  } else {
    Gp reg = GpIn(a, kScratch);
    a_.test(reg, reg);
  }
  Jump(when ? CondCode::kNZ : CondCode::kZ, to);
}

void X64Emitter::BranchField(const Address& a, int width, int64_t bits, bool when_equal, Label to) {
  Mem field = MemOf(a);
  field.setSize(static_cast<uint32_t>(width));
  if (width == 8 && bits != static_cast<int32_t>(bits)) {
    LoadConstant(x86::rax, bits);
    a_.cmp(field, x86::rax);
  } else {
    a_.cmp(field, imm(bits));
  }
  Jump(when_equal ? CondCode::kE : CondCode::kNE, to);
}

void X64Emitter::LoopIf(const Condition& c, bool expected) { Branch(c, expected, loop_); }
void X64Emitter::LoopIfBool(Place a, bool expected) { BranchBool(a, expected, loop_); }
void X64Emitter::LoopIfField(const Address& a, int width, int64_t bits, bool equal) {
  BranchField(a, width, bits, equal, loop_);
}

void X64Emitter::Select(Place result, Place condition, Place a, Place b, bool is_float) {
  Label other = a_.newLabel(), done = a_.newLabel();
  Gp reg = GpIn(condition, kScratch);
  a_.test(reg, reg);
  a_.jz(other);
  Move(result, a, is_float);
  a_.jmp(done);
  a_.bind(other);
  Move(result, b, is_float);
  a_.bind(done);
}

void X64Emitter::ExitEvery(int every, const ExitLabel& exit) {
  // The countdown lives outside the code, which is never written while it runs, and as long as the process.
  static std::deque<int64_t> cells;
  cells.push_back(every);
  LoadConstant(x86::rax, reinterpret_cast<int64_t>(&cells.back()));
  Label stay = a_.newLabel();
  a_.dec(x86::qword_ptr(x86::rax));
  a_.jnz(stay);
  a_.mov(x86::qword_ptr(x86::rax), every);
  a_.jmp(LabelOf(exit));
  a_.bind(stay);
}

}  // namespace tusk::jit::x64
