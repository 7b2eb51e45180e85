// include, require and eval.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/real_path.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/include.h"
#include "interp/vm/jit_hooks.h"
#include "interp/vm/leave.h"
#include "interp/vm/main.h"
#include "interp/vm/symbols.h"

namespace tusk {

namespace {

std::vector<OpArray*>& Retired() {
  static auto* retired = new std::vector<OpArray*>;
  return *retired;
}

// Files by real path that were included, in order.
struct Included {
  absl::flat_hash_map<std::string, size_t> index;
  std::vector<String*> names;
};
Included& Files() {
  static auto* files = new Included;
  return *files;
}

// Real paths by path, as long as the path leads to the same file. What was included is taken to be there for
// a while, as PHP does: code that is needed again and again is asked for with include_once.
struct KnownPath {
  dev_t device;
  ino_t inode;
  std::string real;
  unsigned version;  // RealPathsVersion()
  time_t until;
};
constexpr time_t kTrust = 120;  // seconds
absl::flat_hash_map<std::string, KnownPath>& KnownPaths() {
  static auto* paths = new absl::flat_hash_map<std::string, KnownPath>;
  return *paths;
}

// The real path of what is there, or empty.
std::string Existing(const std::string& path) {
  auto& known = KnownPaths();
  auto it = known.find(path);
  time_t now = time(nullptr);
  if (it != known.end() && path.starts_with('/') && now < it->second.until &&
      it->second.version == RealPathsVersion() && WasIncluded(it->second.real)) {
    return it->second.real;
  }
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return "";
  if (it != known.end() && it->second.device == info.st_dev && it->second.inode == info.st_ino) {
    it->second.version = RealPathsVersion();
    it->second.until = now + kTrust;
    return it->second.real;
  }
  std::string out = RealPath(path);
  if (out.empty()) return path;
  constexpr size_t kMostKnown = 10000;
  if (known.size() >= kMostKnown) known.clear();
  known[path] = {info.st_dev, info.st_ino, out, RealPathsVersion(), now + kTrust};
  return out;
}
std::string Directory(std::string_view file) {
  size_t slash = file.rfind('/');
  return slash == std::string_view::npos ? "." : slash == 0 ? "/" : std::string(file.substr(0, slash));
}

}  // namespace

IncludeHooks g_include_hooks;

std::string ResolveInclude(std::string_view name, String* including_file) {
  std::string path(name);
  if (path.empty()) return "";
  if (g_include_hooks.is_source && g_include_hooks.is_source(name)) return path;
  if (path.starts_with("file://")) path = path.substr(7);
  bool relative_to_cwd = path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
  if (path[0] == '/' || relative_to_cwd) return Existing(path);
  std::string_view dirs = IniGet("include_path").text;
  while (!dirs.empty()) {
    size_t colon = dirs.find(':');
    std::string candidate = std::string(dirs.substr(0, colon)) + "/" + path;
    if (std::string real = Existing(candidate); !real.empty()) return real;
    if (colon == std::string_view::npos) break;
    dirs.remove_prefix(colon + 1);
  }
  if (including_file) {
    std::string candidate = Directory(including_file->view()) + "/" + path;
    return Existing(candidate);
  }
  return "";
}

void RetireCode(OpArray* code) { Retired().push_back(code); }

bool MarkIncluded(const std::string& real_path) {
  Included& files = Files();
  if (!files.index.try_emplace(real_path, files.names.size()).second) return false;
  files.names.push_back(Intern(real_path));
  return true;
}
bool WasIncluded(const std::string& real_path) { return Files().index.contains(real_path); }
const std::vector<String*>& IncludedFiles() { return Files().names; }

bool ReadSource(const std::string& path, std::string* out) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  struct stat info;
  // PHP refuses what is no file without an error number: its message ends in "Success".
  if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    close(fd);
    errno = 0;
    return false;
  }
  out->clear();
  char buffer[65536];
  ssize_t n;
  while ((n = read(fd, buffer, sizeof buffer)) > 0) {
    out->append(buffer, static_cast<size_t>(n));
    if (static_cast<off_t>(out->size()) == info.st_size && n < static_cast<ssize_t>(sizeof buffer)) break;
  }
  int error = n < 0 ? errno : 0;
  close(fd);
  errno = error;
  return n >= 0;
}

}  // namespace tusk

namespace tusk::handlers {

namespace {

const char* NameOfKind(uint32_t kind) {
  switch (kind) {
    case IncludeMode::kInclude: return "include";
    case IncludeMode::kIncludeOnce: return "include_once";
    case IncludeMode::kRequire: return "require";
    default: return "require_once";
  }
}

// Why nothing was found under a name.
const char* NotFoundReason(std::string_view name) {
  bool too_long = name.size() >= PATH_MAX;
  while (!name.empty() && !too_long) {
    size_t slash = std::min(name.find('/'), name.size());
    too_long = slash > NAME_MAX;
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return std::strerror(too_long ? ENAMETOOLONG : ENOENT);
}

// Warns of the scheme of a URL that code cannot come from. True: that is all that is wrong.
bool RefuseScheme(std::string_view url, const char* function) {
  size_t n = 0;
  auto letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.';
  };
  while (n < url.size() && letter(url[n])) ++n;
  std::string_view scheme = url.substr(0, n), rest = url.substr(n);
  bool data = EqualIgnoreCase(scheme, "data") && rest.starts_with(':');
  if (n < 2 || !(data || rest.starts_with("://")) || EqualIgnoreCase(scheme, "file")) return false;
  for (std::string_view remote : {"http", "https", "ftp", "ftps", "data"}) {
    if (!EqualIgnoreCase(scheme, remote)) continue;
    Warning("%s(): %s:// wrapper is disabled in the server configuration by allow_url_include=0", function,
            remote);
    if (!HasException()) {
      Warning("%s(%s): Failed to open stream: no suitable wrapper could be found", function, url);
    }
    return true;
  }
  if (!EqualIgnoreCase(scheme, "php") && !EqualIgnoreCase(scheme, "glob")) {
    Warning("%s(): Unable to find the wrapper \"%s\" - did you forget to enable it when you configured PHP?",
            function, scheme);
  }
  return false;
}

// Code that ran is freed before other code is compiled: handlers are done with it then, and so is what
// unwinds.
void FreeRetired(Vm* vm) {
  std::vector<OpArray*> retired = std::move(Retired());
  Retired().clear();
  for (OpArray* code : retired) {
    if (!vm->jit || vm->jit->forget(code)) g_free_code(code);
  }
}

// Compiles what op1 names. Null: *value is the expression's value (kUndef with an exception pending).
OpArray* Load(Frame* frame, const Op* op, String* text, Value* value) {
  uint32_t kind = op->extended;
  String* file = frame->op_array()->file;
  if (!Retired().empty()) FreeRetired(&g_vm);
  if (kind == IncludeMode::kEval) {
    String* name = Intern(std::string(file->view()) + "(" + std::to_string(op->line) + ") : eval()'d code");
    return g_compile(text->view(), name, true);
  }
  bool once = kind == IncludeMode::kIncludeOnce || kind == IncludeMode::kRequireOnce;
  bool require = kind == IncludeMode::kRequire || kind == IncludeMode::kRequireOnce;
  const char* name = NameOfKind(kind);
  std::string_view shown = text->view();
  bool has_zero = shown.find('\0') != std::string_view::npos;
  if (has_zero) shown = shown.substr(0, shown.find('\0'));
  std::string path = has_zero ? "" : ResolveInclude(text->view(), file);
  if (once && !path.empty() && WasIncluded(path)) {
    *value = Value(true);
    return nullptr;
  }
  std::string source, why;
  bool handled = false, read = false;
  if (!path.empty() && g_include_hooks.read) read = g_include_hooks.read(path, &source, &why, &handled);
  if (HasException()) return nullptr;
  if (path.empty() || !(handled ? read : InBaseDir(path, name) && ReadSource(path, &source))) {
    int error = errno;
    if (text->length == 0) {
      ThrowValueError("Path must not be empty");
      return nullptr;
    }
    if (!path.empty()) {
      Warning("%s(%s): Failed to open stream: %s", name, path, handled ? why : std::strerror(error));
    } else if (!has_zero && !RefuseScheme(shown, name) && !HasException()) {
      Warning("%s(%s): Failed to open stream: %s", name, shown, NotFoundReason(shown));
    }
    if (HasException()) return nullptr;
    if (require) {
      ThrowError("Failed opening required '%s' (include_path='%s')", shown, IniGet("include_path").text);
      return nullptr;
    }
    Warning("%s(): Failed opening '%s' for inclusion (include_path='%s')", name, shown,
            IniGet("include_path").text);
    if (!HasException()) *value = Value(false);
    return nullptr;
  }
  OpArray* code = g_compile(source, Intern(path), false);
  if (code) MarkIncluded(path);
  return code;
}

inline Transfer IncludeOrEvalBody(Frame* frame, const Op* op, Vm* vm) {
  SaveOp(frame, op);
  Value* result = op->result_kind ? Result(frame, op) : nullptr;
  const Value* v = ReadOp1(frame, op);
  String* text = frame->op == op ? ToString(*v) : nullptr;
  Value value;
  OpArray* code = text ? Load(frame, op, text, &value) : nullptr;
  if (text) Release(text);
  FreeOp1(frame, op);
  if (!code || frame->op != op) {
    if (result) *result = value;
    return Continue(frame);
  }
  code->scope = frame->func->scope;
  // The code shares the variables of the function that runs it.
  Array* symbols = SymbolTable(vm, frame);
  Value self = frame->self;
  Frame* call = PushFrame(vm, code, 0, CallInfo::kCode | CallInfo::kHasSymbolTable, self, nullptr);
  PrepareOpArray(vm, code);
  call->cache = code->cache;
  call->call = nullptr;
  call->result = result;
  call->prev = frame;
  call->symbols = symbols;
  call->op = code->ops;
  if (result) SetType(result, Type::kNull);
  AttachSymbolTable(call);
  vm->frame = call;
  return Safepoint(call, code->ops, vm, SafepointKind::kEntry);
}

}  // namespace

TUSK_OPCODE(IncludeOrEval, IncludeOrEvalBody)

}  // namespace tusk::handlers
