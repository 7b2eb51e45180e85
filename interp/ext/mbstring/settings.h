// What mbstring is told once for all calls: INI settings and the functions that change them.
#pragma once

#include <vector>

#include "interp/ext/mbstring/codec.h"
#include "interp/ext/support.h"

namespace tusk {

const Encoding& InternalEncoding();
const std::vector<const Encoding*>& DetectOrder();

// The encoding that argument `i` names (default: the internal one); null with the ValueError raised if
// unknown. Those that are deprecated say so.
const Encoding* EncodingArgument(Args args, uint32_t i);
// Names in an array, or separated by commas; "auto" is the language's order. False: raised.
bool EncodingListArgument(Args args, uint32_t i, std::vector<const Encoding*>* list);

// A setting changed; called by the table of settings, by name. False: refused.
bool ApplyMbstringSetting(const char* name, std::string_view value);
// At start: what is deprecated or wrong among the configured settings.
void ReportMbstringSettings();

}  // namespace tusk
