// INI settings, include paths and time limits from scripts.
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
  const IniConfiguredValue* value = IniConfigured(args.View(0));
  if (!value) return Return(result, false);
  if (!value->is_array) return Return(result, NewString(value->text));
  Array* a = NewArray();
  for (const auto& [key, text] : value->elements) {
    String* name = NewString(key);
    Value v(NewString(text));
    if (!key.empty()) {
      Set(a, KeyFromString(name), v);
    } else {
      Append(a, v);
    }
    Release(Value(name));
  }
  Return(result, a);
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
void PhpIniLoadedFile(Args, Value* result) {
  if (g_ini_file.empty()) return Return(result, false);
  Return(result, NewString(g_ini_file));
}
// No folder is searched for more files.
void PhpIniScannedFiles(Args, Value* result) { Return(result, false); }

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
    {"php_ini_loaded_file", "(): string|false", kReads, PhpIniLoadedFile},
    {"php_ini_scanned_files", "(): string|false", kReads, PhpIniScannedFiles},
    {"set_include_path", "(string $include_path): string|false", kWrites, SetIncludePath},
    {"set_time_limit", "(int $seconds): bool", kWrites, SetTimeLimit},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kIniFunctions(kRows);

}  // namespace tusk
