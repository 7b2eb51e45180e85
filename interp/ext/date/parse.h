// Reading dates: free text as strtotime() takes it, and text of a known format.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "interp/ext/date/moment.h"

namespace tusk {

struct ParseMessage {
  size_t position;
  char character;
  const char* text;
};
struct ParseMessages {
  std::vector<ParseMessage> warnings;
  std::vector<ParseMessage> errors;
};

TimeParts ParseTime(std::string_view text, ParseMessages* messages);
TimeParts ParseTimeByFormat(std::string_view format, std::string_view text, ParseMessages* messages);

// What both readers use; `p` stands in text that ends with NUL, and is moved on.
struct TextReader {
  const char* p;

  // The next number, whatever stands before it: at most `width` digits. kUnset at the end of the text.
  int64_t Number(int width, int* length = nullptr);
  // Digits after a point as microseconds.
  int64_t Fraction();
  // "january", "Sept", "IV": 1 .. 12, or 0.
  int64_t Month();
  // The hours that "am" or "p.m." adds to `hour`.
  int64_t Meridian(int64_t hour);
  // "+02:00", "(CEST)", "Europe/Paris" into zone and dst. False: not known.
  bool ZoneName(TimeParts* parts);
  void SkipDaySuffix();
  void SkipSpaces() {
    while (*p == ' ' || *p == '\t') ++p;
  }
};

// Units and weekdays that relative words name.
struct RelativeUnit {
  const char* name;
  enum Kind : uint8_t { kMicrosecond, kSecond, kMinute, kHour, kDay, kMonth, kYear, kWeekday, kWorkday } kind;
  int64_t factor;
};
// The unit at *p, moved behind it; null: none.
const RelativeUnit* ReadUnit(const char** p);

// Years of two digits: 70 to 99 are of the last century.
int64_t FullYear(int64_t year, int length);

bool IsValidDate(int64_t y, int64_t m, int64_t d);
bool IsValidTime(int64_t h, int64_t i, int64_t s);

}  // namespace tusk
