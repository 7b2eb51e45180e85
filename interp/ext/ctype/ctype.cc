// ctype_*: what all bytes of a string are (C locale).
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

bool IsDigit(unsigned char c) { return c >= '0' && c <= '9'; }
bool IsLower(unsigned char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool IsAlpha(unsigned char c) { return IsLower(c) || IsUpper(c); }
bool IsAlnum(unsigned char c) { return IsAlpha(c) || IsDigit(c); }
bool IsControl(unsigned char c) { return c < 32 || c == 127; }
bool IsGraphic(unsigned char c) { return c > 32 && c < 127; }
bool IsPrinting(unsigned char c) { return c >= 32 && c < 127; }
bool IsPunctuation(unsigned char c) { return IsGraphic(c) && !IsAlnum(c); }
bool IsSpace(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13); }
bool IsHex(unsigned char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <bool (*kIs)(unsigned char), bool kDigits = false, bool kHighByte = false>
void Check(Args args, Value* result) {
  const Value& v = args[0];
  if (v.IsString()) {
    std::string_view s = v.str->view();
    if (s.empty()) return Return(result, false);
    for (char c : s) {
      if (!kIs(static_cast<unsigned char>(c))) return Return(result, false);
    }
    return Return(result, true);
  }
  RaiseFunctionMessage(ErrorLevel::kDeprecated,
                       absl::StrFormat("Argument of type %s will be interpreted as string in the future",
                                       v.IsBool() ? "bool" : ValueNameForErrors(v)));
  if (!v.IsInt()) return Return(result, false);
  if (v.i >= 0 && v.i <= 255) return Return(result, kIs(static_cast<unsigned char>(v.i)));
  if (v.i >= -128 && v.i < 0) return Return(result, kIs(static_cast<unsigned char>(v.i + 256)));
  Return(result, v.i >= 0 ? kDigits : kHighByte);
}

constexpr uint16_t kWarns = Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"ctype_alnum", "(mixed $text): bool", kWarns, Check<IsAlnum, true>},
    {"ctype_alpha", "(mixed $text): bool", kWarns, Check<IsAlpha>},
    {"ctype_cntrl", "(mixed $text): bool", kWarns, Check<IsControl>},
    {"ctype_digit", "(mixed $text): bool", kWarns, Check<IsDigit, true>},
    {"ctype_graph", "(mixed $text): bool", kWarns, Check<IsGraphic, true, true>},
    {"ctype_lower", "(mixed $text): bool", kWarns, Check<IsLower>},
    {"ctype_print", "(mixed $text): bool", kWarns, Check<IsPrinting, true, true>},
    {"ctype_punct", "(mixed $text): bool", kWarns, Check<IsPunctuation>},
    {"ctype_space", "(mixed $text): bool", kWarns, Check<IsSpace>},
    {"ctype_upper", "(mixed $text): bool", kWarns, Check<IsUpper>},
    {"ctype_xdigit", "(mixed $text): bool", kWarns, Check<IsHex, true>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kCtypeFunctions(kRows);

}  // namespace tusk
