// printf and its family, number_format.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/standard/format.h"
#include "interp/ext/standard/math.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

constexpr int kMaxPrecision = 53;

// As "%.*f" of printf(): exact digits, ties to even. Returns the length.
size_t FixedDigits(double v, int precision, char* buffer, size_t size) {
  return static_cast<size_t>(
      std::to_chars(buffer, buffer + size, v, std::chars_format::fixed, precision).ptr - buffer);
}

struct Spec {
  char pad = ' ';
  bool left = false;
  bool plus = false;
  int64_t width = 0;
  int precision = -1;
  bool shortest = false;  // a precision of -1 was given
};

// `text` padded; a sign stays in front of zeros.
void AppendPadded(StringBuilder* out, const Spec& spec, std::string_view text, bool numeric, bool negative) {
  size_t width = static_cast<size_t>(spec.width);
  size_t fill = text.size() < width ? width - text.size() : 0;
  if (spec.left) {
    out->Append(text);
    return out->Append(fill, spec.pad);
  }
  if (numeric && spec.pad == '0' && (negative || spec.plus) && !text.empty()) {
    out->Append(text[0]);
    text.remove_prefix(1);
  }
  out->Append(fill, spec.pad);
  out->Append(text);
}

void AppendInteger(StringBuilder* out, Spec spec, int64_t v) {
  std::string text;
  if (spec.plus && v >= 0) text = "+";
  char digits[24];
  text.append(digits, FormatInt(v, digits));
  if (spec.left && spec.pad == '0') spec.pad = ' ';
  AppendPadded(out, spec, text, true, v < 0);
}

void AppendUnsigned(StringBuilder* out, Spec spec, uint64_t v, unsigned base, bool upper) {
  char text[65];
  char* p = text + 64;
  const char* digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  do {
    *--p = digits[v % base];
    v /= base;
  } while (v);
  spec.plus = false;
  // A precision leaves nothing but the padding, except of %u, which ignores it.
  if (spec.precision >= 0 && base != 10) p = text + 64;
  AppendPadded(out, spec, {p, static_cast<size_t>(text + 64 - p)}, true, false);
}

void AppendDouble(StringBuilder* out, const Spec& spec, double v, char kind) {
  int precision = spec.precision < 0 ? 6 : spec.precision;
  if (precision > kMaxPrecision) {
    RaiseFunctionMessage(
        ErrorLevel::kNotice,
        absl::StrFormat("Requested precision of %d digits was truncated to PHP maximum of %d digits",
                        precision, kMaxPrecision));
    precision = kMaxPrecision;
  }
  if (!std::isfinite(v)) {
    return AppendPadded(out, spec, std::isnan(v) ? "NaN" : "INF", false, false);  // php gives no sign
  }
  char buffer[512];
  std::string text;
  bool negative = v < 0;
  switch (kind) {
    case 'f':
    case 'F': text.assign(buffer, FixedDigits(std::fabs(v), precision, buffer, sizeof buffer)); break;
    case 'e':
    case 'E': {
      text.assign(buffer,
                  static_cast<size_t>(std::snprintf(buffer, sizeof buffer, "%.*e", precision, std::fabs(v))));
      size_t e = text.find('e');
      // The exponent is written without leading zeros.
      size_t digits = e + 2;
      while (digits + 1 < text.size() && text[digits] == '0') text.erase(digits, 1);
      text[e] = kind;
      break;
    }
    default:
      if (precision == 0) precision = 1;
      if (spec.shortest) precision = -1;
      negative = std::signbit(v);
      text.assign(buffer, FormatFloat(std::fabs(v), precision, buffer, sizeof buffer));
      if (kind == 'g' || kind == 'h') {
        for (char& c : text) {
          if (c == 'E') c = 'e';
        }
      }
  }
  if (negative) {
    text.insert(0, "-");
  } else if (spec.plus) {
    text.insert(0, "+");
  }
  AppendPadded(out, spec, text, true, negative);
}

bool ReadNumber(std::string_view f, size_t* i, int64_t* n) {
  int64_t v = 0;
  size_t start = *i;
  while (*i < f.size() && f[*i] >= '0' && f[*i] <= '9') {
    v = v * 10 + (f[*i] - '0');
    if (v > 2147483646) v = 2147483647;
    ++*i;
  }
  *n = v;
  return *i > start;
}

}  // namespace

bool FormatPrintf(std::string_view f, uint32_t count, const Value* values, int64_t first_argument,
                  StringBuilder* out) {
  uint32_t next = 0;
  int64_t missing = -1;  // highest argument number that was asked for and not given
  for (size_t i = 0; i < f.size();) {
    size_t percent = f.find('%', i);
    if (percent == f.npos) {
      out->Append(f.substr(i));
      break;
    }
    out->Append(f.substr(i, percent - i));
    i = percent + 1;
    if (i >= f.size()) {
      ThrowValueError("Missing format specifier at end of string");
      return false;
    }
    if (f[i] == '%') {
      out->Append('%');
      ++i;
      continue;
    }
    Spec spec;
    int64_t argument = -1;
    size_t probe = i;
    int64_t n;
    ReadNumber(f, &probe, &n);
    if (probe < f.size() && f[probe] == '$') {
      if (n <= 0 || n >= 2147483647) {
        ThrowValueError("Argument number specifier must be greater than zero and less than %d", 2147483647);
        return false;
      }
      argument = n - 1;
      i = probe + 1;
    }
    for (; i < f.size(); ++i) {
      if (f[i] == '0' || f[i] == ' ') {
        spec.pad = f[i];
      } else if (f[i] == '-') {
        spec.left = true;
      } else if (f[i] == '+') {
        spec.plus = true;
      } else if (f[i] == '\'') {
        if (++i >= f.size()) {
          ThrowValueError("Missing padding character");
          return false;
        }
        spec.pad = f[i];
      } else {
        break;
      }
    }
    auto star = [&](const char* what, int64_t* number) {
      ++i;
      size_t at = i;
      int64_t which = -1;
      int64_t k;
      if (ReadNumber(f, &at, &k) && at < f.size() && f[at] == '$') {
        which = k - 1;
        i = at + 1;
      } else {
        which = next++;
      }
      if (which >= count) {
        missing = std::max(missing, which);
        *number = 0;
        return true;
      }
      if (!Deref(values[which]).IsInt()) {
        ThrowValueError("%s must be an integer", what);
        return false;
      }
      *number = Deref(values[which]).i;
      return true;
    };
    if (i < f.size() && f[i] == '*') {
      if (!star("Width", &spec.width)) return false;
      if (spec.width < 0 || spec.width > 2147483646) {
        ThrowValueError("Width must be between 0 and %d", 2147483647);
        return false;
      }
    } else if (ReadNumber(f, &i, &n)) {
      if (n >= 2147483647) {
        ThrowValueError("Width must be between 0 and %d", 2147483647);
        return false;
      }
      spec.width = n;
    }
    if (i < f.size() && f[i] == '.') {
      ++i;
      spec.precision = 0;
      if (i < f.size() && f[i] == '*') {
        int64_t p = 0;
        if (!star("Precision", &p)) return false;
        if (p < -1 || p > 2147483646) {
          ThrowValueError("Precision must be between -1 and %d", 2147483647);
          return false;
        }
        spec.precision = static_cast<int>(p);
        spec.shortest = p == -1;
      } else if (ReadNumber(f, &i, &n)) {
        if (n >= 2147483647) {
          ThrowValueError("Precision must be between 0 and %d", 2147483647);
          return false;
        }
        spec.precision = static_cast<int>(n);
      }
    }
    if (i < f.size() && f[i] == 'l') ++i;
    if (i >= f.size()) {
      ThrowValueError("Missing format specifier at end of string");
      return false;
    }
    char kind = f[i++];
    if (argument < 0) argument = next++;
    if (argument >= count) {
      missing = std::max(missing, argument);
      continue;
    }
    const Value v = Deref(values[argument]);
    switch (kind) {
      case 's': {
        String* s = ToString(v);
        if (!s || HasException()) return false;
        std::string_view text = s->view();
        if (spec.precision >= 0) text = text.substr(0, static_cast<size_t>(spec.precision));
        if (spec.width == 0) {
          out->Append(text);
        } else {
          AppendPadded(out, spec, text, false, false);
        }
        Release(s);
        break;
      }
      case 'd': AppendInteger(out, spec, ToInt(v)); break;
      case 'u': AppendUnsigned(out, spec, static_cast<uint64_t>(ToInt(v)), 10, false); break;
      case 'x': AppendUnsigned(out, spec, static_cast<uint64_t>(ToInt(v)), 16, false); break;
      case 'X': AppendUnsigned(out, spec, static_cast<uint64_t>(ToInt(v)), 16, true); break;
      case 'o': AppendUnsigned(out, spec, static_cast<uint64_t>(ToInt(v)), 8, false); break;
      case 'b': AppendUnsigned(out, spec, static_cast<uint64_t>(ToInt(v)), 2, false); break;
      case 'c': out->Append(static_cast<char>(ToInt(v))); break;
      case '%': out->Append('%'); break;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
      case 'h':
      case 'H': AppendDouble(out, spec, ToFloat(v), kind); break;
      default: ThrowValueError("Unknown format specifier \"%c\"", kind); return false;
    }
    if (HasException()) return false;
  }
  if (missing >= 0) {
    if (first_argument < 0) {
      ThrowValueError("The arguments array must contain %d items, %d given", missing + 1, count);
    } else {
      Throw(Throwable::kArgumentCountError,
            absl::StrFormat("%d arguments are required, %d given", missing + 1 + first_argument,
                            count + first_argument));
    }
    return false;
  }
  return true;
}

String* NumberFormat(double v, int64_t decimals, std::string_view point, std::string_view thousands) {
  v = RoundTo(v, decimals);
  int places = decimals < 0 ? 0 : decimals > 500 ? 500 : static_cast<int>(decimals);
  bool negative = v < 0;
  char buffer[1024];
  std::string_view digits(buffer, FixedDigits(std::fabs(v), places, buffer, sizeof buffer));
  if (!std::isfinite(v)) return NewString(std::isnan(v) ? "nan" : "inf");
  size_t dot = digits.find('.');
  std::string_view whole = digits.substr(0, dot);
  StringBuilder out(digits.size() * 2);
  if (negative) out.Append('-');
  for (size_t i = 0; i < whole.size(); ++i) {
    if (i != 0 && (whole.size() - i) % 3 == 0) out.Append(thousands);
    out.Append(whole[i]);
  }
  if (dot != digits.npos) {
    out.Append(point);
    out.Append(digits.substr(dot + 1));
  }
  return out.Finish();
}

namespace {

void Sprintf(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length + 32);
  if (FormatPrintf(args.View(0), args.count - 1, args.values + 1, 1, &out)) Return(result, out.Finish());
}
void Printf(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length + 32);
  if (!FormatPrintf(args.View(0), args.count - 1, args.values + 1, 1, &out)) return;
  Echo(out.view());
  Return(result, static_cast<int64_t>(out.size()));
}

bool FormatArray(Args args, StringBuilder* out) {
  const Array* a = args.Arr(1);
  std::vector<Value> values;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) values.push_back(Deref(ValueAt(a, p)));
  return FormatPrintf(args.View(0), static_cast<uint32_t>(values.size()), values.data(), -1, out);
}
void Vsprintf(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length + 32);
  if (FormatArray(args, &out)) Return(result, out.Finish());
}
void Vprintf(Args args, Value* result) {
  StringBuilder out(args.Str(0)->length + 32);
  if (!FormatArray(args, &out)) return;
  Echo(out.view());
  Return(result, static_cast<int64_t>(out.size()));
}

void NumberFormatFunction(Args args, Value* result) {
  Return(result, NumberFormat(args[0].d, args[1].i, args.IsNull(2) ? "." : args.View(2),
                              args.IsNull(3) ? "," : args.View(3)));
}

constexpr uint16_t kFormats = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"number_format",
     "(float $num, int $decimals = 0, ?string $decimal_separator = \".\", ?string $thousands_separator = "
     "\",\"): string",
     Effects::kPure, NumberFormatFunction},
    {"printf", "(string $format, mixed ...$values): int", kFormats | Effects::kWritesState, Printf},
    {"sprintf", "(string $format, mixed ...$values): string", kFormats, Sprintf},
    {"vprintf", "(string $format, array $values): int", kFormats | Effects::kWritesState, Vprintf},
    {"vsprintf", "(string $format, array $values): string", kFormats, Vsprintf},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kFormatFunctions(kRows);

}  // namespace tusk
