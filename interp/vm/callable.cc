// What PHP values can be called, and why others can't.
#include "interp/vm/callable.h"

#include <initializer_list>

#include "interp/runtime/array.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/object.h"
#include "interp/runtime/state.h"
#include "interp/vm/builtin.h"
#include "interp/vm/vm.h"

namespace tusk {
namespace {

void Why(std::string* error, std::string text) {
  if (error) *error = std::move(text);
}

// (Debian's abseil has a string_view of its own, which StrCat wants.)
std::string Cat(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text.append(part);
  return text;
}

std::string Lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

// The innermost user frame: callables name self, parent and static from where PHP code is.
Frame* UserFrame() {
  Frame* f = g_vm.frame;
  while (f && !(f->func && f->IsUser())) f = f->prev;
  return f;
}

Class* ClassByName(std::string_view name) {
  if (!name.empty() && name[0] == '\\') name.remove_prefix(1);
  std::string lower = Lower(name);
  Frame* frame = UserFrame();
  Class* scope = frame ? frame->func->scope : nullptr;
  if (lower == "self") return scope;
  if (lower == "parent") return scope ? scope->parent : nullptr;
  if (lower == "static") return frame ? frame->called_class() : nullptr;
  String* s = NewString(name);
  Class* c = g_state->find_class(s, true);
  Release(s);
  return c;
}

bool Accessible(const Function* f, Class* scope) {
  if (!(f->flags & (FunctionFlags::kProtected | FunctionFlags::kPrivate))) return true;
  if (!scope) return false;
  if (f->Is(FunctionFlags::kPrivate)) return f->scope == scope;
  const Class* root = f->prototype && f->prototype->scope ? f->prototype->scope : f->scope;
  return InstanceOf(scope, root) || InstanceOf(f->scope, scope);
}

bool ResolveMethod(Class* cls, Object* self, std::string_view method, Callable* out, std::string* error) {
  std::string lower = Lower(method);
  if (lower.starts_with("parent::")) {
    if (!cls->parent) {
      Why(error, "cannot access \"parent\" when current class scope has no parent");
      return false;
    }
    cls = cls->parent;
    lower.erase(0, 8);
    method.remove_prefix(8);
  }
  Frame* frame = UserFrame();
  Class* scope = frame ? frame->func->scope : nullptr;
  // A class name in code that runs within a subclass's or its own object keeps $this.
  if (!self && frame && frame->this_object() && scope && InstanceOf(frame->this_object()->cls, cls) &&
      InstanceOf(scope, cls)) {
    self = frame->this_object();
  }
  Function** found = cls->methods.Find(lower);
  Function* f = found ? *found : nullptr;
  // A private method of the calling class wins over one that a subclass declares.
  if (f && f->scope != scope && scope && InstanceOf(cls, scope)) {
    Function** own = scope->methods.Find(lower);
    if (own && (*own)->Is(FunctionFlags::kPrivate) && (*own)->scope == scope) f = *own;
  }
  if (self && self->cls->handlers->callable && lower == "__invoke") {
    f = self->cls->handlers->callable(self, &out->self, &out->called_class);
    out->function = f;
    out->closure = self;
    return true;
  }
  if (!f || !Accessible(f, scope)) {
    Function* magic = self ? cls->call : cls->call_static;
    if (!magic && !self) magic = nullptr;
    if (magic && g_state->make_trampoline) {
      out->function = g_state->make_trampoline(cls, magic, method);
      out->self = self;
      out->called_class = self ? self->cls : cls;
      return true;
    }
    if (f) {
      Why(error, Cat({"cannot access ", f->Is(FunctionFlags::kPrivate) ? "private" : "protected", " method ",
                      cls->name->view(), "::", method, "()"}));
    } else {
      Why(error, Cat({"class ", cls->name->view(), " does not have a method \"", method, "\""}));
    }
    return false;
  }
  if (f->Is(FunctionFlags::kStatic)) {
    self = nullptr;
  } else if (!self) {
    Why(error, Cat({"non-static method ", f->scope->name->view(), "::", f->name->view(),
                    "() cannot be called statically"}));
    return false;
  }
  if (f->Is(FunctionFlags::kAbstract)) {
    Why(error, Cat({"cannot call abstract method ", f->scope->name->view(), "::", f->name->view(), "()"}));
    return false;
  }
  out->function = f;
  out->self = self;
  out->called_class = self ? self->cls : cls;
  return true;
}

bool ResolveString(String* name, Callable* out, std::string* error) {
  std::string_view view = name->view();
  size_t colons = view.find("::");
  if (colons != view.npos && colons > 0) {
    Class* cls = ClassByName(view.substr(0, colons));
    if (!cls) {
      Why(error, Cat({"class \"", view.substr(0, colons), "\" not found"}));
      return false;
    }
    bool found = ResolveMethod(cls, nullptr, view.substr(colons + 2), out, error);
    // "parent::f" and "self::f" keep the called class of the running code.
    if (found) {
      Frame* frame = UserFrame();
      std::string lower = Lower(view.substr(0, colons));
      if (frame && frame->called_class() && (lower == "self" || lower == "parent")) {
        out->called_class = frame->called_class();
      }
    }
    return found;
  }
  std::string_view bare = view;
  if (!bare.empty() && bare[0] == '\\') bare.remove_prefix(1);
  out->function = FindFunction(Lower(bare));
  if (out->function) return true;
  Why(error, Cat({"function \"", view, "\" not found or invalid function name"}));
  return false;
}

}  // namespace

bool ResolveCallable(const Value& value, Callable* out, std::string* error) {
  *out = Callable();
  const Value v = Deref(value);
  switch (v.type) {
    case Type::kString: return ResolveString(v.str, out, error);
    case Type::kObject: {
      const ObjectHandlers* handlers = v.obj->cls->handlers;
      if (handlers && handlers->callable) {
        out->called_class = nullptr;
        out->function = handlers->callable(v.obj, &out->self, &out->called_class);
        out->closure = v.obj;
        return out->function != nullptr;
      }
      if (v.obj->cls->invoke) {
        out->function = v.obj->cls->invoke;
        out->self = out->function->Is(FunctionFlags::kStatic) ? nullptr : v.obj;
        out->called_class = v.obj->cls;
        return true;
      }
      Why(error, "no array or string given");
      return false;
    }
    case Type::kArray: {
      if (v.arr->count != 2) {
        Why(error, "array callback must have exactly two members");
        return false;
      }
      Value target = Deref(GetInt(v.arr, 0));
      Value method = Deref(GetInt(v.arr, 1));
      if (!(target.IsString() || target.IsObject())) {
        Why(error, target.IsUndef() || method.IsUndef()
                       ? "array callback must have exactly two members"
                       : "first array member is not a valid class name or object");
        return false;
      }
      if (!method.IsString()) {
        Why(error, method.IsUndef() ? "array callback must have exactly two members"
                                    : "second array member is not a valid method");
        return false;
      }
      if (target.IsObject())
        return ResolveMethod(target.obj->cls, target.obj, method.str->view(), out, error);
      Class* cls = ClassByName(target.str->view());
      if (!cls) {
        Why(error, Cat({"class \"", target.str->view(), "\" not found"}));
        return false;
      }
      return ResolveMethod(cls, nullptr, method.str->view(), out, error);
    }
    default: Why(error, "no array or string given"); return false;
  }
}

void FreeCallable(Callable* callable) {
  if (callable->function && callable->function->Is(FunctionFlags::kTrampoline)) {
    g_state->free_trampoline(callable->function);
  }
  *callable = Callable();
}

bool LooksCallable(const Value& value) {
  const Value v = Deref(value);
  if (v.IsString()) return true;
  if (v.IsObject()) return (v.obj->cls->handlers && v.obj->cls->handlers->callable) || v.obj->cls->invoke;
  if (!v.IsArray() || v.arr->count != 2) return false;
  Value target = Deref(GetInt(v.arr, 0));
  Value method = Deref(GetInt(v.arr, 1));
  return (target.IsString() || target.IsObject()) && method.IsString();
}

String* CallableName(const Value& value) {
  const Value v = Deref(value);
  if (v.IsObject()) return Concat(v.obj->cls->name->view(), "::__invoke");
  if (v.IsArray() && v.arr->count == 2) {
    Value target = Deref(GetInt(v.arr, 0));
    Value method = Deref(GetInt(v.arr, 1));
    if ((target.IsString() || target.IsObject()) && method.IsString()) {
      return Concat(target.IsString() ? target.str->view() : target.obj->cls->name->view(),
                    "::", method.str->view());
    }
  }
  if (v.IsArray()) return NewString("Array");
  return ToString(v);
}

bool CallCallable(const Callable& callable, uint32_t argc, const Value* argv, Value* result, Array* named) {
  if (!named || named->count == 0) {
    g_state->call(callable.function, callable.self, callable.called_class, argc, argv, result);
    return !HasException();
  }
  g_state->call_named(callable.function, callable.self, callable.called_class, argc, argv, named, result);
  return !HasException();
}

}  // namespace tusk
