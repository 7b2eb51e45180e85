// ReflectionClass: methods, properties and constants.
#include <vector>

#include "interp/ext/reflection/class.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;

bool Selected(Args args, int64_t modifiers) { return args.IsNull(0) || (args[0].i & modifiers); }

// Dynamic properties are of a ReflectionObject's object.
bool HasDynamic(const Reflected* self, String* name) {
  return self->held && self->held->dynamic && Has(self->held->dynamic, KeyFromString(name));
}

// What reflection of `c` shows, its own first.
std::vector<PropertyInfo*> PropertiesOf(Class* c) {
  std::vector<PropertyInfo*> all;
  auto add = [&](auto belongs) {
    for (const auto& entry : c->properties) {
      if (belongs(entry.member->scope) && !Hidden(c, entry.member->flags, entry.member->scope))
        all.push_back(entry.member);
    }
  };
  for (const Class* owner = c; owner; owner = owner->parent)
    add([=](const Class* scope) { return scope == owner; });
  add([=](const Class* scope) { return scope != c && scope->Is(ClassFlags::kInterface); });
  return all;
}
PropertyInfo* PropertyNamed(Class* c, String* name) {
  PropertyInfo* const* found = c->properties.Find(name);
  return found && !Hidden(c, (*found)->flags, (*found)->scope) ? *found : nullptr;
}
ClassConstant* ConstantNamed(Class* c, String* name) {
  ClassConstant* const* found = c->constants.Find(name);
  return found && !Hidden(c, (*found)->flags, (*found)->scope) ? *found : nullptr;
}

// Where a static property is stored; null when there is none, or with an exception pending.
Value* StaticPlace(Class* c, String* name, PropertyInfo** info) {
  *info = PropertyNamed(c, name);
  if (!*info || !((*info)->flags & F::kStatic) || !ResolveClassConstants((*info)->scope)) return nullptr;
  Value* v = &(*info)->scope->statics[(*info)->slot];
  return v->IsIndirect() ? v->indirect : v;
}

}  // namespace

// --- methods

void ClassHasMethod(Reflected* self, Args args, Value* result) {
  Return(result, MethodNamed(self->cls, self->held, args.View(0)) != nullptr);
}
void ClassGetMethod(Reflected* self, Args args, Value* result) {
  Function* f = MethodNamed(self->cls, self->held, args.View(0));
  if (!f) {
    return ThrowReflectionF("Method %s::%s() does not exist", self->cls->name->view(), args.View(0));
  }
  *result =
      Value(ReflectMethod(f, self->cls, self->held && self->cls == ClosureClass() ? self->held : nullptr));
}
void ClassGetMethods(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  Object* closure = self->held && c == ClosureClass() ? self->held : nullptr;
  Array* out = NewArray();
  for (const auto& entry : c->methods) {
    Function* f = entry.member;
    if (closure && entry.name->view() == "__invoke") f = ClosureOf(closure)->function;
    bool hidden = f == entry.member && Hidden(c, f->flags, f->scope);
    if (!hidden && Selected(args, MethodModifiers(f))) Append(out, Value(ReflectMethod(f, c, closure)));
  }
  Return(result, out);
}
void ClassGetConstructor(Reflected* self, Args, Value* result) {
  if (Function* f = MethodNamed(self->cls, nullptr, "__construct"))
    *result = Value(ReflectMethod(f, self->cls));
}

// --- properties

void ClassHasProperty(Reflected* self, Args args, Value* result) {
  Return(result, PropertyNamed(self->cls, args.Str(0)) || HasDynamic(self, args.Str(0)));
}
void ClassGetProperty(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  if (PropertyInfo* info = PropertyNamed(c, args.Str(0))) {
    *result = Value(ReflectProperty(info, c));
    return;
  }
  if (HasDynamic(self, args.Str(0))) {
    *result = Value(ReflectDynamicProperty(self->held, args.Str(0)));
    return;
  }
  std::string_view name = args.View(0);
  if (size_t at = name.find("::"); at != name.npos) {
    Value written(NewString(name.substr(0, at)));
    Class* base = ClassArgument(written);
    Release(written);
    if (!base) return;
    name.remove_prefix(at + 2);
    if (!InstanceOf(c, base)) {
      return ThrowReflectionF("Fully qualified property name %s::$%s does not specify a base class of %s",
                              base->name->view(), name, c->name->view());
    }
    PropertyInfo* const* found = base->properties.Find(name);
    if (found && !Hidden(base, (*found)->flags, (*found)->scope)) {
      *result = Value(ReflectProperty(*found, base));
      return;
    }
  }
  ThrowReflectionF("Property %s::$%s does not exist", c->name->view(), name);
}
void ClassGetProperties(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  Array* out = NewArray();
  for (PropertyInfo* info : PropertiesOf(c)) {
    if (Selected(args, PropertyModifiers(info))) Append(out, Value(ReflectProperty(info, c)));
  }
  if (self->held && self->held->dynamic && Selected(args, PropertyModifiers(nullptr))) {
    const Array* dynamic = self->held->dynamic;
    for (uint32_t p = First(dynamic); p != kEnd; p = Next(dynamic, p)) {
      if (KeyAt(dynamic, p).name && Declared(c, KeyAt(dynamic, p).name)) continue;
      Value key = KeyValueAt(dynamic, p);
      String* name = ToString(key);
      Append(out, Value(ReflectDynamicProperty(self->held, name)));
      Release(name);
      Release(key);
    }
  }
  Return(result, out);
}
void ClassGetDefaultProperties(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  if (!ResolveClassConstants(c)) return;
  Array* out = NewArray();
  std::vector<PropertyInfo*> all = PropertiesOf(c);
  for (bool is_static : {true, false}) {
    for (const PropertyInfo* info : all) {
      if (((info->flags & F::kStatic) != 0) != is_static) continue;
      Value v = PropertyDefault(info, c);
      if (!v.IsUndef()) SetStr(out, info->name, v);
    }
  }
  Return(result, out);
}
void ClassGetStaticProperties(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  if (!ResolveClassConstants(c)) return;
  Array* out = NewArray();
  for (const PropertyInfo* info : PropertiesOf(c)) {
    if (!(info->flags & F::kStatic)) continue;
    Value v = PropertyDefault(info, c);
    if (!v.IsUndef()) SetStr(out, info->name, v);
  }
  Return(result, out);
}
void ClassGetStaticPropertyValue(Reflected* self, Args args, Value* result) {
  PropertyInfo* info;
  Value* place = StaticPlace(self->cls, args.Str(0), &info);
  if (HasException()) return;
  if (place && Deref(place)->IsUndef()) {
    return ThrowError("Typed property %s::$%s must not be accessed before initialization",
                      info->scope->name->view(), info->name->view());
  }
  if (place) {
    *result = CopyDeref(*place);
  } else if (args.Has(1)) {
    *result = CopyDeref(args[1]);
  } else {
    ThrowReflectionF("Property %s::$%s does not exist", self->cls->name->view(), args.View(0));
  }
}
void ClassSetStaticPropertyValue(Reflected* self, Args args, Value*) {
  PropertyInfo* info;
  Value* place = StaticPlace(self->cls, args.Str(0), &info);
  if (HasException()) return;
  if (!place) {
    return ThrowReflectionF("Class %s does not have a property named %s", self->cls->name->view(),
                            args.View(0));
  }
  SetStaticProperty(info, place, args[1]);
}

// --- constants

void ClassHasConstant(Reflected* self, Args args, Value* result) {
  Return(result, ConstantNamed(self->cls, args.Str(0)) != nullptr);
}
void ClassGetConstants(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  Array* out = NewArray();
  for (const auto& entry : c->constants) {
    ClassConstant* constant = entry.member;
    if (Hidden(c, constant->flags, constant->scope) || !Selected(args, ConstantModifiers(constant))) continue;
    Value v = ConstantValueOf(entry.name, constant);
    if (HasException()) {
      Release(Value(out));
      return;
    }
    SetStr(out, entry.name, v);
  }
  Return(result, out);
}
void ClassGetConstant(Reflected* self, Args args, Value* result) {
  ClassConstant* constant = ConstantNamed(self->cls, args.Str(0));
  if (!constant) return Return(result, false);
  Value v = ConstantValueOf(args.Str(0), constant);
  if (!HasException()) *result = v;
}
void ClassGetReflectionConstants(Reflected* self, Args args, Value* result) {
  Class* c = self->cls;
  Array* out = NewArray();
  for (const auto& entry : c->constants) {
    ClassConstant* constant = entry.member;
    if (!Hidden(c, constant->flags, constant->scope) && Selected(args, ConstantModifiers(constant)))
      Append(out, Value(ReflectConstant(entry.name, constant, c)));
  }
  Return(result, out);
}
void ClassGetReflectionConstant(Reflected* self, Args args, Value* result) {
  ClassConstant* constant = ConstantNamed(self->cls, args.Str(0));
  if (!constant) return Return(result, false);
  *result = Value(ReflectConstant(Intern(args.View(0)), constant, self->cls));
}

}  // namespace tusk
