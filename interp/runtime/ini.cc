// The table of INI settings and their current values.
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include "interp/runtime/base_dir.h"
#include "interp/runtime/charset.h"
#include "interp/runtime/error_log.h"
#include "interp/runtime/errors.h"
#include "interp/runtime/gc.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/state.h"
#include "interp/runtime/string.h"

namespace tusk {

IniHooks g_ini_hooks;
std::string g_ini_file;
bool g_default_charset_is_set = false;

namespace {

int64_t Number(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int64_t v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

bool ApplyPrecision(std::string_view value) {
  int64_t v = Number(value);
  if (v < -1) return false;
  g_precision = static_cast<int>(std::min<int64_t>(v, 500));
  return true;
}
bool ApplySerializePrecision(std::string_view value) {
  int64_t v = Number(value);
  if (v < -1) return false;
  g_serialize_precision = static_cast<int>(std::min<int64_t>(v, 500));
  return true;
}
bool ApplyErrorReporting(std::string_view value) {
  g_state->error_reporting = value.empty() ? 32767 : static_cast<int>(Number(value));
  return true;
}
bool ApplyDisplayErrors(std::string_view value) {
  g_state->display_errors_on_stderr = value == "stderr";
  g_state->display_errors = IniBool(value) || value == "stdout" || value == "stderr";
  return true;
}
bool ApplyLogErrors(std::string_view value) {
  g_state->log_errors = IniBool(value);
  return true;
}
bool ApplyFiberStackSize(std::string_view value) {
  if (IniQuantity(value) >= 0) return true;
  Warning("fiber.stack_size must be a positive number");
  return false;
}
bool ApplyStringParameterLength(std::string_view value) {
  int64_t length = Number(value);
  return length >= 0 && length <= 1000000;
}
bool ApplyIgnoreArgs(std::string_view value) {
  g_state->ignore_exception_args = IniBool(value);
  return true;
}
// What a script may change about sessions, and when.
bool ApplySession(std::string_view) {
  bool runs = g_state->running_callable && g_state->running_callable();
  if (!runs || g_session_sets) return true;
  if (g_session_active) {
    FunctionWarning("Session ini settings cannot be changed when a session is active");
  } else if (g_output.written > 0) {
    FunctionWarning("Session ini settings cannot be changed after headers have already been sent");
  } else {
    return true;
  }
  return false;
}
bool Runs() { return g_state->running_callable && g_state->running_callable(); }
bool ApplySaveHandler(std::string_view value) {
  if (!ApplySession(value)) return false;
  if (!Runs() || g_session_sets || value == "files") return true;
  if (value == "user") {
    FunctionWarning("Session save handler \"user\" cannot be set by ini_set()");
  } else {
    FunctionWarning("Session save handler \"%s\" cannot be found", value);
  }
  return false;
}
bool ApplySerializeHandler(std::string_view value) {
  if (!ApplySession(value)) return false;
  if (!Runs() || value == "php" || value == "php_binary" || value == "php_serialize") return true;
  FunctionWarning("Serialization handler \"%s\" cannot be found", value);
  return false;
}
bool ApplyGcProbability(std::string_view value) {
  if (!ApplySession(value)) return false;
  if (!Runs() || Number(value) >= 0) return true;
  FunctionWarning("session.gc_probability must be greater than or equal to 0");
  return false;
}
bool ApplyGcDivisor(std::string_view value) {
  if (!ApplySession(value)) return false;
  if (!Runs() || Number(value) > 0) return true;
  FunctionWarning("session.gc_divisor must be greater than 0");
  return false;
}
bool ApplySessionPath(std::string_view value) {
  return ApplySession(value) && (!Runs() || value.empty() || InBaseDir(value.substr(value.rfind(';') + 1)));
}
// Those that PHP 8.4 does not want to see any more: a value says that they are used.
bool ApplyOldSession(std::string_view value, std::string_view what, bool uses) {
  if (!ApplySession(value)) return false;
  if (uses && Runs())
    RaiseFunctionMessage(ErrorLevel::kDeprecated, absl::StrFormat("%s INI setting is deprecated", what));
  return true;
}
bool ApplyOnlyCookies(std::string_view value) {
  return ApplyOldSession(value, "Disabling session.use_only_cookies", !IniBool(value));
}
bool ApplyTransSid(std::string_view value) {
  return ApplyOldSession(value, "Enabling session.use_trans_sid", IniBool(value));
}
bool ApplyTransSidHosts(std::string_view value) {
  return ApplyOldSession(value, "Usage of session.trans_sid_hosts", !value.empty());
}
bool ApplyTransSidTags(std::string_view value) {
  return ApplyOldSession(value, "Usage of session.trans_sid_tags", value != "form=");
}
bool ApplyRefererCheck(std::string_view value) {
  return ApplyOldSession(value, "Usage of session.referer_check", !value.empty());
}
bool ApplySidLength(std::string_view value) {
  return ApplyOldSession(value, "session.sid_length", value != "32");
}
bool ApplySidBits(std::string_view value) {
  return ApplyOldSession(value, "session.sid_bits_per_character", value != "4");
}
// A script would have to find its session open.
bool ApplyAutoStart(std::string_view value) { return !IniBool(value); }
bool ApplyBcScale(std::string_view value) {
  int64_t scale = IniQuantity(value);
  return scale >= 0 && scale <= INT32_MAX;
}
bool ApplyMemoryLimit(std::string_view value) {
  std::string problem;
  int64_t bytes = IniQuantity(value, &problem);
  if (!problem.empty()) Warning("Invalid \"memory_limit\" setting. %s", problem);
  if (SetMemoryLimit(bytes == -1 ? SIZE_MAX : static_cast<size_t>(bytes))) return true;
  Warning("Failed to set memory limit to %d bytes (Current memory usage is %d bytes)", bytes,
          MemoryReserved());
  return false;
}
bool ApplyTimeLimit(std::string_view value) {
  if (g_ini_hooks.time_limit) g_ini_hooks.time_limit(Number(value));
  return true;
}
bool ApplyHardTimeout(std::string_view value) {
  if (g_ini_hooks.hard_timeout) g_ini_hooks.hard_timeout(Number(value));
  return true;
}
bool ApplyMatchLimits(std::string_view backtrack, std::string_view recursion) {
  if (g_ini_hooks.match_limits) g_ini_hooks.match_limits(IniQuantity(backtrack), IniQuantity(recursion));
  return true;
}
bool ApplyBacktrackLimit(std::string_view value) {
  return ApplyMatchLimits(value, IniGet("pcre.recursion_limit").text);
}
bool ApplyRecursionLimit(std::string_view value) {
  return ApplyMatchLimits(IniGet("pcre.backtrack_limit").text, value);
}
bool ApplyTimeZone(std::string_view value) { return !g_ini_hooks.time_zone || g_ini_hooks.time_zone(value); }
// A setting of an extension, which hears of it by name.
template <size_t N>
struct SettingName {
  char text[N];
  constexpr SettingName(const char (&from)[N]) { std::copy_n(from, N, text); }
};
template <SettingName kName>
bool ApplyNamed(std::string_view value) {
  return !g_ini_hooks.mbstring || g_ini_hooks.mbstring(kName.text, value);
}
bool ApplyGc(std::string_view value) {
  EnableGc(IniBool(value));
  return true;
}
bool ApplyCharset(std::string_view) { return g_default_charset_is_set = true; }
// Deprecated settings say so when they are turned on.
bool ApplyUrlInclude(std::string_view value) {
  if (IniBool(value)) Deprecated("Directive 'allow_url_include' is deprecated");
  return true;
}
bool ApplyLineEndings(std::string_view value) {
  if (IniBool(value)) Deprecated("auto_detect_line_endings is deprecated");
  return true;
}
// All settings of assert() go. assert_options() changes them as well, and has said so itself.
template <int kWhich>
bool ApplyAssert(std::string_view value) {
  static constexpr const char* kNames[] = {"active", "bail", "callback", "exception", "warning"};
  bool on = kWhich != 1 && kWhich != 2;  // its default
  const char* name = kNames[kWhich];
  if (g_state->running_callable && g_state->running_callable()) {
    if (g_state->running_function()->view() == "assert_options") return true;
    RaiseFunctionMessage(ErrorLevel::kDeprecated,
                         absl::StrFormat("assert.%s INI setting is deprecated", name));
  } else if (kWhich == 2 ? !value.empty() : IniBool(value) != on) {
    Deprecated("PHP Startup: assert.%s INI setting is deprecated", name);
  }
  return true;
}
bool ApplyDocRoot(std::string_view value) {
  ShowDocReferences(!value.empty());
  return true;
}
bool ApplyBaseDir(std::string_view value) {
  // While the script runs, it may only be narrowed.
  return !(g_state->running_callable && g_state->running_callable()) || BaseDirNarrows(value);
}
bool ApplyErrorLog(std::string_view value) {
  bool runs = g_state->running_callable && g_state->running_callable();
  return !runs || value.empty() || value == "syslog" || InBaseDir(value);
}
// What protects by forbidding must not be believed to protect when it does not.
bool Refuse(std::string_view value) { return value.empty(); }
// exit() is part of the language.
bool ApplyDisabled(std::string_view value) {
  while (!value.empty()) {
    size_t n = std::min(value.find_first_of(", "), value.size());
    std::string_view name = value.substr(0, n);
    if (name == "exit" || name == "die") Warning("Cannot disable function %s()", name);
    value.remove_prefix(std::min(n + 1, value.size()));
  }
  return true;
}
bool ApplyAssertions(std::string_view value) {
  bool before = Number(IniGet("zend.assertions").text) >= 0;
  if (g_state->running_callable && g_state->running_callable() && before != (Number(value) >= 0)) {
    Warning("zend.assertions may be completely enabled or disabled only in php.ini");
    return false;
  }
  if (g_ini_hooks.assertions) g_ini_hooks.assertions(Number(value));
  return true;
}

constexpr uint8_t kAll = IniAccess::kAll, kPerDir = IniAccess::kPerDir | IniAccess::kSystem,
                  kSystem = IniAccess::kSystem;

// Nothing reads auto_globals_jit, default_mimetype, file_uploads, implicit_flush, max_input_time,
// post_max_size, realpath_cache_*, report_memleaks and upload_*: they have no effect on PHP's command line
// either. Scripts ask for them.
constexpr IniRow kRows[] = {
    {"allow_url_fopen", "1", kSystem, nullptr},
    {"allow_url_include", "0", kSystem, ApplyUrlInclude},
    {"arg_separator.input", "&", kPerDir, nullptr},
    {"arg_separator.output", "&", kAll, nullptr},
    {"assert.active", "1", kAll, ApplyAssert<0>},
    {"assert.bail", "0", kAll, ApplyAssert<1>},
    {"assert.callback", nullptr, kAll, ApplyAssert<2>},
    {"assert.exception", "1", kAll, ApplyAssert<3>},
    {"assert.warning", "1", kAll, ApplyAssert<4>},
    {"auto_append_file", nullptr, kPerDir, nullptr},
    {"auto_detect_line_endings", "0", kAll, ApplyLineEndings},
    {"auto_globals_jit", "1", kPerDir, nullptr},
    {"auto_prepend_file", nullptr, kPerDir, nullptr},
    {"bcmath.scale", "0", kAll, ApplyBcScale},
    {"date.default_latitude", "31.7667", kAll, nullptr},
    {"date.default_longitude", "35.2333", kAll, nullptr},
    {"date.sunrise_zenith", "90.833333", kAll, nullptr},
    {"date.sunset_zenith", "90.833333", kAll, nullptr},
    {"date.timezone", "UTC", kAll, ApplyTimeZone},
    {"default_charset", "UTF-8", kAll, ApplyCharset},
    {"default_mimetype", "text/html", kAll, nullptr},
    {"default_socket_timeout", "60", kAll, nullptr},
    {"disable_classes", "", kSystem, Refuse},
    {"disable_functions", "", kSystem, ApplyDisabled},
    {"display_errors", "1", kAll, ApplyDisplayErrors},
    {"display_startup_errors", "1", kAll, nullptr},
    {"docref_ext", "", kAll, nullptr},
    {"docref_root", "", kAll, ApplyDocRoot},
    {"error_append_string", nullptr, kAll, nullptr},
    {"error_log", nullptr, kAll, ApplyErrorLog},
    {"error_prepend_string", nullptr, kAll, nullptr},
    {"error_reporting", nullptr, kAll, ApplyErrorReporting},
    {"fiber.stack_size", nullptr, kAll, ApplyFiberStackSize},
    {"file_uploads", "1", kSystem, nullptr},
    {"hard_timeout", "2", kSystem, ApplyHardTimeout},
    {"highlight.comment", "#FF8000", kAll, nullptr},
    {"highlight.default", "#0000BB", kAll, nullptr},
    {"highlight.html", "#000000", kAll, nullptr},
    {"highlight.keyword", "#007700", kAll, nullptr},
    {"highlight.string", "#DD0000", kAll, nullptr},
    {"html_errors", "0", kAll, nullptr},
    {"iconv.input_encoding", "", kAll, nullptr},
    {"iconv.internal_encoding", "", kAll, nullptr},
    {"iconv.output_encoding", "", kAll, nullptr},
    {"ignore_repeated_errors", "0", kAll, nullptr},
    {"ignore_repeated_source", "0", kAll, nullptr},
    {"ignore_user_abort", "0", kAll, nullptr},
    {"implicit_flush", "1", kAll, nullptr},
    {"include_path", ".:/usr/share/php", kAll, nullptr},
    {"input_encoding", nullptr, kAll, nullptr},
    {"internal_encoding", nullptr, kAll, ApplyCharset},
    {"intl.default_locale", nullptr, kAll, nullptr},
    {"intl.error_level", "0", kAll, nullptr},
    {"intl.use_exceptions", "0", kAll, nullptr},
    {"log_errors", "0", kAll, ApplyLogErrors},
    {"max_execution_time", "0", kAll, ApplyTimeLimit},
    {"max_input_nesting_level", "64", kPerDir, nullptr},
    {"max_input_time", "-1", kPerDir, nullptr},
    {"max_input_vars", "1000", kPerDir, nullptr},
    {"mbstring.detect_order", nullptr, kAll, ApplyNamed<"mbstring.detect_order">},
    {"mbstring.encoding_translation", "0", kPerDir, nullptr},
    {"mbstring.http_input", nullptr, kAll, ApplyNamed<"mbstring.http_input">},
    {"mbstring.http_output", nullptr, kAll, ApplyNamed<"mbstring.http_output">},
    {"mbstring.http_output_conv_mimetypes", "^(text/|application/xhtml\\+xml)", kAll, nullptr},
    {"mbstring.internal_encoding", nullptr, kAll, ApplyNamed<"mbstring.internal_encoding">},
    {"mbstring.language", "neutral", kAll, ApplyNamed<"mbstring.language">},
    {"mbstring.regex_retry_limit", "1000000", kAll, nullptr},
    {"mbstring.regex_stack_limit", "100000", kAll, nullptr},
    {"mbstring.strict_detection", "0", kAll, nullptr},
    {"mbstring.substitute_character", nullptr, kAll, ApplyNamed<"mbstring.substitute_character">},
    {"memory_limit", "128M", kAll, ApplyMemoryLimit},
    {"open_basedir", nullptr, kAll, ApplyBaseDir},
    {"output_buffering", "0", kPerDir, nullptr},
    {"output_encoding", nullptr, kAll, nullptr},
    {"output_handler", nullptr, kPerDir, nullptr},
    {"pcre.backtrack_limit", "1000000", kAll, ApplyBacktrackLimit},
    {"pcre.jit", "1", kAll, nullptr},
    {"pcre.recursion_limit", "100000", kAll, ApplyRecursionLimit},
    {"post_max_size", "8M", kPerDir, nullptr},
    {"precision", "14", kAll, ApplyPrecision},
    {"realpath_cache_size", "4096K", kSystem, nullptr},
    {"realpath_cache_ttl", "120", kSystem, nullptr},
    {"register_argc_argv", "1", kPerDir, nullptr},
    {"report_memleaks", "1", kAll, nullptr},
    {"sendmail_path", "/usr/sbin/sendmail -t -i", kSystem, nullptr},
    {"serialize_precision", "-1", kAll, ApplySerializePrecision},
    {"session.auto_start", "0", kPerDir, ApplyAutoStart},
    {"session.cache_expire", "180", kAll, ApplySession},
    {"session.cache_limiter", "nocache", kAll, ApplySession},
    {"session.cookie_domain", "", kAll, ApplySession},
    {"session.cookie_httponly", "0", kAll, ApplySession},
    {"session.cookie_lifetime", "0", kAll, ApplySession},
    {"session.cookie_path", "/", kAll, ApplySession},
    {"session.cookie_samesite", "", kAll, ApplySession},
    {"session.cookie_secure", "0", kAll, ApplySession},
    {"session.gc_divisor", "100", kAll, ApplyGcDivisor},
    {"session.gc_maxlifetime", "1440", kAll, ApplySession},
    {"session.gc_probability", "1", kAll, ApplyGcProbability},
    {"session.lazy_write", "1", kAll, ApplySession},
    {"session.name", "PHPSESSID", kAll, ApplySession},
    {"session.referer_check", "", kAll, ApplyRefererCheck},
    {"session.save_handler", "files", kAll, ApplySaveHandler},
    {"session.save_path", "", kAll, ApplySessionPath},
    {"session.serialize_handler", "php", kAll, ApplySerializeHandler},
    {"session.sid_bits_per_character", "4", kAll, ApplySidBits},
    {"session.sid_length", "32", kAll, ApplySidLength},
    {"session.trans_sid_hosts", "", kAll, ApplyTransSidHosts},
    {"session.trans_sid_tags", "form=", kAll, ApplyTransSidTags},
    {"session.use_cookies", "1", kAll, ApplySession},
    {"session.use_only_cookies", "1", kAll, ApplyOnlyCookies},
    {"session.use_strict_mode", "0", kAll, ApplySession},
    {"session.use_trans_sid", "0", kAll, ApplyTransSid},
    {"short_open_tag", "1", kPerDir, nullptr},
    {"sqlite3.defensive", "1", kAll, nullptr},
    {"sqlite3.extension_dir", nullptr, kSystem, nullptr},
    {"sys_temp_dir", nullptr, kSystem, nullptr},
    {"unserialize_callback_func", nullptr, kAll, nullptr},
    {"unserialize_max_depth", "4096", kAll, nullptr},
    {"upload_max_filesize", "2M", kPerDir, nullptr},
    {"upload_tmp_dir", nullptr, kSystem, nullptr},
    {"variables_order", "EGPCS", kPerDir, nullptr},
    {"zend.assertions", "1", kAll, ApplyAssertions},
    {"zend.enable_gc", "1", kAll, ApplyGc},
    {"zend.exception_ignore_args", "0", kAll, ApplyIgnoreArgs},
    {"zend.exception_string_param_max_len", "15", kAll, ApplyStringParameterLength},
    {"zend.max_allowed_stack_size", "0", kSystem, nullptr},
    {"zend.reserved_stack_size", "0", kSystem, nullptr},
};
constexpr bool Sorted() {
  for (size_t i = 1; i < std::size(kRows); ++i) {
    if (!(std::string_view(kRows[i - 1].name) < std::string_view(kRows[i].name))) return false;
  }
  return true;
}
static_assert(Sorted(), "settings are found by binary search");

// Only what differs from the default is kept.
struct Current {
  std::optional<std::string> global;  // -d, php.ini
  std::optional<std::string> local;   // ini_set
};

std::vector<Current>& Values() {
  static auto* values = new std::vector<Current>(std::size(kRows));
  return *values;
}

// All that -d and php.ini say, known or not.
std::map<std::string, IniConfiguredValue>& Configured() {
  static auto* configured = new std::map<std::string, IniConfiguredValue>;
  return *configured;
}

size_t Find(std::string_view name) {
  const IniRow* row = std::lower_bound(std::begin(kRows), std::end(kRows), name,
                                       [](const IniRow& r, std::string_view n) { return r.name < n; });
  if (row == std::end(kRows) || row->name != name) return SIZE_MAX;
  return static_cast<size_t>(row - kRows);
}

IniValue Default(size_t i) {
  IniValue v;
  v.known = true;
  v.is_null = kRows[i].value == nullptr;
  v.text = kRows[i].value ? kRows[i].value : "";
  return v;
}

IniValue Text(const std::string& s) {
  IniValue v;
  v.known = true;
  v.text = s;
  return v;
}

}  // namespace

bool g_session_active = false;
bool g_session_sets = false;

const std::span<const IniRow> kIniRows = kRows;

IniValue IniGet(std::string_view name) {
  size_t i = Find(name);
  if (i == SIZE_MAX) return {};
  const Current& c = Values()[i];
  return c.local ? Text(*c.local) : c.global ? Text(*c.global) : Default(i);
}

IniValue IniGlobalValue(std::string_view name) {
  size_t i = Find(name);
  if (i == SIZE_MAX) return {};
  const Current& c = Values()[i];
  return c.global ? Text(*c.global) : Default(i);
}

IniResult IniSet(std::string_view name, std::string_view value) {
  size_t i = Find(name);
  if (i == SIZE_MAX) return IniResult::kUnknown;
  const IniRow& row = kRows[i];
  if (!(row.access & IniAccess::kUser)) return IniResult::kNotAllowed;
  if (row.apply && !row.apply(value)) return IniResult::kRefused;
  // A script that narrows open_basedir means the folder that it is in now.
  bool folders = row.apply == ApplyBaseDir && !IniGet(name).text.empty();
  Values()[i].local = folders ? ResolveBaseDirs(value) : std::string(value);
  return IniResult::kOk;
}

bool IniConfigure(std::string_view name, std::string_view value) {
  Configured()[std::string(name)] = {.text = std::string(value)};
  size_t i = Find(name);
  if (i == SIZE_MAX) return true;
  const IniRow& row = kRows[i];
  if (row.apply && !row.apply(value)) return row.apply != Refuse;
  Values()[i].global = std::string(value);
  return true;
}

void IniConfigureElement(std::string_view name, std::string_view key, std::string_view value) {
  IniConfiguredValue& v = Configured()[std::string(name)];
  if (!v.is_array) v = {.is_array = true};
  v.elements.emplace_back(key, value);
}

const IniConfiguredValue* IniConfigured(std::string_view name) {
  auto it = Configured().find(std::string(name));
  return it == Configured().end() ? nullptr : &it->second;
}

bool IniRestore(std::string_view name) {
  size_t i = Find(name);
  if (i == SIZE_MAX) return false;
  Current& c = Values()[i];
  if (!c.local) return true;
  const IniRow& row = kRows[i];
  IniValue old = c.global ? Text(*c.global) : Default(i);
  if (row.apply && !row.apply(old.text)) return false;
  c.local.reset();
  return true;
}

int64_t IniQuantity(std::string_view value, std::string* problem) {
  auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  auto report = [&](std::string_view text) {
    if (problem) *problem = std::string(text) + " for backwards compatibility";
  };
  std::string whole = "Invalid quantity \"" + std::string(value) + "\"";
  std::string_view rest = value;
  while (!rest.empty() && space(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && space(rest.back())) rest.remove_suffix(1);
  if (rest.empty()) return 0;
  bool negative = rest[0] == '-';
  if (negative || rest[0] == '+') rest.remove_prefix(1);
  if (rest.empty() || !digit(rest[0])) {
    report(whole + ": no valid leading digits, interpreting as \"0\"");
    return 0;
  }
  std::string_view number = rest;  // as messages repeat it
  int base = 10;
  if (rest.size() > 1 && rest[0] == '0') {
    switch (rest[1] | 0x20) {
      case 'g':
      case 'm':
      case 'k': break;
      case 'x': base = 16; break;
      case 'o': base = 8; break;
      case 'b': base = 2; break;
      default:
        if (!digit(rest[1])) {
          report("Invalid prefix \"0" + std::string(1, rest[1]) + "\", interpreting as \"0\"");
          return 0;
        }
        base = 8;
    }
    if (base != 10 && !digit(rest[1])) {
      rest.remove_prefix(2);
      if (rest.empty()) {
        report(whole + ": no digits after base prefix, interpreting as \"0\"");
        return 0;
      }
    }
  }
  uint64_t parsed = 0;
  auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parsed, base);
  if (error == std::errc::invalid_argument) {
    report(whole + ": no valid leading digits, interpreting as \"0\"");
    return 0;
  }
  bool overflow = error == std::errc::result_out_of_range;
  if (overflow) parsed = UINT64_MAX;
  number = number.substr(0, static_cast<size_t>(end - number.data()));
  if (negative) {
    overflow |= parsed != 1;  // only -1 has a meaning
    parsed = 0 - parsed;
  }
  std::string shown = std::string(negative ? "-" : "") + std::string(number);
  std::string_view suffix(end, static_cast<size_t>(rest.data() + rest.size() - end));
  while (!suffix.empty() && space(suffix.front())) suffix.remove_prefix(1);
  int shift = 0;
  if (!suffix.empty()) {
    switch (suffix.back() | 0x20) {
      case 'g': shift = 30; break;
      case 'm': shift = 20; break;
      case 'k': shift = 10; break;
      default:
        report(whole + ": unknown multiplier \"" + suffix.back() + "\", interpreting as \"" + shown + "\"");
        return static_cast<int64_t>(parsed);
    }
    if (suffix.size() > 1) {
      report(whole + ", interpreting as \"" + shown + suffix.back() + "\"");
      return static_cast<int64_t>(parsed << shift);
    }
  }
  overflow |= !negative && shift > 0 && (parsed << shift) >> shift != parsed;
  if (overflow) report(whole + ": value is out of range, using overflow result");
  return static_cast<int64_t>(parsed << shift);
}

std::string_view DefaultCharset() {
  std::string_view internal = IniGet("internal_encoding").text;
  return internal.empty() ? IniGet("default_charset").text : internal;
}

bool IniBool(std::string_view value) {
  return EqualIgnoreCase(value, "on") || EqualIgnoreCase(value, "yes") || EqualIgnoreCase(value, "true") ||
         Number(value) != 0;
}

}  // namespace tusk
