// Properties, read and fetched as places.
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/property_inline.h"
#include "interp/vm/handlers/property.h"
#include "interp/vm/leave.h"

namespace tusk::handlers {
namespace {

// --- reading

template <AccessKind Kind>
Transfer FetchObjReadSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = ObjectPlace(frame, op);
  Value result;
  bool quiet = Kind == AccessKind::kIsset;
  if (!place->IsObject()) {
    if (!quiet && !CheckDefined(frame, op, place)) {
      // An exception: nothing to read.
    } else {
      result = Value::Null();
      if (!quiet) {
        PropertyName name(frame, op);
        if (name) {
          Warning("Attempt to read property \"%s\" on %s", name.get()->view(),
                  TypeNameForErrors(place->IsUndef() ? kNullValue : *place));
        }
      }
    }
  } else if (TUSK_UNLIKELY(frame->func->Is(FunctionFlags::kConstantThunk) &&
                           !place->obj->cls->Is(ClassFlags::kEnum))) {
    PropertyName name(frame, op);
    if (name) ThrowError("Fetching properties on non-enums in constant expressions is not allowed");
  } else {
    Object* o = place->obj;
    void** cache = PropertyCacheOf(frame, op, op->extended & ~kFetchFlags);
    Value* slot = cache ? CachedSlot(o, cache) : nullptr;
    if (slot && !slot->IsUndef()) {
      result = CopyDeref(*slot);
    } else {
      PropertyName name(frame, op);
      if (name) {
        Value found;
        if (cache && cache[0] == o->cls && cache[1] == reinterpret_cast<void*>(PropertyCache::kDynamic) &&
            o->dynamic) {
          found = GetStr(o->dynamic, name.get());
        }
        if (!found.IsUndef()) {
          result = CopyDeref(found);
        } else {
          Retain(o);
          result = ReadProperty(o, name.get(), frame->func->scope, cache, Kind);
          Release(Value(o));
        }
      }
    }
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

// `Flags`: what lies beside the cache slot.
template <AccessKind Kind, uint8_t K1, uint8_t K2, uint32_t Flags = 0>
TUSK_INLINE Transfer FetchObjRead(Frame* frame, const Op* op, Vm*) {
  if constexpr (K2 == kConst) {
    Value* v = ObjectPlace<K1>(frame, op);
    if (TUSK_LIKELY(v->IsObject())) {
      Object* o = v->obj;
      Value* slot = CachedSlot(o, CacheAt(frame, op->extended & ~Flags));
      if (TUSK_LIKELY(slot != nullptr)) {
        constexpr bool kConsumed = K1 != kUnused && (K1 & kTmpVar) != 0;
        // A consumed object must be known to survive.
        if (!kConsumed || o->refcount > 1) {
          if (slot->IsReference()) slot = &slot->ref->value;
          if (TUSK_LIKELY(!slot->IsUndef())) {
            Value* result = Result(frame, op);
            Value read = *slot;
            if constexpr (kConsumed) --o->refcount;
            Retain(read);
            *result = read;
            return {frame, op + 1};
          }
        }
      }
    }
  }
  return Slow<FetchObjReadSlow<Kind>>(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjRBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchObjRead<AccessKind::kRead, K1, K2>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjIsBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchObjRead<AccessKind::kIsset, K1, K2>(frame, op, vm);
}

// --- fetching a place

// Makes the array that a write into an element of an undefined or null typed property needs.
bool VivifyArray(Value* place, const PropertyInfo* info) {
  if (!info->type.Allows(Type::kArray)) {
    String* type = TypeToString(info->type);
    ThrowTypeError("Cannot auto-initialize an array inside property %s::$%s of type %s",
                   info->scope->name->data, info->name->view(), type->view());
    Release(type);
    return false;
  }
  *place = Value(NewArray());
  place->extra = 0;
  return true;
}

}  // namespace

void FetchObjPlace(Frame* frame, const Op* op, AccessKind kind, uint32_t extended, Value* result) {
  *result = Value();
  Value* place = ObjectPlace(frame, op);
  PropertyName name(frame, op);
  if (!name) return;
  if (!place->IsObject()) {
    bool reads = kind == AccessKind::kUnset || kind == AccessKind::kReadWrite;
    if (reads && !CheckDefined(frame, op, place)) return;
    if (kind == AccessKind::kUnset && place->IsNullOrUndef()) {
      *result = Value::Null();
      return;
    }
    if (place->IsUndef() && op->op1_kind == kVar) return;  // its fetch raised an error
    ThrowNotAnObject("modify property", place->IsUndef() ? kNullValue : *place, name.get());
    return;
  }
  Object* o = place->obj;
  void** cache = PropertyCacheOf(frame, op, extended & ~kFetchFlags);
  Retain(o);  // a handler of a warning may drop it
  Value* slot = PropertyPlace(o, name.get(), frame->func->scope, cache, kind);
  if (HasException() || o->refcount == 1) {
    Release(Value(o));
    if (!HasException()) *result = Value::Null();
    return;
  }
  --o->refcount;
  if (!slot) {
    Value v = ReadProperty(o, name.get(), frame->func->scope, nullptr, kind);
    if (v.IsReference() && v.ref->refcount == 1) {
      Value inner = CopyDeref(v);
      Release(v);
      v = inner;
    }
    *result = v;
    return;
  }
  const PropertyInfo* info = InfoOfPlace(LazyInstance(o), slot);
  bool typed = info && info->type.declared;
  if (typed && !slot->IsReference()) {
    if (extended & kFetchRef) {
      if (slot->IsUndef()) {
        if (!info->type.Allows(Type::kNull)) {
          ThrowError("Cannot access uninitialized non-nullable property %s::$%s by reference",
                     info->scope->name->data, info->name->view());
          return;
        }
        *slot = Value::Null();
        slot->extra = 0;
      }
      AddConstraint(MakeReference(slot), info);
    } else if (extended & kFetchDimWrite) {
      if (slot->IsNullOrUndef() && !VivifyArray(slot, info)) return;
    } else if (slot->IsUndef()) {
      *slot = Value::Null();
      if (kind != AccessKind::kUnset) slot->extra = 0;
    }
  } else if (slot->IsUndef()) {
    *slot = Value::Null();
  }
  if (slot->IsReference() && typed && (extended & kFetchRef) && !slot->ref->constraints) {
    AddConstraint(slot->ref, info);
  }
  *result = Value::Indirect(slot);
}

namespace {

template <AccessKind Kind>
Transfer FetchObjPlaceSlow(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value result;
  FetchObjPlace(frame, op, Kind, op->extended, &result);
  // A place inside an object that only this opline held would dangle: hand over the value.
  if (op->op1_kind & kTmpVar) {
    Value* v = frame->At(op->op1.num);
    if (v->type == Type::kObject && v->obj->refcount == 1 && result.IsIndirect())
      result = Copy(*result.indirect);
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

template <AccessKind Kind, uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjWrite(Frame* frame, const Op* op, Vm*) {
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv || K1 == kVar)) {
    if (K1 == kVar && !Op1<K1>(frame, op)->IsIndirect()) return Slow<FetchObjPlaceSlow<Kind>>(frame, op);
    bool by_reference = Kind != AccessKind::kReadWrite && (op->extended & kFetchRef);
    Value* v = ObjectPlace<K1>(frame, op);
    if (TUSK_LIKELY(v->IsObject())) {
      Object* o = v->obj;
      void** cache = CacheAt(frame, op->extended & ~kFetchFlags);
      auto word = reinterpret_cast<uintptr_t>(cache[1]);
      // An array in a typed property stays one whatever is done to its elements.
      if (word >= sizeof(Object) && CacheHoldsFor(o->cls, cache)) {
        auto* slot =
            reinterpret_cast<Value*>(reinterpret_cast<char*>(o) + (word & ~PropertyCache::kFlagMask));
        bool plain =
            !(word & PropertyCache::kGuardedWrite) ? !slot->IsUndef() : slot->IsObject() && !by_reference;
        if (!plain && slot->IsArray() && (op->extended & kFetchDimWrite) && !by_reference) {
          plain = CachedSlotForWrite(o, cache, *slot) != nullptr;
        }
        // A reference that the property's type already constrains is handed out as it is.
        if (!plain && slot->IsReference() && slot->ref->constraints) {
          plain = CachedSlotForWrite(o, cache, slot->ref->value) != nullptr;
        }
        if (TUSK_LIKELY(plain)) {
          Value* result = Result(frame, op);
          result->indirect = slot;
          result->type = Type::kIndirect;
          return {frame, op + 1};
        }
      }
    }
  }
  return Slow<FetchObjPlaceSlow<Kind>>(frame, op);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjWBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchObjWrite<AccessKind::kWrite, K1, K2>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjRwBody(Frame* frame, const Op* op, Vm* vm) {
  return FetchObjWrite<AccessKind::kReadWrite, K1, K2>(frame, op, vm);
}
inline Transfer FetchObjFuncArgSlow(Frame* frame, const Op* op, Vm* vm) {
  if (op->op1_kind & (kConst | kTmp)) {
    SaveOp(frame, op);
    ThrowError("Cannot use temporary expression in write context");
    FreeOp2(frame, op);
    FreeOp1(frame, op);
    SetType(Result(frame, op), Type::kUndef);
    return Continue(frame);
  }
  return FetchObjPlaceSlow<AccessKind::kWrite>(frame, op, vm);
}
template <uint8_t K1, uint8_t K2>
TUSK_INLINE Transfer FetchObjFuncArgBody(Frame* frame, const Op* op, Vm* vm) {
  if (frame->call->info & CallInfo::kSendRefs) return Slow<FetchObjFuncArgSlow>(frame, op);
  return FetchObjRead<AccessKind::kRead, K1, K2, kFetchFlags>(frame, op, vm);
}

}  // namespace

#define OBJECT_KINDS (Kinds<kUnused, kCv, kTmpVar>)
#define PLACE_KINDS (Kinds<kUnused, kCv>)
#define NAME_KINDS (Kinds<kConst>)
TUSK_OPCODE_2(FetchObjR, FetchObjRBody, OBJECT_KINDS, NAME_KINDS)
TUSK_OPCODE_2(FetchObjIs, FetchObjIsBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2(FetchObjW, FetchObjWBody, (Kinds<kUnused, kCv, kVar>), NAME_KINDS)
TUSK_OPCODE_2(FetchObjRw, FetchObjRwBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE(FetchObjUnset, FetchObjPlaceSlow<AccessKind::kUnset>)
TUSK_OPCODE_2(FetchObjFuncArg, FetchObjFuncArgBody, OBJECT_KINDS, NAME_KINDS)

}  // namespace tusk::handlers
