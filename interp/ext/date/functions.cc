// The date extension's functions.
#include <cstdlib>
#include <ctime>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// The moment of an optional timestamp argument, on the clock of the default zone or UTC.
Moment MomentArgument(Args args, uint32_t i, bool utc = false) {
  Zone zone = Zone::Id(utc ? ZoneInfo::Utc() : DefaultZone());
  if (args.IsNull(i)) return {static_cast<int64_t>(std::time(nullptr)), 0, zone};
  return {args[i].i, 0, zone};
}

template <bool kUtc>
void Date(Args args, Value* result) {
  Return(result, NewString(FormatMoment(args.View(0), MomentArgument(args, 1, kUtc), kUtc)));
}

void Idate(Args args, Value* result) {
  if (args.View(0).size() != 1) return ArgumentValueError(1, "must be one character");
  if (std::string_view("BdhHiILmNsStUwWyYzZo").find(args.View(0)[0]) == std::string_view::npos) {
    return ArgumentValueError(1, "must be a valid date format token");
  }
  std::string text = FormatMoment(args.View(0), MomentArgument(args, 1));
  Return(result, static_cast<int64_t>(std::strtoll(text.c_str(), nullptr, 10)));
}

template <bool kUtc>
void Mktime(Args args, Value* result) {
  Zone zone = Zone::Id(kUtc ? ZoneInfo::Utc() : DefaultZone());
  TimeParts p = PartsOf(CurrentMoment(zone));
  p.zone_count = 0;
  p.dst = false;
  p.us = 0;
  int64_t* const parts[] = {&p.h, &p.i, &p.s, &p.m, &p.d, &p.y};
  for (uint32_t i = 0; i < 6; ++i) {
    if (!args.IsNull(i)) *parts[i] = args[i].i;
  }
  if (!args.IsNull(5)) {
    if (p.y >= 0 && p.y < 70) {
      p.y += 2000;
    } else if (p.y >= 70 && p.y <= 100) {
      p.y += 1900;
    }
  }
  Moment m;
  if (!ToMoment(p, &m)) {
    FunctionWarning("Epoch doesn't fit in a PHP integer");
    return Return(result, false);
  }
  Return(result, m.seconds);
}

void Checkdate(Args args, Value* result) {
  int64_t m = args[0].i;
  int64_t d = args[1].i;
  int64_t y = args[2].i;
  Return(result, y >= 1 && y <= 32767 && IsValidDate(y, m, d));
}

void Strtotime(Args args, Value* result) {
  ParseMessages messages;
  TimeParts p = ParseTime(args.View(0), &messages);
  if (!messages.errors.empty()) return Return(result, false);
  Moment now = MomentArgument(args, 1);
  FillParts(&p, now, false);
  Moment m;
  if (!ToMoment(p, &m)) {
    FunctionWarning("Epoch doesn't fit in a PHP integer");
    return Return(result, false);
  }
  Return(result, m.seconds);
}

void Getdate(Args args, Value* result) {
  Moment now = MomentArgument(args, 0);
  Clock c = ClockOf(now);
  Array* a = NewHash(11);
  auto set = [&](const char* name, int64_t v) { SetStr(a, name, Value(v)); };
  set("seconds", c.s);
  set("minutes", c.i);
  set("hours", c.h);
  set("mday", c.d);
  set("wday", WeekdayOf(c.y, c.m, c.d));
  set("mon", c.m);
  set("year", c.y);
  set("yday", DayOfYear(c.y, c.m, c.d));
  SetStr(a, "weekday", Value(NewString(FormatMoment("l", now))));
  SetStr(a, "month", Value(NewString(FormatMoment("F", now))));
  SetInt(a, 0, Value(now.seconds));
  Return(result, a);
}

void Localtime(Args args, Value* result) {
  Clock c = ClockOf(MomentArgument(args, 0));
  static constexpr const char* kNames[] = {"tm_sec",  "tm_min",  "tm_hour", "tm_mday", "tm_mon",
                                           "tm_year", "tm_wday", "tm_yday", "tm_isdst"};
  const int64_t fields[] = {
      c.s,       c.i, c.h, c.d, c.m - 1, c.y - 1900, WeekdayOf(c.y, c.m, c.d), DayOfYear(c.y, c.m, c.d),
      c.zone.dst};
  Array* a = NewArray();
  for (int i = 0; i < 9; ++i) {
    if (args.Bool(1)) {
      SetStr(a, kNames[i], Value(fields[i]));
    } else {
      Append(a, Value(fields[i]));
    }
  }
  Return(result, a);
}

void DefaultTimezoneGet(Args, Value* result) { Return(result, NewString(DefaultZone()->name())); }
void DefaultTimezoneSet(Args args, Value* result) {
  if (SetDefaultZone(args.View(0))) return Return(result, true);
  RaiseFunctionMessage(ErrorLevel::kNotice, absl::StrFormat("Timezone ID '%s' is invalid", args.View(0)));
  Return(result, false);
}

// --- making objects

template <DateClass kClass, bool kByFormat>
void Create(Args args, Value* result) {
  uint32_t text = kByFormat ? 1 : 0;
  Zone* zone;
  if (!ZoneArgument(args, text + 1, &zone)) return;
  std::string format;
  if (kByFormat) format = args.View(0);
  ParseMessages messages;
  Moment m;
  if (!ReadMoment(args.View(text), kByFormat ? &format : nullptr, zone, &m, &messages))
    return Return(result, false);
  *result = Value(NewDate(DateClassOf(kClass), m));
}

void OpenTimezone(Args args, Value* result) {
  if (!CheckNoNul(args, 0)) return;
  Zone zone;
  const char* problem;
  if (!ReadZone(args.View(0), &zone, &problem)) {
    FunctionWarning("%s (%s)", problem, args.View(0));
    return Return(result, false);
  }
  *result = Value(NewZone(zone));
}

void TimezoneNameFromAbbr(Args args, Value* result) {
  std::string_view name = args.View(0);
  int64_t offset = args.Int(1, -1);
  int64_t dst = args.Int(2, -1);
  const AbbreviationRow* row = FindAbbreviation(name, offset, dst);
  if (row && row->zone)
    return Return(result,
                  NewString(std::string_view(
                      EqualIgnoreCase(name, "utc") || EqualIgnoreCase(name, "gmt") ? "UTC" : row->zone)));
  if (const char* zone = ZoneForOffset(offset, dst)) return Return(result, NewString(std::string_view(zone)));
  Return(result, false);
}

void TimezoneVersion(Args, Value* result) { Return(result, NewString(DatabaseVersion())); }

// --- what texts hold

Array* DescribeParts(const TimeParts& p, const ParseMessages& messages) {
  Array* a = NewHash(16);
  auto set = [a](const char* name, int64_t v) { SetStr(a, name, v == kUnset ? Value(false) : Value(v)); };
  set("year", p.y);
  set("month", p.m);
  set("day", p.d);
  set("hour", p.h);
  set("minute", p.i);
  set("second", p.s);
  SetStr(a, "fraction", p.us == kUnset ? Value(false) : Value(static_cast<double>(p.us) / 1000000));
  PutMessages(a, messages);
  SetStr(a, "is_localtime", Value(p.is_local));
  if (p.is_local) {
    SetStr(a, "zone_type", Value(static_cast<int64_t>(p.zone.kind)));
    if (p.zone.kind == ZoneKind::kId) {
      if (p.zone.info == ZoneInfo::Utc()) SetStr(a, "tz_abbr", Value(NewString(std::string_view("UTC"))));
      SetStr(a, "tz_id", Value(NewString(p.zone.Name())));
    }
    if (p.zone.kind == ZoneKind::kOffset || p.zone.kind == ZoneKind::kAbbreviation) {
      SetStr(a, "zone", Value(int64_t{p.zone.offset}));
      SetStr(a, "is_dst", Value(p.zone.dst));
      if (p.zone.kind == ZoneKind::kAbbreviation) SetStr(a, "tz_abbr", Value(NewString(p.zone.Name())));
    }
  }
  if (p.has_relative) {
    Array* to = NewHash(8);
    const Relative& r = p.relative;
    SetStr(to, "year", Value(r.y));
    SetStr(to, "month", Value(r.m));
    SetStr(to, "day", Value(r.d));
    SetStr(to, "hour", Value(r.h));
    SetStr(to, "minute", Value(r.i));
    SetStr(to, "second", Value(r.s));
    if (r.has_weekday) SetStr(to, "weekday", Value(r.weekday));
    if (r.has_special && r.special == Relative::kWorkdays) SetStr(to, "weekdays", Value(r.special_count));
    if (r.edge == Relative::kFirstDay) SetStr(to, "first_day_of_month", Value(true));
    if (r.edge == Relative::kLastDay) SetStr(to, "last_day_of_month", Value(true));
    SetStr(a, "relative", Value(to));
  }
  return a;
}
void DateParse(Args args, Value* result) {
  ParseMessages messages;
  TimeParts p = ParseTime(args.View(0), &messages);
  Return(result, DescribeParts(p, messages));
}
void DateParseFromFormat(Args args, Value* result) {
  if (!CheckNoNul(args, 0) || !CheckNoNul(args, 1)) return;
  ParseMessages messages;
  TimeParts p = ParseTimeByFormat(args.View(0), args.View(1), &messages);
  Return(result, DescribeParts(p, messages));
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows;
constexpr uint16_t kChanges = kReads | Effects::kWritesState | Effects::kWarns | Effects::kCallsBack;

constexpr char kMktimeSignature[] =
    "(int $hour, ?int $minute = null, ?int $second = null, ?int $month = null, ?int $day = null, ?int $year "
    "= "
    "null): int|false";

constexpr BuiltinRow kRows[] = {
    {"checkdate", "(int $month, int $day, int $year): bool", Effects::kPure, Checkdate},
    {"date", "(string $format, ?int $timestamp = null): string", kReads, Date<false>},
    {"date_add", "(DateTime $object, DateInterval $interval): DateTime", kChanges, DateFunction<DateAdd>},
    {"date_create", "(string $datetime = \"now\", ?DateTimeZone $timezone = null): DateTime|false", kChanges,
     Create<DateClass::kDateTime, false>},
    {"date_create_from_format",
     "(string $format, string $datetime, ?DateTimeZone $timezone = null): DateTime|false", kChanges,
     Create<DateClass::kDateTime, true>},
    {"date_create_immutable",
     "(string $datetime = \"now\", ?DateTimeZone $timezone = null): DateTimeImmutable|false", kChanges,
     Create<DateClass::kDateTimeImmutable, false>},
    {"date_create_immutable_from_format",
     "(string $format, string $datetime, ?DateTimeZone $timezone = null): DateTimeImmutable|false", kChanges,
     Create<DateClass::kDateTimeImmutable, true>},
    {"date_date_set", "(DateTime $object, int $year, int $month, int $day): DateTime", kChanges,
     DateFunction<DateSetDate>},
    {"date_default_timezone_get", "(): string", kReads, DefaultTimezoneGet},
    {"date_default_timezone_set", "(string $timezoneId): bool", kChanges, DefaultTimezoneSet},
    {"date_diff",
     "(DateTimeInterface $baseObject, DateTimeInterface $targetObject, bool $absolute = false): DateInterval",
     kReads, DateFunction<DateDiff>},
    {"date_format", "(DateTimeInterface $object, string $format): string", kReads, DateFunction<DateFormat>},
    {"date_get_last_errors", "(): array|false", kReads, LastErrors},
    {"date_interval_create_from_date_string", "(string $datetime): DateInterval|false", kChanges,
     IntervalFromWords<false>},
    {"date_interval_format", "(DateInterval $object, string $format): string", kReads,
     DateFunction<IntervalFormat>},
    {"date_isodate_set", "(DateTime $object, int $year, int $week, int $dayOfWeek = 1): DateTime", kChanges,
     DateFunction<DateSetIsoDate>},
    {"date_modify", "(DateTime $object, string $modifier): DateTime|false", kChanges,
     DateFunction<DateModifyFunction>},
    {"date_offset_get", "(DateTimeInterface $object): int", kReads, DateFunction<DateGetOffset>},
    {"date_parse", "(string $datetime): array", kReads, DateParse},
    {"date_parse_from_format", "(string $format, string $datetime): array", kReads, DateParseFromFormat},
    {"date_sub", "(DateTime $object, DateInterval $interval): DateTime", kChanges,
     DateFunction<DateSubFunction>},
    {"date_time_set",
     "(DateTime $object, int $hour, int $minute, int $second = 0, int $microsecond = 0): DateTime", kChanges,
     DateFunction<DateSetTime>},
    {"date_timestamp_get", "(DateTimeInterface $object): int", kReads, DateFunction<DateGetTimestamp>},
    {"date_timestamp_set", "(DateTime $object, int $timestamp): DateTime", kChanges,
     DateFunction<DateSetTimestamp>},
    {"date_timezone_get", "(DateTimeInterface $object): DateTimeZone|false", kReads,
     DateFunction<DateGetTimezone>},
    {"date_timezone_set", "(DateTime $object, DateTimeZone $timezone): DateTime", kChanges,
     DateFunction<DateSetTimezone>},
    {"getdate", "(?int $timestamp = null): array", kReads, Getdate},
    {"gmdate", "(string $format, ?int $timestamp = null): string", kReads, Date<true>},
    {"gmmktime", kMktimeSignature, kChanges, Mktime<true>},
    {"idate", "(string $format, ?int $timestamp = null): int|false", kReads, Idate},
    {"localtime", "(?int $timestamp = null, bool $associative = false): array", kReads, Localtime},
    {"mktime", kMktimeSignature, kChanges, Mktime<false>},
    {"strtotime", "(string $datetime, ?int $baseTimestamp = null): int|false", kReads | Effects::kWarns,
     Strtotime},
    {"timezone_abbreviations_list", "(): array", kReads, ZoneAbbreviations},
    {"timezone_identifiers_list",
     "(int $timezoneGroup = DateTimeZone::ALL(2047), ?string $countryCode = null): array", kReads,
     ZoneIdentifiers},
    {"timezone_location_get", "(DateTimeZone $object): array|false", kReads, DateFunction<ZoneLocation>},
    {"timezone_name_from_abbr", "(string $abbr, int $utcOffset = -1, int $isDST = -1): string|false", kReads,
     TimezoneNameFromAbbr},
    {"timezone_name_get", "(DateTimeZone $object): string", kReads, DateFunction<ZoneName>},
    {"timezone_offset_get", "(DateTimeZone $object, DateTimeInterface $datetime): int", kReads,
     DateFunction<ZoneOffsetAt>},
    {"timezone_open", "(string $timezone): DateTimeZone|false", kChanges, OpenTimezone},
    {"timezone_transitions_get",
     "(DateTimeZone $object, int $timestampBegin = PHP_INT_MIN, int $timestampEnd = 2147483647): array|false",
     kReads, DateFunction<ZoneTransitions>},
    {"timezone_version_get", "(): string", kReads, TimezoneVersion},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kDateFunctions(kRows);

}  // namespace tusk
