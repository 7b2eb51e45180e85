// Functions by name, methods, calls from C++.
#include "interp/vm/call.h"

#include <pthread.h>

#include <algorithm>

#include "interp/runtime/array.h"
#include "interp/runtime/ascii_case.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/name_cache.h"
#include "interp/runtime/object.h"
#include "interp/vm/arguments.h"
#include "interp/vm/builtin.h"
#include "interp/vm/handlers.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk {

namespace {

MemberMap<Function*> g_user_functions;

// The C stack that the process began with.
void FindNativeStack(Vm* vm) {
  pthread_attr_t attributes;
  void* low = nullptr;
  size_t bytes = 8 << 20;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    pthread_attr_getstack(&attributes, &low, &bytes);
    pthread_attr_destroy(&attributes);
  }
  // What the compiler may need for deep syntax trees is more than what scripts should recurse through.
  constexpr int64_t kDefault = 32 << 20, kReserve = 512 << 10, kLeast = 64 << 10;
  auto there = static_cast<int64_t>(bytes);
  int64_t allowed = IniQuantity(IniGet("zend.max_allowed_stack_size").text);
  int64_t reserved = IniQuantity(IniGet("zend.reserved_stack_size").text);
  if (reserved <= 0) reserved = kReserve;
  int64_t most = there > 2 * kReserve ? there - kReserve : there / 2;
  int64_t usable = allowed < 0 ? most : (allowed == 0 ? kDefault : allowed) - reserved;
  vm->native_usable = static_cast<size_t>(std::clamp(usable, std::min(kLeast, most), most));
  vm->native_limit = reinterpret_cast<uintptr_t>(low) + (bytes - vm->native_usable);
}

}  // namespace

void ThrowStackOverflow(Vm* vm) {
  ThrowError(
      "Maximum call stack size of %d bytes (zend.max_allowed_stack_size - zend.reserved_stack_size) reached. "
      "Infinite recursion?",
      vm->native_usable);
}

bool NativeStackIsShort() {
  Vm* vm = &g_vm;
  if (TUSK_UNLIKELY(vm->native_limit == 0)) FindNativeStack(vm);
  return TUSK_UNLIKELY(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) <= vm->native_limit);
}

bool CheckNativeStack() {
  if (!NativeStackIsShort()) return true;
  ThrowStackOverflow(&g_vm);
  return false;
}

Function* FindFunction(std::string_view lower_name) {
  if (Function** f = g_user_functions.Find(lower_name)) return *f;
  return FindBuiltin(lower_name);
}

Function* FindFunctionByName(String* name) {
  static constinit NameCache<Function> recent;
  if (Function* f = recent.Find(name)) return f;
  std::string_view view = name->view();
  if (!view.empty() && view[0] == '\\') view.remove_prefix(1);
  LowerName lower(view);
  Function* f = FindFunction(lower.view());
  // One that is disabled is there for the prelude alone.
  if (f && (f->kind == FunctionKind::kUser || !IsDisabled(lower.view()))) recent.Put(name, f);
  return f;
}

bool DeclareFunction(Vm*, String* lower_name, OpArray* function) {
  if (FindFunction(lower_name->view())) return false;
  g_user_functions.Put(Intern(lower_name->view()), function);
  return true;
}

const MemberMap<Function*>& UserFunctions() { return g_user_functions; }

uint32_t SentArguments(const Op* ops, uint32_t op_number, const Frame* call, int64_t* at) {
  if (*at == op_number && BeginsCall(ops[*at].opcode)) --*at;  // it has prepared none
  // Skips finished calls until the INIT or SEND that belongs to this call.
  int level = 0;
  uint32_t sent = 0;
  bool known = false;
  int64_t i = *at;
  for (;; --i) {
    if (i < 0) break;
    const Op& op = ops[i];
    bool done = false;
    switch (op.opcode) {
      case Opcode::kDoFcall:
      case Opcode::kDoIcall:
      case Opcode::kDoUcall:
      case Opcode::kDoFcallByName:
      case Opcode::kCallableConvert:
        // The opline that threw itself is a call that was taken off frame->call already.
        ++level;
        break;
      case Opcode::kSendVal:
      case Opcode::kSendValEx:
      case Opcode::kSendVar:
      case Opcode::kSendVarEx:
      case Opcode::kSendFuncArg:
      case Opcode::kSendRef:
      case Opcode::kSendVarNoRef:
      case Opcode::kSendVarNoRefEx:
      case Opcode::kSendUser:
        if (level == 0 && !known) {
          // With a named argument, or the one that threw, arg_count is what is known.
          if (op.op2_kind == kConst) {
            sent = call->arg_count;
          } else {
            sent = op.op2.num;
            if (i == static_cast<int64_t>(op_number)) --sent;
          }
          known = true;
        }
        break;
      case Opcode::kSendArray:
      case Opcode::kSendUnpack:
      case Opcode::kCheckUndefArgs:
        if (level == 0 && !known) {
          sent = call->arg_count;
          known = true;
        }
        break;
      default:
        if (!BeginsCall(op.opcode)) break;
        if (level == 0) {
          done = true;
        } else {
          --level;
        }
        break;
    }
    if (done) break;
  }
  *at = i - 1;
  return sent < call->arg_count ? sent : call->arg_count;
}

void CleanupUnfinishedCalls(Vm* vm, Frame* frame, uint32_t op_number) {
  // Walks back from the opline that threw, counting how far each prepared call had got.
  int64_t at = op_number;
  while (Frame* call = frame->call) {
    uint32_t sent = SentArguments(frame->op_array()->ops, op_number, call, &at);
    frame->call = call->prev;
    call->arg_count = sent;
    ReleasePreparedCall(vm, call);
  }
}

void ReleasePreparedCall(Vm* vm, Frame* call) {
  Value* slots = call->slots();
  for (uint32_t i = 0, n = call->arg_count; i < n; ++i) Release(slots[i]);
  if ((call->info & CallInfo::kHasNamedExtra) && call->symbols) Release(call->symbols);
  Function* f = call->func;
  uint32_t info = call->info;
  Value self = call->self;
  PopFrame(vm, call, info);
  if (info & CallInfo::kReleaseThis) {
    if (info & CallInfo::kConstructor) self.obj->info |= RefCounted::kDestructed;
    Release(self);
  }
  if (info & CallInfo::kClosure) Release(Value(f->closure));
  if (f->flags & FunctionFlags::kTrampoline) FreeTrampoline(f);
}

namespace {

// Runs `call`, whose arguments are bound, to its end.
void RunCall(Vm* vm, Frame* call, Value* result) {
  Frame* caller = vm->frame;
  const Op* before = vm->op_before_exception;
  *result = Value();
  if (call->func->flags & FunctionFlags::kTrampoline) {
    CallTrampoline(vm, call, result);
    call = nullptr;
  } else if (call->func->kind == FunctionKind::kUser) {
    call->info |= CallInfo::kTop;
    auto* f = static_cast<OpArray*>(call->func);
    if (!f->cache) PrepareOpArray(vm, f);
    call->cache = f->cache;
    call->call = nullptr;
    call->result = result;
    call->prev = caller;
    const Op* op = f->ops;
    uint32_t argc = call->arg_count;
    if (argc > f->arg_count) {
      MoveExtraArgs(call, f);
      argc = f->arg_count;
    }
    if (!(f->flags & FunctionFlags::kHasTypedArgs)) op += argc;
    Value* slots = call->slots();
    for (uint32_t i = argc; i < f->cv_count; ++i) slots[i].type = Type::kUndef;
    call->op = op;
    vm->frame = call;
    if (TUSK_UNLIKELY(call->arg_count > f->arg_count))
      RefusesExtraArgs(call);              // then its first opline throws
    TellTests(vm, SafepointKind::kEntry);  // Execute's
    Execute(vm);
  } else {
    RunBuiltin(vm, call, result);
  }
  vm->frame = caller;
  vm->op_before_exception = before;
  if (TUSK_UNLIKELY(Unwinding(vm))) {
    Release(*result);
    *result = Value();
    RedirectToException(vm, caller);
  }
}

}  // namespace

void RunBuiltin(Vm* vm, Frame* call, Value* result) {
  call->info |= CallInfo::kInternal;
  call->prev = vm->frame;
  call->op = nullptr;
  call->call = nullptr;
  Frame* caller = vm->frame;
  vm->frame = call;
  *result = Value::Null();
  CallBuiltin(vm, call, result);
  TellTests(vm, SafepointKind::kCallEnd);
  if (TUSK_UNLIKELY(NeedsAttention(vm))) InterruptInCall(vm);
  vm->frame = caller;
  ReleaseBuiltinFrame(vm, call);
}

void ReleaseBuiltinFrame(Vm* vm, Frame* call) {
  Value* slots = call->slots();
  for (uint32_t i = 0, n = call->arg_count; i < n; ++i) Release(slots[i]);
  uint32_t info = call->info;
  Function* f = call->func;
  if (TUSK_UNLIKELY(info & CallInfo::kHasNamedExtra) && call->symbols) Release(call->symbols);
  Value self = call->self;
  PopFrame(vm, call, info);
  if (info & CallInfo::kReleaseThis) {
    if ((info & CallInfo::kConstructor) && vm->exception) self.obj->info |= RefCounted::kDestructed;
    Release(self);
  }
  if (TUSK_UNLIKELY(info & CallInfo::kClosure)) Release(Value(f->closure));
}

void CallResolved(const Callable& callable, uint32_t argc, const Value* argv, Array* named, Value* result) {
  Vm* vm = &g_vm;
  SeeFrames(vm);
  *result = Value();
  if (Unwinding(vm) && vm->exiting) return;
  if (!CheckNativeStack()) return;
  Function* f = callable.function;
  if (f->Is(FunctionFlags::kAbstract)) {
    ThrowError("Cannot call abstract method %s::%s()", f->scope->name->view(), f->name->view());
    return;
  }
  f = FunctionForCall(callable);
  uint32_t info = CallInfo::kDynamic;
  Value self;
  if (callable.self && !f->Is(FunctionFlags::kStatic)) {
    self = Value(callable.self);
    Retain(self);
    info |= CallInfo::kReleaseThis;
  } else if (callable.called_scope) {
    self = Value::Pointer(callable.called_scope);
  }
  if (callable.closure) {
    Retain(Value(callable.closure));
    // The frame may own $this or the closure: a closure owns its $this, so it alone is enough.
    if (info & CallInfo::kReleaseThis) Release(self);
    info = (info & ~CallInfo::kReleaseThis) | CallInfo::kClosure;
  }
  Frame* call = PushFrame(vm, f, argc, info, self, nullptr);
  call->arg_count = 0;
  Value* slots = call->slots();
  uint32_t sent = 0;
  if (TUSK_LIKELY(!(f->flags & FunctionFlags::kAnyByReference) && !Unwinding(vm))) {
    for (; sent < argc && !argv[sent].IsUndef(); ++sent) slots[sent] = CopyDeref(argv[sent]);
    call->arg_count = sent;
  }
  for (uint32_t i = sent; i < argc; ++i) {
    const Value& from = argv[i];
    if (f->ArgByReference(i)) {
      if (from.IsReference()) {
        slots[i] = Copy(from);
      } else {
        const ArgInfo* arg = f->Arg(i);
        if (!arg->prefer_reference) WarnValueForReference(f, i);
        slots[i] = CopyDeref(from);
        if (!arg->prefer_reference) MakeReference(&slots[i]);
      }
    } else {
      slots[i] = from.IsUndef() ? from : CopyDeref(from);
      if (from.IsUndef()) call->info |= CallInfo::kMayHaveUndef;
    }
    ++call->arg_count;
    if (Unwinding(vm)) {
      ReleasePreparedCall(vm, call);
      return;
    }
  }
  if (named && !BindNamedArray(vm, &call, named)) {
    ReleasePreparedCall(vm, call);
    return;
  }
  if ((call->info & CallInfo::kMayHaveUndef) && !FillUndefArguments(vm, call)) {
    ReleasePreparedCall(vm, call);
    return;
  }
  RunCall(vm, call, result);
}

void CallFunction(Function* f, Object* self, Class* called_scope, uint32_t argc, const Value* argv,
                  Value* result) {
  Callable callable;
  callable.function = f;
  callable.self = self;
  callable.called_scope = called_scope ? called_scope : self ? self->cls : f->scope;
  callable.closure = f->closure;
  CallResolved(callable, argc, argv, nullptr, result);
}

bool CallValue(const Value& value, uint32_t argc, const Value* argv, Value* result) {
  Callable callable;
  std::string error;
  *result = Value();
  if (!ResolveCallable(value, &callable, &error)) {
    if (!Unwinding(&g_vm)) ThrowError("%s", error.empty() ? "Value not callable" : error);
    return false;
  }
  CallResolved(callable, argc, argv, nullptr, result);
  ReleaseCallable(&callable);
  return !Unwinding(&g_vm);
}

}  // namespace tusk
