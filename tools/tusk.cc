// The `tusk` command: runs PHP scripts as the `php` command does.
#include <cstdio>
#include <string>

#include "interp/runtime/output.h"
#include "interp/vm/main.h"
#include "tools/engine.h"
#include "tools/trace_options.h"

namespace tusk {

namespace {

bool ReadFile(std::FILE* f, std::string* out) {
  char buffer[65536];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof(buffer), f)) > 0) out->append(buffer, n);
  return !std::ferror(f);
}

int Main(int argc, char** argv) {
  EngineOptions options;
  std::string code;
  std::string path;
  bool lint = false;
  bool has_code = false;
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    std::string error;
    OptionResult taken = ParseTraceOption(arg, &error);
    if (taken == OptionResult::kBad) {
      std::fprintf(stderr, "%s\n", error.c_str());
      return 1;
    }
    if (taken == OptionResult::kTaken) continue;
    if (arg.starts_with("--dump=") && EnableTraceDump(arg.substr(7))) continue;
    if (arg == "-r" && i + 1 < argc) {
      code = argv[++i];
      has_code = true;
    } else if (arg == "-l") {
      lint = true;
    } else if (arg == "--dump=oplines") {
      options.dump |= DumpFlags::kOplines;
    } else if (arg == "--dump=ast") {
      options.dump |= DumpFlags::kAst;
    } else if (path.empty()) {
      path = arg;
    }
  }
  StartEngine(options);
  String* file = Intern("Command line code");
  if (!has_code) {
    std::FILE* f = path.empty() ? stdin : std::fopen(path.c_str(), "rb");
    if (!f) {
      std::printf("Could not open input file: %s\n", path.c_str());
      return 1;
    }
    ReadFile(f, &code);
    if (f != stdin) std::fclose(f);
    file = Intern(path.empty() ? "Standard input code" : path);
  }
  if (lint) {
    bool ok = CheckSyntax(code, file);
    FlushOutput();
    return ok ? 0 : 255;
  }
  CompiledUnit* unit = CompileMain(code, file, has_code ? ScriptKind::kCode : ScriptKind::kFile);
  if (!unit) {
    FlushOutput();
    return 255;
  }
  std::string error;
  if (!StartTraces(&error)) std::fprintf(stderr, "tusk: %s: running without traces\n", error.c_str());
  int status = RunMain(&g_vm, unit->main);
  FinishTraces();
  return status;
}

}  // namespace

}  // namespace tusk

int main(int argc, char** argv) { return tusk::Main(argc, argv); }
