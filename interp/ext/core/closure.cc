// Class Closure.
#include "interp/runtime/closure.h"

#include "interp/ext/class_tables.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/operators.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/closure_copy.h"
#include "interp/vm/frame.h"

namespace tusk {
namespace {

using F = FunctionFlags;

Array* Dump(Object* o) {
  Array* out = NewHash(4);
  Closure* closure = ClosureOf(o);
  Function* f = closure->function;
  if (!f) return out;
  if (f->Is(F::kFakeClosure)) {
    SetStr(out, "function", Value(FunctionDisplayName(f)));
  } else {
    Retain(f->name);
    SetStr(out, "name", Value(f->name));
    if (f->kind == FunctionKind::kUser) {
      auto* a = static_cast<OpArray*>(f);
      Retain(a->file);
      SetStr(out, "file", Value(a->file));
      SetStr(out, "line", Value(static_cast<int64_t>(a->line_start)));
      if (a->static_variables && a->static_variables->count) {
        SetStr(out, "static", Value(CopyArray(a->static_variables)));
      }
    }
  }
  if (Object* self = closure->this_object()) {
    Retain(self);
    SetStr(out, "this", Value(self));
  }
  uint32_t count = f->arg_count + (f->Is(F::kVariadic) ? 1 : 0);
  if (count) {
    Array* parameters = NewHash(count);
    for (uint32_t i = 0; i < count; ++i) {
      std::string name = f->args[i].by_reference ? "&$" : "$";
      name += f->args[i].name ? f->args[i].name->view() : std::string_view("param");
      SetStr(parameters, name, Value(Intern(i < f->required_args ? "<required>" : "<optional>")));
    }
    SetStr(out, "parameter", Value(parameters));
  }
  return out;
}

// Closures are equal when they are one, or callables (f(...)) of the same function of the same object and
// class.
int CompareClosures(const Value& a, const Value& b) {
  if (!IsClosure(a) || !IsClosure(b)) return kUncomparable;
  const Closure* x = ClosureOf(a.obj);
  const Closure* y = ClosureOf(b.obj);
  const Function* f = x->function;
  const Function* g = y->function;
  if (!f->Is(F::kFakeClosure) || !g->Is(F::kFakeClosure)) return kUncomparable;
  bool same_place =
      x->this_object() == y->this_object() && x->called_class() == y->called_class() && f->scope == g->scope;
  bool same_name = f->name && g->name && EqualIgnoreCase(f->name->view(), g->name->view());
  return same_place && same_name && f->kind == g->kind ? 0 : kUncomparable;
}

constexpr ObjectHandlers kHandlers = {.destroy_native = DestroyClosure,
                                      .clone_native = CloneClosure,
                                      .trace_native = TraceClosure,
                                      .compare = CompareClosures,
                                      .properties_for_dump = Dump};

// A closure of `f` bound to `self` and `scope`; null with a warning when PHP refuses that.
Object* Bind(Object* o, Object* self, Value scope_argument) {
  Closure* closure = ClosureOf(o);
  Function* f = closure->function;
  Class* scope = f->scope;
  bool fake = f->Is(F::kFakeClosure);
  if (scope_argument.IsNull()) {
    scope = nullptr;
  } else if (scope_argument.IsObject()) {
    scope = scope_argument.obj->cls;
  } else if (scope_argument.IsString() && scope_argument.str->view() != "static") {
    scope = FindClass(scope_argument.str, true);
    if (!scope) {
      if (!HasException()) Warning("Class \"%s\" not found", scope_argument.str->view());
      return nullptr;
    }
  }
  if (self) {
    if (f->Is(F::kStatic)) {
      Warning("Cannot bind an instance to a static closure");
      return nullptr;
    }
    if (fake && f->scope && !InstanceOf(self->cls, f->scope)) {
      Warning("Cannot bind method %s::%s() to object of class %s", f->scope->name->data, f->name->view(),
              self->cls->name->data);
      return nullptr;
    }
  } else if (fake && f->scope && !f->Is(F::kStatic)) {
    Warning("Cannot unbind $this of method");
    return nullptr;
  } else if (!fake && closure->this_object() && f->Is(F::kUsesThis)) {
    Warning("Cannot unbind $this of closure using $this");
    return nullptr;
  }
  if (scope && scope != f->scope && scope->Is(ClassFlags::kBuiltin)) {
    Warning("Cannot bind closure to scope of internal class %s", scope->name->data);
    return nullptr;
  }
  if (fake && scope != f->scope) {
    Warning("Cannot rebind scope of closure created from %s", f->scope ? "method" : "function");
    return nullptr;
  }
  if (self && !scope) scope = ClosureClass();
  Class* called = self ? self->cls : scope;
  return NewClosure(f, scope, called, self);
}

void BindTo(Args args, Value* result) {
  Value scope = args.Has(1) ? args[1] : Value();
  if (scope.IsUndef()) scope = Value(Intern("static"));
  Object* self = args[0].IsObject() ? args[0].obj : nullptr;
  if (Object* o = Bind(args.frame->self.obj, self, scope)) *result = Value(o);
}
void BindStatic(Args args, Value* result) {
  Value scope = args.Has(2) ? args[2] : Value();
  if (scope.IsUndef()) scope = Value(Intern("static"));
  Object* self = args[1].IsObject() ? args[1].obj : nullptr;
  if (Object* o = Bind(args[0].obj, self, scope)) *result = Value(o);
}

void Call(Args args, Value* result) {
  Object* o = args.frame->self.obj;
  Object* self = args[0].obj;
  Object* bound = Bind(o, self, Value(self));
  if (!bound) return;
  Value callable(bound);
  CallValue(callable, args.count - 1, args.values + 1, result);
  if (result->IsReference()) {
    Value plain = CopyDeref(*result);
    Release(*result);
    *result = plain;
  }
  Release(callable);
}

void FromCallable(Args args, Value* result) {
  if (IsClosure(args[0])) {
    *result = Copy(args[0]);
    return;
  }
  Callable callable;
  std::string why;
  if (!ResolveCallable(args[0], &callable, &why)) {
    if (!HasException()) ThrowTypeError("Failed to create closure from callable: %s", why);
    return;
  }
  *result = Value(ClosureFromCallable(callable));
  ReleaseCallable(&callable);
}

void Invoke(Args args, Value* result) { CallValue(args.frame->self, args.count, args.values, result); }

void Construct(Args, Value*) { ThrowError("Instantiation of class Closure is not allowed"); }

constexpr uint16_t kEffects = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "()", kEffects, Construct},
    {"bind", "(Closure $closure, ?object $newThis, object|string|null $newScope = \"static\"): ?Closure",
     kEffects, BindStatic, F::kPublic | F::kStatic},
    {"bindTo", "(?object $newThis, object|string|null $newScope = \"static\"): ?Closure", kEffects, BindTo},
    {"call", "(object $newThis, mixed ...$args): mixed", kEffects, Call},
    {"fromCallable", "($callback): Closure", kEffects, FromCallable, F::kPublic | F::kStatic},
    {"__invoke", "(mixed ...$args): mixed", kEffects, Invoke},
};

const BuiltinClassRow kRows[] = {
    {.name = "Closure",
     .flags = ClassFlags::kFinal | ClassFlags::kNoDynamicProperties | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(Closure)},
};

}  // namespace

const std::span<const BuiltinClassRow> kClosureClasses = kRows;

Object* ClosureFromCallable(const Callable& callable) {
  if (callable.closure) {
    Retain(callable.closure);
    return callable.closure;
  }
  Function* f = callable.function;
  Class* called = callable.called_scope ? callable.called_scope
                  : callable.self       ? callable.self->cls
                                        : nullptr;
  Object* o = NewClosure(f, f->scope, called, callable.self);
  MakeFakeClosure(o, f);
  return o;
}

}  // namespace tusk
