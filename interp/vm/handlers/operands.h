// Operand access for opcode bodies, by operand kind.
#pragma once

#include "interp/vm/handlers.h"

namespace tusk::handlers {

template <uint8_t K>
inline constexpr bool kIsAny = K == kAnyKind;
template <uint8_t K>
inline constexpr bool kOwned = K != kAnyKind && (K & kTmpVar) != 0;

// Where the operand lies. CONST operands must not be written to.
template <uint8_t K>
TUSK_INLINE Value* Place(Frame* frame, const Op* op, Operand operand, uint8_t kind) {
  if constexpr (K == kConst) return const_cast<Value*>(op->Literal(operand));
  if constexpr (K == kAnyKind) {
    if (kind == kConst) return const_cast<Value*>(op->Literal(operand));
  }
  return frame->At(operand.num);
}
template <uint8_t K = kAnyKind>
TUSK_INLINE Value* Op1(Frame* frame, const Op* op) {
  return Place<K>(frame, op, op->op1, op->op1_kind);
}
template <uint8_t K = kAnyKind>
TUSK_INLINE Value* Op2(Frame* frame, const Op* op) {
  return Place<K>(frame, op, op->op2, op->op2_kind);
}
TUSK_INLINE Value* Result(Frame* frame, const Op* op) { return frame->At(op->result.num); }

// Whether the code that runs declares strict_types.
inline bool IsStrict(const Frame* frame) { return frame->func->Is(FunctionFlags::kStrictTypes); }

// Warns about an undefined variable; the value to use is then null. SaveOp first.
TUSK_COLD void UndefinedVariable(Frame* frame, Operand cv);
inline constexpr Value kNullValue(Type::kNull, 0);

// The operand's value for reading, dereferenced. An undefined CV warns and reads as null: SaveOp first. For
// slow paths.
inline const Value* Read(Frame* frame, const Op* op, Operand operand, uint8_t kind) {
  const Value* v = Place<kAnyKind>(frame, op, operand, kind);
  if (v->type == Type::kReference) return &v->ref->value;
  if (v->type == Type::kUndef && kind == kCv) {
    UndefinedVariable(frame, operand);
    return &kNullValue;
  }
  return v;
}
inline const Value* ReadOp1(Frame* frame, const Op* op) { return Read(frame, op, op->op1, op->op1_kind); }
inline const Value* ReadOp2(Frame* frame, const Op* op) { return Read(frame, op, op->op2, op->op2_kind); }

// Drops what a temporary or an argument of a builtin held. May run user code. The cycle collector hears
// nothing of it: a variable that holds the same will tell.
TUSK_INLINE void ReleaseTemporary(const Value& v) {
  if (v.IsRefCounted()) Release(v.rc);
}
// Releases a consumed operand. May run user code.
inline void FreeOperand(Frame* frame, Operand operand, uint8_t kind) {
  if (kind & kTmpVar) ReleaseTemporary(*frame->At(operand.num));
}
inline void FreeOp1(Frame* frame, const Op* op) { FreeOperand(frame, op->op1, op->op1_kind); }
inline void FreeOp2(Frame* frame, const Op* op) { FreeOperand(frame, op->op2, op->op2_kind); }

template <Used U>
TUSK_INLINE bool IsUsed(const Op* op) {
  return U == Used::kYes || (U == Used::kAny && op->result_kind != kUnused);
}

TUSK_INLINE void SetType(Value* v, Type type) { v->type = type; }
TUSK_INLINE void SetInt(Value* v, int64_t i) {
  v->i = i;
  v->type = Type::kInt;
}
TUSK_INLINE void SetFloat(Value* v, double d) {
  v->d = d;
  v->type = Type::kFloat;
}
TUSK_INLINE void SetBool(Value* v, bool b) {
  v->type = static_cast<Type>(static_cast<uint32_t>(Type::kFalse) + b);
}

// Ends a body whose result is the bool `v`: stores it, or takes the branch that follows.
template <uint8_t B>
TUSK_INLINE Transfer BranchOn(Frame* frame, const Op* op, Vm* vm, bool v) {
  bool jmpz = B == kSmartJmpz || (B == kAnyBranch && (op->result_kind & kSmartJmpz));
  bool jmpnz = B == kSmartJmpnz || (B == kAnyBranch && (op->result_kind & kSmartJmpnz));
  if (jmpz || jmpnz) {
    if (v == jmpnz) {
      const Op* jump = op + 1;
      const Op* target = jump->Target(jump->op2);
      return jmpnz ? Safepoint(frame, target, vm) : Transfer{frame, target};
    }
    return {frame, op + 2};
  }
  SetBool(Result(frame, op), v);
  return {frame, op + 1};
}
// What a loop's condition compares the type of an int with; an interrupt changes it.
TUSK_INLINE Type LoopInt([[maybe_unused]] const Vm* vm) {
#ifdef TUSK_NO_INTERRUPT_CHECKS
  return Type::kInt;
#else
  return LoadPlainly(vm->loop_int);
#endif
}
// BranchOn for two ints whose types were found out so: no safepoint.
TUSK_INLINE Transfer LoopOn(Frame* frame, const Op* op, bool v) {
  const Op* jump = op + 1;
  return {frame, v ? jump->Target(jump->op2) : op + 2};
}
// The same after work that may have thrown.
inline Transfer BranchAfter(Frame* frame, const Op* op, Vm* vm, bool v) {
  if (TUSK_UNLIKELY(frame->op != op)) {
    if (!(op->result_kind & (kSmartJmpz | kSmartJmpnz)) && op->result_kind)
      SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  return BranchOn<kAnyBranch>(frame, op, vm, v);
}

}  // namespace tusk::handlers
