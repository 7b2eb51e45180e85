// Free text to a date: a table of the notations that PHP's manual lists, the longest that fits taken each
// time.
#include "interp/ext/date/parse.h"

#include <strings.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <iterator>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/pattern.h"

namespace tusk {
namespace {

constexpr NamedPattern kParts[] = {
    {"space", R"([ \t]+)"},
    {"frac", R"(\.[0-9]+)"},
    {"hour24", R"([01]?[0-9]|2[0-4])"},
    {"HH", R"([01][0-9]|2[0-4])"},
    {"hour12", R"(0?[1-9]|1[0-2])"},
    {"minute", R"([0-5]?[0-9])"},
    {"MM", R"([0-5][0-9])"},
    {"second", R"([0-5]?[0-9]|60)"},
    {"SS", R"([0-5][0-9]|60)"},
    {"meridian", R"([AaPp]\.?[Mm]\.?[\0\t ])"},
    {"zone", R"(\(?[A-Za-z]{1,6}\)?|[A-Z][a-z]+([_/-][A-Za-z]+)+)"},
    {"correction", R"((GMT)?[+-](<hour24>(:?<minute>)?|<HH><MM><SS>|<HH>:<MM>:<SS>))"},
    {"daysuffix", R"([s][t]|[nr][d]|[t][h])"},
    {"month", R"(0?[0-9]|1[0-2])"},
    {"mm", R"(0[0-9]|1[0-2])"},
    {"day", R"(([0-2]?[0-9]|3[01])<daysuffix>?)"},
    {"dd", R"(0[0-9]|[1-2][0-9]|3[01])"},
    {"year", R"([0-9]{1,4})"},
    {"yy", R"([0-9]{2})"},
    {"yyyy", R"([0-9]{4})"},
    {"dayofyear", R"(00[1-9]|0[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-6])"},
    {"week", R"(0[1-9]|[1-4][0-9]|5[0-3])"},
    {"dayname", R"((sun|mon|tues|wednes|thurs|fri|satur)days?|sun|mon|tue|wed|thu|fri|sat)"},
    {"monthfull", R"(january|february|march|april|may|june|july|august|september|october|november|december)"},
    {"monthabbr", R"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"},
    {"monthroman", R"(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)"},
    {"monthtext", R"(<monthfull>|<monthabbr>|<monthroman>)"},
    {"short12", R"(<hour12>[:.]<MM><space>?<meridian>)"},
    {"long12", R"(<hour12>[:.]<minute>[:.]<SS><space>?<meridian>)"},
    {"short24", R"(t?(<hour24>)[:.]<minute>)"},
    {"long24", R"(t?(<hour24>)[:.]<minute>[:.](<second>))"},
    {"long24zone", R"(t?(<hour24>)[:.]<minute>[:.](<SS>)<space>?(<correction>|<zone>))"},
    {"noyear", R"((<monthtext>)[ .\t-]*<day>([,.stndrh\t ]+|\0))"},
    {"number", R"([+-]*[ \t]*[0-9]{1,13})"},
    {"ordinal", R"(first|second|third|fourth|fifth|sixth|seventh|eighth?|ninth|tenth|eleventh|twelfth)"},
    {"relword", R"(next|last|previous|this)"},
    {"unit",
     "ms|\xc2\xb5s|(msec|millisecond|microsecond|\xc2\xb5sec|usec|sec|second|min|minute|hour|day|"
     "fortnight|"
     "forthnight|month|year)s?|weeks|<dayname>|weekdays?"},
};

class Reader;
struct Rule {
  const char* pattern;
  void (Reader::*read)();
};
extern const Rule kRules[];

class Reader {
 public:
  Reader(std::string_view text, ParseMessages* messages) : text_(text), messages_(messages) {}

  TimeParts Run();

  void Yesterday() {
    Relatively();
    DropTime();
    r().d = -1;
  }
  void Now() {}
  void Noon() {
    DropTime();
    if (!TakeTime()) return;
    t_.h = 12;
  }
  void Midnight() { DropTime(); }
  void Tomorrow() {
    Relatively();
    DropTime();
    r().d = 1;
  }
  void Timestamp() {
    if (!BeginTimestamp()) return;
    r().s += SignedNumber();
  }
  void TimestampWithFraction() {
    if (!BeginTimestamp()) return;
    bool negative = token_[1] == '-';
    r().s += SignedNumber();
    ++in_.p;  // the point
    if (!std::isdigit(static_cast<unsigned char>(*in_.p))) return Error("Found unexpected data");
    int64_t us = in_.Fraction();
    r().us = negative ? -us : us;
  }
  void EdgeOf() {
    Relatively();
    r().edge = *in_.p == 'l' || *in_.p == 'L' ? Relative::kLastDay : Relative::kFirstDay;
  }
  void BackOrFrontOf() {
    DropTime();
    if (!TakeTime()) return;
    bool back = *in_.p == 'b';
    t_.h = in_.Number(2) - (back ? 0 : 1);
    t_.i = back ? 15 : 45;
    if (*in_.p) {
      in_.SkipSpaces();
      t_.h += in_.Meridian(t_.h);
    }
  }
  void WeekdayOf() {
    Relatively();
    DropTime();
    r().has_special = true;
    int behavior = 0;
    int64_t n = Ordinal(&behavior);
    in_.SkipSpaces();
    r().special = n > 0 ? Relative::kNthOfMonth : Relative::kLastOfMonth;
    AddUnit(n, n > 0 ? 1 : behavior, false);
  }
  void Time12() {
    if (!TakeTime()) return;
    t_.h = in_.Number(2);
    if (*in_.p == ':' || *in_.p == '.') {
      t_.i = in_.Number(2);
      if (*in_.p == ':' || *in_.p == '.') t_.s = in_.Number(2);
    }
    t_.h += in_.Meridian(t_.h);
  }
  void TimeOfSqlServer() {
    if (!TakeTime()) return;
    t_.h = in_.Number(2);
    t_.i = in_.Number(2);
    if (*in_.p == ':' || *in_.p == '.') {
      t_.s = in_.Number(2);
      if (*in_.p == ':' || *in_.p == '.') t_.us = in_.Fraction();
    }
    in_.SkipSpaces();
    t_.h += in_.Meridian(t_.h);
  }
  void Time24() {
    if (!TakeTime()) return;
    t_.h = in_.Number(2);
    if (*in_.p == ':' || *in_.p == '.') {
      t_.i = in_.Number(2);
      if (*in_.p == ':' || *in_.p == '.') {
        t_.s = in_.Number(2);
        if (*in_.p == '.') t_.us = in_.Fraction();
      }
    }
    if (*in_.p) ReadZone();
  }
  void FourDigits() {
    switch (t_.time_count++) {
      case 0:
        t_.h = in_.Number(2);
        t_.i = in_.Number(2);
        t_.s = 0;
        break;
      case 1: t_.y = in_.Number(4); break;
      default: Error("Double time specification");
    }
  }
  void SixDigits() {
    if (!TakeTime()) return;
    t_.h = in_.Number(2);
    t_.i = in_.Number(2);
    t_.s = in_.Number(2);
    if (*in_.p) ReadZone();
  }
  void American() {
    if (!TakeDate()) return;
    t_.m = in_.Number(2);
    t_.d = in_.Number(2);
    if (*in_.p == '/') ReadYear();
  }
  void YearMonthDay() {
    if (!TakeDate()) return;
    bool negative = *in_.p == '-';
    int length = 4;
    t_.y = in_.Number(19, &length);
    t_.y = negative ? -t_.y : FullYear(t_.y, length);
    t_.m = in_.Number(2);
    t_.d = in_.Number(2);
  }
  void YearMonth() {
    if (!TakeDate()) return;
    ReadYear();
    t_.m = in_.Number(2);
    t_.d = 1;
  }
  void DayMonthTextYear() {
    if (!TakeDate()) return;
    t_.d = in_.Number(2);
    in_.SkipDaySuffix();
    t_.m = in_.Month();
    ReadYear();
  }
  void DayMonthYear() {
    if (!TakeDate()) return;
    t_.d = in_.Number(2);
    t_.m = in_.Number(2);
    ReadYear();
  }
  void MonthTextYear() {
    if (!TakeDate()) return;
    t_.m = in_.Month();
    ReadYear();
    t_.d = 1;
  }
  void YearMonthText() {
    if (!TakeDate()) return;
    ReadYear();
    t_.m = in_.Month();
    t_.d = 1;
  }
  void MonthTextDay() {
    if (!TakeDate()) return;
    t_.m = in_.Month();
    t_.d = in_.Number(2);
    ReadYear();
  }
  void DayMonthText() {
    if (!TakeDate()) return;
    t_.d = in_.Number(2);
    in_.SkipDaySuffix();
    t_.m = in_.Month();
  }
  void EightDigits() {
    if (!TakeDate()) return;
    t_.y = in_.Number(4);
    t_.m = in_.Number(2);
    t_.d = in_.Number(2);
  }
  void DateAndTime() {
    if (!TakeTime() || !TakeDate()) return;
    t_.y = in_.Number(4);
    t_.m = in_.Number(2);
    t_.d = in_.Number(2);
    t_.h = in_.Number(2);
    t_.i = in_.Number(2);
    t_.s = in_.Number(2);
    if (*in_.p == '.') {
      t_.us = in_.Fraction();
      if (*in_.p) ReadZone();
    }
  }
  void DayOfYear() {
    if (!TakeDate()) return;
    t_.y = in_.Number(4);
    t_.d = in_.Number(3);
    t_.m = 1;
  }
  void IsoWeek() {
    if (!TakeDate()) return;
    Relatively();
    t_.y = in_.Number(4);
    int64_t week = in_.Number(2);
    int64_t day = *in_.p ? in_.Number(1) : 1;
    t_.m = t_.d = 1;
    r().d = DaysToIsoWeek(t_.y, week, day);
  }
  void YearMonthTextDay() {
    if (!TakeDate()) return;
    ReadYear();
    t_.m = in_.Month();
    t_.d = in_.Number(2);
  }
  void LogFormat() {
    if (!TakeTime() || !TakeDate()) return;
    t_.d = in_.Number(2);
    t_.m = in_.Month();
    t_.y = in_.Number(4);
    t_.h = in_.Number(2);
    t_.i = in_.Number(2);
    t_.s = in_.Number(2);
    in_.SkipSpaces();
    ReadZone();
  }
  void Year4() { t_.y = in_.Number(4); }
  void Ago() {
    for (int64_t* v : {&r().y, &r().m, &r().d, &r().h, &r().i, &r().s, &r().weekday}) *v = -*v;
    if (r().weekday == 0) r().weekday = -7;
    if (r().has_special && r().special == Relative::kWorkdays) r().special_count = -r().special_count;
  }
  void Weekday() {
    Relatively();
    r().has_weekday = true;
    DropTime();
    if (const RelativeUnit* unit = ReadUnit(&in_.p)) r().weekday = unit->factor;
    if (r().weekday_behavior != 2) r().weekday_behavior = 1;
  }
  void RelativeWeek() {
    Relatively();
    int behavior = 0;
    int64_t n = Ordinal(&behavior);
    in_.SkipSpaces();
    AddUnit(n, behavior, false);
    r().weekday_behavior = 2;
    // "monday next week" and just "next week".
    if (!r().has_weekday) {
      r().has_weekday = true;
      r().weekday = 1;
    }
  }
  void RelativeText() {
    Relatively();
    int behavior = 0;
    int64_t n = Ordinal(&behavior);
    in_.SkipSpaces();
    AddUnit(n, behavior, false);
  }
  void MonthName() {
    if (!TakeDate()) return;
    t_.m = in_.Month();
  }
  void ZoneOnly() {
    if (!TakeZone()) return;
    if (!in_.ZoneName(&t_)) Error("The timezone could not be found in the database");
  }
  void MonthDayTime12() {
    if (!TakeDate()) return;
    t_.m = in_.Month();
    t_.d = in_.Number(2);
    if (!TakeTime()) return;
    ReadHms(true);
    t_.h += in_.Meridian(t_.h);
  }
  void MonthDayTime24() {
    if (!TakeDate()) return;
    t_.m = in_.Month();
    t_.d = in_.Number(2);
    if (!TakeTime()) return;
    ReadHms(false);
    if (*in_.p) ReadZone();
  }
  void RelativeNumber() {
    Relatively();
    int64_t n = SignedNumber();
    in_.SkipSpaces();
    AddUnit(n, 1, true);
  }

 private:
  Relative& r() { return t_.relative; }
  void Error(const char* text) { messages_->errors.push_back({start_, CharAt(start_), text}); }
  void Warn(const char* text) { messages_->warnings.push_back({start_, CharAt(start_), text}); }
  char CharAt(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  bool TakeTime() {
    if (t_.time_count) {
      Error("Double time specification");
      return false;
    }
    t_.time_count = 1;
    t_.h = t_.i = t_.s = t_.us = 0;
    return true;
  }
  void DropTime() {
    t_.time_count = 0;
    t_.h = t_.i = t_.s = t_.us = 0;
  }
  bool TakeDate() {
    if (t_.has_date) {
      Error("Double date specification");
      return false;
    }
    t_.has_date = true;
    return true;
  }
  bool TakeZone() {
    if (t_.zone_count++ == 0) return true;
    if (t_.zone_count > 2) {
      Error("Double timezone specification");
    } else {
      Warn("Double timezone specification");
    }
    return false;
  }
  void Relatively() { t_.has_relative = true; }
  bool BeginTimestamp() {
    Relatively();
    t_.has_date = false;
    t_.y = t_.m = t_.d = 0;
    DropTime();
    if (!TakeZone()) return false;
    t_.y = 1970;
    t_.m = t_.d = 1;
    t_.is_local = true;
    t_.zone = Zone::Offset(0);
    t_.dst = false;
    return true;
  }
  void ReadYear() {
    int length = 4;
    t_.y = in_.Number(4, &length);
    t_.y = FullYear(t_.y, length);
  }
  void ReadZone() {
    if (!in_.ZoneName(&t_)) Error("The timezone could not be found in the database");
  }
  void ReadHms(bool seconds_behind_point) {
    t_.h = in_.Number(2);
    t_.i = in_.Number(2);
    if (*in_.p == ':' || (seconds_behind_point && *in_.p == '.')) {
      t_.s = in_.Number(2);
      if (*in_.p == '.') t_.us = in_.Fraction();
    }
  }
  // Any number of signs, then digits.
  int64_t SignedNumber() {
    while (*in_.p && !std::strchr("+-0123456789", *in_.p)) ++in_.p;
    bool negative = false;
    for (; *in_.p == '+' || *in_.p == '-'; ++in_.p) {
      if (*in_.p == '-') negative = !negative;
    }
    while (*in_.p && !std::isdigit(static_cast<unsigned char>(*in_.p))) ++in_.p;
    uint64_t n = 0;
    bool overflow = false;
    for (; std::isdigit(static_cast<unsigned char>(*in_.p)); ++in_.p) {
      overflow |= __builtin_mul_overflow(n, uint64_t{10}, &n);
      overflow |= __builtin_add_overflow(n, static_cast<uint64_t>(*in_.p - '0'), &n);
    }
    if (overflow || n > uint64_t{INT64_MAX} + (negative ? 1 : 0)) {
      Error("Number out of range");
      return 0;
    }
    return static_cast<int64_t>(negative ? -n : n);
  }
  int64_t Ordinal(int* behavior);
  // `keep_time`: "+1 monday" keeps the time of day, "next monday" does not.
  void AddUnit(int64_t n, int behavior, bool keep_time) {
    const RelativeUnit* unit = ReadUnit(&in_.p);
    if (!unit) return;
    auto add = [&](int64_t* to) {
      int64_t product;
      if (__builtin_mul_overflow(n, unit->factor, &product) || __builtin_add_overflow(*to, product, to))
        Error("Number out of range");
    };
    switch (unit->kind) {
      case RelativeUnit::kMicrosecond: return add(&r().us);
      case RelativeUnit::kSecond: return add(&r().s);
      case RelativeUnit::kMinute: return add(&r().i);
      case RelativeUnit::kHour: return add(&r().h);
      case RelativeUnit::kDay: return add(&r().d);
      case RelativeUnit::kMonth: return add(&r().m);
      case RelativeUnit::kYear: return add(&r().y);
      case RelativeUnit::kWeekday:
        r().has_weekday = true;
        if (!keep_time) DropTime();
        r().d += (n > 0 ? n - 1 : n) * 7;
        r().weekday = unit->factor;
        r().weekday_behavior = behavior;
        return;
      case RelativeUnit::kWorkday:
        r().has_special = true;
        if (!keep_time) DropTime();
        r().special = Relative::kWorkdays;
        r().special_count = n;
        return;
    }
  }

  std::string_view text_;
  ParseMessages* messages_;
  TimeParts t_;
  size_t start_ = 0;  // of the token
  std::string token_;
  TextReader in_{nullptr};
};

int64_t Reader::Ordinal(int* behavior) {
  struct Word {
    const char* name;
    int behavior;
    int64_t n;
  };
  static constexpr Word kWords[] = {
      {"first", 0, 1},     {"second", 0, 2},    {"third", 0, 3},    {"fourth", 0, 4}, {"fifth", 0, 5},
      {"sixth", 0, 6},     {"seventh", 0, 7},   {"eight", 0, 8},    {"eighth", 0, 8}, {"ninth", 0, 9},
      {"tenth", 0, 10},    {"eleventh", 0, 11}, {"twelfth", 0, 12}, {"next", 0, 1},   {"last", 0, -1},
      {"previous", 0, -1}, {"this", 1, 0},
  };
  while (*in_.p && std::strchr(" \t-/", *in_.p)) ++in_.p;
  const char* start = in_.p;
  while (std::isalpha(static_cast<unsigned char>(*in_.p))) ++in_.p;
  auto length = static_cast<size_t>(in_.p - start);
  for (const Word& w : kWords) {
    if (std::strlen(w.name) == length && strncasecmp(w.name, start, length) == 0) {
      *behavior = w.behavior;
      return w.n;
    }
  }
  return 0;
}

const Rule kRules[] = {
    {R"(yesterday)", &Reader::Yesterday},
    {R"(now)", &Reader::Now},
    {R"(noon)", &Reader::Noon},
    {R"(midnight|today)", &Reader::Midnight},
    {R"(tomorrow)", &Reader::Tomorrow},
    {R"(@-?[0-9]+)", &Reader::Timestamp},
    {R"(@-?[0-9]+\.[0-9]{0,6})", &Reader::TimestampWithFraction},
    {R"((first|last) day of)", &Reader::EdgeOf},
    {R"((back|front) of (<hour24>)(<space>?<meridian>)?)", &Reader::BackOrFrontOf},
    {R"((<ordinal>|<relword>)<space>(<dayname>)<space>of)", &Reader::WeekdayOf},
    {R"((<hour12>)<space>?<meridian>|<short12>|<long12>)", &Reader::Time12},
    {R"((<hour12>):<MM>:(<SS>)[:.][0-9]+<meridian>)", &Reader::TimeOfSqlServer},
    {R"(t(<hour24>)|<short24>|<long24>|<long24><frac>)", &Reader::Time24},
    {R"(t?(<HH>)<MM>)", &Reader::FourDigits},
    {R"(t?(<HH>)<MM>(<SS>))", &Reader::SixDigits},
    {R"((<month>)/<day>(/<year>)?)", &Reader::American},
    {R"([+-]?<yyyy>-(<mm>)-(<dd>)|<yyyy>/(<mm>)/(<dd>)/?|<yyyy>/(<month>)/<day>)", &Reader::YearMonthDay},
    {R"(<yy>-(<mm>)-(<dd>))", &Reader::YearMonthDay},
    {R"([+-][0-9]{5,19}-(<mm>)-(<dd>))", &Reader::YearMonthDay},
    {R"(<yyyy>-(<month>))", &Reader::YearMonth},
    {R"(<year>-(<month>)-<day>)", &Reader::YearMonthDay},
    {R"(<day>[ .\t-]*(<monthtext>)[ .\t-]*<year>)", &Reader::DayMonthTextYear},
    {R"(<day>[.\t-](<month>)[.-]<yyyy>)", &Reader::DayMonthYear},
    {R"(<day>[.\t](<month>)\.<yy>)", &Reader::DayMonthYear},
    {R"((<monthtext>)[ .\t-]*<yyyy>)", &Reader::MonthTextYear},
    {R"(<yyyy>[ .\t-]*(<monthtext>))", &Reader::YearMonthText},
    {R"((<monthtext>)[ .\t-]*<day>[,.stndrh\t ]+<year>|<noyear>)", &Reader::MonthTextDay},
    {R"(<day>[ .\t-]*(<monthtext>))", &Reader::DayMonthText},
    {R"(<yyyy>(<mm>)(<dd>))", &Reader::EightDigits},
    {R"(<yyyy>(<mm>)(<dd>)T(<hour24>):<MM>:(<SS>)|<yyyy>(<mm>)(<dd>)t(<hour24>)<MM>(<SS>)|)"
     R"(<yyyy>-(<mm>)-(<dd>)T(<HH>):<MM>:(<SS>)<frac><correction>?|)"
     R"(<yyyy>-(<month>)-<day>T(<hour24>):<minute>:(<second>)|)"
     R"(<yyyy>:(<mm>):(<dd>) (<HH>):<MM>:(<SS>))",
     &Reader::DateAndTime},
    {R"(<yyyy>[.-]?(<dayofyear>))", &Reader::DayOfYear},
    {R"(<yyyy>-?W(<week>)-?[0-7])", &Reader::IsoWeek},
    {R"(<yyyy>-?W(<week>))", &Reader::IsoWeek},
    {R"((<monthabbr>)-(<dd>)-<year>)", &Reader::MonthTextDay},
    {R"(<year>-(<monthabbr>)-(<dd>))", &Reader::YearMonthTextDay},
    {R"(<day>/(<monthabbr>)/<yyyy>:(<HH>):<MM>:(<SS>)<space><correction>)", &Reader::LogFormat},
    {R"(<yyyy>)", &Reader::Year4},
    {R"(ago)", &Reader::Ago},
    {R"((<dayname>)|weekdays?)", &Reader::Weekday},
    {R"((<relword>)<space>week)", &Reader::RelativeWeek},
    {R"((<ordinal>|<relword>)<space>(<unit>))", &Reader::RelativeText},
    {R"(<monthfull>|<monthabbr>)", &Reader::MonthName},
    {R"(<correction>|<zone>)", &Reader::ZoneOnly},
    {R"(<noyear>(<short12>|<long12>))", &Reader::MonthDayTime12},
    {R"(<noyear>(<short24>|<long24>|<long24zone>))", &Reader::MonthDayTime24},
    {R"(<number><space>?(<unit>|week))", &Reader::RelativeNumber},
};

PatternSet& Patterns() {
  static auto* set = [] {
    static std::vector<NamedPattern> rules;
    for (const Rule& rule : kRules) rules.push_back({"", rule.pattern});
    return new PatternSet(kParts, rules);
  }();
  return *set;
}

TimeParts Reader::Run() {
  if (text_.empty()) {
    Error("Empty string");
    return t_;
  }
  auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (text_.size() > 1 && is_space(text_.front())) text_.remove_prefix(1);
  while (text_.size() > 1 && is_space(text_.back())) text_.remove_suffix(1);
  PatternSet& patterns = Patterns();
  size_t at = 0;
  while (at < text_.size() && text_[at] != '\n' && text_[at] != '\0') {
    start_ = at;
    PatternSet::Match match = patterns.Longest(text_, at);
    if (match.rule < 0) {
      if (!std::strchr(" .,\t", text_[at])) Error("Unexpected character");
      ++at;
      continue;
    }
    at += match.length;
    token_ = text_.substr(start_, match.length);
    in_.p = token_.c_str();
    (this->*kRules[match.rule].read)();
  }
  // Where something is to be said about the whole.
  start_ = std::min(at, text_.size()) + 1;
  if (t_.time_count && !IsValidTime(t_.h, t_.i, t_.s)) Warn("The parsed time was invalid");
  if (t_.has_date && !IsValidDate(t_.y, t_.m, t_.d)) Warn("The parsed date was invalid");
  return t_;
}

}  // namespace

TimeParts ParseTime(std::string_view text, ParseMessages* messages) { return Reader(text, messages).Run(); }

}  // namespace tusk
