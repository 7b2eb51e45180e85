// What every pass is: one function on a trace, and how it reports.
#pragma once

#include <string>

#include "ir/ir.h"

namespace tusk::ir {

enum class PassStatus : uint8_t {
  kOk,
  kTypeUnstable,   // loop: a slot comes round with another type than it was specialised for; the trace is
                   // unchanged (record another iteration, or make the CLOSE a LINK to itself)
  kContradiction,  // a guard that can never hold: recorded facts exclude each other; the trace is unchanged
  kUnsuitable,     // the pass does not apply to this trace (irc only)
};

struct PassReport {
  PassStatus status = PassStatus::kOk;
  IrRef at;             // the instruction it is about
  std::string message;  // for the trace log
  bool ok() const { return status == PassStatus::kOk; }
};

#define IR_PASS(name, function, in_pipeline, doc) PassReport function(Trace* trace);
#include "ir/opt/passes.def"
#undef IR_PASS

}  // namespace tusk::ir
