// Conversions: numeric strings, casts, array keys.
#include "interp/runtime/convert.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/runtime/resource.h"

namespace tusk {

namespace {

constexpr bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// [begin, end) has the form of a decimal float.
double DecimalToFloat(const char* begin, const char* end) {
  double d = 0;
  std::from_chars_result r = std::from_chars(*begin == '+' ? begin + 1 : begin, end, d);
  if (r.ec != std::errc::result_out_of_range) return d;
  // Too big or too small: strtod() knows which (the bytes need a terminator).
  std::string text(begin, end);
  return std::strtod(text.c_str(), nullptr);
}

}  // namespace

// --- numeric strings -------------------------------------------------------------------------------------

double ParseFloat(std::string_view s, size_t* used) {
  const char* p = s.data();
  const char* end = p + s.size();
  if (p < end && (*p == '-' || *p == '+')) ++p;
  const char* digits = p;
  while (p < end && IsDigit(*p)) ++p;
  bool any = p > digits;
  if (p < end && *p == '.') {
    const char* fraction = p + 1;
    const char* q = fraction;
    while (q < end && IsDigit(*q)) ++q;
    if (any || q > fraction) {
      any = true;
      p = q;
    }
  }
  if (!any) {
    *used = 0;
    return 0;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    const char* q = p + 1;
    if (q < end && (*q == '-' || *q == '+')) ++q;
    if (q < end && IsDigit(*q)) {
      while (q < end && IsDigit(*q)) ++q;
      p = q;
    }
  }
  *used = static_cast<size_t>(p - s.data());
  return DecimalToFloat(s.data(), p);
}

Numeric ParseNumber(std::string_view s, int64_t* i, double* d, bool* trailing, int* overflow) {
  const char* p = s.data();
  const char* end = p + s.size();
  *trailing = false;
  if (overflow) *overflow = 0;
  while (p < end && IsSpace(*p)) ++p;
  const char* begin = p;
  bool negative = false;
  if (p < end && (*p == '-' || *p == '+')) negative = *p++ == '-';
  if (p == end || !(IsDigit(*p) || (*p == '.' && p + 1 < end && IsDigit(p[1])))) return Numeric::kNot;
  while (p < end && *p == '0') ++p;
  const char* digits = p;
  uint64_t magnitude = 0;
  while (p < end && IsDigit(*p)) {
    magnitude = magnitude * 10 + static_cast<uint64_t>(*p - '0');  // may wrap: then it is not used
    ++p;
  }
  auto digit_count = p - digits;
  Numeric kind = Numeric::kInt;
  bool exponent = p < end && (*p == 'e' || *p == 'E');
  if (exponent) {
    const char* q = p + 1;
    if (q < end && (*q == '-' || *q == '+')) ++q;
    exponent = q < end && IsDigit(*q);
  }
  if (exponent || (p < end && *p == '.')) {
    size_t used;
    *d = ParseFloat({begin, static_cast<size_t>(end - begin)}, &used);
    p = begin + used;
    kind = Numeric::kFloat;
  } else {
    uint64_t limit = negative ? uint64_t{1} << 63 : (uint64_t{1} << 63) - 1;
    if (digit_count > 19 || (digit_count == 19 && magnitude > limit)) {
      *d = DecimalToFloat(begin, p);
      kind = Numeric::kFloat;
      if (overflow) *overflow = negative ? -1 : 1;
    } else {
      *i = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
    }
  }
  while (p < end && IsSpace(*p)) ++p;
  *trailing = p != end;
  return kind;
}

Numeric IsNumericString(std::string_view s, int64_t* i, double* d) {
  // Most strings that are asked about start with a letter.
  if (s.empty() || static_cast<unsigned char>(s[0]) > '9') return Numeric::kNot;
  bool trailing;
  Numeric kind = ParseNumber(s, i, d, &trailing);
  return trailing ? Numeric::kNot : kind;
}

bool IsIntKeySlow(std::string_view s, int64_t* out) {
  const char* p = s.data();
  const char* end = p + s.size();
  bool negative = *p == '-';
  if (negative) ++p;
  auto count = end - p;
  if (count == 0 || count > 19 || !IsDigit(*p)) return false;
  if (*p == '0') {
    *out = 0;
    return count == 1 && !negative;
  }
  uint64_t magnitude = 0;
  for (; p < end; ++p) {
    if (!IsDigit(*p)) return false;
    magnitude = magnitude * 10 + static_cast<uint64_t>(*p - '0');
  }
  if (magnitude > static_cast<uint64_t>(INT64_MAX) + negative) return false;
  *out = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  return true;
}

// --- casts -----------------------------------------------------------------------------------------------

bool ToBoolSlow(const Value& v) {
  switch (v.type) {
    case Type::kTrue: return true;
    case Type::kInt: return v.i != 0;
    case Type::kFloat: return v.d != 0;
    case Type::kString: return v.str->length > 1 || (v.str->length == 1 && v.str->data[0] != '0');
    case Type::kArray: return v.arr->count != 0;
    case Type::kObject: {
      const ObjectHandlers* handlers = v.obj->cls->handlers;
      if (handlers && handlers->cast) {
        Value result;
        if (handlers->cast(v.obj, Type::kTrue, &result)) return result.IsTrue();
      }
      return true;
    }
    case Type::kResource: return true;
    case Type::kReference: return ToBool(v.ref->value);
    default: return false;
  }
}

int64_t FloatToIntSaturating(double d) {
  if (!std::isfinite(d)) return 0;
  if (scalar::FitsInt(d)) return static_cast<int64_t>(d);
  return d > 0 ? INT64_MAX : INT64_MIN;
}

namespace {

// An object as a number: through its cast handler, else 1 with PHP's warning.
Value ObjectToNumber(Object* o, Type to) {
  const ObjectHandlers* handlers = o->cls->handlers;
  Value result;
  if (handlers && handlers->cast && handlers->cast(o, to, &result)) return result;
  Warning("Object of class %s could not be converted to %s", o->cls->name->data,
          to == Type::kInt ? "int" : "float");
  return to == Type::kInt ? Value(int64_t{1}) : Value(1.0);
}

}  // namespace

int64_t ToIntSlow(const Value& v) {
  switch (v.type) {
    case Type::kTrue: return 1;
    case Type::kInt: return v.i;
    case Type::kFloat: return FloatToInt(v.d);
    case Type::kString: {
      int64_t i;
      double d;
      bool trailing;
      switch (ParseNumber(v.str->view(), &i, &d, &trailing)) {
        case Numeric::kInt: return i;
        case Numeric::kFloat: return FloatToIntSaturating(d);
        default: return 0;
      }
    }
    case Type::kArray: return v.arr->count != 0;
    case Type::kObject: return ToInt(ObjectToNumber(v.obj, Type::kInt));
    case Type::kResource: return v.res->id;
    case Type::kReference: return ToInt(v.ref->value);
    default: return 0;
  }
}

double ToFloatSlow(const Value& v) {
  switch (v.type) {
    case Type::kTrue: return 1;
    case Type::kInt: return static_cast<double>(v.i);
    case Type::kFloat: return v.d;
    case Type::kString: {
      std::string_view s = v.str->view();
      while (!s.empty() && IsSpace(s[0])) s.remove_prefix(1);
      size_t used;
      return ParseFloat(s, &used);
    }
    case Type::kArray: return v.arr->count != 0;
    case Type::kObject: return ToFloat(ObjectToNumber(v.obj, Type::kFloat));
    case Type::kResource: return static_cast<double>(v.res->id);
    case Type::kReference: return ToFloat(v.ref->value);
    default: return 0;
  }
}

namespace {

String* ObjectToString(Object* o) {
  Class* c = o->cls;
  Value result;
  if (c->handlers && c->handlers->cast && c->handlers->cast(o, Type::kString, &result)) {
    return result.IsString() ? result.str : nullptr;
  }
  if (HasException()) return nullptr;
  if (!c->to_string) {
    ThrowError("Object of class %s could not be converted to string", c->name->data);
    return nullptr;
  }
  Retain(o);
  g_state->call(c->to_string, o, c, 0, nullptr, &result);
  Release(Value(o));
  if (result.IsString()) return result.str;
  if (!HasException()) {
    ThrowTypeError("%s::__toString(): Return value must be of type string, %s returned", c->name->data,
                   TypeNameForErrors(result));
  }
  Release(result);
  return nullptr;
}

}  // namespace

String* ToStringSlow(const Value& v) {
  switch (v.type) {
    case Type::kTrue: return CharString('1');
    case Type::kInt: return IntToString(v.i);
    case Type::kFloat: return FloatToString(v.d);
    case Type::kString: Retain(v.str); return v.str;
    case Type::kArray: {
      Warning("Array to string conversion");
      if (HasException()) return nullptr;
      return Intern("Array");
    }
    case Type::kObject: return ObjectToString(v.obj);
    case Type::kResource: return NewString(absl::StrFormat("Resource id #%d", v.res->id));
    case Type::kReference: return ToString(v.ref->value);
    default: return EmptyString();
  }
}

bool ToNumber(Value* v) {
  switch (v->type) {
    case Type::kInt:
    case Type::kFloat: return true;
    case Type::kUndef:
    case Type::kNull:
    case Type::kFalse: *v = Value(int64_t{0}); return true;
    case Type::kTrue: *v = Value(int64_t{1}); return true;
    case Type::kString: {
      int64_t i = 0;
      double d = 0;
      bool trailing;
      Numeric kind = ParseNumber(v->str->view(), &i, &d, &trailing);
      if (kind != Numeric::kNot) {
        if (trailing) Warning("A non-numeric value encountered");
        Release(*v);
        *v = kind == Numeric::kInt ? Value(i) : Value(d);
        return !HasException();
      }
      break;
    }
    case Type::kObject: {
      const ObjectHandlers* handlers = v->obj->cls->handlers;
      Value result;
      if (handlers && handlers->cast && handlers->cast(v->obj, Type::kInt, &result) && result.IsNumber()) {
        Release(*v);
        *v = result;
        return true;
      }
      break;
    }
    case Type::kReference: {
      Value inner = CopyDeref(*v);
      Release(*v);
      *v = inner;
      return ToNumber(v);
    }
    default: break;
  }
  if (!HasException()) ThrowTypeError("Unsupported operand types: %s + int", TypeNameForErrors(*v));
  return false;
}

Array* ToArray(const Value& v) {
  switch (v.type) {
    case Type::kUndef:
    case Type::kNull: return EmptyArray();
    case Type::kArray: Retain(v.arr); return v.arr;
    case Type::kObject: return ObjectToArray(v.obj);
    case Type::kReference: return ToArray(v.ref->value);
    default: {
      Array* a = NewArray();
      Append(a, Copy(v));
      return a;
    }
  }
}

Object* ToObject(const Value& v) {
  if (v.IsReference()) return ToObject(v.ref->value);
  if (v.IsObject()) {
    Retain(v.obj);
    return v.obj;
  }
  Object* o = NewObject(FindClass("stdclass", false));
  if (v.IsArray()) {
    if (v.arr->count == 0) return o;
    Array* properties = NewArray();
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      ArrayKey key = KeyAt(v.arr, p);
      Value element = ValueAt(v.arr, p);
      if (element.IsReference() && element.ref->refcount == 1) element = element.ref->value;
      if (key.IsInt()) {
        String* name = IntToString(key.num);
        SetStr(properties, name, Copy(element));
        Release(name);
      } else {
        SetStr(properties, key.name, Copy(element));
      }
    }
    o->dynamic = properties;
  } else if (!v.IsNullOrUndef()) {
    o->dynamic = NewArray();
    SetStr(o->dynamic, "scalar", Copy(v));
  }
  return o;
}

// --- array keys ------------------------------------------------------------------------------------------

void DeprecatedFloatToInt(double d) {
  char text[kFloatBufferBytes];
  size_t length = FormatFloat(d, -1, text, sizeof(text));
  Deprecated("Implicit conversion from float %s to int loses precision", std::string_view(text, length));
}

bool ToArrayKey(const Value& offset, ArrayKey* key, OffsetUse use) {
  switch (offset.type) {
    case Type::kInt: *key = ArrayKey::Int(offset.i); return true;
    case Type::kString: *key = KeyFromString(offset.str); return true;
    case Type::kUndef:
    case Type::kNull: *key = ArrayKey::Str(EmptyString()); return true;
    case Type::kFalse: *key = ArrayKey::Int(0); return true;
    case Type::kTrue: *key = ArrayKey::Int(1); return true;
    case Type::kFloat: {
      *key = ArrayKey::Int(FloatToInt(offset.d));
      if (scalar::IsExactInt(offset.d)) return true;
      DeprecatedFloatToInt(offset.d);
      return !HasException();
    }
    case Type::kResource:
      *key = ArrayKey::Int(offset.res->id);
      Warning("Resource ID#%d used as offset, casting to integer (%d)", offset.res->id, offset.res->id);
      return !HasException();
    case Type::kReference: return ToArrayKey(offset.ref->value, key, use);
    default: {
      const char* type = TypeNameForErrors(offset);
      switch (use) {
        case OffsetUse::kAccess: ThrowTypeError("Cannot access offset of type %s on array", type); break;
        case OffsetUse::kIsset:
          ThrowTypeError("Cannot access offset of type %s in isset or empty", type);
          break;
        case OffsetUse::kUnset: ThrowTypeError("Cannot unset offset of type %s on array", type); break;
      }
      return false;
    }
  }
}

}  // namespace tusk
