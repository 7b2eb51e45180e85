// Mathematical functions.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/standard/math.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/scalar.h"

namespace tusk {

namespace {

// 10 to the power of `power`, by a table where it is exact.
double PowerOfTen(int power) {
  static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  return power >= 0 && power <= 22 ? kPowers[power] : std::pow(10.0, power);
}

double Scale(double value, double exponent, int places) {
  return places > 0 ? value / exponent : value * exponent;
}

// `integral` is the truncated, scaled value. The decision compares the value as written with the edge scaled
// back, so that 1.005 rounds by what its shortest decimal text says.
double RoundIntegral(double integral, double value, double exponent, int places, RoundMode mode) {
  double magnitude = std::fabs(value);
  double half = std::fabs(Scale(integral + std::copysign(0.5, value), exponent, places));
  double whole = std::fabs(Scale(integral, exponent, places));
  double away = integral + std::copysign(1.0, value);
  bool odd = std::fmod(integral, 2.0) != 0;
  switch (mode) {
    case RoundMode::kHalfUp: return magnitude >= half ? away : integral;
    case RoundMode::kHalfDown: return magnitude > half ? away : integral;
    case RoundMode::kHalfEven: return magnitude > half || (magnitude == half && odd) ? away : integral;
    case RoundMode::kHalfOdd: return magnitude > half || (magnitude == half && !odd) ? away : integral;
    case RoundMode::kCeiling: return value > 0 && magnitude > whole ? away : integral;
    case RoundMode::kFloor: return value < 0 && magnitude > whole ? away : integral;
    case RoundMode::kTowardZero: return integral;
    case RoundMode::kAwayFromZero: return magnitude > whole ? away : integral;
  }
  return integral;
}

}  // namespace

double RoundTo(double value, int64_t precision, RoundMode mode) {
  if (!std::isfinite(value) || value == 0.0) return value;
  int places = precision > 400 ? 400 : precision < -400 ? -400 : static_cast<int>(precision);
  double exponent = PowerOfTen(std::abs(places));
  double scaled = places >= 0 ? value * exponent : value / exponent;
  if (std::fabs(scaled) >= 1e16 || std::isnan(scaled)) return value;
  double rounded = RoundIntegral(std::trunc(scaled), value, exponent, places, mode);
  if (std::abs(places) < 23) return Scale(rounded, exponent, places);
  char text[64];
  std::snprintf(text, sizeof text, "%.0fe%d", rounded, -places);
  double result = std::strtod(text, nullptr);
  return std::isfinite(result) ? result : value;
}

RoundMode RoundModeOf(const Value& enum_case) {
  static constexpr std::string_view kNames[] = {"HalfAwayFromZero", "HalfTowardsZero",  "HalfEven",
                                                "HalfOdd",          "PositiveInfinity", "NegativeInfinity",
                                                "TowardsZero",      "AwayFromZero"};
  RoundMode mode = RoundMode::kHalfUp;
  Value name = ReadProperty(enum_case.obj, Intern("name"), nullptr, nullptr);
  for (size_t i = 0; i < 8; ++i) {
    if (name.IsString() && name.str->view() == kNames[i]) mode = static_cast<RoundMode>(i + 1);
  }
  Release(name);
  return mode;
}

namespace {

void Abs(Args args, Value* result) {
  if (args[0].IsFloat()) return Return(result, std::fabs(args[0].d));
  int64_t i = args[0].i;
  if (i == INT64_MIN) return Return(result, 9223372036854775808.0);
  Return(result, i < 0 ? -i : i);
}
void Ceil(Args args, Value* result) {
  Return(result, args[0].IsInt() ? static_cast<double>(args[0].i) : std::ceil(args[0].d));
}
void Floor(Args args, Value* result) {
  Return(result, args[0].IsInt() ? static_cast<double>(args[0].i) : std::floor(args[0].d));
}

void Round(Args args, Value* result) {
  int64_t places = args.Int(1, 0);
  RoundMode mode = RoundMode::kHalfUp;
  if (args.Has(2) && args[2].IsInt()) {
    if (args[2].i < 1 || args[2].i > 8)
      return ArgumentValueError(3, "must be a valid rounding mode (RoundingMode::*)");
    mode = static_cast<RoundMode>(args[2].i);
  } else if (args.Has(2) && args[2].IsObject()) {
    mode = RoundModeOf(args[2]);
  }
  if (args[0].IsInt()) {
    double d = static_cast<double>(args[0].i);
    return Return(result, places >= 0 ? d : RoundTo(d, places, mode));
  }
  Return(result, RoundTo(args[0].d, places, mode));
}

template <double (*F)(double)>
void Unary(Args args, Value* result) {
  Return(result, F(args[0].d));
}
void Atan2(Args args, Value* result) { Return(result, std::atan2(args[0].d, args[1].d)); }
void Hypot(Args args, Value* result) { Return(result, std::hypot(args[0].d, args[1].d)); }
void Pi(Args, Value* result) { Return(result, M_PI); }
void Deg2rad(Args args, Value* result) { Return(result, args[0].d / 180.0 * M_PI); }
void Rad2deg(Args args, Value* result) { Return(result, args[0].d / M_PI * 180.0); }
void IsFinite(Args args, Value* result) { Return(result, std::isfinite(args[0].d)); }
void IsInfinite(Args args, Value* result) { Return(result, std::isinf(args[0].d)); }
void IsNan(Args args, Value* result) { Return(result, std::isnan(args[0].d)); }
void Fmod(Args args, Value* result) { Return(result, std::fmod(args[0].d, args[1].d)); }
void Fdiv(Args args, Value* result) { Return(result, args[0].d / args[1].d); }
void Fpow(Args args, Value* result) { Return(result, std::pow(args[0].d, args[1].d)); }
void PowFunction(Args args, Value* result) { Pow(args[0], args[1], result); }

void Log(Args args, Value* result) {
  double x = args[0].d;
  if (!args.Has(1)) return Return(result, std::log(x));
  double base = args[1].d;
  if (base == 2.0) return Return(result, std::log2(x));
  if (base == 10.0) return Return(result, std::log10(x));
  if (base == 1.0) return Return(result, std::nan(""));
  if (base <= 0.0) return ArgumentValueError(2, "must be greater than 0");
  Return(result, std::log(x) / std::log(base));
}

void Intdiv(Args args, Value* result) {
  int64_t a = args[0].i;
  int64_t b = args[1].i;
  if (b == 0) return Throw(Throwable::kDivisionByZeroError, "Division by zero");
  if (scalar::DivOverflows(a, b)) {
    return Throw(Throwable::kArithmeticError, "Division of PHP_INT_MIN by -1 is not an integer");
  }
  Return(result, scalar::DivTrunc(a, b));
}

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

// Digits in `base`; a prefix such as 0x is skipped, other characters are ignored with a deprecation. Numbers
// beyond an int continue as floats.
Value ParseInBase(std::string_view text, int base) {
  auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  size_t i = 0;
  if (text.size() >= 2 && text[0] == '0') {
    char c = static_cast<char>(text[1] | 0x20);
    if ((base == 16 && c == 'x') || (base == 8 && c == 'o') || (base == 2 && c == 'b')) i = 2;
  }
  int64_t n = 0;
  double d = 0;
  bool is_float = false;
  bool invalid = false;
  for (; i < text.size(); ++i) {
    int digit = DigitValue(text[i]);
    if (digit >= base) {
      invalid = true;
      continue;
    }
    if (!is_float) {
      int64_t next;
      if (!__builtin_mul_overflow(n, static_cast<int64_t>(base), &next) &&
          !__builtin_add_overflow(next, static_cast<int64_t>(digit), &next)) {
        n = next;
        continue;
      }
      d = static_cast<double>(n);
      is_float = true;
    }
    d = d * base + digit;
  }
  if (invalid) Deprecated("Invalid characters passed for attempted conversion, these have been ignored");
  return is_float ? Value(d) : Value(n);
}

String* FormatInBase(uint64_t n, unsigned base) {
  char text[65];
  char* p = text + 64;
  do {
    *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[n % base];
    n /= base;
  } while (n != 0);
  return NewString(std::string_view(p, static_cast<size_t>(text + 64 - p)));
}

String* FormatFloatInBase(double d, unsigned base) {
  d = std::floor(d);
  if (!std::isfinite(d)) {
    Warning("An infinite value cannot be converted to base %d", base);
    return EmptyString();
  }
  std::string text;
  do {
    text.insert(text.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(std::fmod(d, base))]);
    d /= base;
  } while (std::fabs(d) >= 1);
  return NewString(text);
}

void Bindec(Args args, Value* result) { *result = ParseInBase(args.View(0), 2); }
void Hexdec(Args args, Value* result) { *result = ParseInBase(args.View(0), 16); }
void Octdec(Args args, Value* result) { *result = ParseInBase(args.View(0), 8); }
void Decbin(Args args, Value* result) { Return(result, FormatInBase(static_cast<uint64_t>(args[0].i), 2)); }
void Dechex(Args args, Value* result) { Return(result, FormatInBase(static_cast<uint64_t>(args[0].i), 16)); }
void Decoct(Args args, Value* result) { Return(result, FormatInBase(static_cast<uint64_t>(args[0].i), 8)); }

void BaseConvert(Args args, Value* result) {
  if (args[1].i < 2 || args[1].i > 36) return ArgumentValueError(2, "must be between 2 and 36 (inclusive)");
  if (args[2].i < 2 || args[2].i > 36) return ArgumentValueError(3, "must be between 2 and 36 (inclusive)");
  Value n = ParseInBase(args.View(0), static_cast<int>(args[1].i));
  if (HasException()) return;
  unsigned base = static_cast<unsigned>(args[2].i);
  Return(result, n.IsInt() ? FormatInBase(static_cast<uint64_t>(n.i), base) : FormatFloatInBase(n.d, base));
}

// max() and min(): the first of equals wins, and what can't be compared counts as greater.
template <int kSign>
bool Better(const Value& v, const Value& best) {
  if (v.IsInt() && best.IsInt()) return kSign > 0 ? v.i > best.i : v.i < best.i;
  return kSign > 0 ? Compare(v, best) > 0 : Compare(v, best) < 0;
}

template <int kSign>
void Extreme(Args args, Value* result) {
  const Value* best = &args[0];
  if (args.count > 1) {
    for (uint32_t i = 1; i < args.count; ++i) {
      const Value& v = args[i];
      if (TUSK_LIKELY(v.IsInt() && best->IsInt())) {
        if (kSign > 0 ? v.i > best->i : v.i < best->i) best = &v;
        continue;
      }
      if (Better<kSign>(v, *best)) best = &v;
      if (HasException()) return;
    }
    return ReturnCopy(result, *best);
  }
  if (!best->IsArray()) {
    return ArgumentTypeError(1,
                             absl::StrFormat("must be of type array, %s given", ValueNameForErrors(*best)));
  }
  const Array* a = best->arr;
  if (a->count == 0) return ArgumentValueError(1, "must contain at least one element");
  uint32_t p = First(a);
  Value found = Deref(ValueAt(a, p));
  for (p = Next(a, p); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (Better<kSign>(v, found)) found = v;
    if (HasException()) return;
  }
  ReturnCopy(result, found);
}

constexpr BuiltinRow kRows[] = {
    {"abs", "(int|float $num): int|float", Effects::kPure, Abs},
    {"acos", "(float $num): float", Effects::kPure, Unary<std::acos>},
    {"acosh", "(float $num): float", Effects::kPure, Unary<std::acosh>},
    {"asin", "(float $num): float", Effects::kPure, Unary<std::asin>},
    {"asinh", "(float $num): float", Effects::kPure, Unary<std::asinh>},
    {"atan", "(float $num): float", Effects::kPure, Unary<std::atan>},
    {"atan2", "(float $y, float $x): float", Effects::kPure, Atan2},
    {"atanh", "(float $num): float", Effects::kPure, Unary<std::atanh>},
    {"base_convert", "(string $num, int $from_base, int $to_base): string",
     Effects::kThrows | Effects::kWarns, BaseConvert},
    {"bindec", "(string $binary_string): int|float", Effects::kWarns, Bindec},
    {"ceil", "(int|float $num): float", Effects::kPure, Ceil},
    {"cos", "(float $num): float", Effects::kPure, Unary<std::cos>},
    {"cosh", "(float $num): float", Effects::kPure, Unary<std::cosh>},
    {"decbin", "(int $num): string", Effects::kPure, Decbin},
    {"dechex", "(int $num): string", Effects::kPure, Dechex},
    {"decoct", "(int $num): string", Effects::kPure, Decoct},
    {"deg2rad", "(float $num): float", Effects::kPure, Deg2rad},
    {"exp", "(float $num): float", Effects::kPure, Unary<std::exp>},
    {"expm1", "(float $num): float", Effects::kPure, Unary<std::expm1>},
    {"fdiv", "(float $num1, float $num2): float", Effects::kPure, Fdiv},
    {"floor", "(int|float $num): float", Effects::kPure, Floor},
    {"fmod", "(float $num1, float $num2): float", Effects::kPure, Fmod},
    {"fpow", "(float $num, float $exponent): float", Effects::kPure, Fpow},
    {"hexdec", "(string $hex_string): int|float", Effects::kWarns, Hexdec},
    {"hypot", "(float $x, float $y): float", Effects::kPure, Hypot},
    {"intdiv", "(int $num1, int $num2): int", Effects::kThrows, Intdiv},
    {"is_finite", "(float $num): bool", Effects::kPure, IsFinite},
    {"is_infinite", "(float $num): bool", Effects::kPure, IsInfinite},
    {"is_nan", "(float $num): bool", Effects::kPure, IsNan},
    {"log", "(float $num, float $base = M_E): float", Effects::kThrows, Log},
    {"log10", "(float $num): float", Effects::kPure, Unary<std::log10>},
    {"log1p", "(float $num): float", Effects::kPure, Unary<std::log1p>},
    {"max", "(mixed $value, mixed ...$values): mixed", Effects::kThrows | Effects::kCallsBack, Extreme<1>},
    {"min", "(mixed $value, mixed ...$values): mixed", Effects::kThrows | Effects::kCallsBack, Extreme<-1>},
    {"octdec", "(string $octal_string): int|float", Effects::kWarns, Octdec},
    {"pi", "(): float", Effects::kPure, Pi},
    {"pow", "(mixed $num, mixed $exponent): object|int|float",
     Effects::kThrows | Effects::kWarns | Effects::kCallsBack, PowFunction},
    {"rad2deg", "(float $num): float", Effects::kPure, Rad2deg},
    {"round", "(int|float $num, int $precision = 0, int|RoundingMode $mode = PHP_ROUND_HALF_UP): float",
     Effects::kThrows, Round},
    {"sin", "(float $num): float", Effects::kPure, Unary<std::sin>},
    {"sinh", "(float $num): float", Effects::kPure, Unary<std::sinh>},
    {"sqrt", "(float $num): float", Effects::kPure, Unary<std::sqrt>},
    {"tan", "(float $num): float", Effects::kPure, Unary<std::tan>},
    {"tanh", "(float $num): float", Effects::kPure, Unary<std::tanh>},
};
static_assert(SortedByName(kRows));

constexpr char kRoundingMode[] = R"php(
enum RoundingMode {
  case HalfAwayFromZero; case HalfTowardsZero; case HalfEven; case HalfOdd;
  case TowardsZero; case AwayFromZero; case NegativeInfinity; case PositiveInfinity;
}
)php";
constexpr BuiltinClassRow kClasses[] = {
    {.name = "RoundingMode", .extension = "standard", .source = kRoundingMode}};

}  // namespace

constinit const BuiltinTable kMathFunctions(kRows);
constinit const std::span<const BuiltinClassRow> kMathClasses = kClasses;

}  // namespace tusk
