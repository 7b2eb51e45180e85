// ReflectionFunctionAbstract and ReflectionFunction.
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/function.h"
#include "interp/runtime/closure.h"
#include "interp/vm/builtin.h"

namespace tusk {
namespace {

using F = FunctionFlags;

template <uint32_t kFlags>
void Is(Reflected* self, Args, Value* result) {
  Return(result, self->function->Is(kFlags));
}
void IsClosureFunction(Reflected* self, Args, Value* result) {
  Return(result, self->function->Is(F::kClosure | F::kFakeClosure));
}
void IsInternal(Reflected* self, Args, Value* result) { Return(result, !IsUserCode(self->function)); }
void IsUserDefined(Reflected* self, Args, Value* result) { Return(result, IsUserCode(self->function)); }
void GetDocComment(Reflected* self, Args, Value* result) { ReturnDoc(result, self->function->doc_comment); }

const OpArray* CodeOf(const Reflected* self) {
  return IsUserCode(self->function) ? static_cast<const OpArray*>(self->function) : nullptr;
}
void GetFileName(Reflected* self, Args, Value* result) {
  const OpArray* code = CodeOf(self);
  if (!code) return Return(result, false);
  ReturnName(result, code->file);
}
void GetStartLine(Reflected* self, Args, Value* result) {
  const OpArray* code = CodeOf(self);
  if (!code) return Return(result, false);
  Return(result, code->line_start);
}
void GetEndLine(Reflected* self, Args, Value* result) {
  const OpArray* code = CodeOf(self);
  if (!code) return Return(result, false);
  Return(result, code->line_end);
}
void GetExtension(Reflected* self, Args, Value* result) {
  std::string_view name = ExtensionOf(self->function);
  if (!name.empty()) *result = Value(ReflectExtension(name));
}
void GetExtensionName(Reflected* self, Args, Value* result) {
  std::string_view name = ExtensionOf(self->function);
  if (name.empty()) return Return(result, false);
  Return(result, name);
}

void GetParameters(Reflected* self, Args, Value* result) {
  uint32_t count = ParameterCount(self->function);
  Array* out = NewArray(count);
  for (uint32_t i = 0; i < count; ++i) Append(out, Value(ReflectParameter(*self, i)));
  Return(result, out);
}
void GetNumberOfParameters(Reflected* self, Args, Value* result) {
  Return(result, ParameterCount(self->function));
}
void GetNumberOfRequiredParameters(Reflected* self, Args, Value* result) {
  Return(result, self->function->required_args);
}

void HasReturnType(Reflected* self, Args, Value* result) {
  Return(result, self->function->return_type.declared && !TentativeReturn(self->function));
}
void GetReturnType(Reflected* self, Args, Value* result) {
  if (!TentativeReturn(self->function)) ReturnType(result, self->function->return_type);
}
void HasTentativeReturnType(Reflected* self, Args, Value* result) {
  Return(result, self->function->return_type.declared && TentativeReturn(self->function));
}
void GetTentativeReturnType(Reflected* self, Args, Value* result) {
  if (TentativeReturn(self->function)) ReturnType(result, self->function->return_type);
}

// Adds a variable that a function keeps. False: an exception is pending.
bool PutVariable(Array* to, const Array* from, uint32_t position, Class* scope, bool references) {
  Value v = references ? Copy(ValueAt(from, position)) : CopyDeref(ValueAt(from, position));
  if (v.IsUndef()) return true;
  if (!v.IsReference() && !Evaluated(&v, scope)) return false;
  SetStr(to, KeyAt(from, position).name, v);
  return true;
}
void GetStaticVariables(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  if (self->function->kind == FunctionKind::kUser) {
    if (const Array* from = static_cast<OpArray*>(self->function)->static_variables) {
      for (uint32_t p = First(from); p != kEnd; p = Next(from, p)) {
        if (!PutVariable(out, from, p, self->function->scope, false)) break;
      }
    }
  }
  Return(result, out);
}
// Only those of `use` and of arrow functions: they are bound before the body begins.
void GetClosureUsedVariables(Reflected* self, Args, Value* result) {
  Array* out = NewArray();
  const OpArray* code = CodeOf(self);
  if (code && code->Is(F::kClosure) && code->static_variables) {
    const Array* from = code->static_variables;
    for (uint32_t i = 0; i < code->op_count; ++i) {
      const Op& op = code->ops[i];
      if (op.opcode == Opcode::kRecv || op.opcode == Opcode::kRecvInit ||
          op.opcode == Opcode::kRecvVariadic || op.opcode == Opcode::kNop)
        continue;
      if (op.opcode != Opcode::kBindStatic || !(op.extended & (BindFlags::kImplicit | BindFlags::kExplicit)))
        break;
      uint32_t position = First(from);
      for (uint32_t n = op.extended >> BindFlags::kShift; n && position != kEnd; --n)
        position = Next(from, position);
      if (position == kEnd || !PutVariable(out, from, position, code->scope, true)) break;
    }
  }
  Return(result, out);
}

void GetClosureThis(Reflected* self, Args, Value* result) {
  if (!self->held) return;
  if (Object* o = ClosureOf(self->held)->this_object()) *result = Copy(Value(o));
}
void GetClosureScopeClass(Reflected* self, Args, Value* result) {
  if (self->held && self->function->scope) *result = Value(ReflectClass(self->function->scope));
}
void GetClosureCalledClass(Reflected* self, Args, Value* result) {
  if (!self->held) return;
  Class* c = ClosureOf(self->held)->called_class();
  if (!c) c = self->function->scope;
  if (c) *result = Value(ReflectClass(c));
}

void GetAttributes(Reflected* self, Args args, Value* result) {
  constexpr int64_t kTargetFunction = 2, kTargetMethod = 4;
  bool method = IsReflector(args.frame->self.obj, Reflector::kMethod);
  ReturnAttributes(self->function->attributes, self->function->scope,
                   method ? kTargetMethod : kTargetFunction, args, result);
}

// --- ReflectionFunction

void Construct(Args args, Value*) {
  Function* f;
  Object* closure = nullptr;
  if (args[0].IsObject()) {
    closure = args[0].obj;
    f = ClosureOf(closure)->function;
  } else {
    std::string_view name = args.View(0);
    if (name.starts_with('\\')) name.remove_prefix(1);
    f = FindFunction(InternLower(name)->view());
    if (!f) return ThrowReflectionF("Function %s() does not exist", name);
  }
  Initialize(args.frame->self.obj, {.function = f, .name = f->name, .held = closure});
}
void IsAnonymous(Reflected* self, Args, Value* result) {
  Return(result, self->function->Is(F::kClosure) && !self->function->Is(F::kFakeClosure));
}
void IsDisabled(Reflected*, Args, Value* result) {
  Deprecated(
      "Method ReflectionFunction::isDisabled() is deprecated since 8.0, as ReflectionFunction can no longer "
      "be "
      "constructed for disabled functions");
  Return(result, false);
}
void Invoke(Reflected* self, uint32_t argc, const Value* argv, Array* named, Value* result) {
  Callable callable;
  if (self->held) {
    if (!ResolveCallable(Value(self->held), &callable)) return;
  } else {
    callable.function = self->function;
  }
  CallResolved(callable, argc, argv, named, result);
  ReleaseCallable(&callable);
  DerefResult(result);
}
void InvokeFunction(Reflected* self, Args args, Value* result) {
  Invoke(self, args.count, args.values, ExtraNamed(args), result);
}
void InvokeArgs(Reflected* self, Args args, Value* result) {
  GivenArguments given(self->function, args.Arr(0));
  if (!HasException()) Invoke(self, given.count(), given.values(), given.named(), result);
}
void GetClosure(Reflected* self, Args, Value* result) {
  if (self->held) {
    *result = Copy(Value(self->held));
    return;
  }
  Callable callable;
  callable.function = self->function;
  if (Object* o = ClosureFromCallable(callable)) *result = Value(o);
}
void ToText(Reflected* self, Args, Value* result) { Return(result, std::string_view(FunctionText(*self))); }

constexpr uint16_t kLooks = kReflectionLooks, kActs = kReflectionActs;
constexpr BuiltinMethodRow kAbstractMethods[] = {
    {"__clone", "(): void", kLooks, RefuseClone, F::kPrivate},
    {"inNamespace", "(): bool", kLooks, Of<ReflectedInNamespace>},
    {"isClosure", "(): bool", kLooks, Of<IsClosureFunction>},
    {"isDeprecated", "(): bool", kLooks, Of<Is<F::kDeprecated>>},
    {"isInternal", "(): bool", kLooks, Of<IsInternal>},
    {"isUserDefined", "(): bool", kLooks, Of<IsUserDefined>},
    {"isGenerator", "(): bool", kLooks, Of<Is<F::kGenerator>>},
    {"isVariadic", "(): bool", kLooks, Of<Is<F::kVariadic>>},
    {"isStatic", "(): bool", kLooks, Of<Is<F::kStatic>>},
    {"getClosureThis", "(): ?object", kActs, Of<GetClosureThis>},
    {"getClosureScopeClass", "(): ?ReflectionClass", kActs, Of<GetClosureScopeClass>},
    {"getClosureCalledClass", "(): ?ReflectionClass", kActs, Of<GetClosureCalledClass>},
    {"getClosureUsedVariables", "(): array", kActs, Of<GetClosureUsedVariables>},
    {"getDocComment", "(): string|false", kLooks, Of<GetDocComment>},
    {"getEndLine", "(): int|false", kLooks, Of<GetEndLine>},
    {"getExtension", "(): ?ReflectionExtension", kActs, Of<GetExtension>},
    {"getExtensionName", "(): string|false", kLooks, Of<GetExtensionName>},
    {"getFileName", "(): string|false", kLooks, Of<GetFileName>},
    {"getName", "(): string", kLooks, Of<GetReflectedName>},
    {"getNamespaceName", "(): string", kLooks, Of<ReflectedNamespaceName>},
    {"getNumberOfParameters", "(): int", kLooks, Of<GetNumberOfParameters>},
    {"getNumberOfRequiredParameters", "(): int", kLooks, Of<GetNumberOfRequiredParameters>},
    {"getParameters", "(): array", kActs, Of<GetParameters>},
    {"getShortName", "(): string", kLooks, Of<ReflectedShortName>},
    {"getStartLine", "(): int|false", kLooks, Of<GetStartLine>},
    {"getStaticVariables", "(): array", kActs, Of<GetStaticVariables>},
    {"returnsReference", "(): bool", kLooks, Of<Is<F::kReturnsReference>>},
    {"hasReturnType", "(): bool", kLooks, Of<HasReturnType>},
    {"getReturnType", "(): ?ReflectionType", kActs, Of<GetReturnType>},
    {"hasTentativeReturnType", "(): bool", kLooks, Of<HasTentativeReturnType>},
    {"getTentativeReturnType", "(): ?ReflectionType", kActs, Of<GetTentativeReturnType>},
    {"getAttributes", "(?string $name = null, int $flags = 0): array", kActs, Of<GetAttributes>},
};
constexpr BuiltinMethodRow kFunctionMethods[] = {
    {"__construct", "(Closure|string $function)", kActs, Construct},
    {"__toString", "(): string", kActs, Of<ToText>},
    {"isAnonymous", "(): bool", kLooks, Of<IsAnonymous>},
    {"isDisabled", "()", kActs, Of<IsDisabled>},
    {"invoke", "(mixed ...$args): mixed", kActs | Effects::kTakesNamed, Of<InvokeFunction>},
    {"invokeArgs", "(array $args): mixed", kActs, Of<InvokeArgs>},
    {"getClosure", "(): Closure", kActs, Of<GetClosure>},
};
constexpr BuiltinClassConstantRow kConstants[] = {{"IS_DEPRECATED", 2048}};
constexpr BuiltinPropertyRow kProperties[] = {{"name", "string", ""}};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionFunctionAbstract",
     .interfaces = "Reflector",
     .flags = ClassFlags::kAbstract | ClassFlags::kNotSerializable,
     .methods = kAbstractMethods,
     .properties = kProperties,
     .handlers = &kReflectedHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionFunction",
     .parent = "ReflectionFunctionAbstract",
     .methods = kFunctionMethods,
     .constants = kConstants,
     .extension = "Reflection"},
};

}  // namespace

GivenArguments::GivenArguments(const Function* f, const Array* given) {
  for (uint32_t p = First(given); p != kEnd; p = Next(given, p)) {
    ArrayKey key = KeyAt(given, p);
    Value v = ValueAt(given, p);
    if (key.name) {
      if (!named_) named_ = NewHash(4);
      SetStr(named_, key.name, CopyDeref(v));
    } else if (named_) {
      ThrowError("Cannot use positional argument after named argument");
      return;
    } else {
      values_.push_back(f->ArgByReference(count()) ? v : Deref(v));
    }
  }
}
GivenArguments::~GivenArguments() {
  if (named_) Release(Value(named_));
}

void DerefResult(Value* result) {
  if (!result->IsReference()) return;
  Value plain = CopyDeref(*result);
  Release(*result);
  *result = plain;
}

// Methods of builtin classes: subclasses may still declare less. The magic ones are as strict as any.
bool TentativeReturn(const Function* f) {
  return f->scope && f->scope->Is(ClassFlags::kBuiltin) && !f->Is(F::kClosure) &&
         !f->name->view().starts_with("__");
}

std::string_view ExtensionOf(const Function* f) {
  if (IsUserCode(f)) return {};
  if (f->scope) return ExtensionOf(f->scope);
  const char* extension = "";
  FindBuiltinRow(InternLower(f->name->view())->view(), &extension);
  return extension;
}

const std::span<const BuiltinClassRow> kReflectionFunctionClasses = kRows;

}  // namespace tusk
