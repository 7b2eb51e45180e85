// The vocabulary of the trace IR: value types, references, literals, and the rows of ops.def, fields.def and
// calls.def as constexpr tables. No run-time struct is known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tusk::ir {

// --- value types
// ---------------------------------------------------------------------------------------------------

// The type of an instruction's or constant's value. A PHP value's tag in memory follows from it; only bool
// needs the value too (tag = 2 + b). Undef and Null carry no payload.
enum class Type : uint8_t { kNone, kUndef, kNull, kBool, kInt, kFloat, kString, kArray, kObject, kRef, kPtr };
inline constexpr int kNumTypes = 11;
inline constexpr std::string_view kTypeNames[kNumTypes] = {
    "none", "undef", "null", "bool", "int", "float", "string", "array", "object", "ref", "ptr"};
constexpr std::string_view Name(Type t) { return kTypeNames[static_cast<int>(t)]; }

// A reference-counted value: string, array, object, PHP reference.
constexpr bool IsCounted(Type t) { return t >= Type::kString && t <= Type::kRef; }
// Held in a general register as an address.
constexpr bool IsPointer(Type t) { return t >= Type::kString; }
// A PHP value that can live in a slot.
constexpr bool IsValue(Type t) { return t >= Type::kUndef && t <= Type::kRef; }
// Without payload: the type says it all.
constexpr bool IsUnit(Type t) { return t == Type::kUndef || t == Type::kNull; }

// Run-time tags (32-bit word at byte 8 of a Value). jit/layout.h asserts that the run time agrees.
inline constexpr int kTagUndef = 0, kTagNull = 1, kTagFalse = 2, kTagTrue = 3, kTagInt = 4, kTagFloat = 5,
                     kTagString = 6, kTagArray = 7, kTagObject = 8, kTagResource = 9, kTagRef = 10;
inline constexpr int kValueSize = 16;  // bytes of a Value; a slot is one Value
inline constexpr int kFrameSlots = 5;  // a frame header's size in slots
inline constexpr int kSelfSlot = 2;    // of which one holds $this

// The tag a value of type t is stored with; of kBool the tag of false.
constexpr int TagOf(Type t) {
  constexpr int kTags[kNumTypes] = {-1,         kTagUndef, kTagNull,   kTagFalse, kTagInt, kTagFloat,
                                    kTagString, kTagArray, kTagObject, kTagRef,   -1};
  return kTags[static_cast<int>(t)];
}

// --- references and literals
// ---------------------------------------------------------------------------------------

// A value of the trace: > 0 an instruction, < 0 a constant, 0 none. The number is the instruction's position,
// so a smaller positive reference is defined earlier.
struct IrRef {
  int32_t v = 0;
  constexpr IrRef() = default;
  constexpr explicit IrRef(int32_t value) : v(value) {}
  constexpr bool IsNone() const { return v == 0; }
  constexpr bool IsConst() const { return v < 0; }
  constexpr bool IsInst() const { return v > 0; }
  constexpr explicit operator bool() const { return v != 0; }
  constexpr auto operator<=>(const IrRef&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, IrRef r) {
    return H::combine(std::move(h), r.v);
  }
};
inline constexpr IrRef kNone{0};
// Constants every trace has, at fixed references.
inline constexpr IrRef kUndefRef{-1}, kNullRef{-2}, kFalseRef{-3}, kTrueRef{-4};
constexpr IrRef BoolRef(bool b) { return b ? kTrueRef : kFalseRef; }

// A frame slot: number of 16-byte units from the start of the trace's root frame. The header takes 0..4, the
// first CV is 5. Inlined frames lie contiguously above, so their slots are just higher numbers.
struct Slot {
  int32_t v = 0;
  constexpr Slot() = default;
  constexpr explicit Slot(int32_t value) : v(value) {}
  constexpr auto operator<=>(const Slot&) const = default;
};

// Slots of frames on the heap (generators') have numbers far beyond: each such frame that a trace knows has
// its own range. Where the header would be lie what it has yielded, that value's key, $this, the largest key
// and what it returned.
inline constexpr int kHeapSlots = 1 << 20, kHeapStride = 1 << 12;
inline constexpr int kYieldedValue = 0, kYieldedKey = 1, kLargestKey = 3, kReturnedValue = 4;
constexpr bool IsHeapSlot(int slot) { return slot >= kHeapSlots; }
constexpr int HeapFrameOf(int slot) { return (slot - kHeapSlots) / kHeapStride; }
constexpr int HeapBase(int slot) { return kHeapSlots + HeapFrameOf(slot) * kHeapStride; }
// Where it lies in its frame, or, of those that lie in the generator, which it is.
constexpr int InHeapFrame(int slot) { return (slot - kHeapSlots) % kHeapStride; }
constexpr bool InGenerator(int slot) {
  return InHeapFrame(slot) < kFrameSlots && InHeapFrame(slot) != kSelfSlot;
}

// Index into Trace's snapshots; also the exit number of every guard that carries it.
struct SnapId {
  static constexpr uint16_t kInvalid = 0xffff;
  uint16_t v = kInvalid;
  constexpr SnapId() = default;
  constexpr explicit SnapId(int value) : v(static_cast<uint16_t>(value)) {}
  constexpr bool IsValid() const { return v != kInvalid; }
  constexpr auto operator<=>(const SnapId&) const = default;
};
using ExitId = SnapId;

// --- operations (ops.def)
// --------------------------------------------------------------------------------------------

enum class Opcode : uint8_t {
#define IR_OP(name, ...) name,
#include "ir/ops.def"
#undef IR_OP
};

enum OpFlag : uint16_t {
  kOpPure = 1,          // P
  kOpLoad = 2,          // L
  kOpGuard = 4,         // G
  kOpStore = 8,         // W
  kOpEffect = 16,       // X
  kOpCommutative = 32,  // C
  kOpTerminator = 64,   // T
  kOpSnapshot = 128,    // S, implied by G
};

enum class Operand : uint8_t {
  kNone,
  kInt,
  kFloat,
  kBool,
  kStr,
  kArr,
  kObj,
  kRef,
  kPtr,
  kAny,
  kIntB,
  kRc,
  kHeap,
  kSame,
  kBase,
  kOpline,
  kSlot,
  kLit,
  kField,
  kCall,
  kArgs,  // from kOpline on: not a value
};
constexpr bool IsRefOperand(Operand o) { return o != Operand::kNone && o <= Operand::kOpline; }

enum class Result : uint8_t { kNone, kInt, kFloat, kBool, kPtr, kGiven, kAsA, kField, kCall };

struct OpRow {
  std::string_view name;
  Result result;
  Operand operand[3];
  uint16_t flags;
  std::string_view doc;
};

namespace internal {
namespace op_row {
inline constexpr Result none = Result::kNone, int_ = Result::kInt, float_ = Result::kFloat,
                        bool_ = Result::kBool, ptr = Result::kPtr, given = Result::kGiven,
                        as_a = Result::kAsA, field = Result::kField, call = Result::kCall;
// `int`, `float` and `bool` of the table are keywords; the row macro appends an underscore through this
// mapping.
inline constexpr Result none_ = none, ptr_ = ptr, given_ = given, as_a_ = as_a, field_ = field, call_ = call;
inline constexpr Operand _ = Operand::kNone, Int = Operand::kInt, Float = Operand::kFloat,
                         Bool = Operand::kBool, Str = Operand::kStr, Arr = Operand::kArr, Obj = Operand::kObj,
                         Ref = Operand::kRef, Ptr = Operand::kPtr, Any = Operand::kAny, IntB = Operand::kIntB,
                         Rc = Operand::kRc, Heap = Operand::kHeap, Same = Operand::kSame,
                         Base = Operand::kBase, Opl = Operand::kOpline, Slot = Operand::kSlot,
                         Lit = Operand::kLit, Fld = Operand::kField, Fn = Operand::kCall,
                         Args = Operand::kArgs;
inline constexpr uint16_t P = kOpPure, L = kOpLoad, G = kOpGuard | kOpSnapshot, W = kOpStore, X = kOpEffect,
                          C = kOpCommutative, T = kOpTerminator, S = kOpSnapshot;
inline constexpr OpRow kRows[] = {
#define IR_OP(name, result, a, b, c, flags, doc) {#name, result##_, {a, b, c}, (flags), doc},
#include "ir/ops.def"
#undef IR_OP
};
}  // namespace op_row
}  // namespace internal

inline constexpr int kNumOpcodes = sizeof(internal::op_row::kRows) / sizeof(OpRow);
constexpr const OpRow& Row(Opcode op) { return internal::op_row::kRows[static_cast<int>(op)]; }
constexpr std::string_view Name(Opcode op) { return Row(op).name; }
constexpr bool Is(Opcode op, uint16_t flags) { return (Row(op).flags & flags) != 0; }

// Comparison groups: a pair is each other's negation, and LT<->GT, GE<->LE swap operands.
constexpr bool IsCompare(Opcode op) { return op >= Opcode::EQ && op <= Opcode::PNE; }
constexpr bool IsIntCompare(Opcode op) { return op >= Opcode::EQ && op <= Opcode::UGT; }
constexpr bool IsFloatCompare(Opcode op) { return op >= Opcode::FEQ && op <= Opcode::FGT; }
// The comparison true exactly when op is false. Not for the ordered float comparisons (NaN).
constexpr Opcode NegateCompare(Opcode op) {
  int base = static_cast<int>(Opcode::EQ);
  return static_cast<Opcode>(((static_cast<int>(op) - base) ^ 1) + base);
}
// The comparison that holds for (b, a) exactly when op holds for (a, b).
constexpr Opcode SwapCompare(Opcode op) {
  switch (op) {
    case Opcode::LT: return Opcode::GT;
    case Opcode::GT: return Opcode::LT;
    case Opcode::LE: return Opcode::GE;
    case Opcode::GE: return Opcode::LE;
    case Opcode::ULT: return Opcode::UGT;
    case Opcode::UGT: return Opcode::ULT;
    case Opcode::ULE: return Opcode::UGE;
    case Opcode::UGE: return Opcode::ULE;
    case Opcode::FLT: return Opcode::FGT;
    case Opcode::FGT: return Opcode::FLT;
    case Opcode::FLE: return Opcode::FGE;
    case Opcode::FGE: return Opcode::FLE;
    default: return op;
  }
}
static_assert(NegateCompare(Opcode::EQ) == Opcode::NE && NegateCompare(Opcode::LT) == Opcode::GE &&
              NegateCompare(Opcode::LE) == Opcode::GT && NegateCompare(Opcode::ULT) == Opcode::UGE &&
              NegateCompare(Opcode::ULE) == Opcode::UGT && NegateCompare(Opcode::FEQ) == Opcode::FNE &&
              NegateCompare(Opcode::PEQ) == Opcode::PNE);

// --- memory: alias classes and fields (fields.def)
// -------------------------------------------------------------------

// Disjoint kinds of memory. A store clobbers loads of its own class only; calls clobber what their row says.
enum class Alias : uint8_t {
  kSlot,        // frame slots (VLOAD/VSTORE through SLOTADDR)
  kHeapSlot,    // slots of frames on the heap (HEAPADDR); user code may get at them
  kElement,     // Value elements of arrays and of hash entries
  kRawElement,  // packed ints and floats (ILOAD..DSTORE)
  kProperty,    // declared properties
  kRefValue,    // the Value inside a reference
  kAnyValue,    // Values through an address of unknown origin: overlaps the four kinds of Values above
  kString,      // bytes, length, hash of strings
  kRefcount,
  kArrayKind,
  kArrayCount,
  kArrayCapacity,
  kArrayData,
  kObjectHeader,
  kObjectProps,
  kVm,
  kFrame,  // frame headers
};
inline constexpr int kNumAliases = 17;

enum class Base : uint8_t { kArray, kObject, kString, kRc, kVm, kFrame, kPtr, kRef };

enum class Field : uint16_t {
#define IR_FIELD(id, ...) id,
#include "ir/fields.def"
#undef IR_FIELD
};

enum FieldFlag : uint8_t { kFieldConst = 1, kFieldSigned = 2 };

struct FieldRow {
  std::string_view name;  // as in dumps, "ARRAY.count"
  Base base;
  uint8_t width;  // bytes
  Type type;
  Alias alias;
  uint8_t flags;
};

namespace internal {
namespace field_row {
inline constexpr Base array_b = Base::kArray, object_b = Base::kObject, string_b = Base::kString,
                      rc_b = Base::kRc, vm_b = Base::kVm, frame_b = Base::kFrame, ptr_b = Base::kPtr,
                      ref_b = Base::kRef;
inline constexpr Type int_t = Type::kInt, float_t = Type::kFloat, ptr_t = Type::kPtr,
                      object_t = Type::kObject, array_t = Type::kArray, string_t = Type::kString,
                      bool_t = Type::kBool, ref_t = Type::kRef;
inline constexpr uint8_t Const = kFieldConst, Signed = kFieldSigned;
inline constexpr FieldRow kRows[] = {
#define IR_FIELD(id, text, base, width, type, alias, flags) \
  {text, base##_b, width, type##_t, Alias::k##alias, (flags)},
#include "ir/fields.def"
#undef IR_FIELD
};
}  // namespace field_row
}  // namespace internal

inline constexpr int kNumFields = sizeof(internal::field_row::kRows) / sizeof(FieldRow);
constexpr const FieldRow& Row(Field f) { return internal::field_row::kRows[static_cast<int>(f)]; }
constexpr std::string_view Name(Field f) { return Row(f).name; }

// --- calls (calls.def)
// -----------------------------------------------------------------------------------------------

enum class CallId : uint16_t {
#define IR_CALL(id, ...) id,
#include "ir/calls.def"
#undef IR_CALL
};

enum CallFlag : uint16_t {
  kCallPure = 1,
  kCallReads = 2,
  kCallWrites = 4,
  kCallAlloc = 8,
  kCallOwned = 16,
  kCallThrows = 32,
  kCallUser = 64,
  kCallRemovable = 128,
  kCallArrays = 256,
  kCallImmortal = 512,
  kCallLooks = 1024,
};

struct CallRow {
  std::string_view name;
  Type result;
  std::string_view args;  // letters, see calls.def
  uint16_t flags;
};

namespace internal {
namespace call_row {
inline constexpr Type none_t = Type::kNone, int_t = Type::kInt, float_t = Type::kFloat, bool_t = Type::kBool,
                      ptr_t = Type::kPtr, string_t = Type::kString, array_t = Type::kArray,
                      object_t = Type::kObject, ref_t = Type::kRef;
inline constexpr uint16_t Pure = kCallPure, Reads = kCallReads, Writes = kCallWrites, Alloc = kCallAlloc,
                          Owned = kCallOwned, Throws = kCallThrows, User = kCallUser,
                          Removable = kCallRemovable, Arrays = kCallArrays, Immortal = kCallImmortal,
                          Looks = kCallLooks;
inline constexpr CallRow kRows[] = {
#define IR_CALL(id, text, result, args, effects) {text, result##_t, args, (effects)},
#include "ir/calls.def"
#undef IR_CALL
};
}  // namespace call_row
}  // namespace internal

inline constexpr int kNumCalls = sizeof(internal::call_row::kRows) / sizeof(CallRow);
constexpr const CallRow& Row(CallId c) { return internal::call_row::kRows[static_cast<int>(c)]; }
constexpr std::string_view Name(CallId c) { return Row(c).name; }

// One IR operand of a call: its letter, and whether the call takes the reference over.
struct CallArg {
  char letter;
  bool consumed;
};
inline constexpr int kMaxCallArgs = 8;
struct CallSignature {
  bool takes_vm = false;
  int count = 0;  // IR operands, the Vm* not counted
  CallArg arg[kMaxCallArgs] = {};
};
constexpr CallSignature Signature(CallId c) {
  CallSignature s;
  std::string_view text = Row(c).args;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == 'v') {
      s.takes_vm = true;
    } else if (text[i] == '!') {
      s.arg[s.count - 1].consumed = true;
    } else {
      s.arg[s.count++] = {text[i], false};
    }
  }
  return s;
}

}  // namespace tusk::ir
