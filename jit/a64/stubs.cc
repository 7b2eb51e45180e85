// Exit group, returned-opline continuation and slow-path thunks for AArch64.
#include "jit/a64/stubs.h"

#include <asmjit/arm/a64assembler.h>

#include <cstring>

#include "jit/a64/operands.h"
#include "jit/a64/registers.h"
#include "jit/assemble.h"
#include "jit/entry_points.h"
#include "jit/layout.h"

namespace tusk::jit::a64 {

using namespace asmjit;
using arm::Mem;

namespace {

constexpr int kSavedBytes = offsetof(trace::ExitState, spill);  // float and general registers, exit and trace

arm::Gp X(uint32_t n) { return asmjit::a64::x(n); }
arm::Gp W(uint32_t n) { return asmjit::a64::w(n); }
arm::Vec D(uint32_t n) { return asmjit::a64::d(n); }
const arm::Gp kSp = asmjit::a64::sp;

// Drops the trace's stack frame.
void DropFrame(asmjit::a64::Assembler& a) {
  a.ldr(X(30), Mem(kSp, kSavedLinkOffset));
  a.add(kSp, kSp, kFrameBytes);
}

void Leave(asmjit::a64::Assembler& a, const trace::BackendHost& host) {
  // [sp]: the out parameter; from sp + 8 the ExitState, which ends in the trace's spill area.
  a.sub(kSp, kSp, kSavedBytes + 8);
  for (uint32_t i = 0; i < 32; i += 2) a.stp(D(i), D(i + 1), Mem(kSp, static_cast<int32_t>(8 + 8 * i)));
  for (uint32_t i = 0; i < 30; i += 2) a.stp(X(i), X(i + 1), Mem(kSp, static_cast<int32_t>(8 + 256 + 8 * i)));
  a.str(W(16), Mem(kSp, 8 + 512));
  a.str(W(17), Mem(kSp, 8 + 516));
  a.str(asmjit::a64::xzr, Mem(kSp));
  a.add(X(0), kSp, 8);
  a.mov(X(1), X(kVm));
  a.mov(X(2), kSp);
  LoadImmediate(&a, X(16), reinterpret_cast<uint64_t>(host.leave));
  a.blr(X(16));
  a.ldr(X(17), Mem(kSp));
  a.add(kSp, kSp, kSavedBytes + 8);
  DropFrame(a);
  Label halt = a.newLabel(), own = a.newLabel();
  a.cbz(X(0), halt);
  a.mov(X(21), X(0));
  a.ldr(X(kFrame), Mem(X(kVm), kVmFrame));
  a.cbz(X(17), own);
  a.br(X(17));
  a.bind(own);
  a.ldr(X(16), Mem(X(21), kOpHandler));
  a.br(X(16));
  a.bind(halt);
  a.mov(X(0), static_cast<int>(kEnter));
  a.ret(X(30));
}

void ReturnedOpline(asmjit::a64::Assembler& a) {
  Label halt = a.newLabel();
  DropFrame(a);
  LoadImmediate(&a, X(16), ~static_cast<uint64_t>(kEnter));
  a.and_(X(21), X(0), X(16));
  a.cbz(X(21), halt);
  a.ldr(X(kFrame), Mem(X(kVm), kVmFrame));
  a.ldr(X(16), Mem(X(21), kOpHandler));
  a.br(X(16));
  a.bind(halt);
  a.mov(X(0), static_cast<int>(kEnter));
  a.ret(X(30));
}

// A C call with the counted value in x16, from the middle of a trace.
void Thunk(asmjit::a64::Assembler& a, const void* function) {
  constexpr int kGprBytes = 18 * 8, kFprBytes = 24 * 8;
  a.sub(kSp, kSp, kGprBytes + kFprBytes);
  for (uint32_t i = 0; i < 16; i += 2) a.stp(X(i), X(i + 1), Mem(kSp, static_cast<int32_t>(8 * i)));
  a.str(X(30), Mem(kSp, 16 * 8));
  // d8..d15 survive by the convention.
  for (uint32_t i = 0; i < 8; i += 2)
    a.stp(D(i), D(i + 1), Mem(kSp, static_cast<int32_t>(kGprBytes + 8 * i)));
  for (uint32_t i = 16; i < 32; i += 2)
    a.stp(D(i), D(i + 1), Mem(kSp, static_cast<int32_t>(kGprBytes + 8 * (i - 8))));
  a.mov(X(0), X(16));
  a.mov(X(1), X(30));  // where it returns to
  LoadImmediate(&a, X(16), reinterpret_cast<uint64_t>(function));
  a.blr(X(16));
  for (uint32_t i = 0; i < 16; i += 2) a.ldp(X(i), X(i + 1), Mem(kSp, static_cast<int32_t>(8 * i)));
  a.ldr(X(30), Mem(kSp, 16 * 8));
  for (uint32_t i = 0; i < 8; i += 2)
    a.ldp(D(i), D(i + 1), Mem(kSp, static_cast<int32_t>(kGprBytes + 8 * i)));
  for (uint32_t i = 16; i < 32; i += 2)
    a.ldp(D(i), D(i + 1), Mem(kSp, static_cast<int32_t>(kGprBytes + 8 * (i - 8))));
  a.add(kSp, kSp, kGprBytes + kFprBytes);
  a.ret(X(30));
}

}  // namespace

void WriteJump(uint8_t* writable, const uint8_t* code, const uint8_t* target) {
  auto words = static_cast<uint32_t>((target - code) / 4) & 0x03ff'ffff;
  uint32_t instruction = 0x1400'0000 | words;  // b
  std::memcpy(writable, &instruction, 4);
}

bool MakeStubs(CodeArea* area, const trace::BackendHost& host, Stubs* stubs, std::string* error) {
  CodeHolder code;
  code.init(Environment(Arch::kAArch64));
  StringLogger logger;
  if (host.stubs_listing) code.setLogger(&logger);
  asmjit::a64::Assembler a(&code);
  Label labels[4];
  auto begin = [&](int i) {
    labels[i] = a.newLabel();
    if (host.stubs_listing) a.comment(kStubNames[i]);
    a.bind(labels[i]);
  };
  begin(0);
  Leave(a, host);
  begin(1);
  ReturnedOpline(a);
  begin(2);
  Thunk(a, host.destroy ? reinterpret_cast<const void*>(host.destroy) : DestroyAddress());
  begin(3);
  Thunk(a, host.buffer_root ? reinterpret_cast<const void*>(host.buffer_root) : BufferRootAddress());
  uint8_t* base = PlaceCode(&code, area, error);
  if (!base) return false;
  stubs->bytes = code.codeSize();
  if (host.stubs_listing) *host.stubs_listing = std::string(logger.data(), logger.dataSize());
  const uint8_t** out[] = {&stubs->leave, &stubs->returned_opline, &stubs->release_zero, &stubs->buffer_root};
  for (int i = 0; i < 4; ++i) *out[i] = base + code.labelOffset(labels[i]);
  return true;
}

}  // namespace tusk::jit::a64
