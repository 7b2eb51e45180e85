// iterator_to_array and its kin.
#include <vector>

#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/vm/generator.h"
#include "interp/vm/iterate.h"

namespace tusk {
namespace {

constexpr auto kInPhp = InPhp<"tusk\\spl\\functions">;

void IteratorToArray(Args args, Value* result) {
  bool keep = args.Bool(1, true);
  if (args[0].IsArray()) {
    if (keep) return ReturnCopy(result, args[0]);
    Array* a = NewArray();
    for (uint32_t p = First(args.Arr(0)); p != kEnd; p = Next(args.Arr(0), p))
      Append(a, CopyDeref(ValueAt(args.Arr(0), p)));
    return Return(result, a);
  }
  if (IsGenerator(args[0].obj)) return kInPhp(args, result);
  Value held(NewArray());
  ForEach(args[0].obj, "", keep ? Keys::kWanted : Keys::kIgnored, [&](const Value& key, Value v) {
    if (!keep) {
      Append(held.arr, CopyDeref(v));
      return true;
    }
    ArrayKey k;
    const Value plain = Deref(key);
    if (plain.IsArray() || plain.IsObject()) {
      ThrowTypeError("Cannot access offset of type %s on array", ValueNameForErrors(plain));
      return false;
    }
    if (!ToArrayKey(plain, &k)) return false;
    Set(held.arr, k, CopyDeref(v));
    return true;
  });
  Return(result, held.arr);
}

// Steps through a Traversable without fetching its elements; `each` stops it by returning false.
template <typename F>
void Step(Object* traversable, F each) {
  Object* it = IteratorOf(traversable);
  if (!it) return;
  auto call = [&](const char* name, bool* answer = nullptr) {
    Value value;
    g_state->call(*it->cls->methods.Find(name), it, it->cls, 0, nullptr, &value);
    if (answer) *answer = !HasException() && ToBool(value);
    Release(value);
    return !HasException();
  };
  bool valid;
  if (call("rewind")) {
    while (call("valid", &valid) && valid && each() && call("next")) {
    }
  }
  Release(Value(it));
}

void IteratorCount(Args args, Value* result) {
  if (args[0].IsArray()) return Return(result, args.Arr(0)->count);
  if (IsGenerator(args[0].obj)) return kInPhp(args, result);
  int64_t n = 0;
  Step(args[0].obj, [&] { return ++n, true; });
  Return(result, n);
}

// The callback fetches the element if it wants to.
void IteratorApply(Args args, Value* result) {
  Callback callback(args[1]);
  std::vector<Value> argv;
  if (!args.IsNull(2)) {
    for (uint32_t p = First(args.Arr(2)); p != kEnd; p = Next(args.Arr(2), p))
      argv.push_back(ValueAt(args.Arr(2), p));
  }
  int64_t n = 0;
  Step(args[0].obj, [&] {
    ++n;
    Value told;
    bool go_on = callback.Call(static_cast<uint32_t>(argv.size()), argv.data(), &told) && told.IsTrue();
    Release(told);
    return go_on;
  });
  Return(result, n);
}

constexpr uint16_t kCalls =
    Effects::kCallsBack | Effects::kThrows | Effects::kWarns | Effects::kReadsState | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"iterator_apply", "(Traversable $iterator, callable $callback, ?array $args = null): int", kCalls,
     IteratorApply},
    {"iterator_count", "(Traversable|array $iterator): int", kCalls, IteratorCount},
    {"iterator_to_array", "(Traversable|array $iterator, bool $preserve_keys = true): array", kCalls,
     IteratorToArray},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kIteratorFunctions(kRows);

}  // namespace tusk
