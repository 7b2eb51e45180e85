// json_encode, json_decode and their errors; JsonSerializable.
#include <climits>

#include "interp/ext/class_tables.h"
#include "interp/ext/json/json.h"
#include "interp/ext/tables.h"

namespace tusk {

const char* JsonErrorMessage(JsonError error) {
  switch (error) {
    case JsonError::kNone: return "No error";
    case JsonError::kDepth: return "Maximum stack depth exceeded";
    case JsonError::kStateMismatch: return "State mismatch (invalid or malformed JSON)";
    case JsonError::kControlCharacter: return "Control character error, possibly incorrectly encoded";
    case JsonError::kSyntax: return "Syntax error";
    case JsonError::kUtf8: return "Malformed UTF-8 characters, possibly incorrectly encoded";
    case JsonError::kRecursion: return "Recursion detected";
    case JsonError::kInfOrNan: return "Inf and NaN cannot be JSON encoded";
    case JsonError::kUnsupportedType: return "Type is not supported";
    case JsonError::kInvalidPropertyName: return "The decoded property name is invalid";
    case JsonError::kUtf16: return "Single unpaired UTF-16 surrogate in unicode escape";
    case JsonError::kNonBackedEnum: return "Non-backed enums have no default serialization";
  }
  return "Unknown error";
}

namespace {

JsonError g_last_error = JsonError::kNone;

void JsonEncodeFunction(Args args, Value* result) {
  int64_t flags = args[1].i;
  StringBuilder out(256);
  JsonError error;
  bool ok = JsonEncode(args[0], flags, args[2].i, &out, &error);
  if (HasException()) return;
  if (flags & JsonFlags::kThrowOnError) {
    if (error != JsonError::kNone && !(flags & JsonFlags::kPartialOutput)) {
      return Throw(Throwable::kJsonException, JsonErrorMessage(error), static_cast<int>(error));
    }
  } else {
    g_last_error = error;
  }
  if (!ok) return Return(result, false);
  Return(result, out.Finish());
}

bool CheckDepth(Args args, int64_t depth, uint32_t argument) {
  if (depth <= 0) {
    ArgumentValueError(argument, "must be greater than 0");
    return false;
  }
  if (depth > INT_MAX) {
    ArgumentValueError(argument, "must be less than 2147483647");
    return false;
  }
  return true;
}

void JsonDecodeFunction(Args args, Value* result) {
  int64_t flags = args[3].i;
  if (!(flags & JsonFlags::kThrowOnError)) g_last_error = JsonError::kNone;
  JsonError error = JsonError::kSyntax;
  if (args.Str(0)->length == 0) {
    if (flags & JsonFlags::kThrowOnError) {
      return Throw(Throwable::kJsonException, JsonErrorMessage(error), static_cast<int>(error));
    }
    g_last_error = error;
    return;
  }
  if (!CheckDepth(args, args[2].i, 3)) return;
  if (!args.IsNull(1)) {
    if (args.Bool(1)) {
      flags |= JsonFlags::kObjectAsArray;
    } else {
      flags &= ~int64_t{JsonFlags::kObjectAsArray};
    }
  }
  Value v = Value::Null();
  if (JsonDecode(args.View(0), flags, args[2].i, false, &v, &error)) {
    *result = v;
    return;
  }
  if (HasException()) return;
  if (flags & JsonFlags::kThrowOnError) {
    return Throw(Throwable::kJsonException, JsonErrorMessage(error), static_cast<int>(error));
  }
  g_last_error = error;
}

void JsonValidate(Args args, Value* result) {
  int64_t flags = args[2].i;
  if (flags != 0 && flags != JsonFlags::kIgnoreInvalidUtf8) {
    return ArgumentValueError(3, "must be a valid flag (allowed flags: JSON_INVALID_UTF8_IGNORE)");
  }
  if (args.Str(0)->length == 0) {
    g_last_error = JsonError::kSyntax;
    return Return(result, false);
  }
  g_last_error = JsonError::kNone;
  if (!CheckDepth(args, args[1].i, 2)) return;
  Value v;
  JsonError error;
  bool ok = JsonDecode(args.View(0), flags, args[1].i, true, &v, &error);
  Release(v);
  g_last_error = error;
  Return(result, ok);
}

void JsonLastError(Args, Value* result) { Return(result, static_cast<int>(g_last_error)); }
void JsonLastErrorMsg(Args, Value* result) { Return(result, JsonErrorMessage(g_last_error)); }

constexpr uint16_t kJson =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kCallsBack | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"json_decode", "(string $json, ?bool $associative = null, int $depth = 512, int $flags = 0): mixed",
     kJson, JsonDecodeFunction},
    {"json_encode", "(mixed $value, int $flags = 0, int $depth = 512): string|false", kJson,
     JsonEncodeFunction},
    {"json_last_error", "(): int", Effects::kReadsState, JsonLastError},
    {"json_last_error_msg", "(): string", Effects::kReadsState, JsonLastErrorMsg},
    {"json_validate", "(string $json, int $depth = 512, int $flags = 0): bool", kJson, JsonValidate},
};
static_assert(SortedByName(kRows));

constexpr BuiltinMethodRow kSerializableMethods[] = {{"jsonSerialize", "(): mixed"}};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "JsonSerializable",
     .flags = ClassFlags::kInterface,
     .methods = kSerializableMethods,
     .extension = "json"},
};

}  // namespace

constinit const BuiltinTable kJsonFunctions(kRows);
constinit const std::span<const BuiltinClassRow> kJsonClasses = kClasses;

}  // namespace tusk
