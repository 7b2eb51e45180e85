// Locales, shell quoting and commands, and small functions of the process.
#include <langinfo.h>
#include <locale.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"

namespace tusk {
namespace {

// Numbers are written and read as in "C" whatever the locale, which is PHP's way: only localeconv() hears of
// LC_NUMERIC.
struct Locale {
  std::string numeric = "C";
  bool changed = false;
};
Locale g_locale;

struct lconv* NumericConventions(locale_t* holder) {
  static struct lconv conventions;
  conventions = *localeconv();
  if (g_locale.numeric == "C") return &conventions;
  *holder = newlocale(LC_NUMERIC_MASK, g_locale.numeric.c_str(), nullptr);
  if (!*holder) return &conventions;
  conventions.decimal_point = nl_langinfo_l(RADIXCHAR, *holder);
  conventions.thousands_sep = nl_langinfo_l(THOUSEP, *holder);
  conventions.grouping = nl_langinfo_l(GROUPING, *holder);
  return &conventions;
}

// What setlocale() answers, "" for a locale that there is not; `name` null: only asks.
std::string ChangeLocale(int category, const char* name) {
  if (category == LC_NUMERIC || category == LC_ALL) {
    if (name) {
      locale_t l = newlocale(LC_NUMERIC_MASK, name, nullptr);
      if (!l) return "";
      freelocale(l);
    }
    if (category == LC_NUMERIC) {
      if (name) {
        std::string wanted = name;
        for (const char* variable : {"LC_ALL", "LC_NUMERIC", "LANG"}) {
          const char* v = wanted.empty() ? std::getenv(variable) : nullptr;
          if (v && *v) wanted = v;
        }
        g_locale.numeric = wanted.empty() || wanted == "POSIX" ? "C" : wanted;
      }
      return g_locale.numeric;
    }
  }
  if (name && !setlocale(category, name)) return "";
  if (name) g_locale.changed = true;
  if (category == LC_ALL && name) {
    g_locale.numeric = setlocale(LC_NUMERIC, nullptr);
    setlocale(LC_NUMERIC, "C");
  }
  if (!g_locale.changed) return "C";
  if (category != LC_ALL) return setlocale(category, nullptr);
  // One name where all categories agree.
  struct Part {
    int category;
    const char* name;
  };
  static constexpr Part kParts[] = {{LC_CTYPE, "LC_CTYPE"},
                                    {LC_NUMERIC, "LC_NUMERIC"},
                                    {LC_TIME, "LC_TIME"},
                                    {LC_COLLATE, "LC_COLLATE"},
                                    {LC_MONETARY, "LC_MONETARY"},
                                    {LC_MESSAGES, "LC_MESSAGES"},
                                    {LC_PAPER, "LC_PAPER"},
                                    {LC_NAME, "LC_NAME"},
                                    {LC_ADDRESS, "LC_ADDRESS"},
                                    {LC_TELEPHONE, "LC_TELEPHONE"},
                                    {LC_MEASUREMENT, "LC_MEASUREMENT"},
                                    {LC_IDENTIFICATION, "LC_IDENTIFICATION"}};
  std::string all, first;
  bool same = true;
  for (const Part& part : kParts) {
    std::string here = part.category == LC_NUMERIC ? g_locale.numeric : setlocale(part.category, nullptr);
    if (all.empty()) first = here;
    same = same && here == first;
    all += (all.empty() ? "" : ";") + std::string(part.name) + "=" + here;
  }
  return same ? first : all;
}

void Setlocale(Args args, Value* result) {
  auto category = static_cast<int>(args[0].i);
  constexpr size_t kLongest = 255;
  // "0" asks; the name that was set otherwise. False: go on with the next, or something was thrown.
  auto try_value = [&](const Value& value) {
    String* s = ToString(value);
    if (!s) return false;
    std::string name(s->view());
    Release(s);
    if (name.size() >= kLongest) {
      FunctionWarning("Specified locale name is too long");
      return false;
    }
    std::string set = ChangeLocale(category, name == "0" ? nullptr : name.c_str());
    if (set.empty()) return false;
    Return(result, std::string_view(set));
    return true;
  };
  for (uint32_t i = 1; i < args.count; ++i) {
    const Value v = Deref(args[i]);
    if (!v.IsArray()) {
      if (try_value(v) || HasException()) return;
      continue;
    }
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      if (try_value(Deref(ValueAt(v.arr, p))) || HasException()) return;
    }
  }
  Return(result, false);
}

Array* GroupingArray(const char* grouping) {
  Array* a = NewArray();
  for (; *grouping && *grouping != CHAR_MAX; ++grouping) Append(a, Value(int64_t{*grouping}));
  return a;
}
void Localeconv(Args, Value* result) {
  locale_t holder = nullptr;
  const struct lconv* c = NumericConventions(&holder);
  Array* a = NewArray();
  const std::pair<const char*, const char*> texts[] = {
      {"decimal_point", c->decimal_point},         {"thousands_sep", c->thousands_sep},
      {"int_curr_symbol", c->int_curr_symbol},     {"currency_symbol", c->currency_symbol},
      {"mon_decimal_point", c->mon_decimal_point}, {"mon_thousands_sep", c->mon_thousands_sep},
      {"positive_sign", c->positive_sign},         {"negative_sign", c->negative_sign}};
  for (const auto& [name, text] : texts) SetStr(a, name, Value(NewString(std::string_view(text))));
  const std::pair<const char*, char> numbers[] = {
      {"int_frac_digits", c->int_frac_digits}, {"frac_digits", c->frac_digits},
      {"p_cs_precedes", c->p_cs_precedes},     {"p_sep_by_space", c->p_sep_by_space},
      {"n_cs_precedes", c->n_cs_precedes},     {"n_sep_by_space", c->n_sep_by_space},
      {"p_sign_posn", c->p_sign_posn},         {"n_sign_posn", c->n_sign_posn}};
  // "Not available" is another number where char has no sign.
  constexpr int64_t kNone = 127;
  for (const auto& [name, number] : numbers)
    SetStr(a, name, Value(number == CHAR_MAX ? kNone : int64_t{number}));
  SetStr(a, "grouping", Value(GroupingArray(c->grouping)));
  SetStr(a, "mon_grouping", Value(GroupingArray(c->mon_grouping)));
  if (holder) freelocale(holder);
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
    {"localeconv", "(): array", Effects::kReadsState, Localeconv},
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
