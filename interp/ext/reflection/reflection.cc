// What the Reflection classes share, ReflectionException and the types.
#include "interp/ext/reflection/reflection.h"

#include <algorithm>
#include <vector>

namespace tusk {
namespace {

using F = FunctionFlags;

void Destroy(Object* o) {
  Reflected* r = Of(o);
  if (r->text) Release(r->text);
  if (r->object) Release(r->object);
  *r = {};
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  if (!Of(o)->object) return;
  Value v(Of(o)->object);
  visit(&v, context);
}

}  // namespace

const ObjectHandlers kReflectionHandlers = {
    .destroy_native = Destroy, .trace_native = Trace, .cloneable = false};

void SetSlot(Object* o, uint32_t slot, std::string_view text) {
  Value* place = &o->props()[slot];
  Value old = *place;
  *place = Value(NewString(text));
  place->extra = 0;
  Release(old);
}

void ThrowReflection(std::string_view message, int64_t code) {
  Object* o = NewObject(FindClass("ReflectionException", false));
  SetSlot(o, ThrowableSlots::kMessage, message);
  o->props()[ThrowableSlots::kCode] = Value(code);
  ThrowObject(o);
}

Object* NewReflection(const char* class_name) { return NewObjectUnchecked(FindClass(class_name, false)); }

Object* ReflectClass(Class* c) {
  Object* o = NewReflection(c->Is(ClassFlags::kEnum) ? "ReflectionEnum" : "ReflectionClass");
  Of(o)->cls = c;
  SetSlot(o, kReflectionName, c->name->view());
  return o;
}
Object* ReflectFunction(Function* f, Object* closure) {
  Object* o = NewReflection("ReflectionFunction");
  Of(o)->function = f;
  if (closure) {
    Retain(closure);
    Of(o)->object = closure;
  }
  SetSlot(o, kReflectionName, f->name->view());
  return o;
}
Object* ReflectMethod(Class* c, Function* f) {
  Object* o = NewReflection("ReflectionMethod");
  Of(o)->cls = c;
  Of(o)->function = f;
  SetSlot(o, kReflectionName, f->name->view());
  SetSlot(o, kReflectionClass, f->scope->name->view());
  return o;
}
Object* ReflectProperty(Class* c, std::string_view name, PropertyInfo* info) {
  Object* o = NewReflection("ReflectionProperty");
  Of(o)->cls = c;
  Of(o)->property = info;
  Of(o)->text = NewString(name);
  SetSlot(o, kReflectionName, name);
  SetSlot(o, kReflectionClass, (info ? info->scope : c)->name->view());
  return o;
}
Object* ReflectConstant(Class* c, String* name, ClassConstant* constant) {
  bool is_case = constant->flags & kEnumCase;
  Object* o = NewReflection(!is_case                                ? "ReflectionClassConstant"
                            : c->enum_info->backing == Type::kUndef ? "ReflectionEnumUnitCase"
                                                                    : "ReflectionEnumBackedCase");
  Of(o)->cls = c;
  Of(o)->constant = constant;
  Of(o)->text = NewString(name->view());
  SetSlot(o, kReflectionName, name->view());
  SetSlot(o, kReflectionClass, constant->scope->name->view());
  return o;
}

Class* ClassOrThrow(const Value& v) {
  if (v.IsObject()) return v.obj->cls;
  Class* c = FindClass(v.str, true);
  if (!c && !HasException())
    ThrowReflection(absl::StrFormat("Class \"%s\" does not exist", v.str->view()), -1);
  return HasException() ? nullptr : c;
}

void CallWithArray(Function* f, Object* self, Class* called, const Array* arguments, Value* result) {
  std::vector<Value> positional;
  Value named;
  for (uint32_t p = First(arguments); p != kEnd; p = Next(arguments, p)) {
    ArrayKey key = KeyAt(arguments, p);
    if (key.IsInt()) {
      if (named.IsArray()) {
        ThrowError("Cannot use positional argument after named argument");
        break;
      }
      positional.push_back(ValueAt(arguments, p));
    } else {
      if (!named.IsArray()) named = Value(NewArray());
      SetStr(named.arr, key.name, Copy(ValueAt(arguments, p)));
    }
  }
  if (!HasException()) {
    Callable callable;
    callable.function = f;
    callable.self = self;
    callable.called_scope = called;
    CallResolved(callable, static_cast<uint32_t>(positional.size()), positional.data(),
                 named.IsArray() ? named.arr : nullptr, result);
    if (result->IsReference()) {
      Value plain = CopyDeref(*result);
      Release(*result);
      *result = plain;
    }
  }
  Release(named);
}

void ReturnDoc(Value* result, std::string_view doc) {
  if (doc.empty()) return Return(result, false);
  Return(result, doc);
}

int64_t MemberModifiers(uint32_t flags) {
  return (flags & F::kPublic ? 1 : 0) | (flags & F::kProtected ? 2 : 0) | (flags & F::kPrivate ? 4 : 0) |
         (flags & F::kStatic ? 16 : 0) | (flags & F::kFinal ? 32 : 0) | (flags & F::kAbstract ? 64 : 0);
}

// --- types: objects around the text, as PHP writes it

namespace {

Value TypeFromText(std::string_view text) {
  bool nullable = !text.empty() && text[0] == '?';
  const char* cls = "ReflectionNamedType";
  if (text.find('|') != std::string_view::npos) {
    cls = "ReflectionUnionType";
  } else if (text.find('&') != std::string_view::npos) {
    cls = "ReflectionIntersectionType";
    if (text.front() == '(') text = text.substr(1, text.size() - 2);
  }
  Object* o = NewReflection(cls);
  Of(o)->text = NewString(text);
  Of(o)->index = nullable;
  return Value(o);
}

std::string_view TypeText(Args args) { return Me(args)->text->view(); }

void TypeToStringMethod(Args args, Value* result) { Return(result, TypeText(args)); }
void TypeAllowsNull(Args args, Value* result) {
  std::string_view text = TypeText(args);
  Return(result, text[0] == '?' || text == "mixed" || text == "null" || text.ends_with("|null") ||
                     text.starts_with("null|") || text.find("|null|") != std::string_view::npos);
}
void TypeName(Args args, Value* result) {
  std::string_view text = TypeText(args);
  Return(result, text[0] == '?' ? text.substr(1) : text);
}
void TypeIsBuiltin(Args args, Value* result) {
  static constexpr std::string_view kNames[] = {"array",  "bool",     "callable", "false", "float",
                                                "int",    "iterable", "mixed",    "never", "null",
                                                "object", "string",   "true",     "void"};
  std::string_view text = TypeText(args);
  if (text[0] == '?') text.remove_prefix(1);
  Return(result, std::find(std::begin(kNames), std::end(kNames), text) != std::end(kNames));
}
template <char kSeparator>
void TypeParts(Args args, Value* result) {
  std::string_view text = TypeText(args);
  Array* out = NewArray();
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    char c = i < text.size() ? text[i] : kSeparator;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c != kSeparator || depth) continue;
    Append(out, TypeFromText(text.substr(start, i - start)));
    start = i + 1;
  }
  Return(result, out);
}

void GetModifierNames(Args args, Value* result) {
  static constexpr struct {
    int64_t bits;
    const char* name;
  } kNames[] = {{64, "abstract"},         {32, "final"},    {1, "public"},
                {4, "private"},           {2, "protected"}, {16, "static"},
                {65536 | 128, "readonly"}};
  Array* out = NewArray();
  for (const auto& row : kNames) {
    if (args[0].i & row.bits) Append(out, Value(Intern(row.name)));
  }
  Return(result, out);
}
constexpr BuiltinMethodRow kReflectionMethods[] = {
    {"getModifierNames", "(int $modifiers): array", kReflects, GetModifierNames, F::kPublic | F::kStatic}};

constexpr BuiltinMethodRow kTypeMethods[] = {
    {"allowsNull", "(): bool", kReflects, TypeAllowsNull},
    {"__toString", "(): string", kReflects, TypeToStringMethod},
};
constexpr BuiltinMethodRow kNamedTypeMethods[] = {
    {"getName", "(): string", kReflects, TypeName},
    {"isBuiltin", "(): bool", kReflects, TypeIsBuiltin},
};
constexpr BuiltinMethodRow kUnionTypeMethods[] = {{"getTypes", "(): array", kReflects, TypeParts<'|'>}};
constexpr BuiltinMethodRow kIntersectionTypeMethods[] = {
    {"getTypes", "(): array", kReflects, TypeParts<'&'>}};

const BuiltinClassRow kRows[] = {
    {.name = "ReflectionException", .parent = "Exception", .extension = "Reflection"},
    {.name = "Reflection", .methods = kReflectionMethods, .extension = "Reflection"},
    {.name = "ReflectionType",
     .interfaces = "Stringable",
     .flags = ClassFlags::kAbstract | ClassFlags::kNotSerializable,
     .methods = kTypeMethods,
     .handlers = &kReflectionHandlers,
     .native_size = sizeof(Reflected),
     .extension = "Reflection"},
    {.name = "ReflectionNamedType",
     .parent = "ReflectionType",
     .flags = ClassFlags::kNotSerializable,
     .methods = kNamedTypeMethods,
     .extension = "Reflection"},
    {.name = "ReflectionUnionType",
     .parent = "ReflectionType",
     .flags = ClassFlags::kNotSerializable,
     .methods = kUnionTypeMethods,
     .extension = "Reflection"},
    {.name = "ReflectionIntersectionType",
     .parent = "ReflectionType",
     .flags = ClassFlags::kNotSerializable,
     .methods = kIntersectionTypeMethods,
     .extension = "Reflection"},
};

}  // namespace

const std::span<const BuiltinClassRow> kReflectionTypeClasses = kRows;

Value ReflectType(const TypeDecl& type) {
  if (!type.declared) return Value::Null();
  String* text = TypeToString(type);
  Value v = TypeFromText(text->view());
  Release(text);
  return v;
}

}  // namespace tusk
