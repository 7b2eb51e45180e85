// range().
#include <cmath>
#include <string>
#include <type_traits>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/tables.h"

namespace tusk {

Array* IntRange(int64_t start, int64_t step, uint32_t count) {
  Array* a = NewPacked(ArrayKind::kInts, count, count);
  auto v = static_cast<uint64_t>(start);
  for (uint32_t i = 0; i < count; ++i, v += static_cast<uint64_t>(step)) a->ints[i] = static_cast<int64_t>(v);
  return a;
}

namespace {

// One end of a range: a number, or a character.
struct Bound {
  Value number;
  bool is_char = false;
  unsigned char c = 0;  // also of a single digit, which may stand for itself
  bool MayBeChar() const { return c != 0 || is_char; }
};

bool ReadBound(Args args, uint32_t i, Bound* bound) {
  const Value& v = args[i];
  switch (v.type) {
    case Type::kInt: bound->number = v; return true;
    case Type::kFloat:
      if (std::isfinite(v.d)) {
        bound->number = v;
        return true;
      }
      ArgumentValueError(i + 1, std::isnan(v.d) ? "must be a finite number, NAN provided"
                                                : "must be a finite number, INF provided");
      return false;
    case Type::kString: {
      int64_t n;
      double d;
      Numeric kind = IsNumericString(v.str->view(), &n, &d);
      if (kind != Numeric::kNot) {
        bound->number = kind == Numeric::kInt ? Value(n) : Value(d);
        if (v.str->length == 1) bound->c = static_cast<unsigned char>(v.str->data[0]);
        return true;
      }
      bound->number = Value(int64_t{0});
      if (v.str->length == 0) {
        FunctionWarning("Argument #%d ($%s) must not be empty, casted to 0", i + 1, i == 0 ? "start" : "end");
        return !HasException();
      }
      if (v.str->length > 1) {
        FunctionWarning("Argument #%d ($%s) must be a single byte, subsequent bytes are ignored", i + 1,
                        i == 0 ? "start" : "end");
        if (HasException()) return false;
      }
      bound->is_char = true;
      bound->c = static_cast<unsigned char>(v.str->data[0]);
      return true;
    }
    case Type::kArray:
    case Type::kObject:
    case Type::kResource:
      ArgumentTypeError(i + 1,
                        absl::StrFormat("must be a valid range boundary, %s given", ValueNameForErrors(v)));
      return false;
    case Type::kNull:
      Deprecated("range(): Passing null to parameter #%d ($%s) of type string|int|float is deprecated", i + 1,
                 i == 0 ? "start" : "end");
      bound->number = Value(int64_t{0});
      return !HasException();
    default: bound->number = Value(ToInt(v)); return true;
  }
}

constexpr char kStepTooLong[] =
    "must be less than the range spanned by argument #1 ($start) and argument #2 ($end)";
// Ends and step as numbers of the same kind.
template <typename T>
bool TooMany(double count, T start, T end, T step) {
  if (count < static_cast<double>(kMaxArrayCount)) return false;
  auto text = [](T v) {
    if constexpr (std::is_same_v<T, double>)
      return absl::StrFormat("%.1f", v);
    else
      return std::to_string(v);
  };
  ThrowValueError("The supplied range exceeds the maximum array size: start=%s end=%s step=%s", text(start),
                  text(end), text(step));
  return true;
}

void Range(Args args, Value* result) {
  bool float_step = args[2].IsFloat();
  double step = float_step ? args[2].d : static_cast<double>(args[2].i);
  int64_t int_step = float_step ? 1 : args[2].i;
  if (float_step) {
    if (!std::isfinite(step)) {
      return ArgumentValueError(3, std::isnan(step) ? "must be a finite number, NAN provided"
                                                    : "must be a finite number, INF provided");
    }
    if (FloatIsExactInt(step, &int_step)) float_step = false;
  }
  if (step == 0) return ArgumentValueError(3, "cannot be 0");
  bool negative = step < 0;
  if (negative) {
    if (!float_step && int_step == INT64_MIN)
      return ArgumentValueError(3, "must be greater than -9223372036854775808");
    step = -step;
    int_step = -int_step;
  }
  Bound start;
  Bound end;
  if (!ReadBound(args, 0, &start) || !ReadBound(args, 1, &end)) return;
  bool chars = start.MayBeChar() && end.MayBeChar();
  if (chars && float_step) {
    if (start.is_char || end.is_char) {
      FunctionWarning(
          "Argument #3 ($step) must be of type int when generating an array of characters, inputs converted "
          "to 0");
    }
    chars = false;
  } else if (!chars && (start.is_char || end.is_char)) {
    bool first = start.is_char;
    FunctionWarning(
        "Argument #%d ($%s) must be a single byte string if argument #%d ($%s) is a single byte string, "
        "argument #%d ($%s) converted to 0",
        first ? 2 : 1, first ? "end" : "start", first ? 1 : 2, first ? "start" : "end", first ? 1 : 2,
        first ? "start" : "end");
  }
  if (HasException()) return;
  if (chars) {
    int low = start.c;
    int high = end.c;
    int distance = high > low ? high - low : low - high;
    if (high > low && negative) return ArgumentValueError(3, "must be greater than 0 for increasing ranges");
    Array* a = NewPacked(ArrayKind::kValues, 0, static_cast<uint32_t>(distance / int_step + 1));
    if (distance != 0 && distance < int_step) {
      Release(Value(a));
      return ArgumentValueError(3, kStepTooLong);
    }
    for (int64_t i = 0; i <= distance; i += int_step) {
      Append(a, Value(CharString(static_cast<unsigned char>(high > low ? low + i : low - i))));
    }
    return Return(result, a);
  }
  if (start.number.IsInt() && end.number.IsInt() && !float_step) {
    int64_t low = start.number.i;
    int64_t high = end.number.i;
    if (low == high) return Return(result, IntRange(low, 1, 1));
    if (high > low && negative) return ArgumentValueError(3, "must be greater than 0 for increasing ranges");
    uint64_t distance = high > low ? static_cast<uint64_t>(high) - static_cast<uint64_t>(low)
                                   : static_cast<uint64_t>(low) - static_cast<uint64_t>(high);
    auto by = static_cast<uint64_t>(int_step);
    if (distance < by) return ArgumentValueError(3, kStepTooLong);
    double count = static_cast<double>(distance / by) + 1;
    if (TooMany(count, low, high, int_step)) return;
    return Return(result, IntRange(low, high > low ? int_step : -int_step, static_cast<uint32_t>(count)));
  }
  double low = ToFloat(start.number);
  double high = ToFloat(end.number);
  if (high > low && negative) return ArgumentValueError(3, "must be greater than 0 for increasing ranges");
  double distance = std::fabs(high - low);
  if (low != high && distance < step) return ArgumentValueError(3, kStepTooLong);
  double count = low == high ? 1 : std::round(distance / step + 1);
  if (TooMany(count, low, high, step)) return;
  auto at = [&](uint32_t i) { return high >= low ? low + i * step : low - i * step; };
  auto n = static_cast<uint32_t>(count);
  // What rounding made one too many.
  while (n > 1 && (high >= low ? at(n - 1) > high : at(n - 1) < high)) --n;
  Array* a = NewPacked(ArrayKind::kFloats, n, n);
  for (uint32_t i = 0; i < n; ++i) a->floats[i] = at(i);
  Return(result, a);
}

constexpr BuiltinRow kRows[] = {
    {"range", "($start, $end, int|float $step = 1): array", Effects::kWarns | Effects::kThrows, Range},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kRangeFunctions(kRows);

}  // namespace tusk
