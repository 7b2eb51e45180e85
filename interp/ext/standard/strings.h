// Pieces of the string functions that other files use.
#pragma once

#include <bitset>
#include <cstring>
#include <string_view>

#include "interp/runtime/array.h"
#include "interp/runtime/function.h"
#include "interp/runtime/string.h"

namespace tusk {

using CharSet = std::bitset<256>;

// "a..z_" as trim() and others read it; warns about wrong ranges.
CharSet ParseCharMask(std::string_view chars);

// Position of `needle` (not empty) in `s` from `from` on, or npos.
size_t FindBytes(std::string_view s, std::string_view needle, size_t from);

void StripTags(Args args, Value* result);

// implode(); null when something was thrown.
String* Implode(std::string_view glue, Array* a);

// Natural order of strings, as strnatcmp().
int CompareNatural(std::string_view a, std::string_view b, bool ignore_case);

}  // namespace tusk
