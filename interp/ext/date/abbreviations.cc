// Names of time zones that are no identifiers: abbreviations and bare offsets.
#include <strings.h>

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "interp/ext/date/zone.h"

namespace tusk {
namespace {

// One row per abbreviation: its best known meaning. Sorted by name.
constexpr AbbreviationRow kRows[] = {
    {"a", false, 3600, nullptr},
    {"acdt", true, 37800, "Australia/Adelaide"},
    {"acst", false, 34200, "Australia/Adelaide"},
    {"addt", true, -7200, "America/Goose_Bay"},
    {"adt", true, -10800, "America/Halifax"},
    {"aedt", true, 39600, "Australia/Melbourne"},
    {"aest", false, 36000, "Australia/Melbourne"},
    {"ahdt", true, -32400, "America/Anchorage"},
    {"ahst", false, -36000, "America/Anchorage"},
    {"akdt", true, -28800, "America/Anchorage"},
    {"akst", false, -32400, "America/Anchorage"},
    {"amt", false, -13840, "America/Asuncion"},
    {"apt", true, -10800, "America/Halifax"},
    {"ast", false, -14400, "America/Anguilla"},
    {"awdt", true, 32400, "Australia/Perth"},
    {"awst", false, 28800, "Australia/Perth"},
    {"awt", true, -10800, "America/Halifax"},
    {"b", false, 7200, nullptr},
    {"bdst", true, 7200, "Europe/London"},
    {"bdt", true, -36000, "America/Adak"},
    {"bmt", false, -14309, "America/Barbados"},
    {"bst", true, 3600, "Europe/London"},
    {"c", false, 10800, nullptr},
    {"cast", false, 34200, "Australia/Adelaide"},
    {"cat", false, 7200, "Africa/Khartoum"},
    {"cddt", true, -14400, "America/Rankin_Inlet"},
    {"cdt", true, -18000, "America/Chicago"},
    {"cemt", true, 10800, "Europe/Berlin"},
    {"cest", true, 7200, "Europe/Berlin"},
    {"cet", false, 3600, "Europe/Berlin"},
    {"chst", false, 36000, "Pacific/Guam"},
    {"cmt", false, -15408, "America/Argentina/Buenos_Aires"},
    {"cpt", true, -18000, "America/Chicago"},
    {"cst", false, -21600, "America/Chicago"},
    {"cwt", true, -18000, "America/Chicago"},
    {"d", false, 14400, nullptr},
    {"dmt", false, -1521, "Europe/Dublin"},
    {"e", false, 18000, nullptr},
    {"eat", false, 10800, "Africa/Addis_Ababa"},
    {"eddt", true, -10800, "America/Iqaluit"},
    {"edt", true, -14400, "America/New_York"},
    {"eest", true, 10800, "Europe/Helsinki"},
    {"eet", false, 7200, "Europe/Helsinki"},
    {"emt", false, -26248, "Chile/EasterIsland"},
    {"ept", true, -14400, "America/New_York"},
    {"est", false, -18000, "America/New_York"},
    {"ewt", true, -14400, "America/New_York"},
    {"f", false, 21600, nullptr},
    {"ffmt", false, -14660, "America/Martinique"},
    {"fmt", false, -4056, "Atlantic/Madeira"},
    {"g", false, 25200, nullptr},
    {"gdt", true, 39600, "Pacific/Guam"},
    {"gmt", false, 0, "Africa/Abidjan"},
    {"gst", false, 36000, "Pacific/Guam"},
    {"h", false, 28800, nullptr},
    {"hdt", true, -34200, "Pacific/Honolulu"},
    {"hkst", true, 32400, "Asia/Hong_Kong"},
    {"hkt", false, 28800, "Asia/Hong_Kong"},
    {"hmt", false, -19776, "America/Havana"},
    {"hpt", true, -34200, "Pacific/Honolulu"},
    {"hst", false, -36000, "Pacific/Honolulu"},
    {"hwt", true, -34200, "Pacific/Honolulu"},
    {"i", false, 32400, nullptr},
    {"iddt", true, 14400, "Asia/Jerusalem"},
    {"idt", true, 10800, "Asia/Jerusalem"},
    {"imt", false, 25025, "Asia/Irkutsk"},
    {"ist", false, 7200, "Asia/Jerusalem"},
    {"jdt", true, 36000, "Asia/Tokyo"},
    {"jmt", false, 8440, "Asia/Jerusalem"},
    {"jst", false, 32400, "Asia/Tokyo"},
    {"k", false, 36000, nullptr},
    {"kdt", true, 36000, "Asia/Seoul"},
    {"kmt", false, 5736, "Europe/Vilnius"},
    {"kst", false, 30600, "Asia/Seoul"},
    {"l", false, 39600, nullptr},
    {"lst", true, 9394, "Europe/Riga"},
    {"m", false, 43200, nullptr},
    {"mddt", true, -18000, "America/Cambridge_Bay"},
    {"mdst", true, 16279, "Europe/Moscow"},
    {"mdt", true, -21600, "America/Denver"},
    {"mest", true, 7200, "MET"},
    {"met", false, 3600, "MET"},
    {"mmt", false, 9017, "Europe/Moscow"},
    {"mpt", true, -21600, "America/Denver"},
    {"msd", true, 14400, "Europe/Moscow"},
    {"msk", false, 10800, "Europe/Moscow"},
    {"mst", false, -25200, "America/Denver"},
    {"mwt", true, -21600, "America/Denver"},
    {"n", false, -3600, nullptr},
    {"nddt", true, -5400, "America/St_Johns"},
    {"ndt", true, -9052, "America/St_Johns"},
    {"npt", true, -9000, "America/St_Johns"},
    {"nst", false, -12600, "America/St_Johns"},
    {"nwt", true, -9000, "America/St_Johns"},
    {"nzdt", true, 46800, "Pacific/Auckland"},
    {"nzmt", false, 41400, "Pacific/Auckland"},
    {"nzst", false, 43200, "Pacific/Auckland"},
    {"o", false, -7200, nullptr},
    {"p", false, -10800, nullptr},
    {"pddt", true, -21600, "America/Inuvik"},
    {"pdt", true, -25200, "America/Los_Angeles"},
    {"pkst", true, 21600, "Asia/Karachi"},
    {"pkt", false, 18000, "Asia/Karachi"},
    {"plmt", false, 25590, "Asia/Ho_Chi_Minh"},
    {"pmt", false, -13236, "America/Paramaribo"},
    {"ppmt", false, -17340, "America/Port-au-Prince"},
    {"ppt", true, -25200, "America/Los_Angeles"},
    {"pst", false, -28800, "America/Los_Angeles"},
    {"pwt", true, -25200, "America/Los_Angeles"},
    {"q", false, -14400, nullptr},
    {"qmt", false, -18840, "America/Guayaquil"},
    {"r", false, -18000, nullptr},
    {"rmt", false, 5794, "Europe/Riga"},
    {"s", false, -21600, nullptr},
    {"sast", false, 7200, "Africa/Johannesburg"},
    {"sdmt", false, -16800, "America/Santo_Domingo"},
    {"sjmt", false, -20173, "America/Costa_Rica"},
    {"smt", false, -13884, "Atlantic/Stanley"},
    {"sst", false, -39600, "Pacific/Samoa"},
    {"t", false, -25200, nullptr},
    {"tbmt", false, 10751, "Asia/Tbilisi"},
    {"tmt", false, 12344, "Asia/Tehran"},
    {"u", false, -28800, nullptr},
    {"uct", false, 0, "Etc/UCT"},
    {"utc", false, 0, "Etc/Universal"},
    {"v", false, -32400, nullptr},
    {"w", false, -36000, nullptr},
    {"wast", true, 7200, "Africa/Windhoek"},
    {"wat", false, 3600, "Africa/Brazzaville"},
    {"wemt", true, 7200, "Europe/Lisbon"},
    {"west", true, 3600, "Europe/Paris"},
    {"wet", false, 0, "Europe/Paris"},
    {"wib", false, 25200, "Asia/Jakarta"},
    {"wit", false, 32400, "Asia/Jayapura"},
    {"wita", false, 28800, "Asia/Makassar"},
    {"wmt", false, 5040, "Europe/Vilnius"},
    {"x", false, -39600, nullptr},
    {"y", false, -43200, nullptr},
    {"yddt", true, -25200, "America/Dawson"},
    {"ydt", true, -28800, "America/Dawson"},
    {"ypt", true, -28800, "America/Dawson"},
    {"yst", false, -32400, "America/Anchorage"},
    {"ywt", true, -28800, "America/Dawson"},
    {"z", false, 0, nullptr},
};

struct OffsetRow {
  int32_t offset;
  bool dst;
  const char* zone;
};
constexpr OffsetRow kOffsets[] = {
    {-39600, false, "Pacific/Apia"},       {-36000, false, "Pacific/Honolulu"},
    {-32400, false, "America/Anchorage"},  {-28800, false, "America/Los_Angeles"},
    {-28800, true, "America/Anchorage"},   {-25200, false, "America/Denver"},
    {-25200, true, "America/Los_Angeles"}, {-21600, false, "America/Chicago"},
    {-21600, true, "America/Denver"},      {-18000, false, "America/New_York"},
    {-18000, true, "America/Chicago"},     {-16200, false, "America/Caracas"},
    {-14400, false, "America/Halifax"},    {-14400, true, "America/New_York"},
    {-10800, false, "America/Sao_Paulo"},  {-10800, true, "America/Halifax"},
    {-7200, true, "America/Sao_Paulo"},    {-3600, false, "Atlantic/Azores"},
    {0, false, "Europe/London"},           {0, true, "Atlantic/Azores"},
    {3600, false, "Europe/Paris"},         {3600, true, "Europe/London"},
    {7200, false, "Europe/Helsinki"},      {7200, true, "Europe/Paris"},
    {10800, false, "Europe/Moscow"},       {10800, true, "Europe/Helsinki"},
    {14400, false, "Asia/Dubai"},          {14400, true, "Europe/Moscow"},
    {18000, false, "Asia/Karachi"},        {19800, false, "Asia/Kolkata"},
    {20700, false, "Asia/Katmandu"},       {21600, true, "Asia/Yekaterinburg"},
    {25200, false, "Asia/Krasnoyarsk"},    {25200, true, "Asia/Novosibirsk"},
    {28800, false, "Asia/Shanghai"},       {28800, true, "Asia/Krasnoyarsk"},
    {32400, false, "Asia/Tokyo"},          {36000, false, "Australia/Melbourne"},
    {37800, true, "Australia/Adelaide"},   {39600, true, "Australia/Melbourne"},
    {43200, false, "Pacific/Auckland"},    {46800, true, "Pacific/Auckland"},
};

bool SameName(std::string_view a, const char* b) {
  return a.size() == std::char_traits<char>::length(b) && strncasecmp(a.data(), b, a.size()) == 0;
}

}  // namespace

const AbbreviationRow* FindAbbreviation(std::string_view name) {
  for (const AbbreviationRow& row : kRows) {
    if (SameName(name, row.name)) return &row;
  }
  return nullptr;
}

const AbbreviationRow* FindAbbreviation(std::string_view name, int64_t offset, int64_t dst) {
  const AbbreviationRow* row = FindAbbreviation(name);
  if (!row || offset == -1 || row->offset == offset) return row;
  // Its other meanings.
  static auto* kept = new AbbreviationRow;
  static auto* zone = new std::string;
  for (const AbbreviationUse& use : AllAbbreviations()) {
    if (!SameName(name, use.abbreviation.c_str()) || use.offset != offset || use.zone.empty()) continue;
    if (dst != -1 && use.dst != (dst != 0)) continue;
    *zone = use.zone;
    *kept = {row->name, use.dst, use.offset, zone->c_str()};
    return kept;
  }
  return row;
}

const char* ZoneForOffset(int64_t offset, int64_t dst) {
  for (const OffsetRow& row : kOffsets) {
    if (row.offset == offset && dst == (row.dst ? 1 : 0)) return row.zone;
  }
  return nullptr;
}

std::vector<AbbreviationUse> AllAbbreviations() {
  std::set<std::tuple<std::string, int32_t, bool, std::string>> seen;
  std::map<std::string, std::vector<AbbreviationUse>> by_name;
  auto add = [&](const std::string& abbreviation, bool dst, int32_t offset, const std::string& zone) {
    if (seen.emplace(abbreviation, offset, dst, zone).second)
      by_name[abbreviation].push_back({abbreviation, dst, offset, zone});
  };
  for (const AbbreviationRow& row : kRows) {
    if (row.zone) add(row.name, row.dst, row.offset, row.zone);
  }
  for (const ZonePlace& place : ZonePlaces()) {
    const ZoneInfo* zone = FindZone(place.zone);
    if (!zone) continue;
    for (const ZoneOffset& type : zone->AllTypes()) {
      if (const AbbreviationRow* row = FindAbbreviation(type.abbreviation))
        add(row->name, type.dst, type.offset, place.zone);
    }
  }
  std::vector<AbbreviationUse> out;
  for (auto& [name, uses] : by_name) out.insert(out.end(), uses.begin(), uses.end());
  // The letters of the military zones come last.
  for (const AbbreviationRow& row : kRows) {
    if (!row.zone) out.push_back({row.name, row.dst, row.offset, ""});
  }
  return out;
}

}  // namespace tusk
