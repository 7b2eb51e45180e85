// Numbers, names of months, units and zones in dates.
#include <strings.h>

#include <cstring>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/parse.h"

namespace tusk {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

struct MonthName {
  const char* name;
  int month;
};
constexpr MonthName kMonthWords[] = {
    {"jan", 1},  {"feb", 2},     {"mar", 3},       {"apr", 4},      {"may", 5},       {"jun", 6},
    {"jul", 7},  {"aug", 8},     {"sep", 9},       {"sept", 9},     {"oct", 10},      {"nov", 11},
    {"dec", 12}, {"i", 1},       {"ii", 2},        {"iii", 3},      {"iv", 4},        {"v", 5},
    {"vi", 6},   {"vii", 7},     {"viii", 8},      {"ix", 9},       {"x", 10},        {"xi", 11},
    {"xii", 12}, {"january", 1}, {"february", 2},  {"march", 3},    {"april", 4},     {"june", 6},
    {"july", 7}, {"august", 8},  {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
};

using U = RelativeUnit;
constexpr RelativeUnit kUnits[] = {
    {"ms", U::kMicrosecond, 1000},
    {"msec", U::kMicrosecond, 1000},
    {"msecs", U::kMicrosecond, 1000},
    {"millisecond", U::kMicrosecond, 1000},
    {"milliseconds", U::kMicrosecond, 1000},
    {"\xc2\xb5s", U::kMicrosecond, 1},
    {"\xc2\xb5sec", U::kMicrosecond, 1},
    {"\xc2\xb5secs", U::kMicrosecond, 1},
    {"usec", U::kMicrosecond, 1},
    {"usecs", U::kMicrosecond, 1},
    {"microsecond", U::kMicrosecond, 1},
    {"microseconds", U::kMicrosecond, 1},
    {"sec", U::kSecond, 1},
    {"secs", U::kSecond, 1},
    {"second", U::kSecond, 1},
    {"seconds", U::kSecond, 1},
    {"min", U::kMinute, 1},
    {"mins", U::kMinute, 1},
    {"minute", U::kMinute, 1},
    {"minutes", U::kMinute, 1},
    {"hour", U::kHour, 1},
    {"hours", U::kHour, 1},
    {"day", U::kDay, 1},
    {"days", U::kDay, 1},
    {"week", U::kDay, 7},
    {"weeks", U::kDay, 7},
    {"fortnight", U::kDay, 14},
    {"fortnights", U::kDay, 14},
    {"forthnight", U::kDay, 14},
    {"forthnights", U::kDay, 14},
    {"month", U::kMonth, 1},
    {"months", U::kMonth, 1},
    {"year", U::kYear, 1},
    {"years", U::kYear, 1},
    {"sun", U::kWeekday, 0},
    {"mon", U::kWeekday, 1},
    {"tue", U::kWeekday, 2},
    {"wed", U::kWeekday, 3},
    {"thu", U::kWeekday, 4},
    {"fri", U::kWeekday, 5},
    {"sat", U::kWeekday, 6},
    {"sunday", U::kWeekday, 0},
    {"monday", U::kWeekday, 1},
    {"tuesday", U::kWeekday, 2},
    {"wednesday", U::kWeekday, 3},
    {"thursday", U::kWeekday, 4},
    {"friday", U::kWeekday, 5},
    {"saturday", U::kWeekday, 6},
    {"sundays", U::kWeekday, 0},
    {"mondays", U::kWeekday, 1},
    {"tuesdays", U::kWeekday, 2},
    {"wednesdays", U::kWeekday, 3},
    {"thursdays", U::kWeekday, 4},
    {"fridays", U::kWeekday, 5},
    {"saturdays", U::kWeekday, 6},
    {"weekday", U::kWorkday, 1},
    {"weekdays", U::kWorkday, 1},
};

// "5", "05", "530", "0530", "5:30", "05:30", "053015", "05:30:15" behind a sign. False: none of these.
bool ReadOffset(const char** p, int32_t* seconds) {
  const char* start = *p;
  while (IsDigit(**p) || **p == ':') ++*p;
  std::string text(start, *p);
  if (text.empty()) return false;
  int64_t part[3] = {0, 0, 0};
  if (text.find(':') != text.npos) {
    int n = 0;
    int digits = 0;
    for (char c : text) {
      if (c == ':') {
        if (digits == 0 || ++n > 2) return false;
        digits = 0;
      } else if (++digits > 2) {
        return false;
      } else {
        part[n] = part[n] * 10 + (c - '0');
      }
    }
    if (digits == 0) return false;
  } else {
    size_t length = text.size();
    if (length > 6 || length == 5) return false;
    size_t hours = length <= 2 ? length : length == 3 ? 1 : 2;
    part[0] = std::stoi(text.substr(0, hours));
    if (length > hours) part[1] = std::stoi(text.substr(hours, 2));
    if (length == 6) part[2] = std::stoi(text.substr(4));
  }
  *seconds = static_cast<int32_t>(part[0] * 3600 + part[1] * 60 + part[2]);
  return true;
}

}  // namespace

int64_t TextReader::Number(int width, int* length) {
  while (!IsDigit(*p)) {
    if (*p == '\0') return kUnset;
    ++p;
  }
  int64_t n = 0;
  int count = 0;
  for (; IsDigit(*p) && count < width; ++p, ++count) {
    if (n < INT64_MAX / 10 - 1) n = n * 10 + (*p - '0');
  }
  if (length) *length = count;
  return n;
}

int64_t TextReader::Fraction() {
  while (!IsDigit(*p) && *p != '\0') ++p;
  int64_t us = 0;
  int count = 0;
  for (; IsDigit(*p); ++p) {
    if (count++ < 6) us = us * 10 + (*p - '0');
  }
  for (; count < 6; ++count) us *= 10;
  return us;
}

int64_t TextReader::Month() {
  while (*p == ' ' || *p == '\t' || *p == '-' || *p == '.' || *p == '/') ++p;
  const char* start = p;
  while (IsLetter(*p)) ++p;
  auto length = static_cast<size_t>(p - start);
  for (const MonthName& m : kMonthWords) {
    if (std::strlen(m.name) == length && strncasecmp(m.name, start, length) == 0) return m.month;
  }
  return 0;
}

int64_t TextReader::Meridian(int64_t hour) {
  while (*p && !std::strchr("AaPp", *p)) ++p;
  int64_t add = 0;
  if (*p == 'a' || *p == 'A') {
    if (hour == 12) add = -12;
  } else if (*p && hour != 12) {
    add = 12;
  }
  if (*p) ++p;
  if (*p == '.') ++p;
  if (*p == 'M' || *p == 'm') ++p;
  if (*p == '.') ++p;
  return add;
}

bool TextReader::ZoneName(TimeParts* parts) {
  while (*p == ' ' || *p == '\t' || *p == '(') ++p;
  if (strncmp(p, "GMT", 3) == 0 && (p[3] == '+' || p[3] == '-')) p += 3;
  parts->is_local = true;
  bool found = true;
  if (*p == '+' || *p == '-') {
    bool west = *p++ == '-';
    int32_t seconds = 0;
    found = ReadOffset(&p, &seconds);
    if (found) parts->zone = Zone::Offset(west ? -seconds : seconds);
    parts->dst = false;
  } else {
    const char* start = p;
    while (IsLetter(*p) || IsDigit(*p) || *p == '/' || *p == '_' || *p == '-' || *p == '+') ++p;
    std::string_view name(start, static_cast<size_t>(p - start));
    const AbbreviationRow* row = name.size() < sizeof Zone().abbreviation ? FindAbbreviation(name) : nullptr;
    const ZoneInfo* info = !row || name == "UTC" ? FindZone(name) : nullptr;
    if (info) {
      parts->zone = Zone::Id(info);
      parts->dst = true;  // the first of two moments
    } else if (row) {
      Zone zone;
      zone.kind = ZoneKind::kAbbreviation;
      zone.dst = row->dst;
      zone.offset = row->offset - (row->dst ? 3600 : 0);
      for (size_t i = 0; i < name.size(); ++i)
        zone.abbreviation[i] = name[i] >= 'a' && name[i] <= 'z' ? static_cast<char>(name[i] - 32) : name[i];
      parts->zone = zone;
      parts->dst = row->dst;
    } else {
      found = false;
      parts->zone.offset = 0;
    }
  }
  while (*p == ')') ++p;
  return found;
}

void TextReader::SkipDaySuffix() {
  if (*p == ' ' || *p == '\t') return;
  for (const char* suffix : {"nd", "rd", "st", "th"}) {
    if (strncasecmp(p, suffix, 2) == 0) {
      p += 2;
      return;
    }
  }
}

const RelativeUnit* ReadUnit(const char** p) {
  const char* start = *p;
  while (**p && !std::strchr(" ,\t;:/.-()", **p)) ++*p;
  auto length = static_cast<size_t>(*p - start);
  for (const RelativeUnit& unit : kUnits) {
    if (std::strlen(unit.name) == length && strncasecmp(unit.name, start, length) == 0) return &unit;
  }
  return nullptr;
}

int64_t FullYear(int64_t year, int length) {
  if (year == kUnset || length >= 4 || year >= 100) return year;
  return year + (year < 70 ? 2000 : 1900);
}

bool IsValidDate(int64_t y, int64_t m, int64_t d) {
  return m >= 1 && m <= 12 && d >= 1 && d <= DaysInMonth(y, m);
}
bool IsValidTime(int64_t h, int64_t i, int64_t s) {
  return h >= 0 && h <= 23 && i >= 0 && i <= 59 && s >= 0 && s <= 59;
}

}  // namespace tusk
