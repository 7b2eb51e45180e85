// Building one op array: oplines, literals, variables, jumps. While a function is being compiled its oplines
// hold indices (literal, CV, TMP number, opline number); Finish() turns them into the byte offsets and
// distances that op.h describes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "interp/vm/op.h"

namespace tusk {

// What an expression compiled to: a constant, or a TMP, VAR or CV by number. kUnused: nothing ($this,
// append).
struct Node {
  uint8_t kind = kUnused;
  uint32_t var = 0;  // number of the TMP/VAR or CV; for kUnused the number to put into the operand
  Value constant;    // kConst; strings are interned, arrays immutable

  static Node Constant(Value v) {
    Node n;
    n.kind = kConst;
    n.constant = v;
    return n;
  }
  static Node Null() { return Constant(Value::Null()); }
  static Node Int(int64_t v) { return Constant(Value(v)); }
  static Node Str(String* s) { return Constant(Value(s)); }
  static Node Cv(uint32_t index) { return {kCv, index, Value()}; }
  static Node Unused(uint32_t number = 0) { return {kUnused, number, Value()}; }
  bool IsConst() const { return kind == kConst; }
  bool IsString() const { return kind == kConst && constant.IsString(); }
};

// Flags in `extended` that only the compiler and the dump interpret as such.
inline constexpr uint32_t kFreeOnReturn = 1;  // FREE, FE_FREE: emitted for leaving a loop early
inline constexpr uint32_t kFreeSwitch = 2;    // FREE of the subject of a switch or match

// A loop or switch for break, continue and goto.
struct LoopRecord {
  int32_t start;  // opline where its loop variable came alive, -1: it has none
  int32_t break_to = -1;
  int32_t continue_to = -1;
  int32_t parent;
  bool is_switch;
};

// What leaving early has to undo, innermost last.
struct UnwindEntry {
  enum Kind : uint8_t { kPlainLoop, kLoopVariable, kFinally, kDiscardException, kFunctionStart };
  Kind kind;
  Opcode free_with = Opcode::kNop;  // kLoopVariable: FREE or FE_FREE
  uint8_t var_kind = kUnused;
  uint32_t var = 0;
  uint32_t try_index = 0;  // kFinally
};

struct Label {
  int32_t loop;
  uint32_t op;
};

struct PendingBreak {
  uint32_t op;
  int32_t loop;
  uint32_t depth;
  bool is_continue;
};

struct PendingGoto {
  uint32_t op;
  uint32_t emitted;  // oplines that unwinding took, directly before
  int32_t loop;
  String* label;
  uint32_t line;
};

struct PendingSwitch {  // jump table that gets its targets at the end
  uint32_t op;
  std::vector<std::pair<Value, uint32_t>> cases;
};

class FunctionBuilder {
 public:
  explicit FunctionBuilder(OpArray* function) : fn(function) {
    ops.reserve(32);  // a method of middling size
    literals.reserve(16);
  }

  OpArray* fn;
  std::vector<Op> ops;
  std::vector<Value> literals;
  std::vector<uint32_t> literals_with_text;  // see kLiteralHasText
  uint32_t tmp_count = 0;
  uint32_t cache_bytes = 0;
  uint32_t line = 0;  // given to emitted oplines

  std::vector<LoopRecord> loops;
  int32_t loop = -1;  // innermost, or -1
  std::vector<UnwindEntry> unwind;
  uint32_t fast_call_var = UINT32_MAX;
  uint32_t try_index = UINT32_MAX;
  std::vector<std::pair<String*, Label>> labels;
  std::vector<PendingBreak> breaks;
  std::vector<PendingGoto> gotos;
  std::vector<PendingSwitch> switches;
  std::vector<Op> delayed;            // oplines of a variable that is written to after its value was computed
  uint32_t assert_op = UINT32_MAX;    // the latest ASSERT_CHECK: shares its result with the call
  std::vector<String*> static_names;  // in the order of fn->static_variables

  uint32_t Here() const { return static_cast<uint32_t>(ops.size()); }
  Op& Last() { return ops.back(); }

  uint32_t NewTmp() { return tmp_count++; }
  uint32_t Cv(String* name);
  bool HasCv(String* name) const;
  uint32_t CacheSlots(uint32_t words) {
    uint32_t offset = cache_bytes;
    cache_bytes += words * 8;
    return offset;
  }
  uint32_t Literal(const Value& v);

  // Emits an opline. With a result it yields a new VAR (Emit) or TMP (EmitTmp). The reference is valid until
  // the next emission.
  Op& Emit(Node* result, Opcode opcode, const Node* op1 = nullptr, const Node* op2 = nullptr);
  Op& EmitTmp(Node* result, Opcode opcode, const Node* op1 = nullptr, const Node* op2 = nullptr);
  Op& EmitDelayed(Node* result, Opcode opcode, const Node* op1 = nullptr, const Node* op2 = nullptr);
  Op& EmitData(const Node& value) { return Emit(nullptr, Opcode::kOpData, &value); }
  void SetOperand(Operand* operand, uint8_t* kind, const Node& node);
  static Node ResultOf(const Op& op) {
    return {static_cast<uint8_t>(op.result_kind & 0xf), op.result.num, Value()};
  }

  // Delayed oplines: marks a position, emits everything delayed since. Returns the last one, null if none
  // was.
  size_t BeginDelayed() const { return delayed.size(); }
  Op* EndDelayed(size_t mark);

  uint32_t EmitJump(uint32_t target = 0);
  uint32_t EmitCondJump(Opcode opcode, const Node& condition, uint32_t target = 0);
  void SetTarget(uint32_t op, uint32_t target);
  void SetTargetHere(uint32_t op) { SetTarget(op, Here()); }

  void BeginLoop(Opcode free_with, const Node* loop_var, bool is_switch);
  void EndLoop(uint32_t continue_to);
  uint32_t AddTry(uint32_t first_op);

  // Resolves jumps, computes live ranges, lays oplines and literals out in one block. An error text goes to
  // *error (with the line) when a break or goto cannot be resolved.
  bool Finish(std::string* error, uint32_t* error_line);

 private:
  Op MakeOp(Opcode opcode, const Node* op1, const Node* op2);
  bool ResolveBreaks(std::string* error, uint32_t* error_line);
  bool ResolveGotos(std::string* error, uint32_t* error_line);
  bool LeavesFinally(uint32_t from, uint32_t to) const;
  static void OrderOperands(Op* op);
  void Layout();

  absl::flat_hash_map<const String*, uint32_t> cv_index_;
};

// Fills function.live_ranges from oplines that still hold indices.
void ComputeLiveRanges(FunctionBuilder* builder);

// True for compares whose result the following JMPZ / JMPNZ may take directly.
bool IsSmartBranch(Opcode opcode);

// Which operand of an opcode is a jump target.
enum class JumpOperand : uint8_t { kNone, kOp1, kOp2, kExtended };
JumpOperand JumpOperandOf(const Op& op);

// Interned constants for literals: arrays become immutable and immortal.
Value Literalize(Value v);

}  // namespace tusk
