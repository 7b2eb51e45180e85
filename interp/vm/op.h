// Oplines and op arrays: what the compiler produces and the VM executes. Data only; see opcodes.def for
// meanings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interp/runtime/arena.h"
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
bool BeginsCall(Opcode opcode);         // makes the frame that SEND fills: INIT_FCALL ..., NEW

// Operand kinds; the values are Zend's bits, so that masks can be written.
enum OperandKind : uint8_t { kUnused = 0, kConst = 1, kTmp = 2, kVar = 4, kCv = 8 };
inline constexpr uint8_t kTmpVar = kTmp | kVar;
// In result_kind of a compare: its result is consumed by the JMPZ / JMPNZ that follows ("smart branch").
inline constexpr uint8_t kSmartJmpz = 1 << 4;
inline constexpr uint8_t kSmartJmpnz = 1 << 5;

// See dispatch.h. Compiled code is entered and left by the same convention, so that every build has it.
#define TUSK_HANDLER_CC __attribute__((preserve_none))
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
  struct CompiledUnit* unit = nullptr;  // of code at top level: what it was compiled with

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
inline constexpr uint32_t kReturnsValue = 2;     // RETURN_BY_REF of something that is not a variable
inline constexpr uint32_t kLastCatch = 1;  // CATCH: the last one, op2 is no jump; the rest is a cache slot
// FETCH_OBJ_W, FETCH_STATIC_PROP_W and _FUNC_ARG: low bits beside the cache slot.
inline constexpr uint32_t kFetchRef = 1;       // a reference to the property will be taken
inline constexpr uint32_t kFetchDimWrite = 2;  // an element of the property will be written
// FETCH_DIM_W, _RW, _FUNC_ARG, _UNSET: what the element is fetched for.
inline constexpr uint32_t kFetchForRef = 1;
inline constexpr uint32_t kFetchForDim = 2;
inline constexpr uint32_t kFetchForObject = 3;
inline constexpr uint32_t kFetchForIncDec = 4;
// Value::extra of an integer literal used as a dimension: the literal behind it is the text ("5") that was
// written, which ArrayAccess objects get.
inline constexpr uint32_t kLiteralHasText = 1;
struct JmpNull {  // extended of JMP_NULL: what the chain yields when cut short: null, false (isset), true
                  // (empty)
  enum : uint32_t {
    kExpression = 0,
    kIsset = 1,
    kEmpty = 2,
    kQuiet = 4
  };  // kQuiet: no undefined variable warning
};
inline constexpr uint32_t kExtraNamedArgs = 1;     // DO_FCALL: unknown named arguments may have been passed
inline constexpr uint32_t kThrowIsExpression = 1;  // THROW, MATCH_ERROR
inline constexpr uint32_t kUnqualifiedInNamespace = 1;  // FETCH_CONSTANT op1: try the global name too
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
struct IncludeMode {
  enum : uint32_t { kEval = 1, kInclude = 2, kIncludeOnce = 4, kRequire = 8, kRequireOnce = 16 };
};
// BIND_STATIC, BIND_INIT_STATIC_OR_JMP, BIND_LEXICAL: extended is the position of the variable in
// static_variables (in order), shifted left by kShift, plus flags.
struct BindFlags {
  enum : uint32_t { kRef = 1, kImplicit = 2, kExplicit = 4, kShift = 3 };
};

// What operands hold beyond what opcodes.def says:
//   names      a CONST class or function name is followed by its lowercase form; INIT_NS_FCALL_BY_NAME has a
//              third literal, the lowercase name without namespace. FETCH_CONSTANT: the name, then the name
//              with lowercase namespace (if it has one), then, if kUnqualifiedInNamespace, the name alone;
//              without namespace the second is the name again
//   cache      INIT_FCALL*, INIT_*_METHOD_CALL: result.num; NEW: op2.num; SEND_* and CHECK_FUNC_ARG with a
//   named
//              argument: result.num; VERIFY_RETURN_TYPE: op2.num; others: extended. Byte offsets
//   INIT_FCALL op1.num: bytes of the callee's frame; extended of all INIT_*, NEW: number of arguments
//   DECLARE_CLASS, _DELAYED, _ANON_CLASS: extended is the index into class_declarations;
//   DECLARE_FUNCTION, DECLARE_LAMBDA_FUNCTION: op2.num is the index into dynamic_functions
//   SWITCH_*, MATCH: op2 is an array from case to byte distance, extended the distance of the default
//   kConstantAst values: the payload is an OpArray* without parameters that returns the value
//   (kConstantThunk)
// A compiled file. Everything compiled with it lies in its memory, until the process ends, unless there is
// only code that runs once (FreeCode).
struct CompiledUnit {
  OpArray* main = nullptr;
  // To be declared before main runs, in this order: functions at top level, and classes that may be bound
  // early (no interfaces or traits). A class with a parent may still be missing it then: leave it alone, its
  // DECLARE_CLASS does it (and does nothing if the class is linked already).
  std::vector<OpArray*> functions;
  std::vector<ClassDecl*> classes;
  std::vector<OpArray*> all;  // every op array of the unit, in the order of their text, for dumps
  Arena memory;               // op arrays, classes, their members and types
};

}  // namespace tusk
