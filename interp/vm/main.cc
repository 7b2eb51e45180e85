// Running a script from start to exit.
#include "interp/vm/main.h"

#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/object.h"
#include "interp/runtime/output.h"
#include "interp/vm/call.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"
#include "interp/vm/symbols.h"

namespace tusk {

CompileHook g_compile = nullptr;

namespace {

std::vector<void (*)(Vm*)>& ShutdownSteps() {
  static auto* steps = new std::vector<void (*)(Vm*)>;
  return *steps;
}

}  // namespace

void AtShutdown(void (*step)(Vm* vm)) { ShutdownSteps().push_back(step); }

void RunCode(Vm* vm, OpArray* code, Array* symbols, const Value& self, Value* result) {
  Frame* caller = vm->frame;
  Frame* frame =
      PushFrame(vm, code, 0, CallInfo::kTop | CallInfo::kCode | CallInfo::kHasSymbolTable, self, nullptr);
  if (!code->cache) PrepareOpArray(vm, code);
  frame->cache = code->cache;
  frame->call = nullptr;
  frame->result = result;
  frame->prev = caller;
  frame->symbols = symbols;
  frame->op = code->ops;
  AttachSymbolTable(frame);
  vm->frame = frame;
  Execute(vm);
  vm->frame = caller;
}

namespace {

void DestroyGlobals(Vm* vm) {
  // In order, each variable gone before its value's destructor runs; destructors may add more.
  Array* table = vm->globals;
  for (int round = 0; round < 100 && table->count; ++round) {
    for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
      Value* place = PlaceAt(table, p);
      Value v = *place;
      place->type = Type::kNull;
      // Only objects with one owner are destroyed here; the rest follow in creation order.
      Release(v);
    }
    Clear(table);
  }
}

}  // namespace

void Shutdown(Vm* vm) {
  static bool done = false;
  if (done) return;
  done = true;
  RunShutdownFunctions();
  auto& steps = ShutdownSteps();
  for (size_t i = 0; i < steps.size(); ++i) {
    vm->exiting = false;
    steps[i](vm);
    if (vm->exception) ReportUncaught();
  }
  vm->exiting = false;
  // Destructors may print: buffers are flushed after them, as PHP does with its own order: buffers first.
  DestroyGlobals(vm);
  if (vm->exception) ReportUncaught();
  vm->exiting = false;
  DestroyAllObjects();
  if (vm->exception) ReportUncaught();
  EndOutput();
  FlushOutput();
}

int RunMain(Vm* vm, OpArray* main) {
  Value result;
  RunCode(vm, main, vm->globals, Value(), &result);
  Release(result);
  if (vm->exception) ReportUncaught();
  Shutdown(vm);
  return vm->exit_status;
}

}  // namespace tusk
