// The border matrix with traces assembled by hand with a second assembler, which share no code with the
// compiler: entry, Step calls, returned oplines, guards, exits, side traces, releases and back edges as
// DESIGN sections 4 and 5 have them. They are installed as compiled ones are, by a Backend. x86-64 only.
#include <xbyak/xbyak.h>

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

#include "interp/runtime/check.h"
#include "tests/border/run_matrix.h"
#include "trace/tree.h"

namespace tusk::border {
namespace {

trace::BackendHost g_host;

// One root trace of a loop and, for Border::kSideTrace, the side trace of one of its exits.
class Assembled : public Xbyak::CodeGenerator {
 public:
  Assembled(const OpArray* function, const Op* head, Border border)
      : ops_(function->ops), head_(head), border_(border) {
    for (uint32_t i = 0; i < function->op_count; ++i) {
      if (BackwardTarget(&ops_[i]) == head_) last_ = &ops_[i];
    }
    CHECK(last_);
    // The entry is a handler's: frame, opline, VM in r12, r13, r14, the stack as a call leaves it.
    sub(rsp, 8);
    Trace(head_, 0);
    if (const Op* start = side_start_) {
      Xbyak::Label side;
      side_begin_ = getCurr();
      L(side);
      Trace(start, 1);
      side_end_ = getCurr();
      L(side_link_);
      jmp(side, T_NEAR);
    }
    Returned();
  }
  bool InSide(const void* address) const { return address >= side_begin_ && address < side_end_; }
  bool Contains(const void* address) const { return address >= getCode() && address < getCurr(); }

 private:
  static constexpr int kTag = offsetof(Value, type);

  const Op* BackwardTarget(const Op* op) const {
    if (op->opcode != Opcode::kJmpnz || op->op2.offset >= 0) return nullptr;
    return op->Target(op->op2);
  }
  static bool IsSmart(const Op* op) { return op->result_kind & (kSmartJmpz | kSmartJmpnz); }
  Xbyak::Address Slot(Operand o, int extra = 0) { return ptr[r12 + static_cast<int>(o.num) + extra]; }
  Xbyak::Address Tag(Operand o) { return dword[r12 + static_cast<int>(o.num) + kTag]; }

  // What `op` was seen to lead to in the loop.
  std::vector<const Op*> Successors(const Op* op) const {
    const Op* behind = op + 1;
    if (op->opcode == kBorderOpcode) return {behind};
    if (IsSmart(op)) return {op + 2, behind->Target(behind->op2)};
    switch (op->opcode) {
      case Opcode::kJmp: return {op->Target(op->op1)};
      case Opcode::kJmpz:
      case Opcode::kJmpnz: return {behind, op->Target(op->op2)};
      case Opcode::kNew: return {behind, op + 2};  // a class without a constructor has no call
      default: return {behind};
    }
  }

  // The oplines from `start` on, each once, until the loop's end. Part 1 is the side trace.
  void Trace(const Op* start, int part) {
    part_ = part;
    labels_.clear();
    std::vector<const Op*> waiting = {start};
    // The code of `start` comes first.
    while (!waiting.empty()) {
      const Op* op = waiting.back();
      waiting.pop_back();
      Xbyak::Label& label = labels_[op];
      if (done_.contains({part, op})) continue;
      done_.insert({{part, op}, true});
      L(label);
      for (const Op* next : Opline(op)) waiting.push_back(next);
    }
  }

  // Emits one; returns what must be emitted besides.
  std::vector<const Op*> Opline(const Op* op) {
    std::vector<const Op*> more;
    if (op->opcode == Opcode::kPreInc && op->op1_kind == kCv && !op->result_kind) {
      // A variable that is an integer: no call at all.
      Xbyak::Label fits;
      cmp(Tag(op->op1), static_cast<int>(tusk::Type::kInt));
      je(fits, T_NEAR);
      Exit(op);
      L(fits);
      inc(qword[r12 + static_cast<int>(op->op1.num)]);
      Go(op + 1, &more);
      return more;
    }
    if (op->opcode == Opcode::kIsSmallerOrEqual && IsSmart(op) && op->op1_kind == kCv &&
        op->op2_kind == kCv) {
      const Op* on = op[1].Target(op[1].op2);
      CHECK(on == head_);
      Xbyak::Label another_round;
      mov(rax, Slot(op->op1));
      cmp(rax, Slot(op->op2));
      jle(another_round, T_NEAR);
      Exit(op + 2);
      L(another_round);
      BackEdge();
      return more;
    }
    if (op->opcode == Opcode::kAssign && border_ == Border::kRelease && op->op2_kind == kVar) {
      Assign(op, &more);
      return more;
    }
    Step(op, &more);
    return more;
  }

  // Goes on at `next`, in this trace if it belongs to it.
  void Go(const Op* next, std::vector<const Op*>* more) {
    jmp(labels_[next], T_NEAR);
    more->push_back(next);
  }

  // The opline's Step handler; what it returns is compared with where it led when this was written.
  void Step(const Op* op, std::vector<const Op*>* more) {
    mov(rdi, r12);
    mov(rsi, reinterpret_cast<uint64_t>(op));
    mov(rdx, r14);
    mov(rax, reinterpret_cast<uint64_t>(g_step_handlers[static_cast<uint8_t>(op->opcode)]));
    call(rax);
    for (const Op* next : Successors(op)) {
      if (next < head_ || next > last_) continue;  // out of the loop
      Xbyak::Label other;
      mov(rcx, reinterpret_cast<uint64_t>(next));
      cmp(rax, rcx);
      jne(other, T_NEAR);
      bool guarded = part_ == 0 && next->opcode == kBorderOpcode && IsSmart(op);
      if (guarded && border_ == Border::kSideTrace) {
        side_start_ = next;
        jmp(side_link_, T_NEAR);
      } else if (guarded && border_ == Border::kExit) {
        Exit(next);
      } else {
        Go(next, more);
      }
      L(other);
    }
    jmp(returned_, T_NEAR);
  }

  // $cv = object, over an object: the old one goes, which may throw, so the opline is saved before and read
  // behind.
  void Assign(const Op* op, std::vector<const Op*>* more) {
    Xbyak::Label step, alive;
    cmp(Tag(op->op1), static_cast<int>(tusk::Type::kObject));
    jne(step, T_NEAR);
    mov(rdi, Slot(op->op1));
    mov(rax, Slot(op->op2));
    mov(Slot(op->op1), rax);
    mov(rax, reinterpret_cast<uint64_t>(op));
    mov(ptr[r12 + static_cast<int>(offsetof(Frame, op))], rax);
    dec(dword[rdi + static_cast<int>(offsetof(RefCounted, refcount))]);
    jnz(alive, T_NEAR);
    lea(rsi, ptr[rip + alive]);
    mov(rax, reinterpret_cast<uint64_t>(g_host.destroy));
    call(rax);
    L(alive);
    mov(rax, ptr[r12 + static_cast<int>(offsetof(Frame, op))]);
    add(rax, static_cast<int>(sizeof(Op)));
    mov(rcx, reinterpret_cast<uint64_t>(op + 1));
    cmp(rax, rcx);
    jne(returned_, T_NEAR);
    Go(op + 1, more);
    L(step);
    Step(op, more);
  }

  // A guard failed, or the trace ends here: goes on at `op` in the interpreter.
  void Exit(const Op* op) {
    mov(rax, reinterpret_cast<uint64_t>(&trace::g_trace.stats.exits_taken));
    inc(qword[rax]);
    mov(rax, reinterpret_cast<uint64_t>(op));
    jmp(returned_, T_NEAR);
  }

  void BackEdge() {
    if (part_ == 1) {
      // A side trace goes on in its root, through the opline's handler.
      mov(rax, reinterpret_cast<uint64_t>(head_));
      jmp(returned_, T_NEAR);
      return;
    }
    cmp(dword[r14 + static_cast<int>(offsetof(Vm, attention))], 0);
    je(labels_[head_], T_NEAR);
    mov(rax, reinterpret_cast<uint64_t>(head_));
    mov(ptr[r12 + static_cast<int>(offsetof(Frame, op))], rax);
    mov(rax, reinterpret_cast<uint64_t>(&kInterruptOp));
    jmp(returned_, T_NEAR);
  }

  // Section 4's table: a raw return in rax.
  void Returned() {
    Xbyak::Label same_frame, leave;
    L(returned_);
    add(rsp, 8);
    test(al, 1);
    jz(same_frame);
    and_(rax, -2);
    jz(leave);
    mov(r12, ptr[r14 + static_cast<int>(offsetof(Vm, frame))]);
    L(same_frame);
    mov(r13, rax);
    jmp(ptr[r13 + static_cast<int>(offsetof(Op, handler))]);
    L(leave);
    mov(eax, 1);
    ret();
  }

  const Op *ops_, *head_, *last_ = nullptr, *side_start_ = nullptr;
  Border border_;
  int part_ = 0;
  std::map<const Op*, Xbyak::Label> labels_;
  std::map<std::pair<int, const Op*>, bool> done_;
  Xbyak::Label returned_, side_link_;
  const uint8_t *side_begin_ = nullptr, *side_end_ = nullptr;
};

std::vector<std::unique_ptr<Assembled>> g_all;

bool Start(const trace::BackendHost& host, size_t, std::string*) {
  g_host = host;
  return true;
}
std::unique_ptr<trace::CompiledTrace> Compile(const trace::CompileRequest& request, std::string* error) {
  const ir::Trace& trace = *request.trace;
  const OpArray* f = RunningFunction();
  const auto* head = static_cast<const Op*>(trace.constant(trace.start).p);
  // Roots only, of the loop that the cell is about: exits of these traces are not counted.
  if (trace.parent || head < f->ops || head >= f->ops + f->op_count) {
    *error = "not assembled";
    return nullptr;
  }
  g_all.push_back(std::make_unique<Assembled>(f, head, RunningBorder()));
  auto compiled = std::make_unique<trace::CompiledTrace>();
  compiled->entry = compiled->side_entry = g_all.back()->getCode();
  compiled->code_size = static_cast<uint32_t>(g_all.back()->getSize());
  compiled->exits.resize(static_cast<size_t>(trace.num_snapshots()));
  compiled->places.resize(static_cast<size_t>(trace.size()));
  return compiled;
}
void LinkExit(trace::CompiledTrace*, ir::ExitId, const trace::CompiledTrace*) {}
// Back edges test the attention word.
void Nothing() {}
bool BeforeFork() { return false; }
void Forked(bool) {}
size_t CodeBytes() { return 0; }
bool Contains(const void* address) {
  for (const auto& code : g_all) {
    if (code->Contains(address)) return true;
  }
  return false;
}
constexpr int kR12 = 12;
constexpr trace::Backend kAssembled = {Start,      Compile, LinkExit,  Nothing,  Nothing, Nothing,
                                       BeforeFork, Forked,  CodeBytes, Contains, kR12};

// The recorder does not leave by code; a round lies before the loop, builtins without a frame are called, and
// a callee is part of the loop's code, in compiled code alone.
bool Have(Border border) {
  return border != Border::kFirstRound && border != Border::kRecorder && border != Border::kSideRecorder &&
         border != Border::kBareBuiltin && border != Border::kCallee && border != Border::kWarning;
}
bool InSideTrace(const void* address) {
  for (const auto& code : g_all) {
    if (code->InSide(address)) return true;
  }
  return false;
}

}  // namespace
}  // namespace tusk::border

int main(int argc, char** argv) {
  using namespace tusk::border;
  return RunMatrix(argc, argv, {kAssembled, Have, InSideTrace});
}
