// INI settings: a table of rows with defaults, what ini_get() and ini_set() see, and what a change does.
//
// Values are text, as PHP keeps them; a setting without a value (NULL) is an empty string. Rows never move.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tusk {

struct IniAccess {  // who may change a setting; PHP's numbers
  enum : uint8_t { kUser = 1, kPerDir = 2, kSystem = 4, kAll = 7 };
};

struct IniRow {
  const char* name;
  const char* value;  // default; null: NULL
  uint8_t access;
  // Applies a new value; false: not acceptable, the old one stays. Null: nothing looks at the setting but
  // scripts that ask for it.
  bool (*apply)(std::string_view value);
};
extern const std::span<const IniRow> kIniRows;  // sorted by name

struct IniValue {
  bool known = false;
  bool is_null = false;
  std::string_view text;  // valid until the setting changes
};
IniValue IniGet(std::string_view name);
IniValue IniGlobalValue(std::string_view name);  // as it was when the script began

enum class IniResult : uint8_t { kOk, kUnknown, kNotAllowed, kRefused };
// ini_set() and functions such as set_time_limit().
IniResult IniSet(std::string_view name, std::string_view value);
// -d on the command line and php.ini; before the script. Unknown names are only remembered, as php does.
// False: a setting that forbids something, which nothing here would enforce.
bool IniConfigure(std::string_view name, std::string_view value);
// name[key] = value there, which only get_cfg_var() shows; the key is empty for name[].
void IniConfigureElement(std::string_view name, std::string_view key, std::string_view value);
// get_cfg_var(): what was configured under a name, or null.
struct IniConfiguredValue {
  std::string text;
  bool is_array = false;
  std::vector<std::pair<std::string, std::string>> elements;
};
const IniConfiguredValue* IniConfigured(std::string_view name);
// The php.ini that was read; empty for none.
extern std::string g_ini_file;
// ini_restore().
bool IniRestore(std::string_view name);

// Conversions of values: "128M", "1G" (bytes or plain numbers); "On", "yes", "true", "1".
// What is wrong with a number goes to *problem, in PHP's words; there is a result nevertheless.
int64_t IniQuantity(std::string_view value, std::string* problem = nullptr);
bool IniBool(std::string_view value);

// What parts above the runtime do when a setting changes; they fill it in before the script starts.
struct IniHooks {
  void (*time_limit)(int64_t seconds) = nullptr;
  void (*hard_timeout)(int64_t seconds) = nullptr;
  void (*match_limits)(int64_t backtrack, int64_t recursion) = nullptr;
  void (*assertions)(int64_t mode) = nullptr;
  bool (*time_zone)(std::string_view name) = nullptr;  // false: there is none of this name
  bool (*mbstring)(const char* setting, std::string_view value) = nullptr;  // false: not acceptable
};
extern IniHooks g_ini_hooks;

// Whether a session is active, which keeps its settings; whether the session functions themselves set one.
extern bool g_session_active;
extern bool g_session_sets;

}  // namespace tusk
