// Thin doors into the runtime; nothing here decides anything.
#include "trace/runtime_calls.h"

#include "interp/runtime/lazy.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "interp/runtime/closure.h"
#include "interp/runtime/operators.h"
#include "interp/vm/builtin.h"
#include "trace/frames.h"

namespace tusk::trace::calls {

String* kConcat(Vm*, String* a, String* b) { return Concat(a->view(), b->view()); }
String* kIntToString(Vm*, int64_t i) { return IntToString(i); }
String* kFloatToString(Vm*, double d) { return FloatToString(d); }
bool kStringEqual(String* a, String* b) { return Equal(a, b); }
int64_t kStringCompare(String* a, String* b) {
  int order = std::memcmp(a->data, b->data, std::min(a->length, b->length));
  if (order) return order < 0 ? -1 : 1;
  return a->length < b->length ? -1 : a->length > b->length;
}
int64_t kStringLooseCompare(String* a, String* b) { return CompareStrings(a, b); }

String* kChr(int64_t code) { return CharString(static_cast<unsigned char>(code)); }
String* kSubstr(String* s, int64_t offset, int64_t length) {
  auto size = static_cast<int64_t>(s->length);
  int64_t start = offset < 0 ? std::max<int64_t>(size + offset, 0) : std::min(offset, size);
  int64_t stop = size;
  if (length < 0) {
    stop = std::max(size + length, start);
  } else if (length < size - start) {
    stop = start + length;
  }
  if (start == 0 && stop == size) {
    Retain(s);
    return s;
  }
  return NewString(s->view().substr(static_cast<size_t>(start), static_cast<size_t>(stop - start)));
}
bool kStringLooseEqual(String* a, String* b) { return SmartStringEqual(a, b); }
String* kAppend(String* a, String* b) { return AppendInPlace(a, b->view()); }

const Value* kArrayFindInt(Array* a, int64_t key) { return Peek(a, ArrayKey::Int(key)); }
const Value* kArrayFindString(Array* a, String* key) { return Peek(a, KeyFromString(key)); }
Array* kArraySeparate(Vm*, Array* a) {
  Value v(a);
  return Separate(&v);
}
Array* kArrayNew(int64_t size) { return NewArray(static_cast<uint32_t>(size)); }
bool kArrayHasName(Array* a, int64_t position) { return !KeyAt(a, static_cast<uint32_t>(position)).IsInt(); }
String* kArrayName(Array* a, int64_t position) {
  String* name = KeyAt(a, static_cast<uint32_t>(position)).name;
  Retain(name);
  return name;
}
int64_t kArrayNumber(Array* a, int64_t position) { return KeyAt(a, static_cast<uint32_t>(position)).num; }

namespace {
Value Join(int64_t payload, uint64_t tag) { return Value(static_cast<Type>(tag), payload); }
}  // namespace
void kArrayAppend(Array* a, int64_t payload, uint64_t tag) { Append(a, Join(payload, tag)); }
void kArraySetInt(Array* a, int64_t key, int64_t payload, uint64_t tag) {
  SetInt(a, key, Join(payload, tag));
}
void kArraySetString(Array* a, String* key, int64_t payload, uint64_t tag) {
  Set(a, KeyFromString(key), Join(payload, tag));
}

int64_t kTestSafepoint([[maybe_unused]] Vm* vm, [[maybe_unused]] int64_t kind) {
#ifdef TUSK_CHECKS
  return vm->test.safepoint(vm, static_cast<SafepointKind>(kind), true);
#else
  return 0;
#endif
}

Reference* kNewReference(int64_t payload, uint64_t tag) {
  Value v = Join(payload, tag);
  return MakeReference(&v);
}

Object* kObjectNew(Vm*, Class* c) { return NewObject(c); }
Object* kNewClosure(Function* f, Class* scope, Class* called_class) {
  return NewClosure(f, scope, called_class, nullptr);
}
Object* kNewClosureThis(Function* f, Class* scope, Object* self) {
  return NewClosure(f, scope, nullptr, self);
}

const Value* kDynamicFind(Object* o, String* name) {
  // A value that no guard accepts: the interpreter initialises it.
  static const Value kNotHere = Value::Indirect(nullptr);
  if (TUSK_UNLIKELY(IsLazy(o))) return &kNotHere;
  return o->dynamic ? Peek(o->dynamic, ArrayKey::Str(name)) : nullptr;
}

Value* kBuiltin(const void* builtin, int64_t types, int64_t a, int64_t b, int64_t c, int64_t d) {
  const auto* f = static_cast<const Builtin*>(builtin);
  // As CallBuiltin would find it, but for a caller: bodies called so do not look for one.
  constexpr uint32_t kSlots = 16;
  struct {
    Frame frame;
    Value slots[kSlots];
  } call;
  const int64_t payloads[kDirectArguments] = {a, b, c, d};
  uint32_t passed = 0;
  for (; passed < kDirectArguments; ++passed, types >>= kArgumentTypeBits) {
    auto type = static_cast<Type>(types & ((1 << kArgumentTypeBits) - 1));
    if (type == Type::kUndef) break;
    Value& slot = call.slots[passed];
    if (type == Type::kFalse) {
      slot = Value(payloads[passed] != 0);
    } else {
      slot = Value(type, payloads[passed]);
    }
    // A body may reuse what nobody else has.
    Retain(slot);
  }
  for (uint32_t i = passed; i < f->arg_count; ++i) call.slots[i] = f->defaults[i];
  call.frame.op = nullptr;
  call.frame.func = const_cast<Builtin*>(f);
  call.frame.self = Value();
  call.frame.prev = g_vm.frame;
  call.frame.info = CallInfo::kInternal;
  call.frame.arg_count = passed;
  static Value result;
  result = Value::Null();
  f->body({&g_vm, &call.frame, call.slots, passed}, &result);
  for (uint32_t i = 0; i < passed; ++i) {
    if (call.slots[i].IsRefCounted() && !call.slots[i].rc->Immortal()) --call.slots[i].rc->refcount;
  }
  return &result;
}

double kPow(double a, double b) { return std::pow(a, b); }
double kFmod(double a, double b) { return std::fmod(a, b); }
double kSin(double a) { return std::sin(a); }
double kCos(double a) { return std::cos(a); }
double kTan(double a) { return std::tan(a); }
double kAtan(double a) { return std::atan(a); }
double kAtan2(double a, double b) { return std::atan2(a, b); }
double kExp(double a) { return std::exp(a); }
double kLog(double a) { return std::log(a); }

namespace {
const trace::FrameShape* Shape(const void* shape) { return static_cast<const trace::FrameShape*>(shape); }
Frame* Owner(Value* root, const void* shape) { return reinterpret_cast<Frame*>(root + Shape(shape)->owner); }
}  // namespace

void kMakeFrame(Vm* vm, Value* root, const void* shape) {
  trace::MakeFrame(vm, root, Shape(shape), Owner(root, shape), nullptr, nullptr);
}
void kMakeFrameThis(Vm* vm, Value* root, const void* shape, Object* self) {
  trace::MakeFrame(vm, root, Shape(shape), Owner(root, shape), self, nullptr);
}
void kMakeFrameClosure(Vm* vm, Value* root, const void* shape, Object* closure) {
  trace::MakeFrame(vm, root, Shape(shape), Owner(root, shape), nullptr, closure);
}
void kEnterFrame(Vm* vm, Value* root, const void* shape) {
  trace::EnterFrame(vm, root, Shape(shape), Owner(root, shape));
}
void kLeaveFrame(Vm* vm, Value* root, const void* shape) { trace::LeaveFrame(vm, root, Shape(shape)); }
void kDropCall(Vm* vm, Value* root, const void* shape) {
  trace::DropCall(vm, root, Shape(shape), Owner(root, shape));
}
void kMakeFrameIn(Vm* vm, Value* root, const void* shape, Frame* owner) {
  trace::MakeFrame(vm, root, Shape(shape), owner, nullptr, nullptr);
}
void kMakeFrameThisIn(Vm* vm, Value* root, const void* shape, Object* self, Frame* owner) {
  trace::MakeFrame(vm, root, Shape(shape), owner, self, nullptr);
}
void kMakeFrameClosureIn(Vm* vm, Value* root, const void* shape, Object* closure, Frame* owner) {
  trace::MakeFrame(vm, root, Shape(shape), owner, nullptr, closure);
}
void kEnterFrameIn(Vm* vm, Value* root, const void* shape, Frame* caller) {
  trace::EnterFrame(vm, root, Shape(shape), caller);
}
void kDropCallIn(Vm* vm, Value* root, const void* shape, Frame* owner) {
  trace::DropCall(vm, root, Shape(shape), owner);
}
Object* kNewGenerator(const void* shape, const Op* op) {
  return trace::NewGeneratorOf(Shape(shape), op, nullptr);
}
Object* kNewGeneratorThis(const void* shape, const Op* op, Object* self) {
  return trace::NewGeneratorOf(Shape(shape), op, self);
}
void kEndGenerator(Object* generator, int64_t state) {
  EndGenerator(GeneratorOf(generator), static_cast<GeneratorState>(state));
}
void kEnterGenerator(Vm* vm, Object* generator, Frame* caller, const Op* op) {
  trace::EnterGeneratorFrame(vm, generator, caller, op);
}
void kLeaveGenerator(Vm* vm, Object* generator) { trace::LeaveGeneratorFrame(vm, generator); }
void kGiveToFrame(Object*) {}

}  // namespace tusk::trace::calls

namespace tusk::trace {

const void* AddressOfCall(ir::CallId call) {
  switch (call) {
#define IR_CALL(id, ...) \
  case ir::CallId::id: return reinterpret_cast<const void*>(&calls::id);
#include "ir/calls.def"
#undef IR_CALL
  }
  UNREACHABLE();
}

}  // namespace tusk::trace
