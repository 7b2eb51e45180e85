// $object[$dim]: ArrayAccess, and builtin classes whose objects have elements.
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/call.h"
#include "interp/vm/dimension_parts.h"
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
bool IsArrayLike(Object* o) {
  return o->cls->Is(ClassFlags::kIsArrayAccess) || o->cls->handlers->read_dimension;
}
TUSK_COLD void NotAnArray(Object* o) {
  ThrowError("Cannot use object of type %s as array", o->cls->name->view());
}
namespace {
// The key as offsetGet and friends get it.
Value DimArgument(const Value* dim) { return dim && !dim->IsUndef() ? *AsWritten(dim) : Value::Null(); }
}  // namespace

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

bool HasObjectElement(Object* o, const Value& dim, bool check_empty) {
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

void UnsetObjectElement(Object* o, const Value& dim) {
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
}

}  // namespace tusk
