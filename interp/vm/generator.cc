// Generators.
#include "interp/vm/generator.h"

#include <cstring>
#include <new>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/heap.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/execute.h"
#include "interp/vm/handlers/resume.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"
#include "interp/vm/roots.h"
#include "interp/vm/stack.h"
#include "interp/vm/unwind.h"

namespace tusk {

namespace {

Class* g_generator_class = nullptr;

size_t CallBytes(const Frame* call) {
  return kFrameHeaderBytes + FrameSlots(call->func, call->arg_count) * sizeof(Value);
}

// A yield inside the arguments of a call: prepared calls leave the VM stack until the generator goes on.
void FreezeCalls(Vm* vm, GeneratorData* g) {
  std::vector<Frame*> copies;
  for (Frame* call = g->frame->call; call;) {
    Frame* outer = call->prev;
    size_t bytes = CallBytes(call);
    auto* copy = static_cast<Frame*>(Allocate(bytes));
    std::memcpy(static_cast<void*>(copy), call, bytes);
    copies.push_back(copy);
    PopFrame(vm, call, call->info);
    call = outer;
  }
  g->calls.assign(copies.rbegin(), copies.rend());
  g->frame->call = nullptr;
}
void ThawCalls(Vm* vm, GeneratorData* g) {
  Frame* outer = nullptr;
  for (Frame* copy : g->calls) {
    size_t bytes = CallBytes(copy);
    size_t slots = bytes / sizeof(Value);
    Value* top = vm->stack_top;
    uint32_t page_start = 0;
    if (slots > static_cast<size_t>(vm->stack_end - top)) {
      top = PushPage(vm, slots);
      page_start = CallInfo::kPageStart;
    }
    vm->stack_top = top + slots;
    auto* call = reinterpret_cast<Frame*>(top);
    std::memcpy(static_cast<void*>(call), copy, bytes);
    call->info = (copy->info & ~CallInfo::kPageStart) | page_start;
    call->prev = outer;
    Free(copy, bytes);
    outer = call;
  }
  g->calls.clear();
  g->frame->call = outer;
}

// Runs the frame until it yields, returns or lets an exception out. The exception, if any, is then pending in
// the caller.
void RunFrame(Vm* vm, Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!CheckNativeStack()) return;
  Frame* caller = vm->frame;
  const Op* before = vm->op_before_exception;
  Retain(Value(o));
  g->frame->prev = caller;
  g->frame->info |= CallInfo::kTop;
  g->state = GeneratorState::kRunning;
  if (!g->calls.empty()) ThawCalls(vm, g);
  vm->frame = g->frame;
  if (vm->exception) {
    // throw(): the YIELD that waits throws.
    if (g->frame->op != &kExceptionOps[0]) {
      vm->op_before_exception = g->frame->op;
      g->frame->op = &kExceptionOps[0];
    }
  } else {
    g->frame->op = g->frame->op + 1;
  }
  Execute(vm);
  g->state = GeneratorState::kSuspended;
  if (g->frame) {
    g->frame->prev = nullptr;
    if (g->frame->call) FreezeCalls(vm, g);
  }
  vm->frame = caller;
  vm->op_before_exception = before;
  Release(Value(o));
}

// What a caller of RunFrame must put right: an exception that leaves redirects the caller, one that was
// caught further out leaves no trace in it.
class CallerScope {
 public:
  explicit CallerScope(Vm* vm)
      : vm_(vm), caller_(vm->frame), op_(caller_ ? caller_->op : nullptr), before_(vm->op_before_exception) {}
  ~CallerScope() {
    if (Unwinding(vm_)) {
      RedirectToException(vm_, caller_);
    } else if (caller_) {
      caller_->op = op_;
      vm_->op_before_exception = before_;
    }
  }
  CallerScope(const CallerScope&) = delete;
  CallerScope& operator=(const CallerScope&) = delete;

 private:
  Vm* vm_;
  Frame* caller_;
  const Op* op_;
  const Op* before_;
};

void SetYielded(GeneratorData* g, Value value, Value key) {
  Value old_value = g->value;
  Value old_key = g->key;
  g->value = value;
  g->key = key;
  Release(old_value);
  Release(old_key);
}

// The inner generator that `g` delegates to, or null.
Object* Inner(GeneratorData* g) {
  return g->from.IsObject() && IsGenerator(g->from.obj) ? g->from.obj : nullptr;
}

// A kept `root` may only be wrong where somebody else resumed a part of the chain; then all are forgotten.
uint64_t g_root_epoch = 1;
uint32_t g_shared = 0;  // generators that more than one other delegates to

void KeepRoot(GeneratorData* g, Object* root) {
  g->root = root;
  g->root_epoch = g_root_epoch;
}

// The generator that delegates to `inner` in the chain that begins with `o`.
Object* Outer(Object* o, Object* inner) {
  GeneratorData* i = GeneratorOf(inner);
  if (i->outers == 1 && i->outer) return i->outer;
  while (Inner(GeneratorOf(o)) != inner) o = Inner(GeneratorOf(o));
  return o;
}

// Ends a `yield from`: its value goes to the opline's result.
void FinishDelegation(GeneratorData* g, Value result) {
  const Op* op = g->frame->op;
  if (op->result_kind) {
    *g->frame->At(op->result.num) = result;
  } else {
    Release(result);
  }
  DropDelegate(g);
}

// Takes the next element of the array or Iterator that `yield from` delegates to. False: there is none (the
// frame goes on) or an exception is pending.
bool Advance(Vm* vm, GeneratorData* g, bool first) {
  if (g->from.IsArray()) {
    Array* a = g->from.arr;
    uint32_t p = Normalize(a, g->from_position);
    if (p == kEnd) {
      FinishDelegation(g, Value::Null());
      return false;
    }
    g->from_position = p + 1;
    SetYielded(g, CopyDeref(ValueAt(a, p)), KeyValueAt(a, p));
    return true;
  }
  Object* it = g->from.obj;
  Class* c = it->cls;
  Value result;
  if (!first) {
    CallFunction(c->it_next, it, c, 0, nullptr, &result);
    Release(result);
  }
  bool valid = false;
  Value value, key;
  if (!Unwinding(vm)) {
    CallFunction(c->it_valid, it, c, 0, nullptr, &result);
    valid = result.IsTrue();
    Release(result);
  }
  if (!Unwinding(vm) && valid) {
    CallFunction(c->it_current, it, c, 0, nullptr, &value);
    if (!Unwinding(vm)) CallFunction(c->it_key, it, c, 0, nullptr, &key);
  }
  if (Unwinding(vm)) {
    Release(value);
    Release(key);
    DropDelegate(g);
    return false;
  }
  if (!valid) {
    FinishDelegation(g, Value::Null());
    return false;
  }
  SetYielded(g, value, key);
  return true;
}

// The generator that `r` delegated to has ended, under this resume or somebody else's: `r` takes its value,
// or what it threw.
void TakeReturn(Vm* vm, GeneratorData* r) {
  Value returned = GeneratorOf(r->from.obj)->retval;
  if (Unwinding(vm)) {
    DropDelegate(r);
  } else if (returned.IsUndef()) {
    DropDelegate(r);
    Frame* caller = vm->frame;
    vm->frame = nullptr;  // it is r's frame that throws
    Throw(Throwable::kClosedGeneratorException, "Generator yielded from aborted, no return value available");
    vm->frame = caller;
  } else {
    FinishDelegation(r, Copy(returned));
  }
}

bool AdvanceRunning(Vm* vm, GeneratorData* g, bool first) {
  g->state = GeneratorState::kRunning;
  bool yielded = Advance(vm, g, first);
  g->state = GeneratorState::kSuspended;
  return yielded;
}

// Where RunChain begins with the innermost generator.
enum class Chain : uint8_t {
  kRun,       // with its frame
  kDelegate,  // with what it delegates to
  kFresh,     // behind its frame, which has just come to a `yield from`
};

// Runs the chain that begins with `o` from its innermost generator `r` to the next yield, or to the end of
// `o`.
void RunChain(Vm* vm, Object* o, Object* r, Chain begin) {
  for (;;) {
    GeneratorData* g = GeneratorOf(r);
    if (begin == Chain::kDelegate && !g->from.IsUndef() && !Inner(g) && AdvanceRunning(vm, g, false)) return;
    if (begin != Chain::kFresh) RunFrame(vm, r);
    begin = Chain::kDelegate;
    if (g->frame) {
      if (g->from.IsUndef() || Unwinding(vm)) return;  // unwinding: no stack to run on
      if (Object* inner = Inner(g)) {
        // A fresh `yield from`: what the other yields now is yielded; if it has not begun, it begins.
        Object* root = InnermostGenerator(inner);
        KeepRoot(GeneratorOf(o), root);
        if (!GeneratorOf(root)->value.IsUndef() || !GeneratorOf(root)->from.IsUndef()) return;
        r = root;
        begin = Chain::kRun;
        continue;
      }
      if (AdvanceRunning(vm, g, true)) return;
      begin = Chain::kRun;
      continue;
    }
    if (g_shared > 0 || GeneratorOf(o)->outers > 0) ++g_root_epoch;
    if (r == o) return;
    r = Outer(o, r);
    KeepRoot(GeneratorOf(o), r);
    TakeReturn(vm, GeneratorOf(r));
    begin = Chain::kRun;
  }
}

}  // namespace

Class* GeneratorClass() {
  if (!g_generator_class) {
    g_generator_class = FindClass("Generator", false);
    TearDownFirst(g_generator_class);
    for (const char* name : {"next", "send"})
      (*g_generator_class->methods.Find(name))->flags |= FunctionFlags::kResumesGenerator;
  }
  return g_generator_class;
}
bool IsGenerator(const Object* o) { return g_generator_class && o->cls == g_generator_class; }

Object* NewGenerator(Vm* vm, Frame* frame, const Op* op) {
  Object* o = NewObjectUnchecked(GeneratorClass());
  auto* g = new (GeneratorOf(o)) GeneratorData();
  OpArray* f = frame->op_array();
  uint32_t extra = frame->arg_count > f->arg_count ? frame->arg_count - f->arg_count : 0;
  g->bytes = kFrameHeaderBytes + (f->cv_count + f->tmp_count + extra) * sizeof(Value);
  g->frame = static_cast<Frame*>(Allocate(g->bytes));
  std::memcpy(static_cast<void*>(g->frame), frame, g->bytes);
  g->frame->info = (frame->info & ~CallInfo::kPageStart) | CallInfo::kTop | CallInfo::kGenerator;
  g->frame->result = &g->retval;
  g->frame->op = op;
  g->frame->call = nullptr;
  g->frame->prev = nullptr;
  g->object = o;
  g->function = f;
  g->largest_key = Value(int64_t{-1});
  if ((frame->info & CallInfo::kHasSymbolTable) && frame->symbols) {
    for (uint32_t i = 0; i < f->cv_count; ++i) {
      if (Value* entry = Find(frame->symbols, ArrayKey::Str(f->cv_names[i]))) {
        *entry = Value::Indirect(g->frame->slots() + i);
      }
    }
  }
  return o;
}

void CloseGenerator(Vm* vm, GeneratorData* g) {
  Frame* frame = g->frame;
  if (!frame) return;
  g->frame = nullptr;
  if (g->outers == 0) SetYielded(g, Value(), Value());  // else they have it until they take the return value
  DropDelegate(g);
  OpArray* f = frame->op_array();
  uint32_t info = frame->info;
  Value* slots = frame->slots();
  for (uint32_t i = 0, n = f->cv_count; i < n; ++i) {
    Value v = slots[i];
    slots[i].type = Type::kUndef;
    Release(v);
  }
  if ((info & CallInfo::kHasSymbolTable) && frame->symbols) Release(Value(frame->symbols));
  if (info & CallInfo::kHasExtraArgs) {
    Value* extra = slots + f->cv_count + f->tmp_count;
    for (uint32_t i = 0, n = frame->arg_count - f->arg_count; i < n; ++i) Release(extra[i]);
  }
  Value self = frame->self;
  Free(frame, g->bytes);
  if (info & CallInfo::kReleaseThis) Release(self);
  if (info & CallInfo::kClosure) g->closure = Value(f->closure);  // its name is still asked for
}

Transfer LeaveGenerator(Vm* vm, Frame* frame) {
  GeneratorData* g = GeneratorOfFrame(frame);
  if (frame->info & CallInfo::kTop) {
    CloseGenerator(vm, g);
    return {frame, &kHaltOp};
  }
  Frame* caller = frame->prev;
  CloseGenerator(vm, g);
  return LeaveEntered(vm, g, caller);
}

namespace {

// Goes on with the opline that resumed the generator, which is not running any more.
Transfer FinishEntered(Vm* vm, Object* o, Frame* from) {
  Frame* call = from->IsUser() ? nullptr : from;
  Frame* caller = call ? call->prev : from;
  vm->frame = caller;
  if (TUSK_LIKELY(!call && !Unwinding(vm))) return handlers::AfterFetch(caller, o, vm);
  const Op* op = caller->op;
  if (call) {
    if (!Unwinding(vm) && call->arg_count > 0 && op->result_kind) {
      Value v = GeneratorCurrent(o);
      *caller->At(op->result.num) = CopyDeref(v);
      Release(v);
    }
    ReleaseBuiltinFrame(vm, call);
  }
  Release(Value(o));
  if (Unwinding(vm)) RedirectToException(vm, caller);
  return Continue(caller);
}

}  // namespace

Transfer LeaveEntered(Vm* vm, GeneratorData* g, Frame* from) {
  g->state = GeneratorState::kSuspended;
  if (!g->frame) {
    if (g_shared > 0 || g->outers > 0) ++g_root_epoch;
  } else {
    g->frame->prev = nullptr;
    if (g->frame->call) FreezeCalls(vm, g);
  }
  return FinishEntered(vm, g->object, from);
}

Frame* RunPreparedCall(Frame* caller) {
  Frame* call = caller->call;
  caller->call = call->prev;
  call->prev = caller;
  call->info |= CallInfo::kInternal;
  call->op = nullptr;
  call->call = nullptr;
  return call;
}

void SuspendPreparedCall(Frame* call) {
  Frame* caller = call->prev;
  call->info &= ~CallInfo::kInternal;
  call->prev = caller->call;
  caller->call = call;
}

bool CanEnterByCall(const Frame* call) {
  if (call->self.type != Type::kObject || !IsGenerator(call->self.obj)) return false;
  const GeneratorData* g = GeneratorOf(call->self.obj);
  uint32_t wanted = call->func->arg_count;  // send() takes one
  return CanEnter(g) && g->frame->op->opcode == Opcode::kYield && call->arg_count == wanted &&
         !(call->info & (CallInfo::kHasNamedExtra | CallInfo::kMayHaveUndef | CallInfo::kClosure));
}

Transfer EnterGeneratorByCall(Frame* caller, const Op* op, Vm* vm) {
  caller->op = op;
  if (op->result_kind) caller->At(op->result.num)->type = Type::kNull;
  Frame* call = RunPreparedCall(caller);
  GeneratorData* g = GeneratorOf(call->self.obj);
  const Op* yield = g->frame->op;
  // (Null was there.)
  if (yield->result_kind && call->arg_count > 0)
    *g->frame->At(yield->result.num) = CopyDeref(call->slots()[0]);
  return EnterGenerator(call, g, vm);
}

Transfer DelegateEntered(Vm* vm, GeneratorData* g) {
  Frame* frame = g->frame;
  Frame* from = frame->prev;
  g->state = GeneratorState::kSuspended;
  frame->prev = nullptr;
  if (frame->call) FreezeCalls(vm, g);
  vm->frame = from;
  {
    CallerScope scope(vm);
    RunChain(vm, g->object, g->object, Chain::kFresh);
  }
  return FinishEntered(vm, g->object, from);
}

void GeneratorStart(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame || !g->value.IsUndef() || g->running() || !g->from.IsUndef()) return;
  GeneratorResume(o);
  g->state = GeneratorState::kFirstYield;
}

void GeneratorResume(Object* o) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame) return;
  Object* r = InnermostGenerator(o);
  if (GeneratorOf(r)->running()) {
    ThrowError("Cannot resume an already running generator");
    return;
  }
  g->state = GeneratorState::kSuspended;
  CallerScope caller(vm);
  Retain(Value(o));
  bool ended = Inner(GeneratorOf(r)) != nullptr;  // what r delegates to, resumed by somebody else
  if (ended) TakeReturn(vm, GeneratorOf(r));
  RunChain(vm, o, r, ended ? Chain::kRun : Chain::kDelegate);
  Release(Value(o));
}

Object* InnermostGenerator(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!Inner(g)) return o;
  Object* r = g->root && g->root_epoch == g_root_epoch ? g->root : o;
  for (;;) {
    Object* inner = Inner(GeneratorOf(r));
    if (!inner || !GeneratorOf(inner)->frame) break;
    r = inner;
  }
  KeepRoot(g, r);
  return r;
}

void SetDelegate(GeneratorData* g, Value from) {
  g->from = from;
  if (Object* inner = Inner(g)) {
    GeneratorData* i = GeneratorOf(inner);
    i->outer = g->object;
    if (++i->outers == 2) ++g_shared;
  }
}

void DropDelegate(GeneratorData* g) {
  Value from = g->from;
  if (Object* inner = Inner(g)) {
    GeneratorData* i = GeneratorOf(inner);
    if (i->outer == g->object) i->outer = nullptr;
    if (--i->outers == 1) --g_shared;
    if (i->outers > 0) ++g_root_epoch;
  }
  g->from = Value();
  Release(from);
}

bool GeneratorValid(Object* o) { return GeneratorOf(o)->frame != nullptr; }

namespace {
// Whose value and key those of `o` are; null when `o` has ended.
GeneratorData* Yielder(Object* o) {
  if (!GeneratorOf(o)->frame) return nullptr;
  GeneratorData* g = GeneratorOf(InnermostGenerator(o));
  Object* ended = Inner(g);
  return ended ? GeneratorOf(ended) : g;
}
}  // namespace

Value GeneratorCurrent(Object* o) {
  GeneratorData* g = Yielder(o);
  return g && !g->value.IsUndef() ? Copy(g->value) : Value::Null();
}

Value GeneratorKey(Object* o) {
  GeneratorData* g = Yielder(o);
  return g && !g->key.IsUndef() ? CopyDeref(g->key) : Value::Null();
}

void GeneratorSend(Object* o, Value v) {
  GeneratorData* root = GeneratorOf(InnermostGenerator(o));
  Frame* frame = root->frame;
  const Op* op = frame && !root->running() ? frame->op : nullptr;
  if (op && op->opcode == Opcode::kYield && op->result_kind) {
    Value* place = frame->At(op->result.num);
    Value old = *place;
    *place = v;
    Release(old);
  } else {
    Release(v);
  }
  GeneratorResume(o);
}

void GeneratorThrow(Object* o, Object* exception) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame) {
    ThrowObject(exception);
    return;
  }
  Object* r = InnermostGenerator(o);
  if (GeneratorOf(r)->running()) {
    Release(Value(exception));
    ThrowError("Cannot resume an already running generator");
    return;
  }
  g->state = GeneratorState::kSuspended;
  CallerScope caller(vm);
  Retain(Value(o));
  DropDelegate(GeneratorOf(r));
  // Pending without touching the caller: the generator's frame is the one that throws.
  Frame* frame = vm->frame;
  vm->frame = nullptr;
  ThrowObject(exception);
  vm->frame = frame;
  RunChain(vm, o, r, Chain::kRun);
  Release(Value(o));
}

void DestroyGenerator(Object* o) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  Frame* frame = g->frame;
  if (frame && !g->running()) {
    OpArray* f = frame->op_array();
    const Op* op = frame->op;
    uint32_t op_num = op >= f->ops && op < f->ops + f->op_count ? f->IndexOf(op) : 0;
    if (g->outers > 0) ++g_root_epoch;
    DropDelegate(g);
    bool started = f->ops[op_num].opcode != Opcode::kGeneratorCreate;
    // Suspended inside a try with a finally: that runs, and nothing else.
    uint32_t finally_op = 0, finally_end = 0;
    std::vector<Value*> waiting;  // of the finally blocks that it is in, outermost first
    for (const TryRange& range : f->try_ranges) {
      if (range.try_op > op_num) break;
      if (op_num < range.finally_op && range.finally_op && range.finally_end) {
        finally_op = range.finally_op;
        finally_end = range.finally_end;
        waiting.clear();
      } else if (op_num < range.finally_end) {
        waiting.push_back(frame->At(f->ops[range.finally_end].op1.num));
      }
    }
    if (!g->calls.empty()) {
      ThawCalls(vm, g);
      CleanupUnfinishedCalls(vm, frame, op_num);
    }
    if (started) {
      for (size_t i = waiting.size(); i-- > 0;) DropWaiting(frame, f, waiting[i]);
    }
    if (started && finally_op && !vm->exiting) {
      CleanupLiveRanges(frame, op_num, finally_op);
      Value* fast_call = frame->At(f->ops[finally_end].op1.num);
      fast_call->type = Type::kPointer;
      fast_call->obj = nullptr;
      fast_call->extra = UINT32_MAX;
      frame->op = f->ops + finally_op - 1;
      g->forced_close = true;
      CallerScope caller(vm);
      PendingAside aside;
      ++o->refcount;  // alive while it runs; the count goes back below
      RunFrame(vm, o);
      --o->refcount;
      frame = g->frame;
    } else if (started) {
      CleanupLiveRanges(frame, op_num, 0);
    }
  }
  CloseGenerator(vm, g);
  SetYielded(g, Value(), Value());
  Release(g->retval);
  g->retval = Value();
  Release(g->closure);
  g->~GeneratorData();
}

void TraceGenerator(Object* o, void (*visit)(Value*, void*), void* context) {
  GeneratorData* g = GeneratorOf(o);
  // What a running generator holds may be somewhere else: it counts as referred to from outside.
  if (g->running()) return;
  visit(&g->retval, context);
  visit(&g->value, context);
  visit(&g->key, context);
  visit(&g->from, context);
  visit(&g->closure, context);
  if (g->frame) VisitFrame(&g_vm, g->frame, g->calls, visit, context);
}

}  // namespace tusk
