// Limits of the trace system (params.def) and reasons for giving up (aborts.def).
#pragma once

#include <cstdint>
#include <string_view>

namespace tusk::trace {

struct Params {
#define PARAM(id, flag, value, ...) int32_t id = value;
#include "trace/params.def"
#undef PARAM
};
extern Params g_params;

struct ParamRow {
  std::string_view flag;  // without "--jit-"
  int32_t Params::* field;
  int32_t default_value, minimum, maximum;
  std::string_view doc;
};
inline constexpr ParamRow kParamRows[] = {
#define PARAM(id, flag, value, minimum, maximum, doc) {flag, &Params::id, value, minimum, maximum, doc},
#include "trace/params.def"
#undef PARAM
};

enum class Abort : uint8_t {
  kNone,
#define ABORT(id, ...) id,
#include "trace/aborts.def"
#undef ABORT
};
std::string_view AbortText(Abort reason);
bool AbortIsFinal(Abort reason);  // class Never

}  // namespace tusk::trace
