// Types of values: tests, names, conversions.
#include <cmath>
#include <cstdlib>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/runtime/resource.h"
#include "interp/runtime/scalar.h"

namespace tusk {
namespace {

template <Type kType>
void IsType(Args args, Value* result) {
  Return(result, args[0].type == kType);
}
void IsBool(Args args, Value* result) { Return(result, args[0].IsBool()); }
void IsNull(Args args, Value* result) { Return(result, args[0].IsNullOrUndef()); }
void IsResourceFunction(Args args, Value* result) {
  Return(result, args[0].IsResource() && args[0].res->type_name != nullptr);
}
void IsScalar(Args args, Value* result) {
  Return(result, args[0].IsBool() || args[0].IsNumber() || args[0].IsString());
}
void IsNumeric(Args args, Value* result) {
  int64_t i;
  double d;
  Return(result, args[0].IsNumber() ||
                     (args[0].IsString() && IsNumericString(args.View(0), &i, &d) != Numeric::kNot));
}
bool IsInstance(const Value& v, const char* name) {
  if (!v.IsObject()) return false;
  String* s = Intern(name);
  Class* c = g_state->find_class(s, false);
  return c && InstanceOf(v.obj->cls, c);
}
void IsIterable(Args args, Value* result) {
  Return(result, args[0].IsArray() || IsInstance(args[0], "Traversable"));
}
void IsCountable(Args args, Value* result) {
  Return(result, args[0].IsArray() || IsInstance(args[0], "Countable") ||
                     (args[0].IsObject() && args[0].obj->cls->handlers->count));
}

void Gettype(Args args, Value* result) {
  if (args[0].IsResource() && !args[0].res->type_name) return Return(result, Intern("resource (closed)"));
  Return(result, Intern(TypeNameForGettype(args[0].type)));
}

void GetDebugType(Args args, Value* result) {
  const Value& v = args[0];
  switch (v.type) {
    case Type::kFalse:
    case Type::kTrue: return Return(result, Intern("bool"));
    case Type::kInt: return Return(result, Intern("int"));
    case Type::kFloat: return Return(result, Intern("float"));
    case Type::kString: return Return(result, Intern("string"));
    case Type::kArray: return Return(result, Intern("array"));
    case Type::kResource:
      if (!v.res->type_name) return Return(result, Intern("resource (closed)"));
      return Return(result, absl::StrFormat("resource (%s)", v.res->type_name));
    case Type::kObject: {
      std::string_view name = v.obj->cls->name->view();
      if (v.obj->cls->Is(ClassFlags::kAnonymous)) name = name.substr(0, name.find('\0'));
      return Return(result, NewString(name));
    }
    default: return Return(result, Intern("null"));
  }
}

void Intval(Args args, Value* result) {
  int64_t base = args.Int(1, 10);
  if (!args[0].IsString() || base == 10) return Return(result, ToInt(args[0]));
  if (base != 0 && (base < 2 || base > 36)) return Return(result, int64_t{0});
  // A prefix such as 0b, and 0o with 8, is known for its own base and for base 0 (which also knows 0x and 0).
  std::string text(args.View(0));
  size_t i = text.find_first_not_of(" \t\n\r\v\f");
  if (i == text.npos) return Return(result, int64_t{0});
  size_t sign = (text[i] == '-' || text[i] == '+') ? 1 : 0;
  if (i + sign + 1 < text.size() && text[i + sign] == '0') {
    char c = static_cast<char>(text[i + sign + 1] | 0x20);
    int64_t prefix = c == 'b' ? 2 : c == 'o' ? 8 : 0;
    if (prefix != 0 && (base == 0 || base == prefix)) {
      text.erase(i + sign, 2);
      base = prefix;
    }
  }
  Return(result, static_cast<int64_t>(std::strtoll(text.c_str() + i, nullptr, static_cast<int>(base))));
}
void Floatval(Args args, Value* result) { Return(result, ToFloat(args[0])); }
void Boolval(Args args, Value* result) { Return(result, ToBool(args[0])); }
void Strval(Args args, Value* result) {
  if (String* s = ToString(args[0])) Return(result, s);
}

void Settype(Args args, Value* result) {
  String* type = ToLowerAscii(args.View(1));
  std::string name(type->view());
  Release(type);
  const Value v = args[0].ref->value;
  Value to;
  if (name == "int" || name == "integer") {
    to = Value(ToInt(v));
  } else if (name == "float" || name == "double") {
    to = Value(ToFloat(v));
  } else if (name == "string") {
    String* s = ToString(v);
    if (!s) return;
    to = Value(s);
  } else if (name == "bool" || name == "boolean") {
    to = Value(ToBool(v));
  } else if (name == "null") {
    to = Value::Null();
  } else if (name == "array") {
    to = Value(ToArray(v));
  } else if (name == "object") {
    to = Value(ToObject(v));
  } else if (name == "resource") {
    return ThrowValueError("Cannot convert to resource type");
  } else {
    return ArgumentValueError(2, "must be a valid type");
  }
  AssignArgument(args, 0, to);
  Return(result, true);
}

void IsCallableFunction(Args args, Value* result) {
  String* name = nullptr;
  bool callable = IsCallable(args[0], args.Bool(1), args.Has(2) ? &name : nullptr);
  if (name) AssignArgument(args, 2, Value(name));
  Return(result, callable);
}

constexpr uint16_t kConverts = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"boolval", "(mixed $value): bool", Effects::kPure, Boolval},
    {"doubleval", "(mixed $value): float", kConverts, Floatval},
    {"floatval", "(mixed $value): float", kConverts, Floatval},
    {"get_debug_type", "(mixed $value): string", Effects::kPure, GetDebugType},
    {"gettype", "(mixed $value): string", Effects::kPure, Gettype},
    {"intval", "(mixed $value, int $base = 10): int", kConverts, Intval},
    {"is_array", "(mixed $value): bool", Effects::kPure, IsType<Type::kArray>},
    {"is_bool", "(mixed $value): bool", Effects::kPure, IsBool},
    {"is_callable", "(mixed $value, bool $syntax_only = false, &$callable_name = null): bool",
     Effects::kThrows | Effects::kCallsBack | Effects::kWritesArgs | Effects::kReadsState,
     IsCallableFunction},
    {"is_countable", "(mixed $value): bool", Effects::kPure, IsCountable},
    {"is_double", "(mixed $value): bool", Effects::kPure, IsType<Type::kFloat>},
    {"is_float", "(mixed $value): bool", Effects::kPure, IsType<Type::kFloat>},
    {"is_int", "(mixed $value): bool", Effects::kPure, IsType<Type::kInt>},
    {"is_integer", "(mixed $value): bool", Effects::kPure, IsType<Type::kInt>},
    {"is_iterable", "(mixed $value): bool", Effects::kPure, IsIterable},
    {"is_long", "(mixed $value): bool", Effects::kPure, IsType<Type::kInt>},
    {"is_null", "(mixed $value): bool", Effects::kPure, IsNull},
    {"is_numeric", "(mixed $value): bool", Effects::kPure, IsNumeric},
    {"is_object", "(mixed $value): bool", Effects::kPure, IsType<Type::kObject>},
    {"is_resource", "(mixed $value): bool", Effects::kReadsState, IsResourceFunction},
    {"is_scalar", "(mixed $value): bool", Effects::kPure, IsScalar},
    {"is_string", "(mixed $value): bool", Effects::kPure, IsType<Type::kString>},
    {"settype", "(mixed &$var, string $type): bool", kConverts | Effects::kWritesArgs, Settype},
    {"strval", "(mixed $value): string", kConverts, Strval},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kTypeFunctions(kRows);

}  // namespace tusk
