// Wiring: the compiler's questions are answered by the VM's tables, include and eval reach the compiler.
#include "tools/engine.h"

#include <cstdio>
#include <vector>

#include "interp/ext/install.h"
#include "interp/frontend/dump_oplines.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/vm/call.h"
#include "interp/vm/constant_expression.h"
#include "interp/vm/constants.h"
#include "interp/vm/handlers.h"
#include "interp/vm/interrupt.h"
#include "interp/vm/main.h"

namespace tusk {

namespace {

EngineOptions g_options;
int64_t g_assertion_mode = 1;  // zend.assertions: -1 not compiled, 0 compiled but skipped, 1 tested

const Function* KnownFunction(String* lower) { return FindFunction(lower->view()); }
const Class* KnownClass(String* lower) { return FindClass(lower, false); }
const Value* KnownConstant(String* name) { return FindFoldableConstant(name->view()); }

void Raise(const ParseNotice& notice, String* file) {
  int level = notice.kind == ParseNotice::Kind::kWarning ? ErrorLevel::kWarning : ErrorLevel::kDeprecated;
  RaiseMessageAt(level, notice.message, file, notice.line);
}

CompilerOptions OptionsFor(String* file) {
  CompilerOptions options;
  options.parse.short_tags = IniBool(IniGet("short_open_tag").text);
  options.assertions = static_cast<int>(g_assertion_mode);
  options.auto_global = g_options.auto_global;
  options.find_function = KnownFunction;
  options.find_class = KnownClass;
  options.find_constant = KnownConstant;
  options.finish = AssignHandlers;
  options.notice = [file](const ParseNotice& notice) { Raise(notice, file); };
  if (g_options.dump & DumpFlags::kAst) {
    options.inspect = [](const Ast* root) { Echo(DumpAst(root)); };
  }
  return options;
}

void SetKind(CompilerOptions* options, ScriptKind kind) {
  options->parse.start_in_script = kind == ScriptKind::kCode;
  options->parse.skip_shebang = kind == ScriptKind::kFile;
}

// Functions and simple classes exist before the first statement runs.
void DeclareHoisted(CompiledUnit* unit) {
  for (OpArray* f : unit->functions) {
    DeclareFunction(&g_vm, InternLower(f->name->view()), f);
  }
  for (ClassDecl* c : unit->classes) BindEarly(c);
}

CompiledUnit* Compiled(CompileResult result) {
  CompiledUnit* unit = *result;
  CheckMemoryLimit(sizeof(CompiledUnit));
  if (g_options.dump & DumpFlags::kOplines) Echo(DumpUnit(unit));
  DeclareHoisted(unit);
  return unit;
}

void ReportError(const CompileError& error, String* file) {
  int level = error.kind == CompileError::Kind::kSyntax ? ErrorLevel::kParse : ErrorLevel::kCompileError;
  DisplayError(level, error.message, file, error.line);
}

// What is being compiled, and the frame that asked for it.
String* g_compiling = nullptr;
const Frame* g_compiling_for = nullptr;
void (*g_position)(String** file, uint32_t* line) = nullptr;

// Memory that runs out in the compiler does so in the file that is compiled.
void CompilerPosition(String** file, uint32_t* line) {
  if (!g_compiling || g_vm.frame != g_compiling_for || CompilingLine() == 0) return g_position(file, line);
  *file = g_compiling;
  *line = CompilingLine();
  g_compiling = nullptr;
}

CompileResult CompileFile(std::string_view source, String* file, const CompilerOptions& options) {
  g_compiling = file;
  g_compiling_for = g_vm.frame;
  CompileResult result = Compile(source, file, options);
  g_compiling = nullptr;
  return result;
}

// include and eval. An error handler may need the very class that is being compiled, so it hears of warnings
// when the unit's functions and classes are there, as from PHP 8.5 on.
OpArray* CompileHookBody(std::string_view source, String* file, bool is_eval) {
  CompilerOptions options = OptionsFor(file);
  options.is_eval = is_eval;
  options.parse.start_in_script = is_eval;
  options.parse.skip_shebang = !is_eval;
  std::vector<ParseNotice> notices;
  options.notice = [&notices](const ParseNotice& notice) { notices.push_back(notice); };
  CompileResult result = CompileFile(source, file, options);
  CompiledUnit* unit = result ? Compiled(std::move(result)) : nullptr;
  for (const ParseNotice& notice : notices) Raise(notice, file);
  if (unit) return HasException() ? nullptr : unit->main;
  const CompileError& error = result.error();
  if (error.kind == CompileError::Kind::kFatal) {
    FatalErrorAt(error.message, file, error.line, ErrorLevel::kCompileError);
  }
  ThrowParseError(error.message, file, error.line);
  return nullptr;
}

}  // namespace

void StartEngine(const EngineOptions& options) {
  g_options = options;
  InitVm(&g_vm);
  g_position = g_vm.position;
  g_vm.position = CompilerPosition;
  g_ini_hooks.time_limit = [](int64_t seconds) { SetTimeLimit(&g_vm, seconds); };
  g_ini_hooks.hard_timeout = SetHardTimeout;
  g_ini_hooks.assertions = [](int64_t mode) {
    g_assertion_mode = mode;
    g_assertions = mode > 0;
  };
  InstallExtensions();
  g_compile = CompileHookBody;
  g_free_code = FreeCode;
}

CompiledUnit* CompileMain(std::string_view source, String* file, ScriptKind kind) {
  CompilerOptions options = OptionsFor(file);
  SetKind(&options, kind);
  options.parse.skip_shebang = kind != ScriptKind::kCode;
  if (g_options.dump & DumpFlags::kTokens) Echo(DumpTokens(source, options.parse));
  CompileResult result = CompileFile(source, file, options);
  if (result) return Compiled(std::move(result));
  ReportError(result.error(), file);
  return nullptr;
}

bool CheckSyntax(std::string_view source, String* file, ScriptKind kind) {
  CompilerOptions options = OptionsFor(file);
  SetKind(&options, kind);
  options.auto_global = nullptr;
  options.parse.skip_shebang = true;
  CompileResult result = CompileFile(source, file, options);
  if (result) {
    if (g_options.dump & DumpFlags::kOplines) Echo(DumpUnit(*result));
    return true;
  }
  ReportError(result.error(), file);
  return false;
}

}  // namespace tusk
