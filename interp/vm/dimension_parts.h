// The kinds of containers whose elements are no array's, for dimension.cc: see dimension.h for the modes and
// for who owns what.
#pragma once

#include <string_view>

#include "interp/vm/dimension.h"

namespace tusk {

struct Object;
struct String;

// Objects. `dim` lies where the opline has it (see AsWritten); null: [].
bool IsArrayLike(Object* o);
void NotAnArray(Object* o);  // throws
Value ReadObject(Object* o, const Value* dim, DimMode mode);
void WriteObject(Object* o, const Value* dim, Value v, Value* result);  // takes over v
// For objects that give their elements away; as DimensionPlace.
Value* ObjectElementPlace(Object* o, const Value& dim, DimMode mode, Value* value);
bool HasObjectElement(Object* o, const Value& dim, bool check_empty);
void UnsetObjectElement(Object* o, const Value& dim);

// Strings.
// The byte offset that `dim` means. False: raised, or (kIsset) there is none.
bool StringOffset(const Value& dim, DimMode mode, int64_t* offset);
bool IsWhole(std::string_view text);  // of digits only, with a sign perhaps
const char* StringOffsetMisuse();     // the message for what the next oplines do with an offset
Value ReadString(String* s, const Value& dim, DimMode mode);
void WriteString(Value* place, const Value& dim, Value v, Value* result);  // takes over v

}  // namespace tusk
