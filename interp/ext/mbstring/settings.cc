// mb_internal_encoding(), mb_language(), mb_http_output() and their kin, and the settings "mbstring.*".
#include "interp/ext/mbstring/settings.h"

#include <optional>

#include "interp/ext/library_tables.h"
#include "interp/runtime/charset.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

using EncodingList = std::vector<const Encoding*>;

struct Language {
  std::string_view name, short_name;
  const char* mail_charset;
  const char* mail_header;
  const char* mail_body;
  std::string_view order;  // what "auto" means
};
constexpr Language kLanguages[] = {
    {"neutral", "neutral", "UTF-8", "BASE64", "BASE64", "ASCII,UTF-8"},
    {"uni", "uni", "UTF-8", "BASE64", "BASE64", "ASCII,UTF-8"},
    {"Japanese", "ja", "ISO-2022-JP", "BASE64", "7bit", "ASCII,JIS,UTF-8,EUC-JP,SJIS"},
    {"Korean", "ko", "ISO-2022-KR", "BASE64", "7bit", "ASCII,UTF-8,EUC-KR,UHC"},
    {"Simplified Chinese", "zh-cn", "HZ", "BASE64", "7bit", "ASCII,UTF-8,EUC-CN,CP936"},
    {"Traditional Chinese", "zh-tw", "BIG-5", "BASE64", "8bit", "ASCII,UTF-8,EUC-TW,BIG-5"},
    {"English", "en", "ISO-8859-1", "Quoted-Printable", "8bit", "ASCII,UTF-8"},
    {"German", "de", "ISO-8859-15", "Quoted-Printable", "8bit", "ASCII,UTF-8"},
    {"Russian", "ru", "KOI8-R", "Quoted-Printable", "8bit", "ASCII,UTF-8,KOI8-R,Windows-1251,CP866"},
    {"Ukrainian", "ua", "KOI8-U", "Quoted-Printable", "8bit", "ASCII,UTF-8,KOI8-U"},
    {"Armenian", "hy", "ArmSCII-8", "Quoted-Printable", "8bit", "ASCII,UTF-8,ArmSCII-8"},
    {"Turkish", "tr", "ISO-8859-9", "Quoted-Printable", "8bit", "ASCII,UTF-8,Windows-1254,ISO-8859-9"},
};

// What functions have set; unset: the INI setting says it.
struct Chosen {
  const Encoding* internal = nullptr;
  const Encoding* output = nullptr;
  bool output_passes = false;
  const Language* language = nullptr;
  std::optional<EncodingList> order;
};
Chosen g_chosen;
bool g_configured = false;  // some setting "mbstring.*" is not at its default

const Language* FindLanguage(std::string_view name) {
  for (const Language& l : kLanguages) {
    if (EqualIgnoreCase(l.name, name) || EqualIgnoreCase(l.short_name, name)) return &l;
  }
  return nullptr;
}
const Language& CurrentLanguage() {
  if (g_chosen.language) return *g_chosen.language;
  const Language* l = g_configured ? FindLanguage(IniGet("mbstring.language").text) : nullptr;
  return l ? *l : kLanguages[0];
}

std::string_view Trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}
void AddOrder(const Language& language, EncodingList* list);
// Adds what the name means; false: it means nothing.
bool AddNamed(std::string_view name, EncodingList* list) {
  if (EqualIgnoreCase(name, "auto")) {
    AddOrder(CurrentLanguage(), list);
    return true;
  }
  const Encoding* e = FindEncoding(name);
  if (e) list->push_back(e);
  return e;
}
// False: *wrong is the first unknown name.
bool AddNames(std::string_view text, EncodingList* list, std::string_view* wrong) {
  for (;;) {
    size_t comma = text.find(',');
    std::string_view name = Trimmed(text.substr(0, comma));
    // A comma may stand at the end.
    bool last = comma == text.npos;
    if (!(last && name.empty() && !list->empty()) && !AddNamed(name, list)) return *wrong = name, false;
    if (last) return true;
    text = text.substr(comma + 1);
  }
}
void AddOrder(const Language& language, EncodingList* list) {
  std::string_view wrong;
  AddNames(language.order, list, &wrong);
}

// The first of these settings that names an encoding, or UTF-8.
const Encoding& Configured(std::initializer_list<const char*> settings) {
  for (const char* name : settings) {
    std::string_view text = IniGet(name).text;
    if (text.empty()) continue;
    if (const Encoding* e = FindEncoding(text)) return *e;
    break;
  }
  static const Encoding* utf8 = FindEncoding("UTF-8");
  return *utf8;
}
const Encoding& OutputEncoding(bool* passes) {
  *passes = g_chosen.output_passes;
  if (g_chosen.output) return *g_chosen.output;
  for (const char* name : {"mbstring.http_output", "output_encoding"}) {
    std::string_view text = IniGet(name).text;
    if (text.empty()) continue;
    *passes = EqualIgnoreCase(text, "pass");
    break;
  }
  return Configured({"mbstring.http_output", "output_encoding", "default_charset"});
}

// As a message shows it: what C would see of it.
std::string_view Shown(std::string_view name) { return name.substr(0, name.find('\0')); }

void WarnDeprecated(const Encoding& e) {
  struct Row {
    std::string_view encoding;
    const char* what;
    const char* instead;
  };
  static constexpr Row kRows[] = {
      {"BASE64", "Base64", "base64_encode/base64_decode"},
      {"Quoted-Printable", "QPrint", "quoted_printable_encode/quoted_printable_decode"},
      {"HTML-ENTITIES", "HTML entities",
       "htmlspecialchars, htmlentities, or mb_encode_numericentity/mb_decode_numericentity"},
      {"UUENCODE", "Uuencode", "convert_uuencode/convert_uudecode"},
  };
  for (const Row& row : kRows) {
    if (row.encoding == e.name)
      RaiseFunctionMessage(
          ErrorLevel::kDeprecated,
          absl::StrFormat("Handling %s via mbstring is deprecated; use %s instead", row.what, row.instead));
  }
}

}  // namespace

const Encoding& InternalEncoding() {
  if (g_chosen.internal) return *g_chosen.internal;
  static const Encoding* utf8 = FindEncoding("UTF-8");
  if (!g_configured && !g_default_charset_is_set) return *utf8;
  return Configured({"mbstring.internal_encoding", "internal_encoding", "default_charset"});
}

const std::vector<const Encoding*>& DetectOrder() {
  if (g_chosen.order) return *g_chosen.order;
  static auto* order = new EncodingList;
  order->clear();
  std::string_view text = g_configured ? IniGet("mbstring.detect_order").text : std::string_view(), wrong;
  if (!text.empty() && AddNames(text, order, &wrong)) return *order;
  order->clear();
  // mb_language() does not change it.
  const Language* l = g_configured ? FindLanguage(IniGlobalValue("mbstring.language").text) : nullptr;
  AddOrder(l ? *l : kLanguages[0], order);
  return *order;
}

const Encoding* EncodingArgument(Args args, uint32_t i) {
  if (args.IsNull(i)) return &InternalEncoding();
  const Encoding* e = FindEncoding(args.View(i));
  if (!e) {
    ArgumentValueError(i + 1, absl::StrFormat("must be a valid encoding, \"%s\" given", Shown(args.View(i))));
    return nullptr;
  }
  if (e->family == Family::kTransfer) {
    WarnDeprecated(*e);
    if (HasException()) return nullptr;
  }
  return e;
}

bool EncodingListArgument(Args args, uint32_t i, std::vector<const Encoding*>* list) {
  std::string_view wrong;
  if (!args[i].IsArray()) {
    if (AddNames(args.View(i), list, &wrong)) return true;
    ArgumentValueError(i + 1, args.View(i).empty()
                                  ? std::string("must specify at least one encoding")
                                  : absl::StrFormat("contains invalid encoding \"%s\"", Shown(wrong)));
    return false;
  }
  for (uint32_t p = First(args.Arr(i)); p != kEnd; p = Next(args.Arr(i), p)) {
    String* name = ToString(Deref(ValueAt(args.Arr(i), p)));
    if (HasException()) return Release(name), false;
    bool good = AddNamed(Trimmed(name->view()), list);
    if (!good)
      ArgumentValueError(i + 1, absl::StrFormat("contains invalid encoding \"%s\"", Shown(name->view())));
    Release(name);
    if (!good) return false;
  }
  return true;
}

bool ApplyMbstringSetting(const char* setting, std::string_view value) {
  g_configured = true;
  std::string_view name = std::string_view(setting).substr(sizeof("mbstring.") - 1);
  bool runs = g_state->running_callable && g_state->running_callable();
  auto deprecated = [&] {
    if (runs && !value.empty())
      RaiseFunctionMessage(ErrorLevel::kDeprecated, absl::StrFormat("Use of %s is deprecated", setting));
  };
  if (name == "internal_encoding") {
    if (runs && name == "internal_encoding")
      RaiseFunctionMessage(ErrorLevel::kDeprecated, absl::StrFormat("Use of %s is deprecated", setting));
    g_chosen.internal = nullptr;
    if (runs && !value.empty() && !FindEncoding(value))
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           absl::StrFormat("Unknown encoding \"%s\" in ini setting", value));
  } else if (name == "http_output") {
    deprecated();
    g_chosen.output = nullptr;
    g_chosen.output_passes = false;
  } else if (name == "http_input") {
    deprecated();
  } else if (name == "language") {
    g_chosen.language = nullptr;
  } else if (name == "detect_order") {
    EncodingList list;
    std::string_view wrong;
    if (runs && !value.empty() && !AddNames(value, &list, &wrong)) {
      RaiseFunctionMessage(ErrorLevel::kWarning,
                           absl::StrFormat("INI setting contains invalid encoding \"%s\"", Shown(wrong)));
      return false;
    }
    g_chosen.order.reset();
  } else if (name == "substitute_character") {
    using Mode = Substitute::Mode;
    if (EqualIgnoreCase(value, "none") || EqualIgnoreCase(value, "long") ||
        EqualIgnoreCase(value, "entity")) {
      char c = static_cast<char>(value[0] | 32);
      g_substitute.mode = c == 'n' ? Mode::kNone : c == 'l' ? Mode::kLong : Mode::kEntity;
      return true;
    }
    g_substitute = {};
    std::string text(value);
    char* end;
    long point = strtol(text.c_str(), &end, 0);
    if (!text.empty() && *end == '\0' && point >= 0 && point <= 0x10ffff)
      g_substitute.point = static_cast<uint32_t>(point);
  }
  return true;
}

void ReportMbstringSettings() {
  auto configured = [](const char* name) {
    const IniConfiguredValue* v = IniConfigured(name);
    return v ? std::string_view(v->text) : std::string_view();
  };
  auto report = [](int level, const std::string& text) {
    DisplayError(level, "PHP Startup: " + text, nullptr, 0);
  };
  auto check_list = [&](std::string_view text) {
    EncodingList list;
    std::string_view wrong;
    if (!text.empty() && text != "pass" && !AddNames(text, &list, &wrong))
      report(ErrorLevel::kWarning,
             absl::StrFormat("INI setting contains invalid encoding \"%s\"", Shown(wrong)));
  };
  auto old = [&](const char* name, std::string_view text) {
    if (!text.empty()) report(ErrorLevel::kDeprecated, absl::StrFormat("Use of %s is deprecated", name));
  };
  if (!g_configured) return;
  check_list(configured("mbstring.detect_order"));
  old("mbstring.http_input", configured("mbstring.http_input"));
  check_list(configured("mbstring.http_input"));
  old("mbstring.http_output", configured("mbstring.http_output"));
  std::string_view internal = configured("mbstring.internal_encoding");
  old("mbstring.internal_encoding", internal);
  if (!internal.empty() && !FindEncoding(internal))
    report(ErrorLevel::kWarning, absl::StrFormat("Unknown encoding \"%s\" in ini setting", internal));
}

namespace {

void MbInternalEncoding(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, InternalEncoding().name);
  const Encoding* e = FindEncoding(args.View(0));
  if (!e)
    return ArgumentValueError(1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(0)));
  g_chosen.internal = e;
  Return(result, true);
}

void MbHttpOutput(Args args, Value* result) {
  if (args.IsNull(0)) {
    bool passes;
    const Encoding& e = OutputEncoding(&passes);
    return Return(result, passes ? "pass" : e.name);
  }
  bool passes = EqualIgnoreCase(args.View(0), "pass");
  const Encoding* e = passes ? FindEncoding("8bit") : FindEncoding(args.View(0));
  if (!e)
    return ArgumentValueError(1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(0)));
  g_chosen.output = e;
  g_chosen.output_passes = passes;
  Return(result, true);
}

EncodingList InputEncodings() {
  EncodingList list;
  std::string_view wrong, text = IniGet("mbstring.http_input").text;
  if (text.empty()) text = IniGet("input_encoding").text;
  if (text.empty()) text = IniGet("default_charset").text;
  if (!text.empty() && !AddNames(text, &list, &wrong)) list.clear();
  return list;
}
void MbHttpInput(Args args, Value* result) {
  std::string_view type = args.IsNull(0) ? std::string_view("?") : args.View(0);
  if (type.size() != 1 ||
      (!args.IsNull(0) && std::string_view("GPCSIL").find(static_cast<char>(type[0] & ~32)) == type.npos))
    return ArgumentValueError(1, R"(must be one of "G", "P", "C", "S", "I", or "L")");
  char kind = static_cast<char>(type[0] & ~32);
  // Nothing comes over HTTP: only the lists have an answer.
  if (args.IsNull(0) || (kind != 'I' && kind != 'L')) return Return(result, false);
  EncodingList list = InputEncodings();
  if (kind == 'I') {
    Array* a = NewArray();
    for (const Encoding* e : list) Append(a, Value(Intern(e->name)));
    return Return(result, a);
  }
  if (list.empty()) return Return(result, false);
  std::string names;
  for (const Encoding* e : list) names += (names.empty() ? "" : ",") + std::string(e->name);
  Return(result, std::string_view(names));
}

void MbLanguage(Args args, Value* result) {
  if (args.IsNull(0)) {
    std::string_view text = g_chosen.language ? std::string_view() : IniGet("mbstring.language").text;
    if (!text.empty() && FindLanguage(text)) return Return(result, FindLanguage(text)->name);
    return Return(result, CurrentLanguage().name);
  }
  const Language* l = FindLanguage(args.View(0));
  if (!l) {
    g_chosen.language = &kLanguages[0];
    return ArgumentValueError(1, absl::StrFormat("must be a valid language, \"%s\" given", args.View(0)));
  }
  g_chosen.language = l;
  Return(result, true);
}

Array* OrderNames() {
  Array* a = NewArray();
  for (const Encoding* e : DetectOrder()) Append(a, Value(Intern(e->name)));
  return a;
}
void MbDetectOrder(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, OrderNames());
  EncodingList list;
  if (!EncodingListArgument(args, 0, &list)) return;
  if (list.empty()) return ArgumentValueError(1, "must specify at least one encoding");
  for (const Encoding* e : list) {
    if (e->family == Family::kTransfer || std::string_view(e->name) == "7bit") continue;
  }
  g_chosen.order = std::move(list);
  Return(result, true);
}

Value SubstituteValue() {
  using Mode = Substitute::Mode;
  switch (g_substitute.mode) {
    case Mode::kNone: return Value(NewString("none"));
    case Mode::kLong: return Value(NewString("long"));
    case Mode::kEntity: return Value(NewString("entity"));
    case Mode::kCharacter: break;
  }
  return Value(int64_t{g_substitute.point});
}
void MbSubstituteCharacter(Args args, Value* result) {
  using Mode = Substitute::Mode;
  if (args.IsNull(0)) return void(*result = SubstituteValue());
  if (args[0].IsInt()) {
    int64_t c = args[0].i;
    if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
      return ArgumentValueError(1, "is not a valid codepoint");
    g_substitute = {.point = static_cast<uint32_t>(c)};
    return Return(result, true);
  }
  std::string_view name = args.View(0);
  constexpr std::pair<std::string_view, Mode> kModes[] = {
      {"none", Mode::kNone}, {"long", Mode::kLong}, {"entity", Mode::kEntity}};
  for (const auto& [text, mode] : kModes) {
    if (!EqualIgnoreCase(text, name)) continue;
    g_substitute.mode = mode;
    return Return(result, true);
  }
  ArgumentValueError(1, "must be \"none\", \"long\", \"entity\" or a valid codepoint");
}

void MbGetInfo(Args args, Value* result) {
  struct Entry {
    const char* name;
    Value (*value)();
  };
  static constexpr auto text = [](std::string_view s) { return Value(NewString(s)); };
  static constexpr auto on = [](const char* setting) {
    return text(IniBool(IniGet(setting).text) ? "On" : "Off");
  };
  static constexpr Entry kEntries[] = {
      {"internal_encoding", [] { return text(InternalEncoding().name); }},
      {"http_input",
       [] {
         EncodingList list = IniGet("mbstring.http_input").text.empty() ? EncodingList() : InputEncodings();
         return list.empty() ? Value::Null() : text(list[0]->name);
       }},
      {"http_output",
       [] {
         bool passes;
         const Encoding& e = OutputEncoding(&passes);
         return text(passes ? "pass" : e.name);
       }},
      {"http_output_conv_mimetypes", [] { return text(IniGet("mbstring.http_output_conv_mimetypes").text); }},
      {"mail_charset", [] { return text(CurrentLanguage().mail_charset); }},
      {"mail_header_encoding", [] { return text(CurrentLanguage().mail_header); }},
      {"mail_body_encoding", [] { return text(CurrentLanguage().mail_body); }},
      {"illegal_chars", [] { return Value(g_illegal_characters); }},
      {"encoding_translation", [] { return on("mbstring.encoding_translation"); }},
      {"language", [] { return text(CurrentLanguage().name); }},
      {"detect_order", [] { return Value(OrderNames()); }},
      {"substitute_character", SubstituteValue},
      {"strict_detection", [] { return on("mbstring.strict_detection"); }},
  };
  std::string_view type = args.View(0);
  if (EqualIgnoreCase(type, "all")) {
    Array* a = NewArray();
    for (const Entry& e : kEntries) {
      Value v = e.value();
      if (!v.IsNull()) SetStr(a, e.name, v);
    }
    return Return(result, a);
  }
  for (const Entry& e : kEntries) {
    if (EqualIgnoreCase(e.name, type)) return void(*result = e.value());
  }
  FunctionWarning("argument #1 ($type) must be a valid type");
  Return(result, false);
}

constexpr uint16_t kReads = Effects::kThrows | Effects::kReadsState | Effects::kWarns;
constexpr uint16_t kSets = kReads | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"mb_detect_order", "(array|string|null $encoding = null): array|bool", kSets, MbDetectOrder},
    {"mb_get_info", "(string $type = \"all\"): array|string|int|false|null", kReads, MbGetInfo},
    {"mb_http_input", "(?string $type = null): array|string|false", kReads, MbHttpInput},
    {"mb_http_output", "(?string $encoding = null): string|bool", kSets, MbHttpOutput},
    {"mb_internal_encoding", "(?string $encoding = null): string|bool", kSets, MbInternalEncoding},
    {"mb_language", "(?string $language = null): string|bool", kSets, MbLanguage},
    {"mb_substitute_character", "(string|int|null $substitute_character = null): string|int|bool", kSets,
     MbSubstituteCharacter},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kMbstringSettingFunctions(kRows);

}  // namespace tusk
