// What a script asks about its process and runtime, and versions.
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <string>
#include <vector>

#include "interp/ext/standard/temporary_folder.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/ini.h"
#include "interp/vm/extensions.h"

extern char** environ;

namespace tusk {
namespace {

constexpr size_t kSegment = size_t{2} << 20;  // what memory_get_usage(true) counts in

void MemoryGetUsage(Args args, Value* result) {
  size_t n = g_heap.in_use;
  Return(result, static_cast<int64_t>(args.Bool(0) ? (n + kSegment - 1) / kSegment * kSegment : n));
}
void MemoryGetPeakUsage(Args args, Value* result) {
  size_t n = g_heap.peak > g_heap.in_use ? g_heap.peak : g_heap.in_use;
  Return(result, static_cast<int64_t>(args.Bool(0) ? (n + kSegment - 1) / kSegment * kSegment : n));
}
void MemoryResetPeakUsage(Args, Value*) { g_heap.peak = g_heap.in_use; }

void PhpSapiName(Args, Value* result) { Return(result, Intern("cli")); }

bool ExtensionLoaded(std::string_view name) {
  return std::any_of(LoadedExtensions().begin(), LoadedExtensions().end(),
                     [&](std::string_view e) { return EqualIgnoreCase(e, name); });
}
void ExtensionLoadedFunction(Args args, Value* result) { Return(result, ExtensionLoaded(args.View(0))); }
void GetLoadedExtensions(Args args, Value* result) {
  Array* a = NewArray();
  if (args.Bool(0)) return Return(result, a);
  for (std::string_view name : LoadedExtensions()) Append(a, Value(Intern(name)));
  Return(result, a);
}
void Phpversion(Args args, Value* result) {
  if (!args.IsNull(0) && !ExtensionLoaded(args.View(0))) return Return(result, false);
  *result = *FindConstant("PHP_VERSION");
}
void ZendVersion(Args, Value* result) { Return(result, Intern("4.4.15")); }

void PhpUname(Args args, Value* result) {
  utsname u;
  uname(&u);
  std::string_view mode = args.View(0);
  if (mode.size() != 1) return ArgumentValueError(1, "must be a single character");
  switch (mode[0]) {
    case 's': return Return(result, std::string_view(u.sysname));
    case 'n': return Return(result, std::string_view(u.nodename));
    case 'r': return Return(result, std::string_view(u.release));
    case 'v': return Return(result, std::string_view(u.version));
    case 'm': return Return(result, std::string_view(u.machine));
    case 'a': break;
    default: return ArgumentValueError(1, "must be one of \"a\", \"m\", \"n\", \"r\", \"s\", or \"v\"");
  }
  Return(result, absl::StrFormat("%s %s %s %s %s", u.sysname, u.nodename, u.release, u.version, u.machine));
}

void Getenv(Args args, Value* result) {
  if (args.IsNull(0)) {
    Array* a = NewArray();
    for (char** e = environ; *e; ++e) {
      std::string_view entry(*e);
      size_t equals = entry.find('=');
      if (equals == entry.npos) continue;
      String* name = NewString(entry.substr(0, equals));
      Set(a, KeyFromString(name), Value(NewString(entry.substr(equals + 1))));
      Release(name);
    }
    return Return(result, a);
  }
  const char* v = ::getenv(std::string(args.View(0)).c_str());
  if (!v) return Return(result, false);
  Return(result, std::string_view(v));
}
void Putenv(Args args, Value* result) {
  std::string entry(args.View(0));
  if (entry.empty() || entry[0] == '=') return ArgumentValueError(1, "must have a valid syntax");
  size_t equals = entry.find('=');
  if (equals == entry.npos) {
    unsetenv(entry.c_str());
  } else {
    setenv(entry.substr(0, equals).c_str(), entry.c_str() + equals + 1, 1);
  }
  Return(result, true);
}

void Getmypid(Args, Value* result) { Return(result, static_cast<int64_t>(getpid())); }
void Getmyuid(Args, Value* result) { Return(result, static_cast<int64_t>(getuid())); }
void Gethostname(Args, Value* result) {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  Return(result, std::string_view(name));
}
void SysGetTempDir(Args, Value* result) { Return(result, NewString(TemporaryFolder())); }
void SysGetloadavg(Args, Value* result) {
  double load[3] = {};
  getloadavg(load, 3);
  Array* a = NewArray();
  for (double d : load) Append(a, Value(d));
  Return(result, a);
}
void Getrusage(Args args, Value* result) {
  rusage u;
  ::getrusage(args.Int(0, 0) == 1 ? RUSAGE_CHILDREN : RUSAGE_SELF, &u);
  Array* a = NewArray();
  auto set = [&](const char* name, int64_t v) { SetStr(a, name, Value(v)); };
  set("ru_oublock", u.ru_oublock);
  set("ru_inblock", u.ru_inblock);
  set("ru_msgsnd", u.ru_msgsnd);
  set("ru_msgrcv", u.ru_msgrcv);
  set("ru_maxrss", u.ru_maxrss);
  set("ru_ixrss", u.ru_ixrss);
  set("ru_idrss", u.ru_idrss);
  set("ru_minflt", u.ru_minflt);
  set("ru_majflt", u.ru_majflt);
  set("ru_nsignals", u.ru_nsignals);
  set("ru_nvcsw", u.ru_nvcsw);
  set("ru_nivcsw", u.ru_nivcsw);
  set("ru_nswap", u.ru_nswap);
  set("ru_utime.tv_usec", u.ru_utime.tv_usec);
  set("ru_utime.tv_sec", u.ru_utime.tv_sec);
  set("ru_stime.tv_usec", u.ru_stime.tv_usec);
  set("ru_stime.tv_sec", u.ru_stime.tv_sec);
  Return(result, a);
}

void GcCollectCycles(Args, Value* result) { Return(result, static_cast<int64_t>(CollectCycles())); }
void GcEnabled(Args, Value* result) { Return(result, GetGcStatus().enabled); }
void GcEnable(Args, Value*) { EnableGc(true); }
void GcDisable(Args, Value*) { EnableGc(false); }
void GcStatusFunction(Args, Value* result) {
  GcStatus status = GetGcStatus();
  Array* a = NewArray();
  SetStr(a, "running", Value(status.running));
  SetStr(a, "protected", Value(false));
  SetStr(a, "full", Value(false));
  SetStr(a, "runs", Value(static_cast<int64_t>(status.runs)));
  SetStr(a, "collected", Value(static_cast<int64_t>(status.collected)));
  SetStr(a, "threshold", Value(static_cast<int64_t>(status.threshold)));
  SetStr(a, "buffer_size", Value(int64_t{16384}));
  SetStr(a, "roots", Value(static_cast<int64_t>(status.roots)));
  Return(result, a);
}
void GcMemCaches(Args, Value* result) { Return(result, int64_t{0}); }

// ---- version_compare

std::string CanonicalVersion(std::string_view v) {
  std::string out;
  auto kind = [](char c) {
    return c >= '0' && c <= '9' ? 1 : (c == '-' || c == '_' || c == '+' || c == '.') ? 0 : 2;
  };
  for (size_t i = 0; i < v.size(); ++i) {
    if (kind(v[i]) == 0) {
      if (!out.empty() && out.back() != '.') out += '.';
      continue;
    }
    if (i > 0 && kind(v[i - 1]) != 0 && kind(v[i - 1]) != kind(v[i]) && !out.empty() && out.back() != '.')
      out += '.';
    out += v[i];
  }
  return out;
}
int FormOrder(std::string_view form) {
  static constexpr struct {
    std::string_view name;
    int order;
  } kForms[] = {{"dev", 0}, {"alpha", 1}, {"a", 1}, {"beta", 2}, {"b", 2},
                {"RC", 3},  {"rc", 3},    {"#", 4}, {"pl", 5},   {"p", 5}};
  for (const auto& f : kForms) {
    if (form.starts_with(f.name)) return f.order;
  }
  return -100;
}
int Sign(int64_t n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }
int CompareForms(std::string_view a, std::string_view b) { return Sign(FormOrder(a) - FormOrder(b)); }

int CompareVersions(std::string_view v1, std::string_view v2) {
  if (v1.empty() && v2.empty()) return 0;
  if (v2.empty()) return 1;
  if (v1.empty()) return -1;
  std::string a = v1[0] == '#' ? std::string(v1) : CanonicalVersion(v1);
  std::string b = v2[0] == '#' ? std::string(v2) : CanonicalVersion(v2);
  auto split = [](const std::string& s) {
    std::vector<std::string> parts;
    size_t start = 0;
    for (;;) {
      size_t dot = s.find('.', start);
      parts.push_back(s.substr(start, dot - start));
      if (dot == s.npos) return parts;
      start = dot + 1;
    }
  };
  std::vector<std::string> x = split(a);
  std::vector<std::string> y = split(b);
  auto digit = [](const std::string& s) { return !s.empty() && s[0] >= '0' && s[0] <= '9'; };
  size_t i = 0;
  for (; i < x.size() && i < y.size(); ++i) {
    int order;
    if (digit(x[i]) && digit(y[i])) {
      order = Sign(std::strtol(x[i].c_str(), nullptr, 10) - std::strtol(y[i].c_str(), nullptr, 10));
    } else if (!digit(x[i]) && !digit(y[i])) {
      order = CompareForms(x[i], y[i]);
    } else {
      order = digit(x[i]) ? CompareForms("#N#", y[i]) : CompareForms(x[i], "#N#");
    }
    if (order) return order;
  }
  if (i < x.size()) return digit(x[i]) ? 1 : CompareForms(x[i], "#N#");
  if (i < y.size()) return digit(y[i]) ? -1 : CompareForms("#N#", y[i]);
  return 0;
}

void VersionCompare(Args args, Value* result) {
  int order = CompareVersions(args.View(0), args.View(1));
  if (args.IsNull(2)) return Return(result, order);
  std::string_view op = args.View(2);
  bool answer;
  if (op == "<" || op == "lt") {
    answer = order < 0;
  } else if (op == "<=" || op == "le") {
    answer = order <= 0;
  } else if (op == ">" || op == "gt") {
    answer = order > 0;
  } else if (op == ">=" || op == "ge") {
    answer = order >= 0;
  } else if (op == "=" || op == "==" || op == "eq") {
    answer = order == 0;
  } else if (op == "!=" || op == "<>" || op == "ne") {
    answer = order != 0;
  } else {
    return ArgumentValueError(3, "must be a valid comparison operator");
  }
  Return(result, answer);
}

constexpr uint16_t kReads = Effects::kReadsState;
constexpr uint16_t kWrites = Effects::kWritesState | Effects::kReadsState;
constexpr BuiltinRow kRows[] = {
    {"extension_loaded", "(string $extension): bool", kReads, ExtensionLoadedFunction},
    {"gc_collect_cycles", "(): int", kWrites | Effects::kCallsBack | Effects::kThrows | Effects::kWarns,
     GcCollectCycles},
    {"gc_disable", "(): void", kWrites, GcDisable},
    {"gc_enable", "(): void", kWrites, GcEnable},
    {"gc_enabled", "(): bool", kReads, GcEnabled},
    {"gc_mem_caches", "(): int", kWrites, GcMemCaches},
    {"gc_status", "(): array", kReads, GcStatusFunction},
    {"get_loaded_extensions", "(bool $zend_extensions = false): array", kReads, GetLoadedExtensions},
    {"getenv", "(?string $name = null, bool $local_only = false): array|string|false", kReads, Getenv},
    {"gethostname", "(): string|false", kReads, Gethostname},
    {"getmypid", "(): int|false", kReads, Getmypid},
    {"getmyuid", "(): int|false", kReads, Getmyuid},
    {"getrusage", "(int $mode = 0): array|false", kReads, Getrusage},
    {"memory_get_peak_usage", "(bool $real_usage = false): int", kReads, MemoryGetPeakUsage},
    {"memory_get_usage", "(bool $real_usage = false): int", kReads, MemoryGetUsage},
    {"memory_reset_peak_usage", "(): void", kWrites, MemoryResetPeakUsage},
    {"php_sapi_name", "(): string|false", Effects::kPure, PhpSapiName},
    {"php_uname", "(string $mode = \"a\"): string", kReads | Effects::kThrows, PhpUname},
    {"phpversion", "(?string $extension = null): string|false", kReads, Phpversion},
    {"putenv", "(string $assignment): bool", kWrites | Effects::kThrows, Putenv},
    {"sys_get_temp_dir", "(): string", kReads, SysGetTempDir},
    {"sys_getloadavg", "(): array|false", kReads, SysGetloadavg},
    {"version_compare", "(string $version1, string $version2, ?string $operator = null): int|bool",
     Effects::kThrows, VersionCompare},
    {"zend_version", "(): string", Effects::kPure, ZendVersion},
};
static_assert(SortedByName(kRows));

}  // namespace

std::string TemporaryFolder() {
  const char* dir = ::getenv("TMPDIR");
  std::string s(IniGet("sys_temp_dir").text);
  if (s.empty()) s = dir && *dir ? dir : "/tmp";
  if (s.size() > 1 && s.back() == '/') s.pop_back();
  return s;
}

constinit const BuiltinTable kInfoFunctions(kRows);

}  // namespace tusk
