// $container[$dim] with any container, complete and slow: arrays, strings, objects, errors with PHP's
// messages. All may warn and run user code; callers save their opline first. A null `dim` means [].
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/value.h"

namespace tusk {

struct Function;

enum class DimMode : uint8_t {
  kRead,
  kList,   // read by list(): silent on containers that have no elements
  kIsset,  // silent
  kWrite,
  kReadWrite,
  kUnset,
};

// The key that an int or a string means; false: something rarer.
TUSK_INLINE bool SimpleKey(const Value* dim, ArrayKey* key) {
  if (dim->type == Type::kReference) dim = &dim->ref->value;
  if (dim->type == Type::kInt) {
    *key = ArrayKey::Int(dim->i);
    return true;
  }
  if (dim->type != Type::kString) return false;
  *key = KeyFromString(dim->str);
  return true;
}
// The array that this offsetGet(), offsetSet() or offsetExists() is about: that of a builtin class whose
// objects have their elements in one. Else null. Elements that are there need no call of the method.
Value* ArrayBehind(Object* o, const Function* method);
// The dimension as the script wrote it: methods of ArrayAccess get "5" for the literal "5", which the
// compiler made an int. `dim` lies where the opline has it.
const Value* AsWritten(const Value* dim);

// Reading (kRead, kList, kIsset). Operands are dereferenced and stay alive. Owned; kUndef with an exception
// pending.
Value ReadDimension(const Value& container, const Value& dim, DimMode mode);
// The place for in-place work (kWrite, kReadWrite, kUnset), for the very next opline. Null when there is
// none: then *value holds an owned value to go on with (what offsetGet returned), or kUndef after an error.
Value* DimensionPlace(Value* container, const Value* dim, DimMode mode, Value* value);
// $container[$dim] = v. Takes over v. *result (may be null) gets the expression's value, owned.
void AssignDimension(Value* container, const Value* dim, Value v, bool strict, Value* result);
// $array[$dim] = $array through references to one variable: PHP separates the array before it reads the
// value, so that the array comes to hold itself. `place` holds an array, or what becomes one.
void AssignToOwnElement(Value* place, const Value* dim, Value* result);
// $container[$dim] op= v. `v` is borrowed.
void AssignDimensionOp(Value* container, const Value* dim, uint8_t opcode, const Value& v, bool strict,
                       Value* result);
bool HasDimension(const Value& container, const Value& dim, bool check_empty);
void UnsetDimension(Value* container, const Value& dim);

// Assignment to a place as `=` does it: through references, with their type constraints. Takes over v.
void AssignValue(Value* place, Value v, bool strict, Value* result);

}  // namespace tusk
