// Frames: preparing op arrays, entering with extra arguments, leaving, and what looks at frames.
#include "interp/vm/frame.h"

#include <cstdlib>
#include <cstring>

#include "interp/runtime/array.h"
#include "interp/vm/builtin.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers.h"
#include "interp/vm/include.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"
#include "interp/vm/pause.h"
#include "interp/vm/prelude.h"
#include "interp/vm/symbols.h"

namespace tusk {

void PrepareOpArray(Vm* vm, OpArray* function) {
  if (function->cache) return;
  AssignHandlers(function);
  // At least one word: a cache marks the op array as prepared.
  size_t words = function->cache_slots ? function->cache_slots : 1;
  function->cache = static_cast<void**>(std::calloc(words, sizeof(void*)));
  if (vm->jit) vm->jit->prepare(vm, function);
}

void RedirectToException(Vm* vm, Frame* frame) {
  if (frame == nullptr || !frame->IsUser()) return;
  if (frame->op >= &kExceptionOps[0] && frame->op <= &kExceptionOps[2]) return;
  if (TUSK_UNLIKELY(IsPauseOp(frame->op))) CancelPause(vm, frame);
  vm->op_before_exception = frame->op;
  frame->op = &kExceptionOps[0];
}

void MoveExtraArgs(Frame* frame, OpArray* function) {
  uint32_t declared = function->arg_count;
  uint32_t extra = frame->arg_count - declared;
  Value* from = frame->slots() + declared;
  Value* to = frame->slots() + function->cv_count + function->tmp_count;
  bool counted = false;
  for (uint32_t i = extra; i-- > 0;) {
    to[i] = from[i];
    counted |= from[i].IsRefCounted();
  }
  if (counted) frame->info |= CallInfo::kHasExtraArgs;
}

bool RefusesExtraArgs(Frame* frame) {
  const Function* f = frame->func;
  if (!IsPrelude(f) || !f->scope || (f->flags & (FunctionFlags::kVariadic | FunctionFlags::kClosure)))
    return false;
  if (frame->prev && frame->prev->func && IsPrelude(frame->prev->func)) return false;
  // At the last opline, where nothing is live and nothing caught.
  frame->op = frame->op_array()->ops + frame->op_array()->op_count - 1;
  ThrowArgumentCount(f, frame->arg_count);
  return true;
}

void DestroyFrame(Vm* vm, Frame* frame) {
  OpArray* f = frame->op_array();
  uint32_t info = frame->info;
  if (TUSK_UNLIKELY(info & (CallInfo::kCode | CallInfo::kHasSymbolTable))) {
    if (info & CallInfo::kCode) {
      // Variables go back to the table, which belongs to somebody else.
      Array* table = frame->symbols;
      if (table) {
        DetachSymbolTable(frame);
        Frame* caller = UserFrame(frame->prev);
        if (caller && caller->symbols == table && (caller->info & CallInfo::kHasSymbolTable)) {
          AttachSymbolTable(caller);
        }
      }
      frame->symbols = nullptr;
    }
  }
  Value* slots = frame->slots();
  if (!(info & CallInfo::kCode)) {
    for (uint32_t i = 0, n = f->cv_count; i < n; ++i) {
      Value v = slots[i];
      slots[i].type = Type::kUndef;
      Release(v);
    }
  }
  if (frame->symbols && (info & CallInfo::kHasSymbolTable)) Release(frame->symbols);
  if (info & CallInfo::kHasExtraArgs) {
    Value* extra = slots + f->cv_count + f->tmp_count;
    for (uint32_t i = 0, n = frame->arg_count - f->arg_count; i < n; ++i) Release(extra[i]);
  }
  if (info & CallInfo::kHasNamedExtra && frame->symbols && !(info & CallInfo::kHasSymbolTable)) {
    Release(frame->symbols);
  }
  Value self = frame->self;  // the frame may lie on a page of its own, which goes with it
  PopFrame(vm, frame, info);
  if (info & CallInfo::kReleaseThis) {
    if ((info & CallInfo::kConstructor) && vm->exception) self.obj->info |= RefCounted::kDestructed;
    Release(self);
  } else if (info & CallInfo::kClosure) {
    Release(Value(f->closure));
  }
  if (TUSK_UNLIKELY((info & (CallInfo::kCode | CallInfo::kTop)) == CallInfo::kCode)) RetireCode(f);
}

Value* PassedArgument(Frame* frame, uint32_t i) {
  if (i >= frame->arg_count) return nullptr;
  if (!frame->IsUser() || i < frame->func->arg_count) return frame->slots() + i;
  OpArray* f = frame->op_array();
  return frame->slots() + f->cv_count + f->tmp_count + (i - f->arg_count);
}

Frame* UserFrame(Frame* frame) {
  while (frame && !(frame->func && frame->IsUser())) frame = frame->prev;
  return frame;
}

uint32_t LineOf(Vm* vm, const Frame* frame) {
  if (frame->op == nullptr) return 0;
  const Op* op = WithoutPause(vm, frame);
  if (op >= &kExceptionOps[0] && op <= &kExceptionOps[2]) op = vm->op_before_exception;
  if (op == nullptr) return static_cast<const OpArray*>(frame->func)->line_start;
  return op->line;
}

}  // namespace tusk
