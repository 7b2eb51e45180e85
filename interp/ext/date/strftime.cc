// strftime() and gmstrftime(): C's conversions over PHP's zones.
#include <ctime>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

template <bool kUtc>
void Strftime(Args args, Value* result) {
  Deprecated("Function %s() is deprecated since 8.1, use IntlDateFormatter::format() instead",
             g_state->running_function()->view());
  if (HasException()) return;
  std::string format(args.View(0));
  if (format.empty()) return Return(result, false);
  Zone zone = Zone::Id(kUtc ? ZoneInfo::Utc() : DefaultZone());
  Moment moment = CurrentMoment(zone);
  if (!args.IsNull(1)) moment.seconds = args[1].i;
  Clock c = ClockOf(moment);
  tm t = {};
  t.tm_sec = static_cast<int>(c.s);
  t.tm_min = static_cast<int>(c.i);
  t.tm_hour = static_cast<int>(c.h);
  t.tm_mday = static_cast<int>(c.d);
  t.tm_mon = static_cast<int>(c.m - 1);
  t.tm_year = static_cast<int>(c.y - 1900);
  t.tm_wday = static_cast<int>(WeekdayOf(c.y, c.m, c.d));
  t.tm_yday = static_cast<int>(DayOfYear(c.y, c.m, c.d));
  t.tm_isdst = kUtc ? 0 : c.zone.dst;
  t.tm_gmtoff = c.zone.offset;
  t.tm_zone = kUtc ? "GMT" : c.zone.abbreviation;
  // The byte in front tells an empty result from one that did not fit.
  format.insert(0, 1, ' ');
  std::string out(format.size() + 64, '\0');
  size_t length;
  while ((length = std::strftime(out.data(), out.size(), format.c_str(), &t)) == 0) {
    if (out.size() > (1 << 20)) return Return(result, false);
    out.resize(out.size() * 2);
  }
  if (length == 1) return Return(result, false);
  Return(result, NewString(std::string_view(out).substr(1, length - 1)));
}

constexpr uint16_t kEffects =
    Effects::kReadsState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"gmstrftime", "(string $format, ?int $timestamp = null): string|false", kEffects, Strftime<true>},
    {"strftime", "(string $format, ?int $timestamp = null): string|false", kEffects, Strftime<false>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kStrftimeFunctions(kRows);

}  // namespace tusk
