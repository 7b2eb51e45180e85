// The `tusk` command: runs PHP scripts as the `php` command does.
#include <fcntl.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "interp/ext/standard/ini_text.h"
#include "interp/runtime/array.h"
#include "interp/runtime/error_log.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/runtime/teardown.h"
#include "interp/vm/builtin.h"
#include "interp/vm/constants.h"
#include "interp/vm/extensions.h"
#include "interp/vm/include.h"
#include "interp/vm/main.h"
#include "interp/vm/symbols.h"
#include "tools/compare.h"
#include "tools/engine.h"
#include "tools/extensions.h"
#include "tools/options.h"
#include "tools/server.h"
#include "tools/trace_options.h"

extern char** environ;

namespace tusk {

namespace {

// The tree of a source file may be nested deeply, and the compiler recurses through it.
constexpr rlim_t kStackBytes = rlim_t{128} << 20;

void RaiseStackLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur >= kStackBytes) {
    return;
  }
  limit.rlim_cur =
      limit.rlim_max == RLIM_INFINITY || limit.rlim_max > kStackBytes ? kStackBytes : limit.rlim_max;
  setrlimit(RLIMIT_STACK, &limit);
}

bool ReadAll(std::FILE* f, std::string* out) {
  char buffer[65536];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof(buffer), f)) > 0) out->append(buffer, n);
  return !std::ferror(f);
}

std::string ConstantText(const char* name) {
  const Value* v = FindConstant(name);
  if (!v) return "";
  return v->IsString() ? std::string(v->str->view()) : v->IsInt() ? std::to_string(v->i) : "";
}

std::string VersionText() { return "PHP " + ConstantText("PHP_VERSION") + " (cli) (tusk 0.1.0) (NTS)\n"; }

std::vector<std::string> ModuleNames() {
  std::vector<std::string> names(LoadedExtensions().begin(), LoadedExtensions().end());
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return strcasecmp(a.c_str(), b.c_str()) < 0; });
  return names;
}

void PrintModules() {
  std::string text = "[PHP Modules]\n";
  for (const std::string& name : ModuleNames()) text += name + "\n";
  text += "\n[Zend Modules]\n\n";
  Echo(text);
}

void PrintInfo() {
  std::string text = "phpinfo()\nPHP Version => " + ConstantText("PHP_VERSION") + "\n\n";
  text += "System => " + ConstantText("PHP_OS") + "\nServer API => Command Line Interface\n";
  text += "Loaded Configuration File => (none)\nDebug Build => no\nThread Safety => disabled\n\n";
  text +=
      " _______________________________________________________________________"
      "\n\n\nConfiguration\n\nCore\n\n";
  text += "Directive => Local Value => Master Value\n";
  for (const IniRow& row : kIniRows) {
    IniValue local = IniGet(row.name), global = IniGlobalValue(row.name);
    auto show = [](const IniValue& v) {
      return v.text.empty() ? std::string("no value") : std::string(v.text);
    };
    text += std::string(row.name) + " => " + show(local) + " => " + show(global) + "\n";
  }
  text += "\nModules\n\n";
  for (const std::string& name : ModuleNames()) text += name + "\n";
  Echo(text);
}

Value Text(std::string_view s) { return Value(NewString(s)); }

Array* Environment() {
  Array* all = NewHash(64);
  for (char** e = environ; *e; ++e) {
    std::string_view row = *e;
    size_t equals = row.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    String* name = NewString(row.substr(0, equals));
    Set(all, KeyFromString(name), Text(row.substr(equals + 1)));
    Release(Value(name));
  }
  return all;
}

struct ScriptPlace {
  std::string shown;  // $argv[0], SCRIPT_NAME
  std::string path;   // SCRIPT_FILENAME
  Array* argv = nullptr;
};
ScriptPlace g_place;

// $_ENV and $_REQUEST are made when code that names them is compiled, $_SERVER at the start, as PHP does.
void MakeAutoGlobal(std::string_view name) {
  if (!GetStr(g_vm.globals, name).IsUndef()) return;
  if (name == "_ENV") {
    bool wanted = IniGet("variables_order").text.find_first_of("eE") != std::string_view::npos;
    SetStr(g_vm.globals, name, wanted ? Value(Environment()) : Value(NewArray()));
  } else if (name == "_REQUEST") {
    SetStr(g_vm.globals, name, Value(NewArray()));
  } else if (name == "_SERVER") {
    if (IniGet("variables_order").text.find_first_of("sS") == std::string_view::npos) {
      SetStr(g_vm.globals, name, Value(NewArray()));
      return;
    }
    Array* server = Environment();
    SetStr(server, "PHP_SELF", Text(g_place.shown));
    SetStr(server, "SCRIPT_NAME", Text(g_place.shown));
    SetStr(server, "SCRIPT_FILENAME", Text(g_place.path));
    SetStr(server, "PATH_TRANSLATED", Text(g_place.path));
    SetStr(server, "DOCUMENT_ROOT", Text(""));
    timeval now;
    gettimeofday(&now, nullptr);
    SetStr(server, "REQUEST_TIME_FLOAT",
           Value(static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_usec) / 1e6));
    SetStr(server, "REQUEST_TIME", Value(static_cast<int64_t>(now.tv_sec)));
    if (IniBool(IniGet("register_argc_argv").text)) {
      Retain(g_place.argv);
      SetStr(server, "argv", Value(g_place.argv));
      SetStr(server, "argc", Value(static_cast<int64_t>(g_place.argv->count)));
    }
    SetStr(g_vm.globals, name, Value(server));
  }
}

void MakeGlobals(const CommandLine& line) {
  for (const char* name : {"_GET", "_POST", "_COOKIE", "_FILES"}) {
    SetStr(g_vm.globals, name, Value(NewArray()));
  }
  Array* argv = NewArray(static_cast<uint32_t>(line.arguments.size() + 1));
  Append(argv, Text(g_place.shown));
  for (const std::string& arg : line.arguments) Append(argv, Text(arg));
  g_place.argv = argv;
  if (IniBool(IniGet("register_argc_argv").text)) {
    Retain(argv);
    SetStr(g_vm.globals, "argv", Value(argv));
    SetStr(g_vm.globals, "argc", Value(static_cast<int64_t>(argv->count)));
  }
  MakeAutoGlobal("_SERVER");
}

// Reads a main script; `file` becomes its full name. False: there is none, which is said on standard error.
// A folder is an empty script, as in PHP.
bool ReadScript(const std::string& path, std::string* source, String** file) {
  std::FILE* f = std::fopen(path.c_str(), "rb");
  if (!f) {
    std::fputs(("Could not open input file: " + path + "\n").c_str(), stderr);
    return false;
  }
  ReadAll(f, source);
  std::fclose(f);
  char resolved[PATH_MAX];
  *file = Intern(realpath(path.c_str(), resolved) ? resolved : path.c_str());
  return true;
}

void RunPiece(std::string_view source, const char* name) {
  if (source.empty()) return;
  if (CompiledUnit* unit = CompileMain(source, Intern(name), ScriptKind::kCode)) {
    RunPart(&g_vm, unit->main);
  } else {
    g_vm.exit_status = 255;
  }
}

// -B, -R, -F, -E. The lines stop at the first that does not end with status 0; the end is run all the same.
int ProcessInput(const CommandLine& line) {
  g_place.shown = line.line_file.empty() ? "Standard input code" : line.line_file;
  g_place.path = line.line_file;
  MakeGlobals(line);
  std::string error;
  if (!StartTraces(&error)) std::fprintf(stderr, "tusk: %s: running without traces\n", error.c_str());
  RunPiece(line.begin_code, "Command line begin code");
  char* text = nullptr;
  size_t capacity = 0;
  ssize_t length;
  for (int64_t index = 1; g_vm.exit_status == 0 && (length = getline(&text, &capacity, stdin)) >= 0;
       ++index) {
    // An empty line is a NUL byte: php keeps one character whatever it is.
    while (length > 1 && (text[length - 1] == '\n' || text[length - 1] == '\r')) --length;
    if (text[0] == '\n' || text[0] == '\r') text[0] = '\0';
    SetVariable(g_vm.globals, Intern("argn"), Text(std::string_view(text, static_cast<size_t>(length))));
    SetVariable(g_vm.globals, Intern("argi"), Value(index));
    RunPiece(line.line_code, "Command line run code");
    if (line.line_file.empty()) continue;
    std::string source;
    String* file;
    if (!ReadScript(line.line_file, &source, &file)) {
      g_vm.exit_status = 1;
    } else if (CompiledUnit* unit = CompileMain(source, file, ScriptKind::kFile)) {
      RunPart(&g_vm, unit->main);
    } else {
      g_vm.exit_status = 255;
    }
  }
  std::free(text);
  RunPiece(line.end_code, "Command line end code");
  Shutdown(&g_vm);
  FinishTraces();
  return g_vm.exit_status;
}

bool Configure(const std::string& name, const std::string& value) {
  if (IniConfigure(name, value)) return true;
  std::fprintf(stderr, "tusk: not supported yet: %s\n", name.c_str());
  std::exit(255);
}

// What php's command sets before all else; errors in -d count lines behind it.
constexpr char kFirstSettings[] =
    "display_errors=1\nregister_argc_argv=1\nimplicit_flush=1\noutput_buffering=0\nmax_execution_time=0\n"
    "max_input_time=-1\n";

void ReadSettings(std::string_view text, std::string_view file) {
  IniSettingsReader reader;
  reader.configure = Configure;
  std::string error;
  if (!ParseIni(text, IniMode::kNormal, file, reader, &error))
    std::fprintf(stderr, "PHP:  %s", error.c_str());
}

// -c: a file, or a folder with one of the two names. None is no error.
void ReadIniFile(const std::string& given) {
  struct stat info;
  std::vector<std::string> names = {given};
  if (stat(given.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    names = {given + "/php-cli.ini", given + "/php.ini"};
  }
  for (const std::string& name : names) {
    std::FILE* f = std::fopen(name.c_str(), "rb");
    if (!f) continue;
    std::string text;
    bool read = ReadAll(f, &text);
    std::fclose(f);
    if (!read) continue;
    char resolved[PATH_MAX];
    g_ini_file = realpath(name.c_str(), resolved) ? resolved : name;
    ReadSettings(text, g_ini_file);
    return;
  }
}

// auto_prepend_file and auto_append_file around the main script. False: it does not run.
bool RunAuto(const char* setting) {
  std::string name(IniGet(setting).text);
  if (name.empty() || name == "none" || g_vm.exiting) return true;
  std::string path = ResolveInclude(name, nullptr), source;
  if (path.empty() || !ReadSource(path, &source)) {
    String* unknown = Intern("Unknown");
    RaiseMessageAt(
        ErrorLevel::kWarning,
        "Unknown: Failed to open stream: " + std::string(std::strerror(path.empty() ? ENOENT : errno)),
        unknown, 0);
    FatalErrorAt("Failed opening required '" + name + "' (include_path='" +
                     std::string(IniGet("include_path").text) + "')",
                 unknown, 0, ErrorLevel::kCompileError);
  }
  CompiledUnit* unit = CompileMain(source, Intern(path), ScriptKind::kFile);
  if (!unit) {
    g_vm.exit_status = 255;
    return false;
  }
  RunPart(&g_vm, unit->main);
  return !g_vm.exiting && g_vm.exit_status == 0;
}

int RunScript(const CommandLine& line) {
  if (line.process_input) return ProcessInput(line);
  std::string source;
  String* file;
  bool lint = line.action == CommandLine::Action::kLint;
  if (line.has_code) {
    source = line.code;
    file = Intern("Command line code");
    g_place.shown = "Standard input code";
  } else if (!line.has_file) {
    ReadAll(stdin, &source);
    file = Intern("Standard input code");
    g_place.shown = "Standard input code";
    for (const char* name : {"STDIN", "STDOUT", "STDERR"}) HideConstant(name);
  } else {
    if (!ReadScript(line.file, &source, &file)) return 1;
    g_place.shown = g_place.path = line.file;
  }
  if (lint) {
    bool ok =
        CheckSyntax(source, line.has_code ? file : Intern(line.file.empty() ? file->view() : line.file));
    std::string name(line.file.empty() ? file->view() : line.file);
    if (line.dump == 0 || !ok) {
      Echo(ok ? "No syntax errors detected in " + name + "\n" : "Errors parsing " + name + "\n");
    }
    FlushOutput();
    return ok ? 0 : 255;
  }
  bool show = line.action == CommandLine::Action::kHighlight || line.action == CommandLine::Action::kStrip;
  if (show) {
    // The first line of a program that names its interpreter is no part of it.
    size_t end = source.starts_with("#!") ? source.find('\n') : std::string::npos;
    if (end != std::string::npos) source.erase(0, end + 1);
    MakeGlobals(line);
    SetVariable(g_vm.globals, Intern("source"), Text(source));
    RunPiece(line.action == CommandLine::Action::kStrip ? "echo \\tusk\\system\\Functions::strip($source);"
                                                        : "\\highlight_string($source);",
             "Command line code");
    Shutdown(&g_vm);
    return g_vm.exit_status;
  }
  MakeGlobals(line);
  std::string error;
  if (!StartTraces(&error)) std::fprintf(stderr, "tusk: %s: running without traces\n", error.c_str());
  if (line.has_code || RunAuto("auto_prepend_file")) {
    CompiledUnit* unit = CompileMain(source, file, line.has_code ? ScriptKind::kCode : ScriptKind::kFile);
    if (unit) {
      RunPart(&g_vm, unit->main);
      if (!line.has_code && g_vm.exit_status == 0) RunAuto("auto_append_file");
    } else {
      g_vm.exit_status = 255;
    }
  }
  Shutdown(&g_vm);
  int status = g_vm.exit_status;
  FinishTraces();
  Release(Value(g_place.argv));
#ifdef TUSK_CHECKS
  TearDown();
#endif
  return status;
}

// For the web server.
bool ServeFile(const std::string& path, bool* declined) {
  std::string source;
  std::FILE* f = std::fopen(path.c_str(), "rb");
  if (!f) return false;
  ReadAll(f, &source);
  std::fclose(f);
  g_vm.exit_status = 0;
  if (!RunAuto("auto_prepend_file")) return true;
  CompiledUnit* unit = CompileMain(source, Intern(path), ScriptKind::kFile);
  if (!unit) {
    g_vm.exit_status = 255;
    return true;
  }
  Value returned;
  RunPart(&g_vm, unit->main, &returned);
  *declined = returned.IsFalse() && !g_vm.exiting;
  Release(returned);
  if (!*declined && g_vm.exit_status == 0) RunAuto("auto_append_file");
  return true;
}
void ServeCode(std::string_view code) { RunPiece(code, "Web server"); }

// The output_handler setting: a buffer around the whole program.
void StartOutputHandler(const std::string& name) {
  Value callback(NewString(name));
  if (g_state->is_callable(callback)) {
    StartOutputBuffer(callback, 0);
    return;
  }
  Release(callback);
  Warning("PHP Request Startup: function \"%s\" not found or invalid function name", name);
}

int Main(int argc, char** argv) {
  using Action = CommandLine::Action;
  RaiseStackLimit();
  CommandLine line = ParseCommandLine(argc, argv);
  switch (line.action) {
    case Action::kBad:
      std::fprintf(stderr, "%s\n", line.error.c_str());
      std::fputs(UsageText("tusk").c_str(), stdout);
      return 1;
    case Action::kConflict: std::printf("%s\n", line.error.c_str()); return 1;
    case Action::kUnsupported:
      std::fprintf(stderr, "tusk: not supported yet: %s\n", line.what.c_str());
      return 255;
    case Action::kHelp: std::fputs(UsageText("tusk").c_str(), stdout); return 0;
    default: break;
  }
  EngineOptions options;
  options.dump = line.dump;
  for (const std::string& name : line.zend_extensions) {
    if (access(name.c_str(), F_OK) == 0) {
      std::fputs("tusk: not supported yet: Zend extensions (-z)\n", stderr);
      return 255;
    }
    std::fprintf(stderr, "Failed loading %s:  %s: cannot open shared object file: %s\n", name.c_str(),
                 name.c_str(), std::strerror(errno));
  }
  options.auto_global = MakeAutoGlobal;
  StartEngine(options);
  AddExtensions();
  if (!line.ini_file.empty()) ReadIniFile(line.ini_file);
  ReadSettings(std::string(kFirstSettings) + (line.server.empty() ? "" : "html_errors=1\n") + line.settings,
               "Unknown");
  for (const ExtensionTable& extension : ExtensionTables()) {
    if (extension.start) extension.start();
  }
  StartupIsOver();
  if (!line.server.empty()) return RunServer(line, {ServeFile, ServeCode});
  if (std::string handler(IniGet("output_handler").text); !handler.empty() && line.action == Action::kRun) {
    StartOutputHandler(handler);
  } else if (int64_t bytes =
                 IniBool(IniGet("output_buffering").text) ? IniQuantity(IniGet("output_buffering").text) : 0;
             bytes > 0 && line.action == Action::kRun) {
    StartOutputBuffer(Value(), bytes > 1 ? bytes : 0);
  }
  switch (line.action) {
    case Action::kVersion: Echo(VersionText()); break;
    case Action::kModules: PrintModules(); break;
    case Action::kInfo: PrintInfo(); break;
    case Action::kIniFiles:
      Echo("Configuration File (php.ini) Path: (none)\nLoaded Configuration File:         " +
           (g_ini_file.empty() ? "(none)" : g_ini_file) +
           "\nScan for additional .ini files in: (none)\nAdditional .ini files parsed:      (none)\n");
      break;
    default: return RunScript(line);
  }
  FlushOutput();
  return 0;
}

}  // namespace

}  // namespace tusk

namespace {
// A standard stream that was closed by whoever started us must not be the next file that is opened: it
// becomes a file that refuses what it is for.
void KeepStandardStreams() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0) std::abort();
  }
}
}  // namespace

int main(int argc, char** argv) {
  KeepStandardStreams();
  // What lies outside the script's own heap, where memory_limit gives the message.
  std::set_new_handler([] {
    tusk::FlushOutput();
    std::fputs("PHP Fatal error:  Out of memory\n", stderr);
    _exit(255);
  });
  std::signal(SIGPIPE, SIG_IGN);                               // writing fails instead
  std::set_terminate([] { tusk::OutOfMemory(PTRDIFF_MAX); });  // a length that no container can have
  if (argc > 1 && std::string_view(argv[1]) == "compare") return tusk::RunCompare(argc, argv, tusk::Main);
  return tusk::Main(argc, argv);
}
