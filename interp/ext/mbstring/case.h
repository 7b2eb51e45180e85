// Case of characters and texts, as mb_convert_case() knows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "interp/ext/mbstring/codec.h"

namespace tusk {

enum class Case : uint8_t {
  kUpper,
  kLower,
  kTitle,
  kFold,
  kUpperSimple,
  kLowerSimple,
  kTitleSimple,
  kFoldSimple
};

// With mappings to several letters unless simple. `turkish`: of a set in which i and dotless i are pairs of
// their own (ISO-8859-9).
Points ConvertCase(std::span<const uint32_t> points, Case to, bool turkish = false);
std::string Utf8Folded(std::string_view s);

// How many columns the character takes: two for wide ones.
int Columns(uint32_t point);

}  // namespace tusk
