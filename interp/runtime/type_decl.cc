// Type declarations: printing, testing, and coercing values in weak and strict mode.
#include <string>

#include "interp/runtime/class.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/property_inline.h"

namespace tusk {

AcceptedClass g_accepted[1u << kAcceptedBits];

namespace {

bool MatchesName(const Class* c, const String* lower_name, Class* scope) {
  std::string_view lower = lower_name->view();
  if (scope && (lower == "self" || lower == "parent")) {
    const Class* wanted = lower == "self" ? scope : scope->parent;
    return wanted && InstanceOf(c, wanted);
  }
  // Interned names compare by pointer; walking the ancestors needs no table.
  for (const Class* p = c; p; p = p->parent) {
    if (p->lower_name == lower_name) return true;
  }
  for (const Class* i : c->interfaces) {
    if (i->lower_name == lower_name) return true;
  }
  Class* wanted = FindClass(const_cast<String*>(lower_name), false);  // perhaps an alias
  return wanted && wanted->lower_name != lower_name && InstanceOf(c, wanted);
}

bool DependsOnScope(const String* lower_name) {
  std::string_view lower = lower_name->view();
  return lower == "self" || lower == "parent";
}

bool MatchesClasses(const TypeDecl& type, const Class* c, Class* scope) {
  if (type.accepted == c) return true;
  for (const TypeDecl::Conjunction& all : type.classes) {
    bool matches = true;
    bool scoped = false;
    for (String* lower : all.lower_names) {
      scoped |= DependsOnScope(lower);
      if (!MatchesName(c, lower, scope)) {
        matches = false;
        break;
      }
    }
    if (!matches) continue;
    if (!scoped) {
      type.accepted = c;
      AcceptedEntry(type.classes.data(), c) = {type.classes.data(), c};
    }
    return true;
  }
  return false;
}

// A float that is stored where an int is wanted.
bool FloatToIntLossy(double d, const Value& original, int64_t* out) {
  if (d != d || !(d >= -9223372036854775808.0 && d < 9223372036854775808.0)) return false;
  *out = static_cast<int64_t>(d);
  if (static_cast<double>(*out) != d) {
    if (original.IsString()) {
      Deprecated("Implicit conversion from float-string \"%s\" to int loses precision", original.str->view());
    } else {
      char buffer[64];
      size_t n = FormatFloat(d, -1, buffer, sizeof(buffer));
      Deprecated("Implicit conversion from float %s to int loses precision", std::string_view(buffer, n));
    }
    if (HasException()) return false;
  }
  return true;
}

bool CoerceWeak(uint32_t mask, Value* v) {
  constexpr uint32_t kInt = TypeDecl::Bit(Type::kInt), kFloat = TypeDecl::Bit(Type::kFloat),
                     kString = TypeDecl::Bit(Type::kString);
  int64_t i = 0;
  double d = 0;
  if (v->IsObject()) {
    if (!(mask & kString) || !v->obj->cls->to_string) return false;
    String* s = ToString(*v);
    if (!s) return false;
    Value old = *v;
    *v = Value(s);
    Release(old);
    return true;
  }
  if (v->IsNullOrUndef() || v->type > Type::kString) return false;
  Numeric numeric = v->IsString() ? IsNumericString(v->str->view(), &i, &d) : Numeric::kNot;
  if (mask & kInt) {
    bool ok = false;
    if (v->IsString()) {
      if (numeric == Numeric::kFloat && (mask & kFloat)) {
        Value old = *v;
        *v = Value(d);
        Release(old);
        return true;
      }
      ok = numeric == Numeric::kInt || (numeric == Numeric::kFloat && FloatToIntLossy(d, *v, &i));
    } else if (v->IsFloat()) {
      ok = FloatToIntLossy(v->d, *v, &i);
    } else {
      i = v->IsTrue();
      ok = true;
    }
    if (ok) {
      Value old = *v;
      *v = Value(i);
      Release(old);
      return true;
    }
    if (HasException()) return false;
  }
  if (mask & kFloat) {
    bool ok = true;
    if (v->IsString()) {
      ok = numeric != Numeric::kNot;
      if (numeric == Numeric::kInt) d = static_cast<double>(i);
    } else {
      d = v->IsInt() ? static_cast<double>(v->i) : v->IsTrue();
    }
    if (ok) {
      Value old = *v;
      *v = Value(d);
      Release(old);
      return true;
    }
  }
  if (mask & kString) {
    String* s = ToString(*v);
    if (!s) return false;
    *v = Value(s);
    return true;
  }
  if ((mask & TypeDecl::kBool) == TypeDecl::kBool) {
    Value old = *v;
    *v = Value(ToBool(old));
    Release(old);
    return true;
  }
  return false;
}

}  // namespace

bool TypeAccepts(const TypeDecl& type, const Value& v, Class* scope, Class* called) {
  if (!type.declared || type.Allows(v.type)) return true;
  if (v.IsObject()) {
    if (!type.classes.empty() && MatchesClasses(type, v.obj->cls, scope)) return true;
    if ((type.mask & TypeDecl::kStatic) && called && InstanceOf(v.obj->cls, called)) return true;
  }
  if ((type.mask & TypeDecl::kCallable) && g_state->is_callable) return g_state->is_callable(v);
  return false;
}

bool CoerceToType(const TypeDecl& type, Value* v, Class* scope, bool strict) {
  if (TypeAccepts(type, *v, scope, nullptr)) return true;
  if ((type.mask & TypeDecl::Bit(Type::kFloat)) && v->IsInt() &&
      (strict || !(type.mask & TypeDecl::Bit(Type::kInt)))) {
    *v = Value(static_cast<double>(v->i));
    return true;
  }
  if (strict) return false;
  return CoerceWeak(type.mask, v);
}

std::string TypeText(const TypeDecl& type) {
  std::string out;
  auto add = [&out](std::string_view name) {
    if (!out.empty()) out += '|';
    out += name;
  };
  if ((type.mask & TypeDecl::kMixed) == TypeDecl::kMixed) return "mixed";
  bool nullable = type.Allows(Type::kNull);
  for (const TypeDecl::Conjunction& all : type.classes) {
    std::string names;
    for (String* name : all.names) {
      if (!names.empty()) names += '&';
      names += name->data;
    }
    bool alone = type.classes.size() == 1 && type.mask == 0;
    add(all.names.size() > 1 && !alone ? "(" + names + ")" : names);
  }
  if (type.mask & TypeDecl::kStatic) add("static");
  if (type.mask & TypeDecl::kCallable) add("callable");
  if (type.Allows(Type::kObject)) add("object");
  if (type.Allows(Type::kArray)) add("array");
  if (type.Allows(Type::kString)) add("string");
  if (type.Allows(Type::kInt)) add("int");
  if (type.Allows(Type::kFloat)) add("float");
  if ((type.mask & TypeDecl::kBool) == TypeDecl::kBool) {
    add("bool");
  } else if (type.Allows(Type::kFalse)) {
    add("false");
  } else if (type.Allows(Type::kTrue)) {
    add("true");
  }
  if (type.mask & TypeDecl::kVoid) add("void");
  if (type.mask & TypeDecl::kNever) add("never");
  if (nullable) {
    bool single = !out.empty() && out.find('|') == std::string::npos && out.find('&') == std::string::npos;
    if (out.empty()) {
      out = "null";
    } else if (single) {
      out.insert(0, "?");
    } else {
      out += "|null";
    }
  }
  return out;
}

String* TypeToString(const TypeDecl& type) { return NewString(TypeText(type)); }

}  // namespace tusk
