// IntlTimeZone: a zone is held as a calendar of ICU's that is in it.
#include <unicode/calendar.h>
#include <unicode/timezone.h>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"
#include "interp/ext/intl/cxx.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/tables.h"

namespace tusk {

UCalendar* OpenZone(const std::u16string& id) {
  UErrorCode status = U_ZERO_ERROR;
  return TUSK_ICU(ucal_open)(id.data(), Size16(id), "en_US", UCAL_GREGORIAN, &status);
}
std::u16string ZoneIdOf(const UCalendar* calendar) {
  std::u16string id;
  UErrorCode status;
  CollectUtf16(&id, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(ucal_getTimeZoneID)(calendar, to, size, s);
  });
  return id;
}
Value NewIntlZone(const std::u16string& id) { return NewIntlObject("intltimezone", OpenZone(id)); }

namespace {

constexpr std::u16string_view kUnknown = u"Etc/Unknown";

const icu::TimeZone& IcuZone(const UCalendar* c) {
  static auto* get =
      IcuCxx<const icu::TimeZone&(const UCalendar*)>("icui18n", "_ZNK@8Calendar11getTimeZoneEv");
  return get(c);
}
const icu::TimeZone& IcuZone(const Object* o) { return IcuZone(IcuOf<UCalendar>(o)); }

// The identifier as ICU takes it.
bool ToZoneId(std::string_view name, std::u16string* id, Value* result) {
  if (ToUtf16(name, id)) return true;
  IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "could not convert time zone id to UTF-16", result);
  return false;
}
bool IsKnown(const std::u16string& id) {
  UCalendar* c = OpenZone(id);
  bool known = ZoneIdOf(c) != kUnknown;
  TUSK_ICU(ucal_close)(c);
  return known;
}
// ICU's identifier for a zone of PHP's. False: the error is set.
bool FromDateZone(const Zone& zone, Object* o, const char* function, std::u16string* id) {
  std::string name = zone.Name();
  if (zone.kind == ZoneKind::kOffset) {
    if (zone.offset <= -24 * 3600 || zone.offset >= 24 * 3600) {
      SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                   absl::StrFormat("%s: object has an time zone offset that's too large", function));
      return false;
    }
    int minutes = zone.offset / 60;
    name = absl::StrFormat("GMT%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                           std::abs(minutes) % 60);
  }
  *id = ToUtf16(name);
  if (IsKnown(*id)) return true;
  SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
               absl::StrFormat("%s: time zone id '%s' extracted from ext/date DateTimeZone not recognized",
                               function, name));
  return false;
}

}  // namespace

bool IntlZoneArgument(const Value& v, Object* o, const char* function, std::u16string* id) {
  if (v.IsNullOrUndef()) {
    *id = ToUtf16(DefaultZone()->name());
    return true;
  }
  if (v.IsObject()) {
    if (InstanceOf(v.obj->cls, FindClass("IntlTimeZone", false))) {
      if (const auto* c = IcuOf<UCalendar>(v.obj)) {
        *id = ZoneIdOf(c);
        return true;
      }
      SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                   absl::StrFormat("%s: passed IntlTimeZone is not properly constructed", function));
      return false;
    }
    if (InstanceOf(v.obj->cls, DateClassOf(DateClass::kDateTimeZone))) {
      const Zone* zone = ZoneOf(v.obj);
      return zone && FromDateZone(*zone, o, function, id);
    }
  }
  String* name = ToString(v);
  if (!name) return false;
  bool good = false;
  if (!ToUtf16(name->view(), id)) {
    SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                 absl::StrFormat("%s: Time zone identifier given is not a valid UTF-8 string", function));
  } else if (*id != kUnknown && !IsKnown(*id)) {
    SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                 absl::StrFormat("%s: No such time zone: '%s'", function, name->view()));
  } else {
    good = true;
  }
  Release(name);
  return good;
}

Value DateZoneOf(const std::u16string& id, Object* o, const char* function) {
  std::string name = FromUtf16(id);
  Zone zone;
  const char* problem = "";
  // GMT+04:05 is a plain offset.
  std::string_view text = name;
  if (text.starts_with("GMT") && text.size() > 3) text.remove_prefix(3);
  if (ReadZone(text, &zone, &problem)) return Value(NewZone(zone));
  SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
               absl::StrFormat("%s: DateTimeZone constructor threw exception", function));
  ThrowDate(DateError::kInvalidTimeZone,
            absl::StrFormat("DateTimeZone::__construct(): Unknown or bad timezone (%s)", name));
  return Value();
}

bool IntlDateArgument(Object* date, Object* o, const char* function, double* millis, std::u16string* zone) {
  const Moment* m = MomentOf(date);
  if (!m) return false;
  *millis = static_cast<double>(m->seconds) * 1000 + static_cast<double>(m->microseconds / 1000);
  return !zone || FromDateZone(m->zone, o, function, zone);
}

namespace {

void Construct(Args, Value*) {}
void CountEquivalentIDs(Args args, Value* result) {
  std::u16string id;
  ResetIntlError();
  if (!ToZoneId(args.View(0), &id, result)) return;
  static auto* count = IcuCxx<int32_t(const icu::UnicodeString&)>(
      "icui18n", "_ZN@8TimeZone18countEquivalentIDsERKNS_13UnicodeStringE");
  Return(result, count(*IcuString(id).get()));
}
void GetEquivalentID(Args args, Value* result) {
  std::u16string id;
  ResetIntlError();
  if (!FitsInt32(args[1].i)) return Return(result, false);
  if (!ToZoneId(args.View(0), &id, result)) return;
  static auto* get = IcuCxx<IcuString(const icu::UnicodeString&, int32_t)>(
      "icui18n", "_ZN@8TimeZone15getEquivalentIDERKNS_13UnicodeStringEi");
  IcuString found = get(*IcuString(id).get(), static_cast<int32_t>(args[1].i));
  Return(result, std::string_view(FromUtf16(found.view())));
}
void CreateDefault(Args, Value* result) {
  ResetIntlError();
  *result = NewIntlZone(ToUtf16(DefaultZone()->name()));
}
void CreateTimeZone(Args args, Value* result) {
  std::u16string id;
  ResetIntlError();
  if (ToZoneId(args.View(0), &id, result)) {
    *result = NewIntlZone(id);
  } else {
    *result = Value::Null();
  }
}
void GetGMT(Args, Value* result) { *result = NewIntlZone(u"GMT"); }
void GetUnknown(Args, Value* result) { *result = NewIntlZone(std::u16string(kUnknown)); }
void ReturnNames(UEnumeration* names, UErrorCode status, const char* message, Value* result) {
  if (U_FAILURE(status) || !names) return IntlFail(nullptr, status, message, result);
  *result = NewIntlIterator(TakeEnumeration(names));
}
void CreateEnumeration(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* names = nullptr;
  int64_t offset = 0;
  double d;
  bool number = args[0].IsInt() || args[0].IsFloat();
  if (number) offset = ToInt(args[0]);
  if (args[0].IsString()) {
    Numeric kind = IsNumericString(args.View(0), &offset, &d);
    number = kind == Numeric::kInt || kind == Numeric::kFloat;
    if (kind == Numeric::kFloat) offset = static_cast<int64_t>(d);
  }
  if (args.IsNull(0)) {
    names = TUSK_ICU(ucal_openTimeZones)(&status);
  } else if (number) {
    if (!FitsInt32(offset)) {
      return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "value is out of range", result);
    }
    auto millis = static_cast<int32_t>(offset);
    names = TUSK_ICU(ucal_openTimeZoneIDEnumeration)(UCAL_ZONE_TYPE_ANY, nullptr, &millis, &status);
  } else if (args[0].IsString()) {
    names = TUSK_ICU(ucal_openCountryTimeZones)(args.Str(0)->data, &status);
  } else {
    return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "invalid argument type", result);
  }
  ReturnNames(names, status, "error obtaining time zone enumeration", result);
}
void CreateTimeZoneIDEnumeration(Args args, Value* result) {
  ResetIntlError();
  if (args[0].i < UCAL_ZONE_TYPE_ANY || args[0].i > UCAL_ZONE_TYPE_CANONICAL_LOCATION)
    return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "bad zone type", result);
  int32_t offset = 0;
  if (!args.IsNull(2)) {
    if (!FitsInt32(args[2].i))
      return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "offset out of bounds", result);
    offset = static_cast<int32_t>(args[2].i);
  }
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* names = TUSK_ICU(ucal_openTimeZoneIDEnumeration)(static_cast<USystemTimeZoneType>(args[0].i),
                                                                 args.IsNull(1) ? nullptr : args.Str(1)->data,
                                                                 args.IsNull(2) ? nullptr : &offset, &status);
  ReturnNames(names, status, "error obtaining time zone id enumeration", result);
}
void FromDateTimeZone(Args args, Value* result) {
  ResetIntlError();
  *result = Value::Null();
  const Zone* zone = ZoneOf(args[0].obj);
  std::u16string id;
  if (zone && FromDateZone(*zone, nullptr, "intltz_from_date_time_zone", &id)) *result = NewIntlZone(id);
}
void GetCanonicalID(Args args, Value* result) {
  std::u16string id, out;
  ResetIntlError();
  if (!ToZoneId(args.View(0), &id, result)) return;
  UBool system = false;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(ucal_getCanonicalTimeZoneID)(id.data(), Size16(id), to, size, &system, s);
  });
  if (!good) return IntlFail(nullptr, status, "error obtaining canonical ID", result);
  Return(result, std::string_view(FromUtf16(out)));
  if (args.Has(1)) AssignArgument(args, 1, Value(system != 0));
}
void GetRegion(Args args, Value* result) {
  std::u16string id;
  ResetIntlError();
  if (!ToZoneId(args.View(0), &id, result)) return;
  static auto* get = IcuCxx<int32_t(const icu::UnicodeString&, char*, int32_t, UErrorCode&)>(
      "icui18n", "_ZN@8TimeZone9getRegionERKNS_13UnicodeStringEPciR10UErrorCode");
  char region[16];
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = get(*IcuString(id).get(), region, sizeof region, status);
  if (U_FAILURE(status)) return IntlFail(nullptr, status, "error obtaining region", result);
  Return(result, std::string_view(region, static_cast<size_t>(n)));
}
void GetTZDataVersion(Args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  ResetIntlError();
  const char* version = TUSK_ICU(ucal_getTZDataVersion)(&status);
  if (U_FAILURE(status)) return IntlFail(nullptr, status, "Error obtaining time zone data version", result);
  Return(result, version);
}
void GetWindowsID(Args args, Value* result) {
  std::u16string id, out;
  ResetIntlError();
  if (!ToZoneId(args.View(0), &id, result)) return;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(ucal_getWindowsTimeZoneID)(id.data(), Size16(id), to, size, s);
  });
  if (!good) return IntlFail(nullptr, status, "unable to get timezone from windows ID", result);
  if (out.empty()) return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "unknown system timezone", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void GetIDForWindowsID(Args args, Value* result) {
  std::u16string id, out;
  ResetIntlError();
  if (!ToZoneId(args.View(0), &id, result)) return;
  UErrorCode status;
  bool good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(ucal_getTimeZoneIDForWindowsID)(
        id.data(), Size16(id), args.IsNull(1) ? nullptr : args.Str(1)->data, to, size, s);
  });
  if (!good) return IntlFail(nullptr, status, "unable to get windows ID for timezone", result);
  if (out.empty()) return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR, "unknown windows timezone", result);
  Return(result, std::string_view(FromUtf16(out)));
}

// --- of a zone

void GetID(IntlCall call, Value* result) {
  Return(result, std::string_view(FromUtf16(ZoneIdOf(IcuOf<UCalendar>(call.self)))));
}
void GetDSTSavings(IntlCall call, Value* result) { Return(result, IcuZone(call.self).getDSTSavings()); }
void GetRawOffset(IntlCall call, Value* result) { Return(result, IcuZone(call.self).getRawOffset()); }
void UseDaylightTime(IntlCall call, Value* result) {
  Return(result, IcuZone(call.self).useDaylightTime() != 0);
}
void HasSameRules(IntlCall call, Value* result) {
  if (!IcuOf<UCalendar>(call[0].obj)) {
    return IntlFail(call.self, U_ILLEGAL_ARGUMENT_ERROR,
                    "intltz_has_same_rules: the other object is not constructed", result);
  }
  Return(result, IcuZone(call.self).hasSameRules(IcuZone(call[0].obj)) != 0);
}
void GetOffset(IntlCall call, Value* result) {
  int32_t raw = 0, dst = 0;
  UErrorCode status = U_ZERO_ERROR;
  IcuZone(call.self).getOffset(call[0].d, call[1].IsTrue(), raw, dst, status);
  if (U_FAILURE(status)) return IntlFail(call.self, status, "error obtaining offset", result);
  AssignArgument(call, 2, Value(int64_t{raw}));
  if (!HasException()) AssignArgument(call, 3, Value(int64_t{dst}));
  Return(result, true);
}
enum Style { kShort = 1, kLong, kShortGeneric, kLongGeneric, kShortGmt, kLongGmt, kCommonlyUsed, kLocation };
void GetDisplayName(IntlCall call, Value* result) {
  int64_t style = call.Int(1, kLong);
  bool dst = call.Bool(0);
  if (style < kShort || style > kLocation)
    return IntlFail(call.self, U_ILLEGAL_ARGUMENT_ERROR, "wrong display type", result);
  std::string locale = IntlLocale(call, 2);
  std::u16string out;
  UErrorCode status;
  const auto* c = IcuOf<UCalendar>(call.self);
  bool good;
  if (style == kShort || style == kLong || style == kCommonlyUsed) {
    UCalendarDisplayNameType type =
        style == kLong ? (dst ? UCAL_DST : UCAL_STANDARD) : (dst ? UCAL_SHORT_DST : UCAL_SHORT_STANDARD);
    good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
      return TUSK_ICU(ucal_getTimeZoneDisplayName)(c, type, locale.c_str(), to, size, s);
    });
  } else {
    // The other styles are those of date patterns.
    std::u16string pattern = style == kShortGeneric  ? u"v"
                             : style == kLongGeneric ? u"vvvv"
                             : style == kShortGmt    ? u"Z"
                             : style == kLongGmt     ? u"ZZZZ"
                                                     : u"VVVV";
    std::u16string id = ZoneIdOf(c);
    status = U_ZERO_ERROR;
    UDateFormat* f = TUSK_ICU(udat_open)(UDAT_PATTERN, UDAT_PATTERN, locale.c_str(), id.data(), Size16(id),
                                         pattern.data(), Size16(pattern), &status);
    if (U_FAILURE(status)) return IntlFail(call.self, status, "error obtaining display name", result);
    // A moment of standard time.
    double at = TUSK_ICU(ucal_getNow)();
    good = CollectUtf16(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
      return TUSK_ICU(udat_format)(f, at, to, size, nullptr, s);
    });
    TUSK_ICU(udat_close)(f);
  }
  if (!good) return IntlFail(call.self, status, "error obtaining display name", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void ToDateTimeZone(IntlCall call, Value* result) {
  Value zone = DateZoneOf(ZoneIdOf(IcuOf<UCalendar>(call.self)), call.self, "intltz_to_date_time_zone");
  if (!zone.IsUndef()) *result = zone;
}

void Destroy(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(ucal_close)(static_cast<UCalendar*>(h->icu));
  delete h->error;
  *h = {};
}
void Clone(Object* to, Object* from) {
  *HandleOf(to) = {};
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized IntlTimeZone");
  UErrorCode status = U_ZERO_ERROR;
  HandleOf(to)->icu = TUSK_ICU(ucal_clone)(IcuOf<UCalendar>(from), &status);
}
int Compare(const Value& a, const Value& b) {
  if (!a.IsObject() || !b.IsObject()) return 1;
  const auto *x = IcuOf<UCalendar>(a.obj), *y = IcuOf<UCalendar>(b.obj);
  if (!x || !y) {
    Throw(Throwable::kException, "Comparison with at least one unconstructed IntlTimeZone operand");
    return 1;
  }
  return ZoneIdOf(x) == ZoneIdOf(y) ? 0 : 1;
}
void Put(Array* a, const char* name, Value v) { Set(a, ArrayKey::Str(Intern(name)), v); }
Array* Dump(Object* o) {
  Array* a = NewArray();
  const auto* c = IcuOf<UCalendar>(o);
  Put(a, "valid", Value(c != nullptr));
  if (!c) return a;
  Put(a, "id", Value(NewString(FromUtf16(ZoneIdOf(c)))));
  int32_t raw = 0, dst = 0;
  UErrorCode status = U_ZERO_ERROR;
  IcuZone(c).getOffset(TUSK_ICU(ucal_getNow)(), false, raw, dst, status);
  Put(a, "rawOffset", Value(int64_t{IcuZone(c).getRawOffset()}));
  Put(a, "currentOffset", Value(int64_t{raw + dst}));
  return a;
}
constexpr ObjectHandlers kHandlers = {
    .destroy_native = Destroy, .clone_native = Clone, .compare = Compare, .properties_for_dump = Dump};

constexpr char kIterator[] = R"php(
class IntlIterator implements Iterator {
    private array $values = [];
    private function __construct() {}
    public function current(): mixed { $v = current($this->values); return $v === false ? null : $v; }
    public function key(): mixed { return key($this->values); }
    public function next(): void { next($this->values); }
    public function rewind(): void { reset($this->values); }
    public function valid(): bool { return key($this->values) !== null; }
}
)php";

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kIoArgs = kIo | Effects::kWritesArgs;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "()", kIo, Construct, F::kPrivate},
    {"countEquivalentIDs", "(string $timezoneId): int|false", kIo, CountEquivalentIDs, kStatic},
    {"createDefault", "(): IntlTimeZone", kIo, CreateDefault, kStatic},
    {"createEnumeration", "($countryOrRawOffset = null): IntlIterator|false", kIo, CreateEnumeration,
     kStatic},
    {"createTimeZone", "(string $timezoneId): ?IntlTimeZone", kIo, CreateTimeZone, kStatic},
    {"createTimeZoneIDEnumeration",
     "(int $type, ?string $region = null, ?int $rawOffset = null): IntlIterator|false", kIo,
     CreateTimeZoneIDEnumeration, kStatic},
    {"fromDateTimeZone", "(DateTimeZone $timezone): ?IntlTimeZone", kIo, FromDateTimeZone, kStatic},
    {"getCanonicalID", "(string $timezoneId, &$isSystemId = null): string|false", kIoArgs, GetCanonicalID,
     kStatic},
    {"getDisplayName",
     "(bool $dst = false, int $style = IntlTimeZone::DISPLAY_LONG, ?string $locale = null): string|false",
     kIo, IntlMethod<GetDisplayName>},
    {"getDSTSavings", "(): int", kIo, IntlMethod<GetDSTSavings>},
    {"getEquivalentID", "(string $timezoneId, int $offset): string|false", kIo, GetEquivalentID, kStatic},
    {"getErrorCode", "(): int|false", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string|false", kIo, IntlErrorMessageMethod},
    {"getGMT", "(): IntlTimeZone", kIo, GetGMT, kStatic},
    {"getID", "(): string|false", kIo, IntlMethod<GetID>},
    {"getOffset", "(float $timestamp, bool $local, &$rawOffset, &$dstOffset): bool", kIoArgs,
     IntlMethod<GetOffset>},
    {"getRawOffset", "(): int", kIo, IntlMethod<GetRawOffset>},
    {"getRegion", "(string $timezoneId): string|false", kIo, GetRegion, kStatic},
    {"getTZDataVersion", "(): string|false", kIo, GetTZDataVersion, kStatic},
    {"getUnknown", "(): IntlTimeZone", kIo, GetUnknown, kStatic},
    {"getWindowsID", "(string $timezoneId): string|false", kIo, GetWindowsID, kStatic},
    {"getIDForWindowsID", "(string $timezoneId, ?string $region = null): string|false", kIo,
     GetIDForWindowsID, kStatic},
    {"hasSameRules", "(IntlTimeZone $other): bool", kIo, IntlMethod<HasSameRules>},
    {"toDateTimeZone", "(): DateTimeZone|false", kIo, IntlMethod<ToDateTimeZone>},
    {"useDaylightTime", "(): bool", kIo, IntlMethod<UseDaylightTime>},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"DISPLAY_SHORT", 1},
    {"DISPLAY_LONG", 2},
    {"DISPLAY_SHORT_GENERIC", 3},
    {"DISPLAY_LONG_GENERIC", 4},
    {"DISPLAY_SHORT_GMT", 5},
    {"DISPLAY_LONG_GMT", 6},
    {"DISPLAY_SHORT_COMMONLY_USED", 7},
    {"DISPLAY_GENERIC_LOCATION", 8},
    {"TYPE_ANY", 0},
    {"TYPE_CANONICAL", 1},
    {"TYPE_CANONICAL_LOCATION", 2},
};
constexpr BuiltinRow kRows[] = {
    {"intltz_count_equivalent_ids", "(string $timezoneId): int|false", kIo, CountEquivalentIDs},
    {"intltz_create_default", "(): IntlTimeZone", kIo, CreateDefault},
    {"intltz_create_enumeration", "($countryOrRawOffset = null): IntlIterator|false", kIo, CreateEnumeration},
    {"intltz_create_time_zone", "(string $timezoneId): ?IntlTimeZone", kIo, CreateTimeZone},
    {"intltz_create_time_zone_id_enumeration",
     "(int $type, ?string $region = null, ?int $rawOffset = null): IntlIterator|false", kIo,
     CreateTimeZoneIDEnumeration},
    {"intltz_from_date_time_zone", "(DateTimeZone $timezone): ?IntlTimeZone", kIo, FromDateTimeZone},
    {"intltz_get_canonical_id", "(string $timezoneId, &$isSystemId = null): string|false", kIoArgs,
     GetCanonicalID},
    {"intltz_get_display_name",
     "(IntlTimeZone $timezone, bool $dst = false, int $style = IntlTimeZone::DISPLAY_LONG, ?string $locale = "
     "null): string|false",
     kIo, IntlFunction<GetDisplayName>},
    {"intltz_get_dst_savings", "(IntlTimeZone $timezone): int", kIo, IntlFunction<GetDSTSavings>},
    {"intltz_get_equivalent_id", "(string $timezoneId, int $offset): string|false", kIo, GetEquivalentID},
    {"intltz_get_error_code", "(IntlTimeZone $timezone): int|false", kIo, IntlErrorCodeFunction},
    {"intltz_get_error_message", "(IntlTimeZone $timezone): string|false", kIo, IntlErrorMessageFunction},
    {"intltz_get_gmt", "(): IntlTimeZone", kIo, GetGMT},
    {"intltz_get_id", "(IntlTimeZone $timezone): string|false", kIo, IntlFunction<GetID>},
    {"intltz_get_id_for_windows_id", "(string $timezoneId, ?string $region = null): string|false", kIo,
     GetIDForWindowsID},
    {"intltz_get_offset",
     "(IntlTimeZone $timezone, float $timestamp, bool $local, &$rawOffset, &$dstOffset): bool", kIoArgs,
     IntlFunction<GetOffset>},
    {"intltz_get_raw_offset", "(IntlTimeZone $timezone): int", kIo, IntlFunction<GetRawOffset>},
    {"intltz_get_region", "(string $timezoneId): string|false", kIo, GetRegion},
    {"intltz_get_tz_data_version", "(): string|false", kIo, GetTZDataVersion},
    {"intltz_get_unknown", "(): IntlTimeZone", kIo, GetUnknown},
    {"intltz_get_windows_id", "(string $timezoneId): string|false", kIo, GetWindowsID},
    {"intltz_has_same_rules", "(IntlTimeZone $timezone, IntlTimeZone $other): bool", kIo,
     IntlFunction<HasSameRules>},
    {"intltz_to_date_time_zone", "(IntlTimeZone $timezone): DateTimeZone|false", kIo,
     IntlFunction<ToDateTimeZone>},
    {"intltz_use_daylight_time", "(IntlTimeZone $timezone): bool", kIo, IntlFunction<UseDaylightTime>},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "IntlIterator", .extension = "intl", .source = kIterator},
    {.name = "IntlTimeZone",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(IntlHandle),
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlZoneFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlZoneClasses = kClassRows;

}  // namespace tusk
