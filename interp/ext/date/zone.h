// Time zones: the system's database, abbreviations and fixed offsets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tusk {

// What a zone's clocks do from a moment on.
struct ZoneOffset {
  int32_t offset = 0;  // seconds east of UTC
  bool dst = false;
  const char* abbreviation = "UTC";
  int64_t since = INT64_MIN;  // the transition that began it
};

// A zone of the database. Never freed once loaded.
class ZoneInfo {
 public:
  // Reads TZif data (RFC 8536); null when it is none.
  static const ZoneInfo* Read(std::string name, std::string_view data);
  static const ZoneInfo* Utc();

  const std::string& name() const { return name_; }
  ZoneOffset At(int64_t timestamp) const;
  // Transitions after `from` up to `to`, those of the rule for the future included.
  std::vector<ZoneOffset> Transitions(int64_t from, int64_t to) const;
  std::vector<ZoneOffset> AllTypes() const;

 private:
  struct Type {
    int32_t offset;
    bool dst;
    uint8_t abbreviation;  // index into abbreviations_
  };
  // A day of the year on which clocks change: Mm.w.d, Jn or n, and the second of that day.
  struct Change {
    char kind = 'M';
    int month = 0, week = 0, day = 0;
    int64_t second = 7200;
  };
  ZoneOffset FromType(uint8_t type, int64_t since) const;
  bool ReadRule(const char* text);
  void RuleTransitions(int64_t year, ZoneOffset out[2]) const;
  static int64_t DayOf(const Change& change, int64_t year);

  std::string name_;
  std::vector<int64_t> times_;
  std::vector<uint8_t> type_at_;
  std::vector<Type> types_;
  std::string abbreviations_;
  bool has_rule_ = false;
  bool rule_has_dst_ = false;
  ZoneOffset standard_;
  ZoneOffset summer_;
  Change to_summer_;
  Change to_standard_;
};

// By identifier, in any case; null when the database has no such zone.
const ZoneInfo* FindZone(std::string_view name);

enum class ZoneKind : uint8_t { kNone = 0, kOffset = 1, kAbbreviation = 2, kId = 3 };  // PHP's numbers

struct Zone {
  ZoneKind kind = ZoneKind::kNone;
  bool dst = false;                // kAbbreviation: an hour is added
  int32_t offset = 0;              // seconds east
  char abbreviation[8] = "";       // kAbbreviation, upper case
  const ZoneInfo* info = nullptr;  // kId

  static Zone Id(const ZoneInfo* info);
  static Zone Offset(int32_t seconds);
  ZoneOffset At(int64_t timestamp) const;
  // "Europe/Paris", "CEST", "+02:00".
  std::string Name() const;
};

// The zone of scripts that name none.
const ZoneInfo* DefaultZone();
// False when the database has no such zone.
bool SetDefaultZone(std::string_view name);

struct AbbreviationRow {
  const char* name;  // lower case
  bool dst;
  int32_t offset;    // with the hour of summer time
  const char* zone;  // where it is best known; null: none
};
// The best known meaning, or null. Offset or dst narrow it when given (timezone_name_from_abbr()).
const AbbreviationRow* FindAbbreviation(std::string_view name);
const AbbreviationRow* FindAbbreviation(std::string_view name, int64_t offset, int64_t dst);
// A zone for an offset alone, or null.
const char* ZoneForOffset(int64_t offset, int64_t dst);
// Every abbreviation in use.
struct AbbreviationUse {
  std::string abbreviation;  // lower case
  bool dst;
  int32_t offset;
  std::string zone;  // empty: none
};
std::vector<AbbreviationUse> AllAbbreviations();

struct ZonePlace {
  std::string country;  // ISO 3166
  double latitude, longitude;
  std::string zone;
  std::string comment;
};
// The places that zones are named for, in the order of their names.
const std::vector<ZonePlace>& ZonePlaces();
// "2025.2" for release 2025b; "0.system" when the database does not say.
std::string DatabaseVersion();
// Every identifier that the database knows, old ones included.
std::vector<std::string> AllZoneNames();

// "+02:00" or "+0200". `with_seconds`: "+00:36:45" where there are some.
std::string OffsetText(int32_t seconds, bool colon, bool with_seconds = false);

}  // namespace tusk
