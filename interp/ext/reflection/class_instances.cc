// ReflectionClass: new instances, lazy ones included.
#include "interp/ext/reflection/class.h"
#include "interp/ext/reflection/function.h"
#include "interp/runtime/lazy.h"
#include "interp/vm/builtin.h"

namespace tusk {

namespace {
using F = FunctionFlags;
using C = ClassFlags;
}  // namespace

Object* NewConstructed(Class* c, uint32_t argc, const Value* argv, Array* named) {
  Object* o = NewObject(c);
  if (!o) return nullptr;
  Function* constructor = c->constructor;
  bool ok = true;
  if (constructor && !constructor->Is(F::kPublic)) {
    ThrowReflectionF("Access to non-public constructor of class %s", c->name->view());
    ok = false;
  } else if (constructor) {
    Callable callable;
    callable.function = constructor;
    callable.self = o;
    callable.called_scope = c;
    Value ignored;
    CallResolved(callable, argc, argv, named, &ignored);
    ok = !HasException();
    Release(ignored);
  } else if (argc || (named && named->count)) {
    ThrowReflectionF("Class %s does not have a constructor, so you cannot pass any constructor arguments",
                     c->name->view());
    ok = false;
  }
  if (ok) return o;
  o->info |= RefCounted::kDestructed;  // its constructor did not succeed
  Release(Value(o));
  return nullptr;
}

Object* NewWithArguments(Class* c, const Array* arguments) {
  static const Function kNone;
  GivenArguments given(c->constructor ? c->constructor : &kNone, arguments);
  return HasException() ? nullptr : NewConstructed(c, given.count(), given.values(), given.named());
}

void ClassNewInstance(Reflected* self, Args args, Value* result) {
  if (Object* o = NewConstructed(self->cls, args.count, args.values, ExtraNamed(args))) *result = Value(o);
}
void ClassNewInstanceArgs(Reflected* self, Args args, Value* result) {
  if (Object* o = NewWithArguments(self->cls, args.Arr(0))) *result = Value(o);
}
void ClassNewInstanceWithoutConstructor(Reflected* self, Args, Value* result) {
  Class* c = self->cls;
  if (c->Is(C::kBuiltin) && c->Is(C::kFinal) && c->native_size) {
    return ThrowReflectionF(
        "Class %s is an internal class marked as final that cannot be instantiated without invoking its "
        "constructor",
        c->name->view());
  }
  if (Object* o = NewObject(c)) *result = Value(o);
}

// --- lazy objects

namespace {

void MakeNewLazy(Reflected* self, Args args, Value* result, bool proxy, const char* method) {
  int64_t options = args.Int(1);
  if (options & ~(kLazySkipInitOnSerialize | kLazySkipDestructor)) {
    return ThrowReflectionF("ReflectionClass::%s(): Argument #2 ($options) contains invalid flags", method);
  }
  if (options & kLazySkipDestructor) {
    return ThrowReflectionF(
        "ReflectionClass::%s(): Argument #2 ($options) does not accept ReflectionClass::SKIP_DESTRUCTOR",
        method);
  }
  if (Object* o = MakeLazy(self->cls, nullptr, args[0], proxy, options)) *result = Value(o);
}
void ResetLazy(Reflected* self, Args args, bool proxy, const char* method) {
  int64_t options = args.Int(2);
  if (options & ~(kLazySkipInitOnSerialize | kLazySkipDestructor)) {
    return ThrowReflectionF("ReflectionClass::%s(): Argument #3 ($options) contains invalid flags", method);
  }
  Object* o = args[0].obj;
  if (!InstanceOf(o->cls, self->cls)) {
    return ThrowTypeError("ReflectionClass::%s(): Argument #1 ($object) must be of type %s, %s given", method,
                          self->cls->name->view(), ValueNameForErrors(args[0]));
  }
  if (LazyInstance(o)->flags & ObjectFlags::kLazy) return ThrowReflection("Object is already lazy");
  MakeLazy(self->cls, o, args[1], proxy, options);
}

}  // namespace

void ClassNewLazyGhost(Reflected* self, Args args, Value* result) {
  MakeNewLazy(self, args, result, false, "newLazyGhost");
}
void ClassNewLazyProxy(Reflected* self, Args args, Value* result) {
  MakeNewLazy(self, args, result, true, "newLazyProxy");
}
void ClassResetAsLazyGhost(Reflected* self, Args args, Value*) {
  ResetLazy(self, args, false, "resetAsLazyGhost");
}
void ClassResetAsLazyProxy(Reflected* self, Args args, Value*) {
  ResetLazy(self, args, true, "resetAsLazyProxy");
}
void ClassInitializeLazyObject(Reflected*, Args args, Value* result) {
  Object* o = args[0].obj;
  if (IsLazy(o)) o = LazyTarget(o);
  if (o) *result = Copy(Value(o));
}
void ClassIsUninitializedLazyObject(Reflected*, Args args, Value* result) {
  Return(result, (LazyInstance(args[0].obj)->flags & ObjectFlags::kLazy) != 0);
}
void ClassMarkLazyObjectAsInitialized(Reflected*, Args args, Value* result) {
  Object* o = LazyInstance(args[0].obj);
  if (o->flags & ObjectFlags::kLazy) MarkInitialized(o);
  *result = Copy(Value(o));
}
void ClassGetLazyInitializer(Reflected*, Args args, Value* result) {
  if (const Value* v = LazyInitializer(LazyInstance(args[0].obj))) *result = Copy(*v);
}

}  // namespace tusk
