// $container[$dim]: complete semantics.
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
#include "interp/vm/dispatch.h"

namespace tusk {

Value* ArrayBehind(Object* o, const Function* method) {
  const ObjectHandlers* handlers = o->cls->handlers;
  if (TUSK_LIKELY(!handlers->array_behind || !method->scope->Is(ClassFlags::kBuiltin))) return nullptr;
  return handlers->array_behind(o);
}

const Value* AsWritten(const Value* dim) {
  if (TUSK_LIKELY(!dim->IsInt() || dim->extra != kLiteralHasText)) return dim;
  // Of other places `extra` may say anything.
  const Frame* frame = g_vm.frame;
  if (!frame || !frame->IsUser()) return dim;
  const OpArray* f = frame->op_array();
  return dim >= f->literals && dim < f->literals + f->literal_count ? dim + 1 : dim;
}

namespace {

TUSK_COLD void UndefinedKey(ArrayKey key) {
  if (key.IsInt()) {
    Warning("Undefined array key %d", key.num);
  } else {
    Warning("Undefined array key \"%s\"", key.name->view());
  }
}

// ---- objects

bool IsArrayLike(Object* o) {
  return o->cls->Is(ClassFlags::kIsArrayAccess) || o->cls->handlers->read_dimension;
}
TUSK_COLD void NotAnArray(Object* o) {
  ThrowError("Cannot use object of type %s as array", o->cls->name->view());
}
// The key as offsetGet and friends get it.
Value DimArgument(const Value* dim) { return dim && !dim->IsUndef() ? *AsWritten(dim) : Value::Null(); }

Value ReadObject(Object* o, const Value* dim, DimMode mode) {
  Class* c = o->cls;
  if (c->handlers->read_dimension) {
    Value result;
    Value key = DimArgument(dim);
    Retain(Value(o));
    if (c->handlers->read_dimension(o, dim ? &key : nullptr, mode == DimMode::kIsset, &result)) {
      Release(Value(o));
      return result.IsUndef() && !HasException() ? Value::Null() : result;
    }
    Release(Value(o));
    if (HasException()) return Value();
  }
  if (!c->Is(ClassFlags::kIsArrayAccess)) {
    NotAnArray(o);
    return Value();
  }
  ArrayKey simple;
  if (Value* storage = ArrayBehind(o, c->offset_get);
      storage && mode != DimMode::kIsset && dim && SimpleKey(dim, &simple)) {
    Value v = Get(storage->arr, simple);
    if (v.IsReference()) v = v.ref->value;
    if (!v.IsUndef() && !v.IsIndirect()) return Copy(v);
  }
  Retain(Value(o));
  Value key = Copy(DimArgument(dim));
  Value result;
  bool there = true;
  if (mode == DimMode::kIsset) {
    CallFunction(c->offset_exists, o, c, 1, &key, &result);
    there = ToBool(result);
    Release(result);
    result = Value();
  }
  if (there && !Unwinding(&g_vm)) {
    CallFunction(c->offset_get, o, c, 1, &key, &result);
  } else if (!Unwinding(&g_vm)) {
    result = Value::Null();
  }
  Release(key);
  Release(Value(o));
  return result;
}

void WriteObject(Object* o, const Value* dim, Value v, Value* result) {
  Class* c = o->cls;
  Retain(Value(o));
  if (c->handlers->write_dimension) {
    Value key = DimArgument(dim);
    Retain(v);
    if (c->handlers->write_dimension(o, dim ? &key : nullptr, v)) {
      if (result) *result = HasException() ? Value() : Copy(v);
      Release(v);
      Release(Value(o));
      return;
    }
    Release(v);
    if (HasException()) {
      if (result) *result = Value();
      Release(v);
      Release(Value(o));
      return;
    }
  }
  if (!c->Is(ClassFlags::kIsArrayAccess)) {
    NotAnArray(o);
    Release(v);
    if (result) *result = Value();
    Release(Value(o));
    return;
  }
  ArrayKey simple;
  if (Value* storage = ArrayBehind(o, c->offset_set); storage && dim && SimpleKey(dim, &simple)) {
    Array* a = Separate(storage);
    uint32_t position = PositionOf(a, simple);
    if (position != kEnd && ValueAt(a, position).type < Type::kReference) {
      if (result) *result = Copy(v);
      SetAt(a, position, v);
      Release(Value(o));
      return;
    }
  }
  Value argv[2] = {Copy(DimArgument(dim)), v};
  Value ignored;
  CallFunction(c->offset_set, o, c, 2, argv, &ignored);
  Release(ignored);
  Release(argv[0]);
  if (result) *result = Unwinding(&g_vm) ? Value() : Copy(v);
  Release(v);
  Release(Value(o));
}

// ---- strings

// The byte offset that `dim` means. False: raised, or (kIsset) there is none. `write`: for assignment.
bool StringOffset(const Value& dim, DimMode mode, int64_t* offset) {
  bool isset = mode == DimMode::kIsset;
  switch (dim.type) {
    case Type::kInt: *offset = dim.i; return true;
    case Type::kString: {
      int64_t i;
      double d;
      bool trailing = false;
      if (ParseNumber(dim.str->view(), &i, &d, &trailing) == Numeric::kInt) {
        if (trailing) {
          if (isset) return false;
          Warning("Illegal string offset \"%s\"", dim.str->view());
          if (HasException()) return false;
        }
        *offset = i;
        return true;
      }
      if (isset) return false;
      ThrowTypeError("Cannot access offset of type %s on string", TypeNameForErrors(dim));
      return false;
    }
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse:
    case Type::kTrue:
    case Type::kFloat:
      if (!isset) {
        Warning("String offset cast occurred");
        if (HasException()) return false;
      }
      *offset = ToInt(dim);
      return true;
    case Type::kReference: return StringOffset(dim.ref->value, mode, offset);
    default:
      ThrowTypeError("Cannot access offset of type %s on string", TypeNameForErrors(dim));
      return false;
  }
}

bool IsWhole(std::string_view text) {
  int64_t i;
  double d;
  bool trailing = false;
  return ParseNumber(text, &i, &d, &trailing) == Numeric::kInt;
}

// Why a place in a string cannot be had: what the code does next with it says it.
const char* StringOffsetMisuse() {
  const Frame* frame = g_vm.frame;
  const Op* op = frame && frame->func && frame->IsUser() ? frame->op : nullptr;
  if (!op) return "Cannot use string offset as an array";
  if (op->opcode == Opcode::kAssignDimOp) return "Cannot use assign-op operators with string offsets";
  if (op->opcode == Opcode::kFetchListW) return "Cannot create references to/from string offsets";
  const Op* next = op + 1;
  while (next->opcode == Opcode::kExtNop) ++next;
  switch (next->opcode) {
    case Opcode::kPreInc:
    case Opcode::kPreDec:
    case Opcode::kPostInc:
    case Opcode::kPostDec: return "Cannot increment/decrement string offsets";
    case Opcode::kFetchObjW:
    case Opcode::kFetchObjRw:
    case Opcode::kFetchObjFuncArg:
    case Opcode::kFetchObjUnset:
    case Opcode::kAssignObj:
    case Opcode::kAssignObjOp:
    case Opcode::kAssignObjRef:
    case Opcode::kUnsetObj:
    case Opcode::kPreIncObj:
    case Opcode::kPreDecObj:
    case Opcode::kPostIncObj:
    case Opcode::kPostDecObj: return "Cannot use string offset as an object";
    case Opcode::kFetchDimW:
    case Opcode::kFetchDimRw:
    case Opcode::kFetchDimFuncArg:
    case Opcode::kFetchDimUnset:
    case Opcode::kAssignDim:
    case Opcode::kAssignDimOp:
    case Opcode::kUnsetDim: return "Cannot use string offset as an array";
    default: return "Cannot create references to/from string offsets";
  }
}

Value ReadString(String* s, const Value& dim, DimMode mode) {
  if (mode == DimMode::kList) return Value::Null();
  Retain(s);
  int64_t offset;
  Value result;
  if (!StringOffset(dim, mode, &offset)) {
    if (mode == DimMode::kIsset) result = Value::Null();
  } else {
    auto length = static_cast<int64_t>(s->length);
    int64_t at = offset < 0 ? offset + length : offset;
    if (at < 0 || at >= length) {
      if (mode == DimMode::kIsset) {
        result = Value::Null();
      } else {
        Warning("Uninitialized string offset %d", offset);
        result = Value(EmptyString());
      }
    } else {
      result = Value(CharString(static_cast<unsigned char>(s->data[at])));
    }
  }
  Release(s);
  return result;
}

// $string[$dim] = v
void WriteString(Value* place, const Value& dim, Value v, Value* result) {
  if (result) *result = Value::Null();
  String* s = place->str;
  Retain(s);
  int64_t offset;
  bool ok = StringOffset(dim, DimMode::kWrite, &offset);
  if (ok && offset < -static_cast<int64_t>(s->length)) {
    Warning("Illegal string offset %d", offset);
    ok = false;
  }
  if (!ok) {
    Release(s);
    Release(v);
    if (result && HasException()) *result = Value();
    return;
  }
  char c = 0;
  size_t length;
  if (v.IsString()) {
    length = v.str->length;
    c = v.str->data[0];
  } else {
    String* text = ToString(v);
    if (!text) {
      Release(s);
      Release(v);
      if (result) *result = Value();
      return;
    }
    length = text->length;
    c = text->data[0];
    Release(text);
  }
  Release(v);
  if (length != 1) {
    if (length == 0) {
      ThrowError("Cannot assign an empty string to a string offset");
      Release(s);
      if (result) *result = Value();
      return;
    }
    Warning("Only the first byte will be assigned to the string offset");
    if (HasException()) {
      Release(s);
      if (result) *result = Value();
      return;
    }
  }
  // The error handler may have put something else there.
  bool same = place->IsString() && place->str == s;
  Release(s);
  if (!same) return;
  size_t old_length = s->length;
  size_t at = offset < 0 ? static_cast<size_t>(offset + static_cast<int64_t>(old_length))
                         : static_cast<size_t>(offset);
  s = Separate(s);
  if (at >= old_length) {
    CheckMemoryLimit(at);
    s = AppendInPlace(s, std::string(at + 1 - old_length, ' '));
  }
  s->data[at] = c;
  s->hash = 0;
  *place = Value(s);
  if (result) *result = Value(CharString(static_cast<unsigned char>(c)));
}

// ---- turning nothing into an array

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

namespace {

// The same for objects that give their elements away.
Value* ObjectElementPlace(Object* o, const Value& dim, DimMode mode, Value* value) {
  auto element_place = o->cls->handlers->element_place;
  Retain(Value(o));
  Value* place = element_place(o, dim, mode == DimMode::kWrite);
  if (!place && !HasException()) {
    if (mode == DimMode::kReadWrite) {
      Release(ReadObject(o, &dim, DimMode::kRead));  // says that there is none
      if (!HasException()) place = element_place(o, dim, true);
    } else {
      *value = Value::Null();
    }
  }
  // Where the object goes now, the element goes on as a value.
  if (place && o->refcount == 1) {
    *value = Copy(*place);
    place = nullptr;
  }
  Release(Value(o));
  return place;
}

}  // namespace

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
    case Type::kObject: {
      Object* o = container.obj;
      Class* c = o->cls;
      if (c->handlers->has_dimension) {
        bool found = false;
        Retain(Value(o));
        bool answered = c->handlers->has_dimension(o, dim, check_empty, &found);
        Release(Value(o));
        if (answered || HasException()) return found && !HasException();
      } else if (c->handlers->read_dimension) {
        Value result;
        if (c->handlers->read_dimension(o, &dim, true, &result)) {
          bool found = check_empty ? ToBool(result) : !Deref(result).IsNullOrUndef();
          Release(result);
          return found;
        }
        if (HasException()) return false;
      }
      if (!c->Is(ClassFlags::kIsArrayAccess)) {
        NotAnArray(o);
        return false;
      }
      ArrayKey simple;
      if (Value* storage = ArrayBehind(o, c->offset_exists);
          storage && SimpleKey(&dim, &simple) && (!check_empty || ArrayBehind(o, c->offset_get))) {
        Value v = Deref(Get(storage->arr, simple));
        if (!v.IsUndef() && !v.IsIndirect()) return check_empty ? ToBool(v) : !v.IsNull();
      }
      Retain(Value(o));
      Value key = Copy(*AsWritten(&dim));
      Value result;
      CallFunction(c->offset_exists, o, c, 1, &key, &result);
      bool found = ToBool(result);
      Release(result);
      if (found && check_empty && !Unwinding(&g_vm)) {
        CallFunction(c->offset_get, o, c, 1, &key, &result);
        found = ToBool(Deref(result));
        Release(result);
      }
      Release(key);
      Release(Value(o));
      return found && !Unwinding(&g_vm);
    }
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
    case Type::kObject: {
      Object* o = container->obj;
      Class* c = o->cls;
      if (!c->Is(ClassFlags::kIsArrayAccess)) {
        NotAnArray(o);
        return;
      }
      Retain(Value(o));
      Value key = Copy(*AsWritten(&dim));
      if (!c->handlers->unset_dimension || (!c->handlers->unset_dimension(o, key) && !HasException())) {
        Value ignored;
        CallFunction(c->offset_unset, o, c, 1, &key, &ignored);
        Release(ignored);
      }
      Release(key);
      Release(Value(o));
      return;
    }
    case Type::kString: ThrowError("Cannot unset string offsets"); return;
    case Type::kUndef:
    case Type::kNull: return;
    case Type::kFalse: Deprecated("Automatic conversion of false to array is deprecated"); return;
    default: ThrowError("Cannot unset offset in a non-array variable");
  }
}

}  // namespace tusk
