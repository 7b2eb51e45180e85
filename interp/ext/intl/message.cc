// MessageFormatter over ICU's MessageFormat.
#include <unicode/fmtable.h>

#include <cmath>
#include <map>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/intl/cxx.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

struct Message {
  IntlHandle handle;         // a UMessageFormat
  String *locale, *pattern;  // owned
};
Message* Of(const Object* o) { return const_cast<Object*>(o)->native<Message>(); }

// icu::Formattable objects side by side, made and destroyed by the library.
class Formattables {
 public:
  explicit Formattables(size_t capacity) : bytes_(new char[capacity * sizeof(icu::Formattable)]) {}
  ~Formattables() {
    static auto* destroy = IcuCxx<void(void*)>("icui18n", "_ZN@11FormattableD1Ev");
    for (size_t i = 0; i < count_; ++i) destroy(Place(i));
    delete[] bytes_;
  }
  Formattables(const Formattables&) = delete;
  Formattables& operator=(const Formattables&) = delete;
  void Add(double v) {
    static auto* make = IcuCxx<void(void*, double)>("icui18n", "_ZN@11FormattableC1Ed");
    make(Place(count_++), v);
  }
  void Add(int64_t v) {
    static auto* make = IcuCxx<void(void*, int64_t)>("icui18n", "_ZN@11FormattableC1El");
    make(Place(count_++), v);
  }
  void AddDate(double millis) {
    static auto* make = IcuCxx<void(void*, double, int)>("icui18n", "_ZN@11FormattableC1EdNS0_6ISDATEE");
    make(Place(count_++), millis, 0);
  }
  void Add(const std::u16string& text) {
    static auto* make = IcuCxx<void(void*, const icu::UnicodeString&)>(
        "icui18n", "_ZN@11FormattableC1ERKNS_13UnicodeStringE");
    make(Place(count_++), *IcuString(text).get());
  }
  const icu::Formattable* data() const { return reinterpret_cast<const icu::Formattable*>(bytes_); }
  size_t size() const { return count_; }

 private:
  void* Place(size_t i) { return bytes_ + i * sizeof(icu::Formattable); }
  char* bytes_;
  size_t count_ = 0;
};

// --- the types that a pattern gives its arguments

enum class Kind { kAny, kString, kDouble, kInt, kDate };
using Kinds = std::map<std::string, Kind>;

// Reads one pattern up to its end or the brace that closes it. False: an argument has two types.
class PatternReader {
 public:
  PatternReader(std::string_view s, Kinds* kinds) : s_(s), kinds_(kinds) {}
  bool Read() {
    while (at_ < s_.size() && good_) {
      char c = s_[at_];
      if (c == '\'') {
        Quoted();
      } else if (c == '{') {
        ++at_;
        Argument();
      } else if (c == '}') {
        break;
      } else {
        ++at_;
      }
    }
    return good_;
  }

 private:
  // '' is an apostrophe; '{...' is literal up to the next one.
  void Quoted() {
    ++at_;
    if (at_ >= s_.size()) return;
    if (s_[at_] == '\'') {
      ++at_;
      return;
    }
    if (s_[at_] != '{' && s_[at_] != '}' && s_[at_] != '#' && s_[at_] != '|') return;
    while (at_ < s_.size()) {
      if (s_[at_++] != '\'') continue;
      if (at_ < s_.size() && s_[at_] == '\'') {
        ++at_;
      } else {
        return;
      }
    }
  }
  std::string Word() {
    while (at_ < s_.size() && isspace(static_cast<unsigned char>(s_[at_]))) ++at_;
    size_t from = at_;
    while (at_ < s_.size() && s_[at_] != ',' && s_[at_] != '}' && s_[at_] != '{') ++at_;
    size_t to = at_;
    while (to > from && isspace(static_cast<unsigned char>(s_[to - 1]))) --to;
    return std::string(s_.substr(from, to - from));
  }
  void Argument() {
    std::string name = Word(), type;
    if (at_ < s_.size() && s_[at_] == ',') {
      ++at_;
      type = Word();
    }
    Kind kind = Kind::kAny;
    bool nested = type == "plural" || type == "select" || type == "selectordinal";
    size_t style = at_ < s_.size() && s_[at_] == ',' ? at_ + 1 : at_;
    if (nested) {
      kind = type == "select" ? Kind::kString : Kind::kDouble;
      Declare(name, kind);
      while (at_ < s_.size() && s_[at_] != '}' && good_) {
        if (s_[at_] == '{') {
          ++at_;
          good_ = Read() && good_;
        }
        ++at_;
      }
    } else {
      for (int depth = 0; at_ < s_.size(); ++at_) {
        if (s_[at_] == '\'') {
          Quoted();
          --at_;
        } else if (s_[at_] == '{') {
          ++depth;
        } else if (s_[at_] == '}' && depth-- == 0) {
          break;
        }
      }
      std::string_view text = s_.substr(std::min(style, at_), at_ - std::min(style, at_));
      while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
      while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
      if (type == "number") kind = text == "integer" ? Kind::kInt : Kind::kDouble;
      if (type == "date" || type == "time") kind = Kind::kDate;
      if (type == "spellout" || type == "ordinal" || type == "duration" || type == "choice")
        kind = Kind::kDouble;
      Declare(name, kind);
    }
    if (at_ < s_.size()) ++at_;  // the closing brace
  }
  void Declare(const std::string& name, Kind kind) {
    auto [it, fresh] = kinds_->emplace(name, kind);
    if (!fresh && it->second != kind) good_ = false;
  }

  std::string_view s_;
  Kinds* kinds_;
  size_t at_ = 0;
  bool good_ = true;
};

// --- opening

// What is wrong with a pattern, or `otherwise`.
std::string Problem(UErrorCode status, const UParseError& where, const char* otherwise) {
  if (status != U_PATTERN_SYNTAX_ERROR) return otherwise;
  auto text = [](const UChar* s) {
    return FromUtf16(std::u16string_view(reinterpret_cast<const char16_t*>(s)));
  };
  return absl::StrFormat("pattern syntax error (parse error at offset %d, after \"%s\", before or at \"%s\")",
                         where.offset, text(where.preContext), text(where.postContext));
}
// Dates are shown in the script's zone, which ICU knows as its default.
void UseDefaultZone() {
  static auto* adopt = IcuCxx<void(void*)>("icui18n", "_ZN@8TimeZone12adoptDefaultEPS0_");
  static auto* create = IcuCxx<void*(const icu::UnicodeString&)>(
      "icui18n", "_ZN@8TimeZone14createTimeZoneERKNS_13UnicodeStringE");
  adopt(create(*IcuString(ToUtf16(DefaultZone()->name())).get()));
}
UMessageFormat* Open(std::string_view locale, std::string_view pattern, const char* conversion,
                     const char* creation) {
  ResetIntlError();
  std::u16string text;
  if (!ToUtf16(pattern, &text)) {
    SetIntlError(nullptr, U_INVALID_CHAR_FOUND, conversion);
    return nullptr;
  }
  UseDefaultZone();
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  std::string name = locale.empty() ? IntlDefaultLocale() : std::string(locale);
  UMessageFormat* f =
      TUSK_ICU(umsg_open)(text.empty() ? nullptr : text.data(), Size16(text), name.c_str(), &where, &status);
  if (U_SUCCESS(status)) return f;
  if (f) TUSK_ICU(umsg_close)(f);  // there may be one nevertheless
  SetIntlError(nullptr, status, Problem(status, where, creation));
  return nullptr;
}
UMessageFormat* OpenNew(Args args) {
  return Open(args.View(0), args.View(1), "msgfmt_create: error converting pattern to UTF-16",
              "msgfmt_create: message formatter creation failed");
}
void Keep(Object* o, UMessageFormat* f, String* locale, String* pattern) {
  Retain(locale);
  Retain(pattern);
  *Of(o) = {{f, nullptr}, locale, pattern};
}
void Construct(Args args, Value*) {
  Object* o = args.frame->self.obj;
  if (HandleOf(o)->icu) return ThrowError("MessageFormatter object is already constructed");
  IntlErrorsThrow throws;
  UMessageFormat* f = OpenNew(args);
  if (!f) return IntlErrorsThrow::Finish();
  Keep(o, f, args.Str(0), args.Str(1));
}
void Create(Args args, Value* result) {
  UMessageFormat* f = OpenNew(args);
  *result = Value::Null();
  if (!f) return;
  *result = NewIntlObject("messageformatter", nullptr);
  Keep(result->obj, f, args.Str(0), args.Str(1));
}

// --- formatting

bool AddText(Object* o, const Value& v, Formattables* to) {
  String* s = ToString(v);
  if (!s) return false;
  std::u16string text;
  bool good = ToUtf16(s->view(), &text);
  if (good) {
    to->Add(text);
  } else {
    SetIntlError(o, U_INVALID_CHAR_FOUND,
                 absl::StrFormat("Invalid UTF-8 data in string argument: '%s'", s->view()));
  }
  Release(s);
  return good;
}
bool AddValue(Object* o, const Value& v, Kind kind, const std::string& key, Formattables* to) {
  switch (kind) {
    case Kind::kString: return AddText(o, v, to);
    case Kind::kDouble: to->Add(ToFloat(v)); return !HasException();
    case Kind::kInt:
      if (v.IsFloat() && std::fabs(v.d) >= 9.3e18) {
        SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                     "Found PHP float with absolute value too large for 64 bit integer argument");
        return false;
      }
      to->Add(ToInt(v));
      return !HasException();
    case Kind::kDate: {
      double millis;
      if (!IntlMillisArgument(v, o, "msgfmt_format", &millis)) {
        if (!HasException()) {
          SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                       absl::StrFormat("The argument for key '%s' cannot be used as a date or time", key));
        }
        return false;
      }
      to->AddDate(millis);
      return true;
    }
    case Kind::kAny: break;
  }
  if (v.IsFloat()) {
    to->Add(v.d);
  } else if (v.IsInt() || v.IsBool() || v.IsNull()) {
    to->Add(ToInt(v));
  } else if (v.IsString() || (v.IsObject() && v.obj->cls->to_string)) {
    return AddText(o, v, to);
  } else {
    SetIntlError(
        o, U_ILLEGAL_ARGUMENT_ERROR,
        absl::StrFormat("No strategy to convert the value given for the argument with key '%s' is available",
                        key));
    return false;
  }
  return true;
}
// `o` gets the errors and may be null.
void FormatWith(Object* o, const UMessageFormat* f, std::string_view pattern, Array* values, Value* result) {
  Return(result, false);
  Kinds kinds;
  if (!PatternReader(pattern, &kinds).Read())
    return SetIntlError(o, U_ARGUMENT_TYPE_MISMATCH, "Inconsistent types declared for an argument");
  Formattables given(values->count);
  std::vector<std::u16string> names;
  for (uint32_t p = First(values); p != kEnd; p = Next(values, p)) {
    ArrayKey key = KeyAt(values, p);
    std::string name = key.IsInt() ? std::to_string(key.num) : std::string(key.name->view());
    if (key.IsInt() && (key.num < 0 || key.num > INT32_MAX)) {
      return SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR, "Found negative or too large array key");
    }
    std::u16string wide;
    if (!ToUtf16(name, &wide)) {
      return SetIntlError(o, U_INVALID_CHAR_FOUND,
                          absl::StrFormat("Invalid UTF-8 data in argument key: '%s'", name));
    }
    auto it = kinds.find(name);
    if (!AddValue(o, Deref(ValueAt(values, p)), it == kinds.end() ? Kind::kAny : it->second, name, &given))
      return;
    names.push_back(wide);
  }
  UseDefaultZone();
  auto* bytes = new char[(names.size() + 1) * sizeof(IcuString)];
  auto* strings = reinterpret_cast<IcuString*>(bytes);
  for (size_t i = 0; i < names.size(); ++i) new (strings + i) IcuString(names[i]);
  static auto* format =
      IcuCxx<icu::UnicodeString&(const void*, const icu::UnicodeString*, const icu::Formattable*, int32_t,
                                 icu::UnicodeString&, UErrorCode&)>(
          "icui18n",
          "_ZNK@13MessageFormat6formatEPKNS_13UnicodeStringEPKNS_11FormattableEiRS1_R10UErrorCode");
  IcuString out;
  UErrorCode status = U_ZERO_ERROR;
  format(f, strings->get(), given.data(), static_cast<int32_t>(names.size()), *out.get(), status);
  for (size_t i = 0; i < names.size(); ++i) strings[i].~IcuString();
  delete[] bytes;
  if (U_FAILURE(status)) return SetIntlError(o, status, "Call to ICU MessageFormat::format() has failed");
  Return(result, std::string_view(FromUtf16(out.view())));
}
void Format(IntlCall call, Value* result) {
  FormatWith(call.self, IcuOf<UMessageFormat>(call.self), Of(call.self)->pattern->view(), call.Arr(0),
             result);
}
UMessageFormat* OpenOnce(Args args) {
  return Open(args.View(0), args.View(1), "msgfmt_format_message: error converting pattern to UTF-16",
              "Creating message formatter failed");
}
void FormatMessage(Args args, Value* result) {
  UMessageFormat* f = OpenOnce(args);
  Return(result, false);
  if (!f) return;
  FormatWith(nullptr, f, args.View(1), args.Arr(2), result);
  TUSK_ICU(umsg_close)(f);
}

// --- parsing

void ParseWith(Object* o, const UMessageFormat* f, std::string_view source, Value* result) {
  std::u16string text;
  Return(result, false);
  if (!ToUtf16(source, &text)) return SetIntlError(o, U_INVALID_CHAR_FOUND, "Converting parse string failed");
  static auto* parse =
      IcuCxx<icu::Formattable*(const void*, const icu::UnicodeString&, int32_t&, UErrorCode&)>(
          "icui18n", "_ZNK@13MessageFormat5parseERKNS_13UnicodeStringERiR10UErrorCode");
  static auto* destroy = IcuCxx<void(void*)>("icui18n", "_ZN@11FormattableD1Ev");
  static auto* free_array = IcuCxx<void(void*)>("icuuc", "_ZN@7UMemorydaEPv");
  int32_t count = 0;
  UErrorCode status = U_ZERO_ERROR;
  icu::Formattable* found = parse(f, *IcuString(text).get(), count, status);
  if (U_FAILURE(status) || !found) return SetIntlError(o, status, "Parsing failed");
  Array* a = NewArray();
  for (int32_t i = 0; i < count; ++i) {
    auto* v = reinterpret_cast<UFormattable*>(found + i);
    UErrorCode error = U_ZERO_ERROR;
    switch (TUSK_ICU(ufmt_getType)(v, &error)) {
      case UFMT_DATE: Append(a, Value(TUSK_ICU(ufmt_getDate)(v, &error) / 1000)); break;
      case UFMT_DOUBLE: Append(a, Value(TUSK_ICU(ufmt_getDouble)(v, &error))); break;
      case UFMT_LONG: Append(a, Value(int64_t{TUSK_ICU(ufmt_getLong)(v, &error)})); break;
      case UFMT_INT64: Append(a, Value(TUSK_ICU(ufmt_getInt64)(v, &error))); break;
      case UFMT_STRING: {
        int32_t n = 0;
        const UChar* s = TUSK_ICU(ufmt_getUChars)(v, &n, &error);
        Append(a,
               Value(NewString(FromUtf16({reinterpret_cast<const char16_t*>(s), static_cast<size_t>(n)}))));
        break;
      }
      default: Append(a, Value::Null()); break;
    }
  }
  // As delete[] does it: the number of elements lies before them.
  auto* before = reinterpret_cast<size_t*>(found) - 1;
  for (size_t i = 0; i < *before; ++i) destroy(found + i);
  free_array(before);
  Return(result, a);
}
void Parse(IntlCall call, Value* result) {
  ParseWith(call.self, IcuOf<UMessageFormat>(call.self), call.View(0), result);
}
void ParseMessage(Args args, Value* result) {
  UMessageFormat* f = OpenOnce(args);
  Return(result, false);
  if (!f) return;
  ParseWith(nullptr, f, args.View(2), result);
  TUSK_ICU(umsg_close)(f);
}

void SetPattern(IntlCall call, Value* result) {
  std::u16string text;
  if (!ToUtf16(call.View(0), &text))
    return IntlFail(call.self, U_INVALID_CHAR_FOUND, "Error converting pattern to UTF-16", result);
  UseDefaultZone();
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  TUSK_ICU(umsg_applyPattern)
  (IcuOf<UMessageFormat>(call.self), text.data() ? text.data() : u"", Size16(text), &where, &status);
  if (U_FAILURE(status)) {
    return IntlFail(
        call.self, status,
        absl::StrFormat("Error setting symbol value at line %d, offset %d", where.line, where.offset),
        result);
  }
  String* old = Of(call.self)->pattern;
  Retain(call.Str(0));
  Of(call.self)->pattern = call.Str(0);
  Release(old);
  Return(result, true);
}
void GetPattern(IntlCall call, Value* result) { *result = Copy(Value(Of(call.self)->pattern)); }
void GetLocale(IntlCall call, Value* result) { *result = Copy(Value(Of(call.self)->locale)); }

void Destroy(Object* o) {
  Message* m = Of(o);
  if (m->handle.icu) TUSK_ICU(umsg_close)(IcuOf<UMessageFormat>(o));
  if (m->locale) Release(m->locale);
  if (m->pattern) Release(m->pattern);
  delete m->handle.error;
  *m = {};
}
void Clone(Object* to, Object* from) {
  *Of(to) = {};
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized MessageFormatter");
  UErrorCode status = U_ZERO_ERROR;
  Keep(to, static_cast<UMessageFormat*>(TUSK_ICU(umsg_clone)(IcuOf<UMessageFormat>(from), &status)),
       Of(from)->locale, Of(from)->pattern);
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy, .clone_native = Clone};

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string $locale, string $pattern)", kIo, Construct},
    {"create", "(string $locale, string $pattern): ?MessageFormatter", kIo, Create, kStatic},
    {"format", "(array $values): string|false", kIo, IntlMethod<Format>},
    {"formatMessage", "(string $locale, string $pattern, array $values): string|false", kIo, FormatMessage,
     kStatic},
    {"parse", "(string $string): array|false", kIo, IntlMethod<Parse>},
    {"parseMessage", "(string $locale, string $pattern, string $message): array|false", kIo, ParseMessage,
     kStatic},
    {"setPattern", "(string $pattern): bool", kIo, IntlMethod<SetPattern>},
    {"getPattern", "(): string|false", kIo, IntlMethod<GetPattern>},
    {"getLocale", "(): string", kIo, IntlMethod<GetLocale>},
    {"getErrorCode", "(): int", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string", kIo, IntlErrorMessageMethod},
};
constexpr BuiltinRow kRows[] = {
    {"msgfmt_create", "(string $locale, string $pattern): ?MessageFormatter", kIo, Create},
    {"msgfmt_format", "(MessageFormatter $formatter, array $values): string|false", kIo,
     IntlFunction<Format>},
    {"msgfmt_format_message", "(string $locale, string $pattern, array $values): string|false", kIo,
     FormatMessage},
    {"msgfmt_get_error_code", "(MessageFormatter $formatter): int", kIo, IntlErrorCodeFunction},
    {"msgfmt_get_error_message", "(MessageFormatter $formatter): string", kIo, IntlErrorMessageFunction},
    {"msgfmt_get_locale", "(MessageFormatter $formatter): string", kIo, IntlFunction<GetLocale>},
    {"msgfmt_get_pattern", "(MessageFormatter $formatter): string|false", kIo, IntlFunction<GetPattern>},
    {"msgfmt_parse", "(MessageFormatter $formatter, string $string): array|false", kIo, IntlFunction<Parse>},
    {"msgfmt_parse_message", "(string $locale, string $pattern, string $message): array|false", kIo,
     ParseMessage},
    {"msgfmt_set_pattern", "(MessageFormatter $formatter, string $pattern): bool", kIo,
     IntlFunction<SetPattern>},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "MessageFormatter",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(Message),
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlMessageFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlMessageClasses = kClassRows;

}  // namespace tusk
