// Running a script from start to exit.
#pragma once

#include <string_view>

#include "interp/vm/vm.h"

namespace tusk {

// Fills in the hooks of g_state and makes the VM stack and the globals. Once, before anything runs.
void InitVm(Vm* vm);
// Runs a compiled main script, then shutdown functions, output, destructors. Returns the exit status.
int RunMain(Vm* vm, OpArray* main);
// Runs one of several main scripts (-B, -R, -F, -E) and reports what it throws; Shutdown() ends them all.
// `returned` gets what the script returned, owned.
void RunPart(Vm* vm, OpArray* code, Value* returned = nullptr);
// Runs top-level code on a symbol table (main script, include, eval) to its end. *result is owned.
void RunCode(Vm* vm, OpArray* code, Array* symbols, const Value& self, Value* result);
// Runs what the end of any script runs (also after a fatal error): see RunMain.
void Shutdown(Vm* vm);

// How include and eval get at the compiler. Null with an exception pending (ParseError), or after a fatal
// error. For eval, `file` is the name to show ("x.php(3) : eval()'d code").
using CompileHook = OpArray* (*)(std::string_view source, String* file, bool eval);
extern CompileHook g_compile;
// Frees code that it made and that ran to its end.
using FreeCodeHook = void (*)(OpArray* code);
extern FreeCodeHook g_free_code;

// What register_shutdown_function, set_error_handler and such keep lives in ext; it adds what to run at exit
// here.
void AtShutdown(void (*step)(Vm* vm));
// Runs behind the last destructors and the end of the output.
void AtEnd(void (*step)(Vm* vm));

}  // namespace tusk
