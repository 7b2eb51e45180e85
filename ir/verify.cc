// The verifier: V1 to V9 in one walk; V10 is in verify_ownership.cc.
#include "ir/verify.h"

#include <cstdio>
#include <cstdlib>

#include "absl/container/flat_hash_set.h"
#include "ir/print.h"
#include "ir/text.h"
#include "ir/verify_ownership.h"

namespace tusk::ir {

using enum Opcode;

namespace {

class Verifier {
 public:
  Verifier(const Trace& trace, VerifyOptions options) : t_(trace), options_(options) {}

  std::optional<VerifyError> Run() {
    for (IrRef r(1); r < t_.end() && !error_; ++r.v) {
      if (t_[r].op == NOP) continue;
      at_ = r;
      Structure(t_[r]);
      Types(t_[r]);
      SnapshotOf(t_[r]);
      for (const ShownSlot& s : t_.shown(t_[r])) {
        if (s.ref && !Defined(s.ref, r)) Error(Cat("V4: shown slot ", s.slot.v, " is not defined before"));
      }
    }
    at_ = kNone;
    if (!error_ && !terminated_ && !loop_ && !options_.open_end) Error("V7: neither LOOP nor a terminator");
    if (!error_ && t_.loop != loop_) Error("V5: Trace::loop is not the LOOP instruction");
    return std::move(error_);
  }

 private:
  void Error(std::string message) {
    if (!error_) error_ = VerifyError{at_, std::move(message)};
  }
  std::string Show(IrRef r) const { return PrintRef(t_, r); }

  bool Defined(IrRef r, IrRef before) const {
    if (r.IsConst()) return -r.v <= t_.num_constants();
    return r.IsInst() && r < before && t_[r].op != NOP;
  }

  void Structure(const Inst& inst) {
    if (terminated_) Error("V7: instruction after the terminator");
    if (in_phis_ && inst.op != PHI) Error("V5: instruction after the PHIs");
    switch (inst.op) {
      case LOOP:
        if (loop_) Error("V5: second LOOP");
        loop_ = at_;
        break;
      case PHI:
        in_phis_ = true;
        if (!loop_) return Error("V5: PHI without LOOP");
        if (!inst.a.IsInst() || inst.a >= loop_) Error("V5: a PHI's left side stands before LOOP");
        if (!lefts_.insert(inst.a).second) Error("V5: second PHI for one left side");
        break;
      case SLOAD:
      case HLOAD:
        if (loop_) Error("V6: SLOAD after LOOP");
        break;
      case PLOAD:
        if (loop_ || guards_) Error("V6: PLOAD after LOOP or after an instruction that may leave");
        if (!t_.parent) Error("V6: PLOAD in a root trace");
        break;
      default: break;
    }
    if (inst.Is(kOpTerminator)) {
      if (loop_) Error("V7: LOOP and a terminator");
      terminated_ = true;
    }
    if (inst.Is(kOpSnapshot)) guards_ = true;
    if (inst.flags & kInstSunk) {
      bool allocation = inst.op == CALL && (Row(inst.call()).flags & kCallRemovable);
      if (!inst.Is(kOpPure) && !allocation && inst.op != VSTORE) Error("V8: this operation cannot be sunk");
    }
  }

  void Types(const Inst& inst) {
    const OpRow& row = Row(inst.op);
    for (int i = 0; i < 3 && !error_; ++i) {
      if (IsRefOperand(row.operand[i])) Operand(inst, i, row.operand[i]);
    }
    if (error_) return;
    switch (row.result) {
      case Result::kNone: Want(inst.type == Type::kNone); break;
      case Result::kInt: Want(inst.type == Type::kInt); break;
      case Result::kFloat: Want(inst.type == Type::kFloat); break;
      case Result::kBool: Want(inst.type == Type::kBool); break;
      case Result::kPtr: Want(inst.type == Type::kPtr); break;
      case Result::kAsA: Want(inst.type == (inst.op == PHI ? t_.TypeOf(inst.a) : t_.TypeOf(inst.a))); break;
      case Result::kField: Want(inst.type == Row(inst.field()).type); break;
      case Result::kCall: Want(inst.type == Row(inst.call()).result); break;
      case Result::kGiven:
        if (inst.op == PLOAD)
          Want(inst.type != Type::kNone);
        else if (inst.op == SELECT)
          Want(inst.type == t_.TypeOf(inst.b) && inst.type == t_.TypeOf(inst.c));
        else
          Want(IsValue(inst.type));
    }
    if (inst.op == CALL) Arguments(inst);
    if (inst.op == FSTORE && t_.TypeOf(inst.c) != Row(inst.field()).type && !(t_.IsNullPtr(inst.c)))
      Error(Cat("V1: field ", Row(inst.field()).name, " is ", Name(Row(inst.field()).type)));
    if (inst.op == VSTORE && !IsValue(t_.TypeOf(inst.b))) Error("V1: VSTORE needs a PHP value");
  }

  void Want(bool condition) {
    if (!condition) Error(Cat("V1: result type ", Name(t_[at_].type), " does not fit the row"));
  }

  void Operand(const Inst& inst, int i, ir::Operand kind) {
    IrRef r = inst.operand(i);
    std::string where = Cat("operand ", i + 1);
    if (kind == Operand::kBase && r.IsNone()) {
      Base base = Row(inst.field()).base;
      if (base != Base::kVm && base != Base::kFrame) Error("V1: the field needs a base");
      return;
    }
    if (r.IsNone()) return Error(Cat("V2: ", where, " is missing"));
    // A PHI's right side is any instruction of the trace; all PHIs stand at the end, so the rule is the same.
    if (!Defined(r, at_)) return Error(Cat("V2: ", where, " is not defined before"));
    Type type = t_.TypeOf(r);
    if (type == Type::kNone) return Error(Cat("V2: ", where, " has no value"));
    if (!Fits(inst, kind, type, r)) {
      Error(Cat("V1: ", where, " (", Show(r), ") must not be ", Name(type)));
    }
    if (r.IsInst() && (t_[r].flags & kInstSunk) && !(inst.flags & kInstSunk) && inst.op != PHI &&
        inst.op != RETAIN && inst.op != RELEASE) {
      Error(Cat("V8: ", where, " is sunk"));
    }
  }

  bool Fits(const Inst& inst, ir::Operand kind, Type type, IrRef r) {
    switch (kind) {
      case Operand::kInt: return type == Type::kInt;
      case Operand::kFloat: return type == Type::kFloat;
      case Operand::kBool: return type == Type::kBool;
      case Operand::kStr: return type == Type::kString;
      case Operand::kArr: return type == Type::kArray;
      case Operand::kObj: return type == Type::kObject;
      case Operand::kRef: return type == Type::kRef;
      case Operand::kPtr: return type == Type::kPtr;
      case Operand::kAny: return true;
      case Operand::kIntB: return type == Type::kInt || type == Type::kBool;
      case Operand::kRc: return IsCounted(type);
      case Operand::kHeap: return IsPointer(type);
      // Pointer comparisons may compare an object with a class-less null.
      case Operand::kSame: return type == t_.TypeOf(inst.a) || (IsCompare(inst.op) && t_.IsNullPtr(r));
      case Operand::kOpline: return r.IsConst() && t_.constant(r).kind == ConstKind::kOpline;
      case Operand::kBase: return FitsBase(Row(inst.field()).base, type);
      default: return false;
    }
  }

  static bool FitsBase(Base base, Type type) {
    switch (base) {
      case Base::kArray: return type == Type::kArray;
      case Base::kObject: return type == Type::kObject;
      case Base::kString: return type == Type::kString;
      case Base::kRc: return IsCounted(type);
      case Base::kRef: return type == Type::kRef;
      case Base::kFrame:
      case Base::kPtr: return type == Type::kPtr;
      case Base::kVm: return false;
    }
    return false;
  }

  void Arguments(const Inst& inst) {
    CallSignature s = Signature(inst.call());
    auto args = t_.args(inst);
    if (static_cast<int>(args.size()) != s.count) {
      return Error(Cat("V9: ", Name(inst.call()), " takes ", s.count, " arguments"));
    }
    for (int i = 0; i < s.count; ++i) {
      IrRef r = args[static_cast<size_t>(i)];
      if (!Defined(r, at_)) return Error(Cat("V2: argument ", i + 1, " is not defined before"));
      Type type = t_.TypeOf(r);
      bool fits = false;
      switch (s.arg[i].letter) {
        case 'i': fits = type == Type::kInt; break;
        case 'f': fits = type == Type::kFloat; break;
        case 'b': fits = type == Type::kBool; break;
        case 's': fits = type == Type::kString; break;
        case 'a': fits = type == Type::kArray; break;
        case 'o': fits = type == Type::kObject; break;
        case 'r': fits = type == Type::kRef; break;
        case 'p': fits = type == Type::kPtr; break;
        case 'w': fits = IsValue(type) && type != Type::kFloat; break;
        case '*': fits = IsValue(type); break;
      }
      if (!fits) Error(Cat("V9: argument ", i + 1, " (", Show(r), ") must not be ", Name(type)));
    }
  }

  void SnapshotOf(const Inst& inst) {
    if (!inst.Is(kOpSnapshot)) {
      if (inst.snap.IsValid()) Error("V3: this operation carries no snapshot");
      return;
    }
    if (!inst.snap.IsValid() || inst.snap.v >= t_.num_snapshots()) return Error("V3: snapshot missing");
    const Snapshot& s = t_.snapshot(inst.snap);
    auto fail = [&](std::string_view what) { Error(Cat("V4: snapshot !", inst.snap.v, ": ", what)); };
    if (!s.resume.IsConst() || t_.constant(s.resume).kind != ConstKind::kOpline)
      fail("resume is not an opline");
    Slot last(-1);
    for (const SnapEntry& e : t_.entries(inst.snap)) {
      if (e.slot <= last) fail("slots must ascend");
      last = e.slot;
      if (e.ref.IsNone()) {
        if (!(e.flags & kSnapClean)) fail(Cat("slot ", e.slot.v, " has no value"));
        continue;
      }
      if (!Defined(e.ref, at_))
        fail(Cat("slot ", e.slot.v, ": ", Show(e.ref), " is not defined before"));
      else if (!IsValue(t_.TypeOf(e.ref)))
        fail(Cat("slot ", e.slot.v, " must hold a PHP value"));
      else if ((e.flags & kSnapRetain) && !IsCounted(t_.TypeOf(e.ref)))
        fail(Cat("slot ", e.slot.v, ": only counted values are retained"));
    }
    Slot base(0);
    for (const SnapFrame& f : t_.frames(inst.snap)) {
      if (f.flags & kFrameHeap) {
        if (!IsHeapSlot(f.base.v) || t_.TypeOf(f.this_ref) != Type::kObject ||
            t_.TypeOf(f.closure) != Type::kPtr)
          fail("a frame on the heap has a generator and an address");
        continue;
      }
      if (f.base <= base || IsHeapSlot(f.base.v)) fail("frames must ascend");
      base = f.base;
      if (!(f.flags & (kFrameActive | kFramePending | kFrameHeap))) fail("a frame is active or pending");
      for (IrRef r : {f.this_ref, f.closure, f.call_op, f.func}) {
        if (r && !Defined(r, at_)) fail(Cat("frame: ", Show(r), " is not defined before"));
      }
    }
  }

  const Trace& t_;
  VerifyOptions options_;
  std::optional<VerifyError> error_;
  IrRef at_, loop_;
  bool in_phis_ = false, terminated_ = false, guards_ = false;
  absl::flat_hash_set<IrRef> lefts_;
};

}  // namespace

std::optional<VerifyError> Verify(const Trace& trace, VerifyOptions options) {
  auto error = Verifier(trace, options).Run();
  if (!error && options.ownership) error = VerifyOwnership(trace);
  return error;
}

void VerifyOrDie(const Trace& trace, std::string_view after, VerifyOptions options) {
  auto error = Verify(trace, options);
  if (!error) return;
  std::string dump = PrintMarked(trace, error->at, error->message);
  std::fprintf(stderr, "; IR verifier failed after %.*s\n%s", static_cast<int>(after.size()), after.data(),
               dump.c_str());
  std::abort();
}

}  // namespace tusk::ir
