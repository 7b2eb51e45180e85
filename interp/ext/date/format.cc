// Writing dates and intervals in PHP's format letters.
#include <cstdlib>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/moment.h"
#include "interp/ext/date/names.h"

namespace tusk {
namespace {

// `width` counts the sign; zeros fill it.
void Number(std::string* out, int64_t n, int width) {
  char text[32];
  char* end = text + sizeof text;
  char* p = end;
  auto left = n < 0 ? 0 - static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
  do {
    *--p = static_cast<char>('0' + left % 10);
    left /= 10;
  } while (left);
  while (end - p < width - (n < 0)) *--p = '0';
  if (n < 0) *--p = '-';
  out->append(p, static_cast<size_t>(end - p));
}
// At least four digits; the sign does not count.
void Year(std::string* out, int64_t y) {
  if (y < 0) *out += '-';
  Number(out, std::abs(y), 4);
}
const char* Suffix(int64_t d) {
  if (d >= 10 && d <= 19) return "th";
  return d % 10 == 1 ? "st" : d % 10 == 2 ? "nd" : d % 10 == 3 ? "rd" : "th";
}

}  // namespace

std::string FormatMoment(std::string_view f, const Moment& moment, bool is_utc) {
  Clock c = ClockOf(moment);
  std::string out;
  auto weekday = [&] { return WeekdayOf(c.y, c.m, c.d); };
  for (size_t i = 0; i < f.size(); ++i) {
    switch (f[i]) {
      case 'd': Number(&out, c.d, 2); break;
      case 'D': out.append(kDayNames[weekday()], 3); break;
      case 'j': Number(&out, c.d, 1); break;
      case 'l': out += kDayNames[weekday()]; break;
      case 'N': Number(&out, weekday() == 0 ? 7 : weekday(), 1); break;
      case 'S': out += Suffix(c.d); break;
      case 'w': Number(&out, weekday(), 1); break;
      case 'z': Number(&out, DayOfYear(c.y, c.m, c.d), 1); break;
      case 'W': Number(&out, IsoWeekOf(c.y, c.m, c.d).week, 2); break;
      case 'o': Number(&out, IsoWeekOf(c.y, c.m, c.d).year, 1); break;
      case 'F': out += kMonthNames[c.m - 1]; break;
      case 'm': Number(&out, c.m, 2); break;
      case 'M': out.append(kMonthNames[c.m - 1], 3); break;
      case 'n': Number(&out, c.m, 1); break;
      case 't': Number(&out, DaysInMonth(c.y, c.m), 1); break;
      case 'L': out += IsLeapYear(c.y) ? '1' : '0'; break;
      case 'Y': Year(&out, c.y); break;
      case 'X':
      case 'x':
        if (c.y >= 10000 || (f[i] == 'X' && c.y >= 0)) out += '+';
        Year(&out, c.y);
        break;
      case 'y': Number(&out, c.y % 100, 2); break;
      case 'a': out += c.h >= 12 ? "pm" : "am"; break;
      case 'A': out += c.h >= 12 ? "PM" : "AM"; break;
      case 'B': {
        // Thousandths of a day in Central European winter time.
        int64_t second = FloorMod(moment.seconds, kSecondsPerDay) + 3600;
        Number(&out, second * 10 / 864 % 1000, 3);
        break;
      }
      case 'g': Number(&out, c.h % 12 == 0 ? 12 : c.h % 12, 1); break;
      case 'G': Number(&out, c.h, 1); break;
      case 'h': Number(&out, c.h % 12 == 0 ? 12 : c.h % 12, 2); break;
      case 'H': Number(&out, c.h, 2); break;
      case 'i': Number(&out, c.i, 2); break;
      case 's': Number(&out, c.s, 2); break;
      case 'u': Number(&out, c.us, 6); break;
      case 'v': Number(&out, c.us / 1000, 3); break;
      case 'e': out += is_utc ? "UTC" : moment.zone.Name(); break;
      case 'I': out += c.zone.dst && !is_utc ? '1' : '0'; break;
      case 'p':
        if (is_utc || moment.zone.Name() == "UTC" || moment.zone.Name() == "Z" ||
            moment.zone.Name() == "+00:00") {
          out += 'Z';
          break;
        }
        [[fallthrough]];
      case 'P': out += OffsetText(c.zone.offset, true); break;
      case 'O': out += OffsetText(c.zone.offset, false); break;
      case 'T':
        if (is_utc) {
          out += "GMT";
        } else if (c.zone.abbreviation) {
          out += c.zone.abbreviation;
        } else {
          out += "GMT" + OffsetText(c.zone.offset, false);
        }
        break;
      case 'Z': Number(&out, c.zone.offset, 1); break;
      case 'c': out += FormatMoment("Y-m-d\\TH:i:sP", moment, is_utc); break;
      case 'r': out += FormatMoment("D, d M Y H:i:s O", moment, is_utc); break;
      case 'U': Number(&out, moment.seconds, 1); break;
      case '\\':
        if (i + 1 < f.size()) ++i;
        [[fallthrough]];
      default: out += f[i];
    }
  }
  return out;
}

std::string FormatInterval(std::string_view f, const Interval& v) {
  std::string out;
  for (size_t i = 0; i < f.size(); ++i) {
    if (f[i] != '%') {
      out += f[i];
      continue;
    }
    if (i + 1 == f.size()) break;
    switch (f[++i]) {
      case 'Y': Number(&out, v.y, 2); break;
      case 'y': Number(&out, v.y, 1); break;
      case 'M': Number(&out, v.m, 2); break;
      case 'm': Number(&out, v.m, 1); break;
      case 'D': Number(&out, v.d, 2); break;
      case 'd': Number(&out, v.d, 1); break;
      case 'H': Number(&out, v.h, 2); break;
      case 'h': Number(&out, v.h, 1); break;
      case 'I': Number(&out, v.i, 2); break;
      case 'i': Number(&out, v.i, 1); break;
      case 'S': Number(&out, v.s, 2); break;
      case 's': Number(&out, v.s, 1); break;
      case 'F': Number(&out, v.us, 6); break;
      case 'f': Number(&out, v.us, 1); break;
      case 'a':
        if (v.days >= 0) {
          Number(&out, v.days, 1);
        } else {
          out += "(unknown)";
        }
        break;
      case 'R': out += v.invert ? '-' : '+'; break;
      case 'r':
        if (v.invert) out += '-';
        break;
      case '%': out += '%'; break;
      default: out += '%'; out += f[i];
    }
  }
  return out;
}

}  // namespace tusk
