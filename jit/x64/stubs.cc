// Exit group, returned-opline continuation and slow-path thunks for x86-64.
#include "jit/x64/stubs.h"

#include <asmjit/x86.h>

#include <cstring>

#include "jit/assemble.h"
#include "jit/entry_points.h"
#include "jit/layout.h"
#include "jit/x64/registers.h"

namespace tusk::jit::x64 {

using namespace asmjit;
using x86::ptr;

namespace {

constexpr int kSavedBytes = offsetof(trace::ExitState, exit);  // float registers, then general ones

// r12, r13 = frame and opline to go on with (op in rax, untagged), then the tail jump every handler ends in.
void DispatchRax(x86::Assembler& a) {
  a.mov(x86::r13, x86::rax);
  a.mov(x86::r12, ptr(x86::r14, kVmFrame));
  a.jmp(ptr(x86::r13, kOpHandler));
}

void Leave(x86::Assembler& a, const trace::BackendHost& host) {
  // Below the pushed {exit, trace}: the registers as ExitState has them; below them the out parameter.
  a.sub(x86::rsp, kSavedBytes + 8);
  for (int i = 0; i < 16; ++i) {
    if (i != kRsp) a.mov(ptr(x86::rsp, 8 + 256 + 8 * i), x86::gpq(static_cast<uint32_t>(i)));
    a.movsd(ptr(x86::rsp, 8 + 8 * i), x86::xmm(static_cast<uint32_t>(i)));
  }
  a.lea(x86::rdi, ptr(x86::rsp, 8));
  a.mov(x86::rsi, x86::r14);
  a.mov(x86::rdx, x86::rsp);
  a.mov(x86::qword_ptr(x86::rsp), 0);
  a.mov(x86::rax, imm(reinterpret_cast<uint64_t>(host.leave)));
  a.call(x86::rax);
  a.mov(x86::rcx, ptr(x86::rsp));
  a.add(x86::rsp, kSavedBytes + 8 + 8 + kFrameBytes);
  Label halt = a.newLabel(), own = a.newLabel();
  a.test(x86::rax, x86::rax);
  a.jz(halt);
  a.mov(x86::r13, x86::rax);
  a.mov(x86::r12, ptr(x86::r14, kVmFrame));
  a.test(x86::rcx, x86::rcx);
  a.jz(own);
  a.jmp(x86::rcx);
  a.bind(own);
  a.jmp(ptr(x86::r13, kOpHandler));
  a.bind(halt);
  a.mov(x86::eax, static_cast<int>(kEnter));
  a.ret();
}

void ReturnedOpline(x86::Assembler& a) {
  Label untagged = a.newLabel(), halt = a.newLabel();
  a.add(x86::rsp, kFrameBytes);
  a.test(x86::al, static_cast<int>(kEnter));
  a.jz(untagged);
  a.xor_(x86::rax, static_cast<int>(kEnter));
  a.jz(halt);
  a.bind(untagged);
  DispatchRax(a);
  a.bind(halt);
  a.mov(x86::eax, static_cast<int>(kEnter));
  a.ret();
}

// A C call with the counted value in rax, from the middle of a trace: every other register survives.
void Thunk(x86::Assembler& a, const void* function) {
  constexpr int kGprs[] = {kRcx, kRdx, kRsi, kRdi, kR8, kR9, kR10, kR11};
  constexpr int kBytes = 8 * 8 + 16 * 8 + 8;  // keeps the stack aligned after the return address
  a.sub(x86::rsp, kBytes);
  for (int i = 0; i < 8; ++i) a.mov(ptr(x86::rsp, 8 * i), x86::gpq(static_cast<uint32_t>(kGprs[i])));
  for (int i = 0; i < 16; ++i) a.movsd(ptr(x86::rsp, 64 + 8 * i), x86::xmm(static_cast<uint32_t>(i)));
  a.mov(x86::rdi, x86::rax);
  a.mov(x86::rsi, ptr(x86::rsp, kBytes));  // where it returns to
  a.mov(x86::rax, imm(reinterpret_cast<uint64_t>(function)));
  a.call(x86::rax);
  for (int i = 0; i < 8; ++i) a.mov(x86::gpq(static_cast<uint32_t>(kGprs[i])), ptr(x86::rsp, 8 * i));
  for (int i = 0; i < 16; ++i) a.movsd(x86::xmm(static_cast<uint32_t>(i)), ptr(x86::rsp, 64 + 8 * i));
  a.add(x86::rsp, kBytes);
  a.ret();
}

}  // namespace

void WriteJump(uint8_t* writable, const uint8_t* code, const uint8_t* target) {
  auto distance = static_cast<int32_t>(target - (code + 5));
  writable[0] = 0xe9;
  std::memcpy(writable + 1, &distance, 4);
}

bool MakeStubs(CodeArea* area, const trace::BackendHost& host, Stubs* stubs, std::string* error) {
  CodeHolder code;
  code.init(Environment(Arch::kX64));
  StringLogger logger;
  if (host.stubs_listing) code.setLogger(&logger);
  x86::Assembler a(&code);
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

}  // namespace tusk::jit::x64
