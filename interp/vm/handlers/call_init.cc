// INIT_*: finding what is called and pushing its frame.
#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/closure.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/class_fetch.h"
#include "interp/vm/handlers/builtin_call.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/stack.h"
#include "interp/vm/user_opcode.h"

namespace tusk::handlers {

namespace {

void Push(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self) {
  frame->call = PushFrame(vm, f, op->extended, info, self, frame->call);
}

// Where the stack's top would be with a frame for `f` on the current page, or null when it does not fit: then
// pushing takes a call.
TUSK_INLINE Value* TopAfter(Vm* vm, const Function* f, uint32_t argc) {
  size_t bytes = kFrameHeaderBytes + size_t{FrameSlots(f, argc)} * sizeof(Value);
  char* top = reinterpret_cast<char*>(vm->stack_top);
  bool fits = static_cast<ptrdiff_t>(bytes) <= reinterpret_cast<char*>(vm->stack_end) - top;
  return TUSK_LIKELY(fits) ? reinterpret_cast<Value*>(top + bytes) : nullptr;
}
// As PushFrame, with what TopAfter() gave.
TUSK_INLINE void PushFitting(Frame* frame, const Op* op, Vm* vm, Function* f, uint32_t info, Value self,
                             Value* top_after) {
  Value* top = vm->stack_top;
  vm->stack_top = top_after;
  auto* call = reinterpret_cast<Frame*>(top);
  call->func = f;
  call->self = self;
  call->prev = frame->call;
  call->symbols = nullptr;
  call->info = info;
  call->arg_count = op->extended;
  frame->call = call;
}

// ---- functions by name

// Literals of op2: INIT_FCALL the lowercase name; BY_NAME name and lowercase name; NS_BY_NAME name, lowercase
// qualified name, lowercase short name.
inline Transfer InitFunctionSlow(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  void** cache = CacheAt(frame, op->result.num);
  auto* f = static_cast<Function*>(*cache);
  if (!f) {
    const Value* name = Op2<kConst>(frame, op);
    if (op->opcode == Opcode::kInitFcall) {
      f = FindFunction(name[0].str->view());
    } else {
      f = FindFunction(name[1].str->view());
      if (!f && op->opcode == Opcode::kInitNsFcallByName &&
          name[1].str->view().find('\\') != std::string_view::npos)
        f = FindFunction(name[2].str->view());
    }
    if (!f) {
      ThrowError("Call to undefined function %s()", name[0].str->view());
      return Continue(frame);
    }
    *cache = f;
  }
  Push(frame, op, vm, f, 0, Value());
  return {frame, op + 1};
}
inline Transfer InitFunctionBody(Frame* frame, const Op* op, Vm* vm) {
  auto* f = static_cast<Function*>(*CacheAt(frame, op->result.num));
  if (TUSK_UNLIKELY(!f)) return Slow<InitFunctionSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (TUSK_UNLIKELY(!top)) return Slow<InitFunctionSlow>(frame, op);
  PushFitting(frame, op, vm, f, 0, Value(), top);
  return {frame, op + 1};
}

// Whether the call that `op` prepares is nothing but that, SEND_* of constants and variables, and DO_*.
bool IsPlainCall(const Op& op) {
  const Op* send = &op + 1;
  for (uint32_t i = 0; i < op.extended; ++i, ++send) {
    switch (send->opcode) {
      case Opcode::kSendVal:
      case Opcode::kSendValEx:
      case Opcode::kSendVar:
      case Opcode::kSendVarEx: break;
      default: return false;
    }
    if (send->op2_kind != kUnused || send->op2.num != i + 1) return false;
    if (send->op1_kind != kConst && send->op1_kind != kCv) return false;
    if (UserOpcodeOf(send->opcode)) return false;
  }
  bool calls = send->opcode == Opcode::kDoIcall || send->opcode == Opcode::kDoFcall ||
               send->opcode == Opcode::kDoFcallByName;
  return calls && !UserOpcodeOf(send->opcode);
}

// Takes back the first `count` arguments of a call that goes the long way after all. The variables and
// constants still hold what was sent: nothing dies.
TUSK_NOINLINE void TakeBack(const Value* values, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (values[i].type >= Type::kString) --values[i].rc->refcount;
  }
}

// The argument that `send` sends.
TUSK_INLINE const Value* PlainArgument(Frame* frame, const Op* send) {
  const Value* v = send->op1_kind == kConst ? Op1<kConst>(frame, send) : Op1<kCv>(frame, send);
  return v->type == Type::kReference ? &v->ref->value : v;
}

// After a builtin that ran without a frame of its own: what waits sees one.
TUSK_NOINLINE const Op* InterruptAfterPure(Frame* frame, Value* result, Vm* vm) {
  const Op* op = frame->op;
  const Op* init = op;
  do {
    --init;
  } while (init->opcode != Opcode::kInitFcall && init->opcode != Opcode::kInitFcallByName &&
           init->opcode != Opcode::kInitNsFcallByName);
  Frame* call = PushFrame(vm, static_cast<Function*>(*CacheAt(frame, init->result.num)), 0,
                          CallInfo::kInternal, Value(), frame);
  call->op = nullptr;
  call->call = nullptr;
  vm->frame = call;
  InterruptInCall(vm);
  vm->frame = frame;
  PopFrame(vm, call, call->info);
  return AfterInternalSlow(frame, result, op->result_kind != kUnused, vm);
}

// INIT_* of a plain call: a builtin whose arguments fit is called at once. Everything else takes the oplines
// one by one. `Passed`: how many arguments there are, kAnyCount for many.
constexpr uint32_t kAnyCount = ~0u;
template <uint32_t Passed>
TUSK_INLINE Transfer InitPlainCallBody(Frame* frame, const Op* op, Vm* vm) {
  auto* f = static_cast<Function*>(*CacheAt(frame, op->result.num));
  if (TUSK_UNLIKELY(!f)) return Slow<InitFunctionSlow>(frame, op);
  uint32_t passed = Passed == kAnyCount ? op->extended : Passed;
  Value* top = TopAfter(vm, f, passed);
  if (TUSK_UNLIKELY(!top)) return Slow<InitFunctionSlow>(frame, op);
  constexpr uint32_t kSpecial = FunctionFlags::kAnyByReference | FunctionFlags::kAbstract |
                                FunctionFlags::kDeprecated | FunctionFlags::kTrampoline |
                                FunctionFlags::kResumesGenerator;
  if (f->kind == FunctionKind::kUser || (f->flags & kSpecial) || passed > f->arg_count ||
      passed < f->required_args) {
    PushFitting(frame, op, vm, f, 0, Value(), top);
    return {frame, op + 1};
  }
  auto* builtin = static_cast<const Builtin*>(f);
  auto* call = reinterpret_cast<Frame*>(vm->stack_top);
  Value* values = call->slots();
  const Op* send = op + 1;
  const uint32_t* fitting = builtin->fitting;
  // What only looks at its arguments and nothing else needs neither a frame nor references of its own.
  bool pure = builtin->row->effects == BuiltinEffects::kPure;
  for (uint32_t i = 0; i < passed; ++i, ++send) {
    const Value* v = PlainArgument(frame, send);
    if (TUSK_UNLIKELY(!((fitting[i] >> static_cast<uint32_t>(v->type)) & 1))) {
      if (!pure) TakeBack(values, i);
      PushFitting(frame, op, vm, f, 0, Value(), top);
      return {frame, op + 1};
    }
    values[i] = *v;
    if (!pure && v->type >= Type::kString) ++v->rc->refcount;
  }
  FillDefaults(builtin, values, passed);
  SaveOp(frame, send);
  Value unwanted;
  bool wanted = send->result_kind != kUnused;
  Value* result = wanted ? Result(frame, send) : &unwanted;
  SetType(result, Type::kNull);
  if (pure) {
    RunBody(vm, builtin, frame, values, passed, result);
    TellTests(vm, SafepointKind::kCallEnd);
    if (TUSK_UNLIKELY(NeedsAttention(vm))) return Helped(frame, InterruptAfterPure(frame, result, vm));
    if (!wanted) Release(*result);
    return {frame, send + 1};
  }
  vm->stack_top = top;
  call->op = nullptr;
  call->call = nullptr;
  call->func = f;
  call->self.type = Type::kUndef;
  call->prev = frame;
  call->symbols = nullptr;
  call->info = CallInfo::kInternal;
  call->arg_count = passed;
  vm->frame = call;
  RunBody(vm, builtin, call, values, passed, result);
  return LeaveBuiltin(frame, call, result, wanted, vm);
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
    if (f && !(f->flags & FunctionFlags::kTrampoline) && !f->closure) {
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
template <uint8_t K1, uint8_t K2>
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
  if (TUSK_UNLIKELY(cache[0] != object->cls)) return Slow<InitMethodSlow>(frame, op);
  auto* f = static_cast<Function*>(cache[1]);
  if (TUSK_UNLIKELY(f->flags & FunctionFlags::kStatic)) return Slow<InitMethodSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (TUSK_UNLIKELY(!top)) return Slow<InitMethodSlow>(frame, op);
  uint32_t info = 0;
  if constexpr (K1 != kUnused) {
    if constexpr (!kOwned<K1>) ++object->refcount;
    info = CallInfo::kReleaseThis;
  }
  PushFitting(frame, op, vm, f, info, Value(object), top);
  return {frame, op + 1};
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
    if (f && cached && !(f->flags & FunctionFlags::kTrampoline)) cache[1] = f;
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
inline Transfer InitStaticMethodCallBody(Frame* frame, const Op* op, Vm* vm) {
  if (op->op2_kind != kConst) return Slow<InitStaticSlow>(frame, op);
  void** cache = CacheAt(frame, op->result.num);
  auto* f = static_cast<Function*>(cache[1]);
  auto* c = static_cast<Class*>(cache[0]);
  Value called = Value::Pointer(c);
  if (op->op1_kind == kUnused) {
    Class* scope = frame->func->scope;
    uint32_t fetch = op->op1.num & ClassFetch::kMask;
    Class* meant = fetch == ClassFetch::kStatic ? frame->called_class()
                   : !scope                     ? nullptr
                   : fetch == ClassFetch::kSelf ? scope
                                                : scope->parent;
    if (meant != c) return Slow<InitStaticSlow>(frame, op);
    // parent:: and self:: keep $this and what static means.
    if (fetch != ClassFetch::kStatic && frame->self.type != Type::kUndef) called = frame->self;
  } else if (op->op1_kind != kConst) {
    return Slow<InitStaticSlow>(frame, op);
  }
  if (!f) return Slow<InitStaticSlow>(frame, op);
  Value* top = TopAfter(vm, f, op->extended);
  if (!top) return Slow<InitStaticSlow>(frame, op);
  if (f->Is(FunctionFlags::kStatic)) {
    if (called.type == Type::kObject) called = Value::Pointer(called.obj->cls);
  } else if (op->op1_kind == kConst || called.type != Type::kObject) {
    return Slow<InitStaticSlow>(frame, op);
  }
  PushFitting(frame, op, vm, f, 0, called, top);
  return {frame, op + 1};
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
  if (colons != std::string_view::npos && colons > 0) {
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
  if (frame->op == op && ResolveCallable(*v, &callable, &error)) {
    PushCallable(frame, op, vm, callable, CallInfo::kDynamic);
    ReleaseCallable(&callable);
  } else if (frame->op == op) {
    ThrowTypeError("%s(): Argument #1 ($callback) must be a valid callback, %s",
                   Op1<kConst>(frame, op)->str->view(), error);
  }
  FreeOp2(frame, op);
  return Continue(frame);
}

}  // namespace

Handler PickInitFunction(const Op& op) {
  if (!IsPlainCall(op)) return &Run<InitFunctionBody>;
  return op.extended == 1 ? &Run<InitPlainCallBody<1>> : &Run<InitPlainCallBody<kAnyCount>>;
}
// Step does one opline.
#define FUNCTION(Camel)                                              \
  Handler Pick##Camel(const Op& op) { return PickInitFunction(op); } \
  const Op* Step##Camel(Frame* frame, const Op* op, Vm* vm) { return Step<InitFunctionBody>(frame, op, vm); }
FUNCTION(InitFcall)
FUNCTION(InitFcallByName)
FUNCTION(InitNsFcallByName)
#undef FUNCTION
TUSK_OPCODE_2(InitMethodCall, InitMethodCallBody, (Kinds<kTmpVar, kCv, kUnused>), (Kinds<kConst>))
TUSK_OPCODE(InitStaticMethodCall, InitStaticMethodCallBody)
TUSK_OPCODE(InitDynamicCall, InitDynamicCallBody)
TUSK_OPCODE(InitUserCall, InitUserCallBody)

}  // namespace tusk::handlers
