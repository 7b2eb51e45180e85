// iterator_to_array and its kin.
#include <vector>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/vm/iterate.h"

namespace tusk {
namespace {

void IteratorToArray(Args args, Value* result) {
  bool keep = args.Bool(1, true);
  if (args[0].IsArray()) {
    if (keep) return ReturnCopy(result, args[0]);
    Array* a = NewArray();
    for (uint32_t p = First(args.Arr(0)); p != kEnd; p = Next(args.Arr(0), p))
      Append(a, CopyDeref(ValueAt(args.Arr(0), p)));
    return Return(result, a);
  }
  Value held(NewArray());
  ForEach(args[0].obj, "", [&](const Value& key, Value v) {
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

void IteratorCount(Args args, Value* result) {
  if (args[0].IsArray()) return Return(result, args.Arr(0)->count);
  int64_t n = 0;
  ForEach(args[0].obj, "", [&](const Value&, Value) {
    ++n;
    return true;
  });
  Return(result, n);
}

void IteratorApply(Args args, Value* result) {
  Callback callback(args[1]);
  std::vector<Value> argv;
  if (!args.IsNull(2)) {
    for (uint32_t p = First(args.Arr(2)); p != kEnd; p = Next(args.Arr(2), p))
      argv.push_back(ValueAt(args.Arr(2), p));
  }
  int64_t n = 0;
  Object* it = IteratorOf(args[0].obj);
  if (!it) return;
  // The elements are not fetched: the callback does that if it wants to.
  auto method = [&](const char* name, Value* answer) {
    g_state->call(*it->cls->methods.Find(name), it, it->cls, 0, nullptr, answer);
    return !HasException();
  };
  Value answer;
  bool ok = method("rewind", &answer);
  Release(answer);
  while (ok) {
    if (!(ok = method("valid", &answer))) break;
    bool valid = ToBool(answer);
    Release(answer);
    if (!valid) break;
    ++n;
    Value told;
    if (!(ok = callback.Call(static_cast<uint32_t>(argv.size()), argv.data(), &told))) break;
    bool go_on = told.IsTrue();
    Release(told);
    if (!go_on) break;
    ok = method("next", &answer);
    Release(answer);
  }
  Release(Value(it));
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
