// ReflectionMethod.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/function.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;

// Fills in `o` for method `name` of a class that an object or a name gives.
void Construct(Object* o, Value holder, std::string_view name) {
  Class* c = ClassArgument(holder);
  if (!c) return;
  Object* closure = holder.IsObject() && c == ClosureClass() ? holder.obj : nullptr;
  Function* f = MethodNamed(c, closure, name);
  if (!f) return ThrowReflectionF("Method %s::%s() does not exist", c->name->view(), name);
  bool invoke = closure && f == ClosureOf(closure)->function;
  Initialize(o,
             {.cls = c,
              .function = f,
              .name = invoke ? Intern("__invoke") : f->name,
              .held = invoke ? closure : nullptr},
             invoke || !f->scope ? c : f->scope);
}
// From "Class::method"; `wrong` is the message when that is something else.
void ConstructByText(Object* o, std::string_view text, const char* wrong) {
  size_t at = text.find("::");
  if (at == text.npos) return ThrowReflection(wrong);
  Value holder(NewString(text.substr(0, at)));
  Construct(o, holder, text.substr(at + 2));
  Release(holder);
}

void ConstructMethod(Args args, Value*) {
  Object* o = args.frame->self.obj;
  if (!args.IsNull(1)) return Construct(o, args[0], args.View(1));
  if (args[0].IsObject())
    return ThrowError(
        "ReflectionMethod::__construct(): Argument #2 ($method) cannot be null when argument #1 "
        "($objectOrMethod) is an object");
  if (args.count == 1) {
    Deprecated(
        "Calling ReflectionMethod::__construct() with 1 argument is deprecated, use "
        "ReflectionMethod::createFromMethodName() instead");
    if (HasException()) return;
  }
  ConstructByText(
      o, args.View(0),
      "ReflectionMethod::__construct(): Argument #1 ($objectOrMethod) must be a valid method name");
}
void CreateFromMethodName(Args args, Value* result) {
  Class* c = args.frame->called_class();
  Object* o = NewObject(c ? c : ReflectorClass(Reflector::kMethod));
  if (!o) return;
  *result = Value(o);
  ConstructByText(
      o, args.View(0),
      "ReflectionMethod::createFromMethodName(): Argument #1 ($method) must be a valid method name");
}

template <uint32_t kFlags>
void Is(Reflected* self, Args, Value* result) {
  Return(result, self->function->Is(kFlags));
}
void IsConstructor(Reflected* self, Args, Value* result) {
  Return(result, EqualIgnoreCase(self->name->view(), "__construct"));
}
void IsDestructor(Reflected* self, Args, Value* result) {
  Return(result, EqualIgnoreCase(self->name->view(), "__destruct"));
}
void GetModifiers(Reflected* self, Args, Value* result) { Return(result, MethodModifiers(self->function)); }
void GetDeclaringClass(Reflected* self, Args, Value* result) {
  *result = Value(ReflectClass(self->held || !self->function->scope ? self->cls : self->function->scope));
}
bool HasPrototypeOf(const Reflected* self) {
  return self->function->prototype && self->function->prototype->scope;
}
void HasPrototype(Reflected* self, Args, Value* result) { Return(result, HasPrototypeOf(self)); }
void GetPrototype(Reflected* self, Args, Value* result) {
  Function* f = self->function;
  if (!HasPrototypeOf(self)) {
    return ThrowReflectionF("Method %s::%s does not have a prototype",
                            (f->scope ? f->scope : self->cls)->name->view(), self->name->view());
  }
  *result = Value(ReflectMethod(f->prototype, f->prototype->scope));
}

// Whether the method may run for this object; false with an exception pending.
bool CheckObject(const Reflected* self, const Object* o) {
  const Function* f = self->function;
  if (f->Is(F::kStatic)) return true;
  std::string_view class_name = (f->scope ? f->scope : self->cls)->name->view();
  if (!o) {
    ThrowReflectionF("Trying to invoke non static method %s::%s() without an object", class_name,
                     self->name->view());
    return false;
  }
  if (!InstanceOf(o->cls, self->held || !f->scope ? self->cls : f->scope)) {
    ThrowReflection("Given object is not an instance of the class this method was declared in");
    return false;
  }
  return true;
}
void Invoke(Reflected* self, Object* object, uint32_t argc, const Value* argv, Array* named, Value* result) {
  Function* f = self->function;
  if (f->Is(F::kAbstract)) {
    return ThrowReflectionF("Trying to invoke abstract method %s::%s()", f->scope->name->view(),
                            f->name->view());
  }
  if (!CheckObject(self, object)) return;
  Callable callable;
  if (self->held && object && object->cls == ClosureClass()) {  // __invoke
    if (!ResolveCallable(Value(object), &callable)) return;
  } else {
    callable.function = f;
    if (f->Is(F::kStatic)) {
      callable.called_scope = self->cls;
    } else {
      callable.self = object;
      callable.called_scope = object->cls;
    }
  }
  Object* held = self->held;  // the call may construct this object anew
  if (held) Retain(held);
  CallResolved(callable, argc, argv, named, result);
  ReleaseCallable(&callable);
  if (held) Release(Value(held));
  DerefResult(result);
}
Object* ObjectArgument(Args args) { return args.count && args[0].IsObject() ? args[0].obj : nullptr; }

// The object to call for; false with an exception pending. Abstract methods are refused before anything else.
bool MayInvoke(Reflected* self, Args args) {
  const Function* f = self->function;
  if (f->Is(F::kAbstract)) {
    ThrowReflection(absl::StrFormat("Trying to invoke abstract method %s::%s()", f->scope->name->view(),
                                    f->name->view()));
    return false;
  }
  if (args.count == 0 || args[0].IsNull() || args[0].IsObject()) return true;
  ArgumentTypeError(1, absl::StrFormat("must be of type ?object, %s given", ValueNameForErrors(args[0])));
  return false;
}
void InvokeMethod(Reflected* self, Args args, Value* result) {
  if (!MayInvoke(self, args)) return;
  Invoke(self, ObjectArgument(args), args.count ? args.count - 1 : 0, args.values + 1, ExtraNamed(args),
         result);
}
void InvokeArgs(Reflected* self, Args args, Value* result) {
  if (!MayInvoke(self, args)) return;
  GivenArguments given(self->function, args.Arr(1));
  if (!HasException())
    Invoke(self, ObjectArgument(args), given.count(), given.values(), given.named(), result);
}
void GetClosure(Reflected* self, Args args, Value* result) {
  Object* object = ObjectArgument(args);
  if (!CheckObject(self, object)) return;
  Function* f = self->function;
  if (self->held && object) {
    *result = Copy(Value(object));
    return;
  }
  Callable callable;
  callable.function = f;
  callable.self = f->Is(F::kStatic) ? nullptr : object;
  callable.called_scope = callable.self ? callable.self->cls : f->scope;
  if (Object* o = ClosureFromCallable(callable)) *result = Value(o);
}
void ToText(Reflected* self, Args, Value* result) { Return(result, std::string_view(FunctionText(*self))); }

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(object|string $objectOrMethod, ?string $method = null)", kActs, ConstructMethod},
    {"createFromMethodName", "(string $method): static", kActs, CreateFromMethodName,
     F::kPublic | F::kStatic},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"isPublic", "(): bool", kLooks, Of<Is<F::kPublic>>},
    {"isPrivate", "(): bool", kLooks, Of<Is<F::kPrivate>>},
    {"isProtected", "(): bool", kLooks, Of<Is<F::kProtected>>},
    {"isAbstract", "(): bool", kLooks, Of<Is<F::kAbstract>>},
    {"isFinal", "(): bool", kLooks, Of<Is<F::kFinal>>},
    {"isConstructor", "(): bool", kLooks, Of<IsConstructor>},
    {"isDestructor", "(): bool", kLooks, Of<IsDestructor>},
    {"getClosure", "(?object $object = null): Closure", kActs, Of<GetClosure>},
    {"getModifiers", "(): int", kLooks, Of<GetModifiers>},
    {"invoke", "($object, mixed ...$args): mixed", kActs | Effects::kTakesNamed, Of<InvokeMethod>},
    {"invokeArgs", "($object = null, array $args = []): mixed", kActs, Of<InvokeArgs>},
    {"getDeclaringClass", "(): ReflectionClass", kActs, Of<GetDeclaringClass>},
    {"getPrototype", "(): ReflectionMethod", kActs, Of<GetPrototype>},
    {"hasPrototype", "(): bool", kLooks, Of<HasPrototype>},
    {"setAccessible", "(bool $accessible): void", kLooks, SetAccessible},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IS_STATIC", 16}, {"IS_PUBLIC", 1},    {"IS_PROTECTED", 2},
    {"IS_PRIVATE", 4}, {"IS_ABSTRACT", 64}, {"IS_FINAL", 32},
};
constexpr BuiltinPropertyRow kProperties[] = {{"class", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionMethod",
     .parent = "ReflectionFunctionAbstract",
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionMethodClasses = kRows;

}  // namespace tusk
