// stdClass, the engine's interfaces, attributes' classes, enums' methods.
#include "interp/ext/class_tables.h"
#include "interp/ext/core/enum_methods.h"
#include "interp/runtime/array.h"
#include "interp/runtime/class_link.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/builtin.h"
#include "interp/vm/frame.h"

namespace tusk {
namespace {

using F = FunctionFlags;
using C = ClassFlags;

constexpr BuiltinMethodRow kIteratorAggregateMethods[] = {{"getIterator", "(): Traversable"}};
constexpr BuiltinMethodRow kIteratorMethods[] = {
    {"current", "(): mixed"}, {"next", "(): void"},   {"key", "(): mixed"},
    {"valid", "(): bool"},    {"rewind", "(): void"},
};
constexpr BuiltinMethodRow kArrayAccessMethods[] = {
    {"offsetExists", "(mixed $offset): bool"},
    {"offsetGet", "(mixed $offset): mixed"},
    {"offsetSet", "(mixed $offset, mixed $value): void"},
    {"offsetUnset", "(mixed $offset): void"},
};
constexpr BuiltinMethodRow kSerializableMethods[] = {
    {"serialize", "()"},
    {"unserialize", "(string $data)"},
};
constexpr BuiltinMethodRow kCountableMethods[] = {{"count", "(): int"}};
constexpr BuiltinMethodRow kStringableMethods[] = {{"__toString", "(): string"}};
constexpr BuiltinMethodRow kJsonSerializableMethods[] = {{"jsonSerialize", "(): mixed"}};
constexpr BuiltinMethodRow kUnitEnumMethods[] = {{"cases", "(): array", F::kPublic | F::kStatic}};
constexpr BuiltinMethodRow kBackedEnumMethods[] = {
    {"from", "(int|string $value): static", F::kPublic | F::kStatic},
    {"tryFrom", "(int|string $value): ?static", F::kPublic | F::kStatic},
};

void Nothing(Args, Value*) {}

void AttributeConstruct(Args args, Value*) {
  Value* slot = args.frame->self.obj->props();
  *slot = Value(args.Has(0) ? args.Int(0) : int64_t{127});
  slot->extra = 0;
}
constexpr BuiltinMethodRow kAttributeMethods[] = {
    {"__construct", "(int $flags = 127)", BuiltinEffects::kPure, AttributeConstruct}};
constexpr BuiltinPropertyRow kAttributeProperties[] = {{"flags", "int", Type::kUndef}};
constexpr BuiltinClassConstantRow kAttributeConstants[] = {
    {"TARGET_CLASS", 1},           {"TARGET_FUNCTION", 2},   {"TARGET_METHOD", 4}, {"TARGET_PROPERTY", 8},
    {"TARGET_CLASS_CONSTANT", 16}, {"TARGET_PARAMETER", 32}, {"TARGET_ALL", 63},   {"IS_REPEATABLE", 64},
};
constexpr BuiltinMethodRow kMarkerMethods[] = {{"__construct", "()", BuiltinEffects::kPure, Nothing}};

constexpr char kDeprecatedSource[] = R"php(
#[Attribute(Attribute::TARGET_METHOD | Attribute::TARGET_FUNCTION | Attribute::TARGET_CLASS_CONSTANT)]
final class Deprecated {
    public readonly ?string $message;
    public readonly ?string $since;
    public function __construct(?string $message = null, ?string $since = null) {
        $this->message = $message;
        $this->since = $since;
    }
}
)php";
constexpr char kSensitiveParameterValue[] = R"php(
final class SensitiveParameterValue {
    private readonly mixed $value;
    public function __construct(mixed $value) { $this->value = $value; }
    public function getValue(): mixed { return $this->value; }
}
)php";

const BuiltinClassRow kRows[] = {
    {.name = "Deprecated", .source = kDeprecatedSource},
    {.name = "SensitiveParameterValue",
     .flags = C::kNotSerializable | C::kNoDynamicProperties,
     .handlers = &kOpaqueHandlers,
     .source = kSensitiveParameterValue},
    {.name = "stdClass", .flags = C::kAllowDynamicProperties},
    {.name = "Traversable", .flags = C::kInterface},
    {.name = "IteratorAggregate",
     .interfaces = "Traversable",
     .flags = C::kInterface,
     .methods = kIteratorAggregateMethods},
    {.name = "Iterator", .interfaces = "Traversable", .flags = C::kInterface, .methods = kIteratorMethods},
    {.name = "ArrayAccess", .flags = C::kInterface, .methods = kArrayAccessMethods},
    {.name = "Serializable", .flags = C::kInterface, .methods = kSerializableMethods},
    {.name = "Countable", .flags = C::kInterface, .methods = kCountableMethods},
    {.name = "Stringable", .flags = C::kInterface, .methods = kStringableMethods},
    {.name = "JsonSerializable",
     .flags = C::kInterface,
     .methods = kJsonSerializableMethods,
     .extension = "json"},
    {.name = "UnitEnum", .flags = C::kInterface, .methods = kUnitEnumMethods},
    {.name = "BackedEnum", .interfaces = "UnitEnum", .flags = C::kInterface, .methods = kBackedEnumMethods},
    {.name = "Attribute",
     .flags = C::kFinal,
     .methods = kAttributeMethods,
     .constants = kAttributeConstants,
     .properties = kAttributeProperties},
    {.name = "ReturnTypeWillChange", .flags = C::kFinal, .methods = kMarkerMethods},
    {.name = "AllowDynamicProperties", .flags = C::kFinal, .methods = kMarkerMethods},
    {.name = "SensitiveParameter", .flags = C::kFinal, .methods = kMarkerMethods},
    {.name = "Override", .flags = C::kFinal, .methods = kMarkerMethods},
    {.name = "__PHP_Incomplete_Class", .flags = C::kAllowDynamicProperties, .extension = "standard"},
};

// --- enums

Class* CalledEnum(Args args) {
  Class* c = args.frame->called_class();
  return c ? c : args.frame->func->scope;
}

void EnumCases(Args args, Value* result) {
  Class* c = CalledEnum(args);
  Array* out = NewArray();
  *result = Value(out);
  for (auto& entry : c->constants) {
    if (!(entry.member->flags & kEnumCase)) continue;
    Value* v = FindClassConstant(c, entry.name, c);
    if (!v) return;
    Append(out, Copy(*v));
  }
}

// Cases by backing value, made at the first from().
bool FillCases(Class* c) {
  EnumInfo* info = c->enum_info;
  if (info->cases_by_value) return true;
  Array* by_value = NewHash(8);
  for (auto& entry : c->constants) {
    if (!(entry.member->flags & kEnumCase)) continue;
    Value* v = FindClassConstant(c, entry.name, c);
    if (!v) {
      Release(Value(by_value));
      return false;
    }
    Value backing = v->obj->props()[1];
    ArrayKey key = backing.IsInt() ? ArrayKey::Int(backing.i) : ArrayKey::Str(backing.str);
    Set(by_value, key, Copy(*v));
  }
  info->cases_by_value = by_value;
  return true;
}

void FindCase(Args args, Value* result, bool must_exist) {
  Class* c = CalledEnum(args);
  Value wanted = args[0];
  bool int_backed = c->enum_info->backing == Type::kInt;
  if (!FillCases(c)) return;
  String* text = nullptr;
  ArrayKey key;
  if (int_backed) {
    key = ArrayKey::Int(wanted.i);
  } else {
    text = wanted.str;
    key = ArrayKey::Str(text);
  }
  Value found = Get(c->enum_info->cases_by_value, key);
  if (!found.IsUndef()) {
    *result = Copy(found);
  } else if (must_exist) {
    if (int_backed) {
      ThrowValueError("%d is not a valid backing value for enum %s", wanted.i, c->name->data);
    } else {
      ThrowValueError("\"%s\" is not a valid backing value for enum %s", text->view(), c->name->data);
    }
  }
}
void EnumFrom(Args args, Value* result) { FindCase(args, result, true); }
void EnumTryFrom(Args args, Value* result) { FindCase(args, result, false); }

constexpr BuiltinRow kCasesRow = {"cases", "(): array", BuiltinEffects::kThrows, EnumCases};
constexpr BuiltinRow kIntRows[] = {
    {"from", "(int $value): static", BuiltinEffects::kThrows, EnumFrom},
    {"tryFrom", "(int $value): ?static", BuiltinEffects::kThrows, EnumTryFrom},
};
constexpr BuiltinRow kStringRows[] = {
    {"from", "(string $value): static", BuiltinEffects::kThrows, EnumFrom},
    {"tryFrom", "(string $value): ?static", BuiltinEffects::kThrows, EnumTryFrom},
};

}  // namespace

const std::span<const BuiltinClassRow> kCoreInterfaces = kRows;

void AddEnumMethods(Class* c) {
  auto add = [c](const BuiltinRow& row) {
    c->methods.Put(InternLower(row.name), MakeBuiltin(row, c, F::kPublic | F::kStatic));
  };
  add(kCasesRow);
  if (c->enum_info->backing == Type::kUndef) return;
  for (const BuiltinRow& row : c->enum_info->backing == Type::kInt ? kIntRows : kStringRows) add(row);
}

}  // namespace tusk
