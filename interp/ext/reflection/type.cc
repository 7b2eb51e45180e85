// ReflectionType and its kinds. A type is kept as the text that PHP prints for it, and taken apart on demand.
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/reflection/reflection.h"
#include "interp/runtime/class_table.h"

namespace tusk {
namespace {

using F = FunctionFlags;

struct ReflectedType {
  String* text;  // owned
};
std::string_view TextOf(Args args) {
  String* s = args.frame->self.obj->native<ReflectedType>()->text;
  return s ? s->view() : std::string_view();
}
constexpr ObjectHandlers kHandlers = {
    .construct_native = [](Object* o) { o->native<ReflectedType>()->text = nullptr; },
    .destroy_native =
        [](Object* o) {
          if (String* s = o->native<ReflectedType>()->text) Release(Value(s));
        },
    .cloneable = false};

// "A|(B&C)|null" at the bars outside of parentheses.
std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Value TypeOfText(std::string_view text) {
  Reflector kind = Reflector::kNamedType;
  if (text.find('|') != text.npos) {
    kind = Reflector::kUnionType;
  } else if (text.find('&') != text.npos) {
    kind = Reflector::kIntersectionType;
  }
  Object* o = NewObjectUnchecked(ReflectorClass(kind));
  o->native<ReflectedType>()->text = NewString(text);
  return Value(o);
}

std::string_view Named(std::string_view text) { return text.substr(text.starts_with('?')); }

void AllowsNull(Args args, Value* result) {
  std::string_view text = TextOf(args);
  bool allows = text.starts_with('?') || text == "mixed" || text == "null" || text.ends_with("|null");
  Return(result, allows);
}
void ToText(Args args, Value* result) { Return(result, TextOf(args)); }
void GetName(Args args, Value* result) { Return(result, Named(TextOf(args))); }
void IsBuiltin(Args args, Value* result) {
  static constexpr std::string_view kBuiltin[] = {"int",   "float", "string",   "bool",  "array",
                                                  "mixed", "void",  "null",     "never", "callable",
                                                  "false", "true",  "iterable", "object"};
  std::string_view name = Named(TextOf(args));
  for (std::string_view builtin : kBuiltin) {
    if (name == builtin) return Return(result, true);
  }
  Return(result, false);
}
template <char kSeparator>
void GetTypes(Args args, Value* result) {
  Array* out = NewArray();
  for (std::string_view part : Split(TextOf(args), kSeparator)) {
    if (part.starts_with('(')) part = part.substr(1, part.size() - 2);
    Append(out, TypeOfText(part));
  }
  Return(result, out);
}

constexpr BuiltinMethodRow kMethods[] = {
    {"__clone", "(): void", kReflectionLooks, RefuseClone, F::kPrivate},
    {"allowsNull", "(): bool", kReflectionLooks, AllowsNull},
    {"__toString", "(): string", kReflectionLooks, ToText},
};
constexpr BuiltinMethodRow kNamedMethods[] = {
    {"getName", "(): string", kReflectionLooks, GetName},
    {"isBuiltin", "(): bool", kReflectionLooks, IsBuiltin},
};
constexpr BuiltinMethodRow kUnionMethods[] = {
    {"getTypes", "(): array", kReflectionActs, GetTypes<'|'>},
};
constexpr BuiltinMethodRow kIntersectionMethods[] = {
    {"getTypes", "(): array", kReflectionActs, GetTypes<'&'>},
};
constexpr BuiltinClassRow kRows[] = {
    {.name = "ReflectionType",
     .interfaces = "Stringable",
     .flags = ClassFlags::kAbstract | ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(ReflectedType),
     .extension = "Reflection"},
    {.name = "ReflectionNamedType",
     .parent = "ReflectionType",
     .methods = kNamedMethods,
     .extension = "Reflection"},
    {.name = "ReflectionUnionType",
     .parent = "ReflectionType",
     .methods = kUnionMethods,
     .extension = "Reflection"},
    {.name = "ReflectionIntersectionType",
     .parent = "ReflectionType",
     .methods = kIntersectionMethods,
     .extension = "Reflection"},
};

}  // namespace

std::string ReflectedTypeText(const TypeDecl& type) {
  constexpr uint32_t kRest = TypeDecl::Bit(Type::kNull) | TypeDecl::Bit(Type::kArray);
  if (type.classes.size() == 1 && (type.mask & ~kRest) == TypeDecl::kIterable)
    return type.Allows(Type::kNull) ? "?iterable" : "iterable";
  return TypeText(type);
}
Value ReflectType(const TypeDecl& type) {
  return type.declared ? TypeOfText(ReflectedTypeText(type)) : Value::Null();
}

const std::span<const BuiltinClassRow> kReflectionTypeClasses = kRows;

}  // namespace tusk
