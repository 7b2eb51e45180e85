// Every operation of the x86-64 emitter with operands in registers, spill slots and constants: what asmjit
// makes of it is what xbyak makes of its text.
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "interp/vm/op.h"
#include "ir/builder.h"
#include "jit/x64/emitter.h"
#include "jit/x64/stubs.h"
#include "tests/border/reassemble.h"

namespace tusk::border {
namespace {

using jit::Address;
using jit::Condition;
using jit::Place;
using trace::Location;
using E = jit::x64::X64Emitter;
using Op = ir::Opcode;
using ir::Type;

Place G(int reg) { return {{Location::kGpr, static_cast<uint16_t>(reg)}, 0}; }
Place F(int reg) { return {{Location::kFpr, static_cast<uint16_t>(reg)}, 0}; }
Place S(int slot) { return {{Location::kSpill, static_cast<uint16_t>(slot)}, 0}; }
Place K(int64_t bits) { return {{Location::kConstant, 0}, bits}; }

// Registers with and without a REX bit, those whose encodings are special as bases (r13), and a low one.
const std::vector<Place> kInts = {G(2), G(3), G(6), G(8), G(13), G(15)};
const std::vector<Place> kSpilled = {S(0), S(9), S(100)};
const std::vector<Place> kIntConstants = {K(0),
                                          K(1),
                                          K(-1),
                                          K(7),
                                          K(-128),
                                          K(128),
                                          K(3),
                                          K(8),
                                          K(-8),
                                          K(INT32_MIN),
                                          K(int64_t{1} << 31),
                                          K(int64_t{1} << 32),
                                          K(INT64_MIN),
                                          K(INT64_MAX)};
const std::vector<Place> kFloats = {F(0), F(1), F(7), F(8), F(13)};
const std::vector<Place> kFloatConstants = {K(0), K(0x3ff8000000000000)};

std::vector<Place> Join(std::vector<Place> a, const std::vector<Place>& b, const std::vector<Place>& c = {}) {
  a.insert(a.end(), b.begin(), b.end());
  a.insert(a.end(), c.begin(), c.end());
  return a;
}
const std::vector<Place> kIntResults = Join(kInts, kSpilled), kFloatResults = Join(kFloats, kSpilled);
const std::vector<Place> kIntOperands = Join(kIntResults, kIntConstants),
                         kFloatOperands = Join(kFloatResults, kFloatConstants);

const std::vector<Address> kAddresses = [] {
  std::vector<Address> all;
  for (int offset : {0, 96, 128, -16, 70000}) {
    all.push_back({.base = Address::kFrame, .offset = offset});
    all.push_back({.base = Address::kVm, .offset = offset});
    for (const Place& base : {G(3), G(13), G(8), S(4), K(int64_t{1} << 40)}) {
      all.push_back({.base = Address::kRegister, .base_place = base, .offset = offset});
      for (const Place& index : {G(6), G(15), S(5), K(3)}) {
        for (int shift : {0, 3, 4}) {
          all.push_back({.base = Address::kRegister,
                         .base_place = base,
                         .index = index,
                         .scale_shift = shift,
                         .offset = offset});
        }
      }
    }
  }
  return all;
}();

class Encodings : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string error;
    ASSERT_TRUE(area_.Map(64 << 20, &error)) << error;
    ASSERT_TRUE(jit::x64::MakeStubs(&area_, {}, &stubs_, &error)) << error;
  }
  void SetUp() override {
    exit_ = trace_.AddSnapshot({.resume = trace_.KOpline(ops_, "f+0")});
    emitter_ = std::make_unique<E>(&area_, &stubs_);
    emitter_->Begin({.trace = &trace_, .want_listing = true}, 7);
  }
  void TearDown() override {
    trace::CompiledTrace out;
    std::string error;
    ASSERT_TRUE(emitter_->Finish(&out, &error)) << error;
    EXPECT_EQ(Difference(out.listing, {static_cast<const uint8_t*>(out.entry), out.code_size}), "");
  }
  E& e() { return *emitter_; }
  jit::ExitLabel exit() const { return {exit_, 0, {}, {}}; }

  static inline jit::CodeArea area_;
  static inline jit::Stubs stubs_;
  tusk::Op ops_[2]{};
  ir::Trace trace_;
  ir::SnapId exit_;
  std::unique_ptr<E> emitter_;
};

// Calls f(a, b) for all pairs but two constants.
template <typename Fn>
void ForPairs(const std::vector<Place>& all, Fn f) {
  for (const Place& a : all) {
    for (const Place& b : all) {
      if (!a.IsConst() || !b.IsConst()) f(a, b);
    }
  }
}

TEST_F(Encodings, OfIntegerOperations) {
  for (Op op :
       {Op::ADD, Op::SUB, Op::MUL, Op::AND, Op::OR, Op::XOR, Op::SHL, Op::SHR, Op::SAR, Op::MIN, Op::MAX}) {
    for (const Place& result : kIntResults)
      ForPairs(kIntOperands, [&](Place a, Place b) { e().Int2(op, result, a, b); });
  }
}
TEST_F(Encodings, OfDivisions) {
  for (Op op : {Op::DIV, Op::MOD}) {
    for (const Place& result : kIntResults) {
      ForPairs(kIntOperands, [&](Place a, Place b) {
        if (b != K(0)) e().Int2(op, result, a, b);
      });
    }
  }
}
TEST_F(Encodings, OfOverflowChecks) {
  for (Op op : {Op::ADDOV, Op::SUBOV, Op::MULOV}) {
    for (const Place& result : kIntResults)
      ForPairs(kIntOperands, [&](Place a, Place b) { e().Int2Overflow(op, result, a, b, exit()); });
  }
  for (const Place& result : kInts) {
    e().Int2Overflow(Op::ADDOV, result, result, K(1), {exit_, 1, result, K(1)});
    e().Int2Overflow(Op::SUBOV, result, result, S(3), {exit_, 2, result, S(3)});
  }
}
TEST_F(Encodings, OfFloatOperations) {
  for (Op op : {Op::FADD, Op::FSUB, Op::FMUL, Op::FDIV, Op::FMIN, Op::FMAX}) {
    for (const Place& result : kFloatResults)
      ForPairs(kFloatOperands, [&](Place a, Place b) { e().Float2(op, result, a, b); });
  }
  for (Op op : {Op::FNEG, Op::FABS, Op::FSQRT, Op::FFLOOR, Op::FCEIL}) {
    for (const Place& result : kFloatResults) {
      for (const Place& a : kFloatResults) e().Float1(op, result, a);
    }
  }
}
TEST_F(Encodings, OfOperationsOnOneValue) {
  for (const Place& result : kIntResults) {
    for (const Place& a : kIntResults) {
      for (bool is_bool : {false, true}) e().Int1(Op::NOT, result, a, is_bool);
      e().Int1(Op::NEG, result, a, false);
    }
    for (const Place& a : kFloatResults) {
      for (bool exact : {false, true}) e().FloatToInt(result, a, exact, exit());
    }
  }
  for (const Place& result : kFloatResults) {
    for (const Place& a : kIntResults) e().IntToFloat(result, a);
  }
}
TEST_F(Encodings, OfMoves) {
  for (const Place& to : kIntResults) {
    for (const Place& from : kIntOperands) e().Move(to, from, false);
  }
  for (const Place& to : kFloatResults) {
    for (const Place& from : kFloatOperands) e().Move(to, from, true);
  }
  for (const Place& to : kIntResults) e().Move(to, F(9), false);  // the bits of a float
  for (bool save : {true, false}) {
    for (const Place& p : kIntResults) e().ScratchMove(p, false, save);
    for (const Place& p : kFloatResults) e().ScratchMove(p, true, save);
  }
  for (bool is_float : {false, true}) {
    for (const Place& condition : kIntResults) {
      const std::vector<Place>& all = is_float ? kFloatResults : kIntResults;
      for (const Place& a : all) e().Select(all[1], condition, a, all[0], is_float);
    }
  }
}

const std::vector<Op> kIntComparisons = {Op::EQ,  Op::NE,  Op::LT,  Op::GE,  Op::LE,  Op::GT,
                                         Op::ULT, Op::UGE, Op::ULE, Op::UGT, Op::PEQ, Op::PNE};
const std::vector<Op> kFloatComparisons = {Op::FLT, Op::FLE, Op::FGT, Op::FGE, Op::FEQ, Op::FNE};
template <typename Fn>
void ForConditions(Fn f) {
  for (Op op : kIntComparisons) ForPairs(kIntOperands, [&](Place a, Place b) { f({op, a, b}); });
  for (Op op : kFloatComparisons) ForPairs(kFloatOperands, [&](Place a, Place b) { f({op, a, b}); });
}
TEST_F(Encodings, OfSets) {
  ForConditions([&](Condition c) { e().Set(kInts[0], c), e().Set(kSpilled[0], c); });
  for (const Place& result : kIntResults) e().Set(result, {Op::LT, G(3), K(5)});
}
TEST_F(Encodings, OfGuards) {
  ForConditions([&](Condition c) {
    for (bool expected : {true, false}) e().ExitUnless(c, expected, exit());
  });
  for (bool expected : {true, false}) {
    for (const Place& a : kIntResults) e().ExitUnlessBool(a, expected, exit());
    for (const Address& a : kAddresses) {
      for (int width : {1, 2, 4, 8}) e().ExitUnlessField(a, width, 5, expected, exit());
      e().ExitUnlessField(a, 4, 70000, expected, exit());
    }
    e().ExitUnlessField(kAddresses[0], 8, int64_t{1} << 40, expected, exit());
  }
  e().ExitEvery(7, exit());
}
TEST_F(Encodings, OfLoops) {
  for (ir::SnapId asked : {exit_, ir::SnapId()}) {
    e().LoopHead(asked);
    for (Op op : kIntComparisons) e().LoopIf({op, G(3), K(1000)}, true);
    for (Op op : kFloatComparisons) e().LoopIf({op, F(3), F(1)}, false);
    for (bool expected : {true, false}) {
      e().LoopIfBool(G(8), expected);
      e().LoopIfField({.base = Address::kFrame, .offset = 88}, 4, 4, expected);
    }
    e().LoopBack();
    if (asked.IsValid()) TearDown(), SetUp();
  }
}
TEST_F(Encodings, OfMemory) {
  constexpr Type kTypes[] = {Type::kUndef,  Type::kNull,  Type::kBool,   Type::kInt, Type::kFloat,
                             Type::kString, Type::kArray, Type::kObject, Type::kRef};
  for (const Address& a : kAddresses) {
    for (Type type : kTypes) {
      e().GuardTag(a, type, exit());
      const std::vector<Place> registers =
          type == Type::kFloat ? std::vector{F(1), F(9)} : std::vector{G(2), G(9)};
      for (const Place& p : registers) {
        if (type == Type::kUndef || type == Type::kNull) continue;
        e().LoadPayload(p, a, type);
        e().StoreValue(a, type, p);
      }
    }
    e().LoadPayload(S(7), a, Type::kInt);
    for (int64_t bits : {0, 5, -5}) e().StoreValue(a, Type::kInt, K(bits));
    for (int64_t bits : {0, 1}) e().StoreValue(a, Type::kBool, K(bits));
    e().StoreValue(a, Type::kNull, K(0));
    e().LoadTag(G(2), a), e().LoadTag(G(9), a);
    for (int width : {1, 2, 4, 8}) {
      for (const Place& p : {G(2), G(6), G(9), S(3)}) {
        for (bool is_signed : {false, true}) e().Load(p, a, width, is_signed, false);
      }
      for (const Place& p : {G(2), G(6), G(9), K(3), K(-3)}) e().Store(a, p, width, false);
    }
    e().Load(F(2), a, 8, false, true), e().Load(F(12), a, 8, false, true);
    e().Store(a, F(2), 8, true), e().Store(a, F(12), 8, true);
    e().LoadAddress(G(2), a), e().LoadAddress(S(2), a);
  }
  const Address slot = {.base = Address::kFrame, .offset = 96};
  for (const Address& a : {kAddresses[0], kAddresses[1], Address{.base_place = G(13), .offset = 24}}) {
    e().CopyValue(slot, a), e().CopyWord(slot, a), e().CopyField(slot, a, 24), e().StoreAddress(slot, a);
  }
}
TEST_F(Encodings, OfCallsAndReferenceCounts) {
  for (const Place& p : kIntResults) {
    e().Retain(p);
    e().Release(p, Type::kString, {}), e().Release(p, Type::kObject, {});
  }
  using A = jit::Emitter::Argument;
  const auto* callee = reinterpret_cast<const void*>(&ForPairs<void (*)(Place, Place)>);
  const A arguments[] = {{{}, A::kVm, Type::kNone},       {G(3), A::kInt, Type::kInt},
                         {F(1), A::kFloat, Type::kFloat}, {S(4), A::kInt, Type::kInt},
                         {K(9), A::kInt, Type::kInt},     {K(0), A::kTag, Type::kFloat},
                         {K(1), A::kTag, Type::kBool}};
  for (const Place& result : kIntResults) {
    for (Type type : {Type::kInt, Type::kBool}) e().Call(callee, arguments, 6, result, type);
  }
  e().Call(callee, arguments + 1, 6, F(5), Type::kFloat);
  const A place[] = {{{}, A::kFrameAddress, Type::kNone, 96}, {G(3), A::kTag, Type::kBool}};
  e().Call(callee, place, 2, {}, Type::kNone);
  for (const Address& frame :
       {kAddresses[0], Address{.base = Address::kFrame, .offset = 320}, Address{.base_place = G(9)}})
    e().Step(callee, &ops_[0], &ops_[1], frame);
}
TEST_F(Encodings, OfEntriesAndEnds) {
  e().EnterRoot();
  e().EnterSide();
  e().Leave(exit_);
  for (int32_t offset : {0, 96, 4096}) {
    e().ContinueAt(&ops_[0], offset, nullptr);
    e().ContinueAt(&ops_[0], offset, &ops_[1]);
  }
  for (const Place& frame : kIntResults) e().ReturnTo(frame);
}

const tusk::Op* LeaveNowhere(trace::ExitState*, Vm*, const void**) { return nullptr; }
TEST_F(Encodings, OfStubs) {
  std::string listing, error;
  trace::BackendHost host{};
  host.leave = LeaveNowhere;
  host.stubs_listing = &listing;
  jit::Stubs stubs;
  ASSERT_TRUE(jit::x64::MakeStubs(&area_, host, &stubs, &error)) << error;
  EXPECT_EQ(Difference(listing, {stubs.leave, stubs.bytes}), "");
}

// After the others: the reassembler knows no instruction that the emitter does not have.
TEST_F(Encodings, WereComparedForEveryInstruction) {
  for (const std::string& name : KnownMnemonics()) EXPECT_TRUE(SeenMnemonics().contains(name)) << name;
}

}  // namespace
}  // namespace tusk::border
