// Properties, written: $object->name = $v, by reference, op= $v, ++ and --.
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/property_inline.h"
#include "interp/runtime/typed_reference.h"
#include "interp/vm/handlers/arith.h"
#include "interp/vm/handlers/assign.h"
#include "interp/vm/handlers/place_ops.h"
#include "interp/vm/handlers/property.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {
namespace {

// --- assigning

// The dynamic property of that name where the cache knows that nothing else can be meant: there, in a table
// of the object's own, and no reference.
Value* KnownDynamic(Object* o, String* name, void* const* cache) {
  if (cache[0] != o->cls || cache[1] != reinterpret_cast<void*>(PropertyCache::kDynamic)) return nullptr;
  if (!o->dynamic || o->dynamic->refcount != 1 || o->dynamic->kind <= ArrayKind::kFloats) return nullptr;
  auto* place = const_cast<Value*>(Peek(o->dynamic, ArrayKey::Str(name)));
  return place && !place->IsReference() && !place->IsIndirect() ? place : nullptr;
}

Transfer AssignObjSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value* place = ObjectPlace(frame, op);
  Value value = TakeOperand(frame, data, data->op1, data->op1_kind);
  Value result;
  bool used = op->result_kind != kUnused;
  if (frame->op != op) {
    Release(value);
  } else if (!place->IsObject()) {
    PropertyName name(frame, op);
    if (name && !(place->IsUndef() && op->op1_kind == kVar)) {
      ThrowNotAnObject("assign property", place->IsUndef() ? kNullValue : *place, name.get());
    }
    Release(value);
  } else {
    Object* o = place->obj;
    void** cache = PropertyCacheOf(frame, op, op->extended);
    Value* slot = cache ? CachedSlotForWrite(o, cache, value) : nullptr;
    if (slot && !slot->IsUndef() && !slot->IsReference()) {
      Value old = *slot;
      *slot = value;
      if (used) result = Copy(value);
      Release(old);
    } else if (Value* known = cache ? KnownDynamic(o, op->Literal(op->op2)->str, cache) : nullptr) {
      Value old = *known;
      *known = value;
      if (used) result = Copy(value);
      Release(old);
    } else {
      PropertyName name(frame, op);
      if (!name) {
        Release(value);
      } else {
        Retain(o);
        bool strict = IsStrict(frame);
        if (used) result = Copy(value);
        // What was there dies after the result is known.
        PropertyInfo** there = used ? o->cls->properties.Find(name.get()->view()) : nullptr;
        bool in_slot = there && !((*there)->flags & FunctionFlags::kStatic);
        Value before = in_slot ? CopyDeref(o->props()[(*there)->slot]) : Value();
        if (!WriteProperty(o, name.get(), value, frame->func->scope, cache, strict)) {
          Release(result);
          result = Value();
        } else if (used) {
          // What a typed property made of the value is the expression's value.
          PropertyInfo** info = o->cls->properties.Find(name.get()->view());
          constexpr uint32_t kStatic = FunctionFlags::kStatic;
          if (info && (*info)->type.declared && !(*info)->set_hook && !((*info)->flags & kStatic)) {
            const Value& now = o->props()[(*info)->slot];
            if (!now.IsUndef()) {
              Release(result);
              result = CopyDeref(now);
            }
          }
        }
        Release(before);
        Release(Value(o));
      }
    }
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  if (used) *Result(frame, op) = result;
  return {frame, frame->op + 2};
}

template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer AssignObjBody(Frame* frame, const Op* op, Vm*) {
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv || K1 == kVar)) {
    if (K1 == kVar && !Op1<K1>(frame, op)->IsIndirect()) return Slow<AssignObjSlow>(frame, op);
    Value* v = ObjectPlace<K1>(frame, op);
    if (TUSK_LIKELY(v->IsObject())) {
      const Op* data = op + 1;
      Value* from = Place<kAnyKind>(frame, data, data->op1, data->op1_kind);
      if (from->IsReference() && data->op1_kind == kCv) from = &from->ref->value;
      Type type = from->type;
      if (TUSK_LIKELY(type != Type::kUndef && type != Type::kReference)) {
        Value* slot = CachedSlotForWrite(v->obj, CacheAt(frame, op->extended), *from);
        if (TUSK_LIKELY(slot != nullptr && (!slot->IsUndef() || (slot->extra & kSlotUninit)))) {
          if (slot->IsRefCounted()) {
            // The old value must be known to survive, and need not be told to the cycle collector.
            RefCounted* old = slot->rc;
            if (slot->IsReference() || old->refcount == 1 ||
                !(old->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable))) {
              return Slow<AssignObjSlow>(frame, op);
            }
            --old->refcount;
          }
          Value value = *from;
          if (!(data->op1_kind & kTmpVar)) Retain(value);
          *slot = value;
          slot->extra = 0;
          if (IsUsed<U>(op)) {
            Retain(value);
            *Result(frame, op) = value;
          }
          return {frame, op + 2};
        }
      }
    }
  }
  return Slow<AssignObjSlow>(frame, op);
}

// Whether the property meant has hooks: then there is no place, whatever reading it said.
bool IsHooked(Frame* frame, const Op* op) {
  const Value* object = ObjectPlace(frame, op);
  if (!object->IsObject() || op->op2_kind != kConst) return false;
  PropertyInfo** info = object->obj->cls->properties.Find(op->Literal(op->op2)->str->view());
  return info && ((*info)->get_hook || (*info)->set_hook);
}

Transfer AssignObjRefBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value result;
  Value* source = frame->At(data->op1.num);
  bool source_is_place = data->op1_kind == kCv;
  if (source->IsIndirect()) {
    source = source->indirect;
    source_is_place = true;
  }
  // Held, because finding the property may run user code.
  Reference* ref = nullptr;
  if (source->IsReference()) {
    ref = source->ref;
    if (source_is_place) Retain(ref);
  } else if (source_is_place) {
    ref = MakeReference(source);
    Retain(ref);
  } else {
    // A value: the result of a function that does not return a reference.
    Value v = *source;
    Value box = v;
    ref = MakeReference(&box);
  }
  Value target;
  if (frame->op == op) FetchObjPlace(frame, op, AccessKind::kWrite, op->extended & ~kFetchFlags, &target);
  bool from_function = (op->extended & kReturnsFunction) && !source_is_place && !source->IsReference();
  if (target.IsIndirect() && from_function) Notice("Only variables should be assigned by reference");
  if (target.IsIndirect() && HasException()) {
    // The handler of the notice threw.
  } else if (target.IsIndirect()) {
    Value* slot = target.indirect;
    Value* object = ObjectPlace(frame, op);
    const PropertyInfo* info = object->IsObject() ? InfoOfPlace(object->obj, slot) : nullptr;
    bool ok = true;
    if (info) ok = MayHoldReference(info, ref, IsStrict(frame));
    if (!ok && slot->IsNull() && !info->type.Allows(Type::kNull)) {
      slot->type = Type::kUndef;  // as it was before the place was asked for
      slot->extra = kSlotUninit;
    }
    if (ok) {
      Value old = *slot;
      if (old.IsReference() && old.ref->constraints && info) ForgetConstraint(old.ref, info);
      *slot = Value(ref);
      Retain(ref);
      if (info && info->type.declared) AddConstraint(ref, info);
      Release(old);
      if (op->result_kind) result = Copy(ref->value);
    }
  } else if (!target.IsUndef() || IsHooked(frame, op)) {
    ThrowError("Cannot assign by reference to overloaded object");
    Release(target);
  }
  Release(Value(ref));
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  if (op->result_kind) *Result(frame, op) = result;
  return {frame, frame->op + 2};
}

// --- compound assignment, ++ and --

// Runs `change` on the property: in place where there is a place, else by reading and writing. The new value
// (and for post-increment the old one) goes to *result, owned.
template <typename Change>
void ChangeProperty(Frame* frame, const Op* op, uint32_t cache_offset, const char* what, Value* result,
                    const Change& change) {
  Value* place = ObjectPlace(frame, op);
  PropertyName name(frame, op);
  if (!name) return;
  if (!place->IsObject()) {
    if (CheckDefined(frame, op, place) && !(place->IsUndef() && op->op1_kind == kVar)) {
      ThrowNotAnObject(what, place->IsUndef() ? kNullValue : *place, name.get());
    }
    return;
  }
  Object* o = place->obj;
  Retain(o);
  Class* scope = frame->func->scope;
  void** cache = PropertyCacheOf(frame, op, cache_offset);
  Value* slot = PropertyPlace(o, name.get(), scope, cache, AccessKind::kReadWrite);
  if (slot && !HasException()) {
    const PropertyInfo* info = InfoOfPlace(o, slot);
    if (info && !info->type.declared) info = nullptr;
    ChangePlace(slot, info, IsStrict(frame), result, change);
  } else if (!HasException()) {
    Value before = ReadProperty(o, name.get(), scope, nullptr, AccessKind::kRead);
    if (!HasException()) {
      if (before.IsReference()) {
        Value inner = CopyDeref(before);
        Release(before);
        before = inner;
      }
      Value after;
      Value shown;
      if (change(before, &after, &shown)) {
        Retain(after);
        if (WriteProperty(o, name.get(), after, scope, cache, IsStrict(frame))) {
          if (shown.IsUndef()) {
            *result = Copy(after);
          } else {
            *result = shown;
            shown = Value();
          }
        }
        Release(shown);
        Release(after);
      }
    }
    Release(before);
  }
  Release(Value(o));
}

Transfer AssignObjOpSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  const Op* data = op + 1;
  Value result;
  Value operand = TakeOperand(frame, data, data->op1, data->op1_kind);
  if (frame->op == op) {
    auto opcode = static_cast<Opcode>(op->extended);
    if (opcode == Opcode::kConcat && !operand.IsString()) {
      String* s = ToString(operand);
      Release(operand);
      operand = s ? Value(s) : Value();
    }
    if (frame->op == op) {
      ChangeProperty(frame, op, data->extended, "assign property", &result, BinaryChange{opcode, operand});
    }
  }
  Release(operand);
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  if (op->result_kind) {
    *Result(frame, op) = result;
  } else {
    Release(result);
  }
  return {frame, frame->op + 2};
}

template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer AssignObjOpBody(Frame* frame, const Op* op, Vm*) {
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv)) {
    Value* v = ObjectPlace<K1>(frame, op);
    if (TUSK_LIKELY(v->IsObject())) {
      const Op* data = op + 1;
      Value* slot = CachedSlot(v->obj, CacheAt(frame, data->extended));
      const Value* operand = Place<kAnyKind>(frame, data, data->op1, data->op1_kind);
      if (operand->IsReference() && data->op1_kind == kCv) operand = &operand->ref->value;
      if (TUSK_LIKELY(slot != nullptr && slot->IsNumber() && operand->IsNumber())) {
        Value sum;
        bool done = false;
        switch (static_cast<Opcode>(op->extended)) {
          case Opcode::kAdd: done = FastAdd::Apply(*slot, *operand, &sum); break;
          case Opcode::kSub: done = FastSub::Apply(*slot, *operand, &sum); break;
          case Opcode::kMul: done = FastMul::Apply(*slot, *operand, &sum); break;
          default: break;
        }
        if (TUSK_LIKELY(done && CachedSlotForWrite(v->obj, CacheAt(frame, data->extended), sum))) {
          *slot = sum;
          if (IsUsed<U>(op)) *Result(frame, op) = sum;
          return {frame, op + 2};
        }
      }
    }
  }
  return Slow<AssignObjOpSlow>(frame, op);
}

template <bool Up, bool Post>
Transfer StepObjSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  ChangeProperty(frame, op, op->extended, "increment/decrement property", &result, StepChange<Up, Post>());
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  if (op->result_kind) {
    *Result(frame, op) = result;
  } else {
    Release(result);
  }
  return Continue(frame);
}

template <bool Up, bool Post, uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer StepObj(Frame* frame, const Op* op, Vm*) {
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv)) {
    Value* v = ObjectPlace<K1>(frame, op);
    if (TUSK_LIKELY(v->IsObject())) {
      Value* slot = CachedSlotForWrite(v->obj, CacheAt(frame, op->extended), Value(int64_t{0}));
      if (TUSK_LIKELY(slot != nullptr && slot->IsInt())) {
        int64_t before = slot->i;
        int64_t after;
        if (TUSK_LIKELY(!(Up ? __builtin_add_overflow(before, 1, &after)
                             : __builtin_sub_overflow(before, 1, &after)))) {
          slot->i = after;
          if (IsUsed<U>(op)) SetInt(Result(frame, op), Post ? before : after);
          return {frame, op + 1};
        }
      }
    }
  }
  return Slow<StepObjSlow<Up, Post>>(frame, op);
}
template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer PreIncObjBody(Frame* frame, const Op* op, Vm* vm) {
  return StepObj<true, false, K1, K2, U>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer PreDecObjBody(Frame* frame, const Op* op, Vm* vm) {
  return StepObj<false, false, K1, K2, U>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer PostIncObjBody(Frame* frame, const Op* op, Vm* vm) {
  return StepObj<true, true, K1, K2, U>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2, Used U>
TUSK_INLINE Transfer PostDecObjBody(Frame* frame, const Op* op, Vm* vm) {
  return StepObj<false, true, K1, K2, U>(frame, op, vm);
}

}  // namespace

#define PLACE_KINDS (Kinds<kUnused, kCv>)
#define NAME_KINDS (Kinds<kConst>)
TUSK_OPCODE_2R(AssignObj, AssignObjBody, (Kinds<kUnused, kCv, kVar>), NAME_KINDS)
TUSK_OPCODE_2R(AssignObjOp, AssignObjOpBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE(AssignObjRef, AssignObjRefBody)
TUSK_OPCODE_2R(PreIncObj, PreIncObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PreDecObj, PreDecObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PostIncObj, PostIncObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PostDecObj, PostDecObjBody, PLACE_KINDS, NAME_KINDS)

}  // namespace tusk::handlers
