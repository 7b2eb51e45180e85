// The handler ABI, whole.
//
// An opcode's body is a function template  Transfer Body(Frame*, const Op*, Vm*)  that does one opline and
// says where to go on. It is instantiated twice, and by nothing else:
//   Run   preserve_none, specialised by operand kinds; goes on by a tail jump through next.op->handler.
//   Step  the platform's C convention, not specialised; returns. The recorder, debuggers and traces call it.
// What Step (and a Run handler that stops) returns:
//   op              go on with op in the same frame
//   op | kEnter     the frame changed: reload it from vm->frame, then go on with op
//   null | kEnter   leave this execute loop
//   a sentinel      a static Op (below) whose handler does the work; dispatch it like any opline
//
// Rules
//  1. frame->op is saved (SaveOp) before anything that may warn, throw, allocate, destroy or call user code.
//  2. A tagged pointer is never dereferenced. A return that belongs to another frame is always tagged.
//  3. interrupt_op, leave_op and halt_op never appear in frame->op: the resume opline does, saved on every
//  path before
//     the sentinel is returned. exception_op and pause_op are stored in frame->op by design (a redirect),
//     with the displaced opline kept beside them.
//  4. After any internal call a handler continues from frame->op, so that an exception or a pause takes
//  effect.
//  5. Helpers that cannot be tail-called return an opline: never a tag, never a changed frame. To interrupt
//  or to
//     leave they return the sentinel.
//
// preserve_none passes frame, op and vm in r12, r13, r14 (x86-64) or x20, x21, x22 (AArch64): registers that
// C callees preserve, so slow calls inside handlers spill nothing. A function that calls a preserve_none
// function loses every callee-saved register but rbp, its base pointer included, which the sanitizers make it
// have: only RunLoop (execute.cc) does, and TUSK_CALLS_HANDLERS keeps their stack objects out of it.
#pragma once

#include "interp/vm/frame.h"
#include "interp/vm/interrupt_strategy.h"
#include "interp/vm/vm.h"

namespace tusk {

#define TUSK_CALLS_HANDLERS __attribute__((noinline, no_sanitize("address", "undefined")))

inline constexpr uintptr_t kEnter = 1;
inline bool IsTagged(const Op* op) { return reinterpret_cast<uintptr_t>(op) & kEnter; }
inline const Op* Tag(const Op* op) {
  return reinterpret_cast<const Op*>(reinterpret_cast<uintptr_t>(op) | kEnter);
}
inline const Op* Untag(const Op* op) {
  return reinterpret_cast<const Op*>(reinterpret_cast<uintptr_t>(op) & ~kEnter);
}

using StepHandler = const Op* (*)(Frame*, const Op*, Vm*);

// Where a body goes on. In registers; never stored. `run` and `step`, when set, are entered instead of op's
// handler; `helper` is called first, and says where to go on.
struct Transfer {
  Frame* frame;
  const Op* op;
  Handler run = nullptr;
  StepHandler step = nullptr;
  StepHandler helper = nullptr;
  bool helped = false;  // `op` is what a helper returned
};

extern StepHandler g_step_handlers[256];  // by opcode; every opcode has one

// Sentinels. Their Run handlers and opcodes are set; they lie in no op array.
extern const Op kHaltOp;           // returns null | kEnter: leaves the execute loop
extern const Op kLeaveOp;          // leaves the current user frame: frees it, goes on in the caller
extern const Op kInterruptOp;      // runs interrupt work, then goes on at vm->frame->op
extern const Op kPauseOps[3];      // pauses the execute loop: pause.h; three for the same reason as those:
extern const Op kExceptionOps[3];  // HANDLE_EXCEPTION, three in a row so that op + 1 and op + 2 hit one too

TUSK_INLINE void SaveOp(Frame* frame, const Op* op) { frame->op = op; }

// Whether anything waits that stops straight-line execution: one test for exceptions and interrupts.
TUSK_INLINE bool NeedsAttention(const Vm* vm) {
#ifdef TUSK_NO_INTERRUPT_CHECKS
  return vm->Unwinding();
#else
  return LoadPlainly(vm->attention) != 0;
#endif
}
TUSK_INLINE void TellTests(Vm* vm, SafepointKind kind) {
#ifdef TUSK_CHECKS
  if (vm->test.safepoint) vm->test.safepoint(vm, kind, false);
#endif
}
// Goes on at `op`, which a backward jump, the entry of a function or the end of an internal call leads to:
// the safepoints. Every cycle of a function has a backward JMP or JMPNZ; jumps that lead forward test
// nothing.
TUSK_INLINE Transfer Safepoint(Frame* frame, const Op* op, Vm* vm,
                               SafepointKind kind = SafepointKind::kJump) {
  if (kind != SafepointKind::kCallEnd) TellTests(vm, kind);
#ifndef TUSK_NO_INTERRUPT_CHECKS
  if (TUSK_UNLIKELY(NeedsAttention(vm))) {
    SaveOp(frame, op);
    return {frame, &kInterruptOp};
  }
#endif
  return {frame, op};
}
// The same at the end of a helper, which returns an opline.
TUSK_INLINE const Op* HelperSafepoint(Frame* frame, const Op* op, Vm* vm) {
  Transfer next = Safepoint(frame, op, vm, SafepointKind::kCallEnd);
  return next.op == &kInterruptOp ? InterruptInHelper(vm) : next.op;
}
// Goes on at what a helper returned.
TUSK_INLINE Transfer Helped(Frame* frame, const Op* op) { return {.frame = frame, .op = op, .helped = true}; }
// Whether the running frame is being left: an exception is pending, or exit() unwinds.
TUSK_INLINE bool Unwinding(const Vm* vm) { return vm->Unwinding(); }
// Goes on after work that may have thrown or redirected: rule 4.
TUSK_INLINE Transfer Continue(Frame* frame) { return {frame, frame->op + 1}; }

// The body is part of Run: a call would return its Transfer through memory, and save registers that nobody
// needs.
template <auto Body>
TUSK_HANDLER_CC const Op* Run(Frame* frame, const Op* op, Vm* vm) {
  Transfer next;
  [[clang::always_inline]] next = Body(frame, op, vm);
  if (next.helper) next = Helped(frame, next.helper(frame, next.op, vm));
  if (next.helped && kInterruptStrategy == InterruptStrategy::kReturnOpline) return next.op;
  if (next.helped && kInterruptStrategy == InterruptStrategy::kTestBit && IsTagged(next.op)) return next.op;
  Handler handler = next.run ? next.run : next.op->handler;
  [[clang::musttail]] return handler(next.frame, next.op, vm);
}
template <auto Body>
const Op* Step(Frame* frame, const Op* op, Vm* vm) {
  Transfer next = Body(frame, op, vm);
  const Op* to = next.step ? next.step(next.frame, next.op, vm) : next.op;
  return next.frame == frame ? to : Tag(to);
}
template <auto Body>
TUSK_NOINLINE const Op* Helper(Frame* frame, const Op* op, Vm* vm) {
  Transfer next = Body(frame, op, vm);
  const Op* to = next.helper ? next.helper(frame, next.op, vm)
                 : next.step ? next.step(frame, next.op, vm)
                             : next.op;
  return to == &kInterruptOp ? InterruptInHelper(vm) : to;
}

// The rest of an opline as a body of its own: `return Slow<AddSlow>(frame, op);`. A fast path that calls
// nothing needs no stack frame; the calls of its slow path would give it one. It stays in its frame, so that
// a strategy may make a helper of it (interrupt_strategy.h); Rest need not.
template <auto Body>
TUSK_INLINE Transfer Rest(Frame* frame, const Op* op) {
  return {frame, op, &Run<Body>, &Step<Body>};
}
template <auto Body>
TUSK_INLINE Transfer Slow(Frame* frame, const Op* op) {
  if constexpr (!kCalledHelpers) return Rest<Body>(frame, op);
  return {frame, op, nullptr, &Step<Body>, &Helper<Body>};
}

}  // namespace tusk
