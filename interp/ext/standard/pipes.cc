// Child processes with pipes, waiting for streams, and stream contexts.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

struct Process {
  pid_t pid;
  std::string command;
  std::vector<Resource*> pipes;  // owned: our ends
  bool ended = false;
  int status = 0;  // of waitpid()

  bool Poll(bool wait) {
    if (ended) return true;
    pid_t got;
    do got = waitpid(pid, &status, wait ? 0 : WNOHANG);
    while (got < 0 && errno == EINTR);
    return ended = got != 0;
  }
  int ExitCode() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
};
void CloseProcess(Resource* r) {
  auto* p = static_cast<Process*>(r->data);
  // First the pipes, or it might wait for us.
  for (Resource* pipe : p->pipes) {
    CloseResource(pipe);
    Release(Value(pipe));
  }
  p->Poll(true);
  delete p;
  r->data = nullptr;
}

std::string Text(const Value& v) {
  String* s = ToString(Deref(v));
  std::string out(s ? s->view() : std::string_view());
  if (s) Release(s);
  return out;
}

// Which descriptor the child gets for each number, and the parent's ends of pipes.
struct Redirect {
  int target;
  int child;
  int parent = -1;
  const char* parent_mode = "";
};
bool ReadSpec(Array* spec, std::vector<Redirect>* out) {
  for (uint32_t p = First(spec); p != kEnd; p = Next(spec, p)) {
    ArrayKey key = KeyAt(spec, p);
    if (!key.IsInt()) {
      ArgumentValueError(2, "must be an integer indexed array only");
      return false;
    }
    Value v = Deref(ValueAt(spec, p));
    Redirect r{static_cast<int>(key.num), -1};
    if (v.IsResource()) {
      if (!v.res->type_name || std::string_view(v.res->type_name) != "stream") {
        ThrowTypeError("proc_open(): supplied resource is not a valid stream resource");
        return false;
      }
      auto* s = static_cast<Stream*>(v.res->data);
      r.child = s && s->fd() >= 0 ? fcntl(s->fd(), F_DUPFD_CLOEXEC, 3) : -1;
    } else if (v.IsArray()) {
      std::string kind = Text(GetInt(v.arr, 0)), how = Text(GetInt(v.arr, 1));
      int ends[2];
      if (kind == "pipe") {
        if (pipe2(ends, O_CLOEXEC) < 0) return false;
        bool reads = how.starts_with('r');  // the child does
        r.child = ends[reads ? 0 : 1];
        r.parent = ends[reads ? 1 : 0];
        r.parent_mode = reads ? "w" : "r";
      } else if (kind == "file") {
        std::string mode = Text(GetInt(v.arr, 2));
        int flags = mode.starts_with('r') ? O_RDONLY
                                          : O_WRONLY | O_CREAT | (mode.starts_with('a') ? O_APPEND : O_TRUNC);
        r.child = open(how.c_str(), flags | O_CLOEXEC, 0666);
      } else if (kind == "null") {
        r.child = open("/dev/null", O_RDWR | O_CLOEXEC);
      } else if (kind == "redirect") {
        const Value target = Deref(GetInt(v.arr, 1));
        if (!target.IsInt()) {
          if (target.IsUndef()) {
            ThrowValueError("Missing redirection target");
          } else {
            ThrowValueError("Redirection target must be of type int, %s given", ValueNameForErrors(target));
          }
          return false;
        }
        int from = static_cast<int>(target.i);
        for (const Redirect& other : *out) {
          if (other.target == from) r.child = fcntl(other.child, F_DUPFD_CLOEXEC, 3);
        }
        if (r.child < 0 && from >= 0 && from <= 2) r.child = fcntl(from, F_DUPFD_CLOEXEC, 3);
        if (r.child < 0) {
          FunctionWarning("Redirection target %d not found", from);
          return false;
        }
      } else if (kind == "socket") {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return false;
        r.child = ends[0];
        r.parent = ends[1];
        r.parent_mode = "r+";
      } else {
        FunctionWarning("%s is not a valid descriptor spec/mode", kind);
        return false;
      }
    } else {
      ArgumentValueError(2, "must only contain arrays and streams");
      return false;
    }
    if (r.child < 0) {
      FunctionWarning("Descriptor item must be either an array or a File-Handle");
      return false;
    }
    out->push_back(r);
  }
  return true;
}

void ProcOpen(Args args, Value* result) {
  std::vector<Redirect> redirects;
  Return(result, false);
  bool good = ReadSpec(args.Arr(1), &redirects);
  std::vector<std::string> words;
  if (args[0].IsArray()) {
    Array* a = args.Arr(0);
    if (a->count == 0) return ArgumentValueError(1, "must have at least one element");
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      words.push_back(Text(ValueAt(a, p)));
      if (words.back().find('\0') != std::string::npos)
        return ThrowValueError("Command array element %d contains a null byte", words.size());
    }
    if (words[0].empty()) return ThrowValueError("First element must contain a non-empty program name");
  } else {
    words = {"/bin/sh", "-c", std::string(args.View(0))};
  }
  std::vector<std::string> environment;
  bool own = !args.IsNull(4);
  if (own) {
    Array* a = args.Arr(4);
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
      ArrayKey key = KeyAt(a, p);
      // "NAME=value" itself under a number
      environment.push_back((key.IsInt() ? std::string() : std::string(key.name->view()) + "=") +
                            Text(ValueAt(a, p)));
    }
  }
  std::string directory = args.IsNull(3) ? std::string() : std::string(args.View(3));
  std::vector<char*> argv, envp;
  for (std::string& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);
  for (std::string& e : environment) envp.push_back(e.data());
  envp.push_back(nullptr);
  pid_t pid = -1;
  if (good && !words.empty()) {
    FlushOutput();
    pid = fork();
  }
  if (pid == 0) {
    for (const Redirect& r : redirects) {
      if (r.child == r.target) {
        fcntl(r.child, F_SETFD, 0);
      } else {
        dup2(r.child, r.target);
      }
    }
    if (!directory.empty() && chdir(directory.c_str()) != 0) _exit(127);
    if (own) environ = envp.data();
    execvp(argv[0], argv.data());
    _exit(127);
  }
  for (const Redirect& r : redirects) close(r.child);
  if (pid < 0) {
    for (const Redirect& r : redirects) {
      if (r.parent >= 0) close(r.parent);
    }
    return;
  }
  auto process = std::make_unique<Process>(pid, args[0].IsArray() ? words[0] : words[2]);
  Array* pipes = NewArray();
  for (const Redirect& r : redirects) {
    if (r.parent < 0) continue;
    Resource* pipe = NewStreamResource(StreamOfDescriptor(r.parent, r.parent_mode));
    Retain(pipe);
    process->pipes.push_back(pipe);
    SetInt(pipes, r.target, Value(pipe));
  }
  AssignArgument(args, 2, Value(pipes));
  *result = Value(NewResource("process", process.release(), CloseProcess));
}

Process* ProcessArgument(Args args) {
  if (args[0].IsResource() && args[0].res->type_name && std::string_view(args[0].res->type_name) == "process")
    return static_cast<Process*>(args[0].res->data);
  ArgumentTypeError(1, "must be of type resource (process)");
  return nullptr;
}
void ProcClose(Args args, Value* result) {
  Process* p = ProcessArgument(args);
  if (!p) return;
  for (Resource* pipe : p->pipes) CloseResource(pipe);
  p->Poll(true);
  Return(result, int64_t{p->ExitCode()});
  CloseResource(args[0].res);
}
void ProcTerminate(Args args, Value* result) {
  Process* p = ProcessArgument(args);
  if (p) Return(result, !p->ended && kill(p->pid, static_cast<int>(args.Int(1, SIGTERM))) == 0);
}
void ProcGetStatus(Args args, Value* result) {
  Process* p = ProcessArgument(args);
  if (!p) return;
  bool cached = p->ended;
  bool running = !p->Poll(false);
  bool signaled = !running && WIFSIGNALED(p->status);
  Array* a = NewHash(8);
  SetStr(a, "command", Value(NewString(p->command)));
  SetStr(a, "pid", Value(int64_t{p->pid}));
  SetStr(a, "cached", Value(cached));
  SetStr(a, "running", Value(running));
  SetStr(a, "signaled", Value(signaled));
  SetStr(a, "stopped", Value(false));
  SetStr(a, "exitcode", Value(int64_t{running ? -1 : p->ExitCode()}));
  SetStr(a, "termsig", Value(int64_t{signaled ? WTERMSIG(p->status) : 0}));
  SetStr(a, "stopsig", Value(int64_t{0}));
  Return(result, a);
}

// --- popen(): a pipe to a shell; pclose() waits for it. The child is known by the stream's descriptor.

std::vector<std::pair<int, pid_t>>& Children() {
  static auto* all = new std::vector<std::pair<int, pid_t>>;
  return *all;
}
void Popen(Args args, Value* result) {
  std::string command(args.View(0));
  std::string_view mode = args.View(1).substr(0, 1);
  if ((mode != "r" && mode != "w") || (args.View(1) != mode && args.View(1).substr(1) != "b")) {
    return ArgumentValueError(2, "must be one of \"r\", \"rb\", \"w\", or \"wb\"");
  }
  bool reads = mode == "r";
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return Return(result, false);
  FlushOutput();
  pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[reads ? 1 : 0], reads ? 1 : 0);
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  close(ends[reads ? 1 : 0]);
  int mine = ends[reads ? 0 : 1];
  Children().emplace_back(mine, pid);
  *result = Value(NewStreamResource(StreamOfDescriptor(mine, mode)));
}
void Pclose(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  int fd = s->fd();
  CloseResource(args[0].res);
  for (size_t i = 0; i < Children().size(); ++i) {
    if (Children()[i].first != fd) continue;
    int status = 0;
    waitpid(Children()[i].second, &status, 0);
    Children().erase(Children().begin() + static_cast<long>(i));
    return Return(result, int64_t{WIFEXITED(status) ? WEXITSTATUS(status) : -1});
  }
  Return(result, int64_t{-1});
}

// --- waiting

void StreamSelect(Args args, Value* result) {
  FlushOutput();
  std::vector<pollfd> fds;
  struct Place {
    uint32_t argument;
    uint32_t position;
    bool ready;  // bytes are buffered already
  };
  std::vector<Place> places;
  bool any_ready = false;
  for (uint32_t i = 0; i < 3; ++i) {
    Value v = Deref(args[i]);
    if (!v.IsArray()) continue;
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      Value e = Deref(ValueAt(v.arr, p));
      Stream* s = StreamOf(e);
      if (!s) {
        return ThrowTypeError("stream_select(): supplied %s is not a valid stream resource",
                              e.IsResource() ? "resource" : "argument");
      }
      int fd = s->SelectDescriptor();
      if (HasException()) return;
      if (fd < 0) continue;
      bool ready = i == 0 && s->unread() > 0;
      any_ready = any_ready || ready;
      fds.push_back({fd, static_cast<short>(i == 0 ? POLLIN : i == 1 ? POLLOUT : POLLPRI), 0});
      places.push_back({i, p, ready});
    }
  }
  if (fds.empty()) {
    ThrowValueError("No stream arrays were passed");
    return;
  }
  FlushOutput();
  int wait = args.IsNull(3) ? -1 : static_cast<int>(args[3].i * 1000 + args.Int(4, 0) / 1000);
  int n = poll(fds.data(), fds.size(), any_ready ? 0 : wait);
  if (n < 0) return Return(result, false);
  int64_t count = 0;
  for (uint32_t i = 0; i < 3; ++i) {
    Value v = Deref(args[i]);
    if (!v.IsArray()) continue;
    Array* left = NewArray();
    for (size_t k = 0; k < places.size(); ++k) {
      if (places[k].argument != i || (!places[k].ready && !fds[k].revents)) continue;
      Set(left, KeyAt(v.arr, places[k].position), Copy(ValueAt(v.arr, places[k].position)));
      ++count;
    }
    AssignArgument(args, i, Value(left));
  }
  Return(result, count);
}

void StreamSetChunkSize(Args args, Value* result) {
  if (!StreamArgument(args, 0)) return;
  if (args[1].i <= 0) return ArgumentValueError(2, "must be greater than 0");
  Return(result, int64_t{8192});
}
void StreamSetBuffer(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (!s) return;
  if (s->TellsEnd()) return Return(result, s->SetOption(3, args[1].i > 0 ? 2 : 0, args[1].i) == 0 ? 0 : -1);
  Return(result, int64_t{-1});
}
void StreamSetTimeout(Args args, Value* result) {
  Stream* s = StreamArgument(args, 0);
  if (s) Return(result, s->SetOption(4, args[1].i, args.Int(2, 0)) == 0);
}
void StreamSupportsLock(Args args, Value* result) {
  if (Stream* s = StreamArgument(args, 0)) Return(result, s->fd() >= 0);
}
// --- contexts: a resource with an array of options and one of parameters

struct Context {
  Array* options;
  Array* params;
};
void CloseContext(Resource* r) {
  auto* c = static_cast<Context*>(r->data);
  Release(Value(c->options));
  Release(Value(c->params));
  delete c;
  r->data = nullptr;
}
Value NewContext(Array* options, Array* params) {
  return Value(NewResource("stream-context", new Context{options, params}, CloseContext));
}
Value& DefaultContext() {
  // The standard streams have the numbers before it.
  for (int fd = 0; fd < 3; ++fd) StandardStream(fd);
  static Value v = NewContext(NewHash(0), NewHash(0));
  return v;
}
Context* ContextArgument(Args args) {
  if (args[0].IsResource() && args[0].res->type_name &&
      std::string_view(args[0].res->type_name) == "stream-context")
    return static_cast<Context*>(args[0].res->data);
  if (args[0].IsResource() && args[0].res->type_name &&
      std::string_view(args[0].res->type_name) == "stream") {
    auto* s = static_cast<Stream*>(args[0].res->data);
    if (!s->context) s->context = NewContext(NewHash(0), NewHash(0)).res;
    return static_cast<Context*>(s->context->data);
  }
  ArgumentTypeError(1, "must be a valid stream/context");
  return nullptr;
}
}  // namespace

Resource* DefaultStreamContext() { return DefaultContext().res; }
bool ContextFromArgument(Args args, uint32_t i, Resource** context) {
  if (args.IsNull(i)) {
    *context = DefaultStreamContext();
    return true;
  }
  if (!args[i].IsResource()) {
    ArgumentTypeError(
        i + 1, absl::StrFormat("must be of type resource or null, %s given", ValueNameForErrors(args[i])));
    return false;
  }
  *context = args[i].res;
  if ((*context)->type_name && std::string_view((*context)->type_name) == "stream-context") return true;
  ThrowTypeError("%s(): supplied resource is not a valid Stream-Context resource",
                 g_state->running_function()->view());
  return false;
}
Value ContextOption(const Resource* context, std::string_view wrapper, std::string_view option) {
  if (!context) return Value();
  Value inner = Deref(GetStr(static_cast<Context*>(context->data)->options, wrapper));
  return inner.IsArray() ? Deref(GetStr(inner.arr, option)) : Value();
}

namespace {
bool Merge(Context* c, Array* more) {
  for (uint32_t p = First(more); p != kEnd; p = Next(more, p)) {
    Value inner = Deref(ValueAt(more, p));
    ArrayKey wrapper = KeyAt(more, p);
    if (!inner.IsArray() || wrapper.IsInt()) {
      ThrowValueError("Options should have the form [\"wrappername\"][\"optionname\"] = $value");
      return false;
    }
    Value options(c->options);
    c->options = Separate(&options);
    Value* place = FindOrInsert(c->options, wrapper);
    if (!place->IsArray()) *place = Value(NewHash(4));
    Array* into = Separate(place);
    for (uint32_t q = First(inner.arr); q != kEnd; q = Next(inner.arr, q))
      Set(into, KeyAt(inner.arr, q), CopyDeref(ValueAt(inner.arr, q)));
  }
  return true;
}
void ContextCreate(Args args, Value* result) {
  Value v = NewContext(NewHash(0), NewHash(0));
  auto* c = static_cast<Context*>(v.res->data);
  if (!args.IsNull(0) && !Merge(c, args.Arr(0))) return Release(v);
  if (!args.IsNull(1)) {
    Release(Value(c->params));
    c->params = CopyArray(args.Arr(1));
  }
  *result = v;
}
void ContextGetOptions(Args args, Value* result) {
  if (Context* c = ContextArgument(args)) Return(result, CopyArray(c->options));
}
void ContextSetOption(Args args, Value* result) {
  Context* c = ContextArgument(args);
  if (!c) return;
  bool named = !args.IsNull(2), valued = args.count > 3;
  if (args.count == 2)
    Deprecated(
        "Calling stream_context_set_option() with 2 arguments is deprecated, use "
        "stream_context_set_options() "
        "instead");
  if (HasException()) return;
  if (args[1].IsArray()) {
    if (named)
      return ArgumentValueError(3, "must be null when argument #2 ($wrapper_or_options) is an array");
    if (valued)
      return ArgumentValueError(4, "cannot be provided when argument #2 ($wrapper_or_options) is an array");
    return Return(result, Merge(c, args.Arr(1)));
  }
  if (!named)
    return ArgumentValueError(3, "cannot be null when argument #2 ($wrapper_or_options) is a string");
  if (!valued)
    return ArgumentValueError(4, "must be provided when argument #2 ($wrapper_or_options) is a string");
  Array* inner = NewHash(1);
  Set(inner, KeyFromString(args.Str(2)), CopyDeref(args[3]));
  Array* outer = NewHash(1);
  Set(outer, KeyFromString(args.Str(1)), Value(inner));
  Return(result, Merge(c, outer));
  Release(Value(outer));
}
void ContextSetOptions(Args args, Value* result) {
  if (Context* c = ContextArgument(args)) Return(result, Merge(c, args.Arr(1)));
}
void ContextGetParams(Args args, Value* result) {
  Context* c = ContextArgument(args);
  if (!c) return;
  Array* a = CopyArray(c->params);
  SetStr(a, "options", Value(CopyArray(c->options)));
  Return(result, a);
}
void ContextSetParams(Args args, Value* result) {
  Context* c = ContextArgument(args);
  if (!c) return;
  Release(Value(c->params));
  c->params = CopyArray(args.Arr(1));
  Return(result, true);
}
void ContextGetDefault(Args args, Value* result) {
  if (!args.IsNull(0) && !Merge(static_cast<Context*>(DefaultContext().res->data), args.Arr(0))) return;
  *result = Copy(DefaultContext());
}

constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"pclose", "($handle): int", kIo, Pclose},
    {"popen", "(string $command, string $mode)", kIo, Popen},
    {"proc_close", "($process): int", kIo, ProcClose},
    {"proc_get_status", "($process): array", kIo, ProcGetStatus},
    {"proc_open",
     "(array|string $command, array $descriptor_spec, &$pipes, ?string $cwd = null, ?array $env_vars = null, "
     "?array $options = null)",
     kIo | Effects::kWritesArgs, ProcOpen},
    {"proc_terminate", "($process, int $signal = 15): bool", kIo, ProcTerminate},
    {"stream_context_create", "(?array $options = null, ?array $params = null)", kIo, ContextCreate},
    {"stream_context_get_default", "(?array $options = null)", kIo, ContextGetDefault},
    {"stream_context_get_options", "($stream_or_context): array", kIo, ContextGetOptions},
    {"stream_context_get_params", "($context): array", kIo, ContextGetParams},
    {"stream_context_set_default", "(array $options)", kIo, ContextGetDefault},
    {"stream_context_set_option",
     "($context, array|string $wrapper_or_options, ?string $option_name = null, mixed $value = null): bool",
     kIo, ContextSetOption},
    {"stream_context_set_options", "($context, array $options): bool", kIo, ContextSetOptions},
    {"stream_context_set_params", "($context, array $params): bool", kIo, ContextSetParams},
    {"stream_select",
     "(?array &$read, ?array &$write, ?array &$except, ?int $seconds, ?int $microseconds = null): int|false",
     kIo | Effects::kWritesArgs, StreamSelect},
    {"stream_set_chunk_size", "($stream, int $size): int", kIo, StreamSetChunkSize},
    {"stream_set_read_buffer", "($stream, int $size): int", kIo, StreamSetBuffer},
    {"stream_set_timeout", "($stream, int $seconds, int $microseconds = 0): bool", kIo, StreamSetTimeout},
    {"stream_set_write_buffer", "($stream, int $size): int", kIo, StreamSetBuffer},
    {"stream_supports_lock", "($stream): bool", kIo, StreamSupportsLock},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPipeFunctions(kRows);

}  // namespace tusk
