// The engine put together: runtime, compiler, VM and builtins wired to each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "interp/frontend/compile.h"

namespace tusk {

struct DumpFlags {
  enum : uint32_t { kTokens = 1, kAst = 2, kOplines = 4 };
};

struct EngineOptions {
  uint32_t dump = 0;                                     // DumpFlags, written to stdout before a script runs
  void (*auto_global)(std::string_view name) = nullptr;  // code that names $_SERVER, $_ENV ... is compiled
};

// Once per process, before anything is compiled.
void StartEngine(const EngineOptions& options);

// kCode: -r, no opening tag and no #! line to skip.
enum class ScriptKind : uint8_t { kFile, kCode };
// Compiles a main script and declares what it hoists. On an error prints it as PHP does and returns null.
CompiledUnit* CompileMain(std::string_view source, String* file, ScriptKind kind);
// Only looks for errors (-l); prints the first one.
bool CheckSyntax(std::string_view source, String* file, ScriptKind kind = ScriptKind::kFile);

}  // namespace tusk
