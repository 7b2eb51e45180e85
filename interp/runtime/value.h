// The 16-byte value that every PHP variable, element and property is, and the reference count that heap
// values start with.
//
// Rules that the whole system relies on (trace code compares the type word as one 32-bit integer):
//  * The type word is the Type and nothing else. Everything from kString to kReference is reference counted,
//    without exception: literals and interned strings have an immortal count instead of a flag in the value.
//  * `extra` belongs to the slot that a value lies in (hash chain, argument position ...), never to the
//  value.
//    Assigning a Value copies payload and type and leaves the target's extra alone.
//  * Assigning never touches reference counts; Copy() and Release() do, and say so.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interp/runtime/check.h"

namespace tusk {

struct String;
struct Array;
struct Object;
struct Reference;
struct Resource;

enum class Type : uint32_t {
  kUndef = 0,  // a variable that was never assigned; never visible to scripts
  kNull = 1,
  kFalse = 2,
  kTrue = 3,
  kInt = 4,
  kFloat = 5,
  kString = 6,
  kArray = 7,
  kObject = 8,
  kResource = 9,
  kReference = 10,
  kIndirect = 11,  // in a VAR only: points at another Value; valid for the very next opline
  kElement = 12,   // in a VAR only: element `extra` of the packed array; result of FETCH_DIM_RW, as kIndirect
  kPointer = 13,   // internal: a class or a function
  kConstantAst =
      14,  // in literals, constants and defaults: an expression evaluated at first use (void* payload)
};
static_assert(static_cast<uint32_t>(Type::kTrue) == static_cast<uint32_t>(Type::kFalse) + 1,
              "the type of a bool is kFalse plus its value; trace code relies on it");

// Header of everything that is reference counted. `info` holds the kind and what the cycle collector knows.
struct RefCounted {
  uint32_t refcount;
  uint32_t info;

  static constexpr uint32_t kImmortal = 0x4000'0000;  // far from 0 whatever is retained and released
  static constexpr uint32_t kTypeMask = 0xf;      // low bits of info: the Type of the value that points here
  static constexpr uint32_t kGcPurple = 1u << 4;  // buffered as possible root of a cycle
  static constexpr uint32_t kGcMark = 1u << 5;    // colours of the collector
  static constexpr uint32_t kGcWhite = 1u << 6;
  static constexpr uint32_t kNotCollectable = 1u << 7;  // holds nothing that could close a cycle
  static constexpr uint32_t kInterned = 1u << 8;    // string in the intern table, compared by pointer first
  static constexpr uint32_t kProtected = 1u << 9;   // recursion guard: being dumped, compared, hashed ...
  static constexpr uint32_t kImmutable = 1u << 10;  // literal: never modified in place
  static constexpr uint32_t kNumericChecked = 1u << 11;  // string: known not to be a numeric array key
  static constexpr uint32_t kDestructed = 1u << 12;      // object: destructor has run
  static constexpr uint32_t kFreed = 1u << 13;           // object: storage being torn down
  static constexpr uint32_t kLazy = 1u << 14;
  static constexpr uint32_t kGcIndexShift = 16;  // place in the root buffer (compressed), 16 bits

  bool Immortal() const { return refcount >= kImmortal / 2; }
  Type kind() const { return static_cast<Type>(info & kTypeMask); }
};

struct [[clang::trivial_abi]] Value {  // passed and returned in two registers
  union {
    int64_t i;
    double d;
    String* str;
    Array* arr;
    Object* obj;
    Resource* res;
    Reference* ref;
    RefCounted* rc;
    Value* indirect;
    void* ptr;
  };
  Type type;
  uint32_t extra;

  constexpr Value() : i(0), type(Type::kUndef), extra(0) {}
  constexpr Value(const Value& other) : i(other.i), type(other.type), extra(0) {}
  constexpr Value& operator=(const Value& other) {
    i = other.i;
    type = other.type;
    return *this;
  }
  constexpr explicit Value(int64_t v) : i(v), type(Type::kInt), extra(0) {}
  constexpr explicit Value(double v) : d(v), type(Type::kFloat), extra(0) {}
  constexpr explicit Value(bool v) : i(0), type(v ? Type::kTrue : Type::kFalse), extra(0) {}
  explicit Value(String* v) : str(v), type(Type::kString), extra(0) {}
  explicit Value(Array* v) : arr(v), type(Type::kArray), extra(0) {}
  explicit Value(Object* v) : obj(v), type(Type::kObject), extra(0) {}
  explicit Value(Resource* v) : res(v), type(Type::kResource), extra(0) {}
  explicit Value(Reference* v) : ref(v), type(Type::kReference), extra(0) {}
  explicit Value(const void*) = delete;  // pointers never turn into bool by accident
  constexpr Value(Type t, int64_t payload) : i(payload), type(t), extra(0) {}
  static Value Null() { return Value(Type::kNull, 0); }
  static Value Indirect(Value* v) {
    Value r;
    r.indirect = v;
    r.type = Type::kIndirect;
    return r;
  }
  static Value Pointer(void* p) {
    Value r;
    r.ptr = p;
    r.type = Type::kPointer;
    return r;
  }

  bool IsUndef() const { return type == Type::kUndef; }
  bool IsNull() const { return type == Type::kNull; }
  bool IsNullOrUndef() const { return type <= Type::kNull; }
  bool IsBool() const { return type == Type::kFalse || type == Type::kTrue; }
  bool IsTrue() const { return type == Type::kTrue; }
  bool IsFalse() const { return type == Type::kFalse; }
  bool IsInt() const { return type == Type::kInt; }
  bool IsFloat() const { return type == Type::kFloat; }
  bool IsNumber() const { return type == Type::kInt || type == Type::kFloat; }
  bool IsString() const { return type == Type::kString; }
  bool IsArray() const { return type == Type::kArray; }
  bool IsObject() const { return type == Type::kObject; }
  bool IsResource() const { return type == Type::kResource; }
  bool IsReference() const { return type == Type::kReference; }
  bool IsIndirect() const { return type == Type::kIndirect; }
  bool IsRefCounted() const { return type >= Type::kString && type <= Type::kReference; }
};
static_assert(sizeof(Value) == 16);

struct TypeConstraints;  // typed properties that a reference is bound to (class.h)

// A PHP reference: a box shared by all variables that are bound to it.
struct Reference : RefCounted {
  Value value;
  TypeConstraints* constraints;  // null unless bound to typed properties; owned
};

// Frees what `counted` points at, whose count has just become zero. May run destructors, that is user code.
TUSK_NOINLINE void DestroyCounted(RefCounted* counted);
// Called when a count was decremented to a value above zero and the thing may be part of a cycle.
TUSK_NOINLINE void BufferPossibleRoot(RefCounted* counted);

TUSK_INLINE void Retain(RefCounted* counted) { ++counted->refcount; }
TUSK_INLINE void Retain(const Value& v) {
  if (v.IsRefCounted()) ++v.rc->refcount;
}

TUSK_INLINE void Release(RefCounted* counted) {
  if (--counted->refcount == 0) DestroyCounted(counted);
}

// Drops the reference that `v` holds; v itself is left as it was. May run user code.
TUSK_INLINE void Release(const Value& v) {
  if (v.IsRefCounted()) {
    RefCounted* counted = v.rc;
    if (--counted->refcount == 0) {
      DestroyCounted(counted);
    } else if ((counted->info & (RefCounted::kGcPurple | RefCounted::kNotCollectable)) == 0) {
      BufferPossibleRoot(counted);
    }
  }
}

TUSK_INLINE Value* Deref(Value* v) { return v->IsReference() ? &v->ref->value : v; }
TUSK_INLINE const Value* Deref(const Value* v) { return v->IsReference() ? &v->ref->value : v; }
TUSK_INLINE Value Deref(Value v) { return v.IsReference() ? v.ref->value : v; }

// The value of `src` (dereferenced) with a reference of its own.
TUSK_INLINE Value CopyDeref(const Value& src) {
  Value v = src.IsReference() ? src.ref->value : src;
  Retain(v);
  return v;
}
TUSK_INLINE Value Copy(const Value& src) {
  Retain(src);
  return src;
}

// Turns *slot into a reference to its value (undef becomes null) and returns it, without adding a count.
Reference* MakeReference(Value* slot);

// Name of a type as gettype() and as error messages give it ("int", "string", "array", class name ...).
const char* TypeNameForGettype(Type type);
const char* TypeNameForErrors(const Value& v);  // "true", "false", the class of objects; valid while v lives
const char* PlainTypeName(const Value& v);      // the same with "bool"

}  // namespace tusk
