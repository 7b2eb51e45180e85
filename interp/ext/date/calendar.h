// The proleptic Gregorian calendar: days, weeks and months by number.
#pragma once

#include <cstdint>

namespace tusk {

inline constexpr int64_t kSecondsPerDay = 86400;

constexpr int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }  // b > 0
constexpr int64_t FloorMod(int64_t a, int64_t b) { return a - FloorDiv(a, b) * b; }

constexpr bool IsLeapYear(int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
int64_t DaysInMonth(int64_t year, int64_t month);  // 1 .. 12
// Days since 1970-01-01. Month and day may be out of range. (Hinnant's days_from_civil.)
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day);
struct CivilDate {
  int64_t y, m, d;
};
CivilDate CivilFromDays(int64_t days);
// 0: Sunday.
int64_t WeekdayOf(int64_t year, int64_t month, int64_t day);
int64_t DayOfYear(int64_t year, int64_t month, int64_t day);  // from 0
struct IsoWeek {
  int64_t year, week, weekday;  // weekday: 1 (Monday) .. 7
};
IsoWeek IsoWeekOf(int64_t year, int64_t month, int64_t day);
// How many days after January 1st of `year` the weekday of that ISO week is.
int64_t DaysToIsoWeek(int64_t year, int64_t week, int64_t weekday);

}  // namespace tusk
