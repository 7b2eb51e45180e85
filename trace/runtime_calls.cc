// Thin doors into the runtime; nothing here decides anything.
#include "trace/runtime_calls.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "interp/runtime/check.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/output.h"
#include "interp/vm/arguments.h"
#include "interp/vm/builtin.h"
#include "interp/vm/rope.h"
#include "trace/frames.h"
#include "trace/position.h"

namespace tusk::trace::calls {

String* kConcat(Vm*, String* a, String* b) { return Concat(a->view(), b->view()); }
String* kIntToString(Vm*, int64_t i) { return IntToString(i); }
String* kBoolToString(bool b) { return b ? CharString('1') : EmptyString(); }
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
String* kStringPut(String* s, int64_t offset, int64_t byte) {
  if (!s->MutableInPlace()) {
    String* copy = NewString(s->view());
    Release(s);
    s = copy;
  }
  s->data[offset] = static_cast<char>(byte);
  s->hash = 0;
  return s;
}
String* kAppend(String* a, String* b) { return AppendInPlace(a, b->view()); }
int64_t kStringToInt(String* s) { return ToInt(Value(s)); }
void kRopeSet(void* rope, int64_t index, String* part) { static_cast<String**>(rope)[index] = part; }
String* kRopeJoin(void* rope, int64_t count) {
  return JoinRope(static_cast<String**>(rope), static_cast<uint32_t>(count));
}
void kEcho(String* s) {
  CallFromTrace(__builtin_return_address(0), nullptr, [=] { Echo(s->view()); });
}

const Value* kArrayFindInt(Array* a, int64_t key) { return Peek(a, ArrayKey::Int(key)); }
const Value* kArrayFindString(Array* a, String* key) { return Peek(a, KeyFromString(key)); }
const Value* kArrayFindName(Array* a, String* name) { return Peek(a, ArrayKey::Str(name)); }
Array* kArraySeparate(Vm*, Array* a) {
  Value v(a);
  return Separate(&v);
}
Array* kArrayNew(int64_t size) { return NewArray(static_cast<uint32_t>(size)); }
Array* kArrayPacked(int64_t kind, int64_t capacity) {
  return NewPacked(static_cast<ArrayKind>(kind), 0, static_cast<uint32_t>(capacity));
}
int64_t kArrayOrder(Array* a, Array* b) { return OrderOfArrays(a, b); }
int64_t kArrayIdentity(Array* a, Array* b) { return IdentityOfArrays(a, b); }
bool kArrayHasName(Array* a, int64_t position) { return !KeyAt(a, static_cast<uint32_t>(position)).IsInt(); }
String* kArrayName(Array* a, int64_t position) {
  String* name = KeyAt(a, static_cast<uint32_t>(position)).name;
  Retain(name);
  return name;
}
int64_t kArrayNext(Array* a, int64_t position) { return Normalize(a, static_cast<uint32_t>(position)); }
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
void kArrayUnsetInt(Array* a, int64_t key) { Delete(a, ArrayKey::Int(key)); }
void kArrayUnsetString(Array* a, String* key) { Delete(a, KeyFromString(key)); }

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
Object* kObjectClone(Object* o) { return CloneObject(o); }
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

bool kSlotIs(const Class* c, const PropertyInfo* info) {
  return info->slot < c->slot_count && c->slot_info[info->slot] == info;
}
const Function* kMethodFind(Class* c, String* lower_name, Class* scope) {
  return FindKnownMethod(c, lower_name, scope);
}
bool kInstanceOf(const Class* c, const Class* ancestor) { return c == ancestor || InstanceOf(c, ancestor); }
bool kTypeAccepts(Object* o, const TypeDecl* type, Class* scope) {
  return TypeAccepts(*type, Value(o), scope, nullptr);
}
bool kInstanceOfName(Object* o, String* name) {
  const Class* c = FindClass(name, false);
  return c && InstanceOf(o->cls, c);
}

namespace {

// As CallBuiltin would find it, but for a caller: bodies called so look for one through SeeFrames() only.
struct DirectSlots {
  alignas(Value) char bytes[DirectCall::kMostSlots * sizeof(Value)];  // those in use are written
  TUSK_INLINE Value* values() { return reinterpret_cast<Value*>(bytes); }

  TUSK_INLINE DirectSlots(const DirectCall* call, const int64_t (&payloads)[DirectCall::kMostArguments]) {
    Value* slots = values();
#pragma clang loop unroll(disable) vectorize(disable)
    for (uint32_t i = 0; i < call->passed; ++i) {
      // The payload of a bool says which of two types it is.
      static_assert(static_cast<int>(Type::kTrue) == static_cast<int>(Type::kFalse) + 1);
      Type type = call->types[i];
      uint32_t which = type == Type::kFalse && payloads[i] != 0;
      slots[i].i = payloads[i];
      slots[i].type = static_cast<Type>(static_cast<uint32_t>(type) + which);
    }
    FillDefaults(call->function, slots, call->passed);
  }
};
struct DirectFrame {
  Frame frame;
  DirectSlots below;  // backtraces look for them there
  Value* slots = below.values();

  TUSK_INLINE DirectFrame(const DirectCall* call, const int64_t (&payloads)[DirectCall::kMostArguments])
      : below(call, payloads) {
    DCHECK(frame.slots() == slots);
    const Builtin* f = call->function;
    // A body may reuse what nobody else has.
    for (uint32_t i = 0; i < call->passed; ++i) {
      if (slots[i].IsRefCounted() && !slots[i].rc->Immortal()) ++slots[i].rc->refcount;
    }
    frame.op = nullptr;
    frame.func = const_cast<Builtin*>(f);
    frame.self = Value();
    if (call->method) frame.self = Value(reinterpret_cast<Object*>(payloads[DirectCall::kMostArguments - 1]));
    frame.prev = g_vm.frame;
    frame.call = nullptr;
    frame.info = CallInfo::kInternal;
    frame.arg_count = call->passed;
  }
  TUSK_INLINE void LetGo() {
    for (uint32_t i = 0; i < frame.arg_count; ++i) {
      if (slots[i].IsRefCounted() && !slots[i].rc->Immortal()) --slots[i].rc->refcount;
    }
  }
};

Value g_result;  // of the last direct call
// In the pieces that it was written in and will be read in: a wider copy would wait for them.
TUSK_INLINE void Leave(const Value& result) {
  g_result.i = result.i;
  g_result.type = result.type;
}

}  // namespace

Value* kPureBuiltin(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
  const auto* direct = static_cast<const DirectCall*>(call);
  DirectSlots slots(direct, {a, b, c, d, e});
  g_result.type = Type::kNull;
  RunBody(&g_vm, direct->function, g_vm.frame, slots.values(), direct->passed, &g_result);
  return &g_result;
}

Value* kBuiltin(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
  const auto* direct = static_cast<const DirectCall*>(call);
  DirectFrame frame(direct, {a, b, c, d, e});
  Value result = Value::Null();
  RunBody(&g_vm, direct->function, &frame.frame, frame.slots, direct->passed, &result);
  frame.LetGo();
  Leave(result);
  return &g_result;
}

Value* kBuiltinWarns(const void* call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
  const auto* direct = static_cast<const DirectCall*>(call);
  DirectFrame frame(direct, {a, b, c, d, e});
  Value result = Value::Null();
  CallFromTrace(__builtin_return_address(0), &frame.frame, [&] {
    RunBody(&g_vm, direct->function, &frame.frame, frame.slots, direct->passed, &result);
    if (!direct->wanted) Release(std::exchange(result, Value::Null()));
  });
  frame.LetGo();
  if (TUSK_UNLIKELY(Unwinding(&g_vm))) {
    Release(result);
    result = Value::Null();
  }
  Leave(result);
  return &g_result;
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
Object* kChainEnd(Object* generator) {
  return GeneratorOf(generator)->delegates_anew ? generator : InnermostGenerator(generator);
}
Object* kOuterOf(Object* generator) {
  const GeneratorData* g = GeneratorOf(generator);
  if (generator->flags & ObjectFlags::kWeaklyReferenced) return generator;
  return g->outers == 1 && g->outer && CanReturnTo(GeneratorOf(g->outer)) ? g->outer : generator;
}
void kDelegate(Object* outer, Object* inner, Object* asked) { Delegate(GeneratorOf(outer), inner, asked); }
void kDelegateArray(Object* generator, Array* array) { SetDelegate(GeneratorOf(generator), Value(array)); }
Array* kTakeArray(Object* generator) { return TakeDelegate(GeneratorOf(generator)).arr; }
Object* kEndDelegate(Object* inner, Object* outer, Object* asked) {
  return EndDelegate(GeneratorOf(inner), GeneratorOf(outer), asked);
}
void kDropEnded(Object* generator) {
  if (TUSK_UNLIKELY(generator->refcount > 1)) return Release(Value(generator));
  generator->refcount = 0;
  FreeObjectStorage(generator);
}
void kEndGenerator(Object* generator, int64_t state) {
  EndGenerator(GeneratorOf(generator), static_cast<GeneratorState>(state));
}
void kEnterGenerator(Vm* vm, Object* generator, Frame* caller, const Op* op) {
  trace::EnterGeneratorFrame(vm, generator, caller, op);
}
void kLeaveGenerator(Vm* vm, Object* generator) { trace::LeaveGeneratorFrame(vm, generator); }
void kGiveToFrame(Object*) {}
void kVariablesChanged() {}

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
