// Builtin functions that traces compute themselves. A row's function gets arguments that have the types it
// asks for by looking; it returns the result or kNone to leave the call to Step.
#include <algorithm>
#include <cmath>
#include <functional>

#include "interp/vm/builtin.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

struct BuiltinCall {
  Recorder& r;
  absl::Span<const IrRef> args;
  absl::Span<const Value> now;
  ir::Builder& ir() { return r.ir(); }
  ir::Type Type(size_t i) { return i < args.size() ? r.TypeOf(args[i]) : ir::Type::kNone; }
  bool Ints(size_t n) {
    for (size_t i = 0; i < n; ++i) {
      if (Type(i) != ir::Type::kInt) return false;
    }
    return args.size() == n;
  }
  bool Numbers(size_t n) {
    for (size_t i = 0; i < n; ++i) {
      if (!IsNumber(Type(i))) return false;
    }
    return args.size() == n;
  }
};

IrRef Abs(BuiltinCall& c) {
  if (c.args.size() != 1) return ir::kNone;
  if (c.Type(0) == ir::Type::kFloat) return c.ir().Emit(IrOp::FABS, c.args[0]);
  if (c.Type(0) != ir::Type::kInt || c.now[0].i == INT64_MIN) return ir::kNone;
  IrRef negative = c.ir().Emit(IrOp::SUBOV, c.ir().KInt(0), c.args[0]);  // leaves for PHP_INT_MIN
  return c.ir().Emit(IrOp::MAX, c.args[0], negative);
}

template <IrOp Op>
IrRef Rounding(BuiltinCall& c) {
  if (c.args.size() != 1 || !IsNumber(c.Type(0))) return ir::kNone;
  if (c.Type(0) == ir::Type::kInt) return ToFloat(c.r, c.args[0]);
  return c.ir().Emit(Op, c.args[0]);
}
IrRef Sqrt(BuiltinCall& c) {
  return c.Numbers(1) ? c.ir().Emit(IrOp::FSQRT, ToFloat(c.r, c.args[0])) : ir::kNone;
}
template <ir::CallId Id>
IrRef Math1(BuiltinCall& c) {
  return c.Numbers(1) ? c.ir().Call(Id, {ToFloat(c.r, c.args[0])}) : ir::kNone;
}
template <ir::CallId Id>
IrRef Math2(BuiltinCall& c) {
  return c.Numbers(2) ? c.ir().Call(Id, {ToFloat(c.r, c.args[0]), ToFloat(c.r, c.args[1])}) : ir::kNone;
}
IrRef Pow(BuiltinCall& c) {
  if (!c.Numbers(2)) return ir::kNone;
  return Arithmetic(c.r, Opcode::kPow, c.args[0], c.args[1], c.now[0], c.now[1]);
}
IrRef Intdiv(BuiltinCall& c) {
  if (!c.Ints(2) || c.now[1].i == 0 || c.now[1].i == -1) return ir::kNone;
  c.ir().GuardTrue(c.ir().Emit(IrOp::NE, c.args[1], c.ir().KInt(0)));
  c.ir().GuardTrue(c.ir().Emit(IrOp::NE, c.args[1], c.ir().KInt(-1)));
  return c.ir().Emit(IrOp::DIV, c.args[0], c.args[1]);
}
template <IrOp Int, IrOp Float>
IrRef Extreme(BuiltinCall& c) {
  if (c.Ints(2)) return c.ir().Emit(Int, c.args[0], c.args[1]);
  // Mixed types: by comparison. Of two floats: equal ones give the first, as do min's NaNs; max's are not for
  // FMAX.
  if (c.args.size() != 2 || c.Type(0) != ir::Type::kFloat || c.Type(1) != ir::Type::kFloat) return ir::kNone;
  if (Float == IrOp::FMAX) {
    if (std::isnan(c.now[0].d) || std::isnan(c.now[1].d)) return ir::kNone;
    for (IrRef arg : c.args) c.ir().GuardTrue(c.ir().Emit(IrOp::FEQ, arg, arg));
  }
  return c.ir().Emit(Float, c.args[0], c.args[1]);
}
// min and max of several ints.
template <IrOp Int, IrOp Float>
IrRef ExtremeOfMany(BuiltinCall& c) {
  if (c.args.size() < 3 || !c.Ints(c.args.size())) return Extreme<Int, Float>(c);
  IrRef best = c.args[0];
  for (IrRef arg : c.args.subspan(1)) best = c.ir().Emit(Int, best, arg);
  return best;
}
// ctype_* of a string of one byte that is known as a byte.
IrRef Within(BuiltinCall& c, IrRef byte, int first, int last) {
  IrRef offset = c.ir().Emit(IrOp::SUB, byte, c.ir().KInt(first));
  return c.ir().Emit(IrOp::ULE, offset, c.ir().KInt(last - first));
}
IrRef ByteArgument(BuiltinCall& c) {
  return c.args.size() == 1 && c.Type(0) == ir::Type::kString ? ByteOf(c.r, c.args[0]) : ir::kNone;
}
template <int First, int Last>
IrRef CtypeRange(BuiltinCall& c) {
  IrRef byte = ByteArgument(c);
  return byte ? Within(c, byte, First, Last) : ir::kNone;
}
IrRef CtypeAlpha(BuiltinCall& c) {
  IrRef byte = ByteArgument(c);
  return byte ? Within(c, c.ir().Emit(IrOp::OR, byte, c.ir().KInt(0x20)), 'a', 'z') : ir::kNone;
}
IrRef CtypeAlnum(BuiltinCall& c) {
  IrRef letter = CtypeAlpha(c);
  return letter ? c.ir().Emit(IrOp::OR, letter, CtypeRange<'0', '9'>(c)) : ir::kNone;
}
IrRef CtypeSpace(BuiltinCall& c) {
  IrRef byte = ByteArgument(c);
  if (!byte) return ir::kNone;
  return c.ir().Emit(IrOp::OR, c.ir().Emit(IrOp::EQ, byte, c.ir().KInt(' ')), Within(c, byte, '\t', '\r'));
}
IrRef Ord(BuiltinCall& c) {
  if (c.args.size() != 1 || c.Type(0) != ir::Type::kString || c.now[0].str->length == 0) return ir::kNone;
  if (IrRef byte = ByteOf(c.r, c.args[0])) return byte;
  c.ir().GuardTrue(c.ir().Emit(IrOp::NE, c.ir().FLoad(c.args[0], ir::Field::kStringLength), c.ir().KInt(0)));
  return c.ir().Emit(IrOp::BLOAD, c.args[0], c.ir().KInt(0));
}
IrRef Chr(BuiltinCall& c) {
  if (!c.Ints(1)) return ir::kNone;
  return c.ir().Call(ir::CallId::kChr, {c.args[0]});
}
IrRef Strlen(BuiltinCall& c) {
  if (c.args.size() != 1 || c.Type(0) != ir::Type::kString) return ir::kNone;
  return c.ir().FLoad(c.args[0], ir::Field::kStringLength);
}
IrRef Count(BuiltinCall& c) {
  if (c.args.size() != 1 || c.Type(0) != ir::Type::kArray) return ir::kNone;
  return c.ir().FLoad(c.args[0], ir::Field::kArrayCount);
}
template <ir::Type T>
IrRef Is(BuiltinCall& c) {
  return c.args.size() == 1 ? ir::BoolRef(c.Type(0) == T) : ir::kNone;
}
IrRef IsNan(BuiltinCall& c) {
  if (c.args.size() != 1 || c.Type(0) != ir::Type::kFloat) return ir::kNone;
  return c.ir().Emit(IrOp::FNE, c.args[0], c.args[0]);
}
IrRef Intval(BuiltinCall& c) {
  if (c.args.size() != 1) return ir::kNone;
  if (c.Type(0) == ir::Type::kInt) return c.args[0];
  if (c.Type(0) == ir::Type::kFloat && c.now[0].d > -9e18 && c.now[0].d < 9e18)
    return c.ir().Emit(IrOp::F2I, c.args[0]);
  return ir::kNone;
}
IrRef Floatval(BuiltinCall& c) { return c.Numbers(1) ? ToFloat(c.r, c.args[0]) : ir::kNone; }
IrRef Substr(BuiltinCall& c) {
  if (c.args.size() < 2 || c.args.size() > 3 || c.Type(0) != ir::Type::kString || c.Type(1) != ir::Type::kInt)
    return ir::kNone;
  if (c.args.size() == 3 && c.Type(2) != ir::Type::kInt) return ir::kNone;
  IrRef length = c.args.size() == 3 ? c.args[2] : c.ir().KInt(INT64_MAX);
  return c.ir().Call(ir::CallId::kSubstr, {c.args[0], c.args[1], length});
}

// is_numeric and is_scalar, where the type decides.
template <bool Numeric>
IrRef IsNumericOrScalar(BuiltinCall& c) {
  if (c.args.size() != 1 || (Numeric && c.Type(0) == ir::Type::kString)) return ir::kNone;
  bool scalar = c.Type(0) == ir::Type::kString || c.Type(0) == ir::Type::kBool;
  return ir::BoolRef(IsNumber(c.Type(0)) || (!Numeric && scalar));
}
IrRef IsResource(BuiltinCall& c) { return c.args.size() == 1 ? ir::kFalseRef : ir::kNone; }

struct Row {
  std::string_view name;
  IrRef (*record)(BuiltinCall& c);
};
constexpr Row kRows[] = {
    {"abs", Abs},
    {"atan", Math1<ir::CallId::kAtan>},
    {"atan2", Math2<ir::CallId::kAtan2>},
    {"ceil", Rounding<IrOp::FCEIL>},
    {"chr", Chr},
    {"cos", Math1<ir::CallId::kCos>},
    {"count", Count},
    {"ctype_alnum", CtypeAlnum},
    {"ctype_alpha", CtypeAlpha},
    {"ctype_digit", CtypeRange<'0', '9'>},
    {"ctype_lower", CtypeRange<'a', 'z'>},
    {"ctype_space", CtypeSpace},
    {"ctype_upper", CtypeRange<'A', 'Z'>},
    {"exp", Math1<ir::CallId::kExp>},
    {"floatval", Floatval},
    {"floor", Rounding<IrOp::FFLOOR>},
    {"fmod", Math2<ir::CallId::kFmod>},
    {"intdiv", Intdiv},
    {"intval", Intval},
    {"is_array", Is<ir::Type::kArray>},
    {"is_bool", Is<ir::Type::kBool>},
    {"is_float", Is<ir::Type::kFloat>},
    {"is_int", Is<ir::Type::kInt>},
    {"is_nan", IsNan},
    {"is_null", Is<ir::Type::kNull>},
    {"is_numeric", IsNumericOrScalar<true>},
    {"is_object", Is<ir::Type::kObject>},
    {"is_resource", IsResource},
    {"is_scalar", IsNumericOrScalar<false>},
    {"is_string", Is<ir::Type::kString>},
    {"log", Math1<ir::CallId::kLog>},
    {"max", ExtremeOfMany<IrOp::MAX, IrOp::FMAX>},
    {"min", ExtremeOfMany<IrOp::MIN, IrOp::FMIN>},
    {"ord", Ord},
    {"pow", Pow},
    {"sin", Math1<ir::CallId::kSin>},
    {"sqrt", Sqrt},
    {"strlen", Strlen},
    {"substr", Substr},
    {"tan", Math1<ir::CallId::kTan>},
};

const Row* FindRow(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

namespace {

// --- builtins that are called without a frame, when their arguments are such that nothing can go wrong

bool Strings(BuiltinCall& c, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    if (c.Type(i) != ir::Type::kString) return false;
  }
  return true;
}
bool OnlyStrings(BuiltinCall& c) { return Strings(c, c.args.size()); }
template <size_t N>
bool NStrings(BuiltinCall& c) {
  return c.args.size() == N && Strings(c, N);
}
bool NotEmpty(BuiltinCall& c, size_t i) {
  if (c.now[i].str->length == 0) return false;
  c.ir().GuardTrue(c.ir().Emit(IrOp::NE, c.ir().FLoad(c.args[i], ir::Field::kStringLength), c.ir().KInt(0)));
  return true;
}
bool NotEmptyString(BuiltinCall& c) { return NStrings<1>(c) && NotEmpty(c, 0); }
template <size_t I>
bool TwoStringsOneNotEmpty(BuiltinCall& c) {
  return NStrings<2>(c) && NotEmpty(c, I);
}
// A mask of characters that holds no range.
bool Trims(BuiltinCall& c) {
  if (!OnlyStrings(c)) return false;
  if (c.args.size() == 1) return true;
  return c.args.size() == 2 && c.args[1].IsConst() &&
         c.now[1].str->view().find("..") == std::string_view::npos;
}
bool Simple(ir::Type t) {
  return t == ir::Type::kString || t == ir::Type::kInt || t == ir::Type::kBool || t == ir::Type::kNull;
}
// Strict, or among literals: no comparison calls anything.
bool Searches(BuiltinCall& c) {
  if (c.args.size() < 2 || c.Type(1) != ir::Type::kArray) return false;
  if (c.args.size() == 3 && c.args[2] == ir::kTrueRef) return true;
  return (c.args.size() == 2 || c.args[2] == ir::kFalseRef) && c.args[1].IsConst() && Simple(c.Type(0));
}
bool LooksUpKey(BuiltinCall& c) {
  return c.args.size() == 2 && (c.Type(0) == ir::Type::kString || c.Type(0) == ir::Type::kInt) &&
         c.Type(1) == ir::Type::kArray;
}
bool OnlyArrays(BuiltinCall& c) {
  for (size_t i = 0; i < c.args.size(); ++i) {
    if (c.Type(i) != ir::Type::kArray) return false;
  }
  return true;
}
bool OneArray(BuiltinCall& c) { return c.args.size() == 1 && c.Type(0) == ir::Type::kArray; }
bool Repeats(BuiltinCall& c) {
  if (c.args.size() != 2 || c.Type(0) != ir::Type::kString || c.Type(1) != ir::Type::kInt || c.now[1].i < 0)
    return false;
  c.ir().GuardTrue(c.ir().Emit(IrOp::GE, c.args[1], c.ir().KInt(0)));
  return true;
}
bool StringAndInts(BuiltinCall& c) {
  if (c.args.size() < 2 || c.args.size() > 3 || c.Type(0) != ir::Type::kString) return false;
  for (size_t i = 1; i < c.args.size(); ++i) {
    if (c.Type(i) != ir::Type::kInt) return false;
  }
  return true;
}
bool OfObject(BuiltinCall& c) {
  return c.args.size() == 2 && c.Type(0) == ir::Type::kObject && c.Type(1) == ir::Type::kString;
}
bool OneIntOrString(BuiltinCall& c) {
  return c.args.size() == 1 && (c.Type(0) == ir::Type::kInt || c.Type(0) == ir::Type::kString);
}

template <size_t Least, size_t Most>
bool StringsThenInts(BuiltinCall& c, size_t strings) {
  if (c.args.size() < Least || c.args.size() > Most || !Strings(c, std::min(strings, c.args.size())))
    return false;
  for (size_t i = strings; i < c.args.size(); ++i) {
    if (c.Type(i) != ir::Type::kInt) return false;
  }
  return true;
}
bool Splits(BuiltinCall& c) { return StringsThenInts<2, 4>(c, 2); }
bool Replaces(BuiltinCall& c) { return StringsThenInts<3, 4>(c, 3); }
bool ReplacesPart(BuiltinCall& c) { return StringsThenInts<3, 4>(c, 2); }
// preg_match(), preg_match_all(): pattern, subject, and perhaps a reference and ints.
bool Matches(BuiltinCall& c) {
  if (c.args.size() < 2 || !Strings(c, 2)) return false;
  if (c.args.size() > 2 && c.Type(2) != ir::Type::kRef) return false;
  for (size_t i = 3; i < c.args.size(); ++i) {
    if (c.Type(i) != ir::Type::kInt) return false;
  }
  return c.args.size() < 4 || c.args[3].IsConst();  // wrong flags throw
}
bool ChangesArray(BuiltinCall& c) {
  return !c.args.empty() && c.Type(0) == ir::Type::kRef && c.now[0].ref->value.IsArray();
}
bool OnlyChangesArray(BuiltinCall& c) { return c.args.size() == 1 && ChangesArray(c); }
bool Joins(BuiltinCall& c) {
  return c.args.size() == 2 && c.Type(0) == ir::Type::kString && c.Type(1) == ir::Type::kArray;
}
// More arguments are constants: what they mean does not change, and that they are right is seen now.
bool RestIsConstant(BuiltinCall& c, size_t from) {
  for (size_t i = from; i < c.args.size(); ++i) {
    if (!c.args[i].IsConst()) return false;
  }
  return true;
}
template <size_t N>
bool NStringsAndConstants(BuiltinCall& c) {
  return c.args.size() >= N && Strings(c, N) && RestIsConstant(c, N);
}
bool SubstringWithEncoding(BuiltinCall& c) {
  return StringAndInts(c) ||
         (c.args.size() == 4 && c.Type(0) == ir::Type::kString && c.Type(1) == ir::Type::kInt &&
          RestIsConstant(c, 3) && (c.Type(2) == ir::Type::kInt || c.Type(2) == ir::Type::kNull));
}
template <size_t Most>
bool ArrayAndInts(BuiltinCall& c) {
  if (c.args.empty() || c.args.size() > Most || c.Type(0) != ir::Type::kArray) return false;
  for (size_t i = 1; i < c.args.size(); ++i) {
    ir::Type t = c.Type(i);
    if (t != ir::Type::kInt && t != ir::Type::kBool && t != ir::Type::kNull) return false;
  }
  return true;
}
bool FullArray(BuiltinCall& c) {
  if (!OneArray(c) || c.now[0].arr->count == 0) return false;
  c.ir().GuardTrue(c.ir().Emit(IrOp::NE, c.ir().FLoad(c.args[0], ir::Field::kArrayCount), c.ir().KInt(0)));
  return true;
}
bool IntPowers(BuiltinCall& c) {
  if (!c.Ints(2) || c.now[1].i < 0) return false;
  c.ir().GuardTrue(c.ir().Emit(IrOp::GE, c.args[1], c.ir().KInt(0)));
  return true;
}
bool Pads(BuiltinCall& c) {
  if (c.args.size() < 2 || c.Type(0) != ir::Type::kString || c.Type(1) != ir::Type::kInt) return false;
  return RestIsConstant(c, 2);
}
// A constant format that takes the strings and ints which are there.
bool Formats(BuiltinCall& c) {
  if (c.args.empty() || !c.args[0].IsConst() || c.Type(0) != ir::Type::kString) return false;
  std::string_view format = c.now[0].str->view();
  size_t taken = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i < format.size() && format[i] == '%') continue;
    while (i < format.size() && ((format[i] >= '0' && format[i] <= '9') || format[i] == '-')) ++i;
    if (i == format.size() || std::string_view("sdxXcub").find(format[i]) == std::string_view::npos)
      return false;
    ++taken;
  }
  if (taken + 1 != c.args.size()) return false;
  for (size_t i = 1; i < c.args.size(); ++i) {
    if (c.Type(i) != ir::Type::kString && c.Type(i) != ir::Type::kInt) return false;
  }
  return true;
}
bool NoArguments(BuiltinCall& c) { return c.args.empty(); }

bool Translates(BuiltinCall& c) { return NStrings<3>(c) || Joins(c); }

struct DirectRow {
  std::string_view name;
  bool (*allowed)(BuiltinCall& c);
  FrameNeed need = FrameNeed::kNever;
};
constexpr DirectRow kDirect[] = {
    {"array_diff", OnlyArrays, FrameNeed::kWarns},
    {"array_diff_key", OnlyArrays},
    {"array_flip", OneArray, FrameNeed::kWarns},
    {"array_intersect_key", OnlyArrays},
    {"array_key_exists", LooksUpKey},
    {"array_keys", OneArray},
    {"array_merge", OnlyArrays},
    {"array_pop", OnlyChangesArray, FrameNeed::kInPlace},
    {"array_push", ChangesArray, FrameNeed::kInPlace},
    {"array_reverse", ArrayAndInts<2>},
    {"array_search", Searches},
    {"array_shift", OnlyChangesArray, FrameNeed::kInPlace},
    {"array_slice", ArrayAndInts<4>},
    {"array_unique", OneArray, FrameNeed::kWarns},
    {"array_unshift", ChangesArray, FrameNeed::kInPlace},
    {"array_values", OneArray},
    {"asort", OnlyChangesArray, FrameNeed::kInPlace},
    {"chop", Trims},
    {"ctype_alnum", NStrings<1>},
    {"ctype_alpha", NStrings<1>},
    {"ctype_digit", NStrings<1>},
    {"ctype_lower", NStrings<1>},
    {"ctype_punct", NStrings<1>},
    {"ctype_space", NStrings<1>},
    {"ctype_upper", NStrings<1>},
    {"ctype_xdigit", NStrings<1>},
    {"end", OnlyChangesArray, FrameNeed::kInPlace},
    {"error_reporting", NoArguments},
    {"explode", TwoStringsOneNotEmpty<0>},
    {"floatval", OneIntOrString},
    {"htmlspecialchars", NStringsAndConstants<1>, FrameNeed::kWarns},
    {"implode", Joins, FrameNeed::kWarns},
    {"in_array", Searches},
    {"intval", OneIntOrString},
    {"join", Joins, FrameNeed::kWarns},
    {"key_exists", LooksUpKey},
    {"krsort", OnlyChangesArray, FrameNeed::kInPlace},
    {"ksort", OnlyChangesArray, FrameNeed::kInPlace},
    {"ltrim", Trims},
    {"max", FullArray},
    {"mb_check_encoding", NStringsAndConstants<1>},
    {"mb_ord", NotEmptyString},
    {"mb_strlen", NStringsAndConstants<1>},
    {"mb_strpos", NStrings<2>},
    {"mb_strtolower", NStringsAndConstants<1>},
    {"mb_strtoupper", NStringsAndConstants<1>},
    {"mb_substr", SubstringWithEncoding},
    {"method_exists", OfObject},
    {"min", FullArray},
    {"next", OnlyChangesArray, FrameNeed::kInPlace},
    {"pow", IntPowers},
    {"preg_match", Matches, FrameNeed::kWarns},
    {"preg_match_all", Matches, FrameNeed::kWarns},
    {"preg_replace", Replaces, FrameNeed::kWarns},
    {"preg_split", Splits, FrameNeed::kWarns},
    {"prev", OnlyChangesArray, FrameNeed::kInPlace},
    {"property_exists", OfObject},
    {"reset", OnlyChangesArray, FrameNeed::kInPlace},
    {"rsort", OnlyChangesArray, FrameNeed::kInPlace},
    {"rtrim", Trims},
    {"sort", OnlyChangesArray, FrameNeed::kInPlace},
    {"sprintf", Formats},
    {"str_ireplace", NStrings<3>},
    {"str_pad", Pads},
    {"str_repeat", Repeats},
    {"str_replace", NStrings<3>},
    {"stripos", NStrings<2>},
    {"strpbrk", TwoStringsOneNotEmpty<1>},
    {"strpos", NStrings<2>},
    {"strripos", NStrings<2>},
    {"strrpos", NStrings<2>},
    {"strtr", Translates, FrameNeed::kWarns},
    {"strval", OneIntOrString},
    {"substr_count", TwoStringsOneNotEmpty<1>},
    {"substr_replace", ReplacesPart},
    {"trim", Trims},
    {"ucwords", NStrings<1>},
};

}  // namespace

namespace {

// Not of an extension that a program has added, which may pause in its functions.
bool IsOurs(const BuiltinRow* row) {
  return std::any_of(kExtensionTables.begin(), kExtensionTables.end(), [row](const ExtensionTable& table) {
    const BuiltinTable& functions = *table.functions;
    return std::greater_equal<>()(row, functions.rows) &&
           std::less<>()(row, functions.rows + functions.count);
  });
}

}  // namespace

FrameNeed NeedOfFrame(Recorder& r, const Builtin* f, absl::Span<const IrRef> args,
                      absl::Span<const Value> now) {
  BuiltinCall call{r, args, now};
  if ((f->row->effects & ~BuiltinEffects::kReadsState) == 0) return FrameNeed::kNever;
  std::string_view name = f->row->name;
  for (const DirectRow& row : kDirect) {
    if (row.name == name && row.allowed(call)) return row.need;
  }
  // Whoever looks at frames or runs user code has them made first; only these do it by themselves.
  constexpr uint16_t kOther = BuiltinEffects::kUsesFrame | BuiltinEffects::kMayPause |
                              BuiltinEffects::kTakesNamed | BuiltinEffects::kWritesArgs;
  return (f->row->effects & kOther) || !IsOurs(f->row) ? FrameNeed::kAlways : FrameNeed::kWarns;
}

IrRef RecordBuiltin(Recorder& r, std::string_view name, absl::Span<const IrRef> args,
                    absl::Span<const Value> now) {
  const Row* row = FindRow(name);
  BuiltinCall call{r, args, now};
  return row ? row->record(call) : ir::kNone;
}

}  // namespace tusk::trace
