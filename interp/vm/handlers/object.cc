// Properties of objects, new, clone, $this.
#include "absl/container/flat_hash_map.h"
#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/property_inline.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/arith.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/place_ops.h"
#include "interp/vm/leave.h"
#include "interp/vm/signature.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {
namespace {

constexpr uint32_t kFetchRef = 1;       // extended of FETCH_*_W: the place becomes a reference
constexpr uint32_t kFetchDimWrite = 2;  // ... an element of it will be written
constexpr uint32_t kFetchFlags = 3;

bool IsStrict(Frame* frame) { return frame->func->Is(FunctionFlags::kStrictTypes); }

// The object operand as a place: $this, a variable, or where a VAR points.
template <uint8_t K = kAnyKind>
TUSK_INLINE Value* ObjectPlace(Frame* frame, const Op* op) {
  if constexpr (K == kUnused) return &frame->self;
  if (K == kAnyKind && op->op1_kind == kUnused) return &frame->self;
  Value* v = Op1<K>(frame, op);
  if constexpr (K == kAnyKind || (K & kTmpVar)) {
    if (v->type == Type::kIndirect) v = v->indirect;
  }
  return v->type == Type::kReference ? &v->ref->value : v;
}

// A property name held while user code may run.
class PropertyName {
 public:
  PropertyName(Frame* frame, const Op* op) {
    if (op->op2_kind == kConst) {
      name_ = op->Literal(op->op2)->str;
      return;
    }
    const Value* v = ReadOp2(frame, op);
    if (frame->op != op) return;
    name_ = v->IsString() ? v->str : ToString(*v);
    if (v->IsString()) Retain(name_);
    owned_ = name_ != nullptr;
  }
  ~PropertyName() {
    if (owned_) Release(name_);
  }
  PropertyName(const PropertyName&) = delete;
  PropertyName& operator=(const PropertyName&) = delete;
  explicit operator bool() const { return name_ != nullptr; }
  String* get() const { return name_; }

 private:
  String* name_ = nullptr;
  bool owned_ = false;
};

// Cache of the opline, or null when the name is not a literal.
void** PropertyCacheOf(Frame* frame, const Op* op, uint32_t byte_offset) {
  return op->op2_kind == kConst ? CacheAt(frame, byte_offset) : nullptr;
}

void FreeObjectOperand(Frame* frame, const Op* op) {
  if (op->op1_kind & kTmpVar) {
    Value* v = frame->At(op->op1.num);
    if (v->type != Type::kIndirect) ReleaseTemporary(*v);
  }
}

// Warns when the variable that should hold an object is undefined. False: the warning became an exception.
bool CheckDefined(Frame* frame, const Op* op, Value* place) {
  if (place->IsUndef() && op->op1_kind == kCv) {
    UndefinedVariable(frame, op->op1);
    return frame->op == op;
  }
  return true;
}

TUSK_COLD void ThrowNotAnObject(const char* what, const Value& v, String* name) {
  ThrowError("Attempt to %s \"%s\" on %s", what, name->view(), TypeNameForErrors(v));
}

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

// The declared property whose slot `place` is, or null.
const PropertyInfo* InfoOfPlace(Object* o, const Value* place) {
  auto index = static_cast<uint64_t>(place - o->props());
  return place >= o->props() && index < o->cls->slot_count ? o->cls->slot_info[index] : nullptr;
}

void FetchObjPlace(Frame* frame, const Op* op, AccessKind kind, uint32_t extended, Value* result) {
  *result = Value();
  Value* place = ObjectPlace(frame, op);
  PropertyName name(frame, op);
  if (!name) return;
  if (!place->IsObject()) {
    if (!CheckDefined(frame, op, place)) return;
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
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv)) {
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

// --- assigning

// The value operand of an OP_DATA as an owned value; undefined variables warn.
Value TakeData(Frame* frame, const Op* data) {
  Value* v = Place<kAnyKind>(frame, data, data->op1, data->op1_kind);
  if (data->op1_kind == kTmp) return *v;
  if (data->op1_kind == kVar) {
    if (!v->IsReference()) return *v;
    Value inner = CopyDeref(*v);
    Release(*v);
    return inner;
  }
  if (data->op1_kind == kCv && v->IsUndef()) {
    UndefinedVariable(frame, data->op1);
    return Value::Null();
  }
  return CopyDeref(*v);
}

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
  Value value = TakeData(frame, data);
  Value result;
  bool used = op->result_kind != kUnused;
  if (frame->op != op) {
    Release(value);
  } else if (!place->IsObject()) {
    PropertyName name(frame, op);
    if (name && CheckDefined(frame, op, place) && !(place->IsUndef() && op->op1_kind == kVar)) {
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
  if constexpr (K2 == kConst && (K1 == kUnused || K1 == kCv)) {
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
    if ((op->extended & kReturnsFunction)) Notice("Only variables should be assigned by reference");
    Value v = *source;
    Value box = v;
    ref = MakeReference(&box);
  }
  Value target;
  if (frame->op == op) FetchObjPlace(frame, op, AccessKind::kWrite, op->extended & ~kFetchFlags, &target);
  if (target.IsIndirect()) {
    Value* slot = target.indirect;
    Value* object = ObjectPlace(frame, op);
    const PropertyInfo* info = object->IsObject() ? InfoOfPlace(object->obj, slot) : nullptr;
    bool ok = true;
    if (info && info->type.declared) {
      Value inner = Copy(ref->value);
      ok = CoerceToType(info->type, &inner, info->scope, IsStrict(frame));
      if (!ok) ThrowPropertyType(info, inner);
      if (ok) {
        Value old = ref->value;
        ref->value = inner;
        Release(old);
      } else {
        Release(inner);
      }
    }
    if (ok) {
      Value old = *slot;
      if (old.IsReference() && old.ref->constraints && info) ForgetConstraint(old.ref, info);
      *slot = Value(ref);
      Retain(ref);
      if (info && info->type.declared) AddConstraint(ref, info);
      if (op->result_kind) result = CopyDeref(*slot);
      Release(old);
    }
  } else if (!target.IsUndef() && !HasException()) {
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
  Value operand = TakeData(frame, data);
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

// --- unset, isset

Transfer UnsetObjBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = ObjectPlace(frame, op);
  if (place->IsObject()) {
    PropertyName name(frame, op);
    if (name) {
      Object* o = place->obj;
      Retain(o);
      UnsetProperty(o, name.get(), frame->func->scope, PropertyCacheOf(frame, op, op->extended));
      Release(Value(o));
    }
  } else if (CheckDefined(frame, op, place) && !place->IsNullOrUndef() && !place->IsFalse()) {
    ThrowError("Attempt to unset property \"%s\" on %s",
               op->op2_kind == kConst ? op->Literal(op->op2)->str->view() : "", TypeNameForErrors(*place));
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  return Continue(frame);
}

Transfer IssetIsemptyPropObjBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  bool empty = op->extended & kIsEmpty;
  bool answer = empty;
  Value* place = ObjectPlace(frame, op);
  if (place->IsObject()) {
    void** cache = PropertyCacheOf(frame, op, op->extended & ~kIsEmpty);
    Value* slot = cache ? CachedSlot(place->obj, cache) : nullptr;
    if (slot && !slot->IsUndef()) {
      const Value* v = Deref(slot);
      answer = empty ? !ToBool(*v) : !v->IsNull();
    } else if (cache && cache[0] == place->obj->cls && !place->obj->cls->isset &&
               cache[1] == reinterpret_cast<void*>(PropertyCache::kDynamic)) {
      const Array* dynamic = place->obj->dynamic;
      Value v = dynamic ? Deref(GetStr(dynamic, op->Literal(op->op2)->str)) : Value();
      answer = empty ? v.IsUndef() || !ToBool(v) : !v.IsNullOrUndef();
    } else {
      PropertyName name(frame, op);
      if (name) {
        Object* o = place->obj;
        Retain(o);
        answer = HasProperty(o, name.get(), frame->func->scope, cache, empty) != empty;
        Release(Value(o));
      }
    }
  }
  FreeOp2(frame, op);
  FreeObjectOperand(frame, op);
  return BranchAfter(frame, op, vm, answer);
}

// --- new, clone, $this

void PassBody(Args, Value*) {}
ArgInfo g_pass_args[1];
uint32_t g_pass_fitting[1] = {~uint32_t{0}};
Builtin g_pass = [] {
  static constexpr BuiltinRow kRow = {"pass", "(mixed ...$args): null", BuiltinEffects::kPure, PassBody};
  Builtin f;
  f.kind = FunctionKind::kBuiltin;
  f.flags = FunctionFlags::kVariadic | FunctionFlags::kPublic;
  f.name = nullptr;
  g_pass_args[0].variadic = true;
  f.args = g_pass_args;
  f.fitting = g_pass_fitting;
  f.row = &kRow;
  f.body = PassBody;
  return f;
}();

bool ConstructorAllowed(Frame* frame, Class* c) {
  Function* f = c->constructor;
  if (!f->Is(FunctionFlags::kPrivate | FunctionFlags::kProtected)) return true;
  Class* scope = frame->func->scope;
  if (scope == f->scope) return true;
  if (f->Is(FunctionFlags::kProtected) && scope) {
    Class* root = f->prototype ? f->prototype->scope : f->scope;
    if (InstanceOf(scope, root) || InstanceOf(f->scope, scope)) return true;
  }
  ThrowError("Call to %s %s::%s() from %s", f->Is(FunctionFlags::kPrivate) ? "private" : "protected",
             c->name->data, f->name->view(), ScopeText(scope));
  return false;
}

Transfer NewBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  void** cache = op->op1_kind == kConst ? CacheAt(frame, op->op2.num) : nullptr;
  Class* c = cache && *cache ? static_cast<Class*>(*cache)
                             : FetchOperandClass(frame, op, op->op1, op->op1_kind, cache);
  Object* o = c ? NewObject(c) : nullptr;
  Value* result = Result(frame, op);
  if (TUSK_UNLIKELY(!o)) {
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Function* constructor = c->constructor;
  *result = Value(o);
  if (!constructor) {
    const Op* next = op + 1;
    if (op->extended == 0 && next->opcode == Opcode::kDoFcall && frame->op == op) return {frame, op + 2};
    frame->call = PushFrame(vm, &g_pass, op->extended, CallInfo::kInternal, Value(), frame->call);
    return Continue(frame);
  }
  if (TUSK_UNLIKELY(!ConstructorAllowed(frame, c))) {
    o->info |= RefCounted::kDestructed;
    Release(Value(o));
    SetType(result, Type::kUndef);
    return Continue(frame);
  }
  Retain(o);
  uint32_t info = CallInfo::kReleaseThis | CallInfo::kConstructor;
  if (constructor->kind == FunctionKind::kBuiltin) info |= CallInfo::kInternal;
  frame->call = PushFrame(vm, constructor, op->extended, info, Value(o), frame->call);
  return Continue(frame);
}

// parent::$x::get() where the parent has no such hook: reads or writes the stored value.
struct StoredPropertyAccess : Builtin {
  const PropertyInfo* property = nullptr;
};
void ReadStored(Args args, Value* result) {
  const PropertyInfo* info = static_cast<StoredPropertyAccess*>(args.frame->func)->property;
  const Value& v = args.frame->self.obj->props()[info->slot];
  if (v.IsUndef() && info->type.declared) {
    ThrowError("Typed property %s::$%s must not be accessed before initialization", info->scope->name->data,
               info->name->view());
    return;
  }
  if (!v.IsUndef()) *result = CopyDeref(v);
}
void WriteStored(Args args, Value* result) {
  const PropertyInfo* info = static_cast<StoredPropertyAccess*>(args.frame->func)->property;
  Value v = CopyDeref(args[0]);
  if (info->type.declared && !CoerceToType(info->type, &v, info->scope, false)) {
    ThrowPropertyType(info, v);
    Release(v);
    return;
  }
  Value* slot = &args.frame->self.obj->props()[info->slot];
  Value old = *slot;
  *slot = v;
  slot->extra = 0;
  *result = Copy(v);
  Release(old);
}
Function* StoredAccess(PropertyInfo* info, bool set) {
  static auto& made = *new absl::flat_hash_map<std::pair<PropertyInfo*, bool>, StoredPropertyAccess*>;
  StoredPropertyAccess*& f = made[{info, set}];
  if (!f) {
    static constexpr BuiltinRow kGet = {"get", "(): mixed", BuiltinEffects::kThrows, ReadStored};
    static constexpr BuiltinRow kSet = {"set", "(mixed $value)", BuiltinEffects::kThrows, WriteStored};
    f = new StoredPropertyAccess;
    f->kind = FunctionKind::kBuiltin;
    f->flags = FunctionFlags::kPublic;
    f->row = set ? &kSet : &kGet;
    f->body = f->row->body;
    f->name = Intern(absl::StrFormat("$%s::%s", info->name->view(), f->row->name));
    f->scope = info->scope;
    f->property = info;
    ParseSignature(f);
  }
  return f;
}

Transfer InitParentPropertyHookCallBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Class* parent = frame->func->scope ? frame->func->scope->parent : nullptr;
  String* name = op->Literal(op->op1)->str;
  bool set = op->op2.num != 0;
  PropertyInfo** found = parent ? parent->properties.Find(name->view()) : nullptr;
  if (!parent) {
    ThrowError("Cannot use \"parent\" when current class scope has no parent");
  } else if (!found) {
    ThrowError("Undefined property %s::$%s", parent->name->data, name->view());
  } else if ((*found)->flags & FunctionFlags::kPrivate) {
    ThrowError("Cannot access private property %s::$%s", parent->name->data, name->view());
  } else {
    PropertyInfo* info = *found;
    Function* f = set ? info->set_hook : info->get_hook;
    if (f && f->Is(FunctionFlags::kAbstract)) {
      ThrowError("Cannot call abstract property hook %s::$%s::%s()", parent->name->data, name->view(),
                 set ? "set" : "get");
    } else {
      if (!f) f = StoredAccess(info, set);
      Retain(frame->self);
      uint32_t info_bits = CallInfo::kReleaseThis;
      if (f->kind == FunctionKind::kBuiltin) info_bits |= CallInfo::kInternal;
      frame->call = PushFrame(vm, f, op->extended, info_bits, frame->self, frame->call);
    }
  }
  return Continue(frame);
}

Transfer CloneBody(Frame* frame, const Op* op, Vm*) {
  SaveOp(frame, op);
  Value* place = ObjectPlace(frame, op);
  Value result;
  if (!place->IsObject()) {
    if (CheckDefined(frame, op, place)) ThrowError("__clone method called on non-object");
  } else {
    Object* o = place->obj;
    Class* c = o->cls;
    Class* scope = frame->func->scope;
    Function* f = c->clone;
    bool allowed = true;
    if (c->Is(ClassFlags::kEnum) || !c->handlers->cloneable) {
      ThrowError("Trying to clone an uncloneable object of class %s", c->name->data);
      allowed = false;
    } else if (f && f->Is(FunctionFlags::kPrivate | FunctionFlags::kProtected) && f->scope != scope) {
      bool family = scope && (InstanceOf(scope, f->scope) || InstanceOf(f->scope, scope));
      if (f->Is(FunctionFlags::kPrivate) || !family) {
        ThrowError("Call to %s %s::__clone() from %s",
                   f->Is(FunctionFlags::kPrivate) ? "private" : "protected", c->name->data, ScopeText(scope));
        allowed = false;
      }
    }
    if (allowed) {
      if (Object* copy = CloneObject(o)) result = Value(copy);
    }
  }
  FreeObjectOperand(frame, op);
  *Result(frame, op) = result;
  return Continue(frame);
}

Transfer FetchThisBody(Frame* frame, const Op* op, Vm*) {
  if (TUSK_LIKELY(frame->self.IsObject())) {
    Retain(frame->self.obj);
    *Result(frame, op) = frame->self;
    return {frame, op + 1};
  }
  SaveOp(frame, op);
  if (op->extended != 0) {  // isset($this->x), $this ?? ...
    SetType(Result(frame, op), Type::kNull);
    return {frame, op + 1};
  }
  SetType(Result(frame, op), Type::kUndef);
  ThrowError("Using $this when not in object context");
  return Continue(frame);
}

Transfer IssetIsemptyThisBody(Frame* frame, const Op* op, Vm*) {
  SetBool(Result(frame, op), frame->self.IsObject() != ((op->extended & kIsEmpty) != 0));
  return {frame, op + 1};
}

}  // namespace

#define OBJECT_KINDS (Kinds<kUnused, kCv, kTmpVar>)
#define PLACE_KINDS (Kinds<kUnused, kCv>)
#define NAME_KINDS (Kinds<kConst>)
TUSK_OPCODE_2(FetchObjR, FetchObjRBody, OBJECT_KINDS, NAME_KINDS)
TUSK_OPCODE_2(FetchObjIs, FetchObjIsBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2(FetchObjW, FetchObjWBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2(FetchObjRw, FetchObjRwBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE(FetchObjUnset, FetchObjPlaceSlow<AccessKind::kUnset>)
TUSK_OPCODE_2(FetchObjFuncArg, FetchObjFuncArgBody, OBJECT_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(AssignObj, AssignObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(AssignObjOp, AssignObjOpBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE(AssignObjRef, AssignObjRefBody)
TUSK_OPCODE_2R(PreIncObj, PreIncObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PreDecObj, PreDecObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PostIncObj, PostIncObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE_2R(PostDecObj, PostDecObjBody, PLACE_KINDS, NAME_KINDS)
TUSK_OPCODE(UnsetObj, UnsetObjBody)
TUSK_OPCODE(IssetIsemptyPropObj, IssetIsemptyPropObjBody)
TUSK_OPCODE(New, NewBody)
TUSK_OPCODE(InitParentPropertyHookCall, InitParentPropertyHookCallBody)
TUSK_OPCODE(Clone, CloneBody)
TUSK_OPCODE(FetchThis, FetchThisBody)
TUSK_OPCODE(IssetIsemptyThis, IssetIsemptyThisBody)

}  // namespace tusk::handlers
