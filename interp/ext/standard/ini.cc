// INI settings, include paths and time limits from scripts; parse_ini_string.
#include <string>

#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/vm/include.h"

namespace tusk {
namespace {

Value TextOf(const IniValue& v) { return v.is_null ? Value::Null() : Value(NewString(v.text)); }
// ini_get() shows a setting without a value as "".
Value ShownText(const IniValue& v) { return v.is_null ? Value(EmptyString()) : Value(NewString(v.text)); }

void IniGetFunction(Args args, Value* result) {
  IniValue v = IniGet(args.View(0));
  if (!v.known) return Return(result, false);
  *result = ShownText(v);
}

void IniSetFunction(Args args, Value* result) {
  IniValue old = IniGet(args.View(0));
  if (!old.known) return Return(result, false);
  Value before = ShownText(old);
  std::string text;
  const Value& v = args[1];
  if (v.IsArray() || v.IsObject() || v.IsResource()) {
    Release(before);
    return ArgumentTypeError(
        2, absl::StrFormat("must be of type string|int|float|bool|null, %s given", ValueNameForErrors(v)));
  }
  String* s = ToString(v);
  text = s->view();
  Release(s);
  if (IniSet(args.View(0), text) != IniResult::kOk) {
    Release(before);
    return Return(result, false);
  }
  *result = before;
}

void IniRestoreFunction(Args args, Value*) { IniRestore(args.View(0)); }

void IniGetAll(Args args, Value* result) {
  if (!args.IsNull(0)) {
    bool known = false;
    for (const ExtensionTable& table : kExtensionTables) {
      known = known || EqualIgnoreCase(table.extension, args.View(0));
    }
    if (!known) {
      FunctionWarning("Extension \"%s\" cannot be found", args.View(0));
      return Return(result, false);
    }
  }
  Array* all = NewArray();
  for (const IniRow& row : kIniRows) {
    if (!args.IsNull(0)) {
      // Settings of an extension begin with its name; those of the engine have none.
      std::string prefix(args.View(0));
      if (!std::string_view(row.name).starts_with(prefix + ".")) continue;
    }
    IniValue local = IniGet(row.name);
    if (!args.Bool(1, true)) {
      SetStr(all, row.name, TextOf(local));
      continue;
    }
    Array* a = NewArray();
    SetStr(a, "global_value", TextOf(IniGlobalValue(row.name)));
    SetStr(a, "local_value", TextOf(local));
    SetStr(a, "access", Value(static_cast<int64_t>(row.access)));
    SetStr(all, row.name, Value(a));
  }
  Return(result, all);
}

void GetCfgVar(Args args, Value* result) {
  const std::string* value = IniConfigured(args.View(0));
  if (!value) return Return(result, false);
  Return(result, NewString(*value));
}
void SetTimeLimit(Args args, Value* result) {
  Return(result, IniSet("max_execution_time", std::to_string(args[0].i)) == IniResult::kOk);
}
void GetIncludePath(Args, Value* result) { *result = ShownText(IniGet("include_path")); }
void SetIncludePath(Args args, Value* result) {
  Value old = ShownText(IniGet("include_path"));
  if (IniSet("include_path", args.View(0)) != IniResult::kOk) {
    Release(old);
    return Return(result, false);
  }
  *result = old;
}
void IniParseQuantity(Args args, Value* result) {
  std::string problem;
  int64_t n = IniQuantity(args.View(0), &problem);
  if (!problem.empty()) Warning("%s", problem);
  Return(result, n);
}
void PhpIniLoadedFile(Args, Value* result) { Return(result, false); }

// ---- parse_ini_string

struct IniReader {
  int64_t mode;  // INI_SCANNER_NORMAL 0, RAW 1, TYPED 2

  static std::string_view Trim(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t' || s.front() == '\r')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
    return s;
  }

  Value ReadValue(std::string_view s) const {
    s = Trim(s);
    if (!s.empty() && (s[0] == '"' || s[0] == '\'')) {
      size_t end = s.find(s[0], 1);
      while (s[0] == '"' && end != s.npos && s[end - 1] == '\\') end = s.find('"', end + 1);
      if (end != s.npos) {
        std::string text(s.substr(1, end - 1));
        if (mode != 1 && s[0] == '"') {
          std::string out;
          for (size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
            out += text[i];
          }
          text = out;
        }
        return Value(NewString(text));
      }
    }
    size_t comment = s.find(';');
    if (comment != s.npos) s = Trim(s.substr(0, comment));
    if (mode == 1) return Value(NewString(s));
    auto is = [&](std::string_view word) { return EqualIgnoreCase(s, word); };
    if (is("true") || is("on") || is("yes")) return mode == 2 ? Value(true) : Value(CharString('1'));
    if (is("false") || is("off") || is("no") || is("none"))
      return mode == 2 ? Value(false) : Value(EmptyString());
    if (is("null")) return mode == 2 ? Value::Null() : Value(EmptyString());
    if (mode == 2) {
      int64_t i;
      double d;
      if (!s.empty() && IsIntKey(s, &i)) return Value(i);
      if (IsNumericString(s, &i, &d) == Numeric::kInt && !(s[0] == '0' && s.size() > 1)) return Value(i);
    }
    if (const Value* constant = FindConstant(s); constant && !s.empty()) {
      String* text = ToString(*constant);
      return Value(text);
    }
    return Value(NewString(s));
  }

  // False: a line that is neither section, entry nor comment.
  bool Read(std::string_view text, bool sections, Array* root, std::string* error) const {
    Value* into = nullptr;
    int64_t line_number = 0;
    while (!text.empty()) {
      size_t end = text.find('\n');
      std::string_view line = Trim(text.substr(0, end));
      text = end == text.npos ? std::string_view() : text.substr(end + 1);
      ++line_number;
      if (line.empty() || line[0] == ';' || line[0] == '#') continue;
      if (line[0] == '[') {
        size_t close = line.find(']');
        if (close == line.npos) {
          *error = absl::StrFormat(
              "syntax error, unexpected end of file, expecting ']' in Unknown on line %d\n", line_number);
          return false;
        }
        if (!sections) continue;
        String* name = NewString(Trim(line.substr(1, close - 1)));
        into = FindOrInsert(root, KeyFromString(name));
        Release(name);
        if (!into->IsArray()) *into = Value(NewArray());
        continue;
      }
      size_t equals = line.find('=');
      std::string_view key = Trim(line.substr(0, equals));
      Value v = equals == line.npos ? Value::Null() : ReadValue(line.substr(equals + 1));
      Array* target = into ? into->arr : root;
      size_t bracket = key.find('[');
      if (bracket != key.npos && key.ends_with(']')) {
        std::string_view inner = key.substr(bracket + 1, key.size() - bracket - 2);
        String* name = NewString(key.substr(0, bracket));
        Value* list = FindOrInsert(target, KeyFromString(name));
        Release(name);
        if (!list->IsArray()) {
          Release(*list);
          *list = Value(NewArray());
        }
        if (inner.empty()) {
          Append(list->arr, v);
        } else {
          String* k = NewString(inner);
          Set(list->arr, KeyFromString(k), v);
          Release(k);
        }
        continue;
      }
      String* name = NewString(key);
      Set(target, KeyFromString(name), v);
      Release(name);
    }
    return true;
  }
};

void ParseIniString(Args args, Value* result) {
  int64_t mode = args[2].i;
  if (mode < 0 || mode > 2)
    return ArgumentValueError(3, "must be one of INI_SCANNER_NORMAL, INI_SCANNER_RAW, or INI_SCANNER_TYPED");
  Array* a = NewArray();
  std::string error;
  if (IniReader{mode}.Read(args.View(0), args.Bool(1), a, &error)) return Return(result, a);
  Release(Value(a));
  Warning("%s", error);
  Return(result, false);
}

void GetIncludedFiles(Args, Value* result) {
  Array* files = NewArray();
  for (String* path : IncludedFiles()) {
    Retain(path);
    Append(files, Value(path));
  }
  Return(result, files);
}

constexpr uint16_t kReads = Effects::kReadsState;
constexpr uint16_t kWrites =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"get_cfg_var", "(string $option): array|string|false", kReads, GetCfgVar},
    {"get_include_path", "(): string|false", kReads, GetIncludePath},
    {"get_included_files", "(): array", kReads, GetIncludedFiles},
    {"get_required_files", "(): array", kReads, GetIncludedFiles},
    {"ini_alter", "(string $option, string|int|float|bool|null $value): string|false", kWrites,
     IniSetFunction},
    {"ini_get", "(string $option): string|false", kReads, IniGetFunction},
    {"ini_get_all", "(?string $extension = null, bool $details = true): array|false", kReads, IniGetAll},
    {"ini_parse_quantity", "(string $shorthand): int", Effects::kWarns, IniParseQuantity},
    {"ini_restore", "(string $option): void", kWrites, IniRestoreFunction},
    {"ini_set", "(string $option, string|int|float|bool|null $value): string|false", kWrites, IniSetFunction},
    {"parse_ini_string",
     "(string $ini_string, bool $process_sections = false, int $scanner_mode = INI_SCANNER_NORMAL): "
     "array|false",
     kWrites, ParseIniString},
    {"php_ini_loaded_file", "(): string|false", kReads, PhpIniLoadedFile},
    {"set_include_path", "(string $include_path): string|false", kWrites, SetIncludePath},
    {"set_time_limit", "(int $seconds): bool", kWrites, SetTimeLimit},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kIniFunctions(kRows);

}  // namespace tusk
