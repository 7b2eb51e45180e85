// Reading the time zone database.
#include "interp/ext/date/zone.h"

#include <dirent.h>
#include <strings.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "interp/ext/date/calendar.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

constexpr char kDatabase[] = "/usr/share/zoneinfo/";

int64_t BigEndian(const char* p, int bytes) {
  uint64_t v = 0;
  for (int i = 0; i < bytes; ++i) v = v << 8 | static_cast<uint8_t>(p[i]);
  return bytes == 4 ? static_cast<int32_t>(v) : static_cast<int64_t>(v);
}

// Empty when it can't be read.
std::string ReadFile(const std::string& path, size_t most = 1 << 20) {
  std::string out;
  FILE* f = std::fopen(path.c_str(), "rb");
  if (!f) return out;
  char block[4096];
  for (size_t n;
       out.size() < most && (n = std::fread(block, 1, std::min(sizeof block, most - out.size()), f)) > 0;)
    out.append(block, n);
  std::fclose(f);
  return out;
}

// The name of an entry of the folder that equals `name` in any case; empty: none.
std::string EntryInAnyCase(const std::string& folder, std::string_view name) {
  std::string found;
  if (DIR* d = opendir(folder.c_str())) {
    while (const dirent* e = readdir(d)) {
      if (name.size() == std::strlen(e->d_name) && strncasecmp(e->d_name, name.data(), name.size()) == 0) {
        found = e->d_name;
        break;
      }
    }
    closedir(d);
  }
  return found;
}

// The identifier as the database spells it; empty: none.
std::string Spelling(std::string_view name) {
  std::string spelled;
  while (!name.empty()) {
    size_t slash = name.find('/');
    std::string_view part = name.substr(0, slash);
    std::string entry = EntryInAnyCase(kDatabase + spelled, part);
    if (entry.empty()) return "";
    spelled += entry;
    if (slash == name.npos) break;
    spelled += '/';
    name.remove_prefix(slash + 1);
  }
  return spelled;
}

bool PlausibleName(std::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] == '.' || name[0] == '/') return false;
  for (char c : name) {
    bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
              c == '_' || c == '-' || c == '+';
    if (!ok) return false;
  }
  std::string_view first = name.substr(0, name.find('/'));
  return first != "posix" && first != "right" && first != "posixrules" && first != "localtime";
}

const char* Keep(std::string_view text) { return strndup(text.data(), text.size()); }

// Parts of a POSIX TZ string; each moves *p on. False: malformed.
bool ReadAbbreviation(const char** p, const char** out) {
  const char* start = *p;
  if (*start == '<') {
    const char* end = std::strchr(start, '>');
    if (!end) return false;
    *out = Keep({start + 1, static_cast<size_t>(end - start - 1)});
    *p = end + 1;
    return true;
  }
  while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z')) ++*p;
  *out = Keep({start, static_cast<size_t>(*p - start)});
  return *p != start;
}
bool ReadClock(const char** p, int64_t* seconds) {
  int64_t sign = **p == '-' ? -1 : 1;
  if (**p == '-' || **p == '+') ++*p;
  if (**p < '0' || **p > '9') return false;
  int64_t unit = 3600;
  *seconds = 0;
  for (;; ++*p) {
    char* end;
    *seconds += std::strtoll(*p, &end, 10) * unit;
    *p = end;
    unit /= 60;
    if (**p != ':' || unit == 0) break;
  }
  *seconds *= sign;
  return true;
}

}  // namespace

const ZoneInfo* ZoneInfo::Utc() {
  static const ZoneInfo* utc = [] {
    auto* zone = new ZoneInfo;
    zone->name_ = "UTC";
    zone->types_.push_back({0, false, 0});
    zone->abbreviations_ = std::string("UTC\0", 4);
    return zone;
  }();
  return utc;
}

const ZoneInfo* ZoneInfo::Read(std::string name, std::string_view data) {
  if (data.size() < 44 || !data.starts_with("TZif")) return nullptr;
  auto* zone = new ZoneInfo;
  zone->name_ = std::move(name);
  auto fail = [zone] {
    delete zone;
    return nullptr;
  };
  // The first block has 4-byte times; a second one with 8-byte times follows in all but the oldest files.
  int width = 4;
  size_t at = 0;
  size_t sizes[6];  // isut, isstd, leap, time, type, char
  auto header = [&] {
    if (data.size() < at + 44) return false;
    for (int i = 0; i < 6; ++i) {
      sizes[i] = static_cast<size_t>(BigEndian(&data[at + 20 + static_cast<size_t>(i) * 4], 4));
    }
    at += 44;
    size_t w = static_cast<size_t>(width);
    return at + sizes[3] * (w + 1) + sizes[4] * 6 + sizes[5] + sizes[2] * (w + 4) + sizes[1] + sizes[0] <=
           data.size();
  };
  if (!header()) return fail();
  if (data[4] >= '2') {
    at += sizes[3] * 5 + sizes[4] * 6 + sizes[5] + sizes[2] * 8 + sizes[1] + sizes[0];
    width = 8;
    if (!header()) return fail();
  }
  for (size_t i = 0; i < sizes[3]; ++i, at += static_cast<size_t>(width))
    zone->times_.push_back(BigEndian(&data[at], width));
  for (size_t i = 0; i < sizes[3]; ++i) zone->type_at_.push_back(static_cast<uint8_t>(data[at++]));
  for (size_t i = 0; i < sizes[4]; ++i, at += 6) {
    zone->types_.push_back({static_cast<int32_t>(BigEndian(&data[at], 4)), data[at + 4] != 0,
                            static_cast<uint8_t>(data[at + 5])});
  }
  zone->abbreviations_.assign(data.substr(at, sizes[5]));
  zone->abbreviations_.push_back('\0');
  at += sizes[5] + sizes[2] * static_cast<size_t>(width + 4) + sizes[1] + sizes[0];
  if (zone->types_.empty()) return fail();
  for (uint8_t type : zone->type_at_) {
    if (type >= zone->types_.size()) return fail();
  }
  if (width == 8 && at + 1 < data.size() && data[at] == '\n') {
    std::string rule(data.substr(at + 1, data.find('\n', at + 1) - at - 1));
    zone->has_rule_ = zone->ReadRule(rule.c_str());
  }
  return zone;
}

bool ZoneInfo::ReadRule(const char* p) {
  int64_t west;
  if (!ReadAbbreviation(&p, &standard_.abbreviation) || !ReadClock(&p, &west)) return false;
  standard_.offset = static_cast<int32_t>(-west);
  if (!*p) return true;
  west -= 3600;
  if (!ReadAbbreviation(&p, &summer_.abbreviation)) return false;
  if (*p != ',' && !ReadClock(&p, &west)) return false;
  summer_.offset = static_cast<int32_t>(-west);
  summer_.dst = true;
  for (Change* change : {&to_summer_, &to_standard_}) {
    if (*p++ != ',') return false;
    char* end;
    if (*p == 'M') {
      change->month = static_cast<int>(std::strtol(p + 1, &end, 10));
      change->week = static_cast<int>(std::strtol(end + 1, &end, 10));
      change->day = static_cast<int>(std::strtol(end + 1, &end, 10));
    } else {
      change->kind = *p == 'J' ? 'J' : 'D';
      change->day = static_cast<int>(std::strtol(*p == 'J' ? p + 1 : p, &end, 10));
    }
    p = end;
    if (*p == '/' && !ReadClock(&++p, &change->second)) return false;
  }
  rule_has_dst_ = true;
  return true;
}

int64_t ZoneInfo::DayOf(const Change& change, int64_t year) {
  int64_t january = DaysFromCivil(year, 1, 1);
  if (change.kind == 'D') return january + change.day;
  if (change.kind == 'J') return january + change.day - 1 + (IsLeapYear(year) && change.day >= 60);
  int64_t first = DaysFromCivil(year, change.month, 1);
  int64_t day = first + FloorMod(change.day - FloorMod(first + 4, 7), 7) + (change.week - 1) * 7;
  int64_t length = DaysInMonth(year, change.month);
  while (day >= first + length) day -= 7;
  return day;
}

// The two transitions of a year, in order of time.
void ZoneInfo::RuleTransitions(int64_t year, ZoneOffset out[2]) const {
  out[0] = summer_;
  out[0].since = DayOf(to_summer_, year) * kSecondsPerDay + to_summer_.second - standard_.offset;
  out[1] = standard_;
  out[1].since = DayOf(to_standard_, year) * kSecondsPerDay + to_standard_.second - summer_.offset;
  if (out[1].since < out[0].since) std::swap(out[0], out[1]);
}

ZoneOffset ZoneInfo::FromType(uint8_t type, int64_t since) const {
  const Type& t = types_[type];
  return {t.offset, t.dst, abbreviations_.c_str() + t.abbreviation, since};
}

ZoneOffset ZoneInfo::At(int64_t timestamp) const {
  if (times_.empty() || timestamp < times_[0]) {
    if (times_.empty() && has_rule_ && !rule_has_dst_) return standard_;
    if (!times_.empty() || !has_rule_) return FromType(0, INT64_MIN);
  }
  if (has_rule_ && (times_.empty() || timestamp >= times_.back())) {
    int64_t last = times_.empty() ? INT64_MIN : times_.back();
    if (!rule_has_dst_) {
      ZoneOffset o = standard_;
      o.since = last;
      return o;
    }
    int64_t year = CivilFromDays(FloorDiv(timestamp, kSecondsPerDay)).y;
    ZoneOffset best = times_.empty() ? standard_ : FromType(type_at_.back(), last);
    for (int64_t y = year - 1; y <= year + 1; ++y) {
      ZoneOffset pair[2];
      RuleTransitions(y, pair);
      for (const ZoneOffset& t : pair) {
        if (t.since <= timestamp && t.since > best.since) best = t;
      }
    }
    return best;
  }
  size_t i = static_cast<size_t>(std::upper_bound(times_.begin(), times_.end(), timestamp) - times_.begin());
  return FromType(type_at_[i - 1], times_[i - 1]);
}

std::vector<ZoneOffset> ZoneInfo::Transitions(int64_t from, int64_t to) const {
  std::vector<ZoneOffset> out;
  for (size_t i = 0; i < times_.size(); ++i) {
    if (times_[i] > from && times_[i] <= to) out.push_back(FromType(type_at_[i], times_[i]));
  }
  if (!has_rule_ || !rule_has_dst_) return out;
  int64_t last = times_.empty() ? INT64_MIN : times_.back();
  int64_t begin = std::max(from, last == INT64_MIN ? from : last);
  int64_t limit = DaysFromCivil(10000, 1, 1) * kSecondsPerDay;
  int64_t stop = std::min(to, limit);
  if (begin < -limit) begin = -limit;
  for (int64_t y = CivilFromDays(FloorDiv(begin, kSecondsPerDay)).y;; ++y) {
    ZoneOffset pair[2];
    RuleTransitions(y, pair);
    for (const ZoneOffset& t : pair) {
      if (t.since > stop) return out;
      if (t.since > begin) out.push_back(t);
    }
  }
}

std::vector<ZoneOffset> ZoneInfo::AllTypes() const {
  std::vector<ZoneOffset> out;
  for (size_t i = 0; i < types_.size(); ++i) out.push_back(FromType(static_cast<uint8_t>(i), 0));
  return out;
}

const ZoneInfo* FindZone(std::string_view name) {
  static auto* zones = new absl::flat_hash_map<std::string, const ZoneInfo*>;
  if (!PlausibleName(name)) return nullptr;
  std::string key(name);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  if (key == "utc") return ZoneInfo::Utc();
  auto [it, is_new] = zones->try_emplace(key, nullptr);
  if (!is_new) return it->second;
  std::string spelling = Spelling(name);
  if (!spelling.empty()) it->second = ZoneInfo::Read(spelling, ReadFile(kDatabase + spelling));
  return it->second;
}

Zone Zone::Id(const ZoneInfo* info) {
  Zone z;
  z.kind = ZoneKind::kId;
  z.info = info;
  return z;
}
Zone Zone::Offset(int32_t seconds) {
  Zone z;
  z.kind = ZoneKind::kOffset;
  z.offset = seconds;
  return z;
}

ZoneOffset Zone::At(int64_t timestamp) const {
  if (kind == ZoneKind::kId) return info->At(timestamp);
  if (kind == ZoneKind::kAbbreviation) return {offset + (dst ? 3600 : 0), dst, abbreviation, INT64_MIN};
  return {offset, false, nullptr, INT64_MIN};
}

std::string Zone::Name() const {
  if (kind == ZoneKind::kId) return info->name();
  return kind == ZoneKind::kAbbreviation ? abbreviation : OffsetText(offset, true, true);
}

std::string OffsetText(int32_t seconds, bool colon, bool with_seconds) {
  char text[32];
  int s = std::abs(seconds);
  char sign = seconds < 0 ? '-' : '+';
  std::snprintf(text, sizeof text, colon ? "%c%02d:%02d" : "%c%02d%02d", sign, s / 3600, s % 3600 / 60);
  std::string out = text;
  if (with_seconds && s % 60) {
    std::snprintf(text, sizeof text, colon ? ":%02d" : "%02d", s % 60);
    out += text;
  }
  return out;
}

namespace {
const ZoneInfo* g_chosen_zone = nullptr;  // by date_default_timezone_set()
}  // namespace

const ZoneInfo* DefaultZone() {
  if (g_chosen_zone) return g_chosen_zone;
  // The setting date.timezone, whose text is compared rather than looked up each time.
  static auto* text = new std::string;
  static const ZoneInfo* zone = ZoneInfo::Utc();
  std::string_view setting = IniGet("date.timezone").text;
  if (setting != *text) {
    *text = setting;
    const ZoneInfo* found = FindZone(setting);
    zone = found ? found : ZoneInfo::Utc();
  }
  return zone;
}
bool SetDefaultZone(std::string_view name) {
  const ZoneInfo* zone = FindZone(name);
  if (zone) g_chosen_zone = zone;
  return zone != nullptr;
}

const std::vector<ZonePlace>& ZonePlaces() {
  static const auto* places = [] {
    auto* out = new std::vector<ZonePlace>;
    std::string table = ReadFile(std::string(kDatabase) + "zone.tab");
    // "+5230" or "+0519-00402" style coordinates: degrees, minutes, perhaps seconds.
    auto angle = [](std::string_view text) {
      double sign = text[0] == '-' ? -1 : 1;
      text.remove_prefix(1);
      size_t degrees = text.size() % 2 == 0 ? 2 : 3;
      auto number = [&](size_t at, size_t n) {
        return at < text.size() ? std::atof(std::string(text.substr(at, n)).c_str()) : 0;
      };
      double v = number(0, degrees) + number(degrees, 2) / 60 + number(degrees + 2, 2) / 3600;
      return sign * v;
    };
    for (size_t at = 0; at < table.size();) {
      size_t end = std::min(table.find('\n', at), table.size());
      std::string line = table.substr(at, end - at);
      at = end + 1;
      if (line.empty() || line[0] == '#') continue;
      std::vector<std::string> columns(1);
      for (char c : line) {
        if (c == '\t') {
          columns.emplace_back();
        } else {
          columns.back() += c;
        }
      }
      if (columns.size() < 3) continue;
      std::string_view place = columns[1];
      size_t second = place.find_first_of("+-", 1);
      if (second == place.npos) continue;
      out->push_back({columns[0], angle(place.substr(0, second)), angle(place.substr(second)), columns[2],
                      columns.size() > 3 ? columns[3] : ""});
    }
    std::sort(out->begin(), out->end(),
              [](const ZonePlace& a, const ZonePlace& b) { return a.zone < b.zone; });
    return out;
  }();
  return *places;
}

std::string DatabaseVersion() {
  constexpr std::string_view kMark = "# version ";
  std::string text = ReadFile(std::string(kDatabase) + "tzdata.zi", 64);
  if (!text.starts_with(kMark) || text.size() < kMark.size() + 5) return "0.system";
  char letter = text[kMark.size() + 4];
  int release = letter >= 'a' && letter <= 'z' ? letter - 'a' + 1 : 0;
  return text.substr(kMark.size(), 4) + "." + std::to_string(release);
}

std::vector<std::string> AllZoneNames() {
  std::vector<std::string> out;
  std::vector<std::string> folders = {""};
  for (size_t i = 0; i < folders.size(); ++i) {
    std::string folder = folders[i];
    DIR* d = opendir((kDatabase + folder).c_str());
    if (!d) continue;
    while (const dirent* e = readdir(d)) {
      std::string name = folder + e->d_name;
      if (!PlausibleName(name)) continue;
      struct stat status;
      if (stat((kDatabase + name).c_str(), &status) != 0) continue;
      if (S_ISDIR(status.st_mode)) {
        folders.push_back(name + '/');
      } else {
        if (ReadFile(kDatabase + name, 4) == "TZif") out.push_back(name);
      }
    }
    closedir(d);
  }
  if (out.empty()) out.push_back("UTC");
  std::sort(out.begin(), out.end(),
            [](const std::string& a, const std::string& b) { return strcasecmp(a.c_str(), b.c_str()) < 0; });
  return out;
}

}  // namespace tusk
