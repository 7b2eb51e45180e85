// Interrupts at will: the extension that builds with checks have besides (interp/vm/test_hooks.h). It makes
// interrupts happen at places that a test chooses, in the interpreter and in compiled code.
//
//   interrupt_handler(?callable $handler): void   what runs at an interrupt; interrupts of its own do not
//   count interrupt_raise(mixed $value = null): mixed   raises one before it returns; returns $value
//   interrupt_raise_after(mixed $value = null): mixed   raises one at the first safepoint after it has
//   returned interrupt_nth(int $n): void                   raises one at the n-th safepoint from here
//   interrupt_comparable(string $class): void     comparing its objects, by their property `value`, raises
//   one interrupt_switch(callable $task): void        the next one switches to the frame of a call of $task,
//   on a VM
//                                                 stack of its own; switches back when it returns
//   interrupt_count(): int                        how often one was answered
//   interrupt_opcodes(): int                      how often an overridden opcode ran
//
// Settings: interrupts.every=N, one at every N-th safepoint. interrupts.nth=N, one at the N-th; with
// interrupts.throw=1, it throws an Exception; interrupts.tell=1 prints how many there were in the end.
// interrupts.entry=NAME (or *), one at the entry of a function. interrupts.pause=N, every N-th call of a
// builtin pauses the execute loop, which goes on at once. interrupts.opcodes=NAME,... (or *), overrides
// opcodes; with interrupts.opcodes_raise=1, they raise one.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/operators.h"
#include "interp/runtime/teardown.h"
#include "interp/vm/context.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/leave.h"
#include "interp/vm/pause.h"
#include "interp/vm/user_opcode.h"
#include "tools/extensions.h"
#include "trace/tree.h"

namespace tusk {
namespace {

// ---- what was asked for

struct Plan {
  int64_t every = 0, nth = 0, pause = 0;
  bool throws = false;
  std::string entry;
  bool opcodes_raise = false;
} g_plan;

int64_t g_safepoints = 0;  // passed; those that the hook was asked about
int64_t g_calls = 0;       // of builtins
int64_t g_opcodes = 0;
int64_t g_answered = 0;
int g_raise_after = 0;  // 2: until the end of the call, 1: at the next safepoint
bool g_throw_now = false;
Value g_handler = Value::Null();
std::vector<const void*> g_handling;  // contexts in which the handler runs
Value g_switch_to;
Frame* g_paused = nullptr;

void Raise(Vm* vm) { RaiseInterrupt(vm, Attention::kInterrupt); }

bool Handling(const Vm* vm) {
  for (const void* context : g_handling) {
    if (context == vm->context) return true;
  }
  return false;
}

bool IsEntry(const Vm* vm) {
  if (g_plan.entry.empty()) return false;
  if (g_plan.entry == "*") return true;
  const Function* f = vm->frame->func;
  return f->name && f->name->view() == g_plan.entry;
}

void OnPause(const Op* op, Frame* frame, void*) {
  CHECK(frame->op == op);
  g_paused = frame;
}
bool GoOn(Vm* vm) {
  if (!g_paused) return false;
  vm->frame = std::exchange(g_paused, nullptr);
  return true;
}
// A recording would be given up each time.
void PauseHere(Vm* vm) {
  if (trace::g_trace.recording || ++g_calls % g_plan.pause != 0) return;
  uint32_t outer = std::exchange(vm->pausable_depth, vm->depth);
  vm->Pause(OnPause, nullptr);
  vm->pausable_depth = outer;
}

bool OnSafepoint(Vm* vm, SafepointKind kind, bool compiled) {
  if (Handling(vm)) return false;
  bool due = false;
  if (kind == SafepointKind::kCallEnd) {
    // A native recording of a builtin has no end of a call, so exceptions, whose place shows, do without.
    if (!compiled && g_plan.pause) PauseHere(vm);
    if (g_raise_after == 2) return g_raise_after = 1, false;
    if (g_plan.throws) return false;
  }
  if (g_raise_after == 1) g_raise_after = 0, due = true;
  ++g_safepoints;
  if (g_plan.every && g_safepoints % g_plan.every == 0) due = true;
  if (g_safepoints == g_plan.nth) due = true, g_throw_now = g_plan.throws;
  // In compiled code the function is known by its opline only: what an entry's name says holds there too when
  // every function is meant; else the interrupt comes where frames are.
  if (kind == SafepointKind::kEntry && (compiled ? g_plan.entry == "*" : IsEntry(vm))) due = true;
  if (due) Raise(vm);
  if (compiled) vm->test.due = due;
  return due;
}

// ---- switching frames

struct Away {
  Context mine;
  Context task;
  Frame bottom{};
  void* page = nullptr;
  Value callable;
  bool running = false;
} g_away;

Transfer ComeBackBody(Frame*, const Op*, Vm* vm) {
  Context done;
  SwitchContext(vm, &done, g_away.mine);
  std::free(g_away.page);
  Release(g_away.callable);
  g_away.running = false;
  return {vm->frame, vm->frame->op};
}
// Where the task returns to: to the opline behind the first.
Op g_bottom_ops[2] = {{nullptr, {0}, {0}, {0}, 0, 0, Opcode::kNop, kUnused, kUnused, kUnused},
                      {&Run<ComeBackBody>, {0}, {0}, {0}, 0, 0, Opcode::kNop, kUnused, kUnused, kUnused}};

void SwitchAway(Vm* vm) {
  static OpArray* bottom = [] {
    auto* f = new OpArray;
    f->kind = FunctionKind::kUser;
    f->name = Intern("interrupt_switch");
    f->file = Intern("interrupt");
    f->ops = g_bottom_ops;
    f->op_count = 2;
    return f;
  }();
  Callable callable;
  g_away.callable = std::exchange(g_switch_to, Value());
  CHECK(ResolveCallable(g_away.callable, &callable) && callable.function->kind == FunctionKind::kUser);
  auto* f = static_cast<OpArray*>(callable.function);
  g_away.running = true;
  g_away.page = std::aligned_alloc(64, kContextPageBytes);
  g_away.bottom.func = bottom;
  g_away.bottom.op = g_bottom_ops;
  g_away.bottom.prev = vm->frame;
  MakeContext(vm, &g_away.task, &g_away, g_away.page, &g_away.bottom);
  SwitchContext(vm, &g_away.mine, g_away.task);
  if (!f->cache) PrepareOpArray(vm, f);
  Value self = callable.self           ? Value(callable.self)
               : callable.called_scope ? Value::Pointer(callable.called_scope)
                                       : Value();
  Frame* call = PushFrame(vm, f, 0, 0, self, nullptr);
  Transfer next = EnterUser(&g_away.bottom, call, nullptr, vm);
  if (next.op != &kInterruptOp) SaveOp(call, next.op);
}

// ---- answering

void OnInterrupt(Vm* vm, void*) {
  ++g_answered;
  if (std::exchange(g_throw_now, false)) return Throw(Throwable::kException, "interrupt");
  if (!g_switch_to.IsUndef() && !g_away.running) {
    // Behind a builtin, whose frame is still on top.
    return vm->frame->IsUser() ? SwitchAway(vm) : Raise(vm);
  }
  if (g_handler.IsNull() || Handling(vm)) return;
  const void* context = vm->context;
  g_handling.push_back(context);
  Value handler = Copy(g_handler), result;
  g_state->call_callable(handler, 0, nullptr, &result);
  Release(result);
  Release(handler);
  std::erase(g_handling, context);
}

UserOpcode OnOpcode(Vm* vm, Frame*) {
  ++g_opcodes;
  if (g_plan.opcodes_raise && !Handling(vm)) Raise(vm);
  return UserOpcode::kDispatch;
}

// ---- functions

void Handler(Args args, Value* result) { Release(std::exchange(g_handler, CopyDeref(args[0]))); }
void RaiseBefore(Args args, Value* result) {
  Raise(args.vm);
  ReturnCopy(result, args[0]);
}
void RaiseAfter(Args args, Value* result) {
  g_raise_after = 2;
  ReturnCopy(result, args[0]);
}
void Nth(Args args, Value*) { g_plan.nth = g_safepoints + args[0].i + 1; }
void Count(Args, Value* result) { Return(result, g_answered); }
void Opcodes(Args, Value* result) { Return(result, g_opcodes); }
void Switch(Args args, Value*) { Release(std::exchange(g_switch_to, CopyDeref(args[0]))); }

int CompareRaising(const Value& a, const Value& b) {
  Raise(&g_vm);
  if (!a.IsObject() || !b.IsObject()) return 1;
  return Compare(a.obj->props()[0], b.obj->props()[0]);
}
void Comparable(Args args, Value*) {
  Class* c = FindClass(args[0].str, true);
  if (!c || c->slot_count == 0) return ThrowError("interrupt_comparable() wants a class with a property");
  static ObjectHandlers raising;
  raising = *c->handlers;
  raising.compare = CompareRaising;
  c->handlers = &raising;
}

constexpr uint16_t kEffects = BuiltinEffects::kCallsBack | BuiltinEffects::kThrows |
                              BuiltinEffects::kReadsState | BuiltinEffects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"interrupt_comparable", "(string $class): void", kEffects, Comparable},
    {"interrupt_count", "(): int", kEffects, Count},
    {"interrupt_handler", "(?callable $handler): void", kEffects, Handler},
    {"interrupt_nth", "(int $n): void", kEffects, Nth},
    {"interrupt_opcodes", "(): int", kEffects, Opcodes},
    {"interrupt_raise", "(mixed $value = null): mixed", kEffects, RaiseBefore},
    {"interrupt_raise_after", "(mixed $value = null): mixed", kEffects, RaiseAfter},
    {"interrupt_switch", "(callable $task): void", kEffects, Switch},
};
static_assert(SortedByName(kRows));
constexpr BuiltinTable kFunctions = kRows;

// ---- settings

int64_t Number(const char* name) {
  const IniConfiguredValue* value = IniConfigured(name);
  return value ? std::atoll(value->text.c_str()) : 0;
}

void OverrideOpcodes(std::string_view list) {
  for (int i = 0; i < kOpcodeCount; ++i) {
    auto opcode = static_cast<Opcode>(i);
    const char* name = OpcodeName(opcode);
    if (!name || !*name || opcode == Opcode::kHandleException) continue;
    bool named = ("," + std::string(list) + ",").find("," + std::string(name) + ",") != std::string::npos;
    if (list == "*" || named) SetUserOpcode(opcode, OnOpcode);
  }
}

TeardownStep g_teardown([] {
  Release(std::exchange(g_handler, Value::Null()));
  Release(std::exchange(g_switch_to, Value()));
});

void Start() {
  g_plan.every = Number("interrupts.every");
  g_plan.nth = Number("interrupts.nth");
  g_plan.pause = Number("interrupts.pause");
  g_plan.throws = Number("interrupts.throw") != 0;
  g_plan.opcodes_raise = Number("interrupts.opcodes_raise") != 0;
  if (const IniConfiguredValue* name = IniConfigured("interrupts.entry")) g_plan.entry = name->text;
  if (Number("interrupts.tell"))
    std::atexit([] { std::fprintf(stderr, "\nsafepoints: %lld\n", static_cast<long long>(g_safepoints)); });
  if (const IniConfiguredValue* list = IniConfigured("interrupts.opcodes")) OverrideOpcodes(list->text);
  AddInterruptCallback(OnInterrupt, nullptr);
  // Without a setting the program runs as it does in a release build, until it asks for something.
  if (IniConfigured("interrupts.hooks") || g_plan.every || g_plan.nth || g_plan.pause ||
      !g_plan.entry.empty()) {
    g_vm.test = {.safepoint = OnSafepoint, .loop_left = GoOn};
    // The conditions of loops pass over no safepoint (Answer leaves it at that).
    g_vm.loop_int = static_cast<Type>(0xff);
  }
}

}  // namespace

void AddExtensions() { AddExtension({"interrupts", &kFunctions, Start}); }

}  // namespace tusk
