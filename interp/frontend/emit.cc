// Emission of oplines and the final layout of an op array.
#include "interp/frontend/emit.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "interp/runtime/array.h"

namespace tusk {

bool IsSmartBranch(Opcode opcode) {
  switch (opcode) {
    case Opcode::kIsIdentical:
    case Opcode::kIsNotIdentical:
    case Opcode::kIsEqual:
    case Opcode::kIsNotEqual:
    case Opcode::kIsSmaller:
    case Opcode::kIsSmallerOrEqual:
    case Opcode::kCase:
    case Opcode::kCaseStrict:
    case Opcode::kIssetIsemptyCv:
    case Opcode::kIssetIsemptyVar:
    case Opcode::kIssetIsemptyDimObj:
    case Opcode::kIssetIsemptyPropObj:
    case Opcode::kIssetIsemptyStaticProp:
    case Opcode::kInstanceof:
    case Opcode::kTypeCheck:
    case Opcode::kDefined:
    case Opcode::kInArray:
    case Opcode::kArrayKeyExists: return true;
    default: return false;
  }
}

JumpOperand JumpOperandOf(const Op& op) {
  switch (op.opcode) {
    case Opcode::kJmp:
    case Opcode::kFastCall: return JumpOperand::kOp1;
    case Opcode::kJmpz:
    case Opcode::kJmpnz:
    case Opcode::kJmpzEx:
    case Opcode::kJmpnzEx:
    case Opcode::kJmpSet:
    case Opcode::kCoalesce:
    case Opcode::kJmpNull:
    case Opcode::kAssertCheck:
    case Opcode::kFeResetR:
    case Opcode::kFeResetRw:
    case Opcode::kBindInitStaticOrJmp: return JumpOperand::kOp2;
    case Opcode::kCatch: return op.extended & kLastCatch ? JumpOperand::kNone : JumpOperand::kOp2;
    case Opcode::kFeFetchR:
    case Opcode::kFeFetchRw:
    case Opcode::kSwitchLong:
    case Opcode::kSwitchString:
    case Opcode::kMatch: return JumpOperand::kExtended;
    default: return JumpOperand::kNone;
  }
}

Value Literalize(Value v) {
  // Arrays made while folding stay reachable from here: they live as long as the code that names them.
  static std::vector<Array*>* arrays = new std::vector<Array*>;
  if (v.IsString() && !v.str->Interned()) {
    Value interned(Intern(v.str->view()));
    Release(v);
    return interned;
  }
  if (v.IsArray() && !v.arr->Immortal()) {
    v.arr->info |= RefCounted::kImmutable | RefCounted::kNotCollectable;
    v.arr->refcount = RefCounted::kImmortal;
    arrays->push_back(v.arr);
  }
  return v;
}

uint32_t FunctionBuilder::Cv(String* name) {
  auto [it, inserted] = cv_index_.try_emplace(name, static_cast<uint32_t>(fn->cv_names.size()));
  if (inserted) {
    fn->cv_names.push_back(name);
    // Opening a http:// URL sets it from outside.
    if (name->view() == "http_response_header") fn->flags |= FunctionFlags::kDynamicVariables;
  }
  return it->second;
}

bool FunctionBuilder::HasCv(String* name) const { return cv_index_.contains(name); }

uint32_t FunctionBuilder::Literal(const Value& v) {
  literals.push_back(Literalize(v));
  return static_cast<uint32_t>(literals.size() - 1);
}

void FunctionBuilder::SetOperand(Operand* operand, uint8_t* kind, const Node& node) {
  *kind = node.kind;
  operand->num = node.kind == kConst ? Literal(node.constant) : node.var;
}

Op FunctionBuilder::MakeOp(Opcode opcode, const Node* op1, const Node* op2) {
  Op op = {};
  op.opcode = opcode;
  op.line = line;
  if (op1) SetOperand(&op.op1, &op.op1_kind, *op1);
  if (op2) SetOperand(&op.op2, &op.op2_kind, *op2);
  return op;
}

Op& FunctionBuilder::Emit(Node* result, Opcode opcode, const Node* op1, const Node* op2) {
  Op op = MakeOp(opcode, op1, op2);
  if (result) {
    op.result_kind = kVar;
    op.result.num = NewTmp();
    *result = ResultOf(op);
  }
  ops.push_back(op);
  return ops.back();
}

Op& FunctionBuilder::EmitTmp(Node* result, Opcode opcode, const Node* op1, const Node* op2) {
  Op& op = Emit(result, opcode, op1, op2);
  if (result) {
    op.result_kind = kTmp;
    result->kind = kTmp;
  }
  return op;
}

Op& FunctionBuilder::EmitDelayed(Node* result, Opcode opcode, const Node* op1, const Node* op2) {
  Op op = MakeOp(opcode, op1, op2);
  if (result) {
    op.result_kind = kVar;
    op.result.num = NewTmp();
    *result = ResultOf(op);
  }
  delayed.push_back(op);
  return delayed.back();
}

Op* FunctionBuilder::EndDelayed(size_t mark) {
  Op* last = nullptr;
  for (size_t i = mark; i < delayed.size(); ++i) {
    // Oplines that had to be flushed early (before a JMP_NULL) were marked by opcode NOP.
    if (delayed[i].opcode == Opcode::kNop) continue;
    ops.push_back(delayed[i]);
    last = &ops.back();
  }
  delayed.resize(mark);
  return last;
}

uint32_t FunctionBuilder::EmitJump(uint32_t target) {
  uint32_t number = Here();
  Emit(nullptr, Opcode::kJmp).op1.num = target;
  return number;
}

uint32_t FunctionBuilder::EmitCondJump(Opcode opcode, const Node& condition, uint32_t target) {
  uint32_t number = Here();
  if (condition.kind == kTmp && number > 0 && (opcode == Opcode::kJmpz || opcode == Opcode::kJmpnz)) {
    Op& before = ops.back();
    if (before.result_kind == kTmp && before.result.num == condition.var && IsSmartBranch(before.opcode)) {
      before.result_kind = kTmp | (opcode == Opcode::kJmpz ? kSmartJmpz : kSmartJmpnz);
    }
  }
  Emit(nullptr, opcode, &condition).op2.num = target;
  return number;
}

void FunctionBuilder::SetTarget(uint32_t number, uint32_t target) {
  if (number >= ops.size()) return;
  Op& op = ops[number];
  switch (JumpOperandOf(op)) {
    case JumpOperand::kOp1: op.op1.num = target; break;
    case JumpOperand::kOp2: op.op2.num = target; break;
    case JumpOperand::kExtended: op.extended = target; break;
    case JumpOperand::kNone: break;
  }
}

void FunctionBuilder::BeginLoop(Opcode free_with, const Node* loop_var, bool is_switch) {
  LoopRecord record{};
  record.parent = loop;
  record.is_switch = is_switch;
  record.start = -1;
  UnwindEntry entry{UnwindEntry::kPlainLoop};
  if (loop_var && (loop_var->kind & kTmpVar)) {
    record.start = static_cast<int32_t>(Here());
    entry.kind = UnwindEntry::kLoopVariable;
    entry.free_with = free_with;
    entry.var_kind = loop_var->kind;
    entry.var = loop_var->var;
  }
  loop = static_cast<int32_t>(loops.size());
  loops.push_back(record);
  unwind.push_back(entry);
}

void FunctionBuilder::EndLoop(uint32_t continue_to) {
  LoopRecord& record = loops[loop];
  record.continue_to = static_cast<int32_t>(continue_to);
  record.break_to = static_cast<int32_t>(Here());
  loop = record.parent;
  if (record.start >= 0) {
    // Early frees learn how far the end of the loop is: there an exception of theirs counts as thrown.
    const UnwindEntry& entry = unwind.back();
    for (uint32_t i = static_cast<uint32_t>(record.start); i < Here(); ++i) {
      Op& op = ops[i];
      if ((op.opcode == Opcode::kFree || op.opcode == Opcode::kFeFree) && (op.extended & kFreeOnReturn) &&
          op.op1.num == entry.var) {
        op.op2.num = Here() - i;
      }
    }
  }
  unwind.pop_back();
}

uint32_t FunctionBuilder::AddTry(uint32_t first_op) {
  fn->try_ranges.push_back({first_op, 0, 0, 0});
  return static_cast<uint32_t>(fn->try_ranges.size() - 1);
}

// A jump may not leave a finally block: its return would be lost.
bool FunctionBuilder::LeavesFinally(uint32_t from, uint32_t to) const {
  for (const TryRange& t : fn->try_ranges) {
    if (t.finally_op == 0) continue;
    bool from_inside = from >= t.finally_op && from <= t.finally_end;
    bool to_inside = to >= t.finally_op && to <= t.finally_end;
    if (from_inside && !to_inside) return true;
  }
  return false;
}

bool FunctionBuilder::ResolveBreaks(std::string* error, uint32_t* error_line) {
  for (const PendingBreak& b : breaks) {
    int32_t at = b.loop;
    for (uint32_t d = 1; d < b.depth; ++d) at = loops[at].parent;
    uint32_t target = static_cast<uint32_t>(b.is_continue ? loops[at].continue_to : loops[at].break_to);
    if (LeavesFinally(b.op, target)) {
      *error = "jump out of a finally block is disallowed";
      *error_line = ops[b.op].line;
      return false;
    }
    ops[b.op].op1.num = target;
  }
  return true;
}

bool FunctionBuilder::ResolveGotos(std::string* error, uint32_t* error_line) {
  for (const PendingGoto& g : gotos) {
    const Label* label = nullptr;
    for (const auto& [name, l] : labels) {
      if (name == g.label) label = &l;
    }
    *error_line = g.line;
    if (!label) {
      *error = "'goto' to undefined label '" + std::string(g.label->view()) + "'";
      return false;
    }
    // Unwinding was emitted as if everything were left; keep only what the jump really leaves.
    uint32_t superfluous = g.emitted;
    for (int32_t at = g.loop; at != label->loop; at = loops[at].parent) {
      if (at == -1) {
        *error = "'goto' into loop or switch statement is disallowed";
        return false;
      }
      if (loops[at].start >= 0) --superfluous;
    }
    for (const TryRange& t : fn->try_ranges) {
      if (t.try_op > g.op) break;
      if (t.finally_op && g.op < t.finally_op - 1 && (label->op > t.finally_end || label->op < t.try_op)) {
        --superfluous;
      }
    }
    for (const TryRange& t : fn->try_ranges) {
      if (t.finally_op == 0) continue;
      bool from_inside = g.op >= t.finally_op && g.op <= t.finally_end;
      bool to_inside = label->op >= t.finally_op && label->op <= t.finally_end;
      if (from_inside != to_inside) {
        *error = from_inside ? "jump out of a finally block is disallowed"
                             : "jump into a finally block is disallowed";
        return false;
      }
    }
    ops[g.op].op1.num = label->op;
    for (uint32_t i = 0; i < superfluous; ++i) {
      Op nop = {};
      nop.opcode = Opcode::kNop;
      nop.line = ops[g.op].line;
      ops[g.op - 1 - i] = nop;
    }
  }
  return true;
}

bool FunctionBuilder::Finish(std::string* error, uint32_t* error_line) {
  if (!ResolveBreaks(error, error_line) || !ResolveGotos(error, error_line)) return false;
  fn->cv_count = static_cast<uint32_t>(fn->cv_names.size());
  for (Op& op : ops) {
    switch (op.opcode) {
      case Opcode::kFastCall: op.op1.num = fn->try_ranges[op.op1.num].finally_op; break;
      case Opcode::kReturn:
      case Opcode::kReturnByRef:
        if (fn->Is(FunctionFlags::kGenerator)) op.opcode = Opcode::kGeneratorReturn;
        break;
      default: break;
    }
  }
  ComputeLiveRanges(this);
  Layout();
  return true;
}

namespace {

Operand Relocate(Operand operand, uint8_t kind, uint32_t number, uint32_t op_count, uint32_t cv_count) {
  switch (kind & 0xf) {
    case kConst:
      operand.offset = static_cast<int32_t>((op_count - number) * sizeof(Op) + operand.num * sizeof(Value));
      break;
    case kTmp:
    case kVar: operand.num = SlotOffset(cv_count + operand.num); break;
    case kCv: operand.num = SlotOffset(operand.num); break;
    default: break;
  }
  return operand;
}

int32_t Distance(uint32_t from, uint32_t to) {
  return (static_cast<int32_t>(to) - static_cast<int32_t>(from)) * static_cast<int32_t>(sizeof(Op));
}

}  // namespace

// Commutative operators have the operand of the greater kind first: half the handlers do.
void FunctionBuilder::OrderOperands(Op* op) {
  switch (op->opcode) {
    case Opcode::kMul:
    case Opcode::kIsIdentical:
    case Opcode::kIsNotIdentical:
    case Opcode::kIsEqual:
    case Opcode::kIsNotEqual:
    case Opcode::kBwOr:
    case Opcode::kBwAnd:
    case Opcode::kBwXor:
    case Opcode::kBoolXor:
      if (op->op1_kind >= op->op2_kind) return;
      std::swap(op->op1, op->op2);
      std::swap(op->op1_kind, op->op2_kind);
      return;
    default: return;
  }
}

void FunctionBuilder::Layout() {
  const uint32_t count = Here();
  for (Op& op : ops) OrderOperands(&op);
  for (const PendingSwitch& s : switches) {
    Array* table = NewHash(static_cast<uint32_t>(s.cases.size()));
    for (const auto& [key, target] : s.cases) {
      Value distance(static_cast<int64_t>(Distance(s.op, target)));
      // The first of equal cases wins.
      if (key.IsInt()) {
        if (GetInt(table, key.i).IsUndef()) SetInt(table, key.i, distance);
      } else if (GetStr(table, key.str).IsUndef()) {
        SetStr(table, key.str, distance);
      }
    }
    literals[ops[s.op].op2.num] = Literalize(Value(table));
  }

  const size_t bytes = count * sizeof(Op) + literals.size() * sizeof(Value);
  char* block = static_cast<char*>(std::aligned_alloc(16, (bytes + 15) & ~size_t{15}));
  CHECK(block);
  fn->ops = reinterpret_cast<Op*>(block);
  fn->op_count = count;
  fn->literals = reinterpret_cast<Value*>(block + count * sizeof(Op));
  fn->literal_count = static_cast<uint32_t>(literals.size());
  std::uninitialized_copy(literals.begin(), literals.end(), fn->literals);
  for (uint32_t i : literals_with_text) fn->literals[i].extra = kLiteralHasText;
  fn->tmp_count = tmp_count;
  fn->cache_slots = cache_bytes / 8;

  for (uint32_t i = 0; i < count; ++i) {
    Op& op = fn->ops[i];
    op = ops[i];
    JumpOperand jump = JumpOperandOf(op);
    op.op1 = Relocate(op.op1, op.op1_kind, i, count, fn->cv_count);
    op.op2 = Relocate(op.op2, op.op2_kind, i, count, fn->cv_count);
    op.result = Relocate(op.result, op.result_kind, i, count, fn->cv_count);
    switch (jump) {
      case JumpOperand::kOp1: op.op1.offset = Distance(i, op.op1.num); break;
      case JumpOperand::kOp2: op.op2.offset = Distance(i, op.op2.num); break;
      case JumpOperand::kExtended: op.extended = static_cast<uint32_t>(Distance(i, op.extended)); break;
      case JumpOperand::kNone: break;
    }
  }
}

}  // namespace tusk
