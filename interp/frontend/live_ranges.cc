// Live ranges: which temporaries hold a value that must be released when an exception, or leaving a loop,
// cuts in between the opline that made it and the one that consumes it.
//
// One backward walk: the first use met from the end is the consumer, the first definition met above it opens
// the range. Oplines hold indices here, not offsets.
#include <algorithm>

#include "interp/frontend/emit.h"

namespace tusk {

namespace {

constexpr uint32_t kNoUse = UINT32_MAX;

// The result operand continues a value that an earlier opline began.
bool ContinuesResult(Opcode opcode) {
  return opcode == Opcode::kRopeAdd || opcode == Opcode::kAddArrayElement ||
         opcode == Opcode::kAddArrayUnpack;
}

// Op1 stays alive: something further down releases it.
bool KeepsOp1(Opcode opcode) {
  switch (opcode) {
    case Opcode::kCase:
    case Opcode::kCaseStrict:
    case Opcode::kSwitchLong:
    case Opcode::kSwitchString:
    case Opcode::kMatch:
    case Opcode::kMatchError:
    case Opcode::kFetchListR:
    case Opcode::kFetchListW:
    case Opcode::kCopyTmp: return true;
    default: return false;
  }
}

// Results that are never counted: nothing to release.
bool YieldsPlainBool(Opcode opcode) {
  switch (opcode) {
    case Opcode::kJmpzEx:
    case Opcode::kJmpnzEx:
    case Opcode::kBool:
    case Opcode::kBoolNot:
    case Opcode::kBoolXor:
    case Opcode::kDeclareAnonClass:  // a class, not a value
    case Opcode::kFetchClass:
    case Opcode::kFastCall: return true;
    default: return IsSmartBranch(opcode);
  }
}

bool EndsCall(Opcode opcode) {
  switch (opcode) {
    case Opcode::kDoFcall:
    case Opcode::kDoIcall:
    case Opcode::kDoUcall:
    case Opcode::kDoFcallByName:
    case Opcode::kCallableConvert: return true;
    default: return false;
  }
}

bool IsEarlyFree(const Op& op) {
  return (op.opcode == Opcode::kFree || op.opcode == Opcode::kFeFree) && (op.extended & kFreeOnReturn);
}

// What stands between an early free and the jump or return that it is for.
bool BelongsToLeaving(const Op& op) {
  return IsEarlyFree(op) || op.opcode == Opcode::kFastCall || op.opcode == Opcode::kDiscardException;
}
bool EndsLeaving(Opcode opcode) {
  return opcode == Opcode::kJmp || opcode == Opcode::kReturn || opcode == Opcode::kReturnByRef ||
         opcode == Opcode::kGeneratorReturn;
}

class Walk {
 public:
  explicit Walk(FunctionBuilder* b) : b_(*b), last_use_(b->tmp_count, kNoUse) {}

  void Run() {
    for (uint32_t i = b_.Here(); i-- > 0;) {
      Op& op = b_.ops[i];
      if ((op.result_kind & kTmpVar) && !ContinuesResult(op.opcode)) Define(op.result.num, i);
      if (op.op1_kind & kTmpVar) UseOp1(&op, i);
      if (op.op2_kind & kTmpVar) {
        uint32_t var = op.op2.num;
        if (op.opcode == Opcode::kFeFetchR || op.opcode == Opcode::kFeFetchRw) {
          Define(var, i);  // the element is a result
        } else if (last_use_[var] == kNoUse) {
          last_use_[var] = i;
        }
      }
    }
    auto& ranges = b_.fn->live_ranges;
    std::reverse(ranges.begin(), ranges.end());
    // Nearly sorted already: insertion, which is stable.
    for (size_t i = 1; i < ranges.size(); ++i) {
      for (size_t j = i; j > 0 && ranges[j].start < ranges[j - 1].start; --j) {
        std::swap(ranges[j], ranges[j - 1]);
      }
    }
  }

 private:
  void Define(uint32_t var, uint32_t at) {
    uint32_t use = last_use_[var];
    if (use == kNoUse) return;  // unused, or an earlier one of several definitions
    if (at + 1 != use) AddRange(var, at, use);
    last_use_[var] = kNoUse;
  }

  void UseOp1(Op* op, uint32_t at) {
    uint32_t var = op->op1.num;
    if (last_use_[var] == kNoUse) {
      // OP_DATA belongs to the opline before it.
      if (!KeepsOp1(op->opcode)) last_use_[var] = at - (op->opcode == Opcode::kOpData ? 1 : 0);
      return;
    }
    if (!IsEarlyFree(*op)) return;
    // Leaving a loop early: the variable dies here, and lives again behind the jump or return that follows.
    uint32_t skip = 1;
    while (at + skip < b_.Here() && BelongsToLeaving(b_.ops[at + skip])) ++skip;
    if (at + skip < b_.Here() && EndsLeaving(b_.ops[at + skip].opcode)) ++skip;
    Push(var, op->opcode == Opcode::kFeFree ? LiveRange::kLoop : LiveRange::kTmpVarRange, at + skip,
         last_use_[var]);
    last_use_[var] = at;
  }

  void Push(uint32_t var, LiveRange::Kind kind, uint32_t start, uint32_t end) {
    b_.fn->live_ranges.push_back({SlotOffset(b_.fn->cv_count + var), kind, start, end});
  }

  void AddRange(uint32_t var, uint32_t def, uint32_t use) {
    const Op& op = b_.ops[def];
    LiveRange::Kind kind = LiveRange::kTmpVarRange;
    uint32_t start = def + 1;
    switch (op.opcode) {
      case Opcode::kBeginSilence: kind = LiveRange::kSilence; break;
      case Opcode::kRopeInit:
        kind = LiveRange::kRope;
        start = def;  // the piece that it stores is alive while it runs
        break;
      case Opcode::kFeResetR:
      case Opcode::kFeResetRw: kind = LiveRange::kLoop; break;
      case Opcode::kNew: {
        // Until its constructor has returned the object is not a proper one.
        uint32_t level = 0;
        uint32_t at = def;
        while (at + 1 < use) {
          ++at;
          if (BeginsCall(b_.ops[at].opcode)) {
            ++level;
          } else if (EndsCall(b_.ops[at].opcode)) {
            if (level == 0) break;
            --level;
          }
        }
        Push(var, LiveRange::kNew, def + 1, at + 1);
        if (at + 1 == use) return;
        start = at + 1;
        break;
      }
      case Opcode::kSeparate:
      case Opcode::kCopyTmp: {
        // A memoized value (see ??=): used in the assigning branch, freed at the start of the other one.
        if (b_.ops[use].opcode != Opcode::kFree) break;
        uint32_t free_start = use;
        while (b_.ops[free_start - 1].opcode == Opcode::kFree) --free_start;
        if (free_start != use) Push(var, kind, free_start, use);
        uint32_t at = use;
        do {
          --at;
        } while (!((b_.ops[at].op1_kind & kTmpVar) && b_.ops[at].op1.num == var) &&
                 !((b_.ops[at].op2_kind & kTmpVar) && b_.ops[at].op2.num == var));
        if (at > start) Push(var, kind, start, at);
        return;
      }
      default:
        if (YieldsPlainBool(op.opcode)) return;
        break;
    }
    Push(var, kind, start, use);
  }

  FunctionBuilder& b_;
  std::vector<uint32_t> last_use_;
};

}  // namespace

void ComputeLiveRanges(FunctionBuilder* builder) { Walk(builder).Run(); }

}  // namespace tusk
