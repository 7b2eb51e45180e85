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

Class* g_generator_class = nullptr;

namespace {

size_t CallBytes(const Frame* call) {
  return kFrameHeaderBytes + FrameSlots(call->func, call->arg_count) * sizeof(Value);
}

void DropYielded(GeneratorData* g) {
  Value value = g->value, key = g->key;
  g->value = g->key = Value();
  Release(value);
  Release(key);
}

}  // namespace

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

Class* GeneratorClass() {
  if (!g_generator_class) {
    g_generator_class = FindClass("Generator", false);
    TearDownFirst(g_generator_class, FinishGenerator);
    for (const char* name : {"next", "send", "current", "key", "valid", "rewind"})
      (*g_generator_class->methods.Find(name))->flags |= FunctionFlags::kResumesGenerator;
  }
  return g_generator_class;
}

Object* NewGenerator(const Frame& header, const Op* op) {
  Object* o = NewObjectUnchecked(GeneratorClass());
  auto* g = new (GeneratorOf(o)) GeneratorData;  // the rest is zero already
  auto* f = static_cast<OpArray*>(header.func);
  g->bytes = kFrameHeaderBytes + FrameSlots(f, header.arg_count) * sizeof(Value);
  g->frame = static_cast<Frame*>(Allocate(g->bytes));
  *g->frame = header;
  g->frame->info = (header.info & ~CallInfo::kPageStart) | CallInfo::kTop | CallInfo::kGenerator;
  // It may outlive the frame whose $this a method was called on.
  if (header.this_object() && !(header.info & (CallInfo::kReleaseThis | CallInfo::kClosure))) {
    Retain(header.self);
    g->frame->info |= CallInfo::kReleaseThis;
  }
  g->frame->result = &g->retval;
  g->frame->op = op;
  g->frame->call = nullptr;
  g->frame->prev = nullptr;
  g->object = o;
  g->function = f;
  g->largest_key = Value(int64_t{-1});
  return o;
}

Object* NewGenerator(Vm* vm, Frame* frame, const Op* op) {
  OpArray* f = frame->op_array();
  Object* o = NewGenerator(*frame, op);
  GeneratorData* g = GeneratorOf(o);
  std::memcpy(static_cast<void*>(g->frame->slots()), frame->slots(), g->bytes - kFrameHeaderBytes);
  if ((frame->info & CallInfo::kHasSymbolTable) && frame->symbols) {
    for (uint32_t i = 0; i < f->cv_count; ++i) {
      if (Value* entry = Find(frame->symbols, ArrayKey::Str(f->cv_names[i]))) {
        *entry = Value::Indirect(g->frame->slots() + i);
      }
    }
  }
  return o;
}

void FreeFrame(GeneratorData* g) {
  Frame* frame = g->frame;
  if (frame->info & CallInfo::kClosure) g->closure = Value(frame->op_array()->closure);
  g->frame = nullptr;
  Free(frame, g->bytes);
}
void EndGenerator(GeneratorData* g, GeneratorState state) {
  FreeFrame(g);
  g->value = g->key = Value();
  g->state = state;
}

void CloseGenerator(Vm* vm, GeneratorData* g) {
  Frame* frame = g->frame;
  if (!frame) return;
  g->frame = nullptr;
  if (g->outers == 0) DropYielded(g);  // else they have it until they take the return value
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

namespace {

// Ends what is suspended, after its finally blocks, if they may run.
void FinishGenerator(Object* o, bool finally_runs) {
  Vm* vm = &g_vm;
  GeneratorData* g = GeneratorOf(o);
  Frame* frame = g->frame;
  if (frame && !g->running()) {
    OpArray* f = frame->op_array();
    const Op* op = frame->op;
    uint32_t op_num = op >= f->ops && op < f->ops + f->op_count ? f->IndexOf(op) : 0;
    if (g->outers > 0) ForgetChains();
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
    if (started && finally_op && finally_runs && !vm->exiting) {
      CleanupLiveRanges(frame, op_num, finally_op);
      Value* fast_call = frame->At(f->ops[finally_end].op1.num);
      fast_call->type = Type::kPointer;
      fast_call->obj = nullptr;
      fast_call->extra = UINT32_MAX;
      frame->op = f->ops + finally_op - 1;
      g->forced_close = true;
      PendingAside aside;
      ++o->refcount;  // alive while it runs
      RunAlone(vm, o);
      --o->refcount;
    } else if (started) {
      CleanupLiveRanges(frame, op_num, 0);
    }
  }
  CloseGenerator(vm, g);
}

}  // namespace

void FinishGenerator(Object* o) {
  // A fiber that never goes on has the whole chain.
  if (GeneratorOf(InnermostGenerator(o))->running()) return;
  o->info |= RefCounted::kDestructed;
  FinishGenerator(o, true);
}

void DestroyGenerator(Object* o) {
  GeneratorData* g = GeneratorOf(o);
  if (g->frame) FinishGenerator(o, !(o->info & RefCounted::kDestructed));
  DropYielded(g);
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
