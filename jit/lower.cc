// Walks the planned trace and asks the emitter for each piece: prologue with inherited values, body, loop
// moves, exits.
#include "jit/lower.h"

#include <bit>

#include "jit/layout.h"

namespace tusk::jit {

using ir::Inst;
using ir::IrRef;
using ir::Opcode;
using ir::Type;

namespace {

class Lowering {
 public:
  Lowering(const trace::CompileRequest& request, const LowerHost& host, const Target& target,
           Emitter* emitter)
      : request_(request), host_(host), trace_(*request.trace), target_(target), e_(*emitter) {}

  bool Run(trace::CompiledTrace* out, std::string* error) {
    plan_ = MakePlan(trace_);
    AllocationRequest allocation{&trace_, &plan_, &target_, request_.inherited, request_.random_seed};
    if (!Allocate(allocation, &alloc_, error)) return false;
    e_.Begin(request_, static_cast<uint32_t>(trace_.id));
    if (trace_.parent) {
      e_.EnterSide();
      MoveInherited();
    } else {
      e_.EnterRoot();
    }
    last_guard_ = BackEdgeGuard();
    for (int i = 1; i < trace_.size(); ++i) {
      IrRef r(i);
      if (plan_.of(r) == Role::kEmit && r != last_guard_) {
        if (request_.want_listing) e_.Comment(Describe(r));
        Emit(r, trace_[r]);
      }
      if (!error_.empty()) {
        *error = error_;
        return false;
      }
    }
    if (last_guard_) {
      const Inst& guard = trace_[last_guard_];
      if (request_.want_listing) e_.Comment(Describe(last_guard_));
      StressGuard(guard);
      EmitGuard(guard, true);
      e_.Leave(guard.snap);
    } else if (plan_.loop) {
      MovePhis();
      e_.LoopBack();
    }
    if (!e_.Finish(out, error)) return false;
    out->places = std::move(alloc_.place);
    return true;
  }

 private:
  static int64_t Bits(double d) { return std::bit_cast<int64_t>(d); }

  Place ConstantPlace(IrRef r) const {
    const ir::Constant& c = trace_.constant(r);
    Place p;
    p.at.kind = Location::kConstant;
    switch (c.kind) {
      case ir::ConstKind::kUndef:
      case ir::ConstKind::kNull:
      case ir::ConstKind::kFalse: p.bits = 0; break;
      case ir::ConstKind::kTrue: p.bits = 1; break;
      case ir::ConstKind::kInt: p.bits = c.i; break;
      case ir::ConstKind::kFloat: p.bits = Bits(c.f); break;
      default: p.bits = reinterpret_cast<int64_t>(c.p);
    }
    return p;
  }

  Place At(IrRef r) const {
    if (r.IsConst()) return ConstantPlace(r);
    if (r.IsNone()) return Place();
    return {alloc_.of(r)};
  }

  ExitLabel ExitOf(const Inst& inst) const { return {inst.snap, 0, {}, {}}; }

  std::string Describe(IrRef r) const {
    std::string text = "; %" + std::to_string(r.v) + " ";
    if (trace_[r].type != Type::kNone) text += std::string(ir::Name(trace_[r].type)) + " ";
    text += ir::Name(trace_[r].op);
    if (trace_[r].op == Opcode::CALL) text += " " + std::string(ir::Name(trace_[r].call()));
    return text;
  }

  // --- addresses: chains of SLOTADDR, PROPADDR, REFADDR, PTRADD and constant ELEMADDR become base and offset
  // `own`: r itself is an address instruction that gets a register, computed from its operands.
  Address AddressOf(IrRef r, bool own = false) const {
    Address a;
    int32_t offset = 0;
    for (; r.IsInst() && (own || plan_.of(r) == Role::kAddress); own = false) {
      const Inst& inst = trace_[r];
      switch (inst.op) {
        case Opcode::SLOTADDR:
          a.base = Address::kFrame;
          a.offset = offset + inst.a.v * ir::kValueSize;
          return a;
        case Opcode::HEAPADDR: offset += HeapSlotOffset(inst.b.v); break;
        case Opcode::PROPADDR: offset += kObjectFirstProp + inst.b.v * ir::kValueSize; break;
        case Opcode::REFADDR: offset += kReferenceValue; break;
        case Opcode::PTRADD: offset += inst.b.v; break;
        case Opcode::ELEMADDR: offset += static_cast<int32_t>(trace_.IntOf(inst.b) * ir::kValueSize); break;
        default: UNREACHABLE();
      }
      r = inst.a;
    }
    a.base_place = At(r);
    a.offset = offset;
    return a;
  }

  Address Element(const Inst& inst, int scale_shift) const {
    Address a = AddressOf(inst.a);
    a.index = At(inst.b);
    a.scale_shift = scale_shift;
    return a;
  }

  Address FieldAddress(IrRef base, ir::Field field) const {
    Address a;
    ir::Base kind = ir::Row(field).base;
    if (kind == ir::Base::kVm) {
      a.base = Address::kVm;
    } else if (base.IsNone()) {
      a.base = Address::kFrame;
    } else {
      a = AddressOf(base);
    }
    a.offset += OffsetOf(field);
    return a;
  }

  Condition ConditionOf(const Inst& compare) const {
    Condition c{compare.op, At(compare.a), At(compare.b)};
    if (c.a.IsConst() && !c.b.IsConst()) {
      std::swap(c.a, c.b);
      c.compare = ir::SwapCompare(c.compare);
    }
    return c;
  }

  void StressGuard(const Inst& inst) {
    if (request_.fail_every > 0 && inst.Is(ir::kOpGuard)) e_.ExitEvery(request_.fail_every, ExitOf(inst));
  }

  void Emit(IrRef r, const Inst& inst) {
    StressGuard(inst);
    Place out = At(r);
    switch (inst.op) {
      case Opcode::NOP:
      case Opcode::PHI:
      case Opcode::PLOAD: break;
      case Opcode::LOOP: e_.LoopHead(inst.snap); break;
      case Opcode::CLOSE: error_ = "CLOSE reached the code generator"; break;
      case Opcode::LINK:
      case Opcode::EXIT: Terminate(inst); break;
      case Opcode::LEAVE: {
        Address vm;
        vm.base = Address::kVm;
        vm.offset = OffsetOf(ir::Field::kVmFrame);
        e_.Store(vm, At(inst.a), 8, false);
        vm.offset = OffsetOf(ir::Field::kVmStackTop);
        e_.StoreAddress(vm, FrameAddress(0));
        break;
      }
      case Opcode::RETURN: e_.ReturnTo(At(inst.a)); break;
      case Opcode::HALT: e_.ContinueAt(static_cast<const Op*>(trace_.constant(inst.a).p), 0, nullptr); break;

      case Opcode::SLOAD: {
        Address a;
        a.base = Address::kFrame;
        a.offset = inst.a.v * ir::kValueSize;
        GuardedLoad(inst, a, out);
        break;
      }
      case Opcode::HLOAD: {
        Address a = AddressOf(inst.b);
        a.offset += HeapSlotOffset(inst.a.v);
        GuardedLoad(inst, a, out);
        break;
      }
      case Opcode::VLOAD: GuardedLoad(inst, AddressOf(inst.a), out); break;
      case Opcode::VLOADU:
        if (!ir::IsUnit(inst.type)) e_.LoadPayload(out, AddressOf(inst.a), inst.type);
        break;
      case Opcode::VTYPE: e_.LoadTag(out, AddressOf(inst.a)); break;
      case Opcode::VSTORE: e_.StoreValue(AddressOf(inst.a), trace_.TypeOf(inst.b), At(inst.b)); break;
      case Opcode::VCOPY: e_.CopyValue(AddressOf(inst.a), AddressOf(inst.b)); break;
      case Opcode::ELEMADDR: e_.LoadAddress(out, Element(inst, 4)); break;
      case Opcode::ILOAD: e_.Load(out, Element(inst, 3), 8, false, false); break;
      case Opcode::DLOAD: e_.Load(out, Element(inst, 3), 8, false, true); break;
      case Opcode::BLOAD: {
        Address a = Element(inst, 0);
        a.offset += kStringData;
        e_.Load(out, a, 1, false, false);
        break;
      }
      case Opcode::ISTORE: e_.Store(Element(inst, 3), At(inst.c), 8, false); break;
      case Opcode::DSTORE: e_.Store(Element(inst, 3), At(inst.c), 8, true); break;
      case Opcode::FLOAD: {
        const ir::FieldRow& row = ir::Row(inst.field());
        e_.Load(out, FieldAddress(inst.a, inst.field()), row.width, row.flags & ir::kFieldSigned,
                row.type == Type::kFloat);
        break;
      }
      case Opcode::FSTORE: {
        const ir::FieldRow& row = ir::Row(inst.field());
        if (inst.c.IsInst() && plan_.of(inst.c) == Role::kAddress) {
          e_.StoreAddress(FieldAddress(inst.a, inst.field()), AddressOf(inst.c));
        } else {
          e_.Store(FieldAddress(inst.a, inst.field()), At(inst.c), row.width, row.type == Type::kFloat);
        }
        break;
      }

      case Opcode::ADD:
      case Opcode::SUB:
      case Opcode::MUL:
      case Opcode::DIV:
      case Opcode::MOD:
      case Opcode::AND:
      case Opcode::OR:
      case Opcode::XOR:
      case Opcode::SHL:
      case Opcode::SHR:
      case Opcode::SAR:
      case Opcode::MIN:
      case Opcode::MAX: e_.Int2(inst.op, out, At(inst.a), At(inst.b)); break;
      case Opcode::ADDOV:
      case Opcode::SUBOV:
      case Opcode::MULOV: {
        ExitLabel exit = ExitOf(inst);
        if (alloc_.undo[static_cast<size_t>(r.v)]) {
          exit.undo = inst.op == Opcode::ADDOV ? 1 : 2;
          exit.undo_place = out;
          exit.undo_amount = At(inst.b);
        }
        e_.Int2Overflow(inst.op, out, At(inst.a), At(inst.b), exit);
        break;
      }
      case Opcode::NEG:
      case Opcode::NOT: e_.Int1(inst.op, out, At(inst.a), inst.type == Type::kBool); break;
      case Opcode::FADD:
      case Opcode::FSUB:
      case Opcode::FMUL:
      case Opcode::FDIV:
      case Opcode::FMIN:
      case Opcode::FMAX: e_.Float2(inst.op, out, At(inst.a), At(inst.b)); break;
      case Opcode::FNEG:
      case Opcode::FABS:
      case Opcode::FSQRT:
      case Opcode::FFLOOR:
      case Opcode::FCEIL: e_.Float1(inst.op, out, At(inst.a)); break;
      case Opcode::I2F: e_.IntToFloat(out, At(inst.a)); break;
      case Opcode::F2I:
      case Opcode::F2IX: e_.FloatToInt(out, At(inst.a), inst.op == Opcode::F2IX, ExitOf(inst)); break;
      case Opcode::B2I: e_.Move(out, At(inst.a), false); break;
      case Opcode::SELECT:
        e_.Select(out, At(inst.a), At(inst.b), At(inst.c), inst.type == Type::kFloat);
        break;

      case Opcode::GUARD_T:
      case Opcode::GUARD_F: EmitGuard(inst, false); break;
      case Opcode::RETAIN: e_.Retain(At(inst.a)); break;
      case Opcode::RELEASE:
        e_.SetPosition(inst.position);
        e_.Release(At(inst.a), trace_.TypeOf(inst.a), ShownBy(inst));
        break;
      case Opcode::CALL: EmitCall(r, inst); break;
      case Opcode::STEP:
      case Opcode::STEPAT: {
        const auto* op = static_cast<const Op*>(trace_.constant(inst.a).p);
        e_.Step(host_.step_of ? host_.step_of(op) : nullptr, op,
                static_cast<const Op*>(trace_.constant(inst.b).p),
                inst.op == Opcode::STEP ? FrameAddress(inst.c.v * ir::kValueSize) : AddressOf(inst.c));
        break;
      }
      case Opcode::SLOTADDR:
      case Opcode::HEAPADDR:
      case Opcode::PROPADDR:
      case Opcode::REFADDR:
      case Opcode::PTRADD: e_.LoadAddress(out, AddressOf(r, true)); break;  // an argument of a call
      default:
        if (!ir::IsCompare(inst.op)) UNREACHABLE();
        e_.Set(out, ConditionOf(inst));
    }
  }

  void GuardedLoad(const Inst& inst, const Address& a, Place out) {
    e_.GuardTag(a, inst.type, ExitOf(inst));
    if (!ir::IsUnit(inst.type) && out.at.kind != Location::kNowhere) e_.LoadPayload(out, a, inst.type);
  }

  // As an exit, or with `loop` as the branch back to the loop head.
  void EmitGuard(const Inst& inst, bool loop) {
    bool expected = inst.op == Opcode::GUARD_T;
    if (!inst.a.IsInst() || plan_.of(inst.a) != Role::kFused) {
      loop ? e_.LoopIfBool(At(inst.a), expected) : e_.ExitUnlessBool(At(inst.a), expected, ExitOf(inst));
      return;
    }
    const Inst& compare = trace_[inst.a];
    if (!IsMemoryCompare(trace_, plan_, compare)) {
      Condition c = ConditionOf(compare);
      loop ? e_.LoopIf(c, expected) : e_.ExitUnless(c, expected, ExitOf(inst));
      return;
    }
    const Inst& load = trace_[compare.a];
    int width = 4;
    Address a;
    if (load.op == Opcode::VTYPE) {
      a = AddressOf(load.a);
      a.offset += kValueTag;
    } else {
      a = FieldAddress(load.a, load.field());
      width = ir::Row(load.field()).width;
    }
    bool equal = (compare.op == Opcode::EQ || compare.op == Opcode::PEQ) == expected;
    int64_t bits = ConstantPlace(compare.b).bits;
    loop ? e_.LoopIfField(a, width, bits, equal) : e_.ExitUnlessField(a, width, bits, equal, ExitOf(inst));
  }

  // The guard that ends the loop's body, when nothing moves at the back edge: its branch can close the loop.
  IrRef BackEdgeGuard() const {
    if (!plan_.loop) return ir::kNone;
    int last = trace_.size() - 1;
    for (; last > plan_.loop.v; --last) {
      const Inst& inst = trace_[IrRef(last)];
      if (inst.op == Opcode::PHI) {
        Location to = alloc_.of(inst.a);
        if (to.kind != Location::kNowhere && (inst.b.IsConst() || alloc_.of(inst.b) != to)) return ir::kNone;
      } else if (plan_.of(IrRef(last)) == Role::kEmit) {
        bool guard = inst.op == Opcode::GUARD_T || inst.op == Opcode::GUARD_F;
        return guard ? IrRef(last) : ir::kNone;
      }
    }
    return ir::kNone;
  }

  // What MakeFrame, EnterFrame and LeaveFrame of trace/frames.cc do.
  void EmitFrame(const Inst& inst, const trace::FrameShape& shape) {
    constexpr int32_t kValue = ir::kValueSize;
    int32_t base = shape.base * kValue, owner = shape.owner * kValue;
    auto field = [&](int offset) { return FrameAddress(base + offset); };
    auto constant = [](int64_t bits) { return Place{{Location::kConstant, 0}, bits}; };
    auto address = [&](const void* p) { return constant(reinterpret_cast<int64_t>(p)); };
    Address vm_frame, vm_top;
    vm_frame.base = vm_top.base = Address::kVm;
    vm_frame.offset = OffsetOf(ir::Field::kVmFrame), vm_top.offset = OffsetOf(ir::Field::kVmStackTop);
    if (inst.call() == ir::CallId::kLeaveFrame) {
      e_.CopyWord(vm_frame, field(kFramePrev));
      e_.StoreAddress(vm_top, FrameAddress(base));
      return;
    }
    bool enters = inst.call() == ir::CallId::kEnterFrame;
    if (!enters) {
      e_.Store(field(kFrameFunc), address(shape.function), 8, false);
      if (inst.call() == ir::CallId::kMakeFrameThis) {
        e_.StoreValue(field(kFrameSelf), Type::kObject, At(trace_.args(inst)[2]));
      } else if (shape.self_class) {
        e_.Store(field(kFrameSelf), address(shape.self_class), 8, false);
        e_.Store(field(kFrameSelf + kValueTag), constant(TagOf(tusk::Type::kPointer)), 4, false);
      } else {
        e_.StoreValue(field(kFrameSelf), Type::kUndef, Place());
      }
      e_.Store(field(kFrameSymbols), constant(0), 8, false);
      e_.Store(field(kFrameInfo), constant(shape.info), 4, false);
      e_.Store(field(kFrameArgc), constant(shape.argc), 4, false);
      auto slots = ir::kFrameSlots + static_cast<int32_t>(FrameSlots(shape.function, shape.argc));
      e_.StoreAddress(vm_top, FrameAddress(base + slots * kValue));
      if (!shape.active) {
        e_.CopyWord(field(kFramePrev), FrameAddress(owner + kFrameCall));
        e_.StoreAddress(FrameAddress(owner + kFrameCall), FrameAddress(base));
        return;
      }
    }
    const auto* function = static_cast<const OpArray*>(shape.function);
    e_.Store(FrameAddress(owner + kFrameOp), address(shape.call_op), 8, false);
    if (enters) e_.CopyWord(FrameAddress(owner + kFrameCall), field(kFramePrev));
    e_.StoreAddress(field(kFramePrev), FrameAddress(owner));
    e_.Store(field(kFrameCall), constant(0), 8, false);
    e_.Store(field(kFrameOp), address(function->ops), 8, false);
    if (shape.result_slot >= 0) {
      e_.StoreAddress(field(kFrameResult), FrameAddress(shape.result_slot * kValue));
    } else {
      e_.Store(field(kFrameResult), constant(0), 8, false);
    }
    e_.Store(field(kFrameCache), address(function->cache), 8, false);
    e_.StoreAddress(vm_frame, FrameAddress(base));
  }

  void EmitCall(IrRef r, const Inst& inst) {
    if (IsNoCode(inst)) return;
    if (const trace::FrameShape* shape = InlineFrame(trace_, inst)) {
      EmitFrame(inst, *shape);
      return;
    }
    Emitter::Argument arguments[2 * ir::kMaxCallArgs + 1];
    int count = 0;
    ir::CallSignature signature = ir::Signature(inst.call());
    if (signature.takes_vm) arguments[count++] = {Place(), Emitter::Argument::kVm, Type::kPtr};
    absl::Span<const IrRef> args = trace_.args(inst);
    for (size_t i = 0; i < args.size(); ++i) {
      Type type = trace_.TypeOf(args[i]);
      if (args[i].IsInst() && plan_.of(args[i]) == Role::kAddress) {
        arguments[count++] = {Place(), Emitter::Argument::kFrameAddress, Type::kPtr,
                              trace_[args[i]].a.v * ir::kValueSize};
      } else if (signature.arg[i].letter == 'w') {
        arguments[count++] = {ir::IsUnit(type) ? Place() : At(args[i]), Emitter::Argument::kInt, type};
      } else if (signature.arg[i].letter == '*') {
        Place p = At(args[i]);
        arguments[count++] = {ir::IsUnit(type) || type == Type::kBool ? Place() : p, Emitter::Argument::kInt,
                              type};
        arguments[count++] = {p, Emitter::Argument::kTag, type};
      } else {
        arguments[count++] = {
            At(args[i]), type == Type::kFloat ? Emitter::Argument::kFloat : Emitter::Argument::kInt, type};
      }
    }
    for (const Emitter::Shown& s : ShownBy(inst))
      e_.StoreValue(FrameAddress(s.frame_offset), s.type, s.value);
    e_.SetPosition(inst.position);
    e_.Call(host_.address_of ? host_.address_of(inst.call()) : nullptr, arguments, count, At(r), inst.type);
  }

  // What must be in frames for who looks at them during a call or release.
  std::vector<Emitter::Shown> ShownBy(const Inst& inst) const {
    std::vector<Emitter::Shown> shown;
    for (const ir::ShownSlot& s : trace_.shown(inst)) {
      if (s.ref) shown.push_back({s.slot.v * ir::kValueSize, trace_.TypeOf(s.ref), At(s.ref)});
    }
    return shown;
  }

  static Address FrameAddress(int32_t offset) {
    Address a;
    a.base = Address::kFrame;
    a.offset = offset;
    return a;
  }

  // LINK and EXIT: write the state here and go on through the opline's handler, which is the code of the
  // trace that starts there if there is one. Only what exits have to rebuild, and frames that lie apart from
  // the root frame, leave as a failed guard does.
  void Terminate(const Inst& inst) {
    auto sunk = [&](IrRef r) { return r.IsInst() && (trace_[r].flags & ir::kInstSunk); };
    bool rebuilt = trace_.apart && !trace_.frames(inst.snap).empty();
    for (const ir::SnapEntry& entry : trace_.entries(inst.snap))
      rebuilt |= !(entry.flags & ir::kSnapClean) && sunk(entry.ref);
    for (const ir::SnapFrame& frame : trace_.frames(inst.snap))
      rebuilt |= sunk(frame.this_ref) || (frame.flags & ir::kFrameHeap);
    if (rebuilt) {
      e_.Leave(inst.snap);
      return;
    }
    for (const ir::SnapEntry& entry : trace_.entries(inst.snap)) {
      if (entry.flags & ir::kSnapClean) continue;
      Place value = At(entry.ref);
      if (entry.flags & ir::kSnapRetain) e_.Retain(value);
      e_.StoreValue(FrameAddress(entry.slot.v * ir::kValueSize), trace_.TypeOf(entry.ref), value);
    }
    const auto* op = static_cast<const Op*>(trace_.constant(trace_.snapshot(inst.snap).resume).p);
    int32_t frame = BuildFrames(inst.snap, op);
    const Op* interrupt = nullptr;
#ifndef TUSK_NO_INTERRUPT_CHECKS
    if (inst.op == Opcode::LINK) interrupt = host_.interrupt_at ? host_.interrupt_at(op) : op;
#endif
    e_.ContinueAt(op, frame, interrupt);
  }

  // Writes the headers of a snapshot's frames, as trace/frames.cc does for exits. Returns where the running
  // frame is, in bytes from the root frame.
  int32_t BuildFrames(ir::SnapId snap, const Op* resume) {
    int32_t owner = 0;  // the running frame so far
    // Its innermost call in preparation: in memory, none, or made here.
    constexpr int32_t kInMemory = -1, kNoCall = 0;
    int32_t call = kInMemory;
    bool made = false, entered = false;
    int32_t top = 0;
    for (const ir::SnapFrame& frame : trace_.frames(snap)) {
      bool active = frame.flags & ir::kFrameActive;
      int32_t base = frame.base.v * ir::kValueSize;
      if (frame.flags & ir::kFrameMaterialised) {
        if (active) owner = base;
        call = kInMemory;
        continue;
      }
      made = true;
      const auto* function = static_cast<const Function*>(trace_.constant(frame.func).p);
      auto field = [&](int offset) { return FrameAddress(base + offset); };
      auto constant = [](int64_t bits) { return Place{{Location::kConstant, 0}, bits}; };
      if (frame.flags & ir::kFrameRetainThis) e_.Retain(At(frame.this_ref));
      if (frame.flags & ir::kFrameRetainClosure) e_.Retain(At(frame.closure));
      // A closure runs its own copy of the function, with a run-time cache that may be its own.
      if (frame.closure) {
        Address copy;
        copy.base_place = At(frame.closure);
        copy.offset = kClosureFunction;
        e_.CopyWord(field(kFrameFunc), copy);
        if (active) e_.CopyField(field(kFrameCache), copy, kOpArrayCache);
      } else {
        e_.Store(field(kFrameFunc), constant(reinterpret_cast<int64_t>(function)), 8, false);
      }
      if (frame.this_ref && trace_.TypeOf(frame.this_ref) == Type::kObject) {
        e_.StoreValue(field(kFrameSelf), Type::kObject, At(frame.this_ref));
      } else if (frame.this_ref) {
        e_.Store(field(kFrameSelf), At(frame.this_ref), 8, false);
        e_.Store(field(kFrameSelf + kValueTag), constant(TagOf(tusk::Type::kPointer)), 4, false);
      } else {
        e_.StoreValue(field(kFrameSelf), Type::kUndef, Place());
      }
      e_.Store(field(kFrameSymbols), constant(0), 8, false);
      e_.Store(field(kFrameInfo), constant(frame.info), 4, false);
      e_.Store(field(kFrameArgc), constant(frame.argc), 4, false);
      uint32_t slots = ir::kFrameSlots + (function ? FrameSlots(function, frame.argc) : 0);
      top = base + static_cast<int32_t>(slots) * ir::kValueSize;
      if (!active) {
        // Prepared: the innermost in its owner's chain.
        if (call == kInMemory) {
          e_.CopyWord(field(kFramePrev), FrameAddress(owner + kFrameCall));
        } else if (call == kNoCall) {
          e_.Store(field(kFramePrev), constant(0), 8, false);
        } else {
          e_.StoreAddress(field(kFramePrev), FrameAddress(call));
        }
        e_.StoreAddress(FrameAddress(owner + kFrameCall), FrameAddress(base));
        call = base;
        continue;
      }
      const auto* call_op = static_cast<const Op*>(trace_.constant(frame.call_op).p);
      e_.Store(FrameAddress(owner + kFrameOp), constant(reinterpret_cast<int64_t>(call_op)), 8, false);
      e_.StoreAddress(field(kFramePrev), FrameAddress(owner));
      e_.Store(field(kFrameCall), constant(0), 8, false);
      if (frame.result.v >= 0) {
        e_.StoreAddress(field(kFrameResult), FrameAddress(frame.result.v * ir::kValueSize));
      } else {
        e_.Store(field(kFrameResult), constant(0), 8, false);
      }
      if (!frame.closure) {
        void** cache = function ? static_cast<const OpArray*>(function)->cache : nullptr;
        e_.Store(field(kFrameCache), constant(reinterpret_cast<int64_t>(cache)), 8, false);
      }
      owner = base;
      call = kNoCall;
      entered = true;
    }
    Address vm;
    vm.base = Address::kVm;
    if (entered) {
      Place saved{{Location::kConstant, 0}, reinterpret_cast<int64_t>(resume)};
      e_.Store(FrameAddress(owner + kFrameOp), saved, 8, false);
      vm.offset = OffsetOf(ir::Field::kVmFrame);
      e_.StoreAddress(vm, FrameAddress(owner));
    }
    if (made) {
      vm.offset = OffsetOf(ir::Field::kVmStackTop);
      e_.StoreAddress(vm, FrameAddress(top));
    }
    return owner;
  }

  void Perform(std::vector<ParallelMove> moves) {
    for (const ParallelMove& m : OrderMoves(std::move(moves))) {
      if (m.from.kind == Location::kNowhere) {
        e_.ScratchMove({m.to}, m.is_float, false);
      } else if (m.to.kind == Location::kNowhere) {
        e_.ScratchMove({m.from}, m.is_float, true);
      } else {
        e_.Move({m.to}, {m.from}, m.is_float);
      }
    }
  }

  void MoveInherited() {
    if (!request_.inherited) return;
    std::vector<ParallelMove> moves;
    for (int i = 1; i < trace_.size(); ++i) {
      const Inst& inst = trace_[IrRef(i)];
      if (inst.op != Opcode::PLOAD || plan_.of(IrRef(i)) != Role::kEmit) continue;
      Location from = (*request_.inherited)[static_cast<size_t>(inst.a.v)];
      Location to = alloc_.of(IrRef(i));
      if (to.kind != Location::kNowhere && from.kind != Location::kNowhere &&
          from.kind != Location::kConstant)
        moves.push_back({from, to, inst.type == Type::kFloat});
    }
    Perform(std::move(moves));
  }

  void MovePhis() {
    std::vector<ParallelMove> moves;
    std::vector<std::pair<Location, IrRef>> constants;
    for (int i = plan_.loop.v + 1; i < trace_.size(); ++i) {
      const Inst& phi = trace_[IrRef(i)];
      if (phi.op != Opcode::PHI || !phi.a.IsInst()) continue;
      Location to = alloc_.of(phi.a);
      if (to.kind == Location::kNowhere) continue;
      if (phi.b.IsConst()) {
        constants.push_back({to, phi.b});
      } else {
        moves.push_back({alloc_.of(phi.b), to, trace_.TypeOf(phi.a) == Type::kFloat});
      }
    }
    Perform(std::move(moves));
    for (auto& [to, constant] : constants) {
      e_.Move({to}, ConstantPlace(constant), trace_.TypeOf(constant) == Type::kFloat);
    }
  }

  const trace::CompileRequest& request_;
  const LowerHost& host_;
  const ir::Trace& trace_;
  const Target& target_;
  Emitter& e_;
  Plan plan_;
  Allocation alloc_;
  IrRef last_guard_;  // closes the loop; none: a jump does
  std::string error_;
};

}  // namespace

bool Lower(const trace::CompileRequest& request, const LowerHost& host, const Target& target,
           Emitter* emitter, trace::CompiledTrace* out, std::string* error) {
  return Lowering(request, host, target, emitter).Run(out, error);
}

}  // namespace tusk::jit
