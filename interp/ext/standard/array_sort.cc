// Sorting arrays: by flags, by callbacks, several columns at once; what is unique.
#include <algorithm>
#include <vector>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/standard/strings.h"
#include "interp/ext/tables.h"
#include "interp/runtime/hybrid_sort.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

// A value's text for string comparisons: borrowed from strings, else made and released.
class Text {
 public:
  explicit Text(const Value& v) {
    if (v.IsString()) {
      s_ = v.str;
    } else {
      s_ = owned_ = ToString(v);
      if (!s_) s_ = EmptyString();
    }
  }
  ~Text() {
    if (owned_) Release(owned_);
  }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  std::string_view view() const { return s_->view(); }

 private:
  String* s_;
  String* owned_ = nullptr;
};

int Bytes(std::string_view a, std::string_view b) {
  int order = std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  return order ? order : a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}
int BytesIgnoreCase(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : static_cast<unsigned char>(c); };
  size_t n = std::min(a.size(), b.size());
  for (size_t i = 0; i < n; ++i) {
    int order = lower(a[i]) - lower(b[i]);
    if (order) return order;
  }
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

namespace {
bool IsEnum(const Value& v) { return v.IsObject() && v.obj->cls->Is(ClassFlags::kEnum); }
}  // namespace

int CompareRegular(const Value& a, const Value& b) {
  if (a.IsInt() && b.IsInt()) return a.i < b.i ? -1 : a.i > b.i ? 1 : 0;
  const Value x = Deref(a);
  const Value y = Deref(b);
  int order = Compare(x, y);
  if (order <= 0 || !IsEnum(y)) return order;
  // Cases have no order, but equal ones must come together for array_unique(); they come behind all else.
  return IsEnum(x) && x.obj > y.obj ? 1 : -1;
}
int CompareNumeric(const Value& a, const Value& b) {
  const Value x = Deref(a);
  const Value y = Deref(b);
  if (x.IsInt() && y.IsInt()) return x.i < y.i ? -1 : x.i > y.i ? 1 : 0;
  double p = ToFloat(x);
  double q = ToFloat(y);
  return p < q ? -1 : p > q ? 1 : 0;
}
int CompareText(const Value& a, const Value& b) {
  return Bytes(Text(Deref(a)).view(), Text(Deref(b)).view());
}
int CompareTextCase(const Value& a, const Value& b) {
  return BytesIgnoreCase(Text(Deref(a)).view(), Text(Deref(b)).view());
}
template <bool kIgnoreCase>
int CompareNaturalValues(const Value& a, const Value& b) {
  return CompareNatural(Text(Deref(a)).view(), Text(Deref(b)).view(), kIgnoreCase);
}

}  // namespace

ValueCompare CompareForFlags(int64_t flags) {
  bool fold = flags & SortFlags::kFlagCase;
  switch (flags & ~SortFlags::kFlagCase) {
    case SortFlags::kNumeric: return CompareNumeric;
    case SortFlags::kString: return fold ? CompareTextCase : CompareText;
    case SortFlags::kLocale: return CompareText;
    case SortFlags::kNatural: return fold ? CompareNaturalValues<true> : CompareNaturalValues<false>;
    default: return CompareRegular;
  }
}

namespace {

Value KeyValue(const ArrayKey& key) { return key.IsInt() ? Value(key.num) : Value(key.name); }

// What a sort compares by; `context` of the comparison functions.
struct SortBy {
  ValueCompare compare = nullptr;
  const Callback* callback = nullptr;
  bool warned_of_bool = false;
};

template <bool kDescending>
int ByValue(const SortEntry& a, const SortEntry& b, void* context) {
  ValueCompare compare = static_cast<SortBy*>(context)->compare;
  return kDescending ? compare(b.value, a.value) : compare(a.value, b.value);
}

// Keys: strings that look like numbers compare as numbers with ints, as PHP's key comparison does.
int CompareKeysRegular(const ArrayKey& a, const ArrayKey& b) {
  if (a.IsInt() && b.IsInt()) return a.num < b.num ? -1 : a.num > b.num ? 1 : 0;
  if (!a.IsInt() && !b.IsInt()) return CompareStrings(a.name, b.name);
  return Compare(KeyValue(a), KeyValue(b));
}
template <bool kDescending>
int ByKey(const SortEntry& a, const SortEntry& b, void* context) {
  ValueCompare compare = static_cast<SortBy*>(context)->compare;
  if (compare == CompareRegular)
    return kDescending ? CompareKeysRegular(b.key, a.key) : CompareKeysRegular(a.key, b.key);
  Value x = KeyValue(a.key);
  Value y = KeyValue(b.key);
  return kDescending ? compare(y, x) : compare(x, y);
}

// The callback's answer as a sign; a bool answer gets a second, swapped call, as old code relies on.
int CallCompare(SortBy* by, const Value& a, const Value& b) {
  if (HasException()) return 0;
  Value argv[2] = {a, b};
  Value answer;
  if (!by->callback->Call(2, argv, &answer)) return 0;
  if (answer.IsInt()) return answer.i < 0 ? -1 : answer.i > 0 ? 1 : 0;
  if (answer.IsBool()) {
    if (!by->warned_of_bool) {
      by->warned_of_bool = true;
      RaiseFunctionMessage(
          ErrorLevel::kDeprecated,
          "Returning bool from comparison function is deprecated, return an integer less than, "
          "equal to, or greater than zero");
      if (HasException()) return 0;
    }
    if (answer.IsTrue()) return 1;
    Value swapped[2] = {b, a};
    if (!by->callback->Call(2, swapped, &answer)) return 0;
    int64_t n = ToInt(answer);
    Release(answer);
    return n < 0 ? 1 : n > 0 ? -1 : 0;
  }
  int64_t n = ToInt(answer);
  Release(answer);
  return n < 0 ? -1 : n > 0 ? 1 : 0;
}
int ByCallbackValue(const SortEntry& a, const SortEntry& b, void* context) {
  return CallCompare(static_cast<SortBy*>(context), a.value, b.value);
}
int ByCallbackKey(const SortEntry& a, const SortEntry& b, void* context) {
  return CallCompare(static_cast<SortBy*>(context), KeyValue(a.key), KeyValue(b.key));
}

enum class What { kValuesRenumber, kValuesKeepKeys, kKeys };

// Whether comparing elements may run user code: a conversion of an object, or a handler of a warning.
bool MayRunCode(const Array* a) {
  if (a->kind <= ArrayKind::kFloats) return false;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    const Value v = Deref(ValueAt(a, p));
    if (v.IsObject() || v.IsArray()) return true;
  }
  return false;
}

// Sorts the array in argument 0 where it is. If code may run it sees the array as it was, and when it changes
// the variable that is what counts.
template <typename F>
void SortArgument(Args args, F sort) {
  Array* original = ArrayOfReference(args, 0);
  if (!MayRunCode(original)) return sort(WritableArray(args, 0));
  Retain(original);
  Array* a = CopyArray(original);
  sort(a);
  const Value& now = args[0].ref->value;
  if (now.IsArray() && now.arr == original) {
    AssignArgument(args, 0, Value(a));
  } else {
    Release(Value(a));
  }
  Release(original);
}

template <What kWhat, bool kDescending>
void SortFunction(Args args, Value* result) {
  Return(result, true);
  uint32_t count = ArrayOfReference(args, 0)->count;
  if (count == 0 || (count == 1 && kWhat != What::kValuesRenumber)) return;
  SortBy by;
  int64_t flags = args.Int(1, 0);
  by.compare = CompareForFlags(flags);
  if (kWhat == What::kValuesRenumber && flags >= SortFlags::kRegular && flags <= SortFlags::kString) {
    ScalarOrder order = flags == SortFlags::kRegular   ? ScalarOrder::kRegular
                        : flags == SortFlags::kNumeric ? ScalarOrder::kNumeric
                                                       : ScalarOrder::kBytes;
    if (SortScalars(WritableArray(args, 0), kDescending, order)) return;
  }
  SortCompare compare = kWhat == What::kKeys ? ByKey<kDescending> : ByValue<kDescending>;
  SortArgument(args, [&](Array* a) { Sort(a, compare, &by, kWhat == What::kValuesRenumber); });
}

template <bool kIgnoreCase>
void Natsort(Args args, Value* result) {
  Return(result, true);
  if (ArrayOfReference(args, 0)->count < 2) return;
  SortBy by;
  by.compare = CompareNaturalValues<kIgnoreCase>;
  SortArgument(args, [&](Array* a) { Sort(a, ByValue<false>, &by, false); });
}

template <What kWhat>
void UserSort(Args args, Value* result) {
  Return(result, true);
  const Array* original = ArrayOfReference(args, 0);
  if (original->count == 0) return;
  Callback callback(args[1]);
  SortBy by;
  by.callback = &callback;
  // The callback sees the array as it was.
  Array* a = CopyArray(original);
  Sort(a, kWhat == What::kKeys ? ByCallbackKey : ByCallbackValue, &by, kWhat == What::kValuesRenumber);
  AssignArgument(args, 0, Value(a));
}

void ArrayUnique(Args args, Value* result) {
  Array* a = args.Arr(0);
  if (a->count <= 1) return ReturnCopy(result, args[0]);
  int64_t flags = args.Int(1, 2);
  Array* out = NewArray(a->count);
  if (flags == SortFlags::kString) {
    Array* seen = NewHash(a->count);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      bool known;
      if (v.IsInt()) {
        known = Has(seen, ArrayKey::Int(v.i));
        if (!known) SetInt(seen, v.i, Value::Null());
      } else {
        String* s = ToString(v);
        if (!s || HasException()) break;
        ArrayKey key = KeyFromString(s);
        known = Has(seen, key);
        if (!known) Set(seen, key, Value::Null());
        Release(s);
      }
      if (!known) Set(out, KeyAt(a, p), CopyElement(ValueAt(a, p)));
    }
    Release(Value(seen));
    return Return(result, out);
  }
  // Sort, then drop all but the first (in original order) of each run of equals. This sort is not stable:
  // with values of mixed types it shows in what is dropped.
  struct Entry {
    Value value;
    uint32_t place;
  };
  std::vector<Entry> sorted;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) sorted.push_back({Copy(Deref(ValueAt(a, p))), p});
  ValueCompare compare = CompareForFlags(flags);
  HybridSort(sorted.data(), sorted.size(),
             [compare](const Entry& x, const Entry& y) { return compare(x.value, y.value) > 0; });
  std::vector<bool> drop(a->used + 1);
  const Entry* kept = &sorted[0];
  for (const Entry& e : sorted) {
    if (&e == kept) continue;
    if (compare(kept->value, e.value) != 0) {
      kept = &e;
    } else if (kept->place > e.place) {
      drop[kept->place] = true;
      kept = &e;
    } else {
      drop[e.place] = true;
    }
  }
  for (const Entry& e : sorted) Release(e.value);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    if (!drop[p]) Set(out, KeyAt(a, p), CopyElement(ValueAt(a, p)));
  }
  Return(result, out);
}

// ---- array_multisort

struct Column {
  uint32_t argument;
  Array* array = nullptr;
  ValueCompare compare = CompareRegular;
  bool descending = false;
  std::vector<Value> values;
  std::vector<ArrayKey> keys;
};

void ArrayMultisort(Args args, Value* result) {
  std::vector<Column> columns;
  bool order_allowed = false;
  bool flag_allowed = false;
  for (uint32_t i = 0; i < args.count; ++i) {
    Value v = Deref(args[i]);
    if (v.IsArray()) {
      columns.push_back({.argument = i});
      order_allowed = flag_allowed = true;
    } else if (v.IsInt()) {
      int64_t flag = v.i & ~int64_t{SortFlags::kFlagCase};
      if (flag == 4 || flag == 3) {  // SORT_ASC, SORT_DESC
        if (!order_allowed)
          return ArgumentTypeError(i + 1,
                                   "must be an array or a sort flag that has not already been specified");
        columns.back().descending = flag == 3;
        order_allowed = false;
      } else if (flag == 0 || flag == 1 || flag == 2 || flag == 5 || flag == 6) {
        if (!flag_allowed)
          return ArgumentTypeError(i + 1,
                                   "must be an array or a sort flag that has not already been specified");
        columns.back().compare = CompareForFlags(v.i);
        flag_allowed = false;
      } else {
        return ArgumentValueError(i + 1, "must be a valid sort flag");
      }
    } else {
      return ArgumentTypeError(i + 1, "must be an array or a sort flag");
    }
    if (columns.empty()) return ArgumentTypeError(i + 1, "must be an array or a sort flag");
  }
  uint32_t n = Deref(args[columns[0].argument]).arr->count;
  for (Column& c : columns) {
    if (Deref(args[c.argument]).arr->count != n) return ThrowValueError("Array sizes are inconsistent");
  }
  for (Column& c : columns) {
    // Held while it is sorted: a comparison may run code that writes to the variable.
    Array* a = c.array = Deref(args[c.argument]).arr;
    Retain(a);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      c.values.push_back(ValueAt(a, p));
      c.keys.push_back(KeyAt(a, p));
    }
  }
  Return(result, true);
  std::vector<uint32_t> order(n);
  for (uint32_t i = 0; i < n; ++i) order[i] = i;
  HybridSort(order.data(), order.size(), [&](uint32_t x, uint32_t y) {
    for (const Column& c : columns) {
      int sign = c.compare(c.values[x], c.values[y]);
      if (sign) return c.descending ? sign < 0 : sign > 0;
    }
    return x > y;
  });
  for (Column& c : columns) {
    Array* sorted = NewArray(n);
    for (uint32_t i : order) {
      if (c.keys[i].IsInt()) {
        Append(sorted, CopyElement(c.values[i]));
      } else {
        Set(sorted, c.keys[i], CopyElement(c.values[i]));
      }
    }
    if (n != 0 && args[c.argument].IsReference()) {
      AssignArgument(args, c.argument, Value(sorted));
    } else {
      Release(Value(sorted));
    }
    Release(Value(c.array));
  }
}

constexpr uint16_t kSorts = Effects::kWritesArgs | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"array_multisort", "(&?$array, &?...$rest): bool", kSorts, ArrayMultisort},
    {"array_unique", "(array $array, int $flags = SORT_STRING): array",
     Effects::kWarns | Effects::kThrows | Effects::kCallsBack, ArrayUnique},
    {"arsort", "(array &$array, int $flags = SORT_REGULAR): true", kSorts,
     SortFunction<What::kValuesKeepKeys, true>},
    {"asort", "(array &$array, int $flags = SORT_REGULAR): true", kSorts,
     SortFunction<What::kValuesKeepKeys, false>},
    {"krsort", "(array &$array, int $flags = SORT_REGULAR): true", kSorts, SortFunction<What::kKeys, true>},
    {"ksort", "(array &$array, int $flags = SORT_REGULAR): true", kSorts, SortFunction<What::kKeys, false>},
    {"natcasesort", "(array &$array): bool", kSorts, Natsort<true>},
    {"natsort", "(array &$array): bool", kSorts, Natsort<false>},
    {"rsort", "(array &$array, int $flags = SORT_REGULAR): bool", kSorts,
     SortFunction<What::kValuesRenumber, true>},
    {"sort", "(array &$array, int $flags = SORT_REGULAR): true", kSorts,
     SortFunction<What::kValuesRenumber, false>},
    {"uasort", "(array &$array, callable $callback): true", kSorts, UserSort<What::kValuesKeepKeys>},
    {"uksort", "(array &$array, callable $callback): true", kSorts, UserSort<What::kKeys>},
    {"usort", "(array &$array, callable $callback): true", kSorts, UserSort<What::kValuesRenumber>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kArraySortFunctions(kRows);

}  // namespace tusk
