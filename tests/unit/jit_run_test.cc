// Compiled traces run on a frame laid out by hand: loops, guards, overflow undo, exits with values from
// registers.
#include <gtest/gtest.h>

#include <cstring>

#include "ir/builder.h"
#include "ir/opt/pipeline.h"
#include "jit/backend.h"
#include "jit/layout.h"
#include "tests/unit/enter_trace.h"
#include "trace/runtime_calls.h"

namespace tusk {
namespace {

using ir::IrRef;
using ir::Opcode;
using ir::Slot;
using ir::Type;

constexpr int kI = 5, kN = 6, kSum = 7, kF = 8;

// The last exit, as the host saw it: what each slot would be restored to.
struct Left {
  uint32_t exit = 0;
  std::vector<std::pair<int, uint64_t>> slots;
} g_left;
const trace::CompiledTrace* g_compiled;
const ir::Trace* g_ir;

const Op* OnLeave(trace::ExitState* state, Vm*, const void**) {
  g_left = {state->exit, {}};
  ir::SnapId exit(static_cast<int>(state->exit));
  int i = 0;
  for (const ir::SnapEntry& e : g_ir->entries(exit)) {
    g_left.slots.push_back(
        {e.slot.v, state->Read(trace::ExitValues(*g_ir, *g_compiled, exit)[static_cast<size_t>(i++)])});
  }
  return nullptr;  // leave the execute loop
}

class JitRun : public ::testing::Test, public ir::SnapshotSource {
 protected:
  static void SetUpTestSuite() {
    std::string error;
    ASSERT_TRUE(jit::kBackend.start({&g_vm, trace::AddressOfCall, OnLeave}, 1 << 20, &error)) << error;
  }
  void SetUp() override {
    std::memset(static_cast<void*>(storage_), 0, sizeof(storage_));
    frame_ = reinterpret_cast<Frame*>(storage_);
    g_vm.frame = frame_;
    trace_.id = 1;
    trace_.start = trace_.KOpline(&op_, "f+0");
    builder_.set_snapshot_source(this);
  }
  void Describe(ir::SnapshotDesc* desc) override { *desc = state_, desc->resume = trace_.start; }
  void Set(int slot, IrRef ref) {
    std::erase_if(state_.entries, [&](const ir::SnapEntry& e) { return e.slot.v == slot; });
    state_.entries.push_back({Slot(slot), ref, 0});
    std::sort(state_.entries.begin(), state_.entries.end(),
              [](const ir::SnapEntry& a, const ir::SnapEntry& b) { return a.slot < b.slot; });
    builder_.SnapshotChanged();
  }
  void CloseLoop() { builder_.Close(builder_.CurrentSnapshot()); }
  void Run() {
    ir::PassReport report = ir::Optimize(&trace_);
    ASSERT_TRUE(report.ok()) << report.message;
    std::string error;
    trace::CompileRequest request{.trace = &trace_};
    request.want_listing = std::getenv("LISTING") != nullptr;
    compiled_ = jit::kBackend.compile(request, &error);
    ASSERT_TRUE(compiled_) << error;
    if (request.want_listing) std::fputs(compiled_->listing.c_str(), stderr);
    g_compiled = compiled_.get();
    g_ir = &trace_;
    op_.handler = reinterpret_cast<Handler>(const_cast<void*>(compiled_->entry));
    EXPECT_EQ(EnterTrace(op_.handler, frame_, &op_, &g_vm), Tag(nullptr));
  }
  uint64_t LeftIn(int slot) {
    for (auto& [s, v] : g_left.slots) {
      if (s == slot) return v;
    }
    ADD_FAILURE() << "slot " << slot << " is not in exit " << g_left.exit;
    return 0;
  }
  Value* slot(int i) { return reinterpret_cast<Value*>(storage_) + i; }

  alignas(16) char storage_[4096];
  Frame* frame_;
  Op op_{};
  ir::Trace trace_;
  ir::Builder builder_{&trace_};
  ir::SnapshotDesc state_;
  std::unique_ptr<trace::CompiledTrace> compiled_;
};

TEST_F(JitRun, IntLoopLeavesWithItsVariables) {
  *slot(kI) = Value(int64_t{0});
  *slot(kN) = Value(int64_t{1000});
  *slot(kSum) = Value(int64_t{0});
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt), n = builder_.SLoad(Slot(kN), Type::kInt);
  IrRef sum = builder_.SLoad(Slot(kSum), Type::kInt);
  builder_.GuardTrue(builder_.Emit(Opcode::LT, i, n));
  IrRef s1 = builder_.Emit(Opcode::ADDOV, sum, i);
  Set(kSum, s1);
  IrRef i1 = builder_.Emit(Opcode::ADDOV, i, builder_.KInt(1));
  Set(kI, i1);
  CloseLoop();
  Run();
  EXPECT_EQ(LeftIn(kI), 1000u);
  EXPECT_EQ(LeftIn(kSum), 499500u);
}

TEST_F(JitRun, OverflowLeavesWithTheValuesBefore) {
  *slot(kI) = Value(int64_t{1});
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt);
  IrRef i1 = builder_.Emit(Opcode::ADDOV, i, builder_.Emit(Opcode::AND, i, builder_.KInt(-1)));
  Set(kI, i1);
  CloseLoop();
  Run();
  EXPECT_EQ(LeftIn(kI), uint64_t{1} << 62);
}

TEST_F(JitRun, FloatsAndIntsMix) {
  *slot(kI) = Value(int64_t{0});
  *slot(kF) = Value(0.5);
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt), f = builder_.SLoad(Slot(kF), Type::kFloat);
  builder_.GuardTrue(builder_.Emit(Opcode::LT, i, builder_.KInt(10)));
  IrRef g = builder_.Emit(Opcode::FADD, f,
                          builder_.Emit(Opcode::FMUL, builder_.Emit(Opcode::I2F, i), trace_.KFloat(0.25)));
  Set(kF, g);
  Set(kI, builder_.Emit(Opcode::ADDOV, i, builder_.KInt(1)));
  CloseLoop();
  Run();
  EXPECT_EQ(std::bit_cast<double>(LeftIn(kF)), 0.5 + 45 * 0.25);
}

TEST_F(JitRun, CallsKeepWhatLivesAcrossThem) {
  *slot(kI) = Value(int64_t{1});
  *slot(kF) = Value(0.0);
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt), f = builder_.SLoad(Slot(kF), Type::kFloat);
  builder_.GuardTrue(builder_.Emit(Opcode::LE, i, builder_.KInt(20)));
  IrRef p = builder_.Call(ir::CallId::kPow, {trace_.KFloat(2.0), builder_.Emit(Opcode::I2F, i)});
  Set(kF, builder_.Emit(Opcode::FADD, f, p));
  Set(kI, builder_.Emit(Opcode::ADDOV, i, builder_.KInt(1)));
  CloseLoop();
  Run();
  EXPECT_EQ(std::bit_cast<double>(LeftIn(kF)), 2097150.0);
}

TEST_F(JitRun, DivisionByMinusOneDoesNotTrap) {
  *slot(kI) = Value(INT64_MIN);
  *slot(kN) = Value(int64_t{-1});
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt), n = builder_.SLoad(Slot(kN), Type::kInt);
  Set(kSum, builder_.Emit(Opcode::DIV, i, n));
  Set(kF, builder_.Emit(Opcode::MOD, i, n));
  builder_.GuardTrue(builder_.Emit(Opcode::GT, n, builder_.KInt(5)));
  CloseLoop();
  Run();
  EXPECT_EQ(LeftIn(kSum), static_cast<uint64_t>(INT64_MIN));
  EXPECT_EQ(LeftIn(kF), 0u);
}

TEST_F(JitRun, ManyValuesSpill) {
  constexpr int kCount = 40;
  std::vector<IrRef> values;
  for (int k = 0; k < kCount; ++k) {
    *slot(20 + k) = Value(int64_t{k});
    values.push_back(builder_.SLoad(Slot(20 + k), Type::kInt));
  }
  *slot(kI) = Value(int64_t{0});
  IrRef i = builder_.SLoad(Slot(kI), Type::kInt);
  builder_.GuardTrue(builder_.Emit(Opcode::LT, i, builder_.KInt(10)));
  for (int k = 0; k < kCount; ++k) {
    values[static_cast<size_t>(k)] = builder_.Emit(Opcode::ADDOV, values[static_cast<size_t>(k)],
                                                   values[static_cast<size_t>((k + 1) % kCount)]);
  }
  for (int k = 0; k < kCount; ++k) Set(20 + k, values[static_cast<size_t>(k)]);
  Set(kI, builder_.Emit(Opcode::ADDOV, i, builder_.KInt(1)));
  CloseLoop();
  Run();
  int64_t model[kCount];
  for (int k = 0; k < kCount; ++k) model[k] = k;
  for (int round = 0; round < 10; ++round) {
    for (int k = 0; k < kCount; ++k) model[k] += model[(k + 1) % kCount];
  }
  for (int k = 0; k < kCount; ++k) EXPECT_EQ(LeftIn(20 + k), static_cast<uint64_t>(model[k])) << k;
}

}  // namespace
}  // namespace tusk
