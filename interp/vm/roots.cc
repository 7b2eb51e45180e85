// What suspended frames own.
#include "interp/vm/roots.h"

#include "interp/vm/call.h"
#include "interp/vm/generator.h"
#include "interp/vm/pause.h"
#include "interp/vm/unwind.h"

namespace tusk {

namespace {

void VisitCall(Frame* call, uint32_t sent, void (*visit)(Value*, void*), void* context) {
  for (uint32_t i = 0; i < sent; ++i) visit(call->slots() + i, context);
  if (call->info & CallInfo::kReleaseThis) visit(&call->self, context);
  if (call->info & CallInfo::kClosure) {
    Value closure(call->func->closure);
    visit(&closure, context);
  }
  if ((call->info & CallInfo::kHasNamedExtra) && call->symbols) {
    Value named(call->symbols);
    visit(&named, context);
  }
}

// What the VM owns for as long as a generator's frame is a running one.
void VisitRunning(const GeneratorData* g, void (*visit)(Value*, void*), void* context) {
  Value itself(g->object);
  visit(&itself, context);
  if (!(g->frame->info & CallInfo::kTop)) return;
  Value asked(g->asked);  // RunChain's
  visit(&asked, context);
}

}  // namespace

void VisitFrame(Vm* vm, Frame* frame, std::span<Frame* const> calls, void (*visit)(Value*, void*),
                void* context) {
  OpArray* f = frame->op_array();
  const Op* op = WithoutPause(vm, frame);
  if (op < f->ops || op >= f->ops + f->op_count) return;  // unwinding
  uint32_t op_number = f->IndexOf(op);
  for (uint32_t i = 0; i < f->cv_count; ++i) visit(frame->slots() + i, context);
  if (frame->info & CallInfo::kReleaseThis) visit(&frame->self, context);
  if (frame->info & CallInfo::kClosure) {
    Value closure(f->closure);
    visit(&closure, context);
  }
  if ((frame->info & CallInfo::kHasSymbolTable) && !(frame->info & CallInfo::kCode) && frame->symbols) {
    Value symbols(frame->symbols);
    visit(&symbols, context);
  }
  if (frame->info & CallInfo::kHasExtraArgs) {
    Value* extra = frame->slots() + f->cv_count + f->tmp_count;
    for (uint32_t i = 0, n = frame->arg_count - f->arg_count; i < n; ++i) visit(extra + i, context);
  }
  VisitLiveRanges(frame, op_number, visit, context);
  int64_t at = op_number;
  for (Frame* call = frame->call; call; call = call->prev) {
    VisitCall(call, SentArguments(f->ops, op_number, call, &at), visit, context);
  }
  for (size_t i = calls.size(); i-- > 0;) {
    VisitCall(calls[i], SentArguments(f->ops, op_number, calls[i], &at), visit, context);
  }
}

void VisitFrames(Vm* vm, Frame* top, const Frame* bottom, void (*visit)(Value*, void*), void* context) {
  // In an opline that the interpreter, or a trace's Step, runs, memory is up to date in the whole execute
  // loop.
  bool exact = true;
  for (Frame* frame = top; frame && frame != bottom; frame = frame->prev) {
    if (frame->info & CallInfo::kInTrace) exact = false;
    if (exact && frame->IsUser()) {
      VisitFrame(vm, frame, {}, visit, context);
      if (frame->info & CallInfo::kGenerator) VisitRunning(GeneratorOfFrame(frame), visit, context);
    } else if (exact) {
      VisitCall(frame, frame->arg_count, visit, context);
    }
    if (frame->info & CallInfo::kTop) exact = true;
  }
}

}  // namespace tusk
