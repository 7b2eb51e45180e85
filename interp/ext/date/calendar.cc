// Calendar arithmetic over the system's time zone data.
#include "interp/ext/date/calendar.h"

#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace tusk {

int64_t DaysFromCivil(int64_t y, int64_t m, int64_t d) {
  y += (m - 1 - ((m - 1) % 12 + 12) % 12) / 12;
  m = ((m - 1) % 12 + 12) % 12 + 1;
  if (m <= 2) --y;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t year_of_era = y - era * 400;
  int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::string& DefaultTimeZone() {
  static auto* zone = new std::string("UTC");
  return *zone;
}

bool SetDefaultTimeZone(std::string_view name) {
  std::string zone(name);
  if (strcasecmp(zone.c_str(), "UTC") == 0) {
    zone = "UTC";
  } else if (zone.empty() || zone.find("..") != zone.npos ||
             access(("/usr/share/zoneinfo/" + zone).c_str(), R_OK) != 0) {
    return false;
  }
  DefaultTimeZone() = zone;
  setenv("TZ", zone.c_str(), 1);
  tzset();
  return true;
}

tm BreakDown(int64_t timestamp, bool utc) {
  tm t = {};
  time_t seconds = timestamp;
  if (utc || DefaultTimeZone() == "UTC") {
    gmtime_r(&seconds, &t);
    t.tm_zone = "UTC";
  } else {
    localtime_r(&seconds, &t);
  }
  return t;
}

int64_t Timestamp(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second,
                  bool utc) {
  int64_t local =
      DaysFromCivil(year, month, 1) * 86400 + (day - 1) * 86400 + hour * 3600 + minute * 60 + second;
  if (utc || DefaultTimeZone() == "UTC") return local;
  // The offset at the wanted moment, found in two steps.
  int64_t guess = local - BreakDown(local, false).tm_gmtoff;
  return local - BreakDown(guess, false).tm_gmtoff;
}

namespace {

constexpr const char* kDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                 "Thursday", "Friday", "Saturday"};
constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};

bool Leap(int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
int DaysIn(int64_t y, int m) {
  static constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return m == 1 && Leap(y) ? 29 : kLengths[m];
}

void IsoWeek(const tm& t, int64_t* week, int64_t* year) {
  int weekday = (t.tm_wday + 6) % 7;
  *year = t.tm_year + 1900;
  int64_t n = (t.tm_yday - weekday + 10) / 7;
  if (n < 1) {
    --*year;
    int64_t days = Leap(*year) ? 366 : 365;
    n = (t.tm_yday + days - weekday + 10) / 7;
  } else if (n == 53) {
    int january1 = (weekday + (Leap(*year) ? 366 : 365) - t.tm_yday) % 7;
    if (january1 <= 3) {
      n = 1;
      ++*year;
    }
  }
  *week = n;
}

}  // namespace

std::string FormatDate(std::string_view f, int64_t timestamp, bool utc) {
  tm t = BreakDown(timestamp, utc);
  std::string out;
  int64_t year = t.tm_year + int64_t{1900};
  auto number = [&](int64_t n, int width) {
    char text[32];
    out.append(text, static_cast<size_t>(
                         std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(n))));
  };
  auto offset = [&](bool colon) {
    int64_t o = t.tm_gmtoff;
    out += o < 0 ? '-' : '+';
    if (o < 0) o = -o;
    number(o / 3600, 2);
    if (colon) out += ':';
    number(o % 3600 / 60, 2);
  };
  int64_t week;
  int64_t iso_year;
  IsoWeek(t, &week, &iso_year);
  for (size_t i = 0; i < f.size(); ++i) {
    switch (f[i]) {
      case 'd': number(t.tm_mday, 2); break;
      case 'D': out.append(kDays[t.tm_wday], 3); break;
      case 'j': number(t.tm_mday, 1); break;
      case 'l': out += kDays[t.tm_wday]; break;
      case 'N': number(t.tm_wday == 0 ? 7 : t.tm_wday, 1); break;
      case 'S': {
        int d = t.tm_mday;
        out += d >= 10 && d <= 19 ? "th"
               : d % 10 == 1      ? "st"
               : d % 10 == 2      ? "nd"
               : d % 10 == 3      ? "rd"
                                  : "th";
        break;
      }
      case 'w': number(t.tm_wday, 1); break;
      case 'z': number(t.tm_yday, 1); break;
      case 'W': number(week, 2); break;
      case 'o': number(iso_year, 1); break;
      case 'F': out += kMonths[t.tm_mon]; break;
      case 'm': number(t.tm_mon + 1, 2); break;
      case 'M': out.append(kMonths[t.tm_mon], 3); break;
      case 'n': number(t.tm_mon + 1, 1); break;
      case 't': number(DaysIn(year, t.tm_mon), 1); break;
      case 'L': number(Leap(year), 1); break;
      case 'Y': number(year, year < 0 ? 5 : 4); break;
      case 'y': number(((year % 100) + 100) % 100, 2); break;
      case 'a': out += t.tm_hour >= 12 ? "pm" : "am"; break;
      case 'A': out += t.tm_hour >= 12 ? "PM" : "AM"; break;
      case 'B': {
        int64_t beats = ((timestamp + 3600) % 86400 + 86400) % 86400 * 10 / 864;
        number(beats % 1000, 3);
        break;
      }
      case 'g': number(t.tm_hour % 12 == 0 ? 12 : t.tm_hour % 12, 1); break;
      case 'G': number(t.tm_hour, 1); break;
      case 'h': number(t.tm_hour % 12 == 0 ? 12 : t.tm_hour % 12, 2); break;
      case 'H': number(t.tm_hour, 2); break;
      case 'i': number(t.tm_min, 2); break;
      case 's': number(t.tm_sec, 2); break;
      case 'u': out += "000000"; break;
      case 'v': out += "000"; break;
      case 'e': out += utc ? "UTC" : DefaultTimeZone(); break;
      case 'I': number(t.tm_isdst > 0, 1); break;
      case 'O': offset(false); break;
      case 'P': offset(true); break;
      case 'p':
        if (t.tm_gmtoff == 0) {
          out += 'Z';
        } else {
          offset(true);
        }
        break;
      case 'T': out += utc ? "GMT" : t.tm_zone; break;
      case 'Z': number(t.tm_gmtoff, 1); break;
      case 'c': out += FormatDate("Y-m-d\\TH:i:sP", timestamp, utc); break;
      case 'r': out += FormatDate("D, d M Y H:i:s O", timestamp, utc); break;
      case 'U': number(timestamp, 1); break;
      case '\\':
        if (i + 1 < f.size()) out += f[++i];
        break;
      default: out += f[i];
    }
  }
  return out;
}

namespace {

// strtotime(): a date, a time and relative parts in any order, lowercase.
class TimeReader {
 public:
  TimeReader(std::string_view text, int64_t base) {
    for (char c : text) s_ += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    t_ = BreakDown(base, false);
    y_ = t_.tm_year + 1900;
    m_ = t_.tm_mon + 1;
    d_ = t_.tm_mday;
    h_ = t_.tm_hour;
    i_ = t_.tm_min;
    sec_ = t_.tm_sec;
  }

  bool Read(int64_t* timestamp) {
    Skip();
    if (at_ == s_.size()) return false;
    if (s_[at_] == '@') {
      char* end;
      *timestamp = std::strtoll(s_.c_str() + at_ + 1, &end, 10);
      return *end == 0 && end != s_.c_str() + at_ + 1;
    }
    while (at_ < s_.size()) {
      if (!Part()) return false;
      Skip();
    }
    *timestamp = Timestamp(y_, m_, d_, h_, i_, sec_, zone_set_) - offset_;
    if (weekday_ >= 0) {
      tm t = BreakDown(*timestamp, zone_set_);
      int64_t ahead = (weekday_ - t.tm_wday + 7) % 7;
      if (ahead == 0 && weekday_step_ != 0)
        ahead = 7 * weekday_step_;
      else if (weekday_step_ < 0)
        ahead -= 7;
      *timestamp = Timestamp(y_, m_, d_ + ahead, h_, i_, sec_, zone_set_) - offset_;
    }
    return true;
  }

 private:
  void Skip() {
    while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\t' || s_[at_] == ',' || s_[at_] == '\n')) ++at_;
  }
  bool Scan(const char* format, int wanted, int* a, int* b, int* c, int* n) {
    *n = -1;
    int got = std::sscanf(s_.c_str() + at_, format, a, b, c, n);
    return got >= wanted && *n > 0;
  }
  void Time(int h, int i, int s) {
    h_ = h;
    i_ = i;
    sec_ = s;
    time_set_ = true;
  }
  void Date(int y, int m, int d) {
    y_ = y;
    m_ = m;
    d_ = d;
    if (!time_set_) h_ = i_ = sec_ = 0;
  }
  std::string Word() {
    size_t start = at_;
    while (at_ < s_.size() && std::isalpha(static_cast<unsigned char>(s_[at_]))) ++at_;
    return s_.substr(start, at_ - start);
  }
  static int Month(const std::string& w) {
    for (int k = 0; k < 12; ++k) {
      std::string name;
      for (const char* p = kMonths[k]; *p; ++p) name += static_cast<char>(std::tolower(*p));
      if (w == name || w == name.substr(0, 3) || (k == 8 && w == "sept")) return k + 1;
    }
    return 0;
  }
  static int Weekday(const std::string& w) {
    for (int k = 0; k < 7; ++k) {
      std::string name;
      for (const char* p = kDays[k]; *p; ++p) name += static_cast<char>(std::tolower(*p));
      if (w == name || w == name.substr(0, 3) || (w.size() > 3 && name.starts_with(w))) return k;
    }
    return -1;
  }
  bool Unit(std::string w, int64_t n) {
    if (w.size() > 1 && w.back() == 's' && w != "s") w.pop_back();
    if (w == "sec" || w == "second" || w == "s") {
      sec_ += n;
    } else if (w == "min" || w == "minute") {
      i_ += n;
    } else if (w == "hour") {
      h_ += n;
    } else if (w == "day") {
      d_ += n;
    } else if (w == "week") {
      d_ += 7 * n;
    } else if (w == "fortnight") {
      d_ += 14 * n;
    } else if (w == "month") {
      m_ += n;
    } else if (w == "year") {
      y_ += n;
    } else if (w == "weekday") {
      int64_t step = n < 0 ? -1 : 1;
      while (n != 0) {
        d_ += step;
        int wday = static_cast<int>(((DaysFromCivil(y_, m_, d_) + 4) % 7 + 7) % 7);
        if (wday != 0 && wday != 6) n -= step;
      }
    } else if (int day = Weekday(w); day >= 0) {
      weekday_ = day;
      weekday_step_ = n < 0 ? -1 : 1;
    } else {
      return false;
    }
    return true;
  }

  bool Part() {
    int a, b, c, n;
    char first = s_[at_];
    if (std::isdigit(static_cast<unsigned char>(first))) {
      if (Scan("%4d-%2d-%2d%n", 3, &a, &b, &c, &n) && s_.find('-', at_) == at_ + 4) {
        at_ += static_cast<size_t>(n);
        Date(a, b, c);
        if (at_ < s_.size() && s_[at_] == 't' && at_ + 1 < s_.size() &&
            std::isdigit(static_cast<unsigned char>(s_[at_ + 1])))
          ++at_;
        return b >= 0 && b <= 12 && c <= 31;
      }
      if (Scan("%4d/%2d/%2d%n", 3, &a, &b, &c, &n) && s_.find('/', at_) == at_ + 4) {
        at_ += static_cast<size_t>(n);
        Date(a, b, c);
        return b <= 12 && c <= 31;
      }
      if (Scan("%2d/%2d/%4d%n", 3, &a, &b, &c, &n)) {
        at_ += static_cast<size_t>(n);
        Date(c, a, b);
        return a <= 12 && b <= 31;
      }
      if (Scan("%2d.%2d.%4d%n", 3, &a, &b, &c, &n) || Scan("%2d-%2d-%4d%n", 3, &a, &b, &c, &n)) {
        at_ += static_cast<size_t>(n);
        Date(c, b, a);
        return b <= 12 && a <= 31;
      }
      if (Scan("%2d:%2d:%2d%n", 3, &a, &b, &c, &n)) {
        at_ += static_cast<size_t>(n);
        if (at_ < s_.size() && s_[at_] == '.') {
          ++at_;
          while (at_ < s_.size() && std::isdigit(static_cast<unsigned char>(s_[at_]))) ++at_;
        }
        return Meridian(a, b, c);
      }
      n = -1;
      if (std::sscanf(s_.c_str() + at_, "%2d:%2d%n", &a, &b, &n) == 2 && n > 0) {
        at_ += static_cast<size_t>(n);
        return Meridian(a, b, 0);
      }
      // "15 january 2024", "3 days", "5pm", or a bare year.
      char* end;
      int64_t number = std::strtoll(s_.c_str() + at_, &end, 10);
      size_t digits = static_cast<size_t>(end - (s_.c_str() + at_));
      if (digits == 8) {
        at_ += 8;
        Date(static_cast<int>(number / 10000), static_cast<int>(number / 100 % 100),
             static_cast<int>(number % 100));
        return true;
      }
      at_ += digits;
      size_t after = at_;
      Skip();
      std::string w = Word();
      if ((w == "st" || w == "nd" || w == "rd" || w == "th") && number <= 31) {
        Skip();
        w = Word();
      }
      if (int month = Month(w)) {
        Skip();
        int year = static_cast<int>(y_);
        n = -1;
        if (std::sscanf(s_.c_str() + at_, "%4d%n", &year, &n) == 1 && n == 4) at_ += 4;
        Date(year, month, static_cast<int>(number));
        return true;
      }
      if (w == "am" || w == "pm") {
        at_ = after;
        return Meridian(static_cast<int>(number), 0, 0);
      }
      if (w == "ago") return false;
      return !w.empty() && Unit(w, Ago() ? -number : number);
    }
    if (first == '+' || first == '-') {
      // A zone offset right behind a time, else a relative amount.
      if (time_set_ && at_ > 0 && s_[at_ - 1] != ' ' &&
          std::sscanf(s_.c_str() + at_ + 1, "%2d:%2d%n", &a, &b, &n) == 2) {
        offset_ = (a * 3600 + b * 60) * (first == '-' ? -1 : 1);
        zone_set_ = true;
        at_ += 1 + static_cast<size_t>(n);
        return true;
      }
      if (time_set_ && at_ > 0 && s_[at_ - 1] != ' ' &&
          std::sscanf(s_.c_str() + at_ + 1, "%2d%2d%n", &a, &b, &n) == 2) {
        offset_ = (a * 3600 + b * 60) * (first == '-' ? -1 : 1);
        zone_set_ = true;
        at_ += 1 + static_cast<size_t>(n);
        return true;
      }
      int64_t sign = 1;
      while (at_ < s_.size() && (s_[at_] == '+' || s_[at_] == '-' || s_[at_] == ' ')) {
        if (s_[at_] == '-') sign = -sign;
        ++at_;
      }
      char* end;
      int64_t number = std::strtoll(s_.c_str() + at_, &end, 10);
      if (end == s_.c_str() + at_) return false;
      at_ = static_cast<size_t>(end - s_.c_str());
      Skip();
      std::string w = Word();
      if (w.empty()) return false;
      number *= sign;
      return Unit(w, Ago() ? -number : number);
    }
    std::string w = Word();
    if (w.empty()) return false;
    if (w == "now") return true;
    if (w == "today" || w == "midnight") {
      Time(0, 0, 0);
      return true;
    }
    if (w == "noon") {
      Time(12, 0, 0);
      return true;
    }
    if (w == "tomorrow" || w == "yesterday") {
      d_ += w == "tomorrow" ? 1 : -1;
      Time(0, 0, 0);
      return true;
    }
    if (w == "utc" || w == "gmt" || w == "z") {
      zone_set_ = true;
      return true;
    }
    if (w == "next" || w == "last" || w == "previous" || w == "this") {
      Skip();
      std::string unit = Word();
      if (unit == "day") {
        size_t saved = at_;
        Skip();
        if (Word() == "of") {
          Skip();
          Part();
          if (w == "last") {
            ++m_;
            d_ = 0;
          }
          return true;
        }
        at_ = saved;
      }
      int64_t step = w == "next" ? 1 : w == "this" ? 0 : -1;
      if (int day = Weekday(unit); day >= 0) Time(0, 0, 0);
      bool ok = Unit(unit, step);
      if (weekday_ >= 0 && step == 0) weekday_step_ = 0;
      return ok;
    }
    if (w == "first") {
      Skip();
      if (Word() != "day") return false;
      Skip();
      if (Word() != "of") return false;
      Skip();
      Part();
      d_ = 1;
      return true;
    }
    if (int month = Month(w)) {
      Skip();
      int day = 1;
      int year = static_cast<int>(y_);
      n = -1;
      if (std::sscanf(s_.c_str() + at_, "%4d%n", &year, &n) == 1 && n == 4) {
        at_ += 4;
      } else if (n = -1, std::sscanf(s_.c_str() + at_, "%2d%n", &day, &n) == 1 && n > 0) {
        year = static_cast<int>(y_);
        at_ += static_cast<size_t>(n);
        Word();
        Skip();
        int y;
        n = -1;
        if (std::sscanf(s_.c_str() + at_, "%4d%n", &y, &n) == 1 && n == 4) {
          year = y;
          at_ += 4;
        }
      }
      Date(year, month, day);
      return true;
    }
    if (int day = Weekday(w); day >= 0) {
      weekday_ = day;
      weekday_step_ = 0;
      if (!time_set_) Time(0, 0, 0);
      return true;
    }
    return false;
  }

  bool Ago() {
    size_t saved = at_;
    Skip();
    if (Word() == "ago") return true;
    at_ = saved;
    return false;
  }
  bool Meridian(int h, int i, int s) {
    size_t saved = at_;
    Skip();
    std::string w = Word();
    if (w == "am" || w == "pm") {
      if (h < 1 || h > 12) return false;
      h = h % 12 + (w == "pm" ? 12 : 0);
    } else {
      at_ = saved;
    }
    Time(h, i, s);
    return h <= 24 && i < 60 && s <= 60;
  }

  std::string s_;
  size_t at_ = 0;
  tm t_;
  int64_t y_, m_, d_, h_, i_, sec_;
  bool time_set_ = false;
  bool zone_set_ = false;
  int64_t offset_ = 0;
  int weekday_ = -1;
  int weekday_step_ = 0;
};

}  // namespace

bool ParseTime(std::string_view text, int64_t base, int64_t* timestamp) {
  return TimeReader(text, base).Read(timestamp);
}

}  // namespace tusk
