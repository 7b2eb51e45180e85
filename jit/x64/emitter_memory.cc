// Values and raw memory, reference counts, calls and Step for x86-64.
#include "jit/call_moves.h"
#include "jit/layout.h"
#include "jit/x64/emitter.h"

namespace tusk::jit::x64 {

using namespace asmjit;
using ir::Type;
using x86::ptr;

x86::Mem X64Emitter::MemOf(const Address& a, int extra) {
  int32_t offset = a.offset + extra;
  if (a.base == Address::kFrame) return ptr(x86::gpq(kFrame), offset);
  if (a.base == Address::kVm) return ptr(x86::gpq(kVm), offset);
  if (a.index.at.kind == Location::kNowhere) return ptr(GpIn(a.base_place, kScratch2), offset);
  if (a.index.IsConst()) {
    int64_t scaled = (a.index.bits << a.scale_shift) + offset;
    if (scaled == static_cast<int32_t>(scaled))
      return ptr(GpIn(a.base_place, kScratch2), static_cast<int32_t>(scaled));
  }
  // base + (index << shift): the hardware scales by up to 8; beyond that through rcx.
  if (a.scale_shift <= 3) {
    Gp base = GpIn(a.base_place, kScratch2);
    if (base.id() == kScratch2 && a.index.at.kind != Location::kGpr) {
      // Both spilled: fold the base into the scaled index.
      a_.mov(x86::rcx, Spill(a.index.at));
      a_.shl(x86::rcx, a.scale_shift);
      if (a.base_place.IsConst()) {
        a_.push(x86::rax);
        LoadConstant(x86::rax, a.base_place.bits);
        a_.add(x86::rcx, x86::rax);
        a_.pop(x86::rax);
      } else {
        a_.add(x86::rcx, Spill(a.base_place.at));
      }
      return ptr(x86::rcx, offset);
    }
    Gp index = GpIn(a.index, kScratch2);
    return ptr(base, index, static_cast<uint32_t>(a.scale_shift), offset);
  }
  Gp index = GpIn(a.index, kScratch2);
  if (index != x86::rcx) a_.mov(x86::rcx, index);
  a_.shl(x86::rcx, a.scale_shift);
  if (a.base_place.at.kind == Location::kGpr)
    return ptr(x86::rcx, x86::gpq(a.base_place.at.index), 0, offset);
  a_.add(x86::rcx, Spill(a.base_place.at));
  return ptr(x86::rcx, offset);
}

void X64Emitter::GuardTag(const Address& a, Type type, const ExitLabel& exit) {
  Mem tag = MemOf(a, kValueTag);
  tag.setSize(4);
  if (type == Type::kBool) {
    a_.mov(x86::eax, tag);
    a_.sub(x86::eax, ir::kTagFalse);
    a_.cmp(x86::eax, 1);
    a_.ja(LabelOf(exit));
    return;
  }
  a_.cmp(tag, ir::TagOf(type));
  a_.jne(LabelOf(exit));
}

void X64Emitter::LoadPayload(Place result, const Address& a, Type type) {
  if (type == Type::kFloat) {
    Xmm out = XmmOut(result);
    a_.movsd(out, MemOf(a));
    WriteBack(result, out);
    return;
  }
  Gp out = GpOut(result);
  if (type == Type::kBool) {
    Mem tag = MemOf(a, kValueTag);
    tag.setSize(4);
    a_.mov(out.r32(), tag);
    a_.sub(out.r32(), ir::kTagFalse);
  } else {
    a_.mov(out, MemOf(a));
  }
  WriteBack(result, out);
}

void X64Emitter::LoadTag(Place result, const Address& a) {
  Mem tag = MemOf(a, kValueTag);
  tag.setSize(4);
  Gp out = GpOut(result);
  a_.mov(out.r32(), tag);
  WriteBack(result, out);
}

void X64Emitter::StoreValue(const Address& a, Type type, Place value) {
  Mem payload = MemOf(a);
  payload.setSize(8);
  Mem tag = payload.cloneAdjusted(kValueTag);
  tag.setSize(4);
  if (type == Type::kBool && !value.IsConst()) {
    Gp from = GpIn(value, kScratch);
    a_.lea(x86::eax, ptr(from, ir::kTagFalse));
    a_.mov(tag, x86::eax);
    return;
  }
  if (!ir::IsUnit(type) && type != Type::kBool) {
    if (value.at.kind == Location::kFpr) {
      a_.movsd(payload, x86::xmm(value.at.index));
    } else if (value.IsConst() && value.bits == static_cast<int32_t>(value.bits)) {
      a_.mov(payload, imm(value.bits));
    } else {
      a_.mov(payload, GpIn(value, kScratch));
    }
  }
  a_.mov(tag, type == Type::kBool ? ir::kTagFalse + static_cast<int>(value.bits) : ir::TagOf(type));
}

void X64Emitter::CopyValue(const Address& to, const Address& from) {
  Xmm scratch = x86::xmm(kFloatScratch);
  Mem source = MemOf(from);
  a_.movsd(scratch, source);
  Mem source_tag = source.cloneAdjusted(kValueTag);
  source_tag.setSize(4);
  a_.mov(x86::eax, source_tag);
  Mem target = MemOf(to);
  a_.movsd(target, scratch);
  Mem target_tag = target.cloneAdjusted(kValueTag);
  target_tag.setSize(4);
  a_.mov(target_tag, x86::eax);
}

void X64Emitter::Load(Place result, const Address& a, int width, bool is_signed, bool is_float) {
  Mem from = MemOf(a);
  if (is_float) {
    Xmm out = XmmOut(result);
    a_.movsd(out, from);
    WriteBack(result, out);
    return;
  }
  from.setSize(static_cast<uint32_t>(width));
  Gp out = GpOut(result);
  switch (width) {
    case 8: a_.mov(out, from); break;
    case 4:
      if (is_signed) {
        a_.movsxd(out, from);
      } else {
        a_.mov(out.r32(), from);
      }
      break;
    default:
      if (is_signed) {
        a_.movsx(out, from);
      } else {
        a_.movzx(out.r32(), from);
      }
  }
  WriteBack(result, out);
}

void X64Emitter::Store(const Address& a, Place value, int width, bool is_float) {
  Mem to = MemOf(a);
  to.setSize(static_cast<uint32_t>(width));
  if (is_float && value.at.kind == Location::kFpr) {
    a_.movsd(to, x86::xmm(value.at.index));
    return;
  }
  if (value.IsConst() && value.bits == static_cast<int32_t>(value.bits)) {
    a_.mov(to, imm(value.bits));
    return;
  }
  Gp from = GpIn(value, kScratch);
  switch (width) {
    case 8: a_.mov(to, from); break;
    case 4: a_.mov(to, from.r32()); break;
    case 2: a_.mov(to, from.r16()); break;
    default: a_.mov(to, from.r8()); break;
  }
}

void X64Emitter::LoadAddress(Place result, const Address& a) {
  Mem from = MemOf(a);
  Gp out = GpOut(result);
  a_.lea(out, from);
  WriteBack(result, out);
}

void X64Emitter::CopyWord(const Address& to, const Address& from) {
  a_.mov(x86::rax, MemOf(from));
  a_.mov(MemOf(to), x86::rax);
}

void X64Emitter::CopyField(const Address& to, const Address& from, int32_t offset) {
  a_.mov(x86::rax, MemOf(from));
  a_.mov(x86::rax, ptr(x86::rax, offset));
  a_.mov(MemOf(to), x86::rax);
}

void X64Emitter::StoreAddress(const Address& a, const Address& value) {
  a_.lea(x86::rax, MemOf(value));
  a_.mov(MemOf(a), x86::rax);
}

void X64Emitter::Retain(Place counted) { a_.inc(x86::dword_ptr(GpIn(counted, kScratch), kRefcount)); }

void X64Emitter::Release(Place counted, Type type, std::vector<Shown> shown) {
  Gp reg = GpIn(counted, kScratch);
  ColdCall destroy{a_.newLabel(), a_.newLabel(), counted, stubs_.release_zero, position_, shown, true};
  a_.dec(x86::dword_ptr(reg, kRefcount));
  a_.jz(destroy.from);
  if (type != Type::kString) {
    // What stays alive may be the root of a cycle.
    ColdCall buffer{a_.newLabel(), destroy.back, counted, stubs_.buffer_root, position_, std::move(shown)};
    a_.test(x86::dword_ptr(reg, kGcInfo), RefCounted::kGcPurple | RefCounted::kNotCollectable);
    a_.jz(buffer.from);
    cold_calls_.push_back(std::move(buffer));
  }
  a_.bind(destroy.back);
  cold_calls_.push_back(std::move(destroy));
}

void X64Emitter::Call(const void* function, const Argument* arguments, int count, Place result, Type type) {
  CallMoves plan = PlanCall(kX64Target, arguments, count);
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
    Gp reg = x86::gpq(l.reg);
    switch (argument.kind) {
      case Argument::kVm: a_.mov(reg, x86::gpq(kVm)); break;
      case Argument::kFrameAddress: a_.lea(reg, ptr(x86::gpq(kFrame), argument.frame_offset)); break;
      case Argument::kFloat: XmmIn(argument.place, l.reg); break;
      case Argument::kTag:
        if (argument.type != Type::kBool) {
          a_.mov(reg.r32(), ir::TagOf(argument.type));
        } else if (argument.place.IsConst()) {
          a_.mov(reg.r32(), ir::kTagFalse + static_cast<int>(argument.place.bits));
        } else {
          a_.add(reg.r32(), ir::kTagFalse);
        }
        break;
      case Argument::kInt:
        if (argument.place.at.kind == Location::kNowhere) {
          a_.xor_(reg.r32(), reg.r32());
        } else {
          Gp loaded = GpIn(argument.place, l.reg);
          if (loaded != reg) a_.mov(reg, loaded);
        }
        break;
    }
  }
  LoadConstant(x86::rax, reinterpret_cast<int64_t>(function));
  a_.call(x86::rax);
  NoteReturn();
  if (result.at.kind == Location::kNowhere) return;
  if (type == Type::kFloat) {
    Move(result, {{Location::kFpr, 0}}, true);
  } else {
    if (type == Type::kBool) a_.movzx(x86::eax, x86::al);  // C leaves the upper bits of a bool open
    Move(result, {{Location::kGpr, kRax}}, false);
  }
}

void X64Emitter::Step(const void* step, const Op* op, const Op* next, const Address& frame) {
  LoadAddress({{Location::kGpr, kRdi}, 0}, frame);
  LoadConstant(x86::rsi, reinterpret_cast<int64_t>(op));
  a_.mov(x86::rdx, x86::gpq(kVm));
  LoadConstant(x86::rax, reinterpret_cast<int64_t>(step));
  a_.call(x86::rax);
  LoadConstant(x86::rcx, reinterpret_cast<int64_t>(next));
  Label same = a_.newLabel();
  a_.cmp(x86::rax, x86::rcx);
  a_.je(same);
  a_.jmp(imm(reinterpret_cast<uint64_t>(stubs_.returned_opline)));
  a_.bind(same);
}

}  // namespace tusk::jit::x64
