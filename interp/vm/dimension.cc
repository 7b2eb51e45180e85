// $container[$dim]: complete semantics. Objects are in dimension_object.cc, strings in dimension_string.cc.
#include "interp/vm/dimension.h"

#include <algorithm>

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/scalar.h"
#include "interp/runtime/typed_reference.h"
#include "interp/vm/call.h"
#include "interp/vm/dimension_parts.h"
#include "interp/vm/dispatch.h"

namespace tusk {

namespace {

TUSK_COLD void UndefinedKey(ArrayKey key) {
  if (key.IsInt()) {
    Warning("Undefined array key %d", key.num);
  } else {
    Warning("Undefined array key \"%s\"", key.name->view());
  }
}

// ---- objects

// Makes *place an array. False: an error handler dropped it, or threw.
bool BecomeArray(Value* place) {
  bool was_false = place->IsFalse();
  *place = Value(NewArray());
  if (!was_false) return true;
  Value held = Copy(*place);
  Deprecated("Automatic conversion of false to array is deprecated");
  bool dropped = held.arr->refcount == 1;
  Release(held);
  return !dropped && !HasException();
}

// Whether a typed property that holds the reference `container` has nothing against an array in place of
// nothing. False: raised.
bool TypeLetsBecomeArray(const Value* container, DimMode mode) {
  if (TUSK_LIKELY(!container->IsReference() || mode == DimMode::kUnset)) return true;
  return container->ref->value.type > Type::kFalse || MayBecomeArray(container->ref);
}

// The element's place in an array that is already separate. A missing one is made (kUnset: null).
Value* ElementPlace(Array* a, const Value* dim, DimMode mode) {
  if (!dim) {
    Value* place = AppendPlace(a);
    if (!place) ThrowError("Cannot add element to the array as the next element is already occupied");
    return place;
  }
  Retain(Value(a));
  ArrayKey key;
  bool ok = ToArrayKey(*dim, &key, mode == DimMode::kUnset ? OffsetUse::kUnset : OffsetUse::kAccess);
  --a->refcount;
  if (TUSK_UNLIKELY(a->refcount == 0)) {
    // The error handler dropped the array.
    ++a->refcount;
    Release(Value(a));
    return nullptr;
  }
  if (!ok) return nullptr;
  Value* place = mode == DimMode::kWrite ? FindOrInsert(a, key) : Find(a, key);
  if (place) {
    if (place->IsIndirect()) {
      place = place->indirect;
      if (place->IsUndef()) place->type = Type::kNull;
    }
    return place;
  }
  if (mode == DimMode::kUnset) return nullptr;
  String* name = key.name;
  if (name) Retain(name);
  Retain(Value(a));
  UndefinedKey(key);
  bool gone = a->refcount == 1;
  if (!gone) --a->refcount;
  if (gone || HasException()) {
    if (gone) Release(Value(a));
    if (name) Release(name);
    return nullptr;
  }
  place = a->refcount != 1 ? nullptr : FindOrInsert(a, key);
  if (name) Release(name);
  return place;
}

}  // namespace

void AssignValue(Value* place, Value v, bool strict, Value* result) {
  if (place->type == Type::kReference) {
    Reference* ref = place->ref;
    if (TUSK_UNLIKELY(ref->constraints != nullptr)) {
      ++ref->refcount;
      bool ok = AssignToTypedReference(ref, v, strict);
      if (result) *result = ok ? Copy(ref->value) : Value::Null();
      Release(Value(ref));
      return;
    }
    place = &ref->value;
  }
  Value old = *place;
  *place = v;
  if (result) *result = Copy(v);
  Release(old);
}

Value ReadDimension(const Value& container, const Value& dim, DimMode mode) {
  switch (container.type) {
    case Type::kArray: {
      Array* a = container.arr;
      ArrayKey key;
      Retain(container);
      Value result;
      if (ToArrayKey(dim, &key)) {
        result = Get(a, key);
        if (result.IsIndirect()) result = *result.indirect;
        if (result.IsUndef()) {
          if (mode != DimMode::kIsset) UndefinedKey(key);
          result = HasException() ? Value() : Value::Null();
        } else {
          result = CopyDeref(result);
        }
      }
      Release(container);
      return result;
    }
    case Type::kString: return ReadString(container.str, dim, mode);
    case Type::kObject: {
      Value result = ReadObject(container.obj, &dim, mode);
      if (!result.IsReference()) return result;
      Value inner = Copy(result.ref->value);  // offsetGet returned by reference
      Release(result);
      return inner;
    }
    case Type::kReference: return ReadDimension(container.ref->value, dim, mode);
    default:
      if (mode == DimMode::kRead) {
        Warning("Trying to access array offset on %s",
                container.IsUndef() ? "null" : TypeNameForErrors(container));
        if (HasException()) return Value();
      }
      return Value::Null();
  }
}

Value* DimensionPlace(Value* container, const Value* dim, DimMode mode, Value* value) {
  *value = Value();
  if (!TypeLetsBecomeArray(container, mode)) return nullptr;
  container = Deref(container);
  switch (container->type) {
    case Type::kArray: {
      Value* place = ElementPlace(Separate(container), dim, mode);
      if (!place && !HasException()) *value = Value::Null();
      return place;
    }
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse: {
      if (mode == DimMode::kUnset) {
        if (container->IsFalse()) Deprecated("Automatic conversion of false to array is deprecated");
        if (!HasException()) *value = Value::Null();
        return nullptr;
      }
      if (!BecomeArray(container)) return nullptr;
      return ElementPlace(Separate(container), dim, mode);
    }
    case Type::kString:
      if (!dim) {
        ThrowError("[] operator not supported for strings");
      } else {
        Value s = Copy(*container);
        int64_t offset;
        bool ok = true;
        if (mode == DimMode::kUnset && dim->IsString() && !IsWhole(dim->str->view())) {
          ThrowError("Cannot unset string offsets");
        } else if (!dim->IsInt()) {
          ok = StringOffset(*dim, mode == DimMode::kUnset ? DimMode::kRead : mode, &offset);
        }
        if (ok && !HasException()) ThrowError("%s", StringOffsetMisuse());
        Release(s);
      }
      return nullptr;
    case Type::kObject: {
      Object* o = container->obj;
      if (!IsArrayLike(o)) {
        NotAnArray(o);
        return nullptr;
      }
      if (const ObjectHandlers* handlers = o->cls->handlers;
          dim && handlers->element_place && o->cls->offset_get->scope->Is(ClassFlags::kBuiltin)) {
        return ObjectElementPlace(o, *dim, mode, value);
      }
      Retain(Value(o));
      *value = ReadObject(o, dim, mode);
      if (!value->IsUndef() && !value->IsReference() && !value->IsObject()) {
        Notice("Indirect modification of overloaded element of %s has no effect", o->cls->name->data);
      }
      Release(Value(o));
      return nullptr;
    }
    default:
      if (mode == DimMode::kUnset) {
        ThrowError("Cannot unset offset in a non-array variable");
      } else {
        ThrowError("Cannot use a scalar value as an array");
      }
      return nullptr;
  }
}

void AssignDimension(Value* container, const Value* dim, Value v, bool strict, Value* result) {
  if (!TypeLetsBecomeArray(container, DimMode::kWrite)) {
    Release(v);
    if (result) *result = Value();
    return;
  }
  container = Deref(container);
  switch (container->type) {
    case Type::kObject: WriteObject(container->obj, dim, v, result); return;
    case Type::kString:
      if (!dim) {
        ThrowError("[] operator not supported for strings");
        Release(v);
        if (result) *result = Value();
        return;
      }
      WriteString(container, *dim, v, result);
      return;
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse:
      if (!BecomeArray(container)) {
        Release(v);
        if (result) *result = Value();
        return;
      }
      [[fallthrough]];
    case Type::kArray: {
      Array* a = Separate(container);
      if (!dim) {
        if (!Append(a, v)) {
          ThrowError("Cannot add element to the array as the next element is already occupied");
          Release(v);
          if (result) *result = Value();
          return;
        }
        if (result) *result = Copy(v);
        return;
      }
      ArrayKey key;
      Retain(Value(a));
      bool ok = ToArrayKey(*dim, &key);
      if (a->refcount == 1) {
        // The error handler dropped the array.
        Release(Value(a));
        Release(v);
        if (result) *result = Value();
        return;
      }
      --a->refcount;
      if (!ok) {
        Release(v);
        if (result) *result = Value();
        return;
      }
      if (a->refcount != 1) a = Separate(container);
      if (a->kind > ArrayKind::kFloats) {
        if (Value* place = Find(a, key)) {
          if (place->IsIndirect()) place = place->indirect;
          AssignValue(place, v, strict, result);
          return;
        }
      }
      if (result) *result = Copy(v);
      Set(a, key, v);
      return;
    }
    default:
      ThrowError("Cannot use a scalar value as an array");
      Release(v);
      if (result) *result = Value();
  }
}

void AssignToOwnElement(Value* place, const Value* dim, Value* result) {
  if (result) *result = Value();
  if (!place->IsArray() && !BecomeArray(place)) return;
  ArrayKey key;
  if (dim) {
    Value before = Copy(*place);
    bool ok = ToArrayKey(*dim, &key);
    // An error handler may have replaced the array.
    bool same = place->IsArray() && place->arr == before.arr;
    Release(before);
    if (!ok || !same) return;
  }
  Array* a = Separate(place);
  Value itself(a);
  if (Value* old = dim && a->kind > ArrayKind::kFloats ? Find(a, key) : nullptr) {
    if (old->IsIndirect()) old = old->indirect;
    AssignValue(old, Copy(itself), false, result);
    return;
  }
  if (dim) {
    Set(a, key, itself);
  } else if (!Append(a, itself)) {
    ThrowError("Cannot add element to the array as the next element is already occupied");
    return;
  }
  Retain(itself);  // after the writes, which are for arrays of one owner
  if (result) *result = Copy(itself);
}

void AssignDimensionOp(Value* container, const Value* dim, uint8_t opcode, const Value& v, bool strict,
                       Value* result) {
  if (result) *result = Value();
  if (!TypeLetsBecomeArray(container, DimMode::kReadWrite)) return;
  container = Deref(container);
  switch (container->type) {
    case Type::kObject: {
      Object* o = container->obj;
      if (!IsArrayLike(o)) {
        NotAnArray(o);
        return;
      }
      Retain(Value(o));
      Value key = dim ? Copy(*AsWritten(dim)) : Value();
      Value before = ReadObject(o, dim, DimMode::kRead);
      if (!Unwinding(&g_vm)) {
        if (before.IsReference()) {
          Value inner = Copy(before.ref->value);
          Release(before);
          before = inner;
        }
        Value after;
        if (BinaryOperatorFor(opcode)(before, v, &after)) WriteObject(o, dim ? &key : nullptr, after, result);
      }
      Release(before);
      Release(key);
      Release(Value(o));
      return;
    }
    case Type::kString:
      if (!dim) {
        ThrowError("[] operator not supported for strings");
      } else {
        int64_t offset;
        if (dim->IsInt() || StringOffset(*dim, DimMode::kReadWrite, &offset)) {
          if (!HasException()) ThrowError("Cannot use assign-op operators with string offsets");
        }
      }
      return;
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse:
      if (!BecomeArray(container)) return;
      [[fallthrough]];
    case Type::kArray: {
      Array* a = Separate(container);
      if (dim && a->kind <= ArrayKind::kFloats && dim->IsInt() && static_cast<uint64_t>(dim->i) < a->count) {
        // Elements that are no places: compute and store.
        Value before = GetInt(a, dim->i);
        Value after;
        int64_t index = dim->i;
        Retain(Value(a));
        bool ok = BinaryOperatorFor(opcode)(before, v, &after);
        bool gone = a->refcount == 1;
        Release(Value(a));
        if (!ok || gone) return;
        if (result) *result = Copy(after);
        if (container->IsArray() && container->arr == a) {
          SetInt(Separate(container), index, after);
        } else {
          Release(after);
        }
        return;
      }
      Value* place = ElementPlace(a, dim, DimMode::kReadWrite);
      if (!place) return;
      Reference* ref = place->IsReference() ? place->ref : nullptr;
      if (ref) place = &ref->value;
      bool constrained = ref && ref->constraints;
      if (opcode == static_cast<uint8_t>(Opcode::kConcat) && !constrained && place->IsString() &&
          v.IsString()) {
        if (ConcatAssign(place, v) && result) *result = Copy(*place);
        return;
      }
      // The operator may run code that changes the array: the place is looked up again.
      Retain(Value(a));
      if (ref) ++ref->refcount;
      Value before = Copy(*place);
      Value after;
      bool ok = BinaryOperatorFor(opcode)(before, v, &after);
      Release(before);
      if (ok && constrained) {
        Retain(after);
        ok = AssignToTypedReference(ref, after, strict);
        if (ok && result) *result = Copy(after);
        Release(after);
      } else if (ok) {
        if (result) *result = Copy(after);
        Value old = *place;
        *place = after;
        Release(old);
      }
      if (ref) Release(Value(ref));
      Release(Value(a));
      return;
    }
    default: ThrowError("Cannot use a scalar value as an array");
  }
}

bool HasDimension(const Value& container, const Value& dim, bool check_empty) {
  switch (container.type) {
    case Type::kArray: {
      ArrayKey key;
      Retain(container);
      bool found = false;
      if (ToArrayKey(dim, &key, OffsetUse::kIsset)) {
        Value v = Get(container.arr, key);
        if (v.IsIndirect()) v = *v.indirect;
        v = Deref(v);
        found = check_empty ? ToBool(v) : !v.IsNullOrUndef();
      }
      Release(container);
      return found;
    }
    case Type::kString: {
      int64_t offset;
      const Value& d = *Deref(&dim);
      if (d.IsString()) {
        int64_t i;
        double f;
        if (IsNumericString(d.str->view(), &i, &f) != Numeric::kInt) return false;
        offset = i;
      } else if (d.IsFloat()) {
        offset = ToInt(d);
        if (!scalar::IsExactInt(d.d)) DeprecatedFloatToInt(d.d);
        if (HasException()) return false;
      } else if (d.type <= Type::kInt) {
        offset = ToInt(d);
      } else {
        return false;
      }
      auto length = static_cast<int64_t>(container.str->length);
      if (offset < 0) offset += length;
      if (offset < 0 || offset >= length) return false;
      return !check_empty || container.str->data[offset] != '0';
    }
    case Type::kObject: return HasObjectElement(container.obj, dim, check_empty);
    case Type::kReference: return HasDimension(container.ref->value, dim, check_empty);
    default: return false;
  }
}

void UnsetDimension(Value* container, const Value& dim) {
  container = Deref(container);
  switch (container->type) {
    case Type::kArray: {
      Array* a = Separate(container);
      ArrayKey key;
      Retain(Value(a));
      bool ok = ToArrayKey(dim, &key, OffsetUse::kUnset);
      bool gone = a->refcount == 1;
      if (gone) {
        Release(Value(a));
        return;
      }
      --a->refcount;
      if (!ok) return;
      if (a->refcount != 1) a = Separate(container);
      if (a->kind == ArrayKind::kHash) {
        // $GLOBALS-like tables: the variable itself is unset.
        Value v = Get(a, key);
        if (v.IsIndirect()) {
          Value old = *v.indirect;
          v.indirect->type = Type::kUndef;
          Release(old);
          return;
        }
      }
      Delete(a, key);
      return;
    }
    case Type::kObject: return UnsetObjectElement(container->obj, dim);
    case Type::kString: ThrowError("Cannot unset string offsets"); return;
    case Type::kUndef:
    case Type::kNull: return;
    case Type::kFalse: Deprecated("Automatic conversion of false to array is deprecated"); return;
    default: ThrowError("Cannot unset offset in a non-array variable");
  }
}

}  // namespace tusk
