// Random traces: compiled code leaves the same memory, reference counts, calls and resume opline behind as
// the evaluator does, with the usual and with random registers, guards made to fail, and side traces that
// inherit.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <map>
#include <random>

#include "ir/builder.h"
#include "ir/eval.h"
#include "ir/opt/pipeline.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "jit/backend.h"
#include "jit/layout.h"
#ifdef __x86_64__
#include "tests/border/reassemble.h"
#endif
#include "tests/unit/enter_trace.h"

namespace tusk {
namespace {

using ir::Bits;
using ir::CallId;
using ir::Field;
using ir::Inst;
using ir::IrRef;
using ir::SnapId;
using IrType = ir::Type;
using enum ir::Opcode;

// --- the world: one block of memory in the run time's layout, so that runs can be copied and compared

constexpr int kCounterSlot = 5, kIntSlot = 6, kInts = 10, kFloatSlot = 16, kFloats = 6, kBoolSlot = 22,
              kStringSlot = 24, kStrings = 3, kObjectSlot = 27, kIntsSlot = 29, kFloatsSlot = 30,
              kValuesSlot = 31, kRefSlot = 32, kMemorySlot = 36, kMemorySlots = 4, kTempSlot = 40,
              kSlots = 64;
constexpr int kElements = 8;
constexpr uint32_t kCount = 1 << 20;  // reference counts start far from zero

struct Things {
  Value frame[kSlots];
  alignas(16) char vm[sizeof(Vm)];
  struct {
    Object object;
    Value props[8];
  } objects[2];
  struct {
    String string;
    char more[24];
  } strings[4];
  Array ints, floats, values;
  int64_t int_data[kElements];
  double float_data[kElements];
  Value value_data[kElements];
  Reference refs[2];
  uint64_t calls;  // hash of all calls and their arguments
};
alignas(64) char g_memory[sizeof(Things)];
Things& g_world = *reinterpret_cast<Things*>(g_memory);
Op g_ops[32];
const Op* g_stopped;

TUSK_HANDLER_CC const Op* Stop(Frame*, const Op* op, Vm*) {
  g_stopped = op;
  return Tag(nullptr);
}

void InitCounted(RefCounted* thing, Type type) {
  thing->refcount = kCount;
  thing->info = static_cast<uint32_t>(type) | RefCounted::kNotCollectable;
}

void InitWorld(uint64_t seed) {
  std::mt19937_64 random(seed);
  std::memset(g_memory, 0, sizeof(g_memory));
  Things& w = g_world;
  auto put = [](Value* v, Type type, Bits bits) {
    std::memcpy(static_cast<void*>(v), &bits, 8);
    v->type = type;
  };
  auto give_int = [&] {
    static constexpr int64_t kSome[] = {0, 1, -1, 5, 1000, INT64_MAX, INT64_MIN, INT64_MAX - 3, 1 << 20};
    return random() % 3 ? static_cast<int64_t>(random() % 40) - 20 : kSome[random() % 9];
  };
  auto give_float = [&] {
    static constexpr double kSome[] = {0.0, -0.0, 1e18, 9.3e18, -9.3e18, 0.5, 1e300};
    return random() % 3 ? static_cast<double>(random() % 400) / 8 - 20 : kSome[random() % 7];
  };
  auto* vm = reinterpret_cast<Vm*>(w.vm);
  vm->frame = reinterpret_cast<Frame*>(w.frame);
  for (auto& s : w.strings) {
    InitCounted(&s.string, Type::kString);
    s.string.length = 8 + random() % 8;
    s.string.hash = static_cast<uint32_t>(random());
    std::memcpy(s.string.data, "abcdefghijklmno\xff\x80", 17);
  }
  for (auto& o : w.objects) {
    InitCounted(&o.object, Type::kObject);
    o.object.handle = static_cast<uint32_t>(random());
    for (int i = 0; i < 2; ++i) put(&o.props[i], Type::kInt, static_cast<Bits>(give_int()));
    for (int i = 2; i < 4; ++i) put(&o.props[i], Type::kFloat, std::bit_cast<Bits>(give_float()));
    for (int i = 4; i < 6; ++i)
      put(&o.props[i], Type::kString, std::bit_cast<Bits>(&w.strings[random() % 4].string));
    for (int i = 6; i < 8; ++i) put(&o.props[i], random() % 2 ? Type::kTrue : Type::kFalse, 0);
  }
  for (Array* a : {&w.ints, &w.floats, &w.values}) {
    InitCounted(a, Type::kArray);
    a->count = a->used = a->capacity = kElements;
    a->next_free = kElements;
    a->position = static_cast<uint32_t>(random() % 8);
  }
  auto data = [](Array* a, void* p) {
    std::memcpy(reinterpret_cast<char*>(a) + jit::OffsetOf(Field::kArrayData), &p, sizeof p);
  };
  data(&w.ints, w.int_data), data(&w.floats, w.float_data), data(&w.values, w.value_data);
  for (int i = 0; i < kElements; ++i) {
    w.int_data[i] = give_int();
    w.float_data[i] = give_float();
    put(&w.value_data[i], i % 2 ? Type::kFloat : Type::kInt,
        i % 2 ? std::bit_cast<Bits>(give_float()) : static_cast<Bits>(give_int()));
  }
  for (Reference& r : w.refs) {
    InitCounted(&r, Type::kReference);
    put(&r.value, Type::kInt, static_cast<Bits>(give_int()));
  }
  put(&w.frame[kCounterSlot], Type::kInt, 0);
  for (int i = 0; i < kInts; ++i) put(&w.frame[kIntSlot + i], Type::kInt, static_cast<Bits>(give_int()));
  for (int i = 0; i < kFloats; ++i)
    put(&w.frame[kFloatSlot + i], Type::kFloat, std::bit_cast<Bits>(give_float()));
  for (int i = 0; i < 2; ++i) put(&w.frame[kBoolSlot + i], random() % 2 ? Type::kTrue : Type::kFalse, 0);
  for (int i = 0; i < kStrings; ++i)
    put(&w.frame[kStringSlot + i], Type::kString, std::bit_cast<Bits>(&w.strings[random() % 4].string));
  for (int i = 0; i < 2; ++i)
    put(&w.frame[kObjectSlot + i], Type::kObject, std::bit_cast<Bits>(&w.objects[random() % 2].object));
  put(&w.frame[kIntsSlot], Type::kArray, std::bit_cast<Bits>(&w.ints));
  put(&w.frame[kFloatsSlot], Type::kArray, std::bit_cast<Bits>(&w.floats));
  put(&w.frame[kValuesSlot], Type::kArray, std::bit_cast<Bits>(&w.values));
  for (int i = 0; i < 2; ++i)
    put(&w.frame[kRefSlot + i], Type::kReference, std::bit_cast<Bits>(&w.refs[random() % 2]));
  for (int i = 0; i < kMemorySlots; ++i)
    put(&w.frame[kMemorySlot + i], Type::kInt, static_cast<Bits>(give_int()));
}

// --- the functions that traces call: each notes its arguments and destroys what the C convention lets it

[[gnu::noinline]] void TrashRegisters() {
#if defined(__x86_64__)
  asm volatile(
      "mov $0x0bad0bad, %%eax; mov %%rax, %%rcx; mov %%rax, %%rdx; mov %%rax, %%rsi; mov %%rax, %%rdi;"
      "mov %%rax, %%r8; mov %%rax, %%r9; mov %%rax, %%r10; mov %%rax, %%r11;"
      "movq %%rax, %%xmm0; movq %%rax, %%xmm1; movq %%rax, %%xmm2; movq %%rax, %%xmm3; movq %%rax, %%xmm4;"
      "movq %%rax, %%xmm5; movq %%rax, %%xmm6; movq %%rax, %%xmm7; movq %%rax, %%xmm8; movq %%rax, %%xmm9;"
      "movq %%rax, %%xmm10; movq %%rax, %%xmm11; movq %%rax, %%xmm12; movq %%rax, %%xmm13;"
      "movq %%rax, %%xmm14; movq %%rax, %%xmm15" ::
          : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3",
            "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
            "xmm15", "memory");
#elif defined(__aarch64__)
  asm volatile(
      "mov x0, #0xbad; mov x1, x0; mov x2, x0; mov x3, x0; mov x4, x0; mov x5, x0; mov x6, x0; mov x7, x0;"
      "mov x8, x0; mov x9, x0; mov x10, x0; mov x11, x0; mov x12, x0; mov x13, x0; mov x14, x0; mov x15, x0;"
      "mov x16, x0; mov x17, x0;"
      "fmov d0, x0; fmov d1, x0; fmov d2, x0; fmov d3, x0; fmov d4, x0; fmov d5, x0; fmov d6, x0; fmov d7, "
      "x0;"
      "fmov d16, x0; fmov d17, x0; fmov d18, x0; fmov d19, x0; fmov d20, x0; fmov d21, x0; fmov d22, x0;"
      "fmov d23, x0; fmov d24, x0; fmov d25, x0; fmov d26, x0; fmov d27, x0; fmov d28, x0; fmov d29, x0;"
      "fmov d30, x0; fmov d31, x0" ::
          : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
            "x15", "x16", "x17", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19",
            "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31", "memory");
#endif
}

Bits ResultOf(CallId id, uint64_t hash) {
  hash ^= hash >> 29;
  switch (ir::Row(id).result) {
    case IrType::kInt: return static_cast<Bits>(static_cast<int64_t>(hash % 2000) - 1000);
    case IrType::kFloat: return std::bit_cast<Bits>(static_cast<double>(hash % 1000) / 8);
    case IrType::kBool: return hash & 1;
    case IrType::kString: return std::bit_cast<Bits>(&g_world.strings[hash % 4].string);
    case IrType::kArray: return std::bit_cast<Bits>(hash & 1 ? &g_world.values : &g_world.ints);
    case IrType::kObject: return std::bit_cast<Bits>(&g_world.objects[hash & 1].object);
    case IrType::kPtr: return std::bit_cast<Bits>(&g_world.value_data[hash % 4 * 2]);
    default: return 0;
  }
}

uint64_t Mix(uint64_t hash, Bits bits) {
  // NaN's sign differs between processors.
  if ((bits & INT64_MAX) == 0x7ff8'0000'0000'0000) bits &= INT64_MAX;
  hash = (hash ^ bits) * 0x9e37'79b9'7f4a'7c15;
  return hash ^ hash >> 32;
}
void NoteArgument(uint64_t* hash, double d) { *hash = Mix(*hash, std::bit_cast<Bits>(d)); }
void NoteArgument(uint64_t* hash, int64_t i) { *hash = Mix(*hash, static_cast<Bits>(i)); }
void NoteArgument(uint64_t* hash, void* p) { *hash = Mix(*hash, std::bit_cast<Bits>(p)); }
void NoteArgument(uint64_t* hash, Value v) {
  bool payload = v.type >= Type::kInt;
  *hash = Mix(Mix(*hash, payload ? static_cast<Bits>(v.i) : 0), static_cast<Bits>(v.type));
}
template <CallId kId, typename Result, typename... A>
Result Fake(A... args) {
  uint64_t hash = static_cast<uint64_t>(kId);
  (NoteArgument(&hash, args), ...);
  g_world.calls = Mix(g_world.calls, hash);
  Bits bits = ResultOf(kId, hash);
  TrashRegisters();
  if constexpr (std::is_same_v<Result, double>) {
    return std::bit_cast<double>(bits);
  } else if constexpr (std::is_pointer_v<Result>) {
    return std::bit_cast<Result>(bits);
  } else if constexpr (!std::is_void_v<Result>) {
    return static_cast<Result>(bits);
  }
}

struct FakeRow {
  CallId id;
  const void* address;
};
template <CallId kId, typename Result, typename... A>
constexpr FakeRow Row() {
  return {kId, reinterpret_cast<const void*>(&Fake<kId, Result, A...>)};
}
using P = void*;
const FakeRow kFakes[] = {
    Row<CallId::kPow, double, double, double>(),
    Row<CallId::kSin, double, double>(),
    Row<CallId::kIntToString, P, P, int64_t>(),
    Row<CallId::kFloatToString, P, P, double>(),
    Row<CallId::kConcat, P, P, P, P>(),
    Row<CallId::kStringEqual, bool, P, P>(),
    Row<CallId::kStringCompare, int64_t, P, P>(),
    Row<CallId::kSubstr, P, P, int64_t, int64_t>(),
    Row<CallId::kArraySeparate, P, P, P>(),
    Row<CallId::kArrayAppend, void, P, Value>(),
    Row<CallId::kArraySetInt, void, P, int64_t, Value>(),
    Row<CallId::kArraySetString, void, P, P, Value>(),
    Row<CallId::kArrayFindInt, P, P, int64_t>(),
    Row<CallId::kObjectNew, P, P, P>(),
    Row<CallId::kDropCall, void, P, P, P>(),
    Row<CallId::kMakeFrameClosure, void, P, P, P, P>(),
};
const void* AddressOf(CallId id) {
  for (const FakeRow& row : kFakes) {
    if (row.id == id) return row.address;
  }
  UNREACHABLE();
}

// --- the evaluator on the same memory

class Host final : public ir::EvalHost {
 public:
  char* Frame() override { return reinterpret_cast<char*>(g_world.frame); }
  char* VmBase() override { return g_world.vm; }
  int FieldOffset(Field field) override { return jit::OffsetOf(field); }
  int PropertyOffset(int n) override { return jit::kObjectFirstProp + n * ir::kValueSize; }
  int ReferenceOffset() override { return jit::kReferenceValue; }
  int StringDataOffset() override { return jit::kStringData; }
  Bits Pointer(const ir::Trace&, IrRef) override { UNREACHABLE(); }
  void Retain(IrType, Bits value) override { ++std::bit_cast<RefCounted*>(value)->refcount; }
  void Release(IrType, Bits value) override { --std::bit_cast<RefCounted*>(value)->refcount; }
  Bits Call(CallId id, absl::Span<const IrType> types, absl::Span<const Bits> args) override {
    ir::CallSignature signature = ir::Signature(id);
    uint64_t hash = static_cast<uint64_t>(id);
    if (signature.takes_vm) hash = Mix(hash, std::bit_cast<Bits>(&g_world.vm));
    for (size_t i = 0; i < args.size(); ++i) {
      if (signature.arg[i].letter == '*') {
        bool payload = !ir::IsUnit(types[i]) && types[i] != IrType::kBool;
        int tag = ir::TagOf(types[i]) + (types[i] == IrType::kBool ? static_cast<int>(args[i]) : 0);
        hash = Mix(Mix(hash, payload ? args[i] : 0), static_cast<Bits>(tag));
      } else {
        hash = Mix(hash, args[i]);
      }
    }
    g_world.calls = Mix(g_world.calls, hash);
    return ResultOf(id, hash);
  }
  bool Step(const ir::Trace& trace, IrRef op, IrRef next, ir::Slot) override {
    return static_cast<const Op*>(trace.constant(op).p) + 1 == trace.constant(next).p;
  }
  void BuildFrame(const ir::Trace&, const ir::SnapFrame&, Bits this_bits, Bits closure) override {
    g_world.calls = Mix(Mix(g_world.calls, this_bits), closure);
  }
} g_host;

// --- traces

class Generator {
 public:
  Generator(uint64_t seed, bool straight) : random_(seed), straight_(straight) {}
  ir::Trace& trace() { return t_; }

  void Root() {
    t_.id = 1;
    t_.start = t_.KOpline(&g_ops[0], "op0");
    NewSnapshot();
    LoadSlot(kCounterSlot, IrType::kInt);
    for (int i = 0; i < kInts; ++i)
      if (Chance(i < 3 ? 1 : 2)) LoadSlot(kIntSlot + i, IrType::kInt);
    for (int i = 0; i < kFloats; ++i)
      if (Chance(i < 2 ? 1 : 2)) LoadSlot(kFloatSlot + i, IrType::kFloat);
    for (int i = 0; i < 2; ++i) LoadSlot(kBoolSlot + i, IrType::kBool);
    for (int i = 0; i < kStrings; ++i) LoadSlot(kStringSlot + i, IrType::kString);
    for (int i = 0; i < 2; ++i) LoadSlot(kObjectSlot + i, IrType::kObject);
    for (int i = 0; i < 3; ++i) LoadSlot(kIntsSlot + i, IrType::kArray);
    for (int i = 0; i < 2; ++i) LoadSlot(kRefSlot + i, IrType::kRef);
    if (!straight_) {
      IrRef more =
          Raw({.op = LT, .type = IrType::kBool, .a = slots_[kCounterSlot], .b = t_.KInt(2 + Pick(9))});
      more_ = Raw({.op = GUARD_T, .a = more});
    }
    Body();
    if (!straight_) {
      IrRef next = Raw({.op = ADDOV, .type = IrType::kInt, .a = slots_[kCounterSlot], .b = t_.KInt(1)});
      slots_[kCounterSlot] = next;
      changed_[kCounterSlot] = true;
      NewSnapshot();
      t_.snapshot(snap_).resume = t_.start;
      t_.Append({.op = CLOSE, .snap = snap_});
    } else {
      Raw({.op = EXIT});
    }
  }

  // A side trace from an exit of `parent`: starts with the exit's values, in registers, not in memory.
  void Side(const ir::Trace& parent, SnapId exit) {
    t_.id = 2;
    t_.parent = parent.id;
    t_.parent_exit = exit;
    t_.start = t_.KOpline(parent.constant(parent.snapshot(exit).resume).p, "side");
    straight_ = true;
    std::map<int, IrRef> at_start;
    int i = 0;
    for (const ir::SnapEntry& e : parent.entries(exit)) {
      int value = i++;
      if (e.flags & ir::kSnapClean) continue;
      IrRef r;
      if (e.ref.IsInst()) {
        r = t_.Append({.op = PLOAD, .type = parent.TypeOf(e.ref), .a = IrRef(value)});
      } else {
        const ir::Constant& c = parent.constant(e.ref);
        r = c.kind == ir::ConstKind::kInt     ? t_.KInt(c.i)
            : c.kind == ir::ConstKind::kFloat ? t_.KFloat(c.f)
            : ir::IsPointerConst(c.kind)      ? t_.KPtr(c.kind, c.p, "thing")
                                              : e.ref;
      }
      at_start[e.slot.v] = r;
      changed_[e.slot.v] = true;
      slots_[e.slot.v] = r;
      if (!ir::IsUnit(t_.TypeOf(r))) Have(r);
      if (e.flags & ir::kSnapRetain) retain_.push_back(r);
    }
    NewSnapshot();
    for (IrRef r : retain_) Raw({.op = RETAIN, .a = r});
    auto load = [&](int slot, IrType type) {
      if (!slots_.contains(slot)) LoadSlot(slot, type);
    };
    for (int s = 0; s < 3; ++s) load(kIntSlot + s, IrType::kInt), load(kStringSlot + s, IrType::kString);
    for (int s = 0; s < 2; ++s) {
      load(kFloatSlot + s, IrType::kFloat), load(kBoolSlot + s, IrType::kBool);
      load(kObjectSlot + s, IrType::kObject), load(kRefSlot + s, IrType::kRef);
    }
    for (int s = 0; s < 3; ++s) load(kIntsSlot + s, IrType::kArray);
    Body();
    Raw({.op = EXIT});
  }

  // Makes the first round go through: guards that fail in it are turned round. False if it will not.
  bool MakeFirstRoundPass(uint64_t world) {
    for (int i = 0; i < 80; ++i) {
      InitWorld(world);
      ir::EvalResult result = ir::Evaluate(t_, &g_host, {.fuel = 30'000});
      if (result.rounds > 0 || result.kind == ir::EvalResult::kTerminator) return true;
      if (result.at == more_) return false;
      Inst& inst = t_[result.at];
      switch (inst.op) {
        case GUARD_T: inst.op = GUARD_F; break;
        case GUARD_F: inst.op = GUARD_T; break;
        case ADDOV: inst.op = ADD, inst.snap = SnapId(); break;
        case SUBOV: inst.op = SUB, inst.snap = SnapId(); break;
        case MULOV: inst.op = MUL, inst.snap = SnapId(); break;
        case F2I:
        case F2IX: inst = {.op = ADD, .type = IrType::kInt, .a = t_.KInt(Pick(9)), .b = t_.KInt(2)}; break;
        case STEP: inst.b = t_.KOpline(static_cast<const Op*>(t_.constant(inst.a).p) + 1, "next"); break;
        default: return false;
      }
    }
    return false;
  }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Chance(int n) { return Pick(n) == 0; }

  IrRef Raw(Inst inst) {
    if (inst.Is(ir::kOpSnapshot)) inst.snap = snap_;
    return t_.Append(inst);
  }
  IrRef Have(IrRef r) {
    values_[t_.TypeOf(r)].push_back(r);
    return r;
  }
  void LoadSlot(int slot, IrType type) {
    slots_[slot] = Have(Raw({.op = SLOAD, .type = type, .a = IrRef(slot)}));
  }
  IrRef Value(IrType type) {
    if (type == IrType::kInt && Chance(4)) {
      static constexpr int64_t kSome[] = {0,  1,         -1,        2,    3,    7,    8,           16,
                                          63, INT64_MAX, INT64_MIN, 1000, 4095, 4096, 0x123456789, -77777};
      return t_.KInt(kSome[Pick(16)]);
    }
    if (type == IrType::kFloat && Chance(4)) {
      static constexpr double kSome[] = {0.0, -0.0, 1.0, 2.0, 0.5, 1e300, -1.5};
      return t_.KFloat(kSome[Pick(7)]);
    }
    if (type == IrType::kBool && Chance(10)) return ir::BoolRef(Chance(2));
    auto& known = values_[type];
    size_t n = known.size();
    return Chance(2) ? known[n - 1 - static_cast<size_t>(Pick(static_cast<int>(std::min<size_t>(n, 4))))]
                     : known[static_cast<size_t>(Pick(static_cast<int>(n)))];
  }
  IrType AnyType() {
    static constexpr IrType kTypes[] = {IrType::kInt,    IrType::kInt,    IrType::kInt,
                                        IrType::kFloat,  IrType::kFloat,  IrType::kBool,
                                        IrType::kString, IrType::kObject, IrType::kNull};
    return kTypes[Pick(9)];
  }
  IrRef AnyValue() {
    IrType type = AnyType();
    return type == IrType::kNull ? (Chance(2) ? ir::kNullRef : ir::kUndefRef) : Value(type);
  }

  void NewSnapshot() {
    ir::SnapshotDesc d;
    opline_ = 1 + opline_ % 30;
    d.resume = t_.KOpline(&g_ops[opline_], "op");
    for (auto [slot, changed] : changed_) {
      if (!changed) continue;
      bool counted = ir::IsCounted(t_.TypeOf(slots_[slot])) && slots_[slot].IsInst();
      d.entries.push_back(
          {ir::Slot(slot), slots_[slot], static_cast<uint8_t>(counted && Chance(4) ? ir::kSnapRetain : 0)});
    }
    snap_ = t_.AddSnapshot(d);
  }
  void Set(int slot, IrRef r) {
    slots_[slot] = r, changed_[slot] = true;
    NewSnapshot();
  }

  void Body() {
    int length = 3 + Pick(Chance(3) ? 120 : 40);
    for (int i = 0; i < length; ++i) Statement();
  }

  void Statement() {
    switch (Pick(22)) {
      case 0:
      case 1:
      case 2:
      case 3: return Int();
      case 4:
      case 5:
      case 6: return Float();
      case 7:
      case 8: return Compare();
      case 9: return Guard();
      case 10: return Set(kIntSlot + Pick(kInts), Value(IrType::kInt));
      case 11: return Set(kFloatSlot + Pick(kFloats), Value(IrType::kFloat));
      case 12: return Set(kBoolSlot + Pick(2), Value(IrType::kBool));
      case 13: return Set(kTempSlot + Pick(8), AnyValue());
      case 14: return Convert();
      case 15: return ValueMemory();
      case 16: return Element();
      case 17: return RawElement();
      case 18: return FieldAccess();
      case 19: return Counts();
      case 20: return Chance(2) ? Call() : StepOver();
      default: return Set(kStringSlot + Pick(kStrings), Value(IrType::kString));
    }
  }

  void Int() {
    static constexpr ir::Opcode kOps[] = {ADD, SUB, MUL, ADDOV, SUBOV, MULOV, AND, OR,
                                          XOR, SHL, SHR, SAR,   MIN,   MAX,   NEG, NOT};
    ir::Opcode op = kOps[Pick(16)];
    bool unary = op == NEG || op == NOT;
    IrRef a = Value(IrType::kInt);
    Have(Raw({.op = op,
              .type = IrType::kInt,
              .a = a,
              .b = unary       ? ir::kNone
                   : Chance(8) ? a
                               : Value(IrType::kInt)}));
    if (Chance(5)) {
      static constexpr int64_t kDivisors[] = {1,  -1,     2,   3,     8,         -8,        10,           -2,
                                              -7, 139968, 641, -4096, INT64_MAX, INT64_MIN, 6700417000003};
      IrRef divisor = t_.KInt(kDivisors[Pick(15)]);
      if (Chance(2)) {
        IrRef odd = Raw({.op = OR, .type = IrType::kInt, .a = Value(IrType::kInt), .b = t_.KInt(1)});
        divisor = Have(odd);
      }
      Have(Raw({.op = Chance(2) ? DIV : MOD, .type = IrType::kInt, .a = Value(IrType::kInt), .b = divisor}));
    }
  }
  void Float() {
    static constexpr ir::Opcode kOps[] = {FADD, FSUB, FMUL,   FDIV,  FMIN, FMAX,
                                          FNEG, FABS, FFLOOR, FCEIL, FSQRT};
    int i = Pick(11);
    IrRef a = Value(IrType::kFloat);
    Have(Raw({.op = kOps[i],
              .type = IrType::kFloat,
              .a = a,
              .b = i >= 6      ? ir::kNone
                   : Chance(8) ? a
                               : Value(IrType::kFloat)}));
  }
  void Compare() {
    static constexpr ir::Opcode kIntOps[] = {EQ, NE, LT, GE, LE, GT, ULT, UGE, ULE, UGT};
    static constexpr ir::Opcode kFloatOps[] = {FEQ, FNE, FLT, FGE, FLE, FGT};
    Inst inst{.type = IrType::kBool};
    IrType type = IrType::kInt;
    switch (Pick(5)) {
      case 0: inst.op = kFloatOps[Pick(6)], type = IrType::kFloat; break;
      case 1: inst.op = Chance(2) ? PEQ : PNE, type = Chance(2) ? IrType::kString : IrType::kObject; break;
      case 2: inst.op = Chance(2) ? EQ : NE, type = IrType::kBool; break;
      default: inst.op = kIntOps[Pick(10)];
    }
    inst.a = Value(type), inst.b = Value(type);
    IrRef r = Have(Raw(inst));
    if (Chance(2)) Raw({.op = Chance(2) ? GUARD_T : GUARD_F, .a = r});
    if (Chance(4)) {
      static constexpr ir::Opcode kBools[] = {AND, OR, XOR};
      Have(Raw({.op = kBools[Pick(3)],
                .type = IrType::kBool,
                .a = Value(IrType::kBool),
                .b = Value(IrType::kBool)}));
    }
    if (Chance(4)) Have(Raw({.op = NOT, .type = IrType::kBool, .a = Value(IrType::kBool)}));
  }
  void Guard() { Raw({.op = Chance(2) ? GUARD_T : GUARD_F, .a = Value(IrType::kBool)}); }
  void Convert() {
    switch (Pick(5)) {
      case 0: Have(Raw({.op = I2F, .type = IrType::kFloat, .a = Value(IrType::kInt)})); return;
      case 1: Have(Raw({.op = B2I, .type = IrType::kInt, .a = Value(IrType::kBool)})); return;
      case 2:
        Have(Raw({.op = Chance(2) ? F2I : F2IX, .type = IrType::kInt, .a = Value(IrType::kFloat)}));
        return;
      default: {
        static constexpr IrType kTypes[] = {IrType::kInt, IrType::kFloat, IrType::kString, IrType::kBool};
        IrType type = kTypes[Pick(4)];
        Have(
            Raw({.op = SELECT, .type = type, .a = Value(IrType::kBool), .b = Value(type), .c = Value(type)}));
      }
    }
  }
  // Values behind every kind of address.
  IrRef Address(IrType* type) {
    switch (Pick(4)) {
      case 0:
        *type = IrType::kInt;
        return Raw({.op = REFADDR, .type = IrType::kPtr, .a = Value(IrType::kRef)});
      case 1:
        *type = IrType::kInt;
        return Raw({.op = SLOTADDR, .type = IrType::kPtr, .a = IrRef(kMemorySlot + Pick(kMemorySlots))});
      default: {
        static constexpr IrType kTypes[] = {IrType::kInt, IrType::kFloat, IrType::kString, IrType::kBool};
        int n = Pick(8);
        *type = kTypes[n / 2];
        int before = Chance(3) ? n : 0;
        IrRef a =
            Raw({.op = PROPADDR, .type = IrType::kPtr, .a = Value(IrType::kObject), .b = IrRef(n - before)});
        if (before) a = Raw({.op = PTRADD, .type = IrType::kPtr, .a = a, .b = IrRef(16 * before)});
        return a;
      }
    }
  }
  void ValueMemory() {
    IrType type, other;
    IrRef a = Address(&type);
    switch (Pick(6)) {
      case 0:
      case 1: Have(Raw({.op = VLOAD, .type = type, .a = a})); return;
      case 2: Have(Raw({.op = VLOADU, .type = type, .a = a})); return;
      case 3: Have(Raw({.op = VTYPE, .type = IrType::kInt, .a = a})); return;
      case 4: {
        IrRef b = Address(&other);
        if (type == other) Raw({.op = VCOPY, .a = a, .b = b});
        return;
      }
      default: Raw({.op = VSTORE, .a = a, .b = Value(type)});
    }
  }
  IrRef Data(int slot) {
    return Raw({.op = FLOAD,
                .type = IrType::kPtr,
                .a = slots_[slot],
                .b = IrRef(static_cast<int>(Field::kArrayData))});
  }
  IrRef Index() {
    if (Chance(4)) return t_.KInt(Pick(8));
    return Raw({.op = AND, .type = IrType::kInt, .a = Value(IrType::kInt), .b = t_.KInt(7)});
  }
  void Element() {
    int parity = Pick(2);
    IrRef i = Index();
    if (i.IsConst()) {
      i = t_.KInt((t_.IntOf(i) & 6) | parity);
    } else {
      i = Raw({.op = AND, .type = IrType::kInt, .a = i, .b = t_.KInt(6)});
      if (parity) i = Raw({.op = ADD, .type = IrType::kInt, .a = i, .b = t_.KInt(1)});
    }
    IrType type = parity ? IrType::kFloat : IrType::kInt;
    IrRef a = Raw({.op = ELEMADDR, .type = IrType::kPtr, .a = Data(kValuesSlot), .b = i});
    if (Chance(3)) {
      Raw({.op = VSTORE, .a = a, .b = Value(type)});
    } else {
      Have(Raw({.op = VLOAD, .type = type, .a = a}));
    }
  }
  void RawElement() {
    switch (Pick(5)) {
      case 0: Have(Raw({.op = ILOAD, .type = IrType::kInt, .a = Data(kIntsSlot), .b = Index()})); return;
      case 1: Have(Raw({.op = DLOAD, .type = IrType::kFloat, .a = Data(kFloatsSlot), .b = Index()})); return;
      case 2:
        Have(Raw({.op = BLOAD, .type = IrType::kInt, .a = Value(IrType::kString), .b = Index()}));
        return;
      case 3: Raw({.op = ISTORE, .a = Data(kIntsSlot), .b = Index(), .c = Value(IrType::kInt)}); return;
      default: Raw({.op = DSTORE, .a = Data(kFloatsSlot), .b = Index(), .c = Value(IrType::kFloat)});
    }
  }
  void FieldAccess() {
    auto field = [](Field f) { return IrRef(static_cast<int>(f)); };
    switch (Pick(8)) {
      case 0:
        Have(Raw(
            {.op = FLOAD, .type = IrType::kInt, .a = slots_[kIntsSlot], .b = field(Field::kArrayPosition)}));
        return;
      case 1:
        Have(Raw({.op = FLOAD,
                  .type = IrType::kInt,
                  .a = Value(IrType::kString),
                  .b = field(Field::kStringLength)}));
        return;
      case 2:
        Have(Raw({.op = FLOAD,
                  .type = IrType::kInt,
                  .a = Value(IrType::kObject),
                  .b = field(Field::kObjectHandle)}));
        return;
      case 3:
        Have(Raw(
            {.op = FLOAD, .type = IrType::kInt, .a = slots_[kFloatsSlot], .b = field(Field::kArrayKind)}));
        return;
      case 4: {
        // The pending exception, and the guard on it: compared where it lies.
        IrRef word = Raw({.op = FLOAD, .type = IrType::kPtr, .b = field(Field::kVmException)});
        IrRef zero = Raw({.op = PEQ, .type = IrType::kBool, .a = word, .b = t_.KNullPtr()});
        Raw({.op = GUARD_T, .a = zero});
        return;
      }
      case 5:
        Raw({.op = FSTORE,
             .a = slots_[kIntsSlot],
             .b = field(Field::kArrayPosition),
             .c = Value(IrType::kInt)});
        return;
      case 6:
        Raw({.op = FSTORE,
             .a = slots_[kFloatsSlot],
             .b = field(Field::kArrayNextFree),
             .c = Value(IrType::kInt)});
        return;
      default: {
        IrType type;
        IrRef address =
            Chance(2) ? Raw({.op = SLOTADDR, .type = IrType::kPtr, .a = IrRef(kMemorySlot)}) : Address(&type);
        Raw({.op = FSTORE, .b = field(Field::kFrameCall), .c = address});
      }
    }
  }
  void Counts() {
    static constexpr IrType kTypes[] = {IrType::kString, IrType::kObject, IrType::kArray, IrType::kRef};
    Raw({.op = Chance(2) ? RETAIN : RELEASE, .a = Value(kTypes[Pick(4)])});
  }
  void Call() {
    CallId id = kFakes[static_cast<size_t>(Pick(std::size(kFakes)))].id;
    ir::CallSignature signature = ir::Signature(id);
    std::vector<IrRef> args;
    for (int i = 0; i < signature.count; ++i) {
      switch (signature.arg[i].letter) {
        case 'i': args.push_back(Value(IrType::kInt)); break;
        case 'f': args.push_back(Value(IrType::kFloat)); break;
        case 's': args.push_back(Value(IrType::kString)); break;
        case 'a': args.push_back(Value(IrType::kArray)); break;
        case 'o': args.push_back(Value(IrType::kObject)); break;
        case 'p': {
          IrType type;
          args.push_back(Chance(2)   ? t_.KPtr(ir::ConstKind::kClass, &g_ops, "C")
                         : Chance(2) ? Raw({.op = SLOTADDR, .type = IrType::kPtr, .a = IrRef(0)})
                                     : Address(&type));
          break;
        }
        default: args.push_back(AnyValue());
      }
    }
    IrType type = ir::Row(id).result;
    IrRef b = t_.AddArgs(args);
    IrRef r = Raw({.op = CALL,
                   .type = type,
                   .a = IrRef(static_cast<int>(id)),
                   .b = b,
                   .c = IrRef(static_cast<int>(args.size()))});
    if (type == IrType::kPtr) r = Raw({.op = VLOAD, .type = IrType::kInt, .a = r});
    if (type != IrType::kNone && type != IrType::kArray) Have(r);
  }
  void StepOver() {
    const Op* op = &g_ops[Pick(30)];
    bool surprise = !t_.parent && Chance(20);  // a side trace's state is not in memory
    Raw({.op = STEP, .a = t_.KOpline(op, "op"), .b = t_.KOpline(op + (surprise ? 2 : 1), "next")});
  }

  std::mt19937_64 random_;
  bool straight_;
  ir::Trace t_;
  IrRef more_;
  SnapId snap_;
  int opline_ = 0;
  std::map<int, IrRef> slots_;
  std::map<int, bool> changed_;
  std::map<IrType, std::vector<IrRef>> values_;
  std::vector<IrRef> retain_;
};

// --- running

const ir::Trace* g_traces[3];
const trace::CompiledTrace* g_code[3];
struct {
  int trace = 0;  // 0: the leave stub was not used
  SnapId exit;
} g_left;

Bits ExitBits(const ir::Trace& t, const trace::CompiledTrace& code, const trace::ExitState& state,
              SnapId exit, int value) {
  IrRef r = t.ExitValue(exit, value);
  if (r.IsConst())
    return IsPointerConst(t.constant(r).kind) || t.constant(r).kind >= ir::ConstKind::kInt
               ? static_cast<Bits>(t.constant(r).i)
               : r == ir::kTrueRef;
  return state.Read(trace::ExitValues(t, code, exit)[static_cast<size_t>(value)]);
}

const Op* OnLeave(trace::ExitState* state, Vm*, const void**) {
  g_left.trace = static_cast<int>(state->trace);
  g_left.exit = SnapId(static_cast<int>(state->exit));
  const ir::Trace& t = *g_traces[g_left.trace];
  int i = 0;
  std::vector<Bits> bits(static_cast<size_t>(t.size()));
  for (const ir::SnapEntry& e : t.entries(g_left.exit)) {
    Bits value = ExitBits(t, *g_code[g_left.trace], *state, g_left.exit, i++);
    if (e.ref.IsInst()) bits[static_cast<size_t>(e.ref.v)] = value;
  }
  ir::ApplySnapshot(t, g_left.exit, bits, &g_host);
  return static_cast<const Op*>(t.constant(t.snapshot(g_left.exit).resume).p);
}

std::string Differences(const Things& want, const Things& got) {
  std::string out;
  const char* a = reinterpret_cast<const char*>(&want);
  const char* b = reinterpret_cast<const char*>(&got);
  for (size_t i = 0; i < sizeof(Things); i += 8) {
    Bits x, y;
    std::memcpy(&x, a + i, 8), std::memcpy(&y, b + i, 8);
    constexpr Bits kNan = 0x7ff8'0000'0000'0000;
    // A slot without payload keeps what lay there.
    size_t slot = i / sizeof(Value);
    if (slot < kSlots && i % sizeof(Value) == 0 && want.frame[slot].type < Type::kInt &&
        got.frame[slot].type < Type::kInt)
      continue;
    if (x == y || ((x & INT64_MAX) == kNan && (y & INT64_MAX) == kNan)) continue;
    char line[200];
    std::snprintf(line, sizeof line, "byte %zu (slot %zu): %llx (%lld, %g), not %llx (%lld, %g)\n", i, i / 16,
                  static_cast<unsigned long long>(y), static_cast<long long>(y), std::bit_cast<double>(y),
                  static_cast<unsigned long long>(x), static_cast<long long>(x), std::bit_cast<double>(x));
    out += line;
  }
  return out;
}

struct Outcome {
  ir::EvalResult result;
  const Op* op;
  alignas(64) std::array<char, sizeof(Things)> memory;  // bytes: copies of Things lose what lies in padding
  const Things& world() const { return *reinterpret_cast<const Things*>(memory.data()); }
};

Outcome EvaluateFrom(const ir::Trace& t, absl::Span<const Bits> inherited = {}) {
  Outcome o;
  o.result = ir::Evaluate(t, &g_host, {.fuel = 100'000, .inherited = inherited});
  if (o.result.kind == ir::EvalResult::kStep) {
    o.op = static_cast<const Op*>(t.constant(t[o.result.at].a).p) + 1;
  } else {
    o.op = static_cast<const Op*>(t.constant(t.snapshot(o.result.exit).resume).p);
  }
  std::memcpy(o.memory.data(), g_memory, sizeof(Things));
  return o;
}

class JitRandom : public ::testing::Test {
 protected:
  static constexpr size_t kAreaBytes = 16 << 20;

  static void SetUpTestSuite() {
    for (Op& op : g_ops) op.handler = Stop, op.opcode = Opcode::kNop;
    std::string error;
    ASSERT_TRUE(jit::kBackend.start({&g_vm, AddressOf, OnLeave}, kAreaBytes, &error)) << error;
  }

  std::unique_ptr<trace::CompiledTrace> Compile(const ir::Trace& t, trace::CompileRequest request) {
    std::string error;
    request.trace = &t;
    bool show = std::getenv("LISTING") != nullptr;
#ifdef __x86_64__
    request.want_listing = true;
#else
    request.want_listing = show;
#endif
    auto code = jit::kBackend.compile(request, &error);
    if (!code && error != "too many values to spill") ADD_FAILURE() << error;
#ifdef __x86_64__
    // Another assembler makes the same of its text.
    if (code) {
      EXPECT_EQ(
          border::Difference(code->listing, {static_cast<const uint8_t*>(code->entry), code->code_size}), "");
    }
#endif
    if (code && !show) code->listing.clear();
    return code;
  }

  // Runs the code once from the start; what differs from `want`, or nothing.
  std::string RunOnce(uint64_t world, const void* entry, const Outcome& want, bool compare_world = true) {
    InitWorld(world);
    g_left = {};
    g_stopped = nullptr;
    const Op* raw =
        EnterTrace(reinterpret_cast<Handler>(const_cast<void*>(entry)),
                   reinterpret_cast<Frame*>(g_world.frame), g_ops, reinterpret_cast<Vm*>(g_world.vm));
    std::string out;
    if (raw != Tag(nullptr)) out += "did not return what the last handler returned\n";
    if (!compare_world) return out;
    if (g_stopped != want.op) {
      out += "went on at opline " + std::to_string(g_stopped - g_ops) + ", not " +
             std::to_string(want.op - g_ops) + "\n";
    }
    if (g_left.trace && g_left.exit != want.result.exit) {
      out += "left by exit " + std::to_string(g_left.exit.v) + ", not " + std::to_string(want.result.exit.v) +
             "\n";
    }
    return out + Differences(want.world(), g_world);
  }

  static int Factor() {
    const char* factor = std::getenv("TUSK_RANDOM_FACTOR");
    return factor ? std::atoi(factor) : 1;
  }
  static uint64_t FirstSeed(uint64_t usual) {
    const char* seed = std::getenv("SEED");
    return seed ? std::strtoull(seed, nullptr, 10) : usual;
  }

  // The trace for a seed, through the passes; false if it came to nothing.
  bool Make(uint64_t seed, bool straight, ir::Trace* out) {
    if (jit::kBackend.code_bytes() > kAreaBytes / 2) jit::kBackend.flush();
    Generator g(seed, straight);
    g.Root();
    if (!g.MakeFirstRoundPass(seed)) return false;
    *out = g.trace();
    if (std::getenv("SEED")) std::fputs(ir::Print(*out).c_str(), stderr);
    // References are retained and released at random: nothing for the pass that pairs them.
    ir::PipelineOptions passes{.skip = 1u << static_cast<int>(ir::PassId::rc), .verify = false};
    if (!straight && !ir::Optimize(out, passes).ok()) return false;
    if (auto error = ir::Verify(*out, {.ownership = false})) {
      ADD_FAILURE() << "seed " << seed << "\n"
                    << ir::Print(g.trace()) << ir::PrintMarked(*out, error->at, error->message);
      return false;
    }
    return true;
  }

  int Check(int count, uint64_t first_seed, bool straight, bool random_registers) {
    int run = 0;
    first_seed = FirstSeed(first_seed);
    if (std::getenv("SEED")) count = 1, run = 10'000;
    for (uint64_t seed = first_seed; seed < first_seed + static_cast<uint64_t>(count); ++seed) {
      ir::Trace t;
      if (!Make(seed, straight, &t)) {
        if (HasFailure()) return run;
        continue;
      }
      InitWorld(seed);
      Outcome want = EvaluateFrom(t);
      trace::CompileRequest request{};
      if (random_registers) request.random_seed = seed;
      auto code = Compile(t, request);
      if (HasFailure()) return run;
      if (!code) continue;
      if (!code->listing.empty()) std::fputs(code->listing.c_str(), stderr);
      g_traces[1] = &t, g_code[1] = code.get();
      std::string wrong = RunOnce(seed, code->entry, want);
      if (!wrong.empty()) {
        ADD_FAILURE() << "seed " << seed << "\n"
                      << ir::Print(t) << "evaluated: left at " << want.result.at.v << " after "
                      << want.result.rounds << " rounds\n"
                      << wrong;
        return run;
      }
      ++run;
    }
    return run;
  }
};

TEST_F(JitRandom, LoopsLeaveWhatTheEvaluatorLeaves) {
  EXPECT_GT(Check(1500 * Factor(), 1, false, false), 300);
}
TEST_F(JitRandom, LoopsWithRandomRegisters) {
  EXPECT_GT(Check(1500 * Factor(), 100'000'000, false, true), 300);
}
TEST_F(JitRandom, StraightTraces) { EXPECT_GT(Check(800 * Factor(), 200'000'000, true, false), 200); }
TEST_F(JitRandom, StraightTracesWithRandomRegisters) {
  EXPECT_GT(Check(800 * Factor(), 300'000'000, true, true), 200);
}

// Every guard is made to fail in turn: at its n-th execution, counted for each on its own.
TEST_F(JitRandom, ForcedExits) {
  int count = 500 * Factor();
  uint64_t first_seed = FirstSeed(400'000'000);
  if (std::getenv("SEED")) count = 1;
  int checked = 0;
  for (uint64_t seed = first_seed; seed < first_seed + static_cast<uint64_t>(count); ++seed) {
    ir::Trace t;
    bool straight = seed % 3 == 0;
    if (!Make(seed, straight, &t)) continue;
    InitWorld(seed);
    Outcome natural = EvaluateFrom(t);
    constexpr int kEvery = 3;
    trace::CompileRequest request{.fail_every = kEvery};
    if (seed % 2) request.random_seed = seed;
    auto code = Compile(t, request);
    if (HasFailure()) return;
    if (!code) continue;
    if (!code->listing.empty()) std::fputs(code->listing.c_str(), stderr);
    g_traces[1] = &t, g_code[1] = code.get();
    std::vector<int> left(static_cast<size_t>(t.size()), kEvery);
    for (int run = 0; run < 60; ++run) {
      // Which guard the countdowns make fail, and in which round.
      IrRef forced;
      uint64_t round = 0;
      for (IrRef r(1);; ++r.v) {
        if (r == t.end() || t[r].op == PHI) {
          r = t.loop;
          ++round;
          continue;
        }
        if (t[r].Is(ir::kOpTerminator)) break;
        if (t[r].Is(ir::kOpGuard) && --left[static_cast<size_t>(r.v)] == 0) {
          left[static_cast<size_t>(r.v)] = kEvery;
          forced = r;
          break;
        }
        if (r == natural.result.at && round == natural.result.rounds) break;
      }
      Outcome want = natural;
      bool first_round = round == 0;
      if (forced && first_round) {
        ir::Trace failing = t;
        Inst& guard = failing[forced];
        SnapId snap = guard.snap;
        guard = {.op = GUARD_T, .snap = snap, .a = ir::kFalseRef};
        InitWorld(seed);
        want = EvaluateFrom(failing);
      }
      std::string wrong = RunOnce(seed, code->entry, want, !forced || first_round);
      if (!wrong.empty()) {
        ADD_FAILURE() << "seed " << seed << " run " << run << " forced " << forced.v << " in round " << round
                      << "\n"
                      << ir::Print(t) << wrong;
        return;
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 3000);
}

// The exit of a root trace is linked to a side trace, which starts from the parent's registers.
TEST_F(JitRandom, SideTraces) {
  int count = 1000 * Factor();
  uint64_t first_seed = FirstSeed(500'000'000);
  if (std::getenv("SEED")) count = 1;
  int checked = 0;
  for (uint64_t seed = first_seed; seed < first_seed + static_cast<uint64_t>(count); ++seed) {
    ir::Trace t;
    if (!Make(seed, seed % 3 == 0, &t)) continue;
    InitWorld(seed);
    Outcome parent = EvaluateFrom(t);
    if (parent.result.kind != ir::EvalResult::kGuard) continue;
    trace::CompileRequest request{};
    if (seed % 2) request.random_seed = seed;
    auto root = Compile(t, request);
    if (HasFailure()) return;
    if (!root) continue;
    SnapId exit = parent.result.exit;
    Generator side(seed + 7, true);
    side.Side(t, exit);
    // What the exit's values are: as the parent's exit wrote them to the slots.
    std::vector<Bits> inherited;
    for (const ir::SnapEntry& e : t.entries(exit)) {
      Bits bits;
      std::memcpy(&bits, g_world.frame + e.slot.v, 8);
      if (t.TypeOf(e.ref) == IrType::kBool) bits = g_world.frame[e.slot.v].type == Type::kTrue;
      inherited.push_back(bits);
    }
    for (const ir::SnapEntry& e : t.entries(exit)) {
      if (e.flags & ir::kSnapRetain) {
        Bits bits;
        std::memcpy(&bits, g_world.frame + e.slot.v, 8);
        --std::bit_cast<RefCounted*>(bits)->refcount;  // the side trace has its own RETAIN
      }
    }
    Outcome want = EvaluateFrom(side.trace(), inherited);
    std::vector<trace::Location> places = trace::ExitValues(t, *root, exit);
    trace::CompileRequest side_request{.inherited = &places};
    if (seed % 2) side_request.random_seed = seed;
    auto code = Compile(side.trace(), side_request);
    if (HasFailure()) return;
    if (!code) continue;
    jit::kBackend.link_exit(root.get(), exit, code.get());
    if (!code->listing.empty()) std::fputs((root->listing + "SIDE\n" + code->listing).c_str(), stderr);
    g_traces[1] = &t, g_code[1] = root.get();
    g_traces[2] = &side.trace(), g_code[2] = code.get();
    std::string wrong = RunOnce(seed, root->entry, want);
    if (g_left.trace == 1) wrong += "the exit was not linked\n";
    if (!wrong.empty()) {
      ADD_FAILURE() << "seed " << seed << "\n"
                    << ir::Print(t) << "SIDE\n"
                    << ir::Print(side.trace()) << "evaluated: left at " << want.result.at.v << "\n"
                    << wrong;
      return;
    }
    ++checked;
  }
  EXPECT_GT(checked, 100);
}

}  // namespace
}  // namespace tusk
