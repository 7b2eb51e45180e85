// JSON errors and the writer and reader of JSON text.
#pragma once

#include <string_view>

#include "interp/ext/support.h"

namespace tusk {

enum class JsonError : int {
  kNone = 0,
  kDepth = 1,
  kStateMismatch = 2,
  kControlCharacter = 3,
  kSyntax = 4,
  kUtf8 = 5,
  kRecursion = 6,
  kInfOrNan = 7,
  kUnsupportedType = 8,
  kInvalidPropertyName = 9,
  kUtf16 = 10,
  kNonBackedEnum = 11,
};
const char* JsonErrorMessage(JsonError error);

struct JsonFlags {
  enum : int64_t {
    kHexTag = 1,
    kHexAmp = 2,
    kHexApos = 4,
    kHexQuot = 8,
    kForceObject = 16,
    kNumericCheck = 32,
    kUnescapedSlashes = 64,
    kPrettyPrint = 128,
    kUnescapedUnicode = 256,
    kPartialOutput = 512,
    kPreserveZeroFraction = 1024,
    kUnescapedLineTerminators = 2048,
    kObjectAsArray = 1,
    kBigintAsString = 2,
    kIgnoreInvalidUtf8 = 1 << 20,
    kSubstituteInvalidUtf8 = 1 << 21,
    kThrowOnError = 1 << 22,
  };
};

// False when nothing usable was written; *error tells (an exception may be pending too).
bool JsonEncode(const Value& v, int64_t flags, int64_t depth, StringBuilder* out, JsonError* error);
// *result is owned. With `validate_only` nothing is built.
bool JsonDecode(std::string_view text, int64_t flags, int64_t depth, bool validate_only, Value* result,
                JsonError* error);

}  // namespace tusk
