// What the files of this extension share.
#pragma once

#include <csignal>

#include "interp/ext/support.h"

namespace tusk::pcntl {

// pcntl_get_last_error(): errno of the last call that failed.
extern int g_last_error;

// Signals are numbered from 1 to kSignals - 1.
inline constexpr int kSignals = NSIG;

// What a handler and the waiting functions tell of a signal; owned.
Array* DescribeSignal(const siginfo_t& info);
// The signals named in argument `i`, an array. False: an exception is pending.
bool SignalSet(Args args, uint32_t i, bool may_be_empty, sigset_t* set);

}  // namespace tusk::pcntl
