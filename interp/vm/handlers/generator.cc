// Generators: making, yielding, ending.
#include "interp/vm/generator.h"

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/generator_loop.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/resume.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {

namespace {

inline Transfer GeneratorCreateBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Object* o = NewGenerator(vm, frame, op);
  Frame* caller = frame->prev;
  uint32_t info = frame->info;
  if (frame->result) {
    *frame->result = Value(o);
  }
  bool unwanted = frame->result == nullptr;
  vm->frame = caller;
  PopFrame(vm, frame, info);
  if (unwanted) Release(Value(o));
  if (info & CallInfo::kTop) return {frame, &kHaltOp};
  if (TUSK_UNLIKELY(Unwinding(vm))) RedirectToException(vm, caller);
  return Continue(caller);
}

// A yield while the generator is being destroyed: only finally blocks run, and they may not yield.
TUSK_COLD bool RefuseYield(Frame* frame, const Op* op, const char* text) {
  ThrowError("%s", text);
  FreeOp1(frame, op);
  FreeOp2(frame, op);
  if (op->result_kind) SetType(Result(frame, op), Type::kUndef);
  return false;
}

inline Transfer YieldBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  GeneratorData* g = GeneratorOfFrame(frame);
  if (TUSK_UNLIKELY(g->forced_close)) {
    RefuseYield(frame, op, "Cannot yield from finally in a force-closed generator");
    return Continue(frame);
  }
  Value value = Value::Null();
  if (op->op1_kind != kUnused) {
    if (frame->func->Is(FunctionFlags::kReturnsReference) && (op->op1_kind & (kCv | kVar))) {
      Value* place = Op1(frame, op);
      if (place->type == Type::kIndirect) {
        place = place->indirect;
        Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
        ++ref->refcount;
        value = Value(ref);
      } else if (op->op1_kind == kCv) {
        Reference* ref = place->IsReference() ? place->ref : MakeReference(place);
        ++ref->refcount;
        value = Value(ref);
      } else {
        if (!place->IsReference()) Notice("Only variable references should be yielded by reference");
        value = *place;
      }
    } else {
      if (frame->func->Is(FunctionFlags::kReturnsReference)) {
        Notice("Only variable references should be yielded by reference");
      }
      value = TakeOperand(frame, op, op->op1, op->op1_kind);
    }
  }
  Value key;
  if (op->op2_kind != kUnused) {
    key = TakeOperand(frame, op, op->op2, op->op2_kind);
    if (key.IsInt() && key.i > g->largest_key.i) g->largest_key.i = key.i;
  } else {
    key = Value(++g->largest_key.i);
  }
  Value old_value = g->value;
  Value old_key = g->key;
  g->value = value;
  g->key = key;
  if (op->result_kind) SetType(Result(frame, op), Type::kNull);
  Release(old_value);
  Release(old_key);
  frame->op = op;  // what a destructor threw arrives at whoever resumed the generator
  return LeaveYielded(vm, g, g);
}

// The operand with a count of its own; undefined for what YieldBody sees to. A temporary is not used up yet.
template <uint8_t K>
TUSK_INLINE Value Yielded(Frame* frame, const Op* op, Operand operand) {
  Value v = *Place<K>(frame, op, operand, K);
  return v.type == Type::kReference || v.type == Type::kIndirect ? Value() : v;
}

// To a foreach or C++, the common kinds of values.
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer YieldPlainBody(Frame* frame, const Op* op, Vm* vm) {
  GeneratorData* g = GeneratorOfFrame(frame);
  Value value = Yielded<K1>(frame, op, op->op1);
  if (TUSK_UNLIKELY(value.IsUndef() || !YieldsAtOnce(g, frame))) return Rest<YieldBody>(frame, op);
  Value key;
  if constexpr (K2 == kUnused) {
    key = Value(++g->largest_key.i);
  } else {
    key = Yielded<K2>(frame, op, op->op2);
    if (TUSK_UNLIKELY(key.IsUndef())) return Rest<YieldBody>(frame, op);
    if (key.IsInt() && key.i > g->largest_key.i) g->largest_key.i = key.i;
    if (!(K2 & kTmpVar) && key.IsRefCounted()) ++key.rc->refcount;
  }
  if (!(K1 & kTmpVar) && value.IsRefCounted()) ++value.rc->refcount;
  return YieldAtOnce(g, frame, op, vm, value, key);
}

inline Transfer YieldFromBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  GeneratorData* g = GeneratorOfFrame(frame);
  if (TUSK_UNLIKELY(g->forced_close)) {
    RefuseYield(frame, op, "Cannot use \"yield from\" in a force-closed generator");
    return Continue(frame);
  }
  const Value* v = ReadOp1(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  Value from;
  g->from_position = 0;
  if (frame->op != op) {
  } else if (v->IsArray()) {
    from = Copy(*v);
  } else if (v->IsObject() && IsGenerator(v->obj)) {
    GeneratorData* inner = GeneratorOf(v->obj);
    if (inner == g) {
      ThrowError("Impossible to yield from the Generator being currently run");
    } else if (!inner->frame) {
      if (inner->retval.IsUndef()) {
        ThrowError(
            "Generator passed to yield from was aborted without proper return and is unable to continue");
      } else {
        // It has ended: its value at once.
        Value returned = Copy(inner->retval);
        FreeOp1(frame, op);
        if (result) {
          *result = returned;
        } else {
          Release(returned);
        }
        return Continue(frame);
      }
    } else if (GeneratorOf(InnermostGenerator(v->obj))->running()) {
      ThrowError("Impossible to yield from the Generator being currently run");
    } else {
      from = Copy(*v);
    }
  } else if (v->IsObject() &&
             (v->obj->cls->flags & (ClassFlags::kIsIterator | ClassFlags::kIsIteratorAggregate))) {
    Object* it = IteratorOf(v->obj);
    if (it) {
      g->from_position = IsGenerator(it);  // what it returns is nobody's
      Value ignored;
      CallFunction(it->cls->it_rewind, it, it->cls, 0, nullptr, &ignored);
      Release(ignored);
      if (Unwinding(vm)) {
        Release(Value(it));
      } else {
        from = Value(it);
      }
    }
  } else {
    ThrowError("Can use \"yield from\" only with arrays and Traversables");
  }
  FreeOp1(frame, op);
  if (from.IsUndef() || frame->op != op) {
    Release(from);
    if (result) SetType(result, Type::kUndef);
    return Continue(frame);
  }
  if (result) SetType(result, Type::kNull);
  SetDelegate(g, from);
  return BeginDelegation(vm, g);
}

inline Transfer GeneratorReturnBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  GeneratorData* g = GeneratorOfFrame(frame);
  Value v = TakeOperand(frame, op, op->op1, op->op1_kind);
  if (frame->op != op) {
    Release(v);
    return Continue(frame);
  }
  Value old = g->retval;
  g->retval = v;
  Release(old);
  return LeaveGenerator(vm, frame);
}

}  // namespace

TUSK_OPCODE(GeneratorCreate, GeneratorCreateBody)
Handler PickYield(const Op& op) {
  if (op.op1_kind == kUnused) return &Run<YieldBody>;
  using KeyKinds = Kinds<kUnused, kConst, kTmpVar, kCv>;
  return PickKind(op.op1_kind, Kinds<kConst, kTmpVar, kCv>{}, [&]<uint8_t K1>() {
    return PickKind(op.op2_kind, KeyKinds{}, []<uint8_t K2>() { return &Run<YieldPlainBody<K1, K2>>; });
  });
}
const Op* StepYield(Frame* frame, const Op* op, Vm* vm) { return Step<YieldBody>(frame, op, vm); }
TUSK_OPCODE(YieldFrom, YieldFromBody)
TUSK_OPCODE(GeneratorReturn, GeneratorReturnBody)

}  // namespace tusk::handlers
