// What the handlers of $a[$i] have in common: containers, places and keys as their operands name them.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/object.h"
#include "interp/vm/dimension.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

// FETCH_DIM_R for operands of any kind.
Transfer FetchDimension(Frame* frame, const Op* op, Vm* vm);

// The container that a VAR or CV operand names, for writing; null after a failed fetch.
inline Value* Container(Frame* frame, const Op* op, bool warns) {
  Value* v = Op1(frame, op);
  if (op->op1_kind == kVar) {
    if (v->type == Type::kIndirect) return v->indirect;
    if (v->type == Type::kElement) return Find(v->arr, ArrayKey::Int(v->extra));
    return v;  // an object, a reference, or what a failed fetch left
  }
  if (v->IsUndef() && warns) {
    UndefinedVariable(frame, op->op1);
    if (frame->op != op) return nullptr;
    if (v->IsUndef()) SetType(v, Type::kNull);
  }
  return v;
}
// The offset, or null for []. An undefined variable warns.
inline const Value* Dim(Frame* frame, const Op* op) {
  return op->op2_kind == kUnused ? nullptr : ReadOp2(frame, op);
}

// What the run-time functions get: `copy` of the offset, or the literal itself, whose text AsWritten() finds.
inline const Value* DimGiven(Frame* frame, const Op* op, const Value* copy) {
  return op->op2_kind == kConst ? Op2(frame, op) : copy;
}

// A VAR operand that holds a value of its own (an object from a fetch) is consumed.
inline void FreeContainer(Frame* frame, const Op* op) {
  if (op->op1_kind == kVar) Release(*Op1(frame, op));
}

// The variable or place that op1 names, dereferenced, or null when a fetch gave something else.
TUSK_INLINE Value* SimplePlace(Frame* frame, const Op* op) {
  Value* container = Op1(frame, op);
  if (op->op1_kind == kVar) {
    if (container->type != Type::kIndirect) return nullptr;
    container = container->indirect;
  }
  return Deref(container);
}

// Releases a TMP that SimpleKey() took: an int or a string, so no user code runs.
TUSK_INLINE void FreeSimpleKey(Frame* frame, const Op* op) {
  if (op->op2_kind & kTmpVar) ReleaseTemporary(*frame->At(op->op2.num));
}

// Whether an opline may call this offsetGet() or offsetSet() as DO_FCALL calls functions. Classes that answer
// isset() themselves leave everything else to methods that are overridden.
TUSK_INLINE bool PlainMethod(const Class* c, const Function* f, uint32_t argc) {
  constexpr uint32_t kSpecial = FunctionFlags::kAbstract | FunctionFlags::kDeprecated |
                                FunctionFlags::kReturnsReference | FunctionFlags::kGenerator |
                                FunctionFlags::kTrampoline | FunctionFlags::kAnyByReference;
  return f && f->kind == FunctionKind::kUser && !(f->flags & kSpecial) && f->arg_count >= argc &&
         (c->handlers->has_dimension || (!c->handlers->read_dimension && !c->handlers->write_dimension));
}

}  // namespace tusk::handlers
