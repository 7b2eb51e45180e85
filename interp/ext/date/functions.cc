// The date extension's functions over timestamps.
#include <cstdlib>
#include <ctime>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

int64_t Now() { return static_cast<int64_t>(std::time(nullptr)); }

template <bool kUtc>
void Date(Args args, Value* result) {
  Return(result, NewString(FormatDate(args.View(0), args.IsNull(1) ? Now() : args[1].i, kUtc)));
}

void Idate(Args args, Value* result) {
  if (args.View(0).size() != 1) return ArgumentValueError(1, "must be one character");
  if (std::string_view("BdhHiILmNsStUwWyYzZo").find(args.View(0)[0]) == std::string_view::npos) {
    return ArgumentValueError(1, "must be a valid date format token");
  }
  std::string text = FormatDate(args.View(0), args.IsNull(1) ? Now() : args[1].i, false);
  Return(result, static_cast<int64_t>(std::strtoll(text.c_str(), nullptr, 10)));
}

template <bool kUtc>
void Mktime(Args args, Value* result) {
  tm t = BreakDown(Now(), kUtc);
  auto part = [&](uint32_t i, int64_t now) { return args.IsNull(i) ? now : args[i].i; };
  int64_t year = part(5, t.tm_year + 1900);
  if (!args.IsNull(5)) {
    if (year >= 0 && year < 70) {
      year += 2000;
    } else if (year >= 70 && year <= 100) {
      year += 1900;
    }
  }
  Return(result, Timestamp(year, part(3, t.tm_mon + 1), part(4, t.tm_mday), part(0, t.tm_hour),
                           part(1, t.tm_min), part(2, t.tm_sec), kUtc));
}

void Checkdate(Args args, Value* result) {
  int64_t m = args[0].i;
  int64_t d = args[1].i;
  int64_t y = args[2].i;
  Return(result, m >= 1 && m <= 12 && y >= 1 && y <= 32767 && d >= 1 &&
                     d <= DaysFromCivil(y, m + 1, 1) - DaysFromCivil(y, m, 1));
}

void Strtotime(Args args, Value* result) {
  int64_t t;
  if (!ParseTime(args.View(0), args.IsNull(1) ? Now() : args[1].i, &t)) return Return(result, false);
  Return(result, t);
}

void Getdate(Args args, Value* result) {
  int64_t now = args.IsNull(0) ? Now() : args[0].i;
  tm t = BreakDown(now, false);
  Array* a = NewArray();
  auto set = [&](const char* name, int64_t v) { SetStr(a, name, Value(v)); };
  set("seconds", t.tm_sec);
  set("minutes", t.tm_min);
  set("hours", t.tm_hour);
  set("mday", t.tm_mday);
  set("wday", t.tm_wday);
  set("mon", t.tm_mon + 1);
  set("year", t.tm_year + 1900);
  set("yday", t.tm_yday);
  SetStr(a, "weekday", Value(NewString(FormatDate("l", now, false))));
  SetStr(a, "month", Value(NewString(FormatDate("F", now, false))));
  SetInt(a, 0, Value(now));
  Return(result, a);
}

void Localtime(Args args, Value* result) {
  tm t = BreakDown(args.IsNull(0) ? Now() : args[0].i, false);
  bool names = args.Bool(1);
  static constexpr const char* kNames[] = {"tm_sec",  "tm_min",  "tm_hour", "tm_mday", "tm_mon",
                                           "tm_year", "tm_wday", "tm_yday", "tm_isdst"};
  const int64_t fields[] = {t.tm_sec,  t.tm_min,  t.tm_hour, t.tm_mday, t.tm_mon,
                            t.tm_year, t.tm_wday, t.tm_yday, t.tm_isdst};
  Array* a = NewArray();
  for (int i = 0; i < 9; ++i) {
    if (names) {
      SetStr(a, kNames[i], Value(fields[i]));
    } else {
      Append(a, Value(fields[i]));
    }
  }
  Return(result, a);
}

void DateDefaultTimezoneGet(Args, Value* result) { Return(result, NewString(DefaultTimeZone())); }
void DateDefaultTimezoneSet(Args args, Value* result) {
  if (SetDefaultTimeZone(args.View(0))) return Return(result, true);
  RaiseFunctionMessage(ErrorLevel::kNotice, absl::StrFormat("Timezone ID '%s' is invalid", args.View(0)));
  Return(result, false);
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows;
constexpr BuiltinRow kRows[] = {
    {"checkdate", "(int $month, int $day, int $year): bool", Effects::kPure, Checkdate},
    {"date", "(string $format, ?int $timestamp = null): string", kReads, Date<false>},
    {"date_default_timezone_get", "(): string", kReads, DateDefaultTimezoneGet},
    {"date_default_timezone_set", "(string $timezoneId): bool",
     kReads | Effects::kWritesState | Effects::kWarns, DateDefaultTimezoneSet},
    {"getdate", "(?int $timestamp = null): array", kReads, Getdate},
    {"gmdate", "(string $format, ?int $timestamp = null): string", kReads, Date<true>},
    {"gmmktime",
     "(int $hour, ?int $minute = null, ?int $second = null, ?int $month = null, ?int $day = null, ?int $year "
     "= null): int|false",
     kReads, Mktime<true>},
    {"idate", "(string $format, ?int $timestamp = null): int|false", kReads, Idate},
    {"localtime", "(?int $timestamp = null, bool $associative = false): array", kReads, Localtime},
    {"mktime",
     "(int $hour, ?int $minute = null, ?int $second = null, ?int $month = null, ?int $day = null, ?int $year "
     "= null): int|false",
     kReads, Mktime<false>},
    {"strtotime", "(string $datetime, ?int $baseTimestamp = null): int|false", kReads, Strtotime},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kDateFunctions(kRows);

}  // namespace tusk
