// Arrays: elements at the ends, slices, keys and values, filling, merging, the internal pointer.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "interp/ext/standard/arrays.h"
#include "interp/ext/tables.h"
#include "interp/runtime/array_iterator.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/vm/arguments.h"

namespace tusk {

bool RequireArrays(Args args, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; ++i) {
    if (args[i].IsArray()) continue;
    ArgumentTypeError(i + 1, absl::StrFormat("must be of type array, %s given", ValueNameForErrors(args[i])));
    return false;
  }
  return true;
}

namespace {

int64_t CountRecursive(Array* a) {
  if (!CheckNativeStack()) return 0;
  if (a->info & RefCounted::kProtected) {
    FunctionWarning("Recursion detected");
    return 0;
  }
  int64_t n = a->count;
  a->info |= RefCounted::kProtected;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsArray()) n += CountRecursive(v.arr);
  }
  a->info &= ~RefCounted::kProtected;
  return n;
}

void Count(Args args, Value* result) {
  int64_t mode = args.Int(1, 0);
  if (mode != 0 && mode != 1) return ArgumentValueError(2, "must be either COUNT_NORMAL or COUNT_RECURSIVE");
  if (args[0].IsArray()) {
    Return(result, mode == 0 ? static_cast<int64_t>(args.Arr(0)->count) : CountRecursive(args.Arr(0)));
    return;
  }
  if (args[0].IsObject()) {
    Object* o = args[0].obj;
    if (o->cls->handlers->count) {
      int64_t n = o->cls->handlers->count(o);
      if (HasException()) return;
      if (n >= 0) return Return(result, n);
    }
    Function** method = o->cls->methods.Find("count");
    Class* countable = g_state->find_class(Intern("Countable"), false);
    if (method && countable && InstanceOf(o->cls, countable)) {
      Value n;
      g_state->call(*method, o, o->cls, 0, nullptr, &n);
      if (HasException()) return;
      Return(result, ToInt(n));
      return Release(n);
    }
  }
  ArgumentTypeError(
      1, absl::StrFormat("must be of type Countable|array, %s given", ValueNameForErrors(args[0])));
}

void ArrayKeys(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (!args.Has(1)) {
    if (IsDense(a)) return Return(result, IntRange(0, 1, a->count));
    if (a->count && !KeyAt(a, First(a)).IsInt()) {
      Array* keys = NewPacked(ArrayKind::kValues, a->count, a->count);
      Value* to = keys->values;
      for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) *to++ = KeyValueAt(a, p);
      return Return(result, keys);
    }
    Array* keys = NewArray(a->count);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) Append(keys, KeyValueAt(a, p));
    return Return(result, keys);
  }
  Array* keys = NewArray();
  bool strict = args.Bool(2);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (strict ? Identical(v, args[1]) : LooseEqual(v, args[1])) Append(keys, KeyValueAt(a, p));
  }
  Return(result, keys);
}

void ArrayValues(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (a->count == 0) return Return(result, EmptyArray());
  if (IsDense(a) && a->next_free == a->count) return ReturnCopy(result, args[0]);
  if (!Deref(ValueAt(a, First(a))).IsNumber()) {
    Array* values = NewPacked(ArrayKind::kValues, a->count, a->count);
    Value* to = values->values;
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) *to++ = CopyElement(ValueAt(a, p));
    return Return(result, values);
  }
  Array* values = NewArray(a->count);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) Append(values, CopyElement(ValueAt(a, p)));
  Return(result, values);
}

void ArrayKeyExists(Args args, Value* result) {
  const Value& key = args[0];
  const Array* a = args.Arr(1);
  switch (key.type) {
    case Type::kString: return Return(result, Has(a, KeyFromString(key.str)));
    case Type::kInt: return Return(result, Has(a, ArrayKey::Int(key.i)));
    case Type::kNull: return Return(result, Has(a, ArrayKey::Str(EmptyString())));
    case Type::kFalse:
    case Type::kTrue: return Return(result, Has(a, ArrayKey::Int(key.IsTrue())));
    case Type::kFloat: return Return(result, Has(a, ArrayKey::Int(FloatToInt(key.d))));
    case Type::kResource: {
      ArrayKey k;
      if (ToArrayKey(key, &k)) Return(result, Has(a, k));
      return;
    }
    default: return ArgumentTypeError(1, absl::StrFormat("must be a valid array offset type"));
  }
}

void ArrayKeyFirst(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (a->count) *result = KeyValueAt(a, First(a));
}
void ArrayKeyLast(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (a->count) *result = KeyValueAt(a, Last(a));
}
void ArrayIsList(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (IsDense(a)) return Return(result, true);
  int64_t expected = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++expected) {
    ArrayKey key = KeyAt(a, p);
    if (!key.IsInt() || key.num != expected) return Return(result, false);
  }
  Return(result, true);
}

void ArrayPush(Args args, Value* result) {
  Array* a = WritableArray(args, 0);
  for (uint32_t i = 1; i < args.count; ++i) {
    if (!Append(a, Copy(args[i]))) {
      Release(args[i]);
      return ThrowError("Cannot add element to the array as the next element is already occupied");
    }
  }
  Return(result, a->count);
}

void ArrayPop(Args args, Value* result) {
  if (ArrayOfReference(args, 0)->count == 0) return;
  *result = Pop(WritableArray(args, 0));
}
void ArrayShift(Args args, Value* result) {
  if (ArrayOfReference(args, 0)->count == 0) return;
  *result = Shift(WritableArray(args, 0));
}

// Appends element `p` of `from`, string keys kept.
void AppendRenumbered(Array* to, const Array* from, uint32_t p) {
  ArrayKey key = KeyAt(from, p);
  if (key.IsInt()) {
    Append(to, CopyElement(ValueAt(from, p)));
  } else {
    Set(to, key, CopyElement(ValueAt(from, p)));
  }
}

void ArrayUnshift(Args args, Value* result) {
  const Array* old = ArrayOfReference(args, 0);
  Array* a = NewArray(old->count + args.count - 1);
  for (uint32_t i = 1; i < args.count; ++i) Append(a, Copy(args[i]));
  if (!AppendNumbers(a, old)) {
    for (uint32_t p = First(old); p != kEnd; p = Next(old, p)) AppendRenumbered(a, old, p);
  }
  MoveIterators(ArrayOfReference(args, 0), a, args.count - 1);
  int64_t n = a->count;
  AssignArgument(args, 0, Value(a));
  Return(result, n);
}

// Offset and length as array_slice and array_splice read them, against `count` elements.
void ClampSlice(int64_t count, int64_t* offset, int64_t* length) {
  if (*offset > count) *offset = count;
  if (*offset < 0) *offset = *offset + count < 0 ? 0 : *offset + count;
  if (*length < 0) *length = count - *offset + *length;
  if (*length > count - *offset) *length = count - *offset;
  if (*length < 0) *length = 0;
}

uint32_t PositionOfIndex(const Array* a, int64_t index) {
  if (a->count == a->used) return Normalize(a, static_cast<uint32_t>(index));
  uint32_t p = First(a);
  while (index-- > 0 && p != kEnd) p = Next(a, p);
  return p;
}

// The elements of a dense array from `first` on, as a list.
Array* ListOf(const Array* a, uint32_t first, uint32_t count) {
  Array* out = NewPacked(a->kind, count, count);
  if (a->kind != ArrayKind::kValues) {
    std::memcpy(out->ints, a->ints + first, count * sizeof(int64_t));
  } else {
    for (uint32_t i = 0; i < count; ++i) out->values[i] = CopyElement(a->values[first + i]);
  }
  return out;
}

void ArraySlice(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t offset = args[1].i;
  int64_t length = args.IsNull(2) ? static_cast<int64_t>(a->count) : args[2].i;
  bool keep = args.Bool(3);
  if (offset > a->count) return Return(result, EmptyArray());
  ClampSlice(a->count, &offset, &length);
  if (length <= 0) return Return(result, EmptyArray());
  if (offset == 0 && length == a->count && (keep || IsDense(a))) return ReturnCopy(result, args[0]);
  if (IsDense(a) && (offset == 0 || !keep)) {
    return Return(result, ListOf(a, static_cast<uint32_t>(offset), static_cast<uint32_t>(length)));
  }
  Array* out = NewArray(static_cast<uint32_t>(length));
  for (uint32_t p = PositionOfIndex(a, offset); p != kEnd && length > 0; p = Next(a, p), --length) {
    ArrayKey key = KeyAt(a, p);
    if (key.IsInt() && !keep) {
      Append(out, CopyElement(ValueAt(a, p)));
    } else {
      Set(out, key, CopyElement(ValueAt(a, p)));
    }
  }
  Return(result, out);
}

void ArraySplice(Args args, Value* result) {
  const Array* a = ArrayOfReference(args, 0);
  int64_t offset = args[1].i;
  int64_t length = args.IsNull(2) ? static_cast<int64_t>(a->count) : args[2].i;
  ClampSlice(a->count, &offset, &length);
  Array* removed = NewArray(static_cast<uint32_t>(length));
  Array* rest = NewArray(a->count);
  int64_t i = 0;
  auto insert = [&] {
    if (!args.Has(3)) return;
    if (!args[3].IsArray()) {
      if (!args[3].IsNull() || args.count > 3) {
        Array* list = ToArray(args[3]);
        for (uint32_t p = First(list); p != kEnd; p = Next(list, p))
          Append(rest, CopyElement(ValueAt(list, p)));
        Release(Value(list));
      }
      return;
    }
    const Array* list = args.Arr(3);
    for (uint32_t p = First(list); p != kEnd; p = Next(list, p)) Append(rest, CopyElement(ValueAt(list, p)));
  };
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++i) {
    if (i == offset) insert();
    AppendRenumbered(i >= offset && i < offset + length ? removed : rest, a, p);
  }
  if (i <= offset) insert();
  AssignArgument(args, 0, Value(rest));
  Return(result, removed);
}

void ArrayReverse(Args args, Value* result) {
  const Array* a = args.Arr(0);
  bool keep = args.Bool(1);
  if (IsDense(a) && !keep && a->count) {
    Array* out = NewPacked(a->kind, a->count, a->count);
    uint32_t last = a->count - 1;
    if (a->kind != ArrayKind::kValues) {
      for (uint32_t i = 0; i <= last; ++i) out->ints[i] = a->ints[last - i];
    } else {
      for (uint32_t i = 0; i <= last; ++i) out->values[i] = CopyElement(a->values[last - i]);
    }
    return Return(result, out);
  }
  Array* out = NewArray(a->count);
  for (uint32_t p = Last(a); p != kEnd; p = Prev(a, p)) {
    ArrayKey key = KeyAt(a, p);
    if (key.IsInt() && !keep) {
      Append(out, CopyElement(ValueAt(a, p)));
    } else {
      Set(out, key, CopyElement(ValueAt(a, p)));
    }
  }
  Return(result, out);
}

void ArrayFlip(Args args, Value* result) {
  const Array* a = args.Arr(0);
  if (a->count == 0) return Return(result, EmptyArray());
  Array* out = NewHash(a->count);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsInt()) {
      SetInt(out, v.i, KeyValueAt(a, p));
    } else if (v.IsString()) {
      Set(out, KeyFromString(v.str), KeyValueAt(a, p));
    } else {
      FunctionWarning("Can only flip string and integer values, entry skipped");
      if (HasException()) return Release(Value(out));
    }
  }
  Return(result, out);
}

void ArrayFill(Args args, Value* result) {
  int64_t start = args[0].i;
  int64_t count = args[1].i;
  if (count < 0) return ArgumentValueError(2, "must be greater than or equal to 0");
  if (count >= int64_t{kMaxArrayCount}) return ArgumentValueError(2, "is too large");
  if (count == 0) return Return(result, EmptyArray());
  auto n = static_cast<uint32_t>(count);
  if (start > INT64_MAX - count + 1) {
    return ThrowError("Cannot add element to the array as the next element is already occupied");
  }
  const Value& v = args[2];
  if (start == 0) {
    Array* a = NewPacked(v.IsInt()     ? ArrayKind::kInts
                         : v.IsFloat() ? ArrayKind::kFloats
                                       : ArrayKind::kValues,
                         n, n);
    if (v.IsNumber()) {
      for (uint32_t i = 0; i < n; ++i) a->ints[i] = v.i;
    } else {
      for (uint32_t i = 0; i < n; ++i) a->values[i] = v;
      if (v.IsRefCounted()) v.rc->refcount += n;
    }
    return Return(result, a);
  }
  Array* a = NewArray(n);
  for (int64_t i = 0; i < count; ++i) SetInt(a, start + i, Copy(v));
  Return(result, a);
}

void ArrayFillKeys(Args args, Value* result) {
  const Array* keys = args.Arr(0);
  Array* a = NewArray(keys->count);
  for (uint32_t p = First(keys); p != kEnd; p = Next(keys, p)) {
    Value k = Deref(ValueAt(keys, p));
    if (k.IsInt()) {
      SetInt(a, k.i, Copy(args[1]));
      continue;
    }
    String* s = ToString(k);
    if (!s || HasException()) return Release(Value(a));
    Set(a, KeyFromString(s), Copy(args[1]));
    Release(s);
  }
  Return(result, a);
}

void ArrayCombine(Args args, Value* result) {
  const Array* keys = args.Arr(0);
  const Array* values = args.Arr(1);
  if (keys->count != values->count) {
    return Throw(Throwable::kValueError,
                 "array_combine(): Argument #1 ($keys) and argument #2 ($values) must have the same number "
                 "of elements");
  }
  Array* a = NewArray(keys->count);
  uint32_t q = First(values);
  for (uint32_t p = First(keys); p != kEnd; p = Next(keys, p), q = Next(values, q)) {
    Value k = Deref(ValueAt(keys, p));
    if (k.IsInt()) {
      SetInt(a, k.i, CopyElement(ValueAt(values, q)));
      continue;
    }
    String* s = ToString(k);
    if (!s || HasException()) return Release(Value(a));
    Set(a, KeyFromString(s), CopyElement(ValueAt(values, q)));
    Release(s);
  }
  Return(result, a);
}

void ArrayPad(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t size = args[1].i;
  if (size > int64_t{kMaxArrayCount} || size < -int64_t{kMaxArrayCount})
    return ArgumentValueError(2, "must not exceed the maximum allowed array size");
  int64_t n = size < 0 ? -size : size;
  if (n <= a->count) return ReturnCopy(result, args[0]);
  int64_t missing = n - a->count;
  Array* out = NewArray(static_cast<uint32_t>(n));
  if (size < 0) {
    for (int64_t i = 0; i < missing; ++i) Append(out, Copy(args[2]));
  }
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) AppendRenumbered(out, a, p);
  if (size > 0) {
    for (int64_t i = 0; i < missing; ++i) Append(out, Copy(args[2]));
  }
  Return(result, out);
}

void ArrayChunk(Args args, Value* result) {
  const Array* a = args.Arr(0);
  int64_t size = args[1].i;
  bool keep = args.Bool(2);
  if (size < 1) return ArgumentValueError(2, "must be greater than 0");
  Array* out = NewArray();
  Array* chunk = nullptr;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    if (!chunk) chunk = NewArray(static_cast<uint32_t>(std::min<int64_t>(size, a->count)));
    if (keep) {
      Set(chunk, KeyAt(a, p), CopyElement(ValueAt(a, p)));
    } else {
      Append(chunk, CopyElement(ValueAt(a, p)));
    }
    if (chunk->count == size) {
      Append(out, Value(chunk));
      chunk = nullptr;
    }
  }
  if (chunk) Append(out, Value(chunk));
  Return(result, out);
}

Array* MergeRecursive(Array* into, const Array* from);

// Merges `v` into the element that `key` has already: both become lists.
void MergeElement(Value* place, const Value& v) {
  if (!CheckNativeStack()) return;
  Value current = Deref(*place);
  Array* list;
  if (current.IsArray()) {
    list = CopyArray(current.arr);
  } else {
    list = NewArray();
    Append(list, Copy(current));
  }
  Value value = Deref(v);
  if (value.IsArray()) {
    if (value.arr->info & RefCounted::kProtected) {
      ThrowError("Recursion detected");
    } else {
      bool guard = !(value.arr->info & RefCounted::kImmutable);
      if (guard) value.arr->info |= RefCounted::kProtected;
      MergeRecursive(list, value.arr);
      if (guard) value.arr->info &= ~RefCounted::kProtected;
    }
  } else {
    Append(list, Copy(value));
  }
  Value old = *place;
  *place = Value(list);
  Release(old);
}

Array* MergeRecursive(Array* into, const Array* from) {
  for (uint32_t p = First(from); p != kEnd && !HasException(); p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    if (key.IsInt()) {
      Append(into, CopyElement(ValueAt(from, p)));
    } else if (Value* place = Find(into, key)) {
      MergeElement(place, ValueAt(from, p));
    } else {
      Set(into, key, CopyElement(ValueAt(from, p)));
    }
  }
  return into;
}

void ArrayMerge(Args args, Value* result) {
  if (!RequireArrays(args, 0, args.count)) return;
  uint32_t total = 0;
  uint32_t not_empty = 0;
  uint32_t last = 0;
  bool dense = true;
  bool values = false;
  for (uint32_t i = 0; i < args.count; ++i) {
    total += args.Arr(i)->count;
    dense &= IsDense(args.Arr(i));
    values |= args.Arr(i)->kind == ArrayKind::kValues && args.Arr(i)->count;
    if (args.Arr(i)->count) {
      ++not_empty;
      last = i;
    }
  }
  if (not_empty == 0) return Return(result, EmptyArray());
  const Array* only = args.Arr(last);
  if (not_empty == 1 && IsDense(only)) return ReturnCopy(result, args[last]);
  if (dense && values) {
    Array* out = NewPacked(ArrayKind::kValues, total, total);
    Value* to = out->values;
    for (uint32_t i = 0; i < args.count; ++i) {
      const Array* a = args.Arr(i);
      for (uint32_t p = 0; p < a->used; ++p) *to++ = CopyElement(ValueAt(a, p));
    }
    return Return(result, out);
  }
  Array* out = NewArray(total);
  for (uint32_t i = 0; i < args.count; ++i) {
    const Array* a = args.Arr(i);
    if (AppendNumbers(out, a)) continue;
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) AppendRenumbered(out, a, p);
  }
  Return(result, out);
}

void ArrayMergeRecursive(Args args, Value* result) {
  if (!RequireArrays(args, 0, args.count)) return;
  Array* out = NewArray();
  for (uint32_t i = 0; i < args.count; ++i) MergeRecursive(out, args.Arr(i));
  Return(result, out);
}

void ReplaceInto(Array* into, const Array* from, bool recursive) {
  if (recursive && !CheckNativeStack()) return;
  for (uint32_t p = First(from); p != kEnd && !HasException(); p = Next(from, p)) {
    ArrayKey key = KeyAt(from, p);
    Value v = ValueAt(from, p);
    if (recursive && Deref(v).IsArray()) {
      Value* place = Find(into, key);
      if (place && Deref(*place).IsArray()) {
        Array* source = Deref(v).arr;
        if ((source->info & RefCounted::kProtected) ||
            (v.IsReference() && place->IsReference() && v.ref == place->ref)) {
          return ThrowError("Recursion detected");
        }
        Array* merged = CopyArray(Deref(*place).arr);
        bool guard = !(source->info & RefCounted::kImmutable);
        if (guard) source->info |= RefCounted::kProtected;
        ReplaceInto(merged, source, true);
        if (guard) source->info &= ~RefCounted::kProtected;
        Value old = *place;
        *place = Value(merged);
        Release(old);
        continue;
      }
    }
    Set(into, key, CopyElement(v));
  }
}

template <bool kRecursive>
void ArrayReplace(Args args, Value* result) {
  if (!RequireArrays(args, 0, args.count)) return;
  Array* out = CopyArray(args.Arr(0));
  for (uint32_t i = 1; i < args.count; ++i) ReplaceInto(out, args.Arr(i), kRecursive);
  Return(result, out);
}

void ArrayChangeKeyCase(Args args, Value* result) {
  const Array* a = args.Arr(0);
  Array* out = NewArray(a->count);
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    ArrayKey key = KeyAt(a, p);
    if (key.IsInt()) {
      Set(out, key, CopyElement(ValueAt(a, p)));
    } else {
      String* k = args.Int(1, 0) ? ToUpperAscii(key.name->view()) : ToLowerAscii(key.name->view());
      SetStr(out, k, CopyElement(ValueAt(a, p)));
      Release(k);
    }
  }
  Return(result, out);
}

// A column's value from a row (array or object); kUndef when the row lacks it. Owned.
Value ColumnOf(const Value& row, const Value& name) {
  if (row.IsArray()) {
    Value v = name.IsInt() ? GetInt(row.arr, name.i) : Get(row.arr, KeyFromString(name.str));
    return CopyDeref(v);
  }
  if (row.IsObject()) {
    String* property = ToString(name);
    Class* scope = g_state->running_scope();
    Value v;
    if (HasProperty(row.obj, property, scope, nullptr, false))
      v = ReadProperty(row.obj, property, scope, nullptr);
    Release(property);
    return v;
  }
  return Value();
}

void ArrayColumn(Args args, Value* result) {
  const Array* rows = args.Arr(0);
  Array* out = NewArray();
  for (uint32_t p = First(rows); p != kEnd; p = Next(rows, p)) {
    Value row = Deref(ValueAt(rows, p));
    Value v = args.IsNull(1) ? Copy(row) : ColumnOf(row, args[1]);
    if (v.IsUndef()) continue;
    Value key = args.IsNull(2) ? Value() : ColumnOf(row, args[2]);
    ArrayKey k;
    if (key.IsUndef() || key.IsArray()) {
      Append(out, v);
    } else if (key.IsObject()) {
      String* s = ToString(key);
      if (!s) {
        Release(v);
        Release(key);
        break;
      }
      Set(out, KeyFromString(s), v);
      Release(s);
    } else if (ToArrayKey(key, &k)) {
      Set(out, k, v);
    } else {
      Release(v);
      Release(key);
      break;
    }
    Release(key);
  }
  Return(result, out);
}

void ArrayCountValues(Args args, Value* result) {
  const Array* a = args.Arr(0);
  Array* out = NewArray();
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (!v.IsInt() && !v.IsString()) {
      FunctionWarning("Can only count string and integer values, entry skipped");
      continue;
    }
    ArrayKey key = v.IsInt() ? ArrayKey::Int(v.i) : KeyFromString(v.str);
    Value n = Get(out, key);
    Set(out, key, Value(n.IsInt() ? n.i + 1 : int64_t{1}));
  }
  Return(result, out);
}

template <bool kProduct>
void Accumulate(Args args, Value* result) {
  const Array* a = args.Arr(0);
  Value total(static_cast<int64_t>(kProduct ? 1 : 0));
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    if (v.IsInt() && total.IsInt()) {
      int64_t n;
      if (kProduct ? !__builtin_mul_overflow(total.i, v.i, &n) : !__builtin_add_overflow(total.i, v.i, &n)) {
        total.i = n;
        continue;
      }
    }
    // Builtin objects that are numbers count as such.
    Value text;
    const ObjectHandlers* handlers = v.IsObject() ? v.obj->cls->handlers : nullptr;
    if (handlers && handlers->cast && handlers->cast(v.obj, Type::kString, &text)) v = text;
    struct Drop {
      const Value& v;
      ~Drop() { Release(v); }
    } drop{text};
    if (v.IsArray() || v.IsObject() || v.IsResource()) {
      FunctionWarning("%s is not supported on type %s", kProduct ? "Multiplication" : "Addition",
                      TypeNameForErrors(v));
      if (HasException()) return;
      if (!v.IsResource()) continue;
    }
    Value number = v;
    if (v.IsString()) {
      int64_t i = 0;
      double d = 0;
      bool trailing;
      Numeric kind = ParseNumber(v.str->view(), &i, &d, &trailing);
      if (kind == Numeric::kNot) {
        FunctionWarning("%s is not supported on type string", kProduct ? "Multiplication" : "Addition");
      } else if (trailing) {
        Warning("A non-numeric value encountered");
      }
      if (kind == Numeric::kNot || trailing) {
        if (HasException()) return;
      }
      number = kind == Numeric::kFloat ? Value(d) : Value(kind == Numeric::kInt ? i : int64_t{0});
    } else if (!v.IsNumber()) {
      number = Value(ToInt(v));
    }
    Value next;
    if (!(kProduct ? Mul(total, number, &next) : Add(total, number, &next))) return;
    total = next;
  }
  *result = total;
}

// Whether equality with this string is equality of bytes for any other string: nothing that begins so is a
// number.
bool IsNoNumber(std::string_view s) {
  if (s.empty()) return true;
  auto c = static_cast<unsigned char>(s[0]);
  return c > '9' || (c > ' ' && c != '+' && c != '-' && c != '.' && c < '0');
}

template <bool kKey>
void Search(Args args, Value* result) {
  const Value& needle = args[0];
  const Array* a = args.Arr(1);
  bool strict = args.Bool(2);
  uint32_t found = kEnd;
  if (needle.IsInt() && a->kind == ArrayKind::kInts && a->count == a->used) {
    const int64_t* end = a->ints + a->used;
    const int64_t* place = std::find<const int64_t*>(a->ints, end, needle.i);
    if (place != end) found = static_cast<uint32_t>(place - a->ints);
  } else if (needle.IsInt() && (strict || a->kind == ArrayKind::kInts)) {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      if (v.IsInt() && v.i == needle.i) {
        found = p;
        break;
      }
    }
  } else if (needle.IsString() && !strict && IsNoNumber(needle.str->view())) {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      if (TUSK_LIKELY(v.IsString()) ? Equal(v.str, needle.str) : LooseEqual(v, needle)) {
        found = p;
        break;
      }
      if (HasException()) return;
    }
  } else if (needle.IsString() && strict) {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      if (v.IsString() && Equal(v.str, needle.str)) {
        found = p;
        break;
      }
    }
  } else {
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      Value v = Deref(ValueAt(a, p));
      if (strict ? Identical(v, needle) : LooseEqual(v, needle)) {
        found = p;
        break;
      }
      if (HasException()) return;
    }
  }
  if (!kKey) return Return(result, found != kEnd);
  if (found == kEnd) return Return(result, false);
  *result = KeyValueAt(a, found);
}

// ---- the internal pointer; objects show their properties

void DeprecateObject() {
  std::string_view name = g_state->running_function()->view();
  RaiseFunctionMessage(ErrorLevel::kDeprecated,
                       absl::StrFormat("Calling %s() on an object is deprecated", name));
}

const Array* PointerArray(Args args, Array** owned) {
  *owned = nullptr;
  const Value v = Deref(args[0]);
  if (v.IsArray()) return v.arr;
  DeprecateObject();
  *owned = ObjectToArray(v.obj);
  return *owned;
}

void Current(Args args, Value* result) {
  Array* owned;
  const Array* a = PointerArray(args, &owned);
  uint32_t p = Normalize(a, a->position);
  if (p == kEnd) {
    Return(result, false);
  } else {
    ReturnCopy(result, ValueAt(a, p));
  }
  if (owned) Release(Value(owned));
}
void Key(Args args, Value* result) {
  Array* owned;
  const Array* a = PointerArray(args, &owned);
  uint32_t p = Normalize(a, a->position);
  if (p != kEnd) *result = KeyValueAt(a, p);
  if (owned) Release(Value(owned));
}

enum class Step { kReset, kEndOf, kNext, kPrev };
template <Step kStep>
void MovePointer(Args args, Value* result) {
  Value* place = &args[0].ref->value;
  Array* owned = nullptr;
  Array* a;
  if (place->IsArray()) {
    a = place->arr->count == 0 ? place->arr : Separate(place);
  } else {
    DeprecateObject();
    a = owned = PropertiesToArray(place->obj);
  }
  uint32_t p = Normalize(a, a->position);
  switch (kStep) {
    case Step::kReset: p = First(a); break;
    case Step::kEndOf: p = Last(a); break;
    case Step::kNext: p = p == kEnd ? kEnd : Next(a, p); break;
    case Step::kPrev: p = p == kEnd ? kEnd : Prev(a, p); break;
  }
  if (a->count != 0) a->position = p;
  if (p == kEnd) {
    Return(result, false);
  } else {
    ReturnCopy(result, ValueAt(a, p));
  }
  if (owned) Release(Value(owned));
}

constexpr uint16_t kPure = Effects::kPure;
constexpr uint16_t kConverts = Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kWrites = Effects::kWritesArgs | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"array_change_key_case", "(array $array, int $case = CASE_LOWER): array", kPure, ArrayChangeKeyCase},
    {"array_chunk", "(array $array, int $length, bool $preserve_keys = false): array", Effects::kThrows,
     ArrayChunk},
    {"array_column", "(array $array, string|int|null $column_key, string|int|null $index_key = null): array",
     kConverts, ArrayColumn},
    {"array_combine", "(array $keys, array $values): array", kConverts, ArrayCombine},
    {"array_count_values", "(array $array): array", Effects::kWarns, ArrayCountValues},
    {"array_fill", "(int $start_index, int $count, mixed $value): array", Effects::kThrows, ArrayFill},
    {"array_fill_keys", "(array $keys, mixed $value): array", kConverts, ArrayFillKeys},
    {"array_flip", "(array $array): array", Effects::kWarns, ArrayFlip},
    {"array_is_list", "(array $array): bool", kPure, ArrayIsList},
    {"array_key_exists", "($key, array $array): bool", kConverts, ArrayKeyExists},
    {"array_key_first", "(array $array): string|int|null", kPure, ArrayKeyFirst},
    {"array_key_last", "(array $array): string|int|null", kPure, ArrayKeyLast},
    {"array_keys", "(array $array, mixed $filter_value = UNKNOWN, bool $strict = false): array", kConverts,
     ArrayKeys},
    {"array_merge", "(array ...$arrays): array", Effects::kThrows, ArrayMerge},
    {"array_merge_recursive", "(array ...$arrays): array", Effects::kThrows, ArrayMergeRecursive},
    {"array_pad", "(array $array, int $length, mixed $value): array", Effects::kThrows, ArrayPad},
    {"array_pop", "(array &$array): mixed", kWrites, ArrayPop},
    {"array_product", "(array $array): int|float", kConverts, Accumulate<true>},
    {"array_push", "(array &$array, mixed ...$values): int", kWrites, ArrayPush},
    {"array_replace", "(array $array, array ...$replacements): array", Effects::kThrows, ArrayReplace<false>},
    {"array_replace_recursive", "(array $array, array ...$replacements): array", Effects::kThrows,
     ArrayReplace<true>},
    {"array_reverse", "(array $array, bool $preserve_keys = false): array", kPure, ArrayReverse},
    {"array_search", "(mixed $needle, array $haystack, bool $strict = false): string|int|false", kConverts,
     Search<true>},
    {"array_shift", "(array &$array): mixed", kWrites, ArrayShift},
    {"array_slice", "(array $array, int $offset, ?int $length = null, bool $preserve_keys = false): array",
     kPure, ArraySlice},
    {"array_splice", "(array &$array, int $offset, ?int $length = null, mixed $replacement = []): array",
     kWrites, ArraySplice},
    {"array_sum", "(array $array): int|float", kConverts, Accumulate<false>},
    {"array_unshift", "(array &$array, mixed ...$values): int", kWrites, ArrayUnshift},
    {"array_values", "(array $array): array", kPure, ArrayValues},
    {"count", "(Countable|array $value, int $mode = COUNT_NORMAL): int", kConverts, Count},
    {"current", "(object|array $array): mixed", kPure, Current},
    {"end", "(object|array &$array): mixed", kWrites, MovePointer<Step::kEndOf>},
    {"in_array", "(mixed $needle, array $haystack, bool $strict = false): bool", kConverts, Search<false>},
    {"key", "(object|array $array): string|int|null", kPure, Key},
    {"key_exists", "($key, array $array): bool", kConverts, ArrayKeyExists},
    {"next", "(object|array &$array): mixed", kWrites, MovePointer<Step::kNext>},
    {"pos", "(object|array $array): mixed", kPure, Current},
    {"prev", "(object|array &$array): mixed", kWrites, MovePointer<Step::kPrev>},
    {"reset", "(object|array &$array): mixed", kWrites, MovePointer<Step::kReset>},
    {"sizeof", "(Countable|array $value, int $mode = COUNT_NORMAL): int", kConverts, Count},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kArrayFunctions(kRows);

}  // namespace tusk
