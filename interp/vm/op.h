// Oplines and op arrays: what the compiler produces and the VM executes. Data only; see opcodes.def for
// meanings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interp/runtime/class.h"
#include "interp/runtime/function.h"
#include "interp/runtime/string.h"
#include "interp/runtime/value.h"

namespace tusk {

struct Frame;
struct Op;
struct OpArray;
struct Vm;

// Opcode numbers are Zend's (8.4).
enum class Opcode : uint8_t {
#define OP(number, NAME, Camel, ...) k##Camel = number,
#include "interp/vm/opcodes.def"
#undef OP
};
inline constexpr int kOpcodeCount = 210;
const char* OpcodeName(Opcode opcode);  // "ADD"

// Operand kinds; the values are Zend's bits, so that masks can be written.
enum OperandKind : uint8_t { kUnused = 0, kConst = 1, kTmp = 2, kVar = 4, kCv = 8 };
inline constexpr uint8_t kTmpVar = kTmp | kVar;
// In result_kind of a compare: its result is consumed by the JMPZ / JMPNZ that follows ("smart branch").
inline constexpr uint8_t kSmartJmpz = 1 << 4;
inline constexpr uint8_t kSmartJmpnz = 1 << 5;

// ASan builds cannot use preserve_none (see dispatch.h); both conventions allow musttail.
#if defined(TUSK_SANITIZE)
#define TUSK_HANDLER_CC
#else
#define TUSK_HANDLER_CC __attribute__((preserve_none))
#endif
typedef const Op*(TUSK_HANDLER_CC* Handler)(Frame*, const Op*, Vm*);

// An operand: for CONST the byte distance from the opline to the literal, for TMP, VAR and CV the byte offset
// of the slot in the frame, for jumps the byte distance from the opline to the target, else a number.
union Operand {
  uint32_t num;
  int32_t offset;
};

struct Op {
  Handler handler;
  Operand op1;
  Operand op2;
  Operand result;
  uint32_t extended;
  uint32_t line;
  Opcode opcode;
  uint8_t op1_kind;
  uint8_t op2_kind;
  uint8_t result_kind;

  const Value* Literal(Operand o) const {
    return reinterpret_cast<const Value*>(reinterpret_cast<const char*>(this) + o.offset);
  }
  const Op* Target(Operand o) const {
    return reinterpret_cast<const Op*>(reinterpret_cast<const char*>(this) + o.offset);
  }
};
static_assert(sizeof(Op) == 32);

// A value that an exception, or leaving by break/return, must clean up: from the opline after the defining
// one up to (not including) the consumer.
struct LiveRange {
  enum Kind : uint8_t { kTmpVarRange, kLoop, kSilence, kRope, kNew };
  uint32_t slot;  // byte offset in the frame
  Kind kind;
  uint32_t start;
  uint32_t end;
};
struct TryRange {  // opline numbers; 0 means "none" for catch and finally
  uint32_t try_op;
  uint32_t catch_op;
  uint32_t finally_op;
  uint32_t finally_end;
};

struct TraceInfo;  // trace/: counters and trace entries of an op array

// A user function. Oplines and literals lie in one block, so that CONST operands are relative.
struct OpArray : Function {
  Op* ops = nullptr;
  uint32_t op_count = 0;
  uint32_t literal_count = 0;
  Value* literals = nullptr;
  uint32_t cv_count = 0;
  uint32_t tmp_count = 0;
  uint32_t cache_slots = 0;       // words of run-time cache
  void** cache = nullptr;         // allocated at first call; closures and methods of one op array share it
  std::vector<String*> cv_names;  // interned
  std::vector<LiveRange> live_ranges;
  std::vector<TryRange> try_ranges;
  Array* static_variables = nullptr;        // initial values by name; closures have their own copy
  std::vector<OpArray*> dynamic_functions;  // closures and nested declarations, by DECLARE_* number
  std::vector<struct ClassDecl*> class_declarations;
  String* file = nullptr;
  uint32_t line_start = 0;
  uint32_t line_end = 0;
  TraceInfo* trace_info = nullptr;

  uint32_t IndexOf(const Op* op) const { return static_cast<uint32_t>(op - ops); }
};

// Byte offset of slot `index` (CVs first, then TMPs) in a frame.
inline constexpr uint32_t kFrameHeaderBytes = 80;
constexpr uint32_t SlotOffset(uint32_t index) { return kFrameHeaderBytes + index * 16; }
constexpr uint32_t SlotIndex(uint32_t offset) { return (offset - kFrameHeaderBytes) / 16; }

// A class as compiled: everything that does not need other classes. Declaring links it into a Class.
struct ClassDecl {
  Class* prototype =
      nullptr;  // members as declared; parent_name, interface_names, trait_names set; not linked
  std::vector<ClassTraitRule> trait_rules;
  bool bound_early = false;  // linked before its DECLARE_CLASS ran, which then does nothing
  String* key = nullptr;     // lowercase name, or the run-time key of an anonymous class
};

// extended values and NUM operands shared by compiler, handlers and dumper. (Numbers as in Zend where dumps
// show them.)
struct FetchScope {  // FETCH_*, UNSET_VAR, ISSET_ISEMPTY_VAR
  enum : uint32_t { kGlobal = 1 << 1, kLocal = 1 << 2, kGlobalLock = 1 << 3 };
};
inline constexpr uint32_t kIsEmpty =
    1;  // ISSET_ISEMPTY_*: empty() instead of isset(); the rest is a cache slot
inline constexpr uint32_t kReturnsFunction = 1;  // "SRC (function)" of RETURN_BY_REF, ASSIGN_REF ...
inline constexpr uint32_t kArrayElementRef = 1;
inline constexpr uint32_t kArraySizeShift = 2;
inline constexpr uint32_t kArrayNotPacked = 1 << 1;
struct ClassFetch {
  enum : uint32_t {
    kDefault = 0,
    kSelf = 1,
    kParent = 2,
    kStatic = 3,
    kMask = 0xf,
    kNoAutoload = 0x80,
    kSilent = 0x100,
    kException = 0x200
  };
};
struct IncludeKind {
  enum : uint32_t { kEval = 1, kInclude = 2, kIncludeOnce = 4, kRequire = 8, kRequireOnce = 16 };
};
struct BindFlags {  // BIND_STATIC, BIND_LEXICAL: low bits of extended above the offset
  enum : uint32_t { kRef = 1, kImplicit = 2, kExplicit = 4 };
};

// A compiled file: its main op array owns everything compiled with it. Lives until the process ends.
struct CompiledUnit {
  OpArray* main = nullptr;
};

}  // namespace tusk
