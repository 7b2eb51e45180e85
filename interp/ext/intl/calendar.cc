// IntlCalendar and IntlGregorianCalendar over ICU's calendars.
#include <unicode/calendar.h>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/intl/cxx.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/tables.h"

namespace tusk {

Value NewIntlCalendar(UCalendar* calendar) {
  UErrorCode status = U_ZERO_ERROR;
  bool gregorian = std::string_view(TUSK_ICU(ucal_getType)(calendar, &status)) == "gregorian";
  return NewIntlObject(gregorian ? "intlgregoriancalendar" : "intlcalendar", calendar);
}
bool IsIntlCalendar(const Value& v) {
  return v.IsObject() && InstanceOf(v.obj->cls, FindClass("IntlCalendar", false));
}

namespace {

UCalendar* Cal(const IntlCall& call) { return IcuOf<UCalendar>(call.self); }
UCalendar* Open(const std::u16string& zone, const std::string& locale, UCalendarType type) {
  UErrorCode status = U_ZERO_ERROR;
  return TUSK_ICU(ucal_open)(zone.data(), Size16(zone), locale.c_str(), type, &status);
}
// The name that the function has, in messages of both forms: "intlcal_get: ...".
void Failed(const IntlCall& call, UErrorCode status, const char* function, Value* result) {
  IntlFail(call.self, status, absl::StrFormat("%s: Call to ICU method has failed", function), result);
}
bool FieldArgument(const IntlCall& call, uint32_t i, UCalendarDateFields* field) {
  if (call[i].i < 0 || call[i].i >= UCAL_FIELD_COUNT) {
    call.ValueError(i, "must be a valid field");
    return false;
  }
  *field = static_cast<UCalendarDateFields>(call[i].i);
  return true;
}
bool IntArgument(const IntlCall& call, uint32_t i) {
  if (FitsInt32(call[i].i)) return true;
  call.ValueError(i, "must be between -2147483648 and 2147483647");
  return false;
}
bool DayArgument(const IntlCall& call) {
  if (call[0].i >= UCAL_SUNDAY && call[0].i <= UCAL_SATURDAY) return true;
  call.ValueError(0, "must be a valid day of the week");
  return false;
}

void Construct(Args, Value*) {}
void CreateInstance(Args args, Value* result) {
  ResetIntlError();
  *result = Value::Null();
  std::u16string zone;
  if (!IntlZoneArgument(args[0], nullptr, "intlcal_create_instance", &zone)) return;
  UCalendar* c = Open(zone, IntlLocale(args, 1), UCAL_DEFAULT);
  if (c) *result = NewIntlCalendar(c);
}
void GetKeywordValuesForLocale(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* names = TUSK_ICU(ucal_getKeywordValuesForLocale)(args.Str(0)->data, args.Str(1)->data,
                                                                 args[2].IsTrue(), &status);
  if (!names) {
    return IntlFail(nullptr, status, "intlcal_get_keyword_values_for_locale: error calling underlying method",
                    result);
  }
  *result = NewIntlIterator(TakeEnumeration(names));
}
void GetNow(Args, Value* result) {
  ResetIntlError();
  Return(result, TUSK_ICU(ucal_getNow)());
}
void GetAvailableLocales(Args, Value* result) {
  ResetIntlError();
  Array* a = NewArray();
  for (int32_t i = 0, n = TUSK_ICU(ucal_countAvailable)(); i < n; ++i)
    Append(a, Value(NewString(std::string_view(TUSK_ICU(ucal_getAvailable)(i)))));
  Return(result, a);
}
void FromDateTime(Args args, Value* result) {
  ResetIntlError();
  *result = Value::Null();
  Object* date = args[0].IsObject() ? args[0].obj : nullptr;
  Value made;
  if (!date) {
    Class* c = DateClassOf(DateClass::kDateTime);
    date = NewObject(c);
    made = Value(date);
    Value none;
    CallFunction(c->constructor, date, c, 1, &args[0], &none);
    Release(none);
  }
  double millis;
  std::u16string zone;
  if (HasException()) {
    // the text was no date
  } else if (date->native<Moment>()->zone.kind == ZoneKind::kNone) {
    SetIntlError(nullptr, U_ILLEGAL_ARGUMENT_ERROR,
                 "intlcal_from_date_time: DateTime object is unconstructed");
  } else if (IntlDateArgument(date, nullptr, "intlcal_from_date_time", &millis, &zone)) {
    UCalendar* c = Open(zone, IntlLocale(args, 1), UCAL_DEFAULT);
    UErrorCode status = U_ZERO_ERROR;
    TUSK_ICU(ucal_setMillis)(c, millis, &status);
    *result = NewIntlCalendar(c);
  }
  Release(made);
}

// --- fields

void Get(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (!FieldArgument(call, 0, &field)) return;
  UErrorCode status = U_ZERO_ERROR;
  int32_t v = TUSK_ICU(ucal_get)(Cal(call), field, &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_get", result);
  Return(result, v);
}
template <UCalendarLimitType kLimit>
void Limit(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (!FieldArgument(call, 0, &field)) return;
  UErrorCode status = U_ZERO_ERROR;
  int32_t v = TUSK_ICU(ucal_getLimit)(Cal(call), field, kLimit, &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_get_limit", result);
  Return(result, v);
}
constexpr auto GetActualMaximum = Limit<UCAL_ACTUAL_MAXIMUM>;
constexpr auto GetActualMinimum = Limit<UCAL_ACTUAL_MINIMUM>;
constexpr auto GetGreatestMinimum = Limit<UCAL_GREATEST_MINIMUM>;
constexpr auto GetLeastMaximum = Limit<UCAL_LEAST_MAXIMUM>;
constexpr auto GetMaximum = Limit<UCAL_MAXIMUM>;
constexpr auto GetMinimum = Limit<UCAL_MINIMUM>;
void IsSet(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (FieldArgument(call, 0, &field)) Return(result, TUSK_ICU(ucal_isSet)(Cal(call), field) != 0);
}
void Clear(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (call.IsNull(0)) {
    TUSK_ICU(ucal_clear)(Cal(call));
  } else if (FieldArgument(call, 0, &field)) {
    TUSK_ICU(ucal_clearField)(Cal(call), field);
  }
  Return(result, true);
}
void Add(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (!FieldArgument(call, 0, &field) || !IntArgument(call, 1)) return;
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(ucal_add)(Cal(call), field, static_cast<int32_t>(call[1].i), &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_add", result);
  Return(result, true);
}
void Roll(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (!FieldArgument(call, 0, &field)) return;
  int64_t by;
  if (call[1].IsBool()) {
    RaiseFunctionMessage(ErrorLevel::kDeprecated, "Passing bool is deprecated, use 1 or -1 instead");
    by = call[1].IsTrue() ? 1 : -1;
  } else {
    by = ToInt(call[1]);
    if (!FitsInt32(by)) return call.ValueError(1, "must be between -2147483648 and 2147483647");
  }
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(ucal_roll)(Cal(call), field, static_cast<int32_t>(by), &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_roll", result);
  Return(result, true);
}
// The first `count` of year, month, day, hour, minute, second.
void SetFields(UCalendar* c, const Value* v, uint32_t count) {
  constexpr UCalendarDateFields kFields[] = {UCAL_YEAR,        UCAL_MONTH,  UCAL_DAY_OF_MONTH,
                                             UCAL_HOUR_OF_DAY, UCAL_MINUTE, UCAL_SECOND};
  for (uint32_t i = 0; i < count; ++i) TUSK_ICU(ucal_set)(c, kFields[i], static_cast<int32_t>(v[i].i));
}
void Set(IntlCall call, Value* result) {
  if (call.base) {
    Deprecated(
        "Function intlcal_set() is deprecated since 8.4, use IntlCalendar::set(), IntlCalendar::setDate(), "
        "or "
        "IntlCalendar::setDateTime() instead");
  } else if (call.count > 2) {
    Deprecated(
        "Calling IntlCalendar::set() with more than 2 arguments is deprecated, use either "
        "IntlCalendar::setDate() or IntlCalendar::setDateTime() instead");
  }
  if (HasException()) return;
  if (call.count == 4) {
    Throw(Throwable::kArgumentCountError,
          call.base ? "intlcal_set() has no variant with exactly 4 parameters"
                    : "IntlCalendar::set() has no variant with exactly 4 parameters");
    return;
  }
  for (uint32_t i = 0; i < call.count; ++i) {
    if (!IntArgument(call, i)) return;
  }
  UCalendarDateFields field;
  if (call.count > 2) {
    SetFields(Cal(call), call.values, call.count);
  } else if (FieldArgument(call, 0, &field)) {
    TUSK_ICU(ucal_set)(Cal(call), field, static_cast<int32_t>(call[1].i));
  }
  Return(result, true);
}
void SetDate(IntlCall call, Value*) {
  for (uint32_t i = 0; i < 3; ++i) {
    if (!IntArgument(call, i)) return;
  }
  SetFields(Cal(call), call.values, 3);
}
void SetDateTime(IntlCall call, Value*) {
  uint32_t count = call.IsNull(5) ? 5 : 6;
  for (uint32_t i = 0; i < count; ++i) {
    if (!IntArgument(call, i)) return;
  }
  SetFields(Cal(call), call.values, count);
}

// --- time and zone

void GetTime(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  double millis = TUSK_ICU(ucal_getMillis)(Cal(call), &status);
  if (U_FAILURE(status)) {
    return IntlFail(call.self, status, "intlcal_get_time: error calling ICU Calendar::getTime", result);
  }
  Return(result, millis);
}
void SetTime(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(ucal_setMillis)(Cal(call), call[0].d, &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_set_time", result);
  Return(result, true);
}
void FieldDifference(IntlCall call, Value* result) {
  UCalendarDateFields field;
  if (!FieldArgument(call, 1, &field)) return;
  UErrorCode status = U_ZERO_ERROR;
  int32_t v = TUSK_ICU(ucal_getFieldDifference)(Cal(call), call[0].d, field, &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_field_difference", result);
  Return(result, v);
}
void GetTimeZone(IntlCall call, Value* result) { *result = NewIntlZone(ZoneIdOf(Cal(call))); }
void SetTimeZone(IntlCall call, Value* result) {
  Return(result, true);
  if (call.IsNull(0)) return;
  std::u16string zone;
  if (!IntlZoneArgument(call[0], call.self, "intlcal_set_time_zone", &zone)) return Return(result, false);
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(ucal_setTimeZone)(Cal(call), zone.data(), Size16(zone), &status);
}
void InDaylightTime(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  bool yes = TUSK_ICU(ucal_inDaylightTime)(Cal(call), &status);
  if (U_FAILURE(status)) {
    return IntlFail(call.self, status, "intlcal_in_daylight_time: Error calling ICU method", result);
  }
  Return(result, yes);
}
void ToDateTime(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  double millis = TUSK_ICU(ucal_getMillis)(Cal(call), &status);
  Return(result, false);
  Value zone = DateZoneOf(ZoneIdOf(Cal(call)), call.self, "intlcal_to_date_time");
  if (zone.IsUndef()) return;
  Moment m;
  m.seconds = static_cast<int64_t>(std::floor(millis / 1000));
  m.zone = *ZoneOf(zone.obj);
  Release(zone);
  *result = Value(NewDate(DateClassOf(DateClass::kDateTime), m));
}

// --- weeks and settings

void GetDayOfWeekType(IntlCall call, Value* result) {
  if (!DayArgument(call)) return;
  UErrorCode status = U_ZERO_ERROR;
  int type = TUSK_ICU(ucal_getDayOfWeekType)(Cal(call), static_cast<UCalendarDaysOfWeek>(call[0].i), &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_get_day_of_week_type", result);
  Return(result, type);
}
void GetWeekendTransition(IntlCall call, Value* result) {
  if (!DayArgument(call)) return;
  UErrorCode status = U_ZERO_ERROR;
  int32_t at =
      TUSK_ICU(ucal_getWeekendTransition)(Cal(call), static_cast<UCalendarDaysOfWeek>(call[0].i), &status);
  if (U_FAILURE(status)) {
    return IntlFail(call.self, status, "intlcal_get_weekend_transition: Error calling ICU method", result);
  }
  Return(result, at);
}
void IsWeekend(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  double at = call.IsNull(0) ? TUSK_ICU(ucal_getMillis)(Cal(call), &status) : call[0].d;
  bool yes = TUSK_ICU(ucal_isWeekend)(Cal(call), at, &status);
  if (U_FAILURE(status)) {
    return IntlFail(call.self, status, "intlcal_is_weekend: Error calling ICU method", result);
  }
  Return(result, yes);
}
template <UCalendarAttribute kAttribute>
void GetAttribute(IntlCall call, Value* result) {
  Return(result, TUSK_ICU(ucal_getAttribute)(Cal(call), kAttribute));
}
constexpr auto GetFirstDayOfWeek = GetAttribute<UCAL_FIRST_DAY_OF_WEEK>;
constexpr auto GetMinimalDaysInFirstWeek = GetAttribute<UCAL_MINIMAL_DAYS_IN_FIRST_WEEK>;
constexpr auto GetRepeatedWallTimeOption = GetAttribute<UCAL_REPEATED_WALL_TIME>;
constexpr auto GetSkippedWallTimeOption = GetAttribute<UCAL_SKIPPED_WALL_TIME>;
void IsLenient(IntlCall call, Value* result) {
  Return(result, TUSK_ICU(ucal_getAttribute)(Cal(call), UCAL_LENIENT) != 0);
}
void Put(const IntlCall& call, UCalendarAttribute attribute, int64_t v, Value* result) {
  TUSK_ICU(ucal_setAttribute)(Cal(call), attribute, static_cast<int32_t>(v));
  Return(result, true);
}
void SetLenient(IntlCall call, Value* result) { Put(call, UCAL_LENIENT, call[0].IsTrue(), result); }
void SetFirstDayOfWeek(IntlCall call, Value* result) {
  if (DayArgument(call)) Put(call, UCAL_FIRST_DAY_OF_WEEK, call[0].i, result);
}
void SetMinimalDaysInFirstWeek(IntlCall call, Value* result) {
  if (call[0].i < 1 || call[0].i > 7) return call.ValueError(0, "must be between 1 and 7");
  Put(call, UCAL_MINIMAL_DAYS_IN_FIRST_WEEK, call[0].i, result);
}
void SetRepeatedWallTimeOption(IntlCall call, Value* result) {
  if (call[0].i != UCAL_WALLTIME_FIRST && call[0].i != UCAL_WALLTIME_LAST) {
    return call.ValueError(0, "must be either IntlCalendar::WALLTIME_FIRST or IntlCalendar::WALLTIME_LAST");
  }
  Put(call, UCAL_REPEATED_WALL_TIME, call[0].i, result);
}
void SetSkippedWallTimeOption(IntlCall call, Value* result) {
  if (call[0].i < UCAL_WALLTIME_LAST || call[0].i > UCAL_WALLTIME_NEXT_VALID) {
    return call.ValueError(0,
                           "must be one of IntlCalendar::WALLTIME_FIRST, IntlCalendar::WALLTIME_LAST, or "
                           "IntlCalendar::WALLTIME_NEXT_VALID");
  }
  Put(call, UCAL_SKIPPED_WALL_TIME, call[0].i, result);
}
void GetLocale(IntlCall call, Value* result) {
  if (call[0].i != ULOC_ACTUAL_LOCALE && call[0].i != ULOC_VALID_LOCALE)
    return call.ValueError(0, "must be either Locale::ACTUAL_LOCALE or Locale::VALID_LOCALE");
  UErrorCode status = U_ZERO_ERROR;
  const char* name =
      TUSK_ICU(ucal_getLocaleByType)(Cal(call), static_cast<ULocDataLocaleType>(call[0].i), &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_get_locale", result);
  Return(result, name);
}
void GetType(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Return(result, TUSK_ICU(ucal_getType)(Cal(call), &status));
}

// --- two calendars

// Null with an Error raised when it was never constructed.
UCalendar* Other(const IntlCall& call) {
  auto* other = IcuOf<UCalendar>(call[0].obj);
  if (!other) {
    String* name = FunctionDisplayName(g_state->running_callable());
    ThrowError("%s(): Argument #%d ($other) is uninitialized", name->view(), call.base + 1);
    Release(name);
  }
  return other;
}
template <bool (*kTest)(double, double)>
void CompareTimes(IntlCall call, Value* result) {
  UCalendar* other = Other(call);
  if (!other) return;
  UErrorCode status = U_ZERO_ERROR;
  double a = TUSK_ICU(ucal_getMillis)(Cal(call), &status), b = TUSK_ICU(ucal_getMillis)(other, &status);
  if (U_FAILURE(status)) return Failed(call, status, "intlcal_equals", result);
  Return(result, kTest(a, b));
}
bool Same(double a, double b) { return a == b; }
bool Later(double a, double b) { return a > b; }
bool Earlier(double a, double b) { return a < b; }
constexpr auto Equals = CompareTimes<Same>;
constexpr auto After = CompareTimes<Later>;
constexpr auto Before = CompareTimes<Earlier>;
void IsEquivalentTo(IntlCall call, Value* result) {
  if (UCalendar* other = Other(call)) Return(result, TUSK_ICU(ucal_equivalentTo)(Cal(call), other) != 0);
}

// --- IntlGregorianCalendar

// Years and so on are ints; with up to two arguments, a zone and a locale.
UCalendar* MakeGregorian(Args args) {
  uint32_t count = args.count;
  while (count > 0 && args[count - 1].IsNullOrUndef()) --count;
  if (count > 6) {
    Throw(Throwable::kArgumentCountError, "Too many arguments");
    return nullptr;
  }
  if (count == 4) {
    Throw(Throwable::kArgumentCountError, "No variant with 4 arguments (excluding trailing NULLs)");
    return nullptr;
  }
  std::u16string zone;
  const Function* f = g_state->running_callable();
  if (count <= 2) {
    if (!IntlZoneArgument(args[0], nullptr, "intlgregcal_create_instance", &zone)) return nullptr;
    std::string locale;
    if (!args.IsNull(1)) {
      String* name = ToString(args[1]);
      if (!name) return nullptr;
      locale = name->view();
      Release(name);
    }
    return Open(zone, locale.empty() ? IntlDefaultLocale() : locale, UCAL_GREGORIAN);
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (!args[i].IsInt() && !CoerceArgument(static_cast<const Builtin*>(f), i, &args[i], false))
      return nullptr;
    if (!args[i].IsInt()) {
      double d;
      int64_t n = 0;
      Numeric kind = args[i].IsString() ? IsNumericString(args.View(i), &n, &d) : Numeric::kNot;
      if (args[i].IsArray() || args[i].IsObject() || (args[i].IsString() && kind == Numeric::kNot)) {
        ArgumentTypeError(i + 1,
                          absl::StrFormat("must be of type int, %s given", ValueNameForErrors(args[i])));
        return nullptr;
      }
      int64_t v = ToInt(args[i]);
      Release(args[i]);
      args[i] = Value(v);
    }
    if (!FitsInt32(args[i].i)) {
      ArgumentValueError(i + 1, "must be between -2147483648 and 2147483647");
      return nullptr;
    }
  }
  UCalendar* c = Open(ToUtf16(DefaultZone()->name()), IntlDefaultLocale(), UCAL_GREGORIAN);
  TUSK_ICU(ucal_clear)(c);
  SetFields(c, args.values, count);
  return c;
}
void GregorianConstruct(Args args, Value*) {
  auto* h = HandleOf(args.frame->self.obj);
  ResetIntlError();
  if (args.count > 2) {
    Deprecated(
        "Calling IntlGregorianCalendar::__construct() with more than 2 arguments is deprecated, use either "
        "IntlGregorianCalendar::createFromDate() or IntlGregorianCalendar::createFromDateTime() instead");
  }
  if (HasException()) return;
  if (h->icu) return ThrowError("IntlGregorianCalendar object is already constructed");
  IntlErrorsThrow throws;
  h->icu = MakeGregorian(args);
  if (!h->icu) IntlErrorsThrow::Finish();
}
void GregorianCreate(Args args, Value* result) {
  ResetIntlError();
  Deprecated(
      "Function intlgregcal_create_instance() is deprecated since 8.4, use "
      "IntlGregorianCalendar::__construct(), IntlGregorianCalendar::createFromDate(), or "
      "IntlGregorianCalendar::createFromDateTime() instead");
  if (HasException()) return;
  UCalendar* c = MakeGregorian(args);
  *result = c ? NewIntlCalendar(c) : Value::Null();
}
void CreateFrom(Args args, uint32_t count, Value* result) {
  for (uint32_t i = 0; i < count; ++i) {
    if (!FitsInt32(args[i].i)) return ArgumentValueError(i + 1, "must be between -2147483648 and 2147483647");
  }
  UCalendar* c = Open(ToUtf16(DefaultZone()->name()), IntlDefaultLocale(), UCAL_GREGORIAN);
  TUSK_ICU(ucal_clear)(c);
  SetFields(c, args.values, count);
  Object* o = NewObject(args.frame->called_class());
  *HandleOf(o) = {c, nullptr};
  *result = Value(o);
}
void CreateFromDate(Args args, Value* result) { CreateFrom(args, 3, result); }
void CreateFromDateTime(Args args, Value* result) { CreateFrom(args, args.IsNull(5) ? 5 : 6, result); }
void GetGregorianChange(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Return(result, TUSK_ICU(ucal_getGregorianChange)(Cal(call), &status));
}
void SetGregorianChange(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(ucal_setGregorianChange)(Cal(call), call[0].d, &status);
  if (U_FAILURE(status)) {
    return IntlFail(call.self, status, "intlgregcal_set_gregorian_change: error calling ICU method", result);
  }
  Return(result, true);
}
void IsLeapYear(IntlCall call, Value* result) {
  if (!IntArgument(call, 0)) return;
  static auto* leap =
      IcuCxx<UBool(const UCalendar*, int32_t)>("icui18n", "_ZNK@17GregorianCalendar10isLeapYearEi");
  Return(result, leap(Cal(call), static_cast<int32_t>(call[0].i)) != 0);
}

void Destroy(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(ucal_close)(static_cast<UCalendar*>(h->icu));
  delete h->error;
  *h = {};
}
void Clone(Object* to, Object* from) {
  *HandleOf(to) = {};
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized IntlCalendar");
  UErrorCode status = U_ZERO_ERROR;
  HandleOf(to)->icu = TUSK_ICU(ucal_clone)(IcuOf<UCalendar>(from), &status);
}
Array* Dump(Object* o) {
  constexpr const char* kFields[] = {"era",
                                     "year",
                                     "month",
                                     "week of year",
                                     "week of month",
                                     "day of year",
                                     "day of month",
                                     "day of week",
                                     "day of week in month",
                                     "AM/PM",
                                     "hour",
                                     "hour of day",
                                     "minute",
                                     "second",
                                     "millisecond",
                                     "zone offset",
                                     "DST offset",
                                     "year for week of year",
                                     "localized day of week",
                                     "extended year",
                                     "julian day",
                                     "milliseconds in day",
                                     "is leap month"};
  constexpr UCalendarDateFields kNumbers[] = {UCAL_ERA,
                                              UCAL_YEAR,
                                              UCAL_MONTH,
                                              UCAL_WEEK_OF_YEAR,
                                              UCAL_WEEK_OF_MONTH,
                                              UCAL_DAY_OF_YEAR,
                                              UCAL_DAY_OF_MONTH,
                                              UCAL_DAY_OF_WEEK,
                                              UCAL_DAY_OF_WEEK_IN_MONTH,
                                              UCAL_AM_PM,
                                              UCAL_HOUR,
                                              UCAL_HOUR_OF_DAY,
                                              UCAL_MINUTE,
                                              UCAL_SECOND,
                                              UCAL_MILLISECOND,
                                              UCAL_ZONE_OFFSET,
                                              UCAL_DST_OFFSET,
                                              UCAL_YEAR_WOY,
                                              UCAL_DOW_LOCAL,
                                              UCAL_EXTENDED_YEAR,
                                              UCAL_JULIAN_DAY,
                                              UCAL_MILLISECONDS_IN_DAY,
                                              UCAL_IS_LEAP_MONTH};
  Array* a = NewArray();
  auto set = [&](Array* to, const char* name, Value v) { tusk::Set(to, ArrayKey::Str(Intern(name)), v); };
  auto* c = IcuOf<UCalendar>(o);
  set(a, "valid", Value(c != nullptr));
  if (!c) return a;
  UErrorCode status = U_ZERO_ERROR;
  auto text = [](const char* s) { return Value(NewString(std::string_view(s ? s : ""))); };
  set(a, "type", text(TUSK_ICU(ucal_getType)(c, &status)));
  Value zone = NewIntlZone(ZoneIdOf(c));
  set(a, "timeZone", Value(zone.obj->cls->handlers->properties_for_dump(zone.obj)));
  Release(zone);
  set(a, "locale", text(TUSK_ICU(ucal_getLocaleByType)(c, ULOC_VALID_LOCALE, &status)));
  Array* fields = NewArray();
  for (size_t i = 0; i < std::size(kFields); ++i) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t v = TUSK_ICU(ucal_get)(c, kNumbers[i], &error);
    set(fields, kFields[i], U_SUCCESS(error) ? Value(int64_t{v}) : text(TUSK_ICU(u_errorName)(error)));
  }
  set(a, "fields", Value(fields));
  return a;
}
constexpr ObjectHandlers kHandlers = {
    .destroy_native = Destroy, .clone_native = Clone, .properties_for_dump = Dump};

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "()", kIo, Construct, F::kPrivate},
    {"createInstance", "($timezone = null, ?string $locale = null): ?IntlCalendar", kIo, CreateInstance,
     kStatic},
    {"equals", "(IntlCalendar $other): bool", kIo, IntlMethod<Equals>},
    {"fieldDifference", "(float $timestamp, int $field): int|false", kIo, IntlMethod<FieldDifference>},
    {"add", "(int $field, int $value): bool", kIo, IntlMethod<Add>},
    {"after", "(IntlCalendar $other): bool", kIo, IntlMethod<After>},
    {"before", "(IntlCalendar $other): bool", kIo, IntlMethod<Before>},
    {"clear", "(?int $field = null)", kIo, IntlMethod<Clear>},
    {"fromDateTime", "(DateTime|string $datetime, ?string $locale = null): ?IntlCalendar", kIo, FromDateTime,
     kStatic},
    {"get", "(int $field): int|false", kIo, IntlMethod<Get>},
    {"getActualMaximum", "(int $field): int|false", kIo, IntlMethod<GetActualMaximum>},
    {"getActualMinimum", "(int $field): int|false", kIo, IntlMethod<GetActualMinimum>},
    {"getAvailableLocales", "(): array", kIo, GetAvailableLocales, kStatic},
    {"getDayOfWeekType", "(int $dayOfWeek): int|false", kIo, IntlMethod<GetDayOfWeekType>},
    {"getErrorCode", "(): int|false", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string|false", kIo, IntlErrorMessageMethod},
    {"getFirstDayOfWeek", "(): int|false", kIo, IntlMethod<GetFirstDayOfWeek>},
    {"getGreatestMinimum", "(int $field): int|false", kIo, IntlMethod<GetGreatestMinimum>},
    {"getKeywordValuesForLocale", "(string $keyword, string $locale, bool $onlyCommon): IntlIterator|false",
     kIo, GetKeywordValuesForLocale, kStatic},
    {"getLeastMaximum", "(int $field): int|false", kIo, IntlMethod<GetLeastMaximum>},
    {"getLocale", "(int $type): string|false", kIo, IntlMethod<GetLocale>},
    {"getMaximum", "(int $field): int|false", kIo, IntlMethod<GetMaximum>},
    {"getMinimalDaysInFirstWeek", "(): int|false", kIo, IntlMethod<GetMinimalDaysInFirstWeek>},
    {"setMinimalDaysInFirstWeek", "(int $days)", kIo, IntlMethod<SetMinimalDaysInFirstWeek>},
    {"getMinimum", "(int $field): int|false", kIo, IntlMethod<GetMinimum>},
    {"getNow", "(): float", kIo, GetNow, kStatic},
    {"getRepeatedWallTimeOption", "(): int", kIo, IntlMethod<GetRepeatedWallTimeOption>},
    {"getSkippedWallTimeOption", "(): int", kIo, IntlMethod<GetSkippedWallTimeOption>},
    {"getTime", "(): float|false", kIo, IntlMethod<GetTime>},
    {"getTimeZone", "(): IntlTimeZone|false", kIo, IntlMethod<GetTimeZone>},
    {"getType", "(): string", kIo, IntlMethod<GetType>},
    {"getWeekendTransition", "(int $dayOfWeek): int|false", kIo, IntlMethod<GetWeekendTransition>},
    {"inDaylightTime", "(): bool", kIo, IntlMethod<InDaylightTime>},
    {"isEquivalentTo", "(IntlCalendar $other): bool", kIo, IntlMethod<IsEquivalentTo>},
    {"isLenient", "(): bool", kIo, IntlMethod<IsLenient>},
    {"isWeekend", "(?float $timestamp = null): bool", kIo, IntlMethod<IsWeekend>},
    {"roll", "(int $field, $value): bool", kIo, IntlMethod<Roll>},
    {"isSet", "(int $field): bool", kIo, IntlMethod<IsSet>},
    {"set",
     "(int $year, int $month, int $dayOfMonth = UNKNOWN, int $hour = UNKNOWN, int $minute = UNKNOWN, int "
     "$second = UNKNOWN)",
     kIo, IntlMethod<Set>},
    {"setFirstDayOfWeek", "(int $dayOfWeek)", kIo, IntlMethod<SetFirstDayOfWeek>},
    {"setDate", "(int $year, int $month, int $dayOfMonth): void", kIo, IntlMethod<SetDate>},
    {"setDateTime",
     "(int $year, int $month, int $dayOfMonth, int $hour, int $minute, ?int $second = null): void", kIo,
     IntlMethod<SetDateTime>},
    {"setLenient", "(bool $lenient)", kIo, IntlMethod<SetLenient>},
    {"setRepeatedWallTimeOption", "(int $option)", kIo, IntlMethod<SetRepeatedWallTimeOption>},
    {"setSkippedWallTimeOption", "(int $option)", kIo, IntlMethod<SetSkippedWallTimeOption>},
    {"setTime", "(float $timestamp): bool", kIo, IntlMethod<SetTime>},
    {"setTimeZone", "($timezone): bool", kIo, IntlMethod<SetTimeZone>},
    {"toDateTime", "(): DateTime|false", kIo, IntlMethod<ToDateTime>},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"FIELD_ERA", 0},
    {"FIELD_YEAR", 1},
    {"FIELD_MONTH", 2},
    {"FIELD_WEEK_OF_YEAR", 3},
    {"FIELD_WEEK_OF_MONTH", 4},
    {"FIELD_DATE", 5},
    {"FIELD_DAY_OF_YEAR", 6},
    {"FIELD_DAY_OF_WEEK", 7},
    {"FIELD_DAY_OF_WEEK_IN_MONTH", 8},
    {"FIELD_AM_PM", 9},
    {"FIELD_HOUR", 10},
    {"FIELD_HOUR_OF_DAY", 11},
    {"FIELD_MINUTE", 12},
    {"FIELD_SECOND", 13},
    {"FIELD_MILLISECOND", 14},
    {"FIELD_ZONE_OFFSET", 15},
    {"FIELD_DST_OFFSET", 16},
    {"FIELD_YEAR_WOY", 17},
    {"FIELD_DOW_LOCAL", 18},
    {"FIELD_EXTENDED_YEAR", 19},
    {"FIELD_JULIAN_DAY", 20},
    {"FIELD_MILLISECONDS_IN_DAY", 21},
    {"FIELD_IS_LEAP_MONTH", 22},
    {"FIELD_FIELD_COUNT", 23},
    {"FIELD_DAY_OF_MONTH", 5},
    {"DOW_SUNDAY", 1},
    {"DOW_MONDAY", 2},
    {"DOW_TUESDAY", 3},
    {"DOW_WEDNESDAY", 4},
    {"DOW_THURSDAY", 5},
    {"DOW_FRIDAY", 6},
    {"DOW_SATURDAY", 7},
    {"DOW_TYPE_WEEKDAY", 0},
    {"DOW_TYPE_WEEKEND", 1},
    {"DOW_TYPE_WEEKEND_OFFSET", 2},
    {"DOW_TYPE_WEEKEND_CEASE", 3},
    {"WALLTIME_FIRST", 1},
    {"WALLTIME_LAST", 0},
    {"WALLTIME_NEXT_VALID", 2},
};
constexpr BuiltinRow kRows[] = {
    {"intlcal_add", "(IntlCalendar $calendar, int $field, int $value): bool", kIo, IntlFunction<Add>},
    {"intlcal_after", "(IntlCalendar $calendar, IntlCalendar $other): bool", kIo, IntlFunction<After>},
    {"intlcal_before", "(IntlCalendar $calendar, IntlCalendar $other): bool", kIo, IntlFunction<Before>},
    {"intlcal_clear", "(IntlCalendar $calendar, ?int $field = null): bool", kIo, IntlFunction<Clear>},
    {"intlcal_create_instance", "($timezone = null, ?string $locale = null): ?IntlCalendar", kIo,
     CreateInstance},
    {"intlcal_equals", "(IntlCalendar $calendar, IntlCalendar $other): bool", kIo, IntlFunction<Equals>},
    {"intlcal_field_difference", "(IntlCalendar $calendar, float $timestamp, int $field): int|false", kIo,
     IntlFunction<FieldDifference>},
    {"intlcal_from_date_time", "(DateTime|string $datetime, ?string $locale = null): ?IntlCalendar", kIo,
     FromDateTime},
    {"intlcal_get", "(IntlCalendar $calendar, int $field): int|false", kIo, IntlFunction<Get>},
    {"intlcal_get_actual_maximum", "(IntlCalendar $calendar, int $field): int|false", kIo,
     IntlFunction<GetActualMaximum>},
    {"intlcal_get_actual_minimum", "(IntlCalendar $calendar, int $field): int|false", kIo,
     IntlFunction<GetActualMinimum>},
    {"intlcal_get_available_locales", "(): array", kIo, GetAvailableLocales},
    {"intlcal_get_day_of_week_type", "(IntlCalendar $calendar, int $dayOfWeek): int|false", kIo,
     IntlFunction<GetDayOfWeekType>},
    {"intlcal_get_error_code", "(IntlCalendar $calendar): int|false", kIo, IntlErrorCodeFunction},
    {"intlcal_get_error_message", "(IntlCalendar $calendar): string|false", kIo, IntlErrorMessageFunction},
    {"intlcal_get_first_day_of_week", "(IntlCalendar $calendar): int|false", kIo,
     IntlFunction<GetFirstDayOfWeek>},
    {"intlcal_get_greatest_minimum", "(IntlCalendar $calendar, int $field): int|false", kIo,
     IntlFunction<GetGreatestMinimum>},
    {"intlcal_get_keyword_values_for_locale",
     "(string $keyword, string $locale, bool $onlyCommon): IntlIterator|false", kIo,
     GetKeywordValuesForLocale},
    {"intlcal_get_least_maximum", "(IntlCalendar $calendar, int $field): int|false", kIo,
     IntlFunction<GetLeastMaximum>},
    {"intlcal_get_locale", "(IntlCalendar $calendar, int $type): string|false", kIo, IntlFunction<GetLocale>},
    {"intlcal_get_maximum", "(IntlCalendar $calendar, int $field): int|false", kIo, IntlFunction<GetMaximum>},
    {"intlcal_get_minimal_days_in_first_week", "(IntlCalendar $calendar): int|false", kIo,
     IntlFunction<GetMinimalDaysInFirstWeek>},
    {"intlcal_get_minimum", "(IntlCalendar $calendar, int $field): int|false", kIo, IntlFunction<GetMinimum>},
    {"intlcal_get_now", "(): float", kIo, GetNow},
    {"intlcal_get_repeated_wall_time_option", "(IntlCalendar $calendar): int", kIo,
     IntlFunction<GetRepeatedWallTimeOption>},
    {"intlcal_get_skipped_wall_time_option", "(IntlCalendar $calendar): int", kIo,
     IntlFunction<GetSkippedWallTimeOption>},
    {"intlcal_get_time", "(IntlCalendar $calendar): float|false", kIo, IntlFunction<GetTime>},
    {"intlcal_get_time_zone", "(IntlCalendar $calendar): IntlTimeZone|false", kIo, IntlFunction<GetTimeZone>},
    {"intlcal_get_type", "(IntlCalendar $calendar): string", kIo, IntlFunction<GetType>},
    {"intlcal_get_weekend_transition", "(IntlCalendar $calendar, int $dayOfWeek): int|false", kIo,
     IntlFunction<GetWeekendTransition>},
    {"intlcal_in_daylight_time", "(IntlCalendar $calendar): bool", kIo, IntlFunction<InDaylightTime>},
    {"intlcal_is_equivalent_to", "(IntlCalendar $calendar, IntlCalendar $other): bool", kIo,
     IntlFunction<IsEquivalentTo>},
    {"intlcal_is_lenient", "(IntlCalendar $calendar): bool", kIo, IntlFunction<IsLenient>},
    {"intlcal_is_set", "(IntlCalendar $calendar, int $field): bool", kIo, IntlFunction<IsSet>},
    {"intlcal_is_weekend", "(IntlCalendar $calendar, ?float $timestamp = null): bool", kIo,
     IntlFunction<IsWeekend>},
    {"intlcal_roll", "(IntlCalendar $calendar, int $field, $value): bool", kIo, IntlFunction<Roll>},
    {"intlcal_set",
     "(IntlCalendar $calendar, int $year, int $month, int $dayOfMonth = UNKNOWN, int $hour = UNKNOWN, int "
     "$minute = UNKNOWN, int $second = UNKNOWN): bool",
     kIo, IntlFunction<Set>},
    {"intlcal_set_first_day_of_week", "(IntlCalendar $calendar, int $dayOfWeek): bool", kIo,
     IntlFunction<SetFirstDayOfWeek>},
    {"intlcal_set_lenient", "(IntlCalendar $calendar, bool $lenient): bool", kIo, IntlFunction<SetLenient>},
    {"intlcal_set_minimal_days_in_first_week", "(IntlCalendar $calendar, int $days): bool", kIo,
     IntlFunction<SetMinimalDaysInFirstWeek>},
    {"intlcal_set_repeated_wall_time_option", "(IntlCalendar $calendar, int $option): bool", kIo,
     IntlFunction<SetRepeatedWallTimeOption>},
    {"intlcal_set_skipped_wall_time_option", "(IntlCalendar $calendar, int $option): bool", kIo,
     IntlFunction<SetSkippedWallTimeOption>},
    {"intlcal_set_time", "(IntlCalendar $calendar, float $timestamp): bool", kIo, IntlFunction<SetTime>},
    {"intlcal_set_time_zone", "(IntlCalendar $calendar, $timezone): bool", kIo, IntlFunction<SetTimeZone>},
    {"intlcal_to_date_time", "(IntlCalendar $calendar): DateTime|false", kIo, IntlFunction<ToDateTime>},
};
static_assert(SortedByName(kRows));
constexpr char kGregorianCreate[] =
    "($timezoneOrYear = UNKNOWN, $localeOrMonth = UNKNOWN, $day = UNKNOWN, $hour = UNKNOWN, $minute = "
    "UNKNOWN, $second = UNKNOWN, ...$more): ?IntlGregorianCalendar";
constexpr BuiltinRow kGregorianRows[] = {
    {"intlgregcal_create_instance", kGregorianCreate, kIo, GregorianCreate},
    {"intlgregcal_get_gregorian_change", "(IntlGregorianCalendar $calendar): float", kIo,
     IntlFunction<GetGregorianChange>},
    {"intlgregcal_is_leap_year", "(IntlGregorianCalendar $calendar, int $year): bool", kIo,
     IntlFunction<IsLeapYear>},
    {"intlgregcal_set_gregorian_change", "(IntlGregorianCalendar $calendar, float $timestamp): bool", kIo,
     IntlFunction<SetGregorianChange>},
};
static_assert(SortedByName(kGregorianRows));
constexpr BuiltinMethodRow kGregorianMethods[] = {
    {"__construct",
     "($timezoneOrYear = UNKNOWN, $localeOrMonth = UNKNOWN, $day = UNKNOWN, $hour = UNKNOWN, $minute = "
     "UNKNOWN, "
     "$second = UNKNOWN)",
     kIo, GregorianConstruct},
    {"createFromDate", "(int $year, int $month, int $dayOfMonth): static", kIo, CreateFromDate, kStatic},
    {"createFromDateTime",
     "(int $year, int $month, int $dayOfMonth, int $hour, int $minute, ?int $second = null): static", kIo,
     CreateFromDateTime, kStatic},
    {"setGregorianChange", "(float $timestamp): bool", kIo, IntlMethod<SetGregorianChange>},
    {"getGregorianChange", "(): float", kIo, IntlMethod<GetGregorianChange>},
    {"isLeapYear", "(int $year): bool", kIo, IntlMethod<IsLeapYear>},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "IntlCalendar",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(IntlHandle),
     .extension = "intl"},
    {.name = "IntlGregorianCalendar",
     .parent = "IntlCalendar",
     .flags = ClassFlags::kNotSerializable,
     .methods = kGregorianMethods,
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlCalendarFunctions(kRows);
constinit const BuiltinTable kIntlGregorianFunctions(kGregorianRows);
const std::span<const BuiltinClassRow> kIntlCalendarClasses = kClassRows;

}  // namespace tusk
