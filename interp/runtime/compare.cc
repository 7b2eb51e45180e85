// Comparison: ==, ===, <=> over all pairs of types.
#include <algorithm>
#include <cmath>

#include "interp/runtime/array.h"
#include "interp/runtime/class.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/resource.h"
#include "interp/runtime/scalar.h"

namespace tusk {

namespace {

// Marks a container while its elements are compared; meeting it again means that it contains itself.
class RecursionGuard {
 public:
  explicit RecursionGuard(RefCounted* container) : container_(container) {
    if (g_state->stack_is_short && g_state->stack_is_short()) {
      Refuse();
    } else if (container_->info & RefCounted::kImmutable) {
      container_ = nullptr;
    } else if (container_->info & RefCounted::kProtected) {
      Refuse();
    } else {
      container_->info |= RefCounted::kProtected;
    }
  }
  ~RecursionGuard() {
    if (container_) container_->info &= ~RefCounted::kProtected;
  }
  // An Error is pending: nothing is compared.
  bool refused() const { return refused_; }

 private:
  TUSK_COLD void Refuse() {
    container_ = nullptr;
    refused_ = true;
    if (!HasException()) ThrowError("Nesting level too deep - recursive dependency?");
  }

  RefCounted* container_;
  bool refused_ = false;
};

int Sign(int64_t v) { return v < 0 ? -1 : v > 0; }

int CompareArrays(Array* a, Array* b) {
  if (a == b) return 0;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  if (a->kind == ArrayKind::kInts && b->kind == ArrayKind::kInts) {
    for (uint32_t i = 0; i < a->used; ++i) {
      if (a->ints[i] != b->ints[i]) return a->ints[i] < b->ints[i] ? -1 : 1;
    }
    return 0;
  }
  RecursionGuard guard(a);
  if (guard.refused()) return kUncomparable;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value y = Get(b, KeyAt(a, p));
    if (y.IsUndef()) return kUncomparable;
    int order = Compare(ValueAt(a, p), y);
    if (order != 0 || HasException()) return order;
  }
  return 0;
}

// Objects of one class by their properties, in declaration order.
int CompareObjects(Object* a, Object* b) {
  if (a == b) return 0;
  if (a->cls != b->cls) return kUncomparable;
  if (a->cls->Is(ClassFlags::kEnum)) return kUncomparable;
  if (TUSK_UNLIKELY(IsLazy(a) || IsLazy(b))) {
    Object* first = LazyTarget(a);
    Object* second = first ? LazyTarget(b) : nullptr;
    if (!second) return kUncomparable;
    if (first != a || second != b) return CompareObjects(first, second);
  }
  RecursionGuard guard(a);
  if (guard.refused()) return kUncomparable;
  for (uint32_t i = 0; i < a->cls->slot_count; ++i) {
    const Value& x = a->props()[i];
    const Value& y = b->props()[i];
    if (x.IsUndef() || y.IsUndef()) {
      if (!x.IsUndef() || !y.IsUndef()) return kUncomparable;
      continue;
    }
    int order = Compare(x, y);
    if (order != 0 || HasException()) return order;
  }
  uint32_t count_a = a->dynamic ? a->dynamic->count : 0;
  uint32_t count_b = b->dynamic ? b->dynamic->count : 0;
  if (count_a != count_b) return count_a < count_b ? -1 : 1;
  return count_a ? CompareArrays(a->dynamic, b->dynamic) : 0;
}

// An object against something that is none: the object is cast to the other's type.
int CompareWithObject(const Value& a, const Value& b) {
  bool object_first = a.IsObject();
  Object* o = object_first ? a.obj : b.obj;
  const Value& other = object_first ? b : a;
  if (o->cls->Is(ClassFlags::kEnum)) return kUncomparable;
  if (other.IsNullOrUndef()) return object_first ? 1 : -1;
  Value cast;
  const ObjectHandlers* handlers = o->cls->handlers;
  // What calculates with other types also compares with them.
  if (handlers && handlers->operate && !other.IsBool()) return handlers->compare(a, b);
  bool done = false;
  if (handlers && handlers->cast && !other.IsBool()) done = handlers->cast(o, other.type, &cast);
  if (!done) {
    switch (other.type) {
      case Type::kFalse:
      case Type::kTrue: cast = Value(ToBool(object_first ? a : b)); break;
      case Type::kInt:
      case Type::kFloat:
        Notice("Object of class %s could not be converted to %s", o->cls->name->data,
               other.IsInt() ? "int" : "float");
        if (HasException()) return 1;
        cast = Value(int64_t{1});
        break;
      case Type::kString:
        if (o->cls->to_string) {
          String* s = ToString(object_first ? a : b);
          if (!s) return 1;
          cast = Value(s);
          break;
        }
        return object_first ? 1 : -1;
      default: return object_first ? 1 : -1;
    }
  }
  int order = object_first ? Compare(cast, other) : Compare(other, cast);
  Release(cast);
  return order;
}

int CompareIntToString(int64_t i, const String* s) {
  int64_t n;
  double d;
  switch (IsNumericString(s->view(), &n, &d)) {
    case Numeric::kInt: return scalar::CompareInts(i, n);
    case Numeric::kFloat: return scalar::CompareFloats(static_cast<double>(i), d);
    default: {
      char text[24];
      return CompareBytes({text, FormatInt(i, text)}, s->view());
    }
  }
}

int CompareFloatToString(double f, const String* s) {
  if (std::isnan(f)) return 1;
  int64_t n;
  double d;
  switch (IsNumericString(s->view(), &n, &d)) {
    case Numeric::kInt: return scalar::CompareFloats(f, static_cast<double>(n));
    case Numeric::kFloat: return scalar::CompareFloats(f, d);
    default: {
      String* text = FloatToString(f);
      int order = CompareBytes(text->view(), s->view());
      Release(text);
      return order;
    }
  }
}

// What is left when no pair has a rule of its own: resources and arrays against scalars.
Value NumberSilently(const Value& v) {
  switch (v.type) {
    case Type::kResource: return Value(v.res->id);
    case Type::kString: {
      int64_t i;
      double d;
      bool trailing;
      Numeric kind = ParseNumber(v.str->view(), &i, &d, &trailing);
      if (kind == Numeric::kFloat) return Value(d);
      return Value(kind == Numeric::kInt ? i : int64_t{0});
    }
    default: return v;
  }
}

constexpr uint32_t Pair(Type a, Type b) { return static_cast<uint32_t>(a) << 4 | static_cast<uint32_t>(b); }

}  // namespace

int CompareBytes(std::string_view a, std::string_view b) {
  int order = std::memcmp(a.data(), b.data(), a.size() < b.size() ? a.size() : b.size());
  if (order == 0) return a.size() < b.size() ? -1 : a.size() > b.size();
  return Sign(order);
}

int CompareStrings(const String* a, const String* b) {
  if (a == b) return 0;
  unsigned char x = static_cast<unsigned char>(a->data[0]);
  unsigned char y = static_cast<unsigned char>(b->data[0]);
  // Single bytes are ordered as bytes: of them only digits are numbers.
  if (a->length == 1 && b->length == 1) return x < y ? -1 : x > y;
  if (x > '9' || y > '9') {
    if (x != y) return x < y ? -1 : 1;
    return CompareBytes(a->view(), b->view());
  }
  int64_t i1;
  int64_t i2;
  double d1;
  double d2;
  int over1;
  int over2;
  bool trailing;
  Numeric kind1 = ParseNumber(a->view(), &i1, &d1, &trailing, &over1);
  if (kind1 == Numeric::kNot || trailing) return CompareBytes(a->view(), b->view());
  Numeric kind2 = ParseNumber(b->view(), &i2, &d2, &trailing, &over2);
  if (kind2 == Numeric::kNot || trailing) return CompareBytes(a->view(), b->view());
  if (kind1 == Numeric::kInt && kind2 == Numeric::kInt) return scalar::CompareInts(i1, i2);
  // Integers that both left the range on the same side differ in digits that floats don't have.
  if (over1 != 0 && over1 == over2 && d1 - d2 == 0) return CompareBytes(a->view(), b->view());
  if (kind1 == Numeric::kInt) {
    if (over2 != 0) return -over2;
    d1 = static_cast<double>(i1);
  } else if (kind2 == Numeric::kInt) {
    if (over1 != 0) return over1;
    d2 = static_cast<double>(i2);
  } else if (d1 == d2 && !std::isfinite(d1)) {
    return CompareBytes(a->view(), b->view());
  }
  return scalar::CompareFloats(d1, d2);
}

bool SmartStringEqualSlow(const String* a, const String* b) { return CompareStrings(a, b) == 0; }

int Compare(const Value& a, const Value& b) {
  switch (Pair(a.type, b.type)) {
    case Pair(Type::kInt, Type::kInt): return scalar::CompareInts(a.i, b.i);
    case Pair(Type::kInt, Type::kFloat): return scalar::CompareFloats(static_cast<double>(a.i), b.d);
    case Pair(Type::kFloat, Type::kInt): return scalar::CompareFloats(a.d, static_cast<double>(b.i));
    case Pair(Type::kFloat, Type::kFloat): return scalar::CompareFloats(a.d, b.d);
    case Pair(Type::kString, Type::kString): return CompareStrings(a.str, b.str);
    case Pair(Type::kArray, Type::kArray): return CompareArrays(a.arr, b.arr);
    case Pair(Type::kUndef, Type::kString):
    case Pair(Type::kNull, Type::kString): return b.str->length == 0 ? 0 : -1;
    case Pair(Type::kString, Type::kUndef):
    case Pair(Type::kString, Type::kNull): return a.str->length == 0 ? 0 : 1;
    case Pair(Type::kInt, Type::kString): return CompareIntToString(a.i, b.str);
    case Pair(Type::kString, Type::kInt): return -CompareIntToString(b.i, a.str);
    case Pair(Type::kFloat, Type::kString): return CompareFloatToString(a.d, b.str);
    case Pair(Type::kString, Type::kFloat): return std::isnan(b.d) ? 1 : -CompareFloatToString(b.d, a.str);
    case Pair(Type::kObject, Type::kObject): {
      if (a.obj == b.obj) return 0;
      const ObjectHandlers* handlers = a.obj->cls->handlers;
      if (handlers && handlers->compare) return handlers->compare(a, b);
      handlers = b.obj->cls->handlers;
      if (handlers && handlers->compare) return handlers->compare(a, b);
      return CompareObjects(a.obj, b.obj);
    }
    default: break;
  }
  if (a.IsReference() || b.IsReference()) return Compare(*Deref(&a), *Deref(&b));
  if (a.IsObject() || b.IsObject()) return CompareWithObject(a, b);
  if (a.type < Type::kTrue) return ToBool(b) ? -1 : 0;
  if (a.type == Type::kTrue) return ToBool(b) ? 0 : 1;
  if (b.type < Type::kTrue) return ToBool(a) ? 1 : 0;
  if (b.type == Type::kTrue) return ToBool(a) ? 0 : -1;
  if (a.IsArray()) return 1;
  if (b.IsArray()) return -1;
  return Compare(NumberSilently(a), NumberSilently(b));
}

namespace {

int OrderOfArrays(const Array* a, const Array* b, int depth) {
  if (a == b) return 0;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value x = ValueAt(a, p), y = Get(b, KeyAt(a, p));
    if (y.IsUndef()) return kUncomparable;
    if (x.type > Type::kArray || y.type > Type::kArray) return kOrderNeedsCode;
    int order;
    if (x.IsArray() && y.IsArray()) {
      order = depth == 0 ? kOrderNeedsCode : OrderOfArrays(x.arr, y.arr, depth - 1);
    } else {
      order = Compare(x, y);
    }
    if (order != 0) return order;
  }
  return 0;
}

// Whether the elements at p and q have the same key.
bool SameKey(const Array* a, uint32_t p, const Array* b, uint32_t q) {
  ArrayKey x = KeyAt(a, p), y = KeyAt(b, q);
  if (x.IsInt() != y.IsInt()) return false;
  return x.IsInt() ? x.num == y.num : Equal(x.name, y.name);
}

int IdentityOfArrays(const Array* a, const Array* b, int depth) {
  if (a == b) return 1;
  if (a->count != b->count) return 0;
  for (uint32_t p = First(a), q = First(b); p != kEnd; p = Next(a, p), q = Next(b, q)) {
    if (!SameKey(a, p, b, q)) return 0;
    Value x = ValueAt(a, p), y = ValueAt(b, q);
    x = *Deref(&x), y = *Deref(&y);
    int same;
    if (x.IsArray() && y.IsArray()) {
      same = depth == 0 ? kOrderNeedsCode : IdentityOfArrays(x.arr, y.arr, depth - 1);
    } else {
      same = Identical(x, y);
    }
    if (same != 1) return same;
  }
  return 1;
}

constexpr int kPlainDepth = 4;

}  // namespace

int OrderOfArrays(const Array* a, const Array* b) { return OrderOfArrays(a, b, kPlainDepth); }
int IdentityOfArrays(const Array* a, const Array* b) { return IdentityOfArrays(a, b, kPlainDepth); }

bool LooseEqualSlow(const Value& a, const Value& b) {
  if (a.IsString() && b.IsString()) return SmartStringEqual(a.str, b.str);
  return Compare(a, b) == 0;
}

bool ArraysIdentical(const Array* a, const Array* b) {
  if (a == b) return true;
  if (a->count != b->count) return false;
  if (a->kind == b->kind && a->kind == ArrayKind::kInts) {
    return a->used == b->used && std::equal(a->ints, a->ints + a->used, b->ints);
  }
  RecursionGuard guard(const_cast<Array*>(a));
  if (guard.refused()) return false;
  uint32_t p = First(a);
  uint32_t q = First(b);
  for (; p != kEnd; p = Next(a, p), q = Next(b, q)) {
    if (!SameKey(a, p, b, q)) return false;
    if (!Identical(ValueAt(a, p), ValueAt(b, q))) return false;
  }
  return true;
}

bool IdenticalSlow(const Value& va, const Value& vb) {
  const Value& a = *Deref(&va);
  const Value& b = *Deref(&vb);
  if (a.type != b.type) return a.IsNullOrUndef() && b.IsNullOrUndef();
  switch (a.type) {
    case Type::kInt: return a.i == b.i;
    case Type::kFloat: return a.d == b.d;
    case Type::kString: return Equal(a.str, b.str);
    case Type::kArray: return ArraysIdentical(a.arr, b.arr);
    case Type::kObject:
    case Type::kResource: return a.rc == b.rc;
    default: return true;
  }
}

}  // namespace tusk
