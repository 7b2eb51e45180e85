// Points in time, what a local clock shows at them, and arithmetic with both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "interp/ext/date/zone.h"

namespace tusk {

// A point in time as seen in a zone.
struct Moment {
  int64_t seconds = 0;       // since 1970-01-01 UTC
  int64_t microseconds = 0;  // 0 .. 999999
  Zone zone;
};

// What the clock of a moment's zone shows.
struct Clock {
  int64_t y, m, d, h, i, s, us;
  ZoneOffset zone;
};
Clock ClockOf(const Moment& moment);
Moment CurrentMoment(const Zone& zone);
int CompareMoments(const Moment& a, const Moment& b);

// Relative parts: "+1 month", "next monday", "last day of".
struct Relative {
  int64_t y = 0, m = 0, d = 0, h = 0, i = 0, s = 0, us = 0;
  bool has_weekday = false;
  int64_t weekday = 0;       // 0: Sunday; negative after "ago"
  int weekday_behavior = 0;  // 0: not today, 1: today counts, 2: of this week
  enum Edge : uint8_t { kNoEdge = 0, kFirstDay = 1, kLastDay = 2 } edge = kNoEdge;  // first/last day of
  enum Special : uint8_t {
    kNoSpecial = 0,
    kWorkdays,     // special_count weekdays on or back
    kNthOfMonth,   // "second monday of": counted from the month's first day
    kLastOfMonth,  // "last monday of"
  } special = kNoSpecial;
  int64_t special_count = 0;
  bool has_special = false;
};

inline constexpr int64_t kUnset = -9999999;

// A date and time some parts of which may be unknown (kUnset), and what is to be added to it.
struct TimeParts {
  int64_t y = kUnset, m = kUnset, d = kUnset, h = kUnset, i = kUnset, s = kUnset, us = kUnset;
  Zone zone;
  bool dst = false;       // which of two moments is meant when clocks were put back
  int zone_count = 0;     // zones that a text named
  bool is_local = false;  // a zone was named, known or not
  int time_count = 0;
  bool has_date = false;
  bool has_relative = false;
  Relative relative;
};
TimeParts PartsOf(const Moment& moment);
// Unknown parts become those of `now`; a date without a time means midnight unless `keep_time`.
void FillParts(TimeParts* parts, const Moment& now, bool keep_time);
// The moment; nothing may be unset. False: beyond what 64 bits of seconds hold.
bool ToMoment(const TimeParts& parts, Moment* out);

// A length of time, as DateInterval has it.
struct Interval {
  int64_t y = 0, m = 0, d = 0, h = 0, i = 0, s = 0, us = 0;
  bool invert = false;
  int64_t days = -1;  // total, known for differences; -1: not known
  // Hours are added on the clock too, not as time that passes: differences, relative words.
  bool on_clock = false;
  Relative words;
};
Interval Difference(const Moment& from, const Moment& to);
Moment AddInterval(const Moment& moment, const Interval& interval, int sign);
// "P1Y2M3DT4H5M6S", "P2W", "P0001-02-03T04:05:06". False: malformed.
bool ParseIsoDuration(std::string_view text, Interval* out);
// "20080301T130000Z", "2008-03-01T13:00:00Z". False: malformed.
bool ParseIsoMoment(std::string_view text, Moment* out);
std::string FormatInterval(std::string_view format, const Interval& interval);

// As date() and DateTime::format() do. gmdate(): `is_utc`.
std::string FormatMoment(std::string_view format, const Moment& moment, bool is_utc = false);

}  // namespace tusk
