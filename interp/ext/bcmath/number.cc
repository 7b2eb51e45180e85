// BcMath\Number: a decimal number as an immutable object that operators know.
#include <utility>

#include "interp/ext/bcmath/bcmath.h"
#include "interp/ext/class_tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

constexpr size_t kExpansion = 10;  // decimals that quotients, roots and negative powers get more
enum Slot : uint32_t { kValue, kScale };

extern const ObjectHandlers kHandlers;

bool IsNumber(const Value& v) { return v.IsObject() && v.obj->cls->handlers == &kHandlers; }
Decimal NumberOf(Object* o) {
  Decimal d;
  if (o->props()[kValue].IsString()) Decimal::Parse(o->props()[kValue].str->view(), &d);
  return d;
}
void Fill(Object* o, const Decimal& d, size_t scale) {
  o->props()[kValue] = Value(NewString(d.ToText(scale)));
  o->props()[kScale] = Value(static_cast<int64_t>(scale));
  o->props()[kValue].extra = o->props()[kScale].extra = 0;
}
Value NewNumber(const Decimal& d, size_t scale) {
  static Class* c = FindClass("bcmath\\number", false);
  Object* o = NewObject(c);
  Fill(o, d, scale);
  return Value(o);
}
bool CheckFresh(Object* o) {
  if (o->props()[kValue].IsUndef()) return true;
  ThrowError("Cannot modify readonly property BcMath\\Number::$value");
  return false;
}

// The number that argument `i` is; raises what it is not.
bool Operand(Args args, uint32_t i, Decimal* out) {
  const Value& v = args[i];
  if (IsNumber(v)) {
    *out = NumberOf(v.obj);
    return true;
  }
  if (v.IsInt()) {
    *out = Decimal::FromInt(v.i);
    return true;
  }
  if (Decimal::Parse(v.str->view(), out)) return true;
  ArgumentValueError(i + 1, "is not well-formed");
  return false;
}
Decimal Self(Args args) { return NumberOf(args.frame->self.obj); }

// --- operations: *scale arrives as the decimals wanted, or is set to those of the result when `expands`

using Operation = bool (*)(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out);

bool Add(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  *out = a.Add(b);
  if (expands) *scale = out->scale;
  return true;
}
bool Subtract(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  return Add(a, b.Negated(), expands, scale, out);
}
bool Multiply(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  *out = a.Multiply(b);
  if (expands) *scale = out->scale;
  return true;
}
bool Divide(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  if (b.IsZero()) {
    ThrowDivisionByZero("Division by zero");
    return false;
  }
  if (expands) *scale = a.scale + kExpansion;
  *out = a.Divide(b, *scale);
  if (expands) {
    *out = out->WithoutTrailingZeros(a.scale);
    *scale = out->scale;
  }
  return true;
}
bool Modulo(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  if (b.IsZero()) {
    ThrowDivisionByZero("Modulo by zero");
    return false;
  }
  a.DivideWhole(b, out);
  if (expands) *scale = out->scale;
  return true;
}
template <uint32_t kArgument>
bool Power(const Decimal& a, const Decimal& b, bool expands, size_t* scale, Decimal* out) {
  return BcPower(a, b, kArgument, expands, scale, out);
}

// The scale in argument `i`; *expands: it was left out.
bool ScaleArgument(Args args, uint32_t i, bool* expands, size_t* scale) {
  *expands = args.IsNull(i);
  *scale = 0;
  if (*expands) return true;
  if (!BcScaleFits(i + 1, args.Int(i))) return false;
  *scale = static_cast<size_t>(args.Int(i));
  return true;
}
template <Operation kOperation>
void Calculate(Args args, Value* result) {
  Decimal b, out;
  bool expands;
  size_t scale;
  if (!Operand(args, 0, &b) || !ScaleArgument(args, 1, &expands, &scale)) return;
  if (kOperation(Self(args), b, expands, &scale, &out)) *result = NewNumber(out, scale);
}
void DivMod(Args args, Value* result) {
  Decimal a = Self(args), b, rest;
  bool expands;
  size_t scale;
  if (!Operand(args, 0, &b) || !ScaleArgument(args, 1, &expands, &scale)) return;
  if (b.IsZero()) return ThrowDivisionByZero("Division by zero");
  Decimal quotient = a.DivideWhole(b, &rest);
  Array* pair = NewArray();
  Append(pair, NewNumber(quotient, 0));
  Append(pair, NewNumber(rest, expands ? rest.scale : scale));
  Return(result, pair);
}
void PowerModulo(Args args, Value* result) {
  Decimal base = Self(args), exponent, modulus;
  bool expands;
  size_t scale;
  if (!Operand(args, 0, &exponent) || !Operand(args, 1, &modulus) ||
      !ScaleArgument(args, 2, &expands, &scale) || !BcPowerModuloFits(base, exponent, modulus, 1)) {
    return;
  }
  *result = NewNumber(base.PowerModulo(exponent, modulus), scale);
}
void Root(Args args, Value* result) {
  Decimal d = Self(args);
  bool expands;
  size_t scale;
  if (!ScaleArgument(args, 0, &expands, &scale)) return;
  if (d.negative && !d.IsZero()) return ThrowValueError("Base number must be greater than or equal to 0");
  if (!expands) {
    *result = NewNumber(d.Root(scale), scale);
    return;
  }
  Decimal root = d.Root(d.scale + kExpansion).WithoutTrailingZeros(d.scale);
  *result = NewNumber(root, root.scale);
}
template <RoundMode kMode>
void RoundWhole(Args args, Value* result) {
  *result = NewNumber(Self(args).Round(0, kMode), 0);
}
void Round(Args args, Value* result) {
  int64_t digits = args.Int(0, 0);
  if (digits > INT32_MAX || digits < INT32_MIN)
    return ArgumentValueError(1, "must be between -2147483648 and 2147483647");
  RoundMode mode = args.Has(1) && args[1].IsObject() ? RoundModeOf(args[1]) : RoundMode::kHalfUp;
  Decimal d = Self(args);
  *result = NewNumber(d.Round(digits, mode), digits > 0 ? static_cast<size_t>(digits) : 0);
}
void CompareMethod(Args args, Value* result) {
  Decimal b;
  bool expands;
  size_t scale;
  if (!Operand(args, 0, &b) || !ScaleArgument(args, 1, &expands, &scale)) return;
  auto cut = [&](const Decimal& d) { return !expands && d.scale > scale ? d.WithScale(scale) : d; };
  Return(result, cut(Self(args)).Compare(cut(b)));
}

void Construct(Args args, Value*) {
  Decimal d;
  if (CheckFresh(args.frame->self.obj) && Operand(args, 0, &d)) Fill(args.frame->self.obj, d, d.scale);
}
void ToText(Args args, Value* result) { *result = Copy(args.frame->self.obj->props()[kValue]); }
void Serialize(Args args, Value* result) {
  Array* a = NewArray();
  SetStr(a, "value", Copy(args.frame->self.obj->props()[kValue]));
  Return(result, a);
}
void Unserialize(Args args, Value*) {
  if (!CheckFresh(args.frame->self.obj)) return;
  Value text = Deref(GetStr(args.Arr(0), "value"));
  Decimal d;
  if (!text.IsString() || text.str->length == 0 || !Decimal::Parse(text.str->view(), &d))
    return Throw(Throwable::kException, "Invalid serialization data for BcMath\\Number object");
  Fill(args.frame->self.obj, d, d.scale);
}

// --- operators

// Whether an operand is or stands for a number; false without an exception: it does not.
bool OperatorNumber(const Value& v, const char* side, Decimal* out) {
  switch (v.type) {
    case Type::kInt: *out = Decimal::FromInt(v.i); return true;
    case Type::kFalse:
    case Type::kTrue: *out = Decimal::FromInt(v.IsTrue()); return true;
    case Type::kFloat: {
      int64_t i = FloatToInt(v.d);
      if (static_cast<double>(i) != v.d) {
        char text[64];
        Deprecated("Implicit conversion from float %s to int loses precision",
                   std::string_view(text, FormatFloat(v.d, -1, text, sizeof text)));
      }
      *out = Decimal::FromInt(i);
      return !HasException();
    }
    case Type::kString:
      if (Decimal::Parse(v.str->view(), out)) return true;
      if (side) ThrowValueError("%s string operand cannot be converted to BcMath\\Number", side);
      return false;
    case Type::kObject:
      if (!IsNumber(v)) return false;
      *out = NumberOf(v.obj);
      return true;
    default: return false;
  }
}
bool Operate(const char* op, const Value& a, const Value& b, Value* result) {
  static constexpr std::pair<const char*, Operation> kOperations[] = {
      {"+", Add}, {"-", Subtract}, {"*", Multiply}, {"/", Divide}, {"%", Modulo}, {"**", Power<0>}};
  for (const auto& [text, operation] : kOperations) {
    if (std::string_view(text) != op) continue;
    Decimal x, y, out;
    size_t scale = 0;
    if (!OperatorNumber(a, "Left", &x) || !OperatorNumber(b, "Right", &y)) return false;
    if (!operation(x, y, true, &scale, &out)) return false;
    *result = NewNumber(out, scale);
    return true;
  }
  return false;
}
int CompareValues(const Value& a, const Value& b) {
  Decimal x, y;
  if (!OperatorNumber(a, nullptr, &x) || !OperatorNumber(b, nullptr, &y)) return 1;
  return x.Compare(y);
}
bool Cast(Object* o, Type to, Value* result) {
  if (to != Type::kTrue && to != Type::kFalse) return false;
  *result = Value(!NumberOf(o).IsZero());
  return true;
}
constexpr ObjectHandlers kHandlers = {.compare = CompareValues, .cast = Cast, .operate = Operate};

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows | Effects::kWarns;
constexpr char kNumberAndScale[] = "(BcMath\\Number|string|int $num, ?int $scale = null): BcMath\\Number";
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string|int $num)", kReads | Effects::kWritesState, Construct},
    {"add", kNumberAndScale, kReads, Calculate<Add>},
    {"sub", kNumberAndScale, kReads, Calculate<Subtract>},
    {"mul", kNumberAndScale, kReads, Calculate<Multiply>},
    {"div", kNumberAndScale, kReads, Calculate<Divide>},
    {"mod", kNumberAndScale, kReads, Calculate<Modulo>},
    {"divmod", "(BcMath\\Number|string|int $num, ?int $scale = null): array", kReads, DivMod},
    {"powmod",
     "(BcMath\\Number|string|int $exponent, BcMath\\Number|string|int $modulus, ?int $scale = null): "
     "BcMath\\Number",
     kReads, PowerModulo},
    {"pow", "(BcMath\\Number|string|int $exponent, ?int $scale = null): BcMath\\Number", kReads,
     Calculate<Power<1>>},
    {"sqrt", "(?int $scale = null): BcMath\\Number", kReads, Root},
    {"floor", "(): BcMath\\Number", kReads, RoundWhole<RoundMode::kFloor>},
    {"ceil", "(): BcMath\\Number", kReads, RoundWhole<RoundMode::kCeiling>},
    {"round", "(int $precision = 0, RoundingMode $mode = RoundingMode::HalfAwayFromZero): BcMath\\Number",
     kReads | Effects::kCallsBack, Round},
    {"compare", "(BcMath\\Number|string|int $num, ?int $scale = null): int", kReads, CompareMethod},
    {"__toString", "(): string", kReads, ToText},
    {"__serialize", "(): array", kReads, Serialize},
    {"__unserialize", "(array $data): void", kReads | Effects::kWritesState, Unserialize},
};
constexpr uint32_t kReadonly = uint32_t{FunctionFlags::kPublic} | uint32_t{PropertyFlags::kReadonly};
constexpr BuiltinPropertyRow kProperties[] = {{"value", "string", Type::kUndef, kReadonly},
                                              {"scale", "int", Type::kUndef, kReadonly}};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "BcMath\\Number",
     .interfaces = "Stringable",
     .flags = uint32_t{ClassFlags::kFinal} | uint32_t{ClassFlags::kNoDynamicProperties},
     .methods = kMethods,
     .properties = kProperties,
     .handlers = &kHandlers,
     .extension = "bcmath"}};

}  // namespace

constinit const std::span<const BuiltinClassRow> kBcMathClasses = kClasses;

}  // namespace tusk
