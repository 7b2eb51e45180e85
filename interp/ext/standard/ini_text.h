// INI text with the constants of the script and the settings and environment of the process.
#pragma once

#include "interp/runtime/ini_parser.h"

namespace tusk {

class IniTextReader : public IniReader {
 public:
  std::optional<std::string> Constant(const std::string& name) override;
  std::string Variable(const std::string& name, const std::string* fallback) override;
};

// php.ini and -d: each entry becomes a setting. Entries below [PATH=...] and [HOST=...] are for web servers
// alone.
class IniSettingsReader : public IniTextReader {
 public:
  // Takes an entry; false: it forbids something that nothing would enforce.
  bool (*configure)(const std::string& name, const std::string& value) = nullptr;

  void Section(const std::string& name) override;
  void Entry(const std::string& name, const IniItem* value) override;
  void Element(const std::string& name, const std::string& key, const IniItem& value) override;

 private:
  bool elsewhere_ = false;
};

}  // namespace tusk
