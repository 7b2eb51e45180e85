// Reads the text of php.ini, -d and parse_ini_string(): sections, entries, entries of arrays.
//
// Values are text, except in typed mode. What is wrong with the text is said in PHP's words, and what stood
// before it has been reported by then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tusk {

enum class IniMode : uint8_t { kNormal, kRaw, kTyped };  // INI_SCANNER_*

struct IniItem {
  enum class Kind : uint8_t { kText, kTrue, kFalse, kNull, kInt, kFloat };
  Kind kind = Kind::kText;
  std::string text;  // in PHP's words whatever the kind: "1" for true, "" for false and null
  int64_t integer = 0;
  double number = 0;
};

class IniReader {
 public:
  virtual ~IniReader() = default;
  virtual void Section(const std::string& name) = 0;
  // `value` is null for a name that stands alone.
  virtual void Entry(const std::string& name, const IniItem* value) = 0;
  // name[key] = value; the key is empty for name[].
  virtual void Element(const std::string& name, const std::string& key, const IniItem& value) = 0;
  // The text of a constant, and of ${name}.
  virtual std::optional<std::string> Constant(const std::string& name) = 0;
  virtual std::string Variable(const std::string& name, const std::string* fallback) = 0;
};

// False: *error says what was met and expected, in `file` on which line, with a newline at the end.
bool ParseIni(std::string_view text, IniMode mode, std::string_view file, IniReader& reader,
              std::string* error);

}  // namespace tusk
