// The border between handlers and traces, without our code generator: traces assembled by hand with a second
// assembler, entered as handlers and left in every way that DESIGN section 4's table lists; and the bytes of
// emitter operations against that assembler's. x86-64 only.
#include <gtest/gtest.h>
#include <xbyak/xbyak.h>

#include <cstring>
#include <functional>

#include "ir/builder.h"
#include "jit/entry_points.h"
#include "jit/layout.h"
#include "jit/x64/emitter.h"
#include "jit/x64/registers.h"
#include "jit/x64/stubs.h"
#include "tests/unit/enter_trace.h"

namespace tusk {
namespace {

using jit::x64::kFrameBytes;

// --- what the handlers and the host saw

struct Seen {
  Frame* frame = nullptr;
  const Op* op = nullptr;
  Vm* vm = nullptr;
  int times = 0;
} g_seen;
trace::ExitState g_state;
bool g_aligned;
const Op* g_resume;
const void* g_handler;

// Ends every run: notes what it was entered with and leaves the execute loop.
TUSK_HANDLER_CC const Op* Note(Frame* frame, const Op* op, Vm* vm) {
  g_seen = {frame, op, vm, g_seen.times + 1};
  return Tag(nullptr);
}
// A sentinel's handler.
TUSK_HANDLER_CC const Op* NoteSentinel(Frame* frame, const Op* op, Vm* vm) {
  g_seen = {frame, op, vm, g_seen.times + 100};
  return Tag(nullptr);
}

const Op* OnLeave(trace::ExitState* state, Vm*, const void** handler) {
  g_state = *state;
  // The out parameter lies below the state: eight bytes below an aligned address.
  g_aligned = reinterpret_cast<uintptr_t>(state) % 16 == 8;
  *handler = g_handler;
  return g_resume;
}
const void* NoCalls(ir::CallId) { return nullptr; }

jit::CodeArea g_area;
jit::Stubs g_stubs;

// A trace by hand: makes the trace's stack frame as EnterRoot does.
struct Code : Xbyak::CodeGenerator {
  Code() { sub(rsp, kFrameBytes); }
  void JumpTo(const void* target) {
    mov(r11, reinterpret_cast<uint64_t>(target));
    jmp(r11);
  }
  // Leaves as an exit of a trace does: {exit, trace} pushed.
  void Exit(uint32_t exit, uint32_t trace) {
    push(exit);
    mov(dword[rsp + 4], trace);
    JumpTo(g_stubs.leave);
  }
  // Goes to the returned-opline stub with `raw` in rax.
  void Returned(const Op* raw) {
    mov(rax, reinterpret_cast<uint64_t>(raw));
    JumpTo(g_stubs.returned_opline);
  }
  Handler handler() { return reinterpret_cast<Handler>(const_cast<uint8_t*>(getCode())); }
};

class JitBorder : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string error;
    ASSERT_TRUE(g_area.Map(1 << 20, &error)) << error;
    trace::BackendHost host{&g_vm, NoCalls, OnLeave};
    ASSERT_TRUE(jit::x64::MakeStubs(&g_area, host, &g_stubs, &error)) << error;
  }
  void SetUp() override {
    std::memset(static_cast<void*>(frames_), 0, sizeof(frames_));
    for (Op& op : ops_) op = Op{}, op.handler = Note;
    g_seen = {}, g_resume = &ops_[1], g_handler = nullptr;
    g_vm.frame = frame(0);
  }
  Frame* frame(int i) { return reinterpret_cast<Frame*>(frames_[i]); }
  const Op* Run(Code& code) { return EnterTrace(code.handler(), frame(0), &ops_[0], &g_vm); }
  // The run ended in `op`'s handler, entered with this frame.
  void ExpectDispatched(const Op* raw, const Op* op, Frame* f, int times = 1) {
    EXPECT_EQ(raw, Tag(nullptr));
    EXPECT_EQ(g_seen.op, op);
    EXPECT_EQ(g_seen.frame, f);
    EXPECT_EQ(g_seen.vm, &g_vm);
    EXPECT_EQ(g_seen.times, times);
  }

  alignas(16) char frames_[2][512];
  Op ops_[4];
};

TEST_F(JitBorder, EntersAsAHandlerAndLeavesByTailJump) {
  Code code;
  // What a handler gets lies in r12, r13, r14; a trace may change r13 freely and needs to keep nothing else.
  for (const Xbyak::Reg64& r : {code.rbx, code.r15, code.rdi, code.rsi}) code.mov(r, 0x1234);
  code.add(code.rsp, kFrameBytes);
  code.add(code.r13, 2 * sizeof(Op));
  code.jmp(code.ptr[code.r13 + static_cast<int>(offsetof(Op, handler))]);
  ExpectDispatched(Run(code), &ops_[2], frame(0));
}

TEST_F(JitBorder, ReturnedPlainOplineGoesOnInTheSameFrame) {
  Code code;
  code.Returned(&ops_[3]);
  ExpectDispatched(Run(code), &ops_[3], frame(0));
}

TEST_F(JitBorder, ReturnedTaggedOplineReloadsTheFrame) {
  Code code;
  // The Step handler changed the frame before it returned.
  code.mov(code.rcx, reinterpret_cast<uint64_t>(frame(1)));
  code.mov(code.ptr[code.r14 + static_cast<int>(offsetof(Vm, frame))], code.rcx);
  code.Returned(Tag(&ops_[2]));
  ExpectDispatched(Run(code), &ops_[2], frame(1));
}

TEST_F(JitBorder, ReturnedNullLeavesTheExecuteLoop) {
  Code code;
  code.Returned(Tag(nullptr));
  EXPECT_EQ(Run(code), Tag(nullptr));
  EXPECT_EQ(g_seen.times, 0);
}

TEST_F(JitBorder, ReturnedSentinelsAreDispatched) {
  Op sentinel{};
  sentinel.handler = NoteSentinel;
  Code code;
  code.Returned(&sentinel);
  ExpectDispatched(Run(code), &sentinel, frame(0), 100);
  // halt: leaves the loop
  Code halt;
  halt.Returned(&kHaltOp);
  EXPECT_EQ(Run(halt), Tag(nullptr));
  // interrupt: nothing is pending, so it goes on where the frame stands
  SaveOp(frame(0), &ops_[1]);
  g_seen = {};
  Code interrupt;
  interrupt.Returned(&kInterruptOp);
  ExpectDispatched(Run(interrupt), &ops_[1], frame(0));
}

TEST_F(JitBorder, RealStepHandlersRoundTrip) {
  // What a trace does for an opline without native recording, by hand: NOP goes on with the next opline.
  ops_[1].opcode = Opcode::kNop;
  Code code;
  code.mov(code.rdi, code.r12);
  code.mov(code.rsi, reinterpret_cast<uint64_t>(&ops_[1]));
  code.mov(code.rdx, code.r14);
  code.mov(code.rax, reinterpret_cast<uint64_t>(jit::StepAddress(&ops_[1])));
  code.call(code.rax);
  code.JumpTo(g_stubs.returned_opline);
  ExpectDispatched(Run(code), &ops_[2], frame(0));
}

TEST_F(JitBorder, LeaveStubShowsEveryRegisterAndSpillSlot) {
  Code code;
  for (int i = 0; i < trace::kSpillSlots; ++i) code.mov(code.qword[code.rsp + 8 * i], 1000 + i);
  for (int i = 0; i < 16; ++i) {
    code.mov(code.rax, 5000 + i);
    code.movq(Xbyak::Xmm(i), code.rax);
  }
  for (int i = 0; i < 16; ++i) {
    bool fixed = i == jit::x64::kFrame || i == jit::x64::kVm || i == jit::x64::kRsp || i == jit::x64::kRbp;
    if (!fixed) code.mov(Xbyak::Reg64(i), 7000 + i);
  }
  // No scratch register is left for the way out.
  code.push(77);
  code.mov(code.dword[code.rsp + 4], 99);
  code.jmp(code.ptr[code.rip + 0]);
  code.dq(reinterpret_cast<uint64_t>(g_stubs.leave));
  ExpectDispatched(Run(code), &ops_[1], frame(0));
  EXPECT_TRUE(g_aligned);
  EXPECT_EQ(g_state.exit, 77u);
  EXPECT_EQ(g_state.trace, 99u);
  for (uint64_t i = 0; i < static_cast<uint64_t>(trace::kSpillSlots); ++i)
    EXPECT_EQ(g_state.spill[i], 1000 + i);
  for (uint64_t i = 0; i < 16; ++i) {
    EXPECT_EQ(g_state.fpr[i], 5000 + i);
    bool fixed = i == jit::x64::kFrame || i == jit::x64::kVm || i == jit::x64::kRsp || i == jit::x64::kRbp;
    if (!fixed) EXPECT_EQ(g_state.gpr[i], 7000 + i) << "register " << i;
  }
  EXPECT_EQ(g_state.gpr[jit::x64::kFrame], reinterpret_cast<uint64_t>(frame(0)));
}

TEST_F(JitBorder, LeaveStubReloadsTheFrameAndTakesTheHandlerAskedFor) {
  Code code;
  code.mov(code.rcx, reinterpret_cast<uint64_t>(frame(1)));
  code.mov(code.ptr[code.r14 + static_cast<int>(offsetof(Vm, frame))], code.rcx);
  code.Exit(1, 1);
  g_resume = &ops_[2];
  ExpectDispatched(Run(code), &ops_[2], frame(1));
  // An exit at the trace's own first opline runs the original handler, not the one in the opline.
  g_vm.frame = frame(0);
  g_seen = {};
  g_handler = reinterpret_cast<const void*>(&NoteSentinel);
  ExpectDispatched(Run(code), &ops_[2], frame(1), 100);
  g_resume = nullptr;
  g_seen = {};
  EXPECT_EQ(Run(code), Tag(nullptr));
  EXPECT_EQ(g_seen.times, 0);
}

TEST_F(JitBorder, SlowPathOfReleaseKeepsAllRegisters) {
  String* s = NewString(size_t{40});
  Code code;
  for (int i = 0; i < 16; ++i) {
    code.mov(code.rax, 5000 + i);
    code.movq(Xbyak::Xmm(i), code.rax);
  }
  for (int i = 1; i < 16; ++i) {
    bool fixed = i == jit::x64::kFrame || i == jit::x64::kVm || i == jit::x64::kRsp || i == jit::x64::kRbp;
    if (!fixed) code.mov(Xbyak::Reg64(i), 7000 + i);
  }
  code.mov(code.rax, reinterpret_cast<uint64_t>(s));
  code.call(code.ptr[code.rip + 27]);  // over push, mov and jmp
  size_t after = code.getSize();
  code.push(5);
  code.mov(code.dword[code.rsp + 4], 6);
  code.jmp(code.ptr[code.rip + 0]);
  code.dq(reinterpret_cast<uint64_t>(g_stubs.leave));
  while (code.getSize() < after + 27) code.nop();
  code.dq(reinterpret_cast<uint64_t>(g_stubs.release_zero));
  s->refcount = 0;
  ExpectDispatched(Run(code), &ops_[1], frame(0));
  for (uint64_t i = 1; i < 16; ++i) {
    EXPECT_EQ(g_state.fpr[i], 5000 + i);
    bool fixed = i == jit::x64::kFrame || i == jit::x64::kVm || i == jit::x64::kRsp || i == jit::x64::kRbp;
    if (!fixed) EXPECT_EQ(g_state.gpr[i], 7000 + i) << "register " << i;
  }
}

// --- encodings

using jit::Place;
using trace::Location;
using E = jit::x64::X64Emitter;
using X = Xbyak::CodeGenerator;
using ir::Opcode;

Place G(int reg) { return {{Location::kGpr, static_cast<uint16_t>(reg)}}; }
Place F(int reg) { return {{Location::kFpr, static_cast<uint16_t>(reg)}}; }
Place S(int slot) { return {{Location::kSpill, static_cast<uint16_t>(slot)}}; }
Place K(int64_t bits) { return {{Location::kConstant, 0}, bits}; }
jit::Address Slot(int n) { return {.base = jit::Address::kFrame, .offset = 16 * n}; }
jit::Address At(Place base, int offset) {
  return {.base = jit::Address::kRegister, .base_place = base, .offset = offset};
}
jit::Address Indexed(Place base, Place index, int shift, int offset = 0) {
  return {.base = jit::Address::kRegister,
          .base_place = base,
          .index = index,
          .scale_shift = shift,
          .offset = offset};
}

struct Encoding {
  const char* name;
  std::function<void(E&)> ours;
  std::function<void(X&)> theirs;
};

const Encoding kEncodings[] = {
    {"add to itself", [](E& e) { e.Int2(Opcode::ADD, G(3), G(3), G(6)); }, [](X& x) { x.add(x.rbx, x.rsi); }},
    {"add elsewhere", [](E& e) { e.Int2(Opcode::ADD, G(3), G(7), G(6)); },
     [](X& x) { x.lea(x.rbx, x.ptr[x.rdi + x.rsi]); }},
    {"add constant elsewhere", [](E& e) { e.Int2(Opcode::ADD, G(15), G(9), K(1000)); },
     [](X& x) { x.lea(x.r15, x.ptr[x.r9 + 1000]); }},
    {"add spilled", [](E& e) { e.Int2(Opcode::ADD, G(3), G(3), S(2)); },
     [](X& x) { x.add(x.rbx, x.ptr[x.rsp + 16]); }},
    {"subtract constant", [](E& e) { e.Int2(Opcode::SUB, G(8), G(8), K(5)); }, [](X& x) { x.sub(x.r8, 5); }},
    {"multiply constant", [](E& e) { e.Int2(Opcode::MUL, G(8), G(9), K(7)); },
     [](X& x) { x.imul(x.r8, x.r9, 7); }},
    {"and", [](E& e) { e.Int2(Opcode::AND, G(8), G(8), G(9)); }, [](X& x) { x.and_(x.r8, x.r9); }},
    {"or constant", [](E& e) { e.Int2(Opcode::OR, G(8), G(8), K(7)); }, [](X& x) { x.or_(x.r8, 7); }},
    {"xor", [](E& e) { e.Int2(Opcode::XOR, G(2), G(2), G(13)); }, [](X& x) { x.xor_(x.rdx, x.r13); }},
    {"shift left constant", [](E& e) { e.Int2(Opcode::SHL, G(2), G(2), K(67)); },
     [](X& x) { x.shl(x.rdx, 3); }},
    {"shift right constant", [](E& e) { e.Int2(Opcode::SHR, G(2), G(2), K(9)); },
     [](X& x) { x.shr(x.rdx, 9); }},
    {"arithmetic shift", [](E& e) { e.Int2(Opcode::SAR, G(13), G(13), K(9)); },
     [](X& x) { x.sar(x.r13, 9); }},
    {"negate", [](E& e) { e.Int1(Opcode::NEG, G(13), G(13), false); }, [](X& x) { x.neg(x.r13); }},
    {"complement", [](E& e) { e.Int1(Opcode::NOT, G(13), G(13), false); }, [](X& x) { x.not_(x.r13); }},
    {"logical not", [](E& e) { e.Int1(Opcode::NOT, G(13), G(13), true); }, [](X& x) { x.xor_(x.r13, 1); }},
    {"float add", [](E& e) { e.Float2(Opcode::FADD, F(1), F(1), F(12)); },
     [](X& x) { x.addsd(x.xmm1, x.xmm12); }},
    {"float subtract spilled", [](E& e) { e.Float2(Opcode::FSUB, F(9), F(9), S(1)); },
     [](X& x) { x.subsd(x.xmm9, x.ptr[x.rsp + 8]); }},
    {"float multiply", [](E& e) { e.Float2(Opcode::FMUL, F(9), F(9), F(9)); },
     [](X& x) { x.mulsd(x.xmm9, x.xmm9); }},
    {"float divide", [](E& e) { e.Float2(Opcode::FDIV, F(0), F(0), F(3)); },
     [](X& x) { x.divsd(x.xmm0, x.xmm3); }},
    {"minimum", [](E& e) { e.Float2(Opcode::FMIN, F(4), F(3), F(4)); },
     [](X& x) { x.minsd(x.xmm4, x.xmm3); }},
    {"square root", [](E& e) { e.Float1(Opcode::FSQRT, F(4), F(3)); },
     [](X& x) { x.sqrtsd(x.xmm4, x.xmm3); }},
    {"floor", [](E& e) { e.Float1(Opcode::FFLOOR, F(4), F(3)); }, [](X& x) { x.roundsd(x.xmm4, x.xmm3, 9); }},
    {"int to float", [](E& e) { e.IntToFloat(F(4), G(3)); },
     [](X& x) { x.xorps(x.xmm4, x.xmm4), x.cvtsi2sd(x.xmm4, x.rbx); }},
    {"load payload", [](E& e) { e.LoadPayload(G(3), Slot(6), ir::Type::kInt); },
     [](X& x) { x.mov(x.rbx, x.ptr[x.r12 + 96]); }},
    {"load bool", [](E& e) { e.LoadPayload(G(3), Slot(6), ir::Type::kBool); },
     [](X& x) { x.mov(x.ebx, x.ptr[x.r12 + 104]), x.sub(x.ebx, 2); }},
    {"load float", [](E& e) { e.LoadPayload(F(3), Slot(6), ir::Type::kFloat); },
     [](X& x) { x.movsd(x.xmm3, x.ptr[x.r12 + 96]); }},
    {"store int", [](E& e) { e.StoreValue(Slot(6), ir::Type::kInt, G(9)); },
     [](X& x) { x.mov(x.ptr[x.r12 + 96], x.r9), x.mov(x.dword[x.r12 + 104], 4); }},
    {"store null", [](E& e) { e.StoreValue(Slot(6), ir::Type::kNull, K(0)); },
     [](X& x) { x.mov(x.dword[x.r12 + 104], 1); }},
    {"raw element", [](E& e) { e.Load(G(3), Indexed(G(6), G(7), 3), 8, false, false); },
     [](X& x) { x.mov(x.rbx, x.ptr[x.rsi + x.rdi * 8]); }},
    {"raw float element", [](E& e) { e.Load(F(3), Indexed(G(6), G(7), 3), 8, false, true); },
     [](X& x) { x.movsd(x.xmm3, x.ptr[x.rsi + x.rdi * 8]); }},
    {"byte of a string", [](E& e) { e.Load(G(3), Indexed(G(6), G(7), 0, 24), 1, false, false); },
     [](X& x) { x.movzx(x.ebx, x.byte[x.rsi + x.rdi + 24]); }},
    {"store raw element", [](E& e) { e.Store(Indexed(G(6), G(7), 3), G(9), 8, false); },
     [](X& x) { x.mov(x.ptr[x.rsi + x.rdi * 8], x.r9); }},
    {"field of four bytes", [](E& e) { e.Load(G(3), At(G(9), 8), 4, false, false); },
     [](X& x) { x.mov(x.ebx, x.ptr[x.r9 + 8]); }},
    {"signed field", [](E& e) { e.Load(G(3), At(G(9), 8), 4, true, false); },
     [](X& x) { x.movsxd(x.rbx, x.dword[x.r9 + 8]); }},
    {"retain", [](E& e) { e.Retain(G(9)); }, [](X& x) { x.inc(x.dword[x.r9]); }},
    {"address", [](E& e) { e.LoadAddress(G(9), Slot(3)); }, [](X& x) { x.lea(x.r9, x.ptr[x.r12 + 48]); }},
    {"move to spill", [](E& e) { e.Move(S(5), G(9), false); }, [](X& x) { x.mov(x.ptr[x.rsp + 40], x.r9); }},
    {"move float from spill", [](E& e) { e.Move(F(5), S(9), true); },
     [](X& x) { x.movsd(x.xmm5, x.ptr[x.rsp + 72]); }},
    {"move float", [](E& e) { e.Move(F(5), F(9), true); }, [](X& x) { x.movaps(x.xmm5, x.xmm9); }},
};

std::string Hex(const uint8_t* bytes, size_t n) {
  std::string out;
  char two[8];
  for (size_t i = 0; i < n; ++i) std::snprintf(two, sizeof two, "%02x ", bytes[i]), out += two;
  return out;
}

TEST_F(JitBorder, EmitterEncodesAsTheOtherAssemblerDoes) {
  for (const Encoding& row : kEncodings) {
    ir::Trace trace;
    E emitter(&g_area, &g_stubs);
    emitter.Begin({.trace = &trace}, 1);
    row.ours(emitter);
    trace::CompiledTrace out;
    std::string error;
    ASSERT_TRUE(emitter.Finish(&out, &error)) << error;
    Xbyak::CodeGenerator theirs;
    row.theirs(theirs);
    const auto* ours = static_cast<const uint8_t*>(out.entry);
    EXPECT_TRUE(std::memcmp(ours, theirs.getCode(), theirs.getSize()) == 0)
        << row.name << ": " << Hex(ours, theirs.getSize()) << "not "
        << Hex(theirs.getCode(), theirs.getSize());
  }
}

}  // namespace
}  // namespace tusk
