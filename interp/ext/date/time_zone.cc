// DateTimeZone.
#include <algorithm>
#include <cmath>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"

namespace tusk {
namespace {

using F = FunctionFlags;

struct Group {
  enum : int64_t {
    kAfrica = 1,
    kUtc = 1024,
    kAll = 2047,
    kAllWithOld = 4095,
    kPerCountry = 4096,
  };
};
constexpr std::string_view kContinents[] = {"Africa/", "America/",  "Antarctica/", "Arctic/",
                                            "Asia/",   "Atlantic/", "Australia/",  "Europe/",
                                            "Indian/", "Pacific/"};  // from bit 0 on

bool SameZone(const Zone& a, const Zone& b) {
  if (a.kind == ZoneKind::kId) return a.info->name() == b.info->name();
  if (a.kind == ZoneKind::kOffset) return a.offset == b.offset;
  return std::string_view(a.abbreviation) == b.abbreviation;
}

void CloneZone(Object* to, Object* from) { *to->native<Zone>() = *from->native<Zone>(); }

extern const ObjectHandlers kHandlers;
int CompareZones(const Value& a, const Value& b) {
  constexpr int kUncomparable = 1;
  if (a.obj->cls->handlers != &kHandlers || b.obj->cls->handlers != &kHandlers) return kUncomparable;
  const auto* x = a.obj->native<Zone>();
  const auto* y = b.obj->native<Zone>();
  if (x->kind == ZoneKind::kNone || y->kind == ZoneKind::kNone) {
    ThrowDate(DateError::kDateObjectError, "Trying to compare uninitialized DateTimeZone objects");
    return kUncomparable;
  }
  if (x->kind != y->kind) {
    ThrowDate(DateError::kDateException, "Cannot compare two different kinds of DateTimeZone objects");
    return kUncomparable;
  }
  return SameZone(*x, *y) ? 0 : 1;
}

void Describe(const Zone& zone, Array* to) {
  SetStr(to, "timezone_type", Value(static_cast<int64_t>(zone.kind)));
  SetStr(to, "timezone", Value(NewString(zone.Name())));
}
Array* DumpZone(Object* o) {
  Value props(PropertiesToArray(o));
  Array* a = Separate(&props);
  const auto* z = o->native<Zone>();
  if (z->kind != ZoneKind::kNone) Describe(*z, a);
  return a;
}

constexpr ObjectHandlers kHandlers = {.clone_native = CloneZone,
                                      .compare = CompareZones,
                                      .properties_for_dump = DumpZone,
                                      .dump_is_array = true};

void Construct(Args args, Value*) {
  if (!CheckNoNul(args, 0)) return;
  Zone zone;
  const char* problem;
  if (!ReadZone(args.View(0), &zone, &problem)) {
    return ThrowDateInFunction(DateError::kInvalidTimeZone,
                               absl::StrFormat("%s (%s)", problem, args.View(0)));
  }
  *args.frame->self.obj->native<Zone>() = zone;
}

bool Restore(Object* o, const Array* from) {
  Value type = Deref(GetStr(from, "timezone_type"));
  Value name = Deref(GetStr(from, "timezone"));
  Zone zone;
  const char* problem;
  if (type.IsInt() && name.IsString() && ReadZone(name.str->view(), &zone, &problem) &&
      (type.i == static_cast<int64_t>(zone.kind) || type.i == 3)) {
    if (const ZoneInfo* info = type.i == 3 ? FindZone(name.str->view()) : nullptr) zone = Zone::Id(info);
    if (type.i == static_cast<int64_t>(zone.kind)) {
      *o->native<Zone>() = zone;
      return true;
    }
  }
  ThrowError("Invalid serialization data for DateTimeZone object");
  return false;
}
void Serialize(Args args, Value* result) {
  Object* self = args.frame->self.obj;
  Zone* zone = ZoneOf(self);
  if (!zone) return;
  Array* a = NewHash(2);
  Describe(*zone, a);
  AddProperties(self, a);
  Return(result, a);
}
constexpr std::string_view kOwnKeys = "timezone_type timezone";

Value DescribeTransition(int64_t moment, const ZoneOffset& t) {
  Array* a = NewHash(5);
  SetStr(a, "ts", Value(moment));
  SetStr(a, "time", Value(NewString(FormatMoment("x-m-d\\TH:i:sP", {moment, 0, Zone::Offset(0)}))));
  SetStr(a, "offset", Value(int64_t{t.offset}));
  SetStr(a, "isdst", Value(t.dst));
  SetStr(a, "abbr", Value(NewString(std::string_view(t.abbreviation ? t.abbreviation : ""))));
  return Value(a);
}

}  // namespace

void ZoneName(Object* self, Args, Value* result) {
  if (Zone* zone = ZoneOf(self)) Return(result, NewString(zone->Name()));
}
void ZoneOffsetAt(Object* self, Args args, Value* result) {
  Zone* zone = ZoneOf(self);
  Moment* m = zone ? MomentOf(args[0].obj) : nullptr;
  if (m) Return(result, int64_t{zone->At(m->seconds).offset});
}
void ZoneTransitions(Object* self, Args args, Value* result) {
  Zone* zone = ZoneOf(self);
  if (!zone) return;
  if (zone->kind != ZoneKind::kId) return Return(result, false);
  int64_t from = args.Int(0, INT64_MIN);
  int64_t to = args.Int(1, INT32_MAX);
  Array* out = NewArray();
  Append(out, DescribeTransition(from, zone->info->At(from)));
  for (const ZoneOffset& t : zone->info->Transitions(from, to)) Append(out, DescribeTransition(t.since, t));
  Return(result, out);
}
void ZoneLocation(Object* self, Args, Value* result) {
  Zone* zone = ZoneOf(self);
  if (!zone) return;
  if (zone->kind != ZoneKind::kId) return Return(result, false);
  ZonePlace place = {"??", 0, 0, "", "?"};
  for (const ZonePlace& p : ZonePlaces()) {
    if (p.zone == zone->info->name()) place = p;
  }
  Array* a = NewHash(4);
  // Five places behind the point, the rest cut off.
  auto shorten = [](double v) { return std::trunc(v * 100000) / 100000; };
  SetStr(a, "country_code", Value(NewString(place.country)));
  SetStr(a, "latitude", Value(shorten(place.latitude)));
  SetStr(a, "longitude", Value(shorten(place.longitude)));
  SetStr(a, "comments", Value(NewString(place.comment)));
  Return(result, a);
}

void ZoneIdentifiers(Args args, Value* result) {
  int64_t group = args.Int(0, Group::kAll);
  Array* out = NewArray();
  auto add = [out](const std::string& name) { Append(out, Value(NewString(name))); };
  if (group == Group::kPerCountry) {
    if (args.IsNull(1) || args.View(1).size() != 2) {
      Release(Value(out));
      return ArgumentValueError(2,
                                "must be a two-letter ISO 3166-1 compatible country code when argument #1 "
                                "($timezoneGroup) is DateTimeZone::PER_COUNTRY");
    }
    for (const ZonePlace& p : ZonePlaces()) {
      if (EqualIgnoreCase(p.country, args.View(1))) add(p.zone);
    }
  } else if (group == Group::kAllWithOld) {
    for (const std::string& name : AllZoneNames()) add(name);
  } else {
    for (const ZonePlace& p : ZonePlaces()) {
      for (size_t i = 0; i < std::size(kContinents); ++i) {
        if ((group >> i & 1) && p.zone.starts_with(kContinents[i])) add(p.zone);
      }
    }
    if (group & Group::kUtc) add("UTC");
  }
  Return(result, out);
}

void ZoneAbbreviations(Args, Value* result) {
  Array* out = NewHash(144);
  for (const AbbreviationUse& use : AllAbbreviations()) {
    Array* row = NewHash(3);
    SetStr(row, "dst", Value(use.dst));
    SetStr(row, "offset", Value(int64_t{use.offset}));
    SetStr(row, "timezone_id", use.zone.empty() ? Value::Null() : Value(NewString(use.zone)));
    Value list = GetStr(out, use.abbreviation);
    if (list.IsUndef()) {
      list = Value(NewArray());
      SetStr(out, use.abbreviation, list);
    }
    Append(list.arr, Value(row));
  }
  Return(result, out);
}

namespace {

constexpr uint16_t kReads = Effects::kThrows | Effects::kReadsState | Effects::kCallsBack;

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string $timezone)", kReads, Construct},
    {"getName", "(): string", kReads, DateMethod<ZoneName>},
    {"getOffset", "(DateTimeInterface $datetime): int", kReads, DateMethod<ZoneOffsetAt>},
    {"getTransitions", "(int $timestampBegin = PHP_INT_MIN, int $timestampEnd = 2147483647): array|false",
     kReads, DateMethod<ZoneTransitions>},
    {"getLocation", "(): array|false", kReads, DateMethod<ZoneLocation>},
    {"listAbbreviations", "(): array", kReads, ZoneAbbreviations, F::kPublic | F::kStatic},
    {"listIdentifiers", "(int $timezoneGroup = DateTimeZone::ALL(2047), ?string $countryCode = null): array",
     kReads, ZoneIdentifiers, F::kPublic | F::kStatic},
    {"__serialize", "(): array", kReads, Serialize},
    {"__unserialize", "(array $data): void", kReads, UnserializeBy<Restore, kOwnKeys>},
    {"__wakeup", "(): void", kReads, WakeupBy<Restore>},
    {"__set_state", "(array $array): DateTimeZone", kReads, SetStateBy<Restore>, F::kPublic | F::kStatic},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"AFRICA", 1},    {"AMERICA", 2},    {"ANTARCTICA", 4},     {"ARCTIC", 8},         {"ASIA", 16},
    {"ATLANTIC", 32}, {"AUSTRALIA", 64}, {"EUROPE", 128},       {"INDIAN", 256},       {"PACIFIC", 512},
    {"UTC", 1024},    {"ALL", 2047},     {"ALL_WITH_BC", 4095}, {"PER_COUNTRY", 4096},
};
const BuiltinClassRow kRows[] = {
    {.name = "DateTimeZone",
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(Zone),
     .extension = "date"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDateTimeZoneClasses = kRows;

}  // namespace tusk
