// include, require and eval.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/container/flat_hash_map.h"
#include "interp/runtime/convert.h"
#include "interp/runtime/errors.h"
#include "interp/vm/call.h"
#include "interp/vm/handlers/operands.h"
#include "interp/vm/include.h"
#include "interp/vm/leave.h"
#include "interp/vm/main.h"
#include "interp/vm/symbols.h"

namespace tusk {

std::string g_include_path = ".:/usr/share/php";

namespace {

// Files by real path that were included, in order.
struct Included {
  absl::flat_hash_map<std::string, size_t> index;
  std::vector<String*> names;
};
Included& Files() {
  static auto* files = new Included;
  return *files;
}

bool IsFile(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && !S_ISDIR(info.st_mode);
}
std::string RealPath(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string out = real;
  free(real);
  return out;
}
std::string Directory(std::string_view file) {
  size_t slash = file.rfind('/');
  return slash == std::string_view::npos ? "." : slash == 0 ? "/" : std::string(file.substr(0, slash));
}

}  // namespace

std::string ResolveInclude(std::string_view name, String* including_file) {
  std::string path(name);
  if (path.empty()) return "";
  if (path.starts_with("file://")) path = path.substr(7);
  bool relative_to_cwd = path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
  if (path[0] == '/' || relative_to_cwd) return IsFile(path) ? RealPath(path) : "";
  std::string_view dirs = g_include_path;
  while (!dirs.empty()) {
    size_t colon = dirs.find(':');
    std::string candidate = std::string(dirs.substr(0, colon)) + "/" + path;
    if (IsFile(candidate)) return RealPath(candidate);
    if (colon == std::string_view::npos) break;
    dirs.remove_prefix(colon + 1);
  }
  if (including_file) {
    std::string candidate = Directory(including_file->view()) + "/" + path;
    if (IsFile(candidate)) return RealPath(candidate);
  }
  return "";
}

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
  if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    close(fd);
    return false;
  }
  out->clear();
  char buffer[65536];
  ssize_t n;
  while ((n = read(fd, buffer, sizeof buffer)) > 0) out->append(buffer, static_cast<size_t>(n));
  close(fd);
  return n == 0;
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

// Compiles what op1 names. Null: *value is the expression's value (kUndef with an exception pending).
OpArray* Load(Frame* frame, const Op* op, String* text, Value* value) {
  uint32_t kind = op->extended;
  String* file = frame->op_array()->file;
  if (kind == IncludeMode::kEval) {
    String* name = Intern(std::string(file->view()) + "(" + std::to_string(op->line) + ") : eval()'d code");
    return g_compile(text->view(), name, true);
  }
  bool once = kind == IncludeMode::kIncludeOnce || kind == IncludeMode::kRequireOnce;
  bool require = kind == IncludeMode::kRequire || kind == IncludeMode::kRequireOnce;
  if (text->view().find('\0') != std::string_view::npos) {
    ThrowValueError("%s(): Argument #1 must not contain any null bytes", NameOfKind(kind));
    return nullptr;
  }
  std::string path = ResolveInclude(text->view(), file);
  if (once && !path.empty() && WasIncluded(path)) {
    *value = Value(true);
    return nullptr;
  }
  std::string source;
  if (path.empty() || !ReadSource(path, &source)) {
    const char* name = NameOfKind(kind);
    if (text->length == 0) {
      ThrowValueError("Path must not be empty");
      return nullptr;
    }
    Warning("%s(%s): Failed to open stream: No such file or directory", name, text->view());
    if (HasException()) return nullptr;
    if (require) {
      ThrowError("Failed opening required '%s' (include_path='%s')", text->view(), g_include_path);
      return nullptr;
    }
    Warning("%s(): Failed opening '%s' for inclusion (include_path='%s')", name, text->view(),
            g_include_path);
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
  return Safepoint(call, code->ops, vm);
}

}  // namespace

TUSK_OPCODE(IncludeOrEval, IncludeOrEvalBody)

}  // namespace tusk::handlers
