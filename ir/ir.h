// The trace IR's data: instructions, constants, snapshots and the Trace that owns them. Linear typed SSA in
// the manner of LuaJIT: one array in execution order, references are positions, constants have their own
// (negative) range.
//
// Ownership of PHP references (what RETAIN and RELEASE count; verify.cc proves it)
//   * A frame slot owns one reference to the counted value it holds, whether the value is still in memory
//   (SLOAD
//     reads it, borrowed from the slot) or only in the trace's knowledge of the slot (a snapshot entry).
//   * When the trace puts a new value into a slot, it takes over the slot's reference to the old value and
//   must
//     RELEASE it (or pass it on); an exit overwrites slots without releasing.
//   * VLOAD borrows from memory. CALL results are owned by the trace if the row says Owned. VSTORE moves a
//     reference from the trace into memory; `consumed` call arguments move it into the callee.
//   * A snapshot entry moves one reference from the trace into the slot, unless it is flagged kRetain: then
//   the
//     exit adds one first (the trace only borrowed the value). Entries flagged kClean move nothing.
//   * A side trace's PLOAD of an entry with kRetain is followed by RETAIN: it starts where the exit's writes
//   would
//     have ended, so that each slot owns its value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "interp/runtime/check.h"
#include "ir/types.h"

namespace tusk::ir {

// --- instructions
// ----------------------------------------------------------------------------------------------------

enum InstFlag : uint8_t {
  kInstSunk = 1,  // not to be emitted: only exits use it, and rebuild it from its operands (opt/sink)
  kInstMark = 2,  // scratch for one pass at a time
};

// 20 bytes. Operands a, b, c hold a reference, or the literal's number where the row says so.
struct Inst {
  Opcode op = Opcode::NOP;
  Type type = Type::kNone;
  uint8_t flags = 0;
  uint8_t scratch = 0;    // free for the backend between passes
  SnapId snap;            // snapshot in force; guards, STEP and terminators only. Also the exit number.
  uint16_t position = 0;  // CALL, RELEASE: where the program is (Trace::position); 0: memory says it
  IrRef a, b, c;

  bool Is(uint16_t op_flags) const { return ir::Is(op, op_flags); }
  IrRef operand(int i) const { return i == 0 ? a : i == 1 ? b : c; }
  IrRef& operand(int i) { return i == 0 ? a : i == 1 ? b : c; }
  // Literals, by the operations that have them.
  Slot slot() const { return Slot(op == Opcode::STEP ? c.v : a.v); }  // SLOAD, SLOTADDR; STEP: frame start
  int lit() const {
    return (op == Opcode::PROPADDR || op == Opcode::PTRADD) ? b.v : a.v;
  }  // also PLOAD, LINK
  Field field() const { return static_cast<Field>(b.v); }   // FLOAD, FSTORE
  CallId call() const { return static_cast<CallId>(a.v); }  // CALL
};

// --- constants
// -------------------------------------------------------------------------------------------------------

enum class ConstKind : uint8_t {
  kUndef,
  kNull,
  kFalse,
  kTrue,
  kInt,
  kFloat,
  // Pointers, printed as @prefix:label. Values, kept alive by whoever owns the trace. Strings and arrays must
  // be immortal (interned or a literal): nobody counts them. Objects are counted as any other value.
  kString,
  kArray,
  kObject,
  // Type::kPtr:
  kFunction,
  kClass,
  kOpline,
  kShape,
  kPointer,
};
inline constexpr std::string_view kConstPrefix[] = {"",    "",    "",   "",      "",   "",      "str",
                                                    "arr", "obj", "fn", "class", "op", "shape", "ptr"};
constexpr Type TypeOf(ConstKind k) {
  constexpr Type kTypes[] = {Type::kUndef, Type::kNull,   Type::kBool,  Type::kBool,  Type::kInt,
                             Type::kFloat, Type::kString, Type::kArray, Type::kObject};
  return k >= ConstKind::kFunction ? Type::kPtr : kTypes[static_cast<int>(k)];
}
constexpr bool IsPointerConst(ConstKind k) { return k >= ConstKind::kString; }

struct Constant {
  ConstKind kind;
  int32_t label = -1;  // index into the trace's labels; pointer constants only
  union {
    int64_t i = 0;
    double f;
    const void* p;  // not owned; null for constants that came from text (identity is then the label)
  };
};

// --- snapshots
// ------------------------------------------------------------------------------------------------------- A
// snapshot says what the interpreter must find when the trace leaves: the opline to resume at, the slots
// whose memory is out of date, and the frames that exist only here.

//
// CLOSE's snapshot lists every slot that the round assigned and that is still alive, with its value; those
// that are in memory already as kSnapClean (ref none: its value there is unknown). A slot that is not listed
// is unchanged, or, after a STEP or a call that runs user code, read again from memory. Other snapshots need
// not list clean slots.

enum SnapFlag : uint8_t {
  kSnapRetain = 1,  // the exit adds a reference before it writes the slot
  kSnapClean = 2,  // memory holds this value already: the exit writes nothing; the loop pass needs to know it
};

struct SnapEntry {
  Slot slot;
  IrRef ref;  // constant or instruction; kUndefRef clears the slot
  uint8_t flags = 0;
  bool operator==(const SnapEntry&) const = default;
};

enum FrameFlag : uint8_t {
  kFrameActive = 1,   // entered; execution is inside it (the last active frame resumes at Snapshot::resume)
  kFramePending = 2,  // INIT_* done, DO_* not yet: belongs to the nearest active frame below it
  kFrameMaterialised = 4,    // its header is in memory already; the exit writes only slots
  kFrameRetainThis = 8,      // the exit adds a reference to this_ref
  kFrameBorrowThis = 32,     // the frame does not own this_ref ($this of a caller that outlives it)
  kFrameRetainClosure = 16,  // the exit adds a reference to closure
  // On the heap, a generator's: this_ref is the generator, closure the frame's address. Active: resumed by
  // the frame before it, at call_op; its reference to itself is the one that others' to $this are. Else
  // suspended at call_op, in the state that argc says; the frames of that kind come first.
  kFrameHeap = 64,
};

// The same as it is kept (Trace::KeepExits).
struct KeptEntry {
  uint32_t slot : 28;
  uint32_t flags : 4;
  IrRef ref;
};
static_assert(sizeof(KeptEntry) == 8);

// One frame above the root frame. The exit builds the header in memory at `base`.
struct SnapFrame {
  IrRef func;         // function constant
  Slot base;          // where its header starts
  uint8_t flags = 0;  // FrameFlag
  uint16_t argc = 0;  // arguments passed (so far, if pending)
  uint32_t info = 0;  // call-info bits for the header; the recorder's, opaque to ir/
  IrRef this_ref;     // object, class constant (static call) or none
  IrRef closure;      // closure object the frame keeps alive, or none
  IrRef call_op;    // the caller's DO_* opline (active: return address is the one after it); none if pending
  Slot result{-1};  // caller's slot for the result; -1 when unused or pending
  bool operator==(const SnapFrame&) const = default;
};

struct Snapshot {
  IrRef resume;  // opline constant, in the last active frame (root frame if none)
  uint32_t first_entry = 0, first_frame = 0;
  uint16_t num_entries = 0, num_frames = 0;
  bool alone = false;  // as in SnapshotDesc
};

// Where the program is while an instruction calls out: what code that looks at frames from in there must
// find. The innermost frame that is in memory is the running one, as far as memory knows.
struct Position {
  IrRef op;                // opline constant: the running one, in the innermost frame
  Slot real_base;          // start of the innermost frame in memory that lies on the stack
  uint16_t real_heap = 0;  // how many frames on the heap, in memory too, are above that
  uint16_t frame = 0;      // Trace::inlined_frame, the innermost; 0: all are in memory
  bool shows = false;      // arguments and $this of all frames are in memory: Trace::shown says how
  uint32_t first_shown = 0, num_shown = 0;
  bool operator==(const Position&) const = default;
};
// A slot whose memory is out of date although code that looks at frames may read it: what it must hold then,
// without a reference of its own. (Writing it harms nobody: the exits behind write it again.)
struct ShownSlot {
  Slot slot;
  IrRef ref;  // none: memory has it, as long as no round of a loop has changed it
  bool operator==(const ShownSlot&) const = default;
};
// A frame that runs, or waits for one that does, and exists only in snapshots.
struct InlinedFrame {
  IrRef func, call_op;    // as in SnapFrame
  IrRef self;             // class constant or none
  bool has_this = false;  // $this is among the shown slots
  Slot base;              // a heap slot: the frame is not on the stack
  // Of one on the heap: where on the stack a copy goes for who looks, or 0. Shown there are the generator in
  // the first slot, the one whose method runs it, if any, in the second, and the arguments but for those that
  // its own frame has (by bits).
  Slot copy;
  uint64_t in_memory = 0;
  uint16_t argc = 0;
  uint16_t caller = 0;  // the one below; 0: it is in memory
  bool operator==(const InlinedFrame&) const = default;
};

// A snapshot under construction, or taken apart.
// Entries ascend by slot, each slot at most once. Frames ascend by base; the root frame is not listed.
struct SnapshotDesc {
  IrRef resume;
  std::vector<SnapEntry> entries;
  std::vector<SnapFrame> frames;
  // No other guard may share the exit: who leaves tells the guard by it. (Of test hooks only, so texts do not
  // tell it.)
  bool alone = false;
  void Clear() { resume = kNone, entries.clear(), frames.clear(), alone = false; }
};

// --- the trace
// -------------------------------------------------------------------------------------------------------

class Trace {
 public:
  Trace();
  Trace(const Trace&) = default;
  Trace(Trace&&) = default;
  Trace& operator=(const Trace&) = default;
  Trace& operator=(Trace&&) = default;

  int32_t id = 0;
  int32_t parent = 0;  // parent trace id, 0 for a root trace
  bool apart = false;  // the root frame is on the heap, the frames of its calls are not: code reaches only it
  ExitId parent_exit;  // exit of the parent that this trace grows from
  IrRef start;         // opline constant: where the trace begins
  IrRef loop;          // the LOOP instruction; none when the trace does not loop by itself

  // Instructions. Positions 1 .. end()-1; position 0 is unused.
  IrRef end() const { return IrRef(static_cast<int32_t>(insts_.size())); }
  int size() const { return static_cast<int>(insts_.size()); }
  Inst& operator[](IrRef r) {
    DCHECK(r.v > 0 && r < end());
    return insts_[static_cast<size_t>(r.v)];
  }
  const Inst& operator[](IrRef r) const {
    DCHECK(r.v > 0 && r < end());
    return insts_[static_cast<size_t>(r.v)];
  }
  IrRef Append(const Inst& inst);     // as given: no folding, no checks (builder.h does those)
  void Truncate(IrRef end);           // drops end and everything after
  void TruncateSnapshots(int count);  // drops those that no instruction has any more
  // Drops snapshots that no instruction has and renumbers the others in their order. The result gives, by old
  // number, how many that were kept come before it.
  std::vector<int> CompactSnapshots();
  // Frees what is only needed while instructions are added.
  void Freeze();
  // Keeps what exits need, for traces whose code is made and that nobody prints: snapshots, with equal
  // entries and frames stored once, the types of the instructions whose values they hold (KeptTypeOf), and
  // constants. References are renumbered; the result gives the old position of each instruction kept.
  std::vector<int32_t> KeepExits();
  // TypeOf() and entries() when exits are all that is kept.
  Type KeptTypeOf(IrRef r) const { return r.IsInst() ? kept_types_[static_cast<size_t>(r.v)] : TypeOf(r); }
  SnapEntry KeptEntryAt(SnapId s, int i) const {
    const KeptEntry& e = kept_entries_[snapshot(s).first_entry + static_cast<size_t>(i)];
    return {Slot(static_cast<int32_t>(e.slot)), e.ref, static_cast<uint8_t>(e.flags)};
  }
  void Nop(IrRef r) { insts_[static_cast<size_t>(r.v)] = Inst{}; }

  // Arguments of CALL: b is the first index, c the count.
  IrRef AddArgs(absl::Span<const IrRef> args);  // the first index, as a literal
  absl::Span<const IrRef> args(const Inst& call) const;
  absl::Span<IrRef> args(const Inst& call);

  // Constants, interned: equal constants have equal references. Floats by bit pattern (0.0 and -0.0 differ).
  IrRef KInt(int64_t i);
  IrRef KFloat(double f);
  IrRef KBool(bool b) const { return BoolRef(b); }
  // kind from kString on. With an address, that is the identity (equal labels get a #n suffix for text; an
  // empty label is for traces that nobody prints); without (parsed text) the label is.
  IrRef KPtr(ConstKind kind, const void* p, std::string_view label);
  IrRef KOpline(const void* op, std::string_view label) { return KPtr(ConstKind::kOpline, op, label); }
  // The constant of an address that is known already, or none: spares making up its label.
  IrRef FindPtr(ConstKind kind, const void* p) const {
    auto it = pointers_.find({p, kind});
    return it == pointers_.end() ? kNone : it->second;
  }
  IrRef KNullPtr() { return null_ ? null_ : KPtr(ConstKind::kPointer, nullptr, "null"); }
  bool IsNullPtr(IrRef r) const { return r && r == null_; }
  // Values that nobody counts.
  bool IsImmortal(IrRef r) const {
    if (r.IsConst()) return constant(r).kind == ConstKind::kString || constant(r).kind == ConstKind::kArray;
    return r.IsInst() && (*this)[r].op == Opcode::CALL && (Row((*this)[r].call()).flags & kCallImmortal);
  }

  const Constant& constant(IrRef r) const {
    DCHECK(r.IsConst());
    return constants_[static_cast<size_t>(-r.v - 1)];
  }
  int num_constants() const { return static_cast<int>(constants_.size()); }
  std::string_view label(IrRef r) const;
  bool IsInt(IrRef r) const { return r.IsConst() && constant(r).kind == ConstKind::kInt; }
  bool IsFloat(IrRef r) const { return r.IsConst() && constant(r).kind == ConstKind::kFloat; }
  int64_t IntOf(IrRef r) const { return constant(r).i; }
  double FloatOf(IrRef r) const { return constant(r).f; }

  // Type of any reference; none for kNone.
  Type TypeOf(IrRef r) const {
    return r.IsInst() ? (*this)[r].type : r.IsConst() ? ir::TypeOf(constant(r).kind) : Type::kNone;
  }

  // Snapshots. Equal ones are shared: the id of an identical recent snapshot is returned.
  SnapId AddSnapshot(const SnapshotDesc& desc, bool share = true);
  int num_snapshots() const { return static_cast<int>(snapshots_.size()); }
  const Snapshot& snapshot(SnapId s) const { return snapshots_[s.v]; }
  Snapshot& snapshot(SnapId s) { return snapshots_[s.v]; }
  absl::Span<const SnapEntry> entries(SnapId s) const;
  absl::Span<SnapEntry> entries(SnapId s);
  absl::Span<const SnapFrame> frames(SnapId s) const;
  absl::Span<SnapFrame> frames(SnapId s);
  SnapshotDesc Describe(SnapId s) const;
  void EnsureSnapshots(int count);  // appends empty snapshots until there are count (parser)
  // Replaces a snapshot's content (other users of the id see it too).
  void ReplaceSnapshot(SnapId s, const SnapshotDesc& desc);

  // Positions of calls. Numbers begin with 1; equal ones are shared with the last few. 0: too many.
  uint16_t AddPosition(Position position, absl::Span<const ShownSlot> shown);
  uint16_t AddInlinedFrame(const InlinedFrame& frame);
  const Position& position(uint16_t number) const { return positions_[number - size_t{1}]; }
  absl::Span<const ShownSlot> shown(const Position& p) const {
    return absl::MakeConstSpan(shown_).subspan(p.first_shown, p.num_shown);
  }
  // What code that `inst` runs finds in frames.
  absl::Span<const ShownSlot> shown(const Inst& inst) const {
    return inst.position && LooksAtFrames(inst) ? shown(position(inst.position))
                                                : absl::Span<const ShownSlot>();
  }
  // May code that looks at frames run, user code above all?
  bool LooksAtFrames(const Inst& inst) const {
    if (inst.op == Opcode::RELEASE) return TypeOf(inst.a) != Type::kString;
    return inst.op == Opcode::CALL && (Row(inst.call()).flags & kCallLooks);
  }
  const InlinedFrame& inlined_frame(uint16_t number) const { return inlined_frames_[number - size_t{1}]; }

  // Exit values, as PLOAD numbers them: first the entries in order, then for each frame this_ref and closure.
  int NumExitValues(SnapId s) const { return snapshot(s).num_entries + 2 * snapshot(s).num_frames; }
  IrRef ExitValue(SnapId s, int i) const;

  // Calls f(IrRef&) for every reference operand of an instruction (constants included, none skipped), call
  // arguments included, snapshot not.
  template <typename F>
  void ForEachOperand(Inst& inst, F f) {
    const OpRow& row = Row(inst.op);
    for (int i = 0; i < 3; ++i) {
      if (IsRefOperand(row.operand[i]) && inst.operand(i)) f(inst.operand(i));
    }
    if (inst.op == Opcode::CALL) {
      for (IrRef& arg : args(inst)) f(arg);
    }
  }
  template <typename F>
  void ForEachOperand(const Inst& inst, F f) const {
    const_cast<Trace*>(this)->ForEachOperand(const_cast<Inst&>(inst), [&f](IrRef& r) { f(IrRef(r)); });
  }
  // Calls f(IrRef&) for every reference of a snapshot except resume, functions and call_op (all constants).
  template <typename F>
  void ForEachSnapRef(SnapId s, F f) {
    for (SnapEntry& e : entries(s)) f(e.ref);
    for (SnapFrame& frame : frames(s)) {
      if (frame.this_ref) f(frame.this_ref);
      if (frame.closure) f(frame.closure);
    }
  }

 private:
  IrRef AddConstant(const Constant& c);
  bool SameSnapshot(SnapId s, const SnapshotDesc& desc) const;

  std::vector<Inst> insts_;
  std::vector<IrRef> args_;
  std::vector<Constant> constants_;
  std::vector<std::string> labels_;
  std::vector<Snapshot> snapshots_;
  std::vector<SnapEntry> entries_;
  std::vector<SnapFrame> frames_;
  std::vector<KeptEntry> kept_entries_;
  std::vector<Type> kept_types_;  // by instruction; empty: everything is still there
  std::vector<Position> positions_;
  std::vector<ShownSlot> shown_;
  std::vector<InlinedFrame> inlined_frames_;
  absl::flat_hash_map<int64_t, IrRef> ints_;
  absl::flat_hash_map<uint64_t, IrRef> floats_;
  absl::flat_hash_map<std::pair<const void*, ConstKind>, IrRef> pointers_;
  absl::flat_hash_map<std::string, IrRef> named_;  // without addresses, by prefix and label
  absl::flat_hash_map<std::string, int> label_uses_;
  IrRef null_;
};

}  // namespace tusk::ir
