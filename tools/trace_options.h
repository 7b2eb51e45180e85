// The part of the command line that is about traces: --jit=on|off, --jit-NAME=N for each row of
// trace/params.def,
// --trace-log, --trace-stats, and the trace half of --dump=.
#pragma once

#include <string>
#include <string_view>

namespace tusk {

enum class OptionResult : unsigned char { kNotMine, kTaken, kBad };  // kBad: *error says why

OptionResult ParseTraceOption(std::string_view argument, std::string* error);
// One kind of a --dump= list.
bool EnableTraceDump(std::string_view kind);
// After all options, before the script: maps code memory and installs the counters unless --jit=off.
bool StartTraces(std::string* error);
// After the script.
void FinishTraces();
// The help text of these options, one line each.
std::string TraceOptionHelp();

}  // namespace tusk
