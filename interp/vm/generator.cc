// Generators.
#include "interp/vm/generator.h"

#include <cstring>
#include <new>

#include "interp/runtime/array.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/vm/arguments.h"
#include "interp/vm/call.h"
#include "interp/vm/execute.h"
#include "interp/vm/iterate.h"
#include "interp/vm/leave.h"
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
  if (!CheckNativeStack()) {
    RedirectToException(vm, vm->frame);
    return;
  }
  Frame* caller = vm->frame;
  const Op* before = vm->op_before_exception;
  Retain(Value(o));
  g->frame->prev = caller;
  g->running = true;
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
  g->running = false;
  if (g->frame) {
    g->frame->prev = nullptr;
    if (g->frame->call) FreezeCalls(vm, g);
  }
  vm->frame = caller;
  vm->op_before_exception = before;
  Release(Value(o));
  if (Unwinding(vm)) RedirectToException(vm, caller);
}

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

// The generator at the end of a chain of delegations.
GeneratorData* Innermost(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  while (g->frame) {
    Object* inner = Inner(g);
    if (!inner) break;
    g = GeneratorOf(inner);
  }
  return g;
}

// Ends a `yield from`: its value goes to the opline's result.
void FinishDelegation(GeneratorData* g, Value result) {
  const Op* op = g->frame->op;
  if (op->result_kind) {
    *g->frame->At(op->result.num) = result;
  } else {
    Release(result);
  }
  Value from = g->from;
  g->from = Value();
  Release(from);
}

// Takes the next element of what `yield from` delegates to. False: there is none (the frame goes on) or an
// exception is pending.
bool Advance(Vm* vm, Object* o, bool first) {
  GeneratorData* g = GeneratorOf(o);
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
  if (Object* inner = Inner(g)) {
    GeneratorData* i = GeneratorOf(inner);
    if (first) {
      GeneratorStart(inner);
    } else {
      GeneratorResume(inner);
    }
    if (Unwinding(vm)) {
      Value from = g->from;
      g->from = Value();
      Release(from);
      return false;
    }
    if (i->frame) {
      SetYielded(g, Value::Null(), Value::Null());  // whoever asks is told what the innermost one yielded
      return true;
    }
    FinishDelegation(g, i->retval.IsUndef() ? Value::Null() : Copy(i->retval));
    return false;
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
    Value from = g->from;
    g->from = Value();
    Release(from);
    return false;
  }
  if (!valid) {
    FinishDelegation(g, Value::Null());
    return false;
  }
  SetYielded(g, value, key);
  return true;
}

}  // namespace

Class* GeneratorClass() {
  if (!g_generator_class) g_generator_class = FindClass("Generator", false);
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
  g->largest_key = -1;
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
  g->sent = nullptr;
  Value from = g->from;
  g->from = Value();
  SetYielded(g, Value(), Value());
  Release(from);
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
  if (info & CallInfo::kClosure) Release(Value(f->closure));
}

void LeaveGenerator(Vm* vm, Frame* frame) { CloseGenerator(vm, GeneratorOfFrame(frame)); }

void GeneratorStart(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame || !g->value.IsUndef() || g->running || !g->from.IsUndef()) return;
  GeneratorResume(o);
  g->at_first_yield = true;
}

void GeneratorResume(Object* o) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  if (!g->frame) return;
  if (g->running) {
    ThrowError("Cannot resume an already running generator");
    return;
  }
  g->at_first_yield = false;
  Retain(Value(o));
  if (!g->from.IsUndef()) {
    g->running = true;
    bool yielded = Advance(vm, o, false);
    g->running = false;
    if (yielded) {
      Release(Value(o));
      return;
    }
  }
  for (;;) {
    RunFrame(vm, o);
    // A fresh `yield from`: its first element is what is yielded.
    if (!g->frame || g->from.IsUndef() || Unwinding(vm)) break;
    g->running = true;
    bool yielded = Advance(vm, o, true);
    g->running = false;
    if (yielded) break;
  }
  Release(Value(o));
}

bool GeneratorValid(Object* o) { return GeneratorOf(o)->frame != nullptr; }

Value GeneratorCurrent(Object* o) {
  GeneratorData* g = Innermost(o);
  return g->frame && !g->value.IsUndef() ? Copy(g->value) : Value::Null();
}

Value GeneratorKey(Object* o) {
  GeneratorData* g = Innermost(o);
  return g->frame && !g->key.IsUndef() ? CopyDeref(g->key) : Value::Null();
}

void GeneratorSend(Object* o, Value v) {
  GeneratorData* leaf = GeneratorOf(o);
  while (Object* inner = Inner(leaf)) leaf = GeneratorOf(inner);
  if (leaf->sent && !leaf->running) {
    Value* place = leaf->sent;
    leaf->sent = nullptr;
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
  if (g->running) {
    Release(Value(exception));
    ThrowError("Cannot resume an already running generator");
    return;
  }
  if (!g->frame) {
    ThrowObject(exception);
    return;
  }
  g->at_first_yield = false;
  Retain(Value(o));
  if (Object* inner = Inner(g); inner && GeneratorOf(inner)->frame) {
    // Into the innermost; what it lets out arrives at the yield from.
    g->running = true;
    GeneratorThrow(inner, exception);
    g->running = false;
    GeneratorData* i = GeneratorOf(inner);
    if (!Unwinding(vm) && i->frame) {
      SetYielded(g, GeneratorCurrent(inner), GeneratorKey(inner));
      Release(Value(o));
      return;
    }
    if (!Unwinding(vm)) {
      FinishDelegation(g, i->retval.IsUndef() ? Value::Null() : Copy(i->retval));
    } else {
      Value from = g->from;
      g->from = Value();
      Release(from);
    }
  } else {
    Value from = g->from;
    g->from = Value();
    Release(from);
    // Pending without touching the caller: the generator's frame is the one that throws.
    Frame* caller = vm->frame;
    vm->frame = nullptr;
    ThrowObject(exception);
    vm->frame = caller;
  }
  for (;;) {
    RunFrame(vm, o);
    if (!g->frame || g->from.IsUndef() || Unwinding(vm)) break;
    g->running = true;
    bool yielded = Advance(vm, o, true);
    g->running = false;
    if (yielded) break;
  }
  Release(Value(o));
}

void DestroyGenerator(Object* o) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  Frame* frame = g->frame;
  if (frame && !g->running) {
    OpArray* f = frame->op_array();
    const Op* op = frame->op;
    uint32_t op_num = op >= f->ops && op < f->ops + f->op_count ? f->IndexOf(op) : 0;
    Value from = g->from;
    g->from = Value();
    Release(from);
    bool started = f->ops[op_num].opcode != Opcode::kGeneratorCreate;
    // Suspended inside a try with a finally: that runs, and nothing else.
    uint32_t finally_op = 0, finally_end = 0;
    for (const TryRange& range : f->try_ranges) {
      if (range.try_op > op_num) break;
      if (op_num < range.finally_op && range.finally_op && range.finally_end) {
        finally_op = range.finally_op;
        finally_end = range.finally_end;
      }
    }
    if (!g->calls.empty()) {
      ThawCalls(vm, g);
      CleanupUnfinishedCalls(vm, frame, op_num);
    }
    if (started && finally_op && !vm->exiting) {
      CleanupLiveRanges(frame, op_num, finally_op);
      Value* fast_call = frame->At(f->ops[finally_end].op1.num);
      fast_call->type = Type::kPointer;
      fast_call->obj = nullptr;
      fast_call->extra = UINT32_MAX;
      frame->op = f->ops + finally_op - 1;
      g->forced_close = true;
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
  Release(g->retval);
  g->retval = Value();
  g->~GeneratorData();
}

void TraceGenerator(Object* o, void (*visit)(Value*, void*), void* context) {
  GeneratorData* g = GeneratorOf(o);
  visit(&g->retval, context);
  visit(&g->value, context);
  visit(&g->key, context);
  visit(&g->from, context);
  if (Frame* frame = g->frame; frame && !g->running) {
    OpArray* f = frame->op_array();
    for (uint32_t i = 0; i < f->cv_count; ++i) visit(frame->slots() + i, context);
    if (frame->info & CallInfo::kReleaseThis) visit(&frame->self, context);
    if (frame->info & CallInfo::kClosure) {
      Value closure(f->closure);
      visit(&closure, context);
    }
  }
}

}  // namespace tusk
