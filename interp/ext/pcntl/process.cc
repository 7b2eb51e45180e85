// Processes: fork, wait, exec, priorities, namespaces, processors.
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "interp/ext/pcntl/pcntl.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"
#include "interp/vm/fork.h"

namespace tusk {
namespace {

using pcntl::g_last_error;

// Notes errno; false as the result.
template <typename... A>
void Fail(Value* result, const absl::FormatSpec<A...>& format, const A&... args) {
  FunctionWarning(format, args...);
  Return(result, false);
}

// ---- fork and wait

void Fork(Args args, Value* result) {
  pid_t pid = ForkProcess(args.vm);
  if (pid < 0) {
    g_last_error = errno;
    FunctionWarning("Error %d", g_last_error);
  }
  Return(result, static_cast<int64_t>(pid));
}

Array* DescribeUsage(const rusage& u) {
  Array* a = NewArray();
  const std::pair<const char*, int64_t> kRows[] = {{"ru_oublock", u.ru_oublock},
                                                   {"ru_inblock", u.ru_inblock},
                                                   {"ru_msgsnd", u.ru_msgsnd},
                                                   {"ru_msgrcv", u.ru_msgrcv},
                                                   {"ru_maxrss", u.ru_maxrss},
                                                   {"ru_ixrss", u.ru_ixrss},
                                                   {"ru_idrss", u.ru_idrss},
                                                   {"ru_minflt", u.ru_minflt},
                                                   {"ru_majflt", u.ru_majflt},
                                                   {"ru_nsignals", u.ru_nsignals},
                                                   {"ru_nvcsw", u.ru_nvcsw},
                                                   {"ru_nivcsw", u.ru_nivcsw},
                                                   {"ru_nswap", u.ru_nswap},
                                                   {"ru_utime.tv_usec", u.ru_utime.tv_usec},
                                                   {"ru_utime.tv_sec", u.ru_utime.tv_sec},
                                                   {"ru_stime.tv_usec", u.ru_stime.tv_usec},
                                                   {"ru_stime.tv_sec", u.ru_stime.tv_sec}};
  for (const auto& [name, v] : kRows) SetStr(a, name, Value(v));
  return a;
}

// Waits for `pid`; the status goes to argument `status_at`, the usage to `status_at` + 2.
void WaitFor(Args args, pid_t pid, uint32_t status_at, Value* result) {
  int status = 0;
  if (args[status_at].IsReference() && args[status_at].ref->value.IsInt()) {
    status = static_cast<int>(args[status_at].ref->value.i);
  }
  rusage usage = {};
  pid_t child = wait4(pid, &status, static_cast<int>(args[status_at + 1].i), &usage);
  if (child < 0) g_last_error = errno;
  // First the usage: both may be the same variable.
  if (args.Has(status_at + 2)) {
    AssignArgument(args, status_at + 2, Value(child > 0 ? DescribeUsage(usage) : NewArray()));
  }
  if (HasException()) return;
  AssignArgument(args, status_at, Value(static_cast<int64_t>(status)));
  Return(result, static_cast<int64_t>(child));
}
void Wait(Args args, Value* result) { WaitFor(args, -1, 0, result); }
void Waitpid(Args args, Value* result) { WaitFor(args, static_cast<pid_t>(args[0].i), 1, result); }

void Waitid(Args args, Value* result) {
  siginfo_t info = {};
  auto type = static_cast<idtype_t>(args[0].i);
  id_t id = args[1].IsInt() ? static_cast<id_t>(args[1].i) : 0;
  if (waitid(type, id, &info, static_cast<int>(args[3].i)) != 0) {
    g_last_error = errno;
    return Return(result, false);
  }
  if (args.Has(2)) AssignArgument(args, 2, Value(pcntl::DescribeSignal(info)));
  Return(result, true);
}

void Wifexited(Args args, Value* result) { Return(result, WIFEXITED(static_cast<int>(args[0].i)) != 0); }
void Wifstopped(Args args, Value* result) { Return(result, WIFSTOPPED(static_cast<int>(args[0].i)) != 0); }
void Wifsignaled(Args args, Value* result) { Return(result, WIFSIGNALED(static_cast<int>(args[0].i)) != 0); }
void Wifcontinued(Args args, Value* result) {
  Return(result, WIFCONTINUED(static_cast<int>(args[0].i)) != 0);
}
void Wexitstatus(Args args, Value* result) { Return(result, WEXITSTATUS(static_cast<int>(args[0].i))); }
void Wtermsig(Args args, Value* result) { Return(result, WTERMSIG(static_cast<int>(args[0].i))); }
void Wstopsig(Args args, Value* result) { Return(result, WSTOPSIG(static_cast<int>(args[0].i))); }

// ---- exec

// Adds the texts of an array's values, with "name=" in front if `named`. False: an exception is pending.
bool Texts(Array* array, bool named, std::vector<std::string>* out) {
  for (uint32_t p = First(array); p != kEnd; p = Next(array, p)) {
    String* text = ToString(*Deref(PlaceAt(array, p)));
    if (HasException()) {
      if (text) Release(text);
      return false;
    }
    std::string s;
    if (named) {
      Value key = KeyValueAt(array, p);
      String* name = ToString(key);
      s = std::string(name->view()) + "=";
      Release(name);
      Release(key);
    }
    s += text->view();
    Release(text);
    out->push_back(s);
  }
  return true;
}

void Exec(Args args, Value* result) {
  std::string path(args.View(0));
  if (path.find('\0') != path.npos) return ArgumentValueError(1, "must not contain any null bytes");
  std::vector<std::string> words = {path}, environment;
  if (!Texts(args.Arr(1), false, &words)) return;
  if (args.Has(2) && !Texts(args.Arr(2), true, &environment)) return;
  auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& s : texts) all.push_back(s.data());
    all.push_back(nullptr);
    return all;
  };
  std::vector<char*> argv = pointers(words), env = pointers(environment);
  FlushOutput();
  std::fflush(nullptr);
  execve(path.c_str(), argv.data(), args.Has(2) ? env.data() : environ);
  g_last_error = errno;
  Fail(result, "Error has occurred: (errno %d) %s", errno, strerror(errno));
}

// ---- errors

void GetLastError(Args, Value* result) { Return(result, g_last_error); }
void StrError(Args args, Value* result) { Return(result, strerror(static_cast<int>(args[0].i))); }

// ---- priorities

void GetPriority(Args args, Value* result) {
  id_t who = args.IsNull(0) ? static_cast<id_t>(getpid()) : static_cast<id_t>(args[0].i);
  errno = 0;
  int priority = getpriority(static_cast<__priority_which_t>(args[1].i), who);
  if (errno == 0) return Return(result, priority);
  g_last_error = errno;
  switch (errno) {
    case ESRCH: return Fail(result, "Error %d: No process was located using the given parameters", errno);
    case EINVAL: return ArgumentValueError(2, "must be one of PRIO_PGRP, PRIO_USER, or PRIO_PROCESS");
    default: return Fail(result, "Unknown error %d has occurred", errno);
  }
}

void SetPriority(Args args, Value* result) {
  id_t who = args.IsNull(1) ? static_cast<id_t>(getpid()) : static_cast<id_t>(args[1].i);
  if (setpriority(static_cast<__priority_which_t>(args[2].i), who, static_cast<int>(args[0].i)) == 0) {
    return Return(result, true);
  }
  g_last_error = errno;
  switch (errno) {
    case ESRCH: return Fail(result, "Error %d: No process was located using the given parameters", errno);
    case EINVAL: return ArgumentValueError(3, "must be one of PRIO_PGRP, PRIO_USER, or PRIO_PROCESS");
    case EPERM:
      return Fail(result,
                  "Error %d: A process was located, but neither its effective nor real user ID matched the "
                  "effective user ID of the caller",
                  errno);
    case EACCES:
      return Fail(result, "Error %d: Only a super user may attempt to increase the process priority", errno);
    default: return Fail(result, "Unknown error %d has occurred", errno);
  }
}

// ---- namespaces

void Unshare(Args args, Value* result) {
  if (unshare(static_cast<int>(args[0].i)) == 0) return Return(result, true);
  g_last_error = errno;
  switch (errno) {
    case EINVAL:
      return ArgumentValueError(
          1, "must be a combination of CLONE_* flags, or at least one flag is unsupported by the kernel");
    case ENOMEM: return Fail(result, "Error %d: Insufficient memory for unshare", errno);
    case EPERM: return Fail(result, "Error %d: No privilege to use these flags", errno);
    case ENOSPC:
      return Fail(result, "Error %d: Reached the maximum nesting limit for one of the specified namespaces",
                  errno);
    case EUSERS:
      return Fail(result, "Error %d: Reached the maximum nesting limit for the user namespace", errno);
    default: return Fail(result, "Unknown error %d has occurred", errno);
  }
}

void SetNs(Args args, Value* result) {
  int64_t pid = args.IsNull(0) ? getpid() : args[0].i;
  auto fd = static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0));
  if (fd < 0) {
    g_last_error = errno;
    switch (errno) {
      case EINVAL:
      case ESRCH: return ArgumentValueError(1, absl::StrFormat("is not a valid process (%d)", pid));
      case ENFILE: return Fail(result, "Error %d: File descriptors per-process limit reached", errno);
      case ENODEV: return Fail(result, "Error %d: Anonymous inode fs unsupported", errno);
      case ENOMEM: return Fail(result, "Error %d: Insufficient memory for pidfd_open", errno);
      default: return Fail(result, "Error %d", errno);
    }
  }
  int failed = setns(fd, static_cast<int>(args[1].i));
  int error = errno;
  close(fd);
  if (!failed) return Return(result, true);
  g_last_error = error;
  switch (error) {
    case ESRCH: return ArgumentValueError(1, absl::StrFormat("process no longer available (%d)", pid));
    case EINVAL: return ArgumentValueError(2, absl::StrFormat("is an invalid nstype (%d)", args[1].i));
    case EPERM: return Fail(result, "Error %d: No required capability for this process", error);
    default: return Fail(result, "Error %d", error);
  }
}

// ---- processors

void GetCpu(Args, Value* result) { Return(result, sched_getcpu()); }

void GetCpuAffinity(Args args, Value* result) {
  int64_t pid = args.IsNull(0) ? 0 : args[0].i;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(static_cast<pid_t>(pid), sizeof set, &set) != 0) {
    g_last_error = errno;
    switch (errno) {
      case ESRCH:
      case EINVAL: return ArgumentValueError(1, absl::StrFormat("invalid process (%d)", pid));
      case EPERM: return Fail(result, "Calling process not having the proper privileges");
      default: return Fail(result, "Error %d", errno);
    }
  }
  Array* a = NewArray();
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &set)) Append(a, Value(static_cast<int64_t>(i)));
  }
  Return(result, a);
}

void SetCpuAffinity(Args args, Value* result) {
  int64_t pid = args.IsNull(0) ? 0 : args[0].i;
  Array* ids = args.Arr(1);
  if (ids->count == 0) return ArgumentValueError(2, "must not be empty");
  int64_t processors = sysconf(_SC_NPROCESSORS_CONF);
  cpu_set_t set;
  CPU_ZERO(&set);
  for (uint32_t p = First(ids); p != kEnd; p = Next(ids, p)) {
    const Value* v = Deref(PlaceAt(ids, p));
    int64_t id = 0;
    double d;
    if (v->IsString()) {
      if (IsNumericString(v->str->view(), &id, &d) != Numeric::kInt) {
        return ArgumentValueError(2, absl::StrFormat("cpu id invalid value (%s)", v->str->view()));
      }
    } else if (v->IsInt()) {
      id = v->i;
    } else {
      return ArgumentTypeError(
          2, absl::StrFormat("value must be of type int|string, %s given", ValueNameForErrors(*v)));
    }
    if (id < 0 || id >= processors) {
      return ArgumentValueError(2, absl::StrFormat("cpu id must be between 0 and %d (%d)", processors, id));
    }
    CPU_SET(static_cast<size_t>(id), &set);
  }
  if (sched_setaffinity(static_cast<pid_t>(pid), sizeof set, &set) == 0) return Return(result, true);
  g_last_error = errno;
  switch (errno) {
    case ESRCH: return ArgumentValueError(1, absl::StrFormat("invalid process (%d)", pid));
    case EINVAL: return ArgumentValueError(2, "invalid cpu affinity mask size");
    case EPERM: return Fail(result, "Calling process not having the proper privileges");
    default: return Fail(result, "Error %d", errno);
  }
}

constexpr uint16_t kActs = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kWrites = kActs | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"pcntl_errno", "(): int", Effects::kReadsState, GetLastError},
    {"pcntl_exec", "(string $path, array $args = [], array $env_vars = []): false",
     kActs | Effects::kCallsBack, Exec},
    {"pcntl_fork", "(): int", kActs, Fork},
    {"pcntl_get_last_error", "(): int", Effects::kReadsState, GetLastError},
    {"pcntl_getcpu", "(): int", Effects::kReadsState, GetCpu},
    {"pcntl_getcpuaffinity", "(?int $process_id = null): array|false", kActs, GetCpuAffinity},
    {"pcntl_getpriority", "(?int $process_id = null, int $mode = PRIO_PROCESS): int|false", kActs,
     GetPriority},
    {"pcntl_setcpuaffinity", "(?int $process_id = null, array $cpu_ids = []): bool", kActs, SetCpuAffinity},
    {"pcntl_setns", "(?int $process_id = null, int $nstype = CLONE_NEWNET): bool", kActs, SetNs},
    {"pcntl_setpriority", "(int $priority, ?int $process_id = null, int $mode = PRIO_PROCESS): bool", kActs,
     SetPriority},
    {"pcntl_strerror", "(int $error_code): string", Effects::kReadsState, StrError},
    {"pcntl_unshare", "(int $flags): bool", kActs, Unshare},
    {"pcntl_wait", "(&$status, int $flags = 0, &$resource_usage = []): int", kWrites, Wait},
    {"pcntl_waitid", "(int $idtype = P_ALL, ?int $id = null, &$info = [], int $flags = WEXITED): bool",
     kWrites, Waitid},
    {"pcntl_waitpid", "(int $process_id, &$status, int $flags = 0, &$resource_usage = []): int", kWrites,
     Waitpid},
    {"pcntl_wexitstatus", "(int $status): int|false", Effects::kPure, Wexitstatus},
    {"pcntl_wifcontinued", "(int $status): bool", Effects::kPure, Wifcontinued},
    {"pcntl_wifexited", "(int $status): bool", Effects::kPure, Wifexited},
    {"pcntl_wifsignaled", "(int $status): bool", Effects::kPure, Wifsignaled},
    {"pcntl_wifstopped", "(int $status): bool", Effects::kPure, Wifstopped},
    {"pcntl_wstopsig", "(int $status): int|false", Effects::kPure, Wstopsig},
    {"pcntl_wtermsig", "(int $status): int|false", Effects::kPure, Wtermsig},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kPcntlProcessFunctions(kRows);

}  // namespace tusk
