// Differences and intersections of arrays, by values, keys or both, compared by text or by callbacks.
#include <string>
#include <vector>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

enum class By { kNone, kText, kUser };

// The text of a value as an array key that is the same for equal texts. `owned` keeps it alive.
struct TextKey {
  explicit TextKey(const Value& v) {
    if (v.IsInt()) {
      key = ArrayKey::Int(v.i);
      return;
    }
    owned = ToString(v);
    if (!owned) owned = EmptyString();
    key = KeyFromString(owned);
  }
  ~TextKey() {
    if (owned) Release(owned);
  }
  TextKey(const TextKey&) = delete;
  TextKey& operator=(const TextKey&) = delete;
  ArrayKey key;
  String* owned = nullptr;
};

bool SameText(const Value& a, const Value& b) {
  if (a.IsInt() && b.IsInt()) return a.i == b.i;
  if (a.IsString() && b.IsString()) return Equal(a.str, b.str);
  String* x = ToString(a);
  if (!x) return false;
  String* y = ToString(b);
  bool same = y && Equal(x, y);
  Release(x);
  if (y) Release(y);
  return same;
}

void AddTexts(Array* set, const Array* a) {
  for (uint32_t p = First(a); p != kEnd && !HasException(); p = Next(a, p)) {
    TextKey k(Deref(ValueAt(a, p)));
    Set(set, k.key, Value::Null());
  }
}
Array* TextSet(const Array* a) {
  Array* set = NewHash(a->count);
  AddTexts(set, a);
  return set;
}

bool UserEqual(const Callback* callback, const Value& a, const Value& b) {
  Value argv[2] = {a, b};
  Value answer;
  if (HasException() || !callback->Call(2, argv, &answer)) return false;
  int64_t n = ToInt(answer);
  Release(answer);
  return n == 0;
}

Value KeyOf(const Array* a, uint32_t p) {
  ArrayKey key = KeyAt(a, p);
  return key.IsInt() ? Value(key.num) : Value(key.name);
}

// Whether element `p` of `a` has its like in `other`.
bool Found(const Array* a, uint32_t p, const Array* other, const Array* set, By values, By keys,
           const Callback* value_callback, const Callback* key_callback) {
  Value v = Deref(ValueAt(a, p));
  if (keys == By::kNone && values == By::kText) {
    TextKey k(v);
    return Has(set, k.key);
  }
  auto same_value = [&](const Value& w) {
    return values == By::kNone ||
           (values == By::kText ? SameText(v, Deref(w)) : UserEqual(value_callback, v, w));
  };
  if (keys == By::kText) {
    Value w = Get(other, KeyAt(a, p));
    return !w.IsUndef() && same_value(w);
  }
  for (uint32_t q = First(other); q != kEnd; q = Next(other, q)) {
    if (same_value(ValueAt(other, q)) &&
        (keys == By::kNone || UserEqual(key_callback, KeyOf(a, p), KeyOf(other, q)))) {
      return true;
    }
    if (HasException()) return false;
  }
  return false;
}

// The elements whose keys are in all other arrays (or in none), with no look at values.
Array* ByKeys(Args args, bool in) {
  const Array* a = args.Arr(0);
  Array* out = NewArray();
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    uint32_t i = 1;
    while (i < args.count && Has(args.Arr(i), key) == in) ++i;
    if (i == args.count) Set(out, key, CopyElement(ValueAt(a, p)));
  }
  return out;
}

bool RequireCallback(Args args, uint32_t i) {
  Callable callable;
  std::string why;
  if (ResolveCallable(args[i], &callable, &why)) {
    ReleaseCallable(&callable);
    return true;
  }
  if (!HasException()) ArgumentTypeError(i + 1, absl::StrFormat("must be a valid callback, %s", why));
  return false;
}

bool OthersAreEmpty(Args args, uint32_t arrays) {
  for (uint32_t i = 1; i < arrays; ++i) {
    if (args.Arr(i)->count != 0) return false;
  }
  return true;
}

// array_diff: texts are asked for in PHP's order and no more of them, as each may warn or run __toString().
void Diff(Args args, Value* result) {
  if (!RequireArrays(args, 0, args.count)) return;
  const Array* a = args.Arr(0);
  if (a->count == 0) return Return(result, EmptyArray());
  if (a->count == 1) {
    TextKey k(Deref(ValueAt(a, First(a))));
    bool found = false;
    for (uint32_t i = 1; i < args.count && !found; ++i) {
      const Array* other = args.Arr(i);
      for (uint32_t p = First(other); p != kEnd && !found && !HasException(); p = Next(other, p)) {
        TextKey o(Deref(ValueAt(other, p)));
        found = o.key.IsInt() ? k.key.IsInt() && o.key.num == k.key.num
                              : !k.key.IsInt() && Equal(o.key.name, k.key.name);
      }
    }
    if (found) return Return(result, EmptyArray());
    *result = CopyElement(args[0]);
    return;
  }
  if (OthersAreEmpty(args, args.count)) {
    *result = CopyElement(args[0]);
    return;
  }
  Array* excluded = NewHash(0);
  for (uint32_t i = 1; i < args.count; ++i) AddTexts(excluded, args.Arr(i));
  Array* out = NewArray();
  for (uint32_t p = First(a); p != kEnd && !HasException(); p = Next(a, p)) {
    TextKey k(Deref(ValueAt(a, p)));
    if (!Has(excluded, k.key) && !HasException()) Set(out, KeyAt(a, p), CopyElement(ValueAt(a, p)));
  }
  Release(Value(excluded));
  Return(result, out);
}

template <bool kIntersect, By kValues, By kKeys>
void SetOperation(Args args, Value* result) {
  constexpr uint32_t kCallbacks = (kValues == By::kUser ? 1 : 0) + (kKeys == By::kUser ? 1 : 0);
  uint32_t arrays = args.count - kCallbacks;
  if (args.count < kCallbacks + 1) {
    return Throw(
        Throwable::kArgumentCountError,
        absl::StrFormat("At least %d arguments are required, %d passed", kCallbacks + 1, args.count));
  }
  for (uint32_t i = arrays; i < args.count; ++i) {
    if (!RequireCallback(args, i)) return;
  }
  if (!RequireArrays(args, 0, arrays)) return;
  if constexpr (kValues == By::kNone && kKeys == By::kText) {
    if (kIntersect || !OthersAreEmpty(args, arrays)) return Return(result, ByKeys(args, kIntersect));
  }
  // With both, the values' callback comes first.
  Callback last(kCallbacks ? args[args.count - 1] : Value());
  Callback first(kCallbacks == 2 ? args[args.count - 2] : Value());
  const Callback* value_callback = kCallbacks == 2 ? &first : &last;
  const Callback* key_callback = &last;
  const Array* a = args.Arr(0);
  if (!kIntersect && OthersAreEmpty(args, arrays)) {
    // No text of a value is asked for.
    *result = CopyElement(args[0]);
    return;
  }
  std::vector<Array*> sets;
  if (kKeys == By::kNone && kValues == By::kText) {
    for (uint32_t i = 1; i < arrays; ++i) sets.push_back(TextSet(args.Arr(i)));
  }
  Array* out = NewArray();
  for (uint32_t p = First(a); p != kEnd && !HasException(); p = Next(a, p)) {
    bool keep = true;
    for (uint32_t i = 1; i < arrays && keep; ++i) {
      keep = Found(a, p, args.Arr(i), sets.empty() ? nullptr : sets[i - 1], kValues, kKeys, value_callback,
                   key_callback) == kIntersect;
    }
    if (keep && !HasException()) Set(out, KeyAt(a, p), CopyElement(ValueAt(a, p)));
  }
  for (Array* set : sets) Release(Value(set));
  Return(result, out);
}

constexpr uint16_t kCompares = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"array_diff", "(array $array, array ...$arrays): array", kCompares, Diff},
    {"array_diff_assoc", "(array $array, array ...$arrays): array", kCompares,
     SetOperation<false, By::kText, By::kText>},
    {"array_diff_key", "(array $array, array ...$arrays): array", kCompares,
     SetOperation<false, By::kNone, By::kText>},
    {"array_diff_uassoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<false, By::kText, By::kUser>},
    {"array_diff_ukey", "(array $array, ...$rest): array", kCompares,
     SetOperation<false, By::kNone, By::kUser>},
    {"array_intersect", "(array $array, array ...$arrays): array", kCompares,
     SetOperation<true, By::kText, By::kNone>},
    {"array_intersect_assoc", "(array $array, array ...$arrays): array", kCompares,
     SetOperation<true, By::kText, By::kText>},
    {"array_intersect_key", "(array $array, array ...$arrays): array", kCompares,
     SetOperation<true, By::kNone, By::kText>},
    {"array_intersect_uassoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<true, By::kText, By::kUser>},
    {"array_intersect_ukey", "(array $array, ...$rest): array", kCompares,
     SetOperation<true, By::kNone, By::kUser>},
    {"array_udiff", "(array $array, ...$rest): array", kCompares, SetOperation<false, By::kUser, By::kNone>},
    {"array_udiff_assoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<false, By::kUser, By::kText>},
    {"array_udiff_uassoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<false, By::kUser, By::kUser>},
    {"array_uintersect", "(array $array, ...$rest): array", kCompares,
     SetOperation<true, By::kUser, By::kNone>},
    {"array_uintersect_assoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<true, By::kUser, By::kText>},
    {"array_uintersect_uassoc", "(array $array, ...$rest): array", kCompares,
     SetOperation<true, By::kUser, By::kUser>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kArraySetFunctions(kRows);

}  // namespace tusk
