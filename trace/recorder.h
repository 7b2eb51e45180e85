// The recorder: runs the program one opline at a time through Step and writes down, in IR, what each did with
// the types, classes, callees and branch directions it saw.
//
// The abstract state
//   * Slots are numbered as in ir/ (16-byte units from the root frame). What the trace knows of a slot is a
//   Known:
//     the value's IR reference, and whether memory still holds something else (dirty). Slots that the trace
//     has not touched are read with SLOAD when first needed, with a guard on the type that memory shows now.
//   * A frame slot owns one count of the counted value it holds, in memory or in a Known. Put() therefore
//   wants an
//     owned value and releases the old one; Take() moves the count out of a TMP, which is dead then.
//   * Calls are inlined with no frame pushed: Call describes a frame that exists in snapshots only, until
//   something
//     that looks at frames makes it real (Materialise).
//
//   * Frames of generators lie on the heap: HeapFrame. Their slots have numbers of their own (ir/types.h),
//   and are
//     known like others, whether the generator runs or is suspended; while memory is not up to date it says
//     that the generator runs, so that nobody else resumes it or looks into it. Before user code may run,
//     suspended ones are written back and forgotten (FlushGenerators).
//
// Rules for a family's record function
//   1. It sees memory as it is before the opline runs. It returns kNative if it has written the whole opline
//   down,
//      kGeneric to have it run through Step in the trace, kStop to end the trace before it, or it calls Fail.
//   2. All guards come before anything that cannot be repeated: until then a failing guard runs the opline
//   again.
//   3. Reads (Read, Load...) may emit guards; changes of the abstract state (Put, Take, SetResult) come last.
//   4. Fetches for writing (FETCH_DIM_W ...) find a place that only the very next opline may use. They are
//   not recorded
//      by themselves (Delay, kDelayed): guards of the whole chain resume at its first fetch, and the opline
//      that uses the place ends the chain (EndDelayed) when it is recorded natively. When it is not, the
//      fetches run through Step before it.
//   5. After an effect that must not be repeated, call EffectsDone(): later guards of the opline resume
//   behind it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "interp/vm/generator.h"
#include "ir/builder.h"
#include "trace/tree.h"

namespace tusk::trace {

struct RestoredFrames;
class SlotPlaces;

enum class Outcome : uint8_t { kNative, kGeneric, kStop, kDelayed };

// What the trace knows of a slot.
struct Known {
  ir::IrRef ref;         // kNone: nothing
  bool dirty = false;    // memory does not hold it yet
  bool touched = false;  // memory is no longer as it was when the trace began
};

// What a fetch for writing found: a Value in an array, object or reference, or an element of packed ints or
// floats.
struct Place {
  ir::IrRef address;       // of the Value; none: the two below
  ir::IrRef reference;     // that `address` lies in, or none
  ir::IrRef array, index;  // element of packed ints or floats
  Value* now = nullptr;    // the Value at this moment, not a reference; null for the others
  Array* now_array = nullptr;
  int64_t now_index = 0;
  bool behind_reference = false;  // the value may be reached by another name
};

// A generator's frame that the trace has looked into.
struct HeapFrame {
  Frame* frame;  // now
  Object* generator;
  ir::IrRef object, address;  // of the generator; where its frame lies
  ir::IrRef adopted;          // the trace knew nothing of it before this instruction
  bool known = false;         // else memory is up to date
  bool active = false;        // it runs: there is a Call for it
  bool created = false;       // by this trace
  bool passing = false;       // the next round may have another one here, or it was in memory for a while
  bool at_first_yield = false;
  const Op* op = nullptr;  // where it waits, suspended
  const Op* op_in_memory = nullptr;
  std::vector<Known> slots;

  GeneratorState StateWhenLeft() const {
    return at_first_yield ? GeneratorState::kFirstYield : GeneratorState::kSuspended;
  }
};

// A call in progress above the root frame.
struct Call {
  Frame* frame;  // where the interpreter, which runs along, has it
  Function* function;
  int base;  // slot of its header
  bool active = false;
  bool real = false;  // its header is in memory in the trace too
  bool owns_this = false;
  bool varying = false;  // spread or named arguments: how many there are differs from run to run
  uint32_t info = 0;
  uint32_t argc = 0;
  ir::IrRef self;               // object, class constant, or none
  ir::IrRef closure;            // or none
  const Op* call_op = nullptr;  // the caller's DO_* opline; null while pending
  int result_slot = -1;
  int heap = -1;  // index of a generator's frame; `self` is none then, call_op what resumed it
};

class Recorder final : public ir::SnapshotSource {
 public:
  // `stack_top`: of the VM stack, before the frames of calls that exist only in snapshots were made.
  Recorder(Vm* vm, Frame* root, Value* stack_top, const Op* start, TraceRecord* record);
  ~Recorder();

  // Records until the trace ends one way or another. Returns what the execute loop is to go on with (a raw
  // return value, DESIGN section 4). `aborted` tells whether there is a trace.
  const Op* Run();
  Abort aborted() const { return aborted_; }
  uint64_t oplines() const { return static_cast<uint64_t>(oplines_); }
  // Side traces: the parent's exit and where its values come from.
  void Inherit(TraceRecord* parent, ir::SnapId exit, const RestoredFrames& frames);

  // --- for the families (record/*.cc)
  ir::Builder& ir() { return ir_; }
  Vm* vm() const { return vm_; }
  const void* context() const { return context_; }  // of the VM that it runs in
  Frame* frame() const { return frame_; }           // the running frame
  OpArray* function() const { return frame_->op_array(); }
  int base() const { return base_; }  // its first slot number
  const Op* op() const { return op_; }
  const Op* start() const { return start_; }
  bool is_side() const { return trace_.parent != 0; }
  // The opline at hand is where a guard of the parent failed, as it did in several traces before that.
  bool FailedBefore() const {
    constexpr int kSeveral = 4;
    if (op_ != start_ || oplines_) return false;
    int count = 0;
    for (int32_t t = trace_.parent; t && g_trace.tree.Get(t)->start == start_; ++count)
      t = g_trace.tree.Get(t)->ir.parent;
    return count >= kSeveral;
  }
  Call* current_call() { return active_ < 0 ? nullptr : &calls_[static_cast<size_t>(active_)]; }
  // The call being prepared last, in the running frame; null if it was prepared before the trace began.
  Call* pending_call();

  int SlotOf(Operand o) const { return base_ + static_cast<int>(o.num / sizeof(Value)); }
  Value* Memory(int slot) const;
  ir::IrRef AddressOf(int slot);       // of a slot
  ir::IrRef AddressOfFrame(int base);  // whose first slot this is

  // The operand's value, dereferenced, typed by what it is now; kNone when traces do not hold such values
  // (the family then returns kGeneric). TMPs keep their count until Consume.
  ir::IrRef Read(Operand o, uint8_t kind, const Op* owner = nullptr);  // owner: the opline of a CONST (op())
  ir::IrRef ReadOp1() { return Read(op_->op1, op_->op1_kind); }
  ir::IrRef ReadOp2() { return Read(op_->op2, op_->op2_kind); }
  // What the operand is at this moment, for deciding what to record.
  const Value* Now(Operand o, uint8_t kind, const Op* owner = nullptr) const;
  ir::IrRef ReadData(const Op* data) { return Read(data->op1, data->op1_kind, data); }
  const Value* NowOp1() const { return Now(op_->op1, op_->op1_kind); }
  const Value* NowOp2() const { return Now(op_->op2, op_->op2_kind); }
  ir::Type TypeOf(ir::IrRef r) const { return trace_.TypeOf(r); }

  // The slot's content, undereferenced. kNone as above.
  ir::IrRef ReadSlot(int slot);
  // A value in memory at `address` (an IR pointer), which `now` shows.
  ir::IrRef LoadValue(ir::IrRef address, const Value& now);

  // Ends the life of a TMP or VAR operand: releases its count (CV and CONST: nothing).
  void Consume(Operand o, uint8_t kind);
  // The operand's value with a count of its own: moved out of a TMP, retained otherwise.
  ir::IrRef TakeOwned(Operand o, uint8_t kind, ir::IrRef value);
  // Gives a slot a new owned value without looking at the old one (results, arguments).
  void Define(int slot, ir::IrRef owned);
  void SetResult(ir::IrRef owned) {
    if (op_->result_kind & (kTmp | kVar | kCv)) Define(SlotOf(op_->result), owned);
  }
  // The same, in memory at once: for what lies in a value's spare word. Makes frames real when it has to.
  void DefineInMemory(int slot, ir::IrRef owned);
  // Assigns to a CV: through its reference if it is one, releasing the old value. False: kGeneric.
  bool AssignCv(int slot, ir::IrRef owned, bool check_only = false);
  // What static means in the running frame, which has one, guarded: a constant.
  ir::IrRef CalledClassRef();
  ir::IrRef ThisRef();  // $this of the running frame, borrowed; kNone when there is none
  bool IsDirty(int slot) { return At(slot).dirty; }
  void Forget(int slot);               // memory's content is unknown from here on
  Outcome Delay(const Place& place);   // rule 4: what the opline at hand found; returns kDelayed
  const Place* PlaceOfOp1() const;     // null: the operand is not a place, or not one that is known
  void EndDelayed();                   // before the result is set, after the last guard
  void EffectsDone(const Op* resume);  // rule 5

  // The opline's result is in its slot in memory, owned by it; it becomes known when the opline has run.
  void ResultIsInMemory() { loading_result_ = true; }
  // Emits what makes a compare's result: a stored bool, or the guard of the branch behind it.
  Outcome Branch(ir::IrRef condition, bool now);
  // The opline after this one where recording goes on; families with jumps set it for their guards' sake.
  void GuardPointer(ir::IrRef value, ir::ConstKind kind, const void* expected, std::string_view label);
  void GuardException(const Op* resume);

  std::string NameOf(const Function* f) const;  // as a constant's label
  ir::IrRef ConstantOf(const Value& literal);   // kNone: not a kind of constant that traces hold
  ir::IrRef FunctionConstant(const Function* f);
  ir::IrRef ClassConstantRef(const Class* c);
  ir::IrRef OplineConstant(const OpArray* f, const Op* op);

  // --- calls
  void BeginCall(Function* f, ir::IrRef self, bool owns_this,
                 ir::IrRef closure);                     // the Step after it pushes the real one
  void EnterCall();                                      // DO_*: the pending call becomes the running one
  void GuardFunction(ir::IrRef header, Function* f);     // that the frame at `header` runs f
  void GuardCode(ir::IrRef function, const OpArray* f);  // that `function` is f or another copy in its scope
  ir::IrRef ClosureOfFrame(ir::IrRef header);
  // Before the first call of a trace begins, and before anything is retained for it.
  void GuardStack();
  // Reads all variables of the running call, so that LeaveCall, which comes after the result was retained,
  // meets no guard. False: one holds what traces do not (a resource), so who leaves must be the interpreter.
  bool ReadVariables();
  void LeaveCall(ir::IrRef owned_result);  // RETURN
  // A builtin was recorded natively: its pending call and the arguments are gone.
  void DropCall(absl::Span<const ir::IrRef> args);

  // --- exceptions (recorder_exceptions.cc)
  // THROW of an exception of class `c`, guarded: goes on at a CATCH of this trace, or kStop.
  Outcome Throw(ir::IrRef exception, const Class* c);
  ir::IrRef thrown() const { return thrown_; }  // on its way to a CATCH; else none
  const Op* caught_at() const { return caught_at_; }
  ir::IrRef TakeThrown() { return std::exchange(thrown_, ir::kNone); }
  // Whether the running frame's slots may be written in memory at any time.
  bool FrameIsInMemory() const {
    return active_ < 0 || ir::IsHeapSlot(base_) || calls_[static_cast<size_t>(active_)].real;
  }

  // --- generators
  // Makes the generator known: guards that it is suspended where it is now, in the function that it runs.
  // The opline at hand resumes it, or only looks at what it has yielded. -1: traces leave this one alone.
  enum class Waits : uint8_t { kAtYield, kForElement, kForReturn };  // the others at YIELD_FROM
  int AdoptGenerator(ir::IrRef object, Object* now, bool resumes, Waits waits = Waits::kAtYield);
  HeapFrame& heap(int index) { return heap_[static_cast<size_t>(index)]; }
  // The opline at hand does; its generator is known. `asked` if that is another, which delegates to it.
  void ResumeGenerator(int index, Object* asked = nullptr);
  // Back to the opline that resumed it, which may be what begins it.
  void LeaveGenerator(const Op* yield, bool at_first_yield);
  // The same for one that the interpreter enters in the course of the opline at hand, for `resumed_by`.
  void RunGenerator(int index, const Op* resumed_by);
  // Whom the opline asks which resumed the running generator.
  ir::IrRef AskedRef();
  // YIELD_FROM of a new generator that is known: it begins to run.
  void BeginDelegate(int index, ir::IrRef owned_object);
  // The array that it delegates to is at its end: it goes on, as ResumeGenerator has it.
  void FinishArray(int index, Object* asked);
  // GENERATOR_RETURN where another delegates to it, which is known and goes on: EndGenerator otherwise.
  void ReturnToOuter(int outer, ir::IrRef owned_result);
  // Chains of `yield from` change in a round: generators are not for this loop's root trace.
  Outcome LeaveChainsAlone();
  // GENERATOR_CREATE of an inlined call: false, or the generator is the call's result.
  bool CreateGenerator();
  bool CanCreateGenerator(const Function* f) const;
  // GENERATOR_RETURN: its variables are known. Back to the opline that resumed it.
  void EndGenerator(ir::IrRef owned_result, bool at_first_yield);
  int CallerBase() const { return OwnerOf(static_cast<size_t>(active_)); }  // of the running frame
  void FlushGenerators();  // suspended ones: memory is up to date, nothing is known
  void BeforeUserCode() override;
  // The call of next() or send() that resumed the running generator.
  const Call* ResumingCall() const;
  const Call* LastCall() const { return &calls_.back(); }
  // By a variable, which keeps it alive; of calls, only those before number `calls` count.
  bool IsHeld(ir::IrRef value, size_t calls = SIZE_MAX) const;
  bool InLastRound() const;  // of the loop, where a root trace shows the way out and not the loop

  void MakeFramesReal();
  void FlushSlots();  // writes all dirty slots
  bool CanInline(const Function* f, uint32_t argc);
  // DO_* of what cannot be inlined: the trace ends where the callee begins, in the callee's frame. False: it
  // cannot follow that far.
  bool LinkCall();
  // RETURN out of the root frame: the trace ends in its caller, wherever that is. False: it cannot.
  bool LinkReturn(Operand o, uint8_t kind, ir::IrRef value);

  void Fail(Abort reason) {
    if (aborted_ == Abort::kNone) aborted_ = reason;
  }
  bool failed() const { return aborted_ != Abort::kNone; }
  // The root frame is a generator's, and yields: a loop's trace is for rounds that do not, a side trace ends.
  Outcome YieldFromRoot() {
    yielded_ = true;
    if (!is_side()) Fail(Abort::kYielded);
    return Outcome::kStop;
  }
  bool yielded() const { return yielded_; }

  void Describe(ir::SnapshotDesc* desc) override;
  uint16_t CurrentPosition(bool shows) override;

 private:
  enum class End : uint8_t { kGoOn, kLoop, kLink, kCall, kReturn, kExit, kAbort };

  End BeforeOpline();
  bool LeftLoop() const;
  Outcome RecordOpline();
  void GuardExtraArguments();
  bool MayThrow() const;  // the opline that was just recorded
  void ReleaseFromFrame(ir::IrRef value);
  bool PlanUnwinding(ir::IrRef exception, const Class* c, size_t* remaining);
  bool DiesQuietly(ir::IrRef value, ir::IrRef exception, size_t call) const;
  const Op* FollowUnwinding(const Op* raw);
  void FlushGenerator(HeapFrame* h);
  void WriteState(HeapFrame* h);  // all but the slots
  void CloseGenerators();
  ir::SnapFrame DescribeSuspended(const HeapFrame& h, int index) const;
  ir::IrRef OnHeap(int base) { return ir::IsHeapSlot(base) ? AddressOfFrame(base) : ir::kNone; }
  int OwnerOf(size_t call) const;
  const OpArray* FunctionAt(int base) const;
  void EmitStep(const Op* op, const Op* next);
  void TestSafepoint(const Op* op);
  bool CallInMemory(Frame* frame, ir::IrRef link, Call* call);
  void TakeOverCalls();
  const Op* Resume();
  void RecordGeneric();
  void StepDelayed();
  void FlushRange(std::vector<Known>* slots, int base, size_t begin, size_t end);
  void AfterUserCode();
  const Op* AfterStep(const Op* raw, Outcome outcome, size_t known_calls);
  void ForgetAfterStep(const Op* op);
  void PendingAfterStep(const Op* next);
  const Op* Finish(End end);
  void DescribeState(ir::SnapshotDesc* desc, bool with_clean);
  void ShowArguments(const Function* f, int base, uint32_t argc);
  void ShowGenerator(const Call& call, int* free, ir::InlinedFrame* inlined);
  int EndOfCalls() const;
  ir::SnapFrame DescribeCall(const Call& call) const;
  Known& At(int slot);
  bool InReach(const Frame* call, ptrdiff_t distance) const;

  Vm* vm_;
  const void* context_;
  Frame* root_;
  std::unique_ptr<SlotPlaces> places_;
  const Op* start_;
  TraceRecord* record_;
  ir::Trace& trace_;
  ir::Builder ir_;
  Frame* frame_;
  int base_ = 0;
  const Op* op_;
  const Op* resume_;  // where guards of the moment resume
  const Op* at_;      // the opline that the running frame is in; null: memory says it
  std::vector<Known> slots_;
  std::vector<uint64_t> used_slots_;  // a bit for each that was looked at: big frames are mostly untouched
  std::vector<ir::ShownSlot> shown_;  // scratch of CurrentPosition()
  std::vector<Call> calls_;
  std::vector<HeapFrame> heap_;
  GeneratorData* resuming_ = nullptr;  // the opline at hand enters its frame
  Object* asked_ = nullptr;            // to get something from this one, if it is another
  int creating_ = -1;                  // heap frame of the generator that the opline at hand makes
  int created_in_ = 0;                 // the slot that it lands in
  bool user_code_ran_ = false;         // or may have, in the opline at hand, and variables are globals
  bool jumped_back_ = false;           // to op_, in a generator's frame
  std::vector<ir::IrRef> given_up_;    // references that the opline took the value of; released behind it
  std::vector<const Op*> delayed_;     // fetches whose place is place_
  Place place_;
  ir::IrRef thrown_;  // the exception between its THROW and its CATCH
  const Op* caught_at_ = nullptr;
  bool unwinding_ = false;  // the opline at hand throws what this trace catches
  ir::IrRef root_this_;
  ir::IrRef opline_begin_;  // the first instruction of the opline that is being recorded
  int active_ = -1;         // index of the running inlined call, -1 the root frame
  bool arguments_guarded_ = false;
  bool function_guarded_ = false;
  bool stack_guarded_ = false;  // that the root frame does not lie in the slack behind a stack page
  bool pristine_ = true;        // no opline ran through Step yet: untouched slots are as at entry
  bool entering_ = false;
  bool yielded_ = false;
  bool leaving_ = false;
  bool testing_ = false;  // what is described next is the state where the test hook is asked
  bool loading_result_ = false;
  bool linking_call_ = false;    // the trace ends when the running frame's parameters are there
  bool linking_return_ = false;  // the trace ends with this opline
  int oplines_ = 0;
  Abort aborted_ = Abort::kNone;
  int32_t link_ = 0;
  absl::flat_hash_map<const Op*, int> inner_rounds_;
};

// Records a root trace from `op`. Returns the raw value to go on with.
const Op* RecordRoot(Frame* frame, const Op* op, Vm* vm);
// The same from an exit that became hot, whose state has been restored.
const Op* RecordSide(TraceRecord* parent, ir::SnapId exit, const RestoredFrames& frames, const Op* op,
                     Vm* vm);

// The record function of an opcode; null: the opline runs through Step (record/native.def).
using RecordFunction = Outcome (*)(Recorder& r);
RecordFunction RecordFunctionOf(Opcode opcode);

}  // namespace tusk::trace
