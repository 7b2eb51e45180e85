// Class constants, enum cases and static properties: evaluation at first use, visibility.
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_internal.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

// Constants whose expression is being evaluated: a constant that needs itself is an error.
std::vector<ClassConstant*> g_evaluating;

bool Evaluate(Value* v, Class* scope) {
  if (v->type != Type::kConstantAst) return true;
  return g_state->evaluate_constant(v, scope);
}

// The values of an enum's cases, so that each case need not be compared with all others. Those of the last
// enum are kept: its cases are usually made one after the other.
struct CaseValues {
  Class* owner = nullptr;
  absl::flat_hash_map<int64_t, uint32_t> ints;
  absl::flat_hash_map<std::string, uint32_t> strings;
  absl::flat_hash_set<const ClassConstant*> seen;

  uint32_t& Count(const Value& v) { return v.IsInt() ? ints[v.i] : strings[std::string(v.str->view())]; }
  void Add(const ClassConstant* constant) {
    Value v = constant->value;
    if (v.IsObject()) v = v.obj->props()[1];
    if ((v.IsInt() || v.IsString()) && seen.insert(constant).second) ++Count(v);
  }
};

// Whether another case may have this value, which is of the enum's type.
bool MayBeTwice(Class* c, const ClassConstant* constant, const Value& backing) {
  static auto& values = *new CaseValues;
  if (values.owner != c || values.seen.empty()) {
    values = CaseValues{.owner = c};
    for (auto& entry : c->constants) {
      if (entry.member->flags & kEnumCase) values.Add(entry.member);
    }
  }
  values.Add(constant);
  return values.Count(backing) > 1;
}

bool MakeCase(Class* c, String* name, ClassConstant* constant) {
  EnumInfo* info = c->enum_info;
  Value backing = constant->value;
  if (info->backing != Type::kUndef && backing.type != info->backing) {
    ThrowTypeError("Enum case type %s does not match enum backing type %s", TypeNameForErrors(backing),
                   info->backing == Type::kInt ? "int" : "string");
    return false;
  }
  if (info->backing != Type::kUndef && MayBeTwice(c, constant, backing)) {
    String* first = nullptr;  // another case of this value, in order of declaration
    bool before = true;
    for (auto& entry : c->constants) {
      if (entry.member == constant) {
        before = false;
        continue;
      }
      if (!(entry.member->flags & kEnumCase)) continue;
      Value other = entry.member->value;
      if (other.IsObject()) other = other.obj->props()[1];
      if (other.type != backing.type || !Identical(other, backing)) continue;
      first = entry.name;
      break;
    }
    if (first) {
      ThrowError("Duplicate value in enum %s for cases %s and %s", c->name->data,
                 before ? first->view() : name->view(), before ? name->view() : first->view());
      return false;
    }
  }
  Object* o = NewObjectUnchecked(c);
  if (!o) return false;
  Value* props = o->props();
  Retain(name);
  props[0] = Value(name);
  props[0].extra = 0;
  if (info->backing != Type::kUndef) {
    props[1] = backing;
    props[1].extra = 0;
  }
  constant->value = Value(o);
  return true;
}

bool Visible(uint32_t flags, Class* owner, Class* scope) {
  if (!(flags & (FunctionFlags::kPrivate | FunctionFlags::kProtected)) || owner == scope) return true;
  if (flags & FunctionFlags::kPrivate) return false;
  return scope && (InstanceOf(scope, owner) || InstanceOf(owner, scope));
}

}  // namespace

Value* FindClassConstant(Class* c, String* name, Class* scope, std::string_view written) {
  ClassConstant** found = c->constants.Find(name);
  if (!found) {
    ThrowError("Undefined constant %s::%s", written.empty() ? std::string_view(c->name->data) : written,
               name->view());
    return nullptr;
  }
  ClassConstant* constant = *found;
  if (!Visible(constant->flags, constant->scope, scope)) {
    ThrowError("Cannot access %s constant %s::%s", VisibilityWord(constant->flags), c->name->data,
               name->view());
    return nullptr;
  }
  if (c->Is(ClassFlags::kTrait) && constant->scope->Is(ClassFlags::kTrait)) {
    ThrowError("Cannot access trait constant %s::%s directly", c->name->data, name->view());
    return nullptr;
  }
  Value* v = &constant->value;
  bool is_case = (constant->flags & kEnumCase) && !v->IsObject();
  if (v->type == Type::kConstantAst || is_case) {
    for (ClassConstant* running : g_evaluating) {
      if (running == constant && !written.empty()) {
        ThrowError("Cannot declare self-referencing constant %s::%s", written, name->view());
        return nullptr;
      }
    }
    if (!written.empty()) g_evaluating.push_back(constant);
    Value expression = *v;
    bool ok = Evaluate(v, constant->scope);
    if (!written.empty()) std::erase(g_evaluating, constant);
    if (ok && is_case) ok = MakeCase(constant->scope, name, constant);
    if (!ok) return nullptr;
    if (constant->type.declared && !is_case &&
        !TypeAccepts(constant->type, *v, constant->scope, constant->scope) &&
        !CoerceToType(constant->type, v, constant->scope, true)) {
      String* type = TypeToString(constant->type);
      ThrowTypeError("Cannot assign %s to class constant %s::%s of type %s", TypeNameForErrors(*v),
                     constant->scope->name->data, name->view(), type->view());
      Release(type);
      if (expression.type == Type::kConstantAst)
        Release(std::exchange(*v, expression));  // it fails each time
      return nullptr;
    }
  }
  return v;
}

bool ResolveClassConstants(Class* c) {
  if (c->Is(ClassFlags::kConstantsResolved)) return true;
  if (c->parent && !ResolveClassConstants(c->parent)) return false;
  for (auto& entry : c->constants) {
    const ClassConstant* constant = entry.member;
    if (c->Is(ClassFlags::kEnum)) break;  // whose cases are made while constants are evaluated
    if (constant->value.type != Type::kConstantAst || constant->scope != c) continue;
    if (!(constant->flags & kEnumCase) && !FindClassConstant(c, entry.name, c, c->name->data)) return false;
  }
  for (uint32_t i = 0; i < c->slot_count; ++i) {
    Value* v = &c->defaults[i];
    if (v->type != Type::kConstantAst) continue;
    const PropertyInfo* info = c->slot_info[i];
    if (info->scope != c && c->parent && i < c->parent->slot_count && c->parent->slot_info[i] == info) {
      *v = Copy(c->parent->defaults[i]);  // evaluated there
      continue;
    }
    Value expression = *v;
    if (!Evaluate(v, info->scope)) return false;
    if (info->type.declared && !CoerceToType(info->type, v, info->scope, true)) {
      Value wrong = std::exchange(*v, expression);  // it fails each time
      if (HasException()) return Release(wrong), false;
      String* type = TypeToString(info->type);
      ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", TypeNameForErrors(wrong),
                     info->scope->name->data, info->name->view(), type->view());
      Release(type);
      Release(wrong);
      return false;
    }
  }
  for (auto& entry : c->properties) {
    PropertyInfo* info = entry.member;
    if (!(info->flags & FunctionFlags::kStatic) || info->scope != c) continue;
    Value* v = &c->statics[info->slot];
    if (!Evaluate(v, c)) return false;
    if (info->type.declared && !v->IsUndef() && !CoerceToType(info->type, v, c, true)) {
      if (HasException()) return false;
      String* type = TypeToString(info->type);
      ThrowTypeError("Cannot assign %s to property %s::$%s of type %s", TypeNameForErrors(*v), c->name->data,
                     info->name->view(), type->view());
      Release(type);
      return false;
    }
  }
  c->flags |= ClassFlags::kConstantsResolved;
  return true;
}

Value* FindStaticProperty(Class* c, String* name, Class* scope, PropertyInfo** out, bool silent) {
  PropertyInfo** found = c->properties.Find(name);
  PropertyInfo* info = found ? *found : nullptr;
  if (info && !PropertyAccessible(info, scope)) {
    // A private one of an ancestor is not seen at all; the scope's own may be meant.
    PropertyInfo** own = scope && scope != c ? scope->properties.Find(name) : nullptr;
    if (own && (*own)->scope == scope && InstanceOf(c, scope)) {
      info = *own;
    } else {
      if (!silent) {
        ThrowError("Cannot access %s property %s::$%s", VisibilityWord(info->flags), c->name->data,
                   name->view());
      }
      return nullptr;
    }
  }
  if (!info || !(info->flags & FunctionFlags::kStatic)) {
    if (!silent) ThrowError("Access to undeclared static property %s::$%s", c->name->data, name->view());
    return nullptr;
  }
  if (!ResolveClassConstants(info->scope)) return nullptr;
  if (info->scope->Is(ClassFlags::kTrait) && !silent) {
    Deprecated(
        "Accessing static trait property %s::$%s is deprecated, it should only be accessed on a class using "
        "the trait",
        c->name->data, name->view());
    if (HasException()) return nullptr;
  }
  *out = info;
  return &info->scope->statics[info->slot];
}

}  // namespace tusk
