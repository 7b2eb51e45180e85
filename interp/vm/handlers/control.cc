// Jumps, short circuits, switches.
#include <string>

#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/leave.h"
#include "interp/vm/ticks.h"

namespace tusk {
bool g_assertions = true;
}

namespace tusk::handlers {

void UndefinedVariable(Frame* frame, Operand cv) {
  if (HasException()) return;  // of another operand's warning
  Warning("Undefined variable $%s", frame->op_array()->cv_names[SlotIndex(cv.num)]->view());
}

namespace {

inline Transfer NextBody(Frame* frame, const Op* op, Vm*) { return {frame, op + 1}; }

template <bool Backward>
inline Transfer JmpBody(Frame* frame, const Op* op, Vm* vm) {
  const Op* target = op->Target(op->op1);
  return Backward ? Safepoint(frame, target, vm) : Transfer{frame, target};
}

// JMPZ, JMPNZ and their _EX forms with an operand that is no plain bool.
inline Transfer BranchSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool b = ToBool(*ReadOp1(frame, op));
  FreeOp1(frame, op);
  if (op->result_kind) SetBool(Result(frame, op), b);
  if (frame->op != op) return Continue(frame);
  bool on = op->opcode == Opcode::kJmpnz || op->opcode == Opcode::kJmpnzEx;
  if (b != on) return {frame, op + 1};
  const Op* target = op->Target(op->op2);
  return op->opcode == Opcode::kJmpnz ? Safepoint(frame, target, vm) : Transfer{frame, target};
}

// Jumps if the operand is `On`; stores it as a bool if `Store`.
template <uint8_t K, bool On, bool Store>
TUSK_INLINE Transfer Branch(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Op1<K>(frame, op);
  bool b;
  if (v->type == Type::kTrue) {
    b = true;
  } else if (v->type == Type::kFalse || v->type == Type::kNull) {
    b = false;
  } else if (v->type == Type::kInt) {
    b = v->i != 0;
  } else if (K == kCv && v->type == Type::kString) {
    b = v->str->length > 1 || (v->str->length == 1 && v->str->data[0] != '0');
  } else if (K == kCv && v->type == Type::kArray) {
    b = v->arr->count != 0;
  } else if (kOwned<K> && v->type == Type::kArray && v->arr->refcount > 1) {
    --v->arr->refcount;
    b = v->arr->count != 0;
  } else {
    return Slow<BranchSlow>(frame, op);
  }
  if (Store) SetBool(Result(frame, op), b);
  if (b != On) return {frame, op + 1};
  const Op* target = op->Target(op->op2);
  return On && !Store ? Safepoint(frame, target, vm) : Transfer{frame, target};
}
template <uint8_t K>
TUSK_INLINE Transfer JmpzBody(Frame* frame, const Op* op, Vm* vm) {
  return Branch<K, false, false>(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer JmpnzBody(Frame* frame, const Op* op, Vm* vm) {
  return Branch<K, true, false>(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer JmpzExBody(Frame* frame, const Op* op, Vm* vm) {
  return Branch<K, false, true>(frame, op, vm);
}
template <uint8_t K>
TUSK_INLINE Transfer JmpnzExBody(Frame* frame, const Op* op, Vm* vm) {
  return Branch<K, true, true>(frame, op, vm);
}

// Moves or copies op1 (dereferenced) to the result. `v` is its value.
void TakeOp1(Frame* frame, const Op* op, const Value* v) {
  Value taken = *v;
  if (op->op1_kind & kTmpVar) {
    Value* slot = Op1(frame, op);
    if (slot->type == Type::kReference) {
      Retain(taken);
      Release(*slot);
    }
  } else {
    Retain(taken);
  }
  *Result(frame, op) = taken;
}

inline Transfer JmpSetBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp1(frame, op);
  bool b = ToBool(*v);
  if (frame->op != op) {
    FreeOp1(frame, op);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  if (b) {
    TakeOp1(frame, op, v);
    return {frame, op->Target(op->op2)};
  }
  FreeOp1(frame, op);
  return Continue(frame);
}

inline Transfer CoalesceBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Deref(Op1(frame, op));
  if (!v->IsNullOrUndef()) {
    SaveOp(frame, op);
    TakeOp1(frame, op, v);
    return {frame, op->Target(op->op2)};
  }
  SaveOp(frame, op);
  FreeOp1(frame, op);
  return Continue(frame);
}

// $a?->b: the operand stays for the opline that uses it unless it is null.
inline Transfer JmpNullBody(Frame* frame, const Op* op, Vm* vm) {
  enum : uint32_t { kChainExpression = 0, kChainIsset = 1, kChainMask = 3, kReadsSilently = 4 };
  const Value* v = Deref(Op1(frame, op));
  if (!v->IsNullOrUndef()) return {frame, op + 1};
  SaveOp(frame, op);
  Value* result = Result(frame, op);
  bool undefined = op->op1_kind == kCv && v->IsUndef();
  FreeOp1(frame, op);
  switch (op->extended & kChainMask) {
    case kChainExpression:
      SetType(result, Type::kNull);
      if (undefined && !(op->extended & kReadsSilently)) {
        UndefinedVariable(frame, op->op1);
        if (frame->op != op) return Continue(frame);
      }
      break;
    case kChainIsset: SetType(result, Type::kFalse); break;
    default: SetType(result, Type::kTrue);
  }
  return {frame, op->Target(op->op2)};
}

// The jump that a table (op2: key => byte distance from the opline) has for `key`, else the default.
TUSK_INLINE Transfer TableJump(Frame* frame, const Op* op, Vm* vm, ArrayKey key) {
  Value to = Get(Op2<kConst>(frame, op)->arr, key);
  Operand target{.offset = to.IsInt() ? static_cast<int32_t>(to.i) : static_cast<int32_t>(op->extended)};
  return {frame, op->Target(target)};
}
// The operand is not consumed: the comparisons that follow use it when its type has no table.
inline Transfer SwitchLongBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Deref(Op1(frame, op));
  if (!v->IsInt()) return {frame, op + 1};
  return TableJump(frame, op, vm, ArrayKey::Int(v->i));
}
inline Transfer SwitchStringBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Deref(Op1(frame, op));
  if (!v->IsString()) return {frame, op + 1};
  return TableJump(frame, op, vm, ArrayKey::Str(v->str));
}
inline Transfer MatchBody(Frame* frame, const Op* op, Vm* vm) {
  const Value* v = Deref(Op1(frame, op));
  if (v->IsInt()) return TableJump(frame, op, vm, ArrayKey::Int(v->i));
  if (v->IsString()) return TableJump(frame, op, vm, ArrayKey::Str(v->str));
  if (v->IsUndef() && op->op1_kind == kCv) {
    SaveOp(frame, op);
    UndefinedVariable(frame, op->op1);
    if (frame->op != op) return Continue(frame);
  }
  return {frame, op->Target(Operand{.offset = static_cast<int32_t>(op->extended)})};
}

std::string DescribeUnmatched(const Value& v) {
  bool shown = IniQuantity(IniGet("zend.exception_string_param_max_len").text) > 0;
  if (IniBool(IniGet("zend.exception_ignore_args").text)) shown = false;
  bool plain = (v.type <= Type::kString) || (v.IsObject() && v.obj->cls->Is(ClassFlags::kEnum));
  if (!plain || (!shown && !v.IsObject())) return std::string("of type ") + PlainTypeName(v);
  std::string out;
  AppendArgument(&out, v);
  return out;
}
inline Transfer MatchErrorBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = Deref(Op1(frame, op));  // an undefined variable was told of when it was compared
  if (v->IsUndef()) v = &kNullValue;
  if (!Unwinding(vm)) Throw(Throwable::kUnhandledMatchError, "Unhandled match case " + DescribeUnmatched(*v));
  return Continue(frame);
}

inline Transfer TicksBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Tick(vm, op->extended);
  if (TUSK_UNLIKELY(Unwinding(vm))) RedirectToException(vm, frame);
  return Continue(frame);
}

inline Transfer AssertCheckBody(Frame* frame, const Op* op, Vm* vm) {
  if (g_assertions) return {frame, op + 1};
  if (op->result_kind) SetType(Result(frame, op), Type::kTrue);
  return {frame, op->Target(op->op2)};
}

}  // namespace

TUSK_OPCODE(Nop, NextBody)
TUSK_OPCODE(Ticks, TicksBody)
TUSK_OPCODE(OpData, NextBody)
TUSK_OPCODE(ExtStmt, NextBody)
TUSK_OPCODE(ExtFcallBegin, NextBody)
TUSK_OPCODE(ExtFcallEnd, NextBody)
TUSK_OPCODE(ExtNop, NextBody)
Handler PickJmp(const Op& op) { return op.op1.offset <= 0 ? &Run<JmpBody<true>> : &Run<JmpBody<false>>; }
const Op* StepJmp(Frame* frame, const Op* op, Vm* vm) {
  return op->op1.offset <= 0 ? Step<JmpBody<true>>(frame, op, vm) : Step<JmpBody<false>>(frame, op, vm);
}
TUSK_OPCODE_1(Jmpz, JmpzBody, (Kinds<kTmpVar, kCv>))
TUSK_OPCODE_1(Jmpnz, JmpnzBody, (Kinds<kTmpVar, kCv>))
TUSK_OPCODE_1(JmpzEx, JmpzExBody, (Kinds<kTmpVar, kCv>))
TUSK_OPCODE_1(JmpnzEx, JmpnzExBody, (Kinds<kTmpVar, kCv>))
TUSK_OPCODE(JmpSet, JmpSetBody)
TUSK_OPCODE(Coalesce, CoalesceBody)
TUSK_OPCODE(JmpNull, JmpNullBody)
TUSK_OPCODE(SwitchLong, SwitchLongBody)
TUSK_OPCODE(SwitchString, SwitchStringBody)
TUSK_OPCODE(Match, MatchBody)
TUSK_OPCODE(MatchError, MatchErrorBody)
TUSK_OPCODE(AssertCheck, AssertCheckBody)

}  // namespace tusk::handlers
