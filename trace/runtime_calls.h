// The C functions behind ir/calls.def: what compiled traces call. Arguments and ownership are as the rows
// say.
#pragma once

#include "interp/runtime/array.h"
#include "interp/runtime/object.h"
#include "interp/runtime/string.h"
#include "interp/vm/vm.h"
#include "ir/types.h"

namespace tusk::trace::calls {

String* kConcat(Vm* vm, String* a, String* b);
String* kIntToString(Vm* vm, int64_t i);
String* kBoolToString(bool b);
String* kFloatToString(Vm* vm, double d);
bool kStringEqual(String* a, String* b);
int64_t kStringCompare(String* a, String* b);

int64_t kStringLooseCompare(String* a, String* b);
String* kChr(int64_t code);
String* kSubstr(String* s, int64_t offset, int64_t length);
bool kStringLooseEqual(String* a, String* b);
String* kStringPut(String* s, int64_t offset, int64_t byte);
String* kAppend(String* a, String* b);
int64_t kStringToInt(String* s);
void kRopeSet(void* rope, int64_t index, String* part);
String* kRopeJoin(void* rope, int64_t count);
void kEcho(String* s);

const Value* kArrayFindInt(Array* a, int64_t key);
const Value* kArrayFindString(Array* a, String* key);
const Value* kArrayFindName(Array* a, String* name);
Array* kArraySeparate(Vm* vm, Array* a);

// A Value travels as payload and tag.
Array* kArrayNew(int64_t size);
Array* kArrayPacked(int64_t kind, int64_t capacity);
int64_t kArrayOrder(Array* a, Array* b);
int64_t kArrayIdentity(Array* a, Array* b);
bool kArrayHasName(Array* a, int64_t position);
String* kArrayName(Array* a, int64_t position);
int64_t kArrayNumber(Array* a, int64_t position);
int64_t kArrayNext(Array* a, int64_t position);
void kArrayAppend(Array* a, int64_t payload, uint64_t tag);
void kArraySetInt(Array* a, int64_t key, int64_t payload, uint64_t tag);
void kArraySetString(Array* a, String* key, int64_t payload, uint64_t tag);
void kArrayUnsetInt(Array* a, int64_t key);
void kArrayUnsetString(Array* a, String* key);

int64_t kTestSafepoint(Vm* vm, int64_t kind);

Reference* kNewReference(int64_t payload, uint64_t tag);
Object* kObjectNew(Vm* vm, Class* c);
Object* kObjectClone(Object* o);
Object* kNewClosure(Function* f, Class* scope, Class* called_class);
Object* kNewClosureThis(Function* f, Class* scope, Object* self);

const Value* kDynamicFind(Object* o, String* name);
bool kSlotIs(const Class* c, const PropertyInfo* info);
const Function* kMethodFind(Class* c, String* lower_name, Class* scope);
bool kInstanceOf(const Class* c, const Class* ancestor);
bool kTypeAccepts(Object* o, const TypeDecl* type, Class* scope);
bool kInstanceOfName(Object* o, String* name);

// What a direct call of a builtin calls, with arguments of which types: of bools the payload tells which, and
// references are passed where they are declared.
struct DirectCall {
  static constexpr uint32_t kMostArguments = 5, kMostSlots = 16;
  const Builtin* function;
  uint32_t passed;
  bool wanted;  // the result
  bool method;  // the last payload is $this
  Type types[kMostArguments];
};
Value* kPureBuiltin(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);
Value* kBuiltin(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);
Value* kBuiltinWarns(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);

double kPow(double a, double b);
double kFmod(double a, double b);
double kSin(double a);
double kCos(double a);
double kTan(double a);
double kAtan(double a);
double kAtan2(double a, double b);
double kExp(double a);
double kLog(double a);

void kMakeFrame(Vm* vm, Value* root, const void* shape);
void kMakeFrameThis(Vm* vm, Value* root, const void* shape, Object* self);
void kMakeFrameClosure(Vm* vm, Value* root, const void* shape, Object* closure);
void kEnterFrame(Vm* vm, Value* root, const void* shape);
void kLeaveFrame(Vm* vm, Value* root, const void* shape);
void kDropCall(Vm* vm, Value* root, const void* shape);
void kMakeFrameIn(Vm* vm, Value* root, const void* shape, Frame* owner);
void kMakeFrameThisIn(Vm* vm, Value* root, const void* shape, Object* self, Frame* owner);
void kMakeFrameClosureIn(Vm* vm, Value* root, const void* shape, Object* closure, Frame* owner);
void kEnterFrameIn(Vm* vm, Value* root, const void* shape, Frame* caller);
void kDropCallIn(Vm* vm, Value* root, const void* shape, Frame* owner);
Object* kNewGenerator(const void* shape, const Op* op);
Object* kNewGeneratorThis(const void* shape, const Op* op, Object* self);
Object* kChainEnd(Object* generator);
void kEndGenerator(Object* generator, int64_t state);
void kEnterGenerator(Vm* vm, Object* generator, Frame* caller, const Op* op);
void kLeaveGenerator(Vm* vm, Object* generator);
void kGiveToFrame(Object* o);
void kVariablesChanged();

}  // namespace tusk::trace::calls

namespace tusk::trace {

// The function behind a row of ir/calls.def.
const void* AddressOfCall(ir::CallId call);

}  // namespace tusk::trace
