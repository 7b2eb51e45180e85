// IntlDateFormatter and IntlDatePatternGenerator.
#include <cmath>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/tables.h"

namespace tusk {

bool IntlMillisArgument(const Value& v, Object* o, const char* function, double* millis) {
  auto fail = [&](const std::string& why) {
    SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR, absl::StrFormat("%s: %s", function, why));
    return false;
  };
  Value d = Deref(v);
  if (d.IsNumber()) {
    *millis = ToFloat(d) * 1000;
    return true;
  }
  if (d.IsString()) {
    int64_t i;
    double f;
    Numeric kind = IsNumericString(d.str->view(), &i, &f);
    if (kind == Numeric::kInt || kind == Numeric::kFloat) {
      *millis = (kind == Numeric::kInt ? static_cast<double>(i) : f) * 1000;
      return true;
    }
    return fail(absl::StrFormat(
        "string '%s' is not numeric, which would be required for it to be a valid date", d.str->view()));
  }
  if (!d.IsObject()) return fail("invalid PHP type for date");
  if (IsDate(d.obj)) return IntlDateArgument(d.obj, o, function, millis, nullptr);
  if (!IsIntlCalendar(d))
    return fail("invalid object type for date/time (only IntlCalendar and DateTimeInterface permitted)");
  if (!HandleOf(d.obj)->icu) return fail("IntlCalendar object is not properly constructed");
  UErrorCode status = U_ZERO_ERROR;
  *millis = TUSK_ICU(ucal_getMillis)(IcuOf<UCalendar>(d.obj), &status);
  return true;
}

namespace {

struct Formatter {
  IntlHandle handle;  // a UDateFormat
  int64_t date_type, time_type;
  int64_t calendar;  // kTraditional, kGregorian or kObject
};
enum : int64_t { kTraditional = 0, kGregorian = 1, kObject = -1 };
enum : int64_t { kFull = 0, kMedium = 2, kShort = 3, kNone = -1, kPattern = -2, kRelative = 128 };

UDateFormat* Of(const IntlCall& call) { return IcuOf<UDateFormat>(call.self); }
bool IsStyle(int64_t v) { return (v >= kNone && v <= kShort) || (v >= kRelative && v <= kRelative + kShort); }
const UCalendar* CalendarOf(const UDateFormat* f) { return TUSK_ICU(udat_getCalendar)(f); }
std::string Canonical(const std::string& locale) {
  char out[256] = "";
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(uloc_canonicalize)(locale.c_str(), out, sizeof out, &status);
  return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING ? std::string(out) : locale;
}
UCalendar* CloneCalendar(const UCalendar* c) {
  UErrorCode status = U_ZERO_ERROR;
  return TUSK_ICU(ucal_clone)(c, &status);
}

// What a calendar argument asks for; *made is owned and may be null, which keeps the locale's own calendar.
bool ReadCalendar(const Value& v, Object* o, const char* function, const std::string& locale, int64_t* kind,
                  UCalendar** made) {
  *made = nullptr;
  if (IsIntlCalendar(v)) {
    if (!HandleOf(v.obj)->icu) {
      SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                   absl::StrFormat("%s: Found unconstructed IntlCalendar object", function));
      return false;
    }
    *kind = kObject;
    *made = CloneCalendar(IcuOf<UCalendar>(v.obj));
    return true;
  }
  *kind = v.IsInt() ? v.i : kGregorian;
  if (*kind != kTraditional && *kind != kGregorian) {
    SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                 absl::StrFormat(
                     "%s: Invalid value for calendar type; it must be one of IntlDateFormatter::TRADITIONAL "
                     "(locale's default calendar) or IntlDateFormatter::GREGORIAN. Alternatively, it can be "
                     "an IntlCalendar object",
                     function));
    return false;
  }
  UErrorCode status = U_ZERO_ERROR;
  *made = TUSK_ICU(ucal_open)(nullptr, 0, locale.c_str(),
                              *kind == kGregorian ? UCAL_GREGORIAN : UCAL_TRADITIONAL, &status);
  return true;
}
// Takes over the calendar.
void UseCalendar(UDateFormat* f, UCalendar* c, const std::u16string& zone) {
  UErrorCode status = U_ZERO_ERROR;
  if (!zone.empty()) TUSK_ICU(ucal_setTimeZone)(c, zone.data(), Size16(zone), &status);
  TUSK_ICU(udat_setCalendar)(f, c);
  TUSK_ICU(ucal_close)(c);
}

// False: errors are set or thrown.
bool Open(Args args, Formatter* out) {
  constexpr const char* kName = "datefmt_create";
  std::string given = IntlLocale(args, 0), locale = Canonical(given);
  auto fail = [&](const char* why) {
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, absl::StrFormat("%s: %s", kName, why));
    return false;
  };
  if ((given.size() == 1 && given != "C") ||
      (given.size() > 1 && !*TUSK_ICU(uloc_getISO3Language)(locale.c_str()))) {
    ArgumentValueError(1, absl::StrFormat("\"%s\" is invalid", given));
    return false;
  }
  int64_t date = args.Int(1, kFull), time = args.Int(2, kFull);
  if (date != kPattern && !IsStyle(date)) return fail("invalid date format style");
  if (time != kPattern && !IsStyle(time)) return fail("invalid time format style");
  if (date == kPattern && time != kPattern) {
    return fail(
        "time format must be IntlDateFormatter::PATTERN if date format is IntlDateFormatter::PATTERN");
  }
  std::u16string pattern, zone;
  int64_t kind;
  UCalendar* calendar;
  if (!ReadCalendar(args.IsNull(4) ? Value() : args[4], nullptr, kName, locale, &kind, &calendar))
    return false;
  bool good = true;
  if (!args.IsNull(3) || kind != kObject)
    good = IntlZoneArgument(args.IsNull(3) ? Value() : args[3], nullptr, kName, &zone);
  if (good && !args.IsNull(5) && !ToUtf16(args.View(5), &pattern)) {
    SetIntlError(nullptr, U_INVALID_CHAR_FOUND, "datefmt_create: error converting pattern to UTF-16");
    good = false;
  }
  if (!good) {
    TUSK_ICU(ucal_close)(calendar);
    return false;
  }
  UErrorCode status = U_ZERO_ERROR;
  bool by_pattern = !pattern.empty() || date == kPattern;
  UDateFormat* f =
      TUSK_ICU(udat_open)(by_pattern ? UDAT_PATTERN : static_cast<UDateFormatStyle>(time),
                          by_pattern ? UDAT_PATTERN : static_cast<UDateFormatStyle>(date), locale.c_str(),
                          nullptr, 0, pattern.data() ? pattern.data() : u"", Size16(pattern), &status);
  if (U_FAILURE(status)) {
    TUSK_ICU(ucal_close)(calendar);
    SetIntlError(nullptr, status, "datefmt_create: date formatter creation failed");
    return false;
  }
  UseCalendar(f, calendar, zone);
  *out = {{f, nullptr}, date, time, kind};
  return true;
}
void Construct(Args args, Value*) {
  Object* o = args.frame->self.obj;
  IntlErrorsThrow throws;
  ResetIntlError();
  if (HandleOf(o)->icu) {
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "datefmt_create: cannot call constructor twice");
    return IntlErrorsThrow::Finish();
  }
  Formatter f;
  if (!Open(args, &f)) return IntlErrorsThrow::Finish();
  *o->native<Formatter>() = f;
}
void Create(Args args, Value* result) {
  ResetIntlError();
  *result = Value::Null();
  Formatter f;
  if (!Open(args, &f)) return;
  *result = NewIntlObject("intldateformatter", nullptr);
  *result->obj->native<Formatter>() = f;
}

void GetDateType(IntlCall call, Value* result) { Return(result, call.self->native<Formatter>()->date_type); }
void GetTimeType(IntlCall call, Value* result) { Return(result, call.self->native<Formatter>()->time_type); }
void GetCalendar(IntlCall call, Value* result) {
  int64_t kind = call.self->native<Formatter>()->calendar;
  if (kind == kObject) return Return(result, false);
  Return(result, kind);
}
void GetCalendarObject(IntlCall call, Value* result) {
  *result = NewIntlCalendar(CloneCalendar(CalendarOf(Of(call))));
}
void SetCalendar(IntlCall call, Value* result) {
  int64_t kind;
  UCalendar* c;
  UErrorCode status = U_ZERO_ERROR;
  const char* locale = TUSK_ICU(udat_getLocaleByType)(Of(call), ULOC_REQUESTED_LOCALE, &status);
  Return(result, false);
  if (!ReadCalendar(call[0], call.self, "datefmt_set_calendar", locale ? locale : "", &kind, &c)) return;
  UseCalendar(Of(call), c, kind == kObject ? std::u16string() : ZoneIdOf(CalendarOf(Of(call))));
  call.self->native<Formatter>()->calendar = kind;
  Return(result, true);
}
void GetTimeZoneId(IntlCall call, Value* result) {
  Return(result, std::string_view(FromUtf16(ZoneIdOf(CalendarOf(Of(call))))));
}
void GetTimeZone(IntlCall call, Value* result) { *result = NewIntlZone(ZoneIdOf(CalendarOf(Of(call)))); }
void SetTimeZone(IntlCall call, Value* result) {
  std::u16string zone;
  Return(result, false);
  if (!IntlZoneArgument(call[0], call.self, "datefmt_set_timezone", &zone)) return;
  UseCalendar(Of(call), CloneCalendar(CalendarOf(Of(call))), zone);
  Return(result, true);
}
void GetPattern(IntlCall call, Value* result) {
  std::u16string out;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(udat_toPattern)(Of(call), false, to, size, s);
  });
  if (!good) return IntlFail(call.self, status, "Error getting formatter pattern", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void SetPattern(IntlCall call, Value* result) {
  std::u16string pattern;
  if (!ToUtf16(call.View(0), &pattern))
    return IntlFail(call.self, U_INVALID_CHAR_FOUND, "Error converting pattern to UTF-16", result);
  TUSK_ICU(udat_applyPattern)(Of(call), false, pattern.data() ? pattern.data() : u"", Size16(pattern));
  Return(result, true);
}
void GetLocale(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  const char* name = TUSK_ICU(udat_getLocaleByType)(
      Of(call), static_cast<ULocDataLocaleType>(call.Int(0, ULOC_ACTUAL_LOCALE)), &status);
  if (U_FAILURE(status) || !name) return IntlFail(call.self, status, "Error getting locale", result);
  Return(result, name);
}
void SetLenient(IntlCall call, Value*) { TUSK_ICU(udat_setLenient)(Of(call), call[0].IsTrue()); }
void IsLenient(IntlCall call, Value* result) { Return(result, TUSK_ICU(udat_isLenient)(Of(call)) != 0); }

// --- formatting

// A time as localtime() gives it.
bool MillisOfArray(const IntlCall& call, Array* a, double* millis) {
  constexpr struct {
    const char* key;
    UCalendarDateFields field;
    int32_t base;
  } kFields[] = {{"tm_sec", UCAL_SECOND, 0},       {"tm_min", UCAL_MINUTE, 0},
                 {"tm_hour", UCAL_HOUR_OF_DAY, 0}, {"tm_mday", UCAL_DAY_OF_MONTH, 0},
                 {"tm_mon", UCAL_MONTH, 0},        {"tm_year", UCAL_YEAR, 1900}};
  UCalendar* c = CloneCalendar(CalendarOf(Of(call)));
  TUSK_ICU(ucal_clear)(c);
  bool good = true;
  for (const auto& f : kFields) {
    const Value* v = Find(a, ArrayKey::Str(Intern(f.key)));
    int64_t n = 0;
    if (v && !Deref(*v).IsInt()) {
      SetIntlError(call.self, U_ILLEGAL_ARGUMENT_ERROR,
                   absl::StrFormat(
                       "datefmt_format: parameter array contains a non-integer element for key '%s'", f.key));
      good = false;
      break;
    }
    if (v) n = Deref(*v).i;
    if (!FitsInt32(n)) {
      SetIntlError(
          call.self, U_ILLEGAL_ARGUMENT_ERROR,
          absl::StrFormat("datefmt_format: value %d is out of bounds for a 32-bit integer in key '%s'", n,
                          f.key));
      good = false;
      break;
    }
    TUSK_ICU(ucal_set)(c, f.field, static_cast<int32_t>(n) + f.base);
  }
  UErrorCode status = U_ZERO_ERROR;
  *millis = TUSK_ICU(ucal_getMillis)(c, &status);
  TUSK_ICU(ucal_close)(c);
  return good;
}
void FormatMillis(Object* o, const UDateFormat* f, double millis, const char* message, Value* result) {
  std::u16string out;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(udat_format)(f, millis, to, size, nullptr, s);
  });
  if (!good) return IntlFail(o, status, message, result);
  Return(result, std::string_view(FromUtf16(out)));
}
void Format(IntlCall call, Value* result) {
  double millis;
  Return(result, false);
  bool good = call[0].IsArray() ? MillisOfArray(call, call.Arr(0), &millis)
                                : IntlMillisArgument(call[0], call.self, "datefmt_format", &millis);
  if (good) FormatMillis(call.self, Of(call), millis, "The date formatting failed", result);
}
void FormatObject(Args args, Value* result) {
  constexpr const char* kName = "datefmt_format_object";
  ResetIntlError();
  Return(result, false);
  auto fail = [&](const char* why) {
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, absl::StrFormat("%s: %s", kName, why));
  };
  double millis;
  std::u16string zone, pattern;
  bool is_calendar = IsIntlCalendar(args[0]);
  if (!is_calendar && !(args[0].IsObject() && IsDate(args[0].obj)))
    return fail("the passed object must be an instance of either IntlCalendar or DateTimeInterface");
  if (is_calendar && !HandleOf(args[0].obj)->icu)
    return fail("bad IntlCalendar instance: not initialized properly");
  if (is_calendar) {
    UErrorCode status = U_ZERO_ERROR;
    millis = TUSK_ICU(ucal_getMillis)(IcuOf<UCalendar>(args[0].obj), &status);
    zone = ZoneIdOf(IcuOf<UCalendar>(args[0].obj));
  } else {
    if (args[0].obj->native<Moment>()->zone.kind == ZoneKind::kNone)
      fail("error calling ::getTimeStamp() on the object");
    if (HasException() || !IntlDateArgument(args[0].obj, nullptr, kName, &millis, &zone)) return;
  }
  int64_t date = kMedium, time = kMedium;
  bool by_pattern = false;
  if (!args.IsNull(1) && args[1].IsArray()) {
    Array* a = args.Arr(1);
    if (a->count != 2) return fail("bad format; if array, it must have two elements");
    Value parts[2];
    uint32_t n = 0;
    for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) parts[n++] = Deref(ValueAt(a, p));
    if (!parts[0].IsInt() || !IsStyle(parts[0].i))
      return fail("bad format; the date format (first element of the array) is not valid");
    if (!parts[1].IsInt() || !IsStyle(parts[1].i))
      return fail("bad format; the time format (second element of the array) is not valid");
    date = parts[0].i;
    time = parts[1].i;
  } else if (!args.IsNull(1) && args[1].IsInt()) {
    if (!IsStyle(args[1].i)) return fail("the date/time format type is invalid");
    date = time = args[1].i;
  } else if (!args.IsNull(1)) {
    String* text = ToString(args[1]);
    if (!text) return;
    by_pattern = true;
    bool valid = ToUtf16(text->view(), &pattern);
    bool empty = text->length == 0;
    Release(text);
    if (empty) return fail("the format is empty");
    if (!valid) return fail("error converting pattern to UTF-16");
  }
  UErrorCode status = U_ZERO_ERROR;
  std::string locale = IntlLocale(args, 2);
  UDateFormat* f =
      TUSK_ICU(udat_open)(by_pattern ? UDAT_PATTERN : static_cast<UDateFormatStyle>(time),
                          by_pattern ? UDAT_PATTERN : static_cast<UDateFormatStyle>(date), locale.c_str(),
                          nullptr, 0, pattern.data() ? pattern.data() : u"", Size16(pattern), &status);
  if (U_FAILURE(status))
    return SetIntlError(nullptr, status, "datefmt_format_object: could not create formatter");
  UCalendar* c =
      is_calendar ? CloneCalendar(IcuOf<UCalendar>(args[0].obj))
                  : TUSK_ICU(ucal_open)(zone.data(), Size16(zone), locale.c_str(), UCAL_GREGORIAN, &status);
  UseCalendar(f, c, zone);
  FormatMillis(nullptr, f, millis, "datefmt_format_object: formatting failed", result);
  TUSK_ICU(udat_close)(f);
}

// --- parsing

// The text and where to begin. False: the answer is there already.
bool ParseArguments(const IntlCall& call, std::u16string* text, int32_t* at, Value* result) {
  *at = 0;
  if (call.Has(1) && call[1].IsReference()) {
    const Value& v = call[1].ref->value;
    if (!v.IsNullOrUndef()) *at = static_cast<int32_t>(ToInt(v));
    if (static_cast<size_t>(*at) > call.View(0).size()) {
      Return(result, false);
      return false;
    }
  }
  if (ToUtf16(call.View(0), text)) return true;
  IntlFail(call.self, U_INVALID_CHAR_FOUND, "Error converting string to UTF-16", result);
  return false;
}
void TellPosition(const IntlCall& call, int32_t at) {
  if (call.Has(1) && call[1].IsReference()) AssignArgument(call, 1, Value(int64_t{at}));
}
void ReturnSeconds(double millis, Value* result) {
  double seconds = std::trunc(millis / 1000);
  if (std::fabs(seconds) < 9.2e18) return Return(result, static_cast<int64_t>(seconds));
  Return(result, seconds);
}
void Parse(IntlCall call, Value* result) {
  std::u16string text;
  int32_t at;
  if (!ParseArguments(call, &text, &at, result)) return;
  UErrorCode status = U_ZERO_ERROR;
  double millis = TUSK_ICU(udat_parse)(Of(call), text.data() ? text.data() : u"", Size16(text), &at, &status);
  TellPosition(call, at);
  if (U_FAILURE(status)) return IntlFail(call.self, status, "Date parsing failed", result);
  ReturnSeconds(millis, result);
}
void ParseToCalendar(IntlCall call, Value* result) {
  std::u16string text;
  int32_t at;
  if (call.Has(1) && call[1].IsReference()) {
    Value v = Copy(call[1].ref->value);
    if (v.IsString()) {
      int64_t i;
      double d;
      if (IsNumericString(v.str->view(), &i, &d) == Numeric::kNot) {
        ArgumentTypeError(call.base + 2, "must be of type int, string given");
        return Release(v);
      }
    }
    Release(v);
  }
  if (!ParseArguments(call, &text, &at, result)) return;
  UErrorCode status = U_ZERO_ERROR;
  auto* calendar = const_cast<UCalendar*>(CalendarOf(Of(call)));
  TUSK_ICU(udat_parseCalendar)
  (Of(call), calendar, text.data() ? text.data() : u"", Size16(text), &at, &status);
  double millis = U_SUCCESS(status) ? TUSK_ICU(ucal_getMillis)(calendar, &status) : 0;
  TellPosition(call, at);
  if (U_FAILURE(status)) return IntlFail(call.self, status, "Date parsing failed", result);
  ReturnSeconds(millis, result);
}
void Localtime(IntlCall call, Value* result) {
  std::u16string text;
  int32_t at;
  if (!ParseArguments(call, &text, &at, result)) return;
  UErrorCode status = U_ZERO_ERROR;
  UCalendar* c = CloneCalendar(CalendarOf(Of(call)));
  TUSK_ICU(ucal_clear)(c);
  TUSK_ICU(udat_parseCalendar)(Of(call), c, text.data() ? text.data() : u"", Size16(text), &at, &status);
  TellPosition(call, at);
  if (U_FAILURE(status)) {
    IntlFail(call.self, status, "Date parsing failed", result);
  } else {
    constexpr struct {
      const char* key;
      UCalendarDateFields field;
      int32_t base;
    } kFields[] = {{"tm_sec", UCAL_SECOND, 0},        {"tm_min", UCAL_MINUTE, 0},
                   {"tm_hour", UCAL_HOUR_OF_DAY, 0},  {"tm_year", UCAL_YEAR, 1900},
                   {"tm_mday", UCAL_DAY_OF_MONTH, 0}, {"tm_wday", UCAL_DAY_OF_WEEK, 1},
                   {"tm_yday", UCAL_DAY_OF_YEAR, 0},  {"tm_mon", UCAL_MONTH, 0}};
    Array* a = NewArray();
    for (const auto& f : kFields) {
      int64_t v = TUSK_ICU(ucal_get)(c, f.field, &status) - f.base;
      Set(a, ArrayKey::Str(Intern(f.key)), Value(v));
    }
    Set(a, ArrayKey::Str(Intern("tm_isdst")),
        Value(int64_t{TUSK_ICU(ucal_inDaylightTime)(c, &status) ? 1 : 0}));
    Return(result, a);
  }
  TUSK_ICU(ucal_close)(c);
}

void Destroy(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(udat_close)(static_cast<UDateFormat*>(h->icu));
  delete h->error;
  *h = {};
}
void Clone(Object* to, Object* from) {
  *to->native<Formatter>() = *from->native<Formatter>();
  HandleOf(to)->error = nullptr;
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized IntlDateFormatter");
  UErrorCode status = U_ZERO_ERROR;
  HandleOf(to)->icu = TUSK_ICU(udat_clone)(IcuOf<UDateFormat>(from), &status);
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy, .clone_native = Clone};

// --- IntlDatePatternGenerator

UDateTimePatternGenerator* OpenGenerator(Args args) {
  UErrorCode status = U_ZERO_ERROR;
  ResetIntlError();
  UDateTimePatternGenerator* g = TUSK_ICU(udatpg_open)(IntlLocale(args, 0).c_str(), &status);
  if (U_SUCCESS(status)) return g;
  SetIntlError(nullptr, status, "Error creating DateTimePatternGenerator");
  return nullptr;
}
void GeneratorConstruct(Args args, Value*) {
  auto* h = HandleOf(args.frame->self.obj);
  IntlErrorsThrow throws;
  if (h->icu) {
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "Cannot call constructor twice");
    return IntlErrorsThrow::Finish();
  }
  h->icu = OpenGenerator(args);
  if (!h->icu) IntlErrorsThrow::Finish();
}
void GeneratorCreate(Args args, Value* result) {
  UDateTimePatternGenerator* g = OpenGenerator(args);
  *result = g ? NewIntlObject("intldatepatterngenerator", g) : Value::Null();
}
void GetBestPattern(IntlCall call, Value* result) {
  std::u16string skeleton, out;
  if (!ToUtf16(call.View(0), &skeleton))
    return IntlFail(call.self, U_INVALID_CHAR_FOUND, "Skeleton is not a valid UTF-8 string", result);
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(udatpg_getBestPattern)(IcuOf<UDateTimePatternGenerator>(call.self),
                                           skeleton.data() ? skeleton.data() : u"", Size16(skeleton), to,
                                           size, s);
  });
  if (!good) return IntlFail(call.self, status, "Error retrieving pattern", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void DestroyGenerator(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(udatpg_close)(static_cast<UDateTimePatternGenerator*>(h->icu));
  delete h->error;
  *h = {};
}
void CloneGenerator(Object* to, Object* from) {
  *HandleOf(to) = {};
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized IntlDatePatternGenerator");
  UErrorCode status = U_ZERO_ERROR;
  HandleOf(to)->icu = TUSK_ICU(udatpg_clone)(IcuOf<UDateTimePatternGenerator>(from), &status);
}
constexpr ObjectHandlers kGeneratorHandlers = {.destroy_native = DestroyGenerator,
                                               .clone_native = CloneGenerator};

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kIoArgs = kIo | Effects::kWritesArgs;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct",
     "(?string $locale, int $dateType = IntlDateFormatter::FULL, int $timeType = IntlDateFormatter::FULL, "
     "$timezone = null, IntlCalendar|int|null $calendar = null, ?string $pattern = null)",
     kIo, Construct},
    {"create",
     "(?string $locale, int $dateType = IntlDateFormatter::FULL, int $timeType = IntlDateFormatter::FULL, "
     "$timezone = null, IntlCalendar|int|null $calendar = null, ?string $pattern = null): ?IntlDateFormatter",
     kIo, Create, kStatic},
    {"getDateType", "(): int|false", kIo, IntlMethod<GetDateType>},
    {"getTimeType", "(): int|false", kIo, IntlMethod<GetTimeType>},
    {"getCalendar", "(): int|false", kIo, IntlMethod<GetCalendar>},
    {"setCalendar", "(IntlCalendar|int|null $calendar): bool", kIo, IntlMethod<SetCalendar>},
    {"getTimeZoneId", "(): string|false", kIo, IntlMethod<GetTimeZoneId>},
    {"getCalendarObject", "(): IntlCalendar|false|null", kIo, IntlMethod<GetCalendarObject>},
    {"getTimeZone", "(): IntlTimeZone|false", kIo, IntlMethod<GetTimeZone>},
    {"setTimeZone", "($timezone): ?bool", kIo, IntlMethod<SetTimeZone>},
    {"setPattern", "(string $pattern): bool", kIo, IntlMethod<SetPattern>},
    {"getPattern", "(): string|false", kIo, IntlMethod<GetPattern>},
    {"getLocale", "(int $type = ULOC_ACTUAL_LOCALE): string|false", kIo, IntlMethod<GetLocale>},
    {"setLenient", "(bool $lenient): void", kIo, IntlMethod<SetLenient>},
    {"isLenient", "(): bool", kIo, IntlMethod<IsLenient>},
    {"format", "($datetime): string|false", kIo, IntlMethod<Format>},
    {"formatObject", "($datetime, $format = null, ?string $locale = null): string|false", kIo, FormatObject,
     kStatic},
    {"parse", "(string $string, &$offset = null): int|float|false", kIoArgs, IntlMethod<Parse>},
    {"parseToCalendar", "(string $string, &$offset = null): int|float|false", kIoArgs,
     IntlMethod<ParseToCalendar>},
    {"localtime", "(string $string, &$offset = null): array|false", kIoArgs, IntlMethod<Localtime>},
    {"getErrorCode", "(): int", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string", kIo, IntlErrorMessageMethod},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"FULL", 0},
    {"LONG", 1},
    {"MEDIUM", 2},
    {"SHORT", 3},
    {"NONE", -1},
    {"RELATIVE_FULL", 128},
    {"RELATIVE_LONG", 129},
    {"RELATIVE_MEDIUM", 130},
    {"RELATIVE_SHORT", 131},
    {"PATTERN", -2},
    {"GREGORIAN", 1},
    {"TRADITIONAL", 0},
};
constexpr BuiltinRow kRows[] = {
    {"datefmt_create",
     "(?string $locale, int $dateType = IntlDateFormatter::FULL, int $timeType = IntlDateFormatter::FULL, "
     "$timezone = null, IntlCalendar|int|null $calendar = null, ?string $pattern = null): ?IntlDateFormatter",
     kIo, Create},
    {"datefmt_format", "(IntlDateFormatter $formatter, $datetime): string|false", kIo, IntlFunction<Format>},
    {"datefmt_format_object", "($datetime, $format = null, ?string $locale = null): string|false", kIo,
     FormatObject},
    {"datefmt_get_calendar", "(IntlDateFormatter $formatter): int|false", kIo, IntlFunction<GetCalendar>},
    {"datefmt_get_calendar_object", "(IntlDateFormatter $formatter): IntlCalendar|false|null", kIo,
     IntlFunction<GetCalendarObject>},
    {"datefmt_get_datetype", "(IntlDateFormatter $formatter): int|false", kIo, IntlFunction<GetDateType>},
    {"datefmt_get_error_code", "(IntlDateFormatter $formatter): int", kIo, IntlErrorCodeFunction},
    {"datefmt_get_error_message", "(IntlDateFormatter $formatter): string", kIo, IntlErrorMessageFunction},
    {"datefmt_get_locale", "(IntlDateFormatter $formatter, int $type = ULOC_ACTUAL_LOCALE): string|false",
     kIo, IntlFunction<GetLocale>},
    {"datefmt_get_pattern", "(IntlDateFormatter $formatter): string|false", kIo, IntlFunction<GetPattern>},
    {"datefmt_get_timetype", "(IntlDateFormatter $formatter): int|false", kIo, IntlFunction<GetTimeType>},
    {"datefmt_get_timezone", "(IntlDateFormatter $formatter): IntlTimeZone|false", kIo,
     IntlFunction<GetTimeZone>},
    {"datefmt_get_timezone_id", "(IntlDateFormatter $formatter): string|false", kIo,
     IntlFunction<GetTimeZoneId>},
    {"datefmt_is_lenient", "(IntlDateFormatter $formatter): bool", kIo, IntlFunction<IsLenient>},
    {"datefmt_localtime", "(IntlDateFormatter $formatter, string $string, &$offset = null): array|false",
     kIoArgs, IntlFunction<Localtime>},
    {"datefmt_parse", "(IntlDateFormatter $formatter, string $string, &$offset = null): int|float|false",
     kIoArgs, IntlFunction<Parse>},
    {"datefmt_set_calendar", "(IntlDateFormatter $formatter, IntlCalendar|int|null $calendar): bool", kIo,
     IntlFunction<SetCalendar>},
    {"datefmt_set_lenient", "(IntlDateFormatter $formatter, bool $lenient): void", kIo,
     IntlFunction<SetLenient>},
    {"datefmt_set_pattern", "(IntlDateFormatter $formatter, string $pattern): bool", kIo,
     IntlFunction<SetPattern>},
    {"datefmt_set_timezone", "(IntlDateFormatter $formatter, $timezone): ?bool", kIo,
     IntlFunction<SetTimeZone>},
};
static_assert(SortedByName(kRows));
constexpr BuiltinMethodRow kGeneratorMethods[] = {
    {"__construct", "(?string $locale = null)", kIo, GeneratorConstruct},
    {"create", "(?string $locale = null): ?IntlDatePatternGenerator", kIo, GeneratorCreate, kStatic},
    {"getBestPattern", "(string $skeleton): string|false", kIo, IntlMethod<GetBestPattern>},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "IntlDateFormatter",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(Formatter),
     .extension = "intl"},
    {.name = "IntlDatePatternGenerator",
     .flags = ClassFlags::kNotSerializable,
     .methods = kGeneratorMethods,
     .handlers = &kGeneratorHandlers,
     .native_size = sizeof(IntlHandle),
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlDateFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlDateClasses = kClassRows;

}  // namespace tusk
