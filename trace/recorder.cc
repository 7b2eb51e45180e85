// The recording loop, the abstract state of slots, constants. What single oplines do is in record/.
#include "trace/recorder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interp/runtime/array.h"
#include "interp/vm/execute.h"
#include "interp/vm/handlers.h"
#include "interp/vm/handlers/resume.h"
#include "interp/vm/pause.h"
#include "interp/vm/stack.h"
#include "ir/alias.h"
#include "trace/compile.h"
#include "trace/exit.h"
#include "trace/frames.h"
#include "trace/log.h"

namespace tusk::trace {

using ir::IrRef;
using ir::Opcode;
using ir::Slot;
using Kind = ir::ConstKind;

namespace {

static_assert(offsetof(Frame, self) == ir::kSelfSlot * sizeof(Value));
using ir::kSelfSlot;

// The IR type of a value in memory; kNone for kinds of values that traces do not hold.
ir::Type IrTypeOf(Type t) {
  switch (t) {
    case Type::kUndef: return ir::Type::kUndef;
    case Type::kNull: return ir::Type::kNull;
    case Type::kFalse:
    case Type::kTrue: return ir::Type::kBool;
    case Type::kInt: return ir::Type::kInt;
    case Type::kFloat: return ir::Type::kFloat;
    case Type::kString: return ir::Type::kString;
    case Type::kArray: return ir::Type::kArray;
    case Type::kObject: return ir::Type::kObject;
    case Type::kReference: return ir::Type::kRef;
    default: return ir::Type::kNone;
  }
}

std::string StringLabel(const String* s) {
  if (!g_log.labels) return {};
  std::string label;
  for (char c : s->view().substr(0, 24)) label += c >= ' ' && c < 127 && c != '"' && c != '\\' ? c : '.';
  return label;
}

}  // namespace

Recorder::Recorder(Vm* vm, Frame* root, Value* stack_top, const Op* start, TraceRecord* record)
    : vm_(vm),
      context_(vm->context),
      root_(root),
      places_(std::make_unique<SlotPlaces>(root, stack_top)),
      start_(start),
      record_(record),
      trace_(record->ir),
      ir_(&trace_),
      frame_(root),
      op_(start),
      resume_(start),
      at_(start) {
  trace_.start = OplineConstant(record->function, start);
  trace_.apart = places_->apart();
  ir_.set_snapshot_source(this);
}
Recorder::~Recorder() = default;

// --- state

Known& Recorder::At(int slot) {
  if (ir::IsHeapSlot(slot)) {
    std::vector<Known>& slots = heap(ir::HeapFrameOf(slot)).slots;
    auto index = static_cast<size_t>(ir::InHeapFrame(slot));
    if (index >= slots.size()) slots.resize(index + 16);
    return slots[index];
  }
  auto index = static_cast<size_t>(slot);
  if (index >= slots_.size()) slots_.resize(index + 16);
  if (index / 64 >= used_slots_.size()) used_slots_.resize(index / 64 + 1);
  used_slots_[index / 64] |= uint64_t{1} << index % 64;
  return slots_[index];
}

Value* Recorder::Memory(int slot) const {
  if (!ir::IsHeapSlot(slot)) return places_->At(slot);
  return PlaceInGenerator(GeneratorOf(heap_[static_cast<size_t>(ir::HeapFrameOf(slot))].generator), slot);
}

IrRef Recorder::AddressOf(int slot) {
  if (!ir::IsHeapSlot(slot)) {
    if (places_->apart() && places_->InCalls(slot)) Fail(Abort::kStackPage);  // code reaches the root frame
    return ir_.SlotAddr(Slot(slot));
  }
  const HeapFrame& h = heap(ir::HeapFrameOf(slot));
  return ir_.HeapAddr(ir::InGenerator(slot) ? h.object : h.address, Slot(slot));
}

IrRef Recorder::AddressOfFrame(int base) {
  return ir::IsHeapSlot(base) ? heap(ir::HeapFrameOf(base)).address : AddressOf(base);
}

IrRef Recorder::ReadSlot(int slot) {
  const Known known = At(slot);
  if (known.ref) return known.ref;
  const Value* now = Memory(slot);
  ir::Type type = IrTypeOf(now->type);
  if (type == ir::Type::kNone) return ir::kNone;
  if (places_->apart() && places_->InCalls(slot) && !ir::IsHeapSlot(slot)) {
    Fail(Abort::kStackPage);
    return ir::kNone;
  }
  const Call* call = current_call();
  // A slot of a frame that exists only here, yet unknown. (In a side trace it may be a builtin's result,
  // which is in memory.)
  if (call && !call->real && call->heap < 0 && slot >= call->base && !ir::IsHeapSlot(slot) &&
      !trace_.parent && !loading_result_) {
    Fail(Abort::kUnsupportedValue);
    return ir::kNone;
  }
  IrRef value;
  if (ir::IsHeapSlot(slot)) {
    const HeapFrame& h = heap(ir::HeapFrameOf(slot));
    value = known.touched ? ir_.VLoad(AddressOf(slot), type)
                          : ir_.HLoad(Slot(slot), ir::InGenerator(slot) ? h.object : h.address, type);
  } else {
    value =
        known.touched || !pristine_ ? ir_.VLoad(ir_.SlotAddr(Slot(slot)), type) : ir_.SLoad(Slot(slot), type);
  }
  if (type == ir::Type::kUndef) value = ir::kUndefRef;
  if (type == ir::Type::kNull) value = ir::kNullRef;
  At(slot).ref = value;
  return value;
}

IrRef Recorder::LoadValue(IrRef address, const Value& now) {
  ir::Type type = IrTypeOf(now.type);
  if (type == ir::Type::kNone) return ir::kNone;
  IrRef value = ir_.VLoad(address, type);
  if (type == ir::Type::kUndef) return ir::kUndefRef;
  if (type == ir::Type::kNull) return ir::kNullRef;
  return value;
}

const Value* Recorder::Now(Operand o, uint8_t kind, const Op* owner) const {
  if (kind == kConst) return (owner ? owner : op_)->Literal(o);
  return Deref(static_cast<const Value*>(frame_->At(o.num)));
}

IrRef Recorder::Read(Operand o, uint8_t kind, const Op* owner) {
  if (kind == kConst) return ConstantOf(*(owner ? owner : op_)->Literal(o));
  if (!(kind & (kTmp | kVar | kCv))) return ir::kNone;
  IrRef value = ReadSlot(SlotOf(o));
  if (value && TypeOf(value) == ir::Type::kRef) return LoadValue(ir_.RefAddr(value), *Now(o, kind, owner));
  return value;
}

void Recorder::Consume(Operand o, uint8_t kind) {
  if (!(kind & (kTmp | kVar))) return;
  int slot = SlotOf(o);
  IrRef value = ReadSlot(slot);
  At(slot) = Known{.touched = true};
  if (value) ir_.Release(value);
}

IrRef Recorder::TakeOwned(Operand o, uint8_t kind, IrRef value) {
  if (kind & (kTmp | kVar)) {
    int slot = SlotOf(o);
    IrRef held = At(slot).ref;
    At(slot) = Known{.touched = true};
    if (held == value || !held) return value;
    // A reference in a VAR: its value lives on by itself. Until the opline is over its exits run it again,
    // and find the reference in memory.
    ir_.Retain(value);
    given_up_.push_back(held);
    return value;
  }
  ir_.Retain(value);
  return value;
}

void Recorder::Define(int slot, IrRef owned) { At(slot) = Known{owned, true, true}; }

void Recorder::DefineInMemory(int slot, IrRef owned) {
  if (current_call() && !current_call()->real && !ir::IsHeapSlot(slot)) MakeFramesReal();
  ir_.VStore(AddressOf(slot), owned);
  At(slot) = Known{owned, false, true};
}

void Recorder::Forget(int slot) { At(slot) = Known{.touched = true}; }

bool Recorder::AssignCv(int slot, IrRef owned, bool check_only) {
  IrRef old = ReadSlot(slot);
  if (!old) return false;
  if (TypeOf(old) == ir::Type::kRef) {
    if (Memory(slot)->ref->constraints) return false;  // typed reference: checks and conversions
    const Value& now = Memory(slot)->ref->value;
    // The guards' exits repeat the whole opline: they come with the check, before anything is recorded as
    // done.
    IrRef constraints = ir_.FLoad(old, ir::Field::kRefConstraints);
    ir_.GuardTrue(ir_.Emit(Opcode::PEQ, constraints, trace_.KNullPtr()));
    IrRef address = ir_.RefAddr(old);
    IrRef previous = LoadValue(address, now);
    if (!previous) return false;
    if (check_only) return true;
    ir_.VStore(address, owned);
    ir_.Release(previous);
    return true;
  }
  if (check_only) return true;
  Define(slot, owned);
  ir_.Release(old);
  return true;
}

Outcome Recorder::Delay(const Place& place) {
  delayed_.push_back(op_);
  place_ = place;
  return Outcome::kDelayed;
}

const Place* Recorder::PlaceOfOp1() const {
  if (delayed_.empty() || op_->op1_kind != kVar || delayed_.back()->result.num != op_->op1.num)
    return nullptr;
  return &place_;
}

void Recorder::EndDelayed() {
  for (const Op* op : delayed_) {
    // (The operand of the others is the place that the one before found.)
    if (op == delayed_.front()) Consume(op->op1, op->op1_kind);
    Consume(op->op2, op->op2_kind);
    Forget(SlotOf(op->result));
  }
  delayed_.clear();
}

void Recorder::EffectsDone(const Op* resume) {
  resume_ = resume;
  ir_.SnapshotChanged();
}

Outcome Recorder::Branch(IrRef condition, bool now) {
  if (op_->result_kind & (kSmartJmpz | kSmartJmpnz)) {
    if (now) {
      ir_.GuardTrue(condition);
    } else {
      ir_.GuardFalse(condition);
    }
  } else {
    SetResult(condition);
  }
  return Outcome::kNative;
}

void Recorder::GuardPointer(IrRef value, Kind kind, const void* expected, std::string_view label) {
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, value, ir_.KPtr(kind, expected, label)));
}

// A closure's copy of a function goes with the closure, and another may come to lie in its place. Copies of
// one function share oplines and run-time cache: with the same scope, each does for the other.
void Recorder::GuardFunction(IrRef header, Function* f) {
  IrRef now = ir_.FLoad(header, ir::Field::kFrameFunc);
  if (!f->closure || f->kind != FunctionKind::kUser) {
    ir_.GuardTrue(ir_.Emit(Opcode::PEQ, now, FunctionConstant(f)));
    return;
  }
  GuardCode(now, static_cast<OpArray*>(f));
}

void Recorder::GuardCode(IrRef function, const OpArray* f) {
  ir_.GuardEq(ir_.FLoad(function, ir::Field::kFunctionKind), ir_.KInt(static_cast<int64_t>(f->kind)));
  ir_.GuardTrue(
      ir_.Emit(Opcode::PEQ, ir_.FLoad(function, ir::Field::kFunctionOps), OplineConstant(f, f->ops)));
  IrRef scope = f->scope ? ClassConstantRef(f->scope) : trace_.KNullPtr();
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(function, ir::Field::kFunctionScope), scope));
}

IrRef Recorder::ClosureOfFrame(IrRef header) {
  return ir_.FLoad(ir_.FLoad(header, ir::Field::kFrameFunc), ir::Field::kFunctionClosure);
}

void Recorder::GuardException(const Op* resume) {
  EffectsDone(resume);
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(ir::kNone, ir::Field::kVmException), trace_.KNullPtr()));
}

IrRef Recorder::ThisRef() {
  if (Call* call = current_call()) {
    if (call->heap >= 0) return frame_->this_object() ? ReadSlot(call->base + kSelfSlot) : ir::kNone;
    return call->self && TypeOf(call->self) == ir::Type::kObject ? call->self : ir::kNone;
  }
  // $this of a frame never changes, so one load serves the whole trace.
  if (!root_this_) root_this_ = ir_.SLoad(Slot(kSelfSlot), ir::Type::kObject);
  return root_this_;
}

IrRef Recorder::CalledClassRef() {
  const Class* c = frame_->called_class();
  IrRef known = ClassConstantRef(c);
  if (frame_->this_object()) {
    IrRef self = ThisRef();
    if (self) ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(self, ir::Field::kObjectClass), known));
    return self ? known : ir::kNone;
  }
  const Call* call = current_call();
  if (call && call->heap < 0) return call->self == known ? known : ir::kNone;
  // A frame's class never changes, nor that it is one and no object: the function decides.
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(AddressOfFrame(base_), ir::Field::kFrameClass), known));
  return known;
}

// The variables of top-level code are global ones: user code finds them in memory, and may change them.
void Recorder::BeforeUserCode() {
  FlushGenerators();
  const OpArray* f = root_->op_array();
  if (!f->Is(FunctionFlags::kTopLevel)) return;
  user_code_ran_ = true;
  FlushRange(&slots_, 0, ir::kFrameSlots, static_cast<size_t>(ir::kFrameSlots) + f->cv_count);
  ir_.SnapshotChanged();
}

void Recorder::AfterUserCode() {
  user_code_ran_ = pristine_ = false;
  ir_.Call(ir::CallId::kVariablesChanged, {});
  size_t end = std::min(slots_.size(), static_cast<size_t>(ir::kFrameSlots) + root_->op_array()->cv_count);
  for (size_t i = ir::kFrameSlots; i < end; ++i) {
    if (!slots_[i].dirty) slots_[i] = Known{.touched = true};
  }
}

// --- constants

IrRef Recorder::ConstantOf(const Value& literal) {
  switch (literal.type) {
    case Type::kNull: return ir::kNullRef;
    case Type::kFalse: return ir::kFalseRef;
    case Type::kTrue: return ir::kTrueRef;
    case Type::kInt: return ir_.KInt(literal.i);
    case Type::kFloat: return ir_.KFloat(literal.d);
    case Type::kString: return ir_.KPtr(Kind::kString, literal.str, StringLabel(literal.str));
    case Type::kArray:
      return ir_.KPtr(Kind::kArray, literal.arr,
                      g_log.labels ? absl::StrCat("array of ", literal.arr->count) : std::string());
    default: return ir::kNone;
  }
}

std::string Recorder::NameOf(const Function* f) const {
  std::string name;
  if (!g_log.labels) return name;
  if (f->scope) absl::StrAppend(&name, std::string(f->scope->name->view()), "::");
  if (f->name) absl::StrAppend(&name, std::string(f->name->view()));
  return name;
}
IrRef Recorder::FunctionConstant(const Function* f) { return ir_.KPtr(Kind::kFunction, f, NameOf(f)); }

IrRef Recorder::ClassConstantRef(const Class* c) {
  return ir_.KPtr(Kind::kClass, c, g_log.labels ? c->name->view() : std::string_view());
}

IrRef Recorder::OplineConstant(const OpArray* f, const Op* op) {
  return ir_.KPtr(Kind::kOpline, op, g_log.labels ? PlaceName(f, op) : std::string());
}

// --- the loop

Recorder::End Recorder::BeforeOpline() {
  if (linking_return_) return End::kReturn;
  if (oplines_ >= g_params.max_length) Fail(Abort::kTooLong);
  if (trace_.size() >= g_params.max_ir) Fail(Abort::kTooManyInstructions);
  if (trace_.num_snapshots() >= g_params.max_exits) Fail(Abort::kTooManyExits);
  if (failed()) return End::kAbort;
  if (oplines_ == 0) return End::kGoOn;
  if (linking_call_) {
    bool parameter = op_->opcode == tusk::Opcode::kRecv || op_->opcode == tusk::Opcode::kRecvInit;
    return parameter ? End::kGoOn : End::kCall;
  }
  bool at_root = active_ < 0 && calls_.empty();
  if (op_ == start_ && at_root && !trace_.parent) {
    // Elsewhere temporaries may be alive, which a round uses up: the next one begins at the entry.
    if (SiteOf(root_->op_array(), start_)->flags & TraceSite::kLoopHead) return End::kLoop;
    link_ = trace_.id;
    return End::kLink;
  }
  if (at_root && LeftLoop()) {
    Fail(Abort::kLeftLoop);
    return End::kAbort;
  }
  if (jumped_back_ && ++inner_rounds_[op_] > g_params.max_unroll) {
    if (trace_.parent) return End::kExit;
    SiteOf(root_->op_array(), start_)->flags |= TraceSite::kOutside;
    Fail(Abort::kInnerLoop);
    return End::kAbort;
  }
  TraceSite* site = SiteOf(function(), op_);
  if (!site || !(site->flags & TraceSite::kLoopHead)) return End::kGoOn;
  if (!at_root && (site->flags & TraceSite::kYields)) return End::kGoOn;
  if (site->trace) {
    if (!at_root) return End::kExit;
    link_ = site->trace;
    return End::kLink;
  }
  // A loop that is not compiled: rounds of it become part of this trace, but not many.
  if (++inner_rounds_[op_] > g_params.max_unroll) {
    if (trace_.parent) return End::kExit;
    site->counter = 1;
    Fail(Abort::kInnerLoop);
    return End::kAbort;
  }
  return End::kGoOn;
}

// A recording that happens to fall into a loop's last round shows the way out, not the loop: better another
// time.
bool Recorder::InLastRound() const {
  if (trace_.parent) return false;
  const TraceSite* head = SiteOf(root_->op_array(), start_);
  return (head->flags & TraceSite::kLoopHead) && head->failures < g_params.max_leaves;
}
bool Recorder::LeftLoop() const {
  if (!InLastRound()) return false;
  OpArray* f = root_->op_array();
  TraceSite* head = SiteOf(f, start_);
  return (op_ < start_ || f->IndexOf(op_) > head->last);
}

// The interpreter enters the generator as the trace does.
const Op* Recorder::Resume() {
  switch (op_->opcode) {
    case tusk::Opcode::kFeFetchR:
      // Nothing to be freed if the generator throws.
      if (op_->result_kind) frame_->At(op_->result.num)->type = Type::kUndef;
      return asked_ ? EnterChain(frame_, asked_, vm_).op : EnterGenerator(frame_, resuming_, vm_).op;
    case tusk::Opcode::kFeResetR: return handlers::BeginLoop(frame_, op_, resuming_->object, vm_).op;
    default: break;
  }
  return EnterGeneratorByCall(frame_, op_, vm_).op;
}

void Recorder::RecordGeneric() {
  ++record_->step_ops;
  FlushGenerators();
  MakeFramesReal();
  FlushSlots();
  StepDelayed();
}

void Recorder::EmitStep(const Op* op, const Op* next) {
  IrRef at = OplineConstant(function(), op), expected = OplineConstant(function(), next);
  if (IrRef frame = OnHeap(base_)) {
    ir_.Emit(Opcode::STEPAT, at, expected, frame);
  } else {
    ir_.Step(at, expected, Slot(base_));
  }
}

void Recorder::StepDelayed() {
  for (const Op* op : delayed_) {
    resume_ = op;
    ir_.SnapshotChanged();
    EmitStep(op, op + 1);
    ForgetAfterStep(op);
    ++record_->step_ops;
  }
  delayed_.clear();
  resume_ = op_;
  ir_.SnapshotChanged();
}

Outcome Recorder::RecordOpline() {
  entering_ = leaving_ = loading_result_ = unwinding_ = user_code_ran_ = false;
  resume_ = delayed_.empty() ? op_ : delayed_.front();
  at_ = op_;
  ir_.SnapshotChanged();
  opline_begin_ = trace_.end();
  RecordFunction record = RecordFunctionOf(op_->opcode);
  return record ? record(*this) : Outcome::kGeneric;
}

// Arguments beyond the declared ones lie behind the temporaries, so calls of the frame start higher.
void Recorder::GuardExtraArguments() {
  const OpArray* f = root_->op_array();
  if (arguments_guarded_ || f->Is(FunctionFlags::kTopLevel)) return;
  arguments_guarded_ = true;
  IrRef declared = ir_.KInt(f->arg_count), passed = ir_.FLoad(ir::kNone, ir::Field::kFrameArgc);
  if (root_->arg_count <= f->arg_count) {
    ir_.GuardTrue(ir_.Emit(Opcode::ULE, passed, declared));
  } else {
    ir_.GuardEq(passed, ir_.KInt(root_->arg_count));
  }
  record_->arguments_guarded_from = trace_.num_snapshots();
}

// Whether code may write the frame of a call, which begins `distance` slots from the root frame: the root
// frame ends within its page (GuardStack), so that what lies in the slack behind that is within reach.
bool Recorder::InReach(const Frame* call, ptrdiff_t distance) const {
  ptrdiff_t end = distance + ir::kFrameSlots + FrameSlots(call->func, call->arg_count);
  ptrdiff_t own = ir::kFrameSlots + FrameSlots(root_->func, root_->arg_count);
  return distance > 0 && !(call->info & CallInfo::kPageStart) && end <= own + kStackSlackSlots;
}

// Describes a call whose frame lies in memory, and guards that `link` leads to that frame and what it runs.
// False: it lies where traces do not reach.
bool Recorder::CallInMemory(Frame* frame, IrRef link, Call* call) {
  ptrdiff_t distance = places_->SlotOf(frame);
  if (places_->apart() || !InReach(frame, distance)) {
    Fail(Abort::kStackPage);
    return false;
  }
  call->frame = frame;
  call->function = frame->func;
  call->base = static_cast<int>(distance);
  call->real = true;
  call->info = frame->info;
  call->argc = frame->arg_count;
  IrRef header = ir_.SlotAddr(Slot(call->base));
  ir_.GuardTrue(ir_.Emit(Opcode::PEQ, link, header));
  GuardFunction(header, call->function);
  if (frame->self.IsObject()) {
    call->self = ir_.VLoad(ir_.SlotAddr(Slot(call->base + kSelfSlot)), ir::Type::kObject);
    call->owns_this = call->info & CallInfo::kReleaseThis;
  } else if (frame->self.type == Type::kPointer) {
    call->self = ClassConstantRef(static_cast<Class*>(frame->self.ptr));
    ir_.GuardTrue(ir_.Emit(Opcode::PEQ, ir_.FLoad(header, ir::Field::kFrameClass), call->self));
  }
  if (call->info & CallInfo::kClosure) call->closure = ClosureOfFrame(header);
  return true;
}

// A trace that begins where a call returned may stand between the arguments of other calls: their frames are
// in memory. How many there are follows from the opline; which functions, and where, is guarded. A side trace
// meets such calls when it leaves from those guards, or from the ones behind an opline that began a call
// through Step: its parent's exit does not know of them.
void Recorder::TakeOverCalls() {
  Frame* known = !calls_.empty() && !calls_.back().active ? calls_.back().frame : nullptr;
  if (frame_->call == known) return;
  resume_ = start_;
  IrRef link = ir_.FLoad(AddressOfFrame(base_), ir::Field::kFrameCall);
  std::vector<Call> found;
  for (Frame* frame = frame_->call; frame && frame != known; frame = frame->prev) {
    Call call{};
    if (frame->func->Is(FunctionFlags::kTrampoline)) return Fail(Abort::kStackPage);
    if (!CallInMemory(frame, link, &call)) return;
    IrRef header = ir_.SlotAddr(Slot(call.base));
    ir_.GuardEq(ir_.FLoad(header, ir::Field::kFrameInfo), ir_.KInt(call.info));
    ir_.GuardEq(ir_.FLoad(header, ir::Field::kFrameArgc), ir_.KInt(call.argc));
    found.push_back(call);
    link = ir_.FLoad(header, ir::Field::kFramePrev);
  }
  calls_.insert(calls_.end(), found.rbegin(), found.rend());
}

const Op* Recorder::Run() {
  // Functions that share oplines differ in scope, static variables and run-time cache. A side trace from this
  // very guard's exit is for another of them, not for all.
  if (!function_guarded_) {
    function_guarded_ = true;
    resume_ = start_;
    GuardFunction(ir_.SlotAddr(Slot(0)), root_->func);
    record_->function_guarded_from = trace_.num_snapshots();
  }
  GuardExtraArguments();
  TakeOverCalls();
  for (;;) {
    End end = BeforeOpline();
    if (end == End::kGoOn) {
      size_t known_calls = calls_.size();
      Outcome outcome = RecordOpline();
      if (outcome == Outcome::kStop && !delayed_.empty()) outcome = Outcome::kGeneric;
      if (ir_.failed()) Fail(Abort::kContradiction);
      if (failed()) {
        end = End::kAbort;
      } else if (linking_call_ && !entering_ && outcome != Outcome::kNative) {
        resume_ = op_;
        end = End::kCall;
      } else if (outcome == Outcome::kStop) {
        resume_ = op_;
        end = oplines_ ? End::kExit : End::kAbort;
        if (!oplines_) Fail(Abort::kEmptyTrace);
      } else {
        LogOpline(function(), op_, active_ + 1, outcome != Outcome::kGeneric);
        if (outcome == Outcome::kGeneric) RecordGeneric();
        DCHECK(outcome == Outcome::kDelayed || delayed_.empty());
        SaveOp(frame_, op_);
        const Op* raw =
            resuming_ ? Tag(Resume()) : g_step_handlers[static_cast<uint8_t>(op_->opcode)](frame_, op_, vm_);
        resuming_ = nullptr;
        if (unwinding_) raw = FollowUnwinding(raw);
        ++oplines_;
        if (const Op* leave = AfterStep(raw, outcome, known_calls)) return leave;
        continue;
      }
    }
    return Finish(end);
  }
}

// Follows the interpreter over the opline that just ran. Not null: the recording is over, go on with this.
const Op* Recorder::AfterStep(const Op* raw, Outcome outcome, size_t known_calls) {
  const Op* next = Untag(raw);
  bool changed = IsTagged(raw);
  if (!next) {
    Fail(Abort::kLeftExecuteLoop);
    return raw;
  }
  if (next == &kHaltOp && linking_return_ && !vm_->exception) {
    // The caller is C++: there is no opline to go on with.
    record_->link = LinkKind::kReturn;
    record_->oplines = static_cast<uint32_t>(oplines_);
    if (ir_.failed()) Fail(Abort::kContradiction);
    return Tag(next);
  }
  if (next == &kInterruptOp) {
    // A callback that leaves everything as it was (a profiler) may look while the recording goes on.
    Frame* frame = vm_->frame;
    next = frame->op;
    uint64_t executions = vm_->executions;
    StepInterrupt(frame, &kInterruptOp, vm_);
    bool calm =
        vm_->executions == executions && vm_->frame == frame && frame->op == next && !vm_->Unwinding();
    if (!calm) {
      Fail(Abort::kInterrupted);
      return Tag(vm_->frame->op);
    }
  }
  if (next == &kHaltOp || next == &kLeaveOp) {
    Fail(Abort::kLeftExecuteLoop);
    return Tag(next);
  }
  if (IsPauseOp(next)) {
    Fail(Abort::kContextLeft);
    return Tag(next);
  }
  bool unwound = std::exchange(unwinding_, false);
  bool in_flight = thrown_ && next->opcode == tusk::Opcode::kCatch && vm_->exception;
  if ((unwound && !in_flight) || next->opcode == tusk::Opcode::kHandleException ||
      (vm_->exception && !in_flight)) {
    Fail(Abort::kException);
    return Tag(next);
  }
  if (failed()) return Tag(next);
  if (outcome == Outcome::kDelayed) {
    const Value* found = Memory(SlotOf(op_->result));
    bool there = place_.now ? found->type == Type::kIndirect : found->type == Type::kElement;
    if (!there) Fail(Abort::kContradiction);
  }
  if (outcome == Outcome::kGeneric) {
    if (changed) {
      // The interpreter went somewhere that the trace cannot follow: in the trace, it takes over before this
      // opline. A trace that did nothing before it would be entered again at once.
      if (op_ == start_) {
        Fail(Abort::kEmptyTrace);
        SaveOp(vm_->frame, next);
        return Tag(next);
      }
      resume_ = op_;
      ir_.SnapshotChanged();
      // The frame may have been left for a while only, by an interrupt: it knows where to go on.
      const Op* goes_on_at = frame_->op;
      Finish(End::kExit);
      frame_->op = goes_on_at;
      SaveOp(vm_->frame, next);
      return Tag(next);
    }
    EmitStep(op_, next);
    ForgetAfterStep(op_);
    PendingAfterStep(next);
  } else if (changed != (entering_ || leaving_)) {
    Fail(Abort::kFrameChange);
    return Tag(next);
  }
  if (calls_.size() > known_calls && !entering_) {
    // A call began: where the interpreter put its frame is where the trace's would be.
    Call& call = calls_.back();
    call.frame = frame_->call;
    ptrdiff_t distance = places_->SlotOf(call.frame);
    if (!InReach(call.frame, distance)) {
      Fail(Abort::kStackPage);
      SaveOp(frame_, next);
      return Tag(next);
    }
    call.base = static_cast<int>(distance);
    call.info = call.frame->info;
    call.argc = call.frame->arg_count;
  }
  if (creating_ >= 0) {
    HeapFrame& h = heap(std::exchange(creating_, -1));
    h.generator = Memory(created_in_)->obj;
    h.frame = GeneratorOf(h.generator)->frame;
  }
  if (linking_return_) {
    frame_ = vm_->frame;
  } else if (changed) {
    frame_ = vm_->frame;
    active_ = -1;
    for (size_t i = 0; i < calls_.size(); ++i) {
      if (calls_[i].active) active_ = static_cast<int>(i);
    }
    base_ = active_ < 0 ? 0 : current_call()->base;
    DCHECK(frame_ == (active_ < 0 ? root_ : current_call()->frame));
  }
  if (outcome == Outcome::kNative) {
    for (IrRef reference : given_up_) ir_.Release(reference);
    given_up_.clear();
  }
  // What the opline gave up may have had a destructor that throws. The exit goes on behind the opline, and
  // LeaveTrace looks for the handler from the one before that.
  bool falls_through = next == op_ + 1 || (next == op_ + 2 && op_[1].opcode == tusk::Opcode::kOpData);
  bool goes_on = (falls_through || leaving_) && !linking_return_;  // (a RETURN finds the caller redirected)
  if (user_code_ran_) AfterUserCode();
  if (outcome == Outcome::kNative && goes_on && !unwound && MayThrow()) GuardException(next);
  jumped_back_ = !changed && next <= op_ && ir::IsHeapSlot(base_);
  const Op* op = op_;
  int result_slot = loading_result_ ? SlotOf(op_->result) : -1;
  op_ = next;
  resume_ = next;
  ir_.SnapshotChanged();
  if (outcome == Outcome::kNative) TestSafepoint(op);
  if (result_slot >= 0) {
    IrRef value = LoadValue(AddressOf(result_slot), *Memory(result_slot));
    if (!value) Fail(Abort::kUnsupportedValue);
    At(result_slot) = Known{value, false, true};
  }
  return nullptr;
}

bool Recorder::MayThrow() const {
  for (IrRef r = opline_begin_; r < trace_.end(); ++r.v) {
    const ir::Inst& inst = trace_[r];
    if (inst.op == ir::Opcode::RELEASE && ir::MayRunUserCode(trace_, inst)) return true;
    if (inst.op == ir::Opcode::CALL && (ir::Row(inst.call()).flags & ir::kCallThrows)) return true;
  }
  return false;
}

// What an opline that ran through Step may have changed: its result, its operands, and where variables can be
// reached from outside, all of them.
void Recorder::ForgetAfterStep(const Op* op) {
  pristine_ = false;
  auto forget = [&](Operand o, uint8_t kind) {
    if (kind & (kTmp | kVar | kCv)) Forget(SlotOf(o));
  };
  forget(op->op1, op->op1_kind);
  forget(op->op2, op->op2_kind);
  forget(op->result, op->result_kind);
  const Op* data = op + 1;
  if (data->opcode == tusk::Opcode::kOpData) forget(data->op1, data->op1_kind);
  if (function()->Is(FunctionFlags::kTopLevel | FunctionFlags::kDynamicVariables) ||
      root_->op_array()->Is(FunctionFlags::kTopLevel | FunctionFlags::kDynamicVariables)) {
    for (Known& known : slots_) {
      if (!known.dirty) known = Known{.touched = true};
    }
  }
}

// Calls that an opline run through Step began or ended.
void Recorder::PendingAfterStep(const Op* next) {
  Frame* innermost = frame_->call;
  // Ended: the interpreter's chain no longer has it.
  while (!calls_.empty() && !calls_.back().active) {
    bool alive = false;
    for (Frame* f = innermost; f; f = f->prev) alive |= f == calls_.back().frame;
    if (alive) break;
    slots_.resize(std::min(slots_.size(), static_cast<size_t>(calls_.back().base)));
    calls_.pop_back();
  }
  switch (op_->opcode) {
    case tusk::Opcode::kSendVal:
    case tusk::Opcode::kSendValEx:
    case tusk::Opcode::kSendVar:
    case tusk::Opcode::kSendVarEx:
    case tusk::Opcode::kSendRef:
    case tusk::Opcode::kSendVarNoRef:
    case tusk::Opcode::kSendVarNoRefEx:
    case tusk::Opcode::kSendFuncArg:
    case tusk::Opcode::kSendUser:
      if (op_->op2_kind != kConst) break;
      [[fallthrough]];
    case tusk::Opcode::kSendUnpack:
    case tusk::Opcode::kSendArray:
    case tusk::Opcode::kCheckUndefArgs:
      if (!calls_.empty() && !calls_.back().active) calls_.back().varying = true;
      break;
    default: break;
  }
  // A trampoline lives for one call only: such a call stays the interpreter's.
  if (innermost && (calls_.empty() || calls_.back().frame != innermost) && IsInitOpcode(op_->opcode) &&
      !innermost->func->Is(FunctionFlags::kTrampoline)) {
    // The opline decided what is called and where its frame lies: both are guarded. Those guards' exits do
    // not know of the call, which memory has.
    EffectsDone(next);
    Call call{};
    IrRef link = ir_.FLoad(AddressOfFrame(base_), ir::Field::kFrameCall);
    if (!CallInMemory(innermost, link, &call)) return;
    calls_.push_back(call);
  }
}

// Builds with checks: asks their test hook at every safepoint that the interpreter has at the end of `op`.
void Recorder::TestSafepoint([[maybe_unused]] const Op* op) {
#ifdef TUSK_CHECKS
  if (!vm_->test.safepoint) return;
  using Code = tusk::Opcode;
  auto taken = [&](const Op* jump) { return op_ == jump->Target(jump->op2); };
  SafepointKind kind;
  if (entering_) {
    if (!calls_.empty() && calls_.back().heap >= 0) return;  // a generator goes on: no safepoint
    kind = SafepointKind::kEntry;
  } else if (op->opcode == Code::kDoIcall || op->opcode == Code::kDoFcall ||
             op->opcode == Code::kDoFcallByName) {
    kind = SafepointKind::kCallEnd;
  } else if ((op->opcode == Code::kJmp && op_ <= op) || (op->opcode == Code::kJmpnz && taken(op)) ||
             ((op->result_kind & kSmartJmpnz) && taken(op + 1))) {
    kind = SafepointKind::kJump;
  } else {
    return;
  }
  IrRef due = ir_.Call(ir::CallId::kTestSafepoint, {ir_.KInt(static_cast<int64_t>(kind))});
  // An exit of its own: no side trace may grow there for another guard.
  testing_ = true;
  ir_.SnapshotChanged();
  ir_.GuardEq(due, ir_.KInt(0));
  testing_ = false;
  ir_.SnapshotChanged();
#endif
}

const Op* Recorder::Finish(End end) {
  const Op* go_on = op_;
  SaveOp(frame_, go_on);
  if (end != End::kAbort) {
    ir::SnapshotDesc state;
    switch (end) {
      case End::kLoop: {
        // The safepoint of the loop: an interrupt leaves at the loop head.
        resume_ = start_;
        CloseGenerators();
        DescribeState(&state, true);
        ir_.Close(trace_.AddSnapshot(state));
        record_->link = LinkKind::kLoop;
        break;
      }
      case End::kReturn: record_->link = LinkKind::kReturn; break;
      case End::kCall:
        // The safepoint of calls: an interrupt leaves behind the parameters.
        FlushGenerators();
        DescribeState(&state, false);
        ir_.Link(0, trace_.AddSnapshot(state));
        record_->link = LinkKind::kCall;
        break;
      case End::kLink:
        FlushGenerators();
        DescribeState(&state, false);
        ir_.Link(link_, trace_.AddSnapshot(state));
        record_->link = LinkKind::kRoot;
        record_->linked_to = link_;
        break;
      default:
        FlushGenerators();
        DescribeState(&state, false);
        ir_.Exit(trace_.AddSnapshot(state));
        record_->link = LinkKind::kInterpreter;
    }
    if (ir_.failed()) Fail(Abort::kContradiction);
  }
  record_->oplines = static_cast<uint32_t>(oplines_);
  return Tag(go_on);
}

}  // namespace tusk::trace
