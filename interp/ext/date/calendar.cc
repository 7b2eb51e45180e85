// Calendar arithmetic.
#include "interp/ext/date/calendar.h"

namespace tusk {

int64_t DaysInMonth(int64_t year, int64_t month) {
  static constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kLengths[month - 1];
}

int64_t DaysFromCivil(int64_t y, int64_t m, int64_t d) {
  // Years that no calendar has wrap around.
  auto add = [](int64_t a, int64_t b) {
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  };
  m = add(m, -1);
  y = add(y, FloorDiv(m, 12));
  m = FloorMod(m, 12) + 1;
  if (m <= 2) y = add(y, -1);
  int64_t era = FloorDiv(y, 400);
  int64_t year_of_era = y - era * 400;
  int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return add(add(static_cast<int64_t>(static_cast<uint64_t>(era) * 146097), day_of_era - 719469), d);
}

CivilDate CivilFromDays(int64_t days) {
  days += 719468;
  int64_t era = FloorDiv(days, 146097);
  int64_t day_of_era = days - era * 146097;
  int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * day_of_year + 2) / 153;  // March is 0
  int64_t m = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (m <= 2), m, day_of_year - (153 * shifted + 2) / 5 + 1};
}

int64_t WeekdayOf(int64_t y, int64_t m, int64_t d) { return FloorMod(DaysFromCivil(y, m, d) + 4, 7); }

int64_t DayOfYear(int64_t y, int64_t m, int64_t d) { return DaysFromCivil(y, m, d) - DaysFromCivil(y, 1, 1); }

IsoWeek IsoWeekOf(int64_t y, int64_t m, int64_t d) {
  // A week belongs to the year of its Thursday.
  int64_t days = DaysFromCivil(y, m, d);
  int64_t weekday = FloorMod(days + 3, 7) + 1;
  int64_t thursday = days - weekday + 4;
  int64_t year = CivilFromDays(thursday).y;
  return {year, (thursday - DaysFromCivil(year, 1, 1)) / 7 + 1, weekday};
}

int64_t DaysToIsoWeek(int64_t year, int64_t week, int64_t weekday) {
  int64_t first = WeekdayOf(year, 1, 1);
  return -(first > 4 ? first - 7 : first) + (week - 1) * 7 + weekday;
}

}  // namespace tusk
