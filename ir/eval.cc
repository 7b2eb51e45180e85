// The evaluator: one switch over the operations, scalar semantics from interp/runtime/scalar.h.
#include "ir/eval.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "interp/runtime/scalar.h"

namespace tusk::ir {

using enum Opcode;
using namespace scalar;

namespace {

template <typename T>
T Read(const char* p) {
  T value;
  std::memcpy(&value, p, sizeof value);
  return value;
}
template <typename T>
void Write(char* p, T value) {
  std::memcpy(p, &value, sizeof value);
}
char* At(Bits bits) { return std::bit_cast<char*>(bits); }

constexpr int kTagOffset = 8;

uint32_t TagAt(Bits address) { return Read<uint32_t>(At(address) + kTagOffset); }

bool TagFits(uint32_t tag, Type type) {
  if (type == Type::kBool) return tag == kTagFalse || tag == kTagTrue;
  return tag == static_cast<uint32_t>(TagOf(type));
}

Bits LoadValue(Bits address, Type type) {
  if (type == Type::kBool) return TagAt(address) == kTagTrue;
  return IsUnit(type) ? 0 : Read<Bits>(At(address));
}

void StoreValue(char* p, Type type, Bits bits) {
  if (!IsUnit(type) && type != Type::kBool) Write<Bits>(p, bits);
  uint32_t tag = static_cast<uint32_t>(TagOf(type)) + (type == Type::kBool ? static_cast<uint32_t>(bits) : 0);
  Write<uint32_t>(p + kTagOffset, tag);
}

Bits LoadField(const char* p, const FieldRow& row) {
  switch (row.width) {
    case 1: return Read<uint8_t>(p);
    case 2: return Read<uint16_t>(p);
    case 4: return row.flags & kFieldSigned ? static_cast<Bits>(Read<int32_t>(p)) : Read<uint32_t>(p);
    default: return Read<uint64_t>(p);
  }
}

void StoreField(char* p, const FieldRow& row, Bits bits) {
  switch (row.width) {
    case 1: return Write(p, static_cast<uint8_t>(bits));
    case 2: return Write(p, static_cast<uint16_t>(bits));
    case 4: return Write(p, static_cast<uint32_t>(bits));
    default: return Write(p, bits);
  }
}

class Evaluator {
 public:
  Evaluator(const Trace& trace, EvalHost* host, const EvalOptions& options)
      : t_(trace), host_(*host), options_(options), bits_(static_cast<size_t>(trace.size())) {
    for (IrRef r = trace.loop; r && r < trace.end(); ++r.v) {
      if (trace[r].op == PHI) phis_.push_back(r);
    }
  }

  EvalResult Run() {
    uint64_t fuel = options_.fuel;
    IrRef r(1);
    while (true) {
      if (r == t_.end() || t_[r].op == PHI) {
        CHECK(t_.loop);
        // A loop without a guard has no place to leave it by.
        if (fuel == 0 && std::exchange(dry_, true)) {
          return result_.kind = EvalResult::kOutOfFuel, result_.at = t_.loop, result_;
        }
        GoRound();
        r = t_.loop;
      }
      const Inst& inst = t_[r];
      if (inst.Is(kOpTerminator)) {
        bool again = inst.op == CLOSE || (inst.op == LINK && inst.a.v == t_.id);
        if (again && host_.WantsAttention()) return Leave(EvalResult::kGuard, r);
        if (again && fuel > 0) {
          ApplySnapshot(t_, inst.snap, bits_, &host_);
          ++result_.rounds;
          r = IrRef(1);
          --fuel;
          continue;
        }
        if (inst.op == RETURN || inst.op == HALT)
          return result_.kind = EvalResult::kTerminator, result_.at = r, result_;
        return Leave(again ? EvalResult::kOutOfFuel : EvalResult::kTerminator, r);
      }
      if (fuel > 0) --fuel;
      // Out of fuel, a guard is made to fail: that is where the trace can be left.
      if (!Execute(r, inst) || (fuel == 0 && inst.Is(kOpGuard))) {
        if (inst.op == STEP || inst.op == STEPAT)
          return result_.kind = EvalResult::kStep, result_.at = r, result_;
        return Leave(fuel == 0 ? EvalResult::kOutOfFuel : EvalResult::kGuard, r);
      }
      ++r.v;
    }
  }

 private:
  EvalResult Leave(EvalResult::Kind kind, IrRef r) {
    result_.kind = kind, result_.at = r, result_.exit = t_[r].snap;
    if (options_.apply_exit) ApplySnapshot(t_, result_.exit, bits_, &host_);
    return result_;
  }

  void GoRound() {
    std::vector<Bits> next;
    for (IrRef p : phis_) next.push_back(Get(t_[p].b));
    for (size_t i = 0; i < phis_.size(); ++i) bits_[static_cast<size_t>(t_[phis_[i]].a.v)] = next[i];
    ++result_.rounds;
  }

  Bits Get(IrRef r) {
    if (r.IsInst()) return bits_[static_cast<size_t>(r.v)];
    return ConstantBits(t_, r, &host_);
  }

 public:
  static Bits ConstantBits(const Trace& t, IrRef r, EvalHost* host) {
    const Constant& c = t.constant(r);
    switch (c.kind) {
      case ConstKind::kInt: return static_cast<Bits>(c.i);
      case ConstKind::kFloat: return std::bit_cast<Bits>(c.f);
      case ConstKind::kTrue: return 1;
      case ConstKind::kUndef:
      case ConstKind::kNull:
      case ConstKind::kFalse: return 0;
      default:
        if (c.p || t.IsNullPtr(r)) return std::bit_cast<Bits>(c.p);
        return host->Pointer(t, r);
    }
  }

 private:
  // False: the instruction leaves the trace.
  bool Execute(IrRef r, const Inst& inst) {
    Bits& out = bits_[static_cast<size_t>(r.v)];
    auto a = [&] { return static_cast<int64_t>(Get(inst.a)); };
    auto b = [&] { return static_cast<int64_t>(Get(inst.b)); };
    auto ua = [&] { return Get(inst.a); };
    auto ub = [&] { return Get(inst.b); };
    auto fa = [&] { return std::bit_cast<double>(Get(inst.a)); };
    auto fb = [&] { return std::bit_cast<double>(Get(inst.b)); };
    auto give = [&](int64_t i) { return out = static_cast<Bits>(i), true; };
    auto give_float = [&](double f) { return out = std::bit_cast<Bits>(f), true; };
    int64_t wide;
    switch (inst.op) {
      case NOP:
      case LOOP: return !inst.snap.IsValid() || !host_.WantsAttention();
      case SLOAD: return Load(out, Address(host_.Frame() + kValueSize * inst.a.v), inst.type);
      case HLOAD:
        return Load(out, Get(inst.b) + static_cast<Bits>(kValueSize * InHeapFrame(inst.a.v)), inst.type);
      case PLOAD: return out = options_.inherited[static_cast<size_t>(inst.a.v)], true;

      case SLOTADDR: return out = Address(host_.Frame() + kValueSize * inst.a.v), true;
      case HEAPADDR: return out = ua() + static_cast<Bits>(kValueSize * InHeapFrame(inst.b.v)), true;
      case ELEMADDR: return out = ua() + static_cast<Bits>(kValueSize * b()), true;
      case PROPADDR: return out = ua() + static_cast<Bits>(host_.PropertyOffset(inst.b.v)), true;
      case REFADDR: return out = ua() + static_cast<Bits>(host_.ReferenceOffset()), true;
      case PTRADD: return out = ua() + static_cast<Bits>(static_cast<int64_t>(inst.b.v)), true;

      case VLOAD: return Load(out, ua(), inst.type);
      case VLOADU: return out = LoadValue(ua(), inst.type), true;
      case VTYPE: return out = TagAt(ua()), true;
      case VSTORE: return StoreValue(At(ua()), t_.TypeOf(inst.b), ub()), true;
      case VCOPY: return std::memmove(At(ua()), At(ub()), kTagOffset + 4), true;
      case ILOAD:
      case DLOAD: return out = Read<Bits>(At(ua()) + 8 * b()), true;
      case ISTORE:
      case DSTORE: return Write<Bits>(At(ua()) + 8 * b(), Get(inst.c)), true;
      case BLOAD: return out = Read<uint8_t>(At(ua()) + host_.StringDataOffset() + b()), true;
      case FLOAD: return out = LoadField(FieldAddress(inst), Row(inst.field())), true;
      case FSTORE: return StoreField(FieldAddress(inst), Row(inst.field()), Get(inst.c)), true;

      case ADD: return give(AddWrap(a(), b()));
      case SUB: return give(SubWrap(a(), b()));
      case MUL: return give(MulWrap(a(), b()));
      case ADDOV: return !AddOverflows(a(), b(), &wide) && give(wide);
      case SUBOV: return !SubOverflows(a(), b(), &wide) && give(wide);
      case MULOV: return !MulOverflows(a(), b(), &wide) && give(wide);
      case DIV: return give(DivTrunc(a(), b()));
      case MOD: return give(ModTrunc(a(), b()));
      case NEG: return give(SubWrap(0, a()));
      case AND: return out = ua() & ub(), true;
      case OR: return out = ua() | ub(), true;
      case XOR: return out = ua() ^ ub(), true;
      case NOT: return out = inst.type == Type::kBool ? ua() ^ 1 : ~ua(), true;
      case SHL: return give(ShiftLeft(a(), b() & 63));
      case SHR: return out = ua() >> (b() & 63), true;
      case SAR: return give(ShiftRight(a(), b() & 63));
      case MIN: return give(std::min(a(), b()));
      case MAX: return give(std::max(a(), b()));

      case FADD: return give_float(fa() + fb());
      case FSUB: return give_float(fa() - fb());
      case FMUL: return give_float(fa() * fb());
      case FDIV: return give_float(fa() / fb());
      case FNEG: return give_float(-fa());
      case FABS: return give_float(std::fabs(fa()));
      case FSQRT: return give_float(std::sqrt(fa()));
      case FFLOOR: return give_float(std::floor(fa()));
      case FCEIL: return give_float(std::ceil(fa()));
      case FMIN: return give_float(FloatMin(fa(), fb()));
      case FMAX: return give_float(FloatMax(fa(), fb()));

      case I2F: return give_float(IntToFloat(a()));
      case F2I: return FitsInt(fa()) && give(static_cast<int64_t>(fa()));
      case F2IX: return IsExactInt(fa()) && give(static_cast<int64_t>(fa()));
      case B2I: return out = ua(), true;
      case SELECT: return out = ua() ? ub() : Get(inst.c), true;

      case EQ:
      case PEQ: return give(ua() == ub());
      case NE:
      case PNE: return give(ua() != ub());
      case LT: return give(a() < b());
      case GE: return give(a() >= b());
      case LE: return give(a() <= b());
      case GT: return give(a() > b());
      case ULT: return give(ua() < ub());
      case UGE: return give(ua() >= ub());
      case ULE: return give(ua() <= ub());
      case UGT: return give(ua() > ub());
      case FEQ: return give(fa() == fb());
      case FNE: return give(fa() != fb());
      case FLT: return give(fa() < fb());
      case FGE: return give(fa() >= fb());
      case FLE: return give(fa() <= fb());
      case FGT: return give(fa() > fb());

      case GUARD_T: return ua() != 0;
      case GUARD_F: return ua() == 0;
      case RETAIN: return host_.Retain(t_.TypeOf(inst.a), ua()), true;
      case RELEASE: return host_.Release(t_.TypeOf(inst.a), ua()), true;
      case CALL: return Call(out, inst);
      case STEP: return host_.Step(t_, inst.a, inst.b, inst.slot());
      case STEPAT: return host_.Step(t_, inst.a, inst.b, Slot(0));
      case LEAVE:
        StoreField(host_.VmBase() + host_.FieldOffset(Field::kVmFrame), Row(Field::kVmFrame), ua());
        StoreField(host_.VmBase() + host_.FieldOffset(Field::kVmStackTop), Row(Field::kVmStackTop),
                   Address(host_.Frame()));
        return true;
      case PHI:
      case CLOSE:
      case LINK:
      case EXIT:
      case RETURN:
      case HALT: break;
    }
    UNREACHABLE();
  }

  static Bits Address(char* p) { return std::bit_cast<Bits>(p); }

  static bool Load(Bits& out, Bits address, Type type) {
    if (!TagFits(TagAt(address), type)) return false;
    return out = LoadValue(address, type), true;
  }

  char* FieldAddress(const Inst& inst) {
    const FieldRow& row = Row(inst.field());
    char* base = !inst.a.IsNone() ? At(Get(inst.a)) : row.base == Base::kVm ? host_.VmBase() : host_.Frame();
    return base + host_.FieldOffset(inst.field());
  }

  bool Call(Bits& out, const Inst& inst) {
    std::vector<Type> types;
    std::vector<Bits> args;
    for (IrRef arg : t_.args(inst)) {
      types.push_back(t_.TypeOf(arg));
      args.push_back(Get(arg));
    }
    out = host_.Call(inst.call(), types, args);
    return true;
  }

  const Trace& t_;
  EvalHost& host_;
  const EvalOptions& options_;
  EvalResult result_;
  std::vector<Bits> bits_;
  std::vector<IrRef> phis_;
  bool dry_ = false;  // came round with all fuel used up
};

}  // namespace

void ApplySnapshot(const Trace& trace, SnapId snap, absl::Span<const Bits> bits, EvalHost* host) {
  auto get = [&](IrRef r) -> Bits {
    if (r.IsNone()) return 0;
    return r.IsInst() ? bits[static_cast<size_t>(r.v)] : Evaluator::ConstantBits(trace, r, host);
  };
  // References are taken before anything is overwritten.
  for (const SnapEntry& e : trace.entries(snap)) {
    if (e.flags & kSnapRetain) host->Retain(trace.TypeOf(e.ref), get(e.ref));
  }
  for (const SnapFrame& f : trace.frames(snap)) {
    if (f.flags & kFrameRetainThis) host->Retain(Type::kObject, get(f.this_ref));
    if (f.flags & kFrameRetainClosure) host->Retain(Type::kObject, get(f.closure));
  }
  for (const SnapEntry& e : trace.entries(snap)) {
    if (e.flags & kSnapClean) continue;
    StoreValue(host->Frame() + kValueSize * e.slot.v, trace.TypeOf(e.ref), get(e.ref));
  }
  for (const SnapFrame& f : trace.frames(snap)) {
    if (!(f.flags & kFrameMaterialised)) host->BuildFrame(trace, f, get(f.this_ref), get(f.closure));
  }
}

EvalResult Evaluate(const Trace& trace, EvalHost* host, const EvalOptions& options) {
  return Evaluator(trace, host, options).Run();
}

}  // namespace tusk::ir
