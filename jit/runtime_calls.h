// The C functions behind ir/calls.def: what compiled traces call. Arguments and ownership are as the rows
// say.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"
#include "interp/runtime/string.h"
#include "interp/vm/vm.h"

namespace tusk::jit::calls {

String* kConcat(Vm* vm, String* a, String* b);
String* kIntToString(Vm* vm, int64_t i);
String* kFloatToString(Vm* vm, double d);
bool kStringEqual(String* a, String* b);
int64_t kStringCompare(String* a, String* b);
String* kStringChar(Vm* vm, String* s, int64_t index);

const Value* kArrayFindInt(Array* a, int64_t key);
const Value* kArrayFindString(Array* a, String* key);
Array* kArraySeparate(Vm* vm, Array* a);

Object* kObjectNew(Vm* vm, Class* c);

double kPow(double a, double b);
double kFmod(double a, double b);
double kSin(double a);
double kCos(double a);
double kTan(double a);
double kAtan(double a);
double kAtan2(double a, double b);
double kExp(double a);
double kLog(double a);

}  // namespace tusk::jit::calls
