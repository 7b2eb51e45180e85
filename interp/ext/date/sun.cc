// When the sun rises and sets: Paul Schlyter's method (stjarnhimlen.se), as PHP uses it.
#include <cmath>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

constexpr double kPi = 3.1415926535897932384;
constexpr double kDegrees = 180.0 / kPi;
constexpr double kRadians = kPi / 180.0;
double Sin(double degrees) { return std::sin(degrees * kRadians); }
double Cos(double degrees) { return std::cos(degrees * kRadians); }
double Turn(double degrees) { return degrees - 360.0 * std::floor(degrees * (1.0 / 360.0)); }  // 0 .. 360
double HalfTurn(double degrees) { return degrees - 360.0 * std::floor(degrees * (1.0 / 360.0) + 0.5); }

struct Sun {
  double right_ascension, declination, distance;
};
// `d`: days since 2000 January 0.0.
Sun SunAt(double d) {
  double anomaly = Turn(356.0470 + 0.9856002585 * d);
  double perihelion = 282.9404 + 4.70935E-5 * d;
  double e = 0.016709 - 1.151E-9 * d;
  double eccentric = anomaly + e * kDegrees * Sin(anomaly) * (1.0 + e * Cos(anomaly));
  double x = Cos(eccentric) - e;
  double y = std::sqrt(1.0 - e * e) * Sin(eccentric);
  Sun sun;
  sun.distance = std::sqrt(x * x + y * y);
  double longitude = std::atan2(y, x) * kDegrees + perihelion;
  if (longitude >= 360.0) longitude -= 360.0;
  x = sun.distance * Cos(longitude);
  y = sun.distance * Sin(longitude);
  double obliquity = 23.4393 - 3.563E-7 * d;
  double z = y * Sin(obliquity);
  y *= Cos(obliquity);
  sun.right_ascension = std::atan2(y, x) * kDegrees;
  sun.declination = std::atan2(z, std::sqrt(x * x + y * y)) * kDegrees;
  return sun;
}

struct Daylight {
  int state;                   // -1: below the altitude all day, 1: above it
  double rise_hour, set_hour;  // UTC hours of that day
  int64_t rise, set, transit;
};
// On the day that the zone's clock shows. `upper_limb`: the edge of the sun counts, not its middle.
Daylight DaylightOn(const Moment& moment, double longitude, double latitude, double altitude,
                    bool upper_limb) {
  TimeParts day = PartsOf(moment);
  day.h = 12;
  day.i = day.s = day.us = 0;
  Moment noon;
  ToMoment(day, &noon);
  int64_t midnight = DaysFromCivil(day.y, day.m, day.d) * kSecondsPerDay;  // UTC
  double d = static_cast<double>(midnight) / 86400 + 2440587.5 - 2451543 - longitude / 360.0;
  double sidereal =
      Turn(Turn((180.0 + 356.0470 + 282.9404) + (0.9856002585 + 4.70935E-5) * d) + 180.0 + longitude);
  Sun sun = SunAt(d);
  double south = 12.0 - HalfTurn(sidereal - sun.right_ascension) / 15.0;
  if (upper_limb) altitude -= 0.2666 / sun.distance;
  double cosine =
      (Sin(altitude) - Sin(latitude) * Sin(sun.declination)) / (Cos(latitude) * Cos(sun.declination));
  auto at = [midnight](double hour) {
    return static_cast<int64_t>(hour * 3600 + static_cast<double>(midnight));
  };
  Daylight out = {};
  out.transit = at(south);
  if (cosine >= 1.0) {
    out.state = -1;
    out.rise = out.set = out.transit;
  } else if (cosine <= -1.0) {
    out.state = 1;
    out.rise = noon.seconds - 12 * 3600;
    out.set = noon.seconds + 12 * 3600;
  } else {
    double arc = std::acos(cosine) * kDegrees / 15.0;
    out.rise_hour = south - arc;
    out.set_hour = south + arc;
    out.rise = at(out.rise_hour);
    out.set = at(out.set_hour);
  }
  return out;
}

void DateSunInfo(Args args, Value* result) {
  double latitude = args[1].d;
  double longitude = args[2].d;
  if (!std::isfinite(latitude)) return ArgumentValueError(2, "must be finite");
  if (!std::isfinite(longitude)) return ArgumentValueError(3, "must be finite");
  Moment moment = {args[0].i, 0, Zone::Id(DefaultZone())};
  struct Row {
    const char* begin;
    const char* end;
    double altitude;
  };
  static constexpr Row kRows[] = {{"sunrise", "sunset", -35.0 / 60},
                                  {"civil_twilight_begin", "civil_twilight_end", -6},
                                  {"nautical_twilight_begin", "nautical_twilight_end", -12},
                                  {"astronomical_twilight_begin", "astronomical_twilight_end", -18}};
  Array* a = NewHash(9);
  for (const Row& row : kRows) {
    bool first = &row == kRows;
    Daylight light = DaylightOn(moment, longitude, latitude, row.altitude, first);
    SetStr(a, row.begin, light.state ? Value(light.state > 0) : Value(light.rise));
    SetStr(a, row.end, light.state ? Value(light.state > 0) : Value(light.set));
    if (first) SetStr(a, "transit", Value(light.transit));
  }
  Return(result, a);
}

enum Format : int64_t { kTimestamp = 0, kString = 1, kDouble = 2 };

template <bool kSet>
void Sunrise(Args args, Value* result) {
  Deprecated("Function %s() is deprecated since 8.1, use date_sun_info() instead",
             g_state->running_function()->view());
  if (HasException()) return;
  auto number = [&](uint32_t i, const char* setting) {
    return args.IsNull(i) ? std::atof(std::string(IniGet(setting).text).c_str()) : args[i].d;
  };
  double latitude = number(2, "date.default_latitude");
  double longitude = number(3, "date.default_longitude");
  double zenith = number(4, kSet ? "date.sunset_zenith" : "date.sunrise_zenith");
  int64_t format = args.Int(1, kString);
  if (format != kTimestamp && format != kString && format != kDouble) {
    return ArgumentValueError(
        2, "must be one of SUNFUNCS_RET_TIMESTAMP, SUNFUNCS_RET_STRING, or SUNFUNCS_RET_DOUBLE");
  }
  Moment moment = {args[0].i, 0, Zone::Id(DefaultZone())};
  double ahead = args.IsNull(5) ? moment.zone.At(moment.seconds).offset / 3600 : args[5].d;
  if (!std::isfinite(latitude) || !std::isfinite(longitude)) return Return(result, false);
  Daylight light = DaylightOn(moment, longitude, latitude, 90 - zenith, true);
  if (light.state) return Return(result, false);
  if (format == kTimestamp) return Return(result, kSet ? light.set : light.rise);
  double hour = (kSet ? light.set_hour : light.rise_hour) + ahead;
  if (hour > 24 || hour < 0) hour -= std::floor(hour / 24) * 24;
  if (!(hour <= 24 && hour >= 0)) return Return(result, false);
  if (format == kDouble) return Return(result, hour);
  int whole = static_cast<int>(hour);
  Return(result, NewString(absl::StrFormat("%02d:%02d", whole, static_cast<int>((hour - whole) * 60))));
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows;
constexpr uint16_t kWarns = kReads | Effects::kWarns | Effects::kCallsBack | Effects::kWritesState;
constexpr char kSignature[] =
    "(int $timestamp, int $returnFormat = SUNFUNCS_RET_STRING, ?float $latitude = null, ?float $longitude = "
    "null, "
    "?float $zenith = null, ?float $utcOffset = null): string|int|float|false";
constexpr BuiltinRow kRows[] = {
    {"date_sun_info", "(int $timestamp, float $latitude, float $longitude): array", kReads, DateSunInfo},
    {"date_sunrise", kSignature, kWarns, Sunrise<false>},
    {"date_sunset", kSignature, kWarns, Sunrise<true>},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kSunFunctions(kRows);

}  // namespace tusk
