// Methods by name with visibility, trampolines for __call and __callStatic, callable values.
#include <cstring>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/dispatch.h"
#include "interp/vm/found_methods.h"
#include "interp/vm/stack.h"

namespace tusk {

namespace {

// The class that first declared a protected method: access is decided by it.
const Class* RootScope(const Function* f) {
  return f->prototype && f->prototype->scope ? f->prototype->scope : f->scope;
}
bool ProtectedAccessible(const Class* declared, const Class* scope) {
  return scope && (InstanceOf(scope, declared) || InstanceOf(declared, scope));
}

// The method that a call from `scope` means. *denied: there is one, but not for this scope.
// `own_first`: a private method of the calling class wins over what a subclass calls the same; not where the
// class is named.
template <typename Name>
Function* Visible(Class* c, Name lower_name, Class* scope, Function** denied, bool own_first = true) {
  Function** found = c->methods.Find(lower_name);
  if (!found) return nullptr;
  Function* f = *found;
  if (f->scope == scope) return f;
  if (own_first && scope && scope != c && InstanceOf(c, scope)) {
    if (Function** own = scope->methods.Find(lower_name)) {
      if ((*own)->Is(FunctionFlags::kPrivate) && (*own)->scope == scope) return *own;
    }
  }
  if (f->Is(FunctionFlags::kPrivate) ||
      (f->Is(FunctionFlags::kProtected) && !ProtectedAccessible(RootScope(f), scope))) {
    *denied = f;
    return nullptr;
  }
  return f;
}

const char* VisibilityName(const Function* f) {
  return f->Is(FunctionFlags::kPrivate)     ? "private"
         : f->Is(FunctionFlags::kProtected) ? "protected"
                                            : "public";
}

void ThrowDenied(const Function* f, const String* name, const Class* scope) {
  ThrowError("Call to %s method %s::%s() from %s%s", VisibilityName(f), f->scope->name->view(), name->view(),
             scope ? "scope " : "global scope", scope ? scope->name->view() : "");
}

}  // namespace

Function* FindAccessibleMethod(Class* c, std::string_view lower_name, Class* scope) {
  Function* denied = nullptr;
  return Visible(c, lower_name, scope, &denied);
}

constinit FoundMethod g_found_methods[kFoundMethods] = {};

namespace {
// __invoke() of a closure that takes references: calls reach the closure itself, which says what to send.
bool IsTakenByReference(Object* object, std::string_view lower_name) {
  return IsClosure(Value(object)) && ClosureOf(object)->function->Is(FunctionFlags::kAnyByReference) &&
         lower_name == "__invoke";
}
}  // namespace
Function* FindKnownMethod(Class* c, String* lower_name, Class* scope) {
  FoundMethod* found = FoundMethodFor(c, lower_name, scope);
  if (found->cls == c && found->scope == scope && found->lower_name == lower_name) return found->function;
  Function* f = FindAccessibleMethod(c, lower_name->view(), scope);
  if (f && lower_name->Interned() && c->Is(ClassFlags::kLinked)) *found = {c, scope, lower_name, f};
  return f;
}

Function* FindMethod(Object* object, String* name, String* lower_name, Class* scope) {
  Class* c = object->cls;
  if (Function* f = KnownMethod(c, lower_name, scope)) return f;
  if (TUSK_UNLIKELY(IsTakenByReference(object, lower_name->view()))) return ClosureOf(object)->function;
  Function* denied = nullptr;
  if (Function* f = Visible(c, lower_name, scope, &denied)) {
    if (lower_name->Interned() && c->Is(ClassFlags::kLinked) && !IsClosure(Value(object)))
      *FoundMethodFor(c, lower_name, scope) = {c, scope, lower_name, f};
    return f;
  }
  if (c->call) return NewTrampoline(c->call, name, false);
  if (denied) {
    ThrowDenied(denied, name, scope);
  } else {
    ThrowError("Call to undefined method %s::%s()", c->name->view(), name->view());
  }
  return nullptr;
}

namespace {
bool DeprecateTraitCall(const Class* trait, const String* method) {
  Deprecated(
      "Calling static trait method %s::%s is deprecated, it should only be called on a class using the trait",
      trait->name->view(), method->view());
  return !HasException();
}
}  // namespace

Function* FindStaticMethod(Class* c, String* name, String* lower_name, Class* scope, Object* self) {
  Function* denied = nullptr;
  Function* f = Visible(c, lower_name, scope, &denied, false);
  if (!f) {
    if (c->call && self && InstanceOf(self->cls, c)) return NewTrampoline(self->cls->call, name, false);
    if (c->call_static) {
      if (c->call_static->Is(FunctionFlags::kAbstract)) {
        ThrowError("Cannot call abstract method %s::%s()", c->name->view(), name->view());
        return nullptr;
      }
      if (c->Is(ClassFlags::kTrait) && !DeprecateTraitCall(c, name)) return nullptr;
      return NewTrampoline(c->call_static, name, true);
    }
    if (denied) {
      ThrowDenied(denied, name, scope);
    } else {
      ThrowError("Call to undefined method %s::%s()", c->name->view(), name->view());
    }
    return nullptr;
  }
  if (f->Is(FunctionFlags::kAbstract)) {
    ThrowError("Cannot call abstract method %s::%s()", f->scope->name->view(), f->name->view());
    return nullptr;
  }
  if (c->Is(ClassFlags::kTrait) && f->Is(FunctionFlags::kStatic) && f->scope &&
      f->scope->Is(ClassFlags::kTrait)) {
    if (!DeprecateTraitCall(f->scope, f->name)) return nullptr;
  }
  return f;
}

// ---- trampolines

Function* NewTrampoline(Function* target, String* method, bool is_static) {
  auto* t = new (Allocate(sizeof(Trampoline))) Trampoline;
  t->kind = FunctionKind::kBuiltin;
  t->flags = FunctionFlags::kTrampoline | FunctionFlags::kPublic | FunctionFlags::kVariadic |
             (is_static ? FunctionFlags::kStatic : 0);
  Retain(method);
  t->name = method;
  t->scope = target->scope;
  t->target = target;
  static ArgInfo any = [] {
    ArgInfo a;
    a.name = Intern("arguments");
    a.variadic = true;
    return a;
  }();
  t->args = &any;
  return t;
}

void FreeTrampoline(Function* f) {
  auto* t = static_cast<Trampoline*>(f);
  if (t->closure) return;  // a copy that belongs to a closure
  Release(t->name);
  t->~Trampoline();
  Free(t, sizeof(Trampoline));
}

Function* FunctionForCall(const Callable& callable) {
  Function* f = callable.function;
  if (callable.closure || !(f->flags & FunctionFlags::kTrampoline)) return f;
  auto* t = static_cast<Trampoline*>(f);
  return NewTrampoline(t->target, t->name, t->Is(FunctionFlags::kStatic));
}

namespace {

// The arguments of a trampoline's call as __call gets them. Takes them out of the frame.
Array* PackArguments(Frame* call) {
  Array* a = NewArray(call->arg_count);
  Value* slots = call->slots();
  for (uint32_t i = 0; i < call->arg_count; ++i) Append(a, slots[i]);
  call->arg_count = 0;
  if ((call->info & CallInfo::kHasNamedExtra) && call->symbols) {
    Array* named = call->symbols;
    for (uint32_t p = First(named); p != kEnd; p = Next(named, p))
      Set(a, KeyAt(named, p), CopyDeref(ValueAt(named, p)));
    Release(Value(named));
    call->symbols = nullptr;
  }
  return a;
}

}  // namespace

Frame* UnwrapTrampoline(Vm* vm, Frame* call, Frame* outer) {
  auto* t = static_cast<Trampoline*>(call->func);
  Function* target = t->target;
  String* name = t->name;
  Retain(name);
  Array* arguments = PackArguments(call);
  Value self = call->self;
  uint32_t info = call->info & CallInfo::kReleaseThis;
  uint32_t old_info = call->info;
  PopFrame(vm, call, old_info);
  if (old_info & CallInfo::kClosure) {
    // The closure, and with it $this, may go now.
    if (self.IsObject()) {
      Retain(self.obj);
      info |= CallInfo::kReleaseThis;
    }
    Release(Value(t->closure));
  } else {
    FreeTrampoline(t);
  }
  Frame* made = PushFrame(vm, target, 2, info, self, outer);
  made->slots()[0] = Value(name);
  made->slots()[1] = Value(arguments);
  return made;
}

void CallTrampoline(Vm* vm, Frame* call, Value* result) {
  auto* t = static_cast<Trampoline*>(call->func);
  Value argv[2] = {Value(t->name), Value(PackArguments(call))};
  Callable target;
  target.function = t->target;
  target.self = call->this_object();
  target.called_scope = call->called_class();
  Retain(argv[0]);
  if (target.self) Retain(Value(target.self));
  Object* self = target.self;
  ReleasePreparedCall(vm, call);
  CallResolved(target, 2, argv, nullptr, result);
  if (self) Release(Value(self));
  Release(argv[0]);
  Release(argv[1]);
}

// ---- callable values

namespace {

bool Fail(std::string* error, std::string text) {
  if (error) *error = std::move(text);
  return false;
}
std::string Quoted(std::string_view s) { return "\"" + std::string(s) + "\""; }

// Whether a callable with such a class name may be used after the notice about it.
bool Discouraged(const char* name) {
  Deprecated("Use of \"%s\" in callables is deprecated", name);
  return !Unwinding(&g_vm);
}

// The class that a callable's class name means.
Class* CallableClass(String* name, Class* scope, Callable* out, std::string* error) {
  SeeFrames(&g_vm);
  Frame* frame = UserFrame(g_vm.frame);
  Object* self = frame ? frame->this_object() : nullptr;
  Class* called = frame ? frame->called_class() : nullptr;
  auto bind = [&](Class* c) {
    out->called_scope = called && InstanceOf(called, c) ? called : c;
    if (self && InstanceOf(self->cls, c)) out->self = self;
    return c;
  };
  if (EqualIgnoreCase(name->view(), "self")) {
    if (!scope) return Fail(error, "cannot access \"self\" when no class scope is active"), nullptr;
    return Discouraged("self") ? bind(scope) : nullptr;
  }
  if (EqualIgnoreCase(name->view(), "parent")) {
    if (!scope) return Fail(error, "cannot access \"parent\" when no class scope is active"), nullptr;
    if (!scope->parent) {
      return Fail(error, "cannot access \"parent\" when current class scope has no parent"), nullptr;
    }
    return Discouraged("parent") ? bind(scope->parent) : nullptr;
  }
  if (EqualIgnoreCase(name->view(), "static")) {
    if (!called) return Fail(error, "cannot access \"static\" when no class scope is active"), nullptr;
    return Discouraged("static") ? bind(called) : nullptr;
  }
  Class* c = FindClass(name, true);
  if (!c) {
    if (!Unwinding(&g_vm)) Fail(error, "class " + Quoted(name->view()) + " not found");
    return nullptr;
  }
  out->called_scope = c;
  if (self && scope && InstanceOf(self->cls, scope) && InstanceOf(scope, c)) {
    out->self = self;
    out->called_scope = self->cls;
  }
  return c;
}

bool ResolveMethod(Class* c, Object* object, std::string_view method, Class* scope, Callable* out,
                   std::string* error) {
  String* lower = ToLowerAscii(method);
  Function* denied = nullptr;
  Function* f = Visible(c, lower, scope, &denied, object != nullptr);
  Object* self = object ? object : out->self;
  if (object && IsTakenByReference(object, lower->view())) {
    f = ClosureOf(object)->function;
    out->closure = object;
    out->function = f;
    out->self = ClosureOf(object)->this_object();
    out->called_scope = ClosureOf(object)->called_class();
    Release(lower);
    return true;
  }
  Release(lower);
  if (!f) {
    Function* magic = nullptr;
    if (self && c->call && InstanceOf(self->cls, c)) {
      magic = self->cls->call;
    } else if (!object && c->call_static) {
      magic = c->call_static;
    }
    if (magic) {
      String* name = NewString(method);
      out->function = NewTrampoline(magic, name, magic == c->call_static);
      Release(name);
      out->self = magic == c->call_static ? nullptr : self;
      return true;
    }
    if (denied) {
      return Fail(error, std::string("cannot access ") + VisibilityName(denied) + " method " +
                             std::string(c->name->view()) + "::" + std::string(method) + "()");
    }
    return Fail(error, "class " + std::string(c->name->view()) + " does not have a method " + Quoted(method));
  }
  out->function = f;
  if (f->Is(FunctionFlags::kStatic)) {
    out->self = nullptr;
    return true;
  }
  out->self = self;
  if (f->Is(FunctionFlags::kAbstract)) {
    return Fail(error, "cannot call abstract method " + std::string(f->scope->name->view()) +
                           "::" + std::string(f->name->view()) + "()");
  }
  if (!self || !InstanceOf(self->cls, f->scope)) {
    std::string shown = std::string(c->name->view()) + "::" + std::string(f->name->view()) + "()";
    return Fail(error, "non-static method " + shown + " cannot be called statically");
  }
  return true;
}

Class* CallingScope() {
  SeeFrames(&g_vm);
  // Whoever called a builtin, also when that is a method (Closure::fromCallable()).
  for (const Frame* f = g_vm.frame; f; f = f->prev) {
    if (f->func && f->IsUser()) return f->func->scope;
  }
  return nullptr;
}

}  // namespace

bool ResolveCallable(const Value& given, Callable* out, std::string* error) {
  const Value& value = *Deref(&given);
  *out = Callable();
  switch (value.type) {
    case Type::kString: {
      std::string_view name = value.str->view();
      size_t colons = name.find("::");
      if (colons != std::string_view::npos && colons > 0) {
        String* class_name = NewString(name.substr(0, colons));
        Class* scope = CallingScope();
        Class* c = CallableClass(class_name, scope, out, error);
        Release(class_name);
        if (!c) return false;
        return ResolveMethod(c, nullptr, name.substr(colons + 2), scope, out, error);
      }
      out->function = FindFunctionByName(value.str);
      if (out->function) return true;
      return Fail(error, "function " + Quoted(value.str->view()) + " not found or invalid function name");
    }
    case Type::kArray: {
      if (value.arr->count != 2) return Fail(error, "array callback must have exactly two members");
      Value first = Deref(GetInt(value.arr, 0));
      Value second = Deref(GetInt(value.arr, 1));
      if (first.IsUndef() || second.IsUndef()) {
        return Fail(error, "array callback must have exactly two members");
      }
      if (!first.IsString() && !first.IsObject()) {
        return Fail(error, "first array member is not a valid class name or object");
      }
      if (!second.IsString()) return Fail(error, "second array member is not a valid method");
      Class* scope = CallingScope();
      Object* object = first.IsObject() ? first.obj : nullptr;
      Class* c;
      if (object) {
        c = object->cls;
        out->called_scope = c;
        out->self = object;
      } else {
        c = CallableClass(first.str, scope, out, error);
        if (!c) return false;
      }
      std::string_view method = second.str->view();
      size_t colons = method.find("::");
      if (colons != std::string_view::npos) {
        // [$object, "parent::method"]
        String* class_name = NewString(method.substr(0, colons));
        Callable ignored;
        bool own =
            EqualIgnoreCase(class_name->view(), "self") || EqualIgnoreCase(class_name->view(), "static");
        Class* named = EqualIgnoreCase(class_name->view(), "parent") ? c->parent
                       : own                                         ? c
                             : CallableClass(class_name, scope, &ignored, error);
        Release(class_name);
        if (!named) return false;
        if (!InstanceOf(c, named)) {
          return Fail(error, "class " + std::string(c->name->view()) + " is not a subclass of " +
                                 std::string(named->name->view()));
        }
        Deprecated("Callables of the form [\"%s\", \"%s\"] are deprecated", c->name->view(), method);
        if (Unwinding(&g_vm)) return false;
        c = named;
        if (!object) out->called_scope = c;
        method = method.substr(colons + 2);
      }
      return ResolveMethod(c, object, method, scope, out, error);
    }
    case Type::kObject:
      if (IsClosure(value)) {
        Closure* closure = ClosureOf(value.obj);
        out->function = closure->function;
        out->self = closure->this_object();
        out->called_scope = closure->called_class();
        out->closure = value.obj;
        return true;
      }
      if (Function* f = value.obj->cls->invoke) {
        out->function = f;
        out->self = value.obj;
        out->called_scope = value.obj->cls;
        return true;
      }
      return Fail(error, "no array or string given");
    default: return Fail(error, "no array or string given");
  }
}

void ReleaseCallable(Callable* callable) {
  if (callable->function && !callable->closure && (callable->function->flags & FunctionFlags::kTrampoline)) {
    FreeTrampoline(callable->function);
    callable->function = nullptr;
  }
  if (callable->owned) Release(Value(callable->owned));
  callable->owned = nullptr;
}

bool IsCallable(const Value& given, bool syntax_only, String** name) {
  const Value& value = *Deref(&given);
  if (name) {
    if (value.IsString()) {
      *name = value.str;
      Retain(*name);
    } else if (value.IsArray() && value.arr->count == 2) {
      Value first = Deref(GetInt(value.arr, 0));
      Value second = Deref(GetInt(value.arr, 1));
      if ((first.IsString() || first.IsObject()) && second.IsString()) {
        std::string_view c = first.IsString() ? first.str->view() : first.obj->cls->name->view();
        *name = Concat(c, "::", second.str->view());
      } else {
        *name = NewString("Array");
      }
    } else if (value.IsArray()) {
      *name = NewString("Array");
    } else if (value.IsObject()) {
      *name = Concat(value.obj->cls->name->view(), "::__invoke");
    } else {
      *name = EmptyString();
    }
  }
  if (syntax_only) {
    if (value.IsString()) return true;
    if (value.IsArray() && value.arr->count == 2) {
      Value first = Deref(GetInt(value.arr, 0));
      Value second = Deref(GetInt(value.arr, 1));
      return (first.IsString() || first.IsObject()) && second.IsString();
    }
    if (!value.IsObject()) return false;
  }
  Callable callable;
  if (!ResolveCallable(value, &callable, nullptr)) return false;
  ReleaseCallable(&callable);
  return true;
}

}  // namespace tusk
