// The functions of bcmath: decimal numbers in strings.
#include "interp/ext/bcmath/bcmath.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"

namespace tusk {

bool BcScaleFits(uint32_t argument, int64_t scale) {
  if (scale >= 0 && scale <= kMaxScale) return true;
  ArgumentValueError(argument, "must be between 0 and 2147483647");
  return false;
}
bool BcScale(Args args, uint32_t i, size_t* scale) {
  int64_t v = args.IsNull(i) ? IniQuantity(IniGet("bcmath.scale").text) : args.Int(i);
  if (!args.IsNull(i) && !BcScaleFits(i + 1, v)) return false;
  *scale = static_cast<size_t>(v);
  return true;
}
void ThrowDivisionByZero(const char* message) { Throw(Throwable::kDivisionByZeroError, message); }

bool BcPower(const Decimal& base, const Decimal& exponent, uint32_t argument, bool expands, size_t* scale,
             Decimal* out) {
  auto refuse = [&](const char* why) {
    if (argument) {
      ArgumentValueError(argument, why);
    } else {
      ThrowValueError("exponent %s", why);
    }
    return false;
  };
  int64_t e = 0;
  if (exponent.HasFraction()) return refuse("cannot have a fractional part");
  if (!exponent.ToInt(&e) || e == INT64_MIN) return refuse("is too large");
  // No memory would hold the digits.
  constexpr uint64_t kMostLimbs = uint64_t{1} << 28;
  uint64_t times = e < 0 ? 0 - static_cast<uint64_t>(e) : static_cast<uint64_t>(e);
  bool grows = base.magnitude.Compare(Natural(uint64_t{1})) > 0;
  if (grows && times / 32 * base.magnitude.size() > kMostLimbs) return refuse("is too large");
  constexpr size_t kExpansion = 10;
  if (expands) {
    if (e > 0 && base.scale && static_cast<uint64_t>(e) > static_cast<uint64_t>(kMaxScale) / base.scale)
      return refuse("is too large");
    *scale = e > 0 ? base.scale * static_cast<size_t>(e) : e < 0 ? base.scale + kExpansion : 0;
  }
  if (e >= 0) {
    *out = base.Power(static_cast<uint64_t>(e));
    return true;
  }
  if (base.IsZero()) {
    ThrowDivisionByZero("Negative power of zero");
    return false;
  }
  *out = Decimal::FromInt(1).Divide(base.Power(0 - static_cast<uint64_t>(e)), *scale);
  if (expands) {
    *out = out->WithoutTrailingZeros(base.scale);
    *scale = out->scale;
  }
  return true;
}

bool BcPowerModuloFits(const Decimal& base, const Decimal& exponent, const Decimal& modulus,
                       uint32_t exponent_argument) {
  constexpr char kFraction[] = "cannot have a fractional part";
  if (base.HasFraction()) {
    if (exponent_argument == 1) {
      ThrowValueError("Base number %s", kFraction);
    } else {
      ArgumentValueError(1, kFraction);
    }
  } else if (exponent.HasFraction()) {
    ArgumentValueError(exponent_argument, kFraction);
  } else if (exponent.negative && !exponent.IsZero()) {
    ArgumentValueError(exponent_argument, "must be greater than or equal to 0");
  } else if (modulus.HasFraction()) {
    ArgumentValueError(exponent_argument + 1, kFraction);
  } else if (modulus.WithScale(0).IsZero()) {
    ThrowDivisionByZero("Modulo by zero");
  } else {
    return true;
  }
  return false;
}

namespace {

// The number in argument `i`; raises what it is not.
bool Number(Args args, uint32_t i, Decimal* out) {
  if (Decimal::Parse(args.View(i), out)) return true;
  ArgumentValueError(i + 1, "is not well-formed");
  return false;
}
void ReturnNumber(Value* result, const Decimal& d, size_t scale) {
  Return(result, std::string_view(d.ToText(scale)));
}
// Two numbers and a scale.
struct Operands {
  Decimal a, b;
  size_t scale = 0;
};
bool Read(Args args, Operands* o) {
  return BcScale(args, 2, &o->scale) && Number(args, 0, &o->a) && Number(args, 1, &o->b);
}

template <Decimal (Decimal::*kOperation)(const Decimal&) const>
void Exact(Args args, Value* result) {
  Operands o;
  if (Read(args, &o)) ReturnNumber(result, (o.a.*kOperation)(o.b), o.scale);
}
void Divide(Args args, Value* result) {
  Operands o;
  if (!Read(args, &o)) return;
  if (o.b.IsZero()) return ThrowDivisionByZero("Division by zero");
  ReturnNumber(result, o.a.Divide(o.b, o.scale), o.scale);
}
void Modulo(Args args, Value* result) {
  Operands o;
  if (!Read(args, &o)) return;
  if (o.b.IsZero()) return ThrowDivisionByZero("Modulo by zero");
  Decimal rest;
  o.a.DivideWhole(o.b, &rest);
  ReturnNumber(result, rest, o.scale);
}
void DivMod(Args args, Value* result) {
  Operands o;
  if (!Read(args, &o)) return;
  if (o.b.IsZero()) return ThrowDivisionByZero("Division by zero");
  Decimal rest;
  Decimal quotient = o.a.DivideWhole(o.b, &rest);
  Array* pair = NewArray();
  Append(pair, Value(NewString(quotient.ToText(0))));
  Append(pair, Value(NewString(rest.ToText(o.scale))));
  Return(result, pair);
}
void Power(Args args, Value* result) {
  Operands o;
  Decimal power;
  if (Read(args, &o) && BcPower(o.a, o.b, 2, false, &o.scale, &power)) ReturnNumber(result, power, o.scale);
}
void PowerModulo(Args args, Value* result) {
  size_t scale;
  Decimal base, exponent, modulus;
  if (!BcScale(args, 3, &scale) || !Number(args, 0, &base) || !Number(args, 1, &exponent) ||
      !Number(args, 2, &modulus) || !BcPowerModuloFits(base, exponent, modulus, 2)) {
    return;
  }
  ReturnNumber(result, base.PowerModulo(exponent, modulus), scale);
}
void Root(Args args, Value* result) {
  size_t scale;
  Decimal d;
  if (!BcScale(args, 1, &scale) || !Number(args, 0, &d)) return;
  if (d.negative && !d.IsZero()) return ArgumentValueError(1, "must be greater than or equal to 0");
  ReturnNumber(result, d.Root(scale), scale);
}
void Compare(Args args, Value* result) {
  Operands o;
  if (!Read(args, &o)) return;
  auto cut = [&](const Decimal& d) { return d.scale > o.scale ? d.WithScale(o.scale) : d; };
  Return(result, cut(o.a).Compare(cut(o.b)));
}
template <RoundMode kMode>
void RoundWhole(Args args, Value* result) {
  Decimal d;
  if (Number(args, 0, &d)) ReturnNumber(result, d.Round(0, kMode), 0);
}
void Round(Args args, Value* result) {
  int64_t digits = args.Int(1, 0);
  if (digits > INT32_MAX || digits < INT32_MIN)
    return ArgumentValueError(2, "must be between -2147483648 and 2147483647");
  RoundMode mode = args.Has(2) && args[2].IsObject() ? RoundModeOf(args[2]) : RoundMode::kHalfUp;
  Decimal d;
  if (Number(args, 0, &d))
    ReturnNumber(result, d.Round(digits, mode), digits > 0 ? static_cast<size_t>(digits) : 0);
}
void Scale(Args args, Value* result) {
  int64_t before = IniQuantity(IniGet("bcmath.scale").text);
  if (!args.IsNull(0)) {
    if (!BcScaleFits(1, args.Int(0))) return;
    IniSet("bcmath.scale", absl::StrFormat("%d", args.Int(0)));
  }
  Return(result, before);
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows;
constexpr char kTwo[] = "(string $num1, string $num2, ?int $scale = null): string";
constexpr BuiltinRow kRows[] = {
    {"bcadd", kTwo, kReads, Exact<&Decimal::Add>},
    {"bcceil", "(string $num): string", kReads, RoundWhole<RoundMode::kCeiling>},
    {"bccomp", "(string $num1, string $num2, ?int $scale = null): int", kReads, Compare},
    {"bcdiv", kTwo, kReads, Divide},
    {"bcdivmod", "(string $num1, string $num2, ?int $scale = null): array", kReads, DivMod},
    {"bcfloor", "(string $num): string", kReads, RoundWhole<RoundMode::kFloor>},
    {"bcmod", kTwo, kReads, Modulo},
    {"bcmul", kTwo, kReads, Exact<&Decimal::Multiply>},
    {"bcpow", "(string $num, string $exponent, ?int $scale = null): string", kReads, Power},
    {"bcpowmod", "(string $num, string $exponent, string $modulus, ?int $scale = null): string", kReads,
     PowerModulo},
    {"bcround",
     "(string $num, int $precision = 0, RoundingMode $mode = RoundingMode::HalfAwayFromZero): string",
     kReads | Effects::kCallsBack, Round},
    {"bcscale", "(?int $scale = null): int", kReads | Effects::kWritesState, Scale},
    {"bcsqrt", "(string $num, ?int $scale = null): string", kReads, Root},
    {"bcsub", kTwo, kReads, Exact<&Decimal::Subtract>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kBcMathFunctions(kRows);

}  // namespace tusk
