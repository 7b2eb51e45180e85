// The posix extension: users, groups, process ids and limits.
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <string>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

int g_error = 0;  // posix_get_last_error()

// Keeps the error of a call that failed.
bool Done(int rc) {
  if (rc >= 0) return true;
  g_error = errno;
  return false;
}

template <auto kAsk>
void Id(Args, Value* result) {
  Return(result, static_cast<int64_t>(kAsk()));
}
template <auto kChange>
void Change(Args args, Value* result) {
  Return(result, Done(kChange(static_cast<uid_t>(args[0].i))));
}
template <auto kAsk>
void OfProcess(Args args, Value* result) {
  auto id = static_cast<int64_t>(kAsk(static_cast<pid_t>(args[0].i)));
  if (!Done(static_cast<int>(id))) return Return(result, false);
  Return(result, id);
}
void Kill(Args args, Value* result) {
  Return(result, Done(kill(static_cast<pid_t>(args[0].i), static_cast<int>(args[1].i))));
}
void Setsid(Args, Value* result) { Return(result, static_cast<int64_t>(setsid())); }
void Setpgid(Args args, Value* result) {
  Return(result, Done(setpgid(static_cast<pid_t>(args[0].i), static_cast<pid_t>(args[1].i))));
}
void Initgroups(Args args, Value* result) {
  Return(result, Done(initgroups(args.Str(0)->data, static_cast<gid_t>(args[1].i))));
}
void Getgroups(Args, Value* result) {
  gid_t groups[NGROUPS_MAX > 4096 ? 4096 : NGROUPS_MAX];
  int n = getgroups(static_cast<int>(std::size(groups)), groups);
  if (!Done(n)) return Return(result, false);
  Array* a = NewArray();
  for (int i = 0; i < n; ++i) Append(a, Value(static_cast<int64_t>(groups[i])));
  Return(result, a);
}
void Getlogin(Args, Value* result) {
  const char* name = getlogin();
  if (name) return Return(result, name);
  g_error = errno;
  Return(result, false);
}
void Text(Array* a, const char* name, const char* v) {
  SetStr(a, name, Value(NewString(std::string_view(v ? v : ""))));
}
void Uname(Args, Value* result) {
  utsname u;
  uname(&u);
  Array* a = NewHash(6);
  Text(a, "sysname", u.sysname);
  Text(a, "nodename", u.nodename);
  Text(a, "release", u.release);
  Text(a, "version", u.version);
  Text(a, "machine", u.machine);
  Text(a, "domainname", u.domainname);
  Return(result, a);
}
void Times(Args, Value* result) {
  tms t;
  clock_t ticks = times(&t);
  Array* a = NewHash(5);
  SetStr(a, "ticks", Value(static_cast<int64_t>(ticks)));
  SetStr(a, "utime", Value(static_cast<int64_t>(t.tms_utime)));
  SetStr(a, "stime", Value(static_cast<int64_t>(t.tms_stime)));
  SetStr(a, "cutime", Value(static_cast<int64_t>(t.tms_cutime)));
  SetStr(a, "cstime", Value(static_cast<int64_t>(t.tms_cstime)));
  Return(result, a);
}
void Ctermid(Args, Value* result) {
  char name[L_ctermid];
  Return(result, static_cast<const char*>(ctermid(name)));
}
// The descriptor in an argument: a stream's or the number itself. <0: none.
int Descriptor(Args args) {
  if (args[0].IsResource()) {
    Stream* s = StreamArgument(args, 0);
    if (s && s->fd() < 0) FunctionWarning("Could not use stream of type '%s'", s->type());
    return s ? s->fd() : -1;
  }
  int64_t n = ToInt(args[0]);
  return n < 0 || n > INT_MAX ? -1 : static_cast<int>(n);
}
void Isatty(Args args, Value* result) {
  int fd = Descriptor(args);
  if (!HasException()) Return(result, fd >= 0 && isatty(fd));
}
void Ttyname(Args args, Value* result) {
  int fd = Descriptor(args);
  const char* name = fd >= 0 ? ttyname(fd) : nullptr;
  if (name) return Return(result, name);
  g_error = errno;
  if (!HasException()) Return(result, false);
}
void Getcwd(Args, Value* result) {
  char path[PATH_MAX];
  if (getcwd(path, sizeof path)) return Return(result, static_cast<const char*>(path));
  g_error = errno;
  Return(result, false);
}
void Mkfifo(Args args, Value* result) {
  Return(result, Done(mkfifo(args.Str(0)->data, static_cast<mode_t>(args[1].i))));
}
void Mknod(Args args, Value* result) {
  int64_t kind = args[1].i & S_IFMT;
  if ((kind == S_IFCHR || kind == S_IFBLK) && args.Int(2, 0) == 0) {
    return ArgumentValueError(3, "cannot be 0 for special file types");
  }
  Return(result,
         Done(mknod(args.Str(0)->data, static_cast<mode_t>(args[1].i),
                    makedev(static_cast<unsigned>(args.Int(2, 0)), static_cast<unsigned>(args.Int(3, 0))))));
}
void Access(Args args, Value* result) {
  if (args.Int(1, 0) < 0 || args.Int(1, 0) > 7)
    return ArgumentValueError(2, "must be a bitmask of POSIX_F_OK, POSIX_R_OK, POSIX_W_OK, and POSIX_X_OK");
  Return(result, Done(access(args.Str(0)->data, static_cast<int>(args.Int(1, 0)))));
}
void Group(group* g, Value* result) {
  if (!g) {
    g_error = errno;
    return Return(result, false);
  }
  Array* a = NewHash(4);
  Text(a, "name", g->gr_name);
  Text(a, "passwd", g->gr_passwd);
  Array* members = NewArray();
  for (char** m = g->gr_mem; m && *m; ++m) Append(members, Value(NewString(std::string_view(*m))));
  SetStr(a, "members", Value(members));
  SetStr(a, "gid", Value(static_cast<int64_t>(g->gr_gid)));
  Return(result, a);
}
void User(passwd* p, Value* result) {
  if (!p) {
    g_error = errno;
    return Return(result, false);
  }
  Array* a = NewHash(7);
  Text(a, "name", p->pw_name);
  Text(a, "passwd", p->pw_passwd);
  SetStr(a, "uid", Value(static_cast<int64_t>(p->pw_uid)));
  SetStr(a, "gid", Value(static_cast<int64_t>(p->pw_gid)));
  Text(a, "gecos", p->pw_gecos);
  Text(a, "dir", p->pw_dir);
  Text(a, "shell", p->pw_shell);
  Return(result, a);
}
void Getgrnam(Args args, Value* result) { Group(getgrnam(args.Str(0)->data), result); }
void Getgrgid(Args args, Value* result) { Group(getgrgid(static_cast<gid_t>(args[0].i)), result); }
void Getpwnam(Args args, Value* result) { User(getpwnam(args.Str(0)->data), result); }
void Getpwuid(Args args, Value* result) { User(getpwuid(static_cast<uid_t>(args[0].i)), result); }

constexpr struct {
  const char* name;
  int resource;
} kLimits[] = {{"core", RLIMIT_CORE},       {"data", RLIMIT_DATA}, {"stack", RLIMIT_STACK},
               {"totalmem", RLIMIT_AS},     {"rss", RLIMIT_RSS},   {"maxproc", RLIMIT_NPROC},
               {"memlock", RLIMIT_MEMLOCK}, {"cpu", RLIMIT_CPU},   {"filesize", RLIMIT_FSIZE},
               {"openfiles", RLIMIT_NOFILE}};
Value Limit(rlim_t v) {
  return v == RLIM_INFINITY ? Value(Intern("unlimited")) : Value(static_cast<int64_t>(v));
}
void Getrlimit(Args args, Value* result) {
  Array* a = NewHash(22);
  rlimit r;
  if (!args.IsNull(0)) {
    if (!Done(getrlimit(static_cast<__rlimit_resource>(args[0].i), &r))) {
      Release(Value(a));
      return Return(result, false);
    }
    Append(a, Limit(r.rlim_cur));
    Append(a, Limit(r.rlim_max));
    return Return(result, a);
  }
  for (const auto& limit : kLimits) {
    if (getrlimit(static_cast<__rlimit_resource>(limit.resource), &r) != 0) continue;
    SetStr(a, std::string("soft ") + limit.name, Limit(r.rlim_cur));
    SetStr(a, std::string("hard ") + limit.name, Limit(r.rlim_max));
  }
  Return(result, a);
}
void Setrlimit(Args args, Value* result) {
  if (args[1].i < -1) return ArgumentValueError(2, "must be greater or equal to -1");
  if (args[2].i < -1) return ArgumentValueError(3, "must be greater or equal to -1");
  if (args[2].i >= 0 && args[1].i > args[2].i) {
    return ArgumentValueError(2, absl::StrFormat("must be lower or equal to %d", args[2].i));
  }
  rlimit r{static_cast<rlim_t>(args[1].i), static_cast<rlim_t>(args[2].i)};
  Return(result, Done(setrlimit(static_cast<__rlimit_resource>(args[0].i), &r)));
}
void LastError(Args, Value* result) { Return(result, g_error); }
void Strerror(Args args, Value* result) {
  Return(result, static_cast<const char*>(std::strerror(static_cast<int>(args[0].i))));
}
void Sysconf(Args args, Value* result) {
  Return(result, static_cast<int64_t>(sysconf(static_cast<int>(args[0].i))));
}
void Pathconf(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  errno = 0;
  int64_t v = pathconf(args.Str(0)->data, static_cast<int>(args[1].i));
  if (v < 0 && errno) {
    g_error = errno;
    return Return(result, false);
  }
  Return(result, v);
}
void Fpathconf(Args args, Value* result) {
  int fd = Descriptor(args);
  if (HasException()) return;
  errno = 0;
  int64_t v = fpathconf(fd, static_cast<int>(args[1].i));
  if (v < 0 && errno) {
    g_error = errno;
    return Return(result, false);
  }
  Return(result, v);
}

constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"posix_access", "(string $filename, int $flags = 0): bool", kIo, Access},
    {"posix_ctermid", "(): string|false", kIo, Ctermid},
    {"posix_errno", "(): int", kIo, LastError},
    {"posix_fpathconf", "($file_descriptor, int $name): int|false", kIo, Fpathconf},
    {"posix_get_last_error", "(): int", kIo, LastError},
    {"posix_getcwd", "(): string|false", kIo, Getcwd},
    {"posix_getegid", "(): int", kIo, Id<getegid>},
    {"posix_geteuid", "(): int", kIo, Id<geteuid>},
    {"posix_getgid", "(): int", kIo, Id<getgid>},
    {"posix_getgrgid", "(int $group_id): array|false", kIo, Getgrgid},
    {"posix_getgrnam", "(string $name): array|false", kIo, Getgrnam},
    {"posix_getgroups", "(): array|false", kIo, Getgroups},
    {"posix_getlogin", "(): string|false", kIo, Getlogin},
    {"posix_getpgid", "(int $process_id): int|false", kIo, OfProcess<getpgid>},
    {"posix_getpgrp", "(): int", kIo, Id<getpgrp>},
    {"posix_getpid", "(): int", kIo, Id<getpid>},
    {"posix_getppid", "(): int", kIo, Id<getppid>},
    {"posix_getpwnam", "(string $username): array|false", kIo, Getpwnam},
    {"posix_getpwuid", "(int $user_id): array|false", kIo, Getpwuid},
    {"posix_getrlimit", "(?int $resource = null): array|false", kIo, Getrlimit},
    {"posix_getsid", "(int $process_id): int|false", kIo, OfProcess<getsid>},
    {"posix_getuid", "(): int", kIo, Id<getuid>},
    {"posix_initgroups", "(string $username, int $group_id): bool", kIo, Initgroups},
    {"posix_isatty", "($file_descriptor): bool", kIo, Isatty},
    {"posix_kill", "(int $process_id, int $signal): bool", kIo | Effects::kUsesFrame,
     Kill},  // a handler runs at the end of the call, in the caller's frame
    {"posix_mkfifo", "(string $filename, int $permissions): bool", kIo, Mkfifo},
    {"posix_mknod", "(string $filename, int $flags, int $major = 0, int $minor = 0): bool", kIo, Mknod},
    {"posix_pathconf", "(string $path, int $name): int|false", kIo, Pathconf},
    {"posix_setegid", "(int $group_id): bool", kIo, Change<setegid>},
    {"posix_seteuid", "(int $user_id): bool", kIo, Change<seteuid>},
    {"posix_setgid", "(int $group_id): bool", kIo, Change<setgid>},
    {"posix_setpgid", "(int $process_id, int $process_group_id): bool", kIo, Setpgid},
    {"posix_setrlimit", "(int $resource, int $soft_limit, int $hard_limit): bool", kIo, Setrlimit},
    {"posix_setsid", "(): int", kIo, Setsid},
    {"posix_setuid", "(int $user_id): bool", kIo, Change<setuid>},
    {"posix_strerror", "(int $error_code): string", kIo, Strerror},
    {"posix_sysconf", "(int $conf_id): int", kIo, Sysconf},
    {"posix_times", "(): array|false", kIo, Times},
    {"posix_ttyname", "($file_descriptor): string|false", kIo, Ttyname},
    {"posix_uname", "(): array|false", kIo, Uname},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstants[] = {
    {"POSIX_F_OK", F_OK},
    {"POSIX_PC_ALLOC_SIZE_MIN", _PC_ALLOC_SIZE_MIN},
    {"POSIX_PC_CHOWN_RESTRICTED", _PC_CHOWN_RESTRICTED},
    {"POSIX_PC_LINK_MAX", _PC_LINK_MAX},
    {"POSIX_PC_MAX_CANON", _PC_MAX_CANON},
    {"POSIX_PC_MAX_INPUT", _PC_MAX_INPUT},
    {"POSIX_PC_NAME_MAX", _PC_NAME_MAX},
    {"POSIX_PC_NO_TRUNC", _PC_NO_TRUNC},
    {"POSIX_PC_PATH_MAX", _PC_PATH_MAX},
    {"POSIX_PC_PIPE_BUF", _PC_PIPE_BUF},
    {"POSIX_PC_SYMLINK_MAX", _PC_SYMLINK_MAX},
    {"POSIX_RLIMIT_AS", RLIMIT_AS},
    {"POSIX_RLIMIT_CORE", RLIMIT_CORE},
    {"POSIX_RLIMIT_CPU", RLIMIT_CPU},
    {"POSIX_RLIMIT_DATA", RLIMIT_DATA},
    {"POSIX_RLIMIT_FSIZE", RLIMIT_FSIZE},
    {"POSIX_RLIMIT_INFINITY", int64_t{-1}},
    {"POSIX_RLIMIT_LOCKS", RLIMIT_LOCKS},
    {"POSIX_RLIMIT_MEMLOCK", RLIMIT_MEMLOCK},
    {"POSIX_RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE},
    {"POSIX_RLIMIT_NICE", RLIMIT_NICE},
    {"POSIX_RLIMIT_NOFILE", RLIMIT_NOFILE},
    {"POSIX_RLIMIT_NPROC", RLIMIT_NPROC},
    {"POSIX_RLIMIT_RSS", RLIMIT_RSS},
    {"POSIX_RLIMIT_RTPRIO", RLIMIT_RTPRIO},
    {"POSIX_RLIMIT_RTTIME", RLIMIT_RTTIME},
    {"POSIX_RLIMIT_SIGPENDING", RLIMIT_SIGPENDING},
    {"POSIX_RLIMIT_STACK", RLIMIT_STACK},
    {"POSIX_R_OK", R_OK},
    {"POSIX_SC_ARG_MAX", _SC_ARG_MAX},
    {"POSIX_SC_CHILD_MAX", _SC_CHILD_MAX},
    {"POSIX_SC_CLK_TCK", _SC_CLK_TCK},
    {"POSIX_SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF},
    {"POSIX_SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
    {"POSIX_SC_OPEN_MAX", _SC_OPEN_MAX},
    {"POSIX_SC_PAGESIZE", _SC_PAGESIZE},
    {"POSIX_S_IFBLK", S_IFBLK},
    {"POSIX_S_IFCHR", S_IFCHR},
    {"POSIX_S_IFIFO", S_IFIFO},
    {"POSIX_S_IFREG", S_IFREG},
    {"POSIX_S_IFSOCK", S_IFSOCK},
    {"POSIX_W_OK", W_OK},
    {"POSIX_X_OK", X_OK},
};
static_assert(SortedByName(kConstants));

}  // namespace

constinit const BuiltinTable kPosixFunctions(kRows);
const std::span<const ConstantRow> kPosixConstants = kConstants;

}  // namespace tusk
