// Running a script from start to exit.
#include "interp/vm/main.h"

#include <string>
#include <vector>

#include "interp/runtime/array.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/object.h"
#include "interp/runtime/output.h"
#include "interp/vm/call.h"
#include "interp/vm/include.h"
#include "interp/vm/leave.h"
#include "interp/vm/stack.h"
#include "interp/vm/symbols.h"

namespace tusk {

CompileHook g_compile = nullptr;
FreeCodeHook g_free_code = nullptr;

namespace {

using Steps = std::vector<void (*)(Vm*)>;
Steps& ShutdownSteps() {
  static auto* steps = new Steps;
  return *steps;
}
Steps& EndSteps() {
  static auto* steps = new Steps;
  return *steps;
}
void RunSteps(Vm* vm, const Steps& steps) {
  for (size_t i = 0; i < steps.size(); ++i) {
    vm->SetExiting(false);
    steps[i](vm);
    if (vm->exception) ReportUncaught();
  }
}

}  // namespace

void AtShutdown(void (*step)(Vm* vm)) { ShutdownSteps().push_back(step); }
void AtEnd(void (*step)(Vm* vm)) { EndSteps().push_back(step); }

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

// What PHP does first: variables that hold the only reference to an object, last one first, until none is
// left.
void DestroyLoneObjects(Vm* vm) {
  Array* table = vm->globals;
  uint32_t before;
  do {
    before = table->count;
    for (uint32_t p = Last(table); p != kEnd;) {
      uint32_t previous = Prev(table, p);
      Value* place = PlaceAt(table, p);
      bool indirect = place->IsIndirect();
      Value* v = indirect ? place->indirect : place;
      if (v->IsObject() && v->obj->refcount == 1) {
        Value object = *v;
        v->type = Type::kUndef;
        Delete(table, KeyAt(table, p));
        Release(object);
      }
      p = previous;
    }
  } while (table->count != before);
}

void ReleaseGlobals(Vm* vm) {
  Array* table = vm->globals;
  for (uint32_t p = First(table); p != kEnd; p = Next(table, p)) {
    Value* place = PlaceAt(table, p);
    if (place->IsIndirect()) place = place->indirect;
    Value v = *place;
    place->type = Type::kNull;
    Release(v);
  }
  Clear(table);
}

}  // namespace

void Shutdown(Vm* vm) {
  static bool done = false;
  if (done) return;
  done = true;
  RunShutdownFunctions();
  RunSteps(vm, ShutdownSteps());
  vm->SetExiting(false);
  DestroyLoneObjects(vm);
  if (vm->exception) ReportUncaught();
  vm->SetExiting(false);
  DestroyAllObjects();
  if (vm->exception) ReportUncaught();
  EndOutput();
  if (vm->exception) ReportUncaught();  // out of an output callback
  RunSteps(vm, EndSteps());
  ReleaseGlobals(vm);
  FlushOutput();
}

void RunPart(Vm* vm, OpArray* code, Value* returned) {
  Value result;
  vm->SetExiting(false);
  if (code->file->view().starts_with('/')) MarkIncluded(std::string(code->file->view()));
  RunCode(vm, code, vm->globals, Value(), &result);
  if (returned) {
    *returned = result;
  } else {
    Release(result);
  }
  if (vm->exception) ReportUncaught();
}

int RunMain(Vm* vm, OpArray* main) {
  RunPart(vm, main);
  Shutdown(vm);
  return vm->exit_status;
}

}  // namespace tusk
