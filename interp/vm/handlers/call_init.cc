// INIT_* of methods and callable values: finding what is called and pushing its frame.
#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/found_methods.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/handlers/plain_call.h"
#include "interp/vm/stack.h"

namespace tusk::handlers {

namespace {

void Push(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self) {
  frame->call = PushFrame(vm, f, op->extended, info, self, frame->call);
}

// ---- methods

inline Transfer InitMethodSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* place = op->op1_kind == kUnused ? &frame->self : Op1(frame, op);
  const Value* target = Deref(place);
  const Value* name = op->op2_kind == kConst ? Op2<kConst>(frame, op) : ReadOp2(frame, op);
  if (frame->op != op) {
    FreeOp1(frame, op);
    FreeOp2(frame, op);
    return Continue(frame);
  }
  name = Deref(name);
  if (!name->IsString()) {
    ThrowError("Method name must be a string");
    FreeOp2(frame, op);
    FreeOp1(frame, op);
    return Continue(frame);
  }
  if (!target->IsObject()) {
    if (op->op1_kind == kCv && target->IsUndef()) {
      UndefinedVariable(frame, op->op1);
      target = &kNullValue;
    }
    if (op->op1_kind == kUnused) {
      ThrowError("Using $this when not in object context");
    } else if (frame->op == op) {
      ThrowError("Call to a member function %s() on %s", name->str->view(), TypeNameForErrors(*target));
    }
    FreeOp2(frame, op);
    FreeOp1(frame, op);
    return Continue(frame);
  }
  Object* object = target->obj;
  Class* scope = frame->func->scope;
  Function* f;
  if (op->op2_kind == kConst) {
    f = FindMethod(object, name[0].str, name[1].str, scope);
    if (f && !(f->flags & FunctionFlags::kTrampoline) && !IsClosure(Value(object))) {
      void** cache = CacheAt(frame, op->result.num);
      cache[0] = object->cls;
      cache[1] = f;
    }
  } else {
    String* lower = ToLowerAscii(name->str->view());
    f = FindMethod(object, name->str, lower, scope);
    Release(lower);
  }
  if (!f) {
    FreeOp2(frame, op);
    FreeOp1(frame, op);
    return Continue(frame);
  }
  uint32_t info = 0;
  Value self;
  if (f->Is(FunctionFlags::kStatic) &&
      !(f->kind == FunctionKind::kBuiltin && f->Is(FunctionFlags::kUsesThis))) {
    self = Value::Pointer(object->cls);
  } else {
    self = Value(object);
    if (op->op1_kind != kUnused) {
      Retain(self);
      info = CallInfo::kReleaseThis;
    }
  }
  if (f->closure) {
    // $closure->__invoke(): the frame owns the closure.
    Closure* closure = ClosureOf(object);
    Retain(Value(object));
    if (info & CallInfo::kReleaseThis) Release(self);
    info = CallInfo::kClosure;
    self = closure->self;
  }
  Push(frame, op, vm, f, info, self);
  FreeOp2(frame, op);
  FreeOp1(frame, op);
  return Continue(frame);
}
// `Passed`: of a plain call how many arguments there are; kNotPlain: the oplines that follow send them.
constexpr uint32_t kNotPlain = kAnyCount - 1;
template <uint32_t Passed>
TUSK_INLINE Transfer GoOn(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self,
                          Value* top) {
  if constexpr (Passed != kNotPlain) return CallPlainly<Passed>(frame, op, vm, f, info, self, top);
  PushFitting(frame, op, vm, f, info, self, top);
  return {frame, op + 1};
}
template <uint8_t K1, uint8_t K2, uint32_t Passed = kNotPlain>
TUSK_INLINE Transfer InitMethodCallBody(Frame* frame, const Op* op, Vm* vm) {
  if (K1 == kAnyKind || K2 != kConst) return Slow<InitMethodSlow>(frame, op);
  const Value* target = K1 == kUnused ? &frame->self : Op1<K1>(frame, op);
  if (TUSK_UNLIKELY(target->type != Type::kObject)) {
    if (kOwned<K1> || target->type != Type::kReference) return Slow<InitMethodSlow>(frame, op);
    target = &target->ref->value;
    if (target->type != Type::kObject) return Slow<InitMethodSlow>(frame, op);
  }
  Object* object = target->obj;
  void** cache = CacheAt(frame, op->result.num);
  auto* f = static_cast<Function*>(cache[1]);
  if (TUSK_UNLIKELY(cache[0] != object->cls)) {
    f = KnownMethod(object->cls, Op2<kConst>(frame, op)[1].str, frame->func->scope);
    if (f) {
      cache[0] = object->cls;
      cache[1] = f;
    }
  }
  if (TUSK_UNLIKELY(!f || (f->flags & FunctionFlags::kStatic))) return Slow<InitMethodSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (TUSK_UNLIKELY(!top)) return Slow<InitMethodSlow>(frame, op);
  uint32_t info = 0;
  if constexpr (K1 != kUnused) {
    if constexpr (!kOwned<K1>) ++object->refcount;
    info = CallInfo::kReleaseThis;
  }
  return GoOn<Passed>(frame, op, vm, f, info, Value(object), top);
}

inline Transfer InitStaticSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  void** cache = CacheAt(frame, op->result.num);
  bool cached = op->op1_kind == kConst && op->op2_kind == kConst;
  Class* c = FetchOperandClass(frame, op, op->op1, op->op1_kind, op->op1_kind == kConst ? cache : nullptr);
  if (!c) {
    FreeOp2(frame, op);
    return Continue(frame);
  }
  Object* self = frame->this_object();
  if (op->op1_kind != kConst && op->op2_kind == kConst) {
    // self, parent, static or a class in a VAR: what was found holds for one class.
    cached = true;
    if (cache[0] != c) cache[1] = nullptr;
    cache[0] = c;
  }
  Function* f = cached ? static_cast<Function*>(cache[1]) : nullptr;
  if (f) {
  } else if (op->op2_kind == kUnused) {
    f = c->constructor;
    if (!f) {
      ThrowError("Cannot call constructor");
      return Continue(frame);
    }
    Class* scope = frame->func->scope;
    if (self && self->cls != f->scope && f->Is(FunctionFlags::kPrivate) && scope != f->scope) {
      ThrowError("Cannot call private %s::__construct()", c->name->view());
      return Continue(frame);
    }
  } else {
    const Value* name = op->op2_kind == kConst ? Op2<kConst>(frame, op) : ReadOp2(frame, op);
    if (!name->IsString()) {
      if (frame->op == op) ThrowError("Method name must be a string");
      FreeOp2(frame, op);
      return Continue(frame);
    }
    String* lower = nullptr;
    if (op->op2_kind != kConst) lower = ToLowerAscii(name->str->view());
    f = FindStaticMethod(c, name->str, lower ? lower : name[1].str, frame->func->scope, self);
    if (lower) Release(lower);
    bool lasts = !(f && f->flags & FunctionFlags::kTrampoline) && !c->Is(ClassFlags::kTrait);
    if (f && cached && lasts) cache[1] = f;
  }
  FreeOp2(frame, op);
  if (!f || frame->op != op) return Continue(frame);
  Value called;
  if (!f->Is(FunctionFlags::kStatic)) {
    if (self && InstanceOf(self->cls, c)) {
      called = frame->self;  // borrowed from the calling frame
    } else {
      if (f->flags & FunctionFlags::kTrampoline) {
        ThrowError("Using $this when not in object context");
        FreeTrampoline(f);
      } else {
        ThrowError("Non-static method %s::%s() cannot be called statically", f->scope->name->view(),
                   f->name->view());
      }
      return Continue(frame);
    }
  } else {
    if (op->op1_kind == kUnused) {
      uint32_t fetch = op->op1.num & ClassFetch::kMask;
      if ((fetch == ClassFetch::kParent || fetch == ClassFetch::kSelf) && frame->called_class()) {
        c = frame->called_class();
      }
    }
    called = Value::Pointer(c);
  }
  Push(frame, op, vm, f, 0, called);
  return {frame, op + 1};
}
// `K1`: kConst, kUnused (self, parent, static) or kAnyKind.
template <uint8_t K1, uint32_t Passed = kNotPlain>
TUSK_INLINE Transfer InitStaticMethodCallBody(Frame* frame, const Op* op, Vm* vm) {
  const uint8_t kind = K1 == kAnyKind ? op->op1_kind : K1;
  if (op->op2_kind != kConst) return Slow<InitStaticSlow>(frame, op);
  void** cache = CacheAt(frame, op->result.num);
  auto* f = static_cast<Function*>(cache[1]);
  auto* c = static_cast<Class*>(cache[0]);
  Value called = Value::Pointer(c);
  if (kind == kUnused) {
    Class* scope = frame->func->scope;
    uint32_t fetch = op->op1.num & ClassFetch::kMask;
    Class* meant = fetch == ClassFetch::kStatic ? frame->called_class()
                   : !scope                     ? nullptr
                   : fetch == ClassFetch::kSelf ? scope
                                                : scope->parent;
    if (meant != c) return Slow<InitStaticSlow>(frame, op);
    // parent:: and self:: keep $this and what static means.
    if (fetch != ClassFetch::kStatic && frame->self.type != Type::kUndef) called = frame->self;
  } else if (kind != kConst) {
    return Slow<InitStaticSlow>(frame, op);
  }
  if (!f) return Slow<InitStaticSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (!top) return Slow<InitStaticSlow>(frame, op);
  if (f->Is(FunctionFlags::kStatic)) {
    if (called.type == Type::kObject) called = Value::Pointer(called.obj->cls);
  } else if (kind == kConst || called.type != Type::kObject) {
    return Slow<InitStaticSlow>(frame, op);
  }
  return GoOn<Passed>(frame, op, vm, f, 0, called, top);
}

// ---- values

bool PushCallable(Frame* frame, const Op* op, Vm* vm, const Callable& callable, uint32_t info) {
  Function* f = FunctionForCall(callable);
  Value self;
  if (callable.closure) {
    self = ClosureOf(callable.closure)->self;
    Retain(Value(callable.closure));
    info |= CallInfo::kClosure;
  } else if (callable.self && !f->Is(FunctionFlags::kStatic)) {
    self = Value(callable.self);
    Retain(self);
    info |= CallInfo::kReleaseThis;
  } else if (callable.called_scope) {
    self = Value::Pointer(callable.called_scope);
  }
  Push(frame, op, vm, f, info, self);
  return true;
}

// $name(...) of a string: functions, and "Class::method".
bool InitByString(Frame* frame, const Op* op, Vm* vm, String* name) {
  std::string_view text = name->view();
  size_t colons = text.rfind("::");
  if (colons != std::string_view::npos) {
    String* class_name = NewString(text.substr(0, colons));
    Class* c = FindClassOrThrow(class_name);
    Release(class_name);
    if (!c) return false;
    String* method = NewString(text.substr(colons + 2));
    String* lower = ToLowerAscii(method->view());
    Function* f = FindStaticMethod(c, method, lower, frame->func->scope, frame->this_object());
    Release(lower);
    Release(method);
    if (!f) return false;
    if (!f->Is(FunctionFlags::kStatic)) {
      ThrowError("Non-static method %s::%s() cannot be called statically", f->scope->name->view(),
                 f->name->view());
      if (f->flags & FunctionFlags::kTrampoline) FreeTrampoline(f);
      return false;
    }
    Push(frame, op, vm, f, CallInfo::kDynamic, Value::Pointer(c));
    return true;
  }
  if (!text.empty() && text[0] == '\\') text.remove_prefix(1);
  String* lower = ToLowerAscii(text);
  Function* f = FindFunction(lower->view());
  Release(lower);
  if (!f) {
    ThrowError("Call to undefined function %s()", text);
    return false;
  }
  Push(frame, op, vm, f, CallInfo::kDynamic, Value());
  return true;
}

bool InitByArray(Frame* frame, const Op* op, Vm* vm, Array* a) {
  if (a->count != 2) {
    ThrowError("Array callback must have exactly two elements");
    return false;
  }
  Value first = Deref(GetInt(a, 0));
  Value second = Deref(GetInt(a, 1));
  if (first.IsUndef() || second.IsUndef()) {
    ThrowError("Array callback has to contain indices 0 and 1");
    return false;
  }
  if (!first.IsString() && !first.IsObject()) {
    ThrowError("First array member is not a valid class name or object");
    return false;
  }
  if (!second.IsString()) {
    ThrowError("Second array member is not a valid method");
    return false;
  }
  String* lower = ToLowerAscii(second.str->view());
  Class* scope = frame->func->scope;
  if (first.IsString()) {
    Class* c = FindClassOrThrow(first.str);
    Function* f = c ? FindStaticMethod(c, second.str, lower, scope, frame->this_object()) : nullptr;
    Release(lower);
    if (!f) return false;
    if (!f->Is(FunctionFlags::kStatic)) {
      ThrowError("Non-static method %s::%s() cannot be called statically", f->scope->name->view(),
                 f->name->view());
      if (f->flags & FunctionFlags::kTrampoline) FreeTrampoline(f);
      return false;
    }
    Push(frame, op, vm, f, CallInfo::kDynamic, Value::Pointer(c));
    return true;
  }
  Object* object = first.obj;
  Function* f = FindMethod(object, second.str, lower, scope);
  Release(lower);
  if (!f) return false;
  if (f->Is(FunctionFlags::kStatic)) {
    Push(frame, op, vm, f, CallInfo::kDynamic, Value::Pointer(object->cls));
  } else if (f->closure) {
    Retain(Value(object));
    Push(frame, op, vm, f, CallInfo::kDynamic | CallInfo::kClosure, ClosureOf(object)->self);
  } else {
    Retain(Value(object));
    Push(frame, op, vm, f, CallInfo::kDynamic | CallInfo::kReleaseThis, Value(object));
  }
  return true;
}

inline Transfer InitDynamicCallBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* callee = Op2(frame, op);
  if (TUSK_LIKELY(IsClosure(*callee))) {
    Closure* closure = ClosureOf(callee->obj);
    Function* f = closure->function;
    if (Value* top = TopAfter(vm, f, op->extended)) {
      // The frame holds the closure: a temporary's reference moves there.
      if (!(op->op2_kind & kTmpVar)) ++callee->rc->refcount;
      PushFitting(frame, op, vm, f, CallInfo::kDynamic | CallInfo::kClosure, closure->self, top);
      return {frame, op + 1};
    }
  }
  const Value* v = ReadOp2(frame, op);
  if (frame->op != op) {
    FreeOp2(frame, op);
    return Continue(frame);
  }
  switch (v->type) {
    case Type::kObject: {
      Callable callable;
      if (IsClosure(*v)) {
        callable.function = ClosureOf(v->obj)->function;
        callable.closure = v->obj;
      } else if (Function* f = v->obj->cls->invoke) {
        callable.function = f;
        callable.self = v->obj;
        callable.called_scope = v->obj->cls;
      } else {
        ThrowError("Object of type %s is not callable", v->obj->cls->name->view());
        break;
      }
      PushCallable(frame, op, vm, callable, CallInfo::kDynamic);
      break;
    }
    case Type::kString: InitByString(frame, op, vm, v->str); break;
    case Type::kArray: InitByArray(frame, op, vm, v->arr); break;
    default: ThrowError("Value of type %s is not callable", TypeNameForErrors(*v));
  }
  FreeOp2(frame, op);
  return Continue(frame);
}

// call_user_func() and such, inlined by the compiler: op1 is the function's name for the message.
inline Transfer InitUserCallBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  const Value* v = ReadOp2(frame, op);
  Callable callable;
  std::string error;
  if (frame->op != op) {
    // Reading the callback threw.
  } else if (ResolveCallable(*v, &callable, &error)) {
    PushCallable(frame, op, vm, callable, CallInfo::kDynamic);
    ReleaseCallable(&callable);
  } else {
    // What looking for it threw comes before.
    ThrowTypeError("%s(): Argument #1 ($callback) must be a valid callback, %s",
                   Op1<kConst>(frame, op)->str->view(), error.empty() ? "(null)" : error);
  }
  FreeOp2(frame, op);
  return Continue(frame);
}

}  // namespace

template <uint32_t Passed>
Handler PickMethodCall(const Op& op) {
  return PickKind(op.op1_kind, Kinds<kTmpVar, kCv, kUnused>{}, [&]<uint8_t K1>() {
    return PickKind(op.op2_kind, Kinds<kConst>{},
                    []<uint8_t K2>() { return &Run<InitMethodCallBody<K1, K2, Passed>>; });
  });
}
Handler PickInitMethodCall(const Op& op) {
  if (!IsPlainCall(op)) return PickMethodCall<kNotPlain>(op);
  switch (op.extended) {
    case 0: return PickMethodCall<0>(op);
    case 1: return PickMethodCall<1>(op);
    default: return PickMethodCall<kAnyCount>(op);
  }
}
const Op* StepInitMethodCall(Frame* frame, const Op* op, Vm* vm) {
  return Step<InitMethodCallBody<kAnyKind, kAnyKind>>(frame, op, vm);
}
template <uint32_t Passed>
Handler PickStaticCall(const Op& op) {
  return PickKind(op.op1_kind, Kinds<kConst, kUnused>{},
                  []<uint8_t K1>() { return &Run<InitStaticMethodCallBody<K1, Passed>>; });
}
Handler PickInitStaticMethodCall(const Op& op) {
  if (!IsPlainCall(op)) return PickStaticCall<kNotPlain>(op);
  return op.extended == 1 ? PickStaticCall<1>(op) : PickStaticCall<kAnyCount>(op);
}
const Op* StepInitStaticMethodCall(Frame* frame, const Op* op, Vm* vm) {
  return Step<InitStaticMethodCallBody<kAnyKind>>(frame, op, vm);
}
TUSK_OPCODE(InitDynamicCall, InitDynamicCallBody)
TUSK_OPCODE(InitUserCall, InitUserCallBody)

}  // namespace tusk::handlers
