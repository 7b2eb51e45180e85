// Moments from clock readings and back; intervals between and added to them.
#include "interp/ext/date/moment.h"

#include <time.h>

#include <cstdlib>
#include <tuple>
#include <utility>

#include "interp/ext/date/calendar.h"

namespace tusk {

Clock ClockOf(const Moment& moment) {
  Clock c;
  c.zone = moment.zone.At(moment.seconds);
  __int128 local = static_cast<__int128>(moment.seconds) + c.zone.offset;
  auto days = static_cast<int64_t>(local / kSecondsPerDay - (local % kSecondsPerDay < 0));
  auto second = static_cast<int64_t>(local - static_cast<__int128>(days) * kSecondsPerDay);
  CivilDate date = CivilFromDays(days);
  return {date.y, date.m, date.d, second / 3600, second % 3600 / 60, second % 60, moment.microseconds,
          c.zone};
}

Moment CurrentMoment(const Zone& zone) {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return {now.tv_sec, now.tv_nsec / 1000, zone};
}

int CompareMoments(const Moment& a, const Moment& b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return a.microseconds < b.microseconds ? -1 : a.microseconds > b.microseconds;
}

TimeParts PartsOf(const Moment& moment) {
  Clock c = ClockOf(moment);
  TimeParts p;
  std::tie(p.y, p.m, p.d, p.h, p.i, p.s, p.us) = std::tie(c.y, c.m, c.d, c.h, c.i, c.s, c.us);
  p.zone = moment.zone;
  p.dst = c.zone.dst;
  p.zone_count = 1;
  return p;
}

void FillParts(TimeParts* p, const Moment& now, bool keep_time) {
  if (!keep_time && p->has_date && p->time_count == 0) p->h = p->i = p->s = p->us = 0;
  bool any = p->y != kUnset || p->m != kUnset || p->d != kUnset || p->h != kUnset || p->i != kUnset ||
             p->s != kUnset;
  if (p->us == kUnset) p->us = any ? 0 : now.microseconds;
  if (p->zone.kind == ZoneKind::kNone) {
    p->zone = now.zone;
    p->dst = now.zone.At(now.seconds).dst;
  }
  Clock c = ClockOf(now);
  auto fill = [](int64_t* part, int64_t value) {
    if (*part == kUnset) *part = value;
  };
  fill(&p->y, c.y);
  fill(&p->m, c.m);
  fill(&p->d, c.d);
  fill(&p->h, c.h);
  fill(&p->i, c.i);
  fill(&p->s, c.s);
}

namespace {

// Larger numbers mean moments that 64 bits do not hold, whatever they count.
constexpr int64_t kLargest = int64_t{1} << 56;

void CarryMonths(TimeParts* p) {
  p->y += FloorDiv(p->m - 1, 12);
  p->m = FloorMod(p->m - 1, 12) + 1;
}
// Makes month and day those of a calendar and the time one of that day, `more` seconds added to it.
void Normalize(TimeParts* p, __int128 more = 0) {
  CarryMonths(p);
  __int128 second = static_cast<__int128>(p->h) * 3600 + static_cast<__int128>(p->i) * 60 + p->s + more;
  __int128 days = second / kSecondsPerDay - (second % kSecondsPerDay < 0);
  second -= days * kSecondsPerDay;
  p->h = static_cast<int64_t>(second / 3600);
  p->i = static_cast<int64_t>(second % 3600 / 60);
  p->s = static_cast<int64_t>(second % 60);
  CivilDate date = CivilFromDays(DaysFromCivil(p->y, p->m, p->d + static_cast<int64_t>(days)));
  p->y = date.y;
  p->m = date.m;
  p->d = date.d;
}

void GoToWeekday(TimeParts* p, Relative* r) {
  int64_t today = WeekdayOf(p->y, p->m, p->d);
  if (r->weekday_behavior == 2) {
    // Weeks end with Sunday.
    if (today == 0 && r->weekday != 0) r->weekday -= 7;
    if (r->weekday == 0 && today != 0) r->weekday = 7;
    p->d += r->weekday - today;
    return;
  }
  if (r->weekday < 0) {
    p->d -= 7 - (-r->weekday - today);
    return;
  }
  int64_t ahead = r->weekday - today;
  bool over = r->d < 0 ? ahead < 0 : ahead <= -r->weekday_behavior;
  p->d += over ? ahead + 7 : ahead;
}

// Counts from Monday to Friday only.
void AddWorkdays(TimeParts* p, int64_t count) {
  int64_t day = DaysFromCivil(p->y, p->m, p->d);
  auto is_weekend = [&] { return FloorMod(day + 3, 7) >= 5; };
  if (count == 0) {
    while (is_weekend()) ++day;
  }
  int64_t step = count < 0 ? -1 : 1;
  int64_t left = count * step;
  if (left > 5) {
    day += step * ((left - 1) / 5) * 7;
    left = (left - 1) % 5 + 1;
  }
  for (; left > 0; --left) {
    do {
      day += step;
    } while (is_weekend());
  }
  CivilDate date = CivilFromDays(day);
  p->y = date.y;
  p->m = date.m;
  p->d = date.d;
}

// The offset that a clock of the zone which shows `local` (seconds as if in UTC) has. Where clocks are put
// back, p.dst says which of the two moments is meant; where they jump ahead, it is the offset before.
int32_t OffsetForLocal(const TimeParts& p, int64_t local) {
  if (p.zone.kind != ZoneKind::kId) return p.zone.At(0).offset;
  const ZoneInfo* zone = p.zone.info;
  ZoneOffset current = zone->At(local);
  ZoneOffset actual = zone->At(local - current.offset);
  if (current.offset == actual.offset && p.zone_count > 0) {
    if (current.offset >= 0 && p.dst && !current.dst) {
      // East of Greenwich: the transition is behind already.
      ZoneOffset earlier = zone->At(local - current.offset - 7200);
      if (earlier.offset != actual.offset && local - earlier.offset < actual.since) actual = earlier;
    } else if (current.offset <= 0 && current.dst && !p.dst) {
      ZoneOffset later = zone->At(local - current.offset + 7200);
      if (later.offset != actual.offset && local - later.offset >= later.since) actual = later;
    }
  }
  if (current.offset == actual.offset) return actual.offset;
  int64_t moment = local - actual.offset;
  bool in_transition = actual.since != INT64_MIN &&
                       moment >= actual.since + (current.offset - actual.offset) && moment < actual.since;
  return in_transition ? current.offset : actual.offset;
}

}  // namespace

bool ToMoment(const TimeParts& parts, Moment* out) {
  TimeParts p = parts;
  Relative& r = p.relative;
  for (int64_t v : {p.y, p.m, p.d, r.y, r.m, r.d, r.special_count}) {
    if (v > kLargest || v < -kLargest) return false;
  }
  if (r.has_special && (r.special == Relative::kNthOfMonth || r.special == Relative::kLastOfMonth)) {
    p.d = 1;
    p.m += r.m + (r.special == Relative::kLastOfMonth);
    r.m = 0;
  }
  auto go_to_edge = [&](__int128 more) {
    if (r.edge == Relative::kFirstDay) p.d = 1;
    if (r.edge == Relative::kLastDay) {
      p.d = 0;
      ++p.m;
    }
    Normalize(&p, more);
  };
  go_to_edge(0);
  if (r.has_weekday) GoToWeekday(&p, &r);
  Normalize(&p);
  __int128 us = p.us;
  __int128 more = 0;
  if (p.has_relative) {
    p.d += r.d;
    p.m += r.m;
    p.y += r.y;
    us += r.us;
    more = static_cast<__int128>(r.h) * 3600 + static_cast<__int128>(r.i) * 60 + r.s;
  }
  __int128 carry = us / 1000000 - (us % 1000000 < 0);
  go_to_edge(more + carry);
  if (r.has_special && r.special == Relative::kWorkdays) AddWorkdays(&p, r.special_count);

  __int128 local =
      static_cast<__int128>(DaysFromCivil(p.y, p.m, p.d)) * kSecondsPerDay + p.h * 3600 + p.i * 60 + p.s;
  if (local > INT64_MAX - kSecondsPerDay || local < INT64_MIN + kSecondsPerDay) {
    // Close to the end of time only fixed offsets are exact.
    if (local > INT64_MAX || local < INT64_MIN) return false;
    local -= p.zone.kind == ZoneKind::kId ? p.zone.info->At(static_cast<int64_t>(local)).offset
                                          : p.zone.At(0).offset;
  } else {
    local -= OffsetForLocal(p, static_cast<int64_t>(local));
  }
  if (local > INT64_MAX || local < INT64_MIN) return false;
  out->seconds = static_cast<int64_t>(local);
  out->microseconds = static_cast<int64_t>(us - carry * 1000000);
  out->zone = p.zone;
  return true;
}

namespace {

// Brings *small into 0 .. base - 1.
void Carry(int64_t base, int64_t* small, int64_t* large) {
  *large += FloorDiv(*small, base);
  *small = FloorMod(*small, base);
}

// Negative days are borrowed from months: those before `y`-`m`, or from it on when the difference runs
// backwards.
void CarryDays(int64_t y, int64_t m, Interval* r) {
  while (r->d < 0) {
    if (!r->invert && --m < 1) {
      m = 12;
      --y;
    }
    r->d += DaysInMonth(y, m);
    --r->m;
    if (r->invert && ++m > 12) {
      m = 1;
      ++y;
    }
  }
}

void NormalizeInterval(const Clock& base, Interval* r) {
  Carry(1000000, &r->us, &r->s);
  Carry(60, &r->s, &r->i);
  Carry(60, &r->i, &r->h);
  Carry(24, &r->h, &r->d);
  Carry(12, &r->m, &r->y);
  CarryDays(base.y, base.m, r);
  Carry(12, &r->m, &r->y);
}

int64_t WholeDays(const Moment& one, const Clock& a, const Moment& two, const Clock& b, bool same_zone) {
  if (!same_zone) return std::abs((one.seconds - two.seconds) / kSecondsPerDay);
  const Clock* early = &a;
  const Clock* late = &b;
  if (CompareMoments(one, two) > 0) std::swap(early, late);
  int64_t days = std::abs(DaysFromCivil(a.y, a.m, a.d) - DaysFromCivil(b.y, b.m, b.d));
  bool later_in_day =
      std::tie(early->h, early->i, early->s, early->us) > std::tie(late->h, late->i, late->s, late->us);
  return days > 0 && later_in_day ? days - 1 : days;
}

}  // namespace

Interval Difference(const Moment& from, const Moment& to) {
  Moment one = from;
  Moment two = to;
  Clock a = ClockOf(one);
  Clock b = ClockOf(two);
  bool same_zone = one.zone.kind == ZoneKind::kId && two.zone.kind == ZoneKind::kId &&
                   one.zone.info->name() == two.zone.info->name();
  Interval r;
  r.on_clock = true;
  bool swapped =
      same_zone ? std::tie(a.y, a.m, a.d, a.h, a.i, a.s, a.us) > std::tie(b.y, b.m, b.d, b.h, b.i, b.s, b.us)
                : CompareMoments(one, two) > 0;
  if (swapped) {
    std::swap(one, two);
    std::swap(a, b);
    r.invert = true;
  }
  r.y = b.y - a.y;
  r.m = b.m - a.m;
  r.d = b.d - a.d;
  r.h = b.h - a.h;
  r.i = b.i - a.i;
  r.s = b.s - a.s;
  r.us = b.us - a.us;
  r.days = WholeDays(one, a, two, b, same_zone);
  const Clock& base = r.invert ? a : b;
  if (!same_zone) {
    r.s += a.zone.offset - b.zone.offset;
    NormalizeInterval(base, &r);
    return r;
  }
  int64_t correction = b.zone.offset - a.zone.offset;  // positive: clocks went forward in between
  int64_t elapsed = two.seconds - one.seconds;
  ZoneOffset last = b.zone;
  if (elapsed < 0) {
    // Both lie in the hours that clocks showed twice: the second time shows less.
    r.invert = !r.invert;
    r.h = -elapsed / 3600;
    r.i = -elapsed % 3600 / 60;
    r.s = -elapsed % 60;
  }
  NormalizeInterval(base, &r);
  if (a.zone.dst && !b.zone.dst) {
    // Clocks were put back. Within a day, elapsed time counts.
    if (elapsed + correction < kSecondsPerDay) {
      r.h -= correction / 3600;
      r.i -= correction % 3600 / 60;
    }
  } else if (!a.zone.dst && b.zone.dst && elapsed >= 0) {
    // Clocks went forward.
    bool skipped =
        one.seconds + kSecondsPerDay > last.since && one.seconds + kSecondsPerDay <= last.since + correction;
    if (last.since != INT64_MIN && !skipped && two.seconds >= last.since &&
        (elapsed + correction) % kSecondsPerDay > two.seconds - last.since) {
      r.h -= correction / 3600;
      r.i -= correction % 3600 / 60;
    }
  } else if (elapsed >= kSecondsPerDay) {
    ZoneOffset before = two.zone.At(two.seconds - b.zone.offset);
    int64_t change = a.zone.offset - before.offset;
    if (before.since != INT64_MIN && two.seconds >= before.since - change && two.seconds < before.since) {
      --r.d;
      r.h = 24;
    }
  }
  return r;
}

Moment AddInterval(const Moment& moment, const Interval& interval, int sign) {
  TimeParts p = PartsOf(moment);
  Moment out = moment;
  if (interval.on_clock && (interval.words.has_weekday || interval.words.has_special) && sign > 0) {
    p.has_relative = true;
    p.relative = interval.words;
    ToMoment(p, &out);
    return out;
  }
  if (interval.invert) sign = -sign;
  p.has_relative = true;
  p.relative.y = interval.y * sign;
  p.relative.m = interval.m * sign;
  p.relative.d = interval.d * sign;
  if (interval.on_clock) {
    p.relative.edge = interval.words.edge;
    p.relative.h = interval.h * sign;
    p.relative.i = interval.i * sign;
    p.relative.s = interval.s * sign;
    p.relative.us = interval.us * sign;
    ToMoment(p, &out);
    return out;
  }
  // Years to days on the calendar, the rest as time that passes.
  if (p.relative.y || p.relative.m || p.relative.d) ToMoment(p, &out);
  int64_t us = out.microseconds + interval.us * sign;
  out.seconds += sign * (interval.h * 3600 + interval.i * 60 + interval.s) + FloorDiv(us, 1000000);
  out.microseconds = FloorMod(us, 1000000);
  return out;
}

bool ParseIsoDuration(std::string_view text, Interval* out) {
  if (text.empty() || text[0] != 'P') return false;
  size_t at = 1;
  auto digits = [&](int64_t* n) {
    size_t start = at;
    *n = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      if (*n < kLargest / 10) *n = *n * 10 + (text[at] - '0');
      ++at;
    }
    return at - start;
  };
  int64_t n;
  // The form of a date: P0001-02-03T04:05:06.
  if (digits(&n) == 4 && at < text.size() && text[at] == '-') {
    int64_t v[5];
    static constexpr char kBefore[] = {'-', '-', 'T', ':', ':'};
    static constexpr int64_t kLimits[] = {12, 31, 24, 59, 59};
    for (int i = 0; i < 5; ++i) {
      if (at >= text.size() || text[at++] != kBefore[i] || digits(&v[i]) != 2 || v[i] > kLimits[i])
        return false;
    }
    *out = {.y = n, .m = v[0], .d = v[1], .h = v[2], .i = v[3], .s = v[4]};
    return at == text.size();
  }
  at = 1;
  *out = {};
  bool in_time = false;
  bool any = false;
  bool weeks = false;
  // Units come in this order, each at most once.
  static constexpr std::string_view kDateUnits = "YMWD";
  static constexpr std::string_view kTimeUnits = "HMS";
  size_t next = 0;
  while (at < text.size()) {
    if (text[at] == 'T' && !in_time) {
      in_time = true;
      next = 0;
      if (++at == text.size()) return false;
      continue;
    }
    size_t length = digits(&n);
    if (length == 0 || length > 12 || at >= text.size()) return false;
    std::string_view units = in_time ? kTimeUnits : kDateUnits;
    size_t unit = units.find(text[at++]);
    if (unit == units.npos || unit < next) return false;
    next = unit + 1;
    any = true;
    if (in_time) {
      (unit == 0 ? out->h : unit == 1 ? out->i : out->s) = n;
    } else if (unit == 2) {
      weeks = true;
      out->d = n * 7;
    } else if (unit == 3) {
      out->d = weeks ? out->d + n : n;
    } else {
      (unit == 0 ? out->y : out->m) = n;
    }
  }
  return any;
}

bool ParseIsoMoment(std::string_view text, Moment* out) {
  std::string digits;
  for (char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  bool plain = text.size() == 16 && text[8] == 'T' && text[15] == 'Z';
  bool separated = text.size() == 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
                   text[13] == ':' && text[16] == ':' && text[19] == 'Z';
  if (digits.size() != 14 || (!plain && !separated)) return false;
  auto number = [&](size_t at, size_t n) { return std::atoll(digits.substr(at, n).c_str()); };
  TimeParts p;
  p.y = number(0, 4);
  p.m = number(4, 2);
  p.d = number(6, 2);
  p.h = number(8, 2);
  p.i = number(10, 2);
  p.s = number(12, 2);
  p.us = 0;
  p.zone = Zone::Offset(0);
  return ToMoment(p, out);
}

}  // namespace tusk
