// The order of the passes, and the scope each runs in.
#include "ir/opt/pipeline.h"

#include <chrono>

#include "ir/verify.h"

namespace tusk::ir {

namespace {

constexpr PassRow kRows[] = {
#define IR_PASS(name, function, in_pipeline, doc) {#name, function, in_pipeline, doc},
#include "ir/opt/passes.def"
#undef IR_PASS
};

// Times, dumps and verifies one pass.
class PassScope {
 public:
  PassScope(PassId pass, Trace* trace, const PipelineOptions& options)
      : pass_(pass), trace_(trace), options_(options), start_(std::chrono::steady_clock::now()) {}
  ~PassScope() {
    auto spent = std::chrono::steady_clock::now() - start_;
    if (options_.nanoseconds) {
      (*options_.nanoseconds)[static_cast<size_t>(pass_)] +=
          static_cast<uint64_t>(std::chrono::nanoseconds(spent).count());
    }
    if (options_.after) options_.after(Row(pass_).name, *trace_);
    if (options_.verify) VerifyOrDie(*trace_, Row(pass_).name);
  }

 private:
  PassId pass_;
  Trace* trace_;
  const PipelineOptions& options_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

const PassRow& Row(PassId pass) { return kRows[static_cast<int>(pass)]; }

PassReport RunPass(PassId pass, Trace* trace, const PipelineOptions& options) {
  PassScope scope(pass, trace, options);
  return Row(pass).run(trace);
}

PassReport Optimize(Trace* trace, const PipelineOptions& options) {
  if (options.after) options.after("record", *trace);
  if (options.verify) VerifyOrDie(*trace, "record");
  PassReport report;
  for (int i = 0; i < kNumPasses && report.ok(); ++i) {
    PassId pass = static_cast<PassId>(i);
    if (Row(pass).in_pipeline && !(options.skip & (1u << i))) report = RunPass(pass, trace, options);
  }
  return report;
}

void LinkToSelf(Trace* trace) {
  for (IrRef r(trace->end().v - 1); r; --r.v) {
    Inst& inst = (*trace)[r];
    if (inst.op == Opcode::NOP) continue;
    CHECK(inst.op == Opcode::CLOSE);
    inst.op = Opcode::LINK;
    inst.a = IrRef(trace->id);
    return;
  }
}

}  // namespace tusk::ir
