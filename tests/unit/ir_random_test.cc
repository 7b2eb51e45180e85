// Random loops: whatever the passes do, evaluating the trace leaves the same world (slots, heap, reference
// counts, resume opline) as evaluating what was recorded.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <random>

#include "ir/builder.h"
#include "ir/eval_text.h"
#include "ir/opt/pipeline.h"
#include "ir/print.h"
#include "ir/text.h"
#include "ir/verify.h"

namespace tusk::ir {
namespace {

using enum Opcode;

// Slots: 5 counter, 6..8 ints, 9 10 floats, 11 bool, 12 13 objects (perhaps the same), 14 packed ints, 15 16
// strings.
constexpr char kWorld[][80] = {
    "@obj:o class=@class:C 1 2.5 new \"p\"",
    "@obj:p class=@class:C 7 0.5 new \"q\"",
    "@arr:a ints 3 1 4 1 5 9 2 6",
    "slot 5 = 0",
    "slot 6 = 3",
    "slot 7 = -9",
    "slot 8 = 4611686018427387000",
    "slot 9 = 0.25",
    "slot 10 = -3.0",
    "slot 11 = true",
    "slot 12 = @obj:o",
    "slot 13 = @obj:o",
    "slot 14 = @arr:a",
    "slot 15 = new \"s\"",
    "slot 16 = new \"t\"",
};

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {
    two_objects_ = Chance(2);
    for (const char* line : kWorld) host_.push_back({0, line});
    if (two_objects_) host_[11].text = "slot 13 = @obj:p";
  }

  const std::vector<HostLine>& host() const { return host_; }
  Trace& trace() { return t_; }

  void Generate() {
    t_.id = 1;
    t_.start = t_.KOpline(nullptr, "main");
    NewSnapshot();
    static constexpr std::pair<int, Type> kSlots[] = {
        {5, Type::kInt},     {6, Type::kInt},    {7, Type::kInt},     {8, Type::kInt},
        {9, Type::kFloat},   {10, Type::kFloat}, {11, Type::kBool},   {12, Type::kObject},
        {13, Type::kObject}, {14, Type::kArray}, {15, Type::kString}, {16, Type::kString}};
    for (auto [slot, type] : kSlots) {
      IrRef r = Raw({.op = SLOAD, .type = type, .a = IrRef(slot)});
      slots_[slot] = r;
      Have(r);
    }
    IrRef more = Raw({.op = LT, .type = Type::kBool, .a = slots_[5], .b = t_.KInt(2 + Pick(9))});
    more_ = Raw({.op = GUARD_T, .a = more});
    int length = 5 + Pick(40);
    for (int i = 0; i < length; ++i) Statement();
    slots_[5] = Raw({.op = ADDOV, .type = Type::kInt, .a = slots_[5], .b = t_.KInt(1)});
    changed_[5] = true;
    NewSnapshot();
    t_.snapshot(snap_).resume = t_.start;
    t_.Append({.op = CLOSE, .snap = snap_});
  }

  // Makes the first round go through: guards that fail in it are turned round, overflows allowed. False if it
  // will not.
  bool MakeFirstRoundPass() {
    for (int i = 0; i < 60; ++i) {
      auto host = TextHost::Make(host_);
      CHECK(host.has_value());
      EvalResult result = Evaluate(t_, host->get(), {.fuel = 20'000});
      if (result.rounds > 0) return true;
      if (result.at == more_) return false;
      Inst& inst = t_[result.at];
      switch (inst.op) {
        case GUARD_T: inst.op = GUARD_F; break;
        case GUARD_F: inst.op = GUARD_T; break;
        case ADDOV: inst.op = ADD, inst.snap = SnapId(); break;
        case SUBOV: inst.op = SUB, inst.snap = SnapId(); break;
        case MULOV: inst.op = MUL, inst.snap = SnapId(); break;
        default: return false;
      }
    }
    return false;
  }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Chance(int n) { return Pick(n) == 0; }

  IrRef Raw(Inst inst) {
    if (inst.Is(kOpSnapshot)) inst.snap = snap_;
    return t_.Append(inst);
  }
  void Have(IrRef r) { values_[t_.TypeOf(r)].push_back(r); }
  IrRef Value(Type type) {
    if (type == Type::kInt && Chance(4)) {
      static constexpr int64_t kInts[] = {0, 1, -1, 2, 3, 7, 8, 16, 63, INT64_MAX, INT64_MIN, 1000};
      return t_.KInt(kInts[Pick(12)]);
    }
    if (type == Type::kFloat && Chance(4)) {
      static constexpr double kFloats[] = {0.0, -0.0, 1.0, 2.0, 0.5, 1e300, -1.5};
      return t_.KFloat(kFloats[Pick(7)]);
    }
    auto& known = values_[type];
    // Recent values more often.
    size_t n = known.size();
    return Chance(2) ? known[n - 1 - static_cast<size_t>(Pick(static_cast<int>(std::min<size_t>(n, 4))))]
                     : known[static_cast<size_t>(Pick(static_cast<int>(n)))];
  }

  void NewSnapshot() {
    SnapshotDesc d;
    d.resume = t_.KOpline(nullptr, Cat("main+", ++opline_));
    for (auto [slot, changed] : changed_) {
      if (changed) d.entries.push_back({Slot(slot), slots_[slot], 0});
    }
    snap_ = t_.AddSnapshot(d);
  }
  void Set(int slot, IrRef r) {
    slots_[slot] = r, changed_[slot] = true;
    NewSnapshot();
  }

  void Statement() {
    switch (Pick(17)) {
      case 0:
      case 1:
      case 2:
      case 3: return Int();
      case 4:
      case 5: return Float();
      case 6: return Compare();
      case 7: return Guard();
      case 8: return Set(6 + Pick(3), Value(Type::kInt));
      case 9: return Chance(2) ? Set(9 + Pick(2), Value(Type::kFloat)) : Set(11, Value(Type::kBool));
      case 10: return Property();
      case 11: return Element();
      case 12: return Concat();
      case 13: return CopyString();
      case 14: return StringProperty();
      case 15: return Temporary();
      default: return Convert();
    }
  }

  void Int() {
    static constexpr Opcode kOps[] = {ADD, SUB, MUL, ADDOV, SUBOV, MULOV, AND, OR,
                                      XOR, SHL, SHR, SAR,   MIN,   MAX,   NEG, NOT};
    Opcode op = kOps[Pick(16)];
    bool unary = op == NEG || op == NOT;
    Have(Raw({.op = op, .type = Type::kInt, .a = Value(Type::kInt), .b = unary ? kNone : Value(Type::kInt)}));
    if (Chance(6)) {
      Opcode div = Chance(2) ? DIV : MOD;
      static constexpr int64_t kDivisors[] = {1, -1, 2, 3, 8, -8, 10};
      Have(Raw({.op = div, .type = Type::kInt, .a = Value(Type::kInt), .b = t_.KInt(kDivisors[Pick(7)])}));
    }
  }
  void Float() {
    static constexpr Opcode kOps[] = {FADD, FSUB, FMUL, FDIV, FMIN, FMAX, FNEG, FABS, FFLOOR, FCEIL};
    int i = Pick(10);
    Have(Raw({.op = kOps[i],
              .type = Type::kFloat,
              .a = Value(Type::kFloat),
              .b = i < 6 ? Value(Type::kFloat) : kNone}));
  }
  void Compare() {
    static constexpr Opcode kInts[] = {EQ, NE, LT, GE, LE, GT, ULT, UGE, ULE, UGT};
    static constexpr Opcode kFloats[] = {FEQ, FNE, FLT, FGE, FLE, FGT};
    if (Chance(3))
      Have(Raw(
          {.op = kFloats[Pick(6)], .type = Type::kBool, .a = Value(Type::kFloat), .b = Value(Type::kFloat)}));
    else
      Have(Raw({.op = kInts[Pick(10)], .type = Type::kBool, .a = Value(Type::kInt), .b = Value(Type::kInt)}));
    if (Chance(4)) {
      static constexpr Opcode kBools[] = {AND, OR, XOR};
      Have(Raw(
          {.op = kBools[Pick(3)], .type = Type::kBool, .a = Value(Type::kBool), .b = Value(Type::kBool)}));
    }
    if (Chance(4)) Have(Raw({.op = NOT, .type = Type::kBool, .a = Value(Type::kBool)}));
    if (Chance(2)) Guard();
  }
  void Guard() { Raw({.op = Chance(2) ? GUARD_T : GUARD_F, .a = Value(Type::kBool)}); }
  void Convert() {
    switch (Pick(4)) {
      case 0: return Have(Raw({.op = I2F, .type = Type::kFloat, .a = Value(Type::kInt)}));
      case 1: return Have(Raw({.op = B2I, .type = Type::kInt, .a = Value(Type::kBool)}));
      default: {
        Type type = Chance(2) ? Type::kInt : Type::kFloat;
        return Have(
            Raw({.op = SELECT, .type = type, .a = Value(Type::kBool), .b = Value(type), .c = Value(type)}));
      }
    }
  }
  IrRef PropAddr(int n) {
    return Raw({.op = PROPADDR, .type = Type::kPtr, .a = Chance(2) ? slots_[12] : slots_[13], .b = IrRef(n)});
  }
  void Property() {
    bool is_int = Chance(2);
    IrRef a = PropAddr(is_int ? 0 : 1);
    Type type = is_int ? Type::kInt : Type::kFloat;
    if (Chance(2))
      Raw({.op = VSTORE, .a = a, .b = Value(type)});
    else
      Have(Raw({.op = VLOAD, .type = type, .a = a}));
  }
  void Element() {
    IrRef data = Raw(
        {.op = FLOAD, .type = Type::kPtr, .a = slots_[14], .b = IrRef(static_cast<int>(Field::kArrayData))});
    IrRef n = Raw(
        {.op = FLOAD, .type = Type::kInt, .a = slots_[14], .b = IrRef(static_cast<int>(Field::kArrayCount))});
    IrRef i = Chance(3) ? slots_[5] : Value(Type::kInt);
    if (Chance(3)) i = Raw({.op = AND, .type = Type::kInt, .a = i, .b = t_.KInt(7)});
    IrRef in_range = Raw({.op = ULT, .type = Type::kBool, .a = i, .b = n});
    // Never turned round: the access below needs it.
    if (Chance(2)) {
      Raw({.op = GUARD_T, .a = in_range});
    } else {
      i = Raw({.op = AND, .type = Type::kInt, .a = i, .b = t_.KInt(7)});
    }
    IrRef safe = Raw({.op = AND, .type = Type::kInt, .a = i, .b = t_.KInt(7)});
    if (Chance(2))
      Raw({.op = ISTORE, .a = data, .b = safe, .c = Value(Type::kInt)});
    else
      Have(Raw({.op = ILOAD, .type = Type::kInt, .a = data, .b = safe}));
  }
  // $s = $t . "x"
  void Concat() {
    int s = 15 + Pick(2);
    std::array<IrRef, 2> args = {slots_[15 + Pick(2)], t_.KPtr(ConstKind::kString, nullptr, "x")};
    IrRef made = Raw({.op = CALL,
                      .type = Type::kString,
                      .a = IrRef(static_cast<int>(CallId::kConcat)),
                      .b = t_.AddArgs(args),
                      .c = IrRef(2)});
    Raw({.op = RELEASE, .a = slots_[s]});
    Set(s, made);
  }
  // $s = $t
  void CopyString() {
    int s = 15 + Pick(2), other = 31 - s;
    Raw({.op = RETAIN, .a = slots_[other]});
    Raw({.op = RELEASE, .a = slots_[s]});
    Set(s, slots_[other]);
  }
  // A temporary holds a string, a variable's or a property's, over a few statements.
  void Temporary() {
    if (depth_ == 3) return;
    int slot = 20 + depth_++;
    IrRef s = slots_[15 + Pick(2)];
    if (Chance(2)) s = Raw({.op = VLOAD, .type = Type::kString, .a = PropAddr(2)});
    Raw({.op = RETAIN, .a = s});
    Set(slot, s);
    for (int n = Pick(5); n > 0; --n) Statement();
    Raw({.op = RELEASE, .a = s});
    changed_[slot] = false;
    NewSnapshot();
    --depth_;
  }
  // $o->p = $s, or $s = $o->p
  void StringProperty() {
    IrRef a = PropAddr(2);
    int s = 15 + Pick(2);
    IrRef old = Raw({.op = VLOAD, .type = Type::kString, .a = a});
    if (Chance(2)) {
      Raw({.op = RETAIN, .a = slots_[s]});
      Raw({.op = VSTORE, .a = a, .b = slots_[s]});
      Raw({.op = RELEASE, .a = old});
    } else {
      Raw({.op = RETAIN, .a = old});
      Raw({.op = RELEASE, .a = slots_[s]});
      Set(s, old);
    }
  }

  std::mt19937_64 random_;
  bool two_objects_;
  std::vector<HostLine> host_;
  Trace t_;
  IrRef more_;  // the guard that ends the loop
  SnapId snap_;
  int opline_ = 0, depth_ = 0;
  std::map<int, IrRef> slots_;
  std::map<int, bool> changed_;
  std::map<Type, std::vector<IrRef>> values_;
};

std::string World(const Trace& trace, const std::vector<HostLine>& lines, std::string* exit) {
  auto host = TextHost::Make(lines);
  CHECK(host.has_value());
  EvalResult result = Evaluate(trace, host->get(), {.fuel = 20'000});
  *exit = PrintRef(trace, trace.snapshot(result.exit).resume);
  return *exit + "\n" + (*host)->Dump();
}

// Runs `passes` over random loops; how many were really optimised. Recordings that were not emitted through
// the builder have several names for one loaded value, which the count of references per name cannot follow.
int Check(int count, uint64_t first_seed, const std::vector<PassId>& passes, bool ownership) {
  // TUSK_RANDOM_FACTOR=100 looks at that many times as many loops.
  if (const char* factor = std::getenv("TUSK_RANDOM_FACTOR")) count *= std::atoi(factor);
  int optimised = 0;
  for (int i = 0; i < count; ++i) {
    uint64_t seed = first_seed + static_cast<uint64_t>(i);
    Generator g(seed);
    g.Generate();
    if (!g.MakeFirstRoundPass()) continue;
    auto error = Verify(g.trace());
    if (error) {
      ADD_FAILURE() << "seed " << seed << ": the generator is wrong\n"
                    << PrintMarked(g.trace(), error->at, error->message);
      return optimised;
    }
    std::string recorded = Print(g.trace()), exit_before, exit_after;
    std::string before = World(g.trace(), g.host(), &exit_before);
    Trace trace = g.trace();
    bool ok = true;
    for (PassId pass : passes) {
      Trace previous = trace;
      ok = ok && RunPass(pass, &trace, {.verify = false}).ok();
      if (!ok) break;
      if (auto bad = Verify(trace, {.ownership = ownership})) {
        ADD_FAILURE() << "seed " << seed << " after " << Row(pass).name << "\n"
                      << PrintMarked(trace, bad->at, bad->message) << "before it\n"
                      << Print(previous);
        return optimised;
      }
      std::string after = World(trace, g.host(), &exit_after);
      if (before != after) {
        ADD_FAILURE() << "seed " << seed << " after " << Row(pass).name << "\nrecorded\n"
                      << recorded << "before the pass\n"
                      << Print(previous) << "after\n"
                      << Print(trace) << before << "became\n"
                      << after;
        return optimised;
      }
    }
    optimised += ok;
  }
  return optimised;
}

std::vector<PassId> WholePipeline() {
  std::vector<PassId> passes;
  for (int i = 0; i < kNumPasses; ++i) {
    if (Row(static_cast<PassId>(i)).in_pipeline) passes.push_back(static_cast<PassId>(i));
  }
  return passes;
}

TEST(IrRandom, EmissionKeepsTheMeaning) {
  EXPECT_GT(Check(1500, 1, {PassId::fold, PassId::cse, PassId::forward}, true), 700);
}
TEST(IrRandom, PipelineKeepsTheMeaning) { EXPECT_GT(Check(3000, 10'000'000, WholePipeline(), false), 1000); }
TEST(IrRandom, PipelineAfterEmissionKeepsTheMeaning) {
  std::vector<PassId> passes = WholePipeline();
  passes.insert(passes.begin(), PassId::emit);
  EXPECT_GT(Check(3000, 20'000'000, passes, true), 1000);
}

}  // namespace
}  // namespace tusk::ir
