// Locales (there is one: "C"), shell quoting and commands, and small functions of the process.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

void Setlocale(Args args, Value* result) {
  // Only "C" exists, and asking ("0" or null) tells so.
  auto known = [](std::string_view name) {
    return name == "C" || name == "POSIX" || name == "0" || name.empty();
  };
  auto try_value = [&](const Value& value) {
    const Value v = Deref(value);
    if (v.IsArray()) {
      for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
        String* s = ToString(Deref(ValueAt(v.arr, p)));
        if (!s) return false;
        bool ok = known(s->view());
        Release(s);
        if (ok) return true;
      }
      return false;
    }
    String* s = ToString(v);
    if (!s) return false;
    bool ok = known(s->view());
    Release(s);
    return ok;
  };
  for (uint32_t i = 1; i < args.count; ++i) {
    if (try_value(args[i])) return Return(result, Intern("C"));
    if (HasException()) return;
  }
  Return(result, false);
}

void Localeconv(Args, Value* result) {
  Array* a = NewArray();
  static constexpr std::pair<const char*, const char*> kTexts[] = {
      {"decimal_point", "."},    {"thousands_sep", ""},     {"int_curr_symbol", ""}, {"currency_symbol", ""},
      {"mon_decimal_point", ""}, {"mon_thousands_sep", ""}, {"positive_sign", ""},   {"negative_sign", ""}};
  for (const auto& [name, text] : kTexts) SetStr(a, name, Value(NewString(std::string_view(text))));
  for (const char* name : {"int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space",
                           "n_cs_precedes", "n_sep_by_space", "p_sign_posn", "n_sign_posn"}) {
    SetStr(a, name, Value(int64_t{127}));
  }
  SetStr(a, "grouping", Value(NewArray()));
  SetStr(a, "mon_grouping", Value(NewArray()));
  Return(result, a);
}

void Escapeshellarg(Args args, Value* result) {
  std::string out = "'";
  for (char c : args.View(0)) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  Return(result, NewString(out + "'"));
}
void Escapeshellcmd(Args args, Value* result) {
  std::string_view s = args.View(0);
  std::string out;
  size_t match = s.npos;
  for (size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    if (c == '\'' || c == '"') {
      // Quotes stay when they come in pairs.
      if (match != s.npos && match == i) {
        match = s.npos;
      } else if (match == s.npos && s.find(c, i + 1) != s.npos) {
        match = s.find(c, i + 1);
      } else {
        out += '\\';
      }
    } else if (std::string_view("#&;`|*?~<>^()[]{}$\\\n\xff").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  Return(result, NewString(out));
}

// Runs a command; its output goes to `each` piece by piece. Returns the exit status, -1 if it did not start.
template <typename Each>
int RunCommand(std::string_view command, Each each) {
  FlushOutput();
  std::FILE* pipe = popen(std::string(command).c_str(), "r");
  if (!pipe) return -1;
  char buffer[4096];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) each(std::string_view(buffer, n));
  int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ShellExec(Args args, Value* result) {
  std::string out;
  int status = RunCommand(args.View(0), [&](std::string_view piece) { out += piece; });
  if (status < 0) return Return(result, false);
  if (!out.empty()) Return(result, NewString(out));
}
std::string_view TrimEnd(std::string_view s) {
  while (!s.empty() && (s.back() == ' ' || s.back() == '\n' || s.back() == '\r' || s.back() == '\t'))
    s.remove_suffix(1);
  return s;
}
void Exec(Args args, Value* result) {
  if (args.Str(0)->length == 0) return ArgumentValueError(1, "must not be empty");
  std::string out;
  int status = RunCommand(args.View(0), [&](std::string_view piece) { out += piece; });
  std::string_view rest = out;
  std::string_view last;
  Value lines;
  if (args.Has(1) && args[1].IsReference()) {
    const Value old = args[1].ref->value;
    lines = Value(old.IsArray() ? CopyArray(old.arr) : NewArray());
  }
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    last = TrimEnd(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    if (lines.IsArray()) Append(lines.arr, Value(NewString(last)));
  }
  Return(result, last);
  if (args.Has(1)) AssignArgument(args, 1, lines);
  if (args.Has(2)) AssignArgument(args, 2, Value(int64_t{status}));
}
void Passthru(Args args, Value* result) {
  if (args.Str(0)->length == 0) return ArgumentValueError(1, "must not be empty");
  int status = RunCommand(args.View(0), [](std::string_view piece) { Echo(piece); });
  if (args.Has(1)) AssignArgument(args, 1, Value(int64_t{status}));
  if (status < 0) Return(result, false);
}
void System(Args args, Value* result) {
  if (args.Str(0)->length == 0) return ArgumentValueError(1, "must not be empty");
  std::string out;
  int status = RunCommand(args.View(0), [&](std::string_view piece) {
    Echo(piece);
    out += piece;
  });
  if (args.Has(1)) AssignArgument(args, 1, Value(int64_t{status}));
  std::string_view text = out;
  if (text.ends_with('\n')) text.remove_suffix(1);
  Return(result, TrimEnd(text.substr(text.rfind('\n') + 1)));
}

void IgnoreUserAbort(Args args, Value* result) {
  Return(result, int64_t{IniBool(IniGet("ignore_user_abort").text)});
  if (!args.IsNull(0)) IniSet("ignore_user_abort", args.Bool(0) ? "1" : "0");
}
void ConnectionStatus(Args, Value* result) { Return(result, int64_t{0}); }

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"connection_status", "(): int", kIo, ConnectionStatus},
    {"escapeshellarg", "(string $arg): string", Effects::kThrows, WithoutNul<Escapeshellarg, 0>},
    {"escapeshellcmd", "(string $command): string", Effects::kThrows, WithoutNul<Escapeshellcmd, 0>},
    {"exec", "(string $command, &$output = null, &$result_code = null): string|false",
     kIo | Effects::kWritesArgs, WithoutNul<Exec, 0>},
    {"ignore_user_abort", "(?bool $enable = null): int", kIo, IgnoreUserAbort},
    {"localeconv", "(): array", Effects::kPure, Localeconv},
    {"passthru", "(string $command, &$result_code = null): ?false", kIo | Effects::kWritesArgs,
     WithoutNul<Passthru, 0>},
    {"setlocale", "(int $category, $locales, ...$rest): string|false", kIo, Setlocale},
    {"shell_exec", "(string $command): string|false|null", kIo, WithoutNul<ShellExec, 0>},
    {"system", "(string $command, &$result_code = null): string|false", kIo | Effects::kWritesArgs,
     WithoutNul<System, 0>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kProcessFunctions(kRows);

}  // namespace tusk
