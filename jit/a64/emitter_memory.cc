// Values and raw memory, reference counts, calls and Step for AArch64.
#include "jit/a64/emitter.h"
#include "jit/a64/operands.h"
#include "jit/call_moves.h"
#include "jit/layout.h"

namespace tusk::jit::a64 {

using namespace asmjit;
using ir::Type;
namespace reg = asmjit::a64;

A64Emitter::Gp A64Emitter::BaseOf(const Address& a) {
  if (a.base == Address::kFrame) return reg::x(kFrame);
  if (a.base == Address::kVm) return reg::x(kVm);
  return GpIn(a.base_place, kScratch2);
}

arm::Mem A64Emitter::MemOf(const Address& a, int log2_size, int extra) {
  int64_t offset = a.offset + extra;
  Gp base = BaseOf(a);
  if (a.index.at.kind != Location::kNowhere) {
    if (a.index.IsConst()) {
      offset += a.index.bits << a.scale_shift;
    } else {
      // base + (index << shift), into the second scratch register unless the instruction can do it.
      Gp index = GpIn(a.index, kScratch);
      if (offset == 0 && a.scale_shift == log2_size)
        return Mem(base, index, arm::lsl(static_cast<uint32_t>(log2_size)));
      a_.add(reg::x(kScratch2), base, index, arm::lsl(static_cast<uint32_t>(a.scale_shift)));
      base = reg::x(kScratch2);
    }
  }
  bool scaled = offset >= 0 && (offset & ((1 << log2_size) - 1)) == 0 && (offset >> log2_size) < 4096;
  if (scaled || (offset >= -256 && offset < 256)) return Mem(base, static_cast<int32_t>(offset));
  LoadImmediate(&a_, reg::x(kScratch), static_cast<uint64_t>(offset));
  a_.add(reg::x(kScratch2), base, reg::x(kScratch));
  return Mem(reg::x(kScratch2));
}

void A64Emitter::GuardTag(const Address& a, Type type, const ExitLabel& exit) {
  a_.ldr(reg::w16, MemOf(a, 2, kValueTag));
  if (type == Type::kBool) {
    a_.sub(reg::w16, reg::w16, ir::kTagFalse);
    a_.cmp(reg::w16, 1);
    a_.b_hi(LabelOf(exit));
    return;
  }
  a_.cmp(reg::w16, ir::TagOf(type));
  a_.b_ne(LabelOf(exit));
}

void A64Emitter::LoadPayload(Place result, const Address& a, Type type) {
  if (type == Type::kFloat) {
    Vec out = VecOut(result);
    a_.ldr(out, MemOf(a, 3));
    WriteBack(result, out);
    return;
  }
  Gp out = GpOut(result);
  if (type == Type::kBool) {
    a_.ldr(out.w(), MemOf(a, 2, kValueTag));
    a_.sub(out.w(), out.w(), ir::kTagFalse);
  } else {
    a_.ldr(out, MemOf(a, 3));
  }
  WriteBack(result, out);
}

void A64Emitter::LoadTag(Place result, const Address& a) {
  Gp out = GpOut(result);
  a_.ldr(out.w(), MemOf(a, 2, kValueTag));
  WriteBack(result, out);
}

void A64Emitter::StoreValue(const Address& a, Type type, Place value) {
  if (!ir::IsUnit(type) && type != Type::kBool) {
    if (value.at.kind == Location::kFpr) {
      a_.str(reg::d(value.at.index), MemOf(a, 3));
    } else {
      // The value last: the address may use both scratch registers.
      Mem to = MemOf(a, 3);
      a_.str(GpIn(value, kScratch), to);
    }
  }
  Mem tag = MemOf(a, 2, kValueTag);
  if (type == Type::kBool && !value.IsConst()) {
    a_.add(reg::w16, GpIn(value, kScratch).w(), ir::kTagFalse);
  } else {
    a_.movz(reg::w16, static_cast<uint32_t>(type == Type::kBool ? ir::kTagFalse + static_cast<int>(value.bits)
                                                                : ir::TagOf(type)));
  }
  a_.str(reg::w16, tag);
}

void A64Emitter::CopyValue(const Address& to, const Address& from) {
  a_.ldr(reg::d(kFloatScratch), MemOf(from, 3));
  a_.ldr(reg::s(kFloatScratch2), MemOf(from, 2, kValueTag));
  a_.str(reg::d(kFloatScratch), MemOf(to, 3));
  a_.str(reg::s(kFloatScratch2), MemOf(to, 2, kValueTag));
}

void A64Emitter::Load(Place result, const Address& a, int width, bool is_signed, bool is_float) {
  int log2_size = width == 8 ? 3 : width == 4 ? 2 : width == 2 ? 1 : 0;
  if (is_float) {
    Vec out = VecOut(result);
    a_.ldr(out, MemOf(a, 3));
    WriteBack(result, out);
    return;
  }
  Mem from = MemOf(a, log2_size);
  Gp out = GpOut(result);
  switch (width) {
    case 8: a_.ldr(out, from); break;
    case 4:
      if (is_signed) {
        a_.ldrsw(out, from);
      } else {
        a_.ldr(out.w(), from);
      }
      break;
    case 2:
      if (is_signed) {
        a_.ldrsh(out, from);
      } else {
        a_.ldrh(out.w(), from);
      }
      break;
    default:
      if (is_signed) {
        a_.ldrsb(out, from);
      } else {
        a_.ldrb(out.w(), from);
      }
  }
  WriteBack(result, out);
}

void A64Emitter::Store(const Address& a, Place value, int width, bool is_float) {
  int log2_size = width == 8 ? 3 : width == 4 ? 2 : width == 2 ? 1 : 0;
  bool indexed = a.index.at.kind != Location::kNowhere && !a.index.IsConst();
  if (is_float) {
    Vec from = VecIn(value, kFloatScratch);
    a_.str(from, MemOf(a, 3));
    return;
  }
  Mem to = MemOf(a, log2_size);
  // A spilled index lies in the first scratch register, a spilled base in the second: a constant to store
  // needs a third.
  Gp from = value.at.kind == Location::kGpr ? reg::x(value.at.index)
            : indexed                       ? GpIn(value, 30)
                                            : GpIn(value, kScratch);
  switch (width) {
    case 8: a_.str(from, to); break;
    case 4: a_.str(from.w(), to); break;
    case 2: a_.strh(from.w(), to); break;
    default: a_.strb(from.w(), to); break;
  }
}

void A64Emitter::LoadAddress(Place result, const Address& a) {
  Gp out = GpOut(result);
  Gp base = BaseOf(a);
  int64_t offset = a.offset;
  if (a.index.at.kind != Location::kNowhere) {
    a_.add(reg::x(kScratch2), base, GpIn(a.index, kScratch), arm::lsl(static_cast<uint32_t>(a.scale_shift)));
    base = reg::x(kScratch2);
  }
  if (offset >= 0 && offset < 4096) {
    a_.add(out, base, offset);
  } else {
    LoadImmediate(&a_, reg::x(kScratch), static_cast<uint64_t>(offset));
    a_.add(out, base, reg::x(kScratch));
  }
  WriteBack(result, out);
}

void A64Emitter::CopyWord(const Address& to, const Address& from) {
  a_.ldr(reg::x30, MemOf(from, 3));
  a_.str(reg::x30, MemOf(to, 3));
}

void A64Emitter::CopyField(const Address& to, const Address& from, int32_t offset) {
  a_.ldr(reg::x30, MemOf(from, 3));
  a_.ldr(reg::x30, Mem(reg::x30, offset));
  a_.str(reg::x30, MemOf(to, 3));
}

void A64Emitter::StoreAddress(const Address& a, const Address& value) {
  LoadAddress({{Location::kGpr, 30}}, value);
  a_.str(reg::x30, MemOf(a, 3));
}

void A64Emitter::Retain(Place counted) {
  Gp object = GpIn(counted, kScratch);
  a_.ldr(reg::w17, Mem(object, kRefcount));
  a_.add(reg::w17, reg::w17, 1);
  a_.str(reg::w17, Mem(object, kRefcount));
}

void A64Emitter::Release(Place counted, Type type, std::vector<Shown> shown) {
  Gp object = GpIn(counted, kScratch);
  ColdCall destroy{a_.newLabel(), a_.newLabel(), counted, stubs_.release_zero, position_, shown, true};
  a_.ldr(reg::w17, Mem(object, kRefcount));
  a_.subs(reg::w17, reg::w17, 1);
  a_.str(reg::w17, Mem(object, kRefcount));
  a_.b_eq(destroy.from);
  if (type != Type::kString) {
    // What stays alive may be the root of a cycle.
    ColdCall buffer{a_.newLabel(), destroy.back, counted, stubs_.buffer_root, position_, std::move(shown)};
    a_.ldr(reg::w17, Mem(object, kGcInfo));
    a_.movz(reg::w30, RefCounted::kGcPurple | RefCounted::kNotCollectable);
    a_.tst(reg::w17, reg::w30);
    a_.b_eq(buffer.from);
    cold_calls_.push_back(std::move(buffer));
  }
  a_.bind(destroy.back);
  cold_calls_.push_back(std::move(destroy));
}

void A64Emitter::Call(const void* function, const Argument* arguments, int count, Place result, Type type) {
  CallMoves plan = PlanCall(kA64Target, arguments, count);
  for (const ParallelMove& m : plan.moves) {
    if (m.from.kind == Location::kNowhere) {
      ScratchMove({m.to}, m.is_float, false);
    } else if (m.to.kind == Location::kNowhere) {
      ScratchMove({m.from}, m.is_float, true);
    } else {
      Move({m.to}, {m.from}, m.is_float);
    }
  }
  for (const LateArgument& l : plan.late) {
    const Argument& argument = l.argument;
    Gp to = reg::x(l.reg);
    switch (argument.kind) {
      case Argument::kVm: a_.mov(to, reg::x(kVm)); break;
      case Argument::kFrameAddress:
        LoadAddress({{Location::kGpr, l.reg}}, {.base = Address::kFrame, .offset = argument.frame_offset});
        break;
      case Argument::kFloat: VecIn(argument.place, l.reg); break;
      case Argument::kTag:
        if (argument.type != Type::kBool) {
          a_.movz(to, static_cast<uint32_t>(ir::TagOf(argument.type)));
        } else if (argument.place.IsConst()) {
          a_.movz(to, static_cast<uint32_t>(ir::kTagFalse + static_cast<int>(argument.place.bits)));
        } else {
          a_.add(to, to, ir::kTagFalse);
        }
        break;
      case Argument::kInt:
        if (argument.place.at.kind == Location::kNowhere) {
          a_.movz(to, 0);
        } else {
          Gp loaded = GpIn(argument.place, l.reg);
          if (loaded.id() != l.reg) a_.mov(to, loaded);
        }
        break;
    }
  }
  LoadImmediate(&a_, reg::x16, reinterpret_cast<uint64_t>(function));
  a_.blr(reg::x16);
  NoteReturn();
  if (result.at.kind == Location::kNowhere) return;
  if (type == Type::kFloat) {
    Move(result, {{Location::kFpr, 0}}, true);
  } else {
    if (type == Type::kBool) a_.uxtb(reg::w0, reg::w0);  // C leaves the upper bits of a bool open
    Move(result, {{Location::kGpr, 0}}, false);
  }
}

void A64Emitter::Step(const void* step, const Op* op, const Op* next, const Address& frame) {
  LoadAddress({{Location::kGpr, 0}}, frame);
  LoadImmediate(&a_, reg::x1, reinterpret_cast<uint64_t>(op));
  a_.mov(reg::x2, reg::x(kVm));
  LoadImmediate(&a_, reg::x16, reinterpret_cast<uint64_t>(step));
  a_.blr(reg::x16);
  LoadImmediate(&a_, reg::x16, reinterpret_cast<uint64_t>(next));
  Label same = a_.newLabel();
  a_.cmp(reg::x0, reg::x16);
  a_.b_eq(same);
  LoadImmediate(&a_, reg::x16, reinterpret_cast<uint64_t>(stubs_.returned_opline));
  a_.br(reg::x16);
  a_.bind(same);
}

}  // namespace tusk::jit::a64
