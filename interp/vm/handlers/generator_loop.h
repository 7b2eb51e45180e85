// foreach and the generators that it asks: what FE_FETCH and YIELD do when control goes from one to the other
// and back. The loop variable is the generator, whose `extra` says whether it must go on first (kFresh,
// kResumes).
#pragma once

#include "interp/runtime/array.h"
#include "interp/vm/generator.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/resume.h"

namespace tusk::handlers {

TUSK_INLINE Transfer End(Frame* frame, const Op* op, Vm*) { return {frame, op->Target(op->op2)}; }
TUSK_INLINE Transfer FetchEnd(Frame* frame, const Op* op, Vm*) {
  return {frame, op->Target(Operand{.offset = static_cast<int32_t>(op->extended)})};
}

// Stores an element in the variable that op2 names; takes over `v` (not a reference).
inline void StoreElement(Frame* frame, const Op* op, Value v) {
  Value* var = frame->At(op->op2.num);
  if (op->op2_kind == kCv) {
    AssignTo(frame, var, v, nullptr);
  } else {
    *var = v;
  }
}

// Binds the variable that op2 names to the element at `place`.
inline void BindElement(Frame* frame, const Op* op, Value* place) {
  Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
  ++ref->refcount;
  Value* var = frame->At(op->op2.num);
  if (op->op2_kind == kCv) {
    Value old = *var;
    *var = Value(ref);
    Release(old);
  } else {
    *var = Value(ref);
  }
}

// Takes what the generator has yielded.
inline Transfer FetchYielded(Frame* frame, const Op* op, Object* o, const GeneratorData* yielder) {
  Value v = TUSK_LIKELY(!yielder->value.IsUndef()) ? Copy(yielder->value) : Value::Null();
  if (op->opcode == Opcode::kFeFetchRw) {
    BindElement(frame, op, &v);
    Release(v);
    if (op->result_kind) *Result(frame, op) = GeneratorKey(o);
    return Continue(frame);
  }
  if (v.IsReference()) {
    Value inner = Copy(v.ref->value);
    Release(v);
    v = inner;
  }
  if (op->result_kind) *Result(frame, op) = GeneratorKey(o);
  StoreElement(frame, op, v);
  return Continue(frame);
}

// FE_FETCH as a whole.
inline Transfer FetchGeneratorNested(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* loop = frame->At(op->op1.num);
  if (op->result_kind) SetType(Result(frame, op), Type::kUndef);
  if (loop->extra == kResumes) {
    GeneratorResume(loop->obj);
    if (Unwinding(vm)) return Continue(frame);
  }
  if (!GeneratorValid(loop->obj)) return FetchEnd(frame, op, vm);
  loop->extra = kResumes;
  return FetchYielded(frame, op, loop->obj, YielderOf(loop->obj));
}
// The same, with the frame entered of a generator that delegates; AfterAsking goes on.
inline Transfer FetchFromChain(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* loop = frame->At(op->op1.num);
  if (op->result_kind) SetType(Result(frame, op), Type::kUndef);
  return EnterChain(frame, loop->obj, vm);
}
// Whether a place can do without what it holds, with nothing more to do than count: at most one of `others`
// dies with it.
TUSK_INLINE bool LeavesQuietly(const Value& v, uint32_t others) {
  if (v.type <= Type::kFloat) return true;
  return v.type != Type::kReference && v.rc->refcount > 1 + others &&
         (v.rc->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable));
}
TUSK_INLINE void CountDown(const Value& v) {
  if (v.type > Type::kFloat) --v.rc->refcount;
}

// Gives the loop of FE_FETCH at `op` what was yielded; its variable holds what leaves quietly.
TUSK_INLINE void Deliver(Frame* frame, const Op* op, const Value& value, const Value& key) {
  Value* var = frame->At(op->op2.num);
  if (op->op2_kind == kCv) CountDown(*var);
  *var = value;
  if (value.IsRefCounted()) ++value.rc->refcount;
  if (op->result_kind) {
    *Result(frame, op) = key;
    if (key.IsRefCounted()) ++key.rc->refcount;
  }
}

// The first round: what FE_RESET had it yield.
TUSK_INLINE Transfer FetchFirst(Frame* frame, const Op* op, GeneratorData* g) {
  bool plain = op->opcode == Opcode::kFeFetchR && !g->value.IsUndef() && !g->value.IsReference() &&
               !g->key.IsReference();
  if (!plain || (op->op2_kind == kCv && !LeavesQuietly(*frame->At(op->op2.num), 0)))
    return Rest<FetchGeneratorNested>(frame, op);
  frame->At(op->op1.num)->extra = kResumes;
  Deliver(frame, op, g->value, g->key);
  return {frame, op + 1};
}

// The same, with the generator's frame entered.
TUSK_INLINE Transfer FetchGenerator(Frame* frame, const Op* op, Vm* vm) {
  Value* loop = frame->At(op->op1.num);
  if (TUSK_UNLIKELY(loop->type != Type::kObject)) return Rest<FetchGeneratorNested>(frame, op);
  GeneratorData* g = GeneratorOf(loop->obj);
  if (TUSK_UNLIKELY(!g->frame)) return Rest<FetchGeneratorNested>(frame, op);
  bool enters = CanEnter(g);
  if (loop->extra != kResumes)
    return enters ? FetchFirst(frame, op, g) : Rest<FetchGeneratorNested>(frame, op);
  if (TUSK_UNLIKELY(!enters)) return Rest<FetchFromChain>(frame, op);
  SaveOp(frame, op);
  if (op->result_kind) SetType(Result(frame, op), Type::kUndef);
  return EnterGenerator(frame, g, vm);
}
// What runs through Step is one opline to whoever called it.
TUSK_INLINE Transfer FetchFromGenerator(Frame* frame, const Op* op) {
  return {frame, op, &Run<FetchGenerator>, &Step<FetchGeneratorNested>};
}

// Whether YIELD may hand its value over right away: to a foreach, behind whose FE_FETCH or FE_RESET it goes
// on, or to C++. `g`, which runs in `frame`, was entered by that, alone, and what it yielded before leaves
// quietly.
TUSK_INLINE bool YieldsAtOnce(const GeneratorData* g, Frame* frame) {
  Frame* caller = frame->prev;
  if (TUSK_UNLIKELY(g->forced_close || frame->call)) return false;
  if (TUSK_UNLIKELY(g->asked != g->object || frame->func->Is(FunctionFlags::kReturnsReference))) return false;
  // The value, the key and the variable may be one and the same.
  if (TUSK_UNLIKELY(!LeavesQuietly(g->value, 2) || !LeavesQuietly(g->key, 2))) return false;
  if (frame->info & CallInfo::kTop) return true;
  if (TUSK_UNLIKELY(!caller->IsUser())) return false;
  const Op* asker = caller->op;
  if (asker->opcode == Opcode::kFeResetR) return true;
  if (TUSK_UNLIKELY(asker->opcode != Opcode::kFeFetchR)) return false;
  return asker->op2_kind != kCv || LeavesQuietly(*caller->At(asker->op2.num), 2);
}

// What follows: `value` and `key` are owned.
TUSK_INLINE Transfer YieldAtOnce(GeneratorData* g, Frame* frame, const Op* op, Vm* vm, Value value,
                                 Value key) {
  Frame* caller = frame->prev;
  SaveOp(frame, op);
  CountDown(g->value);
  CountDown(g->key);
  g->value = value;
  g->key = key;
  g->state = GeneratorState::kSuspended;
  g->delegates_anew = false;
  --g->object->refcount;
  if (op->result_kind) SetType(Result(frame, op), Type::kNull);
  frame->prev = nullptr;
  vm->frame = caller;
  if (frame->info & CallInfo::kTop) return {frame, &kHaltOp};
  const Op* asker = caller->op;
  if (asker->opcode == Opcode::kFeResetR) {
    g->state = GeneratorState::kFirstYield;
  } else {
    Deliver(caller, asker, value, key);
  }
  return {caller, asker + 1};
}

}  // namespace tusk::handlers
