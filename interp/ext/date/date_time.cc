// DateTimeInterface, DateTime and DateTimeImmutable.
#include <cmath>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/calendar.h"
#include "interp/ext/date/objects.h"

namespace tusk {
namespace {

using F = FunctionFlags;

void CloneDate(Object* to, Object* from) { *to->native<Moment>() = *from->native<Moment>(); }

int CompareDates(const Value& a, const Value& b) {
  constexpr int kUncomparable = 1;
  if (!IsDate(a.obj) || !IsDate(b.obj)) return kUncomparable;
  const auto* x = a.obj->native<Moment>();
  const auto* y = b.obj->native<Moment>();
  if (x->zone.kind == ZoneKind::kNone || y->zone.kind == ZoneKind::kNone) {
    ThrowDate(DateError::kDateObjectError,
              "Trying to compare an incomplete DateTime or DateTimeImmutable object");
    return kUncomparable;
  }
  return CompareMoments(*x, *y);
}

Array* OwnProperties(Object* o) {
  Value props(PropertiesToArray(o));
  return Separate(&props);
}

Array* DumpDate(Object* o) {
  Array* a = OwnProperties(o);
  const auto* m = o->native<Moment>();
  if (m->zone.kind != ZoneKind::kNone) DescribeMoment(*m, a);
  return a;
}

}  // namespace

constexpr ObjectHandlers kDateTimeHandlers = {.clone_native = CloneDate,
                                              .compare = CompareDates,
                                              .properties_for_dump = DumpDate,
                                              .dump_is_array = true};

namespace {

// What a method changes: the object itself, or for DateTimeImmutable a copy of it. Owned; null: raised.
Object* Target(Object* self) {
  if (!MomentOf(self)) return nullptr;
  static Class* immutable = DateClassOf(DateClass::kDateTimeImmutable);
  if (InstanceOf(self->cls, immutable)) return CloneObject(self);
  Retain(self);
  return self;
}

// Changes parts of a date and returns the object.
template <typename Change>
void ChangeParts(Object* self, Value* result, Change change) {
  Object* o = Target(self);
  if (!o) return;
  auto* m = o->native<Moment>();
  TimeParts p = PartsOf(*m);
  change(&p);
  ToMoment(p, m);
  *result = Value(o);
}

void Construct(Args args, Value*) {
  Object* self = args.frame->self.obj;
  Zone* zone;
  if (!ZoneArgument(args, 1, &zone)) return;
  ParseMessages messages;
  Moment m;
  std::string_view text = args.View(0);
  if (!ReadMoment(text, nullptr, zone, &m, &messages)) {
    return ThrowDate(DateError::kMalformedString,
                     "Failed to parse time string " + DescribeFirstError(text, messages));
  }
  *self->native<Moment>() = m;
}

void CreateFromFormat(Args args, Value* result) {
  Zone* zone;
  if (!ZoneArgument(args, 2, &zone)) return;
  ParseMessages messages;
  Moment m;
  std::string format(args.View(0));
  if (!CheckNoNul(args, 0) || !CheckNoNul(args, 1)) return;
  if (!ReadMoment(args.View(1), &format, zone, &m, &messages)) return Return(result, false);
  if (Object* o = NewDate(args.frame->called_class(), m)) *result = Value(o);
}

void CreateFromTimestamp(Args args, Value* result) {
  Moment m;
  m.zone = Zone::Offset(0);
  if (args[0].IsInt()) {
    m.seconds = args[0].i;
  } else {
    double d = args[0].d;
    double whole = std::floor(d);
    if (!std::isfinite(d) || whole < -9223372036854775808.0 || whole >= 9223372036854775808.0) {
      return ThrowDateInFunction(
          DateError::kDateRangeError,
          absl::StrFormat(
              "Argument #1 ($timestamp) must be a finite number between %d and %d.999999, %s given",
              INT64_MIN, INT64_MAX,
              std::isnan(d)   ? "NAN"
              : std::isinf(d) ? (d < 0 ? "-INF" : "INF")
                              : absl::StrFormat("%.6g", d)));
    }
    m.seconds = static_cast<int64_t>(whole);
    m.microseconds = std::llround((d - whole) * 1000000);
    if (m.microseconds == 1000000) {
      ++m.seconds;
      m.microseconds = 0;
    }
  }
  if (Object* o = NewDate(args.frame->called_class(), m)) *result = Value(o);
}

void CreateFromObject(Args args, Value* result) {
  Moment* m = MomentOf(args[0].obj);
  if (!m) return;
  if (Object* o = NewDate(args.frame->called_class(), *m)) *result = Value(o);
}

// The change that text asks for. False: errors.
bool Modify(Moment* m, std::string_view text, ParseMessages* messages) {
  TimeParts change = ParseTime(text, messages);
  KeepMessages(*messages);
  if (!messages->errors.empty()) return false;
  TimeParts p = PartsOf(*m);
  p.relative = change.relative;
  p.has_relative = change.has_relative;
  if (change.y != kUnset) p.y = change.y;
  if (change.m != kUnset) p.m = change.m;
  if (change.d != kUnset) p.d = change.d;
  if (change.h != kUnset) {
    p.h = change.h;
    p.i = change.i != kUnset ? change.i : 0;
    p.s = change.i != kUnset && change.s != kUnset ? change.s : 0;
  }
  if (change.us != kUnset) p.us = change.us;
  // "@1234" counts from the epoch in UTC.
  if (change.y == 1970 && change.m == 1 && change.d == 1 && change.h == 0 && change.i == 0 && change.s == 0 &&
      change.us == 0 && change.zone_count && change.zone.kind == ZoneKind::kOffset &&
      change.zone.offset == 0) {
    p.zone = Zone::Offset(0);
  }
  ToMoment(p, m);
  return true;
}

void DateModify(Args args, Value* result) {
  Object* o = Target(args.frame->self.obj);
  if (!o) return;
  ParseMessages messages;
  if (Modify(o->native<Moment>(), args.View(0), &messages)) {
    *result = Value(o);
    return;
  }
  Release(Value(o));
  ThrowDateInFunction(DateError::kMalformedString,
                      "Failed to parse time string " + DescribeFirstError(args.View(0), messages));
}

void SubInterval(Object* self, Args args, Value* result, bool throws) {
  if (!MomentOf(self) || !IntervalDataOf(args[0].obj)) return;
  Interval v = IntervalOf(args[0].obj);
  if (v.words.has_special || v.words.has_weekday) {
    static constexpr char kMessage[] =
        "Only non-special relative time specifications are supported for subtraction";
    if (throws) return ThrowDateInFunction(DateError::kInvalidOperation, kMessage);
    RaiseFunctionMessage(ErrorLevel::kWarning, kMessage);
    *result = Copy(Value(self));
    return;
  }
  Object* o = Target(self);
  if (!o) return;
  auto* m = o->native<Moment>();
  *m = AddInterval(*m, v, -1);
  *result = Value(o);
}
void DateSub(Args args, Value* result) { SubInterval(args.frame->self.obj, args, result, true); }

void GetMicrosecond(Args args, Value* result) {
  if (Moment* m = MomentOf(args.frame->self.obj)) Return(result, m->microseconds);
}
void SetMicrosecond(Args args, Value* result) {
  int64_t us = args[0].i;
  if (us < 0 || us > 999999) {
    return ThrowDateInFunction(
        DateError::kDateRangeError,
        absl::StrFormat("Argument #1 ($microsecond) must be between 0 and 999999, %d given", us));
  }
  Object* o = Target(args.frame->self.obj);
  if (!o) return;
  o->native<Moment>()->microseconds = us;
  *result = Value(o);
}

constexpr std::string_view kOwnKeys = "date timezone_type timezone";

void Serialize(Args args, Value* result) {
  Object* self = args.frame->self.obj;
  Moment* m = MomentOf(self);
  if (!m) return;
  Array* a = NewHash(4);
  DescribeMoment(*m, a);
  AddProperties(self, a);
  Return(result, a);
}

// False with an Error pending.
bool Restore(Object* o, const Array* from) {
  Moment m;
  if (!RestoreMoment(from, &m)) {
    if (HasException()) return false;
    const char* base =
        InstanceOf(o->cls, DateClassOf(DateClass::kDateTimeImmutable)) ? "DateTimeImmutable" : "DateTime";
    ThrowError("Invalid serialization data for %s object", base);
    return false;
  }
  *o->native<Moment>() = m;
  return true;
}
// Old serialized forms hold the parts as properties.
void Wakeup(Args args, Value*) {
  Object* self = args.frame->self.obj;
  Array* props = PropertiesToArray(self);
  if (Restore(self, props) && self->dynamic) {
    Value place(self->dynamic);
    self->dynamic = Separate(&place);
    for (std::string_view key : {"date", "timezone_type", "timezone"}) DeleteStr(self->dynamic, Intern(key));
  }
  Release(Value(props));
}

}  // namespace

void DateFormat(Object* self, Args args, Value* result) {
  if (Moment* m = MomentOf(self)) Return(result, NewString(FormatMoment(args.View(0), *m)));
}
void DateGetTimezone(Object* self, Args, Value* result) {
  if (Moment* m = MomentOf(self)) *result = Value(NewZone(m->zone));
}
void DateGetOffset(Object* self, Args, Value* result) {
  if (Moment* m = MomentOf(self)) Return(result, int64_t{m->zone.At(m->seconds).offset});
}
void DateGetTimestamp(Object* self, Args, Value* result) {
  if (Moment* m = MomentOf(self)) Return(result, m->seconds);
}
void DateDiff(Object* self, Args args, Value* result) {
  Moment* one = MomentOf(self);
  Moment* two = one ? MomentOf(args[0].obj) : nullptr;
  if (!two) return;
  Interval v = Difference(*one, *two);
  if (args.Bool(1)) v.invert = false;
  *result = Value(NewInterval(v));
}
void DateModifyFunction(Object* self, Args args, Value* result) {
  Moment* m = MomentOf(self);
  if (!m) return;
  ParseMessages messages;
  if (!Modify(m, args.View(0), &messages)) {
    RaiseFunctionMessage(ErrorLevel::kWarning,
                         "Failed to parse time string " + DescribeFirstError(args.View(0), messages));
    return Return(result, false);
  }
  *result = Copy(Value(self));
}
void DateSubFunction(Object* self, Args args, Value* result) { SubInterval(self, args, result, false); }
void DateAdd(Object* self, Args args, Value* result) {
  if (!MomentOf(self) || !IntervalDataOf(args[0].obj)) return;
  Object* o = Target(self);
  if (!o) return;
  auto* m = o->native<Moment>();
  *m = AddInterval(*m, IntervalOf(args[0].obj), 1);
  *result = Value(o);
}
void DateSetTime(Object* self, Args args, Value* result) {
  ChangeParts(self, result, [&](TimeParts* p) {
    p->h = args[0].i;
    p->i = args[1].i;
    p->s = args.Int(2, 0);
    p->us = args.Int(3, 0);
  });
}
void DateSetDate(Object* self, Args args, Value* result) {
  ChangeParts(self, result, [&](TimeParts* p) {
    p->y = args[0].i;
    p->m = args[1].i;
    p->d = args[2].i;
  });
}
void DateSetIsoDate(Object* self, Args args, Value* result) {
  ChangeParts(self, result, [&](TimeParts* p) {
    p->y = args[0].i;
    p->m = p->d = 1;
    p->has_relative = true;
    p->relative.d = DaysToIsoWeek(args[0].i, args[1].i, args.Int(2, 1));
  });
}
void DateSetTimestamp(Object* self, Args args, Value* result) {
  Object* o = Target(self);
  if (!o) return;
  auto* m = o->native<Moment>();
  m->seconds = args[0].i;
  m->microseconds = 0;
  *result = Value(o);
}
void DateSetTimezone(Object* self, Args args, Value* result) {
  if (!MomentOf(self)) return;
  Zone* zone = ZoneOf(args[0].obj);
  if (!zone) return;
  Object* o = Target(self);
  if (!o) return;
  o->native<Moment>()->zone = *zone;
  *result = Value(o);
}

namespace {

constexpr uint16_t kChanges =
    Effects::kThrows | Effects::kWritesState | Effects::kReadsState | Effects::kCallsBack;
constexpr uint16_t kReads = Effects::kThrows | Effects::kReadsState;

constexpr BuiltinMethodRow kInterfaceMethods[] = {
    {"format", "(string $format): string"},
    {"getTimezone", "(): DateTimeZone|false"},
    {"getOffset", "(): int"},
    {"getTimestamp", "(): int"},
    {"getMicrosecond", "(): int"},
    {"diff", "(DateTimeInterface $targetObject, bool $absolute = false): DateInterval"},
    {"__wakeup", "(): void"},
    {"__serialize", "(): array"},
    {"__unserialize", "(array $data): void"},
};

// The two classes differ in what creates them from the other, and in whom setters return.
#define SHARED_METHODS(SELF)                                                                            \
  {"__construct", "(string $datetime = \"now\", ?DateTimeZone $timezone = null)", kChanges, Construct}, \
      {"__wakeup", "(): void", kChanges, Wakeup}, {"__serialize", "(): array", kChanges, Serialize},    \
      {"__unserialize", "(array $data): void", kChanges, UnserializeBy<Restore, kOwnKeys>},             \
      {"__set_state", "(array $array): " SELF, kChanges, SetStateBy<Restore>, F::kPublic | F::kStatic}, \
      {"createFromFormat",                                                                              \
       "(string $format, string $datetime, ?DateTimeZone $timezone = null): " SELF "|false", kChanges,  \
       CreateFromFormat, F::kPublic | F::kStatic},                                                      \
      {"createFromInterface", "(DateTimeInterface $object): static", kChanges, CreateFromObject,        \
       F::kPublic | F::kStatic},                                                                        \
      {"createFromTimestamp", "(int|float $timestamp): static", kChanges, CreateFromTimestamp,          \
       F::kPublic | F::kStatic},                                                                        \
      {"getLastErrors", "(): array|false", kReads, LastErrors, F::kPublic | F::kStatic},                \
      {"format", "(string $format): string", kReads, DateMethod<DateFormat>},                           \
      {"getTimezone", "(): DateTimeZone|false", kReads, DateMethod<DateGetTimezone>},                   \
      {"getOffset", "(): int", kReads, DateMethod<DateGetOffset>},                                      \
      {"getTimestamp", "(): int", kReads, DateMethod<DateGetTimestamp>},                                \
      {"getMicrosecond", "(): int", kReads, GetMicrosecond},                                            \
      {"diff", "(DateTimeInterface $targetObject, bool $absolute = false): DateInterval", kReads,       \
       DateMethod<DateDiff>},                                                                           \
      {"modify", "(string $modifier): " SELF, kChanges, DateModify},                                    \
      {"add", "(DateInterval $interval): " SELF, kChanges, DateMethod<DateAdd>},                        \
      {"sub", "(DateInterval $interval): " SELF, kChanges, DateSub},                                    \
      {"setTimezone", "(DateTimeZone $timezone): " SELF, kChanges, DateMethod<DateSetTimezone>},        \
      {"setTime", "(int $hour, int $minute, int $second = 0, int $microsecond = 0): " SELF, kChanges,   \
       DateMethod<DateSetTime>},                                                                        \
      {"setDate", "(int $year, int $month, int $day): " SELF, kChanges, DateMethod<DateSetDate>},       \
      {"setISODate", "(int $year, int $week, int $dayOfWeek = 1): " SELF, kChanges,                     \
       DateMethod<DateSetIsoDate>},                                                                     \
      {"setTimestamp", "(int $timestamp): " SELF, kChanges, DateMethod<DateSetTimestamp>}, {            \
    "setMicrosecond", "(int $microsecond): static", kChanges, SetMicrosecond                            \
  }

constexpr BuiltinMethodRow kMutableMethods[] = {
    SHARED_METHODS("DateTime"),
    {"createFromImmutable", "(DateTimeImmutable $object): static", kChanges, CreateFromObject,
     F::kPublic | F::kStatic},
};
constexpr BuiltinMethodRow kImmutableMethods[] = {
    SHARED_METHODS("DateTimeImmutable"),
    {"createFromMutable", "(DateTime $object): static", kChanges, CreateFromObject, F::kPublic | F::kStatic},
};
#undef SHARED_METHODS

constexpr BuiltinClassConstantRow kFormats[] = {
    {"ATOM", "Y-m-d\\TH:i:sP"},
    {"COOKIE", "l, d-M-Y H:i:s T"},
    {"RFC822", "D, d M y H:i:s O"},
    {"RFC850", "l, d-M-y H:i:s T"},
    {"RFC1036", "D, d M y H:i:s O"},
    {"RFC1123", "D, d M Y H:i:s O"},
    {"RFC7231", "D, d M Y H:i:s \\G\\M\\T"},
    {"RFC2822", "D, d M Y H:i:s O"},
    {"RFC3339", "Y-m-d\\TH:i:sP"},
    {"RFC3339_EXTENDED", "Y-m-d\\TH:i:s.vP"},
    {"ISO8601", "Y-m-d\\TH:i:sO"},
    {"ISO8601_EXPANDED", "X-m-d\\TH:i:sP"},
    {"RSS", "D, d M Y H:i:s O"},
    {"W3C", "Y-m-d\\TH:i:sP"},
};

const BuiltinClassRow kRows[] = {
    {.name = "DateTimeInterface",
     .flags = ClassFlags::kInterface,
     .methods = kInterfaceMethods,
     .constants = kFormats,
     .extension = "date"},
    {.name = "DateTime",
     .interfaces = "DateTimeInterface",
     .methods = kMutableMethods,
     .handlers = &kDateTimeHandlers,
     .native_size = sizeof(Moment),
     .extension = "date"},
    {.name = "DateTimeImmutable",
     .interfaces = "DateTimeInterface",
     .methods = kImmutableMethods,
     .handlers = &kDateTimeHandlers,
     .native_size = sizeof(Moment),
     .extension = "date"},
    {.name = "DateError", .parent = "Error", .extension = "date"},
    {.name = "DateObjectError", .parent = "DateError", .extension = "date"},
    {.name = "DateRangeError", .parent = "DateError", .extension = "date"},
    {.name = "DateException", .parent = "Exception", .extension = "date"},
    {.name = "DateInvalidTimeZoneException", .parent = "DateException", .extension = "date"},
    {.name = "DateInvalidOperationException", .parent = "DateException", .extension = "date"},
    {.name = "DateMalformedStringException", .parent = "DateException", .extension = "date"},
    {.name = "DateMalformedIntervalStringException", .parent = "DateException", .extension = "date"},
    {.name = "DateMalformedPeriodStringException", .parent = "DateException", .extension = "date"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDateTimeClasses = kRows;

}  // namespace tusk
