// Generators: whoever wants the next value enters the generator's frame in the trace, and its YIELD goes
// back. What it yields, its variables and where it waits stay in registers from one round to the next.
#include "interp/vm/generator.h"

#include "interp/runtime/string.h"
#include "interp/vm/handlers/resume.h"
#include "trace/record/common.h"

namespace tusk::trace {

using ir::IrRef;
using IrOp = ir::Opcode;

namespace {

using handlers::kFresh;
using handlers::kResumes;

// Gives FE_FETCH at `op`, in the frame that begins at slot `base`, what was yielded; `old` was in its
// variable.
void Deliver(Recorder& r, const Op* op, int base, IrRef value, IrRef key, IrRef old) {
  r.ir().Retain(value);
  if (op->result_kind) {
    r.ir().Retain(key);
    r.Define(base + static_cast<int>(op->result.num / sizeof(Value)), key);
  }
  r.Define(base + static_cast<int>(op->op2.num / sizeof(Value)), value);
  if (op->op2_kind == kCv) r.ir().Release(old);
}

bool IsPlain(Recorder& r, IrRef value) {
  return value && r.TypeOf(value) != ir::Type::kRef && r.TypeOf(value) != ir::Type::kUndef;
}

// The innermost generator of the chain that begins with `asked`, which is another one.
IrRef ChainEnd(Recorder& r, IrRef asked) {
  IrRef end = r.ir().Call(ir::CallId::kChainEnd, {asked});
  r.ir().GuardTrue(r.ir().Emit(IrOp::PNE, end, asked));
  return end;
}

// The first element of a loop: the generator has yielded it already.
Outcome FetchFirst(Recorder& r, IrRef object, Object* now) {
  const Op* op = r.op();
  int index = r.AdoptGenerator(object, now, false);
  if (index < 0) return Outcome::kGeneric;
  int base = ir::kHeapSlots + index * ir::kHeapStride;
  IrRef value = r.ReadSlot(base + ir::kYieldedValue), key = r.ReadSlot(base + ir::kYieldedKey);
  IrRef old = op->op2_kind == kCv ? r.ReadSlot(r.SlotOf(op->op2)) : ir::kNullRef;
  if (!IsPlain(r, value) || !IsPlain(r, key) || !old || r.TypeOf(old) == ir::Type::kRef)
    return Outcome::kGeneric;
  r.ir().FStore(r.AddressOf(r.SlotOf(op->op1)), ir::Field::kValueExtra, r.ir().KInt(kResumes));
  Deliver(r, op, r.base(), value, key, old);
  return Outcome::kNative;
}

}  // namespace

Outcome ResetGenerator(Recorder& r) {
  const Op* op = r.op();
  Object* now = r.NowOp1()->obj;
  if (!IsNew(GeneratorOf(now))) return Outcome::kGeneric;
  IrRef object = r.ReadOp1();
  if (!object) return Outcome::kGeneric;
  r.GuardPointer(r.ir().FLoad(object, ir::Field::kObjectClass), ir::ConstKind::kClass, now->cls,
                 now->cls->name->view());
  int index = r.AdoptGenerator(object, now, true);
  if (index < 0) return Outcome::kGeneric;
  int slot = r.SlotOf(op->result);
  r.DefineInMemory(slot, r.TakeOwned(op->op1, op->op1_kind, object));
  r.ir().FStore(r.AddressOf(slot), ir::Field::kValueExtra, r.ir().KInt(kFresh));
  r.ResumeGenerator(index);
  return Outcome::kNative;
}

namespace {

// FE_FETCH of a generator that delegates to an array: the next element, or the generator goes on.
Outcome FetchElement(Recorder& r, IrRef object, Object* end, IrRef asked) {
  const Op* op = r.op();
  const GeneratorData* g = GeneratorOf(end);
  const Array* now = g->from.arr;
  ir::Builder& ir = r.ir();
  int index = r.AdoptGenerator(object, end, true, Recorder::Waits::kForElement);
  if (index < 0) return Outcome::kGeneric;
  object = r.heap(index).object;
  ir.GuardEq(ir.FLoad(object, ir::Field::kGeneratorFromTag), ir.KInt(static_cast<int64_t>(Type::kArray)));
  IrRef array = ir.FLoad(object, ir::Field::kGeneratorFrom);
  IrRef position = ir.FLoad(object, ir::Field::kGeneratorPosition);
  ArrayStep element = NextElement(r, array, now, position, g->from_position);
  if (!element.position) return Outcome::kGeneric;
  constexpr auto kSuspended = static_cast<int64_t>(GeneratorState::kSuspended);
  int base = ir::kHeapSlots + index * ir::kHeapStride;
  const Op* waiting = r.heap(index).op;
  if (!element.value) {
    if (asked != object) ir.FStore(asked, ir::Field::kGeneratorState, ir.KInt(kSuspended));
    if (op->result_kind) r.Define(r.SlotOf(op->result), ir::kUndefRef);
    r.FinishArray(index, r.frame()->At(op->op1.num)->obj);
    return Outcome::kNative;
  }
  IrRef old_value = r.ReadSlot(base + ir::kYieldedValue), old_key = r.ReadSlot(base + ir::kYieldedKey);
  IrRef old = op->op2_kind == kCv ? r.ReadSlot(r.SlotOf(op->op2)) : ir::kNullRef;
  if (!old_value || !old_key || !old || r.TypeOf(old) == ir::Type::kRef ||
      waiting->opcode != Opcode::kYieldFrom)
    return Outcome::kGeneric;
  IrRef key = KeyOfElement(r, array, now, element);
  if (asked != object) ir.FStore(asked, ir::Field::kGeneratorState, ir.KInt(kSuspended));
  r.heap(index).at_first_yield = false;
  ir.Retain(element.value);
  ir.FStore(object, ir::Field::kGeneratorPosition, ir.Emit(IrOp::ADD, element.position, ir.KInt(1)));
  r.Define(base + ir::kYieldedValue, element.value);
  r.Define(base + ir::kYieldedKey, key);
  Deliver(r, op, r.base(), element.value, key, old);
  ir.Release(old_value);
  ir.Release(old_key);
  return Outcome::kNative;
}

}  // namespace

// foreach: the loop variable is the generator, its spare word says that the value before was taken.
Outcome FetchFromGenerator(Recorder& r) {
  const Op* op = r.op();
  const Value* loop = r.frame()->At(op->op1.num);
  int loop_slot = r.SlotOf(op->op1);
  // The first round of a loop shows nothing of the others.
  if (loop->extra != kResumes && op == r.start() && !r.is_side()) r.Fail(Abort::kFirstRound);
  Object* end = InnermostGenerator(loop->obj);
  bool chain = end != loop->obj;
  if (chain && GeneratorOf(loop->obj)->delegates_anew) return Outcome::kGeneric;
  const GeneratorData* g = GeneratorOf(end);
  bool in_array = loop->extra == kResumes && g->frame && CanReturnTo(g) && g->from.IsArray();
  if ((!in_array && (!CanEnter(g) || g->frame->op->opcode != Opcode::kYield)) || r.IsDirty(loop_slot))
    return Outcome::kGeneric;
  IrRef object = r.ReadSlot(loop_slot);
  if (!object) return Outcome::kGeneric;
  ir::Builder& ir = r.ir();
  ir.GuardEq(ir.FLoad(r.AddressOf(loop_slot), ir::Field::kValueExtra), ir.KInt(loop->extra));
  IrRef asked = object;
  if (chain) object = ChainEnd(r, asked);
  if (loop->extra != kResumes) return FetchFirst(r, object, end);
  if (in_array) return FetchElement(r, object, end, asked);
  int index = r.AdoptGenerator(object, end, true);
  if (index < 0) return Outcome::kGeneric;
  if (chain) {
    // It is not at its first yield any more.
    constexpr auto kSuspended = static_cast<int64_t>(GeneratorState::kSuspended);
    ir.FStore(asked, ir::Field::kGeneratorState, ir.KInt(kSuspended));
  }
  if (op->result_kind) r.Define(r.SlotOf(op->result), ir::kUndefRef);
  r.ResumeGenerator(index, chain ? loop->obj : nullptr);
  return Outcome::kNative;
}

namespace {

// The prepared call of a method of Generator is over: its argument and $this.
void DropMethod(Recorder& r) {
  const Call call = *r.LastCall();
  std::vector<IrRef> args;
  for (uint32_t i = 0; i < call.argc; ++i)
    args.push_back(r.ReadSlot(call.base + ir::kFrameSlots + static_cast<int>(i)));
  r.DropCall(args);
  if (!call.owns_this) return;
  // Where a variable holds the generator too, nothing dies.
  if (r.IsHeld(call.self)) {
    r.ir().Emit(IrOp::RELEASE, call.self);
  } else {
    r.ir().Release(call.self);
  }
}

// What it returns that has resumed a generator which yielded; none: null, which is there.
IrRef ResultOf(const Function* method, IrRef value, IrRef key) {
  switch (method->name->data[0]) {
    case 's':
    case 'c': return value;
    case 'k': return key;
    case 'v': return ir::kTrueRef;
    default: return ir::kNone;  // next, rewind
  }
}

// So that DropMethod, which comes after the effects, meets no guard.
bool ReadArguments(Recorder& r, const Call& method) {
  for (uint32_t i = 0; i < method.argc; ++i) {
    if (!r.ReadSlot(method.base + ir::kFrameSlots + static_cast<int>(i))) return false;
  }
  return true;
}

}  // namespace

Outcome GeneratorMethod(Recorder& r, const Call& call) {
  const Op* op = r.op();
  const Object* now = call.frame->self.obj;
  std::string_view name = call.function->name->view();
  bool resumes = call.function->Is(FunctionFlags::kResumesGenerator) && !OnlyStarts(call.function);
  bool is_value = name == "current", is_key = name == "key", is_valid = name == "valid";
  auto* asked = const_cast<Object*>(now);
  Object* end = InnermostGenerator(asked);
  bool chain = end != asked;
  if (chain && GeneratorOf(asked)->delegates_anew) return Outcome::kGeneric;
  const GeneratorData* g = GeneratorOf(end);
  bool starts = OnlyStarts(call.function) && call.function->Is(FunctionFlags::kResumesGenerator) && IsNew(g);
  if (!(resumes || starts || is_value || is_key || is_valid) || call.varying || call.real || !call.self ||
      call.argc != call.function->arg_count)
    return Outcome::kGeneric;
  // Many generators may be at their beginnings in one round of a loop, and in no other.
  if (resumes && IsNew(g) && r.InLastRound()) r.Fail(Abort::kFirstRound);
  if (!CanEnter(g) || (IsNew(g) && (!starts || chain))) return Outcome::kGeneric;
  IrRef sent;
  int arg_slot = call.base + ir::kFrameSlots;
  if (call.argc) {
    sent = r.ReadSlot(arg_slot);
    if (!sent || r.TypeOf(sent) == ir::Type::kRef || r.TypeOf(sent) == ir::Type::kUndef)
      return Outcome::kGeneric;
  }
  ir::Builder& ir = r.ir();
  IrRef object = chain ? ChainEnd(r, call.self) : call.self;
  int index = r.AdoptGenerator(object, end, resumes || starts);
  if (index < 0) return Outcome::kGeneric;
  const HeapFrame& h = r.heap(index);
  int base = ir::kHeapSlots + index * ir::kHeapStride;
  if (resumes || starts) {
    if (h.op->result_kind && call.argc) {
      int place = base + static_cast<int>(h.op->result.num / sizeof(Value));
      IrRef old = r.ReadSlot(place);  // null: nobody sent anything yet
      if (!old || ir::IsCounted(r.TypeOf(old))) return Outcome::kGeneric;
      ir.Retain(sent);
      r.Define(place, sent);
    }
    if (chain) {
      constexpr auto kSuspended = static_cast<int64_t>(GeneratorState::kSuspended);
      ir.FStore(call.self, ir::Field::kGeneratorState, ir.KInt(kSuspended));
    }
    if (op->result_kind) r.SetResult(ir::kNullRef);
    r.ResumeGenerator(index);
    return Outcome::kNative;
  }
  IrRef result = is_valid ? ir::kTrueRef : r.ReadSlot(base + (is_key ? ir::kYieldedKey : ir::kYieldedValue));
  if (!result || r.TypeOf(result) == ir::Type::kRef || r.TypeOf(result) == ir::Type::kUndef)
    return Outcome::kGeneric;
  if (op->result_kind) {
    ir.Retain(result);
    DropMethod(r);
    r.SetResult(result);
  } else {
    DropMethod(r);
  }
  return Outcome::kNative;
}

namespace {

// Who resumed the running generator, and what it had before. All of it is read before the first effect.
struct Asker {
  const Op* op;
  const Call* method;  // or null
  bool fetch, reset;
  int owner, variable;
  IrRef asked, old_variable, old_value, old_key;

  bool Find(Recorder& r);
  // The running generator yields to it; `value` and `key` are owned.
  Outcome Yield(Recorder& r, IrRef value, IrRef key) const;
};

bool Asker::Find(Recorder& r) {
  const Call* call = r.current_call();
  if (call->heap < 0 || r.frame()->call) return false;
  op = call->call_op;
  fetch = op->opcode == Opcode::kFeFetchR, reset = op->opcode == Opcode::kFeResetR;
  method = fetch || reset ? nullptr : r.ResumingCall();
  if (!fetch && !reset && !method) return false;
  int base = r.base();
  old_value = r.ReadSlot(base + ir::kYieldedValue), old_key = r.ReadSlot(base + ir::kYieldedKey);
  owner = r.CallerBase();
  variable = owner + static_cast<int>(op->op2.num / sizeof(Value));
  bool into_cv = fetch && op->op2_kind == kCv;
  if (method && !ReadArguments(r, *method)) return false;
  old_variable = into_cv ? r.ReadSlot(variable) : ir::kNullRef;
  asked = r.AskedRef();
  return asked && old_value && old_key && old_variable && r.TypeOf(old_variable) != ir::Type::kRef;
}

Outcome Asker::Yield(Recorder& r, IrRef value, IrRef key) const {
  ir::Builder& ir = r.ir();
  const Op* yield = r.op();
  int base = r.base();
  r.Define(base + ir::kYieldedValue, value);
  r.Define(base + ir::kYieldedKey, key);
  if (yield->result_kind) r.Define(r.SlotOf(yield->result), ir::kNullRef);
  // It still runs; what their destructors throw arrives at whoever resumed it.
  ir.Release(old_value);
  ir.Release(old_key);
  IrRef result = method ? ResultOf(method->function, value, key) : ir::kNone;
  bool starts = reset || (method && OnlyStarts(method->function));
  const GeneratorData* g = GeneratorOfFrame(r.frame());
  bool delegate = g->asked != g->object;
  if (delegate && starts)
    ir.FStore(asked, ir::Field::kGeneratorState, ir.KInt(static_cast<int64_t>(GeneratorState::kFirstYield)));
  r.LeaveGenerator(yield, starts && !delegate);
  if (method) {
    if (result && op->result_kind) {
      ir.Retain(result);
      r.Define(owner + static_cast<int>(op->result.num / sizeof(Value)), result);
    }
    DropMethod(r);
  } else if (fetch) {
    Deliver(r, op, owner, value, key, old_variable);
  }
  return Outcome::kNative;
}

}  // namespace

RECORD(Yield) {
  const Op* op = r.op();
  if (!r.current_call()) return r.YieldFromRoot();
  Asker asker;
  ir::Builder& ir = r.ir();
  IrRef value = ir::kNullRef, key;
  if (op->op1_kind != kUnused) {
    if (r.NowOp1()->IsUndef()) return Outcome::kGeneric;
    value = r.ReadOp1();
  }
  if (!asker.Find(r)) return Outcome::kGeneric;
  IrRef largest = r.ReadSlot(r.base() + ir::kLargestKey);
  if (op->op2_kind == kUnused) {
    key = largest = ir.Emit(IrOp::ADD, largest, ir.KInt(1));
  } else {
    if (r.NowOp2()->IsUndef()) return Outcome::kGeneric;
    key = r.ReadOp2();
    if (key && r.TypeOf(key) == ir::Type::kInt) largest = ir.Emit(IrOp::MAX, largest, key);
  }
  if (!value || !key || !largest) return Outcome::kGeneric;
  // Operands that are the same temporary have one count to give.
  value = r.TakeOwned(op->op1, op->op1_kind, value);
  if (op->op2_kind != kUnused) key = r.TakeOwned(op->op2, op->op2_kind, key);
  r.Define(r.base() + ir::kLargestKey, largest);
  return asker.Yield(r, value, key);
}

namespace {

// `yield from` of an array: its first element is yielded, or there is none.
Outcome YieldFromArray(Recorder& r, const Array* now) {
  const Op* op = r.op();
  ir::Builder& ir = r.ir();
  Asker asker;
  IrRef array = r.ReadOp1();
  if (!array || !asker.Find(r)) return Outcome::kStop;
  IrRef filled = ir.Emit(IrOp::NE, ir.FLoad(array, ir::Field::kArrayCount), ir.KInt(0));
  if (!now->count) {
    ir.GuardFalse(filled);
    r.Consume(op->op1, op->op1_kind);
    if (op->result_kind) r.SetResult(ir::kNullRef);
    return Outcome::kNative;
  }
  ir.GuardTrue(filled);
  ArrayStep element = NextElement(r, array, now, ir.KInt(0), 0);
  if (!element.value) return Outcome::kStop;
  IrRef key = KeyOfElement(r, array, now, element);
  ir.Retain(element.value);
  IrRef object = r.heap(r.current_call()->heap).object;
  ir.Call(ir::CallId::kDelegateArray, {object, r.TakeOwned(op->op1, op->op1_kind, array)});
  ir.FStore(object, ir::Field::kGeneratorPosition, ir.Emit(IrOp::ADD, element.position, ir.KInt(1)));
  return asker.Yield(r, element.value, key);
}

}  // namespace

RECORD(YieldFrom) {
  const Op* op = r.op();
  const Call* call = r.current_call();
  if (!call || call->heap < 0) return Outcome::kStop;
  Value now = *r.NowOp1();
  if (now.IsArray()) return YieldFromArray(r, now.arr);
  bool possible = now.IsObject() && IsGenerator(now.obj) && IsNew(GeneratorOf(now.obj)) && !r.frame()->call;
  IrRef object = possible ? r.ReadOp1() : ir::kNone;
  if (!object || !r.AskedRef()) return r.LeaveChainsAlone();
  r.GuardPointer(r.ir().FLoad(object, ir::Field::kObjectClass), ir::ConstKind::kClass, now.obj->cls,
                 now.obj->cls->name->view());
  int index = r.AdoptGenerator(object, now.obj, true);
  if (index < 0) return r.LeaveChainsAlone();
  object = r.TakeOwned(op->op1, op->op1_kind, object);
  if (op->result_kind) r.SetResult(ir::kNullRef);
  r.BeginDelegate(index, object);
  return Outcome::kNative;
}

RECORD(GeneratorCreate) {
  const Call* call = r.current_call();
  if (!call || call->heap >= 0 || call->closure) return Outcome::kStop;
  return r.CreateGenerator() ? Outcome::kNative : Outcome::kStop;
}

// Ends the loop that asked: the way out, as far as a root trace of that loop is concerned.
RECORD(GeneratorReturn) {
  const Op* op = r.op();
  const Call* call = r.current_call();
  Frame* frame = r.frame();
  if (!call || call->heap < 0) return Outcome::kStop;
  bool created = r.heap(call->heap).created;
  const GeneratorData* g = GeneratorOfFrame(frame);
  bool delegate = g->outers > 0;
  if (delegate &&
      (g->outers > 1 || g->asked == g->object || !g->outer || !CanReturnTo(GeneratorOf(g->outer))))
    return r.LeaveChainsAlone();
  if (!created && r.InLastRound()) r.Fail(Abort::kLeftLoop);
  if (frame->call || r.NowOp1()->IsUndef()) return Outcome::kStop;
  const Op* resumed_by = call->call_op;
  bool reset = resumed_by->opcode == Opcode::kFeResetR;
  const Call* method = reset || resumed_by->opcode == Opcode::kFeFetchR ? nullptr : r.ResumingCall();
  IrRef value = r.ReadOp1();
  if (!value || ((op->op1_kind & (kTmp | kVar)) && r.TypeOf(r.ReadSlot(r.SlotOf(op->op1))) == ir::Type::kRef))
    return Outcome::kStop;
  if (method && !ReadArguments(r, *method)) return Outcome::kStop;
  for (uint32_t i = 0; i < r.function()->cv_count; ++i) {
    if (!r.ReadSlot(r.base() + ir::kFrameSlots + static_cast<int>(i))) return Outcome::kStop;
  }
  if (!r.ReadSlot(r.base() + ir::kYieldedValue) || !r.ReadSlot(r.base() + ir::kYieldedKey) ||
      (frame->this_object() && !r.ThisRef()))
    return Outcome::kStop;
  ir::Builder& ir = r.ir();
  IrRef object = r.heap(call->heap).object;
  IrRef outer;
  int outer_index = -1;
  if (delegate) {
    outer = ir.Call(ir::CallId::kOuterOf, {object});
    ir.GuardTrue(ir.Emit(IrOp::PNE, outer, object));
    outer_index = r.AdoptGenerator(outer, g->outer, true, Recorder::Waits::kForReturn);
    if (outer_index < 0 || !r.AskedRef()) return r.LeaveChainsAlone();
  } else {
    ir.GuardEq(ir.FLoad(object, ir::Field::kGeneratorOuters), ir.KInt(0));
  }
  if (!created) {
    // Whether it owns $this and a closure; how it was entered does not matter.
    constexpr int64_t kMask = ~static_cast<int64_t>(CallInfo::kTop);
    IrRef info = ir.FLoad(r.AddressOfFrame(r.base()), ir::Field::kFrameInfo);
    ir.GuardEq(ir.Emit(IrOp::AND, info, ir.KInt(kMask)), ir.KInt(frame->info & kMask));
  }
  int owner = r.CallerBase();
  value = r.TakeOwned(op->op1, op->op1_kind, value);
  if (delegate) {
    r.ReturnToOuter(outer_index, value);
    return Outcome::kNative;
  }
  r.EndGenerator(value, reset || (method && OnlyStarts(method->function)));
  if (!method) return Outcome::kNative;
  char name = method->function->name->data[0];
  if (resumed_by->result_kind && name == 'v')
    r.Define(owner + static_cast<int>(resumed_by->result.num / sizeof(Value)), ir::kFalseRef);
  DropMethod(r);
  return Outcome::kNative;
}

}  // namespace tusk::trace
