// ReflectionFunctionAbstract, ReflectionFunction, ReflectionMethod and ReflectionParameter.
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/closure.h"

namespace tusk {
namespace {

using F = FunctionFlags;

const OpArray* UserCode(const Function* f) {
  return f->kind == FunctionKind::kUser ? static_cast<const OpArray*>(f) : nullptr;
}
uint32_t ParameterCount(const Function* f) { return f->arg_count + (f->Is(F::kVariadic) ? 1 : 0); }
std::string_view Name(Args args) { return Me(args)->function->name->view(); }

template <uint32_t kFlag>
void Flag(Args args, Value* result) {
  Return(result, Me(args)->function->Is(kFlag));
}
void InNamespace(Args args, Value* result) { Return(result, HasNamespace(Name(args))); }
void GetNamespaceName(Args args, Value* result) { Return(result, NamespaceOf(Name(args))); }
void GetShortName(Args args, Value* result) { Return(result, ShortNameOf(Name(args))); }
void GetName(Args args, Value* result) { Return(result, Name(args)); }
void IsInternal(Args args, Value* result) { Return(result, !UserCode(Me(args)->function)); }
void IsUserDefined(Args args, Value* result) { Return(result, UserCode(Me(args)->function) != nullptr); }
void GetDocComment(Args args, Value* result) { ReturnDoc(result, Me(args)->function->doc_comment); }
void GetFileName(Args args, Value* result) {
  const OpArray* code = UserCode(Me(args)->function);
  if (!code) return Return(result, false);
  Return(result, code->file->view());
}
template <bool kEnd>
void GetLine(Args args, Value* result) {
  const OpArray* code = UserCode(Me(args)->function);
  if (!code) return Return(result, false);
  Return(result, kEnd ? code->line_end : code->line_start);
}
void GetExtensionName(Args args, Value* result) {
  const Function* f = Me(args)->function;
  const char* extension = nullptr;
  if (UserCode(f)) return Return(result, false);
  if (f->scope) {
    if (const BuiltinClassRow* row = FindBuiltinClassRow(f->scope->name->view())) extension = row->extension;
  } else {
    FindBuiltinRow(f->name->view(), &extension);
  }
  if (!extension) return Return(result, false);
  Return(result, extension);
}
void GetClosureThis(Args args, Value* result) {
  Object* closure = Me(args)->object;
  if (!closure || !IsClosure(Value(closure))) return;
  if (Object* self = ClosureOf(closure)->this_object()) *result = Copy(Value(self));
}
void GetClosureScopeClass(Args args, Value* result) {
  Object* closure = Me(args)->object;
  if (closure && Me(args)->function->scope) *result = Value(ReflectClass(Me(args)->function->scope));
}
void GetStaticVariables(Args args, Value* result) {
  const OpArray* code = UserCode(Me(args)->function);
  Array* out = NewArray();
  if (code && code->static_variables) {
    for (uint32_t p = First(code->static_variables); p != kEnd; p = Next(code->static_variables, p)) {
      Value v = CopyDeref(ValueAt(code->static_variables, p));
      if (!EvaluateConstant(&v, code->scope)) {
        Release(Value(out));
        return;
      }
      SetStr(out, KeyAt(code->static_variables, p).name, v);
    }
  }
  Return(result, out);
}
void CountParameters(Args args, Value* result) { Return(result, ParameterCount(Me(args)->function)); }
void CountRequired(Args args, Value* result) { Return(result, Me(args)->function->required_args); }
void HasReturnType(Args args, Value* result) {
  const Function* f = Me(args)->function;
  Return(result, UserCode(f) && f->return_type.declared);
}
void GetReturnType(Args args, Value* result) {
  const Function* f = Me(args)->function;
  if (UserCode(f) || !f->scope) *result = ReflectType(f->return_type);
}

Object* ReflectParameter(Reflected* of, uint32_t index) {
  Object* o = NewReflection("ReflectionParameter");
  Reflected* r = Of(o);
  r->cls = of->cls;
  r->function = of->function;
  r->index = index;
  if (of->object) {
    Retain(of->object);
    r->object = of->object;
  }
  String* name = of->function->args[index].name;
  SetSlot(o, kReflectionName, name ? name->view() : "");
  return o;
}
void GetParameters(Args args, Value* result) {
  Array* out = NewArray();
  for (uint32_t i = 0; i < ParameterCount(Me(args)->function); ++i) {
    Append(out, Value(ReflectParameter(Me(args), i)));
  }
  Return(result, out);
}

// --- functions

void ConstructFunction(Args args, Value*) {
  Object* o = Self(args);
  if (IsClosure(args[0])) {
    Of(o)->function = ClosureOf(args[0].obj)->function;
    Retain(args[0].obj);
    Of(o)->object = args[0].obj;
  } else {
    std::string_view name = args.View(0);
    if (!name.empty() && name[0] == '\\') name.remove_prefix(1);
    String* lower = ToLowerAscii(name);
    Of(o)->function = FindFunction(lower->view());
    Release(lower);
    if (!Of(o)->function)
      return ThrowReflection(absl::StrFormat("Function %s() does not exist", args.View(0)));
  }
  SetSlot(o, kReflectionName, Of(o)->function->name->view());
}
void CallReflected(Reflected* r, uint32_t argc, const Value* argv, Value* result) {
  if (r->object) {
    CallValue(Value(r->object), argc, argv, result);
  } else {
    CallFunction(r->function, nullptr, nullptr, argc, argv, result);
  }
  if (result->IsReference()) {
    Value plain = CopyDeref(*result);
    Release(*result);
    *result = plain;
  }
}
void Invoke(Args args, Value* result) { CallReflected(Me(args), args.count, args.values, result); }
void InvokeArgs(Args args, Value* result) {
  Reflected* r = Me(args);
  Object* self = r->object ? ClosureOf(r->object)->this_object() : nullptr;
  Class* called = r->object ? ClosureOf(r->object)->called_class() : nullptr;
  CallWithArray(r->function, self, called, args.Has(0) ? args.Arr(0) : EmptyArray(), result);
}
void GetClosure(Args args, Value* result) {
  Reflected* r = Me(args);
  if (r->object) {
    *result = Copy(Value(r->object));
    return;
  }
  Callable callable;
  callable.function = r->function;
  *result = Value(ClosureFromCallable(callable));
}

// --- methods

void InitMethod(Object* o, Class* c, std::string_view name, Object* closure) {
  String* lower = ToLowerAscii(name);
  Function** found = c->methods.Find(lower->view());
  bool invoke = lower->view() == "__invoke" && closure && IsClosure(Value(closure));
  Release(lower);
  if (invoke) {
    Retain(closure);
    Of(o)->object = closure;
  }
  if (!found) {
    return ThrowReflection(absl::StrFormat("Method %s::%s() does not exist", c->name->view(), name));
  }
  Of(o)->cls = c;
  Of(o)->function = *found;
  SetSlot(o, kReflectionName, (*found)->name->view());
  SetSlot(o, kReflectionClass, (*found)->scope->name->view());
}
// A method from its name "A::f".
void InitFromName(Args args, Object* o) {
  std::string_view both = args.View(0);
  size_t at = both.find("::");
  if (at == std::string_view::npos) {
    return ThrowReflection(
        absl::StrFormat("ReflectionMethod::%s(): Argument #1 ($%s) must be a valid method name",
                        args.frame->func->name->view(), args.frame->func->args[0].name->view()));
  }
  Class* c = FindClass(both.substr(0, at), true);
  if (HasException()) return;
  if (!c) return ThrowReflection(absl::StrFormat("Class \"%s\" does not exist", both.substr(0, at)), -1);
  InitMethod(o, c, both.substr(at + 2), nullptr);
}
void ConstructMethod(Args args, Value*) {
  if (args.IsNull(1)) {
    if (!args[0].IsString()) return ArgumentTypeError(1, "must be of type string, object given");
    return InitFromName(args, Self(args));
  }
  Class* c = ClassOrThrow(args[0]);
  if (c) InitMethod(Self(args), c, args.View(1), args[0].IsObject() ? args[0].obj : nullptr);
}
void CreateFromMethodName(Args args, Value* result) {
  Class* called = args.frame->called_class();
  Object* o = NewObject(called ? called : args.frame->func->scope);
  if (!o) return;
  InitFromName(args, o);
  if (HasException()) return Release(o);
  *result = Value(o);
}
void IsConstructor(Args args, Value* result) {
  const Reflected* r = Me(args);
  Return(result, r->cls->constructor && EqualIgnoreCase(r->function->name->view(), "__construct"));
}
void IsDestructor(Args args, Value* result) { Return(result, EqualIgnoreCase(Name(args), "__destruct")); }
void GetModifiers(Args args, Value* result) { Return(result, MemberModifiers(Me(args)->function->flags)); }
void GetDeclaringClass(Args args, Value* result) { *result = Value(ReflectClass(Me(args)->function->scope)); }
void HasPrototype(Args args, Value* result) {
  const Function* f = Me(args)->function;
  Return(result, f->prototype != nullptr && f->prototype != f);
}
void GetPrototype(Args args, Value* result) {
  Function* f = Me(args)->function;
  if (!f->prototype || f->prototype == f) {
    return ThrowReflection(
        absl::StrFormat("Method %s::%s does not have a prototype", f->scope->name->view(), f->name->view()));
  }
  *result = Value(ReflectMethod(f->prototype->scope, f->prototype));
}
void SetAccessible(Args, Value*) {}

// Whether the method can be called on the object in argument 0; raises if not.
bool CheckTarget(Args args, Object** self) {
  const Function* f = Me(args)->function;
  *self = nullptr;
  if (f->Is(F::kAbstract)) {
    ThrowReflection(absl::StrFormat("Trying to invoke abstract method %s::%s()", f->scope->name->view(),
                                    f->name->view()));
    return false;
  }
  if (f->Is(F::kStatic)) return true;
  if (args.IsNull(0)) {
    ThrowReflection(absl::StrFormat("Trying to invoke non static method %s::%s() without an object",
                                    f->scope->name->view(), f->name->view()));
    return false;
  }
  if (!InstanceOf(args[0].obj->cls, f->scope)) {
    ThrowReflection("Given object is not an instance of the class this method was declared in");
    return false;
  }
  *self = args[0].obj;
  return true;
}
void InvokeMethod(Args args, Value* result) {
  Object* self;
  if (!CheckTarget(args, &self)) return;
  Function* f = Me(args)->function;
  uint32_t argc = args.count > 1 ? args.count - 1 : 0;
  CallFunction(f, self, self ? self->cls : Me(args)->cls, argc, args.values + 1, result);
  if (result->IsReference()) {
    Value plain = CopyDeref(*result);
    Release(*result);
    *result = plain;
  }
}
void InvokeMethodArgs(Args args, Value* result) {
  Object* self;
  if (!CheckTarget(args, &self)) return;
  Function* f = Me(args)->function;
  CallWithArray(f, self, self ? self->cls : Me(args)->cls, args.Has(1) ? args.Arr(1) : EmptyArray(), result);
}
void GetMethodClosure(Args args, Value* result) {
  Object* self;
  if (!CheckTarget(args, &self)) return;
  Callable callable;
  callable.function = Me(args)->function;
  callable.self = self;
  callable.called_scope = self ? self->cls : Me(args)->cls;
  *result = Value(ClosureFromCallable(callable));
}

// --- parameters

const ArgInfo& Parameter(Args args) { return Me(args)->function->args[Me(args)->index]; }

void ConstructParameter(Args args, Value*) {
  Object* o = Self(args);
  Reflected* r = Of(o);
  if (IsClosure(args[0])) {
    r->function = ClosureOf(args[0].obj)->function;
    Retain(args[0].obj);
    r->object = args[0].obj;
  } else if (args[0].IsString()) {
    std::string_view name = args.View(0);
    if (!name.empty() && name[0] == '\\') name.remove_prefix(1);
    String* lower = ToLowerAscii(name);
    r->function = FindFunction(lower->view());
    Release(lower);
    if (!r->function) return ThrowReflection(absl::StrFormat("Function %s() does not exist", args.View(0)));
  } else if (args[0].IsArray() && args.Arr(0)->count == 2) {
    Value holder = CopyDeref(GetInt(args.Arr(0), 0));
    String* name = ToString(GetInt(args.Arr(0), 1));
    Class* c = holder.IsObject() || holder.IsString() ? ClassOrThrow(holder) : nullptr;
    Release(holder);
    if (!c || !name) {
      if (name) Release(name);
      return;
    }
    String* lower = ToLowerAscii(name->view());
    Function** found = c->methods.Find(lower->view());
    if (!found) {
      ThrowReflection(absl::StrFormat("Method %s::%s() does not exist", c->name->view(), name->view()));
    } else {
      r->function = *found;
      r->cls = c;
    }
    Release(lower);
    Release(name);
    if (!found) return;
  } else {
    return ThrowReflection(
        "The parameter class is expected to be either a string, an array(class, method) or a callable "
        "object");
  }
  uint32_t count = ParameterCount(r->function);
  if (args[1].IsInt()) {
    if (args[1].i < 0 || args[1].i >= count) {
      return ThrowReflection("The parameter specified by its offset could not be found");
    }
    r->index = static_cast<uint32_t>(args[1].i);
  } else {
    while (r->index < count && r->function->args[r->index].name->view() != args.View(1)) ++r->index;
    if (r->index == count) {
      r->index = 0;
      return ThrowReflection("The parameter specified by its name could not be found");
    }
  }
  SetSlot(o, kReflectionName, r->function->args[r->index].name->view());
}
void ParameterName(Args args, Value* result) { Return(result, Parameter(args).name->view()); }
void ByReference(Args args, Value* result) { Return(result, Parameter(args).by_reference); }
void ByValue(Args args, Value* result) { Return(result, !Parameter(args).by_reference); }
void DeclaringFunction(Args args, Value* result) {
  Reflected* r = Me(args);
  *result = Value(r->function->scope && !r->object
                      ? ReflectMethod(r->cls ? r->cls : r->function->scope, r->function)
                      : ReflectFunction(r->function, r->object));
}
void ParameterClass(Args args, Value* result) {
  if (Class* c = Me(args)->function->scope) *result = Value(ReflectClass(c));
}
void HasType(Args args, Value* result) { Return(result, Parameter(args).type.declared); }
void GetType(Args args, Value* result) { *result = ReflectType(Parameter(args).type); }
void AllowsNull(Args args, Value* result) {
  const TypeDecl& type = Parameter(args).type;
  Return(result, !type.declared || type.Allows(Type::kNull));
}
void Position(Args args, Value* result) { Return(result, Me(args)->index); }
void IsOptional(Args args, Value* result) {
  Return(result, Parameter(args).variadic || Me(args)->index >= Me(args)->function->required_args);
}
void IsVariadic(Args args, Value* result) { Return(result, Parameter(args).variadic); }
void IsPromoted(Args args, Value* result) { Return(result, Parameter(args).promoted); }

// The default, owned; false when there is none or an exception is pending.
bool Default(Args args, Value* value) {
  Reflected* r = Me(args);
  const OpArray* code = UserCode(r->function);
  if (!code) return BuiltinDefault(static_cast<const Builtin*>(r->function), r->index, value);
  for (uint32_t i = 0; i < code->op_count; ++i) {
    const Op& op = code->ops[i];
    if (op.opcode == Opcode::kRecvInit && op.op1.num == r->index + 1) {
      *value = Copy(*op.Literal(op.op2));
      return true;
    }
    if (op.opcode != Opcode::kRecv && op.opcode != Opcode::kRecvInit && op.opcode != Opcode::kExtNop) break;
  }
  return false;
}
void HasDefault(Args args, Value* result) {
  Value v;
  bool has = Default(args, &v);
  if (v.type != Type::kConstantAst) Release(v);
  Return(result, has);
}
void GetDefault(Args args, Value* result) {
  Value v;
  if (!Default(args, &v)) {
    if (!HasException()) ThrowReflection("Internal error: Failed to retrieve the default value");
    return;
  }
  if (EvaluateConstant(&v, Me(args)->function->scope)) *result = v;
}

constexpr BuiltinMethodRow kAbstractMethods[] = {
    {"inNamespace", "(): bool", kReflects, InNamespace},
    {"isClosure", "(): bool", kReflects, Flag<F::kClosure>},
    {"isDeprecated", "(): bool", kReflects, Flag<F::kDeprecated>},
    {"isInternal", "(): bool", kReflects, IsInternal},
    {"isUserDefined", "(): bool", kReflects, IsUserDefined},
    {"isGenerator", "(): bool", kReflects, Flag<F::kGenerator>},
    {"isVariadic", "(): bool", kReflects, Flag<F::kVariadic>},
    {"isStatic", "(): bool", kReflects, Flag<F::kStatic>},
    {"returnsReference", "(): bool", kReflects, Flag<F::kReturnsReference>},
    {"getClosureThis", "(): ?object", kReflects, GetClosureThis},
    {"getClosureScopeClass", "(): ?ReflectionClass", kReflects, GetClosureScopeClass},
    {"getDocComment", "(): string|false", kReflects, GetDocComment},
    {"getStartLine", "(): int|false", kReflects, GetLine<false>},
    {"getEndLine", "(): int|false", kReflects, GetLine<true>},
    {"getExtensionName", "(): string|false", kReflects, GetExtensionName},
    {"getFileName", "(): string|false", kReflects, GetFileName},
    {"getName", "(): string", kReflects, GetName},
    {"getNamespaceName", "(): string", kReflects, GetNamespaceName},
    {"getShortName", "(): string", kReflects, GetShortName},
    {"getNumberOfParameters", "(): int", kReflects, CountParameters},
    {"getNumberOfRequiredParameters", "(): int", kReflects, CountRequired},
    {"getParameters", "(): array", kReflects, GetParameters},
    {"hasReturnType", "(): bool", kReflects, HasReturnType},
    {"getReturnType", "(): ?ReflectionType", kReflects, GetReturnType},
    {"getStaticVariables", "(): array", kReflects, GetStaticVariables},
};
constexpr BuiltinMethodRow kFunctionMethods[] = {
    {"__construct", "(Closure|string $function)", kReflects, ConstructFunction},
    {"isAnonymous", "(): bool", kReflects, Flag<F::kClosure>},
    {"invoke", "(mixed ...$args): mixed", kReflects, Invoke},
    {"invokeArgs", "(array $args = []): mixed", kReflects, InvokeArgs},
    {"getClosure", "(): Closure", kReflects, GetClosure},
};
constexpr BuiltinMethodRow kMethodMethods[] = {
    {"__construct", "(object|string $objectOrMethod, ?string $method = null)", kReflects, ConstructMethod},
    {"createFromMethodName", "(string $method): static", kReflects, CreateFromMethodName,
     F::kPublic | F::kStatic},
    {"isPublic", "(): bool", kReflects, Flag<F::kPublic>},
    {"isPrivate", "(): bool", kReflects, Flag<F::kPrivate>},
    {"isProtected", "(): bool", kReflects, Flag<F::kProtected>},
    {"isAbstract", "(): bool", kReflects, Flag<F::kAbstract>},
    {"isFinal", "(): bool", kReflects, Flag<F::kFinal>},
    {"isConstructor", "(): bool", kReflects, IsConstructor},
    {"isDestructor", "(): bool", kReflects, IsDestructor},
    {"getClosure", "(?object $object = null): Closure", kReflects, GetMethodClosure},
    {"getModifiers", "(): int", kReflects, GetModifiers},
    {"invoke", "(?object $object = null, mixed ...$args): mixed", kReflects, InvokeMethod},
    {"invokeArgs", "(?object $object = null, array $args = []): mixed", kReflects, InvokeMethodArgs},
    {"getDeclaringClass", "(): ReflectionClass", kReflects, GetDeclaringClass},
    {"getPrototype", "(): ReflectionMethod", kReflects, GetPrototype},
    {"hasPrototype", "(): bool", kReflects, HasPrototype},
    {"setAccessible", "(bool $accessible)", kReflects, SetAccessible},
};
constexpr BuiltinMethodRow kParameterMethods[] = {
    {"__construct", "($function, int|string $param)", kReflects, ConstructParameter},
    {"getName", "(): string", kReflects, ParameterName},
    {"isPassedByReference", "(): bool", kReflects, ByReference},
    {"canBePassedByValue", "(): bool", kReflects, ByValue},
    {"getDeclaringFunction", "(): ReflectionFunctionAbstract", kReflects, DeclaringFunction},
    {"getDeclaringClass", "(): ?ReflectionClass", kReflects, ParameterClass},
    {"hasType", "(): bool", kReflects, HasType},
    {"getType", "(): ?ReflectionType", kReflects, GetType},
    {"allowsNull", "(): bool", kReflects, AllowsNull},
    {"getPosition", "(): int", kReflects, Position},
    {"isOptional", "(): bool", kReflects, IsOptional},
    {"isDefaultValueAvailable", "(): bool", kReflects, HasDefault},
    {"getDefaultValue", "(): mixed", kReflects, GetDefault},
    {"isVariadic", "(): bool", kReflects, IsVariadic},
    {"isPromoted", "(): bool", kReflects, IsPromoted},
};
constexpr BuiltinPropertyRow kName[] = {{"name", "string", Type::kUndef}};
constexpr BuiltinPropertyRow kClass[] = {{"class", "string", Type::kUndef}};
constexpr BuiltinClassConstantRow kFunctionConstants[] = {{"IS_DEPRECATED", 2048}};
constexpr BuiltinClassConstantRow kMethodConstants[] = {{"IS_STATIC", 16},   {"IS_PUBLIC", 1},
                                                        {"IS_PROTECTED", 2}, {"IS_PRIVATE", 4},
                                                        {"IS_ABSTRACT", 64}, {"IS_FINAL", 32}};

const BuiltinClassRow kRows[] = {
    {.name = "ReflectionFunctionAbstract",
     .flags = ClassFlags::kAbstract | ClassFlags::kNotSerializable,
     .methods = kAbstractMethods,
     .properties = kName,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionFunction",
     .parent = "ReflectionFunctionAbstract",
     .flags = ClassFlags::kNotSerializable,
     .methods = kFunctionMethods,
     .constants = kFunctionConstants,
     .extension = "Reflection"},
    {.name = "ReflectionMethod",
     .parent = "ReflectionFunctionAbstract",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethodMethods,
     .constants = kMethodConstants,
     .properties = kClass,
     .extension = "Reflection"},
    {.name = "ReflectionParameter",
     .flags = ClassFlags::kNotSerializable,
     .methods = kParameterMethods,
     .properties = kName,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionFunctionClasses = kRows;

}  // namespace tusk
