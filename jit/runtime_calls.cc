// Thin doors into the runtime; nothing here decides anything.
#include "jit/runtime_calls.h"

#include <cmath>
#include <cstring>

namespace tusk::jit::calls {

String* kConcat(Vm*, String* a, String* b) { return Concat(a->view(), b->view()); }
String* kIntToString(Vm*, int64_t i) { return IntToString(i); }
String* kFloatToString(Vm*, double d) { return FloatToString(d); }
bool kStringEqual(String* a, String* b) { return Equal(a, b); }
int64_t kStringCompare(String* a, String* b) {
  int order = std::memcmp(a->data, b->data, std::min(a->length, b->length));
  if (order) return order < 0 ? -1 : 1;
  return a->length < b->length ? -1 : a->length > b->length;
}
String* kStringChar(Vm*, String* s, int64_t index) {
  return CharString(static_cast<unsigned char>(s->data[index]));
}

const Value* kArrayFindInt(Array* a, int64_t key) { return Find(a, ArrayKey::Int(key)); }
const Value* kArrayFindString(Array* a, String* key) { return Find(a, ArrayKey::Str(key)); }
Array* kArraySeparate(Vm*, Array* a) {
  Value v(a);
  return Separate(&v);
}

Object* kObjectNew(Vm*, Class* c) { return NewObject(c); }

double kPow(double a, double b) { return std::pow(a, b); }
double kFmod(double a, double b) { return std::fmod(a, b); }
double kSin(double a) { return std::sin(a); }
double kCos(double a) { return std::cos(a); }
double kTan(double a) { return std::tan(a); }
double kAtan(double a) { return std::atan(a); }
double kAtan2(double a, double b) { return std::atan2(a, b); }
double kExp(double a) { return std::exp(a); }
double kLog(double a) { return std::log(a); }

}  // namespace tusk::jit::calls
