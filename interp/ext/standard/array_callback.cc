// Array functions that call back: map, filter, reduce, walk, find. All work on what the arguments were when
// called.
#include <algorithm>
#include <vector>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/standard/dump.h"
#include "interp/ext/tables.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

// array_map with null: zips the arrays.
void Zip(Args args, Value* result) {
  uint32_t n = 0;
  for (uint32_t i = 1; i < args.count; ++i) n = std::max(n, args.Arr(i)->count);
  std::vector<uint32_t> positions(args.count);
  for (uint32_t i = 1; i < args.count; ++i) positions[i] = First(args.Arr(i));
  Array* out = NewArray(n);
  for (uint32_t k = 0; k < n; ++k) {
    Array* row = NewPacked(ArrayKind::kValues, 0, args.count - 1);
    for (uint32_t i = 1; i < args.count; ++i) {
      if (positions[i] == kEnd) {
        Append(row, Value::Null());
      } else {
        Append(row, CopyElement(ValueAt(args.Arr(i), positions[i])));
        positions[i] = Next(args.Arr(i), positions[i]);
      }
    }
    Append(out, Value(row));
  }
  Return(result, out);
}

void ArrayMap(Args args, Value* result) {
  if (!RequireArrays(args, 1, args.count)) return;
  if (args.count == 2) {
    const Array* a = args.Arr(1);
    if (args.IsNull(0)) return ReturnCopy(result, args[1]);
    Callback callback(args[0]);
    bool packed = a->kind <= ArrayKind::kValues && a->count == a->used;
    Array* out = NewArray(a->count);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = ValueAt(a, p);
      Value mapped;
      if (!callback.Call(1, &v, &mapped)) return Release(Value(out));
      if (packed) {
        Append(out, mapped);
      } else {
        Set(out, KeyAt(a, p), mapped);
      }
    }
    return Return(result, out);
  }
  if (args.IsNull(0)) return Zip(args, result);
  Callback callback(args[0]);
  uint32_t n = 0;
  uint32_t arrays = args.count - 1;
  for (uint32_t i = 0; i < arrays; ++i) n = std::max(n, args.Arr(i + 1)->count);
  std::vector<uint32_t> positions(arrays);
  for (uint32_t i = 0; i < arrays; ++i) positions[i] = First(args.Arr(i + 1));
  std::vector<Value> argv(arrays);
  Array* out = NewArray(n);
  for (uint32_t k = 0; k < n; ++k) {
    for (uint32_t i = 0; i < arrays; ++i) {
      const Array* a = args.Arr(i + 1);
      argv[i] = positions[i] == kEnd ? Value::Null() : ValueAt(a, positions[i]);
      if (positions[i] != kEnd) positions[i] = Next(a, positions[i]);
    }
    Value mapped;
    if (!callback.Call(arrays, argv.data(), &mapped)) return Release(Value(out));
    Append(out, mapped);
  }
  Return(result, out);
}

void ArrayFilter(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t mode = args.Int(2, 0);
  Array* out = NewArray();
  if (args.IsNull(1)) {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      if (ToBool(Deref(ValueAt(a, p)))) Set(out, KeyAt(a, p), CopyElement(ValueAt(a, p)));
    }
    return Return(result, out);
  }
  Callback callback(args[1]);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = ValueAt(a, p);
    Value key = mode != 0 ? KeyValueAt(a, p) : Value();
    Value argv[2] = {mode == 2 ? key : v, key};
    bool keep = callback.CallBool(mode == 1 ? 2 : 1, argv);
    Release(key);
    if (HasException()) return Release(Value(out));
    if (keep) Set(out, KeyAt(a, p), CopyElement(v));
  }
  Return(result, out);
}

void ArrayReduce(Args args, Value* result) {
  const Array* a = args.Arr(0);
  Callback callback(args[1]);
  Value carry = CopyDeref(args[2]);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value argv[2] = {carry, ValueAt(a, p)};
    Value next;
    bool ok = callback.Call(2, argv, &next);
    Release(carry);
    if (!ok) return;
    carry = next;
  }
  *result = carry;
}

// Walks the elements of `place` (an array in a variable); false when something was thrown. Goes down into
// arrays if there is `walked`: the references to arrays that are being walked.
bool WalkArray(Value* place, const Callback& callback, const Value* extra, std::vector<Reference*>* walked) {
  bool recursive = walked != nullptr;
  bool by_reference = callback.callable().function->ArgByReference(0);
  if (place->arr->count == 0) return true;
  if (recursive && !CheckNativeStack()) return false;
  if (by_reference || recursive) Separate(place);
  for (uint32_t p = First(place->arr); p != kEnd; p = Next(place->arr, p)) {
    Array* a = place->arr;
    Value v = ValueAt(a, p);
    if (recursive && Deref(v).IsArray()) {
      Value* inner = Deref(PlaceAt(Separate(place), p));
      // A cycle goes through a reference.
      Reference* ref = v.IsReference() ? v.ref : nullptr;
      if (ref && std::find(walked->begin(), walked->end(), ref) != walked->end()) {
        ThrowError("Recursion detected");
        return false;
      }
      if (!CheckNativeStack()) return false;
      if (ref) {
        Retain(ref);
        walked->push_back(ref);
      }
      bool ok = WalkArray(inner, callback, extra, walked);
      if (ref) {
        walked->pop_back();
        Release(Value(ref));
      }
      if (!ok) return false;
      continue;
    }
    Value key = KeyValueAt(a, p);
    Value argv[3];
    if (by_reference) {
      Value* element = PlaceAt(Separate(place), p);
      MakeReference(element);
      argv[0] = Copy(*element);
    } else {
      argv[0] = Copy(v);
    }
    argv[1] = key;
    if (extra) argv[2] = *extra;
    Value ignored;
    bool ok = callback.Call(extra ? 3 : 2, argv, &ignored);
    Release(ignored);
    if (by_reference && argv[0].ref->refcount == 2 && place->IsArray()) {
      // Nobody kept the reference: the element is a plain value again.
      uint32_t at = PositionOf(place->arr, key.IsInt() ? ArrayKey::Int(key.i) : ArrayKey::Str(key.str));
      if (at != kEnd && place->arr->refcount == 1) {
        Value* element = PlaceAt(place->arr, at);
        if (element->IsReference() && element->ref == argv[0].ref) {
          *element = CopyDeref(argv[0]);
          Release(argv[0]);
        }
      }
    }
    Release(argv[0]);
    Release(key);
    if (!ok) return false;
    if (!place->IsArray()) {
      ThrowError("Iterated value is no longer an array or object");
      return false;
    }
  }
  return true;
}

bool WalkObject(Object* o, const Callback& callback, const Value* extra) {
  Array* props = PropertiesToArray(o);
  bool by_reference = callback.callable().function->ArgByReference(0);
  bool ok = true;
  for (uint32_t p = First(props); p != kEnd && ok; p = Next(props, p)) {
    Value key = KeyValueAt(props, p);
    Value argv[3] = {ValueAt(props, p), key, extra ? *extra : Value()};
    Value* place = nullptr;
    if (by_reference && key.IsString()) {
      // The callback gets the name as it is kept: with the class of a private property before it.
      PropertyKey property = Unmangle(key.str->view());
      Class* scope = o->cls;
      while (!property.class_name.empty() && property.class_name != "*" && scope &&
             scope->name->view() != property.class_name) {
        scope = scope->parent;
      }
      String* name = Intern(property.name);
      place = PropertyPlace(o, name, scope ? scope : o->cls, nullptr, AccessKind::kReadWrite);
      if (HasException()) {
        Release(key);
        ok = false;
        break;
      }
    }
    if (place) {
      MakeReference(place);
      argv[0] = *place;
    }
    Retain(argv[0]);
    Value ignored;
    ok = callback.Call(extra ? 3 : 2, argv, &ignored);
    Release(ignored);
    Release(argv[0]);
    Release(key);
  }
  Release(Value(props));
  return ok;
}

template <bool kRecursive>
void ArrayWalk(Args args, Value* result) {
  Callback callback(args[1]);
  Return(result, true);
  Value* place = &args[0].ref->value;
  const Value* extra = args.Has(2) ? &args[2] : nullptr;
  if (place->IsArray()) {
    std::vector<Reference*> walked;
    WalkArray(place, callback, extra, kRecursive ? &walked : nullptr);
  } else {
    WalkObject(place->obj, callback, extra);
  }
}

// The first element for which the callback's answer is `kWanted`, or kEnd.
template <bool kWanted>
uint32_t FindFirst(const Array* a, const Callback& callback) {
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value key = KeyValueAt(a, p);
    Value argv[2] = {ValueAt(a, p), key};
    bool answer = callback.CallBool(2, argv);
    Release(key);
    if (HasException()) return kEnd;
    if (answer == kWanted) return p;
  }
  return kEnd;
}

void ArrayFind(Args args, Value* result) {
  uint32_t p = FindFirst<true>(args.Arr(0), Callback(args[1]));
  if (p != kEnd) ReturnCopy(result, ValueAt(args.Arr(0), p));
}
void ArrayFindKey(Args args, Value* result) {
  uint32_t p = FindFirst<true>(args.Arr(0), Callback(args[1]));
  if (p != kEnd) *result = KeyValueAt(args.Arr(0), p);
}
void ArrayAny(Args args, Value* result) {
  Return(result, FindFirst<true>(args.Arr(0), Callback(args[1])) != kEnd);
}
void ArrayAll(Args args, Value* result) {
  Return(result, FindFirst<false>(args.Arr(0), Callback(args[1])) == kEnd);
}

constexpr uint16_t kCalls = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"array_all", "(array $array, callable $callback): bool", kCalls, ArrayAll},
    {"array_any", "(array $array, callable $callback): bool", kCalls, ArrayAny},
    {"array_filter", "(array $array, ?callable $callback = null, int $mode = 0): array", kCalls, ArrayFilter},
    {"array_find", "(array $array, callable $callback): mixed", kCalls, ArrayFind},
    {"array_find_key", "(array $array, callable $callback): mixed", kCalls, ArrayFindKey},
    {"array_map", "(?callable $callback, array $array, array ...$arrays): array", kCalls, ArrayMap},
    {"array_reduce", "(array $array, callable $callback, mixed $initial = null): mixed", kCalls, ArrayReduce},
    {"array_walk", "(object|array &$array, callable $callback, mixed $arg = UNKNOWN): true",
     kCalls | Effects::kWritesArgs, ArrayWalk<false>},
    {"array_walk_recursive", "(object|array &$array, callable $callback, mixed $arg = UNKNOWN): true",
     kCalls | Effects::kWritesArgs, ArrayWalk<true>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kArrayCallbackFunctions(kRows);

}  // namespace tusk
