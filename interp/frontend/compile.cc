// Entry of the compiler: one file, from its tree to a unit.
#include "interp/frontend/compile.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "interp/frontend/compiler.h"
#include "interp/runtime/array.h"
#include "interp/runtime/teardown.h"
#include "interp/vm/closure_copy.h"

namespace tusk {

Compiler::Compiler(const CompilerOptions& options, String* file, AstArena* arena)
    : options_(options), file_(file), arena_(arena) {}

void Compiler::FailAt(uint32_t line, std::string message) {
  if (failed_) return;
  failed_ = true;
  error_.kind = CompileError::Kind::kFatal;
  error_.message = std::move(message);
  error_.line = line;
}

CompiledUnit* Compiler::Run(Ast* root) {
  unit_ = new CompiledUnit();
  auto* main = unit_->memory.Make<OpArray>();
  main->file = file_;
  main->line_start = 1;
  main->line_end = 1;
  main->flags |= FunctionFlags::kTopLevel | FunctionFlags::kDynamicVariables;
  unit_->main = main;
  main->unit = unit_;
  unit_->all.push_back(main);
  BodyScope body_scope(this, main, 1);
  // __COMPILER_HALT_OFFSET__ may be used before the statement that defines it.
  const Ast* last = root;
  while (last && last->Is(AstKind::kStatementList) && last->count) last = (*last)[last->count - 1];
  if (last && last->Is(AstKind::kHaltCompiler)) halt_offset_ = (*last)[0]->IntValue();
  TopStatement(root);
  main->line_end = b_->line;
  FinalReturn(!options_.is_eval);
  FinishFunction();
  return unit_;
}

namespace {

// What declares something is never freed: closures, classes and constants point into it.
std::vector<CompiledUnit*>& AllUnits() {
  static auto* units = new std::vector<CompiledUnit*>;
  return *units;
}

}  // namespace

#ifdef TUSK_CHECKS
namespace {
const TeardownStep kRelease([] {
  for (CompiledUnit* unit : AllUnits()) {
    for (OpArray* f : unit->all) {
      ReleaseStatics(f);
    }
  }
});
}  // namespace
#endif

namespace {
const Compiler* g_compiler = nullptr;
}

uint32_t CompilingLine() { return g_compiler ? g_compiler->line() : ParsingLine(); }

void FreeCode(OpArray* code) {
  std::free(std::exchange(code->ops, nullptr));
  std::free(std::exchange(code->cache, nullptr));
  CompiledUnit* unit = code->unit;
  bool declares = unit->all.size() != 1 || !unit->classes.empty() || !code->class_declarations.empty();
  if (declares || code->static_variables) return;
  auto& units = AllUnits();
  auto found = std::find(units.rbegin(), units.rend(), unit);  // most often among the last ones
  *found = units.back();
  units.pop_back();
  delete unit;
}

CompileResult Compile(std::string_view source, String* file, const CompilerOptions& options) {
  ParseResult parsed = Parse(source, options.parse);
  if (!parsed) return std::unexpected(parsed.error());
  if (options.notice) {
    for (const ParseNotice& notice : parsed->notices) options.notice(notice);
  }
  if (options.inspect) options.inspect(parsed->root);
  Compiler compiler(options, file, &parsed->arena);
  g_compiler = &compiler;
  CompiledUnit* unit = compiler.Run(parsed->root);
  g_compiler = nullptr;
  AllUnits().push_back(unit);
  if (compiler.failed()) return std::unexpected(compiler.error());
  return unit;
}

}  // namespace tusk
