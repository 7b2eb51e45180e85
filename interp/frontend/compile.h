// Syntax tree -> op arrays. The compiler produces the oplines that PHP 8.4's compiler produces before
// opcache: same opcodes, operand kinds and order, so that dumps of both can be compared line by line.
//
// It never runs user code and never changes the VM: what it must know about functions, classes and
// constants that exist already it asks through CompilerOptions.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "interp/frontend/ast.h"
#include "interp/frontend/parser.h"
#include "interp/vm/op.h"

namespace tusk {

struct CompilerOptions {
  ParseOptions parse;
  // What a file is compiled for: eval'd code and include files may not be the main script.
  bool is_eval = false;
  // Assertions: -1 compiles no assert() at all, as zend.assertions does.
  int assertions = 1;

  // Lookups by lowercase name; each may be null (nothing is known) and may return null (unknown).
  const Function* (*find_function)(String* lower_name) = nullptr;
  const Class* (*find_class)(String* lower_name) = nullptr;
  // Constants whose value can never change: those of builtin extensions. Exact name.
  const Value* (*find_constant)(String* name) = nullptr;

  // Told of each use of a superglobal variable by name (without $): they are made on demand.
  void (*auto_global)(std::string_view name) = nullptr;
  // Called once for each op array when it is complete; the VM assigns the handlers.
  void (*finish)(OpArray*) = nullptr;
  // Warnings and deprecations that PHP raises while it compiles.
  std::function<void(const ParseNotice&)> notice;
  // Called with the tree before it is compiled (--dump=ast).
  std::function<void(const Ast*)> inspect;
};

// What PHP reports as "Parse error" (kSyntax: a ParseError is thrown by include and eval) or as a compile
// time "Fatal error" (kFatal). The message is worded as PHP words it.
using CompileError = ParseError;
using CompileResult = std::expected<CompiledUnit*, CompileError>;

// Compiles a file. `file` is the name that errors and __FILE__ show (interned or immortal). The unit and
// everything in it lives until the process ends.
CompileResult Compile(std::string_view source, String* file, const CompilerOptions& options);

// The line that the parser or compiler has come to; 0 while it does not run. For an error that it does not
// raise itself: memory runs out.
uint32_t CompilingLine();

// Frees code at top level that has run and that nothing refers to any more: its oplines, and its unit if that
// declares nothing.
void FreeCode(OpArray* code);

}  // namespace tusk
