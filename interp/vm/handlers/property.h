// What the handlers of $object->name have in common: the object, the name and the cache as operands say.
#pragma once

#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/property_inline.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

constexpr uint32_t kFetchFlags = kFetchRef | kFetchDimWrite;  // beside the cache slot in `extended`

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
inline void** PropertyCacheOf(Frame* frame, const Op* op, uint32_t byte_offset) {
  return op->op2_kind == kConst ? CacheAt(frame, byte_offset) : nullptr;
}

inline void FreeObjectOperand(Frame* frame, const Op* op) {
  if (op->op1_kind & kTmpVar) {
    Value* v = frame->At(op->op1.num);
    if (v->type != Type::kIndirect) ReleaseTemporary(*v);
  }
}

// Warns when the variable that should hold an object is undefined. False: the warning became an exception.
inline bool CheckDefined(Frame* frame, const Op* op, Value* place) {
  if (place->IsUndef() && op->op1_kind == kCv) {
    UndefinedVariable(frame, op->op1);
    return frame->op == op;
  }
  return true;
}

TUSK_COLD inline void ThrowNotAnObject(const char* what, const Value& v, String* name) {
  ThrowError("Attempt to %s \"%s\" on %s", what, name->view(), TypeNameForErrors(v));
}

// The declared property whose slot `place` is, or null.
inline const PropertyInfo* InfoOfPlace(Object* o, const Value* place) {
  auto index = static_cast<uint64_t>(place - o->props());
  return place >= o->props() && index < o->cls->slot_count ? o->cls->slot_info[index] : nullptr;
}

// Makes a place of the property: an INDIRECT, a reference, or a value when the object gives no place away.
// The operands are not freed.
void FetchObjPlace(Frame* frame, const Op* op, AccessKind kind, uint32_t extended, Value* result);

}  // namespace tusk::handlers
