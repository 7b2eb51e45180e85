// What happens when an interrupt is due inside a helper: a C function that does part of an opline for its
// handler and so cannot end in a tail call. There are three ways, a build option each
// (TUSK_INTERRUPT_STRATEGY).
//
//   sentinel       the helper saves the opline to go on at and returns kInterruptOp, whose handler goes on by
//                  a tail call, as with any opline. The default: nothing is tested, tags stay out of
//                  handlers.
//   test-bit       the helper does the interrupt's work and returns vm->frame->op | kEnter; its handler tests
//                  the bit behind every helper, and hands a tagged opline up to the execute loop.
//   return-opline  the same, but the handler hands whatever a helper returned up to the execute loop.
//
// With the sentinel, the rest of an opline (Slow) need not be a helper: it ends like a handler and is entered
// by a tail call. The two other ways call it, as does the sentinel with TUSK_CALLED_HELPERS, so that the
// three can be compared over the same helpers.
#pragma once

namespace tusk {

struct Op;
struct Vm;

enum class InterruptStrategy { kSentinel, kTestBit, kReturnOpline };

#ifndef TUSK_INTERRUPT_STRATEGY
#define TUSK_INTERRUPT_STRATEGY kSentinel
#endif
inline constexpr InterruptStrategy kInterruptStrategy = InterruptStrategy::TUSK_INTERRUPT_STRATEGY;

#ifdef TUSK_CALLED_HELPERS
inline constexpr bool kCalledHelpers = true;
#else
inline constexpr bool kCalledHelpers = kInterruptStrategy != InterruptStrategy::kSentinel;
#endif

// What a helper returns when an interrupt is due; the opline to go on at is saved.
const Op* InterruptInHelper(Vm* vm);

}  // namespace tusk
