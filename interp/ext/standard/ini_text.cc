// parse_ini_string(), parse_ini_file(), and what php.ini and -d mean.
#include "interp/ext/standard/ini_text.h"

#include <cstdlib>

#include "interp/ext/standard/stream.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"
#include "interp/vm/include.h"

namespace tusk {

std::optional<std::string> IniTextReader::Constant(const std::string& name) {
  if (EqualIgnoreCase(name, "true")) return "1";
  if (EqualIgnoreCase(name, "false") || EqualIgnoreCase(name, "null")) return "";
  const Value* v = FindConstant(name);
  if (!v) return std::nullopt;
  String* s = ToString(*v);
  std::string text(s->view());
  Release(Value(s));
  return text;
}

std::string IniTextReader::Variable(const std::string& name, const std::string* fallback) {
  if (const IniConfiguredValue* v = IniConfigured(name); v && !v->is_array) return v->text;
  if (const char* v = std::getenv(name.c_str())) return v;
  return fallback ? *fallback : "";
}

void IniSettingsReader::Section(const std::string& name) {
  std::string_view begin = std::string_view(name).substr(0, 5);
  // Other sections do not end these, as in PHP.
  elsewhere_ = elsewhere_ || EqualIgnoreCase(begin, "PATH=") || EqualIgnoreCase(begin, "HOST=");
}
void IniSettingsReader::Entry(const std::string& name, const IniItem* value) {
  if (!elsewhere_ && value) configure(name, value->text);
}
void IniSettingsReader::Element(const std::string& name, const std::string& key, const IniItem& value) {
  if (!elsewhere_) IniConfigureElement(name, key, value.text);
}

namespace {

Value ValueOf(const IniItem& item) {
  switch (item.kind) {
    case IniItem::Kind::kTrue: return Value(true);
    case IniItem::Kind::kFalse: return Value(false);
    case IniItem::Kind::kNull: return Value::Null();
    case IniItem::Kind::kInt: return Value(item.integer);
    case IniItem::Kind::kFloat: return Value(item.number);
    case IniItem::Kind::kText: break;
  }
  return Value(NewString(item.text));
}

class ArrayReader : public IniTextReader {
 public:
  explicit ArrayReader(bool sections) : sections_(sections), result(NewArray()) {}

  void Section(const std::string& name) override {
    if (sections_) section_ = Place(result, name, Value(NewArray()));
  }
  void Entry(const std::string& name, const IniItem* value) override {
    if (value) Place(Target(), name, ValueOf(*value));
  }
  void Element(const std::string& name, const std::string& key, const IniItem& value) override {
    Value* list = Find(Target(), name);
    if (!list || !list->IsArray()) list = Place(Target(), name, Value(NewArray()));
    Value v = ValueOf(value);
    if (!key.empty()) {
      Place(list->arr, key, v);
    } else if (!Append(list->arr, v)) {
      Release(v);
    }
  }

 private:
  Array* Target() { return section_ ? section_->arr : result; }
  static Value* Find(Array* a, const std::string& name) {
    String* key = NewString(name);
    Value* place = tusk::Find(a, KeyFromString(key));
    Release(Value(key));
    return place;
  }
  static Value* Place(Array* a, const std::string& name, Value v) {
    String* key = NewString(name);
    Set(a, KeyFromString(key), v);
    Value* place = tusk::Find(a, KeyFromString(key));
    Release(Value(key));
    return place;
  }

  bool sections_;
  Value* section_ = nullptr;

 public:
  Array* result;
};

bool ScannerMode(Args args, IniMode* mode) {
  if (args[2].i < 0 || args[2].i > 2) {
    ArgumentValueError(3, "must be one of INI_SCANNER_NORMAL, INI_SCANNER_RAW, or INI_SCANNER_TYPED");
    return false;
  }
  *mode = static_cast<IniMode>(args[2].i);
  return true;
}

void Parse(std::string_view text, std::string_view file, bool sections, IniMode mode, Value* result) {
  ArrayReader reader(sections);
  std::string error;
  if (ParseIni(text, mode, file, reader, &error)) return Return(result, reader.result);
  Release(Value(reader.result));
  Warning("%s", error);
  Return(result, false);
}

void ParseIniString(Args args, Value* result) {
  IniMode mode;
  if (ScannerMode(args, &mode)) Parse(args.View(0), "Unknown", args.Bool(1), mode, result);
}

void ParseIniFile(Args args, Value* result) {
  IniMode mode;
  if (args.View(0).find('\0') != std::string_view::npos) {
    return ArgumentValueError(1, "must not contain any null bytes");
  }
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  if (!ScannerMode(args, &mode)) return;
  std::string found = ResolveInclude(args.View(0), nullptr);
  std::unique_ptr<Stream> s = OpenStreamOrWarn(found.empty() ? args.View(0) : found, "rb");
  if (!s) return Return(result, false);
  Parse(s->ReadAll(), args.View(0), args.Bool(1), mode, result);
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr BuiltinRow kRows[] = {
    {"parse_ini_file",
     "(string $filename, bool $process_sections = false, int $scanner_mode = INI_SCANNER_NORMAL): "
     "array|false",
     kReads, ParseIniFile},
    {"parse_ini_string",
     "(string $ini_string, bool $process_sections = false, int $scanner_mode = INI_SCANNER_NORMAL): "
     "array|false",
     kReads, ParseIniString},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kIniTextFunctions(kRows);

}  // namespace tusk
