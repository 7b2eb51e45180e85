// Dates in the default time zone: breaking up timestamps and putting them together.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace tusk {

// Days since 1970-01-01 of a proleptic Gregorian date; month may be out of 1..12. (Hinnant's
// days_from_civil.)
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day);
std::string& DefaultTimeZone();
// False when the system knows no such zone.
bool SetDefaultTimeZone(std::string_view name);
// In the default zone, or UTC.
tm BreakDown(int64_t timestamp, bool utc);
int64_t Timestamp(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second,
                  bool utc);
std::string FormatDate(std::string_view format, int64_t timestamp, bool utc);
// False for what it does not understand.
bool ParseTime(std::string_view text, int64_t base, int64_t* timestamp);

}  // namespace tusk
