// References that typed properties hold: what may be assigned through them.
#include "interp/runtime/typed_reference.h"

#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {

void AddConstraint(Reference* ref, const PropertyInfo* info) {
  if (!ref->constraints) ref->constraints = new TypeConstraints;
  ref->constraints->properties.push_back(info);
}

void ForgetConstraint(Reference* ref, const PropertyInfo* info) {
  if (!ref->constraints) return;
  auto& all = ref->constraints->properties;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i] == info) {
      all.erase(all.begin() + static_cast<ptrdiff_t>(i));
      break;
    }
  }
  if (all.empty()) {
    delete ref->constraints;
    ref->constraints = nullptr;
  }
}

namespace {

// How a value meets a type: as it is, not at all, or perhaps after a conversion.
enum class Fit : uint8_t { kExact, kNever, kConverted };

Fit FitOf(const PropertyInfo* info, const Value& v, bool strict) {
  const TypeDecl& type = info->type;
  if (TypeAccepts(type, v, info->scope, nullptr)) return Fit::kExact;
  if (strict) return type.Allows(Type::kFloat) && v.IsInt() ? Fit::kConverted : Fit::kNever;
  constexpr uint32_t kScalars = TypeDecl::Bit(Type::kInt) | TypeDecl::Bit(Type::kFloat) |
                                TypeDecl::Bit(Type::kString) | TypeDecl::kBool;
  return v.IsNull() || !(type.mask & kScalars) ? Fit::kNever : Fit::kConverted;
}

TUSK_COLD void ThrowNotAssignable(const PropertyInfo* info, const Value& v) {
  if (HasException()) return;
  ThrowTypeError("Cannot assign %s to reference held by property %s::$%s of type %s", TypeNameForErrors(v),
                 info->scope->name->data, info->name->view(), TypeText(info->type));
}

TUSK_COLD void ThrowConflict(const PropertyInfo* a, const PropertyInfo* b, const Value& v) {
  ThrowTypeError(
      "Cannot assign %s to reference held by property %s::$%s of type %s and property %s::$%s of type %s, as "
      "this would result in an inconsistent type conversion",
      TypeNameForErrors(v), a->scope->name->data, a->name->view(), TypeText(a->type), b->scope->name->data,
      b->name->view(), TypeText(b->type));
}

// The value that all constraints make of v, owned; kUndef with an exception pending. Takes over v.
Value Constrained(const Reference* ref, Value v, bool strict) {
  const PropertyInfo* first = nullptr;
  Value converted;  // what the first one made of it, if it had to
  for (const PropertyInfo* info : ref->constraints->properties) {
    Fit fit = FitOf(info, v, strict);
    Value mine;
    bool ok = fit != Fit::kNever;
    if (fit == Fit::kConverted) {
      mine = Copy(v);
      ok = CoerceToType(info->type, &mine, info->scope, strict);
    }
    if (!ok) {
      ThrowNotAssignable(info, v);
    } else if (!first) {
      first = info;
      converted = mine;
      continue;
    } else if (mine.IsUndef() == converted.IsUndef() && (mine.IsUndef() || Identical(mine, converted))) {
      Release(mine);
      continue;
    } else {
      ThrowConflict(first, info, v);
    }
    Release(mine);
    Release(converted);
    Release(v);
    return Value();
  }
  if (converted.IsUndef()) return v;
  Release(v);
  return converted;
}

}  // namespace

bool AssignToTypedReference(Reference* ref, Value v, bool strict) {
  if (ref->constraints) {
    v = Constrained(ref, v, strict);
    if (v.IsUndef()) return false;
  }
  Value old = ref->value;
  ref->value = v;
  Release(old);
  return true;
}

bool MayHoldReference(const PropertyInfo* info, Reference* ref, bool strict) {
  if (!info->type.declared) return true;
  const Value& v = ref->value;
  if (ref->constraints) {
    Fit fit = FitOf(info, v, strict);
    if (fit == Fit::kExact) return true;
    const PropertyInfo* holder = ref->constraints->properties.front();
    if (fit == Fit::kConverted && TypeText(holder->type) != TypeText(info->type)) {
      ThrowTypeError(
          "Reference with value of type %s held by property %s::$%s of type %s is not compatible with "
          "property %s::$%s of type %s",
          TypeNameForErrors(v), holder->scope->name->data, holder->name->view(), TypeText(holder->type),
          info->scope->name->data, info->name->view(), TypeText(info->type));
      return false;
    }
  } else if (CoerceToType(info->type, &ref->value, info->scope, strict)) {
    return true;
  }
  if (!HasException()) {
    ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", TypeNameForErrors(v),
                   info->scope->name->data, info->name->view(), TypeText(info->type));
  }
  return false;
}

bool MayBecomeArray(const Reference* ref) {
  if (!ref->constraints) return true;
  for (const PropertyInfo* info : ref->constraints->properties) {
    if (info->type.Allows(Type::kArray)) continue;
    ThrowTypeError("Cannot auto-initialize an array inside a reference held by property %s::$%s of type %s",
                   info->scope->name->data, info->name->view(), TypeText(info->type));
    return false;
  }
  return true;
}

const PropertyInfo* ConstraintForbiddingFloat(const Reference* ref) {
  if (!ref->constraints) return nullptr;
  for (const PropertyInfo* info : ref->constraints->properties) {
    if (!info->type.Allows(Type::kFloat)) return info;
  }
  return nullptr;
}

}  // namespace tusk
