// Generators that run: entering and leaving their frames, alone and in chains of `yield from`.
#include <utility>

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/execute.h"
#include "interp/vm/generator.h"
#include "interp/vm/handlers/resume.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"

namespace tusk {

namespace {

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
  return g->from.IsObject() && !g->from_position && IsGenerator(g->from.obj) ? g->from.obj : nullptr;
}

// A kept `root` may only be wrong where somebody else resumed a part of the chain; then all are forgotten.
uint64_t g_root_epoch = 1;
uint32_t g_shared = 0;  // generators that more than one other delegates to

void KeepRoot(GeneratorData* g, Object* root) {
  g->root = root;
  g->root_epoch = g_root_epoch;
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

// The same for an Iterator whose methods need not be called, and whose position is its own.
bool AdvanceNative(Vm* vm, GeneratorData* g, const NativeIteration* native, bool advance) {
  Value value, key;
  void* no_cursor = nullptr;
  if (native->fetch(g->from.obj, &no_cursor, advance, &value, &key) && !Unwinding(vm)) {
    SetYielded(g, value, key);
    return true;
  }
  Release(value);
  Release(key);
  if (Unwinding(vm)) {
    DropDelegate(g);
  } else {
    FinishDelegation(g, Value::Null());
  }
  return false;
}

// Takes the next element of the array or Iterator that the running `g` delegates to. False: there is none, or
// an exception is pending; its frame goes on.
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
  if (const NativeIteration* native = IterationOf(c); native && !native->end)
    return AdvanceNative(vm, g, native, !first);
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

// The generator that the running `r` delegated to has ended, under this resume or somebody else's: `r` takes
// its value, or what it threw.
void TakeReturn(Vm* vm, GeneratorData* r) {
  Value returned = GeneratorOf(r->from.obj)->retval;
  if (Unwinding(vm)) {
    DropDelegate(r);
    RedirectToException(vm, r->frame);
  } else if (returned.IsUndef()) {
    DropDelegate(r);
    Throw(Throwable::kClosedGeneratorException, "Generator yielded from aborted, no return value available");
  } else {
    FinishDelegation(r, Copy(returned));
  }
}

// Makes the frame of `g` the running one. `asked` is who is at the other end of the chain, `top` kTop where
// an execute loop is begun for it.
void Enter(Vm* vm, Frame* caller, GeneratorData* g, Object* asked, uint32_t top) {
  Frame* frame = g->frame;
  ++g->object->refcount;
  g->state = GeneratorState::kRunning;
  g->asked = asked;
  if (!g->calls.empty()) ThawCalls(vm, g);
  frame->prev = caller;
  frame->info = (frame->info & ~CallInfo::kTop) | top;
  vm->frame = frame;
}

// The way back: whoever resumed it, or delegates to it, has another reference.
void Suspend(Vm* vm, GeneratorData* g) {
  Frame* frame = g->frame;
  g->state = GeneratorState::kSuspended;
  if (frame->call) FreezeCalls(vm, g);
  vm->frame = std::exchange(frame->prev, nullptr);
  --g->object->refcount;
}

// What a method that has entered `o` returns. Owned.
Value ResultOf(const Function* method, Object* o) {
  switch (method->name->data[0]) {
    case 's':
    case 'c': {
      Value v = GeneratorCurrent(o);
      Value result = CopyDeref(v);
      Release(v);
      return result;
    }
    case 'k': return GeneratorKey(o);
    case 'v': return Value(GeneratorValid(o));
    default: return Value::Null();  // next, rewind
  }
}

// The opline that asked `o` goes on; `yielder` has what was yielded, if it has not ended; what was asked has
// yielded or ended.
Transfer Finish(Vm* vm, Object* o, const GeneratorData* yielder, Frame* from) {
  if (TUSK_LIKELY(from->IsUser())) {
    if (TUSK_LIKELY(!Unwinding(vm))) return handlers::AfterAsking(from, o, yielder, vm);
    RedirectToException(vm, from);
    return Continue(from);
  }
  Frame* caller = from->prev;
  vm->frame = caller;
  const Op* op = caller->op;
  if (OnlyStarts(from->func)) GeneratorOf(o)->state = GeneratorState::kFirstYield;
  if (!Unwinding(vm) && op->result_kind) *caller->At(op->result.num) = ResultOf(from->func, o);
  ReleaseBuiltinFrame(vm, from);
  if (Unwinding(vm)) RedirectToException(vm, caller);
  return Continue(caller);
}

// The entered `g`, where it stood: false when what it delegates to has yielded, else its frame goes on.
bool GoesOn(Vm* vm, GeneratorData* g) {
  if (Unwinding(vm)) {
    // throw(): the opline that waits throws.
    RedirectToException(vm, g->frame);
    DropDelegate(g);
    return true;
  }
  if (g->from.IsUndef()) return true;
  if (Inner(g)) {  // ended, by somebody else
    TakeReturn(vm, g);
    return true;
  }
  return !Advance(vm, g, false);
}

// Whether `o`, which came to delegate while somebody else was asked, has yet to see what `inner` yielded
// then.
bool TakesWhatIsThere(Object* o, const GeneratorData* inner) {
  return std::exchange(GeneratorOf(o)->delegates_anew, false) && !inner->value.IsUndef();
}

// Runs the chain that begins with `o` from its innermost generator `r` to the next yield or the end, in an
// execute loop of its own.
void RunChain(Vm* vm, Object* o, Object* r) {
  if (!CheckNativeStack()) return;
  Frame* caller = vm->frame;
  const Op* before = vm->op_before_exception;
  GeneratorData* g = GeneratorOf(r);
  Retain(Value(o));
  Enter(vm, caller, g, o, CallInfo::kTop);
  if (GoesOn(vm, g)) {
    ++g->frame->op;
    Execute(vm);
  } else {
    Suspend(vm, g);
  }
  vm->frame = caller;
  vm->op_before_exception = before;
  Release(Value(o));
}

// What a caller of RunChain must put right: an exception that leaves redirects the caller, one that was
// caught further in leaves no trace in it.
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

}  // namespace

Transfer LeaveYielded(Vm* vm, GeneratorData* g, const GeneratorData* yielder) {
  Frame* frame = g->frame;
  Frame* from = frame->prev;
  Suspend(vm, g);
  GeneratorOf(g->asked)->delegates_anew = false;
  if (frame->info & CallInfo::kTop) return {frame, &kHaltOp};
  return Finish(vm, g->asked, yielder, from);
}

Transfer LeaveGenerator(Vm* vm, Frame* frame) {
  GeneratorData* g = GeneratorOfFrame(frame);
  Frame* from = frame->prev;
  uint32_t top = frame->info & CallInfo::kTop;
  Object* r = g->object;
  Object* o = g->asked;
  if (g_shared > 0 || GeneratorOf(o)->outers > 0) ForgetChains();
  if (TUSK_LIKELY(r == o)) {
    vm->frame = from;
    CloseGenerator(vm, g);
    g->state = GeneratorState::kSuspended;
    --r->refcount;
    if (top) return {frame, &kHaltOp};
    return Finish(vm, o, nullptr, from);
  }
  // The next one outwards runs: it is in its frame that destructors find themselves.
  Object* next = OuterGenerator(o, r);
  KeepRoot(GeneratorOf(o), next);
  Enter(vm, from, GeneratorOf(next), o, top);
  CloseGenerator(vm, g);
  g->state = GeneratorState::kSuspended;
  --r->refcount;
  TakeReturn(vm, GeneratorOf(next));
  return Continue(GeneratorOf(next)->frame);
}

Transfer BeginDelegation(Vm* vm, GeneratorData* g) {
  Frame* frame = g->frame;
  Object* inner = Inner(g);
  if (!inner) return Advance(vm, g, true) ? LeaveYielded(vm, g, g) : Continue(frame);
  Object* r = InnermostGenerator(inner);
  Object* o = g->asked;
  KeepRoot(GeneratorOf(o), r);
  GeneratorData* next = GeneratorOf(r);
  // What it has yielded already is yielded; if it has not begun, it begins.
  if (!next->value.IsUndef() || !next->from.IsUndef()) return LeaveYielded(vm, g, YielderOf(inner));
  Frame* from = frame->prev;
  Suspend(vm, g);
  Enter(vm, from, next, o, frame->info & CallInfo::kTop);
  return Continue(next->frame);
}

Transfer EnterChain(Frame* caller, Object* o, Vm* vm) {
  Object* r = InnermostGenerator(o);
  GeneratorData* g = GeneratorOf(r);
  if (TUSK_UNLIKELY(g->running())) {
    ThrowError("Cannot resume an already running generator");
    return Finish(vm, o, nullptr, caller);
  }
  GeneratorOf(o)->state = GeneratorState::kSuspended;
  if (TakesWhatIsThere(o, g)) return Finish(vm, o, g, caller);
  Enter(vm, caller, g, o, 0);
  return GoesOn(vm, g) ? Continue(g->frame) : LeaveYielded(vm, g, g);
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
  if (GeneratorOf(call->self.obj)->delegates_anew) return false;
  const GeneratorData* g = GeneratorOf(InnermostGenerator(call->self.obj));
  uint32_t wanted = call->func->arg_count;  // send() takes one
  Opcode at = OnlyStarts(call->func) ? Opcode::kGeneratorCreate : Opcode::kYield;
  return CanEnter(g) && g->frame->op->opcode == at && call->arg_count == wanted &&
         !(call->info & (CallInfo::kHasNamedExtra | CallInfo::kMayHaveUndef | CallInfo::kClosure));
}

Transfer EnterGeneratorByCall(Frame* caller, const Op* op, Vm* vm) {
  caller->op = op;
  if (op->result_kind) caller->At(op->result.num)->type = Type::kNull;
  Frame* call = RunPreparedCall(caller);
  Object* o = call->self.obj;
  GeneratorData* g = GeneratorOf(InnermostGenerator(o));
  const Op* yield = g->frame->op;
  // (Null was there.)
  if (yield->result_kind && call->arg_count > 0)
    *g->frame->At(yield->result.num) = CopyDeref(call->slots()[0]);
  if (g->object == o) return EnterGenerator(call, g, vm);
  GeneratorOf(o)->state = GeneratorState::kSuspended;
  Enter(vm, call, g, o, 0);
  return Continue(g->frame);
}

void RunAlone(Vm* vm, Object* o) {
  CallerScope caller(vm);
  RunChain(vm, o, o);
}

void GeneratorStart(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame || g->running()) return;
  if (!g->from.IsUndef()) {
    // What it delegates to may have been ended by an exception, under somebody else: that is an error here.
    GeneratorData* r = GeneratorOf(InnermostGenerator(o));
    if (Inner(r) && !r->running() && GeneratorOf(Inner(r))->retval.IsUndef()) GeneratorResume(o);
    return;
  }
  if (!g->value.IsUndef()) return;
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
  if (TakesWhatIsThere(o, GeneratorOf(r))) return;
  CallerScope caller(vm);
  RunChain(vm, o, r);
}

Object* InnermostGenerator(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!Inner(g)) return o;
  bool kept = g->root && g->root_epoch == g_root_epoch;
  if (TUSK_LIKELY(kept && GeneratorOf(g->root)->from.IsUndef())) return g->root;
  Object* r = kept ? g->root : o;
  for (;;) {
    Object* inner = Inner(GeneratorOf(r));
    if (!inner || !GeneratorOf(inner)->frame) break;
    r = inner;
  }
  KeepRoot(g, r);
  return r;
}

Object* OuterGenerator(Object* o, Object* inner) {
  GeneratorData* i = GeneratorOf(inner);
  if (i->outers == 1 && i->outer) return i->outer;
  while (Inner(GeneratorOf(o)) != inner) o = Inner(GeneratorOf(o));
  return o;
}

void SetDelegate(GeneratorData* g, Value from) {
  g->from = from;
  if (Object* inner = Inner(g)) {
    GeneratorData* i = GeneratorOf(inner);
    i->outer = g->object;
    g->delegates_anew = true;
    if (++i->outers == 2) ++g_shared;
  }
}

Value TakeDelegate(GeneratorData* g) {
  Value from = g->from;
  if (Object* inner = Inner(g)) {
    GeneratorData* i = GeneratorOf(inner);
    if (i->outer == g->object) i->outer = nullptr;
    if (--i->outers == 1) --g_shared;
    if (i->outers > 0) ++g_root_epoch;
  }
  g->from = Value();
  g->delegates_anew = false;
  return from;
}
void DropDelegate(GeneratorData* g) { Release(TakeDelegate(g)); }

void Delegate(GeneratorData* g, Object* inner, Object* asked) {
  g->from_position = 0;  // an array's before
  SetDelegate(g, Value(inner));
  // Whoever asked gets the first thing that it yields.
  if (g->object == asked) g->delegates_anew = false;
  KeepRoot(GeneratorOf(asked), inner);
}

Object* EndDelegate(GeneratorData* inner, GeneratorData* outer, Object* asked) {
  if (g_shared > 0 || GeneratorOf(asked)->outers > 0) ForgetChains();
  KeepRoot(GeneratorOf(asked), outer->object);
  FreeFrame(inner);
  inner->state = GeneratorState::kSuspended;
  return TakeDelegate(outer).obj;
}

void ForgetChains() { ++g_root_epoch; }

const GeneratorData* YielderOf(Object* o) {
  if (!GeneratorOf(o)->frame) return nullptr;
  GeneratorData* g = GeneratorOf(InnermostGenerator(o));
  Object* ended = Inner(g);
  return ended ? GeneratorOf(ended) : g;
}

Value GeneratorCurrent(Object* o) {
  const GeneratorData* g = YielderOf(o);
  return g && !g->value.IsUndef() ? Copy(g->value) : Value::Null();
}

Value GeneratorKey(Object* o) {
  const GeneratorData* g = YielderOf(o);
  return g && g->frame && !g->key.IsUndef() ? CopyDeref(g->key) : Value::Null();
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
  // Pending without touching the caller: the generator's frame is the one that throws.
  Frame* frame = vm->frame;
  vm->frame = nullptr;
  ThrowObject(exception);
  vm->frame = frame;
  RunChain(vm, o, r);
  Release(Value(o));
}

}  // namespace tusk
