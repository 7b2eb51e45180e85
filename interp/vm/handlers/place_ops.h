// Compound assignment and ++/-- on places that may be typed: properties and static properties.
#pragma once

#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/handlers/operands.h"

namespace tusk::handlers {

// A change computes *after (owned) from the value before; *shown, if set, is the expression's value instead
// of *after. False: an exception is pending. kStep: +1, -1 for ++ and --, else 0.
template <bool Up, bool Post>
struct StepChange {
  static constexpr int kStep = Up ? 1 : -1;
  static bool InPlace(Value*) { return false; }
  bool operator()(const Value& before, Value* after, Value* shown) const {
    Value v = Copy(before);
    if (!(Up ? Increment(&v) : Decrement(&v))) {
      Release(v);
      return false;
    }
    *after = v;
    if (Post) *shown = Copy(before);
    return true;
  }
};

struct BinaryChange {
  static constexpr int kStep = 0;
  Opcode opcode;
  const Value& operand;
  // Appending to a string must not copy it.
  bool InPlace(Value* place) const {
    return opcode == Opcode::kConcat && place->IsString() && operand.IsString() &&
           ConcatAssign(place, operand);
  }
  bool operator()(const Value& before, Value* after, Value*) const {
    return BinaryOperatorFor(static_cast<uint8_t>(opcode))(before, operand, after);
  }
};

// An int that ++ or -- took past its range, where the type has no float.
TUSK_COLD inline void ThrowStepOverflow(const PropertyInfo* info, bool by_reference, bool up) {
  String* type = TypeToString(info->type);
  ThrowTypeError("Cannot %s %s %s::$%s of type %s past its %simal value", up ? "increment" : "decrement",
                 by_reference ? "a reference held by property" : "property", info->scope->name->data,
                 info->name->view(), type->view(), up ? "max" : "min");
  Release(type);
}

TUSK_COLD inline void ThrowPropertyType(const PropertyInfo* info, const Value& v) {
  if (HasException()) return;
  String* type = TypeToString(info->type);
  ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", TypeNameForErrors(v),
                 info->scope->name->data, info->name->view(), type->view());
  Release(type);
}

// Changes *place (perhaps a reference) in place. info: the typed property that it is, or null. *result gets
// the expression's value, owned; kUndef with an exception pending.
template <typename Change>
void ChangePlace(Value* place, const PropertyInfo* info, bool strict, Value* result, const Change& change) {
  Reference* ref = nullptr;
  if (place->IsReference()) {
    ref = place->ref;
    Retain(ref);
    place = &ref->value;
    if (ref->constraints) info = nullptr;
  }
  bool constrained = ref && ref->constraints;
  if (!constrained && (!info || info->type.Allows(Type::kString)) && change.InPlace(place)) {
    *result = Copy(*place);
    if (ref) Release(Value(ref));
    return;
  }
  Value before = Copy(*place);
  Value after;
  Value shown;
  if (change(before, &after, &shown)) {
    bool ok = true;
    const PropertyInfo* forbids = nullptr;
    if (Change::kStep != 0 && before.IsInt() && after.IsFloat()) {
      forbids = constrained                                ? ConstraintForbiddingFloat(ref)
                : info && !info->type.Allows(Type::kFloat) ? info
                                                           : nullptr;
    }
    if (forbids) {
      ThrowStepOverflow(forbids, ref != nullptr, Change::kStep > 0);
      ok = false;
    } else if (constrained) {
      Retain(after);
      ok = AssignToTypedReference(ref, after, strict);
    } else if (info && !CoerceToType(info->type, &after, info->scope, strict)) {
      ThrowPropertyType(info, after);
      ok = false;
    } else {
      Value old = *place;
      *place = Copy(after);
      Release(old);
    }
    if (ok) *result = Copy(shown.IsUndef() ? after : shown);
    Release(shown);
    Release(after);
  }
  Release(before);
  if (ref) Release(Value(ref));
}

}  // namespace tusk::handlers
