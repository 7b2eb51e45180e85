// The programs of the borders and the returns that happen in them.
#include "tests/border/world.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/vm/execute.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"
#include "interp/vm/main.h"
#include "interp/vm/pause.h"
#include "interp/vm/user_opcode.h"
#include "tools/engine.h"
#include "trace/hot.h"
#include "trace/log.h"
#include "trace/params.h"
#include "trace/recorder.h"
#include "trace/tree.h"

namespace tusk::border {

namespace {

// ---- programs

constexpr const char* kClasses = R"php(
class Tally {
    public $before = 0, $behind = 0, $caught = 0, $outer = 0, $ended = 0, $returned = 0, $suspended = 0;
}
class Thing {}
class Gone { function __destruct() { border_destructor(); } }
class Lost {}
class Weight {}
set_error_handler(function () { border_warning(); return true; });
function nothing() {}
function visitor() { $thing = new Thing; border_visit(); }
function suspender() { if (Fiber::getCurrent()) Fiber::suspend(); }
)php";

// `echo 'border'` becomes an opline of kBorderOpcode.
constexpr const char* kProgram = R"php(
function border_NAME(Tally $t, int $rounds) {
    PROLOGUE
    HEAD
        YIELD
        $t->before++;
        $thing = new Thing;
        try {
            STATEMENT
            $t->behind++;
        } catch (Exception $e) {
            $t->caught++;
        }
    TAIL
    $t->ended++;
}
function border_NAME_callee() {
    $x = 1;
    echo 'border';
}
function border_NAME_called($x) {
    $name = 'x';
    return $$name;
}
function border_NAME_caller(Tally $t, int $rounds) {
    try {
        CALL
        $t->returned++;
    } catch (Exception $e) {
        $t->outer++;
    }
}
function border_NAME_main(Tally $t, int $rounds, bool $fiber) {
    if (!$fiber) return border_NAME_caller($t, $rounds);
    $f = new Fiber('border_NAME_caller');
    $f->start($t, $rounds);
    while (!$f->isTerminated()) {
        $t->suspended++;
        $f->resume();
    }
}
)php";

const char* StatementOf(Border border) {
  switch (border) {
    case Border::kStep:
    case Border::kBackEdge:
    case Border::kFirstRound:
    case Border::kRecorder: return "echo 'border';";
    case Border::kBuiltin: return "border_call();";
    case Border::kBareBuiltin: return "$x = border_bare($i);";
    case Border::kRelease: return "$gone = new Gone; $lost = new Lost;";
    case Border::kSideTrace:
    case Border::kSideRecorder: return "if ($i > 20) echo 'border';";
    case Border::kExit: return "if ($i === 41) echo 'border';";
    case Border::kCompare: return "";
    case Border::kCallee: return "border_NAME_callee();";
    // Variables by name: too much to be part of a trace, which goes on there instead.
    case Border::kCall: return "echo 'border'; border_NAME_called($i);";
    case Border::kLoopEntry: return "border_calls_back();";
    case Border::kUserOpcode: return "$x = ~$i;";
    case Border::kWarning: return "$x = array_flip([$i / 2 + 0.25]);";
  }
  UNREACHABLE();
}

std::string ProgramOf(Border border, const std::string& name, Place place) {
  bool compare = border == Border::kCompare,
       generator = place == Place::kGenerator || place == Place::kYields;
  return absl::StrReplaceAll(
      absl::StrReplaceAll(kProgram, {{"HEAD", compare ? "$left = new Weight; $right = new Weight; do {"
                                                      : "for ($i = 1; $i <= $rounds; $i++) {"},
                                     {"PROLOGUE", place == Place::kGenerator ? "yield 0;" : ""},
                                     {"YIELD", place == Place::kYields ? "yield $t;" : ""},
                                     {"CALL", generator ? "foreach (border_NAME($t, $rounds) as $x);"
                                                        : "border_NAME($t, $rounds);"},
                                     {"TAIL", compare ? "} while ($left < $right);" : "}"},
                                     {"STATEMENT", StatementOf(border)}}),
      {{"NAME", name}});
}

// Before this round code makes no cell's return happen: a trace's first round, which lies before its loop, is
// a border of its own.
constexpr int kWarm = 20;

// ---- the running cell

struct Cell {
  Border border;
  Return ret;
  Mode mode;
  bool running = false;
  Outcome outcome;
  Object* tally = nullptr;
  OpArray* function = nullptr;
  Frame* stopped_at = nullptr;
  uint64_t exits_before = 0, started_before = 0;
  int passed = 0;  // by code, kFirstRound
} g_cell;
const JitHooks* g_hooks = nullptr;
bool (*g_in_side_trace)(const void* address) = nullptr;
const void* g_step_from = nullptr;  // where the opline that runs through Step returns to

int64_t Count(int slot) { return g_cell.tally->props()[slot].i; }
int64_t Round() { return Count(0); }

bool InCode(const void* address) {
  return trace::g_trace.backend && trace::g_trace.backend->contains(address);
}
bool InSideTrace(const void* address) {
  if (g_in_side_trace) return g_in_side_trace(address);
  bool found = false;
  trace::g_trace.tree.ForEach([&](const trace::TraceRecord& record) {
    auto begin = static_cast<const char*>(record.code->entry), at = static_cast<const char*>(address);
    if (at >= begin && at < begin + record.code->code_size) found |= record.ir.parent != 0;
  });
  return found;
}

// Whoever passed the border: a Run handler (kRun), the recorder, code (with the address it returns to).
enum class By { kRun, kRecorder, kCode };
bool Due(By by, const void* from = nullptr) {
  if (!g_cell.running || g_cell.outcome.fired) return false;
  if (g_cell.mode == Mode::kInterpreter) return by == By::kRun && Round() == kRound;
  if (by == By::kCode && Round() < kWarm && g_cell.border != Border::kFirstRound) return false;
  switch (g_cell.border) {
    case Border::kStep:
    case Border::kBuiltin:
    case Border::kBareBuiltin:
    case Border::kRelease:
    case Border::kBackEdge:
    case Border::kCompare:
    case Border::kCallee:
    case Border::kCall:
    case Border::kLoopEntry:
    case Border::kUserOpcode:
    case Border::kWarning: return by == By::kCode;
    case Border::kFirstRound: return by == By::kCode && ++g_cell.passed == 1;
    case Border::kSideTrace: return by == By::kCode && InSideTrace(from);
    case Border::kExit: return by == By::kRun && trace::g_trace.stats.exits_taken > g_cell.exits_before;
    case Border::kRecorder: return by == By::kRecorder && !trace::g_trace.recorder->is_side();
    case Border::kSideRecorder: return by == By::kRecorder && trace::g_trace.recorder->is_side();
  }
  UNREACHABLE();
}
By ByWhom(const void* from) {
  return InCode(from) ? By::kCode : trace::g_trace.recording ? By::kRecorder : By::kRun;
}

void Fired() {
  ++g_cell.outcome.fired;
  g_cell.outcome.round = Round();
}

// ---- returns

Function* UserFunction(const char* name) {
  Function* f = FindFunction(name);
  CHECK(f && f->kind == FunctionKind::kUser);
  return f;
}

// The frame of a call that nobody's opline made, which returns to where `caller` goes on: at its saved
// opline.
Transfer CallBetween(Vm* vm, Frame* caller, const char* name) {
  SaveOp(caller, caller->op - 1);
  Frame* call = PushFrame(vm, UserFunction(name), 0, 0, Value(), nullptr);
  auto* f = static_cast<OpArray*>(call->func);
  if (!f->cache) PrepareOpArray(vm, f);
  return EnterUser(caller, call, nullptr, vm);
}

void OnPause(const Op* op, Frame* frame, void*) {
  CHECK(frame->op == op);
  g_cell.stopped_at = frame;
}

void OnInterrupt(Vm* vm, void*) {
  if (!g_cell.running || !IsInterrupt(g_cell.ret) || !g_cell.outcome.fired || g_cell.outcome.answered) return;
  if (g_cell.ret == Return::kInterruptSwitches && !MaySwitchFrames(vm)) {
    return RaiseInterrupt(vm, Attention::kInterrupt);
  }
  ++g_cell.outcome.answered;
  g_cell.outcome.answered_in = Round();
  switch (g_cell.ret) {
    case Return::kInterruptThrows: Throw(Throwable::kException, "interrupt"); break;
    case Return::kInterruptSwitches: {
      Transfer next = CallBetween(vm, vm->frame, "visitor");
      if (next.op != &kInterruptOp) SaveOp(next.frame, next.op);
      break;
    }
    case Return::kInterruptSuspends: {
      Value result;
      CallFunction(UserFunction("suspender"), nullptr, nullptr, 0, nullptr, &result);
      Release(result);
      break;
    }
    default: break;
  }
}

// What any opline's Step may do at `op`, which has been saved.
const Op* Happen(Frame* frame, const Op* op, Vm* vm) {
  const Op* next = op + 1;
  switch (g_cell.ret) {
    case Return::kPlain: return next;
    case Return::kLate: trace::g_trace.backend->ask(); return next;
    case Return::kJump:
      // Over `$t->behind++`, whose last opline is no other's.
      do ++next;
      while (next->opcode != Opcode::kJmp);
      return next;
    case Return::kEnter: {
      SaveOp(frame, next);
      return Tag(CallBetween(vm, frame, "visitor").op);
    }
    case Return::kLeft: return Step<LeaveBody>(frame, op, vm);
    case Return::kNull:
      SaveOp(frame, next);
      g_cell.stopped_at = frame;
      return Tag(nullptr);
    case Return::kHalt:
      SaveOp(frame, next);
      g_cell.stopped_at = frame;
      return &kHaltOp;
    case Return::kLeave: return &kLeaveOp;
    case Return::kInterrupt:
    case Return::kInterruptThrows:
    case Return::kInterruptSwitches:
    case Return::kInterruptSuspends:
      RaiseInterrupt(vm, Attention::kInterrupt);
      if (RowOf(g_cell.border).between_rounds || g_cell.border == Border::kCall) return next;
      SaveOp(frame, next);
      return &kInterruptOp;
    case Return::kException: Throw(Throwable::kException, "border"); return frame->op + 1;
    case Return::kPause:
      vm->op_before_pause = op;
      vm->pause = {OnPause, nullptr};
      SaveOp(frame, &kPauseOps[0]);
      return frame->op + 1;
  }
  UNREACHABLE();
}

const Op* StepOpline(Frame* frame, const Op* op, Vm* vm) {
  const void* from = __builtin_return_address(0);
  SaveOp(frame, op);
  if (!Due(ByWhom(from), from)) return op + 1;
  Fired();
  return Happen(frame, op, vm);
}
const Op* PassOpline(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  if (!Due(By::kRun)) return op + 1;
  Fired();
  return Happen(frame, op, vm);
}
TUSK_HANDLER_CC const Op* RunOpline(Frame* frame, const Op* op, Vm* vm) {
  const Op* raw = PassOpline(frame, op, vm);
  if (IsTagged(raw)) return raw;
  [[clang::musttail]] return raw->handler(frame, raw, vm);
}

// ---- builtins

void HappenInBuiltin(Vm* vm) {
  Fired();
  switch (g_cell.ret) {
    case Return::kPlain: break;
    case Return::kException: Throw(Throwable::kException, "border"); break;
    case Return::kPause: EXPECT_TRUE(vm->Pause(OnPause, nullptr)); break;
    default: RaiseInterrupt(vm, Attention::kInterrupt);
  }
}

// Stands before the Step handlers of what a border's opline may be.
StepHandler g_step_of[256];
const Op* StepWatched(Frame* frame, const Op* op, Vm* vm) {
  const void* outer = std::exchange(g_step_from, __builtin_return_address(0));
  const Op* raw = g_step_of[static_cast<uint8_t>(op->opcode)](frame, op, vm);
  g_step_from = outer;
  return raw;
}
void WatchStep(Opcode opcode) {
  auto index = static_cast<uint8_t>(opcode);
  g_step_of[index] = std::exchange(g_step_handlers[index], StepWatched);
}
By ByStep() { return g_step_from ? ByWhom(g_step_from) : By::kRun; }

void BorderCall(Args args, Value*) {
  if (g_cell.border != Border::kBuiltin) return;
  if (Due(ByStep())) HappenInBuiltin(args.vm);
}
// Without a frame it is not the running one.
void BorderBare(Args args, Value* result) {
  tusk::Return(result, args[0].i);
  By by = args.frame != args.vm->frame ? By::kCode : trace::g_trace.recording ? By::kRecorder : By::kRun;
  if (g_cell.border == Border::kBareBuiltin && Due(by)) HappenInBuiltin(args.vm);
}
// In the destructor, which runs in an execute loop of its own: exceptions. Which code let go of the object
// shows no more; it is compiled by then, and may not be recording.
void BorderDestructor(Args args, Value*) {
  if (g_cell.border != Border::kRelease || IsInterrupt(g_cell.ret)) return;
  By by = trace::g_trace.recording ? By::kRecorder : By::kRun;
  if (by == By::kRun && g_cell.mode == Mode::kTraces && Round() >= kRound) by = By::kCode;
  if (Due(by)) HappenInBuiltin(args.vm);
}
// In an error handler. The frame of a builtin that code called lies on the C stack.
void BorderWarning(Args args, Value*) {
  if (g_cell.border != Border::kWarning) return;
  const void* builtin = args.vm->frame->prev->prev;
  bool by_code = builtin < args.vm->stack_page || builtin >= args.vm->stack_end;
  if (Due(by_code ? By::kCode : trace::g_trace.recording ? By::kRecorder : By::kRun))
    HappenInBuiltin(args.vm);
}
// As the object goes: interrupts, which the next safepoint answers.
void DestroyLost(Object*) {
  if (!g_cell.running || g_cell.border != Border::kRelease || !IsInterrupt(g_cell.ret)) return;
  if (Due(g_vm.native_call ? By::kCode : trace::g_trace.recording ? By::kRecorder : By::kRun))
    HappenInBuiltin(&g_vm);
}

// What waits is answered where its loop begins.
void BorderCallsBack(Args args, Value*) {
  if (Due(ByStep())) HappenInBuiltin(args.vm);
  Value result;
  CallFunction(UserFunction("nothing"), nullptr, nullptr, 0, nullptr, &result);
  Release(result);
}
int CompareWeights(const Value&, const Value&) {
  if (Due(ByStep())) HappenInBuiltin(&g_vm);
  return Round() < kRounds ? -1 : 1;
}

UserOpcode OnOpcode(Vm* vm, Frame* frame) {
  const Op* op = frame->op;
  if (!Due(ByStep())) return UserOpcode::kDispatch;
  *frame->At(op->result.num) = Value(int64_t{0});  // for whoever uses the result of what does not run
  switch (g_cell.ret) {
    case Return::kPlain:
    case Return::kInterrupt:
    case Return::kInterruptThrows:
    case Return::kInterruptSwitches:
    case Return::kInterruptSuspends:
    case Return::kException: HappenInBuiltin(vm); return UserOpcode::kDispatch;
    case Return::kPause:
      Fired();
      Happen(frame, op, vm);
      return UserOpcode::kDispatch;
    case Return::kHalt:
      Fired();
      Happen(frame, op, vm);
      return UserOpcode::kReturn;
    default: break;
  }
  Fired();
  if (g_cell.ret == Return::kLeft) {
    Transfer next = LeaveBody(frame, op, vm);
    SaveOp(next.frame, next.op);
  } else {
    const Op* raw = Happen(frame, op, vm);
    SaveOp(vm->frame, Untag(raw));
  }
  return UserOpcode::kContinue;
}

void BorderVisit(Args, Value*) { ++g_cell.outcome.visits; }

// The things that a program makes in each round are counted as they come and go.
void MakeThing(Object*) { ++g_cell.outcome.made; }
void DestroyThing(Object*) { ++g_cell.outcome.destroyed; }
void Watch(const char* name, void (*made)(Object*), void (*destroyed)(Object*)) {
  Class* c = FindClass(Intern(name), true);
  auto* handlers = new ObjectHandlers(*c->handlers);
  handlers->construct_native = made;
  handlers->destroy_native = destroyed;
  c->handlers = handlers;
}

constexpr uint16_t kEffects = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows |
                              BuiltinEffects::kReadsState | BuiltinEffects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"border_bare", "(int $x): int", BuiltinEffects::kReadsState, BorderBare},
    {"border_call", "(): void", kEffects, BorderCall},
    {"border_calls_back", "(): void", kEffects, BorderCallsBack},
    {"border_destructor", "(): void", kEffects, BorderDestructor},
    {"border_visit", "(): void", kEffects, BorderVisit},
    {"border_warning", "(): void", kEffects, BorderWarning},
};
static_assert(SortedByName(kRows));
constexpr BuiltinTable kFunctions = kRows;

// ---- code

void Load(const std::string& source) {
  CompiledUnit* unit = CompileMain(source, Intern("border"), ScriptKind::kCode);
  CHECK(unit);
  RunPart(&g_vm, unit->main);
}

// `echo 'border'` is an opline that nobody knows.
void Rewrite(OpArray* f) {
  for (uint32_t i = 0; i < f->op_count; ++i) {
    Op& op = f->ops[i];
    if (op.opcode != Opcode::kEcho) continue;
    op.opcode = kBorderOpcode;
    op.op1_kind = kUnused;
    op.handler = RunOpline;
  }
}

}  // namespace

Border RunningBorder() { return g_cell.border; }
const OpArray* RunningFunction() { return g_cell.function; }

bool StartWorld(const Traces& traces, std::string* error) {
  g_in_side_trace = traces.in_side_trace;
  StartEngine({});
  AddExtension({"border", &kFunctions});
  g_step_handlers[static_cast<uint8_t>(kBorderOpcode)] = StepOpline;
  SetUserOpcode(Opcode::kBwNot, OnOpcode);
  for (Opcode opcode : {Opcode::kDoIcall, Opcode::kIsSmaller, Opcode::kBwNot}) WatchStep(opcode);
  AddInterruptCallback(OnInterrupt, nullptr);
  // Loops alone are compiled: soon, and whatever it costs.
  constexpr int kNever = 60000;
  trace::g_params.hot_loop = 3;  // generators' at 17 of 60 rounds
  trace::g_params.hot_exit = 2;
  trace::g_params.hot_func = trace::g_params.hot_return = kNever;
  trace::g_params.share = 0;
  trace::g_params.verify = 1;
  if (std::getenv("BORDER_LOG"))
    trace::g_log.log = trace::g_log.exits = trace::g_log.dump_trace = trace::g_log.dump_ir = true;
  if (!trace::Start(&g_vm, traces.backend, error)) return false;
  g_hooks = std::exchange(g_vm.jit, nullptr);
  Load(kClasses);
  Watch("thing", MakeThing, DestroyThing);
  Watch("lost", nullptr, DestroyLost);
  Class* weight = FindClass(Intern("weight"), true);
  static ObjectHandlers comparing = *weight->handlers;
  comparing.compare = CompareWeights;
  weight->handlers = &comparing;
  return true;
}

void EndWorld() { Shutdown(&g_vm); }

Outcome RunCell(Border border, Return r, Mode mode, Place place) {
  static int number = 0;
  std::string name = absl::StrFormat("cell%d", ++number);
  g_vm.jit = mode == Mode::kTraces ? g_hooks : nullptr;
  Load(ProgramOf(border, name, place));
  std::string function = "border_" + name;
  g_cell = {.border = border, .ret = r, .mode = mode};
  g_cell.function = static_cast<OpArray*>(UserFunction(function.c_str()));
  Rewrite(g_cell.function);
  Rewrite(static_cast<OpArray*>(UserFunction((function + "_callee").c_str())));
  g_cell.tally = NewObject(FindClass(Intern("tally"), true));
  g_cell.exits_before = trace::g_trace.stats.exits_taken;
  g_cell.started_before = trace::g_trace.stats.started;
  Value arguments[] = {Value(g_cell.tally), Value(int64_t{kRounds}),
                       Value(r == Return::kInterruptSuspends || place == Place::kFiber)};
  Value result;
  g_cell.running = true;
  {
    PausableLoop pausable(&g_vm);
    CallFunction(UserFunction((function + "_main").c_str()), nullptr, nullptr, 3, arguments, &result);
    while (g_cell.stopped_at) {
      ++g_cell.outcome.stopped;
      g_vm.Resume(std::exchange(g_cell.stopped_at, nullptr));
    }
  }
  g_cell.running = false;
  Release(result);

  Outcome& o = g_cell.outcome;
  o.pending = g_vm.exception || g_vm.op_before_pause || g_vm.attention.load() != 0;
  if (g_vm.exception) ClearException();
  // What nothing waits for leads out once, and is no reason for a side trace.
  constexpr uint64_t kFew = 4;
  const trace::Stats& stats = trace::g_trace.stats;
  bool few = stats.exits_taken <= g_cell.exits_before + kFew && stats.started <= g_cell.started_before + 1;
  if (r == Return::kLate && !few) o.pending = true;
  int64_t* const into[] = {&o.before, &o.behind, &o.caught, &o.outer, &o.ended, &o.returned, &o.suspended};
  for (size_t i = 0; i < std::size(into); ++i) *into[i] = Count(static_cast<int>(i));
  Release(Value(g_cell.tally));
  return o;
}

Outcome Expected(Border border, Return r, Mode mode, int64_t round) {
  const Follows& follows = RowOf(r).follows;
  // A builtin that is called without a frame has no safepoint at its end; in the interpreter it has one.
  bool between = (IsInterrupt(r) || border == Border::kCompare) && RowOf(border).between_rounds &&
                 !(border == Border::kBareBuiltin && mode == Mode::kInterpreter);
  bool cut = follows.leaves || (follows.catches && between);
  Outcome o;
  o.fired = 1;
  o.round = round;
  o.before = cut ? round : kRounds;
  o.behind = o.before - (follows.leaves || (follows.skips && !between));
  o.caught = follows.catches && !between;
  o.outer = follows.catches && between;
  o.ended = !cut;
  o.returned = !o.outer;
  o.visits = follows.visits;
  o.suspended = follows.suspends;
  o.answered = follows.answers;
  o.answered_in = follows.answers ? round : 0;
  o.stopped = follows.stops;
  o.made = o.destroyed = o.before + o.visits;
  return o;
}

std::string TextOf(const Outcome& o) {
  return absl::StrFormat(
      "fired %d in round %d; before %d behind %d caught %d outer %d ended %d returned %d visits %d suspended "
      "%d "
      "made %d destroyed %d answered %d in round %d stopped %d%s",
      o.fired, o.round, o.before, o.behind, o.caught, o.outer, o.ended, o.returned, o.visits, o.suspended,
      o.made, o.destroyed, o.answered, o.answered_in, o.stopped, o.pending ? " pending" : "");
}

}  // namespace tusk::border
